//! Calls that the application makes between two polls, because a visitor asks for it: `seek` and its relatives, `pause`
//! and `resume`, `subscribe` and `unsubscribe`, `commitSync` (`KafkaConsumer`).
//!
//! A call waits until the application has its thread: it is made before the next poll, after the batch in hand. What
//! a call throws, the application logs, and goes on.
//!
//! Not modelled: `position`, `committed`, `beginningOffsets` and other questions that change nothing; `assign` in mid
//! life; `enforceRebalance`.

use super::application::{Activity, NextStep};
use super::close_options::GroupMembershipOperation;
use super::commit_sync::AfterCommit;
use super::completions::to_commit;
use super::subscription::TopicPattern;
use super::{Consumer, Fx};
use crate::kafka::api::{Assignment, OffsetSpec};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitOrigin, PositionSource};
use crate::sim::time::SimTime;
use std::sync::Arc;

/// Where a `seek` goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeekTo {
    /// `seek(partition, offset)`, in the log or not.
    Offset(Offset),
    /// `seekToBeginning`: the log start offset, which is asked for inside the next poll.
    Beginning,
    /// `seekToEnd`: the log end offset, which is asked for inside the next poll.
    End,
    /// `offsetsForTimes`, which blocks, then `seek` to the first record at or after this time, or to the end.
    Time(SimTime),
}

/// A call. Partitions that are not assigned to the consumer make it throw IllegalStateException; without any it is
/// about all that are.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// `seek` and its relatives. What is buffered is dropped; records that poll has returned are processed on.
    Seek { partitions: Assignment, to: SeekTo },
    /// `pause`: poll goes on, and returns nothing of these.
    Pause { partitions: Assignment },
    /// `resume`.
    Resume { partitions: Assignment },
    /// `unsubscribe`: gives everything up and leaves the group, without an automatic commit.
    Unsubscribe,
    /// `commitSync` of these offsets; of the positions if there are none.
    Commit { offsets: Arc<[(TopicPartition, Offset)]> },
}

impl Call {
    /// The partitions it names.
    pub fn partitions(&self) -> Vec<&TopicPartition> {
        match self {
            Call::Seek { partitions, .. } | Call::Pause { partitions } | Call::Resume { partitions } => {
                partitions.iter().collect()
            }
            Call::Unsubscribe => Vec::new(),
            Call::Commit { offsets } => offsets.iter().map(|(partition, _)| partition).collect(),
        }
    }
}

/// A call that waits for the application to have its thread.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DueCall {
    /// `subscribe`, to topics or a pattern.
    Subscribe(Vec<TopicName>, Option<TopicPattern>),
    Call(Call),
}

/// Whether poll may be called, once the calls before it are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MayPoll {
    /// It may.
    Yes,
    /// The thread is in one of the calls, or is subscribed to nothing.
    No,
}

impl Consumer {
    /// The application is to make this call before its next poll.
    pub fn call(&mut self, call: Call, now: SimTime, fx: &mut Fx) {
        fx.note(ConsumerFact::CallRequested { call: call.clone() });
        let ticket = self.remember(fx);
        self.app.calls.push_back((DueCall::Call(call), ticket));
        self.run(now, fx);
    }

    /// The application changes its subscription as soon as it has its thread, at the latest before the next poll.
    pub fn subscribe(
        &mut self,
        topics: Vec<TopicName>,
        pattern: Option<TopicPattern>,
        now: SimTime,
        fx: &mut Fx,
    ) {
        if self.app.free() && self.app.calls.is_empty() {
            self.resubscribe(topics, pattern, now, fx);
        } else {
            let ticket = self.remember(fx);
            self.app.calls.push_back((DueCall::Subscribe(topics, pattern), ticket));
        }
        self.run(now, fx);
    }

    fn resubscribe(
        &mut self,
        topics: Vec<TopicName>,
        pattern: Option<TopicPattern>,
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.subscription.subscribe(topics, pattern);
        if self.subscription.pattern_for_broker().is_some() {
            // The next regular heartbeat tells it; what is assigned and buffered stays until that is answered.
            return self.note_subscription(fx);
        }
        if let Some(known) = self.metadata.clone() {
            self.subscription.match_topics(&known);
        }
        let subscription = &self.subscription;
        self.fetcher.retain(|partition| subscription.wants(&partition.topic));
        self.note_subscription(fx);
        self.ask_metadata(now, fx);
    }

    /// Before poll: makes the calls that are due.
    pub(super) fn make_calls(&mut self, now: SimTime, fx: &mut Fx) -> MayPoll {
        while let Some((due, ticket)) = self.app.calls.pop_front() {
            fx.put_off(ticket);
            match due {
                DueCall::Subscribe(topics, pattern) => self.resubscribe(topics, pattern, now, fx),
                DueCall::Call(call) => self.make(call, now, fx),
            }
            fx.go_on();
            if *self.app.activity() != Activity::BeforePoll {
                return MayPoll::No;
            }
        }
        if self.subscription.any() {
            return MayPoll::Yes;
        }
        self.app.enter(Activity::Unsubscribed);
        MayPoll::No
    }

    /// Subscribed to nothing: goes on if there is something else to do.
    pub(super) fn leave_idleness(&mut self) -> NextStep {
        if !self.app.close_requested && self.app.calls.is_empty() {
            return NextStep::Wait;
        }
        self.app.enter(Activity::BeforePoll);
        NextStep::GoOn
    }

    fn make(&mut self, call: Call, now: SimTime, fx: &mut Fx) {
        if call.partitions().iter().any(|partition| !self.subscription.owns(partition)) {
            // It was given up since the call was asked for.
            let exception = Exception::IllegalState;
            return fx.note(ConsumerFact::ExceptionThrown { exception });
        }
        match call {
            Call::Seek { partitions, to } => self.seek_all(self.all_unless(partitions), to, now, fx),
            Call::Pause { partitions } => self.set_paused(self.all_unless(partitions), true, fx),
            Call::Resume { partitions } => self.set_paused(self.all_unless(partitions), false, fx),
            Call::Unsubscribe => self.unsubscribe(now, fx),
            Call::Commit { offsets } => {
                let offsets = match offsets.is_empty() {
                    true => self.subscription.all_consumed(),
                    false => {
                        offsets.iter().map(|(partition, offset)| to_commit(partition, *offset)).collect()
                    }
                };
                self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::NextPoll, now, fx);
            }
        }
    }

    fn all_unless(&self, named: Assignment) -> Assignment {
        if named.is_empty() { self.subscription.owned() } else { named }
    }

    fn seek_all(&mut self, partitions: Assignment, to: SeekTo, now: SimTime, fx: &mut Fx) {
        if let SeekTo::Time(time) = to {
            return self.offsets_for_times(partitions, time, now, fx);
        }
        for partition in partitions.iter() {
            self.seek_to(partition, to, to, fx);
        }
    }

    /// Seeks one partition to where `to` says; `told` is what the application called for.
    pub(super) fn seek_to(&mut self, partition: &TopicPartition, to: SeekTo, told: SeekTo, fx: &mut Fx) {
        let Some(state) = self.subscription.get_mut(partition) else { return };
        let from = state.position;
        fx.note(ConsumerFact::Sought { partition: *partition, from, to: Box::new(told) });
        match to {
            SeekTo::Offset(offset) => self.seek(partition, offset, PositionSource::Seek, fx),
            SeekTo::Beginning => state.reset(Some(OffsetSpec::Earliest)),
            SeekTo::End | SeekTo::Time(_) => state.reset(Some(OffsetSpec::Latest)),
        }
    }

    fn set_paused(&mut self, partitions: Assignment, paused: bool, fx: &mut Fx) {
        for partition in partitions.iter() {
            if let Some(state) = self.subscription.get_mut(partition) {
                state.paused = paused;
            }
        }
        fx.note(match paused {
            true => ConsumerFact::PausedByCall { partitions },
            false => ConsumerFact::ResumedByCall { partitions },
        });
    }

    /// `unsubscribe()`: the listener hears of it first, if the group gave what is owned.
    fn unsubscribe(&mut self, now: SimTime, fx: &mut Fx) {
        self.fetcher.retain(|_| false);
        let then = super::listener::AfterCallback::Unsubscribe;
        match self.callback_before_leaving(fx) {
            None => self.unsubscribed(now, fx),
            Some((callback, owned)) => self.call_back(callback, owned, then, now, fx),
        }
    }

    /// Everything is revoked: leaves the group, without waiting for the answer.
    pub(super) fn unsubscribed(&mut self, now: SimTime, fx: &mut Fx) {
        if !self.subscription.is_empty() {
            self.change_assignment(&Assignment::default(), fx);
        }
        if self.subscription.manual {
            // It has no place to leave. It has to join for the topics that it subscribes to next.
            self.membership.must_join();
        } else {
            let reason = "the consumer unsubscribed from all topics";
            self.leave(GroupMembershipOperation::Default, reason, now, fx);
        }
        self.subscription.unsubscribe();
        fx.note(ConsumerFact::Unsubscribed);
        self.app.enter(Activity::BeforePoll);
    }
}
