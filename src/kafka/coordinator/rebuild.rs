//! Taking over: a coordinator made anew from the log of the one before it (Kafka 4.0: `replay` and `onLoaded` of
//! `GroupMetadataManager` and `OffsetMetadataManager`).
//!
//! What was not written is gone: ids handed out, parked requests, timers, join phases. A group comes back as its
//! last record has it, Empty or Stable, and every member gets a full session to find the new coordinator. What that
//! means to a classic group is in `classic_group/takeover`.
//!
//! Not modelled: requests that arrive while the log is being read (COORDINATOR_LOAD_IN_PROGRESS is the world's).

use super::config::CoordinatorConfig;
use super::group::Group;
use super::log::{OffsetsLog, OffsetsRecord};
use super::member_ids::MemberIds;
use super::{CoordinatorTimer, GroupCoordinator};
use crate::kafka::api::TopicMetadata;
use crate::kafka::effects::Effects;
use crate::kafka::ids::GroupId;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
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
        let mut groups = SortedMap::new();
        for entry in log.entries() {
            replay(&mut groups, &entry.record, entry.appended_at);
        }
        log.id_block += 1;
        let ids = MemberIds::in_block(log.id_block);
        let groups = groups.into_iter().map(|(id, group)| (id, Arc::new(group))).collect();
        let (config, once_deleted) = (Arc::new(config), Arc::default());
        let (unowned_offsets, group_configs) = (Arc::default(), Arc::default());
        let topics = TopicMetadata::default();
        let mut coordinator = GroupCoordinator {
            config,
            groups,
            unowned_offsets,
            group_configs,
            topics,
            ids,
            once_deleted,
            log,
        };
        coordinator.start(now, effects);
        for id in coordinator.groups.keys().cloned().collect::<Vec<_>>() {
            coordinator.with_group(&id, now, effects, Group::resume);
        }
        coordinator
    }

    /// The same for one group that this coordinator gave up before, as if another had it now.
    pub fn take_over_group(&mut self, id: &GroupId, now: SimTime, effects: &mut Effects<CoordinatorTimer>) {
        let groups = self.groups_in_log(id);
        self.log.id_block = self.log.id_block.max(self.ids.block()) + 1;
        self.ids = MemberIds::in_block(self.log.id_block);
        self.groups.extend(groups);
        self.with_group(id, now, effects, Group::resume);
        for (topic, at) in self.once_deleted.clone().iter() {
            self.with_group(id, now, effects, |group, turn| group.forget_topic(topic, at, turn));
        }
    }

    /// A group as its records have it: what a coordinator that takes over begins with.
    pub fn written(&self, id: &GroupId) -> Option<Arc<Group>> {
        self.groups_in_log(id).remove(id)
    }

    fn groups_in_log(&self, id: &GroupId) -> SortedMap<GroupId, Arc<Group>> {
        let mut groups = SortedMap::new();
        for entry in self.log.entries().filter(|entry| entry.record.group() == id) {
            replay(&mut groups, &entry.record, entry.appended_at);
        }
        groups.into_iter().map(|(id, group)| (id, Arc::new(group))).collect()
    }

    /// Gives one group up: every client that waits for an answer is told to look for another coordinator.
    pub fn resign_group(&mut self, id: &GroupId, now: SimTime, effects: &mut Effects<CoordinatorTimer>) {
        self.with_group(id, now, effects, Group::give_up);
        self.groups.remove(id);
    }

    /// Gives the groups up in good order: every client that waits for an answer is told to look for another
    /// coordinator, and no timer is left. What remains is the log.
    pub fn resign(mut self, now: SimTime, effects: &mut Effects<CoordinatorTimer>) -> OffsetsLog {
        for id in self.groups.keys().cloned().collect::<Vec<_>>() {
            self.with_group(&id, now, effects, Group::give_up);
        }
        effects.cancel_timer(CoordinatorTimer::CleanUp);
        self.log
    }
}

/// Applies one record to what is known so far. Only a group that has offsets and never had members is known by its
/// offsets alone.
fn replay(groups: &mut SortedMap<GroupId, Group>, record: &OffsetsRecord, appended_at: SimTime) {
    let new = |group: &GroupId| Group::new(*group, appended_at);
    match record {
        OffsetsRecord::Group { group, value: None } | OffsetsRecord::ConsumerGroup { group, value: None } => {
            groups.remove(group);
        }
        OffsetsRecord::Group { group, value: Some(value) } => {
            groups.entry(*group).or_insert_with(|| new(group)).restore(value);
        }
        OffsetsRecord::ConsumerGroup { group, value: Some(value) } => {
            groups.entry(*group).or_insert_with(|| new(group)).restore_consumer_group(value);
        }
        OffsetsRecord::Offset { group, partition, value: value @ Some(_) } => {
            let known = groups.entry(*group).or_insert_with(|| new(group));
            known.replay_offset(partition, value.as_ref());
        }
        OffsetsRecord::Offset { group, partition, value: None } => {
            if let Some(known) = groups.get_mut(group) {
                known.replay_offset(partition, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{CoordinatorStory, GROUP, orders};
    use super::*;
    use crate::kafka::api::ErrorCode;
    use crate::kafka::group_state::GroupState;

    fn take_over(story: &mut CoordinatorStory) {
        let config = *story.coordinator.config();
        let old = std::mem::replace(&mut story.coordinator, GroupCoordinator::new(config));
        let mut effects = Effects::new();
        let log = old.resign(story.now, &mut effects);
        story.coordinator = GroupCoordinator::rebuild(log, config, story.now, &mut effects);
        story.carry_out(effects);
    }

    #[test]
    fn a_stable_group_goes_on_as_if_nothing_had_been() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        story.commit("c1", 0, 7);
        story.pass(9000);
        take_over(&mut story);
        story.pass(9000);
        let beat = story.heartbeat("c1");
        assert_eq!(story.error(beat), Some(ErrorCode::None), "every session was started anew");
        let sync = story.sync("c2");
        assert_eq!(story.assigned(sync), [1]);
        assert_eq!(story.coordinator.committed(&GroupId::from(GROUP), &orders(0)), Some(7));
    }

    #[test]
    fn a_rebalance_under_way_is_forgotten_and_who_waits_is_sent_elsewhere() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let newcomer = story.enter("c3");
        take_over(&mut story);
        assert_eq!(story.error(newcomer), Some(ErrorCode::NotCoordinator));
        assert_eq!((story.state(), story.group().generation().0), (GroupState::Stable, 1));
        let again = story.join("c3");
        assert_eq!(story.error(again), Some(ErrorCode::UnknownMemberId), "its id was never written down");
    }

    #[test]
    fn of_several_assignors_only_the_selected_one_is_remembered() {
        let mut story = CoordinatorStory::new();
        for who in ["c1", "c2"] {
            story.client(who).protocols = vec!["range", "sticky"];
            story.enter(who);
        }
        story.pass(6000);
        story.sync("c1");
        story.sync("c2");
        take_over(&mut story);
        story.join("c2");
        assert_eq!(story.state(), GroupState::PreparingRebalance, "c2 seems to have changed its mind");
    }

    #[test]
    fn a_group_too_large_for_its_new_coordinator_rebalances_and_the_last_to_rejoin_lose() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let config = CoordinatorConfig { group_max_size: 1, ..CoordinatorConfig::default() };
        let mut effects = Effects::new();
        let log = story.coordinator.log().clone();
        story.coordinator = GroupCoordinator::rebuild(log, config, story.now, &mut effects);
        story.carry_out(effects);
        assert_eq!(story.state(), GroupState::PreparingRebalance);
        story.join("c2");
        let late = story.join("c1");
        assert_eq!(story.error(late), Some(ErrorCode::GroupMaxSizeReached));
    }
}
