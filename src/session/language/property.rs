//! Why a value of one of Kafka's properties is refused: what is inserted into the sentences.

use crate::kafka::assignor::AssignorName;
use crate::kafka::known_keys::Unsimulated;
use crate::kafka::property::{
    BY_DURATION, Kind, LONGEST_INSTANCE_ID, NO_LIMIT, Property, PropertyError, ValueError, Whole, property,
};
use crate::session::bench::takes;
use crate::session::language::label::SettingLabel;
use crate::session::language::template::{Sentence, Slots, list, number, slots};
use crate::session::language::{Lang, en, ko};
use crate::session::values::Takes;
use std::borrow::Cow;

impl Lang {
    /// Why a key of Kafka's changes nothing here, in a sentence.
    pub fn unsimulated(self, why: Unsimulated) -> &'static str {
        match self {
            Lang::En => en::properties::unsimulated(why),
            Lang::Ko => ko::properties::unsimulated(why),
        }
    }

    /// What a property takes, as a reference writes it.
    pub fn range(self, property: &Property) -> String {
        self.say(Range { kind: property.kind, words: property.words() })
    }

    /// What a setting takes, Kafka's or our own.
    pub fn range_of(self, name: &str) -> String {
        if let Some(property) = property(name) {
            return self.range(property);
        }
        match takes(name) {
            Some(Takes::Number { min, max }) => {
                let kind = Kind::Int { min: min as i64, max: max as i64 };
                self.say(Range { kind, words: String::new() })
            }
            Some(Takes::Word(words)) => words.join(", "),
            Some(Takes::Name) => self.setting_label(SettingLabel::Name).to_owned(),
            _ => self.setting_label(SettingLabel::Span).to_owned(),
        }
    }
}

/// What a setting takes.
struct Range {
    kind: Kind,
    /// The words, if it takes words only.
    words: String,
}

impl Range {
    /// The limits of a number.
    fn limits(&self) -> [i64; 2] {
        match self.kind {
            Kind::Millis { min, max } | Kind::Minutes { min, max } => [min as i64, max as i64],
            Kind::Int { min, max } => [min, max],
            Kind::Bool
            | Kind::Text
            | Kind::InstanceId
            | Kind::OffsetReset(_)
            | Kind::OneOf(_)
            | Kind::Protocol(_)
            | Kind::Assignors => [0, 0],
        }
    }
}

impl Sentence for Range {
    fn template(&self, lang: Lang) -> &'static str {
        let limited = !NO_LIMIT.contains(&self.limits()[1]);
        match lang {
            Lang::En => en::properties::range(self.kind, limited),
            Lang::Ko => ko::properties::range(self.kind, limited),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        match self.kind {
            Kind::Millis { .. } | Kind::Minutes { .. } | Kind::Int { .. } => {
                slots(self.limits().map(|limit| limit.to_string().into()))
            }
            Kind::Bool | Kind::Text => slots([]),
            Kind::InstanceId => slots([number(LONGEST_INSTANCE_ID as u64)]),
            Kind::OffsetReset(_) => slots([self.words.as_str().into(), BY_DURATION.into()]),
            Kind::OneOf(_) | Kind::Protocol(_) | Kind::Assignors => slots([self.words.as_str().into()]),
        }
    }
}

impl Sentence for PropertyError {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::properties::property(self),
            Lang::Ko => ko::properties::property(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        match self {
            PropertyError::NotOfConsumers(name) | PropertyError::NotOfBrokers(name) => slots([name.into()]),
            PropertyError::Value { name, text, wrong } => value(name, text, *wrong, lang),
            PropertyError::NoAssignor(name) => slots([(*name).into()]),
            PropertyError::AssignorTwice { name, assignor } => {
                slots([(*name).into(), assignor.name().into()])
            }
            PropertyError::Heartbeat { interval, session } => slots([number(*interval), number(*session)]),
            PropertyError::NeedsWorkers(mode) | PropertyError::NeedsPollThread(mode) => {
                slots([mode.word.into()])
            }
            PropertyError::ExternalOutOfOrder | PropertyError::DrainWithoutWorkers => slots([]),
            PropertyError::ClassicOnly { name, instead } => slots([(*name).into(), (*instead).into()]),
            PropertyError::ConsumerOnly { name } => slots([(*name).into()]),
            PropertyError::Outside { name, value, min, max } => {
                slots([(*name).into(), number(*value), number(*min), number(*max)])
            }
            PropertyError::Racks { racks, brokers } => {
                slots([number(*racks as u64), number((*brokers).into())])
            }
            PropertyError::SessionTimeouts { min, max } => slots([number(*min), number(*max)]),
        }
    }
}

fn value<'a>(name: &'static str, text: &'a str, wrong: ValueError, lang: Lang) -> Slots<'a> {
    let mut rest = [Cow::default(), Cow::default(), Cow::default()];
    match wrong {
        ValueError::NoFlag | ValueError::NegativeDuration | ValueError::NeedsDuration => {}
        ValueError::NoDuration => rest[0] = text.strip_prefix(BY_DURATION).unwrap_or(text).into(),
        ValueError::NoWord | ValueError::NoInstanceId => {
            rest[0] = property(name).map(|property| lang.range(property)).unwrap_or_default().into();
        }
        ValueError::NoNumber { min, max, whole } | ValueError::OutOfRange { min, max, whole } => {
            rest = [min.to_string().into(), max.to_string().into(), unit(lang, whole).into()];
        }
        ValueError::UnknownAssignor => rest[0] = list(&AssignorName::ALL.map(AssignorName::name)),
    }
    let [first, second, third] = rest;
    slots([name.into(), text.into(), first, second, third])
}

fn unit(lang: Lang, whole: Whole) -> &'static str {
    match lang {
        Lang::En => en::properties::whole(whole),
        Lang::Ko => ko::properties::whole(whole),
    }
}
