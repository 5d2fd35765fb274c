//! What is inserted into the sentence of each fact, in the order in which the templates count it.

use super::parts::{Part, Whose, around, changed, ranges, shares};
use super::{Telling, assignors, waits};
use crate::kafka::fact::Fact;
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
    Fact::TopicCreated { topic, partitions } | Fact::PartitionsAdded { topic, partitions } => [topic, partitions],
    Fact::TopicDeleted { topic } => [topic],
    Fact::RetentionChanged { topic, retention } => [topic, retention],
    Fact::RecordsDeleted { partition, from, to, why } => [partition, to, to.saturating_sub(*from), why],
    Fact::RecordPoisoned { partition, offset } => [partition, offset],
    Fact::BurstAsked { producer, records } => [producer, records],
    Fact::ProcessKilled { client, processed_uncommitted } => [client, processed_uncommitted],
    Fact::ProcessStarted { client, .. }
    | Fact::ProcessFrozen { client }
    | Fact::ProcessThawed { client }
    | Fact::HandlerStalled { client, .. }
    | Fact::HandlerResumed { client, .. }
    | Fact::CloseRequested { client, .. }
    | Fact::ProcessClosed { client }
    | Fact::WokenUp { client }
    | Fact::SecondThread { client }
    | Fact::LinkRestored { client }
    | Fact::Unsubscribed { client }
    | Fact::TopicsChanged { client, .. }
    | Fact::CoordinatorUnknown { client } => [client],
    Fact::CloseRequestedWith { client, operation, grace } => [
        client, operation, around(by, grace.as_ref(), |part| JournalPhrase::Within(part))
    ],
    Fact::GraceExpired { client, grace, in_hand, .. } => [client, grace, in_hand],
    Fact::ClosedInMidBatch { client, given_up } => [client, given_up],
    Fact::CommitsDisturbed { group, count, .. } => [group, count],
    Fact::CoordinatorLost { group } | Fact::GroupDeleted { group } => [group],
    Fact::CoordinatorTookOver { group, state, generation, members } => [group, state, generation, members],
    Fact::MemberRemovalAsked { group, instance } => [group, instance],
    Fact::OffsetsReset { group, to, offsets } => [group, to, offsets],
    Fact::DeletionAsked { group, topic } => [group, topic],
    Fact::CallRequested { client, call } => [client, call],
    Fact::LinkCut { client, broker } => [client, broker],
    Fact::RateChanged { producer, rate } => [producer, rate],
    Fact::ProcessingTimeChanged { client, time } => [client, time],
    Fact::GroupBounced { group, strategy } => [group, strategy],

    Fact::RequestSent { client, api, .. } | Fact::RequestTimedOut { client, api, .. } => [client, api],
    Fact::ResponseReceived { client, api, error, .. } => [client, api, error],

    Fact::GroupStateChanged { group, from, to } => [group, from, to],
    Fact::MemberIdHandedOut { group, member } => [group, member, member.as_str()],
    Fact::PendingMemberExpired { group, member } | Fact::StaticMemberAbsent { group, member } => [group, member],
    Fact::PendingMemberRemoved { group, member, reason } => [group, member, reason],
    Fact::MemberAdded { group, member, instance } => [member, group, instance],
    Fact::MemberRemoved { group, member, reason } => [member, group, reason],
    Fact::StaticMemberReplaced { group, instance, old, new } => [group, instance, old.as_str(), new.as_str()],
    Fact::RebalanceStarted { group, reason } => [group, reason],
    Fact::JoinPhaseExtended { group, by: span } => [group, span],
    Fact::GenerationStarted { group, generation, protocol, leader, members } => [
        group,
        generation,
        members,
        around(by, protocol.as_ref(), |part| JournalPhrase::Protocol(part)),
        around(by, leader.as_ref(), |part| JournalPhrase::Leader(part))
    ],
    Fact::ProtocolsDiffer { group, client, offered, members } => [
        group, client, assignors::list(offered), assignors::offers(by, members)
    ],
    Fact::LeaderElected { group, leader } => [group, leader],
    Fact::AssignmentStored { group, assignments, .. } => [group, shares(by, assignments), changed(by)],
    Fact::OffsetCommitted { group, member, offsets } => [group, offsets, Whose(member)],
    Fact::OffsetCommitRefused { group, member, error } => [group, Whose(member), error],
    Fact::OffsetCommitLost { group, member, offsets, error, after } => [
        group,
        offsets,
        Whose(member),
        error,
        around(by, Some(after).filter(|after| !after.is_zero()), |part| JournalPhrase::After(part))
    ],
    Fact::OffsetsExpired { group, partitions } | Fact::OffsetsDeleted { group, partitions } => [group, partitions],

    Fact::SubscriptionChanged { client, topics } => [client, topics],
    Fact::TopicIdChanged { client, topic, kept } => [client, topic, kept],
    Fact::RejoinNeeded { client, reason } => [client, reason],
    Fact::JoinedGroup { client, generation, .. } => [client, generation],
    Fact::AssignmentComputed { client, protocol, members, partitions, withheld } => [
        client, members, partitions, protocol, withheld
    ],
    Fact::CallbackStarted { client, callback, partitions } => [client, callback, partitions],
    Fact::CallbackFinished { client, callback } => [client, callback],
    Fact::AssignmentChanged { client, owned } => [client, owned],
    Fact::PositionSet { client, partition, offset, source } => [client, partition, offset, source],
    Fact::Sought { client, partition, from, to } => [
        client, partition, from.map(|from| by.lang.say(JournalPhrase::From(from))), to
    ],
    Fact::PausedByCall { client, partitions }
    | Fact::PauseForgotten { client, partitions }
    | Fact::ResumedByCall { client, partitions } => [client, partitions],
    Fact::PollReturned { client, records } => [
        client,
        records.iter().map(|(_, from, to)| to.saturating_sub(*from)).sum::<u64>(),
        ranges(records)
    ],
    Fact::CommitStarted { client, origin, offsets } | Fact::CommitSucceeded { client, origin, offsets } => [
        client, offsets, origin
    ],
    Fact::CommitFailed { client, origin, error, failure } => [client, origin, error, failure],
    Fact::CommitCallback { client, offsets, exception, .. } => [client, offsets, exception],
    Fact::PartitionsPaused { client, queued } | Fact::PartitionsResumed { client, queued } => [
        client, waits(by.lang, *queued)
    ],
    Fact::ExceptionThrown { client, exception } => [client, exception],
    Fact::OffsetOutOfRange { client, partition, offset }
    | Fact::DeserializationFailed { client, partition, offset }
    | Fact::RecordSkipped { client, partition, offset } => [client, partition, offset],
    Fact::MembershipLost { client, error } => [client, error],
    Fact::PollIntervalExceeded { client, last_poll } => [client, last_poll],
}
