//! A deploy as plain data: the group, what it reads, and how its consumers are restarted.

use crate::kafka::consumer::config::{CommitMode, ConsumerConfig, GroupProtocol};
use crate::kafka::coordinator::{ConsumerGroupConfig, GroupConfig};
use crate::kafka::ids::{GroupId, TopicName};
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::session::mistake::Mistake;
use crate::session::scenario::Setup;
use crate::session::settings::settle_commit;
use crate::session::values::{LONGEST, span};
use crate::session::what_if::mistake::WhatIfMistake;
use crate::session::what_if::plan;
use crate::sim::time::SimDuration;

/// The most consumers of a deploy.
pub const MOST_CONSUMERS: u32 = 100;
/// The most partitions of its topic.
pub const MOST_PARTITIONS: u32 = 1_000;
/// The most seeds of a study.
pub const MOST_SEEDS: u32 = 10_000;
/// No more records than these are written in one trial.
pub const MOST_RECORDS: u64 = 3_000_000;
/// A consumer that was asked to close and still runs after this is killed, as Kubernetes does by default.
pub const GRACE: SimDuration = SimDuration::from_secs(30);

/// How a consumer's process is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopBy {
    /// The application closes its consumer; if it has not after 30 s, it is killed.
    Close,
    /// kill -9.
    Kill,
}

impl StopBy {
    /// Both.
    pub const ALL: [StopBy; 2] = [StopBy::Close, StopBy::Kill];

    /// The word on a command line.
    pub const fn word(self) -> &'static str {
        match self {
            StopBy::Close => "close",
            StopBy::Kill => "kill",
        }
    }
}

/// Something that has to be known of a deploy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeployField {
    Consumers,
    Partitions,
    Rate,
    Work,
    Commit,
    Gap,
    Down,
    Stop,
}

impl DeployField {
    /// All, in the order in which they are told.
    pub const ALL: [DeployField; 8] = [
        DeployField::Consumers,
        DeployField::Partitions,
        DeployField::Rate,
        DeployField::Work,
        DeployField::Commit,
        DeployField::Gap,
        DeployField::Down,
        DeployField::Stop,
    ];

    /// The option of the command line that gives it, without the dashes.
    pub const fn option(self) -> &'static str {
        match self {
            DeployField::Consumers => "consumers",
            DeployField::Partitions => "partitions",
            DeployField::Rate => "rate",
            DeployField::Work => "work",
            DeployField::Commit => "commit",
            DeployField::Gap => "gap",
            DeployField::Down => "down",
            DeployField::Stop => "stop",
        }
    }
}

/// A group of consumers, what they read, and how they are restarted one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Deploy {
    /// Brokers and network; its seed is not used.
    pub setup: Setup,
    pub group: GroupId,
    pub topic: TopicName,
    /// The settings of each consumer, without `group.instance.id`.
    pub config: ConsumerConfig,
    /// Whether each consumer has a `group.instance.id` of its own.
    pub is_static: bool,
    pub consumers: u32,
    pub partitions: u32,
    /// Records a second, of all partitions together.
    pub rate: Rate,
    /// Size of a record in bytes.
    pub record_size: u32,
    pub keys: KeyModel,
    /// From one restart to the next.
    pub gap: SimDuration,
    /// How long a consumer is down at least: from the end of its process to the start of the new one.
    pub down_least: SimDuration,
    /// And at most.
    pub down_most: SimDuration,
    pub stop: StopBy,
    /// What nobody has said: a sensible value stands there.
    pub assumed: Vec<DeployField>,
}

impl Default for Deploy {
    /// Kafka's defaults, and a deploy as there are many; all of it assumed.
    fn default() -> Self {
        let setup = Setup { jitter: SimDuration::from_millis(2), ..Setup::default() };
        let mut config = ConsumerConfig::default();
        config.behaviour.processing_time = SimDuration::from_millis(8);
        Deploy {
            setup,
            group: GroupId::from("billing"),
            topic: TopicName::from("orders"),
            config,
            is_static: false,
            consumers: 4,
            partitions: 12,
            rate: Rate::per_second(240),
            record_size: 100,
            keys: KeyModel::RoundRobin,
            gap: SimDuration::from_secs(24),
            down_least: SimDuration::from_millis(3_500),
            down_most: SimDuration::from_millis(4_500),
            stop: StopBy::Close,
            assumed: DeployField::ALL.to_vec(),
        }
    }
}

impl Deploy {
    /// Notes that somebody has said this.
    pub fn is_given(&mut self, field: DeployField) {
        self.assumed.retain(|assumed| *assumed != field);
    }

    /// Commits in this way, with auto-commit on or off as the way wants it, unless the settings say otherwise.
    pub fn commit_by(&mut self, mode: CommitMode) {
        self.config.behaviour.commit = mode;
        settle_commit(&mut self.config);
    }

    /// Whether it can be simulated.
    ///
    /// # Errors
    /// What is nonsense in it, or too much.
    pub fn check(&self) -> Result<(), WhatIfMistake> {
        let within = |field, found: u64, least: u64, most: u64| match (least..=most).contains(&found) {
            true => Ok(()),
            false => Err(WhatIfMistake::OutOfRange { field, least, most }),
        };
        within(DeployField::Consumers, self.consumers.into(), 1, MOST_CONSUMERS.into())?;
        within(DeployField::Partitions, self.partitions.into(), 1, MOST_PARTITIONS.into())?;
        let (shortest, hour) = (SimDuration::from_millis(100), SimDuration::from_secs(3600));
        if self.gap < shortest || self.gap > hour {
            return Err(WhatIfMistake::Span { field: DeployField::Gap, least: shortest, most: hour });
        }
        if self.down_most > hour {
            return Err(WhatIfMistake::Span {
                field: DeployField::Down,
                least: SimDuration::ZERO,
                most: hour,
            });
        }
        if self.down_least > self.down_most {
            return Err(WhatIfMistake::DownBackwards);
        }
        if self.rate.0 == 0 {
            return Err(WhatIfMistake::NoRecords);
        }
        self.config.validate()?;
        self.config.validate_protocol(&self.setup.release.client_rules())?;
        let longest = plan::longest(self);
        if longest > LONGEST {
            return Err(WhatIfMistake::TooLong { longest, most: LONGEST });
        }
        let written = plan::longest_reading(self);
        let records = u128::from(written.as_micros()) * u128::from(self.rate.0) / 1_000_000_000;
        if records > u128::from(MOST_RECORDS) {
            return Err(WhatIfMistake::TooMuch { records: records as u64, most: MOST_RECORDS });
        }
        Ok(())
    }

    /// How many consumers have something to read.
    pub fn readers(&self) -> u32 {
        self.consumers.min(self.partitions)
    }

    /// How many consumers' whole time the records take, in tenths of one, rounded up.
    pub fn tenths_needed(&self) -> u64 {
        let behaviour = &self.config.behaviour;
        let at_once = u128::from(behaviour.workers.max(1));
        let micros = u128::from(self.rate.0) * u128::from(behaviour.processing_time.as_micros()) / at_once;
        u64::try_from(micros.div_ceil(100_000_000)).unwrap_or(u64::MAX)
    }

    /// Whether there is less work than the consumers have time for.
    pub fn keeps_up(&self) -> bool {
        self.tenths_needed() < u64::from(self.readers()) * 10
    }

    /// What the broker has in force for a consumer group (KIP-848), and what for this one; the protocol says whether
    /// it is one.
    fn of_consumer_groups(&self) -> (ConsumerGroupConfig, GroupConfig) {
        // Its broker properties were checked with the session they are from.
        let cluster = self.setup.cluster().unwrap_or_default();
        (cluster.coordinator.consumer, cluster.groups.get(&self.group).copied().unwrap_or_default())
    }

    /// How long the coordinator waits for a member that is silent, and which setting says so.
    pub fn session_timeout(&self) -> (SimDuration, &'static str) {
        let (broker, group) = self.of_consumer_groups();
        match (self.config.group_protocol, group.session_timeout) {
            (GroupProtocol::Classic, _) => (self.config.session_timeout, "session.timeout.ms"),
            (GroupProtocol::Consumer, Some(own)) => (own, "consumer.session.timeout.ms"),
            (GroupProtocol::Consumer, None) => (broker.session_timeout, "group.consumer.session.timeout.ms"),
        }
    }

    /// The assignors of the clients, in order of preference; none in the protocol in which the broker has them.
    pub fn strategy(&self) -> Vec<&'static str> {
        let classic = self.config.group_protocol == GroupProtocol::Classic;
        self.config.strategy.iter().filter(|_| classic).map(|assignor| assignor.name()).collect()
    }

    /// How often a member sends a heartbeat.
    pub fn heartbeat_interval(&self) -> SimDuration {
        let (broker, group) = self.of_consumer_groups();
        match self.config.group_protocol {
            GroupProtocol::Classic => self.config.heartbeat_interval,
            GroupProtocol::Consumer => group.heartbeat_interval(&broker),
        }
    }

    /// The same deploy without the memory of what was said and what not: to compare two.
    pub(in crate::session) fn bare(&self) -> Deploy {
        let config = ConsumerConfig { explicit: Vec::new(), ..self.config.clone() };
        Deploy { config, assumed: Vec::new(), ..self.clone() }
    }
}

/// `3.5s-4.5s`, or one span for both.
///
/// # Errors
/// What is no span.
pub fn split_range(what: &str, text: &str) -> Result<(SimDuration, SimDuration), Mistake> {
    let (least, most) = text.split_once('-').unwrap_or((text, text));
    Ok((span(what, least)?, span(what, most)?))
}
