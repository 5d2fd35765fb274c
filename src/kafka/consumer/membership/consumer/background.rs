//! The background thread (`ConsumerNetworkThread.runOnce`): whenever it wakes, it looks for the coordinator, commits,
//! sends heartbeats, applies assignments and fetches. It wakes at each answer, at each call of the application, when a
//! heartbeat is due, and five seconds after it woke last.
//!
//! What it does takes no time here, so the application sees it done.

use super::rounds::LONGEST_WAIT;
use crate::kafka::consumer::{Consumer, ConsumerTimer, Fx};
use crate::sim::time::SimTime;

/// More rounds than this the thread cannot make at once: a heartbeat, what its answer set off, and what that did.
const MOST_ROUNDS: usize = 4;

impl Consumer {
    /// The background thread wakes, does what there is to do, and sleeps.
    pub(in crate::kafka::consumer::membership) fn background_wakes(&mut self, now: SimTime, fx: &mut Fx) {
        if self.ended() {
            return;
        }
        self.look_for_coordinator(now, fx);
        if !self.membership.consumer.rules.auto_commit_in_poll_only {
            self.commit_automatically(now, fx);
        }
        for _ in 0..MOST_ROUNDS {
            let before = self.membership.consumer.state;
            self.send_heartbeat_if_due(now, fx);
            if !self.membership.consumer.rules.auto_commit_in_poll_only || !self.config.enable_auto_commit {
                self.reconcile(now, fx);
            }
            self.go_on_reconciling(now, fx);
            if self.membership.consumer.state == before {
                break;
            }
        }
        if !self.app.paused {
            self.send_fetches(now, fx);
        }
        self.sleep(now, fx);
    }

    /// The thread looks for the coordinator whenever it knows none, and does not wait to be asked.
    fn look_for_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        if self.lookup.coordinator.is_none() && !self.group.is_none() && self.lookup.may_look(now) {
            self.find_coordinator(now, fx);
        }
    }

    fn sleep(&mut self, now: SimTime, fx: &mut Fx) {
        let membership = &self.membership.consumer;
        let mut at = now + LONGEST_WAIT;
        let beats = self.lookup.coordinator.is_some() && !membership.state.is_outside();
        let in_flight = membership.heartbeat.in_flight;
        at = membership.beats.next_beat().filter(|_| beats && !in_flight).map_or(at, |beat| at.min(beat));
        at = self.reconciling_wakes_at().map_or(at, |due| at.min(due));
        let at = if at > now { at } else { now + LONGEST_WAIT };
        fx.set_timer(ConsumerTimer::HeartbeatThread, at);
    }
}
