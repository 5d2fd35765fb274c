//! When two runs differ in who reads what.

use crate::cluster::Cluster;
use crate::cluster::observation::OwnershipSpan;
use crate::kafka::ids::{ClientName, GroupId, TopicPartition};
use crate::sim::sorted::sort;
use crate::sim::time::SimTime;

/// How they differ for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunDifference {
    /// The same consumers read the same.
    None,
    /// All partitions are read in both, some by other consumers.
    Owners,
    /// So many partitions have no reader in the first and in the second.
    Unread { a: usize, b: usize },
}

/// A stretch of time in which they differ in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DifferenceSpan {
    pub from: SimTime,
    pub to: SimTime,
    pub how: RunDifference,
}

type Rows = Vec<(Vec<OwnershipSpan>, Vec<OwnershipSpan>)>;

/// How two runs differ from the beginning to `now`, for the partitions that a group reads in either.
pub fn differences(
    (a, b): (&Cluster, &Cluster),
    group: &GroupId,
    partitions: &[TopicPartition],
    now: SimTime,
) -> Vec<DifferenceSpan> {
    let row = |partition: &TopicPartition| (a.ownership(group, partition), b.ownership(group, partition));
    let rows: Rows = partitions.iter().map(row).collect();
    let mut found: Vec<DifferenceSpan> = Vec::new();
    let times = times(&rows, now);
    for pair in times.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let how = difference_at(&rows, from);
        match found.last_mut() {
            Some(last) if last.how == how => last.to = to,
            _ => found.push(DifferenceSpan { from, to, how }),
        }
    }
    found
}

/// Every instant at which a reader changes, and both ends.
fn times(rows: &Rows, now: SimTime) -> Vec<SimTime> {
    let spans = rows.iter().flat_map(|(a, b)| a.iter().chain(b));
    let mut times: Vec<SimTime> = spans.flat_map(|span| [Some(span.from), span.to]).flatten().collect();
    times.extend([SimTime::ZERO, now]);
    times.retain(|time| *time <= now);
    sort(&mut times);
    times.dedup();
    times
}

/// Who reads at an instant; `None` before anybody ever did.
fn owner_at(spans: &[OwnershipSpan], time: SimTime) -> Option<Option<ClientName>> {
    let span = spans.iter().rev().find(|span| span.from <= time)?;
    Some(span.owner.filter(|_| span.to.is_none_or(|to| time < to)))
}

fn difference_at(rows: &Rows, time: SimTime) -> RunDifference {
    let (mut unread_a, mut unread_b, mut others) = (0, 0, false);
    for (a, b) in rows {
        let (a, b) = (owner_at(a, time), owner_at(b, time));
        unread_a += usize::from(a == Some(None));
        unread_b += usize::from(b == Some(None));
        others |= a.flatten() != b.flatten();
    }
    match (others, unread_a, unread_b) {
        (false, ..) => RunDifference::None,
        (true, 0, 0) => RunDifference::Owners,
        (true, a, b) => RunDifference::Unread { a, b },
    }
}
