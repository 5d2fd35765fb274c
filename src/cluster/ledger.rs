//! The truth of each offset, which no consumer can see: how often it was really processed, and by whom.
//!
//! Kept apart from the protocol code, in columns of chunks that snapshots share until one of them changes.

use crate::kafka::ids::{GroupId, Offset, TopicName, TopicPartition};
use std::collections::BTreeMap;
use std::sync::Arc;

const CHUNK: u64 = 256;
const NOBODY: u16 = u16::MAX;

/// The ledgers of all groups.
#[derive(Clone, Debug, Default)]
pub struct DeliveryLedger {
    groups: BTreeMap<GroupId, BTreeMap<TopicPartition, PartitionLedger>>,
}

/// One partition as one group really processed it.
#[derive(Clone, Debug, Default)]
pub struct PartitionLedger {
    chunks: Vec<Arc<Chunk>>,
    committed: Option<Offset>,
    counts: Counts,
    /// `processed` when it was looked at last: it never falls.
    audited: u64,
}

/// Sums over one partition, kept up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that poll returned, repeated ones included.
    pub delivered: u64,
    /// Of these, those whose process came to its end before it was done with them.
    pub dropped: u64,
    /// Completed processings, repeated ones included.
    pub processed: u64,
    /// Completions after the first.
    pub duplicates: u64,
    /// Not processed, though the committed offset or a skip went past it: gaps, and what is at risk.
    pub passed_over: u64,
    /// Of these, those that a skip went past and the committed offset did not (yet).
    pub ahead: u64,
    /// Processed, at or above the committed offset: what would be read again from there.
    pub uncommitted: u64,
}

#[derive(Clone, Debug)]
struct Chunk {
    times: [u16; CHUNK as usize],
    by: [u16; CHUNK as usize],
    flags: [u8; CHUNK as usize],
}

const BELOW_COMMITTED: u8 = 1;
const SKIPPED: u8 = 2;

/// What is known of one offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetTruth {
    /// Completed processings.
    pub times: u16,
    /// Index of the consumer that completed it last.
    pub by: Option<u16>,
    /// The committed offset, or a skip, went past it.
    pub passed: bool,
}

impl DeliveryLedger {
    /// The ledger of one partition of a group, made if there is none yet.
    pub(super) fn partition_mut(
        &mut self,
        group: &GroupId,
        partition: &TopicPartition,
    ) -> &mut PartitionLedger {
        // Look first: the keys are cloned only once in a run.
        if !self.groups.get(group).is_some_and(|lanes| lanes.contains_key(partition)) {
            self.groups.entry(group.clone()).or_default().entry(partition.clone()).or_default();
        }
        self.groups.entry(group.clone()).or_default().entry(partition.clone()).or_default()
    }

    /// All partitions of all groups that anything happened in.
    pub fn iter(&self) -> impl Iterator<Item = (&GroupId, &TopicPartition)> {
        self.groups.iter().flat_map(|(group, lanes)| lanes.keys().map(move |partition| (group, partition)))
    }

    /// A topic is gone, and with it what was known of its records.
    pub(super) fn forget_topic(&mut self, topic: &TopicName) {
        for lanes in self.groups.values_mut() {
            lanes.retain(|partition, _| partition.topic != *topic);
        }
    }

    /// Records were deleted: of every group that reads the partition, those not processed will never be.
    pub(super) fn deleted(&mut self, partition: &TopicPartition, from: Offset, to: Offset) {
        for lane in self.groups.values_mut().filter_map(|lanes| lanes.get_mut(partition)) {
            lane.skip(from, to);
        }
    }

    /// The ledger of one partition of a group.
    pub fn partition(&self, group: &GroupId, partition: &TopicPartition) -> Option<&PartitionLedger> {
        self.groups.get(group)?.get(partition)
    }
}

impl PartitionLedger {
    /// The sums.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The committed offset as the ledger knows it.
    pub fn committed(&self) -> Option<Offset> {
        self.committed
    }

    /// What is known of `offset`.
    pub fn truth(&self, offset: Offset) -> OffsetTruth {
        let place = (offset % CHUNK) as usize;
        match self.chunks.get((offset / CHUNK) as usize) {
            None => OffsetTruth { times: 0, by: None, passed: self.committed.is_some_and(|c| offset < c) },
            Some(chunk) => OffsetTruth {
                times: chunk.times[place],
                by: Some(chunk.by[place]).filter(|by| *by != NOBODY),
                passed: chunk.flags[place] != 0,
            },
        }
    }

    /// Poll returned so many of its records.
    pub(super) fn delivered(&mut self, records: u64) {
        self.counts.delivered += records;
    }

    /// Their holder came to its end with so many of its records not done.
    pub(super) fn dropped(&mut self, records: u64) {
        self.counts.dropped += records;
    }

    /// What of its sums does not add up, with so many records in the hands of live consumers and so many of these
    /// at risk.
    pub(super) fn audit(&mut self, in_flight: u64, at_risk: u64) -> Vec<String> {
        let Counts { delivered, dropped, processed, duplicates, passed_over, ahead, uncommitted } =
            self.counts;
        let mut found = Vec::new();
        if delivered != processed + in_flight + dropped {
            found.push(format!(
                "{delivered} records were delivered, which is not {processed} processed + {in_flight} in flight + \
                 {dropped} dropped"
            ));
        }
        if processed < self.audited {
            found.push(format!("processed fell from {} to {processed}", self.audited));
        }
        self.audited = processed;
        // Below the committed offset each is processed or passed over, and of these at risk or a gap.
        let committed = self.committed.unwrap_or(0);
        if processed + passed_over != duplicates + uncommitted + ahead + committed {
            found.push(format!(
                "below the committed offset {committed} are {} processed and {} passed over",
                (processed - duplicates).saturating_sub(uncommitted),
                passed_over.saturating_sub(ahead)
            ));
        }
        if at_risk > passed_over {
            found.push(format!("{at_risk} records are at risk and only {passed_over} passed over"));
        }
        found
    }

    /// The sums, to be falsified by a test of whoever checks them.
    #[cfg(test)]
    pub(super) fn counts_mut(&mut self) -> &mut Counts {
        &mut self.counts
    }

    /// A consumer completed the processing of `offset`. Whether that had been done before.
    pub(super) fn processed(&mut self, offset: Offset, by: u16) -> bool {
        let committed = self.committed.unwrap_or(0);
        let (chunk, place) = self.cell(offset);
        let first = chunk.times[place] == 0;
        let flags = chunk.flags[place];
        chunk.times[place] = chunk.times[place].saturating_add(1);
        chunk.by[place] = by;
        self.counts.processed += 1;
        if !first {
            self.counts.duplicates += 1;
        } else {
            self.counts.passed_over -= u64::from(flags != 0);
            self.counts.ahead -= u64::from(flags == SKIPPED);
            self.counts.uncommitted += u64::from(offset >= committed);
        }
        !first
    }

    /// The group's committed offset moved, forward or back, or is gone.
    pub(super) fn commit(&mut self, committed: Option<Offset>) {
        let (old, new) = (self.committed.unwrap_or(0), committed.unwrap_or(0));
        self.committed = committed;
        for offset in old..new {
            self.set_flag(offset, BELOW_COMMITTED, true);
        }
        for offset in new..old {
            self.set_flag(offset, BELOW_COMMITTED, false);
        }
    }

    /// A reset or seek went past `from..to` without reading it.
    pub(super) fn skip(&mut self, from: Offset, to: Offset) {
        for offset in from..to {
            self.set_flag(offset, SKIPPED, true);
        }
    }

    fn set_flag(&mut self, offset: Offset, flag: u8, on: bool) {
        let (chunk, place) = self.cell(offset);
        let before = chunk.flags[place];
        if on {
            chunk.flags[place] |= flag;
        } else {
            chunk.flags[place] &= !flag;
        }
        let (after, processed) = (chunk.flags[place], chunk.times[place] > 0);
        if flag == BELOW_COMMITTED && processed {
            self.counts.uncommitted -= u64::from(on);
            self.counts.uncommitted += u64::from(!on);
        }
        if !processed {
            self.counts.passed_over += u64::from(after != 0);
            self.counts.passed_over -= u64::from(before != 0);
            self.counts.ahead += u64::from(after == SKIPPED);
            self.counts.ahead -= u64::from(before == SKIPPED);
        }
    }

    fn cell(&mut self, offset: Offset) -> (&mut Chunk, usize) {
        let index = (offset / CHUNK) as usize;
        while self.chunks.len() <= index {
            self.chunks.push(Arc::new(Chunk::new()));
        }
        (Arc::make_mut(&mut self.chunks[index]), (offset % CHUNK) as usize)
    }
}

impl Chunk {
    fn new() -> Self {
        let size = CHUNK as usize;
        debug_assert_eq!(size, 256);
        Chunk { times: [0; CHUNK as usize], by: [NOBODY; CHUNK as usize], flags: [0; CHUNK as usize] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_commit_ahead_of_processing_passes_records_over_until_they_are_processed() {
        let mut ledger = PartitionLedger::default();
        ledger.processed(0, 0);
        ledger.commit(Some(3));
        assert_eq!(ledger.counts().passed_over, 2);
        ledger.processed(1, 0);
        assert_eq!(ledger.counts().passed_over, 1, "a gap heals if it is processed later");
    }

    #[test]
    fn a_commit_that_goes_back_puts_what_was_processed_at_stake_again() {
        let mut ledger = PartitionLedger::default();
        let again = (0..10).filter(|offset| ledger.processed(*offset, 0)).count();
        assert_eq!(again, 0);
        ledger.commit(Some(10));
        assert_eq!(ledger.counts().uncommitted, 0);
        ledger.commit(Some(4));
        assert_eq!(ledger.counts().uncommitted, 6);
    }

    proptest! {
        /// The sums against a count over all offsets.
        #[test]
        fn the_sums_equal_a_recount(ops in proptest::collection::vec((0u8..3, 0u64..600, 0u64..600), 1..40)) {
            let mut ledger = PartitionLedger::default();
            for (kind, a, b) in ops {
                match kind {
                    0 => {
                        let before = ledger.counts().duplicates;
                        let again = (a.min(b)..a.max(b)).filter(|offset| ledger.processed(*offset, 1)).count() as u64;
                        prop_assert_eq!(ledger.counts().duplicates, before + again);
                    }
                    1 => ledger.commit(Some(a)),
                    _ => ledger.skip(a.min(b), a.max(b)),
                }
            }
            let truths: Vec<_> = (0..700).map(|offset| (offset, ledger.truth(offset))).collect();
            let committed = ledger.committed().unwrap_or(0);
            let counts = ledger.counts();
            let repeats = |times: u16| u64::from(times.saturating_sub(1));
            prop_assert_eq!(counts.processed, truths.iter().map(|(_, t)| u64::from(t.times)).sum::<u64>());
            prop_assert_eq!(counts.duplicates, truths.iter().map(|(_, t)| repeats(t.times)).sum::<u64>());
            let passed_over = truths.iter().filter(|(_, t)| t.passed && t.times == 0).count() as u64;
            prop_assert_eq!(counts.passed_over, passed_over);
            let uncommitted = truths.iter().filter(|(o, t)| *o >= committed && t.times > 0).count() as u64;
            prop_assert_eq!(counts.uncommitted, uncommitted);
            ledger.delivered(counts.processed + 7);
            ledger.dropped(4);
            prop_assert_eq!(ledger.audit(3, 0), Vec::<String>::new());
        }
    }
}
