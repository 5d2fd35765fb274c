//! Taking over: a coordinator made anew from the log of the one before it (Kafka 4.0: `replay` and `onLoaded` of
//! `GroupMetadataManager` and `OffsetMetadataManager`).
//!
//! What was not written is gone: ids handed out, parked requests, timers, join phases. A group comes back as its
//! last record has it, Empty or Stable, and every member gets a full session to find the new coordinator. Of a
//! member's assignors only the selected one is remembered, so that a follower that names several counts as changed
//! when it rejoins: so it is in Kafka too.
//!
//! Not modelled: requests that arrive while the log is being read (COORDINATOR_LOAD_IN_PROGRESS is the world's).

use super::classic_group::ClassicGroup;
use super::config::CoordinatorConfig;
use super::log::{GroupRecord, OffsetsLog, OffsetsRecord};
use super::member::Member;
use super::member_ids::MemberIds;
use super::{CoordinatorTimer, GroupCoordinator};
use crate::kafka::effects::Effects;
use crate::kafka::fact::{GroupState, RebalanceReason};
use crate::kafka::ids::{Generation, GroupId};
use crate::sim::time::SimTime;
use std::collections::BTreeMap;
use std::sync::Arc;

impl GroupCoordinator {
    /// The coordinator that takes over this log: its groups are those the log tells of, every session starts
    /// anew, and the periodic clean-up is armed.
    pub fn rebuild(
        mut log: OffsetsLog,
        config: CoordinatorConfig,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> Self {
        let mut groups = BTreeMap::new();
        for entry in log.entries() {
            replay(&mut groups, &entry.record, entry.appended_at);
        }
        log.id_block += 1;
        let ids = MemberIds::in_block(log.id_block);
        let groups = groups.into_iter().map(|(id, group)| (id, Arc::new(group))).collect();
        let mut coordinator = GroupCoordinator { config: Arc::new(config), groups, ids, log };
        coordinator.start(now, effects);
        for id in coordinator.groups.keys().cloned().collect::<Vec<_>>() {
            coordinator.with_group(&id, now, effects, ClassicGroup::resume);
        }
        coordinator
    }
}

/// Applies one record to what is known so far.
fn replay(groups: &mut BTreeMap<GroupId, ClassicGroup>, record: &OffsetsRecord, appended_at: SimTime) {
    match record {
        OffsetsRecord::Group { group, value: None } => drop(groups.remove(group)),
        OffsetsRecord::Group { group, value: Some(value) } => {
            let known = groups.entry(group.clone());
            known.or_insert_with(|| ClassicGroup::new(group.clone(), appended_at)).restore(value);
        }
        OffsetsRecord::Offset { group, partition, value: Some(value) } => {
            let known = groups.entry(group.clone());
            let known = known.or_insert_with(|| ClassicGroup::new(group.clone(), appended_at));
            Arc::make_mut(&mut known.offsets).insert(partition.clone(), value.clone());
        }
        OffsetsRecord::Offset { group, partition, value: None } => {
            if let Some(known) = groups.get_mut(group) {
                Arc::make_mut(&mut known.offsets).remove(partition);
            }
        }
    }
}

impl ClassicGroup {
    /// Takes the record's word for everything but the offsets.
    fn restore(&mut self, record: &GroupRecord) {
        let protocol = record.protocol_name.clone();
        let restored = record
            .members
            .iter()
            .map(|member| Member::from_record(member, protocol.as_ref().unwrap_or(&Default::default())));
        self.members = restored.collect();
        self.state = if self.members.is_empty() { GroupState::Empty } else { GroupState::Stable };
        self.state_since = record.state_since;
        self.generation = Generation(record.generation.0);
        self.protocol_type = record.protocol_type.clone();
        self.protocol_name = protocol;
        self.leader = record.leader.clone();
        self.compute_subscribed_topics();
    }

    /// Starts the sessions of a restored group. One that has too many members by now must rebalance.
    fn resume(&mut self, turn: &mut super::turn::Turn) {
        for index in 0..self.members.len() {
            self.restart_session(index, turn);
        }
        if self.members.len() > turn.config.group_max_size as usize {
            self.prepare_rebalance(RebalanceReason::GroupTooLarge, turn);
        }
    }
}
