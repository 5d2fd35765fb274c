//! Where applications with `commit=external` keep their results: outside of Kafka, one store a group. A result and
//! its offset are saved in one transaction, so that what was saved once is never saved again, by any consumer.
//!
//! Not modelled: a store that fails or is slow.

use super::Cluster;
use super::journal::Cause;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::api::Assignment;
use crate::kafka::consumer::asks::Done;
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;

/// The next offset of each partition, by group.
#[derive(Clone, Debug, Default)]
pub(super) struct Stores(SortedMap<GroupId, SortedMap<TopicPartition, Offset>>);

impl Stores {
    /// Where the group's store says to go on.
    pub fn next(&self, group: &GroupId, partition: &TopicPartition) -> Option<Offset> {
        self.0.get(group)?.get(partition).copied()
    }

    /// Saves a result with its offset; refused (false) if that or a later one is saved already.
    fn save(&mut self, group: &GroupId, partition: &TopicPartition, offset: Offset) -> bool {
        let fresh = self.next(group, partition).is_none_or(|next| offset >= next);
        if fresh {
            self.0.entry(*group).or_default().insert(*partition, offset + 1);
        }
        fresh
    }
}

impl Cluster {
    /// A consumer has processed a record; with a store of its own only a result that was saved counts.
    pub(super) fn record_processed(&mut self, id: ConsumerId, done: &Done) {
        let (partition, offset) = (&done.partition, done.offset);
        let process = &self.nodes[id];
        let group = process.spec.group;
        let counts =
            !process.consumer.config().stores_itself() || self.nodes.stores.save(&group, partition, offset);
        let entry = match self.past.cause {
            Cause::Entry(entry) => entry,
            Cause::Start | Cause::Command => self.next_entry(),
        };
        let lane = self.lane_of_poll(id, partition, done.poll);
        let again = match counts {
            true => lane.processed(offset, id, done.poll, entry),
            // The work was done, and its result thrown away.
            false => {
                lane.dropped(1);
                true
            }
        };
        self.account_for_work(id, done, again);
        self.touch(&group, partition);
    }

    /// A consumer gave up records that poll had returned.
    pub(super) fn give_up(&mut self, id: ConsumerId, partition: &TopicPartition, records: u64, poll: u32) {
        let group = self.nodes[id].spec.group;
        self.lane_of_poll(id, partition, poll).dropped(records);
        self.touch(&group, partition);
    }

    /// A consumer asks its store where to go on.
    pub(super) fn answer_from_store(&mut self, id: ConsumerId, partitions: &Assignment) {
        let process = &mut self.nodes.consumers[usize::from(id)];
        let next = |partition: &TopicPartition| {
            Some((*partition, self.nodes.stores.next(&process.spec.group, partition)?))
        };
        let offsets: Vec<_> = partitions.iter().filter_map(next).collect();
        let mut effects = crate::kafka::effects::Effects::new();
        process.consumer.store_read(&offsets, self.now, &mut effects);
        self.carry_out_consumers(id, effects);
    }
}
