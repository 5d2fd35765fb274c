//! How members go (Kafka 4.0: `consumerGroupLeave`, `consumerGroupFenceMember`).
//!
//! The target stays as it is until somebody sends a heartbeat: only the group epoch tells that it is old. A group
//! without members has none to wait for (KAFKA-20442).

use super::{ConsumerGroup, Continuation};
use crate::kafka::api::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::MemberId;
use crate::kafka::rebalance_causes::RemovalReason;
use crate::sim::time::SimDuration;

impl ConsumerGroup {
    /// A member says that it goes, for good or for its successor.
    pub(super) fn leave_by_heartbeat(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        turn: &mut Turn,
    ) -> (Result<ConsumerGroupHeartbeatResponse, ErrorCode>, Continuation) {
        let id = &request.member_id;
        let known = match &request.instance_id {
            Some(instance) => self.known_static_member(id, instance).map(drop),
            None => self.member(id).map(drop).ok_or(ErrorCode::UnknownMemberId),
        };
        if let Err(error) = known {
            return (Err(error), Continuation::Stays);
        }
        let continuation = match request.member_epoch {
            LEAVE_GROUP_STATIC => self.leave_for_successor(id, turn),
            _ => self.fence(id, RemovalReason::Left, turn),
        };
        let response = ConsumerGroupHeartbeatResponse {
            error: ErrorCode::None,
            member_id: *id,
            member_epoch: request.member_epoch,
            heartbeat_interval: SimDuration::ZERO,
            assignment: None,
        };
        (Ok(response), continuation)
    }

    /// A static member keeps what it has for its successor, until its session ends.
    fn leave_for_successor(&mut self, id: &MemberId, turn: &mut Turn) -> Continuation {
        let mut next = self.stored.clone();
        if let Some(mut member) = self.member(id).cloned() {
            member.epoch = LEAVE_GROUP_STATIC;
            next.put_member(member.released());
        }
        self.store(next, turn);
        Continuation::Stays
    }

    /// Removes a member. If only members are left that speak the classic protocol, the group becomes a classic one.
    pub(super) fn fence(&mut self, id: &MemberId, reason: RemovalReason, turn: &mut Turn) -> Continuation {
        turn.note(self.id, GroupFact::MemberRemoved { member: *id, reason });
        if self.may_downgrade_without(id, turn) {
            return Continuation::Becomes(self.downgrade_without(id, reason, turn));
        }
        self.remove(std::slice::from_ref(id), turn);
        Continuation::Stays
    }

    /// Removes members, all in one new group epoch.
    pub(super) fn remove(&mut self, ids: &[MemberId], turn: &mut Turn) {
        let mut next = self.stored.clone();
        for id in ids {
            next.remove_member(id);
            self.cancel_timers(id, turn);
        }
        next.forget_unused_patterns();
        next.look_at_topics(turn.topics);
        next.group_epoch += 1;
        if next.members.is_empty() && turn.config.consumer.rules.emptied_group_catches_up {
            // As in a new group, the first target does not wait.
            (next.assignment_epoch, next.computed_at) = (next.group_epoch, None);
        }
        self.store(next, turn);
    }
}
