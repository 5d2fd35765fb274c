//! The truth of topics that were deleted: what became of their records stays true, and some are still in work.

use super::{DeliveryLedger, PartitionLedger};
use crate::kafka::ids::{GroupId, Offset, TopicName, TopicPartition};
use crate::kafka::topic_metadata::TopicId;
use crate::sim::sorted::SortedMap;

/// A partition of a deleted topic, as one group really processed it.
#[derive(Clone, Debug, Default)]
pub struct FormerLane {
    pub ledger: PartitionLedger,
    /// Where its log ended.
    pub end: Offset,
}

/// The partitions of deleted topics, by group.
pub(super) type FormerLanes = SortedMap<GroupId, SortedMap<(TopicPartition, TopicId), FormerLane>>;

impl DeliveryLedger {
    /// A topic is deleted: its lanes are set aside as they are. `end` tells where the logs of its partitions ended.
    pub(in crate::cluster) fn set_aside(
        &mut self,
        topic: &TopicName,
        id: TopicId,
        end: impl Fn(&TopicPartition) -> Offset,
    ) {
        for (group, lanes) in &mut self.groups {
            let (gone, kept) =
                std::mem::take(lanes).into_iter().partition(|(partition, _)| partition.topic == *topic);
            *lanes = kept;
            let former = self.former.entry(*group).or_default();
            let gone: SortedMap<TopicPartition, PartitionLedger> = gone;
            former.extend(gone.into_iter().map(|(partition, ledger)| {
                let end = end(&partition);
                ((partition, id), FormerLane { ledger, end })
            }));
        }
    }

    /// A topic is created: what was noted under its name meanwhile does not concern its records.
    pub(in crate::cluster) fn begin_anew(&mut self, topic: &TopicName) {
        for lanes in self.groups.values_mut() {
            lanes.retain(|partition, _| partition.topic != *topic);
        }
    }

    /// The ledger of a partition of a deleted topic, made if there is none yet.
    pub(in crate::cluster) fn former_mut(
        &mut self,
        group: &GroupId,
        partition: &TopicPartition,
        id: TopicId,
    ) -> &mut PartitionLedger {
        let lanes = self.former.entry(*group).or_default();
        &mut lanes.entry((*partition, id)).or_default().ledger
    }

    /// A group's partitions of deleted topics.
    pub fn former(&self, group: &GroupId) -> impl Iterator<Item = (&TopicPartition, TopicId, &FormerLane)> {
        let lanes = self.former.get(group).into_iter().flatten();
        lanes.map(|((partition, id), lane)| (partition, *id, lane))
    }
}
