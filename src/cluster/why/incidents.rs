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
pub(super) enum Incident {
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
pub(super) enum AppStep {
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
    pub(super) fn incident(&self, fact: &Fact, client: &ClientName) -> Option<Incident> {
        use WorldFact::*;
        let incident = match fact.done()? {
            ProcessStarted { .. } => Incident::Started,
            ProcessKilled { .. } => Incident::Killed,
            ProcessFrozen { .. } => Incident::Frozen,
            ProcessThawed { .. } => Incident::Thawed,
            LinkCut { .. } if self.cuts_coordinator(fact, client) => Incident::CutOff,
            LinkRestored { .. } => Incident::Mended,
            CoordinatorLost { .. } => Incident::CoordinatorLost,
            CoordinatorTookOver { .. } => Incident::CoordinatorTookOver,
            CloseRequested { .. } | CloseRequestedWith { .. } => Incident::CloseRequested,
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
        fact.of_process(client).or_else(to_group).map(|_| incident)
    }
}

impl AppStep {
    /// What a consumer says of its application.
    pub(super) fn of(said: &ConsumerFact) -> Option<AppStep> {
        use ConsumerFact::*;
        Some(match said {
            PollReturned { .. } => AppStep::Polled,
            ExceptionThrown { exception } => AppStep::Threw(*exception),
            CallbackStarted { .. } => AppStep::CallbackStarted,
            CallbackFinished { .. } => AppStep::CallbackFinished,
            HandlerStalled { .. } => AppStep::Stalled,
            HandlerResumed { .. } => AppStep::Resumed,
            CommitStarted { origin, .. } => AppStep::CommitStarted(*origin),
            CommitSucceeded { origin, .. } => AppStep::CommitSucceeded(*origin),
            CommitFailed { origin, error, .. } => AppStep::CommitFailed(*origin, *error),
            RejoinNeeded { .. } => AppStep::RejoinNeeded,
            RequestSent { api: ApiKey::JoinGroup, .. } => AppStep::Joins,
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
            | MemberStateChanged { .. }
            | EpochReached { .. }
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
