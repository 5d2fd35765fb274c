//! A pool of workers beside the poll thread: poll hands records over and is called again at once.
//!
//! The queue is bounded as Kafka's documentation advises: while `queue` records or more wait, all partitions are
//! paused, and poll goes on (with a short timeout) only to stay in the group. A poll's records are never split, so
//! up to `max.poll.records` - 1 more may wait.
//!
//! With `order=partition` one partition's records are done one after the other; with `order=free` any worker takes
//! the oldest record there is, so that records of one partition are done out of order. Workers go on with records of
//! partitions that were revoked, as if nothing had happened; `listener=drain` waits for them. A clean close waits for
//! everything handed over, a close in mid-batch and an exception drop it, a kill does so without a word.
//!
//! Not modelled: pausing single partitions, workers with consumers of their own.

use super::application::{Activity, NextStep};
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::consumer::asks::Done;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::sim::queue::Queue;
use crate::sim::time::{SimDuration, SimTime};

/// The timeout that an application gives to poll while everything is paused.
const PAUSED_POLL: SimDuration = SimDuration::from_millis(100);

/// Which record a free worker takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerOrder {
    /// The oldest of a partition that no other worker has a record of.
    Partition,
    /// The oldest.
    Free,
}

impl WorkerOrder {
    const ALL: [WorkerOrder; 2] = [WorkerOrder::Partition, WorkerOrder::Free];

    /// The words a session script uses.
    pub const NAMES: [&'static str; 2] = [Self::ALL[0].word(), Self::ALL[1].word()];

    /// The word a session script uses.
    pub const fn word(self) -> &'static str {
        match self {
            WorkerOrder::Partition => "partition",
            WorkerOrder::Free => "free",
        }
    }

    /// The order of that word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<WorkerOrder> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A record in a worker's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    pub partition: TopicPartition,
    pub offset: Offset,
    pub started: SimTime,
    pub ends: SimTime,
    /// Which poll returned it.
    pub poll: u32,
    /// What it takes in all.
    time: SimDuration,
    /// The worker is blocked, and this much of the record's work is left.
    left: Option<SimDuration>,
}

/// Records of one partition that wait, and which poll returned them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Queued {
    partition: TopicPartition,
    from: Offset,
    to: Offset,
    poll: u32,
}

/// The workers and their queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    queue: Queue<Queued>,
    jobs: Vec<Option<Job>>,
    queued: u64,
}

impl Pool {
    /// What is in work.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.jobs.iter().flatten()
    }

    /// Records that wait for a worker.
    pub fn queued(&self) -> u64 {
        self.queued
    }

    /// Records that are queued or in work, as ranges.
    pub fn held(&self) -> impl Iterator<Item = (&TopicPartition, Offset, Offset)> {
        self.held_by_poll().map(|(partition, from, to, _)| (partition, from, to))
    }

    /// The same, each range with the poll that returned it.
    pub fn held_by_poll(&self) -> impl Iterator<Item = (&TopicPartition, Offset, Offset, u32)> {
        let queued = self.queue.iter().map(|waits| (&waits.partition, waits.from, waits.to, waits.poll));
        self.jobs().map(|job| (&job.partition, job.offset, job.offset + 1, job.poll)).chain(queued)
    }

    /// Whether nothing is queued or in work.
    pub(super) fn idle(&self) -> bool {
        self.queued == 0 && self.jobs().next().is_none()
    }

    /// Whether it has records of any of these partitions.
    pub(super) fn has_any(&self, partitions: &[TopicPartition]) -> bool {
        self.held().any(|(partition, _, _)| partitions.contains(partition))
    }

    /// Everything is dropped.
    pub(super) fn drop_all(&mut self, fx: &mut Fx) {
        for worker in 0..self.jobs.len() {
            fx.cancel_timer(ConsumerTimer::Worker(worker as u16));
        }
        *self = Pool::default();
    }

    fn push(&mut self, ranges: &[(TopicPartition, Offset, Offset)], poll: u32) {
        let waits = |(partition, from, to): &(TopicPartition, Offset, Offset)| Queued {
            partition: *partition,
            from: *from,
            to: *to,
            poll,
        };
        self.queue.extend(ranges.iter().map(waits));
        self.queued += ranges.iter().map(|(_, from, to)| to - from).sum::<u64>();
    }

    /// Takes the record that comes next for a free worker, and which poll returned it.
    fn take(&mut self, order: WorkerOrder) -> Option<(TopicPartition, Offset, u32)> {
        let busy = |partition: &TopicPartition| self.jobs().any(|job| job.partition == *partition);
        let place = match order {
            WorkerOrder::Free => 0,
            WorkerOrder::Partition => self.queue.iter().position(|waits| !busy(&waits.partition))?,
        };
        let waits = self.queue.get_mut(place)?;
        let taken = (waits.partition, waits.from, waits.poll);
        waits.from += 1;
        if waits.from == waits.to {
            self.queue.remove(place);
        }
        self.queued -= 1;
        Some(taken)
    }

    pub(super) fn stall(&mut self, now: SimTime, fx: &mut Fx) {
        for (worker, job) in self.jobs.iter_mut().enumerate() {
            if let Some(job) = job {
                job.left = Some(job.ends.since(now));
                fx.cancel_timer(ConsumerTimer::Worker(worker as u16));
            }
        }
    }

    pub(super) fn resume(&mut self, now: SimTime, fx: &mut Fx) {
        for (worker, job) in self.jobs.iter_mut().enumerate() {
            if let Some(job) = job
                && let Some(left) = job.left.take()
            {
                (job.started, job.ends) = (now, now + left);
                fx.set_timer(ConsumerTimer::Worker(worker as u16), job.ends);
            }
        }
    }

    pub(super) fn postpone(&mut self, by: SimDuration) {
        for job in self.jobs.iter_mut().flatten() {
            job.started += by;
            job.ends += by;
        }
    }
}

impl Consumer {
    /// Poll returned these: the workers get them, and the application commits as it does after a batch.
    pub(super) fn hand_over(
        &mut self,
        ranges: &[(TopicPartition, Offset, Offset)],
        now: SimTime,
        fx: &mut Fx,
    ) {
        self.app.pool.push(ranges, self.app.polls);
        self.feed_workers(now, fx);
        self.app.enter(Activity::AfterBatch);
        self.commit_after_batch(now, fx);
    }

    /// Free workers take records from the queue; records that take no time are done at once.
    pub(super) fn feed_workers(&mut self, now: SimTime, fx: &mut Fx) {
        if self.app.stalled || self.app.pool.queued == 0 {
            return;
        }
        self.app.pool.jobs.resize(self.config.behaviour.workers as usize, None);
        for worker in 0..self.app.pool.jobs.len() {
            while self.app.pool.jobs[worker].is_none()
                && let Some((partition, offset, poll)) =
                    self.app.pool.take(self.config.behaviour.worker_order)
            {
                let time = self.time_for(offset);
                if time.is_zero() {
                    self.completed(Done { partition, offset, poll, took: time }, fx);
                    continue;
                }
                fx.set_timer(ConsumerTimer::Worker(worker as u16), now + time);
                let job = Job { partition, offset, started: now, ends: now + time, poll, time, left: None };
                self.app.pool.jobs[worker] = Some(job);
            }
        }
    }

    /// A worker has done its record, and takes the next.
    pub(super) fn worker_done(&mut self, worker: u16, now: SimTime, fx: &mut Fx) {
        let Some(job) = self.app.pool.jobs.get_mut(worker as usize).and_then(Option::take) else { return };
        let Job { partition, offset, poll, time: took, .. } = job;
        self.completed(Done { partition, offset, poll, took }, fx);
        self.feed_workers(now, fx);
    }

    /// Before poll: pauses all partitions while the queue is full.
    pub(super) fn pause_while_full(&mut self, fx: &mut Fx) {
        let full = self.config.behaviour.workers > 0
            && self.app.pool.queued >= u64::from(self.config.behaviour.queue);
        if full != self.app.paused {
            self.app.paused = full;
            let queued = self.app.pool.queued;
            fx.note(match full {
                true => ConsumerFact::PartitionsPaused { queued },
                false => ConsumerFact::PartitionsResumed { queued },
            });
        }
    }

    /// The timeout that the application gives to poll.
    pub(super) fn poll_timeout(&self) -> SimDuration {
        match self.app.paused {
            true => self.config.behaviour.poll_timeout.min(PAUSED_POLL),
            false => self.config.behaviour.poll_timeout,
        }
    }

    /// Before close: goes on if the workers are done.
    pub(super) fn await_workers(&mut self, now: SimTime, fx: &mut Fx) -> NextStep {
        if !self.app.pool.idle() {
            return NextStep::Wait;
        }
        self.commit_last(now, fx);
        NextStep::GoOn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(number: u32) -> TopicPartition {
        TopicPartition::new("orders".into(), number)
    }

    #[test]
    fn in_order_of_partitions_no_two_workers_have_the_same_partition() {
        let mut pool = Pool::default();
        pool.push(&[(orders(0), 0, 2), (orders(1), 5, 6)], 1);
        let job = |(partition, offset, poll)| {
            let (started, ends, time) = (SimTime::ZERO, SimTime::ZERO, SimDuration::ZERO);
            Some(Job { partition, offset, started, ends, poll, time, left: None })
        };
        let first = pool.take(WorkerOrder::Partition).unwrap();
        pool.jobs.push(job(first));
        assert_eq!(pool.take(WorkerOrder::Partition), Some((orders(1), 5, 1)));
        assert_eq!(pool.take(WorkerOrder::Partition), None, "orders-0 is busy");
        assert_eq!(pool.take(WorkerOrder::Free), Some((orders(0), 1, 1)));
        assert_eq!((pool.queued(), pool.idle()), (0, false));
    }
}
