//! The way of each request to its group: what is checked before there is a group, and what is answered where
//! there is none (Kafka 4.0: `GroupCoordinatorService`, `getOrMaybeCreateClassicGroup`).
//!
//! What a group does with a request depends on its protocol: [`Group::handle`] says which kind answers what.
//!
//! A group comes into being with a JoinGroup that brings no member id, or with a commit that names no generation.
//!
//! Not modelled: COORDINATOR_LOAD_IN_PROGRESS and NOT_COORDINATOR, which are the world's to answer; expiry of the
//! offsets of a consumer group that a classic member with an old id found Empty, until a group of that id begins anew.

use super::consumer_group::{ConsumerGroup, ConsumerGroupHandlers};
use super::group::{Group, LostCommit};
use super::offsets::CommittedOffsets;
use super::turn::Turn;
use super::{CoordinatorTimer, GroupCoordinator, offsets};
use crate::kafka::api::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::effects::Effects;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::*;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// From this version on a commit to an unknown group is told so.
const TELLS_UNKNOWN_GROUP: i16 = 9;

/// Whether a request has reached its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// The group has the request and will answer it.
    Group,
    /// There is no such group; the request is unanswered.
    NoGroup,
}

fn refuse(from: Correlation, request: &Request, error: ErrorCode, effects: &mut Effects<CoordinatorTimer>) {
    if let Some(answer) = request.refused(error) {
        effects.respond(from, answer);
    }
}

impl GroupCoordinator {
    /// Handles a request. Those that are not for a group coordinator are left unanswered.
    pub fn handle(
        &mut self,
        from: Correlation,
        request: Request,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        match &request {
            Request::JoinGroup(join) => self.join_group(from, join, &request, now, effects),
            Request::SyncGroup(_) | Request::Heartbeat(_) | Request::LeaveGroup(_) => {
                self.ask_existing_group(from, &request, now, effects);
            }
            Request::ConsumerGroupHeartbeat(heartbeat) => {
                let answer = self.consumer_group_heartbeat(heartbeat, now, effects);
                effects.respond(from, Response::ConsumerGroupHeartbeat(answer));
            }
            Request::OffsetCommit(commit) => self.offset_commit(from, commit, &request, now, effects),
            Request::OffsetFetch(fetch) => {
                if self.ask_group(&fetch.group_id, from, &request, now, effects) == Reached::NoGroup {
                    effects.respond(from, Response::OffsetFetch(offsets::fetch(None, fetch)));
                }
            }
            Request::FindCoordinator { .. }
            | Request::Metadata
            | Request::ListOffsets(_)
            | Request::OffsetsForLeaderEpoch(_)
            | Request::Fetch(_)
            | Request::Produce(_) => {}
        }
    }

    fn join_group(
        &mut self,
        from: Correlation,
        join: &JoinGroupRequest,
        request: &Request,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        let id = &join.group_id;
        let timeouts = self.config.min_session_timeout..=self.config.max_session_timeout;
        if id.is_empty() {
            return refuse(from, request, ErrorCode::InvalidGroupId, effects);
        }
        if !timeouts.contains(&join.session_timeout) {
            return refuse(from, request, ErrorCode::InvalidSessionTimeout, effects);
        }
        self.forget_empty_consumer_group(id);
        if !self.groups.contains_key(id) && !join.member_id.is_empty() {
            return refuse(from, request, ErrorCode::UnknownMemberId, effects);
        }
        if !self.groups.contains_key(id) {
            self.create_group(id, now, effects);
            self.with_group(id, now, effects, |group, turn| group.append_metadata(turn));
        }
        self.ask_group(id, from, request, now, effects);
    }

    /// Handles a ConsumerGroupHeartbeat (KIP-848). It is always answered at once, so the answer is what is returned;
    /// an online upgrade also answers what is parked in a classic group.
    pub fn consumer_group_heartbeat(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> ConsumerGroupHeartbeatResponse {
        let answer = match ConsumerGroupHandlers::here() {
            Some(on) => (on.check_request)(request, &self.config.consumer)
                .and_then(|()| self.route_consumer_heartbeat(request, now, effects)),
            None => Err(ErrorCode::CoordinatorLoadInProgress),
        };
        answer.unwrap_or_else(|error| {
            let (member, epoch) = (request.member_id, request.member_epoch);
            effects.note((request.group_id, GroupFact::HeartbeatRefused { member, epoch, error }));
            ConsumerGroupHeartbeatResponse::refused(error)
        })
    }

    fn route_consumer_heartbeat(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> Result<ConsumerGroupHeartbeatResponse, ErrorCode> {
        let id = &request.group_id;
        let joins = request.member_epoch == JOIN_GROUP;
        let begun = match self.groups.get_mut(id).map(Arc::make_mut) {
            Some(Group::Consumer(_)) => None,
            _ if !joins => return Err(ErrorCode::GroupIdNotFound),
            None => Some(ConsumerGroup::new(*id, now, self.take_unowned_offsets(id))),
            Some(Group::Classic(classic)) if classic.state() == GroupState::Empty => {
                Some(ConsumerGroup::new(*id, now, std::mem::take(&mut classic.offsets)))
            }
            Some(Group::Classic(_)) => return self.upgrade(request, now, effects),
        };
        if let Some(group) = begun {
            self.with_group(id, now, effects, Group::cancel_timers);
            effects.note((*id, GroupFact::ConsumerGroupBegan));
            self.groups.insert(*id, Arc::new(Group::Consumer(group)));
        }
        let ask = |group: &mut Group, turn: &mut Turn| group.consumer_heartbeat(request, turn);
        self.with_group(id, now, effects, ask).unwrap_or(Err(ErrorCode::GroupIdNotFound))
    }

    /// The first member of the new protocol comes to a classic group that has members. If it is refused, the group
    /// stays as it is, except that what was parked has been answered.
    fn upgrade(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> Result<ConsumerGroupHeartbeatResponse, ErrorCode> {
        let upgrade = |group: &mut Group, turn: &mut Turn| {
            let Group::Classic(classic) = group else { return Err(ErrorCode::GroupIdNotFound) };
            let Some(on) = ConsumerGroupHandlers::here().filter(|on| (on.may_upgrade)(classic, turn)) else {
                return Err(ErrorCode::GroupIdNotFound);
            };
            classic.refuse_parked(ErrorCode::RebalanceInProgress, turn);
            let mut upgraded = (on.upgraded)(classic, turn).ok_or(ErrorCode::GroupIdNotFound)?;
            let so_far = turn.effects.count();
            let (answer, _) = (on.heartbeat)(&mut upgraded, request, turn);
            let answer = answer?;
            // Who comes may have been refused; then nothing was upgraded.
            let fact = GroupFact::GroupUpgraded { members: classic.members().len() as u32 };
            turn.effects.note_before(so_far, (*classic.id(), fact));
            classic.cancel_timers(turn);
            (on.start_sessions)(&mut upgraded, &answer.member_id, turn);
            *group = Group::Consumer(upgraded);
            Ok(answer)
        };
        self.with_group(&request.group_id, now, effects, upgrade).unwrap_or(Err(ErrorCode::GroupIdNotFound))
    }

    /// A classic member that comes to an Empty consumer group finds none (`maybeDeleteEmptyConsumerGroup`). The
    /// offsets wait for the next group of that id.
    fn forget_empty_consumer_group(&mut self, id: &GroupId) {
        let Some(Group::Consumer(group)) = self.groups.get(id).map(|group| &**group) else { return };
        if group.state() == ConsumerGroupState::Empty {
            Arc::make_mut(&mut self.unowned_offsets).insert(*id, group.offsets.clone());
            self.groups.remove(id);
        }
    }

    fn take_unowned_offsets(&mut self, id: &GroupId) -> CommittedOffsets {
        match self.unowned_offsets.contains_key(id) {
            true => Arc::make_mut(&mut self.unowned_offsets).remove(id).unwrap_or_default(),
            false => CommittedOffsets::default(),
        }
    }

    /// A request of a member, which makes no sense without a group.
    fn ask_existing_group(
        &mut self,
        from: Correlation,
        request: &Request,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        let Some(id) = request.group() else { return };
        if id.is_empty() {
            return refuse(from, request, ErrorCode::InvalidGroupId, effects);
        }
        if self.ask_group(id, from, request, now, effects) == Reached::NoGroup {
            let error = ErrorCode::UnknownMemberId;
            match request {
                // Each leaving member is told for itself.
                Request::LeaveGroup(leave) => {
                    let members = vec![error; leave.members.len()];
                    let answer = LeaveGroupResponse { error: ErrorCode::None, members };
                    effects.respond(from, Response::LeaveGroup(answer));
                }
                _ => refuse(from, request, error, effects),
            }
        }
    }

    fn offset_commit(
        &mut self,
        from: Correlation,
        commit: &OffsetCommitRequest,
        request: &Request,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        let id = &commit.group_id;
        let gone = |commit: &OffsetToCommit| self.once_deleted.lacks(&commit.partition);
        if !commit.offsets.is_empty() && commit.offsets.iter().all(gone) {
            // The broker says so before any group is asked.
            let error = ErrorCode::UnknownTopicOrPartition;
            return offsets::refuse_commit(from, commit, error, &mut self.turn(now, effects));
        }
        if !self.groups.contains_key(id) {
            if commit.generation.exists() {
                let tells = commit.version >= TELLS_UNKNOWN_GROUP;
                let error = if tells { ErrorCode::GroupIdNotFound } else { ErrorCode::IllegalGeneration };
                return offsets::refuse_commit(from, commit, error, &mut self.turn(now, effects));
            }
            self.create_group(id, now, effects);
        }
        self.ask_group(id, from, request, now, effects);
    }

    /// Lets a group handle a request, if there is one of that id.
    fn ask_group(
        &mut self,
        id: &GroupId,
        from: Correlation,
        request: &Request,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> Reached {
        match self.with_group(id, now, effects, |group, turn| group.handle(from, request, turn)) {
            Some(()) => Reached::Group,
            None => Reached::NoGroup,
        }
    }

    /// A commit that will be answered late and not be stored; `None` without a group.
    pub fn lose_commit(
        &mut self,
        request: &OffsetCommitRequest,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> Option<LostCommit> {
        self.with_group(&request.group_id, now, effects, |group, turn| group.lose_commit(request, turn))
    }

    fn create_group(&mut self, id: &GroupId, now: SimTime, effects: &mut Effects<CoordinatorTimer>) {
        let mut group = Group::new(*id, now);
        *group.offsets_mut() = self.take_unowned_offsets(id);
        self.groups.insert(*id, Arc::new(group));
        let (from, to) = (GroupState::Dead, GroupState::Empty);
        effects.note((*id, GroupFact::GroupStateChanged { from, to }));
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
            group_configs: &self.group_configs,
            topics: &self.topics,
            ids: &mut self.ids,
            once_deleted: &self.once_deleted,
            log: &mut self.log,
            effects,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{CoordinatorStory, GROUP};
    use super::*;

    #[test]
    fn who_speaks_to_no_group_is_told_so() {
        let mut story = CoordinatorStory::new();
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
        let mut story = CoordinatorStory::new();
        let partition = TopicPartition::new(TopicName::from("orders"), 0);
        let partitions = Some(vec![partition]);
        let request = OffsetFetchRequest { group_id: GroupId::from(GROUP), partitions, member: None };
        let ticket = story.ask("tool", Request::OffsetFetch(request));
        let nothing = FetchedOffset { partition, offset: None, leader_epoch: None };
        let answer = OffsetFetchResponse { error: ErrorCode::None, offsets: vec![nothing] };
        assert_eq!(story.answers[&ticket], Response::OffsetFetch(answer));
    }

    #[test]
    fn a_group_without_a_name_can_only_store_offsets() {
        let mut story = CoordinatorStory::new();
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
