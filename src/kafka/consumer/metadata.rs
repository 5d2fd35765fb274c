//! What a client knows of the cluster's topics (`ConsumerMetadata`): when it asks, and what it does with the news.
//!
//! Not modelled: that an answer has only the topics that were asked for. A consumer with a pattern for the broker asks
//! for what it is given by its id, and so applies its first assignment without the topics that it cannot name yet; here
//! it knows their names at once.

use super::requests::Purpose;
use super::retries::RetriedAsk;
use super::subscription::Matched;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::ids::TopicName;
use crate::sim::time::SimTime;

/// Whether it is for the age of what is known (`metadata.max.age.ms`) that the metadata are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByAge {
    /// When the timer fires.
    timer: bool,
    /// With the request that is under way, or that was answered last.
    asked: bool,
    /// With the one that brought something new last.
    news: bool,
}

impl ByAge {
    /// Whether the last news were asked for because of the age of what was known.
    pub(super) fn brought_news(self) -> bool {
        self.news
    }
}

impl Consumer {
    /// Asks what topics there are, now and every `metadata.max.age.ms`.
    pub(super) fn ask_metadata(&mut self, now: SimTime, fx: &mut Fx) {
        self.ask_metadata_for(false, now, fx);
    }

    /// The timer has fired: what is known is too old, or it is to be asked sooner.
    pub(super) fn metadata_due(&mut self, now: SimTime, fx: &mut Fx) {
        self.ask_metadata_for(self.by_age.timer, now, fx);
    }

    fn ask_metadata_for(&mut self, age: bool, now: SimTime, fx: &mut Fx) {
        self.by_age.timer = true;
        fx.set_timer(ConsumerTimer::Metadata, now + self.config.metadata_max_age);
        if !self.requests.under_way(|purpose| *purpose == Purpose::Metadata) {
            self.by_age.asked = age;
            self.send(self.any_broker(), Request::Metadata, Purpose::Metadata, now, fx);
        }
    }

    /// Asks at that time already.
    pub(super) fn ask_metadata_sooner(&mut self, at: SimTime, fx: &mut Fx) {
        self.by_age.timer = false;
        fx.set_timer(ConsumerTimer::Metadata, at);
    }

    /// Whether it asks for a topic's metadata and keeps them (`ConsumerMetadata.retainTopic`): of what it subscribes
    /// to, and with a pattern for the broker of all that it is given.
    pub fn asks_for_topic(&self, topic: &TopicName) -> bool {
        self.subscription.pattern_for_broker().is_some() || self.subscription.wants(topic)
    }

    /// News of the topics; a pattern is matched with them.
    pub(super) fn metadata_learnt(&mut self, topics: TopicMetadata, now: SimTime, fx: &mut Fx) {
        if self.subscription.match_topics(&topics) == Matched::Others {
            self.note_subscription(fx);
        }
        if self.metadata.as_ref() != Some(&topics) {
            self.by_age.news = self.by_age.asked;
        }
        self.metadata = Some(topics);
        self.retries.answered(RetriedAsk::Metadata);
        self.topics_refreshed(now, fx);
        self.ask_for_missing_topics(now, fx);
        self.membership_has_metadata(now, fx);
    }

    /// As long as a subscribed topic does not exist (to the leader: one that any member subscribes to), the metadata
    /// are asked for again after `retry.backoff.ms`, doubling up to `retry.backoff.max.ms`.
    pub(super) fn ask_for_missing_topics(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(topics) = &self.metadata else { return };
        let listed = self.subscription.topics.iter().filter(|_| self.subscription.pattern.is_none());
        let missing = listed.chain(self.membership.led_topics()).any(|topic| !topics.contains_key(topic));
        if missing {
            let at = self.ask_later(RetriedAsk::MissingTopics, now, fx);
            self.ask_metadata_sooner(at, fx);
        } else {
            self.retries.answered(RetriedAsk::MissingTopics);
        }
    }
}
