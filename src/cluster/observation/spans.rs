//! What the time axis and the charts show: who read when, rebalances, marks, and totals taken at regular instants.

use crate::kafka::api::Epoch;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{EpochReason, RebalanceReason};
use crate::sim::time::{SimDuration, SimTime};

/// A span of time in which one consumer, or none, read a partition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnershipSpan {
    pub from: SimTime,
    /// `None` while it lasts.
    pub to: Option<SimTime>,
    /// Nobody: from losing its reader (or its reader's death) to the next assignment.
    pub owner: Option<ClientName>,
}

/// A rebalance: from leaving Stable (or Empty) to being Stable again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RebalanceSpan {
    pub started: SimTime,
    /// `None` while it lasts.
    pub ended: Option<SimTime>,
    /// The generation it led to, once the join phase is complete.
    pub generation: Option<Generation>,
    /// Why it began.
    pub reason: Option<RebalanceReason>,
    /// Members of the generation it led to.
    pub members: u32,
    /// Partitions given to another consumer than had them before.
    pub moved: u32,
}

/// An epoch of a consumer group (KIP-848) began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EpochBegan {
    pub at: SimTime,
    pub epoch: Epoch,
    pub reason: EpochReason,
}

/// A span of time in which a member of a consumer group had been told to give a partition up and had not yet said that
/// it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RevocationSpan {
    pub partition: TopicPartition,
    pub member: MemberId,
    pub from: SimTime,
    /// `None` while it lasts.
    pub to: Option<SimTime>,
}

/// Something worth a mark on the time axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub time: SimTime,
    pub kind: MarkKind,
    pub client: Option<ClientName>,
}

impl Mark {
    /// Whether it happens all the time, and is no event of the story.
    pub fn is_routine(&self) -> bool {
        self.kind == MarkKind::Commit
    }
}

/// Kinds of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    Started,
    Killed,
    Closed,
    Frozen,
    Stalled,
    Failed,
    Commit,
    PartitionsAdded,
}

/// A group's totals at one instant, for the charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub time: SimTime,
    pub group: GroupId,
    /// Log end less committed offset; `None` before the first commit.
    pub lag: Option<u64>,
    /// Processed records that are not committed.
    pub at_stake: u64,
    /// Partitions that no running consumer owns.
    pub unowned: u32,
    pub duplicates: u64,
    pub gaps: u64,
    /// Completed processings so far; by how much it grows is the throughput.
    pub processed: u64,
    /// Records processed so far for the first time, and how long all of them together took from produce to processed.
    pub first: u64,
    pub waited: SimDuration,
}

impl Sample {
    /// Of a group for which nothing has been counted.
    pub fn nothing(time: SimTime, group: GroupId) -> Sample {
        Sample {
            time,
            group,
            lag: None,
            at_stake: 0,
            unowned: 0,
            duplicates: 0,
            gaps: 0,
            processed: 0,
            first: 0,
            waited: SimDuration::ZERO,
        }
    }
}
