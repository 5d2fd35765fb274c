//! `poll()`: the calls before it, the membership, the positions, and the records it returns.
//!
//! Every answer and every timer lets it go as far as it can (`Activity::Poll`).

use super::application::{Activity, NextStep};
use super::batch::Batch;
use super::calls::MayPoll;
use super::config::SHORTEST_INTERVAL;
use super::membership::{Joined, PollWakes};
use super::positions::CommittedLookup;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// Whether reading the network inside poll may have brought something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pumped {
    /// It was read for the first time in this poll.
    Now,
    /// It was read before.
    Before,
}

/// What became of an attempt to return from poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Returned {
    /// Poll returned records or threw, or the buffer has to be looked at again.
    Yes,
    /// There is nothing to return.
    No,
}

/// Whether poll goes on before its partitions have positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Positions {
    /// Poll waits for committed offsets before it does anything else.
    Awaited,
    /// It does not: they are known, looked up in the log meanwhile, or the timeout is over.
    NotAwaited,
}

impl Consumer {
    /// The application calls poll(timeout), or close() if that was asked for.
    pub(super) fn enter_poll(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.second_thread {
            return self.fail(Exception::ConcurrentModification, now, fx);
        }
        if self.app.close_requested {
            return self.shut_down(now, fx);
        }
        if self.make_calls(now, fx) == MayPoll::No {
            return;
        }
        self.app.enter(Activity::Poll);
        self.poll_begins();
        (self.app.poll_timed_out, self.app.awaits_committed, self.app.pumped) = (false, false, false);
        self.pause_while_full(fx);
        self.poll_until_timeout(now, fx);
        self.polled(now, fx);
        self.begin_lookups();
    }

    /// Inside poll, before something that has to wait for answers: reads those that came before poll was called. A poll
    /// that can return records at once does not come to that.
    pub(super) fn pump_in_poll(&mut self, now: SimTime, fx: &mut Fx) -> Pumped {
        if std::mem::replace(&mut self.app.pumped, true) {
            return Pumped::Before;
        }
        self.pump(now, fx);
        Pumped::Now
    }

    /// The timeout given to poll begins.
    pub(super) fn poll_until_timeout(&mut self, now: SimTime, fx: &mut Fx) {
        let timeout = self.poll_timeout().max(SHORTEST_INTERVAL);
        fx.set_timer(ConsumerTimer::PollEnds, now + timeout);
    }

    /// Inside poll: whatever can be done now. Every turn of poll's own loop says that the application lives, so that a
    /// callback's time counts from the turn that called it.
    pub(super) fn poll_step(&mut self, now: SimTime, fx: &mut Fx) -> NextStep {
        let wakes = self.poll_wakes(now);
        if wakes == PollWakes::No && !self.app.close_requested && !self.app.woken {
            return NextStep::Wait;
        }
        self.polled(now, fx);
        self.call_commit_callbacks(now, fx);
        if let Some(exception) = self.membership.fatal() {
            self.fail(exception, now, fx);
            return NextStep::GoOn;
        }
        if self.app.close_requested || self.app.woken {
            // wakeup(): poll throws WakeupException, and the application closes the consumer.
            self.shut_down(now, fx);
            return NextStep::GoOn;
        }
        let resumed = self.app.awaits_committed;
        let joined = match wakes {
            PollWakes::Round | PollWakes::No => self.turn(now, fx),
            PollWakes::ToReturn => Joined::Pending,
        };
        if !self.app.inside_poll() || self.membership.fatal().is_some() {
            return NextStep::GoOn;
        }
        if joined == Joined::Ready && self.find_positions(now, fx) == Positions::Awaited {
            return NextStep::Wait;
        }
        if !self.app.inside_poll() {
            return NextStep::GoOn;
        }
        if joined != Joined::Blocked || self.app.poll_timed_out {
            if self.return_from_poll(now, fx) == Returned::Yes {
                return NextStep::GoOn;
            }
            self.fetch_unless_paused(now, fx);
            if self.pump_in_poll(now, fx) == Pumped::Now {
                self.return_from_poll(now, fx);
                return NextStep::GoOn;
            }
        }
        if self.app.poll_timed_out {
            self.leave_poll(fx);
            self.app.enter(Activity::AfterBatch);
            return NextStep::GoOn;
        }
        self.poll_waits(resumed, now, fx)
    }

    /// A turn of poll's loop begins (`updateAssignmentMetadataIfNeeded`): the membership first, then the positions.
    /// While a turn waits for committed offsets, it goes on where it was.
    fn turn(&mut self, now: SimTime, fx: &mut Fx) -> Joined {
        if self.app.awaits_committed {
            return Joined::Ready;
        }
        let joined = match self.subscription.manual {
            true => Joined::Ready,
            false => self.membership_step(now, fx),
        };
        if joined == Joined::Ready && self.app.inside_poll() {
            self.maybe_auto_commit(now, fx);
            self.validate_positions(now, fx);
        }
        joined
    }

    /// Finds out where to start. Committed offsets are waited for, until poll's timeout; a look-up in the log is not.
    fn find_positions(&mut self, now: SimTime, fx: &mut Fx) -> Positions {
        if self.subscription.any_initializing() {
            self.pump_in_poll(now, fx);
        }
        self.app.awaits_committed = self.fetch_committed_offsets(now, fx) == CommittedLookup::Awaited;
        if !self.app.awaits_committed {
            self.reset_positions(now, fx);
        }
        match self.app.awaits_committed && !self.app.poll_timed_out {
            true => Positions::Awaited,
            false => Positions::NotAwaited,
        }
    }

    fn fetch_unless_paused(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.app.paused {
            self.send_fetches(now, fx);
        }
    }

    /// Poll returns with records or an exception, if there are any in the buffer.
    fn return_from_poll(&mut self, now: SimTime, fx: &mut Fx) -> Returned {
        if self.app.paused || self.revoking() {
            return Returned::No;
        }
        let buffered = self.fetcher.buffered().count();
        match self.take_records(fx) {
            // Something that was wrong is out of the way: poll goes on from there at once.
            Ok(ranges) if ranges.is_empty() && self.fetcher.buffered().count() < buffered => Returned::Yes,
            Ok(ranges) if ranges.is_empty() => Returned::No,
            Ok(ranges) => {
                self.return_records(ranges.into(), now, fx);
                Returned::Yes
            }
            Err(thrown) => {
                self.poll_threw(thrown, now, fx);
                Returned::Yes
            }
        }
    }

    fn return_records(&mut self, ranges: Arc<[(TopicPartition, Offset, Offset)]>, now: SimTime, fx: &mut Fx) {
        self.leave_poll(fx);
        self.polled(now, fx);
        self.app.polls += 1;
        fx.note(ConsumerFact::PollReturned { records: (&ranges).into() });
        self.app.completions.returned(&ranges);
        self.send_fetches(now, fx);
        match self.config.behaviour.workers {
            0 => {
                self.app.batch = Batch::new(ranges, self.app.polls);
                self.begin_batch(now, fx);
            }
            _ => self.hand_over(&ranges, now, fx),
        }
    }

    pub(super) fn leave_poll(&mut self, fx: &mut Fx) {
        fx.cancel_timer(ConsumerTimer::PollEnds);
        fx.cancel_timer(ConsumerTimer::AutoCommit);
        fx.cancel_timer(ConsumerTimer::JoinPrepare);
        fx.cancel_timer(ConsumerTimer::PollRound);
    }
}
