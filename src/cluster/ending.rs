//! The ways a consumer is asked to end, but for a kill: close, close in the middle of a batch, wakeup, and a second
//! thread that calls it.

use super::Cluster;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::effects::Effects;
use crate::kafka::fact::Fact;
use crate::sim::time::SimTime;

impl Cluster {
    pub(super) fn close(&mut self, index: u16, leave: bool) {
        let client = self.consumers[index as usize].spec.name.clone();
        self.record(Fact::CloseRequested { client, leave });
        self.ask_to_end(index, |consumer, now, fx| consumer.close(leave, now, fx));
    }

    pub(super) fn close_in_mid_batch(&mut self, index: u16) {
        let process = &self.consumers[index as usize];
        let given_up = process.consumer.application().held().map(|(_, from, to)| to - from).sum();
        let client = process.spec.name.clone();
        self.record(Fact::ClosedInMidBatch { client, given_up });
        self.ask_to_end(index, Consumer::close_in_mid_batch);
    }

    pub(super) fn wakeup(&mut self, index: u16) {
        self.ask_to_end(index, Consumer::wakeup);
    }

    pub(super) fn second_thread(&mut self, index: u16) {
        self.ask_to_end(index, Consumer::second_thread);
    }

    fn ask_to_end(&mut self, index: u16, ask: impl FnOnce(&mut Consumer, SimTime, &mut Fx)) {
        let mut effects = Effects::new();
        ask(&mut self.consumers[index as usize].consumer, self.now, &mut effects);
        self.carry_out_consumers(index, effects);
    }
}
