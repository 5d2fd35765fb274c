//! Consumer groups (KIP-848): what waits for the next target, and what the coordinator has given to a member that has
//! not taken it over yet.

use super::reconciling::member_of;
use super::{Asked, Step};
use crate::cluster::journal::EntryId;
use crate::cluster::observation::{
    ConsumerMemberState, ConsumerView, Direction, Envelope, GroupView, LaneView, MemberOnItsWay, MemberState,
    MemberView,
};
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::session::language::why::Claim;
use crate::session::language::why::reconciling::{EpochClaim, HeardOf};
use crate::sim::time::{SimDuration, SimTime};

impl Asked<'_> {
    /// What a member was given and has not taken over: it has not heard of it, or has not called poll since.
    pub(super) fn to_take_over(
        &self,
        group: &GroupView,
        consumer: &ConsumerView,
        way: &MemberOnItsWay,
    ) -> Option<Vec<Step>> {
        let client = consumer.name;
        let told = match consumer.member_state {
            MemberState::OfConsumerGroup(
                ConsumerMemberState::Reconciling | ConsumerMemberState::Acknowledging,
            ) => HeardOf::Yes,
            MemberState::OfConsumerGroup(ConsumerMemberState::Joining | ConsumerMemberState::Stable) => {
                if self.is_answered(&client) {
                    HeardOf::Coming
                } else {
                    HeardOf::Not
                }
            }
            MemberState::OfConsumerGroup(_)
            | MemberState::Unjoined
            | MemberState::PreparingRebalance
            | MemberState::CompletingRebalance
            | MemberState::Stable => return None,
        };
        let fresh = way.assigned.iter().filter(|partition| !consumer.owned.contains(partition));
        let partitions: Vec<TopicPartition> = fresh.copied().collect();
        let first = partitions.first()?;
        let knows = told == HeardOf::Yes;
        if let Some(links) = self.unwanted(group, &client, &partitions).filter(|_| knows) {
            return Some(links);
        }
        // Of a topic it needs the name only, not the number of partitions.
        let known = TopicPartition::new(first.topic, 0);
        if knows && !self.cluster.is_known_to(&client, &known) {
            return self.unknown_to(consumer, first);
        }
        // A static member's successor has what its predecessor was given.
        let given = self.advanced(&group.id, &client, Some(first));
        let given = self.all_of(given.max(self.took_over(&group.id, &client)));
        let mut links = self.told(EpochClaim::Given { client, partitions, told }, None, given);
        if knows {
            links.extend(self.beside(&links, self.keeps_from_joining(consumer)));
        }
        Some(links)
    }

    /// Why a member does not read what its consumer group gives it: it does not subscribe to it.
    pub(super) fn unwanted(
        &self,
        group: &GroupView,
        client: &ClientName,
        partitions: &[TopicPartition],
    ) -> Option<Vec<Step>> {
        let unnamed = |partition: &&TopicPartition| self.cluster.has_no_name_for(client, &partition.topic);
        let partitions: Vec<_> = partitions.iter().filter(unnamed).copied().collect();
        let way = member_of(group, client)?.on_its_way.as_ref().filter(|_| !partitions.is_empty())?;
        let matches = |pattern: &TopicPattern| partitions.iter().any(|one| pattern.matches(&one.topic));
        let pattern = way.pattern.as_deref().map(TopicPattern::for_broker).filter(matches);
        let pattern = pattern.map(|pattern| pattern.as_str().to_owned());
        let (client, group) = (*client, group.id);
        // A successor in a static member's place subscribes to something else from its start.
        let changed = self.cluster.changed_subscription(self.end(), &client);
        let because = changed.max(self.took_over(&group, &client));
        let claim = EpochClaim::Unwanted { client, partitions, group, pattern };
        Some(self.told(claim, None, self.all_of(because)))
    }

    /// Why a member has nothing that joined after the target was computed, while a new one is to come.
    pub(super) fn not_in_target(&self, group: &GroupView, client: ClientName) -> Option<Vec<Step>> {
        group.epochs.filter(|epochs| epochs.group_epoch > epochs.assignment_epoch)?;
        let joined = self.newest_of(group, |said| {
            matches!(said, GroupFact::MemberAdded { member, .. } if self.cluster.belongs_to(member, &client))
        })?;
        let target = self.newest_target(group);
        if target > Some(joined) {
            return None;
        }
        let claim = EpochClaim::NotInTarget { client, group: group.id };
        Some(self.before_the_next(group, self.told(claim, None, self.all_of(Some(joined))), target))
    }

    /// Why no member is to have a partition: the target is older than what has changed since.
    pub(super) fn not_dealt_out(&self, group: &GroupView, lane: &LaneView) -> Option<Vec<Step>> {
        let epochs = group.epochs.filter(|_| lane.target.is_none() && !group.members.is_empty())?;
        let (partition, target) = (lane.partition, self.newest_target(group));
        let created = self.cluster.created(&partition).filter(|created| Some(*created) > target);
        let changed = match created {
            Some(created) => Some(created),
            None if epochs.group_epoch > epochs.assignment_epoch => {
                self.newest_of(group, |said| matches!(said, GroupFact::GroupEpochRaised { .. }))
            }
            None => return None,
        };
        let claim = EpochClaim::NotDealtOut { partition, group: group.id };
        let because = self.all_of(changed);
        Some(self.before_the_next(
            group,
            self.told(claim, None, because),
            target.filter(|_| created.is_none()),
        ))
    }

    /// Goes on with when the next target is computed; beside it, if it has to wait, the last one.
    fn before_the_next(&self, group: &GroupView, mut links: Vec<Step>, last: Option<EntryId>) -> Vec<Step> {
        let waits = self.cluster.coordinator().target_waits_until(&group.id);
        let waits = waits.filter(|(until, _)| *until > self.world.time);
        let from = waits.map(|(until, _)| until);
        let setting = waits.map_or("", |(_, setting)| setting);
        // A classic member joins again when there is a target, and brings none.
        let brings = |member: &MemberView| member.on_its_way.as_ref().is_none_or(|way| !way.classic);
        if let Some(head) = links.first_mut().filter(|_| group.members.iter().any(brings)) {
            head.more.push(EpochClaim::NextTarget { from, setting }.into());
            head.more.extend(self.beat_of_any(group, from).map(Claim::from));
        }
        let last = last.filter(|_| from.is_some()).and_then(|last| self.step(last, Claim::Fact(last)));
        // From there only time passes, for as long as the setting says.
        let last = last.map(|last| Step { setting: true, ..last });
        links.extend(self.beside(&links, last.into_iter().collect()));
        links
    }

    /// Why no member is to have a partition that a pattern of this member's matches: the coordinator has to find that
    /// out, which it does at heartbeats, and not again soon.
    pub(super) fn not_found(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
        client: &ClientName,
    ) -> Option<Vec<Step>> {
        let pattern = self.cluster.pattern_for_broker(client)?.as_str().to_owned();
        let created = self.cluster.created(partition);
        let (partition, now) = (*partition, self.world.time);
        let member = group.members.iter().find(|member| member.client == Some(*client))?;
        let told = member.on_its_way.as_ref().and_then(|way| way.pattern.as_ref());
        if told.is_none_or(|told| **told != *pattern) {
            let (client, group, due) = (*client, group.id, self.world.next_heartbeat(member));
            let claim = EpochClaim::PatternUntold { partition, client, group, pattern, due };
            return Some(self.at(
                claim,
                created,
                self.all_of(self.cluster.changed_subscription(self.end(), &client)),
            ));
        }
        let claim = EpochClaim::NotFound { partition, group: group.id, pattern };
        let mut links = self.at(claim, created, self.all_of(created));
        let again = self.cluster.coordinator().resolves_after(&group.id).filter(|(after, _)| *after >= now);
        let after = again.map(|(after, _)| after);
        if let Some(head) = links.first_mut() {
            head.more.push(EpochClaim::NextLook { again }.into());
            head.more.extend(self.beat_of_any(group, after).map(Claim::from));
        }
        Some(links)
    }

    /// By when the first heartbeat of a group is sent from an instant on, or arrives that is on its way.
    fn beat_of_any(&self, group: &GroupView, from: Option<SimTime>) -> Option<EpochClaim> {
        let arrives = self.arrival_of_any(group, from).map(|at| EpochClaim::ByBeat { at, on_its_way: true });
        arrives.or_else(|| {
            let at = self.next_heartbeat_of_any(group, from.unwrap_or(self.world.time))?;
            Some(EpochClaim::ByBeat { at, on_its_way: false })
        })
    }

    /// By when the first member sends a heartbeat, from an instant on.
    fn next_heartbeat_of_any(&self, group: &GroupView, from: SimTime) -> Option<SimTime> {
        let of_member = |member: &MemberView| {
            let consumer = self.consumer(member.client.as_ref()?.as_str())?;
            let classic = member.on_its_way.as_ref().is_none_or(|way| way.classic);
            let every = consumer.heartbeat_interval;
            if classic || self.cluster.is_silent(&consumer.name) || every == SimDuration::ZERO {
                return None;
            }
            let mut next = self.world.next_heartbeat(member)?;
            while next < from {
                next += every;
            }
            Some(next)
        };
        group.members.iter().filter_map(of_member).min()
    }

    /// When the first heartbeat arrives that is on its way now, and arrives after an instant.
    fn arrival_of_any(&self, group: &GroupView, from: Option<SimTime>) -> Option<SimTime> {
        let of_group =
            |client: &ClientName| group.members.iter().any(|member| member.client == Some(*client));
        let beats =
            self.world.envelopes.iter().filter(|envelope| is_beat(envelope) && of_group(&envelope.client));
        beats.map(|envelope| envelope.arrives_at).filter(|at| from.is_none_or(|from| *at >= from)).min()
    }

    /// Whether a heartbeat of a consumer is on its way to the coordinator.
    pub(super) fn beats_now(&self, client: &ClientName) -> bool {
        self.world.envelopes.iter().any(|envelope| is_beat(envelope) && envelope.client == *client)
    }

    /// Whether the answer to a heartbeat of a consumer is on its way.
    fn is_answered(&self, client: &ClientName) -> bool {
        self.world.envelopes.iter().any(|envelope| {
            envelope.client == *client && is_of_beat(envelope) && envelope.direction == Direction::ToClient
        })
    }

    pub(super) fn newest_target(&self, group: &GroupView) -> Option<EntryId> {
        self.newest_of(group, |said| matches!(said, GroupFact::TargetComputed { .. }))
    }
}

/// Whether an envelope is a heartbeat, or its answer, and will arrive.
fn is_of_beat(envelope: &Envelope) -> bool {
    envelope.api == ApiKey::ConsumerGroupHeartbeat && !envelope.held()
}

/// Whether an envelope is a heartbeat that will reach the coordinator, from a member that does not leave.
fn is_beat(envelope: &Envelope) -> bool {
    let leaves = |(name, value): &(&str, String)| *name == "member_epoch" && value.starts_with('-');
    is_of_beat(envelope) && envelope.direction == Direction::ToBroker && !envelope.fields.iter().any(leaves)
}
