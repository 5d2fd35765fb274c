//! Applying an assignment (`AbstractMembershipManager.maybeReconcile`): the automatic commit, onPartitionsRevoked if
//! something has to be given up, onPartitionsAssigned in any case, and then the acknowledgement.
//!
//! The steps are the background thread's; the callbacks wait for the application's rounds of poll. What is kept is
//! read all the while. One assignment is applied after the other: a newer one waits until this one is acknowledged.
//! If a callback throws, it begins anew, with the same callback; what onPartitionsAssigned was called with when it
//! threw is owned then, and never read.

use super::heartbeat::renumbered;
use super::{ConsumerMemberState, LocalAssignment};
use crate::kafka::api::{Assignment, OffsetToCommit};
use crate::kafka::consumer::committer::{CommitResult, NoCommit, Waits};
use crate::kafka::consumer::subscription::without;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::offset_causes::CommitOrigin;
use crate::kafka::rebalance_causes::Callback;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// An assignment that is being applied.
#[derive(Clone, Debug)]
pub(super) struct Reconciling {
    to: LocalAssignment,
    step: ReconcileStep,
    /// What the automatic commit commits: the positions as they were when it began, or when it was refused last. What
    /// poll hands out in the pause after that, it does not cover.
    offsets: Arc<[OffsetToCommit]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReconcileStep {
    /// The automatic commit is under way, or waits for its coordinator; after this it is given up.
    Committing { until: SimTime, attempts: u32 },
    /// It was refused, and is repeated at `at`.
    CommitAgain { at: SimTime, until: SimTime, attempts: u32 },
    /// onPartitionsRevoked is due, or running.
    Revoking,
    /// onPartitionsAssigned is due, or running.
    Assigning,
}

/// What follows when the application thread has run a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterStep {
    /// What had to be given up is given up.
    Revoked,
    /// The new partitions may be read.
    Assigned,
    /// What was lost is forgotten.
    Lost,
    /// Nothing: the member leaves.
    Leaves,
}

impl Reconciling {
    /// Until when it commits before something is revoked, if it does that now.
    pub fn commits_until(&self) -> Option<SimTime> {
        match self.step {
            ReconcileStep::Committing { until, .. } | ReconcileStep::CommitAgain { until, .. } => Some(until),
            ReconcileStep::Revoking | ReconcileStep::Assigning => None,
        }
    }
}

impl Consumer {
    /// The coordinator gave an assignment.
    pub(super) fn assignment_received(&mut self, partitions: Arc<SortedSet<TopicIdPartition>>, fx: &mut Fx) {
        self.learn_names(&partitions);
        let membership = &mut self.membership.consumer;
        if let Some(target) = renumbered(membership.target.as_ref(), membership.numbered + 1, partitions) {
            membership.numbered += 1;
            membership.target = Some(target);
        }
        if membership.target != membership.current {
            self.turn_to(ConsumerMemberState::Reconciling, fx);
        } else if matches!(membership.state, ConsumerMemberState::Reconciling | ConsumerMemberState::Joining)
        {
            self.turn_to(ConsumerMemberState::Stable, fx);
        }
    }

    /// Begins to apply the newest assignment, if one waits and none is being applied.
    pub(super) fn reconcile(&mut self, now: SimTime, fx: &mut Fx) {
        let membership = &self.membership.consumer;
        if membership.state != ConsumerMemberState::Reconciling || membership.reconciling.is_some() {
            return;
        }
        let Some(target) = membership.target.clone().filter(|_| membership.target != membership.current)
        else {
            return;
        };
        self.learn_names(&target.partitions);
        let known = |one: &&TopicIdPartition| self.topic_is_named(one);
        let resolved: SortedSet<_> = target.partitions.iter().filter(known).copied().collect();
        if resolved.len() < target.partitions.len() {
            self.topics_doubted(now, fx);
        }
        if self.has_applied(&resolved, target.number, fx) {
            return;
        }
        // What is known is applied, and the rest when it is known, too.
        let to = LocalAssignment { number: target.number, partitions: Arc::new(resolved) };
        let until = now + self.config.max_poll_interval;
        let step = ReconcileStep::Committing { until, attempts: 0 };
        let offsets = self.subscription.all_consumed();
        self.membership.consumer.reconciling = Some(Reconciling { to, step, offsets });
        self.commit_before_revocation(now, fx);
    }

    /// Whether it owns all of an assignment that it knows of, and nothing else; then it says so to the coordinator, and
    /// calls nothing.
    ///
    /// Not modelled: Kafka's client acknowledges that again and again as long as a topic is not known, since
    /// KAFKA-20145 at each poll only. What it sends then has no news.
    fn has_applied(&mut self, known: &SortedSet<TopicIdPartition>, number: u32, fx: &mut Fx) -> bool {
        let current = self.membership.consumer.current.as_mut();
        let Some(current) = current.filter(|current| *current.partitions == *known) else { return false };
        if std::mem::replace(&mut current.number, number) != number {
            self.turn_to(ConsumerMemberState::Acknowledging, fx);
        }
        true
    }

    /// What waits for its time in the middle of it.
    pub(super) fn go_on_reconciling(&mut self, now: SimTime, fx: &mut Fx) {
        let under_way = self.commits_before_revocation();
        let Some(reconciling) = &mut self.membership.consumer.reconciling else { return };
        match reconciling.step {
            ReconcileStep::Committing { until, .. } | ReconcileStep::CommitAgain { until, .. }
                if until <= now =>
            {
                self.nobody_waits(Waits::Rebalance);
                self.revoke(fx);
            }
            ReconcileStep::CommitAgain { at, until, attempts } if at <= now => {
                reconciling.step = ReconcileStep::Committing { until, attempts };
                self.commit_before_revocation(now, fx);
            }
            ReconcileStep::Committing { .. } if !under_way => {
                self.commit_before_revocation(now, fx);
            }
            ReconcileStep::Committing { .. }
            | ReconcileStep::CommitAgain { .. }
            | ReconcileStep::Revoking
            | ReconcileStep::Assigning => {}
        }
    }

    /// When the background thread has to wake for it.
    pub(super) fn reconciling_wakes_at(&self) -> Option<SimTime> {
        match self.membership.consumer.reconciling.as_ref()?.step {
            ReconcileStep::Committing { until, .. } => Some(until),
            ReconcileStep::CommitAgain { at, until, .. } => Some(at.min(until)),
            ReconcileStep::Revoking | ReconcileStep::Assigning => None,
        }
    }

    fn commits_before_revocation(&self) -> bool {
        use crate::kafka::consumer::requests::Purpose;
        self.requests.under_way(
            |purpose| matches!(purpose, Purpose::Commit(commit) if commit.waits == Waits::Rebalance),
        )
    }

    /// Commits all positions, though nothing may have to be revoked.
    fn commit_before_revocation(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.consumer.rules.auto_commit_in_poll_only {
            // What is to be revoked is neither fetched nor handed out from here on.
            self.withhold_revoked();
        }
        if !self.config.enable_auto_commit {
            return self.revoke(fx);
        }
        let Some(reconciling) = &self.membership.consumer.reconciling else { return };
        let offsets = reconciling.offsets.clone();
        match self.send_commit(CommitOrigin::Auto, offsets, Waits::Rebalance, now, fx) {
            // Without a coordinator the commit waits for it.
            Ok(()) | Err(NoCommit::CoordinatorUnknown) => {}
            Err(NoCommit::Nothing | NoCommit::Exception(_)) => self.revoke(fx),
        }
    }

    /// The commit before the revocation was answered. One that may be repeated is, with the positions of this moment.
    pub(in crate::kafka::consumer::membership) fn commit_before_revocation_answered(
        &mut self,
        result: CommitResult,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let Some(reconciling) = &self.membership.consumer.reconciling else { return };
        let ReconcileStep::Committing { until, attempts } = reconciling.step else { return };
        if result != CommitResult::Retriable || now >= until {
            return self.revoke(fx);
        }
        let (at, newest) = (now + self.backoff(attempts), self.subscription.all_consumed());
        if let Some(reconciling) = &mut self.membership.consumer.reconciling {
            reconciling.step = ReconcileStep::CommitAgain { at, until, attempts: attempts + 1 };
            reconciling.offsets = newest;
        }
    }

    /// Whether what is being applied is not to be applied any more.
    fn reconciliation_is_void(&mut self) -> bool {
        let void = self.membership.consumer.state != ConsumerMemberState::Reconciling;
        if void {
            self.membership.consumer.reconciling = None;
        }
        void || self.membership.consumer.reconciling.is_none()
    }

    fn to_revoke(&self) -> Assignment {
        let to = self.membership.consumer.reconciling.as_ref().map(|reconciling| reconciling.to.plain());
        to.map_or_else(Assignment::default, |to| without(&self.subscription.owned(), &to))
    }

    fn withhold_revoked(&mut self) {
        for partition in self.to_revoke().iter() {
            self.subscription.withhold(partition, true);
        }
    }

    /// Only now what is to be revoked is neither fetched nor handed out any more.
    fn revoke(&mut self, fx: &mut Fx) {
        if self.reconciliation_is_void() {
            return;
        }
        self.withhold_revoked();
        let revoked = self.to_revoke();
        if let Some(reconciling) = &mut self.membership.consumer.reconciling {
            reconciling.step = ReconcileStep::Revoking;
        }
        match revoked.is_empty() {
            true => self.assign_anew(fx),
            false => self.enqueue_callback(Callback::OnPartitionsRevoked, revoked, AfterStep::Revoked, fx),
        }
    }

    /// What is given up is gone. What is new comes with its callback, and is not read before that has returned.
    fn assign_anew(&mut self, fx: &mut Fx) {
        if self.reconciliation_is_void() {
            return;
        }
        let Some(reconciling) = &mut self.membership.consumer.reconciling else { return };
        reconciling.step = ReconcileStep::Assigning;
        let assigned = reconciling.to.plain();
        let owned = self.subscription.owned();
        let added = without(&assigned, &owned);
        let kept = without(&owned, &without(&owned, &assigned));
        if kept != owned {
            self.change_assignment(&kept, fx);
        }
        self.enqueue_callback(Callback::OnPartitionsAssigned, added, AfterStep::Assigned, fx);
    }

    /// The application thread has run a callback.
    pub(in crate::kafka::consumer::membership) fn reconciliation_goes_on(
        &mut self,
        after: AfterStep,
        now: SimTime,
        fx: &mut Fx,
    ) {
        match after {
            AfterStep::Revoked => self.assign_anew(fx),
            AfterStep::Assigned => self.applied(now, fx),
            AfterStep::Lost => self.lost(fx),
            AfterStep::Leaves => {}
        }
    }

    /// A callback threw. Nothing is acknowledged, and the background thread begins anew.
    pub(in crate::kafka::consumer::membership) fn reconciliation_failed(&mut self) {
        self.membership.consumer.reconciling = None;
    }

    fn applied(&mut self, now: SimTime, fx: &mut Fx) {
        if self.reconciliation_is_void() {
            return;
        }
        // What the callback that has returned was called with may be read.
        for partition in std::mem::take(&mut self.membership.consumer.rounds.announced).iter() {
            self.subscription.withhold(partition, false);
        }
        let Some(Reconciling { to, .. }) = self.membership.consumer.reconciling.take() else { return };
        self.membership.consumer.current = Some(to);
        self.forget_names();
        self.next_auto_commit = now + self.config.auto_commit_interval;
        if self.subscription.iter().any(|(partition, _)| !self.knows(partition)) {
            self.topics_doubted(now, fx);
        }
        self.turn_to(ConsumerMemberState::Acknowledging, fx);
    }
}
