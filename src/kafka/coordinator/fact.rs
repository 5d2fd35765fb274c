//! What the group coordinator does about a group, in the past tense. Mirrors what GroupMetadataManager logs.

use crate::kafka::api::{Assignment, ErrorCode};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// Something that happened to a group.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupFact {
    GroupStateChanged {
        from: GroupState,
        to: GroupState,
    },
    MemberIdHandedOut {
        member: MemberId,
    },
    PendingMemberExpired {
        member: MemberId,
    },
    PendingMemberRemoved {
        member: MemberId,
        reason: RemovalReason,
    },
    MemberAdded {
        member: MemberId,
        instance: Option<InstanceId>,
    },
    MemberRemoved {
        member: MemberId,
        reason: RemovalReason,
    },
    StaticMemberReplaced {
        instance: InstanceId,
        old: MemberId,
        new: MemberId,
    },
    RebalanceStarted {
        reason: RebalanceReason,
    },
    /// A generation begins without a static member that did not rejoin; it stays a member, with what the leader gives
    /// it by its old subscription.
    StaticMemberAbsent {
        member: MemberId,
    },
    JoinPhaseExtended {
        by: SimDuration,
    },
    GenerationStarted {
        generation: Generation,
        protocol: Option<ProtocolName>,
        leader: Option<MemberId>,
        members: u32,
    },
    /// A join is refused: no assignor that it offers is one that all members know.
    ProtocolsDiffer {
        client: ClientName,
        offered: Arc<[ProtocolName]>,
        members: Arc<[(MemberId, Arc<[ProtocolName]>)]>,
    },
    LeaderElected {
        leader: MemberId,
    },
    AssignmentStored {
        generation: Generation,
        assignments: Arc<[(MemberId, Assignment)]>,
    },
    OffsetCommitted {
        member: MemberId,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    OffsetCommitRefused {
        member: MemberId,
        error: ErrorCode,
    },
    /// It is not stored, and only answered, with this error, when the time is over.
    OffsetCommitLost {
        member: MemberId,
        offsets: Arc<[(TopicPartition, Offset)]>,
        error: ErrorCode,
        after: SimDuration,
    },
    OffsetsExpired {
        partitions: Assignment,
    },
    OffsetsDeleted {
        partitions: Assignment,
    },
    GroupDeleted,
}
