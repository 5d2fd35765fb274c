//! Membership in a group: the seam between the client and the protocol of its group.
//!
//! Everything else in the client asks here and does not know which protocol it is. What each asks:
//!
//! - `application`: in each turn of poll, [`Consumer::membership_step`]; whether records are withheld,
//!   [`Consumer::revoking`]; it says that it lives, [`Consumer::polled`]; and throws what the membership cannot
//!   survive, [`Membership::fatal`].
//! - `listener`: to go on when a method of the listener has returned in the middle of a rebalance,
//!   [`Consumer::rebalance_goes_on`], or at its end, [`Consumer::rebalance_is_over`].
//! - `committer`: in whose name to commit, [`Consumer::committer`]; what a refusal means, [`Consumer::commit_refused`];
//!   it says how the commit before a rebalance ended, [`Consumer::commit_before_rebalance_answered`].
//! - `closing`, `calls`: which callback comes before leaving, [`Consumer::callback_before_leaving`]; to be silent,
//!   [`Consumer::stop_heartbeats`]; to leave, [`Consumer::leave`].
//! - `network_client`, `lookup`, `requests`: whether a thread beside the application's reads answers, and when,
//!   [`Consumer::background_reads`], [`Consumer::background_looks_next`]; they bring the answers to the membership's
//!   own requests, their loss, and the news of the coordinator.
//! - `metadata`: which topics others subscribe to that this client must know, [`Membership::led_topics`]; it brings
//!   news.
//! - the world looks: [`Membership::state`] and the questions after it, [`Consumer::rejoining`],
//!   [`Consumer::holds_over`].
//!
//! `classic` is the protocol of JoinGroup, SyncGroup, Heartbeat and LeaveGroup, `consumer` that of
//! ConsumerGroupHeartbeat (KIP-848).

mod classic;
mod consumer;
mod network;
mod questions;

pub use classic::{AfterRebalance, Heartbeat, MemberState};
pub(in crate::kafka::consumer) use consumer::PollWakes;
pub use consumer::{AfterStep, ConsumerMemberState};
pub use questions::own_member_id;

use super::application::NextStep;
use super::close_options::GroupMembershipOperation;
use super::committer::{Commit, CommitResult};
use super::config::GroupProtocol;
use super::{Consumer, Fx};
use crate::kafka::api::{Assignment, Epoch, ErrorCode};
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::Callback;
use crate::sim::time::SimTime;
use classic::Classic;
use consumer::ConsumerMembership;

/// The membership.
#[derive(Clone, Debug, Default)]
pub struct Membership {
    /// Which protocol the client speaks with its group.
    protocol: GroupProtocol,
    /// What the classic protocol knows.
    classic: Classic,
    /// What the protocol of consumer groups knows.
    consumer: ConsumerMembership,
    /// When poll was last called.
    last_poll: Option<SimTime>,
    /// To be thrown at the next poll.
    fatal: Option<Exception>,
}

/// A request of the membership's own, by what its answer will be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipRequest {
    Join,
    /// With the generation it was sent in.
    Sync(Generation),
    /// With the generation it was sent in.
    Heartbeat(Generation),
    Leave,
    /// ConsumerGroupHeartbeat, with the epoch in it.
    ConsumerHeartbeat {
        epoch: Epoch,
    },
}

impl MembershipRequest {
    /// Whether it is part of a join.
    pub(super) fn joins(self) -> bool {
        matches!(self, MembershipRequest::Join | MembershipRequest::Sync(_))
    }
}

/// In whose name a commit is sent.
pub(super) struct Committer {
    pub generation: Generation,
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
}

impl Committer {
    /// A consumer that is no member of the group.
    fn no_member() -> Self {
        Committer { generation: Generation::NONE, member_id: MemberId::default(), group_instance_id: None }
    }
}

/// How far a turn of poll has come with the membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// There is nothing to do: poll goes on to positions and records.
    Ready,
    /// A join is under way. Poll returns records of what is assigned still, and looks for no positions.
    Pending,
    /// Poll waits, until its timeout, before it does anything else; or a callback is running.
    Blocked,
}

/// The clocks that a membership watches while the application does something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MembershipClock {
    /// The next heartbeat is due.
    Heartbeat,
    /// The background thread looks at the network.
    Look,
    /// `max.poll.interval.ms` since the last poll.
    PollInterval,
    /// `session.timeout.ms` since the last answered heartbeat.
    Session,
}
impl Consumer {
    // --- poll

    /// Inside poll: takes the membership as far as it goes now (`ConsumerCoordinator.poll`).
    pub(super) fn membership_step(&mut self, now: SimTime, fx: &mut Fx) -> Joined {
        match self.membership.protocol {
            GroupProtocol::Classic => self.join_step(now, fx),
            GroupProtocol::Consumer => self.round_step(now, fx),
        }
    }

    /// Whether everything owned is about to be revoked, so that poll returns no more of it (`pendingRevocation`).
    pub fn revoking(&self) -> bool {
        match self.membership.protocol {
            GroupProtocol::Classic => self.membership.commits_first() && !self.config.cooperative(),
            GroupProtocol::Consumer => false,
        }
    }

    /// The application called poll, is inside it, or poll returned: it lives.
    pub(super) fn polled(&mut self, now: SimTime, fx: &mut Fx) {
        match self.membership.protocol {
            GroupProtocol::Classic => {
                self.membership.last_poll = Some(now);
                self.poll_heartbeat(now, fx);
            }
            // Each round of poll says so.
            GroupProtocol::Consumer => {}
        }
    }

    /// poll was called.
    pub(super) fn poll_begins(&mut self) {
        match self.membership.protocol {
            GroupProtocol::Classic => {}
            GroupProtocol::Consumer => self.rounds_begin(),
        }
    }

    /// Whether poll, in which the application waits, has something to do now.
    pub(super) fn poll_wakes(&self, now: SimTime) -> PollWakes {
        match self.membership.protocol {
            GroupProtocol::Classic => PollWakes::Round,
            GroupProtocol::Consumer => self.round_is_due(now),
        }
    }

    /// A turn of poll has come to its end without records; `resumed` if it had waited for committed offsets.
    pub(super) fn poll_waits(&mut self, resumed: bool, now: SimTime, fx: &mut Fx) -> NextStep {
        match self.membership.protocol {
            GroupProtocol::Classic if resumed && self.subscription.any_to_validate() => NextStep::GoOn,
            GroupProtocol::Classic => NextStep::Wait,
            GroupProtocol::Consumer => self.round_ends(now, fx),
        }
    }

    /// The application thread waits: what a background thread has to do now is done.
    pub(super) fn background_goes_on(&mut self, now: SimTime, fx: &mut Fx) {
        match self.membership.protocol {
            GroupProtocol::Classic => {}
            GroupProtocol::Consumer => self.background_wakes(now, fx),
        }
    }

    /// A method of the listener has returned in the middle of a rebalance, or has thrown there.
    pub(super) fn rebalance_goes_on(&mut self, next: AfterRebalance, threw: bool, now: SimTime, fx: &mut Fx) {
        match next {
            AfterRebalance::Join { keep } => {
                self.ready_to_join(&keep, fx);
                self.poll_throws_for_listener(now, fx);
            }
            AfterRebalance::Install { assigned } => self.install_the_rest(assigned, now, fx),
            AfterRebalance::Reconciliation(_) if threw => self.reconciliation_failed(),
            AfterRebalance::Reconciliation(step) => self.reconciliation_goes_on(step, now, fx),
        }
    }

    /// The last method of a rebalance has returned, or thrown.
    pub(super) fn rebalance_is_over(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.listener_threw {
            self.complete_join_again(fx);
        }
        self.poll_throws_for_listener(now, fx);
    }

    // --- commits

    /// In whose name a commit is sent: a member's, or (standalone) nobody's.
    pub(super) fn committer(&self) -> Result<Committer, Exception> {
        match self.membership.protocol {
            _ if self.subscription.manual => Ok(Committer::no_member()),
            GroupProtocol::Classic => self.member_that_commits(),
            GroupProtocol::Consumer => Ok(self.committer_of_consumer_group()),
        }
    }

    /// A commit was refused by the group: what that does to the membership, and the exception the application gets.
    pub(super) fn commit_refused(&mut self, commit: &Commit, error: ErrorCode, fx: &mut Fx) -> CommitResult {
        match self.membership.protocol {
            GroupProtocol::Classic => CommitResult::Failed(self.member_commit_refused(commit, error, fx)),
            GroupProtocol::Consumer => self.epoch_commit_refused(commit, error),
        }
    }

    /// The automatic commit is made by the membership's own thread or in its own rounds, if it is due. Whether it is.
    pub(super) fn commits_in_background(&mut self, now: SimTime, fx: &mut Fx) -> bool {
        match self.membership.protocol {
            GroupProtocol::Classic => false,
            GroupProtocol::Consumer => {
                if self.subscription.manual {
                    self.commit_automatically(now, fx);
                }
                true
            }
        }
    }

    /// In whose name committed offsets are asked for, where that is looked at.
    pub(super) fn offsets_asked_as(&self) -> Option<(MemberId, Epoch)> {
        match self.membership.protocol {
            _ if self.subscription.manual => None,
            GroupProtocol::Classic => None,
            GroupProtocol::Consumer => self.fetches_offsets_as(),
        }
    }

    /// The commit before a rebalance was answered.
    pub(super) fn commit_before_rebalance_answered(
        &mut self,
        result: CommitResult,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match self.membership.protocol {
            GroupProtocol::Classic => self.commit_before_join_done(result, now, fx),
            GroupProtocol::Consumer => self.commit_before_revocation_answered(result, now, fx),
        }
    }

    // --- leaving

    /// The process ends: no more heartbeats.
    pub(super) fn stop_heartbeats(&mut self, now: SimTime, fx: &mut Fx) {
        match self.membership.protocol {
            GroupProtocol::Classic => self.disable_heartbeat(fx),
            GroupProtocol::Consumer => self.stop_background(now, fx),
        }
    }

    /// close is about to call the listener.
    pub(super) fn quiet_before_leaving(&mut self, fx: &mut Fx) {
        match self.membership.protocol {
            GroupProtocol::Classic => self.disable_heartbeat(fx),
            // Heartbeats go on until it has returned.
            GroupProtocol::Consumer => {}
        }
    }

    /// The listener's method before the member leaves, if there is something to tell: what it owns is revoked, or lost
    /// if the membership is not sound.
    pub(super) fn callback_before_leaving(&mut self, fx: &mut Fx) -> Option<(Callback, Assignment)> {
        let owned = self.subscription.owned();
        match self.membership.protocol {
            _ if self.subscription.manual => None,
            GroupProtocol::Classic => {
                (!owned.is_empty()).then(|| (self.callback_before_leave_group(), owned))
            }
            GroupProtocol::Consumer => self.begins_to_leave(fx),
        }
    }

    /// The listener has returned, and the member is to leave: what is to be told before that, besides.
    pub(super) fn another_callback_before_leaving(&mut self, fx: &mut Fx) -> Option<(Callback, Assignment)> {
        match self.membership.protocol {
            GroupProtocol::Classic => None,
            GroupProtocol::Consumer => self.next_before_leaving(fx),
        }
    }

    /// Whether the member has yet to say that it leaves, for want of a coordinator.
    pub(super) fn leave_is_pending(&self) -> bool {
        match self.membership.protocol {
            GroupProtocol::Classic => false,
            GroupProtocol::Consumer => self.has_yet_to_leave(),
        }
    }

    /// Whether close ends where its time is over, without listener and without leaving; else it goes on without
    /// waiting.
    pub(super) fn close_ends_with_its_time(&self) -> bool {
        match self.membership.protocol {
            GroupProtocol::Classic => false,
            GroupProtocol::Consumer => true,
        }
    }

    /// Leaves the group, without waiting for the answer.
    pub(super) fn leave(
        &mut self,
        operation: GroupMembershipOperation,
        reason: &str,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match self.membership.protocol {
            GroupProtocol::Classic => self.leave_classic_group(operation, reason, now, fx),
            GroupProtocol::Consumer => self.leave_consumer_group(operation, fx),
        }
    }
}
