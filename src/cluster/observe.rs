//! Taking an [`Observation`]: the world at this instant, as plain data.

use super::Cluster;
use super::cause::CauseCounts;
use super::ledger::PartitionLedger;
use super::ledger::history::DeliveryReason;
use super::network::{ClientRef, LinkId, Message};
use super::observation::*;
use super::process::{ConsumerProcess, OutsideState};
use crate::cluster::nodes::ConsumerId;
use crate::kafka::api::{ErrorCode, Journalled};
use crate::kafka::consumer::application::Activity;
use crate::kafka::consumer::workers::Job;
use crate::kafka::coordinator::{Group, Member};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::sim::link::InFlight;
use crate::sim::sorted::{SortedMap, SortedSet, sort, sort_by_key};
use crate::sim::time::SimDuration;
use owners::Owners;
use std::sync::Arc;

mod cells;
mod envelope;
mod epochs;
mod former;
mod members;
mod owners;
mod sums;

/// Who holds which records: returned by poll and not done, per partition.
pub(super) type Held<'a> = SortedMap<&'a TopicPartition, Vec<(Offset, Offset, ConsumerId)>>;

impl Cluster {
    /// The world as it is now; of each log the newest `window` records are shown one by one.
    pub fn observe(&self, window: usize) -> Observation {
        Observation {
            time: self.now,
            topics: self.observe_topics(),
            groups: self.group_ids().iter().map(|id| self.observe_group(id, window)).collect(),
            consumers: self.observe_consumers(),
            envelopes: self.observe_envelopes(),
            totals: self.totals(),
        }
    }

    /// The consumers alone, in the order in which they were first started.
    pub fn observe_consumers(&self) -> Vec<ConsumerView> {
        self.nodes.consumers.iter().map(|process| self.observe_consumer(process)).collect()
    }

    /// The groups alone, without lanes: what the coordinator knows of them. Cheap, however many
    /// partitions there are.
    pub fn observe_memberships(&self) -> Vec<GroupView> {
        self.group_ids().iter().map(|id| self.observe_membership(id)).collect()
    }

    /// All groups that ever had a consumer here, in the order in which their first ones were started.
    pub fn group_ids(&self) -> Vec<GroupId> {
        let mut known = SortedSet::new();
        let groups = self.nodes.consumers.iter().map(|process| &process.spec.group);
        groups.filter(|group| known.insert(*group)).cloned().collect()
    }

    /// The partitions a group's consumers ever subscribed to, or were given, by topic (in order of creation) and
    /// number.
    fn lanes(&self, group: &GroupId) -> Vec<TopicPartition> {
        let of_group = || self.nodes.consumers.iter().filter(|process| process.spec.group == *group);
        let subscribed = |name: &TopicName| {
            of_group().any(|process| process.spec.subscribes_to(name) || process.formerly.contains(name))
        };
        let assigned: SortedSet<&TopicPartition> = of_group()
            .flat_map(|process| process.spec.assigned.iter().chain(&process.formerly_assigned))
            .collect();
        let topics = self.nodes.brokers.topics().iter();
        let whole: SortedSet<&TopicName> =
            topics.clone().map(|topic| &topic.name).filter(|name| subscribed(name)).collect();
        let read =
            |partition: &TopicPartition| whole.contains(&partition.topic) || assigned.contains(partition);
        let numbered = topics.flat_map(|topic| {
            (0..topic.partitions.len()).map(|number| TopicPartition::new(topic.name, number as u32))
        });
        numbered.filter(read).collect()
    }

    /// Whether members of a consumer group subscribe to this topic as far as the coordinator knows: it may still have a
    /// pattern of theirs.
    pub(super) fn is_subscribed(&self, group: &GroupId, topic: &TopicName) -> bool {
        matches!(self.nodes.coordinator.group(group), Some(Group::Consumer(_)))
            && self.nodes.coordinator.subscribed(group, topic)
    }

    fn observe_topics(&self) -> Vec<TopicView> {
        let view = |topic: &crate::kafka::broker::Topic| {
            let of_topic = || self.nodes.producers.iter().filter(|p| *p.producer.topic() == topic.name);
            TopicView {
                name: topic.name,
                partitions: topic.partitions.len() as u32,
                rate_millis: of_topic().map(|process| process.producer.rate().0).sum(),
                producers: of_topic().map(|process| process.spec.name).collect(),
            }
        };
        self.nodes.brokers.topics().iter().map(view).collect()
    }

    // --- groups

    fn observe_group(&self, id: &GroupId, window: usize) -> GroupView {
        let held = self.held(id);
        let partitions = self.lanes(id);
        let (account, owners) = (self.past.accounts.group(id), self.owners(id));
        let unowned = |partition| account.map_or(SimDuration::ZERO, |a| a.unowned(partition, self.now));
        let with_flaws = window > 0 && partitions.len() <= MOST_LANES_WITH_FLAWS;
        let window = (partitions.len() <= MOST_LANES_WITH_CELLS).then_some(window);
        let lane = |partition| {
            let lane = self.observe_lane(id, partition, &held, &owners, window);
            let flaws = if with_flaws { self.flaws(id, &lane, &held) } else { Vec::new() };
            LaneView { unowned: unowned(partition), flaws, ..lane }
        };
        GroupView {
            unowned: partitions.iter().fold(SimDuration::ZERO, |sum, partition| sum + unowned(partition)),
            lanes: partitions.iter().map(lane).collect(),
            former: self.observe_former(id),
            ..self.observe_membership(id)
        }
    }

    fn observe_membership(&self, id: &GroupId) -> GroupView {
        let group = self.nodes.coordinator.group(id);
        let account = self.past.accounts.group(id);
        GroupView {
            id: *id,
            coordinator: self.nodes.brokers.coordinator(id),
            state: group.map_or(GroupState::Dead, Group::state),
            generation: group.map_or(Generation(0), Group::generation),
            coordinator_lost: self.coordinator_lost(id),
            leader: group.and_then(Group::leader).and_then(|leader| self.name_of(leader)),
            protocol: group.and_then(Group::protocol_name).cloned(),
            members: group.map(|group| self.observe_members(group)).unwrap_or_default(),
            phase_deadline: group.and_then(Group::phase_deadline),
            epochs: group.and_then(|group| self.observe_epochs(group)),
            state_since: group.map_or(self.now, Group::state_since),
            effort: account.map(|account| account.effort(self.fetches_of(id), self.now)).unwrap_or_default(),
            rebalances: account.map_or(0, |account| account.rebalances()),
            unowned: SimDuration::ZERO,
            lanes: Vec::new(),
            former: Former::default(),
        }
    }

    fn fetches_of(&self, group: &GroupId) -> u64 {
        let of_group = self.nodes.consumers.iter().filter(|process| process.spec.group == *group);
        of_group.map(ConsumerProcess::fetches).sum()
    }

    fn observe_members(&self, group: &Group) -> Vec<MemberView> {
        let awaited: SortedSet<_> = group.waiting_for().map(Member::member_id).collect();
        let view = |member: &Member| MemberView {
            member_id: *member.member_id(),
            client: self.name_of(member.member_id()),
            former: self.whom(member.member_id()).former,
            session_timeout: member.session_timeout(),
            session_deadline: member.session_deadline(),
            awaited: awaited.contains(member.member_id()),
            on_its_way: None,
        };
        match group {
            Group::Classic(group) => group.members().map(view).collect(),
            Group::Consumer(group) => self.observe_group_members(group),
        }
    }

    fn name_of(&self, member: &MemberId) -> Option<ClientName> {
        let id = self.owner_of_member(member)?;
        Some(self.nodes[id].spec.name)
    }

    /// The consumer that was given this member id.
    pub fn client_of_member(&self, member: &MemberId) -> Option<ClientName> {
        self.name_of(member)
    }

    // --- lanes

    /// Records in the hands of live consumers of a group.
    pub(super) fn held(&self, group: &GroupId) -> Held<'_> {
        let mut held = Held::new();
        for (partition, from, to, id, poll) in self.in_hand(group) {
            // Records of a deleted topic are none of this one's.
            if self.is_of_present(&self.nodes[id], partition, poll) {
                held.entry(partition).or_default().push((from, to, id));
            }
        }
        held
    }

    /// Whether a live consumer of a group has a record that it has not done.
    pub fn holds(&self, group: &GroupId, partition: &TopicPartition, offset: Offset) -> bool {
        let held = self.held(group);
        let ranges = held.get(partition).into_iter().flatten();
        ranges.into_iter().any(|(from, to, _)| (*from..*to).contains(&offset))
    }

    /// The numbers of a lane, without cells, owners and times.
    fn measure(&self, group: &GroupId, partition: &TopicPartition, held: &Held) -> LaneView {
        let log = self.nodes.brokers.log(partition);
        let (log_start, log_end) = log.map_or((0, 0), |log| (log.start(), log.end()));
        let committed = self.nodes.coordinator.committed(group, partition);
        let ledger = self.past.ledger.partition(group, partition);
        let counts = ledger.map(PartitionLedger::counts).unwrap_or_default();
        let missed = ledger.map(|ledger| missed(ledger, held.get(partition), log_end)).unwrap_or_default();
        LaneView {
            committed,
            stored: self.nodes.stores.next(group, partition),
            lag: committed.map(|committed| log_end.saturating_sub(committed)),
            processed: counts.processed,
            duplicates: counts.duplicates,
            gaps: missed.gaps,
            at_risk: missed.at_risk,
            skipped_at_start: counts.at_start,
            causes: missed.causes,
            // What is saved with its offset is never saved again.
            at_stake: Some(match self.nodes.stores.next(group, partition) {
                Some(_) => 0,
                None => counts.uncommitted,
            }),
            ..LaneView::untouched(*partition, log_start, log_end)
        }
    }

    fn observe_lane(
        &self,
        group: &GroupId,
        partition: &TopicPartition,
        held: &Held,
        owners: &Owners,
        window: Option<usize>,
    ) -> LaneView {
        let mut lane = self.measure(group, partition, held);
        if let Some(id) = owners.consumer(partition) {
            let process = &self.nodes[id];
            lane.owner = Some(process.spec.name);
            lane.owner_running = process.running();
            lane.position = process.consumer.subscription().position(partition);
            lane.paused = process.consumer.subscription().is_paused(partition);
        }
        lane.rack = self.rack_of(partition, owners.consumer(partition));
        let assigned_to = owners.assigned_to(partition).and_then(|member| self.name_of(member));
        lane.assigned_to = assigned_to.filter(|to| lane.owner.as_ref() != Some(to));
        let target = owners.promises.target.get(partition).and_then(|member| self.name_of(member));
        lane.target = target.filter(|to| lane.owner.as_ref() != Some(to));
        let revokes = owners.promises.revoking.get(partition).and_then(|member| self.name_of(member));
        lane.being_revoked = revokes.is_some() && revokes == lane.owner;
        if let Some(window) = window {
            let stretch = lane.stretch(window as u64);
            lane.cells_from = stretch.start;
            lane.cells = self.cells(group, &lane, stretch, held);
        }
        lane
    }

    /// The rack from which this consumer reads a partition, or else that of the partition's leader.
    fn rack_of(&self, partition: &TopicPartition, reader: Option<ConsumerId>) -> Option<Arc<str>> {
        let brokers = &self.nodes.brokers;
        let broker = match reader {
            Some(id) => self.nodes[id].consumer.reads_from(partition, self.now),
            None => brokers.leader(partition.partition),
        };
        brokers.rack(broker).map(Arc::from)
    }

    /// Whether the group still has a place for this process, running or not: the coordinator knows its member, or
    /// is away and will know it again. Nobody gives away what a standalone consumer assigned itself.
    fn is_counted_on(&self, process: &ConsumerProcess) -> bool {
        let group = &process.spec.group;
        let known = |group: &Group| group.has_member(process.consumer.membership().member_id());
        process.consumer.standalone()
            || self.nodes.away.contains(group)
            || self.nodes.coordinator.group(group).is_some_and(known)
    }

    // --- consumers

    fn observe_consumer(&self, process: &ConsumerProcess) -> ConsumerView {
        let consumer = &process.consumer;
        let membership = consumer.membership();
        let alive = process.alive();
        let batch = consumer.application().batch();
        ConsumerView {
            name: process.spec.name,
            group: process.spec.group,
            process: process_state(process),
            cut_off: process.is_cut(),
            member_state: membership.state(),
            member_id: *membership.member_id(),
            group_instance_id: consumer.config().group_instance_id,
            generation: membership.generation(),
            leader: alive && membership.leading(),
            zombie: self.is_zombie(process),
            standalone: consumer.standalone(),
            thread: app_thread(process),
            last_heartbeat: membership.heartbeat().last_sent,
            next_poll_due: membership
                .last_poll()
                .filter(|_| alive && membership.heartbeat().enabled)
                .map(|last| last + consumer.config().max_poll_interval),
            owned: match alive || self.is_counted_on(process) {
                true => consumer.subscription().owned().to_vec(),
                false => Vec::new(),
            },
            batch: batch.current().map(|_| batch.progress()),
            workers: if alive { worker_views(process) } else { Vec::new() },
            queued: if alive { consumer.application().pool().queued() } else { 0 },
            strategy: process.spec.config.strategy.iter().map(|assignor| assignor.name()).collect(),
            paused: process.paused(self.now),
            fetches: process.fetches(),
            last_answer: process.last_answer,
            heartbeat_interval: consumer.heartbeat_interval(),
            heartbeat_due: consumer
                .next_heartbeat_due()
                .filter(|at| *at > self.now && !self.sends_nothing(process)),
            next_auto_commit: consumer.next_auto_commit().filter(|_| alive),
            rack: consumer.config().stands_in().cloned(),
            tracks: Arc::new(process.tracks.clone()),
        }
    }

    // --- envelopes

    pub(super) fn observe_envelopes(&self) -> Vec<Envelope> {
        let mut envelopes: Vec<_> = self
            .wire
            .network
            .in_flight()
            .filter_map(|(link, message)| self.observe_envelope(link, message))
            .collect();
        sort_by_key(&mut envelopes, |envelope| (envelope.sent_at, envelope.number));
        // A long cut holds the same request many times: one of each kind tells it.
        let mut held = SortedSet::new();
        envelopes.retain(|envelope| {
            !envelope.held() || held.insert((envelope.client, envelope.api, envelope.direction))
        });
        envelopes
    }

    fn observe_envelope(&self, link: LinkId, message: &InFlight<Message>) -> Option<Envelope> {
        let ClientRef::Consumer(id) = link.client else { return None };
        let process = &self.nodes[id];
        let (number, api, direction, error, fields) = match &message.payload {
            Message::Request { number, request, .. } => {
                let fields = envelope::request_fields(request);
                (*number, request.api_key(), Direction::ToBroker, ErrorCode::None, fields)
            }
            Message::Answer { number, response, .. } => {
                let fields = envelope::response_fields(response);
                (*number, response.api_key(), Direction::ToClient, response.error(), fields)
            }
        };
        if api.journalled() == Journalled::No {
            return None;
        }
        Some(Envelope {
            client: process.spec.name,
            broker: self.nodes.brokers.coordinator(&process.spec.group),
            api,
            number,
            direction,
            sent_at: message.sent_at,
            arrives_at: message.arrives_at,
            error,
            fields,
        })
    }
}

fn worker_views(process: &ConsumerProcess) -> Vec<WorkerView> {
    let jobs = process.consumer.application().pool().jobs();
    let view = |job: &Job| WorkerView {
        partition: job.partition,
        offset: job.offset,
        started: job.started,
        ends: job.ends,
    };
    jobs.map(view).collect()
}

/// What was passed over of a partition.
#[derive(Default)]
pub(super) struct Missed {
    pub gaps: u64,
    pub at_risk: u64,
    pub causes: CauseCounts,
}

/// What was passed over of a partition whose log ends there. An application may commit beyond that, or seek there; what
/// is not written cannot be missed. The coordinator may be away; the ledger remembers.
fn missed(
    ledger: &PartitionLedger,
    held: Option<&Vec<(Offset, Offset, ConsumerId)>>,
    log_end: Offset,
) -> Missed {
    let counts = ledger.counts();
    let (mut gaps, mut causes) = (counts.passed_over - counts.at_start, ledger.causes());
    for (cause, unwritten) in ledger.passed_over_from(log_end) {
        causes.healed(cause, unwritten);
        gaps -= unwritten;
    }
    let exposed = exposed(ledger, held);
    for offset in &exposed {
        if let Some(DeliveryReason::Gap { cause, .. }) = ledger.reason(*offset) {
            causes.healed(*cause, 1);
        }
    }
    let at_risk = exposed.len() as u64;
    Missed { gaps: gaps.saturating_sub(at_risk), at_risk, causes }
}

/// Records that a commit or skip passed over, that were not processed, and that a live consumer still holds.
fn exposed(ledger: &PartitionLedger, held: Option<&Vec<(Offset, Offset, ConsumerId)>>) -> Vec<Offset> {
    let mut offsets: Vec<Offset> = held.into_iter().flatten().flat_map(|(from, to, _)| *from..*to).collect();
    sort(&mut offsets);
    offsets.dedup();
    offsets.retain(|offset| {
        let truth = ledger.truth(*offset);
        truth.passed && truth.times == 0
    });
    offsets
}

/// How many these are.
pub(super) fn at_risk(ledger: &PartitionLedger, held: Option<&Vec<(Offset, Offset, ConsumerId)>>) -> u64 {
    exposed(ledger, held).len() as u64
}

pub(super) fn process_state(process: &ConsumerProcess) -> ProcessState {
    let since = process.ended_at.unwrap_or_default();
    match &process.fate {
        OutsideState::Killed => return ProcessState::Killed { since },
        OutsideState::Frozen { .. } => return ProcessState::Frozen,
        OutsideState::Running => {}
    }
    if let Some(exception) = process.consumer.failure() {
        return ProcessState::Failed { exception, since };
    }
    if process.consumer.ended() {
        return ProcessState::Closed { since };
    }
    let application = process.consumer.application();
    match (application.closing(), application.stalled()) {
        (true, _) => ProcessState::Closing,
        (false, true) => ProcessState::Stalled,
        (false, false) => ProcessState::Running,
    }
}

fn app_thread(process: &ConsumerProcess) -> AppThread {
    if !process.alive() {
        return AppThread::None;
    }
    let application = process.consumer.application();
    let current = application.batch().current();
    match application.activity() {
        Activity::Poll if process.consumer.rejoining() => AppThread::PollJoining,
        Activity::BeforePoll | Activity::Poll | Activity::AfterBatch | Activity::Pausing => AppThread::Poll,
        Activity::Handler { started, ends } => match current {
            Some((partition, offset)) => {
                AppThread::Processing { partition: *partition, offset, started: *started, ends: *ends }
            }
            None => AppThread::Poll,
        },
        Activity::Blocked { since, .. } => AppThread::Blocked {
            partition: current.map(|(partition, _)| *partition),
            offset: current.map(|(_, offset)| offset),
            since: *since,
        },
        Activity::OffsetsForTimes(lookup) => AppThread::OffsetsForTimes { since: lookup.since },
        Activity::Unsubscribed => AppThread::Unsubscribed,
        Activity::CommitSync(wait) => AppThread::CommitSync { since: wait.since },
        Activity::InCallback(running) => {
            AppThread::Callback { callback: running.callback, since: running.since }
        }
        Activity::Closing(_) | Activity::AwaitingWorkers { .. } => AppThread::Close,
        Activity::Closed | Activity::Failed(_) => AppThread::None,
    }
}
