//! Many nodes become one world: requests are delivered, commands applied, and what happened is written down.
//!
//! [`Cluster::advance_to`] takes one event after the other from the schedule, hands it to the node it concerns
//! ([`deliver`]), and carries out the effects the node asks for ([`effects`]). Commands come in from outside
//! ([`apply`]). The journal, the ledger and the accounts are written on the way ([`record`]); [`observe`] shows
//! the world to whoever looks.

pub mod accounts;
pub mod cause;
pub mod command;
pub mod command_error;
pub mod config;
pub mod invariants;
pub mod journal;
pub mod ledger;
pub mod observation;
pub mod rebalances;
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
mod observe;
mod offsets_tool;
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

pub use why::{CommitPlace, CommitWait, Hindered, Hindrance};

pub use apply::{MAX_CONSUMERS, MOST_COMMIT_FAULTS};
pub use command::{Command, ConsumerSpec, ProducerSpec};
pub use command_error::CommandError;
pub use config::ClusterConfig;
pub use journal::{Cause, Entry, EntryId, Journal};
pub use topics::{LARGEST_BURST, MAX_ALL_PARTITIONS, MAX_PARTITIONS, MAX_PRODUCERS, collision, not_more};
pub use why::{CutFrom, Lasted};

use crate::kafka::broker::{BrokerTimer, Brokers};
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::coordinator::{CoordinatorTimer, Group, GroupCoordinator};
use crate::kafka::effects::Effects;
use crate::kafka::ids::*;
use crate::kafka::producer::ProducerTimer;
use crate::sim::random::Random;
use crate::sim::schedule::{Due, Schedule};
use crate::sim::shared_items::SharedItems;
use crate::sim::shared_log::SharedLog;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::{SimDuration, SimTime};
use accounts::Accounts;
use bounce::Bounce;
use commit_faults::CommitFaults;
use connections::Connections;
use ledger::DeliveryLedger;
use network::{LinkId, Network};
use observation::{Mark, OwnershipSpan, RebalanceSpan, Sample};
use process::{ConsumerProcess, ProducerProcess};
use std::sync::Arc;
use store::Stores;

/// How often the totals are noted for the charts.
const SAMPLE_INTERVAL: SimDuration = SimDuration::from_millis(250);
/// Samples between two full checks of the invariants.
const SAMPLES_A_CHECK: usize = 4;

/// A message arrives.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    link: LinkId,
    number: u64,
}

/// Every timer of the world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum TimerKey {
    Coordinator(CoordinatorTimer),
    Broker(BrokerTimer),
    Consumer(u16, ConsumerTimer),
    Producer(u16, ProducerTimer),
    Thaw(u16),
    Mend(u16),
    /// A process that was asked to close has had its time.
    Grace(u16),
    TakeOver(GroupId),
    CommitFault(u64),
    Sample,
}

/// The world: brokers, coordinator, clients, network, and everything known of their past.
#[derive(Clone, Debug)]
pub struct Cluster {
    config: ClusterConfig,
    now: SimTime,
    schedule: Schedule<Arrival, TimerKey, Cause>,
    network: Network,
    connections: Connections,
    chance: Random,
    brokers: Brokers,
    coordinator: GroupCoordinator,
    consumers: SharedItems<ConsumerProcess>,
    /// With which settings processes were started, by the entry that says so.
    started: SharedLog<(EntryId, Arc<ConsumerConfig>)>,
    producers: Vec<ProducerProcess>,
    names: SortedMap<ClientName, network::Client>,
    /// Which process got which member id.
    member_owners: SortedMap<MemberId, whom::Owner>,
    bounces: Vec<Bounce>,
    /// Groups without a coordinator at present.
    away: SortedSet<GroupId>,
    /// What their next coordinators will find of them.
    written: SortedMap<GroupId, Arc<Group>>,
    faults: CommitFaults,
    /// What applications keep outside of Kafka.
    stores: Stores,
    /// The latest offset that an application named itself, to commit it or to seek there.
    named: SortedMap<(GroupId, TopicPartition), Offset>,
    journal: Journal,
    ledger: DeliveryLedger,
    starts: starts::Starts,
    accounts: Accounts,
    samples: SharedLog<Sample>,
    violations: Vec<invariants::Violation>,
    unchecked: invariants::Unchecked,
    generations: invariants::Generations,
    commands: u32,
    /// What the next entry is because of.
    cause: Cause,
    /// The coordinator's timer that is handled, if it is one.
    handled_timer: Option<CoordinatorTimer>,
}

impl Cluster {
    /// A world with brokers and nothing else, at time zero.
    pub fn new(config: ClusterConfig) -> Self {
        let chance = Random::new(config.seed);
        let network = Network::new(config.latency, config.jitter, chance.fork("network"));
        let mut cluster = Cluster {
            now: SimTime::ZERO,
            schedule: Schedule::new(),
            network,
            connections: Connections::default(),
            chance,
            brokers: Brokers::new(config.brokers.clamp(1, config::MAX_BROKERS), config.broker.clone()),
            coordinator: GroupCoordinator::new(config.coordinator.clone()),
            consumers: SharedItems::default(),
            started: SharedLog::default(),
            producers: Vec::new(),
            names: SortedMap::new(),
            member_owners: SortedMap::new(),
            bounces: Vec::new(),
            away: SortedSet::new(),
            written: SortedMap::new(),
            faults: CommitFaults::default(),
            stores: Stores::default(),
            named: SortedMap::new(),
            journal: Journal::default(),
            ledger: DeliveryLedger::default(),
            starts: starts::Starts::default(),
            accounts: Accounts::default(),
            samples: SharedLog::default(),
            violations: Vec::new(),
            unchecked: invariants::Unchecked::default(),
            generations: invariants::Generations::default(),
            commands: 0,
            cause: Cause::Start,
            handled_timer: None,
            config,
        };
        let mut effects = Effects::new();
        cluster.coordinator.start(SimTime::ZERO, &mut effects);
        cluster.carry_out_coordinators(effects, None);
        cluster.schedule.set_timer(TimerKey::Sample, SimTime::ZERO, Cause::Start);
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
        match self.schedule.pop(limit) {
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
        &self.journal
    }

    /// What the world was made with.
    pub fn config(&self) -> &ClusterConfig {
        &self.config
    }

    /// The brokers, their topics and logs.
    pub fn brokers(&self) -> &Brokers {
        &self.brokers
    }

    /// The group coordinator.
    pub fn coordinator(&self) -> &GroupCoordinator {
        &self.coordinator
    }

    /// What really became of each record.
    pub fn ledger(&self) -> &DeliveryLedger {
        &self.ledger
    }

    /// Who read a partition when, as one group saw it.
    pub fn ownership(&self, group: &GroupId, partition: &TopicPartition) -> Vec<OwnershipSpan> {
        self.accounts.group(group).map(|account| account.ownership(partition)).unwrap_or_default()
    }

    /// A group's rebalances.
    pub fn rebalances(&self, group: &GroupId) -> Vec<RebalanceSpan> {
        self.accounts.group(group).map(|account| account.rebalance_spans()).unwrap_or_default()
    }

    /// How long a group's records took from produce to processed.
    pub fn latency(&self, group: &GroupId) -> Option<&work::Histogram> {
        self.accounts.group(group).map(|account| account.work().latency())
    }

    /// The totals, four times a simulated second.
    pub fn samples(&self) -> impl DoubleEndedIterator<Item = &Sample> {
        self.samples.iter()
    }

    /// What is worth a mark on the time axis, oldest first.
    pub fn marks(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.accounts.marks()
    }

    /// Invariants that did not hold; empty, or there is a bug in groupscope.
    pub fn violations(&self) -> &[invariants::Violation] {
        &self.violations
    }

    /// Names of all consumers, in the order in which they were first started.
    pub fn consumer_names(&self) -> impl Iterator<Item = &ClientName> {
        self.consumers.iter().map(|process| &process.spec.name)
    }

    /// How a consumer was started last.
    pub fn consumer_spec(&self, name: &ClientName) -> Option<&ConsumerSpec> {
        self.consumers.iter().map(|process| &process.spec).find(|spec| spec.name == *name)
    }

    /// The topics there are that a consumer subscribes to; of a pattern all that match, known to it or not.
    pub fn subscribed_topics(&self, name: &ClientName) -> Vec<TopicName> {
        let spec = self.consumer_spec(name);
        let topics = self.brokers.topics().iter().map(|topic| &topic.name);
        topics.filter(|topic| spec.is_some_and(|spec| spec.subscribes_to(topic))).cloned().collect()
    }

    /// Whether a consumer has to join its group again, or is at it.
    pub fn wants_to_rejoin(&self, name: &ClientName) -> bool {
        let process = self.consumers.iter().find(|process| process.spec.name == *name);
        process.is_some_and(|process| process.consumer.rejoining())
    }

    /// Whether a consumer owns what was assigned to a membership that it has lost.
    pub fn holds_over(&self, name: &ClientName) -> bool {
        self.consumers.iter().any(|process| process.spec.name == *name && process.consumer.holds_over())
    }

    /// How the producers were started.
    pub fn producer_specs(&self) -> impl Iterator<Item = &ProducerSpec> {
        self.producers.iter().map(|process| &process.spec)
    }

    fn sample(&mut self) {
        let totals = self.totals();
        let (lag, duplicates, gaps) = (totals.lag, totals.duplicates, totals.gaps);
        let (produced, processed) = (totals.produced, totals.processed);
        self.samples.push(Sample { time: self.now, lag, duplicates, gaps, produced, processed });
        if self.samples.len().is_multiple_of(SAMPLES_A_CHECK) {
            self.check_invariants();
        }
        self.schedule.set_timer(TimerKey::Sample, self.now + SAMPLE_INTERVAL, Cause::Start);
    }
}
