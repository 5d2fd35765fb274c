//! Who speaks: the member that a heartbeat or a classic JoinGroup is for (Kafka 4.0:
//! `getOrMaybeSubscribeDynamicConsumerMember`, `getOrMaybeSubscribeStaticConsumerMember`).

use super::ConsumerGroup;
use super::member::ConsumerGroupMember;
use super::rules::ConsumerGroupRules;
use crate::kafka::api::*;
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicIdPartition;

/// A member that has come, as it was before what it tells now.
pub(super) struct ArrivingMember {
    /// New members and successors have an id already.
    pub member: ConsumerGroupMember,
    /// The static member whose place it takes.
    pub replaces: Option<MemberId>,
}

/// Whether a newcomer may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Yes, under its id.
    IsAdded,
    /// No: UNKNOWN_MEMBER_ID.
    IsRefused,
}

impl ConsumerGroup {
    /// The member of a dynamic client.
    pub(super) fn dynamic_member(
        &self,
        id: &MemberId,
        unknown: Unknown,
    ) -> Result<ArrivingMember, ErrorCode> {
        let member = match (self.member(id), unknown) {
            (Some(known), _) => known.clone(),
            (None, Unknown::IsAdded) => ConsumerGroupMember::new(*id),
            (None, Unknown::IsRefused) => return Err(ErrorCode::UnknownMemberId),
        };
        Ok(ArrivingMember { member, replaces: None })
    }

    /// The member of a static client that names its id.
    pub(super) fn known_static_member(
        &self,
        id: &MemberId,
        instance: &InstanceId,
    ) -> Result<&ConsumerGroupMember, ErrorCode> {
        match self.stored.static_member(instance) {
            None => Err(ErrorCode::UnknownMemberId),
            Some(holder) if holder.member_id != *id => Err(ErrorCode::FencedInstanceId),
            Some(holder) => Ok(holder),
        }
    }

    /// The member of a static client that joins. A successor takes over what its predecessor has.
    pub(super) fn joining_static_member(&self, id: &MemberId, instance: &InstanceId) -> ArrivingMember {
        match self.stored.static_member(instance) {
            None => ArrivingMember { member: ConsumerGroupMember::new(*id), replaces: None },
            Some(holder) => {
                let member =
                    ConsumerGroupMember { member_id: *id, epoch: 0, previous_epoch: 0, ..holder.clone() };
                ArrivingMember { member, replaces: Some(holder.member_id) }
            }
        }
    }

    /// The member that a request of the classic protocol speaks for.
    pub(super) fn classic_member(
        &self,
        id: &MemberId,
        instance: Option<&InstanceId>,
    ) -> Result<&ConsumerGroupMember, ErrorCode> {
        let member = match instance {
            Some(instance) => self.known_static_member(id, instance)?,
            None => self.member(id).ok_or(ErrorCode::UnknownMemberId)?,
        };
        if member.is_classic() { Ok(member) } else { Err(ErrorCode::UnknownMemberId) }
    }
}

/// Whether a member may name this epoch. The previous one is accepted from who can only have missed the answer.
pub(super) fn check_epoch(
    member: &ConsumerGroupMember,
    epoch: Epoch,
    owned: Option<&[TopicIdPartition]>,
    rules: &ConsumerGroupRules,
) -> Result<(), ErrorCode> {
    let joins_again = rules.known_member_may_join_again && epoch == JOIN_GROUP;
    let is_part = |owned: &[TopicIdPartition]| owned.iter().all(|one| member.assigned.contains(one));
    let missed_answer = || epoch == member.previous_epoch && owned.is_some_and(is_part);
    let accepted = epoch == member.epoch || (epoch < member.epoch && (joins_again || missed_answer()));
    if accepted { Ok(()) } else { Err(ErrorCode::FencedMemberEpoch) }
}
