//! What is said where something is foretold, judged, tried and learned.

use crate::kafka::ids::{ClientName, Offset, TopicPartition};
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::{self, clock};
use crate::session::language::{Lang, en, ko};
use crate::session::prediction::truth::Truth;
use crate::session::prediction::verdict::{GuessVerdict, GuessedBy};
use crate::session::prediction::{Guess, Prediction};
use crate::sim::time::{SimDuration, SimTime};

/// A fixed text there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonLabel {
    OrMark,
    OrNumber,
    GiveAnswer,
    Clear,
    ShowMe,
    First,
    Last,
    MarkRecords,
    ChooseLanes,
    ChooseOwners,
    NotChosen,
    YourNumber,
    InSeconds,
    YouSaid,
    WhatHappened,
    NoneOfThem,
    NoAnswer,
    Nobody,
    TryIt,
    Stays,
    YouSaidAll,
    Otherwise,
    TaskDone,
    TaskOpen,
}

/// A sentence with names or numbers in it.
#[derive(Clone, Copy, Debug)]
pub enum LessonPhrase<'a> {
    Records(u64),
    SaidOnLane { count: u64, first: Offset, last: Offset },
    EndOf { partition: &'a str, end: LessonLabel },
    OwnerOf(&'a str),
    TickedAt(SimTime),
    TasksDone { done: usize, of: usize },
    Verdict(GuessVerdict),
}

impl Sentence for LessonPhrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::lesson::phrase(self),
            Lang::Ko => ko::lesson::phrase(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        match *self {
            LessonPhrase::SaidOnLane { count, first, last } => {
                slots([number(count), number(first), number(last)])
            }
            LessonPhrase::Records(count) => slots([number(count)]),
            LessonPhrase::EndOf { partition, end } => {
                slots([partition.into(), lang.lesson_label(end).into()])
            }
            LessonPhrase::OwnerOf(partition) => slots([partition.into()]),
            LessonPhrase::TickedAt(at) => slots([clock(at).into()]),
            LessonPhrase::TasksDone { done, of } => slots([number(done as u64), number(of as u64)]),
            LessonPhrase::Verdict(GuessVerdict::More(by) | GuessVerdict::Fewer(by)) => match by {
                GuessedBy::Records(count) | GuessedBy::Count(count) => slots([number(count)]),
                GuessedBy::Span(micros) => {
                    slots([units::span(lang, SimDuration::from_micros(micros)).into()])
                }
            },
            LessonPhrase::Verdict(GuessVerdict::Partly { right, of }) => slots([number(right), number(of)]),
            LessonPhrase::Verdict(GuessVerdict::Same | GuessVerdict::Elsewhere | GuessVerdict::Open) => {
                slots([])
            }
        }
    }
}

/// What a guess says, or what happened, as a short line for each thing it is about: its size, and where it lies.
pub type Summed = Vec<String>;

impl Lang {
    /// A fixed text of a lesson.
    pub fn lesson_label(self, label: LessonLabel) -> &'static str {
        match self {
            Lang::En => en::lesson::label(label),
            Lang::Ko => ko::lesson::label(label),
        }
    }

    /// What a reader said, in lines.
    pub fn guess(self, prediction: &Prediction, guess: &Guess) -> Summed {
        match guess {
            Guess::Records(marks) => {
                let total: u64 = marks.values().map(|(from, to)| to.saturating_sub(*from)).sum();
                let of = |(partition, (from, to)): (&TopicPartition, &(Offset, Offset))| {
                    (from < to).then(|| stretch(prediction, partition, (*from, *to)))
                };
                self.records(total, marks.iter().filter_map(of))
            }
            Guess::Partitions(named) => self.named(named.iter().map(ToString::to_string).collect()),
            Guess::Owners(owners) => {
                let owner = |partition| match owners.get(partition) {
                    Some(owner) => self.owner(owner),
                    None => self.lesson_label(LessonLabel::NotChosen).to_owned(),
                };
                let named = |partition| format!("{partition} → {}", owner(partition));
                prediction.partitions.iter().map(named).collect()
            }
            Guess::Number(number) => vec![self.number_of(prediction, *number)],
        }
    }

    /// What happened, in lines.
    pub fn truth(self, prediction: &Prediction, truth: &Truth) -> Summed {
        match truth {
            Truth::Records(found) => {
                let total = found.values().flatten().map(|(from, to)| to - from).sum();
                let of = |(partition, found): (&TopicPartition, &Vec<(Offset, Offset)>)| {
                    found.iter().map(|one| stretch(prediction, partition, *one)).collect::<Vec<_>>()
                };
                self.records(total, found.iter().flat_map(of))
            }
            Truth::Partitions(named) => self.named(named.iter().map(ToString::to_string).collect()),
            Truth::Owners(owners) => {
                owners.iter().map(|(partition, name)| format!("{partition} → {}", self.owner(name))).collect()
            }
            Truth::Number(Some(number)) => vec![self.number_of(prediction, *number)],
            Truth::Number(None) => vec![self.lesson_label(LessonLabel::NoneOfThem).to_owned()],
        }
    }

    fn owner(self, owner: &Option<ClientName>) -> String {
        owner.map_or(self.lesson_label(LessonLabel::Nobody).to_owned(), |name| name.to_string())
    }

    fn records(self, total: u64, places: impl Iterator<Item = String>) -> Summed {
        let places: Vec<String> = places.take(4).collect();
        let total = if total == 0 {
            self.lesson_label(LessonLabel::NoneOfThem).to_owned()
        } else {
            total.to_string()
        };
        std::iter::once(total).chain((!places.is_empty()).then(|| places.join(", "))).collect()
    }

    fn named(self, names: Vec<String>) -> Summed {
        if names.is_empty() { vec![self.lesson_label(LessonLabel::NoneOfThem).to_owned()] } else { names }
    }

    fn number_of(self, prediction: &Prediction, number: i128) -> String {
        let is_span = prediction.is_span();
        match u64::try_from(number) {
            // Nobody answers to the millisecond.
            Ok(micros) if is_span && micros >= ROUNDED => units::span(
                self,
                SimDuration::from_micros((micros + ROUNDED / 20) / (ROUNDED / 10) * (ROUNDED / 10)),
            ),
            Ok(micros) if is_span => units::span(self, SimDuration::from_micros(micros)),
            _ => number.to_string(),
        }
    }
}

/// From a second on, in microseconds, spans are told to the tenth of a second.
const ROUNDED: u64 = 1_000_000;

/// Records that lie together; of which partition, where the question is about several.
fn stretch(prediction: &Prediction, partition: &TopicPartition, (from, to): (Offset, Offset)) -> String {
    let records = match to - from {
        1 => from.to_string(),
        _ => format!("{from} … {}", to - 1),
    };
    if prediction.partitions.len() == 1 { records } else { format!("{partition} {records}") }
}
