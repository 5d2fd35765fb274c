//! What a client knows of topics (`Metadata`), and the ids by which topics of one name are told apart (KIP-516).

use crate::kafka::ids::TopicName;
use crate::sim::sorted::SortedMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A topic id: which of the topics that had this name, counted from 0. (Kafka's are unique by chance.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u32);

/// The topics there are, with their numbers of partitions and their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicMetadata {
    partitions: Arc<SortedMap<TopicName, u32>>,
    /// The ids of those that were created again.
    ids: Arc<SortedMap<TopicName, TopicId>>,
}

impl TopicMetadata {
    /// Of these topics.
    pub fn new(topics: impl Iterator<Item = (TopicName, u32, TopicId)>) -> Self {
        let (mut partitions, mut ids) = (SortedMap::new(), SortedMap::new());
        for (name, count, id) in topics {
            if id > TopicId::default() {
                ids.insert(name, id);
            }
            partitions.insert(name, count);
        }
        TopicMetadata { partitions: Arc::new(partitions), ids: Arc::new(ids) }
    }

    /// A topic is created, or gets more partitions.
    pub fn set(&mut self, topic: &TopicName, partitions: u32, id: TopicId) {
        Arc::make_mut(&mut self.partitions).insert(*topic, partitions);
        if id > TopicId::default() {
            Arc::make_mut(&mut self.ids).insert(*topic, id);
        }
    }

    /// The id of the topic that has this name now, if there is one.
    pub fn id(&self, topic: &TopicName) -> Option<TopicId> {
        self.partitions.contains_key(topic).then(|| self.ids.get(topic).copied().unwrap_or_default())
    }

    /// The topics that were created again, with their ids.
    pub fn created_again(&self) -> impl Iterator<Item = (&TopicName, TopicId)> {
        self.ids.iter().map(|(topic, id)| (topic, *id))
    }
}

impl Deref for TopicMetadata {
    type Target = SortedMap<TopicName, u32>;

    fn deref(&self) -> &Self::Target {
        &self.partitions
    }
}

/// A partition of one of the topics that had a name (`TopicIdPartition`). A topic that is created again has other
/// partitions than the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicIdPartition {
    /// The topic's name.
    pub topic: TopicName,
    /// Which of the topics of that name.
    pub id: TopicId,
    /// The partition's number, from 0.
    pub partition: u32,
}

impl fmt::Display for TopicIdPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.partition)
    }
}
