//! Calls of applications and acts of administrators, for stories of the invariants' tests.

use super::episodes::offset;
use super::{GROUP, TOPICS, name};
use groupscope::cluster::Command;
use groupscope::kafka::api::Assignment;
use groupscope::kafka::consumer::calls::{Call, SeekTo};
use groupscope::kafka::consumer::config::CommitMode;
use groupscope::kafka::ids::TopicPartition;
use groupscope::kafka::offset_causes::ResetTo;
use groupscope::sim::time::SimTime;
use proptest::prelude::*;

/// What applications and administrators do to positions and offsets; most of it loses or repeats something.
pub fn call() -> impl Strategy<Value = Command> {
    let partition = || (prop::sample::select(&TOPICS[..]), 0..3_u32);
    let partitions = prop::collection::vec(partition(), 0..3).prop_map(|list| {
        list.into_iter()
            .map(|(topic, number)| TopicPartition::new(topic.into(), number))
            .collect::<Assignment>()
    });
    let to = prop_oneof![
        offset().prop_map(SeekTo::Offset),
        Just(SeekTo::Beginning),
        Just(SeekTo::End),
        (0..60_000_u64).prop_map(|millis| SeekTo::Time(SimTime::from_millis(millis))),
    ];
    let reset = prop_oneof![
        offset().prop_map(ResetTo::Offset),
        Just(ResetTo::Earliest),
        Just(ResetTo::Latest),
        (0..60_000_u64).prop_map(|millis| ResetTo::Time(SimTime::from_millis(millis))),
    ];
    let made = (0..8_u8, partitions, to, offset()).prop_map(|(kind, partitions, to, offset)| match kind {
        0..=2 => Call::Seek { partitions, to },
        3 | 4 => Call::Pause { partitions },
        5 => Call::Resume { partitions },
        6 => Call::Unsubscribe,
        _ => Call::Commit { offsets: partitions.iter().map(|partition| (*partition, offset)).collect() },
    });
    let administrator = (0..4_u8, reset).prop_map(|(kind, to)| match kind {
        0 => Command::DeleteGroup { group: GROUP.into() },
        1 => Command::DeleteOffsets { group: GROUP.into(), topic: "clicks".into() },
        _ => {
            // A start is set for what nothing was committed of, too.
            let (topics, start) = (Vec::new(), kind == 3);
            let partitions =
                if start { vec![TopicPartition::new("orders-eu".into(), 1)] } else { Vec::new() };
            Command::ResetOffsets { group: GROUP.into(), topics, partitions, to, start }
        }
    });
    prop_oneof![
        4 => (name(), made).prop_map(|(client, call)| Command::Call { client, call }),
        1 => administrator,
    ]
}

/// Modes that commit nothing that is not done. (With `async-then-sync` a close in mid-batch does.)
pub fn careful_mode() -> impl Strategy<Value = CommitMode> {
    prop::sample::select(vec![
        CommitMode::SYNC_PER_BATCH,
        CommitMode::SYNC_PER_RECORD,
        CommitMode::ASYNC,
        CommitMode::ASYNC_IN_ORDER,
        CommitMode::ASYNC_RETRY,
        CommitMode::SYNC_EVERY,
        CommitMode::ASYNC_EVERY,
        CommitMode::OFF_BY_ONE,
        CommitMode::CONTIGUOUS,
        CommitMode::NEVER,
    ])
}
