//! What random worlds found once, step by step.

use super::specs::{consumer, producer};
use super::{GROUP, Step};
use groupscope::cluster::fact::Fact;
use groupscope::cluster::observation::{ConsumerView, Observation};
use groupscope::cluster::{Cluster, ClusterConfig, Command, ConsumerSpec};
use groupscope::kafka::assignor::AssignorName;
use groupscope::kafka::consumer::calls::Call;
use groupscope::kafka::consumer::config::{ApplicationBehaviour, CommitMode, ConsumerConfig, GroupProtocol};
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::ids::{ClientName, TopicName, TopicPartition};
use groupscope::kafka::offset_causes::CommitFault;
use groupscope::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

fn at(millis: u64, command: Command) -> Step {
    Step(SimDuration::from_millis(millis), command)
}

fn play(cluster: &mut Cluster, story: &[Step]) {
    for Step(wait, command) in story {
        cluster.advance_to(cluster.now() + *wait);
        cluster.apply(command).unwrap();
    }
}

fn start(name: &str, config: ConsumerConfig) -> Command {
    consumer(name, Arc::new(config))
}

/// Who owns a partition in its own eyes.
fn owners(world: &Observation, partition: &TopicPartition) -> Vec<ClientName> {
    let owns = |view: &&ConsumerView| view.owned.contains(partition);
    world.consumers.iter().filter(owns).map(|view| view.name).collect()
}

/// c1 is static, and waits for the answer to its automatic commit before it joins; generation 2 begins without it and
/// gives c2 what c1 owns. c1 joins at its rebalance timeout and nothing has told it: until it has its assignment of
/// generation 3 both own orders-0. In Kafka they do too, so it is no violation.
#[test]
fn a_static_member_that_missed_a_generation_owns_until_its_join_is_done() {
    let settings = ConsumerConfig {
        strategy: vec![AssignorName::CooperativeSticky],
        session_timeout: SimDuration::from_millis(6_000),
        heartbeat_interval: SimDuration::from_millis(2_000),
        max_poll_interval: SimDuration::from_millis(4_600),
        enable_auto_commit: true,
        auto_commit_interval: SimDuration::from_secs(60),
        behaviour: ApplicationBehaviour { commit: CommitMode::AUTO, ..ApplicationBehaviour::default() },
        ..ConsumerConfig::default()
    };
    let lose = Command::DisturbCommits { group: GROUP.into(), count: 1, fault: CommitFault::Lost };
    let mut cluster = Cluster::new(ClusterConfig::default());
    play(
        &mut cluster,
        &[
            at(0, Command::CreateTopic { topic: "orders".into(), partitions: 3 }),
            at(0, producer(5)),
            at(0, start("c1", ConsumerConfig { group_instance_id: Some("one".into()), ..settings.clone() })),
            at(8_500, lose),
            at(0, start("c2", settings)),
        ],
    );
    let orders = TopicPartition::new("orders".into(), 0);
    let mut twice = false;
    while cluster.now() < SimTime::from_millis(30_000) {
        cluster.advance_to(cluster.now() + SimDuration::from_millis(1));
        let group = cluster.coordinator().group(&GROUP.into()).unwrap();
        let present =
            |view: &&ConsumerView| view.generation == group.generation() && view.owned.contains(&orders);
        twice |= cluster.observe(0).consumers.iter().filter(present).count() == 2;
    }
    let absent = |fact: &Fact| matches!(fact, Fact::Group(_, GroupFact::StaticMemberAbsent { .. }));
    assert!(cluster.journal().iter().any(|entry| absent(&entry.fact)), "c1 joined generation 2 in time");
    assert!(twice, "c1 learnt of generation 2 before it joined");
    assert_eq!(cluster.violations(), &[]);
    assert_eq!(owners(&cluster.observe(0), &orders).len(), 1);
}

/// OffsetCommit names the topic and not its id: one that is under way when the topic is deleted and created again is
/// accepted, beyond the end of the new log.
#[test]
fn a_late_commit_is_accepted_by_a_topic_that_was_created_again() {
    let settings = ConsumerConfig {
        enable_auto_commit: false,
        behaviour: ApplicationBehaviour {
            commit: CommitMode::SYNC_PER_RECORD,
            ..ApplicationBehaviour::default()
        },
        ..ConsumerConfig::default()
    };
    let mut cluster = Cluster::new(ClusterConfig::default());
    let again = Command::CreateTopic { topic: "orders".into(), partitions: 1 };
    play(&mut cluster, &[at(0, again.clone()), at(0, producer(20)), at(0, start("c1", settings))]);
    cluster.advance_to(SimTime::from_millis(5_000));
    let before = cluster.journal().len();
    let starts = |fact: &Fact| matches!(fact, Fact::Consumer(_, ConsumerFact::CommitStarted { .. }));
    while !cluster.journal().iter_from(before).any(|entry| starts(&entry.fact)) {
        assert!(cluster.now() < SimTime::from_millis(9_000), "no commit began");
        cluster.advance_to(cluster.now() + SimDuration::from_micros(500));
    }
    play(&mut cluster, &[at(0, Command::DeleteTopic { topic: "orders".into() }), at(0, again)]);
    cluster.advance_to(cluster.now() + SimDuration::from_millis(20));
    let partition = TopicPartition::new("orders".into(), 0);
    let committed = cluster.coordinator().committed(&GROUP.into(), &partition).unwrap();
    assert!(committed > cluster.brokers().log(&partition).unwrap().end(), "{committed}");
    cluster.advance_to(cluster.now() + SimDuration::from_secs(60));
    assert_eq!(cluster.violations(), &[]);
}

/// c1's heartbeat thread looks for the coordinator, is told that there is none, and stops, because c1 unsubscribes: the
/// failed lookup is still there when c1 subscribes again. It hears of it, and asks anew.
#[test]
fn a_lookup_that_failed_while_nobody_waited_keeps_nobody_out() {
    let settings = ConsumerConfig {
        strategy: vec![AssignorName::CooperativeSticky],
        enable_auto_commit: false,
        session_timeout: SimDuration::from_millis(6_000),
        heartbeat_interval: SimDuration::from_millis(2_000),
        max_poll_interval: SimDuration::from_millis(9_000),
        metadata_max_age: SimDuration::from_millis(5_000),
        behaviour: ApplicationBehaviour {
            commit: CommitMode::ALL.into_iter().find(|mode| mode.word == "async").unwrap(),
            processing_time: SimDuration::from_millis(19),
            ..ApplicationBehaviour::default()
        },
        ..ConsumerConfig::default()
    };
    let mut cluster = super::world(0);
    let reads = |name: &str| {
        let (group, topics) = (GROUP.into(), vec!["orders-eu".into(), "clicks".into()]);
        let config = Arc::new(settings.clone());
        let spec =
            ConsumerSpec { name: name.into(), group, assigned: Vec::new(), topics, pattern: None, config };
        Command::StartConsumer(spec)
    };
    let away = SimDuration::from_millis(1_069);
    play(
        &mut cluster,
        &[
            at(0, reads("c1")),
            at(0, reads("c2")),
            at(0, reads("c3")),
            at(8_000, Command::FreezeProcess { client: "c2".into(), span: None }),
            at(6_177, Command::FailOver { group: GROUP.into(), span: away }),
            at(31, Command::ThawProcess { client: "c2".into() }),
            at(27, Command::Call { client: "c1".into(), call: Call::Unsubscribe }),
        ],
    );
    cluster.advance_to(cluster.now() + SimDuration::from_secs(160));
    let topics = vec!["clicks".into()];
    play(&mut cluster, &[at(0, Command::Subscribe { client: "c1".into(), topics, pattern: None })]);
    cluster.advance_to(cluster.now() + SimDuration::from_secs(30));
    let members = cluster.coordinator().group(&GROUP.into()).unwrap().members().len();
    assert_eq!(members, 3, "c1 joined again");
}

/// Who subscribes to what in a consumer group whose members tell of themselves every 5 s.
fn modern(name: &str, topics: &[&str]) -> Command {
    let config = ConsumerConfig { group_protocol: GroupProtocol::Consumer, ..ConsumerConfig::default() };
    let Command::StartConsumer(spec) = start(name, config) else { unreachable!() };
    let topics = topics.iter().map(|topic| TopicName::from(*topic)).collect();
    Command::StartConsumer(ConsumerSpec { topics, ..spec })
}

/// c1 has a partition of a topic that was deleted, and has not heard yet that it is to give it up; the topic is created
/// again, and c2 is given its partition. In Kafka, too, both own orders-0 then, by its name.
#[test]
fn a_topic_that_is_created_again_has_other_partitions() {
    let mut cluster = Cluster::new(ClusterConfig::default());
    let again = Command::CreateTopic { topic: "orders".into(), partitions: 1 };
    play(
        &mut cluster,
        &[
            at(0, again.clone()),
            at(0, Command::CreateTopic { topic: "clicks".into(), partitions: 1 }),
            at(0, modern("c1", &["orders", "clicks"])),
            at(10_200, Command::DeleteTopic { topic: "orders".into() }),
            at(400, again),
            at(0, modern("c2", &["orders"])),
        ],
    );
    let orders = TopicPartition::new("orders".into(), 0);
    let mut twice = false;
    while cluster.now() < SimTime::from_millis(40_000) {
        cluster.advance_to(cluster.now() + SimDuration::from_millis(10));
        twice |= owners(&cluster.observe(0), &orders).len() == 2;
    }
    assert!(twice, "c1 gave it up before c2 had it");
    assert_eq!(cluster.violations(), &[]);
    assert_eq!(owners(&cluster.observe(0), &orders).len(), 1);
}
