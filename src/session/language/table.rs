//! What stands in the tables of a transcript.

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};

/// A line of a table, or a cell of it.
#[derive(Clone, Copy, Debug)]
pub enum TableText<'a> {
    Group {
        group: &'a str,
        state: &'static str,
        generation: i32,
        /// The leader and the protocol, or nothing.
        led: &'a str,
        members: &'a str,
    },
    NoCoordinator {
        group: &'a str,
        since: &'a str,
    },
    /// A member that its name does not stand for any more.
    Earlier,
    /// The same, and what became of its process.
    EarlierProcess(&'a str),
    Awaited,
    AwaitedFor(&'a str),
    SessionEnds(&'a str),
    AnswerPending,
    Nobody,
    /// Nobody reads it, and this one will.
    AssignedTo(&'a str),
    IsLeader(&'a str),
    Generation(i32),
    NoGeneration,
    /// It is in none, or not yet.
    NoneYet,
    Span {
        from: &'a str,
        to: &'a str,
    },
    /// Above the tables at the end: of which instant they are.
    Instant(&'a str),
    /// An instant in seconds.
    At(&'a str),
    Now,
    CutShort(&'a str),
    Totals([u64; 6]),
    SkippedAtStart(u64),
}

impl Sentence for TableText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::phrases::table(self),
            Lang::Ko => ko::phrases::table(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use TableText::*;
        match *self {
            Earlier | Awaited | AnswerPending | Nobody | NoGeneration | NoneYet | Now => slots([]),
            Group { group, state, generation, led, members } => {
                slots([group.into(), state.into(), generation.to_string().into(), led.into(), members.into()])
            }
            NoCoordinator { group, since } => slots([group.into(), since.into()]),
            EarlierProcess(words)
            | AwaitedFor(words)
            | SessionEnds(words)
            | AssignedTo(words)
            | IsLeader(words)
            | At(words)
            | Instant(words)
            | CutShort(words) => slots([words.into()]),
            Generation(n) => slots([n.to_string().into()]),
            Span { from, to } => slots([from.into(), to.into()]),
            Totals(numbers) => slots(numbers.map(number)),
            SkippedAtStart(n) => slots([number(n)]),
        }
    }
}
