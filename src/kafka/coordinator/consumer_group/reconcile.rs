//! Leading one member to its target (Kafka 4.0: `CurrentAssignmentBuilder`).
//!
//! A member is given nothing new before it has given up all that it must. Partitions of its target that others hold
//! come one by one, as they become free.

use super::member::{ConsumerGroupMember, PartitionSet, Reconciliation};
use super::rules::ConsumerGroupRules;
use crate::kafka::api::Epoch;
use crate::kafka::topic_metadata::TopicIdPartition;
use crate::sim::sorted::SortedSet;

/// Where a member is to be led.
pub(super) struct Goal<'a> {
    /// The epoch of the target.
    pub epoch: Epoch,
    /// What the target gives the member, of what it subscribes to.
    pub target: PartitionSet,
    /// What the member says it owns, if it says it.
    pub owned: Option<&'a [TopicIdPartition]>,
    /// What the member has and has just ceased to subscribe to.
    pub dropped: SortedSet<TopicIdPartition>,
}

impl Goal<'_> {
    /// Whether the member may still have one of these partitions.
    fn may_own_of(&self, partitions: &SortedSet<TopicIdPartition>) -> bool {
        self.owned.is_none_or(|owned| owned.iter().any(|partition| partitions.contains(partition)))
    }
}

/// The member after the next step; the same as before if there is none to take. `is_held` says whether a member holds
/// a partition before this step.
pub(super) fn next_step(
    member: &ConsumerGroupMember,
    goal: &Goal,
    rules: &ConsumerGroupRules,
    is_held: impl Fn(&TopicIdPartition) -> bool,
) -> ConsumerGroupMember {
    let mut epoch = member.epoch;
    match member.state {
        Reconciliation::Stable if member.epoch == goal.epoch => return without_dropped(member, goal),
        Reconciliation::UnrevokedPartitions if goal.may_own_of(&member.revoking) => {
            return without_dropped(member, goal);
        }
        // It has done what its own epoch's successor asked for; the newest target may ask for more.
        Reconciliation::UnrevokedPartitions if rules.acknowledgement_raises_epoch => {
            epoch = goal.epoch.min(epoch + 1);
        }
        Reconciliation::Stable
        | Reconciliation::UnrevokedPartitions
        | Reconciliation::UnreleasedPartitions => {}
    }
    let (kept, revoked): (Vec<_>, Vec<_>) =
        member.assigned.iter().copied().partition(|partition| goal.target.contains(partition));
    let next = ConsumerGroupMember { previous_epoch: member.epoch, ..member.clone() };
    let (mut assigned, revoked): (SortedSet<_>, SortedSet<_>) =
        (kept.into_iter().collect(), revoked.into_iter().collect());
    if !revoked.is_empty() && goal.may_own_of(&revoked) {
        let next = next.with_partitions(assigned.into(), revoked.into(), epoch);
        return ConsumerGroupMember { state: Reconciliation::UnrevokedPartitions, epoch, ..next };
    }
    let is_own = |partition: &TopicIdPartition| {
        !rules.own_revocation_counts_as_held && member.revoking.contains(partition)
    };
    let wanted: Vec<_> = goal.target.difference(&assigned).copied().collect();
    let (free, unreleased): (Vec<_>, Vec<_>) =
        wanted.into_iter().partition(|partition| is_own(partition) || !is_held(partition));
    assigned.extend(free);
    let state = match unreleased.is_empty() {
        true => Reconciliation::Stable,
        false => Reconciliation::UnreleasedPartitions,
    };
    let next = next.with_partitions(assigned.into(), PartitionSet::default(), goal.epoch);
    ConsumerGroupMember { state, epoch: goal.epoch, ..next }
}

/// The member without what it has ceased to subscribe to. It gives that up at once, and its epoch stays.
fn without_dropped(member: &ConsumerGroupMember, goal: &Goal) -> ConsumerGroupMember {
    if goal.dropped.is_empty() {
        return member.clone();
    }
    let kept: SortedSet<_> = member.assigned.difference(&goal.dropped).copied().collect();
    let revoking: SortedSet<_> = member.revoking.iter().chain(goal.dropped.iter()).copied().collect();
    let next = ConsumerGroupMember { previous_epoch: member.epoch, ..member.clone() };
    match goal.may_own_of(&revoking) {
        true => {
            let next = next.with_partitions(kept.into(), revoking.into(), member.epoch);
            ConsumerGroupMember { state: Reconciliation::UnrevokedPartitions, ..next }
        }
        false => next.with_partitions(kept.into(), member.revoking.clone(), member.epoch),
    }
}
