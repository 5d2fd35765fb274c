//! A consumer's settings: Kafka's properties under Kafka's names, and our own knobs for the application.
//!
//! Mirrors `ConsumerConfig` of Apache Kafka 4.0, defaults included.

pub use super::commit_mode::CommitMode;
pub use super::listener::Listener;
pub use super::workers::WorkerOrder;
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::{ClientId, InstanceId};
use crate::kafka::property::{BY_DURATION, PropertyError, Scope, Value, iso_duration, property};
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
    /// Reads a value that was checked.
    fn of(text: &str) -> OffsetReset {
        match text {
            "earliest" => OffsetReset::Earliest,
            "none" => OffsetReset::None,
            _ => {
                let duration = text.strip_prefix(BY_DURATION).map(iso_duration::read);
                duration.and_then(Result::ok).map_or(OffsetReset::Latest, OffsetReset::ByDuration)
            }
        }
    }
}

/// What the application does with a record that cannot be deserialized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnPoison {
    /// Catches the exception and polls again, `poll_timeout` later; for ever.
    #[default]
    Retry,
    /// Seeks past it.
    Skip,
    /// Does not catch it: the consumer is closed and the process ends.
    Fail,
}

impl OnPoison {
    /// The words a session script uses, with their meaning.
    pub const WORDS: [(&'static str, OnPoison); 3] =
        [("retry", OnPoison::Retry), ("skip", OnPoison::Skip), ("fail", OnPoison::Fail)];

    /// The word a session script uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, known)| *known == self).map_or("retry", |(word, _)| word)
    }
}

/// Everything a consumer process is started with.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerConfig {
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
    /// Our own: how long the handler takes for one record.
    pub processing_time: SimDuration,
    /// Our own: the timeout the application gives to poll.
    pub poll_timeout: SimDuration,
    /// Our own: how the application commits.
    pub commit: CommitMode,
    /// Our own: after how many records `commit=every` commits.
    pub commit_every: u32,
    /// Our own: what the application does in `onPartitionsRevoked`.
    pub listener: Listener,
    /// Our own: how long each rebalance callback takes (saving state, say).
    pub callback_time: SimDuration,
    /// Our own: how many workers process what poll returns; 0: the poll thread does.
    pub workers: u32,
    /// Our own: so many records may wait for a worker before all partitions are paused.
    pub queue: u32,
    /// Our own: which record a free worker takes.
    pub worker_order: WorkerOrder,
    /// Our own: how long the handler takes for one record out of `spike_every`, if those take longer.
    pub spike: Option<SimDuration>,
    /// Our own: the last of every so many records of a partition, by offset, takes `spike`.
    pub spike_every: u32,
    /// Our own: what the application does with a record that cannot be deserialized.
    pub on_poison: OnPoison,
    /// Our own: the rack in which the process stands, if that is not `client.rack`.
    pub rack: Option<Arc<str>>,
    /// `receive.buffer.bytes`; `None` for the system's.
    pub receive_buffer: Option<u32>,
    /// Names of the properties that were set, in the order they were set, with their text.
    pub explicit: Vec<(&'static str, String)>,
}

impl Default for ConsumerConfig {
    fn default() -> Self {
        ConsumerConfig {
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
            processing_time: SimDuration::from_millis(1),
            poll_timeout: SimDuration::from_millis(1_000),
            commit: CommitMode::AUTO,
            commit_every: 10,
            listener: Listener::None,
            callback_time: SimDuration::ZERO,
            workers: 0,
            queue: 500,
            worker_order: WorkerOrder::Partition,
            spike: None,
            spike_every: 100,
            on_poison: OnPoison::Retry,
            rack: None,
            receive_buffer: Some(65_536),
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
        let known = property(name)
            .filter(|property| property.scope == Scope::Consumer)
            .ok_or_else(|| PropertyError::NotOfConsumers(name.to_owned()))?;
        let value = known.parse(text)?;
        self.assign(known.name, &value);
        self.explicit.retain(|(set, _)| *set != known.name);
        let text = match value {
            // However it was spelt, it is the same value.
            Value::Bool(flag) => flag.to_string(),
            _ => text.trim().to_owned(),
        };
        self.explicit.push((known.name, text));
        Ok(())
    }

    /// The rack in which the process stands, as far as anybody said.
    pub fn stands_in(&self) -> Option<&Arc<str>> {
        self.behaviour.rack.as_ref().or(self.client_rack.as_ref())
    }

    /// Checks what no single property can know.
    ///
    /// # Errors
    /// Why Kafka's client would refuse to start.
    pub fn validate(&self) -> Result<(), PropertyError> {
        if self.heartbeat_interval >= self.session_timeout {
            let (interval, session) = (self.heartbeat_interval.as_millis(), self.session_timeout.as_millis());
            return Err(PropertyError::Heartbeat { interval, session });
        }
        self.validate_workers()
    }

    /// Who processes and what is committed have to fit each other.
    fn validate_workers(&self) -> Result<(), PropertyError> {
        let (mode, workers) = (self.behaviour.commit, self.behaviour.workers > 0);
        if mode.needs_workers() && !workers {
            Err(PropertyError::NeedsWorkers(mode))
        } else if mode.needs_poll_thread() && workers {
            Err(PropertyError::NeedsPollThread(mode))
        } else if mode == CommitMode::EXTERNAL && workers && self.behaviour.worker_order == WorkerOrder::Free
        {
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
        self.behaviour.commit == CommitMode::EXTERNAL
    }

    fn assign(&mut self, name: &str, value: &Value) {
        match value {
            Value::Number(number) => self.assign_number(name, *number as u64),
            Value::Bool(flag) => self.enable_auto_commit = *flag,
            Value::Assignors(list) => self.strategy = list.clone(),
            Value::Text(text) => self.assign_text(name, text),
        }
    }

    fn assign_number(&mut self, name: &str, number: u64) {
        let millis = SimDuration::from_millis(number);
        match name {
            "session.timeout.ms" => self.session_timeout = millis,
            "heartbeat.interval.ms" => self.heartbeat_interval = millis.max(SHORTEST_INTERVAL),
            "max.poll.interval.ms" => self.max_poll_interval = millis,
            "max.poll.records" => self.max_poll_records = number as u32,
            "auto.commit.interval.ms" => self.auto_commit_interval = millis.max(SHORTEST_INTERVAL),
            "fetch.min.bytes" => self.fetch_min_bytes = number as u32,
            "fetch.max.wait.ms" => self.fetch_max_wait = millis,
            "fetch.max.bytes" => self.fetch_max_bytes = number as u32,
            "max.partition.fetch.bytes" => self.max_partition_fetch_bytes = number as u32,
            "request.timeout.ms" => self.request_timeout = millis.max(SHORTEST_INTERVAL),
            "default.api.timeout.ms" => self.default_api_timeout = millis,
            "retry.backoff.ms" => self.retry_backoff = millis.max(SHORTEST_INTERVAL),
            "retry.backoff.max.ms" => self.retry_backoff_max = millis,
            "receive.buffer.bytes" => self.receive_buffer = u32::try_from(number).ok(),
            // Requests are smaller than any buffer.
            "send.buffer.bytes" => {}
            "metadata.max.age.ms" => self.metadata_max_age = millis.max(SHORTEST_INTERVAL),
            other => debug_assert!(false, "{other} has no field"),
        }
    }

    fn assign_text(&mut self, name: &str, text: &str) {
        match name {
            "auto.offset.reset" => self.auto_offset_reset = OffsetReset::of(text),
            "group.instance.id" => self.group_instance_id = Some(InstanceId::from(text)),
            "client.id" => self.client_id = ClientId::from(text),
            "client.rack" => self.client_rack = (!text.is_empty()).then(|| Arc::from(text)),
            other => debug_assert!(false, "{other} has no field"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::property::{Kind, PROPERTIES};

    #[test]
    fn the_defaults_are_those_of_the_table() {
        let mut config = ConsumerConfig::default();
        let consumers = PROPERTIES.iter().filter(|property| property.scope == Scope::Consumer);
        // Kafka's default of that one is that there is none.
        for property in consumers.filter(|property| property.kind != Kind::InstanceId) {
            config.set(property.name, property.default).unwrap();
        }
        config.explicit.clear();
        assert_eq!(config, ConsumerConfig::default());
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
