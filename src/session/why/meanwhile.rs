//! What somebody has from an assignment comes from what began the rebalance, and from who joined or left while it
//! lasted: the asked member itself, or a member whose partitions it has now.

use super::{About, Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::journal::{Entry, EntryId};
use crate::kafka::api::Assignment;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;

impl Asked<'_> {
    /// What led to the asked one's share of an assignment, where it is not only what began the rebalance.
    pub(super) fn meanwhile(&self, stored: EntryId) -> Option<Vec<Step>> {
        let Fact::Group(group, GroupFact::AssignmentStored { assignments, .. }) =
            &self.cluster.entry(stored)?.fact
        else {
            return None;
        };
        let client = self.reader_of(group, stored)?;
        let before = self.cluster.assignment_of(stored, group);
        let lasted = self.while_it_lasted(group, before, stored);
        let own = self.cluster.because(stored)?;
        let joined = lasted.iter().rev().find(|entry| self.joins(&entry.fact, &client)).copied();
        let joined = joined.filter(|joined| joined.id != own.entry);
        let gained = self.gained(&client, before, assignments);
        let left = lasted.iter().filter(|entry| {
            entry.id != own.entry && self.leaves_behind(&entry.fact, &client, before, &gained)
        });
        let left: Vec<EntryId> = left.map(|entry| entry.id).collect();
        if joined.is_none() && left.is_empty() {
            return None;
        }
        let began = || self.links(own.entry, Some(own.of));
        let mut links = match joined {
            Some(joined) => self.links(joined.id, None),
            None => began(),
        };
        // Of a rebalance that another member began by joining, the asked one has nothing.
        let by_another = self.cluster.entry(own.entry);
        let by_another = by_another
            .is_some_and(|entry| matches!(entry.fact, Fact::Group(_, GroupFact::MemberAdded { .. })));
        if joined.is_some() && !by_another {
            links.extend(self.told_beside(&links, began()));
        }
        for left in left {
            links.extend(self.told_beside(&links, self.links(left, None)));
        }
        Some(links)
    }

    /// Whether a fact is on the way from a share of an assignment to what decided about it: an assignment may have
    /// asked for the rebalance that led to the next.
    pub(super) fn is_of_share(&self, entry: EntryId) -> bool {
        self.cluster.entry(entry).is_some_and(|entry| {
            matches!(
                entry.fact,
                Fact::Group(
                    _,
                    GroupFact::AssignmentStored { .. }
                        | GroupFact::GenerationStarted { .. }
                        | GroupFact::RebalanceStarted { .. }
                ) | Fact::Consumer(_, ConsumerFact::RejoinNeeded { .. })
            )
        })
    }

    fn told_beside(&self, links: &[Step], mut reasons: Vec<Step>) -> Vec<Step> {
        if let Some(first) = reasons.first_mut() {
            first.stand_beside(true);
        }
        self.beside(links, reasons)
    }

    /// Who is asked about: the consumer, or the one to which the assignment gave the partition, or which has it now.
    fn reader_of(&self, group: &GroupId, stored: EntryId) -> Option<ClientName> {
        match self.about.as_ref()? {
            About::Consumer(client) => (self.cluster.group_of(client) == Some(group)).then_some(*client),
            About::Partition(partition) => {
                let given = self.cluster.given_to(stored, partition);
                let given = given.and_then(|member| self.cluster.client_of_member(member));
                given.or_else(|| {
                    let view = self.world.groups.iter().find(|view| view.id == *group)?;
                    let lane = view.lanes.iter().find(|lane| lane.partition == *partition)?;
                    lane.assigned_to.or(lane.owner)
                })
            }
        }
    }

    /// What happened from what began the first rebalance after one assignment until the next one. A rebalance may have
    /// been cut short by another.
    fn while_it_lasted(&self, group: &GroupId, before: Option<EntryId>, stored: EntryId) -> Vec<&Entry> {
        let from = before.map_or(0, |before| before.place() + 1);
        let entries = self.cluster.journal().iter_from(from).take_while(|entry| entry.id < stored);
        let begins =
            |entry: &&Entry| matches!(entry.fact.of_group(group), Some(GroupFact::RebalanceStarted { .. }));
        let mut entries = entries.skip_while(|entry| !begins(entry));
        let Some(first) = entries.next() else { return Vec::new() };
        let began = self.cluster.because(first.id).and_then(|began| self.cluster.entry(began.entry));
        began.into_iter().chain(entries).collect()
    }

    /// Whether a consumer comes into its group by this. One that comes back as the same static member has its place
    /// already.
    fn joins(&self, fact: &Fact, client: &ClientName) -> bool {
        let replaces = |old: &MemberId| self.cluster.belongs_to(old, client);
        fact.admitted().is_some_and(|member| self.cluster.belongs_to(member, client))
            && !matches!(fact, Fact::Group(_, GroupFact::StaticMemberReplaced { old, .. }) if replaces(old))
    }

    /// What a consumer has of an assignment that it had not of the one before; of a partition that is asked about, that
    /// alone.
    fn gained(
        &self,
        client: &ClientName,
        before: Option<EntryId>,
        assignments: &[(MemberId, Assignment)],
    ) -> Vec<TopicPartition> {
        let share = |assignments: &[(MemberId, Assignment)]| {
            let its = assignments.iter().filter(|(member, _)| self.cluster.belongs_to(member, client));
            its.flat_map(|(_, given)| given.iter().cloned()).collect::<Vec<_>>()
        };
        let had = share(self.assignments_of(before));
        let asked = |partition: &TopicPartition| match &self.about {
            Some(About::Partition(about)) => about == partition,
            _ => true,
        };
        let now = share(assignments).into_iter();
        now.filter(|partition| !had.contains(partition) && asked(partition)).collect()
    }

    fn assignments_of(&self, stored: Option<EntryId>) -> &[(MemberId, Assignment)] {
        stored.map(|stored| self.cluster.assignments(stored)).unwrap_or_default()
    }

    /// Whether another member goes by this, and what it had is now the asked one's.
    fn leaves_behind(
        &self,
        fact: &Fact,
        client: &ClientName,
        before: Option<EntryId>,
        gained: &[TopicPartition],
    ) -> bool {
        let Fact::Group(_, GroupFact::MemberRemoved { member, .. }) = fact else { return false };
        !self.cluster.belongs_to(member, client)
            && self
                .assignments_of(before)
                .iter()
                .any(|(of, had)| of == member && had.iter().any(|had| gained.contains(had)))
    }
}
