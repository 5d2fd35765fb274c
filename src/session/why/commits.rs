//! Commits that came to nothing: which exceptions a consumer got for them, how often, and why.

use super::waiting::SHORTEST;
use super::{Asked, Link, span};
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::ConsumerView;
use crate::cluster::{CommitPlace, CommitWait};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::exception::Exception;
use crate::kafka::fact::{CommitFailure, CommitFate, CommitOrigin, Fact};
use crate::kafka::ids::*;
use crate::session::language::Lang;
use crate::session::language::journal::Noun;
use crate::session::transcript::{self, became, count};
use crate::sim::sorted::sort_by_key;
use crate::sim::time::SimTime;

/// So many kinds of failure are told.
const TOLD: usize = 3;

/// Commits that failed in the same way.
struct Failures {
    how: How,
    times: u64,
    /// The entry that says why the last one failed.
    failed: EntryId,
    last: EntryId,
    at: SimTime,
}

/// How a commit failed.
#[derive(Clone, Copy, PartialEq)]
struct How {
    /// What the application got; an automatic commit throws nothing.
    exception: Option<Exception>,
    /// What a broker answered, or what had become of the commit when the connection was closed; `None` if it was not
    /// sent.
    refused: Option<(ErrorCode, Option<CommitFate>)>,
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

    /// What a consumer says that waits for a commit, if that takes longer than a round trip does.
    pub(super) fn waits_for_commit(&self, consumer: &ConsumerView) -> Option<Vec<Link>> {
        let (name, group) = (&consumer.name, &consumer.group);
        let Some(wait) = self.cluster.commit_wait(name) else { return self.waits_for_offsets(consumer) };
        if wait.because.is_none() && self.world.time.since(wait.since) < SHORTEST {
            return None;
        }
        let config = &self.cluster.consumer_spec(name)?.config;
        let CommitWait { place, since, until, because } = wait;
        let sentence = match place {
            CommitPlace::CommitSync { in_listener } => {
                let limit = span(config.default_api_timeout);
                let call = if in_listener { "the commitSync of its listener" } else { "commitSync" };
                format!(
                    "{name} has been in {call} since {since} s, at most until default.api.timeout.ms ({limit}) ends \
                     at {until} s"
                )
            }
            CommitPlace::Close => format!(
                "{name} has been in close() since {since} s, and commits before it leaves {group}, at most until the \
                 timeout of close() ends at {until} s"
            ),
            CommitPlace::BeforeJoin { reads } => {
                let limit = span(config.max_poll_interval);
                let meanwhile = if reads { "" } else { "; it reads nothing meanwhile" };
                format!(
                    "{name} has been committing since {since} s, before it joins {group} again, at most until \
                     max.poll.interval.ms ({limit}) ends at {until} s{meanwhile}"
                )
            }
        };
        let mut links = match self.without_coordinator(group) {
            Some(away) => self.told(sentence, because, away),
            None => self.told(sentence, because, self.all_of(because)),
        };
        if matches!(place, CommitPlace::BeforeJoin { .. }) {
            let wish =
                self.newest(|fact| matches!(fact, Fact::RejoinNeeded { client, .. } if client == name));
            let mut wish = self.all_of(wish);
            wish.iter_mut().take(1).for_each(|link| link.also = true);
            links.append(&mut wish);
        }
        Some(links)
    }

    /// What a consumer says that does not know where to begin, since nobody tells it the committed offsets.
    fn waits_for_offsets(&self, consumer: &ConsumerView) -> Option<Vec<Link>> {
        let name = &consumer.name;
        let away = self.without_coordinator(&consumer.group)?;
        let partitions = self.cluster.without_position(name)?;
        let owned = self.newest(|fact| match fact {
            Fact::AssignmentChanged { client, .. } | Fact::ProcessStarted { client, .. } => client == name,
            _ => false,
        })?;
        let since = self.cluster.entry(owned)?.time;
        let sentence = format!(
            "{name} owns {} and reads nothing of that: since {since} s it has had nobody to ask for the committed \
             offset",
            transcript::list(Lang::En, &partitions)
        );
        Some(self.told(sentence, Some(owned), away))
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
        // The last blocking commit that failed, until its call has returned or thrown.
        let mut blocking: Option<EntryId> = None;
        let journal = self.cluster.journal();
        for entry in journal.iter_from(from.0 as usize).take_while(|entry| entry.id < to) {
            let (exception, failed) = match &entry.fact {
                Fact::CommitSucceeded { client: of, origin, .. } if of == client && blocks(*origin) => {
                    blocking = None;
                    continue;
                }
                Fact::CommitFailed { client: of, origin: CommitOrigin::Auto, .. } if of == client => {
                    (None, Some(entry.id))
                }
                Fact::CommitFailed { client: of, origin, .. } if of == client && blocks(*origin) => {
                    blocking = Some(entry.id);
                    continue;
                }
                Fact::CommitCallback { client: of, exception: Some(exception), .. } if of == client => {
                    (Some(*exception), self.cluster.failure_behind(entry).map(|failed| failed.id))
                }
                Fact::ExceptionThrown { client: of, exception } if of == client => {
                    let behind = self.cluster.failure_behind(entry).map(|failed| failed.id);
                    let failed = behind.or(blocking.filter(|_| *exception == Exception::Timeout));
                    // Poll throws what an earlier commit has thrown already, or its callback got.
                    let again = failed.is_some() && failed != blocking;
                    blocking = None;
                    if again || !is_of_commit(*exception, failed.is_some()) {
                        continue;
                    }
                    (Some(*exception), failed)
                }
                _ => continue,
            };
            let how = How { exception, refused: failed.and_then(|failed| self.refused(failed)) };
            let (failed, last, at) = (failed.unwrap_or(entry.id), entry.id, entry.time);
            match kinds.iter_mut().find(|kind| kind.how == how) {
                Some(kind) => {
                    kind.times += 1;
                    (kind.failed, kind.last, kind.at) = (failed, last, at);
                }
                None => kinds.push(Failures { how, times: 1, failed, last, at }),
            }
        }
        kinds
    }

    /// What a failed commit was answered, or what had become of it.
    fn refused(&self, failed: EntryId) -> Option<(ErrorCode, Option<CommitFate>)> {
        match &self.cluster.entry(failed)?.fact {
            Fact::CommitFailed { error, failure: CommitFailure::Answered, .. } => Some((*error, None)),
            Fact::CommitFailed { error, failure: CommitFailure::Disconnected { fate, .. }, .. } => {
                Some((*error, Some(*fate)))
            }
            _ => None,
        }
    }

    fn told_failure(&self, client: &ClientName, kind: &Failures) -> Vec<Link> {
        let error = kind.how.refused.filter(|(error, closed)| closed.is_none() && !error.is_none());
        let (what, how) = match (kind.how.exception, error) {
            (Some(exception), Some((error, _))) => {
                (Noun::Commit, format!(" with {} ({error})", exception.name()))
            }
            (Some(exception), None) => (Noun::Commit, format!(" with {}", exception.name())),
            (None, Some((error, _))) => (Noun::AutomaticCommit, format!(" with {error}")),
            (None, None) => (Noun::AutomaticCommit, String::new()),
        };
        let commits = count(Lang::En, kind.times, what);
        let last = if kind.times == 1 { "at" } else { "the last at" };
        let meaning = self.meaning(client, kind).map_or(String::new(), |meaning| format!(": {meaning}"));
        let sentence = format!("{commits} of {client} failed{how}, {last} {} s{meaning}", kind.at);
        let chain = self.reasons(kind.failed);
        let mut links = self.at(sentence, Some(kind.last), chain);
        links[0].also = true;
        links
    }

    /// What an exception or an error says of the member, or what became of the commit.
    fn meaning(&self, client: &ClientName, kind: &Failures) -> Option<String> {
        let spec = self.cluster.consumer_spec(client)?;
        let group = &spec.group;
        let How { exception, refused } = kind.how;
        if let Some((_, Some(fate))) = refused {
            return Some(self.closed_on(client, kind, fate));
        }
        Some(match (exception, refused.map(|(error, _)| error)) {
            (Some(Exception::Timeout), Some(_)) => {
                "default.api.timeout.ms was over; the last try was answered so by the broker".to_owned()
            }
            (_, Some(ErrorCode::UnknownMemberId)) if !spec.assigned.is_empty() => {
                self.members_alone(client, group, kind.failed)
            }
            (_, Some(ErrorCode::UnknownMemberId)) => format!("{group} no longer had {client} as a member"),
            (_, Some(ErrorCode::IllegalGeneration)) => format!("{group} was in a later generation"),
            (_, Some(ErrorCode::RebalanceInProgress)) => format!("{group} was rebalancing"),
            (_, Some(ErrorCode::FencedInstanceId)) => "another had its group.instance.id".to_owned(),
            (_, Some(ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable)) => {
                "answered so by the broker, and not stored".to_owned()
            }
            (_, Some(ErrorCode::CoordinatorLoadInProgress)) => {
                "answered so by the broker, which was loading the group".to_owned()
            }
            (Some(Exception::RebalanceInProgress), None) => {
                "between JoinGroup and SyncGroup a member commits nothing".to_owned()
            }
            (Some(Exception::CommitFailed), None) => {
                format!("{client} knew that it was no member of {group}")
            }
            (Some(Exception::Timeout), None) => "default.api.timeout.ms was over".to_owned(),
            (Some(Exception::RetriableCommitFailed), None) => "it found no coordinator".to_owned(),
            (Some(Exception::InvalidGroupId), _) => "it has no group.id".to_owned(),
            _ => return None,
        })
    }

    /// What became of commits whose answers a client never saw.
    fn closed_on(&self, client: &ClientName, kind: &Failures, fate: CommitFate) -> String {
        let it = if kind.times == 1 { "it" } else { "them" };
        let (answers, came) = if kind.times == 1 { ("answer", "it") } else { ("answers", "them") };
        let mut sentence = format!(
            "the connection was closed before the {answers} came, and {client} never saw {came}; {}",
            became(Lang::En, fate, it)
        );
        let later = self.cluster.fate_by_now(kind.failed);
        if fate == CommitFate::NotReceived && later == Some(CommitFate::Stored) {
            sentence += match kind.times {
                1 => " then, and stored it afterwards",
                _ => " then, and stored the last of them afterwards",
            };
        }
        if kind.how.exception == Some(Exception::Timeout) {
            sentence += "; then default.api.timeout.ms was over";
        }
        sentence
    }

    /// Why a commit failed, or why its client closed the connection to the coordinator.
    pub(super) fn of_commit(&self, entry: &Entry) -> String {
        let config = |client: &ClientName| self.cluster.settings_before(entry.id, client);
        match &entry.fact {
            Fact::OffsetCommitLost { group, .. } => format!("{group} did not store that commit"),
            Fact::CommitFailed { client, error: ErrorCode::UnknownMemberId, .. } => {
                self.refused_to(entry, client)
            }
            Fact::RequestTimedOut { client, api, .. } => {
                let timeout = config(client).filter(|_| *api != ApiKey::JoinGroup);
                let timeout = timeout.map(|config| span(config.request_timeout));
                let timeout =
                    timeout.map_or(String::new(), |timeout| format!(" for {timeout} (request.timeout.ms)"));
                format!("{client} had no answer to its {}{timeout}, and closed the connection", api.name())
            }
            Fact::ResponseReceived { client, api, error, .. } => {
                format!(
                    "{client}'s {} was answered with {error}, and {client} closed the connection",
                    api.name()
                )
            }
            Fact::CoordinatorUnknown { client } => {
                let timeout = config(client).map(|config| span(config.session_timeout)).unwrap_or_default();
                format!(
                    "{client} had no answer to a heartbeat for {timeout} (session.timeout.ms), and closed the \
                     connection"
                )
            }
            _ => transcript::sentence(Lang::En, self.names, entry),
        }
    }

    /// A commit that was refused since its sender is no member; one that assigned itself its partitions never was one.
    fn refused_to(&self, entry: &Entry, client: &ClientName) -> String {
        let sentence = transcript::sentence(Lang::En, self.names, entry);
        match self.cluster.consumer_spec(client) {
            Some(spec) if !spec.assigned.is_empty() => {
                format!("{sentence}, as {} has members and takes commits from them alone", spec.group)
            }
            _ => sentence,
        }
    }

    /// A group with members takes commits from its members alone: who they are.
    fn members_alone(&self, client: &ClientName, group: &GroupId, failed: EntryId) -> String {
        let view = self.world.groups.iter().find(|view| view.id == *group);
        let members = view.into_iter().flat_map(|view| &view.members);
        let names: Vec<String> =
            members.filter_map(|member| Some(member.client.as_ref()?.to_string())).collect();
        let first = self.cluster.first_member(failed, group).and_then(|first| self.cluster.entry(first));
        let since = first.map_or(String::new(), |first| format!(" since {} s", first.time));
        let has = match names.is_empty() {
            true => format!("{group} had members{since}"),
            false => format!("{group} has had members{since}, now {}", names.join(", ")),
        };
        format!("{has}; a group with members takes commits from them alone, and {client} is none")
    }
}

/// Whether the application waits for such a commit.
fn blocks(origin: CommitOrigin) -> bool {
    matches!(origin, CommitOrigin::Sync | CommitOrigin::Callback)
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
