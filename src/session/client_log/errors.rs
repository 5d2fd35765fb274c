//! Kafka's own sentences for errors (`Errors.message`) and for the exceptions of a commit.

use crate::kafka::api::ErrorCode;

/// What Java prints as an error's message.
pub(super) const fn message(error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::None => "NONE",
        ErrorCode::OffsetOutOfRange => {
            "The requested offset is not within the range of offsets maintained by the server."
        }
        ErrorCode::UnknownTopicOrPartition => "This server does not host this topic-partition.",
        ErrorCode::CoordinatorLoadInProgress => {
            "The coordinator is loading and hence can't process requests."
        }
        ErrorCode::CoordinatorNotAvailable => "The coordinator is not available.",
        ErrorCode::NotCoordinator => "This is not the correct coordinator.",
        ErrorCode::IllegalGeneration => "Specified group generation id is not valid.",
        ErrorCode::InconsistentGroupProtocol => {
            "The group member's supported protocols are incompatible with those of existing members or first group \
             member tried to join with empty protocol type or empty protocol list."
        }
        ErrorCode::InvalidGroupId => "The configured groupId is invalid.",
        ErrorCode::UnknownMemberId => "The coordinator is not aware of this member.",
        ErrorCode::InvalidSessionTimeout => {
            "The session timeout is not within the range allowed by the broker (as configured by \
             group.min.session.timeout.ms and group.max.session.timeout.ms)."
        }
        ErrorCode::RebalanceInProgress => "The group is rebalancing, so a rejoin is needed.",
        ErrorCode::InvalidRequest => {
            "This most likely occurs because of a request being malformed by the client library or the message was \
             sent to an incompatible broker. See the broker logs for more details."
        }
        ErrorCode::OffsetMetadataTooLarge => "The metadata field of the offset request was too large.",
        ErrorCode::NonEmptyGroup => "The group is not empty.",
        ErrorCode::GroupIdNotFound => "The group id does not exist.",
        ErrorCode::MemberIdRequired => {
            "The group member needs to have a valid member id before actually entering a consumer group."
        }
        ErrorCode::GroupMaxSizeReached => "The consumer group has reached its max size.",
        ErrorCode::FencedInstanceId => {
            "The broker rejected this static consumer since another consumer with the same group.instance.id has \
             registered with a different member.id."
        }
        ErrorCode::GroupSubscribedToTopic => {
            "Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it."
        }
        ErrorCode::UnknownTopicId => "This server does not host this topic ID.",
        ErrorCode::UnknownServerError => {
            "The server experienced an unexpected error when processing the request."
        }
        ErrorCode::UnsupportedVersion => "The version of API is not supported.",
        ErrorCode::FencedMemberEpoch => {
            "The member epoch is fenced by the group coordinator. The member must abandon all its partitions and \
             rejoin."
        }
        ErrorCode::UnreleasedInstanceId => {
            "The instance ID is still used by another member in the consumer group. That member must leave first."
        }
        ErrorCode::UnsupportedAssignor => {
            "The assignor or its version range is not supported by the consumer group."
        }
        ErrorCode::StaleMemberEpoch => {
            "The member epoch is stale. The member must retry after receiving its updated member epoch via the \
             ConsumerGroupHeartbeat API."
        }
        ErrorCode::InvalidRegularExpression => "The regular expression is not valid.",
    }
}

/// Whether Java's exception for it is a `RetriableException`.
pub(super) const fn is_retriable(error: ErrorCode) -> bool {
    matches!(
        error,
        ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::NotCoordinator
            | ErrorCode::UnknownTopicOrPartition
    )
}

/// The message of the exception that a refused commit ends in; `None` if it is tried again.
pub(super) const fn commit_exception(error: ErrorCode) -> Option<&'static str> {
    if is_retriable(error) {
        return None;
    }
    if matches!(error, ErrorCode::RebalanceInProgress) {
        return Some(
            "Offset commit cannot be completed since the consumer group is executing a rebalance at the moment. You \
             can try completing the rebalance by calling poll() and then retry commit again",
        );
    }
    if matches!(error, ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration) {
        return Some(
            "Commit cannot be completed since the group has already rebalanced and assigned the partitions to another \
             member. This means that the time between subsequent calls to poll() was longer than the configured \
             max.poll.interval.ms, which typically implies that the poll loop is spending too much time message \
             processing. You can address this either by increasing max.poll.interval.ms or by reducing the maximum \
             size of batches returned in poll() with max.poll.records.",
        );
    }
    Some(message(error))
}
