//! What became of a commit, and why it failed: what a broker answered, or why its client closed the connection.

use super::super::journal::{Cause, Entry, EntryId};
use super::super::{Cluster, TimerKey};
use crate::cluster::fact::Fact;
use crate::cluster::fact::WorldFact;
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::application::{Activity, CloseStage};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitFate, CommitOrigin};
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
    /// close() commits, and then leaves the group, if it does.
    Close { leaves: bool },
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
                    let timer = TimerKey::Consumer(index, ConsumerTimer::Close);
                    let until = self.wire.schedule.timer(&timer)?;
                    let leaves = consumer.leaves_when_closed();
                    (CommitPlace::Close { leaves }, until.before(consumer.close_timeout()), until)
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

    /// What keeps a commit that a client has wanted since then from being stored: the coordinator holds it, the
    /// connection is cut, the coordinator is away, or has refused it. What came later than the commit's request keeps
    /// nothing before that is answered.
    fn keeps_from_commit(&self, client: &ClientName, since: SimTime) -> Option<EntryId> {
        let end = self.next_entry();
        let group = self.group_of(client)?;
        if let Some(held) = self.held_commit(end, client) {
            return Some(held);
        }
        if let Some(cut) = self.cut_since(client, self.nodes.brokers.coordinator(group)) {
            return Some(cut);
        }
        let since_then = |entry: &&Entry| entry.time >= since;
        if let Some((lost, _)) = self.without_coordinator(group)
            && self
                .entry(lost)
                .is_some_and(|lost| lost.time < since || self.was_refused_since(lost.id, end, client))
        {
            return Some(lost);
        }
        let found = self.backwards(end).take_while(since_then).find(|entry| match &entry.fact {
            Fact::Consumer(of, ConsumerFact::CommitFailed { origin, .. }) => {
                of == client && *origin != CommitOrigin::Async
            }
            _ => false,
        });
        found.map(|entry| entry.id)
    }

    /// The commit of a client that the coordinator holds now: what the client asks after it is not answered before.
    pub fn holds_commit_of(&self, client: &ClientName) -> Option<EntryId> {
        self.held_commit(self.next_entry(), client)
    }

    /// Until when the coordinator holds a commit of a client, and answers nothing that comes after that.
    pub(in crate::cluster) fn answers_from(&self, client: &ClientName) -> Option<SimTime> {
        let held = self.entry(self.holds_commit_of(client)?)?;
        match &held.fact {
            Fact::Group(_, GroupFact::OffsetCommitLost { after, .. }) => Some(held.time + *after),
            _ => None,
        }
    }

    /// The commit of a client that the coordinator holds at an entry, to say later that it has not stored it.
    pub(super) fn held_commit(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let now = self.entry(before).map_or(self.now, |entry| entry.time);
        self.backwards(before)
            .take_while(|entry| {
                !matches!(entry.fact.of_process(client), Some(WorldFact::ProcessStarted { .. }))
            })
            .find(|entry| match &entry.fact {
                Fact::Group(_, GroupFact::OffsetCommitLost { member, after, .. }) => {
                    entry.time + *after > now && self.sent_by(member, client)
                }
                _ => false,
            })
            .map(|entry| entry.id)
    }

    /// Whether a client has met the loss of its coordinator: a commit was refused since, or it looks for another.
    pub(super) fn was_refused_since(&self, lost: EntryId, before: EntryId, client: &ClientName) -> bool {
        let since = self.backwards(before).take_while(|entry| entry.id > lost);
        since.into_iter().any(|entry| match &entry.fact {
            Fact::Consumer(of, ConsumerFact::CommitFailed { .. } | ConsumerFact::CoordinatorUnknown) => {
                of == client
            }
            _ => false,
        })
    }

    /// What the coordinator did with the commit that a client sent as its request of that number, before an entry.
    pub(in crate::cluster) fn fate_of_commit(
        &self,
        before: EntryId,
        client: &ClientName,
        number: u64,
    ) -> CommitFate {
        let sent = |entry: &Entry| match &entry.fact {
            Fact::Consumer(of, ConsumerFact::RequestSent { number: sent, .. }) => {
                of == client && *sent == number
            }
            _ => false,
        };
        let of_request = |entry: &Entry| {
            let mut cause = entry.cause;
            for _ in 0..STEPS {
                let Cause::Entry(handled) = cause else { return false };
                let Some(handled) = self.entry(handled) else { return false };
                match handled.fact {
                    Fact::Consumer(_, ConsumerFact::RequestSent { .. }) => return sent(handled),
                    _ => cause = handled.cause,
                }
            }
            false
        };
        for entry in self.backwards(before) {
            let fate = match &entry.fact {
                Fact::Consumer(_, ConsumerFact::RequestSent { .. }) if sent(entry) => break,
                Fact::Group(_, GroupFact::OffsetCommitted { .. }) => CommitFate::Stored,
                Fact::Group(_, GroupFact::OffsetCommitRefused { .. }) => CommitFate::Refused,
                Fact::Group(_, GroupFact::OffsetCommitLost { .. }) => CommitFate::NotStored,
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
        let Fact::Consumer(client, ConsumerFact::CommitFailed { failure, .. }) = &self.entry(failed)?.fact
        else {
            return None;
        };
        let CommitFailure::Disconnected { number: Some(number), .. } = failure else { return None };
        Some(self.fate_of_commit(self.next_entry(), client, *number))
    }

    /// Where a commit was begun that failed, by the entry that says so; that entry itself, if it is not known.
    pub fn sent_for(&self, failed: EntryId) -> EntryId {
        let commit = self.entry(failed).and_then(|failed| self.failed_one(failed));
        commit.map_or(failed, |commit| commit.id)
    }

    /// The commit that failed, by the entry that says so.
    pub(in crate::cluster) fn failed_one(&self, failed: &Entry) -> Option<&Entry> {
        match &failed.fact {
            Fact::Consumer(
                client,
                ConsumerFact::CommitFailed { failure: CommitFailure::Disconnected { number, .. }, .. },
            ) => self.commit_sent_as(failed.id, client, (*number)?),
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
                Fact::Consumer(_, ConsumerFact::CommitStarted { .. }) => return Some(entry),
                _ => cause = entry.cause,
            }
        }
        None
    }

    /// Where a client sent its request of that number.
    pub(in crate::cluster) fn request(
        &self,
        before: EntryId,
        client: &ClientName,
        number: u64,
    ) -> Option<EntryId> {
        self.last_before(before, |fact| {
            let said = fact.of_consumer(client);
            matches!(said, Some(ConsumerFact::RequestSent { number: sent, .. }) if *sent == number)
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
                Fact::Consumer(_, ConsumerFact::CommitFailed { .. }) => return Some(entry),
                Fact::Consumer(
                    _,
                    ConsumerFact::RejoinNeeded { .. } | ConsumerFact::MembershipLost { .. },
                ) => cause = entry.cause,
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
                Fact::Group(_, GroupFact::OffsetCommitLost { .. }) => return Some(before),
                Fact::Consumer(_, ConsumerFact::CommitStarted { .. }) => break,
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
            Some(Fact::Consumer(_, ConsumerFact::CommitStarted { offsets, .. })) => &offsets[..],
            _ => &[],
        };
        self.last_before(failed.id, |fact| match (fact, error) {
            (
                Fact::World(WorldFact::CoordinatorLost { group: of }),
                NotCoordinator | CoordinatorNotAvailable | CoordinatorLoadInProgress,
            ) => of == group,
            (Fact::Group(of, GroupFact::RebalanceStarted { .. }), RebalanceInProgress) => of == group,
            (Fact::World(WorldFact::TopicDeleted { topic }), UnknownTopicOrPartition) => {
                topics.iter().any(|(partition, _)| partition.topic == *topic)
            }
            _ => false,
        })
    }

    /// The member that came when a group had none: since then the group has members.
    pub fn first_member(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        let filled = self.last_before(before, |fact| match fact {
            Fact::Group(of, GroupFact::GroupStateChanged { from: GroupState::Empty, to }) => {
                of == group && *to != GroupState::Dead
            }
            _ => false,
        });
        self.last_before(
            filled.unwrap_or(before),
            |fact| matches!(fact, Fact::Group(of, GroupFact::MemberAdded { .. }) if of == group),
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
                Fact::Consumer(
                    _,
                    ConsumerFact::RequestTimedOut { .. }
                    | ConsumerFact::CommitFailed { failure: CommitFailure::Answered, .. },
                ) => {
                    return Some(before);
                }
                Fact::Consumer(_, ConsumerFact::ResponseReceived { error, .. }) if !error.is_none() => {
                    return Some(before);
                }
                Fact::Consumer(_, ConsumerFact::CoordinatorUnknown) => given_up = Some(before),
                Fact::Consumer(
                    _,
                    ConsumerFact::ResponseReceived { .. } | ConsumerFact::CommitStarted { .. },
                ) => break,
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
        if let (Fact::Consumer(_, ConsumerFact::CoordinatorUnknown), Cause::Entry(handled)) =
            (&unanswered.fact, unanswered.cause)
            && self.entry(handled)?.time == unanswered.time
        {
            return None;
        }
        let asked = match &unanswered.fact {
            Fact::Consumer(_, ConsumerFact::RequestTimedOut { number, .. }) => {
                self.request(unanswered.id, client, *number).and_then(|sent| self.entry(sent))?.time
            }
            _ => unanswered.time,
        };
        if let Some(held) = self.held_commit(unanswered.id, client) {
            return Some(held);
        }
        let group = &self.consumer_spec(client)?.group;
        let coordinator = self.nodes.brokers.coordinator(group);
        let (mut back, mut mended) = (false, false);
        let held = self.backwards(unanswered.id).find(|entry| match &entry.fact {
            Fact::World(WorldFact::CoordinatorTookOver { group: of, .. }) if of == group => {
                back = true;
                false
            }
            Fact::World(WorldFact::LinkRestored { client: of }) if of == client => {
                mended = true;
                false
            }
            Fact::World(WorldFact::CoordinatorLost { group: of }) => of == group && !back,
            Fact::World(WorldFact::LinkCut { client: of, broker }) => {
                of == client && !mended && broker.is_none_or(|broker| broker == coordinator)
            }
            Fact::Group(of, GroupFact::OffsetCommitLost { member, after, .. }) => {
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
                Fact::World(WorldFact::CoordinatorTookOver { group: of, .. }) if of == group => {
                    back = true;
                    cut_was_last.get_or_insert(false);
                    continue;
                }
                Fact::World(WorldFact::LinkRestored { client: of }) if of == client => {
                    mended = true;
                    cut_was_last.get_or_insert(true);
                    continue;
                }
                Fact::World(WorldFact::ProcessStarted { client: of, .. }) if of == client => {
                    earlier = true;
                    continue;
                }
                Fact::World(WorldFact::CoordinatorLost { group: of }) if of == group => (false, !back),
                Fact::World(WorldFact::LinkCut { client: of, broker })
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
