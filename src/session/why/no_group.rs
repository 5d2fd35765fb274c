//! Questions about partitions that no group reads, and about those of a topic that was deleted.

use super::{Asked, Question, Step};
use crate::cluster::observation::GroupView;
use crate::kafka::ids::*;
use crate::session::language::why::record::RecordClaim;
use crate::session::values::split_partition;

impl Asked<'_> {
    /// Why nobody reads a partition to which no group subscribes, or why it is there no longer.
    pub(super) fn of_no_group(&self, question: &Question) -> Option<Vec<Step>> {
        let partition = split_partition(&question.subject)?;
        let topic = &partition.topic;
        match self.world.topics.iter().find(|view| view.name == *topic) {
            Some(view) if partition.partition < view.partitions => {
                let group = match &question.group {
                    Some(id) => {
                        let its = |group: &&GroupView| group.id.as_str() == id;
                        Some(self.world.groups.iter().find(its)?.id)
                    }
                    None => None,
                };
                let created = self.cluster.brought(self.end(), &partition);
                let claim = RecordClaim::NobodySubscribes { partition, group };
                Some(self.told(claim, None, self.all_of(created)))
            }
            Some(_) => None,
            None => self.deleted(&partition),
        }
    }

    /// When the topic of a partition was deleted, if it had that partition.
    fn deleted(&self, partition: &TopicPartition) -> Option<Vec<Step>> {
        let topic = &partition.topic;
        let deleted = self.cluster.topic_deleted(self.end(), topic)?;
        self.cluster.brought(deleted, partition)?;
        let at = self.cluster.entry(deleted)?.time;
        let claim = RecordClaim::TopicDeletedAt { topic: *topic, at };
        Some(self.told(claim, Some(deleted), Vec::new()))
    }
}
