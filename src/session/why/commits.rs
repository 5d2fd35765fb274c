//! Commits that came to nothing: which exceptions a consumer got for them, how often, and why.

use super::waiting::SHORTEST;
use super::{Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::{AppThread, ConsumerView};
use crate::cluster::{CommitPlace, CommitWait};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitFate, CommitOrigin};
use crate::session::language::why::Claim;
use crate::session::language::why::commit::{AtMost, CommitClaim, Fate, Got, Later, Meaning};
use crate::sim::sorted::sort_by_key;
use crate::sim::time::SimTime;

/// The most kinds of failure that are told.
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
    pub(super) fn with_failures(&self, consumer: &ConsumerView, mut links: Vec<Step>) -> Vec<Step> {
        let started = self.cluster.start_of(self.end(), &consumer.name).unwrap_or(EntryId::FIRST);
        let (times, told) = self.failures(&consumer.name, started, self.end());
        if let Some(head) = links.first_mut().filter(|_| times > 0) {
            head.more.push(CommitClaim::SoManyFailed(times).into());
        }
        links.extend(told);
        links
    }

    /// What a consumer says that waits for a commit, if that takes longer than a round trip does.
    pub(super) fn waits_for_commit(&self, consumer: &ConsumerView) -> Option<Vec<Step>> {
        let (name, group) = (&consumer.name, &consumer.group);
        let Some(wait) = self.cluster.commit_wait(name) else { return self.waits_for_offsets(consumer) };
        if wait.because.is_none() && self.world.time.since(wait.since) < SHORTEST {
            return None;
        }
        let config = &self.cluster.consumer_spec(name)?.config;
        let CommitWait { place, since, until, because } = wait;
        let client = *name;
        let claim = match place {
            CommitPlace::CommitSync { in_listener } => {
                let most = AtMost::ApiTimeout(config.default_api_timeout, until);
                CommitClaim::InCommitSync { client, in_listener, since, most: self.at_most(name, most) }
            }
            CommitPlace::Close { leaves } => {
                let (group, most) = (*group, self.at_most(name, AtMost::CloseTimeout(until)));
                CommitClaim::InClose { client, group, leaves, since, most }
            }
            CommitPlace::BeforeJoin { reads } => {
                let most = self.at_most(name, AtMost::PollInterval(config.max_poll_interval, until));
                CommitClaim::BeforeJoin { client, group: *group, since, most, reads }
            }
        };
        let lost = self.cluster.without_coordinator(group).map(|(lost, _)| lost);
        let away = self.without_coordinator(group).filter(|_| because == lost);
        let mut links = self.told(claim, because, away.unwrap_or_else(|| self.all_of(because)));
        if matches!(place, CommitPlace::BeforeJoin { .. }) {
            // What it has to rejoin for besides by now is not what it began to commit for.
            let end = self.before_instant(since);
            let wish = self.cluster.last_before(end, |fact| {
                matches!(fact.of_consumer(name), Some(ConsumerFact::RejoinNeeded { .. }))
            });
            let mut wish = self.all_of(wish);
            wish.iter_mut().take(1).for_each(|step| step.stand_beside(true));
            links.append(&mut wish);
        }
        Some(links)
    }

    /// What ends a wait: its own limit, or the grace of a process that was asked to close, if that is over before.
    fn at_most(&self, client: &ClientName, own: AtMost) -> AtMost {
        let killed = self.cluster.grace_ends(client).filter(|(at, _)| *at < own.at());
        killed.map_or(own, |(at, grace)| AtMost::Killed(grace, at))
    }

    /// What a consumer says that does not know where to begin, since nobody tells it the committed offsets.
    fn waits_for_offsets(&self, consumer: &ConsumerView) -> Option<Vec<Step>> {
        let name = &consumer.name;
        // What it is given is read only after the callback; what that threw at is never.
        if matches!(consumer.thread, AppThread::Callback { .. }) {
            return None;
        }
        if let Some((threw, partitions)) = self.cluster.given_in_vain(self.end(), name) {
            let claim = CommitClaim::NeverRead { client: *name, partitions };
            return Some(self.told(claim, Some(threw), self.all_of(Some(threw))));
        }
        let partitions = self.cluster.without_position(name)?;
        let given = self.cluster.last_said_since_start(self.end(), name, |said| {
            matches!(said, ConsumerFact::AssignmentChanged { .. })
        });
        let owned = given.map(|given| given.id).or_else(|| self.cluster.start_of(self.end(), name))?;
        let (client, since) = (*name, self.cluster.entry(owned)?.time);
        if let Some(away) = self.without_coordinator(&consumer.group) {
            let claim = CommitClaim::NobodyToAsk { client, partitions, since };
            return Some(self.told(claim, Some(owned), away));
        }
        if self.world.time.since(since) < SHORTEST {
            return None;
        }
        let held = self.cluster.holds_commit_of(name);
        let claim = CommitClaim::NoOffsetsYet { client, partitions, since };
        let because = held.map_or_else(|| self.reasons(owned), |held| self.all_of(Some(held)));
        Some(self.told(claim, Some(owned), because))
    }

    /// The commits of a client that failed between two entries: how many, and what is to be told of them.
    pub(super) fn failures(&self, client: &ClientName, from: EntryId, to: EntryId) -> (u64, Vec<Step>) {
        self.failures_sent(client, from, to, to)
    }

    /// The same of those that were sent before a third entry, whenever they failed.
    pub(super) fn failures_sent(
        &self,
        client: &ClientName,
        from: EntryId,
        to: EntryId,
        sent: EntryId,
    ) -> (u64, Vec<Step>) {
        let mut kinds = self.kinds(client, from, to, sent);
        let all = kinds.iter().map(|kind| kind.times).sum();
        sort_by_key(&mut kinds, |kind| std::cmp::Reverse(kind.last));
        let links = kinds.iter().take(TOLD).flat_map(|kind| self.told_failure(client, kind));
        (all, links.collect())
    }

    fn kinds(&self, client: &ClientName, from: EntryId, to: EntryId, sent: EntryId) -> Vec<Failures> {
        let mut kinds: Vec<Failures> = Vec::new();
        // The last blocking commit that failed, until its call has returned or thrown.
        let mut blocking: Option<EntryId> = None;
        let journal = self.cluster.journal();
        for entry in journal.iter_from(from.place()).take_while(|entry| entry.id < to) {
            let said = entry.fact.of_consumer(client);
            let failure = said.and_then(|said| self.failure(entry, said, &mut blocking));
            let Some((exception, failed)) = failure else { continue };
            if failed.map_or(entry.id, |failed| self.cluster.sent_for(failed)) >= sent {
                continue;
            }
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

    /// Which exception is thrown for a commit that failed, and which one that is: what an application gets, and what
    /// is logged of an automatic commit. `blocking` is the last blocking commit that failed, until its call has
    /// returned or thrown.
    fn failure(
        &self,
        entry: &Entry,
        said: &ConsumerFact,
        blocking: &mut Option<EntryId>,
    ) -> Option<(Option<Exception>, Option<EntryId>)> {
        use ConsumerFact::*;
        let behind = || self.cluster.failure_behind(entry).map(|failed| failed.id);
        match said {
            CommitSucceeded { origin, .. } if origin.blocks() => *blocking = None,
            CommitFailed { origin: CommitOrigin::Auto, .. } => return Some((None, Some(entry.id))),
            CommitFailed { origin, .. } if origin.blocks() => *blocking = Some(entry.id),
            CommitCallback { exception: Some(exception), .. } => return Some((Some(*exception), behind())),
            ExceptionThrown { exception } => {
                let blocking = blocking.take();
                let failed = behind().or(blocking.filter(|_| *exception == Exception::Timeout));
                // Poll throws what an earlier commit has thrown already, or its callback got.
                let again = failed.is_some() && failed != blocking;
                let tells = !again && is_of_commit(*exception, failed.is_some());
                return tells.then_some((Some(*exception), failed));
            }
            CommitSucceeded { .. }
            | CommitFailed { .. }
            | CommitCallback { .. }
            | HandlerStalled { .. }
            | HandlerResumed { .. }
            | ProcessClosed
            | WokenUp
            | SecondThread
            | CallRequested { .. }
            | RequestSent { .. }
            | ResponseReceived { .. }
            | RequestTimedOut { .. }
            | SubscriptionChanged { .. }
            | Unsubscribed
            | TopicIdChanged { .. }
            | TopicsChanged { .. }
            | RejoinNeeded { .. }
            | JoinedGroup { .. }
            | AssignmentComputed { .. }
            | MemberStateChanged { .. }
            | EpochReached { .. }
            | CallbackStarted { .. }
            | CallbackFinished { .. }
            | AssignmentChanged { .. }
            | PositionSet { .. }
            | Sought { .. }
            | PausedByCall { .. }
            | PauseForgotten { .. }
            | ResumedByCall { .. }
            | PollReturned { .. }
            | CommitStarted { .. }
            | PartitionsPaused { .. }
            | PartitionsResumed { .. }
            | OffsetOutOfRange { .. }
            | DeserializationFailed { .. }
            | RecordSkipped { .. }
            | CoordinatorUnknown
            | MembershipLost { .. }
            | PollIntervalExceeded { .. } => {}
        }
        None
    }

    /// What a failed commit was answered, or what had become of it.
    fn refused(&self, failed: EntryId) -> Option<(ErrorCode, Option<CommitFate>)> {
        let Fact::Consumer(_, ConsumerFact::CommitFailed { error, failure, .. }) =
            self.cluster.entry(failed)?.fact
        else {
            return None;
        };
        Some(match failure {
            CommitFailure::Answered => (error, None),
            CommitFailure::Disconnected { fate, .. } => (error, Some(fate)),
        })
    }

    fn told_failure(&self, client: &ClientName, kind: &Failures) -> Vec<Step> {
        let error = kind.how.refused.filter(|(error, closed)| closed.is_none() && !error.is_none());
        let got = match (kind.how.exception, error) {
            (Some(exception), Some((error, _))) => Got::ExceptionFor(exception, error),
            (Some(exception), None) => Got::Exception(exception),
            (None, Some((error, _))) => Got::Error(error),
            (None, None) => Got::Nothing,
        };
        let claim = CommitClaim::Failed {
            client: *client,
            times: kind.times,
            auto: kind.how.exception.is_none(),
            got,
            last: kind.at,
            meaning: self.meaning(client, kind),
        };
        let chain = self.reasons(kind.failed);
        let mut links = self.at(claim, Some(kind.last), chain);
        links[0].stand_beside(true);
        links
    }

    /// What an exception or an error says of the member, or what became of the commit.
    fn meaning(&self, client: &ClientName, kind: &Failures) -> Meaning {
        let Some(spec) = self.cluster.consumer_spec(client) else { return Meaning::Plain };
        let How { exception, refused } = kind.how;
        if let Some((_, Some(fate))) = refused {
            return self.closed_on(client, kind, fate);
        }
        let both = || (*client, spec.group);
        match (exception, refused.map(|(error, _)| error)) {
            (Some(Exception::Timeout), Some(_)) => Meaning::TimeoutAnswered,
            (_, Some(ErrorCode::UnknownMemberId)) if !spec.assigned.is_empty() => {
                self.members_alone(client, &spec.group, kind.failed)
            }
            (_, Some(ErrorCode::UnknownMemberId)) => {
                let (client, group) = both();
                Meaning::NoLongerMember { client, group }
            }
            (_, Some(ErrorCode::IllegalGeneration)) => Meaning::LaterGeneration(spec.group),
            (_, Some(ErrorCode::StaleMemberEpoch)) => self.epoch_had_risen(client, &spec.group, kind.failed),
            (_, Some(ErrorCode::RebalanceInProgress)) => Meaning::Rebalancing(spec.group),
            (_, Some(ErrorCode::FencedInstanceId)) => Meaning::OtherInstance,
            (_, Some(ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable)) => Meaning::NotStored,
            (_, Some(ErrorCode::CoordinatorLoadInProgress)) => Meaning::Loading,
            (Some(Exception::RebalanceInProgress), None) => Meaning::BetweenJoinAndSync,
            (Some(Exception::CommitFailed), None) => {
                let (client, group) = both();
                Meaning::KnewThatNoMember { client, group }
            }
            (Some(Exception::Timeout), None) => Meaning::TimeoutOver,
            (Some(Exception::RetriableCommitFailed), None) => Meaning::NoCoordinator,
            (Some(Exception::InvalidGroupId), _) => Meaning::NoGroupId,
            _ => Meaning::Plain,
        }
    }

    /// In which epoch the group had the member when it refused the commit.
    fn epoch_had_risen(&self, client: &ClientName, group: &GroupId, failed: EntryId) -> Meaning {
        let advanced = self.cluster.advanced(failed, group, client);
        if self.cluster.gave_place_up(failed, group, client) > advanced {
            return Meaning::PlaceGivenUp { client: *client, group: *group };
        }
        let advanced = advanced.and_then(|it| self.cluster.entry(it));
        match advanced.map(|entry| &entry.fact) {
            Some(Fact::Group(group, GroupFact::MemberAdvanced { epoch, .. })) => {
                Meaning::EpochHadRisen { client: *client, group: *group, epoch: *epoch }
            }
            Some(Fact::Group(..) | Fact::World(_) | Fact::Consumer(..) | Fact::Broker(..)) | None => {
                Meaning::Plain
            }
        }
    }

    /// What became of commits whose answers a client never saw.
    fn closed_on(&self, client: &ClientName, kind: &Failures, fate: CommitFate) -> Meaning {
        let one = kind.times == 1;
        let by_now = self.cluster.fate_by_now(kind.failed);
        let stored = fate == CommitFate::NotReceived && by_now == Some(CommitFate::Stored);
        Meaning::Disconnected {
            client: *client,
            fate: Fate { fate, one },
            later: if stored { Later::Stored { one } } else { Later::Nothing },
            timeout: kind.how.exception == Some(Exception::Timeout),
        }
    }

    /// Why a commit failed that a consumer sent which assigned itself its partitions: it never was a member.
    pub(super) fn told_of_failure(
        &self,
        failed: &Entry,
        client: &ClientName,
        error: ErrorCode,
    ) -> Option<CommitClaim> {
        let spec = self.cluster.consumer_spec(client).filter(|spec| !spec.assigned.is_empty())?;
        let refused = Box::new(Claim::Fact(failed.id));
        let claim = CommitClaim::FromMembersAlone { refused, group: spec.group };
        Some(claim).filter(|_| error == ErrorCode::UnknownMemberId)
    }

    /// Why a client closed its connection.
    pub(super) fn told_of_timeout(&self, entry: &Entry, client: &ClientName, api: ApiKey) -> CommitClaim {
        let config = self.cluster.settings_before(entry.id, client).filter(|_| api != ApiKey::JoinGroup);
        CommitClaim::NoAnswer { client: *client, api, timeout: config.map(|config| config.request_timeout) }
    }

    /// A group with members takes commits from its members alone: who they are.
    fn members_alone(&self, client: &ClientName, group: &GroupId, failed: EntryId) -> Meaning {
        let view = self.world.groups.iter().find(|view| view.id == *group);
        let members = view.into_iter().flat_map(|view| &view.members);
        let names: Vec<String> =
            members.filter_map(|member| Some(member.client.as_ref()?.to_string())).collect();
        let first = self.cluster.first_member(failed, group).and_then(|first| self.cluster.entry(first));
        let since = first.map(|first| first.time);
        let (client, group) = (*client, *group);
        Meaning::MembersAlone { client, group, since, members: names.join(", ") }
    }
}

/// A commit whose answer made its client close the connection on which another was under way.
pub(super) fn other_commit(entry: &Entry, of: &Entry) -> Option<CommitClaim> {
    let Fact::Consumer(client, ConsumerFact::CommitFailed { error, failure: CommitFailure::Answered, .. }) =
        &entry.fact
    else {
        return None;
    };
    let closed = matches!(
        of.fact.of_consumer(client),
        Some(ConsumerFact::CommitFailed { failure: CommitFailure::Disconnected { .. }, .. })
    );
    closed.then_some(CommitClaim::OtherAnsweredWith { client: *client, error: *error })
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
