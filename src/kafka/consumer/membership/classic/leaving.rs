//! Leaving a classic group: LeaveGroup, and the callback before it (`AbstractCoordinator.maybeLeaveGroup`,
//! `ConsumerCoordinator.onLeavePrepare`).

use super::super::MembershipRequest;
use super::{MemberIdAfter, MemberState};
use crate::kafka::api::*;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::rebalance_causes::{Callback, RejoinCause};
use crate::sim::time::SimTime;
use std::sync::Arc;

impl Consumer {
    /// The listener's method before the member leaves: what it owns is revoked, or lost if the membership is not sound.
    pub(in crate::kafka::consumer::membership) fn callback_before_leave_group(&self) -> Callback {
        let sound = self.membership.classic.generation.exists()
            && self.membership.classic.state == MemberState::Stable;
        if sound { Callback::OnPartitionsRevoked } else { Callback::OnPartitionsLost }
    }

    /// Says goodbye, if it does for such an operation, and is a member no more.
    pub(in crate::kafka::consumer::membership) fn leave_classic_group(
        &mut self,
        operation: GroupMembershipOperation,
        reason: &str,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.send_leave_group(operation, reason, now, fx);
        self.reset_membership(MemberIdAfter::Forgotten, RejoinCause::Leaving, fx);
    }

    /// Sends LeaveGroup if this member would for such an operation (`shouldSendLeaveGroupRequest`); one that is not
    /// joined has nothing to leave.
    fn send_leave_group(
        &mut self,
        operation: GroupMembershipOperation,
        reason: &str,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let leaves = operation.leaves(self.config.group_instance_id.is_some());
        let membership = &self.membership.classic;
        let known = !membership.member_id.is_empty() && membership.state != MemberState::Unjoined;
        let Some(coordinator) = self.lookup.coordinator.filter(|_| leaves && known) else { return };
        let member = LeavingMember {
            member_id: membership.member_id,
            group_instance_id: self.config.group_instance_id,
            reason: Arc::from(reason),
        };
        let request = LeaveGroupRequest { group_id: self.group, members: vec![member] };
        self.send(
            coordinator,
            Request::LeaveGroup(request),
            Purpose::Membership(MembershipRequest::Leave),
            now,
            fx,
        );
    }
}
