//! What went wrong with the records of a lane that are not looked at one by one.

use crate::kafka::ids::Offset;

/// In a group of more lanes records are not looked at one by one: there is no room for them.
pub const MOST_LANES_WITH_CELLS: usize = 24;

/// In a group of more lanes no one sees where in a log something went wrong, and it is not looked for.
pub const MOST_LANES_WITH_FLAWS: usize = 200;

/// More runs of each kind are not kept: neighbours are one.
pub const MOST_FLAWS: u64 = 48;

/// Records that were processed twice, or are lost, with what lies between them if they are close together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlawRun {
    pub kind: FlawKind,
    /// Both ends have the flaw.
    pub from: Offset,
    /// One past the last.
    pub to: Offset,
    /// Repeats of records that were processed again; records that are lost.
    pub count: u64,
}

/// What can go wrong with a record for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    Duplicate,
    Gap,
}

impl FlawRun {
    /// Adds a run to `runs`, to the last of its kind if no more than `between` records lie between them.
    pub fn add(runs: &mut Vec<FlawRun>, run: FlawRun, between: u64) {
        match runs.iter_mut().rfind(|last| last.kind == run.kind) {
            Some(last) if run.from <= last.to + between => {
                last.to = run.to;
                last.count += run.count;
            }
            _ => runs.push(run),
        }
    }
}
