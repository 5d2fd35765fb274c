//! The application thread: `while (true) { records = poll(); process(records); commit(); }`.
//!
//! Everything happens one step at a time; [`Consumer::run`] takes steps until the thread has to wait for
//! an answer or a timer. Poll is in `poll`, processing in `handler` and `workers`, committing in `commits`, the
//! listener in `listener`, close in `closing`.
//!
//! Not modelled: exceptions in the callbacks of commits.

use super::batch::Batch;
use super::calls::DueCall;
use super::close_options::GroupMembershipOperation;
use super::commit_async::AsyncCommits;
use super::commit_sync::BlockingCommit;
use super::completions::Completions;
use super::listener::{AfterCallback, RunningCallback};
use super::offsets_for_times::TimesLookup;
use super::workers::Pool;
use super::{Consumer, Fx};
use crate::kafka::effects::Ticket;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::queue::Queue;
use crate::sim::time::{SimDuration, SimTime};

/// What the application thread is doing. Answers are handled by the thread that reads them (`network_client`); what
/// they mean for the application waits for it to be inside poll.
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

/// What a step of the application thread has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextStep {
    /// Another step may follow at once.
    GoOn,
    /// The thread waits for an answer or a timer.
    Wait,
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
    activity: Activity,
    pub(super) batch: Batch,
    /// How many polls have returned records.
    pub(super) polls: u32,
    pub(super) pool: Pool,
    pub(super) completions: Completions,
    pub(super) commits: AsyncCommits,
    /// Records done since the last commit of chosen offsets.
    pub(super) since_commit: u32,
    pub(super) poll_timed_out: bool,
    /// The present poll has read what had come before it was called.
    pub(super) pumped: bool,
    /// The present turn of poll waits for the committed offsets of partitions that are assigned anew.
    pub(super) awaits_committed: bool,
    /// All partitions are paused for this poll, since the workers' queue is full.
    pub(super) paused: bool,
    pub(super) close_requested: bool,
    /// What asked for it, or woke it up, while the thread was elsewhere.
    pub(super) close_ticket: Option<Ticket>,
    /// wakeup() was called; the next blocking call throws.
    pub(super) woken: bool,
    /// A second thread is inside the consumer; the next call of this one throws.
    pub(super) second_thread: bool,
    /// Whether close will send LeaveGroup.
    pub(super) close_operation: GroupMembershipOperation,
    /// LeaveGroup is not to be sent then, and nothing waited for.
    pub(super) close_silently: bool,
    pub(super) close_commit_done: bool,
    /// The time that close may take is over.
    pub(super) close_timed_out: bool,
    /// What poll or a commit threw; the application closes the consumer and ends with it.
    pub(super) exception: Option<Exception>,
    /// A method of the listener has thrown in the call that the thread is in, which will throw for that.
    pub(super) listener_threw: bool,
    /// One has thrown before.
    pub(super) listener_has_thrown: bool,
    /// What the application is to call before its next poll, in this order.
    pub(super) calls: Queue<(DueCall, Ticket)>,
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

    /// The thread goes on to something else. Every change of the activity goes through here.
    pub(super) fn enter(&mut self, activity: Activity) {
        self.activity = activity;
    }

    /// `commitSync` returns, and the application has the thread: what it committed.
    pub(super) fn leave_commit_sync(&mut self) -> Option<BlockingCommit> {
        match std::mem::take(&mut self.activity) {
            Activity::CommitSync(commit) => Some(commit),
            other => {
                self.enter(other);
                None
            }
        }
    }

    /// The `commitSync` that the thread is in.
    pub(super) fn commit_in_hand(&mut self) -> Option<&mut BlockingCommit> {
        match &mut self.activity {
            Activity::CommitSync(commit) => Some(commit),
            _ => None,
        }
    }

    /// The `offsetsForTimes` that the thread is in.
    pub(super) fn lookup_in_hand(&mut self) -> Option<&mut TimesLookup> {
        match &mut self.activity {
            Activity::OffsetsForTimes(lookup) => Some(lookup),
            _ => None,
        }
    }

    /// The record in the handler is done that much later.
    pub(super) fn postpone_record(&mut self, by: SimDuration) {
        if let Activity::Handler { started, ends } = &mut self.activity {
            *started += by;
            *ends += by;
        }
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

    /// The same, each range with the poll that returned it, counted from 1.
    pub fn held_by_poll(&self) -> impl Iterator<Item = (&TopicPartition, Offset, Offset, u32)> {
        let poll = self.batch.poll();
        let batch = self.batch.held().map(move |(partition, from, to)| (partition, from, to, poll));
        batch.chain(self.pool.held_by_poll())
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

    /// Whether close() itself has been called, and not only been asked for.
    pub fn in_close(&self) -> bool {
        match &self.activity {
            Activity::Closing(_) => true,
            Activity::InCallback(running) => running.then == AfterCallback::Leave,
            _ => false,
        }
    }

    /// Whether the application, and not the handler, a callback or a commit, has the thread.
    pub(super) fn free(&self) -> bool {
        matches!(self.activity, Activity::BeforePoll | Activity::Poll | Activity::AfterBatch)
    }

    /// Whether the thread is in a call that pumps the network.
    pub(super) fn blocks_on_network(&self) -> bool {
        match self.activity {
            Activity::Poll | Activity::CommitSync(_) | Activity::OffsetsForTimes(_) => true,
            Activity::Closing(_) => true,
            Activity::BeforePoll
            | Activity::Handler { .. }
            | Activity::Blocked { .. }
            | Activity::AfterBatch
            | Activity::Pausing
            | Activity::InCallback(_)
            | Activity::Unsubscribed
            | Activity::AwaitingWorkers { .. }
            | Activity::Closed
            | Activity::Failed(_) => false,
        }
    }

    pub(super) fn inside_poll(&self) -> bool {
        matches!(self.activity, Activity::Poll)
    }
}

impl Consumer {
    /// Lets the application thread go on until it has to wait.
    pub(super) fn run(&mut self, now: SimTime, fx: &mut Fx) {
        while self.step(now, fx) == NextStep::GoOn {}
        self.background_goes_on(now, fx);
    }

    /// One step.
    fn step(&mut self, now: SimTime, fx: &mut Fx) -> NextStep {
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
            Activity::Handler { .. } | Activity::Blocked { .. } | Activity::Pausing => return NextStep::Wait,
            Activity::Closed | Activity::Failed(_) => return NextStep::Wait,
        }
        NextStep::GoOn
    }

    /// The thing that took time is over.
    pub(super) fn work_done(&mut self, now: SimTime, fx: &mut Fx) {
        match &mut self.app.activity {
            Activity::Handler { .. } => self.handler_done(now, fx),
            Activity::InCallback(_) => self.listener_done(now, fx),
            Activity::CommitSync(commit) => commit.retry = false,
            Activity::OffsetsForTimes(_) => self.times_again(now, fx),
            Activity::Pausing => self.app.enter(Activity::BeforePoll),
            Activity::Closing(CloseStage::CommitAgain) => {
                self.app.enter(Activity::Closing(CloseStage::Commit));
                self.commit_before_close(now, fx);
            }
            _ => {}
        }
    }
}
