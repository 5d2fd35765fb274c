//! What the application itself knows of the records it was given: how far each partition is done without a hole,
//! and what is done beyond. From it come commits of chosen offsets.

use crate::kafka::api::OffsetToCommit;
use crate::kafka::consumer::config::{CommitMode, CommitWhat};
use crate::kafka::ids::*;
use crate::sim::sorted::{SortedMap, SortedSet};
use std::sync::Arc;

/// One partition, since it was assigned or sought.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Progress {
    /// The first offset that poll returned.
    base: Offset,
    /// One past the last offset that poll returned.
    returned: Offset,
    /// Everything from `base` to here is done.
    next: Offset,
    /// Done beyond `next`.
    beyond: SortedSet<Offset>,
    /// What was last committed.
    committed: Option<Offset>,
}

/// Which of the offsets that are done to commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UpTo {
    /// Below it nothing is open.
    FirstOpen,
    /// The highest that is done.
    LastDone,
}

impl UpTo {
    /// Where this mode commits what is done.
    pub fn of(mode: CommitMode) -> UpTo {
        match mode.what {
            CommitWhat::LastDone => UpTo::LastDone,
            CommitWhat::Position | CommitWhat::Done | CommitWhat::LastRecord => UpTo::FirstOpen,
        }
    }
}

/// All partitions that the consumer owns and has records of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions(SortedMap<TopicPartition, Progress>);

impl Completions {
    /// Poll returned these; a partition whose position jumped begins anew.
    pub(super) fn returned(&mut self, ranges: &[(TopicPartition, Offset, Offset)]) {
        for (partition, from, to) in ranges {
            match self.0.get_mut(partition) {
                Some(progress) if progress.returned == *from => progress.returned = *to,
                _ => {
                    let (base, returned) = (*from, *to);
                    let fresh =
                        Progress { base, returned, next: base, beyond: SortedSet::new(), committed: None };
                    self.0.insert(*partition, fresh);
                }
            }
        }
    }

    /// A record is done; of a partition that is owned no longer nothing is noted.
    pub(super) fn done(&mut self, partition: &TopicPartition, offset: Offset) {
        let Some(progress) = self.0.get_mut(partition) else { return };
        if offset < progress.next || offset >= progress.returned {
            return;
        }
        progress.beyond.insert(offset);
        while progress.beyond.remove(&progress.next) {
            progress.next += 1;
        }
    }

    /// These offsets are committed.
    pub(super) fn committed(&mut self, offsets: &[OffsetToCommit]) {
        for commit in offsets {
            if let Some(progress) = self.0.get_mut(&commit.partition) {
                progress.committed = Some(commit.offset);
            }
        }
    }

    /// Forgets partitions that are not kept.
    pub(super) fn retain(&mut self, kept: impl Fn(&TopicPartition) -> bool) {
        self.0.retain(|partition, _| kept(partition));
    }

    /// What is done and not committed, of the partitions that are wanted.
    pub(super) fn uncommitted(
        &self,
        up_to: UpTo,
        wanted: impl Fn(&TopicPartition) -> bool,
    ) -> Arc<[OffsetToCommit]> {
        let of = |(partition, progress): (&TopicPartition, &Progress)| {
            let last = progress.beyond.last().filter(|_| up_to == UpTo::LastDone);
            let offset = last.map_or(progress.next, |last| last + 1);
            let news = offset > progress.base && progress.committed != Some(offset);
            news.then(|| to_commit(partition, offset))
        };
        self.0.iter().filter(|(partition, _)| wanted(partition)).filter_map(of).collect()
    }
}

/// An offset to commit, without words of the committer's own.
pub(super) fn to_commit(partition: &TopicPartition, offset: Offset) -> OffsetToCommit {
    OffsetToCommit { partition: *partition, offset, leader_epoch: None, metadata: Arc::from("") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders() -> TopicPartition {
        TopicPartition::new("orders".into(), 0)
    }

    fn offset(completions: &Completions, up_to: UpTo) -> Option<Offset> {
        completions.uncommitted(up_to, |_| true).first().map(|commit| commit.offset)
    }

    #[test]
    fn a_hole_holds_the_contiguous_offset_back_and_not_the_highest() {
        let mut completions = Completions::default();
        completions.returned(&[(orders(), 10, 20)]);
        assert_eq!(offset(&completions, UpTo::LastDone), None, "nothing is done yet");
        for done in [10, 12, 13] {
            completions.done(&orders(), done);
        }
        assert_eq!(offset(&completions, UpTo::FirstOpen), Some(11));
        assert_eq!(offset(&completions, UpTo::LastDone), Some(14));
        completions.done(&orders(), 11);
        assert_eq!(offset(&completions, UpTo::FirstOpen), Some(14), "the hole is filled");
        completions.committed(&[to_commit(&orders(), 14)]);
        assert_eq!(offset(&completions, UpTo::FirstOpen), None, "nothing new");
    }

    #[test]
    fn a_seek_begins_anew() {
        let mut completions = Completions::default();
        completions.returned(&[(orders(), 10, 20)]);
        completions.returned(&[(orders(), 5, 8)]);
        completions.done(&orders(), 12);
        assert_eq!(offset(&completions, UpTo::LastDone), None, "not of what poll returned last");
        completions.done(&orders(), 5);
        assert_eq!(offset(&completions, UpTo::LastDone), Some(6));
    }
}
