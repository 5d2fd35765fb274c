//! A consumer's settings: Kafka's properties under Kafka's names, and our own knobs for the application.
//!
//! Mirrors `ConsumerConfig` of Apache Kafka 4.0, defaults included.

pub use super::behaviour::{ApplicationBehaviour, OnPoison};
pub use super::commit_mode::{CommitCall, CommitMode, CommitWhat, CommitWhen, SendAgain};
pub use super::listener::{Listener, ListenerThrows};
pub use super::workers::WorkerOrder;
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientId, ClientName, InstanceId};
use crate::kafka::property::field::PropertyField;
use crate::kafka::property::{Explicit, GoesWith, PropertyError, STRATEGY, assignors_text, note, property};
use crate::kafka::release::ClientRules;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// Computing takes no virtual time, so something repeated at an interval of 0 would repeat for ever in one
/// instant; Kafka's clients need at least some microseconds for each round.
pub const SHORTEST_INTERVAL: SimDuration = SimDuration::from_millis(1);

/// `auto.offset.reset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetReset {
    Earliest,
    Latest,
    /// Throw NoOffsetForPartitionException.
    None,
    /// `by_duration`: the first record that is no older than this; the log's end if there is none.
    ByDuration(SimDuration),
}

impl OffsetReset {
    /// Kafka's words; `by_duration:` is not among them, since a duration follows it.
    pub const WORDS: [&'static str; 3] = ["latest", "earliest", "none"];

    /// What one of the words means; `None` for any other text.
    pub fn from_word(word: &str) -> Option<OffsetReset> {
        let resets = [OffsetReset::Latest, OffsetReset::Earliest, OffsetReset::None];
        Self::WORDS.iter().position(|known| *known == word).map(|place| resets[place])
    }
}

/// `group.protocol`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupProtocol {
    /// JoinGroup, SyncGroup, Heartbeat, LeaveGroup: the members assign the partitions themselves.
    #[default]
    Classic,
    /// ConsumerGroupHeartbeat (KIP-848): the broker assigns them.
    Consumer,
}

impl GroupProtocol {
    /// Kafka's words.
    pub const NAMES: [&'static str; 2] = ["classic", "consumer"];

    /// Kafka's word.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The protocol of that word.
    pub fn from_name(name: &str) -> Option<GroupProtocol> {
        [GroupProtocol::Classic, GroupProtocol::Consumer].into_iter().find(|known| known.name() == name)
    }
}

/// Everything a consumer process is started with: Kafka's properties, and how the application behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerConfig {
    pub group_protocol: GroupProtocol,
    /// `group.remote.assignor`; the broker may not know it.
    pub remote_assignor: Option<Arc<str>>,
    pub session_timeout: SimDuration,
    pub heartbeat_interval: SimDuration,
    pub max_poll_interval: SimDuration,
    pub max_poll_records: u32,
    pub enable_auto_commit: bool,
    pub auto_commit_interval: SimDuration,
    pub auto_offset_reset: OffsetReset,
    /// `partition.assignment.strategy`, in order of preference; never empty.
    pub strategy: Vec<AssignorName>,
    pub group_instance_id: Option<InstanceId>,
    /// Empty: the world names the client after its process.
    pub client_id: ClientId,
    pub client_rack: Option<Arc<str>>,
    pub fetch_min_bytes: u32,
    pub fetch_max_wait: SimDuration,
    pub fetch_max_bytes: u32,
    pub max_partition_fetch_bytes: u32,
    pub request_timeout: SimDuration,
    pub default_api_timeout: SimDuration,
    pub retry_backoff: SimDuration,
    pub retry_backoff_max: SimDuration,
    pub metadata_max_age: SimDuration,
    /// `receive.buffer.bytes`; `None` for the system's.
    pub receive_buffer: Option<u32>,
    /// `send.buffer.bytes`; nothing reads it, since requests are smaller than any buffer.
    pub send_buffer: Option<u32>,
    /// Not Kafka's, but the application's.
    pub behaviour: ApplicationBehaviour,
    /// Names of the properties that were set, in the order they were set, with their text.
    pub explicit: Explicit,
}

impl Default for ConsumerConfig {
    fn default() -> Self {
        ConsumerConfig {
            group_protocol: GroupProtocol::Classic,
            remote_assignor: None,
            session_timeout: SimDuration::from_millis(45_000),
            heartbeat_interval: SimDuration::from_millis(3_000),
            max_poll_interval: SimDuration::from_millis(300_000),
            max_poll_records: 500,
            enable_auto_commit: true,
            auto_commit_interval: SimDuration::from_millis(5_000),
            auto_offset_reset: OffsetReset::Latest,
            strategy: vec![AssignorName::Range, AssignorName::CooperativeSticky],
            group_instance_id: None,
            client_id: ClientId::default(),
            client_rack: None,
            fetch_min_bytes: 1,
            fetch_max_wait: SimDuration::from_millis(500),
            fetch_max_bytes: 52_428_800,
            max_partition_fetch_bytes: 1_048_576,
            request_timeout: SimDuration::from_millis(30_000),
            default_api_timeout: SimDuration::from_millis(60_000),
            retry_backoff: SimDuration::from_millis(100),
            retry_backoff_max: SimDuration::from_millis(1_000),
            metadata_max_age: SimDuration::from_millis(300_000),
            receive_buffer: Some(65_536),
            send_buffer: Some(131_072),
            behaviour: ApplicationBehaviour::default(),
            explicit: Vec::new(),
        }
    }
}

impl ConsumerConfig {
    /// Sets a property by Kafka's name.
    ///
    /// # Errors
    /// If there is no such consumer property or the value does not fit it.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), PropertyError> {
        let Some((known, PropertyField::Consumer(access))) =
            property(name).map(|known| (known, &known.field))
        else {
            return Err(PropertyError::NotOfConsumers(name.to_owned()));
        };
        let written = known.write(access, self, text)?;
        note(&mut self.explicit, known.name, written);
        Ok(())
    }

    /// Sets the assignors: those of a list that was checked.
    pub fn set_strategy(&mut self, list: &[AssignorName]) {
        self.strategy = list.to_vec();
        note(&mut self.explicit, STRATEGY, assignors_text(list));
    }

    /// Whether this property was set.
    pub fn is_explicit(&self, name: &str) -> bool {
        self.explicit.iter().any(|(set, _)| *set == name)
    }

    /// The `client.id` of a process of this name.
    pub fn client_id_of(&self, name: &ClientName) -> ClientId {
        match self.client_id.is_empty() {
            true => ClientId::from(format!("consumer-{name}")),
            false => self.client_id,
        }
    }

    /// The rack in which the process stands, if one is named.
    pub fn stands_in(&self) -> Option<&Arc<str>> {
        self.behaviour.rack.as_ref().or(self.client_rack.as_ref())
    }

    /// Checks what no single property can know.
    ///
    /// # Errors
    /// Why Kafka's client would refuse to start.
    pub fn validate(&self) -> Result<(), PropertyError> {
        let classic = self.group_protocol == GroupProtocol::Classic;
        if classic && self.heartbeat_interval >= self.session_timeout {
            let (interval, session) = (self.heartbeat_interval.as_millis(), self.session_timeout.as_millis());
            return Err(PropertyError::Heartbeat { interval, session });
        }
        self.validate_workers()
    }

    /// Checks that nothing is set that does not go with the group protocol (`checkUnsupportedConfigs`). The development
    /// version before 4.0 did not.
    ///
    /// # Errors
    /// Why Kafka's client would refuse to start.
    pub fn validate_protocol(&self, rules: &ClientRules) -> Result<(), PropertyError> {
        let set = self.explicit.iter().filter_map(|(name, _)| property(name));
        for known in set.filter(|_| rules.refuses_other_protocols_settings) {
            let name = known.name;
            match (known.goes_with, self.group_protocol) {
                (GoesWith::Classic { instead }, GroupProtocol::Consumer) => {
                    return Err(PropertyError::ClassicOnly { name, instead });
                }
                (GoesWith::Consumer, GroupProtocol::Classic) if self.remote_assignor.is_some() => {
                    return Err(PropertyError::ConsumerOnly { name });
                }
                (GoesWith::Both | GoesWith::Classic { .. } | GoesWith::Consumer, _) => {}
            }
        }
        Ok(())
    }

    /// Who processes and what is committed have to fit each other.
    fn validate_workers(&self) -> Result<(), PropertyError> {
        let (mode, workers) = (self.behaviour.commit, self.behaviour.workers > 0);
        if mode.needs_workers() && !workers {
            Err(PropertyError::NeedsWorkers(mode))
        } else if mode.needs_poll_thread() && workers {
            Err(PropertyError::NeedsPollThread(mode))
        } else if self.stores_itself() && workers && self.behaviour.worker_order == WorkerOrder::Free {
            Err(PropertyError::ExternalOutOfOrder)
        } else if self.behaviour.listener == Listener::Drain && !workers {
            Err(PropertyError::DrainWithoutWorkers)
        } else {
            Ok(())
        }
    }

    /// Whether the client runs the cooperative protocol: only if every configured assignor supports it.
    pub fn cooperative(&self) -> bool {
        self.strategy.iter().all(|assignor| assignor.supports_cooperative())
    }

    /// Whether the application keeps its offsets with its results, outside of Kafka.
    pub fn stores_itself(&self) -> bool {
        self.behaviour.commit.when == CommitWhen::Elsewhere
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::property::{Kind, PROPERTIES, Property, Value};

    /// Name and value of all properties of consumers, as `config` holds them.
    fn values(config: &ConsumerConfig) -> Vec<(&'static str, Value)> {
        let value = |property: &Property| match &property.field {
            PropertyField::Consumer(access) => Some((property.name, (access.get)(config))),
            _ => None,
        };
        PROPERTIES.iter().filter_map(value).collect()
    }

    #[test]
    fn the_defaults_are_those_of_the_table() {
        for (name, value) in values(&ConsumerConfig::default()) {
            let row = property(name).unwrap();
            // Kafka's default of an instance id is that there is none.
            let default = match row.kind {
                Kind::InstanceId => Value::Text(row.default.to_owned()),
                _ => row.parse(row.default).unwrap(),
            };
            assert_eq!(value, default, "{name}");
        }
    }

    #[test]
    fn a_property_changes_its_own_field_and_no_other() {
        let before = values(&ConsumerConfig::default());
        for (place, (name, _)) in before.iter().enumerate() {
            let text = match property(name).unwrap().kind {
                Kind::Bool => "false",
                Kind::OffsetReset(_) => "by_duration:PT1H",
                Kind::Assignors => "sticky",
                Kind::Protocol(_) => "Consumer",
                _ => "77",
            };
            let mut config = ConsumerConfig::default();
            config.set(name, text).unwrap();
            let mut expected = before.clone();
            expected[place].1 = property(name).unwrap().parse(text).unwrap();
            assert_eq!(values(&config), expected, "{name}");
            assert!(config.is_explicit(name));
        }
    }

    #[test]
    fn a_heartbeat_interval_must_be_below_the_session_timeout() {
        let mut config = ConsumerConfig::default();
        config.set("session.timeout.ms", "3000").unwrap();
        let error = PropertyError::Heartbeat { interval: 3000, session: 3000 };
        assert_eq!(config.validate(), Err(error));
    }

    #[test]
    fn a_fetch_may_wait_for_longer_than_a_request_as_in_kafka() {
        let mut config = ConsumerConfig::default();
        config.set("fetch.max.wait.ms", "40000").unwrap();
        assert_eq!(config.validate(), Ok(()));
    }

    #[test]
    fn cooperative_only_if_every_assignor_is() {
        let mut config = ConsumerConfig::default();
        assert!(!config.cooperative(), "the default list runs range, eagerly");
        config.set("partition.assignment.strategy", "cooperative-sticky").unwrap();
        assert!(config.cooperative());
    }
}
