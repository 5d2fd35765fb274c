//! What `auto.offset.reset=latest` went past: what a group's first start left to the past.

use super::{Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::observation::GroupView;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::session::language::why::record::RecordClaim;

impl Asked<'_> {
    /// Of a record that a group's first start left to the past: what it was written before. `set` is the entry that
    /// set the position behind it.
    pub(super) fn before_start(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
        offset: Offset,
        set: EntryId,
    ) -> Vec<Step> {
        let because = self.reasons(set);
        let late = self.after_start(group, partition, offset, set);
        let Some((claim, delay)) = late else {
            let claim =
                RecordClaim::BeforeStart { offset, partition: partition.clone(), group: group.id.clone() };
            return self.told(claim, Some(set), because);
        };
        let mut links = self.told(claim, Some(set), because);
        links.extend(self.beside(&links, delay));
        links
    }

    /// Of a record that was written when a consumer of the group had been started already: before the group's first
    /// assignment, with what held that up, or before somebody began to read.
    fn after_start(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
        offset: Offset,
        set: EntryId,
    ) -> Option<(RecordClaim, Vec<Step>)> {
        let written = self.cluster.written_at(partition, offset)?;
        let (client, started) = self.first_started(&group.id)?;
        if written <= started.time {
            return None;
        }
        let set = self.cluster.entry(set)?;
        let Fact::Consumer(reader, _) = &set.fact else { return None };
        let reader = reader.clone();
        let alone = self.cluster.consumer_spec(&reader).is_some_and(|spec| !spec.assigned.is_empty());
        let assigned = self.first_assigned(&group.id).filter(|_| !alone);
        let partition = partition.clone();
        match assigned.filter(|_| self.cluster.is_before_first_start(&group.id, &partition, offset)) {
            Some((assigned, generation)) => {
                let rebalances = self.cluster.rebalance_list(&group.id);
                let first = rebalances.iter().find(|rebalance| rebalance.generation == Some(generation));
                let first = first.filter(|first| first.ended.is_some());
                let delay = first.map(|first| self.held_up(&group.id, first)).unwrap_or_default();
                let (group, started, at) = (group.id.clone(), started.time, assigned.time);
                let claim = RecordClaim::BeforeAssignment { offset, partition, client, started, group, at };
                Some((claim, delay))
            }
            None => {
                let at = set.time;
                Some((
                    RecordClaim::BeforeReading { offset, partition, written, client: reader, at },
                    Vec::new(),
                ))
            }
        }
    }

    /// The consumer of a group that was started first.
    fn first_started(&self, group: &GroupId) -> Option<(ClientName, &Entry)> {
        self.cluster.journal().iter().find_map(|entry| match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, .. }) => {
                let its = self.cluster.consumer_spec(client).is_some_and(|spec| spec.group == *group);
                its.then(|| (client.clone(), entry))
            }
            _ => None,
        })
    }

    /// The first assignment of a group.
    fn first_assigned(&self, group: &GroupId) -> Option<(&Entry, Generation)> {
        self.cluster.journal().iter().find_map(|entry| match &entry.fact {
            Fact::Group(of, GroupFact::AssignmentStored { generation, .. }) if of == group => {
                Some((entry, *generation))
            }
            _ => None,
        })
    }
}
