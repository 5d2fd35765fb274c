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
use crate::kafka::consumer::asks::Peer;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

/// What the client knows of its coordinator.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookup {
    /// The coordinator, if it is known.
    pub(super) coordinator: Option<BrokerId>,
    /// FindCoordinator is under way (`findCoordinatorFuture`).
    pub(super) finding: bool,
    /// The connection to the coordinator is being made, and no thread polls the network now.
    pub(super) connecting: bool,
    /// Nothing is sent before this.
    pub(super) retry_at: Option<SimTime>,
    pub(super) attempts: u32,
}

/// What the client knew when the coordinator was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CoordinatorFound {
    /// It knew none.
    Anew,
    /// It knew one: two lookups were under way.
    Again,
}

/// How a lookup ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LookupEnd {
    /// The coordinator is known.
    Found,
    /// It is not.
    NotFound,
}

impl Lookup {
    /// Whether a lookup may begin now: none is under way, and the pause after the last one is over.
    pub(super) fn may_look(&self, now: SimTime) -> bool {
        !self.finding && self.retry_at.is_none_or(|at| at <= now)
    }
}

impl Consumer {
    /// The coordinator, if it is known.
    pub fn coordinator(&self) -> Option<BrokerId> {
        self.lookup.coordinator
    }

    /// A call of the application begins that may look for the coordinator: its pauses are its own.
    pub(super) fn begin_lookups(&mut self) {
        if self.membership.background_owns_network() {
            return; // its pauses are those of its own thread
        }
        self.lookup.attempts = 0;
        self.lookup.retry_at = None;
    }

    /// Asks any broker who coordinates the group, unless that is under way.
    pub(super) fn find_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        if self.lookup.retry_at.is_some() {
            return;
        }
        if !self.lookup.finding {
            self.send_find_coordinator(now, fx);
        } else if self.app.blocks_on_network() && !self.lookup_is_under_way() {
            // It has failed while nobody waited, and no heartbeat thread forgot it. Who waits now hears so at once.
            self.lookup.finding = false;
            self.back_off(now, fx);
        }
    }

    fn lookup_is_under_way(&self) -> bool {
        self.requests.under_way(|purpose| matches!(purpose, Purpose::FindCoordinator))
    }

    pub(super) fn send_find_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        self.lookup.finding = true;
        let request = Request::FindCoordinator { group_id: self.group };
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
        self.lookup.finding = false;
        let found = match self.lookup.coordinator {
            Some(_) => CoordinatorFound::Again,
            None => CoordinatorFound::Anew,
        };
        self.lookup.coordinator = coordinator;
        self.lookup.attempts = 0;
        let pumped = self.app.blocks_on_network() || self.membership.background_owns_network();
        self.lookup.connecting = found == CoordinatorFound::Anew && !pumped;
        self.coordinator_is_known(found, now, fx);
        self.coordinator_looked_up(LookupEnd::Found, now, fx);
    }

    /// The lookup was answered with an error, or lost. A call that waits for it tries again after a pause; otherwise
    /// the heartbeat thread forgets it in time.
    pub(super) fn lookup_failed(&mut self, now: SimTime, fx: &mut Fx) {
        let waits = self.app.blocks_on_network() || self.membership.background_owns_network();
        if waits && self.lookup.finding && self.lookup.coordinator.is_none() {
            self.back_off(now, fx);
        }
        self.lookup.finding &= !waits && self.background_reads();
        let end = match self.lookup.coordinator {
            Some(_) => LookupEnd::Found,
            None => LookupEnd::NotFound,
        };
        self.coordinator_looked_up(end, now, fx);
    }

    /// The coordinator does not answer, or says it is not the coordinator: forget it, close the connection to it, look
    /// for it again.
    pub(super) fn coordinator_unknown(&mut self, now: SimTime, fx: &mut Fx) {
        if self.lookup.coordinator.take().is_none() {
            return;
        }
        fx.note(ConsumerFact::CoordinatorUnknown);
        if !self.membership.background_owns_network() {
            self.disconnect(Peer::Coordinator, now, fx);
        }
        self.background_looks_next(now, fx);
    }

    /// Nothing is sent for a while, longer with each attempt.
    pub(super) fn back_off(&mut self, now: SimTime, fx: &mut Fx) {
        let at = now + self.backoff(self.lookup.attempts);
        self.lookup.attempts += 1;
        self.lookup.retry_at = Some(at);
        fx.set_timer(ConsumerTimer::Backoff, at);
    }

    /// The pause is over.
    pub(super) fn backoff_over(&mut self, now: SimTime) {
        if self.lookup.retry_at.is_some_and(|at| at <= now) {
            self.lookup.retry_at = None;
        }
    }
}
