//! Steps through time: from one thing that is told to the next, or back to the last.
//!
//! A step onward lets the world run to that instant and no further, beyond the script's end too. It never passes a
//! question, because what comes after a question is its answer.

use crate::cluster::fact::Fact;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::session::caption::Caption;
use crate::session::telling::{Level, telling};
use crate::session::{MOST_STEPS_OF_A_SEEK, Reach, Session, values};
use crate::sim::time::{SimDuration, SimTime};

/// What a step goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stride {
    /// What the story tells: its entries, captions and questions.
    #[default]
    Line,
    /// Any entry of the journal.
    Entry,
    /// A request that is sent, answered or given up.
    Request,
    /// The start or the end of a rebalance.
    Rebalance,
    /// A caption or a question.
    Caption,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// The cursor is where it was to go, or at a question on the way.
    There,
    /// There is none. The cursor has stayed, or gone as far as a step looks ahead.
    Nothing,
    /// So much happens that the cursor came no further; another step goes on.
    More,
}

/// How far a step looks ahead.
pub const LONGEST_STEP: SimDuration = SimDuration::from_secs(60);

impl Stride {
    /// Whether an entry is what the step goes to.
    fn meets(self, fact: &Fact) -> bool {
        match self {
            Stride::Line => telling(fact).level <= Level::Story,
            Stride::Entry => true,
            Stride::Request => matches!(
                fact,
                Fact::Consumer(
                    _,
                    ConsumerFact::RequestSent { .. }
                        | ConsumerFact::ResponseReceived { .. }
                        | ConsumerFact::RequestTimedOut { .. }
                )
            ),
            Stride::Rebalance => is_edge_of_rebalance(fact),
            Stride::Caption => false,
        }
    }

    fn stops_at(self, caption: &Caption) -> bool {
        matches!(self, Stride::Line | Stride::Caption) || caption.asks()
    }
}

/// Whether the group waits for its members to join or to be assigned something.
pub(super) const fn rebalances(state: GroupState) -> bool {
    matches!(state, GroupState::PreparingRebalance | GroupState::CompletingRebalance)
}

/// Whether a rebalance starts or ends with it.
pub fn is_edge_of_rebalance(fact: &Fact) -> bool {
    let Fact::Group(_, GroupFact::GroupStateChanged { from, to }) = fact else { return false };
    rebalances(*from) != rebalances(*to)
}

impl Session {
    /// Goes on to the next of that kind. If there is none within [`LONGEST_STEP`], time has come that far.
    pub fn step(&mut self, stride: Stride) -> Landing {
        let now = self.now();
        let caption = self.captions().iter().find(|caption| caption.at > now && stride.stops_at(caption));
        let caption = caption.map_or(SimTime::MAX, |caption| caption.at);
        let furthest = match stride {
            Stride::Caption if caption == SimTime::MAX => return Landing::Nothing,
            Stride::Caption => caption,
            _ => (now + LONGEST_STEP).min(SimTime::ZERO + values::LONGEST),
        };
        let landing = self.run_until(furthest.min(caption), |fact| stride.meets(fact));
        if landing == Landing::Nothing && self.now() == caption { Landing::There } else { landing }
    }

    /// Goes back to the last of that kind, if there was one.
    pub fn step_back(&mut self, stride: Stride) -> Landing {
        let now = self.now();
        let journal = self.cluster().journal();
        let earlier = (0..journal.first_after(now)).rev().filter_map(|place| journal.get(place));
        let entry = earlier.filter(|entry| entry.time < now).find(|entry| stride.meets(&entry.fact));
        let is_line = matches!(stride, Stride::Line | Stride::Caption);
        let caption = self.captions().iter().rev().find(|caption| is_line && caption.at < now);
        match entry.map(|entry| entry.time).max(caption.map(|caption| caption.at)) {
            Some(time) => self.landed(time),
            None => Landing::Nothing,
        }
    }

    /// Lets time run until something of that kind happens, and to the end of that instant; else to `limit`.
    pub(super) fn run_until(&mut self, limit: SimTime, wanted: impl Fn(&Fact) -> bool) -> Landing {
        let now = self.now();
        let mut known = self.cluster().journal().first_after(now);
        for _ in 0..MOST_STEPS_OF_A_SEEK {
            let more = self.timeline.step(limit);
            let journal = self.timeline.present().journal();
            let found = journal.iter_from(known).find(|entry| entry.time > now && wanted(&entry.fact));
            known = journal.len();
            if let Some(time) = found.map(|entry| entry.time) {
                return self.landed(time);
            }
            if !more {
                return match self.landed(limit) {
                    Landing::There => Landing::Nothing,
                    other => other,
                };
            }
        }
        self.landed(self.now());
        Landing::More
    }

    fn landed(&mut self, time: SimTime) -> Landing {
        match self.seek(time) {
            Reach::Reached => Landing::There,
            Reach::More => Landing::More,
        }
    }

    /// Whether a question is asked at the cursor.
    pub fn is_asked(&self) -> bool {
        self.captions().iter().any(|caption| caption.at == self.now() && caption.asks())
    }
}

#[cfg(test)]
mod tests;
