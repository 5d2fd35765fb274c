//! Fetch (`ReplicaManager.fetchMessages`, `DelayedFetch`): what is answered, and when.
//!
//! A fetch is answered at once if there is an error, a replica closer by, or `fetch.min.bytes` to read; else it
//! waits until records have come that make up for it, or `fetch.max.wait.ms` is over. The first batch of an answer
//! is given whole, however large; after it nothing is begun that does not fit. A batch here is one record, as
//! producers do not linger.
//!
//! Not modelled: segments (in Kafka a new one also ends a wait), the broker's own `fetch.max.bytes`.

use super::{BrokerTimer, Brokers};
use crate::kafka::api::*;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::log::PartitionLog;
use crate::sim::time::SimTime;

/// A fetch that waits for `fetch.min.bytes`.
#[derive(Clone, Debug)]
pub(super) struct WaitingFetch {
    number: u64,
    from: Correlation,
    at: BrokerId,
    request: FetchRequest,
    /// Bytes there are to read, for each partition in the request's order, up to its `max.partition.fetch.bytes`.
    available: Vec<u64>,
}

impl WaitingFetch {
    pub fn asks_for_topic(&self, topic: &TopicName) -> bool {
        self.request.partitions.iter().any(|asked| asked.partition.topic == *topic)
    }

    /// A record has come; whether there is enough now.
    fn record_came(&mut self, partition: &TopicPartition, size: u64) -> bool {
        let asked = &self.request.partitions;
        let Some(place) = asked.iter().position(|asked| asked.partition == *partition) else { return false };
        let most = u64::from(asked[place].max_bytes);
        self.available[place] = (self.available[place] + size).min(most.max(1));
        self.available.iter().sum::<u64>() >= u64::from(self.request.min_bytes)
    }
}

impl Brokers {
    pub(super) fn fetch(
        &mut self,
        from: Correlation,
        at: BrokerId,
        request: FetchRequest,
        now: SimTime,
        fx: &mut Effects<BrokerTimer>,
    ) {
        let answer = self.read(at, &request);
        let bytes: u64 = answer.partitions.iter().map(|read| read.bytes).sum();
        let urgent = |read: &FetchedPartition| !read.error.is_none() || read.preferred_read_replica.is_some();
        let at_once = request.max_wait.is_zero() || bytes >= u64::from(request.min_bytes);
        if at_once || answer.partitions.iter().any(urgent) {
            fx.respond(from, Response::Fetch(answer));
            return;
        }
        let read = |asked: &FetchPartition| {
            let found = answer.partitions.iter().find(|read| read.partition == asked.partition);
            found.map_or(0, |read| read.bytes)
        };
        let available = request.partitions.iter().map(read).collect();
        self.next_wait += 1;
        let number = self.next_wait;
        fx.set_timer(BrokerTimer::FetchWait(number), now + request.max_wait);
        self.waiting.push(WaitingFetch { number, from, at, request, available });
    }

    /// `fetch.max.wait.ms` is over: the fetch is answered with the records that are there.
    pub(super) fn fetch_wait_over(&mut self, number: u64, fx: &mut Effects<BrokerTimer>) {
        if let Some(index) = self.waiting.iter().position(|waiting| waiting.number == number) {
            let waiting = self.waiting.remove(index);
            let answer = self.read(waiting.at, &waiting.request);
            fx.respond(waiting.from, Response::Fetch(answer));
        }
    }

    pub(super) fn wake_fetches(
        &mut self,
        appended: &TopicPartition,
        size: u64,
        fx: &mut Effects<BrokerTimer>,
    ) {
        self.answer_waiting(|waiting| waiting.record_came(appended, size), fx);
    }

    /// Answers the waiting fetches that are `ready`.
    pub(super) fn answer_waiting(
        &mut self,
        ready: impl Fn(&mut WaitingFetch) -> bool,
        fx: &mut Effects<BrokerTimer>,
    ) {
        let mut index = 0;
        while index < self.waiting.len() {
            if !ready(&mut self.waiting[index]) {
                index += 1;
                continue;
            }
            let waiting = self.waiting.remove(index);
            fx.cancel_timer(BrokerTimer::FetchWait(waiting.number));
            let answer = self.read(waiting.at, &waiting.request);
            fx.respond(waiting.from, Response::Fetch(answer));
        }
    }

    /// The log that is asked for, if the topic is still the one that the client knows.
    fn asked_log(&self, asked: &FetchPartition) -> Result<(&PartitionLog, TopicId), ErrorCode> {
        let topic = self.topic(&asked.partition.topic);
        let same = |id: TopicId| topic.is_some_and(|topic| topic.id == id);
        if asked.topic_id.is_some_and(|id| !same(id)) {
            return Err(ErrorCode::UnknownTopicId);
        }
        let log = topic.and_then(|topic| topic.partitions.get(asked.partition.partition as usize));
        let found = log.zip(topic.map(|topic| topic.id));
        found.ok_or(ErrorCode::UnknownTopicOrPartition)
    }

    /// Reads in the order the client asked, until `fetch.max.bytes` are full; partitions without news are left
    /// out.
    fn read(&self, at: BrokerId, request: &FetchRequest) -> FetchResponse {
        let mut room = u64::from(request.max_bytes);
        let mut first_whole = true;
        let mut partitions = Vec::new();
        for asked in &request.partitions {
            let (log, id) = match self.asked_log(asked) {
                Ok(found) => found,
                Err(error) => {
                    partitions.push(without_records(asked, error, TopicId::default(), 0, 0));
                    continue;
                }
            };
            let (start, end) = (log.start(), log.end());
            if asked.fetch_offset < start || asked.fetch_offset > end {
                partitions.push(without_records(asked, ErrorCode::OffsetOutOfRange, id, start, end));
                continue;
            }
            let nothing = without_records(asked, ErrorCode::None, id, start, end);
            let preferred_read_replica =
                self.preferred_read_replica(at, asked.partition.partition, request.rack.as_deref());
            if preferred_read_replica.is_some() {
                partitions.push(FetchedPartition { preferred_read_replica, ..nothing });
                continue;
            }
            let max_bytes = u64::from(asked.max_bytes).min(room);
            let (end_offset, bytes) = log.read(asked.fetch_offset, max_bytes, first_whole);
            if end_offset > asked.fetch_offset {
                first_whole = false;
                room = room.saturating_sub(bytes);
                let poison = log.poison(asked.fetch_offset, end_offset);
                partitions.push(FetchedPartition { end_offset, bytes, poison, ..nothing });
            }
        }
        FetchResponse { broker: at, partitions }
    }
}

fn without_records(
    asked: &FetchPartition,
    error: ErrorCode,
    topic_id: TopicId,
    start: Offset,
    end: Offset,
) -> FetchedPartition {
    FetchedPartition {
        partition: asked.partition,
        topic_id,
        error,
        fetch_offset: asked.fetch_offset,
        end_offset: asked.fetch_offset,
        log_start_offset: start,
        high_watermark: end,
        bytes: 0,
        preferred_read_replica: None,
        poison: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::BrokerConfig;
    use super::*;
    use crate::kafka::effects::{Answer, Effect};
    use crate::sim::time::SimDuration;
    use std::sync::Arc;

    fn correlation(number: u64) -> Correlation {
        Correlation { process: ProcessId { name: "c1".into(), incarnation: 1 }, number }
    }

    fn brokers() -> Brokers {
        let mut brokers = Brokers::new(1, BrokerConfig::default());
        brokers.set_partitions(&"orders".into(), 2);
        brokers
    }

    fn orders(number: u32) -> TopicPartition {
        TopicPartition::new("orders".into(), number)
    }

    fn asked(number: u32, fetch_offset: Offset, max_bytes: u32) -> FetchPartition {
        FetchPartition { partition: orders(number), topic_id: None, fetch_offset, max_bytes }
    }

    fn request(partitions: Vec<FetchPartition>, min_bytes: u32, max_bytes: u32) -> FetchRequest {
        let max_wait = SimDuration::from_millis(500);
        FetchRequest { partitions, min_bytes, max_wait, max_bytes, rack: None }
    }

    fn fetch(brokers: &mut Brokers, request: FetchRequest) -> Vec<Effect<BrokerTimer>> {
        let mut fx = Effects::new();
        brokers.handle(correlation(1), BrokerId(0), Request::Fetch(request), SimTime::ZERO, &mut fx);
        fx.drain().collect()
    }

    fn produce(brokers: &mut Brokers, number: u32, size: u32) -> Vec<Effect<BrokerTimer>> {
        let mut fx = Effects::new();
        let (partition, topic_id, created_at) = (orders(number), TopicId::default(), SimTime::ZERO);
        let produce = ProduceRequest { partition, topic_id, created_at, key: None, size };
        brokers.produce(&produce, &mut fx);
        fx.drain().collect()
    }

    /// Offsets up to which an answer reads, and its bytes.
    fn answer(effects: &[Effect<BrokerTimer>]) -> Vec<(u32, Offset, u64)> {
        let read = |read: &FetchedPartition| (read.partition.partition, read.end_offset, read.bytes);
        match effects.last() {
            Some(Effect::Ask(Answer { response: Response::Fetch(answer), .. })) => {
                answer.partitions.iter().map(read).collect()
            }
            other => panic!("no answer but {other:?}"),
        }
    }

    #[test]
    fn a_fetch_waits_until_fetch_min_bytes_are_there() {
        let mut brokers = brokers();
        let armed = Effect::SetTimer { key: BrokerTimer::FetchWait(1), at: SimTime::from_millis(500) };
        assert_eq!(fetch(&mut brokers, request(vec![asked(0, 0, 1 << 20)], 150, 50 << 20)), [armed]);
        assert!(produce(&mut brokers, 0, 100).is_empty(), "100 bytes are too few");
        assert!(produce(&mut brokers, 1, 100).is_empty(), "nobody asked for that partition");
        assert_eq!(answer(&produce(&mut brokers, 0, 100)), [(0, 2, 200)]);
    }

    #[test]
    fn more_than_max_partition_fetch_bytes_of_one_partition_do_not_count() {
        let mut brokers = brokers();
        fetch(&mut brokers, request(vec![asked(0, 0, 120), asked(1, 0, 120)], 200, 50 << 20));
        assert!((0..5).all(|_| produce(&mut brokers, 0, 100).is_empty()), "120 bytes of it count");
        assert_eq!(answer(&produce(&mut brokers, 1, 100)), [(0, 1, 100), (1, 1, 100)]);
    }

    #[test]
    fn only_the_first_batch_of_an_answer_is_given_whole() {
        let mut brokers = brokers();
        (0..2).for_each(|number| drop(produce(&mut brokers, number, 1000)));
        let both = |max_bytes| request(vec![asked(0, 0, 500), asked(1, 0, 500)], 1, max_bytes);
        assert_eq!(answer(&fetch(&mut brokers, both(50 << 20))), [(0, 1, 1000)]);
        assert_eq!(answer(&fetch(&mut brokers, both(10))), [(0, 1, 1000)]);
        let large = request(vec![asked(0, 0, 5000), asked(1, 0, 5000)], 1, 1999);
        assert_eq!(answer(&fetch(&mut brokers, large)), [(0, 1, 1000)], "999 bytes are left");
    }

    #[test]
    fn a_fetch_past_the_log_is_out_of_range_and_one_of_a_deleted_topic_unknown() {
        let mut brokers = brokers();
        let error = |effects: &[Effect<BrokerTimer>]| match effects.last() {
            Some(Effect::Ask(Answer { response, .. })) => Some(response.error()),
            _ => None,
        };
        let late = fetch(&mut brokers, request(vec![asked(0, 7, 100)], 1, 100));
        assert_eq!(error(&late), Some(ErrorCode::OffsetOutOfRange));
        fetch(&mut brokers, request(vec![asked(0, 0, 100)], 1, 100));
        let mut fx = Effects::new();
        brokers.delete_topic(&"orders".into(), &mut fx);
        assert_eq!(error(&fx.drain().collect::<Vec<_>>()), Some(ErrorCode::UnknownTopicOrPartition));
    }

    #[test]
    fn the_leader_names_the_replica_in_the_clients_rack() {
        let racks: Vec<Arc<str>> = ["a", "b"].map(Arc::from).to_vec();
        let mut brokers =
            Brokers::new(2, BrokerConfig { racks, rack_aware: true, ..BrokerConfig::default() });
        brokers.set_partitions(&"orders".into(), 2);
        produce(&mut brokers, 0, 100);
        let rack = |rack: &str| FetchRequest {
            rack: Some(Arc::from(rack)),
            ..request(vec![asked(0, 0, 500)], 1, 500)
        };
        let preferred = |at, request| brokers.read(at, &request).partitions[0].preferred_read_replica;
        assert_eq!(preferred(BrokerId(0), rack("b")), Some(BrokerId(1)));
        assert_eq!(preferred(BrokerId(0), rack("a")), None, "the leader is in the rack itself");
        assert_eq!(preferred(BrokerId(0), rack("elsewhere")), None);
        assert_eq!(preferred(BrokerId(1), rack("b")), None, "a follower just reads");
    }
}
