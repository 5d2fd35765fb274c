//! Two runs side by side: what each came to, and where they part. The numbers are those of the public report, so that
//! somebody who runs both sessions finds the same.

pub mod pairs;
pub mod spans;

use crate::session::Session;
use crate::session::language::Lang;
use crate::session::report::{PartitionReport, Report};
use crate::session::telling::{Level, telling};
use crate::sim::time::SimTime;

/// What runs are compared by. Of each, less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareMeasure {
    /// Completed join phases.
    Rebalances,
    /// How long all rebalances took, in milliseconds. A consumer group has no such state.
    Rebalancing,
    /// The sum of what all consumers could not read, in milliseconds.
    Paused,
    /// The sum of what all partitions had no reader, in milliseconds.
    Unowned,
    /// Partitions that had no reader at some time.
    UnownedPartitions,
    /// The longest that one partition had no reader, in milliseconds.
    LongestUnowned,
    /// Partitions given to another consumer than had them before.
    Moved,
    /// Repeated processings.
    Duplicates,
    /// Records passed over.
    Gaps,
    /// Records behind the log's end.
    Lag,
}

impl CompareMeasure {
    /// All, in the order of the table.
    pub const ALL: [CompareMeasure; 10] = [
        CompareMeasure::Rebalances,
        CompareMeasure::Rebalancing,
        CompareMeasure::Paused,
        CompareMeasure::Unowned,
        CompareMeasure::UnownedPartitions,
        CompareMeasure::LongestUnowned,
        CompareMeasure::Moved,
        CompareMeasure::Duplicates,
        CompareMeasure::Gaps,
        CompareMeasure::Lag,
    ];

    /// Its name in JSON and CSV.
    pub const fn key(self) -> &'static str {
        match self {
            CompareMeasure::Rebalances => "rebalances",
            CompareMeasure::Rebalancing => "rebalancing_ms",
            CompareMeasure::Paused => "paused_ms",
            CompareMeasure::Unowned => "unowned_ms",
            CompareMeasure::UnownedPartitions => "unowned_partitions",
            CompareMeasure::LongestUnowned => "longest_unowned_ms",
            CompareMeasure::Moved => "moved",
            CompareMeasure::Duplicates => "duplicates",
            CompareMeasure::Gaps => "gaps",
            CompareMeasure::Lag => "lag",
        }
    }

    /// Whether it is a time, in milliseconds.
    pub const fn is_time(self) -> bool {
        matches!(
            self,
            CompareMeasure::Rebalancing
                | CompareMeasure::Paused
                | CompareMeasure::Unowned
                | CompareMeasure::LongestUnowned
        )
    }

    /// What a run came to, over all its groups; `None` if one of them has nothing of the kind.
    pub fn of(self, report: &Report) -> Option<u64> {
        let has_consumer_group = report.groups.iter().any(|group| group.assignment_epoch.is_some());
        (self != CompareMeasure::Rebalancing || !has_consumer_group).then(|| self.sum(report))
    }

    fn sum(self, report: &Report) -> u64 {
        let groups = || report.groups.iter();
        let history = || groups().flat_map(|group| &group.rebalance_history);
        let partitions = || groups().flat_map(|group| &group.partitions);
        let unowned = |partition: &PartitionReport| partition.unowned_ms;
        match self {
            CompareMeasure::Rebalances => groups().map(|group| group.rebalances).sum(),
            CompareMeasure::Rebalancing => history().map(|rebalance| rebalance.took_ms).sum(),
            CompareMeasure::Paused => {
                groups().flat_map(|group| &group.members).map(|member| member.paused_ms).sum()
            }
            CompareMeasure::Unowned => groups().map(|group| group.unowned_ms).sum(),
            CompareMeasure::UnownedPartitions => {
                partitions().filter(|partition| partition.unowned_ms > 0).count() as u64
            }
            CompareMeasure::LongestUnowned => partitions().map(unowned).max().unwrap_or(0),
            CompareMeasure::Moved => {
                let in_rebalances: u64 = history().map(|rebalance| u64::from(rebalance.moved)).sum();
                in_rebalances + groups().filter_map(|group| group.moved).sum::<u64>()
            }
            CompareMeasure::Duplicates => report.totals.duplicates,
            CompareMeasure::Gaps => report.totals.gaps,
            CompareMeasure::Lag => report.totals.lag,
        }
    }
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompareRow {
    pub measure: CompareMeasure,
    /// `None` where the run has nothing of the kind.
    pub a: Option<u64>,
    pub b: Option<u64>,
}

/// One of the two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareSide {
    A,
    B,
}

impl CompareRow {
    /// The side that fares better; `None` where they are equal or cannot be compared.
    pub fn better(&self) -> Option<CompareSide> {
        match self.a?.cmp(&self.b?) {
            std::cmp::Ordering::Less => Some(CompareSide::A),
            std::cmp::Ordering::Greater => Some(CompareSide::B),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// Whether a number is missing because one of the runs has nothing of the kind.
pub fn lacks_a_number(rows: &[CompareRow]) -> bool {
    rows.iter().any(|row| row.a.is_none() || row.b.is_none())
}

/// What two runs came to.
pub fn table(a: &Report, b: &Report) -> Vec<CompareRow> {
    let row = |measure: CompareMeasure| CompareRow { measure, a: measure.of(a), b: measure.of(b) };
    CompareMeasure::ALL.into_iter().map(row).collect()
}

/// What the second run gains and what it pays for that: of each, the measures that differ, the weightiest first.
pub fn in_short(rows: &[CompareRow]) -> (Vec<CompareRow>, Vec<CompareRow>) {
    let of = |side: CompareSide| {
        let found = WEIGHT.iter().filter_map(|measure| rows.iter().find(|row| row.measure == *measure));
        found.filter(|row| row.better() == Some(side)).copied().take(2).collect()
    };
    (of(CompareSide::B), of(CompareSide::A))
}

/// By what a run is judged first.
const WEIGHT: [CompareMeasure; 8] = [
    CompareMeasure::Gaps,
    CompareMeasure::Duplicates,
    CompareMeasure::Unowned,
    CompareMeasure::Paused,
    CompareMeasure::Rebalancing,
    CompareMeasure::Lag,
    CompareMeasure::Rebalances,
    CompareMeasure::Moved,
];

/// Something that is told of one run and not of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    pub time: SimTime,
    pub side: CompareSide,
    pub sentence: String,
}

/// Where two runs part: the first `most` lines of their stories, up to their cursors, that only one of them has, in
/// order of time. Up to the first of them both tell the same.
pub fn partings(a: &Session, b: &Session, lang: Lang, most: usize) -> Vec<Parting> {
    let (one, other) = (story(a, lang), story(b, lang));
    let (mut at, mut beside) = (0, 0);
    let mut found = Vec::new();
    while found.len() < most {
        let (left, right) = (one.get(at), other.get(beside));
        let (side, (time, sentence)) = match (left, right) {
            (None, None) => break,
            (Some(left), Some(right)) if left == right => {
                (at, beside) = (at + 1, beside + 1);
                continue;
            }
            (Some(left), Some(right)) if instant_has(&other, beside, left) => {
                beside += 1;
                (CompareSide::B, right)
            }
            (Some(left), right) if right.is_none_or(|right| left.0 <= right.0) => {
                at += 1;
                (CompareSide::A, left)
            }
            (_, Some(right)) => {
                beside += 1;
                (CompareSide::B, right)
            }
            (Some(left), None) => {
                at += 1;
                (CompareSide::A, left)
            }
        };
        found.push(Parting { time: *time, side, sentence: sentence.clone() });
    }
    found
}

/// The lines of a story, each with its time.
fn story(session: &Session, lang: Lang) -> Vec<(SimTime, String)> {
    let told = session.cluster().journal().iter();
    let told = told.filter(|entry| telling(&entry.fact).level <= Level::Story);
    told.map(|entry| (entry.time, session.sentence_in(lang, entry))).collect()
}

/// Whether the same line comes later in the same instant.
fn instant_has(story: &[(SimTime, String)], from: usize, line: &(SimTime, String)) -> bool {
    story[from..].iter().take_while(|(time, _)| *time == line.0).any(|other| other == line)
}
