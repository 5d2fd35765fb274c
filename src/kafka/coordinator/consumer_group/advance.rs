//! What a member that was heard from sets off: a new group epoch, a new target, the member's own next step.

use super::ConsumerGroup;
use super::identify::ArrivingMember;
use super::member::{ConsumerGroupMember, Reconciliation};
use super::reconcile::{Goal, next_step};
use super::record::ConsumerGroupRecord;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::topic_metadata::TopicIdPartition;
use std::cell::OnceCell;

impl ConsumerGroup {
    /// The group after a member told `updated` about itself, and the member after its next step. Nothing is stored
    /// yet.
    pub(super) fn advance(
        &self,
        before: &ArrivingMember,
        updated: ConsumerGroupMember,
        owned: Option<&[TopicIdPartition]>,
        turn: &Turn,
    ) -> (ConsumerGroupRecord, ConsumerGroupMember) {
        let id = updated.member_id;
        let mut next = self.stored.clone();
        if let Some(predecessor) = &before.replaces {
            let target = next.targets.get(predecessor).cloned().unwrap_or_default();
            next.remove_member(predecessor);
            next.targets.insert(id, target);
        }
        let subscribes_anew = updated.topics != before.member.topics;
        next.put_member(updated.clone());
        let topics_changed = (subscribes_anew || self.look_again) && next.look_at_topics(turn.topics);
        if subscribes_anew || topics_changed {
            next.group_epoch += 1;
        }
        if next.group_epoch > next.assignment_epoch {
            let assignor = next.preferred_assignor();
            next.compute_targets(assignor.unwrap_or(turn.config.consumer.default_assignor()));
        }
        let target = next.targets.get(&id).cloned().unwrap_or_default();
        let goal = Goal { epoch: next.assignment_epoch, target, owned };
        // Held is what was held before this request; most heartbeats need not know.
        let held = OnceCell::new();
        let is_held = |one: &TopicIdPartition| held.get_or_init(|| self.stored.held()).contains(one);
        let member = next_step(&updated, &goal, &turn.config.consumer.rules, is_held);
        next.put_member(member.clone());
        (next, member)
    }

    /// Stores what [`advance`](Self::advance) worked out, and sees to the timers that it means.
    pub(super) fn settle(
        &mut self,
        before: &ArrivingMember,
        told: &ConsumerGroupMember,
        (next, member): (ConsumerGroupRecord, ConsumerGroupMember),
        turn: &mut Turn,
    ) -> ConsumerGroupMember {
        if let Some(predecessor) = &before.replaces {
            self.cancel_timers(predecessor, turn);
        }
        if member != *told {
            match member.state {
                Reconciliation::UnrevokedPartitions => self.start_rebalance_timer(&member, turn),
                Reconciliation::Stable | Reconciliation::UnreleasedPartitions => {
                    self.cancel_rebalance_timer(&member.member_id, turn);
                }
            }
        }
        self.look_again = false;
        self.store(next, turn);
        member
    }
}
