//! What an application passes to `close(CloseOptions)` (KIP-1092, Kafka 4.1): whether the member leaves its group.
//!
//! Not modelled: the timeout of `CloseOptions`; close has the 30 seconds that it has without options.

use super::classic_membership::MemberState;
use super::requests::Purpose;
use super::{Consumer, Fx};
use crate::kafka::api::*;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// Whether a consumer that closes leaves its group (`CloseOptions.GroupMembershipOperation`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupMembershipOperation {
    /// A dynamic member leaves, a static one remains.
    #[default]
    Default,
    /// It leaves, static or not.
    LeaveGroup,
    /// It remains a member, static or not, until its session ends.
    RemainInGroup,
}

impl Consumer {
    /// Asks the application to finish its batch and to close with these options. Options given before stay where these
    /// say nothing.
    pub fn close_with(&mut self, operation: GroupMembershipOperation, now: SimTime, fx: &mut Fx) {
        if operation != GroupMembershipOperation::Default {
            self.app.close_operation = operation;
        }
        self.close(true, now, fx);
    }

    /// Sends LeaveGroup if this member would for such an operation (`shouldSendLeaveGroupRequest`); one that is not
    /// joined has nothing to leave.
    pub(super) fn send_leave_for(
        &mut self,
        operation: GroupMembershipOperation,
        reason: &str,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let leaves = match operation {
            GroupMembershipOperation::Default => self.config.group_instance_id.is_none(),
            GroupMembershipOperation::LeaveGroup => true,
            GroupMembershipOperation::RemainInGroup => false,
        };
        let membership = &self.membership;
        let known = !membership.member_id.is_empty() && membership.state != MemberState::Unjoined;
        let Some(coordinator) = membership.coordinator.filter(|_| leaves && known) else { return };
        let member = LeavingMember {
            member_id: membership.member_id.clone(),
            group_instance_id: self.config.group_instance_id.clone(),
            reason: Arc::from(reason),
        };
        let request = LeaveGroupRequest { group_id: self.group.clone(), members: vec![member] };
        self.send(coordinator, Request::LeaveGroup(request), Purpose::Leave, now, fx);
    }
}
