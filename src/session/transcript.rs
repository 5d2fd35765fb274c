//! What happened, in sentences: the one formatter behind the transcript, the session tests and the page's list.
//!
//! A fact's sentence is a template of its language (`session::language::journal`), into which is inserted what
//! `inserted` says. States, errors, requests, callbacks and what Kafka logs as a reason to rejoin are spelled as Kafka
//! spells them.

use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::Entry;
use crate::kafka::api::ErrorCode;
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::{Offset, TopicPartition};
use crate::kafka::offset_causes::CommitFate;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::session::language::Lang;
use crate::session::language::journal::{JournalPhrase, JournalWord, Noun, each_fact, template};
use crate::session::language::template::fill;
use crate::session::names::Names;
use crate::sim::time::SimTime;

mod assignors;
mod calls;
mod inserted;
mod parts;

pub(super) use calls::call_text;

/// How much a transcript tells. Each level tells what the ones before it tell, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Nothing,
    /// What people did, what groups went through, what was lost.
    Story,
    /// Commits, callbacks, positions, reasons as well.
    Detail,
    /// Every request, answer and poll as well.
    Wire,
}

impl Level {
    /// The level of that name in a script.
    pub fn of(word: &str) -> Level {
        match word {
            "nothing" => Level::Nothing,
            "detail" => Level::Detail,
            "wire" => Level::Wire,
            _ => Level::Story,
        }
    }
}

each_fact! {
    /// From which level on a fact is told.
    pub level: Level {
        Fact::Consumer(_, ConsumerFact::RequestSent { .. } | ConsumerFact::PollReturned { .. } | ConsumerFact::CommitStarted { .. }) => Level::Wire,
        Fact::Consumer(_, ConsumerFact::ResponseReceived { error, .. }) if error.is_none() => Level::Wire,
        Fact::Consumer(_, ConsumerFact::ResponseReceived { .. }) => Level::Detail,
        Fact::Consumer(_, ConsumerFact::CommitCallback { exception: None, .. }) => Level::Detail,
        Fact::Consumer(_, ConsumerFact::CommitCallback { .. }) => Level::Story,
        Fact::Consumer(_, ConsumerFact::ExceptionThrown { exception: Exception::RebalanceInProgress, .. }) => Level::Detail,
        Fact::Consumer(_, ConsumerFact::ExceptionThrown { .. }) => Level::Story,
        Fact::Consumer(_, ConsumerFact::CommitFailed { error: ErrorCode::None, .. }) => Level::Detail,
        Fact::Consumer(_, ConsumerFact::CommitFailed { .. }) => Level::Story,
        Fact::Consumer(_, ConsumerFact::RequestTimedOut { .. }) | Fact::Group(_, GroupFact::MemberIdHandedOut { .. } | GroupFact::PendingMemberRemoved { .. } | GroupFact::JoinPhaseExtended { .. } | GroupFact::ProtocolsDiffer { .. } | GroupFact::LeaderElected { .. } | GroupFact::OffsetCommitted { .. }) | Fact::Consumer(_, ConsumerFact::TopicIdChanged { .. } | ConsumerFact::TopicsChanged { .. } | ConsumerFact::RejoinNeeded { .. } | ConsumerFact::JoinedGroup { .. } | ConsumerFact::AssignmentComputed { .. } | ConsumerFact::CallbackStarted { .. } | ConsumerFact::CallbackFinished { .. } | ConsumerFact::PositionSet { .. } | ConsumerFact::Sought { .. } | ConsumerFact::CommitSucceeded { .. } | ConsumerFact::PartitionsPaused { .. } | ConsumerFact::PartitionsResumed { .. } | ConsumerFact::CoordinatorUnknown) => Level::Detail,
        Fact::World(WorldFact::TopicCreated { .. } | WorldFact::PartitionsAdded { .. } | WorldFact::TopicDeleted { .. } | WorldFact::RetentionChanged { .. }) | Fact::Broker(_, BrokerFact::RecordsDeleted { .. }) | Fact::World(WorldFact::RecordPoisoned { .. } | WorldFact::BurstAsked { .. } | WorldFact::ProcessStarted { .. } | WorldFact::ProcessKilled { .. } | WorldFact::ProcessFrozen { .. } | WorldFact::ProcessThawed { .. }) | Fact::Consumer(_, ConsumerFact::HandlerStalled { .. } | ConsumerFact::HandlerResumed { .. }) | Fact::World(WorldFact::CloseRequested { .. } | WorldFact::CloseRequestedWith { .. } | WorldFact::GraceExpired { .. }) | Fact::Consumer(_, ConsumerFact::ProcessClosed) | Fact::World(WorldFact::ClosedInMidBatch { .. })
        | Fact::Consumer(_, ConsumerFact::WokenUp | ConsumerFact::SecondThread) | Fact::World(WorldFact::CommitsDisturbed { .. } | WorldFact::CoordinatorLost { .. } | WorldFact::CoordinatorTookOver { .. } | WorldFact::MemberRemovalAsked { .. } | WorldFact::OffsetsReset { .. } | WorldFact::DeletionAsked { .. }) | Fact::Consumer(_, ConsumerFact::CallRequested { .. })
        | Fact::World(WorldFact::LinkCut { .. } | WorldFact::LinkRestored { .. } | WorldFact::RateChanged { .. } | WorldFact::ProcessingTimeChanged { .. } | WorldFact::GroupBounced { .. }) | Fact::Group(_, GroupFact::GroupStateChanged { .. } | GroupFact::PendingMemberExpired { .. } | GroupFact::MemberAdded { .. } | GroupFact::MemberRemoved { .. } | GroupFact::StaticMemberReplaced { .. } | GroupFact::RebalanceStarted { .. } | GroupFact::StaticMemberAbsent { .. } | GroupFact::GenerationStarted { .. } | GroupFact::AssignmentStored { .. } | GroupFact::OffsetCommitRefused { .. } | GroupFact::OffsetCommitLost { .. } | GroupFact::OffsetsExpired { .. } | GroupFact::OffsetsDeleted { .. } | GroupFact::GroupDeleted) | Fact::Consumer(_, ConsumerFact::SubscriptionChanged { .. } | ConsumerFact::Unsubscribed | ConsumerFact::AssignmentChanged { .. } | ConsumerFact::PausedByCall { .. } | ConsumerFact::PauseForgotten { .. } | ConsumerFact::ResumedByCall { .. } | ConsumerFact::OffsetOutOfRange { .. } | ConsumerFact::DeserializationFailed { .. } | ConsumerFact::RecordSkipped { .. } | ConsumerFact::MembershipLost { .. } | ConsumerFact::PollIntervalExceeded { .. }) => Level::Story,
    }
}

/// A line of the transcript: the instant and the sentence.
pub fn line(lang: Lang, names: &Names, entry: &Entry) -> String {
    stamped(entry.time, &sentence(lang, names, entry))
}

/// A sentence behind its instant.
pub fn stamped(time: SimTime, sentence: &str) -> String {
    format!("{:>9}  {sentence}", time.to_string())
}

/// An entry that is told: in which language, and with consumers' names where they are known.
struct Telling<'a> {
    lang: Lang,
    names: &'a Names,
    entry: &'a Entry,
}

/// What happened, in one sentence, with consumers' names where they are known.
pub fn sentence(lang: Lang, names: &Names, entry: &Entry) -> String {
    fill(template(lang, &entry.fact), &inserted::inserted(&Telling { lang, names, entry }))
}

/// `1 record waits`, `3 records wait`.
pub(in crate::session) fn waits(lang: Lang, records: u64) -> String {
    lang.say(JournalPhrase::Waits(records))
}

/// What a consumer that closes is to do about its group.
pub(in crate::session) fn close_option(lang: Lang, operation: GroupMembershipOperation) -> &'static str {
    match operation {
        GroupMembershipOperation::Default => "",
        GroupMembershipOperation::LeaveGroup => lang.word(JournalWord::ToLeave),
        GroupMembershipOperation::RemainInGroup => lang.word(JournalWord::ToRemain),
    }
}

/// What the coordinator had done with a commit, or with several.
pub(in crate::session) fn became(lang: Lang, fate: CommitFate, it: &str) -> String {
    lang.say(JournalPhrase::Became(fate, it))
}

/// What began a rebalance.
pub(in crate::session) fn rebalance(lang: Lang, names: &Names, reason: &RebalanceReason) -> String {
    let (member, removal) = match reason {
        RebalanceReason::MemberJoined { member }
        | RebalanceReason::MemberChanged { member }
        | RebalanceReason::LeaderRejoined { member }
        | RebalanceReason::StaticMemberReplaced { member } => (names.member(member), ""),
        RebalanceReason::MemberRemoved { member, reason } => (names.member(member), lang.removal(*reason)),
        RebalanceReason::GroupTooLarge => ("", ""),
    };
    lang.say(JournalPhrase::Began { reason, member, removal })
}

/// `1 partition`, `3 partitions`.
pub fn count(lang: Lang, number: u64, what: Noun) -> String {
    lang.say(JournalPhrase::Count(what, number))
}

/// `orders-0, orders-1`, or `nothing`.
pub fn list(lang: Lang, partitions: &[TopicPartition]) -> String {
    if partitions.is_empty() {
        return lang.word(JournalWord::Nothing).to_owned();
    }
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// `orders-0 at 10, orders-1 at 20`, or `nothing`.
pub(in crate::session) fn at(lang: Lang, offsets: &[(TopicPartition, Offset)]) -> String {
    if offsets.is_empty() {
        return lang.word(JournalWord::Nothing).to_owned();
    }
    let told = offsets.iter().map(|(partition, offset)| {
        lang.say(JournalPhrase::At { partition: &partition.to_string(), offset: *offset })
    });
    told.collect::<Vec<_>>().join(", ")
}
