//! Commits of a member of a classic group: in whose name they are sent, what it means when they are refused, and the
//! automatic one before a join (`ConsumerCoordinator.onJoinPrepare`, `OffsetCommitResponseHandler`).

use super::super::Committer;
use super::{MemberState, Prepare};
use crate::kafka::api::*;
use crate::kafka::consumer::committer::{Commit, CommitResult, Waits};
use crate::kafka::consumer::{Consumer, ConsumerTimer, Fx};
use crate::kafka::exception::Exception;
use crate::kafka::offset_causes::CommitOrigin;
use crate::kafka::rebalance_causes::RejoinCause;
use crate::sim::time::SimTime;

/// Whether there is an answer to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SentFirst {
    /// A commit is under way.
    Commit,
    /// There was nothing to commit, or no way to.
    Nothing,
}

impl Consumer {
    /// In whose name a member commits: its own, in its generation.
    pub(in crate::kafka::consumer::membership) fn member_that_commits(&self) -> Result<Committer, Exception> {
        let membership = &self.membership.classic;
        match membership.state {
            MemberState::Stable => Ok(Committer {
                generation: membership.generation,
                member_id: membership.member_id,
                group_instance_id: self.config.group_instance_id,
            }),
            MemberState::Unjoined => Err(Exception::CommitFailed),
            MemberState::PreparingRebalance
            | MemberState::CompletingRebalance
            | MemberState::OfConsumerGroup(_) => Err(Exception::RebalanceInProgress),
        }
    }

    /// What an error does to the membership, and the exception the application gets.
    pub(in crate::kafka::consumer::membership) fn member_commit_refused(
        &mut self,
        commit: &Commit,
        error: ErrorCode,
        fx: &mut Fx,
    ) -> Exception {
        let current = commit.generation == self.membership.classic.generation;
        match error {
            ErrorCode::RebalanceInProgress => {
                self.request_rejoin(RejoinCause::CommitWhileRebalancing, fx);
                Exception::RebalanceInProgress
            }
            ErrorCode::FencedInstanceId if current => {
                self.membership.fatal = Some(Exception::FencedInstanceId);
                self.membership.classic.commit_fenced |= commit.waits != Waits::Application;
                Exception::FencedInstanceId
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration if current => {
                self.membership_lost(error, "OFFSET_COMMIT", fx);
                Exception::CommitFailed
            }
            // Of an older generation: if a new one is on its way, the application may try again in it.
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::FencedInstanceId => {
                match self.membership.classic.state {
                    MemberState::PreparingRebalance => Exception::RebalanceInProgress,
                    _ => Exception::CommitFailed,
                }
            }
            _ => Exception::CommitFailed,
        }
    }

    /// Before a join: commits the positions if auto-commit is on.
    pub(super) fn prepare_commit(&mut self, deadline: SimTime, now: SimTime, fx: &mut Fx) {
        let sent = self.commit_before_join(now, fx);
        self.membership.classic.prepare = match sent {
            SentFirst::Commit => {
                fx.set_timer(ConsumerTimer::JoinPrepare, deadline);
                Prepare::Committing { deadline }
            }
            SentFirst::Nothing => Prepare::Callbacks,
        };
    }

    /// The commit before a join was waited for as long as the join may take: the join goes on without its answer.
    pub(super) fn give_up_commit_before_join(&mut self, fx: &mut Fx) {
        fx.cancel_timer(ConsumerTimer::JoinPrepare);
        self.nobody_waits(Waits::Rebalance);
        self.membership.classic.prepare = Prepare::Callbacks;
    }

    fn commit_before_join(&mut self, now: SimTime, fx: &mut Fx) -> SentFirst {
        if !self.config.enable_auto_commit {
            return SentFirst::Nothing;
        }
        match self.commit_all(CommitOrigin::Auto, Waits::Rebalance, now, fx) {
            Ok(()) => SentFirst::Commit,
            Err(_) => SentFirst::Nothing,
        }
    }

    /// The commit before the join was answered.
    pub(in crate::kafka::consumer::membership) fn commit_before_join_done(
        &mut self,
        result: CommitResult,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let Prepare::Committing { deadline } = self.membership.classic.prepare else { return };
        if result.is_retriable() && now < deadline {
            self.lookup.retry_at = Some(now + self.config.retry_backoff);
            fx.set_timer(ConsumerTimer::Backoff, now + self.config.retry_backoff);
            self.membership.classic.prepare = Prepare::CommitFailed { deadline };
        } else {
            self.membership.classic.prepare = Prepare::Callbacks;
        }
    }
}
