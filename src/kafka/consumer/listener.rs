//! The application's rebalance listener (`ConsumerRebalanceListener`): its methods run on the application thread,
//! inside poll and close, one thing after the other: wait for workers, commit, read the store, take time.
//!
//! The time counts against `max.poll.interval.ms`. An exception of the commit is logged and goes no further. A method
//! that throws ([`ListenerThrows`]) makes the call throw in which it runs; what the membership does then is its own
//! matter (`membership`).
//!
//! Not modelled: an `onPartitionsLost` that throws, or that calls `onPartitionsRevoked`, as Kafka's default method does
//! (there is nothing a lost partition's commit could do but fail); what `unsubscribe` leaves undone when it throws.

use super::application::{Activity, NextStep};
use super::commit_sync::AfterCommit;
use super::completions::UpTo;
use super::membership::AfterRebalance;
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::{Assignment, OffsetToCommit};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitOrigin, PositionSource};
use crate::kafka::rebalance_causes::Callback;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// What the application does in `onPartitionsRevoked`. Except with [`Listener::Save`] each of the three methods takes
/// `callback_time` after that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// Nothing.
    None,
    /// `commitSync` of what is processed of the revoked partitions.
    Commit,
    /// The same, and then it saves its state, which takes `callback_time`; the other methods take no time.
    Save,
    /// As Commit, after the workers have done what they have of them.
    Drain,
}

impl Listener {
    const ALL: [Listener; 4] = [Listener::None, Listener::Commit, Listener::Save, Listener::Drain];

    /// The words a session script uses.
    pub const NAMES: [&'static str; 4] =
        [Self::ALL[0].word(), Self::ALL[1].word(), Self::ALL[2].word(), Self::ALL[3].word()];

    /// The word a session script uses.
    pub const fn word(self) -> &'static str {
        match self {
            Listener::None => "none",
            Listener::Commit => "commit",
            Listener::Save => "save",
            Listener::Drain => "drain",
        }
    }

    /// The listener of that word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Listener> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// Which of the listener's methods throw, as soon as they have done everything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListenerThrows {
    /// None of them.
    #[default]
    No,
    /// `onPartitionsRevoked`, always.
    Revoked,
    /// `onPartitionsAssigned`, always.
    Assigned,
    /// `onPartitionsAssigned`, the first time that it is called with partitions.
    AssignedOnce,
}

impl ListenerThrows {
    const ALL: [ListenerThrows; 4] =
        [ListenerThrows::No, ListenerThrows::Revoked, ListenerThrows::Assigned, ListenerThrows::AssignedOnce];

    /// The words a session script uses.
    pub const NAMES: [&'static str; 4] =
        [Self::ALL[0].word(), Self::ALL[1].word(), Self::ALL[2].word(), Self::ALL[3].word()];

    /// The word a session script uses.
    pub const fn word(self) -> &'static str {
        match self {
            ListenerThrows::No => "no",
            ListenerThrows::Revoked => "revoked",
            ListenerThrows::Assigned => "assigned",
            ListenerThrows::AssignedOnce => "assigned-once",
        }
    }

    /// The behaviour of that word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<ListenerThrows> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A listener's method that is running.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningCallback {
    pub callback: Callback,
    pub partitions: Assignment,
    pub since: SimTime,
    pub then: AfterCallback,
    stage: CallbackStage,
}

/// What the method does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallbackStage {
    /// Wait until the workers have none of the revoked partitions' records.
    Drain,
    /// Commit what is processed of them.
    Commit,
    /// Ask the store where to go on.
    Ask,
    /// It is asked.
    Read,
    /// Take time.
    Work,
    /// Return.
    Return,
}

/// What follows a listener's method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterCallback {
    /// The rebalance goes on.
    Rebalance(AfterRebalance),
    /// The rebalance is over; back to poll.
    Poll,
    /// Give everything up and leave the group.
    Leave,
    /// The same, and subscribe to nothing.
    Unsubscribe,
}

impl Consumer {
    /// Calls a method of the listener.
    pub(super) fn call_back(
        &mut self,
        callback: Callback,
        partitions: Assignment,
        then: AfterCallback,
        now: SimTime,
        fx: &mut Fx,
    ) {
        let told = partitions.clone();
        fx.note(ConsumerFact::CallbackStarted { callback, partitions: told });
        let running = RunningCallback { callback, partitions, since: now, then, stage: CallbackStage::Drain };
        self.go_on_with(running, now, fx);
    }

    /// Goes on with a method until it has to wait or returns.
    pub(super) fn go_on_with(&mut self, mut running: RunningCallback, now: SimTime, fx: &mut Fx) {
        loop {
            running.stage = match running.stage {
                CallbackStage::Drain if self.must_drain(&running) => return self.wait_in(running, fx),
                CallbackStage::Drain => CallbackStage::Commit,
                CallbackStage::Commit => {
                    running.stage = CallbackStage::Ask;
                    let offsets = self.offsets_to_commit_in(&running);
                    if !offsets.is_empty() {
                        let then = AfterCommit::Callback(Box::new(running));
                        fx.cancel_timer(ConsumerTimer::PollEnds);
                        return self.commit_sync(CommitOrigin::Callback, offsets, then, now, fx);
                    }
                    CallbackStage::Ask
                }
                CallbackStage::Ask if self.reads_store_in(&running) => {
                    running.stage = CallbackStage::Read;
                    fx.read_store(running.partitions.clone());
                    return self.wait_in(running, fx);
                }
                CallbackStage::Ask => CallbackStage::Work,
                CallbackStage::Read => return self.wait_in(running, fx),
                CallbackStage::Work if self.takes_time(&running) => {
                    fx.set_timer(ConsumerTimer::Work, now + self.config.behaviour.callback_time);
                    running.stage = CallbackStage::Return;
                    return self.wait_in(running, fx);
                }
                CallbackStage::Work => CallbackStage::Return,
                CallbackStage::Return => return self.callback_done(running, now, fx),
            }
        }
    }

    fn wait_in(&mut self, running: RunningCallback, fx: &mut Fx) {
        fx.cancel_timer(ConsumerTimer::PollEnds);
        self.app.enter(Activity::InCallback(running));
    }

    fn takes_time(&self, running: &RunningCallback) -> bool {
        let idle = self.config.behaviour.listener == Listener::Save
            && running.callback != Callback::OnPartitionsRevoked;
        !self.config.behaviour.callback_time.is_zero() && !idle
    }

    fn must_drain(&self, running: &RunningCallback) -> bool {
        running.callback == Callback::OnPartitionsRevoked
            && self.config.behaviour.listener == Listener::Drain
            && self.app.pool.has_any(&running.partitions)
    }

    fn offsets_to_commit_in(&self, running: &RunningCallback) -> Arc<[OffsetToCommit]> {
        let commits = self.config.behaviour.listener != Listener::None && !self.config.stores_itself();
        if running.callback != Callback::OnPartitionsRevoked || !commits {
            return Arc::from([]);
        }
        let up_to = UpTo::of(self.config.behaviour.commit);
        self.app.completions.uncommitted(up_to, |partition| running.partitions.contains(partition))
    }

    fn reads_store_in(&self, running: &RunningCallback) -> bool {
        let assigned = running.callback == Callback::OnPartitionsAssigned && !running.partitions.is_empty();
        assigned && self.config.stores_itself()
    }

    /// In a callback that waits for workers: goes on if they are done by now.
    pub(super) fn listener_step(&mut self, now: SimTime, fx: &mut Fx) -> NextStep {
        let Activity::InCallback(running) = self.app.activity() else { return NextStep::Wait };
        if running.stage != CallbackStage::Drain || self.must_drain(running) {
            return NextStep::Wait;
        }
        let running = running.clone();
        self.go_on_with(running, now, fx);
        NextStep::GoOn
    }

    /// The callback's own time is over.
    pub(super) fn listener_done(&mut self, now: SimTime, fx: &mut Fx) {
        if let Activity::InCallback(running) = self.app.activity()
            && running.stage == CallbackStage::Return
        {
            let running = running.clone();
            self.callback_done(running, now, fx);
        }
    }

    /// The store says where to go on; what it does not know is left to the group's committed offset.
    pub fn store_read(&mut self, offsets: &[(TopicPartition, Offset)], now: SimTime, fx: &mut Fx) {
        let Activity::InCallback(running) = self.app.activity() else { return };
        if running.stage != CallbackStage::Read {
            return;
        }
        let running = RunningCallback { stage: CallbackStage::Work, ..running.clone() };
        for (partition, offset) in offsets {
            self.seek(partition, *offset, PositionSource::Store, fx);
        }
        self.go_on_with(running, now, fx);
        self.run(now, fx);
    }

    /// Whether the method throws, now that it is at its end.
    fn throws_in(&self, running: &RunningCallback) -> bool {
        let assigned = running.callback == Callback::OnPartitionsAssigned;
        match self.config.behaviour.listener_throws {
            ListenerThrows::No => false,
            ListenerThrows::Revoked => running.callback == Callback::OnPartitionsRevoked,
            ListenerThrows::Assigned => assigned,
            ListenerThrows::AssignedOnce => {
                assigned && !self.app.listener_has_thrown && !running.partitions.is_empty()
            }
        }
    }

    fn callback_done(&mut self, running: RunningCallback, now: SimTime, fx: &mut Fx) {
        let threw = self.throws_in(&running);
        fx.note(ConsumerFact::CallbackFinished { callback: running.callback, threw });
        self.app.listener_has_thrown |= threw;
        self.app.listener_threw |= threw;
        let from_poll = !matches!(running.then, AfterCallback::Leave | AfterCallback::Unsubscribe);
        if from_poll && !self.app.inside_poll() {
            self.app.enter(Activity::Poll);
            self.poll_until_timeout(now, fx);
        }
        match running.then {
            AfterCallback::Rebalance(next) => self.rebalance_goes_on(next, threw, now, fx),
            AfterCallback::Poll => self.rebalance_is_over(now, fx),
            then @ (AfterCallback::Leave | AfterCallback::Unsubscribe) => {
                match (self.another_callback_before_leaving(fx), then) {
                    (Some((callback, partitions)), then) => {
                        self.call_back(callback, partitions, then, now, fx)
                    }
                    (None, AfterCallback::Leave) => self.leave_unless_thrown(now, fx),
                    (None, _) => {
                        self.note_what_listener_threw(fx);
                        self.unsubscribed(now, fx);
                    }
                }
            }
        }
    }

    /// The call in which the listener ran throws what it threw, if it did. Whether it did.
    fn note_what_listener_threw(&mut self, fx: &mut Fx) -> bool {
        let threw = std::mem::take(&mut self.app.listener_threw);
        if threw {
            let exception = Exception::Kafka;
            fx.note(ConsumerFact::ExceptionThrown { exception });
        }
        threw
    }

    /// poll throws what its callbacks threw, if one did. The application catches it, and polls again a little later.
    pub(super) fn poll_throws_for_listener(&mut self, now: SimTime, fx: &mut Fx) {
        if self.note_what_listener_threw(fx) {
            self.pause_before_polling(now, fx);
        }
    }

    /// close is done with the listener. If that threw, close throws, and has not said that the member leaves.
    fn leave_unless_thrown(&mut self, now: SimTime, fx: &mut Fx) {
        match self.note_what_listener_threw(fx) {
            true => self.close_without_leaving(),
            false => self.leave_group(now, fx),
        }
    }

    /// Reads an assigned partition from `offset` on.
    pub(super) fn seek(
        &mut self,
        partition: &TopicPartition,
        offset: Offset,
        source: PositionSource,
        fx: &mut Fx,
    ) {
        let Some(state) = self.subscription.get_mut(partition) else { return };
        state.seek(offset);
        let partition = *partition;
        fx.note(ConsumerFact::PositionSet { partition, offset, source });
    }

    /// Replaces the assignment in the client and says so.
    pub(super) fn change_assignment(&mut self, owned: &Assignment, fx: &mut Fx) {
        let paused = self.subscription.iter().filter(|(_, state)| state.paused);
        let forgotten: Assignment =
            paused.map(|(partition, _)| *partition).filter(|partition| !owned.contains(partition)).collect();
        if !forgotten.is_empty() && !self.app.closing() {
            fx.note(ConsumerFact::PauseForgotten { partitions: forgotten });
        }
        self.subscription.assign(owned);
        let subscription = &self.subscription;
        self.fetcher.retain(|partition| subscription.owns(partition));
        self.app.completions.retain(|partition| subscription.owns(partition));
        let owned = self.subscription.owned();
        fx.note(ConsumerFact::AssignmentChanged { owned });
    }
}
