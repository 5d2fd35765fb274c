//! What is inserted into the sentence of each fact, in the order in which the templates count it.

use super::parts::{Part, Whose, around, changed, ranges, shares};
use super::{Telling, assignors, waits};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::session::language::journal::JournalPhrase;
use crate::session::language::template::{Slots, slots};

/// A match over facts as a table: what of a fact is inserted. A fact without a line does not compile.
macro_rules! inserted {
    ($by:ident: $($fact:pat => [$($part:expr),*],)*) => {
        /// What is inserted into the sentence of a fact.
        #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
        pub(super) fn inserted($by: &Telling) -> Slots<'static> {
            match &$by.entry.fact { $($fact => slots([$($part.told($by).into()),*]),)* }
        }
    };
}

inserted! { by:
    Fact::World(WorldFact::TopicCreated { topic, partitions } | WorldFact::PartitionsAdded { topic, partitions }) => [topic, partitions],
    Fact::World(WorldFact::TopicDeleted { topic }) => [topic],
    Fact::World(WorldFact::RetentionChanged { topic, retention }) => [topic, retention],
    Fact::Broker(_, BrokerFact::RecordsDeleted { partition, from, to, why }) => [partition, to, to.saturating_sub(*from), why],
    Fact::World(WorldFact::RecordPoisoned { partition, offset }) => [partition, offset],
    Fact::World(WorldFact::BurstAsked { producer, records }) => [producer, records],
    Fact::World(WorldFact::ProcessKilled { client, processed_uncommitted }) => [client, processed_uncommitted],
    Fact::World(WorldFact::ProcessStarted { client, .. } | WorldFact::ProcessFrozen { client } | WorldFact::ProcessThawed { client })
    | Fact::Consumer(client, ConsumerFact::HandlerStalled { .. } | ConsumerFact::HandlerResumed { .. })
    | Fact::World(WorldFact::CloseRequested { client, .. })
    | Fact::Consumer(client, ConsumerFact::ProcessClosed | ConsumerFact::WokenUp | ConsumerFact::SecondThread)
    | Fact::World(WorldFact::LinkRestored { client })
    | Fact::Consumer(client, ConsumerFact::Unsubscribed | ConsumerFact::TopicsChanged { .. } | ConsumerFact::CoordinatorUnknown) => [client],
    Fact::World(WorldFact::CloseRequestedWith { client, operation, grace }) => [
        client, operation, around(by, grace.as_ref(), |part| JournalPhrase::Within(part))
    ],
    Fact::World(WorldFact::GraceExpired { client, grace, in_hand, .. }) => [client, grace, in_hand],
    Fact::World(WorldFact::ClosedInMidBatch { client, given_up }) => [client, given_up],
    Fact::World(WorldFact::CommitsDisturbed { group, count, .. }) => [group, count],
    Fact::World(WorldFact::CoordinatorLost { group }) | Fact::Group(group, GroupFact::GroupDeleted) => [group],
    Fact::World(WorldFact::CoordinatorTookOver { group, state, generation, members }) => [group, state, generation, members],
    Fact::World(WorldFact::MemberRemovalAsked { group, instance }) => [group, instance],
    Fact::World(WorldFact::OffsetsReset { group, to, offsets }) => [group, to, offsets],
    Fact::World(WorldFact::DeletionAsked { group, topic }) => [group, topic],
    Fact::Consumer(client, ConsumerFact::CallRequested { call }) => [client, call],
    Fact::World(WorldFact::LinkCut { client, broker }) => [client, broker],
    Fact::World(WorldFact::RateChanged { producer, rate }) => [producer, rate],
    Fact::World(WorldFact::ProcessingTimeChanged { client, time }) => [client, time],
    Fact::World(WorldFact::GroupBounced { group, strategy }) => [group, strategy],

    Fact::Consumer(client, ConsumerFact::RequestSent { api, .. } | ConsumerFact::RequestTimedOut { api, .. }) => [client, api],
    Fact::Consumer(client, ConsumerFact::ResponseReceived { api, error, .. }) => [client, api, error],

    Fact::Group(group, GroupFact::GroupStateChanged { from, to }) => [group, from, to],
    Fact::Group(group, GroupFact::MemberIdHandedOut { member }) => [group, member, member.as_str()],
    Fact::Group(group, GroupFact::PendingMemberExpired { member } | GroupFact::StaticMemberAbsent { member }) => [group, member],
    Fact::Group(group, GroupFact::PendingMemberRemoved { member, reason }) => [group, member, reason],
    Fact::Group(group, GroupFact::MemberAdded { member, instance }) => [member, group, instance],
    Fact::Group(group, GroupFact::MemberRemoved { member, reason }) => [member, group, reason],
    Fact::Group(group, GroupFact::StaticMemberReplaced { instance, old, new }) => [group, instance, old.as_str(), new.as_str()],
    Fact::Group(group, GroupFact::RebalanceStarted { reason }) => [group, reason],
    Fact::Group(group, GroupFact::JoinPhaseExtended { by: span }) => [group, span],
    Fact::Group(group, GroupFact::GenerationStarted { generation, protocol, leader, members }) => [
        group,
        generation,
        members,
        around(by, protocol.as_ref(), |part| JournalPhrase::Protocol(part)),
        around(by, leader.as_ref(), |part| JournalPhrase::Leader(part))
    ],
    Fact::Group(group, GroupFact::ProtocolsDiffer { client, offered, members }) => [
        group, client, assignors::list(offered), assignors::offers(by, members)
    ],
    Fact::Group(group, GroupFact::LeaderElected { leader }) => [group, leader],
    Fact::Group(group, GroupFact::AssignmentStored { assignments, .. }) => [group, shares(by, assignments), changed(by)],
    Fact::Group(group, GroupFact::OffsetCommitted { member, offsets }) => [group, offsets, Whose(member)],
    Fact::Group(group, GroupFact::OffsetCommitRefused { member, error }) => [group, Whose(member), error],
    Fact::Group(group, GroupFact::OffsetCommitLost { member, offsets, error, after }) => [
        group,
        offsets,
        Whose(member),
        error,
        around(by, Some(after).filter(|after| !after.is_zero()), |part| JournalPhrase::After(part))
    ],
    Fact::Group(group, GroupFact::OffsetsExpired { partitions } | GroupFact::OffsetsDeleted { partitions }) => [group, partitions],

    Fact::Consumer(client, ConsumerFact::SubscriptionChanged { topics }) => [client, topics],
    Fact::Consumer(client, ConsumerFact::TopicIdChanged { topic, kept }) => [client, topic, kept],
    Fact::Consumer(client, ConsumerFact::RejoinNeeded { reason }) => [client, reason],
    Fact::Consumer(client, ConsumerFact::JoinedGroup { generation, .. }) => [client, generation],
    Fact::Consumer(client, ConsumerFact::AssignmentComputed { protocol, members, partitions, withheld }) => [
        client, members, partitions, protocol, withheld
    ],
    Fact::Consumer(client, ConsumerFact::CallbackStarted { callback, partitions }) => [client, callback, partitions],
    Fact::Consumer(client, ConsumerFact::CallbackFinished { callback }) => [client, callback],
    Fact::Consumer(client, ConsumerFact::AssignmentChanged { owned }) => [client, owned],
    Fact::Consumer(client, ConsumerFact::PositionSet { partition, offset, source }) => [client, partition, offset, source],
    Fact::Consumer(client, ConsumerFact::Sought { partition, from, to }) => [
        client, partition, from.map(|from| by.lang.say(JournalPhrase::From(from))), to
    ],
    Fact::Consumer(client, ConsumerFact::PausedByCall { partitions } | ConsumerFact::PauseForgotten { partitions } | ConsumerFact::ResumedByCall { partitions }) => [client, partitions],
    Fact::Consumer(client, ConsumerFact::PollReturned { records }) => [
        client,
        records.iter().map(|(_, from, to)| to.saturating_sub(*from)).sum::<u64>(),
        ranges(records)
    ],
    Fact::Consumer(client, ConsumerFact::CommitStarted { origin, offsets } | ConsumerFact::CommitSucceeded { origin, offsets }) => [
        client, offsets, origin
    ],
    Fact::Consumer(client, ConsumerFact::CommitFailed { origin, error, failure }) => [client, origin, error, failure],
    Fact::Consumer(client, ConsumerFact::CommitCallback { offsets, exception, .. }) => [client, offsets, exception],
    Fact::Consumer(client, ConsumerFact::PartitionsPaused { queued } | ConsumerFact::PartitionsResumed { queued }) => [
        client, waits(by.lang, *queued)
    ],
    Fact::Consumer(client, ConsumerFact::ExceptionThrown { exception }) => [client, exception],
    Fact::Consumer(client, ConsumerFact::OffsetOutOfRange { partition, offset } | ConsumerFact::DeserializationFailed { partition, offset } | ConsumerFact::RecordSkipped { partition, offset }) => [client, partition, offset],
    Fact::Consumer(client, ConsumerFact::MembershipLost { error }) => [client, error],
    Fact::Consumer(client, ConsumerFact::PollIntervalExceeded { last_poll }) => [client, last_poll],
}
