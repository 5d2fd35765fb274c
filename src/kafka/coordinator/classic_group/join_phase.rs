//! The join phase: how a rebalance begins, how long it waits, and how it ends in a new generation
//! (Kafka 4.0: `prepareRebalance`, `tryCompleteInitialRebalanceElseSchedule`, `completeClassicGroupJoin`).
//!
//! Two kinds of wait. A group that was Empty waits a fixed *initial delay* for more members, extended while
//! newcomers arrive. Any other waits until every member has rejoined and no id that was handed out is unused,
//! or until the largest rebalance timeout of its members is over.
//!
//! Not modelled: a join phase whose outcome cannot be written down.

use super::member::Member;
use super::sync::answer_sync;
use super::{ClassicGroup, InitialDelay};
use crate::kafka::api::ErrorCode;
use crate::kafka::coordinator::CoordinatorTimer;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::Generation;
use crate::kafka::rebalance_causes::{RebalanceReason, RemovalReason};
use crate::sim::time::SimDuration;

/// What an election has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Elected {
    /// The leader is a member that rejoined.
    Leader,
    /// No member rejoined.
    Nobody,
}

impl ClassicGroup {
    /// After a member came or went: begins a rebalance, or, if one is running, ends it if no member is missing.
    pub(super) fn rebalance_or_complete_join(&mut self, reason: RebalanceReason, turn: &mut Turn) {
        match self.state {
            GroupState::PreparingRebalance => self.complete_join_phase_if_all_joined(turn),
            GroupState::Empty | GroupState::CompletingRebalance | GroupState::Stable => {
                self.prepare_rebalance(reason, turn);
            }
            GroupState::Dead => {}
        }
    }

    /// Begins a rebalance. Parked syncs are sent back to join again.
    pub(super) fn prepare_rebalance(&mut self, reason: RebalanceReason, turn: &mut Turn) {
        turn.note(self.id, GroupFact::RebalanceStarted { reason });
        if self.state == GroupState::CompletingRebalance {
            self.abandon_syncs(turn);
        }
        self.pending_sync.clear();
        self.cancel_sync_timer(turn);
        let from_empty = self.state == GroupState::Empty;
        self.transition_to(GroupState::PreparingRebalance, turn);
        if from_empty {
            let window = turn.config.initial_rebalance_delay;
            let remaining = self.rebalance_timeout().saturating_sub(window);
            self.initial_delay = Some(InitialDelay { window, remaining });
            self.set_join_timer(window, turn);
        } else if self.all_joined() {
            self.complete_join_phase(turn);
        } else {
            self.set_join_timer(self.rebalance_timeout(), turn);
        }
    }

    fn abandon_syncs(&mut self, turn: &mut Turn) {
        for index in 0..self.members.len() {
            self.members[index].assignment = None;
            if let Some(parked) = self.members[index].parked_sync.take() {
                answer_sync(parked, Err(ErrorCode::RebalanceInProgress), turn);
                self.restart_session(index, turn);
            }
        }
    }

    /// Whether no member is missing, ids that were handed out included.
    pub(super) fn all_joined(&self) -> bool {
        self.pending_members.is_empty() && self.members.iter().all(|member| member.awaiting_join())
    }

    /// What an arrival or a leave can do to a running join phase. Neither cuts an initial delay short.
    pub(super) fn complete_join_phase_if_all_joined(&mut self, turn: &mut Turn) {
        let waits = self.state == GroupState::PreparingRebalance && self.initial_delay.is_none();
        if waits && self.all_joined() {
            self.complete_join_phase(turn);
        }
    }

    /// The join timer fired. One that was set by a coordinator before this one comes too early, and is ignored.
    pub(in crate::kafka::coordinator) fn join_timer_fired(&mut self, turn: &mut Turn) {
        if self.join_deadline.take_if(|deadline| *deadline <= turn.now).is_some() {
            self.join_wait_is_over(turn);
        }
    }

    fn join_wait_is_over(&mut self, turn: &mut Turn) {
        match self.initial_delay {
            Some(InitialDelay { window, remaining }) if self.new_member_added && !remaining.is_zero() => {
                self.new_member_added = false;
                let next = turn.config.initial_rebalance_delay.min(remaining);
                self.initial_delay =
                    Some(InitialDelay { window: next, remaining: remaining.saturating_sub(window) });
                turn.note(self.id, GroupFact::JoinPhaseExtended { by: next });
                self.set_join_timer(next, turn);
            }
            _ => self.complete_join_phase(turn),
        }
    }

    /// Ends the join phase: who did not rejoin loses its place, unless it is static.
    pub(super) fn complete_join_phase(&mut self, turn: &mut Turn) {
        self.cancel_join_timer(turn);
        let leader = self.leader;
        self.remove_absent_dynamic_members(turn);
        if self.elect_among_joined() == Elected::Nobody && !self.members.is_empty() {
            return self.extend_join_phase(turn);
        }
        self.note_leader(leader, turn);
        self.initial_delay = None;
        self.generation = Generation(self.generation.0 + 1);
        self.protocol_name = self.select_protocol();
        self.compute_subscribed_topics();
        turn.note(
            self.id,
            GroupFact::GenerationStarted {
                generation: self.generation,
                protocol: self.protocol_name,
                leader: self.leader,
                members: self.members.len() as u32,
            },
        );
        for absent in self.members.iter().filter(|member| !member.awaiting_join()) {
            let (group, member) = (self.id, absent.member_id);
            turn.note(group, GroupFact::StaticMemberAbsent { member });
        }
        if self.members.is_empty() {
            self.transition_to(GroupState::Empty, turn);
            self.append_metadata(turn);
        } else {
            self.transition_to(GroupState::CompletingRebalance, turn);
            self.answer_joins(turn);
            self.set_sync_timer(turn);
        }
    }

    fn remove_absent_dynamic_members(&mut self, turn: &mut Turn) {
        for index in (0..self.members.len()).rev() {
            let member = &self.members[index];
            if !member.awaiting_join() && !member.is_static() {
                self.remove_member(index, RemovalReason::DidNotRejoin, turn);
            }
        }
    }

    /// Makes the earliest-joined member that did rejoin the leader, if the leader did not.
    fn elect_among_joined(&mut self) -> Elected {
        let leads = |member: &Member| member.awaiting_join() && self.is_leader(&member.member_id);
        if self.members.iter().any(leads) {
            return Elected::Leader;
        }
        match self.members.iter().find(|member| member.awaiting_join()) {
            Some(member) => {
                self.leader = Some(member.member_id);
                Elected::Leader
            }
            None => Elected::Nobody,
        }
    }

    /// Only static members are left and none of them is here: another rebalance timeout, again and again, until
    /// their sessions end.
    fn extend_join_phase(&mut self, turn: &mut Turn) {
        // A timeout of zero would fire for ever at the same instant.
        let by = self.rebalance_timeout().max(SimDuration::from_millis(1));
        turn.note(self.id, GroupFact::JoinPhaseExtended { by });
        self.set_join_timer(by, turn);
    }

    /// Answers every parked join and starts every session anew, those of absent static members too.
    fn answer_joins(&mut self, turn: &mut Turn) {
        for index in 0..self.members.len() {
            if let Some(parked) = self.members[index].parked_join.take() {
                let role = self.role(index);
                self.answer_join(parked, index, role, turn);
            }
            self.restart_session(index, turn);
            self.members[index].is_new = false;
        }
        self.pending_sync = self.members.iter().map(|member| member.member_id).collect();
    }

    /// Waits for members at most this long. No time at all (a group that is to be Empty, an initial delay that an
    /// operator set to zero) is over at once: a timer would only show a state in which nothing can happen.
    fn set_join_timer(&mut self, span: SimDuration, turn: &mut Turn) {
        if span.is_zero() {
            return self.join_wait_is_over(turn);
        }
        let at = turn.now + span;
        self.join_deadline = Some(at);
        turn.effects.set_timer(CoordinatorTimer::Join { group: self.id }, at);
    }

    pub(super) fn cancel_join_timer(&mut self, turn: &mut Turn) {
        if self.join_deadline.take().is_some() {
            turn.effects.cancel_timer(CoordinatorTimer::Join { group: self.id });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::coordinator::story::CoordinatorStory;

    #[test]
    fn a_first_member_waits_the_whole_initial_delay_and_each_newcomer_extends_it() {
        let mut story = CoordinatorStory::new();
        let first = story.enter("c1");
        story.pass(2000);
        let second = story.enter("c2");
        story.pass(1000);
        assert_eq!((story.error(first), story.error(second)), (None, None), "extended by another 3 s");
        assert_eq!(story.group().phase_deadline().map(|at| at.as_millis()), Some(6000));
        story.pass(3000);
        assert_eq!(story.joined(first).members.len(), 2, "the leader is told the members");
        assert_eq!(story.joined(second).members.len(), 0);
        assert_eq!(story.joined(second).leader, story.joined(first).member_id);
    }

    #[test]
    fn a_later_join_phase_lasts_until_the_slowest_has_rejoined() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let newcomer = story.enter("c3");
        story.join("c1");
        let missing: Vec<_> = story.group().waiting_for().map(|member| member.client_id().as_str()).collect();
        assert_eq!(missing, ["c2"]);
        story.pass(5000);
        assert_eq!(story.error(newcomer), None);
        story.join("c2");
        assert_eq!(story.joined(newcomer).generation, Generation(2));
    }

    #[test]
    fn who_keeps_its_session_but_does_not_rejoin_is_dropped_after_the_rebalance_timeout() {
        let mut story = CoordinatorStory::stable(&["c1", "c2"]);
        let newcomer = story.enter("c3");
        for _ in 0..4 {
            story.join("c1");
            let beat = story.heartbeat("c2");
            assert_eq!(story.error(beat), Some(ErrorCode::RebalanceInProgress));
            story.pass(5000);
        }
        assert_eq!(story.joined(newcomer).generation, Generation(2));
        assert!(story.facts.iter().any(|fact| {
            matches!(fact, GroupFact::MemberRemoved { reason: RemovalReason::DidNotRejoin, .. })
        }));
        let beat = story.heartbeat("c2");
        assert_eq!(story.error(beat), Some(ErrorCode::UnknownMemberId));
    }

    #[test]
    fn an_absent_static_member_keeps_its_place_and_the_group_waits_in_vain() {
        let mut story = CoordinatorStory::new();
        story.client("s1").session = SimDuration::from_secs(90);
        story.enter_static("s1", "till-1");
        story.pass(3000);
        story.sync("s1");
        let newcomer = story.enter("c1");
        story.pass(20_000);
        assert_eq!(story.joined(newcomer).members.len(), 2, "the absent one is listed to the new leader");
        assert_eq!(story.group().leader(), Some(&story.joined(newcomer).member_id));
    }

    #[test]
    fn everything_noted_comes_before_the_answer_it_explains() {
        let mut story = CoordinatorStory::new();
        story.enter("c1");
        let mut effects = crate::kafka::effects::Effects::new();
        story.now += SimDuration::from_secs(3);
        let timer = CoordinatorTimer::Join { group: *story.group().id() };
        story.coordinator.on_timer(timer, story.now, &mut effects);
        let order: Vec<_> = effects.drain().collect();
        let started = order.iter().position(|effect| {
            matches!(effect, crate::kafka::effects::Effect::Note((_, GroupFact::GenerationStarted { .. })))
        });
        let answered =
            order.iter().position(|effect| matches!(effect, crate::kafka::effects::Effect::Ask(_)));
        assert!(started.is_some() && started < answered, "{order:?}");
    }
}
