//! How a property is read from the field that holds it, and how it is written there.

use super::{Scope, Value};
use crate::kafka::assignor::AssignorName;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::broker::BrokerConfig;
use crate::kafka::consumer::config::{ConsumerConfig, GroupProtocol, OffsetReset, SHORTEST_INTERVAL};
use crate::kafka::coordinator::{CoordinatorConfig, GroupConfig, MigrationPolicy};
use crate::kafka::ids::{ClientId, InstanceId};
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// The configuration that holds a property, with the access to its field.
#[derive(Clone, Copy, Debug)]
pub enum PropertyField {
    Consumer(Access<ConsumerConfig>),
    Coordinator(Access<CoordinatorConfig>),
    Group(Access<GroupConfig>),
    Broker(Access<BrokerConfig>),
}

impl PropertyField {
    /// Whom the property concerns.
    pub const fn scope(&self) -> Scope {
        match self {
            PropertyField::Consumer(_) => Scope::Consumer,
            PropertyField::Coordinator(_) | PropertyField::Broker(_) => Scope::Broker,
            PropertyField::Group(_) => Scope::Group,
        }
    }
}

/// Reads and writes one field of a configuration.
#[derive(Debug)]
pub struct Access<C: 'static> {
    /// The value that is in force.
    pub get: fn(&C) -> Value,
    /// Writes a value. Returns `None`, and writes nothing, if the field does not take values of that type.
    pub set: fn(&mut C, Value) -> Option<()>,
}

impl<C> Clone for Access<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Access<C> {}

/// The access to one field: `access!(session_timeout as MILLIS)`.
macro_rules! access {
    ($($field:tt).+ as $form:ident) => {
        $crate::kafka::property::field::Access {
            get: |config| ($form.to_value)(&config.$($field).+),
            set: |config, value| {
                config.$($field).+ = ($form.from_value)(value)?;
                Some(())
            },
        }
    };
}

pub(super) use access;

/// How a field's type stands for a property's value.
pub(super) struct FieldType<T> {
    pub(super) to_value: fn(&T) -> Value,
    /// `None` for a value of another type.
    pub(super) from_value: fn(Value) -> Option<T>,
}

pub(super) const MILLIS: FieldType<SimDuration> = FieldType {
    to_value: |span| Value::Number(span.as_millis() as i64),
    from_value: |value| Some(SimDuration::from_millis(number(&value)?)),
};

/// Milliseconds after which something is repeated: 0 counts as the shortest interval.
pub(super) const INTERVAL: FieldType<SimDuration> = FieldType {
    to_value: MILLIS.to_value,
    from_value: |value| (MILLIS.from_value)(value).map(|span| span.max(SHORTEST_INTERVAL)),
};

/// The same of one group; unset, the broker's setting counts.
pub(super) const OF_GROUP: FieldType<Option<SimDuration>> = FieldType {
    to_value: |span| Value::Number(span.unwrap_or_default().as_millis() as i64),
    from_value: |value| (MILLIS.from_value)(value).map(Some),
};

const MINUTE: SimDuration = SimDuration::from_secs(60);

pub(super) const MINUTES: FieldType<SimDuration> = FieldType {
    to_value: |span| Value::Number((span.as_micros() / MINUTE.as_micros()) as i64),
    from_value: |value| Some(MINUTE * number(&value)?),
};

pub(super) const COUNT: FieldType<u32> = FieldType {
    to_value: |count| Value::Number((*count).into()),
    from_value: |value| u32::try_from(number(&value)?).ok(),
};

/// The size of a buffer: -1, the operating system's choice, is `None`.
pub(super) const BUFFER: FieldType<Option<u32>> = FieldType {
    to_value: |size| Value::Number(size.map_or(-1, i64::from)),
    from_value: |value| match value {
        Value::Number(size) => Some(u32::try_from(size).ok()),
        _ => None,
    },
};

pub(super) const FLAG: FieldType<bool> = FieldType {
    to_value: |flag| Value::Bool(*flag),
    from_value: |value| match value {
        Value::Bool(flag) => Some(flag),
        _ => None,
    },
};

pub(super) const RESET: FieldType<OffsetReset> = FieldType {
    to_value: |reset| Value::OffsetReset(*reset),
    from_value: |value| match value {
        Value::OffsetReset(reset) => Some(reset),
        _ => None,
    },
};

pub(super) const ASSIGNORS: FieldType<Vec<AssignorName>> = FieldType {
    to_value: |list| Value::Assignors(list.clone()),
    from_value: |value| match value {
        Value::Assignors(list) => Some(list),
        _ => None,
    },
};

pub(super) const CLIENT_ID: FieldType<ClientId> = FieldType {
    to_value: |id| Value::Text(id.to_string()),
    from_value: |value| Some(ClientId::from(text(value)?.as_str())),
};

/// An empty text is no instance id.
pub(super) const INSTANCE_ID: FieldType<Option<InstanceId>> = FieldType {
    to_value: |id| Value::Text(id.map(|id| id.to_string()).unwrap_or_default()),
    from_value: |value| text(value).map(|id| (!id.is_empty()).then(|| InstanceId::from(id.as_str()))),
};

/// An empty text is no rack.
pub(super) const RACK: FieldType<Option<Arc<str>>> = FieldType {
    to_value: |rack| Value::Text(rack.as_deref().unwrap_or_default().to_owned()),
    from_value: |value| text(value).map(|rack| (!rack.is_empty()).then(|| Arc::from(rack))),
};

/// `group.protocol`; Kafka reads it in capitals or not.
pub(super) const PROTOCOL: FieldType<GroupProtocol> = FieldType {
    to_value: |protocol| Value::Text(protocol.name().to_owned()),
    from_value: |value| text(value).and_then(|name| GroupProtocol::from_name(&name)),
};

/// `group.consumer.migration.policy`.
pub(super) const POLICY: FieldType<MigrationPolicy> = FieldType {
    to_value: |policy| Value::Text(policy.name().to_owned()),
    from_value: |value| text(value).and_then(|name| MigrationPolicy::from_name(&name)),
};

/// `group.consumer.assignors`: one of the lists that there can be.
pub(super) const SERVER_ASSIGNORS: FieldType<&'static [ServerAssignorName]> = FieldType {
    to_value: |list| {
        let names: Vec<&str> = list.iter().map(|assignor| assignor.name()).collect();
        Value::Text(names.join(","))
    },
    from_value: |value| {
        use ServerAssignorName::{Range, Uniform};
        match text(value)?.as_str() {
            "uniform,range" => Some(&[Uniform, Range]),
            "range,uniform" => Some(&[Range, Uniform]),
            "uniform" => Some(&[Uniform]),
            "range" => Some(&[Range]),
            _ => None,
        }
    },
};

/// The only class there is, or none; the class has two spellings.
pub(super) const SELECTOR: FieldType<bool> = FieldType {
    to_value: |rack_aware| {
        Value::Text(if *rack_aware { super::RACK_AWARE_SELECTOR.to_owned() } else { String::new() })
    },
    from_value: |value| text(value).map(|class| !class.is_empty()),
};

/// A number that is not negative.
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => u64::try_from(*number).ok(),
        _ => None,
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
