//! The heartbeat thread (`AbstractCoordinator.HeartbeatThread`, `Heartbeat`).
//!
//! It runs from a successful JoinGroup until the next JoinGroup is sent or the membership is lost, whatever the
//! application thread does. It watches three clocks: the next heartbeat, the session as the client sees it
//! (no answer for `session.timeout.ms`: the coordinator is looked for again), and the time since the last poll.
//!
//! Not modelled: the back-off between failed heartbeats does not grow; the clocks stand still with a process that is
//! frozen (Java's are wall clocks: after a long pause the heartbeat thread may find the session over before it has read
//! the answers that wait for it).

use super::classic_membership::MemberState;
use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::fact::{Exception, Fact};
use crate::kafka::ids::Generation;
use crate::sim::time::SimTime;

/// What the heartbeat thread knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heartbeat {
    /// The thread is at work.
    pub enabled: bool,
    /// A heartbeat without an answer is under way.
    pub in_flight: bool,
    /// When the last heartbeat was sent.
    pub last_sent: Option<SimTime>,
}

impl Consumer {
    /// A join succeeded: all three clocks start anew.
    pub(super) fn enable_heartbeat(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.heartbeat = Heartbeat { enabled: true, in_flight: false, last_sent: None };
        fx.set_timer(ConsumerTimer::Heartbeat, now + self.config.heartbeat_interval);
        fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
        self.membership.last_poll = Some(now);
        fx.set_timer(ConsumerTimer::PollInterval, now + self.config.max_poll_interval);
    }

    /// A join begins or the membership is lost: silence.
    pub(super) fn disable_heartbeat(&mut self, fx: &mut Fx) {
        self.membership.heartbeat.enabled = false;
        fx.cancel_timer(ConsumerTimer::Heartbeat);
        fx.cancel_timer(ConsumerTimer::Session);
        fx.cancel_timer(ConsumerTimer::PollInterval);
    }

    /// The application called poll, is inside it, or poll returned: it is alive (`pollHeartbeat`).
    pub(super) fn polled(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.last_poll = Some(now);
        if self.membership.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::PollInterval, now + self.config.max_poll_interval);
        }
    }

    /// The next heartbeat is due.
    pub(super) fn heartbeat_due(&mut self, now: SimTime, fx: &mut Fx) {
        let heartbeat = &self.membership.heartbeat;
        if !heartbeat.enabled {
            return;
        }
        let Some(coordinator) = self.membership.coordinator else {
            self.find_coordinator(now, fx);
            fx.set_timer(ConsumerTimer::Heartbeat, now + self.config.retry_backoff);
            return;
        };
        if heartbeat.in_flight {
            fx.set_timer(ConsumerTimer::Heartbeat, now + self.config.retry_backoff);
            return;
        }
        self.membership.heartbeat.in_flight = true;
        self.membership.heartbeat.last_sent = Some(now);
        let generation = self.membership.generation;
        let request = HeartbeatRequest {
            group_id: self.group.clone(),
            generation,
            member_id: self.membership.member_id.clone(),
            group_instance_id: self.config.group_instance_id.clone(),
        };
        self.send(coordinator, Request::Heartbeat(request), Purpose::Heartbeat(generation), now, fx);
        fx.set_timer(ConsumerTimer::Heartbeat, now + self.config.heartbeat_interval);
    }

    /// A heartbeat was answered.
    pub(super) fn heartbeat_answered(
        &mut self,
        generation: Generation,
        error: ErrorCode,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.membership.heartbeat.in_flight = false;
        let current = generation == self.membership.generation;
        match error {
            ErrorCode::None => self.heartbeat_received(now, fx),
            ErrorCode::RebalanceInProgress => {
                self.heartbeat_received(now, fx);
                if self.membership.state == MemberState::Stable {
                    self.request_rejoin("group is already rebalancing", fx);
                }
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration if current => {
                self.membership_lost(error, "HEARTBEAT", fx);
            }
            ErrorCode::FencedInstanceId if current => {
                self.membership.fatal = Some(Exception::FencedInstanceId);
                self.membership_lost(error, "HEARTBEAT", fx);
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::FencedInstanceId => {}
            _ => {
                self.coordinator_unknown(now, fx);
                self.heartbeat_failed(now, fx);
            }
        }
    }

    /// The coordinator knows that the member lives.
    fn heartbeat_received(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
        }
    }

    /// A heartbeat was refused or lost: the next one goes after a pause, not after the whole interval.
    pub(super) fn heartbeat_failed(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.heartbeat.in_flight = false;
        if self.membership.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::Heartbeat, now + self.config.retry_backoff);
        }
    }

    /// The application has not polled for `max.poll.interval.ms`: a dynamic member leaves the group, a static
    /// one only stops its heartbeats. Either way the membership is lost, and the next poll will say so. Inside poll
    /// the clock starts anew with each turn, however long poll's own timeout is.
    pub(super) fn poll_interval_over(&mut self, now: SimTime, fx: &mut Fx) {
        let membership = &self.membership;
        if !membership.heartbeat.enabled || self.app.inside_poll() {
            return;
        }
        let last_poll = membership.last_poll.unwrap_or(now);
        fx.note(Fact::PollIntervalExceeded { client: self.name.clone(), last_poll });
        self.send_leave("consumer poll timeout has expired.", now, fx);
        self.reset_membership(true, "consumer pro-actively leaving the group", fx);
    }
}
