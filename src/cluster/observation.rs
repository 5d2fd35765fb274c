//! The world at one instant as an onlooker sees it: plain data, from which the stage, the tables of the
//! transcript and the JSON report are all made.

mod epochs;
mod flaws;
mod spans;

pub use epochs::{GroupEpochs, MemberOnItsWay, WithheldPartition};
pub use flaws::{FlawKind, FlawRun, MOST_FLAWS, MOST_LANES_WITH_CELLS, MOST_LANES_WITH_FLAWS};
pub use spans::{EpochBegan, Mark, MarkKind, OwnershipSpan, RebalanceSpan, RevocationSpan, Sample};

use crate::cluster::cause::CauseCounts;
use crate::cluster::threads::ThreadTracks;
use crate::cluster::whom::FormerMember;
use crate::kafka::api::{ApiKey, ErrorCode};
pub use crate::kafka::consumer::membership::{ConsumerMemberState, MemberState};
use crate::kafka::exception::Exception;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::Callback;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// Everything there is to see at [`Observation::time`].
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    pub time: SimTime,
    /// Topics, in the order of their creation.
    pub topics: Vec<TopicView>,
    /// Groups, ascending by id.
    pub groups: Vec<GroupView>,
    /// Consumers, in the order in which they were first started.
    pub consumers: Vec<ConsumerView>,
    /// Requests and answers on their way between consumers and brokers (no Fetch, no Produce), oldest first.
    pub envelopes: Vec<Envelope>,
    /// Sums over all groups.
    pub totals: Totals,
}

/// A topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicView {
    pub name: TopicName,
    pub partitions: u32,
    /// Records a second of all its producers together, in thousandths.
    pub rate_millis: u64,
    /// Its producers.
    pub producers: Vec<ClientName>,
}

/// Sums over a group's partitions of topics that were deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Former {
    pub processed: u64,
    pub duplicates: u64,
    pub gaps: u64,
    pub at_risk: u64,
    pub skipped_at_start: u64,
    pub causes: CauseCounts,
}

/// Sums over all groups and partitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Records in all logs, ever.
    pub produced: u64,
    /// Completed processings, repeated ones included.
    pub processed: u64,
    /// Log end less committed offset, where something was committed.
    pub lag: u64,
    /// Completions after the first, of any record.
    pub duplicates: u64,
    /// Records below the committed offset that were not processed and that no consumer holds.
    pub gaps: u64,
    /// Records below the committed offset that are not processed but still held by a live consumer.
    pub at_risk: u64,
    /// Records before where a group started: no gaps.
    pub skipped_at_start: u64,
    /// The duplicates and gaps by cause.
    pub causes: CauseCounts,
}

/// A group and its coordinator.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    pub id: GroupId,
    /// The broker that coordinates it.
    pub coordinator: BrokerId,
    pub state: GroupState,
    pub generation: Generation,
    /// Since when it has no coordinator; then its state is unknown.
    pub coordinator_lost: Option<SimTime>,
    /// The leading consumer, if its process is known by name.
    pub leader: Option<ClientName>,
    /// The selected protocol (an assignor's name).
    pub protocol: Option<ProtocolName>,
    /// Members in the order in which they joined.
    pub members: Vec<MemberView>,
    /// When the join or sync phase under way ends at the latest.
    pub phase_deadline: Option<SimTime>,
    /// Of a consumer group (KIP-848) its epochs and its own state.
    pub epochs: Option<GroupEpochs>,
    /// Since when the group has been in its state.
    pub state_since: SimTime,
    /// Completed join phases.
    pub rebalances: u64,
    /// Unowned time of all its partitions, added up.
    pub unowned: SimDuration,
    /// What reading cost it.
    pub effort: Effort,
    /// One lane for each partition its consumers ever subscribed to: by topic (in order of creation), number.
    pub lanes: Vec<LaneView>,
    /// What became of records of topics that were deleted.
    pub former: Former,
}

/// What reading cost a group so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Fetch requests sent.
    pub fetches: u64,
    /// Partitions given to another consumer than had them before, in all rebalances.
    pub moved: u64,
    /// Time between leaving Stable (or Empty) and being Stable again, added up.
    pub rebalancing: SimDuration,
    /// Half of the records were processed no later than this after they were produced; `None` without any.
    pub latency_p50: Option<SimDuration>,
    /// 99 of 100.
    pub latency_p99: Option<SimDuration>,
    /// All of them.
    pub latency_max: Option<SimDuration>,
    /// Processing time of records that had been processed before.
    pub wasted: SimDuration,
    /// Processing time of consumers that had been removed from the group and did not know it.
    pub zombie_work: SimDuration,
    /// Bytes of records fetched from brokers in the consumers' own racks, where the racks are known.
    pub same_rack_bytes: u64,
    /// From brokers in other racks.
    pub cross_rack_bytes: u64,
}

/// A member as the coordinator sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberView {
    pub member_id: MemberId,
    /// The process that got this id.
    pub client: Option<ClientName>,
    pub session_timeout: SimDuration,
    /// When the session expires if nothing is heard; `None` while a join or sync of it is parked.
    pub session_deadline: Option<SimTime>,
    /// Why it is not what the process of that name is now.
    pub former: Option<FormerMember>,
    /// The group waits for this member's JoinGroup (join phase) or SyncGroup (sync phase).
    pub awaited: bool,
    /// What a member of a consumer group (KIP-848) has, and what it is to have.
    pub on_its_way: Option<MemberOnItsWay>,
}

impl GroupView {
    /// Its state as Kafka spells it, in the words of its own protocol.
    pub fn state_name(&self) -> &'static str {
        self.epochs.map_or_else(|| self.state.name(), |epochs| epochs.state.name())
    }
}

/// One partition as one group reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneView {
    pub partition: TopicPartition,
    /// The consumer in whose client's assignment it is; dead and frozen processes keep theirs. If there are
    /// two (a zombie), the one that runs and is a member.
    pub owner: Option<ClientName>,
    /// Whether the owner runs and reads: killed and frozen ones do not.
    pub owner_running: bool,
    /// Given to a member in the coordinator's stored assignment, but not (yet) in that client's own.
    pub assigned_to: Option<ClientName>,
    /// Who is to have it by the target of a consumer group, if that is not its owner.
    pub target: Option<ClientName>,
    /// In a consumer group: its owner was told to give it up, and has not said that it has.
    pub being_revoked: bool,
    pub log_start: Offset,
    pub log_end: Offset,
    pub committed: Option<Offset>,
    /// Where the group's own store says to go on, if its application keeps one (`commit=external`).
    pub stored: Option<Offset>,
    /// The owner's position.
    pub position: Option<Offset>,
    /// Whether the owner's application paused it (`KafkaConsumer.pause`).
    pub paused: bool,
    /// The rack of the broker from which the owner reads it, or else of its leader, if racks are named.
    pub rack: Option<Arc<str>>,
    /// Log end less committed.
    pub lag: Option<u64>,
    /// Completed processings.
    pub processed: u64,
    pub duplicates: u64,
    pub gaps: u64,
    pub at_risk: u64,
    /// Records before where the group started: no gaps.
    pub skipped_at_start: u64,
    /// The duplicates and gaps by cause.
    pub causes: CauseCounts,
    /// Processed records at or above the committed offset: what would come twice if the owner died now. `None`: it is
    /// not to be told, because it counts the answer of a question that stands.
    pub at_stake: Option<u64>,
    pub unowned: SimDuration,
    /// First offset covered by `cells`.
    pub cells_from: Offset,
    /// A stretch of the log from `cells_from` on, as runs of equal cells, oldest first, without holes; empty in a group
    /// of more than [`MOST_LANES_WITH_CELLS`] lanes, where `cells_from` is the log's end.
    pub cells: Vec<CellRun>,
    /// What went wrong before `cells_from`, ascending; empty in a group of more than [`MOST_LANES_WITH_FLAWS`] lanes.
    pub flaws: Vec<FlawRun>,
}

impl LaneView {
    /// A lane in which nothing was committed or processed, and that no consumer reads.
    pub fn untouched(partition: TopicPartition, log_start: Offset, log_end: Offset) -> LaneView {
        LaneView {
            partition,
            owner: None,
            owner_running: false,
            assigned_to: None,
            target: None,
            being_revoked: false,
            log_start,
            log_end,
            committed: None,
            stored: None,
            position: None,
            paused: false,
            rack: None,
            lag: None,
            processed: 0,
            duplicates: 0,
            gaps: 0,
            at_risk: 0,
            skipped_at_start: 0,
            causes: CauseCounts::default(),
            at_stake: Some(0),
            unowned: SimDuration::ZERO,
            cells_from: log_end,
            cells: Vec::new(),
            flaws: Vec::new(),
        }
    }

    /// The processed records at or above the committed offset; none if that is not to be told.
    pub fn stake(&self) -> u64 {
        self.at_stake.unwrap_or(0)
    }

    /// One past the last offset covered by `cells`.
    pub fn cells_to(&self) -> Offset {
        self.cells.last().map_or(self.cells_from, |run| run.to)
    }

    /// Which `window` records are looked at one by one: the newest, or those around the position (else the committed
    /// offset) if it lags so far behind that it would not have half of them to its left.
    pub fn stretch(&self, window: u64) -> std::ops::Range<Offset> {
        let newest = self.log_end.saturating_sub(window);
        let kept = self.position.or(self.committed).map(|kept| kept.saturating_sub(window / 2));
        let from = kept.map_or(newest, |kept| newest.min(kept));
        from..self.log_end.min(from.saturating_add(window))
    }
}

/// Neighbouring records in the same state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRun {
    pub from: Offset,
    /// One past the last.
    pub to: Offset,
    pub state: CellState,
    /// Index into [`Observation::consumers`] of the consumer that holds or last processed them.
    pub by: Option<u16>,
}

/// What became of a record in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// In the log, not fetched.
    Unread,
    /// In the owner's fetch buffer, or returned by poll and not yet begun.
    Fetched,
    /// In its handler.
    Processing,
    /// Processed, not covered by a commit.
    Processed,
    /// Processed and covered by a commit.
    Committed,
    /// Processed more than once, with the number of repeats.
    Duplicate { repeats: u16 },
    /// Below the committed offset, not processed, not held.
    Gap,
    /// Below the committed offset, not processed, still held by a live consumer.
    AtRisk,
    /// Before where the group started (`auto.offset.reset=latest`, or as an administrator said).
    BeforeStart,
    /// Deleted from the log before this group read it, without being skipped by a commit.
    Deleted,
}

/// A consumer process.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerView {
    pub name: ClientName,
    pub group: GroupId,
    pub process: ProcessState,
    /// Its link to the brokers is cut.
    pub cut_off: bool,
    pub member_state: MemberState,
    pub member_id: MemberId,
    pub group_instance_id: Option<InstanceId>,
    /// The generation the client believes in; -1 for none.
    pub generation: Generation,
    /// The client believes it is the leader.
    pub leader: bool,
    /// No longer a member for the coordinator, and does not know it yet.
    pub zombie: bool,
    /// It assigned its partitions itself: no member of any group.
    pub standalone: bool,
    pub thread: AppThread,
    /// When the last heartbeat was sent.
    pub last_heartbeat: Option<SimTime>,
    /// When `max.poll.interval.ms` will have passed since the last poll.
    pub next_poll_due: Option<SimTime>,
    /// Partitions in the client's assignment, ascending.
    pub owned: Vec<TopicPartition>,
    /// Records of the last poll: how many are done, how many there were.
    pub batch: Option<(u32, u32)>,
    /// Records in the hands of its workers; none if the poll thread processes them.
    pub workers: Vec<WorkerView>,
    /// Records that wait for a worker.
    pub queued: u64,
    /// The assignors it is configured with, by name.
    pub strategy: Vec<&'static str>,
    /// Time between losing partitions and having an assignment again, added up.
    pub paused: SimDuration,
    /// Fetch requests sent.
    pub fetches: u64,
    /// The last group request that was answered to it (no Fetch, no Metadata); of a member of a consumer group the last
    /// heartbeat, or what was refused since.
    pub last_answer: Option<AnswerView>,
    /// `heartbeat.interval.ms`; of a member of a consumer group what its coordinator told it last.
    pub heartbeat_interval: SimDuration,
    /// When its next heartbeat is due, if that is still to come, and its coordinator will hear of it.
    pub heartbeat_due: Option<SimTime>,
    /// When poll commits next, if it does so by itself and there is something to read.
    pub next_auto_commit: Option<SimTime>,
    /// The rack in which it stands, if one is named.
    pub rack: Option<Arc<str>>,
    /// What its threads did lately.
    pub tracks: Arc<ThreadTracks>,
}

impl ConsumerView {
    /// Whether it is a member as far as it knows, with nothing of a rebalance left to do.
    pub fn in_current_assignment(&self) -> bool {
        use ConsumerMemberState::Stable;
        matches!(self.member_state, MemberState::Stable | MemberState::OfConsumerGroup(Stable))
    }

    /// Whether it is no member as far as it knows: not yet, or no longer.
    pub fn outside_its_group(&self) -> bool {
        match self.member_state {
            MemberState::Unjoined => true,
            MemberState::OfConsumerGroup(state) => state.is_outside(),
            MemberState::PreparingRebalance | MemberState::CompletingRebalance | MemberState::Stable => false,
        }
    }
}

/// A record in a worker's hands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkerView {
    pub partition: TopicPartition,
    pub offset: Offset,
    pub started: SimTime,
    pub ends: SimTime,
}

/// An answer that arrived at a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerView {
    pub api: ApiKey,
    pub error: ErrorCode,
    /// When the answer arrived.
    pub at: SimTime,
}

/// What became of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessState {
    Running,
    /// The handler is blocked, or will be at its next record; the heartbeat thread is not.
    Stalled,
    /// Both threads stand still.
    Frozen,
    Killed {
        since: SimTime,
    },
    /// Finishing its batch, committing, leaving.
    Closing,
    Closed {
        since: SimTime,
    },
    /// Ended by an exception that the application does not handle.
    Failed {
        exception: Exception,
        since: SimTime,
    },
}

impl ProcessState {
    /// Whether there is a process: it may be blocked, frozen or closing, but has not ended.
    pub const fn is_alive(self) -> bool {
        match self {
            ProcessState::Running | ProcessState::Stalled | ProcessState::Frozen | ProcessState::Closing => {
                true
            }
            ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. } => false,
        }
    }
}

/// What the application thread is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AppThread {
    /// Not running (killed, closed, failed).
    None,
    /// Inside poll, waiting for records.
    Poll,
    /// Inside poll, waiting for the coordinator: finding it, joining, syncing, fetching offsets.
    PollJoining,
    /// In the handler.
    Processing { partition: TopicPartition, offset: Offset, started: SimTime, ends: SimTime },
    /// In the handler, and blocked there.
    Blocked { partition: Option<TopicPartition>, offset: Option<Offset>, since: SimTime },
    /// In a blocking commit.
    CommitSync { since: SimTime },
    /// In `offsetsForTimes`.
    OffsetsForTimes { since: SimTime },
    /// Subscribed to nothing: it does not poll.
    Unsubscribed,
    /// In a rebalance callback.
    Callback { callback: Callback, since: SimTime },
    /// In close().
    Close,
}

impl Envelope {
    /// Whether a cut holds it.
    pub fn held(&self) -> bool {
        self.arrives_at == SimTime::MAX
    }
}

/// A request or answer on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    pub client: ClientName,
    pub broker: BrokerId,
    pub api: ApiKey,
    /// The correlation number within the client process.
    pub number: u64,
    pub direction: Direction,
    pub sent_at: SimTime,
    /// [`SimTime::MAX`] while a cut holds it.
    pub arrives_at: SimTime,
    /// For an answer: its error. `NONE` for requests.
    pub error: ErrorCode,
    /// The message's fields in Kafka's words, for the inspector.
    pub fields: Vec<(&'static str, String)>,
}

/// Which way an envelope travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    ToBroker,
    ToClient,
}
