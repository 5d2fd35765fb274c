//! Which Kafka the world runs: the brokers and the clients of one release.
//!
//! Only the new group protocol (KIP-848) differs between the releases here; the classic one is the same in all. With
//! the recorded one a request takes as long as on the machine of the recordings, unless a session says otherwise.

use crate::kafka::coordinator::ConsumerGroupRules;
use crate::sim::time::SimDuration;

/// A release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Release {
    /// The development version of October 2024, shortly before 4.0, of which the recordings are.
    Recorded,
    Kafka40,
    #[default]
    Kafka44,
}

impl Release {
    /// All of them, the newest last.
    pub const ALL: [Release; 3] = [Release::Recorded, Release::Kafka40, Release::Kafka44];

    /// The words of a session script.
    pub const NAMES: [&'static str; 3] = ["recorded", "4.0", "4.4"];

    /// The word of a session script.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The release of that word.
    pub fn from_name(name: &str) -> Option<Release> {
        Self::ALL.into_iter().find(|release| release.name() == name)
    }

    /// How long a request takes to the broker, and its answer back, where a session does not say. The recordings are of
    /// clients and a broker on one machine: with a network between them, what happens within a few milliseconds there
    /// would not, a commit beside an acknowledgement above all.
    pub const fn latency(self) -> SimDuration {
        match self {
            Release::Recorded => SimDuration::from_micros(500),
            Release::Kafka40 | Release::Kafka44 => SimDuration::from_millis(5),
        }
    }

    /// What its brokers do.
    pub fn broker_rules(self) -> ConsumerGroupRules {
        ConsumerGroupRules::by_name(self.name()).unwrap_or(ConsumerGroupRules::KAFKA_4_0)
    }

    /// What its consumers do.
    pub const fn client_rules(self) -> ClientRules {
        ClientRules {
            auto_commit_in_poll_only: matches!(self, Release::Kafka44),
            refuses_other_protocols_settings: !matches!(self, Release::Recorded),
            subscribes_by_broker_pattern: !matches!(self, Release::Recorded),
            brings_member_id: !matches!(self, Release::Recorded),
        }
    }
}

/// What differs between the releases in the client, as named rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientRules {
    /// Whether automatic commits, those before a revocation included, are made when the application calls poll and
    /// never between two polls, so that they cover only what the application has done with (KAFKA-18641).
    pub auto_commit_in_poll_only: bool,
    /// Whether a setting that goes with the other group protocol only is a ConfigException (from 4.0 on).
    pub refuses_other_protocols_settings: bool,
    /// Whether there is `subscribe(SubscriptionPattern)`, whose pattern the broker resolves (KAFKA-15561, from 4.0 on).
    pub subscribes_by_broker_pattern: bool,
    /// Whether a process makes up its member id for all its time and brings it along (KIP-1082, KAFKA-17116, from 4.0
    /// on). Where not, the coordinator makes one up, and a consumer that did not get that answer joins as
    /// another member.
    pub brings_member_id: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_release_has_rules_under_its_name() {
        for release in Release::ALL {
            assert_eq!(Release::from_name(release.name()), Some(release));
            assert!(ConsumerGroupRules::by_name(release.name()).is_some(), "{}", release.name());
        }
    }
}
