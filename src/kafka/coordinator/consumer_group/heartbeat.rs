//! ConsumerGroupHeartbeat of a member that stays or comes (Kafka 4.0: `consumerGroupHeartbeat`,
//! `throwIfConsumerGroupHeartbeatRequestIsInvalid`).

use super::identify::{ArrivingMember, Unknown, check_epoch};
use super::member::ConsumerGroupMember;
use super::patterns::check_pattern;
use super::{ConsumerGroup, Continuation};
use crate::kafka::api::*;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::coordinator::config::ConsumerGroupConfig;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::MemberId;
use std::sync::Arc;

/// What is refused before any group is looked at.
pub(in crate::kafka::coordinator) fn check_request(
    request: &ConsumerGroupHeartbeatRequest,
    config: &ConsumerGroupConfig,
) -> Result<(), ErrorCode> {
    let is_blank = |text: &str| text.trim().is_empty();
    let epoch = request.member_epoch;
    let needs_id = epoch > 0 || epoch == LEAVE_GROUP || epoch == LEAVE_GROUP_STATIC;
    let nothing_owned = request.owned.as_ref().is_some_and(Vec::is_empty);
    let pattern = request.subscribed_topic_regex.as_ref();
    let subscribes = match (&request.subscribed_topics, pattern) {
        (Some(topics), None) if config.rules.join_needs_topics => !topics.is_empty(),
        (topics, pattern) => topics.is_some() || pattern.is_some(),
    };
    let invalid = is_blank(request.group_id.as_str())
        || request.instance_id.is_some_and(|instance| is_blank(instance.as_str()))
        || request.rack_id.as_deref().is_some_and(is_blank)
        || (pattern.is_some() && !config.rules.takes_patterns)
        || (needs_id && is_blank(request.member_id.as_str()))
        || (epoch == JOIN_GROUP && !(request.rebalance_timeout.is_some() && subscribes && nothing_owned))
        || (epoch == LEAVE_GROUP_STATIC && request.instance_id.is_none())
        || epoch < LEAVE_GROUP_STATIC;
    if invalid {
        return Err(ErrorCode::InvalidRequest);
    }
    match request.server_assignor.as_deref().map(|name| assignor_of(name, config)) {
        Some(None) => Err(ErrorCode::UnsupportedAssignor),
        None | Some(Some(_)) => Ok(()),
    }
}

fn assignor_of(name: &str, config: &ConsumerGroupConfig) -> Option<ServerAssignorName> {
    ServerAssignorName::from_name(name).filter(|assignor| config.assignors.contains(assignor))
}

impl ConsumerGroup {
    /// Handles a heartbeat, the request itself having been checked.
    pub(in crate::kafka::coordinator) fn heartbeat(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        turn: &mut Turn,
    ) -> (Result<ConsumerGroupHeartbeatResponse, ErrorCode>, Continuation) {
        if request.member_epoch < JOIN_GROUP {
            return self.leave_by_heartbeat(request, turn);
        }
        (self.heard_from(request, turn), Continuation::Stays)
    }

    fn heard_from(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        turn: &mut Turn,
    ) -> Result<ConsumerGroupHeartbeatResponse, ErrorCode> {
        self.check_room_for(&request.member_id, turn)?;
        let arrival = self.identify(request, turn)?;
        let told = with_what_is_told(&arrival.member, request, turn);
        if let Some(pattern) = told.pattern.as_deref().filter(|_| told.pattern != arrival.member.pattern) {
            check_pattern(pattern)?;
        }
        let advanced = self.advance(&arrival, told.clone(), request.owned.as_deref(), turn);
        let member = self.settle(&arrival, &told, advanced, turn);
        let times = self.times(turn);
        self.restart_session(&member.member_id, times.session_timeout(&turn.config.consumer), turn);
        let changed = member.assigned != arrival.member.assigned;
        self.resolve_patterns(turn);
        Ok(ConsumerGroupHeartbeatResponse {
            error: ErrorCode::None,
            member_id: member.member_id,
            member_epoch: member.epoch,
            heartbeat_interval: times.heartbeat_interval(&turn.config.consumer),
            assignment: (request.is_full() || changed).then(|| member.assigned.clone()),
        })
    }

    /// Refuses a newcomer to a full group, the successor of a static member too.
    pub(super) fn check_room_for(&self, id: &MemberId, turn: &Turn) -> Result<(), ErrorCode> {
        let full = self.stored.members.len() >= turn.config.consumer.max_size as usize;
        match full && self.member(id).is_none() {
            true => Err(ErrorCode::GroupMaxSizeReached),
            false => Ok(()),
        }
    }

    fn identify(
        &self,
        request: &ConsumerGroupHeartbeatRequest,
        turn: &mut Turn,
    ) -> Result<ArrivingMember, ErrorCode> {
        let joins = request.member_epoch == JOIN_GROUP;
        let id = match request.member_id.is_empty() {
            true => turn.new_member_id(&request.client_id, None),
            false => request.member_id,
        };
        let arrival = match &request.instance_id {
            None => self.dynamic_member(&id, if joins { Unknown::IsAdded } else { Unknown::IsRefused })?,
            Some(instance) if joins => {
                // A holder that speaks the classic protocol cannot say that it goes for its successor.
                let keeps =
                    |holder: &ConsumerGroupMember| holder.epoch != LEAVE_GROUP_STATIC && !holder.is_classic();
                if self.stored.static_member(instance).is_some_and(keeps) {
                    return Err(ErrorCode::UnreleasedInstanceId);
                }
                return Ok(self.joining_static_member(&id, instance));
            }
            Some(instance) => {
                ArrivingMember { member: self.known_static_member(&id, instance)?.clone(), replaces: None }
            }
        };
        check_epoch(
            &arrival.member,
            request.member_epoch,
            request.owned.as_deref(),
            &turn.config.consumer.rules,
        )?;
        Ok(arrival)
    }
}

/// The member with what its heartbeat tells. Its sender speaks the protocol of consumer groups.
fn with_what_is_told(
    member: &ConsumerGroupMember,
    request: &ConsumerGroupHeartbeatRequest,
    turn: &Turn,
) -> ConsumerGroupMember {
    let mut told = member.clone();
    told.client_id = request.client_id;
    told.classic = None;
    told.instance_id = request.instance_id.or(told.instance_id);
    told.rack_id = request.rack_id.clone().or(told.rack_id);
    told.rebalance_timeout = request.rebalance_timeout.unwrap_or(told.rebalance_timeout);
    if let Some(topics) = &request.subscribed_topics {
        told.topics = Arc::new(topics.iter().copied().collect());
    }
    if let Some(pattern) = &request.subscribed_topic_regex {
        // An empty one takes the pattern back.
        told.pattern = Some(pattern.clone()).filter(|pattern| !pattern.is_empty());
    }
    if let Some(name) = request.server_assignor.as_deref() {
        told.assignor = assignor_of(name, &turn.config.consumer);
    }
    told
}
