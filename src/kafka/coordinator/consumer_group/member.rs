//! A member of a consumer group (Kafka 4.0: `ConsumerGroupMember`, `MemberState`).
//!
//! Not modelled: the client's address.

use crate::kafka::api::{Epoch, JOIN_GROUP, JoinGroupProtocol};
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// A set of partitions that copies share.
pub type PartitionSet = Arc<SortedSet<TopicIdPartition>>;

/// Since which epoch of its member each partition has been the member's (KIP-1251), in a map that copies share.
pub type AssignmentEpochs = Arc<SortedMap<TopicIdPartition, Epoch>>;

/// How far a member has come on its way to its target (`MemberState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reconciliation {
    /// It has what the target of its epoch gives it.
    ///
    /// - Left: when a newer target is there at its heartbeat.
    Stable,
    /// It was told to give something up, and has not acknowledged it. Its rebalance timer runs.
    ///
    /// - Left: when it reports what it owns, and nothing of that is to be given up; or it is removed, when the
    ///   rebalance timer ends.
    UnrevokedPartitions,
    /// It waits for partitions of its target that others still hold. No timer runs.
    ///
    /// - Left: when its heartbeat finds all of them free, or a newer target.
    UnreleasedPartitions,
}

impl Reconciliation {
    /// Kafka's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Reconciliation::Stable => "STABLE",
            Reconciliation::UnrevokedPartitions => "UNREVOKED_PARTITIONS",
            Reconciliation::UnreleasedPartitions => "UNRELEASED_PARTITIONS",
        }
    }
}

/// What a member that speaks the classic protocol told in JoinGroup (`ClassicMemberMetadata`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassicMembership {
    /// Its `session.timeout.ms`.
    pub session_timeout: SimDuration,
    /// Its client-side assignors, preferred first; nobody asks them here.
    pub protocols: Arc<[JoinGroupProtocol]>,
}

/// A member of a consumer group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerGroupMember {
    /// Its id.
    pub member_id: MemberId,
    /// Its `group.instance.id`, if it is static.
    pub instance_id: Option<InstanceId>,
    /// Its `client.id`.
    pub client_id: ClientId,
    /// Its `client.rack`, which nobody asks for.
    pub rack_id: Option<Arc<str>>,
    /// Its `max.poll.interval.ms`.
    pub rebalance_timeout: SimDuration,
    /// What it subscribes to.
    pub topics: Arc<SortedSet<TopicName>>,
    /// A pattern of topic names that it subscribes to as well (`SubscribedTopicRegex`).
    pub pattern: Option<Arc<str>>,
    /// Its `group.remote.assignor`.
    pub assignor: Option<ServerAssignorName>,
    /// Present if it speaks the classic protocol.
    pub classic: Option<ClassicMembership>,
    /// How far it has come.
    pub epoch: Epoch,
    /// The epoch it had before, which it may still name if an answer was lost.
    pub previous_epoch: Epoch,
    /// On its way to its target.
    pub state: Reconciliation,
    /// What it may read.
    pub assigned: PartitionSet,
    /// What it has to give up first.
    pub revoking: PartitionSet,
    /// Since when it has had each of both.
    pub assigned_at: AssignmentEpochs,
}

impl ConsumerGroupMember {
    /// One that has told nothing yet.
    pub fn new(member_id: MemberId) -> Self {
        ConsumerGroupMember {
            member_id,
            instance_id: None,
            client_id: ClientId::default(),
            rack_id: None,
            rebalance_timeout: SimDuration::ZERO,
            topics: Arc::default(),
            pattern: None,
            assignor: None,
            classic: None,
            epoch: 0,
            previous_epoch: -1,
            state: Reconciliation::Stable,
            assigned: PartitionSet::default(),
            revoking: PartitionSet::default(),
            assigned_at: AssignmentEpochs::default(),
        }
    }

    /// The same, with other partitions: what it had before keeps its epoch, what is new has been its own since
    /// `epoch`.
    pub fn with_partitions(self, assigned: PartitionSet, revoking: PartitionSet, epoch: Epoch) -> Self {
        if assigned == self.assigned && revoking == self.revoking {
            return self;
        }
        let known = |one: &TopicIdPartition| self.assigned_at.get(one).copied().unwrap_or(epoch);
        // What it was giving up and is given back has been its own since now.
        let since = |one: &TopicIdPartition| if self.assigned.contains(one) { known(one) } else { epoch };
        let kept = assigned.iter().map(|one| (*one, since(one)));
        let assigned_at = kept.chain(revoking.iter().map(|one| (*one, known(one)))).collect();
        ConsumerGroupMember { assigned, revoking, assigned_at: Arc::new(assigned_at), ..self }
    }

    /// The same for whom another process takes its place: what it keeps counts as its own from the beginning.
    pub fn released(self) -> Self {
        let kept = self.assigned.iter().map(|one| (*one, JOIN_GROUP)).collect();
        ConsumerGroupMember { revoking: PartitionSet::default(), assigned_at: Arc::new(kept), ..self }
    }

    /// Since which of its epochs the partition has been the member's, if it is.
    pub fn assigned_since(&self, partition: &TopicPartition) -> Option<Epoch> {
        let is_it =
            |one: &TopicIdPartition| one.topic == partition.topic && one.partition == partition.partition;
        self.assigned_at.iter().find(|(one, _)| is_it(one)).map(|(_, epoch)| *epoch)
    }

    /// Whether it has all of the target of this epoch.
    pub fn is_reconciled_to(&self, assignment_epoch: Epoch) -> bool {
        self.state == Reconciliation::Stable && self.epoch == assignment_epoch
    }

    /// Whether it speaks the classic protocol.
    pub fn is_classic(&self) -> bool {
        self.classic.is_some()
    }

    /// What it keeps anybody else from being given.
    pub fn holds(&self) -> impl Iterator<Item = &TopicIdPartition> {
        self.assigned.iter().chain(self.revoking.iter())
    }
}
