//! The broker's settings that the group coordinator reads (Kafka 4.0: `GroupCoordinatorConfig`).
//!
//! Not modelled: settings of transactions and of the topic `__consumer_offsets` itself.

use super::consumer_group::ConsumerGroupRules;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::sim::time::SimDuration;

/// What an operator can set; `default()` is what Kafka ships with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoordinatorConfig {
    /// `group.initial.rebalance.delay.ms`: how long a group that was empty waits for more members.
    pub initial_rebalance_delay: SimDuration,
    /// `group.min.session.timeout.ms`.
    pub min_session_timeout: SimDuration,
    /// `group.max.session.timeout.ms`.
    pub max_session_timeout: SimDuration,
    /// `group.max.size`.
    pub group_max_size: u32,
    /// How long the first JoinGroup of a new member may stay parked. No property: five minutes in Kafka.
    pub new_member_join_timeout: SimDuration,
    /// `offsets.retention.minutes`.
    pub offsets_retention: SimDuration,
    /// `offsets.retention.check.interval.ms`.
    pub offsets_retention_check_interval: SimDuration,
    /// `offsets.commit.timeout.ms`: how long a commit may take to be replicated.
    pub offsets_commit_timeout: SimDuration,
    /// `offset.metadata.max.bytes`: the longest text that may be stored with an offset.
    pub offset_metadata_max_bytes: u32,
    /// The properties that begin with `group.consumer.`.
    pub consumer: ConsumerGroupConfig,
}

/// What an operator can set for consumer groups (KIP-848).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsumerGroupConfig {
    /// `group.consumer.session.timeout.ms`.
    pub session_timeout: SimDuration,
    /// `group.consumer.heartbeat.interval.ms`.
    pub heartbeat_interval: SimDuration,
    /// `group.consumer.min.session.timeout.ms`.
    pub min_session_timeout: SimDuration,
    /// `group.consumer.max.session.timeout.ms`.
    pub max_session_timeout: SimDuration,
    /// `group.consumer.min.heartbeat.interval.ms`.
    pub min_heartbeat_interval: SimDuration,
    /// `group.consumer.max.heartbeat.interval.ms`.
    pub max_heartbeat_interval: SimDuration,
    /// `group.consumer.max.size`.
    pub max_size: u32,
    /// `group.consumer.assignors`; the first one computes targets where no member names one.
    pub assignors: &'static [ServerAssignorName],
    /// `group.consumer.assignment.interval.ms` (KIP-1263): how long a new target waits after the last one. Only rules
    /// that let targets wait ask for it; with 0 none waits.
    pub assignment_interval: SimDuration,
    /// `group.consumer.min.assignment.interval.ms`.
    pub min_assignment_interval: SimDuration,
    /// `group.consumer.max.assignment.interval.ms`.
    pub max_assignment_interval: SimDuration,
    /// `group.consumer.migration.policy`.
    pub migration_policy: MigrationPolicy,
    /// Which release it is.
    pub rules: ConsumerGroupRules,
}

impl ConsumerGroupConfig {
    /// The assignor where no member names one.
    pub fn default_assignor(&self) -> ServerAssignorName {
        self.assignors.first().copied().unwrap_or(ServerAssignorName::Uniform)
    }
}

impl Default for ConsumerGroupConfig {
    fn default() -> Self {
        ConsumerGroupConfig {
            session_timeout: SimDuration::from_secs(45),
            heartbeat_interval: SimDuration::from_secs(5),
            min_session_timeout: SimDuration::from_secs(45),
            max_session_timeout: SimDuration::from_secs(60),
            min_heartbeat_interval: SimDuration::from_secs(5),
            max_heartbeat_interval: SimDuration::from_secs(15),
            max_size: i32::MAX as u32,
            assignors: &ServerAssignorName::ALL,
            assignment_interval: SimDuration::from_secs(1),
            min_assignment_interval: SimDuration::ZERO,
            max_assignment_interval: SimDuration::from_secs(15),
            migration_policy: MigrationPolicy::Bidirectional,
            rules: ConsumerGroupRules::RECORDED,
        }
    }
}

/// Which way a group that has members may change its protocol (`ConsumerGroupMigrationPolicy`). An Empty group always
/// may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MigrationPolicy {
    /// Either way.
    Bidirectional,
    /// From classic to consumer.
    Upgrade,
    /// From consumer to classic.
    Downgrade,
    /// Neither way.
    Disabled,
}

impl MigrationPolicy {
    /// All of them.
    pub const ALL: [MigrationPolicy; 4] = [
        MigrationPolicy::Bidirectional,
        MigrationPolicy::Upgrade,
        MigrationPolicy::Downgrade,
        MigrationPolicy::Disabled,
    ];

    /// The word in `group.consumer.migration.policy`.
    pub const fn name(self) -> &'static str {
        match self {
            MigrationPolicy::Bidirectional => "bidirectional",
            MigrationPolicy::Upgrade => "upgrade",
            MigrationPolicy::Downgrade => "downgrade",
            MigrationPolicy::Disabled => "disabled",
        }
    }

    /// The policy of that word.
    pub fn from_name(name: &str) -> Option<MigrationPolicy> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }

    /// Whether a classic group may become a consumer group.
    pub const fn may_upgrade(self) -> bool {
        matches!(self, MigrationPolicy::Bidirectional | MigrationPolicy::Upgrade)
    }

    /// Whether a consumer group may become a classic group.
    pub const fn may_downgrade(self) -> bool {
        matches!(self, MigrationPolicy::Bidirectional | MigrationPolicy::Downgrade)
    }
}

/// What an administrator can set for one group (`GroupConfig`); unset, the broker's setting counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupConfig {
    /// `consumer.session.timeout.ms`.
    pub session_timeout: Option<SimDuration>,
    /// `consumer.heartbeat.interval.ms`.
    pub heartbeat_interval: Option<SimDuration>,
    /// `consumer.assignment.interval.ms`.
    pub assignment_interval: Option<SimDuration>,
}

/// Which property sets a member's session timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionSetting {
    /// The consumer's own: members that speak the classic protocol.
    Client,
    /// The broker's, for all consumer groups.
    Broker,
    /// What an administrator has set for this consumer group.
    Group,
}

impl SessionSetting {
    /// The property's key.
    pub const fn key(self) -> &'static str {
        match self {
            SessionSetting::Client => "session.timeout.ms",
            SessionSetting::Broker => "group.consumer.session.timeout.ms",
            SessionSetting::Group => "consumer.session.timeout.ms",
        }
    }
}

impl GroupConfig {
    /// Which property sets the session timeout of the group's members.
    pub fn session_setting(&self) -> SessionSetting {
        match self.session_timeout {
            Some(_) => SessionSetting::Group,
            None => SessionSetting::Broker,
        }
    }

    /// The session timeout of the group's members.
    pub fn session_timeout(&self, broker: &ConsumerGroupConfig) -> SimDuration {
        self.session_timeout.unwrap_or(broker.session_timeout)
    }

    /// How often members are to send heartbeats.
    pub fn heartbeat_interval(&self, broker: &ConsumerGroupConfig) -> SimDuration {
        self.heartbeat_interval.unwrap_or(broker.heartbeat_interval)
    }

    /// Which property says how often members of the group are to send heartbeats.
    pub fn heartbeat_setting(&self) -> &'static str {
        match self.heartbeat_interval {
            Some(_) => "consumer.heartbeat.interval.ms",
            None => "group.consumer.heartbeat.interval.ms",
        }
    }

    /// Which property says how long a new target waits.
    pub fn assignment_interval_setting(&self) -> &'static str {
        match self.assignment_interval {
            Some(_) => "consumer.assignment.interval.ms",
            None => "group.consumer.assignment.interval.ms",
        }
    }

    /// How long a new target waits after the last one.
    pub fn assignment_interval(&self, broker: &ConsumerGroupConfig) -> SimDuration {
        self.assignment_interval.unwrap_or(broker.assignment_interval)
    }
}

impl Default for CoordinatorConfig {
    fn default() -> Self {
        CoordinatorConfig {
            initial_rebalance_delay: SimDuration::from_secs(3),
            min_session_timeout: SimDuration::from_secs(6),
            max_session_timeout: SimDuration::from_secs(30 * 60),
            group_max_size: i32::MAX as u32,
            new_member_join_timeout: SimDuration::from_secs(5 * 60),
            offsets_retention: SimDuration::from_secs(7 * 24 * 60 * 60),
            offsets_retention_check_interval: SimDuration::from_secs(10 * 60),
            offsets_commit_timeout: SimDuration::from_secs(5),
            offset_metadata_max_bytes: 4096,
            consumer: ConsumerGroupConfig::default(),
        }
    }
}
