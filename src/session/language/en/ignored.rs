//! Why a key of pasted settings has no effect.

use crate::session::properties_text::ignored::{Ignored, Obsolete, OfClients, OfFrameworks};

pub fn ignored(why: Ignored) -> &'static str {
    match why {
        Ignored::OfClients(why) => of_clients(why),
        Ignored::Obsolete(why) => obsolete(why),
        Ignored::OfFrameworks(why) => of_frameworks(why),
    }
}

#[rustfmt::skip]
fn of_clients(why: OfClients) -> &'static str {
    match why {
        OfClients::Addresses =>
            "It says where the brokers are (bootstrap.servers); the simulated network has them already.",
        OfClients::Queues =>
            "It bounds librdkafka's queue between its thread and the application, which the Java client does not \
             have; max.poll.records and the fetch sizes are its nearest relatives.",
        OfClients::Stored =>
            "librdkafka commits what was stored as processed; here commit= on the group's line says what the \
             application commits when.",
        OfClients::Logging => "Logging and statistics change nothing here.",
        OfClients::Requests =>
            "How requests and connections are made changes nothing here; request.timeout.ms is its nearest relative.",
        OfClients::Rebalancing =>
            "It is obsolete: the ZooKeeper consumer retried rebalances itself; today the group's coordinator \
             leads them, within max.poll.interval.ms.",
        OfClients::CommitsThere => "It is obsolete: offsets are committed to Kafka alone, in __consumer_offsets.",
        OfClients::Threads =>
            "It is obsolete: the ZooKeeper consumer had fetcher threads and queues; today max.poll.records and \
             the fetch sizes bound what is buffered.",
        OfClients::LoopEnds =>
            "It ends the application's loop when no record comes; here the application polls for ever, with \
             poll_timeout=.",
        OfClients::Records => "Records here have a key, a time and a size, and no content.",
        OfClients::SpringAcks =>
            "When Spring's container commits is said here by commit= on the group's line: RECORD is \
             commit=sync-record, BATCH is commit=sync, MANUAL is what the application does.",
        OfClients::Callbacks =>
            "What a callback does is the application's; here listener= and commit= on the group's line say what \
             it does at rebalances and commits.",
        OfClients::GoEvents =>
            "It says how confluent-kafka-go hands events to the application, which changes nothing here.",
        OfClients::KafkaJsRetries =>
            "How often KafkaJS tries again changes nothing here; retry.backoff.ms is its nearest relative.",
        OfClients::AnotherPart => "It belongs to another part of Kafka than a consumer.",
        OfClients::FetchPause =>
            "It is librdkafka's pause after a failed fetch; retry.backoff.ms is its nearest relative.",
        OfClients::PatternTopics => "Which topics a pattern takes is said by pattern= alone here.",
        OfClients::PartitionEnd =>
            "It makes librdkafka tell the application that it has reached the end; nothing else changes.",
        OfClients::Security =>
            "Encryption and identity change nothing here; the value was not looked at and is not kept.",
        OfClients::TopicConfig =>
            "It is librdkafka's place for settings of topics; nothing that was in it has an effect.",
        OfClients::AiokafkaRebalance =>
            "aiokafka waits so long for a rebalance; in the Java client that is max.poll.interval.ms, which \
             bounds the handler, too.",
        OfClients::CommitCallback =>
            "What a callback does is the application's; here commit= on the group's line says how it commits.",
        OfClients::Topics => "Topics are created by command only.",
        OfClients::KafkaJsRebalance =>
            "KafkaJS waits so long for a rebalance; in the Java client that is max.poll.interval.ms, which bounds \
             the handler, too.",
        OfClients::CommitThreshold => "It commits after so many records; here that is commit=every commit_every=N.",
        OfClients::SideBySide => "It processes partitions side by side; here that is workers=N.",
        OfClients::KafkaJsAssignors => "KafkaJS has assignors of its own, which are not simulated.",
        OfClients::FromBeginning => "true is auto.offset.reset=earliest, false is latest.",
        OfClients::Transactions => "There are no transactions here: both isolation levels would read the same.",
        OfClients::Handler =>
            "What the handler does is the application's; processing_time= on the group's line says how long it \
             takes.",
    }
}

#[rustfmt::skip]
fn obsolete(why: Obsolete) -> &'static str {
    match why {
        Obsolete::ZooKeeperAddress =>
            "It is obsolete: consumers have not used ZooKeeper since Kafka 0.9, and Kafka 4 has none; \
             bootstrap.servers replaced it.",
        Obsolete::SessionOfMember =>
            "It is obsolete: session.timeout.ms, between member and coordinator, replaced it.",
        Obsolete::ConnectionTimeouts =>
            "It is obsolete: request.timeout.ms and socket.connection.setup.timeout.ms replaced it.",
        Obsolete::ZooKeeperSync => "It is obsolete: nothing replaced it, since ZooKeeper is gone.",
        Obsolete::ReplacedByServers => "It is obsolete: bootstrap.servers replaced it.",
        Obsolete::ReplacedBySession => "It is obsolete: session.timeout.ms replaced it.",
        Obsolete::ReplacedByRequest => "It is obsolete: request.timeout.ms replaced it.",
        Obsolete::ReplacedByGroup => "group.id replaced it; the group is chosen where the consumer is started.",
        Obsolete::MemberIds =>
            "It is obsolete: the coordinator gives member ids; group.instance.id makes a member static.",
        Obsolete::StreamsGroup => "It belongs to Kafka Streams, whose consumers are in the group of that name.",
        Obsolete::StreamsThreads => "It belongs to Kafka Streams: each thread has a consumer of its own.",
        Obsolete::StreamsTransactions => "It belongs to Kafka Streams; there are no transactions here.",
        Obsolete::StreamsCommits => "It belongs to Kafka Streams, which commits by itself.",
        Obsolete::Streams => "It belongs to Kafka Streams.",
        Obsolete::StreamsOrTopic => "It belongs to Kafka Streams, or to a topic.",
        Obsolete::GoneFromBrokers => "It was a setting of brokers, and Kafka 4 has it no more.",
        Obsolete::ZooKeeper =>
            "It is obsolete: consumers have not used ZooKeeper since Kafka 0.9, and Kafka 4 has none.",
    }
}

#[rustfmt::skip]
fn of_frameworks(why: OfFrameworks) -> &'static str {
    match why {
        OfFrameworks::RegistryAddress =>
            "How the schema registry is reached changes nothing here; the value was not looked at and is not kept.",
        OfFrameworks::Plugins => "Metrics and plugins are not simulated.",
        OfFrameworks::Confluent => "It belongs to Confluent's own additions, which are not simulated.",
        OfFrameworks::Producer => "It is a producer's setting and changes nothing about a consumer.",
        OfFrameworks::SpringConcurrency => "Spring starts so many consumers; start as many here: consumers c1 c2 c3.",
        OfFrameworks::PollTimeout => "The timeout given to poll is poll_timeout= on the group's line.",
        OfFrameworks::SpringListener => "It is about Spring's listener container, which is not simulated.",
        OfFrameworks::SpringRetries =>
            "Spring's retries are the application's; here the handler processes each record once.",
        OfFrameworks::Connections => "Connections are simulated as always being there, unless they are cut.",
        OfFrameworks::TheTopics => "Which topics are read is said by topics= or pattern= on the group's line.",
        OfFrameworks::Concurrency => "So many consumers are started for it; start as many here: consumers c1 c2 c3.",
        OfFrameworks::Framework => "It is about the framework around the consumer, which is not simulated.",
        OfFrameworks::Failures =>
            "What becomes of a record that cannot be processed is the framework's; here the handler processes \
             each record once.",
        OfFrameworks::SmallRyeCommits =>
            "When SmallRye commits is said here by commit= on the group's line: latest is commit=sync-record, \
             throttled is commit=contiguous with workers=, ignore is commit=auto with enable.auto.commit=true.",
        OfFrameworks::BinderCommits => "When Spring's container commits is said here by commit= on the group's line.",
        OfFrameworks::ListenerName => "What a listener does is said by listener= on the group's line.",
        OfFrameworks::AssignSeek =>
            "Where a standalone consumer begins is said by seek after it was started with assign=.",
        OfFrameworks::RecordAge =>
            "SmallRye reports itself as unhealthy if a record takes longer; it changes nothing about the consumer.",
        OfFrameworks::Batch => "A handler here takes the records of a poll one after the other.",
        OfFrameworks::PauseWhenFull =>
            "SmallRye pauses partitions while its channel is full; here pause and resume are commands.",
        OfFrameworks::ResetOffsets => "Offsets are reset by a command here: reset-offsets.",
    }
}
