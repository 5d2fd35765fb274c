//! How each fact is told: from which level of detail on, and in which tone.

use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::ErrorCode;
use crate::kafka::exception::Exception;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::session::language::journal::each_fact;
use crate::session::steps::is_edge_of_rebalance;

/// How much a transcript tells. Each level tells what the ones before it tell, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Nothing,
    /// What people did, what groups went through, what was lost.
    Story,
    /// Commits, callbacks, positions, reasons as well.
    Detail,
    /// Every request, answer and poll as well.
    Wire,
}

impl Level {
    /// The level of that name in a script; `None` for any other name.
    pub fn from_word(word: &str) -> Option<Level> {
        match word {
            "nothing" => Some(Level::Nothing),
            "story" => Some(Level::Story),
            "detail" => Some(Level::Detail),
            "wire" => Some(Level::Wire),
            _ => None,
        }
    }
}

/// Whether it went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Bad,
}

/// How a fact is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// From this level on.
    pub level: Level,
    pub tone: Tone,
}

const fn plain(level: Level) -> Telling {
    Telling { level, tone: Tone::Plain }
}

const fn good(level: Level) -> Telling {
    Telling { level, tone: Tone::Good }
}

const fn bad(level: Level) -> Telling {
    Telling { level, tone: Tone::Bad }
}

/// Whether a screen reader says it at once, however fast time passes: kills, and starts and ends of rebalances.
pub fn is_announced(fact: &Fact) -> bool {
    matches!(fact, Fact::World(WorldFact::ProcessKilled { .. })) || is_edge_of_rebalance(fact)
}

each_fact! {
    /// How a fact is told.
    pub telling: Telling {
        World {
            ProcessKilled { .. } | ProcessFrozen { .. } | ClosedInMidBatch { .. } | LinkCut { .. } => {
                bad(Level::Story)
            },
            TopicCreated { .. } | PartitionsAdded { .. } | TopicDeleted { .. } | RetentionChanged { .. }
            | RecordPoisoned { .. } | BurstAsked { .. } | ProcessStarted { .. } | ProcessThawed { .. }
            | CloseRequested { .. } | CloseRequestedWith { .. } | GraceExpired { .. } | CommitsDisturbed { .. }
            | CoordinatorLost { .. } | CoordinatorTookOver { .. } | MemberRemovalAsked { .. } | OffsetsReset { .. }
            | DeletionAsked { .. } | LinkRestored { .. } | RateChanged { .. } | ProcessingTimeChanged { .. }
            | GroupBounced { .. } => plain(Level::Story),
        }
        Consumer {
            RequestSent { .. } | PollReturned { .. } | CommitStarted { .. } => plain(Level::Wire),
            ResponseReceived { error, .. } if error.is_none() => plain(Level::Wire),
            ResponseReceived { .. } => bad(Level::Detail),
            CommitCallback { exception: None, .. } => plain(Level::Detail),
            CommitCallback { .. } => bad(Level::Story),
            ExceptionThrown { exception: Exception::RebalanceInProgress, .. } => bad(Level::Detail),
            ExceptionThrown { .. } => bad(Level::Story),
            CommitFailed { error: ErrorCode::None, .. } => bad(Level::Detail),
            CommitFailed { .. } => bad(Level::Story),
            MemberStateChanged { .. } | EpochReached { .. } => plain(Level::Detail),
            RequestTimedOut { .. } | TopicIdChanged { .. } | TopicsChanged { .. } | RejoinNeeded { .. }
            | JoinedGroup { .. } | AssignmentComputed { .. } | CallbackStarted { .. } | CallbackFinished { .. }
            | PositionSet { .. } | Sought { .. } | CommitSucceeded { .. } | PartitionsPaused { .. }
            | PartitionsResumed { .. } | CoordinatorUnknown => plain(Level::Detail),
            HandlerStalled { .. } | OffsetOutOfRange { .. } | DeserializationFailed { .. } | RecordSkipped { .. }
            | PollIntervalExceeded { .. } => bad(Level::Story),
            HandlerResumed { .. } | ProcessClosed | WokenUp | SecondThread | CallRequested { .. }
            | SubscriptionChanged { .. } | Unsubscribed | AssignmentChanged { .. } | PausedByCall { .. }
            | PauseForgotten { .. } | ResumedByCall { .. } | MembershipLost { .. } => plain(Level::Story),
        }
        Group {
            MemberIdHandedOut { .. } | PendingMemberRemoved { .. } | JoinPhaseExtended { .. } | ProtocolsDiffer { .. }
            | LeaderElected { .. } | OffsetCommitted { .. } => plain(Level::Detail),
            ConsumerGroupStateChanged { to: ConsumerGroupState::Stable, .. } => good(Level::Story),
            ConsumerGroupBegan | GroupUpgraded { .. } | GroupDowngraded { .. } | GroupEpochRaised { .. }
            | TargetComputed { .. } | RevocationAsked { .. } | RevocationAcknowledged { .. } | MemberAdvanced { .. }
            | StaticMemberAway { .. } => plain(Level::Story),
            ConsumerGroupStateChanged { .. } => plain(Level::Detail),
            HeartbeatRefused { .. } => bad(Level::Story),
            MemberRemoved { .. } | OffsetCommitRefused { .. } | OffsetCommitLost { .. } => bad(Level::Story),
            GroupStateChanged { to: GroupState::Stable, .. } => good(Level::Story),
            GroupStateChanged { .. } | PendingMemberExpired { .. } | MemberAdded { .. } | StaticMemberReplaced { .. }
            | RebalanceStarted { .. } | StaticMemberAbsent { .. } | GenerationStarted { .. } | AssignmentStored { .. }
            | OffsetsExpired { .. } | OffsetsDeleted { .. } | GroupDeleted => plain(Level::Story),
        }
        Broker {
            RecordsDeleted { .. } => plain(Level::Story),
        }
    }
}
