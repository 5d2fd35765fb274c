//! The connections between clients and brokers.
//!
//! As in Kafka, a client has one connection to its group's coordinator and another to each broker it fetches from. Each
//! keeps its order, and each is answered in order (`connections`). A cut holds what is under way and what is sent
//! meanwhile, as TCP does, until it is mended or the client closes the connection. Only large answers take longer than
//! the latency, for their size: at most one receive buffer (`receive.buffer.bytes`) travels per round trip.
//!
//! Not modelled: bandwidth, slow start, buffers that the system lets grow (with -1 an answer of any size takes the
//! latency), what requests weigh.

use super::journal::Cause;
use crate::cluster::nodes::{ConsumerId, ProducerId};
use crate::kafka::api::{ApiKey, Request, Response, SentTo};
use crate::kafka::ids::*;
use crate::sim::link::{InFlight, Link};
use crate::sim::random::Random;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};

/// What Linux makes of a smaller receive buffer.
const SMALLEST_BUFFER: u32 = 2304;

/// A client, by its place among its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ClientRef {
    Consumer(ConsumerId),
    Producer(ProducerId),
}

/// One of a client's connections, by its other end.
pub(super) use crate::kafka::consumer::asks::Peer as Channel;

/// One direction of one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LinkId {
    pub client: ClientRef,
    pub channel: Channel,
    pub up: bool,
}

/// What travels.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    Request { incarnation: u32, number: u64, to: BrokerId, request: Request, cause: Cause },
    Answer { incarnation: u32, number: u64, response: Response, cause: Cause },
}

impl Message {
    /// The process that sent it, or that it is for.
    fn incarnation(&self) -> u32 {
        match self {
            Message::Request { incarnation, .. } | Message::Answer { incarnation, .. } => *incarnation,
        }
    }
}

/// All connections.
#[derive(Clone, Debug)]
pub(super) struct Network {
    links: SortedMap<LinkId, Link<Message>>,
    latency: SimDuration,
    jitter: SimDuration,
    chance: Random,
}

impl Network {
    pub fn new(latency: SimDuration, jitter: SimDuration, chance: Random) -> Self {
        Network { links: SortedMap::new(), latency, jitter, chance }
    }

    /// Sends a message into a cut, which holds it.
    pub fn send_held(&mut self, link: LinkId, message: Message, now: SimTime) {
        self.links.entry(link).or_default().send_held(message, now);
    }

    /// How long a request and its answer take, where nothing is added by chance or for their size.
    pub fn round_trip(&self) -> SimDuration {
        self.latency + self.latency
    }

    /// Sends a message that takes `longer` than the latency; returns its number on the link and when it arrives.
    pub fn send(
        &mut self,
        link: LinkId,
        message: Message,
        longer: SimDuration,
        now: SimTime,
    ) -> (u64, SimTime) {
        let arrives_at = now + self.travel_time() + longer;
        self.links.entry(link).or_default().send(message, now, arrives_at)
    }

    fn travel_time(&mut self) -> SimDuration {
        let jitter = match self.jitter.is_zero() {
            true => SimDuration::ZERO,
            false => SimDuration::from_micros(self.chance.below(self.jitter.as_micros() + 1)),
        };
        self.latency + jitter
    }

    /// How much longer than the latency this number of bytes takes. No more than the receiver's buffer can be on its
    /// way at once, and for each further one the acknowledgement has to come back first: a round trip.
    pub fn transfer_time(&self, bytes: u64, receive_buffer: Option<u32>) -> SimDuration {
        let Some(window) = receive_buffer else { return SimDuration::ZERO };
        let windows = bytes.div_ceil(u64::from(window.max(SMALLEST_BUFFER)));
        (self.latency + self.latency) * windows.saturating_sub(1)
    }

    /// Takes what arrives; `None` if it was lost or is held.
    pub fn receive(&mut self, link: LinkId, number: u64, now: SimTime) -> Option<Message> {
        self.links.get_mut(&link)?.receive(number, now)
    }

    /// Cuts the client's connections for which `cut` is true. What is on its way there, in either direction, is held.
    pub fn hold(&mut self, client: ClientRef, cut: impl Fn(Channel) -> bool) {
        for (id, link) in &mut self.links {
            if id.client == client && cut(id.channel) {
                link.hold();
            }
        }
    }

    /// A client's cuts are mended: what they held is under way again. Which messages arrive when.
    pub fn release(&mut self, client: ClientRef, now: SimTime) -> Vec<(LinkId, u64, SimTime)> {
        let mut released = Vec::new();
        let arrives_at = now + self.travel_time();
        for (id, link) in self.links.iter_mut().filter(|(id, _)| id.client == client) {
            released.extend(link.release(arrives_at).into_iter().map(|number| (*id, number, arrives_at)));
        }
        released
    }

    /// A process closes a connection: the answers on their way to it are lost, and what a cut holds.
    pub fn close(&mut self, client: ClientRef, channel: Channel, incarnation: u32) {
        for up in [true, false] {
            if let Some(link) = self.links.get_mut(&LinkId { client, channel, up }) {
                link.lose(|message| message.payload.incarnation() == incarnation && (!up || message.held()));
            }
        }
    }

    /// What is on its way, by link.
    pub fn in_flight(&self) -> impl Iterator<Item = (LinkId, &InFlight<Message>)> {
        self.links.iter().flat_map(|(id, link)| link.in_flight().map(|message| (*id, message)))
    }
}

/// Which connection a kind of request uses.
pub(super) fn channel(api: ApiKey, to: BrokerId) -> Channel {
    match api.sent_to() {
        SentTo::Coordinator => Channel::Coordinator,
        SentTo::Broker => Channel::Broker(to),
    }
}
