//! Commits that came to nothing: which exceptions a consumer got for them, how often, and why.

use super::{Asked, Link};
use crate::cluster::journal::EntryId;
use crate::cluster::observation::ConsumerView;
use crate::kafka::api::ErrorCode;
use crate::kafka::exception::Exception;
use crate::kafka::fact::{CommitOrigin, Fact};
use crate::kafka::ids::*;
use crate::session::transcript::count;
use crate::sim::sorted::sort_by_key;
use crate::sim::time::SimTime;

/// So many kinds of failure are told.
const TOLD: usize = 3;

/// Commits that failed in the same way.
struct Failures {
    exception: Option<Exception>,
    error: Option<ErrorCode>,
    times: u64,
    /// The entry that says why the last one failed.
    failed: EntryId,
    last: EntryId,
    at: SimTime,
}

impl Asked<'_> {
    /// A consumer's state, and which of its commits failed since its process started.
    pub(super) fn with_failures(&self, consumer: &ConsumerView, mut links: Vec<Link>) -> Vec<Link> {
        let started = self.cluster.start_of(self.end(), &consumer.name).unwrap_or(EntryId(0));
        let (times, told) = self.failures(&consumer.name, started, self.end());
        if let Some(head) = links.first_mut().filter(|_| times > 0) {
            head.sentence += &format!("; {times} of its commits failed");
        }
        links.extend(told);
        links
    }

    /// The commits of a client that failed between two entries: how many, and what is to be told of them.
    pub(super) fn failures(&self, client: &ClientName, from: EntryId, to: EntryId) -> (u64, Vec<Link>) {
        let mut kinds = self.kinds(client, from, to);
        let all = kinds.iter().map(|kind| kind.times).sum();
        sort_by_key(&mut kinds, |kind| std::cmp::Reverse(kind.last));
        let links = kinds.iter().take(TOLD).flat_map(|kind| self.told_failure(client, kind));
        (all, links.collect())
    }

    fn kinds(&self, client: &ClientName, from: EntryId, to: EntryId) -> Vec<Failures> {
        let mut kinds: Vec<Failures> = Vec::new();
        // What the coordinator, or the connection, said of the commit that failed last.
        let mut said: Option<(ErrorCode, EntryId)> = None;
        let journal = self.cluster.journal();
        for entry in journal.iter_from(from.0 as usize).take_while(|entry| entry.id < to) {
            let exception = match &entry.fact {
                Fact::CommitStarted { client: of, .. } if of == client => {
                    said = None;
                    continue;
                }
                Fact::CommitFailed { client: of, origin, error } if of == client => {
                    said = Some((*error, entry.id));
                    if *origin != CommitOrigin::Auto {
                        continue;
                    }
                    None
                }
                Fact::ExceptionThrown { client: of, exception }
                    if of == client && is_of_commit(*exception, said.is_some()) =>
                {
                    Some(*exception)
                }
                Fact::CommitCallback { client: of, exception: Some(exception), .. } if of == client => {
                    Some(*exception)
                }
                _ => continue,
            };
            let (error, failed) = (said.map(|(error, _)| error), said.map_or(entry.id, |(_, failed)| failed));
            let same = |kind: &&mut Failures| kind.exception == exception && kind.error == error;
            match kinds.iter_mut().find(same) {
                Some(kind) => {
                    kind.times += 1;
                    (kind.failed, kind.last, kind.at) = (failed, entry.id, entry.time);
                }
                None => {
                    let (last, at) = (entry.id, entry.time);
                    kinds.push(Failures { exception, error, times: 1, failed, last, at });
                }
            }
        }
        kinds
    }

    fn told_failure(&self, client: &ClientName, kind: &Failures) -> Vec<Link> {
        let (what, how) = match (kind.exception, kind.error) {
            (Some(exception), Some(error)) => ("commit", format!(" with {} ({error})", exception.name())),
            (Some(exception), None) => ("commit", format!(" with {}", exception.name())),
            (None, Some(error)) if !error.is_none() => ("automatic commit", format!(" with {error}")),
            (None, _) => ("automatic commit", String::new()),
        };
        let commits = count(kind.times, what);
        let last = if kind.times == 1 { "at" } else { "the last at" };
        let meaning = self.meaning(client, kind).map_or(String::new(), |meaning| format!(": {meaning}"));
        let sentence = format!("{commits} of {client} failed{how}, {last} {} s{meaning}", kind.at);
        let chain = self.reasons(kind.failed);
        let mut links = self.at(sentence, Some(kind.last), chain);
        links[0].also = true;
        links
    }

    /// What an exception or an error says of the member.
    fn meaning(&self, client: &ClientName, kind: &Failures) -> Option<String> {
        let spec = self.cluster.consumer_spec(client)?;
        let group = &spec.group;
        Some(match (kind.exception, kind.error) {
            (_, Some(ErrorCode::UnknownMemberId)) if !spec.assigned.is_empty() => {
                format!("{group} has members, and {client} is none")
            }
            (_, Some(ErrorCode::UnknownMemberId)) => format!("{group} no longer had {client} as a member"),
            (_, Some(ErrorCode::IllegalGeneration)) => format!("{group} was in a later generation"),
            (_, Some(ErrorCode::RebalanceInProgress)) => format!("{group} was rebalancing"),
            (_, Some(ErrorCode::FencedInstanceId)) => "another had its group.instance.id".to_owned(),
            (_, Some(ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable)) => {
                "no coordinator stored it".to_owned()
            }
            (_, Some(ErrorCode::CoordinatorLoadInProgress)) => "the coordinator was loading".to_owned(),
            (Some(Exception::RebalanceInProgress), None) => {
                "between JoinGroup and SyncGroup a member commits nothing".to_owned()
            }
            (Some(Exception::CommitFailed), None) => {
                format!("{client} knew that it was no member of {group}")
            }
            (Some(Exception::Timeout), _) => "default.api.timeout.ms was over".to_owned(),
            (Some(Exception::RetriableCommitFailed), None) => "it found no coordinator".to_owned(),
            (Some(Exception::InvalidGroupId), _) => "it has no group.id".to_owned(),
            _ => return None,
        })
    }
}

/// Whether a commit throws it; `failed`: one has just been refused.
fn is_of_commit(exception: Exception, failed: bool) -> bool {
    if exception == Exception::FencedInstanceId {
        return failed;
    }
    matches!(
        exception,
        Exception::CommitFailed
            | Exception::RebalanceInProgress
            | Exception::Timeout
            | Exception::RetriableCommitFailed
            | Exception::InvalidGroupId
    )
}
