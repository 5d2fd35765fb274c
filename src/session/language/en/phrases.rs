//! What is inserted into the sentences of the journal, and what stands in tables.

use crate::kafka::coordinator::SessionSetting;
use crate::kafka::offset_causes::CommitFate;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::session::language::journal::{JournalPhrase, JournalWord, Noun};
use crate::session::language::table::TableText;

pub fn word(word: JournalWord) -> &'static str {
    match word {
        JournalWord::Nothing => "nothing",
        JournalWord::Nobody => "nobody",
        JournalWord::Outsider => "a client outside the group",
        JournalWord::TheCommit => "it",
        JournalWord::And => " and ",
        JournalWord::AllItOwns => "all it owns",
        JournalWord::AsAsked => "as asked",
        JournalWord::Automatic => "auto",
        JournalWord::InRevoked => "commitSync in onPartitionsRevoked",
        JournalWord::Administrator => "administrator",
        JournalWord::CommittedOffset => "the committed offset",
        JournalWord::EarlierTopic => "its position in the earlier topic",
        JournalWord::BackToBatch => "seek back to the batch it could not commit",
        JournalWord::OwnStore => "seek to what its own store says",
        JournalWord::ToBeginning => "to the beginning",
        JournalWord::ToEnd => "to the end",
        JournalWord::ToLeave => " and to leave its group",
        JournalWord::ToRemain => " and to remain in its group",
    }
}

pub fn removal(reason: RemovalReason) -> &'static str {
    match reason {
        RemovalReason::SessionExpired(SessionSetting::Client) => "no heartbeat for session.timeout.ms",
        RemovalReason::SessionExpired(SessionSetting::Broker) => {
            "no heartbeat for group.consumer.session.timeout.ms"
        }
        RemovalReason::SessionExpired(SessionSetting::Group) => {
            "no heartbeat for consumer.session.timeout.ms"
        }
        RemovalReason::Left => "it left",
        RemovalReason::RemovedByAdmin => "an administrator removed it",
        RemovalReason::DidNotRejoin => "it had not rejoined when the join phase ended",
        RemovalReason::DidNotSync => "it sent no SyncGroup within the rebalance timeout",
        RemovalReason::DidNotRevoke => {
            "it had not given up what it was told to within its rebalance timeout (max.poll.interval.ms)"
        }
        RemovalReason::Replaced => "a new process took its place",
        RemovalReason::GroupFull => "the group is full (group.max.size)",
        RemovalReason::NewMemberJoinExpired => "its first join had waited for five minutes",
    }
}

pub fn phrase(phrase: &JournalPhrase) -> &'static str {
    match phrase {
        JournalPhrase::Count(noun, _) => count(*noun),
        JournalPhrase::Waits(1) => "{0} record waits",
        JournalPhrase::Waits(_) => "{0} records wait",
        JournalPhrase::At { .. } => "{0} at {1}",
        JournalPhrase::Protocol(_) => ", protocol {0}",
        JournalPhrase::Leader(_) => ", leader {0}",
        JournalPhrase::Rate(_) => "{0}/s",
        JournalPhrase::Change(_) => " ({0})",
        JournalPhrase::Moved(_) => "{0} moved",
        JournalPhrase::Kept(_) => "{0} kept",
        JournalPhrase::New(_) => "{0} new",
        JournalPhrase::Offer { many: false, .. } => "{0} offers {1}",
        JournalPhrase::Offer { .. } => "{0} offer {1}",
        JournalPhrase::After(_) => " after {0}",
        JournalPhrase::Within(_) => ", within {0}",
        JournalPhrase::From(_) => " from {0}",
        JournalPhrase::To(_) => "to {0}",
        JournalPhrase::ToTime(_) => "to the first record at or after {0}",
        JournalPhrase::ThenSeek(_) => "{0} and seek",
        JournalPhrase::TheTime(_) => "the time {0}",
        JournalPhrase::Became(fate, _) => became(*fate),
        JournalPhrase::Began { reason, .. } => began(reason),
    }
}

fn count(noun: Noun) -> &'static str {
    match noun {
        Noun::Record => "{0} record{0:s}",
        Noun::Partition => "{0} partition{0:s}",
        Noun::Member => "{0} member{0:s}",
        Noun::Commit => "{0} commit{0:s}",
        Noun::AutomaticCommit => "{0} automatic commit{0:s}",
        Noun::Duplicate => "{0} duplicate{0:s}",
        Noun::Gap => "{0} gap{0:s}",
    }
}

fn became(fate: CommitFate) -> &'static str {
    match fate {
        CommitFate::Unknown => "nobody knows what became of {0}",
        CommitFate::NotReceived => "the coordinator had not received {0}",
        CommitFate::Stored => "the coordinator had stored {0}",
        CommitFate::Refused => "the coordinator had refused {0}",
        CommitFate::NotStored => "the coordinator did not store {0}",
    }
}

fn began(reason: &RebalanceReason) -> &'static str {
    match reason {
        RebalanceReason::MemberJoined { .. } => "{0} joined",
        RebalanceReason::MemberChanged { .. } => "{0} rejoined with other metadata",
        RebalanceReason::LeaderRejoined { .. } => "the leader {0} rejoined",
        RebalanceReason::StaticMemberReplaced { .. } => "static member {0} came back",
        RebalanceReason::MemberRemoved { .. } => "{0} was removed ({1})",
        RebalanceReason::GroupTooLarge => "it has more members than group.max.size",
    }
}

pub fn table(text: &TableText) -> &'static str {
    match text {
        TableText::Group { .. } => "{0}: {1}, generation {2}{3}, {4}",
        TableText::NoCoordinator { .. } => "{0}: no coordinator since {1} s",
        TableText::Earlier => " (earlier)",
        TableText::EarlierProcess(_) => " (earlier, {0})",
        TableText::Awaited => "awaited",
        TableText::AwaitedFor(_) => "awaited; session ends in {0}",
        TableText::SessionEnds(_) => "session ends in {0}",
        TableText::AnswerPending => "answer pending",
        TableText::Nobody => "nobody",
        TableText::AssignedTo(_) => "nobody, assigned to {0}",
        TableText::IsLeader(_) => "{0} (leader)",
        TableText::Generation(_) => "generation {0}",
        TableText::NoGeneration => "no generation",
        TableText::Span { .. } => "{0} s to {1}",
        TableText::Instant(_) => "at {0} s",
        TableText::At(_) => "{0} s",
        TableText::Now => "now",
        TableText::CutShort(_) => "{0}, cut short",
        TableText::Totals(_) => "produced {0}, processed {1}, lag {2}, duplicates {3}, gaps {4}, at risk {5}",
        TableText::SkippedAtStart(_) => ", skipped at start {0}",
    }
}
