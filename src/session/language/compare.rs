//! Two runs side by side: what is inserted into the sentences.

use crate::session::compare::CompareMeasure;
use crate::session::language::template::{Sentence, Slots, slots};
use crate::session::language::{Lang, en, ko};

/// What stands around the numbers.
#[derive(Clone, Copy, Debug)]
pub enum CompareText<'a> {
    /// Above the table: the two runs.
    Runs { a: &'a str, b: &'a str },
    /// Above the lines in which they part.
    WhereTheyPart,
    /// Their stories are the same.
    Same,
    /// No such change is known.
    NoSuchChange(&'a str),
    /// The changed run cannot be.
    NotPossible(&'a str),
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
            CompareText::NoSuchChange(word) | CompareText::NotPossible(word) => slots([word.into()]),
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
}
