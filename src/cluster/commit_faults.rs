//! Commits that go wrong at the coordinator: not replicated in time, or met by a coordinator that is loading.
//!
//! A broker takes one request of a connection at a time. So while such a commit has no answer, whatever else its
//! client sends to the coordinator waits behind it, heartbeats as well, and is handled in order afterwards.
//!
//! Not modelled: that a client which gave its connection up meanwhile gets a new one, where nothing waits; that a
//! coordinator that is loading says so to every request.

use super::cause::DuplicateCause;
use super::command::CommandError;
use super::journal::Cause;
use super::ledger::history::Failure;
use super::network::{Channel, Client, LinkId};
use super::{Cluster, TimerKey};
use crate::kafka::api::*;
use crate::kafka::effects::Effects;
use crate::kafka::fact::{CommitFault, Fact};
use crate::kafka::ids::*;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Commits that will go wrong, and those that are.
#[derive(Clone, Debug, Default)]
pub(super) struct CommitFaults {
    coming: BTreeMap<GroupId, VecDeque<CommitFault>>,
    /// By the place of the consumer.
    held: BTreeMap<u16, Held>,
}

/// A commit whose answer is held back.
#[derive(Clone, Debug)]
struct Held {
    from: Correlation,
    answer: Response,
    /// Requests of the same connection, oldest first, each with its own cause.
    behind: Vec<(Correlation, BrokerId, Request, Cause)>,
}

impl Cluster {
    /// The next `count` commits to a group go wrong; with 0, those go well that were still to go wrong.
    pub(super) fn disturb_commits(
        &mut self,
        group: &GroupId,
        count: u32,
        fault: CommitFault,
    ) -> Result<(), CommandError> {
        if self.coordinator.group(group).is_none() {
            return Err(CommandError(format!(
                "There is no group `{group}` yet; start a consumer in it first."
            )));
        }
        let coming = self.faults.coming.entry(group.clone()).or_default();
        match count {
            0 => coming.clear(),
            _ => coming.extend(std::iter::repeat_n(fault, count as usize)),
        }
        self.record(Fact::CommitsDisturbed { group: group.clone(), count, fault });
        Ok(())
    }

    /// Whether a request is not handled now: it waits behind a commit, or is one that goes wrong.
    pub(super) fn hold_back(
        &mut self,
        link: LinkId,
        from: &Correlation,
        to: BrokerId,
        request: &Request,
    ) -> bool {
        let Client::Consumer(index) = link.client else { return false };
        if link.channel != Channel::Coordinator {
            return false;
        }
        if let Some(held) = self.faults.held.get_mut(&index)
            && held.from.process.incarnation == from.process.incarnation
        {
            held.behind.push((from.clone(), to, request.clone(), self.cause));
            return true;
        }
        self.goes_wrong(index, from, request)
    }

    fn goes_wrong(&mut self, index: u16, from: &Correlation, request: &Request) -> bool {
        let Request::OffsetCommit(commit) = request else { return false };
        let coming = self.faults.coming.get(&commit.group_id).and_then(|coming| coming.front());
        let Some(fault) = coming.copied().filter(|_| !self.faults.held.contains_key(&index)) else {
            return false;
        };
        let (error, after) = match fault {
            CommitFault::Lost => {
                // A commit that is refused is never written, so it cannot be lost either.
                let mut effects = Effects::new();
                let valid = self.coordinator.lose_commit(commit, self.now, &mut effects);
                self.carry_out_coordinators(effects, Some(index));
                if !valid {
                    return false;
                }
                (ErrorCode::CoordinatorNotAvailable, self.config.coordinator.offsets_commit_timeout)
            }
            CommitFault::Loading { after } => (ErrorCode::CoordinatorLoadInProgress, after),
        };
        if let Some(coming) = self.faults.coming.get_mut(&commit.group_id) {
            coming.pop_front();
        }
        let offsets = commit.offsets.iter().map(|to| (to.partition.clone(), to.offset)).collect();
        let (group, member) = (commit.group_id.clone(), commit.member_id.clone());
        let cause = match fault {
            CommitFault::Lost => DuplicateCause::CommitLost,
            CommitFault::Loading { .. } => DuplicateCause::CommitRefused,
        };
        let told: Arc<[(TopicPartition, Offset)]> = offsets;
        let offsets = told.clone();
        let entry = self.record(Fact::OffsetCommitLost { group, member, offsets, error, after });
        self.commit_not_stored(index, &told, Failure { cause, entry, at_coordinator: true });
        let partitions = vec![error; commit.offsets.len()];
        let answer = Response::OffsetCommit(OffsetCommitResponse { partitions });
        self.faults.held.insert(index, Held { from: from.clone(), answer, behind: Vec::new() });
        self.schedule.set_timer(TimerKey::CommitFault(index), self.now + after, self.cause);
        true
    }

    /// The time of a commit that goes wrong is over: it is answered, and what waited behind it is handled.
    pub(super) fn end_commit_fault(&mut self, index: u16) {
        let Some(Held { from, answer, behind }) = self.faults.held.remove(&index) else { return };
        self.respond(&from, answer);
        let link = LinkId { client: Client::Consumer(index), channel: Channel::Coordinator, up: true };
        for (from, to, request, cause) in behind {
            self.cause = cause;
            self.handle_request(link, from, to, request);
        }
    }
}
