//! Who may commit for a classic group, and how long its offsets are kept (Kafka 4.0:
//! `ClassicGroup.validateOffsetCommit`, `ClassicGroup.offsetExpirationCondition`).

use super::{CONSUMER, ClassicGroup};
use crate::kafka::api::*;
use crate::kafka::coordinator::group::LostCommit;
use crate::kafka::coordinator::log::CommittedOffset;
use crate::kafka::coordinator::offsets::refuse_commit;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Correlation, TopicName};
use crate::sim::time::SimTime;

impl ClassicGroup {
    /// Handles an OffsetCommit.
    pub(in crate::kafka::coordinator) fn commit(
        &mut self,
        from: Correlation,
        request: &OffsetCommitRequest,
        turn: &mut Turn,
    ) {
        match self.validate_commit(request) {
            Err(error) => refuse_commit(from, request, error, turn),
            Ok(member) => {
                if let Some(index) = member {
                    self.restart_session(index, turn);
                }
                let response =
                    OffsetCommitResponse { partitions: self.offsets.store(&self.id, request, turn) };
                turn.respond(from, Response::OffsetCommit(response));
            }
        }
    }

    /// A commit that will not be stored, though nothing may be wrong with it.
    pub(in crate::kafka::coordinator) fn lose_commit(
        &mut self,
        request: &OffsetCommitRequest,
        turn: &mut Turn,
    ) -> LostCommit {
        match self.validate_commit(request) {
            Err(_) => LostCommit::WasRefused,
            Ok(member) => {
                if let Some(index) = member {
                    self.restart_session(index, turn);
                }
                LostCommit::WasValid
            }
        }
    }

    /// Who commits: a member, or (`None`) a client that needs no membership since the group is Empty.
    fn validate_commit(&self, request: &OffsetCommitRequest) -> Result<Option<usize>, ErrorCode> {
        let (id, instance) = (&request.member_id, request.group_instance_id.as_ref());
        if self.state == GroupState::Dead {
            return Err(ErrorCode::CoordinatorNotAvailable);
        }
        if self.state == GroupState::Empty && !request.generation.exists() {
            return Ok(None);
        }
        let index = self.validate_member(id, instance)?;
        if request.generation != self.generation {
            return Err(ErrorCode::IllegalGeneration);
        }
        match self.state {
            // The join phase is over for this member, the assignment it commits for is not.
            GroupState::CompletingRebalance => Err(ErrorCode::RebalanceInProgress),
            _ => Ok(Some(index)),
        }
    }

    /// From when an offset's retention counts; `None` where it does not expire now. An Empty group's offsets
    /// all age from when it became Empty, whenever they were committed; those of a group that never had members,
    /// and those of topics that no member subscribes to any more, from their commit.
    pub(in crate::kafka::coordinator) fn retention_counts_from(
        &self,
        topic: &TopicName,
        stored: &CommittedOffset,
    ) -> Option<SimTime> {
        let Some(protocol_type) = self.protocol_type.as_deref() else { return Some(stored.committed_at) };
        let subscribed = self.subscribed_topics.as_ref().is_none_or(|topics| topics.contains(topic));
        match self.state {
            GroupState::Empty => Some(self.state_since),
            GroupState::Stable if protocol_type == CONSUMER && !subscribed => Some(stored.committed_at),
            _ => None,
        }
    }

    /// Whether a member subscribes to the topic, as far as the coordinator knows (`isSubscribedToTopic`).
    pub(in crate::kafka::coordinator) fn is_subscribed(&self, topic: &TopicName) -> bool {
        match &self.subscribed_topics {
            Some(topics) => topics.contains(topic),
            None => self.state != GroupState::Empty && self.protocol_type.as_deref() == Some(CONSUMER),
        }
    }
}
