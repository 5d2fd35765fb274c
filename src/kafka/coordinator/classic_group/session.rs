//! Heartbeats and session timers (Kafka 4.0: `classicGroupHeartbeat`, `expireClassicGroupMemberHeartbeat`).
//!
//! What restarts a member's session timer: the end of a join phase, the answer to its parked SyncGroup, a valid
//! heartbeat, a valid commit, and the replacement of a static member. A timer that fires while the member is parked
//! is swallowed.
//!
//! Not modelled: timers that a busy broker runs late.

use super::ClassicGroup;
use super::join::refuse;
use crate::kafka::api::{ErrorCode, HeartbeatRequest, Response};
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Correlation, MemberId};
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::sim::time::SimDuration;

impl ClassicGroup {
    /// Handles a Heartbeat.
    pub(in crate::kafka::coordinator) fn heartbeat(
        &mut self,
        from: Correlation,
        request: &HeartbeatRequest,
        turn: &mut Turn,
    ) {
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
    pub(in crate::kafka::coordinator) fn session_timer_fired(&mut self, id: &MemberId, turn: &mut Turn) {
        if self.pending_members.iter().any(|pending| pending.member_id == *id && pending.deadline <= turn.now)
        {
            self.remove_pending(id);
            turn.note(self.id, GroupFact::PendingMemberExpired { member: *id });
            self.complete_join_phase_if_nobody_is_missing(turn);
        } else if let Some(index) = self.position(id).filter(|index| self.is_overdue(*index, turn)) {
            self.expire_member(index, turn);
        }
    }

    fn is_overdue(&self, index: usize, turn: &Turn) -> bool {
        self.members[index].session_deadline().is_some_and(|deadline| deadline <= turn.now)
    }

    fn expire_member(&mut self, index: usize, turn: &mut Turn) {
        let member = self.members[index].member_id;
        let reason = if self.members[index].is_new && self.members[index].awaiting_join() {
            RemovalReason::NewMemberJoinExpired
        } else {
            RemovalReason::SessionExpired(SessionSetting::Client)
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
        let leader = self.leader;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::coordinator::story::CoordinatorStory;

    #[test]
    fn a_silent_member_is_removed_when_its_session_ends_and_not_before() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        story.pass(9000);
        story.heartbeat("c1");
        story.pass(999);
        assert_eq!(story.state(), GroupState::Stable);
        story.pass(1);
        assert_eq!(story.state(), GroupState::PreparingRebalance);
        let next = story.heartbeat("c1");
        assert_eq!(story.error(next), Some(ErrorCode::RebalanceInProgress));
    }

    #[test]
    fn a_commit_is_a_sign_of_life_too() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        for offset in 0..5 {
            story.pass(9000);
            let commit = story.commit("c1", 0, offset);
            assert_eq!(story.error(commit), Some(ErrorCode::None));
        }
        assert_eq!(story.state(), GroupState::Stable);
    }

    #[test]
    fn a_parked_member_cannot_heartbeat_and_need_not() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let parked = story.join("c1");
        assert_eq!(story.group().member(&story.clients["c1"].id).and_then(|c1| c1.session_deadline()), None);
        for _ in 0..3 {
            story.heartbeat("c2");
            story.pass(6000);
        }
        assert_eq!(story.error(parked), None);
        assert_eq!(story.group().members().len(), 2);
    }

    #[test]
    fn an_id_that_is_never_used_expires_without_a_rebalance() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.join("c2");
        story.pass(5000);
        story.heartbeat("c1");
        story.pass(5000);
        assert_eq!(story.group().pending_members().len(), 0);
        assert_eq!(story.state(), GroupState::Stable);
    }

    #[test]
    fn a_new_members_first_join_is_parked_for_five_minutes_at_most() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.client("c1").rebalance = SimDuration::from_secs(3600);
        story.join("c1");
        story.pass(0);
        story.sync("c1");
        let newcomer = story.enter("c2");
        for _ in 0..59 {
            story.pass(5000);
            story.heartbeat("c1");
        }
        assert_eq!(story.error(newcomer), None);
        story.pass(5000);
        assert_eq!(story.error(newcomer), Some(ErrorCode::UnknownMemberId));
    }
}
