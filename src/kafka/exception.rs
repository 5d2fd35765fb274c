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
    /// Of a `commitAsync` whose epoch is not the member's any more (consumer groups).
    StaleMemberEpoch,
    UnreleasedInstanceId,
    UnsupportedAssignor,
    InvalidRequest,
    InvalidRegularExpression,
    GroupIdNotFound,
    Kafka,
}

impl Exception {
    /// All of them, in order of declaration.
    pub const ALL: [Exception; 22] = [
        Exception::CommitFailed,
        Exception::RebalanceInProgress,
        Exception::FencedInstanceId,
        Exception::NoOffsetForPartition,
        Exception::OffsetOutOfRange,
        Exception::RecordDeserialization,
        Exception::InconsistentGroupProtocol,
        Exception::InvalidSessionTimeout,
        Exception::GroupMaxSizeReached,
        Exception::Timeout,
        Exception::RetriableCommitFailed,
        Exception::Wakeup,
        Exception::ConcurrentModification,
        Exception::IllegalState,
        Exception::InvalidGroupId,
        Exception::StaleMemberEpoch,
        Exception::UnreleasedInstanceId,
        Exception::UnsupportedAssignor,
        Exception::InvalidRequest,
        Exception::InvalidRegularExpression,
        Exception::GroupIdNotFound,
        Exception::Kafka,
    ];

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
            Exception::StaleMemberEpoch => "StaleMemberEpochException",
            Exception::UnreleasedInstanceId => "UnreleasedInstanceIdException",
            Exception::UnsupportedAssignor => "UnsupportedAssignorException",
            Exception::InvalidRequest => "InvalidRequestException",
            Exception::InvalidRegularExpression => "InvalidRegularExpression",
            Exception::GroupIdNotFound => "GroupIdNotFoundException",
            Exception::Kafka => "KafkaException",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Exception;

    #[test]
    fn all_of_them_are_listed_in_order() {
        let places: Vec<usize> = Exception::ALL.iter().map(|exception| *exception as usize).collect();
        assert_eq!(places, (0..=Exception::Kafka as usize).collect::<Vec<_>>());
    }
}
