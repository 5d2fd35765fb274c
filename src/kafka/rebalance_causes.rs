//! Why groups rebalance and members go, and what a member's listener is told of it (Kafka 4.0).

use crate::kafka::ids::MemberId;

/// Why a member is no longer in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalReason {
    /// No heartbeat for `session.timeout.ms`.
    SessionExpired,
    /// It sent LeaveGroup itself.
    Left,
    /// An administrator removed it by its instance id.
    RemovedByAdmin,
    /// It had not rejoined when the join phase ended.
    DidNotRejoin,
    /// It sent no SyncGroup within the rebalance timeout.
    DidNotSync,
    /// A new process with the same instance id took its place.
    Replaced,
    /// The group was full.
    GroupFull,
    /// Its parked first join was not completed within five minutes.
    NewMemberJoinExpired,
}

/// Why a group began to rebalance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RebalanceReason {
    /// A member was added.
    MemberJoined { member: MemberId },
    /// A member rejoined with other protocols or other metadata.
    MemberChanged { member: MemberId },
    /// The leader rejoined.
    LeaderRejoined { member: MemberId },
    /// A static member came back and the selected protocol would change, or the group was not Stable.
    StaticMemberReplaced { member: MemberId },
    /// A member was removed.
    MemberRemoved { member: MemberId, reason: RemovalReason },
    /// A coordinator that took over found more members than `group.max.size`.
    GroupTooLarge,
}

/// Which of the listener's three methods was called (`ConsumerRebalanceListener`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Callback {
    OnPartitionsAssigned,
    OnPartitionsRevoked,
    OnPartitionsLost,
}

impl Callback {
    /// The method's name.
    pub const fn name(self) -> &'static str {
        match self {
            Callback::OnPartitionsAssigned => "onPartitionsAssigned",
            Callback::OnPartitionsRevoked => "onPartitionsRevoked",
            Callback::OnPartitionsLost => "onPartitionsLost",
        }
    }
}

/// What the reason is about that a member gives in JoinGroup when it rejoins (KIP-800). On the wire it is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejoinCause {
    /// The leader's assignment names a topic to which the member no longer subscribes.
    AssignmentDoesNotMatch,
    /// The group's topics, or the member's subscription, are no longer what it joined with.
    TopicsChanged,
    /// Something else.
    Other,
}

impl RejoinCause {
    /// What Kafka's text is about.
    pub fn of(reason: &str) -> RejoinCause {
        match reason {
            "received assignment does not match the current subscription" => {
                RejoinCause::AssignmentDoesNotMatch
            }
            "cached metadata has changed" | "subscription has changed" => RejoinCause::TopicsChanged,
            _ => RejoinCause::Other,
        }
    }
}
