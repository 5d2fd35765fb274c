//! How an application commits: one table, from which the words of a script, their help and the checks follow.
//!
//! Not modelled: transactions (`sendOffsetsToTransaction`), metadata in commits.

/// How the application commits. What it does about an exception: it logs it and goes on, but for
/// [`CommitMode::Before`], which seeks back to the start of the batch that it could not commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitMode {
    /// It does not; `enable.auto.commit` decides whether poll does.
    Auto,
    /// `commitSync()` after each batch.
    SyncPerBatch,
    /// `commitSync(offset + 1)` after each record.
    SyncPerRecord,
    /// `commitAsync(callback)` after each batch; the callback only logs.
    Async,
    /// The same, and the callback sends a commit again that failed retriably, if none was sent since.
    AsyncInOrder,
    /// The same, and the callback sends it again whatever was sent since.
    AsyncRetry,
    /// `commitAsync()` after each batch, `commitSync()` before close.
    AsyncThenSync,
    /// `commitSync(offsets)` of what is processed, after every so many records.
    SyncEvery,
    /// The same with `commitAsync(offsets)`.
    AsyncEvery,
    /// `commitSync()` between poll and the first record: at most once.
    Before,
    /// `commitSync(offset)` after each batch, without the `+ 1`.
    OffByOne,
    /// Workers: `commitSync` of the highest offset below which everything is done.
    Contiguous,
    /// Workers: `commitSync` of the highest record done, whatever is still open below it.
    AsCompleted,
    /// Never to Kafka: the result and its offset are saved together, and sought on assignment.
    External,
    /// Never.
    Never,
}

impl CommitMode {
    /// The words a session script uses, with their meaning.
    pub const WORDS: [(&'static str, CommitMode, &'static str); 15] = [
        ("auto", CommitMode::Auto, "enable.auto.commit decides: poll commits the position every interval"),
        ("sync", CommitMode::SyncPerBatch, "commitSync() after each batch"),
        ("sync-record", CommitMode::SyncPerRecord, "commitSync(offset + 1) after each record"),
        ("async", CommitMode::Async, "commitAsync() after each batch; a failed one is not sent again"),
        (
            "async-ordered",
            CommitMode::AsyncInOrder,
            "commitAsync() after each batch; a failed one is sent again unless a newer one was sent",
        ),
        (
            "async-retry",
            CommitMode::AsyncRetry,
            "commitAsync() after each batch; a failed one is always sent again, even over a newer one",
        ),
        (
            "async-then-sync",
            CommitMode::AsyncThenSync,
            "commitAsync() after each batch, commitSync() before close",
        ),
        (
            "every",
            CommitMode::SyncEvery,
            "commitSync(offsets) of what is processed, after every `commit_every` records",
        ),
        ("every-async", CommitMode::AsyncEvery, "the same with commitAsync(offsets)"),
        (
            "before",
            CommitMode::Before,
            "commitSync() before the batch is processed: at most once; if it throws, seek() back to the batch's start",
        ),
        (
            "off-by-one",
            CommitMode::OffByOne,
            "commitSync(offset) after each batch: the last record's own offset, not the next",
        ),
        (
            "contiguous",
            CommitMode::Contiguous,
            "with workers: commitSync of the offset below which every record is done",
        ),
        (
            "as-completed",
            CommitMode::AsCompleted,
            "with workers: commitSync of the highest record done, though earlier ones may be open",
        ),
        (
            "external",
            CommitMode::External,
            "nothing is committed: a store keeps result and offset together, sought in onPartitionsAssigned",
        ),
        ("none", CommitMode::Never, "nothing is ever committed"),
    ];

    /// Only the words.
    pub const NAMES: [&'static str; 15] = {
        let mut names = [""; 15];
        let mut place = 0;
        while place < names.len() {
            names[place] = Self::WORDS[place].0;
            place += 1;
        }
        names
    };

    /// The word a session script uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, mode, _)| *mode == self).map_or("auto", |(word, _, _)| word)
    }

    /// The mode of that word.
    pub fn from_word(word: &str) -> Option<CommitMode> {
        Self::WORDS.iter().find(|(known, _, _)| *known == word).map(|(_, mode, _)| *mode)
    }

    /// Whether it is about records that are done out of order.
    pub fn needs_workers(self) -> bool {
        matches!(self, CommitMode::Contiguous | CommitMode::AsCompleted)
    }

    /// Whether it is about the records of a batch one by one, which only the poll thread does.
    pub fn needs_poll_thread(self) -> bool {
        use CommitMode::*;
        matches!(self, SyncPerRecord | SyncEvery | AsyncEvery | Before | OffByOne)
    }

    /// The reference as a Markdown table.
    pub fn reference() -> String {
        let mut text = String::from("| `commit=` | what the application does |\n|---|---|\n");
        for (word, _, meaning) in Self::WORDS {
            text += &format!("| `{word}` | {meaning} |\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for (word, mode, _) in CommitMode::WORDS {
            assert_eq!((mode.word(), CommitMode::from_word(word)), (word, Some(mode)));
        }
    }
}
