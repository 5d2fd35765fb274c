//! The world as a whole, driven by commands.

#[path = "support/specs.rs"]
mod specs;

use groupscope::cluster::observation::{Observation, ProcessState};
use groupscope::cluster::{Cluster, ClusterConfig, Command};
use groupscope::kafka::consumer::config::{CommitMode, ConsumerConfig};
use groupscope::kafka::group_state::GroupState;
use groupscope::sim::time::{SimDuration, SimTime};
use specs::{consumer, producer};
use std::sync::Arc;

fn config(settings: &[(&str, &str)]) -> Arc<ConsumerConfig> {
    let mut config = ConsumerConfig::default();
    for (name, value) in
        [("auto.offset.reset", "earliest"), ("session.timeout.ms", "6000"), ("heartbeat.interval.ms", "2000")]
            .iter()
            .chain(settings)
    {
        config.set(name, value).unwrap();
    }
    Arc::new(config)
}

/// A cluster with `orders` (4 partitions, 40 records a second) and some consumers of `billing`.
fn cluster(config: &Arc<ConsumerConfig>, names: &[&str]) -> Cluster {
    let mut cluster = Cluster::new(ClusterConfig::default());
    cluster.apply(&Command::CreateTopic { topic: "orders".into(), partitions: 4 }).unwrap();
    cluster.apply(&producer(40)).unwrap();
    for name in names {
        cluster.apply(&consumer(name, Arc::clone(config))).unwrap();
    }
    cluster
}

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn owners(seen: &Observation) -> Vec<&str> {
    seen.groups[0].lanes.iter().map(|lane| lane.owner.as_ref().map_or("", |owner| owner.as_str())).collect()
}

#[test]
fn two_consumers_share_a_topic_and_keep_up() {
    let mut cluster = cluster(&config(&[]), &["c1", "c2"]);
    cluster.advance_to(at(20_000));
    let seen = cluster.observe(40);
    assert_eq!(seen.groups[0].state, GroupState::Stable);
    assert_eq!(owners(&seen), ["c1", "c1", "c2", "c2"]);
    assert_eq!(seen.totals.duplicates, 0);
    assert_eq!(seen.totals.produced, 799);
    assert!(seen.totals.processed > 790);
    assert_eq!(cluster.violations(), []);
}

#[test]
fn a_killed_consumers_partitions_wait_for_the_session_timeout_and_come_twice() {
    let mut cluster = cluster(&config(&[]), &["c1", "c2"]);
    cluster.advance_to(at(15_000));
    cluster.apply(&Command::KillProcess { client: "c2".into() }).unwrap();
    cluster.advance_to(at(19_000));
    let seen = cluster.observe(40);
    assert!(matches!(seen.consumers[1].process, ProcessState::Killed { .. }));
    assert!(!seen.groups[0].lanes[3].owner_running);
    cluster.advance_to(at(30_000));
    let seen = cluster.observe(40);
    assert_eq!(owners(&seen), ["c1"; 4]);
    // What its two partitions got after the automatic commit before the kill: at most 5 s of 20 records a second.
    assert!((1..=100).contains(&seen.totals.duplicates), "{}", seen.totals.duplicates);
    assert!(seen.groups[0].lanes[3].unowned >= SimDuration::from_secs(4));
    assert_eq!(cluster.violations(), []);
}

#[test]
fn a_closed_consumer_leaves_at_once_and_nothing_comes_twice() {
    let mut settings = (*config(&[("enable.auto.commit", "false")])).clone();
    settings.behaviour.commit = CommitMode::SYNC_PER_BATCH;
    let mut cluster = cluster(&Arc::new(settings), &["c1", "c2"]);
    cluster.advance_to(at(15_000));
    cluster.apply(&Command::CloseConsumer { client: "c2".into() }).unwrap();
    cluster.advance_to(at(25_000));
    let seen = cluster.observe(40);
    assert_eq!(owners(&seen), ["c1"; 4]);
    assert_eq!(seen.totals.duplicates, 0);
    assert!(seen.groups[0].lanes[3].unowned <= SimDuration::from_millis(2100));
}

#[test]
fn cooperative_moves_only_what_has_to_move() {
    let config = config(&[("partition.assignment.strategy", "cooperative-sticky")]);
    let mut cluster = cluster(&config, &["c1", "c2"]);
    cluster.advance_to(at(15_000));
    cluster.apply(&consumer("c3", Arc::clone(&config))).unwrap();
    cluster.advance_to(at(40_000));
    let seen = cluster.observe(40);
    assert_eq!(seen.groups[0].rebalances, 3, "the first, and two for c3");
    let untouched = seen.groups[0].lanes.iter().filter(|lane| lane.unowned.is_zero()).count();
    assert_eq!(untouched, 3);
    assert_eq!(seen.totals.duplicates, 0);
    assert_eq!(cluster.violations(), []);
}

#[test]
fn a_bounced_group_starts_again_only_when_a_dead_member_has_expired() {
    let mut cluster = cluster(&config(&[]), &["c1", "c2"]);
    cluster.advance_to(at(15_000));
    cluster.apply(&Command::KillProcess { client: "c2".into() }).unwrap();
    let strategy = vec![groupscope::kafka::assignor::AssignorName::CooperativeSticky];
    cluster.apply(&Command::BounceGroup { group: "billing".into(), strategy }).unwrap();
    cluster.advance_to(at(17_000));
    let seen = cluster.observe(40);
    assert!(matches!(seen.consumers[0].process, ProcessState::Closed { .. }), "c2 is still a member");
    cluster.advance_to(at(40_000));
    let seen = cluster.observe(40);
    assert_eq!(seen.groups[0].protocol.as_ref().unwrap().as_str(), "cooperative-sticky");
    assert_eq!(owners(&seen), ["c1"; 4]);
}
