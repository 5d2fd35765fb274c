//! The application thread: `while (true) { records = poll(); process(records); commit(); }`.
//!
//! Everything here happens one step at a time; [`Consumer::run`] takes steps until the thread has to wait for
//! an answer or a timer. Processing is in `handler` and `workers`, committing in `commits`, the listener in
//! `listener`, close in `closing`.
//!
//! Not modelled: exceptions in callbacks.

use super::batch::Batch;
use super::calls::Due;
use super::commit_async::AsyncCommits;
use super::commit_sync::BlockingCommit;
use super::completions::Completions;
use super::config::SHORTEST_INTERVAL;
use super::listener::RunningCallback;
use super::offsets_for_times::TimesLookup;
use super::workers::Pool;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::effects::Ticket;
use crate::kafka::fact::{Exception, Fact};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};
use std::collections::VecDeque;
use std::sync::Arc;

/// What the application thread is doing. Answers to JoinGroup, SyncGroup, OffsetFetch and ListOffsets wait for it to be
/// inside poll; all others are handled at once, whatever it does, and at most set a flag that poll looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Activity {
    /// About to call poll. Left: to Poll at once; to close if that was asked for.
    #[default]
    BeforePoll,
    /// Inside poll: joining, finding positions, waiting for records. Every answer and timer lets it go as far as it
    /// can. Left: to Handler with records, with workers to AfterBatch, to CommitSync where the application commits
    /// first; to AfterBatch when its timeout is over; to InCallback for the listener; to close when that was asked
    /// for, by wakeup or when something fatal was learnt.
    Poll,
    /// Processing the record under the batch's cursor; `ends` is when. Left: to the next record; to Blocked when
    /// stalled; to CommitSync where the application commits, else after the last record to AfterBatch; to
    /// BeforePoll when the batch is given up.
    Handler { started: SimTime, ends: SimTime },
    /// Blocked in the handler since then, with so much of the record's work left. Left: to Handler when resumed; to
    /// BeforePoll when the batch is given up.
    Blocked { since: SimTime, left: SimDuration },
    /// In `commitSync`. OffsetCommit's answer ends it, with or without an exception, unless it is worth another try:
    /// then after a pause, until `default.api.timeout.ms` is over. Left: to what follows the commit; to close by
    /// wakeup.
    CommitSync(BlockingCommit),
    /// The batch is done and, where the application does that itself, committed. Left: to BeforePoll at once; to
    /// CommitSync if workers have done something that is to be committed.
    AfterBatch,
    /// Caught an exception that will come again, of poll or of the commit before a batch, and waits a little. Left: to
    /// BeforePoll when that is over.
    Pausing,
    /// In a method of the rebalance listener: it waits for workers, reads its store, or takes its time. Left: to
    /// CommitSync where the listener commits; back to Poll or Closing when it returns.
    InCallback(RunningCallback),
    /// In `offsetsForTimes`. ListOffsets' answers end it; so does `default.api.timeout.ms`, with an exception. Left: to
    /// BeforePoll; to close by wakeup.
    OffsetsForTimes(TimesLookup),
    /// Subscribed to nothing and assigned nothing: poll would throw, so it is not called. Left: to BeforePoll when
    /// there is a call to make or a close to begin.
    Unsubscribed,
    /// About to close: waits until the workers have done what they were given. Left: to CommitSync for a last
    /// commit, or to Closing.
    AwaitingWorkers { since: SimTime },
    /// In close. Left: to Closed, or to Failed if it was an exception that led here.
    Closing(CloseStage),
    /// close has returned; the process is over. Answers and timers are ignored. Left by a new process only.
    Closed,
    /// The same, and an exception was the reason.
    Failed(Exception),
}

/// How far close has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseStage {
    /// Waiting for the last automatic commit.
    Commit,
    /// It failed in a way that is worth another try, and waits for it.
    CommitAgain,
    /// About to call the listener.
    Callback,
    /// Waiting for LeaveGroup's answer, and for those to asynchronous commits.
    Leave,
}

/// The application thread's state, and its workers'.
#[derive(Clone, Debug, Default)]
pub struct Application {
    pub(super) activity: Activity,
    pub(super) batch: Batch,
    /// How many polls have returned records.
    pub(super) polls: u32,
    pub(super) pool: Pool,
    pub(super) completions: Completions,
    pub(super) commits: AsyncCommits,
    /// Records done since the last commit of chosen offsets.
    pub(super) since_commit: u32,
    pub(super) poll_timed_out: bool,
    /// All partitions are paused for this poll, since the workers' queue is full.
    pub(super) paused: bool,
    pub(super) close_requested: bool,
    /// What asked for it, or woke it up, while the thread was elsewhere.
    pub(super) close_ticket: Option<Ticket>,
    /// wakeup() was called; the next blocking call throws.
    pub(super) woken: bool,
    /// A second thread is inside the consumer; the next call of this one throws.
    pub(super) second_thread: bool,
    /// LeaveGroup is not to be sent then, and nothing waited for.
    pub(super) close_silently: bool,
    pub(super) close_commit_done: bool,
    /// What poll or a commit threw; the application closes the consumer and ends with it.
    pub(super) exception: Option<Exception>,
    /// What the application is to call before its next poll, in this order.
    pub(super) calls: VecDeque<(Due, Ticket)>,
    /// The handler blocks at its next record, or does already.
    pub(super) stalled: bool,
    /// How long the handler takes for a record, where that was changed after the start.
    pub(super) processing_time: Option<SimDuration>,
}

impl Application {
    /// What the thread is doing.
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// The records of the last poll, unless workers have them.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// The workers and what they were given.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Records that poll returned and that are not done: in the batch, queued for workers, or in their hands.
    pub fn held(&self) -> impl Iterator<Item = (&TopicPartition, Offset, Offset)> {
        self.batch.held().chain(self.pool.held())
    }

    /// Whether the handler is, or will be, blocked.
    pub fn stalled(&self) -> bool {
        self.stalled
    }

    /// Whether close was asked for or is under way.
    pub fn closing(&self) -> bool {
        self.close_requested
            || match &self.activity {
                Activity::Closing(_) | Activity::AwaitingWorkers { .. } => true,
                Activity::CommitSync(commit) => commit.closes(),
                _ => false,
            }
    }

    /// Whether the application, and not the handler, a callback or a commit, has the thread.
    pub(super) fn free(&self) -> bool {
        matches!(self.activity, Activity::BeforePoll | Activity::Poll | Activity::AfterBatch)
    }

    pub(super) fn inside_poll(&self) -> bool {
        matches!(self.activity, Activity::Poll)
    }
}

impl Consumer {
    /// Lets the application thread go on until it has to wait.
    pub(super) fn run(&mut self, now: SimTime, fx: &mut Fx) {
        while self.step(now, fx) {}
    }

    /// One step; whether there may be another at once.
    fn step(&mut self, now: SimTime, fx: &mut Fx) -> bool {
        match &self.app.activity {
            Activity::BeforePoll => self.enter_poll(now, fx),
            Activity::Poll => return self.poll_step(now, fx),
            Activity::AfterBatch => self.end_of_round(now, fx),
            Activity::CommitSync(_) => return self.commit_sync_step(now, fx),
            Activity::InCallback(_) => return self.listener_step(now, fx),
            Activity::AwaitingWorkers { .. } => return self.await_workers(now, fx),
            Activity::OffsetsForTimes(_) => return self.times_step(now, fx),
            Activity::Unsubscribed => return self.leave_idleness(),
            Activity::Closing(stage) => return self.close_step(*stage, now, fx),
            Activity::Handler { .. } | Activity::Blocked { .. } | Activity::Pausing => return false,
            Activity::Closed | Activity::Failed(_) => return false,
        }
        true
    }

    /// The application calls poll(timeout), or close() if that was asked for.
    fn enter_poll(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.second_thread {
            return self.fail(Exception::ConcurrentModification, now, fx);
        }
        if self.app.close_requested {
            return self.shut_down(now, fx);
        }
        if !self.make_calls(now, fx) {
            return;
        }
        self.app.activity = Activity::Poll;
        self.app.poll_timed_out = false;
        self.pause_while_full(fx);
        self.poll_until_timeout(now, fx);
        self.polled(now, fx);
        for (number, response, ticket) in std::mem::take(&mut self.inbox) {
            fx.put_off(ticket);
            self.handle_response(number, response, now, fx);
            fx.go_on();
        }
    }

    /// The timeout given to poll begins.
    pub(super) fn poll_until_timeout(&mut self, now: SimTime, fx: &mut Fx) {
        let timeout = self.poll_timeout().max(SHORTEST_INTERVAL);
        fx.set_timer(ConsumerTimer::PollEnds, now + timeout);
    }

    /// Inside poll: whatever can be done now. Whether the thread went on to something else. Every turn of poll's own
    /// loop says that the application lives, so that a callback's time counts from the turn that called it.
    fn poll_step(&mut self, now: SimTime, fx: &mut Fx) -> bool {
        self.polled(now, fx);
        self.call_commit_callbacks(now, fx);
        if let Some(exception) = self.membership.fatal {
            self.fail(exception, now, fx);
            return true;
        }
        if self.app.close_requested || self.app.woken {
            // wakeup(): poll throws WakeupException, and the application closes the consumer.
            self.shut_down(now, fx);
            return true;
        }
        let may_fetch = self.subscription.manual || self.membership_step(now, fx);
        if !self.app.inside_poll() {
            return true;
        }
        if may_fetch {
            self.maybe_auto_commit(now, fx);
            self.update_positions(now, fx);
        }
        if !self.app.inside_poll() {
            return true;
        }
        let may_return = (may_fetch || self.app.poll_timed_out) && !self.revoking();
        if may_return && self.return_from_poll(now, fx) {
            return true;
        }
        self.fetch_unless_paused(now, fx);
        if self.app.poll_timed_out {
            self.leave_poll(fx);
            self.app.activity = Activity::AfterBatch;
            return true;
        }
        false
    }

    fn fetch_unless_paused(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.app.paused {
            self.send_fetches(now, fx);
        }
    }

    /// Poll returns with records or an exception, if there are any in the buffer.
    fn return_from_poll(&mut self, now: SimTime, fx: &mut Fx) -> bool {
        if self.app.paused {
            return false;
        }
        let buffered = self.fetcher.buffered().count();
        match self.take_records(fx) {
            // Something that was wrong is out of the way: poll goes on from there at once.
            Ok(ranges) if ranges.is_empty() => self.fetcher.buffered().count() < buffered,
            Ok(ranges) => {
                self.return_records(ranges.into(), now, fx);
                true
            }
            Err(thrown) => {
                self.poll_threw(thrown, now, fx);
                true
            }
        }
    }

    fn return_records(&mut self, ranges: Arc<[(TopicPartition, Offset, Offset)]>, now: SimTime, fx: &mut Fx) {
        self.leave_poll(fx);
        self.polled(now, fx);
        self.app.polls += 1;
        fx.note(Fact::PollReturned { client: self.name.clone(), records: ranges.clone() });
        self.app.completions.returned(&ranges);
        self.send_fetches(now, fx);
        match self.config.workers {
            0 => {
                self.app.batch = Batch::new(ranges, self.app.polls);
                self.begin_batch(now, fx);
            }
            _ => self.hand_over(&ranges, now, fx),
        }
    }

    pub(super) fn leave_poll(&mut self, fx: &mut Fx) {
        fx.cancel_timer(ConsumerTimer::PollEnds);
        fx.cancel_timer(ConsumerTimer::AutoCommit);
    }

    /// The thing that took time is over.
    pub(super) fn work_done(&mut self, now: SimTime, fx: &mut Fx) {
        match &mut self.app.activity {
            Activity::Handler { .. } => self.handler_done(now, fx),
            Activity::InCallback(_) => self.listener_done(now, fx),
            Activity::CommitSync(commit) => commit.retry = false,
            Activity::OffsetsForTimes(_) => self.times_again(now, fx),
            Activity::Pausing => self.app.activity = Activity::BeforePoll,
            Activity::Closing(CloseStage::CommitAgain) => {
                self.app.activity = Activity::Closing(CloseStage::Commit);
                self.app.close_commit_done = !self.commit_before_close(now, fx);
            }
            _ => {}
        }
    }
}
