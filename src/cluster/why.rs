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
mod stalls;
mod topics;

pub use commits::{CommitPlace, CommitWait};
pub use hindrance::{Hindered, Hindrance};
pub use present::{CutFrom, Lasted};

use super::Cluster;
use super::journal::{Cause, Entry, EntryId};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::broker::retention::Deletion;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::SentAgain;
use crate::kafka::rebalance_causes::RebalanceReason;

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
        self.past.journal.get(id.place())
    }

    /// The newest entry before `before` that is wanted.
    pub fn last_before(&self, before: EntryId, wanted: impl Fn(&Fact) -> bool) -> Option<EntryId> {
        self.backwards(before).find(|entry| wanted(&entry.fact)).map(|entry| entry.id)
    }

    /// The entries before that one, newest first.
    fn backwards(&self, before: EntryId) -> impl Iterator<Item = &Entry> {
        (0..before.place()).rev().filter_map(|index| self.past.journal.get(index))
    }

    /// Whatever decided about an entry; where its structure does not say, what was handled when it was written.
    fn led_to(&self, entry: &Entry) -> Option<EntryId> {
        let known = match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, .. }) => self.began_again(entry, client),
            Fact::Group(
                _,
                GroupFact::RebalanceStarted { .. }
                | GroupFact::GenerationStarted { .. }
                | GroupFact::AssignmentStored { .. },
            )
            | Fact::World(WorldFact::CoordinatorTookOver { .. })
            | Fact::Group(
                _,
                GroupFact::MemberAdded { .. }
                | GroupFact::MemberRemoved { .. }
                | GroupFact::StaticMemberReplaced { .. }
                | GroupFact::StaticMemberAbsent { .. },
            )
            | Fact::Consumer(
                _,
                ConsumerFact::RejoinNeeded { .. }
                | ConsumerFact::AssignmentChanged { .. }
                | ConsumerFact::MembershipLost { .. },
            ) => self.led_to_membership(entry),
            Fact::Consumer(
                _,
                ConsumerFact::PositionSet { .. }
                | ConsumerFact::OffsetOutOfRange { .. }
                | ConsumerFact::TopicIdChanged { .. },
            )
            | Fact::Group(_, GroupFact::OffsetsExpired { .. } | GroupFact::OffsetCommitLost { .. })
            | Fact::Consumer(
                _,
                ConsumerFact::CommitStarted { .. }
                | ConsumerFact::CommitFailed { .. }
                | ConsumerFact::RecordSkipped { .. },
            )
            | Fact::Broker(_, BrokerFact::RecordsDeleted { .. }) => self.led_to_offsets(entry),
            Fact::Consumer(client, ConsumerFact::RequestTimedOut { number, .. }) => {
                self.kept_from_answers(entry, client).or_else(|| self.request(entry.id, client, *number))
            }
            Fact::Consumer(client, ConsumerFact::CoordinatorUnknown) => self.kept_from_answers(entry, client),
            Fact::Consumer(
                _,
                ConsumerFact::PollIntervalExceeded { .. } | ConsumerFact::DeserializationFailed { .. },
            )
            | Fact::Group(_, GroupFact::ProtocolsDiffer { .. })
            | Fact::World(WorldFact::GraceExpired { .. })
            | Fact::Consumer(
                _,
                ConsumerFact::PollReturned { .. }
                | ConsumerFact::CallbackStarted { .. }
                | ConsumerFact::ExceptionThrown { .. }
                | ConsumerFact::CommitCallback { exception: Some(_), .. }
                | ConsumerFact::ProcessClosed
                | ConsumerFact::SubscriptionChanged { .. }
                | ConsumerFact::TopicsChanged { .. }
                | ConsumerFact::Unsubscribed,
            ) => self.led_to_application(entry),
            _ => None,
        };
        known.or_else(|| self.handled(entry))
    }

    /// A process that nobody started was started again by a bounce.
    fn began_again(&self, start: &Entry, client: &ClientName) -> Option<EntryId> {
        let (Cause::Entry(_), Some(spec)) = (start.cause, self.consumer_spec(client)) else { return None };
        self.last_before(
            start.id,
            |fact| matches!(fact, Fact::World(WorldFact::GroupBounced { group, .. }) if *group == spec.group),
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
            Fact::World(WorldFact::ProcessStarted { client, .. }) => self.consumer_spec(client).is_none(),
            Fact::World(WorldFact::RateChanged { .. } | WorldFact::BurstAsked { .. }) => true,
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
            Fact::Consumer(_, ConsumerFact::PollReturned { .. } | ConsumerFact::CallbackStarted { .. }),
            Fact::Consumer(_, ConsumerFact::PollIntervalExceeded { .. })
                | Fact::World(WorldFact::GraceExpired { .. })
                | Fact::Group(_, GroupFact::MemberRemoved { .. } | GroupFact::StaticMemberAbsent { .. })
        ) | (
            Fact::Consumer(_, ConsumerFact::RejoinNeeded { .. }),
            Fact::Group(_, GroupFact::RebalanceStarted { .. })
        ) | (
            Fact::Consumer(
                _,
                ConsumerFact::RequestTimedOut { .. }
                    | ConsumerFact::ResponseReceived { .. }
                    | ConsumerFact::CoordinatorUnknown
            ),
            Fact::Consumer(_, ConsumerFact::CommitFailed { .. }),
        ) | (
            Fact::Group(_, GroupFact::OffsetCommitted { .. }),
            Fact::Consumer(_, ConsumerFact::OffsetOutOfRange { .. })
                | Fact::Group(_, GroupFact::OffsetsExpired { .. })
        )
    )
}

/// Whether a fact is, by what it names, what a later one is because of.
fn prepares(earlier: &Fact, later: &Fact) -> bool {
    match (earlier, later) {
        (
            Fact::World(WorldFact::RecordPoisoned { partition, offset }),
            Fact::Consumer(
                _,
                ConsumerFact::RecordSkipped { partition: of, offset: skipped, .. }
                | ConsumerFact::DeserializationFailed { partition: of, offset: skipped, .. },
            ),
        ) => partition == of && offset == skipped,
        (
            Fact::World(WorldFact::RetentionChanged { topic, .. }),
            Fact::Broker(
                _,
                BrokerFact::RecordsDeleted { partition, why: Deletion::TooOld | Deletion::TooMany, .. },
            ),
        ) => *topic == partition.topic,
        (
            Fact::Consumer(client, ConsumerFact::CallRequested { call: Call::Unsubscribe }),
            Fact::Consumer(of, ConsumerFact::Unsubscribed),
        ) => client == of,
        (
            Fact::World(WorldFact::TopicCreated { topic, .. }),
            Fact::Consumer(_, ConsumerFact::TopicIdChanged { topic: of, .. }),
        ) => topic == of,
        _ => false,
    }
}

/// Whether a fact is a step worth telling on the way from a consequence to its beginning.
fn tells(fact: &Fact) -> bool {
    match fact {
        Fact::Group(_, GroupFact::RebalanceStarted { reason, .. }) => {
            matches!(reason, RebalanceReason::GroupTooLarge)
        }
        Fact::Consumer(client, ConsumerFact::ExceptionThrown { .. }) => application::ends(fact, client),
        Fact::World(
            WorldFact::TopicCreated { .. }
            | WorldFact::PartitionsAdded { .. }
            | WorldFact::TopicDeleted { .. }
            | WorldFact::RetentionChanged { .. }
            | WorldFact::RecordPoisoned { .. },
        )
        | Fact::Broker(_, BrokerFact::RecordsDeleted { .. })
        | Fact::Consumer(_, ConsumerFact::OffsetOutOfRange { .. } | ConsumerFact::TopicIdChanged { .. })
        | Fact::World(
            WorldFact::ProcessingTimeChanged { .. }
            | WorldFact::ProcessStarted { .. }
            | WorldFact::ProcessKilled { .. }
            | WorldFact::ProcessFrozen { .. },
        )
        | Fact::Consumer(_, ConsumerFact::HandlerStalled { .. })
        | Fact::World(
            WorldFact::CloseRequested { .. }
            | WorldFact::CloseRequestedWith { .. }
            | WorldFact::GraceExpired { .. }
            | WorldFact::ClosedInMidBatch { .. },
        )
        | Fact::Consumer(
            _,
            ConsumerFact::WokenUp | ConsumerFact::SecondThread | ConsumerFact::CallRequested { .. },
        )
        | Fact::World(WorldFact::OffsetsReset { .. } | WorldFact::DeletionAsked { .. })
        | Fact::Consumer(_, ConsumerFact::Unsubscribed)
        | Fact::World(WorldFact::CommitsDisturbed { .. })
        | Fact::Group(_, GroupFact::OffsetCommitLost { .. })
        | Fact::Consumer(
            _,
            ConsumerFact::CommitFailed { .. }
            | ConsumerFact::CommitCallback { sent_again: SentAgain::Yes, .. },
        )
        | Fact::World(
            WorldFact::CoordinatorLost { .. }
            | WorldFact::CoordinatorTookOver { .. }
            | WorldFact::MemberRemovalAsked { .. }
            | WorldFact::LinkCut { .. }
            | WorldFact::GroupBounced { .. },
        )
        | Fact::Group(
            _,
            GroupFact::MemberAdded { .. }
            | GroupFact::MemberRemoved { .. }
            | GroupFact::StaticMemberReplaced { .. }
            | GroupFact::StaticMemberAbsent { .. }
            | GroupFact::AssignmentStored { .. },
        )
        | Fact::Consumer(_, ConsumerFact::SubscriptionChanged { .. })
        | Fact::Group(_, GroupFact::ProtocolsDiffer { .. })
        | Fact::Consumer(
            _,
            ConsumerFact::MembershipLost { .. } | ConsumerFact::PollIntervalExceeded { .. },
        ) => true,
        _ => false,
    }
}
