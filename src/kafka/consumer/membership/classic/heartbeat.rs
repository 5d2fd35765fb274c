//! The heartbeat thread (`AbstractCoordinator.HeartbeatThread`, `Heartbeat`).
//!
//! It runs from a successful JoinGroup until the next JoinGroup is sent or the membership is lost, whatever the
//! application thread does. It watches three clocks: the next heartbeat, the session as the client sees it
//! (no answer for `session.timeout.ms`: the coordinator is looked for again), and the time since the last poll. None
//! of them counts while the coordinator is unknown. Between that it looks at the network (`network_client`).
//!
//! Not modelled: that the thread notices a clock's end with its next look, up to `retry.backoff.ms` later; the back-off
//! between failed heartbeats does not grow; the clocks stand still with a process that is
//! frozen (Java's are wall clocks: after a long pause the heartbeat thread may find the session over before it has read
//! the answers that wait for it).

use super::MemberState;
use crate::kafka::api::*;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::SHORTEST_INTERVAL;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::lookup::CoordinatorFound;
use crate::kafka::consumer::membership::MembershipRequest;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::{Consumer, ConsumerTimer, Fx};
use crate::kafka::exception::Exception;
use crate::kafka::ids::Generation;
use crate::kafka::rebalance_causes::RejoinCause;
use crate::sim::time::{SimDuration, SimTime};

/// What the heartbeat thread knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heartbeat {
    /// The thread is at work.
    pub enabled: bool,
    /// A heartbeat without an answer is under way.
    pub in_flight: bool,
    /// When the last heartbeat was sent.
    pub last_sent: Option<SimTime>,
    /// When the next one is due.
    pub(super) due: SimTime,
    /// When the thread last looked at the network.
    pub(super) looked_at: SimTime,
}

impl Heartbeat {
    /// When the next one is due, while the thread is at work.
    pub(in crate::kafka::consumer) fn next_due(&self) -> Option<SimTime> {
        self.enabled.then_some(self.due)
    }

    /// When the thread looks at the network next, at `now` or later; it does so every `interval`.
    pub(in crate::kafka::consumer) fn next_look(&self, now: SimTime, interval: SimDuration) -> SimTime {
        let interval = interval.max(SHORTEST_INTERVAL);
        let passed = now.since(self.looked_at).as_micros().div_ceil(interval.as_micros());
        self.looked_at + interval * passed
    }
}

impl Consumer {
    /// A join succeeded: all three clocks start anew.
    pub(super) fn enable_heartbeat(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.classic.heartbeat =
            Heartbeat { enabled: true, in_flight: false, last_sent: None, due: now, looked_at: now };
        self.next_heartbeat_after(self.config.heartbeat_interval, now, fx);
        fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
        self.membership.last_poll = Some(now);
        fx.set_timer(ConsumerTimer::PollInterval, now + self.config.max_poll_interval);
    }

    /// A join begins or the membership is lost: silence.
    pub(in crate::kafka::consumer::membership) fn disable_heartbeat(&mut self, fx: &mut Fx) {
        self.membership.classic.heartbeat.enabled = false;
        fx.cancel_timer(ConsumerTimer::Heartbeat);
        fx.cancel_timer(ConsumerTimer::HeartbeatThread);
        fx.cancel_timer(ConsumerTimer::Session);
        fx.cancel_timer(ConsumerTimer::PollInterval);
    }

    /// The application lives (`pollHeartbeat`).
    pub(in crate::kafka::consumer::membership) fn poll_heartbeat(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.classic.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::PollInterval, now + self.config.max_poll_interval);
        }
    }

    fn next_heartbeat_after(&mut self, pause: SimDuration, now: SimTime, fx: &mut Fx) {
        self.membership.classic.heartbeat.due = now + pause;
        fx.set_timer(ConsumerTimer::Heartbeat, now + pause);
    }

    /// The coordinator is found. The session, as the client sees it, begins anew.
    pub(in crate::kafka::consumer::membership) fn session_begins_anew(
        &mut self,
        found: CoordinatorFound,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if self.membership.classic.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
            if found == CoordinatorFound::Anew {
                self.watch_again(now, fx);
            }
        }
    }

    /// The coordinator is known again, so the thread looks at its clocks again.
    fn watch_again(&mut self, now: SimTime, fx: &mut Fx) {
        let heartbeat = &self.membership.classic.heartbeat;
        let look = heartbeat.next_look(now, self.config.retry_backoff);
        let last_poll = self.membership.last_poll.unwrap_or(now);
        fx.set_timer(ConsumerTimer::PollInterval, (last_poll + self.config.max_poll_interval).max(look));
        fx.set_timer(ConsumerTimer::Heartbeat, heartbeat.due.max(look));
        fx.set_timer(ConsumerTimer::HeartbeatThread, look + self.config.retry_backoff);
    }

    /// The heartbeat thread looks at the network (`HeartbeatThread.run`). Without a coordinator it sends
    /// FindCoordinator in one look and forgets it in the next, answered or not.
    pub(in crate::kafka::consumer::membership) fn heartbeat_thread_looks(
        &mut self,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if !self.membership.classic.heartbeat.enabled {
            return;
        }
        self.membership.classic.heartbeat.looked_at = now;
        self.pump(now, fx);
        if !self.membership.classic.heartbeat.enabled || self.lookup.coordinator.is_some() {
            return;
        }
        if self.lookup.finding {
            self.lookup.finding = false;
        } else {
            self.send_find_coordinator(now, fx);
        }
        fx.set_timer(ConsumerTimer::HeartbeatThread, now + self.config.retry_backoff);
    }

    /// The next heartbeat is due. It does not wait for the answer to the one before.
    pub(in crate::kafka::consumer::membership) fn heartbeat_due(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.classic.heartbeat.enabled && !self.lookup.connecting {
            self.pump(now, fx);
        }
        if !self.membership.classic.heartbeat.enabled {
            return;
        }
        let Some(coordinator) = self.lookup.coordinator else { return };
        self.membership.classic.heartbeat.in_flight = true;
        self.membership.classic.heartbeat.last_sent = Some(now);
        self.membership.classic.heartbeat.looked_at = now;
        let generation = self.membership.classic.generation;
        let request = HeartbeatRequest {
            group_id: self.group,
            generation,
            member_id: self.membership.classic.member_id,
            group_instance_id: self.config.group_instance_id,
        };
        self.send(
            coordinator,
            Request::Heartbeat(request),
            Purpose::Membership(MembershipRequest::Heartbeat(generation)),
            now,
            fx,
        );
        self.next_heartbeat_after(self.config.heartbeat_interval, now, fx);
    }

    /// No heartbeat was answered for `session.timeout.ms`.
    pub(in crate::kafka::consumer::membership) fn session_over(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.classic.heartbeat.enabled {
            self.membership.classic.heartbeat.looked_at = now;
            self.coordinator_unknown(now, fx);
        }
    }

    /// A heartbeat was answered.
    pub(in crate::kafka::consumer::membership) fn heartbeat_answered(
        &mut self,
        generation: Generation,
        error: ErrorCode,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.membership.classic.heartbeat.in_flight = false;
        let current = generation == self.membership.classic.generation;
        match error {
            ErrorCode::None => self.heartbeat_received(now, fx),
            ErrorCode::RebalanceInProgress => {
                self.heartbeat_received(now, fx);
                if self.membership.classic.state == MemberState::Stable {
                    self.request_rejoin(RejoinCause::AlreadyRebalancing, fx);
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
        if self.membership.classic.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
        }
    }

    /// A heartbeat was refused or lost: the next one goes after a pause, not after the whole interval.
    pub(in crate::kafka::consumer::membership) fn heartbeat_failed(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.classic.heartbeat.in_flight = false;
        if self.membership.classic.heartbeat.enabled {
            self.next_heartbeat_after(self.config.retry_backoff, now, fx);
        }
    }

    /// The application has not polled for `max.poll.interval.ms`: a dynamic member leaves the group, a static
    /// one only stops its heartbeats. Either way the membership is lost, and the next poll will say so. Inside poll
    /// the clock starts anew with each turn, however long poll's own timeout is. While the coordinator is unknown
    /// no thread looks at it.
    pub(in crate::kafka::consumer::membership) fn poll_interval_over(&mut self, now: SimTime, fx: &mut Fx) {
        let membership = &self.membership.classic;
        if !membership.heartbeat.enabled || self.lookup.coordinator.is_none() || self.app.inside_poll() {
            return;
        }
        let last_poll = self.membership.last_poll.unwrap_or(now);
        fx.note(ConsumerFact::PollIntervalExceeded { last_poll });
        let operation = GroupMembershipOperation::Default;
        self.leave_classic_group(operation, "consumer poll timeout has expired.", now, fx);
    }
}
