//! A group as the tool is told of it: by DescribeGroups of a classic group, by ConsumerGroupDescribe of a consumer
//! group (KIP-848), which also knows epochs and targets.

use super::columns::UNKNOWN;
use crate::cluster::Cluster;
use crate::kafka::api::Epoch;
use crate::kafka::coordinator::Group;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::{ClientId, ClientName, InstanceId, MemberId, TopicPartition};
use crate::kafka::topic_metadata::TopicIdPartition;

/// A member (`MemberDescription`).
pub(super) struct MemberDescription {
    pub member_id: MemberId,
    pub instance_id: Option<InstanceId>,
    pub client_id: ClientId,
    /// What it was assigned last.
    pub assigned: Vec<TopicPartition>,
    /// Only in a consumer group.
    pub of_consumer_group: Option<MemberEpochs>,
}

/// What is told of a member of a consumer group.
pub(super) struct MemberEpochs {
    pub current: Epoch,
    pub target: Epoch,
    pub target_assignment: Vec<TopicPartition>,
    /// Whether it speaks the protocol of consumer groups.
    pub upgraded: bool,
}

/// The members, in the order in which they joined.
pub(super) fn members(group: &Group) -> Vec<MemberDescription> {
    match group {
        Group::Classic(group) => group
            .members()
            .map(|member| MemberDescription {
                member_id: *member.member_id(),
                instance_id: member.group_instance_id().copied(),
                client_id: *member.client_id(),
                assigned: member.assignment().into_iter().flat_map(|given| given.iter()).copied().collect(),
                of_consumer_group: None,
            })
            .collect(),
        Group::Consumer(group) => group
            .members()
            .map(|member| MemberDescription {
                member_id: member.member_id,
                instance_id: member.instance_id,
                client_id: member.client_id,
                assigned: plain(member.assigned.iter()),
                of_consumer_group: Some(MemberEpochs {
                    current: member.epoch,
                    target: group.assignment_epoch(),
                    target_assignment: plain(group.target(&member.member_id).iter()),
                    upgraded: !member.is_classic(),
                }),
            })
            .collect(),
    }
}

fn plain<'a>(partitions: impl Iterator<Item = &'a TopicIdPartition>) -> Vec<TopicPartition> {
    partitions.map(|one| TopicPartition::new(one.topic, one.partition)).collect()
}

/// The state by its name (`GroupState`).
pub(super) fn state_name(group: &Group) -> &'static str {
    match group {
        Group::Classic(group) => group.state().name(),
        Group::Consumer(group) => group.state().name(),
    }
}

/// Whether members wait for others, or for an assignment.
pub(super) fn is_rebalancing(group: &Group) -> bool {
    match group {
        Group::Classic(group) => {
            matches!(group.state(), GroupState::PreparingRebalance | GroupState::CompletingRebalance)
        }
        Group::Consumer(group) => {
            matches!(group.state(), ConsumerGroupState::Assigning | ConsumerGroupState::Reconciling)
        }
    }
}

/// The assignor (`partitionAssignor`). Of a classic group it is told while that is Stable.
pub(super) fn assignor(cluster: &Cluster, group: &Group) -> String {
    match group {
        Group::Classic(classic) => {
            let known = group.protocol_name().filter(|_| classic.state() == GroupState::Stable);
            known.map_or(UNKNOWN, |assignor| assignor.as_str()).to_owned()
        }
        Group::Consumer(group) => group.assignor(cluster.coordinator().config()).name().to_owned(),
    }
}

/// The host of a member's process, in the form in which Kafka prints it: each has its own, in the order in which they
/// were first started.
pub(super) fn host(cluster: &Cluster, member: &MemberDescription) -> String {
    let client = process(cluster, member);
    // Before its JoinGroup is answered, a member is known by its client id alone.
    let name = client.as_ref().map_or(member.client_id.as_str(), ClientName::as_str);
    match cluster.consumer_names().position(|known| known.as_str() == name) {
        Some(place) => format!("/10.0.{}.{}", place / 250, place % 250 + 1),
        None => UNKNOWN.to_owned(),
    }
}

/// The process that it is.
pub(super) fn process(cluster: &Cluster, member: &MemberDescription) -> Option<ClientName> {
    cluster.whom(&member.member_id).client
}
