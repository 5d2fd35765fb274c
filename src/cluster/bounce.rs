//! Bouncing a group: all its consumers close and then start again with another strategy. That is what changing the
//! rebalance protocol takes when it is done in one go.
//!
//! A member that was killed, or a static one that closed, is still a member. If only static ones are left and all
//! know one of the new assignors, the consumers start at once: each takes its own place again within its session. A
//! killed dynamic member is waited for. Where no assignor is common, their JoinGroup would be answered with
//! INCONSISTENT_GROUP_PROTOCOL, a static member's too, for its old protocols still count; so the consumers start when
//! the sessions have ended and the group is empty.
//!
//! Members of the new protocol (KIP-848) have no strategy to change: the broker assigns.

use super::Cluster;
use super::command_error::{ClientError, CommandError, GroupError};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::config::GroupProtocol;
use crate::kafka::coordinator::Group;
use crate::kafka::ids::{GroupId, ProtocolName};
use std::sync::Arc;

/// A bounce under way.
#[derive(Clone, Debug)]
pub(super) struct Bounce {
    group: GroupId,
    strategy: Vec<ProtocolName>,
    /// The consumers that will start again.
    consumers: Vec<ConsumerId>,
}

impl Cluster {
    /// Closes all running consumers of `group`; they will start again with `strategy`.
    pub(super) fn bounce_group(
        &mut self,
        group: &GroupId,
        strategy: &[AssignorName],
    ) -> Result<(), CommandError> {
        if strategy.is_empty() {
            return Err(CommandError::NoAssignor);
        }
        if self.bounces.iter().any(|bounce| bounce.group == *group) {
            return Err(GroupError::AlreadyBounced.of(group));
        }
        // Who is standalone takes no part in the protocol.
        let of_group = |id: &ConsumerId| {
            let spec = &self.nodes[*id].spec;
            spec.group == *group && spec.assigned.is_empty()
        };
        let all: Vec<ConsumerId> = self.nodes.consumer_ids().filter(of_group).collect();
        if all.is_empty() {
            return Err(GroupError::NoConsumer.of(group));
        }
        let assigned_by_broker =
            |id: &ConsumerId| self.nodes[*id].spec.config.group_protocol == GroupProtocol::Consumer;
        if all.iter().any(assigned_by_broker) {
            return Err(GroupError::AssignedByBroker.of(group));
        }
        if let Some(id) = all.iter().copied().find(|id| self.nodes[*id].frozen()) {
            let name = self.nodes[id].spec.name;
            return Err(ClientError::FrozenInBounce.of(&name));
        }
        let names: Vec<_> = strategy.iter().map(|assignor| assignor.name()).collect();
        for id in all.iter().copied() {
            let spec = &mut self.nodes[id].spec;
            let mut config = (*spec.config).clone();
            config.set_strategy(strategy);
            spec.config = Arc::new(config);
        }
        let running: Vec<ConsumerId> = all.into_iter().filter(|id| self.nodes[*id].running()).collect();
        let protocols = names.iter().map(|name| ProtocolName::from(*name)).collect();
        self.bounces.push(Bounce { group: *group, strategy: protocols, consumers: running.clone() });
        let strategy = Arc::from(names.join(", "));
        self.record(Fact::World(WorldFact::GroupBounced { group: *group, strategy }));
        let command = self.past.cause;
        for id in running {
            self.past.cause = command;
            self.close(id, true);
        }
        self.past.cause = command;
        self.go_on_bouncing();
        Ok(())
    }

    /// Starts the consumers of the first bounce whose group takes them. Killed ones stay dead.
    pub(super) fn go_on_bouncing(&mut self) {
        let Some(done) = self.bounces.iter().position(|bounce| self.may_start(bounce)) else { return };
        let bounce = self.bounces.remove(done);
        let cause = self.past.cause;
        for id in bounce.consumers {
            if self.nodes[id].consumer.ended() {
                self.past.cause = cause;
                self.start_again(id);
            }
        }
    }

    /// A consumer that joined a group during its bounce would keep it from ever becoming empty.
    pub(super) fn check_not_bounced(&self, group: &GroupId) -> Result<(), CommandError> {
        match self.bounces.iter().any(|bounce| bounce.group == *group) {
            true => Err(GroupError::Bounced.of(group)),
            false => Ok(()),
        }
    }

    fn may_start(&self, bounce: &Bounce) -> bool {
        let gone = |id: &ConsumerId| !self.nodes[*id].alive();
        let group = self.nodes.coordinator.group(&bounce.group);
        bounce.consumers.iter().all(gone)
            && group.is_none_or(|group| {
                let group = match group {
                    Group::Classic(group) => group,
                    // Assignors of the clients do not matter to it.
                    Group::Consumer(group) => {
                        return group.members().all(|member| member.instance_id.is_some());
                    }
                };
                let known = bounce.strategy.iter().any(|name| group.knows(name));
                group.members().len() == 0 || known && group.members().all(|member| member.is_static())
            })
    }
}
