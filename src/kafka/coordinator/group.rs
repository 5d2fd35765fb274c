//! A group of whichever protocol (Kafka 4.0: `Group`): what each kind of group answers, which requests it handles,
//! and what a timer means to it.
//!
//! A question that every kind of group can answer is a method here. What only one protocol knows (a join phase,
//! members that are waited for) is asked of that kind of group, by a `match` that names all kinds.
//!
//! Not modelled: share groups.

use super::classic_group::{ClassicGroup, Member};
use super::consumer_group::{
    ConsumerGroup, ConsumerGroupHandlers, ConsumerGroupRecord, Continuation, MemberTimer,
};
use super::log::{CommittedOffset, GroupRecord};
use super::offsets::CommittedOffsets;
use super::turn::Turn;
use crate::kafka::api::*;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// Its members join with JoinGroup and SyncGroup. So is a *simple* group, which has offsets and never had
    /// members.
    Classic(ClassicGroup),
    /// Its members send ConsumerGroupHeartbeat (KIP-848); some of them may still speak the classic protocol.
    Consumer(ConsumerGroup),
}

/// A timer of a group.
#[derive(Clone, Copy, Debug)]
pub(super) enum GroupTimer<'a> {
    /// A member, or an id that was handed out, has not been heard from for too long.
    Session(&'a MemberId),
    /// The join phase's present wait is over.
    Join,
    /// The time to send SyncGroup is over.
    Sync,
    /// The time of one member of a consumer group for something is over.
    Member(MemberTimer, &'a MemberId),
}

/// What became of a commit that was to be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostCommit {
    /// It would have been stored, had nothing gone wrong; it keeps the member's session.
    WasValid,
    /// It would have been refused. Nothing happened.
    WasRefused,
}

impl Group {
    /// A group without members or offsets. The first member decides on the protocol; until then it is a classic
    /// group.
    pub(super) fn new(id: GroupId, now: SimTime) -> Self {
        Group::Classic(ClassicGroup::new(id, now))
    }

    // --- routes

    /// Handles a request to this group: which kind of group answers which requests.
    pub(super) fn handle(&mut self, from: Correlation, request: &Request, turn: &mut Turn) {
        match self {
            Group::Classic(group) => match request {
                Request::JoinGroup(request) => group.join(from, request, turn),
                Request::SyncGroup(request) => group.sync(from, request, turn),
                Request::Heartbeat(request) => group.heartbeat(from, request, turn),
                Request::LeaveGroup(request) => group.leave(from, request, turn),
                Request::OffsetCommit(request) => group.commit(from, request, turn),
                Request::OffsetFetch(request) => {
                    let answer = super::offsets::fetch(Some(group.offsets()), request);
                    turn.respond(from, Response::OffsetFetch(answer));
                }
                Request::ConsumerGroupHeartbeat(_)
                | Request::FindCoordinator { .. }
                | Request::Metadata
                | Request::ListOffsets(_)
                | Request::OffsetsForLeaderEpoch(_)
                | Request::Fetch(_)
                | Request::Produce(_) => debug_assert!(false, "no group is asked this"),
            },
            Group::Consumer(group) => {
                if let Some(on) = ConsumerGroupHandlers::here() {
                    let continuation = (on.handle)(group, from, request, turn);
                    self.go_on(continuation);
                }
            }
        }
    }

    /// Handles a heartbeat of the protocol of consumer groups, which only they are sent.
    pub(super) fn consumer_heartbeat(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        turn: &mut Turn,
    ) -> Result<ConsumerGroupHeartbeatResponse, ErrorCode> {
        match self {
            Group::Classic(_) => Err(ErrorCode::GroupIdNotFound),
            Group::Consumer(group) => {
                let Some(on) = ConsumerGroupHandlers::here() else {
                    return Err(ErrorCode::CoordinatorLoadInProgress);
                };
                let (answer, continuation) = (on.heartbeat)(group, request, turn);
                self.go_on(continuation);
                answer
            }
        }
    }

    /// No timer of the group is left.
    pub(super) fn cancel_timers(&mut self, turn: &mut Turn) {
        match self {
            Group::Classic(group) => group.cancel_timers(turn),
            Group::Consumer(group) => group.cancel_all_timers(turn),
        }
    }

    /// Goes on as the kind of group that a handler left.
    fn go_on(&mut self, continuation: Continuation) {
        match continuation {
            Continuation::Stays => {}
            Continuation::Becomes(classic) => *self = Group::Classic(*classic),
        }
    }

    /// The topics that there are have changed.
    pub(super) fn topics_changed(&mut self) {
        match self {
            // The leader looks after topics itself.
            Group::Classic(_) => {}
            Group::Consumer(group) => group.topics_changed(),
        }
    }

    /// One of its timers fired.
    pub(super) fn timer_fired(&mut self, timer: GroupTimer, turn: &mut Turn) {
        match (&mut *self, timer) {
            (Group::Classic(group), GroupTimer::Session(member)) => group.session_timer_fired(member, turn),
            (Group::Classic(group), GroupTimer::Join) => group.join_timer_fired(turn),
            (Group::Classic(group), GroupTimer::Sync) => group.sync_timer_fired(turn),
            (Group::Consumer(_), GroupTimer::Session(member)) => {
                self.consumer_timer_fired(MemberTimer::Session, member, turn);
            }
            (Group::Consumer(_), GroupTimer::Member(timer, member)) => {
                self.consumer_timer_fired(timer, member, turn);
            }
            // Set before the group changed its kind.
            (Group::Classic(_), GroupTimer::Member(..))
            | (Group::Consumer(_), GroupTimer::Join | GroupTimer::Sync) => {}
        }
    }

    fn consumer_timer_fired(&mut self, timer: MemberTimer, member: &MemberId, turn: &mut Turn) {
        if let (Group::Consumer(group), Some(on)) = (&mut *self, ConsumerGroupHandlers::here()) {
            let continuation = (on.timer_fired)(group, timer, member, turn);
            self.go_on(continuation);
        }
    }

    /// A commit that will be answered late and not be stored.
    pub(super) fn lose_commit(&mut self, request: &OffsetCommitRequest, turn: &mut Turn) -> LostCommit {
        match self {
            Group::Classic(group) => group.lose_commit(request, turn),
            Group::Consumer(group) => match ConsumerGroupHandlers::here() {
                Some(on) => (on.lose_commit)(group, request, turn),
                None => LostCommit::WasRefused,
            },
        }
    }

    // --- the log

    /// Writes the group as it stands to the log.
    pub(super) fn append_metadata(&self, turn: &mut Turn) {
        match self {
            Group::Classic(group) => group.append_metadata(turn),
            Group::Consumer(group) => group.append_metadata(turn),
        }
    }

    /// Takes a record's word for everything but the offsets.
    pub(super) fn restore(&mut self, record: &GroupRecord) {
        match self {
            Group::Classic(group) => group.restore(record),
            Group::Consumer(group) => {
                let mut classic = ClassicGroup::new(*group.id(), record.state_since);
                classic.offsets = std::mem::take(&mut group.offsets);
                classic.restore(record);
                *self = Group::Classic(classic);
            }
        }
    }

    /// The same for the record of a consumer group.
    pub(super) fn restore_consumer_group(&mut self, record: &ConsumerGroupRecord) {
        if let Group::Classic(group) = self {
            let offsets = std::mem::take(&mut group.offsets);
            *self = Group::Consumer(ConsumerGroup::new(*group.id(), group.state_since(), offsets));
        }
        if let Group::Consumer(group) = self {
            group.restore(record);
        }
    }

    /// Takes a record's word for the offset of one partition.
    pub(super) fn replay_offset(&mut self, partition: &TopicPartition, value: Option<&CommittedOffset>) {
        self.offsets_mut().replay(partition, value);
    }

    /// A coordinator has taken over and goes on with the group.
    pub(super) fn resume(&mut self, turn: &mut Turn) {
        match self {
            Group::Classic(group) => group.resume(turn),
            Group::Consumer(group) => {
                if let Some(on) = ConsumerGroupHandlers::here() {
                    (on.resume)(group, turn);
                }
            }
        }
    }

    /// The coordinator gives the group up: every parked request is answered NOT_COORDINATOR, no timer is left.
    pub(super) fn give_up(&mut self, turn: &mut Turn) {
        match self {
            Group::Classic(group) => group.give_up(turn),
            Group::Consumer(group) => group.give_up(turn),
        }
    }

    /// The group is deleted: a tombstone, no timers, and no state to go on from.
    pub(super) fn end(&mut self, turn: &mut Turn) {
        match self {
            Group::Classic(group) => group.end(turn),
            Group::Consumer(group) => group.end(turn),
        }
    }

    // --- offsets

    pub(super) fn offsets_mut(&mut self) -> &mut CommittedOffsets {
        match self {
            Group::Classic(group) => &mut group.offsets,
            Group::Consumer(group) => &mut group.offsets,
        }
    }

    /// Drops the offsets for which the condition holds; whose they were.
    pub(super) fn drop_offsets_where(
        &mut self,
        turn: &mut Turn,
        condition: impl Fn(&Self, &TopicPartition, &CommittedOffset) -> bool,
    ) -> Vec<TopicPartition> {
        let matching = self.offsets().iter().filter(|(partition, stored)| condition(self, partition, stored));
        let gone: Vec<TopicPartition> = matching.map(|(partition, _)| *partition).collect();
        let id = *self.id();
        self.offsets_mut().remove(&id, &gone, turn);
        gone
    }

    /// From when an offset's retention counts; `None` where it does not expire now.
    pub(super) fn retention_counts_from(
        &self,
        topic: &TopicName,
        stored: &CommittedOffset,
    ) -> Option<SimTime> {
        match self {
            Group::Classic(group) => group.retention_counts_from(topic, stored),
            Group::Consumer(group) => group.retention_counts_from(topic, stored),
        }
    }

    /// Whether a member subscribes to the topic, as far as the coordinator knows.
    pub(super) fn is_subscribed(&self, topic: &TopicName) -> bool {
        match self {
            Group::Classic(group) => group.is_subscribed(topic),
            Group::Consumer(group) => group.is_subscribed(topic),
        }
    }

    /// Committed offsets, by topic and partition.
    pub fn offsets(&self) -> &SortedMap<TopicPartition, CommittedOffset> {
        match self {
            Group::Classic(group) => group.offsets(),
            Group::Consumer(group) => group.offsets(),
        }
    }

    /// The committed offset of a partition.
    pub fn committed(&self, partition: &TopicPartition) -> Option<Offset> {
        self.offsets().get(partition).map(|stored| stored.offset)
    }

    // --- what every group has

    /// `group.id`.
    pub fn id(&self) -> &GroupId {
        match self {
            Group::Classic(group) => group.id(),
            Group::Consumer(group) => group.id(),
        }
    }

    /// Where the group stands, in the words of the classic protocol. A consumer group with members is Stable:
    /// whatever it changes, its members read on.
    pub fn state(&self) -> GroupState {
        match self {
            Group::Classic(group) => group.state(),
            Group::Consumer(group) => match group.state() {
                ConsumerGroupState::Empty => GroupState::Empty,
                ConsumerGroupState::Assigning
                | ConsumerGroupState::Reconciling
                | ConsumerGroupState::Stable => GroupState::Stable,
            },
        }
    }

    /// Its state as Kafka spells it, in the words of its own protocol.
    pub fn state_name(&self) -> &'static str {
        match self {
            Group::Classic(group) => group.state().name(),
            Group::Consumer(group) => group.state().name(),
        }
    }

    /// Since when it has been in this state.
    pub fn state_since(&self) -> SimTime {
        match self {
            Group::Classic(group) => group.state_since(),
            Group::Consumer(group) => group.state_since(),
        }
    }

    /// The current generation; of a consumer group its epoch.
    pub fn generation(&self) -> Generation {
        match self {
            Group::Classic(group) => group.generation(),
            Group::Consumer(group) => Generation(group.group_epoch()),
        }
    }

    /// The member that computes assignments, where a member does.
    pub fn leader(&self) -> Option<&MemberId> {
        match self {
            Group::Classic(group) => group.leader(),
            Group::Consumer(_) => None,
        }
    }

    /// The assignor in use.
    pub fn protocol_name(&self) -> Option<&ProtocolName> {
        match self {
            Group::Classic(group) => group.protocol_name(),
            Group::Consumer(_) => None,
        }
    }

    /// The members of a classic group in the order they joined. Those of a consumer group are of another kind.
    pub fn members(&self) -> impl ExactSizeIterator<Item = &Member> {
        match self {
            Group::Classic(group) => group.members(),
            Group::Consumer(_) => Default::default(),
        }
    }

    /// The member of this id, in a classic group.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        match self {
            Group::Classic(group) => group.member(id),
            Group::Consumer(_) => None,
        }
    }

    /// The ids of its members, of whichever protocol.
    pub fn member_ids(&self) -> Vec<MemberId> {
        match self {
            Group::Classic(group) => group.members().map(|member| *member.member_id()).collect(),
            Group::Consumer(group) => group.members().map(|member| member.member_id).collect(),
        }
    }

    /// How many members it has, of whichever protocol.
    pub fn member_count(&self) -> usize {
        match self {
            Group::Classic(group) => group.members().len(),
            Group::Consumer(group) => group.members().len(),
        }
    }

    /// Whether it has a member of this id, of whichever protocol.
    pub fn has_member(&self, id: &MemberId) -> bool {
        match self {
            Group::Classic(group) => group.member(id).is_some(),
            Group::Consumer(group) => group.member(id).is_some(),
        }
    }

    /// Members that a classic group waits for. A consumer group waits for nobody.
    pub fn waiting_for(&self) -> impl Iterator<Item = &Member> {
        let classic = match self {
            Group::Classic(group) => Some(group),
            Group::Consumer(_) => None,
        };
        classic.into_iter().flat_map(ClassicGroup::waiting_for)
    }

    /// When the running phase ends at the latest.
    pub fn phase_deadline(&self) -> Option<SimTime> {
        match self {
            Group::Classic(group) => group.phase_deadline(),
            Group::Consumer(_) => None,
        }
    }
}
