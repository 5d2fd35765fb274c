//! The lines that make an application call something, and those of an administrator: from words to commands and back.

use crate::cluster::command::Command;
use crate::kafka::api::Assignment;
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::consumer::config::{CommitMode, ConsumerConfig};
use crate::kafka::fact::ResetTo;
use crate::kafka::ids::{ClientName, GroupId, Offset, TopicName, TopicPartition};
use crate::session::lexer::{ScriptError, Span};
use crate::session::script::Statement;
use crate::session::values::{Given, split_partition};
use crate::session::words::Verb;
use crate::sim::time::SimTime;

/// The command of such a line, with its place; nothing for other verbs.
///
/// # Errors
/// No place to go to, or two; something that is no partition.
pub fn command(line: &Statement) -> Result<Option<(Command, Span)>, ScriptError> {
    let group = || GroupId::from(line.name());
    let command = match line.verb {
        Verb::Seek => {
            let to = destination(line)?;
            call(line, Call::Seek { partitions: named(line)?, to: to.seek() })
        }
        Verb::PausePartitions => call(line, Call::Pause { partitions: named(line)? }),
        Verb::ResumePartitions => call(line, Call::Resume { partitions: named(line)? }),
        Verb::Commit => {
            call(line, Call::Commit { offsets: line.offsets("offsets").unwrap_or_default().into() })
        }
        Verb::ResetOffsets => {
            let to = destination(line)?.reset();
            let topics = line.list("topics").unwrap_or_default();
            let topics = topics.iter().map(|topic| TopicName::from(topic.as_str())).collect();
            let partitions = partitions(line, "partitions")?;
            Command::ResetOffsets { group: group(), topics, partitions, to }
        }
        Verb::DeleteGroup => Command::DeleteGroup { group: group() },
        Verb::DeleteOffsets => {
            let topic = TopicName::from(line.names().nth(1).map_or("", |(name, _)| name));
            Command::DeleteOffsets { group: group(), topic }
        }
        _ => return Ok(None),
    };
    Ok(Some((command, line.span)))
}

fn call(line: &Statement, call: Call) -> Command {
    Command::Call { client: ClientName::from(line.name()), call }
}

/// The partitions that stand behind a consumer's name.
fn named(line: &Statement) -> Result<Assignment, ScriptError> {
    line.names().skip(1).map(|(name, span)| partition(name, span)).collect()
}

/// The partitions of an argument.
///
/// # Errors
/// One that is none.
pub fn partitions(line: &Statement, argument: &str) -> Result<Vec<TopicPartition>, ScriptError> {
    let place = line.place(argument);
    line.list(argument).unwrap_or_default().iter().map(|name| partition(name, place)).collect()
}

fn partition(name: &str, span: Span) -> Result<TopicPartition, ScriptError> {
    split_partition(name).ok_or_else(|| {
        ScriptError::new(span, format!("`{name}` is no partition; write TOPIC-NUMBER, as orders-0."))
    })
}

/// Where a seek or a reset leads.
enum Destination {
    First,
    Last,
    Offset(Offset),
    Time(SimTime),
}

impl Destination {
    fn seek(self) -> SeekTo {
        match self {
            Destination::First => SeekTo::Beginning,
            Destination::Last => SeekTo::End,
            Destination::Offset(offset) => SeekTo::Offset(offset),
            Destination::Time(time) => SeekTo::Time(time),
        }
    }

    fn reset(self) -> ResetTo {
        match self {
            Destination::First => ResetTo::Earliest,
            Destination::Last => ResetTo::Latest,
            Destination::Offset(offset) => ResetTo::Offset(offset),
            Destination::Time(time) => ResetTo::Time(time),
        }
    }
}

fn destination(line: &Statement) -> Result<Destination, ScriptError> {
    match (line.argument("to"), line.instant("to_time")) {
        (Some(Given::Number(offset)), None) => Ok(Destination::Offset(*offset)),
        (Some(Given::Text(word)), None) if matches!(word.as_str(), "beginning" | "earliest") => {
            Ok(Destination::First)
        }
        (Some(_), None) => Ok(Destination::Last),
        (None, Some(time)) => Ok(Destination::Time(time)),
        (Some(_), Some(_)) => {
            let message = "`to` and `to_time` are two places to go to; keep one.";
            Err(ScriptError::new(line.place("to_time"), message))
        }
        (None, None) => {
            let message =
                "This line needs a place to go to: to= (an offset or one of its words) or to_time=12s.";
            Err(ScriptError::new(line.span, message))
        }
    }
}

/// A consumer without a group has nobody to commit for: auto-commit is off, unless somebody insists.
pub fn settle_without_group(config: &mut ConsumerConfig) {
    if leaves_auto_commit_open(config) {
        config.enable_auto_commit = false;
    }
}

/// The settings from which [`settle_without_group`] makes these.
pub fn unsettled(config: &ConsumerConfig) -> ConsumerConfig {
    let auto = config.enable_auto_commit || leaves_auto_commit_open(config);
    ConsumerConfig { enable_auto_commit: auto, ..config.clone() }
}

fn leaves_auto_commit_open(config: &ConsumerConfig) -> bool {
    let explicit = config.explicit.iter().any(|(name, _)| *name == "enable.auto.commit");
    config.commit == CommitMode::Auto && !explicit
}

/// A call as a line of a script.
pub fn call_line(client: &ClientName, call: &Call) -> String {
    let all = |partitions: &Assignment| {
        partitions.iter().map(|partition| format!(" {partition}")).collect::<String>()
    };
    match call {
        Call::Seek { partitions, to } => {
            let to = match to {
                SeekTo::Offset(offset) => format!("to={offset}"),
                SeekTo::Beginning => "to=beginning".to_owned(),
                SeekTo::End => "to=end".to_owned(),
                SeekTo::Time(time) => format!("to_time={time}s"),
            };
            format!("seek {client}{} {to}", all(partitions))
        }
        Call::Pause { partitions } => format!("pause-partitions {client}{}", all(partitions)),
        Call::Resume { partitions } => format!("resume-partitions {client}{}", all(partitions)),
        Call::Unsubscribe => format!("unsubscribe {client}"),
        Call::Commit { offsets } if offsets.is_empty() => format!("commit {client}"),
        Call::Commit { offsets } => {
            let pairs = offsets.iter().map(|(partition, offset)| format!("{partition}:{offset}"));
            format!("commit {client} offsets={}", pairs.collect::<Vec<_>>().join(","))
        }
    }
}

/// A reset as a line of a script.
pub fn reset_line(
    group: &GroupId,
    topics: &[TopicName],
    partitions: &[TopicPartition],
    to: ResetTo,
) -> String {
    let to = match to {
        ResetTo::Earliest => "to=earliest".to_owned(),
        ResetTo::Latest => "to=latest".to_owned(),
        ResetTo::Offset(offset) => format!("to={offset}"),
        ResetTo::Time(time) => format!("to_time={time}s"),
    };
    let topics = listed("topics", topics.iter().map(ToString::to_string));
    let partitions = listed("partitions", partitions.iter().map(ToString::to_string));
    format!("reset-offsets {group} {to}{topics}{partitions}")
}

/// ` name=a,b`, or nothing without any.
pub fn listed(name: &str, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { String::new() } else { format!(" {name}={}", words.join(",")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::script::parse;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "seek c1 to=beginning",
            "seek c1 orders-0 orders-1 to=end",
            "seek c1 orders-0 to=120",
            "seek c1 to_time=12.480s",
            "pause-partitions c1 orders-eu-0",
            "resume-partitions c1",
            "commit c1",
            "commit c1 offsets=orders-0:5,orders-1:500",
            "reset-offsets billing to=earliest",
            "reset-offsets billing to=7 topics=orders partitions=clicks-1",
            "reset-offsets billing to_time=1.000s",
        ] {
            let statements = parse(text.as_bytes()).unwrap();
            let (command, _) = command(&statements[0]).unwrap().unwrap();
            let again = match &command {
                Command::Call { client, call } => call_line(client, call),
                Command::ResetOffsets { group, topics, partitions, to } => {
                    reset_line(group, topics, partitions, *to)
                }
                other => format!("{other:?}"),
            };
            assert_eq!(again, text);
        }
    }

    #[test]
    fn without_a_group_nothing_is_committed_by_itself_unless_somebody_insists() {
        let mut config = ConsumerConfig::default();
        settle_without_group(&mut config);
        assert!(!config.enable_auto_commit && unsettled(&config).enable_auto_commit);
        config.set("enable.auto.commit", "true").unwrap();
        settle_without_group(&mut config);
        assert!(config.enable_auto_commit);
    }
}
