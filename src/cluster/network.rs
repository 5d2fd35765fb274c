//! The connections between clients and brokers.
//!
//! As in Kafka, a client has one connection to its group's coordinator and another to each broker it fetches
//! from; each keeps its order. Only large answers take longer than the latency, for their size: at most one receive
//! buffer (`receive.buffer.bytes`) travels per round trip.
//!
//! Not modelled: bandwidth, slow start, buffers that the system lets grow (with -1 an answer of any size takes the
//! latency), what requests weigh.

use super::journal::Cause;
use crate::kafka::api::{ApiKey, Request, Response};
use crate::kafka::ids::*;
use crate::sim::link::{InFlight, Link};
use crate::sim::random::Random;
use crate::sim::time::{SimDuration, SimTime};
use std::collections::BTreeMap;

/// What Linux makes of a smaller receive buffer.
const SMALLEST_BUFFER: u32 = 2304;

/// A client, by its place among its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Client {
    Consumer(u16),
    Producer(u16),
}

/// One of a client's connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    /// To the coordinator of its group.
    Coordinator,
    /// To a broker, for records and metadata.
    Broker(BrokerId),
}

/// One direction of one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LinkId {
    pub client: Client,
    pub channel: Channel,
    pub up: bool,
}

/// What travels.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    Request { incarnation: u32, number: u64, to: BrokerId, request: Request, cause: Cause },
    Answer { incarnation: u32, number: u64, response: Response, cause: Cause },
}

/// All connections.
#[derive(Clone, Debug)]
pub(super) struct Network {
    links: BTreeMap<LinkId, Link<Message>>,
    latency: SimDuration,
    jitter: SimDuration,
    chance: Random,
}

impl Network {
    pub fn new(latency: SimDuration, jitter: SimDuration, chance: Random) -> Self {
        Network { links: BTreeMap::new(), latency, jitter, chance }
    }

    /// Sends a message that takes `longer` than the latency; returns its number on the link and when it arrives.
    pub fn send(
        &mut self,
        link: LinkId,
        message: Message,
        longer: SimDuration,
        now: SimTime,
    ) -> (u64, SimTime) {
        let jitter = match self.jitter.is_zero() {
            true => SimDuration::ZERO,
            false => SimDuration::from_micros(self.chance.below(self.jitter.as_micros() + 1)),
        };
        let arrives_at = now + self.latency + jitter + longer;
        self.links.entry(link).or_default().send(message, now, arrives_at)
    }

    /// How much longer than the latency so many bytes take. No more than the receiver's buffer can be on its way at
    /// once, and for each further one the acknowledgement has to come back first: a round trip.
    pub fn transfer_time(&self, bytes: u64, receive_buffer: Option<u32>) -> SimDuration {
        let Some(window) = receive_buffer else { return SimDuration::ZERO };
        let windows = bytes.div_ceil(u64::from(window.max(SMALLEST_BUFFER)));
        (self.latency + self.latency) * windows.saturating_sub(1)
    }

    /// Takes what arrives; `None` if it was lost.
    pub fn receive(&mut self, link: LinkId, number: u64) -> Option<Message> {
        self.links.get_mut(&link)?.receive(number)
    }

    /// A client is cut off from one broker or from all: whatever is on its way between them, in either direction, is
    /// lost. `coordinator` is the broker at the other end of the connection to the coordinator.
    pub fn lose_all(&mut self, client: Client, broker: Option<BrokerId>, coordinator: BrokerId) {
        for (id, link) in &mut self.links {
            let other = match id.channel {
                Channel::Coordinator => coordinator,
                Channel::Broker(other) => other,
            };
            if id.client == client && broker.is_none_or(|broker| broker == other) {
                link.lose_all();
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
    match api {
        ApiKey::JoinGroup
        | ApiKey::SyncGroup
        | ApiKey::Heartbeat
        | ApiKey::LeaveGroup
        | ApiKey::OffsetCommit
        | ApiKey::OffsetFetch => Channel::Coordinator,
        ApiKey::FindCoordinator
        | ApiKey::Metadata
        | ApiKey::ListOffsets
        | ApiKey::Fetch
        | ApiKey::Produce => Channel::Broker(to),
    }
}
