//! The nodes of the world as they are now: brokers, coordinator, the processes of clients, and what applications keep
//! outside of Kafka.

use super::config::{ClusterConfig, MAX_BROKERS};
use super::process::{ConsumerProcess, ProducerProcess};
use super::store::Stores;
use super::{network, whom};
use crate::kafka::broker::Brokers;
use crate::kafka::coordinator::{Group, GroupCoordinator};
use crate::kafka::ids::*;
use crate::sim::shared_items::SharedItems;
use crate::sim::sorted::{SortedMap, SortedSet};
use std::ops::{Index, IndexMut};
use std::sync::Arc;

/// Which process of a consumer: the place of its name among all that were started, in the order of their first start.
/// It stays when the process is started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConsumerId(pub u16);

impl From<ConsumerId> for usize {
    fn from(id: ConsumerId) -> usize {
        usize::from(id.0)
    }
}

/// Which producer: its place among all, in the order of their start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProducerId(pub u16);

impl From<ProducerId> for usize {
    fn from(id: ProducerId) -> usize {
        usize::from(id.0)
    }
}

/// Everything that handles messages and timers.
#[derive(Clone, Debug)]
pub(super) struct Nodes {
    pub brokers: Brokers,
    pub coordinator: GroupCoordinator,
    pub consumers: SharedItems<ConsumerProcess>,
    pub producers: Vec<ProducerProcess>,
    pub names: SortedMap<ClientName, network::ClientRef>,
    /// Which process got which member id.
    pub member_owners: SortedMap<MemberId, whom::Owner>,
    /// Groups without a coordinator at present.
    pub away: SortedSet<GroupId>,
    /// What their next coordinators will find of them.
    pub written: SortedMap<GroupId, Arc<Group>>,
    /// What applications keep outside of Kafka.
    pub stores: Stores,
}

impl Nodes {
    /// Brokers and a coordinator, and no client yet.
    pub fn new(config: &ClusterConfig) -> Self {
        let mut coordinator = GroupCoordinator::new(config.coordinator);
        for (group, of_group) in &config.groups {
            coordinator.set_group_config(group, *of_group);
        }
        Nodes {
            brokers: Brokers::new(config.brokers.clamp(1, MAX_BROKERS), config.broker.clone()),
            coordinator,
            consumers: SharedItems::default(),
            producers: Vec::new(),
            names: SortedMap::new(),
            member_owners: SortedMap::new(),
            away: SortedSet::new(),
            written: SortedMap::new(),
            stores: Stores::default(),
        }
    }

    /// A new consumer, and its id.
    pub fn add_consumer(&mut self, process: ConsumerProcess) -> ConsumerId {
        self.consumers.push(process);
        ConsumerId(self.consumers.len() as u16 - 1)
    }

    /// All processes of consumers with their ids.
    pub fn consumers(&self) -> impl DoubleEndedIterator<Item = (ConsumerId, &ConsumerProcess)> {
        self.consumers.iter().enumerate().map(|(index, process)| (ConsumerId(index as u16), process))
    }

    /// The ids of all processes of consumers.
    pub fn consumer_ids(&self) -> impl DoubleEndedIterator<Item = ConsumerId> + use<> {
        (0..self.consumers.len() as u16).map(ConsumerId)
    }

    /// The process of the consumer with this name.
    pub fn consumer(&self, name: &ClientName) -> Option<&ConsumerProcess> {
        self.consumers.iter().find(|process| process.spec.name == *name)
    }

    /// Its id.
    pub fn consumer_id(&self, name: &ClientName) -> Option<ConsumerId> {
        self.consumers().find(|(_, process)| process.spec.name == *name).map(|(id, _)| id)
    }
}

impl Index<ConsumerId> for Nodes {
    type Output = ConsumerProcess;

    fn index(&self, id: ConsumerId) -> &ConsumerProcess {
        &self.consumers[usize::from(id)]
    }
}

impl IndexMut<ConsumerId> for Nodes {
    fn index_mut(&mut self, id: ConsumerId) -> &mut ConsumerProcess {
        &mut self.consumers[usize::from(id)]
    }
}
