//! What an application was made to call.

use super::{at, list};
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::ids::TopicPartition;
use crate::session::language::Lang;
use crate::session::language::journal::{JournalPhrase, JournalWord};

/// A call as it stands in a program.
pub(in crate::session) fn call_text(lang: Lang, call: &Call) -> String {
    let all = |partitions: &[TopicPartition]| match partitions.is_empty() {
        true => lang.word(JournalWord::AllItOwns).to_owned(),
        false => list(lang, partitions),
    };
    match call {
        Call::Seek { partitions, to: SeekTo::Offset(offset) } => {
            format!("seek({}, {offset})", all(partitions))
        }
        Call::Seek { partitions, to: SeekTo::Beginning } => format!("seekToBeginning({})", all(partitions)),
        Call::Seek { partitions, to: SeekTo::End } => format!("seekToEnd({})", all(partitions)),
        Call::Seek { partitions, to: SeekTo::Time(time) } => {
            lang.say(JournalPhrase::ThenSeek(&format!("offsetsForTimes({}, {time})", all(partitions))))
        }
        Call::Pause { partitions } => format!("pause({})", all(partitions)),
        Call::Resume { partitions } => format!("resume({})", all(partitions)),
        Call::Unsubscribe => "unsubscribe()".to_owned(),
        Call::Commit { offsets } if offsets.is_empty() => "commitSync()".to_owned(),
        Call::Commit { offsets } => format!("commitSync({})", at(lang, offsets)),
    }
}
