//! What always holds, whatever members, administrators and the clock do, before and after the changes of 4.4: no
//! partition is held twice, epochs never fall, a coordinator that takes over knows what the one before it knew, a
//! commit is taken or refused as KIP-1251 says, and everybody has its target soon after the last trouble.

use super::*;
use crate::sim::sorted::SortedSet;
use proptest::prelude::*;

/// Patterns; the last one takes a pattern back.
const PATTERNS: [&str; 4] = ["ord.*", "parcels|nothing", ".*", ""];
const CLIENTS: [&str; 4] = ["c1", "c2", "c3", "c4"];

/// One thing that happens to the group.
#[derive(Clone, Debug)]
enum Trouble {
    Beat(&'static str),
    Leave(&'static str),
    /// The client forgets all that it knew.
    Forget(&'static str),
    /// The client wants other topics: the first, the second, or both.
    Want(&'static str, u8),
    /// The client wants the topics that a pattern matches, and those that it names.
    WantMatching(&'static str, &'static str, u8),
    /// The client commits for one partition, under an epoch that lies so far back.
    Commit(&'static str, u32, Epoch),
    MorePartitions,
    Pass(u64),
    Failover,
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let who = || prop::sample::select(CLIENTS.to_vec());
    prop_oneof![
        14 => who().prop_map(Trouble::Beat),
        2 => who().prop_map(Trouble::Leave),
        1 => who().prop_map(Trouble::Forget),
        2 => (who(), 1u8..4).prop_map(|(who, which)| Trouble::Want(who, which)),
        2 => (who(), prop::sample::select(PATTERNS.to_vec()), 0u8..3)
            .prop_map(|(who, pattern, which)| Trouble::WantMatching(who, pattern, which)),
        4 => (who(), 0u32..5, -1i32..4).prop_map(|(who, one, back)| Trouble::Commit(who, one, back)),
        1 => Just(Trouble::MorePartitions),
        2 => (0u64..30_000).prop_map(Trouble::Pass),
        3 => (0u64..800).prop_map(Trouble::Pass),
        1 => Just(Trouble::Failover),
    ]
}

fn topics_of(which: u8) -> Vec<&'static str> {
    [(1, "orders"), (2, "parcels")]
        .iter()
        .filter(|(bit, _)| which & bit != 0)
        .map(|(_, topic)| *topic)
        .collect()
}

/// What somebody who watches the group from outside has seen of it.
#[derive(Default)]
struct Watcher {
    group_epoch: Epoch,
    assignment_epoch: Epoch,
    /// Per member its epoch, and since which of its epochs it has had each partition; those it is to give up after
    /// those it may keep.
    members: SortedMap<MemberId, (Epoch, [SortedMap<TopicIdPartition, Epoch>; 2])>,
}

impl Watcher {
    fn look(&mut self, story: &ModernStory, rules: &ConsumerGroupRules) {
        let found = story.story.coordinator.group(&GroupId::from(GROUP));
        let Some(Group::Consumer(group)) = found else { return };
        let mut held = SortedSet::new();
        for TopicIdPartition { topic, partition, .. } in group.members().flat_map(ConsumerGroupMember::holds)
        {
            assert!(held.insert((*topic, *partition)), "{topic}-{partition} is held twice: {group:?}");
        }
        assert!(group.group_epoch() >= group.assignment_epoch());
        assert!(group.group_epoch() >= self.group_epoch && group.assignment_epoch() >= self.assignment_epoch);
        (self.group_epoch, self.assignment_epoch) = (group.group_epoch(), group.assignment_epoch());
        match story.story.coordinator.written(group.id()).as_deref() {
            Some(Group::Consumer(written)) => assert_eq!(written.stored, group.stored),
            other => panic!("the log knows {other:?}"),
        }
        self.members.retain(|id, _| group.member(id).is_some());
        for member in group.members() {
            self.look_at(member, group, rules);
        }
    }

    fn look_at(&mut self, member: &ConsumerGroupMember, group: &ConsumerGroup, rules: &ConsumerGroupRules) {
        assert!(group.session_deadline(&member.member_id).is_some());
        let revokes = member.state == Reconciliation::UnrevokedPartitions;
        assert_eq!(group.revocation_deadline(&member.member_id).is_some(), revokes);
        if rules.assignment_follows_subscription {
            let subscription = group.stored.subscription_of(member);
            assert!(member.assigned.iter().all(|one| subscription.contains(&one.topic)), "{member:?}");
        }
        let seen = self.members.entry(member.member_id).or_default();
        assert!(member.epoch >= seen.0, "the epoch of {member:?} was {}", seen.0);
        let [kept, going] = &seen.1;
        let was_kept = |one: &TopicIdPartition| kept.get(one).copied().unwrap_or(member.epoch);
        let was_there = |one: &TopicIdPartition| going.get(one).copied().unwrap_or_else(|| was_kept(one));
        let now_kept = member.assigned.iter().map(|one| (*one, was_kept(one))).collect();
        let now_going = member.revoking.iter().map(|one| (*one, was_there(one))).collect();
        *seen = (member.epoch, [now_kept, now_going]);
    }

    /// What KIP-1251 says of a commit, or before it the protocol.
    fn verdict(&self, who: &str, epoch: Epoch, partition: u32, rules: &ConsumerGroupRules) -> ErrorCode {
        let Some((own, held)) = self.members.get(&MemberId::from(who)) else {
            return ErrorCode::UnknownMemberId;
        };
        let is_it = |one: &TopicIdPartition| one.topic.as_str() == "orders" && one.partition == partition;
        let mut had = held.iter().flat_map(SortedMap::iter).filter(|(one, _)| is_it(one));
        let had_it = had.any(|(_, since)| *since <= epoch);
        match epoch == *own || (rules.commits_by_assignment_epoch && epoch < *own && had_it) {
            true => ErrorCode::None,
            false => ErrorCode::StaleMemberEpoch,
        }
    }
}

struct World {
    story: ModernStory,
    watcher: Watcher,
    partitions: u32,
    rules: ConsumerGroupRules,
}

impl World {
    fn new(rules: ConsumerGroupRules, interval: u64) -> Self {
        let story = ModernStory::with_interval(3, rules, interval);
        let mut world = World { story, watcher: Watcher::default(), partitions: 3, rules };
        world.set_topics();
        world
    }

    fn set_topics(&mut self) {
        self.story.set_topics(&[("orders", self.partitions), ("parcels", 2)]);
    }

    fn befall(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::Beat(who) => drop(self.story.beat(who)),
            Trouble::Leave(who) => self.story.leave(who),
            Trouble::Forget(who) => self.story.clients.entry(who).or_default().forget(),
            Trouble::Want(who, which) => drop(self.story.wants(who, &topics_of(which), None)),
            Trouble::WantMatching(who, pattern, which) => {
                if self.rules.takes_patterns {
                    self.story.wants(who, &topics_of(which), Some(pattern));
                }
            }
            Trouble::Commit(who, partition, back) => self.commit(who, partition, back),
            Trouble::MorePartitions => {
                self.partitions += 1;
                self.set_topics();
            }
            Trouble::Pass(millis) => self.story.story.pass(millis),
            Trouble::Failover => self.story.fail_over(),
        }
        self.watcher.look(&self.story, &self.rules);
    }

    fn commit(&mut self, who: &'static str, partition: u32, back: Epoch) {
        let found = self.story.story.coordinator.group(&GroupId::from(GROUP));
        let Some(Group::Consumer(group)) = found else { return };
        let Some(member) = group.member(&MemberId::from(who)) else { return };
        let epoch = (member.epoch - back).max(0);
        let verdict = self.watcher.verdict(who, epoch, partition, &self.rules);
        assert_eq!(self.story.commit(who, epoch, partition), verdict, "{who} commits {partition} at {epoch}");
    }

    /// From now on four clients do what they should; what was silent before is gone after its session.
    fn settle(&mut self) {
        for _ in 0..24 {
            self.story.story.pass(3000);
            for who in CLIENTS {
                self.story.beat(who);
                self.watcher.look(&self.story, &self.rules);
            }
        }
        assert_eq!(self.story.group().state(), ConsumerGroupState::Stable);
        let epochs = self.story.epochs();
        assert_eq!(epochs.0, epochs.1, "the target is as new as the group");
        let wants = |client: &Modern, topic: &str| {
            client.topics.contains(&topic)
                || match client.pattern {
                    Some("ord.*") => topic == "orders",
                    Some("parcels|nothing") => topic == "parcels",
                    Some(".*") => true,
                    Some(_) | None => false,
                }
        };
        let wanted = |topic| self.story.clients.values().any(|client| wants(client, topic));
        let all = [("orders", self.partitions as usize), ("parcels", 2)];
        let wanted: usize = all.iter().filter(|(topic, _)| wanted(topic)).map(|(_, count)| count).sum();
        let owned: usize = self.story.clients.values().map(|client| client.assigned.len()).sum();
        assert_eq!(owned, wanted);
    }
}

fn play(rules: ConsumerGroupRules, interval: u64, troubles: Vec<Trouble>) {
    let mut world = World::new(rules, interval);
    troubles.into_iter().for_each(|trouble| world.befall(trouble));
    world.settle();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_as_recorded(troubles in prop::collection::vec(trouble(), 1..60)) {
        play(ConsumerGroupRules::RECORDED, 0, troubles);
    }

    #[test]
    fn whatever_happens_in_4_0(troubles in prop::collection::vec(trouble(), 1..60)) {
        play(ConsumerGroupRules::KAFKA_4_0, 0, troubles);
    }

    #[test]
    fn whatever_happens_in_4_4(
        interval in prop::sample::select(vec![0u64, 1000, 5000]),
        troubles in prop::collection::vec(trouble(), 1..80),
    ) {
        play(ConsumerGroupRules::KAFKA_4_4, interval, troubles);
    }
}
