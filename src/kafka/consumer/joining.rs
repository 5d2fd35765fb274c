//! Joining (`AbstractCoordinator.joinGroupIfNeeded`, `ConsumerCoordinator.onJoinPrepare` and `onJoinComplete`):
//! preparing, JoinGroup, leading, SyncGroup, installing the assignment. Preparing and installing happen inside poll;
//! the answers are handled by the thread that reads them.
//!
//! Not modelled: a custom assignor's `onAssignment`, and the check of what it assigned.

use super::classic_membership::{Election, JoinFailure, MemberState, Prepare};
use super::listener::AfterCallback;
use super::requests::Purpose;
use super::subscription::without;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::*;
use crate::kafka::assignor::{AssignorMember, AssignorName, assign_as_listed, user_data};
use crate::kafka::fact::{Callback, Exception, Fact};
use crate::kafka::ids::*;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::SimTime;
use std::sync::Arc;

/// How far a turn of poll has come with the membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// There is nothing to do: poll goes on to positions and records.
    Ready,
    /// A join is under way. Poll returns records of what is assigned still, and looks for no positions.
    Pending,
    /// Poll waits, until its timeout, before it does anything else; or a callback is running.
    Blocked,
}

impl Consumer {
    /// Inside poll: takes the membership as far as it goes now (`ConsumerCoordinator.poll`).
    pub(super) fn membership_step(&mut self, now: SimTime, fx: &mut Fx) -> Joined {
        self.notice_changes(fx);
        let membership = &self.membership;
        if membership.coordinator.is_none() || membership.rejoin_needed || membership.joining {
            self.pump_in_poll(now, fx);
        }
        if self.membership.coordinator.is_none() {
            self.find_coordinator(now, fx);
            return Joined::Blocked;
        }
        self.lead_if_elected(now, fx);
        while self.membership.rejoin_needed || self.membership.joining {
            if self.membership.retry_at.is_some() {
                return Joined::Pending;
            }
            match self.membership.prepare {
                Prepare::Needed if self.subscription.pattern.is_some() && !self.membership.refreshed => {
                    // A pattern joins with what it matches now.
                    self.ask_metadata(now, fx);
                    return Joined::Blocked;
                }
                Prepare::Needed => {
                    let deadline = now + self.config.max_poll_interval;
                    self.prepare_commit(deadline, now, fx);
                }
                Prepare::Committing { deadline } if now >= deadline => self.give_up_commit_before_join(fx),
                Prepare::Committing { .. } => return Joined::Pending,
                Prepare::CommitFailed { deadline } if now >= deadline => {
                    self.membership.prepare = Prepare::Callbacks;
                }
                Prepare::CommitFailed { deadline } => self.prepare_commit(deadline, now, fx),
                Prepare::Callbacks => self.call_back_before_join(now, fx),
                Prepare::Done if self.membership.join_result.is_some() => self.join_over(now, fx),
                Prepare::Done if self.membership.joining => return Joined::Pending,
                Prepare::Done => {
                    self.send_join(now, fx);
                    if self.membership.prepare == Prepare::Needed {
                        return Joined::Pending;
                    }
                }
            }
            if !self.app.inside_poll() || self.membership.fatal.is_some() {
                return Joined::Blocked;
            }
            if self.membership.coordinator.is_none() {
                self.find_coordinator(now, fx);
                return Joined::Blocked;
            }
        }
        Joined::Ready
    }

    /// Whether everything owned is about to be revoked, so that poll returns no more of it (`pendingRevocation`).
    pub fn revoking(&self) -> bool {
        let committing =
            matches!(self.membership.prepare, Prepare::Committing { .. } | Prepare::CommitFailed { .. });
        committing && !self.config.cooperative()
    }

    fn prepare_commit(&mut self, deadline: SimTime, now: SimTime, fx: &mut Fx) {
        let sent = self.commit_before_join(now, fx);
        self.membership.prepare = if sent { Prepare::Committing { deadline } } else { Prepare::Callbacks };
        if sent {
            fx.set_timer(ConsumerTimer::JoinPrepare, deadline);
        }
    }

    /// A join is over as far as the group is concerned, and poll acts upon it.
    fn join_over(&mut self, now: SimTime, fx: &mut Fx) {
        let Some((result, ticket)) = self.membership.join_result.take() else { return };
        // All that this poll does from here on is because of the answer.
        fx.put_off(ticket);
        let membership = &mut self.membership;
        membership.joining = false;
        match result {
            Ok(assignment) if membership.state == MemberState::Stable => {
                membership.prepare = Prepare::Needed;
                self.complete_join(assignment, now, fx);
            }
            Ok(_) => {
                let reason = format!(
                    "rebalance failed since the generation/state was modified by heartbeat thread to \
                     Generation{{generationId={}, memberId='{}', protocol='null'}}/{} before the rebalance callback \
                     triggered",
                    membership.generation,
                    membership.member_id,
                    membership.state.kafka_name(),
                );
                self.reset_membership(true, &reason, fx);
            }
            Err(failure) => self.join_failed(failure, now, fx),
        }
    }

    fn join_failed(&mut self, failure: JoinFailure, now: SimTime, fx: &mut Fx) {
        let error = match failure {
            JoinFailure::Disconnected => return self.retry_join("DisconnectException", now, fx),
            JoinFailure::Refused(error) => error,
        };
        match error {
            // The answer's handler has said why already.
            ErrorCode::MemberIdRequired => {}
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::RebalanceInProgress => {
                self.request_rejoin(&format!("rebalance failed due to {}", simple_name(error)), fx);
            }
            ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::NotCoordinator => self.retry_join(simple_name(error), now, fx),
            fatal => self.membership.fatal = Some(exception_of(fatal)),
        }
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
        self.membership.joined_topics = Some(self.subscription.topics.clone());
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
        if self.holds_over() {
            // `onJoinPrepare` had decided what to give up before the callback in which the membership was lost, and
            // goes on to JoinGroup. The next attempt is prepared anew, and loses the rest.
            self.membership.prepare = Prepare::Needed;
        }
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

    /// JoinGroup was answered. What poll has to do about an error waits for it.
    pub(super) fn join_answered(&mut self, answer: JoinGroupResponse, now: SimTime, fx: &mut Fx) {
        let error = answer.error;
        match error {
            ErrorCode::None => return self.joined(answer, now, fx),
            ErrorCode::MemberIdRequired => {
                let reason = format!("need to re-join with the given member-id: {}", answer.member_id);
                self.membership.member_id = answer.member_id;
                self.request_rejoin(&reason, fx);
            }
            ErrorCode::UnknownMemberId => self.membership_lost(error, "JOIN_GROUP", fx),
            ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator => {
                self.coordinator_unknown(now, fx);
            }
            _ => {}
        }
        self.join_ended(Err(JoinFailure::Refused(error)), fx);
    }

    fn join_ended(&mut self, result: Result<Assignment, JoinFailure>, fx: &mut Fx) {
        self.membership.joining = true;
        self.membership.join_result = Some((result, self.remember(fx)));
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
            self.send_sync(SortedMap::new(), now, fx);
        }
    }

    /// As leader, once the topics are known: assign partitions to all members and bring the result.
    pub(super) fn lead_if_elected(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(topics) = self.metadata.clone() else { return };
        let Some(election) = self.membership.election.take() else { return };
        let subscribed: SortedSet<TopicName> =
            election.members.iter().flat_map(|member| member.metadata.topics.iter().cloned()).collect();
        let count = |topic: TopicName| {
            let partitions = topics.get(&topic).copied();
            (topic, partitions)
        };
        self.membership.snapshot = Some(subscribed.into_iter().map(count).collect());
        self.ask_for_missing_topics(now, fx);
        if election.skip_assignment {
            return self.send_sync(SortedMap::new(), now, fx);
        }
        let assignor = self.membership.protocol.unwrap_or(self.config.strategy[0]);
        let member = |member: &JoinGroupResponseMember| AssignorMember {
            member_id: member.member_id.clone(),
            group_instance_id: member.group_instance_id.clone(),
            subscription: member.metadata.clone(),
        };
        let members: Vec<_> = election.members.iter().map(member).collect();
        let result = assign_as_listed(assignor, &topics, &members);
        let partitions = self.membership.snapshot.iter().flat_map(SortedMap::values).flatten().sum();
        let given: u32 = result.values().map(|partitions| partitions.len() as u32).sum();
        fx.note(Fact::AssignmentComputed {
            client: self.name.clone(),
            protocol: assignor.name().into(),
            members: result.len() as u32,
            partitions,
            withheld: partitions.saturating_sub(given),
        });
        let assignments =
            result.into_iter().map(|(member, partitions)| (member, partitions.into())).collect();
        self.send_sync(assignments, now, fx);
    }

    fn send_sync(&mut self, assignments: SortedMap<MemberId, Assignment>, now: SimTime, fx: &mut Fx) {
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

    /// SyncGroup was answered: the member is Stable, whatever the application is doing, and its commits are sent in the
    /// new generation.
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
        let error = answer.error;
        match error {
            ErrorCode::None => {
                self.membership.state = MemberState::Stable;
                self.membership.rejoin_needed = false;
                self.membership.rejoin_reason = Arc::from("");
                return self.join_ended(Ok(answer.assignment.unwrap_or_default()), fx);
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration => {
                self.membership_lost(error, "SYNC_GROUP", fx);
            }
            ErrorCode::CoordinatorNotAvailable | ErrorCode::NotCoordinator => {
                self.coordinator_unknown(now, fx);
            }
            _ => {}
        }
        self.join_ended(Err(JoinFailure::Refused(error)), fx);
    }

    /// `onJoinComplete`: cooperative first revokes what it has to give up, and joins again for that. An assignment
    /// that was made for another subscription is not taken.
    fn complete_join(&mut self, assigned: Assignment, now: SimTime, fx: &mut Fx) {
        if !assigned.iter().all(|partition| self.subscription.wants(&partition.topic)) {
            self.request_rejoin("received assignment does not match the current subscription", fx);
            return;
        }
        let revoked = without(&self.subscription.owned(), &assigned);
        if self.config.cooperative() && !revoked.is_empty() {
            let then = AfterCallback::Install { assigned };
            self.call_back(Callback::OnPartitionsRevoked, revoked, then, now, fx);
        } else {
            self.install(assigned, now, fx);
        }
    }

    /// What had to be given up is revoked: joins again so that others can have it, and installs the rest.
    pub(super) fn install_the_rest(&mut self, assigned: Assignment, now: SimTime, fx: &mut Fx) {
        self.request_rejoin("need to revoke partitions and re-join", fx);
        self.install(assigned, now, fx);
    }

    /// The new assignment becomes the client's own. Topics that the leader found to match a pattern before this
    /// member did are subscribed to as well.
    fn install(&mut self, assigned: Assignment, now: SimTime, fx: &mut Fx) {
        let topics = assigned.iter().map(|partition| &partition.topic);
        if self.subscription.widen(topics) {
            self.membership.joined_topics = Some(self.subscription.topics.clone());
            self.note_subscription(fx);
        }
        self.next_auto_commit = now + self.config.auto_commit_interval;
        let added = without(&assigned, &self.subscription.owned());
        self.membership.remembered =
            (assigned.clone(), Some(self.membership.generation).filter(|g| g.exists()));
        self.membership.lost_since_assigned = false;
        self.change_assignment(&assigned, fx);
        self.call_back(Callback::OnPartitionsAssigned, added, AfterCallback::Poll, now, fx);
    }

    fn retry_join(&mut self, exception: &str, now: SimTime, fx: &mut Fx) {
        self.request_rejoin(&format!("rebalance failed due to {exception}"), fx);
        self.back_off(now, fx);
    }

    /// JoinGroup or SyncGroup was lost with the connection: the member id is kept, the join repeated.
    pub(super) fn join_lost(&mut self, fx: &mut Fx) {
        if self.membership.joining {
            self.join_ended(Err(JoinFailure::Disconnected), fx);
        }
    }
}

/// The class of the exception that stands for an error, where the client's reasons name it.
fn simple_name(error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::NotCoordinator => "NotCoordinatorException",
        ErrorCode::CoordinatorNotAvailable => "CoordinatorNotAvailableException",
        ErrorCode::IllegalGeneration => "IllegalGenerationException",
        ErrorCode::RebalanceInProgress => "RebalanceInProgressException",
        ErrorCode::CoordinatorLoadInProgress => "CoordinatorLoadInProgressException",
        _ => "UnknownMemberIdException",
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
