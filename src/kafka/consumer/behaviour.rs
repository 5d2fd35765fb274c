//! How the application around a consumer behaves: what Kafka has no properties for.

use super::commit_mode::CommitMode;
use super::listener::{Listener, ListenerThrows};
use super::workers::WorkerOrder;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// What the application does with a record that cannot be deserialized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnPoison {
    /// Catches the exception and polls again `poll_timeout` later, without end.
    #[default]
    Retry,
    /// Seeks past it.
    Skip,
    /// Does not catch it: the consumer is closed and the process ends.
    Fail,
}

impl OnPoison {
    const ALL: [OnPoison; 3] = [OnPoison::Retry, OnPoison::Skip, OnPoison::Fail];

    /// The words a session script uses.
    pub const NAMES: [&'static str; 3] = [Self::ALL[0].word(), Self::ALL[1].word(), Self::ALL[2].word()];

    /// The word a session script uses.
    pub const fn word(self) -> &'static str {
        match self {
            OnPoison::Retry => "retry",
            OnPoison::Skip => "skip",
            OnPoison::Fail => "fail",
        }
    }

    /// The behaviour of that word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<OnPoison> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What the application does with records and offsets, and how long it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplicationBehaviour {
    /// How long the handler takes for one record.
    pub processing_time: SimDuration,
    /// The timeout the application gives to poll.
    pub poll_timeout: SimDuration,
    /// How the application commits.
    pub commit: CommitMode,
    /// After how many records `commit=every` commits.
    pub commit_every: u32,
    /// What the application does in `onPartitionsRevoked`.
    pub listener: Listener,
    /// Which of the listener's methods throw.
    pub listener_throws: ListenerThrows,
    /// How long each rebalance callback takes (saving state, say).
    pub callback_time: SimDuration,
    /// How many workers process what poll returns; 0: the poll thread does.
    pub workers: u32,
    /// The number of records that may wait for a worker before all partitions are paused.
    pub queue: u32,
    /// Which record a free worker takes.
    pub worker_order: WorkerOrder,
    /// How long the handler takes for one record out of `spike_every`, if those take longer.
    pub spike: Option<SimDuration>,
    /// In a partition every `spike_every`-th record, by offset, takes `spike`.
    pub spike_every: u32,
    /// What the application does with a record that cannot be deserialized.
    pub on_poison: OnPoison,
    /// The rack in which the process stands, if that is not `client.rack`.
    pub rack: Option<Arc<str>>,
}

impl Default for ApplicationBehaviour {
    fn default() -> Self {
        ApplicationBehaviour {
            processing_time: SimDuration::from_millis(1),
            poll_timeout: SimDuration::from_millis(1_000),
            commit: CommitMode::AUTO,
            commit_every: 10,
            listener: Listener::None,
            listener_throws: ListenerThrows::No,
            callback_time: SimDuration::ZERO,
            workers: 0,
            queue: 500,
            worker_order: WorkerOrder::Partition,
            spike: None,
            spike_every: 100,
            on_poison: OnPoison::Retry,
            rack: None,
        }
    }
}
