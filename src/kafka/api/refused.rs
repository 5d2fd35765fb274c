//! The answer with an error, one for each request that a group coordinator is asked.

use super::*;

impl JoinGroupResponse {
    /// JoinGroup is refused. The member id is the one the client shall go on with.
    pub fn refused(error: ErrorCode, member_id: MemberId) -> Self {
        JoinGroupResponse {
            error,
            generation: Generation::NONE,
            protocol_name: None,
            leader: MemberId::default(),
            member_id,
            skip_assignment: false,
            members: Vec::new(),
        }
    }
}

impl SyncGroupResponse {
    /// SyncGroup is refused.
    pub fn refused(error: ErrorCode) -> Self {
        SyncGroupResponse { error, assignment: None }
    }
}

impl LeaveGroupResponse {
    /// LeaveGroup is refused as a whole.
    pub fn refused(error: ErrorCode) -> Self {
        LeaveGroupResponse { error, members: Vec::new() }
    }
}

impl OffsetCommitRequest {
    /// Every partition is refused.
    pub fn refused(&self, error: ErrorCode) -> OffsetCommitResponse {
        OffsetCommitResponse { partitions: vec![error; self.offsets.len()] }
    }
}

impl OffsetFetchResponse {
    /// OffsetFetch is refused.
    pub fn refused(error: ErrorCode) -> Self {
        OffsetFetchResponse { error, offsets: Vec::new() }
    }
}

impl Request {
    /// The answer that refuses this request; `None` if it is not about a group.
    pub fn refused(&self, error: ErrorCode) -> Option<Response> {
        Some(match self {
            Request::FindCoordinator { .. } => Response::FindCoordinator { error, coordinator: None },
            Request::JoinGroup(request) => {
                Response::JoinGroup(JoinGroupResponse::refused(error, request.member_id))
            }
            Request::SyncGroup(_) => Response::SyncGroup(SyncGroupResponse::refused(error)),
            Request::Heartbeat(_) => Response::Heartbeat { error },
            Request::LeaveGroup(_) => Response::LeaveGroup(LeaveGroupResponse::refused(error)),
            Request::ConsumerGroupHeartbeat(_) => {
                Response::ConsumerGroupHeartbeat(ConsumerGroupHeartbeatResponse::refused(error))
            }
            Request::OffsetCommit(request) => Response::OffsetCommit(request.refused(error)),
            Request::OffsetFetch(_) => Response::OffsetFetch(OffsetFetchResponse::refused(error)),
            Request::Metadata
            | Request::ListOffsets(_)
            | Request::OffsetsForLeaderEpoch(_)
            | Request::Fetch(_)
            | Request::Produce(_) => return None,
        })
    }
}
