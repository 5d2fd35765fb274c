//! The broker's settings that the group coordinator reads (Kafka 4.0: `GroupCoordinatorConfig`).
//!
//! Not modelled: settings of the consumer-group protocol (KIP-848), of transactions and of the topic
//! `__consumer_offsets` itself.

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
        }
    }
}
