//! The committed offsets of a group, whatever its protocol; OffsetCommit and OffsetFetch (Kafka 4.0:
//! `OffsetMetadataManager`).
//!
//! The coordinator does not judge offsets: the last commit wins, even if it goes backwards. It only asks whether
//! the committer is who it says and belongs to the running generation; how it does that is the group's own matter
//! (`classic_group/commits`).
//!
//! Not modelled: transactional commits, `require_stable`, a commit's own retention time (before version 5).

use super::log::{CommittedOffset, OffsetsRecord};
use super::turn::Turn;
use crate::kafka::api::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::{Correlation, GroupId, MemberId, TopicPartition};
use crate::sim::sorted::SortedMap;
use std::sync::Arc;

/// Refuses a whole OffsetCommit.
pub(super) fn refuse_commit(
    from: Correlation,
    request: &OffsetCommitRequest,
    error: ErrorCode,
    turn: &mut Turn,
) {
    note_refusal(&request.group_id, &request.member_id, error, turn);
    turn.respond(from, Response::OffsetCommit(request.refused(error)));
}

fn note_refusal(group: &GroupId, member: &MemberId, error: ErrorCode, turn: &mut Turn) {
    turn.note(*group, GroupFact::OffsetCommitRefused { member: *member, error });
}

/// The committed offsets of a group, by topic and partition.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CommittedOffsets(Arc<SortedMap<TopicPartition, CommittedOffset>>);

impl CommittedOffsets {
    /// All of them.
    pub fn all(&self) -> &SortedMap<TopicPartition, CommittedOffset> {
        &self.0
    }

    /// Stores what is not too large; the error of each partition, in the request's order.
    pub fn store(
        &mut self,
        group: &GroupId,
        request: &OffsetCommitRequest,
        turn: &mut Turn,
    ) -> Vec<ErrorCode> {
        let offsets = Arc::make_mut(&mut self.0);
        let mut stored = Vec::with_capacity(request.offsets.len());
        let mut errors = Vec::with_capacity(request.offsets.len());
        for commit in request.offsets.iter() {
            if turn.once_deleted.lacks(&commit.partition) {
                errors.push(ErrorCode::UnknownTopicOrPartition);
                continue;
            }
            if is_too_large(&commit.metadata, turn.config.offset_metadata_max_bytes) {
                errors.push(ErrorCode::OffsetMetadataTooLarge);
                continue;
            }
            let (leader_epoch, metadata) = (commit.leader_epoch, commit.metadata.clone());
            let (offset, committed_at) = (commit.offset, turn.now);
            let value = CommittedOffset { offset, leader_epoch, metadata, committed_at };
            let (group, partition) = (*group, commit.partition);
            turn.append(OffsetsRecord::Offset { group, partition, value: Some(value.clone()) });
            match offsets.get_mut(&commit.partition) {
                Some(known) => *known = value,
                None => drop(offsets.insert(commit.partition, value)),
            }
            stored.push((commit.partition, commit.offset));
            errors.push(ErrorCode::None);
        }
        let member = request.member_id;
        if let Some(error) = errors.iter().find(|error| !error.is_none()) {
            note_refusal(group, &member, *error, turn);
        }
        if !stored.is_empty() {
            let offsets = Arc::from(stored);
            turn.note(*group, GroupFact::OffsetCommitted { member, offsets });
        }
        errors
    }

    /// What a record says.
    pub fn replay(&mut self, partition: &TopicPartition, value: Option<&CommittedOffset>) {
        let offsets = Arc::make_mut(&mut self.0);
        match value {
            Some(value) => drop(offsets.insert(*partition, value.clone())),
            None => drop(offsets.remove(partition)),
        }
    }

    /// Forgets these partitions, and says so in the log.
    pub fn remove(&mut self, group: &GroupId, partitions: &[TopicPartition], turn: &mut Turn) {
        for partition in partitions {
            Arc::make_mut(&mut self.0).remove(partition);
            let (group, partition) = (*group, *partition);
            turn.append(OffsetsRecord::Offset { group, partition, value: None });
        }
    }
}

/// Kafka counts the characters of a Java string, whatever the property's name says.
fn is_too_large(metadata: &str, max: u32) -> bool {
    metadata.len() > max as usize && metadata.encode_utf16().count() > max as usize
}

/// Answers an OffsetFetch, which never fails: where nothing is known there is no offset.
pub(super) fn fetch(
    offsets: Option<&SortedMap<TopicPartition, CommittedOffset>>,
    request: &OffsetFetchRequest,
) -> OffsetFetchResponse {
    let answer = |partition: &TopicPartition, stored: Option<&CommittedOffset>| FetchedOffset {
        partition: *partition,
        offset: stored.map(|stored| stored.offset),
        leader_epoch: stored.and_then(|stored| stored.leader_epoch),
    };
    let stored = |partition: &TopicPartition| offsets?.get(partition);
    let offsets = match &request.partitions {
        Some(asked) => asked.iter().map(|partition| answer(partition, stored(partition))).collect(),
        None => {
            let all = offsets.into_iter().flatten();
            all.map(|(partition, stored)| answer(partition, Some(stored))).collect()
        }
    };
    OffsetFetchResponse { error: ErrorCode::None, offsets }
}

#[cfg(test)]
mod tests {
    use super::super::story::{CoordinatorStory, GROUP, orders};
    use super::*;

    #[test]
    fn the_last_commit_wins_even_backwards() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.commit("c1", 0, 9);
        story.commit("c1", 0, 4);
        assert_eq!(story.coordinator.committed(&GroupId::from(GROUP), &orders(0)), Some(4));
    }

    #[test]
    fn a_commit_during_the_join_phase_still_counts_one_after_it_does_not() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        story.enter("c3");
        let during = story.commit("c2", 0, 1);
        assert_eq!(story.error(during), Some(ErrorCode::None));
        story.join("c1");
        story.join("c2");
        let after = story.commit("c2", 0, 2);
        assert_eq!(story.error(after), Some(ErrorCode::RebalanceInProgress));
    }

    #[test]
    fn a_zombies_commit_is_refused() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.pass(10_000);
        let late = story.commit("c1", 0, 7);
        assert_eq!(story.error(late), Some(ErrorCode::UnknownMemberId));
    }

    #[test]
    fn without_membership_anybody_may_commit_while_the_group_is_empty() {
        let mut story = CoordinatorStory::new();
        let standalone = story.commit("tool", 0, 7);
        assert_eq!(story.error(standalone), Some(ErrorCode::None));
        assert_eq!(story.group().protocol_type(), None);
        let mut story = CoordinatorStory::stable(&["c1"]);
        let intruder = story.commit("tool", 0, 7);
        assert_eq!(story.error(intruder), Some(ErrorCode::UnknownMemberId));
    }

    #[test]
    fn metadata_too_long_refuses_its_partition_only() {
        let mut story = CoordinatorStory::new();
        let commit = |partition, length| OffsetToCommit {
            partition: orders(partition),
            offset: 1,
            leader_epoch: None,
            metadata: "x".repeat(length).into(),
        };
        let request = OffsetCommitRequest {
            group_id: GroupId::from(GROUP),
            generation: crate::kafka::ids::Generation::NONE,
            member_id: MemberId::default(),
            group_instance_id: None,
            offsets: Arc::from([commit(0, 4097), commit(1, 4096)]),
            version: 9,
        };
        let ticket = story.ask("tool", Request::OffsetCommit(request));
        let expected = vec![ErrorCode::OffsetMetadataTooLarge, ErrorCode::None];
        assert_eq!(
            story.answers[&ticket],
            Response::OffsetCommit(OffsetCommitResponse { partitions: expected })
        );
        assert_eq!(story.group().offsets().len(), 1);
    }
}
