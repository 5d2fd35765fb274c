//! Short spellings for the examples in the assignors' unit tests.
//!
//! Not modelled: anything but names.

use super::{AssignorMember, AssignorName, assign, user_data};
use crate::kafka::api::Subscription;
use crate::kafka::ids::{Generation, InstanceId, MemberId, TopicName, TopicPartition};
use crate::sim::sorted::SortedMap;

/// `T1:3 T2:1` -> T1 with three partitions, T2 with one.
pub(super) fn topics(text: &str) -> SortedMap<TopicName, u32> {
    let pairs = text.split_whitespace().map(|topic| topic.split_once(':').expect("name:count"));
    pairs.map(|(name, count)| (TopicName::from(name), count.parse().expect("a count"))).collect()
}

/// `T1-0` -> partition 0 of T1.
pub(super) fn partition(text: &str) -> TopicPartition {
    let (topic, number) = text.rsplit_once('-').expect("topic-number");
    TopicPartition::new(topic.into(), number.parse().expect("a number"))
}

/// A dynamic member that owns nothing, subscribed to the topics named.
pub(super) fn member(id: &str, subscribed: &str) -> AssignorMember {
    let topics = subscribed.split_whitespace().map(TopicName::from).collect();
    let subscription = Subscription { topics, ..Subscription::default() };
    AssignorMember { member_id: MemberId::from(id), group_instance_id: None, subscription }
}

/// A static member that owns nothing.
pub(super) fn static_member(id: &str, instance: &str, subscribed: &str) -> AssignorMember {
    AssignorMember { group_instance_id: Some(InstanceId::from(instance)), ..member(id, subscribed) }
}

/// A member that owned partitions in a generation, told in the way that `assignor` reads it.
pub(super) fn owner(
    assignor: AssignorName,
    id: &str,
    subscribed: &str,
    owned: &str,
    generation: i32,
) -> AssignorMember {
    let owned = owned.split_whitespace().map(partition).collect();
    with_memory(assignor, member(id, subscribed), owned, Generation(generation))
}

/// The same member, after it was assigned `owned`.
pub(super) fn with_memory(
    assignor: AssignorName,
    mut member: AssignorMember,
    owned: Vec<TopicPartition>,
    generation: Generation,
) -> AssignorMember {
    member.subscription.generation = Some(generation);
    member.subscription.user_data = user_data(assignor, &owned, Some(generation));
    member.subscription.owned_partitions = if assignor.supports_cooperative() { owned } else { Vec::new() };
    member
}

/// The assignment as text: `C1: T1-0 T1-1 | C2: T1-2`.
pub(super) fn deal(assignor: AssignorName, counts: &str, members: &[AssignorMember]) -> String {
    let assignment = assign(assignor, &topics(counts), members);
    let lines = assignment.iter().map(|(member, partitions)| {
        let names = partitions.iter().map(|partition| format!(" {partition}"));
        format!("{member}:{}", names.collect::<String>())
    });
    lines.collect::<Vec<_>>().join(" | ")
}
