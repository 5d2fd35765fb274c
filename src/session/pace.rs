//! Auto pace: slow while something happens that a person should see, fast while nothing does.
//!
//! Kafka's defaults put milliseconds next to 45 seconds, and one speed suits only one of them. The rate follows from
//! what is under way, from how long ago something was told, and from how soon something will be, where that is known.
//! Each of these allows a highest rate, and the lowest of them counts. What goes on for long is less and less of a
//! reason to be slow. The rate rises little by little; it falls as soon as something nobody foresaw happens.
//!
//! Whole numbers only, in ten-thousandths of real time.

use crate::cluster::fact::Fact;
use crate::cluster::observation::{AppThread, Envelope, Observation};
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::session::steps::rebalances;
use crate::session::telling::{Level, telling};
use crate::sim::time::SimDuration;

/// One second a second.
pub const REAL_TIME: u64 = 10_000;
/// The lowest rate.
pub const SLOWEST: u64 = 200;
/// The highest rate.
pub const FASTEST: u64 = 200_000;

/// In one real second a rate becomes at most e to the power of this times as high, and as low where it is foreseen.
const AGILITY: u64 = 8;
/// A told line stands for this long, in real time, before the rate rises.
const STANDS: SimDuration = SimDuration::from_millis(500);
/// What a visitor has done stands longer.
const DEED_STANDS: SimDuration = SimDuration::from_millis(800);
/// Real time for reading one letter, and for a whole caption at the least and at the most.
const LETTER: SimDuration = SimDuration::from_millis(50);
const SHORTEST_READING: SimDuration = SimDuration::from_millis(1_000);
const LONGEST_READING: SimDuration = SimDuration::from_millis(8_000);

/// What is under way that a person should see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bustle {
    /// Nothing but the daily round: fetches, heartbeats, commits.
    Quiet,
    /// A group rebalances, or a callback runs; no request is on its way.
    Rebalancing,
    /// A request about membership or positions is on its way, or an answer that refuses something.
    Exchanging,
}

/// What a session shows of its present and its near future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub bustle: Bustle,
    /// How soon something will be told, as far as that is known.
    pub ahead: Option<SimDuration>,
}

impl Bustle {
    /// What is under way in a world that looks like this.
    pub fn of(seen: &Observation) -> Bustle {
        let acts = |thread: &AppThread| matches!(thread, AppThread::Callback { .. } | AppThread::Close);
        if seen.envelopes.iter().any(is_remarkable) {
            Bustle::Exchanging
        } else if seen.groups.iter().any(|group| rebalances(group.state))
            || seen.consumers.iter().any(|consumer| acts(&consumer.thread))
        {
            Bustle::Rebalancing
        } else {
            Bustle::Quiet
        }
    }
}

fn is_routine(api: ApiKey) -> bool {
    matches!(
        api,
        ApiKey::Heartbeat | ApiKey::OffsetCommit | ApiKey::Fetch | ApiKey::Produce | ApiKey::Metadata
    )
}

fn is_remarkable(envelope: &Envelope) -> bool {
    !envelope.held() && (!is_routine(envelope.api) || !envelope.error.is_none())
}

/// Whether somebody should see it happen: what the story tells, a request out of the daily round, a callback.
pub fn is_moment(fact: &Fact) -> bool {
    let asks = matches!(fact, Fact::Consumer(_, ConsumerFact::RequestSent { api, .. }) if !is_routine(*api));
    let calls = matches!(fact, Fact::Consumer(_, ConsumerFact::CallbackStarted { .. }));
    asks || calls || telling(fact).level <= Level::Story
}

/// A reason to be slow: the rate it allows at first, for how long, and what it allows in the end.
struct PaceReason {
    at_first: u64,
    patience: SimDuration,
    in_the_end: u64,
}

const EXCHANGE: PaceReason =
    PaceReason { at_first: 300, patience: SimDuration::from_millis(1_500), in_the_end: REAL_TIME };
const REBALANCE: PaceReason =
    PaceReason { at_first: REAL_TIME, patience: SimDuration::from_millis(2_000), in_the_end: FASTEST };
const TOLD: PaceReason = PaceReason {
    at_first: REAL_TIME / 20,
    patience: SimDuration::from_millis(4_000),
    in_the_end: 2 * REAL_TIME,
};

/// After its patience a reason allows twice as much each time that this has passed.
const HALVED: SimDuration = SimDuration::from_millis(500);

impl PaceReason {
    /// The rate it allows after it has lasted so long, in real time.
    fn allows(&self, lasted: SimDuration) -> u64 {
        let over = lasted.saturating_sub(self.patience).as_micros();
        let (times, part) = (over / HALVED.as_micros(), over % HALVED.as_micros());
        let whole = self.at_first << times.min(16);
        (whole + whole * part / HALVED.as_micros()).min(self.in_the_end)
    }
}

/// The rate, and what it remembers of real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacer {
    rate: u64,
    /// For how long there has been a reason to be slow, each kind for itself; it is forgotten as slowly.
    exchanged: SimDuration,
    rebalanced: SimDuration,
    told: SimDuration,
    /// For how long something that was told still stands, and something is still being read.
    stands: SimDuration,
    reading: SimDuration,
}

impl Default for Pacer {
    fn default() -> Self {
        let none = SimDuration::ZERO;
        Pacer {
            rate: TOLD.at_first,
            exchanged: none,
            rebalanced: none,
            told: none,
            stands: none,
            reading: none,
        }
    }
}

impl Pacer {
    /// The rate of the last frame.
    pub fn rate(&self) -> u64 {
        self.rate
    }

    /// The rate for a frame of so much real time.
    pub fn pace(&mut self, outlook: &Outlook, real: SimDuration) -> u64 {
        let standing = !self.stands.is_zero();
        self.rate = self.next(outlook, real);
        count(&mut self.exchanged, outlook.bustle == Bustle::Exchanging, real);
        count(&mut self.rebalanced, outlook.bustle == Bustle::Rebalancing, real);
        count(&mut self.told, standing, real);
        self.stands = self.stands.saturating_sub(real);
        self.reading = self.reading.saturating_sub(real);
        self.rate
    }

    /// The rule: what is allowed now, and no quicker a rise than is pleasant.
    fn next(&self, outlook: &Outlook, real: SimDuration) -> u64 {
        let told = TOLD.allows(self.told);
        let mut most = match outlook.bustle {
            Bustle::Quiet => FASTEST,
            Bustle::Rebalancing => REBALANCE.allows(self.rebalanced),
            Bustle::Exchanging => EXCHANGE.allows(self.exchanged),
        };
        if !self.stands.is_zero() {
            most = most.min(told);
        }
        if !self.reading.is_zero() {
            most = most.min(REAL_TIME);
        }
        if let Some(ahead) = outlook.ahead {
            // Braked so, the rate is what the moment allows just when it comes.
            most = most.min(told + ahead.as_micros() * AGILITY * REAL_TIME / 1_000_000);
        }
        let risen = self.rate + self.rate * AGILITY * real.as_micros() / 1_000_000 + 1;
        most.min(risen).clamp(SLOWEST, FASTEST)
    }

    /// Something was told.
    pub fn met(&mut self) {
        self.stands = self.stands.max(STANDS);
    }

    /// Somebody begins to watch, and has read what there is to read.
    pub fn begin(&mut self) {
        *self = Pacer { rate: REAL_TIME, ..Pacer::default() };
    }

    /// A visitor did something: what follows is looked at afresh.
    pub fn afresh(&mut self) {
        *self = Pacer { stands: DEED_STANDS, reading: self.reading, ..Pacer::default() };
    }

    /// A caption begins: it is read for the length of its English text, in any language.
    pub fn read(&mut self, text: &str) {
        let letters = text.chars().count() as u64;
        let time = SimDuration::from_micros(LETTER.as_micros() * letters);
        self.reading = time.clamp(SHORTEST_READING, LONGEST_READING);
    }
}

/// How long something has lasted, in real time, or is still remembered.
fn count(lasted: &mut SimDuration, lasts: bool, real: SimDuration) {
    *lasted = if lasts { *lasted + real } else { lasted.saturating_sub(real) };
}

#[cfg(test)]
mod tests;
