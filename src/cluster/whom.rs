//! Which process a member id belongs to, and whether it is still the current one: a process that was started again
//! under the same name, or that joined again, leaves its former member behind until that one's session ends.

use super::Cluster;
use super::observation::ProcessState;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::ids::*;

/// A member, told apart from others of the same name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Whom {
    pub member: MemberId,
    /// The process that got the id.
    pub client: Option<ClientName>,
    /// Why it is not what the process of that name is now.
    pub former: Option<FormerMember>,
}

/// What became of a member that its name no longer stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormerMember {
    /// Its process came to this end; another one runs under the name.
    Process(ProcessState),
    /// The same process has joined again since, with another id.
    Membership,
}

/// The process that got a member id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub id: ConsumerId,
    pub incarnation: u32,
}

impl Cluster {
    /// A process got a member id.
    pub(super) fn member_belongs_to(&mut self, member: &MemberId, id: ConsumerId) {
        let process = &mut self.nodes[id];
        process.last_member = Some(*member);
        let incarnation = process.incarnation;
        self.nodes.member_owners.insert(*member, Owner { id, incarnation });
    }

    /// The place of the process that got a member id.
    pub(super) fn owner_of_member(&self, member: &MemberId) -> Option<ConsumerId> {
        self.nodes.member_owners.get(member).map(|owner| owner.id)
    }

    /// Whose a member id is.
    pub fn whom(&self, member: &MemberId) -> Whom {
        let owner = self.nodes.member_owners.get(member);
        let process = owner.map(|owner| (owner, &self.nodes[owner.id]));
        let former = process.and_then(|(owner, process)| match process.incarnation > owner.incarnation {
            true => process.ends.get(owner.incarnation as usize - 1).copied().map(FormerMember::Process),
            false if process.last_member.as_ref() == Some(member) => None,
            false => Some(FormerMember::Membership),
        });
        let client = process.map(|(_, process)| process.spec.name);
        Whom { member: *member, client, former }
    }
}
