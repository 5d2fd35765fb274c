//! `commitSync`: blocks the application thread until the commit is answered for good
//! (`ConsumerCoordinator.commitOffsetsSync`).
//!
//! Callbacks of asynchronous commits that were answered before run first, so that they come in the order of the
//! commits.

use super::application::{Activity, NextStep};
use super::committer::{CommitResult, NoCommit, Waits};
use super::listener::{AfterCallback, RunningCallback};
use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::OffsetToCommit;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::offset_causes::CommitOrigin;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// A blocking commit.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockingCommit {
    /// When `commitSync` was called.
    pub since: SimTime,
    /// When `default.api.timeout.ms` is over.
    pub deadline: SimTime,
    /// It failed in a way that is worth another try, and waits for it.
    pub retry: bool,
    pub attempts: u32,
    origin: CommitOrigin,
    offsets: Arc<[OffsetToCommit]>,
    then: AfterCommit,
}

/// What the application does when `commitSync` has returned or thrown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum AfterCommit {
    /// Process the batch; if the commit failed, seek back to its start and poll it again.
    Process,
    /// Go on with the batch.
    NextRecord,
    /// End this round of the loop.
    Round,
    /// Call poll.
    NextPoll,
    /// Go on in the listener's method.
    Callback(Box<RunningCallback>),
    /// Close the consumer.
    Close,
}

impl BlockingCommit {
    /// Whether a method of the listener called `commitSync`.
    pub fn in_listener(&self) -> bool {
        matches!(self.then, AfterCommit::Callback(_))
    }

    /// Whether it is part of closing.
    pub(super) fn closes(&self) -> bool {
        match &self.then {
            AfterCommit::Close => true,
            AfterCommit::Callback(running) => running.then == AfterCallback::Leave,
            _ => false,
        }
    }
}

impl Consumer {
    /// The application calls `commitSync(offsets)`.
    pub(super) fn commit_sync(
        &mut self,
        origin: CommitOrigin,
        offsets: Arc<[OffsetToCommit]>,
        then: AfterCommit,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if self.app.second_thread && then != AfterCommit::Close {
            return self.fail(Exception::ConcurrentModification, now, fx);
        }
        self.call_commit_callbacks(now, fx);
        let deadline = now + self.config.default_api_timeout;
        let (retry, attempts) = (false, 0);
        let commit = BlockingCommit { since: now, deadline, retry, attempts, origin, offsets, then };
        self.app.enter(Activity::CommitSync(commit));
        self.begin_lookups();
        fx.set_timer(ConsumerTimer::Work, deadline);
        self.try_commit_sync(now, fx);
        if self.app.woken && matches!(self.app.activity(), Activity::CommitSync(_)) {
            self.wake_commit_sync(now, fx);
        }
    }

    /// Sends the blocking commit, or ends it with an exception.
    fn try_commit_sync(&mut self, now: SimTime, fx: &mut Fx) {
        let Activity::CommitSync(commit) = self.app.activity() else { return };
        let (origin, offsets) = (commit.origin, commit.offsets.clone());
        match self.send_commit(origin, offsets, Waits::Application, now, fx) {
            Ok(()) => self.pump(now, fx),
            Err(NoCommit::Nothing) => self.commit_sync_over(None, now, fx),
            Err(NoCommit::CoordinatorUnknown) => {
                self.pump(now, fx);
                self.find_coordinator(now, fx);
            }
            // Even if the commit has failed already, the network is pumped once.
            Err(NoCommit::Exception(exception)) => {
                self.pump(now, fx);
                self.commit_sync_over(Some(exception), now, fx);
            }
        }
    }

    /// In `commitSync`: sends it again where that is due.
    pub(super) fn commit_sync_step(&mut self, now: SimTime, fx: &mut Fx) -> NextStep {
        let Activity::CommitSync(commit) = self.app.activity() else { return NextStep::Wait };
        let (retry, deadline) = (commit.retry, commit.deadline);
        let ours = |purpose: &Purpose| matches!(purpose, Purpose::Commit(commit) if commit.waits == Waits::Application);
        if now >= deadline {
            self.nobody_waits(Waits::Application);
            self.commit_sync_over(Some(Exception::Timeout), now, fx);
            return NextStep::GoOn;
        }
        if retry || self.requests.under_way(ours) {
            return NextStep::Wait;
        }
        fx.set_timer(ConsumerTimer::Work, deadline);
        if self.lookup.coordinator.is_none() {
            self.find_coordinator(now, fx);
            return NextStep::Wait;
        }
        self.try_commit_sync(now, fx);
        match self.app.activity() {
            Activity::CommitSync(_) => NextStep::Wait,
            _ => NextStep::GoOn,
        }
    }

    /// The blocking commit was answered.
    pub(super) fn commit_sync_answered(&mut self, result: CommitResult, now: SimTime, fx: &mut Fx) {
        let backoff = match self.app.activity() {
            Activity::CommitSync(commit) => self.backoff(commit.attempts),
            _ => return,
        };
        let Some(commit) = self.app.commit_in_hand() else { return };
        match result {
            CommitResult::Stored => self.commit_sync_over(None, now, fx),
            CommitResult::Failed(exception) => self.commit_sync_over(Some(exception), now, fx),
            // The pause ends with the call (`Timer.sleep`): then it throws, and no sooner.
            CommitResult::Retriable | CommitResult::TopicUnknown => {
                commit.attempts += 1;
                commit.retry = true;
                fx.set_timer(ConsumerTimer::Work, (now + backoff).min(commit.deadline));
            }
        }
    }

    /// wakeup() was called: `commitSync` throws, though the commit may be on its way, and the application closes.
    /// In the listener and in close it goes unheard, the one until the next poll.
    pub(super) fn wake_commit_sync(&mut self, now: SimTime, fx: &mut Fx) {
        let Activity::CommitSync(commit) = self.app.activity() else { return };
        if !matches!(commit.then, AfterCommit::Callback(_) | AfterCommit::Close) {
            self.nobody_waits(Waits::Application);
            self.give_up_batch(fx);
            self.shut_down(now, fx);
        }
    }

    fn commit_sync_over(&mut self, exception: Option<Exception>, now: SimTime, fx: &mut Fx) {
        let Some(commit) = self.app.leave_commit_sync() else { return };
        fx.cancel_timer(ConsumerTimer::Work);
        self.call_commit_callbacks(now, fx);
        if let Some(exception) = exception {
            let in_the_loop = !matches!(commit.then, AfterCommit::Callback(_) | AfterCommit::Close);
            if in_the_loop && self.membership.fatal() == Some(exception) {
                // No application goes on after this one: it does not wait for poll to throw it as well.
                self.fail(exception, now, fx);
                return;
            }
            fx.note(ConsumerFact::ExceptionThrown { exception });
        }
        match commit.then {
            AfterCommit::Process if exception.is_some() => self.give_back_batch(now, fx),
            AfterCommit::Process | AfterCommit::NextRecord => self.next_record(now, fx),
            AfterCommit::Round => self.app.enter(Activity::AfterBatch),
            AfterCommit::NextPoll => self.app.enter(Activity::BeforePoll),
            AfterCommit::Callback(running) => self.go_on_with(*running, now, fx),
            AfterCommit::Close => self.enter_close(now, fx),
        }
    }
}
