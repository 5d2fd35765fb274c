//! From the lines of a script to commands for the world, and who plays in it: what a line leaves out is taken
//! from the group's defaults and from what the same consumer had before.

use crate::cluster::command::{Command, ConsumerSpec, ProducerSpec};
use crate::kafka::assignor::AssignorName;
use crate::kafka::broker::retention::Retention;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::fact::CommitFault;
use crate::kafka::ids::{BrokerId, ClientName, GroupId, InstanceId, TopicName, TopicPartition};
use crate::kafka::partitioner::KeyModel;
use crate::kafka::producer::Rate;
use crate::session::calls;
use crate::session::lexer::{ScriptError, Span};
use crate::session::script::Statement;
use crate::session::settings::{GroupDefaults, configure};
use crate::session::values::{Given, assignors_word};
use crate::session::words::{PRODUCERS_METADATA, Verb};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// Kafka's default, in milliseconds.
pub const DEFAULT_METADATA_MAX_AGE: u64 = 300_000;

/// Everything with a name so far.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    topics: Vec<TopicName>,
    groups: SortedMap<GroupId, GroupDefaults>,
    /// The settings with which each consumer would start again.
    consumers: SortedMap<ClientName, (GroupId, ConsumerConfig)>,
}

impl Cast {
    /// Remembers a group's defaults.
    pub fn group(&mut self, line: &Statement) {
        let topics =
            line.list("topics").map(|list| list.iter().map(|name| TopicName::from(name.as_str())).collect());
        let pattern = line.pattern("pattern").cloned();
        let mut defaults = GroupDefaults { topics, pattern, ..GroupDefaults::default() };
        // The scenario was checked: what is wrong with the line was said there.
        let _ = configure(&mut defaults.config, line);
        self.groups.insert(GroupId::from(line.name()), defaults);
    }

    /// The same, of a scenario that was read.
    pub fn know_group(&mut self, id: GroupId, defaults: GroupDefaults) {
        self.groups.insert(id, defaults);
    }

    /// The settings with which a consumer would start again.
    pub fn settings(&self, consumer: &ClientName) -> Option<&ConsumerConfig> {
        self.consumers.get(consumer).map(|(_, config)| config)
    }

    /// Remembers what a command that was carried out changed.
    pub fn learn(&mut self, command: &Command) {
        match command {
            Command::CreateTopic { topic, .. } => self.topics.push(topic.clone()),
            Command::DeleteTopic { topic } => self.topics.retain(|known| known != topic),
            Command::StartConsumer(spec) => {
                let config = ConsumerConfig::clone(&spec.config);
                self.consumers.insert(spec.name.clone(), (spec.group.clone(), config));
            }
            Command::RestartProcess { client, config: Some(config) } => {
                if let Some((_, known)) = self.consumers.get_mut(client) {
                    *known = ConsumerConfig::clone(config);
                }
            }
            Command::SetProcessingTime { client, processing_time } => {
                if let Some((_, known)) = self.consumers.get_mut(client) {
                    known.processing_time = *processing_time;
                }
            }
            Command::BounceGroup { group, strategy } => {
                let ours = self.consumers.values_mut().filter(|(of, _)| of == group);
                for (_, config) in ours {
                    // A list of assignors out of a command is a valid value.
                    let _ = config.set("partition.assignment.strategy", &assignors_word(strategy));
                }
            }
            _ => {}
        }
    }

    /// The commands of a line, each with its place.
    ///
    /// # Errors
    /// Settings that contradict each other.
    pub fn commands(&self, line: &Statement) -> Result<Vec<(Command, Span)>, ScriptError> {
        let span = line.span;
        let one = |command| Ok(vec![(command, span)]);
        match line.verb {
            Verb::Topic => Ok(topic(line)),
            Verb::DeleteTopic => one(Command::DeleteTopic { topic: TopicName::from(line.name()) }),
            Verb::Retention => one(retention(line)),
            Verb::DeleteRecords | Verb::Poison => records(line).map(|command| vec![(command, span)]),
            Verb::Burst => one(Command::Burst {
                producer: ClientName::from(line.name()),
                records: line.number("records").unwrap_or(1) as u32,
            }),
            Verb::AddPartitions => one(Command::AddPartitions {
                topic: TopicName::from(line.name()),
                partitions: line.number("total").unwrap_or(1) as u32,
            }),
            Verb::Producer => one(Command::StartProducer(producer(line))),
            Verb::Rate => {
                one(Command::SetRate { producer: ClientName::from(line.name()), rate: given_rate(line) })
            }
            Verb::Processing => one(Command::SetProcessingTime {
                client: ClientName::from(line.name()),
                processing_time: given_span(line),
            }),
            Verb::Bounce => one(Command::BounceGroup {
                group: GroupId::from(line.name()),
                strategy: line.assignors("strategy").map(<[AssignorName]>::to_vec).unwrap_or_default(),
            }),
            Verb::Failover => one(Command::FailOver {
                group: GroupId::from(line.name()),
                span: line.span_of("for").unwrap_or_default(),
            }),
            Verb::LoseCommit => one(disturbance(line, CommitFault::Lost)),
            Verb::FailCommit => {
                let after = line.span_of("after").unwrap_or_default();
                one(disturbance(line, CommitFault::Loading { after }))
            }
            Verb::RemoveMember => one(Command::RemoveMember {
                group: GroupId::from(line.name()),
                instance: InstanceId::from(line.names().nth(1).map_or("", |(name, _)| name)),
            }),
            Verb::Subscribe => Ok(subscribe(line)),
            Verb::Seek
            | Verb::PausePartitions
            | Verb::ResumePartitions
            | Verb::Commit
            | Verb::ResetOffsets
            | Verb::DeleteGroup
            | Verb::DeleteOffsets => Ok(calls::command(line)?.into_iter().collect()),
            Verb::Consumers => self.consumers(line),
            Verb::Restart => self.restarts(line),
            _ => Ok(line.names().filter_map(|(name, span)| Some((fault(line, name)?, span))).collect()),
        }
    }

    fn consumers(&self, line: &Statement) -> Result<Vec<(Command, Span)>, ScriptError> {
        let group = GroupId::from(line.text("group").unwrap_or_default());
        let defaults = self.groups.get(&group);
        let inherited = defaults.filter(|_| line.text("inherit") != Some("no"));
        let mut config = inherited.map(|defaults| defaults.config.clone()).unwrap_or_default();
        configure(&mut config, line)?;
        let assigned = calls::partitions(line, "assign")?;
        if line.text("group").is_none() {
            calls::settle_without_group(&mut config);
        }
        let given = line.list("topics");
        let own = line.pattern("pattern").cloned();
        let inherits = given.is_none() && assigned.is_empty();
        let pattern = own.or_else(|| defaults?.pattern.clone().filter(|_| inherits));
        let topics = match given {
            Some(list) => list.iter().map(|name| TopicName::from(name.as_str())).collect(),
            None if pattern.is_some() || !assigned.is_empty() => Vec::new(),
            None => {
                defaults.and_then(|defaults| defaults.topics.clone()).unwrap_or_else(|| self.topics.clone())
            }
        };
        let config = Arc::new(config);
        let start = |(name, span): (&str, Span)| {
            let (name, pattern) = (ClientName::from(name), pattern.clone());
            let (topics, config, assigned) = (topics.clone(), Arc::clone(&config), assigned.clone());
            let group = if group.is_empty() { GroupId::none(&name) } else { group.clone() };
            (Command::StartConsumer(ConsumerSpec { name, group, assigned, topics, pattern, config }), span)
        };
        Ok(line.names().map(start).collect())
    }

    fn restarts(&self, line: &Statement) -> Result<Vec<(Command, Span)>, ScriptError> {
        let changes = !line.settings.is_empty() || !line.arguments.is_empty();
        let restart = |(name, span): (&str, Span)| {
            let client = ClientName::from(name);
            let config = match self.settings(&client) {
                Some(known) if changes => {
                    let inherit = line.text("inherit") != Some("no");
                    let mut config = if inherit { known.clone() } else { ConsumerConfig::default() };
                    configure(&mut config, line)?;
                    if self.consumers.get(&client).is_some_and(|(group, _)| group.is_none()) {
                        calls::settle_without_group(&mut config);
                    }
                    Some(Arc::new(config))
                }
                _ => None,
            };
            Ok((Command::RestartProcess { client, config }, span))
        };
        line.names().map(restart).collect()
    }
}

fn topic(line: &Statement) -> Vec<(Command, Span)> {
    let partitions = line.number("partitions").unwrap_or(1) as u32;
    let create = Command::CreateTopic { topic: TopicName::from(line.name()), partitions };
    let mut commands = vec![(create, line.span)];
    if line.arguments.iter().any(|(name, _)| name.starts_with("retention.")) {
        commands.push((retention(line), line.span));
    }
    commands
}

fn retention(line: &Statement) -> Command {
    let time = line.number("retention.ms").map(SimDuration::from_millis);
    let retention = Retention { time, bytes: line.number("retention.bytes") };
    Command::SetRetention { topic: TopicName::from(line.name()), retention }
}

/// `delete-records` and `poison`.
fn records(line: &Statement) -> Result<Command, ScriptError> {
    let Some(partition) = partition(line.name()) else {
        let message = format!("`{}` is no partition; write TOPIC-NUMBER, counted from 0.", line.name());
        return Err(ScriptError::new(line.span, message));
    };
    Ok(match line.verb {
        Verb::Poison => Command::PoisonRecord { partition, offset: line.number("offset") },
        _ => Command::DeleteRecords { partition, before: line.number("before").unwrap_or(0) },
    })
}

/// Reads `orders-2`.
fn partition(text: &str) -> Option<TopicPartition> {
    let (topic, number) = text.rsplit_once('-')?;
    Some(TopicPartition::new(TopicName::from(topic), number.parse().ok()?))
}

fn subscribe(line: &Statement) -> Vec<(Command, Span)> {
    let topics = line.list("topics").unwrap_or_default();
    let topics: Vec<TopicName> = topics.iter().map(|name| TopicName::from(name.as_str())).collect();
    let pattern = line.pattern("pattern").cloned();
    let command = |(name, span): (&str, Span)| {
        let (client, topics, pattern) = (ClientName::from(name), topics.clone(), pattern.clone());
        (Command::Subscribe { client, topics, pattern }, span)
    };
    line.names().map(command).collect()
}

fn producer(line: &Statement) -> ProducerSpec {
    ProducerSpec {
        name: ClientName::from(line.name()),
        topic: TopicName::from(line.text("topic").unwrap_or_default()),
        rate: line.rate("rate").unwrap_or_default(),
        record_size: line.number("size").unwrap_or(100) as u32,
        keys: line.keys("keys").unwrap_or(KeyModel::RoundRobin),
        metadata_max_age: SimDuration::from_millis(
            line.number(PRODUCERS_METADATA).unwrap_or(DEFAULT_METADATA_MAX_AGE),
        ),
    }
}

fn disturbance(line: &Statement, fault: CommitFault) -> Command {
    let count = line.number("count").unwrap_or(1) as u32;
    Command::DisturbCommits { group: GroupId::from(line.name()), count, fault }
}

fn given_rate(line: &Statement) -> Rate {
    match line.at(1) {
        Some(Given::Rate(rate)) => *rate,
        _ => Rate::default(),
    }
}

fn given_span(line: &Statement) -> SimDuration {
    match line.at(1) {
        Some(Given::Span(span)) => *span,
        _ => SimDuration::ZERO,
    }
}

/// `close`, with its options if there are any; `leave=no` goes at once, so that there is nothing to wait for.
fn close(line: &Statement, client: ClientName) -> Command {
    use GroupMembershipOperation::{Default, LeaveGroup, RemainInGroup};
    let (leave, grace) = (line.text("leave"), line.span_of("grace"));
    match leave {
        Some("no") => Command::CloseWithoutLeaving { client },
        None if grace.is_none() => Command::CloseConsumer { client },
        Some("yes") => Command::CloseWithOptions { client, operation: LeaveGroup, grace },
        Some("remain") => Command::CloseWithOptions { client, operation: RemainInGroup, grace },
        _ => Command::CloseWithOptions { client, operation: Default, grace },
    }
}

fn fault(line: &Statement, name: &str) -> Option<Command> {
    let client = ClientName::from(name);
    let span = line.span_of("for");
    Some(match line.verb {
        Verb::Kill => Command::KillProcess { client },
        Verb::Close => close(line, client),
        Verb::CloseNow => Command::CloseInMidBatch { client },
        Verb::Unsubscribe => Command::Call { client, call: Call::Unsubscribe },
        Verb::Wakeup => Command::Wakeup { client },
        Verb::SecondThread => Command::SecondThread { client },
        Verb::Stall => Command::StallHandler { client, span },
        Verb::Resume => Command::ResumeHandler { client },
        Verb::Freeze => Command::FreezeProcess { client, span },
        Verb::Thaw => Command::ThawProcess { client },
        Verb::Cut => {
            let broker = line.number("broker").map(|number| BrokerId(number as u8));
            Command::CutLink { client, broker, span }
        }
        Verb::Restore => Command::RestoreLink { client },
        _ => return None,
    })
}
