//! Numbers of any size in commands: no cost hangs on them, what cannot be is refused with a sentence, and what is drawn
//! and told of the rest is finite.

#[path = "support/effort.rs"]
mod effort;
#[path = "support/specs.rs"]
mod specs;

use effort::Effort;
use groupscope::cluster::{Cluster, ClusterConfig, Command, CommandError};
use groupscope::kafka::consumer::calls::{Call, SeekTo};
use groupscope::kafka::consumer::config::{ApplicationBehaviour, CommitMode, ConsumerConfig, OffsetReset};
use groupscope::kafka::ids::{LARGEST_OFFSET, Offset, TopicPartition};
use groupscope::kafka::offset_causes::{CommitFault, ResetTo};
use groupscope::scene::{SceneInput, scene};
use groupscope::session::Lang;
use groupscope::session::names::Names;
use groupscope::session::why::{Question, answer};
use groupscope::sim::time::SimDuration;
use specs::{consumer, producer};
use std::sync::Arc;
use std::time::Duration;

const FAR: [Offset; 6] =
    [LARGEST_OFFSET - 1, LARGEST_OFFSET, LARGEST_OFFSET + 1, 1_000_000_000_000_000, 1 << 63, u64::MAX];

fn orders(number: u32) -> TopicPartition {
    TopicPartition::new("orders".into(), number)
}

fn world(reset: OffsetReset) -> Cluster {
    let mut cluster = Cluster::new(ClusterConfig::default());
    let config = ConsumerConfig {
        behaviour: ApplicationBehaviour { commit: CommitMode::NEVER, ..ApplicationBehaviour::default() },
        enable_auto_commit: false,
        auto_offset_reset: reset,
        ..ConsumerConfig::default()
    };
    for command in [
        Command::CreateTopic { topic: "orders".into(), partitions: 2 },
        producer(40),
        consumer("c1", Arc::new(config)),
    ] {
        cluster.apply(&command).unwrap();
    }
    pass(&mut cluster, 10);
    cluster
}

fn pass(cluster: &mut Cluster, seconds: u64) {
    cluster.advance_to(cluster.now() + SimDuration::from_secs(seconds));
}

fn call(call: Call) -> Command {
    Command::Call { client: "c1".into(), call }
}

/// What there is to see: the stage, the numbers, and the answers about records near and far.
fn look(cluster: &Cluster) {
    assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
    let observation = cluster.observe(usize::MAX);
    let drawn = scene(&SceneInput {
        lang: Lang::En,
        observation: &observation,
        width: 900.0,
        height: 600.0,
        selection: None,
        words: true,
        crowd: Some(groupscope::scene::crowd::crowd),
        focus: &[],
        standing: None,
    });
    for lane in drawn.groups.iter().flat_map(|group| &group.lanes) {
        let words = format!("{:?}", lane.markers);
        assert!(!words.contains("NaN") && !words.contains("inf"), "{words}");
        let edge = lane.window.at(lane.window.end);
        assert!(edge.is_finite() && edge <= 900.0, "the lane ends at {edge}");
    }
    let names = Names::of(cluster.journal());
    for offset in FAR.into_iter().chain([0, 3]) {
        let question = Question { subject: "orders-0".into(), offset: Some(offset), group: None };
        assert_eq!(answer(cluster, &names, Lang::En, &question).is_ok(), offset < 10, "{offset}");
    }
}

fn refused(outcome: Result<(), CommandError>) {
    let sentence = Lang::En.say(outcome.unwrap_err());
    assert!(sentence.ends_with('.') && sentence.contains(' '), "{sentence}");
}

#[test]
fn a_far_offset_costs_no_more_than_a_near_one() {
    let began = Effort::begin();
    for offset in FAR {
        for reset in [OffsetReset::Earliest, OffsetReset::Latest] {
            let mut cluster = world(reset);
            let commit = call(Call::Commit { offsets: Arc::new([(orders(0), offset)]) });
            let seek = call(Call::Seek { partitions: vec![orders(1)].into(), to: SeekTo::Offset(offset) });
            let pause = call(Call::Pause { partitions: Vec::new().into() });
            for command in [commit.clone(), pause, seek] {
                let outcome = cluster.apply(&command);
                match offset <= LARGEST_OFFSET
                    || matches!(&command, Command::Call { call: Call::Pause { .. }, .. })
                {
                    true => outcome.unwrap(),
                    false => refused(outcome),
                }
            }
            for back in [3, 7] {
                pass(&mut cluster, 1);
                look(&cluster);
                let back = call(Call::Commit { offsets: Arc::new([(orders(0), back)]) });
                cluster.apply(&back).unwrap();
                let _ = cluster.apply(&commit);
            }
            cluster.apply(&call(Call::Resume { partitions: Vec::new().into() })).unwrap();
            pass(&mut cluster, 5);
            look(&cluster);
        }
    }
    assert!(began.spent() < Duration::from_secs(60), "{:?}", began.spent());
}

#[test]
fn what_an_administrator_names_is_bounded_by_the_log() {
    for offset in FAR {
        let mut cluster = world(OffsetReset::Earliest);
        let (topics, partitions) = (vec!["orders".into()], Vec::new());
        let poison = Command::PoisonRecord { partition: orders(0), offset: Some(offset) };
        match offset <= LARGEST_OFFSET {
            true => cluster.apply(&poison).unwrap(),
            false => refused(cluster.apply(&poison)),
        }
        refused(cluster.apply(&Command::DeleteRecords { partition: orders(0), before: offset }));
        cluster.apply(&Command::CloseConsumer { client: "c1".into() }).unwrap();
        pass(&mut cluster, 5);
        let to = ResetTo::Offset(offset);
        let reset = Command::ResetOffsets { group: "billing".into(), topics, partitions, to, start: false };
        cluster.apply(&reset).unwrap();
        let lanes = &cluster.observe(0).groups[0].lanes;
        assert!(lanes.iter().all(|lane| lane.committed == Some(lane.log_end)), "{lanes:?}");
        look(&cluster);
    }
}

#[test]
fn nor_do_numbers_of_things_cost_what_they_name() {
    let mut cluster = world(OffsetReset::Earliest);
    for records in [100_001, u32::MAX] {
        refused(cluster.apply(&Command::Burst { producer: "p1".into(), records }));
    }
    for count in [1_001, u32::MAX] {
        let fault = CommitFault::Lost;
        refused(cluster.apply(&Command::DisturbCommits { group: "billing".into(), count, fault }));
    }
    refused(cluster.apply(&Command::AddPartitions { topic: "orders".into(), partitions: u32::MAX }));
    look(&cluster);
}
