//! Commands that the world refuses.

use groupscope::cluster::{
    Cluster, ClusterConfig, Command, CommandError, ConsumerSpec, MAX_CONSUMERS, MAX_PRODUCERS, ProducerSpec,
};
use groupscope::kafka::consumer::config::ConsumerConfig;
use groupscope::kafka::ids::{ClientName, GroupId, LARGEST_OFFSET, TopicPartition};
use groupscope::kafka::offset_causes::{CommitFault, ResetTo};
use groupscope::kafka::partitioner::KeyModel;
use groupscope::kafka::producer::Rate;
use groupscope::session::Session;
use groupscope::session::lexer::{ScriptError, Span};
use groupscope::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

const WORLD: &str = "\
topic orders partitions=2
topic pay partitions=1
group billing
group solo
group stat topics=pay
consumers c1 c2 group=billing topics=orders
consumers s1 group=solo assign=pay-0
consumers n1 assign=pay-0
consumers st group=stat group.instance.id=i1
producer p1 topic=orders rate=10/s
run for=12s
";

/// The release before members could leave a pattern to the broker.
const RECORDED: &str = "\
cluster kafka=recorded
topic orders partitions=2
group modern group.protocol=consumer
consumers c1 group=modern
";

/// Lines that are carried out, and one that is not: what is said of it is what counts.
const LINES: &[&[&str]] = &[
    &["consumers c1 group=billing topics=orders"],
    &["kill p1"],
    &["rate p9 1/s"],
    &["kill c1", "stall c1"],
    &["restart c1"],
    &["kill c1", "kill c1"],
    &["freeze c1", "stall c1"],
    &["freeze c1", "bounce billing strategy=sticky"],
    &["thaw c1"],
    &["stall c1", "stall c1"],
    &["resume c1"],
    &["cut c1", "cut c1"],
    &["restore c1"],
    &["cut c1 broker=4"],
    &["stall c1", "close c1", "seek c1 to=3"],
    &["consumers x group=billing topics=orders assign=orders-0"],
    &["consumers x topics=orders"],
    &["subscribe c1"],
    &["subscribe c1 topics=orders pattern=o.*"],
    &["subscribe c1 subscription_pattern=o.*"],
    &["subscribe s1 topics=orders"],
    &["consumers x group=g assign=orders-0 commit=external"],
    &["consumers x assign=orders-0 enable.auto.commit=true"],
    &["consumers x group=g assign=orders-9"],
    &["consumers c9 group=billing topics=orders", "seek c9 to=3"],
    &["seek c1 pay-0 to=1"],
    &["kill c9"],
    &["failover nobody for=5s"],
    &["delete-group nobody"],
    &["bounce nobody strategy=range"],
    &["failover billing for=5s", "failover billing for=5s"],
    &["failover billing for=5s", "remove-member billing x"],
    &["remove-member billing x"],
    &["remove-member stat i2"],
    &["reset-offsets nobody to=earliest"],
    &["reset-offsets nobody to=earliest topics=nope"],
    &["reset-offsets nobody to=earliest partitions=orders-9"],
    &["reset-offsets billing to=earliest"],
    &["reset-offsets stat to=earliest"],
    &["bounce billing strategy=sticky", "bounce billing strategy=range"],
    &["bounce billing strategy=sticky", "consumers c8 group=billing topics=orders"],
    &["delete-group billing"],
    &["delete-group stat"],
    &["delete-offsets billing nope"],
    &["delete-offsets billing orders"],
    &["topic orders partitions=1"],
    &["topic a.b partitions=1", "topic a_b partitions=1"],
    &["add-partitions nope total=3"],
    &["add-partitions orders total=2"],
    &["add-partitions orders total=1"],
    &["add-partitions pay total=1"],
    &["poison orders-9"],
    &["poison orders-0 offset=0"],
    &["delete-records orders-0 before=999999"],
    &["delete-records orders-0 before=1", "delete-records orders-0 before=1"],
    &["restart c1 heartbeat.interval.ms=50000"],
    &["kill c1", "restart c1 group.instance.id=a/b"],
    &["seek c1 orders to=3"],
    &["delete-records orders before=3"],
    &["kill c1\nkill c2"],
    &["run for=1s"],
    &[""],
];

/// What is wrong with the last of these lines; or what went otherwise.
fn refused(session: &mut Session, lines: &[&str]) -> Result<ScriptError, String> {
    let (last, first) = lines.split_last().ok_or("no line")?;
    for line in first {
        session.act_line(line).map_err(|error| format!("{line}: {error}"))?;
    }
    session.act_line(last).err().ok_or_else(|| format!("{lines:?} was carried out"))
}

fn open(world: &str) -> Session {
    let mut session = Session::open("errors", world.as_bytes()).unwrap();
    session.seek(session.script_end());
    session
}

/// What no line can ask for.
fn commands() -> Vec<Command> {
    let group = GroupId::from("billing");
    let burst = Command::Burst { producer: "p1".into(), records: 0 };
    let fault = CommitFault::Lost;
    let (topics, partitions, to) = (Vec::new(), Vec::new(), ResetTo::Earliest);
    let mut contradicting = open(WORLD).new_consumer(&group);
    let mut config = ConsumerConfig::clone(&contradicting.config);
    config.heartbeat_interval = config.session_timeout;
    contradicting.config = Arc::new(config);
    vec![
        Command::StartConsumer(contradicting),
        Command::CreateTopic { topic: "x".into(), partitions: 0 },
        Command::CreateTopic { topic: "x".into(), partitions: 1001 },
        Command::PoisonRecord {
            partition: TopicPartition::new("orders".into(), 0),
            offset: Some(LARGEST_OFFSET + 1),
        },
        burst,
        Command::DisturbCommits { group, count: 100_000, fault },
        Command::BounceGroup { group, strategy: Vec::new() },
        Command::ResetOffsets {
            group: GroupId::none(&ClientName::from("n1")),
            topics,
            partitions,
            to,
            start: false,
        },
    ]
}

/// More processes and partitions than there may be.
fn limits() -> Vec<Command> {
    let session = open("topic orders partitions=1\ngroup billing\n");
    let spec = session.new_consumer(&"billing".into());
    let consumer = |number: usize| {
        let (name, topics) = (ClientName::from(format!("c{number}")), vec!["orders".into()]);
        Command::StartConsumer(ConsumerSpec { name, topics, ..spec.clone() })
    };
    let producer = |number: usize| {
        Command::StartProducer(ProducerSpec {
            name: ClientName::from(format!("p{number}")),
            topic: "orders".into(),
            rate: Rate(0),
            record_size: 1,
            keys: KeyModel::None,
            metadata_max_age: SimDuration::from_secs(300),
        })
    };
    let topic = |number: usize| Command::CreateTopic {
        topic: format!("t{number}").as_str().into(),
        partitions: 1000,
    };
    let consumers = (0..=MAX_CONSUMERS).map(consumer);
    consumers.chain((0..=MAX_PRODUCERS).map(producer)).chain((0..11).map(topic)).collect()
}

/// Every refusal; or what went otherwise.
pub fn provoked() -> Vec<Result<ScriptError, String>> {
    let at = |error: CommandError| ScriptError::new(Span { line: 1, column: 1 }, error);
    let mut errors: Vec<_> = LINES.iter().map(|lines| refused(&mut open(WORLD), lines)).collect();
    let mut world = open(WORLD);
    errors.extend(commands().into_iter().map(|command| {
        let outcome = world.act(command.clone());
        outcome.err().map(at).ok_or_else(|| format!("{command:?} was carried out"))
    }));
    let name = "a".repeat(249) + "-0";
    errors.push(refused(&mut world, &[&format!("topic {name} partitions=1")]));
    errors.extend(["c1", "n1"].map(|client| {
        let mut world = open(WORLD);
        world.act_line(&format!("unsubscribe {client}")).map_err(|error| error.to_string())?;
        world.seek(SimTime::from_millis(20_000));
        let again = if client == "c1" { "unsubscribe c1" } else { "subscribe n1 topics=orders" };
        refused(&mut world, &[again])
    }));
    let mut recorded = open(RECORDED);
    errors.push(refused(&mut recorded, &["subscribe c1 subscription_pattern=o.*"]));
    errors.push(refused(&mut recorded, &["bounce modern strategy=sticky"]));
    let mut empty = open("seed 1\n");
    let lines = ["kill c9", "add-partitions x total=2", "consumers c group=g"];
    errors.extend(lines.map(|line| refused(&mut empty, &[line])));
    let mut crowd = Cluster::new(ClusterConfig::default());
    let topic = Command::CreateTopic { topic: "orders".into(), partitions: 1 };
    let all = std::iter::once(topic).chain(limits());
    errors.extend(all.filter_map(|command| crowd.apply(&command).err()).map(|error| Ok(at(error))));
    errors
}
