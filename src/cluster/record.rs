//! Writing down what happened: every fact becomes a journal entry with its cause, and the ledger and the
//! accounts follow the facts.

use super::Cluster;
use super::cause::{DuplicateCause, GapCause};
use super::journal::{Cause, EntryId};
use super::ledger::history::Ending;
use super::observation::{AnswerView, Mark, MarkKind};
use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::api::{ApiKey, Assignment, ErrorCode, FetchResponse};
use crate::kafka::broker::fact::BrokerFact;
use crate::kafka::consumer::asks::Done;
use crate::kafka::consumer::calls::SeekTo;
use crate::kafka::consumer::config::{CommitCall, GroupProtocol, SendAgain};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::exception::Exception::{CommitFailed, FencedInstanceId};
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::*;
use crate::kafka::offset_causes::{PositionSource, SentAgain};
use crate::kafka::rebalance_causes::{Callback, RemovalReason};
use crate::sim::sorted::SortedMap;

impl Cluster {
    /// Writes a fact. It becomes the cause of all that the same handler does next.
    pub(super) fn record(&mut self, fact: Fact) -> EntryId {
        self.past.unchecked.memberships |= touches_memberships(&fact);
        let first = self.nodes.coordinator.config().consumer.rules.first_epoch;
        let wrong = self.past.generations.follow(&fact, first);
        self.keep(wrong.into_iter().collect());
        let id = self.past.journal.write(self.now, self.past.cause, fact);
        self.past.cause = Cause::Entry(id);
        id
    }

    /// A fact that a broker noted.
    pub(super) fn record_of_broker(&mut self, fact: BrokerFact) {
        let leader = match &fact {
            BrokerFact::RecordsDeleted { partition, from, to, .. } => {
                let entry = self.next_entry();
                self.past.ledger.deleted(partition, *from, *to, entry);
                self.nodes.brokers.leader(partition.partition)
            }
        };
        self.record(Fact::Broker(leader, fact));
    }

    /// A fact that the coordinator noted while it handled a request of `asking`, or a timer.
    pub(super) fn record_of_coordinator(
        &mut self,
        group: GroupId,
        fact: GroupFact,
        asking: Option<ConsumerId>,
    ) {
        if let (Some(member), Some(id)) = (new_member(&fact), asking) {
            self.member_belongs_to(member, id);
        }
        self.follow_rebalance(&group, &fact, asking);
        let now = self.now;
        self.past.accounts.group_mut(&group).follow_epochs(&fact, now);
        self.follow_group(&group, &fact);
        self.record(Fact::Group(group, fact));
    }

    /// What a fact of the coordinator changes in the ledger, the readings and the accounts of a group.
    fn follow_group(&mut self, group: &GroupId, fact: &GroupFact) {
        use GroupFact::*;
        match fact {
            MemberRemoved { member, reason: RemovalReason::SessionExpired(_) } => {
                self.member_is_out(member, Ending::SessionExpired);
            }
            MemberRemoved { member, .. } | StaticMemberAbsent { member } => {
                self.member_is_out(member, Ending::Rebalanced);
            }
            StaticMemberReplaced { old, .. } => self.member_is_out(old, Ending::Fenced),
            GroupStateChanged { from, to } => {
                let (from, to, now) = (*from, *to, self.now);
                self.past.accounts.group_mut(group).state_changed(from, to, now);
            }
            RebalanceStarted { reason } => self.past.accounts.group_mut(group).rebalance_started(reason),
            GenerationStarted { generation, members, .. } => {
                self.past.accounts.group_mut(group).generation_started(*generation, *members);
            }
            AssignmentStored { assignments, .. } => {
                self.start_with(group, assignments);
                self.count_moves(group, assignments);
            }
            OffsetCommitted { offsets, .. } => self.commit_stored(group, offsets),
            OffsetsExpired { partitions } => {
                self.commits_gone(group, partitions, DuplicateCause::OffsetsExpired);
            }
            OffsetsDeleted { partitions } => self.commits_gone(group, partitions, DuplicateCause::AdminReset),
            TargetComputed { targets, .. } => {
                self.start_with(group, targets);
                if !targets.is_empty() {
                    self.past.accounts.group_mut(group).target_computed(targets.len() as u32);
                }
                self.count_moves(group, targets);
            }
            ConsumerGroupStateChanged { from, to } => self.consumer_group_turned(group, *from, *to),
            GroupUpgraded { .. } => self.rebalance_becomes_void(group),
            MemberIdHandedOut { .. }
            | MemberAdded { .. }
            | PendingMemberExpired { .. }
            | PendingMemberRemoved { .. }
            | JoinPhaseExtended { .. }
            | ProtocolsDiffer { .. }
            | LeaderElected { .. }
            | OffsetCommitRefused { .. }
            | OffsetCommitLost { .. }
            | ConsumerGroupBegan
            | GroupDowngraded { .. }
            | GroupEpochRaised { .. }
            | RevocationAsked { .. }
            | RevocationAcknowledged { .. }
            | MemberAdvanced { .. }
            | StaticMemberAway { .. }
            | HeartbeatRefused { .. }
            | GroupDeleted => {}
        }
    }

    /// A consumer group rebalances while some member is not where the target wants it.
    fn consumer_group_turned(&mut self, group: &GroupId, from: ConsumerGroupState, to: ConsumerGroupState) {
        let as_classic = |state| match state {
            ConsumerGroupState::Empty => GroupState::Empty,
            ConsumerGroupState::Assigning | ConsumerGroupState::Reconciling => GroupState::PreparingRebalance,
            ConsumerGroupState::Stable => GroupState::Stable,
        };
        let (from, to, now) = (as_classic(from), as_classic(to), self.now);
        self.past.accounts.group_mut(group).state_changed(from, to, now);
    }

    /// A rebalance of the classic protocol ends unfinished when its group becomes a consumer group.
    fn rebalance_becomes_void(&mut self, group: &GroupId) {
        let (from, to, now) = (GroupState::PreparingRebalance, GroupState::Dead, self.now);
        let account = self.past.accounts.group_mut(group);
        account.rebalance_follows(from, to, None, now);
        account.state_changed(from, to, now);
    }

    fn count_moves(&mut self, group: &GroupId, assignments: &[(MemberId, Assignment)]) {
        let mut given = SortedMap::new();
        for (member, partitions) in assignments {
            if let Some(id) = self.owner_of_member(member) {
                given.extend(partitions.iter().map(|partition| (*partition, id)));
            }
        }
        for (partition, id) in &given {
            self.nodes[*id].was_given(&partition.topic);
        }
        self.past.accounts.group_mut(group).assigned(given);
    }

    /// A consumer completed the processing of a record.
    pub(super) fn account_for_work(&mut self, id: ConsumerId, done: &Done, again: bool) {
        let process = &self.nodes[id];
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
    pub(super) fn count_bytes(&mut self, id: ConsumerId, answer: &FetchResponse) {
        let spec = &self.nodes[id].spec;
        let Some((here, there)) = spec.config.stands_in().zip(self.nodes.brokers.rack(answer.broker)) else {
            return;
        };
        let bytes = answer.partitions.iter().map(|read| read.bytes).sum();
        self.past.accounts.group_mut(&spec.group).work_mut().sent(bytes, **here == *there);
    }

    /// The coordinator removed a member, or began a generation without it: if its process lives and does not know, its
    /// reading is over all the same.
    fn member_is_out(&mut self, member: &MemberId, ending: Ending) {
        let Some(id) = self.owner_of_member(member) else { return };
        let process = &self.nodes[id];
        if process.alive() && process.consumer.membership().member_id() == member {
            self.readings_end(id, ending, |_| false, self.next_entry());
        }
    }

    /// A fact that a consumer noted.
    pub(super) fn record_of_consumer(&mut self, id: ConsumerId, mut fact: ConsumerFact) {
        let client = self.nodes[id].spec.name;
        self.learn_fate(&client, &mut fact);
        let group = self.nodes[id].spec.group;
        self.follow_consumer(id, &group, &fact);
        self.record(Fact::Consumer(client, fact));
    }

    /// A request was answered. A member of a consumer group learns everything in the answers to its heartbeats.
    fn was_answered(&mut self, id: ConsumerId, api: ApiKey, error: ErrorCode) {
        let process = &mut self.nodes[id];
        let is_new = process.spec.config.group_protocol == GroupProtocol::Consumer;
        if !is_new || api == ApiKey::ConsumerGroupHeartbeat || !error.is_none() {
            process.last_answer = Some(AnswerView { api, error, at: self.now });
        }
    }

    /// What a fact of a consumer changes in the ledger, the readings, the accounts, and what is known of its process.
    fn follow_consumer(&mut self, id: ConsumerId, group: &GroupId, fact: &ConsumerFact) {
        use ConsumerFact::*;
        match fact {
            AssignmentChanged { owned } => self.assignment_changed(id, group, owned),
            CallbackStarted { callback: Callback::OnPartitionsAssigned, .. } | Unsubscribed => {
                self.nodes[id].end_pause(self.now);
            }
            Sought { partition, from, to } => self.sought(id, group, partition, *from, to),
            PositionSet { partition, offset, source } => {
                self.position_set(id, partition, *offset, *source);
            }
            RecordSkipped { partition, offset } => {
                let entry = self.next_entry();
                let topic_id = self.nodes[id].consumer.fetcher().ids().given(partition);
                let lane = self.lane_of_topic(id, partition, topic_id);
                lane.skip(*offset, offset + 1, GapCause::PoisonPill, entry);
            }
            PollReturned { records } => self.poll_returned(id, records),
            CommitCallback { offsets, sent_again: SentAgain::Yes, .. } => self.is_sent_again(id, offsets),
            CommitStarted { offsets, .. } => self.commits_beyond_its_position(id, offsets),
            CommitFailed { error, failure, .. } => self.commit_came_to_nothing(id, *error, *failure),
            CallbackStarted { callback: Callback::OnPartitionsLost, .. }
            | ExceptionThrown { exception: CommitFailed | FencedInstanceId }
            | CommitCallback { exception: Some(CommitFailed | FencedInstanceId), .. } => {
                let told = self.works_in_vain(&self.nodes[id]);
                self.nodes[id].told_of_loss |= told;
            }
            ResponseReceived { api, error, .. } => self.was_answered(id, *api, *error),
            MembershipLost { error } => {
                self.reading_was_lost(id, *error);
                self.owners_changed(group);
            }
            PollIntervalExceeded { .. } => {
                self.readings_end(id, Ending::Evicted, |_| false, self.next_entry());
                self.owners_changed(group);
            }
            JoinedGroup { .. } | EpochReached { .. } => self.nodes[id].told_of_loss = false,
            CommitSucceeded { .. } => self.mark(MarkKind::Commit, Some(self.nodes[id].spec.name)),
            HandlerStalled { .. } => self.mark(MarkKind::Stalled, Some(self.nodes[id].spec.name)),
            CallbackStarted { callback: Callback::OnPartitionsRevoked, .. }
            | ExceptionThrown { .. }
            | CommitCallback { .. }
            | HandlerResumed { .. }
            | ProcessClosed
            | WokenUp
            | SecondThread
            | CallRequested { .. }
            | RequestSent { .. }
            | RequestTimedOut { .. }
            | SubscriptionChanged { .. }
            | TopicIdChanged { .. }
            | TopicsChanged { .. }
            | RejoinNeeded { .. }
            | AssignmentComputed { .. }
            | MemberStateChanged { .. }
            | CallbackFinished { .. }
            | PausedByCall { .. }
            | PauseForgotten { .. }
            | ResumedByCall { .. }
            | PartitionsPaused { .. }
            | PartitionsResumed { .. }
            | OffsetOutOfRange { .. }
            | DeserializationFailed { .. }
            | CoordinatorUnknown => {}
        }
    }

    fn sought(
        &mut self,
        id: ConsumerId,
        group: &GroupId,
        partition: &TopicPartition,
        from: Option<Offset>,
        to: &SeekTo,
    ) {
        self.nodes[id].sought.insert(*partition, from);
        if let SeekTo::Offset(offset) = to {
            self.name_offset(group, partition, *offset);
        }
    }

    fn assignment_changed(&mut self, id: ConsumerId, group: &GroupId, owned: &Assignment) {
        let process = &mut self.nodes[id];
        if owned.is_empty() && !process.consumer.application().closing() {
            process.paused_since.get_or_insert(self.now);
        }
        if process.consumer.standalone() {
            self.start_alone(group, owned);
        }
        self.readings_follow(id, owned);
        self.owners_changed(group);
    }

    fn poll_returned(&mut self, id: ConsumerId, records: &[(TopicPartition, Offset, Offset)]) {
        let process = &mut self.nodes[id];
        process.polls += 1;
        let (group, poll) = (process.spec.group, process.polls);
        for (partition, from, to) in records {
            self.follow_topic_id(id, partition, *from);
            self.lane_of_poll(id, partition, poll).delivered(to - from);
            self.touch(&group, partition);
        }
    }

    /// An application that sought back commits late what it did before: that may lie beyond its position.
    fn commits_beyond_its_position(&mut self, id: ConsumerId, offsets: &[(TopicPartition, Offset)]) {
        let process = &mut self.nodes[id];
        for (partition, offset) in offsets {
            if process.consumer.subscription().position(partition).is_some_and(|position| position < *offset)
            {
                process.went_back.insert(*partition);
            }
        }
    }

    /// An application sends a commit again: if it does so whatever came after it, an older offset may take the place of
    /// a newer one, and the newer one come again when a successor has begun at the older.
    fn is_sent_again(&mut self, id: ConsumerId, offsets: &[(TopicPartition, Offset)]) {
        let (group, config) = (self.nodes[id].spec.group, self.nodes[id].consumer.config());
        if config.behaviour.commit.call != CommitCall::Async(SendAgain::Always) {
            return;
        }
        for (partition, offset) in offsets {
            self.past.sent_again.entry((group, *partition)).or_default().insert((id, *offset));
        }
    }

    /// When the coordinator gave the place of a static member, which does not know that, to another process.
    fn replaced_at(&self, id: ConsumerId) -> Option<EntryId> {
        let process = &self.nodes[id];
        let membership = process.consumer.membership();
        let is_static = process.spec.config.group_instance_id.is_some();
        if !is_static || !membership.generation().exists() || self.is_member(process) {
            return None;
        }
        let member = *membership.member_id();
        self.last_of_group(
            self.next_entry(),
            &process.spec.group,
            |said| matches!(said, GroupFact::StaticMemberReplaced { old, .. } if *old == member),
        )
    }

    fn position_set(
        &mut self,
        id: ConsumerId,
        partition: &TopicPartition,
        offset: Offset,
        source: PositionSource,
    ) {
        let sought = self.nodes[id].sought.remove(partition);
        self.reading_begins(id, partition, offset, source, sought);
        if let Some(replaced) = self.replaced_at(id) {
            // A twin has taken its place already, and it does not know: the reading is over before it has begun.
            self.readings_end(id, Ending::Fenced, |_| false, replaced);
        }
        let process = &mut self.nodes[id];
        let lane = self.past.ledger.partition_mut(&process.spec.group, partition);
        let committed = lane.committed().unwrap_or(0);
        // What is done late, or a commit under way, may be committed beyond where it goes back to only later.
        let sought_back = sought.flatten().is_some_and(|from| offset < from);
        let below = source != PositionSource::Committed && offset < committed;
        if below || sought_back || source == PositionSource::GivenBack {
            process.went_back.insert(*partition);
        } else if !matches!(source, PositionSource::ResetEarliest | PositionSource::ResetByDuration(_)) {
            // A consumer that had gone back and was then reset starts where the log begins, at the latest.
            process.went_back.remove(partition);
        }
    }

    /// Notes who owns what in a group as of now.
    pub(super) fn owners_changed(&mut self, group: &GroupId) {
        let mut owned: SortedMap<TopicPartition, ClientName> = SortedMap::new();
        // A zombie, or one that knows it lost its place, only counts where no other consumer claims the partition.
        for member in [true, false] {
            for process in self.nodes.consumers.iter() {
                if process.spec.group != *group || !process.running() || self.is_member(process) != member {
                    continue;
                }
                for partition in process.consumer.subscription().owned().iter() {
                    owned.entry(*partition).or_insert_with(|| process.spec.name);
                }
            }
        }
        self.past.accounts.group_mut(group).owners(&owned, self.now);
    }

    /// After a handler: processes that have come to their end are taken note of, bounces go on.
    pub(super) fn bring_up_to_date(&mut self) {
        self.note_ends();
        self.go_on_bouncing();
        if cfg!(debug_assertions) {
            self.check_touched();
        }
    }

    pub(super) fn mark(&mut self, kind: MarkKind, client: Option<ClientName>) {
        self.past.accounts.mark(Mark { time: self.now, kind, client });
    }
}

/// The member whose id a fact is the first to name.
fn new_member(fact: &GroupFact) -> Option<&MemberId> {
    use GroupFact::*;
    let (MemberIdHandedOut { member }
    | MemberAdded { member, .. }
    | StaticMemberReplaced { new: member, .. }) = fact
    else {
        return None;
    };
    Some(member)
}

/// Whether an invariant of memberships speaks of what this fact changed.
fn touches_memberships(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Group(_, GroupFact::AssignmentStored { .. })
            | Fact::Consumer(_, ConsumerFact::JoinedGroup { .. } | ConsumerFact::AssignmentChanged { .. })
            | Fact::Group(
                _,
                GroupFact::OffsetCommitted { .. }
                    | GroupFact::GroupEpochRaised { .. }
                    | GroupFact::MemberAdvanced { .. }
                    | GroupFact::RevocationAcknowledged { .. }
                    | GroupFact::MemberRemoved { .. }
                    | GroupFact::StaticMemberReplaced { .. }
                    | GroupFact::GenerationStarted { .. }
            )
            | Fact::World(WorldFact::CoordinatorTookOver { .. })
    )
}
