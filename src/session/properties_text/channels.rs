//! Settings of what frameworks call a channel or a binding: SmallRye's `mp.messaging.incoming.orders.group.id`, as
//! Quarkus has it, and Spring Cloud Stream's `spring.cloud.stream.bindings.orders-in-0.group`.
//!
//! Each channel that reads has a consumer of its own. What is said of one channel goes before what is said of all.

use super::foreign::{Origin, SPRING_ACKS};
use super::ignored::{Ignored, OfClients, OfFrameworks};
use super::keys::{KeyMeaning, What, family, kafkas, letters, meaning};

const THE_TOPICS: Ignored = Ignored::OfFrameworks(OfFrameworks::TheTopics);
const CONSUMERS: Ignored = Ignored::OfFrameworks(OfFrameworks::Concurrency);
const FRAMEWORK: Ignored = Ignored::OfFrameworks(OfFrameworks::Framework);
const FAILURES: Ignored = Ignored::OfFrameworks(OfFrameworks::Failures);
const RECORDS: Ignored = Ignored::OfClients(OfClients::Records);
const PRODUCER: Ignored = Ignored::OfFrameworks(OfFrameworks::Producer);
const COMMITS: Ignored = Ignored::OfFrameworks(OfFrameworks::SmallRyeCommits);
const BINDER_COMMITS: Ignored = Ignored::OfFrameworks(OfFrameworks::BinderCommits);

/// SmallRye's own names of a channel's settings; those with a dot at the end are families.
#[rustfmt::skip]
const SMALLRYE: &[(&str, Ignored)] = &[
    ("connector", FRAMEWORK), ("channel-name", FRAMEWORK), ("enabled", FRAMEWORK), ("attributes", FRAMEWORK),
    ("host", FRAMEWORK), ("port", FRAMEWORK), ("broadcast", FRAMEWORK), ("merge", FRAMEWORK),
    ("lazy-client", FRAMEWORK),
    ("health-enabled", FRAMEWORK), ("health-readiness-enabled", FRAMEWORK),
    ("health-topic-verification-enabled", FRAMEWORK),
    ("health-topic-verification-timeout", FRAMEWORK), ("health-readiness-topic-verification", FRAMEWORK),
    ("health-readiness-timeout", FRAMEWORK), ("tracing-enabled", FRAMEWORK), ("graceful-shutdown", FRAMEWORK),
    ("cloud-events", FRAMEWORK), ("client-id-prefix", FRAMEWORK), ("kafka-configuration", FRAMEWORK),
    ("consumer-rebalance-listener.name", Ignored::OfFrameworks(OfFrameworks::ListenerName)),
    ("assign-seek", Ignored::OfFrameworks(OfFrameworks::AssignSeek)),
    ("topic", THE_TOPICS), ("topics", THE_TOPICS), ("pattern", THE_TOPICS), ("destination", THE_TOPICS),
    ("partitions", CONSUMERS), ("concurrency", CONSUMERS),
    ("commit-strategy", COMMITS), ("checkpoint.", COMMITS),
    ("throttled.unprocessed-record-max-age.ms", Ignored::OfFrameworks(OfFrameworks::RecordAge)),
    ("poll-timeout", Ignored::OfFrameworks(OfFrameworks::PollTimeout)),
    ("batch", Ignored::OfFrameworks(OfFrameworks::Batch)),
    ("requests", FRAMEWORK), ("pause-if-no-requests", Ignored::OfFrameworks(OfFrameworks::PauseWhenFull)),
    ("max-queue-size-factor", FRAMEWORK),
    ("failure-strategy", FAILURES), ("dead-letter-queue.", FAILURES), ("delayed-retry-topic.", FAILURES),
    ("retry", FAILURES), ("retry-attempts", FAILURES), ("retry-max-wait", FAILURES),
    ("fail-on-deserialization-failure", RECORDS), ("key-deserialization-failure-handler", RECORDS),
    ("value-deserialization-failure-handler", RECORDS),
];

/// Spring Cloud Stream's own names of a binding's settings.
#[rustfmt::skip]
const BINDING: &[(&str, Ignored)] = &[
    ("destination", THE_TOPICS), ("binder", FRAMEWORK), ("content-type", RECORDS),
    ("consumer.concurrency", CONSUMERS), ("consumer.instance-count", CONSUMERS),
    ("consumer.ack-mode", SPRING_ACKS), ("consumer.ack-each-record", BINDER_COMMITS),
    ("consumer.auto-commit-offset", BINDER_COMMITS), ("consumer.auto-commit-on-error", BINDER_COMMITS),
    ("consumer.reset-offsets", Ignored::OfFrameworks(OfFrameworks::ResetOffsets)),
    ("consumer.enable-dlq", FAILURES), ("consumer.dlq-name", FAILURES), ("consumer.dlq-partitions", FAILURES),
    ("consumer.max-attempts", FAILURES), ("consumer.poll-timeout", Ignored::OfFrameworks(OfFrameworks::PollTimeout)),
];

/// What a key of a channel or a binding means, if it is one.
pub fn of_channel(key: &str) -> Option<KeyMeaning> {
    let key = without_profile(key);
    if key.starts_with("mp.messaging.outgoing.") {
        return Some(reason(PRODUCER));
    }
    if let Some(rest) = key.strip_prefix("mp.messaging.incoming.") {
        return Some(smallrye(rest));
    }
    if let Some(rest) = key.strip_prefix("mp.messaging.connector.") {
        let (_, name) = rest.split_once('.')?;
        return Some(attribute(name).unwrap_or_else(|| reason(FRAMEWORK)).ranked(2));
    }
    let rest = key.strip_prefix("spring.cloud.stream.")?;
    Some(spring(rest))
}

fn reason(why: Ignored) -> KeyMeaning {
    KeyMeaning::of(What::WithoutEffect(why.into(), false))
}

/// Quarkus writes the profile in front: `%prod.kafka.session.timeout.ms`.
pub fn without_profile(key: &str) -> &str {
    let profile = key.strip_prefix('%').and_then(|rest| rest.split_once('.'));
    profile.map_or(key, |(_, rest)| rest)
}

/// What stands below `mp.messaging.incoming.`: the channel's name, which may have dots, and its setting.
fn smallrye(rest: &str) -> KeyMeaning {
    for (dot, _) in rest.match_indices('.') {
        if let Some(found) = attribute(&rest[dot + 1..]) {
            return found.ranked(3).of_part(&rest[..dot]);
        }
    }
    KeyMeaning::of(What::Unknown)
}

/// What stands below the channel's name, if the key is a channel's.
pub fn setting_of(key: &str) -> &str {
    let rest = without_profile(key).strip_prefix("mp.messaging.incoming.");
    rest.and_then(|rest| rest.split_once('.')).map_or(key, |(_, setting)| setting)
}

/// A setting of Kafka's consumer, which SmallRye passes on, or one of its own.
fn attribute(name: &str) -> Option<KeyMeaning> {
    let known = kafkas(name);
    if !known.is_unknown() {
        return Some(known);
    }
    let own = |(known, _): &&(&str, Ignored)| match known.strip_suffix('.') {
        Some(_) => name.starts_with(known),
        None => *known == name,
    };
    match SMALLRYE.iter().find(own) {
        Some((_, why)) => Some(reason(*why)),
        None => Some(family(name)).filter(|found| !found.is_unknown()),
    }
}

/// What stands below `spring.cloud.stream.`.
fn spring(rest: &str) -> KeyMeaning {
    let kafka = rest.strip_prefix("kafka.");
    if let Some(rest) = kafka.and_then(|rest| rest.strip_prefix("binder.")) {
        return binder(rest);
    }
    let rest = kafka.unwrap_or(rest);
    let of_all = rest.strip_prefix("default.").map(|inner| ("", inner));
    let of_one = rest.strip_prefix("bindings.").and_then(|rest| rest.split_once('.'));
    let Some((binding, inner)) = of_all.or(of_one) else { return reason(FRAMEWORK) };
    let rank = if binding.is_empty() { 2 } else { 3 };
    bound(inner).ranked(rank).of_part(binding)
}

/// What is said of all bindings.
fn binder(rest: &str) -> KeyMeaning {
    let Some((above, name)) = rest.split_once('.') else { return reason(FRAMEWORK) };
    match letters(above).as_str() {
        "configuration" => meaning(name).ranked(0),
        "consumerproperties" => meaning(name).ranked(1),
        "producerproperties" => reason(PRODUCER),
        _ => reason(FRAMEWORK),
    }
}

/// What is said of one binding.
fn bound(inner: &str) -> KeyMeaning {
    if let Some(name) = inner.strip_prefix("consumer.configuration.") {
        return meaning(name);
    }
    let written = letters(inner);
    match written.as_str() {
        "group" => return KeyMeaning::of(What::GroupId),
        "consumerstartoffset" => return kafkas("auto.offset.reset"),
        _ => {}
    }
    match BINDING.iter().find(|(known, _)| letters(known) == written) {
        Some((_, why)) => reason(*why),
        None if inner.starts_with("producer.") => reason(PRODUCER),
        None => reason(FRAMEWORK),
    }
}

impl KeyMeaning {
    /// Where the frameworks' names come from is no other client.
    fn of_part(mut self, channel: &str) -> KeyMeaning {
        self.part = (!channel.is_empty()).then(|| channel.to_owned());
        self.origin = self.origin.filter(|origin| *origin != Origin::Around);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::language::Lang;

    fn told(key: &str) -> String {
        let found = meaning(key);
        let what = match found.what {
            What::Simulated(property, _) => property.name.to_owned(),
            What::WithoutEffect(reason, _) => Lang::En.say(reason),
            What::GroupId => "the group".to_owned(),
            What::Unknown => "unknown".to_owned(),
        };
        format!("{what} {} {}", found.rank, found.part.unwrap_or_default())
    }

    #[test]
    fn settings_of_a_channel_are_its_consumers() {
        for (key, expected) in [
            ("mp.messaging.incoming.orders.max.poll.records", "max.poll.records 3 orders"),
            ("mp.messaging.incoming.orders-in.auto.offset.reset", "auto.offset.reset 3 orders-in"),
            ("mp.messaging.incoming.\"orders.eu\".max.poll.records", "max.poll.records 3 orders.eu"),
            ("mp.messaging.incoming.orders.eu.client.id", "client.id 3 orders.eu"),
            ("%prod.mp.messaging.incoming.orders.client.id", "client.id 3 orders"),
            ("MP_MESSAGING_INCOMING_ORDERS_SESSION_TIMEOUT_MS", "session.timeout.ms 3 orders"),
            ("mp.messaging.incoming.orders.group.id", "the group 3 orders"),
            ("mp.messaging.connector.smallrye-kafka.session.timeout.ms", "session.timeout.ms 2 "),
            ("%dev.kafka.session.timeout.ms", "session.timeout.ms 1 "),
            ("spring.cloud.stream.bindings.in-0.group", "the group 3 in-0"),
            ("spring.cloud.stream.default.group", "the group 2 "),
            ("spring.cloud.stream.kafka.bindings.in-0.consumer.startOffset", "auto.offset.reset 3 in-0"),
            (
                "spring.cloud.stream.kafka.bindings.in-0.consumer.configuration[max.poll.records]",
                "max.poll.records 3 in-0",
            ),
            ("spring.cloud.stream.kafka.binder.configuration.client.id", "client.id 0 "),
            ("spring.cloud.stream.kafka.binder.consumer-properties.client.id", "client.id 1 "),
        ] {
            assert_eq!(told(key), expected, "{key}");
        }
    }

    #[test]
    fn what_a_framework_does_around_its_consumer_is_told_as_such() {
        for (key, part) in [
            ("mp.messaging.incoming.orders.commit-strategy", "commit=contiguous"),
            ("mp.messaging.incoming.orders.topic", "topics="),
            ("mp.messaging.incoming.orders.dead-letter-queue.topic", "cannot be processed"),
            ("mp.messaging.incoming.orders.failure-strategy", "cannot be processed"),
            ("mp.messaging.incoming.orders.sasl.jaas.config", "not kept"),
            ("mp.messaging.incoming.orders.colour", "unknown"),
            ("mp.messaging.outgoing.bills.acks", "producer's"),
            ("spring.cloud.stream.kafka.bindings.in-0.consumer.ackMode", "commit=sync-record"),
            ("spring.cloud.stream.bindings.in-0.consumer.maxAttempts", "cannot be processed"),
            ("spring.cloud.stream.bindings.in-0.consumer.concurrency", "start as many"),
            ("spring.cloud.stream.kafka.binder.producer-properties.acks", "producer's"),
            ("spring.cloud.function.definition", "unknown"),
        ] {
            assert!(told(key).contains(part), "{key}: {}", told(key));
        }
    }
}
