//! Kafka's settings under Kafka's names: one table for validation, defaults, help and forms.
//!
//! Mirrors the definitions in `ConsumerConfig` and `GroupCoordinatorConfig` of Apache Kafka 4.4. Our own knobs
//! (`latency`, `processing_time`, ...) carry no dots and are not in this table.
//!
//! Not modelled: every key of Kafka's that is not listed here.

pub mod iso_duration;
mod table;

pub use table::PROPERTIES;

use crate::kafka::assignor::AssignorName;
use iso_duration::NoDuration;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// Kafka's name.
    pub name: &'static str,
    /// Whom it concerns.
    pub scope: Scope,
    /// What it takes.
    pub kind: Kind,
    /// Kafka 4.4's default, as text.
    pub default: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// The same in Korean.
    pub meaning_ko: &'static str,
    /// Whether Kafka's documentation lists it; it leaves out what Kafka calls internal.
    pub documented: bool,
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

/// Why a value was refused: a sentence in each language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyError {
    pub en: String,
    /// The same in Korean.
    pub ko: String,
}

impl PropertyError {
    /// A refusal in English and in Korean.
    pub fn new(en: impl Into<String>, ko: impl Into<String>) -> Self {
        PropertyError { en: en.into(), ko: ko.into() }
    }
}

impl fmt::Display for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for PropertyError {}

/// The largest of Java's `int`s and of its `long`s: where Kafka sets no other limit.
const NO_LIMIT: [i64; 2] = [i32::MAX as i64, i64::MAX];
/// How a value of `auto.offset.reset` begins that a duration follows.
pub const BY_DURATION: &str = "by_duration:";
/// The longest `group.instance.id`, as for names of topics.
const LONGEST_INSTANCE_ID: usize = 249;

impl Property {
    /// Where Kafka's own documentation speaks of it, if it does.
    pub fn link(&self) -> Option<String> {
        let (page, table) = match self.scope {
            Scope::Consumer => ("consumer-configs", "consumerconfigs"),
            Scope::Broker => ("broker-configs", "brokerconfigs"),
        };
        let link = || format!("https://kafka.apache.org/44/configuration/{page}/#{table}_{}", self.name);
        self.documented.then(link)
    }

    /// What it takes, as a reference writes it.
    pub fn range(&self) -> String {
        let to = |min: i64, max: i64| match max {
            max if NO_LIMIT.contains(&max) => format!("{min} and more"),
            _ => format!("{min} to {max}"),
        };
        match self.kind {
            Kind::Millis { min, max } => format!("milliseconds, {}", to(min as i64, max as i64)),
            Kind::Minutes { min, max } => format!("minutes, {}", to(min as i64, max as i64)),
            Kind::Int { min, max } => format!("whole number, {}", to(min, max)),
            Kind::Bool => "true or false".to_owned(),
            Kind::Text => "text".to_owned(),
            Kind::InstanceId => {
                format!("1 to {LONGEST_INSTANCE_ID} ASCII letters, digits, `.`, `_` and `-`")
            }
            Kind::OffsetReset(_) => {
                format!("{}, or {BY_DURATION}PT1H with any ISO-8601 duration", self.words())
            }
            Kind::OneOf(_) | Kind::Assignors => self.words(),
        }
    }

    /// The same in Korean.
    pub fn range_ko(&self) -> String {
        let to = |min: i64, max: i64| match max {
            max if NO_LIMIT.contains(&max) => format!("{min} 이상"),
            _ => format!("{min}~{max}"),
        };
        match self.kind {
            Kind::Millis { min, max } => format!("밀리초, {}", to(min as i64, max as i64)),
            Kind::Minutes { min, max } => format!("분, {}", to(min as i64, max as i64)),
            Kind::Int { min, max } => format!("정수, {}", to(min, max)),
            Kind::Bool => "true 또는 false".to_owned(),
            Kind::Text => "텍스트".to_owned(),
            Kind::InstanceId => {
                format!("ASCII 영문자, 숫자, `.`, `_`, `-`로 된 1~{LONGEST_INSTANCE_ID}자")
            }
            Kind::OffsetReset(_) => format!("{}, 또는 {BY_DURATION}PT1H(ISO-8601 기간)", self.words()),
            Kind::OneOf(_) | Kind::Assignors => self.words(),
        }
    }

    /// The words it takes: the same in every language.
    fn words(&self) -> String {
        match self.kind {
            Kind::OneOf(words) | Kind::OffsetReset(words) => {
                words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(", ")
            }
            Kind::Assignors => AssignorName::ALL.map(AssignorName::name).join(", "),
            _ => String::new(),
        }
    }

    /// Checks `text` against the property's type and range.
    ///
    /// # Errors
    /// A sentence naming the property, what it was given and what it takes.
    pub fn parse(&self, text: &str) -> Result<Value, PropertyError> {
        // `ConfigDef.parseType` trims all types but texts.
        let (text, whole) = (text.trim(), text);
        match self.kind {
            Kind::Millis { min, max } => {
                self.number(text, min as i64, max as i64, ["milliseconds", "정수(밀리초)"])
            }
            Kind::Minutes { min, max } => self.number(text, min as i64, max as i64, ["minutes", "정수(분)"]),
            Kind::Int { min, max } => self.number(text, min, max, ["a whole number", "정수"]),
            Kind::Bool => self.flag(text),
            Kind::OneOf(words) | Kind::OffsetReset(words) if words.contains(&text) => {
                Ok(Value::Text(text.to_owned()))
            }
            Kind::OffsetReset(_) => self.by_duration(text),
            Kind::OneOf(_) => Err(self.no_such_word(text)),
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::InstanceId => self.instance_id(whole),
            Kind::Assignors => parse_assignors(self.name, text).map(Value::Assignors),
        }
    }

    /// As `ConfigDef` reads a boolean: in capitals or not.
    fn flag(&self, text: &str) -> Result<Value, PropertyError> {
        let name = self.name;
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(PropertyError::new(
                format!("{name} is true or false, not `{text}`."),
                format!("{name} 값은 true 또는 false여야 합니다(지금 값: `{text}`)."),
            )),
        }
    }

    /// As `AutoOffsetResetStrategy.fromString` reads it.
    fn by_duration(&self, text: &str) -> Result<Value, PropertyError> {
        let name = self.name;
        let Some(duration) = text.strip_prefix(BY_DURATION) else {
            if text == BY_DURATION.trim_end_matches(':') {
                return Err(PropertyError::new(
                    format!("{name}={text} needs a duration, such as {BY_DURATION}PT1H."),
                    format!("{name}={text}: 기간이 필요합니다. 예: {BY_DURATION}PT1H"),
                ));
            }
            return Err(self.no_such_word(text));
        };
        match iso_duration::read(duration) {
            Ok(_) => Ok(Value::Text(text.to_owned())),
            Err(NoDuration::Negative) => Err(PropertyError::new(
                format!("{name}={text}: Kafka takes no negative duration; leave the sign out."),
                format!("{name}={text}: 음수 기간은 쓸 수 없습니다. 부호를 빼세요."),
            )),
            Err(NoDuration::Unreadable) => Err(PropertyError::new(
                format!(
                    "{name}={text}: `{duration}` is no ISO-8601 duration that Java reads; write PT1H, P1DT12H or \
                     PT0.5S, for instance."
                ),
                format!("{name}={text}: `{duration}`: ISO-8601 기간이 아닙니다. 예: PT1H, P1DT12H, PT0.5S"),
            )),
        }
    }

    fn no_such_word(&self, text: &str) -> PropertyError {
        let (name, words, words_ko) = (self.name, self.range(), self.range_ko());
        PropertyError::new(
            format!("{name} is one of {words}, not `{text}`."),
            format!("{name} 값은 다음 중 하나여야 합니다: {words_ko}(지금 값: `{text}`)."),
        )
    }

    /// As `JoinGroupRequest.validateGroupInstanceId` checks it, before the consumer is there.
    fn instance_id(&self, text: &str) -> Result<Value, PropertyError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let length = 1..=LONGEST_INSTANCE_ID;
        if length.contains(&text.len()) && text.chars().all(fits) && text != "." && text != ".." {
            return Ok(Value::Text(text.to_owned()));
        }
        let name = self.name;
        Err(PropertyError::new(
            format!("{name} takes {}, and is neither `.` nor `..`; `{text}` does not fit.", self.range()),
            format!(
                "{name} 값은 {}여야 하고, `.`이나 `..`일 수 없습니다(지금 값: `{text}`).",
                self.range_ko()
            ),
        ))
    }

    fn number(&self, text: &str, min: i64, max: i64, what: [&str; 2]) -> Result<Value, PropertyError> {
        let (name, [en, ko]) = (self.name, what);
        let sentence_ko = format!("{name} 값은 {min}에서 {max} 사이의 {ko}여야 합니다(지금 값: `{text}`).");
        // Wider than any property, so that a number too large is still called a number.
        match text.parse::<i128>() {
            Err(_) => Err(PropertyError::new(
                format!("{name} takes {en} from {min} to {max}, and `{text}` is not a whole number."),
                sentence_ko,
            )),
            Ok(number) => match i64::try_from(number).ok().filter(|number| (min..=max).contains(number)) {
                Some(number) => Ok(Value::Number(number)),
                None => Err(PropertyError::new(
                    format!("{name} takes {en} from {min} to {max}, not {number}."),
                    sentence_ko,
                )),
            },
        }
    }
}

/// A list of assignors, by name or class, as the property of this name takes it.
///
/// # Errors
/// An assignor that is not known or is named twice, or none at all.
pub fn parse_assignors(name: &str, text: &str) -> Result<Vec<AssignorName>, PropertyError> {
    let inner = text.trim_start_matches('[').trim_end_matches(']');
    let mut list = Vec::new();
    for word in inner.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let Some(assignor) = AssignorName::from_name_or_class(word) else {
            let known = AssignorName::ALL.map(AssignorName::name).join(", ");
            return Err(PropertyError::new(
                format!("{name} does not know `{word}`; the assignors are {known}."),
                format!("{name}: `{word}` 할당자는 없습니다. 쓸 수 있는 할당자: {known}."),
            ));
        };
        if list.contains(&assignor) {
            let word = assignor.name();
            return Err(PropertyError::new(
                format!("{name} names {word} twice; once is enough."),
                format!("{name}: {word} 할당자가 두 번 나옵니다. 한 번만 쓰세요."),
            ));
        }
        list.push(assignor);
    }
    if list.is_empty() {
        return Err(PropertyError::new(
            format!("{name} needs at least one assignor."),
            format!("{name}: 할당자가 하나는 있어야 합니다."),
        ));
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_valid_value() {
        for property in PROPERTIES {
            // Kafka's default is that there is none.
            let valid = property.kind == Kind::InstanceId || property.parse(property.default).is_ok();
            assert!(valid, "{}", property.name);
            assert!(
                property.meaning.ends_with('.') && property.meaning_ko.ends_with('.'),
                "{}",
                property.name
            );
            assert!(!property.range().is_empty() && !property.range_ko().is_empty());
            assert_eq!(
                property.link().is_some_and(|link| link.ends_with(property.name)),
                property.documented
            );
        }
    }

    #[test]
    fn a_refused_value_names_the_property_the_range_and_the_value() {
        let error = property("max.poll.records").unwrap().parse("0").unwrap_err();
        assert_eq!(error.en, "max.poll.records takes a whole number from 1 to 2147483647, not 0.");
        assert_eq!(error.ko, "max.poll.records 값은 1에서 2147483647 사이의 정수여야 합니다(지금 값: `0`).");
    }

    #[test]
    fn what_kafka_takes_is_taken() {
        let taken = |name: &str, text: &str| property(name).unwrap().parse(text).unwrap();
        assert_eq!(taken("enable.auto.commit", " FALSE "), Value::Bool(false));
        // Long, not int: some set it so as never to refresh, or never to stop.
        assert_eq!(taken("metadata.max.age.ms", "9223372036854775807"), Value::Number(i64::MAX));
        assert_eq!(taken("retry.backoff.max.ms", "3000000000"), Value::Number(3_000_000_000));
        for word in ["latest", "by_duration:PT1H", "by_duration:p1dt0.5s", "by_duration:-PT-5M"] {
            assert_eq!(taken("auto.offset.reset", &format!(" {word} ")), Value::Text(word.to_owned()));
        }
        for id in ["a", "...", "Pod_7-orders.eu"] {
            assert_eq!(taken("group.instance.id", id), Value::Text(id.to_owned()));
        }
    }
}
