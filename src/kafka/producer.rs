//! A producer: writes at a rate, keys its records, and learns of new partitions at its own metadata refresh.
//!
//! Mirrors `KafkaProducer` with `BuiltInPartitioner` or `RoundRobinPartitioner`. Producing never stops for a
//! rebalance.
//!
//! A producer that knows no partition of its topic (it has just started, or the topic was deleted) asks again after
//! `retry.backoff.ms`, growing to `retry.backoff.max.ms`, for as long as it has something to write
//! (`KafkaProducer.waitOnMetadata`). A burst waits for the answer.
//!
//! Not modelled: acks, retries, batching (`linger.ms` is 0 and every record its own batch), transactions,
//! `max.block.ms` (a burst waits for ever; what the rate would have written meanwhile is not written). What is written
//! to a partition that is gone is lost; the answer makes the producer ask for its metadata.

use crate::kafka::api::{ProduceRequest, Request, Response, TopicId, TopicMetadata};
use crate::kafka::effects::{Effects, NodeTimer, Sending};
use crate::kafka::ids::{BrokerId, TopicName, TopicPartition};
use crate::kafka::partitioner::{KeyModel, partition_for_key};
use crate::sim::random::Random;
use crate::sim::time::{SimDuration, SimTime};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::fmt;

/// Records a second, in thousandths, so that half a record a second needs no float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rate(pub u64);

impl Rate {
    /// `records` a second.
    pub const fn per_second(records: u64) -> Self {
        Rate(records * 1000)
    }

    /// The number of records a second, as text.
    pub fn a_second(self) -> String {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        match rest {
            0 => whole.to_string(),
            _ => format!("{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
        }
    }

    /// How long `count` records take.
    fn time_for(self, count: u64) -> SimDuration {
        let micros = u128::from(count) * 1_000_000_000 / u128::from(self.0.max(1));
        SimDuration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }
}

/// As a session script writes it: `40/s`, `0.5/s`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s", self.a_second())
    }
}

/// `batch.size`: the number of bytes after which the sticky partitioner turns to another partition.
const BATCH_SIZE: u64 = 16_384;

/// `retry.backoff.ms` and `retry.backoff.max.ms` of a producer, which has no properties of its own here.
const RETRY_BACKOFF: SimDuration = SimDuration::from_millis(100);
const RETRY_BACKOFF_MAX: SimDuration = SimDuration::from_millis(1000);

/// What a producer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProducerTimer {
    /// The next record is due.
    Produce,
    /// `metadata.max.age.ms` is over.
    Metadata,
}

impl NodeTimer for ProducerTimer {
    type Ask = Sending;
    type Fact = Infallible;
}

/// A producer of one topic.
#[derive(Clone, Debug)]
pub struct Producer {
    topic: TopicName,
    rate: Rate,
    record_size: u32,
    keys: KeyModel,
    metadata_max_age: SimDuration,
    /// Partitions as of the last metadata answer; 0 before the first.
    partitions: u32,
    /// Which topic of that name it is, as of then.
    topic_id: TopicId,
    /// A metadata request is under way.
    asking: bool,
    /// One will be sent after a pause, since a record was not appended where it should be.
    doubting: bool,
    /// Metadata answers in a row that did not have the topic.
    misses: u32,
    /// Records of bursts that wait until a partition is known.
    waiting: u32,
    random: Random,
    /// Since when the rate holds, and how many records have been written since: the n-th record's time follows
    /// from these, so that rounding never adds up.
    rate_since: SimTime,
    written: u64,
    round_robin: u32,
    /// The partition that is filled at present, chosen by chance.
    sticky: Option<u32>,
    sticky_bytes: u64,
    next_number: u64,
    produced: u64,
}

impl Producer {
    /// A producer that has not started; `random` is its own stream.
    pub fn new(
        topic: TopicName,
        rate: Rate,
        record_size: u32,
        keys: KeyModel,
        metadata_max_age: SimDuration,
        random: Random,
    ) -> Self {
        Producer {
            topic,
            rate,
            record_size,
            keys,
            // An age of 0 would be over again and again in one instant.
            metadata_max_age: metadata_max_age.max(SimDuration::from_millis(1)),
            partitions: 0,
            topic_id: TopicId::default(),
            asking: false,
            doubting: false,
            misses: 0,
            waiting: 0,
            random,
            rate_since: SimTime::ZERO,
            written: 0,
            round_robin: 0,
            sticky: None,
            sticky_bytes: 0,
            next_number: 0,
            produced: 0,
        }
    }

    /// The topic it writes to.
    pub fn topic(&self) -> &TopicName {
        &self.topic
    }

    /// Its present rate.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// How many records it has sent.
    pub fn produced(&self) -> u64 {
        self.produced
    }

    /// Start: learn the topic's partitions, then write.
    pub fn start(&mut self, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        self.ask_metadata(now, fx);
        self.set_rate(self.rate, now, fx);
    }

    /// Change the rate from now on; the next record comes one new interval from now.
    pub fn set_rate(&mut self, rate: Rate, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        (self.rate, self.rate_since, self.written) = (rate, now, 0);
        if rate.0 == 0 {
            fx.cancel_timer(ProducerTimer::Produce);
        } else {
            self.arm(fx);
            self.ask_again(now, fx);
        }
    }

    /// The metadata answer has come, or that a record could not be appended.
    pub fn on_response(&mut self, response: &Response, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        if let Response::Metadata { topics } = response {
            self.asking = false;
            self.learn(topics, now, fx);
        } else if matches!(response, Response::Produce { .. }) && !self.asking && !self.doubting {
            self.doubting = true;
            // Its topic is gone, or another one: what it knows of it is void (`requestUpdate`).
            fx.set_timer(ProducerTimer::Metadata, now + RETRY_BACKOFF);
        }
    }

    /// What a fresh look at the cluster tells. A burst that waited for it is written now.
    fn learn(&mut self, topics: &TopicMetadata, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        self.partitions = topics.get(&self.topic).copied().unwrap_or(0);
        self.topic_id = topics.id(&self.topic).unwrap_or(self.topic_id);
        if self.partitions == 0 {
            self.misses = self.misses.saturating_add(1);
            return self.ask_again(now, fx);
        }
        self.misses = 0;
        self.forget_gone_partition();
        (0..std::mem::take(&mut self.waiting)).for_each(|_| self.produce(now, fx));
    }

    /// The partition that is being filled may be none of the topic any more, if that was created again with fewer.
    fn forget_gone_partition(&mut self) {
        if self.sticky.is_some_and(|partition| partition >= self.partitions) {
            (self.sticky, self.sticky_bytes) = (None, 0);
        }
    }

    /// Its topic is not there, and there is something to write to it: asks after a pause that grows.
    fn ask_again(&self, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        if self.partitions == 0 && !self.asking && (self.rate.0 > 0 || self.waiting > 0) {
            let doublings = self.misses.saturating_sub(1).min(10);
            let pause = SimDuration::from_micros(RETRY_BACKOFF.as_micros() << doublings);
            fx.set_timer(ProducerTimer::Metadata, now + pause.min(RETRY_BACKOFF_MAX));
        }
    }

    /// A timer fired.
    pub fn on_timer(&mut self, timer: ProducerTimer, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        match timer {
            ProducerTimer::Metadata => self.ask_metadata(now, fx),
            ProducerTimer::Produce => {
                self.written += 1;
                self.arm(fx);
                if self.partitions > 0 {
                    self.produce(now, fx);
                }
            }
        }
    }

    /// Writes this number of records at once, as soon as it knows a partition; they count neither for nor against the
    /// rate.
    pub fn burst(&mut self, records: u32, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        if self.partitions > 0 {
            (0..records).for_each(|_| self.produce(now, fx));
        } else {
            self.waiting = self.waiting.saturating_add(records);
            self.ask_again(now, fx);
        }
    }

    fn arm(&self, fx: &mut Effects<ProducerTimer>) {
        fx.set_timer(ProducerTimer::Produce, self.rate_since + self.rate.time_for(self.written + 1));
    }

    fn ask_metadata(&mut self, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        let number = self.take_number();
        (self.asking, self.doubting) = (true, false);
        fx.send(BrokerId(0), number, Request::Metadata);
        fx.set_timer(ProducerTimer::Metadata, now + self.metadata_max_age);
    }

    fn produce(&mut self, now: SimTime, fx: &mut Effects<ProducerTimer>) {
        let (key, partition) = self.next_partition();
        let number = self.take_number();
        self.produced += 1;
        let partition = TopicPartition::new(self.topic, partition);
        let topic_id = self.topic_id;
        let request = ProduceRequest { partition, topic_id, created_at: now, key, size: self.record_size };
        fx.send(BrokerId(0), number, Request::Produce(request));
    }

    fn next_partition(&mut self) -> (Option<u32>, u32) {
        match self.keys {
            KeyModel::None => {
                if self.sticky_bytes >= BATCH_SIZE {
                    (self.sticky, self.sticky_bytes) = (None, 0);
                }
                let partitions = u64::from(self.partitions);
                let sticky = *self.sticky.get_or_insert_with(|| self.random.below(partitions) as u32);
                self.sticky_bytes += u64::from(self.record_size);
                (None, sticky)
            }
            KeyModel::RoundRobin => {
                let partition = self.round_robin % self.partitions;
                self.round_robin = (partition + 1) % self.partitions;
                (None, partition)
            }
            KeyModel::Uniform { keys } => self.keyed(|random| random.below(u64::from(keys.max(1))) as u32),
            KeyModel::Skewed { keys } => self.keyed(|random| {
                let last = keys.max(1) - 1;
                (0..last).find(|_| random.below(2) == 0).unwrap_or(last)
            }),
        }
    }

    fn keyed(&mut self, draw: impl Fn(&mut Random) -> u32) -> (Option<u32>, u32) {
        let key = draw(&mut self.random);
        (Some(key), partition_for_key(format!("key-{key}").as_bytes(), self.partitions))
    }

    fn take_number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::effects::Effect;

    fn run(keys: KeyModel, rate: Rate, count: usize) -> Vec<(u64, u32)> {
        let metadata_max_age = SimDuration::from_secs(300);
        let mut producer =
            Producer::new("orders".into(), rate, 100, keys, metadata_max_age, Random::new(1).fork("p1"));
        producer.partitions = 4;
        let mut fx = Effects::new();
        producer.set_rate(rate, SimTime::ZERO, &mut fx);
        let (mut sent, mut now) = (Vec::new(), SimTime::ZERO);
        while sent.len() < count {
            let effects: Vec<_> = fx.drain().collect();
            for effect in effects {
                match effect {
                    Effect::SetTimer { at, .. } => now = at,
                    Effect::Ask(Sending { request: Request::Produce(produce), .. }) => {
                        sent.push((produce.created_at.as_micros(), produce.partition.partition));
                    }
                    _ => {}
                }
            }
            producer.on_timer(ProducerTimer::Produce, now, &mut fx);
        }
        sent
    }

    #[test]
    fn round_robin_fills_the_partitions_evenly_and_on_time() {
        let sent = run(KeyModel::RoundRobin, Rate::per_second(40), 5);
        assert_eq!(sent, [(25_000, 0), (50_000, 1), (75_000, 2), (100_000, 3), (125_000, 0)]);
    }

    #[test]
    fn rounding_never_adds_up() {
        let sent = run(KeyModel::RoundRobin, Rate::per_second(3), 300);
        assert_eq!(sent[299].0, 100_000_000);
    }

    #[test]
    fn without_a_key_one_partition_is_filled_before_the_next() {
        let sent = run(KeyModel::None, Rate::per_second(1000), 164);
        assert!(sent.iter().all(|(_, partition)| *partition == sent[0].1), "16384 bytes take 164 records");
    }

    fn answered(
        producer: &mut Producer,
        topics: &[(&str, u32)],
        fx: &mut Effects<ProducerTimer>,
    ) -> Vec<u32> {
        let topics = topics.iter().map(|(name, count)| (TopicName::from(*name), *count, TopicId::default()));
        let _ = fx.drain().count();
        let answer = Response::Metadata { topics: TopicMetadata::new(topics) };
        producer.on_response(&answer, SimTime::from_millis(10), fx);
        let written = |effect: &Effect<ProducerTimer>| match effect {
            Effect::Ask(Sending { request: Request::Produce(produce), .. }) => {
                Some(produce.partition.partition)
            }
            _ => None,
        };
        fx.drain().filter_map(|effect| written(&effect)).collect()
    }

    #[test]
    fn a_burst_waits_until_a_partition_is_known() {
        let age = SimDuration::from_secs(300);
        let keys = KeyModel::RoundRobin;
        let mut producer = Producer::new("t".into(), Rate(0), 100, keys, age, Random::new(1).fork("p1"));
        let mut fx = Effects::new();
        producer.start(SimTime::ZERO, &mut fx);
        producer.burst(3, SimTime::ZERO, &mut fx);
        assert!(answered(&mut producer, &[("other", 2)], &mut fx).is_empty(), "its topic is not there");
        assert_eq!(answered(&mut producer, &[("t", 2)], &mut fx), [0, 1, 0]);
        assert!(answered(&mut producer, &[("t", 2)], &mut fx).is_empty(), "it is written once");
    }

    #[test]
    fn a_rate_prints_as_it_is_written() {
        assert_eq!(Rate(40_000).to_string(), "40/s");
        assert_eq!(Rate(500).to_string(), "0.5/s");
    }
}
