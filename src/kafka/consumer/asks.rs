//! What a consumer asks of the world besides timers: its requests and connections, and what its application reports.

use super::fact::ConsumerFact;
use super::{ConsumerTimer, Fx};
use crate::kafka::api::{Assignment, Request};
use crate::kafka::effects::{NodeTimer, Sending};
use crate::kafka::ids::{BrokerId, Offset, TopicPartition};
use crate::sim::time::SimDuration;

/// One record that the application is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub partition: TopicPartition,
    pub offset: Offset,
    /// Which of the polls that returned records returned it, counted from 1.
    pub poll: u32,
    /// How long the handler, or the worker, was at it.
    pub took: SimDuration,
}

/// The other end of one of a client's connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// The coordinator of the client's group, which has a connection of its own.
    Coordinator,
    /// A broker, for records and metadata.
    Broker(BrokerId),
}

/// One thing that only a consumer asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ConsumerAsk {
    /// Send a request.
    Send(Sending),
    /// Close a connection: what is under way on it, in both directions, is lost.
    Disconnect { from: Peer },
    /// The application finished processing one record. (For the ledger: single records are not facts.)
    Processed(Done),
    /// It gave up this number of records that this poll had returned.
    GivenUp { partition: TopicPartition, records: u64, poll: u32 },
    /// The application asks its store where to go on with these partitions; it is told at once.
    ReadStore { partitions: Assignment },
}

impl NodeTimer for ConsumerTimer {
    type Ask = ConsumerAsk;
    type Fact = ConsumerFact;
}

impl Fx {
    /// Ask that `request` be sent to `to`.
    pub fn send(&mut self, to: BrokerId, number: u64, request: Request) {
        self.ask(ConsumerAsk::Send(Sending { to, number, request }));
    }

    /// Ask that the connection be closed.
    pub fn disconnect(&mut self, from: Peer) {
        self.ask(ConsumerAsk::Disconnect { from });
    }

    /// Report one processed record.
    pub fn processed(&mut self, done: Done) {
        self.ask(ConsumerAsk::Processed(done));
    }

    /// Report records that poll returned and that will not be processed.
    pub fn given_up(&mut self, partition: TopicPartition, records: u64, poll: u32) {
        self.ask(ConsumerAsk::GivenUp { partition, records, poll });
    }

    /// Ask the application's store where to go on.
    pub fn read_store(&mut self, partitions: Assignment) {
        self.ask(ConsumerAsk::ReadStore { partitions });
    }
}
