//! What is inserted into the sentence of each fact, in the order in which the templates count it.

use super::parts::{ToldPart, WhoseCommit, around, changed, ranges, shares};
use super::{ToldEntry, assignors, waits};
use crate::cluster::fact::Fact;
use crate::cluster::fact::WorldFact::*;
use crate::kafka::broker::fact::BrokerFact::*;
use crate::kafka::consumer::fact::ConsumerFact::*;
use crate::kafka::coordinator::fact::GroupFact::*;
use crate::session::language::journal::JournalPhrase;
use crate::session::language::template::{Slots, slots};

/// A match over facts as a table: what of a fact is inserted. A fact without a line does not compile.
macro_rules! inserted {
    (
        $by:ident:
        World { $($world:pat => [$($of_world:expr),*],)* }
        Consumer($client:ident) { $($consumer:pat => [$($of_consumer:expr),*],)* }
        Group($id:ident) { $($group:pat => [$($of_group:expr),*],)* }
        Broker { $($broker:pat => [$($of_broker:expr),*],)* }
    ) => {
        /// What is inserted into the sentence of a fact.
        #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
        pub(super) fn inserted($by: &ToldEntry) -> Slots<'static> {
            match &$by.entry.fact {
                Fact::World(fact) => match fact { $($world => slots([$($of_world.told($by).into()),*]),)* },
                Fact::Consumer($client, fact) => match fact {
                    $($consumer => slots([$($of_consumer.told($by).into()),*]),)*
                },
                Fact::Group($id, fact) => match fact { $($group => slots([$($of_group.told($by).into()),*]),)* },
                Fact::Broker(_, fact) => match fact { $($broker => slots([$($of_broker.told($by).into()),*]),)* },
            }
        }
    };
}

inserted! {
    by:
    World {
        TopicCreated { topic, partitions } | PartitionsAdded { topic, partitions } => [topic, partitions],
        TopicDeleted { topic } => [topic],
        RetentionChanged { topic, retention } => [topic, **retention],
        RecordPoisoned { partition, offset } => [partition, offset],
        BurstAsked { producer, records } => [producer, records],
        ProcessKilled { client, processed_uncommitted } => [client, processed_uncommitted],
        ProcessStarted { client, .. } | ProcessFrozen { client } | ProcessThawed { client }
        | CloseRequested { client, .. } | LinkRestored { client } => [client],
        CloseRequestedWith { client, operation, grace } => [
            client, operation, around(by, grace.as_ref(), |part| JournalPhrase::Within(part))
        ],
        GraceExpired { client, grace, in_hand, .. } => [client, grace, in_hand],
        ClosedInMidBatch { client, given_up } => [client, given_up],
        CommitsDisturbed { group, count, .. } => [group, count],
        CoordinatorLost { group } => [group],
        CoordinatorTookOver { group, state, generation, members } => [group, state, generation, members],
        MemberRemovalAsked { group, instance } => [group, instance],
        OffsetsReset { group, to, offsets, .. } => [group, to, offsets],
        DeletionAsked { group, topic } => [group, topic],
        LinkCut { client, broker } => [client, broker],
        RateChanged { producer, rate } => [producer, rate],
        ProcessingTimeChanged { client, time } => [client, time],
        GroupBounced { group, strategy } => [group, strategy],
    }
    Consumer(client) {
        HandlerStalled { .. } | HandlerResumed { .. } | ProcessClosed | WokenUp | SecondThread
        | Unsubscribed | TopicsChanged { .. } | CoordinatorUnknown => [client],
        CallRequested { call } => [client, call],
        RequestSent { api, .. } | RequestTimedOut { api, .. } => [client, api],
        ResponseReceived { api, error, .. } => [client, api, error],
        SubscriptionChanged { topics, pattern: None } => [client, topics],
        SubscriptionChanged { pattern: Some(pattern), .. } => [client, pattern],
        TopicIdChanged { topic, kept } => [client, topic, kept],
        RejoinNeeded { cause } => [client, cause.to_string()],
        JoinedGroup { generation, .. } => [client, generation],
        AssignmentComputed { protocol, members, partitions, withheld } => [
            client, members, partitions, protocol, withheld
        ],
        CallbackStarted { callback, partitions } => [client, callback, partitions],
        CallbackFinished { callback, .. } => [client, callback],
        AssignmentChanged { owned } => [client, owned],
        PositionSet { partition, offset, source } => [client, partition, offset, source],
        Sought { partition, from, to } => [
            client, partition, from.map(|from| by.lang.say(JournalPhrase::From(from))), **to
        ],
        PausedByCall { partitions } | PauseForgotten { partitions } | ResumedByCall { partitions } => [
            client, partitions
        ],
        PollReturned { records } => [
            client, records.iter().map(|(_, from, to)| to.saturating_sub(*from)).sum::<u64>(), ranges(records)
        ],
        CommitStarted { origin, offsets } | CommitSucceeded { origin, offsets } => [client, offsets, origin],
        CommitFailed { origin, error, failure } => [client, origin, error, failure],
        CommitCallback { offsets, exception, .. } => [client, offsets, exception],
        PartitionsPaused { queued } | PartitionsResumed { queued } => [client, waits(by.lang, *queued)],
        ExceptionThrown { exception } => [client, exception],
        OffsetOutOfRange { partition, offset } | DeserializationFailed { partition, offset }
        | RecordSkipped { partition, offset } => [client, partition, offset],
        MemberStateChanged { from, to } => [client, from.kafka_name(), to.kafka_name()],
        EpochReached { epoch, .. } => [client, epoch],
        MembershipLost { error } => [client, error],
        PollIntervalExceeded { last_poll } => [client, last_poll],
    }
    Group(group) {
        GroupDeleted => [group],
        GroupStateChanged { from, to } => [group, from, to],
        MemberIdHandedOut { member } => [group, member, member.as_str()],
        PendingMemberExpired { member } | StaticMemberAbsent { member } => [group, member],
        PendingMemberRemoved { member, reason } => [group, member, reason],
        MemberAdded { member, instance } => [member, group, instance],
        MemberRemoved { member, reason } => [member, group, reason],
        StaticMemberReplaced { instance, old, new } => [group, instance, old.as_str(), new.as_str()],
        RebalanceStarted { reason } => [group, reason],
        JoinPhaseExtended { by: span } => [group, span],
        GenerationStarted { generation, protocol, leader, members } => [
            group,
            generation,
            members,
            around(by, protocol.as_ref(), |part| JournalPhrase::Protocol(part)),
            around(by, leader.as_ref(), |part| JournalPhrase::Leader(part))
        ],
        ProtocolsDiffer { client, offered, members } => [
            group, client, assignors::list(offered), assignors::offers(by, members)
        ],
        LeaderElected { leader } => [group, leader],
        AssignmentStored { assignments, .. } => [group, shares(by, assignments), changed(by)],
        ConsumerGroupBegan => [group],
        GroupUpgraded { members } => [group, members],
        GroupDowngraded { generation } => [group, generation],
        ConsumerGroupStateChanged { from, to } => [group, from, to],
        GroupEpochRaised { epoch, reason } => [group, epoch, reason.member()],
        TargetComputed { epoch, assignor, targets } => [group, epoch, assignor, shares(by, targets)],
        RevocationAsked { member, partitions, within } => [group, member, partitions, within],
        RevocationAcknowledged { member, partitions } => [group, member, partitions],
        MemberAdvanced { member, epoch, given, waits_for } => [group, member, epoch, given, waits_for],
        StaticMemberAway { member } => [group, member],
        HeartbeatRefused { member, epoch, error } => [group, member, epoch, error],
        OffsetCommitted { member, offsets } => [group, offsets, WhoseCommit(member)],
        OffsetCommitRefused { member, error } => [group, WhoseCommit(member), error],
        OffsetCommitLost { member, offsets, error, after } => [
            group,
            offsets,
            WhoseCommit(member),
            error,
            around(by, Some(after).filter(|after| !after.is_zero()), |part| JournalPhrase::After(part))
        ],
        OffsetsExpired { partitions } | OffsetsDeleted { partitions } => [group, partitions],
    }
    Broker {
        RecordsDeleted { partition, from, to, why } => [partition, to, to.saturating_sub(*from), why],
    }
}
