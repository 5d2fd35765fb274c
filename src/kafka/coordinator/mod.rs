//! The group coordinator (Kafka 4.0: `GroupCoordinatorService`, `GroupMetadataManager`,
//! `OffsetMetadataManager`): who belongs to a group, in which generation, with which partitions, and up to where
//! it has read.
//!
//! A pure state machine. A request or a timer comes in with the present instant; facts, answers and timers go
//! out. Every request is answered, at once or later, with two exceptions that are Kafka's own: a JoinGroup or
//! SyncGroup that a second one of the same member replaces while it is parked, and the parked SyncGroup of a member
//! that is removed. The client's request timeout covers both.
//!
//! Reading order: `config`; `routes`, `group`; then a folder for each protocol: `classic_group`, with the requests in
//! the order of a member's life (`join`, `static_members`, `join_phase`, `protocols`, `sync`, `session`, `leave`,
//! `commits`), and `consumer_group` (KIP-848); what all groups share: `offsets`,
//! `expiry`; and what survives a takeover: `log`, `rebuild`. Tests are written with `story`;
//! `classic_group/properties` states what always holds.
//!
//! Not modelled: share groups, authorisation, metrics, DescribeGroups and
//! ListGroups (look at [`GroupCoordinator::groups`]), one coordinator per partition of `__consumer_offsets`.

mod classic_group;
mod config;
mod consumer_group;
mod expiry;
pub mod fact;
mod group;
mod java_hash;
mod log;
mod member_ids;
mod offsets;
mod once_deleted;
mod rebuild;
mod routes;
#[cfg(test)]
mod story;
mod turn;

pub use classic_group::{ClassicGroup, Member};
pub use config::{ConsumerGroupConfig, CoordinatorConfig, GroupConfig, MigrationPolicy, SessionSetting};
pub use consumer_group::{
    AssignmentEpochs, ClassicMembership, ConsumerGroup, ConsumerGroupHandlers, ConsumerGroupMember,
    ConsumerGroupRecord, ConsumerGroupRules, PartitionSet, Reconciliation, ResolvedPattern,
};
pub use group::{Group, LostCommit};
pub use log::{
    CommittedOffset, GroupRecord, LogEntry, MemberRecord, OFFSETS_TOPIC_PARTITIONS, OffsetsLog,
    OffsetsRecord, offsets_partition,
};

use crate::kafka::api::*;
use crate::kafka::effects::{Answer, Effects, NodeTimer};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use consumer_group::MemberTimer;
use expiry::CleanUp;
use group::GroupTimer;
use member_ids::MemberIds;
use offsets::CommittedOffsets;
use once_deleted::OnceDeleted;
use std::sync::Arc;
use turn::Turn;

/// The timers a coordinator sets. Setting one again replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoordinatorTimer {
    /// A member, or an id that was handed out, has not been heard from for too long.
    Session { group: GroupId, member: MemberId },
    /// The initial delay's window, or the time to rejoin, is over.
    Join { group: GroupId },
    /// The time to send SyncGroup is over.
    Sync { group: GroupId },
    /// A member of a consumer group has not given up in time what it was told to.
    Revocation { group: GroupId, member: MemberId },
    /// A classic member of a consumer group has not joined again in time.
    Rejoin { group: GroupId, member: MemberId },
    /// A classic member of a consumer group has not fetched its assignment in time.
    MemberSync { group: GroupId, member: MemberId },
    /// Time to look for expired offsets and groups that are over.
    CleanUp,
}

impl NodeTimer for CoordinatorTimer {
    type Ask = Answer;
    type Fact = (GroupId, fact::GroupFact);
}

/// The coordinator of many groups. A clone shares what has not changed since.
#[derive(Clone, Debug)]
pub struct GroupCoordinator {
    config: Arc<CoordinatorConfig>,
    groups: SortedMap<GroupId, Arc<Group>>,
    /// Offsets of groups that are forgotten until another of their ids begins.
    unowned_offsets: Arc<SortedMap<GroupId, CommittedOffsets>>,
    /// What is set for single groups.
    group_configs: Arc<SortedMap<GroupId, GroupConfig>>,
    /// The topics there are, which consumer groups look at.
    topics: TopicMetadata,
    ids: MemberIds,
    once_deleted: Arc<OnceDeleted>,
    log: OffsetsLog,
}

impl GroupCoordinator {
    /// A coordinator without groups.
    pub fn new(config: CoordinatorConfig) -> Self {
        let log = OffsetsLog::new();
        GroupCoordinator {
            config: Arc::new(config),
            groups: SortedMap::new(),
            unowned_offsets: Arc::default(),
            group_configs: Arc::default(),
            topics: TopicMetadata::default(),
            ids: MemberIds::in_block(0),
            once_deleted: Arc::default(),
            log,
        }
    }

    /// Arms the periodic clean-up.
    pub fn start(&mut self, now: SimTime, effects: &mut Effects<CoordinatorTimer>) {
        effects.set_timer(CoordinatorTimer::CleanUp, now + self.config.offsets_retention_check_interval);
    }

    /// Handles a timer that is due.
    pub fn on_timer(
        &mut self,
        timer: CoordinatorTimer,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        match timer {
            CoordinatorTimer::Session { group, member } => {
                self.group_timer_fired(&group, GroupTimer::Session(&member), now, effects);
            }
            CoordinatorTimer::Join { group } => {
                self.group_timer_fired(&group, GroupTimer::Join, now, effects);
            }
            CoordinatorTimer::Sync { group } => {
                self.group_timer_fired(&group, GroupTimer::Sync, now, effects);
            }
            CoordinatorTimer::Revocation { group, member } => {
                let timer = GroupTimer::Member(MemberTimer::Revocation, &member);
                self.group_timer_fired(&group, timer, now, effects);
            }
            CoordinatorTimer::Rejoin { group, member } => {
                let timer = GroupTimer::Member(MemberTimer::Rejoin, &member);
                self.group_timer_fired(&group, timer, now, effects);
            }
            CoordinatorTimer::MemberSync { group, member } => {
                let timer = GroupTimer::Member(MemberTimer::Sync, &member);
                self.group_timer_fired(&group, timer, now, effects);
            }
            CoordinatorTimer::CleanUp => {
                for id in self.groups.keys().cloned().collect::<Vec<_>>() {
                    if self.with_group(&id, now, effects, Group::clean_up) == Some(CleanUp::Over) {
                        self.remove_group(&id, now, effects);
                    }
                }
                self.start(now, effects);
            }
        }
    }

    fn group_timer_fired(
        &mut self,
        group: &GroupId,
        timer: GroupTimer,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        self.with_group(group, now, effects, |group, turn| group.timer_fired(timer, turn));
    }

    /// An administrator's DeleteGroups: only a group without members may go.
    pub fn delete_group(
        &mut self,
        group: &GroupId,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> ErrorCode {
        match self.groups.get(group).map(|group| group.state()) {
            None | Some(GroupState::Dead) => ErrorCode::GroupIdNotFound,
            Some(GroupState::Empty) => {
                self.remove_group(group, now, effects);
                ErrorCode::None
            }
            Some(_) => ErrorCode::NonEmptyGroup,
        }
    }

    /// An administrator's OffsetDelete: the offsets of a topic that no member subscribes to.
    pub fn delete_offsets(
        &mut self,
        group: &GroupId,
        topic: &TopicName,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) -> ErrorCode {
        if self.subscribed(group, topic) {
            return ErrorCode::GroupSubscribedToTopic;
        }
        let forget = |group: &mut Group, turn: &mut Turn| group.forget_topic(topic, now, turn);
        match self.with_group(group, now, effects, forget) {
            Some(()) => ErrorCode::None,
            None => ErrorCode::GroupIdNotFound,
        }
    }

    /// Whether a group has members that subscribe to a topic, or that do not say what they subscribe to.
    pub fn subscribed(&self, group: &GroupId, topic: &TopicName) -> bool {
        self.groups.get(group).is_some_and(|group| group.is_subscribed(topic))
    }

    /// A topic is gone: so are the offsets committed for it.
    pub fn topic_deleted(
        &mut self,
        topic: &TopicName,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
    ) {
        Arc::make_mut(&mut self.once_deleted).delete(topic, now);
        for id in self.groups.keys().cloned().collect::<Vec<_>>() {
            self.with_group(&id, now, effects, |group, turn| group.forget_topic(topic, now, turn));
        }
    }

    /// A topic of the name of a deleted one exists again, with this number of partitions.
    pub fn topic_created(&mut self, topic: &TopicName, partitions: u32) {
        Arc::make_mut(&mut self.once_deleted).create(topic, partitions);
    }

    /// The topics there are now; consumer groups look at them when a member is heard from.
    pub fn set_topics(&mut self, topics: TopicMetadata) {
        self.topics = topics;
        for group in self.groups.values_mut() {
            Arc::make_mut(group).topics_changed();
        }
    }

    /// Sets what an administrator can set for one group.
    pub fn set_group_config(&mut self, group: &GroupId, config: GroupConfig) {
        Arc::make_mut(&mut self.group_configs).insert(*group, config);
    }

    /// The session timeout of the members of a consumer group.
    pub fn session_timeout_of(&self, group: &GroupId) -> SimDuration {
        let config = self.group_configs.get(group).copied().unwrap_or_default();
        config.session_timeout(&self.config.consumer)
    }

    /// Which property sets the session timeout of a member.
    pub fn session_setting_of(&self, group: &GroupId, member: &MemberId) -> SessionSetting {
        let is_new =
            |group: &ConsumerGroup| group.member(member).is_some_and(|member| member.classic.is_none());
        match self.group(group) {
            Some(Group::Consumer(found)) if is_new(found) => {
                self.group_configs.get(group).copied().unwrap_or_default().session_setting()
            }
            Some(Group::Consumer(_) | Group::Classic(_)) | None => SessionSetting::Client,
        }
    }

    /// Which property says how often members of a consumer group send heartbeats.
    pub fn heartbeat_setting_of(&self, group: &GroupId) -> &'static str {
        self.group_configs.get(group).copied().unwrap_or_default().heartbeat_setting()
    }

    /// If the target of a consumer group is older than the group: from when on the next one may be computed, and which
    /// property says so.
    pub fn target_waits_until(&self, group: &GroupId) -> Option<(SimTime, &'static str)> {
        let config = self.group_configs.get(group).copied().unwrap_or_default();
        match self.group(group)? {
            Group::Consumer(found) => {
                let until = found.target_waits_until(&self.config.consumer, &config)?;
                Some((until, config.assignment_interval_setting()))
            }
            Group::Classic(_) => None,
        }
    }

    /// After which instant a heartbeat may have the patterns of a consumer group resolved again, and how long that is
    /// after the last time.
    pub fn resolves_after(&self, group: &GroupId) -> Option<(SimTime, SimDuration)> {
        match self.group(group)? {
            Group::Consumer(found) => found.resolves_after(),
            Group::Classic(_) => None,
        }
    }

    /// ConsumerGroupDescribe.
    pub fn describe_consumer_group(&self, id: &GroupId) -> Result<ConsumerGroupDescription, ErrorCode> {
        match self.group(id) {
            Some(Group::Consumer(group)) => Ok(group.describe(&self.config)),
            Some(Group::Classic(_)) | None => Err(ErrorCode::GroupIdNotFound),
        }
    }

    /// The group of this id, if there is one.
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.get(id).map(|group| &**group)
    }

    /// All groups, by id.
    pub fn groups(&self) -> impl Iterator<Item = (&GroupId, &Group)> {
        self.groups.iter().map(|(id, group)| (id, &**group))
    }

    /// The next offset a group will read of a partition, if it committed one.
    pub fn committed(&self, group: &GroupId, partition: &TopicPartition) -> Option<Offset> {
        self.groups.get(group)?.committed(partition)
    }

    /// All committed offsets of a group, by topic and partition.
    pub fn commits<'a>(
        &'a self,
        group: &GroupId,
    ) -> impl Iterator<Item = (&'a TopicPartition, &'a CommittedOffset)> + use<'a> {
        self.groups.get(group).into_iter().flat_map(|group| group.offsets())
    }

    /// The records of `__consumer_offsets`.
    pub fn log(&self) -> &OffsetsLog {
        &self.log
    }

    /// The broker's settings.
    pub fn config(&self) -> &CoordinatorConfig {
        &self.config
    }

    /// Lets a group handle something, if it exists.
    fn with_group<T>(
        &mut self,
        id: &GroupId,
        now: SimTime,
        effects: &mut Effects<CoordinatorTimer>,
        handle: impl FnOnce(&mut Group, &mut Turn) -> T,
    ) -> Option<T> {
        let group = Arc::make_mut(self.groups.get_mut(id)?);
        let mut turn = Turn {
            now,
            config: &self.config,
            group_configs: &self.group_configs,
            topics: &self.topics,
            ids: &mut self.ids,
            once_deleted: &self.once_deleted,
            log: &mut self.log,
            effects,
        };
        Some(handle(group, &mut turn))
    }
}
