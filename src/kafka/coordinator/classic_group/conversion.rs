//! A classic group that was a consumer group, or becomes one (KIP-848; Kafka 4.0: `ClassicGroup.fromConsumerGroup`,
//! `completeAllJoinFutures`, `completeAllSyncFutures`).

use super::CONSUMER;
use super::ClassicGroup;
use super::join::refuse;
use super::member::Member;
use super::sync::answer_sync;
use crate::kafka::api::{Assignment, ErrorCode};
use crate::kafka::coordinator::consumer_group::ConsumerGroupMember;
use crate::kafka::coordinator::offsets::CommittedOffsets;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Generation, GroupId};
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::sim::time::SimTime;
use std::sync::Arc;

impl Member {
    /// The member as it goes on in a classic group; `None` if it does not speak the classic protocol.
    pub(in crate::kafka::coordinator) fn from_consumer_group(
        member: &ConsumerGroupMember,
        assignment: Assignment,
    ) -> Option<Self> {
        let classic = member.classic.as_ref()?;
        Some(Member {
            member_id: member.member_id,
            group_instance_id: member.instance_id,
            client_id: member.client_id,
            session_timeout: classic.session_timeout,
            rebalance_timeout: member.rebalance_timeout,
            protocols: classic.protocols.clone(),
            assignment: Some(assignment),
            parked_join: None,
            parked_sync: None,
            is_new: false,
            session_deadline: SimTime::MAX,
        })
    }
}

impl ClassicGroup {
    /// The Stable group of members of a consumer group, whose epoch is its generation.
    pub(in crate::kafka::coordinator) fn downgraded(
        id: GroupId,
        generation: Generation,
        members: Vec<Member>,
        offsets: CommittedOffsets,
        turn: &Turn,
    ) -> Self {
        let mut group = ClassicGroup::new(id, turn.now);
        group.state = GroupState::Stable;
        group.generation = generation;
        group.protocol_type = Some(Arc::from(CONSUMER));
        group.leader = members.first().map(|member| member.member_id);
        group.members = members.into_iter().collect();
        group.offsets = offsets;
        group.protocol_name = group.select_protocol();
        group.compute_subscribed_topics();
        group
    }

    /// Writes the group down and starts its sessions. If a member went, it rebalances.
    pub(in crate::kafka::coordinator) fn begin_after_downgrade(
        &mut self,
        rebalance: Option<RebalanceReason>,
        turn: &mut Turn,
    ) {
        self.append_metadata(turn);
        for index in 0..self.members.len() {
            self.restart_session(index, turn);
        }
        if let Some(reason) = rebalance {
            self.prepare_rebalance(reason, turn);
        }
    }

    /// Answers every parked request with an error.
    pub(in crate::kafka::coordinator) fn refuse_parked(&mut self, error: ErrorCode, turn: &mut Turn) {
        for index in 0..self.members.len() {
            let id = self.members[index].member_id;
            if let Some(parked) = self.members[index].parked_join.take() {
                refuse(parked, error, id, turn);
            }
            if let Some(parked) = self.members[index].parked_sync.take() {
                answer_sync(parked, Err(error), turn);
            }
        }
    }

    /// No timer of the group is left.
    pub(in crate::kafka::coordinator) fn cancel_timers(&mut self, turn: &mut Turn) {
        self.cancel_join_timer(turn);
        self.cancel_sync_timer(turn);
        let pending = self.pending_members.iter().map(|pending| &pending.member_id);
        let members = self.members.iter().map(|member| &member.member_id);
        for id in pending.chain(members) {
            turn.effects.cancel_timer(self.session_timer(id));
        }
    }
}
