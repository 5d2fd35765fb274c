//! The facts from which it is read what kept a client from its coordinator, or an application from its work: of all
//! that people do and that a consumer says, what begins or ends such a thing.

use super::super::Cluster;
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::ClientName;
use crate::kafka::offset_causes::CommitOrigin;

/// What was done to a client's process, or between it and the coordinator of its group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Started,
    Killed,
    Frozen,
    Thawed,
    /// Its connection to the coordinator was cut.
    CutOff,
    Mended,
    CoordinatorLost,
    CoordinatorTookOver,
    CloseRequested,
}

/// What an application came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Poll returned.
    Polled,
    Threw(Exception),
    CallbackStarted,
    CallbackFinished,
    Stalled,
    Resumed,
    CommitStarted(CommitOrigin),
    CommitSucceeded(CommitOrigin),
    CommitFailed(CommitOrigin, ErrorCode),
    /// It has to join again.
    RejoinNeeded,
    /// It sent JoinGroup.
    Joins,
}

impl Cluster {
    /// What a fact says was done to a client.
    pub(super) fn deed(&self, fact: &Fact, client: &ClientName) -> Option<Deed> {
        use WorldFact::*;
        let deed = match fact.done()? {
            ProcessStarted { .. } => Deed::Started,
            ProcessKilled { .. } => Deed::Killed,
            ProcessFrozen { .. } => Deed::Frozen,
            ProcessThawed { .. } => Deed::Thawed,
            LinkCut { .. } if self.cuts_coordinator(fact, client) => Deed::CutOff,
            LinkRestored { .. } => Deed::Mended,
            CoordinatorLost { .. } => Deed::CoordinatorLost,
            CoordinatorTookOver { .. } => Deed::CoordinatorTookOver,
            CloseRequested { .. } | CloseRequestedWith { .. } => Deed::CloseRequested,
            LinkCut { .. }
            | GraceExpired { .. }
            | ClosedInMidBatch { .. }
            | ProcessingTimeChanged { .. }
            | BurstAsked { .. }
            | RateChanged { .. }
            | TopicCreated { .. }
            | PartitionsAdded { .. }
            | TopicDeleted { .. }
            | RetentionChanged { .. }
            | RecordPoisoned { .. }
            | CommitsDisturbed { .. }
            | MemberRemovalAsked { .. }
            | OffsetsReset { .. }
            | DeletionAsked { .. }
            | GroupBounced { .. } => return None,
        };
        let to_group = || fact.done_to_group(self.group_of(client)?);
        fact.of_process(client).or_else(to_group).map(|_| deed)
    }
}

impl Turn {
    /// What a consumer says of its application.
    pub(super) fn of(said: &ConsumerFact) -> Option<Turn> {
        use ConsumerFact::*;
        Some(match said {
            PollReturned { .. } => Turn::Polled,
            ExceptionThrown { exception } => Turn::Threw(*exception),
            CallbackStarted { .. } => Turn::CallbackStarted,
            CallbackFinished { .. } => Turn::CallbackFinished,
            HandlerStalled { .. } => Turn::Stalled,
            HandlerResumed { .. } => Turn::Resumed,
            CommitStarted { origin, .. } => Turn::CommitStarted(*origin),
            CommitSucceeded { origin, .. } => Turn::CommitSucceeded(*origin),
            CommitFailed { origin, error, .. } => Turn::CommitFailed(*origin, *error),
            RejoinNeeded { .. } => Turn::RejoinNeeded,
            RequestSent { api: ApiKey::JoinGroup, .. } => Turn::Joins,
            RequestSent { .. }
            | ResponseReceived { .. }
            | RequestTimedOut { .. }
            | ProcessClosed
            | WokenUp
            | SecondThread
            | CallRequested { .. }
            | SubscriptionChanged { .. }
            | Unsubscribed
            | TopicIdChanged { .. }
            | TopicsChanged { .. }
            | JoinedGroup { .. }
            | AssignmentComputed { .. }
            | AssignmentChanged { .. }
            | PositionSet { .. }
            | Sought { .. }
            | PausedByCall { .. }
            | PauseForgotten { .. }
            | ResumedByCall { .. }
            | CommitCallback { .. }
            | PartitionsPaused { .. }
            | PartitionsResumed { .. }
            | OffsetOutOfRange { .. }
            | DeserializationFailed { .. }
            | RecordSkipped { .. }
            | CoordinatorUnknown
            | MembershipLost { .. }
            | PollIntervalExceeded { .. } => return None,
        })
    }
}

/// Whether the application waits for such a commit.
pub(super) fn blocks(origin: CommitOrigin) -> bool {
    matches!(origin, CommitOrigin::Sync | CommitOrigin::Callback)
}
