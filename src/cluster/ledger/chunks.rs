//! What was done to single records of a partition, in chunks: a clone shares a chunk until one of them changes it.

use super::{NONE, PartitionLedger};
use crate::kafka::ids::Offset;
use crate::sim::shared_items::SharedItems;

/// Records of a chunk.
pub(super) const CHUNK: u64 = 32;
/// Chunks that are shared together.
pub(super) const SHEAF: usize = 32;
/// The index of no consumer.
pub(super) const NOBODY: u16 = u16::MAX;

/// What was done to [`CHUNK`] records.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// How many of its offsets were processed.
    pub done: u16,
    pub times: [u16; CHUNK as usize],
    pub by: [u16; CHUNK as usize],
    /// The reading in which it was done last.
    pub readings: [u32; CHUNK as usize],
    /// Why it was done again, as numbers of reasons in the history.
    pub reasons: Option<Box<[u32; CHUNK as usize]>>,
}

impl PartitionLedger {
    pub(super) fn chunk(&self, offset: Offset) -> Option<(&Chunk, usize)> {
        let index = usize::try_from(offset / CHUNK).ok()?;
        let chunk = self.chunks.get(index / SHEAF)?.get(index % SHEAF)?;
        Some((chunk, (offset % CHUNK) as usize))
    }

    /// The place of a record that was read: there is a chunk for each [`CHUNK`] records of the log.
    pub(super) fn cell(&mut self, offset: Offset) -> (&mut Chunk, usize) {
        let index = (offset / CHUNK) as usize;
        while self.chunks.len() <= index / SHEAF {
            self.chunks.push(SharedItems::default());
        }
        let sheaf = &mut self.chunks[index / SHEAF];
        while sheaf.len() <= index % SHEAF {
            sheaf.push(Chunk::new());
        }
        (&mut sheaf[index % SHEAF], (offset % CHUNK) as usize)
    }
}

impl Chunk {
    fn new() -> Self {
        Chunk {
            done: 0,
            times: [0; CHUNK as usize],
            by: [NOBODY; CHUNK as usize],
            readings: [NONE; CHUNK as usize],
            reasons: None,
        }
    }
}
