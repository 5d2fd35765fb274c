//! What went wrong with the records of a partition, found without looking at each: in a long log most chunks are
//! without a flaw, and say so.

use super::{CHUNK, PartitionLedger};
use crate::kafka::ids::Offset;

impl PartitionLedger {
    /// The records before `end` that were processed again, ascending, and how often again.
    pub fn repeated_before(&self, end: Offset) -> impl Iterator<Item = (Offset, u64)> {
        // A chunk has reasons from its first repeated record on.
        let flawed = self.chunks.iter().zip(0..).filter(|(chunk, _)| chunk.reasons.is_some());
        let records = flawed.flat_map(|(chunk, index): (_, Offset)| (index * CHUNK..).zip(&chunk.times));
        let before = records.take_while(move |(offset, _)| *offset < end);
        before.filter(|(_, times)| **times > 1).map(|(offset, times)| (offset, u64::from(*times) - 1))
    }

    /// The stretches before `end` that were passed over, those before the group's first start left out, ascending.
    pub fn lost_before(&self, end: Offset) -> impl Iterator<Item = (Offset, Offset)> {
        let missed = self.passed.missed.within(0, end);
        missed.filter(|(.., reason)| self.gap_cause(*reason).is_some()).map(|(from, to, _)| (from, to))
    }
}
