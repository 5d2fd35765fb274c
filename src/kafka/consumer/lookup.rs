//! Knowing the coordinator (`AbstractCoordinator.ensureCoordinatorReady`, `markCoordinatorUnknown`): asking for it,
//! giving it up, and the pauses between attempts.
//!
//! Not modelled: reconnect back-off; any broker can be asked, so broker 0 is.

use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

impl Consumer {
    /// Asks any broker who coordinates the group, unless that is under way.
    pub(super) fn find_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.finding || self.membership.retry_at.is_some() {
            return;
        }
        self.membership.finding = true;
        let request = Request::FindCoordinator { group_id: self.group.clone() };
        self.send(BrokerId(0), request, Purpose::FindCoordinator, now, fx);
    }

    /// FindCoordinator was answered. The session, as the client sees it, begins anew with a new coordinator.
    pub(super) fn coordinator_found(
        &mut self,
        error: ErrorCode,
        coordinator: Option<BrokerId>,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.membership.finding = false;
        if error.is_none() && coordinator.is_some() {
            self.membership.coordinator = coordinator;
            self.membership.attempts = 0;
            if self.membership.heartbeat.enabled {
                fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
            }
        } else {
            self.back_off(now, fx);
        }
        self.coordinator_looked_up(self.membership.coordinator.is_some(), now, fx);
    }

    /// The coordinator does not answer, or says it is not the coordinator: forget it, look for it again.
    pub(super) fn coordinator_unknown(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.coordinator.take().is_none() {
            return;
        }
        fx.note(Fact::CoordinatorUnknown { client: self.name.clone() });
        self.disconnect_coordinator(now, fx);
    }

    /// Nothing is sent for a while, longer with each attempt.
    pub(super) fn back_off(&mut self, now: SimTime, fx: &mut Fx) {
        let at = now + self.backoff(self.membership.attempts);
        self.membership.attempts += 1;
        self.membership.retry_at = Some(at);
        fx.set_timer(ConsumerTimer::Backoff, at);
    }

    /// The pause is over.
    pub(super) fn backoff_over(&mut self, now: SimTime) {
        if self.membership.retry_at.is_some_and(|at| at <= now) {
            self.membership.retry_at = None;
        }
    }
}
