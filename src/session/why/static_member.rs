//! Static members that came in place of others: with or without a rebalance, and what became of partitions that were
//! new then.

use super::news::is_over;
use super::{Asked, Step};
use crate::cluster::fact::Fact;
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{AppThread, ConsumerView, GroupView};
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RebalanceReason;
use crate::session::language::why::member::{MembershipClaim, Who};
use crate::session::language::why::notice::{Patience, StaticExit, Until};
use crate::session::language::why::record::RecordClaim;

impl Asked<'_> {
    /// How a static member (the second of the two) came in place of another.
    pub(super) fn replaced(
        &self,
        entry: EntryId,
        group: &GroupId,
        instance: &InstanceId,
        (old, new): (&MemberId, &MemberId),
    ) -> Option<MembershipClaim> {
        let client = self.cluster.client_of_member(new)?;
        let (group, instance) = (*group, *instance);
        if self.cluster.client_of_member(old).as_ref() != Some(&client) {
            return Some(MembershipClaim::SameInstance { client, instance });
        }
        Some(match self.took_over_generation(entry, &group, new) {
            Some(generation) => {
                let earlier = Who::from(&self.cluster.whom(old));
                MembershipClaim::TookOver { client, group, instance, earlier, generation }
            }
            None => MembershipClaim::CameBack { client, group, instance },
        })
    }

    /// The generation whose assignment a static member took over, if no rebalance began for it or was under way.
    fn took_over_generation(&self, entry: EntryId, group: &GroupId, new: &MemberId) -> Option<Generation> {
        let before = self.cluster.assignment_of(entry, group)?;
        if self.cluster.rebalance_of(entry, group) > Some(before) {
            return None;
        }
        let Fact::Group(_, GroupFact::AssignmentStored { generation, .. }) =
            &self.cluster.entry(before)?.fact
        else {
            return None;
        };
        let later = self.cluster.journal().iter_from(entry.place() + 1);
        let mut begun = later.filter_map(|later| {
            let Some(GroupFact::RebalanceStarted { reason }) = later.fact.of_group(group) else {
                return None;
            };
            Some(reason)
        });
        let for_it = begun.next().is_some_and(
            |reason| matches!(reason, RebalanceReason::StaticMemberReplaced { member } if member == new),
        );
        (!for_it).then_some(*generation)
    }

    /// Where a consumer took a place, and with it what another, or an earlier process of itself, had.
    pub(super) fn took_over(&self, group: &GroupId, owner: &ClientName) -> Option<EntryId> {
        self.cluster.last_of_group(self.end(), group, |said| {
            matches!(said, GroupFact::StaticMemberReplaced { new, .. } if self.cluster.belongs_to(new, owner))
        })
    }

    /// Why nobody reads a partition that the newest assignment leaves out, and which its leader knew of when it took
    /// that assignment over: a leader rejoins only for what it learns of later.
    pub(super) fn nothing_begins(
        &self,
        group: &GroupView,
        leader: &ClientName,
        partition: &TopicPartition,
    ) -> Option<Vec<Step>> {
        let stored = self.stored(&group.id, self.end(), |_, _| true)?;
        let replaced = self.took_over(&group.id, leader).filter(|replaced| *replaced > stored)?;
        if self.led(group, partition) == Some(false) {
            return None;
        }
        let claim = RecordClaim::NothingBegins {
            partition: *partition,
            leader: *leader,
            group: group.id,
            generation: group.generation,
        };
        let mut links = self.told(claim, Some(replaced), self.all_of(Some(replaced)));
        let mut created = self.all_of(self.cluster.created(partition));
        if let Some(first) = created.first_mut() {
            first.stand_beside(true);
        }
        links.extend(self.beside(&links, created));
        Some(links)
    }

    /// Until when a member that has gone is one to its group, and how it went: a static one, or one that unsubscribed
    /// without being heard.
    pub(super) fn remains_static(&self, consumer: &ConsumerView) -> Option<(GroupId, Until, StaticExit)> {
        let (group, member) = self.counted(consumer).filter(|_| consumer.outside_its_group())?;
        let is_static = consumer.group_instance_id.is_some();
        let unsubscribed = || consumer.thread == AppThread::Unsubscribed && self.left_unheard(&consumer.name);
        if !is_static && !unsubscribed() {
            return None;
        }
        let by = self.cluster.coordinator().session_setting_of(&group.id, &member.member_id);
        let ends = Patience::Session(member.session_timeout, member.session_deadline?, by);
        let is_let_in = self.is_let_in(member);
        let until = match is_let_in {
            true if is_over(consumer) => Until::ItIsStarted(ends),
            true if consumer.thread != AppThread::Unsubscribed => Until::ItPolls(ends),
            true | false => Until::Ends(ends),
        };
        let goes = match member.on_its_way.as_ref().is_none_or(|way| way.classic) {
            true if is_static => StaticExit::WithoutLeaveGroup,
            false if is_let_in => StaticExit::ForSuccessor,
            true | false => StaticExit::Unheard,
        };
        Some((group.id, until, goes))
    }

    /// How a static member was removed after it had not called poll for too long: until then it was a member.
    pub(super) fn removed_since(&self, exceeded: EntryId, client: &ClientName) -> Option<EntryId> {
        self.cluster.settings_before(exceeded, client)?.group_instance_id.as_ref()?;
        let its = |member: &MemberId| self.cluster.belongs_to(member, client);
        let removed = self.newest(|fact| {
            matches!(fact, Fact::Group(_, GroupFact::MemberRemoved { member, .. }) if its(member))
                || self.cluster.is_replaced_by_another(fact, client)
        });
        removed.filter(|removed| *removed > exceeded)
    }
}
