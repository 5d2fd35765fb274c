//! Every check finds what it is there for: a sound world is falsified, and the check says how.

use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::ledger::Counts;
use crate::cluster::nodes::ConsumerId;
use crate::cluster::{Cluster, ClusterConfig, Command, ConsumerSpec, ProducerSpec};
use crate::kafka::api::{LeaveGroupRequest, LeavingMember, Request};
use crate::kafka::consumer::config::{ApplicationBehaviour, ConsumerConfig, OffsetReset};
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

fn orders(number: u32) -> TopicPartition {
    TopicPartition::new("orders".into(), number)
}

/// Two consumers in the middle of their batches.
fn world() -> Cluster {
    let mut cluster = Cluster::new(ClusterConfig::default());
    let config = Arc::new(ConsumerConfig {
        auto_offset_reset: OffsetReset::Earliest,
        behaviour: ApplicationBehaviour {
            processing_time: SimDuration::from_millis(60),
            ..ApplicationBehaviour::default()
        },
        ..ConsumerConfig::default()
    });
    let producer = ProducerSpec {
        name: "p1".into(),
        topic: "orders".into(),
        rate: Rate::per_second(40),
        record_size: 100,
        keys: KeyModel::RoundRobin,
        metadata_max_age: SimDuration::from_secs(300),
    };
    let start = |name: &str| ConsumerSpec {
        name: name.into(),
        group: "billing".into(),
        topics: vec!["orders".into()],
        pattern: None,
        assigned: Vec::new(),
        config: config.clone(),
    };
    for command in [
        Command::CreateTopic { topic: "orders".into(), partitions: 2 },
        Command::StartProducer(producer),
        Command::StartConsumer(start("c1")),
        Command::StartConsumer(start("c2")),
    ] {
        cluster.apply(&command).unwrap();
    }
    cluster.advance_to(SimTime::from_millis(20_010));
    assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
    let committed = cluster.nodes.coordinator.committed(&"billing".into(), &orders(0));
    assert!(committed.is_some_and(|committed| committed > 10));
    cluster
}

/// What the checks say of a world that was falsified.
fn said_of(falsify: impl FnOnce(&mut Cluster)) -> Vec<String> {
    let mut cluster = world();
    falsify(&mut cluster);
    cluster.check_invariants();
    cluster.violations().iter().map(|violation| violation.what.clone()).collect()
}

fn said_of_sums(falsify: impl FnOnce(&mut Counts)) -> Vec<String> {
    said_of(|cluster| falsify(cluster.past.ledger.partition_mut(&"billing".into(), &orders(0)).counts_mut()))
}

fn only(said: &[String], start: &str) {
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with(start), "{said:#?}");
}

#[test]
fn a_record_that_was_delivered_is_processed_in_flight_or_dropped() {
    only(&said_of_sums(|counts| counts.delivered += 1), "In orders-0 of billing, 2");
    only(&said_of_sums(|counts| counts.dropped += 1), "In orders-0 of billing, 2");
    // A process that dies drops what it had in hand; forgotten, it would be missing.
    let said = said_of(|cluster| {
        let held: u64 =
            cluster.nodes.consumers[0].consumer.application().batch().held().map(|(_, a, b)| b - a).sum();
        assert!(held > 0);
        cluster.apply(&Command::KillProcess { client: "c1".into() }).unwrap();
        cluster.check_invariants();
        assert!(cluster.violations().is_empty());
        cluster.past.ledger.partition_mut(&"billing".into(), &orders(0)).counts_mut().dropped = 0;
    });
    only(&said, "In orders-0 of billing, ");
}

#[test]
fn what_was_processed_stays_processed() {
    let said = said_of_sums(|counts| {
        counts.processed -= 1;
        counts.uncommitted -= 1;
        counts.delivered -= 1;
    });
    only(&said, "In orders-0 of billing, processed fell from ");
}

#[test]
fn below_the_committed_offset_everything_is_accounted_for() {
    only(&said_of_sums(|counts| counts.ahead += 1), "In orders-0 of billing, below the committed offset ");
    only(
        &said_of_sums(|counts| counts.passed_over += 1),
        "In orders-0 of billing, below the committed offset ",
    );
}

#[test]
fn nobody_reads_what_is_committed_unless_it_went_back() {
    let set_back = |cluster: &mut Cluster| {
        let state = cluster.nodes.consumers[0].consumer.subscription.get_mut(&orders(0)).unwrap();
        state.position = Some(3);
    };
    only(&said_of(set_back), "c1 is at 3 of orders-0, and billing has committed ");
    let on_purpose = |cluster: &mut Cluster| {
        set_back(cluster);
        cluster.nodes.consumers[0].went_back.insert(orders(0));
    };
    assert!(said_of(on_purpose).is_empty());
    // The offset that is committed, after c1 sent it again.
    let sent_again = |cluster: &mut Cluster, by: u16| {
        set_back(cluster);
        let (billing, lane) = ("billing".into(), ("billing".into(), orders(0)));
        let committed = cluster.nodes.coordinator.committed(&billing, &orders(0)).unwrap();
        cluster.past.sent_again.entry(lane).or_default().insert((ConsumerId(0), committed));
        cluster.may_come_again(lane, committed, Some(ConsumerId(by)));
        (lane, committed)
    };
    let by_sender = |cluster: &mut Cluster| {
        sent_again(cluster, 0);
    };
    assert!(said_of(by_sender).is_empty());
    let by_another = |cluster: &mut Cluster| {
        sent_again(cluster, 1);
    };
    only(&said_of(by_another), "c1 is at 3 of orders-0, and billing has committed ");
    let no_more = |cluster: &mut Cluster| {
        let (lane, committed) = sent_again(cluster, 0);
        cluster.may_come_again(lane, committed, None);
    };
    only(&said_of(no_more), "c1 is at 3 of orders-0, and billing has committed ");
    let as_a_zombie = |cluster: &mut Cluster| {
        set_back(cluster);
        // The coordinator removes it, and the member does not learn of it.
        let member = LeavingMember {
            member_id: *cluster.nodes.consumers[0].consumer.membership().member_id(),
            group_instance_id: None,
            reason: Arc::from(""),
        };
        let request = LeaveGroupRequest { group_id: "billing".into(), members: vec![member] };
        let process = ProcessId { name: ClientName::default(), incarnation: 0 };
        let (from, mut effects) = (Correlation { process, number: 0 }, Effects::new());
        cluster.nodes.coordinator.handle(from, Request::LeaveGroup(request), cluster.now, &mut effects);
    };
    assert!(said_of(as_a_zombie).is_empty());
}

#[test]
fn a_generation_begins_once() {
    let began = |generation| {
        Fact::Group(
            "billing".into(),
            GroupFact::GenerationStarted {
                generation: Generation(generation),
                protocol: None,
                leader: None,
                members: 2,
            },
        )
    };
    let said = said_of(|cluster| {
        cluster.record(began(1));
    });
    only(&said, "billing began generation 1 after generation 1.");
    let said = said_of(|cluster| {
        cluster.record(began(2));
    });
    only(&said, "billing is in generation 1, and generation 2 was the last.");
}

#[test]
fn a_new_coordinator_knows_what_was_written_and_no_more() {
    let took_over = |generation| {
        Fact::World(WorldFact::CoordinatorTookOver {
            group: "billing".into(),
            state: crate::kafka::group_state::GroupState::Stable,
            generation: Generation(generation),
            members: 2,
        })
    };
    let began = Fact::Group(
        "billing".into(),
        GroupFact::GenerationStarted { generation: Generation(2), protocol: None, leader: None, members: 2 },
    );
    // Generation 2 began and was never written: it is counted to once more.
    let said = said_of(|cluster| {
        for fact in [began.clone(), took_over(1), began, took_over(1)] {
            cluster.record(fact);
        }
    });
    assert!(said.is_empty(), "{said:#?}");
    let said = said_of(|cluster| {
        cluster.record(took_over(0));
    });
    assert_eq!(said[0], "billing was taken over in generation 0; generation 1 was written.");
}

#[test]
fn one_reader_a_partition() {
    let said = said_of(|cluster| {
        cluster.nodes.consumers[1].consumer.subscription.assign(&[orders(0)]);
        cluster.nodes.consumers[1].consumer.subscription.get_mut(&orders(0)).unwrap().position = Some(9_999);
    });
    only(&said, "c1 and c2 both own orders-0.");
}
