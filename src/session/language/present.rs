//! The texts of the picture for a room, of its code for phones, and of the handout.

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};

/// A fixed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentLabel {
    // What a consumer does.
    Reads,
    Idle,
    Works,
    Commits,
    LooksUp,
    Joins,
    GivesUp,
    TakesOver,
    LostAll,
    // What the coordinator holds of it.
    Member,
    StillMember,
    NotMember,
    Awaited,
    // The buttons.
    Screen,
    Back,
    Next,
    Code,
    Leave,
    Choices,
    Black,
    MarkRecords,
    Wrong,
    // Its keys.
    Holds,
    Rings,
    RingsRecord,
    Marks,
    // The code.
    CodeHead,
    CodeHelp,
    Reach,
    ReachHelp,
    ReachField,
    UseReach,
    ChangeReach,
    Short,
    TooLong,
    NoAddress,
    NoScheme,
    NoHost,
    OnlyHere,
    // A phone.
    Audience,
    // The handout.
    Prediction,
    Why,
    Answers,
    RightIs,
}

/// A sentence with names or numbers in it.
#[derive(Clone, Copy, Debug)]
pub enum PresentPhrase<'a> {
    AtStake(u64),
    Again(u64),
    Twice(u64),
    Lost(u64),
    Position(u64),
    Committed(u64),
    More(usize),
    Generation(i32),
    WaitsFor(&'a str),
    WaitsForMany(usize),
    /// A question on the handout, and an answer: to which question.
    Question(usize),
    AnswerTo(usize),
}

impl Sentence for PresentPhrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::present::phrase(self),
            Lang::Ko => ko::present::phrase(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use PresentPhrase::*;
        match *self {
            AtStake(n) | Again(n) | Twice(n) | Lost(n) | Position(n) | Committed(n) => slots([number(n)]),
            More(n) | WaitsForMany(n) | Question(n) | AnswerTo(n) => slots([number(n as u64)]),
            Generation(n) => slots([n.to_string().into()]),
            WaitsFor(names) => slots([names.into()]),
        }
    }
}
