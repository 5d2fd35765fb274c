//! What a client knows of the cluster's topics (`ConsumerMetadata`): when it asks, and what it does with the news.

use super::requests::Purpose;
use super::retries::Asked;
use super::subscription::Matched;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::sim::time::SimTime;

impl Consumer {
    /// Asks what topics there are, now and every `metadata.max.age.ms`.
    pub(super) fn ask_metadata(&mut self, now: SimTime, fx: &mut Fx) {
        fx.set_timer(ConsumerTimer::Metadata, now + self.config.metadata_max_age);
        if !self.requests.under_way(|purpose| *purpose == Purpose::Metadata) {
            self.send(self.any_broker(), Request::Metadata, Purpose::Metadata, now, fx);
        }
    }

    /// News of the topics; a pattern is matched with them.
    pub(super) fn metadata_learnt(&mut self, topics: TopicMetadata, now: SimTime, fx: &mut Fx) {
        if self.subscription.match_topics(&topics) == Matched::Others {
            self.note_subscription(fx);
        }
        self.metadata = Some(topics);
        self.retries.answered(Asked::Metadata);
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
            let at = self.ask_later(Asked::MissingTopics, now, fx);
            fx.set_timer(ConsumerTimer::Metadata, at);
        } else {
            self.retries.answered(Asked::MissingTopics);
        }
    }
}
