//! What is to be said of a pasted output of the tool: what is inserted into the sentences.

use crate::cluster::{MAX_ALL_PARTITIONS, MAX_CONSUMERS, MAX_PARTITIONS};
use crate::session::import::mistake::{ImportMistake, Wanted};
use crate::session::import::remark::{ImportRemark, ToldProtocol};
use crate::session::language::template::{Sentence, Slots, list, number, slots};
use crate::session::language::{Lang, en, ko};
use crate::session::lexer::LARGEST_FILE;

impl Sentence for ImportMistake {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::import::mistake(self),
            Lang::Ko => ko::import::mistake(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        use ImportMistake::*;
        match self {
            TooLarge(bytes) => slots([number(*bytes as u64), number(LARGEST_FILE as u64)]),
            NotText | NoTable | NoTopic | BrokenHeader => slots([]),
            NoColumn { column, instead } => {
                slots([(*column).into(), instead.as_deref().unwrap_or_default().into()])
            }
            ShortRow { found, columns, missing } => {
                slots([number(*found as u64), number(*columns as u64), missing.into()])
            }
            LongRow { found, columns } => slots([number(*found as u64), number(*columns as u64)]),
            Value { column, text, wanted: what } => {
                slots([column.into(), text.into(), wanted(lang, *what).into()])
            }
            NoGroup(name) | ToolFailed(name) => slots([name.into()]),
            PartitionTooHigh { topic, number: partition } => {
                slots([topic.into(), number(*partition), number(MAX_PARTITIONS.into())])
            }
            TooManyPartitions(count) => slots([number(*count as u64), number(MAX_ALL_PARTITIONS as u64)]),
            TooManyMembers(count) => slots([number(*count as u64), number(MAX_CONSUMERS as u64)]),
            TopicsCollide { topic, other } => slots([topic.into(), other.into()]),
        }
    }
}

impl Sentence for ImportRemark {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::import::remark(self),
            Lang::Ko => ko::import::remark(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use ImportRemark::*;
        match self {
            LinesIgnored { first, count } => {
                slots([number(*count as u64), list(first), number((count - first.len()) as u64)])
            }
            ColumnIgnored(name) | GroupMissing(name) | GroupNamed(name) => slots([name.into()]),
            PartitionAgain(partition) => slots([partition.to_string().into()]),
            OneOfSeveral { taken, others } => slots([taken.into(), list(others)]),
            GroupRenamed { from, to } | InstanceRenamed { from, to } => slots([from.into(), to.into()]),
            ProtocolTold(ToldProtocol::Mixed(classic)) => slots([number(*classic as u64)]),
            ProtocolTold(_) | WasRebalancing | NoMembers | OwnersUnknown | OwnTopics | AllTopics
            | DoneBefore => slots([]),
            Renamed(who) => slots([who.join("; ").into()]),
            MembersMissing { counted, named } => slots([number(*counted), number(*named as u64)]),
            AssignorFound(assignor) | AssignorAssumed(assignor) => slots([(*assignor).into()]),
            AssignorReplaced { told, used } => slots([told.into(), (*used).into()]),
            AssignmentDiffers { count, of, first, had, gets } => slots([
                number(*count as u64),
                number(*of as u64),
                first.to_string().into(),
                had.into(),
                gets.into(),
            ]),
            PartitionsAssumed { topic, shown, total } => {
                slots([topic.into(), number(*shown as u64), number((*total).into())])
            }
            OffsetsShifted { first, end, real } => {
                slots([first.to_string().into(), number(*real), number(*end)])
            }
            LagsDivided { by, first, real, lag } => {
                slots([number(*by), first.to_string().into(), number(*real), number(*lag)])
            }
            BeyondEnd { count, first } | NotCommitted { count, first } | LagUnknown { count, first } => {
                slots([number(*count as u64), first.to_string().into()])
            }
            SettingsUnknown { rate } => slots([number((*rate).into())]),
        }
    }
}

fn wanted(lang: Lang, what: Wanted) -> &'static str {
    match lang {
        Lang::En => en::import::wanted(what),
        Lang::Ko => ko::import::wanted(what),
    }
}
