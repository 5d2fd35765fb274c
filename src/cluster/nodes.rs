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
use std::sync::Arc;

/// Everything that handles messages and timers.
#[derive(Clone, Debug)]
pub(super) struct Nodes {
    pub brokers: Brokers,
    pub coordinator: GroupCoordinator,
    pub consumers: SharedItems<ConsumerProcess>,
    pub producers: Vec<ProducerProcess>,
    pub names: SortedMap<ClientName, network::Client>,
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
        Nodes {
            brokers: Brokers::new(config.brokers.clamp(1, MAX_BROKERS), config.broker.clone()),
            coordinator: GroupCoordinator::new(config.coordinator.clone()),
            consumers: SharedItems::default(),
            producers: Vec::new(),
            names: SortedMap::new(),
            member_owners: SortedMap::new(),
            away: SortedSet::new(),
            written: SortedMap::new(),
            stores: Stores::default(),
        }
    }
}
