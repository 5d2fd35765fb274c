//! The terminal, pasted output and the text editor, in English.

use crate::session::language::desk::{DeskLabel, DeskPhrase};

#[rustfmt::skip]
pub const fn label(label: DeskLabel) -> &'static str {
    match label {
        DeskLabel::Timeline => "Timeline",
        DeskLabel::Tabs => "Timeline or terminal",
        DeskLabel::Described => "What is described",
        DeskLabel::GroupToDescribe => "Group",
        DeskLabel::LogOf => "log of",
        DeskLabel::AllClients => "all",
        DeskLabel::OtherClients => "others …",
        DeskLabel::ToolOutput => "What the tool prints",
        DeskLabel::ClientsLog => "What the clients have written to their logs",
        DeskLabel::NoGroupYet => "There is no group at this instant.",
        DeskLabel::NothingLogged => "Nothing is in this log yet.",
        DeskLabel::KilledThere => "killed",
        DeskLabel::FailedThere => "ended by an exception",
        DeskLabel::PasteOutput => "Paste the output of your own cluster",
        DeskLabel::PasteTitle => "Your own group, from what --describe prints",
        DeskLabel::RunThere => {
            "Run this where your cluster is, with your address and your group. The first command \
             is enough; the others add who the members are and the assignor."
        }
        DeskLabel::CopyCommands => "copy the commands",
        DeskLabel::PasteHere => "Paste what it prints",
        DeskLabel::NothingLeaves => {
            "Nothing leaves this page: what you paste is read here and sent nowhere. A link to \
             the session holds the session that is made of it, with the names of groups and topics, so share it as you \
             would share those."
        }
        DeskLabel::OpenAsSession => "Open as a session",
        DeskLabel::CannotRead => "This cannot be read yet. Your text stays as it is.",
        DeskLabel::WasAssumed => "What was assumed, and what the output does not tell",
        DeskLabel::OtherGroups => "Other groups in the output",
        DeskLabel::EditorTitle => "The session as text",
        DeskLabel::SessionText => "Text of the session",
        DeskLabel::RunFromStart => "Run from the start",
        DeskLabel::RunFromStartHelp => {
            "Runs this text from 00:00. The session that is open now can be brought back. \
             (Ctrl+Enter)"
        }
        DeskLabel::RunToNow => "Run up to now",
        DeskLabel::RunToNowHelp => {
            "Runs this text from 00:00 without showing it, and stops at the instant at which you \
             are."
        }
        DeskLabel::TakeText => "Take the session's text anew",
        DeskLabel::BackToStage => "Back to the stage",
        DeskLabel::IsOpen => "This is the text of the session that is open.",
        DeskLabel::CanRun => "Changed, and not run yet. No mistake was found.",
        DeskLabel::SessionMoved => "The session changed meanwhile. What you typed is kept.",
        DeskLabel::EditorHelp => {
            "A text always runs from its first line: what lies in the past of a run cannot be \
             changed from within. To add something at this instant only, use the menus of the \
             bench; each shows the line it stands for. What is typed here stays when you go to \
             the stage and back."
        }
        DeskLabel::Suggestions => "Suggestions",
        DeskLabel::SuggestionKeys => {
            "Ctrl+Space suggests; ↑ ↓ choose, Enter or Tab takes, Esc closes. Tab leaves the \
             field while nothing is suggested."
        }
        DeskLabel::Mistakes => "Mistakes in the text",
    }
}

pub const fn phrase(phrase: &DeskPhrase) -> &'static str {
    match phrase {
        DeskPhrase::Line(_) => "line {0}",
        DeskPhrase::LineAndColumn { .. } => "line {0}, column {1}",
        DeskPhrase::MadeOf { .. } => "Group {0} from your output: {1} partition{1:s}, {2} member{2:s}",
        DeskPhrase::MoreRows(_) => "{0} more row{0:s}: the copy has them all",
        DeskPhrase::LogEnds { .. } => "{0}: its log ends at {1}: {2}",
        DeskPhrase::NotRun(_) => "{0} mistake{0:s}: not run",
        DeskPhrase::InText(_) => "{0} mistake{0:s}",
    }
}
