//! One deploy with one seed: the group starts, reads until all is quiet, its consumers are restarted one after another,
//! and then it is watched until it reads as before.
//!
//! Only commands and times count: no snapshot is kept. What was done, each command at its exact time, is a session text
//! that leads to the same numbers wherever it is opened.

use crate::cluster::Cluster;
use crate::cluster::command::{Command, ConsumerSpec, ProducerSpec};
use crate::cluster::observation::LaneView;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::ClientName;
use crate::kafka::log::PartitionLog;
use crate::session::condition::{WaitCondition, Watch};
use crate::session::interpret::world;
use crate::session::language::what_if::trial_title;
use crate::session::scenario::{Scenario, Setup, Texts};
use crate::session::settings::GroupDefaults;
use crate::session::what_if::deploy::{Deploy, GRACE, StopBy};
use crate::session::what_if::plan::{LOOK_BEFORE, Moments, PATIENCE_OF_START, patience};
use crate::session::what_if::way::Way;
use crate::session::writing;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// How often is looked whether the group has recovered: no recovery is told more exactly.
pub const RECOVERY_STEP: SimDuration = SimDuration::from_millis(250);
/// A trial in which more happens than this ends without recovery.
const MOST_STEPS: u64 = 60_000_000;
/// `metadata.max.age.ms` of the producer: Kafka's default.
const PRODUCERS_METADATA: SimDuration = SimDuration::from_secs(300);

/// What one deploy cost, counted from the first stop until the group had recovered or was given up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeployOutcome {
    /// Completed join phases.
    pub rebalances: u64,
    /// Times in which no running process had a partition, of all partitions together, in milliseconds.
    pub unowned_ms: u64,
    /// Completed processings of records that had been processed before.
    pub duplicates: u64,
    /// Records below the committed offset that nobody processed and nobody holds.
    pub gaps: u64,
    /// From the last restart until the group had recovered: it is Stable, every partition is owned by a running member,
    /// and no more records wait to be processed for the first time than at the most in the ten seconds before the first
    /// stop, give or take what is written in a [`RECOVERY_STEP`]. Looked at once a [`RECOVERY_STEP`]; `None` if it had
    /// not within two minutes and two `session.timeout.ms`.
    pub recovery_ms: Option<u64>,
}

/// What a trial does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TrialStage {
    /// The consumers are started, each at its moment.
    Starting {
        next: usize,
    },
    /// The group becomes stable.
    Joining {
        until: SimTime,
    },
    /// The producer starts.
    Writing {
        at: SimTime,
    },
    /// The group reads, and is looked at.
    Reading {
        until: SimTime,
    },
    /// The next consumer reads until it is stopped.
    Waiting {
        next: usize,
        at: SimTime,
    },
    /// It was asked to close.
    Closing {
        next: usize,
    },
    Down {
        next: usize,
        until: SimTime,
    },
    /// All have been restarted.
    Recovering {
        until: SimTime,
    },
    Over,
}

/// A trial under way.
pub struct DeployTrial {
    deploy: Deploy,
    moments: Moments,
    scenario: Scenario,
    cluster: Cluster,
    commands: Vec<(SimTime, Command)>,
    watch: Watch,
    stage: TrialStage,
    /// When the stages that look at the group look next.
    look: SimTime,
    /// When the first gap begins.
    first_gap: SimTime,
    /// The most records that waited before the first stop.
    waited_before: u64,
    before: DeployOutcome,
    counted_from: SimTime,
    restarted: SimTime,
    steps: u64,
    outcome: Option<DeployOutcome>,
}

impl DeployTrial {
    /// Begins a trial of a deploy; `way` only names it. The deploy must have been checked.
    pub fn new(deploy: &Deploy, way: &Way, seed: u64) -> DeployTrial {
        let setup = Setup { seed, ..deploy.setup.clone() };
        let (topics, config) = (Some(vec![deploy.topic]), deploy.config.clone());
        let defaults = GroupDefaults { topics, pattern: None, config };
        // Its broker properties were checked with the session they are from; no world is made of others.
        let cluster = world(&setup).unwrap_or_else(|_| Cluster::new(Default::default()));
        DeployTrial {
            moments: Moments::of(deploy, seed),
            scenario: Scenario {
                title: trial_title(way, seed),
                setup,
                groups: SortedMap::from([(deploy.group, defaults)]),
                statements: Vec::new(),
            },
            cluster,
            deploy: deploy.clone(),
            commands: Vec::new(),
            watch: Watch::default(),
            stage: TrialStage::Starting { next: 0 },
            look: SimTime::ZERO,
            first_gap: SimTime::ZERO,
            waited_before: 0,
            before: DeployOutcome::default(),
            counted_from: SimTime::ZERO,
            restarted: SimTime::ZERO,
            steps: 0,
            outcome: None,
        }
    }

    /// Lets `most_steps` things happen at the most. What came of the deploy, when it is over.
    pub fn advance(&mut self, most_steps: u64) -> Option<DeployOutcome> {
        let mut left = most_steps;
        while self.outcome.is_none() && left > 0 {
            left -= 1;
            self.steps += 1;
            if self.steps > MOST_STEPS {
                self.end(None);
            } else if !self.cluster.step(self.limit()) {
                self.turn();
            } else if let TrialStage::Closing { next } = self.stage {
                self.look_at_closing(next);
            }
        }
        self.outcome
    }

    /// When it counts from: the first stop.
    pub fn counted_from(&self) -> SimTime {
        self.counted_from
    }

    /// When the last consumer was restarted.
    pub fn last_restart(&self) -> SimTime {
        self.restarted
    }

    /// Where it is.
    pub fn now(&self) -> SimTime {
        self.cluster.now()
    }

    /// What has been done so far, as a session text that ends at this instant.
    pub fn script(&self) -> String {
        writing::script(&self.scenario, &self.commands, &[], self.now())
    }

    /// The instant at which the stage has something to do.
    fn limit(&self) -> SimTime {
        let start = |next: usize| self.moments.starts.get(next).copied().unwrap_or(SimTime::ZERO);
        match self.stage {
            TrialStage::Starting { next } => start(next),
            TrialStage::Joining { .. } | TrialStage::Reading { .. } | TrialStage::Recovering { .. } => {
                self.look
            }
            TrialStage::Writing { at } | TrialStage::Waiting { at, .. } => at,
            TrialStage::Down { until, .. } => until,
            TrialStage::Closing { .. } | TrialStage::Over => SimTime::MAX,
        }
    }

    /// The world notes its sums at each whole step; they are read there.
    fn next_look(&self) -> SimTime {
        let step = RECOVERY_STEP.as_micros();
        SimTime::from_micros((self.now().as_micros() / step + 1) * step)
    }

    /// All that was due at this instant has happened: the stage does its part.
    fn turn(&mut self) {
        let now = self.now();
        self.look = self.next_look();
        match self.stage {
            TrialStage::Starting { next } => self.start(next),
            TrialStage::Joining { until } => {
                if now >= until || self.is_stable() {
                    self.stage = TrialStage::Writing { at: now + self.moments.producer };
                }
            }
            TrialStage::Writing { .. } => {
                self.give(Command::StartProducer(self.producer()));
                self.first_gap = now + self.moments.warm_up;
                self.stage = TrialStage::Reading { until: self.first_gap };
            }
            TrialStage::Reading { until } => {
                if now + LOOK_BEFORE >= until {
                    self.waited_before = self.waited_before.max(self.waiting());
                }
                if self.look > until {
                    self.wait_for(0);
                }
            }
            TrialStage::Waiting { next, .. } => self.stop(next),
            TrialStage::Down { next, .. } => {
                self.give(Command::RestartProcess { client: name(next), config: None });
                self.restarted = now;
                self.wait_for(next + 1);
            }
            TrialStage::Recovering { until } => self.look_at_recovery(until),
            TrialStage::Closing { .. } | TrialStage::Over => self.end(None),
        }
    }

    fn start(&mut self, next: usize) {
        if next == 0 {
            let (topic, partitions) = (self.deploy.topic, self.deploy.partitions);
            self.give(Command::CreateTopic { topic, partitions });
        }
        self.give(Command::StartConsumer(self.consumer(next)));
        self.stage = match next + 1 < self.moments.starts.len() {
            true => TrialStage::Starting { next: next + 1 },
            false => TrialStage::Joining { until: self.now() + PATIENCE_OF_START },
        };
    }

    fn consumer(&self, number: usize) -> ConsumerSpec {
        let mut config: ConsumerConfig = self.deploy.config.clone();
        if self.deploy.is_static {
            // A name is a legal instance id.
            let _ = config.set("group.instance.id", name(number).as_str());
        }
        ConsumerSpec {
            name: name(number),
            group: self.deploy.group,
            assigned: Vec::new(),
            topics: vec![self.deploy.topic],
            pattern: None,
            config: Arc::new(config),
        }
    }

    fn producer(&self) -> ProducerSpec {
        ProducerSpec {
            name: ClientName::from("p1"),
            topic: self.deploy.topic,
            rate: self.deploy.rate,
            record_size: self.deploy.record_size,
            keys: self.deploy.keys,
            metadata_max_age: PRODUCERS_METADATA,
        }
    }

    /// The next one reads until its moment has come, or all have been restarted.
    fn wait_for(&mut self, next: usize) {
        self.stage = match self.moments.stops.get(next) {
            Some(stop) => TrialStage::Waiting { next, at: (self.first_gap + *stop).max(self.now()) },
            None => TrialStage::Recovering { until: self.now() + patience(&self.deploy) },
        };
    }

    fn stop(&mut self, next: usize) {
        if next == 0 {
            self.before = self.count();
            self.counted_from = self.now();
        }
        let client = name(next);
        self.give(match self.deploy.stop {
            StopBy::Kill => Command::KillProcess { client },
            StopBy::Close => {
                let operation = GroupMembershipOperation::Default;
                Command::CloseWithOptions { client, operation, grace: Some(GRACE) }
            }
        });
        self.stage = TrialStage::Closing { next };
        self.look_at_closing(next);
    }

    /// From its process's end on a consumer is down.
    fn look_at_closing(&mut self, next: usize) {
        if !self.cluster.is_alive(&name(next)) {
            let down = self.moments.downs.get(next).copied().unwrap_or_default();
            self.stage = TrialStage::Down { next, until: self.now() + down };
        }
    }

    fn look_at_recovery(&mut self, until: SimTime) {
        let tolerance = self.deploy.rate.0 * RECOVERY_STEP.as_millis() / 1_000_000;
        if self.waiting() <= self.waited_before + tolerance && self.is_stable() {
            let took = self.now().since(self.restarted);
            self.end(Some(took.as_millis()));
        } else if self.now() >= until {
            self.end(None);
        }
    }

    fn end(&mut self, recovery_ms: Option<u64>) {
        let (before, after) = (self.before, self.count());
        self.stage = TrialStage::Over;
        self.outcome = Some(DeployOutcome {
            rebalances: after.rebalances - before.rebalances,
            unowned_ms: after.unowned_ms.saturating_sub(before.unowned_ms),
            duplicates: after.duplicates.saturating_sub(before.duplicates),
            // A gap heals if its record is processed later.
            gaps: after.gaps.saturating_sub(before.gaps),
            recovery_ms,
        });
    }

    /// Does a command, and remembers it if the world did not refuse it.
    fn give(&mut self, command: Command) {
        if self.cluster.apply(&command).is_ok() {
            self.commands.push((self.now(), command));
        }
    }

    fn is_stable(&mut self) -> bool {
        self.watch.read_on(self.cluster.journal());
        let group = Some(self.deploy.group.as_str().to_owned());
        self.watch.missing(&WaitCondition::Stable { group }, &self.cluster).is_none()
    }

    /// Records that were written and that nobody has processed yet, but for those that nobody will.
    fn waiting(&self) -> u64 {
        let topic = self.cluster.brokers().topic(&self.deploy.topic);
        let written: u64 = topic.map_or(0, |topic| topic.partitions.iter().map(PartitionLog::end).sum());
        let done = self.cluster.samples().last().map_or(0, |sample| sample.first + sample.gaps);
        written.saturating_sub(done)
    }

    fn count(&self) -> DeployOutcome {
        let world = self.cluster.observe(0);
        let Some(group) = world.groups.first() else { return DeployOutcome::default() };
        let sum = |part: fn(&LaneView) -> u64| -> u64 { group.lanes.iter().map(part).sum() };
        DeployOutcome {
            rebalances: group.rebalances,
            unowned_ms: sum(|lane| lane.unowned.as_millis()),
            duplicates: sum(|lane| lane.duplicates),
            gaps: sum(|lane| lane.gaps),
            recovery_ms: None,
        }
    }
}

/// The group, its topic and what writes there, as a session text: the same deploy is read from it again, but for how
/// the consumers are restarted.
pub fn opening(deploy: &Deploy) -> String {
    let mut trial = DeployTrial::new(deploy, &Way::as_is(), deploy.setup.seed);
    trial.scenario.title = Texts::default();
    let (topic, partitions) = (deploy.topic, deploy.partitions);
    let consumers =
        (0..deploy.consumers as usize).map(|number| Command::StartConsumer(trial.consumer(number)));
    let all: Vec<(SimTime, Command)> = std::iter::once(Command::CreateTopic { topic, partitions })
        .chain(consumers)
        .chain([Command::StartProducer(trial.producer())])
        .map(|command| (SimTime::ZERO, command))
        .collect();
    writing::script(&trial.scenario, &all, &[], SimTime::ZERO)
}

fn name(number: usize) -> ClientName {
    ClientName::from(format!("c{}", number + 1))
}

/// The session text of a trial, from its beginning to its end: opened and run to its end it shows the same deploy. The
/// trial is simulated for it.
pub fn script(deploy: &Deploy, way: &Way, seed: u64) -> String {
    let mut trial = DeployTrial::new(deploy, way, seed);
    while trial.advance(u64::MAX).is_none() {}
    trial.script()
}
