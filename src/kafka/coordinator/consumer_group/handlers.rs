//! What a consumer group does, as a table: see [`crate::kafka::on_demand`]. What tells of a group, and what its log
//! has, is always here.

use super::{Continuation, MemberTimer, check_request, may_upgrade};
use crate::kafka::api::*;
use crate::kafka::coordinator::classic_group::ClassicGroup;
use crate::kafka::coordinator::config::ConsumerGroupConfig;
use crate::kafka::coordinator::consumer_group::ConsumerGroup;
use crate::kafka::coordinator::group::LostCommit;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::{Correlation, MemberId};
use crate::kafka::on_demand;

type HeartbeatHandler =
    fn(&mut ConsumerGroup, &ConsumerGroupHeartbeatRequest, &mut Turn) -> (HeartbeatAnswer, Continuation);
type HeartbeatAnswer = Result<ConsumerGroupHeartbeatResponse, ErrorCode>;

/// What handles the requests and timers of a consumer group.
pub struct ConsumerGroupHandlers {
    pub(in crate::kafka::coordinator) check_request:
        fn(&ConsumerGroupHeartbeatRequest, &ConsumerGroupConfig) -> Result<(), ErrorCode>,
    pub(in crate::kafka::coordinator) heartbeat: HeartbeatHandler,
    /// What members ask that speak the classic protocol, and what all ask of offsets.
    pub(in crate::kafka::coordinator) handle:
        fn(&mut ConsumerGroup, Correlation, &Request, &mut Turn) -> Continuation,
    pub(in crate::kafka::coordinator) lose_commit:
        fn(&ConsumerGroup, &OffsetCommitRequest, &Turn) -> LostCommit,
    pub(in crate::kafka::coordinator) timer_fired:
        fn(&mut ConsumerGroup, MemberTimer, &MemberId, &mut Turn) -> Continuation,
    pub(in crate::kafka::coordinator) resume: fn(&mut ConsumerGroup, &mut Turn),
    pub(in crate::kafka::coordinator) may_upgrade: fn(&ClassicGroup, &Turn) -> bool,
    pub(in crate::kafka::coordinator) upgraded: fn(&ClassicGroup, &Turn) -> Option<ConsumerGroup>,
    pub(in crate::kafka::coordinator) start_sessions: fn(&mut ConsumerGroup, &MemberId, &mut Turn),
}

impl ConsumerGroupHandlers {
    pub(in crate::kafka) const ALL: ConsumerGroupHandlers = ConsumerGroupHandlers {
        check_request,
        heartbeat: ConsumerGroup::heartbeat,
        handle,
        lose_commit: ConsumerGroup::lose_commit,
        timer_fired: ConsumerGroup::timer_fired,
        resume: ConsumerGroup::resume,
        may_upgrade,
        upgraded: ConsumerGroup::upgraded,
        start_sessions: ConsumerGroup::start_sessions_after_upgrade,
    };

    /// The handlers; `None` before they have come. Without them no consumer group begins.
    pub(in crate::kafka::coordinator) fn here() -> Option<&'static ConsumerGroupHandlers> {
        on_demand::here().map(|functions| &functions.consumer_groups)
    }
}

fn handle(group: &mut ConsumerGroup, from: Correlation, request: &Request, turn: &mut Turn) -> Continuation {
    match request {
        Request::JoinGroup(request) => return group.join(from, request, turn),
        Request::SyncGroup(request) => group.sync(from, request, turn),
        Request::Heartbeat(request) => group.classic_heartbeat(from, request, turn),
        Request::LeaveGroup(request) => group.leave(from, request, turn),
        Request::OffsetCommit(request) => group.commit(from, request, turn),
        Request::OffsetFetch(request) => {
            turn.respond(from, Response::OffsetFetch(group.fetch_offsets(request)));
        }
        Request::ConsumerGroupHeartbeat(_)
        | Request::FindCoordinator { .. }
        | Request::Metadata
        | Request::ListOffsets(_)
        | Request::OffsetsForLeaderEpoch(_)
        | Request::Fetch(_)
        | Request::Produce(_) => debug_assert!(false, "no group is asked this"),
    }
    Continuation::Stays
}
