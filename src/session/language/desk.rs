//! What is said at the terminal, where output of the tool is pasted, and where the session's text is edited.

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::{Lang, en, ko};

/// A fixed text there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskLabel {
    Timeline,
    Tabs,
    Described,
    GroupToDescribe,
    LogOf,
    AllClients,
    OtherClients,
    ToolOutput,
    ClientsLog,
    NoGroupYet,
    NothingLogged,
    KilledThere,
    FailedThere,
    PasteOutput,
    PasteTitle,
    RunThere,
    CopyCommands,
    PasteHere,
    NothingLeaves,
    OpenAsSession,
    CannotRead,
    WasAssumed,
    OtherGroups,
    EditorTitle,
    SessionText,
    RunFromStart,
    RunFromStartHelp,
    RunToNow,
    RunToNowHelp,
    TakeText,
    BackToStage,
    IsOpen,
    CanRun,
    SessionMoved,
    EditorHelp,
    Suggestions,
    SuggestionKeys,
    Mistakes,
}

/// A sentence with names or numbers in it.
#[derive(Clone, Copy, Debug)]
pub enum DeskPhrase<'a> {
    Line(u32),
    LineAndColumn { line: u32, column: u32 },
    MadeOf { group: &'a str, partitions: usize, members: usize },
    MoreRows(usize),
    LogEnds { client: &'a str, at: &'a str, how: DeskLabel },
    NotRun(usize),
    InText(usize),
}

impl Sentence for DeskPhrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::desk::phrase(self),
            Lang::Ko => ko::desk::phrase(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        match *self {
            DeskPhrase::Line(line) => slots([number(line.into())]),
            DeskPhrase::LineAndColumn { line, column } => slots([number(line.into()), number(column.into())]),
            DeskPhrase::MadeOf { group, partitions, members } => {
                slots([group.into(), number(partitions as u64), number(members as u64)])
            }
            DeskPhrase::MoreRows(count) | DeskPhrase::NotRun(count) | DeskPhrase::InText(count) => {
                slots([number(count as u64)])
            }
            DeskPhrase::LogEnds { client, at, how } => {
                slots([client.into(), at.into(), lang.desk_label(how).into()])
            }
        }
    }
}
