//! What is wrong with a link, or with a stretch of which pictures are wanted: what is inserted into the sentences.

use crate::session::deeds::NotRepeated;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::clock;
use crate::session::language::{Lang, en, ko};
use crate::session::link::{FORMAT, LinkMistake};

impl Sentence for LinkMistake {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::links::mistake(self),
            Lang::Ko => ko::links::mistake(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use LinkMistake::*;
        match self {
            Empty | Changed => slots([]),
            TooLong { has, most } => slots([number(*has as u64), number(*most as u64)]),
            NoScenario { name, meant } => slots([name.into(), meant.as_deref().unwrap_or_default().into()]),
            NoInstant(text) => slots([text.into()]),
            Foreign { character, place } => slots([character.to_string().into(), number(*place as u64)]),
            Newer { format } => slots([number((*format).into()), number(FORMAT.into())]),
            CutOff { has, of } => slots([number(*has as u64), number(*of as u64)]),
        }
    }
}

impl Sentence for NotRepeated {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::links::NOT_REPEATED,
            Lang::Ko => ko::links::NOT_REPEATED,
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        slots([
            number(self.number as u64),
            number(self.of as u64),
            self.line.as_str().into(),
            clock(self.at).into(),
            lang.say(&self.why).into(),
        ])
    }
}
