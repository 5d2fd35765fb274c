//! Remembers which partitions a balancing run moved from whom to whom, so that two members never swap
//! partitions of one topic.
//!
//! Mirrors `AbstractStickyAssignor.PartitionMovements` of Kafka 4.0.
//!
//! Not modelled: the search for longer cycles, which Kafka's own tests use only.

use crate::kafka::assignor::group::{AssignedGroup, NOBODY};
use crate::sim::sorted::SortedMap;

/// From whom, to whom.
type Pair = (u32, u32);

/// Every partition that is not where it was when balancing began.
#[derive(Clone, PartialEq)]
pub(super) struct Movements {
    moved: Vec<Pair>,
    by_topic: SortedMap<(u32, Pair), JavaHashSet>,
}

impl Movements {
    /// Nothing has moved.
    pub fn new(group: &AssignedGroup) -> Self {
        Movements { moved: vec![(NOBODY, NOBODY); group.partition_count()], by_topic: SortedMap::new() }
    }

    /// Which partition should go to `to` where `partition` of `owner` was to: if another one of its topic
    /// came the opposite way, that one goes back instead.
    pub fn stand_in(&self, group: &AssignedGroup, partition: u32, owner: u32, to: u32) -> u32 {
        let (origin, _) = self.moved[partition as usize];
        let from = if origin == NOBODY { owner } else { origin };
        let topic = group.topic_of[partition as usize];
        let opposite = self.by_topic.get(&(topic, (to, from)));
        opposite.and_then(JavaHashSet::first).unwrap_or(partition)
    }

    /// Notes that `partition` goes from `from` to `to`; a partition that goes back to its origin has not moved.
    pub fn note(&mut self, group: &AssignedGroup, partition: u32, from: u32, to: u32) {
        let topic = group.topic_of[partition as usize];
        let earlier = self.moved[partition as usize];
        let mut origin = from;
        if earlier.0 != NOBODY {
            origin = earlier.0;
            if let Some(set) = self.by_topic.get_mut(&(topic, earlier)) {
                set.remove(partition);
                if set.is_empty() {
                    self.by_topic.remove(&(topic, earlier));
                }
            }
        }
        if origin == to {
            self.moved[partition as usize] = (NOBODY, NOBODY);
            return;
        }
        self.moved[partition as usize] = (origin, to);
        let name = group.topics[topic as usize].name();
        let hash = java_hash(name, group.number_of(partition));
        self.by_topic.entry((topic, (origin, to))).or_default().insert(partition, hash);
    }
}

/// As much of `java.util.HashSet` as its order of iteration takes: Kafka sends back the partition that its
/// set happens to show first.
#[derive(Clone, PartialEq)]
struct JavaHashSet {
    /// Partition and hash, in the order in which they came.
    items: Vec<(u32, u32)>,
    buckets: u32,
}

impl Default for JavaHashSet {
    fn default() -> Self {
        JavaHashSet { items: Vec::new(), buckets: 16 }
    }
}

impl JavaHashSet {
    fn insert(&mut self, partition: u32, hash: u32) {
        self.items.push((partition, hash));
        if self.items.len() > self.buckets as usize / 4 * 3 {
            self.buckets *= 2;
        }
    }

    fn remove(&mut self, partition: u32) {
        self.items.retain(|item| item.0 != partition);
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// By bucket; inside a bucket, in the order of arrival.
    fn first(&self) -> Option<u32> {
        let bucket = |hash: u32| (hash ^ (hash >> 16)) & (self.buckets - 1);
        self.items.iter().min_by_key(|item| bucket(item.1)).map(|item| item.0)
    }
}

/// `TopicPartition.hashCode`.
fn java_hash(topic: &str, number: u32) -> u32 {
    let step = |hash: u32, value: u32| hash.wrapping_mul(31).wrapping_add(value);
    let of_name = topic.encode_utf16().fold(0, |hash, unit| step(hash, u32::from(unit)));
    step(step(1, number), of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_java() {
        assert_eq!(java_hash("", 0), 31 * 31);
        assert_eq!(java_hash("orders", 2), 33u32.wrapping_mul(31).wrapping_add(3_286_196_965));
    }

    #[test]
    fn the_set_shows_buckets_in_order_and_grows_like_javas() {
        let mut set = JavaHashSet::default();
        set.insert(1, 17);
        set.insert(2, 1);
        set.insert(3, 2);
        assert_eq!(set.first(), Some(1), "17 and 1 share a bucket of 16");
        for partition in 10..20 {
            set.insert(partition, 3);
        }
        assert_eq!(set.first(), Some(2), "in 32 buckets they do not");
        set.remove(2);
        set.remove(3);
        assert_eq!(set.first(), Some(10));
    }
}
