//! The first start of each group: `auto.offset.reset=latest` leaves what was written before its very first assignment
//! to the past, and nobody misses it. What it goes past later (on a partition that is added, after an outage) is lost.
//!
//! A partition counts as there from the first if the very first assignment gave it to somebody. A standalone consumer's
//! counts when it is assigned for the first time.

use super::Cluster;
use crate::kafka::api::Assignment;
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// The first starts.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    groups: SortedMap<GroupId, Start>,
}

#[derive(Clone, Debug, Default)]
struct Start {
    /// Assignments since, the first included; none where only standalone consumers read.
    assignments: u64,
    /// Where the logs ended of what was assigned first; `None` once the topic is deleted.
    ends: SortedMap<TopicPartition, Option<Offset>>,
}

impl Starts {
    /// What is before this offset was written before the group's first start. While the first assignment holds and
    /// nobody has read the partition yet (`first`), the group is still starting.
    pub fn before(&self, group: &GroupId, partition: &TopicPartition, first: bool) -> Offset {
        let Some(start) = self.groups.get(group) else { return 0 };
        match start.ends.get(partition).copied().flatten() {
            Some(_) if first && start.assignments <= 1 => Offset::MAX,
            Some(end) => end,
            None => 0,
        }
    }

    /// A topic is deleted. One that is created under its name was not there when any group first started.
    pub fn forget(&mut self, topic: &TopicName) {
        for start in self.groups.values_mut() {
            for (_, end) in start.ends.iter_mut().filter(|(partition, _)| partition.topic == *topic) {
                *end = None;
            }
        }
    }
}

impl Cluster {
    /// The coordinator stored an assignment.
    pub(super) fn start_with(&mut self, group: &GroupId, assignments: &[(MemberId, Assignment)]) {
        let start = self.past.starts.groups.entry(*group).or_default();
        start.assignments += 1;
        if start.assignments > 1 {
            return;
        }
        for partition in assignments.iter().flat_map(|(_, partitions)| partitions.iter()) {
            let end = self.nodes.brokers.log(partition).map_or(0, |log| log.end());
            start.ends.entry(*partition).or_insert(Some(end));
        }
    }

    /// A standalone consumer assigned itself partitions.
    pub(super) fn start_alone(&mut self, group: &GroupId, partitions: &[TopicPartition]) {
        let start = self.past.starts.groups.entry(*group).or_default();
        for partition in partitions {
            let end = self.nodes.brokers.log(partition).map_or(0, |log| log.end());
            start.ends.entry(*partition).or_insert(Some(end));
        }
    }

    /// Whether a record was there already when a group's partition was assigned for the first time.
    pub fn is_before_first_start(&self, group: &GroupId, partition: &TopicPartition, offset: Offset) -> bool {
        let start = self.past.starts.groups.get(group);
        let end = start.and_then(|start| start.ends.get(partition).copied().flatten());
        end.is_some_and(|end| offset < end)
    }

    /// When a record was written, whether it is still there or not.
    pub fn written_at(&self, partition: &TopicPartition, offset: Offset) -> Option<SimTime> {
        self.nodes.brokers.log(partition)?.written_at(offset)
    }
}
