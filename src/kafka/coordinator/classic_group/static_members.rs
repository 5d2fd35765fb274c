//! A static member back from a restart takes the place of its former self (KIP-345; Kafka 4.0:
//! `updateStaticMemberThenRebalanceOrCompleteJoin`, `ClassicGroup.replaceStaticMember`).
//!
//! The place, the assignment and the leadership pass from the old member id to the new one, and the old id is
//! fenced from then on. In Stable no other member notices, unless the *selected* protocol would change.
//!
//! Not modelled: a replacement that cannot be written down (Kafka would bring the old id back).

use super::ClassicGroup;
use super::join::{Role, refuse};
use super::sync::answer_sync;
use crate::kafka::api::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Correlation, MemberId};
use crate::kafka::rebalance_causes::RebalanceReason;

/// From this version on a leader can be told to leave the assignment as it is (KIP-814).
const SUPPORTS_SKIPPING_ASSIGNMENT: i16 = 9;

impl ClassicGroup {
    /// The member at `index` goes on as `new_id`.
    pub(super) fn replace_static_member(
        &mut self,
        from: Correlation,
        index: usize,
        new_id: MemberId,
        request: &JoinGroupRequest,
        turn: &mut Turn,
    ) {
        let old_leader = self.leader;
        self.fence(index, &new_id, turn);
        // The first session of the new id still runs by what the old one had asked for.
        self.restart_session(index, turn);
        self.members[index].rejoin(from, request);
        let reason = RebalanceReason::StaticMemberReplaced { member: new_id };
        match self.state {
            GroupState::Stable if self.select_protocol() == self.protocol_name => {
                self.append_metadata(turn);
                self.members[index].parked_join = None;
                self.welcome_back(from, index, old_leader, request.version, turn);
            }
            // The leader may be computing with the old id, for which the new one would get nothing.
            GroupState::Stable | GroupState::CompletingRebalance => self.prepare_rebalance(reason, turn),
            GroupState::PreparingRebalance | GroupState::Empty | GroupState::Dead => {
                self.complete_join_phase_if_all_joined(turn);
            }
        }
    }

    /// Puts `new_id` where the old one was; every parked request of the old one is answered FENCED_INSTANCE_ID. The
    /// new id does not count as new: its parked join has no limit of its own.
    fn fence(&mut self, index: usize, new_id: &MemberId, turn: &mut Turn) {
        let old = self.members.rename(index, *new_id);
        let member = &mut self.members[index];
        member.is_new = false;
        let (join, sync) = (member.parked_join.take(), member.parked_sync.take());
        if let Some(instance) = member.group_instance_id {
            let (old, new) = (old, *new_id);
            turn.note(self.id, GroupFact::StaticMemberReplaced { instance, old, new });
        }
        if self.is_leader(&old) {
            self.leader = Some(*new_id);
        }
        turn.effects.cancel_timer(self.session_timer(&old));
        if let Some(join) = join {
            refuse(join, ErrorCode::FencedInstanceId, old, turn);
        }
        if let Some(sync) = sync {
            answer_sync(sync, Err(ErrorCode::FencedInstanceId), turn);
        }
    }

    /// Answers with the running generation. Clients that know nothing of skipping are told the leader's *old*
    /// id, so that a returned leader takes itself for a follower.
    fn welcome_back(
        &self,
        from: Correlation,
        index: usize,
        old_leader: Option<MemberId>,
        version: i16,
        turn: &mut Turn,
    ) {
        let can_skip = version >= SUPPORTS_SKIPPING_ASSIGNMENT;
        let skips = can_skip && self.is_leader(&self.members[index].member_id);
        let role = if skips { Role::Leader } else { Role::Follower };
        let mut response = self.join_response(index, role);
        response.skip_assignment = skips;
        if !can_skip {
            response.leader = old_leader.unwrap_or_default();
        }
        turn.respond(from, Response::JoinGroup(response));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::coordinator::story::CoordinatorStory;

    fn two_tills() -> CoordinatorStory {
        let mut story = CoordinatorStory::new();
        story.enter_static("s1", "till-1");
        story.enter_static("s2", "till-2");
        story.pass(6000);
        story.sync("s1");
        story.sync("s2");
        story
    }

    #[test]
    fn a_quick_restart_is_noticed_by_nobody() {
        let mut story = two_tills();
        let back = story.enter_static("s2", "till-2");
        assert_eq!(story.joined(back).generation.0, 1);
        let sync = story.sync("s2");
        assert_eq!(story.assigned(sync), [1], "the assignment passed on to the new id");
        assert_eq!(story.state(), GroupState::Stable);
    }

    #[test]
    fn a_returned_leader_leads_but_must_not_assign() {
        let mut story = two_tills();
        let back = story.enter_static("s1", "till-1");
        let answer = story.joined(back);
        assert!(answer.skip_assignment && answer.leader == answer.member_id && answer.members.len() == 2);
        story.client("s1").version = 8;
        let old_leader = story.clients["s1"].id;
        let old_client = story.enter_static("s1", "till-1");
        let answer = story.joined(old_client);
        assert!(
            !answer.skip_assignment && answer.leader == old_leader,
            "an old client takes itself for a follower"
        );
    }

    #[test]
    fn the_twin_that_came_first_is_fenced() {
        let mut story = two_tills();
        story.enter_static("twin", "till-2");
        let beat = story.heartbeat("s2");
        assert_eq!(story.error(beat), Some(ErrorCode::FencedInstanceId));
        let commit = story.commit("s2", 1, 5);
        assert_eq!(story.error(commit), Some(ErrorCode::FencedInstanceId));
    }

    #[test]
    fn a_parked_join_of_the_replaced_is_fenced() {
        let mut story = CoordinatorStory::new();
        let first = story.enter_static("s1", "till-1");
        story.enter_static("twin", "till-1");
        assert_eq!(story.error(first), Some(ErrorCode::FencedInstanceId));
    }

    #[test]
    fn a_change_of_the_selected_protocol_needs_everybody() {
        let mut story = two_tills();
        for who in ["s1", "s2"] {
            story.client(who).protocols = vec!["sticky", "range"];
        }
        story.enter_static("s1", "till-1");
        assert_eq!(story.state(), GroupState::Stable, "till-2 knows only range");
        story.enter_static("s2", "till-2");
        assert_eq!(story.state(), GroupState::PreparingRebalance, "now sticky would win");
    }
}
