//! Kafka's settings under Kafka's names: one table for validation, defaults, help and forms.
//!
//! Mirrors the definitions in `ConsumerConfig` and `GroupCoordinatorConfig` of Apache Kafka 4.0. Our own knobs
//! (`latency`, `processing_time`, ...) carry no dots and are not in this table.
//!
//! Not modelled: every key of Kafka's that is not listed here.

use crate::kafka::assignor::AssignorName;
use std::fmt;

/// Whom a property concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Set in each consumer.
    Consumer,
    /// Set on the brokers.
    Broker,
}

/// What values a property takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of milliseconds.
    Millis { min: u64, max: u64 },
    /// A whole number of minutes.
    Minutes { min: u64, max: u64 },
    /// A whole number.
    Int { min: i64, max: i64 },
    /// `true` or `false`.
    Bool,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// A list of assignors, by name or class.
    Assignors,
    /// Any text.
    Text,
}

/// One of Kafka's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// Kafka's name.
    pub name: &'static str,
    /// Whom it concerns.
    pub scope: Scope,
    /// What it takes.
    pub kind: Kind,
    /// Kafka 4.0's default, as text.
    pub default: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

/// The class that lets consumers read from a replica in their rack.
pub const RACK_AWARE_SELECTOR: &str = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

const INT_MAX: u64 = i32::MAX as u64;
const MS: Kind = Kind::Millis { min: 0, max: INT_MAX };
const MS_POSITIVE: Kind = Kind::Millis { min: 1, max: INT_MAX };

const fn consumer(name: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Property {
    Property { name, scope: Scope::Consumer, kind, default, meaning }
}

const fn broker(name: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Property {
    Property { name, scope: Scope::Broker, kind, default, meaning }
}

/// Every property that changes something here.
pub const PROPERTIES: &[Property] = &[
    consumer(
        "session.timeout.ms",
        MS_POSITIVE,
        "45000",
        "How long the coordinator waits without a heartbeat before it removes the member.",
    ),
    consumer(
        "heartbeat.interval.ms",
        MS_POSITIVE,
        "3000",
        "How often the heartbeat thread tells the coordinator that the member is alive.",
    ),
    consumer(
        "max.poll.interval.ms",
        MS_POSITIVE,
        "300000",
        "The longest allowed time between two calls of poll; past it the client leaves the group.",
    ),
    consumer(
        "max.poll.records",
        Kind::Int { min: 1, max: i32::MAX as i64 },
        "500",
        "The most records a single poll returns.",
    ),
    consumer(
        "enable.auto.commit",
        Kind::Bool,
        "true",
        "Whether poll commits the positions by itself every auto.commit.interval.ms.",
    ),
    consumer(
        "auto.commit.interval.ms",
        MS,
        "5000",
        "The time between two automatic commits; they happen inside poll.",
    ),
    consumer(
        "auto.offset.reset",
        Kind::OneOf(&["latest", "earliest", "none"]),
        "latest",
        "Where to start without a valid committed offset.",
    ),
    consumer(
        "partition.assignment.strategy",
        Kind::Assignors,
        "range, cooperative-sticky",
        "The assignors this consumer supports, in order of preference.",
    ),
    consumer(
        "group.instance.id",
        Kind::Text,
        "",
        "Makes the member static: it keeps its place in the group across a restart.",
    ),
    consumer("client.id", Kind::Text, "", "The name the client gives itself in requests and member ids."),
    consumer("client.rack", Kind::Text, "", "Where the client stands, to fetch from a replica close by."),
    consumer(
        "fetch.min.bytes",
        Kind::Int { min: 0, max: i32::MAX as i64 },
        "1",
        "How many bytes a broker gathers before it answers a fetch.",
    ),
    consumer("fetch.max.wait.ms", MS, "500", "How long a broker waits for fetch.min.bytes at the most."),
    consumer(
        "fetch.max.bytes",
        Kind::Int { min: 0, max: i32::MAX as i64 },
        "52428800",
        "The most bytes one fetch answer carries.",
    ),
    consumer(
        "max.partition.fetch.bytes",
        Kind::Int { min: 0, max: i32::MAX as i64 },
        "1048576",
        "The most bytes one fetch answer carries for one partition.",
    ),
    consumer("request.timeout.ms", MS, "30000", "How long the client waits for the answer to one request."),
    consumer(
        "default.api.timeout.ms",
        MS,
        "60000",
        "How long a blocking call such as commitSync may take with all its retries.",
    ),
    consumer("retry.backoff.ms", MS, "100", "The first pause before a failed request is sent again."),
    consumer("retry.backoff.max.ms", MS, "1000", "The longest pause before a failed request is sent again."),
    consumer(
        "metadata.max.age.ms",
        MS,
        "300000",
        "How old the client's knowledge of topics may get before it asks again.",
    ),
    consumer(
        "receive.buffer.bytes",
        Kind::Int { min: -1, max: i32::MAX as i64 },
        "65536",
        "The receive buffer of a connection: no more travels to the client within one round trip (-1: the system's).",
    ),
    consumer(
        "send.buffer.bytes",
        Kind::Int { min: -1, max: i32::MAX as i64 },
        "131072",
        "The send buffer of a connection; a consumer's requests are smaller, so it changes nothing here.",
    ),
    broker(
        "group.initial.rebalance.delay.ms",
        MS,
        "3000",
        "How long the first join phase of an empty group waits for more members.",
    ),
    broker(
        "group.min.session.timeout.ms",
        MS,
        "6000",
        "The smallest session.timeout.ms the coordinator accepts.",
    ),
    broker(
        "group.max.session.timeout.ms",
        MS,
        "1800000",
        "The largest session.timeout.ms the coordinator accepts.",
    ),
    broker(
        "group.max.size",
        Kind::Int { min: 1, max: i32::MAX as i64 },
        "2147483647",
        "The most members a group may have.",
    ),
    broker(
        "offsets.retention.minutes",
        Kind::Minutes { min: 1, max: INT_MAX },
        "10080",
        "How long the offsets of an empty group are kept.",
    ),
    broker(
        "offsets.retention.check.interval.ms",
        MS_POSITIVE,
        "600000",
        "How often the coordinator looks for expired offsets.",
    ),
    broker(
        "offsets.commit.timeout.ms",
        MS_POSITIVE,
        "5000",
        "How long a commit may take to be replicated before it is answered with an error.",
    ),
    broker(
        "log.retention.check.interval.ms",
        MS_POSITIVE,
        "300000",
        "How often the brokers look for records that retention.ms or retention.bytes of their topic let go.",
    ),
    broker(
        "log.initial.task.delay.ms",
        MS,
        "30000",
        "How long after the start the brokers look for them for the first time.",
    ),
    broker(
        "replica.selector.class",
        Kind::OneOf(&["", RACK_AWARE_SELECTOR, "RackAwareReplicaSelector"]),
        "",
        "Who chooses the replica that a consumer reads from: the leader, or one in the consumer's client.rack.",
    ),
];

/// The property of that name.
pub fn property(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.name == name)
}

/// A checked value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Milliseconds, minutes or a plain number.
    Number(i64),
    Bool(bool),
    Text(String),
    Assignors(Vec<AssignorName>),
}

/// Why a value was refused: a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyError(pub String);

impl fmt::Display for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PropertyError {}

impl Property {
    /// Checks `text` against the property's type and range.
    ///
    /// # Errors
    /// A sentence naming the property, what it was given and what it takes.
    pub fn parse(&self, text: &str) -> Result<Value, PropertyError> {
        let text = text.trim();
        let name = self.name;
        match self.kind {
            Kind::Millis { min, max } => self.number(text, min as i64, max as i64, "milliseconds"),
            Kind::Minutes { min, max } => self.number(text, min as i64, max as i64, "minutes"),
            Kind::Int { min, max } => self.number(text, min, max, "a whole number"),
            Kind::Bool => match text {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                _ => Err(PropertyError(format!("{name} is true or false, not `{text}`."))),
            },
            Kind::OneOf(words) if words.contains(&text) => Ok(Value::Text(text.to_owned())),
            Kind::OneOf(words) => {
                Err(PropertyError(format!("{name} is one of {}, not `{text}`.", words.join(", "))))
            }
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::Assignors => parse_assignors(name, text).map(Value::Assignors),
        }
    }

    fn number(&self, text: &str, min: i64, max: i64, what: &str) -> Result<Value, PropertyError> {
        let name = self.name;
        let number: i64 = text.parse().map_err(|_| {
            PropertyError(format!(
                "{name} takes {what} from {min} to {max}, and `{text}` is not a whole number."
            ))
        })?;
        if number < min || number > max {
            return Err(PropertyError(format!("{name} takes {what} from {min} to {max}, not {number}.")));
        }
        Ok(Value::Number(number))
    }
}

fn parse_assignors(name: &str, text: &str) -> Result<Vec<AssignorName>, PropertyError> {
    let inner = text.trim_start_matches('[').trim_end_matches(']');
    let mut list = Vec::new();
    for word in inner.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let Some(assignor) = AssignorName::from_name_or_class(word) else {
            let known = AssignorName::ALL.map(AssignorName::name).join(", ");
            return Err(PropertyError(format!("{name} does not know `{word}`; the assignors are {known}.")));
        };
        if list.contains(&assignor) {
            return Err(PropertyError(format!("{name} names {} twice; once is enough.", assignor.name())));
        }
        list.push(assignor);
    }
    if list.is_empty() {
        return Err(PropertyError(format!("{name} needs at least one assignor.")));
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_valid_value() {
        for property in PROPERTIES {
            assert!(property.parse(property.default).is_ok(), "{}", property.name);
        }
    }

    #[test]
    fn a_refused_value_names_the_property_the_range_and_the_value() {
        let error = property("max.poll.records").unwrap().parse("0").unwrap_err();
        assert_eq!(error.0, "max.poll.records takes a whole number from 1 to 2147483647, not 0.");
    }
}
