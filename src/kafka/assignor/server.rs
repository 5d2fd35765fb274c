//! Server-side assignors (KIP-848): the coordinator of a consumer group computes the target assignment itself.
//!
//! Mirrors `org.apache.kafka.coordinator.group.assignor.UniformAssignor` and `RangeAssignor` of Kafka 4.0. A member's
//! previous *target* is what counts as its past, never what it owns at the moment. It stands in the subscription's
//! `owned_partitions`. Members and topics are visited in ascending order.
//!
//! `range` gives what the client-side [`RangeAssignor`](super::range) gives: contiguous pieces of each topic, static
//! members first, without a look at what was (KAFKA-16944).
//!
//! Not modelled: racks (Kafka's server-side assignors do not read them yet), assignors of an operator's own.

mod uniform;

use super::group::AssignedGroup;
use super::{AssignorMember, range};
use crate::kafka::ids::{MemberId, TopicName, TopicPartition};
use crate::sim::sorted::SortedMap;
use std::fmt;

/// The assignors a broker can name in `group.consumer.assignors`, and a member in `group.remote.assignor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServerAssignorName {
    /// All partitions evenly, and as few moves as possible.
    Uniform,
    /// Each topic in contiguous ranges.
    Range,
}

impl ServerAssignorName {
    /// All of them, in the order of the default of `group.consumer.assignors`.
    pub const ALL: [ServerAssignorName; 2] = [ServerAssignorName::Uniform, ServerAssignorName::Range];

    /// The name as it travels in ConsumerGroupHeartbeat.
    pub const fn name(self) -> &'static str {
        match self {
            ServerAssignorName::Uniform => "uniform",
            ServerAssignorName::Range => "range",
        }
    }

    /// The assignor that has this name in ConsumerGroupHeartbeat.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|assignor| assignor.name() == name)
    }

    /// The assignor of that class, as `group.consumer.assignors` takes it.
    pub fn from_class(class: &str) -> Option<Self> {
        match class.strip_prefix("org.apache.kafka.coordinator.group.assignor.")? {
            "UniformAssignor" => Some(ServerAssignorName::Uniform),
            "RangeAssignor" => Some(ServerAssignorName::Range),
            _ => None,
        }
    }
}

impl fmt::Display for ServerAssignorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How the subscriptions of a group are to be compared (`SubscriptionType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionComparison {
    /// By their topics.
    ByTopics,
    /// They count as different, though their topics may be the same: some members named theirs by a pattern.
    Different,
}

/// Who gets what: `topics` is what the broker knows (name -> number of partitions; a topic that is missing or has 0
/// is left alone). Every member is a key; partitions are ascending.
pub fn assign_on_server(
    assignor: ServerAssignorName,
    topics: &SortedMap<TopicName, u32>,
    members: &[AssignorMember],
) -> SortedMap<MemberId, Vec<TopicPartition>> {
    assign_compared(assignor, topics, members, SubscriptionComparison::ByTopics)
}

/// The same, where it is known how the subscriptions compare.
pub fn assign_compared(
    assignor: ServerAssignorName,
    topics: &SortedMap<TopicName, u32>,
    members: &[AssignorMember],
    comparison: SubscriptionComparison,
) -> SortedMap<MemberId, Vec<TopicPartition>> {
    let group = AssignedGroup::new(topics, members);
    if group.members.is_empty() {
        return SortedMap::new();
    }
    let owners = match assignor {
        ServerAssignorName::Uniform => uniform::owners(&group, comparison),
        ServerAssignorName::Range => range::owners(&group),
    };
    group.assignment(&owners)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::assignor::example::*;

    #[test]
    fn names_and_classes_lead_to_the_same_assignor() {
        for assignor in ServerAssignorName::ALL {
            assert_eq!(ServerAssignorName::from_name(assignor.name()), Some(assignor));
        }
        let class = "org.apache.kafka.coordinator.group.assignor.RangeAssignor";
        assert_eq!(ServerAssignorName::from_class(class), Some(ServerAssignorName::Range));
        assert_eq!(ServerAssignorName::from_class("RangeAssignor"), None);
    }

    #[test]
    fn nobody_gets_nothing_and_a_lone_member_everything() {
        for assignor in ServerAssignorName::ALL {
            assert!(assign_on_server(assignor, &topics("T1:3"), &[]).is_empty());
            let alone = assign_on_server(assignor, &topics("T1:2 T2:1"), &[member("C1", "T1 T3")]);
            let all: Vec<TopicPartition> = alone.into_values().flatten().collect();
            assert_eq!(all, [partition("T1-0"), partition("T1-1")]);
        }
    }
}
