//! Pasted settings: everything that can be said of them.

use super::kinds;
use groupscope::cluster::ClusterConfig;
use groupscope::kafka::consumer::config::{CommitMode, ConsumerConfig, Listener, WorkerOrder};
use groupscope::kafka::property::PropertyError;
use groupscope::session::lexer::LARGEST_FILE;
use groupscope::session::properties_text::foreign::{FAMILIES, FOREIGN};
use groupscope::session::properties_text::read;
use groupscope::session::properties_text::remark::Remark;

const TEXTS: &[&str] = &[
    "bootstrap.servers=x\nlinger.ms=5\ngroup.max.size=3\nsession.timout.ms=1\nmy.app.colour=red",
    "hello world\nmax.poll.records=5",
    "max.poll.recordz",
    "ssl.truststore.certificates=-----BEGIN\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
    "props.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);",
    "consumer.config[\"session.timeout.ms\"] = 6000\nconf.set(\"session.timeout.ms\", \"6000\")",
    "conf = {\"client.id\": socket.gethostname(), \"fetch.wait.max.ms\": 5}",
    "spring:\n  kafka:\n    consumer:\n      max-poll-records:\n      fetch-max-wait: x\n      fetch-min-size: y",
    "client.id=${POD}\nclient.rack=a b\npartition.assignment.strategy=com.example.Mine",
    "session_timeout_ms=10000\nfetch.wait.max.ms=5\nspring.kafka.consumer.session.timeout.ms=10000",
    "fetch.wait.max.ms=5\nauto.offset.reset=smallest\npartition.assignment.strategy=range",
    "auto.offset.reset=end\nmax.poll.records=${MAX:50}",
    "sessionTimeout=10000\nheartbeatInterval=1000\nminBytes=1",
    "bootstrap_servers=x\nsession_timeout_ms=10000\nauto_offset_reset=earliest",
    "zookeeper.connect=x\nautocommit.enable=true",
    "no setting at all",
    "enable.auto.commit=false",
    "client.id=\\u12",
    "max.poll.records=5\\\nsession.timeout.ms=10000",
    "bootstrap.servers=a:1,\\\nsession.timeout.ms=10000",
    "bootstrap.servers=a:1,\\\nsession.timeout.ms=10000\\\nmax.poll.records=5\\\nfetch.min.bytes=1",
    "db.password=a\\\nsession.timeout.ms=10000\\\nmax.poll.records=5",
    "max.poll.records=1\nmax.poll.records=2",
    "max.poll.records=1\nmax.poll.records=2\nmax.poll.records=3",
    "spring.kafka.properties.max.poll.records=1\nspring.kafka.consumer.max-poll-records=2",
    "mp.messaging.incoming.a.max.poll.records=1\nmp.messaging.incoming.b.max.poll.records=2",
    "linger.ms=1\nlinger.ms=2\nacks=1\nacks=2\nacks=3",
    "group.protocol=foo",
    "client.id=c1 session.timeout.ms=6",
    "client.id=c1 db.password=s3cret",
    "client.id=a\u{7}b",
    "max.poll.records=a b s3cret",
    "partition.assignment.strategy=roundrobin",
    "partition.assignment.strategy=org.apache.kafka.clients.consumer.StickyAsignor",
    "partition.assignment.strategy=Wonderful",
    "partition.assignment.strategy=Bearer eyJhbGciOiJIUzI1NiJ9",
    "partition.assignment.strategy=[]",
    "spring.kafka.consumer.fetch-max-wait=x\nspring.kafka.consumer.fetch-min-size=x",
    "spring.kafka.consumer.fetch-max-wait=x y z\nspring.kafka.consumer.fetch-min-size=x y z",
    "max.poll.records=0\nmax.poll.records=x\nenable.auto.commit=x\nheartbeat.interval.ms=60000",
    "auto.offset.reset=x\ngroup.instance.id=..",
    "auto.offset.reset=by_duration",
    "auto.offset.reset=by_duration:-PT1H",
    "auto.offset.reset=by_duration:1h",
    "heartbeat.interval.ms=60000",
];

/// Names that frameworks have for a channel's settings.
const CHANNELS: &[&str] = &[
    "mp.messaging.incoming.o.topic",
    "mp.messaging.incoming.o.partitions",
    "mp.messaging.incoming.o.host",
    "mp.messaging.incoming.o.retry",
    "mp.messaging.incoming.o.commit-strategy",
    "mp.messaging.incoming.o.consumer-rebalance-listener.name",
    "mp.messaging.incoming.o.assign-seek",
    "mp.messaging.incoming.o.throttled.unprocessed-record-max-age.ms",
    "mp.messaging.incoming.o.batch",
    "mp.messaging.incoming.o.pause-if-no-requests",
    "mp.messaging.outgoing.o.acks",
    "spring.cloud.stream.bindings.in-0.consumer.ack-each-record",
    "spring.cloud.stream.bindings.in-0.consumer.reset-offsets",
];

/// What is said of a text.
fn said_of(text: &str) -> Vec<Remark> {
    let pasted = read(text);
    let errors = pasted.errors_of_values();
    let left_out = pasted.left_out.into_iter().map(|left| left.why);
    left_out.chain(pasted.notes.into_iter().chain(errors).map(|refused| refused.why)).collect()
}

/// Settings that no text has, or that contradict each other.
fn settings() -> Vec<PropertyError> {
    let (mut consumer, mut cluster) = (ConsumerConfig::default(), ClusterConfig::default());
    let mut errors = vec![
        consumer.set("group.max.size", "1").unwrap_err(),
        consumer.set("partition.assignment.strategy", "x").unwrap_err(),
        consumer.set("partition.assignment.strategy", "range,range").unwrap_err(),
        consumer.set("partition.assignment.strategy", "").unwrap_err(),
        cluster.set("max.poll.records", "1").unwrap_err(),
    ];
    let mut contradiction = |change: &dyn Fn(&mut ConsumerConfig)| {
        let mut config = ConsumerConfig::default();
        change(&mut config);
        errors.push(config.validate().unwrap_err());
    };
    contradiction(&|config| config.behaviour.commit = CommitMode::from_word("contiguous").unwrap());
    contradiction(&|config| {
        (config.behaviour.commit, config.behaviour.workers) = (CommitMode::from_word("every").unwrap(), 2)
    });
    contradiction(&|config| {
        (config.behaviour.commit, config.behaviour.workers) = (CommitMode::EXTERNAL, 2);
        config.behaviour.worker_order = WorkerOrder::Free;
    });
    contradiction(&|config| config.behaviour.listener = Listener::Drain);
    cluster.set("group.min.session.timeout.ms", "9000").unwrap();
    cluster.set("group.max.session.timeout.ms", "8000").unwrap();
    errors.push(cluster.validate().unwrap_err());
    cluster.broker.racks = vec!["a".into(), "b".into()];
    errors.push(cluster.validate().unwrap_err());
    errors
}

/// All of it.
pub fn provoked() -> Vec<Remark> {
    let mut remarks = said_of(&"a".repeat(LARGEST_FILE + 1));
    remarks.extend(TEXTS.iter().flat_map(|text| said_of(text)));
    remarks.extend(FOREIGN.iter().flat_map(|(name, ..)| said_of(&format!("{name}=x"))));
    remarks.extend(FAMILIES.iter().flat_map(|(begin, ..)| said_of(&format!("{begin}zz=x\n{begin}=x"))));
    remarks.extend(CHANNELS.iter().flat_map(|name| said_of(&format!("{name}=x"))));
    remarks.extend(settings().into_iter().map(Remark::from));
    remarks
}

/// The kinds of all of these.
pub fn kinds_of(remarks: &[Remark]) -> impl Iterator<Item = &'static str> {
    remarks.iter().flat_map(kinds::of_remark)
}
