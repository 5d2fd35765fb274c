//! Consumer groups (KIP-848): why a partition is not yet with the member that is to have it, what a member has to give
//! up, and how it came to what it has.

use super::news::is_over;
use super::{Asked, Step};
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{ConsumerView, GroupView, LaneView, MemberView};
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::session::language::why::Claim;
use crate::session::language::why::reconciling::EpochClaim;
use crate::session::reconciling::name_of;

impl Asked<'_> {
    /// Why the member whose target has a partition does not have it; `None` if that is not so.
    pub(super) fn moving(&self, group: &GroupView, lane: &LaneView) -> Option<Vec<Step>> {
        let client = lane.target?;
        let member = member_of(group, &client)?;
        let way = member.on_its_way.as_ref()?;
        let withheld = group.withheld(way).find(|one| one.partition == lane.partition)?;
        let partition = lane.partition;
        let target = self.newest_target(group);
        let Some(holder) = withheld.holder else {
            let mute = self.sends_no_more(member);
            let claim = match self.beats_now(&client) {
                true => EpochClaim::Arriving { client, partition },
                false if mute.is_some() => EpochClaim::Awaited { client, partition },
                false => EpochClaim::Free { client, partition, due: self.world.next_heartbeat(member) },
            };
            let freed = self.freed(group, &partition).or(target);
            let mut links = self.told(claim, None, self.all_of(freed));
            let silent = mute.or_else(|| self.silent_now(member));
            links.extend(silent.map(|silent| self.beside(&links, self.state(silent))).unwrap_or_default());
            return Some(links);
        };
        if let Some(kept) = self.kept_for(group, &partition).filter(|_| holder.former.is_some()) {
            return Some(kept);
        }
        let head = EpochClaim::Held { client, partition, holder: name_of(holder).to_owned() };
        Some(self.told(head, None, self.keeps(group, holder, withheld.is_told, target)))
    }

    /// Why a member has not given up what it is to: it has not been told, or does not call poll.
    fn keeps(
        &self,
        group: &GroupView,
        holder: &MemberView,
        is_told: bool,
        target: Option<EntryId>,
    ) -> Vec<Step> {
        let consumer = holder.client.and_then(|client| self.consumer(client.as_str()));
        if !is_told && let Some(mute) = self.sends_no_more(holder) {
            return self.state(mute);
        }
        if !is_told && let Some(rejoins) = consumer.filter(|consumer| self.has_to_rejoin(holder, consumer)) {
            let claim = EpochClaim::Rejoins { holder: name_of(holder).to_owned() };
            let mut links = self.told(claim, None, target.map(|it| self.reasons(it)).unwrap_or_default());
            links.extend(self.beside(&links, self.keeps_from_joining(rejoins)));
            return links;
        }
        if !is_told {
            let name = name_of(holder).to_owned();
            let claim = match holder.client.is_some_and(|client| self.beats_now(&client)) {
                true => EpochClaim::Learning { holder: name },
                false => EpochClaim::Untold { holder: name, due: self.world.next_heartbeat(holder) },
            };
            let mut links = self.told(claim, None, target.map(|it| self.reasons(it)).unwrap_or_default());
            let silent = self.silent_now(holder);
            links.extend(silent.map(|silent| self.beside(&links, self.state(silent))).unwrap_or_default());
            return links;
        }
        let asked = self.newest_of(
            group,
            |said| matches!(said, GroupFact::RevocationAsked { member, .. } if *member == holder.member_id),
        );
        let Some(asked) = asked else { return Vec::new() };
        let mut links: Vec<Step> = self.step(asked, Claim::Fact(asked)).into_iter().collect();
        links.extend(self.reasons(asked));
        let threw = consumer.and_then(|consumer| self.cluster.threw_in_listener(self.end(), &consumer.name));
        let mut busy = match (threw.filter(|threw| *threw > asked), consumer) {
            (Some(threw), _) => self.all_of(Some(threw)),
            (None, Some(consumer)) => self.keeps_from_joining(consumer),
            (None, None) => Vec::new(),
        };
        busy.iter_mut().take(1).for_each(|step| step.stand_beside(true));
        links.extend(self.beside(&links, busy));
        links
    }

    /// The process of a member that is silent now.
    fn silent_now(&self, member: &MemberView) -> Option<&ConsumerView> {
        let consumer = self.consumer(member.client?.as_str())?;
        Some(consumer).filter(|consumer| self.cluster.is_silent(&consumer.name))
    }

    /// The process of a member that sends no heartbeat any more as that member: it is over, or outside its group.
    fn sends_no_more(&self, member: &MemberView) -> Option<&ConsumerView> {
        let consumer = self.consumer(member.client?.as_str())?;
        Some(consumer).filter(|consumer| is_over(consumer) || consumer.outside_its_group())
    }

    /// Whether a member that speaks the classic protocol has heard that it has to join again, and has not done so.
    fn has_to_rejoin(&self, member: &MemberView, consumer: &ConsumerView) -> bool {
        let classic = member.on_its_way.as_ref().is_some_and(|way| way.classic);
        classic && self.cluster.wants_to_rejoin(&consumer.name)
    }

    /// How a partition became free that nobody has: who was given it last gave it up, has come to another epoch without
    /// it, or was removed.
    fn freed(&self, group: &GroupView, partition: &TopicPartition) -> Option<EntryId> {
        let (mut holder, mut freed) = (None, None);
        for entry in self.cluster.journal().iter() {
            match entry.fact.of_group(&group.id) {
                Some(GroupFact::MemberAdvanced { member, given, .. }) if given.contains(partition) => {
                    (holder, freed) = (Some(*member), None);
                }
                Some(GroupFact::AssignmentStored { assignments, .. }) => {
                    let given = assignments.iter().find(|(_, given)| given.contains(partition));
                    (holder, freed) = (given.map(|(member, _)| *member), None);
                }
                Some(GroupFact::StaticMemberReplaced { old, new, .. }) if holder == Some(*old) => {
                    holder = Some(*new);
                }
                Some(GroupFact::RevocationAcknowledged { partitions, .. })
                    if partitions.contains(partition) =>
                {
                    (holder, freed) = (None, Some(entry.id));
                }
                // A member that speaks the classic protocol gives everything up before it joins again.
                Some(GroupFact::MemberAdvanced { member, .. } | GroupFact::MemberRemoved { member, .. })
                    if holder == Some(*member) =>
                {
                    freed = Some(entry.id);
                }
                Some(_) | None => {}
            }
        }
        freed
    }

    /// What a member of a consumer group has to give up, or waits for, and why.
    pub(super) fn on_its_way(&self, group: &GroupView, consumer: &ConsumerView) -> Option<Vec<Step>> {
        let client = consumer.name;
        let member = member_of(group, &client)?;
        let way = member.on_its_way.as_ref()?;
        let target = self.newest_target(group);
        if !way.revoking.is_empty() {
            let (partitions, by) = (way.revoking.clone(), way.revocation_deadline);
            let claim = EpochClaim::GivesUp { client, partitions, by };
            return Some(self.told(claim, None, self.keeps(group, member, true, target)));
        }
        let withheld: Vec<_> = group.withheld(way).collect();
        let held: Vec<_> = withheld.iter().filter(|one| one.holder.is_some()).collect();
        let Some(first) = held.first().copied().or(withheld.first()) else {
            let given = if way.classic { None } else { self.to_take_over(group, consumer, way) };
            return given.or_else(|| self.not_in_target(group, client).filter(|_| consumer.owned.is_empty()));
        };
        let lane = group.lanes.iter().find(|lane| lane.partition == first.partition)?;
        let mut links = self.moving(group, lane)?;
        // What an earlier process has is told of one partition, with how long it is kept for it.
        let is_earlier = first.holder.is_some_and(|holder| holder.former.is_some());
        if held.len() > 1 && !is_earlier {
            let partitions = held.iter().map(|one| one.partition).collect();
            let mut holders: Vec<&str> = held.iter().filter_map(|one| one.holder).map(name_of).collect();
            holders.dedup();
            let (several, holders) = (holders.len() > 1, holders.join(", "));
            let claim = EpochClaim::WaitsFor { client, partitions, holders, several };
            links[0] = Step { claim: claim.into(), ..links[0].clone() };
        }
        Some(links)
    }

    /// How a member of a consumer group came to a partition, or to what it has.
    pub(super) fn advanced(
        &self,
        group: &GroupId,
        client: &ClientName,
        partition: Option<&TopicPartition>,
    ) -> Option<EntryId> {
        self.cluster.last_of_group(self.end(), group, |said| {
            matches!(said, GroupFact::MemberAdvanced { member, given, .. }
                if self.cluster.belongs_to(member, client)
                    && partition.is_none_or(|partition| given.contains(partition)))
        })
    }

    /// Whether a member only reached the epoch of the place that it had taken over, and was given nothing else.
    pub(super) fn came_with_place(
        &self,
        group: &GroupId,
        client: &ClientName,
        advanced: EntryId,
        replaced: Option<EntryId>,
    ) -> bool {
        let said = self.cluster.entry(advanced).and_then(|entry| entry.fact.of_group(group));
        let nothing = matches!(said, Some(GroupFact::MemberAdvanced { given, .. }) if given.is_empty());
        nothing && replaced < Some(advanced) && self.cluster.advanced(advanced, group, client) < replaced
    }

    /// Why a consumer group is in its epoch.
    pub(super) fn last_epoch(&self, group: &GroupView) -> Option<Vec<Step>> {
        group.epochs?;
        let raised = self.newest_of(group, |said| matches!(said, GroupFact::GroupEpochRaised { .. }));
        // Nothing has raised it since the group began.
        let joined = || self.newest_of(group, |said| matches!(said, GroupFact::MemberAdded { .. }));
        let raised = raised.or_else(joined)?;
        Some(self.told(Claim::Fact(raised), Some(raised), self.reasons(raised)))
    }

    pub(super) fn newest_of(
        &self,
        group: &GroupView,
        wanted: impl Fn(&GroupFact) -> bool,
    ) -> Option<EntryId> {
        self.cluster.last_of_group(self.end(), &group.id, wanted)
    }
}

pub(super) fn member_of<'a>(group: &'a GroupView, client: &ClientName) -> Option<&'a MemberView> {
    group.members.iter().find(|member| member.client.as_ref() == Some(client) && member.former.is_none())
}
