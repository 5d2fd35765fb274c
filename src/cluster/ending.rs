//! The ways a consumer is asked to end: close, with a grace after which it is killed, close in the middle of a batch,
//! wakeup, and a second thread that calls it.

use super::journal::Cause;
use super::process::{Fate, Waiting};
use super::{Cluster, TimerKey};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::effects::Effects;
use crate::sim::time::{SimDuration, SimTime};

impl Cluster {
    pub(super) fn close(&mut self, index: ConsumerId, leave: bool) {
        let client = self.nodes[index].spec.name.clone();
        self.record(Fact::World(WorldFact::CloseRequested { client, leave }));
        self.ask_to_end(index, |consumer, now, fx| match leave {
            true => consumer.close(now, fx),
            false => consumer.close_silently(now, fx),
        });
    }

    pub(super) fn close_with(
        &mut self,
        index: ConsumerId,
        operation: GroupMembershipOperation,
        grace: Option<SimDuration>,
    ) {
        let client = self.nodes[index].spec.name.clone();
        let asked = self.record(Fact::World(WorldFact::CloseRequestedWith { client, operation, grace }));
        match &mut self.nodes[index].fate {
            // The signal waits for a process that stands still.
            Fate::Frozen { waiting, .. } => {
                waiting.push(Waiting::Close { operation, cause: Cause::Entry(asked) });
            }
            _ => self.ask_to_close(index, operation),
        }
        let alive = self.nodes[index].alive();
        if let Some(grace) = grace.filter(|_| alive) {
            self.wire.schedule.set_timer(TimerKey::Grace(index), self.now + grace, Cause::Entry(asked));
        }
    }

    pub(super) fn ask_to_close(&mut self, index: ConsumerId, operation: GroupMembershipOperation) {
        self.ask_to_end(index, |consumer, now, fx| consumer.close_with(operation, now, fx));
    }

    /// A process that was asked to close has had its grace: it is killed, whatever it is at.
    pub(super) fn grace_over(&mut self, index: ConsumerId) {
        let Cause::Entry(asked) = self.past.cause else { return };
        let Some(Fact::World(WorldFact::CloseRequestedWith { grace: Some(grace), .. })) =
            self.entry(asked).map(|entry| &entry.fact)
        else {
            return;
        };
        let (process, grace) = (&self.nodes[index], *grace);
        if !process.alive() {
            return;
        }
        let application = process.consumer.application();
        let in_hand = application.held().map(|(_, from, to)| to - from).sum();
        let (client, in_close) = (process.spec.name.clone(), application.in_close());
        self.record(Fact::World(WorldFact::GraceExpired { client, grace, in_hand, in_close }));
        // It is alive, so nothing speaks against it.
        let _ = self.kill(index);
    }

    pub(super) fn close_in_mid_batch(&mut self, index: ConsumerId) {
        let process = &self.nodes[index];
        let given_up = process.consumer.application().held().map(|(_, from, to)| to - from).sum();
        let client = process.spec.name.clone();
        self.record(Fact::World(WorldFact::ClosedInMidBatch { client, given_up }));
        self.ask_to_end(index, Consumer::close_in_mid_batch);
    }

    pub(super) fn wakeup(&mut self, index: ConsumerId) {
        self.ask_to_end(index, Consumer::wakeup);
    }

    pub(super) fn second_thread(&mut self, index: ConsumerId) {
        self.ask_to_end(index, Consumer::second_thread);
    }

    fn ask_to_end(&mut self, index: ConsumerId, ask: impl FnOnce(&mut Consumer, SimTime, &mut Fx)) {
        let mut effects = Effects::new();
        ask(&mut self.nodes[index].consumer, self.now, &mut effects);
        self.carry_out_consumers(index, effects);
    }
}
