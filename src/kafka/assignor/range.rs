//! `range`: each topic by itself, cut into contiguous pieces.
//!
//! Mirrors `org.apache.kafka.clients.consumer.RangeAssignor` of Kafka 4.0: a topic's subscribers in order
//! (static ones first) get equal pieces of it, the first few of them one partition more if it does not
//! divide. Topics with as many partitions and the same subscribers are thereby co-partitioned.
//!
//! Not modelled: racks.

use super::group::{AssignedGroup, NOBODY};

/// The owner of each partition.
pub(super) fn owners(group: &AssignedGroup) -> Vec<u32> {
    let mut owners = vec![NOBODY; group.partition_count()];
    let subscribers = group.subscribers(group.static_members_first().into_iter());
    for (topic, subscribers) in group.topics.iter().zip(&subscribers) {
        if subscribers.is_empty() {
            continue;
        }
        let count = topic.count as usize;
        let (share, extra) = (count / subscribers.len(), count % subscribers.len());
        let mut rest = &mut owners[topic.first as usize..][..count];
        for (place, &member) in subscribers.iter().enumerate() {
            let (piece, after) = rest.split_at_mut(share + usize::from(place < extra));
            piece.fill(member);
            rest = after;
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use crate::kafka::assignor::AssignorName::Range;
    use crate::kafka::assignor::example::*;

    #[test]
    fn the_first_member_gets_the_odd_partition_of_every_topic() {
        let group = [member("C1", "T1 T2"), member("C2", "T1 T2")];
        assert_eq!(deal(Range, "T1:3 T2:3", &group), "C1: T1-0 T1-1 T2-0 T2-1 | C2: T1-2 T2-2");
    }

    #[test]
    fn a_topic_is_split_among_its_own_subscribers_only() {
        let group = [member("C1", "T1"), member("C2", "T1 T2"), member("C3", "T1")];
        assert_eq!(deal(Range, "T1:3 T2:2", &group), "C1: T1-0 | C2: T1-1 T2-0 T2-1 | C3: T1-2");
    }

    #[test]
    fn surplus_members_stay_idle() {
        let group = [member("C1", "T1"), member("C2", "T1"), member("C3", "T1")];
        assert_eq!(deal(Range, "T1:2", &group), "C1: T1-0 | C2: T1-1 | C3:");
    }

    #[test]
    fn static_members_come_first_by_instance_id_whatever_their_member_ids() {
        let group = [static_member("C3", "a", "T1"), member("C1", "T1"), static_member("C2", "b", "T1")];
        assert_eq!(deal(Range, "T1:4", &group), "C1: T1-3 | C2: T1-2 | C3: T1-0 T1-1");
    }
}
