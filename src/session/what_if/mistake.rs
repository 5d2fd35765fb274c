//! What is wrong with a question to the deploy calculator, as data. `session::language` says it in each language.

use crate::kafka::consumer::config::CommitMode;
use crate::kafka::property::PropertyError;
use crate::session::nearest::Hint;
use crate::session::what_if::deploy::DeployField;
use crate::session::what_if::way::WayStep;
use crate::sim::time::SimDuration;

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatIfMistake {
    /// A session in which no group reads anything.
    NoGroup,
    /// Its consumers assign themselves their partitions, and so are no group.
    NoMembers,
    OutOfRange {
        field: DeployField,
        least: u64,
        most: u64,
    },
    Span {
        field: DeployField,
        least: SimDuration,
        most: SimDuration,
    },
    /// The longest time down is shorter than the shortest.
    DownBackwards,
    NoRecords,
    /// The number of seeds that was asked for.
    Seeds {
        most: u64,
    },
    /// The longest possible deploy takes longer than a session may.
    TooLong {
        longest: SimDuration,
        most: SimDuration,
    },
    TooMuch {
        records: u64,
        most: u64,
    },
    /// A row that is none.
    NoRow {
        word: String,
        hint: Hint,
    },
    /// Two steps of a row that exclude each other.
    Contradiction(WayStep, WayStep),
    /// Nothing is ever committed to Kafka.
    NothingToCommit(CommitMode),
    Property(PropertyError),
}

impl From<PropertyError> for WhatIfMistake {
    fn from(error: PropertyError) -> Self {
        WhatIfMistake::Property(error)
    }
}
