//! Why no member of a group subscribes to a topic: who did, and how that ended.

use super::chain::join_sent;
use super::{Asked, Step};
use crate::cluster::fact::WorldFact;
use crate::cluster::journal::EntryId;
use crate::cluster::observation::GroupView;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::session::language::why::record::RecordClaim;
use crate::sim::sorted::sort_by_key;

/// The most subscribers that are told one by one.
const TOLD: usize = 3;

impl Asked<'_> {
    /// Why nobody reads a partition of a topic to which no member subscribes: who had it subscribes no longer, nor do
    /// those who subscribed beside him; of one that nobody had, who subscribed last.
    pub(super) fn none_subscribes(&self, group: &GroupView, partition: &TopicPartition) -> Vec<Step> {
        let ends = self.ends_of_subscriptions(group, partition);
        let claim = RecordClaim::NoneSubscribes { partition: *partition, group: group.id };
        let mut because: Vec<Step> = Vec::new();
        for end in ends.iter().take(TOLD) {
            because.extend(self.beside(&because, self.all_of(Some(*end))));
        }
        if let Some(first) = because.first_mut() {
            first.stand_beside(false);
        }
        self.at(claim, ends.first().copied(), because)
    }

    /// The entries after which somebody subscribed no longer, or was no member any more: first of who had the
    /// partition, then of the others, the newest first.
    fn ends_of_subscriptions(&self, group: &GroupView, partition: &TopicPartition) -> Vec<EntryId> {
        let consumers = self.world.consumers.iter().filter(|consumer| consumer.group == group.id);
        let ends = consumers.filter_map(|consumer| {
            let end = self.end_of_subscription(&consumer.name, &group.id, &partition.topic)?;
            Some((consumer.name, end))
        });
        let mut ends: Vec<(ClientName, EntryId)> = ends.collect();
        sort_by_key(&mut ends, |(_, end)| std::cmp::Reverse(*end));
        let created = self.cluster.created(partition);
        let given = self.stored(&group.id, self.end(), |_, given| given.contains(partition));
        let given = given.filter(|given| Some(*given) > created);
        let owner = given.and_then(|given| self.cluster.given_to(given, partition));
        let owner = owner.and_then(|owner| self.cluster.client_of_member(owner));
        let since = given.or(created);
        let (had, others): (Vec<_>, Vec<_>) =
            ends.into_iter().partition(|(client, end)| owner.as_ref() == Some(client) && Some(*end) > given);
        let newest = others.first().cloned();
        let mut told = had;
        match told.is_empty() && owner.is_none() {
            true => told.extend(newest),
            false => told.extend(others.into_iter().filter(|(_, end)| Some(*end) > since)),
        }
        told.into_iter().map(|(_, end)| end).collect()
    }

    /// What ended the last membership in which a consumer subscribed to a topic.
    fn end_of_subscription(
        &self,
        client: &ClientName,
        group: &GroupId,
        topic: &TopicName,
    ) -> Option<EntryId> {
        let by_pattern = self.cluster.consumer_spec(client).is_some_and(|spec| spec.subscribes_to(topic));
        let joined = self.cluster.last_said(self.end(), client, |said| {
            join_sent(said).is_some_and(|join| {
                let listed = join.protocols.first().is_some_and(|it| it.metadata.topics.contains(topic));
                listed || by_pattern
            })
        })?;
        let ends = |said: &ConsumerFact| {
            matches!(said, ConsumerFact::Unsubscribed)
                || matches!(said, ConsumerFact::SubscriptionChanged { topics, .. }
                    if !topics.contains(topic) && !by_pattern)
        };
        let removes = |said: &GroupFact| {
            let GroupFact::MemberRemoved { member, .. } = said else { return false };
            self.cluster.belongs_to(member, client)
        };
        let mut later = self.cluster.journal().iter_from(joined.place() + 1);
        let ended = later.find(|entry| {
            entry.fact.of_consumer(client).is_some_and(ends)
                || entry.fact.of_group(group).is_some_and(removes)
        });
        // It was over before it was a member.
        let over = || {
            self.newest(|fact| {
                matches!(fact.of_process(client), Some(WorldFact::ProcessKilled { .. }))
                    || matches!(fact.of_consumer(client), Some(ConsumerFact::ProcessClosed))
            })
            .filter(|over| *over > joined)
        };
        ended.map(|entry| entry.id).or_else(over)
    }
}
