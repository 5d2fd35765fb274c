//! Assignors: pure functions from subscriptions to assignments.
//!
//! The clients' own mirror the classes behind `partition.assignment.strategy` of Kafka 4.0
//! (`ConsumerPartitionAssignor`, `AbstractPartitionAssignor`, `RangeAssignor`, `RoundRobinAssignor`,
//! `StickyAssignor`, `CooperativeStickyAssignor`). Wherever Kafka's result follows the order of a hash map over
//! members, ours visits them by ascending member id. The coordinator's are in `server`.
//!
//! Not modelled: rack-aware assignment (every broker holds every partition, so it never triggers); an
//! assignor object that outlives one call (Kafka's sticky ones keep the highest generation they ever saw);
//! owned partitions that no longer exist (Kafka can hand them out again, here they have no owner); a topic
//! listed twice in one subscription; the order of names beyond the basic multilingual plane.

mod group;

pub mod cooperative_sticky;
pub mod range;
pub mod round_robin;
pub mod server;
pub mod sticky;

#[cfg(test)]
mod example;
#[cfg(test)]
mod properties;

use crate::kafka::api::{Subscription, UserData};
use crate::kafka::ids::{Generation, InstanceId, MemberId, TopicName, TopicPartition};
use crate::sim::sorted::SortedMap;
use group::AssignedGroup;
use std::fmt;

/// The assignors a member can name in `partition.assignment.strategy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssignorName {
    /// Each topic in contiguous ranges.
    Range,
    /// All partitions dealt out in turn.
    RoundRobin,
    /// Balanced, and as few moves as possible.
    Sticky,
    /// Sticky, and a partition that moves rests one rebalance between its owners.
    CooperativeSticky,
}

impl AssignorName {
    /// All of them, in the order a menu shows them.
    pub const ALL: [AssignorName; 4] = [
        AssignorName::Range,
        AssignorName::RoundRobin,
        AssignorName::Sticky,
        AssignorName::CooperativeSticky,
    ];

    /// The name as it travels in JoinGroup.
    pub const fn name(self) -> &'static str {
        match self {
            AssignorName::Range => "range",
            AssignorName::RoundRobin => "roundrobin",
            AssignorName::Sticky => "sticky",
            AssignorName::CooperativeSticky => "cooperative-sticky",
        }
    }

    /// The assignor that has this name in JoinGroup.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|assignor| assignor.name() == name)
    }

    /// The assignor of that name or of that class, as `partition.assignment.strategy` takes either.
    pub fn from_name_or_class(text: &str) -> Option<Self> {
        let class = text.strip_prefix("org.apache.kafka.clients.consumer.").unwrap_or(text);
        match class {
            "RangeAssignor" => Some(AssignorName::Range),
            "RoundRobinAssignor" => Some(AssignorName::RoundRobin),
            "StickyAssignor" => Some(AssignorName::Sticky),
            "CooperativeStickyAssignor" => Some(AssignorName::CooperativeSticky),
            name => Self::from_name(name),
        }
    }

    /// Whether members may keep their partitions during a rebalance under this assignor. All support the
    /// eager protocol.
    pub const fn supports_cooperative(self) -> bool {
        matches!(self, AssignorName::CooperativeSticky)
    }
}

impl fmt::Display for AssignorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A member as the leader sees it when it computes an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignorMember {
    /// Its id in the group.
    pub member_id: MemberId,
    /// What makes it static.
    pub group_instance_id: Option<InstanceId>,
    /// Its subscription for this assignor.
    pub subscription: Subscription,
}

/// Who gets what: `topics` is what the leader knows (name -> number of partitions; a topic that is missing or
/// has 0 is left alone). Every member is a key; partitions are ascending.
///
/// Kafka leaves one thing to the order of a hash map over random ids: which of the members that hold too much may
/// keep one more. Here they take turns by their ids.
pub fn assign(
    assignor: AssignorName,
    topics: &SortedMap<TopicName, u32>,
    members: &[AssignorMember],
) -> SortedMap<MemberId, Vec<TopicPartition>> {
    solve(assignor, &AssignedGroup::new(topics, members))
}

/// The same, but members that hold too much take turns in the order in which they are listed: a coordinator lists
/// them in the order in which they joined.
pub fn assign_as_listed(
    assignor: AssignorName,
    topics: &SortedMap<TopicName, u32>,
    members: &[AssignorMember],
) -> SortedMap<MemberId, Vec<TopicPartition>> {
    solve(assignor, &AssignedGroup::as_listed(topics, members))
}

fn solve(assignor: AssignorName, group: &AssignedGroup) -> SortedMap<MemberId, Vec<TopicPartition>> {
    if group.members.is_empty() {
        return SortedMap::new();
    }
    let owners = match assignor {
        AssignorName::Range => range::owners(group),
        AssignorName::RoundRobin => round_robin::owners(group),
        AssignorName::Sticky => sticky::owners(group),
        AssignorName::CooperativeSticky => cooperative_sticky::owners(group),
    };
    group.assignment(&owners)
}

/// What a member's subscription carries for `assignor` itself: `previous` is the last assignment it was given
/// and `generation` the generation of that, `None` if it was never given one. A member that loses its
/// generation goes on telling the last one it was assigned in.
pub fn user_data(
    assignor: AssignorName,
    previous: &[TopicPartition],
    generation: Option<Generation>,
) -> UserData {
    match assignor {
        AssignorName::Range | AssignorName::RoundRobin => UserData::None,
        AssignorName::Sticky if generation.is_none() => UserData::None,
        AssignorName::Sticky => UserData::Sticky { previous: previous.to_vec(), generation },
        AssignorName::CooperativeSticky => UserData::CooperativeSticky { generation },
    }
}

#[cfg(test)]
mod tests {
    use super::example::*;
    use super::*;

    #[test]
    fn names_travel_both_ways() {
        for assignor in AssignorName::ALL {
            assert_eq!(AssignorName::from_name(assignor.name()), Some(assignor));
            assert_eq!(assignor.to_string(), assignor.name());
        }
        assert_eq!(AssignorName::from_name("uniform"), None);
        let class = "org.apache.kafka.clients.consumer.StickyAssignor";
        assert_eq!(AssignorName::from_name_or_class(class), Some(AssignorName::Sticky));
        assert_eq!(AssignorName::from_name_or_class("com.example.Mine"), None);
    }

    #[test]
    fn only_cooperative_sticky_is_cooperative() {
        let cooperative = AssignorName::ALL.into_iter().filter(|a| a.supports_cooperative());
        assert_eq!(cooperative.collect::<Vec<_>>(), [AssignorName::CooperativeSticky]);
    }

    #[test]
    fn nobody_gets_nothing() {
        for assignor in AssignorName::ALL {
            assert!(assign(assignor, &topics("T1:3"), &[]).is_empty());
        }
    }

    #[test]
    fn a_member_without_a_known_topic_gets_an_empty_list() {
        for assignor in AssignorName::ALL {
            assert_eq!(deal(assignor, "T1:0", &[member("C1", "T1 T2")]), "C1:");
        }
    }

    #[test]
    fn a_lone_member_gets_all_of_its_topics_and_nothing_else() {
        for assignor in AssignorName::ALL {
            assert_eq!(deal(assignor, "T1:2 T2:1 T3:4", &[member("C1", "T1 T2")]), "C1: T1-0 T1-1 T2-0");
        }
    }

    #[test]
    fn partitions_without_members_to_share_go_to_the_first_ones() {
        for assignor in AssignorName::ALL {
            let group = [member("C1", "T1"), member("C2", "T1")];
            assert_eq!(deal(assignor, "T1:1", &group), "C1: T1-0 | C2:");
        }
    }

    #[test]
    fn user_data_is_what_each_assignor_wants_to_remember() {
        let previous = [partition("T1-0")];
        let generation = Some(Generation(3));
        assert_eq!(user_data(AssignorName::Range, &previous, generation), UserData::None);
        assert_eq!(user_data(AssignorName::RoundRobin, &previous, generation), UserData::None);
        assert_eq!(user_data(AssignorName::Sticky, &[], None), UserData::None);
        assert_eq!(
            user_data(AssignorName::Sticky, &previous, generation),
            UserData::Sticky { previous: previous.to_vec(), generation }
        );
        assert_eq!(
            user_data(AssignorName::CooperativeSticky, &previous, generation),
            UserData::CooperativeSticky { generation }
        );
    }
}
