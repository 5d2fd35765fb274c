//! Who reads what the network brought, and when (`ConsumerNetworkClient`).
//!
//! What arrives waits until one of the two threads pumps the network; whichever does handles all that waits. The
//! application thread pumps while it is in a call that blocks on the network (poll, commitSync, offsetsForTimes,
//! close), and once in commitAsync and when it enters poll. The heartbeat thread, while it is enabled, looks at the
//! network every `retry.backoff.ms`. So the answer to JoinGroup waits for the application, since no other thread is
//! there to read it; the answer to SyncGroup is read by the heartbeat thread while the application is in its handler.
//! What Kafka does in poll itself (callbacks, the new assignment, positions) waits for poll.
//!
//! Not modelled: the time that connecting takes, but for one thing: a request that the heartbeat thread sends to a
//! coordinator in the moment in which it finds it goes out when the network is pumped again.

use super::requests::Unsent;
use super::{Consumer, Fx};
use crate::kafka::api::Response;
use crate::kafka::consumer::asks::Peer;
use crate::sim::time::SimTime;

impl Consumer {
    /// An answer has arrived: the next thread that polls the network will handle it.
    pub fn on_response(&mut self, number: u64, response: Response, now: SimTime, fx: &mut Fx) {
        if self.ended() {
            return;
        }
        if self.app.blocks_on_network() || self.membership.background_owns_network() {
            if self.app.inside_poll() {
                self.polled(now, fx); // the answer is looked at in poll's next turn
            }
            self.send_and_read(now, fx);
            self.handle_response(number, response, now, fx);
            self.time_out_requests(now, fx);
        } else {
            let ticket = self.remember(fx);
            self.requests.arrived(number, response, ticket);
            self.background_looks_next(now, fx);
        }
        self.run(now, fx);
    }

    /// One of the threads pumps the network: what waits to be sent goes out, every answer that has arrived is handled,
    /// requests whose time is over fail.
    pub(super) fn pump(&mut self, now: SimTime, fx: &mut Fx) {
        self.send_and_read(now, fx);
        self.time_out_requests(now, fx);
    }

    fn send_and_read(&mut self, now: SimTime, fx: &mut Fx) {
        self.lookup.connecting = false;
        for Unsent { to, request, purpose, ticket } in std::mem::take(&mut self.requests.unsent) {
            fx.put_off(ticket);
            self.send(to, request, purpose, now, fx);
            fx.go_on();
        }
        while let Some((number, response, ticket)) = self.requests.inbox.pop_front() {
            fx.put_off(ticket);
            self.handle_response(number, response, now, fx);
            fx.go_on();
        }
    }

    /// The time of a request may be over. The next thread that polls the network notices it.
    pub(super) fn requests_may_be_late(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.blocks_on_network() || self.background_reads() {
            self.pump(now, fx);
        }
    }

    /// Closes a connection. What was asked on it will not be answered, and has failed.
    pub(super) fn disconnect(&mut self, from: Peer, now: SimTime, fx: &mut Fx) {
        fx.disconnect(from);
        for lost in self.requests.take_those_of(from) {
            self.request_lost(lost, now, fx);
        }
    }
}
