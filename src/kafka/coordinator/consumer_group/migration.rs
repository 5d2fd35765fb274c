//! Groups that change into the other kind while they have members (Kafka 4.0: `convertToConsumerGroup`,
//! `convertToClassicGroup`; `group.consumer.migration.policy`).

use super::classic_members::with_ids;
use super::member::{ClassicMembership, ConsumerGroupMember, PartitionSet, Reconciliation};
use super::record::ConsumerGroupRecord;
use super::{ClassicGroup, ConsumerGroup};
use crate::kafka::api::*;
use crate::kafka::coordinator::classic_group::Member;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use std::sync::Arc;

/// Whether a classic group may become a consumer group for a member that comes.
pub(in crate::kafka::coordinator) fn may_upgrade(classic: &ClassicGroup, turn: &Turn) -> bool {
    let config = &turn.config.consumer;
    config.migration_policy.may_upgrade()
        && classic.protocol_type() == Some("consumer")
        && classic.members().len() <= config.max_size as usize
}

impl ConsumerGroup {
    /// The consumer group that a classic one turns into: generation becomes epoch, assignments become targets. `None`
    /// if a member was never assigned anything, where that is needed. Timers are not armed yet.
    pub(in crate::kafka::coordinator) fn upgraded(classic: &ClassicGroup, turn: &Turn) -> Option<Self> {
        let epoch = classic.generation().0;
        let mut stored =
            ConsumerGroupRecord { group_epoch: epoch, assignment_epoch: epoch, ..Default::default() };
        for member in classic.members() {
            let assigned = match member.assignment() {
                Some(assignment) => with_ids(assignment, turn.topics),
                None if turn.config.consumer.rules.upgrade_needs_assignments => return None,
                None => PartitionSet::default(),
            };
            stored.targets.insert(*member.member_id(), assigned.clone());
            stored.put_member(taken_over(member, classic.protocol_name()?, epoch, assigned)?);
        }
        let mut group = ConsumerGroup::new(*classic.id(), turn.now, classic.offsets.clone());
        group.stored = stored;
        Some(group)
    }

    /// The sessions of members that came along from a classic group, then that of the member for which the group
    /// changed.
    pub(in crate::kafka::coordinator) fn start_sessions_after_upgrade(
        &mut self,
        newcomer: &MemberId,
        turn: &mut Turn,
    ) {
        let classic: Vec<_> = self.members().filter(|member| member.is_classic()).cloned().collect();
        for member in &classic {
            self.restart_classic_session(member, turn);
        }
        let timeout = self.times(turn).session_timeout(&turn.config.consumer);
        self.restart_session(newcomer, timeout, turn);
    }

    /// Whether the group turns classic when this member goes.
    pub(super) fn may_downgrade_without(&self, id: &MemberId, turn: &Turn) -> bool {
        let left = self.stored.members.len().saturating_sub(1);
        left > 0 && self.may_downgrade(id, left, turn)
    }

    /// Whether the group turns classic when a classic member takes the place of this one.
    pub(super) fn may_downgrade_by_replacing(&self, id: &MemberId, turn: &Turn) -> bool {
        self.may_downgrade(id, self.stored.members.len(), turn)
    }

    fn may_downgrade(&self, without: &MemberId, members: usize, turn: &Turn) -> bool {
        self.stored.is_last_modern_member(without)
            && turn.config.consumer.migration_policy.may_downgrade()
            && members <= turn.config.group_max_size as usize
    }

    /// The classic group of the members that stay. It rebalances.
    pub(super) fn downgrade_without(
        &mut self,
        gone: &MemberId,
        reason: RemovalReason,
        turn: &mut Turn,
    ) -> Box<ClassicGroup> {
        let members = self.members().filter(|member| member.member_id != *gone);
        let members: Vec<_> =
            members.map(|member| (member.clone(), self.target(&member.member_id))).collect();
        let cause = RebalanceReason::MemberRemoved { member: *gone, reason };
        self.downgrade(members, Some(cause), turn)
    }

    /// The classic group in which a classic member has the place of the last other one. Without a reason to rebalance
    /// it stays Stable.
    pub(super) fn downgrade_replacing(
        &mut self,
        replaced: &MemberId,
        successor: &ConsumerGroupMember,
        rebalance: Option<RebalanceReason>,
        turn: &mut Turn,
    ) -> Box<ClassicGroup> {
        let members = self.members().filter(|member| member.member_id != *replaced);
        let mut members: Vec<_> =
            members.map(|member| (member.clone(), self.target(&member.member_id))).collect();
        members.push((successor.clone(), self.target(replaced)));
        if let Some(instance) = successor.instance_id {
            let (old, new) = (*replaced, successor.member_id);
            turn.note(self.id, GroupFact::StaticMemberReplaced { instance, old, new });
        }
        self.downgrade(members, rebalance, turn)
    }

    fn downgrade(
        &mut self,
        members: Vec<(ConsumerGroupMember, PartitionSet)>,
        rebalance: Option<RebalanceReason>,
        turn: &mut Turn,
    ) -> Box<ClassicGroup> {
        self.cancel_all_timers(turn);
        let generation = Generation(self.group_epoch());
        turn.note(self.id, GroupFact::GroupDowngraded { generation });
        let members = members.into_iter().filter_map(|(member, target)| {
            let assignment = target.iter().map(|one| TopicPartition::new(one.topic, one.partition)).collect();
            Member::from_consumer_group(&member, assignment)
        });
        let offsets = std::mem::take(&mut self.offsets);
        let mut classic = ClassicGroup::downgraded(self.id, generation, members.collect(), offsets, turn);
        classic.begin_after_downgrade(rebalance, turn);
        Box::new(classic)
    }
}

/// A member of the classic group as it goes on in the consumer group.
fn taken_over(
    member: &Member,
    protocol: &ProtocolName,
    epoch: Epoch,
    assigned: PartitionSet,
) -> Option<ConsumerGroupMember> {
    let subscription = &member.protocols().iter().find(|known| known.name == *protocol)?.metadata;
    Some(ConsumerGroupMember {
        member_id: *member.member_id(),
        instance_id: member.group_instance_id().copied(),
        client_id: *member.client_id(),
        rack_id: subscription.rack.clone(),
        rebalance_timeout: member.rebalance_timeout(),
        topics: Arc::new(subscription.topics.iter().copied().collect()),
        pattern: None,
        assignor: None,
        classic: Some(ClassicMembership {
            session_timeout: member.session_timeout(),
            protocols: Arc::from(member.protocols()),
        }),
        epoch,
        previous_epoch: epoch,
        state: Reconciliation::Stable,
        assigned_at: Arc::new(assigned.iter().map(|one| (*one, epoch)).collect()),
        assigned,
        revoking: PartitionSet::default(),
    })
}
