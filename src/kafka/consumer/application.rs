//! The application thread: `while (true) { records = poll(); process(records); commit(); }`.
//!
//! Everything here happens one step at a time; [`Consumer::run`] takes steps until the thread has to wait for
//! an answer or a timer.
//!
//! Not modelled: workers beside the thread, `seek`, `pause`, `assign`, `unsubscribe`, exceptions in callbacks.

use super::config::{CommitMode, SHORTEST_INTERVAL};
use super::requests::Purpose;
use super::subscription::TopicPattern;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::Assignment;
use crate::kafka::fact::{Callback, Exception, Fact};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// What the application thread is doing. Answers to JoinGroup, SyncGroup, OffsetFetch and ListOffsets wait for it to be
/// inside poll; all others are handled at once, whatever it does, and at most set a flag that poll looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Activity {
    /// About to call poll. Left: to Poll at once; to Closing if that was asked for.
    #[default]
    BeforePoll,
    /// Inside poll: joining, finding positions, waiting for records. Every answer and timer lets it go as far as it
    /// can. Left: to Handler with records; to AfterBatch when its timeout is over; to InCallback for the listener; to
    /// Closing when close was asked for (wakeup) or something fatal was learnt.
    Poll,
    /// Processing the record under the batch's cursor; `ends` is when. Left: to the next record; to Blocked when
    /// stalled; after the last to AfterBatch, or to CommitSync where the application commits.
    Handler { started: SimTime, ends: SimTime },
    /// Blocked in the handler since then, with so much of the record's work left. Left: to Handler when resumed.
    Blocked { since: SimTime, left: SimDuration },
    /// In `commitSync`. OffsetCommit's answer ends it, with or without an exception, unless it is worth another try:
    /// then after a pause, until `default.api.timeout.ms` is over. Left: to AfterBatch.
    CommitSync(CommitWait),
    /// The batch is done and, where the application does that itself, committed. Left: to BeforePoll at once.
    AfterBatch,
    /// Caught an exception of poll that will come again, and waits a little. Left: to BeforePoll when that is over.
    Pausing,
    /// In a method of the rebalance listener. Left: back to Poll or Closing when it returns.
    InCallback(RunningCallback),
    /// In close. Left: to Closed, or to Failed if it was an exception that led here.
    Closing(CloseStage),
    /// close has returned; the process is over. Answers and timers are ignored. Left by a new process only.
    Closed,
    /// The same, and an exception was the reason.
    Failed(Exception),
}

/// A blocking commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitWait {
    /// When `commitSync` was called.
    pub since: SimTime,
    /// When `default.api.timeout.ms` is over.
    pub deadline: SimTime,
    /// It failed in a way that is worth another try, and waits for it.
    pub retry: bool,
    pub attempts: u32,
}

/// A listener's method that is running.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningCallback {
    pub callback: Callback,
    pub since: SimTime,
    pub then: AfterCallback,
}

/// What follows a listener's method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterCallback {
    /// Keep only these partitions, then send JoinGroup.
    Join { keep: Assignment },
    /// Install the new assignment and call `onPartitionsAssigned`.
    Install { assigned: Assignment },
    /// The rebalance is over; back to poll.
    Poll,
    /// Give everything up and leave the group.
    Leave,
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
    /// Waiting for LeaveGroup's answer.
    Leave,
}

/// The records that the last poll returned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    ranges: Arc<[(TopicPartition, Offset, Offset)]>,
    range: usize,
    next: Offset,
    done: u32,
    total: u32,
}

impl Batch {
    fn new(ranges: Arc<[(TopicPartition, Offset, Offset)]>) -> Self {
        let next = ranges.first().map_or(0, |first| first.1);
        let total = ranges.iter().map(|(_, from, to)| (to - from) as u32).sum();
        Batch { ranges, range: 0, next, done: 0, total }
    }

    /// The record in work or next in line.
    pub fn current(&self) -> Option<(&TopicPartition, Offset)> {
        self.ranges.get(self.range).map(|(partition, _, _)| (partition, self.next))
    }

    /// Records done and records in all.
    pub fn progress(&self) -> (u32, u32) {
        (self.done, self.total)
    }

    /// Records not yet done, as ranges; the one in work is the first of the first range.
    pub fn held(&self) -> impl Iterator<Item = (&TopicPartition, Offset, Offset)> {
        self.ranges.iter().enumerate().skip(self.range).map(|(index, (partition, from, to))| {
            (partition, if index == self.range { self.next } else { *from }, *to)
        })
    }

    fn advance(&mut self) {
        self.done += 1;
        self.next += 1;
        if self.ranges.get(self.range).is_some_and(|(_, _, to)| self.next >= *to) {
            self.range += 1;
            self.next = self.ranges.get(self.range).map_or(0, |range| range.1);
        }
    }
}

/// The application thread's state.
#[derive(Clone, Debug, Default)]
pub struct Application {
    pub(super) activity: Activity,
    pub(super) batch: Batch,
    pub(super) poll_timed_out: bool,
    pub(super) close_requested: bool,
    /// LeaveGroup is not to be sent then, and nothing waited for.
    pub(super) close_silently: bool,
    pub(super) close_commit_done: bool,
    /// What poll or a commit threw; the application closes the consumer and ends with it.
    pub(super) exception: Option<Exception>,
    /// The subscription that the application is to change to before its next poll.
    pub(super) subscribing: Option<(Vec<TopicName>, Option<TopicPattern>)>,
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

    /// The records of the last poll.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// Whether the handler is, or will be, blocked.
    pub fn stalled(&self) -> bool {
        self.stalled
    }

    /// Whether close was asked for or is under way.
    pub fn closing(&self) -> bool {
        self.close_requested || matches!(self.activity, Activity::Closing(_))
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
            Activity::AfterBatch => self.app.activity = Activity::BeforePoll,
            Activity::CommitSync(wait) => return self.commit_sync_step(*wait, now, fx),
            Activity::Closing(stage) => return self.close_step(*stage, now, fx),
            Activity::Handler { .. } | Activity::Blocked { .. } | Activity::Pausing => return false,
            Activity::InCallback(_) => return false,
            Activity::Closed | Activity::Failed(_) => return false,
        }
        true
    }

    /// The application calls poll(timeout), or close() if that was asked for.
    fn enter_poll(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.close_requested {
            return self.enter_close(now, fx);
        }
        if let Some((topics, pattern)) = self.app.subscribing.take() {
            self.resubscribe(topics, pattern, now, fx);
        }
        self.app.activity = Activity::Poll;
        self.app.poll_timed_out = false;
        fx.set_timer(ConsumerTimer::PollEnds, now + self.config.poll_timeout.max(SHORTEST_INTERVAL));
        self.polled(now, fx);
        for (number, response) in std::mem::take(&mut self.inbox) {
            self.handle_response(number, response, now, fx);
        }
    }

    /// Inside poll: whatever can be done now. Whether the thread went on to something else.
    fn poll_step(&mut self, now: SimTime, fx: &mut Fx) -> bool {
        if let Some(exception) = self.membership.fatal {
            self.fail(exception, now, fx);
            return true;
        }
        if self.app.close_requested {
            // wakeup(): poll throws WakeupException, and the application closes the consumer.
            self.enter_close(now, fx);
            return true;
        }
        let may_fetch = self.membership_step(now, fx);
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
        self.send_fetches(now, fx);
        if self.app.poll_timed_out {
            self.leave_poll(fx);
            self.app.activity = Activity::AfterBatch;
            return true;
        }
        false
    }

    /// Poll returns with records or an exception, if there are any in the buffer.
    fn return_from_poll(&mut self, now: SimTime, fx: &mut Fx) -> bool {
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
        fx.note(Fact::PollReturned { client: self.name.clone(), records: ranges.clone() });
        self.app.batch = Batch::new(ranges);
        self.send_fetches(now, fx);
        self.next_record(now, fx);
    }

    pub(super) fn leave_poll(&mut self, fx: &mut Fx) {
        fx.cancel_timer(ConsumerTimer::PollEnds);
        fx.cancel_timer(ConsumerTimer::AutoCommit);
    }

    /// The handler takes the next record of the batch; records that take no time are done at once.
    fn next_record(&mut self, now: SimTime, fx: &mut Fx) {
        let time = self.processing_time();
        while self.app.batch.current().is_some() {
            if self.app.stalled {
                self.app.activity = Activity::Blocked { since: now, left: time };
                return;
            }
            if !time.is_zero() {
                self.app.activity = Activity::Handler { started: now, ends: now + time };
                fx.set_timer(ConsumerTimer::Work, now + time);
                return;
            }
            self.record_done(fx);
        }
        self.app.activity = Activity::AfterBatch;
        if self.config.commit == CommitMode::SyncPerBatch {
            self.commit_sync(now, fx);
        }
    }

    fn record_done(&mut self, fx: &mut Fx) {
        if let Some((partition, offset)) = self.app.batch.current() {
            fx.processed(partition.clone(), offset);
        }
        self.app.batch.advance();
    }

    /// How long the handler takes for one record.
    pub fn processing_time(&self) -> SimDuration {
        self.app.processing_time.unwrap_or(self.config.processing_time)
    }

    /// From the next record on, the handler takes this long for each.
    pub fn set_processing_time(&mut self, time: SimDuration) {
        self.app.processing_time = Some(time);
    }

    /// The thing that took time is over.
    pub(super) fn work_done(&mut self, now: SimTime, fx: &mut Fx) {
        match &mut self.app.activity {
            Activity::Handler { .. } => {
                self.record_done(fx);
                self.next_record(now, fx);
            }
            Activity::InCallback(running) => {
                let running = running.clone();
                self.callback_done(running, now, fx);
            }
            Activity::CommitSync(wait) => wait.retry = false,
            Activity::Pausing => self.app.activity = Activity::BeforePoll,
            Activity::Closing(CloseStage::CommitAgain) => {
                self.app.activity = Activity::Closing(CloseStage::Commit);
                self.app.close_commit_done = !self.commit_before_close(now, fx);
            }
            _ => {}
        }
    }

    /// In `commitSync`: sends it again where that is due.
    fn commit_sync_step(&mut self, wait: CommitWait, now: SimTime, fx: &mut Fx) -> bool {
        let under_way = self.requests.under_way(|purpose| matches!(purpose, Purpose::Commit(_)));
        if wait.retry || under_way {
            return false;
        }
        if now >= wait.deadline {
            fx.note(Fact::ExceptionThrown { client: self.name.clone(), exception: Exception::Timeout });
            self.app.activity = Activity::AfterBatch;
            return true;
        }
        if self.membership.coordinator.is_none() {
            fx.set_timer(ConsumerTimer::Work, wait.deadline);
            self.find_coordinator(now, fx);
            return false;
        }
        self.try_commit_sync(now, fx);
        !matches!(self.app.activity, Activity::CommitSync(_))
    }

    /// Calls a method of the listener.
    pub(super) fn call_back(
        &mut self,
        callback: Callback,
        partitions: Assignment,
        then: AfterCallback,
        now: SimTime,
        fx: &mut Fx,
    ) {
        fx.note(Fact::CallbackStarted { client: self.name.clone(), callback, partitions });
        let running = RunningCallback { callback, since: now, then };
        if self.config.callback_time.is_zero() {
            return self.callback_done(running, now, fx);
        }
        fx.cancel_timer(ConsumerTimer::PollEnds);
        fx.set_timer(ConsumerTimer::Work, now + self.config.callback_time);
        self.app.activity = Activity::InCallback(running);
    }

    fn callback_done(&mut self, running: RunningCallback, now: SimTime, fx: &mut Fx) {
        fx.note(Fact::CallbackFinished { client: self.name.clone(), callback: running.callback });
        let from_poll = running.then != AfterCallback::Leave;
        if from_poll && !self.app.inside_poll() {
            self.app.activity = Activity::Poll;
            fx.set_timer(ConsumerTimer::PollEnds, now + self.config.poll_timeout.max(SHORTEST_INTERVAL));
        }
        match running.then {
            AfterCallback::Join { keep } => self.ready_to_join(&keep, fx),
            AfterCallback::Install { assigned } => self.install_the_rest(assigned, now, fx),
            AfterCallback::Poll => {}
            AfterCallback::Leave => self.leave_group(now, fx),
        }
    }

    /// Replaces the assignment in the client and says so.
    pub(super) fn change_assignment(&mut self, owned: &Assignment, fx: &mut Fx) {
        self.subscription.assign(owned);
        let subscription = &self.subscription;
        self.fetcher.retain(|partition| subscription.owns(partition));
        let owned = self.subscription.owned();
        fx.note(Fact::AssignmentChanged { client: self.name.clone(), owned });
    }

    // --- what people do to it

    /// Blocks the handler: at once if it is at work, else at its next record.
    pub fn stall(&mut self, span: Option<SimDuration>, now: SimTime, fx: &mut Fx) {
        self.app.stalled = true;
        if let Some(span) = span {
            fx.set_timer(ConsumerTimer::Resume, now + span);
        }
        if let Activity::Handler { ends, .. } = self.app.activity {
            fx.cancel_timer(ConsumerTimer::Work);
            self.app.activity = Activity::Blocked { since: now, left: ends.since(now) };
        }
        fx.note(Fact::HandlerStalled { client: self.name.clone() });
    }

    /// The process stood still for so long: the record in work is done that much later.
    pub fn postpone_work(&mut self, by: SimDuration) {
        if let Activity::Handler { started, ends } = &mut self.app.activity {
            *started += by;
            *ends += by;
        }
    }

    /// Lets a blocked handler go on.
    pub fn resume(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.app.stalled {
            return;
        }
        self.app.stalled = false;
        fx.cancel_timer(ConsumerTimer::Resume);
        fx.note(Fact::HandlerResumed { client: self.name.clone() });
        if let Activity::Blocked { left, .. } = self.app.activity {
            self.app.activity = Activity::Handler { started: now, ends: now + left };
            fx.set_timer(ConsumerTimer::Work, now + left);
        }
    }
}
