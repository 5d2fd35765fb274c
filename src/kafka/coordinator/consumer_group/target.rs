//! Computing the target of a consumer group (Kafka 4.0: `TargetAssignmentBuilder`).

use super::member::PartitionSet;
use super::record::ConsumerGroupRecord;
use crate::kafka::api::Subscription;
use crate::kafka::assignor::AssignorMember;
use crate::kafka::assignor::server::{ServerAssignorName, SubscriptionComparison, assign_compared};
use crate::kafka::ids::{MemberId, TopicName, TopicPartition};
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::SortedMap;

impl ConsumerGroupRecord {
    /// Lets an assignor deal out the topics anew; the new target is for the present group epoch.
    pub(super) fn compute_targets(&mut self, assignor: ServerAssignorName) {
        let topics: SortedMap<TopicName, u32> =
            self.topics.iter().map(|(topic, (_, partitions))| (*topic, *partitions)).collect();
        let members: Vec<AssignorMember> = self.members.keys().map(|id| self.as_assignor_sees(id)).collect();
        let dealt = assign_compared(assignor, &topics, &members, self.comparison());
        let targets = dealt.into_iter().map(|(id, partitions)| {
            let with_ids = partitions.into_iter().filter_map(|partition| {
                let (id, _) = *self.topics.get(&partition.topic)?;
                Some(TopicIdPartition { topic: partition.topic, id, partition: partition.partition })
            });
            (id, PartitionSet::new(with_ids.collect()))
        });
        self.targets = targets.collect();
        self.assignment_epoch = self.group_epoch;
    }

    /// With patterns in the group, subscriptions are only alike where members told the same.
    fn comparison(&self) -> SubscriptionComparison {
        let mut told = self.members.values().map(|member| (&member.pattern, &member.topics));
        let has_patterns = self.members.values().any(|member| member.pattern.is_some());
        let first = told.next();
        match has_patterns && told.any(|one| Some(one) != first) {
            true => SubscriptionComparison::Different,
            false => SubscriptionComparison::ByTopics,
        }
    }

    fn as_assignor_sees(&self, id: &MemberId) -> AssignorMember {
        let member = &self.members[id];
        // What belonged to a topic of which only the name is still there is nobody's past.
        let exists = |partition: &&TopicIdPartition| {
            self.topics.get(&partition.topic).is_some_and(|(id, _)| *id == partition.id)
        };
        let previous = self.targets.get(id).into_iter().flat_map(|target| target.iter()).filter(exists);
        let owned_partitions =
            previous.map(|partition| TopicPartition::new(partition.topic, partition.partition)).collect();
        let topics = self.subscription_of(member).iter().copied().collect();
        AssignorMember {
            member_id: *id,
            group_instance_id: member.instance_id,
            subscription: Subscription { topics, owned_partitions, ..Subscription::default() },
        }
    }
}
