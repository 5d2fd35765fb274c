//! What the client logs of an answer, or of one that does not come (`AbstractCoordinator`, `NetworkClient`).

use super::errors::message;
use super::{COORDINATOR, LogLevel, LogWriter, NETWORK, commits, consumer_group};
use crate::kafka::api::{ApiKey, ErrorCode, JoinGroupResponse, Response, SentTo};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::BrokerId;

/// An answer arrived.
pub(super) fn received(
    log: &mut LogWriter,
    api: ApiKey,
    number: u64,
    error: ErrorCode,
    response: Option<&Response>,
) {
    match api {
        ApiKey::FindCoordinator => {
            if let Some(Response::FindCoordinator { error: ErrorCode::None, coordinator: Some(_) }) = response
            {
                if log.seen.is_of_consumer_group() {
                    return consumer_group::coordinator_found(log);
                }
                let coordinator = log.seen.coordinator();
                log.info(COORDINATOR, format!("Discovered group coordinator {coordinator}"));
            }
        }
        ApiKey::JoinGroup => {
            if let Some(Response::JoinGroup(answer)) = response {
                join_refused(log, number, answer);
            }
        }
        ApiKey::SyncGroup => synced(log, number, error),
        ApiKey::Heartbeat => {
            if matches!(error, ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator) {
                let coordinator = log.seen.coordinator();
                let what = "Attempt to heartbeat failed since coordinator";
                log.info(COORDINATOR, format!("{what} {coordinator} is either not started or not valid"));
            }
        }
        ApiKey::LeaveGroup => {
            if !error.is_none() {
                // The membership is over by then: the generation it was sent in is that of the time before.
                let what = format!("LeaveGroup request failed with error: {}", message(error));
                log.line(LogLevel::Error, COORDINATOR, what);
            }
        }
        ApiKey::ConsumerGroupHeartbeat => {
            // Who has left does not look at the answer.
            if !error.is_none() && !log.seen.has_left_with(number) {
                consumer_group::heartbeat_refused(log, error);
            }
        }
        ApiKey::OffsetCommit => {
            if !error.is_none() {
                commits::refused(log, number, error);
            }
        }
        ApiKey::OffsetFetch => {
            if let Some(Response::OffsetFetch(answer)) = response {
                for found in answer.offsets.iter().filter(|found| found.offset.is_none()) {
                    let what = format!("Found no committed offset for partition {}", found.partition);
                    let class =
                        if log.seen.is_of_consumer_group() { consumer_group::COMMITS } else { COORDINATOR };
                    log.info(class, what);
                }
            }
        }
        ApiKey::Metadata
        | ApiKey::ListOffsets
        | ApiKey::OffsetsForLeaderEpoch
        | ApiKey::Fetch
        | ApiKey::Produce => {}
    }
}

fn join_refused(log: &mut LogWriter, number: u64, answer: &JoinGroupResponse) {
    use ErrorCode::*;
    let (generation, text) = (log.seen.when_sent(number).generation(), message(answer.error));
    match answer.error {
        // What is logged then stands at JoinedGroup and at RejoinNeeded.
        None | MemberIdRequired => {}
        CoordinatorLoadInProgress => {
            let coordinator = log.seen.coordinator();
            let what = format!("JoinGroup failed: Coordinator {coordinator} is loading the group.");
            log.info(COORDINATOR, what);
        }
        UnknownMemberId => {
            let what = format!("JoinGroup failed: {text} Need to re-join the group. Sent generation was {generation}");
            log.info(COORDINATOR, what);
        }
        CoordinatorNotAvailable | NotCoordinator => {
            let what =
                format!("JoinGroup failed: {text} Marking coordinator unknown. Sent generation was {generation}");
            log.info(COORDINATOR, what);
        }
        FencedInstanceId => {
            let instance = log.seen.instance();
            let what = format!(
                "JoinGroup failed: The group instance id {instance} has been fenced by another instance. Sent \
                 generation was {generation}"
            );
            log.line(LogLevel::Error, COORDINATOR, what);
        }
        RebalanceInProgress => log.info(
            COORDINATOR,
            "JoinGroup failed due to non-fatal error: REBALANCE_IN_PROGRESS, which could indicate a replication \
             timeout on the broker. Will retry.",
        ),
        InconsistentGroupProtocol | InvalidSessionTimeout | InvalidGroupId | GroupMaxSizeReached => {
            log.line(LogLevel::Error, COORDINATOR, format!("JoinGroup failed due to fatal error: {text}"));
        }
        OffsetOutOfRange | UnknownTopicOrPartition | IllegalGeneration | InvalidRequest
        | OffsetMetadataTooLarge | NonEmptyGroup | GroupIdNotFound | GroupSubscribedToTopic
        | UnknownTopicId | UnknownServerError | UnsupportedVersion | FencedMemberEpoch
        | UnreleasedInstanceId | UnsupportedAssignor | StaleMemberEpoch | InvalidRegularExpression => {
            log.line(LogLevel::Error, COORDINATOR, format!("JoinGroup failed due to unexpected error: {text}"));
        }
    }
}

fn synced(log: &mut LogWriter, number: u64, error: ErrorCode) {
    use ErrorCode::*;
    let (now, generation) = (log.seen.generation(), log.seen.when_sent(number).generation());
    let text = message(error);
    match error {
        // Where the generation was lost meanwhile, the answer comes too late.
        None if now.id.exists() => {
            log.info(COORDINATOR, format!("Successfully synced group in generation {now}"));
        }
        None => {}
        RebalanceInProgress => {
            let what = "SyncGroup failed: The group began another rebalance. Need to re-join the group.";
            log.info(COORDINATOR, format!("{what} Sent generation was {generation}"));
        }
        UnknownMemberId | IllegalGeneration => {
            let what = format!(
                "SyncGroup failed: {text} Need to re-join the group. Sent generation was {generation}"
            );
            log.info(COORDINATOR, what);
        }
        CoordinatorNotAvailable | NotCoordinator => {
            let what = format!(
                "SyncGroup failed: {text} Marking coordinator unknown. Sent generation was {generation}"
            );
            log.info(COORDINATOR, what);
        }
        FencedInstanceId => {
            let instance = log.seen.instance();
            let what = format!(
                "SyncGroup failed: The group instance id {instance} has been fenced by another instance. Sent \
                 generation was {generation}"
            );
            log.line(LogLevel::Error, COORDINATOR, what);
        }
        // Thrown, and not logged.
        OffsetOutOfRange
        | UnknownTopicOrPartition
        | CoordinatorLoadInProgress
        | InconsistentGroupProtocol
        | InvalidGroupId
        | InvalidSessionTimeout
        | InvalidRequest
        | OffsetMetadataTooLarge
        | NonEmptyGroup
        | GroupIdNotFound
        | MemberIdRequired
        | GroupMaxSizeReached
        | GroupSubscribedToTopic
        | UnknownTopicId
        | UnknownServerError
        | UnsupportedVersion
        | FencedMemberEpoch
        | UnreleasedInstanceId
        | UnsupportedAssignor
        | StaleMemberEpoch
        | InvalidRegularExpression => {}
    }
}

/// A request was not answered in time. Which broker it had gone to is known of the coordinator, and of the only one.
pub(super) fn timed_out(log: &mut LogWriter, api: ApiKey) {
    let brokers = log.seen.cluster.config().brokers;
    let node = match api.sent_to() {
        SentTo::Coordinator => {
            i32::MAX - i32::from(log.seen.cluster.brokers().coordinator(&log.seen.group()).0)
        }
        SentTo::Broker if brokers == 1 => i32::from(BrokerId(0).0),
        SentTo::Broker => return,
    };
    log.info(NETWORK, format!("Disconnecting from node {node} due to request timeout."));
}

/// The coordinator is given up (`markCoordinatorUnknown`), for what has just happened.
pub(super) fn coordinator_unknown(log: &mut LogWriter) {
    if log.seen.is_of_consumer_group() {
        return consumer_group::coordinator_unknown(log);
    }
    let now = log.seen.entry.time;
    let mut just_now = log.seen.before().take_while(|(entry, _)| entry.time == now);
    let why = just_now.find_map(|(_, fact)| {
        let gone = [ErrorCode::NotCoordinator, ErrorCode::CoordinatorNotAvailable];
        if let ConsumerFact::ResponseReceived { error, .. } = fact
            && gone.contains(error)
        {
            return Some((format!("error response {error}"), false));
        }
        // The exception of a lost connection has no message.
        let lost = matches!(fact, ConsumerFact::RequestTimedOut { .. } | ConsumerFact::CommitFailed { .. });
        lost.then(|| ("null".to_owned(), true))
    });
    let session = || ("session timed out without receiving a heartbeat response".to_owned(), false);
    let (cause, disconnected) = why.unwrap_or_else(session);
    let coordinator = log.seen.coordinator();
    log.info(
        COORDINATOR,
        format!(
            "Group coordinator {coordinator} is unavailable or invalid due to cause: {cause}. isDisconnected: \
             {disconnected}. Rediscovery will be attempted."
        ),
    );
    if !disconnected {
        log.info(COORDINATOR, format!("Requesting disconnect from last known coordinator {coordinator}"));
    }
}
