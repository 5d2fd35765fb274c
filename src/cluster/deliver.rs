//! An event of the schedule reaches the node it concerns.

use super::connections::Received;
use super::journal::{Cause, EntryId};
use super::network::{Channel, ClientRef, LinkId, Message};
use super::process::{HeldForThaw, OutsideState};
use super::{Arrival, Cluster, TimerKey};
use crate::cluster::nodes::{ConsumerId, ProducerId};
use crate::kafka::api::{Request, Response};
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::producer::ProducerTimer;

impl Cluster {
    /// A message arrives, unless it was lost.
    pub(super) fn deliver(&mut self, Arrival { link, number }: Arrival) {
        match self.wire.network.receive(link, number, self.now) {
            None => {}
            Some(Message::Request { incarnation, number, to, request, cause }) => {
                self.past.cause = cause;
                let from = self.correlation(link.client, incarnation, number);
                self.receive_request(link, Received { from, to, request, cause });
            }
            Some(Message::Answer { incarnation, number, response, cause }) => {
                self.past.cause = cause;
                match link.client {
                    ClientRef::Producer(id) => self.answer_producer(id, &response),
                    ClientRef::Consumer(id) => self.answer_consumer(id, incarnation, number, response),
                }
            }
        }
    }

    fn correlation(&self, client: ClientRef, incarnation: u32, number: u64) -> Correlation {
        let name = match client {
            ClientRef::Consumer(id) => &self.nodes[id].spec.name,
            ClientRef::Producer(id) => &self.nodes.producers[usize::from(id)].spec.name,
        };
        Correlation { process: ProcessId { name: *name, incarnation }, number }
    }

    pub(super) fn handle_request(&mut self, link: LinkId, from: Correlation, to: BrokerId, request: Request) {
        if self.goes_wrong(link, &from, &request) {
            return;
        }
        if let Some(refusal) = self.refuse_without_coordinator(&request) {
            self.respond(&from, refusal);
        } else if link.channel == Channel::Coordinator {
            let mut effects = Effects::new();
            self.nodes.coordinator.handle(from, request, self.now, &mut effects);
            let asking = match link.client {
                ClientRef::Consumer(id) => Some(id),
                ClientRef::Producer(_) => None,
            };
            self.carry_out_coordinators(effects, asking);
        } else {
            let mut effects = Effects::new();
            self.nodes.brokers.handle(from, to, request, self.now, &mut effects);
            self.carry_out_brokers(effects);
        }
    }

    fn answer_consumer(&mut self, id: ConsumerId, incarnation: u32, number: u64, response: Response) {
        let process = &mut self.nodes[id];
        if process.incarnation != incarnation || !process.alive() {
            return;
        }
        if let OutsideState::Frozen { waiting, .. } = &mut process.fate {
            waiting.push(HeldForThaw::Answer { number, response, cause: self.past.cause });
            return;
        }
        let mut effects = Effects::new();
        process.consumer.on_response(number, response, self.now, &mut effects);
        self.carry_out_consumers(id, effects);
    }

    /// A timer fires.
    pub(super) fn fire(&mut self, key: TimerKey, cause: Cause) {
        self.past.cause = cause;
        match key {
            TimerKey::Sample => self.sample(),
            TimerKey::Thaw(id) => self.thaw(id),
            TimerKey::Mend(id) => {
                // Mended by command before, there is nothing left to do.
                let _ = self.restore(id);
            }
            TimerKey::Grace(id) => self.grace_over(id),
            TimerKey::TakeOver(group) => self.take_over(&group),
            TimerKey::CommitFault(number) => self.end_commit_fault(number),
            TimerKey::Broker(timer) => {
                let mut effects = Effects::new();
                self.nodes.brokers.on_timer(timer, self.now, &mut effects);
                self.carry_out_brokers(effects);
            }
            TimerKey::Coordinator(timer) => {
                self.blame_silence(&timer);
                let mut effects = Effects::new();
                self.nodes.coordinator.on_timer(timer, self.now, &mut effects);
                self.past.handled_timer = Some(timer);
                self.carry_out_coordinators(effects, None);
                self.past.handled_timer = None;
            }
            TimerKey::Consumer(id, timer) => self.fire_consumer(id, timer),
            TimerKey::Producer(id, timer) => self.fire_producer(id, timer),
        }
    }

    /// A session runs out because of the event that silenced the member.
    fn blame_silence(&mut self, timer: &CoordinatorTimer) {
        let CoordinatorTimer::Session { member, .. } = timer else { return };
        let process = self.owner_of_member(member).map(|id| &self.nodes[id]);
        // A process that was started again does not know what silenced the one before it; the journal does.
        let own = process.filter(|process| process.consumer.membership().member_id() == member);
        let cause = own.and_then(|process| process.silenced_by);
        let found = || self.silenced(EntryId::at(self.past.journal.len()), member).map(Cause::Entry);
        if let Some(cause) = cause.or_else(found) {
            self.past.cause = cause;
        }
    }

    fn fire_consumer(&mut self, id: ConsumerId, timer: ConsumerTimer) {
        let process = &mut self.nodes[id];
        if !process.alive() {
            return;
        }
        if let OutsideState::Frozen { waiting, .. } = &mut process.fate {
            waiting.push(HeldForThaw::Timer { timer, cause: self.past.cause });
            return;
        }
        let mut effects = Effects::new();
        process.consumer.on_timer(timer, self.now, &mut effects);
        self.carry_out_consumers(id, effects);
    }

    fn fire_producer(&mut self, id: ProducerId, timer: ProducerTimer) {
        let mut effects = Effects::new();
        self.nodes.producers[usize::from(id)].producer.on_timer(timer, self.now, &mut effects);
        self.carry_out_producers(id, effects);
    }

    /// What waited for a frozen process reaches it now, in the order in which it came: an answer that lets the
    /// application poll may come before the end of `max.poll.interval.ms`, or after it.
    pub(super) fn hand_over(&mut self, id: ConsumerId, waiting: Vec<HeldForThaw>) {
        self.nodes[id].due = waiting.into();
        while let Some(waited) = self.nodes[id].due.pop_front() {
            match waited {
                HeldForThaw::Answer { number, response, cause } => {
                    self.past.cause = cause;
                    let incarnation = self.nodes[id].incarnation;
                    self.answer_consumer(id, incarnation, number, response);
                }
                HeldForThaw::Close { operation, cause } => {
                    self.past.cause = cause;
                    self.ask_to_close(id, operation);
                }
                // The client's own session clock stood still with the process.
                HeldForThaw::Timer { timer: ConsumerTimer::Session, cause } => {
                    let timeout = self.nodes[id].spec.config.session_timeout;
                    let key = TimerKey::Consumer(id, ConsumerTimer::Session);
                    self.wire.schedule.set_timer(key, self.now + timeout, cause);
                }
                HeldForThaw::Timer { timer, cause } => {
                    self.past.cause = cause;
                    self.fire_consumer(id, timer);
                }
            }
        }
    }
}
