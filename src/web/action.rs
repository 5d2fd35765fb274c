//! Everything a visitor can do, once: [`ACTIONS`] feeds the buttons, the keys and the help; the
//! texts of each are in [`crate::session::language`].
//!
//! Buttons, keys and files all become an [`Action`], and every action goes through one door, the app's `dispatch`.

use crate::cluster::command::Command;
use crate::cluster::observation::{ConsumerView, ProcessState};
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::scene::Selection;
use crate::session::compare::pairs::ComparePlan;
use crate::session::foretelling::ForetellDeed;
use crate::session::journal_filter::JournalFilter;
use crate::session::language::Lang;
pub use crate::session::language::action::Verb;
use crate::session::language::label::Label;
use crate::session::language::notice::{Complaint, Notice};
use crate::session::playback::Pace;
use crate::session::steps::Stride;
use crate::sim::time::SimTime;
use crate::web::shell::configure::Configuration;
use crate::web::shell::desk::DeskAction;
use crate::web::shell::page::Place;
use crate::web::shell::presenting::RoomDeed;
use crate::web::shell::study::StudyAction;

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// What it does.
    pub verb: Verb,
    /// Its name for scripts and tests.
    pub id: &'static str,
    /// Its key as a person reads it; empty for none.
    pub key: &'static str,
    /// Another key that does the same; empty for none.
    pub also: &'static str,
}

const fn row(verb: Verb, id: &'static str, key: &'static str) -> ActionRow {
    ActionRow { verb, id, key, also: "" }
}

const fn row_with_two_keys(verb: Verb, id: &'static str, key: &'static str, also: &'static str) -> ActionRow {
    ActionRow { verb, id, key, also }
}

/// The table, in the order of [`Verb`].
pub const ACTIONS: &[ActionRow] = &[
    row(Verb::Play, "play", "Space"),
    row(Verb::Pause, "pause", "Space"),
    row_with_two_keys(Verb::Step, "step", "→", "."),
    row_with_two_keys(Verb::StepBack, "step-back", "←", ","),
    row(Verb::NextEntry, "next-entry", "Shift+→"),
    row(Verb::PreviousEntry, "previous-entry", "Shift+←"),
    row(Verb::NextRebalance, "next-rebalance", "]"),
    row(Verb::PreviousRebalance, "previous-rebalance", "["),
    row(Verb::NextRequest, "next-request", "}"),
    row(Verb::PreviousRequest, "previous-request", "{"),
    row(Verb::NextCaption, "next-caption", ">"),
    row(Verb::PreviousCaption, "previous-caption", "<"),
    row(Verb::Rewind, "rewind", "Home"),
    row_with_two_keys(Verb::Faster, "faster", "+", "="),
    row(Verb::Slower, "slower", "-"),
    row(Verb::LoopFrom, "loop-from", "("),
    row(Verb::LoopTo, "loop-to", ")"),
    row(Verb::NoLoop, "no-loop", "u"),
    row(Verb::Undo, "undo", "Ctrl+Z"),
    row(Verb::Redo, "redo", "Ctrl+Shift+Z"),
    row(Verb::AddConsumer, "add-consumer", "a"),
    row(Verb::Stall, "stall", "s"),
    row(Verb::Close, "close", "q"),
    row(Verb::Kill, "kill", "k"),
    row(Verb::Restart, "restart", "r"),
    row(Verb::Freeze, "freeze", "f"),
    row(Verb::Cut, "cut", "x"),
    row(Verb::Eager, "eager", "e"),
    row(Verb::Cooperative, "cooperative", "o"),
    row(Verb::ConsumerProtocol, "consumer-protocol", ""),
    row(Verb::AddPartition, "add-partition", "p"),
    row(Verb::Open, "open", ""),
    row(Verb::Save, "save", "Ctrl+S"),
    row(Verb::SaveReport, "save-report", ""),
    row(Verb::Share, "share", "y"),
    row(Verb::MyWork, "my-work", "w"),
    row(Verb::Present, "present", "g"),
    row(Verb::Compare, "compare", "b"),
    row(Verb::Deploy, "deploy", "d"),
    row(Verb::Terminal, "terminal", "i"),
    row(Verb::EditText, "edit-text", "Shift+E"),
    row(Verb::SaveSvg, "save-svg", ""),
    row(Verb::SavePng, "save-png", ""),
    row(Verb::SaveMoving, "save-moving", ""),
    row(Verb::SaveStoryboard, "save-storyboard", ""),
    row(Verb::Handout, "handout", ""),
    row(Verb::SaveSequence, "save-sequence", ""),
    row(Verb::SavePlantUml, "save-plantuml", ""),
    row(Verb::SaveNumbers, "save-numbers", ""),
    row(Verb::SaveJournal, "save-journal", ""),
    row(Verb::BringBack, "bring-back", ""),
    row(Verb::BackToScript, "back-to-script", ""),
    row(Verb::Theme, "theme", "t"),
    row(Verb::Language, "language", "l"),
    row(Verb::Controls, "controls", "m"),
    row(Verb::Course, "course", "c"),
    row(Verb::Symptoms, "symptoms", "/"),
    row(Verb::NextLesson, "next-lesson", "n"),
    row(Verb::PreviousLesson, "previous-lesson", "Shift+P"),
    row(Verb::NextVisitor, "next-visitor", "Shift+N"),
    row(Verb::Describe, "describe", "v"),
    row(Verb::LetterKeys, "letter-keys", ""),
    row(Verb::OwnSettings, "own-settings", ""),
    row(Verb::Help, "help", "?"),
    row(Verb::Dismiss, "dismiss", "Esc"),
];

impl Verb {
    /// Its row in the table.
    pub fn row(self) -> &'static ActionRow {
        &ACTIONS[self as usize]
    }

    /// Help and key in one line, for a button's tooltip.
    pub fn hint(self, lang: Lang) -> String {
        let (help, key) = (lang.action_help(self), self.row().key);
        if key.is_empty() { help.to_owned() } else { [help, " (", key, ")"].concat() }
    }

    /// For a step through time: to what, and whether onward. `own` is what a step of the page goes to.
    pub fn stride(self, own: Stride) -> Option<(Stride, bool)> {
        Some(match self {
            Verb::Step => (own, true),
            Verb::StepBack => (own, false),
            Verb::NextEntry => (Stride::Entry, true),
            Verb::PreviousEntry => (Stride::Entry, false),
            Verb::NextRebalance => (Stride::Rebalance, true),
            Verb::PreviousRebalance => (Stride::Rebalance, false),
            Verb::NextRequest => (Stride::Request, true),
            Verb::PreviousRequest => (Stride::Request, false),
            Verb::NextCaption => (Stride::Caption, true),
            Verb::PreviousCaption => (Stride::Caption, false),
            _ => return None,
        })
    }

    /// The step onward to that.
    pub const fn onward(stride: Stride) -> Verb {
        match stride {
            Stride::Line => Verb::Step,
            Stride::Entry => Verb::NextEntry,
            Stride::Request => Verb::NextRequest,
            Stride::Rebalance => Verb::NextRebalance,
            Stride::Caption => Verb::NextCaption,
        }
    }

    /// What has no button of its own in the transport: the other steps, and the loop.
    pub const OF_TIME: [Verb; 11] = [
        Verb::NextEntry,
        Verb::PreviousEntry,
        Verb::NextRebalance,
        Verb::PreviousRebalance,
        Verb::NextRequest,
        Verb::PreviousRequest,
        Verb::NextCaption,
        Verb::PreviousCaption,
        Verb::LoopFrom,
        Verb::LoopTo,
        Verb::NoLoop,
    ];

    /// The verbs that are done to one consumer: those on its line, then those behind "more".
    pub const ON_CONSUMER: [Verb; 6] =
        [Verb::Stall, Verb::Close, Verb::Kill, Verb::Restart, Verb::Freeze, Verb::Cut];

    /// The command for `consumer` as it is now; `None` where the verb makes no sense.
    pub fn command(self, consumer: &ConsumerView) -> Option<Command> {
        use ProcessState::*;
        let client = consumer.name;
        match (self, consumer.process) {
            (Verb::Stall, Running) => Some(Command::StallHandler { client, span: None }),
            (Verb::Stall, Stalled) => Some(Command::ResumeHandler { client }),
            (Verb::Close, Running | Stalled) => Some(Command::CloseConsumer { client }),
            (Verb::Kill, Running | Stalled | Frozen | Closing) => Some(Command::KillProcess { client }),
            (Verb::Restart, Killed { .. } | Closed { .. } | Failed { .. }) => {
                Some(Command::RestartProcess { client, config: None })
            }
            (Verb::Freeze, Running | Stalled) => Some(Command::FreezeProcess { client, span: None }),
            (Verb::Freeze, Frozen) => Some(Command::ThawProcess { client }),
            (Verb::Cut, Killed { .. } | Closed { .. } | Failed { .. }) => None,
            (Verb::Cut, _) if consumer.cut_off => Some(Command::RestoreLink { client }),
            (Verb::Cut, _) => Some(Command::CutLink { client, broker: None, span: None }),
            _ => None,
        }
    }

    /// What stands on its button for this consumer: the way back, where it is already done.
    pub fn label_for(self, lang: Lang, process: ProcessState, cut_off: bool) -> &'static str {
        match (self, process) {
            (Verb::Stall, ProcessState::Stalled) => lang.label(Label::Resume),
            (Verb::Freeze, ProcessState::Frozen) => lang.label(Label::Thaw),
            (Verb::Cut, _) if cut_off => lang.label(Label::Mend),
            _ => lang.action(self),
        }
    }
}

/// Something to be done, said in full.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A verb of the table; where it needs a consumer, the chosen one is meant.
    Do(Verb),
    /// A verb done to this consumer.
    To(Verb, ClientName),
    /// Add a partition to this topic.
    AddPartition(TopicName),
    /// Set the records a second of a topic's producers, as a visitor typed it.
    SetRate(TopicName, String),
    /// Restart all consumers of a group with this assignor alone.
    UseAssignor(GroupId, AssignorName),
    /// Restart a group's consumers one after the other in the protocol of consumer groups, or in the classic one with
    /// this assignor.
    Migrate(GroupId, Option<AssignorName>),
    /// Do what a line of the script says; a refusal is shown at this place.
    Line(Place, String),
    /// Put settings in force.
    Configure(Configuration),
    /// How fast time passes.
    SetPace(Pace),
    /// Go to an instant.
    Seek(SimTime),
    /// Go to an instant and stay there.
    Visit(SimTime),
    /// A question was answered: if playback waits at it, it goes on.
    GoOn,
    /// At the question that is this caption, say this option; none: say nothing any more.
    Choose(usize, Option<usize>),
    /// Foretell something at the question that stands.
    Foretell(ForetellDeed),
    /// List these lines of the journal.
    Filter(JournalFilter),
    /// List more of them, from earlier.
    ListMore,
    /// Choose something, or nothing.
    Select(Option<Selection>),
    /// Choose a consumer by its zero-based place.
    SelectNth(usize),
    /// Open one of the scenarios that come with the page.
    OpenScenario(&'static str),
    /// Open what a link leads to: the fragment of an address.
    OpenLink(String),
    /// Open, or remove, a session that this browser keeps: the fragment of its link, or its name.
    OpenWork(String),
    RemoveWork(String),
    /// Compare so; show the table of the whole runs, or so far; compare two session texts, of which the first is
    /// opened.
    ComparePlanned(ComparePlan),
    CompareWhole(bool),
    CompareTexts {
        a: String,
        b: String,
    },
    /// Something before a room.
    Room(RoomDeed),
    /// Something at the terminal, with pasted output, or in the text editor.
    Desk(DeskAction),
    /// Something in the course, with a symptom, or about who visits the page.
    Study(StudyAction),
    /// Copy a text.
    Copy(String),
    /// Say something that passes.
    Say(Notice),
    /// A file of pictures was drawn, or could not be: the end of its name, and what is in it.
    Drawn(String, Option<web_sys::Blob>),
    /// The text of a scenario that was asked for has come, or why it has not.
    ScenarioCame(&'static str, Result<String, Complaint>),
    /// Open a file that was read.
    OpenBytes {
        name: String,
        bytes: Vec<u8>,
    },
    /// A file could not be read: its name, and why.
    Unreadable {
        name: String,
        why: Complaint,
    },
}

impl Action {
    /// Whether it shows a part of the page that a figure does not have.
    pub fn needs_page(&self) -> bool {
        self.needs_later() || matches!(self, Action::Do(Verb::Controls | Verb::Save))
    }

    /// Whether it is done with what the page fetches after its first picture.
    pub fn needs_later(&self) -> bool {
        matches!(
            self,
            Action::OpenBytes { .. }
                | Action::OpenLink(_)
                | Action::Configure(_)
                | Action::Migrate(..)
                | Action::Do(Verb::ConsumerProtocol)
                | Action::OpenWork(_)
                | Action::ComparePlanned(_)
                | Action::CompareTexts { .. }
                | Action::Desk(_)
                | Action::Study(_)
                | Action::Do(
                    Verb::Help
                        | Verb::Course
                        | Verb::Symptoms
                        | Verb::NextLesson
                        | Verb::PreviousLesson
                        | Verb::NextVisitor
                        | Verb::Describe
                        | Verb::LetterKeys
                        | Verb::OwnSettings
                        | Verb::Share
                        | Verb::MyWork
                        | Verb::Present
                        | Verb::Compare
                        | Verb::Deploy
                        | Verb::Terminal
                        | Verb::EditText
                        | Verb::SaveReport
                        | Verb::SaveSvg
                        | Verb::SavePng
                        | Verb::SaveMoving
                        | Verb::SaveStoryboard
                        | Verb::Handout
                        | Verb::SaveSequence
                        | Verb::SavePlantUml
                        | Verb::SaveNumbers
                        | Verb::SaveJournal
                )
        )
    }
}

/// Whether it is a key of a single character, which somebody who speaks to a computer, or slips, presses unawares: a
/// letter, a digit or a sign, with the shift key or without.
pub fn is_single_character(key: &str, command_key: bool) -> bool {
    !command_key && key != " " && key.chars().count() == 1
}

/// The action of a key, as browsers name keys.
pub fn of_key(key: &str, command_key: bool, shift: bool, playing: bool) -> Option<Action> {
    if command_key {
        return match key.to_ascii_lowercase().as_str() {
            "z" if shift => Some(Action::Do(Verb::Redo)),
            "z" => Some(Action::Do(Verb::Undo)),
            "y" => Some(Action::Do(Verb::Redo)),
            "s" if !shift => Some(Action::Do(Verb::Save)),
            _ => None,
        };
    }
    let verb = match key {
        " " if playing => Verb::Pause,
        " " => Verb::Play,
        "ArrowRight" if shift => Verb::NextEntry,
        "ArrowLeft" if shift => Verb::PreviousEntry,
        "ArrowRight" => Verb::Step,
        "ArrowLeft" => Verb::StepBack,
        "Escape" => Verb::Dismiss,
        _ => {
            if let Some(digit @ 1..) = key.parse::<usize>().ok().filter(|digit| *digit <= 9) {
                return Some(Action::SelectNth(digit - 1));
            }
            let key = if key.len() == 1 { key.to_ascii_lowercase() } else { key.to_owned() };
            let of = |key: &str| ACTIONS.iter().find(|row| row.key == key || row.also == key);
            // With the shift key a letter may mean something else; where it does not, it means the same.
            let shifted = shift.then(|| of(&["Shift+", &key.to_ascii_uppercase()].concat())).flatten();
            shifted.or_else(|| of(&key))?.verb
        }
    };
    Some(Action::Do(verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_verbs() {
        for (place, row) in ACTIONS.iter().enumerate() {
            assert_eq!(row.verb as usize, place, "{}", row.id);
        }
    }

    #[test]
    fn ids_and_keys_are_unique() {
        for (place, row) in ACTIONS.iter().enumerate() {
            let same = |key: &str, other: &ActionRow| {
                !key.is_empty() && key != "Space" && (other.key == key || other.also == key)
            };
            let twin = ACTIONS[..place]
                .iter()
                .find(|other| other.id == row.id || same(row.key, other) || same(row.also, other));
            assert_eq!(twin, None, "{}", row.id);
        }
    }

    #[test]
    fn a_letter_with_the_shift_key_means_the_same_unless_it_has_a_row() {
        assert_eq!(of_key("A", false, true, false), Some(Action::Do(Verb::AddConsumer)));
        assert_eq!(of_key("N", false, true, false), Some(Action::Do(Verb::NextVisitor)));
        // With the letters locked in capitals, but without the shift key.
        assert_eq!(of_key("N", false, false, false), Some(Action::Do(Verb::NextLesson)));
    }

    #[test]
    fn keys_of_a_single_character_are_told_from_others() {
        for key in ["k", "K", "?", "/", "1", "ㅏ"] {
            assert!(is_single_character(key, false), "{key}");
        }
        for (key, command_key) in
            [(" ", false), ("Enter", false), ("ArrowRight", false), ("z", true), ("F1", false)]
        {
            assert!(!is_single_character(key, command_key), "{key}");
        }
    }

    #[test]
    fn every_key_in_the_table_does_what_its_row_says() {
        for (row, key) in ACTIONS.iter().flat_map(|row| [(row, row.key), (row, row.also)]) {
            if key.is_empty() {
                continue;
            }
            let name = key.rsplit('+').next().filter(|name| !name.is_empty()).unwrap_or("+");
            let name = match name {
                "Space" => " ",
                "→" => "ArrowRight",
                "←" => "ArrowLeft",
                "Esc" => "Escape",
                other => other,
            };
            let (control, shift) = (key.contains("Ctrl"), key.contains("Shift"));
            let playing = row.verb == Verb::Pause;
            assert_eq!(of_key(name, control, shift, playing), Some(Action::Do(row.verb)), "{key}");
        }
    }
}
