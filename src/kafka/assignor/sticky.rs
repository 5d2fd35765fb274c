//! `sticky`: as balanced as possible first, as few moves as possible second.
//!
//! Mirrors `org.apache.kafka.clients.consumer.StickyAssignor` and `AbstractStickyAssignor` of Kafka 4.0.
//! Where all members subscribe to the same topics, quotas settle everything (`uniform`); elsewhere partitions
//! move one by one until no member can be relieved (`general`). Members count in the order of their ids here,
//! static or not.
//!
//! Where subscriptions differ, balancing gives a partition back to its former holder without asking what that one
//! subscribes to now. A member whose subscription shrank can so be given a partition that it does not take: it joins
//! again and is given the same, and the group rebalances for ever. So it is in Kafka.
//!
//! Not modelled: racks; user data written before generations were part of it.

mod general;
mod movements;
mod previous;
mod uniform;

use super::AssignorMember;
use super::group::AssignedGroup;
use crate::kafka::api::UserData;
use crate::kafka::ids::{Generation, TopicName, TopicPartition};
use crate::sim::sorted::sort;
use previous::{Memory, Previous};

/// What a sticky assignor finds out.
pub(super) struct Solution {
    /// The owner of each partition.
    pub owners: Vec<u32>,
    /// The partitions that a living member has to give up first, in ascending order; `None` if that is for
    /// the caller to find out (`partitionsTransferringOwnership`).
    pub changing_hands: Option<Vec<u32>>,
}

/// What a member remembers of its last assignment: its partitions, and the generation they were given in.
pub(super) type MemberData<'m> = (&'m [TopicPartition], Option<Generation>);

/// The owner of each partition.
pub(super) fn owners(group: &AssignedGroup) -> Vec<u32> {
    solve(group, remembered).owners
}

/// The algorithm of the family; `member_data` says where its member of it keeps memories.
pub(super) fn solve(group: &AssignedGroup, member_data: fn(&AssignorMember) -> MemberData<'_>) -> Solution {
    let memories = group.members.iter().map(|member| {
        let (partitions, generation) = member_data(member);
        let told = member.subscription.generation;
        Memory {
            partitions: group.indices_of(partitions),
            generation: number(generation),
            told_generation: number(told),
        }
    });
    let previous = Previous::new(group, memories.collect());
    if uniform_subscriptions(&group.members) {
        let (owners, changing_hands) = uniform::assign(group, previous);
        Solution { owners, changing_hands: Some(changing_hands) }
    } else {
        Solution { owners: general::assign(group, &previous), changing_hands: None }
    }
}

/// The eager protocol has every partition revoked before the join, so memory lives in the user data alone.
fn remembered(member: &AssignorMember) -> MemberData<'_> {
    match &member.subscription.user_data {
        UserData::Sticky { previous, generation } => (previous, *generation),
        _ => (&[], None),
    }
}

/// A generation to compare; "none" is older than all.
fn number(generation: Option<Generation>) -> i32 {
    generation.unwrap_or(Generation::NONE).0
}

/// Whether all members subscribe to the same topics, known or not. Kafka measures them against the first
/// member that subscribes to anything; members before it that subscribe to nothing pass, and are then treated
/// like the others.
fn uniform_subscriptions(members: &[&AssignorMember]) -> bool {
    let mut subscriptions = members.iter().map(|member| &member.subscription.topics);
    let Some(model) = subscriptions.find(|topics| !topics.is_empty()) else {
        return true;
    };
    let mut sorted: Vec<&TopicName> = model.iter().collect();
    sort(&mut sorted);
    subscriptions.all(|topics| {
        let same_names = || topics.iter().all(|topic| sorted.binary_search(&topic).is_ok());
        topics == model || (topics.len() == model.len() && same_names())
    })
}

#[cfg(test)]
mod tests {
    use crate::kafka::assignor::AssignorName::Sticky;
    use crate::kafka::assignor::example::*;

    fn owns(id: &str, owned: &str, generation: i32) -> crate::kafka::assignor::AssignorMember {
        owner(Sticky, id, "T1 T2", owned, generation)
    }

    #[test]
    fn a_first_assignment_looks_like_round_robin() {
        let group = [member("C1", "T1 T2"), member("C2", "T1 T2")];
        assert_eq!(deal(Sticky, "T1:3 T2:3", &group), "C1: T1-0 T1-2 T2-1 | C2: T1-1 T2-0 T2-2");
    }

    #[test]
    fn when_a_member_leaves_the_others_keep_what_they_have() {
        let group = [owns("C1", "T1-0 T2-0", 1), owns("C3", "T1-2 T2-2", 1)];
        assert_eq!(deal(Sticky, "T1:3 T2:3", &group), "C1: T1-0 T1-1 T2-0 | C3: T1-2 T2-1 T2-2");
    }

    #[test]
    fn a_newcomer_takes_only_what_balance_asks_for() {
        let group = [owns("C1", "T1-0 T1-2 T2-1", 1), owns("C2", "T1-1 T2-0 T2-2", 1), member("C3", "T1 T2")];
        assert_eq!(
            deal(Sticky, "T1:3 T2:3", &group),
            "C1: T1-0 T2-1 | C2: T1-1 T2-0 | C3: T1-2 T2-2",
            "each gives up the partition with its highest number"
        );
    }

    #[test]
    fn a_claim_of_a_newer_generation_beats_an_older_one() {
        let group = [owns("C1", "T1-0 T1-1 T1-2", 1), owns("C2", "T1-0 T1-1", 2)];
        assert_eq!(deal(Sticky, "T1:4", &group), "C1: T1-2 T1-3 | C2: T1-0 T1-1");
    }

    #[test]
    fn a_partition_claimed_twice_in_one_generation_belongs_to_neither() {
        let group = [owns("C1", "T1-1 T1-2", 4), owns("C2", "T1-0 T1-2", 4)];
        assert_eq!(deal(Sticky, "T1:3", &group), "C1: T1-1 T1-2 | C2: T1-0");
        let group = [owns("C1", "T1-2", 4), owns("C2", "T1-0 T1-2", 4)];
        assert_eq!(deal(Sticky, "T1:3", &group), "C1: T1-1 | C2: T1-0 T1-2", "C2 was there first");
    }

    #[test]
    fn uneven_subscriptions_are_balanced_where_round_robin_would_not() {
        let group = [member("C1", "T1"), member("C2", "T1 T2"), member("C3", "T1 T2 T3")];
        let expected = "C1: T1-0 | C2: T2-0 T2-1 | C3: T3-0 T3-1 T3-2";
        assert_eq!(deal(Sticky, "T1:1 T2:2 T3:3", &group), expected);
    }

    #[test]
    fn a_change_of_subscription_moves_only_what_it_must() {
        let c2 = owner(Sticky, "C2", "T1 T2", "T2-0 T2-1", 1);
        let c3 = owner(Sticky, "C3", "T1 T2 T3", "T3-0 T3-1 T3-2", 1);
        assert_eq!(deal(Sticky, "T1:1 T2:2 T3:3", &[c2, c3]), "C2: T1-0 T2-0 T2-1 | C3: T3-0 T3-1 T3-2");
    }

    #[test]
    fn a_member_ahead_of_all_subscribers_passes_as_one_of_them() {
        let group = [member("C0", ""), member("C1", "T1"), member("C2", "T1")];
        assert_eq!(deal(Sticky, "T1:3", &group), "C0: T1-0 | C1: T1-1 | C2: T1-2");
        let group = [member("C1", "T1"), member("C2", "T1"), member("C3", "")];
        assert_eq!(deal(Sticky, "T1:3", &group), "C1: T1-0 T1-2 | C2: T1-1 | C3:");
    }
}
