//! Consumers that go on as members which they are no longer, and who has in their group's eyes what they hold on to;
//! partitions that several consumers have.

use super::{Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, ProcessState};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::session::language::why::state::{Present, State};

impl Asked<'_> {
    /// Why a consumer reads as a member that it is no longer.
    pub(super) fn zombie(&self, consumer: &ConsumerView) -> Vec<Step> {
        let name = &consumer.name;
        let (client, group) = (*name, consumer.group);
        if self.cluster.holds_over(name) {
            let lost = self.cluster.last_said(self.end(), name, |said| {
                matches!(
                    said,
                    ConsumerFact::MembershipLost { .. } | ConsumerFact::PollIntervalExceeded { .. }
                )
            });
            let claim = State::HoldsOn { client, group, owned: consumer.owned.to_vec() };
            return self.told(claim, lost, self.all_of(lost));
        }
        let replaces = |fact: &Fact| {
            let Fact::Group(_, GroupFact::StaticMemberReplaced { old, .. }) = fact else { return false };
            *old == consumer.member_id
        };
        let removed = self.newest(|fact| {
            fact.left_out() == Some(&consumer.member_id)
                || replaces(fact)
                || matches!(fact.of_consumer(name), Some(ConsumerFact::JoinedGroup { .. }))
        });
        let removed = removed.or_else(|| self.cluster.why_no_member(name));
        self.told(State::Zombie { client, group }, None, self.all_of(removed))
    }

    /// A partition that a consumer has in its own eyes, and that its group has given to another or to nobody.
    pub(super) fn owned_by_zombie(
        &self,
        group: &GroupView,
        lane: &LaneView,
        zombie: &ConsumerView,
    ) -> Vec<Step> {
        let (owner, partition, id) = (zombie.name, lane.partition, group.id);
        let claim = match self.cluster.holds_over(&owner) {
            true => State::HasFromBefore { owner, partition, group: id },
            false => State::HasNoMember { owner, partition, group: id },
        };
        self.with_present_owner(group, lane, self.told(claim, None, self.zombie(zombie)))
    }

    /// Goes on with who has a partition in the present generation of its group, and why.
    pub(super) fn with_present_owner(
        &self,
        group: &GroupView,
        lane: &LaneView,
        mut links: Vec<Step>,
    ) -> Vec<Step> {
        let rebalances =
            matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance);
        let (id, generation) = (group.id, group.generation);
        let present = match &lane.assigned_to {
            _ if group.coordinator_lost.is_some() => return links,
            _ if rebalances => Present::Rebalancing(id),
            _ if group.members.is_empty() => Present::NoMembers(id),
            Some(next) => Present::GivenTo { generation, next: *next },
            // The coordinator has not heard yet that its owner is no member any more.
            None if self.cluster.assigned_member(&group.id, &lane.partition).is_some() => return links,
            None => Present::Nobody(generation),
        };
        if let Some(head) = links.first_mut() {
            head.more.push(State::Present(present).into());
        }
        let beside = match &lane.assigned_to {
            Some(next) if !rebalances => {
                let given = self.given(&group.id, next, &lane.partition);
                given.map(|given| self.reasons(given.entry)).unwrap_or_default()
            }
            _ if rebalances => self.rebalancing(group, Some(&lane.partition)),
            _ => Vec::new(),
        };
        links.extend(self.beside(&links, beside));
        links
    }

    /// Goes on with who else has a partition: another standalone consumer, or a zombie that reads on.
    pub(super) fn with_other_owners(
        &self,
        group: &GroupView,
        lane: &LaneView,
        mut links: Vec<Step>,
    ) -> Vec<Step> {
        let others = self.world.consumers.iter().filter(|other| {
            let runs = matches!(other.process, ProcessState::Running | ProcessState::Stalled);
            let has = other.group == group.id && runs && other.owned.contains(&lane.partition);
            has && lane.owner.as_ref().is_some_and(|owner| *owner != other.name)
        });
        for other in others {
            let client = other.name;
            let (claim, beside) = match other.zombie {
                true => (State::HasToo { client, group: group.id }, self.zombie(other)),
                false if other.standalone => (State::OwnsToo(client), self.state(other)),
                false => continue,
            };
            if let Some(head) = links.first_mut() {
                head.more.push(claim.into());
            }
            links.extend(self.beside(&links, beside));
        }
        links
    }
}
