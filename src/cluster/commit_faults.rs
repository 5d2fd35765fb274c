//! Commits that go wrong at the coordinator: not replicated in time, or met by a coordinator that is loading.
//!
//! While such a commit has no answer, what its client sends on the same connection waits behind it (`connections`).
//!
//! Not modelled: that a coordinator that is loading says so to every request.

use super::cause::DuplicateCause;
use super::command_error::{CommandError, GroupError};
use super::journal::EntryId;
use super::ledger::history::Failure;
use super::network::{ClientRef, LinkId};
use super::{Cluster, TimerKey};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::*;
use crate::kafka::coordinator::LostCommit;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitFault;
use crate::sim::queue::Queue;
use crate::sim::shared_log::SharedLog;
use crate::sim::sorted::SortedMap;
use std::sync::Arc;

/// Commits that will go wrong, and those that are.
#[derive(Clone, Debug, Default)]
pub(super) struct CommitFaults {
    /// Each with the entry of the command that asked for it.
    coming: SortedMap<GroupId, Queue<(CommitFault, EntryId)>>,
    /// Commits that went wrong, with the entry of the command that asked for it; oldest first.
    armed: SharedLog<(EntryId, EntryId)>,
    /// Answers that are held back, by a running number.
    held: SortedMap<u64, (Correlation, Response)>,
    next_number: u64,
}

impl Cluster {
    /// The next `count` commits to a group go wrong; with 0, those go well that were still to go wrong.
    pub(super) fn disturb_commits(
        &mut self,
        group: &GroupId,
        count: u32,
        fault: CommitFault,
    ) -> Result<(), CommandError> {
        if self.nodes.coordinator.group(group).is_none() {
            return Err(GroupError::NotThereYet.of(group));
        }
        let asked = self.record(Fact::World(WorldFact::CommitsDisturbed { group: *group, count, fault }));
        let coming = self.wire.faults.coming.entry(*group).or_default();
        match count {
            0 => coming.clear(),
            _ => coming.extend(std::iter::repeat_n((fault, asked), count as usize)),
        }
        Ok(())
    }

    /// Whether a request is a commit that goes wrong, and so is not handled otherwise.
    pub(super) fn goes_wrong(&mut self, link: LinkId, from: &Correlation, request: &Request) -> bool {
        let (ClientRef::Consumer(id), Request::OffsetCommit(commit)) = (link.client, request) else {
            return false;
        };
        let coming = self.wire.faults.coming.get(&commit.group_id).and_then(|coming| coming.front());
        let Some((fault, asked)) = coming.copied() else { return false };
        let (error, after) = match fault {
            CommitFault::Lost => {
                // A commit that is refused is never written, so it cannot be lost either.
                let mut effects = Effects::new();
                let valid = self.nodes.coordinator.lose_commit(commit, self.now, &mut effects);
                self.carry_out_coordinators(effects, Some(id));
                if valid != Some(LostCommit::WasValid) {
                    return false;
                }
                (ErrorCode::CoordinatorNotAvailable, self.config.coordinator.offsets_commit_timeout)
            }
            CommitFault::Loading { after } => (ErrorCode::CoordinatorLoadInProgress, after),
        };
        if let Some(coming) = self.wire.faults.coming.get_mut(&commit.group_id) {
            coming.pop_front();
        }
        let offsets = commit.offsets.iter().map(|to| (to.partition, to.offset)).collect();
        let (group, member) = (commit.group_id, commit.member_id);
        let cause = match fault {
            CommitFault::Lost => DuplicateCause::CommitLost,
            CommitFault::Loading { .. } => DuplicateCause::CommitRefused,
        };
        let told: Arc<[(TopicPartition, Offset)]> = offsets;
        let offsets = told.clone();
        let entry =
            self.record(Fact::Group(group, GroupFact::OffsetCommitLost { member, offsets, error, after }));
        self.wire.faults.armed.push((entry, asked));
        self.commit_not_stored(id, &told, Failure { cause, entry, at_coordinator: true });
        let partitions = vec![error; commit.offsets.len()];
        let answer = Response::OffsetCommit(OffsetCommitResponse { partitions });
        let number = self.wire.faults.next_number;
        self.wire.faults.next_number += 1;
        self.wire.faults.held.insert(number, (*from, answer));
        self.wire.schedule.set_timer(TimerKey::CommitFault(number), self.now + after, self.past.cause);
        true
    }

    /// The command that had a commit go wrong, by the entry that says that it went wrong.
    pub(super) fn disturbed_by(&self, lost: EntryId) -> Option<EntryId> {
        let found = self.wire.faults.armed.iter().rev().find(|(entry, _)| *entry == lost);
        found.map(|(_, asked)| *asked)
    }

    /// The time of a commit that goes wrong is over: it is answered.
    pub(super) fn end_commit_fault(&mut self, number: u64) {
        if let Some((from, answer)) = self.wire.faults.held.remove(&number) {
            self.respond(&from, answer);
        }
    }
}
