//! The steps of the stories: when something is done, and what.

use groupscope::cluster::{Command, ConsumerSpec};
use groupscope::kafka::consumer::config::{
    ApplicationBehaviour, CommitMode, ConsumerConfig, GroupProtocol, Listener, OffsetReset, WorkerOrder,
};
use groupscope::kafka::ids::ClientName;
use groupscope::sim::time::SimDuration;
use std::fmt;
use std::sync::Arc;

/// How long to wait, then what to do.
#[derive(Clone)]
pub struct Step(pub SimDuration, pub Command);

impl fmt::Debug for Step {
    /// In one line: of settings only what the stories vary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = |config: &ConsumerConfig| {
            let ConsumerConfig { strategy, group_instance_id, behaviour, .. } = config;
            let ApplicationBehaviour { commit, listener, workers, worker_order, .. } = behaviour;
            let ApplicationBehaviour { processing_time, callback_time, .. } = behaviour;
            let pool = format!("{workers} {worker_order:?}");
            format!(
                "{strategy:?} {group_instance_id:?} {commit:?} {listener:?} {pool} {processing_time} {callback_time}"
            )
        };
        write!(f, "+{} ", self.0)?;
        match &self.1 {
            Command::StartConsumer(spec) => {
                let ConsumerSpec { name, assigned, topics, pattern, config, .. } = spec;
                write!(f, "start {name} {assigned:?} {topics:?} {pattern:?} {}", settings(config))
            }
            Command::RestartProcess { client, config } => {
                write!(f, "restart {client} {:?}", config.as_deref().map(settings))
            }
            command => write!(f, "{command:?}"),
        }
    }
}

impl Step {
    /// Whether no record is taken away by it, or made unreadable: what is lost then, no consumer has lost.
    pub fn leaves_records(&self) -> bool {
        use Command::{DeleteRecords, DeleteTopic, PoisonRecord, SetRetention};
        let Step(_, command) = self;
        !matches!(
            command,
            DeleteTopic { .. } | SetRetention { .. } | DeleteRecords { .. } | PoisonRecord { .. }
        )
    }

    /// The same with each consumer speaking this protocol with its group.
    pub fn speaking(self, protocol: impl Fn(&ClientName) -> GroupProtocol) -> Step {
        let change = |client: &ClientName, config: &Arc<ConsumerConfig>| {
            Arc::new(ConsumerConfig { group_protocol: protocol(client), ..(**config).clone() })
        };
        let Step(wait, command) = self;
        let command = match command {
            Command::StartConsumer(mut spec) => {
                spec.config = change(&spec.name, &spec.config);
                Command::StartConsumer(spec)
            }
            Command::RestartProcess { client, config } => {
                let config = config.map(|config| change(&client, &config));
                Command::RestartProcess { client, config }
            }
            command => command,
        };
        Step(wait, command)
    }

    /// The same with this mode for all consumers, and workers only where they suit it.
    pub fn with(self, commit: CommitMode) -> Step {
        let change = |config: &Arc<ConsumerConfig>| {
            let workers = match commit {
                CommitMode::CONTIGUOUS => config.behaviour.workers.max(1),
                CommitMode::EXTERNAL => config.behaviour.workers,
                _ => 0,
            };
            let (mut worker_order, mut listener) = (config.behaviour.worker_order, config.behaviour.listener);
            if commit == CommitMode::EXTERNAL {
                worker_order = WorkerOrder::Partition;
            }
            if workers == 0 && listener == Listener::Drain {
                listener = Listener::Commit;
            }
            let base = ConsumerConfig::clone(config);
            Arc::new(ConsumerConfig {
                enable_auto_commit: false,
                auto_offset_reset: OffsetReset::Earliest,
                behaviour: ApplicationBehaviour {
                    commit,
                    workers,
                    worker_order,
                    listener,
                    ..base.behaviour.clone()
                },
                ..base
            })
        };
        let command = match self.1 {
            Command::StartConsumer(spec) => {
                Command::StartConsumer(ConsumerSpec { config: change(&spec.config), ..spec })
            }
            Command::RestartProcess { client, config } => {
                let config = config.as_ref().map(change);
                Command::RestartProcess { client, config }
            }
            other => other,
        };
        Step(self.0, command)
    }
}
