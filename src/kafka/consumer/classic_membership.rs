//! Being a member of a classic group (`AbstractCoordinator`, `ConsumerCoordinator`): finding the coordinator,
//! preparing and sending JoinGroup, leading, SyncGroup, installing the assignment, losing the membership.
//!
//! All of it happens on the application thread inside poll, but for what a heartbeat's answer triggers: that
//! only sets flags which the next poll acts upon.

use super::application::AfterCallback;
use super::heartbeat::Heartbeat;
use super::requests::Purpose;
use super::subscription::without;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::assignor::{AssignorMember, AssignorName, assign_as_listed, user_data};
use crate::kafka::fact::{Callback, Exception, Fact};
use crate::kafka::ids::*;
use crate::sim::time::SimTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The client's own view of its membership (`AbstractCoordinator.MemberState`).
///
/// - `Unjoined`: no membership. Ends when JoinGroup is sent.
/// - `PreparingRebalance`: JoinGroup is sent. Its answer leads to `CompletingRebalance`; errors that cost the
///   membership lead back to `Unjoined`.
/// - `CompletingRebalance`: SyncGroup is sent, heartbeats run. Its answer leads to `Stable`; a rebalance that
///   has begun meanwhile leads to another JoinGroup, a lost membership to `Unjoined`.
/// - `Stable`: the assignment is installed. A needed rejoin leads to `PreparingRebalance`, a lost membership
///   (heartbeat or commit error, poll interval) to `Unjoined`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberState {
    #[default]
    Unjoined,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
}

impl MemberState {
    /// As it is shown on a card.
    pub const fn name(self) -> &'static str {
        match self {
            MemberState::Unjoined => "Unjoined",
            MemberState::PreparingRebalance => "PreparingRebalance",
            MemberState::CompletingRebalance => "CompletingRebalance",
            MemberState::Stable => "Stable",
        }
    }
}

/// How far the preparations of a join have come (`onJoinPrepare`); they run once per join, not per request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prepare {
    /// Not begun.
    #[default]
    Needed,
    /// The automatic commit is sent and awaited.
    Committing { deadline: SimTime },
    /// It failed in a way that is worth another try.
    CommitFailed { deadline: SimTime },
    /// The listener is due.
    Callbacks,
    /// Done: JoinGroup may be sent, as often as it takes.
    Done,
}

/// What the leader was told in JoinGroup's answer and has yet to act upon.
#[derive(Clone, Debug, PartialEq)]
struct Election {
    members: Vec<JoinGroupResponseMember>,
    skip_assignment: bool,
}

/// The membership.
#[derive(Clone, Debug)]
pub struct Membership {
    pub(super) state: MemberState,
    pub(super) generation: Generation,
    pub(super) member_id: MemberId,
    pub(super) coordinator: Option<BrokerId>,
    /// FindCoordinator is under way.
    pub(super) finding: bool,
    pub(super) rejoin_needed: bool,
    rejoin_reason: Arc<str>,
    pub(super) prepare: Prepare,
    /// JoinGroup or SyncGroup is under way, or the leader waits for metadata.
    joining: bool,
    /// Nothing is sent before this.
    pub(super) retry_at: Option<SimTime>,
    attempts: u32,
    protocol: Option<AssignorName>,
    election: Option<Election>,
    leading: bool,
    /// As leader: the group's topics and their partitions as of the last assignment.
    snapshot: Option<BTreeMap<TopicName, Option<u32>>>,
    /// What the sticky assignor remembers: its last assignment and the generation of it.
    remembered: (Assignment, Option<Generation>),
    pub(super) heartbeat: Heartbeat,
    /// When poll was last called.
    pub(super) last_poll: Option<SimTime>,
    /// To be thrown at the next poll.
    pub(super) fatal: Option<Exception>,
    /// An asynchronous commit was answered FENCED_INSTANCE_ID.
    pub(super) commit_fenced: bool,
    /// LeaveGroup is under way.
    pub(super) leaving: bool,
}

impl Default for Membership {
    fn default() -> Self {
        Membership {
            state: MemberState::Unjoined,
            generation: Generation::NONE,
            member_id: MemberId::default(),
            coordinator: None,
            finding: false,
            rejoin_needed: true,
            rejoin_reason: Arc::from(""),
            prepare: Prepare::Needed,
            joining: false,
            retry_at: None,
            attempts: 0,
            protocol: None,
            election: None,
            leading: false,
            snapshot: None,
            remembered: (Assignment::default(), None),
            heartbeat: Heartbeat::default(),
            last_poll: None,
            fatal: None,
            commit_fenced: false,
            leaving: false,
        }
    }
}

impl Membership {
    /// Where the member stands.
    pub fn state(&self) -> MemberState {
        self.state
    }

    /// The generation it believes in.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Its member id; empty while it has none.
    pub fn member_id(&self) -> &MemberId {
        &self.member_id
    }

    /// Whether it believes it leads the group.
    pub fn leading(&self) -> bool {
        self.leading
    }

    /// What the heartbeat thread knows.
    pub fn heartbeat(&self) -> &Heartbeat {
        &self.heartbeat
    }

    /// When poll was last called.
    pub fn last_poll(&self) -> Option<SimTime> {
        self.last_poll
    }

    /// Whether a rejoin is needed or under way.
    pub fn rejoining(&self) -> bool {
        self.rejoin_needed || self.joining
    }
}

impl Consumer {
    /// Inside poll: takes the membership as far as it goes now. Whether poll may go on to fetching; if not, it
    /// waits, or a callback is running.
    pub(super) fn membership_step(&mut self, now: SimTime, fx: &mut Fx) -> bool {
        if self.membership.coordinator.is_none() {
            self.find_coordinator(now, fx);
            return false;
        }
        self.lead_if_elected(now, fx);
        while self.membership.rejoin_needed && self.membership.retry_at.is_none() {
            match self.membership.prepare {
                Prepare::Needed => {
                    let deadline = now + self.config.max_poll_interval;
                    self.prepare_commit(deadline, now, fx);
                }
                Prepare::CommitFailed { deadline } => self.prepare_commit(deadline, now, fx),
                Prepare::Committing { .. } => return false,
                Prepare::Callbacks => self.call_back_before_join(now, fx),
                Prepare::Done if self.membership.joining => return true,
                Prepare::Done => self.send_join(now, fx),
            }
            if !self.app.inside_poll() {
                return false;
            }
        }
        true
    }

    fn prepare_commit(&mut self, deadline: SimTime, now: SimTime, fx: &mut Fx) {
        let sent = self.commit_before_join(now, fx);
        self.membership.prepare = if sent { Prepare::Committing { deadline } } else { Prepare::Callbacks };
    }

    /// `onJoinPrepare`: eager gives everything up, cooperative only what it no longer subscribes to; a member
    /// without a generation has lost everything.
    fn call_back_before_join(&mut self, now: SimTime, fx: &mut Fx) {
        let owned = self.subscription.owned();
        let membership = &self.membership;
        let outside = !membership.generation.exists() || membership.member_id.is_empty();
        let nothing = Assignment::default();
        let then = |keep| AfterCallback::Join { keep };
        if outside && owned.is_empty() {
            self.membership.prepare = Prepare::Done;
        } else if outside {
            self.call_back(Callback::OnPartitionsLost, owned, then(nothing), now, fx);
        } else if !self.config.cooperative() {
            self.call_back(Callback::OnPartitionsRevoked, owned, then(nothing), now, fx);
        } else {
            let subscribed =
                |partition: &&TopicPartition| self.subscription.topics.contains(&partition.topic);
            let keep: Assignment = owned.iter().filter(subscribed).cloned().collect();
            let dropped = without(&owned, &keep);
            if dropped.is_empty() {
                self.membership.prepare = Prepare::Done;
            } else {
                self.call_back(Callback::OnPartitionsRevoked, dropped, then(keep), now, fx);
            }
        }
    }

    /// The listener has returned: JoinGroup may be sent.
    pub(super) fn ready_to_join(&mut self, keep: &Assignment, fx: &mut Fx) {
        if self.subscription.owned() != *keep {
            self.change_assignment(keep, fx);
        }
        self.membership.prepare = Prepare::Done;
    }

    fn send_join(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(coordinator) = self.membership.coordinator else { return };
        self.ask_metadata(now, fx);
        self.disable_heartbeat(fx);
        self.membership.state = MemberState::PreparingRebalance;
        self.membership.joining = true;
        (self.membership.leading, self.membership.election) = (false, None);
        let request = JoinGroupRequest {
            group_id: self.group.clone(),
            member_id: self.membership.member_id.clone(),
            group_instance_id: self.config.group_instance_id.clone(),
            client_id: self.client_id.clone(),
            session_timeout: self.config.session_timeout,
            rebalance_timeout: self.config.max_poll_interval,
            protocol_type: Arc::from("consumer"),
            protocols: self.protocols(),
            version: 9,
            reason: self.membership.rejoin_reason.clone(),
        };
        self.send(coordinator, Request::JoinGroup(request), Purpose::Join, now, fx);
    }

    fn protocols(&self) -> Arc<[JoinGroupProtocol]> {
        let (previous, remembered) = &self.membership.remembered;
        let generation = Some(self.membership.generation).filter(|generation| generation.exists());
        let protocol = |assignor: &AssignorName| JoinGroupProtocol {
            name: assignor.name().into(),
            metadata: Subscription {
                topics: self.subscription.topics.clone(),
                owned_partitions: self.subscription.owned().to_vec(),
                generation,
                rack: self.config.client_rack.clone(),
                user_data: user_data(*assignor, previous, *remembered),
            },
        };
        self.config.strategy.iter().map(protocol).collect()
    }

    /// JoinGroup was answered.
    pub(super) fn join_answered(&mut self, answer: JoinGroupResponse, now: SimTime, fx: &mut Fx) {
        self.membership.joining = false;
        match answer.error {
            ErrorCode::None => self.joined(answer, now, fx),
            ErrorCode::MemberIdRequired => {
                let reason = format!("need to re-join with the given member-id: {}", answer.member_id);
                self.membership.member_id = answer.member_id;
                self.membership.state = MemberState::Unjoined;
                self.request_rejoin(&reason, fx);
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration => {
                self.membership_lost(answer.error, fx)
            }
            ErrorCode::RebalanceInProgress | ErrorCode::CoordinatorLoadInProgress => self.retry_join(now, fx),
            ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator => {
                self.coordinator_unknown(now, fx);
                self.retry_join(now, fx);
            }
            fatal => self.membership.fatal = Some(exception_of(fatal)),
        }
    }

    fn joined(&mut self, answer: JoinGroupResponse, now: SimTime, fx: &mut Fx) {
        let membership = &mut self.membership;
        membership.state = MemberState::CompletingRebalance;
        membership.generation = answer.generation;
        membership.leading = answer.leader == answer.member_id;
        membership.member_id = answer.member_id;
        membership.protocol = answer.protocol_name.and_then(|name| AssignorName::from_name(name.as_str()));
        membership.joining = true;
        membership.attempts = 0;
        fx.note(Fact::JoinedGroup {
            client: self.name.clone(),
            member: membership.member_id.clone(),
            generation: membership.generation,
            leader: membership.leading,
        });
        self.enable_heartbeat(now, fx);
        if self.membership.leading {
            let (members, skip_assignment) = (answer.members, answer.skip_assignment);
            self.membership.election = Some(Election { members, skip_assignment });
            self.lead_if_elected(now, fx);
        } else {
            self.membership.snapshot = None;
            self.send_sync(BTreeMap::new(), now, fx);
        }
    }

    /// As leader, once the topics are known: assign partitions to all members and bring the result.
    fn lead_if_elected(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(topics) = self.metadata.clone() else { return };
        let Some(election) = self.membership.election.take() else { return };
        let subscribed: BTreeSet<TopicName> =
            election.members.iter().flat_map(|member| member.metadata.topics.iter().cloned()).collect();
        let count = |topic: TopicName| {
            let partitions = topics.get(&topic).copied();
            (topic, partitions)
        };
        self.membership.snapshot = Some(subscribed.into_iter().map(count).collect());
        if election.skip_assignment {
            return self.send_sync(BTreeMap::new(), now, fx);
        }
        let assignor = self.membership.protocol.unwrap_or(self.config.strategy[0]);
        let member = |member: &JoinGroupResponseMember| AssignorMember {
            member_id: member.member_id.clone(),
            group_instance_id: member.group_instance_id.clone(),
            subscription: member.metadata.clone(),
        };
        let members: Vec<_> = election.members.iter().map(member).collect();
        let result = assign_as_listed(assignor, &topics, &members);
        fx.note(Fact::AssignmentComputed {
            client: self.name.clone(),
            protocol: assignor.name().into(),
            members: result.len() as u32,
            partitions: result.values().map(|partitions| partitions.len() as u32).sum(),
        });
        let assignments =
            result.into_iter().map(|(member, partitions)| (member, partitions.into())).collect();
        self.send_sync(assignments, now, fx);
    }

    fn send_sync(&mut self, assignments: BTreeMap<MemberId, Assignment>, now: SimTime, fx: &mut Fx) {
        let Some(coordinator) = self.membership.coordinator else { return };
        let generation = self.membership.generation;
        let request = SyncGroupRequest {
            group_id: self.group.clone(),
            generation,
            member_id: self.membership.member_id.clone(),
            group_instance_id: self.config.group_instance_id.clone(),
            protocol_type: Some(Arc::from("consumer")),
            protocol_name: self.membership.protocol.map(|assignor| assignor.name().into()),
            assignments,
        };
        self.send(coordinator, Request::SyncGroup(request), Purpose::Sync(generation), now, fx);
    }

    /// SyncGroup was answered.
    pub(super) fn sync_answered(
        &mut self,
        generation: Generation,
        answer: SyncGroupResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if generation != self.membership.generation {
            return; // the membership was lost meanwhile; a new join is on its way
        }
        self.membership.joining = false;
        match answer.error {
            ErrorCode::None => {
                self.membership.state = MemberState::Stable;
                self.membership.rejoin_needed = false;
                self.membership.rejoin_reason = Arc::from("");
                self.membership.prepare = Prepare::Needed;
                self.next_auto_commit = now + self.config.auto_commit_interval;
                self.complete_join(answer.assignment.unwrap_or_default(), now, fx);
            }
            ErrorCode::RebalanceInProgress => {
                self.request_rejoin("group rebalanced before the assignment was brought", fx);
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration => {
                self.membership_lost(answer.error, fx)
            }
            ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator => {
                self.coordinator_unknown(now, fx);
                self.retry_join(now, fx);
            }
            fatal => self.membership.fatal = Some(exception_of(fatal)),
        }
    }

    /// `onJoinComplete`: cooperative first revokes what it has to give up, and joins again for that.
    fn complete_join(&mut self, assigned: Assignment, now: SimTime, fx: &mut Fx) {
        let revoked = without(&self.subscription.owned(), &assigned);
        if self.config.cooperative() && !revoked.is_empty() {
            self.request_rejoin("need to revoke partitions and re-join", fx);
            let then = AfterCallback::Install { assigned };
            self.call_back(Callback::OnPartitionsRevoked, revoked, then, now, fx);
        } else {
            self.install(assigned, now, fx);
        }
    }

    /// The new assignment becomes the client's own.
    pub(super) fn install(&mut self, assigned: Assignment, now: SimTime, fx: &mut Fx) {
        let added = self.added(&assigned);
        self.membership.remembered =
            (assigned.clone(), Some(self.membership.generation).filter(|g| g.exists()));
        self.change_assignment(&assigned, fx);
        self.call_back(Callback::OnPartitionsAssigned, added, AfterCallback::Poll, now, fx);
    }

    // --- losing, retrying, leaving

    /// The next poll has to join again.
    pub(super) fn request_rejoin(&mut self, reason: &str, fx: &mut Fx) {
        if self.membership.rejoin_needed && self.membership.state != MemberState::Unjoined {
            return;
        }
        self.membership.rejoin_needed = true;
        self.membership.rejoin_reason = Arc::from(reason);
        let reason = self.membership.rejoin_reason.clone();
        fx.note(Fact::RejoinNeeded { client: self.name.clone(), reason });
    }

    /// The coordinator does not know this member (any more): its id, or only its generation, is void.
    pub(super) fn membership_lost(&mut self, error: ErrorCode, fx: &mut Fx) {
        fx.note(Fact::MembershipLost { client: self.name.clone(), error });
        self.reset_membership(error == ErrorCode::UnknownMemberId, fx);
        let reason = format!("encountered {error}");
        self.request_rejoin(&reason, fx);
    }

    /// `resetStateAndGeneration`: Unjoined, without a generation; the next join first calls onPartitionsLost.
    pub(super) fn reset_membership(&mut self, forget_id: bool, fx: &mut Fx) {
        let membership = &mut self.membership;
        membership.state = MemberState::Unjoined;
        membership.generation = Generation::NONE;
        membership.rejoin_needed = true;
        membership.prepare = Prepare::Needed;
        membership.joining = false;
        (membership.leading, membership.election) = (false, None);
        if forget_id {
            membership.member_id = MemberId::default();
        }
        self.disable_heartbeat(fx);
    }

    fn retry_join(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.rejoin_needed = true;
        self.back_off(now, fx);
    }

    /// JoinGroup or SyncGroup was lost with the connection: the member id is kept, the join repeated.
    pub(super) fn join_lost(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.joining = false;
        self.retry_join(now, fx);
    }

    fn back_off(&mut self, now: SimTime, fx: &mut Fx) {
        let at = now + self.backoff(self.membership.attempts);
        self.membership.attempts += 1;
        self.membership.retry_at = Some(at);
        fx.set_timer(ConsumerTimer::Backoff, at);
    }

    /// The pause is over.
    pub(super) fn backoff_over(&mut self, now: SimTime) {
        if self.membership.retry_at.is_some_and(|at| at <= now) {
            self.membership.retry_at = None;
        }
    }

    /// Asks any broker who coordinates the group, unless that is under way.
    pub(super) fn find_coordinator(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.finding || self.membership.retry_at.is_some() {
            return;
        }
        self.membership.finding = true;
        let request = Request::FindCoordinator { group_id: self.group.clone() };
        self.send(BrokerId(0), request, Purpose::FindCoordinator, now, fx);
    }

    /// FindCoordinator was answered.
    pub(super) fn coordinator_found(
        &mut self,
        error: ErrorCode,
        coordinator: Option<BrokerId>,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.membership.finding = false;
        if error.is_none() && coordinator.is_some() {
            self.membership.coordinator = coordinator;
            self.membership.attempts = 0;
        } else {
            self.back_off(now, fx);
        }
    }

    /// The coordinator does not answer, or says it is not the coordinator: forget it, look for it again.
    pub(super) fn coordinator_unknown(&mut self, now: SimTime, fx: &mut Fx) {
        if self.membership.coordinator.take().is_none() {
            return;
        }
        fx.note(Fact::CoordinatorUnknown { client: self.name.clone() });
        self.disconnect_coordinator(now, fx);
    }

    /// Sends LeaveGroup if this member would: static members never do. Whether an answer is to be awaited.
    pub(super) fn send_leave(&mut self, reason: &str, now: SimTime, fx: &mut Fx) -> bool {
        let membership = &self.membership;
        let dynamic = self.config.group_instance_id.is_none();
        let known = !membership.member_id.is_empty();
        let Some(coordinator) = membership.coordinator.filter(|_| dynamic && known) else { return false };
        let member = LeavingMember {
            member_id: membership.member_id.clone(),
            group_instance_id: None,
            reason: Arc::from(reason),
        };
        let request = LeaveGroupRequest { group_id: self.group.clone(), members: vec![member] };
        self.send(coordinator, Request::LeaveGroup(request), Purpose::Leave, now, fx);
        true
    }

    /// LeaveGroup was answered, or never will be.
    pub(super) fn leave_answered(&mut self) {
        self.membership.leaving = false;
    }

    /// News of the topics: the leader rejoins if the group's topics changed since its assignment.
    pub(super) fn metadata_learnt(&mut self, topics: TopicMetadata, now: SimTime, fx: &mut Fx) {
        let changed = self.membership.snapshot.as_ref().is_some_and(|snapshot| {
            snapshot.iter().any(|(topic, partitions)| topics.get(topic).copied() != *partitions)
        });
        self.metadata = Some(topics);
        if changed && self.membership.leading && self.membership.state == MemberState::Stable {
            self.request_rejoin("cached metadata has changed", fx);
        }
        if self.app.inside_poll() {
            self.lead_if_elected(now, fx);
        }
    }
}

fn exception_of(error: ErrorCode) -> Exception {
    match error {
        ErrorCode::FencedInstanceId => Exception::FencedInstanceId,
        ErrorCode::InconsistentGroupProtocol => Exception::InconsistentGroupProtocol,
        ErrorCode::InvalidSessionTimeout => Exception::InvalidSessionTimeout,
        ErrorCode::GroupMaxSizeReached => Exception::GroupMaxSizeReached,
        _ => Exception::Kafka,
    }
}
