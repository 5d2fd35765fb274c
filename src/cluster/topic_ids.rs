//! Of which topic the records are that a consumer has in hand, where one was deleted and another has its name: what it
//! does with records of the earlier one says nothing of the later one's.

use super::Cluster;
use super::cause::GapCause;
use super::journal::EntryId;
use super::ledger::PartitionLedger;
use super::ledger::history::Reading;
use super::process::ConsumerProcess;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::PositionSource;
use crate::kafka::topic_metadata::TopicId;

impl Cluster {
    /// Whether the topic with this id is the one that has the name now.
    pub(super) fn is_present(&self, topic: &TopicName, id: TopicId) -> bool {
        self.nodes.brokers.topic(topic).is_some_and(|topic| topic.id == id)
    }

    /// Whether the records that a process's `poll`th poll returned of a partition are of the topic there is now.
    pub(super) fn is_of_present(
        &self,
        process: &ConsumerProcess,
        partition: &TopicPartition,
        poll: u32,
    ) -> bool {
        !self.nodes.brokers.any_deleted()
            || self.is_present(&partition.topic, process.topic_id(partition, poll))
    }

    /// The ledger of the records that a consumer's `poll`th poll returned of a partition.
    pub(super) fn lane_of_poll(
        &mut self,
        id: ConsumerId,
        partition: &TopicPartition,
        poll: u32,
    ) -> &mut PartitionLedger {
        let process = &self.nodes[id];
        match self.is_of_present(process, partition, poll) {
            true => self.past.ledger.partition_mut(&process.spec.group, partition),
            false => {
                let topic_id = process.topic_id(partition, poll);
                self.lane_of_topic(id, partition, topic_id)
            }
        }
    }

    /// The ledger of a partition of the topic with this id, as a consumer's group knows it.
    pub(super) fn lane_of_topic(
        &mut self,
        id: ConsumerId,
        partition: &TopicPartition,
        topic_id: TopicId,
    ) -> &mut PartitionLedger {
        let group = &self.nodes[id].spec.group;
        match self.is_present(&partition.topic, topic_id) {
            true => self.past.ledger.partition_mut(group, partition),
            false => self.past.ledger.former_mut(group, partition, topic_id),
        }
    }

    /// Records that live consumers of a group have in hand: partition, from, to, which consumer, which poll.
    pub(super) fn in_hand<'a>(
        &'a self,
        group: &GroupId,
    ) -> impl Iterator<Item = (&'a TopicPartition, Offset, Offset, ConsumerId, u32)> + use<'a> {
        let (processes, group) = (self.nodes.consumers(), *group);
        let of_group = processes.filter(move |(_, process)| process.spec.group == group && process.alive());
        of_group.flat_map(|(id, process)| {
            let held = process.consumer.application().held_by_poll();
            held.map(move |(partition, from, to, poll)| (partition, from, to, id, poll))
        })
    }

    /// A poll returned records: if they are of another topic than those before, the consumer went on from its position
    /// in the earlier one, and has not read what is before it.
    pub(super) fn follow_topic_id(&mut self, id: ConsumerId, partition: &TopicPartition, from: Offset) {
        let process = &self.nodes[id];
        let (topic_id, poll) = (process.consumer.fetcher().ids().given(partition), process.polls);
        if process.topic_id(partition, poll) == topic_id {
            return;
        }
        let process = &mut self.nodes[id];
        process.topic_ids.entry(*partition).or_default().push((poll, topic_id));
        let group = process.spec.group;
        let (polls, alone) = (poll.saturating_sub(1), process.consumer.standalone());
        let present = self.is_present(&partition.topic, topic_id);
        let known =
            self.past.ledger.partition(&group, partition).is_some_and(|lane| lane.history().is_read_by(id));
        if !present || known {
            return;
        }
        let entry = self.kept_position(id, partition);
        let lane = self.past.ledger.partition_mut(&group, partition);
        let committed = lane.committed();
        lane.skip(committed.unwrap_or(0), from, GapCause::TopicRecreated, entry);
        let mut reading = Reading::new(id, from, PositionSource::EarlierTopic, entry);
        (reading.committed, reading.polls, reading.alone) = (committed, polls, alone);
        lane.history_mut().begin(reading);
    }

    /// Whether a consumer's position in a partition is still that of an earlier topic of its name, so that what it
    /// commits says nothing of the present one's records.
    pub(super) fn is_behind_topic(&self, id: ConsumerId, partition: &TopicPartition) -> bool {
        let group = &self.nodes[id].spec.group;
        let again =
            self.nodes.brokers.topic(&partition.topic).is_some_and(|topic| topic.id > TopicId::default());
        let lane = self.past.ledger.partition(group, partition);
        again && lane.is_none_or(|lane| lane.history().readings().all(|reading| reading.reader != id))
    }

    /// What made a consumer keep its position in an earlier topic: that it learnt of the new one; or, where it has not
    /// yet, that this was created.
    pub(super) fn kept_position(&self, id: ConsumerId, partition: &TopicPartition) -> EntryId {
        let name = &self.nodes[id].spec.name;
        let topic = &partition.topic;
        let learnt = self.learnt_of_topic(self.next_entry(), name, topic);
        learnt.max(self.topic_created(self.next_entry(), topic)).unwrap_or_else(|| self.next_entry())
    }

    /// When a consumer learnt last that a topic is another one of the same name.
    pub(super) fn learnt_of_topic(
        &self,
        before: EntryId,
        client: &ClientName,
        topic: &TopicName,
    ) -> Option<EntryId> {
        self.last_said(
            before,
            client,
            |said| matches!(said, ConsumerFact::TopicIdChanged { topic: of, .. } if of == topic),
        )
    }

    /// Whether this entry says that a topic was created under the name of a deleted one.
    pub fn created_again(&self, entry: EntryId, topic: &TopicName) -> bool {
        self.topic_deleted(entry, topic).is_some()
    }

    /// Whether a poll of a consumer returned records of the topic that has the name now: it knew that topic by then.
    pub fn polled_present(&self, poll: EntryId, client: &ClientName, topic: &TopicName) -> bool {
        let present = self.nodes.brokers.topic(topic).map(|topic| topic.id);
        if present.is_none_or(|id| id == TopicId::default()) {
            return true;
        }
        let end = EntryId::at(self.past.journal.len());
        let created = self.topic_created(end, topic);
        let learnt = self.learnt_of_topic(end, client, topic);
        let process = self.nodes.consumer(client);
        let knows =
            process.is_some_and(|process| Some(process.consumer.fetcher().ids().learnt(topic)) == present);
        let since = learnt.filter(|learnt| Some(*learnt) > created).or(created);
        knows && since.is_some_and(|since| since < poll)
    }
}

impl ConsumerProcess {
    /// Of which topic of its name the records were that the `poll`th poll returned.
    pub fn topic_id(&self, partition: &TopicPartition, poll: u32) -> TopicId {
        let ids = self.topic_ids.get(partition).map_or(&[][..], Vec::as_slice);
        ids.iter().rev().find(|(since, _)| *since <= poll).map_or(TopicId::default(), |(_, id)| *id)
    }
}
