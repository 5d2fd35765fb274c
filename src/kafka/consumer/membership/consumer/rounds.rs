//! The rounds of poll's loop on the application thread (`AsyncKafkaConsumer.poll`): each begins with the callbacks
//! that are due when it begins, goes on to positions and records, and then waits: for records, until the next
//! heartbeat, or until its timeout. Records end a wait without another look at callbacks.

use super::{AfterStep, ConsumerMemberState};
use crate::kafka::api::Assignment;
use crate::kafka::consumer::application::NextStep;
use crate::kafka::consumer::config::SHORTEST_INTERVAL;
use crate::kafka::consumer::listener::AfterCallback;
use crate::kafka::consumer::membership::{AfterRebalance, Joined};
use crate::kafka::consumer::{Consumer, ConsumerTimer, Fx};
use crate::kafka::effects::Ticket;
use crate::kafka::ids::TopicPartition;
use crate::kafka::rebalance_causes::Callback;
use crate::sim::queue::Queue;
use crate::sim::time::{SimDuration, SimTime};

/// The background thread wakes at least this often (`MAX_POLL_TIMEOUT_MS`), and a poll looks for callbacks at least
/// this often, too.
pub(super) const LONGEST_WAIT: SimDuration = SimDuration::from_secs(5);

/// What the background thread has the application thread call.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DueCallback {
    pub callback: Callback,
    pub partitions: Assignment,
    pub then: AfterStep,
    ticket: Ticket,
}

/// What the application thread knows of its rounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    pub due: Queue<DueCallback>,
    /// What onPartitionsAssigned was last called with.
    pub announced: Assignment,
    /// A round is under way.
    under_way: bool,
    /// Callbacks that are to be called in this round.
    left: usize,
    /// When the next round begins, unless poll returns before.
    next: Option<SimTime>,
}

/// Why poll goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kafka::consumer) enum PollWakes {
    /// It does not: it waits.
    No,
    /// A round begins, or is under way.
    Round,
    /// There are records, or its timeout is over: it returns.
    ToReturn,
}

impl Consumer {
    /// The application thread is to call a method of the listener.
    pub(super) fn enqueue_callback(
        &mut self,
        callback: Callback,
        partitions: Assignment,
        then: AfterStep,
        fx: &mut Fx,
    ) {
        let ticket = self.remember(fx);
        let due = DueCallback { callback, partitions, then, ticket };
        self.membership.consumer.rounds.due.push_back(due);
    }

    /// The next callback that is due, with the partitions as they are now.
    pub(super) fn take_due_callback(&mut self, fx: &mut Fx) -> Option<DueCallback> {
        let mut due = self.membership.consumer.rounds.due.pop_front()?;
        match due.then {
            AfterStep::Assigned if !due.partitions.is_empty() => {
                let owned = self.subscription.owned();
                let all: Vec<TopicPartition> = owned.iter().chain(due.partitions.iter()).copied().collect();
                self.change_assignment(&all.into(), fx);
                for partition in due.partitions.iter() {
                    self.subscription.withhold(partition, true);
                }
                self.membership.consumer.rounds.announced = due.partitions.clone();
            }
            AfterStep::Assigned => self.membership.consumer.rounds.announced = Assignment::default(),
            AfterStep::Lost | AfterStep::Leaves => due.partitions = self.subscription.owned(),
            AfterStep::Revoked => {}
        }
        Some(due)
    }

    /// Whether it owns something, or will when a callback that is due is called.
    pub(super) fn owns_or_is_to_own(&self) -> bool {
        let due = &self.membership.consumer.rounds.due;
        !self.subscription.is_empty()
            || due.iter().any(|due| due.then == AfterStep::Assigned && !due.partitions.is_empty())
    }

    /// poll was called.
    pub(in crate::kafka::consumer::membership) fn rounds_begin(&mut self) {
        let rounds = &mut self.membership.consumer.rounds;
        (rounds.under_way, rounds.left, rounds.next) = (false, 0, None);
    }

    /// Whether poll, which is called at each answer and each timer, has something to do now.
    pub(in crate::kafka::consumer::membership) fn round_is_due(&self, now: SimTime) -> PollWakes {
        let rounds = &self.membership.consumer.rounds;
        match rounds.next {
            None => PollWakes::Round,
            Some(_) if rounds.under_way => PollWakes::Round,
            Some(_) if self.app.poll_timed_out || self.has_records() => PollWakes::ToReturn,
            Some(next) if next <= now => PollWakes::Round,
            Some(_) => PollWakes::No,
        }
    }

    fn has_records(&self) -> bool {
        let may = |buffered: &crate::kafka::consumer::fetcher::Buffered| {
            self.subscription.get(&buffered.partition).is_some_and(|state| !state.paused && !state.withheld)
        };
        !self.app.paused && self.fetcher.buffered().any(may)
    }

    /// Inside a round: the callbacks that were due when it began, and what poll throws.
    pub(in crate::kafka::consumer::membership) fn round_step(&mut self, now: SimTime, fx: &mut Fx) -> Joined {
        if !self.membership.consumer.rounds.under_way {
            self.begin_round(now, fx);
        }
        while self.membership.consumer.rounds.left > 0 {
            self.membership.consumer.rounds.left -= 1;
            let Some(DueCallback { callback, partitions, then, ticket }) = self.take_due_callback(fx) else {
                break;
            };
            let then = AfterCallback::Rebalance(AfterRebalance::Reconciliation(then));
            fx.put_off(ticket);
            self.call_back(callback, partitions, then, now, fx);
            fx.go_on();
            if !self.app.inside_poll() {
                return Joined::Blocked;
            }
        }
        self.poll_throws_for_listener(now, fx);
        if !self.app.inside_poll() {
            return Joined::Blocked;
        }
        self.membership.fatal = self.membership.fatal.or(self.membership.consumer.fatal);
        match self.membership.fatal {
            Some(_) => Joined::Blocked,
            None => Joined::Ready,
        }
    }

    /// The background thread hears that the application lives (`PollEvent`).
    fn begin_round(&mut self, now: SimTime, fx: &mut Fx) {
        self.membership.last_poll = Some(now);
        let membership = &mut self.membership.consumer;
        membership.rounds.under_way = true;
        membership.rounds.left = membership.rounds.due.len();
        let joins = match membership.state {
            ConsumerMemberState::Unsubscribed => {
                !self.group.is_none() && self.subscribes_to_something() && !self.app.closing()
            }
            // Nothing was owned, so that no callback is due before.
            ConsumerMemberState::Stale => membership.rounds.due.is_empty() && self.subscription.is_empty(),
            _ => false,
        };
        if joins {
            self.join_consumer_group(fx);
        }
        if self.membership.consumer.rules.auto_commit_in_poll_only {
            self.commit_automatically(now, fx);
            self.reconcile(now, fx);
        }
    }

    /// Whether there is a subscription to tell: of a pattern that the consumer resolves, once it knows of a topic.
    fn subscribes_to_something(&self) -> bool {
        !self.subscription.topics.is_empty() || self.subscription.pattern_for_broker().is_some()
    }

    /// A round has come to its end without records: until when poll waits.
    pub(in crate::kafka::consumer::membership) fn round_ends(
        &mut self,
        now: SimTime,
        fx: &mut Fx,
    ) -> NextStep {
        let membership = &mut self.membership.consumer;
        if !std::mem::replace(&mut membership.rounds.under_way, false) {
            return NextStep::Wait;
        }
        let mut next = now + LONGEST_WAIT;
        if let Some(due) = membership.beats.next_beat() {
            // One that is overdue cannot be sent now, and what it waits for is not known.
            next = next.min(if due > now { due } else { now + self.config.retry_backoff });
        }
        if self.subscription.iter().any(|(_, state)| !state.has_valid_position() && !state.withheld) {
            next = next.min(now + self.config.retry_backoff);
        }
        let half = SimDuration::from_micros(self.config.max_poll_interval.as_micros() / 2);
        let next = next.min(now + half).max(now + SHORTEST_INTERVAL);
        self.membership.consumer.rounds.next = Some(next);
        fx.set_timer(ConsumerTimer::PollRound, next);
        NextStep::Wait
    }
}
