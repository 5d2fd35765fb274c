//! JoinGroup: who may come in, and what each arrival sets off (Kafka 4.0: `classicGroupJoin` and its helpers
//! in `GroupMetadataManager`).
//!
//! Three kinds of request arrive here: without a member id (a newcomer, or a static member back from a restart),
//! with an id that was handed out a moment ago, and with the id of a member.
//!
//! Not modelled: the client's own words for why it joins do not reach the reasons of rebalances.

use super::member::Member;
use super::{ClassicGroup, PendingMember};
use crate::kafka::api::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};

/// From this version on a dynamic newcomer must come a second time, with the id it is given (KIP-394).
const REQUIRES_KNOWN_MEMBER_ID: i16 = 4;

/// Answers a JoinGroup with an error.
pub(super) fn refuse(from: Correlation, error: ErrorCode, member_id: MemberId, turn: &mut Turn) {
    turn.respond(from, Response::JoinGroup(JoinGroupResponse::refused(error, member_id)));
}

/// What a member does in a generation, as the answer to its JoinGroup tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is told all members and assigns partitions to them.
    Leader,
    /// It asks for its part.
    Follower,
}

impl ClassicGroup {
    /// Handles a JoinGroup; the group's id and the session timeout were checked.
    pub(in crate::kafka::coordinator) fn join(
        &mut self,
        from: Correlation,
        request: &JoinGroupRequest,
        turn: &mut Turn,
    ) {
        let id = &request.member_id;
        if self.state == GroupState::Dead {
            refuse(from, ErrorCode::CoordinatorNotAvailable, *id, turn);
        } else if !self.has_room_for(id, turn) {
            self.turn_away(id, turn);
            refuse(from, ErrorCode::GroupMaxSizeReached, MemberId::default(), turn);
        } else if !self.supports(&request.protocol_type, &request.protocols) {
            self.note_protocols(&from, request, turn);
            refuse(from, ErrorCode::InconsistentGroupProtocol, *id, turn);
        } else if id.is_empty() {
            self.join_without_id(from, request, turn);
        } else if self.pending_members().any(|(pending, _)| pending == id) {
            self.join_with_new_id(from, request, turn);
        } else {
            match self.validate_member(id, request.group_instance_id.as_ref()) {
                Ok(index) => self.rejoin(from, index, request, turn),
                Err(error) => refuse(from, error, *id, turn),
            }
        }
    }

    fn note_protocols(&self, from: &Correlation, request: &JoinGroupRequest, turn: &mut Turn) {
        let names = |protocols: &[JoinGroupProtocol]| protocols.iter().map(|known| known.name).collect();
        let member = |member: &Member| (member.member_id, names(&member.protocols));
        turn.note(
            self.id,
            GroupFact::ProtocolsDiffer {
                client: from.process.name,
                offered: names(&request.protocols),
                members: self.members.iter().map(member).collect(),
            },
        );
    }

    /// Whether `group.max.size` lets this one in. During the join phase those count whose join is parked, so the
    /// last to rejoin lose their place; ids handed out never count.
    fn has_room_for(&self, id: &MemberId, turn: &Turn) -> bool {
        let member = self.member(id);
        let max = turn.config.group_max_size as usize;
        match self.state {
            GroupState::Empty | GroupState::Dead => true,
            GroupState::PreparingRebalance => {
                let parked = self.members.iter().filter(|member| member.awaiting_join()).count();
                member.is_some_and(Member::awaiting_join) || parked < max
            }
            GroupState::CompletingRebalance | GroupState::Stable => {
                member.is_some() || self.members.len() < max
            }
        }
    }

    /// Forgets an id that was refused for lack of room. The join phase is not looked at again because of it.
    fn turn_away(&mut self, id: &MemberId, turn: &mut Turn) {
        if let Some(index) = self.position(id) {
            let leader = self.leader;
            self.remove_member(index, RemovalReason::GroupFull, turn);
            self.note_leader(leader, turn);
        } else if self.remove_pending(id) {
            self.note_pending_removed(id, RemovalReason::GroupFull, turn);
        }
    }

    fn join_without_id(&mut self, from: Correlation, request: &JoinGroupRequest, turn: &mut Turn) {
        let new_id = turn.new_member_id(&request.client_id, request.group_instance_id.as_ref());
        if let Some(instance) = &request.group_instance_id {
            match self.static_member(instance).and_then(|old| self.position(&old.member_id)) {
                Some(index) => self.replace_static_member(from, index, new_id, request, turn),
                None => self.add_member(from, new_id, request, turn),
            }
        } else if request.version < REQUIRES_KNOWN_MEMBER_ID {
            self.add_member(from, new_id, request, turn);
        } else {
            let deadline = turn.now + request.session_timeout;
            self.pending_members.push(PendingMember { member_id: new_id, deadline });
            turn.effects.set_timer(self.session_timer(&new_id), deadline);
            turn.note(self.id, GroupFact::MemberIdHandedOut { member: new_id });
            refuse(from, ErrorCode::MemberIdRequired, new_id, turn);
        }
    }

    fn join_with_new_id(&mut self, from: Correlation, request: &JoinGroupRequest, turn: &mut Turn) {
        if request.group_instance_id.is_some() {
            // Ids are handed out to dynamic members only; Kafka's broker throws an IllegalStateException.
            return refuse(from, ErrorCode::UnknownServerError, MemberId::default(), turn);
        }
        self.remove_pending(&request.member_id);
        self.add_member(from, request.member_id, request, turn);
    }

    fn add_member(&mut self, from: Correlation, id: MemberId, request: &JoinGroupRequest, turn: &mut Turn) {
        if self.state == GroupState::PreparingRebalance && self.initial_delay.is_some() {
            self.new_member_added = true;
        }
        if self.members.is_empty() {
            self.protocol_type = Some(request.protocol_type.clone());
        }
        let mut member = Member::new(id, request);
        member.parked_join = Some(from);
        self.members.push(member);
        let instance = request.group_instance_id;
        turn.note(self.id, GroupFact::MemberAdded { member: id, instance });
        if self.leader.is_none() {
            self.leader = Some(id);
            self.note_leader(None, turn);
        }
        self.set_session_timer(self.members.len() - 1, turn.config.new_member_join_timeout, turn);
        self.rebalance_or_complete_join(RebalanceReason::MemberJoined { member: id }, turn);
    }

    /// A JoinGroup with the id of the member at `index`.
    fn rejoin(&mut self, from: Correlation, index: usize, request: &JoinGroupRequest, turn: &mut Turn) {
        let member = self.members[index].member_id;
        let changed = self.members[index].protocols != request.protocols;
        let leads = self.is_leader(&member);
        let reason = match self.state {
            // With the metadata it had: the answer may have been lost, so it is given again.
            GroupState::CompletingRebalance if !changed => {
                return self.answer_join(from, index, self.role(index), turn);
            }
            GroupState::Stable if !changed && !leads => {
                return self.answer_join(from, index, Role::Follower, turn);
            }
            // The leader may have seen partitions that its metadata says nothing about.
            GroupState::Stable if leads => RebalanceReason::LeaderRejoined { member },
            GroupState::PreparingRebalance | GroupState::CompletingRebalance | GroupState::Stable => {
                RebalanceReason::MemberChanged { member }
            }
            GroupState::Empty | GroupState::Dead => {
                return refuse(from, ErrorCode::UnknownMemberId, member, turn);
            }
        };
        self.members[index].rejoin(from, request);
        self.rebalance_or_complete_join(reason, turn);
    }

    /// What the member at `index` is told to be.
    pub(super) fn role(&self, index: usize) -> Role {
        match self.is_leader(&self.members[index].member_id) {
            true => Role::Leader,
            false => Role::Follower,
        }
    }

    /// Answers a JoinGroup of the member at `index` with the current generation.
    pub(super) fn answer_join(&self, to: Correlation, index: usize, role: Role, turn: &mut Turn) {
        let response = self.join_response(index, role);
        turn.respond(to, Response::JoinGroup(response));
    }

    /// The current generation as JoinGroup tells it to the member at `index`.
    pub(super) fn join_response(&self, index: usize, role: Role) -> JoinGroupResponse {
        JoinGroupResponse {
            error: ErrorCode::None,
            generation: self.generation,
            protocol_name: self.protocol_name,
            leader: self.leader.unwrap_or_default(),
            member_id: self.members[index].member_id,
            skip_assignment: false,
            members: match role {
                Role::Leader => self.members_for_leader(),
                Role::Follower => Vec::new(),
            },
        }
    }

    fn members_for_leader(&self) -> Vec<JoinGroupResponseMember> {
        let describe = |member: &Member| JoinGroupResponseMember {
            member_id: member.member_id,
            group_instance_id: member.group_instance_id,
            metadata: self
                .protocol_name
                .as_ref()
                .and_then(|name| member.metadata(name))
                .cloned()
                .unwrap_or_default(),
        };
        self.members.iter().map(describe).collect()
    }

    pub(super) fn note_pending_removed(&self, id: &MemberId, reason: RemovalReason, turn: &mut Turn) {
        turn.effects.cancel_timer(self.session_timer(id));
        turn.note(self.id, GroupFact::PendingMemberRemoved { member: *id, reason });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::coordinator::story::{CoordinatorStory, orders};
    use crate::kafka::coordinator::{CoordinatorConfig, GroupCoordinator};

    #[test]
    fn a_newcomer_is_given_an_id_first_and_disturbs_nobody_with_it() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        let first = story.join("c2");
        assert_eq!(story.error(first), Some(ErrorCode::MemberIdRequired));
        assert_eq!(story.state(), GroupState::Stable);
        assert_eq!(story.group().pending_members().len(), 1);
        let second = story.join("c2");
        assert_eq!(story.error(second), None, "parked until everybody has rejoined");
        assert_eq!(story.state(), GroupState::PreparingRebalance);
    }

    #[test]
    fn an_old_client_is_added_at_once() {
        let mut story = CoordinatorStory::new();
        story.client("c1").version = 3;
        let join = story.join("c1");
        assert_eq!(story.error(join), None);
        assert_eq!(story.group().members().len(), 1);
    }

    #[test]
    fn in_stable_an_unchanged_follower_is_told_the_generation_it_is_in() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let follower = story.join("c2");
        assert_eq!(story.joined(follower).generation, Generation(1));
        assert_eq!(story.state(), GroupState::Stable);
        story.join("c1");
        assert_eq!(story.state(), GroupState::PreparingRebalance, "the leader may know of new partitions");
    }

    #[test]
    fn a_full_group_refuses_and_forgets_the_id_it_gave() {
        let mut story =
            CoordinatorStory::with(CoordinatorConfig { group_max_size: 1, ..CoordinatorConfig::default() });
        story.enter("c1");
        story.pass(3000);
        story.sync("c1");
        let join = story.enter("c2");
        assert_eq!(story.error(join), Some(ErrorCode::GroupMaxSizeReached));
        assert_eq!(story.group().pending_members().len(), 0);
    }

    #[test]
    fn without_a_common_assignor_there_is_no_place() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.client("c2").protocols = vec!["sticky"];
        let join = story.join("c2");
        assert_eq!(story.error(join), Some(ErrorCode::InconsistentGroupProtocol));
    }

    #[test]
    fn a_session_timeout_out_of_range_does_not_even_make_a_group() {
        let mut story = CoordinatorStory::new();
        story.client("c1").session = crate::sim::time::SimDuration::from_secs(1);
        let join = story.join("c1");
        assert_eq!(story.error(join), Some(ErrorCode::InvalidSessionTimeout));
        assert_eq!(story.state(), GroupState::Dead);
    }

    #[test]
    fn a_deleted_group_is_unknown_to_its_members() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        let group = GroupId::from("billing");
        let delete = |coordinator: &mut GroupCoordinator, now, effects: &mut _| {
            coordinator.delete_group(&group, now, effects)
        };
        assert_eq!(story.act(delete), ErrorCode::NonEmptyGroup);
        story.commit("c1", 0, 7);
        story.leave("c1");
        assert_eq!(story.act(delete), ErrorCode::None);
        assert_eq!(story.act(delete), ErrorCode::GroupIdNotFound);
        assert_eq!(story.coordinator.committed(&group, &orders(0)), None);
        let join = story.join("c1");
        assert_eq!(story.error(join), Some(ErrorCode::UnknownMemberId));
    }
}
