//! Everything a visitor can do, once: [`ACTIONS`] feeds the buttons, the keys and the help.
//!
//! Buttons, keys and files all become an [`Action`], and every action goes through one door, the app's `dispatch`.

use crate::cluster::command::Command;
use crate::cluster::observation::{ConsumerView, ProcessState};
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::scene::Selection;
use crate::sim::time::SimTime;
use crate::web::shell::page::Place;

/// What can be done, without saying to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Play,
    Pause,
    Step,
    StepBack,
    Rewind,
    Faster,
    Slower,
    Undo,
    Redo,
    AddConsumer,
    Stall,
    Close,
    Kill,
    Restart,
    Freeze,
    Cut,
    Eager,
    Cooperative,
    AddPartition,
    Open,
    Save,
    SaveReport,
    BringBack,
    Theme,
    Language,
    Controls,
    Help,
    Dismiss,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it does.
    pub verb: Verb,
    /// Its name for scripts and tests.
    pub id: &'static str,
    /// What stands on its button.
    pub label: &'static str,
    /// Its key as a person reads it; empty for none.
    pub key: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
}

const fn row(
    verb: Verb,
    id: &'static str,
    label: &'static str,
    key: &'static str,
    help: &'static str,
) -> Row {
    Row { verb, id, label, key, help }
}

/// The table, in the order of [`Verb`].
pub const ACTIONS: &[Row] = &[
    row(Verb::Play, "play", "play", "Space", "Let time run."),
    row(Verb::Pause, "pause", "pause", "Space", "Hold time still."),
    row(Verb::Step, "step", "step", "→", "Go to the next thing that happens."),
    row(Verb::StepBack, "step-back", "step", "←", "Go back to the last thing that happened."),
    row(Verb::Rewind, "rewind", "restart", "Home", "Go back to the beginning; what you did stays."),
    row(Verb::Faster, "faster", "faster", "+", "Let time run faster."),
    row(Verb::Slower, "slower", "slower", "-", "Let time run slower."),
    row(Verb::Undo, "undo", "undo", "Ctrl+Z", "Take back what you did last; the future you left returns."),
    row(Verb::Redo, "redo", "redo", "Ctrl+Shift+Z", "Do again what you took back."),
    row(Verb::AddConsumer, "add-consumer", "+ add consumer", "a", "Start one more consumer like the last."),
    row(
        Verb::Stall,
        "stall",
        "stall",
        "s",
        "Block the handler: heartbeats go on, poll is not called. Again: let it go on.",
    ),
    row(Verb::Close, "close", "close", "c", "Finish the batch in hand, commit, and leave the group."),
    row(Verb::Kill, "kill", "kill", "k", "kill -9: the process stops for good, without a word."),
    row(Verb::Restart, "restart", "restart", "r", "Start a dead consumer again."),
    row(
        Verb::Freeze,
        "freeze",
        "freeze",
        "f",
        "Stop both threads, as a long GC pause does. Again: let them run on.",
    ),
    row(Verb::Cut, "cut", "cut off", "x", "Cut the network to the brokers. Again: mend it."),
    row(
        Verb::Eager,
        "eager",
        "eager",
        "e",
        "Close all consumers and start them with [range]: a rebalance takes everything from everybody.",
    ),
    row(
        Verb::Cooperative,
        "cooperative",
        "cooperative",
        "o",
        "Close all consumers and start them with [cooperative-sticky]: only what moves stops.",
    ),
    row(Verb::AddPartition, "add-partition", "+ add", "p", "Give the topic one more partition."),
    row(Verb::Open, "open", "open", "", "Open a .session file; dropping one on the page does the same."),
    row(
        Verb::Save,
        "save",
        "save",
        "Ctrl+S",
        "Save the script together with what you did, as a .session file.",
    ),
    row(Verb::SaveReport, "save-report", "report", "", "Save all numbers of this instant as JSON."),
    row(Verb::BringBack, "bring-back", "bring it back", "", "Return to the session that was open before."),
    row(Verb::Theme, "theme", "theme", "t", "Light, dark, or as the system has it."),
    row(Verb::Language, "language", "한/EN", "l", "Captions in Korean or in English."),
    row(Verb::Controls, "controls", "controls", "m", "Show or hide the controls on a narrow screen."),
    row(Verb::Help, "help", "?", "?", "Show this list."),
    row(
        Verb::Dismiss,
        "dismiss",
        "close",
        "Esc",
        "Put away messages, this list, and the choice of a consumer.",
    ),
];

impl Verb {
    /// Its row in the table.
    pub fn row(self) -> &'static Row {
        &ACTIONS[self as usize]
    }

    /// Help and key in one line, for a button's tooltip.
    pub fn hint(self) -> String {
        let row = self.row();
        if row.key.is_empty() { row.help.to_owned() } else { format!("{} ({})", row.help, row.key) }
    }

    /// The verbs that are done to one consumer: those on its line, then those behind "more".
    pub const ON_CONSUMER: [Verb; 6] =
        [Verb::Stall, Verb::Close, Verb::Kill, Verb::Restart, Verb::Freeze, Verb::Cut];

    /// The command for `consumer` as it is now; `None` where the verb makes no sense.
    pub fn command(self, consumer: &ConsumerView) -> Option<Command> {
        use ProcessState::*;
        let client = consumer.name.clone();
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
    pub fn label_for(self, process: ProcessState, cut_off: bool) -> &'static str {
        match (self, process) {
            (Verb::Stall, ProcessState::Stalled) => "resume",
            (Verb::Freeze, ProcessState::Frozen) => "thaw",
            (Verb::Cut, _) if cut_off => "mend",
            _ => self.row().label,
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
    /// Do what a line of the script says; a refusal is shown at this place.
    Line(Place, String),
    /// Playback speed in hundredths.
    SetSpeed(u32),
    /// Go to an instant.
    Seek(SimTime),
    /// Go to an instant and stay there.
    Visit(SimTime),
    /// A question was answered: if playback waits at it, it goes on.
    GoOn,
    /// Choose something, or nothing.
    Select(Option<Selection>),
    /// Choose the how-manyth consumer, from 0.
    SelectNth(usize),
    /// Open one of the scenarios that come with the page.
    OpenScenario(&'static str),
    /// Open a file that was read.
    OpenBytes { name: String, bytes: Vec<u8> },
    /// A file could not be read: its name, and why.
    Unreadable { name: String, why: String },
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
        "ArrowRight" => Verb::Step,
        "ArrowLeft" => Verb::StepBack,
        "Escape" => Verb::Dismiss,
        "=" => Verb::Faster,
        _ => {
            if let Some(digit @ 1..) = key.parse::<usize>().ok().filter(|digit| *digit <= 9) {
                return Some(Action::SelectNth(digit - 1));
            }
            let key = if key.len() == 1 { key.to_ascii_lowercase() } else { key.to_owned() };
            ACTIONS.iter().find(|row| row.key == key)?.verb
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
            let twin = ACTIONS[..place].iter().find(|other| {
                other.id == row.id || (!row.key.is_empty() && other.key == row.key && row.key != "Space")
            });
            assert_eq!(twin, None, "{}", row.id);
        }
    }

    #[test]
    fn every_key_in_the_table_does_what_its_row_says() {
        for row in ACTIONS.iter().filter(|row| !row.key.is_empty()) {
            let name = row.key.rsplit('+').next().filter(|name| !name.is_empty()).unwrap_or("+");
            let name = match name {
                "Space" => " ",
                "→" => "ArrowRight",
                "←" => "ArrowLeft",
                "Esc" => "Escape",
                other => other,
            };
            let (control, shift) = (row.key.contains("Ctrl"), row.key.contains("Shift"));
            let playing = row.verb == Verb::Pause;
            assert_eq!(of_key(name, control, shift, playing), Some(Action::Do(row.verb)), "{}", row.key);
        }
    }
}
