//! Where offsets come from: what made a consumer commit, how a commit goes wrong, from where a position was taken,
//! where an administrator sets them to.

use crate::kafka::ids::Offset;
use crate::sim::time::{SimDuration, SimTime};

/// What made the consumer commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommitOrigin {
    /// `enable.auto.commit`: the interval passed, or a rebalance or close is due.
    Auto,
    /// `commitSync`.
    Sync,
    /// `commitAsync`.
    Async,
    /// `commitSync` inside `onPartitionsRevoked`.
    Callback,
    /// An administrator's reset.
    Admin,
}

impl CommitOrigin {
    /// Whether the application waits for such a commit.
    pub fn blocks(self) -> bool {
        matches!(self, CommitOrigin::Sync | CommitOrigin::Callback)
    }
}

/// How a commit goes wrong on its way into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitFault {
    /// It is not replicated in `offsets.commit.timeout.ms`: COORDINATOR_NOT_AVAILABLE, and not stored.
    Lost,
    /// The coordinator is still loading: COORDINATOR_LOAD_IN_PROGRESS after this time, and not stored.
    Loading { after: SimDuration },
}

/// How a client comes to know that its commit failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitFailure {
    /// The coordinator answered with the error.
    Answered,
    /// The client closed the connection before the answer came (`DisconnectException`). `number` is that of the
    /// request; `None` if it had not been sent yet.
    Disconnected { number: Option<u64>, fate: CommitFate },
}

/// What had become of a commit when its client closed the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitFate {
    /// The client itself cannot know; the journal always says more.
    Unknown,
    /// The coordinator had not received it.
    NotReceived,
    /// The coordinator had stored it.
    Stored,
    /// The coordinator had refused it, or some of its offsets.
    Refused,
    /// The coordinator had received it and did not store it (a [`CommitFault`]).
    NotStored,
}

/// From where a position was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionSource {
    /// The group's committed offset.
    Committed,
    /// `auto.offset.reset=earliest`.
    ResetEarliest,
    /// `auto.offset.reset=latest`.
    ResetLatest,
    /// `auto.offset.reset=by_duration`, with this duration.
    ResetByDuration(SimDuration),
    /// Nothing: it is the position in a deleted topic, whose name another has now.
    EarlierTopic,
    /// `seek` and its relatives.
    Seek,
    /// `seek` in `onPartitionsAssigned`, to what the application's own store says.
    Store,
    /// `seek` back to the start of a batch that could not be committed before it was processed, and so was not.
    GivenBack,
}

/// Where an administrator sets a group's offsets to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetTo {
    /// The log start offset.
    Earliest,
    /// The log end offset.
    Latest,
    /// This one; outside of the log, the nearest that is in it.
    Offset(Offset),
    /// The first record at or after this time; the log end offset if there is none.
    Time(SimTime),
}

/// What the callback of an asynchronous commit does about its failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentAgain {
    /// Nothing, or there is nothing to be done.
    No,
    /// It sends the same commit again.
    Yes,
    /// It does not, since a newer one was sent meanwhile.
    NewerWasSent,
}
