//! A consumer group (KIP-848; Kafka 4.0: `ConsumerGroup` and the consumer group's part of `GroupMetadataManager`).
//!
//! The broker keeps a *target*, who should have what, and leads each member to it. A member learns of it only in the
//! answer to its own heartbeat; nothing is ever parked. Three epochs tell how far things are: the group's (its
//! members or their subscriptions changed), the assignment's (the group epoch that the target was computed for), and
//! each member's.
//!
//! Reading order: `rules`, `member`, `record`; a heartbeat in its order: `heartbeat`, `identify`, `advance`,
//! `target`, `reconcile`, `patterns`; then `leave`, `timers`, `commits`, `facts`; members that still speak the classic
//! protocol in `classic_members`, and groups that change into the other kind in `migration`. Others call the
//! handlers through the table in `handlers`.
//!
//! A handler works on copies and stores them at its end, so that a refused request changes nothing. Members are
//! visited by ascending id where Kafka follows a hash map.
//!
//! Not modelled: racks.

mod advance;
mod classic_members;
mod commits;
mod facts;
mod handlers;
mod heartbeat;
mod identify;
mod leave;
mod member;
mod migration;
mod patterns;
mod reconcile;
mod record;
mod rules;
mod target;
#[cfg(test)]
mod tests;
mod timers;

pub use handlers::ConsumerGroupHandlers;
use heartbeat::check_request;
pub use member::{AssignmentEpochs, ClassicMembership, ConsumerGroupMember, PartitionSet, Reconciliation};
use migration::may_upgrade;
pub use patterns::ResolvedPattern;
pub use record::ConsumerGroupRecord;
pub use rules::ConsumerGroupRules;
pub(super) use timers::MemberTimer;

use super::classic_group::ClassicGroup;
use super::config::{ConsumerGroupConfig, GroupConfig};
use super::log::{CommittedOffset, OffsetsRecord};
use super::offsets::CommittedOffsets;
use super::turn::Turn;
use crate::kafka::api::*;
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::group_state::ConsumerGroupState;
use crate::kafka::ids::*;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;
use timers::MemberTimers;

/// A consumer group.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerGroup {
    id: GroupId,
    /// What the log knows, too.
    stored: ConsumerGroupRecord,
    /// When members are removed unless something happens before.
    timers: SortedMap<MemberId, MemberTimers>,
    /// Whether topics may have changed since they were looked at last.
    look_again: bool,
    state_since: SimTime,
    pub(super) offsets: CommittedOffsets,
}

/// What a group is after a request or a timer.
#[derive(Debug)]
#[must_use]
pub(super) enum Continuation {
    /// The consumer group that it was.
    Stays,
    /// The last member that speaks the protocol of consumer groups has gone: a classic group.
    Becomes(Box<ClassicGroup>),
}

impl ConsumerGroup {
    /// A group without members, with offsets that may have been there before.
    pub(super) fn new(id: GroupId, now: SimTime, offsets: CommittedOffsets) -> Self {
        let (stored, timers) = (ConsumerGroupRecord::default(), SortedMap::new());
        ConsumerGroup { id, stored, timers, look_again: true, state_since: now, offsets }
    }

    /// The group as its record has it.
    pub(super) fn restore(&mut self, record: &ConsumerGroupRecord) {
        self.stored = record.clone();
        self.timers.clear();
        self.look_again = true;
    }

    /// `group.id`.
    pub fn id(&self) -> &GroupId {
        &self.id
    }

    /// Where the group stands: it follows from the epochs.
    pub fn state(&self) -> ConsumerGroupState {
        self.stored.state()
    }

    /// Since when it has been in this state.
    pub fn state_since(&self) -> SimTime {
        self.state_since
    }

    /// How often members or what they subscribe to changed.
    pub fn group_epoch(&self) -> Epoch {
        self.stored.group_epoch
    }

    /// The group epoch that the target was computed for.
    pub fn assignment_epoch(&self) -> Epoch {
        self.stored.assignment_epoch
    }

    /// The members by their ids.
    pub fn members(&self) -> impl ExactSizeIterator<Item = &ConsumerGroupMember> {
        self.stored.members.values().map(|member| &**member)
    }

    /// The member of this id.
    pub fn member(&self, id: &MemberId) -> Option<&ConsumerGroupMember> {
        self.stored.members.get(id).map(|member| &**member)
    }

    /// What a member should have.
    pub fn target(&self, id: &MemberId) -> PartitionSet {
        self.stored.targets.get(id).cloned().unwrap_or_default()
    }

    /// All topics that a member subscribes to, by name and by pattern, as far as patterns are resolved.
    pub fn subscription(&self, member: &ConsumerGroupMember) -> Arc<SortedSet<TopicName>> {
        self.stored.subscription_of(member)
    }

    /// What a pattern was resolved to last; nothing before the first time.
    pub fn resolved(&self, pattern: &str) -> Arc<SortedSet<TopicName>> {
        self.stored.patterns.get(pattern).map(|resolved| resolved.topics.clone()).unwrap_or_default()
    }

    /// After which instant a heartbeat may have the patterns of its members resolved again, and how long that is after
    /// the last time.
    pub fn resolves_after(&self) -> Option<(SimTime, SimDuration)> {
        let last = self.stored.patterns.values().map(|resolved| resolved.resolved_at).max()?;
        Some((last + patterns::NOT_WITHIN, patterns::NOT_WITHIN))
    }

    /// If the target is older than the group: until when a new one has to wait at least.
    pub fn target_waits_until(&self, broker: &ConsumerGroupConfig, group: &GroupConfig) -> Option<SimTime> {
        self.stored.target_waits_until(broker, group)
    }

    /// The assignor that computes the next target.
    pub fn assignor(&self, config: &super::CoordinatorConfig) -> ServerAssignorName {
        self.stored.preferred_assignor().unwrap_or(config.consumer.default_assignor())
    }

    /// Committed offsets, by topic and partition.
    pub fn offsets(&self) -> &SortedMap<TopicPartition, CommittedOffset> {
        self.offsets.all()
    }

    /// What ConsumerGroupDescribe answers.
    pub fn describe(&self, config: &super::CoordinatorConfig) -> ConsumerGroupDescription {
        let described = |member: &ConsumerGroupMember| DescribedMember {
            instance_id: member.instance_id,
            member_epoch: member.epoch,
            topics: member.topics.clone(),
            topic_regex: member.pattern.clone(),
            assigned: member.assigned.clone(),
            target: self.target(&member.member_id),
        };
        ConsumerGroupDescription {
            state: self.state(),
            group_epoch: self.group_epoch(),
            assignment_epoch: self.assignment_epoch(),
            assignor: self.assignor(config),
            members: self.members().map(|member| (member.member_id, described(member))).collect(),
        }
    }

    /// The metadata of a topic changed; what is new is looked at in the next heartbeat.
    pub(super) fn topics_changed(&mut self) {
        self.look_again = true;
    }

    /// Stores what a handler worked out, and writes it to the log if it is new.
    fn store(&mut self, next: ConsumerGroupRecord, turn: &mut Turn) {
        if next == self.stored {
            return;
        }
        if next.state() != self.stored.state() {
            self.state_since = turn.now;
        }
        self.note_changes(&next, turn);
        self.stored = next;
        self.append_metadata(turn);
    }

    /// Writes the group as it stands to the log.
    pub(super) fn append_metadata(&self, turn: &mut Turn) {
        let value = Some(Arc::new(self.stored.clone()));
        turn.append(OffsetsRecord::ConsumerGroup { group: self.id, value });
    }

    /// The group is deleted: a tombstone, and no timers.
    pub(super) fn end(&mut self, turn: &mut Turn) {
        self.cancel_all_timers(turn);
        turn.append(OffsetsRecord::ConsumerGroup { group: self.id, value: None });
        self.stored = ConsumerGroupRecord::default();
    }

    /// Session timeout and heartbeat interval of this group.
    fn times(&self, turn: &Turn) -> GroupConfig {
        turn.group_configs.get(&self.id).copied().unwrap_or_default()
    }
}
