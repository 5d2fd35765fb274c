//! Visitors who do anything at any time: nothing panics, no invariant breaks, undo brings back what was, and what
//! they save opens to what they saw.

use groupscope::cluster::command::{Command, ConsumerSpec, ProducerSpec};
use groupscope::kafka::api::Assignment;
use groupscope::kafka::assignor::AssignorName;
use groupscope::kafka::broker::retention::Retention;
use groupscope::kafka::consumer::calls::{Call, SeekTo};
use groupscope::kafka::consumer::config::ConsumerConfig;
use groupscope::kafka::ids::{ClientName, GroupId, TopicName, TopicPartition};
use groupscope::kafka::offset_causes::{CommitFault, ResetTo};
use groupscope::kafka::partitioner::KeyModel;
use groupscope::kafka::producer::Rate;
use groupscope::session::Session;
use groupscope::sim::time::{SimDuration, SimTime};
use proptest::prelude::*;
use std::sync::Arc;

const WORLD: &str = "cluster group.initial.rebalance.delay.ms=500 jitter=3ms\n\
    topic orders partitions=4\n\
    group billing auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000 \
    max.poll.interval.ms=5000 metadata.max.age.ms=3000\n\
    group audit commit=contiguous workers=3 order=free queue=20 listener=drain spike=700ms spike_every=30 \
    strategy=cooperative-sticky auto.offset.reset=earliest processing_time=5ms\n\
    consumers c1 c2 group=billing\n\
    consumers a1 group=audit\n\
    producer p1 topic=orders rate=60/s keys=uniform:8\n\
    run for=6s\n\
    kill c2\n\
    say en=\"c2 dies.\" ko=\"c2가 죽습니다.\"\n\
    run for=6s\n";

#[derive(Clone, Debug)]
enum Deed {
    Seek(u64),
    On(u64),
    Act(u8, u8, u64),
    Undo,
    Redo,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        2 => (0..20_000_u64).prop_map(Deed::Seek),
        4 => (0..3_000_u64).prop_map(Deed::On),
        6 => (0..34_u8, 0..5_u8, 1..8_000_u64).prop_map(|(what, whom, how)| Deed::Act(what, whom, how)),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ];
    prop::collection::vec(deed, 1..30)
}

fn command(session: &Session, what: u8, whom: u8, how: u64) -> Command {
    let client = ClientName::from(["c1", "c2", "c3", "a1", "nobody"][usize::from(whom)]);
    let group = GroupId::from(if whom.is_multiple_of(2) { "billing" } else { "audit" });
    let topic = TopicName::from("orders");
    let millis = SimDuration::from_millis(how);
    let span = how.is_multiple_of(2).then_some(millis);
    match what {
        0 | 1 => Command::KillProcess { client },
        2 | 3 => Command::StartConsumer(session.new_consumer(&group)),
        4 => Command::RestartProcess { client, config: None },
        5 => Command::CloseConsumer { client },
        6 => Command::FreezeProcess { client, span },
        7 => Command::ThawProcess { client },
        8 => Command::StallHandler { client, span },
        9 => Command::ResumeHandler { client },
        10 => Command::CutLink { client, broker: None, span },
        11 => Command::RestoreLink { client },
        12 => Command::AddPartitions { topic, partitions: 3 + (how % 5) as u32 },
        13 => Command::SetProcessingTime { client, processing_time: SimDuration::from_micros(how * 3) },
        14 => Command::CloseInMidBatch { client },
        15 => Command::Wakeup { client },
        16 => Command::SecondThread { client },
        17 | 18 => {
            let fault = span.map_or(CommitFault::Lost, |after| CommitFault::Loading { after });
            Command::DisturbCommits { group, count: u32::from(whom), fault }
        }
        19 => Command::DeleteRecords {
            partition: TopicPartition::new(topic, u32::from(whom)),
            before: how / 20,
        },
        20 => {
            let offset = span.map(|_| how / 10);
            Command::PoisonRecord { partition: TopicPartition::new(topic, u32::from(whom)), offset }
        }
        21 => Command::SetRetention { topic, retention: Retention { time: span, bytes: Some(how) } },
        22 => Command::Burst { producer: "p1".into(), records: how as u32 / 50 },
        23 if how.is_multiple_of(4) => Command::DeleteTopic { topic },
        24..=31 => call(what, client, group, topic, how),
        _ if whom < 3 => {
            let strategy = [AssignorName::Range, AssignorName::Sticky, AssignorName::CooperativeSticky];
            Command::BounceGroup { group, strategy: vec![strategy[usize::from(whom)]] }
        }
        _ => Command::StartProducer(ProducerSpec {
            name: ClientName::from(format!("p{how}")),
            topic,
            rate: Rate(how),
            record_size: 100,
            keys: KeyModel::Skewed { keys: 5 },
            metadata_max_age: millis,
        }),
    }
}

/// What applications and administrators do to positions and offsets.
fn call(what: u8, client: ClientName, group: GroupId, topic: TopicName, how: u64) -> Command {
    let partition = TopicPartition::new(topic, (how % 4) as u32);
    let (one, time) = (how.is_multiple_of(3), SimTime::from_millis(how * 2));
    let partitions: Assignment = if one { Arc::from([partition]) } else { Arc::default() };
    let places = [SeekTo::Offset(how / 10), SeekTo::Beginning, SeekTo::End, SeekTo::Time(time)];
    let resets = [ResetTo::Offset(how / 10), ResetTo::Earliest, ResetTo::Latest, ResetTo::Time(time)];
    let number = (how % 4) as usize;
    let call = match what {
        24 | 25 => Call::Seek { partitions, to: places[number] },
        26 => Call::Pause { partitions },
        27 => Call::Resume { partitions },
        28 => Call::Unsubscribe,
        29 if one => Call::Commit { offsets: Arc::from([(partition, how / 5)]) },
        29 => Call::Commit { offsets: Arc::default() },
        30 if one => return Command::DeleteGroup { group },
        30 => return Command::DeleteOffsets { group, topic },
        _ if how.is_multiple_of(5) => {
            let (name, config) = (ClientName::from(format!("s{how}")), ConsumerConfig::default());
            let group = if one { GroupId::none(&name) } else { group };
            let config = Arc::new(ConsumerConfig { enable_auto_commit: !one, ..config });
            let (assigned, topics, pattern) = (vec![partition], Vec::new(), None);
            return Command::StartConsumer(ConsumerSpec { name, group, assigned, topics, pattern, config });
        }
        _ if one => {
            return Command::ResetOffsets {
                group,
                topics: vec![topic],
                partitions: Vec::new(),
                to: resets[number],
                start: false,
            };
        }
        _ => {
            return Command::ResetOffsets {
                group,
                topics: Vec::new(),
                partitions: Vec::new(),
                to: resets[number],
                start: true,
            };
        }
    };
    Command::Call { client, call }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_at_any_time_ends_in_a_defined_state(deeds in deeds()) {
        let mut session = Session::open("world", WORLD.as_bytes()).unwrap();
        for deed in deeds {
            match deed {
                Deed::Seek(time) => { session.seek(SimTime::from_millis(time)); }
                Deed::On(span) => { session.seek(session.now() + SimDuration::from_millis(span)); }
                Deed::Act(what, whom, how) => {
                    let before = (session.commands().to_vec(), session.report());
                    let command = command(&session, what, whom, how);
                    if session.act(command).is_ok() {
                        let after = session.report();
                        prop_assert!(session.undo());
                        prop_assert_eq!(&(session.commands().to_vec(), session.report()), &before);
                        prop_assert!(session.redo());
                        prop_assert_eq!(session.report(), after);
                    } else {
                        prop_assert_eq!(&(session.commands().to_vec(), session.report()), &before);
                    }
                }
                Deed::Undo => drop(session.undo()),
                Deed::Redo => drop(session.redo()),
            }
            let violations = session.cluster().violations();
            prop_assert!(violations.is_empty(), "{:?}\n{}", violations, session.to_script());
        }
        let saved = session.to_script();
        let mut again = Session::open("again", saved.as_bytes()).map_err(|errors| {
            TestCaseError::fail(format!("{errors:?}\n{saved}"))
        })?;
        again.seek(session.now());
        prop_assert_eq!(again.report(), session.report(), "{}", saved);
        prop_assert!(again.cluster().journal().iter().eq(session.cluster().journal().iter()), "{}", saved);
        let names = session.cluster().journal().iter().all(|entry| !session.sentence(entry).is_empty());
        prop_assert!(names, "every entry has a sentence");
    }
}
