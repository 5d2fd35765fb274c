//! Pauses before what was lost or refused is asked again: `retry.backoff.ms`, doubling with each failure in a row up
//! to `retry.backoff.max.ms` (KIP-580). One succession for each kind of request; an answer ends it.
//!
//! Joining and looking for the coordinator have theirs in the membership (`lookup`), commits in `committer`.
//!
//! Not modelled: jitter on the pauses; `reconnect.backoff.ms`, which is what Kafka's client really waits for before
//! it fetches again from a broker it lost.

use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::ids::BrokerId;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// What is asked again after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RetriedAsk {
    Metadata,
    /// The metadata, since a topic is missing in them.
    MissingTopics,
    OffsetFetch,
    ListOffsets,
    OffsetsForLeaderEpoch,
    Fetch(BrokerId),
}

/// Everything that failed and was not answered since.
#[derive(Clone, Debug, Default)]
pub struct Retries {
    /// Failures in a row, and when the pause after the last one is over.
    failed: SortedMap<RetriedAsk, (u32, SimTime)>,
}

impl Retries {
    /// Whether it may be asked at `now`.
    pub(super) fn may(&self, what: RetriedAsk, now: SimTime) -> bool {
        self.failed.get(&what).is_none_or(|(_, until)| *until <= now)
    }

    /// It was answered: the next failure is the first again.
    pub(super) fn answered(&mut self, what: RetriedAsk) {
        self.failed.remove(&what);
    }
}

impl Consumer {
    /// It was lost, or refused for now: it is not asked before the instant returned.
    pub(super) fn ask_later(&mut self, what: RetriedAsk, now: SimTime, fx: &mut Fx) -> SimTime {
        let before = self.retries.failed.get(&what).map_or(0, |(failures, _)| *failures);
        let until = now + self.backoff(before);
        self.retries.failed.insert(what, (before.saturating_add(1), until));
        self.retry_due(now, fx);
        until
    }

    /// A pause may be over; poll asks again by itself. The timer goes on to the next one.
    pub(super) fn retry_due(&mut self, now: SimTime, fx: &mut Fx) {
        let next = self.retries.failed.values().map(|(_, until)| *until).filter(|until| *until > now).min();
        if let Some(next) = next {
            fx.set_timer(ConsumerTimer::Retry, next);
        }
    }
}
