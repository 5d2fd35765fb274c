//! What an application passes to `close(CloseOptions)` (KIP-1092, Kafka 4.1): whether the member leaves its group.
//!
//! Not modelled: the timeout of `CloseOptions`; close has the 30 seconds that it has without options.

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

impl Consumer {
    /// Asks the application to finish its batch and to close with these options. Options given before stay where these
    /// say nothing.
    pub fn close_with(&mut self, operation: GroupMembershipOperation, now: SimTime, fx: &mut Fx) {
        if operation != GroupMembershipOperation::Default {
            self.app.close_operation = operation;
        }
        self.close(now, fx);
    }
}
