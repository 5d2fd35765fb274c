//! ConsumerGroupHeartbeat on the client (`AbstractHeartbeatRequestManager`, `ConsumerHeartbeatRequestManager`): when
//! one is sent, what it says, and what its answer does.

use super::{ConsumerMemberState, LocalAssignment};
use crate::kafka::api::*;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::membership::MembershipRequest;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::exception::Exception;
use crate::kafka::ids::TopicName;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// When heartbeats are due, and what the coordinator has been told.
#[derive(Clone, Debug, Default)]
pub(super) struct HeartbeatState {
    /// What the coordinator asks for; nothing before its first answer.
    pub interval: Option<SimDuration>,
    /// When the next one is due, the pause after a refused one included.
    due: SimTime,
    /// Heartbeats in a row that were refused for now.
    failures: u32,
    told: ToldBefore,
}

/// What need not be told again (`SentFields`).
#[derive(Clone, Debug, Default)]
struct ToldBefore {
    rebalance_timeout: bool,
    topics: Option<Vec<TopicName>>,
    pattern: Option<Arc<str>>,
    assignor: bool,
    owned: Option<Option<LocalAssignment>>,
}

impl HeartbeatState {
    /// When the next one is due; nothing before the coordinator's first answer.
    pub fn next_beat(&self) -> Option<SimTime> {
        self.interval.map(|_| self.due)
    }

    /// The next one is sent as soon as it can be, and tells everything.
    pub fn reset(&mut self) {
        (self.due, self.failures, self.told) = (SimTime::ZERO, 0, ToldBefore::default());
    }
}

impl Consumer {
    /// Sends a heartbeat, if the state asks for one or the interval is over.
    pub(super) fn send_heartbeat_if_due(&mut self, now: SimTime, fx: &mut Fx) {
        let membership = &self.membership.consumer;
        if self.lookup.coordinator.is_none() || membership.state.is_outside() {
            return;
        }
        if self.poll_interval_is_over(now) {
            self.leave_for_silence(now, fx);
        }
        let membership = &self.membership.consumer;
        let at_once = membership.state.sends_at_once() && membership.beats.failures == 0;
        // Who goes for max.poll.interval.ms does not wait for an answer.
        let in_flight = membership.heartbeat.in_flight && !membership.poll_expired;
        if in_flight || !(at_once || membership.beats.due <= now) {
            return;
        }
        self.send_group_heartbeat(now, fx);
        self.heartbeat_is_sent(fx);
    }

    fn poll_interval_is_over(&self, now: SimTime) -> bool {
        let membership = &self.membership.consumer;
        let last = self.membership.last_poll.unwrap_or(now);
        let leaving =
            matches!(membership.state, ConsumerMemberState::PrepareLeaving | ConsumerMemberState::Leaving);
        !leaving && now.since(last) >= self.config.max_poll_interval
    }

    pub(super) fn send_group_heartbeat(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(coordinator) = self.lookup.coordinator else { return };
        let request = self.heartbeat_request();
        let epoch = request.member_epoch;
        let membership = &mut self.membership.consumer;
        membership.heartbeat.in_flight = true;
        membership.heartbeat.last_sent = Some(now);
        membership.beats.due = now + membership.beats.interval.unwrap_or_default();
        let purpose = Purpose::Membership(MembershipRequest::ConsumerHeartbeat { epoch });
        self.send(coordinator, Request::ConsumerGroupHeartbeat(request), purpose, now, fx);
    }

    fn heartbeat_request(&mut self) -> ConsumerGroupHeartbeatRequest {
        let membership = &mut self.membership.consumer;
        let all = membership.state == ConsumerMemberState::Joining;
        let told = &mut membership.beats.told;
        let tells_timeout = all || !std::mem::replace(&mut told.rebalance_timeout, true);
        told.rebalance_timeout = true;
        // Who closes has unsubscribed before.
        let unsubscribed = membership.state == ConsumerMemberState::Leaving && !membership.poll_expired;
        let topics = if unsubscribed { Vec::new() } else { self.subscription.topics.clone() };
        let tells_topics = all || told.topics.as_ref() != Some(&topics);
        if tells_topics {
            told.topics = Some(topics.clone());
        }
        let pattern = self.subscription.pattern_for_broker().filter(|_| !unsubscribed);
        let pattern: Option<Arc<str>> = pattern.map(|pattern| pattern.as_str().into());
        // That there is none is told only to who was told of one.
        let tells_pattern = all && pattern.is_some() || told.pattern != pattern;
        told.pattern.clone_from(&pattern);
        let tells_assignor = all || !std::mem::replace(&mut told.assignor, true);
        told.assignor = true;
        let tells_owned = all || told.owned.as_ref() != Some(&membership.current);
        if tells_owned {
            told.owned = Some(membership.current.clone());
        }
        let owned = || membership.current.iter().flat_map(|local| local.partitions.iter().copied()).collect();
        ConsumerGroupHeartbeatRequest {
            group_id: self.group,
            member_id: membership.member_id,
            member_epoch: membership.epoch,
            instance_id: self.config.group_instance_id,
            rack_id: self.config.client_rack.clone().filter(|_| all),
            client_id: self.client_id,
            rebalance_timeout: tells_timeout.then_some(self.config.max_poll_interval),
            subscribed_topics: tells_topics.then_some(topics),
            server_assignor: self.config.remote_assignor.clone().filter(|_| tells_assignor),
            owned: tells_owned.then(owned),
            // An empty one takes the pattern back.
            subscribed_topic_regex: tells_pattern.then(|| pattern.unwrap_or_default()),
        }
    }

    /// What follows from having sent one (`onHeartbeatRequestGenerated`).
    fn heartbeat_is_sent(&mut self, fx: &mut Fx) {
        match self.membership.consumer.state {
            ConsumerMemberState::Acknowledging => {
                let membership = &self.membership.consumer;
                let to = match membership.current == membership.target {
                    true => ConsumerMemberState::Stable,
                    false => ConsumerMemberState::Reconciling,
                };
                self.turn_to(to, fx);
            }
            ConsumerMemberState::Leaving => self.has_left(fx),
            ConsumerMemberState::Unsubscribed
            | ConsumerMemberState::Joining
            | ConsumerMemberState::Reconciling
            | ConsumerMemberState::Stable
            | ConsumerMemberState::Fenced
            | ConsumerMemberState::PrepareLeaving
            | ConsumerMemberState::Stale
            | ConsumerMemberState::Fatal => {}
        }
    }

    /// A heartbeat was answered.
    pub(in crate::kafka::consumer::membership) fn group_heartbeat_answered(
        &mut self,
        epoch: Epoch,
        answer: ConsumerGroupHeartbeatResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if epoch < JOIN_GROUP {
            // Whether it was heard that the member goes does not matter to it.
            return;
        }
        self.membership.consumer.heartbeat.in_flight = false;
        if !answer.error.is_none() {
            return self.heartbeat_refused(answer.error, now, fx);
        }
        let membership = &mut self.membership.consumer;
        membership.beats.failures = 0;
        if membership.beats.interval != Some(answer.heartbeat_interval) {
            membership.beats.interval = Some(answer.heartbeat_interval);
            membership.beats.due = now + answer.heartbeat_interval;
        }
        if membership.state.is_outside() || membership.state == ConsumerMemberState::Leaving {
            return;
        }
        membership.member_id = answer.member_id;
        self.set_epoch(answer.member_epoch, fx);
        if let Some(partitions) = answer.assignment
            && self.membership.consumer.state.takes_assignments()
        {
            self.assignment_received(partitions, fx);
        }
    }

    /// A heartbeat was refused: what that does to the membership.
    fn heartbeat_refused(&mut self, error: ErrorCode, now: SimTime, fx: &mut Fx) {
        let failures = self.membership.consumer.beats.failures;
        self.membership.consumer.beats.reset();
        match error {
            ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable => {
                self.coordinator_unknown(now, fx);
            }
            ErrorCode::CoordinatorLoadInProgress => {
                let pause = self.backoff(failures);
                let beats = &mut self.membership.consumer.beats;
                (beats.failures, beats.due) = (failures + 1, now + pause);
            }
            ErrorCode::FencedMemberEpoch | ErrorCode::UnknownMemberId => self.fenced(error, fx),
            fatal => self.membership_is_over(fatal, fx),
        }
    }

    /// A heartbeat was lost with its connection, or was not answered for `request.timeout.ms`.
    pub(in crate::kafka::consumer::membership) fn group_heartbeat_lost(&mut self, epoch: Epoch) {
        if epoch >= JOIN_GROUP {
            self.membership.consumer.heartbeat.in_flight = false;
        }
        self.membership.consumer.beats.reset();
    }

    /// An error that forbids being a member: poll throws.
    fn membership_is_over(&mut self, error: ErrorCode, fx: &mut Fx) {
        fx.note(ConsumerFact::MembershipLost { error });
        self.membership.consumer.fatal = Some(exception_of(error));
        self.lose_everything(ConsumerMemberState::Fatal, fx);
    }

    /// Its interval as the coordinator told it; before that, nothing.
    pub(in crate::kafka::consumer::membership) fn told_interval(&self) -> Option<SimDuration> {
        self.membership.consumer.beats.interval
    }
}

/// The exception that stands for an error.
fn exception_of(error: ErrorCode) -> Exception {
    match error {
        ErrorCode::FencedInstanceId => Exception::FencedInstanceId,
        ErrorCode::UnreleasedInstanceId => Exception::UnreleasedInstanceId,
        ErrorCode::GroupMaxSizeReached => Exception::GroupMaxSizeReached,
        ErrorCode::UnsupportedAssignor => Exception::UnsupportedAssignor,
        ErrorCode::InvalidRequest => Exception::InvalidRequest,
        ErrorCode::InvalidRegularExpression => Exception::InvalidRegularExpression,
        ErrorCode::GroupIdNotFound => Exception::GroupIdNotFound,
        _ => Exception::Kafka,
    }
}

/// Of the assignment that an answer brings, as the client numbers it.
pub(super) fn renumbered(
    known: Option<&LocalAssignment>,
    number: u32,
    partitions: Arc<crate::sim::sorted::SortedSet<TopicIdPartition>>,
) -> Option<LocalAssignment> {
    match known {
        Some(known) if known.partitions == partitions => None,
        Some(_) | None => Some(LocalAssignment { number, partitions }),
    }
}
