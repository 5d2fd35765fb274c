//! What is not read though somebody has it: an application paused it, or its workers have more than they can hold. What
//! a standalone consumer does beside that.

use super::{Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{ConsumerView, GroupView, LaneView};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::session::language::why::state::State;

impl Asked<'_> {
    /// The call that paused a partition, if its owner has not resumed it since.
    pub(super) fn paused_since(&self, owner: &ClientName, partition: &TopicPartition) -> Option<EntryId> {
        self.cluster.last_said(self.end(), owner, |said| {
            matches!(said, ConsumerFact::PausedByCall { partitions } if partitions.contains(partition))
        })
    }

    /// What a member does not read of what it owns, because its application paused that.
    pub(super) fn paused(&self, group: &GroupView, consumer: &ConsumerView) -> Option<Vec<Step>> {
        let name = &consumer.name;
        let own = || group.lanes.iter().filter(|lane| lane.owner.as_ref() == Some(name));
        let (paused, read): (Vec<&LaneView>, Vec<&LaneView>) = own().partition(|lane| lane.paused);
        let places = |lanes: &[&LaneView]| lanes.iter().map(|lane| lane.partition).collect();
        if let Some(first) = paused.first() {
            let entry = self.paused_since(name, &first.partition)?;
            let since = self.cluster.entry(entry)?.time;
            let (client, paused) = (*name, places(&paused));
            let claim = match read.is_empty() {
                true => State::PausedAll { client, paused, since },
                false => State::PausedSome { client, read: places(&read), paused, since },
            };
            return Some(self.told(claim, Some(entry), self.reasons(entry)));
        }
        self.workers_are_full(consumer, consumer.owned.to_vec())
    }

    /// Why an owner fetches nothing of a partition: its workers have more than they can hold.
    pub(super) fn full(&self, owner: &ConsumerView, lane: &LaneView) -> Option<Vec<Step>> {
        self.workers_are_full(owner, vec![lane.partition])
    }

    /// What a consumer owns and has paused while as many records wait for its workers as now.
    fn workers_are_full(&self, consumer: &ConsumerView, owned: Vec<TopicPartition>) -> Option<Vec<Step>> {
        let name = &consumer.name;
        let entry = self.cluster.last_said_since_start(self.end(), name, |said| {
            matches!(said, ConsumerFact::PartitionsPaused { .. } | ConsumerFact::PartitionsResumed { .. })
        })?;
        let Fact::Consumer(_, ConsumerFact::PartitionsPaused { .. }) = entry.fact else {
            return None;
        };
        let full = entry.id;
        let (client, since, queued) = (*name, entry.time, consumer.queued);
        let claim = State::WorkersAreFull { client, owned, since, queued };
        Some(self.told(claim, Some(full), self.all_of(self.cluster.start_of(full, name))))
    }

    /// What a standalone consumer does that nothing keeps from its work but its own application.
    pub(super) fn alone(&self, consumer: &ConsumerView) -> Vec<Step> {
        let group = self.world.groups.iter().find(|group| group.id == consumer.group);
        if let Some(paused) = group.and_then(|group| self.paused(group, consumer)) {
            return paused;
        }
        self.assigned_itself(consumer)
    }

    fn assigned_itself(&self, consumer: &ConsumerView) -> Vec<Step> {
        let name = &consumer.name;
        let started = self.cluster.start_of(self.end(), name);
        let claim = State::AssignedItself { client: *name, owned: consumer.owned.to_vec() };
        self.told(claim, None, self.all_of(started))
    }

    /// Why a standalone consumer has a partition that it has not paused, whatever else it has.
    pub(super) fn has_alone(&self, consumer: &ConsumerView) -> Vec<Step> {
        let state = self.state(consumer);
        match state.first().and_then(|head| head.claim.state()) {
            Some(State::PausedSome { .. }) => self.assigned_itself(consumer),
            _ => state,
        }
    }
}
