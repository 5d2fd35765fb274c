//! Committing offsets (`ConsumerCoordinator`): sending a commit, what its errors mean, and the automatic ones. What
//! the application commits is in `commits`, `commit_sync` and `commit_async`.
//!
//! Not modelled: metadata in commits.

use super::application::{Activity, CloseStage};
use super::membership::Committer;
use super::requests::Purpose;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitOrigin};
use crate::sim::time::SimTime;
use std::sync::Arc;

/// A commit under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    pub origin: CommitOrigin,
    pub offsets: Arc<[OffsetToCommit]>,
    /// The generation it was sent in.
    pub generation: Generation,
    pub waits: Waits,
}

/// Who waits for a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Nobody.
    Nobody,
    /// The rebalance, before its callbacks.
    Rebalance,
    /// The application, in `commitSync`.
    Application,
    /// The callback of `commitAsync`, with the commit's number.
    Callback { sequence: u64 },
    /// The application did, and was woken up.
    NobodyAnyMore,
    /// close().
    Close,
}

/// What the answer to a commit means to the one that waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommitResult {
    /// The offsets are stored.
    Stored,
    /// They are not, and the same commit may be sent again.
    Retriable,
    /// The same, because a topic is not known there: before a revocation nobody waits for it.
    TopicUnknown,
    /// They are not, and the application gets this exception.
    Failed(Exception),
}

impl CommitResult {
    /// Whether the same commit may be sent again.
    pub fn is_retriable(self) -> bool {
        matches!(self, CommitResult::Retriable | CommitResult::TopicUnknown)
    }
}

/// Why no commit was sent.
pub(super) enum NoCommit {
    /// There is nothing to commit.
    Nothing,
    /// The member is not Stable, or the coordinator is unknown.
    Exception(Exception),
    /// The coordinator has to be found first.
    CoordinatorUnknown,
}

impl Consumer {
    /// When poll commits next, if it does so by itself and has partitions.
    pub fn next_auto_commit(&self) -> Option<SimTime> {
        let commits = self.config.enable_auto_commit && !self.subscription.owned().is_empty();
        commits.then_some(self.next_auto_commit)
    }

    /// Inside poll: the automatic commit, if its interval is over.
    pub(super) fn maybe_auto_commit(&mut self, now: SimTime, fx: &mut Fx) {
        if self.commits_in_background(now, fx) || !self.config.enable_auto_commit {
            return;
        }
        if now >= self.next_auto_commit {
            self.next_auto_commit = now + self.config.auto_commit_interval;
            // Refused without a stable membership: the next interval, or the join itself, will commit.
            let sent = self.commit_all(CommitOrigin::Auto, Waits::Nobody, now, fx);
            if matches!(sent, Err(NoCommit::CoordinatorUnknown)) {
                self.find_coordinator(now, fx);
                self.retry_auto_commit(now, fx);
            }
        }
        fx.set_timer(ConsumerTimer::AutoCommit, self.next_auto_commit);
    }

    /// In close: commits the positions if auto-commit is on, unless an asynchronous commit was fenced before: then
    /// close throws that instead.
    pub(super) fn commit_before_close(&mut self, now: SimTime, fx: &mut Fx) {
        let commits = self.config.enable_auto_commit
            && !self.membership.closes_without_commit()
            && !self.app.close_timed_out;
        if !commits {
            self.app.close_commit_done = true;
            return;
        }
        let sent = self.commit_all(CommitOrigin::Auto, Waits::Close, now, fx);
        self.app.close_commit_done = match sent {
            Ok(()) | Err(NoCommit::CoordinatorUnknown) => false,
            Err(NoCommit::Nothing | NoCommit::Exception(_)) => true,
        };
        if let Err(NoCommit::CoordinatorUnknown) = sent {
            self.find_coordinator(now, fx);
            self.commit_before_close_done(CommitResult::Retriable, now, fx);
        }
    }

    /// The commit of close was answered; close tries again, until its own time is over.
    fn commit_before_close_done(&mut self, result: CommitResult, now: SimTime, fx: &mut Fx) {
        if result.is_retriable() && !self.app.close_silently && !self.app.close_timed_out {
            self.app.enter(Activity::Closing(CloseStage::CommitAgain));
            fx.set_timer(ConsumerTimer::Work, now + self.config.retry_backoff);
        } else {
            self.app.close_commit_done = true;
        }
    }

    /// Sends the positions of all partitions.
    pub(super) fn commit_all(
        &mut self,
        origin: CommitOrigin,
        waits: Waits,
        now: SimTime,
        fx: &mut Fx,
    ) -> Result<(), NoCommit> {
        self.send_commit(origin, self.subscription.all_consumed(), waits, now, fx)
    }

    /// Sends these offsets, if a commit may be sent now (`sendOffsetCommitRequest`).
    pub(super) fn send_commit(
        &mut self,
        origin: CommitOrigin,
        offsets: Arc<[OffsetToCommit]>,
        waits: Waits,
        now: SimTime,
        fx: &mut Fx,
    ) -> Result<(), NoCommit> {
        if offsets.is_empty() {
            return Err(NoCommit::Nothing);
        }
        if self.group.is_none() {
            return Err(NoCommit::Exception(Exception::InvalidGroupId));
        }
        // The client waits for the coordinator before it checks the membership.
        let Some(coordinator) = self.lookup.coordinator else {
            return Err(NoCommit::CoordinatorUnknown);
        };
        let Committer { generation, member_id, group_instance_id } =
            self.committer().map_err(NoCommit::Exception)?;
        let (group_id, version) = (self.group, 9);
        let request = OffsetCommitRequest {
            group_id,
            generation,
            member_id,
            group_instance_id,
            offsets: offsets.clone(),
            version,
        };
        let told = offsets.iter().map(|commit| (commit.partition, commit.offset)).collect();
        fx.note(ConsumerFact::CommitStarted { origin, offsets: told });
        let commit = Commit { origin, offsets, generation, waits };
        self.send(coordinator, Request::OffsetCommit(request), Purpose::Commit(commit), now, fx);
        Ok(())
    }

    /// A commit was answered (or its request was lost, which counts as COORDINATOR_NOT_AVAILABLE).
    pub(super) fn commit_answered(
        &mut self,
        commit: Commit,
        error: ErrorCode,
        failure: CommitFailure,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let origin = commit.origin;
        if error.is_none() {
            let offsets = commit.offsets.iter().map(|c| (c.partition, c.offset)).collect();
            fx.note(ConsumerFact::CommitSucceeded { origin, offsets });
            self.app.completions.committed(&commit.offsets);
        } else {
            fx.note(ConsumerFact::CommitFailed { origin, error, failure });
        }
        let gone = matches!(error, ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator);
        if let (Waits::Callback { sequence }, true) = (commit.waits, gone) {
            // Before the coordinator is given up and with it the commits that were sent after this one.
            let failed = Some(Exception::RetriableCommitFailed);
            self.async_completed(sequence, commit.offsets, failed, fx);
            return self.coordinator_unknown(now, fx);
        }
        let result = self.commit_result(&commit, error, now, fx);
        match commit.waits {
            // With a background thread it waits for its interval.
            Waits::Nobody if result.is_retriable() && !self.membership.background_owns_network() => {
                self.retry_auto_commit(now, fx);
            }
            Waits::Nobody | Waits::NobodyAnyMore => {}
            Waits::Callback { sequence } => {
                let exception = match result {
                    CommitResult::Stored => None,
                    CommitResult::Retriable | CommitResult::TopicUnknown => {
                        Some(Exception::RetriableCommitFailed)
                    }
                    CommitResult::Failed(exception) => Some(exception),
                };
                self.async_completed(sequence, commit.offsets, exception, fx);
            }
            Waits::Rebalance => self.commit_before_rebalance_answered(result, now, fx),
            Waits::Application => self.commit_sync_answered(result, now, fx),
            Waits::Close => self.commit_before_close_done(result, now, fx),
        }
    }

    /// What an answer means, and what it does to the membership.
    fn commit_result(
        &mut self,
        commit: &Commit,
        error: ErrorCode,
        now: SimTime,
        fx: &mut Fx,
    ) -> CommitResult {
        match error {
            ErrorCode::None => CommitResult::Stored,
            ErrorCode::CoordinatorLoadInProgress => CommitResult::Retriable,
            ErrorCode::UnknownTopicOrPartition => CommitResult::TopicUnknown,
            ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator => {
                self.coordinator_unknown(now, fx);
                CommitResult::Retriable
            }
            // A consumer that is no member loses nothing; the group has members, and they alone may commit.
            ErrorCode::UnknownMemberId if self.subscription.manual => {
                CommitResult::Failed(Exception::CommitFailed)
            }
            _ => self.commit_refused(commit, error, fx),
        }
    }

    /// The answer to a commit under way that was waited for is not waited for any more.
    pub(super) fn nobody_waits(&mut self, waited: Waits) {
        for request in self.requests.unanswered.values_mut() {
            if let Purpose::Commit(commit) = &mut request.purpose
                && commit.waits == waited
            {
                commit.waits = Waits::NobodyAnyMore;
            }
        }
    }

    fn retry_auto_commit(&mut self, now: SimTime, fx: &mut Fx) {
        self.next_auto_commit = now + self.config.retry_backoff;
        fx.set_timer(ConsumerTimer::AutoCommit, self.next_auto_commit);
    }
}
