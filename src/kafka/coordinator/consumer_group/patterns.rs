//! Subscriptions by pattern: the broker finds out which topics match (KIP-848; Kafka 4.0: `TopicRegexResolver`,
//! `maybeUpdateRegularExpressions`, `handleRegularExpressionsResult`).
//!
//! Kafka resolves the patterns of a group all at once and in the background, after the heartbeat that made it
//! necessary. Here that takes no time, but it is after the answer all the same: who brings a new pattern learns at its
//! next heartbeat what it is given. Any heartbeat may make it necessary, but not within ten seconds of the last time.
//!
//! Not modelled: what a member may not see (authorisation), what RE2/J takes and Rust's regular expressions do not.

use super::ConsumerGroup;
use super::record::ConsumerGroupRecord;
use crate::kafka::api::{ErrorCode, TopicMetadata};
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::ids::TopicName;
use crate::sim::sorted::SortedSet;
use crate::sim::time::{SimDuration, SimTime};
use regex_lite::Regex;
use std::sync::Arc;

/// Patterns are not resolved again sooner (`REGEX_BATCH_REFRESH_MIN_INTERVAL_MS`).
pub(super) const NOT_WITHIN: SimDuration = SimDuration::from_secs(10);

/// They are when so much time has passed (`group.consumer.regex.refresh.interval.ms`).
const REFRESH_AFTER: SimDuration = SimDuration::from_secs(10 * 60);

/// What a pattern was resolved to (`ResolvedRegularExpression`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedPattern {
    /// The topics whose whole names match.
    pub topics: Arc<SortedSet<TopicName>>,
    /// When that was found out.
    pub resolved_at: SimTime,
    /// The topics that there were then.
    pub(super) among: TopicMetadata,
}

/// What became of the pattern that a member subscribes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PatternChange {
    /// It is the same, or there is none.
    TheSame,
    /// It is another, which has to be resolved first: the group goes on as before until then.
    Unresolved,
    /// It is one that is resolved already, or none any more.
    Resolved,
}

/// Refuses what is no regular expression.
pub(super) fn check_pattern(pattern: &str) -> Result<(), ErrorCode> {
    match Regex::new(pattern) {
        Ok(_) => Ok(()),
        Err(_) => Err(ErrorCode::InvalidRegularExpression),
    }
}

fn matching_topics(pattern: &str, topics: &TopicMetadata) -> SortedSet<TopicName> {
    let Ok(whole) = Regex::new(&format!("^(?:{pattern})$")) else { return SortedSet::new() };
    topics.keys().filter(|topic| exists(topic, topics) && whole.is_match(topic.as_str())).copied().collect()
}

fn exists(topic: &TopicName, topics: &TopicMetadata) -> bool {
    topics.get(topic).is_some_and(|partitions| *partitions > 0)
}

/// Whether there are topics now that were not there before.
fn has_new_topics(now: &TopicMetadata, before: &TopicMetadata) -> bool {
    now.keys()
        .any(|topic| exists(topic, now) && (!exists(topic, before) || now.id(topic) != before.id(topic)))
}

impl ConsumerGroupRecord {
    /// What becomes of a member's pattern. It has been put in its place already.
    pub(super) fn pattern_change(&self, before: Option<&str>, after: Option<&str>) -> PatternChange {
        match after {
            _ if before == after => PatternChange::TheSame,
            Some(pattern) if !self.patterns.contains_key(pattern) => PatternChange::Unresolved,
            Some(_) | None => PatternChange::Resolved,
        }
    }

    /// The patterns that members subscribe to.
    fn subscribed_patterns(&self) -> SortedSet<Arc<str>> {
        self.members.values().filter_map(|member| member.pattern.clone()).collect()
    }

    /// Forgets what patterns were resolved to that no member has any more.
    pub(super) fn forget_unused_patterns(&mut self) {
        if !self.patterns.is_empty() {
            let used = self.subscribed_patterns();
            self.patterns.retain(|pattern, _| used.contains(pattern));
        }
    }

    fn has_to_resolve(&self, used: &SortedSet<Arc<str>>, grow_old: bool, turn: &Turn) -> bool {
        let Some(last) = self.patterns.values().max_by_key(|resolved| resolved.resolved_at) else {
            return true;
        };
        turn.now > last.resolved_at + NOT_WITHIN
            && (used.len() != self.patterns.len()
                || has_new_topics(turn.topics, &last.among)
                || (grow_old && turn.now > last.resolved_at + REFRESH_AFTER))
    }
}

impl ConsumerGroup {
    /// Resolves the patterns of the group, if it is time. A new group epoch begins if topics are others than before.
    pub(super) fn resolve_patterns(&mut self, turn: &mut Turn) {
        let used = self.stored.subscribed_patterns();
        let grow_old = turn.config.consumer.rules.patterns_grow_old;
        if used.is_empty() || !self.stored.has_to_resolve(&used, grow_old, turn) {
            return;
        }
        let mut next = self.stored.clone();
        let mut changed = false;
        for pattern in used.iter() {
            let topics = Arc::new(matching_topics(pattern, turn.topics));
            let before =
                next.patterns.get(pattern).map(|resolved| resolved.topics.clone()).unwrap_or_default();
            changed |= topics != before;
            let resolved = ResolvedPattern { topics, resolved_at: turn.now, among: turn.topics.clone() };
            next.patterns.insert(pattern.clone(), resolved);
        }
        if next.look_at_topics(turn.topics) || changed {
            next.group_epoch += 1;
        }
        self.store(next, turn);
    }
}
