//! Why an entry is there: the journal read backwards, from what happened to the command or fault it began with.
//!
//! An entry's own cause is what was handled when it was written, a heartbeat for instance. Where that says nothing,
//! what decided is known by its structure: an assignment is there because of its generation, a generation because of
//! the rebalance that led to it, a removal because of what silenced the member. Requests and polls are passed over.
//!
//! Not modelled: several reasons at once. A rebalance is because of what began it, though more may have joined in.

use super::Cluster;
use super::journal::{Cause, Entry, EntryId};
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::calls::Call;
use crate::kafka::fact::{Deletion, Fact, PositionSource, RebalanceReason, RemovalReason, SentAgain};
use crate::kafka::ids::*;

impl Cluster {
    /// The nearest thing worth telling that led to an entry; nothing led to what a command did.
    pub fn because(&self, id: EntryId) -> Option<EntryId> {
        let mut entry = self.entry(id)?;
        loop {
            let before = self.led_to(entry)?;
            if before >= entry.id {
                return None;
            }
            let of = entry;
            entry = self.entry(before)?;
            if tells(&entry.fact) || tells_of(&entry.fact, &of.fact) {
                return Some(entry.id);
            }
        }
    }

    /// The entry of that id.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.journal.get(usize::try_from(id.0).ok()?)
    }

    /// The newest entry before `before` that is wanted.
    pub fn last_before(&self, before: EntryId, wanted: impl Fn(&Fact) -> bool) -> Option<EntryId> {
        let earlier = (0..before.0 as usize).rev().filter_map(|index| self.journal.get(index));
        earlier.into_iter().find(|entry| wanted(&entry.fact)).map(|entry| entry.id)
    }

    fn led_to(&self, entry: &Entry) -> Option<EntryId> {
        let known = match &entry.fact {
            // An ordinary commit is because of nothing but its time.
            Fact::CommitStarted { .. } => return self.sent_again(entry),
            Fact::CommitFailed { client, error, .. } => return self.failed(entry, client, *error),
            Fact::RebalanceStarted { reason, .. } => self.began_rebalance(entry.id, reason),
            Fact::MemberRemoved { member, reason, .. } => self.led_to_removal(entry.id, member, *reason),
            Fact::MemberAdded { member, .. } => self.led_to_joining(entry.id, member),
            Fact::MembershipLost { client, .. } => self.ended_membership(entry.id, client),
            Fact::PollIntervalExceeded { client, .. } => self.kept_from_poll(entry.id, client),
            Fact::AssignmentChanged { client, owned } if owned.is_empty() => self.took_away(entry.id, client),
            Fact::RejoinNeeded { client, .. } => self.changed_subscription(entry, client),
            Fact::SubscriptionChanged { client, .. } => {
                let spec = self.consumer_spec(client);
                let pattern = spec.is_some_and(|spec| spec.pattern.is_some());
                pattern.then(|| self.last_before(entry.id, changes_topics)).flatten()
            }
            Fact::AssignmentStored { .. }
            | Fact::GenerationStarted { .. }
            | Fact::OffsetCommitLost { .. }
            | Fact::RecordSkipped { .. }
            | Fact::RecordsDeleted { .. }
            | Fact::TopicsChanged { .. }
            | Fact::Unsubscribed { .. }
            | Fact::PositionSet { source: PositionSource::Seek, .. } => {
                self.last_before(entry.id, |earlier| prepares(earlier, &entry.fact))
            }
            _ => None,
        };
        known.or(match entry.cause {
            Cause::Entry(before) => Some(before),
            Cause::Start | Cause::Command(_) => None,
        })
    }

    fn began_rebalance(&self, before: EntryId, reason: &RebalanceReason) -> Option<EntryId> {
        match reason {
            RebalanceReason::MemberJoined { member } => self.last_before(
                before,
                |fact| matches!(fact, Fact::MemberAdded { member: added, .. } if added == member),
            ),
            RebalanceReason::MemberRemoved { member, .. } => self.last_before(
                before,
                |fact| matches!(fact, Fact::MemberRemoved { member: removed, .. } if removed == member),
            ),
            RebalanceReason::StaticMemberReplaced { member } => self.last_before(
                before,
                |fact| matches!(fact, Fact::StaticMemberReplaced { new, .. } if new == member),
            ),
            RebalanceReason::MemberChanged { member } | RebalanceReason::LeaderRejoined { member } => {
                let client = self.client_of_member(member)?;
                self.last_before(
                    before,
                    |fact| matches!(fact, Fact::RejoinNeeded { client: of, .. } if *of == client),
                )
            }
            RebalanceReason::GroupTooLarge => None,
        }
    }

    /// A client that subscribed to something else since it joined has to join again because of that.
    fn changed_subscription(&self, rejoin: &Entry, client: &ClientName) -> Option<EntryId> {
        let found = self.last_before(rejoin.id, |fact| match fact {
            Fact::SubscriptionChanged { client: of, .. }
            | Fact::JoinedGroup { client: of, .. }
            | Fact::TopicsChanged { client: of } => of == client,
            _ => false,
        })?;
        matches!(self.entry(found)?.fact, Fact::SubscriptionChanged { .. }).then_some(found)
    }

    fn led_to_removal(&self, before: EntryId, member: &MemberId, reason: RemovalReason) -> Option<EntryId> {
        if !matches!(reason, RemovalReason::DidNotRejoin | RemovalReason::DidNotSync) {
            return None;
        }
        let client = self.client_of_member(member)?;
        self.silenced(before, member).or_else(|| self.kept_from_poll(before, &client))
    }

    /// Why a client joined: it was started, or had lost its place.
    fn led_to_joining(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        self.last_before(before, |fact| match fact {
            Fact::ProcessStarted { client: of, .. }
            | Fact::MembershipLost { client: of, .. }
            | Fact::PollIntervalExceeded { client: of, .. } => *of == client,
            _ => false,
        })
    }

    /// Why a client is no longer a member: it was removed or replaced, or the group was read anew without it.
    fn ended_membership(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = &self.consumer_spec(client)?.group;
        let its = |member: &MemberId| self.client_of_member(member).as_ref() == Some(client);
        self.last_before(before, |fact| match fact {
            Fact::MemberRemoved { member, .. } | Fact::StaticMemberAbsent { member, .. } => its(member),
            Fact::StaticMemberReplaced { old, .. } => its(old),
            Fact::CoordinatorTookOver { group: of, .. } => of == group,
            _ => false,
        })
    }

    /// The callback that sent a commit again, if one did.
    fn sent_again(&self, commit: &Entry) -> Option<EntryId> {
        let Cause::Entry(before) = commit.cause else { return None };
        matches!(self.entry(before)?.fact, Fact::CommitCallback { sent_again: SentAgain::Yes, .. })
            .then_some(before)
    }

    /// Why a commit came to nothing: the coordinator lost it, was away, or the group was rebalancing.
    fn failed(&self, failure: &Entry, client: &ClientName, error: ErrorCode) -> Option<EntryId> {
        let group = &self.consumer_spec(client)?.group;
        let mut cause = failure.cause;
        while let Cause::Entry(before) = cause {
            let entry = self.entry(before)?;
            match entry.fact {
                Fact::OffsetCommitLost { .. } => return Some(before),
                Fact::CommitStarted { .. } => break,
                _ => cause = entry.cause,
            }
        }
        self.last_before(failure.id, |fact| match (fact, error) {
            (
                Fact::CoordinatorLost { group: of },
                ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable,
            ) => of == group,
            (Fact::LinkCut { client: of, .. }, ErrorCode::CoordinatorNotAvailable) => of == client,
            (Fact::RebalanceStarted { group: of, .. }, ErrorCode::RebalanceInProgress) => of == group,
            _ => false,
        })
    }

    /// Why a client has nothing any more: it closes, lost its place, or the group rebalances.
    fn took_away(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let group = &self.consumer_spec(client)?.group;
        self.last_before(before, |fact| match fact {
            Fact::CloseRequested { client: of, .. }
            | Fact::ClosedInMidBatch { client: of, .. }
            | Fact::WokenUp { client: of }
            | Fact::SecondThread { client: of }
            | Fact::Unsubscribed { client: of }
            | Fact::MembershipLost { client: of, .. }
            | Fact::PollIntervalExceeded { client: of, .. } => of == client,
            Fact::RebalanceStarted { group: of, .. } => of == group,
            _ => false,
        })
    }

    /// What kept the application from calling poll: a stalled handler, or the records of the last poll.
    fn kept_from_poll(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let found = self.last_before(before, |fact| match fact {
            Fact::HandlerStalled { client: of, .. }
            | Fact::HandlerResumed { client: of, .. }
            | Fact::ProcessStarted { client: of, .. } => of == client,
            _ => false,
        });
        let stalled = found.filter(|id| {
            matches!(self.entry(*id).map(|entry| &entry.fact), Some(Fact::HandlerStalled { .. }))
        });
        stalled.or_else(|| {
            self.last_before(
                before,
                |fact| matches!(fact, Fact::PollReturned { client: of, .. } if of == client),
            )
        })
    }

    /// What silenced the process that had this member id, if anything did: the first thing since it joined that was
    /// not undone again.
    pub(super) fn silenced(&self, before: EntryId, member: &MemberId) -> Option<EntryId> {
        let client = self.client_of_member(member)?;
        let coordinator = self.brokers.coordinator(&self.consumer_spec(&client)?.group);
        let mut found = None;
        let (mut thawed, mut mended) = (false, false);
        for entry in (0..before.0 as usize).rev().filter_map(|index| self.journal.get(index)) {
            match &entry.fact {
                Fact::MemberAdded { member: of, .. } | Fact::StaticMemberReplaced { new: of, .. }
                    if of == member =>
                {
                    break;
                }
                Fact::ProcessThawed { client: of } if *of == client => thawed = true,
                Fact::LinkRestored { client: of } if *of == client => mended = true,
                Fact::ProcessFrozen { client: of } if *of == client => {
                    found = if std::mem::take(&mut thawed) { found } else { Some(entry.id) };
                }
                Fact::LinkCut { client: of, broker }
                    if *of == client && broker.is_none_or(|broker| broker == coordinator) =>
                {
                    found = if std::mem::take(&mut mended) { found } else { Some(entry.id) };
                }
                Fact::ProcessKilled { client: of, .. }
                | Fact::ProcessClosed { client: of }
                | Fact::PollIntervalExceeded { client: of, .. }
                | Fact::HandlerStalled { client: of, heartbeats: false, .. }
                    if *of == client =>
                {
                    found = Some(entry.id);
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether a fact that says little by itself is worth telling as the reason of this one: a poll if nothing but its
/// records kept the application from the next, and a wish to rejoin if it began a rebalance.
fn tells_of(fact: &Fact, of: &Fact) -> bool {
    matches!(
        (fact, of),
        (Fact::PollReturned { .. }, Fact::PollIntervalExceeded { .. } | Fact::MemberRemoved { .. })
            | (Fact::RejoinNeeded { .. }, Fact::RebalanceStarted { .. })
    )
}

/// Whether a fact is, by what it names, what a later one is because of.
fn prepares(earlier: &Fact, later: &Fact) -> bool {
    match (earlier, later) {
        (
            Fact::GenerationStarted { group, generation, .. },
            Fact::AssignmentStored { group: of, generation: assigned, .. },
        ) => group == of && generation == assigned,
        (Fact::RebalanceStarted { group, .. }, Fact::GenerationStarted { group: of, .. })
        | (Fact::CommitsDisturbed { group, .. }, Fact::OffsetCommitLost { group: of, .. }) => group == of,
        (
            Fact::RecordPoisoned { partition, offset },
            Fact::RecordSkipped { partition: of, offset: skipped, .. },
        ) => partition == of && offset == skipped,
        (
            Fact::RetentionChanged { topic, .. },
            Fact::RecordsDeleted { partition, why: Deletion::TooOld | Deletion::TooMany, .. },
        ) => *topic == partition.topic,
        (
            Fact::CallRequested { client, call: Call::Seek { .. } },
            Fact::PositionSet { client: of, source: PositionSource::Seek, .. },
        )
        | (Fact::CallRequested { client, call: Call::Unsubscribe }, Fact::Unsubscribed { client: of }) => {
            client == of
        }
        (earlier, Fact::TopicsChanged { .. }) => changes_topics(earlier),
        _ => false,
    }
}

fn changes_topics(fact: &Fact) -> bool {
    matches!(fact, Fact::TopicCreated { .. } | Fact::PartitionsAdded { .. } | Fact::TopicDeleted { .. })
}

/// Whether a fact is a step worth telling on the way from a consequence to its beginning.
fn tells(fact: &Fact) -> bool {
    match fact {
        Fact::RebalanceStarted { reason, .. } => matches!(reason, RebalanceReason::GroupTooLarge),
        Fact::TopicCreated { .. }
        | Fact::PartitionsAdded { .. }
        | Fact::TopicDeleted { .. }
        | Fact::RetentionChanged { .. }
        | Fact::RecordPoisoned { .. }
        | Fact::ProcessStarted { .. }
        | Fact::ProcessKilled { .. }
        | Fact::ProcessFrozen { .. }
        | Fact::HandlerStalled { .. }
        | Fact::CloseRequested { .. }
        | Fact::ClosedInMidBatch { .. }
        | Fact::WokenUp { .. }
        | Fact::SecondThread { .. }
        | Fact::CallRequested { .. }
        | Fact::OffsetsReset { .. }
        | Fact::DeletionAsked { .. }
        | Fact::Unsubscribed { .. }
        | Fact::CommitsDisturbed { .. }
        | Fact::OffsetCommitLost { .. }
        | Fact::CommitFailed { .. }
        | Fact::CommitCallback { sent_again: SentAgain::Yes, .. }
        | Fact::CoordinatorLost { .. }
        | Fact::CoordinatorTookOver { .. }
        | Fact::MemberRemovalAsked { .. }
        | Fact::LinkCut { .. }
        | Fact::GroupBounced { .. }
        | Fact::MemberAdded { .. }
        | Fact::MemberRemoved { .. }
        | Fact::StaticMemberReplaced { .. }
        | Fact::StaticMemberAbsent { .. }
        | Fact::AssignmentStored { .. }
        | Fact::SubscriptionChanged { .. }
        | Fact::MembershipLost { .. }
        | Fact::PollIntervalExceeded { .. } => true,
        _ => false,
    }
}
