//! Why records come twice or not at all: two closed lists. Each cause has a key, by which reports and scripts name
//! it, and a sentence.

/// Makes an enum of causes with its table.
macro_rules! causes {
    ($(#[$meta:meta])* $name:ident, $kind:literal: $($variant:ident $key:literal $meaning:literal,)*) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $meaning] $variant,)*
        }

        impl $name {
            /// All of them, in the order of the reference.
            pub const ALL: &[$name] = &[$($name::$variant,)*];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// As reports spell it.
            pub const fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// The measure that counts it.
            pub const fn measure(self) -> &'static str {
                match self { $($name::$variant => concat!($kind, ".", $key),)* }
            }

            /// What it means, as a clause that explains.
            pub const fn meaning(self) -> &'static str {
                match self { $($name::$variant => $meaning,)* }
            }
        }
    };
}

causes! {
    /// Why a record was processed again.
    DuplicateCause, "duplicates":
    KilledBeforeCommit "killed-before-commit" "a consumer was killed after processing and before committing",
    PollInterval "max-poll-interval" "a consumer lost its place by max.poll.interval.ms before it committed",
    SessionTimeout "session-timeout" "a consumer that lived was removed at the end of its session before it committed",
    RebalanceBeforeCommit "rebalance-before-commit"
        "a consumer gave the partition up, in a rebalance or at its close, before it committed",
    CommitRefused "commit-refused" "the commit was refused or failed",
    CommitLost "commit-lost" "the commit was lost on its way into the log",
    OlderCommit "older-commit" "an older commit was stored over a newer one",
    OffByOne "off-by-one" "the offset committed was the last record's own, not the next",
    SeekBack "seek-back" "a consumer sought back",
    ResetEarliest "reset-earliest"
        "auto.offset.reset=earliest or by_duration went back, for want of a committed offset in the log",
    OffsetsExpired "offsets-expired" "the committed offsets had expired",
    AdminReset "admin-reset" "an administrator reset the offsets",
    FencedTwin "fenced-twin" "a twin with the same group.instance.id took the consumer's place",
}

causes! {
    /// Why a record was passed over.
    GapCause, "gaps":
    CommittedFirst "committed-first" "it was committed before it was processed, and then dropped",
    AheadOfWorkers "ahead-of-workers" "the position was committed ahead of the workers, who dropped it",
    MidBatchClose "mid-batch-close" "a consumer closed in the middle of a batch and committed all of it",
    OutOfOrder "out-of-order" "a later record was done and committed first",
    ResetLatest "reset-latest" "auto.offset.reset=latest or by_duration went past it",
    OffsetsExpired "offsets-expired"
        "the committed offsets had expired, and auto.offset.reset=latest or by_duration went past it",
    Retention "retention" "it was deleted from the log first",
    SeekForward "seek-forward" "a consumer sought past it",
    PoisonPill "poison-pill" "it could not be deserialized, and was skipped",
    AdminReset "admin-reset" "an administrator set the offsets past it",
    TopicRecreated "topic-recreated"
        "its topic was created again, and a consumer kept its position in the earlier one",
}

/// How many duplicates and gaps there are of each cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CauseCounts {
    duplicates: [u64; DuplicateCause::COUNT],
    gaps: [u64; GapCause::COUNT],
}

impl CauseCounts {
    /// Repeated processings of that cause.
    pub fn duplicates(&self, cause: DuplicateCause) -> u64 {
        self.duplicates[cause as usize]
    }

    /// Records passed over of that cause.
    pub fn gaps(&self, cause: GapCause) -> u64 {
        self.gaps[cause as usize]
    }

    /// Of all causes together.
    pub fn sums(&self) -> (u64, u64) {
        (self.duplicates.iter().sum(), self.gaps.iter().sum())
    }

    /// These and those.
    pub fn add(&mut self, other: &CauseCounts) {
        self.duplicates.iter_mut().zip(other.duplicates).for_each(|(sum, more)| *sum += more);
        self.gaps.iter_mut().zip(other.gaps).for_each(|(sum, more)| *sum += more);
    }

    pub(super) fn duplicate(&mut self, cause: DuplicateCause) {
        self.duplicates[cause as usize] += 1;
    }

    pub(super) fn gap(&mut self, cause: GapCause, count: u64) {
        self.gaps[cause as usize] += count;
    }

    pub(super) fn healed(&mut self, cause: GapCause, count: u64) {
        let gaps = &mut self.gaps[cause as usize];
        debug_assert!(*gaps >= count, "{cause:?} was counted");
        *gaps = gaps.saturating_sub(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::sorted::SortedSet;

    #[test]
    fn the_lists_are_closed_and_their_keys_differ() {
        assert_eq!((DuplicateCause::COUNT, GapCause::COUNT), (13, 11));
        let duplicates: SortedSet<_> = DuplicateCause::ALL.iter().map(|cause| cause.key()).collect();
        let gaps: SortedSet<_> = GapCause::ALL.iter().map(|cause| cause.key()).collect();
        assert_eq!((duplicates.len(), gaps.len()), (13, 11));
    }
}
