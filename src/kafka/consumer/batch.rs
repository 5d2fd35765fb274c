//! The records that one poll returned, and how far the handler has come with them.

use crate::kafka::consumer::asks::Done;
use crate::kafka::ids::*;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// The records that the last poll returned, while the poll thread processes them itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    ranges: Arc<[(TopicPartition, Offset, Offset)]>,
    range: usize,
    next: Offset,
    done: u32,
    total: u32,
    /// Which poll returned it.
    poll: u32,
    /// What the record in work takes.
    time: SimDuration,
}

impl Batch {
    pub(super) fn new(ranges: Arc<[(TopicPartition, Offset, Offset)]>, poll: u32) -> Self {
        let next = ranges.first().map_or(0, |first| first.1);
        let total = ranges.iter().map(|(_, from, to)| (to - from) as u32).sum();
        Batch { ranges, range: 0, next, done: 0, total, poll, time: SimDuration::ZERO }
    }

    /// The record in work or next in line.
    pub fn current(&self) -> Option<(&TopicPartition, Offset)> {
        self.ranges.get(self.range).map(|(partition, _, _)| (partition, self.next))
    }

    /// Records done and records in all.
    pub fn progress(&self) -> (u32, u32) {
        (self.done, self.total)
    }

    /// Records not yet done, as ranges; the one in work is the first of the first range.
    pub fn held(&self) -> impl Iterator<Item = (&TopicPartition, Offset, Offset)> {
        self.ranges.iter().enumerate().skip(self.range).map(|(index, (partition, from, to))| {
            (partition, if index == self.range { self.next } else { *from }, *to)
        })
    }

    /// Which poll returned it, counted from 1.
    pub fn poll(&self) -> u32 {
        self.poll
    }

    /// All it consists of, done or not.
    pub(super) fn ranges(&self) -> &[(TopicPartition, Offset, Offset)] {
        &self.ranges
    }

    /// The handler takes the record under the cursor, and will be at it for so long.
    pub(super) fn begin_record(&mut self, time: SimDuration) {
        self.time = time;
    }

    /// The record under the cursor, as it will be when it is done.
    pub(super) fn record(&self) -> Option<Done> {
        let (partition, offset) = self.current()?;
        Some(Done { partition: *partition, offset, poll: self.poll, took: self.time })
    }

    pub(super) fn advance(&mut self) {
        self.done += 1;
        self.next += 1;
        if self.ranges.get(self.range).is_some_and(|(_, _, to)| self.next >= *to) {
            self.range += 1;
            self.next = self.ranges.get(self.range).map_or(0, |range| range.1);
        }
    }
}
