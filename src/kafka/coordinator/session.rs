//! Heartbeats and session timers (Kafka 4.0: `classicGroupHeartbeat`, `expireClassicGroupMemberHeartbeat`).
//!
//! What restarts a member's session timer: the end of a join phase, the answer to its parked SyncGroup, a valid
//! heartbeat, a valid commit, and the replacement of a static member. A timer that fires while the member is parked
//! is swallowed.

use super::classic_group::ClassicGroup;
use super::join::refuse;
use super::turn::Turn;
use crate::kafka::api::{ErrorCode, HeartbeatRequest, Response};
use crate::kafka::fact::{Fact, GroupState, RebalanceReason, RemovalReason};
use crate::kafka::ids::{Correlation, MemberId};
use crate::sim::time::SimDuration;

impl ClassicGroup {
    /// Handles a Heartbeat.
    pub(super) fn heartbeat(&mut self, from: Correlation, request: &HeartbeatRequest, turn: &mut Turn) {
        let error = self.heard_from(request, turn).err().unwrap_or(ErrorCode::None);
        turn.respond(from, Response::Heartbeat { error });
    }

    fn heard_from(&mut self, request: &HeartbeatRequest, turn: &mut Turn) -> Result<(), ErrorCode> {
        let index = self.validate_member(&request.member_id, request.group_instance_id.as_ref())?;
        if request.generation != self.generation {
            return Err(ErrorCode::IllegalGeneration);
        }
        match self.state {
            GroupState::Empty => return Err(ErrorCode::UnknownMemberId),
            GroupState::Dead => return Err(ErrorCode::CoordinatorNotAvailable),
            GroupState::PreparingRebalance | GroupState::CompletingRebalance | GroupState::Stable => {}
        }
        self.restart_session(index, turn);
        if self.state == GroupState::PreparingRebalance {
            Err(ErrorCode::RebalanceInProgress)
        } else {
            Ok(())
        }
    }

    /// The member at `index` was heard from: its session starts anew.
    pub(super) fn restart_session(&mut self, index: usize, turn: &mut Turn) {
        self.set_session_timer(index, self.members[index].session_timeout, turn);
    }

    /// The member at `index` has this long to be heard from.
    pub(super) fn set_session_timer(&mut self, index: usize, span: SimDuration, turn: &mut Turn) {
        let at = turn.now + span;
        self.members[index].session_deadline = at;
        turn.effects.set_timer(self.session_timer(&self.members[index].member_id), at);
    }

    /// A session timer fired: for an id that was never used, or for a member that fell silent. Either can be
    /// the last that a join phase was waiting for, an initial delay included.
    pub(super) fn session_timer_fired(&mut self, id: &MemberId, turn: &mut Turn) {
        if self.remove_pending(id) {
            turn.note(Fact::PendingMemberExpired { group: self.id.clone(), member: id.clone() });
            self.complete_join_phase_if_nobody_is_missing(turn);
        } else if let Some(index) = self.position(id).filter(|index| !self.members[*index].is_excused()) {
            self.expire_member(index, turn);
        }
    }

    fn expire_member(&mut self, index: usize, turn: &mut Turn) {
        let member = self.members[index].member_id.clone();
        let reason = if self.members[index].is_new && self.members[index].awaiting_join() {
            RemovalReason::NewMemberJoinExpired
        } else {
            RemovalReason::SessionExpired
        };
        self.remove_and_answer(index, reason, turn);
        match self.state {
            GroupState::Stable | GroupState::CompletingRebalance => {
                self.prepare_rebalance(RebalanceReason::MemberRemoved { member, reason }, turn);
            }
            GroupState::PreparingRebalance => self.complete_join_phase_if_nobody_is_missing(turn),
            GroupState::Empty | GroupState::Dead => {}
        }
    }

    /// Takes a member out. A parked join is told so, a parked sync is never answered, as in Kafka.
    pub(super) fn remove_and_answer(&mut self, index: usize, reason: RemovalReason, turn: &mut Turn) {
        let leader = self.leader.clone();
        let parked = self.members[index].parked_join.take();
        self.remove_member(index, reason, turn);
        self.note_leader(leader, turn);
        if let Some(parked) = parked {
            refuse(parked, ErrorCode::UnknownMemberId, MemberId::default(), turn);
        }
    }

    fn complete_join_phase_if_nobody_is_missing(&mut self, turn: &mut Turn) {
        if self.state == GroupState::PreparingRebalance && self.all_joined() {
            self.complete_join_phase(turn);
        }
    }
}
