//! What the page has to say by itself, kept as data, so that it changes its language together with the page.

use crate::cluster::CommandError;
use crate::kafka::ids::ClientName;
use crate::session::deeds::NotRepeated;
use crate::session::language::action::Verb;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::{clock, duration};
use crate::session::language::{Lang, en, ko};
use crate::session::lexer::ScriptError;
use crate::session::link::LinkMistake;
use crate::session::mistake::Unmet;
use crate::session::steps::Stride;
use crate::sim::time::{SimDuration, SimTime};
use std::rc::Rc;

/// A sentence that passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The visitor's system asks for less motion.
    NothingPlays,
    /// Pictures that take their time.
    Drawing,
    Saved(String),
    NotSaved(String),
    /// Playback waits at a question.
    Question,
    /// Playback waits at the answer to what was said.
    Answer,
    /// No consumer is chosen.
    ChooseFirst,
    /// A rule of the simulation did not hold; `what` is the rule's own sentence.
    Bug {
        at: SimTime,
        what: String,
    },
    /// A long seek has come as far as this.
    TakesAWhile(SimTime),
    /// A step has found nothing of its kind up to here.
    NoneAhead(Stride, SimTime),
    /// Nor anything before this.
    NoneBefore(Stride, SimTime),
    NothingToUndo,
    NothingToRedo,
    LeftScript(SimTime),
    FutureSetAside(SimTime),
    /// What was done came in the middle of a rolling restart; these consumers were still to be restarted.
    RestartsSetAside(String),
    SessionSetAside(String),
    /// A module that the page fetches later did not come.
    PartMissing,
    /// The run is another one, because its settings are.
    RunAnew,
    /// A text that was edited runs.
    TextRun,
    /// The session has so many characters as a link, and a link at most so many.
    TooLongForLink(usize, usize),
    /// The browser keeps nothing, or has no room left.
    NothingKept,
    NoRoomToKeep,
    /// The scenario is another one than when the link to it was made.
    ScenarioChanged,
    Copied,
    NotCopied,
    /// What is deleted before the next visitor begins.
    NextVisitor,
}

impl Sentence for Notice {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::sentences::notice(self),
            Lang::Ko => ko::sentences::notice(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use Notice::*;
        match self {
            NothingPlays | Drawing | Question | Answer | ChooseFirst | RunAnew | TextRun | NothingToUndo
            | NothingToRedo | PartMissing | NothingKept | NoRoomToKeep | ScenarioChanged | Copied
            | NotCopied | NextVisitor => slots([]),
            TooLongForLink(has, most) => slots([number(*has as u64), number(*most as u64)]),
            Saved(name) | NotSaved(name) | RestartsSetAside(name) | SessionSetAside(name) => {
                slots([name.into()])
            }
            Bug { at, what } => slots([clock(*at).into(), what.into()]),
            TakesAWhile(at) | LeftScript(at) | FutureSetAside(at) | NoneAhead(_, at) | NoneBefore(_, at) => {
                slots([clock(*at).into()])
            }
        }
    }
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The consumer's process is in no state for this.
    NotNow {
        client: ClientName,
        verb: Verb,
    },
    NoRate {
        typed: String,
        highest: u64,
    },
    /// How large a file is, in tenths of a megabyte, and how large it may be, in megabytes.
    TooLarge {
        tenths: u64,
        most: u64,
    },
    Unreadable,
    /// Nothing could be fetched from this address.
    NotFetched(String),
    /// The world refused a command.
    Refused(Rc<CommandError>),
    /// A script, or a line of one, is wrong.
    Script(Rc<ScriptError>),
    /// A consumer that is to be restarted would not come to its end.
    NotClosed {
        client: ClientName,
        patience: SimDuration,
    },
    /// A rolling restart would not come to its end.
    NotStable {
        patience: SimDuration,
        unmet: Unmet,
    },
    /// A link is wrong.
    Link(Rc<LinkMistake>),
    /// What a link says was done could not be done again.
    NotRepeated(Rc<NotRepeated>),
}

impl From<CommandError> for Complaint {
    fn from(refused: CommandError) -> Self {
        Complaint::Refused(Rc::new(refused))
    }
}

impl From<ScriptError> for Complaint {
    fn from(wrong: ScriptError) -> Self {
        Complaint::Script(Rc::new(wrong))
    }
}

impl Sentence for Complaint {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::sentences::complaint(self),
            Lang::Ko => ko::sentences::complaint(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        match self {
            Complaint::NotNow { client, verb } => slots([client.as_str().into(), lang.action(*verb).into()]),
            Complaint::NoRate { typed, highest } => slots([typed.into(), number(*highest)]),
            Complaint::TooLarge { tenths, most } => {
                slots([number(tenths / 10), number(tenths % 10), number(*most)])
            }
            Complaint::Unreadable => slots([]),
            Complaint::NotFetched(address) => slots([address.into()]),
            Complaint::Refused(error) => error.slots(lang),
            Complaint::Script(error) => slots([error.message(lang).into()]),
            Complaint::NotClosed { client, patience } => {
                slots([client.as_str().into(), duration(lang, *patience).into()])
            }
            Complaint::NotStable { patience, unmet } => {
                slots([duration(lang, *patience).into(), lang.say(unmet).into()])
            }
            Complaint::Link(wrong) => wrong.slots(lang),
            Complaint::NotRepeated(deed) => deed.slots(lang),
        }
    }
}
