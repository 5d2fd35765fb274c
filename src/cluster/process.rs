//! Client processes: what runs, what was killed or frozen, and the settings to start it with again.

use super::Cluster;
use super::command::{ConsumerSpec, ProducerSpec};
use super::fact::WorldFact;
use super::observation::{AnswerView, ProcessState};
use crate::cluster::journal::{Cause, EntryId};
use crate::cluster::threads::{Doing, ThreadTracks};
use crate::kafka::api::{ApiKey, Response};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::membership::own_member_id;
use crate::kafka::consumer::{Consumer, ConsumerTimer};
use crate::kafka::effects::Ticket;
use crate::kafka::ids::{BrokerId, ClientName, MemberId, Offset, TopicName, TopicPartition};
use crate::kafka::producer::Producer;
use crate::kafka::release::Release;
use crate::kafka::topic_metadata::TopicId;
use crate::sim::queue::Queue;
use crate::sim::random::Random;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::{SimDuration, SimTime};

/// A consumer process under its name; restarting it makes a new consumer in the same place.
#[derive(Clone, Debug)]
pub(super) struct ConsumerProcess {
    pub spec: ConsumerSpec,
    pub incarnation: u32,
    pub consumer: Consumer,
    /// Topics that it subscribed to before, or was given without that: its coordinator may still have a pattern of its.
    pub formerly: Vec<TopicName>,
    /// Partitions that it had assigned itself before it subscribed.
    pub formerly_assigned: Vec<TopicPartition>,
    pub fate: OutsideState,
    /// It reaches no broker.
    pub cut_off: bool,
    /// It does not reach these.
    pub cut_from: SortedSet<BrokerId>,
    /// What silenced it (killed, frozen, cut off), to explain why its heartbeats stopped.
    pub silenced_by: Option<Cause>,
    /// Time without an assignment within rebalances; `since` while it lasts.
    pub paused: SimDuration,
    pub paused_since: Option<SimTime>,
    /// Partitions in which its position was set to before the committed offset, on purpose.
    pub went_back: SortedSet<TopicPartition>,
    /// Where the partitions that it sought elsewhere stood before, until it is known where they go on.
    pub sought: SortedMap<TopicPartition, Option<Offset>>,
    /// Since which of its polls the records of a partition are of which topic, where that is not the first of its name.
    pub topic_ids: SortedMap<TopicPartition, Vec<(u32, TopicId)>>,
    /// How many of its polls have returned records.
    pub polls: u32,
    /// What waited while it was frozen and has not reached it yet.
    pub due: Queue<HeldForThaw>,
    /// Fetch requests of the incarnations before.
    pub earlier_fetches: u64,
    /// When it came to its end, if it did.
    pub ended_at: Option<SimTime>,
    /// Its application was told that it lost its place, and has not joined again since.
    pub told_of_loss: bool,
    /// Whether its last work was in vain. Decided before the handler runs, since the process may learn of its removal
    /// there.
    pub worked_in_vain: bool,
    /// The last group request that was answered to it.
    pub last_answer: Option<AnswerView>,
    /// The member id that it got last.
    pub last_member: Option<MemberId>,
    /// How the processes before it ended, in order.
    pub ends: Vec<ProcessState>,
    /// What led to the things that it has put off.
    pub put_off: SortedMap<Ticket, Cause>,
    /// What its threads did lately.
    pub tracks: ThreadTracks,
}

/// What happened to a process from outside.
#[derive(Clone, Debug)]
pub(super) enum OutsideState {
    /// It runs, or came to its end by itself.
    Running,
    /// Both threads stand still; what arrives or comes due waits.
    Frozen {
        waiting: Vec<HeldForThaw>,
        since: SimTime,
        /// How much was left of the work that the application's threads had in hand.
        work_left: Vec<(ConsumerTimer, SimDuration)>,
    },
    /// It is gone.
    Killed,
}

/// What a frozen process will find when it thaws.
#[derive(Clone, Debug)]
pub(super) enum HeldForThaw {
    Answer {
        number: u64,
        response: Response,
        cause: Cause,
    },
    Timer {
        timer: ConsumerTimer,
        cause: Cause,
    },
    /// It was asked to close, and will be killed if it has not by then (SIGTERM).
    Close {
        operation: GroupMembershipOperation,
        cause: Cause,
    },
}

/// The number in the member id that a process makes up for itself.
fn own_id(name: &ClientName, incarnation: u32, chance: &Random) -> u64 {
    chance.fork(&format!("member id of {name} {incarnation}")).below(1 << 32)
}

impl Cluster {
    /// The member id that a client's process had made up for itself when it was started last before an entry, where its
    /// release does that.
    pub fn own_member_id(&self, before: EntryId, client: &ClientName) -> Option<MemberId> {
        let started = self.entry(self.start_of(before, client)?)?.fact.of_process(client)?;
        let WorldFact::ProcessStarted { incarnation, .. } = started else { return None };
        let config = self.settings_before(before, client)?;
        let brings = self.config.release.client_rules().brings_member_id;
        let id = |number| own_member_id(&config.client_id_of(client), number);
        brings.then(|| id(own_id(client, *incarnation, &self.chance)))
    }
}

impl ConsumerProcess {
    /// Remembers that its group gives it partitions of this topic, perhaps without its subscribing to it.
    pub fn was_given(&mut self, topic: &TopicName) {
        if !self.spec.subscribes_to(topic) && !self.formerly.contains(topic) {
            self.formerly.push(*topic);
        }
    }

    pub fn new(spec: ConsumerSpec, incarnation: u32, brokers: u8, release: Release, chance: &Random) -> Self {
        let config = spec.config.clone();
        let (topics, pattern) = (spec.topics.clone(), spec.pattern.clone());
        let mut consumer = Consumer::new(&spec.name, spec.group, topics, pattern, config, brokers)
            .of_release(release.client_rules())
            .with_own_id(own_id(&spec.name, incarnation, chance));
        if !spec.assigned.is_empty() {
            consumer = consumer.standing_alone(&spec.assigned);
        }
        ConsumerProcess {
            spec,
            incarnation,
            consumer,
            formerly: Vec::new(),
            formerly_assigned: Vec::new(),
            fate: OutsideState::Running,
            cut_off: false,
            cut_from: SortedSet::new(),
            silenced_by: None,
            paused: SimDuration::ZERO,
            paused_since: None,
            went_back: SortedSet::new(),
            sought: SortedMap::new(),
            topic_ids: SortedMap::new(),
            polls: 0,
            due: Queue::new(),
            earlier_fetches: 0,
            ended_at: None,
            told_of_loss: false,
            worked_in_vain: false,
            last_answer: None,
            last_member: None,
            ends: Vec::new(),
            put_off: SortedMap::new(),
            tracks: ThreadTracks::default(),
        }
    }

    /// What the application thread does now, as an onlooker sees it; `None` is poll.
    fn doing(&self) -> Option<Doing> {
        match self.running() {
            true => Doing::of(self.consumer.application().activity()),
            false => Some(Doing::Absent),
        }
    }

    /// Whether the application thread has gone on to something else since it was last written down.
    pub fn thread_turned(&self) -> bool {
        self.tracks.is_news(self.doing())
    }

    /// Writes down what the application thread does from now on.
    pub fn follow_thread(&mut self, now: SimTime) {
        self.tracks.turn(self.doing(), now);
    }

    /// Writes down what it sends.
    pub fn follow_request(&mut self, api: ApiKey, now: SimTime) {
        if matches!(api, ApiKey::Heartbeat | ApiKey::ConsumerGroupHeartbeat) {
            self.tracks.heartbeat(now);
        } else if api == ApiKey::OffsetCommit {
            self.tracks.commit(now);
        }
    }

    /// Nothing passes between it and that broker.
    pub fn cuts(&self, broker: BrokerId) -> bool {
        self.cut_off || self.cut_from.contains(&broker)
    }

    /// Some broker does not reach it.
    pub fn is_cut(&self) -> bool {
        self.cut_off || !self.cut_from.is_empty()
    }

    /// It exists: not killed, not closed, not failed.
    pub fn alive(&self) -> bool {
        !matches!(self.fate, OutsideState::Killed) && !self.consumer.ended()
    }

    /// Its threads run: alive and not frozen.
    pub fn running(&self) -> bool {
        matches!(self.fate, OutsideState::Running) && !self.consumer.ended()
    }

    pub fn frozen(&self) -> bool {
        matches!(self.fate, OutsideState::Frozen { .. })
    }

    /// A timer was set anew or cancelled: should it have come due while the process was frozen, it no longer is.
    pub fn outdated(&mut self, timer: ConsumerTimer) {
        self.due.retain(|waiting| !matches!(waiting, HeldForThaw::Timer { timer: due, .. } if *due == timer));
    }

    /// Fetch requests sent under its name.
    pub fn fetches(&self) -> u64 {
        self.earlier_fetches + self.consumer.fetcher().requests_sent
    }

    /// Time without an assignment within rebalances, until `now`.
    pub fn paused(&self, now: SimTime) -> SimDuration {
        self.paused + self.paused_since.map_or(SimDuration::ZERO, |since| now.since(since))
    }

    /// The pause, if there is one, is over.
    pub fn end_pause(&mut self, now: SimTime) {
        if let Some(since) = self.paused_since.take() {
            self.paused += now.since(since);
        }
    }
}

/// A producer process.
#[derive(Clone, Debug)]
pub(super) struct ProducerProcess {
    pub spec: ProducerSpec,
    pub producer: Producer,
}
