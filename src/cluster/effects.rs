//! The world carries out what its nodes ask for.

use super::connections::ConnectionId;
use super::journal::Cause;
use super::network::{Channel, ClientRef, LinkId, Message, channel};
use super::{Arrival, Cluster, TimerKey};
use crate::cluster::nodes::{ConsumerId, ProducerId};
use crate::kafka::api::{ApiKey, Assignment, Response};
use crate::kafka::broker::BrokerTimer;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::asks::ConsumerAsk;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::effects::{Answer, CauseMark, Effect, Effects, Sending};
use crate::kafka::ids::*;
use crate::kafka::producer::ProducerTimer;
use crate::sim::time::SimDuration;

impl Cluster {
    /// The effects of the coordinator; `asking` is the consumer whose request it handled.
    pub(super) fn carry_out_coordinators(
        &mut self,
        mut effects: Effects<CoordinatorTimer>,
        asking: Option<ConsumerId>,
    ) {
        for effect in effects.drain() {
            match effect {
                Effect::SetTimer { key, at } => {
                    self.wire.schedule.set_timer(TimerKey::Coordinator(key), at, self.past.cause);
                }
                Effect::CancelTimer { key } => self.wire.schedule.cancel_timer(&TimerKey::Coordinator(key)),
                Effect::Ask(Answer { to, response }) => self.respond(&to, response),
                Effect::Note((group, fact)) => self.record_of_coordinator(group, fact, asking),
            }
        }
        self.bring_up_to_date();
    }

    pub(super) fn carry_out_brokers(&mut self, mut effects: Effects<BrokerTimer>) {
        for effect in effects.drain() {
            match effect {
                Effect::SetTimer { key, at } => {
                    self.wire.schedule.set_timer(TimerKey::Broker(key), at, self.past.cause)
                }
                Effect::CancelTimer { key } => self.wire.schedule.cancel_timer(&TimerKey::Broker(key)),
                Effect::Ask(Answer { to, response }) => self.respond(&to, response),
                Effect::Note(fact) => self.record_of_broker(fact),
            }
        }
    }

    pub(super) fn carry_out_consumers(&mut self, id: ConsumerId, mut effects: Effects<ConsumerTimer>) {
        if self.nodes[id].thread_turned() {
            self.nodes[id].follow_thread(self.now);
        }
        let mut asked = None;
        let mut marks = effects.take_marks().into_iter().peekable();
        let mut handled = Vec::new();
        for (place, effect) in effects.drain().enumerate() {
            while let Some((_, mark)) = marks.next_if(|(before, _)| *before <= place) {
                self.follow(id, mark, &mut handled);
            }
            match effect {
                Effect::SetTimer { key, at } => {
                    self.nodes[id].outdated(key);
                    self.wire.schedule.set_timer(TimerKey::Consumer(id, key), at, self.past.cause);
                }
                Effect::CancelTimer { key } => {
                    self.nodes[id].outdated(key);
                    self.wire.schedule.cancel_timer(&TimerKey::Consumer(id, key));
                }
                Effect::Note(fact) => self.record_of_consumer(id, fact),
                Effect::Ask(ask) => asked = self.grant(id, ask).or(asked),
            }
        }
        for (_, mark) in marks {
            self.follow(id, mark, &mut handled);
        }
        if let Some(partitions) = asked {
            self.answer_from_store(id, &partitions);
        }
        self.bring_up_to_date();
    }

    /// Does what only a consumer asks for; returns the partitions that it asks its store about, which is told when
    /// everything else is done.
    fn grant(&mut self, id: ConsumerId, ask: ConsumerAsk) -> Option<Assignment> {
        match ask {
            ConsumerAsk::Send(Sending { to, number, request }) => {
                let api = request.api_key();
                if matches!(api, ApiKey::Heartbeat | ApiKey::ConsumerGroupHeartbeat | ApiKey::OffsetCommit) {
                    self.nodes[id].follow_request(api, self.now);
                }
                let (incarnation, cause) = (self.nodes[id].incarnation, self.past.cause);
                let channel = channel(request.api_key(), to);
                let message = Message::Request { incarnation, number, to, request, cause };
                let link = LinkId { client: ClientRef::Consumer(id), channel, up: true };
                self.send(link, message, SimDuration::ZERO);
            }
            ConsumerAsk::Disconnect { from } => self.disconnect(id, from),
            ConsumerAsk::Processed(done) => self.record_processed(id, &done),
            ConsumerAsk::GivenUp { partition, records, poll } => {
                self.give_up(id, &partition, records, poll);
            }
            ConsumerAsk::ReadStore { partitions } => return Some(partitions),
        }
        None
    }

    /// From here on a consumer's effects are because of something else; `handled` is what to come back to.
    fn follow(&mut self, id: ConsumerId, mark: CauseMark, handled: &mut Vec<Cause>) {
        let put_off = &mut self.nodes[id].put_off;
        match mark {
            CauseMark::Remember(ticket) => drop(put_off.insert(ticket, self.past.cause)),
            CauseMark::PutOff(ticket) => {
                handled.push(self.past.cause);
                self.past.cause = put_off.remove(&ticket).unwrap_or(self.past.cause);
            }
            CauseMark::GoOn => self.past.cause = handled.pop().unwrap_or(self.past.cause),
        }
    }

    pub(super) fn carry_out_producers(&mut self, id: ProducerId, mut effects: Effects<ProducerTimer>) {
        for effect in effects.drain() {
            match effect {
                Effect::SetTimer { key, at } => {
                    self.wire.schedule.set_timer(TimerKey::Producer(id, key), at, self.past.cause);
                }
                Effect::CancelTimer { key } => self.wire.schedule.cancel_timer(&TimerKey::Producer(id, key)),
                Effect::Ask(Sending { to, number, request }) => {
                    let channel = channel(request.api_key(), to);
                    let message =
                        Message::Request { incarnation: 1, number, to, request, cause: self.past.cause };
                    let link = LinkId { client: ClientRef::Producer(id), channel, up: true };
                    self.send(link, message, SimDuration::ZERO);
                }
                Effect::Note(nothing) => match nothing {},
            }
        }
    }

    /// A consumer closes one of its connections.
    fn disconnect(&mut self, consumer: ConsumerId, channel: Channel) {
        let incarnation = self.nodes[consumer].incarnation;
        self.wire.network.close(ClientRef::Consumer(consumer), channel, incarnation);
        self.wire.connections.close(ConnectionId { consumer, incarnation, channel });
    }

    pub(super) fn respond(&mut self, to: &Correlation, response: Response) {
        let Some(client) = self.nodes.names.get(&to.process.name).copied() else { return };
        let (number, incarnation) = (to.number, to.process.incarnation);
        let channel = match client {
            ClientRef::Consumer(id) => match self.wire.connections.answered(id, to) {
                Some(channel) => channel,
                None => return,
            },
            ClientRef::Producer(_) => channel(response.api_key(), BrokerId(0)),
        };
        let mut longer = SimDuration::ZERO;
        if let (ClientRef::Consumer(id), Response::Fetch(answer)) = (client, &response) {
            self.count_bytes(id, answer);
            let window = self.nodes[id].spec.config.receive_buffer;
            let bytes = answer.partitions.iter().map(|read| read.bytes).sum();
            longer = self.wire.network.transfer_time(bytes, window);
        }
        let message = Message::Answer { incarnation, number, response, cause: self.past.cause };
        self.send(LinkId { client, channel, up: false }, message, longer);
    }

    fn send(&mut self, link: LinkId, message: Message, longer: SimDuration) {
        if let ClientRef::Consumer(id) = link.client
            && self.is_cut(id, link.channel)
        {
            return self.wire.network.send_held(link, message, self.now);
        }
        let (number, arrives_at) = self.wire.network.send(link, message, longer, self.now);
        self.wire.schedule.schedule(arrives_at, Arrival { link, number });
    }

    /// Whether nothing passes between a consumer and the other end of one of its connections.
    pub(super) fn is_cut(&self, id: ConsumerId, channel: Channel) -> bool {
        let process = &self.nodes[id];
        process.cuts(match channel {
            Channel::Coordinator => self.nodes.brokers.coordinator(&process.spec.group),
            Channel::Broker(broker) => broker,
        })
    }
}
