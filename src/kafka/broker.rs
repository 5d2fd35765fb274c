//! The brokers' data side: topics, produce, fetch, list offsets, metadata (`KafkaApis`, `ReplicaManager`).
//!
//! Every broker has a replica of every partition and all are always in sync, without delay: one log stands for all
//! replicas, and a follower's high watermark never lags behind the leader's. Which broker is asked matters for
//! leadership, for racks, and for who waits for whom.
//!
//! Not modelled: acks and producer retries, fetch sessions, quotas, replication lag, topic ids in other requests than
//! Fetch.

use crate::kafka::api::*;
use crate::kafka::coordinator::offsets_partition;
use crate::kafka::effects::{Answer, Effects, NodeTimer};
use crate::kafka::ids::*;
use crate::kafka::log::{PartitionLog, Record};
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use fetch::WaitingFetch;
use retention::Retention;
use std::sync::Arc;

pub mod fact;
mod fetch;
mod replicas;
pub mod retention;

/// What the brokers wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BrokerTimer {
    /// `fetch.max.wait.ms` of a waiting fetch, by its running number.
    FetchWait(u64),
    /// The next look for records to delete.
    Retention,
}

impl NodeTimer for BrokerTimer {
    type Ask = Answer;
    type Fact = fact::BrokerFact;
}

/// The brokers' own settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerConfig {
    /// `broker.rack` of each broker; empty if none is set.
    pub racks: Vec<Arc<str>>,
    /// `replica.selector.class` is the rack-aware one.
    pub rack_aware: bool,
    /// `log.retention.check.interval.ms`.
    pub retention_check_interval: SimDuration,
    /// `log.initial.task.delay.ms`: how long after the start the first check comes.
    pub initial_task_delay: SimDuration,
}

impl Default for BrokerConfig {
    fn default() -> Self {
        BrokerConfig {
            racks: Vec::new(),
            rack_aware: false,
            retention_check_interval: SimDuration::from_secs(300),
            initial_task_delay: SimDuration::from_secs(30),
        }
    }
}

/// All brokers of the cluster.
#[derive(Clone, Debug)]
pub struct Brokers {
    count: u8,
    config: Arc<BrokerConfig>,
    /// In the order of creation.
    topics: Vec<Topic>,
    index: SortedMap<TopicName, usize>,
    waiting: Vec<WaitingFetch>,
    next_wait: u64,
    metadata: TopicMetadata,
    /// How many topics of each name were deleted: the id of the next one.
    deleted: SortedMap<TopicName, u32>,
    /// The records that these had had, all together.
    deleted_records: u64,
}

/// A topic and its partitions' logs.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name.
    pub name: TopicName,
    /// Which of the topics of that name it is.
    pub id: TopicId,
    /// Its partitions, by number.
    pub partitions: Vec<PartitionLog>,
    /// What is deleted by itself.
    pub retention: Retention,
}

impl Brokers {
    /// `count` brokers without topics.
    pub fn new(count: u8, config: BrokerConfig) -> Self {
        Brokers {
            count: count.max(1),
            config: Arc::new(config),
            topics: Vec::new(),
            index: SortedMap::new(),
            waiting: Vec::new(),
            next_wait: 0,
            metadata: TopicMetadata::default(),
            deleted: SortedMap::new(),
            deleted_records: 0,
        }
    }

    /// The broker that leads a partition.
    pub fn leader(&self, partition: u32) -> BrokerId {
        BrokerId((partition % u32::from(self.count)) as u8)
    }

    /// The broker that coordinates a group: the leader of its partition of `__consumer_offsets`.
    pub fn coordinator(&self, group: &GroupId) -> BrokerId {
        self.leader(offsets_partition(group))
    }

    /// Topics in the order of creation.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The topic of that name.
    pub fn topic(&self, name: &TopicName) -> Option<&Topic> {
        self.index.get(name).map(|index| &self.topics[*index])
    }

    /// A partition's log.
    pub fn log(&self, partition: &TopicPartition) -> Option<&PartitionLog> {
        self.topic(&partition.topic)?.partitions.get(partition.partition as usize)
    }

    /// A partition's log, to be changed.
    pub fn log_mut(&mut self, partition: &TopicPartition) -> Option<&mut PartitionLog> {
        let topic = *self.index.get(&partition.topic)?;
        self.topics[topic].partitions.get_mut(partition.partition as usize)
    }

    /// What a Metadata request is answered with.
    pub fn metadata(&self) -> &TopicMetadata {
        &self.metadata
    }

    /// The records of deleted topics, as many as there ever were.
    pub fn deleted_records(&self) -> u64 {
        self.deleted_records
    }

    /// Whether any topic was deleted.
    pub fn any_deleted(&self) -> bool {
        !self.deleted.is_empty()
    }

    /// Creates a topic or raises its number of partitions to `partitions`.
    pub fn set_partitions(&mut self, name: &TopicName, partitions: u32) {
        let index = *self.index.entry(*name).or_insert_with(|| {
            let (partitions, retention) = (Vec::new(), Retention::default());
            let id = TopicId(self.deleted.get(name).copied().unwrap_or(0));
            self.topics.push(Topic { name: *name, id, partitions, retention });
            self.topics.len() - 1
        });
        let Topic { partitions: logs, id, .. } = &mut self.topics[index];
        logs.resize_with(logs.len().max(partitions as usize), PartitionLog::default);
        self.metadata.set(name, logs.len() as u32, *id);
    }

    /// Deletes a topic with its records; fetches that waited for some of them are answered so.
    pub fn delete_topic(&mut self, name: &TopicName, fx: &mut Effects<BrokerTimer>) {
        let gone = self.topics.iter().filter(|topic| topic.name == *name);
        for topic in gone {
            *self.deleted.entry(*name).or_default() += 1;
            self.deleted_records += topic.partitions.iter().map(PartitionLog::end).sum::<u64>();
        }
        self.topics.retain(|topic| topic.name != *name);
        self.topics_changed();
        self.answer_waiting(|waiting| waiting.asks_for_topic(name), fx);
    }

    fn topics_changed(&mut self) {
        let places = self.topics.iter().enumerate().map(|(place, topic)| (topic.name, place));
        self.index = places.collect();
        let known = |topic: &Topic| (topic.name, topic.partitions.len() as u32, topic.id);
        self.metadata = TopicMetadata::new(self.topics.iter().map(known));
    }

    /// Answers a request to broker `at` now, or lets a fetch wait.
    pub fn handle(
        &mut self,
        from: Correlation,
        at: BrokerId,
        request: Request,
        now: SimTime,
        fx: &mut Effects<BrokerTimer>,
    ) {
        match request {
            Request::Metadata => {
                let topics = self.metadata.clone();
                fx.respond(from, Response::Metadata { topics });
            }
            Request::FindCoordinator { group_id } => {
                let coordinator = Some(self.coordinator(&group_id));
                fx.respond(from, Response::FindCoordinator { error: ErrorCode::None, coordinator });
            }
            Request::ListOffsets(request) => {
                fx.respond(from, Response::ListOffsets(self.list_offsets(request)))
            }
            Request::OffsetsForLeaderEpoch(request) => {
                fx.respond(from, Response::OffsetsForLeaderEpoch(self.end_of_epochs(request)))
            }
            Request::Fetch(request) => self.fetch(from, at, request, now, fx),
            Request::Produce(request) => {
                let error = self.produce(&request, fx);
                if !error.is_none() {
                    fx.respond(from, Response::Produce { error });
                }
            }
            _ => debug_assert!(false, "{} is the coordinator's", request.api_key().name()),
        }
    }

    /// A timer fires.
    pub fn on_timer(&mut self, timer: BrokerTimer, now: SimTime, fx: &mut Effects<BrokerTimer>) {
        match timer {
            BrokerTimer::FetchWait(number) => self.fetch_wait_over(number, fx),
            BrokerTimer::Retention => self.delete_what_is_due(now, fx),
        }
    }

    /// Appends a record. One for a partition that is gone is lost (Kafka's producer would try until it gives up); one
    /// for an earlier topic of that name is appended to the present one, as Kafka's producer would send it again.
    fn produce(&mut self, request: &ProduceRequest, fx: &mut Effects<BrokerTimer>) -> ErrorCode {
        let known = self.topic(&request.partition.topic).is_some_and(|topic| topic.id == request.topic_id);
        let Some(log) = self.log_mut(&request.partition) else { return ErrorCode::UnknownTopicOrPartition };
        log.append(Record { timestamp: request.created_at, size: request.size });
        self.wake_fetches(&request.partition, u64::from(request.size), fx);
        if known { ErrorCode::None } else { ErrorCode::UnknownTopicId }
    }

    fn list_offsets(&self, request: ListOffsetsRequest) -> ListOffsetsResponse {
        let answer = |(partition, spec): (TopicPartition, OffsetSpec)| match self.log(&partition) {
            None => (partition, ErrorCode::UnknownTopicOrPartition, None),
            Some(log) => {
                let offset = match spec {
                    OffsetSpec::Earliest => Some(log.start()),
                    OffsetSpec::Latest => Some(log.end()),
                    OffsetSpec::AtTime(time) => log.first_at_or_after(time),
                };
                (partition, ErrorCode::None, offset)
            }
        };
        ListOffsetsResponse { partitions: request.partitions.into_iter().map(answer).collect() }
    }

    /// There is one epoch, and it goes on: it ends where the log does.
    fn end_of_epochs(&self, request: OffsetsForLeaderEpochRequest) -> OffsetsForLeaderEpochResponse {
        let answer = |(partition, _): (TopicPartition, LeaderEpoch)| match self.log(&partition) {
            None => (partition, ErrorCode::UnknownTopicOrPartition, 0),
            Some(log) => (partition, ErrorCode::None, log.end()),
        };
        OffsetsForLeaderEpochResponse { partitions: request.partitions.into_iter().map(answer).collect() }
    }
}
