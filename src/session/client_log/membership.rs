//! Joining, rebalancing, leaving (`AbstractCoordinator`, `ConsumerCoordinator`, `ConsumerRebalanceListenerInvoker`).

use super::seen::joined as listed;
use super::{COORDINATOR, JavaClass, LogLevel, LogWriter};
use crate::kafka::api::{Assignment, ErrorCode, Request, Response};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::{TopicName, TopicPartition};
use crate::kafka::rebalance_causes::{Callback, RejoinCause};

pub(super) const LISTENER: JavaClass =
    JavaClass("org.apache.kafka.clients.consumer.internals.ConsumerRebalanceListenerInvoker");

/// A request went out.
pub(super) fn sent(log: &mut LogWriter, request: &Request) {
    match request {
        Request::JoinGroup(_) => log.info(COORDINATOR, "(Re-)joining group"),
        Request::SyncGroup(sync) if !sync.assignments.is_empty() => {
            let of_member = |(member, partitions): (&_, &Assignment)| {
                format!("{member}=Assignment(partitions=[{}])", listed(partitions))
            };
            let all: Vec<String> = sync.assignments.iter().map(of_member).collect();
            let generation = sync.generation;
            let all = all.join(", ");
            log.info(
                COORDINATOR,
                format!("Finished assignment for group at generation {generation}: {{{all}}}"),
            );
        }
        Request::LeaveGroup(leave) => {
            let coordinator = log.seen.coordinator();
            for member in &leave.members {
                let (id, reason) = (member.member_id, &member.reason);
                log.info(
                    COORDINATOR,
                    format!(
                        "Member {id} sending LeaveGroup request to coordinator {coordinator} due to {reason}"
                    ),
                );
            }
        }
        Request::SyncGroup(_)
        | Request::FindCoordinator { .. }
        | Request::Metadata
        | Request::Heartbeat(_)
        | Request::ConsumerGroupHeartbeat(_)
        | Request::OffsetCommit(_)
        | Request::OffsetFetch(_)
        | Request::ListOffsets(_)
        | Request::OffsetsForLeaderEpoch(_)
        | Request::Fetch(_)
        | Request::Produce(_) => {}
    }
}

/// `subscribe` was called. What a pattern matches later is not logged.
pub(super) fn subscribed(log: &mut LogWriter, topics: &[TopicName], for_broker: Option<&str>) {
    if let Some(pattern) = for_broker {
        return log.info(log.consumer(), format!("Subscribing to regular expression {pattern}"));
    }
    match log.seen.pattern() {
        None => {
            let topics: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
            log.info(log.consumer(), format!("Subscribed to topic(s): {}", topics.join(", ")));
        }
        Some(pattern) => {
            let again =
                |(_, fact): (_, &ConsumerFact)| matches!(fact, ConsumerFact::SubscriptionChanged { .. });
            if !log.seen.before().any(again) {
                log.info(log.consumer(), format!("Subscribed to pattern: '{pattern}'"));
            }
        }
    }
}

/// JoinGroup was answered, and all is well.
pub(super) fn joined(log: &mut LogWriter, leader: bool) {
    let generation = log.seen.generation();
    log.info(COORDINATOR, format!("Successfully joined group with generation {generation}"));
    if let Some(Response::JoinGroup(answer)) = log.seen.answers().next()
        && answer.skip_assignment
        && leader
    {
        log.info(
            COORDINATOR,
            format!(
                "Skipped assignment for returning static leader at generation {}. The static leader will continue \
                 with its existing assignment.",
                answer.generation
            ),
        );
    }
}

/// It has to join again, and may have lost its membership.
pub(super) fn rejoin(log: &mut LogWriter, cause: &RejoinCause) {
    use RejoinCause::*;
    let reason = match cause {
        NeedToRevoke => {
            let revoked =
                log.seen.last_callback().map(|(_, partitions)| listed(partitions)).unwrap_or_default();
            format!(
                "need to revoke partitions [{revoked}] as indicated by the current assignment and re-join"
            )
        }
        Failed(error) => {
            let class = cause.to_string();
            let class = class.rsplit(' ').next().unwrap_or_default();
            format!("rebalance failed due to '{}' ({class})", super::errors::message(*error))
        }
        Disconnected => "rebalance failed due to 'null' (DisconnectException)".to_owned(),
        AlreadyRebalancing
        | CommitWhileRebalancing
        | GivenMemberId(_)
        | MetadataChanged
        | SubscriptionChanged
        | AssignmentDoesNotMatch
        | ModifiedByHeartbeatThread { .. }
        | MembershipLost { .. }
        | Leaving => cause.to_string(),
    };
    let id = match cause {
        MembershipLost { error, api } => {
            if *api == "HEARTBEAT" {
                let (generation, instance) = (log.seen.generation(), log.seen.instance());
                log.info(
                    COORDINATOR,
                    format!(
                        "Attempt to heartbeat with {generation} and group instance id {instance} failed due to \
                         {error}, resetting generation"
                    ),
                );
            }
            Some(if *error == ErrorCode::IllegalGeneration { "" } else { "and member id " })
        }
        Leaving | ModifiedByHeartbeatThread { .. } => Some("and member id "),
        NeedToRevoke
        | Failed(_)
        | Disconnected
        | AlreadyRebalancing
        | CommitWhileRebalancing
        | GivenMemberId(_)
        | MetadataChanged
        | SubscriptionChanged
        | AssignmentDoesNotMatch => None,
    };
    if let Some(id) = id {
        log.info(COORDINATOR, format!("Resetting generation {id}due to: {reason}"));
    }
    log.info(COORDINATOR, format!("Request joining group due to: {reason}"));
}

/// A method of the listener is called.
pub(super) fn callback(log: &mut LogWriter, callback: Callback, partitions: &[TopicPartition]) {
    let fresh = log.seen.fresh_assignment();
    if let Some((assigned, owned)) = &fresh
        && log.seen.config().is_some_and(|config| config.cooperative())
    {
        let rows = updating(assigned, owned);
        log.info(COORDINATOR, format!("Updating assignment with\n{rows}"));
    }
    let partitions = listed(partitions);
    match callback {
        Callback::OnPartitionsRevoked => {
            log.info(LISTENER, format!("Revoke previously assigned partitions {partitions}"));
        }
        Callback::OnPartitionsLost => {
            // Who closes gives up what it has without a word about why.
            if !log.seen.closes() {
                let line = "Giving away all assigned partitions as lost since generation/memberID has been reset,\
                            indicating that consumer is in old state or no longer part of the group";
                log.info(COORDINATOR, line);
            }
            log.info(LISTENER, format!("Lost previously assigned partitions {partitions}"));
        }
        Callback::OnPartitionsAssigned => {
            if let Some(assigned) = log.seen.owned() {
                log.info(
                    COORDINATOR,
                    format!(
                        "Notifying assignor about the new Assignment(partitions=[{}])",
                        listed(&assigned)
                    ),
                );
            }
            log.info(LISTENER, format!("Adding newly assigned partitions: {partitions}"));
        }
    }
}

/// What a member has, and what it is to have, compared.
pub(super) fn updating(assigned: &[TopicPartition], owned: &[TopicPartition]) -> String {
    let without = |all: &[TopicPartition], some: &[TopicPartition]| -> Vec<TopicPartition> {
        all.iter().filter(|partition| !some.contains(partition)).copied().collect()
    };
    let (added, revoked) = (without(assigned, owned), without(owned, assigned));
    let rows = [
        ("Assigned partitions:                       ", assigned),
        ("Current owned partitions:                  ", owned),
        ("Added partitions (assigned - owned):       ", &added),
        ("Revoked partitions (owned - assigned):     ", &revoked),
    ];
    rows.iter().map(|(what, which)| format!("\t{what}[{}]\n", listed(which))).collect()
}

/// A paused partition is given up.
pub(super) fn pause_forgotten(log: &mut LogWriter, partitions: &[TopicPartition]) {
    let lost = log.seen.last_callback().is_some_and(|(callback, _)| callback == Callback::OnPartitionsLost);
    let why = if lost { "partition lost" } else { "revocation" };
    let partitions = listed(partitions);
    log.info(LISTENER, format!("The pause flag in partitions [{partitions}] will be removed due to {why}."));
}

/// What follows "consumer" in the line about a poll that does not come.
pub(super) const POLL_TIMEOUT: &str = "poll timeout has expired. This means the time between subsequent calls to \
     poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is \
     spending too much time processing messages. You can address this either by increasing max.poll.interval.ms or by \
     reducing the maximum size of batches returned in poll() with max.poll.records.";

/// The application did not poll in time.
pub(super) fn poll_timeout(log: &mut LogWriter) {
    log.line(LogLevel::Warn, COORDINATOR, format!("consumer {POLL_TIMEOUT}"));
}
