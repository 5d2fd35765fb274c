//! close() (`ConsumerCoordinator.close`): the last automatic commit, the callback, LeaveGroup; and what other ends
//! an application can come to.
//!
//! Not modelled: a close timeout of the application's own; what a second thread's own calls return.

use super::application::{Activity, CloseStage, NextStep};
use super::committer::Waits;
use super::listener::AfterCallback;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::Assignment;
use crate::kafka::consumer::asks::Peer;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::sim::time::{SimDuration, SimTime};

/// close() without a timeout argument waits this long, and never longer than `request.timeout.ms`.
const CLOSE_TIMEOUT: SimDuration = SimDuration::from_secs(30);

impl Consumer {
    /// Asks the application to finish its batch and close.
    pub fn close(&mut self, now: SimTime, fx: &mut Fx) {
        self.close_is_put_off(fx);
        self.app.close_requested = true;
        self.run(now, fx);
    }

    /// The application goes at once: it sends no LeaveGroup and waits for nothing.
    pub fn close_silently(&mut self, now: SimTime, fx: &mut Fx) {
        self.close_is_put_off(fx);
        if !self.ended() {
            self.app.close_silently = true;
            self.enter_close(now, fx);
        }
        self.run(now, fx);
    }

    /// Asks the application to close at once: what it holds is given up, the record in work as well. With
    /// auto-commit, close commits the position all the same: what poll returned.
    pub fn close_in_mid_batch(&mut self, now: SimTime, fx: &mut Fx) {
        self.close_is_put_off(fx);
        self.app.close_requested = true;
        self.give_up(fx);
        if matches!(self.app.activity(), Activity::Handler { .. } | Activity::Blocked { .. }) {
            fx.cancel_timer(ConsumerTimer::Work);
            self.app.enter(Activity::BeforePoll);
        }
        self.run(now, fx);
    }

    /// `wakeup()`: the next poll, or the one the thread is in, throws WakeupException; so does `commitSync`. The
    /// application then closes the consumer.
    pub fn wakeup(&mut self, now: SimTime, fx: &mut Fx) {
        fx.note(ConsumerFact::WokenUp);
        self.close_is_put_off(fx);
        self.app.woken = !self.app.closing();
        if self.app.woken {
            self.wake_commit_sync(now, fx);
        }
        self.run(now, fx);
    }

    /// A second thread calls the consumer. If the first is inside of it, the second gets the exception and the
    /// application stops the first; else the first gets it with its next call. Either way the consumer is closed.
    pub fn second_thread(&mut self, now: SimTime, fx: &mut Fx) {
        fx.note(ConsumerFact::SecondThread);
        self.close_is_put_off(fx);
        if matches!(
            self.app.activity(),
            Activity::Handler { .. } | Activity::Blocked { .. } | Activity::Unsubscribed
        ) {
            self.app.second_thread = true;
        } else {
            let exception = Exception::ConcurrentModification;
            fx.note(ConsumerFact::ExceptionThrown { exception });
            self.app.exception.get_or_insert(exception);
            self.app.close_requested |= !self.app.closing();
        }
        self.run(now, fx);
    }

    /// It will close as soon as it has its thread, because of what is asked for now.
    fn close_is_put_off(&mut self, fx: &mut Fx) {
        if self.app.close_ticket.is_none() {
            self.app.close_ticket = Some(self.remember(fx));
        }
    }

    /// Whatever follows is because of what asked for the close, if anything did.
    fn close_begins(&mut self, fx: &mut Fx) {
        if let Some(ticket) = self.app.close_ticket.take() {
            fx.put_off(ticket);
        }
    }

    /// The loop has ended: the application closes the consumer, workers first.
    pub(super) fn shut_down(&mut self, now: SimTime, fx: &mut Fx) {
        self.close_begins(fx);
        self.leave_poll(fx);
        if std::mem::take(&mut self.app.woken) {
            let exception = Exception::Wakeup;
            fx.note(ConsumerFact::ExceptionThrown { exception });
        }
        if self.app.pool.idle() {
            self.app.close_requested = false;
            self.commit_last(now, fx);
        } else {
            self.app.enter(Activity::AwaitingWorkers { since: now });
        }
    }

    /// An exception that the application does not survive: it closes the consumer, as its `finally` would. Workers
    /// are not waited for.
    pub(super) fn fail(&mut self, exception: Exception, now: SimTime, fx: &mut Fx) {
        if self.app.second_thread {
            self.close_begins(fx);
        }
        fx.note(ConsumerFact::ExceptionThrown { exception });
        self.app.exception = Some(exception);
        self.app.second_thread = false;
        self.give_up(fx);
        self.enter_close(now, fx);
    }

    /// How long `close` waits at most for what it asked.
    pub fn close_timeout(&self) -> SimDuration {
        match self.membership.background_owns_network() {
            true => CLOSE_TIMEOUT,
            false => CLOSE_TIMEOUT.min(self.config.request_timeout),
        }
    }

    pub(super) fn enter_close(&mut self, now: SimTime, fx: &mut Fx) {
        self.leave_poll(fx);
        fx.set_timer(ConsumerTimer::Close, now + self.close_timeout());
        self.app.close_requested = false;
        self.app.woken = false;
        self.app.close_timed_out = false;
        self.app.enter(Activity::Closing(CloseStage::Commit));
        self.begin_lookups();
        self.pump(now, fx);
        self.call_commit_callbacks(now, fx);
        self.commit_before_close(now, fx);
    }

    pub(super) fn close_step(&mut self, stage: CloseStage, now: SimTime, fx: &mut Fx) -> NextStep {
        match stage {
            _ if self.app.close_silently => {
                self.end(now, fx);
                NextStep::GoOn
            }
            CloseStage::Commit if self.app.close_timed_out && self.close_ends_with_its_time() => {
                self.end(now, fx);
                NextStep::GoOn
            }
            CloseStage::Commit if self.app.close_timed_out => {
                self.nobody_waits(Waits::Close);
                self.app.enter(Activity::Closing(CloseStage::Callback));
                NextStep::GoOn
            }
            CloseStage::CommitAgain => {
                if !self.app.close_timed_out {
                    return NextStep::Wait;
                }
                self.app.enter(Activity::Closing(CloseStage::Commit));
                NextStep::GoOn
            }
            CloseStage::Commit if !self.app.close_commit_done => NextStep::Wait,
            CloseStage::Commit if self.async_pending() => {
                self.find_coordinator(now, fx);
                NextStep::Wait
            }
            CloseStage::Commit => {
                self.app.enter(Activity::Closing(CloseStage::Callback));
                NextStep::GoOn
            }
            CloseStage::Callback => {
                self.call_back_before_leaving(now, fx);
                NextStep::GoOn
            }
            CloseStage::Leave if !self.app.close_timed_out && self.awaits_coordinator() => NextStep::Wait,
            CloseStage::Leave => {
                self.end(now, fx);
                NextStep::GoOn
            }
        }
    }

    /// `onLeavePrepare`: what is owned is revoked, or lost if the membership is not sound.
    fn call_back_before_leaving(&mut self, now: SimTime, fx: &mut Fx) {
        self.app.enter(Activity::Closing(CloseStage::Leave));
        self.quiet_before_leaving(fx);
        match self.callback_before_leaving(fx) {
            None => self.leave_group(now, fx),
            Some((callback, owned)) => self.call_back(callback, owned, AfterCallback::Leave, now, fx),
        }
    }

    /// What of close is left, the end of the process, comes at once; the member does not leave.
    pub(super) fn close_without_leaving(&mut self) {
        self.app.close_silently = true;
        self.app.enter(Activity::Closing(CloseStage::Leave));
    }

    pub(super) fn leave_group(&mut self, now: SimTime, fx: &mut Fx) {
        self.app.enter(Activity::Closing(CloseStage::Leave));
        if !self.subscription.is_empty() {
            self.change_assignment(&Assignment::default(), fx);
        }
        self.leave(self.app.close_operation, "the consumer is being closed", now, fx);
    }

    /// Whether anything is unanswered that the coordinator was asked (`awaitPendingRequests`): a LeaveGroup, and what
    /// lies before it on the connection.
    fn awaits_coordinator(&self) -> bool {
        let known = self.lookup.coordinator.is_some();
        known && self.requests.awaits(Peer::Coordinator) || self.leave_is_pending()
    }

    /// close has waited long enough: it goes on without answers. The listener is called all the same.
    pub(super) fn close_timed_out(&mut self) {
        self.app.close_timed_out = true;
    }

    fn end(&mut self, now: SimTime, fx: &mut Fx) {
        self.stop_heartbeats(now, fx);
        if !self.subscription.is_empty() {
            self.change_assignment(&Assignment::default(), fx);
        }
        self.give_up(fx);
        self.app.enter(match self.app.exception {
            Some(exception) => Activity::Failed(exception),
            None => Activity::Closed,
        });
        self.call_commit_callbacks(now, fx);
        fx.note(ConsumerFact::ProcessClosed);
    }
}
