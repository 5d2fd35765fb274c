//! Members of consumer groups (KIP-848): `AsyncKafkaConsumer` with `AbstractMembershipManager`,
//! `AbstractHeartbeatRequestManager`, `CoordinatorRequestManager` and `CommitRequestManager`.

use super::errors::message;
use super::membership::{LISTENER, POLL_TIMEOUT, updating};
use super::seen::{joined as listed, optional};
use super::{JavaClass, LogLevel, LogWriter};
use crate::cluster::fact::WorldFact;
use crate::kafka::api::{ApiKey, ErrorCode, LEAVE_GROUP, LEAVE_GROUP_STATIC};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::membership::ConsumerMemberState;
use crate::kafka::ids::TopicPartition;
use crate::kafka::rebalance_causes::Callback;
use crate::session::terminal::host_of_broker;
use crate::sim::time::SimTime;

const MEMBERSHIP: JavaClass =
    JavaClass("org.apache.kafka.clients.consumer.internals.ConsumerMembershipManager");
const HEARTBEATS: JavaClass =
    JavaClass("org.apache.kafka.clients.consumer.internals.ConsumerHeartbeatRequestManager");
const LOOKUP: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.CoordinatorRequestManager");
pub(super) const COMMITS: JavaClass =
    JavaClass("org.apache.kafka.clients.consumer.internals.CommitRequestManager");

/// The coordinator was found: its data as they came over the wire, and no `Node`.
pub(super) fn coordinator_found(log: &mut LogWriter) {
    let (group, broker) = (log.seen.group(), log.seen.cluster.brokers().coordinator(&log.seen.group()));
    let host = host_of_broker(broker);
    let (host, port) = host.split_once(':').unwrap_or((&host, ""));
    let what = format!(
        "Discovered group coordinator Coordinator(key='{group}', nodeId={}, host='{host}', port={port}, errorCode=0, \
         errorMessage='')",
        broker.0
    );
    log.info(LOOKUP, what);
}

/// The coordinator is given up, for what has just happened.
pub(super) fn coordinator_unknown(log: &mut LogWriter) {
    let now = log.seen.entry.time;
    let mut just_now = log.seen.before().take_while(|(entry, _)| entry.time == now);
    let cause = just_now.find_map(|(_, fact)| {
        let ConsumerFact::ResponseReceived { api, error, .. } = fact else { return None };
        // A heartbeat's answer has no text of its own for this error, and the exception of a lost connection none.
        let text = if *api == ApiKey::OffsetCommit {
            message(*error).to_owned()
        } else if *api == ApiKey::OffsetFetch {
            format!("error response {error}")
        } else {
            "null".to_owned()
        };
        (!error.is_none()).then_some(text)
    });
    let (coordinator, cause) = (log.seen.coordinator(), cause.unwrap_or_else(|| "null".to_owned()));
    let what = format!(
        "Group coordinator {coordinator} is unavailable or invalid due to cause: {cause}. Rediscovery will be \
         attempted."
    );
    log.info(LOOKUP, what);
}

/// A member goes on to another state.
pub(super) fn state_changed(log: &mut LogWriter, from: ConsumerMemberState, to: ConsumerMemberState) {
    use ConsumerMemberState::{Fatal, Joining, Leaving, PrepareLeaving, Stale, Unsubscribed};
    let (member, epoch, leaves) = (log.seen.member(), log.seen.member_epoch(), leave_epoch(log));
    let step = |log: &mut LogWriter, epoch: i32, from: ConsumerMemberState, to: ConsumerMemberState| {
        let (from, to) = (from.kafka_name(), to.kafka_name());
        let what = format!("Member {member} with epoch {epoch} transitioned from {from} to {to}.");
        log.info(MEMBERSHIP, what);
    };
    let unsubscribes = !log.seen.closes();
    match (from, to) {
        // Who is out of the group already has nothing to leave.
        (Fatal | Stale, Unsubscribed) => {}
        (_, Joining) => {
            if from == Stale {
                rejoins(log);
            }
            step(log, 0, from, to);
        }
        (PrepareLeaving, Leaving) => {
            if unsubscribes {
                let what = "completed callback to release assignment. It will proceed to clear its assignment and \
                            send a leave group heartbeat";
                log.info(MEMBERSHIP, format!("Member {member} {what}"));
            }
            step(log, leaves, from, to);
        }
        // For want of a poll: it passes through the state before.
        (_, Leaving) => {
            step(log, epoch, from, PrepareLeaving);
            step(log, leaves, PrepareLeaving, to);
        }
        (Leaving, _) => step(log, leaves, from, to),
        (_, PrepareLeaving) => {
            step(log, epoch, from, to);
            if unsubscribes {
                let owned = listed(&log.seen.owned().unwrap_or_default());
                let what = format!(
                    "Member {member} is triggering callbacks to release assignment [{owned}] and leave group"
                );
                log.info(MEMBERSHIP, what);
            }
        }
        (_, Fatal) => {
            step(log, epoch, from, to);
            let what = format!("Member {member} with epoch {epoch} transitioned to fatal state");
            log.line(LogLevel::Error, MEMBERSHIP, what);
        }
        _ => step(log, epoch, from, to),
    }
}

/// What a member says with its last heartbeat.
fn leave_epoch(log: &LogWriter) -> i32 {
    let is_static = log.seen.config().is_some_and(|config| config.group_instance_id.is_some());
    let leaves = log.seen.done().any(|done| {
        let operation = GroupMembershipOperation::LeaveGroup;
        matches!(done, WorldFact::CloseRequestedWith { operation: asked, .. } if *asked == operation)
    });
    if is_static && !leaves { LEAVE_GROUP_STATIC } else { LEAVE_GROUP }
}

/// A poll came after the poll timeout.
fn rejoins(log: &mut LogWriter) {
    let last = log.seen.before().find_map(|(_, fact)| {
        let ConsumerFact::PollIntervalExceeded { last_poll } = fact else { return None };
        Some(*last_poll)
    });
    let interval = log.seen.config().map(|config| config.max_poll_interval).unwrap_or_default();
    let due: SimTime = last.map_or(log.seen.entry.time, |last| last + interval);
    let (late, member) = (log.seen.entry.time.since(due).as_millis(), log.seen.member());
    let what = format!(
        "Time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, exceeded \
         approximately by {late} ms. Member {member} will rejoin the group now."
    );
    log.line(LogLevel::Warn, HEARTBEATS, what);
}

/// The application did not poll in time.
pub(super) fn poll_timeout(log: &mut LogWriter) {
    log.line(LogLevel::Warn, HEARTBEATS, format!("Consumer {POLL_TIMEOUT}"));
}

/// A heartbeat was refused.
pub(super) fn heartbeat_refused(log: &mut LogWriter, error: ErrorCode) {
    use ErrorCode::*;
    const NAME: &str = "ConsumerGroupHeartbeatRequest";
    let (member, group, epoch) = (log.seen.member(), log.seen.group(), log.seen.member_epoch());
    let coordinator = log.seen.knows_coordinator().then(|| log.seen.coordinator());
    let coordinator = format!("the group coordinator {}", optional(coordinator));
    let (text, instance) = (message(error), log.seen.instance_id());
    let why = match error {
        NotCoordinator => {
            format!(
                "because {coordinator} is incorrect. Will attempt to find the coordinator again and retry"
            )
        }
        CoordinatorNotAvailable => {
            format!(
                "because {coordinator} is not available. Will attempt to find the coordinator again and retry"
            )
        }
        CoordinatorLoadInProgress => format!("because {coordinator} is still loading. Will retry"),
        FencedMemberEpoch => format!("for member {member} because epoch {epoch} is fenced."),
        UnknownMemberId => format!("because member {member} is unknown."),
        UnreleasedInstanceId => {
            let what = format!("{NAME} failed due to unreleased instance id {instance}: {text}");
            return log.line(LogLevel::Error, HEARTBEATS, what);
        }
        FencedInstanceId => {
            let what = format!(
                "{NAME} failed due to fenced instance id {instance}: {text}. This is expected in the case that the \
                 member was removed from the group by an admin client, and another member joined using the same group \
                 instance id."
            );
            return log.line(LogLevel::Error, HEARTBEATS, what);
        }
        InvalidRequest | GroupMaxSizeReached | UnsupportedAssignor | InvalidRegularExpression => {
            return log.line(LogLevel::Error, HEARTBEATS, format!("{NAME} failed due to {error}: {text}"));
        }
        None
        | OffsetOutOfRange
        | UnknownTopicOrPartition
        | IllegalGeneration
        | InconsistentGroupProtocol
        | InvalidGroupId
        | InvalidSessionTimeout
        | RebalanceInProgress
        | OffsetMetadataTooLarge
        | NonEmptyGroup
        | GroupIdNotFound
        | MemberIdRequired
        | GroupSubscribedToTopic
        | UnknownTopicId
        | UnknownServerError
        | UnsupportedVersion
        | StaleMemberEpoch => {
            let what = format!("{NAME} failed due to unexpected error {error}: {text}");
            return log.line(LogLevel::Error, HEARTBEATS, what);
        }
    };
    // A broker leaves out a text that its error has anyway.
    let told = if error == UnknownMemberId {
        format!("Member {member} is not a member of group {group}.")
    } else if error == FencedMemberEpoch {
        text.to_owned()
    } else {
        "null".to_owned()
    };
    let pause = backoff(log);
    log.info(HEARTBEATS, format!("{NAME} failed {why} in {pause}ms: {told}"));
}

/// How long it would wait after so many refusals in a row.
fn backoff(log: &LogWriter) -> u64 {
    let Some(config) = log.seen.config() else { return 0 };
    let beats = log.seen.before().filter_map(|(_, fact)| {
        let ConsumerFact::ResponseReceived { api: ApiKey::ConsumerGroupHeartbeat, error, .. } = fact else {
            return None;
        };
        Some(*error)
    });
    let again = beats.take_while(|error| *error == ErrorCode::CoordinatorLoadInProgress).count();
    let (pause, most) = (config.retry_backoff.as_millis(), config.retry_backoff_max.as_millis());
    pause.saturating_mul(1 << again.min(20)).min(most)
}

/// A method of the listener is called.
pub(super) fn callback(log: &mut LogWriter, callback: Callback, partitions: &[TopicPartition]) {
    let state = log.seen.member_state();
    if state == ConsumerMemberState::Reconciling && log.seen.reconciliation_begins() {
        reconciling(log, callback, partitions);
    }
    let partitions = listed(partitions);
    match callback {
        Callback::OnPartitionsRevoked => {
            let closes = state == ConsumerMemberState::PrepareLeaving && log.seen.closes();
            if !closes {
                log.info(MEMBERSHIP, format!("Revoking previously assigned partitions [{partitions}]"));
            }
            log.info(LISTENER, format!("Revoke previously assigned partitions {partitions}"));
        }
        Callback::OnPartitionsLost => {
            log.info(LISTENER, format!("Lost previously assigned partitions {partitions}"));
        }
        Callback::OnPartitionsAssigned => {
            log.info(LISTENER, format!("Adding newly assigned partitions: {partitions}"));
        }
    }
}

/// An assignment is applied: what it changes.
fn reconciling(log: &mut LogWriter, callback: Callback, partitions: &[TopicPartition]) {
    let (number, assigned) = log.seen.local_assignment();
    // What is announced is noted as owned already.
    let is_new =
        |one: &TopicPartition| callback == Callback::OnPartitionsAssigned && partitions.contains(one);
    let owned = log.seen.owned().unwrap_or_default();
    let owned: Vec<TopicPartition> = owned.iter().filter(|one| !is_new(one)).copied().collect();
    let first = format!(
        "Reconciling assignment with local epoch {number}\n\tMember:                                    {}",
        log.seen.member()
    );
    let rows = updating(&assigned, &owned);
    log.info(MEMBERSHIP, format!("{first}\n{rows}"));
}

/// A method of the listener threw.
pub(super) fn callback_threw(log: &mut LogWriter, callback: Callback) {
    let last = log.seen.last_callback().filter(|(last, _)| *last == callback);
    let partitions = last.map(|(_, partitions)| listed(partitions)).unwrap_or_default();
    let state = log.seen.member_state();
    let mut error = |what: String| log.line(LogLevel::Error, MEMBERSHIP, what);
    let releasing = "onPartitionsLost callback invocation failed while releasing assignment after member";
    match callback {
        Callback::OnPartitionsRevoked => {
            error(format!("onPartitionsRevoked callback invocation failed for partitions [{partitions}]"));
            if state == ConsumerMemberState::Reconciling {
                error("Reconciliation failed.".to_owned());
            }
        }
        Callback::OnPartitionsLost if state == ConsumerMemberState::Fenced => {
            error(format!("{releasing} got fenced. Member will rejoin the group anyways."));
        }
        Callback::OnPartitionsLost => error(format!("{releasing} left group due to expired poll timer.")),
        Callback::OnPartitionsAssigned => {
            if !partitions.is_empty() {
                let what = format!(
                    "Leaving newly assigned partitions [{partitions}] marked as non-fetchable and not requiring \
                     initializing positions after onPartitionsAssigned callback failed."
                );
                log.line(LogLevel::Warn, MEMBERSHIP, what);
            }
            log.line(LogLevel::Error, MEMBERSHIP, "Reconciliation failed.".to_owned());
        }
    }
}

/// An OffsetCommit was refused.
pub(super) fn commit_refused(log: &mut LogWriter, number: u64, error: ErrorCode) {
    let what = if error == ErrorCode::UnknownMemberId {
        format!("OffsetCommit failed with {error}")
    } else if error == ErrorCode::StaleMemberEpoch {
        let (member, epoch) = (log.seen.member(), log.seen.when_sent(number).member_epoch());
        format!(
            "OffsetCommit failed for member {member} with stale member epoch error. Last epoch sent: {epoch}"
        )
    } else {
        return;
    };
    log.line(LogLevel::Error, COMMITS, what);
}
