//! A member of a consumer group (Kafka 4.0: `ConsumerGroupMember`, `MemberState`).
//!
//! Not modelled: the client's address, a subscription by pattern.

use crate::kafka::api::{Epoch, JoinGroupProtocol};
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// A set of partitions that copies share.
pub type PartitionSet = Arc<SortedSet<TopicIdPartition>>;

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
            assignor: None,
            classic: None,
            epoch: 0,
            previous_epoch: -1,
            state: Reconciliation::Stable,
            assigned: PartitionSet::default(),
            revoking: PartitionSet::default(),
        }
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
