//! How an application commits, as records: when it calls commit, which call that is, and what it commits. From the one
//! table the words of a script, their help and the checks follow.
//!
//! Not modelled: transactions (`sendOffsetsToTransaction`), metadata in commits.

use std::fmt;

/// When an application commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitWhen {
    /// It never calls commit; `enable.auto.commit` decides whether poll commits.
    LeftToPoll,
    /// Between poll and the batch's first record.
    BeforeBatch,
    AfterRecord,
    /// After every `commit_every` records.
    AfterSome,
    /// After the batch, or when it has been handed over to workers.
    AfterBatch,
    /// After each round of the loop, of what workers have done meanwhile.
    AfterRound,
    /// Together with each result, in a store outside of Kafka, which is asked in onPartitionsAssigned.
    Elsewhere,
    Never,
}

/// What the callback of a `commitAsync` does about a commit that failed retriably.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendAgain {
    /// It only logs.
    Never,
    /// It sends it again if none was sent since.
    UnlessNewer,
    /// It sends it again whatever was sent since.
    Always,
}

/// The call by which an application commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitCall {
    Sync,
    Async(SendAgain),
}

/// Which offsets an application commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitWhat {
    /// The position: everything that poll has returned.
    Position,
    /// The offset below which everything is done.
    Done,
    /// The own offset of the batch's last record, without the `+ 1`.
    LastRecord,
    /// The highest offset done, whatever is still open below it.
    LastDone,
}

/// How an application commits. What it does about an exception: it logs it and goes on, but for
/// [`CommitMode::BEFORE`], which seeks back to the start of the batch that it could not commit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CommitMode {
    /// The word a session script uses.
    pub word: &'static str,
    /// What it means, in English.
    pub meaning: &'static str,
    pub when: CommitWhen,
    pub call: CommitCall,
    pub what: CommitWhat,
    /// Whether it calls `commitSync()` before close.
    pub last: bool,
}

impl fmt::Debug for CommitMode {
    /// The word says it all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

impl CommitMode {
    /// It does not; `enable.auto.commit` decides whether poll does.
    pub const AUTO: CommitMode = CommitMode {
        word: "auto",
        meaning: "enable.auto.commit decides: poll commits the position every interval",
        when: CommitWhen::LeftToPoll,
        call: CommitCall::Sync,
        what: CommitWhat::Position,
        last: false,
    };
    /// `commitSync()` after each batch.
    pub const SYNC_PER_BATCH: CommitMode = CommitMode {
        word: "sync",
        meaning: "commitSync() after each batch",
        when: CommitWhen::AfterBatch,
        call: CommitCall::Sync,
        what: CommitWhat::Position,
        last: false,
    };
    /// `commitSync(offset + 1)` after each record.
    pub const SYNC_PER_RECORD: CommitMode = CommitMode {
        word: "sync-record",
        meaning: "commitSync(offset + 1) after each record",
        when: CommitWhen::AfterRecord,
        call: CommitCall::Sync,
        what: CommitWhat::Done,
        last: false,
    };
    /// `commitAsync(callback)` after each batch; the callback only logs.
    pub const ASYNC: CommitMode = CommitMode {
        word: "async",
        meaning: "commitAsync() after each batch; a failed one is not sent again",
        when: CommitWhen::AfterBatch,
        call: CommitCall::Async(SendAgain::Never),
        what: CommitWhat::Position,
        last: false,
    };
    /// The same, and the callback sends a commit again that failed retriably, if none was sent since.
    pub const ASYNC_IN_ORDER: CommitMode = CommitMode {
        word: "async-ordered",
        meaning: "commitAsync() after each batch; a failed one is sent again unless a newer one was sent",
        when: CommitWhen::AfterBatch,
        call: CommitCall::Async(SendAgain::UnlessNewer),
        what: CommitWhat::Position,
        last: false,
    };
    /// The same, and the callback sends it again whatever was sent since.
    pub const ASYNC_RETRY: CommitMode = CommitMode {
        word: "async-retry",
        meaning: "commitAsync() after each batch; a failed one is always sent again, even over a newer one",
        when: CommitWhen::AfterBatch,
        call: CommitCall::Async(SendAgain::Always),
        what: CommitWhat::Position,
        last: false,
    };
    /// `commitAsync()` after each batch, `commitSync()` before close.
    pub const ASYNC_THEN_SYNC: CommitMode = CommitMode {
        word: "async-then-sync",
        meaning: "commitAsync() after each batch, commitSync() before close",
        when: CommitWhen::AfterBatch,
        call: CommitCall::Async(SendAgain::Never),
        what: CommitWhat::Position,
        last: true,
    };
    /// `commitSync(offsets)` of what is processed, after every `commit_every` records.
    pub const SYNC_EVERY: CommitMode = CommitMode {
        word: "every",
        meaning: "commitSync(offsets) of what is processed, after every `commit_every` records",
        when: CommitWhen::AfterSome,
        call: CommitCall::Sync,
        what: CommitWhat::Done,
        last: false,
    };
    /// The same with `commitAsync(offsets)`.
    pub const ASYNC_EVERY: CommitMode = CommitMode {
        word: "every-async",
        meaning: "the same with commitAsync(offsets)",
        when: CommitWhen::AfterSome,
        call: CommitCall::Async(SendAgain::Never),
        what: CommitWhat::Done,
        last: false,
    };
    /// `commitSync()` between poll and the first record: at most once.
    pub const BEFORE: CommitMode = CommitMode {
        word: "before",
        meaning: "commitSync() before the batch is processed: at most once; if it throws, seek() back to the \
                  batch's start",
        when: CommitWhen::BeforeBatch,
        call: CommitCall::Sync,
        what: CommitWhat::Position,
        last: false,
    };
    /// `commitSync(offset)` after each batch, without the `+ 1`.
    pub const OFF_BY_ONE: CommitMode = CommitMode {
        word: "off-by-one",
        meaning: "commitSync(offset) after each batch: the last record's own offset, not the next",
        when: CommitWhen::AfterBatch,
        call: CommitCall::Sync,
        what: CommitWhat::LastRecord,
        last: false,
    };
    /// Workers: `commitSync` of the highest offset below which everything is done.
    pub const CONTIGUOUS: CommitMode = CommitMode {
        word: "contiguous",
        meaning: "with workers: commitSync of the offset below which every record is done",
        when: CommitWhen::AfterRound,
        call: CommitCall::Sync,
        what: CommitWhat::Done,
        last: true,
    };
    /// Workers: `commitSync` of the highest record done, whatever is still open below it.
    pub const AS_COMPLETED: CommitMode = CommitMode {
        word: "as-completed",
        meaning: "with workers: commitSync of the highest record done, though earlier ones may be open",
        when: CommitWhen::AfterRound,
        call: CommitCall::Sync,
        what: CommitWhat::LastDone,
        last: true,
    };
    /// Never to Kafka: the result and its offset are saved together, and sought on assignment.
    pub const EXTERNAL: CommitMode = CommitMode {
        word: "external",
        meaning: "nothing is committed: a store keeps result and offset together, sought in onPartitionsAssigned",
        when: CommitWhen::Elsewhere,
        call: CommitCall::Sync,
        what: CommitWhat::Done,
        last: false,
    };
    /// Never.
    pub const NEVER: CommitMode = CommitMode {
        word: "none",
        meaning: "nothing is ever committed",
        when: CommitWhen::Never,
        call: CommitCall::Sync,
        what: CommitWhat::Position,
        last: false,
    };

    /// All modes, in the order of their reference.
    pub const ALL: [CommitMode; 15] = [
        Self::AUTO,
        Self::SYNC_PER_BATCH,
        Self::SYNC_PER_RECORD,
        Self::ASYNC,
        Self::ASYNC_IN_ORDER,
        Self::ASYNC_RETRY,
        Self::ASYNC_THEN_SYNC,
        Self::SYNC_EVERY,
        Self::ASYNC_EVERY,
        Self::BEFORE,
        Self::OFF_BY_ONE,
        Self::CONTIGUOUS,
        Self::AS_COMPLETED,
        Self::EXTERNAL,
        Self::NEVER,
    ];

    /// The words of all modes.
    pub const NAMES: [&'static str; 15] = {
        let mut names = [""; 15];
        let mut place = 0;
        while place < names.len() {
            names[place] = Self::ALL[place].word;
            place += 1;
        }
        names
    };

    /// The mode of that word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<CommitMode> {
        Self::ALL.into_iter().find(|mode| mode.word == word)
    }

    /// Whether the application itself ever calls commit.
    pub fn calls_commit(self) -> bool {
        !matches!(self.when, CommitWhen::LeftToPoll | CommitWhen::Elsewhere | CommitWhen::Never)
    }

    /// Whether it is about records that are done out of order.
    pub fn needs_workers(self) -> bool {
        self.when == CommitWhen::AfterRound
    }

    /// Whether it is about the records of a batch one by one, which only the poll thread does.
    pub fn needs_poll_thread(self) -> bool {
        use CommitWhen::{AfterRecord, AfterSome, BeforeBatch};
        matches!(self.when, BeforeBatch | AfterRecord | AfterSome) || self.what == CommitWhat::LastRecord
    }

    /// The reference as a Markdown table.
    pub fn reference() -> String {
        let mut text = String::from("| `commit=` | what the application does |\n|---|---|\n");
        for mode in Self::ALL {
            text += &format!("| `{}` | {} |\n", mode.word, mode.meaning);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for mode in CommitMode::ALL {
            assert_eq!(CommitMode::from_word(mode.word), Some(mode));
        }
        assert_eq!(CommitMode::from_word("sometimes"), None);
    }

    #[test]
    fn no_two_modes_do_the_same() {
        for (place, mode) in CommitMode::ALL.iter().enumerate() {
            let same = |other: &&CommitMode| {
                (other.when, other.call, other.what, other.last)
                    == (mode.when, mode.call, mode.what, mode.last)
            };
            assert_eq!(CommitMode::ALL.iter().position(|other| same(&other)), Some(place), "{mode:?}");
        }
    }
}
