//! What the recorded scripts do not show: each rule of another release with a story, and what always holds, whatever
//! members, administrators and the clock do: no partition is held twice, epochs never fall, a coordinator that takes
//! over knows what the one before it knew, and everybody has its target soon after the last trouble.

use super::*;
use crate::kafka::coordinator::story::{CoordinatorStory, GROUP};
use crate::kafka::coordinator::{CoordinatorConfig, Group};
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimDuration;
use proptest::prelude::*;

/// A client as it should be: it gives up what it is told to in its next heartbeat.
#[derive(Clone, Debug, Default)]
struct Modern {
    epoch: Epoch,
    assigned: PartitionSet,
    /// Whether it has to tell what it owns.
    to_acknowledge: bool,
}

/// A coordinator with the topic `orders`, and clients that speak the protocol of consumer groups.
struct ModernStory {
    story: CoordinatorStory,
    clients: SortedMap<&'static str, Modern>,
}

impl ModernStory {
    fn new(partitions: u32, rules: ConsumerGroupRules) -> Self {
        let mut config = CoordinatorConfig::default();
        config.consumer.rules = rules;
        let mut story = ModernStory { story: CoordinatorStory::with(config), clients: SortedMap::new() };
        story.set_partitions(partitions);
        story
    }

    fn set_partitions(&mut self, partitions: u32) {
        let topics = [(TopicName::from("orders"), partitions, TopicId::default())];
        self.story.coordinator.set_topics(TopicMetadata::new(topics.into_iter()));
    }

    fn group(&self) -> &ConsumerGroup {
        match self.story.coordinator.group(&GroupId::from(GROUP)) {
            Some(Group::Consumer(group)) => group,
            other => panic!("no consumer group, but {other:?}"),
        }
    }

    fn send(&mut self, request: &ConsumerGroupHeartbeatRequest) -> ConsumerGroupHeartbeatResponse {
        self.story
            .act(|coordinator, now, effects| coordinator.consumer_group_heartbeat(request, now, effects))
    }

    /// A heartbeat at its client's epoch; one that joins if the client is in no epoch.
    fn beat(&mut self, who: &'static str) -> ErrorCode {
        let client = self.clients.entry(who).or_default().clone();
        let joins = client.epoch == JOIN_GROUP;
        let owned = || if joins { Vec::new() } else { client.assigned.iter().copied().collect() };
        let request = ConsumerGroupHeartbeatRequest {
            rebalance_timeout: joins.then(|| SimDuration::from_secs(60)),
            subscribed_topics: joins.then(|| vec![TopicName::from("orders")]),
            owned: (joins || client.to_acknowledge).then(owned),
            ..bare(who, client.epoch)
        };
        let answer = self.send(&request);
        let client = self.clients.entry(who).or_default();
        if answer.error.is_none() {
            client.epoch = answer.member_epoch;
            client.to_acknowledge = answer.assignment.is_some();
            client.assigned = answer.assignment.unwrap_or(client.assigned.clone());
        } else {
            *client = Modern::default();
        }
        answer.error
    }

    fn leave(&mut self, who: &'static str) {
        self.send(&bare(who, LEAVE_GROUP));
        self.clients.remove(who);
    }

    fn has(&self, who: &'static str) -> Vec<u32> {
        self.clients[who].assigned.iter().map(|one| one.partition).collect()
    }
}

fn bare(who: &str, member_epoch: Epoch) -> ConsumerGroupHeartbeatRequest {
    ConsumerGroupHeartbeatRequest {
        group_id: GroupId::from(GROUP),
        member_id: MemberId::from(who),
        member_epoch,
        instance_id: None,
        rack_id: None,
        client_id: ClientId::from(who),
        rebalance_timeout: None,
        subscribed_topics: None,
        server_assignor: None,
        owned: None,
        subscribed_topic_regex: None,
    }
}

#[test]
fn a_newcomer_is_served_when_the_holder_has_acknowledged() {
    let mut story = ModernStory::new(4, ConsumerGroupRules::RECORDED);
    story.beat("c1");
    story.beat("c2");
    assert_eq!((story.has("c1"), story.has("c2")), (vec![0, 1, 2, 3], vec![]));
    story.beat("c1");
    assert_eq!(story.has("c1"), [0, 1], "c1 is told what to give up");
    story.beat("c2");
    assert!(story.has("c2").is_empty(), "c1 has not said yet that it did");
    story.beat("c1");
    story.beat("c2");
    assert_eq!(story.has("c2"), [2, 3]);
    assert_eq!(story.group().state(), ConsumerGroupState::Stable);
}

/// c1 has to give partitions up for c2, which leaves before c1 acknowledges. What c1 has then, and a heartbeat later.
fn target_comes_back(rules: ConsumerGroupRules) -> (Vec<u32>, Vec<u32>) {
    let mut story = ModernStory::new(4, rules);
    story.beat("c1");
    story.beat("c2");
    story.beat("c1");
    story.leave("c2");
    story.beat("c1");
    let then = story.has("c1");
    story.beat("c1");
    (then, story.has("c1"))
}

#[test]
fn what_one_gave_up_oneself_comes_back_a_heartbeat_late_until_it_was_mended() {
    let recorded = ConsumerGroupRules::RECORDED;
    assert_eq!(target_comes_back(recorded), (vec![0, 1], vec![0, 1, 2, 3]));
    let mended = ConsumerGroupRules { own_revocation_counts_as_held: false, ..recorded };
    assert_eq!(target_comes_back(mended), (vec![0, 1, 2, 3], vec![0, 1, 2, 3]));
}

/// What a member is answered that lost its memory and joins again with its old id.
fn joins_again(rules: ConsumerGroupRules) -> ErrorCode {
    let mut story = ModernStory::new(2, rules);
    for _ in 0..3 {
        story.beat("c1");
        story.beat("c2");
    }
    story.clients.insert("c1", Modern::default());
    story.beat("c1")
}

#[test]
fn a_known_member_joins_again_only_where_that_is_allowed() {
    let recorded = ConsumerGroupRules::RECORDED;
    assert_eq!(joins_again(recorded), ErrorCode::FencedMemberEpoch);
    let later = ConsumerGroupRules { known_member_may_join_again: true, ..recorded };
    assert_eq!(joins_again(later), ErrorCode::None);
}

/// What the first member of the new protocol is answered while a classic one waits in its very first join.
fn upgrade_during_first_join(rules: ConsumerGroupRules) -> ErrorCode {
    let mut story = ModernStory::new(2, rules);
    story.story.enter("old");
    story.story.pass(3000);
    story.story.sync("old");
    story.story.enter("other");
    let answer = story.beat("c1");
    let refused = story.story.answers.values().any(|answer| answer.error() == ErrorCode::RebalanceInProgress);
    assert!(refused, "the classic member is sent to join again");
    answer
}

#[test]
fn a_classic_member_without_an_assignment_is_in_the_way_of_an_upgrade_until_it_was_mended() {
    let recorded = ConsumerGroupRules::RECORDED;
    assert_eq!(upgrade_during_first_join(recorded), ErrorCode::GroupIdNotFound);
    assert_eq!(upgrade_during_first_join(ConsumerGroupRules::KAFKA_4_0), ErrorCode::None);
}

#[test]
fn a_classic_group_becomes_a_consumer_group_and_classic_again() {
    let mut story = ModernStory::new(2, ConsumerGroupRules::RECORDED);
    story.story.enter("old");
    story.story.pass(3000);
    story.story.sync("old");
    assert_eq!(story.beat("c1"), ErrorCode::None);
    assert_eq!((story.group().group_epoch(), story.group().members().len()), (2, 2));
    story.leave("c1");
    assert_eq!(story.story.group().generation(), Generation(2), "the epoch is the generation");
}

/// One thing that happens to the group.
#[derive(Clone, Debug)]
enum Trouble {
    Beat(&'static str),
    Leave(&'static str),
    /// The client forgets all that it knew.
    Forget(&'static str),
    MorePartitions,
    Pass(u64),
    Failover,
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let who = || prop_oneof![Just("c1"), Just("c2"), Just("c3"), Just("c4")];
    prop_oneof![
        12 => who().prop_map(Trouble::Beat),
        2 => who().prop_map(Trouble::Leave),
        1 => who().prop_map(Trouble::Forget),
        1 => Just(Trouble::MorePartitions),
        2 => (0u64..30_000).prop_map(Trouble::Pass),
        1 => Just(Trouble::Failover),
    ]
}

fn check(story: &ModernStory, epoch_before: Epoch) -> Epoch {
    let Some(Group::Consumer(group)) = story.story.coordinator.group(&GroupId::from(GROUP)) else { return 0 };
    let mut held = SortedSet::new();
    for partition in group.members().flat_map(ConsumerGroupMember::holds) {
        let TopicIdPartition { topic, partition, .. } = *partition;
        assert!(held.insert((topic, partition)), "{topic}-{partition} is held twice: {group:?}");
    }
    assert!(group.group_epoch() >= group.assignment_epoch() && group.group_epoch() >= epoch_before);
    let written = story.story.coordinator.written(group.id());
    match written.as_deref() {
        Some(Group::Consumer(written)) => assert_eq!(written.stored, group.stored),
        other => panic!("the log knows {other:?}"),
    }
    for member in group.members() {
        assert!(group.session_deadline(&member.member_id).is_some());
        let revokes = member.state == Reconciliation::UnrevokedPartitions;
        assert_eq!(group.revocation_deadline(&member.member_id).is_some(), revokes);
    }
    group.group_epoch()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens(troubles in prop::collection::vec(trouble(), 1..60)) {
        let mut story = ModernStory::new(3, ConsumerGroupRules::RECORDED);
        let (mut partitions, mut epoch) = (3, 0);
        for trouble in troubles {
            match trouble {
                Trouble::Beat(who) => {
                    story.beat(who);
                }
                Trouble::Leave(who) => story.leave(who),
                Trouble::Forget(who) => drop(story.clients.insert(who, Modern::default())),
                Trouble::MorePartitions => {
                    partitions += 1;
                    story.set_partitions(partitions);
                }
                Trouble::Pass(millis) => story.story.pass(millis),
                Trouble::Failover => {
                    let group = GroupId::from(GROUP);
                    story.story.act(|coordinator, now, effects| coordinator.resign_group(&group, now, effects));
                    story.story.act(|coordinator, now, effects| coordinator.take_over_group(&group, now, effects));
                }
            }
            epoch = check(&story, epoch);
        }
        // From now on four clients do what they should; what was silent before is gone after its session.
        for _ in 0..24 {
            story.story.pass(3000);
            for who in ["c1", "c2", "c3", "c4"] {
                story.beat(who);
            }
        }
        prop_assert_eq!(story.group().state(), ConsumerGroupState::Stable);
        let owned: usize = story.clients.values().map(|client| client.assigned.len()).sum();
        prop_assert_eq!(owned, partitions as usize);
    }
}
