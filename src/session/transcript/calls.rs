//! Sentences about what an application was made to call, and about what an administrator does to offsets.

use super::{at, list};
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::fact::{Fact, ResetTo};
use crate::kafka::ids::TopicPartition;

pub(super) fn sentence(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::CallRequested { client, call } => {
            format!("{client} is to call {} before its next poll", call_text(call))
        }
        Fact::Sought { client, partition, from, to } => {
            let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
            format!("{client} seeks {partition}{from} {}", seek_text(*to))
        }
        Fact::PausedByCall { client, partitions } => {
            format!("{client} pauses {}; poll returns nothing from there", list(partitions))
        }
        Fact::PauseForgotten { client, partitions } => {
            let them = if partitions.len() == 1 { "it" } else { "them" };
            format!(
                "{client} gives {} up, and with {them} the pause: it will not be paused when it is assigned again",
                list(partitions)
            )
        }
        Fact::ResumedByCall { client, partitions } => format!("{client} resumes {}", list(partitions)),
        Fact::Unsubscribed { client } => format!("{client} has unsubscribed, and polls no more"),
        Fact::OffsetsReset { group, to, offsets } => {
            let to = match to {
                ResetTo::Earliest => "earliest".to_owned(),
                ResetTo::Latest => "latest".to_owned(),
                ResetTo::Offset(offset) => offset.to_string(),
                ResetTo::Time(time) => format!("the time {time}"),
            };
            format!("an administrator resets the offsets of {group} to {to}: {}", at(offsets))
        }
        Fact::DeletionAsked { group, topic: None } => format!("an administrator deletes {group}"),
        Fact::DeletionAsked { group, topic: Some(topic) } => {
            format!("an administrator deletes the offsets of {group} for {topic}")
        }
        _ => return None,
    })
}

fn seek_text(to: SeekTo) -> String {
    match to {
        SeekTo::Offset(offset) => format!("to {offset}"),
        SeekTo::Beginning => "to the beginning".to_owned(),
        SeekTo::End => "to the end".to_owned(),
        SeekTo::Time(time) => format!("to the first record at or after {time}"),
    }
}

pub(in crate::session) fn call_text(call: &Call) -> String {
    let all = |partitions: &[TopicPartition]| match partitions.is_empty() {
        true => "all it owns".to_owned(),
        false => list(partitions),
    };
    match call {
        Call::Seek { partitions, to: SeekTo::Offset(offset) } => {
            format!("seek({}, {offset})", all(partitions))
        }
        Call::Seek { partitions, to: SeekTo::Beginning } => format!("seekToBeginning({})", all(partitions)),
        Call::Seek { partitions, to: SeekTo::End } => format!("seekToEnd({})", all(partitions)),
        Call::Seek { partitions, to: SeekTo::Time(time) } => {
            format!("offsetsForTimes({}, {time}) and seek", all(partitions))
        }
        Call::Pause { partitions } => format!("pause({})", all(partitions)),
        Call::Resume { partitions } => format!("resume({})", all(partitions)),
        Call::Unsubscribe => "unsubscribe()".to_owned(),
        Call::Commit { offsets } if offsets.is_empty() => "commitSync()".to_owned(),
        Call::Commit { offsets } => format!("commitSync({})", at(offsets)),
    }
}
