//! A connection: what is sent takes time and keeps its order. A cut holds what is under way until it is mended, as TCP
//! does; closing the connection loses it.

use crate::sim::queue::Queue;
use crate::sim::time::SimTime;

/// Something on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct InFlight<P> {
    /// Running number on its link.
    pub number: u64,
    pub payload: P,
    pub sent_at: SimTime,
    /// [`SimTime::MAX`] while it is held.
    pub arrives_at: SimTime,
}

impl<P> InFlight<P> {
    /// Whether a cut holds it.
    pub fn held(&self) -> bool {
        self.arrives_at == SimTime::MAX
    }
}

/// One direction of a connection.
#[derive(Clone, Debug)]
pub struct Link<P> {
    in_flight: Queue<InFlight<P>>,
    next_number: u64,
    last_arrival: SimTime,
}

impl<P> Default for Link<P> {
    fn default() -> Self {
        Link { in_flight: Queue::new(), next_number: 0, last_arrival: SimTime::ZERO }
    }
}

impl<P> Link<P> {
    /// Send `payload`, which would by itself arrive at `arrives_at`; it never overtakes what was sent before.
    /// Returns its number and when it will arrive.
    pub fn send(&mut self, payload: P, sent_at: SimTime, arrives_at: SimTime) -> (u64, SimTime) {
        let arrives_at = arrives_at.max(self.last_arrival);
        self.last_arrival = arrives_at;
        (self.push(payload, sent_at, arrives_at), arrives_at)
    }

    /// Send `payload` into a cut, which holds it.
    pub fn send_held(&mut self, payload: P, sent_at: SimTime) {
        self.push(payload, sent_at, SimTime::MAX);
    }

    fn push(&mut self, payload: P, sent_at: SimTime, arrives_at: SimTime) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        self.in_flight.push_back(InFlight { number, payload, sent_at, arrives_at });
        number
    }

    /// Take what arrives under `number` at `now`; `None` if it was lost or is held.
    pub fn receive(&mut self, number: u64, now: SimTime) -> Option<P> {
        let first = self.in_flight.front()?;
        if first.number != number || first.arrives_at > now {
            return None;
        }
        self.in_flight.pop_front().map(|arrived| arrived.payload)
    }

    /// A cut: hold everything that is on its way.
    pub fn hold(&mut self) {
        for message in self.in_flight.iter_mut() {
            message.arrives_at = SimTime::MAX;
        }
        self.last_arrival = SimTime::ZERO;
    }

    /// The cut is mended: what it held arrives at `arrives_at`, in its order. Returns the numbers of the messages.
    pub fn release(&mut self, arrives_at: SimTime) -> Vec<u64> {
        let held = self.in_flight.iter_mut().filter(|message| message.held());
        let released: Vec<u64> = held
            .map(|message| {
                message.arrives_at = arrives_at;
                message.number
            })
            .collect();
        if !released.is_empty() {
            self.last_arrival = self.last_arrival.max(arrives_at);
        }
        released
    }

    /// Lose those messages on their way of which `lost` holds.
    pub fn lose(&mut self, lost: impl Fn(&InFlight<P>) -> bool) {
        self.in_flight.retain(|message| !lost(message));
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
        assert_eq!(link.receive(0, at(10)), Some("slow"));
        assert_eq!(link.receive(1, at(10)), Some("quick"));
    }

    #[test]
    fn what_is_lost_never_arrives() {
        let mut link = Link::default();
        let (lost, _) = link.send("lost", at(0), at(5));
        let (kept, _) = link.send("kept", at(1), at(6));
        link.lose(|message| message.payload == "lost");
        assert_eq!(link.receive(lost, at(5)), None);
        assert_eq!(link.receive(kept, at(6)), Some("kept"));
    }

    #[test]
    fn a_cut_holds_what_is_sent_until_it_is_mended() {
        let mut link = Link::default();
        let (before, _) = link.send("before the cut", at(0), at(5));
        link.hold();
        link.send_held("in the cut", at(2));
        assert_eq!(link.receive(before, at(5)), None);
        assert_eq!(link.release(at(25)), [before, before + 1]);
        let (after, arrives_at) = link.send("after", at(20), at(24));
        assert_eq!(arrives_at, at(25), "a message sent later does not overtake those that were held");
        let arrived = [before, before + 1, after].map(|number| link.receive(number, at(25)));
        assert_eq!(arrived, [Some("before the cut"), Some("in the cut"), Some("after")]);
    }
}
