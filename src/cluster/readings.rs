//! Follows who reads what, and what is committed, so that the ledger knows why records come twice or not at all.

use super::Cluster;
use super::cause::{DuplicateCause, GapCause};
use super::journal::EntryId;
use super::ledger::Passing;
use super::ledger::history::{Ending, Failure, Reading};
use super::why::ends;
use crate::cluster::fact::Fact;
use crate::cluster::nodes::ConsumerId;
use crate::kafka::api::ErrorCode;
use crate::kafka::consumer::config::CommitWhat;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{CommitFailure, CommitFate, CommitOrigin, PositionSource};

impl Cluster {
    /// The id of the entry that will be written next.
    pub(super) fn next_entry(&self) -> EntryId {
        EntryId::at(self.past.journal.len())
    }

    /// A consumer's position was set; `sought` where it stood before, if it sought another.
    pub(super) fn reading_begins(
        &mut self,
        id: ConsumerId,
        partition: &TopicPartition,
        offset: Offset,
        source: PositionSource,
        sought: Option<Option<Offset>>,
    ) {
        // The application gave a batch back, nothing of it done: its reading goes on.
        if source == PositionSource::GivenBack {
            return;
        }
        let entry = self.next_entry();
        let (start, end) = self.nodes.brokers.log(partition).map_or((0, 0), |log| (log.start(), log.end()));
        let process = &self.nodes[id];
        let (polls, alone) = (process.polls, process.consumer.standalone());
        let lane = self.past.ledger.partition_mut(&process.spec.group, partition);
        lane.withdraw_skip(id, offset, end);
        let committed = lane.committed();
        let stood = sought.flatten().or(committed);
        let mut reading = Reading::new(id, offset, source, entry);
        match source {
            PositionSource::ResetLatest | PositionSource::ResetByDuration(_) => {
                let (cause, decided) = match lane.history().is_gone() {
                    Some((DuplicateCause::OffsetsExpired, expired)) => (GapCause::OffsetsExpired, expired),
                    Some((_, deleted)) => (GapCause::AdminReset, deleted),
                    None => (GapCause::ResetLatest, entry),
                };
                if source == PositionSource::ResetLatest
                    && committed.is_none()
                    && lane.history().is_gone().is_none()
                {
                    let first = lane.history().is_empty();
                    let before = self.past.starts.before(&process.spec.group, partition, first);
                    lane.begin_after(0, before.min(offset), entry);
                }
                // Unlike the end of the log, a time may well be before the first record that is still there.
                let gone = if source == PositionSource::ResetLatest { 0 } else { start };
                lane.skip(committed.unwrap_or(0).max(gone), offset, cause, decided);
            }
            // From where it would have gone on (where it has not begun: the committed offset). What is beyond the log's
            // end is skipped when it is written, as long as this reading lasts.
            PositionSource::Seek if sought.is_some() => {
                let from = stood.unwrap_or(offset);
                lane.skip(from, offset, GapCause::SeekForward, entry);
                reading.skipped_from = Some(from);
            }
            PositionSource::Committed
            | PositionSource::ResetEarliest
            | PositionSource::EarlierTopic
            | PositionSource::Seek
            | PositionSource::Store
            | PositionSource::GivenBack => {}
        }
        (reading.committed, reading.stood) = (committed, stood);
        (reading.polls, reading.alone) = (polls, alone);
        lane.history_mut().begin(reading);
    }

    /// A consumer no longer reads what it read, but for what is `kept`.
    pub(super) fn readings_end(
        &mut self,
        id: ConsumerId,
        ending: Ending,
        kept: impl Fn(&TopicPartition) -> bool,
        entry: EntryId,
    ) {
        let group = &self.nodes[id].spec.group;
        for (partition, lane) in self.past.ledger.lanes_mut(group) {
            if lane.history().is_read_by(id) && !kept(partition) {
                let end = self.nodes.brokers.log(partition).map_or(0, |log| log.end());
                lane.withdraw_skip(id, 0, end);
                lane.history_mut().end(id, ending, entry);
            }
        }
    }

    /// A consumer's assignment changed.
    pub(super) fn readings_follow(&mut self, id: ConsumerId, owned: &[TopicPartition]) {
        let entry = self.next_entry();
        let closing = self.nodes[id].consumer.application().closing();
        let ending = if closing { Ending::Closed } else { Ending::Rebalanced };
        self.readings_end(id, ending, |partition| owned.contains(partition), entry);
        let process = &self.nodes[id];
        for partition in owned {
            let stands = process.consumer.subscription().position(partition).is_some();
            if !stands {
                continue;
            }
            self.past.ledger.partition_mut(&process.spec.group, partition).goes_on(id);
        }
    }

    /// A coordinator took over: a consumer that is a member for it, though the one before had removed it, reads on.
    pub(super) fn readings_of_members_go_on(&mut self, group: &GroupId) {
        for id in self.nodes.consumer_ids() {
            let process = &self.nodes[id];
            if process.spec.group == *group && process.alive() && self.is_member(process) {
                let owned = process.consumer.subscription().owned();
                self.readings_follow(id, &owned);
            }
        }
    }

    /// A consumer noticed that it lost its place. The reason may be known already.
    pub(super) fn reading_was_lost(&mut self, id: ConsumerId, error: ErrorCode) {
        let fenced = error == ErrorCode::FencedInstanceId;
        let ending = if fenced { Ending::Fenced } else { Ending::Rebalanced };
        self.readings_end(id, ending, |_| false, self.next_entry());
    }

    /// An administrator said that a group starts at these offsets.
    pub(super) fn group_starts_at(
        &mut self,
        group: &GroupId,
        offsets: &[(TopicPartition, Offset)],
        entry: EntryId,
    ) {
        for (partition, offset) in offsets {
            let lane = self.past.ledger.partition_mut(group, partition);
            let from = lane.committed().unwrap_or(0);
            lane.begin_after(from, *offset, entry);
        }
    }

    fn index_of(&self, client: &ClientName) -> Option<ConsumerId> {
        self.nodes.consumer_id(client)
    }

    /// The coordinator stored a commit.
    pub(super) fn commit_stored(&mut self, group: &GroupId, offsets: &[(TopicPartition, Offset)]) {
        let entry = self.next_entry();
        let behind = self.commit_behind(self.past.cause).and_then(|(commit, _)| {
            let Fact::Consumer(client, ConsumerFact::CommitStarted { origin, .. }) = &commit.fact else {
                return None;
            };
            Some((*client, *origin, commit.id))
        });
        let by = behind.and_then(|(client, origin, commit)| Some((self.index_of(&client)?, origin, commit)));
        let causes = by.map(|(id, origin, commit)| self.passing(id, origin, commit));
        for (partition, offset) in offsets {
            let stale = by.map(|(id, _, _)| id).filter(|id| self.is_behind_topic(*id, partition));
            let kept = stale.map(|id| self.kept_position(id, partition));
            if stale.is_some() {
                self.name_offset(group, partition, *offset);
            }
            let off_by_one = by.is_some_and(|(id, origin, _)| {
                let mode = self.nodes[id].spec.config.behaviour.commit;
                mode.what == CommitWhat::LastRecord && origin == CommitOrigin::Sync
            });
            let lane = self.past.ledger.partition_mut(group, partition);
            let old = lane.committed();
            let start = by.and_then(|(id, _, _)| before_reading(lane.history(), id));
            let passing = match causes {
                _ if kept.is_some() => Passing::from(GapCause::TopicRecreated),
                None => Passing::from(GapCause::AdminReset),
                Some(cause) => Passing { below: start, cause },
            };
            lane.commit(Some(*offset), passing, kept.unwrap_or(entry));
            let by = by.map(|(id, _, _)| id);
            lane.history_mut().committed(old, *offset, by, off_by_one, entry);
            self.may_come_again((*group, *partition), *offset, by);
            self.touch(group, partition);
        }
    }

    /// Keeps in mind that the newest commit is one that its sender had sent again, if it is.
    pub(super) fn may_come_again(
        &mut self,
        lane: (GroupId, TopicPartition),
        offset: Offset,
        by: Option<ConsumerId>,
    ) {
        let sent_again = self.past.sent_again.get(&lane);
        let comes_again =
            by.zip(sent_again).is_some_and(|(sender, offsets)| offsets.contains(&(sender, offset)));
        match comes_again {
            true => self.past.came_again.insert(lane, offset),
            false => self.past.came_again.remove(&lane),
        };
    }

    /// Committed offsets are gone.
    pub(super) fn commits_gone(
        &mut self,
        group: &GroupId,
        partitions: &[TopicPartition],
        cause: DuplicateCause,
    ) {
        let entry = self.next_entry();
        for partition in partitions {
            self.past.sent_again.remove(&(*group, *partition));
            self.past.came_again.remove(&(*group, *partition));
            let lane = self.past.ledger.partition_mut(group, partition);
            // Of a topic that has taken the name of a deleted one nothing had been committed.
            if lane.committed().is_some() {
                lane.commit(None, GapCause::AdminReset, entry);
                lane.history_mut().gone(cause, entry);
            }
        }
    }

    /// Why a commit of this consumer's passes over what is not processed.
    fn passing(&self, id: ConsumerId, origin: CommitOrigin, commit: EntryId) -> GapCause {
        let process = &self.nodes[id];
        let config = &process.spec.config;
        let name = &process.spec.name;
        let closing = process.consumer.application().closing() || process.consumer.ended();
        let asked = |fact: &Fact| {
            ends(fact, name) || matches!(fact.of_consumer(name), Some(ConsumerFact::ExceptionThrown { .. }))
        };
        // What was sent before was not sent because of it.
        let closing =
            closing && self.last_before(self.next_entry(), asked).is_none_or(|asked| asked < commit);
        let last_done = config.behaviour.commit.what == CommitWhat::LastDone;
        if closing {
            GapCause::MidBatchClose
        } else if last_done && origin != CommitOrigin::Auto {
            GapCause::OutOfOrder
        } else if config.behaviour.workers > 0 {
            GapCause::AheadOfWorkers
        } else {
            GapCause::CommittedFirst
        }
    }

    /// A client closed the connection on which it had sent a commit: it does not know what became of that, and the
    /// world does.
    pub(super) fn learn_fate(&self, client: &ClientName, fact: &mut ConsumerFact) {
        if let ConsumerFact::CommitFailed { failure: CommitFailure::Disconnected { number, fate }, .. } = fact
        {
            *fate = match number {
                Some(number) => self.fate_of_commit(self.next_entry(), client, *number),
                None => CommitFate::NotReceived,
            };
        }
    }

    /// A consumer's commit came to nothing, as far as the consumer knows.
    pub(super) fn commit_came_to_nothing(
        &mut self,
        id: ConsumerId,
        error: ErrorCode,
        failure: CommitFailure,
    ) {
        let membership = matches!(
            error,
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::FencedInstanceId
        );
        // One that lost its place cannot commit: how it lost it says more. One that stands alone had none.
        if membership && !self.nodes[id].consumer.standalone() {
            return;
        }
        let found = match failure {
            CommitFailure::Answered => self.commit_behind(self.past.cause),
            // It is stored all the same.
            CommitFailure::Disconnected { fate: CommitFate::Stored, .. } => None,
            CommitFailure::Disconnected { number: None, .. } => self.commit_behind(self.past.cause),
            CommitFailure::Disconnected { number: Some(number), fate } => {
                let client = &self.nodes[id].spec.name;
                let commit = self.commit_sent_as(self.next_entry(), client, number);
                commit.map(|commit| (commit, fate == CommitFate::NotStored))
            }
        };
        let Some((Fact::Consumer(_, ConsumerFact::CommitStarted { offsets, .. }), lost)) =
            found.map(|(commit, lost)| (&commit.fact, lost))
        else {
            return;
        };
        let cause = if lost { DuplicateCause::CommitLost } else { DuplicateCause::CommitRefused };
        let (offsets, entry) = (offsets.clone(), self.next_entry());
        self.commit_not_stored(id, &offsets, Failure { cause, entry, at_coordinator: false });
    }

    /// A consumer's commit of these offsets is not in the log.
    pub(super) fn commit_not_stored(
        &mut self,
        id: ConsumerId,
        offsets: &[(TopicPartition, Offset)],
        failure: Failure,
    ) {
        let group = self.nodes[id].spec.group;
        for (partition, offset) in offsets {
            let lane = self.past.ledger.partition_mut(&group, partition);
            lane.history_mut().commit_failed(id, *offset, failure);
        }
    }
}

/// Where a consumer's reading began, and why it does not have what is before.
fn before_reading(history: &super::ledger::history::History, id: ConsumerId) -> Option<(Offset, GapCause)> {
    let reading = history.readings().rev().find(|reading| reading.reader == id)?;
    let cause = match reading.source {
        PositionSource::ResetEarliest | PositionSource::ResetByDuration(_) => GapCause::Retention,
        PositionSource::ResetLatest => GapCause::ResetLatest,
        PositionSource::Seek | PositionSource::Store => GapCause::SeekForward,
        PositionSource::EarlierTopic => GapCause::TopicRecreated,
        PositionSource::Committed | PositionSource::GivenBack => return None,
    };
    Some((reading.from, cause))
}
