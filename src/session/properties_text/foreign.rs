//! Names that stand in settings beside those of Kafka's Java consumer of today: of other clients, of the consumer that
//! used ZooKeeper, of Spring, of serializers and their registry.

/// Where a name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// librdkafka, and what is built on it (confluent-kafka for Python, .NET and Go).
    Librdkafka,
    /// librdkafka, and Kafka itself before 0.9.
    Both,
    /// kafka-python.
    Python,
    /// KafkaJS.
    JavaScript,
    /// The consumer of Kafka 0.8, which used ZooKeeper.
    ZooKeeper,
    /// Serializers and their schema registry.
    Registry,
    /// Other parts of Kafka and what is built around it.
    Around,
}

impl Origin {
    /// Whose names these are, where that matters for what they mean.
    pub fn whose(self) -> Option<&'static str> {
        match self {
            Origin::Librdkafka => Some("librdkafka's"),
            Origin::Both => Some("librdkafka's and, obsolete since 0.9, Kafka's own"),
            Origin::Python => Some("kafka-python's"),
            Origin::JavaScript => Some("KafkaJS's"),
            Origin::ZooKeeper => Some("the obsolete ZooKeeper consumer's"),
            Origin::Registry | Origin::Around => None,
        }
    }
}

/// What a foreign name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// For this property of the Java consumer.
    For(&'static str),
    /// For nothing here, for this reason.
    Nothing(&'static str),
}

use Origin::{Around, Both, JavaScript, Librdkafka, Python, Registry, ZooKeeper};
use Stands::{For, Nothing};

const ADDRESSES: &str =
    "It says where the brokers are (bootstrap.servers); the simulated network has them already.";
const QUEUES: &str = "It bounds librdkafka's queue between its thread and the application, which the Java client \
        does \
                      not have; max.poll.records and the fetch sizes are its nearest relatives.";
const STORED: &str = "librdkafka commits what was stored as processed; here commit= on the group's line says what \
        the \
                      application commits when.";
const LOGGING: &str = "Logging and statistics change nothing here.";
const REQUESTS: &str = "How requests and connections are made changes nothing here; request.timeout.ms is its \
        nearest \
                        relative.";
const REBALANCING: &str = "It is obsolete: the ZooKeeper consumer retried rebalances itself; today the group's \
                           coordinator leads them, within max.poll.interval.ms.";
const COMMITS_THERE: &str = "It is obsolete: offsets are committed to Kafka alone, in __consumer_offsets.";
const THREADS: &str = "It is obsolete: the ZooKeeper consumer had fetcher threads and queues; today \
        max.poll.records and \
                       the fetch sizes bound what is buffered.";
const LOOP_ENDS: &str = "It ends the application's loop when no record comes; here the application polls for \
        ever, with \
                         poll_timeout=.";
const RECORDS: &str = "Records here have a key, a time and a size, and no content.";
/// What Spring's acknowledgements are here.
pub const SPRING_ACKS: &str = "When Spring's container commits is said here by commit= on the group's line: RECORD \
        is \
                               commit=sync-record, BATCH is commit=sync, MANUAL is what the application does.";
const CALLBACKS: &str = "What a callback does is the application's; here listener= and commit= on the group's line say \
        what \
                         it does at rebalances and commits.";
const GO: &str =
    "It says how confluent-kafka-go hands events to the application, which changes nothing here.";
const KAFKAJS_RETRIES: &str = "How often KafkaJS tries again changes nothing here; retry.backoff.ms is its nearest \
        relative.";
const SEPARATE_LIFE: &str = "It belongs to another part of Kafka than a consumer.";

/// The names, each as its own documentation writes it.
#[rustfmt::skip]
pub const FOREIGN: &[(&str, Origin, Stands)] = &[
    ("fetch.wait.max.ms", Both, For("fetch.max.wait.ms")),
    ("topic.metadata.refresh.interval.ms", Librdkafka, For("metadata.max.age.ms")),
    ("fetch.message.max.bytes", Both, For("max.partition.fetch.bytes")),
    ("socket.receive.buffer.bytes", Both, For("receive.buffer.bytes")),
    ("socket.send.buffer.bytes", Librdkafka, For("send.buffer.bytes")),
    ("enable.auto.offset.store", Librdkafka, Nothing(STORED)),
    ("offset.store.method", Librdkafka, Nothing(STORED)),
    ("offset.store.path", Librdkafka, Nothing(STORED)),
    ("offset.store.sync.interval.ms", Librdkafka, Nothing(STORED)),
    ("queued.min.messages", Librdkafka, Nothing(QUEUES)),
    ("queued.max.messages.kbytes", Librdkafka, Nothing(QUEUES)),
    ("fetch.queue.backoff.ms", Librdkafka, Nothing(QUEUES)),
    ("consume.callback.max.messages", Librdkafka, Nothing(QUEUES)),
    ("fetch.error.backoff.ms", Librdkafka, Nothing("It is librdkafka's pause after a failed fetch; \
            retry.backoff.ms is its nearest relative.")),
    ("socket.timeout.ms", Librdkafka, Nothing(REQUESTS)),
    ("socket.keepalive.enable", Librdkafka, Nothing(REQUESTS)),
    ("socket.nagle.disable", Librdkafka, Nothing(REQUESTS)),
    ("socket.blocking.max.ms", Librdkafka, Nothing(REQUESTS)),
    ("socket.max.fails", Librdkafka, Nothing(REQUESTS)),
    ("message.max.bytes", Librdkafka, Nothing(REQUESTS)),
    ("receive.message.max.bytes", Librdkafka, Nothing(REQUESTS)),
    ("max.in.flight", Librdkafka, Nothing(REQUESTS)),
    ("metadata.broker.list", Librdkafka, Nothing(ADDRESSES)),
    ("broker.address.ttl", Librdkafka, Nothing(REQUESTS)),
    ("broker.address.family", Librdkafka, Nothing(REQUESTS)),
    ("broker.version.fallback", Librdkafka, Nothing(REQUESTS)),
    ("api.version.request", Librdkafka, Nothing(REQUESTS)),
    ("api.version.request.timeout.ms", Librdkafka, Nothing(REQUESTS)),
    ("api.version.fallback.ms", Librdkafka, Nothing(REQUESTS)),
    ("coordinator.query.interval.ms", Librdkafka, Nothing(REQUESTS)),
    ("group.protocol.type", Librdkafka, Nothing(REQUESTS)),
    ("topic.metadata.refresh.fast.interval.ms", Librdkafka, Nothing(REQUESTS)),
    ("topic.metadata.refresh.sparse", Librdkafka, Nothing(REQUESTS)),
    ("topic.blacklist", Librdkafka, Nothing("Which topics a pattern takes is said by pattern= alone here.")),
    ("enable.partition.eof", Librdkafka, Nothing("It makes librdkafka tell the application that it has reached \
            the end; nothing else changes.")),
    ("statistics.interval.ms", Librdkafka, Nothing(LOGGING)),
    ("log_level", Librdkafka, Nothing(LOGGING)),
    ("log.connection.close", Librdkafka, Nothing(LOGGING)),
    ("log.queue", Librdkafka, Nothing(LOGGING)),
    ("debug", Librdkafka, Nothing(LOGGING)),
    ("enable.ssl.certificate.verification", Librdkafka, Nothing("Encryption and identity change nothing here; the \
            value was not looked at and is not kept.")),
    ("default.topic.config", Librdkafka, Nothing("It is librdkafka's place for settings of topics; nothing that \
            was in it has an effect.")),
    ("on_commit", Librdkafka, Nothing(CALLBACKS)),
    ("on_assign", Librdkafka, Nothing(CALLBACKS)),
    ("on_revoke", Librdkafka, Nothing(CALLBACKS)),
    ("on_lost", Librdkafka, Nothing(CALLBACKS)),
    ("rebalance_cb", Librdkafka, Nothing(CALLBACKS)),
    ("offset_commit_cb", Librdkafka, Nothing(CALLBACKS)),
    ("consume_cb", Librdkafka, Nothing(CALLBACKS)),
    ("event_cb", Librdkafka, Nothing(CALLBACKS)),
    ("error_cb", Librdkafka, Nothing(CALLBACKS)),
    ("background_event_cb", Librdkafka, Nothing(CALLBACKS)),
    ("throttle_cb", Librdkafka, Nothing(LOGGING)),
    ("stats_cb", Librdkafka, Nothing(LOGGING)),
    ("log_cb", Librdkafka, Nothing(LOGGING)),
    ("logger", Around, Nothing(LOGGING)),
    ("oauth_cb", Librdkafka, Nothing("Encryption and identity change nothing here; the value was not looked at and \
            is not kept.")),
    ("go.application.rebalance.enable", Librdkafka, Nothing(GO)),
    ("go.events.channel.enable", Librdkafka, Nothing(GO)),
    ("go.events.channel.size", Librdkafka, Nothing(GO)),
    ("go.logs.channel.enable", Librdkafka, Nothing(LOGGING)),
    ("go.logs.channel", Librdkafka, Nothing(LOGGING)),
    ("dotnet.cancellation.delay.max.ms", Librdkafka, Nothing(REQUESTS)),
    ("consume.result.fields", Librdkafka, Nothing(RECORDS)),
    ("dotnet.consumer.consume.result.fields", Librdkafka, Nothing(RECORDS)),

    ("rebalance.timeout.ms", Python, Nothing("aiokafka waits so long for a rebalance; in the Java client that is \
            max.poll.interval.ms, which bounds the handler, too.")),
    ("consumer.timeout.ms", Python, Nothing(LOOP_ENDS)),
    ("api.version", Python, Nothing(REQUESTS)),
    ("api.version.auto.timeout.ms", Python, Nothing(REQUESTS)),
    ("sock.chunk.bytes", Python, Nothing(REQUESTS)),
    ("sock.chunk.buffer.count", Python, Nothing(REQUESTS)),
    ("socket.options", Python, Nothing(REQUESTS)),
    ("selector", Python, Nothing(REQUESTS)),
    ("kafka.client", Python, Nothing(REQUESTS)),
    ("legacy.iterator", Python, Nothing(REQUESTS)),
    ("enable.incremental.fetch.sessions", Python, Nothing(REQUESTS)),
    ("raise.upon.socket.err.during.wakeup", Python, Nothing(REQUESTS)),
    ("default.offset.commit.callback", Python, Nothing("What a callback does is the application's; here commit= \
            on the group's line says how it commits.")),
    ("metrics.enabled", Python, Nothing(LOGGING)),
    ("metric.group.prefix", Python, Nothing(LOGGING)),

    ("sessionTimeout", JavaScript, For("session.timeout.ms")),
    ("heartbeatInterval", JavaScript, For("heartbeat.interval.ms")),
    ("minBytes", JavaScript, For("fetch.min.bytes")),
    ("maxBytes", JavaScript, For("fetch.max.bytes")),
    ("maxBytesPerPartition", JavaScript, For("max.partition.fetch.bytes")),
    ("maxWaitTimeInMs", JavaScript, For("fetch.max.wait.ms")),
    ("metadataMaxAge", JavaScript, For("metadata.max.age.ms")),
    ("rackId", JavaScript, For("client.rack")),
    ("autoCommitInterval", JavaScript, For("auto.commit.interval.ms")),
    ("autoCommit", JavaScript, For("enable.auto.commit")),
    ("allowAutoTopicCreation", JavaScript, Nothing("Topics are created by command only.")),
    ("rebalanceTimeout", JavaScript, Nothing("KafkaJS waits so long for a rebalance; in the Java client that is \
            max.poll.interval.ms, which bounds the handler, too.")),
    ("autoCommitThreshold", JavaScript, Nothing("It commits after so many records; here that is commit=every \
            commit_every=N.")),
    ("partitionsConsumedConcurrently", JavaScript, Nothing("It processes partitions side by side; here that is \
            workers=N.")),
    ("partitionAssigners", JavaScript, Nothing("KafkaJS has assignors of its own, which are not simulated.")),
    ("fromBeginning", JavaScript, Nothing("true is auto.offset.reset=earliest, false is latest.")),
    ("maxInFlightRequests", JavaScript, Nothing(REQUESTS)),
    ("requestTimeout", JavaScript, For("request.timeout.ms")),
    ("connectionTimeout", JavaScript, Nothing(REQUESTS)),
    ("authenticationTimeout", JavaScript, Nothing(REQUESTS)),
    ("logLevel", JavaScript, Nothing(LOGGING)),
    ("brokers", JavaScript, Nothing(ADDRESSES)),
    ("readUncommitted", JavaScript, Nothing("There are no transactions here: both isolation levels would read the \
            same.")),
    ("eachMessage", JavaScript, Nothing("What the handler does is the application's; processing_time= on the \
            group's line says how long it takes.")),
    ("eachBatch", JavaScript, Nothing("What the handler does is the application's; processing_time= on the group's \
            line says how long it takes.")),
    ("retry.retries", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.initialRetryTime", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.maxRetryTime", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.factor", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.multiplier", Around, Nothing(KAFKAJS_RETRIES)),

    ("zookeeper.connect", ZooKeeper, Nothing("It is obsolete: consumers have not used ZooKeeper since Kafka 0.9, \
            and Kafka 4 has none; bootstrap.servers replaced it.")),
    ("zookeeper.session.timeout.ms", ZooKeeper, Nothing("It is obsolete: session.timeout.ms, between member and \
            coordinator, replaced it.")),
    ("zookeeper.connection.timeout.ms", ZooKeeper, Nothing("It is obsolete: request.timeout.ms and \
            socket.connection.setup.timeout.ms replaced it.")),
    ("zookeeper.sync.time.ms", ZooKeeper, Nothing("It is obsolete: nothing replaced it, since ZooKeeper is gone.")),
    ("zk.connect", ZooKeeper, Nothing("It is obsolete: bootstrap.servers replaced it.")),
    ("zk.sessiontimeout.ms", ZooKeeper, Nothing("It is obsolete: session.timeout.ms replaced it.")),
    ("zk.connectiontimeout.ms", ZooKeeper, Nothing("It is obsolete: request.timeout.ms replaced it.")),
    ("zk.synctime.ms", ZooKeeper, Nothing("It is obsolete: nothing replaced it, since ZooKeeper is gone.")),
    ("groupid", ZooKeeper, Nothing("group.id replaced it; the group is chosen where the consumer is started.")),
    ("auto.commit.enable", ZooKeeper, For("enable.auto.commit")),
    ("autocommit.enable", ZooKeeper, For("enable.auto.commit")),
    ("autocommit.interval.ms", ZooKeeper, For("auto.commit.interval.ms")),
    ("autooffset.reset", ZooKeeper, For("auto.offset.reset")),
    ("fetch.size", ZooKeeper, For("max.partition.fetch.bytes")),
    ("socket.buffersize", ZooKeeper, For("receive.buffer.bytes")),
    ("refresh.leader.backoff.ms", ZooKeeper, For("retry.backoff.ms")),
    ("rebalance.max.retries", ZooKeeper, Nothing(REBALANCING)),
    ("rebalance.retries.max", ZooKeeper, Nothing(REBALANCING)),
    ("rebalance.backoff.ms", ZooKeeper, Nothing(REBALANCING)),
    ("consumer.id", ZooKeeper, Nothing("It is obsolete: the coordinator gives member ids; group.instance.id makes \
            a member static.")),
    ("offsets.storage", ZooKeeper, Nothing(COMMITS_THERE)),
    ("dual.commit.enabled", ZooKeeper, Nothing(COMMITS_THERE)),
    ("offsets.channel.backoff.ms", ZooKeeper, Nothing(COMMITS_THERE)),
    ("offsets.channel.socket.timeout.ms", ZooKeeper, Nothing(COMMITS_THERE)),
    ("offsets.commit.max.retries", ZooKeeper, Nothing(COMMITS_THERE)),
    ("queued.max.message.chunks", ZooKeeper, Nothing(THREADS)),
    ("queuedchunks.max", ZooKeeper, Nothing(THREADS)),
    ("num.consumer.fetchers", ZooKeeper, Nothing(THREADS)),
    ("mirror.consumer.numthreads", ZooKeeper, Nothing(THREADS)),

    ("specific.avro.reader", Registry, Nothing(RECORDS)),
    ("avro.reflection.allow.null", Registry, Nothing(RECORDS)),
    ("avro.use.logical.type.converters", Registry, Nothing(RECORDS)),
    ("auto.register.schemas", Registry, Nothing(RECORDS)),
    ("use.latest.version", Registry, Nothing(RECORDS)),
    ("use.latest.with.metadata", Registry, Nothing(RECORDS)),
    ("latest.compatibility.strict", Registry, Nothing(RECORDS)),
    ("normalize.schemas", Registry, Nothing(RECORDS)),
    ("max.schemas.per.subject", Registry, Nothing(RECORDS)),
    ("key.subject.name.strategy", Registry, Nothing(RECORDS)),
    ("value.subject.name.strategy", Registry, Nothing(RECORDS)),
    ("context.name.strategy", Registry, Nothing(RECORDS)),
    ("subject.name.strategy", Registry, Nothing(RECORDS)),
    ("specific.protobuf.key.type", Registry, Nothing(RECORDS)),
    ("specific.protobuf.value.type", Registry, Nothing(RECORDS)),
    ("json.key.type", Registry, Nothing(RECORDS)),
    ("json.value.type", Registry, Nothing(RECORDS)),
    ("json.fail.invalid.schema", Registry, Nothing(RECORDS)),
    ("json.fail.unknown.properties", Registry, Nothing(RECORDS)),
    ("derive.type", Registry, Nothing(RECORDS)),

    ("application.id", Around, Nothing("It belongs to Kafka Streams, whose consumers are in the group of that \
            name.")),
    ("num.stream.threads", Around, Nothing("It belongs to Kafka Streams: each thread has a consumer of its own.")),
    ("processing.guarantee", Around, Nothing("It belongs to Kafka Streams; there are no transactions here.")),
    ("commit.interval.ms", Around, Nothing("It belongs to Kafka Streams, which commits by itself.")),
    ("state.dir", Around, Nothing("It belongs to Kafka Streams.")),
    ("replication.factor", Around, Nothing("It belongs to Kafka Streams, or to a topic.")),
    ("broker.id", Around, Nothing(SEPARATE_LIFE)),
    ("offsets.commit.required.acks", Around, Nothing("It was a setting of brokers, and Kafka 4 has it no more.")),
];

/// Families of names, by how they begin; the longest that fits counts.
#[rustfmt::skip]
pub const FAMILIES: &[(&str, Origin, &str)] = &[
    ("ssl.", Around, "Encryption and identity change nothing here; the value was not looked at and is not kept."),
    ("sasl.", Around, "Encryption and identity change nothing here; the value was not looked at and is not kept."),
    ("security.", Around, "Encryption and identity change nothing here; the value was not looked at and is not \
            kept."),
    ("oauth.", Around, "Encryption and identity change nothing here; the value was not looked at and is not kept."),
    ("zookeeper.", ZooKeeper, "It is obsolete: consumers have not used ZooKeeper since Kafka 0.9, and Kafka 4 has \
            none."),
    ("schema.registry.", Registry, RECORDS),
    ("basic.auth.", Registry, "How the schema registry is reached changes nothing here; the value was not looked \
            at and is not kept."),
    ("bearer.auth.", Registry, "How the schema registry is reached changes nothing here; the value was not looked \
            at and is not kept."),
    ("apicurio.", Registry, RECORDS),
    ("avro.", Registry, RECORDS),
    ("spring.json.", Registry, RECORDS),
    ("spring.deserializer.", Registry, RECORDS),
    ("key.deserializer.", Registry, RECORDS),
    ("value.deserializer.", Registry, RECORDS),
    ("key.converter.", Registry, RECORDS),
    ("value.converter.", Registry, RECORDS),
    ("confluent.monitoring.", Around, "Metrics and plugins are not simulated."),
    ("confluent.telemetry.", Around, "Metrics and plugins are not simulated."),
    ("confluent.metrics.", Around, "Metrics and plugins are not simulated."),
    ("confluent.", Around, "It belongs to Confluent's own additions, which are not simulated."),
    ("spring.kafka.producer.", Around, "It is a producer's setting and changes nothing about a consumer."),
    ("spring.kafka.listener.ack-mode", Around, SPRING_ACKS),
    ("spring.kafka.listener.concurrency", Around, "Spring starts so many consumers; start as many here: consumers \
            c1 c2 c3."),
    ("spring.kafka.listener.poll-timeout", Around, "The timeout given to poll is poll_timeout= on the group's line."),
    ("spring.kafka.listener.", Around, "It is about Spring's listener container, which is not simulated."),
    ("spring.kafka.template.", Around, "It is a producer's setting and changes nothing about a consumer."),
    ("spring.kafka.admin.", Around, SEPARATE_LIFE),
    ("spring.kafka.streams.", Around, "It belongs to Kafka Streams."),
    ("spring.kafka.retry.", Around, "Spring's retries are the application's; here the handler processes each \
            record once."),
    ("spring.kafka.jaas.", Around, "Encryption and identity change nothing here; the value was not looked at and \
            is not kept."),
    ("spring.kafka.ssl.", Around, "Encryption and identity change nothing here; the value was not looked at and \
            is not kept."),
    ("spring.kafka.security.", Around, "Encryption and identity change nothing here; the value was not looked at \
            and is not kept."),
    ("spring.kafka.bootstrap-servers", Around, "Connections are simulated as always being there, unless they are \
            cut."),
];

/// In what Spring writes the values of its own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// As Kafka does.
    Plain,
    /// `5s`, `PT5S`, or milliseconds.
    Duration,
    /// `1MB`, or bytes.
    Size,
}

/// Spring's own names below `spring.kafka.consumer.`; what has no unit is written as in Kafka.
pub const SPRING: &[(&str, &str, Unit)] = &[
    ("auto-commit-interval", "auto.commit.interval.ms", Unit::Duration),
    ("auto-offset-reset", "auto.offset.reset", Unit::Plain),
    ("bootstrap-servers", "bootstrap.servers", Unit::Plain),
    ("client-id", "client.id", Unit::Plain),
    ("enable-auto-commit", "enable.auto.commit", Unit::Plain),
    ("fetch-max-wait", "fetch.max.wait.ms", Unit::Duration),
    ("fetch-min-size", "fetch.min.bytes", Unit::Size),
    ("group-id", "group.id", Unit::Plain),
    ("heartbeat-interval", "heartbeat.interval.ms", Unit::Duration),
    ("isolation-level", "isolation.level", Unit::Plain),
    ("key-deserializer", "key.deserializer", Unit::Plain),
    ("max-poll-interval", "max.poll.interval.ms", Unit::Duration),
    ("max-poll-records", "max.poll.records", Unit::Plain),
    ("value-deserializer", "value.deserializer", Unit::Plain),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::known_keys::unsimulated;
    use crate::kafka::property::property;

    #[test]
    fn foreign_names_stand_for_what_there_is() {
        for (name, _, stands) in FOREIGN {
            let ours = property(name).is_some() || unsimulated(name).is_some();
            assert!(!ours, "{name} is the Java consumer's own");
            match stands {
                For(target) => assert!(property(target).is_some(), "{target}"),
                Nothing(reason) => assert!(reason.ends_with('.'), "{reason}"),
            }
        }
        for (name, target, _) in SPRING {
            assert!(property(target).is_some() || unsimulated(target).is_some(), "{name}");
        }
    }
}
