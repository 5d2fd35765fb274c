//! Members of a consumer group that still speak the classic protocol (Kafka 4.0: `classicGroupJoinToConsumerGroup`,
//! `classicGroupSyncToConsumerGroup`, `classicGroupHeartbeatToConsumerGroup`, `classicGroupLeaveToConsumerGroup`).
//!
//! Nothing is parked for them either: the generation that they are told is their member epoch, nobody leads, and the
//! broker's assignment lies ready when they ask for it. JoinGroup tells what they own, and so acknowledges what they
//! gave up. A heartbeat answered with REBALANCE_IN_PROGRESS is how they hear that they have to join again.

use super::identify::{ArrivingMember, Unknown};
use super::member::{ClassicMembership, ConsumerGroupMember, Reconciliation};
use super::{ConsumerGroup, Continuation};
use crate::kafka::api::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::kafka::topic_metadata::TopicIdPartition;
use std::sync::Arc;

/// The protocol type of consumers.
const CONSUMER: &str = "consumer";

/// From this version on a dynamic newcomer must come a second time, with the id it is given (KIP-394).
const REQUIRES_KNOWN_MEMBER_ID: i16 = 4;

/// A JoinGroup that is refused. Only MEMBER_ID_REQUIRED comes with an id.
struct JoinRefusal {
    error: ErrorCode,
    id: MemberId,
}

impl From<ErrorCode> for JoinRefusal {
    fn from(error: ErrorCode) -> Self {
        JoinRefusal { error, id: MemberId::default() }
    }
}

impl ConsumerGroup {
    /// Handles a JoinGroup; the group's id and the session timeout were checked.
    pub(in crate::kafka::coordinator) fn join(
        &mut self,
        from: Correlation,
        request: &JoinGroupRequest,
        turn: &mut Turn,
    ) -> Continuation {
        match self.try_join(request, turn) {
            Ok((response, continuation)) => {
                turn.respond(from, Response::JoinGroup(response));
                continuation
            }
            Err(JoinRefusal { error, id }) => {
                turn.respond(from, Response::JoinGroup(JoinGroupResponse::refused(error, id)));
                Continuation::Stays
            }
        }
    }

    fn try_join(
        &mut self,
        request: &JoinGroupRequest,
        turn: &mut Turn,
    ) -> Result<(JoinGroupResponse, Continuation), JoinRefusal> {
        self.check_room_for(&request.member_id, turn)?;
        let supported = self.supports(request).then_some(&request.protocols);
        let Some(subscription) = supported.and_then(|protocols| protocols.first()).map(|one| &one.metadata)
        else {
            return Err(ErrorCode::InconsistentGroupProtocol.into());
        };
        let arrival = self.identify_classic(request, turn)?;
        let told = with_what_join_tells(&arrival.member, request, subscription);
        let owned: Vec<TopicIdPartition> =
            subscription.owned_partitions.iter().filter_map(|one| with_id(one, turn.topics)).collect();
        let advanced = self.advance(&arrival, told.clone(), Some(&owned), turn);
        let replaced = arrival.replaces.or(self.holder_of(request.group_instance_id.as_ref()));
        if let Some(replaced) = replaced.filter(|id| self.may_downgrade_by_replacing(id, turn)) {
            let (next, member) = advanced;
            let response = joined(&member, request);
            // A target that waits is never computed: the classic group has to assign anew (KAFKA-20273).
            let rebalance = (next.group_epoch > next.assignment_epoch)
                .then_some(RebalanceReason::StaticMemberReplaced { member: member.member_id });
            let classic = self.downgrade_replacing(&replaced, &member, rebalance, turn);
            return Ok((response, Continuation::Becomes(classic)));
        }
        let member = self.settle(&arrival, &told, advanced, turn);
        self.cancel_rejoin(&member.member_id, turn);
        self.restart_session(&member.member_id, request.session_timeout, turn);
        self.expect_sync(&member, turn);
        self.resolve_patterns(turn);
        Ok((joined(&member, request), Continuation::Stays))
    }

    fn holder_of(&self, instance: Option<&InstanceId>) -> Option<MemberId> {
        self.stored.static_member(instance?).map(|holder| holder.member_id)
    }

    /// Whether the request is a consumer's and names an assignor that all classic members know.
    fn supports(&self, request: &JoinGroupRequest) -> bool {
        let knows =
            |member: &ClassicMembership, name| member.protocols.iter().any(|known| known.name == name);
        let all_know = |protocol: &JoinGroupProtocol| {
            let mut classic = self.members().filter_map(|member| member.classic.as_ref());
            classic.all(|member| knows(member, protocol.name))
        };
        &*request.protocol_type == CONSUMER && request.protocols.iter().any(all_know)
    }

    fn identify_classic(
        &self,
        request: &JoinGroupRequest,
        turn: &mut Turn,
    ) -> Result<ArrivingMember, JoinRefusal> {
        let has_id = !request.member_id.is_empty();
        let id = match has_id {
            true => request.member_id,
            false => turn.new_member_id(&request.client_id, None),
        };
        match &request.group_instance_id {
            None if !has_id && request.version >= REQUIRES_KNOWN_MEMBER_ID => {
                Err(JoinRefusal { error: ErrorCode::MemberIdRequired, id })
            }
            // The id may be one that was handed out: the group does not remember those.
            None => Ok(self.dynamic_member(&id, Unknown::IsAdded)?),
            Some(instance) if !has_id => Ok(self.joining_static_member(&id, instance)),
            Some(instance) => Ok(ArrivingMember {
                member: self.known_static_member(&id, instance)?.clone(),
                replaces: None,
            }),
        }
    }

    /// Handles a SyncGroup.
    pub(in crate::kafka::coordinator) fn sync(
        &mut self,
        from: Correlation,
        request: &SyncGroupRequest,
        turn: &mut Turn,
    ) {
        let answer = match self.assignment_for(request, turn) {
            Ok(assignment) => SyncGroupResponse { error: ErrorCode::None, assignment: Some(assignment) },
            Err(error) => SyncGroupResponse::refused(error),
        };
        turn.respond(from, Response::SyncGroup(answer));
    }

    fn assignment_for(
        &mut self,
        request: &SyncGroupRequest,
        turn: &mut Turn,
    ) -> Result<Assignment, ErrorCode> {
        let member = self.classic_member(&request.member_id, request.group_instance_id.as_ref())?.clone();
        if request.generation.0 != member.epoch {
            return Err(ErrorCode::IllegalGeneration);
        }
        let other_type = request.protocol_type.as_deref().is_some_and(|kind| kind != CONSUMER);
        if other_type || request.protocol_name.is_some_and(|name| Some(name) != first_protocol(&member)) {
            return Err(ErrorCode::InconsistentGroupProtocol);
        }
        self.cancel_sync(&member.member_id, turn);
        let is_behind = member.epoch < self.epoch_to_join(turn);
        if is_behind && member.state != Reconciliation::UnrevokedPartitions {
            self.expect_rejoin(&member, turn);
            return Err(ErrorCode::RebalanceInProgress);
        }
        self.restart_classic_session(&member, turn);
        Ok(member.assigned.iter().map(|one| TopicPartition::new(one.topic, one.partition)).collect())
    }

    /// Handles a Heartbeat.
    pub(in crate::kafka::coordinator) fn classic_heartbeat(
        &mut self,
        from: Correlation,
        request: &HeartbeatRequest,
        turn: &mut Turn,
    ) {
        let error = self.classic_heard_from(request, turn).err().unwrap_or(ErrorCode::None);
        turn.respond(from, Response::Heartbeat { error });
    }

    fn classic_heard_from(&mut self, request: &HeartbeatRequest, turn: &mut Turn) -> Result<(), ErrorCode> {
        let member = self.classic_member(&request.member_id, request.group_instance_id.as_ref())?.clone();
        if request.generation.0 != member.epoch {
            return Err(ErrorCode::IllegalGeneration);
        }
        self.restart_classic_session(&member, turn);
        let has_more_to_come = match member.state {
            Reconciliation::Stable => false,
            Reconciliation::UnrevokedPartitions => true,
            Reconciliation::UnreleasedPartitions => !self.waits_for_others(&member),
        };
        if member.epoch < self.epoch_to_join(turn) || has_more_to_come {
            self.expect_rejoin(&member, turn);
            return Err(ErrorCode::RebalanceInProgress);
        }
        Ok(())
    }

    /// Members of an older epoch are sent to join again.
    fn epoch_to_join(&self, turn: &Turn) -> Epoch {
        match turn.config.consumer.rules.classic_members_wait_for_target {
            true => self.assignment_epoch(),
            false => self.group_epoch(),
        }
    }

    fn waits_for_others(&self, member: &ConsumerGroupMember) -> bool {
        let held = self.stored.held();
        self.target(&member.member_id).difference(&member.assigned).any(|one| held.contains(one))
    }

    pub(super) fn restart_classic_session(&mut self, member: &ConsumerGroupMember, turn: &mut Turn) {
        if let Some(classic) = &member.classic {
            self.restart_session(&member.member_id, classic.session_timeout, turn);
        }
    }

    /// Handles a LeaveGroup, which is for classic members only.
    pub(in crate::kafka::coordinator) fn leave(
        &mut self,
        from: Correlation,
        request: &LeaveGroupRequest,
        turn: &mut Turn,
    ) {
        let found: Vec<Result<(MemberId, RemovalReason), ErrorCode>> =
            request.members.iter().map(|leaving| self.leaving_member(leaving)).collect();
        let mut gone: Vec<MemberId> = Vec::new();
        for (member, reason) in found.iter().flatten().copied() {
            if !gone.contains(&member) {
                turn.note(self.id, GroupFact::MemberRemoved { member, reason });
                gone.push(member);
            }
        }
        if !gone.is_empty() {
            self.remove(&gone, turn);
        }
        let members = found.into_iter().map(|found| found.err().unwrap_or(ErrorCode::None)).collect();
        turn.respond(from, Response::LeaveGroup(LeaveGroupResponse { error: ErrorCode::None, members }));
    }

    fn leaving_member(&self, leaving: &LeavingMember) -> Result<(MemberId, RemovalReason), ErrorCode> {
        let instance = leaving.group_instance_id.as_ref();
        // An administrator names the instance alone.
        let by_instance = leaving.member_id.is_empty().then(|| self.holder_of(instance)).flatten();
        let reason = if by_instance.is_some() { RemovalReason::RemovedByAdmin } else { RemovalReason::Left };
        let id = by_instance.unwrap_or(leaving.member_id);
        Ok((self.classic_member(&id, instance)?.member_id, reason))
    }
}

fn first_protocol(member: &ConsumerGroupMember) -> Option<ProtocolName> {
    member.classic.as_ref()?.protocols.first().map(|protocol| protocol.name)
}

/// A partition with the id of the topic that has its name now.
fn with_id(partition: &TopicPartition, topics: &TopicMetadata) -> Option<TopicIdPartition> {
    let (topic, id) = (partition.topic, topics.id(&partition.topic)?);
    Some(TopicIdPartition { topic, id, partition: partition.partition })
}

/// The partitions of an assignment with the ids of the topics that have their names now.
pub(super) fn with_ids(partitions: &[TopicPartition], topics: &TopicMetadata) -> super::PartitionSet {
    Arc::new(partitions.iter().filter_map(|partition| with_id(partition, topics)).collect())
}

fn with_what_join_tells(
    member: &ConsumerGroupMember,
    request: &JoinGroupRequest,
    subscription: &Subscription,
) -> ConsumerGroupMember {
    let mut told = member.clone();
    told.client_id = request.client_id;
    told.instance_id = request.group_instance_id.or(told.instance_id);
    told.rack_id = subscription.rack.clone().or(told.rack_id);
    told.rebalance_timeout = request.rebalance_timeout;
    told.topics = Arc::new(subscription.topics.iter().copied().collect());
    told.pattern = None;
    let (session_timeout, protocols) = (request.session_timeout, request.protocols.clone());
    told.classic = Some(ClassicMembership { session_timeout, protocols });
    told
}

/// The answer to the JoinGroup of a member: nobody leads, so nobody is told the members.
fn joined(member: &ConsumerGroupMember, request: &JoinGroupRequest) -> JoinGroupResponse {
    JoinGroupResponse {
        error: ErrorCode::None,
        generation: Generation(member.epoch),
        protocol_name: request.protocols.first().map(|protocol| protocol.name),
        leader: MemberId::default(),
        member_id: member.member_id,
        skip_assignment: false,
        members: Vec::new(),
    }
}
