//! Expiry of offsets and deletion of groups (Kafka 4.0: `OffsetMetadataManager.cleanupExpiredOffsets`,
//! `GroupMetadataManager.maybeDeleteGroup`).
//!
//! Runs every `offsets.retention.check.interval.ms`, counted from the coordinator's start. From when an offset ages is
//! the group's own matter (`classic_group/commits`).
//!
//! Not modelled: an expiry time of its own for each commit (before version 5), transactions; OffsetDelete of
//! single partitions.

use super::group::Group;
use super::turn::Turn;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::TopicName;
use crate::sim::time::SimTime;

/// What a clean-up leaves of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CleanUp {
    /// The group has members or offsets.
    Kept,
    /// It has neither, and is to be deleted.
    Over,
}

impl Group {
    /// Drops expired offsets.
    pub(super) fn clean_up(&mut self, turn: &mut Turn) -> CleanUp {
        let (retention, now) = (turn.config.offsets_retention, turn.now);
        let expired = self.drop_offsets_where(turn, |group, partition, stored| {
            let since = group.retention_counts_from(&partition.topic, stored);
            since.is_some_and(|since| now.since(since) >= retention)
        });
        if !expired.is_empty() {
            turn.note(*self.id(), GroupFact::OffsetsExpired { partitions: expired.into() });
        }
        match self.state() == GroupState::Empty && self.offsets().is_empty() {
            true => CleanUp::Over,
            false => CleanUp::Kept,
        }
    }

    /// Drops the offsets of a topic that is gone.
    pub(super) fn forget_topic(&mut self, topic: &TopicName, until: SimTime, turn: &mut Turn) {
        let gone = self.drop_offsets_where(turn, |_, partition, stored| {
            partition.topic == *topic && stored.committed_at <= until
        });
        if !gone.is_empty() {
            turn.note(*self.id(), GroupFact::OffsetsDeleted { partitions: gone.into() });
        }
    }

    /// Ends the group: nothing of it is left, and a later request finds no group.
    pub(super) fn delete(mut self, turn: &mut Turn) {
        let left = self.drop_offsets_where(turn, |_, _, _| true);
        if !left.is_empty() {
            turn.note(*self.id(), GroupFact::OffsetsDeleted { partitions: left.into() });
        }
        self.end(turn);
        turn.note(*self.id(), GroupFact::GroupDeleted);
    }
}

#[cfg(test)]
mod tests {
    use super::super::CoordinatorConfig;
    use super::super::story::{CoordinatorStory, GROUP};
    use super::*;
    use crate::kafka::api::ErrorCode;
    use crate::kafka::ids::GroupId;
    use crate::sim::time::SimDuration;

    const MINUTE: u64 = 60_000;

    fn forgetful() -> CoordinatorStory {
        let offsets_retention = SimDuration::from_millis(60 * MINUTE);
        CoordinatorStory::with(CoordinatorConfig { offsets_retention, ..CoordinatorConfig::default() })
    }

    #[test]
    fn offsets_of_an_empty_group_age_from_when_it_became_empty() {
        let mut story = forgetful();
        story.enter("c1");
        story.pass(3000);
        story.sync("c1");
        story.commit("c1", 0, 7);
        for _ in 0..90 * 10 {
            story.pass(MINUTE / 10);
            story.heartbeat("c1");
        }
        assert_eq!(story.group().offsets().len(), 1, "members keep them");
        story.leave("c1");
        story.pass(59 * MINUTE);
        assert_eq!(story.group().offsets().len(), 1);
        story.pass(11 * MINUTE);
        assert_eq!(
            story.state(),
            GroupState::Dead,
            "noticed at the next check; nothing is left of the group"
        );
    }

    #[test]
    fn a_standalone_consumers_offsets_age_each_from_its_commit() {
        let mut story = forgetful();
        story.commit("tool", 0, 7);
        story.pass(30 * MINUTE);
        story.commit("tool", 1, 7);
        story.pass(40 * MINUTE);
        let left: Vec<_> = story.group().offsets().keys().map(|partition| partition.partition).collect();
        assert_eq!(left, [1]);
    }

    #[test]
    fn a_stable_group_forgets_topics_that_nobody_reads_any_more() {
        let mut story = forgetful();
        story.commit("tool", 0, 7);
        story.client("c1").topics = vec![TopicName::from("clicks")];
        story.enter("c1");
        story.pass(3000);
        story.sync("c1");
        for _ in 0..71 * 10 {
            story.pass(MINUTE / 10);
            story.heartbeat("c1");
        }
        assert_eq!(story.group().offsets().len(), 0);
        assert_eq!(story.state(), GroupState::Stable);
    }

    #[test]
    fn a_deleted_topic_takes_its_offsets_along() {
        let mut story = forgetful();
        story.commit("tool", 0, 7);
        let topic = TopicName::from("orders");
        story.act(|coordinator, now, effects| coordinator.topic_deleted(&topic, now, effects));
        assert_eq!(story.group().offsets().len(), 0);
    }

    #[test]
    fn offsets_are_deleted_only_of_topics_that_no_member_subscribes_to() {
        let mut story = forgetful();
        story.enter("c1");
        story.pass(3000);
        story.sync("c1");
        story.commit("c1", 0, 7);
        let (id, topic) = (GroupId::from(GROUP), TopicName::from("orders"));
        let delete = |story: &mut CoordinatorStory| {
            story.act(|coordinator, now, effects| coordinator.delete_offsets(&id, &topic, now, effects))
        };
        assert_eq!(delete(&mut story), ErrorCode::GroupSubscribedToTopic);
        story.leave("c1");
        assert_eq!((story.state(), delete(&mut story)), (GroupState::Empty, ErrorCode::None));
        assert_eq!(story.group().offsets().len(), 0);
        assert_eq!(delete(&mut CoordinatorStory::new()), ErrorCode::GroupIdNotFound);
    }
}
