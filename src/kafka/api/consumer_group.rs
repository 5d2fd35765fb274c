//! ConsumerGroupHeartbeat and ConsumerGroupDescribe (KIP-848): the one request of a member of a consumer group, and
//! what an administrator is shown.
//!
//! Field names follow Kafka's `ConsumerGroupHeartbeatRequest.json`. A field that is `None` was not sent: it has not
//! changed since the member told it last.
//!
//! Not modelled: that version 1 has members bring their own ids: an empty one, as of version 0, is never refused.

use super::ErrorCode;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::group_state::ConsumerGroupState;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// Counts what became of a group, of its target, or of a member. Starts at 0; a request may also say
/// [`LEAVE_GROUP`] or [`LEAVE_GROUP_STATIC`].
pub type Epoch = i32;

/// "I want to become a member."
pub const JOIN_GROUP: Epoch = 0;
/// "I am going."
pub const LEAVE_GROUP: Epoch = -1;
/// "I am going, and another process with my instance id will take my place."
pub const LEAVE_GROUP_STATIC: Epoch = -2;

/// "I am alive, and this has changed."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerGroupHeartbeatRequest {
    pub group_id: GroupId,
    /// Empty if the broker is to make one up.
    pub member_id: MemberId,
    pub member_epoch: Epoch,
    pub instance_id: Option<InstanceId>,
    /// `client.rack`.
    pub rack_id: Option<Arc<str>>,
    pub client_id: ClientId,
    /// The client's `max.poll.interval.ms`.
    pub rebalance_timeout: Option<SimDuration>,
    pub subscribed_topics: Option<Vec<TopicName>>,
    /// `group.remote.assignor`, as it travels: the broker may not know it.
    pub server_assignor: Option<Arc<str>>,
    /// The partitions it owns.
    pub owned: Option<Vec<TopicIdPartition>>,
    /// A pattern of topic names, beside topics or in their place; empty: none any more. Kafka 4.0 and later take it.
    pub subscribed_topic_regex: Option<Arc<str>>,
}

impl ConsumerGroupHeartbeatRequest {
    /// Whether it tells everything: the answer then carries the assignment even if nothing has changed.
    pub fn is_full(&self) -> bool {
        let subscription = self.subscribed_topics.is_some() || self.subscribed_topic_regex.is_some();
        let all = self.rebalance_timeout.is_some() && subscription && self.owned.is_some();
        self.member_epoch == JOIN_GROUP || all
    }
}

/// The answer to [`ConsumerGroupHeartbeatRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerGroupHeartbeatResponse {
    pub error: ErrorCode,
    pub member_id: MemberId,
    pub member_epoch: Epoch,
    /// When the next heartbeat is wanted.
    pub heartbeat_interval: SimDuration,
    /// `None`: as before.
    pub assignment: Option<Arc<SortedSet<TopicIdPartition>>>,
}

impl ConsumerGroupHeartbeatResponse {
    /// The refusal of a heartbeat.
    pub fn refused(error: ErrorCode) -> Self {
        ConsumerGroupHeartbeatResponse {
            error,
            member_id: MemberId::default(),
            member_epoch: 0,
            heartbeat_interval: SimDuration::ZERO,
            assignment: None,
        }
    }
}

/// What ConsumerGroupDescribe tells of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerGroupDescription {
    pub state: ConsumerGroupState,
    pub group_epoch: Epoch,
    /// The group epoch that the target was computed for.
    pub assignment_epoch: Epoch,
    pub assignor: ServerAssignorName,
    pub members: SortedMap<MemberId, DescribedMember>,
}

/// What ConsumerGroupDescribe tells of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedMember {
    pub instance_id: Option<InstanceId>,
    pub member_epoch: Epoch,
    pub topics: Arc<SortedSet<TopicName>>,
    /// Its pattern of topic names, if it subscribes by one.
    pub topic_regex: Option<Arc<str>>,
    pub assigned: Arc<SortedSet<TopicIdPartition>>,
    pub target: Arc<SortedSet<TopicIdPartition>>,
}
