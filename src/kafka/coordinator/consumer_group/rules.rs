//! What differs between Kafka's releases in the coordinator of a consumer group, as named rules.
//!
//! Each rule is asked for in one place. `RECORDED` is Kafka of October 2024, shortly before 4.0, whose answers are in
//! `tests/vectors/consumer-protocol`.
//!
//! Not modelled yet: the set of 4.4 (KIP-1251, KIP-1263, KAFKA-19431, KAFKA-20442), and what 4.0 changed in the
//! request itself: ids that members bring along, patterns.

/// The rules of one release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsumerGroupRules {
    /// Whether what a member has given up in this very heartbeat counts as held, so that a target that gives it back
    /// has to wait for the next one (until KAFKA-19449).
    pub own_revocation_counts_as_held: bool,
    /// Whether a member that was never assigned anything makes an online upgrade fail (until KAFKA-17733).
    pub upgrade_needs_assignments: bool,
    /// Whether a member that is known may join again with epoch 0, whatever its epoch (from KAFKA-19233 on).
    pub known_member_may_join_again: bool,
}

impl ConsumerGroupRules {
    /// Kafka of October 2024.
    pub const RECORDED: ConsumerGroupRules = ConsumerGroupRules {
        own_revocation_counts_as_held: true,
        upgrade_needs_assignments: true,
        known_member_may_join_again: false,
    };

    /// Kafka 4.0: an online upgrade takes members along that were never assigned anything.
    pub const KAFKA_4_0: ConsumerGroupRules =
        ConsumerGroupRules { upgrade_needs_assignments: false, ..ConsumerGroupRules::RECORDED };

    /// Kafka 4.4, with what 4.1 to 4.3 changed.
    pub const KAFKA_4_4: ConsumerGroupRules = ConsumerGroupRules {
        own_revocation_counts_as_held: false,
        known_member_may_join_again: true,
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
