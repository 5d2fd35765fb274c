//! Why there is no picture of a stretch: what is inserted into the sentences.

use crate::session::frames::{MOST_FRAMES, StretchMistake};
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::clock;
use crate::session::language::{Lang, en, ko};

impl Sentence for StretchMistake {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::picture::mistake(self),
            Lang::Ko => ko::picture::mistake(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        match self {
            StretchMistake::Empty { from, to } => slots([clock(*from).into(), clock(*to).into()]),
            StretchMistake::TooManyFrames { has } => slots([number(*has), number(MOST_FRAMES)]),
        }
    }
}
