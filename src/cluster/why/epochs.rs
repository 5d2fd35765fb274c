//! What led to an epoch of a consumer group (KIP-848), what kept a member from its own, and what from being one.

use super::super::Cluster;
use super::application::ends;
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::EntryId;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::subscription::MatchedBy;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::EpochReason;
use crate::sim::time::SimDuration;

impl Cluster {
    /// What raised the epoch of a group.
    pub(super) fn led_to_epoch(
        &self,
        before: EntryId,
        group: &GroupId,
        reason: &EpochReason,
    ) -> Option<EntryId> {
        match reason {
            EpochReason::MemberJoined { member } => self.last_of_group(before, group, |said| {
                matches!(said, GroupFact::MemberAdded { member: joined, .. }
                    | GroupFact::StaticMemberReplaced { new: joined, .. } if joined == member)
            }),
            EpochReason::MemberGone { member } => self.last_of_group(
                before,
                group,
                |said| matches!(said, GroupFact::MemberRemoved { member: gone, .. } if gone == member),
            ),
            EpochReason::TopicsChanged => {
                let changed =
                    |fact: &Fact| changed_topic(fact).is_some_and(|topic| self.is_read_by(group, topic));
                let changed = self.last_before(before, changed);
                changed.max(self.last_before(before, |fact| self.brings_pattern(group, fact)))
            }
            EpochReason::SubscriptionChanged { member } => {
                let changed = self.changed_subscription(before, &self.client_of_member(member)?);
                // A static member's successor subscribes to other topics from its start.
                changed.max(self.last_of_group(
                    before,
                    group,
                    |said| matches!(said, GroupFact::StaticMemberReplaced { new, .. } if new == member),
                ))
            }
        }
    }

    /// Whether a member brings a pattern, whose topics the coordinator has to find out yet.
    fn brings_pattern(&self, group: &GroupId, fact: &Fact) -> bool {
        let has_pattern = |client: &ClientName| {
            let spec = self.consumer_spec(client).filter(|spec| spec.group == *group);
            let pattern = spec.and_then(|spec| spec.pattern.as_ref());
            pattern.is_some_and(|pattern| pattern.matched_by() == MatchedBy::Broker)
        };
        if let Fact::Consumer(client, ConsumerFact::SubscriptionChanged { pattern: Some(_), .. }) = fact {
            return has_pattern(client);
        }
        let (Some(GroupFact::MemberAdded { member, .. })
        | Some(GroupFact::StaticMemberReplaced { new: member, .. })) = fact.of_group(group)
        else {
            return false;
        };
        self.client_of_member(member).is_some_and(|client| has_pattern(&client))
    }

    /// Whether a consumer of a group subscribes to a topic, by name or by pattern, or its coordinator thinks so.
    fn is_read_by(&self, group: &GroupId, topic: &TopicName) -> bool {
        let of_group = self.nodes.consumers.iter().filter(|process| process.spec.group == *group);
        of_group.into_iter().any(|process| process.spec.subscribes_to(topic))
            || self.is_subscribed(group, topic)
    }

    /// How a member of a consumer group came to the epoch that it was in before an entry.
    pub fn advanced(&self, before: EntryId, group: &GroupId, client: &ClientName) -> Option<EntryId> {
        self.last_of_group(
            before,
            group,
            |said| matches!(said, GroupFact::MemberAdvanced { member, .. } if self.belongs_to(member, client)),
        )
    }

    /// When a static member said last, before an entry, that it goes for its successor.
    pub fn gave_place_up(&self, before: EntryId, group: &GroupId, client: &ClientName) -> Option<EntryId> {
        self.last_of_group(
            before,
            group,
            |said| matches!(said, GroupFact::StaticMemberAway { member } if self.belongs_to(member, client)),
        )
    }

    /// Who kept a process from joining as the static member it wants to be: the member that had the instance id, or
    /// what silenced that if it was the same consumer's.
    pub(super) fn holds_instance(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let spec = self.consumer_spec(client)?;
        let wanted = spec.config.group_instance_id?;
        let holder = self.last_of_group(before, &spec.group, |said| {
            matches!(
                said,
                GroupFact::MemberAdded { instance: Some(instance), .. }
                    | GroupFact::StaticMemberReplaced { instance, .. }
                    if *instance == wanted
            )
        })?;
        let member = *self.entry(holder)?.fact.admitted()?;
        let silenced = self.silenced(before, &member).filter(|_| self.belongs_to(&member, client));
        silenced.or(Some(holder))
    }

    /// The method of its listener that threw in close, so that the member did not leave.
    pub(super) fn threw_in_close(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let closed =
            self.last_said_since_start(before, client, |said| matches!(said, ConsumerFact::ProcessClosed))?;
        let asked = self.last_before(closed.id, |fact| ends(fact, client));
        self.threw_in_listener(closed.id, client).filter(|threw| Some(*threw) > asked)
    }

    /// The method of its listener that ran last, if it threw.
    pub fn threw_in_listener(&self, before: EntryId, client: &ClientName) -> Option<EntryId> {
        let last = self.last_said_since_start(before, client, |said| {
            matches!(said, ConsumerFact::CallbackFinished { .. })
        })?;
        let threw =
            matches!(last.fact.of_consumer(client), Some(ConsumerFact::CallbackFinished { threw: true, .. }));
        threw.then_some(last.id)
    }

    /// How long a member had to give up what it was told to last.
    pub fn told_to_revoke(&self, before: EntryId, group: &GroupId, member: &MemberId) -> Option<SimDuration> {
        let told = self.last_of_group(
            before,
            group,
            |said| matches!(said, GroupFact::RevocationAsked { member: told, .. } if told == member),
        )?;
        let said = self.entry(told)?.fact.of_group(group)?;
        if let GroupFact::RevocationAsked { within, .. } = said { Some(*within) } else { None }
    }
}

/// The topic that was created, deleted, or given more partitions.
fn changed_topic(fact: &Fact) -> Option<&TopicName> {
    use WorldFact::{PartitionsAdded, TopicCreated, TopicDeleted};
    let (PartitionsAdded { topic, .. } | TopicCreated { topic, .. } | TopicDeleted { topic, .. }) =
        fact.done()?
    else {
        return None;
    };
    Some(topic)
}
