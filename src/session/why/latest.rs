//! What `auto.offset.reset=latest`, or the start that an administrator set, went past: what a group's start left to the
//! past, and what is lost since the group had no committed offset, though somebody had read the partition before.

use super::{Asked, Step};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Entry, EntryId};
use crate::cluster::ledger::history::Reading;
use crate::cluster::observation::GroupView;
use crate::kafka::consumer::config::CommitWhen;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::*;
use crate::session::language::why::commit::CommitClaim;
use crate::session::language::why::event::Event;
use crate::session::language::why::record::RecordClaim;
use crate::session::why::setting::commits;

impl Asked<'_> {
    /// Of a record that a group's first start left to the past: what it was written before. `set` is the entry that
    /// set the position behind it.
    pub(super) fn before_start(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
        offset: Offset,
        set: EntryId,
    ) -> Vec<Step> {
        let because = self.reasons(set);
        let by_administrator =
            |entry: &Entry| matches!(entry.fact, Fact::World(WorldFact::OffsetsReset { .. }));
        if self.cluster.entry(set).is_some_and(by_administrator) {
            let claim = RecordClaim::NotOfGroup { offset, partition: *partition, group: group.id };
            return self.told(claim, Some(set), because);
        }
        let late = self.after_start(group, partition, offset, set);
        let Some((claim, delay)) = late else {
            let claim = RecordClaim::BeforeStart { offset, partition: *partition, group: group.id };
            return self.told(claim, Some(set), because);
        };
        let mut links = self.told(claim, Some(set), because);
        links.extend(self.beside(&links, delay));
        links
    }

    /// Of a record that was written when a consumer of the group had been started already: before the group's first
    /// assignment, with what held that up, or before somebody began to read.
    fn after_start(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
        offset: Offset,
        set: EntryId,
    ) -> Option<(RecordClaim, Vec<Step>)> {
        let written = self.cluster.written_at(partition, offset)?;
        let (client, started) = self.first_started(&group.id)?;
        if written <= started.time {
            return None;
        }
        let set = self.cluster.entry(set)?;
        let Fact::Consumer(reader, _) = &set.fact else { return None };
        let reader = *reader;
        let alone = self.cluster.consumer_spec(&reader).is_some_and(|spec| !spec.assigned.is_empty());
        let assigned = self.first_assigned(&group.id).filter(|_| !alone);
        let partition = *partition;
        match assigned.filter(|_| self.cluster.is_before_first_start(&group.id, &partition, offset)) {
            Some((assigned, generation)) => {
                let rebalances = self.cluster.rebalance_list(&group.id);
                let first = rebalances.iter().find(|rebalance| rebalance.generation == Some(generation));
                let first = first.filter(|first| first.ended.is_some());
                let delay = first.map(|first| self.held_up(&group.id, first)).unwrap_or_default();
                let (group, started, at) = (group.id, started.time, assigned.time);
                let claim = RecordClaim::BeforeAssignment { offset, partition, client, started, group, at };
                Some((claim, delay))
            }
            None => {
                let at = set.time;
                Some((
                    RecordClaim::BeforeReading { offset, partition, written, client: reader, at },
                    Vec::new(),
                ))
            }
        }
    }

    /// The consumer of a group that was started first.
    fn first_started(&self, group: &GroupId) -> Option<(ClientName, &Entry)> {
        self.cluster.journal().iter().find_map(|entry| {
            let Some(WorldFact::ProcessStarted { client, .. }) = entry.fact.done() else { return None };
            (self.cluster.group_of(client) == Some(group)).then_some((*client, entry))
        })
    }

    /// The first assignment of a group.
    fn first_assigned(&self, group: &GroupId) -> Option<(&Entry, Generation)> {
        self.cluster.journal().iter().find_map(|entry| {
            let Some(GroupFact::AssignmentStored { generation, .. }) = entry.fact.of_group(group) else {
                return None;
            };
            Some((entry, *generation))
        })
    }

    /// Why a group had no committed offset of a partition when a position was set, if somebody had read it before:
    /// who did last committed nothing, or none of its commits was stored.
    pub(super) fn nothing_committed(
        &self,
        group: &GroupView,
        partition: &TopicPartition,
        set: EntryId,
    ) -> Vec<Step> {
        let left_log = self.cluster.because(set).and_then(|because| self.cluster.entry(because.entry));
        let left_log = left_log.is_some_and(|entry| {
            matches!(entry.fact, Fact::Consumer(_, ConsumerFact::OffsetOutOfRange { .. }))
        });
        let ledger = self.cluster.ledger().partition(&group.id, partition).filter(|_| !left_log);
        let Some(history) = ledger.map(|ledger| ledger.history()) else { return Vec::new() };
        let reset = history.readings().find(|reading| reading.began == set);
        let Some(reset) = reset.filter(|reset| reset.committed.is_none()) else { return Vec::new() };
        let before = history.readings().rev().find(|reading| reading.began < reset.began);
        let Some(before) = before else { return Vec::new() };
        let because = self.not_committed(partition, before, set);
        let (group, partition) = (group.id, *partition);
        let mut links = self.told(CommitClaim::NoneCommitted { group, partition }, Some(set), because);
        links[0].stand_beside(true);
        links
    }

    /// Why what a reading had done was not committed before an entry.
    fn not_committed(&self, partition: &TopicPartition, reading: &Reading, before: EntryId) -> Vec<Step> {
        let client = self.reader(reading);
        let Some(config) = self.cluster.settings_before(reading.began, &client) else { return Vec::new() };
        let (settings, start) = (commits(config), self.cluster.start_of(reading.began, &client));
        if matches!(config.behaviour.commit.when, CommitWhen::Never | CommitWhen::Elsewhere) {
            let claim = Event::RunsWith { client, settings };
            return self.told(claim, start, self.all_of(start));
        }
        let (times, mut told) = self.failures(&client, reading.began, before);
        if times > 0 {
            told.iter_mut().take(1).for_each(|first| first.stand_beside(false));
            return told;
        }
        let end = reading.end.filter(|(_, end)| *end < before).map(|(_, end)| end);
        let to = end.unwrap_or(before);
        let tried = self.cluster.journal().iter_from(reading.began.place()).take_while(|entry| entry.id < to);
        let tried = tried.into_iter().any(|entry| {
            matches!(entry.fact.of_consumer(&client), Some(ConsumerFact::CommitStarted { offsets, .. })
                if offsets.iter().any(|(of, _)| of == partition))
        });
        let time = |entry: EntryId| self.cluster.entry(entry).map_or(self.world.time, |entry| entry.time);
        let (from, to) = (time(reading.began), time(to));
        let lost = self.lost_commit(&client, reading.began, before);
        let partition = *partition;
        let claim = CommitClaim::NotYetCommitted { client, partition, from, to, settings, tried };
        let mut links = self.told(claim, end.or(Some(reading.began)), self.all_of(end.or(start)));
        links.extend(self.beside(&links, self.all_of(lost)));
        links
    }

    /// The last commit of a client between two entries that its coordinator did not store; the client may never have
    /// heard of that.
    fn lost_commit(&self, client: &ClientName, from: EntryId, before: EntryId) -> Option<EntryId> {
        let lost = self.cluster.last_before(before, |fact| {
            matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { member, .. })
                if self.cluster.belongs_to(member, client))
        });
        lost.filter(|lost| *lost > from)
    }
}
