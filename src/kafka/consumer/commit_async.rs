//! `commitAsync` (`ConsumerCoordinator.commitOffsetsAsync`): the commit is sent and the application does not wait. When
//! it has been answered, its callback waits for the application thread to be inside the next poll, commitSync,
//! commitAsync or close. Without a coordinator the commit waits until it has been looked up, and has failed if it was
//! not found.
//!
//! The client never sends such a commit again; the application may, in its callback.

use super::committer::{NoCommit, Waits};
use super::lookup::LookupEnd;
use super::{Consumer, Fx};
use crate::kafka::api::OffsetToCommit;
use crate::kafka::consumer::config::{CommitCall, SendAgain};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::effects::Ticket;
use crate::kafka::exception::Exception;
use crate::kafka::offset_causes::{CommitOrigin, SentAgain};
use crate::sim::queue::Queue;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// Asynchronous commits that have not come to their callback.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AsyncCommits {
    /// The number of the last one that was sent (what an application counts, to know the newest).
    sequence: u64,
    /// They wait for the coordinator to be found.
    pending: Vec<(u64, Arc<[OffsetToCommit]>, Ticket)>,
    /// Answered; the callback is due.
    completed: Queue<Completed>,
}

#[derive(Clone, Debug, PartialEq)]
struct Completed {
    sequence: u64,
    offsets: Arc<[OffsetToCommit]>,
    exception: Option<Exception>,
    ticket: Ticket,
}

impl Consumer {
    /// The application calls `commitAsync(offsets, callback)`.
    pub(super) fn commit_async(&mut self, offsets: Arc<[OffsetToCommit]>, now: SimTime, fx: &mut Fx) {
        if self.app.second_thread {
            return self.fail(Exception::ConcurrentModification, now, fx);
        }
        if self.group.is_none() {
            let exception = Exception::InvalidGroupId;
            return fx.note(ConsumerFact::ExceptionThrown { exception });
        }
        self.call_commit_callbacks(now, fx);
        self.app.commits.sequence += 1;
        self.send_async(self.app.commits.sequence, offsets, now, fx);
        self.pump(now, fx); // "to give the commit a chance to be transmitted": what has come meanwhile is read, too
    }

    fn send_async(&mut self, sequence: u64, offsets: Arc<[OffsetToCommit]>, now: SimTime, fx: &mut Fx) {
        match self.send_commit(CommitOrigin::Async, offsets.clone(), Waits::Callback { sequence }, now, fx) {
            Ok(()) | Err(NoCommit::Nothing) => {}
            Err(NoCommit::CoordinatorUnknown) => {
                let ticket = self.remember(fx);
                self.app.commits.pending.push((sequence, offsets, ticket));
                self.find_coordinator(now, fx);
            }
            Err(NoCommit::Exception(exception)) => {
                self.async_completed(sequence, offsets, Some(exception), fx)
            }
        }
    }

    /// The coordinator is found: what waited for it is sent. It is not: it has failed.
    pub(super) fn coordinator_looked_up(&mut self, end: LookupEnd, now: SimTime, fx: &mut Fx) {
        if end == LookupEnd::NotFound && self.membership.commits_outlast_lookups() {
            return;
        }
        for (sequence, offsets, ticket) in std::mem::take(&mut self.app.commits.pending) {
            fx.put_off(ticket);
            match end {
                LookupEnd::Found => self.send_async(sequence, offsets, now, fx),
                LookupEnd::NotFound => {
                    self.async_completed(sequence, offsets, Some(Exception::RetriableCommitFailed), fx);
                }
            }
            fx.go_on();
        }
    }

    /// An asynchronous commit has come to its end; its callback is due.
    pub(super) fn async_completed(
        &mut self,
        sequence: u64,
        offsets: Arc<[OffsetToCommit]>,
        exception: Option<Exception>,
        fx: &mut Fx,
    ) {
        let ticket = self.remember(fx);
        self.app.commits.completed.push_back(Completed { sequence, offsets, exception, ticket });
    }

    /// Calls the callbacks that are due, oldest first (`invokeCompletedOffsetCommitCallbacks`).
    pub(super) fn call_commit_callbacks(&mut self, now: SimTime, fx: &mut Fx) {
        while let Some(completed) = self.app.commits.completed.pop_front() {
            let Completed { sequence, offsets, exception, ticket } = completed;
            fx.put_off(ticket);
            let sent_again = self.answer_to(sequence, exception);
            fx.note(ConsumerFact::CommitCallback {
                offsets: offsets.iter().map(|commit| (commit.partition, commit.offset)).collect(),
                exception,
                sent_again,
            });
            if sent_again == SentAgain::Yes {
                self.send_async(sequence, offsets, now, fx);
            }
            fx.go_on();
        }
    }

    /// What the application's callback does about a commit that failed retriably.
    fn answer_to(&self, sequence: u64, exception: Option<Exception>) -> SentAgain {
        let newest = self.app.commits.sequence;
        if exception != Some(Exception::RetriableCommitFailed) || self.ended() {
            return SentAgain::No;
        }
        match self.config.behaviour.commit.call {
            CommitCall::Sync | CommitCall::Async(SendAgain::Never) => SentAgain::No,
            CommitCall::Async(SendAgain::UnlessNewer) if sequence != newest => SentAgain::NewerWasSent,
            CommitCall::Async(SendAgain::UnlessNewer | SendAgain::Always) => SentAgain::Yes,
        }
    }

    /// Whether asynchronous commits wait for the coordinator to be found.
    pub(super) fn async_pending(&self) -> bool {
        !self.app.commits.pending.is_empty()
    }
}
