//! The truth of each offset, which no consumer can see: how often it was really processed, and by whom.
//!
//! Kept apart from the protocol code, in columns of chunks that snapshots share until one of them changes.

pub mod history;

use super::cause::{CauseCounts, GapCause};
use super::journal::EntryId;
use crate::kafka::ids::{GroupId, Offset, TopicName, TopicPartition};
use history::{History, Reason};
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
    history: Arc<History>,
    /// The duplicates, and what is passed over, by cause; none if there are none.
    causes: Option<Arc<CauseCounts>>,
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
    /// Of those passed over, those that were written before the group first started: no gaps, nobody has lost them.
    pub at_start: u64,
    /// Processed, at or above the committed offset: what would be read again from there.
    pub uncommitted: u64,
}

#[derive(Clone, Debug)]
struct Chunk {
    times: [u16; CHUNK as usize],
    by: [u16; CHUNK as usize],
    flags: [u8; CHUNK as usize],
    /// The reading in which it was done last.
    readings: [u32; CHUNK as usize],
    /// Why it was done again or passed over, as numbers of reasons in the history.
    reasons: Option<Box<[u32; CHUNK as usize]>>,
}

const NONE: u32 = u32::MAX;
const BELOW_COMMITTED: u8 = 1;
const SKIPPED: u8 = 2;
/// Beside SKIPPED: it was written before the group first started.
const AT_START: u8 = 4;

/// What is known of one offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetTruth {
    /// Completed processings.
    pub times: u16,
    /// Index of the consumer that completed it last.
    pub by: Option<u16>,
    /// The committed offset, or a skip, went past it.
    pub passed: bool,
    /// It was written before the group first started, which began after it; then it does not count as passed.
    pub at_start: bool,
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

    /// The partitions of a group that anything happened in, to be changed.
    pub(super) fn lanes_mut(
        &mut self,
        group: &GroupId,
    ) -> impl Iterator<Item = (&TopicPartition, &mut PartitionLedger)> {
        self.groups.get_mut(group).into_iter().flatten()
    }

    /// A topic is gone, and with it what was known of its records.
    pub(super) fn forget_topic(&mut self, topic: &TopicName) {
        for lanes in self.groups.values_mut() {
            lanes.retain(|partition, _| partition.topic != *topic);
        }
    }

    /// Records were deleted: of every group that reads the partition, those not processed will never be.
    pub(super) fn deleted(&mut self, partition: &TopicPartition, from: Offset, to: Offset, entry: EntryId) {
        for lane in self.groups.values_mut().filter_map(|lanes| lanes.get_mut(partition)) {
            lane.skip(from, to, GapCause::Retention, entry);
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

    /// The duplicates and what is passed over, by cause.
    pub fn causes(&self) -> CauseCounts {
        self.causes.as_ref().map_or(CauseCounts::default(), |causes| **causes)
    }

    /// Who read it from where, and how that ended.
    pub fn history(&self) -> &History {
        &self.history
    }

    pub(super) fn history_mut(&mut self) -> &mut History {
        Arc::make_mut(&mut self.history)
    }

    /// Why a record was processed again, or passed over.
    pub fn reason(&self, offset: Offset) -> Option<&Reason> {
        let truth = self.truth(offset);
        let chunk = self.chunks.get((offset / CHUNK) as usize)?;
        let number = chunk.reasons.as_ref()?[(offset % CHUNK) as usize];
        let told = truth.times > 1 || truth.times == 0 && (truth.passed || truth.at_start);
        self.history.reason(number).filter(|_| told)
    }

    /// What is known of `offset`.
    pub fn truth(&self, offset: Offset) -> OffsetTruth {
        let place = (offset % CHUNK) as usize;
        match self.chunks.get((offset / CHUNK) as usize) {
            None => {
                let passed = self.committed.is_some_and(|committed| offset < committed);
                OffsetTruth { times: 0, by: None, passed, at_start: false }
            }
            Some(chunk) => OffsetTruth {
                times: chunk.times[place],
                by: Some(chunk.by[place]).filter(|by| *by != NOBODY),
                passed: chunk.flags[place] != 0 && chunk.flags[place] & AT_START == 0,
                at_start: chunk.flags[place] & AT_START != 0,
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
        let Counts { delivered, dropped, processed, duplicates, passed_over, ahead, at_start, uncommitted } =
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
        let causes = self.causes().sums();
        let missed = passed_over.saturating_sub(at_start);
        if found.is_empty() && causes != (duplicates, missed) {
            found.push(format!(
                "{duplicates} duplicates and {missed} records passed over have {} and {} causes",
                causes.0, causes.1
            ));
        }
        if at_risk > missed {
            found.push(format!("{at_risk} records are at risk and only {missed} passed over"));
        }
        found
    }

    /// The sums, to be falsified by a test of whoever checks them.
    #[cfg(test)]
    pub(super) fn counts_mut(&mut self) -> &mut Counts {
        &mut self.counts
    }

    /// A consumer completed the processing of `offset`, which its `poll`th poll with records had returned, because of
    /// `entry`. Whether that had been done before.
    pub(super) fn processed(&mut self, offset: Offset, by: u16, poll: u32, entry: EntryId) -> bool {
        let committed = self.committed.unwrap_or(0);
        let reading = self.history.reading_of(by, offset, poll).unwrap_or(NONE);
        let (chunk, place) = self.cell(offset);
        let first = chunk.times[place] == 0;
        let flags = chunk.flags[place];
        let former = std::mem::replace(&mut chunk.readings[place], reading);
        chunk.times[place] = chunk.times[place].saturating_add(1);
        chunk.by[place] = by;
        self.counts.processed += 1;
        if !first {
            self.counts.duplicates += 1;
            self.repeated(offset, former, reading, entry);
            return true;
        }
        if flags != 0 {
            self.heal(offset);
        }
        self.counts.passed_over -= u64::from(flags != 0);
        self.counts.ahead -= u64::from(flags & !AT_START == SKIPPED);
        self.counts.at_start -= u64::from(flags & AT_START != 0);
        self.counts.uncommitted += u64::from(offset >= committed);
        false
    }

    fn repeated(&mut self, offset: Offset, former: u32, again: u32, entry: EntryId) {
        let known = |reading: u32| (reading != NONE).then_some(reading);
        let reason = self.history.duplicate(known(former), known(again), offset, entry);
        self.give_reason(offset, reason);
        if let Reason::Duplicate { cause, .. } = reason {
            self.causes_mut().duplicate(cause);
        }
    }

    fn causes_mut(&mut self) -> &mut CauseCounts {
        Arc::make_mut(self.causes.get_or_insert_default())
    }

    fn give_reason(&mut self, offset: Offset, reason: Reason) {
        let number = self.history.known(&reason).unwrap_or_else(|| self.history_mut().add(reason));
        let (chunk, place) = self.cell(offset);
        chunk.reasons.get_or_insert_with(|| Box::new([NONE; CHUNK as usize]))[place] = number;
    }

    /// A record that was passed over is no longer.
    fn heal(&mut self, offset: Offset) {
        let (chunk, place) = self.cell(offset);
        let number = chunk.reasons.as_ref().map_or(NONE, |reasons| reasons[place]);
        if let Some(Reason::Gap { cause, .. }) = self.history.reason(number).copied() {
            self.causes_mut().healed(cause);
        }
    }

    /// The group's committed offset moved, forward or back, or is gone; what it passes over is for this cause, which
    /// may differ from offset to offset, and was decided by `entry`.
    pub(super) fn commit(
        &mut self,
        committed: Option<Offset>,
        cause: impl Fn(Offset) -> GapCause,
        entry: EntryId,
    ) {
        let (old, new) = (self.committed.unwrap_or(0), committed.unwrap_or(0));
        self.committed = committed;
        for offset in old..new {
            self.set_flag(offset, BELOW_COMMITTED, cause(offset), entry);
        }
        for offset in new..old {
            self.clear_committed(offset);
        }
    }

    /// A reset or seek went past `from..to` without reading it.
    pub(super) fn skip(&mut self, from: Offset, to: Offset, cause: GapCause, entry: EntryId) {
        for offset in from..to {
            self.set_flag(offset, SKIPPED, cause, entry);
        }
    }

    /// The group's first start began after `from..to`, which were written before.
    pub(super) fn begin_after(&mut self, from: Offset, to: Offset, entry: EntryId) {
        for offset in from..to {
            let (chunk, place) = self.cell(offset);
            if chunk.flags[place] != 0 || chunk.times[place] > 0 {
                continue;
            }
            chunk.flags[place] = SKIPPED | AT_START;
            self.counts.passed_over += 1;
            self.counts.ahead += 1;
            self.counts.at_start += 1;
            self.give_reason(offset, Reason::AtStart { entry });
        }
    }

    fn set_flag(&mut self, offset: Offset, flag: u8, cause: GapCause, entry: EntryId) {
        let (chunk, place) = self.cell(offset);
        let before = chunk.flags[place];
        let after = before | flag;
        chunk.flags[place] = after;
        let processed = chunk.times[place] > 0;
        if flag == BELOW_COMMITTED && processed {
            self.counts.uncommitted -= 1;
        }
        if processed {
            return;
        }
        self.counts.passed_over += u64::from(before == 0);
        self.counts.ahead += u64::from(after & !AT_START == SKIPPED);
        self.counts.ahead -= u64::from(before & !AT_START == SKIPPED);
        // Whatever passed it over first is why it was missed.
        if before == 0 {
            self.give_reason(offset, Reason::Gap { cause, entry });
            self.causes_mut().gap(cause);
        }
    }

    fn clear_committed(&mut self, offset: Offset) {
        let (chunk, place) = self.cell(offset);
        let before = chunk.flags[place];
        let after = before & !BELOW_COMMITTED;
        chunk.flags[place] = after;
        if chunk.times[place] > 0 {
            self.counts.uncommitted += 1;
            return;
        }
        self.counts.passed_over -= u64::from(after == 0);
        self.counts.ahead += u64::from(after & !AT_START == SKIPPED);
        if after == 0 {
            self.heal(offset);
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
        Chunk {
            times: [0; CHUNK as usize],
            by: [NOBODY; CHUNK as usize],
            flags: [0; CHUNK as usize],
            readings: [NONE; CHUNK as usize],
            reasons: None,
        }
    }
}

#[cfg(test)]
mod tests;
