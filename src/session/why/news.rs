//! Why nobody reads what is new: who does not know of it yet, and when it will.

use super::waiting::span;
use super::{Asked, Link};
use crate::cluster::journal::Entry;
use crate::cluster::observation::{ConsumerView, GroupView, ProcessState};
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;

impl Asked<'_> {
    /// Why the group's assignment says nothing of a partition: somebody has to learn of it first, or nobody wants it.
    pub(super) fn unassigned(&self, group: &GroupView, partition: &TopicPartition) -> Option<Vec<Link>> {
        let nobody = format!("nobody reads {partition}");
        let topic = &partition.topic;
        let members: Vec<&ConsumerView> = self.members(group).collect();
        let wants =
            |consumer: &&&ConsumerView| self.cluster.subscribed_topics(&consumer.name).contains(topic);
        if !members.iter().any(|consumer| wants(&consumer)) {
            let changed = self.newest(|fact| match fact {
                Fact::SubscriptionChanged { client, .. } | Fact::Unsubscribed { client } => {
                    self.consumer(client.as_str()).is_some_and(|consumer| consumer.group == group.id)
                }
                _ => false,
            });
            let sentence = format!("{nobody}: no member of {} subscribes to {topic}", group.id);
            return Some(self.at(sentence, changed, self.all_of(changed)));
        }
        // The leader watches all topics of the group, and whoever subscribes to a pattern those that match.
        let watches = |consumer: &&&ConsumerView| {
            let spec = self.cluster.consumer_spec(&consumer.name);
            let pattern = spec.is_some_and(|spec| spec.pattern.is_some()) && wants(consumer);
            pattern || group.leader.as_ref() == Some(&consumer.name)
        };
        let watchers: Vec<&&ConsumerView> = members.iter().filter(watches).collect();
        let created = self.cluster.created(partition);
        let knows = watchers.iter().find(|consumer| self.cluster.is_known_to(&consumer.name, partition));
        if let Some(knows) = knows {
            if !self.cluster.wants_to_rejoin(&knows.name) {
                return None;
            }
            let sentence = format!("{nobody} yet: {} knows of it and is to join again for it", knows.name);
            return Some(self.at(sentence, created, self.all_of(created)));
        }
        let next = watchers.iter().filter_map(|consumer| {
            Some((self.cluster.asks_for_metadata_at(&consumer.name)?, &consumer.name))
        });
        let (at, client) = next.min()?;
        let spec = self.cluster.consumer_spec(client)?;
        let what = if partition.partition == 0 { topic.to_string() } else { partition.to_string() };
        // A topic in its list that is missing is asked for all the time.
        let missing = partition.partition == 0 && spec.pattern.is_none();
        let age = span(spec.config.metadata_max_age);
        let age = if missing { String::new() } else { format!(" (metadata.max.age.ms is {age})") };
        let sentence =
            format!("{nobody}: {client} does not know {what} yet; it asks for metadata again at {at} s{age}");
        Some(self.at(sentence, created, self.all_of(created)))
    }

    /// The members of a group whose processes run.
    pub(super) fn members<'a>(&'a self, group: &'a GroupView) -> impl Iterator<Item = &'a ConsumerView> {
        let known = group.members.iter().filter_map(|member| member.client.as_ref());
        known.filter_map(|client| self.consumer(client.as_str())).filter(|consumer| {
            matches!(consumer.process, ProcessState::Running | ProcessState::Stalled | ProcessState::Frozen)
        })
    }

    /// When a consumer learnt what happened to the topics.
    pub(super) fn learnt(&self, entry: &Entry, of: &Entry) -> Option<String> {
        if !matches!(
            entry.fact,
            Fact::TopicCreated { .. } | Fact::PartitionsAdded { .. } | Fact::TopicDeleted { .. }
        ) {
            return None;
        }
        let (Fact::SubscriptionChanged { client, .. } | Fact::TopicsChanged { client, .. }) = &of.fact else {
            return None;
        };
        let learnt = format!("{client} learnt of it at {} s", of.time);
        // It asks sooner for a topic that is missing, and where a broker tells it that a topic is gone or another one.
        let by_age = match entry.fact {
            Fact::TopicCreated { .. } => matches!(of.fact, Fact::SubscriptionChanged { .. }),
            Fact::TopicDeleted { .. } => false,
            _ => true,
        };
        let age = self.cluster.settings_before(of.id, client)?.metadata_max_age;
        Some(if by_age { format!("{learnt} (metadata.max.age.ms is {})", span(age)) } else { learnt })
    }
}
