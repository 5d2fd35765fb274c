//! Names that stand in settings beside those of Kafka's Java consumer of today: of other clients, of the consumer that
//! used ZooKeeper, of Spring, of serializers and their registry.

use super::ignored::{Ignored, Obsolete, OfClients, OfFrameworks};

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
    Nothing(Ignored),
}

use Origin::{Around, Both, JavaScript, Librdkafka, Python, Registry, ZooKeeper};
use Stands::{For, Nothing};

const ADDRESSES: Ignored = Ignored::OfClients(OfClients::Addresses);
const QUEUES: Ignored = Ignored::OfClients(OfClients::Queues);
const STORED: Ignored = Ignored::OfClients(OfClients::Stored);
const LOGGING: Ignored = Ignored::OfClients(OfClients::Logging);
const REQUESTS: Ignored = Ignored::OfClients(OfClients::Requests);
const REBALANCING: Ignored = Ignored::OfClients(OfClients::Rebalancing);
const COMMITS_THERE: Ignored = Ignored::OfClients(OfClients::CommitsThere);
const THREADS: Ignored = Ignored::OfClients(OfClients::Threads);
const LOOP_ENDS: Ignored = Ignored::OfClients(OfClients::LoopEnds);
const RECORDS: Ignored = Ignored::OfClients(OfClients::Records);
/// What Spring's acknowledgements are here.
pub const SPRING_ACKS: Ignored = Ignored::OfClients(OfClients::SpringAcks);
const CALLBACKS: Ignored = Ignored::OfClients(OfClients::Callbacks);
const GO: Ignored = Ignored::OfClients(OfClients::GoEvents);
const KAFKAJS_RETRIES: Ignored = Ignored::OfClients(OfClients::KafkaJsRetries);
const SEPARATE_LIFE: Ignored = Ignored::OfClients(OfClients::AnotherPart);

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
    ("fetch.error.backoff.ms", Librdkafka, Nothing(Ignored::OfClients(OfClients::FetchPause))),
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
    ("topic.blacklist", Librdkafka, Nothing(Ignored::OfClients(OfClients::PatternTopics))),
    ("enable.partition.eof", Librdkafka, Nothing(Ignored::OfClients(OfClients::PartitionEnd))),
    ("statistics.interval.ms", Librdkafka, Nothing(LOGGING)),
    ("log_level", Librdkafka, Nothing(LOGGING)),
    ("log.connection.close", Librdkafka, Nothing(LOGGING)),
    ("log.queue", Librdkafka, Nothing(LOGGING)),
    ("debug", Librdkafka, Nothing(LOGGING)),
    ("enable.ssl.certificate.verification", Librdkafka, Nothing(Ignored::OfClients(OfClients::Security))),
    ("default.topic.config", Librdkafka, Nothing(Ignored::OfClients(OfClients::TopicConfig))),
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
    ("oauth_cb", Librdkafka, Nothing(Ignored::OfClients(OfClients::Security))),
    ("go.application.rebalance.enable", Librdkafka, Nothing(GO)),
    ("go.events.channel.enable", Librdkafka, Nothing(GO)),
    ("go.events.channel.size", Librdkafka, Nothing(GO)),
    ("go.logs.channel.enable", Librdkafka, Nothing(LOGGING)),
    ("go.logs.channel", Librdkafka, Nothing(LOGGING)),
    ("dotnet.cancellation.delay.max.ms", Librdkafka, Nothing(REQUESTS)),
    ("consume.result.fields", Librdkafka, Nothing(RECORDS)),
    ("dotnet.consumer.consume.result.fields", Librdkafka, Nothing(RECORDS)),

    ("rebalance.timeout.ms", Python, Nothing(Ignored::OfClients(OfClients::AiokafkaRebalance))),
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
    ("default.offset.commit.callback", Python, Nothing(Ignored::OfClients(OfClients::CommitCallback))),
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
    ("allowAutoTopicCreation", JavaScript, Nothing(Ignored::OfClients(OfClients::Topics))),
    ("rebalanceTimeout", JavaScript, Nothing(Ignored::OfClients(OfClients::KafkaJsRebalance))),
    ("autoCommitThreshold", JavaScript, Nothing(Ignored::OfClients(OfClients::CommitThreshold))),
    ("partitionsConsumedConcurrently", JavaScript, Nothing(Ignored::OfClients(OfClients::SideBySide))),
    ("partitionAssigners", JavaScript, Nothing(Ignored::OfClients(OfClients::KafkaJsAssignors))),
    ("fromBeginning", JavaScript, Nothing(Ignored::OfClients(OfClients::FromBeginning))),
    ("maxInFlightRequests", JavaScript, Nothing(REQUESTS)),
    ("requestTimeout", JavaScript, For("request.timeout.ms")),
    ("connectionTimeout", JavaScript, Nothing(REQUESTS)),
    ("authenticationTimeout", JavaScript, Nothing(REQUESTS)),
    ("logLevel", JavaScript, Nothing(LOGGING)),
    ("brokers", JavaScript, Nothing(ADDRESSES)),
    ("readUncommitted", JavaScript, Nothing(Ignored::OfClients(OfClients::Transactions))),
    ("eachMessage", JavaScript, Nothing(Ignored::OfClients(OfClients::Handler))),
    ("eachBatch", JavaScript, Nothing(Ignored::OfClients(OfClients::Handler))),
    ("retry.retries", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.initialRetryTime", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.maxRetryTime", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.factor", Around, Nothing(KAFKAJS_RETRIES)),
    ("retry.multiplier", Around, Nothing(KAFKAJS_RETRIES)),

    ("zookeeper.connect", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ZooKeeperAddress))),
    ("zookeeper.session.timeout.ms", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::SessionOfMember))),
    ("zookeeper.connection.timeout.ms", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ConnectionTimeouts))),
    ("zookeeper.sync.time.ms", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ZooKeeperSync))),
    ("zk.connect", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ReplacedByServers))),
    ("zk.sessiontimeout.ms", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ReplacedBySession))),
    ("zk.connectiontimeout.ms", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ReplacedByRequest))),
    ("zk.synctime.ms", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ZooKeeperSync))),
    ("groupid", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::ReplacedByGroup))),
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
    ("consumer.id", ZooKeeper, Nothing(Ignored::Obsolete(Obsolete::MemberIds))),
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

    ("application.id", Around, Nothing(Ignored::Obsolete(Obsolete::StreamsGroup))),
    ("num.stream.threads", Around, Nothing(Ignored::Obsolete(Obsolete::StreamsThreads))),
    ("processing.guarantee", Around, Nothing(Ignored::Obsolete(Obsolete::StreamsTransactions))),
    ("commit.interval.ms", Around, Nothing(Ignored::Obsolete(Obsolete::StreamsCommits))),
    ("state.dir", Around, Nothing(Ignored::Obsolete(Obsolete::Streams))),
    ("replication.factor", Around, Nothing(Ignored::Obsolete(Obsolete::StreamsOrTopic))),
    ("broker.id", Around, Nothing(SEPARATE_LIFE)),
    ("offsets.commit.required.acks", Around, Nothing(Ignored::Obsolete(Obsolete::GoneFromBrokers))),
];

/// Families of names, by how they begin; the longest that fits counts.
#[rustfmt::skip]
pub const FAMILIES: &[(&str, Origin, Ignored)] = &[
    ("ssl.", Around, Ignored::OfClients(OfClients::Security)),
    ("sasl.", Around, Ignored::OfClients(OfClients::Security)),
    ("security.", Around, Ignored::OfClients(OfClients::Security)),
    ("oauth.", Around, Ignored::OfClients(OfClients::Security)),
    ("zookeeper.", ZooKeeper, Ignored::Obsolete(Obsolete::ZooKeeper)),
    ("schema.registry.", Registry, RECORDS),
    ("basic.auth.", Registry, Ignored::OfFrameworks(OfFrameworks::RegistryAddress)),
    ("bearer.auth.", Registry, Ignored::OfFrameworks(OfFrameworks::RegistryAddress)),
    ("apicurio.", Registry, RECORDS),
    ("avro.", Registry, RECORDS),
    ("spring.json.", Registry, RECORDS),
    ("spring.deserializer.", Registry, RECORDS),
    ("key.deserializer.", Registry, RECORDS),
    ("value.deserializer.", Registry, RECORDS),
    ("key.converter.", Registry, RECORDS),
    ("value.converter.", Registry, RECORDS),
    ("confluent.monitoring.", Around, Ignored::OfFrameworks(OfFrameworks::Plugins)),
    ("confluent.telemetry.", Around, Ignored::OfFrameworks(OfFrameworks::Plugins)),
    ("confluent.metrics.", Around, Ignored::OfFrameworks(OfFrameworks::Plugins)),
    ("confluent.", Around, Ignored::OfFrameworks(OfFrameworks::Confluent)),
    ("spring.kafka.producer.", Around, Ignored::OfFrameworks(OfFrameworks::Producer)),
    ("spring.kafka.listener.ack-mode", Around, SPRING_ACKS),
    ("spring.kafka.listener.concurrency", Around, Ignored::OfFrameworks(OfFrameworks::SpringConcurrency)),
    ("spring.kafka.listener.poll-timeout", Around, Ignored::OfFrameworks(OfFrameworks::PollTimeout)),
    ("spring.kafka.listener.", Around, Ignored::OfFrameworks(OfFrameworks::SpringListener)),
    ("spring.kafka.template.", Around, Ignored::OfFrameworks(OfFrameworks::Producer)),
    ("spring.kafka.admin.", Around, SEPARATE_LIFE),
    ("spring.kafka.streams.", Around, Ignored::Obsolete(Obsolete::Streams)),
    ("spring.kafka.retry.", Around, Ignored::OfFrameworks(OfFrameworks::SpringRetries)),
    ("spring.kafka.jaas.", Around, Ignored::OfClients(OfClients::Security)),
    ("spring.kafka.ssl.", Around, Ignored::OfClients(OfClients::Security)),
    ("spring.kafka.security.", Around, Ignored::OfClients(OfClients::Security)),
    ("spring.kafka.bootstrap-servers", Around, Ignored::OfFrameworks(OfFrameworks::Connections)),
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
                Nothing(_) => {}
            }
        }
        for (name, target, _) in SPRING {
            assert!(property(target).is_some() || unsimulated(target).is_some(), "{name}");
        }
    }
}
