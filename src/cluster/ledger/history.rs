//! Who read a partition from where, and how that ended: what a duplicate's or a gap's cause follows from.
//!
//! A *reading* begins when a consumer's position is set and ends when it loses the partition, or its position is
//! set anew. A record that was done in an earlier reading and again in a later one came twice for one of two reasons:
//! something took the later reading back to it (a seek, a reset, a commit that went back), or the work of the earlier
//! one was never committed, and then how that reading ended says why.
//!
//! Not modelled: more than one cause of one record (what is nearest to the repetition counts); a cause of its own for
//! two standalone consumers of one group, who both read on: neither gave up the partition to the other, and it counts
//! as a rebalance before the commit; one for a standalone consumer that never commits beside a live group, which counts
//! as refused, as its commits would be.

use crate::cluster::cause::{DuplicateCause, GapCause};
use crate::cluster::journal::EntryId;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::ids::Offset;
use crate::kafka::offset_causes::PositionSource;

/// A reading's place in the history.
pub type ReadingId = u32;

/// A consumer reading on from a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Index of the consumer.
    pub reader: ConsumerId,
    pub from: Offset,
    pub source: PositionSource,
    /// The entry that set the position.
    pub began: EntryId,
    /// The committed offset then.
    pub committed: Option<Offset>,
    /// Where the consumer stood before, or would have begun.
    pub stood: Option<Offset>,
    /// How many polls of the process had returned records before it began: what they returned belongs to readings
    /// before, whenever it is done.
    pub polls: u32,
    /// The consumer assigned itself the partition, and is no member.
    pub alone: bool,
    /// What the committed offset then was because of, if it was more than a consumer's progress.
    committed_by: Option<(DuplicateCause, EntryId)>,
    /// Where its skip began. It ends at its first position, and includes records that were not written yet.
    pub(in crate::cluster) skipped_from: Option<Offset>,
    /// The same consumer's reading that this one replaced.
    replaced: Option<ReadingId>,
    /// How it ended, if it has.
    pub end: Option<(Ending, EntryId)>,
    /// The furthest commit of its that was not stored, and why.
    failed: Option<(Offset, Failure)>,
}

/// Why a commit was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub cause: DuplicateCause,
    pub entry: EntryId,
    /// It reached the coordinator and failed there. The client may not know.
    pub at_coordinator: bool,
}

impl Reading {
    /// A reading that begins with this entry, of which nothing else is known yet.
    pub fn new(reader: ConsumerId, from: Offset, source: PositionSource, began: EntryId) -> Self {
        Reading {
            reader,
            from,
            source,
            began,
            committed: None,
            stood: None,
            polls: 0,
            alone: false,
            committed_by: None,
            skipped_from: None,
            replaced: None,
            end: None,
            failed: None,
        }
    }

    /// What it skipped when it began, from and to.
    pub(super) fn skipped(&self) -> Option<(Offset, Offset)> {
        self.skipped_from.filter(|from| *from < self.from).map(|from| (from, self.from))
    }
}

/// How a reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The process was killed.
    Killed,
    /// It closed.
    Closed,
    /// It had not polled for `max.poll.interval.ms`.
    Evicted,
    /// The coordinator removed it for want of heartbeats, and it lived.
    SessionExpired,
    /// It gave the partition up in a rebalance, or lost it by one.
    Rebalanced,
    /// Another process took its place by its instance id.
    Fenced,
    /// Its position was set anew.
    Repositioned,
}

/// The committed offset went back, from `high` to `low`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rewind {
    low: Offset,
    high: Offset,
    cause: DuplicateCause,
    entry: EntryId,
}

/// What is known of a record that came twice, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryReason {
    /// It was processed again.
    Duplicate {
        cause: DuplicateCause,
        /// The entry that decided it.
        entry: EntryId,
        /// The readings in which it was done before, and again.
        former: Option<ReadingId>,
        later: Option<ReadingId>,
    },
    /// It was passed over.
    Gap { cause: GapCause, entry: EntryId },
    /// It is before where the group started.
    AtStart { entry: EntryId },
}

/// A partition's history in one group.
#[derive(Clone, Debug, Default)]
pub struct History {
    readings: Vec<Reading>,
    /// The readings that last, by consumer.
    open: Vec<(ConsumerId, ReadingId)>,
    rewinds: Vec<Rewind>,
    reasons: Vec<DeliveryReason>,
    /// The last commit was of the last record's own offset.
    off_by_one: Option<(Offset, EntryId)>,
    /// The committed offset is gone, and why; until the next commit.
    gone: Option<(DuplicateCause, EntryId)>,
}

impl History {
    /// A reading.
    pub fn reading(&self, id: ReadingId) -> Option<&Reading> {
        self.readings.get(id as usize)
    }

    /// All readings, oldest first.
    pub fn readings(&self) -> impl DoubleEndedIterator<Item = &Reading> {
        self.readings.iter()
    }

    /// Whether it was never read.
    pub(in crate::cluster) fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// A reason by its number.
    pub(super) fn reason(&self, number: u32) -> Option<&DeliveryReason> {
        self.reasons.get(number as usize)
    }

    /// The number of a reason, which is made if it is new.
    pub(super) fn known(&self, reason: &DeliveryReason) -> Option<u32> {
        let place = self.reasons.iter().rev().take(8).position(|known| known == reason)?;
        Some((self.reasons.len() - 1 - place) as u32)
    }

    pub(super) fn add(&mut self, reason: DeliveryReason) -> u32 {
        self.reasons.push(reason);
        (self.reasons.len() - 1) as u32
    }

    /// The reading in which a consumer got a record: its newest that had begun at or below it when that poll returned.
    pub(in crate::cluster) fn reading_of(
        &self,
        reader: ConsumerId,
        offset: Offset,
        poll: u32,
    ) -> Option<ReadingId> {
        let gave =
            |reading: &Reading| reading.reader == reader && reading.from <= offset && reading.polls < poll;
        self.readings.iter().rposition(gave).map(|place| place as ReadingId)
    }

    /// A consumer's position is set.
    pub(in crate::cluster) fn begin(&mut self, reading: Reading) {
        let (reader, entry) = (reading.reader, reading.began);
        let replaced = self.open.iter().find(|(of, _)| *of == reader).map(|(_, id)| *id);
        self.end(reader, Ending::Repositioned, entry);
        let off_by_one = self.off_by_one.filter(|(offset, _)| Some(*offset) == reading.committed);
        let committed_by = self.gone.or(off_by_one.map(|(_, commit)| (DuplicateCause::OffByOne, commit)));
        // What it had skipped before and has not come back to is still skipped.
        let before = replaced.and_then(|id| self.reading(id)?.skipped_from);
        let skipped_from = reading.skipped_from.into_iter().chain(before).min();
        self.open.push((reader, self.readings.len() as ReadingId));
        self.readings.push(Reading { committed_by, replaced, skipped_from, ..reading });
    }

    /// A consumer's newest reading, whether it lasts or not.
    pub(super) fn newest_of(&self, reader: ConsumerId) -> Option<&Reading> {
        self.readings.iter().rev().find(|reading| reading.reader == reader)
    }

    /// What others skipped whose readings last: because of which entry, from, to.
    pub(super) fn skipped_by_others(&self, reader: ConsumerId) -> Vec<(EntryId, Offset, Offset)> {
        let others = self.open.iter().filter(|(of, _)| *of != reader);
        let skipped = others.filter_map(|(_, id)| {
            let reading = self.reading(*id)?;
            reading.skipped().map(|(from, to)| (reading.began, from, to))
        });
        skipped.collect()
    }

    /// Whether a consumer is reading.
    pub(in crate::cluster) fn is_read_by(&self, reader: ConsumerId) -> bool {
        self.open.iter().any(|(of, _)| *of == reader)
    }

    /// A consumer's reading ends, if it has one.
    pub(in crate::cluster) fn end(&mut self, reader: ConsumerId, ending: Ending, entry: EntryId) {
        while let Some(place) = self.open.iter().position(|(of, _)| *of == reader) {
            let (_, id) = self.open.remove(place);
            if let Some(reading) = self.readings.get_mut(id as usize) {
                reading.end = Some((ending, entry));
            }
        }
    }

    /// A consumer that had lost its place has it again and reads on from where it was.
    pub(super) fn goes_on(&mut self, reader: ConsumerId) {
        let newest = self.readings.iter().rposition(|reading| reading.reader == reader);
        if let Some(place) = newest.filter(|_| !self.is_read_by(reader)) {
            self.readings[place].end = None;
            self.open.push((reader, place as ReadingId));
        }
    }

    /// A consumer's commit was not stored.
    pub(in crate::cluster) fn commit_failed(
        &mut self,
        reader: ConsumerId,
        offset: Offset,
        mut failure: Failure,
    ) {
        let reading = self.readings.iter_mut().rev().find(|reading| reading.reader == reader);
        let Some(reading) = reading else { return };
        if let Some((furthest, known)) = reading.failed {
            // What is heard of it after the reading has ended says nothing new.
            if offset < furthest || reading.end.is_some() {
                return;
            }
            failure.at_coordinator |= offset == furthest && known.at_coordinator;
        }
        reading.failed = Some((offset, failure));
    }

    /// A commit was stored. `by` is the consumer; `None` for an administrator.
    pub(in crate::cluster) fn committed(
        &mut self,
        old: Option<Offset>,
        new: Offset,
        by: Option<ConsumerId>,
        off_by_one: bool,
        entry: EntryId,
    ) {
        self.gone = None;
        self.off_by_one = off_by_one.then_some((new, entry));
        let Some(high) = old.filter(|old| new < *old) else { return };
        let (cause, entry) = match by {
            None => (DuplicateCause::AdminReset, entry),
            Some(reader) => self.went_back(reader, new).unwrap_or((DuplicateCause::OlderCommit, entry)),
        };
        self.rewinds.push(Rewind { low: new, high, cause, entry });
    }

    /// Why the reading of a committer was below what had been committed when it began, if it was.
    fn went_back(&self, reader: ConsumerId, to: Offset) -> Option<(DuplicateCause, EntryId)> {
        let reading = self.readings.iter().rev().find(|reading| reading.reader == reader)?;
        let back = reading.committed.is_some_and(|committed| committed > to) && reading.from <= to;
        if !back && reading.committed_by.is_none() {
            return None;
        }
        self.taken_back(reading)
    }

    /// The committed offset is gone.
    pub(in crate::cluster) fn gone(&mut self, cause: DuplicateCause, entry: EntryId) {
        self.gone = Some((cause, entry));
        self.off_by_one = None;
    }

    /// Whether the committed offset is gone, and why.
    pub(in crate::cluster) fn is_gone(&self) -> Option<(DuplicateCause, EntryId)> {
        self.gone
    }

    /// What set a reading's position, if not the committed offset.
    fn taken_back(&self, reading: &Reading) -> Option<(DuplicateCause, EntryId)> {
        match reading.source {
            PositionSource::ResetEarliest | PositionSource::ResetByDuration(_) => {
                let gone = reading.committed_by.filter(|(cause, _)| *cause != DuplicateCause::OffByOne);
                Some(gone.unwrap_or((DuplicateCause::ResetEarliest, reading.began)))
            }
            PositionSource::Seek => Some((DuplicateCause::SeekBack, reading.began)),
            PositionSource::Committed
            | PositionSource::ResetLatest
            | PositionSource::EarlierTopic
            | PositionSource::Store
            | PositionSource::GivenBack => None,
        }
    }

    /// Why a record that was done in one reading was done again in another.
    pub(super) fn duplicate(
        &self,
        former: Option<ReadingId>,
        again: Option<ReadingId>,
        offset: Offset,
        entry: EntryId,
    ) -> DeliveryReason {
        // Whichever began first has not committed the record, or was committed back over.
        let (earlier, later) = match (former, again) {
            (Some(former), Some(again)) if again < former => (again, former),
            (Some(former), Some(again)) => (former, again),
            _ => {
                let cause = DuplicateCause::RebalanceBeforeCommit;
                return DeliveryReason::Duplicate { cause, entry, former, later: again };
            }
        };
        let (cause, entry) = self
            .decided_by_later(earlier, later, offset)
            .or_else(|| self.rewound(earlier, later, offset))
            .or_else(|| self.off_by_one(later, offset))
            .or_else(|| self.outsider(earlier, later))
            .unwrap_or_else(|| self.not_committed(earlier, offset));
        DeliveryReason::Duplicate { cause, entry, former, later: again }
    }

    /// The later reading went back on its own.
    fn decided_by_later(
        &self,
        earlier: ReadingId,
        later: ReadingId,
        offset: Offset,
    ) -> Option<(DuplicateCause, EntryId)> {
        let mut id = later;
        while id > earlier {
            let reading = self.reading(id)?;
            // Whatever it had not come to before would have come anyway.
            let ahead = reading.stood.is_some_and(|stood| offset >= stood);
            if reading.source != PositionSource::Seek || !ahead {
                return self.taken_back(reading);
            }
            id = reading.replaced?;
        }
        None
    }

    /// The committed offset went back over the record between the two readings.
    fn rewound(
        &self,
        earlier: ReadingId,
        later: ReadingId,
        offset: Offset,
    ) -> Option<(DuplicateCause, EntryId)> {
        let (since, until) = (self.reading(earlier)?.began, self.reading(later)?.began);
        let over = |rewind: &&Rewind| {
            (rewind.low..rewind.high).contains(&offset) && (since..until).contains(&rewind.entry)
        };
        self.rewinds.iter().rev().find(over).map(|rewind| (rewind.cause, rewind.entry))
    }

    fn off_by_one(&self, later: ReadingId, offset: Offset) -> Option<(DuplicateCause, EntryId)> {
        let reading = self.reading(later)?;
        reading
            .committed_by
            .filter(|(cause, _)| *cause == DuplicateCause::OffByOne && reading.committed == Some(offset))
    }

    /// A member and a consumer that stands alone read side by side: a live group refuses commits of
    /// others, and neither hears of the other.
    fn outsider(&self, earlier: ReadingId, later: ReadingId) -> Option<(DuplicateCause, EntryId)> {
        let (earlier, later) = (self.reading(earlier)?, self.reading(later)?);
        if earlier.alone == later.alone || earlier.end.is_some() {
            return None;
        }
        let alone = if earlier.alone { earlier } else { later };
        let entry = alone.failed.map_or(alone.began, |(_, failure)| failure.entry);
        Some((DuplicateCause::CommitRefused, entry))
    }

    /// Why the work of a reading was not committed.
    fn not_committed(&self, earlier: ReadingId, offset: Offset) -> (DuplicateCause, EntryId) {
        use DuplicateCause::*;
        let Some(reading) = self.reading(earlier) else { return (RebalanceBeforeCommit, EntryId::FIRST) };
        // What happened after the reading had ended is a consequence, and so is a commit that a cut network lost.
        let in_time = |failure: &Failure| match reading.end {
            Some((Ending::SessionExpired, end)) => failure.at_coordinator && failure.entry < end,
            Some((_, end)) => failure.entry < end,
            None => true,
        };
        if let Some((furthest, failure)) = reading.failed
            && offset < furthest
            && in_time(&failure)
        {
            return (failure.cause, failure.entry);
        }
        let Some((ending, entry)) = reading.end else { return (RebalanceBeforeCommit, reading.began) };
        let cause = match ending {
            Ending::Killed => KilledBeforeCommit,
            Ending::Evicted => PollInterval,
            Ending::SessionExpired => SessionTimeout,
            Ending::Fenced => FencedTwin,
            Ending::Closed | Ending::Rebalanced | Ending::Repositioned => RebalanceBeforeCommit,
        };
        (cause, entry)
    }
}
