//! Sentences about a process that is asked to close, and has so much time for it.

use super::count;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::fact::Fact;
use crate::kafka::ids::ClientName;
use crate::sim::time::SimDuration;

pub(super) fn sentence(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::CloseRequested { client, leave: true } => format!("{client} asked to close"),
        Fact::CloseRequested { client, leave: false } => {
            format!("{client} asked to close without leaving its group")
        }
        Fact::CloseRequestedWith { client, operation, grace } => asked_to_close(client, *operation, *grace),
        Fact::GraceExpired { client, grace, in_close: true, .. } => {
            format!("{client} is still in close() after {grace}, and gets SIGKILL")
        }
        Fact::GraceExpired { client, grace, in_hand: 0, .. } => {
            format!("{client} has not closed within {grace}, and gets SIGKILL")
        }
        Fact::GraceExpired { client, grace, in_hand, .. } => {
            let records = count(*in_hand, "record");
            format!("{client} has not closed within {grace}, with {records} in hand, and gets SIGKILL")
        }
        _ => return None,
    })
}

fn asked_to_close(
    client: &ClientName,
    operation: GroupMembershipOperation,
    grace: Option<SimDuration>,
) -> String {
    let group = close_option(operation);
    let within = grace.map(|grace| format!(", within {grace}")).unwrap_or_default();
    format!("{client} asked to close{group}{within}")
}

/// What a consumer that closes is to do about its group.
pub fn close_option(operation: GroupMembershipOperation) -> &'static str {
    match operation {
        GroupMembershipOperation::Default => "",
        GroupMembershipOperation::LeaveGroup => " and to leave its group",
        GroupMembershipOperation::RemainInGroup => " and to remain in its group",
    }
}
