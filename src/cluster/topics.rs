//! Topics, their records and who writes them: what commands do to the brokers' data. A topic that is created again
//! after its deletion is another one (`topic_ids`).

use super::Cluster;
use super::apply::CommandResult;
use super::command::ProducerSpec;
use super::command_error::{ClientError, CommandError, Limit, TopicError};
use super::network::ClientRef;
use super::observation::MarkKind;
use super::process::ProducerProcess;
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ProducerId;
use crate::kafka::api::Response;
use crate::kafka::broker::retention::Retention;
use crate::kafka::broker::{BrokerTimer, Brokers};
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::log::PartitionLog;
use crate::kafka::producer::{Producer, ProducerTimer, Rate};

/// No topic may have more partitions than this, so that a page can draw them in time.
pub const MAX_PARTITIONS: u32 = 1000;
/// All topics together have no more than this.
pub const MAX_ALL_PARTITIONS: usize = 10_000;
/// There are no more producers than this.
pub const MAX_PRODUCERS: usize = 1_000;
/// No burst may have more records than this.
pub const LARGEST_BURST: u32 = 100_000;

impl Cluster {
    pub(super) fn create_topic(&mut self, topic: &TopicName, partitions: u32) -> CommandResult {
        if !TopicName::is_legal(topic.as_str()) {
            return Err(TopicError::IllegalName.of(topic));
        }
        if self.nodes.brokers.topic(topic).is_some() {
            return Err(TopicError::Exists.of(topic));
        }
        if let Some(collides) = collision(topic, self.nodes.brokers.topics().iter().map(|known| &known.name))
        {
            return Err(collides);
        }
        self.check_partitions(partitions, partitions)?;
        self.nodes.brokers.set_partitions(topic, partitions);
        self.nodes.coordinator.topic_created(topic, partitions);
        self.tell_coordinator_of_topics();
        self.past.ledger.begin_anew(topic);
        self.record(Fact::World(WorldFact::TopicCreated { topic: *topic, partitions }));
        Ok(())
    }

    /// Consumer groups look at the topics when a member is heard from.
    fn tell_coordinator_of_topics(&mut self) {
        self.nodes.coordinator.set_topics(self.nodes.brokers.metadata().clone());
    }

    pub(super) fn add_partitions(&mut self, topic: &TopicName, partitions: u32) -> CommandResult {
        let Some(found) = self.nodes.brokers.topic(topic) else { return Err(self.no_topic(topic)) };
        let present = found.partitions.len() as u32;
        if partitions <= present {
            return Err(not_more(topic, present.into(), partitions.into()));
        }
        self.check_partitions(partitions, partitions - present)?;
        self.nodes.brokers.set_partitions(topic, partitions);
        self.nodes.coordinator.topic_created(topic, partitions);
        self.tell_coordinator_of_topics();
        self.mark(MarkKind::PartitionsAdded, None);
        self.record(Fact::World(WorldFact::PartitionsAdded { topic: *topic, partitions }));
        Ok(())
    }

    /// A topic may have this number of partitions, of which `more` are new.
    fn check_partitions(&self, partitions: u32, more: u32) -> CommandResult {
        check_partitions(partitions)?;
        let present: usize = self.nodes.brokers.topics().iter().map(|topic| topic.partitions.len()).sum();
        if present + more as usize > MAX_ALL_PARTITIONS {
            return Err(CommandError::Limit(Limit::AllPartitions(present)));
        }
        Ok(())
    }

    fn no_topic(&self, topic: &TopicName) -> CommandError {
        let known: Vec<_> = self.nodes.brokers.topics().iter().map(|topic| topic.name).collect();
        let topic = *topic;
        match known.is_empty() {
            true => TopicError::NoTopics.of(&topic),
            false => CommandError::NoTopic { topic, known },
        }
    }

    pub(super) fn delete_topic(&mut self, topic: &TopicName) -> CommandResult {
        let Some(gone) = self.nodes.brokers.topic(topic) else { return Err(self.no_topic(topic)) };
        let (id, ends): (_, Vec<Offset>) = (gone.id, gone.partitions.iter().map(PartitionLog::end).collect());
        self.record(Fact::World(WorldFact::TopicDeleted { topic: *topic }));
        self.past.ledger.set_aside(topic, id, |partition| {
            ends.get(partition.partition as usize).copied().unwrap_or_default()
        });
        self.past.starts.forget(topic);
        self.expect_late_commits(topic, &ends);
        self.change_brokers(|brokers, fx| brokers.delete_topic(topic, fx));
        let mut effects = Effects::new();
        self.nodes.coordinator.topic_deleted(topic, self.now, &mut effects);
        self.tell_coordinator_of_topics();
        self.carry_out_coordinators(effects, None);
        Ok(())
    }

    /// A commit that is under way when a topic is deleted is accepted if it arrives when a topic of this name exists
    /// again, since OffsetCommit names the topic and not its id: its offset may lie beyond the end of the new log.
    fn expect_late_commits(&mut self, topic: &TopicName, ends: &[Offset]) {
        let mut groups: Vec<_> = self.nodes.consumers.iter().map(|process| process.spec.group).collect();
        groups.dedup();
        for (number, end) in (0..).zip(ends) {
            let partition = TopicPartition::new(*topic, number);
            groups.iter().for_each(|group| self.name_offset(group, &partition, *end));
        }
    }

    pub(super) fn set_retention(&mut self, topic: &TopicName, retention: Retention) -> CommandResult {
        if self.nodes.brokers.topic(topic).is_none() {
            return Err(self.no_topic(topic));
        }
        self.record(Fact::World(WorldFact::RetentionChanged {
            topic: *topic,
            retention: Box::new(retention),
        }));
        let now = self.now;
        self.change_brokers(|brokers, fx| brokers.set_retention(topic, retention, now, fx));
        Ok(())
    }

    pub(super) fn delete_records(&mut self, partition: &TopicPartition, before: Offset) -> CommandResult {
        let log = self.known_log(partition)?;
        let (start, end) = (log.start(), log.end());
        if before > end {
            return Err(CommandError::BeyondEnd { partition: *partition, end, before });
        }
        if before <= start {
            return Err(CommandError::BeforeStart { partition: *partition, start, before });
        }
        self.change_brokers(|brokers, fx| brokers.delete_records(partition, before, fx));
        Ok(())
    }

    pub(super) fn poison_record(
        &mut self,
        partition: &TopicPartition,
        offset: Option<Offset>,
    ) -> CommandResult {
        let end = self.known_log(partition)?.end();
        let offset = offset.unwrap_or(end);
        if offset > LARGEST_OFFSET {
            return Err(CommandError::Limit(Limit::Offset(offset)));
        }
        if offset < end {
            return Err(CommandError::AlreadyWritten { partition: *partition, end, offset });
        }
        if let Some(log) = self.nodes.brokers.log_mut(partition) {
            log.poison_at(offset);
        }
        self.record(Fact::World(WorldFact::RecordPoisoned { partition: *partition, offset }));
        Ok(())
    }

    fn known_log(&self, partition: &TopicPartition) -> Result<&PartitionLog, CommandError> {
        let Some(topic) = self.nodes.brokers.topic(&partition.topic) else {
            return Err(self.no_topic(&partition.topic));
        };
        match topic.partitions.get(partition.partition as usize) {
            Some(log) => Ok(log),
            None => {
                let present = topic.partitions.len();
                Err(CommandError::NoPartition { partition: *partition, present })
            }
        }
    }

    fn change_brokers(&mut self, change: impl FnOnce(&mut Brokers, &mut Effects<BrokerTimer>)) {
        let mut effects = Effects::new();
        change(&mut self.nodes.brokers, &mut effects);
        self.carry_out_brokers(effects);
    }

    pub(super) fn start_producer(&mut self, spec: &ProducerSpec) -> CommandResult {
        self.check_name_is_free(&spec.name)?;
        if self.nodes.brokers.topic(&spec.topic).is_none() {
            return Err(self.no_topic(&spec.topic));
        }
        if self.nodes.producers.len() >= MAX_PRODUCERS {
            return Err(CommandError::Limit(Limit::Producers));
        }
        let id = ProducerId(self.nodes.producers.len() as u16);
        let chance = self.chance.fork(spec.name.as_str());
        let (topic, keys) = (spec.topic, spec.keys);
        let mut producer =
            Producer::new(topic, spec.rate, spec.record_size, keys, spec.metadata_max_age, chance);
        let mut effects = Effects::new();
        producer.start(self.now, &mut effects);
        self.nodes.producers.push(ProducerProcess { spec: *spec, producer });
        self.nodes.names.insert(spec.name, ClientRef::Producer(id));
        self.record(Fact::World(WorldFact::ProcessStarted { client: spec.name, incarnation: 1 }));
        self.carry_out_producers(id, effects);
        Ok(())
    }

    pub(super) fn set_rate(&mut self, producer: &ClientName, rate: Rate) -> CommandResult {
        let id = self.known_producer(producer)?;
        let now = self.now;
        self.nodes.producers[usize::from(id)].spec.rate = rate;
        self.record(Fact::World(WorldFact::RateChanged { producer: *producer, rate }));
        self.change_producer(id, |producer, fx| producer.set_rate(rate, now, fx));
        Ok(())
    }

    pub(super) fn burst(&mut self, producer: &ClientName, records: u32) -> CommandResult {
        let id = self.known_producer(producer)?;
        if !(1..=LARGEST_BURST).contains(&records) {
            return Err(CommandError::Limit(Limit::Burst(records)));
        }
        let now = self.now;
        self.record(Fact::World(WorldFact::BurstAsked { producer: *producer, records }));
        self.change_producer(id, |producer, fx| producer.burst(records, now, fx));
        Ok(())
    }

    fn known_producer(&self, producer: &ClientName) -> Result<ProducerId, CommandError> {
        match self.nodes.names.get(producer) {
            Some(ClientRef::Producer(id)) => Ok(*id),
            _ => Err(ClientError::NoProducer.of(producer)),
        }
    }

    pub(super) fn answer_producer(&mut self, id: ProducerId, answer: &Response) {
        let now = self.now;
        self.change_producer(id, |producer, fx| producer.on_response(answer, now, fx));
    }

    fn change_producer(
        &mut self,
        id: ProducerId,
        change: impl FnOnce(&mut Producer, &mut Effects<ProducerTimer>),
    ) {
        let mut effects = Effects::new();
        change(&mut self.nodes.producers[usize::from(id)].producer, &mut effects);
        self.carry_out_producers(id, effects);
    }
}

/// Why Kafka refuses to create a topic whose name its metrics cannot tell from another.
pub fn collision<'a>(
    topic: &TopicName,
    present: impl Iterator<Item = &'a TopicName>,
) -> Option<CommandError> {
    let known: Vec<TopicName> = present.filter(|known| topic.collides_with(known)).cloned().collect();
    (!known.is_empty()).then_some(CommandError::TopicCollides { topic: *topic, known })
}

/// The error for a command that asks for no more partitions than a topic has.
pub fn not_more(topic: &TopicName, present: u64, asked: u64) -> CommandError {
    let topic = *topic;
    match asked == present {
        true => CommandError::SamePartitions { topic, present },
        false => CommandError::FewerPartitions { topic, present },
    }
}

fn check_partitions(partitions: u32) -> CommandResult {
    match partitions {
        0 => Err(CommandError::Limit(Limit::NoPartitions)),
        1..=MAX_PARTITIONS => Ok(()),
        _ => Err(CommandError::Limit(Limit::Partitions(partitions))),
    }
}
