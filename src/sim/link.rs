//! A connection: what is sent takes time, keeps its order, and is lost when the connection is cut.

use crate::sim::time::SimTime;
use std::collections::VecDeque;

/// Something on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct InFlight<P> {
    /// Running number on its link.
    pub number: u64,
    pub payload: P,
    pub sent_at: SimTime,
    pub arrives_at: SimTime,
}

/// One direction of a connection.
#[derive(Clone, Debug)]
pub struct Link<P> {
    in_flight: VecDeque<InFlight<P>>,
    next_number: u64,
    last_arrival: SimTime,
}

impl<P> Default for Link<P> {
    fn default() -> Self {
        Link { in_flight: VecDeque::new(), next_number: 0, last_arrival: SimTime::ZERO }
    }
}

impl<P> Link<P> {
    /// Send `payload`, which would by itself arrive at `arrives_at`; it never overtakes what was sent before.
    /// Returns its number and when it will arrive.
    pub fn send(&mut self, payload: P, sent_at: SimTime, arrives_at: SimTime) -> (u64, SimTime) {
        let arrives_at = arrives_at.max(self.last_arrival);
        let number = self.next_number;
        self.next_number += 1;
        self.last_arrival = arrives_at;
        self.in_flight.push_back(InFlight { number, payload, sent_at, arrives_at });
        (number, arrives_at)
    }

    /// Take what arrives under `number`; `None` if it was lost.
    pub fn receive(&mut self, number: u64) -> Option<P> {
        if self.in_flight.front()?.number != number {
            return None;
        }
        self.in_flight.pop_front().map(|arrived| arrived.payload)
    }

    /// Lose everything that is on its way.
    pub fn lose_all(&mut self) {
        self.in_flight.clear();
    }

    /// What is on its way, oldest first.
    pub fn in_flight(&self) -> impl Iterator<Item = &InFlight<P>> {
        self.in_flight.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    #[test]
    fn a_quicker_message_does_not_overtake() {
        let mut link = Link::default();
        assert_eq!(link.send("slow", at(0), at(10)), (0, at(10)));
        assert_eq!(link.send("quick", at(1), at(6)), (1, at(10)));
        assert_eq!(link.receive(0), Some("slow"));
        assert_eq!(link.receive(1), Some("quick"));
    }

    #[test]
    fn what_is_lost_never_arrives() {
        let mut link = Link::default();
        let (lost, _) = link.send("lost", at(0), at(5));
        link.lose_all();
        let (kept, _) = link.send("kept", at(1), at(6));
        assert_eq!(link.receive(lost), None);
        assert_eq!(link.receive(kept), Some("kept"));
    }
}
