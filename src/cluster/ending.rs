//! How processes end. They are asked to: close, with a grace after which they are killed, close in the middle of a
//! batch, wakeup, and a second thread that calls the consumer. They are killed. Or an exception ends them.

use super::command_error::{ClientError, CommandError};
use super::journal::Cause;
use super::ledger::history::Ending;
use super::observation::MarkKind;
use super::process::{HeldForThaw, OutsideState};
use super::{Cluster, TimerKey};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::effects::Effects;
use crate::sim::time::{SimDuration, SimTime};

impl Cluster {
    pub(super) fn close(&mut self, id: ConsumerId, leave: bool) {
        let client = self.nodes[id].spec.name;
        self.record(Fact::World(WorldFact::CloseRequested { client, leave }));
        self.ask_to_end(id, |consumer, now, fx| match leave {
            true => consumer.close(now, fx),
            false => consumer.close_silently(now, fx),
        });
    }

    pub(super) fn close_with(
        &mut self,
        id: ConsumerId,
        operation: GroupMembershipOperation,
        grace: Option<SimDuration>,
    ) {
        let client = self.nodes[id].spec.name;
        let asked = self.record(Fact::World(WorldFact::CloseRequestedWith { client, operation, grace }));
        match &mut self.nodes[id].fate {
            // The signal waits for a process that stands still.
            OutsideState::Frozen { waiting, .. } => {
                waiting.push(HeldForThaw::Close { operation, cause: Cause::Entry(asked) });
            }
            OutsideState::Running | OutsideState::Killed => self.ask_to_close(id, operation),
        }
        let alive = self.nodes[id].alive();
        if let Some(grace) = grace.filter(|_| alive) {
            self.wire.schedule.set_timer(TimerKey::Grace(id), self.now + grace, Cause::Entry(asked));
        }
    }

    pub(super) fn ask_to_close(&mut self, id: ConsumerId, operation: GroupMembershipOperation) {
        self.ask_to_end(id, |consumer, now, fx| consumer.close_with(operation, now, fx));
    }

    /// A process that was asked to close has had its grace: it is killed in the middle of its work.
    pub(super) fn grace_over(&mut self, id: ConsumerId) {
        let Cause::Entry(asked) = self.past.cause else { return };
        let Some(Fact::World(WorldFact::CloseRequestedWith { grace: Some(grace), .. })) =
            self.entry(asked).map(|entry| &entry.fact)
        else {
            return;
        };
        let (process, grace) = (&self.nodes[id], *grace);
        if !process.alive() {
            return;
        }
        let application = process.consumer.application();
        let in_hand = application.held().map(|(_, from, to)| to - from).sum();
        let (client, in_close) = (process.spec.name, application.in_close());
        self.record(Fact::World(WorldFact::GraceExpired { client, grace, in_hand, in_close }));
        // It is alive, so nothing speaks against it.
        let _ = self.kill(id);
    }

    pub(super) fn close_in_mid_batch(&mut self, id: ConsumerId) {
        let process = &self.nodes[id];
        let given_up = process.consumer.application().held().map(|(_, from, to)| to - from).sum();
        let client = process.spec.name;
        self.record(Fact::World(WorldFact::ClosedInMidBatch { client, given_up }));
        self.ask_to_end(id, Consumer::close_in_mid_batch);
    }

    pub(super) fn wakeup(&mut self, id: ConsumerId) {
        self.ask_to_end(id, Consumer::wakeup);
    }

    pub(super) fn second_thread(&mut self, id: ConsumerId) {
        self.ask_to_end(id, Consumer::second_thread);
    }

    fn ask_to_end(&mut self, id: ConsumerId, ask: impl FnOnce(&mut Consumer, SimTime, &mut Fx)) {
        let mut effects = Effects::new();
        ask(&mut self.nodes[id].consumer, self.now, &mut effects);
        self.carry_out_consumers(id, effects);
    }

    /// SIGKILL: no other process is told, and what it held has no holder.
    pub(super) fn kill(&mut self, id: ConsumerId) -> Result<(), CommandError> {
        let process = &self.nodes[id];
        let client = process.spec.name;
        if !process.alive() {
            return Err(ClientError::NothingToKill.of(&client));
        }
        let processed_uncommitted = self.uncommitted_of(id);
        self.cancel_timers_of(id);
        self.mark(MarkKind::Killed, Some(client));
        let entry = self.record(Fact::World(WorldFact::ProcessKilled { client, processed_uncommitted }));
        self.drop_batch(id);
        self.readings_end(id, Ending::Killed, |_| false, entry);
        let now = self.now;
        let process = &mut self.nodes[id];
        process.fate = OutsideState::Killed;
        process.ended_at = Some(now);
        process.follow_thread(now);
        process.end_pause(now);
        process.silenced_by = Some(Cause::Entry(entry));
        let group = process.spec.group;
        self.owners_changed(&group);
        self.go_on_bouncing();
        Ok(())
    }

    /// Processes that have closed, or that an exception has ended, since the last look.
    pub(super) fn note_ends(&mut self) {
        for id in self.nodes.consumer_ids() {
            let process = &self.nodes[id];
            if !process.consumer.ended() || process.ended_at.is_some() {
                continue;
            }
            // Mutably only now: a process that a snapshot shares is copied by it.
            let process = &mut self.nodes[id];
            process.ended_at = Some(self.now);
            process.end_pause(self.now);
            let (name, group) = (process.spec.name, process.spec.group);
            let failed = process.consumer.failure().is_some();
            self.drop_batch(id);
            self.cancel_timers_of(id);
            self.mark(if failed { MarkKind::Failed } else { MarkKind::Closed }, Some(name));
            self.owners_changed(&group);
        }
    }

    fn cancel_timers_of(&mut self, doomed: ConsumerId) {
        self.wire.schedule.cancel_timers(|key| {
            matches!(key, TimerKey::Consumer(id, _) | TimerKey::Thaw(id) | TimerKey::Grace(id) if *id == doomed)
        });
    }

    /// A process has come to its end: what it held and had not done has no holder now.
    fn drop_batch(&mut self, id: ConsumerId) {
        let held = self.nodes[id].consumer.application().held_by_poll();
        let held: Vec<_> = held.map(|(partition, from, to, poll)| (*partition, to - from, poll)).collect();
        for (partition, records, poll) in held {
            self.lane_of_poll(id, &partition, poll).dropped(records);
        }
    }

    /// Records of a consumer that were processed and are not committed: what its death would repeat.
    pub(super) fn uncommitted_of(&self, id: ConsumerId) -> u64 {
        let process = &self.nodes[id];
        let owned = process.consumer.subscription().owned();
        let group = &process.spec.group;
        let unsaved = owned.iter().filter(|partition| self.nodes.stores.next(group, partition).is_none());
        let lanes = unsaved.filter_map(|partition| self.past.ledger.partition(group, partition));
        lanes.map(|lane| lane.counts().uncommitted).sum()
    }
}
