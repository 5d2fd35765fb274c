//! What the consumer is subscribed to, what it is assigned, and where it stands in each partition
//! (`SubscriptionState`).

use super::config::GroupProtocol;
use crate::kafka::api::{Assignment, LeaderEpoch, OffsetSpec, OffsetToCommit};
use crate::kafka::ids::*;
use crate::kafka::on_demand::{self, NameMatcher};
use crate::kafka::release::ClientRules;
use crate::sim::sorted::{SortedMap, sort};
use crate::sim::time::SimTime;
use std::fmt;
use std::sync::Arc;

/// Where the consumer stands in one assigned partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartitionState {
    /// The offset after the last record returned by poll; `None` until it is known where to start.
    pub position: Option<Offset>,
    /// The epoch of the leader that said so: in its records, in its answer to ListOffsets, or once, before the offset
    /// was committed. `None` after a seek to an offset.
    pub leader_epoch: Option<LeaderEpoch>,
    /// A committed position with a leader epoch is not valid before the leader has confirmed it.
    pub validation: Validation,
    /// The group has no valid committed offset here: `auto.offset.reset` decides.
    pub awaiting_reset: bool,
    /// `seekToBeginning` or `seekToEnd` was called: this decides, and not `auto.offset.reset`.
    pub sought: Option<OffsetSpec>,
    /// `auto.offset.reset=by_duration` found no record that late: the log's end is asked for.
    pub none_that_late: bool,
    /// A request that will tell where to start is under way.
    pub asked: bool,
    /// `pause` was called: nothing is fetched, and poll returns nothing of what is buffered.
    pub paused: bool,
    /// The membership keeps it from being fetched and returned: it is about to be revoked, or its
    /// onPartitionsAssigned has not returned yet (`pendingRevocation`, `pendingOnAssignedCallback`).
    pub withheld: bool,
    /// The broker answered that request with UNKNOWN_TOPIC_OR_PARTITION.
    pub unknown_to_broker: bool,
    /// The replica that the leader named to read from, and until when that holds.
    pub preferred: Option<(BrokerId, SimTime)>,
}

/// Whether the leader has confirmed a position (`AWAIT_VALIDATION`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// It has, or needs not.
    #[default]
    Done,
    /// It is to be asked in poll's next turn.
    Needed,
    /// It is asked.
    Asked,
}

impl PartitionState {
    /// Begins at a committed offset, which has to be confirmed first if its leader epoch is known.
    pub fn begin_at(&mut self, offset: Offset, leader_epoch: Option<LeaderEpoch>) {
        self.seek(offset);
        self.leader_epoch = leader_epoch;
        if leader_epoch.is_some() {
            self.validation = Validation::Needed;
        }
    }

    /// Whether it is unknown where to start, and the committed offset is to tell.
    fn is_initializing(&self) -> bool {
        self.position.is_none() && !self.awaiting_reset && !self.withheld
    }

    /// Whether records may be fetched from its position, and the position committed.
    pub fn has_valid_position(&self) -> bool {
        self.position.is_some() && self.validation == Validation::Done
    }

    /// Reads from `offset` on; a paused partition stays paused.
    pub fn seek(&mut self, offset: Offset) {
        let PartitionState { paused, withheld, preferred, .. } = *self;
        *self = PartitionState {
            position: Some(offset),
            paused,
            withheld,
            preferred,
            ..PartitionState::default()
        };
    }

    /// The log has to be asked where to go on (`requestOffsetReset`): as `sought` says, or as `auto.offset.reset`.
    pub fn reset(&mut self, sought: Option<OffsetSpec>) {
        let PartitionState { paused, withheld, preferred, .. } = *self;
        *self = PartitionState {
            awaiting_reset: true,
            sought,
            paused,
            withheld,
            preferred,
            ..PartitionState::default()
        };
    }
}

/// Who finds out which topics a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// The consumer, with what it knows of the cluster (`subscribe(Pattern)`).
    Consumer,
    /// The group's coordinator (`subscribe(SubscriptionPattern)`): the consumer only passes it on.
    Broker,
}

/// Why a consumer cannot subscribe to a pattern that the broker resolves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternRefusal {
    /// UnsupportedOperationException of `ClassicKafkaConsumer`.
    NeedsConsumerProtocol,
    /// Its release has no such call.
    NeedsKafka40,
}

/// A pattern of topic names: the whole name must match.
///
/// Not modelled: what Java's patterns can beyond regular languages (look-around, back-references); what RE2/J takes and
/// Rust's regular expressions do not.
#[derive(Clone)]
pub struct TopicPattern {
    text: Arc<str>,
    matched_by: MatchedBy,
    matcher: NameMatcher,
}

impl TopicPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<TopicPattern, String> {
        let matcher = whole_names(text)?;
        Ok(TopicPattern { text: Arc::from(text), matched_by: MatchedBy::Consumer, matcher })
    }

    /// A pattern for the broker. Only that one says whether it is a regular expression; what is none matches nothing.
    pub fn for_broker(text: &str) -> TopicPattern {
        let matcher = whole_names(text).unwrap_or_else(|_| Arc::new(|_| false));
        TopicPattern { text: Arc::from(text), matched_by: MatchedBy::Broker, matcher }
    }

    /// Who finds out what it matches.
    pub fn matched_by(&self) -> MatchedBy {
        self.matched_by
    }

    /// Why a consumer of this protocol and release cannot subscribe to it, if it cannot.
    pub fn refused_by(&self, protocol: GroupProtocol, rules: &ClientRules) -> Option<PatternRefusal> {
        match (self.matched_by, protocol) {
            (MatchedBy::Consumer, _) => None,
            (MatchedBy::Broker, GroupProtocol::Classic) => Some(PatternRefusal::NeedsConsumerProtocol),
            (MatchedBy::Broker, GroupProtocol::Consumer) => {
                (!rules.subscribes_by_broker_pattern).then_some(PatternRefusal::NeedsKafka40)
            }
        }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it matches the topic's whole name.
    pub fn matches(&self, topic: &TopicName) -> bool {
        (self.matcher)(topic.as_str())
    }
}

/// Tells whether a whole name matches.
fn whole_names(text: &str) -> Result<NameMatcher, String> {
    match on_demand::here() {
        Some(functions) => (functions.matcher)(&format!("^(?:{text})$")),
        None => Ok(Arc::new(|_| false)),
    }
}

impl PartialEq for TopicPattern {
    fn eq(&self, other: &TopicPattern) -> bool {
        (&self.text, self.matched_by) == (&other.text, other.matched_by)
    }
}

impl Eq for TopicPattern {}

impl fmt::Debug for TopicPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.text)
    }
}

/// Which topics a pattern matches now, compared with those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// Those it matched before; so without a pattern.
    TheSame,
    /// Others, or more.
    Others,
}

/// The consumer's partitions.
#[derive(Clone, Debug, Default)]
pub struct SubscriptionState {
    /// Subscribed topics, ascending; of a pattern those known to match, and none of one that the broker resolves.
    pub topics: Vec<TopicName>,
    /// What it subscribes to, if that is no list.
    pub pattern: Option<TopicPattern>,
    /// What is assigned was assigned by the application itself (`assign`); there is no membership.
    pub manual: bool,
    partitions: SortedMap<TopicPartition, PartitionState>,
    /// The same partitions as one shareable list.
    owned: Option<Assignment>,
}

impl SubscriptionState {
    /// Subscribed to `topics` or to a pattern, assigned nothing.
    pub fn new(topics: Vec<TopicName>, pattern: Option<TopicPattern>) -> Self {
        let mut state = SubscriptionState::default();
        state.subscribe(topics, pattern);
        state
    }

    /// Subscribes to something else; what is assigned stays for the next rebalance to take.
    pub fn subscribe(&mut self, mut topics: Vec<TopicName>, pattern: Option<TopicPattern>) {
        sort(&mut topics);
        topics.dedup();
        (self.topics, self.pattern) = (topics, pattern);
    }

    /// Subscribes to nothing and is assigned nothing (`SubscriptionState.unsubscribe`).
    pub fn unsubscribe(&mut self) {
        *self = SubscriptionState::default();
    }

    /// Whether poll may be called: subscribed to something, or assigned by the application.
    pub fn any(&self) -> bool {
        self.manual || self.pattern.is_some() || !self.topics.is_empty()
    }

    /// The pattern that the broker resolves, if it subscribes to such a one.
    pub fn pattern_for_broker(&self) -> Option<&TopicPattern> {
        self.pattern.as_ref().filter(|pattern| pattern.matched_by == MatchedBy::Broker)
    }

    fn own_pattern(&self) -> Option<&TopicPattern> {
        self.pattern.as_ref().filter(|pattern| pattern.matched_by == MatchedBy::Consumer)
    }

    /// Of a pattern: subscribes to what matches among these.
    pub fn match_topics(&mut self, topics: &SortedMap<TopicName, u32>) -> Matched {
        let Some(pattern) = self.own_pattern() else { return Matched::TheSame };
        let matching: Vec<TopicName> =
            topics.keys().filter(|topic| pattern.matches(topic)).cloned().collect();
        let before = std::mem::replace(&mut self.topics, matching);
        match self.topics == before {
            true => Matched::TheSame,
            false => Matched::Others,
        }
    }

    /// Of a pattern: subscribes to these as well.
    pub fn widen<'a>(&mut self, topics: impl Iterator<Item = &'a TopicName>) -> Matched {
        let before = self.topics.len();
        let by_pattern = self.own_pattern().is_some();
        for topic in topics.filter(|_| by_pattern) {
            if let Err(place) = self.topics.binary_search(topic) {
                self.topics.insert(place, *topic);
            }
        }
        match self.topics.len() == before {
            true => Matched::TheSame,
            false => Matched::Others,
        }
    }

    /// Whether the subscription covers a topic.
    pub fn wants(&self, topic: &TopicName) -> bool {
        match &self.pattern {
            Some(pattern) => pattern.matches(topic),
            None => self.topics.binary_search(topic).is_ok(),
        }
    }

    /// The assigned partitions, ascending.
    pub fn owned(&self) -> Assignment {
        self.owned.clone().unwrap_or_default()
    }

    /// Whether a partition is assigned.
    pub fn owns(&self, partition: &TopicPartition) -> bool {
        self.partitions.contains_key(partition)
    }

    /// Whether nothing is assigned.
    pub fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }

    /// The membership withholds an assigned partition from being read, or does so no longer.
    pub(super) fn withhold(&mut self, partition: &TopicPartition, withheld: bool) {
        if let Some(state) = self.partitions.get_mut(partition) {
            state.withheld = withheld;
        }
    }

    /// The state of an assigned partition.
    pub fn get(&self, partition: &TopicPartition) -> Option<&PartitionState> {
        self.partitions.get(partition)
    }

    /// The state of an assigned partition, to be changed.
    pub fn get_mut(&mut self, partition: &TopicPartition) -> Option<&mut PartitionState> {
        self.partitions.get_mut(partition)
    }

    /// All assigned partitions with their state, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (&TopicPartition, &PartitionState)> {
        self.partitions.iter()
    }

    /// Replace the assignment (`assignFromSubscribed`): what stays keeps its position.
    pub fn assign(&mut self, assigned: &[TopicPartition]) {
        let mut old = std::mem::take(&mut self.partitions);
        for partition in assigned {
            let state = old.remove(partition).unwrap_or_default();
            self.partitions.insert(*partition, state);
        }
        self.owned = Some(self.partitions.keys().cloned().collect::<Vec<_>>().into());
    }

    /// Whether the application paused a partition (`KafkaConsumer.pause`): nothing of it is returned by poll.
    pub fn is_paused(&self, partition: &TopicPartition) -> bool {
        self.get(partition).is_some_and(|state| state.paused)
    }

    /// The position of an assigned partition.
    pub fn position(&self, partition: &TopicPartition) -> Option<Offset> {
        self.partitions.get(partition)?.position
    }

    /// What a commit without arguments commits: the position of every partition that has one (`allConsumed`).
    pub fn all_consumed(&self) -> Arc<[OffsetToCommit]> {
        let consumed = self.partitions.iter().filter_map(|(partition, state)| {
            let offset = state.position.filter(|_| state.has_valid_position())?;
            let (leader_epoch, metadata) = (state.leader_epoch, Arc::from(""));
            Some(OffsetToCommit { partition: *partition, offset, leader_epoch, metadata })
        });
        consumed.collect()
    }

    /// Partitions that wait for the committed offset.
    pub fn initializing(&self) -> Vec<TopicPartition> {
        self.select(|state| state.is_initializing() && !state.asked)
    }

    /// Whether partitions wait for the committed offset, asked for or not.
    pub fn any_initializing(&self) -> bool {
        self.partitions.values().any(PartitionState::is_initializing)
    }

    /// Partitions whose position has to be confirmed, with the epoch it is of.
    pub fn to_validate(&self) -> Vec<(TopicPartition, LeaderEpoch)> {
        let needed = self.partitions.iter().filter(|(_, state)| state.validation == Validation::Needed);
        needed.filter_map(|(partition, state)| Some((*partition, state.leader_epoch?))).collect()
    }

    /// Whether there are any.
    pub fn any_to_validate(&self) -> bool {
        self.partitions.values().any(|state| state.validation == Validation::Needed)
    }

    /// Partitions that wait for `auto.offset.reset`.
    pub fn awaiting_reset(&self) -> Vec<TopicPartition> {
        self.select(|state| state.position.is_none() && state.awaiting_reset && !state.asked)
    }

    /// Where to start may be asked again for partitions that the broker did not know.
    pub fn ask_again(&mut self) {
        for state in self.partitions.values_mut().filter(|state| state.unknown_to_broker) {
            (state.asked, state.unknown_to_broker) = (false, false);
        }
    }

    /// Nothing is read from this replica any more because a leader named it.
    pub fn forget_replica(&mut self, broker: BrokerId) {
        for state in self.partitions.values_mut() {
            state.preferred = state.preferred.filter(|(replica, _)| *replica != broker);
        }
    }

    fn select(&self, wanted: impl Fn(&PartitionState) -> bool) -> Vec<TopicPartition> {
        let chosen = self.partitions.iter().filter(|(_, state)| wanted(state));
        chosen.map(|(partition, _)| *partition).collect()
    }
}

/// `assigned` without `owned`, ascending.
pub fn without(assigned: &[TopicPartition], owned: &[TopicPartition]) -> Assignment {
    let mut rest: Vec<_> = assigned.iter().filter(|partition| !owned.contains(partition)).cloned().collect();
    sort(&mut rest);
    rest.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_whole_names_and_learns_of_new_topics() {
        let pattern = TopicPattern::new("orders-.*|clicks").unwrap();
        let mut state = SubscriptionState::new(Vec::new(), Some(pattern));
        let topics = |names: &[&str]| names.iter().map(|name| (TopicName::from(*name), 1)).collect();
        let seen = topics(&["clicks", "orders-eu", "old-orders-eu", "clicks2"]);
        assert_eq!(state.match_topics(&seen), Matched::Others);
        assert_eq!(state.topics, ["clicks".into(), "orders-eu".into()]);
        assert_eq!(state.match_topics(&topics(&["clicks", "orders-eu"])), Matched::TheSame);
        assert_eq!(state.widen(["orders-us".into()].iter()), Matched::Others);
        assert!(state.wants(&"orders-asia".into()));
        assert_eq!(state.topics.len(), 3);
        assert!(TopicPattern::new("orders-(").is_err());
    }

    #[test]
    fn what_stays_assigned_keeps_its_position() {
        let partition = |number| TopicPartition::new("orders".into(), number);
        let mut state = SubscriptionState::new(vec!["orders".into()], None);
        state.assign(&[partition(0), partition(1)]);
        state.get_mut(&partition(1)).unwrap().position = Some(7);
        state.assign(&[partition(1), partition(2)]);
        assert_eq!(state.position(&partition(1)), Some(7));
        assert_eq!(state.position(&partition(2)), None);
        assert_eq!(state.all_consumed().len(), 1);
        assert_eq!(&*without(&[partition(2), partition(1)], &[partition(1)]), [partition(2)]);
    }
}
