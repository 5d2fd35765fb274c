//! What a question has its reader foretell, and what a reader says. What really happens is in `truth`, and how the two
//! compare in `verdict`.

pub mod numbers;
pub mod truth;
pub mod verdict;

use crate::cluster::observation::FlawKind;
use crate::kafka::ids::{ClientName, Offset, TopicPartition};
use crate::session::lexer::ScriptError;
use crate::session::mistake::ScenarioMistake;
use crate::session::script::Statement;
use crate::session::values::{Given, split_partition};
use crate::sim::sorted::{SortedMap, SortedSet};

/// What becomes of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartitionFate {
    /// Another consumer has it afterwards.
    Moved,
    /// For some time no running consumer has it.
    Unowned,
}

/// The kinds of what can be foretold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PredictionKind {
    /// Which records come twice, or are lost.
    Records(FlawKind),
    /// Which partitions of a group this happens to.
    Partitions(PartitionFate),
    /// Who has each of these partitions.
    Owner,
    /// How many, or how long.
    Number,
}

/// What is to be foretold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    pub kind: PredictionKind,
    /// The partitions that the line names, in its order.
    pub partitions: Vec<TopicPartition>,
    /// The line itself: of a number also whose it is, and of what.
    pub line: Statement,
}

/// What a reader says will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guess {
    /// The marked records of each partition: the first, and one past the last; none are marked if they are equal.
    Records(SortedMap<TopicPartition, (Offset, Offset)>),
    Partitions(SortedSet<TopicPartition>),
    /// `None`: nobody will have it.
    Owners(SortedMap<TopicPartition, Option<ClientName>>),
    /// A count, or a span of time in microseconds.
    Number(i128),
}

impl Guess {
    /// Whether anything was said.
    pub fn is_begun(&self) -> bool {
        match self {
            Guess::Records(marks) => !marks.is_empty(),
            Guess::Partitions(named) => !named.is_empty(),
            Guess::Owners(owners) => !owners.is_empty(),
            Guess::Number(_) => true,
        }
    }
}

const FLAWS: &[&str] = &["duplicates", "gaps"];
const FATES: &[&str] = &["moved", "unowned"];

/// The measures that are spans of time: a figure has no table of measures.
pub const SPANS: [&str; 9] = [
    "unowned",
    "paused",
    "latency_p50",
    "latency_p99",
    "latency_max",
    "wasted",
    "zombie_work",
    "rebalancing",
    "elapsed",
];

impl Prediction {
    /// Reads a `predict` line.
    ///
    /// # Errors
    /// What is foretold is none of the words of its kind, or it is not said of which partition.
    pub fn read(line: &Statement) -> Result<Prediction, ScriptError> {
        let what = line.at(1).and_then(Given::text).unwrap_or_default();
        let one_of = |kind, words: &'static [&'static str]| {
            let place = line.names().nth(1).map_or(line.span, |(_, span)| span);
            let found = words.iter().position(|word| *word == what);
            found.ok_or_else(|| ScriptError::new(place, ScenarioMistake::PredictsOtherwise { kind, words }))
        };
        let (kind, named) = match line.name() {
            "records" => {
                let flaw = [FlawKind::Duplicate, FlawKind::Gap][one_of("records", FLAWS)?];
                (PredictionKind::Records(flaw), Some("records"))
            }
            "partitions" => {
                let fate = [PartitionFate::Moved, PartitionFate::Unowned][one_of("partitions", FATES)?];
                (PredictionKind::Partitions(fate), None)
            }
            "owner" => (PredictionKind::Owner, Some("owner")),
            _ => (PredictionKind::Number, None),
        };
        let names = line.list("partition").unwrap_or_default();
        let partitions: Vec<TopicPartition> = names.iter().filter_map(|name| split_partition(name)).collect();
        match named.filter(|_| partitions.is_empty()) {
            Some(kind) => Err(ScriptError::new(line.span, ScenarioMistake::PredictsOfNothing { kind })),
            None => Ok(Prediction { kind, partitions, line: line.clone() }),
        }
    }

    /// The group that the line names.
    pub fn group(&self) -> Option<&str> {
        self.line.text("group")
    }

    /// The measure of a number.
    pub fn measure(&self) -> &str {
        self.line.at(1).and_then(Given::text).unwrap_or_default()
    }

    /// Whether the number is a span of time, and not a count.
    pub fn is_span(&self) -> bool {
        self.kind == PredictionKind::Number && SPANS.contains(&self.measure())
    }

    /// The line, as it is written.
    pub fn to_line(&self) -> String {
        let words = self.line.names().map(|(word, _)| format!(" {word}"));
        let lists = ["partition", "consumer"]
            .iter()
            .filter_map(|name| self.line.list(name).map(|names| format!(" {name}={}", names.join(","))));
        let group = self.group().map(|group| format!(" group={group}"));
        format!("predict{}", words.chain(group).chain(lists).collect::<String>())
    }
}
