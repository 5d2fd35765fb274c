//! What there is to see of a consumer group (KIP-848) beside what every group shows: its epochs, and how far each of
//! its members has come.

use super::{ConsumerView, GroupView, MemberView, Observation};
use crate::kafka::api::Epoch;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::coordinator::Reconciliation;
use crate::kafka::group_state::ConsumerGroupState;
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// A member of a consumer group on its way to its target.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberOnItsWay {
    pub epoch: Epoch,
    /// It speaks the classic protocol.
    pub classic: bool,
    pub state: Reconciliation,
    /// The pattern of topic names that it leaves to the coordinator, if it does.
    pub pattern: Option<Arc<str>>,
    /// What it may read.
    pub assigned: Vec<TopicPartition>,
    /// What it was told to give up, and has not yet.
    pub revoking: Vec<TopicPartition>,
    pub target: Vec<TopicPartition>,
    /// When it is removed if it has not given that up.
    pub revocation_deadline: Option<SimTime>,
    /// How long it has for that, from when it is told (its `max.poll.interval.ms`).
    pub rebalance_timeout: SimDuration,
}

impl MemberOnItsWay {
    /// What it is to get that others still hold, or that it will be given when it has given up what it must. What it
    /// still has to give up itself, and is to have again, is withheld by nobody.
    pub fn waits_for(&self) -> impl Iterator<Item = &TopicPartition> {
        let its_own = move |partition: &&TopicPartition| {
            self.assigned.contains(partition) || self.revoking.contains(partition)
        };
        self.target.iter().filter(move |partition| !its_own(partition))
    }
}

/// The epochs of a consumer group (KIP-848).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupEpochs {
    pub state: ConsumerGroupState,
    pub group_epoch: Epoch,
    /// The group epoch that the target was computed for.
    pub assignment_epoch: Epoch,
    pub assignor: ServerAssignorName,
}

/// A partition that a member is to have and that another one keeps, or that nobody keeps: then the member's own next
/// heartbeat brings it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithheldPartition<'a> {
    pub partition: TopicPartition,
    pub holder: Option<&'a MemberView>,
    /// The holder was told to give it up.
    pub is_told: bool,
}

impl Observation {
    /// When a member's next heartbeat is due, unless it has something to say before.
    pub fn next_heartbeat(&self, member: &MemberView) -> Option<SimTime> {
        let is_it = |consumer: &&ConsumerView| member.client == Some(consumer.name);
        self.consumers.iter().find(is_it).filter(|_| member.former.is_none())?.heartbeat_due
    }
}

impl GroupView {
    /// How far the member that this client is has come, in a consumer group.
    pub fn way_of(&self, client: &ClientName) -> Option<&MemberOnItsWay> {
        let is_it = |member: &&MemberView| member.client.as_ref() == Some(client) && member.former.is_none();
        self.members.iter().find(is_it)?.on_its_way.as_ref()
    }

    /// Whether every member of a consumer group has come to the target's epoch.
    pub fn is_at_target(&self) -> bool {
        let Some(epochs) = &self.epochs else { return true };
        let is_there = |member: &MemberView| {
            member.on_its_way.as_ref().is_none_or(|way| way.epoch == epochs.assignment_epoch)
        };
        epochs.group_epoch == epochs.assignment_epoch && self.members.iter().all(is_there)
    }

    /// What a member of a consumer group is to have and has not, with who keeps it.
    pub fn withheld<'a>(&'a self, way: &'a MemberOnItsWay) -> impl Iterator<Item = WithheldPartition<'a>> {
        way.waits_for().map(|partition| {
            let keeps = |member: &&MemberView| {
                let kept = member.on_its_way.as_ref();
                kept.is_some_and(|kept| {
                    kept.assigned.contains(partition) || kept.revoking.contains(partition)
                })
            };
            let holder = self.members.iter().find(keeps);
            let kept = holder.and_then(|holder| holder.on_its_way.as_ref());
            let is_told = kept.is_some_and(|kept| kept.revoking.contains(partition));
            WithheldPartition { partition: *partition, holder, is_told }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_what_it_has_to_give_up_itself() {
        let orders = |number| TopicPartition::new("orders".into(), number);
        let way = MemberOnItsWay {
            epoch: 3,
            classic: false,
            state: Reconciliation::UnrevokedPartitions,
            pattern: None,
            assigned: vec![orders(0)],
            revoking: vec![orders(1)],
            target: vec![orders(0), orders(1), orders(2)],
            revocation_deadline: None,
            rebalance_timeout: SimDuration::from_secs(300),
        };
        assert_eq!(way.waits_for().copied().collect::<Vec<_>>(), [orders(2)]);
    }
}
