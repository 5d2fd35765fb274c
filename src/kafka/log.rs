//! A partition's log (`UnifiedLog`): records with their offsets, a start and an end.
//!
//! Not modelled: segments, compaction, message formats, replication lag (replicas are always in sync, so the
//! high watermark is the log end offset).

use crate::kafka::ids::Offset;
use crate::sim::shared_log::SharedLog;
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// A record without its key and its payload: a log is long, and nobody asks it for those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When the producer created it.
    pub timestamp: SimTime,
    /// Its size in bytes.
    pub size: u32,
}

/// The log of one partition.
#[derive(Clone, Debug, Default)]
pub struct PartitionLog {
    start: Offset,
    /// A record's index is its offset: offsets start at 0 and are never reused.
    records: SharedLog<Record>,
    /// Of the records that are still there.
    bytes: u64,
    /// Offsets, written or to be written, of records that cannot be deserialized.
    poison: Option<Arc<SortedSet<Offset>>>,
}

impl PartitionLog {
    /// The log start offset: the first record that is still there.
    pub fn start(&self) -> Offset {
        self.start
    }

    /// The log end offset: the next one to be written.
    pub fn end(&self) -> Offset {
        self.records.len() as Offset
    }

    /// Appends a record and returns its offset.
    pub fn append(&mut self, record: Record) -> Offset {
        let offset = self.end();
        self.bytes += u64::from(record.size);
        self.records.push(record);
        offset
    }

    /// When the record at `offset` was produced, whether it is still there or not.
    pub fn written_at(&self, offset: Offset) -> Option<SimTime> {
        self.at(offset).map(|record| record.timestamp)
    }

    /// The record at `offset`, if it is still there.
    pub fn record(&self, offset: Offset) -> Option<&Record> {
        (offset >= self.start).then(|| self.at(offset)).flatten()
    }

    /// The record at `offset`, whether it is still there or not.
    fn at(&self, offset: Offset) -> Option<&Record> {
        self.records.get(index(offset))
    }

    /// The size of all records that are still there.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Deletes the records before `offset`, or all if there are fewer: the log start offset moves forward. Whether
    /// it did.
    pub fn delete_before(&mut self, offset: Offset) -> bool {
        let before = self.start;
        let until = offset.min(self.end()).max(before);
        let gone = self.records.iter_from(index(before)).take((until - before) as usize);
        self.bytes -= gone.map(|record| u64::from(record.size)).sum::<u64>();
        self.start = until;
        self.start > before
    }

    /// The record at `offset`, which is yet to be written, will be one that cannot be deserialized.
    pub fn poison_at(&mut self, offset: Offset) {
        Arc::make_mut(self.poison.get_or_insert_default()).insert(offset);
    }

    /// The offsets in `from..to` of records that cannot be deserialized.
    pub fn poison(&self, from: Offset, to: Offset) -> Vec<Offset> {
        self.poison.as_ref().map(|offsets| offsets.range(from..to).copied().collect()).unwrap_or_default()
    }

    /// The records from `offset` on that fit into `max_bytes`: one past the last of them, and their size. With
    /// `first_whole` the first is given however large.
    pub fn read(&self, offset: Offset, max_bytes: u64, first_whole: bool) -> (Offset, u64) {
        let (mut end, mut bytes) = (offset, 0u64);
        for record in self.records.iter_from(index(offset)) {
            let size = u64::from(record.size);
            let given_anyway = first_whole && end == offset;
            if !given_anyway && bytes + size > max_bytes {
                break;
            }
            bytes += size;
            end += 1;
        }
        (end, bytes)
    }

    /// The first offset whose record is as late as `time` or later.
    pub fn first_at_or_after(&self, time: SimTime) -> Option<Offset> {
        let found = self.records.partition_point(|record| record.timestamp < time) as Offset;
        (found < self.end()).then_some(found.max(self.start))
    }
}

/// Of an offset beyond all that this machine can count: the last index, at which there is no record either.
fn index(offset: Offset) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(sizes: &[u32]) -> PartitionLog {
        let mut log = PartitionLog::default();
        for (index, size) in sizes.iter().enumerate() {
            let timestamp = SimTime::from_millis(10 * index as u64);
            log.append(Record { timestamp, size: *size });
        }
        log
    }

    #[test]
    fn the_first_record_is_read_however_large_if_so_asked() {
        let log = log(&[500, 100, 100]);
        assert_eq!(log.read(0, 50, true), (1, 500));
        assert_eq!(log.read(0, 50, false), (0, 0));
        assert_eq!(log.read(1, 250, false), (3, 200));
        assert_eq!(log.read(1, 150, false), (2, 100));
        assert_eq!(log.read(3, 150, true), (3, 0));
    }

    #[test]
    fn what_is_deleted_moves_the_start_and_never_the_end() {
        let mut log = log(&[500, 100, 100]);
        assert!(log.delete_before(2));
        assert!(!log.delete_before(1), "the start never goes back");
        assert_eq!((log.start(), log.end(), log.bytes()), (2, 3, 100));
        assert_eq!(log.record(1), None);
        log.delete_before(9);
        assert_eq!((log.start(), log.end(), log.bytes()), (3, 3, 0));
    }

    #[test]
    fn a_time_is_found_at_the_first_record_that_late() {
        let log = log(&[1, 1, 1]);
        assert_eq!(log.first_at_or_after(SimTime::from_millis(5)), Some(1));
        assert_eq!(log.first_at_or_after(SimTime::from_millis(21)), None);
    }
}
