//! What became of topics that a consumer learnt of with one answer to a request for metadata.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use crate::cluster::fact::Fact;
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
            let came = self.last_before(learnt.id, |fact| fact.changes_topic(topic));
            let gone = self.topic_deleted(learnt.id, topic);
            // A pattern's topic that it subscribes to no more is gone, though another may have come by its name since.
            let found = match there.as_ref().is_none_or(|there| there.contains(topic)) {
                true => came.map(|came| (Some(came) == gone, came)),
                false => gone.map(|gone| (true, gone)),
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
            Fact::Consumer(client, ConsumerFact::SubscriptionChanged { topics, .. }) => {
                let before = self.changed_subscription(learnt.id, client);
                let before = before.and_then(|before| self.entry(before)?.fact.of_consumer(client));
                let before = before.map(subscribed).unwrap_or_default();
                let only = |one: &[TopicName], other: &[TopicName]| {
                    one.iter().filter(|topic| !other.contains(topic)).cloned().collect::<Vec<_>>()
                };
                let beside = self.seen_with(learnt, client);
                let known = [only(topics, before), only(before, topics)].concat();
                let more: Vec<TopicName> = only(beside, &known);
                ([known, more].concat(), Some(topics.to_vec()))
            }
            Fact::Consumer(..) | Fact::World(_) | Fact::Group(..) | Fact::Broker(..) => (Vec::new(), None),
        }
    }

    /// The topics of its group that a leader saw change with its own subscription.
    fn seen_with(&self, learnt: &Entry, client: &ClientName) -> &[TopicName] {
        use ConsumerFact::*;
        let mut later = self.past.journal.iter_from(learnt.id.place() + 1);
        let next = later.find(|entry| {
            let said = entry.fact.of_consumer(client);
            entry.fact.starts(client)
                || matches!(
                    said,
                    Some(
                        TopicsChanged { .. }
                            | SubscriptionChanged { .. }
                            | RejoinNeeded { .. }
                            | PollReturned { .. }
                    )
                )
        });
        let Some(TopicsChanged { topics, .. }) = next.and_then(|next| next.fact.of_consumer(client)) else {
            return &[];
        };
        topics
    }
}

/// The topics to which a consumer subscribes since it said this; none, if it is something else.
fn subscribed(said: &ConsumerFact) -> &[TopicName] {
    let ConsumerFact::SubscriptionChanged { topics, .. } = said else { return &[] };
    topics
}
