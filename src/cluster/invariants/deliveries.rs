//! Every record that poll returned is processed, in flight or dropped; every offset below the committed one is
//! processed, at risk or a gap; and nobody reads what is committed already, unless it went back on purpose.

use super::super::Cluster;
use super::super::process::ConsumerProcess;
use crate::cluster::observe::at_risk;
use crate::kafka::ids::*;

impl Cluster {
    /// The sums of every partition of every group.
    pub(super) fn check_deliveries(&mut self, found: &mut Vec<String>) {
        for group in self.group_ids() {
            self.check_former(&group, found);
            let held = self.held(&group);
            let lanes = self.past.ledger.iter().filter(|(id, _)| **id == group);
            let seen: Vec<_> = lanes
                .map(|(_, partition)| {
                    let ranges = held.get(partition);
                    let records: u64 = ranges.into_iter().flatten().map(|(from, to, _)| to - from).sum();
                    let ledger = self.past.ledger.partition(&group, partition);
                    (*partition, records, ledger.map_or(0, |ledger| at_risk(ledger, ranges)))
                })
                .collect();
            for (partition, in_flight, at_risk) in seen {
                self.audit(&group, &partition, in_flight, at_risk, found);
            }
        }
    }

    /// The sums of the partitions of deleted topics.
    fn check_former(&mut self, group: &GroupId, found: &mut Vec<String>) {
        let former = self.past.ledger.former(group).map(|(partition, id, lane)| {
            let ranges = self.held_of_former(group, partition, id);
            let in_flight = ranges.iter().map(|(from, to, _)| to - from).sum();
            (*partition, id, in_flight, at_risk(&lane.ledger, Some(&ranges)))
        });
        for (partition, id, in_flight, at_risk) in former.collect::<Vec<_>>() {
            let wrong = self.past.ledger.former_mut(group, &partition, id).audit(in_flight, at_risk);
            let which = format!("In {partition} of {group}, of a deleted topic");
            found.extend(wrong.into_iter().map(|what| format!("{which}, {what}.")));
        }
    }

    /// The sums of one partition.
    pub(super) fn check_lane(
        &mut self,
        group: &GroupId,
        partition: &TopicPartition,
        found: &mut Vec<String>,
    ) {
        let mut ranges = Vec::new();
        for (of, from, to, index, poll) in self.in_hand(group).filter(|(of, ..)| *of == partition) {
            if self.is_of_present(&self.nodes[index], of, poll) {
                ranges.push((from, to, index));
            }
        }
        let in_flight = ranges.iter().map(|(from, to, _)| to - from).sum();
        let ledger = self.past.ledger.partition(group, partition);
        let at_risk = ledger.map_or(0, |ledger| at_risk(ledger, Some(&ranges)));
        self.audit(group, partition, in_flight, at_risk, found);
        for process in self.nodes.consumers.iter().filter(|process| process.spec.group == *group) {
            found.extend(self.check_position(process, partition));
        }
    }

    fn audit(
        &mut self,
        group: &GroupId,
        partition: &TopicPartition,
        in_flight: u64,
        at_risk: u64,
        found: &mut Vec<String>,
    ) {
        let wrong = self.past.ledger.partition_mut(group, partition).audit(in_flight, at_risk);
        found.extend(wrong.into_iter().map(|what| format!("In {partition} of {group}, {what}.")));
    }

    /// The positions of every consumer.
    pub(super) fn check_positions(&self, found: &mut Vec<String>) {
        for process in self.nodes.consumers.iter() {
            let partitions = process.consumer.subscription().iter();
            found.extend(partitions.filter_map(|(partition, _)| self.check_position(process, partition)));
        }
    }

    /// A member's position is not below the committed offset, unless it was set back, or an application named an offset
    /// beyond it, or the newest commit is one that was sent again in a callback: a consumer that lost its place without
    /// knowing may be behind its successor.
    fn check_position(&self, process: &ConsumerProcess, partition: &TopicPartition) -> Option<String> {
        if !process.running() || !self.is_member(process) || process.went_back.contains(partition) {
            return None;
        }
        let position = process.consumer.subscription().position(partition)?;
        let (name, group) = (&process.spec.name, &process.spec.group);
        let committed = self.nodes.coordinator.committed(group, partition)?;
        let named = self.past.named.get(&(*group, *partition)).copied().unwrap_or(0);
        let again = self.past.came_again.get(&(*group, *partition)) == Some(&committed);
        (position < committed && committed > named && !again).then(|| {
            format!("{name} is at {position} of {partition}, and {group} has committed {committed}.")
        })
    }
}
