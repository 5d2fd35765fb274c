//! What can stand at a place in a session's text: keywords, what may follow them, Kafka's properties, and the names
//! that the text itself gives to things. All of it comes from the rules of the lines ([`crate::session::grammar`]).

use crate::kafka::assignor::AssignorName;
use crate::kafka::property::{Kind, PROPERTIES, Property};
use crate::session::grammar::{RULES, Rule, find};
use crate::session::language::Lang;
use crate::session::values::Takes;
use crate::session::words::Argument;

/// No more than this is offered at once.
const MOST_OFFERED: usize = 60;
/// Of a topic no more partitions are offered.
const MOST_PARTITIONS: u32 = 32;

/// What can stand at a place.
#[derive(Clone, Debug)]
pub struct Completion {
    /// Where the word begins that it would replace, in bytes.
    pub from: usize,
    /// In the order of the reference.
    pub offers: Vec<CompletionOffer>,
}

/// A word that can stand there.
#[derive(Clone, Debug)]
pub struct CompletionOffer {
    pub text: String,
    pub about: OfferedWord,
}

/// What is to be said of such a word.
#[derive(Clone, Copy, Debug)]
pub enum OfferedWord {
    Keyword(&'static Rule),
    /// An argument, and what it takes.
    Argument(Takes),
    Property(&'static str),
    /// A value, or the name of something in the text.
    Value,
}

impl OfferedWord {
    /// What the word does or takes; empty where the word says it.
    pub fn help(self, lang: Lang) -> String {
        match self {
            OfferedWord::Keyword(rule) => lang.word_help(rule).to_owned(),
            OfferedWord::Argument(takes) => takes.shape(),
            OfferedWord::Property(name) => lang.setting(name).to_owned(),
            OfferedWord::Value => String::new(),
        }
    }
}

/// What can stand at `caret`, a place in bytes. Unless it was asked for, nothing is offered where nothing was begun.
pub fn complete(text: &str, caret: usize, asked: bool) -> Option<Completion> {
    let before = text.get(..caret)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = &before[start..];
    let is_written = |c: char| line.matches(c).count() % 2 == 1;
    if line.trim_start().starts_with('#') || line.contains(" #") || is_written('"') {
        return None;
    }
    let word_at = line.rfind(|c: char| c.is_whitespace()).map_or(0, |at| at + 1);
    let word = &line[word_at..];
    let mut written = line[..word_at].split_whitespace();
    let keyword = written.next();
    let (typed, offers) = match keyword {
        None => (word, keywords()),
        Some(keyword) => {
            let rest: Vec<&str> = written.collect();
            of_line(find(keyword)?, &rest, word, text)
        }
    };
    if typed.is_empty() && !asked && !word.ends_with(['=', ',']) {
        return None;
    }
    let fits = |offer: &CompletionOffer| offer.text.starts_with(typed) && offer.text != typed;
    let offers: Vec<CompletionOffer> = offers.into_iter().filter(fits).take(MOST_OFFERED).collect();
    (!offers.is_empty()).then_some(Completion { from: caret - typed.len(), offers })
}

fn keywords() -> Vec<CompletionOffer> {
    let offer = |rule: &&'static Rule| CompletionOffer {
        text: rule.name.to_owned(),
        about: OfferedWord::Keyword(rule),
    };
    RULES.iter().map(offer).collect()
}

/// What of the word is typed that is to be completed, and what can stand there.
fn of_line<'a>(
    rule: &'static Rule,
    written: &[&str],
    word: &'a str,
    text: &str,
) -> (&'a str, Vec<CompletionOffer>) {
    if let Some((key, value)) = word.split_once('=') {
        // Of a list, its last word.
        let typed = value.rsplit(',').next().unwrap_or(value);
        return (typed, values(rule, key, text));
    }
    let mut offers = Vec::new();
    let plain = written.iter().filter(|word| !word.contains('=')).count();
    let last = rule.positional.len().saturating_sub(1);
    let place = if rule.repeats { plain.min(last) } else { plain };
    if let Some(argument) = rule.positional.get(place) {
        let taken = |offer: &CompletionOffer| !written.contains(&offer.text.as_str());
        offers.extend(of_argument(argument, text).into_iter().filter(taken));
    }
    let is_given =
        |name: &str| written.iter().any(|word| word.split_once('=').is_some_and(|(key, _)| key == name));
    let arguments = rule.arguments.iter().filter(|argument| !is_given(argument.name));
    offers.extend(arguments.map(|argument| CompletionOffer {
        text: format!("{}=", argument.name),
        about: OfferedWord::Argument(argument.takes),
    }));
    let properties = properties(rule).filter(|property| !is_given(property.name));
    offers.extend(properties.map(|property| CompletionOffer {
        text: format!("{}=", property.name),
        about: OfferedWord::Property(property.name),
    }));
    (word, offers)
}

fn properties(rule: &'static Rule) -> impl Iterator<Item = &'static Property> {
    PROPERTIES.iter().filter(|property| rule.takes_property(property))
}

/// What can follow `key=`.
fn values(rule: &'static Rule, key: &str, text: &str) -> Vec<CompletionOffer> {
    if let Some(argument) = rule.arguments.iter().find(|argument| argument.name == key) {
        return of_argument(argument, text);
    }
    let property = properties(rule).find(|property| property.name == key);
    match property.map(|property| property.kind) {
        Some(Kind::Bool) => plain(["true", "false"]),
        Some(Kind::OneOf(words) | Kind::Protocol(words) | Kind::OffsetReset(words)) => {
            plain(words.iter().copied())
        }
        Some(Kind::Assignors) => assignors(),
        Some(
            Kind::Millis { .. } | Kind::Minutes { .. } | Kind::Int { .. } | Kind::Text | Kind::InstanceId,
        )
        | None => Vec::new(),
    }
}

fn plain<T: ToString>(words: impl IntoIterator<Item = T>) -> Vec<CompletionOffer> {
    let offer = |word: T| CompletionOffer { text: word.to_string(), about: OfferedWord::Value };
    words.into_iter().map(offer).collect()
}

fn assignors() -> Vec<CompletionOffer> {
    plain(AssignorName::ALL.iter().map(|assignor| assignor.name()))
}

/// What an argument takes, as far as there is a choice.
fn of_argument(argument: &Argument, text: &str) -> Vec<CompletionOffer> {
    match argument.takes {
        Takes::Word(words) | Takes::Place(words) => plain(words.iter().copied()),
        Takes::Assignors => assignors(),
        Takes::Keys => plain(["none", "round-robin", "uniform:", "skewed:"]),
        Takes::Name | Takes::Names => plain(named(text, argument.name)),
        Takes::Number { .. }
        | Takes::Span
        | Takes::Instant
        | Takes::Text
        | Takes::Rate
        | Takes::Pattern
        | Takes::SubscriptionPattern
        | Takes::Offsets => Vec::new(),
    }
}

/// The names in a text that an argument of this name takes. What is declared on several lines is named once.
fn named(text: &str, argument: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let (Some(keyword), rest) = (words.next(), words) else { continue };
        let plain = rest.clone().take_while(|word| !word.contains('=') && !word.starts_with('#'));
        match (argument, keyword) {
            ("NAMES" | "CONSUMER" | "consumer" | "WHAT", "consumers")
            | ("GROUP" | "group", "group")
            | ("TOPIC" | "topic" | "topics", "topic")
            | ("PRODUCER", "producer") => found.extend(plain.map(str::to_owned)),
            (
                "TOPIC-NUMBER" | "PARTITION" | "PARTITIONS" | "partition" | "partitions" | "WHAT" | "assign",
                "topic",
            ) => {
                let Some(topic) = rest.clone().next() else { continue };
                let count = rest.clone().find_map(|word| word.strip_prefix("partitions="));
                let count = count.and_then(|count| count.parse().ok()).unwrap_or(1);
                found.extend((0..MOST_PARTITIONS.min(count)).map(|number| format!("{topic}-{number}")));
            }
            _ => {}
        }
    }
    let mut once: Vec<String> = Vec::new();
    for name in found {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "topic orders partitions=2\ngroup billing strategy=range\nconsumers c1 c2 group=billing\n";

    fn offered(line: &str) -> Vec<String> {
        let text = format!("{TEXT}{line}");
        let completion = complete(&text, text.len(), false);
        completion.map(|found| found.offers.into_iter().map(|offer| offer.text).collect()).unwrap_or_default()
    }

    #[test]
    fn a_line_begins_with_a_keyword() {
        assert_eq!(offered("ki"), ["kill"]);
        assert_eq!(offered("kill"), Vec::<String>::new());
        assert_eq!(offered(""), Vec::<String>::new());
        let asked = complete("", 0, true).unwrap();
        assert_eq!(asked.offers.len(), RULES.len());
    }

    #[test]
    fn names_come_from_the_text() {
        assert_eq!(offered("kill c"), ["c1", "c2"]);
        assert_eq!(offered("kill c1 c"), ["c2"]);
        assert_eq!(offered("consumers c3 group="), ["billing"]);
        assert_eq!(offered("why or"), ["orders-0", "orders-1"]);
    }

    #[test]
    fn arguments_and_properties_are_offered_once_and_their_values_too() {
        assert_eq!(offered("group x stra"), ["strategy="]);
        assert_eq!(offered("run unt"), ["until="]);
        assert_eq!(offered("run until=st"), ["stable"]);
        assert!(offered("group x session").contains(&"session.timeout.ms=".to_owned()));
        assert_eq!(offered("group x enable.auto.commit=f"), ["false"]);
        assert!(offered("group x strategy=range,").contains(&"sticky".to_owned()));
        assert!(!offered("run for=1s f").contains(&"for=".to_owned()));
    }

    #[test]
    fn texts_and_comments_are_left_alone() {
        for line in ["say en=\"ki", "# ki", "kill c1 # c"] {
            assert_eq!(offered(line), Vec::<String>::new(), "{line}");
        }
        // Behind letters of several bytes.
        let text = "say en=\"é\" ko=\"가\"\nki";
        assert_eq!(complete(text, text.len(), false).unwrap().from, text.len() - 2);
        assert!(complete(text, 9, false).is_none());
    }
}
