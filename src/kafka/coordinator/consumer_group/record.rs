//! What the log knows of a consumer group, and what follows from it (Kafka 4.0: `ConsumerGroupMetadataValue`,
//! `ConsumerGroupMemberMetadataValue`, `ConsumerGroupTargetAssignment...`,
//! `ConsumerGroupCurrentMemberAssignmentValue`).
//!
//! Kafka writes a record for each part that changes. Here one record has them all; parts that did not change are
//! shared.

use super::member::{ConsumerGroupMember, PartitionSet};
use super::patterns::ResolvedPattern;
use crate::kafka::api::{Epoch, TopicId, TopicMetadata};
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::coordinator::config::{ConsumerGroupConfig, GroupConfig};
use crate::kafka::group_state::ConsumerGroupState;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::SimTime;
use std::sync::Arc;

/// A consumer group as the log remembers it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsumerGroupRecord {
    /// How often members or what they subscribe to changed.
    pub group_epoch: Epoch,
    /// The group epoch that the targets were computed for.
    pub assignment_epoch: Epoch,
    /// The topics that members subscribe to and that exist, as they were when they were looked at last.
    pub topics: Arc<SortedMap<TopicName, (TopicId, u32)>>,
    /// The members.
    pub members: SortedMap<MemberId, Arc<ConsumerGroupMember>>,
    /// What each of them should have.
    pub targets: SortedMap<MemberId, PartitionSet>,
    /// The assignors that members name, the one that had its first vote last before the others.
    pub named_assignors: Vec<ServerAssignorName>,
    /// What the patterns that members subscribe to were resolved to.
    pub patterns: SortedMap<Arc<str>, ResolvedPattern>,
    /// When the targets were computed (`AssignmentTimestamp`, KIP-1263); `None` of a group without a target, and where
    /// no target waits.
    pub computed_at: Option<SimTime>,
}

impl ConsumerGroupRecord {
    /// Where the group stands.
    pub fn state(&self) -> ConsumerGroupState {
        let reached = |member: &Arc<ConsumerGroupMember>| member.is_reconciled_to(self.assignment_epoch);
        if self.members.is_empty() {
            ConsumerGroupState::Empty
        } else if self.group_epoch > self.assignment_epoch {
            ConsumerGroupState::Assigning
        } else if !self.members.values().all(reached) {
            ConsumerGroupState::Reconciling
        } else {
            ConsumerGroupState::Stable
        }
    }

    /// Whether nobody has joined yet.
    pub(super) fn is_new(&self) -> bool {
        self.group_epoch == 0 && self.members.is_empty()
    }

    /// The member that has this instance id.
    pub fn static_member(&self, instance: &InstanceId) -> Option<&ConsumerGroupMember> {
        let mut members = self.members.values().map(|member| &**member);
        members.find(|member| member.instance_id.as_ref() == Some(instance))
    }

    /// If the target is older than the group: until when a new one has to wait at least (KIP-1263).
    pub fn target_waits_until(&self, broker: &ConsumerGroupConfig, group: &GroupConfig) -> Option<SimTime> {
        let is_old = self.group_epoch > self.assignment_epoch;
        let computed_at = self.computed_at.filter(|_| is_old && broker.rules.targets_wait)?;
        Some(computed_at + group.assignment_interval(broker))
    }

    /// Puts a member in its place, or a new one to the others.
    pub fn put_member(&mut self, member: ConsumerGroupMember) {
        self.members.insert(member.member_id, Arc::new(member));
        self.count_votes();
    }

    /// Takes a member out, with its target.
    pub fn remove_member(&mut self, id: &MemberId) {
        self.members.remove(id);
        self.targets.remove(id);
        self.count_votes();
    }

    /// All topics that a member subscribes to, by name and by pattern, as far as patterns are resolved.
    pub fn subscription_of(&self, member: &ConsumerGroupMember) -> Arc<SortedSet<TopicName>> {
        let resolved = member.pattern.as_ref().and_then(|pattern| self.patterns.get(pattern));
        match resolved {
            None => member.topics.clone(),
            Some(resolved) if member.topics.is_empty() => resolved.topics.clone(),
            Some(resolved) => Arc::new(member.topics.iter().chain(resolved.topics.iter()).copied().collect()),
        }
    }

    fn votes(&self, assignor: ServerAssignorName) -> usize {
        self.members.values().filter(|member| member.assignor == Some(assignor)).count()
    }

    fn count_votes(&mut self) {
        let mut named = std::mem::take(&mut self.named_assignors);
        named.retain(|assignor| self.votes(*assignor) > 0);
        for assignor in ServerAssignorName::ALL {
            if self.votes(assignor) > 0 && !named.contains(&assignor) {
                named.insert(0, assignor);
            }
        }
        self.named_assignors = named;
    }

    /// The assignor that most members name; of equals the one that had its first vote last.
    pub fn preferred_assignor(&self) -> Option<ServerAssignorName> {
        let named = self.named_assignors.iter().copied();
        // Of equals `max_by_key` takes the last.
        named.rev().max_by_key(|assignor| self.votes(*assignor))
    }

    /// The topics that members subscribe to and that exist now.
    pub fn topics_now(&self, metadata: &TopicMetadata) -> SortedMap<TopicName, (TopicId, u32)> {
        let by_name = self.members.values().flat_map(|member| member.topics.iter());
        let by_pattern = self.patterns.values().flat_map(|resolved| resolved.topics.iter());
        let subscribed: SortedSet<TopicName> = by_name.chain(by_pattern).copied().collect();
        let existing = subscribed.iter().filter_map(|topic| {
            let partitions = *metadata.get(topic).filter(|partitions| **partitions > 0)?;
            Some((*topic, (metadata.id(topic)?, partitions)))
        });
        existing.collect()
    }

    /// Looks at the topics; whether they are others than before.
    pub fn look_at_topics(&mut self, metadata: &TopicMetadata) -> bool {
        let now = self.topics_now(metadata);
        let changed = now != *self.topics;
        if changed {
            self.topics = Arc::new(now);
        }
        changed
    }

    /// All partitions that members hold. (Kafka keeps a map of them: `currentPartitionEpoch`.)
    pub fn held(&self) -> SortedSet<TopicIdPartition> {
        self.members.values().flat_map(|member| member.holds().copied()).collect()
    }

    /// Whether all members but this one speak the classic protocol, and it does not.
    pub fn is_last_modern_member(&self, id: &MemberId) -> bool {
        self.members.iter().all(|(other, member)| member.is_classic() == (other != id))
            && self.members.contains_key(id)
    }
}
