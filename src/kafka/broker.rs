//! The brokers' data side: topics, produce, fetch, list offsets, metadata (`KafkaApis`, `ReplicaManager`).
//!
//! All replicas are always in sync, so one log stands for all replicas of a partition; which broker is asked
//! matters only for leadership. A fetch that finds too little waits here for `fetch.max.wait.ms` at most.
//!
//! Not modelled: acks and producer retries, fetch sessions, quotas.

use crate::kafka::api::*;
use crate::kafka::coordinator::offsets_partition;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::log::{PartitionLog, Record};
use crate::sim::time::SimTime;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the brokers wait for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BrokerTimer {
    /// `fetch.max.wait.ms` of a waiting fetch.
    FetchWait(Correlation),
}

/// All brokers of the cluster.
#[derive(Clone, Debug)]
pub struct Brokers {
    count: u8,
    /// In the order of creation.
    topics: Vec<Topic>,
    index: BTreeMap<TopicName, usize>,
    waiting: Vec<WaitingFetch>,
    metadata: TopicMetadata,
}

/// A topic and its partitions' logs.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name.
    pub name: TopicName,
    /// Its partitions, by number.
    pub partitions: Vec<PartitionLog>,
}

#[derive(Clone, Debug)]
struct WaitingFetch {
    from: Correlation,
    request: FetchRequest,
    /// Bytes it would be answered with now.
    bytes: u64,
}

impl Brokers {
    /// `count` brokers without topics.
    pub fn new(count: u8) -> Self {
        Brokers {
            count: count.max(1),
            topics: Vec::new(),
            index: BTreeMap::new(),
            waiting: Vec::new(),
            metadata: Arc::default(),
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

    /// What a Metadata request is answered with.
    pub fn metadata(&self) -> &TopicMetadata {
        &self.metadata
    }

    /// Creates a topic or raises its number of partitions to `partitions`.
    pub fn set_partitions(&mut self, name: &TopicName, partitions: u32) {
        let index = *self.index.entry(name.clone()).or_insert_with(|| {
            self.topics.push(Topic { name: name.clone(), partitions: Vec::new() });
            self.topics.len() - 1
        });
        let logs = &mut self.topics[index].partitions;
        logs.resize_with(logs.len().max(partitions as usize), PartitionLog::default);
        let counts = self.topics.iter().map(|topic| (topic.name.clone(), topic.partitions.len() as u32));
        self.metadata = Arc::new(counts.collect());
    }

    /// Answers a request now, or lets a fetch wait.
    pub fn handle(
        &mut self,
        from: Correlation,
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
            Request::Fetch(request) => self.fetch(from, request, now, fx),
            Request::Produce(request) => self.produce(&request, fx),
            _ => debug_assert!(false, "{} is the coordinator's", request.api_key().name()),
        }
    }

    /// Answers a fetch whose `fetch.max.wait.ms` is over, with whatever there is.
    pub fn on_timer(&mut self, BrokerTimer::FetchWait(from): BrokerTimer, fx: &mut Effects<BrokerTimer>) {
        if let Some(index) = self.waiting.iter().position(|waiting| waiting.from == from) {
            let waiting = self.waiting.remove(index);
            let answer = self.read(&waiting.request);
            fx.respond(waiting.from, Response::Fetch(answer));
        }
    }

    fn produce(&mut self, request: &ProduceRequest, fx: &mut Effects<BrokerTimer>) {
        let Some(topic) = self.index.get(&request.partition.topic) else { return };
        let logs = &mut self.topics[*topic].partitions;
        let Some(log) = logs.get_mut(request.partition.partition as usize) else { return };
        log.append(Record { timestamp: request.created_at, key: request.key, size: request.size });
        self.wake_fetches(&request.partition, u64::from(request.size), fx);
    }

    fn wake_fetches(&mut self, appended: &TopicPartition, size: u64, fx: &mut Effects<BrokerTimer>) {
        let mut index = 0;
        while index < self.waiting.len() {
            let waiting = &mut self.waiting[index];
            if waiting.request.partitions.iter().any(|fetch| fetch.partition == *appended) {
                waiting.bytes += size;
            }
            if waiting.bytes < u64::from(waiting.request.min_bytes) {
                index += 1;
                continue;
            }
            let waiting = self.waiting.remove(index);
            fx.cancel_timer(BrokerTimer::FetchWait(waiting.from.clone()));
            let answer = self.read(&waiting.request);
            fx.respond(waiting.from, Response::Fetch(answer));
        }
    }

    fn fetch(
        &mut self,
        from: Correlation,
        request: FetchRequest,
        now: SimTime,
        fx: &mut Effects<BrokerTimer>,
    ) {
        let answer = self.read(&request);
        let bytes: u64 = answer.partitions.iter().map(|read| read.bytes).sum();
        let failed = answer.partitions.iter().any(|read| !read.error.is_none());
        if failed || request.max_wait.is_zero() || bytes >= u64::from(request.min_bytes) {
            fx.respond(from, Response::Fetch(answer));
            return;
        }
        fx.set_timer(BrokerTimer::FetchWait(from.clone()), now + request.max_wait);
        self.waiting.push(WaitingFetch { from, request, bytes });
    }

    /// Reads in the order the client asked, until `fetch.max.bytes` are full; partitions without news are left
    /// out.
    fn read(&self, request: &FetchRequest) -> FetchResponse {
        let mut room = u64::from(request.max_bytes);
        let mut partitions = Vec::new();
        for asked in &request.partitions {
            let Some(log) = self.log(&asked.partition) else {
                partitions.push(unreadable(asked, ErrorCode::UnknownTopicOrPartition, 0, 0));
                continue;
            };
            let (start, end) = (log.start(), log.end());
            if asked.fetch_offset < start || asked.fetch_offset > end {
                partitions.push(unreadable(asked, ErrorCode::OffsetOutOfRange, start, end));
            } else if asked.fetch_offset < end && (room > 0 || partitions.is_empty()) {
                let max_bytes = u64::from(asked.max_bytes).min(room);
                let (end_offset, bytes) = log.read(asked.fetch_offset, max_bytes);
                room = room.saturating_sub(bytes);
                let read = unreadable(asked, ErrorCode::None, start, end);
                partitions.push(FetchedPartition { end_offset, bytes, ..read });
            }
        }
        FetchResponse { partitions }
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
}

fn unreadable(asked: &FetchPartition, error: ErrorCode, start: Offset, end: Offset) -> FetchedPartition {
    FetchedPartition {
        partition: asked.partition.clone(),
        error,
        fetch_offset: asked.fetch_offset,
        end_offset: asked.fetch_offset,
        log_start_offset: start,
        high_watermark: end,
        bytes: 0,
        preferred_read_replica: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::effects::Effect;
    use crate::sim::time::SimDuration;

    fn correlation(number: u64) -> Correlation {
        Correlation { process: ProcessId { name: "c1".into(), incarnation: 1 }, number }
    }

    fn brokers() -> Brokers {
        let mut brokers = Brokers::new(1);
        brokers.set_partitions(&"orders".into(), 2);
        brokers
    }

    fn fetch(min_bytes: u32, offset: Offset) -> Request {
        let partition = TopicPartition::new("orders".into(), 0);
        Request::Fetch(FetchRequest {
            partitions: vec![FetchPartition { partition, fetch_offset: offset, max_bytes: 1 << 20 }],
            min_bytes,
            max_wait: SimDuration::from_millis(500),
            max_bytes: 50 << 20,
            rack: None,
        })
    }

    fn produce(brokers: &mut Brokers) -> Vec<Effect<BrokerTimer>> {
        let mut fx = Effects::new();
        let partition = TopicPartition::new("orders".into(), 0);
        let request = ProduceRequest { partition, created_at: SimTime::ZERO, key: None, size: 100 };
        brokers.produce(&request, &mut fx);
        fx.drain().collect()
    }

    #[test]
    fn a_fetch_waits_until_fetch_min_bytes_are_there() {
        let mut brokers = brokers();
        let mut fx = Effects::new();
        brokers.handle(correlation(1), fetch(150, 0), SimTime::ZERO, &mut fx);
        let timer = BrokerTimer::FetchWait(correlation(1));
        let armed = Effect::SetTimer { key: timer, at: SimTime::from_millis(500) };
        assert_eq!(fx.drain().collect::<Vec<_>>(), [armed]);
        assert!(produce(&mut brokers).is_empty(), "100 bytes are too few");
        let answered = produce(&mut brokers);
        assert!(matches!(&answered[1], Effect::Respond { response: Response::Fetch(answer), .. }
            if answer.partitions[0].end_offset == 2 && answer.partitions[0].bytes == 200));
    }

    #[test]
    fn a_fetch_past_the_log_is_out_of_range() {
        let mut brokers = brokers();
        let mut fx = Effects::new();
        brokers.handle(correlation(1), fetch(1, 7), SimTime::ZERO, &mut fx);
        assert!(matches!(&fx.drain().next(), Some(Effect::Respond { response, .. })
            if response.error() == ErrorCode::OffsetOutOfRange));
    }
}
