//! What became of a commit, and why it failed: what a broker answered, or why its client closed the connection.

use super::super::journal::{Cause, Entry, EntryId};
use super::super::{Cluster, TimerKey};
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::application::{Activity, CloseStage};
use crate::kafka::fact::{CommitFailure, CommitFate, CommitOrigin, Fact, GroupState};
use crate::kafka::ids::*;
use crate::sim::time::SimTime;

/// From what a handler writes about a commit, its failure is fewer steps away than this.
const STEPS: usize = 16;

/// A commit whose answer somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitWait {
    pub place: CommitPlace,
    pub since: SimTime,
    /// When it is given up at the latest.
    pub until: SimTime,
    /// What keeps it from being stored.
    pub because: Option<EntryId>,
}

/// Where a consumer waits for a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitPlace {
    /// The application is in `commitSync`; `in_listener`: inside a method of its listener.
    CommitSync { in_listener: bool },
    /// close() commits before it leaves.
    Close,
    /// Poll commits before it joins again. With an eager assignor it returns no records meanwhile.
    BeforeJoin { reads: bool },
}

impl Cluster {
    /// The commit that a consumer waits for now.
    pub fn commit_wait(&self, client: &ClientName) -> Option<CommitWait> {
        let index = self.nodes.consumer_id(client)?;
        let process = &self.nodes[index];
        let consumer = &process.consumer;
        let (place, since, until) =
            match (consumer.application().activity(), consumer.membership().commits_until()) {
                (Activity::CommitSync(commit), _) => (
                    CommitPlace::CommitSync { in_listener: commit.in_listener() },
                    commit.since,
                    commit.deadline,
                ),
                (Activity::Closing(CloseStage::Commit | CloseStage::CommitAgain), _) => {
                    let timer = TimerKey::Consumer(index as u16, ConsumerTimer::Close);
                    let until = self.wire.schedule.timer(&timer)?;
                    (CommitPlace::Close, until.before(consumer.close_timeout()), until)
                }
                (_, Some(until)) => {
                    let since = until.before(consumer.config().max_poll_interval);
                    (CommitPlace::BeforeJoin { reads: !consumer.revoking() }, since, until)
                }
                _ => return None,
            };
        Some(CommitWait { place, since, until, because: self.keeps_from_commit(client, since) })
    }

    /// What a consumer owns without a position there: it waits for the committed offsets, or for where to begin. `None`
    /// if there is nothing.
    pub fn without_position(&self, client: &ClientName) -> Option<Vec<TopicPartition>> {
        let process = self.nodes.consumer(client)?;
        let subscription = process.consumer.subscription();
        let owned = subscription.owned();
        let lacking = owned.iter().filter(|partition| subscription.position(partition).is_none());
        Some(lacking.cloned().collect::<Vec<_>>()).filter(|lacking| !lacking.is_empty())
    }

    /// What keeps a commit that a client has wanted since then from being stored: its connection is cut, the
    /// coordinator is away, holds the commit, or has refused it.
    fn keeps_from_commit(&self, client: &ClientName, since: SimTime) -> Option<EntryId> {
        let end = self.next_entry();
        let group = self.group_of(client)?;
        let process = self.nodes.consumer(client)?;
        if process.cuts(self.nodes.brokers.coordinator(group)) {
            return self
                .last_before(end, |fact| matches!(fact, Fact::LinkCut { client: of, .. } if of == client));
        }
        if let Some((lost, _)) = self.without_coordinator(group) {
            return Some(lost);
        }
        let told = self.backwards(end).take_while(|entry| entry.time >= since);
        let found = told.into_iter().find(|entry| match &entry.fact {
            Fact::OffsetCommitLost { member, after, .. } => {
                entry.time + *after > self.now && self.sent_by(member, client)
            }
            Fact::CommitFailed { client: of, origin, .. } => of == client && *origin != CommitOrigin::Async,
            _ => false,
        });
        found.map(|entry| entry.id)
    }

    /// What the coordinator did with the commit that a client sent as its request of that number, before an entry.
    pub(in crate::cluster) fn fate_of_commit(
        &self,
        before: EntryId,
        client: &ClientName,
        number: u64,
    ) -> CommitFate {
        let sent = |entry: &Entry| match &entry.fact {
            Fact::RequestSent { client: of, number: sent, .. } => of == client && *sent == number,
            _ => false,
        };
        let of_request = |entry: &Entry| {
            let mut cause = entry.cause;
            for _ in 0..STEPS {
                let Cause::Entry(handled) = cause else { return false };
                let Some(handled) = self.entry(handled) else { return false };
                match handled.fact {
                    Fact::RequestSent { .. } => return sent(handled),
                    _ => cause = handled.cause,
                }
            }
            false
        };
        for entry in self.backwards(before) {
            let fate = match &entry.fact {
                Fact::RequestSent { .. } if sent(entry) => break,
                Fact::OffsetCommitted { .. } => CommitFate::Stored,
                Fact::OffsetCommitRefused { .. } => CommitFate::Refused,
                Fact::OffsetCommitLost { .. } => CommitFate::NotStored,
                _ => continue,
            };
            if of_request(entry) {
                return fate;
            }
        }
        CommitFate::NotReceived
    }

    /// What has become by now of a commit whose answer never came, by the entry that says that it failed.
    pub fn fate_by_now(&self, failed: EntryId) -> Option<CommitFate> {
        let Fact::CommitFailed { client, failure, .. } = &self.entry(failed)?.fact else { return None };
        let CommitFailure::Disconnected { number: Some(number), .. } = failure else { return None };
        Some(self.fate_of_commit(self.next_entry(), client, *number))
    }

    /// The commit that failed, by the entry that says so.
    pub(in crate::cluster) fn failed_one(&self, failed: &Entry) -> Option<&Entry> {
        match &failed.fact {
            Fact::CommitFailed { client, failure: CommitFailure::Disconnected { number, .. }, .. } => {
                self.commit_sent_as(failed.id, client, (*number)?)
            }
            _ => self.commit_before(failed),
        }
    }

    /// The commit that a client sent as its request of that number, before an entry.
    pub(in crate::cluster) fn commit_sent_as(
        &self,
        before: EntryId,
        client: &ClientName,
        number: u64,
    ) -> Option<&Entry> {
        let sent = self.request(before, client, number)?;
        self.commit_before(self.entry(sent)?)
    }

    /// The commit that led to an entry.
    fn commit_before(&self, entry: &Entry) -> Option<&Entry> {
        let mut cause = entry.cause;
        for _ in 0..STEPS {
            let Cause::Entry(handled) = cause else { return None };
            let entry = self.entry(handled)?;
            match entry.fact {
                Fact::CommitStarted { .. } => return Some(entry),
                _ => cause = entry.cause,
            }
        }
        None
    }

    /// Where a client sent its request of that number.
    pub(super) fn request(&self, before: EntryId, client: &ClientName, number: u64) -> Option<EntryId> {
        self.last_before(before, |fact| {
            matches!(fact, Fact::RequestSent { client: of, number: sent, .. } if of == client && *sent == number)
        })
    }

    /// The failed commit for which an exception was thrown, or for which a callback got it; `None` if the commit was
    /// not sent at all, and for exceptions of other calls.
    pub fn failure_behind(&self, told: &Entry) -> Option<&Entry> {
        let mut cause = told.cause;
        for _ in 0..STEPS {
            let Cause::Entry(handled) = cause else { return None };
            let entry = self.entry(handled)?;
            match &entry.fact {
                Fact::CommitFailed { .. } => return Some(entry),
                Fact::RejoinNeeded { .. } | Fact::MembershipLost { .. } => cause = entry.cause,
                _ => return None,
            }
        }
        None
    }

    /// Why a commit came to nothing: its client closed the connection, the coordinator lost it or was away, the group
    /// was rebalancing, or its sender was no longer a member.
    pub(super) fn failed_commit(
        &self,
        failed: &Entry,
        client: &ClientName,
        error: ErrorCode,
        failure: CommitFailure,
    ) -> Option<EntryId> {
        if failure != CommitFailure::Answered {
            return self.closed_connection(failed);
        }
        let spec = self.consumer_spec(client)?;
        let group = &spec.group;
        let mut cause = failed.cause;
        while let Cause::Entry(before) = cause {
            let entry = self.entry(before)?;
            match entry.fact {
                Fact::OffsetCommitLost { .. } => return Some(before),
                Fact::CommitStarted { .. } => break,
                _ => cause = entry.cause,
            }
        }
        use ErrorCode::*;
        if !spec.assigned.is_empty() && error == UnknownMemberId {
            return self.first_member(failed.id, group);
        }
        if matches!(error, UnknownMemberId | IllegalGeneration | FencedInstanceId) {
            return self.ended_membership(failed.id, client);
        }
        let topics = match self.failed_one(failed).map(|commit| &commit.fact) {
            Some(Fact::CommitStarted { offsets, .. }) => &offsets[..],
            _ => &[],
        };
        self.last_before(failed.id, |fact| match (fact, error) {
            (
                Fact::CoordinatorLost { group: of },
                NotCoordinator | CoordinatorNotAvailable | CoordinatorLoadInProgress,
            ) => of == group,
            (Fact::RebalanceStarted { group: of, .. }, RebalanceInProgress) => of == group,
            (Fact::TopicDeleted { topic }, UnknownTopicOrPartition) => {
                topics.iter().any(|(partition, _)| partition.topic == *topic)
            }
            _ => false,
        })
    }

    /// The member that came when a group had none: since then the group has members.
    pub fn first_member(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        let filled = self.last_before(before, |fact| match fact {
            Fact::GroupStateChanged { group: of, from: GroupState::Empty, to } => {
                of == group && *to != GroupState::Dead
            }
            _ => false,
        });
        self.last_before(
            filled.unwrap_or(before),
            |fact| matches!(fact, Fact::MemberAdded { group: of, .. } if of == group),
        )
    }

    /// Why a client closed its connection to the coordinator: a request on it had no answer in time, or one was
    /// answered so that the client looks for the coordinator again. No heartbeat was answered for session.timeout.ms
    /// if it is neither: then it is the entry that says that the client gave the coordinator up.
    fn closed_connection(&self, failed: &Entry) -> Option<EntryId> {
        let mut given_up = None;
        let mut cause = failed.cause;
        while let Cause::Entry(before) = cause {
            let entry = self.entry(before)?;
            match &entry.fact {
                _ if entry.time < failed.time => break,
                Fact::RequestTimedOut { .. }
                | Fact::CommitFailed { failure: CommitFailure::Answered, .. } => return Some(before),
                Fact::ResponseReceived { error, .. } if !error.is_none() => return Some(before),
                Fact::CoordinatorUnknown { .. } => given_up = Some(before),
                Fact::ResponseReceived { .. } | Fact::CommitStarted { .. } => break,
                _ => {}
            }
            cause = entry.cause;
        }
        given_up
    }

    /// What kept the coordinator's answers from a client: the connection was cut, the coordinator was gone, or a commit
    /// that the coordinator did not store held up what was asked after it.
    pub(super) fn kept_from_answers(&self, unanswered: &Entry, client: &ClientName) -> Option<EntryId> {
        // A client that gives its coordinator up while it handles something does that because of what it handles.
        if let (Fact::CoordinatorUnknown { .. }, Cause::Entry(handled)) = (&unanswered.fact, unanswered.cause)
            && self.entry(handled)?.time == unanswered.time
        {
            return None;
        }
        let asked = match &unanswered.fact {
            Fact::RequestTimedOut { number, .. } => {
                self.request(unanswered.id, client, *number).and_then(|sent| self.entry(sent))?.time
            }
            _ => unanswered.time,
        };
        let group = &self.consumer_spec(client)?.group;
        let coordinator = self.nodes.brokers.coordinator(group);
        let (mut back, mut mended) = (false, false);
        let held = self.backwards(unanswered.id).find(|entry| match &entry.fact {
            Fact::CoordinatorTookOver { group: of, .. } if of == group => {
                back = true;
                false
            }
            Fact::LinkRestored { client: of } if of == client => {
                mended = true;
                false
            }
            Fact::CoordinatorLost { group: of } => of == group && !back,
            Fact::LinkCut { client: of, broker } => {
                of == client && !mended && broker.is_none_or(|broker| broker == coordinator)
            }
            Fact::OffsetCommitLost { group: of, member, after, .. } => {
                of == group && entry.time + *after >= asked && self.sent_by(member, client)
            }
            _ => false,
        });
        held.map(|entry| entry.id)
    }

    /// What keeps a client from its coordinator: the cut or the loss that lasts, or else, since its process started,
    /// the one that was over last.
    pub(super) fn kept_from_coordinator(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = self.group_of(client)?;
        let coordinator = self.nodes.brokers.coordinator(group);
        let (mut back, mut mended, mut earlier) = (false, false, false);
        let (mut over, mut cut_was_last) = (None, None);
        for entry in self.backwards(before) {
            let (is_cut, lasts) = match &entry.fact {
                Fact::CoordinatorTookOver { group: of, .. } if of == group => {
                    back = true;
                    cut_was_last.get_or_insert(false);
                    continue;
                }
                Fact::LinkRestored { client: of } if of == client => {
                    mended = true;
                    cut_was_last.get_or_insert(true);
                    continue;
                }
                Fact::ProcessStarted { client: of, .. } if of == client => {
                    earlier = true;
                    continue;
                }
                Fact::CoordinatorLost { group: of } if of == group => (false, !back),
                Fact::LinkCut { client: of, broker }
                    if of == client && broker.is_none_or(|broker| broker == coordinator) =>
                {
                    (true, !mended)
                }
                _ => continue,
            };
            if lasts {
                return Some(entry.id);
            }
            if !earlier && over.is_none() && cut_was_last == Some(is_cut) {
                over = Some(entry.id);
            }
        }
        over
    }

    /// Whether a commit in a member's name, or in nobody's, is this client's.
    pub(super) fn sent_by(&self, member: &MemberId, client: &ClientName) -> bool {
        match self.client_of_member(member) {
            Some(owner) => owner == *client,
            None => self.consumer_spec(client).is_some_and(|spec| !spec.assigned.is_empty()),
        }
    }
}
