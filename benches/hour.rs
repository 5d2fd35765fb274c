//! How long an hour of a busy group takes to simulate: 12 partitions, 8 consumers, 200 records a second,
//! auto-commit, a kill and a join a minute. Prints; asserts nothing.
//!
//! `cargo bench --no-default-features --bench hour`

use groupscope::cluster::{Cluster, ClusterConfig, Command, ConsumerSpec, ProducerSpec};
use groupscope::kafka::consumer::config::ConsumerConfig;
use groupscope::kafka::partitioner::KeyModel;
use groupscope::kafka::producer::Rate;
use groupscope::sim::time::{SimDuration, SimTime};
use std::sync::Arc;
use std::time::Instant;

fn start(cluster: &mut Cluster, number: u64, config: &Arc<ConsumerConfig>) {
    let spec = ConsumerSpec {
        assigned: Vec::new(),
        name: format!("c{number}").into(),
        group: "billing".into(),
        topics: vec!["orders".into()],
        pattern: None,
        config: config.clone(),
    };
    cluster.apply(&Command::StartConsumer(spec)).expect("a new name");
}

fn main() {
    let mut config = ConsumerConfig::default();
    for (name, value) in [
        ("auto.offset.reset", "earliest"),
        ("session.timeout.ms", "6000"),
        ("heartbeat.interval.ms", "2000"),
        ("partition.assignment.strategy", "cooperative-sticky"),
    ] {
        config.set(name, value).expect("a valid setting");
    }
    let config = Arc::new(config);
    let mut cluster = Cluster::new(ClusterConfig::default());
    cluster.apply(&Command::CreateTopic { topic: "orders".into(), partitions: 12 }).expect("a new topic");
    let producer = ProducerSpec {
        name: "p1".into(),
        topic: "orders".into(),
        rate: Rate::per_second(200),
        record_size: 100,
        keys: KeyModel::RoundRobin,
        metadata_max_age: SimDuration::from_secs(300),
    };
    cluster.apply(&Command::StartProducer(producer)).expect("a new producer");
    (1..=8).for_each(|number| start(&mut cluster, number, &config));

    let begun = Instant::now();
    let mut snapshots = Vec::new();
    for second in 1..=3600u64 {
        cluster.advance_to(SimTime::from_millis(second * 1000));
        if second % 60 == 30 {
            let oldest = format!("c{}", second / 60 + 1);
            cluster.apply(&Command::KillProcess { client: oldest.as_str().into() }).expect("it runs");
            start(&mut cluster, second / 60 + 9, &config);
        }
        if second % 6 == 0 {
            snapshots.push(cluster.clone());
        }
    }
    let took = begun.elapsed();
    let totals = cluster.totals();
    println!("one hour simulated in {:.2} s", took.as_secs_f64());
    println!(
        "  {} records produced, {} processed, {} duplicates",
        totals.produced, totals.processed, totals.duplicates
    );
    println!("  {} journal entries, {} snapshots kept", cluster.journal().len(), snapshots.len());
    println!("  {} violations", cluster.violations().len());
    println!("  {}", peak_memory());
}

/// The process's peak resident memory, where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.map_or("peak memory unknown".to_owned(), |line| format!("peak memory {}", line[6..].trim()))
}
