//! What takes several steps in a row to go wrong, for stories of the invariants' tests: a coordinator that goes while a
//! member is being removed, a seek ahead of the log's end, a callback that outlasts the poll interval in a join, and a
//! consumer that assigns its partitions itself first.

use super::watch::Watch;
use super::{GROUP, Step, TOPICS, check, config, heal, play, recount, span, strays, subscription, world};
use groupscope::cluster::fact::Fact;
use groupscope::cluster::observation::{AppThread, ConsumerView, ProcessState};
use groupscope::cluster::{Cluster, Command, ConsumerSpec};
use groupscope::kafka::consumer::calls::{Call, SeekTo};
use groupscope::kafka::consumer::config::{ApplicationBehaviour, ConsumerConfig, GroupProtocol, Listener};
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::coordinator::Group;
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::ids::{ClientName, LARGEST_OFFSET, Offset, TopicPartition};
use groupscope::kafka::rebalance_causes::RejoinCause;
use groupscope::sim::time::SimDuration;
use proptest::prelude::*;
use std::sync::Arc;

/// Of those that run from the beginning.
fn name() -> impl Strategy<Value = ClientName> {
    prop::sample::select(vec!["c1", "c2", "c3"]).prop_map(ClientName::from)
}

fn now(command: Command) -> Step {
    Step(SimDuration::ZERO, command)
}

/// An offset in the log, a little ahead of it, or far beyond.
pub fn offset() -> impl Strategy<Value = Offset> {
    prop_oneof![6 => 0..200_u64, 2 => 200..600_u64, 1 => LARGEST_OFFSET - 3..=LARGEST_OFFSET]
}

fn partition() -> impl Strategy<Value = TopicPartition> {
    (prop::sample::select(&TOPICS[..]), 0..3_u32)
        .prop_map(|(topic, number)| TopicPartition::new(topic.into(), number))
}

/// A member is frozen until about its session's end, the coordinator goes about then, and the member wakes up.
fn failover_with_a_freeze() -> impl Strategy<Value = Vec<Step>> {
    let about = (5_800..6_600_u64, 0..1_500_u64).prop_map(|(freeze, more)| (freeze, more));
    (name(), about, span(), span()).prop_map(|(client, (silence, more), away, wait)| {
        let failover = Command::FailOver { group: GROUP.into(), span: away.min(SimDuration::from_secs(4)) };
        vec![
            now(Command::FreezeProcess { client, span: None }),
            Step(SimDuration::from_millis(silence), failover),
            Step(wait.min(SimDuration::from_millis(more)), Command::ThawProcess { client }),
        ]
    })
}

/// Paused, a consumer seeks ahead; records are written, perhaps it is killed, and it goes on.
fn seek_ahead() -> impl Strategy<Value = Vec<Step>> {
    let ending = prop_oneof![3 => Just(None), 1 => Just(Some(true)), 1 => Just(Some(false))];
    let spans = (span(), span(), span());
    (name(), partition(), offset(), prop::option::of(offset()), 0..200_u32, ending, spans).prop_map(
        |(client, partition, first, second, records, ending, (a, b, c))| {
            let call = |call| Command::Call { client, call };
            let pause = || vec![partition].into();
            let seek = |to| call(Call::Seek { partitions: pause(), to: SeekTo::Offset(to) });
            let mut steps = vec![now(call(Call::Pause { partitions: pause() })), now(seek(first))];
            steps.push(Step(a, Command::Burst { producer: "p1".into(), records }));
            steps.extend(second.map(|to| Step(b, seek(to))));
            steps.extend(ending.map(|kill| match kill {
                true => Step(b, Command::KillProcess { client }),
                false => Step(b, Command::FreezeProcess { client, span: None }),
            }));
            steps.push(Step(c, call(Call::Resume { partitions: pause() })));
            steps
        },
    )
}

/// Subscriptions change while a callback may take longer than the poll interval. With `Save` it is those that take
/// partitions away, so that the member has some first.
fn slow_callback() -> impl Strategy<Value = Vec<Step>> {
    let listener = prop::sample::select(vec![Listener::Save, Listener::Save, Listener::Commit]);
    let slow = (config(), listener, 3_000..14_000_u64).prop_map(|(config, listener, millis)| {
        let callback_time = SimDuration::from_millis(millis);
        let config = ConsumerConfig {
            behaviour: ApplicationBehaviour {
                callback_time,
                listener,
                workers: 0,
                ..config.behaviour.clone()
            },
            ..ConsumerConfig::clone(&config)
        };
        Arc::new(config)
    });
    let other = (name(), subscription(), span()).prop_map(|(client, (topics, pattern), wait)| {
        Step(wait, Command::Subscribe { client, topics, pattern })
    });
    let own = (prop::sample::select(&TOPICS[..]), 10..25_u64);
    (name(), slow, own, prop::collection::vec(other, 1..4)).prop_map(
        |(client, config, (topic, wait), mut others)| {
            let restart = Command::RestartProcess { client, config: Some(config) };
            let (topics, pattern) = (vec![topic.into()], None);
            let mut steps = vec![
                now(Command::KillProcess { client }),
                Step(SimDuration::from_secs(1), restart),
                Step(SimDuration::from_secs(wait), Command::Subscribe { client, topics, pattern }),
            ];
            steps.append(&mut others);
            steps
        },
    )
}

/// A consumer assigns its partitions itself, unsubscribes, and subscribes.
fn alone_at_first() -> impl Strategy<Value = Vec<Step>> {
    let assigned = prop::collection::btree_set(partition(), 1..4);
    (name(), assigned, subscription(), config(), span(), span()).prop_map(
        |(name, assigned, (topics, pattern), config, a, b)| {
            let client = name;
            let assigned = assigned.into_iter().collect();
            let (group, none) = (GROUP.into(), Vec::new());
            let spec = ConsumerSpec { name, group, assigned, topics: none, pattern: None, config };
            let call = Call::Unsubscribe;
            vec![
                now(Command::StartConsumer(spec)),
                Step(a, Command::Call { client, call }),
                Step(b, Command::Subscribe { client, topics, pattern }),
            ]
        },
    )
}

/// Callbacks that take longer than a member may take between two polls would go on losing its place for ever.
pub fn hurry(cluster: &mut Cluster, watch: &mut Watch, client: ClientName) {
    let spec = cluster
        .consumer_spec(&client)
        .filter(|spec| spec.config.behaviour.callback_time >= SimDuration::from_secs(3));
    let Some(spec) = spec else { return };
    let config = ConsumerConfig {
        behaviour: ApplicationBehaviour { callback_time: SimDuration::ZERO, ..spec.config.behaviour.clone() },
        ..ConsumerConfig::clone(&spec.config)
    };
    let running =
        cluster.observe_consumers().into_iter().any(|view| view.name == client && !has_ended(&view));
    if running {
        watch.apply(cluster, &Command::KillProcess { client });
        watch.apply(cluster, &Command::RestartProcess { client, config: Some(Arc::new(config)) });
    }
}

/// Whether a member is given, again and again, what it no longer subscribes to: Kafka's sticky assignor does that, and
/// the group never settles.
pub fn is_given_it_for_ever(cluster: &Cluster) -> bool {
    let lately = |time| cluster.now().since(time) < SimDuration::from_secs(60);
    let entries = cluster.journal().iter().rev().take_while(|entry| lately(entry.time));
    let refused = entries.filter(|entry| match &entry.fact {
        Fact::Consumer(_, ConsumerFact::RejoinNeeded { cause }) => {
            *cause == RejoinCause::AssignmentDoesNotMatch
        }
        _ => false,
    });
    refused.count() >= 5
}

/// Of classic members of one `group.instance.id` the first one stays, where they are in a consumer group: two of them
/// can have each other's place for ever. Whose place is taken is told FENCED_INSTANCE_ID by its
/// heartbeat; a commit that comes first is answered UNKNOWN_MEMBER_ID, and it joins again.
pub fn part_twins(cluster: &mut Cluster, watch: &mut Watch) {
    if !matches!(cluster.coordinator().group(&GROUP.into()), Some(Group::Consumer(_))) {
        return;
    }
    let mut seen = Vec::new();
    for consumer in cluster.observe(0).consumers.into_iter().filter(|view| !has_ended(view)) {
        let config = cluster.consumer_spec(&consumer.name).map(|spec| spec.config.clone());
        let classic = config.filter(|config| config.group_protocol == GroupProtocol::Classic);
        match classic.and_then(|config| config.group_instance_id) {
            Some(instance) if seen.contains(&instance) => {
                watch.apply(cluster, &Command::KillProcess { client: consumer.name });
            }
            Some(instance) => seen.push(instance),
            None => {}
        }
    }
}

/// Where there are members of consumer groups, a topic that was deleted and that a consumer still commits is there
/// again: their commitSync asks for as long as
/// `default.api.timeout.ms`, and who commits after each record has that many times to wait.
pub fn create_what_is_committed(cluster: &mut Cluster, watch: &mut Watch) {
    let speaks_new = |view: &ConsumerView| {
        let spec = cluster.consumer_spec(&view.name);
        spec.is_some_and(|spec| spec.config.group_protocol == GroupProtocol::Consumer)
    };
    if !cluster.observe(0).consumers.iter().any(speaks_new) {
        return;
    }
    let commits = |view: &ConsumerView| matches!(view.thread, AppThread::CommitSync { .. });
    for consumer in cluster.observe(0).consumers.into_iter().filter(commits) {
        for partition in consumer.owned.iter() {
            if cluster.brokers().topic(&partition.topic).is_none() {
                let (topic, partitions) = (partition.topic, 3);
                watch.apply(cluster, &Command::CreateTopic { topic, partitions });
            }
        }
    }
}

/// Whether the group is in the generation in which it turned classic, though a member had gone: the log has it as
/// Stable without that member, and a coordinator that begins before the group has rebalanced knows no more.
pub fn forgot_to_rebalance(cluster: &Cluster) -> bool {
    let Some(group) = cluster.coordinator().group(&GROUP.into()) else { return false };
    let turned = cluster.journal().iter().rev().find_map(|entry| match &entry.fact {
        Fact::Group(_, GroupFact::GroupDowngraded { generation }) => Some(*generation),
        _ => None,
    });
    matches!(group, Group::Classic(_)) && turned == Some(group.generation())
}

fn has_ended(view: &ConsumerView) -> bool {
    matches!(
        view.process,
        ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. }
    )
}

/// One of them.
pub fn episode() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![failover_with_a_freeze(), seek_ahead(), slow_callback(), alone_at_first()]
}

/// Three consumers of one way of life, and the time until they have their partitions.
fn beginning() -> impl Strategy<Value = Vec<Step>> {
    config().prop_map(|config| {
        let config = ConsumerConfig { group_instance_id: None, ..ConsumerConfig::clone(&config) };
        let config = Arc::new(config);
        let start = |name: &str| {
            let topics = vec!["orders-eu".into(), "clicks".into()];
            let (name, group, assigned, config) = (name.into(), GROUP.into(), Vec::new(), config.clone());
            now(Command::StartConsumer(ConsumerSpec { name, group, assigned, topics, pattern: None, config }))
        };
        let mut steps: Vec<Step> = ["c1", "c2", "c3"].into_iter().map(start).collect();
        steps.push(Step(SimDuration::from_secs(8), Command::ThawProcess { client: "c1".into() }));
        steps
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// One after the other, in a group that is at work.
    #[test]
    fn whatever_goes_wrong_in_several_steps_the_group_settles(
        seed in 0..1000_u64,
        first in beginning(),
        episodes in prop::collection::vec((episode(), span()), 1..6),
    ) {
        let (mut cluster, mut watch) = (world(seed), Watch::default());
        play(&mut cluster, &first, &mut watch);
        for (episode, after) in episodes {
            play(&mut cluster, &episode, &mut watch);
            let until = cluster.now() + after;
            watch.advance(&mut cluster, until);
            prop_assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
            prop_assert!(watch.wrong.is_empty(), "{:?}", watch.wrong);
            recount::recount(&cluster, &watch).map_err(TestCaseError::fail)?;
        }
        heal(&mut cluster, &mut watch);
        check(&cluster)?;
        prop_assert!(watch.wrong.is_empty(), "{:?}", watch.wrong);
        prop_assert_eq!(strays(&cluster), Vec::<String>::new());
        recount::recount(&cluster, &watch).map_err(TestCaseError::fail)?;
    }
}
