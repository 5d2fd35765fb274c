//! Writing down what happened: every fact becomes a journal entry with its cause, and the ledger and the
//! accounts follow the facts.

use super::Cluster;
use super::cause::{DuplicateCause, GapCause};
use super::journal::{Cause, Entry, EntryId};
use super::ledger::history::Ending;
use super::observation::{AnswerView, Mark, MarkKind};
use crate::kafka::api::{Assignment, FetchResponse};
use crate::kafka::consumer::calls::SeekTo;
use crate::kafka::effects::Done;
use crate::kafka::fact::Exception::{CommitFailed, FencedInstanceId};
use crate::kafka::fact::{Callback, Fact, PositionSource};
use crate::kafka::ids::*;
use crate::sim::sorted::SortedMap;

impl Cluster {
    /// Writes a fact; whatever the same handler does next is because of it.
    pub(super) fn record(&mut self, fact: Fact) -> EntryId {
        self.past.unchecked.memberships |= touches_memberships(&fact);
        let wrong = self.past.generations.follow(&fact);
        self.keep(wrong.into_iter().collect());
        let id = self.past.journal.write(self.now, self.past.cause, fact);
        self.past.cause = Cause::Entry(id);
        id
    }

    /// A fact that a broker noted.
    pub(super) fn record_of_broker(&mut self, fact: Fact) {
        if let Fact::RecordsDeleted { partition, from, to, .. } = &fact {
            let entry = self.next_entry();
            self.past.ledger.deleted(partition, *from, *to, entry);
        }
        self.record(fact);
    }

    /// A fact that the coordinator noted while it handled a request of `asking`, or a timer.
    pub(super) fn record_of_coordinator(&mut self, fact: Fact, asking: Option<u16>) {
        match &fact {
            Fact::MemberIdHandedOut { member, .. }
            | Fact::MemberAdded { member, .. }
            | Fact::StaticMemberReplaced { new: member, .. } => {
                if let Some(index) = asking {
                    self.member_belongs_to(member, index);
                }
            }
            _ => {}
        }
        self.follow_rebalance(&fact, asking);
        match &fact {
            Fact::MemberRemoved { member, .. } | Fact::StaticMemberAbsent { member, .. } => {
                self.member_is_out(member, &fact);
            }
            Fact::StaticMemberReplaced { old, .. } => self.member_is_out(old, &fact),
            Fact::GroupStateChanged { group, from, to } => {
                let (from, to, now) = (*from, *to, self.now);
                self.past.accounts.group_mut(group).state_changed(from, to, now);
            }
            Fact::RebalanceStarted { group, reason } => {
                self.past.accounts.group_mut(group).rebalance_started(reason);
            }
            Fact::GenerationStarted { group, generation, members, .. } => {
                self.past.accounts.group_mut(group).generation_started(*generation, *members);
            }
            Fact::AssignmentStored { group, assignments, .. } => {
                self.start_with(group, assignments);
                self.count_moves(group, assignments);
            }
            Fact::OffsetCommitted { group, offsets, .. } => self.commit_stored(group, offsets),
            Fact::OffsetsExpired { group, partitions } => {
                self.commits_gone(group, partitions, DuplicateCause::OffsetsExpired);
            }
            Fact::OffsetsDeleted { group, partitions } => {
                self.commits_gone(group, partitions, DuplicateCause::AdminReset);
            }
            _ => {}
        }
        self.record(fact);
    }

    fn count_moves(&mut self, group: &GroupId, assignments: &[(MemberId, Assignment)]) {
        let mut given = SortedMap::new();
        for (member, partitions) in assignments {
            if let Some(index) = self.owner_of_member(member) {
                given.extend(partitions.iter().map(|partition| (partition.clone(), index)));
            }
        }
        self.past.accounts.group_mut(group).assigned(given);
    }

    /// A consumer completed the processing of a record.
    pub(super) fn account_for_work(&mut self, index: u16, done: &Done, again: bool) {
        let process = &self.nodes[index];
        let group = &process.spec.group;
        let present = self.is_of_present(process, &done.partition, done.poll);
        let log = self.nodes.brokers.log(&done.partition).filter(|_| present);
        let written = log.and_then(|log| log.written_at(done.offset));
        let waited = self.now.since(written.unwrap_or(self.now));
        self.past.accounts.group_mut(group).work_mut().processed(
            waited,
            done.took,
            again,
            process.worked_in_vain,
        );
    }

    /// A broker sends records to a consumer: from its own rack, or from another one.
    pub(super) fn count_bytes(&mut self, index: u16, answer: &FetchResponse) {
        let spec = &self.nodes[index].spec;
        let Some((here, there)) = spec.config.stands_in().zip(self.nodes.brokers.rack(answer.broker)) else {
            return;
        };
        let bytes = answer.partitions.iter().map(|read| read.bytes).sum();
        self.past.accounts.group_mut(&spec.group).work_mut().sent(bytes, **here == *there);
    }

    /// The coordinator removed a member, or began a generation without it: if its process lives and does not know, its
    /// reading is over all the same.
    fn member_is_out(&mut self, member: &MemberId, fact: &Fact) {
        let Some(index) = self.owner_of_member(member) else { return };
        let process = &self.nodes[index];
        if process.alive() && process.consumer.membership().member_id() == member {
            self.reading_is_over(index, fact);
        }
    }

    /// A fact that a consumer noted.
    pub(super) fn record_of_consumer(&mut self, index: u16, mut fact: Fact) {
        self.learn_fate(&mut fact);
        let group = self.nodes[index].spec.group.clone();
        match &fact {
            Fact::AssignmentChanged { owned, .. } => {
                let process = &mut self.nodes[index];
                if owned.is_empty() && !process.consumer.application().closing() {
                    process.paused_since.get_or_insert(self.now);
                }
                if process.consumer.standalone() {
                    self.start_alone(&group, owned);
                }
                self.readings_follow(index, owned);
                self.owners_changed(&group);
            }
            Fact::CallbackStarted { callback: Callback::OnPartitionsAssigned, .. } => {
                self.nodes[index].end_pause(self.now);
            }
            Fact::Sought { partition, from, to, .. } => {
                self.nodes[index].sought.insert(partition.clone(), *from);
                if let SeekTo::Offset(offset) = to {
                    self.name_offset(&group, partition, *offset);
                }
            }
            Fact::PositionSet { partition, offset, source, .. } => {
                self.position_set(index, partition, *offset, *source);
            }
            Fact::RecordSkipped { partition, offset, .. } => {
                let entry = self.next_entry();
                let id = self.nodes[index].consumer.fetcher().ids().given(partition);
                let lane = self.lane_of_topic(index, partition, id);
                lane.skip(*offset, offset + 1, GapCause::PoisonPill, entry);
            }
            Fact::PollReturned { records, .. } => self.poll_returned(index, records),
            Fact::CommitStarted { offsets, .. } => self.commits_beyond_its_position(index, offsets),
            Fact::CommitFailed { error, failure, .. } => self.commit_came_to_nothing(index, *error, *failure),
            Fact::CallbackStarted { callback: Callback::OnPartitionsLost, .. }
            | Fact::ExceptionThrown { exception: CommitFailed | FencedInstanceId, .. }
            | Fact::CommitCallback { exception: Some(CommitFailed | FencedInstanceId), .. } => {
                let told = self.works_in_vain(&self.nodes[index]);
                self.nodes[index].told_of_loss |= told;
            }
            Fact::CommitSucceeded { client, .. } => {
                self.mark(MarkKind::Commit, Some(client.clone()));
            }
            Fact::ResponseReceived { api, error, .. } => {
                let answer = AnswerView { api: *api, error: *error, at: self.now };
                self.nodes[index].last_answer = Some(answer);
            }
            Fact::HandlerStalled { client, .. } => self.mark(MarkKind::Stalled, Some(client.clone())),
            fact => self.follow_membership(index, &group, fact),
        }
        self.record(fact);
    }

    /// A consumer noted that it is a member, or none any more.
    fn follow_membership(&mut self, index: u16, group: &GroupId, fact: &Fact) {
        match fact {
            Fact::MembershipLost { error, .. } => {
                self.reading_was_lost(index, *error);
                self.owners_changed(group);
            }
            Fact::PollIntervalExceeded { .. } => {
                self.readings_end(index, Ending::Evicted, |_| false, self.next_entry());
                self.owners_changed(group);
            }
            Fact::JoinedGroup { .. } => self.nodes[index].told_of_loss = false,
            Fact::Unsubscribed { .. } => self.nodes[index].end_pause(self.now),
            _ => {}
        }
    }

    fn poll_returned(&mut self, index: u16, records: &[(TopicPartition, Offset, Offset)]) {
        let process = &mut self.nodes[index];
        process.polls += 1;
        let (group, poll) = (process.spec.group.clone(), process.polls);
        for (partition, from, to) in records {
            self.follow_topic_id(index, partition, *from);
            self.lane_of_poll(index, partition, poll).delivered(to - from);
            self.touch(&group, partition);
        }
    }

    /// An application that sought back commits late what it did before: that may lie beyond its position.
    fn commits_beyond_its_position(&mut self, index: u16, offsets: &[(TopicPartition, Offset)]) {
        let process = &mut self.nodes[index];
        for (partition, offset) in offsets {
            if process.consumer.subscription().position(partition).is_some_and(|position| position < *offset)
            {
                process.went_back.insert(partition.clone());
            }
        }
    }

    /// When the coordinator gave the place of a static member, which does not know that, to another process.
    fn replaced_at(&self, index: u16) -> Option<EntryId> {
        let process = &self.nodes[index];
        let membership = process.consumer.membership();
        let is_static = process.spec.config.group_instance_id.is_some();
        if !is_static || !membership.generation().exists() || self.is_member(process) {
            return None;
        }
        let id = membership.member_id().clone();
        let replaces =
            |entry: &&Entry| matches!(&entry.fact, Fact::StaticMemberReplaced { old, .. } if *old == id);
        self.past.journal.iter().rev().find(replaces).map(|entry| entry.id)
    }

    fn position_set(
        &mut self,
        index: u16,
        partition: &TopicPartition,
        offset: Offset,
        source: PositionSource,
    ) {
        let sought = self.nodes[index].sought.remove(partition);
        self.reading_begins(index, partition, offset, source, sought);
        if let Some(replaced) = self.replaced_at(index) {
            // A twin has taken its place already, and it does not know: the reading is over before it has begun.
            self.readings_end(index, Ending::Fenced, |_| false, replaced);
        }
        let process = &mut self.nodes[index];
        let lane = self.past.ledger.partition_mut(&process.spec.group, partition);
        let committed = lane.committed().unwrap_or(0);
        // What is done late, or a commit under way, may be committed beyond where it goes back to only later.
        let sought_back = sought.flatten().is_some_and(|from| offset < from);
        let below = source != PositionSource::Committed && offset < committed;
        if below || sought_back || source == PositionSource::GivenBack {
            process.went_back.insert(partition.clone());
        } else if !matches!(source, PositionSource::ResetEarliest | PositionSource::ResetByDuration(_)) {
            // A consumer that had gone back and was then reset starts where the log begins, at the latest.
            process.went_back.remove(partition);
        }
    }

    /// A process has come to its end: what it held and had not done is nobody's now.
    pub(super) fn drop_batch(&mut self, index: u16) {
        let held = self.nodes[index].consumer.application().held_by_poll();
        let held: Vec<_> =
            held.map(|(partition, from, to, poll)| (partition.clone(), to - from, poll)).collect();
        for (partition, records, poll) in held {
            self.lane_of_poll(index, &partition, poll).dropped(records);
        }
    }

    /// Notes who owns what in a group as of now.
    pub(super) fn owners_changed(&mut self, group: &GroupId) {
        let mut owned: SortedMap<TopicPartition, ClientName> = SortedMap::new();
        // A zombie, or one that knows it lost its place, only counts where nobody else claims the partition.
        for member in [true, false] {
            for process in self.nodes.consumers.iter() {
                if process.spec.group != *group || !process.running() || self.is_member(process) != member {
                    continue;
                }
                for partition in process.consumer.subscription().owned().iter() {
                    owned.entry(partition.clone()).or_insert_with(|| process.spec.name.clone());
                }
            }
        }
        self.past.accounts.group_mut(group).owners(&owned, self.now);
    }

    /// After a handler: processes that have come to their end are taken note of, bounces go on.
    pub(super) fn bring_up_to_date(&mut self) {
        for index in 0..self.nodes.consumers.len() {
            let process = &self.nodes[index];
            if !process.consumer.ended() || process.ended_at.is_some() {
                continue;
            }
            let process = &mut self.nodes[index];
            process.ended_at = Some(self.now);
            process.end_pause(self.now);
            let name = process.spec.name.clone();
            let group = process.spec.group.clone();
            let failed = process.consumer.failure().is_some();
            self.drop_batch(index as u16);
            self.cancel_timers_of(index as u16);
            self.mark(if failed { MarkKind::Failed } else { MarkKind::Closed }, Some(name));
            self.owners_changed(&group);
        }
        self.go_on_bouncing();
        if cfg!(debug_assertions) {
            self.check_touched();
        }
    }

    pub(super) fn mark(&mut self, kind: MarkKind, client: Option<ClientName>) {
        self.past.accounts.mark(Mark { time: self.now, kind, client });
    }

    /// Records of a consumer that were processed and are not committed: what its death would repeat.
    pub(super) fn uncommitted_of(&self, index: u16) -> u64 {
        let process = &self.nodes[index];
        let owned = process.consumer.subscription().owned();
        let group = &process.spec.group;
        let unsaved = owned.iter().filter(|partition| self.nodes.stores.next(group, partition).is_none());
        let lanes = unsaved.filter_map(|partition| self.past.ledger.partition(group, partition));
        lanes.map(|lane| lane.counts().uncommitted).sum()
    }
}

/// Whether an invariant of memberships speaks of what this fact changed.
fn touches_memberships(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::AssignmentStored { .. }
            | Fact::AssignmentChanged { .. }
            | Fact::OffsetCommitted { .. }
            | Fact::MemberRemoved { .. }
            | Fact::StaticMemberReplaced { .. }
            | Fact::GenerationStarted { .. }
            | Fact::CoordinatorTookOver { .. }
    )
}
