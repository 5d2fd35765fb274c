//! A classic group: its state, its members, and the questions about them (Kafka 4.0: `ClassicGroup`).
//!
//! What each request does to a group stands in a file of its own: `join`, `sync`, `session`, `leave`, `commits`; what
//! they share in `join_phase`; what survives a coordinator in `takeover`. The answers by state are listed at
//! [`GroupState`].
//!
//! Where Kafka visits members in the order of a hash map over random ids (who leads next), members are visited
//! in the order they joined.
//!
//! A group that changes into a consumer group (KIP-848), or was one, is the matter of `conversion`.

mod commits;
mod conversion;
mod join;
mod join_phase;
mod leave;
mod member;
mod members;
#[cfg(test)]
mod properties;
mod protocols;
mod session;
mod static_members;
mod sync;
mod takeover;

pub use member::Member;

use super::CoordinatorTimer;
use super::log::{CommittedOffset, GroupRecord, MemberRecord, OffsetsRecord};
use super::offsets::CommittedOffsets;
use super::turn::Turn;
use crate::kafka::api::ErrorCode;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::RemovalReason;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::{SimDuration, SimTime};
use members::Members;
use std::sync::Arc;

/// The protocol type of consumers; others (Kafka Connect) may form groups too.
const CONSUMER: &str = "consumer";

/// How long the join phase of a group that was empty still waits for newcomers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct InitialDelay {
    /// The length of the window that is running.
    pub window: SimDuration,
    /// What is left for further windows.
    pub remaining: SimDuration,
}

/// An id that was handed out with MEMBER_ID_REQUIRED and not used yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PendingMember {
    pub member_id: MemberId,
    /// When it is taken back.
    pub deadline: SimTime,
}

/// A classic group.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassicGroup {
    id: GroupId,
    state: GroupState,
    state_since: SimTime,
    generation: Generation,
    /// `None` while the group never had a member: a *simple* group, which only stores offsets.
    protocol_type: Option<Arc<str>>,
    protocol_name: Option<ProtocolName>,
    leader: Option<MemberId>,
    /// In the order they joined; a static member's successor takes its place.
    members: Members,
    pending_members: Vec<PendingMember>,
    /// Members that owe this generation's SyncGroup. Keeps the old id of a static member that was replaced.
    pending_sync: Vec<MemberId>,
    /// Topics of all members when the generation began; `None` where they cannot be known.
    subscribed_topics: Option<Arc<SortedSet<TopicName>>>,
    /// Present during a join phase that began in Empty.
    initial_delay: Option<InitialDelay>,
    /// Whether a member was added during an initial delay. Outlives the phase if it was set in the last window.
    new_member_added: bool,
    join_deadline: Option<SimTime>,
    sync_deadline: Option<SimTime>,
    pub(super) offsets: CommittedOffsets,
}

impl ClassicGroup {
    /// A group without members or offsets.
    pub(super) fn new(id: GroupId, now: SimTime) -> Self {
        ClassicGroup {
            id,
            state: GroupState::Empty,
            state_since: now,
            generation: Generation(0),
            protocol_type: None,
            protocol_name: None,
            leader: None,
            members: Members::default(),
            pending_members: Vec::new(),
            pending_sync: Vec::new(),
            subscribed_topics: None,
            initial_delay: None,
            new_member_added: false,
            join_deadline: None,
            sync_deadline: None,
            offsets: CommittedOffsets::default(),
        }
    }

    /// `group.id`.
    pub fn id(&self) -> &GroupId {
        &self.id
    }

    /// Where the group stands.
    pub fn state(&self) -> GroupState {
        self.state
    }

    /// Since when it has been in this state.
    pub fn state_since(&self) -> SimTime {
        self.state_since
    }

    /// The current generation.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The member that computes assignments.
    pub fn leader(&self) -> Option<&MemberId> {
        self.leader.as_ref()
    }

    /// The assignor selected for this generation.
    pub fn protocol_name(&self) -> Option<&ProtocolName> {
        self.protocol_name.as_ref()
    }

    /// `consumer` for consumers; `None` while the group never had a member.
    pub fn protocol_type(&self) -> Option<&str> {
        self.protocol_type.as_deref()
    }

    /// The members in the order they joined.
    pub fn members(&self) -> std::slice::Iter<'_, Member> {
        self.members.iter()
    }

    /// The member of this id.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.members.place(id).map(|place| &self.members[place])
    }

    /// Ids that were handed out and not used yet, oldest first, each with the time when it is taken back.
    pub fn pending_members(&self) -> impl ExactSizeIterator<Item = (&MemberId, SimTime)> {
        self.pending_members.iter().map(|pending| (&pending.member_id, pending.deadline))
    }

    /// Members whose JoinGroup (PreparingRebalance) or SyncGroup (CompletingRebalance) has not come yet.
    pub fn waiting_for(&self) -> impl Iterator<Item = &Member> {
        let completing = self.state == GroupState::CompletingRebalance;
        let owing: SortedSet<&MemberId> = self.pending_sync.iter().filter(|_| completing).collect();
        self.members.iter().filter(move |member| match self.state {
            GroupState::PreparingRebalance => !member.awaiting_join(),
            GroupState::CompletingRebalance => owing.contains(&member.member_id),
            GroupState::Empty | GroupState::Stable | GroupState::Dead => false,
        })
    }

    /// When the running phase ends at the latest: the initial delay's window, the rebalance timeout, or the time
    /// by which every SyncGroup must have come (which may be later than the group became Stable).
    pub fn phase_deadline(&self) -> Option<SimTime> {
        self.join_deadline.or(self.sync_deadline)
    }

    /// Whether the group is in the initial delay of a group that was empty.
    pub fn in_initial_delay(&self) -> bool {
        self.initial_delay.is_some()
    }

    /// Whether the initial delay begins again when it is over, since a member has joined meanwhile.
    pub fn extends_initial_delay(&self) -> bool {
        self.initial_delay.is_some_and(|delay| self.new_member_added && !delay.remaining.is_zero())
    }

    /// Committed offsets, by topic and partition.
    pub fn offsets(&self) -> &SortedMap<TopicPartition, CommittedOffset> {
        self.offsets.all()
    }

    fn position(&self, id: &MemberId) -> Option<usize> {
        self.members.place(id)
    }

    fn static_member(&self, instance: &InstanceId) -> Option<&Member> {
        self.members.iter().find(|member| member.group_instance_id.as_ref() == Some(instance))
    }

    fn is_leader(&self, id: &MemberId) -> bool {
        self.leader.as_ref() == Some(id)
    }

    /// The place of the member that a request speaks for. An instance id is looked at before the member id.
    fn validate_member(&self, id: &MemberId, instance: Option<&InstanceId>) -> Result<usize, ErrorCode> {
        if let Some(instance) = instance {
            match self.static_member(instance) {
                None => return Err(ErrorCode::UnknownMemberId),
                Some(holder) if holder.member_id != *id => return Err(ErrorCode::FencedInstanceId),
                Some(_) => {}
            }
        }
        self.position(id).ok_or(ErrorCode::UnknownMemberId)
    }

    /// The largest rebalance timeout; zero without members.
    fn rebalance_timeout(&self) -> SimDuration {
        self.members.iter().map(|member| member.rebalance_timeout).max().unwrap_or(SimDuration::ZERO)
    }

    /// Moves to another state.
    fn transition_to(&mut self, to: GroupState, turn: &mut Turn) {
        let from = std::mem::replace(&mut self.state, to);
        self.state_since = turn.now;
        turn.note(self.id, GroupFact::GroupStateChanged { from, to });
    }

    /// Takes a member out, wherever its requests are parked; they are the caller's to answer first. A leader is
    /// succeeded at once by the member that joined first, until the join phase decides anew.
    fn remove_member(&mut self, index: usize, reason: RemovalReason, turn: &mut Turn) {
        let gone = self.members.remove(index).member_id;
        self.pending_sync.retain(|id| *id != gone);
        if self.is_leader(&gone) {
            self.leader = self.members.first().map(|member| member.member_id);
        }
        turn.effects.cancel_timer(self.session_timer(&gone));
        turn.note(self.id, GroupFact::MemberRemoved { member: gone, reason });
    }

    /// Takes an id back that was handed out; whether there was one.
    fn remove_pending(&mut self, id: &MemberId) -> bool {
        let before = self.pending_members.len();
        self.pending_members.retain(|pending| pending.member_id != *id);
        self.pending_members.len() < before
    }

    /// Notes the leader if it is another than before.
    fn note_leader(&self, before: Option<MemberId>, turn: &mut Turn) {
        if let Some(leader) = self.leader.filter(|leader| before.as_ref() != Some(leader)) {
            turn.note(self.id, GroupFact::LeaderElected { leader });
        }
    }

    fn session_timer(&self, member: &MemberId) -> CoordinatorTimer {
        CoordinatorTimer::Session { group: self.id, member: *member }
    }

    /// Writes the group as it stands to the log.
    pub(super) fn append_metadata(&self, turn: &mut Turn) {
        let value = GroupRecord {
            protocol_type: self.protocol_type.clone(),
            generation: self.generation,
            protocol_name: self.protocol_name,
            leader: self.leader,
            state_since: self.state_since,
            members: self.members.iter().map(|member| self.member_record(member)).collect(),
        };
        turn.append(OffsetsRecord::Group { group: self.id, value: Some(Arc::new(value)) });
    }

    fn member_record(&self, member: &Member) -> MemberRecord {
        let selected = self.protocol_name.as_ref().and_then(|protocol| member.metadata(protocol));
        MemberRecord {
            member_id: member.member_id,
            group_instance_id: member.group_instance_id,
            client_id: member.client_id,
            session_timeout: member.session_timeout,
            rebalance_timeout: member.rebalance_timeout,
            subscription: selected.or(member.subscription()).cloned().unwrap_or_default(),
            assignment: member.assignment.clone(),
        }
    }
}
