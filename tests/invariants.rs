//! For every order of events in a group: nothing panics, the invariants hold, and when the faults are over
//! and time has passed, every partition with a subscriber has exactly one reader.

#[path = "invariants/answers.rs"]
mod answers;
#[path = "invariants/calls.rs"]
mod calls;
#[path = "invariants/chains.rs"]
mod chains;
#[path = "invariants/episodes.rs"]
mod episodes;
#[path = "invariants/found.rs"]
mod found;
#[path = "invariants/recount.rs"]
mod recount;
#[path = "support/specs.rs"]
mod specs;
#[path = "invariants/steps.rs"]
mod steps;
#[path = "invariants/watch.rs"]
mod watch;

use answers::strays;
use calls::{call, careful_mode};
use groupscope::cluster::observation::{AppThread, ConsumerView, Observation, ProcessState};
use groupscope::cluster::{Cluster, ClusterConfig, Command, ConsumerSpec, ProducerSpec};
use groupscope::kafka::assignor::AssignorName;
use groupscope::kafka::broker::retention::Retention;
use groupscope::kafka::consumer::calls::Call;
use groupscope::kafka::consumer::close_options::GroupMembershipOperation;
use groupscope::kafka::consumer::config::{
    ApplicationBehaviour, CommitMode, ConsumerConfig, GroupProtocol, Listener, OffsetReset, OnPoison,
    WorkerOrder,
};
use groupscope::kafka::consumer::subscription::TopicPattern;
use groupscope::kafka::coordinator::Group;
use groupscope::kafka::group_state::{ConsumerGroupState, GroupState};
use groupscope::kafka::ids::{BrokerId, ClientName, GroupId, InstanceId, TopicName, TopicPartition};
use groupscope::kafka::offset_causes::CommitFault;
use groupscope::kafka::partitioner::KeyModel;
use groupscope::kafka::producer::Rate;
use groupscope::kafka::release::Release;
use groupscope::sim::time::SimDuration;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use steps::Step;
use watch::Watch;

const GROUP: &str = "billing";
const TOPICS: [&str; 3] = ["orders-eu", "orders-us", "clicks"];
/// The last name never exists.
const NAMES: [&str; 6] = ["c1", "c2", "c3", "c4", "p1", "nobody"];

fn name() -> impl Strategy<Value = ClientName> {
    prop::sample::select(&NAMES[..]).prop_map(ClientName::from)
}

fn span() -> impl Strategy<Value = SimDuration> {
    prop_oneof![0..50_u64, 50..3_000_u64, 3_000..20_000_u64].prop_map(SimDuration::from_millis)
}

fn operation() -> impl Strategy<Value = GroupMembershipOperation> {
    use GroupMembershipOperation::*;
    prop::sample::select(vec![Default, LeaveGroup, RemainInGroup])
}

fn strategy() -> impl Strategy<Value = Vec<AssignorName>> {
    use AssignorName::*;
    // Mostly what goes together, so that not every consumer fails with INCONSISTENT_GROUP_PROTOCOL.
    prop_oneof![
        4 => Just(vec![CooperativeSticky]),
        3 => Just(vec![CooperativeSticky, Range]),
        2 => Just(vec![Range, CooperativeSticky]),
        1 => Just(vec![Sticky, RoundRobin]),
        1 => Just(vec![Range]),
    ]
}

fn config() -> impl Strategy<Value = Arc<ConsumerConfig>> {
    let instance = prop_oneof![3 => Just(None), 1 => Just(Some("one")), 1 => Just(Some("two"))];
    let times = (0..40_u64, prop::sample::select(vec![0, 0, 0, 700_u64]));
    let reset = prop::sample::select(vec![OffsetReset::Earliest, OffsetReset::Earliest, OffsetReset::Latest]);
    let poison = prop::sample::select(vec![OnPoison::Retry, OnPoison::Skip, OnPoison::Fail]);
    let wishes = (reset, poison);
    (strategy(), instance, application(), times, wishes).prop_map(
        |(strategy, instance, application, times, wishes)| {
            let ((commit, listener, workers, worker_order), (processing, callback)) = (application, times);
            let (reset, on_poison) = wishes;
            Arc::new(ConsumerConfig {
                strategy,
                group_instance_id: instance.map(InstanceId::from),
                enable_auto_commit: commit == CommitMode::AUTO,
                session_timeout: SimDuration::from_millis(6_000),
                heartbeat_interval: SimDuration::from_millis(2_000),
                max_poll_interval: SimDuration::from_millis(9_000),
                metadata_max_age: SimDuration::from_millis(5_000),
                auto_offset_reset: reset,
                behaviour: ApplicationBehaviour {
                    commit_every: 7,
                    listener,
                    workers,
                    worker_order,
                    queue: 20,
                    commit,
                    on_poison,
                    processing_time: SimDuration::from_millis(processing),
                    callback_time: SimDuration::from_millis(callback),
                    ..ApplicationBehaviour::default()
                },
                ..ConsumerConfig::default()
            })
        },
    )
}

/// How to commit, what the listener does, how many workers there are and what they take: what goes together.
fn application() -> impl Strategy<Value = (CommitMode, Listener, u32, WorkerOrder)> {
    let mode = || prop::sample::select(CommitMode::ALL.to_vec());
    let listener =
        prop::sample::select(vec![Listener::None, Listener::Commit, Listener::Save, Listener::Drain]);
    let order = prop::sample::select(vec![WorkerOrder::Partition, WorkerOrder::Free]);
    let usual = prop::sample::select(vec![CommitMode::AUTO, CommitMode::SYNC_PER_BATCH, CommitMode::NEVER]);
    let all = (prop_oneof![usual, mode()], listener, 0..4_u32, order);
    all.prop_filter("goes together", |(commit, listener, workers, worker_order)| {
        let (commit, listener, workers, worker_order) = (*commit, *listener, *workers, *worker_order);
        let config = ConsumerConfig {
            behaviour: ApplicationBehaviour {
                commit,
                listener,
                workers,
                worker_order,
                ..ApplicationBehaviour::default()
            },
            ..ConsumerConfig::default()
        };
        config.validate().is_ok()
    })
}

/// A list of topics, some of which may not exist, or a pattern, or, wrongly, nothing or both.
fn subscription() -> impl Strategy<Value = (Vec<TopicName>, Option<TopicPattern>)> {
    let topics = prop::sample::subsequence(&TOPICS[..], 0..=3)
        .prop_map(|names| names.into_iter().map(TopicName::from).collect::<Vec<_>>());
    let (own, for_broker) = (TopicPattern::new("orders-.*").unwrap(), TopicPattern::for_broker("orders-.*"));
    let pattern = prop::option::weighted(0.2, prop_oneof![Just(own), Just(for_broker)]);
    (topics, pattern, any::<bool>()).prop_map(|(topics, pattern, both)| match pattern {
        Some(_) if !both => (Vec::new(), pattern),
        _ => (topics, pattern),
    })
}

fn start() -> impl Strategy<Value = Command> {
    (name(), subscription(), config()).prop_map(|(name, (topics, pattern), config)| {
        Command::StartConsumer(ConsumerSpec {
            name,
            group: GROUP.into(),
            assigned: Vec::new(),
            topics,
            pattern,
            config,
        })
    })
}

fn retention() -> impl Strategy<Value = Retention> {
    (prop::option::of(0..20_000_u64), prop::option::of(0..5_000_u64))
        .prop_map(|(time, bytes)| Retention { time: time.map(SimDuration::from_millis), bytes })
}

fn command() -> impl Strategy<Value = Command> {
    let topic = || prop::sample::select(&TOPICS[..]).prop_map(TopicName::from);
    let partition = || (topic(), 0..5_u32).prop_map(|(topic, number)| TopicPartition::new(topic, number));
    let group = || prop_oneof![9 => Just(GroupId::from(GROUP)), 1 => Just(GroupId::from("other"))];
    prop_oneof![
        6 => start(),
        2 => name().prop_map(|client| Command::KillProcess { client }),
        2 => name().prop_map(|client| Command::CloseConsumer { client }),
        1 => name().prop_map(|client| Command::CloseWithoutLeaving { client }),
        1 => (name(), operation(), prop::option::of(span())).prop_map(|(client, operation, grace)| {
            Command::CloseWithOptions { client, operation, grace }
        }),
        1 => name().prop_map(|client| Command::CloseInMidBatch { client }),
        1 => name().prop_map(|client| Command::Wakeup { client }),
        1 => name().prop_map(|client| Command::SecondThread { client }),
        1 => (group(), 1..3_u32, prop::option::of(span())).prop_map(|(group, count, after)| {
            let fault = after.map_or(CommitFault::Lost, |after| CommitFault::Loading { after });
            Command::DisturbCommits { group, count, fault }
        }),
        4 => (name(), prop::option::of(config()))
            .prop_map(|(client, config)| Command::RestartProcess { client, config }),
        2 => (name(), prop::option::of(span())).prop_map(|(client, span)| Command::FreezeProcess { client, span }),
        1 => name().prop_map(|client| Command::ThawProcess { client }),
        2 => (name(), prop::option::of(span())).prop_map(|(client, span)| Command::StallHandler { client, span }),
        1 => name().prop_map(|client| Command::ResumeHandler { client }),
        1 => (name(), prop::option::of(Just(BrokerId(0))))
            .prop_map(|(client, broker)| Command::CutLink { client, broker, span: None }),
        1 => name().prop_map(|client| Command::RestoreLink { client }),
        1 => (name(), span()).prop_map(|(client, processing_time)| {
            Command::SetProcessingTime { client, processing_time }
        }),
        1 => (topic(), 0..5_u32).prop_map(|(topic, partitions)| Command::CreateTopic { topic, partitions }),
        1 => (topic(), 0..7_u32).prop_map(|(topic, partitions)| Command::AddPartitions { topic, partitions }),
        // Not those a pattern matches: who subscribes to nothing at all is given partitions by Kafka's sticky
        // assignors all the same, does not take them, and joins again for ever.
        3 => Just(Command::DeleteTopic { topic: "clicks".into() }),
        3 => (1..4_u32)
            .prop_map(|partitions| Command::CreateTopic { topic: "clicks".into(), partitions }),
        1 => (topic(), retention()).prop_map(|(topic, retention)| Command::SetRetention { topic, retention }),
        2 => (partition(), 0..300_u64).prop_map(|(partition, before)| Command::DeleteRecords { partition, before }),
        2 => (partition(), prop::option::of(0..300_u64))
            .prop_map(|(partition, offset)| Command::PoisonRecord { partition, offset }),
        1 => (0..300_u32).prop_map(|records| Command::Burst { producer: "p1".into(), records }),
        3 => (name(), subscription())
            .prop_map(|(client, (topics, pattern))| Command::Subscribe { client, topics, pattern }),
        2 => (group(), span()).prop_map(|(group, span)| Command::FailOver { group, span }),
        1 => (group(), prop::sample::select(vec!["one", "two", "three"]))
            .prop_map(|(group, instance)| Command::RemoveMember { group, instance: instance.into() }),
        1 => (group(), strategy()).prop_map(|(group, strategy)| Command::BounceGroup { group, strategy }),
    ]
}

/// A story in which people also seek, pause, unsubscribe, commit by hand and reset.
fn restless_story() -> impl Strategy<Value = Vec<Step>> {
    let command = prop_oneof![2 => command(), 1 => call()];
    let step = (span(), command).prop_map(|(wait, command)| vec![Step(wait, command)]);
    let steps = prop_oneof![12 => step, 1 => episodes::episode()];
    prop::collection::vec(steps, 1..40).prop_map(|steps| steps.into_iter().flatten().collect())
}

fn story() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((span(), command()).prop_map(|(wait, command)| Step(wait, command)), 1..40)
}

fn world(seed: u64) -> Cluster {
    world_of(seed, Release::default())
}

fn world_of(seed: u64, release: Release) -> Cluster {
    let mut config = ClusterConfig { seed, jitter: SimDuration::from_millis(3), ..ClusterConfig::default() };
    config.set_release(release);
    for (name, value) in [("min.session.timeout", "6000"), ("session.timeout", "6000")] {
        config.set(&format!("group.consumer.{name}.ms"), value).unwrap();
    }
    config.set("group.initial.rebalance.delay.ms", "500").unwrap();
    let mut cluster = Cluster::new(config);
    for (topic, partitions) in [("orders-eu", 3), ("clicks", 2)] {
        cluster.apply(&Command::CreateTopic { topic: topic.into(), partitions }).unwrap();
    }
    for (name, topic) in [("p1", "orders-eu"), ("p2", "clicks")] {
        let producer = ProducerSpec {
            name: name.into(),
            topic: topic.into(),
            rate: Rate(if name == "p1" { 5_000 } else { 2_000 }),
            record_size: 100,
            keys: KeyModel::RoundRobin,
            metadata_max_age: SimDuration::from_millis(5_000),
        };
        cluster.apply(&Command::StartProducer(producer)).unwrap();
    }
    cluster
}

fn play(cluster: &mut Cluster, story: &[Step], watch: &mut Watch) {
    for Step(wait, command) in story {
        watch.advance(cluster, cluster.now() + *wait);
        watch.apply(cluster, command);
    }
}

/// Ends all faults, and lets enough time pass for sessions, rebalances, back-offs and refreshes.
fn heal(cluster: &mut Cluster, watch: &mut Watch) {
    let fault = CommitFault::Lost;
    watch.apply(cluster, &Command::DisturbCommits { group: GROUP.into(), count: 0, fault });
    let processing_time = SimDuration::from_millis(1);
    for client in cluster.consumer_names().cloned().collect::<Vec<_>>() {
        for command in [
            Command::ThawProcess { client },
            Command::RestoreLink { client },
            Command::ResumeHandler { client },
            Command::SetProcessingTime { client, processing_time },
        ] {
            watch.apply(cluster, &command);
        }
        episodes::hurry(cluster, watch, client);
    }
    episodes::part_twins(cluster, watch);
    watch.advance(cluster, cluster.now() + SimDuration::from_secs(60));
    episodes::create_what_is_committed(cluster, watch);
    for consumer in cluster.observe(0).consumers.into_iter().filter(|consumer| consumer.standalone) {
        watch.apply(cluster, &Command::Call { client: consumer.name, call: Call::Unsubscribe });
    }
    // One that is in commitSync gets to it after default.api.timeout.ms.
    watch.advance(cluster, cluster.now() + SimDuration::from_secs(80));
    let idle = |consumer: &ConsumerView| consumer.thread == AppThread::Unsubscribed;
    for consumer in cluster.observe(0).consumers.into_iter().filter(idle) {
        let (client, topics) = (consumer.name, vec!["clicks".into()]);
        watch.apply(cluster, &Command::Subscribe { client, topics, pattern: None });
    }
    watch.advance(cluster, cluster.now() + SimDuration::from_secs(60));
    // What a bounce has started again by now works as slowly as ever, and would never be done with its first batch.
    for client in cluster.consumer_names().cloned().collect::<Vec<_>>() {
        watch.apply(cluster, &Command::SetProcessingTime { client, processing_time });
    }
    watch.advance(cluster, cluster.now() + SimDuration::from_secs(340));
    // A static member that takes another's place is given the old assignment; the group does not rebalance for it
    // until then. Nor does one that turned classic, and whose coordinator went before it had rebalanced.
    let forgot = episodes::forgot_to_rebalance(cluster);
    let is_static = |consumer: &ConsumerView| {
        let spec = cluster.consumer_spec(&consumer.name);
        spec.is_some_and(|spec| spec.config.group_instance_id.is_some())
    };
    let is_model = |consumer: &ConsumerView| running(consumer) && (forgot || is_static(consumer));
    let Some(model) = cluster.observe(0).consumers.into_iter().find(is_model) else { return };
    let Some(spec) = cluster.consumer_spec(&model.name) else { return };
    let config = ConsumerConfig { group_instance_id: None, ..(*spec.config).clone() };
    let late = ConsumerSpec { name: "late".into(), config: Arc::new(config), ..spec.clone() };
    watch.apply(cluster, &Command::StartConsumer(late));
    watch.advance(cluster, cluster.now() + SimDuration::from_secs(100));
}

fn running(consumer: &ConsumerView) -> bool {
    consumer.process == ProcessState::Running
}

/// Who reads what, as the clients see it.
fn readers(world: &Observation) -> BTreeMap<TopicPartition, Vec<ClientName>> {
    let mut readers: BTreeMap<TopicPartition, Vec<ClientName>> = BTreeMap::new();
    for consumer in world.consumers.iter().filter(|consumer| running(consumer)) {
        for partition in consumer.owned.iter() {
            readers.entry(*partition).or_default().push(consumer.name);
        }
    }
    readers
}

fn check(cluster: &Cluster) -> Result<(), TestCaseError> {
    prop_assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
    let world = cluster.observe(0);
    let alive: Vec<_> = world.consumers.iter().filter(|consumer| running(consumer)).collect();
    let group = cluster.coordinator().group(&GroupId::from(GROUP));
    let state = group.map(|group| group.state());
    if alive.is_empty() {
        let over = matches!(state, None | Some(GroupState::Empty));
        prop_assert!(over, "nobody runs, and the group is {state:?}");
        return Ok(());
    }
    if episodes::is_given_it_for_ever(cluster) {
        return Ok(());
    }
    prop_assert_eq!(state, Some(GroupState::Stable));
    if let Some(Group::Consumer(group)) = group {
        prop_assert_eq!(group.state(), ConsumerGroupState::Stable);
    }
    let members = group.map_or(0, Group::member_count);
    prop_assert_eq!(members, alive.len());
    let readers = readers(&world);
    for consumer in &alive {
        prop_assert!(!cluster.wants_to_rejoin(&consumer.name), "{} would join again", consumer.name);
    }
    for topic in cluster.brokers().topics() {
        let wanted =
            alive.iter().any(|consumer| cluster.subscribed_topics(&consumer.name).contains(&topic.name));
        for number in 0..topic.partitions.len() as u32 {
            let partition = TopicPartition::new(topic.name, number);
            let count = readers.get(&partition).map_or(0, Vec::len);
            prop_assert_eq!(
                count,
                usize::from(wanted),
                "{} is read by {:?}",
                partition,
                readers.get(&partition)
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_the_group_settles(seed in 0..1000_u64, story in restless_story()) {
        let (mut cluster, mut watch) = (world(seed), Watch::default());
        play(&mut cluster, &story, &mut watch);
        prop_assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
        prop_assert!(watch.wrong.is_empty(), "{:?}", watch.wrong);
        recount::recount(&cluster, &watch).map_err(TestCaseError::fail)?;
        heal(&mut cluster, &mut watch);
        check(&cluster)?;
        prop_assert!(watch.wrong.is_empty(), "{:?}", watch.wrong);
        prop_assert_eq!(strays(&cluster), Vec::<String>::new());
        recount::recount(&cluster, &watch).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn whatever_is_asked_why_the_answer_begins_somewhere(seed in 0..1000_u64, story in restless_story()) {
        let (mut cluster, mut watch) = (world(seed), Watch::default());
        for step in story.chunks(8) {
            play(&mut cluster, step, &mut watch);
            let unfounded = chains::unfounded(&cluster);
            prop_assert!(unfounded.is_empty(), "{}", unfounded.join("\n"));
        }
        heal(&mut cluster, &mut watch);
        let unfounded = chains::unfounded(&cluster);
        prop_assert!(unfounded.is_empty(), "{}", unfounded.join("\n"));
    }

    #[test]
    fn a_coordinator_may_go_at_any_instant(
        first in config(),
        others in prop::collection::vec(config(), 1..3),
        instants in prop::collection::vec((0..6_000_u64, 0..4_000_u64), 1..6),
    ) {
        let (mut cluster, mut watch) = (world(1), Watch::default());
        for (number, config) in std::iter::once(&first).chain(&others).enumerate() {
            // One strategy and no twins, so that no consumer fails.
            let mut config = ConsumerConfig { strategy: first.strategy.clone(), ..(**config).clone() };
            config.group_instance_id = config.group_instance_id.map(|_| format!("i{number}").as_str().into());
            let spec = ConsumerSpec {
                assigned: Vec::new(),
                name: format!("c{}", number + 1).into(),
                group: GROUP.into(),
                topics: vec!["orders-eu".into(), "clicks".into()],
                pattern: None,
                config: Arc::new(config),
            };
            cluster.apply(&Command::StartConsumer(spec)).unwrap();
        }
        for (wait, span) in instants {
            cluster.advance_to(cluster.now() + SimDuration::from_micros(wait * 1_000 + span % 997));
            let _ = cluster.apply(&Command::FailOver {
                group: GROUP.into(),
                span: SimDuration::from_millis(span),
            });
        }
        heal(&mut cluster, &mut watch);
        check(&cluster)?;
        let failed = cluster.observe(0).consumers.iter().any(|view| view.process != ProcessState::Running);
        prop_assert!(!failed);
    }

    /// The same where all of them, or some, speak the new protocol (KIP-848), in each release.
    #[test]
    fn whatever_was_done_a_consumer_group_settles(
        seed in 0..1000_u64,
        story in restless_story(),
        release in prop::sample::select(Release::ALL.to_vec()),
        mixed in prop::bool::weighted(0.3),
    ) {
        let (mut cluster, mut watch) = (world_of(seed, release), Watch::default());
        let speaks = |client: &ClientName| match mixed && ["c1", "c3"].contains(&client.as_str()) {
            true => GroupProtocol::Classic,
            false => GroupProtocol::Consumer,
        };
        let story: Vec<Step> = story.into_iter().map(|step| step.speaking(speaks)).collect();
        play(&mut cluster, &story, &mut watch);
        prop_assert!(cluster.violations().is_empty(), "{:?}", cluster.violations());
        prop_assert!(watch.wrong.is_empty(), "{:?}", watch.wrong);
        heal(&mut cluster, &mut watch);
        check(&cluster)?;
        prop_assert_eq!(strays(&cluster), Vec::<String>::new());
    }

    /// Whatever happens to whom: what is committed after it was processed is never lost.
    #[test]
    fn who_commits_what_is_done_loses_nothing(seed in 0..1000_u64, story in story(), mode in careful_mode()) {
        let (mut cluster, mut watch) = (world(seed), Watch::default());
        let story: Vec<Step> = story.into_iter().filter(Step::leaves_records).map(|step| step.with(mode)).collect();
        play(&mut cluster, &story, &mut watch);
        prop_assert_eq!((cluster.totals().gaps, cluster.totals().at_risk), (0, 0));
        heal(&mut cluster, &mut watch);
        prop_assert_eq!((cluster.totals().gaps, cluster.totals().at_risk), (0, 0));
    }

    /// A store that keeps results and offsets together has each of them once, zombies and crashes or not.
    #[test]
    fn a_store_has_each_result_once(seed in 0..1000_u64, story in story()) {
        let (mut cluster, mut watch) = (world(seed), Watch::default());
        let mode = CommitMode::EXTERNAL;
        let story: Vec<Step> = story.into_iter().filter(Step::leaves_records).map(|step| step.with(mode)).collect();
        play(&mut cluster, &story, &mut watch);
        heal(&mut cluster, &mut watch);
        prop_assert_eq!((cluster.totals().duplicates, cluster.totals().gaps), (0, 0));
    }
}
