//! Many nodes become one world: requests are delivered, commands applied, and what happened is written down.
//!
//! [`Cluster::advance_to`] takes one event after the other from the schedule, hands it to the node it concerns
//! ([`deliver`]), and carries out the effects the node asks for ([`effects`]). Commands come in from outside
//! ([`apply`]). The journal, the ledger and the accounts are written on the way ([`record`]); [`observe`] shows
//! the world to the layers above.

// A match names all that there is: the compiler asks where a new fact belongs.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod accounts;
pub mod cause;
pub mod command;
pub mod command_error;
pub mod config;
pub mod fact;
pub mod foreseen;
pub mod invariants;
pub mod journal;
pub mod ledger;
pub mod observation;
pub mod rebalances;
pub mod threads;
pub mod waits;
pub mod whom;
pub mod work;

mod administration;
mod apply;
mod bounce;
mod calls;
mod commit_faults;
mod connections;
mod deliver;
mod effects;
mod ending;
mod network;
mod nodes;
mod observe;
mod offsets_tool;
mod past;
mod process;
mod readings;
mod record;
mod standalone;
mod standing;
mod starts;
mod store;
mod topic_ids;
mod topics;
mod why;
mod wire;

pub use why::{CommitPlace, CommitWait, Hindered, Hindrance};

pub use apply::{MAX_CONSUMERS, MOST_COMMIT_FAULTS};
pub use command::{Command, ConsumerSpec, ProducerSpec};
pub use command_error::CommandError;
pub use config::ClusterConfig;
pub use journal::{Cause, Entry, EntryId, Journal};
pub use nodes::ConsumerId;
pub use topics::{LARGEST_BURST, MAX_ALL_PARTITIONS, MAX_PARTITIONS, MAX_PRODUCERS, collision, not_more};
pub use why::{CutFrom, Lasted};

use crate::kafka::broker::Brokers;
use crate::kafka::coordinator::GroupCoordinator;
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::sim::random::Random;
use crate::sim::schedule::Due;
use crate::sim::shared_log::SharedLog;
use crate::sim::time::{SimDuration, SimTime};
use bounce::Bounce;
use ledger::DeliveryLedger;
use nodes::Nodes;
use observation::{EpochBegan, Mark, OwnershipSpan, RebalanceSpan, RevocationSpan, Sample};
use past::Past;
use wire::{Arrival, TimerKey, Wire};

/// How often the totals are noted for the charts.
const SAMPLE_INTERVAL: SimDuration = SimDuration::from_millis(250);
/// So many times the totals are noted before all invariants are checked again.
const TICKS_A_CHECK: u64 = 4;

/// What a clone of the world has for itself, in bytes: by and large, for each consumer, and for each partition that a
/// group reads (`benches/seek.rs` prints what it really is).
const OWN: usize = 24 << 10;
const OWN_OF_CONSUMER: usize = 4 << 10;
const OWN_OF_LANE: usize = 1 << 10;

/// The world: brokers, coordinator, clients, network, and everything known of their past.
#[derive(Clone, Debug)]
pub struct Cluster {
    config: ClusterConfig,
    now: SimTime,
    chance: Random,
    nodes: Nodes,
    wire: Wire,
    past: Past,
    bounces: Vec<Bounce>,
}

impl Cluster {
    /// A world with brokers and nothing else, at time zero.
    pub fn new(config: ClusterConfig) -> Self {
        let chance = Random::new(config.seed);
        let mut cluster = Cluster {
            now: SimTime::ZERO,
            nodes: Nodes::new(&config),
            wire: Wire::new(&config, &chance),
            past: Past::default(),
            chance,
            bounces: Vec::new(),
            config,
        };
        let mut effects = Effects::new();
        cluster.nodes.coordinator.start(SimTime::ZERO, &mut effects);
        cluster.carry_out_coordinators(effects, None);
        cluster.wire.schedule.set_timer(TimerKey::Sample, SimTime::ZERO, Cause::Start);
        cluster
    }

    /// The present instant.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Lets everything happen that is due at or before `t`; then it is `t`. Nothing happens if `t` is past.
    pub fn advance_to(&mut self, t: SimTime) {
        while self.step(t) {}
    }

    /// Lets exactly one event happen, if one is due at or before `limit`; else it is `limit`, and false.
    pub fn step(&mut self, limit: SimTime) -> bool {
        match self.wire.schedule.pop(limit) {
            Some((time, due)) => {
                self.now = time;
                match due {
                    Due::Event(arrival) => self.deliver(arrival),
                    Due::Timer(key, cause) => {
                        self.look_at_work(&key);
                        self.fire(key, cause);
                    }
                }
                self.take_waiting_requests();
                true
            }
            None => {
                self.now = self.now.max(limit);
                false
            }
        }
    }

    /// Everything that happened.
    pub fn journal(&self) -> &Journal {
        &self.past.journal
    }

    /// What the world was made with.
    pub fn config(&self) -> &ClusterConfig {
        &self.config
    }

    /// The brokers, their topics and logs.
    pub fn brokers(&self) -> &Brokers {
        &self.nodes.brokers
    }

    /// The group coordinator.
    pub fn coordinator(&self) -> &GroupCoordinator {
        &self.nodes.coordinator
    }

    /// What really became of each record.
    pub fn ledger(&self) -> &DeliveryLedger {
        &self.past.ledger
    }

    /// Who read a partition when, as one group saw it.
    pub fn ownership(&self, group: &GroupId, partition: &TopicPartition) -> Vec<OwnershipSpan> {
        self.past.accounts.group(group).map(|account| account.ownership(partition)).unwrap_or_default()
    }

    /// A group's rebalances.
    pub fn rebalances(&self, group: &GroupId) -> Vec<RebalanceSpan> {
        self.past.accounts.group(group).map(|account| account.rebalance_spans()).unwrap_or_default()
    }

    /// When the epochs of a consumer group began, with the process that each was raised because of.
    pub fn epochs(&self, group: &GroupId) -> Vec<(EpochBegan, Option<ClientName>)> {
        let began = self.past.accounts.group(group).map(|account| account.epochs()).unwrap_or_default();
        let named = |began: EpochBegan| {
            (began, began.reason.member().and_then(|member| self.client_of_member(&member)))
        };
        began.into_iter().map(named).collect()
    }

    /// When which partition was being given up in a consumer group.
    pub fn revocations(&self, group: &GroupId) -> Vec<RevocationSpan> {
        self.past.accounts.group(group).map(|account| account.revocations()).unwrap_or_default()
    }

    /// How long a group's records took from produce to processed.
    pub fn latency(&self, group: &GroupId) -> Option<&work::Histogram> {
        self.past.accounts.group(group).map(|account| account.work().latency())
    }

    /// The totals of each group, four times a simulated second.
    pub fn samples(&self) -> &SharedLog<Sample> {
        &self.past.samples
    }

    /// What is worth a mark on the time axis, oldest first.
    pub fn marks(&self) -> &SharedLog<Mark> {
        self.past.accounts.marks()
    }

    /// Invariants that did not hold; empty, or there is a bug in groupscope.
    pub fn violations(&self) -> &[invariants::Violation] {
        &self.past.violations
    }

    /// Names of all consumers, in the order in which they were first started.
    pub fn consumer_names(&self) -> impl Iterator<Item = &ClientName> {
        self.nodes.consumers.iter().map(|process| &process.spec.name)
    }

    /// How a consumer was started last.
    pub fn consumer_spec(&self, name: &ClientName) -> Option<&ConsumerSpec> {
        self.nodes.consumers.iter().map(|process| &process.spec).find(|spec| spec.name == *name)
    }

    /// Whether the process of a consumer exists: not killed, not closed, not failed.
    pub fn is_alive(&self, name: &ClientName) -> bool {
        self.nodes.consumers.iter().any(|process| process.spec.name == *name && process.alive())
    }

    /// The topics there are that a consumer subscribes to; of a pattern all that match, known to it or not.
    pub fn subscribed_topics(&self, name: &ClientName) -> Vec<TopicName> {
        let spec = self.consumer_spec(name);
        let topics = self.nodes.brokers.topics().iter().map(|topic| &topic.name);
        topics.filter(|topic| spec.is_some_and(|spec| spec.subscribes_to(topic))).cloned().collect()
    }

    /// Whether a consumer has to join its group again, or is at it.
    pub fn wants_to_rejoin(&self, name: &ClientName) -> bool {
        let process = self.nodes.consumer(name);
        process.is_some_and(|process| process.consumer.rejoining())
    }

    /// Whether a consumer owns what was assigned to a membership that it has lost.
    pub fn holds_over(&self, name: &ClientName) -> bool {
        self.nodes.consumers.iter().any(|process| process.spec.name == *name && process.consumer.holds_over())
    }

    /// How the producers were started.
    pub fn producer_specs(&self) -> impl Iterator<Item = &ProducerSpec> {
        self.nodes.producers.iter().map(|process| &process.spec)
    }

    /// About how many bytes a clone of it has for itself, beside what it shares with others.
    pub fn weight(&self) -> usize {
        let lanes = self.past.ledger.iter().count();
        OWN + self.nodes.consumers.len() * OWN_OF_CONSUMER + lanes * OWN_OF_LANE
    }

    fn sample(&mut self) {
        for group in self.group_ids() {
            let sample = self.sample_of(&group);
            self.past.samples.push(sample);
        }
        let ticks = self.now.as_micros() / SAMPLE_INTERVAL.as_micros();
        if (ticks + 1).is_multiple_of(TICKS_A_CHECK) {
            self.check_invariants();
        }
        self.wire.schedule.set_timer(TimerKey::Sample, self.now + SAMPLE_INTERVAL, Cause::Start);
    }
}
