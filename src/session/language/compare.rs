//! Two runs side by side: what is inserted into the sentences.

use crate::session::compare::pairs::ReadyPair;
use crate::session::compare::{CompareMeasure, CompareSide};
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::short;
use crate::session::language::{Lang, en, ko};
use crate::sim::time::SimTime;

/// What stands around the numbers.
#[derive(Clone, Copy, Debug)]
pub enum CompareText<'a> {
    /// Above the table: the two runs.
    Runs {
        a: &'a str,
        b: &'a str,
    },
    /// Above the lines in which they part.
    WhereTheyPart,
    /// Their stories are the same.
    Same,
    /// No such change is known.
    NoSuchChange(&'a str),
    /// The changed run cannot be.
    NotPossible(&'a str),
    /// So many partitions have no reader, in either.
    Unread {
        a: usize,
        b: usize,
    },
    /// A measure, and what it is in the second run and in the first.
    Instead {
        measure: &'a str,
        b: &'a str,
        a: &'a str,
    },
    /// What the second run gains, and what it pays.
    Gains(&'a str),
    Price(&'a str),
    /// They come to the same.
    Equal,
    /// Of which instant the table is.
    Until(SimTime),
    /// Why a consumer group has no number.
    NoRebalancing,
}

/// A fixed text of the page where two runs are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareLabel {
    Deploy,
    SameCommands,
    WhatItCameTo,
    WholeRun,
    SoFar,
    WhereTheyPart,
    OtherPairs,
    SomethingElse,
    Setting,
    Value,
    TwoTexts,
    FirstText,
    SecondText,
    Compare,
    Leave,
    Pair,
    FirstRun,
    SecondRun,
    OwnersDiffer,
    Differences,
    AsItIs,
    Otherwise,
    Better,
    /// What the first change of a word is not known as.
    NoSuchSetting,
}

impl Sentence for CompareText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::compare::text(self),
            Lang::Ko => ko::compare::text(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        match *self {
            CompareText::Runs { a, b } => slots([a.into(), b.into()]),
            CompareText::WhereTheyPart | CompareText::Same => slots([]),
            CompareText::NoSuchChange(word)
            | CompareText::NotPossible(word)
            | CompareText::Gains(word)
            | CompareText::Price(word) => slots([word.into()]),
            CompareText::Unread { a, b } => slots([number(a as u64), number(b as u64)]),
            CompareText::Instead { measure, b, a } => slots([measure.into(), b.into(), a.into()]),
            CompareText::Equal | CompareText::NoRebalancing => slots([]),
            CompareText::Until(time) => slots([short(time).into()]),
        }
    }
}

impl Lang {
    /// What runs are compared by, in a few words.
    pub fn measure(self, measure: CompareMeasure) -> &'static str {
        match self {
            Lang::En => en::compare::measure(measure),
            Lang::Ko => ko::compare::measure(measure),
        }
    }

    /// A fixed text where two runs are compared.
    pub const fn compare_label(self, label: CompareLabel) -> &'static str {
        match self {
            Lang::En => en::compare::label(label),
            Lang::Ko => ko::compare::label(label),
        }
    }

    /// What one side of a ready-made pair does.
    pub const fn side_of(self, pair: ReadyPair, side: CompareSide) -> &'static str {
        let (a, b) = match self {
            Lang::En => en::compare::pair(pair),
            Lang::Ko => ko::compare::pair(pair),
        };
        match side {
            CompareSide::A => a,
            CompareSide::B => b,
        }
    }
}
