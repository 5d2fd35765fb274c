//! SyncGroup: the leader brings the assignment, everybody fetches their part (Kafka 4.0: `classicGroupSync`,
//! `expirePendingSync`).
//!
//! Members have one rebalance timeout, counted from the end of the join phase, to send it; who does not is removed,
//! even if the group has become Stable meanwhile.
//!
//! Not modelled: an assignment that cannot be written down (Kafka would rebalance at once).

use super::ClassicGroup;
use crate::kafka::api::*;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Correlation, MemberId};
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use std::sync::Arc;

/// Answers a SyncGroup.
pub(super) fn answer_sync(to: Correlation, result: Result<Option<Assignment>, ErrorCode>, turn: &mut Turn) {
    let response = match result {
        Ok(assignment) => SyncGroupResponse { error: ErrorCode::None, assignment },
        Err(error) => SyncGroupResponse::refused(error),
    };
    turn.respond(to, Response::SyncGroup(response));
}

impl ClassicGroup {
    /// Handles a SyncGroup.
    pub(in crate::kafka::coordinator) fn sync(
        &mut self,
        from: Correlation,
        request: &SyncGroupRequest,
        turn: &mut Turn,
    ) {
        let index = match self.validate_sync(request) {
            Ok(index) => index,
            Err(error) => return answer_sync(from, Err(error), turn),
        };
        match self.state {
            GroupState::Empty => answer_sync(from, Err(ErrorCode::UnknownMemberId), turn),
            GroupState::Dead => answer_sync(from, Err(ErrorCode::CoordinatorNotAvailable), turn),
            GroupState::PreparingRebalance => answer_sync(from, Err(ErrorCode::RebalanceInProgress), turn),
            GroupState::CompletingRebalance => {
                // One parked before is never answered, as in Kafka.
                self.members[index].parked_sync = Some(from);
                self.sync_received(&request.member_id, turn);
                if self.is_leader(&request.member_id) {
                    self.store_assignments(request, turn);
                }
            }
            GroupState::Stable => {
                self.sync_received(&request.member_id, turn);
                answer_sync(from, Ok(self.members[index].assignment.clone()), turn);
            }
        }
    }

    fn validate_sync(&self, request: &SyncGroupRequest) -> Result<usize, ErrorCode> {
        let index = self.validate_member(&request.member_id, request.group_instance_id.as_ref())?;
        if request.generation != self.generation {
            return Err(ErrorCode::IllegalGeneration);
        }
        if differ(&request.protocol_type, &self.protocol_type)
            || differ(&request.protocol_name, &self.protocol_name)
        {
            return Err(ErrorCode::InconsistentGroupProtocol);
        }
        Ok(index)
    }

    fn sync_received(&mut self, id: &MemberId, turn: &mut Turn) {
        self.pending_sync.retain(|pending| pending != id);
        if self.pending_sync.is_empty() {
            self.cancel_sync_timer(turn);
        }
    }

    /// Takes the leader's assignment, writes it down and tells everybody who is waiting for it.
    fn store_assignments(&mut self, request: &SyncGroupRequest, turn: &mut Turn) {
        for member in self.members.iter_mut() {
            member.assignment = request.assignments.get(&member.member_id).cloned();
        }
        let stored = self
            .members
            .iter()
            .map(|member| (member.member_id, member.assignment.clone().unwrap_or_else(|| Arc::from([]))));
        turn.note(
            self.id,
            GroupFact::AssignmentStored { generation: self.generation, assignments: stored.collect() },
        );
        self.transition_to(GroupState::Stable, turn);
        self.append_metadata(turn);
        for index in 0..self.members.len() {
            if let Some(parked) = self.members[index].parked_sync.take() {
                answer_sync(parked, Ok(self.members[index].assignment.clone()), turn);
                self.restart_session(index, turn);
            }
        }
    }

    /// The sync timer fired: members that still owe their SyncGroup lose their place. A rebalance follows even
    /// if the only one owing is an id that a static member's successor has replaced.
    pub(in crate::kafka::coordinator) fn sync_timer_fired(&mut self, turn: &mut Turn) {
        if self.sync_deadline.take_if(|deadline| *deadline <= turn.now).is_none() {
            return;
        }
        let late = std::mem::take(&mut self.pending_sync);
        let Some(first) = late.first().cloned() else { return };
        let leader = self.leader;
        for index in (0..self.members.len()).rev() {
            if late.contains(&self.members[index].member_id) {
                self.remove_member(index, RemovalReason::DidNotSync, turn);
            }
        }
        self.note_leader(leader, turn);
        let reason = RemovalReason::DidNotSync;
        self.prepare_rebalance(RebalanceReason::MemberRemoved { member: first, reason }, turn);
    }

    /// Everybody has as long as the slowest member may take between two polls.
    pub(super) fn set_sync_timer(&mut self, turn: &mut Turn) {
        let at = turn.now + self.rebalance_timeout();
        self.sync_deadline = Some(at);
        turn.effects.set_timer(CoordinatorTimer::Sync { group: self.id }, at);
    }

    pub(super) fn cancel_sync_timer(&mut self, turn: &mut Turn) {
        if self.sync_deadline.take().is_some() {
            turn.effects.cancel_timer(CoordinatorTimer::Sync { group: self.id });
        }
    }
}

/// Whether both say something and it is not the same.
fn differ<T: PartialEq>(asked: &Option<T>, known: &Option<T>) -> bool {
    matches!((asked, known), (Some(asked), Some(known)) if asked != known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::coordinator::story::CoordinatorStory;

    #[test]
    fn followers_wait_for_the_leader_and_then_all_are_answered() {
        let mut story = CoordinatorStory::new();
        story.enter("c1");
        story.enter("c2");
        story.pass(6000);
        let follower = story.sync("c2");
        assert_eq!(story.error(follower), None);
        let leader = story.sync("c1");
        assert_eq!((story.assigned(leader), story.assigned(follower)), (vec![0], vec![1]));
        assert_eq!(story.state(), GroupState::Stable);
    }

    #[test]
    fn who_sends_no_sync_in_time_is_removed_even_from_a_stable_group() {
        let mut story = CoordinatorStory::new();
        story.enter("c1");
        story.enter("c2");
        story.pass(6000);
        story.sync("c1");
        for _ in 0..5 {
            story.heartbeat("c1");
            story.heartbeat("c2");
            assert_eq!(story.state(), GroupState::Stable);
            story.pass(4000);
        }
        assert_eq!(story.state(), GroupState::PreparingRebalance);
        assert_eq!(story.group().members().len(), 1);
    }

    #[test]
    fn once_all_have_synced_nobody_waits_for_a_sync() {
        let mut story = CoordinatorStory::new();
        story.enter("c1");
        story.enter("c2");
        story.pass(6000);
        let timer = CoordinatorTimer::Sync { group: crate::kafka::coordinator::story::GROUP.into() };
        story.sync("c2");
        assert!(story.timers.contains_key(&timer) && story.group().phase_deadline().is_some());
        story.sync("c1");
        assert_eq!(story.state(), GroupState::Stable);
        assert!(!story.timers.contains_key(&timer), "it would fire in a later phase");
        assert_eq!(story.group().phase_deadline(), None);
    }

    #[test]
    fn a_rebalance_sends_parked_syncs_back_to_join_again() {
        let mut story = CoordinatorStory::new();
        story.enter("c1");
        story.enter("c2");
        story.pass(6000);
        let follower = story.sync("c2");
        story.leave("c1");
        assert_eq!(story.error(follower), Some(ErrorCode::RebalanceInProgress));
    }

    #[test]
    fn a_sync_of_an_older_generation_is_refused() {
        let mut story = CoordinatorStory::stable(&["c1"]);
        story.join("c1");
        story.client("c1").generation = crate::kafka::ids::Generation(1);
        let late = story.sync("c1");
        assert_eq!(story.error(late), Some(ErrorCode::IllegalGeneration));
    }
}
