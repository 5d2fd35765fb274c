//! What an administrator does to a group's offsets (`kafka-consumer-groups`, KIP-122): reset them, delete them, delete
//! the group. Commits without a member id: the group must have no members, or its coordinator refuses them.
//!
//! Not modelled: the tool's own requests and their way over the network; `--shift-by`, `--by-duration`, `--from-file`,
//! which come to the same as an offset or a time.

use super::Cluster;
use super::apply::CommandResult;
use super::command_error::{CommandError, EmptyTask, GroupError, TopicError};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::*;
use crate::kafka::effects::Effects;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::ResetTo;
use crate::sim::sorted::sort;
use std::sync::Arc;

impl Cluster {
    /// Resets the offsets of these partitions and of all partitions of these topics; without any of both, of all that
    /// have one. And if the group is said to start there, what that passes over was never its to read.
    pub(super) fn reset_offsets(
        &mut self,
        group: &GroupId,
        topics: &[TopicName],
        partitions: &[TopicPartition],
        (to, start): (ResetTo, bool),
    ) -> CommandResult {
        self.check_coordinated(group)?;
        self.check_without_members(group, EmptyTask::ResetOffsets)?;
        let mut chosen = partitions.to_vec();
        for topic in topics {
            let count = self.nodes.brokers.topic(topic).map_or(0, |topic| topic.partitions.len());
            if count == 0 {
                return Err(TopicError::NotThere.of(topic));
            }
            chosen.extend((0..count).map(|number| TopicPartition::new(*topic, number as u32)));
        }
        if topics.is_empty() && partitions.is_empty() {
            chosen.extend(self.nodes.coordinator.commits(group).map(|(partition, _)| *partition));
        }
        sort(&mut chosen);
        chosen.dedup();
        if chosen.is_empty() {
            return Err(GroupError::NothingToReset.of(group));
        }
        let offset = |partition: TopicPartition| match self.reset_offset(&partition, to) {
            Some(offset) => Ok((partition, offset)),
            None => Err(CommandError::PartitionNotThere(partition)),
        };
        let offsets: Arc<[_]> = chosen.into_iter().map(offset).collect::<Result<_, _>>()?;
        let entry = self.next_entry();
        let reset = WorldFact::OffsetsReset { group: *group, to, offsets: offsets.clone(), start };
        self.record(Fact::World(reset));
        if start {
            self.group_starts_at(group, &offsets, entry);
        }
        self.commit_for_nobody(group, &offsets);
        Ok(())
    }

    /// Where a reset leads in this partition; an offset outside of the log leads to the nearest in it, as the tool has
    /// it.
    fn reset_offset(&self, partition: &TopicPartition, to: ResetTo) -> Option<Offset> {
        let log = self.nodes.brokers.log(partition)?;
        Some(match to {
            ResetTo::Earliest => log.start(),
            ResetTo::Latest => log.end(),
            ResetTo::Offset(offset) => offset.clamp(log.start(), log.end()),
            ResetTo::Time(time) => log.first_at_or_after(time).unwrap_or(log.end()),
        })
    }

    fn commit_for_nobody(&mut self, group: &GroupId, offsets: &[(TopicPartition, Offset)]) {
        let to_commit = |(partition, offset): &(TopicPartition, Offset)| OffsetToCommit {
            partition: *partition,
            offset: *offset,
            leader_epoch: None,
            metadata: Arc::from(""),
        };
        let request = OffsetCommitRequest {
            group_id: *group,
            generation: Generation::NONE,
            member_id: MemberId::default(),
            group_instance_id: None,
            offsets: offsets.iter().map(to_commit).collect(),
            version: 9,
        };
        // The answer goes to a client of the empty name, which no process has.
        let process = ProcessId { name: ClientName::default(), incarnation: 0 };
        let mut effects = Effects::new();
        let from = Correlation { process, number: 0 };
        self.nodes.coordinator.handle(from, Request::OffsetCommit(request), self.now, &mut effects);
        self.carry_out_coordinators(effects, None);
    }

    /// Deletes a group without members, with its offsets.
    pub(super) fn delete_group(&mut self, group: &GroupId) -> CommandResult {
        self.check_coordinated(group)?;
        self.check_exists(group)?;
        self.check_without_members(group, EmptyTask::DeleteGroup)?;
        self.record(Fact::World(WorldFact::DeletionAsked { group: *group, topic: None }));
        let mut effects = Effects::new();
        let error = self.nodes.coordinator.delete_group(group, self.now, &mut effects);
        debug_assert!(error.is_none(), "it is Empty");
        self.carry_out_coordinators(effects, None);
        Ok(())
    }

    /// Deletes a group's offsets of a topic that none of its members subscribes to.
    pub(super) fn delete_offsets(&mut self, group: &GroupId, topic: &TopicName) -> CommandResult {
        self.check_coordinated(group)?;
        self.check_exists(group)?;
        if !self.nodes.coordinator.commits(group).any(|(partition, _)| partition.topic == *topic) {
            return Err(CommandError::NothingCommitted { group: *group, topic: *topic });
        }
        if self.nodes.coordinator.subscribed(group, topic) {
            return Err(CommandError::TopicSubscribed { group: *group, topic: *topic });
        }
        self.record(Fact::World(WorldFact::DeletionAsked { group: *group, topic: Some(*topic) }));
        let mut effects = Effects::new();
        self.nodes.coordinator.delete_offsets(group, topic, self.now, &mut effects);
        self.carry_out_coordinators(effects, None);
        Ok(())
    }

    fn check_coordinated(&self, group: &GroupId) -> CommandResult {
        match self.nodes.away.contains(group) {
            _ if group.is_none() => Err(CommandError::NoOffsetsWithoutGroup),
            true => Err(GroupError::CoordinatorAway.of(group)),
            false => Ok(()),
        }
    }

    fn check_exists(&self, group: &GroupId) -> CommandResult {
        match self.nodes.coordinator.group(group) {
            Some(_) => Ok(()),
            None => Err(GroupError::NotFound.of(group)),
        }
    }

    fn check_without_members(&self, group: &GroupId, task: EmptyTask) -> CommandResult {
        let Some(found) =
            self.nodes.coordinator.group(group).filter(|group| group.state() != GroupState::Empty)
        else {
            return Ok(());
        };
        let names = found.member_ids().into_iter().map(|member| match self.client_of_member(&member) {
            Some(client) => client.to_string(),
            None => member.to_string(),
        });
        let (members, state) = (names.collect(), found.state_name());
        Err(CommandError::NotEmpty { group: *group, state, members, task })
    }
}
