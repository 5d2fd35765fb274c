//! Commands change the world, or are refused with a reason and change nothing.

use super::command::{Command, ConsumerSpec};
use super::command_error::{ClientError, CommandError, Limit};
use super::journal::Cause;
use super::network::{Channel, ClientRef};
use super::observation::MarkKind;
use super::observe::process_state;
use super::process::{ConsumerProcess, OutsideState};
use super::{Arrival, Cluster, TimerKey};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ConsumerId;
use crate::cluster::threads::ThreadTracks;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::config::{ConsumerConfig, GroupProtocol};
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// No world may have more consumers than this.
pub const MAX_CONSUMERS: usize = 1000;

/// No more commits may be made to go wrong at once.
pub const MOST_COMMIT_FAULTS: u32 = 1000;

pub(super) type CommandResult = Result<(), CommandError>;

impl Cluster {
    /// Applies a command now.
    ///
    /// # Errors
    /// A sentence that says why it was refused; then nothing has changed.
    pub fn apply(&mut self, command: &Command) -> CommandResult {
        self.past.cause = Cause::Command;
        let outcome = self.obey(command);
        self.take_waiting_requests();
        outcome
    }

    // --- consumers

    pub(super) fn check_name_is_free(&self, name: &ClientName) -> CommandResult {
        match self.nodes.names.contains_key(name) {
            true => Err(ClientError::NameTaken.of(name)),
            false => Ok(()),
        }
    }

    pub(super) fn start_consumer(&mut self, spec: &ConsumerSpec) -> CommandResult {
        self.check_name_is_free(&spec.name)?;
        self.check_not_bounced(&spec.group)?;
        if self.nodes.consumers.len() >= MAX_CONSUMERS {
            return Err(CommandError::Limit(Limit::Consumers));
        }
        self.check_spec(spec)?;
        spec.config.validate()?;
        spec.config.validate_protocol(&self.config.release.client_rules())?;
        let process =
            ConsumerProcess::new(spec.clone(), 1, self.broker_count(), self.config.release, &self.chance);
        let id = self.nodes.add_consumer(process);
        self.nodes.names.insert(spec.name, ClientRef::Consumer(id));
        self.begin(id);
        Ok(())
    }

    pub(super) fn broker_count(&self) -> u8 {
        self.config.brokers
    }

    fn begin(&mut self, id: ConsumerId) {
        let process = &mut self.nodes[id];
        let (client, incarnation) = (process.spec.name, process.incarnation);
        let config = process.spec.config.clone();
        let mut effects = Effects::new();
        let tracks = ThreadTracks::new(self.now, process.is_cut());
        process.tracks = match process.spec.config.group_protocol {
            GroupProtocol::Classic => tracks,
            GroupProtocol::Consumer => tracks.long(),
        };
        process.consumer.start(self.now, &mut effects);
        self.mark(MarkKind::Started, Some(client));
        let entry = self.record(Fact::World(WorldFact::ProcessStarted { client, incarnation }));
        self.past.started.push((entry, config));
        self.carry_out_consumers(id, effects);
    }

    /// A new process takes the place of one that has come to its end.
    pub(super) fn start_again(&mut self, id: ConsumerId) {
        let (brokers, release) = (self.broker_count(), self.config.release);
        let process = &mut self.nodes[id];
        let (paused, incarnation) = (process.paused, process.incarnation + 1);
        let mut fresh =
            ConsumerProcess::new(process.spec.clone(), incarnation, brokers, release, &self.chance);
        fresh.paused = paused;
        fresh.earlier_fetches = process.fetches();
        (fresh.cut_off, fresh.cut_from) = (process.cut_off, std::mem::take(&mut process.cut_from));
        fresh.formerly = std::mem::take(&mut process.formerly);
        fresh.ends = std::mem::take(&mut process.ends);
        fresh.ends.push(process_state(process));
        fresh.formerly_assigned = std::mem::take(&mut process.formerly_assigned);
        *process = fresh;
        // What the earlier process sent again does not come from this one.
        self.past.sent_again.values_mut().for_each(|sent| sent.retain(|(by, _)| *by != id));
        self.begin(id);
    }

    pub(super) fn restart(
        &mut self,
        client: &ClientName,
        config: Option<&Arc<ConsumerConfig>>,
    ) -> CommandResult {
        let id = self.consumer(client)?;
        if self.nodes[id].alive() {
            return Err(ClientError::StillRuns.of(client));
        }
        self.check_not_bounced(&self.nodes[id].spec.group)?;
        if let Some(config) = config {
            config.validate()?;
            config.validate_protocol(&self.config.release.client_rules())?;
            let spec = self.nodes[id].spec.clone();
            self.check_spec(&ConsumerSpec { config: config.clone(), ..spec })?;
            self.nodes[id].spec.config = config.clone();
        }
        self.start_again(id);
        Ok(())
    }

    pub(super) fn consumer(&self, client: &ClientName) -> Result<ConsumerId, CommandError> {
        match self.nodes.names.get(client) {
            Some(ClientRef::Consumer(id)) => Ok(*id),
            Some(ClientRef::Producer(_)) => Err(ClientError::IsProducer.of(client)),
            None => {
                let (client, known): (_, Vec<_>) = (*client, self.consumer_names().cloned().collect());
                Err(match known.is_empty() {
                    true => ClientError::NoConsumers.of(&client),
                    false => CommandError::NoConsumer { client, known },
                })
            }
        }
    }

    pub(super) fn alive(&self, client: &ClientName) -> Result<ConsumerId, CommandError> {
        let id = self.consumer(client)?;
        match self.nodes[id].alive() {
            true => Ok(id),
            false => Err(ClientError::NotRunning.of(client)),
        }
    }

    pub(super) fn running(&self, client: &ClientName) -> Result<ConsumerId, CommandError> {
        let id = self.alive(client)?;
        match self.nodes[id].frozen() {
            false => Ok(id),
            true => Err(ClientError::Frozen.of(client)),
        }
    }

    pub(super) fn subscribe(
        &mut self,
        id: ConsumerId,
        topics: &[TopicName],
        pattern: Option<&TopicPattern>,
    ) -> CommandResult {
        self.check_pattern(&self.nodes[id].spec, pattern)?;
        let spec = &self.nodes[id].spec;
        let matched = spec.pattern.as_ref().map(|_| self.subscribed_topics(&spec.name)).unwrap_or_default();
        let process = &mut self.nodes[id];
        check_subscription(&process.spec.name, topics, pattern)?;
        if process.consumer.standalone() {
            return Err(ClientError::Standalone.of(&process.spec.name));
        }
        if process.consumer.application().closing() {
            return Err(ClientError::Closing.of(&process.spec.name));
        }
        if process.spec.group.is_none() {
            return Err(ClientError::CannotSubscribe.of(&process.spec.name));
        }
        process.formerly.append(&mut process.spec.topics);
        process.formerly.extend(matched);
        process.formerly_assigned.append(&mut process.spec.assigned);
        process.spec.topics = topics.to_vec();
        process.spec.pattern = pattern.cloned();
        let mut effects = Effects::new();
        process.consumer.subscribe(topics.to_vec(), pattern.cloned(), self.now, &mut effects);
        self.carry_out_consumers(id, effects);
        Ok(())
    }

    pub(super) fn freeze(&mut self, id: ConsumerId, span: Option<SimDuration>) {
        let client = self.nodes[id].spec.name;
        self.mark(MarkKind::Frozen, Some(client));
        let entry = self.record(Fact::World(WorldFact::ProcessFrozen { client }));
        let now = self.now;
        let workers = self.nodes[id].consumer.config().behaviour.workers as u16;
        let threads = (0..workers).map(ConsumerTimer::Worker).chain([ConsumerTimer::Work]);
        let mut work_left = Vec::new();
        for thread in threads {
            let key = TimerKey::Consumer(id, thread);
            work_left.extend(self.wire.schedule.timer(&key).map(|due| (thread, due.since(now))));
            self.wire.schedule.cancel_timer(&key);
        }
        let process = &mut self.nodes[id];
        process.fate = OutsideState::Frozen { waiting: Vec::new(), since: now, work_left };
        process.silenced_by = Some(Cause::Entry(entry));
        process.follow_thread(now);
        if let Some(span) = span {
            self.wire.schedule.set_timer(TimerKey::Thaw(id), self.now + span, self.past.cause);
        }
        let group = self.nodes[id].spec.group;
        self.owners_changed(&group);
    }

    pub(super) fn thaw_named(&mut self, client: &ClientName) -> CommandResult {
        let id = self.alive(client)?;
        if !self.nodes[id].frozen() {
            return Err(ClientError::NotFrozen.of(client));
        }
        self.wire.schedule.cancel_timer(&TimerKey::Thaw(id));
        self.thaw(id);
        Ok(())
    }

    pub(super) fn thaw(&mut self, id: ConsumerId) {
        let process = &mut self.nodes[id];
        let (client, group) = (process.spec.name, process.spec.group);
        let OutsideState::Frozen { waiting, since, work_left } =
            std::mem::replace(&mut process.fate, OutsideState::Running)
        else {
            return;
        };
        process.consumer.postpone_work(self.now.since(since));
        process.follow_thread(self.now);
        if !process.cut_off {
            process.silenced_by = None;
        }
        self.record(Fact::World(WorldFact::ProcessThawed { client }));
        for (thread, left) in work_left {
            let key = TimerKey::Consumer(id, thread);
            self.wire.schedule.set_timer(key, self.now + left, self.past.cause);
        }
        self.owners_changed(&group);
        self.hand_over(id, waiting);
    }

    pub(super) fn stall(&mut self, id: ConsumerId, span: Option<SimDuration>) -> CommandResult {
        let process = &mut self.nodes[id];
        if process.consumer.application().stalled() {
            return Err(ClientError::AlreadyStalled.of(&process.spec.name));
        }
        let mut effects = Effects::new();
        process.consumer.stall(span, self.now, &mut effects);
        self.carry_out_consumers(id, effects);
        Ok(())
    }

    pub(super) fn resume(&mut self, id: ConsumerId) -> CommandResult {
        let process = &mut self.nodes[id];
        if !process.consumer.application().stalled() {
            return Err(ClientError::NotStalled.of(&process.spec.name));
        }
        let mut effects = Effects::new();
        process.consumer.resume(self.now, &mut effects);
        self.carry_out_consumers(id, effects);
        Ok(())
    }

    pub(super) fn cut(
        &mut self,
        id: ConsumerId,
        broker: Option<BrokerId>,
        span: Option<SimDuration>,
    ) -> CommandResult {
        let process = &self.nodes[id];
        let client = process.spec.name;
        if process.cut_off || broker.is_some_and(|broker| process.cut_from.contains(&broker)) {
            return Err(ClientError::AlreadyCutOff.of(&client));
        }
        if let Some(BrokerId(number)) = broker.filter(|broker| broker.0 >= self.broker_count()) {
            let last = self.broker_count() - 1;
            return Err(CommandError::NoBroker { number, last });
        }
        let coordinator = self.nodes.brokers.coordinator(&process.spec.group);
        let entry = self.record(Fact::World(WorldFact::LinkCut { client, broker }));
        let process = &mut self.nodes[id];
        match broker {
            None => process.cut_off = true,
            Some(broker) => drop(process.cut_from.insert(broker)),
        }
        if process.cuts(coordinator) {
            process.silenced_by = Some(Cause::Entry(entry));
        }
        process.tracks.cut.get_or_insert(self.now);
        let cut: Vec<BrokerId> =
            (0..self.broker_count()).map(BrokerId).filter(|broker| self.nodes[id].cuts(*broker)).collect();
        self.wire.network.hold(ClientRef::Consumer(id), |channel| match channel {
            Channel::Coordinator => cut.contains(&coordinator),
            Channel::Broker(broker) => cut.contains(&broker),
        });
        if let Some(span) = span {
            self.wire.schedule.set_timer(TimerKey::Mend(id), self.now + span, self.past.cause);
        }
        Ok(())
    }

    /// Mends a cut network, on command or when the cut's own time is over.
    pub(super) fn restore(&mut self, id: ConsumerId) -> CommandResult {
        self.wire.schedule.cancel_timer(&TimerKey::Mend(id));
        let process = &mut self.nodes[id];
        let client = process.spec.name;
        if !process.cut_off && process.cut_from.is_empty() {
            return Err(ClientError::NotCutOff.of(&client));
        }
        process.cut_off = false;
        process.cut_from.clear();
        process.tracks.cut = None;
        if !process.frozen() && process.alive() {
            process.silenced_by = None;
        }
        self.record(Fact::World(WorldFact::LinkRestored { client }));
        for (link, number, arrives_at) in self.wire.network.release(ClientRef::Consumer(id), self.now) {
            self.wire.schedule.schedule(arrives_at, Arrival { link, number });
        }
        Ok(())
    }

    pub(super) fn set_processing_time(&mut self, client: &ClientName, time: SimDuration) -> CommandResult {
        let id = self.alive(client)?;
        let process = &mut self.nodes[id];
        let mut config = (*process.spec.config).clone();
        config.behaviour.processing_time = time;
        process.spec.config = Arc::new(config);
        process.consumer.set_processing_time(time);
        self.record(Fact::World(WorldFact::ProcessingTimeChanged { client: *client, time }));
        Ok(())
    }
}

fn check_subscription(
    client: &ClientName,
    topics: &[TopicName],
    pattern: Option<&TopicPattern>,
) -> CommandResult {
    match topics.is_empty() == pattern.is_some() {
        true => Ok(()),
        false if topics.is_empty() => Err(ClientError::NoTopicToSubscribe.of(client)),
        false => Err(ClientError::TopicsAndPattern.of(client)),
    }
}
