//! What became of topics that a consumer learnt of with one answer to a request for metadata.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::sim::sorted::sort_by_key;

impl Cluster {
    /// What became of the topics because of which a consumer subscribes to others, or sees that its group's topics have
    /// changed: what came or grew before what went, and of each the newest first. It may have learnt of both at once.
    pub fn news_of(&self, learnt: &Entry) -> Vec<EntryId> {
        let (topics, there) = self.topics_of_news(learnt);
        let mut news: Vec<(bool, EntryId)> = Vec::new();
        for topic in &topics {
            let its = |fact: &Fact| match fact {
                Fact::World(
                    WorldFact::TopicCreated { topic: of, .. }
                    | WorldFact::PartitionsAdded { topic: of, .. }
                    | WorldFact::TopicDeleted { topic: of },
                ) => of == topic,
                _ => false,
            };
            let gone = |fact: &Fact| matches!(fact, Fact::World(WorldFact::TopicDeleted { topic: of }) if of == topic);
            let came = self.last_before(learnt.id, its).and_then(|newest| self.entry(newest));
            // A pattern's topic that it subscribes to no more is gone, though another may have come by its name since.
            let found = match there.as_ref().is_none_or(|there| there.contains(topic)) {
                true => came.map(|came| (gone(&came.fact), came.id)),
                false => self.last_before(learnt.id, gone).map(|gone| (true, gone)),
            };
            news.extend(found);
        }
        sort_by_key(&mut news, |(gone, entry)| (*gone, std::cmp::Reverse(*entry)));
        news.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The topics that an entry says are others than before, and those that its consumer subscribes to since, if it is
    /// by a pattern.
    fn topics_of_news(&self, learnt: &Entry) -> (Vec<TopicName>, Option<Vec<TopicName>>) {
        match &learnt.fact {
            Fact::Consumer(_, ConsumerFact::TopicsChanged { topics, .. }) => (topics.to_vec(), None),
            Fact::Consumer(client, ConsumerFact::SubscriptionChanged { topics }) => {
                let before =
                    self.changed_subscription(learnt.id, client).and_then(|before| self.entry(before));
                let before = match before.map(|before| &before.fact) {
                    Some(Fact::Consumer(_, ConsumerFact::SubscriptionChanged { topics, .. })) => &topics[..],
                    _ => &[],
                };
                let only = |one: &[TopicName], other: &[TopicName]| {
                    one.iter().filter(|topic| !other.contains(topic)).cloned().collect::<Vec<_>>()
                };
                let beside = self.seen_with(learnt, client);
                let known = [only(topics, before), only(before, topics)].concat();
                let more: Vec<TopicName> = only(beside, &known);
                ([known, more].concat(), Some(topics.to_vec()))
            }
            _ => (Vec::new(), None),
        }
    }

    /// The topics of its group that a leader saw change with its own subscription.
    fn seen_with(&self, learnt: &Entry, client: &ClientName) -> &[TopicName] {
        let later = self.past.journal.iter_from(learnt.id.place() + 1);
        let next = later.into_iter().find(|entry| match &entry.fact {
            Fact::Consumer(
                of,
                ConsumerFact::TopicsChanged { .. }
                | ConsumerFact::SubscriptionChanged { .. }
                | ConsumerFact::RejoinNeeded { .. },
            )
            | Fact::World(WorldFact::ProcessStarted { client: of, .. })
            | Fact::Consumer(of, ConsumerFact::PollReturned { .. }) => of == client,
            _ => false,
        });
        match next.map(|next| &next.fact) {
            Some(Fact::Consumer(_, ConsumerFact::TopicsChanged { topics, .. })) => topics,
            _ => &[],
        }
    }
}
