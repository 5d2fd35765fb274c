//! Follows a world event by event, and sees what is not to be had afterwards: where each log ended when something
//! happened, and what a process was to its group when its commit was stored.

use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::cluster::observation::ConsumerView;
use groupscope::cluster::{Cluster, Command, EntryId};
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::ids::{Generation, GroupId, Offset, TopicName, TopicPartition};
use groupscope::sim::time::SimTime;
use std::collections::BTreeMap;

/// What was seen.
#[derive(Default)]
pub struct Watch {
    /// By partition: from which entry on its log ended where.
    ends: BTreeMap<TopicPartition, Vec<(usize, Offset)>>,
    /// Records in all logs.
    written: Offset,
    /// What should not be.
    pub wrong: Vec<String>,
}

impl Watch {
    /// Lets time pass.
    pub fn advance(&mut self, cluster: &mut Cluster, until: SimTime) {
        loop {
            let before = cluster.journal().len();
            let more = cluster.step(until);
            self.look(cluster, before);
            if !more {
                break;
            }
        }
    }

    /// Does something; a refusal is as good an answer as any.
    pub fn apply(&mut self, cluster: &mut Cluster, command: &Command) {
        let before = cluster.journal().len();
        let _ = cluster.apply(command);
        self.look(cluster, before);
        self.look_for_two_owners(cluster);
    }

    /// Where a log ended when this entry was written.
    pub fn end_at(&self, partition: &TopicPartition, entry: EntryId) -> Offset {
        let ends = self.ends.get(partition).map_or(&[][..], Vec::as_slice);
        let place = ends.partition_point(|(since, _)| *since <= entry.place());
        place.checked_sub(1).map_or(0, |last| ends[last].1)
    }

    fn look(&mut self, cluster: &Cluster, before: usize) {
        // Most events append nothing.
        let logs = cluster.brokers().topics().iter().flat_map(|topic| &topic.partitions);
        let written = logs.map(|log| log.end()).sum();
        if std::mem::replace(&mut self.written, written) != written {
            for topic in cluster.brokers().topics() {
                for (number, log) in topic.partitions.iter().enumerate() {
                    self.ends_at(&topic.name, number as u32, log.end(), before);
                }
            }
        }
        for index in before..cluster.journal().len() {
            match cluster.journal().get(index).map(|entry| &entry.fact) {
                Some(Fact::World(WorldFact::TopicDeleted { topic })) => {
                    for (_, ends) in self.ends.iter_mut().filter(|(partition, _)| partition.topic == *topic) {
                        ends.push((before, 0));
                    }
                }
                Some(Fact::Group(group, GroupFact::OffsetCommitted { member, .. })) if !member.is_empty() => {
                    let by = cluster.observe_consumers().into_iter().find(|view| view.member_id == *member);
                    // One that joined again while it still holds what it had before is a member, as in Kafka.
                    let present = cluster.coordinator().group(group).map(|group| group.generation());
                    let gone = |view: &ConsumerView| view.zombie && Some(view.generation) != present;
                    if let Some(zombie) = by.filter(gone) {
                        self.wrong.push(format!(
                            "{group} stored a commit of the zombie {} at {}",
                            zombie.name,
                            cluster.now()
                        ));
                    }
                }
                _ => {}
            }
        }
    }

    fn ends_at(&mut self, topic: &TopicName, number: u32, end: Offset, before: usize) {
        let partition = TopicPartition::new(*topic, number);
        let ends = self.ends.entry(partition).or_default();
        if ends.last().map_or(0, |(_, known)| *known) != end {
            ends.push((before, end));
        }
    }

    /// Among the members of a group's present generation that no zombies are, nobody has what another has.
    fn look_for_two_owners(&mut self, cluster: &Cluster) {
        let groups: BTreeMap<GroupId, Generation> =
            cluster.coordinator().groups().map(|(id, group)| (*id, group.generation())).collect();
        let mut owners = BTreeMap::new();
        for view in cluster.observe_consumers() {
            let runs = !matches!(
                view.process,
                groupscope::cluster::observation::ProcessState::Frozen
                    | groupscope::cluster::observation::ProcessState::Killed { .. }
            );
            if view.zombie || !runs || groups.get(&view.group) != Some(&view.generation) {
                continue;
            }
            for partition in &view.owned {
                let key = (view.group, *partition);
                if let Some(other) = owners.insert(key, view.name) {
                    let now = cluster.now();
                    self.wrong.push(format!("{other} and {} both have {partition} at {now}", view.name));
                }
            }
        }
    }
}
