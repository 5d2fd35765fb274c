//! What the values in a script look like: spans of time, rates, keys, lists.

use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::ids::{LARGEST_OFFSET, Offset, TopicName, TopicPartition};
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::kafka::property::{STRATEGY, parse_assignors};
use crate::session::mistake::{Mistake, ValueMistake};
use crate::session::nearest::{meant, similar};
use crate::sim::sorted::SortedSet;
use crate::sim::time::{SimDuration, SimTime};

/// The largest rate of one producer, in records a second: what a browser can still follow.
pub const LARGEST_RATE: u64 = 100_000;
/// The longest span and the latest instant: a day.
pub const LONGEST: SimDuration = SimDuration::from_secs(24 * 3600);

/// What a place in a line takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    Number {
        min: u64,
        max: u64,
    },
    Span,
    Instant,
    Text,
    Name,
    /// Several names, separated by commas.
    Names,
    Word(&'static [&'static str]),
    Rate,
    Keys,
    Assignors,
    /// A regular expression over topic names.
    Pattern,
    /// A regular expression over topic names that the broker reads.
    SubscriptionPattern,
    /// A place in a log: an offset, or one of a few words.
    Place(&'static [&'static str]),
    /// Several partitions with an offset each.
    Offsets,
}

/// A value that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Number(u64),
    Span(SimDuration),
    Instant(SimTime),
    /// Text, a name, or one of a few words.
    Text(String),
    Names(Vec<String>),
    Rate(Rate),
    Keys(KeyModel),
    Assignors(Vec<AssignorName>),
    Pattern(TopicPattern),
    Offsets(Vec<(TopicPartition, Offset)>),
}

impl Given {
    /// A number.
    pub fn number(&self) -> Option<u64> {
        match self {
            Given::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A span of time.
    pub fn span(&self) -> Option<SimDuration> {
        match self {
            Given::Span(span) => Some(*span),
            _ => None,
        }
    }

    /// A text, a name or a word.
    pub fn text(&self) -> Option<&str> {
        match self {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Takes {
    /// How the reference writes it.
    pub fn shape(self) -> String {
        match self {
            Takes::Number { .. } => "N".to_owned(),
            Takes::Span => "6s".to_owned(),
            Takes::Instant => "12.480s".to_owned(),
            Takes::Text => "\"...\"".to_owned(),
            Takes::Name => "NAME".to_owned(),
            Takes::Names => "a,b".to_owned(),
            Takes::Word(words) => words.join("|"),
            Takes::Rate => "40/s".to_owned(),
            Takes::Keys => "none|round-robin|uniform:N|skewed:N".to_owned(),
            Takes::Assignors => "range,...".to_owned(),
            Takes::Pattern | Takes::SubscriptionPattern => "orders-.*".to_owned(),
            Takes::Place(words) => format!("N|{}", words.join("|")),
            Takes::Offsets => "orders-0:N,...".to_owned(),
        }
    }

    /// Reads `text`; `what` names the place in messages.
    ///
    /// # Errors
    /// A sentence that says what is taken instead.
    pub fn read(self, what: &str, text: &str) -> Result<Given, Mistake> {
        match self {
            Takes::Number { min, max } => number(what, text, min, max).map(Given::Number),
            Takes::Span => span(what, text).map(Given::Span),
            Takes::Instant => {
                span(what, text).map(|span| Given::Instant(SimTime::from_micros(span.as_micros())))
            }
            Takes::Text => Ok(Given::Text(text.to_owned())),
            Takes::Name => name(what, text).map(|()| Given::Text(text.to_owned())),
            Takes::Names => {
                let list: Vec<String> = text.split(',').map(str::to_owned).collect();
                list.iter().try_for_each(|word| name(what, word))?;
                Ok(Given::Names(list))
            }
            Takes::Word(words) if words.contains(&text) => Ok(Given::Text(text.to_owned())),
            Takes::Word(words) => {
                let hint = similar(text, words.iter().copied());
                Err(ValueMistake::NotAmong { words, hint }.of(what, text))
            }
            Takes::Rate => rate(what, text).map(Given::Rate),
            Takes::Keys => keys(what, text).map(Given::Keys),
            Takes::Assignors => assignors(text).map(Given::Assignors),
            Takes::Pattern => {
                let bare = bare_pattern(what, text)?;
                let read = TopicPattern::new(bare);
                read.map(Given::Pattern).map_err(|error| ValueMistake::NoPattern(error).of(what, bare))
            }
            Takes::SubscriptionPattern => {
                bare_pattern(what, text).map(|bare| Given::Pattern(TopicPattern::for_broker(bare)))
            }
            Takes::Place(words) if words.contains(&text) => Ok(Given::Text(text.to_owned())),
            Takes::Place(words) => place(what, text, words).map(Given::Number),
            Takes::Offsets => offsets(what, text).map(Given::Offsets),
        }
    }
}

/// A whole number between two bounds.
pub fn number(what: &str, text: &str, min: u64, max: u64) -> Result<u64, Mistake> {
    let limit = Some(max).filter(|max| *max != u64::MAX);
    match text.parse::<u64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        Ok(number) => Err(ValueMistake::OutOfRange { min, max: limit }.of(what, &number.to_string())),
        Err(_) if is_huge(text) => Err(ValueMistake::OutOfRange { min, max: Some(max) }.of(what, text)),
        Err(_) => Err(ValueMistake::NoNumber { min, max: limit }.of(what, text)),
    }
}

fn place(what: &str, text: &str, words: &'static [&'static str]) -> Result<Offset, Mistake> {
    match text.parse::<Offset>() {
        Ok(offset) if offset <= LARGEST_OFFSET => Ok(offset),
        Ok(_) => Err(ValueMistake::OffsetTooFar.of(what, text)),
        Err(_) if is_huge(text) => Err(ValueMistake::OffsetTooFar.of(what, text)),
        Err(_) => {
            let hint = similar(text, words.iter().copied());
            Err(ValueMistake::NoOffset { words, hint }.of(what, text))
        }
    }
}

/// Whether a text that is no number of ours is one that is too large for us.
fn is_huge(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `orders-0` as topic and number.
pub fn split_partition(text: &str) -> Option<TopicPartition> {
    let (topic, number) = text.rsplit_once('-')?;
    Some(TopicPartition::new(TopicName::from(topic), number.parse().ok()?))
}

fn offsets(what: &str, text: &str) -> Result<Vec<(TopicPartition, Offset)>, Mistake> {
    let mut pairs: Vec<(TopicPartition, Offset)> = Vec::new();
    let mut named = SortedSet::new();
    for word in text.split(',') {
        let (partition, offset) = word
            .split_once(':')
            .and_then(|(partition, offset)| Some((split_partition(partition)?, offset)))
            .ok_or_else(|| ValueMistake::NoOffsets.of(what, word))?;
        if !named.insert(partition) {
            return Err(ValueMistake::PartitionTwice.of(what, &partition.to_string()));
        }
        pairs.push((partition, number(what, offset, 0, LARGEST_OFFSET)?));
    }
    Ok(pairs)
}

/// Names of things: Kafka's rule for topic names, applied to all; of a partition it holds for the topic.
fn name(what: &str, text: &str) -> Result<(), Mistake> {
    let topic = split_partition(text).map(|partition| partition.topic);
    if TopicName::is_legal(text) || topic.is_some_and(|topic| TopicName::is_legal(topic.as_str())) {
        return Ok(());
    }
    let wrong = if matches!(text, "." | "..") { ValueMistake::OnlyDots } else { ValueMistake::NoName };
    Err(wrong.of(what, text))
}

/// A decimal number scaled by `unit`, which is a power of ten; `None` if it is none, too fine or too large.
fn decimal(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let scale = 10_u64.pow(fraction.len() as u32);
    let parts = fraction.parse::<u64>().ok()?.checked_mul(unit)?;
    if !parts.is_multiple_of(scale) {
        return None;
    }
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(parts / scale)
}

/// A span of time: `6s`, `250ms`, `1500us`, `2min`, `12.48s`.
pub fn span(what: &str, text: &str) -> Result<SimDuration, Mistake> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(unit_at);
    let micros = match unit {
        "us" => decimal(digits, 1),
        "ms" => decimal(digits, 1_000),
        "s" => decimal(digits, 1_000_000),
        "min" => decimal(digits, 1_000_000).and_then(|micros| micros.checked_mul(60)),
        "" if !digits.is_empty() => return Err(ValueMistake::NoUnit.of(what, digits)),
        _ => None,
    };
    match micros.map(SimDuration::from_micros) {
        Some(span) if span <= LONGEST => Ok(span),
        Some(_) => Err(ValueMistake::TooLong.of(what, text)),
        None => Err(ValueMistake::NoSpan.of(what, text)),
    }
}

/// A rate in records a second: `40/s`, `0.5/s`.
pub fn rate(what: &str, text: &str) -> Result<Rate, Mistake> {
    let millis = text.strip_suffix("/s").and_then(|digits| decimal(digits, 1_000));
    match millis {
        Some(millis) if millis <= LARGEST_RATE * 1_000 => Ok(Rate(millis)),
        Some(_) => Err(ValueMistake::TooFast.of(what, text)),
        None => Err(ValueMistake::NoRate.of(what, text)),
    }
}

fn keys(what: &str, text: &str) -> Result<KeyModel, Mistake> {
    let counted = |count: &str| number(what, count, 1, 1_000_000).map(|keys| keys as u32);
    match text.split_once(':') {
        None if text == "none" => Ok(KeyModel::None),
        None if text == "round-robin" => Ok(KeyModel::RoundRobin),
        Some(("uniform", count)) => Ok(KeyModel::Uniform { keys: counted(count)? }),
        Some(("skewed", count)) => Ok(KeyModel::Skewed { keys: counted(count)? }),
        _ => {
            let known = ["none", "round-robin", "uniform:N", "skewed:N"];
            Err(ValueMistake::NoKeyModel(meant(text, known)).of(what, text))
        }
    }
}

/// As a script writes the key model.
pub fn keys_word(keys: KeyModel) -> String {
    match keys {
        KeyModel::None => "none".to_owned(),
        KeyModel::RoundRobin => "round-robin".to_owned(),
        KeyModel::Uniform { keys } => format!("uniform:{keys}"),
        KeyModel::Skewed { keys } => format!("skewed:{keys}"),
    }
}

/// A pattern, which may have slashes around it.
fn bare_pattern<'a>(what: &str, text: &'a str) -> Result<&'a str, Mistake> {
    let bare = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).unwrap_or(text);
    if bare.is_empty() || bare.len() > 1000 {
        return Err(ValueMistake::PatternSize.of(what, bare));
    }
    Ok(bare)
}

fn assignors(text: &str) -> Result<Vec<AssignorName>, Mistake> {
    Ok(parse_assignors(STRATEGY, text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::language::Lang;

    #[test]
    fn spans_are_exact_and_need_a_unit() {
        let read = |text| span("for", text).map(SimDuration::as_micros);
        assert_eq!(read("12.480123s"), Ok(12_480_123));
        assert_eq!(read("1.5ms"), Ok(1_500));
        assert_eq!(read("2min"), Ok(120_000_000));
        let told = |text| Lang::En.say(span("for", text).unwrap_err());
        assert!(told("6").contains("write 6s, 6ms"));
        for wrong in
            ["", "s", "-6s", "6 s", "1.5us", "1.2345678s", "6sec", "9999999999999999999s", "1.s", ".5s"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(told("25000min").contains("24 hours"));
    }

    #[test]
    fn rates_and_keys_are_read_back_as_written() {
        for text in ["40/s", "0.5/s", "0/s"] {
            assert_eq!(rate("rate", text).unwrap().to_string(), text);
        }
        assert!(rate("rate", "40").is_err() && rate("rate", "100001/s").is_err());
        for text in ["none", "round-robin", "uniform:12", "skewed:3"] {
            assert_eq!(keys_word(keys("keys", text).unwrap()), text);
        }
        assert!(keys("keys", "uniform:0").is_err());
        assert!(Lang::En.say(keys("keys", "uniform").unwrap_err()).contains("uniform:N"));
    }
}
