//! What a consumer's calls throw.

/// What an application sees thrown at it, by the Java class's simple name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exception {
    CommitFailed,
    RebalanceInProgress,
    FencedInstanceId,
    NoOffsetForPartition,
    OffsetOutOfRange,
    RecordDeserialization,
    InconsistentGroupProtocol,
    InvalidSessionTimeout,
    GroupMaxSizeReached,
    Timeout,
    /// Of a `commitAsync` that failed in a way worth another try.
    RetriableCommitFailed,
    Wakeup,
    ConcurrentModification,
    IllegalState,
    InvalidGroupId,
    Kafka,
}

impl Exception {
    /// The class's simple name, such as `CommitFailedException`.
    pub const fn name(self) -> &'static str {
        match self {
            Exception::CommitFailed => "CommitFailedException",
            Exception::RebalanceInProgress => "RebalanceInProgressException",
            Exception::FencedInstanceId => "FencedInstanceIdException",
            Exception::NoOffsetForPartition => "NoOffsetForPartitionException",
            Exception::OffsetOutOfRange => "OffsetOutOfRangeException",
            Exception::RecordDeserialization => "RecordDeserializationException",
            Exception::InconsistentGroupProtocol => "InconsistentGroupProtocolException",
            Exception::InvalidSessionTimeout => "InvalidSessionTimeoutException",
            Exception::GroupMaxSizeReached => "GroupMaxSizeReachedException",
            Exception::Timeout => "TimeoutException",
            Exception::RetriableCommitFailed => "RetriableCommitFailedException",
            Exception::Wakeup => "WakeupException",
            Exception::ConcurrentModification => "ConcurrentModificationException",
            Exception::IllegalState => "IllegalStateException",
            Exception::InvalidGroupId => "InvalidGroupIdException",
            Exception::Kafka => "KafkaException",
        }
    }
}
