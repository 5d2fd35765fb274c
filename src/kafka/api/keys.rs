//! The kinds of request (`org.apache.kafka.common.protocol.ApiKeys`), and of which kind each request and answer is.

use super::{Request, Response};

/// The kinds of request (Kafka's `ApiKeys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiKey {
    FindCoordinator,
    Metadata,
    JoinGroup,
    SyncGroup,
    Heartbeat,
    LeaveGroup,
    OffsetCommit,
    OffsetFetch,
    ListOffsets,
    OffsetsForLeaderEpoch,
    Fetch,
    Produce,
}

impl ApiKey {
    /// Kafka's spelling, such as `JoinGroup`.
    pub const fn name(self) -> &'static str {
        match self {
            ApiKey::FindCoordinator => "FindCoordinator",
            ApiKey::Metadata => "Metadata",
            ApiKey::JoinGroup => "JoinGroup",
            ApiKey::SyncGroup => "SyncGroup",
            ApiKey::Heartbeat => "Heartbeat",
            ApiKey::LeaveGroup => "LeaveGroup",
            ApiKey::OffsetCommit => "OffsetCommit",
            ApiKey::OffsetFetch => "OffsetFetch",
            ApiKey::ListOffsets => "ListOffsets",
            ApiKey::OffsetsForLeaderEpoch => "OffsetsForLeaderEpoch",
            ApiKey::Fetch => "Fetch",
            ApiKey::Produce => "Produce",
        }
    }
}

impl Request {
    /// Which kind of request this is.
    pub const fn api_key(&self) -> ApiKey {
        match self {
            Request::FindCoordinator { .. } => ApiKey::FindCoordinator,
            Request::Metadata => ApiKey::Metadata,
            Request::JoinGroup(_) => ApiKey::JoinGroup,
            Request::SyncGroup(_) => ApiKey::SyncGroup,
            Request::Heartbeat(_) => ApiKey::Heartbeat,
            Request::LeaveGroup(_) => ApiKey::LeaveGroup,
            Request::OffsetCommit(_) => ApiKey::OffsetCommit,
            Request::OffsetFetch(_) => ApiKey::OffsetFetch,
            Request::ListOffsets(_) => ApiKey::ListOffsets,
            Request::OffsetsForLeaderEpoch(_) => ApiKey::OffsetsForLeaderEpoch,
            Request::Fetch(_) => ApiKey::Fetch,
            Request::Produce(_) => ApiKey::Produce,
        }
    }
}

impl Response {
    /// Which kind of request this answers.
    pub const fn api_key(&self) -> ApiKey {
        match self {
            Response::FindCoordinator { .. } => ApiKey::FindCoordinator,
            Response::Metadata { .. } => ApiKey::Metadata,
            Response::Produce { .. } => ApiKey::Produce,
            Response::JoinGroup(_) => ApiKey::JoinGroup,
            Response::SyncGroup(_) => ApiKey::SyncGroup,
            Response::Heartbeat { .. } => ApiKey::Heartbeat,
            Response::LeaveGroup(_) => ApiKey::LeaveGroup,
            Response::OffsetCommit(_) => ApiKey::OffsetCommit,
            Response::OffsetFetch(_) => ApiKey::OffsetFetch,
            Response::ListOffsets(_) => ApiKey::ListOffsets,
            Response::OffsetsForLeaderEpoch(_) => ApiKey::OffsetsForLeaderEpoch,
            Response::Fetch(_) => ApiKey::Fetch,
        }
    }
}
