//! What happened, in order, and because of what: every entry has a cause.

use crate::cluster::fact::Fact;
use crate::sim::shared_log::SharedLog;
use crate::sim::time::SimTime;
use std::fmt;
use std::num::NonZeroU32;

/// An entry's place in the journal, from 0. Four bytes, with a niche: ids are kept nearly everywhere, mostly as an
/// `Option`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId(NonZeroU32);

impl EntryId {
    /// The first entry's.
    pub const FIRST: EntryId = EntryId(NonZeroU32::MIN);

    /// That of the entry with `place` others before it. No journal reaches the limit of four billion.
    pub const fn at(place: usize) -> EntryId {
        EntryId(NonZeroU32::MIN.saturating_add(place as u32))
    }

    /// How many entries are before it.
    pub const fn place(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({})", self.place())
    }
}

/// Why something happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// The world began.
    #[default]
    Start,
    /// Somebody did something.
    Command,
    /// What an earlier entry led to.
    Entry(EntryId),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: EntryId,
    cause: SmallCause,
    pub time: SimTime,
    pub fact: Fact,
}

impl Entry {
    /// Why it happened.
    pub const fn cause(&self) -> Cause {
        match self.cause.0 {
            SmallCause::START => Cause::Start,
            SmallCause::COMMAND => Cause::Command,
            id => Cause::Entry(EntryId::at(id as usize)),
        }
    }
}

/// A cause in four bytes: a journal has hundreds of thousands of entries, and all of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SmallCause(u32);

impl SmallCause {
    const START: u32 = u32::MAX;
    const COMMAND: u32 = u32::MAX - 1;

    const fn of(cause: Cause) -> SmallCause {
        SmallCause(match cause {
            Cause::Start => Self::START,
            Cause::Command => Self::COMMAND,
            Cause::Entry(id) => id.place() as u32,
        })
    }
}

/// Everything that happened. A clone shares it.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: SharedLog<Entry>,
}

impl Journal {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry at `index`.
    #[inline(never)]
    pub fn get(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// The entries from `start` on.
    pub fn iter_from(&self, start: usize) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter_from(start)
    }

    /// All entries.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.iter_from(0)
    }

    /// The first entry later than `time`, as an index.
    pub fn first_after(&self, time: SimTime) -> usize {
        self.entries.partition_point(|entry| entry.time <= time)
    }

    /// Writes an entry and returns its id.
    pub(super) fn write(&mut self, time: SimTime, cause: Cause, fact: Fact) -> EntryId {
        let id = EntryId::at(self.entries.len());
        self.entries.push(Entry { id, cause: SmallCause::of(cause), time, fact });
        id
    }
}
