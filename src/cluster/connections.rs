//! The brokers' ends of the consumers' connections.
//!
//! A broker takes one request of a connection at a time (`SocketServer` mutes the channel until the response is out).
//! So a request that has no answer yet (a parked JoinGroup, a Fetch that waits for records, a commit that is not
//! replicated) holds up all that its client sent on the same connection after it.
//!
//! Not modelled: connections of producers, whose requests are answered at once; quotas.

use super::Cluster;
use super::journal::Cause;
use super::network::{Channel, ClientRef, LinkId};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::api::Request;
use crate::kafka::ids::{BrokerId, Correlation};
use crate::sim::queue::Queue;
use crate::sim::sorted::SortedMap;

/// A connection, by the place of the consumer and its incarnation: a process that is started again connects anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ConnectionId {
    pub consumer: ConsumerId,
    pub incarnation: u32,
    pub channel: Channel,
}

/// A request that has reached its broker.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub from: Correlation,
    pub to: BrokerId,
    pub request: Request,
    pub cause: Cause,
}

/// A connection with a request that is being answered.
#[derive(Clone, Debug)]
struct Busy {
    /// The number of the request; a process gives each its own.
    answering: u64,
    /// Oldest first.
    behind: Queue<Received>,
}

/// All connections with a request that is being answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    busy: SortedMap<ConnectionId, Busy>,
    /// Those whose answer is out, with requests that waited for that.
    free: Queue<(ConnectionId, Queue<Received>)>,
}

impl Connections {
    /// The answer to `to` is out. On which channel it goes back; `None` if the connection is closed.
    pub fn answered(&mut self, consumer: ConsumerId, to: &Correlation) -> Option<Channel> {
        let incarnation = to.process.incarnation;
        let first = ConnectionId { consumer, incarnation, channel: Channel::Coordinator };
        let of_process = |id: &ConnectionId| id.consumer == consumer && id.incarnation == incarnation;
        let mut busy = self.busy.range(first..).take_while(|(id, _)| of_process(id));
        let id = *busy.find(|(_, busy)| busy.answering == to.number)?.0;
        let Busy { behind, .. } = self.busy.remove(&id)?;
        if !behind.is_empty() {
            self.free.push_back((id, behind));
        }
        Some(id.channel)
    }

    /// The client has closed the connection: the answers to what came in on it are lost.
    pub fn close(&mut self, id: ConnectionId) {
        self.busy.remove(&id);
        self.free.retain(|(free, _)| *free != id);
    }
}

impl Cluster {
    /// A request of a consumer has come in: it is handled, or waits behind an earlier one.
    pub(super) fn receive_request(&mut self, link: LinkId, received: Received) {
        let ClientRef::Consumer(consumer) = link.client else {
            let Received { from, to, request, .. } = received;
            return self.handle_request(link, from, to, request);
        };
        let incarnation = received.from.process.incarnation;
        let id = ConnectionId { consumer, incarnation, channel: link.channel };
        let waiting =
            self.wire.connections.free.iter_mut().find(|(free, _)| *free == id).map(|(_, behind)| behind);
        match self.wire.connections.busy.get_mut(&id).map(|busy| &mut busy.behind).or(waiting) {
            Some(behind) => behind.push_back(received),
            None => self.take_request(id, received, Queue::new()),
        }
    }

    fn take_request(&mut self, id: ConnectionId, received: Received, behind: Queue<Received>) {
        let Received { from, to, request, cause } = received;
        self.wire.connections.busy.insert(id, Busy { answering: from.number, behind });
        self.past.cause = cause;
        let link = LinkId { client: ClientRef::Consumer(id.consumer), channel: id.channel, up: true };
        self.handle_request(link, from, to, request);
    }

    /// Requests that waited for an earlier one are handled now that it is answered.
    pub(super) fn take_waiting_requests(&mut self) {
        while let Some((id, mut behind)) = self.wire.connections.free.pop_front() {
            if let Some(next) = behind.pop_front() {
                self.take_request(id, next, behind);
            }
        }
    }
}
