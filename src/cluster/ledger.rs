//! The truth of each offset, which no consumer can see: how often it was really processed, and by whom.
//!
//! What was done to single records is in columns of chunks, and snapshots share those, and sheaves of them, until one
//! changes. What was passed over is in ranges: a committed offset may lie far beyond the log.

mod chunks;
mod flaws;
mod former;
pub mod history;
mod ranges;

pub use former::FormerLane;

use super::cause::{CauseCounts, GapCause};
use super::journal::EntryId;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::ids::{GroupId, Offset, TopicPartition};
use crate::sim::shared_items::SharedItems;
use crate::sim::sorted::{SortedMap, SortedSet};
use chunks::{CHUNK, Chunk, NOBODY, SHEAF};
use former::FormerLanes;
use history::{DeliveryReason, History, Reading};
use ranges::Ranges;
use std::sync::Arc;

/// The ledgers of all groups.
#[derive(Clone, Debug, Default)]
pub struct DeliveryLedger {
    groups: SortedMap<GroupId, SortedMap<TopicPartition, PartitionLedger>>,
    former: FormerLanes,
}

/// One partition as one group really processed it.
#[derive(Clone, Debug, Default)]
pub struct PartitionLedger {
    /// Sheaves of [`SHEAF`] chunks. Where nothing was done there need not be any.
    chunks: SharedItems<SharedItems<Chunk>>,
    /// The chunks in which a record was processed again.
    flawed: Arc<SortedSet<u32>>,
    committed: Option<Offset>,
    passed: Arc<Passed>,
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
    /// Not processed, though the committed offset or a skip went past it: gaps, what is at risk, and what is beyond the
    /// log's end and cannot be missed yet.
    pub passed_over: u64,
    /// Of these, those that a skip went past and the committed offset did not (yet).
    pub ahead: u64,
    /// Records passed over that are before where the group started. They are no gaps: no consumer has lost them.
    pub at_start: u64,
    /// Processed, at or above the committed offset: what would be read again from there.
    pub uncommitted: u64,
}

/// What was passed over.
#[derive(Clone, Debug, Default)]
struct Passed {
    /// What skips went past, processed or not.
    skipped: Ranges<()>,
    /// Of what the committed offset or a skip went past, all that is not processed, with the number of its reason: of
    /// whatever passed it over first. What is before where the group started is among it.
    missed: Ranges<u32>,
}

/// Why a commit passes over what is not processed: below an offset for one cause, if there is such an offset, else for
/// another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passing {
    pub below: Option<(Offset, GapCause)>,
    pub cause: GapCause,
}

impl From<GapCause> for Passing {
    fn from(cause: GapCause) -> Self {
        Passing { below: None, cause }
    }
}

const NONE: u32 = u32::MAX;

/// What is known of one offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetTruth {
    /// Completed processings.
    pub times: u16,
    /// Index of the consumer that completed it last.
    pub by: Option<ConsumerId>,
    /// The committed offset, or a skip, went past it.
    pub passed: bool,
    /// It is before where the group started; then it does not count as passed.
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
            self.groups.entry(*group).or_default().entry(*partition).or_default();
        }
        self.groups.entry(*group).or_default().entry(*partition).or_default()
    }

    /// All partitions of all groups that anything happened in.
    pub fn iter(&self) -> impl Iterator<Item = (&GroupId, &TopicPartition)> {
        self.groups.iter().flat_map(|(group, lanes)| lanes.keys().map(move |partition| (group, partition)))
    }

    /// The partitions of a group that anything happened in, those of deleted topics among them, to be changed.
    pub(super) fn lanes_mut(
        &mut self,
        group: &GroupId,
    ) -> impl Iterator<Item = (&TopicPartition, &mut PartitionLedger)> {
        let former = self.former.get_mut(group).into_iter().flatten();
        let former = former.map(|((partition, _), lane)| (partition, &mut lane.ledger));
        self.groups.get_mut(group).into_iter().flatten().chain(former)
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
    pub fn reason(&self, offset: Offset) -> Option<&DeliveryReason> {
        let number = match self.chunk(offset) {
            Some((chunk, place)) if chunk.times[place] > 1 => chunk.reasons.as_ref()?[place],
            _ => self.passed.missed.get(offset)?,
        };
        self.history.reason(number)
    }

    /// What is known of `offset`.
    pub fn truth(&self, offset: Offset) -> OffsetTruth {
        let at_start = self.is_at_start(offset);
        let passed = !at_start
            && (self.committed.is_some_and(|committed| offset < committed)
                || self.passed.skipped.get(offset).is_some());
        match self.chunk(offset) {
            None => OffsetTruth { times: 0, by: None, passed, at_start },
            Some((chunk, place)) => {
                let by = Some(chunk.by[place]).filter(|by| *by != NOBODY).map(ConsumerId);
                OffsetTruth { times: chunk.times[place], by, passed, at_start }
            }
        }
    }

    fn is_at_start(&self, offset: Offset) -> bool {
        let missed = || self.history.reason(self.passed.missed.get(offset)?);
        self.counts.at_start > 0 && matches!(missed(), Some(DeliveryReason::AtStart { .. }))
    }

    /// The gaps and what may become one from this offset on, by cause: how many offsets, written or not.
    pub(super) fn passed_over_from(&self, from: Offset) -> impl Iterator<Item = (GapCause, u64)> {
        let pieces = self.passed.missed.within(from, Offset::MAX);
        pieces.filter_map(|(start, end, number)| Some((self.gap_cause(number)?, end - start)))
    }

    fn gap_cause(&self, number: u32) -> Option<GapCause> {
        match self.history.reason(number) {
            Some(DeliveryReason::Gap { cause, .. }) => Some(*cause),
            _ => None,
        }
    }

    /// Poll returned this number of its records.
    pub(super) fn delivered(&mut self, records: u64) {
        self.counts.delivered += records;
    }

    /// Their holder came to its end with this number of its records not done.
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

    /// The sums, for tests that falsify them to test their checks.
    #[cfg(test)]
    pub(super) fn counts_mut(&mut self) -> &mut Counts {
        &mut self.counts
    }

    /// A consumer completed the processing of `offset`, which its `poll`th poll with records had returned, because of
    /// `entry`. Whether that had been done before.
    pub(super) fn processed(&mut self, offset: Offset, by: ConsumerId, poll: u32, entry: EntryId) -> bool {
        let reading = self.history.reading_of(by, offset, poll).unwrap_or(NONE);
        let (chunk, place) = self.cell(offset);
        let first = chunk.times[place] == 0;
        let former = std::mem::replace(&mut chunk.readings[place], reading);
        chunk.times[place] = chunk.times[place].saturating_add(1);
        chunk.by[place] = by.0;
        chunk.done += u16::from(first);
        self.counts.processed += 1;
        if !first {
            self.counts.duplicates += 1;
            self.repeated(offset, former, reading, entry);
            return true;
        }
        self.heal(offset, offset + 1);
        self.counts.uncommitted += u64::from(offset >= self.committed.unwrap_or(0));
        false
    }

    fn repeated(&mut self, offset: Offset, former: u32, again: u32, entry: EntryId) {
        let known = |reading: u32| (reading != NONE).then_some(reading);
        let reason = self.history.duplicate(known(former), known(again), offset, entry);
        let number = self.number_of(reason);
        let (chunk, place) = self.cell(offset);
        let known = chunk.reasons.is_some();
        chunk.reasons.get_or_insert_with(|| Box::new([NONE; CHUNK as usize]))[place] = number;
        if !known {
            Arc::make_mut(&mut self.flawed).insert((offset / CHUNK) as u32);
        }
        if let DeliveryReason::Duplicate { cause, .. } = reason {
            self.causes_mut().duplicate(cause);
        }
    }

    fn causes_mut(&mut self) -> &mut CauseCounts {
        Arc::make_mut(self.causes.get_or_insert_default())
    }

    fn number_of(&mut self, reason: DeliveryReason) -> u32 {
        self.history.known(&reason).unwrap_or_else(|| self.history_mut().add(reason))
    }

    /// The group's committed offset moved, forward or back, or is gone; what it passes over was decided by `entry`.
    pub(super) fn commit(&mut self, committed: Option<Offset>, passing: impl Into<Passing>, entry: EntryId) {
        let (old, new) = (self.committed.unwrap_or(0), committed.unwrap_or(0));
        let Passing { below, cause } = passing.into();
        if new >= old {
            // What a skip went past already is ahead of the committed offset no longer.
            self.counts.ahead -= self.missed_in(old, new);
            self.counts.uncommitted -= self.processed_in(old, new);
            self.committed = committed;
            let (from, before) = below.unwrap_or((old, cause));
            let from = from.clamp(old, new);
            self.pass_over(old, from, DeliveryReason::Gap { cause: before, entry });
            self.pass_over(from, new, DeliveryReason::Gap { cause, entry });
            return;
        }
        self.committed = committed;
        self.counts.uncommitted += self.processed_in(new, old);
        // What no skip went past is passed over no longer.
        for (from, to) in self.passed.skipped.holes(new, old) {
            self.heal_below(from, to);
        }
        self.counts.ahead += self.missed_in(new, old);
    }

    /// A reset or seek went past `from..to` without reading it.
    pub(super) fn skip(&mut self, from: Offset, to: Offset, cause: GapCause, entry: EntryId) {
        if from < to && !Arc::make_mut(&mut self.passed).skipped.fill(from, to, ()).is_empty() {
            self.pass_over(from, to, DeliveryReason::Gap { cause, entry });
        }
    }

    /// The group started after `from..to`: at its first start with `latest`, or as an administrator said.
    pub(super) fn begin_after(&mut self, from: Offset, to: Offset, entry: EntryId) {
        if from < to {
            Arc::make_mut(&mut self.passed).skipped.fill(from, to, ());
            self.pass_over(from, to, DeliveryReason::AtStart { entry });
        }
    }

    /// A reader that had sought ahead of the log's end, which is at `end`, no longer reads, or reads on from `at`: what
    /// is written there from now on was not skipped.
    pub(super) fn withdraw_skip(&mut self, reader: ConsumerId, at: Offset, end: Offset) {
        let Some((from, to)) = self.history.newest_of(reader).and_then(Reading::skipped) else { return };
        let from = from.max(at).max(end);
        if from >= to {
            return;
        }
        Arc::make_mut(&mut self.passed).skipped.remove(from, to);
        let committed = self.committed.unwrap_or(0);
        self.heal(from.max(committed), to);
        for (other, from_there, to_there) in self.history.skipped_by_others(reader) {
            self.skip(from_there.max(from), to_there.min(to), GapCause::SeekForward, other);
        }
    }

    /// A reader that had lost its place continues: what it had skipped ahead counts as skipped again.
    pub(super) fn goes_on(&mut self, reader: ConsumerId) {
        if !self.history.is_read_by(reader) {
            self.history_mut().goes_on(reader);
            let newest = self.history.newest_of(reader).filter(|reading| reading.end.is_none());
            if let Some((entry, (from, to))) =
                newest.and_then(|reading| Some((reading.began, reading.skipped()?)))
            {
                self.skip(from, to, GapCause::SeekForward, entry);
            }
        }
    }

    /// What is not processed of `from..to` is passed over, unless it is already.
    fn pass_over(&mut self, from: Offset, to: Offset, reason: DeliveryReason) {
        let mut number = None;
        for (from, to) in self.open_runs(from, to) {
            if self.passed.missed.holes(from, to).is_empty() {
                continue;
            }
            let number = *number.get_or_insert_with(|| self.number_of(reason));
            let added = Arc::make_mut(&mut self.passed).missed.fill(from, to, number);
            let committed = self.committed.unwrap_or(0);
            for (from, to) in added {
                self.counts.passed_over += to - from;
                self.counts.ahead += to.max(committed) - from.max(committed);
                if let DeliveryReason::Gap { cause, .. } = reason {
                    self.causes_mut().gap(cause, to - from);
                } else {
                    self.counts.at_start += to - from;
                }
            }
        }
    }

    /// What was passed over of `from..to` is no longer.
    fn heal(&mut self, from: Offset, to: Offset) {
        let committed = self.committed.unwrap_or(0);
        self.counts.ahead -= self.missed_in(from.max(committed), to);
        self.heal_below(from, to);
    }

    /// The same of what is not counted as ahead of the committed offset.
    fn heal_below(&mut self, from: Offset, to: Offset) {
        if self.passed.missed.within(from, to).next().is_none() {
            return;
        }
        for (from, to, number) in Arc::make_mut(&mut self.passed).missed.remove(from, to) {
            self.counts.passed_over -= to - from;
            match self.gap_cause(number) {
                Some(cause) => self.causes_mut().healed(cause, to - from),
                None => self.counts.at_start -= to - from,
            }
        }
    }

    fn missed_in(&self, from: Offset, to: Offset) -> u64 {
        self.passed.missed.within(from, to).map(|(from, to, _)| to - from).sum()
    }

    /// How many offsets of `from..to` were processed.
    fn processed_in(&self, from: Offset, to: Offset) -> u64 {
        let open: u64 = self.open_runs(from, to).into_iter().map(|(from, to)| to - from).sum();
        to.saturating_sub(from) - open
    }

    /// The runs of offsets in `from..to` that were never processed, ascending.
    fn open_runs(&self, from: Offset, to: Offset) -> Vec<(Offset, Offset)> {
        let mut runs = Vec::new();
        let mut start = from;
        let end = to.min((self.chunks.len() * SHEAF) as Offset * CHUNK);
        let mut at = from;
        while at < end {
            let next = (at - at % CHUNK + CHUNK).min(end);
            let Some((chunk, place)) = self.chunk(at) else {
                at = next;
                continue;
            };
            let whole = place == 0 && next - at == CHUNK;
            if whole && Offset::from(chunk.done) == CHUNK {
                runs.push((start, at));
                start = next;
            } else if chunk.done > 0 {
                for done in (at..next).filter(|offset| chunk.times[(offset % CHUNK) as usize] > 0) {
                    runs.push((start, done));
                    start = done + 1;
                }
            }
            at = next;
        }
        runs.push((start, to));
        runs.retain(|(from, to)| from < to);
        runs
    }
}

#[cfg(test)]
mod tests;
