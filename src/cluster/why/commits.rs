//! What became of a commit, and why it failed: what a broker answered, or why its client closed the connection.

use super::super::journal::{Cause, Entry, EntryId};
use super::super::{Cluster, TimerKey};
use super::incidents::Incident;
use crate::cluster::fact::Fact;
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::application::{Activity, CloseStage};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitFate, CommitOrigin};
use crate::sim::time::{SimDuration, SimTime};

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

/// What came between a client and its coordinator.
pub(super) enum Parted {
    CutOff {
        over: bool,
    },
    CoordinatorLost {
        over: bool,
    },
    /// The coordinator held a commit until then, and all that came after it.
    BehindCommit {
        until: SimTime,
    },
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
        if let Some((lost, _)) = self.without_coordinator(group)
            && self
                .entry(lost)
                .is_some_and(|lost| lost.time < since || self.was_refused_since(lost.id, end, client))
        {
            return Some(lost);
        }
        let failed = self.last_said(end, client, |said| {
            matches!(said, ConsumerFact::CommitFailed { origin, .. } if *origin != CommitOrigin::Async)
        });
        failed.filter(|failed| self.entry(*failed).is_some_and(|failed| failed.time >= since))
    }

    /// The commit of a client that the coordinator holds now: what the client asks after it is not answered before.
    pub fn holds_commit_of(&self, client: &ClientName) -> Option<EntryId> {
        self.held_commit(self.next_entry(), client)
    }

    /// Until when the coordinator holds a commit of a client, and answers nothing that comes after that.
    pub(in crate::cluster) fn answers_from(&self, client: &ClientName) -> Option<SimTime> {
        let held = self.entry(self.holds_commit_of(client)?)?;
        Some(held.time + self.held_back(&held.fact, client)?)
    }

    /// For how long the coordinator holds a commit of a client that it does not store, and all that comes after it.
    pub(super) fn held_back(&self, fact: &Fact, client: &ClientName) -> Option<SimDuration> {
        let Fact::Group(group, GroupFact::OffsetCommitLost { member, after, .. }) = fact else { return None };
        (self.group_of(client) == Some(group) && self.sent_by(member, client)).then_some(*after)
    }

    /// The commit of a client that the coordinator holds at an entry, to say later that it has not stored it.
    pub(super) fn held_commit(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let now = self.entry(before).map_or(self.now, |entry| entry.time);
        let since = self.backwards(before).take_while(|entry| !entry.fact.starts(client));
        let lasts = |entry: &&Entry| {
            self.held_back(&entry.fact, client).is_some_and(|after| entry.time + after > now)
        };
        since.into_iter().find(lasts).map(|entry| entry.id)
    }

    /// Whether a client has met the loss of its coordinator: a commit was refused since, or it looks for another.
    pub(super) fn was_refused_since(&self, lost: EntryId, before: EntryId, client: &ClientName) -> bool {
        let refused = self.last_said(before, client, |said| {
            matches!(said, ConsumerFact::CommitFailed { .. } | ConsumerFact::CoordinatorUnknown)
        });
        refused > Some(lost)
    }

    /// What the coordinator did with the commit that a client sent as its request of that number, before an entry.
    pub(in crate::cluster) fn fate_of_commit(
        &self,
        before: EntryId,
        client: &ClientName,
        number: u64,
    ) -> CommitFate {
        let is_sent = |fact: &Fact| matches!(fact, Fact::Consumer(_, ConsumerFact::RequestSent { .. }));
        let sent = self.request(before, client, number);
        let of_request = |entry: &Entry| {
            let request = self.handled_for(entry.cause()).take(STEPS).find(|handled| is_sent(&handled.fact));
            request.is_some_and(|request| Some(request.id) == sent)
        };
        let since = self.backwards(before).take_while(|entry| Some(entry.id) > sent);
        let fates = since.filter_map(|entry| match &entry.fact {
            Fact::Group(_, said) => Some((entry, fate(said)?)),
            Fact::World(_) | Fact::Consumer(..) | Fact::Broker(..) => None,
        });
        let known = fates.into_iter().find(|(entry, _)| of_request(entry));
        known.map_or(CommitFate::NotReceived, |(_, fate)| fate)
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
        let Fact::Consumer(
            client,
            ConsumerFact::CommitFailed { failure: CommitFailure::Disconnected { number, .. }, .. },
        ) = &failed.fact
        else {
            return self.commit_before(failed);
        };
        self.commit_sent_as(failed.id, client, (*number)?)
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
        self.commit_behind(entry.cause()).map(|(commit, _)| commit)
    }

    /// The commit that led to what has this cause, and whether the coordinator lost it.
    pub(in crate::cluster) fn commit_behind(&self, cause: Cause) -> Option<(&Entry, bool)> {
        // The timer that notices that a request had no answer was armed for some request: that one is behind it.
        let behind = |entry: &&Entry| {
            let Fact::Consumer(client, ConsumerFact::RequestTimedOut { number, .. }) = &entry.fact else {
                return self.handled_for(entry.cause()).next();
            };
            self.entry(self.request(entry.id, client, *number)?)
        };
        let is_lost = |entry: &&Entry| {
            let error = ErrorCode::CoordinatorNotAvailable;
            matches!(entry.fact, Fact::Group(_, GroupFact::OffsetCommitLost { error: of, .. }) if of == error)
        };
        let mut lost = false;
        let mut behind = std::iter::successors(self.handled_for(cause).next(), behind).take(STEPS);
        let commit = behind.find(|entry| {
            lost |= is_lost(entry);
            begins_commit(entry)
        });
        commit.map(|commit| (commit, lost))
    }

    /// Where a client sent its request of that number.
    pub(in crate::cluster) fn request(
        &self,
        before: EntryId,
        client: &ClientName,
        number: u64,
    ) -> Option<EntryId> {
        self.last_said(
            before,
            client,
            |said| matches!(said, ConsumerFact::RequestSent { number: sent, .. } if *sent == number),
        )
    }

    /// The failed commit for which an exception was thrown, or for which a callback got it; `None` if the commit was
    /// not sent at all, and for exceptions of other calls.
    pub fn failure_behind(&self, told: &Entry) -> Option<&Entry> {
        let passed_over = |entry: &&Entry| {
            let Fact::Consumer(_, said) = &entry.fact else { return false };
            matches!(said, ConsumerFact::RejoinNeeded { .. } | ConsumerFact::MembershipLost { .. })
        };
        let behind = self.handled_for(told.cause()).take(STEPS).find(|entry| !passed_over(entry));
        behind.filter(|entry| matches!(entry.fact, Fact::Consumer(_, ConsumerFact::CommitFailed { .. })))
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
        let answered = self.handled_for(failed.cause()).take_while(|entry| !begins_commit(entry));
        let is_lost =
            |entry: &&Entry| matches!(entry.fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. }));
        if let Some(lost) = answered.into_iter().find(is_lost) {
            return Some(lost.id);
        }
        match error {
            ErrorCode::UnknownMemberId if !spec.assigned.is_empty() => self.first_member(failed.id, group),
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::FencedInstanceId => {
                self.ended_membership(failed.id, client)
            }
            ErrorCode::NotCoordinator
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::CoordinatorLoadInProgress => self.coordinator_lost_before(failed.id, group),
            ErrorCode::RebalanceInProgress => self.rebalance_of(failed.id, group),
            ErrorCode::StaleMemberEpoch => {
                self.gave_place_up(failed.id, group, client).max(self.advanced(failed.id, group, client))
            }
            ErrorCode::UnknownTopicOrPartition => self.deleted_topic_of(failed.id, self.failed_one(failed)?),
            ErrorCode::None
            | ErrorCode::OffsetOutOfRange
            | ErrorCode::InconsistentGroupProtocol
            | ErrorCode::InvalidGroupId
            | ErrorCode::InvalidSessionTimeout
            | ErrorCode::InvalidRequest
            | ErrorCode::OffsetMetadataTooLarge
            | ErrorCode::NonEmptyGroup
            | ErrorCode::GroupIdNotFound
            | ErrorCode::MemberIdRequired
            | ErrorCode::GroupMaxSizeReached
            | ErrorCode::GroupSubscribedToTopic
            | ErrorCode::UnknownTopicId
            | ErrorCode::UnsupportedVersion
            | ErrorCode::FencedMemberEpoch
            | ErrorCode::UnreleasedInstanceId
            | ErrorCode::UnsupportedAssignor
            | ErrorCode::InvalidRegularExpression
            | ErrorCode::UnknownServerError => None,
        }
    }

    /// What deleted a topic of which a commit has offsets.
    fn deleted_topic_of(&self, before: EntryId, commit: &Entry) -> Option<EntryId> {
        let Fact::Consumer(_, ConsumerFact::CommitStarted { offsets, .. }) = &commit.fact else {
            return None;
        };
        let deleted = offsets.iter().map(|(partition, _)| self.topic_deleted(before, &partition.topic));
        deleted.max().flatten()
    }

    /// The member that came when a group had none: since then the group has members.
    pub fn first_member(&self, before: EntryId, group: &GroupId) -> Option<EntryId> {
        let filled = self.last_of_group(before, group, |said| {
            matches!(said, GroupFact::GroupStateChanged { from: GroupState::Empty, to } if *to != GroupState::Dead)
        });
        self.last_of_group(filled.unwrap_or(before), group, |said| {
            matches!(said, GroupFact::MemberAdded { .. })
        })
    }

    /// Why a client closed its connection to the coordinator: a request on it had no answer in time, or one was
    /// answered so that the client looks for the coordinator again. No heartbeat was answered for session.timeout.ms
    /// if it is neither: then it is the entry that says that the client gave the coordinator up.
    fn closed_connection(&self, failed: &Entry) -> Option<EntryId> {
        use ConsumerFact::*;
        let closes = |fact: &Fact| {
            let Fact::Consumer(_, said) = fact else { return false };
            matches!(said, RequestTimedOut { .. } | CommitFailed { failure: CommitFailure::Answered, .. })
                || matches!(said, ResponseReceived { error, .. } if !error.is_none())
        };
        let goes_on = |fact: &Fact| {
            let Fact::Consumer(_, said) = fact else { return true };
            let answered = matches!(said, ResponseReceived { error, .. } if error.is_none());
            !answered && !matches!(said, CommitStarted { .. })
        };
        let handled = || {
            let now = self.handled_for(failed.cause()).take_while(|entry| entry.time >= failed.time);
            now.take_while(|entry| goes_on(&entry.fact))
        };
        let closed = handled().find(|entry| closes(&entry.fact));
        let given_up = |entry: &&Entry| matches!(entry.fact, Fact::Consumer(_, CoordinatorUnknown));
        closed.or_else(|| handled().filter(given_up).last()).map(|entry| entry.id)
    }

    /// What kept the coordinator's answers from a client: the connection was cut, the coordinator was gone, or a commit
    /// that the coordinator did not store held up what was asked after it.
    pub(super) fn kept_from_answers(&self, unanswered: &Entry, client: &ClientName) -> Option<EntryId> {
        // A client that gives its coordinator up while it handles something does that because of what it handles.
        if let (Fact::Consumer(_, ConsumerFact::CoordinatorUnknown), Cause::Entry(handled)) =
            (&unanswered.fact, unanswered.cause())
            && self.entry(handled)?.time == unanswered.time
        {
            return None;
        }
        let asked = match unanswered.fact {
            Fact::Consumer(_, ConsumerFact::RequestTimedOut { number, .. }) => {
                self.entry(self.request(unanswered.id, client, number)?)?.time
            }
            Fact::Consumer(..) | Fact::World(_) | Fact::Group(..) | Fact::Broker(..) => unanswered.time,
        };
        if let Some(held) = self.held_commit(unanswered.id, client) {
            return Some(held);
        }
        let kept = |(_, parted): &(&Entry, Parted)| match parted {
            Parted::CutOff { over } | Parted::CoordinatorLost { over } => !over,
            Parted::BehindCommit { until } => *until >= asked,
        };
        self.parted(unanswered.id, client).find(kept).map(|(entry, _)| entry.id)
    }

    /// What keeps a client from its coordinator: the cut or the loss that lasts, or else, since its process started,
    /// the one that was over last.
    pub(super) fn kept_from_coordinator(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let (mut back, mut mended, mut earlier) = (false, false, false);
        let (mut over, mut cut_was_last) = (None, None);
        for entry in self.backwards(before) {
            let (is_cut, lasts) = match self.incident(&entry.fact, client) {
                Some(Incident::CoordinatorLost) => (false, !back),
                Some(Incident::CutOff) => (true, !mended),
                ended => {
                    back |= ended == Some(Incident::CoordinatorTookOver);
                    mended |= ended == Some(Incident::Mended);
                    earlier |= ended == Some(Incident::Started);
                    if back || mended {
                        cut_was_last.get_or_insert(mended);
                    }
                    continue;
                }
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

    /// What parted a client from its coordinator before an entry, newest first, and whether that is over.
    pub(super) fn parted(
        &self,
        before: EntryId,
        client: &ClientName,
    ) -> impl Iterator<Item = (&Entry, Parted)> {
        let (mut mended, mut back) = (false, false);
        self.backwards(before).filter_map(move |entry| {
            let parted = match self.incident(&entry.fact, client) {
                Some(Incident::CutOff) => Parted::CutOff { over: mended },
                Some(Incident::CoordinatorLost) => Parted::CoordinatorLost { over: back },
                incident => {
                    mended |= incident == Some(Incident::Mended);
                    back |= incident == Some(Incident::CoordinatorTookOver);
                    Parted::BehindCommit { until: entry.time + self.held_back(&entry.fact, client)? }
                }
            };
            Some((entry, parted))
        })
    }

    /// Whether a commit in a member's name, or in nobody's, is this client's.
    pub(super) fn sent_by(&self, member: &MemberId, client: &ClientName) -> bool {
        match self.client_of_member(member) {
            Some(owner) => owner == *client,
            None => self.consumer_spec(client).is_some_and(|spec| !spec.assigned.is_empty()),
        }
    }
}

/// Whether a commit begins.
fn begins_commit(entry: &Entry) -> bool {
    matches!(entry.fact, Fact::Consumer(_, ConsumerFact::CommitStarted { .. }))
}

/// What the coordinator says that it did with a commit.
fn fate(said: &GroupFact) -> Option<CommitFate> {
    use GroupFact::*;
    match said {
        OffsetCommitted { .. } => Some(CommitFate::Stored),
        OffsetCommitRefused { .. } => Some(CommitFate::Refused),
        OffsetCommitLost { .. } => Some(CommitFate::NotStored),
        GroupStateChanged { .. }
        | MemberIdHandedOut { .. }
        | PendingMemberExpired { .. }
        | PendingMemberRemoved { .. }
        | MemberAdded { .. }
        | MemberRemoved { .. }
        | StaticMemberReplaced { .. }
        | RebalanceStarted { .. }
        | StaticMemberAbsent { .. }
        | JoinPhaseExtended { .. }
        | GenerationStarted { .. }
        | ProtocolsDiffer { .. }
        | LeaderElected { .. }
        | AssignmentStored { .. }
        | OffsetsExpired { .. }
        | OffsetsDeleted { .. }
        | ConsumerGroupBegan
        | GroupUpgraded { .. }
        | GroupDowngraded { .. }
        | ConsumerGroupStateChanged { .. }
        | GroupEpochRaised { .. }
        | TargetComputed { .. }
        | RevocationAsked { .. }
        | RevocationAcknowledged { .. }
        | MemberAdvanced { .. }
        | StaticMemberAway { .. }
        | HeartbeatRefused { .. }
        | GroupDeleted => None,
    }
}
