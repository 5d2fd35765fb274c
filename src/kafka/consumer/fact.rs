//! What a consumer does or learns, in the past tense. Mirrors what Java's ConsumerCoordinator and KafkaConsumer log.

use crate::kafka::api::{ApiKey, Assignment, Epoch, ErrorCode, Request, Response};
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::consumer::membership::ConsumerMemberState;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitOrigin, PositionSource, SentAgain};
use crate::kafka::rebalance_causes::{Callback, RejoinCause};
use crate::sim::time::SimTime;
use std::ops::Deref;
use std::sync::Arc;

/// Something that a consumer did or learnt.
#[derive(Clone, Debug, PartialEq)]
pub enum ConsumerFact {
    HandlerStalled {
        /// It is in its handler; or else it will block when it gets there.
        at_work: bool,
        /// Its heartbeats go on (they do not while it joins).
        heartbeats: bool,
    },
    HandlerResumed {
        /// It was blocked; or else it had not got there yet.
        at_work: bool,
    },
    ProcessClosed,
    /// `wakeup()` was called.
    WokenUp,
    /// A second thread calls the consumer.
    SecondThread,
    /// The application is to make this call before its next poll.
    CallRequested {
        call: Call,
    },
    /// With what was asked, unless that is a heartbeat or a commit: those are many, and say nothing that other
    /// facts do not say.
    RequestSent {
        api: ApiKey,
        number: u64,
        request: Option<Arc<Request>>,
    },
    /// With the answer, where the request is told.
    ResponseReceived {
        api: ApiKey,
        number: u64,
        error: ErrorCode,
        response: Option<Arc<Response>>,
    },
    RequestTimedOut {
        api: ApiKey,
        number: u64,
    },
    /// It subscribes to these topics from now on; of a pattern, those it knows to match.
    SubscriptionChanged {
        topics: Arc<[TopicName]>,
        /// What it subscribes to instead, if the broker is to find out the topics.
        pattern: Option<Arc<str>>,
    },
    /// It subscribes to nothing any more, and has left its group.
    Unsubscribed,
    /// It learns that a topic is another one of the same name; these are its positions, which stay.
    TopicIdChanged {
        topic: TopicName,
        kept: Arc<[(TopicPartition, Offset)]>,
    },
    /// The leader sees that these topics are no longer what the group's assignment was computed from.
    TopicsChanged {
        topics: Arc<[TopicName]>,
        /// It asked because what it knew was too old (`metadata.max.age.ms`).
        by_age: bool,
    },
    RejoinNeeded {
        cause: RejoinCause,
    },
    JoinedGroup {
        member: MemberId,
        generation: Generation,
        leader: bool,
    },
    AssignmentComputed {
        protocol: ProtocolName,
        members: u32,
        /// All of the topics that the members subscribe to.
        partitions: u32,
        /// Those among them that no member gets before their owner has given them up.
        withheld: u32,
    },
    CallbackStarted {
        callback: Callback,
        partitions: Assignment,
    },
    CallbackFinished {
        callback: Callback,
        /// It threw an exception; or else it returned.
        threw: bool,
    },
    AssignmentChanged {
        owned: Assignment,
    },
    PositionSet {
        partition: TopicPartition,
        offset: Offset,
        source: PositionSource,
    },
    /// `seek` or one of its relatives was called: the position is no longer what it was.
    Sought {
        partition: TopicPartition,
        from: Option<Offset>,
        to: Box<SeekTo>,
    },
    /// `pause` was called: poll returns nothing of these partitions.
    PausedByCall {
        partitions: Assignment,
    },
    /// These were paused and are given up. The pause ends with them: their next owner reads them.
    PauseForgotten {
        partitions: Assignment,
    },
    /// `resume` was called.
    ResumedByCall {
        partitions: Assignment,
    },
    PollReturned {
        records: PolledRanges,
    },
    CommitStarted {
        origin: CommitOrigin,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    CommitSucceeded {
        origin: CommitOrigin,
        offsets: Arc<[(TopicPartition, Offset)]>,
    },
    /// A closed connection counts as COORDINATOR_NOT_AVAILABLE.
    CommitFailed {
        origin: CommitOrigin,
        error: ErrorCode,
        failure: CommitFailure,
    },
    /// The callback of a `commitAsync` was called.
    CommitCallback {
        offsets: Arc<[(TopicPartition, Offset)]>,
        exception: Option<Exception>,
        sent_again: SentAgain,
    },
    /// The records that wait for workers are so numerous that the application pauses all partitions.
    PartitionsPaused {
        queued: u64,
    },
    PartitionsResumed {
        queued: u64,
    },
    ExceptionThrown {
        exception: Exception,
    },
    /// A fetch was answered OFFSET_OUT_OF_RANGE: the position is not, or no longer, in the log.
    OffsetOutOfRange {
        partition: TopicPartition,
        offset: Offset,
    },
    /// poll throws RecordDeserializationException at this record.
    DeserializationFailed {
        partition: TopicPartition,
        offset: Offset,
    },
    /// The application seeks past a record that cannot be deserialized.
    RecordSkipped {
        partition: TopicPartition,
        offset: Offset,
    },
    CoordinatorUnknown,
    /// A member of a consumer group (KIP-848) goes on to another state.
    MemberStateChanged {
        from: ConsumerMemberState,
        to: ConsumerMemberState,
    },
    /// It learns that it has come to this epoch.
    EpochReached {
        member: MemberId,
        epoch: Epoch,
    },
    MembershipLost {
        error: ErrorCode,
    },
    PollIntervalExceeded {
        last_poll: SimTime,
    },
}

/// What a poll returned: ranges of records, from and to. Mostly it is one, and that has no memory of its own: most of
/// what happens are polls.
#[derive(Clone, Debug, PartialEq)]
pub enum PolledRanges {
    One([(TopicPartition, Offset, Offset); 1]),
    Several(Arc<[(TopicPartition, Offset, Offset)]>),
}

impl From<&Arc<[(TopicPartition, Offset, Offset)]>> for PolledRanges {
    fn from(ranges: &Arc<[(TopicPartition, Offset, Offset)]>) -> Self {
        match **ranges {
            [one] => PolledRanges::One([one]),
            _ => PolledRanges::Several(Arc::clone(ranges)),
        }
    }
}

impl Deref for PolledRanges {
    type Target = [(TopicPartition, Offset, Offset)];

    fn deref(&self) -> &Self::Target {
        match self {
            PolledRanges::One(one) => one,
            PolledRanges::Several(ranges) => ranges,
        }
    }
}
