//! What a handler asks of the world, in the order it asks.
//!
//! A state machine never acts by itself: it returns effects, and the world carries them out.

use crate::kafka::api::{Assignment, Request, Response};
use crate::kafka::fact::Fact;
use crate::kafka::ids::{BrokerId, Correlation, Offset, TopicPartition};
use crate::sim::time::{SimDuration, SimTime};

/// One record that the application is done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub partition: TopicPartition,
    pub offset: Offset,
    /// Which of the polls that returned records returned it, counted from 1.
    pub poll: u32,
    /// How long the handler, or the worker, was at it.
    pub took: SimDuration,
}

/// What a handler keeps with something it puts off, so that it can say later what that is because of. It numbers its
/// tickets itself; the world knows what they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);
/// The other end of one of a client's connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// The coordinator of the client's group, which has a connection of its own.
    Coordinator,
    /// A broker, for records and metadata.
    Broker(BrokerId),
}

/// One thing a handler asks for. `T` names the handler's timers.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect<T> {
    /// Send a request to a broker; `number` comes back with the answer.
    Send { to: BrokerId, number: u64, request: Request },
    /// Close a connection: what is under way on it, in both directions, is lost.
    Disconnect { from: Peer },
    /// Answer a request that came in now or earlier.
    Respond { to: Correlation, response: Response },
    /// Wake me at `at` with `key`. Timers are keyed: setting one again replaces it.
    SetTimer { key: T, at: SimTime },
    /// Forget the timer.
    CancelTimer { key: T },
    /// Write down that this happened.
    Note(Fact),
    /// The application finished processing one record. (For the ledger: single records are not facts.)
    Processed(Done),
    /// It gave so many records up that this poll had returned.
    GivenUp { partition: TopicPartition, records: u64, poll: u32 },
    /// The application asks its store where to go on with these partitions; it is told at once.
    ReadStore { partitions: Assignment },
}

/// What effects are because of, where that is not simply what is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Keep with this ticket what led to what was asked for last.
    Remember(Ticket),
    /// What comes now was put off: it is because of what the ticket stands for. The ticket is used up.
    PutOff(Ticket),
    /// What comes now is because of what was handled before that.
    GoOn,
}

/// The effects of one handled request, answer or timer.
#[derive(Clone, Debug)]
pub struct Effects<T> {
    list: Vec<Effect<T>>,
    /// Marks, each with how many effects come before it.
    marks: Vec<(usize, Mark)>,
}

impl<T> Default for Effects<T> {
    fn default() -> Self {
        Effects { list: Vec::new(), marks: Vec::new() }
    }
}

impl<T> Effects<T> {
    /// No effects yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ask that `request` be sent to `to`.
    pub fn send(&mut self, to: BrokerId, number: u64, request: Request) {
        self.list.push(Effect::Send { to, number, request });
    }

    /// Ask that the connection be closed.
    pub fn disconnect(&mut self, from: Peer) {
        self.list.push(Effect::Disconnect { from });
    }

    /// Ask that `to` be answered.
    pub fn respond(&mut self, to: Correlation, response: Response) {
        self.list.push(Effect::Respond { to, response });
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
    pub fn note(&mut self, fact: Fact) {
        self.list.push(Effect::Note(fact));
    }

    /// Report one processed record.
    pub fn processed(&mut self, done: Done) {
        self.list.push(Effect::Processed(done));
    }

    /// Report records that poll returned and that nobody will process.
    pub fn given_up(&mut self, partition: TopicPartition, records: u64, poll: u32) {
        self.list.push(Effect::GivenUp { partition, records, poll });
    }

    /// Ask the application's store where to go on.
    pub fn read_store(&mut self, partitions: Assignment) {
        self.list.push(Effect::ReadStore { partitions });
    }

    /// Something is put off with this ticket.
    pub fn remember(&mut self, ticket: Ticket) {
        self.marks.push((self.list.len(), Mark::Remember(ticket)));
    }

    /// What follows was put off with this ticket.
    pub fn put_off(&mut self, ticket: Ticket) {
        self.marks.push((self.list.len(), Mark::PutOff(ticket)));
    }

    /// What follows was not put off.
    pub fn go_on(&mut self) {
        self.marks.push((self.list.len(), Mark::GoOn));
    }

    /// Take the marks, each with how many effects come before it.
    pub fn take_marks(&mut self) -> Vec<(usize, Mark)> {
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
