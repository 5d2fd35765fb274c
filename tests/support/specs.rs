//! The producer and the consumers that the worlds of several test files are made of.

use groupscope::cluster::{Command, ConsumerSpec, ProducerSpec};
use groupscope::kafka::consumer::config::ConsumerConfig;
use groupscope::kafka::partitioner::KeyModel;
use groupscope::kafka::producer::Rate;
use groupscope::sim::time::SimDuration;
use std::sync::Arc;

/// The producer `p1` starts: records of 100 bytes to `orders`, at this rate a second.
pub fn producer(rate: u64) -> Command {
    Command::StartProducer(ProducerSpec {
        name: "p1".into(),
        topic: "orders".into(),
        rate: Rate::per_second(rate),
        record_size: 100,
        keys: KeyModel::RoundRobin,
        metadata_max_age: SimDuration::from_secs(300),
    })
}

/// A consumer of `billing` starts that subscribes to `orders`.
pub fn consumer(name: &str, config: Arc<ConsumerConfig>) -> Command {
    Command::StartConsumer(ConsumerSpec {
        name: name.into(),
        group: "billing".into(),
        assigned: Vec::new(),
        topics: vec!["orders".into()],
        pattern: None,
        config,
    })
}
