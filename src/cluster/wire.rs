//! What is under way between the nodes, and what will happen when: the schedule, the links, the connections, and the
//! faults that wait for a commit.

use super::Cause;
use super::commit_faults::CommitFaults;
use super::config::ClusterConfig;
use super::connections::Connections;
use super::network::{LinkId, Network};
use crate::cluster::nodes::{ConsumerId, ProducerId};
use crate::kafka::broker::BrokerTimer;
use crate::kafka::consumer::ConsumerTimer;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::ids::GroupId;
use crate::kafka::producer::ProducerTimer;
use crate::sim::random::Random;
use crate::sim::schedule::Schedule;

/// A message arrives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    pub link: LinkId,
    pub number: u64,
}

/// Every timer of the world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TimerKey {
    Coordinator(CoordinatorTimer),
    Broker(BrokerTimer),
    Consumer(ConsumerId, ConsumerTimer),
    Producer(ProducerId, ProducerTimer),
    Thaw(ConsumerId),
    Mend(ConsumerId),
    /// A process that was asked to close has had its time.
    Grace(ConsumerId),
    TakeOver(GroupId),
    CommitFault(u64),
    Sample,
}

/// Messages and timers.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub schedule: Schedule<Arrival, TimerKey, Cause>,
    pub network: Network,
    pub connections: Connections,
    pub faults: CommitFaults,
}

impl Wire {
    /// Nothing is under way. The latencies are drawn from a stream of `chance` of their own.
    pub fn new(config: &ClusterConfig, chance: &Random) -> Self {
        Wire {
            schedule: Schedule::new(),
            network: Network::new(config.latency, config.jitter, chance.fork("network")),
            connections: Connections::default(),
            faults: CommitFaults::default(),
        }
    }
}
