//! Commits of a member of a consumer group (`CommitRequestManager`): in whose name they are sent, what it means when
//! they are refused, and the automatic ones.

use crate::kafka::api::*;
use crate::kafka::consumer::committer::{Commit, CommitResult, NoCommit, Waits};
use crate::kafka::consumer::membership::Committer;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::exception::Exception;
use crate::kafka::ids::MemberId;
use crate::kafka::offset_causes::CommitOrigin;
use crate::sim::time::SimTime;

impl Consumer {
    /// In whose name it commits: its own, in its epoch; outside of the group without an epoch.
    pub(in crate::kafka::consumer::membership) fn committer_of_consumer_group(&self) -> Committer {
        let membership = &self.membership.consumer;
        Committer {
            generation: membership.generation(),
            member_id: membership.member_id,
            group_instance_id: self.config.group_instance_id,
        }
    }

    /// In whose name it asks for committed offsets: an epoch is looked at.
    pub(in crate::kafka::consumer::membership) fn fetches_offsets_as(&self) -> Option<(MemberId, Epoch)> {
        let membership = &self.membership.consumer;
        (membership.epoch > 0).then_some((membership.member_id, membership.epoch))
    }

    /// What a refusal means to who waits. The membership stays as it is: heartbeats will tell.
    pub(in crate::kafka::consumer::membership) fn epoch_commit_refused(
        &self,
        commit: &Commit,
        error: ErrorCode,
    ) -> CommitResult {
        match (error, commit.waits) {
            // A newer epoch may be on its way: then the commit is worth another try.
            (ErrorCode::StaleMemberEpoch, Waits::Rebalance) if self.membership.consumer.epoch > 0 => {
                CommitResult::Retriable
            }
            (ErrorCode::StaleMemberEpoch, Waits::Callback { .. }) => {
                CommitResult::Failed(Exception::StaleMemberEpoch)
            }
            (ErrorCode::FencedInstanceId, _) => CommitResult::Failed(Exception::FencedInstanceId),
            _ => CommitResult::Failed(Exception::CommitFailed),
        }
    }

    /// The automatic commit, if its interval is over and none is under way. What poll has handed out counts as
    /// consumed.
    pub(in crate::kafka::consumer::membership) fn commit_automatically(&mut self, now: SimTime, fx: &mut Fx) {
        let ours = |purpose: &Purpose| {
            matches!(purpose, Purpose::Commit(commit)
                if commit.origin == CommitOrigin::Auto && commit.waits == Waits::Nobody)
        };
        let due = self.config.enable_auto_commit && now >= self.next_auto_commit;
        if !due || self.app.closing() || self.requests.under_way(ours) {
            return;
        }
        match self.commit_all(CommitOrigin::Auto, Waits::Nobody, now, fx) {
            // It stays due.
            Err(NoCommit::CoordinatorUnknown) => {}
            Ok(()) | Err(NoCommit::Nothing | NoCommit::Exception(_)) => {
                self.next_auto_commit = now + self.config.auto_commit_interval;
            }
        }
    }
}
