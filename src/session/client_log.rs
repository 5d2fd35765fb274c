//! The clients' log: each fact of a consumer as the lines that the Java client (Kafka 4.0; in a consumer group 4.2)
//! writes at INFO and above, in the client's own words, which are the same in every language.
//!
//! What a line names is taken from the fact, or from what the journal holds of the client before it. A fact that the
//! client does not log at INFO has no line: most of what it logs at DEBUG, and what only the application knows.
//!
//! Not modelled: the lines of a start (`ConsumerConfig values`, versions); both metadata snapshots in "cached
//! metadata has changed", both subscriptions in "subscription has changed", and the assignment and the subscription
//! in "received assignment does not match" (the short reason stands there, which travels in JoinGroup); "Failing
//! OffsetCommit request", which no request follows; the topic ids in "Resetting the last seen epoch"; the order of a
//! hash map over members (here by member id); the order of the lines of one instant that come from one answer. In a
//! consumer group: the line on an assignment stands before its first callback, and not before the automatic commit
//! that comes first; what a broker says in an answer about epochs is the error's own text; the jitter of a pause.

// A match names all that there is: the compiler asks where a new fact belongs.
#![deny(clippy::wildcard_enum_match_arm)]

mod answers;
mod commits;
mod consumer_group;
mod errors;
mod membership;
mod positions;
mod seen;

use crate::cluster::Cluster;
use crate::cluster::fact::Fact;
use crate::cluster::journal::Entry;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::{BrokerId, ClientName};
use crate::session::terminal::host_of_broker;
use crate::sim::time::SimTime;
use seen::ClientSeen;
use std::fmt;

/// How grave a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    Info,
    Warn,
    Error,
}

impl LogLevel {
    /// As it is printed.
    pub const fn name(self) -> &'static str {
        match self {
            LogLevel::Info => "INFO",
            LogLevel::Warn => "WARN",
            LogLevel::Error => "ERROR",
        }
    }
}

/// A line of a client's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When it is written.
    pub time: SimTime,
    pub level: LogLevel,
    /// The process that writes it.
    pub client: ClientName,
    /// `[Consumer clientId=consumer-c1, groupId=billing] `; empty for a class that does not know for whom it works.
    pub prefix: String,
    pub message: String,
    /// The class that writes it, with its package.
    pub class: String,
}

/// As a pattern layout `[%d] %p %m (%c)` has it, which is that of Kafka's own `log4j2` files.
impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LogLine { time, level, prefix, message, class, .. } = self;
        write!(f, "[{}] {} {prefix}{message} ({class})", clock(*time), level.name())
    }
}

/// Virtual time as the clock of a machine that was at midnight when the world began.
pub fn clock(time: SimTime) -> String {
    let millis = time.as_millis();
    let (seconds, minutes, hours) = (millis / 1_000, millis / 60_000, millis / 3_600_000);
    let day = hours / 24 + 1;
    format!(
        "2026-01-{day:02} {:02}:{:02}:{:02},{:03}",
        hours % 24,
        minutes % 60,
        seconds % 60,
        millis % 1_000
    )
}

/// What the client writes when this happens; nothing if it is no consumer's, or is not logged.
pub fn client_log(cluster: &Cluster, entry: &Entry) -> Vec<LogLine> {
    let Fact::Consumer(client, fact) = &entry.fact else { return Vec::new() };
    let mut log = LogWriter::new(ClientSeen { cluster, client: *client, entry });
    write(&mut log, fact);
    log.lines
}

/// A class of the client's, and in which package it is.
#[derive(Clone, Copy)]
struct JavaClass(&'static str);

const COORDINATOR: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.ConsumerCoordinator");
const CONSUMER: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer");
const ASYNC_CONSUMER: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer");
const SUBSCRIPTION: JavaClass = JavaClass("org.apache.kafka.clients.consumer.internals.SubscriptionState");
const NETWORK: JavaClass = JavaClass("org.apache.kafka.clients.NetworkClient");

/// Collects the lines of one fact.
struct LogWriter<'a> {
    seen: ClientSeen<'a>,
    lines: Vec<LogLine>,
}

impl<'a> LogWriter<'a> {
    fn new(seen: ClientSeen<'a>) -> Self {
        LogWriter { seen, lines: Vec::new() }
    }

    fn line(&mut self, level: LogLevel, class: JavaClass, message: String) {
        let prefix = self.seen.prefix();
        self.push(level, class, prefix, message);
    }

    /// The class of the consumer itself.
    fn consumer(&self) -> JavaClass {
        if self.seen.is_of_consumer_group() { ASYNC_CONSUMER } else { CONSUMER }
    }

    fn info(&mut self, class: JavaClass, message: impl Into<String>) {
        self.line(LogLevel::Info, class, message.into());
    }

    /// A line of a class that does not say for whom it works.
    fn nameless(&mut self, class: JavaClass, message: String) {
        self.push(LogLevel::Info, class, String::new(), message);
    }

    fn push(&mut self, level: LogLevel, class: JavaClass, prefix: String, message: String) {
        let (time, client) = (self.seen.entry.time, self.seen.client);
        self.lines.push(LogLine { time, level, client, prefix, message, class: class.0.to_owned() });
    }
}

fn write(log: &mut LogWriter, fact: &ConsumerFact) {
    use ConsumerFact::*;
    match fact {
        RequestSent { request: Some(request), .. } => membership::sent(log, request),
        ResponseReceived { api, number, error, response } => {
            answers::received(log, *api, *number, *error, response.as_deref());
        }
        RequestTimedOut { api, .. } => answers::timed_out(log, *api),
        CoordinatorUnknown => answers::coordinator_unknown(log),
        SubscriptionChanged { topics, pattern } => membership::subscribed(log, topics, pattern.as_deref()),
        Unsubscribed => {
            log.info(log.consumer(), "Unsubscribed all topics or patterns and assigned partitions");
        }
        RejoinNeeded { cause } => membership::rejoin(log, cause),
        JoinedGroup { leader, .. } => membership::joined(log, *leader),
        CallbackStarted { callback, partitions } if log.seen.is_of_consumer_group() => {
            consumer_group::callback(log, *callback, partitions);
        }
        CallbackStarted { callback, partitions } => membership::callback(log, *callback, partitions),
        CallbackFinished { callback, threw: true } if log.seen.is_of_consumer_group() => {
            consumer_group::callback_threw(log, *callback);
        }
        MemberStateChanged { from, to } => consumer_group::state_changed(log, *from, *to),
        PollIntervalExceeded { .. } if log.seen.is_of_consumer_group() => consumer_group::poll_timeout(log),
        PauseForgotten { partitions } => membership::pause_forgotten(log, partitions),
        PollIntervalExceeded { .. } => membership::poll_timeout(log),
        PositionSet { partition, offset, source } => positions::set(log, partition, *offset, *source),
        Sought { partition, to, .. } => positions::sought(log, partition, to),
        OffsetOutOfRange { partition, offset } => positions::out_of_range(log, partition, *offset),
        CommitFailed { origin, error, .. } => commits::failed(log, *origin, *error),
        ProcessClosed => closed(log),
        // The lines of an answer that ends a membership stand at RejoinNeeded, where the reason is known.
        MembershipLost { .. } => {}
        // What the leader computed stands in its SyncGroup.
        AssignmentComputed { .. } | EpochReached { .. } => {}
        // Logged at DEBUG or TRACE.
        RequestSent { request: None, .. }
        | AssignmentChanged { .. }
        | PausedByCall { .. }
        | ResumedByCall { .. }
        | PollReturned { .. }
        | CommitStarted { .. }
        | CommitSucceeded { .. }
        | WokenUp => {}
        // Not known to the client before RejoinNeeded, or known by ids that are not simulated.
        TopicsChanged { .. } | TopicIdChanged { .. } => {}
        // The application's own.
        HandlerStalled { .. }
        | HandlerResumed { .. }
        | SecondThread
        | CallRequested { .. }
        | CallbackFinished { .. }
        | CommitCallback { .. }
        | PartitionsPaused { .. }
        | PartitionsResumed { .. }
        | ExceptionThrown { .. }
        | DeserializationFailed { .. }
        | RecordSkipped { .. } => {}
    }
}

/// What `close()` leaves in the log.
fn closed(log: &mut LogWriter) {
    let metrics = JavaClass("org.apache.kafka.common.metrics.Metrics");
    log.nameless(metrics, "Metrics scheduler closed".to_owned());
    for reporter in ["metrics.JmxReporter", "telemetry.internals.ClientTelemetryReporter"] {
        log.nameless(metrics, format!("Closing reporter org.apache.kafka.common.{reporter}"));
    }
    log.nameless(metrics, "Metrics reporters closed".to_owned());
    let client = log.seen.client_id();
    let info = JavaClass("org.apache.kafka.common.utils.AppInfoParser");
    log.nameless(info, format!("App info kafka.consumer for {client} unregistered"));
}

/// A broker as `Node.toString` has it.
fn node(id: i32, broker: BrokerId, rack: Option<&str>) -> String {
    let rack = rack.unwrap_or("null");
    format!("{} (id: {id} rack: {rack} isFenced: false)", host_of_broker(broker))
}
