//! Offsets and lags as they can be simulated: how long each topic's logs are, and where the group's committed offsets
//! lie in them.
//!
//! One producer deals records out to a topic's partitions in turn, so that all of them end at the same offset. A lag is
//! kept as it is, unless there are too many records in all; then every lag is divided by the same number and rounded
//! up.

use super::remark::ImportRemark;
use super::{ImportedGroup, ImportedPartition};
use crate::kafka::ids::{TopicName, TopicPartition};
use crate::sim::sorted::SortedMap;

/// A log that is longer than the longest lag has so many records before it.
const HEAD: u64 = 10;

/// What was decided.
pub(super) struct Scaled {
    /// The length of the logs of each topic.
    pub lengths: SortedMap<TopicName, u64>,
    /// The committed offset of each partition that has one.
    pub committed: Vec<(TopicPartition, u64)>,
}

/// Scales a group whose topics have so many partitions.
pub(super) fn scale(
    group: &ImportedGroup,
    counts: &SortedMap<TopicName, u32>,
    most_records: u64,
    remarks: &mut Vec<ImportRemark>,
) -> Scaled {
    let all: u64 = counts.values().map(|count| u64::from(*count)).sum();
    let most = (most_records / all.max(1)).max(HEAD + 1);
    let largest = group.partitions.iter().max_by_key(|of| behind(of));
    let largest_lag = largest.map_or(0, behind);
    let by = largest_lag.div_ceil(most.saturating_sub(HEAD)).max(1);
    if let Some(first) = largest.filter(|_| by > 1) {
        let (first, real) = (place(first), largest_lag);
        remarks.push(ImportRemark::LagsDivided { by, first, real, lag: real.div_ceil(by) });
    }
    let mut lengths = SortedMap::new();
    for topic in counts.keys() {
        let of_topic = || group.partitions.iter().filter(|of| of.topic == *topic);
        let longest = of_topic().filter_map(|of| of.end).max();
        let lag = of_topic().map(|of| behind(of).div_ceil(by)).max().unwrap_or(0);
        // The real offsets, if there is room for so many records.
        let length = longest.filter(|end| by == 1 && *end <= most).unwrap_or(lag + HEAD);
        lengths.insert(*topic, length);
    }
    let mut committed = Vec::new();
    for of in &group.partitions {
        let end = lengths.get(&of.topic).copied().unwrap_or(0);
        if of.committed.is_some() {
            committed.push((place(of), end.saturating_sub(behind(of).div_ceil(by))));
        }
    }
    differences(group, &lengths, remarks);
    if committed.iter().any(|(_, offset)| *offset > 0) {
        remarks.push(ImportRemark::DoneBefore);
    }
    Scaled { lengths, committed }
}

fn differences(group: &ImportedGroup, lengths: &SortedMap<TopicName, u64>, remarks: &mut Vec<ImportRemark>) {
    let shifted = group.partitions.iter().find_map(|of| {
        let (real, end) = (of.end?, lengths.get(&of.topic).copied()?);
        (real != end).then_some(ImportRemark::OffsetsShifted { first: place(of), end, real })
    });
    remarks.extend(shifted);
    let counted = |is: fn(&ImportedPartition) -> bool| {
        let mut those = group.partitions.iter().filter(|of| is(of));
        those.next().map(|first| (place(first), those.count() + 1))
    };
    if let Some((first, count)) = counted(|of| of.lag.is_some_and(|lag| lag < 0)) {
        remarks.push(ImportRemark::BeyondEnd { count, first });
    }
    if let Some((first, count)) = counted(|of| of.committed.is_none() && of.end.is_some()) {
        remarks.push(ImportRemark::NotCommitted { count, first });
    }
    if let Some((first, count)) = counted(|of| of.end.is_none()) {
        remarks.push(ImportRemark::LagUnknown { count, first });
    }
}

fn place(of: &ImportedPartition) -> TopicPartition {
    TopicPartition::new(of.topic, of.partition)
}

/// How many records are still to be read.
fn behind(of: &ImportedPartition) -> u64 {
    of.lag.and_then(|lag| u64::try_from(lag).ok()).unwrap_or(0)
}
