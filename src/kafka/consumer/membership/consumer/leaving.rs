//! How a member of a consumer group comes out of it: by close and unsubscribe, for `max.poll.interval.ms`, or because
//! the coordinator does not know it any more (`leaveGroup`, `transitionToStale`, `transitionToFenced`).

use super::{AfterStep, ConsumerMemberState};
use crate::kafka::api::*;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::{Consumer, ConsumerTimer, Fx};
use crate::kafka::rebalance_causes::Callback;
use crate::sim::time::SimTime;

impl Consumer {
    /// close or unsubscribe begins to leave: the first callback before that, if there is one.
    pub(in crate::kafka::consumer::membership) fn begins_to_leave(
        &mut self,
        fx: &mut Fx,
    ) -> Option<(Callback, Assignment)> {
        if !self.membership.consumer.state.is_outside() {
            let callback = match self.membership.consumer.epoch > 0 {
                true => Callback::OnPartitionsRevoked,
                false => Callback::OnPartitionsLost,
            };
            self.turn_to(ConsumerMemberState::PrepareLeaving, fx);
            if self.owns_or_is_to_own() {
                self.enqueue_callback(callback, self.subscription.owned(), AfterStep::Leaves, fx);
            }
        }
        self.next_before_leaving(fx)
    }

    /// The next callback that is due before the member leaves: what was due already comes first.
    pub(in crate::kafka::consumer::membership) fn next_before_leaving(
        &mut self,
        fx: &mut Fx,
    ) -> Option<(Callback, Assignment)> {
        let due = self.take_due_callback(fx)?;
        Some((due.callback, due.partitions))
    }

    /// The listener has returned: a last heartbeat says that the member goes.
    pub(in crate::kafka::consumer::membership) fn leave_consumer_group(
        &mut self,
        operation: GroupMembershipOperation,
        fx: &mut Fx,
    ) {
        let sends = self.membership.consumer.state == ConsumerMemberState::PrepareLeaving;
        self.clear_assignment(fx);
        let remains = operation == GroupMembershipOperation::RemainInGroup;
        if !sends || (remains && self.config.group_instance_id.is_none()) {
            self.set_epoch(JOIN_GROUP, fx);
            return self.turn_to(ConsumerMemberState::Unsubscribed, fx);
        }
        let epoch = self.leave_epoch(operation);
        self.set_epoch(epoch, fx);
        self.turn_to(ConsumerMemberState::Leaving, fx);
    }

    /// A dynamic member goes for good, a static one for its successor.
    fn leave_epoch(&self, operation: GroupMembershipOperation) -> Epoch {
        let leaves = operation == GroupMembershipOperation::LeaveGroup;
        match self.config.group_instance_id.is_some() && !leaves {
            true => LEAVE_GROUP_STATIC,
            false => LEAVE_GROUP,
        }
    }

    /// Whether it has yet to say that it goes.
    pub(in crate::kafka::consumer::membership) fn has_yet_to_leave(&self) -> bool {
        self.membership.consumer.state == ConsumerMemberState::Leaving
    }

    /// The application has not polled for `max.poll.interval.ms`: the member leaves without a callback.
    pub(super) fn leave_for_silence(&mut self, now: SimTime, fx: &mut Fx) {
        let last_poll = self.membership.last_poll.unwrap_or(now);
        fx.note(ConsumerFact::PollIntervalExceeded { last_poll });
        self.membership.consumer.poll_expired = true;
        self.membership.consumer.current = None;
        self.membership.consumer.reconciling = None;
        let epoch = self.leave_epoch(GroupMembershipOperation::Default);
        self.set_epoch(epoch, fx);
        self.turn_to(ConsumerMemberState::Leaving, fx);
    }

    /// The last heartbeat is on its way.
    pub(super) fn has_left(&mut self, fx: &mut Fx) {
        let membership = &mut self.membership.consumer;
        membership.heartbeat.in_flight = false;
        membership.beats.reset();
        match std::mem::take(&mut membership.poll_expired) {
            true => self.lose_everything(ConsumerMemberState::Stale, fx),
            false => self.turn_to(ConsumerMemberState::Unsubscribed, fx),
        }
    }

    /// The coordinator does not know the member, or not in this epoch.
    pub(super) fn fenced(&mut self, error: ErrorCode, fx: &mut Fx) {
        fx.note(ConsumerFact::MembershipLost { error });
        match self.membership.consumer.state {
            // It goes anyway, and need not say so.
            ConsumerMemberState::PrepareLeaving | ConsumerMemberState::Leaving => {
                self.set_epoch(JOIN_GROUP, fx);
                self.turn_to(ConsumerMemberState::Unsubscribed, fx);
            }
            ConsumerMemberState::Unsubscribed
            | ConsumerMemberState::Stale
            | ConsumerMemberState::Fatal
            | ConsumerMemberState::Fenced => {}
            ConsumerMemberState::Joining
            | ConsumerMemberState::Reconciling
            | ConsumerMemberState::Acknowledging
            | ConsumerMemberState::Stable => {
                self.set_epoch(JOIN_GROUP, fx);
                self.lose_everything(ConsumerMemberState::Fenced, fx);
            }
        }
    }

    /// All that is owned is lost; the application hears of it in its next round of poll.
    pub(super) fn lose_everything(&mut self, state: ConsumerMemberState, fx: &mut Fx) {
        self.membership.consumer.reconciling = None;
        self.turn_to(state, fx);
        if self.owns_or_is_to_own() {
            let owned = self.subscription.owned();
            self.enqueue_callback(Callback::OnPartitionsLost, owned, AfterStep::Lost, fx);
        } else if state == ConsumerMemberState::Fenced {
            self.lost(fx);
        }
    }

    /// onPartitionsLost has returned, or there was nothing to lose: the member joins again.
    pub(super) fn lost(&mut self, fx: &mut Fx) {
        self.clear_assignment(fx);
        let state = self.membership.consumer.state;
        if matches!(state, ConsumerMemberState::Fenced | ConsumerMemberState::Stale) {
            self.join_consumer_group(fx);
        }
    }

    /// The process ends: the background thread as well. One that closes without leaving sends a last heartbeat.
    pub(in crate::kafka::consumer::membership) fn stop_background(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.close_silently && !self.membership.consumer.state.is_outside() {
            self.send_group_heartbeat(now, fx);
        }
        self.membership.consumer.heartbeat.enabled = false;
        fx.cancel_timer(ConsumerTimer::HeartbeatThread);
        fx.cancel_timer(ConsumerTimer::PollRound);
    }
}
