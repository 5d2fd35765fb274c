//! The stage in sentences, for those who ask for its present state: what is inserted into them.

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};

/// One sentence.
#[derive(Clone, Copy, Debug)]
pub enum DescribedText<'a> {
    /// What time it is.
    At(&'a str),
    Group {
        group: &'a str,
        state: &'a str,
        generation: i32,
        members: usize,
    },
    NoCoordinator(&'a str),
    /// A consumer, and what it has.
    Reads {
        name: &'a str,
        lanes: &'a str,
    },
    Idle(&'a str),
    /// A pattern that it leaves to the coordinator.
    SubscribesByPattern {
        name: &'a str,
        pattern: &'a str,
    },
    Dead {
        name: &'a str,
        lanes: &'a str,
    },
    DeadWithNothing(&'a str),
    Frozen {
        name: &'a str,
        lanes: &'a str,
    },
    Stalled {
        name: &'a str,
        lanes: &'a str,
    },
    Closing(&'a str),
    Closed(&'a str),
    Failed {
        name: &'a str,
        exception: &'a str,
    },
    CutOff(&'a str),
    Zombie(&'a str),
    MoreConsumers(usize),
    /// Partitions without a reader.
    NobodyReads(&'a str),
    /// Partitions with their lags.
    Lags(&'a str),
    TotalLag(u64),
    /// What went wrong so far.
    Cost {
        duplicates: u64,
        gaps: u64,
    },
    /// What is asked.
    Asked(&'a str),
    Option {
        number: usize,
        option: &'a str,
    },
}

impl Sentence for DescribedText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::described::text(self),
            Lang::Ko => ko::described::text(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use DescribedText::*;
        match *self {
            At(text)
            | NoCoordinator(text)
            | Idle(text)
            | DeadWithNothing(text)
            | Closing(text)
            | Closed(text)
            | CutOff(text)
            | Zombie(text)
            | NobodyReads(text)
            | Lags(text)
            | Asked(text) => slots([text.into()]),
            Group { group, state, generation, members } => {
                slots([group.into(), state.into(), generation.to_string().into(), number(members as u64)])
            }
            Reads { name, lanes }
            | Dead { name, lanes }
            | Frozen { name, lanes }
            | Stalled { name, lanes } => slots([name.into(), lanes.into()]),
            SubscribesByPattern { name, pattern } => slots([name.into(), pattern.into()]),
            Failed { name, exception } => slots([name.into(), exception.into()]),
            MoreConsumers(n) => slots([number(n as u64)]),
            TotalLag(n) => slots([number(n)]),
            Cost { duplicates, gaps } => slots([number(duplicates), number(gaps)]),
            Option { number: n, option } => slots([number(n as u64), option.into()]),
        }
    }
}
