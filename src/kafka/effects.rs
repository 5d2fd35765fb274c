//! What a handler asks of the world, in the order it asks.
//!
//! A state machine never acts by itself: it returns effects, and the world carries them out.

use crate::kafka::api::{Request, Response};
use crate::kafka::ids::{BrokerId, Correlation};
use crate::sim::time::SimTime;

/// What a handler keeps with something it puts off, so that it can say later what that is because of. It numbers its
/// tickets itself; the world knows what they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What names a node's timers, and says what the node asks for besides and what it has to tell.
pub trait NodeTimer {
    /// What only this kind of node asks for.
    type Ask: Clone + std::fmt::Debug + PartialEq;
    /// What it says that happened.
    type Fact: Clone + std::fmt::Debug + PartialEq;
}

/// A request that came in now or earlier is answered. Brokers and the coordinator ask for nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub to: Correlation,
    pub response: Response,
}

/// A request is sent; `number` comes back with the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    pub to: BrokerId,
    pub number: u64,
    pub request: Request,
}

/// One thing a handler asks for. `T` names the handler's timers.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect<T: NodeTimer> {
    /// What only this kind of node asks for.
    Ask(T::Ask),
    /// Wake me at `at` with `key`. Timers are keyed: setting one again replaces it.
    SetTimer { key: T, at: SimTime },
    /// Forget the timer.
    CancelTimer { key: T },
    /// Write down that this happened.
    Note(T::Fact),
}

/// What effects are because of, where that is not simply what is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseMark {
    /// Keep with this ticket what led to what was asked for last.
    Remember(Ticket),
    /// What comes now was put off: it is because of what the ticket stands for. The ticket is used up.
    PutOff(Ticket),
    /// What comes now is because of what was handled before that.
    GoOn,
}

/// The effects of one handled request, answer or timer.
#[derive(Clone, Debug)]
pub struct Effects<T: NodeTimer> {
    list: Vec<Effect<T>>,
    /// Marks, each with how many effects come before it.
    marks: Vec<(usize, CauseMark)>,
}

impl<T: NodeTimer> Default for Effects<T> {
    fn default() -> Self {
        Effects { list: Vec::new(), marks: Vec::new() }
    }
}

impl<T: NodeTimer> Effects<T> {
    /// No effects yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ask for what only this kind of node asks for.
    pub fn ask(&mut self, ask: T::Ask) {
        self.list.push(Effect::Ask(ask));
    }

    /// Ask to be woken at `at`.
    pub fn set_timer(&mut self, key: T, at: SimTime) {
        self.list.push(Effect::SetTimer { key, at });
    }

    /// Ask not to be woken.
    pub fn cancel_timer(&mut self, key: T) {
        self.list.push(Effect::CancelTimer { key });
    }

    /// Ask that `fact` be written down.
    pub fn note(&mut self, fact: T::Fact) {
        self.list.push(Effect::Note(fact));
    }

    /// How many effects there are so far.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Ask that `fact` be written down before all but the first `count` effects: it led to them, and it is known only
    /// after them that it happened.
    pub fn note_before(&mut self, count: usize, fact: T::Fact) {
        self.list.insert(count, Effect::Note(fact));
        for (before, _) in self.marks.iter_mut().filter(|(before, _)| *before > count) {
            *before += 1;
        }
    }

    /// Something is put off with this ticket.
    pub fn remember(&mut self, ticket: Ticket) {
        self.marks.push((self.list.len(), CauseMark::Remember(ticket)));
    }

    /// What follows was put off with this ticket.
    pub fn put_off(&mut self, ticket: Ticket) {
        self.marks.push((self.list.len(), CauseMark::PutOff(ticket)));
    }

    /// What follows was not put off.
    pub fn go_on(&mut self) {
        self.marks.push((self.list.len(), CauseMark::GoOn));
    }

    /// Take the marks, each with how many effects come before it.
    pub fn take_marks(&mut self) -> Vec<(usize, CauseMark)> {
        std::mem::take(&mut self.marks)
    }

    /// Take everything that was asked for, oldest first, leaving none.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Effect<T>> {
        self.list.drain(..)
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<T: NodeTimer<Ask = Answer>> Effects<T> {
    /// Ask that `to` be answered.
    pub fn respond(&mut self, to: Correlation, response: Response) {
        self.ask(Answer { to, response });
    }
}

impl<T: NodeTimer<Ask = Sending>> Effects<T> {
    /// Ask that `request` be sent to `to`.
    pub fn send(&mut self, to: BrokerId, number: u64, request: Request) {
        self.ask(Sending { to, number, request });
    }
}
