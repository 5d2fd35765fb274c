//! Kafka's settings under Kafka's names: one table for validation, defaults, help and forms.
//!
//! Mirrors the definitions in `ConsumerConfig` and `GroupCoordinatorConfig` of Apache Kafka 4.0. Our own knobs
//! (`latency`, `processing_time`, ...) carry no dots and are not in this table.
//!
//! Not modelled: every key of Kafka's that is not listed here.

mod table;

pub use table::PROPERTIES;

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
    /// The same in Korean.
    pub meaning_ko: &'static str,
}

/// The class that lets consumers read from a replica in their rack.
pub const RACK_AWARE_SELECTOR: &str = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

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
    /// Where Kafka's own documentation speaks of it.
    pub fn link(&self) -> String {
        let table = match self.scope {
            Scope::Consumer => "consumerconfigs",
            Scope::Broker => "brokerconfigs",
        };
        format!("https://kafka.apache.org/40/documentation.html#{table}_{}", self.name)
    }

    /// What it takes, as a reference writes it.
    pub fn range(&self) -> String {
        let to = |min: i64, max: i64| match max {
            max if max == i64::from(i32::MAX) => format!("{min} and more"),
            _ => format!("{min} to {max}"),
        };
        match self.kind {
            Kind::Millis { min, max } => format!("milliseconds, {}", to(min as i64, max as i64)),
            Kind::Minutes { min, max } => format!("minutes, {}", to(min as i64, max as i64)),
            Kind::Int { min, max } => format!("whole number, {}", to(min, max)),
            Kind::Bool => "true or false".to_owned(),
            Kind::OneOf(words) => {
                words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(", ")
            }
            Kind::Assignors => AssignorName::ALL.map(AssignorName::name).join(", "),
            Kind::Text => "text".to_owned(),
        }
    }

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
            Kind::OneOf(_) if text.starts_with("by_duration") && name == "auto.offset.reset" => Err(
                PropertyError(format!("{name}={text} is not modelled yet; use earliest, latest or none.")),
            ),
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
            assert!(
                property.meaning.ends_with('.') && property.meaning_ko.ends_with('.'),
                "{}",
                property.name
            );
            assert!(!property.range().is_empty() && property.link().ends_with(property.name));
        }
    }

    #[test]
    fn a_refused_value_names_the_property_the_range_and_the_value() {
        let error = property("max.poll.records").unwrap().parse("0").unwrap_err();
        assert_eq!(error.0, "max.poll.records takes a whole number from 1 to 2147483647, not 0.");
    }
}
