//! Being a member of a consumer group (KIP-848; `AsyncKafkaConsumer`, `AbstractMembershipManager`,
//! `ConsumerMembershipManager`): what the client knows of its membership, and how it comes from state to state.
//!
//! Two threads: the **background thread** (`background`) does all that goes over the network: heartbeats
//! (`heartbeat`), automatic commits (`commits`), looking for the coordinator; and it applies assignments
//! (`reconcile`). The **application thread** runs the callbacks that the background thread asks for, in rounds of
//! poll (`rounds`), in close and in unsubscribe (`leaving`).
//!
//! Not modelled: racks, share groups; the UUID of a member's own id is a number of 32 bits, behind its client's name.

mod background;
mod commits;
mod heartbeat;
mod leaving;
mod reconcile;
mod rounds;
mod state;

pub use reconcile::AfterStep;
pub(in crate::kafka::consumer) use rounds::PollWakes;
pub use state::ConsumerMemberState;

use super::Heartbeat;
use crate::kafka::api::{Assignment, Epoch};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::release::{ClientRules, Release};
use crate::kafka::topic_metadata::{TopicId, TopicIdPartition};
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimTime;
use heartbeat::HeartbeatState;
use reconcile::Reconciling;
use rounds::Rounds;
use std::sync::Arc;

/// An assignment, numbered by the client: two of the same number are the same (`LocalAssignment`).
#[derive(Clone, Debug, PartialEq, Eq)]
struct LocalAssignment {
    number: u32,
    partitions: Arc<SortedSet<TopicIdPartition>>,
}

impl LocalAssignment {
    /// Without the ids of the topics.
    fn plain(&self) -> Assignment {
        self.partitions.iter().map(|one| TopicPartition::new(one.topic, one.partition)).collect()
    }
}

/// The membership in a consumer group.
#[derive(Clone, Debug)]
pub(super) struct ConsumerMembership {
    pub(super) rules: ClientRules,
    pub(super) state: ConsumerMemberState,
    pub(super) epoch: Epoch,
    pub(super) member_id: MemberId,
    /// What is seen of the heartbeats from outside.
    pub(super) heartbeat: Heartbeat,
    beats: HeartbeatState,
    /// What is applied; nothing before the first assignment.
    current: Option<LocalAssignment>,
    /// The topics of which it has the names while they are assigned (`assignedTopicNamesCache`).
    names: SortedSet<(TopicName, TopicId)>,
    /// What the coordinator gave last.
    target: Option<LocalAssignment>,
    /// How many assignments the coordinator has given.
    numbered: u32,
    reconciling: Option<Reconciling>,
    rounds: Rounds,
    /// The present Leaving is for `max.poll.interval.ms`, and leads to Stale.
    poll_expired: bool,
    /// What poll will throw.
    fatal: Option<Exception>,
}

impl Default for ConsumerMembership {
    fn default() -> Self {
        ConsumerMembership {
            rules: Release::default().client_rules(),
            state: ConsumerMemberState::Unsubscribed,
            epoch: 0,
            member_id: MemberId::default(),
            heartbeat: Heartbeat::default(),
            beats: HeartbeatState::default(),
            current: None,
            names: SortedSet::new(),
            target: None,
            numbered: 0,
            reconciling: None,
            rounds: Rounds::default(),
            poll_expired: false,
            fatal: None,
        }
    }
}

impl ConsumerMembership {
    /// Until when it commits before something is revoked, if it does that now.
    pub(super) fn commits_before_revocation_until(&self) -> Option<SimTime> {
        self.reconciling.as_ref()?.commits_until()
    }

    /// When the next heartbeat is due; nothing before the coordinator's first answer, nor outside of the group.
    pub(super) fn next_beat(&self) -> Option<SimTime> {
        self.beats.next_beat().filter(|_| self.heartbeat.enabled)
    }

    /// The epoch as a generation; none outside of the group.
    pub(super) fn generation(&self) -> Generation {
        if self.epoch > 0 { Generation(self.epoch) } else { Generation::NONE }
    }
}

impl Consumer {
    /// The membership goes on to another state.
    fn turn_to(&mut self, to: ConsumerMemberState, fx: &mut Fx) {
        let membership = &mut self.membership.consumer;
        let from = std::mem::replace(&mut membership.state, to);
        membership.heartbeat.enabled = !to.is_outside();
        if from != to {
            fx.note(ConsumerFact::MemberStateChanged { from, to });
        }
    }

    /// The epoch that the coordinator told, or that stands for what the client knows.
    fn set_epoch(&mut self, epoch: Epoch, fx: &mut Fx) {
        let membership = &mut self.membership.consumer;
        if std::mem::replace(&mut membership.epoch, epoch) != epoch && epoch > 0 {
            let member = membership.member_id;
            fx.note(ConsumerFact::EpochReached { member, epoch });
        }
    }

    /// Takes from the metadata the names of what it is given, as far as it asks for them
    /// (`findTopicNameInGlobalOrLocalCache`).
    fn learn_names(&mut self, given: &SortedSet<TopicIdPartition>) {
        let mut names = std::mem::take(&mut self.membership.consumer.names);
        for one in given.iter().filter(|one| self.asks_for_topic(&one.topic)) {
            if self.metadata.as_ref().and_then(|topics| topics.id(&one.topic)) == Some(one.id) {
                names.insert((one.topic, one.id));
            }
        }
        self.membership.consumer.names = names;
    }

    /// Whether the client has a name for the topic of what it is given, from its metadata or from before.
    fn topic_is_named(&self, given: &TopicIdPartition) -> bool {
        self.membership.consumer.names.contains(&(given.topic, given.id))
    }

    /// Whether the client has a name for such a topic, or asks for it.
    pub fn can_name(&self, topic: &TopicName) -> bool {
        let mut names = self.membership.consumer.names.iter();
        self.asks_for_topic(topic) || names.any(|(name, _)| name == topic)
    }

    /// Forgets the names of topics of which it owns nothing.
    fn forget_names(&mut self) {
        let membership = &mut self.membership.consumer;
        let owned = membership.current.iter().flat_map(|current| current.partitions.iter());
        membership.names = owned.map(|one| (one.topic, one.id)).collect();
    }

    /// Gives up all that it owns, and every assignment (`clearAssignment`).
    fn clear_assignment(&mut self, fx: &mut Fx) {
        if !self.subscription.is_empty() {
            self.change_assignment(&Assignment::default(), fx);
        }
        let membership = &mut self.membership.consumer;
        (membership.current, membership.target, membership.reconciling) = (None, None, None);
        membership.names = SortedSet::new();
    }

    /// Joins, or joins again (`transitionToJoining`).
    fn join_consumer_group(&mut self, fx: &mut Fx) {
        self.set_epoch(0, fx);
        self.membership.consumer.reconciling = None;
        self.membership.consumer.target = None;
        self.membership.consumer.names = SortedSet::new();
        self.turn_to(ConsumerMemberState::Joining, fx);
    }
}
