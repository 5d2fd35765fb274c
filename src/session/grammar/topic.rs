//! Topics, what is in them, and the producers that write to them.

use super::{Keyword, Rule, Subject, command, one};
use crate::cluster::command::{Command, ProducerSpec};
use crate::kafka::broker::retention::Retention;
use crate::kafka::ids::{ClientName, TopicName, TopicPartition};
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::session::lexer::{ScriptError, Span};
use crate::session::mistake::LineMistake;
use crate::session::scenario::{ClientKind, Reader};
use crate::session::script::Statement;
use crate::session::values::{Given, Takes, keys_word, split_partition};
use crate::session::words::{Argument, MANY, NAME, PRODUCERS_METADATA, may, must};
use crate::sim::time::SimDuration;

/// Kafka's default, in milliseconds.
const DEFAULT_METADATA_MAX_AGE: u64 = 300_000;

const TOPIC_NAME: Argument = must("TOPIC", Takes::Name);
const TOPIC_NUMBER: Argument = must("TOPIC-NUMBER", Takes::Name);
const PRODUCER_NAME: Argument = must("PRODUCER", Takes::Name);
const RETENTION_MS: Argument = may("retention.ms", Takes::Number { min: 0, max: MANY });
const RETENTION_BYTES: Argument = may("retention.bytes", Takes::Number { min: 0, max: MANY });

pub static TOPIC: Rule = Rule {
    positional: &[NAME],
    arguments: &[must("partitions", Takes::Number { min: 1, max: 1_000 }), RETENTION_MS, RETENTION_BYTES],
    help: "Creates a topic; what `retention` says may follow at once. One that was deleted may be created again: it is \
           another topic, and begins at 0.",
    adds: Reader::adds_topic,
    check: Reader::topic,
    learn: |cast, command| {
        if let Command::CreateTopic { topic, .. } = command {
            cast.topics.push(*topic);
        }
    },
    ..command(
        Keyword::Topic,
        "topic",
        Subject::World,
        |_, line| Ok(create(line)),
        written!(Command::CreateTopic { topic, partitions } => format!(" {topic} partitions={partitions}")),
    )
};

pub static ADD_PARTITIONS: Rule = Rule {
    positional: &[TOPIC_NAME],
    arguments: &[must("total", Takes::Number { min: 1, max: 1_000 })],
    help: "Raises a topic's number of partitions to `total`; Kafka never lowers it.",
    adds: Reader::adds_partitions,
    check: Reader::add_partitions,
    ..command(
        Keyword::AddPartitions,
        "add-partitions",
        Subject::Topic,
        |_, line| {
            let partitions = line.number("total").unwrap_or(1) as u32;
            one(line, Command::AddPartitions { topic: TopicName::from(line.name()), partitions })
        },
        written!(Command::AddPartitions { topic, partitions } => format!(" {topic} total={partitions}")),
    )
};

pub static DELETE_TOPIC: Rule = Rule {
    positional: &[TOPIC_NAME],
    help: "Deletes a topic with its records and the offsets committed for it; clients learn it from their metadata.",
    check: Reader::delete_topic,
    learn: |cast, command| {
        if let Command::DeleteTopic { topic } = command {
            cast.topics.retain(|known| known != topic);
        }
    },
    ..command(
        Keyword::DeleteTopic,
        "delete-topic",
        Subject::Topic,
        |_, line| one(line, Command::DeleteTopic { topic: TopicName::from(line.name()) }),
        written!(Command::DeleteTopic { topic } => format!(" {topic}")),
    )
};

pub static RETENTION: Rule = Rule {
    positional: &[TOPIC_NAME],
    arguments: &[RETENTION_MS, RETENTION_BYTES],
    help: "Lets the brokers delete records that are too old or too many, at their next look \
           (log.retention.check.interval.ms); what is left out is unlimited.",
    check: |reader, line| reader.know_topic(line.name(), line.span),
    ..command(
        Keyword::Retention,
        "retention",
        Subject::Topic,
        |_, line| one(line, retention(line)),
        written!(Command::SetRetention { topic, retention } => format!(" {topic}{}", kept(*retention))),
    )
};

pub static DELETE_RECORDS: Rule = Rule {
    positional: &[TOPIC_NUMBER],
    arguments: &[must("before", Takes::Number { min: 1, max: MANY })],
    help: "Deletes the records of a partition before an offset.",
    check: |reader, line| reader.know_partition(line.name(), line.span),
    ..command(
        Keyword::DeleteRecords,
        "delete-records",
        Subject::Topic,
        |_, line| {
            let before = line.number("before").unwrap_or(0);
            one(line, Command::DeleteRecords { partition: partition(line)?, before })
        },
        written!(Command::DeleteRecords { partition, before } => format!(" {partition} before={before}")),
    )
};

pub static POISON: Rule = Rule {
    positional: &[TOPIC_NUMBER],
    arguments: &[may("offset", Takes::Number { min: 0, max: MANY })],
    help: "The record that will be written at this offset, or the next one, cannot be deserialized.",
    check: |reader, line| reader.know_partition(line.name(), line.span),
    ..command(
        Keyword::Poison,
        "poison",
        Subject::Topic,
        |_, line| {
            let offset = line.number("offset");
            one(line, Command::PoisonRecord { partition: partition(line)?, offset })
        },
        written!(Command::PoisonRecord { partition, offset } => {
            let place = offset.map(|offset| format!(" offset={offset}")).unwrap_or_default();
            format!(" {partition}{place}")
        }),
    )
};

pub static PRODUCER: Rule = Rule {
    positional: &[NAME],
    arguments: &[
        must("topic", Takes::Name),
        must("rate", Takes::Rate),
        may("size", Takes::Number { min: 1, max: 10_000_000 }),
        may("keys", Takes::Keys),
        may(PRODUCERS_METADATA, Takes::Number { min: 0, max: i32::MAX as u64 }),
    ],
    help: "Starts a producer (size 100 bytes, keys=round-robin if left out).",
    adds: Reader::adds_producer,
    check: Reader::producer,
    ..command(
        Keyword::Producer,
        "producer",
        Subject::World,
        |_, line| one(line, Command::StartProducer(producer(line))),
        written!(Command::StartProducer(spec) => producer_rest(spec)),
    )
};

pub static RATE: Rule = Rule {
    positional: &[PRODUCER_NAME, must("RATE", Takes::Rate)],
    help: "Changes a producer's rate; 0/s pauses it.",
    check: producer_exists,
    ..command(
        Keyword::Rate,
        "rate",
        Subject::Topic,
        |_, line| {
            let rate = match line.at(1) {
                Some(Given::Rate(rate)) => *rate,
                _ => Rate::default(),
            };
            one(line, Command::SetRate { producer: ClientName::from(line.name()), rate })
        },
        written!(Command::SetRate { producer, rate } => format!(" {producer} {rate}")),
    )
};

pub static BURST: Rule = Rule {
    positional: &[PRODUCER_NAME],
    arguments: &[must("records", Takes::Number { min: 1, max: 100_000 })],
    help: "Lets a producer write so many records at once, beside its rate.",
    check: producer_exists,
    ..command(
        Keyword::Burst,
        "burst",
        Subject::Topic,
        |_, line| {
            let records = line.number("records").unwrap_or(1) as u32;
            one(line, Command::Burst { producer: ClientName::from(line.name()), records })
        },
        written!(Command::Burst { producer, records } => format!(" {producer} records={records}")),
    )
};

fn producer_exists(reader: &mut Reader, line: &Statement) {
    reader.clients(line, ClientKind::Producer, 1);
}

fn create(line: &Statement) -> Vec<(Command, Span)> {
    let partitions = line.number("partitions").unwrap_or(1) as u32;
    let create = Command::CreateTopic { topic: TopicName::from(line.name()), partitions };
    let mut commands = vec![(create, line.span)];
    if line.arguments.iter().any(|(name, _)| name.starts_with("retention.")) {
        commands.push((retention(line), line.span));
    }
    commands
}

fn retention(line: &Statement) -> Command {
    let time = line.number("retention.ms").map(SimDuration::from_millis);
    let retention = Retention { time, bytes: line.number("retention.bytes") };
    Command::SetRetention { topic: TopicName::from(line.name()), retention }
}

fn kept(retention: Retention) -> String {
    let time = retention.time.map(|time| format!(" retention.ms={}", time.as_millis()));
    let bytes = retention.bytes.map(|bytes| format!(" retention.bytes={bytes}"));
    time.into_iter().chain(bytes).collect()
}

/// The partition that `delete-records` and `poison` are about.
fn partition(line: &Statement) -> Result<TopicPartition, ScriptError> {
    split_partition(line.name())
        .ok_or_else(|| ScriptError::new(line.span, LineMistake::NoPartitionFirst(line.name().to_owned())))
}

fn producer(line: &Statement) -> ProducerSpec {
    let age = line.number(PRODUCERS_METADATA).unwrap_or(DEFAULT_METADATA_MAX_AGE);
    ProducerSpec {
        name: ClientName::from(line.name()),
        topic: TopicName::from(line.text("topic").unwrap_or_default()),
        rate: line.rate("rate").unwrap_or_default(),
        record_size: line.number("size").unwrap_or(100) as u32,
        keys: line.keys("keys").unwrap_or(KeyModel::RoundRobin),
        metadata_max_age: SimDuration::from_millis(age),
    }
}

fn producer_rest(spec: &ProducerSpec) -> String {
    let (name, topic, rate, size, keys) =
        (&spec.name, &spec.topic, spec.rate, spec.record_size, keys_word(spec.keys));
    let age = match spec.metadata_max_age.as_millis() {
        DEFAULT_METADATA_MAX_AGE => String::new(),
        age => format!(" {PRODUCERS_METADATA}={age}"),
    };
    format!(" {name} topic={topic} rate={rate} size={size} keys={keys}{age}")
}
