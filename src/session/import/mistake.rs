//! Why a pasted text cannot be read, as data. `session::language` says it in each language.

use crate::session::language::Lang;
use crate::session::lexer::Span;

/// A mistake and where it is. Columns count the characters that are seen, without the escapes of colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    pub span: Span,
    pub mistake: ImportMistake,
}

impl ImportError {
    /// What is wrong and what to do: one sentence or two.
    pub fn message(&self, lang: Lang) -> String {
        lang.say(&self.mistake)
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportMistake {
    /// With the number of bytes.
    TooLarge(usize),
    /// No text: neither UTF-8 nor UTF-16.
    NotText,
    /// Nothing in it is a table of the tool's.
    NoTable,
    /// There are tables, and none that names a topic.
    NoTopic,
    /// A table lacks a column that it cannot be read without; an unknown one of its own may be meant for it.
    NoColumn { column: &'static str, instead: Option<String> },
    /// The header goes on in the next line.
    BrokenHeader,
    /// A row ends before this column.
    ShortRow { found: usize, columns: usize, missing: String },
    /// A row has more than its header.
    LongRow { found: usize, columns: usize },
    /// What stands under a column is not what belongs there.
    Value { column: String, text: String, wanted: Wanted },
    /// The tool says that the group does not exist, and nothing else is there.
    NoGroup(String),
    /// The tool failed, and nothing else is there.
    ToolFailed(String),
    /// More partitions of a topic than a session may have.
    PartitionTooHigh { topic: String, number: u64 },
    /// More partitions than a session may have.
    TooManyPartitions(usize),
    /// More members than a session may have.
    TooManyMembers(usize),
    /// Two topics that no cluster can have side by side.
    TopicsCollide { topic: String, other: String },
}

/// What belongs under a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A number, or `-`.
    Number,
    /// The name of a topic, or `-`.
    Topic,
    /// An address such as `/10.0.0.1`, or `-`.
    Host,
    /// `orders:0,1;payments:2`, `orders(0,1), payments(2)`, or `-`.
    Assignment,
    /// `host:port (id)`.
    Coordinator,
    /// One of the states of a group.
    State,
    /// Any word.
    Word,
}
