//! What happened, in sentences: the one formatter behind the transcript, the session tests and the page's list.
//!
//! A fact's sentence is a template of its language (`session::language::journal`), into which is inserted what
//! `inserted` says. States, errors, requests, callbacks and what Kafka logs as a reason to rejoin are spelled as Kafka
//! spells them.

use crate::cluster::journal::Entry;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::ids::{Offset, TopicPartition};
use crate::kafka::offset_causes::CommitFate;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::session::language::Lang;
use crate::session::language::journal::{JournalPhrase, JournalWord, Noun, template};
use crate::session::language::template::fill;
use crate::session::names::Names;
use crate::sim::time::SimTime;

mod assignors;
mod calls;
mod inserted;
mod parts;

pub use super::telling::Level;
pub(super) use calls::call_text;

/// A line of the transcript: the instant and the sentence.
pub fn line(lang: Lang, names: &Names, entry: &Entry) -> String {
    stamped(entry.time, &sentence(lang, names, entry))
}

/// A sentence behind its instant.
pub fn stamped(time: SimTime, sentence: &str) -> String {
    format!("{:>9}  {sentence}", time.to_string())
}

/// An entry that is told: in which language, and with consumers' names where they are known.
struct ToldEntry<'a> {
    lang: Lang,
    names: &'a Names,
    entry: &'a Entry,
}

/// What happened, in one sentence, with consumers' names where they are known.
pub fn sentence(lang: Lang, names: &Names, entry: &Entry) -> String {
    fill(template(lang, &entry.fact), &inserted::inserted(&ToldEntry { lang, names, entry }))
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
