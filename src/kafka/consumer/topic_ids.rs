//! What a consumer makes of a topic that was deleted and created again under its name (`Metadata.update`, KIP-516).
//!
//! Fetches name topics by their ids. One with the old id is answered UNKNOWN_TOPIC_ID, and the client asks for its
//! metadata. Then it knows another id, and that is all: its position stays what it was. If the new log does not reach
//! so far, the next fetch is answered OFFSET_OUT_OF_RANGE, and `auto.offset.reset` decides; if it does, the consumer
//! reads on from there. Commits and lookups of offsets name topics by their names.
//!
//! Not modelled: leader epochs. Kafka's client starts with the new topic's, which is what it had if no leader changed.

use super::{Consumer, Fx};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::{Offset, TopicName, TopicPartition};
use crate::kafka::topic_metadata::TopicId;
use crate::sim::sorted::SortedMap;

/// The ids that a consumer knows. The first topic of each name is left out.
#[derive(Clone, Debug, Default)]
pub struct TopicIds {
    learnt: SortedMap<TopicName, TopicId>,
    /// Of which topic the records are that poll returned last.
    given: SortedMap<TopicPartition, TopicId>,
}

impl TopicIds {
    /// The id as of the last metadata that had the topic.
    pub fn learnt(&self, topic: &TopicName) -> TopicId {
        self.learnt.get(topic).copied().unwrap_or_default()
    }

    /// The id of the topic of which poll returned records last.
    pub fn given(&self, partition: &TopicPartition) -> TopicId {
        self.given.get(partition).copied().unwrap_or_default()
    }

    /// Poll comes to records of this topic.
    pub(super) fn give(&mut self, partition: &TopicPartition, id: TopicId) {
        if self.given(partition) != id {
            self.given.insert(*partition, id);
        }
    }
}

impl Consumer {
    /// The metadata are here: whether a topic is another one than it was. Positions in it stay.
    pub(super) fn learn_topic_ids(&mut self, fx: &mut Fx) {
        let Some(topics) = self.metadata.clone() else { return };
        for (topic, id) in topics.created_again() {
            let ids = &mut self.fetcher.ids;
            if ids.learnt(topic) == id {
                continue;
            }
            ids.learnt.insert(*topic, id);
            let of_topic = self.subscription.iter().filter(|(partition, _)| partition.topic == *topic);
            let kept: Vec<(TopicPartition, Offset)> =
                of_topic.filter_map(|(partition, state)| Some((*partition, state.position?))).collect();
            if !kept.is_empty() {
                let topic = *topic;
                fx.note(ConsumerFact::TopicIdChanged { topic, kept: kept.into() });
            }
        }
    }
}
