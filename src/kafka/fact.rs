//! What happened, in the past tense: the raw material of the journal.
//!
//! Single records (appended, delivered, processed) are not facts; they live in the delivery ledger.

use crate::kafka::api::{ApiKey, Assignment, ErrorCode, Request, Response};
pub use crate::kafka::broker::retention::Deletion;
use crate::kafka::broker::retention::Retention;
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
pub use crate::kafka::exception::Exception;
pub use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
pub use crate::kafka::offset_causes::{
    CommitFailure, CommitFate, CommitFault, CommitOrigin, PositionSource, ResetTo, SentAgain,
};
use crate::kafka::producer::Rate;
pub use crate::kafka::rebalance_causes::{Callback, RebalanceReason, RejoinCause, RemovalReason};
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    // --- processes and faults: what people (or accidents) do
    TopicCreated {
        topic: TopicName,
        partitions: u32,
    },
    PartitionsAdded {
        topic: TopicName,
        partitions: u32,
    },
    TopicDeleted {
        topic: TopicName,
    },
    RetentionChanged {
        topic: TopicName,
        retention: Retention,
    },
    /// The log start offset moved forward.
    RecordsDeleted {
        partition: TopicPartition,
        from: Offset,
        to: Offset,
        why: Deletion,
    },
    /// The record that will be written at this offset cannot be deserialized.
    RecordPoisoned {
        partition: TopicPartition,
        offset: Offset,
    },
    /// So many records are written at once.
    BurstAsked {
        producer: ClientName,
        records: u32,
    },
    ProcessStarted {
        client: ClientName,
        incarnation: u32,
    },
    ProcessKilled {
        client: ClientName,
        processed_uncommitted: u64,
    },
    ProcessFrozen {
        client: ClientName,
    },
    ProcessThawed {
        client: ClientName,
    },
    HandlerStalled {
        client: ClientName,
        /// It is in its handler; or else it will block when it gets there.
        at_work: bool,
        /// Its heartbeats go on (they do not while it joins).
        heartbeats: bool,
    },
    HandlerResumed {
        client: ClientName,
        /// It was blocked; or else it had not got there yet.
        at_work: bool,
    },
    CloseRequested {
        client: ClientName,
        /// Whether it will send LeaveGroup, if it is a dynamic member.
        leave: bool,
    },
    /// It was asked to close with options of its own, or within a time.
    CloseRequestedWith {
        client: ClientName,
        operation: GroupMembershipOperation,
        /// After this long it is killed.
        grace: Option<SimDuration>,
    },
    /// It still existed when that time was over, and is killed.
    GraceExpired {
        client: ClientName,
        grace: SimDuration,
        /// Records that poll had returned and that were not done.
        in_hand: u64,
        /// It had called close(), and waited for that to return.
        in_close: bool,
    },
    ProcessClosed {
        client: ClientName,
    },
    /// It was asked to close with records in hand that it gives up.
    ClosedInMidBatch {
        client: ClientName,
        given_up: u64,
    },
    /// `wakeup()` was called.
    WokenUp {
        client: ClientName,
    },
    /// A second thread calls the consumer.
    SecondThread {
        client: ClientName,
    },
    /// The next commits to this group will go wrong.
    CommitsDisturbed {
        group: GroupId,
        count: u32,
        fault: CommitFault,
    },
    /// The broker that coordinates the group is gone, and no other takes its place yet.
    CoordinatorLost {
        group: GroupId,
    },
    /// Another broker has read the group from its partition of `__consumer_offsets`.
    CoordinatorTookOver {
        group: GroupId,
        state: GroupState,
        generation: Generation,
        members: u32,
    },
    /// An administrator removes a static member.
    MemberRemovalAsked {
        group: GroupId,
        instance: InstanceId,
    },
    /// An administrator sets the offsets of a group without members.
    OffsetsReset {
        group: GroupId,
        to: ResetTo,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    /// An administrator deletes a group, or only its offsets of a topic.
    DeletionAsked {
        group: GroupId,
        topic: Option<TopicName>,
    },
    /// The application is to make this call before its next poll.
    CallRequested {
        client: ClientName,
        call: Call,
    },
    LinkCut {
        client: ClientName,
        /// `None`: from all.
        broker: Option<BrokerId>,
    },
    LinkRestored {
        client: ClientName,
    },
    RateChanged {
        producer: ClientName,
        rate: Rate,
    },
    ProcessingTimeChanged {
        client: ClientName,
        time: SimDuration,
    },
    /// All consumers of the group close, to start again with this strategy.
    GroupBounced {
        group: GroupId,
        strategy: Arc<str>,
    },

    // --- the wire: group requests and their answers (Fetch and Produce are counted, not told)
    /// With what was asked, unless that is a heartbeat or a commit: those are many, and say nothing that other
    /// facts do not say.
    RequestSent {
        client: ClientName,
        api: ApiKey,
        number: u64,
        request: Option<Arc<Request>>,
    },
    /// With the answer, where the request is told.
    ResponseReceived {
        client: ClientName,
        api: ApiKey,
        number: u64,
        error: ErrorCode,
        response: Option<Arc<Response>>,
    },
    RequestTimedOut {
        client: ClientName,
        api: ApiKey,
        number: u64,
    },

    // --- the coordinator
    GroupStateChanged {
        group: GroupId,
        from: GroupState,
        to: GroupState,
    },
    MemberIdHandedOut {
        group: GroupId,
        member: MemberId,
    },
    PendingMemberExpired {
        group: GroupId,
        member: MemberId,
    },
    PendingMemberRemoved {
        group: GroupId,
        member: MemberId,
        reason: RemovalReason,
    },
    MemberAdded {
        group: GroupId,
        member: MemberId,
        instance: Option<InstanceId>,
    },
    MemberRemoved {
        group: GroupId,
        member: MemberId,
        reason: RemovalReason,
    },
    StaticMemberReplaced {
        group: GroupId,
        instance: InstanceId,
        old: MemberId,
        new: MemberId,
    },
    RebalanceStarted {
        group: GroupId,
        reason: RebalanceReason,
    },
    /// A generation begins without a static member that did not rejoin; it stays a member, with what the leader gives
    /// it by its old subscription.
    StaticMemberAbsent {
        group: GroupId,
        member: MemberId,
    },
    JoinPhaseExtended {
        group: GroupId,
        by: SimDuration,
    },
    GenerationStarted {
        group: GroupId,
        generation: Generation,
        protocol: Option<ProtocolName>,
        leader: Option<MemberId>,
        members: u32,
    },
    /// A join is refused: no assignor that it offers is one that all members know.
    ProtocolsDiffer {
        group: GroupId,
        client: ClientName,
        offered: Arc<[ProtocolName]>,
        members: Arc<[(MemberId, Arc<[ProtocolName]>)]>,
    },
    LeaderElected {
        group: GroupId,
        leader: MemberId,
    },
    AssignmentStored {
        group: GroupId,
        generation: Generation,
        assignments: Arc<[(MemberId, Assignment)]>,
    },
    OffsetCommitted {
        group: GroupId,
        member: MemberId,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    OffsetCommitRefused {
        group: GroupId,
        member: MemberId,
        error: ErrorCode,
    },
    /// It is not stored, and only answered, with this error, when the time is over.
    OffsetCommitLost {
        group: GroupId,
        member: MemberId,
        offsets: Arc<[(TopicPartition, Offset)]>,
        error: ErrorCode,
        after: SimDuration,
    },
    OffsetsExpired {
        group: GroupId,
        partitions: Assignment,
    },
    OffsetsDeleted {
        group: GroupId,
        partitions: Assignment,
    },
    GroupDeleted {
        group: GroupId,
    },

    // --- the consumer
    /// It subscribes to these topics from now on; of a pattern, those it knows to match.
    SubscriptionChanged {
        client: ClientName,
        topics: Arc<[TopicName]>,
    },
    /// It subscribes to nothing any more, and has left its group.
    Unsubscribed {
        client: ClientName,
    },
    /// It learns that a topic is another one of the same name; these are its positions, which stay.
    TopicIdChanged {
        client: ClientName,
        topic: TopicName,
        kept: Arc<[(TopicPartition, Offset)]>,
    },
    /// The leader sees that these topics are no longer what the group's assignment was computed from.
    TopicsChanged {
        client: ClientName,
        topics: Arc<[TopicName]>,
        /// It asked because what it knew was too old (`metadata.max.age.ms`).
        by_age: bool,
    },
    RejoinNeeded {
        client: ClientName,
        reason: Arc<str>,
    },
    JoinedGroup {
        client: ClientName,
        member: MemberId,
        generation: Generation,
        leader: bool,
    },
    AssignmentComputed {
        client: ClientName,
        protocol: ProtocolName,
        members: u32,
        /// All of the topics that the members subscribe to.
        partitions: u32,
        /// Those among them that nobody gets before their owner has given them up.
        withheld: u32,
    },
    CallbackStarted {
        client: ClientName,
        callback: Callback,
        partitions: Assignment,
    },
    CallbackFinished {
        client: ClientName,
        callback: Callback,
    },
    AssignmentChanged {
        client: ClientName,
        owned: Assignment,
    },
    PositionSet {
        client: ClientName,
        partition: TopicPartition,
        offset: Offset,
        source: PositionSource,
    },
    /// `seek` or one of its relatives was called: the position is no longer what it was.
    Sought {
        client: ClientName,
        partition: TopicPartition,
        from: Option<Offset>,
        to: SeekTo,
    },
    /// `pause` was called: poll returns nothing of these partitions.
    PausedByCall {
        client: ClientName,
        partitions: Assignment,
    },
    /// These were paused and are given up, and with them the pause: whoever has them next reads them.
    PauseForgotten {
        client: ClientName,
        partitions: Assignment,
    },
    /// `resume` was called.
    ResumedByCall {
        client: ClientName,
        partitions: Assignment,
    },
    PollReturned {
        client: ClientName,
        records: Arc<[(TopicPartition, Offset, Offset)]>,
    },
    CommitStarted {
        client: ClientName,
        origin: CommitOrigin,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    CommitSucceeded {
        client: ClientName,
        origin: CommitOrigin,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    /// A closed connection counts as COORDINATOR_NOT_AVAILABLE.
    CommitFailed {
        client: ClientName,
        origin: CommitOrigin,
        error: ErrorCode,
        failure: CommitFailure,
    },
    /// The callback of a `commitAsync` was called.
    CommitCallback {
        client: ClientName,
        offsets: Arc<[(TopicPartition, Offset)]>,
        exception: Option<Exception>,
        sent_again: SentAgain,
    },
    /// So many records wait for workers that the application pauses all partitions.
    PartitionsPaused {
        client: ClientName,
        queued: u64,
    },
    PartitionsResumed {
        client: ClientName,
        queued: u64,
    },
    ExceptionThrown {
        client: ClientName,
        exception: Exception,
    },
    /// A fetch was answered OFFSET_OUT_OF_RANGE: the position is not, or no longer, in the log.
    OffsetOutOfRange {
        client: ClientName,
        partition: TopicPartition,
        offset: Offset,
    },
    /// poll throws RecordDeserializationException at this record.
    DeserializationFailed {
        client: ClientName,
        partition: TopicPartition,
        offset: Offset,
    },
    /// The application seeks past a record that cannot be deserialized.
    RecordSkipped {
        client: ClientName,
        partition: TopicPartition,
        offset: Offset,
    },
    CoordinatorUnknown {
        client: ClientName,
    },
    MembershipLost {
        client: ClientName,
        error: ErrorCode,
    },
    PollIntervalExceeded {
        client: ClientName,
        last_poll: SimTime,
    },
}
