//! `uniform`: everybody as many partitions as possible alike first, as few moves as possible second.
//!
//! Mirrors `UniformAssignor` and `UniformHomogeneousAssignmentBuilder` of Kafka 4.0. Where all members subscribe to
//! the same topics, quotas settle everything: each member keeps what it had up to its quota, and the rest is dealt
//! out to those below theirs. Elsewhere `uneven` levels topic by topic.

mod uneven;

use super::SubscriptionComparison;
use crate::kafka::assignor::group::{AssignedGroup, NOBODY};
use crate::kafka::ids::TopicName;
use crate::sim::sorted::{SortedSet, sort};

/// The owner of each partition.
pub(super) fn owners(group: &AssignedGroup, comparison: SubscriptionComparison) -> Vec<u32> {
    let alike = match comparison {
        SubscriptionComparison::ByTopics => subscribe_alike(group),
        SubscriptionComparison::Different => false,
    };
    if alike { deal_by_quota(group) } else { uneven::owners(group) }
}

/// Whether all members name the same topics. Topics that do not exist count (`SubscriptionType.HOMOGENEOUS`).
fn subscribe_alike(group: &AssignedGroup) -> bool {
    let mut subscriptions = group.members.iter().map(|member| &member.subscription.topics);
    let Some(first) = subscriptions.next() else { return true };
    let model: SortedSet<&TopicName> = first.iter().collect();
    subscriptions.all(|topics| topics == first || topics.iter().collect::<SortedSet<_>>() == model)
}

/// The previous target of each member, as partitions that exist, ascending.
fn previous_targets<'g>(group: &'g AssignedGroup) -> impl Iterator<Item = Vec<u32>> + use<'g> {
    group.members.iter().map(|member| {
        let mut partitions = group.indices_of(&member.subscription.owned_partitions);
        sort(&mut partitions);
        partitions
    })
}

fn deal_by_quota(group: &AssignedGroup) -> Vec<u32> {
    let count = group.partition_count();
    let (quota, richer) = (count / group.members.len(), count % group.members.len());
    let mut owners = vec![NOBODY; count];
    // What was cut off a member stands behind what nobody had.
    let mut cut_off = Vec::new();
    let mut held = vec![false; count];
    let mut room = Vec::with_capacity(group.members.len());
    for (member, previous) in previous_targets(group).enumerate() {
        // Not those that hold most, but the first ones may have one more.
        let quota = quota + usize::from(member < richer);
        let (kept, rest) = previous.split_at(previous.len().min(quota));
        kept.iter().for_each(|partition| owners[*partition as usize] = member as u32);
        previous.iter().for_each(|partition| held[*partition as usize] = true);
        cut_off.extend_from_slice(rest);
        room.push(quota - kept.len());
    }
    let never_held = (0..count as u32).filter(|partition| !held[*partition as usize]);
    let mut unassigned = never_held.chain(cut_off);
    for (member, room) in room.into_iter().enumerate() {
        for partition in unassigned.by_ref().take(room) {
            owners[partition as usize] = member as u32;
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use crate::kafka::assignor::AssignorName::CooperativeSticky;
    use crate::kafka::assignor::example::*;
    use crate::kafka::assignor::server::{ServerAssignorName, assign_on_server};

    fn deal_uniform(counts: &str, members: &[(&str, &str, &str)]) -> String {
        let member = |(id, subscribed, target): &(&str, &str, &str)| {
            owner(CooperativeSticky, id, subscribed, target, 1)
        };
        let members: Vec<_> = members.iter().map(member).collect();
        let dealt = assign_on_server(ServerAssignorName::Uniform, &topics(counts), &members);
        let lines = dealt.iter().map(|(member, partitions)| {
            let names: String = partitions.iter().map(|partition| format!(" {partition}")).collect();
            format!("{member}:{names}")
        });
        lines.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn quotas_count_all_topics_together() {
        let group = [("C1", "T1 T2", ""), ("C2", "T1 T2", "")];
        assert_eq!(deal_uniform("T1:3 T2:3", &group), "C1: T1-0 T1-1 T1-2 | C2: T2-0 T2-1 T2-2");
    }

    #[test]
    fn a_newcomer_takes_the_last_partitions_of_who_has_too_many() {
        let group = [("C1", "T1", "T1-0 T1-1"), ("C2", "T1", "T1-2 T1-3"), ("C3", "T1", "")];
        assert_eq!(deal_uniform("T1:4", &group), "C1: T1-0 T1-1 | C2: T1-2 | C3: T1-3");
    }

    #[test]
    fn a_topic_that_one_member_wants_is_weighed_against_what_all_want() {
        let group = [("C1", "T1", "T1-0 T1-1"), ("C2", "T1 T2", "")];
        assert_eq!(deal_uniform("T1:2 T2:2", &group), "C1: T1-0 T1-1 | C2: T2-0 T2-1");
    }

    #[test]
    fn a_topic_dropped_is_handed_on_at_once() {
        let group = [("C1", "T2", "T1-0 T2-0"), ("C2", "T1 T2", "")];
        assert_eq!(deal_uniform("T1:1 T2:1", &group), "C1: T2-0 | C2: T1-0");
    }
}
