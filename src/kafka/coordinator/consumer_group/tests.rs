//! Stories of consumer groups. What the recorded scripts do not show: each rule of another release (`releases`),
//! subscriptions by pattern (`patterns`), a coordinator that goes while a group changes its kind (`migration`), and
//! what always holds, whatever happens (`worlds`).

mod migration;
mod patterns;
mod releases;
mod worlds;

use super::*;
use crate::kafka::coordinator::story::{CoordinatorStory, GROUP};
use crate::kafka::coordinator::{CoordinatorConfig, Group};
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::time::SimDuration;

/// A client as it should be: it gives up what it is told to in its next heartbeat.
#[derive(Clone, Debug)]
struct Modern {
    epoch: Epoch,
    assigned: PartitionSet,
    /// Whether it has to tell what it owns.
    to_acknowledge: bool,
    /// What it subscribes to.
    topics: Vec<&'static str>,
    pattern: Option<&'static str>,
    /// Whether it has to tell that.
    to_tell: bool,
}

impl Default for Modern {
    fn default() -> Self {
        Modern {
            epoch: JOIN_GROUP,
            assigned: PartitionSet::default(),
            to_acknowledge: false,
            topics: vec!["orders"],
            pattern: None,
            to_tell: true,
        }
    }
}

impl Modern {
    /// It has lost its place, and forgets all but what it wants.
    fn forget(&mut self) {
        let (topics, pattern) = (std::mem::take(&mut self.topics), self.pattern);
        *self = Modern { topics, pattern, ..Modern::default() };
    }

    fn request(&self, who: &str) -> ConsumerGroupHeartbeatRequest {
        let joins = self.epoch == JOIN_GROUP;
        let owned = || self.assigned.iter().copied().filter(|_| !joins).collect();
        let topics = || self.topics.iter().copied().map(TopicName::from).collect();
        let tells = joins || self.to_tell;
        ConsumerGroupHeartbeatRequest {
            rebalance_timeout: joins.then(|| SimDuration::from_secs(60)),
            subscribed_topics: tells.then(topics),
            subscribed_topic_regex: self.pattern.filter(|_| tells).map(Arc::from),
            owned: (joins || self.to_acknowledge).then(owned),
            ..bare(who, self.epoch)
        }
    }

    fn hear(&mut self, answer: ConsumerGroupHeartbeatResponse) {
        if !answer.error.is_none() {
            return self.forget();
        }
        (self.epoch, self.to_tell) = (answer.member_epoch, false);
        self.to_acknowledge = answer.assignment.is_some();
        self.assigned = answer.assignment.unwrap_or(self.assigned.clone());
    }
}

/// A coordinator with the topic `orders`, and clients that speak the protocol of consumer groups.
struct ModernStory {
    story: CoordinatorStory,
    clients: SortedMap<&'static str, Modern>,
}

impl ModernStory {
    /// No target waits.
    fn new(partitions: u32, rules: ConsumerGroupRules) -> Self {
        Self::with_interval(partitions, rules, 0)
    }

    /// Targets wait for so many milliseconds, where the rules let them.
    fn with_interval(partitions: u32, rules: ConsumerGroupRules, millis: u64) -> Self {
        let mut config = CoordinatorConfig::default();
        config.consumer.rules = rules;
        config.consumer.assignment_interval = SimDuration::from_millis(millis);
        let mut story = ModernStory { story: CoordinatorStory::with(config), clients: SortedMap::new() };
        story.set_topics(&[("orders", partitions)]);
        story
    }

    fn set_topics(&mut self, topics: &[(&str, u32)]) {
        let topics =
            topics.iter().map(|(topic, count)| (TopicName::from(*topic), *count, TopicId::default()));
        self.story.coordinator.set_topics(TopicMetadata::new(topics));
    }

    fn group(&self) -> &ConsumerGroup {
        match self.story.coordinator.group(&GroupId::from(GROUP)) {
            Some(Group::Consumer(group)) => group,
            other => panic!("no consumer group, but {other:?}"),
        }
    }

    fn member(&self, who: &'static str) -> &ConsumerGroupMember {
        self.group().member(&MemberId::from(who)).unwrap()
    }

    /// Group epoch and assignment epoch.
    fn epochs(&self) -> (Epoch, Epoch) {
        (self.group().group_epoch(), self.group().assignment_epoch())
    }

    fn send(&mut self, request: &ConsumerGroupHeartbeatRequest) -> ConsumerGroupHeartbeatResponse {
        self.story
            .act(|coordinator, now, effects| coordinator.consumer_group_heartbeat(request, now, effects))
    }

    /// A heartbeat at its client's epoch; one that joins if the client is in no epoch.
    fn beat(&mut self, who: &'static str) -> ErrorCode {
        let request = self.clients.entry(who).or_default().request(who);
        let answer = self.send(&request);
        let error = answer.error;
        self.clients.entry(who).or_default().hear(answer);
        error
    }

    /// The client wants something else, which it tells in the heartbeat that follows.
    fn wants(
        &mut self,
        who: &'static str,
        topics: &[&'static str],
        pattern: Option<&'static str>,
    ) -> ErrorCode {
        let client = self.clients.entry(who).or_default();
        // A pattern that is not named would stay.
        let pattern = pattern.or(client.pattern.map(|_| ""));
        (client.topics, client.pattern, client.to_tell) = (topics.to_vec(), pattern, true);
        // As Kafka's client does after any change of its subscription.
        client.to_acknowledge = true;
        self.beat(who)
    }

    fn leave(&mut self, who: &'static str) {
        self.send(&bare(who, LEAVE_GROUP));
        self.clients.remove(who);
    }

    fn fail_over(&mut self) {
        let group = GroupId::from(GROUP);
        self.story.act(|coordinator, now, effects| coordinator.resign_group(&group, now, effects));
        self.story.act(|coordinator, now, effects| coordinator.take_over_group(&group, now, effects));
    }

    /// What a client was given, of `orders`.
    fn has(&self, who: &'static str) -> Vec<u32> {
        self.clients[who].assigned.iter().map(|one| one.partition).collect()
    }

    /// What a client was given, of all topics.
    fn holds(&self, who: &'static str) -> String {
        let named = |one: &TopicIdPartition| format!("{}-{}", one.topic, one.partition);
        self.clients[who].assigned.iter().map(named).collect::<Vec<_>>().join(" ")
    }

    /// What a client is answered that commits for a partition of `orders`.
    fn commit(&mut self, who: &str, epoch: Epoch, partition: u32) -> ErrorCode {
        let client = self.story.client(who);
        (client.id, client.generation) = (MemberId::from(who), Generation(epoch));
        let ticket = self.story.commit(who, partition, 7);
        self.story.error(ticket).unwrap()
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
