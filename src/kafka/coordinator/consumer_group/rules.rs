//! What differs between Kafka's releases in the coordinator of a consumer group, as named rules.
//!
//! Each rule is asked for in one place. `RECORDED` is Kafka of October 2024, shortly before 4.0, whose answers are in
//! `tests/vectors/consumer-protocol`. Of the other sets no answers are recorded: they follow the issues and KIPs that
//! their rules name, and `tests/releases` tells each of them as a story.
//!
//! Not modelled: version 0 of ConsumerGroupHeartbeat told apart from version 1, whose members bring their ids along
//! (KIP-1082): an empty id is always accepted; KAFKA-20434 (a successor that names another assignor); assignors that
//! run in the background (KIP-1263, off by default).

use crate::kafka::api::Epoch;

/// The rules of one release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsumerGroupRules {
    /// Whether a member that was never assigned anything makes an online upgrade fail (until KAFKA-17733, 4.0).
    pub upgrade_needs_assignments: bool,
    /// Whether a member may subscribe by a pattern, which the broker resolves (KAFKA-17593, 4.0). Where not, a pattern
    /// is an INVALID_REQUEST.
    pub takes_patterns: bool,
    /// Whether who joins has to name a topic (until KAFKA-18095, 4.0). Where not, an empty list is enough.
    pub join_needs_topics: bool,
    /// Whether what a pattern was resolved to is looked at again after ten minutes, though no topic is new
    /// (KAFKA-18961, 4.1).
    pub patterns_grow_old: bool,
    /// Whether what a member has given up in this very heartbeat counts as held, so that a target that gives it back
    /// has to wait for the next one (until KAFKA-19449, 4.2).
    pub own_revocation_counts_as_held: bool,
    /// Whether a member is given, and left, only what it subscribes to at that moment, though its target may be older
    /// than its subscription (KAFKA-19431, 4.2).
    pub assignment_follows_subscription: bool,
    /// Whether a member that acknowledges, and has to give up more at once, comes one epoch further (until
    /// KAFKA-19974, 4.2). Where not, it stays in its epoch.
    pub acknowledgement_raises_epoch: bool,
    /// Whether a member that is known may join again with epoch 0, whatever its epoch (KAFKA-19233, 4.3).
    pub known_member_may_join_again: bool,
    /// Whether a commit may name an older epoch of its member, as long as the member has had its partitions since then
    /// (KIP-1251, 4.3).
    pub commits_by_assignment_epoch: bool,
    /// Whether a new target waits until `group.consumer.assignment.interval.ms` has passed since the last one
    /// (KIP-1263, 4.3).
    pub targets_wait: bool,
    /// Whether a member that speaks the classic protocol is sent to join again only when there is a newer target, and
    /// not as soon as there is a newer group epoch (KAFKA-20272, 4.3).
    pub classic_members_wait_for_target: bool,
    /// The epoch of a group before its first target (KAFKA-20268, 4.3: 1, so that who waits for the first target has
    /// an epoch that is not 0).
    pub first_epoch: Epoch,
    /// Whether the assignment epoch of a group catches up when its last member goes (KAFKA-20442, 4.4).
    pub emptied_group_catches_up: bool,
}

impl ConsumerGroupRules {
    /// Kafka of October 2024.
    pub const RECORDED: ConsumerGroupRules = ConsumerGroupRules {
        upgrade_needs_assignments: true,
        takes_patterns: false,
        join_needs_topics: true,
        patterns_grow_old: false,
        own_revocation_counts_as_held: true,
        assignment_follows_subscription: false,
        acknowledgement_raises_epoch: true,
        known_member_may_join_again: false,
        commits_by_assignment_epoch: false,
        targets_wait: false,
        classic_members_wait_for_target: false,
        first_epoch: 0,
        emptied_group_catches_up: false,
    };

    /// Kafka 4.0: an online upgrade takes members along that were never assigned anything, members may subscribe by
    /// a pattern, and may join without a topic.
    pub const KAFKA_4_0: ConsumerGroupRules = ConsumerGroupRules {
        upgrade_needs_assignments: false,
        takes_patterns: true,
        join_needs_topics: false,
        ..ConsumerGroupRules::RECORDED
    };

    /// Kafka 4.4, with what 4.1 to 4.3 changed.
    pub const KAFKA_4_4: ConsumerGroupRules = ConsumerGroupRules {
        patterns_grow_old: true,
        own_revocation_counts_as_held: false,
        assignment_follows_subscription: true,
        acknowledgement_raises_epoch: false,
        known_member_may_join_again: true,
        commits_by_assignment_epoch: true,
        targets_wait: true,
        classic_members_wait_for_target: true,
        first_epoch: 1,
        emptied_group_catches_up: true,
        ..ConsumerGroupRules::KAFKA_4_0
    };

    /// The sets by the names that people know them by, the newest last.
    pub const ALL: [(&'static str, ConsumerGroupRules); 3] =
        [("recorded", Self::RECORDED), ("4.0", Self::KAFKA_4_0), ("4.4", Self::KAFKA_4_4)];

    /// The set of this name.
    pub fn by_name(name: &str) -> Option<ConsumerGroupRules> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, rules)| rules)
    }

    /// The name of this set; `None` if it is a mixture.
    pub fn name(&self) -> Option<&'static str> {
        Self::ALL.into_iter().find(|(_, rules)| rules == self).map(|(name, _)| name)
    }
}
