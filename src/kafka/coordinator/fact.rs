//! What the group coordinator does about a group, in the past tense. Mirrors what GroupMetadataManager logs.

use crate::kafka::api::{Assignment, Epoch, ErrorCode};
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{EpochReason, RebalanceReason, RemovalReason};
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
    /// A consumer group (KIP-848) begins, in the place of none or of an Empty group.
    ConsumerGroupBegan,
    /// A classic group becomes a consumer group, with these members in it.
    GroupUpgraded {
        members: u32,
    },
    /// The last member that speaks the protocol of consumer groups is gone: the group is a classic one.
    GroupDowngraded {
        generation: Generation,
    },
    ConsumerGroupStateChanged {
        from: ConsumerGroupState,
        to: ConsumerGroupState,
    },
    /// Members, subscriptions or topics changed: the group's target is old from now on.
    GroupEpochRaised {
        epoch: Epoch,
        reason: EpochReason,
    },
    /// Who shall have what, as of this group epoch.
    TargetComputed {
        epoch: Epoch,
        assignor: ServerAssignorName,
        targets: Arc<[(MemberId, Assignment)]>,
    },
    /// A member learns, in the answer to its heartbeat, what it has to give up. Its rebalance timer runs.
    RevocationAsked {
        member: MemberId,
        partitions: Assignment,
        within: SimDuration,
    },
    /// A member reports that it has given up what it had to.
    RevocationAcknowledged {
        member: MemberId,
        partitions: Assignment,
    },
    /// A member has come to the epoch of the target. Others still hold what it waits for.
    MemberAdvanced {
        member: MemberId,
        epoch: Epoch,
        given: Assignment,
        waits_for: Assignment,
    },
    /// A static member went for its successor (epoch -2), and keeps what it has until its session ends.
    StaticMemberAway {
        member: MemberId,
    },
    /// A ConsumerGroupHeartbeat is refused.
    HeartbeatRefused {
        member: MemberId,
        epoch: Epoch,
        error: ErrorCode,
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
