//! What must always hold. Checked wholly once a simulated second; in debug builds also after every handler: the
//! memberships wholly where it touched one, the sums of the partitions it touched. A violation is a bug in groupscope.

mod deliveries;
mod generations;
#[cfg(test)]
mod tests;

pub(super) use generations::Generations;

use super::Cluster;
use super::process::ConsumerProcess;
use crate::kafka::coordinator::Group;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicId;
use crate::sim::sorted::{SortedMap, sort};
use crate::sim::time::SimTime;

/// An invariant that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub time: SimTime,
    /// What should hold and does not, as a sentence.
    pub what: String,
}

/// No more than this many are kept: the first ones tell the story.
const KEPT: usize = 16;

/// What changed and was not checked yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Unchecked {
    pub memberships: bool,
    pub lanes: Vec<(GroupId, TopicPartition)>,
}

impl Cluster {
    /// All of it.
    pub(super) fn check_invariants(&mut self) {
        let mut found = Vec::new();
        self.check_memberships(&mut found);
        self.check_deliveries(&mut found);
        self.check_positions(&mut found);
        self.keep(found);
    }

    /// What was touched since the last time.
    pub(super) fn check_touched(&mut self) {
        let Unchecked { memberships, mut lanes } = std::mem::take(&mut self.past.unchecked);
        let mut found = Vec::new();
        if memberships {
            self.check_memberships(&mut found);
        }
        sort(&mut lanes);
        lanes.dedup();
        for (group, partition) in &lanes {
            self.check_lane(group, partition, &mut found);
        }
        self.keep(found);
    }

    /// In debug builds: the sums of this partition have changed.
    pub(super) fn touch(&mut self, group: &GroupId, partition: &TopicPartition) {
        if cfg!(debug_assertions) {
            self.past.unchecked.lanes.push((*group, *partition));
        }
    }

    fn check_memberships(&self, found: &mut Vec<String>) {
        self.check_assignments(found);
        self.check_owners(found);
        self.check_offsets(found);
        let groups = self.nodes.coordinator.groups();
        found.extend(groups.filter_map(|(id, group)| self.past.generations.check(id, group.generation())));
    }

    pub(super) fn keep(&mut self, found: Vec<String>) {
        let room = KEPT.saturating_sub(self.past.violations.len());
        let time = self.now;
        self.past.violations.extend(found.into_iter().take(room).map(|what| Violation { time, what }));
    }

    /// In one generation of one group no partition is in two members' assignments.
    fn check_assignments(&self, found: &mut Vec<String>) {
        for (id, group) in self.nodes.coordinator.groups() {
            if group.state() != GroupState::Stable {
                continue;
            }
            let mut given: SortedMap<&TopicPartition, &MemberId> = SortedMap::new();
            for member in group.members() {
                for partition in member.assignment().iter().flat_map(|given| given.iter()) {
                    if let Some(other) = given.insert(partition, member.member_id()) {
                        let generation = group.generation();
                        let second = member.member_id();
                        found.push(format!(
                            "In generation {generation} of {id}, {partition} is assigned to {other} and {second}."
                        ));
                    }
                }
            }
        }
    }

    /// Two running members of the present generation never both own a partition. A process that was removed and does
    /// not know it is no member; one that missed a generation has not given up yet what it had before. Of a topic that
    /// was deleted and created again each may have one's partition.
    fn check_owners(&self, found: &mut Vec<String>) {
        let mut owners: SortedMap<(&GroupId, TopicPartition, Option<TopicId>), &ClientName> =
            SortedMap::new();
        let counts = |process: &&ConsumerProcess| {
            process.running() && self.is_of_present_generation(process) && !self.missed_a_generation(process)
        };
        for process in self.nodes.consumers.iter().filter(counts) {
            for partition in process.consumer.subscription().owned().iter() {
                let name = &process.spec.name;
                let owned = (&process.spec.group, *partition, self.topic_owned(process, partition));
                if let Some(other) = owners.insert(owned, name) {
                    found.push(format!("{other} and {name} both own {partition}."));
                }
            }
        }
    }

    /// Which of the topics of that name it is that a member has a partition of: in a consumer group as its coordinator
    /// has it, else the one that there is.
    fn topic_owned(&self, process: &ConsumerProcess, partition: &TopicPartition) -> Option<TopicId> {
        let given = match self.nodes.coordinator.group(&process.spec.group) {
            Some(Group::Consumer(group)) => group.member(process.consumer.membership().member_id()),
            Some(Group::Classic(_)) | None => None,
        };
        let given = given.and_then(|member| {
            let mut partitions = member.revoking.iter().chain(member.assigned.iter());
            partitions.find(|one| (one.topic, one.partition) == (partition.topic, partition.partition))
        });
        let present = || self.nodes.brokers.topic(&partition.topic).map(|topic| topic.id);
        given.map(|partition| partition.id).or_else(present)
    }

    /// The ledger and the coordinator agree on what is committed, and it is not past the log's end.
    fn check_offsets(&self, found: &mut Vec<String>) {
        for (id, _) in self.nodes.coordinator.groups() {
            for (partition, commit) in self.nodes.coordinator.commits(id) {
                let end = self.nodes.brokers.log(partition).map_or(0, |log| log.end());
                let committed = commit.offset;
                let named = self.past.named.get(&(*id, *partition)).copied().unwrap_or(0);
                if committed > end.max(named) {
                    found.push(format!("{id} committed {partition} at {committed}, past the log end {end}."));
                }
                let known = self.past.ledger.partition(id, partition).and_then(|ledger| ledger.committed());
                if known != Some(committed) {
                    found.push(format!(
                        "{id} committed {partition} at {committed}; the ledger has {known:?}."
                    ));
                }
            }
        }
    }
}
