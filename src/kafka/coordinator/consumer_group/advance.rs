//! What a member that was heard from sets off: a new group epoch, a new target, the member's own next step.

use super::ConsumerGroup;
use super::identify::ArrivingMember;
use super::member::{ConsumerGroupMember, Reconciliation};
use super::patterns::PatternChange;
use super::reconcile::{Goal, next_step};
use super::record::ConsumerGroupRecord;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::SortedSet;
use std::cell::OnceCell;
use std::sync::Arc;

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
        let rules = &turn.config.consumer.rules;
        let mut next = self.stored.clone();
        if next.is_new() {
            (next.group_epoch, next.assignment_epoch) = (rules.first_epoch, rules.first_epoch);
        }
        if let Some(predecessor) = &before.replaces {
            let target = next.targets.get(predecessor).cloned().unwrap_or_default();
            next.remove_member(predecessor);
            next.targets.insert(id, target);
        }
        let names_changed = updated.topics != before.member.topics;
        next.put_member(updated.clone());
        next.forget_unused_patterns();
        let pattern = next.pattern_change(before.member.pattern.as_deref(), updated.pattern.as_deref());
        // A pattern that is not resolved yet begins a new epoch when it is.
        let subscribes_anew = names_changed
            || pattern == PatternChange::Resolved
            || (next.group_epoch == 0 && rules.takes_patterns);
        let topics_changed = (subscribes_anew || self.look_again) && next.look_at_topics(turn.topics);
        if subscribes_anew || topics_changed {
            next.group_epoch += 1;
        }
        self.compute_targets_if_due(&mut next, turn);
        let has_other_subscription = names_changed || pattern != PatternChange::TheSame;
        let goal = goal_of(&next, &updated, has_other_subscription, owned, turn);
        // Held is what was held before this request; most heartbeats need not know.
        let held = OnceCell::new();
        let is_held = |one: &TopicIdPartition| held.get_or_init(|| self.stored.held()).contains(one);
        let member = next_step(&updated, &goal, rules, is_held);
        next.put_member(member.clone());
        (next, member)
    }

    /// Lets the assignor compute new targets, unless they are as new as the group, or too young to be replaced.
    fn compute_targets_if_due(&self, next: &mut ConsumerGroupRecord, turn: &Turn) {
        let config = &turn.config.consumer;
        // No timer ends the wait: the first heartbeat after it does.
        let waits = next.target_waits_until(config, &self.times(turn)).is_some_and(|until| turn.now < until);
        if next.group_epoch > next.assignment_epoch && !waits {
            let assignor = next.preferred_assignor();
            next.compute_targets(assignor.unwrap_or(config.default_assignor()));
            next.computed_at = config.rules.targets_wait.then_some(turn.now);
        }
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

/// Where the member is to be led. Where the assignment follows the subscription, what a member does not subscribe to
/// any more is no part of its target.
fn goal_of<'a>(
    group: &ConsumerGroupRecord,
    member: &ConsumerGroupMember,
    has_other_subscription: bool,
    owned: Option<&'a [TopicIdPartition]>,
    turn: &Turn,
) -> Goal<'a> {
    let target = group.targets.get(&member.member_id).cloned().unwrap_or_default();
    let mut goal = Goal { epoch: group.assignment_epoch, target, owned, dropped: SortedSet::new() };
    if turn.config.consumer.rules.assignment_follows_subscription {
        let subscription = group.subscription_of(member);
        let is_wanted = |one: &TopicIdPartition| {
            subscription.contains(&one.topic) && turn.topics.id(&one.topic) == Some(one.id)
        };
        if !goal.target.iter().all(is_wanted) {
            goal.target = Arc::new(goal.target.iter().copied().filter(is_wanted).collect());
        }
        if has_other_subscription {
            goal.dropped = member.assigned.iter().copied().filter(|one| !is_wanted(one)).collect();
        }
    }
    goal
}
