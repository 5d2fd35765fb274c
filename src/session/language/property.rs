//! Why a value of one of Kafka's properties is refused: what is inserted into the sentences.

use crate::kafka::assignor::AssignorName;
use crate::kafka::property::{BY_DURATION, PropertyError, ValueError, Whole, property};
use crate::session::language::template::{Sentence, Slots, list, number, slots};
use crate::session::language::{Lang, en, ko};
use std::borrow::Cow;

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
            let range = property(name).map(|property| match lang {
                Lang::En => property.range(),
                Lang::Ko => property.range_ko(),
            });
            rest[0] = range.unwrap_or_default().into();
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
