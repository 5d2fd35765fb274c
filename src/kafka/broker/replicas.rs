//! Reading from a replica close by (KIP-392: `RackAwareReplicaSelector`).
//!
//! The leader answers a fetch that names a rack with the replica of that rack, without records; the client then
//! fetches there. A follower answers every client.

use super::Brokers;
use crate::kafka::ids::BrokerId;

impl Brokers {
    /// The rack of a broker, if it has one.
    pub fn rack(&self, broker: BrokerId) -> Option<&str> {
        self.config.racks.get(usize::from(broker.0)).map(|rack| &**rack)
    }

    /// The replica to which the leader `at` sends a client of that rack; `None` if the leader itself is as good.
    pub(super) fn preferred_read_replica(
        &self,
        at: BrokerId,
        partition: u32,
        rack: Option<&str>,
    ) -> Option<BrokerId> {
        let rack = rack.filter(|_| self.config.rack_aware && self.leader(partition) == at)?;
        if self.rack(at) == Some(rack) {
            return None;
        }
        // All replicas are equally far; Kafka then takes one of them, here the first after the leader.
        let others = (1..self.count).map(|step| BrokerId((at.0 + step) % self.count));
        others.into_iter().find(|replica| self.rack(*replica) == Some(rack))
    }
}
