//! Kafka's settings under Kafka's names: one table for validation, defaults, help and forms.
//!
//! Mirrors the definitions in `ConsumerConfig` and `GroupCoordinatorConfig` of Apache Kafka 4.4. Our own knobs
//! (`latency`, `processing_time`, ...) carry no dots and are not in this table.
//!
//! Not modelled: every key of Kafka's that is not listed here.

pub mod field;
pub mod iso_duration;
mod table;

pub use table::{PROPERTIES, meaning};

use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::commit_mode::CommitMode;
use crate::kafka::consumer::config::OffsetReset;
use field::{Access, PropertyField};
use iso_duration::NoDuration;

/// Whom a property concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Set in each consumer.
    Consumer,
    /// Set on the brokers.
    Broker,
    /// Set for one group, on the brokers (`kafka-configs.sh --entity-type groups`).
    Group,
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
    /// One of the group protocols, in capitals or not.
    Protocol(&'static [&'static str]),
    /// One of a few words, or `by_duration:` with an ISO-8601 duration (KIP-1106).
    OffsetReset(&'static [&'static str]),
    /// A list of assignors, by name or class.
    Assignors,
    /// Any text.
    Text,
    /// Empty by default, and then not allowed to be: 1 to 249 ASCII letters, digits, `.`, `_` and `-`.
    InstanceId,
}

/// One of Kafka's settings.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Kafka's name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Kafka 4.4's default, as text.
    pub default: &'static str,
    /// Where it is held.
    pub field: PropertyField,
    /// Whether Kafka's documentation lists it; it leaves out what Kafka calls internal.
    pub documented: bool,
    /// With which group protocol it counts.
    pub goes_with: GoesWith,
}

/// With which group protocol a property counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoesWith {
    Both,
    /// With `group.protocol=classic` only. The broker's setting that takes its place with the other protocol; empty if
    /// there is none.
    Classic {
        instead: &'static str,
    },
    /// With `group.protocol=consumer` only.
    Consumer,
}

/// The class that lets consumers read from a replica in their rack.
pub const RACK_AWARE_SELECTOR: &str = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

/// The property that lists the assignors.
pub const STRATEGY: &str = "partition.assignment.strategy";
/// The property that makes poll commit.
pub const AUTO_COMMIT: &str = "enable.auto.commit";

/// The properties that were set, in the order they were set, with their text.
pub type Explicit = Vec<(&'static str, String)>;

/// Notes in `explicit` that a property was set, as the last one.
pub fn note(explicit: &mut Explicit, name: &'static str, written: String) {
    explicit.retain(|(set, _)| *set != name);
    explicit.push((name, written));
}

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
    OffsetReset(OffsetReset),
}

/// Why a setting was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyError {
    /// There is no consumer property of this name.
    NotOfConsumers(String),
    /// There is no broker property of this name.
    NotOfBrokers(String),
    /// A property does not take a value.
    Value {
        name: &'static str,
        text: String,
        wrong: ValueError,
    },
    NoAssignor(&'static str),
    AssignorTwice {
        name: &'static str,
        assignor: AssignorName,
    },
    /// `heartbeat.interval.ms` is not lower than `session.timeout.ms`; both in milliseconds.
    Heartbeat {
        interval: u64,
        session: u64,
    },
    /// Set together with `group.protocol=consumer`, where it counts for nothing (ConfigException); what the broker has
    /// in its place.
    ClassicOnly {
        name: &'static str,
        instead: &'static str,
    },
    /// Set without `group.protocol=consumer`, where it counts for nothing (ConfigException).
    ConsumerOnly {
        name: &'static str,
    },
    /// A setting of consumer groups is outside of what its minimum and maximum allow; in milliseconds.
    Outside {
        name: &'static str,
        value: u64,
        min: u64,
        max: u64,
    },
    NeedsWorkers(CommitMode),
    NeedsPollThread(CommitMode),
    ExternalOutOfOrder,
    DrainWithoutWorkers,
    /// There is not one rack for each broker.
    Racks {
        racks: usize,
        brokers: u8,
    },
    /// The lower bound of `session.timeout.ms` is above the upper one; both in milliseconds.
    SessionTimeouts {
        min: u64,
        max: u64,
    },
}

impl PropertyError {
    /// The properties, and our own settings, of which it speaks.
    pub fn names(&self) -> &[&'static str] {
        use PropertyError::*;
        match self {
            NotOfConsumers(_) | NotOfBrokers(_) => &[],
            ClassicOnly { name, .. } | ConsumerOnly { name } | Outside { name, .. } => {
                std::slice::from_ref(name)
            }
            Value { name, .. } | NoAssignor(name) | AssignorTwice { name, .. } => std::slice::from_ref(name),
            Heartbeat { .. } => &["heartbeat.interval.ms", "session.timeout.ms"],
            NeedsWorkers(_) | NeedsPollThread(_) => &["commit", "workers"],
            ExternalOutOfOrder => &["commit", "order"],
            DrainWithoutWorkers => &["listener"],
            Racks { .. } => &["broker.rack"],
            SessionTimeouts { .. } => &["group.min.session.timeout.ms", "group.max.session.timeout.ms"],
        }
    }
}

/// Why a property does not take a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueError {
    NoFlag,
    NeedsDuration,
    NegativeDuration,
    NoDuration,
    NoWord,
    NoInstanceId,
    NoNumber { min: i64, max: i64, whole: Whole },
    OutOfRange { min: i64, max: i64, whole: Whole },
    UnknownAssignor,
}

/// What a whole number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    Millis,
    Minutes,
    Number,
}

/// The largest of Java's `int`s and of its `long`s: where Kafka sets no other limit.
pub const NO_LIMIT: [i64; 2] = [i32::MAX as i64, i64::MAX];
/// How a value of `auto.offset.reset` begins that a duration follows.
pub const BY_DURATION: &str = "by_duration:";
/// The longest `group.instance.id`, as for names of topics.
pub const LONGEST_INSTANCE_ID: usize = 249;

impl Property {
    /// Whom it concerns.
    pub const fn scope(&self) -> Scope {
        self.field.scope()
    }

    /// Reads `text` and writes its value into `config`. Returns the text under which the value is known.
    ///
    /// # Errors
    /// Why the value does not fit.
    pub fn write<C>(&self, access: &Access<C>, config: &mut C, text: &str) -> Result<String, PropertyError> {
        let value = self.parse(text)?;
        let written = match value {
            // However it was spelt, it is the same value.
            Value::Bool(flag) => flag.to_string(),
            _ => text.trim().to_owned(),
        };
        (access.set)(config, value).ok_or_else(|| self.refused(text, ValueError::NoWord))?;
        Ok(written)
    }

    /// Where Kafka's own documentation speaks of it, if it does.
    pub fn link(&self) -> Option<String> {
        let (page, table) = match self.scope() {
            Scope::Consumer => ("consumer-configs", "consumerconfigs"),
            Scope::Broker => ("broker-configs", "brokerconfigs"),
            Scope::Group => ("group-configs", "groupconfigs"),
        };
        let link = || format!("https://kafka.apache.org/44/configuration/{page}/#{table}_{}", self.name);
        self.documented.then(link)
    }

    /// The words it takes, if it takes words only.
    pub fn words(&self) -> String {
        match self.kind {
            Kind::OneOf(words) | Kind::Protocol(words) | Kind::OffsetReset(words) => {
                words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(", ")
            }
            Kind::Assignors => AssignorName::ALL.map(AssignorName::name).join(", "),
            _ => String::new(),
        }
    }

    /// Checks `text` against the property's type and range.
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn parse(&self, text: &str) -> Result<Value, PropertyError> {
        // `ConfigDef.parseType` trims all types but texts.
        let (text, whole) = (text.trim(), text);
        match self.kind {
            Kind::Millis { min, max } => self.number(text, min as i64, max as i64, Whole::Millis),
            Kind::Minutes { min, max } => self.number(text, min as i64, max as i64, Whole::Minutes),
            Kind::Int { min, max } => self.number(text, min, max, Whole::Number),
            Kind::Bool => self.flag(text),
            Kind::OneOf(words) if words.contains(&text) => Ok(Value::Text(text.to_owned())),
            Kind::Protocol(words) if words.contains(&text.to_ascii_lowercase().as_str()) => {
                Ok(Value::Text(text.to_ascii_lowercase()))
            }
            Kind::Protocol(_) => Err(self.refused(text, ValueError::NoWord)),
            Kind::OffsetReset(_) => self.offset_reset(text).map(Value::OffsetReset),
            Kind::OneOf(_) => Err(self.refused(text, ValueError::NoWord)),
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::InstanceId => self.instance_id(whole),
            Kind::Assignors => parse_assignors(self.name, text).map(Value::Assignors),
        }
    }

    /// As `ConfigDef` reads a boolean: in capitals or not.
    fn flag(&self, text: &str) -> Result<Value, PropertyError> {
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(self.refused(text, ValueError::NoFlag)),
        }
    }

    fn refused(&self, text: &str, wrong: ValueError) -> PropertyError {
        PropertyError::Value { name: self.name, text: text.to_owned(), wrong }
    }

    /// As `AutoOffsetResetStrategy.fromString` reads it.
    fn offset_reset(&self, text: &str) -> Result<OffsetReset, PropertyError> {
        if let Some(reset) = OffsetReset::from_word(text) {
            return Ok(reset);
        }
        let Some(duration) = text.strip_prefix(BY_DURATION) else {
            let alone = text == BY_DURATION.trim_end_matches(':');
            let wrong = if alone { ValueError::NeedsDuration } else { ValueError::NoWord };
            return Err(self.refused(text, wrong));
        };
        iso_duration::read(duration).map(OffsetReset::ByDuration).map_err(|error| {
            self.refused(
                text,
                match error {
                    NoDuration::Negative => ValueError::NegativeDuration,
                    NoDuration::Unreadable => ValueError::NoDuration,
                },
            )
        })
    }

    /// As `JoinGroupRequest.validateGroupInstanceId` checks it, before the consumer is there.
    fn instance_id(&self, text: &str) -> Result<Value, PropertyError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let length = 1..=LONGEST_INSTANCE_ID;
        if length.contains(&text.len()) && text.chars().all(fits) && text != "." && text != ".." {
            return Ok(Value::Text(text.to_owned()));
        }
        Err(self.refused(text, ValueError::NoInstanceId))
    }

    fn number(&self, text: &str, min: i64, max: i64, whole: Whole) -> Result<Value, PropertyError> {
        // Wider than any property, so that a number too large is still called a number.
        let Ok(number) = text.parse::<i128>() else {
            return Err(self.refused(text, ValueError::NoNumber { min, max, whole }));
        };
        match i64::try_from(number).ok().filter(|number| (min..=max).contains(number)) {
            Some(number) => Ok(Value::Number(number)),
            None => Err(self.refused(&number.to_string(), ValueError::OutOfRange { min, max, whole })),
        }
    }
}

/// A list of assignors, by name or class, as the property of this name takes it.
///
/// # Errors
/// An assignor that is not known or is named twice, or none at all.
pub fn parse_assignors(name: &'static str, text: &str) -> Result<Vec<AssignorName>, PropertyError> {
    let inner = text.trim_start_matches('[').trim_end_matches(']');
    let mut list = Vec::new();
    for word in inner.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let Some(assignor) = AssignorName::from_name_or_class(word) else {
            let (text, wrong) = (word.to_owned(), ValueError::UnknownAssignor);
            return Err(PropertyError::Value { name, text, wrong });
        };
        if list.contains(&assignor) {
            return Err(PropertyError::AssignorTwice { name, assignor });
        }
        list.push(assignor);
    }
    if list.is_empty() {
        return Err(PropertyError::NoAssignor(name));
    }
    Ok(list)
}

/// A list of assignors as [`parse_assignors`] reads it.
pub fn assignors_text(list: &[AssignorName]) -> String {
    list.iter().map(|assignor| assignor.name()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::SimDuration;

    #[test]
    fn every_default_is_a_valid_value() {
        for property in PROPERTIES {
            // Kafka's default is that there is none.
            let valid = property.kind == Kind::InstanceId || property.parse(property.default).is_ok();
            assert!(valid, "{}", property.name);
            let sentences = meaning(property.name).unwrap();
            assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{}", property.name);
            assert_eq!(
                property.link().is_some_and(|link| link.ends_with(property.name)),
                property.documented
            );
        }
    }

    #[test]
    fn a_refused_value_is_given_with_the_property_and_the_range() {
        let error = property("max.poll.records").unwrap().parse("0").unwrap_err();
        let wrong = ValueError::OutOfRange { min: 1, max: 2_147_483_647, whole: Whole::Number };
        assert_eq!(error, PropertyError::Value { name: "max.poll.records", text: "0".to_owned(), wrong });
    }

    #[test]
    fn what_kafka_takes_is_taken() {
        let taken = |name: &str, text: &str| property(name).unwrap().parse(text).unwrap();
        assert_eq!(taken("enable.auto.commit", " FALSE "), Value::Bool(false));
        // Long, not int: some set it so as never to refresh, or never to stop.
        assert_eq!(taken("metadata.max.age.ms", "9223372036854775807"), Value::Number(i64::MAX));
        assert_eq!(taken("retry.backoff.max.ms", "3000000000"), Value::Number(3_000_000_000));
        assert_eq!(taken("auto.offset.reset", " latest "), Value::OffsetReset(OffsetReset::Latest));
        for (word, millis) in [("PT1H", 3_600_000), ("p1dt0.5s", 86_400_500), ("-PT-5M", 300_000)] {
            let age = OffsetReset::ByDuration(SimDuration::from_millis(millis));
            assert_eq!(taken("auto.offset.reset", &format!(" by_duration:{word} ")), Value::OffsetReset(age));
        }
        for id in ["a", "...", "Pod_7-orders.eu"] {
            assert_eq!(taken("group.instance.id", id), Value::Text(id.to_owned()));
        }
    }
}
