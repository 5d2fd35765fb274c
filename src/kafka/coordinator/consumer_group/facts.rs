//! What the journal is told of a consumer group: the difference between what was stored and what is stored now, in
//! the order in which a heartbeat brings it about. That a member was removed, and why, is said where it is decided.

use super::ConsumerGroup;
use super::member::{ConsumerGroupMember, PartitionSet, Reconciliation};
use super::record::ConsumerGroupRecord;
use crate::kafka::api::{Assignment, LEAVE_GROUP_STATIC};
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::EpochReason;
use crate::kafka::topic_metadata::TopicIdPartition;
use std::sync::Arc;

impl ConsumerGroup {
    /// Notes what is about to change.
    pub(super) fn note_changes(&self, next: &ConsumerGroupRecord, turn: &mut Turn) {
        for member in next.members.values() {
            if !self.stored.members.contains_key(&member.member_id) {
                self.note_arrival(member, turn);
            }
        }
        // The first member finds the group in its first epoch, for which there is no target.
        let first = turn.config.consumer.rules.first_epoch;
        let (group_epoch, assignment_epoch) = match self.stored.is_new() {
            true => (first, first),
            false => (self.stored.group_epoch, self.stored.assignment_epoch),
        };
        if next.group_epoch > group_epoch {
            let (epoch, reason) = (next.group_epoch, why_raised(&self.stored, next));
            turn.note(self.id, GroupFact::GroupEpochRaised { epoch, reason });
        }
        // A group that nobody is left in may catch up without one.
        if next.assignment_epoch > assignment_epoch && !next.members.is_empty() {
            let assignor = next.preferred_assignor().unwrap_or(turn.config.consumer.default_assignor());
            let target = |(member, target): (&MemberId, &PartitionSet)| (*member, plain(target.iter()));
            let targets = next.targets.iter().map(target).collect();
            let epoch = next.assignment_epoch;
            turn.note(self.id, GroupFact::TargetComputed { epoch, assignor, targets });
        }
        for member in next.members.values() {
            let before = self.before(member, next);
            if before.is_none_or(|before| *before != **member) {
                self.note_step(before, member, next, turn);
            }
        }
        let (from, to) = (self.stored.state(), next.state());
        if from != to {
            turn.note(self.id, GroupFact::ConsumerGroupStateChanged { from, to });
        }
    }

    /// A member as it was; of the successor of a static member, its predecessor.
    fn before(
        &self,
        member: &ConsumerGroupMember,
        next: &ConsumerGroupRecord,
    ) -> Option<&ConsumerGroupMember> {
        self.member(&member.member_id).or_else(|| {
            let holder = self.stored.static_member(member.instance_id.as_ref()?)?;
            (!next.members.contains_key(&holder.member_id)).then_some(holder)
        })
    }

    fn note_arrival(&self, member: &ConsumerGroupMember, turn: &mut Turn) {
        let holder = member.instance_id.as_ref().and_then(|instance| self.stored.static_member(instance));
        let new = member.member_id;
        turn.note(
            self.id,
            match (holder, member.instance_id) {
                (Some(holder), Some(instance)) => {
                    GroupFact::StaticMemberReplaced { instance, old: holder.member_id, new }
                }
                (_, instance) => GroupFact::MemberAdded { member: new, instance },
            },
        );
    }

    /// What one member's heartbeat did to it.
    fn note_step(
        &self,
        before: Option<&ConsumerGroupMember>,
        member: &ConsumerGroupMember,
        next: &ConsumerGroupRecord,
        turn: &mut Turn,
    ) {
        let id = member.member_id;
        if member.epoch == LEAVE_GROUP_STATIC {
            return turn.note(self.id, GroupFact::StaticMemberAway { member: id });
        }
        let told = |member: &ConsumerGroupMember| member.state == Reconciliation::UnrevokedPartitions;
        let fresh = before.is_none_or(|before| before.revoking != member.revoking);
        if let Some(before) = before.filter(|before| told(before)) {
            let partitions = plain(before.revoking.difference(&member.revoking));
            if !partitions.is_empty() {
                turn.note(self.id, GroupFact::RevocationAcknowledged { member: id, partitions });
            }
        }
        if told(member) {
            if fresh {
                let (partitions, within) = (plain(member.revoking.iter()), member.rebalance_timeout);
                turn.note(self.id, GroupFact::RevocationAsked { member: id, partitions, within });
            }
            return;
        }
        let nothing = PartitionSet::default();
        let had = before.map_or(&nothing, |before| &before.assigned);
        let given = plain(member.assigned.difference(had));
        let advanced = before.is_none_or(|before| before.epoch != member.epoch);
        if advanced || !given.is_empty() {
            let target = next.targets.get(&id).unwrap_or(&nothing);
            // What it has just given up itself, and is to have again, nobody else holds.
            let own = before.map_or(&nothing, |before| &before.revoking);
            let others = target.difference(&member.assigned).filter(|one| !own.contains(*one));
            let waits_for = plain(others);
            let epoch = member.epoch;
            turn.note(self.id, GroupFact::MemberAdvanced { member: id, epoch, given, waits_for });
        }
    }
}

/// What raised the epoch. If several things did, the first of them is named.
fn why_raised(before: &ConsumerGroupRecord, next: &ConsumerGroupRecord) -> EpochReason {
    // A static member's successor has its place.
    let known = |member: &ConsumerGroupMember| {
        let replaced = || before.static_member(member.instance_id.as_ref()?);
        before.members.get(&member.member_id).map(Arc::as_ref).or_else(replaced)
    };
    for member in next.members.values() {
        let id = member.member_id;
        match known(member) {
            None => return EpochReason::MemberJoined { member: id },
            // With it the group has become a consumer group.
            Some(before) if before.classic.is_some() && member.classic.is_none() => {
                return EpochReason::MemberJoined { member: id };
            }
            Some(before) if before.topics != member.topics || before.pattern != member.pattern => {
                return EpochReason::SubscriptionChanged { member: id };
            }
            Some(_) => {}
        }
    }
    let replaced = |member: &ConsumerGroupMember| {
        let instance = member.instance_id.as_ref();
        instance.is_some_and(|instance| next.static_member(instance).is_some())
    };
    let gone = |member: &&Arc<ConsumerGroupMember>| {
        !next.members.contains_key(&member.member_id) && !replaced(member)
    };
    let gone = before.members.values().filter(gone).map(|member| member.member_id).min();
    gone.map_or(EpochReason::TopicsChanged, |member| EpochReason::MemberGone { member })
}

/// Partitions without the ids of their topics.
fn plain<'a>(partitions: impl Iterator<Item = &'a TopicIdPartition>) -> Assignment {
    partitions.map(|one| TopicPartition::new(one.topic, one.partition)).collect()
}
