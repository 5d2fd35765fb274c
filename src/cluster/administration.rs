//! What administrators and accidents do to groups: a coordinator that moves, a static member that is removed.
//!
//! A group has a partition of `__consumer_offsets`, whose leader coordinates it. When that broker goes, all
//! who wait are told NOT_COORDINATOR, nobody is named as coordinator for a while, and then another broker reads the
//! partition and takes over.
//!
//! Not modelled: two groups in one partition, COORDINATOR_LOAD_IN_PROGRESS, what else the broker led.

use super::command_error::{CommandError, GroupError};
use super::{Cluster, TimerKey};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::*;
use crate::kafka::coordinator::Group;
use crate::kafka::effects::Effects;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::sim::time::SimDuration;
use std::sync::Arc;

impl Cluster {
    /// Whether the group's coordinator is gone and no other has taken its place yet.
    pub fn coordinator_is_away(&self, group: &GroupId) -> bool {
        self.nodes.away.contains(group)
    }

    /// The coordinator of `group` is gone; in `span` another takes over.
    pub(super) fn fail_over(&mut self, group: &GroupId, span: SimDuration) -> Result<(), CommandError> {
        if self.nodes.away.contains(group) {
            return Err(GroupError::CoordinatorAlreadyAway.of(group));
        }
        if self.nodes.coordinator.group(group).is_none() {
            return Err(GroupError::NotThereYet.of(group));
        }
        self.nodes.away.insert(*group);
        self.record(Fact::World(WorldFact::CoordinatorLost { group: *group }));
        let mut effects = Effects::new();
        self.nodes.coordinator.resign_group(group, self.now, &mut effects);
        self.nodes.written.extend(self.nodes.coordinator.written(group).map(|found| (*group, found)));
        self.wire.schedule.set_timer(TimerKey::TakeOver(*group), self.now + span, self.past.cause);
        self.carry_out_coordinators(effects, None);
        Ok(())
    }

    /// Another broker has read the group's partition of `__consumer_offsets`.
    pub(super) fn take_over(&mut self, group: &GroupId) {
        self.nodes.away.remove(group);
        self.nodes.written.remove(group);
        let mut effects = Effects::new();
        self.nodes.coordinator.take_over_group(group, self.now, &mut effects);
        let (state, generation, members) = match self.nodes.coordinator.group(group) {
            Some(group) => (group.state(), group.generation(), group.member_count() as u32),
            None => (GroupState::Dead, Generation(0), 0),
        };
        self.record(Fact::World(WorldFact::CoordinatorTookOver {
            group: *group,
            state,
            generation,
            members,
        }));
        self.readings_of_members_go_on(group);
        self.owners_changed(group);
        self.carry_out_coordinators(effects, None);
    }

    /// What is said while a group has no coordinator; nothing if it has one or is not concerned.
    pub(super) fn refuse_without_coordinator(&self, request: &Request) -> Option<Response> {
        let group = request.group().filter(|group| self.nodes.away.contains(*group))?;
        debug_assert!(!group.is_empty(), "a group has a name");
        let looks_for_it = matches!(request, Request::FindCoordinator { .. });
        request.refused(match looks_for_it {
            true => ErrorCode::CoordinatorNotAvailable,
            false => ErrorCode::NotCoordinator,
        })
    }

    /// An administrator removes the static member of that instance id (LeaveGroup in its name).
    pub(super) fn remove_member(
        &mut self,
        group: &GroupId,
        instance: &InstanceId,
    ) -> Result<(), CommandError> {
        if self.nodes.away.contains(group) {
            return Err(GroupError::CoordinatorAway.of(group));
        }
        let instances: Vec<&InstanceId> = match self.nodes.coordinator.group(group) {
            Some(Group::Classic(group)) => {
                group.members().filter_map(|member| member.group_instance_id()).collect()
            }
            Some(Group::Consumer(group)) => {
                group.members().filter_map(|member| member.instance_id.as_ref()).collect()
            }
            None => Vec::new(),
        };
        if !instances.contains(&instance) {
            let known: Vec<InstanceId> = instances.into_iter().cloned().collect();
            let (group, instance) = (*group, *instance);
            return Err(match known.is_empty() {
                true => GroupError::NoStaticMembers.of(&group),
                false => CommandError::NoStaticMember { group, instance, known },
            });
        }
        self.record(Fact::World(WorldFact::MemberRemovalAsked { group: *group, instance: *instance }));
        let member = LeavingMember {
            member_id: MemberId::default(),
            group_instance_id: Some(*instance),
            reason: Arc::from("member was removed by an admin"),
        };
        let request = LeaveGroupRequest { group_id: *group, members: vec![member] };
        // The answer goes to a client of the empty name, which no process has.
        let process = ProcessId { name: ClientName::default(), incarnation: 0 };
        let mut effects = Effects::new();
        let from = Correlation { process, number: 0 };
        self.nodes.coordinator.handle(from, Request::LeaveGroup(request), self.now, &mut effects);
        self.carry_out_coordinators(effects, None);
        Ok(())
    }
}
