//! Why a value of one of Kafka's properties is refused.

use crate::kafka::known_keys::Unsimulated;
use crate::kafka::property::{Kind, PropertyError, ValueError, Whole};

#[rustfmt::skip]
pub fn property(error: &PropertyError) -> &'static str {
    match error {
        PropertyError::NotOfConsumers(_) => "`{0}` is not a consumer property that groupscope knows.",
        PropertyError::NotOfBrokers(_) => "`{0}` is not a broker property that groupscope knows.",
        PropertyError::Value { wrong, .. } => value(*wrong),
        PropertyError::NoAssignor(_) => "{0} needs at least one assignor.",
        PropertyError::AssignorTwice { .. } => "{0} names {1} twice; once is enough.",
        PropertyError::Heartbeat { .. } =>
            "heartbeat.interval.ms ({0}) must be lower than session.timeout.ms ({1}), usually a third of it.",
        PropertyError::ClassicOnly { instead: "", .. } =>
            "{0} cannot be set with group.protocol=consumer (ConfigException): it counts for nothing there. Leave it \
             out.",
        PropertyError::ClassicOnly { .. } =>
            "{0} cannot be set with group.protocol=consumer (ConfigException): the broker decides by {1}. Leave it \
             out.",
        PropertyError::ConsumerOnly { .. } =>
            "{0} cannot be set with group.protocol=classic (ConfigException). Leave it out, or set \
             group.protocol=consumer.",
        PropertyError::Outside { .. } => "{0} ({1}) must be from {2} to {3}, as its minimum and maximum are set.",
        PropertyError::NeedsWorkers(_) => "commit={0} is about workers; add workers=4, or choose another mode.",
        PropertyError::NeedsPollThread(_) =>
            "commit={0} goes record by record through a batch; leave workers out.",
        PropertyError::ExternalOutOfOrder =>
            "commit=external saves one offset a partition, in order; with workers it needs order=partition.",
        PropertyError::DrainWithoutWorkers =>
            "listener=drain waits for workers; add workers=4, or choose listener=commit.",
        PropertyError::Racks { .. } =>
            "racks names {0} racks for {1} brokers; name one for each, such as racks=a,b,c with brokers=3.",
        PropertyError::SessionTimeouts { .. } =>
            "group.min.session.timeout.ms ({0}) must not be larger than group.max.session.timeout.ms ({1}).",
    }
}

#[rustfmt::skip]
fn value(error: ValueError) -> &'static str {
    match error {
        ValueError::NoFlag => "{0} is true or false, not `{1}`.",
        ValueError::NeedsDuration => "{0}={1} needs a duration, such as by_duration:PT1H.",
        ValueError::NegativeDuration => "{0}={1}: Kafka takes no negative duration; leave the sign out.",
        ValueError::NoDuration =>
            "{0}={1}: `{2}` is no ISO-8601 duration that Java reads; write PT1H, P1DT12H or PT0.5S, for instance.",
        ValueError::NoWord => "{0} is one of {2}, not `{1}`.",
        ValueError::NoInstanceId => "{0} takes {2}, and is neither `.` nor `..`; `{1}` does not fit.",
        ValueError::NoNumber { .. } => "{0} takes {4} from {2} to {3}, and `{1}` is not a whole number.",
        ValueError::OutOfRange { .. } => "{0} takes {4} from {2} to {3}, not {1}.",
        ValueError::UnknownAssignor => "{0} does not know `{1}`; the assignors are {2}.",
    }
}

/// What a number counts.
pub fn whole(whole: Whole) -> &'static str {
    match whole {
        Whole::Millis => "milliseconds",
        Whole::Minutes => "minutes",
        Whole::Number => "a whole number",
    }
}

/// Why a key of Kafka's changes nothing here.
#[rustfmt::skip]
pub fn unsimulated(why: Unsimulated) -> &'static str {
    match why {
        Unsimulated::Connection => "Connections are simulated as always being there, unless they are cut.",
        Unsimulated::Security =>
            "Encryption and identity change nothing here; the value was not looked at and is not kept.",
        Unsimulated::Records => "Records here have a key, a time and a size, and no content.",
        Unsimulated::Transactions => "There are no transactions here: both isolation levels would read the same.",
        Unsimulated::Plugins => "Metrics and plugins are not simulated.",
        Unsimulated::Topics => "Topics are created by command only.",
        Unsimulated::InternalTopics => "No internal topic is there for a pattern to match.",
        Unsimulated::Group => "The group is chosen where the consumer is started.",
        Unsimulated::Leaving => "Closing without leaving is `close NAME leave=no` here.",
        Unsimulated::ShareGroups => "Share groups (KIP-932) are not simulated; this is about consumer groups.",
    }
}

/// What a property takes, with its limits or words.
#[rustfmt::skip]
pub fn range(kind: Kind, limited: bool) -> &'static str {
    match (kind, limited) {
        (Kind::Millis { .. }, true) => "milliseconds, {0} to {1}",
        (Kind::Millis { .. }, false) => "milliseconds, {0} and more",
        (Kind::Minutes { .. }, true) => "minutes, {0} to {1}",
        (Kind::Minutes { .. }, false) => "minutes, {0} and more",
        (Kind::Int { .. }, true) => "whole number, {0} to {1}",
        (Kind::Int { .. }, false) => "whole number, {0} and more",
        (Kind::Bool, _) => "true or false",
        (Kind::Text, _) => "text",
        (Kind::InstanceId, _) => "1 to {0} ASCII letters, digits, `.`, `_` and `-`",
        (Kind::OffsetReset(_), _) => "{0}, or {1}PT1H with any ISO-8601 duration",
        (Kind::OneOf(_) | Kind::Protocol(_) | Kind::Assignors, _) => "{0}",
    }
}
