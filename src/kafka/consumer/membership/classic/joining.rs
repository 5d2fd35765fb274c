//! Joining (`AbstractCoordinator.joinGroupIfNeeded`, `ConsumerCoordinator.onJoinPrepare` and `onJoinComplete`):
//! preparing, JoinGroup, leading, SyncGroup, installing the assignment. Preparing and installing happen inside poll;
//! the answers are handled by the thread that reads them.
//!
//! Not modelled: a custom assignor's `onAssignment`, and the check of what it assigned.

use super::{AfterRebalance, Election, JoinFailure, MemberIdAfter, MemberState, Prepare};
use crate::kafka::api::*;
use crate::kafka::assignor::{AssignorMember, AssignorName, assign_as_listed, user_data};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::listener::AfterCallback;
use crate::kafka::consumer::membership::{Joined, MembershipRequest};
use crate::kafka::consumer::requests::Purpose;
use crate::kafka::consumer::subscription::{Matched, without};
use crate::kafka::consumer::{Consumer, Fx};
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{Callback, RejoinCause};
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::SimTime;
use std::sync::Arc;

impl Consumer {
    /// Inside poll: takes the membership as far as it goes now (`ConsumerCoordinator.poll`).
    pub(in crate::kafka::consumer::membership) fn join_step(&mut self, now: SimTime, fx: &mut Fx) -> Joined {
        self.notice_changes(fx);
        let membership = &self.membership.classic;
        if self.lookup.coordinator.is_none() || membership.rejoin_needed || membership.joining {
            self.pump_in_poll(now, fx);
        }
        if self.lookup.coordinator.is_none() {
            self.find_coordinator(now, fx);
            return Joined::Blocked;
        }
        self.lead_if_elected(now, fx);
        while self.membership.classic.rejoin_needed || self.membership.classic.joining {
            if self.lookup.retry_at.is_some() {
                return Joined::Pending;
            }
            match self.membership.classic.prepare {
                Prepare::Needed
                    if self.subscription.pattern.is_some() && !self.membership.classic.refreshed =>
                {
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
                    self.membership.classic.prepare = Prepare::Callbacks;
                }
                Prepare::CommitFailed { deadline } => self.prepare_commit(deadline, now, fx),
                Prepare::Callbacks => self.call_back_before_join(now, fx),
                Prepare::Done if self.membership.classic.join_result.is_some() => self.join_over(now, fx),
                Prepare::Done if self.membership.classic.joining => return Joined::Pending,
                Prepare::Done => {
                    self.send_join(now, fx);
                    if self.membership.classic.prepare == Prepare::Needed {
                        return Joined::Pending;
                    }
                }
            }
            if !self.app.inside_poll() || self.membership.fatal.is_some() {
                return Joined::Blocked;
            }
            if self.lookup.coordinator.is_none() {
                self.find_coordinator(now, fx);
                return Joined::Blocked;
            }
        }
        Joined::Ready
    }

    /// A join is over as far as the group is concerned, and poll acts upon it.
    fn join_over(&mut self, now: SimTime, fx: &mut Fx) {
        let Some((result, ticket)) = self.membership.classic.join_result.take() else { return };
        // All that this poll does from here on is because of the answer.
        fx.put_off(ticket);
        let membership = &mut self.membership.classic;
        membership.joining = false;
        match result {
            Ok(assignment) if membership.state == MemberState::Stable => {
                membership.prepare = Prepare::Needed;
                self.complete_join(assignment, now, fx);
            }
            Ok(_) => {
                let cause = RejoinCause::ModifiedByHeartbeatThread {
                    generation: membership.generation,
                    member: membership.member_id,
                    state: membership.state.kafka_name(),
                };
                self.reset_membership(MemberIdAfter::Forgotten, cause, fx);
            }
            Err(failure) => self.join_failed(failure, now, fx),
        }
    }

    fn join_failed(&mut self, failure: JoinFailure, now: SimTime, fx: &mut Fx) {
        let error = match failure {
            JoinFailure::Disconnected => return self.retry_join(RejoinCause::Disconnected, now, fx),
            JoinFailure::Refused(error) => error,
        };
        match error {
            // The answer's handler has said why already.
            ErrorCode::MemberIdRequired => {}
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::RebalanceInProgress => {
                self.request_rejoin(RejoinCause::Failed(error), fx);
            }
            ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::NotCoordinator => self.retry_join(RejoinCause::Failed(error), now, fx),
            fatal => self.membership.fatal = Some(exception_of(fatal)),
        }
    }

    /// `onJoinPrepare`: eager gives everything up, cooperative only what it no longer subscribes to; a member
    /// without a generation has lost everything.
    fn call_back_before_join(&mut self, now: SimTime, fx: &mut Fx) {
        let owned = self.subscription.owned();
        let membership = &self.membership.classic;
        let outside = !membership.generation.exists() || membership.member_id.is_empty();
        let nothing = Assignment::default();
        let then = |keep| AfterCallback::Rebalance(AfterRebalance::Join { keep });
        if outside && owned.is_empty() {
            self.membership.classic.prepare = Prepare::Done;
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
                self.membership.classic.prepare = Prepare::Done;
            } else {
                self.call_back(Callback::OnPartitionsRevoked, dropped, then(keep), now, fx);
            }
        }
    }

    /// The listener has returned: JoinGroup may be sent.
    pub(in crate::kafka::consumer::membership) fn ready_to_join(&mut self, keep: &Assignment, fx: &mut Fx) {
        if self.subscription.owned() != *keep {
            self.change_assignment(keep, fx);
        }
        self.membership.classic.prepare = Prepare::Done;
    }

    fn send_join(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(coordinator) = self.lookup.coordinator else { return };
        self.ask_metadata(now, fx);
        self.disable_heartbeat(fx);
        self.membership.classic.state = MemberState::PreparingRebalance;
        self.membership.classic.joining = true;
        (self.membership.classic.leading, self.membership.classic.election) = (false, None);
        self.membership.classic.joined_topics = Some(self.subscription.topics.clone());
        let request = JoinGroupRequest {
            group_id: self.group,
            member_id: self.membership.classic.member_id,
            group_instance_id: self.config.group_instance_id,
            client_id: self.client_id,
            session_timeout: self.config.session_timeout,
            rebalance_timeout: self.config.max_poll_interval,
            protocol_type: Arc::from("consumer"),
            protocols: self.protocols(),
            version: 9,
            reason: self
                .membership
                .classic
                .rejoin_cause
                .as_ref()
                .map_or(Arc::from(""), |cause| cause.to_string().into()),
        };
        self.send(
            coordinator,
            Request::JoinGroup(request),
            Purpose::Membership(MembershipRequest::Join),
            now,
            fx,
        );
        if self.holds_over() {
            // `onJoinPrepare` had decided what to give up before the callback in which the membership was lost, and
            // goes on to JoinGroup. The next attempt is prepared anew, and loses the rest.
            self.membership.classic.prepare = Prepare::Needed;
        }
    }

    fn protocols(&self) -> Arc<[JoinGroupProtocol]> {
        let (previous, remembered) = &self.membership.classic.remembered;
        let generation = Some(self.membership.classic.generation).filter(|generation| generation.exists());
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
    pub(in crate::kafka::consumer::membership) fn join_answered(
        &mut self,
        answer: JoinGroupResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let error = answer.error;
        match error {
            ErrorCode::None => return self.joined(answer, now, fx),
            ErrorCode::MemberIdRequired => {
                self.membership.classic.member_id = answer.member_id;
                self.request_rejoin(RejoinCause::GivenMemberId(answer.member_id), fx);
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
        self.membership.classic.joining = true;
        self.membership.classic.join_result = Some((result, self.remember(fx)));
    }

    fn joined(&mut self, answer: JoinGroupResponse, now: SimTime, fx: &mut Fx) {
        let membership = &mut self.membership.classic;
        membership.state = MemberState::CompletingRebalance;
        membership.generation = answer.generation;
        membership.leading = answer.leader == answer.member_id;
        membership.member_id = answer.member_id;
        membership.protocol = answer.protocol_name.and_then(|name| AssignorName::from_name(name.as_str()));
        membership.joining = true;
        self.lookup.attempts = 0;
        fx.note(ConsumerFact::JoinedGroup {
            member: membership.member_id,
            generation: membership.generation,
            leader: membership.leading,
        });
        self.enable_heartbeat(now, fx);
        if self.membership.classic.leading {
            let (members, skip_assignment) = (answer.members, answer.skip_assignment);
            self.membership.classic.election = Some(Election { members, skip_assignment });
            self.lead_if_elected(now, fx);
        } else {
            self.membership.classic.snapshot = None;
            self.send_sync(SortedMap::new(), now, fx);
        }
    }

    /// As leader, once the topics are known: assign partitions to all members and bring the result.
    pub(in crate::kafka::consumer::membership) fn lead_if_elected(&mut self, now: SimTime, fx: &mut Fx) {
        let Some(topics) = self.metadata.clone() else { return };
        let Some(election) = self.membership.classic.election.take() else { return };
        let subscribed: SortedSet<TopicName> =
            election.members.iter().flat_map(|member| member.metadata.topics.iter().cloned()).collect();
        let count = |topic: TopicName| {
            let partitions = topics.get(&topic).copied();
            (topic, partitions)
        };
        self.membership.classic.snapshot = Some(subscribed.into_iter().map(count).collect());
        self.ask_for_missing_topics(now, fx);
        if election.skip_assignment {
            return self.send_sync(SortedMap::new(), now, fx);
        }
        let assignor = self.membership.classic.protocol.unwrap_or(self.config.strategy[0]);
        let member = |member: &JoinGroupResponseMember| AssignorMember {
            member_id: member.member_id,
            group_instance_id: member.group_instance_id,
            subscription: member.metadata.clone(),
        };
        let members: Vec<_> = election.members.iter().map(member).collect();
        let result = assign_as_listed(assignor, &topics, &members);
        let partitions = self.membership.classic.snapshot.iter().flat_map(SortedMap::values).flatten().sum();
        let given: u32 = result.values().map(|partitions| partitions.len() as u32).sum();
        fx.note(ConsumerFact::AssignmentComputed {
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
        let Some(coordinator) = self.lookup.coordinator else { return };
        let generation = self.membership.classic.generation;
        let request = SyncGroupRequest {
            group_id: self.group,
            generation,
            member_id: self.membership.classic.member_id,
            group_instance_id: self.config.group_instance_id,
            protocol_type: Some(Arc::from("consumer")),
            protocol_name: self.membership.classic.protocol.map(|assignor| assignor.name().into()),
            assignments,
        };
        self.send(
            coordinator,
            Request::SyncGroup(request),
            Purpose::Membership(MembershipRequest::Sync(generation)),
            now,
            fx,
        );
    }

    /// SyncGroup was answered: the member is Stable, whatever the application is doing, and its commits are sent in the
    /// new generation.
    pub(in crate::kafka::consumer::membership) fn sync_answered(
        &mut self,
        generation: Generation,
        answer: SyncGroupResponse,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if generation != self.membership.classic.generation {
            return; // the membership was lost meanwhile; a new join is on its way
        }
        let error = answer.error;
        match error {
            ErrorCode::None => {
                self.membership.classic.state = MemberState::Stable;
                self.membership.classic.rejoin_needed = false;
                self.membership.classic.rejoin_cause = None;
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
            self.request_rejoin(RejoinCause::AssignmentDoesNotMatch, fx);
            return;
        }
        let revoked = without(&self.subscription.owned(), &assigned);
        if self.config.cooperative() && !revoked.is_empty() {
            let then = AfterCallback::Rebalance(AfterRebalance::Install { assigned });
            self.call_back(Callback::OnPartitionsRevoked, revoked, then, now, fx);
        } else {
            self.install(assigned, now, fx);
        }
    }

    /// What had to be given up is revoked: joins again so that others can have it, and installs the rest.
    pub(in crate::kafka::consumer::membership) fn install_the_rest(
        &mut self,
        assigned: Assignment,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.request_rejoin(RejoinCause::NeedToRevoke, fx);
        self.install(assigned, now, fx);
    }

    /// The new assignment becomes the client's own. Topics that the leader found to match a pattern before this
    /// member did are subscribed to as well.
    fn install(&mut self, assigned: Assignment, now: SimTime, fx: &mut Fx) {
        let topics = assigned.iter().map(|partition| &partition.topic);
        if self.subscription.widen(topics) == Matched::Others {
            self.membership.classic.joined_topics = Some(self.subscription.topics.clone());
            self.note_subscription(fx);
        }
        self.next_auto_commit = now + self.config.auto_commit_interval;
        let added = without(&assigned, &self.subscription.owned());
        self.membership.classic.remembered =
            (assigned.clone(), Some(self.membership.classic.generation).filter(|g| g.exists()));
        self.membership.classic.lost_since_assigned = false;
        self.change_assignment(&assigned, fx);
        self.call_back(Callback::OnPartitionsAssigned, added, AfterCallback::Poll, now, fx);
    }

    /// The listener threw while the assignment was made the client's own: the next poll does that again. It finds
    /// nothing that is new then.
    pub(in crate::kafka::consumer::membership) fn complete_join_again(&mut self, fx: &mut Fx) {
        self.membership.classic.prepare = Prepare::Done;
        let assigned = self.subscription.owned();
        self.join_ended(Ok(assigned), fx);
    }

    fn retry_join(&mut self, cause: RejoinCause, now: SimTime, fx: &mut Fx) {
        self.request_rejoin(cause, fx);
        self.back_off(now, fx);
    }

    /// JoinGroup or SyncGroup was lost with the connection: the member id is kept, the join repeated.
    pub(in crate::kafka::consumer::membership) fn join_lost(&mut self, fx: &mut Fx) {
        if self.membership.classic.joining {
            self.join_ended(Err(JoinFailure::Disconnected), fx);
        }
    }
}

/// The class of the exception that stands for an error, where the client's reasons name it.
fn exception_of(error: ErrorCode) -> Exception {
    match error {
        ErrorCode::FencedInstanceId => Exception::FencedInstanceId,
        ErrorCode::InconsistentGroupProtocol => Exception::InconsistentGroupProtocol,
        ErrorCode::InvalidSessionTimeout => Exception::InvalidSessionTimeout,
        ErrorCode::GroupMaxSizeReached => Exception::GroupMaxSizeReached,
        _ => Exception::Kafka,
    }
}
