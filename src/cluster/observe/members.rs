//! What is seen of a consumer group (KIP-848) beside what every group has: its epochs, and what its members have and
//! wait for.

use crate::cluster::Cluster;
use crate::cluster::observation::{GroupEpochs, MemberOnItsWay, MemberView};
use crate::kafka::coordinator::{ConsumerGroup, ConsumerGroupMember, Group, PartitionSet, Reconciliation};
use crate::kafka::ids::TopicPartition;

impl Cluster {
    /// The epochs of a group, if it has any.
    pub(super) fn observe_epochs(&self, group: &Group) -> Option<GroupEpochs> {
        match group {
            Group::Classic(_) => None,
            Group::Consumer(group) => Some(GroupEpochs {
                state: group.state(),
                group_epoch: group.group_epoch(),
                assignment_epoch: group.assignment_epoch(),
                assignor: group.assignor(self.nodes.coordinator.config()),
            }),
        }
    }

    /// The members of a consumer group, by their ids.
    pub(super) fn observe_group_members(&self, group: &ConsumerGroup) -> Vec<MemberView> {
        let plain = |set: &PartitionSet| {
            set.iter().map(|one| TopicPartition::new(one.topic, one.partition)).collect()
        };
        let timeout = self.nodes.coordinator.session_timeout_of(group.id());
        let view = |member: &ConsumerGroupMember| {
            let id = &member.member_id;
            MemberView {
                member_id: *id,
                client: self.name_of(id),
                former: self.whom(id).former,
                // A member that speaks the classic protocol has its own.
                session_timeout: member.classic.as_ref().map_or(timeout, |classic| classic.session_timeout),
                session_deadline: group.session_deadline(id),
                awaited: member.state == Reconciliation::UnrevokedPartitions,
                on_its_way: Some(MemberOnItsWay {
                    epoch: member.epoch,
                    classic: member.is_classic(),
                    state: member.state,
                    pattern: member.pattern.clone(),
                    assigned: plain(&member.assigned),
                    revoking: plain(&member.revoking),
                    target: plain(&group.target(id)),
                    revocation_deadline: group.revocation_deadline(id),
                    rebalance_timeout: member.rebalance_timeout,
                }),
            }
        };
        group.members().map(view).collect()
    }
}
