//! What an application is made to call on its consumer.

use super::client::{consumer_exists, consumers_exist};
use super::{Keyword, Parsed, Rule, Subject, command, each, one};
use crate::cluster::command::Command;
use crate::kafka::api::Assignment;
use crate::kafka::consumer::calls::{Call, SeekTo};
use crate::kafka::consumer::subscription::{MatchedBy, TopicPattern};
use crate::kafka::ids::{ClientName, Offset, TopicName, TopicPartition};
use crate::session::lexer::{ScriptError, Span, quote};
use crate::session::mistake::LineMistake;
use crate::session::scenario::Reader;
use crate::session::script::Statement;
use crate::session::values::{Given, Takes, split_partition};
use crate::session::words::{Argument, CONSUMER, NAMES, PATTERN, SUBSCRIPTION_PATTERN, TO_TIME, TOPICS, may};
use crate::sim::time::SimTime;

const PARTITIONS: Argument = may("PARTITIONS", Takes::Name);

pub static WAKEUP: Rule = each_consumer!(
    Wakeup, "wakeup" => Wakeup,
    "wakeup(): the next poll or commitSync throws WakeupException, and the application closes the consumer."
);

pub static SECOND_THREAD: Rule = each_consumer!(
    SecondThread, "second-thread" => SecondThread,
    "A second thread calls the consumer: ConcurrentModificationException, and the application closes it."
);

pub static SUBSCRIBE: Rule = Rule {
    positional: NAMES,
    repeats: true,
    arguments: &[TOPICS, PATTERN, SUBSCRIPTION_PATTERN],
    help: "The application subscribes to other topics, or to a pattern, before its next poll. A member of the new \
           protocol (group.protocol=consumer) tells its coordinator with its next regular heartbeat.",
    check: Reader::subscribe,
    ..command(
        Keyword::Subscribe,
        "subscribe",
        Subject::Client,
        |_, line| {
            let topics = line.list("topics").unwrap_or_default();
            let topics: Vec<TopicName> = topics.iter().map(|name| TopicName::from(name.as_str())).collect();
            let pattern = line.pattern().cloned();
            each(line, &|client| Command::Subscribe {
                client,
                topics: topics.clone(),
                pattern: pattern.clone(),
            })
        },
        written!(Command::Subscribe { client, topics, pattern } => {
            format!(" {client}{}", subscription(topics, pattern.as_ref()))
        }),
    )
};

pub static UNSUBSCRIBE: Rule = Rule {
    positional: NAMES,
    repeats: true,
    help: "unsubscribe(): the application gives everything up and leaves the group, without an automatic commit; it \
           polls no more until it subscribes again.",
    check: consumers_exist,
    ..command(
        Keyword::Unsubscribe,
        "unsubscribe",
        Subject::Client,
        |_, line| each(line, &|client| Command::Call { client, call: Call::Unsubscribe }),
        written!(Command::Call { client, call: Call::Unsubscribe } => format!(" {client}")),
    )
};

pub static SEEK: Rule = Rule {
    positional: &[CONSUMER, PARTITIONS],
    repeats: true,
    arguments: &[may("to", Takes::Place(&["beginning", "end"])), TO_TIME],
    help: "Before its next poll the application seeks these partitions (without any: all it owns) to an offset, to the \
           beginning, to the end, or to the first record at or after a time (offsetsForTimes; the end if there is \
           none).",
    check: call_on_partitions,
    ..command(
        Keyword::Seek,
        "seek",
        Subject::Client,
        |_, line| {
            let to = match destination(line)? {
                Destination::First => SeekTo::Beginning,
                Destination::Last => SeekTo::End,
                Destination::Offset(offset) => SeekTo::Offset(offset),
                Destination::Time(time) => SeekTo::Time(time),
            };
            call(line, Call::Seek { partitions: named(line)?, to })
        },
        written!(Command::Call { client, call: Call::Seek { partitions, to } } => {
            let to = match to {
                SeekTo::Offset(offset) => format!("to={offset}"),
                SeekTo::Beginning => "to=beginning".to_owned(),
                SeekTo::End => "to=end".to_owned(),
                SeekTo::Time(time) => format!("to_time={time}s"),
            };
            format!(" {client}{} {to}", all(partitions))
        }),
    )
};

pub static PAUSE_PARTITIONS: Rule = Rule {
    positional: &[CONSUMER, PARTITIONS],
    repeats: true,
    help: "pause(): poll returns nothing of these partitions (without any: of all it owns); it goes on owning them.",
    check: call_on_partitions,
    ..command(
        Keyword::PausePartitions,
        "pause-partitions",
        Subject::Client,
        |_, line| call(line, Call::Pause { partitions: named(line)? }),
        written!(Command::Call { client, call: Call::Pause { partitions } } => {
            format!(" {client}{}", all(partitions))
        }),
    )
};

pub static RESUME_PARTITIONS: Rule = Rule {
    positional: &[CONSUMER, PARTITIONS],
    repeats: true,
    help: "resume(): poll returns records of these partitions again.",
    check: call_on_partitions,
    ..command(
        Keyword::ResumePartitions,
        "resume-partitions",
        Subject::Client,
        |_, line| call(line, Call::Resume { partitions: named(line)? }),
        written!(Command::Call { client, call: Call::Resume { partitions } } => {
            format!(" {client}{}", all(partitions))
        }),
    )
};

pub static COMMIT: Rule = Rule {
    positional: &[CONSUMER],
    arguments: &[may("offsets", Takes::Offsets)],
    help: "commitSync() before the next poll: the positions, or the offsets named, beyond the log's end or not.",
    check: |reader, line| {
        consumer_exists(reader, line);
        reader.call(line);
    },
    ..command(
        Keyword::Commit,
        "commit",
        Subject::Client,
        |_, line| call(line, Call::Commit { offsets: line.offsets("offsets").unwrap_or_default().into() }),
        written!(Command::Call { client, call: Call::Commit { offsets } } => {
            if offsets.is_empty() {
                format!(" {client}")
            } else {
                let pairs = offsets.iter().map(|(partition, offset)| format!("{partition}:{offset}"));
                format!(" {client} offsets={}", pairs.collect::<Vec<_>>().join(","))
            }
        }),
    )
};

fn call_on_partitions(reader: &mut Reader, line: &Statement) {
    consumer_exists(reader, line);
    reader.named_partitions(line);
    reader.call(line);
}

fn call(line: &Statement, call: Call) -> Parsed {
    one(line, Command::Call { client: ClientName::from(line.name()), call })
}

/// The partitions that stand behind a consumer's name.
fn named(line: &Statement) -> Result<Assignment, ScriptError> {
    line.names().skip(1).map(|(name, span)| partition(name, span)).collect()
}

/// These partitions, each with a space in front.
fn all(partitions: &Assignment) -> String {
    partitions.iter().map(|partition| format!(" {partition}")).collect()
}

/// The partitions of an argument.
///
/// # Errors
/// One that is none.
pub(super) fn partitions(line: &Statement, argument: &str) -> Result<Vec<TopicPartition>, ScriptError> {
    let place = line.place(argument);
    line.list(argument).unwrap_or_default().iter().map(|name| partition(name, place)).collect()
}

fn partition(name: &str, span: Span) -> Result<TopicPartition, ScriptError> {
    split_partition(name).ok_or_else(|| ScriptError::new(span, LineMistake::NoPartition(name.to_owned())))
}

/// Where a seek or a reset leads.
pub(super) enum Destination {
    First,
    Last,
    Offset(Offset),
    Time(SimTime),
}

pub(super) fn destination(line: &Statement) -> Result<Destination, ScriptError> {
    match (line.argument("to"), line.instant("to_time")) {
        (Some(Given::Number(offset)), None) => Ok(Destination::Offset(*offset)),
        (Some(Given::Text(word)), None) if matches!(word.as_str(), "beginning" | "earliest") => {
            Ok(Destination::First)
        }
        (Some(_), None) => Ok(Destination::Last),
        (None, Some(time)) => Ok(Destination::Time(time)),
        (Some(_), Some(_)) => Err(ScriptError::new(line.place("to_time"), LineMistake::TwoDestinations)),
        (None, None) => Err(ScriptError::new(line.span, LineMistake::NoDestination)),
    }
}

/// What a consumer reads: ` topics=a,b`, ` pattern=...` or ` subscription_pattern=...`.
pub fn subscription(topics: &[TopicName], pattern: Option<&TopicPattern>) -> String {
    match pattern {
        Some(pattern) => {
            let argument = match pattern.matched_by() {
                MatchedBy::Consumer => PATTERN,
                MatchedBy::Broker => SUBSCRIPTION_PATTERN,
            };
            format!(" {}={}", argument.name, quote(pattern.as_str()))
        }
        None => {
            let topics: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
            format!(" topics={}", topics.join(","))
        }
    }
}
