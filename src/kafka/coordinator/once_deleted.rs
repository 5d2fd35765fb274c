//! Topics that were deleted, and what has their names now: a commit for a partition that does not exist is answered
//! UNKNOWN_TOPIC_OR_PARTITION (`KafkaApis.handleOffsetCommitRequest` asks the metadata cache).

use crate::kafka::ids::{TopicName, TopicPartition};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// Every topic that was deleted once: when it was last, and how many partitions there are under its name now.
#[derive(Clone, Debug, Default)]
pub(super) struct OnceDeleted(SortedMap<TopicName, (SimTime, u32)>);

impl OnceDeleted {
    /// A topic is deleted.
    pub fn delete(&mut self, topic: &TopicName, now: SimTime) {
        self.0.insert(*topic, (now, 0));
    }

    /// A topic of that name is created, or gets more partitions.
    pub fn create(&mut self, topic: &TopicName, partitions: u32) {
        if let Some((_, known)) = self.0.get_mut(topic) {
            *known = partitions;
        }
    }

    /// Whether this partition was there and is not any more.
    pub fn lacks(&self, partition: &TopicPartition) -> bool {
        self.0.get(&partition.topic).is_some_and(|(_, partitions)| partition.partition >= *partitions)
    }

    /// The topics, and when they were deleted last.
    pub fn iter(&self) -> impl Iterator<Item = (&TopicName, SimTime)> {
        self.0.iter().map(|(topic, (at, _))| (topic, *at))
    }
}
