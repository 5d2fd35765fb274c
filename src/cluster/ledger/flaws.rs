//! What went wrong with the records of a partition, found without looking at each: in a long log most chunks are
//! without a flaw, and the others are listed.

use super::PartitionLedger;
use super::chunks::CHUNK;
use crate::kafka::ids::Offset;

impl PartitionLedger {
    /// The records before `end` that were processed again, ascending, and how often again.
    pub fn repeated_before(&self, end: Offset) -> impl Iterator<Item = (Offset, u64)> {
        let chunks = self.flawed.iter().map(|index| Offset::from(*index) * CHUNK);
        let chunks = chunks.filter_map(|first| Some((first, self.chunk(first)?.0)));
        let records = chunks.flat_map(|(first, chunk)| (first..).zip(&chunk.times));
        let before = records.take_while(move |(offset, _)| *offset < end);
        before.filter(|(_, times)| **times > 1).map(|(offset, times)| (offset, u64::from(*times) - 1))
    }

    /// The stretches before `end` that were passed over, those before the group's first start left out, ascending.
    pub fn lost_before(&self, end: Offset) -> impl Iterator<Item = (Offset, Offset)> {
        let missed = self.passed.missed.within(0, end);
        missed.filter(|(.., reason)| self.gap_cause(*reason).is_some()).map(|(from, to, _)| (from, to))
    }
}
