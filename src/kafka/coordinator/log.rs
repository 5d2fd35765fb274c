//! The topic `__consumer_offsets`: what a coordinator writes down and what survives it
//! (Kafka 4.0: `GroupCoordinatorRecordHelpers`, `OffsetCommitKey/Value`, `GroupMetadataKey/Value`).
//!
//! What is full is shared between copies, so that a snapshot of a coordinator costs hardly a copy of its log.
//! The log is compacted like Kafka's: of records with one key only the newest is kept, and the kept ones keep
//! their offsets.
//!
//! Not modelled: replication and failing appends, expiry timestamps of commits (before version 5), when
//! exactly the cleaner runs, removal of tombstones after `delete.retention.ms`.

use super::consumer_group::ConsumerGroupRecord;
use super::java_hash::string_hash;
use crate::kafka::api::{Assignment, LeaderEpoch, Subscription};
use crate::kafka::ids::*;
use crate::sim::shared_log::SharedLog;
use crate::sim::sorted::SortedSet;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// `offsets.topic.num.partitions`.
pub const OFFSETS_TOPIC_PARTITIONS: u32 = 50;
/// With fewer records compaction is not worth its while.
const COMPACT_FROM: usize = 4096;

/// The partition of `__consumer_offsets` that holds a group; its leader is the group's coordinator.
pub fn offsets_partition(group: &GroupId) -> u32 {
    // Kafka's `Utils.abs` makes 0 of the one number that has no absolute value.
    string_hash(group.as_str()).checked_abs().unwrap_or(0) as u32 % OFFSETS_TOPIC_PARTITIONS
}

/// A member as the log remembers it (`GroupMetadataValue.MemberMetadata`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRecord {
    /// The member.
    pub member_id: MemberId,
    /// Its `group.instance.id`.
    pub group_instance_id: Option<InstanceId>,
    /// Its `client.id`.
    pub client_id: ClientId,
    /// Its session timeout.
    pub session_timeout: SimDuration,
    /// Its rebalance timeout.
    pub rebalance_timeout: SimDuration,
    /// Its subscription under the *selected* protocol; what it said about others is not remembered.
    pub subscription: Subscription,
    /// Its assignment, if any is stored.
    pub assignment: Option<Assignment>,
}

/// A group as the log remembers it (`GroupMetadataValue`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRecord {
    /// `None` while the group never had a member.
    pub protocol_type: Option<Arc<str>>,
    /// The generation.
    pub generation: Generation,
    /// The selected protocol.
    pub protocol_name: Option<ProtocolName>,
    /// The leader.
    pub leader: Option<MemberId>,
    /// Since when the group has been in the state it was written in.
    pub state_since: SimTime,
    /// The members, in the order they joined.
    pub members: Vec<MemberRecord>,
}

/// What one record says. A value of `None` is a tombstone: forget the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OffsetsRecord {
    /// A committed offset.
    Offset { group: GroupId, partition: TopicPartition, value: Option<CommittedOffset> },
    /// A group's metadata.
    Group { group: GroupId, value: Option<Arc<GroupRecord>> },
    /// The same of a consumer group (KIP-848). A group is of one kind: the newest record says which.
    ConsumerGroup { group: GroupId, value: Option<Arc<ConsumerGroupRecord>> },
}

/// An offset as it is stored (`OffsetAndMetadata`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommittedOffset {
    /// The *next* offset to read, not the last one read.
    pub offset: Offset,
    /// The committer's own words.
    /// As it was committed.
    pub leader_epoch: Option<LeaderEpoch>,
    pub metadata: Arc<str>,
    /// When it was committed.
    pub committed_at: SimTime,
}

impl OffsetsRecord {
    /// The group it is about.
    pub fn group(&self) -> &GroupId {
        match self {
            OffsetsRecord::Offset { group, .. }
            | OffsetsRecord::Group { group, .. }
            | OffsetsRecord::ConsumerGroup { group, .. } => group,
        }
    }

    /// Whether it deletes its key.
    pub fn is_tombstone(&self) -> bool {
        match self {
            OffsetsRecord::Offset { value, .. } => value.is_none(),
            OffsetsRecord::Group { value, .. } => value.is_none(),
            OffsetsRecord::ConsumerGroup { value, .. } => value.is_none(),
        }
    }

    /// What compaction keeps the newest record of.
    fn key(&self) -> (&GroupId, Option<&TopicPartition>) {
        match self {
            OffsetsRecord::Offset { group, partition, .. } => (group, Some(partition)),
            OffsetsRecord::Group { group, .. } | OffsetsRecord::ConsumerGroup { group, .. } => (group, None),
        }
    }
}

/// A record in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its partition of `__consumer_offsets`.
    pub partition: u32,
    /// Its offset in that partition.
    pub offset: Offset,
    /// When it was appended.
    pub appended_at: SimTime,
    /// What it says.
    pub record: OffsetsRecord,
}

/// The records of `__consumer_offsets`, of all its partitions, in the order they were appended.
#[derive(Clone, Debug, Default)]
pub struct OffsetsLog {
    entries: SharedLog<LogEntry>,
    /// Next offset of each partition that was ever written to.
    next_offsets: Vec<(u32, Offset)>,
    /// With so many records the next compaction is due.
    compact_at: usize,
    /// The block of the member ids handed out last, see `member_ids`. Kafka needs no such thing, its ids
    /// are unique by chance; here the next coordinator must know which ids are spent.
    pub(super) id_block: u32,
}

impl OffsetsLog {
    /// An empty log.
    pub fn new() -> Self {
        OffsetsLog { compact_at: COMPACT_FROM, ..OffsetsLog::default() }
    }

    /// All records that were not compacted away, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &LogEntry> {
        self.entries.iter()
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Appends a record.
    pub fn append(&mut self, now: SimTime, record: OffsetsRecord) {
        let partition = offsets_partition(record.group());
        let offset = self.next_offset(partition);
        self.entries.push(LogEntry { partition, offset, appended_at: now, record });
        if self.entries.len() >= self.compact_at {
            self.compact();
        }
    }

    fn next_offset(&mut self, partition: u32) -> Offset {
        let index = match self.next_offsets.iter().position(|(known, _)| *known == partition) {
            Some(index) => index,
            None => {
                self.next_offsets.push((partition, 0));
                self.next_offsets.len() - 1
            }
        };
        let next = &mut self.next_offsets[index].1;
        *next += 1;
        *next - 1
    }

    /// Keeps the newest record of each key. Due again when the log has doubled, so that the work stays in
    /// proportion to what is appended.
    fn compact(&mut self) {
        let mut seen = SortedSet::new();
        let mut kept: Vec<LogEntry> =
            self.entries().rev().filter(|entry| seen.insert(entry.record.key())).cloned().collect();
        kept.reverse();
        self.entries = SharedLog::default();
        kept.into_iter().for_each(|entry| self.entries.push(entry));
        self.compact_at = COMPACT_FROM.max(self.entries.len() * 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(group: &str, partition: u32, offset: Offset) -> OffsetsRecord {
        let partition = TopicPartition::new(TopicName::from("orders"), partition);
        let (leader_epoch, metadata) = (None, Arc::from(""));
        let value = CommittedOffset { offset, leader_epoch, metadata, committed_at: SimTime::ZERO };
        OffsetsRecord::Offset { group: GroupId::from(group), partition, value: Some(value) }
    }

    #[test]
    fn a_group_lives_in_the_partition_its_hash_names() {
        assert_eq!(offsets_partition(&GroupId::from("billing")), 109829509 % 50);
        assert_eq!(offsets_partition(&GroupId::from("")), 0);
    }

    #[test]
    fn compaction_keeps_the_last_word_and_its_offset() {
        let mut log = OffsetsLog::new();
        for n in 0..100_000u64 {
            log.append(SimTime::from_millis(n), commit("billing", (n % 3) as u32, n));
        }
        assert!(log.len() < 2 * COMPACT_FROM, "{} records kept", log.len());
        let last: Vec<_> = log.entries().rev().take(3).map(|entry| (entry.offset, &entry.record)).collect();
        assert_eq!(last[0], (99_999, &commit("billing", 0, 99_999)));
        assert_eq!(last[2], (99_997, &commit("billing", 1, 99_997)));
    }
}
