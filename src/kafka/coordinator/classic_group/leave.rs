//! LeaveGroup: members that say goodbye, and members that an administrator removes by instance id (Kafka 4.0:
//! `classicGroupLeave`).
//!
//! One request may name many members; each gets an error of its own, and one rebalance serves them all.
//!
//! Not modelled: versions before 3, which name one member only.

use super::ClassicGroup;
use crate::kafka::api::{ErrorCode, LeaveGroupRequest, LeaveGroupResponse, LeavingMember, Response};
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Correlation, MemberId};
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};

impl ClassicGroup {
    /// Handles a LeaveGroup.
    pub(in crate::kafka::coordinator) fn leave(
        &mut self,
        from: Correlation,
        request: &LeaveGroupRequest,
        turn: &mut Turn,
    ) {
        let mut last_gone = None;
        let mut answers = Vec::with_capacity(request.members.len());
        for leaving in &request.members {
            answers.push(match self.let_go(leaving, turn) {
                Ok((member, reason)) => {
                    last_gone = Some(RebalanceReason::MemberRemoved { member, reason });
                    ErrorCode::None
                }
                Err(error) => error,
            });
        }
        // An Empty group only ever loses ids that were handed out, which is nothing to rebalance for.
        if let Some(reason) = last_gone.filter(|_| self.state != GroupState::Empty) {
            self.rebalance_or_complete_join(reason, turn);
        }
        let answer = LeaveGroupResponse { error: ErrorCode::None, members: answers };
        turn.respond(from, Response::LeaveGroup(answer));
    }

    fn let_go(
        &mut self,
        leaving: &LeavingMember,
        turn: &mut Turn,
    ) -> Result<(MemberId, RemovalReason), ErrorCode> {
        let instance = leaving.group_instance_id.as_ref();
        if self.remove_pending(&leaving.member_id) {
            self.note_pending_removed(&leaving.member_id, RemovalReason::Left, turn);
            return Ok((leaving.member_id, RemovalReason::Left));
        }
        let (id, reason) = if leaving.member_id.is_empty() {
            let holder = instance.and_then(|instance| self.static_member(instance));
            (holder.ok_or(ErrorCode::UnknownMemberId)?.member_id, RemovalReason::RemovedByAdmin)
        } else {
            (leaving.member_id, RemovalReason::Left)
        };
        let index = self.validate_member(&id, instance)?;
        self.remove_and_answer(index, reason, turn);
        Ok((id, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::api::Request;
    use crate::kafka::coordinator::story::{CoordinatorStory, GROUP};
    use crate::kafka::ids::{GroupId, InstanceId};

    #[test]
    fn a_leave_is_felt_at_once() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        story.leave("c2");
        assert_eq!(story.state(), GroupState::PreparingRebalance);
        assert_eq!(story.group().members().len(), 1);
        let rejoin = story.join("c1");
        assert_eq!(story.joined(rejoin).members.len(), 1);
    }

    #[test]
    fn the_last_one_to_leave_makes_the_group_empty_with_a_generation_of_its_own() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.leave("c1");
        assert_eq!((story.state(), story.group().generation().0), (GroupState::Empty, 2));
    }

    #[test]
    fn a_parked_join_of_who_leaves_is_answered_a_parked_sync_is_not() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let join = story.join("c1");
        story.leave("c1");
        assert_eq!(story.error(join), Some(ErrorCode::UnknownMemberId));
        story.join("c2");
        story.enter("c3");
        story.join("c2");
        let sync = story.sync("c3");
        story.leave("c3");
        assert_eq!(story.error(sync), None);
    }

    #[test]
    fn an_administrator_removes_static_members_by_their_instances() {
        let mut story = CoordinatorStory::new();
        story.enter_static("s1", "till-1");
        story.pass(3000);
        let leaving = |instance: &str| LeavingMember {
            member_id: MemberId::default(),
            group_instance_id: Some(InstanceId::from(instance)),
            reason: "".into(),
        };
        let members = vec![leaving("till-9"), leaving("till-1")];
        let request = LeaveGroupRequest { group_id: GroupId::from(GROUP), members };
        let ticket = story.ask("admin", Request::LeaveGroup(request));
        let answer = &story.answers[&ticket];
        let expected = vec![ErrorCode::UnknownMemberId, ErrorCode::None];
        assert!(matches!(answer, Response::LeaveGroup(answer) if answer.members == expected));
        assert_eq!(story.state(), GroupState::Empty);
    }
}
