//! What an application passes to `close(CloseOptions)` (KIP-1092, Kafka 4.1): whether the member leaves its group.
//!
//! Not modelled: the timeout of `CloseOptions`; close has the 30 seconds that it has without options.

use super::membership::MemberState;
use super::{Consumer, Fx};
use crate::sim::time::SimTime;

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

impl GroupMembershipOperation {
    /// Whether a member sends LeaveGroup, static or not.
    pub(super) fn leaves(self, is_static: bool) -> bool {
        match self {
            GroupMembershipOperation::Default => !is_static,
            GroupMembershipOperation::LeaveGroup => true,
            GroupMembershipOperation::RemainInGroup => false,
        }
    }
}

impl Consumer {
    /// Whether it leaves a group when it closes: it is a member, and was not asked to remain one.
    pub fn leaves_when_closed(&self) -> bool {
        let membership = self.membership();
        let joined = match membership.state() {
            MemberState::OfConsumerGroup(state) => !state.is_outside(),
            state => !membership.member_id().is_empty() && state != MemberState::Unjoined,
        };
        joined && self.app.close_operation.leaves(self.config.group_instance_id.is_some())
    }

    /// Asks the application to finish its batch and to close with these options. Options given before stay where these
    /// say nothing.
    pub fn close_with(&mut self, operation: GroupMembershipOperation, now: SimTime, fx: &mut Fx) {
        if operation != GroupMembershipOperation::Default {
            self.app.close_operation = operation;
        }
        self.close(now, fx);
    }
}
