//! close() (`ConsumerCoordinator.close`): the last automatic commit, the callback, LeaveGroup; and what other ends
//! an application can come to.
//!
//! Not modelled: a close timeout of the application's own.

use super::application::{Activity, AfterCallback, CloseStage};
use super::classic_membership::MemberState;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::Assignment;
use crate::kafka::fact::{Callback, Exception, Fact};
use crate::sim::time::{SimDuration, SimTime};

/// close() without a timeout argument gives up after this long.
const CLOSE_TIMEOUT: SimDuration = SimDuration::from_secs(30);

impl Consumer {
    /// Asks the application to finish its batch and close; without `leave` to go at once and in silence.
    pub fn close(&mut self, leave: bool, now: SimTime, fx: &mut Fx) {
        if leave {
            self.app.close_requested = true;
        } else if !self.ended() {
            self.app.close_silently = true;
            self.enter_close(now, fx);
        }
        self.run(now, fx);
    }

    /// An exception that the application does not survive: it closes the consumer, as its `finally` would.
    pub(super) fn fail(&mut self, exception: Exception, now: SimTime, fx: &mut Fx) {
        fx.note(Fact::ExceptionThrown { client: self.name.clone(), exception });
        self.app.exception = Some(exception);
        self.enter_close(now, fx);
    }

    pub(super) fn enter_close(&mut self, now: SimTime, fx: &mut Fx) {
        self.leave_poll(fx);
        fx.set_timer(ConsumerTimer::Close, now + CLOSE_TIMEOUT);
        self.app.close_requested = false;
        self.app.activity = Activity::Closing(CloseStage::Commit);
        self.app.close_commit_done = !self.commit_before_close(now, fx);
    }

    pub(super) fn close_step(&mut self, stage: CloseStage, now: SimTime, fx: &mut Fx) -> bool {
        match stage {
            _ if self.app.close_silently => {
                self.end(fx);
                true
            }
            CloseStage::CommitAgain => false,
            CloseStage::Commit if !self.app.close_commit_done => false,
            CloseStage::Commit => {
                self.app.activity = Activity::Closing(CloseStage::Callback);
                true
            }
            CloseStage::Callback => {
                self.call_back_before_leaving(now, fx);
                true
            }
            CloseStage::Leave if self.membership.leaving => false,
            CloseStage::Leave => {
                self.end(fx);
                true
            }
        }
    }

    /// `onLeavePrepare`: what is owned is revoked, or lost if the membership is not sound.
    fn call_back_before_leaving(&mut self, now: SimTime, fx: &mut Fx) {
        self.app.activity = Activity::Closing(CloseStage::Leave);
        self.disable_heartbeat(fx);
        let owned = self.subscription.owned();
        if owned.is_empty() {
            return self.leave_group(now, fx);
        }
        let sound = self.membership.generation.exists() && self.membership.state == MemberState::Stable;
        let callback = if sound { Callback::OnPartitionsRevoked } else { Callback::OnPartitionsLost };
        self.call_back(callback, owned, AfterCallback::Leave, now, fx);
    }

    pub(super) fn leave_group(&mut self, now: SimTime, fx: &mut Fx) {
        self.app.activity = Activity::Closing(CloseStage::Leave);
        if !self.subscription.is_empty() {
            self.change_assignment(&Assignment::default(), fx);
        }
        self.membership.leaving = self.send_leave("the consumer is being closed", now, fx);
        self.reset_membership(true, "consumer pro-actively leaving the group", fx);
    }

    pub(super) fn close_timed_out(&mut self, fx: &mut Fx) {
        if matches!(self.app.activity, Activity::Closing(_)) {
            self.end(fx);
        }
    }

    fn end(&mut self, fx: &mut Fx) {
        self.disable_heartbeat(fx);
        if !self.subscription.is_empty() {
            self.change_assignment(&Assignment::default(), fx);
        }
        self.app.activity = match self.app.exception {
            Some(exception) => Activity::Failed(exception),
            None => Activity::Closed,
        };
        fx.note(Fact::ProcessClosed { client: self.name.clone() });
    }
}
