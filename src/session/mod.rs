//! STUB, to be dropped at the merge: fixture data behind the session's interface, so that the page can be
//! built and looked at before there is a simulation.

pub mod caption;
pub mod lexer;
pub mod playback;
pub mod transcript;

use crate::cluster::command::{Command, CommandError, ConsumerSpec};
use crate::cluster::observation::*;
use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::fact::{Fact, GroupState};
use crate::kafka::ids::*;
use crate::kafka::producer::Rate;
use crate::session::caption::{Caption, CaptionKind, Choice};
use crate::session::lexer::{ScriptError, Span};
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    Ko,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: u64,
    pub time: SimTime,
    pub fact: Fact,
}

#[derive(Default)]
pub struct Journal(Vec<Entry>);

impl Journal {
    pub fn len(&self) -> usize {
        self.0.len()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn get(&self, i: usize) -> Option<&Entry> {
        self.0.get(i)
    }
}

#[derive(Clone)]
struct Proc {
    spec: ConsumerSpec,
    state: ProcessState,
    cut: bool,
}

pub struct Cluster {
    now: SimTime,
    consumers: Vec<Proc>,
    partitions: u32,
    rate: Rate,
    journal: Journal,
}

fn ms(n: u64) -> SimTime {
    SimTime::from_millis(n)
}

impl Cluster {
    fn at(now: SimTime, commands: &[(SimTime, Command)]) -> Cluster {
        let mut c = Cluster {
            now,
            consumers: vec![],
            partitions: 6,
            rate: Rate::per_second(24),
            journal: Journal::default(),
        };
        for (time, command) in commands.iter().filter(|(t, _)| *t <= now) {
            c.background(*time);
            let _ = c.apply(*time, command);
        }
        c.background(now);
        c
    }

    fn background(&mut self, until: SimTime) {
        let mut n = self.journal.0.last().map_or(1, |e| e.time.as_millis() / 400 + 1);
        while ms(n * 400) < until {
            let client = ClientName::from(["c1", "c2", "c3"][(n % 3) as usize]);
            let offsets = Arc::from(vec![(TopicPartition::new("orders".into(), (n % 6) as u32), n * 2)]);
            let fact = match n % 5 {
                0 => Fact::GroupStateChanged {
                    group: "billing".into(),
                    from: GroupState::CompletingRebalance,
                    to: GroupState::Stable,
                },
                1 | 2 => {
                    Fact::CommitSucceeded { client, origin: crate::kafka::fact::CommitOrigin::Auto, offsets }
                }
                _ => Fact::RequestSent { client, api: crate::kafka::api::ApiKey::Heartbeat, number: n },
            };
            self.journal.0.push(Entry { id: self.journal.0.len() as u64, time: ms(n * 400), fact });
            n += 1;
        }
    }

    fn apply(&mut self, time: SimTime, command: &Command) -> Result<(), CommandError> {
        let refuse = |text: String| Err(CommandError(text));
        let find = |list: &mut Vec<Proc>, name: &ClientName| list.iter().position(|p| &p.spec.name == name);
        let mut set = |name: &ClientName, state: ProcessState| {
            let Some(i) = find(&mut self.consumers, name) else {
                return refuse(format!("There is no consumer {name}."));
            };
            self.consumers[i].state = state;
            Ok(())
        };
        let fact = match command {
            Command::StartConsumer(spec) => {
                self.consumers.push(Proc { spec: spec.clone(), state: ProcessState::Running, cut: false });
                Fact::ProcessStarted { client: spec.name.clone(), incarnation: 1 }
            }
            Command::KillProcess { client } => {
                set(client, ProcessState::Killed { since: time })?;
                Fact::ProcessKilled { client: client.clone(), processed_uncommitted: 18 }
            }
            Command::CloseConsumer { client } => {
                set(client, ProcessState::Closed { since: time })?;
                Fact::ProcessClosed { client: client.clone() }
            }
            Command::RestartProcess { client, .. } => {
                set(client, ProcessState::Running)?;
                Fact::ProcessStarted { client: client.clone(), incarnation: 2 }
            }
            Command::FreezeProcess { client, .. } => {
                set(client, ProcessState::Frozen)?;
                Fact::ProcessFrozen { client: client.clone() }
            }
            Command::ThawProcess { client } => {
                set(client, ProcessState::Running)?;
                Fact::ProcessThawed { client: client.clone() }
            }
            Command::StallHandler { client, .. } => {
                set(client, ProcessState::Stalled)?;
                Fact::HandlerStalled { client: client.clone() }
            }
            Command::ResumeHandler { client } => {
                set(client, ProcessState::Running)?;
                Fact::HandlerResumed { client: client.clone() }
            }
            Command::CutLink { client } => {
                for p in self.consumers.iter_mut().filter(|p| &p.spec.name == client) {
                    p.cut = true;
                }
                Fact::LinkCut { client: client.clone() }
            }
            Command::RestoreLink { client } => {
                for p in self.consumers.iter_mut().filter(|p| &p.spec.name == client) {
                    p.cut = false;
                }
                Fact::LinkRestored { client: client.clone() }
            }
            Command::AddPartitions { topic, partitions } => {
                if *partitions > 8 {
                    return refuse(format!("{topic} has as many partitions as this stub allows (8)."));
                }
                self.partitions = *partitions;
                Fact::PartitionsAdded { topic: topic.clone(), partitions: *partitions }
            }
            Command::SetRate { rate, .. } => {
                self.rate = *rate;
                return Ok(());
            }
            Command::BounceGroup { strategy, .. } => {
                for p in &mut self.consumers {
                    let mut config = (*p.spec.config).clone();
                    config.strategy = strategy.clone();
                    p.spec.config = Arc::new(config);
                }
                return Ok(());
            }
            _ => return refuse("The stub does not know this command.".into()),
        };
        self.journal.0.push(Entry { id: self.journal.0.len() as u64, time, fact });
        Ok(())
    }

    pub fn now(&self) -> SimTime {
        self.now
    }
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
    pub fn consumer_spec(&self, name: &ClientName) -> Option<&ConsumerSpec> {
        self.consumers.iter().map(|p| &p.spec).find(|spec| &spec.name == name)
    }

    pub fn observe(&self, _window: usize) -> Observation {
        let group = GroupId::from("billing");
        let consumers: Vec<ConsumerView> = self.consumers.iter().map(|p| self.consumer(p)).collect();
        Observation {
            time: self.now,
            topics: vec![TopicView {
                name: "orders".into(),
                partitions: self.partitions,
                rate_millis: self.rate.0,
                producers: vec!["p1".into()],
            }],
            groups: vec![GroupView {
                id: group,
                coordinator: BrokerId(2),
                state: GroupState::Stable,
                generation: Generation(4),
                leader: Some("c1".into()),
                protocol: Some("range".into()),
                members: vec![],
                phase_deadline: None,
                state_since: SimTime::ZERO,
                rebalances: 1,
                unowned: SimDuration::ZERO,
                lanes: vec![],
            }],
            consumers,
            envelopes: vec![],
            totals: Totals {
                lag: 100 + self.now.as_millis() / 410,
                duplicates: self.now.as_millis() / 3000,
                gaps: self.now.as_millis() / 4000,
                ..Totals::default()
            },
        }
    }

    fn consumer(&self, p: &Proc) -> ConsumerView {
        ConsumerView {
            name: p.spec.name.clone(),
            group: p.spec.group.clone(),
            process: p.state,
            cut_off: p.cut,
            member_state: MemberState::Stable,
            member_id: "consumer-7f2a".into(),
            group_instance_id: None,
            generation: Generation(4),
            leader: p.spec.name.as_str() == "c1",
            zombie: false,
            thread: AppThread::Poll,
            last_heartbeat: None,
            next_poll_due: None,
            owned: vec![],
            batch: None,
            strategy: p.spec.config.strategy.iter().map(|s| s.name()).collect(),
            paused: SimDuration::ZERO,
        }
    }
}

pub struct Report {
    pub time_ms: u64,
}

impl Report {
    pub fn to_json(&self) -> String {
        format!("{{\"time_ms\":{}}}", self.time_ms)
    }
}

pub struct Session {
    name: String,
    cluster: Cluster,
    commands: Vec<(SimTime, Command)>,
    undo: Vec<(SimTime, Vec<(SimTime, Command)>)>,
    redo: Vec<(SimTime, Vec<(SimTime, Command)>)>,
    captions: Vec<Caption>,
    furthest: SimTime,
}

fn start() -> Vec<(SimTime, Command)> {
    let mut config = ConsumerConfig { strategy: vec![AssignorName::Range], ..ConsumerConfig::default() };
    for (name, value) in [
        ("session.timeout.ms", "6000"),
        ("heartbeat.interval.ms", "2000"),
        ("max.poll.records", "20"),
        ("auto.offset.reset", "earliest"),
        ("partition.assignment.strategy", "range"),
    ] {
        config.set(name, value).expect("the stub's own settings");
    }
    config.processing_time = SimDuration::from_millis(40);
    let config = Arc::new(config);
    let mut commands: Vec<_> = ["c1", "c2", "c3"]
        .into_iter()
        .map(|name| {
            let spec = ConsumerSpec {
                name: name.into(),
                group: "billing".into(),
                topics: vec!["orders".into()],
                config: config.clone(),
            };
            (SimTime::ZERO, Command::StartConsumer(spec))
        })
        .collect();
    commands.push((ms(10_000), Command::KillProcess { client: "c3".into() }));
    commands
}

fn captions() -> Vec<Caption> {
    let say =
        |at, en: &str, ko: &str| Caption { at: ms(at), kind: CaptionKind::Say, en: en.into(), ko: ko.into() };
    let option = |en: &str, ko: &str, right| Choice { en: en.into(), ko: ko.into(), right };
    vec![
        say(
            0,
            "**Three consumers share orders.** Each reads two partitions and commits every 5 s.",
            "**세 컨슈머가 orders를 나누어 읽습니다.** 각자 두 파티션을 읽고 5초마다 커밋합니다.",
        ),
        say(
            3000,
            "**Everything runs.** `position` is ahead of `committed` by what was read since the last commit.",
            "**모두 잘 돌아갑니다.** `position`은 마지막 커밋 이후 읽은 만큼 `committed`보다 앞서 있습니다.",
        ),
        Caption {
            kind: CaptionKind::Ask {
                options: vec![
                    option("101, c3's position", "101, c3의 position", false),
                    option("91, c3's committed offset", "91, c3가 커밋한 오프셋", true),
                    option("120, the end of the log", "120, 로그의 끝", false),
                ],
            },
            ..say(
                7000,
                "When the group takes them over, from which offset will orders-4 be read?",
                "그룹이 넘겨받으면 orders-4는 어느 오프셋부터 읽힐까요?",
            )
        },
        say(
            10_000,
            "**c3 is dead, but nobody knows yet.** Its heartbeats have stopped. Until `session.timeout.ms` passes, orders-4 and orders-5 are read by no one.",
            "**c3는 죽었지만 아직 아무도 모릅니다.** `session.timeout.ms`가 지날 때까지 orders-4와 orders-5는 아무도 읽지 않습니다.",
        ),
    ]
}

impl Session {
    pub fn open(name: &str, bytes: &[u8]) -> Result<Session, Vec<ScriptError>> {
        let error = |line, column, message: &str| ScriptError {
            span: Span { line, column },
            message: message.into(),
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(vec![error(1, 1, "This is not text; a session file is UTF-8 text.")]);
        };
        let errors: Vec<_> = text
            .lines()
            .enumerate()
            .filter_map(|(n, line)| {
                let at = line.find("killl")?;
                Some(error(n as u32 + 1, at as u32 + 1, "There is no verb `killl`; the nearest is `kill`."))
            })
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let commands = start();
        Ok(Session {
            name: name.trim_end_matches(".session").to_owned(),
            cluster: Cluster::at(SimTime::ZERO, &commands),
            commands,
            undo: vec![],
            redo: vec![],
            captions: captions(),
            furthest: SimTime::ZERO,
        })
    }
    pub fn now(&self) -> SimTime {
        self.cluster.now
    }
    pub fn script_end(&self) -> SimTime {
        ms(20_000)
    }
    pub fn furthest(&self) -> SimTime {
        self.furthest
    }
    pub fn seek(&mut self, t: SimTime) {
        self.cluster = Cluster::at(t, &self.commands);
        self.furthest = self.furthest.max(t);
    }
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }
    pub fn act(&mut self, command: Command) -> Result<(), CommandError> {
        let now = self.now();
        self.cluster.apply(now, &command)?;
        self.undo.push((now, self.commands.clone()));
        self.redo.clear();
        self.commands.retain(|(t, _)| *t <= now);
        self.commands.push((now, command));
        self.seek(now);
        Ok(())
    }
    pub fn undo(&mut self) -> bool {
        let Some((now, commands)) = self.undo.pop() else { return false };
        self.redo.push((self.now(), std::mem::replace(&mut self.commands, commands)));
        self.seek(now);
        true
    }
    pub fn redo(&mut self) -> bool {
        let Some((now, commands)) = self.redo.pop() else { return false };
        self.undo.push((self.now(), std::mem::replace(&mut self.commands, commands)));
        self.seek(now);
        true
    }
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
    pub fn captions(&self) -> &[Caption] {
        &self.captions
    }
    pub fn next_entry(&self, after: SimTime) -> Option<SimTime> {
        Some(ms((after.as_millis() / 400 + 1) * 400))
    }
    pub fn previous_entry(&self, before: SimTime) -> Option<SimTime> {
        before.as_millis().checked_sub(1).map(|t| ms(t / 400 * 400))
    }
    pub fn title(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => "Crash 3 s after an auto commit",
            Lang::Ko => "자동 커밋 3초 뒤의 장애",
        }
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    pub fn to_script(&self) -> String {
        let mut text = String::from("# a stub of a session\n");
        for (time, command) in &self.commands {
            text.push_str(&format!("# {time} {command:?}\n"));
        }
        text
    }
    pub fn report(&self) -> Report {
        Report { time_ms: self.now().as_millis() }
    }
    pub fn sentence(&self, entry: &Entry) -> String {
        transcript::sentence(entry)
    }
    pub fn new_consumer(&self, group: &GroupId) -> ConsumerSpec {
        let mut spec = self.cluster.consumers[0].spec.clone();
        spec.group = group.clone();
        spec.name = ClientName::from(format!("c{}", self.cluster.consumers.len() + 1));
        spec
    }
}
