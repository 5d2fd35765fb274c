//! Knowing the coordinator (`AbstractCoordinator.ensureCoordinatorReady`, `markCoordinatorUnknown`): asking for it,
//! giving it up, and the pauses between attempts.
//!
//! Both threads look for it, and share a lookup under way. A call that needs the coordinator asks again after
//! `retry.backoff.ms`, which grows while the call lasts; the heartbeat thread in its own rhythm (`network_client`).
//!
//! Not modelled: reconnect back-off.

use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::effects::Peer;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

impl Consumer {
    /// A call of the application begins that may look for the coordinator: its pauses are its own.
    pub(super) fn begin_lookups(&mut self) {
        self.membership.attempts = 0;
        self.membership.retry_at = None;
    }

    /// Asks any broker who coordinates the group, unless that is under way.
    pub(super) fn find_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.membership.finding && self.membership.retry_at.is_none() {
            self.send_find_coordinator(now, fx);
        }
    }

    pub(super) fn send_find_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.finding = true;
        let request = Request::FindCoordinator { group_id: self.group.clone() };
        self.send(self.any_broker(), request, Purpose::FindCoordinator, now, fx);
    }

    /// FindCoordinator was answered. The session, as the client sees it, begins anew with a new coordinator.
    pub(super) fn coordinator_found(
        &mut self,
        error: ErrorCode,
        coordinator: Option<BrokerId>,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if !error.is_none() || coordinator.is_none() {
            return self.lookup_failed(now, fx);
        }
        self.membership.finding = false;
        let known = self.membership.coordinator.is_some();
        self.membership.coordinator = coordinator;
        self.membership.attempts = 0;
        self.membership.connecting = !known && !self.app.blocks_on_network();
        if self.membership.heartbeat.enabled {
            fx.set_timer(ConsumerTimer::Session, now + self.config.session_timeout);
            if !known {
                self.watch_again(now, fx);
            }
        }
        self.coordinator_looked_up(true, now, fx);
    }

    /// The lookup was answered with an error, or lost. A call that waits for it tries again after a pause; otherwise
    /// the heartbeat thread forgets it in time.
    pub(super) fn lookup_failed(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.blocks_on_network() && self.membership.finding && self.membership.coordinator.is_none() {
            self.back_off(now, fx);
        }
        self.membership.finding &= !self.app.blocks_on_network() && self.membership.heartbeat.enabled;
        self.coordinator_looked_up(self.membership.coordinator.is_some(), now, fx);
    }

    /// The coordinator does not answer, or says it is not the coordinator: forget it, close the connection to it, look
    /// for it again.
    pub(super) fn coordinator_unknown(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.coordinator.take().is_none() {
            return;
        }
        fx.note(Fact::CoordinatorUnknown { client: self.name.clone() });
        self.disconnect(Peer::Coordinator, now, fx);
        if self.membership.heartbeat.enabled {
            let at = self.membership.heartbeat.next_look(now, self.config.retry_backoff);
            fx.set_timer(ConsumerTimer::HeartbeatThread, at);
        }
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
