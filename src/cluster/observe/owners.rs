//! Who has which partition of a group: as the consumers see it, and as the coordinator does. Both are found for all
//! partitions at once, for a group of a thousand members has a thousand partitions, too.

use super::epochs::Promises;
use super::{Cluster, ConsumerProcess};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::coordinator::Group;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::sim::sorted::{SortedMap, sort_by_key};
use std::cmp::Reverse;

/// The owners of a group's partitions.
pub(super) struct Owners<'a> {
    /// The consumer that has a partition in its assignment.
    by_consumer: SortedMap<&'a TopicPartition, ConsumerId>,
    /// The member to which the coordinator has assigned it.
    by_coordinator: SortedMap<TopicPartition, &'a MemberId>,
    /// What a consumer group's coordinator has of it.
    pub promises: Promises,
}

impl Cluster {
    /// The owners of a group's partitions as of now.
    pub(super) fn owners(&self, group: &GroupId) -> Owners<'_> {
        Owners {
            by_consumer: self.owners_by_consumer(group),
            by_coordinator: self.assigned(group),
            promises: Promises::of(self.nodes.coordinator.group(group)),
        }
    }

    /// The consumer that has a partition in its assignment: one that runs rather than one that does not, a
    /// member rather than a zombie. What does not run owns nothing any more once it was removed from the group.
    fn owners_by_consumer(&self, group: &GroupId) -> SortedMap<&TopicPartition, ConsumerId> {
        let of_group = self.nodes.consumers().filter(|(_, process)| process.spec.group == *group);
        let counts = |process: &ConsumerProcess| process.running() || self.is_counted_on(process);
        let mut ranked: Vec<_> = of_group
            .filter(|(_, process)| !process.consumer.subscription().is_empty() && counts(process))
            .map(|(id, process)| {
                let rank = (process.running(), self.is_member(process), process.alive());
                (Reverse(rank), id, process)
            })
            .collect();
        sort_by_key(&mut ranked, |(rank, id, _)| (*rank, *id));
        let mut owners = SortedMap::new();
        for (_, id, process) in ranked {
            for (partition, _) in process.consumer.subscription().iter() {
                owners.entry(partition).or_insert(id);
            }
        }
        owners
    }

    /// The member to which the coordinator has assigned a partition, while the group is Stable: the first that joined.
    fn assigned(&self, group: &GroupId) -> SortedMap<TopicPartition, &MemberId> {
        let group = self.nodes.coordinator.group(group).filter(|group| group.state() == GroupState::Stable);
        let mut assigned = SortedMap::new();
        match group {
            Some(Group::Classic(group)) => {
                for member in group.members() {
                    for partition in member.assignment().into_iter().flat_map(|given| given.iter()) {
                        assigned.entry(*partition).or_insert(member.member_id());
                    }
                }
            }
            Some(Group::Consumer(group)) => {
                for member in group.members() {
                    for one in member.assigned.iter() {
                        let partition = TopicPartition::new(one.topic, one.partition);
                        assigned.entry(partition).or_insert(&member.member_id);
                    }
                }
            }
            None => {}
        }
        assigned
    }
}

impl Owners<'_> {
    /// The consumer that owns a partition.
    pub fn consumer(&self, partition: &TopicPartition) -> Option<ConsumerId> {
        self.by_consumer.get(partition).copied()
    }

    /// The member to which the coordinator has assigned it.
    pub fn assigned_to(&self, partition: &TopicPartition) -> Option<&MemberId> {
        self.by_coordinator.get(partition).copied()
    }
}
