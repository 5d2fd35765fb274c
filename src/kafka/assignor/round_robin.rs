//! `roundrobin`: all partitions of all topics, dealt out like cards.
//!
//! Mirrors `org.apache.kafka.clients.consumer.RoundRobinAssignor` of Kafka 4.0: members sit in a circle
//! (static ones first), partitions come topic by topic; a member whose turn it is and that does not
//! subscribe is skipped.
//!
//! Not modelled: nothing that decides.

use super::group::{AssignedGroup, NOBODY};

/// The owner of each partition.
pub(super) fn owners(group: &AssignedGroup) -> Vec<u32> {
    let circle = group.static_members_first();
    let subscribed = group.subscription_table();
    let mut owners = vec![NOBODY; group.partition_count()];
    let mut turn = 0;
    for (owner, &topic) in owners.iter_mut().zip(&group.topic_of) {
        // Ends: a topic has partitions here only if some member subscribes to it.
        while !subscribed.has(circle[turn], topic) {
            turn = (turn + 1) % circle.len();
        }
        *owner = circle[turn];
        turn = (turn + 1) % circle.len();
    }
    owners
}

#[cfg(test)]
mod tests {
    use crate::kafka::assignor::AssignorName::RoundRobin;
    use crate::kafka::assignor::example::*;

    #[test]
    fn the_circle_runs_on_from_topic_to_topic() {
        let group = [member("C1", "T1 T2"), member("C2", "T1 T2")];
        assert_eq!(deal(RoundRobin, "T1:3 T2:3", &group), "C1: T1-0 T1-2 T2-1 | C2: T1-1 T2-0 T2-2");
    }

    #[test]
    fn members_not_subscribed_are_skipped_and_so_the_result_can_be_lopsided() {
        let group = [member("C1", "T1"), member("C2", "T1 T2"), member("C3", "T1 T2 T3")];
        assert_eq!(
            deal(RoundRobin, "T1:1 T2:2 T3:3", &group),
            "C1: T1-0 | C2: T2-0 | C3: T2-1 T3-0 T3-1 T3-2"
        );
    }

    #[test]
    fn static_members_are_served_first_by_instance_id() {
        let group = [member("C1", "T1"), static_member("C2", "b", "T1"), static_member("C3", "a", "T1")];
        assert_eq!(deal(RoundRobin, "T1:4", &group), "C1: T1-2 | C2: T1-1 | C3: T1-0 T1-3");
    }
}
