//! `cooperative-sticky`: the sticky assignment, less the partitions that another member still has to give up.
//!
//! Mirrors `org.apache.kafka.clients.consumer.CooperativeStickyAssignor` of Kafka 4.0: what changes hands
//! between living members is left out of this round; its old owner sees it missing, revokes it and rejoins,
//! and the next round gives it away. A partition whose owner is gone is handed out at once.
//!
//! Not modelled: racks; user data that cannot be read.

use super::AssignorMember;
use super::group::{AssignedGroup, NOBODY};
use super::sticky::{self, MemberData};
use crate::kafka::api::UserData;

/// The owner of each partition.
pub(super) fn owners(group: &AssignedGroup) -> Vec<u32> {
    let sticky::Solution { mut owners, changing_hands } = sticky::solve(group, owned);
    for partition in changing_hands.unwrap_or_else(|| changing_hands_in(group, &owners)) {
        owners[partition as usize] = NOBODY;
    }
    owners
}

/// Owned partitions travel in the subscription. So does the generation, but a member that lost its own still
/// tells the last one in its user data.
fn owned(member: &AssignorMember) -> MemberData<'_> {
    let subscription = &member.subscription;
    let generation = match (subscription.generation, &subscription.user_data) {
        (Some(generation), _) => Some(generation),
        (None, UserData::CooperativeSticky { generation }) => *generation,
        (None, _) => None,
    };
    (&subscription.owned_partitions, generation)
}

/// The partitions that are new to their owner while another member says it owns them, however old its claim.
fn changing_hands_in(group: &AssignedGroup, owners: &[u32]) -> Vec<u32> {
    let mut kept = vec![false; owners.len()];
    let mut missed = vec![false; owners.len()];
    for (member, described) in group.members.iter().enumerate() {
        for partition in group.indices_of(&described.subscription.owned_partitions) {
            let mark = if owners[partition as usize] == member as u32 { &mut kept } else { &mut missed };
            mark[partition as usize] = true;
        }
    }
    (0..owners.len() as u32).filter(|p| missed[*p as usize] && !kept[*p as usize]).collect()
}

#[cfg(test)]
mod tests {
    use crate::kafka::assignor::AssignorMember;
    use crate::kafka::assignor::AssignorName::CooperativeSticky;
    use crate::kafka::assignor::example::*;

    fn owns(id: &str, owned: &str, generation: i32) -> AssignorMember {
        owner(CooperativeSticky, id, "T1", owned, generation)
    }

    #[test]
    fn a_partition_that_moves_rests_one_round_between_its_owners() {
        let before = [owns("C1", "T1-0 T1-2", 1), owns("C2", "T1-1 T1-3", 1), member("C3", "T1")];
        assert_eq!(deal(CooperativeSticky, "T1:4", &before), "C1: T1-0 T1-2 | C2: T1-1 | C3:");
        let after = [owns("C1", "T1-0 T1-2", 2), owns("C2", "T1-1", 2), owns("C3", "", 2)];
        assert_eq!(deal(CooperativeSticky, "T1:4", &after), "C1: T1-0 T1-2 | C2: T1-1 | C3: T1-3");
    }

    #[test]
    fn a_partition_freed_by_a_leave_is_handed_out_at_once() {
        let group = [owns("C1", "T1-0", 3), owns("C3", "T1-2", 3)];
        assert_eq!(deal(CooperativeSticky, "T1:3", &group), "C1: T1-0 T1-1 | C3: T1-2");
    }

    #[test]
    fn a_partition_claimed_twice_is_withheld_from_both() {
        let group = [owns("C1", "T1-0 T1-1", 4), owns("C2", "T1-1 T1-2", 4)];
        assert_eq!(deal(CooperativeSticky, "T1:3", &group), "C1: T1-0 | C2: T1-2");
    }

    #[test]
    fn with_uneven_subscriptions_what_moves_is_withheld_too() {
        let group = [owner(CooperativeSticky, "C1", "T1 T2", "T1-0 T1-1 T1-2 T2-0", 1), member("C2", "T1")];
        assert_eq!(deal(CooperativeSticky, "T1:3 T2:1", &group), "C1: T1-2 T2-0 | C2:");
    }
}
