//! Who may commit for a consumer group and fetch its offsets (Kafka 4.0: `ConsumerGroup.validateOffsetCommit`,
//! `validateOffsetFetch`). Whether the partition is the committer's is not asked. A commit keeps no session alive.

use super::{ConsumerGroup, ConsumerGroupMember};
use crate::kafka::api::*;
use crate::kafka::coordinator::group::LostCommit;
use crate::kafka::coordinator::log::CommittedOffset;
use crate::kafka::coordinator::offsets::{fetch, refuse_commit};
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::{Correlation, TopicName};
use crate::sim::time::SimTime;

/// The first version of OffsetCommit whose answer can say STALE_MEMBER_EPOCH.
const KNOWS_MEMBER_EPOCHS: i16 = 9;

/// Whether a member names its own epoch.
fn check_member_epoch(member: &ConsumerGroupMember, epoch: Epoch) -> Result<(), ErrorCode> {
    match (epoch == member.epoch, member.is_classic()) {
        (true, _) => Ok(()),
        (false, true) => Err(ErrorCode::IllegalGeneration),
        (false, false) => Err(ErrorCode::StaleMemberEpoch),
    }
}

impl ConsumerGroup {
    /// Handles an OffsetCommit.
    pub(in crate::kafka::coordinator) fn commit(
        &mut self,
        from: Correlation,
        request: &OffsetCommitRequest,
        turn: &mut Turn,
    ) {
        match self.validate_commit(request) {
            Err(error) => refuse_commit(from, request, error, turn),
            Ok(()) => {
                let partitions = self.offsets.store(&self.id, request, turn);
                turn.respond(from, Response::OffsetCommit(OffsetCommitResponse { partitions }));
            }
        }
    }

    /// A commit that will not be stored, though nothing may be wrong with it.
    pub(in crate::kafka::coordinator) fn lose_commit(&self, request: &OffsetCommitRequest) -> LostCommit {
        match self.validate_commit(request) {
            Err(_) => LostCommit::WasRefused,
            Ok(()) => LostCommit::WasValid,
        }
    }

    fn validate_commit(&self, request: &OffsetCommitRequest) -> Result<(), ErrorCode> {
        if self.stored.members.is_empty() && !request.generation.exists() {
            return Ok(());
        }
        let member = self.member(&request.member_id).ok_or(ErrorCode::UnknownMemberId)?;
        if !member.is_classic() && request.version < KNOWS_MEMBER_EPOCHS {
            return Err(ErrorCode::UnsupportedVersion);
        }
        check_member_epoch(member, request.generation.0)
    }

    /// Answers an OffsetFetch. Who names a member is asked for its epoch.
    pub(in crate::kafka::coordinator) fn fetch_offsets(
        &self,
        request: &OffsetFetchRequest,
    ) -> OffsetFetchResponse {
        let checked = match &request.member {
            None => Ok(()),
            Some((id, epoch)) => match self.member(id) {
                None => Err(ErrorCode::UnknownMemberId),
                Some(member) => check_member_epoch(member, *epoch),
            },
        };
        match checked {
            Ok(()) => fetch(Some(self.offsets()), request),
            Err(error) => OffsetFetchResponse { error, offsets: Vec::new() },
        }
    }

    /// From when an offset's retention counts: from its commit, where no member subscribes to its topic.
    pub(in crate::kafka::coordinator) fn retention_counts_from(
        &self,
        topic: &TopicName,
        stored: &CommittedOffset,
    ) -> Option<SimTime> {
        (!self.is_subscribed(topic)).then_some(stored.committed_at)
    }

    /// Whether a member subscribes to the topic.
    pub(in crate::kafka::coordinator) fn is_subscribed(&self, topic: &TopicName) -> bool {
        self.members().any(|member| member.topics.contains(topic))
    }
}
