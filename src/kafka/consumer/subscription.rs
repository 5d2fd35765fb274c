//! What the consumer is subscribed to, what it is assigned, and where it stands in each partition
//! (`SubscriptionState`).

use crate::kafka::api::{Assignment, OffsetToCommit};
use crate::kafka::ids::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the consumer stands in one assigned partition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartitionState {
    /// The offset after the last record returned by poll; `None` until it is known where to start.
    pub position: Option<Offset>,
    /// The group has no valid committed offset here: `auto.offset.reset` decides.
    pub awaiting_reset: bool,
    /// A request that will tell where to start is under way.
    pub asked: bool,
}

/// The consumer's partitions.
#[derive(Clone, Debug, Default)]
pub struct SubscriptionState {
    /// Subscribed topics, ascending.
    pub topics: Vec<TopicName>,
    partitions: BTreeMap<TopicPartition, PartitionState>,
    /// The same partitions as one shareable list.
    owned: Option<Assignment>,
}

impl SubscriptionState {
    /// Subscribed to `topics`, assigned nothing.
    pub fn new(mut topics: Vec<TopicName>) -> Self {
        topics.sort();
        topics.dedup();
        SubscriptionState { topics, partitions: BTreeMap::new(), owned: None }
    }

    /// The assigned partitions, ascending.
    pub fn owned(&self) -> Assignment {
        self.owned.clone().unwrap_or_default()
    }

    /// Whether a partition is assigned.
    pub fn owns(&self, partition: &TopicPartition) -> bool {
        self.partitions.contains_key(partition)
    }

    /// Whether nothing is assigned.
    pub fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }

    /// The state of an assigned partition.
    pub fn get(&self, partition: &TopicPartition) -> Option<&PartitionState> {
        self.partitions.get(partition)
    }

    /// The state of an assigned partition, to be changed.
    pub fn get_mut(&mut self, partition: &TopicPartition) -> Option<&mut PartitionState> {
        self.partitions.get_mut(partition)
    }

    /// All assigned partitions with their state, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (&TopicPartition, &PartitionState)> {
        self.partitions.iter()
    }

    /// Replace the assignment (`assignFromSubscribed`): what stays keeps its position.
    pub fn assign(&mut self, assigned: &[TopicPartition]) {
        let mut old = std::mem::take(&mut self.partitions);
        for partition in assigned {
            let state = old.remove(partition).unwrap_or_default();
            self.partitions.insert(partition.clone(), state);
        }
        self.owned = Some(self.partitions.keys().cloned().collect::<Vec<_>>().into());
    }

    /// The position of an assigned partition.
    pub fn position(&self, partition: &TopicPartition) -> Option<Offset> {
        self.partitions.get(partition)?.position
    }

    /// What a commit without arguments commits: the position of every partition that has one (`allConsumed`).
    pub fn all_consumed(&self) -> Arc<[OffsetToCommit]> {
        let consumed = self.partitions.iter().filter_map(|(partition, state)| {
            let offset = state.position?;
            Some(OffsetToCommit { partition: partition.clone(), offset, metadata: Arc::from("") })
        });
        consumed.collect()
    }

    /// Partitions that wait for the committed offset.
    pub fn initializing(&self) -> Vec<TopicPartition> {
        let waiting =
            |state: &PartitionState| state.position.is_none() && !state.awaiting_reset && !state.asked;
        self.select(waiting)
    }

    /// Partitions that wait for `auto.offset.reset`.
    pub fn awaiting_reset(&self) -> Vec<TopicPartition> {
        self.select(|state| state.position.is_none() && state.awaiting_reset && !state.asked)
    }

    fn select(&self, wanted: impl Fn(&PartitionState) -> bool) -> Vec<TopicPartition> {
        let chosen = self.partitions.iter().filter(|(_, state)| wanted(state));
        chosen.map(|(partition, _)| partition.clone()).collect()
    }
}

/// `assigned` without `owned`, ascending.
pub fn without(assigned: &[TopicPartition], owned: &[TopicPartition]) -> Assignment {
    let mut rest: Vec<_> = assigned.iter().filter(|partition| !owned.contains(partition)).cloned().collect();
    rest.sort();
    rest.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_assigned_keeps_its_position() {
        let partition = |number| TopicPartition::new("orders".into(), number);
        let mut state = SubscriptionState::new(vec!["orders".into()]);
        state.assign(&[partition(0), partition(1)]);
        state.get_mut(&partition(1)).unwrap().position = Some(7);
        state.assign(&[partition(1), partition(2)]);
        assert_eq!(state.position(&partition(1)), Some(7));
        assert_eq!(state.position(&partition(2)), None);
        assert_eq!(state.all_consumed().len(), 1);
        assert_eq!(&*without(&[partition(2), partition(1)], &[partition(1)]), [partition(2)]);
    }
}
