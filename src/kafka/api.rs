//! Requests and responses: Kafka's protocol messages, reduced to the fields that decide something.
//!
//! Field names follow Kafka's message definitions (`JoinGroupRequest.json`, ...).
//!
//! Not modelled: throttling, authorisation, transactions, most versions (only where behaviour differs).

mod consumer_group;
mod keys;
mod records;
mod refused;

pub use consumer_group::*;
pub use keys::{ApiKey, Journalled, SentTo};
pub use records::*;

use crate::kafka::ids::*;
pub use crate::kafka::topic_metadata::{TopicId, TopicIdPartition, TopicMetadata};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimDuration;
use std::fmt;
use std::sync::Arc;

/// Kafka's error codes (`org.apache.kafka.common.protocol.Errors`), as far as they can occur here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    None,
    OffsetOutOfRange,
    UnknownTopicOrPartition,
    CoordinatorLoadInProgress,
    CoordinatorNotAvailable,
    NotCoordinator,
    IllegalGeneration,
    InconsistentGroupProtocol,
    InvalidGroupId,
    UnknownMemberId,
    InvalidSessionTimeout,
    RebalanceInProgress,
    InvalidRequest,
    OffsetMetadataTooLarge,
    NonEmptyGroup,
    GroupIdNotFound,
    MemberIdRequired,
    GroupMaxSizeReached,
    FencedInstanceId,
    GroupSubscribedToTopic,
    UnknownTopicId,
    UnknownServerError,
    UnsupportedVersion,
    FencedMemberEpoch,
    UnreleasedInstanceId,
    UnsupportedAssignor,
    StaleMemberEpoch,
    InvalidRegularExpression,
}

impl ErrorCode {
    /// Whether it is the answer to one who wants to join a consumer group and may not: it never was a member.
    pub const fn forbids_joining(self) -> bool {
        matches!(
            self,
            ErrorCode::UnreleasedInstanceId | ErrorCode::GroupMaxSizeReached | ErrorCode::UnsupportedAssignor
        )
    }

    /// Kafka's spelling, such as `UNKNOWN_MEMBER_ID`.
    pub const fn name(self) -> &'static str {
        match self {
            ErrorCode::None => "NONE",
            ErrorCode::OffsetOutOfRange => "OFFSET_OUT_OF_RANGE",
            ErrorCode::UnknownTopicOrPartition => "UNKNOWN_TOPIC_OR_PARTITION",
            ErrorCode::CoordinatorLoadInProgress => "COORDINATOR_LOAD_IN_PROGRESS",
            ErrorCode::CoordinatorNotAvailable => "COORDINATOR_NOT_AVAILABLE",
            ErrorCode::NotCoordinator => "NOT_COORDINATOR",
            ErrorCode::IllegalGeneration => "ILLEGAL_GENERATION",
            ErrorCode::InconsistentGroupProtocol => "INCONSISTENT_GROUP_PROTOCOL",
            ErrorCode::InvalidGroupId => "INVALID_GROUP_ID",
            ErrorCode::UnknownMemberId => "UNKNOWN_MEMBER_ID",
            ErrorCode::InvalidSessionTimeout => "INVALID_SESSION_TIMEOUT",
            ErrorCode::RebalanceInProgress => "REBALANCE_IN_PROGRESS",
            ErrorCode::InvalidRequest => "INVALID_REQUEST",
            ErrorCode::OffsetMetadataTooLarge => "OFFSET_METADATA_TOO_LARGE",
            ErrorCode::NonEmptyGroup => "NON_EMPTY_GROUP",
            ErrorCode::GroupIdNotFound => "GROUP_ID_NOT_FOUND",
            ErrorCode::MemberIdRequired => "MEMBER_ID_REQUIRED",
            ErrorCode::GroupMaxSizeReached => "GROUP_MAX_SIZE_REACHED",
            ErrorCode::FencedInstanceId => "FENCED_INSTANCE_ID",
            ErrorCode::GroupSubscribedToTopic => "GROUP_SUBSCRIBED_TO_TOPIC",
            ErrorCode::UnknownTopicId => "UNKNOWN_TOPIC_ID",
            ErrorCode::UnknownServerError => "UNKNOWN_SERVER_ERROR",
            ErrorCode::UnsupportedVersion => "UNSUPPORTED_VERSION",
            ErrorCode::FencedMemberEpoch => "FENCED_MEMBER_EPOCH",
            ErrorCode::UnreleasedInstanceId => "UNRELEASED_INSTANCE_ID",
            ErrorCode::UnsupportedAssignor => "UNSUPPORTED_ASSIGNOR",
            ErrorCode::StaleMemberEpoch => "STALE_MEMBER_EPOCH",
            ErrorCode::InvalidRegularExpression => "INVALID_REGULAR_EXPRESSION",
        }
    }

    /// Whether this means that all went well.
    pub const fn is_none(self) -> bool {
        matches!(self, ErrorCode::None)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a member tells the assignor (`ConsumerPartitionAssignor.Subscription`). The coordinator compares it
/// as a whole and otherwise reads only the topics.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Subscription {
    /// Subscribed topics, ascending.
    pub topics: Vec<TopicName>,
    /// Partitions the member owns, ascending; only cooperative assignors read them.
    pub owned_partitions: Vec<TopicPartition>,
    /// The generation in which they were owned; `None` before the first (-1 on the wire).
    pub generation: Option<Generation>,
    /// `client.rack`.
    pub rack: Option<Arc<str>>,
    /// What the assignor itself wants to remember.
    pub user_data: UserData,
}

/// An assignor's own bytes inside a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum UserData {
    /// Nothing.
    #[default]
    None,
    /// `StickyAssignor`'s memory: what it was given last, and in which generation.
    Sticky { previous: Vec<TopicPartition>, generation: Option<Generation> },
    /// `CooperativeStickyAssignor`'s: the generation of its last assignment; `None` before the first.
    CooperativeSticky { generation: Option<Generation> },
    /// Any other bytes; only ever compared.
    Opaque(Arc<str>),
}

/// One entry of JoinGroup's protocol list: an assignor's name and this member's metadata for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinGroupProtocol {
    /// The assignor.
    pub name: ProtocolName,
    /// The member's subscription as this assignor wants it.
    pub metadata: Subscription,
}

/// Asks to become, or to stay, a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinGroupRequest {
    pub group_id: GroupId,
    /// Empty if the member has none yet.
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
    pub client_id: ClientId,
    pub session_timeout: SimDuration,
    /// The client's `max.poll.interval.ms`.
    pub rebalance_timeout: SimDuration,
    /// `consumer` for consumers.
    pub protocol_type: Arc<str>,
    /// In order of preference.
    pub protocols: Arc<[JoinGroupProtocol]>,
    /// The request's version: 9 today; below 4 no MEMBER_ID_REQUIRED, below 9 no skip-assignment.
    pub version: i16,
    /// Why the client joins, in its own words.
    pub reason: Arc<str>,
}

/// A member as the leader sees it in JoinGroup's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinGroupResponseMember {
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
    pub metadata: Subscription,
}

/// The answer to [`JoinGroupRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinGroupResponse {
    pub error: ErrorCode,
    pub generation: Generation,
    /// The protocol the group selected; `None` with an error.
    pub protocol_name: Option<ProtocolName>,
    pub leader: MemberId,
    pub member_id: MemberId,
    /// A static leader that came back must not compute a new assignment.
    pub skip_assignment: bool,
    /// Everybody, for the leader; empty for followers.
    pub members: Vec<JoinGroupResponseMember>,
}

/// The partitions of one member (`ConsumerPartitionAssignor.Assignment`), ascending.
pub type Assignment = Arc<[TopicPartition]>;

/// The leader brings the assignment, everybody asks for their part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncGroupRequest {
    pub group_id: GroupId,
    pub generation: Generation,
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
    /// `None` where the client's version did not send it.
    pub protocol_type: Option<Arc<str>>,
    pub protocol_name: Option<ProtocolName>,
    /// Filled by the leader only.
    pub assignments: SortedMap<MemberId, Assignment>,
}

/// The answer to [`SyncGroupRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncGroupResponse {
    pub error: ErrorCode,
    /// `None` with an error, or where the group stores nothing for this member.
    pub assignment: Option<Assignment>,
}

/// "I am alive."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeartbeatRequest {
    pub group_id: GroupId,
    pub generation: Generation,
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
}

/// One leaving member: by its id, or (an administrator's removal) by instance id with an empty member id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeavingMember {
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
    /// Why, in the client's own words.
    pub reason: Arc<str>,
}

/// "I am going."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveGroupRequest {
    pub group_id: GroupId,
    pub members: Vec<LeavingMember>,
}

/// The answer to [`LeaveGroupRequest`]: one error for each member asked about, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveGroupResponse {
    pub error: ErrorCode,
    pub members: Vec<ErrorCode>,
}

/// An offset to be stored, for one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetToCommit {
    pub partition: TopicPartition,
    /// The *next* offset to read, not the last one read.
    pub offset: Offset,
    /// The epoch of the leader that the record before was read from; `None` where the application names an offset
    /// itself (`new OffsetAndMetadata(offset)`).
    pub leader_epoch: Option<LeaderEpoch>,
    pub metadata: Arc<str>,
}

/// Counts the leaders of a partition. Not modelled: elections, so that it is 0 for ever.
pub type LeaderEpoch = u32;

/// Stores offsets of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetCommitRequest {
    pub group_id: GroupId,
    /// [`Generation::NONE`] from a standalone consumer or an administrator.
    pub generation: Generation,
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
    pub offsets: Arc<[OffsetToCommit]>,
    /// From version 9 an unknown group is GROUP_ID_NOT_FOUND, before it ILLEGAL_GENERATION.
    pub version: i16,
}

/// The answer to [`OffsetCommitRequest`]: an error for each partition, in the request's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetCommitResponse {
    pub partitions: Vec<ErrorCode>,
}

impl OffsetCommitResponse {
    /// The first error, `NONE` if there is none. Kafka answers one error for all but oversized metadata.
    pub fn error(&self) -> ErrorCode {
        self.partitions.iter().copied().find(|error| !error.is_none()).unwrap_or(ErrorCode::None)
    }
}

/// Asks for committed offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetFetchRequest {
    pub group_id: GroupId,
    /// `None` asks for all partitions that have a commit.
    pub partitions: Option<Vec<TopicPartition>>,
    /// The member that asks, and its epoch; only a consumer group looks at it (from version 9 on).
    pub member: Option<(MemberId, Epoch)>,
}

/// The answer to [`OffsetFetchRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetFetchResponse {
    pub error: ErrorCode,
    pub offsets: Vec<FetchedOffset>,
}

/// One partition of [`OffsetFetchResponse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchedOffset {
    pub partition: TopicPartition,
    /// The next offset to read, `None` where nothing was committed.
    pub offset: Option<Offset>,
    /// As it was committed.
    pub leader_epoch: Option<LeaderEpoch>,
}

/// Everything a client can ask a broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    FindCoordinator { group_id: GroupId },
    Metadata,
    JoinGroup(JoinGroupRequest),
    SyncGroup(SyncGroupRequest),
    Heartbeat(HeartbeatRequest),
    LeaveGroup(LeaveGroupRequest),
    ConsumerGroupHeartbeat(ConsumerGroupHeartbeatRequest),
    OffsetCommit(OffsetCommitRequest),
    OffsetFetch(OffsetFetchRequest),
    ListOffsets(ListOffsetsRequest),
    OffsetsForLeaderEpoch(OffsetsForLeaderEpochRequest),
    Fetch(FetchRequest),
    Produce(ProduceRequest),
}

/// Everything a broker can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    FindCoordinator {
        error: ErrorCode,
        coordinator: Option<BrokerId>,
    },
    Metadata {
        topics: TopicMetadata,
    },
    /// Says that records were not appended; a producer waits for no other answer.
    Produce {
        error: ErrorCode,
    },
    JoinGroup(JoinGroupResponse),
    SyncGroup(SyncGroupResponse),
    Heartbeat {
        error: ErrorCode,
    },
    LeaveGroup(LeaveGroupResponse),
    ConsumerGroupHeartbeat(ConsumerGroupHeartbeatResponse),
    OffsetCommit(OffsetCommitResponse),
    OffsetFetch(OffsetFetchResponse),
    ListOffsets(ListOffsetsResponse),
    OffsetsForLeaderEpoch(OffsetsForLeaderEpochResponse),
    Fetch(FetchResponse),
}

impl Request {
    /// The group it is about, if it is about one.
    pub const fn group(&self) -> Option<&GroupId> {
        match self {
            Request::FindCoordinator { group_id } => Some(group_id),
            Request::JoinGroup(request) => Some(&request.group_id),
            Request::SyncGroup(request) => Some(&request.group_id),
            Request::Heartbeat(request) => Some(&request.group_id),
            Request::LeaveGroup(request) => Some(&request.group_id),
            Request::ConsumerGroupHeartbeat(request) => Some(&request.group_id),
            Request::OffsetCommit(request) => Some(&request.group_id),
            Request::OffsetFetch(request) => Some(&request.group_id),
            Request::Metadata
            | Request::ListOffsets(_)
            | Request::OffsetsForLeaderEpoch(_)
            | Request::Fetch(_)
            | Request::Produce(_) => None,
        }
    }
}

impl Response {
    /// The error it carries, `NONE` if all went well; for per-partition errors the first.
    pub fn error(&self) -> ErrorCode {
        match self {
            Response::FindCoordinator { error, .. }
            | Response::Heartbeat { error }
            | Response::Produce { error } => *error,
            Response::Metadata { .. } => ErrorCode::None,
            Response::JoinGroup(answer) => answer.error,
            Response::SyncGroup(answer) => answer.error,
            Response::ConsumerGroupHeartbeat(answer) => answer.error,
            Response::LeaveGroup(answer) => {
                let first = answer.members.iter().copied().find(|error| !error.is_none());
                if answer.error.is_none() { first.unwrap_or(ErrorCode::None) } else { answer.error }
            }
            Response::OffsetCommit(answer) => answer.error(),
            Response::OffsetFetch(answer) => answer.error,
            Response::ListOffsets(answer) => {
                answer.partitions.iter().map(|p| p.1).find(|e| !e.is_none()).unwrap_or(ErrorCode::None)
            }
            Response::OffsetsForLeaderEpoch(answer) => {
                answer.partitions.iter().map(|p| p.1).find(|e| !e.is_none()).unwrap_or(ErrorCode::None)
            }
            Response::Fetch(answer) => {
                answer.partitions.iter().map(|p| p.error).find(|e| !e.is_none()).unwrap_or(ErrorCode::None)
            }
        }
    }
}
