//! The second round of a cooperative rebalance: what the first one withheld until its owner had given it up, whom that
//! waits for, and what keeps the next round from beginning.

use super::{Asked, Step};
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{AppThread, ConsumerView, GroupView};
use crate::kafka::assignor::AssignorName;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::session::language::why::record::RecordClaim;
use crate::session::language::why::share::ShareClaim;

impl Asked<'_> {
    /// Partitions that somebody had, and that the newest assignment gives to nobody since they are moving.
    pub(super) fn withheld(&self, group: &GroupView) -> Vec<TopicPartition> {
        let cooperative = AssignorName::CooperativeSticky.name();
        let stored = self.stored(&group.id, self.end(), |_, _| true);
        let Some(stored) = stored.filter(|_| is_by(group, cooperative)) else { return Vec::new() };
        let moves = |partition: &&TopicPartition| {
            self.had_before(&group.id, stored, partition).is_some()
                && self.led(group, partition) != Some(false)
        };
        group.lanes.iter().map(|lane| &lane.partition).filter(moves).cloned().collect()
    }

    /// Whether the leader knew of a partition when it made the newest assignment.
    pub(super) fn led(&self, group: &GroupView, partition: &TopicPartition) -> Option<bool> {
        self.cluster.led(group.leader.as_ref()?, partition)
    }

    /// Who had a partition that an assignment gives to nobody.
    fn had_before(&self, group: &GroupId, stored: EntryId, partition: &TopicPartition) -> Option<ClientName> {
        if self.cluster.given_to(stored, partition).is_some() {
            return None;
        }
        let before = self.stored(group, stored, |_, given| given.contains(partition))?;
        let member = self
            .cluster
            .given_to(before, partition)
            .filter(|_| Some(before) > self.cluster.created(partition))?;
        self.cluster.client_of_member(member)
    }

    /// Why a member has nothing, if what it could have is moving: whom the next round waits for, or what keeps it from
    /// beginning.
    pub(super) fn has_nothing_yet(
        &self,
        group: &GroupView,
        consumer: &ConsumerView,
        because: &[Step],
    ) -> Option<Vec<Step>> {
        let topics = self.cluster.matched_topics(&consumer.name);
        let mut partitions = self.withheld(group);
        partitions.retain(|partition| topics.contains(&partition.topic));
        let owners = self.owners_before(group, &partitions);
        let own = |owner: &&&ConsumerView| owner.owned.iter().any(|owned| partitions.contains(owned));
        let still = owners.iter().filter(own).map(|owner| owner.name).collect();
        if partitions.is_empty() {
            return None;
        }
        let claim = ShareClaim::Withheld { client: consumer.name, partitions, owners: still };
        Some(self.told(claim, None, self.next_round(group, &owners, because.to_vec())))
    }

    /// Why nobody reads a partition that is moving.
    pub(super) fn moves(&self, group: &GroupView, partition: &TopicPartition) -> Option<Vec<Step>> {
        let withheld = self.withheld(group).contains(partition);
        let stored = self.stored(&group.id, self.end(), |_, _| true).filter(|_| withheld)?;
        let owners = self.owners_before(group, std::slice::from_ref(partition));
        let claim = RecordClaim::Moves(*partition);
        Some(self.told(claim, None, self.next_round(group, &owners, self.chain(stored))))
    }

    /// The consumers that had these partitions, which are moving.
    fn owners_before(&self, group: &GroupView, partitions: &[TopicPartition]) -> Vec<&ConsumerView> {
        let Some(stored) = self.stored(&group.id, self.end(), |_, _| true) else { return Vec::new() };
        let mut owners: Vec<&ConsumerView> = Vec::new();
        for partition in partitions {
            let had = self.had_before(&group.id, stored, partition);
            let had = had.and_then(|owner| self.consumer(owner.as_str()));
            owners.extend(had.filter(|had| !owners.iter().any(|owner| owner.name == had.name)));
        }
        owners
    }

    /// What the next round waits for: while it lasts, its members; before it begins, those who have to give something
    /// up first, beside what led to the round before.
    fn next_round(&self, group: &GroupView, owners: &[&ConsumerView], because: Vec<Step>) -> Vec<Step> {
        if matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
            return self.rebalancing(group, None);
        }
        let mut links = because;
        for owner in owners {
            links.extend(self.beside(&links, self.keeps_from_joining(owner)));
        }
        links
    }

    /// What keeps a member from joining again that is to: it is silent, or its application does not call poll.
    pub(super) fn keeps_from_joining(&self, consumer: &ConsumerView) -> Vec<Step> {
        let mut links = match consumer.thread {
            _ if self.cluster.is_silent(&consumer.name) => self.state(consumer),
            AppThread::Poll | AppThread::PollJoining => Vec::new(),
            AppThread::None
            | AppThread::Processing { .. }
            | AppThread::Blocked { .. }
            | AppThread::CommitSync { .. }
            | AppThread::OffsetsForTimes { .. }
            | AppThread::Unsubscribed
            | AppThread::Callback { .. }
            | AppThread::Close => self.all_of(self.cluster.keeps_from_poll(&consumer.name)),
        };
        if let Some(first) = links.first_mut() {
            first.stand_beside(true);
        }
        links
    }
}

fn is_by(group: &GroupView, assignor: &str) -> bool {
    group.protocol.as_ref().is_some_and(|protocol| protocol.as_str() == assignor)
}
