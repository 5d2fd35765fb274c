//! What is asked of a log: offsets (ListOffsets), records (Fetch), and to append one (Produce).

use super::{ErrorCode, LeaderEpoch, TopicId};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// What a ListOffsets request looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetSpec {
    /// The log start offset.
    Earliest,
    /// The log end offset.
    Latest,
    /// The first record at or after this time.
    AtTime(SimTime),
}

impl OffsetSpec {
    /// Whether both ask for the same; times follow a clock and may differ.
    pub fn is_like(self, other: OffsetSpec) -> bool {
        matches!((self, other), (OffsetSpec::AtTime(_), OffsetSpec::AtTime(_))) || self == other
    }
}

/// Looks offsets up in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOffsetsRequest {
    pub partitions: Vec<(TopicPartition, OffsetSpec)>,
}

/// The answer to [`ListOffsetsRequest`]; no offset where no record is that late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOffsetsResponse {
    pub partitions: Vec<(TopicPartition, ErrorCode, Option<Offset>)>,
}

/// Asks the leaders where the log of an epoch ends, to find out whether an offset still stands for the same records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetsForLeaderEpochRequest {
    pub partitions: Vec<(TopicPartition, LeaderEpoch)>,
}

/// The answer to [`OffsetsForLeaderEpochRequest`]: an error or the end offset, for each partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetsForLeaderEpochResponse {
    pub partitions: Vec<(TopicPartition, ErrorCode, Offset)>,
}

/// One partition of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchPartition {
    pub partition: TopicPartition,
    /// As far as the client knows.
    pub topic_id: Option<TopicId>,
    pub fetch_offset: Offset,
    /// `max.partition.fetch.bytes`.
    pub max_bytes: u32,
}

/// Asks a broker for records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    pub partitions: Vec<FetchPartition>,
    /// `fetch.min.bytes`.
    pub min_bytes: u32,
    /// `fetch.max.wait.ms`.
    pub max_wait: SimDuration,
    /// `fetch.max.bytes`.
    pub max_bytes: u32,
    /// `client.rack`.
    pub rack: Option<Arc<str>>,
}

/// Records of one partition: the half-open range of offsets, read from the log if more is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedPartition {
    pub partition: TopicPartition,
    pub topic_id: TopicId,
    pub error: ErrorCode,
    /// The offset asked for.
    pub fetch_offset: Offset,
    /// One past the last record sent; equal to `fetch_offset` when there is none.
    pub end_offset: Offset,
    pub log_start_offset: Offset,
    pub high_watermark: Offset,
    pub bytes: u64,
    /// Where to read from instead (`preferred_read_replica`).
    pub preferred_read_replica: Option<BrokerId>,
    /// Offsets among those sent whose records cannot be deserialized. (On the wire that is in the bytes.)
    pub poison: Vec<Offset>,
}

/// The answer to [`FetchRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchResponse {
    /// Who answers. (On the wire that is the connection.)
    pub broker: BrokerId,
    pub partitions: Vec<FetchedPartition>,
}

/// One record to be appended; answered only where it could not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProduceRequest {
    pub partition: TopicPartition,
    pub topic_id: TopicId,
    /// The record's timestamp (`CreateTime`).
    pub created_at: SimTime,
    /// The key's number, if the record has a key.
    pub key: Option<u32>,
    /// In bytes.
    pub size: u32,
}
