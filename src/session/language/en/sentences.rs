//! The sentences of the page.

use crate::session::language::en::links::{NOT_REPEATED, mistake};
use crate::session::language::en::refusals::refusal;
use crate::session::language::notice::{Complaint, Notice};
use crate::session::language::phrase::Phrase;
use crate::session::steps::Stride;
use crate::session::suggestion::Suggestion;

pub fn phrase(phrase: &Phrase) -> &'static str {
    match phrase {
        Phrase::StepOf { .. } => "Step {0} of {1}",
        Phrase::WhyOf(_) => "Why {0}?",
        Phrase::ProtocolOf(_) => "Protocol of {0}",
        Phrase::GroupOf { .. } => "Group {0} · {1} consumer{1:s}",
        Phrase::Topic(_) => "Topic {0}",
        Phrase::AssignorOf(_) => "Assignor of group {0}",
        Phrase::SettingsOf(_) => "Settings of {0}",
        Phrase::AllOf(_) => "all of {0}",
        Phrase::ToBeAdded(_) => "{0}, to be added",
        Phrase::Differ(_) => "{0} changed",
        Phrase::DiffersFrom(_) => "differs from {0}",
        Phrase::Was(_) => "was {0}",
        Phrase::Reset { .. } => "Reset {0} to {1}",
        Phrase::NotInForce(_) => "{0} edit{0:s} not in force",
        Phrase::DoNotFit(_) => "{0} value{0:s} to correct first",
        Phrase::Restart(_) => "restart {0}",
        Phrase::RestartsAhead(_) => "Still to be restarted: {0}. What you do meanwhile sets that aside.",
        Phrase::MoreFor(_) => "More for {0}",
        Phrase::DoTo(_) => "Do something to {0} …",
        Phrase::AddPartitionTo(_) => "Add a partition to {0}",
        Phrase::Act { .. } => "{0} {1}",
        Phrase::WrittenBy(_) => "Written by {0}; 0 pauses it",
        Phrase::SharedBy(_) => "Shared equally by {0}; 0 pauses them",
        Phrase::StartWith(_) => "start {0} with these",
        Phrase::MoreLines(_) => "And {0} more.",
        Phrase::EarlierLines(_) => "{0} earlier line{0:s}: show more",
        Phrase::MoreConsumers(_) => "{0} more consumer{0:s}: show",
        Phrase::MoreErrors(_) => "and {0} more",
        Phrase::Note(_) => "note, {0}",
        Phrase::LeftOut { .. } => "line {0}: left out{1}: {2}",
        Phrase::Needed(_) => "{0} is needed",
        Phrase::Setting { .. } => "{0} Takes: {1}. Default: {2}.",
        Phrase::Chart { .. } => "{0} over {1} s, up to {2}",
        Phrase::ChartNow { .. } => "{0} over {1} s, now {3}, up to {2}",
        Phrase::OwnRun(_) => "From {0} on this is your own run.",
        Phrase::NextScenario(_) => "next: {0}",
        Phrase::Try(Suggestion::Restart(_)) => "Try: start {0} again.",
        Phrase::Try(Suggestion::Resume(_)) => "Try: let the handler of {0} go on.",
        Phrase::Try(Suggestion::Thaw(_)) => "Try: let {0} run on.",
        Phrase::Try(Suggestion::Mend(_)) => "Try: mend the network of {0}.",
        Phrase::Try(Suggestion::Kill(_)) => "Try: kill {0}, and see who takes over.",
        Phrase::Try(Suggestion::AddConsumer) => "Try: add a consumer.",
        Phrase::FigureWeighs { .. } => "{0} KB at once, {1} KB when the figure comes near, once a page",
        Phrase::NotOpened(_) => "{0} was not opened. What you had goes on unchanged.",
    }
}

pub fn notice(notice: &Notice) -> &'static str {
    match notice {
        Notice::NothingPlays => "Your system asks for less motion, so nothing plays by itself.",
        Notice::Drawing => "The pictures are being drawn …",
        Notice::Saved(_) => "Saved as {0}.",
        Notice::NotSaved(_) => "The browser did not let the page save {0}.",
        Notice::PartMissing => {
            "A part of the page did not come. It is asked for again; until then there are no answers and charts."
        }
        Notice::Answer => "That is the answer. Play on when you have read it.",
        Notice::Question => "A question: choose an answer, or play on.",
        Notice::ChooseFirst => "Choose a consumer first: press 1 to 9, or click its name.",
        Notice::Bug { .. } => {
            "groupscope has a bug: at {0} something did not hold that always must. {1} Save this session: opened \
             again, it shows the same."
        }
        Notice::TakesAWhile(_) => {
            "So much happens that this takes a while: it is {0}. Go there again to go on."
        }
        Notice::NoneAhead(Stride::Line, _) => "Nothing is told up to {0}. Step again to look further.",
        Notice::NoneAhead(Stride::Entry, _) => "Nothing happens up to {0}. Step again to look further.",
        Notice::NoneAhead(Stride::Request, _) => {
            "No request is sent or answered up to {0}. Step again to look further."
        }
        Notice::NoneAhead(Stride::Rebalance, _) => {
            "No rebalance starts or ends up to {0}. Step again to look further."
        }
        Notice::NoneAhead(Stride::Caption, _) => "After {0} there is no caption.",
        Notice::NoneBefore(Stride::Line, _) => "Nothing was told before {0}.",
        Notice::NoneBefore(Stride::Entry, _) => "Nothing happened before {0}.",
        Notice::NoneBefore(Stride::Request, _) => "No request was sent before {0}.",
        Notice::NoneBefore(Stride::Rebalance, _) => "No rebalance started before {0}.",
        Notice::NoneBefore(Stride::Caption, _) => "There is no caption before {0}.",
        Notice::NothingToUndo => "There is nothing to undo.",
        Notice::NothingToRedo => "There is nothing to redo.",
        Notice::LeftScript(_) => "You left the script at {0}.",
        Notice::FutureSetAside(_) => "What came after {0} was set aside.",
        Notice::RestartsSetAside(_) => "This stopped the rolling restart. Still to be restarted: {0}.",
        Notice::RunAnew => "This is the same run with other settings from its start.",
        Notice::TextRun => "Your text runs. The session that was open can be brought back.",
        Notice::TooLongForLink(..) => {
            "The session has {0} characters as a link, and a link at most {1}. Save it as a file instead: it is \
             kept in this browser meanwhile."
        }
        Notice::NothingKept => "This browser keeps nothing: what you do is in the address alone.",
        Notice::NoRoomToKeep => "This browser has no room left: what you do is in the address alone.",
        Notice::ScenarioChanged => {
            "The scenario has changed since the link to it was made. What was done was done again in it as it is now."
        }
        Notice::Copied => "Copied.",
        Notice::NotCopied => "The browser did not let it be copied: select it and copy it by hand.",
        Notice::NextVisitor => {
            "For the next visitor, all that was done and is kept in this browser is deleted: progress, My work, drafts."
        }
        Notice::SessionSetAside(_) => "What you did in {0} was set aside.",
    }
}

pub fn complaint(complaint: &Complaint) -> &'static str {
    match complaint {
        Complaint::Refused(error) => refusal(error),
        Complaint::NotNow { .. } => "{0} is not in a state for that: {1}.",
        Complaint::NoRate { .. } => "A rate is a number from 0 to {1} records a second, not `{0}`.",
        Complaint::TooLarge { .. } => {
            "The file has {0}.{1} MB; a session file has at most {2} MB. Nothing of it was read."
        }
        Complaint::Unreadable => "The browser could not read it (is it a folder?).",
        Complaint::NotFetched(_) => {
            "It could not be fetched from {0}. Check the connection, and choose it again."
        }
        Complaint::Script(_) => "{0}",
        Complaint::NotClosed { .. } => {
            "{0} would not close within {1}, so nothing was restarted. Let its handler go on, or kill it."
        }
        Complaint::Link(wrong) => mistake(wrong),
        Complaint::NotRepeated(_) => NOT_REPEATED,
        Complaint::NotStable { .. } => {
            "The group would not be stable within {0}, so nothing was restarted: {1}. Restart all at once."
        }
    }
}
