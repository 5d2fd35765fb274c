//! What is seen of a consumer group (KIP-848) and of its members, beside what every group has.

use crate::kafka::api::Epoch;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::coordinator::Reconciliation;
use crate::kafka::group_state::ConsumerGroupState;
use crate::kafka::ids::TopicPartition;
use crate::sim::time::SimTime;

/// A member of a consumer group on its way to its target.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberOnItsWay {
    pub epoch: Epoch,
    /// It speaks the classic protocol.
    pub classic: bool,
    pub state: Reconciliation,
    /// What it may read.
    pub assigned: Vec<TopicPartition>,
    /// What it was told to give up, and has not yet.
    pub revoking: Vec<TopicPartition>,
    pub target: Vec<TopicPartition>,
    /// When it is removed if it has not given that up.
    pub revocation_deadline: Option<SimTime>,
}

impl MemberOnItsWay {
    /// What it is to get that others still hold, or that it will be given when it has given up what it must.
    pub fn waits_for(&self) -> impl Iterator<Item = &TopicPartition> {
        self.target.iter().filter(|partition| !self.assigned.contains(partition))
    }
}

/// The epochs of a consumer group (KIP-848).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupEpochs {
    pub state: ConsumerGroupState,
    pub group_epoch: Epoch,
    /// The group epoch that the target was computed for.
    pub assignment_epoch: Epoch,
    pub assignor: ServerAssignorName,
}
