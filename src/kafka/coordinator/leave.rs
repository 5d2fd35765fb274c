//! LeaveGroup: members that say goodbye, and members that an administrator removes by instance id (Kafka 4.0:
//! `classicGroupLeave`).
//!
//! One request may name many members; each gets an error of its own, and one rebalance serves them all.

use super::classic_group::ClassicGroup;
use super::turn::Turn;
use crate::kafka::api::{ErrorCode, LeaveGroupRequest, LeaveGroupResponse, LeavingMember, Response};
use crate::kafka::fact::{GroupState, RebalanceReason, RemovalReason};
use crate::kafka::ids::{Correlation, MemberId};

/// Answers a LeaveGroup: the request as a whole, and each member.
pub(super) fn answer_leave(to: Correlation, error: ErrorCode, members: Vec<ErrorCode>, turn: &mut Turn) {
    let response = LeaveGroupResponse { error, members };
    turn.respond(to, Response::LeaveGroup(response));
}

impl ClassicGroup {
    /// Handles a LeaveGroup.
    pub(super) fn leave(&mut self, from: Correlation, request: &LeaveGroupRequest, turn: &mut Turn) {
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
        answer_leave(from, ErrorCode::None, answers, turn);
    }

    fn let_go(
        &mut self,
        leaving: &LeavingMember,
        turn: &mut Turn,
    ) -> Result<(MemberId, RemovalReason), ErrorCode> {
        let instance = leaving.group_instance_id.as_ref();
        if self.remove_pending(&leaving.member_id) {
            self.note_pending_removed(&leaving.member_id, RemovalReason::Left, turn);
            return Ok((leaving.member_id.clone(), RemovalReason::Left));
        }
        let (id, reason) = if leaving.member_id.is_empty() {
            let holder = instance.and_then(|instance| self.static_member(instance));
            (holder.ok_or(ErrorCode::UnknownMemberId)?.member_id.clone(), RemovalReason::RemovedByAdmin)
        } else {
            (leaving.member_id.clone(), RemovalReason::Left)
        };
        let index = self.validate_member(&id, instance)?;
        self.remove_and_answer(index, reason, turn);
        Ok((id, reason))
    }
}
