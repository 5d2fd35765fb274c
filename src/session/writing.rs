//! Writes what was done as a session file: the world's setup, then each command at its exact time.

use crate::cluster::command::{Command, ConsumerSpec, ProducerSpec};
use crate::kafka::broker::retention::Retention;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::fact::CommitFault;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::session::calls;
use crate::session::caption::{Caption, CaptionKind};
use crate::session::commands::{Cast, DEFAULT_METADATA_MAX_AGE};
use crate::session::lexer::quote;
use crate::session::scenario::{Scenario, Setup, Texts};
use crate::session::settings::{GroupDefaults, words};
use crate::session::values::{assignors_word, keys_word};
use crate::session::words::PRODUCERS_METADATA;
use crate::sim::sorted::SortedSet;
use crate::sim::time::{SimDuration, SimTime};

/// The script that leads to the same state at `now`: commands and captions in order of time.
pub fn script<'a>(
    scenario: &'a Scenario,
    commands: &[(SimTime, Command)],
    captions: &'a [Caption],
    now: SimTime,
) -> String {
    let mut writer = Writer { scenario, text: String::new(), time: SimTime::ZERO, ..Writer::new(scenario) };
    writer.setup(&scenario.title, &scenario.setup);
    let mut captions = captions.iter().filter(|caption| caption.at <= now).peekable();
    for (at, command) in commands {
        while let Some(caption) = captions.next_if(|caption| caption.at < *at) {
            writer.caption(caption);
        }
        writer.run_to(*at);
        writer.command(command);
    }
    captions.for_each(|caption| writer.caption(caption));
    for group in scenario.groups.keys() {
        writer.group(group);
    }
    writer.run_to(now);
    writer.text
}

struct Writer<'a> {
    scenario: &'a Scenario,
    text: String,
    time: SimTime,
    topics: SortedSet<TopicName>,
    groups: SortedSet<GroupId>,
    cast: Cast,
}

impl<'a> Writer<'a> {
    fn new(scenario: &'a Scenario) -> Writer<'a> {
        Writer {
            scenario,
            text: String::new(),
            time: SimTime::ZERO,
            topics: SortedSet::new(),
            groups: SortedSet::new(),
            cast: Cast::default(),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn setup(&mut self, title: &Texts, setup: &Setup) {
        if *title != Texts::default() {
            self.line(&format!("title {}", texts(&title.en, &title.ko)));
        }
        self.line(&format!("seed {}", setup.seed));
        let (brokers, latency, jitter) = (setup.brokers, setup.latency, setup.jitter);
        let mut line = format!("cluster brokers={brokers} latency={latency} jitter={jitter}");
        if !setup.racks.is_empty() {
            line += &format!(" racks={}", setup.racks.join(","));
        }
        for (name, value) in &setup.properties {
            line += &format!(" {name}={}", quote(value));
        }
        self.line(&line);
    }

    fn run_to(&mut self, time: SimTime) {
        if time > self.time {
            self.line(&format!("run to={time}s"));
            self.time = time;
        }
    }

    fn caption(&mut self, caption: &Caption) {
        self.run_to(caption.at);
        let said = texts(&caption.en, &caption.ko);
        match &caption.kind {
            CaptionKind::Say => self.line(&format!("say {said}")),
            CaptionKind::Answer => self.line(&format!("answer {said}")),
            CaptionKind::Ask { options } => {
                self.line(&format!("ask {said}"));
                for option in options {
                    let right = if option.right { " right=yes" } else { "" };
                    self.line(&format!("option {}{right}", texts(&option.en, &option.ko)));
                }
            }
        }
    }

    /// Writes a group's line before its first use.
    fn group(&mut self, id: &GroupId) {
        if id.is_none() || !self.groups.insert(id.clone()) {
            return;
        }
        let nothing = GroupDefaults::default();
        let defaults = self.scenario.groups.get(id).unwrap_or(&nothing);
        let mut line = format!("group {id}");
        // A topic that was never created (its line lay ahead) cannot be named.
        if let Some(topics) =
            defaults.topics.as_ref().filter(|list| self.topics.is_superset(&list.iter().cloned().collect()))
        {
            line += &format!(" topics={}", joined(topics));
        }
        if let Some(pattern) = &defaults.pattern {
            line += &subscription(&[], Some(pattern));
        }
        line += &words(&ConsumerConfig::default(), &defaults.config, false);
        self.line(&line);
    }

    fn command(&mut self, command: &Command) {
        if let Some(group) = group_of(command) {
            self.group(group);
        }
        if let Command::CreateTopic { topic, .. } = command {
            self.topics.insert(topic.clone());
        }
        let line = on_records(command).unwrap_or_else(|| self.on_clients(command));
        self.line(&line);
        self.cast.learn(command);
    }

    fn on_clients(&mut self, command: &Command) -> String {
        match command {
            Command::StartProducer(spec) => producer(spec),
            Command::SetRate { producer, rate } => format!("rate {producer} {rate}"),
            Command::StartConsumer(spec) => self.consumer(spec),
            Command::KillProcess { client } => format!("kill {client}"),
            Command::CloseConsumer { client } => format!("close {client}"),
            Command::CloseWithoutLeaving { client } => format!("close {client} leave=no"),
            Command::CloseWithOptions { client, operation, grace } => closing(client, *operation, *grace),
            Command::CloseInMidBatch { client } => format!("close-now {client}"),
            Command::Wakeup { client } => format!("wakeup {client}"),
            Command::SecondThread { client } => format!("second-thread {client}"),
            Command::DisturbCommits { group, count, fault } => match fault {
                CommitFault::Lost => format!("lose-commit {group} count={count}"),
                CommitFault::Loading { after } => format!("fail-commit {group} count={count} after={after}"),
            },
            Command::RestartProcess { client, config } => {
                let known = self.cast.settings(client).cloned().unwrap_or_default();
                let changes = config.as_ref().map(|config| {
                    let changes = words(&known, config, true);
                    // The same settings again still are settings that are given.
                    if changes.is_empty() { " inherit=yes".to_owned() } else { changes }
                });
                format!("restart {client}{}", changes.unwrap_or_default())
            }
            Command::FreezeProcess { client, span } => format!("freeze {client}{}", lasting(*span)),
            Command::ThawProcess { client } => format!("thaw {client}"),
            Command::StallHandler { client, span } => format!("stall {client}{}", lasting(*span)),
            Command::ResumeHandler { client } => format!("resume {client}"),
            Command::CutLink { client, broker, span } => {
                let broker = broker.map(|broker| format!(" broker={}", broker.0)).unwrap_or_default();
                format!("cut {client}{broker}{}", lasting(*span))
            }
            Command::RestoreLink { client } => format!("restore {client}"),
            Command::SetProcessingTime { client, processing_time } => {
                format!("processing {client} {processing_time}")
            }
            Command::Subscribe { client, topics, pattern } => {
                format!("subscribe {client}{}", subscription(topics, pattern.as_ref()))
            }
            Command::Call { client, call } => calls::call_line(client, call),
            Command::ResetOffsets { group, topics, partitions, to } => {
                calls::reset_line(group, topics, partitions, *to)
            }
            Command::DeleteGroup { group } => {
                format!("delete-group {group}")
            }
            Command::DeleteOffsets { group, topic } => {
                format!("delete-offsets {group} {topic}")
            }
            Command::FailOver { group, span } => {
                format!("failover {group} for={span}")
            }
            Command::RemoveMember { group, instance } => {
                format!("remove-member {group} {instance}")
            }
            Command::BounceGroup { group, strategy } => {
                format!("bounce {group} strategy={}", assignors_word(strategy))
            }
            // Said by the other half.
            Command::CreateTopic { .. }
            | Command::AddPartitions { .. }
            | Command::DeleteTopic { .. }
            | Command::SetRetention { .. }
            | Command::DeleteRecords { .. }
            | Command::PoisonRecord { .. }
            | Command::Burst { .. } => String::new(),
        }
    }

    fn consumer(&mut self, spec: &ConsumerSpec) -> String {
        self.group(&spec.group);
        let nothing = GroupDefaults::default();
        let defaults = self.scenario.groups.get(&spec.group).unwrap_or(&nothing);
        if spec.group.is_none() {
            let settings = words(&nothing.config, &calls::unsettled(&spec.config), true);
            let assigned = calls::listed("assign", spec.assigned.iter().map(ToString::to_string));
            return format!("consumers {}{assigned}{settings}", spec.name);
        }
        let settings = words(&defaults.config, &spec.config, true);
        let reads = match spec.assigned.is_empty() {
            true => subscription(&spec.topics, spec.pattern.as_ref()),
            false => calls::listed("assign", spec.assigned.iter().map(ToString::to_string)),
        };
        format!("consumers {} group={}{reads}{settings}", spec.name, spec.group)
    }
}

/// The group that a command names, if it is about one.
fn group_of(command: &Command) -> Option<&GroupId> {
    match command {
        Command::DisturbCommits { group, .. }
        | Command::ResetOffsets { group, .. }
        | Command::DeleteGroup { group }
        | Command::DeleteOffsets { group, .. }
        | Command::FailOver { group, .. }
        | Command::RemoveMember { group, .. }
        | Command::BounceGroup { group, .. } => Some(group),
        _ => None,
    }
}

/// The line of a command that concerns topics and what is in them.
fn on_records(command: &Command) -> Option<String> {
    Some(match command {
        Command::CreateTopic { topic, partitions } => format!("topic {topic} partitions={partitions}"),
        Command::AddPartitions { topic, partitions } => {
            format!("add-partitions {topic} total={partitions}")
        }
        Command::DeleteTopic { topic } => format!("delete-topic {topic}"),
        Command::SetRetention { topic, retention } => format!("retention {topic}{}", kept(*retention)),
        Command::DeleteRecords { partition, before } => {
            format!("delete-records {partition} before={before}")
        }
        Command::PoisonRecord { partition, offset } => {
            let place = offset.map(|offset| format!(" offset={offset}")).unwrap_or_default();
            format!("poison {partition}{place}")
        }
        Command::Burst { producer, records } => format!("burst {producer} records={records}"),
        _ => return None,
    })
}

fn producer(spec: &ProducerSpec) -> String {
    let (name, topic, rate, size, keys) =
        (&spec.name, &spec.topic, spec.rate, spec.record_size, keys_word(spec.keys));
    let age = match spec.metadata_max_age.as_millis() {
        DEFAULT_METADATA_MAX_AGE => String::new(),
        age => format!(" {PRODUCERS_METADATA}={age}"),
    };
    format!("producer {name} topic={topic} rate={rate} size={size} keys={keys}{age}")
}

fn subscription(topics: &[TopicName], pattern: Option<&TopicPattern>) -> String {
    match pattern {
        Some(pattern) => format!(" pattern={}", quote(pattern.as_str())),
        None => format!(" topics={}", joined(topics)),
    }
}

fn kept(retention: Retention) -> String {
    let time = retention.time.map(|time| format!(" retention.ms={}", time.as_millis()));
    let bytes = retention.bytes.map(|bytes| format!(" retention.bytes={bytes}"));
    time.into_iter().chain(bytes).collect()
}

fn closing(client: &ClientName, operation: GroupMembershipOperation, grace: Option<SimDuration>) -> String {
    let leave = match operation {
        GroupMembershipOperation::Default => "",
        GroupMembershipOperation::LeaveGroup => " leave=yes",
        GroupMembershipOperation::RemainInGroup => " leave=remain",
    };
    let grace = grace.map(|grace| format!(" grace={grace}")).unwrap_or_default();
    format!("close {client}{leave}{grace}")
}

fn lasting(span: Option<SimDuration>) -> String {
    span.map(|span| format!(" for={span}")).unwrap_or_default()
}

fn joined(topics: &[TopicName]) -> String {
    topics.iter().map(TopicName::as_str).collect::<Vec<_>>().join(",")
}

/// A text in both languages; one that is the same in both is written once.
fn texts(en: &str, ko: &str) -> String {
    match en == ko {
        true => format!("en={}", quote(en)),
        false => format!("en={} ko={}", quote(en), quote(ko)),
    }
}
