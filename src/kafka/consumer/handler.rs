//! Processing in the poll thread, one record after the other, and what people do to a handler.
//!
//! Not modelled: a handler that throws.

use super::application::Activity;
use super::batch::Batch;
use super::commits::AfterRecord;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::consumer::asks::Done;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::Offset;
use crate::sim::time::{SimDuration, SimTime};

impl Consumer {
    /// The handler takes the next record of the batch; records that take no time are done at once.
    pub(super) fn next_record(&mut self, now: SimTime, fx: &mut Fx) {
        while let Some((_, offset)) = self.app.batch.current() {
            let time = self.time_for(offset);
            self.app.batch.begin_record(time);
            if self.app.stalled {
                self.app.enter(Activity::Blocked { since: now, left: time });
                return;
            }
            if !time.is_zero() {
                self.app.enter(Activity::Handler { started: now, ends: now + time });
                fx.set_timer(ConsumerTimer::Work, now + time);
                return;
            }
            if self.record_done(now, fx) == AfterRecord::Elsewhere {
                return;
            }
        }
        self.app.enter(Activity::AfterBatch);
        self.commit_after_batch(now, fx);
    }

    /// The record in the handler is done.
    pub(super) fn handler_done(&mut self, now: SimTime, fx: &mut Fx) {
        if self.record_done(now, fx) == AfterRecord::NextRecord {
            self.next_record(now, fx);
        }
    }

    /// The record in the handler is done, and committed if the application does that now.
    fn record_done(&mut self, now: SimTime, fx: &mut Fx) -> AfterRecord {
        let Some(record) = self.app.batch.record() else { return AfterRecord::NextRecord };
        let (partition, offset) = (record.partition, record.offset);
        self.app.batch.advance();
        self.completed(record, fx);
        self.commit_after_record(&partition, offset, now, fx)
    }

    /// A record is processed, in whichever thread.
    pub(super) fn completed(&mut self, record: Done, fx: &mut Fx) {
        self.app.completions.done(&record.partition, record.offset);
        fx.processed(record);
    }

    /// How long the handler takes for this record: now and then one of them takes long (`spike`).
    pub(super) fn time_for(&self, offset: Offset) -> SimDuration {
        let every = u64::from(self.config.behaviour.spike_every.max(1));
        match self.config.behaviour.spike {
            Some(spike) if (offset + 1).is_multiple_of(every) => spike,
            _ => self.processing_time(),
        }
    }

    /// How long the handler takes for one record that is no spike.
    fn processing_time(&self) -> SimDuration {
        self.app.processing_time.unwrap_or(self.config.behaviour.processing_time)
    }

    /// From the next record on, the handler takes this long for each.
    pub fn set_processing_time(&mut self, time: SimDuration) {
        self.app.processing_time = Some(time);
    }

    // --- what people do to it

    /// Blocks the handler: at once if it is at work, else at its next record. Of a pool all workers are blocked, and
    /// poll goes on.
    pub fn stall(&mut self, span: Option<SimDuration>, now: SimTime, fx: &mut Fx) {
        self.app.stalled = true;
        if let Some(span) = span {
            fx.set_timer(ConsumerTimer::Resume, now + span);
        }
        if let Activity::Handler { ends, .. } = *self.app.activity() {
            fx.cancel_timer(ConsumerTimer::Work);
            self.app.enter(Activity::Blocked { since: now, left: ends.since(now) });
        }
        self.app.pool.stall(now, fx);
        let at_work = self.at_work();
        let heartbeats = self.membership.heartbeat().enabled;
        fx.note(ConsumerFact::HandlerStalled { at_work, heartbeats });
    }

    /// Whether the stalled handler has a record, or a worker does.
    fn at_work(&self) -> bool {
        matches!(self.app.activity(), Activity::Blocked { .. }) || self.app.pool.jobs().next().is_some()
    }

    /// What poll returned and is not done is given up.
    pub(super) fn give_up(&mut self, fx: &mut Fx) {
        self.give_up_batch(fx);
        for (partition, from, to, poll) in self.app.pool.held_by_poll() {
            fx.given_up(*partition, to - from, poll);
        }
        self.app.pool.drop_all(fx);
    }

    /// The same, but for what the workers have.
    pub(super) fn give_up_batch(&mut self, fx: &mut Fx) {
        for (partition, from, to) in self.app.batch.held() {
            fx.given_up(*partition, to - from, self.app.batch.poll());
        }
        self.app.batch = Batch::default();
    }

    /// The process stood still for so long: the records in work are done that much later.
    pub fn postpone_work(&mut self, by: SimDuration) {
        self.app.postpone_record(by);
        self.app.pool.postpone(by);
    }

    /// Lets a blocked handler go on.
    pub fn resume(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.app.stalled {
            return;
        }
        self.app.stalled = false;
        fx.cancel_timer(ConsumerTimer::Resume);
        let at_work = self.at_work();
        fx.note(ConsumerFact::HandlerResumed { at_work });
        if let Activity::Blocked { left, .. } = *self.app.activity() {
            self.app.enter(Activity::Handler { started: now, ends: now + left });
            fx.set_timer(ConsumerTimer::Work, now + left);
        }
        self.app.pool.resume(now, fx);
        self.feed_workers(now, fx);
    }
}
