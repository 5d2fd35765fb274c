//! Why groups rebalance and members go, and what a member's listener is told of it (Kafka 4.0).

use crate::kafka::api::ErrorCode;
use crate::kafka::coordinator::SessionSetting;
use crate::kafka::ids::{Generation, MemberId};
use std::fmt;

/// Why a member is no longer in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalReason {
    /// No heartbeat for as long as this property says.
    SessionExpired(SessionSetting),
    /// It sent LeaveGroup itself.
    Left,
    /// An administrator removed it by its instance id.
    RemovedByAdmin,
    /// It had not rejoined when the join phase ended.
    DidNotRejoin,
    /// It sent no SyncGroup within the rebalance timeout.
    DidNotSync,
    /// It did not give up what it was told to within the rebalance timeout (consumer groups).
    DidNotRevoke,
    /// A new process with the same instance id took its place.
    Replaced,
    /// The group was full.
    GroupFull,
    /// Its parked first join was not completed within five minutes.
    NewMemberJoinExpired,
}

/// Why a group began to rebalance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Why the epoch of a consumer group was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpochReason {
    /// A member was added.
    MemberJoined { member: MemberId },
    /// A member subscribes to other topics.
    SubscriptionChanged { member: MemberId },
    /// Topics that members subscribe to have other partitions, or exist, or are gone.
    TopicsChanged,
    /// A member left or was removed.
    MemberGone { member: MemberId },
}

impl EpochReason {
    /// The member that it is because of, if it is because of one.
    pub const fn member(&self) -> Option<MemberId> {
        match self {
            EpochReason::MemberJoined { member }
            | EpochReason::SubscriptionChanged { member }
            | EpochReason::MemberGone { member } => Some(*member),
            EpochReason::TopicsChanged => None,
        }
    }
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

/// Why a member has to join again. In JoinGroup it travels as a text (KIP-800), which [`fmt::Display`] gives word for
/// word as Java's ConsumerCoordinator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejoinCause {
    /// A heartbeat was answered with REBALANCE_IN_PROGRESS.
    AlreadyRebalancing,
    /// A commit was.
    CommitWhileRebalancing,
    /// The coordinator gave it this member id, with which it is to join.
    GivenMemberId(MemberId),
    /// The group's topics are no longer what the leader assigned.
    MetadataChanged,
    /// Its subscription is no longer what it joined with.
    SubscriptionChanged,
    /// The leader's assignment names a topic to which the member no longer subscribes.
    AssignmentDoesNotMatch,
    /// Cooperative: it has given up what others are to have.
    NeedToRevoke,
    /// A request of its join was answered with this error.
    Failed(ErrorCode),
    /// A request of its join was lost with the connection.
    Disconnected,
    /// It lost its membership between SyncGroup's answer and the next poll; it is this then.
    ModifiedByHeartbeatThread { generation: Generation, member: MemberId, state: &'static str },
    /// The coordinator does not know the member, or its generation: the error, and the API that told it.
    MembershipLost { error: ErrorCode, api: &'static str },
    /// It leaves the group by itself, for max.poll.interval.ms is over.
    Leaving,
}

impl RejoinCause {
    /// Whether topics, or what it subscribes to, have changed.
    pub fn is_about_topics(&self) -> bool {
        matches!(self, RejoinCause::MetadataChanged | RejoinCause::SubscriptionChanged)
    }
}

impl fmt::Display for RejoinCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use RejoinCause::*;
        f.write_str(match self {
            AlreadyRebalancing => "group is already rebalancing",
            CommitWhileRebalancing => "offset commit failed since group is already rebalancing",
            MetadataChanged => "cached metadata has changed",
            SubscriptionChanged => "subscription has changed",
            AssignmentDoesNotMatch => "received assignment does not match the current subscription",
            NeedToRevoke => "need to revoke partitions and re-join",
            Disconnected => "rebalance failed due to DisconnectException",
            Leaving => "consumer pro-actively leaving the group",
            GivenMemberId(id) => return write!(f, "need to re-join with the given member-id: {id}"),
            Failed(error) => return write!(f, "rebalance failed due to {}", simple_name(*error)),
            MembershipLost { error, api } => return write!(f, "encountered {error} from {api} response"),
            ModifiedByHeartbeatThread { generation, member, state } => {
                return write!(
                    f,
                    "rebalance failed since the generation/state was modified by heartbeat thread to \
                     Generation{{generationId={generation}, memberId='{member}', protocol='null'}}/{state} before \
                     the rebalance callback triggered"
                );
            }
        })
    }
}

/// The simple name of the exception that Java makes of an error.
fn simple_name(error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::NotCoordinator => "NotCoordinatorException",
        ErrorCode::CoordinatorNotAvailable => "CoordinatorNotAvailableException",
        ErrorCode::IllegalGeneration => "IllegalGenerationException",
        ErrorCode::RebalanceInProgress => "RebalanceInProgressException",
        ErrorCode::CoordinatorLoadInProgress => "CoordinatorLoadInProgressException",
        _ => "UnknownMemberIdException",
    }
}
