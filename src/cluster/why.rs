//! Why an entry is there: the journal read backwards, from what happened to the command or fault it began with.
//!
//! An entry's own cause is what was handled when it was written, a heartbeat or the answer to a fetch for instance.
//! Where that says nothing, what decided is known by its structure: an assignment is there because of its generation,
//! a generation because of the rebalance that led to it, a removal because of what silenced the member. Requests and
//! polls are passed over. Records that are written wake whoever waits for them, and are no reason for what he does
//! then: no answer goes through a producer.
//!
//! Not modelled: several reasons at once. A rebalance is because of what began it, though more may have joined in.

mod application;
mod commits;
mod hindrance;
mod membership;
mod offsets;
mod present;

pub use commits::{CommitPlace, CommitWait};
pub use hindrance::{Hindered, Hindrance};
pub use present::{CutFrom, Lasted};

use super::Cluster;
use super::journal::{Cause, Entry, EntryId};
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::fact::{Deletion, Fact, RebalanceReason, SentAgain};
use crate::kafka::ids::*;

/// What an entry is because of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is worth telling.
    pub entry: EntryId,
    /// What that led to at once: a commit that is not worth telling, say, and then the process's start tells why it
    /// commits as it does.
    pub of: EntryId,
}

impl Cluster {
    /// The nearest thing worth telling that led to an entry; nothing led to what a command did.
    pub fn because(&self, id: EntryId) -> Option<Reason> {
        let mut entry = self.entry(id)?;
        loop {
            let before = self.led_to(entry)?;
            if before >= entry.id {
                return None;
            }
            let of = entry;
            entry = self.entry(before)?;
            if tells(&entry.fact) || tells_of(&entry.fact, &of.fact) {
                return Some(Reason { entry: entry.id, of: of.id });
            }
        }
    }

    /// The entry of that id.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.past.journal.get(usize::try_from(id.0).ok()?)
    }

    /// The newest entry before `before` that is wanted.
    pub fn last_before(&self, before: EntryId, wanted: impl Fn(&Fact) -> bool) -> Option<EntryId> {
        self.backwards(before).find(|entry| wanted(&entry.fact)).map(|entry| entry.id)
    }

    /// The entries before that one, newest first.
    fn backwards(&self, before: EntryId) -> impl Iterator<Item = &Entry> {
        (0..before.0 as usize).rev().filter_map(|index| self.past.journal.get(index))
    }

    /// Whatever decided about an entry; where its structure does not say, what was handled when it was written.
    fn led_to(&self, entry: &Entry) -> Option<EntryId> {
        let known = match &entry.fact {
            Fact::ProcessStarted { client, .. } => self.began_again(entry, client),
            Fact::RebalanceStarted { .. }
            | Fact::GenerationStarted { .. }
            | Fact::AssignmentStored { .. }
            | Fact::CoordinatorTookOver { .. }
            | Fact::MemberAdded { .. }
            | Fact::MemberRemoved { .. }
            | Fact::StaticMemberReplaced { .. }
            | Fact::StaticMemberAbsent { .. }
            | Fact::RejoinNeeded { .. }
            | Fact::AssignmentChanged { .. }
            | Fact::MembershipLost { .. } => self.led_to_membership(entry),
            Fact::PositionSet { .. }
            | Fact::OffsetOutOfRange { .. }
            | Fact::TopicIdChanged { .. }
            | Fact::OffsetsExpired { .. }
            | Fact::OffsetCommitLost { .. }
            | Fact::CommitStarted { .. }
            | Fact::CommitFailed { .. }
            | Fact::RecordSkipped { .. }
            | Fact::RecordsDeleted { .. } => self.led_to_offsets(entry),
            Fact::RequestTimedOut { client, number, .. } => {
                self.kept_from_answers(entry, client).or_else(|| self.request(entry.id, client, *number))
            }
            Fact::CoordinatorUnknown { client } => self.kept_from_answers(entry, client),
            Fact::PollIntervalExceeded { .. }
            | Fact::DeserializationFailed { .. }
            | Fact::ProtocolsDiffer { .. }
            | Fact::GraceExpired { .. }
            | Fact::PollReturned { .. }
            | Fact::CallbackStarted { .. }
            | Fact::ExceptionThrown { .. }
            | Fact::CommitCallback { exception: Some(_), .. }
            | Fact::ProcessClosed { .. }
            | Fact::SubscriptionChanged { .. }
            | Fact::TopicsChanged { .. }
            | Fact::Unsubscribed { .. } => self.led_to_application(entry),
            _ => None,
        };
        known.or_else(|| self.handled(entry))
    }

    /// A process that nobody started was started again by a bounce.
    fn began_again(&self, start: &Entry, client: &ClientName) -> Option<EntryId> {
        let (Cause::Entry(_), Some(spec)) = (start.cause, self.consumer_spec(client)) else { return None };
        self.last_before(
            start.id,
            |fact| matches!(fact, Fact::GroupBounced { group, .. } if *group == spec.group),
        )
    }

    /// The settings of the process that was there before an entry, as it was started.
    pub fn settings_before(&self, before: EntryId, client: &ClientName) -> Option<&ConsumerConfig> {
        let start = self.start_of(before, client)?;
        let found = self.past.started.iter().rev().find(|(entry, _)| *entry == start);
        found.map(|(_, config)| &**config)
    }

    /// What was handled when an entry was written, if that may have decided.
    fn handled(&self, entry: &Entry) -> Option<EntryId> {
        let Cause::Entry(before) = entry.cause else { return None };
        let handled = self.entry(before)?;
        let by_producer = match &handled.fact {
            Fact::ProcessStarted { client, .. } => self.consumer_spec(client).is_none(),
            Fact::RateChanged { .. } | Fact::BurstAsked { .. } => true,
            _ => false,
        };
        (!by_producer).then_some(before)
    }
}

/// Whether a fact that says little by itself is worth telling as the reason of this one: a poll or a callback if it
/// kept the application from the next poll, a wish to rejoin if it began a rebalance, what closed a
/// connection if a commit failed by that, a commit if it led out of the log.
fn tells_of(fact: &Fact, of: &Fact) -> bool {
    matches!(
        (fact, of),
        (
            Fact::PollReturned { .. } | Fact::CallbackStarted { .. },
            Fact::PollIntervalExceeded { .. }
                | Fact::GraceExpired { .. }
                | Fact::MemberRemoved { .. }
                | Fact::StaticMemberAbsent { .. }
        ) | (Fact::RejoinNeeded { .. }, Fact::RebalanceStarted { .. })
            | (
                Fact::RequestTimedOut { .. }
                    | Fact::ResponseReceived { .. }
                    | Fact::CoordinatorUnknown { .. },
                Fact::CommitFailed { .. },
            )
            | (Fact::OffsetCommitted { .. }, Fact::OffsetOutOfRange { .. } | Fact::OffsetsExpired { .. })
    )
}

/// Whether a fact is, by what it names, what a later one is because of.
fn prepares(earlier: &Fact, later: &Fact) -> bool {
    match (earlier, later) {
        (
            Fact::RecordPoisoned { partition, offset },
            Fact::RecordSkipped { partition: of, offset: skipped, .. }
            | Fact::DeserializationFailed { partition: of, offset: skipped, .. },
        ) => partition == of && offset == skipped,
        (
            Fact::RetentionChanged { topic, .. },
            Fact::RecordsDeleted { partition, why: Deletion::TooOld | Deletion::TooMany, .. },
        ) => *topic == partition.topic,
        (Fact::CallRequested { client, call: Call::Unsubscribe }, Fact::Unsubscribed { client: of }) => {
            client == of
        }
        (Fact::TopicCreated { topic, .. }, Fact::TopicIdChanged { topic: of, .. }) => topic == of,
        (earlier, Fact::TopicsChanged { topics, .. }) => changes_topics(earlier, topics),
        _ => false,
    }
}

/// Whether a fact is about one of these topics: it came, grew or went.
fn changes_topics(fact: &Fact, topics: &[TopicName]) -> bool {
    match fact {
        Fact::TopicCreated { topic, .. }
        | Fact::PartitionsAdded { topic, .. }
        | Fact::TopicDeleted { topic } => topics.contains(topic),
        _ => false,
    }
}

/// Whether a fact is a step worth telling on the way from a consequence to its beginning.
fn tells(fact: &Fact) -> bool {
    match fact {
        Fact::RebalanceStarted { reason, .. } => matches!(reason, RebalanceReason::GroupTooLarge),
        Fact::ExceptionThrown { client, .. } => application::ends(fact, client),
        Fact::TopicCreated { .. }
        | Fact::PartitionsAdded { .. }
        | Fact::TopicDeleted { .. }
        | Fact::RetentionChanged { .. }
        | Fact::RecordPoisoned { .. }
        | Fact::RecordsDeleted { .. }
        | Fact::OffsetOutOfRange { .. }
        | Fact::TopicIdChanged { .. }
        | Fact::ProcessingTimeChanged { .. }
        | Fact::ProcessStarted { .. }
        | Fact::ProcessKilled { .. }
        | Fact::ProcessFrozen { .. }
        | Fact::HandlerStalled { .. }
        | Fact::CloseRequested { .. }
        | Fact::CloseRequestedWith { .. }
        | Fact::GraceExpired { .. }
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
        | Fact::ProtocolsDiffer { .. }
        | Fact::MembershipLost { .. }
        | Fact::PollIntervalExceeded { .. } => true,
        _ => false,
    }
}
