//! A classic group as its record has it, what it does when a coordinator takes over, and what when one gives it up
//! (Kafka 4.0: `replay` of `GroupMetadataKey`, `ClassicGroup` in `onLoaded`, `onUnloaded`).
//!
//! Of a member's assignors only the selected one is remembered, so that a follower that names several counts as changed
//! when it rejoins: so it is in Kafka too.

use super::ClassicGroup;
use super::member::Member;
use crate::kafka::api::ErrorCode;
use crate::kafka::coordinator::log::{GroupRecord, OffsetsRecord};
use crate::kafka::coordinator::turn::Turn;
use crate::kafka::group_state::GroupState;
use crate::kafka::rebalance_causes::RebalanceReason;

impl ClassicGroup {
    /// Takes the record's word for everything but the offsets.
    pub(in crate::kafka::coordinator) fn restore(&mut self, record: &GroupRecord) {
        let selected = record.protocol_name.unwrap_or_default();
        self.members = record.members.iter().map(|member| Member::from_record(member, &selected)).collect();
        self.state = if self.members.is_empty() { GroupState::Empty } else { GroupState::Stable };
        self.state_since = record.state_since;
        self.generation = record.generation;
        self.protocol_type = record.protocol_type.clone();
        self.protocol_name = record.protocol_name;
        self.leader = record.leader;
        self.compute_subscribed_topics();
    }

    /// Starts the sessions of a restored group. One that has too many members by now must rebalance.
    pub(in crate::kafka::coordinator) fn resume(&mut self, turn: &mut Turn) {
        for index in 0..self.members.len() {
            self.restart_session(index, turn);
        }
        if self.members.len() > turn.config.group_max_size as usize {
            self.prepare_rebalance(RebalanceReason::GroupTooLarge, turn);
        }
    }

    pub(in crate::kafka::coordinator) fn give_up(&mut self, turn: &mut Turn) {
        self.transition_to(GroupState::Dead, turn);
        self.cancel_timers(turn);
        self.refuse_parked(ErrorCode::NotCoordinator, turn);
    }

    /// The group is deleted: a tombstone, no timers, and no state to go on from.
    pub(in crate::kafka::coordinator) fn end(&mut self, turn: &mut Turn) {
        for (pending, _) in self.pending_members() {
            turn.effects.cancel_timer(self.session_timer(pending));
        }
        turn.append(OffsetsRecord::Group { group: self.id, value: None });
        self.transition_to(GroupState::Dead, turn);
    }
}
