//! The sentences of the page itself: headings, names and tooltips with somebody's name or a number in them.

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};
use crate::session::suggestion::Suggestion;

/// See the head of this file.
#[derive(Clone, Copy, Debug)]
pub enum Phrase<'a> {
    /// How far a story has come.
    StepOf {
        step: usize,
        steps: usize,
    },
    /// The heading above an answer: what was asked about.
    WhyOf(&'a str),
    ProtocolOf(&'a str),
    GroupOf {
        group: &'a str,
        consumers: usize,
    },
    Topic(&'a str),
    AssignorOf(&'a str),
    /// All consumers of a group.
    AllOf(&'a str),
    /// The consumer that would be the next one.
    ToBeAdded(&'a str),
    SettingsOf(&'a str),
    /// How many settings are not as they are if nobody sets them.
    Differ(usize),
    /// The value that a setting differs from.
    DiffersFrom(&'a str),
    /// What a setting was before it was edited.
    Was(&'a str),
    Reset {
        name: &'a str,
        default: &'a str,
    },
    /// Edits that are not in force.
    NotInForce(usize),
    DoNotFit(usize),
    Restart(&'a str),
    RestartsAhead(&'a str),
    MoreFor(&'a str),
    DoTo(&'a str),
    AddPartitionTo(&'a str),
    /// An action and whom it is done to.
    Act {
        action: &'a str,
        name: &'a str,
    },
    WrittenBy(&'a str),
    SharedBy(&'a str),
    StartWith(&'a str),
    /// Lines that are not told.
    MoreLines(usize),
    /// Lines of the journal before those that are listed.
    EarlierLines(usize),
    /// Consumers of a group that have no line in the panel.
    MoreConsumers(usize),
    /// Errors that are not shown.
    MoreErrors(usize),
    /// Something to be known of settings that were read.
    Note(&'a str),
    /// A setting, or a part of a text, that was left out.
    LeftOut {
        line: u32,
        key: &'a str,
        why: &'a str,
    },
    /// A field of a command that has to be filled in.
    Needed(&'a str),
    /// A setting: what it means, what it takes, what Kafka has.
    Setting {
        meaning: &'a str,
        range: &'a str,
        default: &'a str,
    },
    Chart {
        name: &'a str,
        seconds: &'a str,
        most: &'a str,
    },
    ChartNow {
        name: &'a str,
        seconds: &'a str,
        now: &'a str,
        most: &'a str,
    },
    /// A file that could not be opened.
    NotOpened(&'a str),
    /// What a figure weighs, in kilobytes.
    FigureWeighs {
        loader: &'a str,
        program: &'a str,
    },
    /// Since when a visitor has been going their own way.
    OwnRun(&'a str),
    NextScenario(&'a str),
    /// Something to try.
    Try(Suggestion),
}

impl Sentence for Phrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::sentences::phrase(self),
            Lang::Ko => ko::sentences::phrase(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use Phrase::*;
        match *self {
            FigureWeighs { loader, program } => slots([loader.into(), program.into()]),
            StepOf { step, steps } => slots([number(step as u64), number(steps as u64)]),
            WhyOf(name) | ProtocolOf(name) | Topic(name) | AssignorOf(name) | SettingsOf(name)
            | AllOf(name) | ToBeAdded(name) | DiffersFrom(name) | Was(name) | Restart(name)
            | RestartsAhead(name) | MoreFor(name) | DoTo(name) | AddPartitionTo(name) | WrittenBy(name)
            | SharedBy(name) | StartWith(name) | Note(name) | Needed(name) | NotOpened(name)
            | OwnRun(name) | NextScenario(name) => slots([name.into()]),
            GroupOf { group, consumers } => slots([group.into(), number(consumers as u64)]),
            LeftOut { line, key, why } => slots([number(line.into()), key.into(), why.into()]),
            Act { action, name } => slots([action.into(), name.into()]),
            Try(suggestion) => match suggestion {
                Suggestion::Restart(name)
                | Suggestion::Resume(name)
                | Suggestion::Thaw(name)
                | Suggestion::Mend(name)
                | Suggestion::Kill(name) => slots([name.as_str().to_owned().into()]),
                Suggestion::AddConsumer => slots([]),
            },
            Reset { name, default } => slots([name.into(), default.into()]),
            MoreLines(n) | EarlierLines(n) | MoreConsumers(n) | MoreErrors(n) | Differ(n) | NotInForce(n)
            | DoNotFit(n) => slots([number(n as u64)]),
            Setting { meaning, range, default } => slots([meaning.into(), range.into(), default.into()]),
            Chart { name, seconds, most } => slots([name.into(), seconds.into(), most.into()]),
            ChartNow { name, seconds, now, most } => {
                slots([name.into(), seconds.into(), most.into(), now.into()])
            }
        }
    }
}
