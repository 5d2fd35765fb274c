//! The way of each request to its group: what is checked before there is a group, and what is answered where
//! there is none (Kafka 4.0: `GroupCoordinatorService`, `getOrMaybeCreateClassicGroup`).
//!
//! A group comes into being with a JoinGroup that brings no member id, or with a commit that names no generation.
//!
//! Not modelled: COORDINATOR_LOAD_IN_PROGRESS and NOT_COORDINATOR, which are the world's to answer.

use super::classic_group::ClassicGroup;
use super::turn::Turn;
use super::{CoordinatorTimer, GroupCoordinator, join, leave, offsets, sync};
use crate::kafka::api::*;
use crate::kafka::effects::Effects;
use crate::kafka::fact::{Fact, GroupState};
use crate::kafka::ids::*;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// From this version on a commit to an unknown group is told so.
const TELLS_UNKNOWN_GROUP: i16 = 9;

impl GroupCoordinator {
    pub(super) fn join_group(
        &mut self,
        from: Correlation,
        request: &JoinGroupRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        let id = &request.group_id;
        let timeouts = self.config.min_session_timeout..=self.config.max_session_timeout;
        let error = if id.is_empty() {
            ErrorCode::InvalidGroupId
        } else if !timeouts.contains(&request.session_timeout) {
            ErrorCode::InvalidSessionTimeout
        } else if !self.groups.contains_key(id) && !request.member_id.is_empty() {
            ErrorCode::UnknownMemberId
        } else {
            ErrorCode::None
        };
        if !error.is_none() {
            let turn = &mut self.turn(now, effects);
            return join::refuse(from, error, request.member_id.clone(), turn);
        }
        if !self.groups.contains_key(id) {
            self.create_group(id, now, effects);
            self.with_group(id, now, effects, |group, turn| group.append_metadata(turn));
        }
        self.with_group(id, now, effects, |group, turn| group.join(from, request, turn));
    }

    pub(super) fn sync_group(
        &mut self,
        from: Correlation,
        request: &SyncGroupRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        match self.unless_missing(&request.group_id) {
            Ok(()) => {
                self.with_group(&request.group_id, now, effects, |group, turn| {
                    group.sync(from, request, turn)
                });
            }
            Err(error) => sync::answer_sync(from, Err(error), &mut self.turn(now, effects)),
        }
    }

    pub(super) fn heartbeat(
        &mut self,
        from: Correlation,
        request: &HeartbeatRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        match self.unless_missing(&request.group_id) {
            Ok(()) => {
                self.with_group(&request.group_id, now, effects, |group, turn| {
                    group.heartbeat(from, request, turn);
                });
            }
            Err(error) => effects.respond(from, Response::Heartbeat { error }),
        }
    }

    pub(super) fn leave_group(
        &mut self,
        from: Correlation,
        request: &LeaveGroupRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        match self.unless_missing(&request.group_id) {
            Ok(()) => {
                self.with_group(&request.group_id, now, effects, |group, turn| {
                    group.leave(from, request, turn)
                });
            }
            Err(ErrorCode::UnknownMemberId) => {
                let members = vec![ErrorCode::UnknownMemberId; request.members.len()];
                leave::answer_leave(from, ErrorCode::None, members, &mut self.turn(now, effects));
            }
            Err(error) => leave::answer_leave(from, error, Vec::new(), &mut self.turn(now, effects)),
        }
    }

    pub(super) fn offset_commit(
        &mut self,
        from: Correlation,
        request: &OffsetCommitRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        let id = &request.group_id;
        let gone = |commit: &OffsetToCommit| self.once_deleted.lacks(&commit.partition);
        if !request.offsets.is_empty() && request.offsets.iter().all(gone) {
            // The broker says so before any group is asked.
            let error = ErrorCode::UnknownTopicOrPartition;
            return offsets::refuse_commit(from, request, error, &mut self.turn(now, effects));
        }
        if !self.groups.contains_key(id) {
            if request.generation.exists() {
                let tells = request.version >= TELLS_UNKNOWN_GROUP;
                let error = if tells { ErrorCode::GroupIdNotFound } else { ErrorCode::IllegalGeneration };
                return offsets::refuse_commit(from, request, error, &mut self.turn(now, effects));
            }
            self.create_group(id, now, effects);
        }
        self.with_group(id, now, effects, |group, turn| group.commit(from, request, turn));
    }

    /// A commit that will be answered late and not be stored. Whether it would have been, had nothing gone wrong.
    pub fn lose_commit(
        &mut self,
        request: &OffsetCommitRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> bool {
        let lose = |group: &mut ClassicGroup, turn: &mut Turn| group.lose_commit(request, turn);
        self.with_group(&request.group_id, now, effects, lose) == Some(true)
    }

    /// The error of those who speak to a group that is not there.
    fn unless_missing(&self, id: &GroupId) -> Result<(), ErrorCode> {
        match self.groups.contains_key(id) {
            _ if id.is_empty() => Err(ErrorCode::InvalidGroupId),
            true => Ok(()),
            false => Err(ErrorCode::UnknownMemberId),
        }
    }

    fn create_group(&mut self, id: &GroupId, now: SimTime, effects: &mut Effects<CoordinatorTimer>) {
        self.groups.insert(id.clone(), Arc::new(ClassicGroup::new(id.clone(), now)));
        let (from, to) = (GroupState::Dead, GroupState::Empty);
        effects.note(Fact::GroupStateChanged { group: id.clone(), from, to });
    }

    pub(super) fn remove_group(
        &mut self,
        id: &GroupId,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        if let Some(group) = self.groups.remove(id) {
            Arc::unwrap_or_clone(group).delete(&mut self.turn(now, effects));
        }
    }

    fn turn<'a>(&'a mut self, now: SimTime, effects: &'a mut Effects<CoordinatorTimer>) -> Turn<'a> {
        Turn {
            now,
            config: &self.config,
            ids: &mut self.ids,
            once_deleted: &self.once_deleted,
            log: &mut self.log,
            effects,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{GROUP, Story};
    use super::*;

    #[test]
    fn who_speaks_to_no_group_is_told_so() {
        let mut story = Story::new();
        story.client("c1").id = MemberId::from("c1-0000");
        story.client("c1").generation = Generation(3);
        let join = story.join("c1");
        let sync = story.sync("c1");
        let heartbeat = story.heartbeat("c1");
        let leave = story.leave("c1");
        for ticket in [join, sync, heartbeat, leave] {
            assert_eq!(story.error(ticket), Some(ErrorCode::UnknownMemberId));
        }
        let commit = story.commit("c1", 0, 7);
        assert_eq!(story.error(commit), Some(ErrorCode::GroupIdNotFound));
        assert_eq!(story.state(), GroupState::Dead, "none of it made a group");
    }

    #[test]
    fn offsets_may_be_asked_for_where_there_is_no_group() {
        let mut story = Story::new();
        let partition = TopicPartition::new(TopicName::from("orders"), 0);
        let partitions = Some(vec![partition.clone()]);
        let request = OffsetFetchRequest { group_id: GroupId::from(GROUP), partitions };
        let ticket = story.ask("tool", Request::OffsetFetch(request));
        let nothing = FetchedOffset { partition, offset: None, leader_epoch: None };
        let answer = OffsetFetchResponse { error: ErrorCode::None, offsets: vec![nothing] };
        assert_eq!(story.answers[&ticket], Response::OffsetFetch(answer));
    }

    #[test]
    fn a_group_without_a_name_can_only_store_offsets() {
        let mut story = Story::new();
        let commit = OffsetCommitRequest {
            group_id: GroupId::default(),
            generation: Generation::NONE,
            member_id: MemberId::default(),
            group_instance_id: None,
            offsets: Arc::from([]),
            version: 9,
        };
        let heartbeat = HeartbeatRequest {
            group_id: GroupId::default(),
            generation: Generation::NONE,
            member_id: MemberId::default(),
            group_instance_id: None,
        };
        let accepted = story.ask("tool", Request::OffsetCommit(commit));
        let refused = story.ask("c1", Request::Heartbeat(heartbeat));
        assert_eq!(story.error(accepted), Some(ErrorCode::None));
        assert_eq!(story.error(refused), Some(ErrorCode::InvalidGroupId));
    }
}
