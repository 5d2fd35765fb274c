//! Who may commit for a consumer group and fetch its offsets (Kafka 4.0: `ConsumerGroup.validateOffsetCommit`,
//! `validateOffsetFetch`). A commit keeps no session alive.
//!
//! Who names its own epoch may commit for any partition. From KIP-1251 on an older epoch is enough for partitions that
//! the member has had since then, those among them that it is to give up; one partition of which that is not so, and
//! nothing of the commit is stored.

use super::{ConsumerGroup, ConsumerGroupMember};
use crate::kafka::api::*;
use crate::kafka::coordinator::consumer_group::ConsumerGroupRules;
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

/// Whether a member may commit: under its epoch, or an older one in which the partitions were its own already.
fn check_commit_epoch(
    member: &ConsumerGroupMember,
    request: &OffsetCommitRequest,
    rules: &ConsumerGroupRules,
) -> Result<(), ErrorCode> {
    let epoch = request.generation.0;
    let had_it = |commit: &OffsetToCommit| {
        member.assigned_since(&commit.partition).is_some_and(|assigned_at| assigned_at <= epoch)
    };
    let asks_partitions = rules.commits_by_assignment_epoch && !member.is_classic();
    match asks_partitions && epoch < member.epoch && request.offsets.iter().all(had_it) {
        true => Ok(()),
        false => check_member_epoch(member, epoch),
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
        match self.validate_commit(request, &turn.config.consumer.rules) {
            Err(error) => refuse_commit(from, request, error, turn),
            Ok(()) => {
                let partitions = self.offsets.store(&self.id, request, turn);
                turn.respond(from, Response::OffsetCommit(OffsetCommitResponse { partitions }));
            }
        }
    }

    /// A commit that will not be stored, though nothing may be wrong with it.
    pub(in crate::kafka::coordinator) fn lose_commit(
        &self,
        request: &OffsetCommitRequest,
        turn: &Turn,
    ) -> LostCommit {
        match self.validate_commit(request, &turn.config.consumer.rules) {
            Err(_) => LostCommit::WasRefused,
            Ok(()) => LostCommit::WasValid,
        }
    }

    fn validate_commit(
        &self,
        request: &OffsetCommitRequest,
        rules: &ConsumerGroupRules,
    ) -> Result<(), ErrorCode> {
        if self.stored.members.is_empty() && !request.generation.exists() {
            return Ok(());
        }
        let member = self.member(&request.member_id).ok_or(ErrorCode::UnknownMemberId)?;
        if !member.is_classic() && request.version < KNOWS_MEMBER_EPOCHS {
            return Err(ErrorCode::UnsupportedVersion);
        }
        check_commit_epoch(member, request, rules)
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
        self.members().any(|member| self.subscription(member).contains(topic))
    }
}
