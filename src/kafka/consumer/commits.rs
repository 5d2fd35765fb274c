//! What the application commits, and when: each commit mode at the places of its loop where it does something.
//!
//! - between poll and the first record: `before`;
//! - after a record: `sync-record`, `every`, `every-async`;
//! - after a batch (with workers: after handing it over): `sync`, the `async` ones, `off-by-one`;
//! - after each round of the loop: `contiguous`, `as-completed`;
//! - before close: `async-then-sync`, `contiguous`, `as-completed`.

use super::application::Activity;
use super::commit_sync::AfterCommit;
use super::completions::{UpTo, to_commit};
use super::config::{CommitCall, CommitWhat, CommitWhen, SHORTEST_INTERVAL};
use super::{Consumer, ConsumerTimer, Fx};
use crate::kafka::api::OffsetToCommit;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitOrigin, PositionSource};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use std::sync::Arc;

/// What follows a record that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AfterRecord {
    /// The batch goes on.
    NextRecord,
    /// A blocking commit has begun, or the call threw: the thread is there.
    Elsewhere,
}

impl Consumer {
    /// Poll returned a batch for the poll thread itself.
    pub(super) fn begin_batch(&mut self, now: SimTime, fx: &mut Fx) {
        if self.config.behaviour.commit.when == CommitWhen::BeforeBatch {
            let offsets = self.subscription.all_consumed();
            self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::Process, now, fx);
        } else {
            self.next_record(now, fx);
        }
    }

    /// The batch could not be committed, and so must not be processed: the application seeks back to its start, where
    /// it still has the partition, and polls again a little later. If it went on instead, a later commit would pass the
    /// batch over.
    pub(super) fn give_back_batch(&mut self, now: SimTime, fx: &mut Fx) {
        let mut starts: SortedMap<TopicPartition, Offset> = SortedMap::new();
        for (partition, from, _) in self.app.batch.ranges() {
            starts.entry(*partition).or_insert(*from);
        }
        self.give_up_batch(fx);
        for (partition, start) in starts {
            self.seek(&partition, start, PositionSource::GivenBack, fx);
        }
        self.app.enter(Activity::Pausing);
        fx.set_timer(ConsumerTimer::Work, now + self.config.retry_backoff.max(SHORTEST_INTERVAL));
    }

    /// A record is done: commits it, if this mode does that now.
    pub(super) fn commit_after_record(
        &mut self,
        partition: &TopicPartition,
        offset: Offset,
        now: SimTime,
        fx: &mut Fx,
    ) -> AfterRecord {
        match self.config.behaviour.commit.when {
            CommitWhen::AfterRecord => {
                let offsets = Arc::from([to_commit(partition, offset + 1)]);
                self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::NextRecord, now, fx);
                AfterRecord::Elsewhere
            }
            CommitWhen::AfterSome => self.commit_after_some(now, fx),
            CommitWhen::LeftToPoll
            | CommitWhen::BeforeBatch
            | CommitWhen::AfterBatch
            | CommitWhen::AfterRound
            | CommitWhen::Elsewhere
            | CommitWhen::Never => AfterRecord::NextRecord,
        }
    }

    /// One more record is done: commits what is done if that makes `commit_every`.
    fn commit_after_some(&mut self, now: SimTime, fx: &mut Fx) -> AfterRecord {
        self.app.since_commit += 1;
        if self.app.since_commit < self.config.behaviour.commit_every {
            return AfterRecord::NextRecord;
        }
        self.app.since_commit = 0;
        let offsets = self.app.completions.uncommitted(UpTo::FirstOpen, |_| true);
        match self.config.behaviour.commit.call {
            CommitCall::Sync => {
                self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::NextRecord, now, fx);
                AfterRecord::Elsewhere
            }
            CommitCall::Async(_) => {
                self.commit_async(offsets, now, fx);
                match self.app.activity() {
                    Activity::Closing(_) => AfterRecord::Elsewhere,
                    _ => AfterRecord::NextRecord,
                }
            }
        }
    }

    /// The batch is done, or handed over to workers.
    pub(super) fn commit_after_batch(&mut self, now: SimTime, fx: &mut Fx) {
        let mode = self.config.behaviour.commit;
        if mode.when != CommitWhen::AfterBatch {
            return;
        }
        let offsets = match mode.what {
            CommitWhat::LastRecord => self.last_of_batch(),
            CommitWhat::Position | CommitWhat::Done | CommitWhat::LastDone => {
                self.subscription.all_consumed()
            }
        };
        match mode.call {
            CommitCall::Sync => {
                self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::Round, now, fx);
            }
            CommitCall::Async(_) => self.commit_async(offsets, now, fx),
        }
    }

    /// The own offset of each partition's last record in the batch.
    fn last_of_batch(&self) -> Arc<[OffsetToCommit]> {
        let ranges = self.app.batch.ranges().iter();
        let last: SortedMap<_, _> = ranges.map(|(partition, _, to)| (partition, to - 1)).collect();
        last.into_iter().map(|(partition, offset)| to_commit(partition, offset)).collect()
    }

    /// One round of the loop is over: what workers have done meanwhile is committed.
    pub(super) fn end_of_round(&mut self, now: SimTime, fx: &mut Fx) {
        self.app.enter(Activity::BeforePoll);
        let offsets = self.done_by_workers();
        if !offsets.is_empty() {
            self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::NextPoll, now, fx);
        }
    }

    fn done_by_workers(&self) -> Arc<[OffsetToCommit]> {
        match self.config.behaviour.commit.when {
            CommitWhen::AfterRound => {
                self.app.completions.uncommitted(UpTo::of(self.config.behaviour.commit), |_| true)
            }
            _ => Arc::from([]),
        }
    }

    /// The application closes the consumer next, and may commit before.
    pub(super) fn commit_last(&mut self, now: SimTime, fx: &mut Fx) {
        let mode = self.config.behaviour.commit;
        let offsets = match mode.what {
            CommitWhat::Position if mode.last => self.subscription.all_consumed(),
            _ => self.done_by_workers(),
        };
        if offsets.is_empty() {
            self.enter_close(now, fx);
        } else {
            self.commit_sync(CommitOrigin::Sync, offsets, AfterCommit::Close, now, fx);
        }
    }
}
