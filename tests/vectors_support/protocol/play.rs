//! Plays one coordinator script and writes down what was answered, in the script's own format.
//!
//! A *step* is one operation or one timer. A timer with no delay belongs to the step that set it.

use super::script::{Kind, Op, Script, coordinator_config};
use groupscope::kafka::api::*;
use groupscope::kafka::coordinator::{CoordinatorTimer, GroupCoordinator};
use groupscope::kafka::effects::{Answer, Effect, Effects};
use groupscope::kafka::group_state::GroupState;
use groupscope::kafka::ids::*;
use groupscope::sim::sorted::SortedMap;
use groupscope::sim::time::{SimDuration, SimTime};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const DEFAULT_GROUP: &str = "g";
/// Added to the order of timers that belong to the step that set them.
const WITHIN_STEP: u64 = u64::MAX / 2;

/// A script in which more timers fire counts as endless.
const MOST_TIMERS: u64 = 5_000_000;

/// Plays a script to its end. An error means that the script makes no sense.
pub fn play(script: &Script) -> Result<Vec<Value>, String> {
    script.check()?;
    let mut player = Player::new(script)?;
    for (number, op) in script.ops.iter().enumerate() {
        player.run_timers_until(SimTime::from_millis(op.at))?;
        player.operate(number, op)?;
    }
    player.run_timers_until(SimTime::from_millis(script.until))?;
    let open = player.open.iter().map(|number| json!({"op": number, "unanswered": true}));
    Ok(player.lines.iter().cloned().chain(open).collect())
}

/// What a client remembers of its answers.
#[derive(Default)]
struct Client {
    id: MemberId,
    generation: Option<i32>,
    members: Vec<MemberId>,
    /// How many ids it was given so far.
    ids: usize,
}

struct Player<'a> {
    script: &'a Script,
    coordinator: GroupCoordinator,
    effects: Effects<CoordinatorTimer>,
    /// Deadlines; equal ones in the order they were last armed.
    timers: BTreeSet<(SimTime, u64, CoordinatorTimer)>,
    armed: u64,
    /// How many timers fired so far.
    fired: u64,
    now: SimTime,
    clients: BTreeMap<String, Client>,
    labels: BTreeMap<MemberId, String>,
    open: BTreeSet<usize>,
    state: GroupState,
    lines: Vec<Value>,
}

impl<'a> Player<'a> {
    fn new(script: &'a Script) -> Result<Self, String> {
        let mut player = Player {
            script,
            coordinator: GroupCoordinator::new(coordinator_config(&script.config)?),
            effects: Effects::new(),
            timers: BTreeSet::new(),
            armed: 0,
            fired: 0,
            now: SimTime::ZERO,
            clients: BTreeMap::new(),
            labels: BTreeMap::new(),
            open: BTreeSet::new(),
            state: GroupState::Dead,
            lines: vec![json!({"t": 0, "state": "Dead"})],
        };
        player.coordinator.start(player.now, &mut player.effects);
        player.finish_step(Vec::new());
        Ok(player)
    }

    fn run_timers_until(&mut self, end: SimTime) -> Result<(), String> {
        while self.timers.first().is_some_and(|(at, ..)| *at <= end) {
            self.fired += 1;
            if self.fired > MOST_TIMERS {
                return Err(format!(
                    "{MOST_TIMERS} timers fired, and it is only {} ms; end it earlier, or set a longer interval",
                    self.now.as_millis()
                ));
            }
            if let Some((at, _, timer)) = self.timers.pop_first() {
                self.now = self.now.max(at);
                self.coordinator.on_timer(timer, self.now, &mut self.effects);
                self.finish_step(Vec::new());
            }
        }
        self.now = self.now.max(end);
        Ok(())
    }

    fn operate(&mut self, number: usize, op: &Op) -> Result<(), String> {
        if op.op == Kind::DeleteGroup {
            let error = self.coordinator.delete_group(&group_of(op), self.now, &mut self.effects);
            self.finish_step(vec![(number, json!({"error": error.name()}))]);
            return Ok(());
        }
        let request = self.request(op)?;
        let process = ProcessId { name: ClientName::from(op.who.as_str()), incarnation: 1 };
        self.open.insert(number);
        let from = Correlation { process, number: number as u64 };
        self.coordinator.handle(from, request, self.now, &mut self.effects);
        self.finish_step(Vec::new());
        Ok(())
    }

    /// Carries out the effects, writes the step's answers in the order of their operations, then the state.
    fn finish_step(&mut self, mut answers: Vec<(usize, Value)>) {
        let mut responses = Vec::new();
        loop {
            for effect in self.effects.drain().collect::<Vec<_>>() {
                match effect {
                    Effect::SetTimer { key, at } => self.arm(key, at),
                    Effect::CancelTimer { key } => self.timers.retain(|(_, _, armed)| *armed != key),
                    Effect::Ask(Answer { to, response }) => responses.push((to.number as usize, response)),
                    Effect::Note(_) => {}
                }
            }
            let without_delay = |(at, armed, _): &&(SimTime, u64, _)| *at <= self.now && *armed > WITHIN_STEP;
            let Some(timer) = self.timers.iter().find(without_delay).cloned() else { break };
            self.timers.remove(&timer);
            self.coordinator.on_timer(timer.2, self.now, &mut self.effects);
        }
        responses.sort_by_key(|(number, _)| *number);
        for (number, response) in &responses {
            self.remember(*number, response);
        }
        answers.extend(responses.iter().map(|(number, response)| (*number, self.describe(response))));
        for (number, answer) in answers {
            self.open.remove(&number);
            let mut line = Map::new();
            line.insert("t".into(), json!(self.now.as_millis()));
            line.insert("op".into(), json!(number));
            line.extend(answer.as_object().cloned().unwrap_or_default());
            self.lines.push(Value::Object(line));
        }
        let group = self.coordinator.group(&GroupId::from(DEFAULT_GROUP));
        let state = group.map_or(GroupState::Dead, |group| group.state());
        if state != self.state {
            self.state = state;
            self.lines.push(json!({"t": self.now.as_millis(), "state": state.name()}));
        }
    }

    /// Sets a timer. One without delay is marked to run before its step ends.
    fn arm(&mut self, key: CoordinatorTimer, at: SimTime) {
        self.timers.retain(|(_, _, armed)| *armed != key);
        self.armed += 1;
        let within_step = if at <= self.now { WITHIN_STEP } else { 0 };
        self.timers.insert((at, within_step + self.armed, key));
    }

    /// What the asking client learns from an answer.
    fn remember(&mut self, number: usize, response: &Response) {
        let Response::JoinGroup(answer) = response else { return };
        let who = &self.script.ops[number].who;
        let client = self.clients.entry(who.clone()).or_default();
        let id = &answer.member_id;
        if !id.is_empty() && id.as_str() != "bogus-id" && !self.labels.contains_key(id) {
            client.ids += 1;
            self.labels.insert(*id, format!("{who}#{}", client.ids));
        }
        if matches!(answer.error, ErrorCode::None | ErrorCode::MemberIdRequired) {
            client.id = *id;
        }
        if answer.error.is_none() {
            client.generation = Some(answer.generation.0);
            client.members = answer.members.iter().map(|member| member.member_id).collect();
        }
    }

    fn label(&self, id: &MemberId) -> String {
        self.labels.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// An answer in the script's format.
    fn describe(&self, response: &Response) -> Value {
        let error = response.error().name();
        match response {
            Response::JoinGroup(answer) if answer.error.is_none() => {
                let mut members: Vec<_> =
                    answer.members.iter().map(|member| self.label(&member.member_id)).collect();
                members.sort();
                json!({
                    "error": error,
                    "id": self.label(&answer.member_id),
                    "generation": answer.generation.0,
                    "protocol": answer.protocol_name.as_ref().map(ProtocolName::as_str),
                    "skipAssignment": answer.skip_assignment,
                    "leader": self.label(&answer.leader),
                    "members": members,
                })
            }
            Response::JoinGroup(answer) => json!({"error": error, "id": self.label(&answer.member_id)}),
            Response::SyncGroup(answer) if answer.error.is_none() => {
                let assigned = answer.assignment.as_ref().and_then(|partitions| partitions.first());
                json!({"error": error, "assigned": assigned.map_or("", |partition| partition.topic.as_str())})
            }
            Response::LeaveGroup(answer) => {
                let members: Vec<_> = answer.members.iter().map(|error| error.name()).collect();
                json!({"error": answer.error.name(), "members": members})
            }
            Response::OffsetFetch(answer) => {
                let offsets: BTreeMap<_, _> = answer
                    .offsets
                    .iter()
                    .map(|fetched| (fetched.partition.to_string(), fetched.offset))
                    .collect();
                json!({"error": error, "offsets": offsets})
            }
            _ => json!({"error": error}),
        }
    }

    fn request(&self, op: &Op) -> Result<Request, String> {
        let client = self.clients.get(&op.who);
        let own_generation = client.and_then(|client| client.generation).unwrap_or(-1);
        let generation =
            op.generation.as_ref().map_or(Ok(own_generation), |spec| spec.resolve(own_generation));
        let generation = Generation(generation?);
        let (group_id, member_id) = (group_of(op), self.id_of(op));
        let group_instance_id = op.instance.as_deref().map(InstanceId::from);
        Ok(match op.op {
            Kind::Join => Request::JoinGroup(join_request(op, member_id)),
            Kind::Sync => Request::SyncGroup(SyncGroupRequest {
                group_id,
                generation,
                member_id,
                group_instance_id,
                protocol_type: Some(Arc::from(op.protocol_type.as_deref().unwrap_or("consumer"))),
                protocol_name: op.protocol.as_deref().map(ProtocolName::from),
                assignments: if op.assign { self.assignments(op) } else { SortedMap::new() },
            }),
            Kind::Heartbeat => {
                Request::Heartbeat(HeartbeatRequest { group_id, generation, member_id, group_instance_id })
            }
            Kind::Leave => {
                Request::LeaveGroup(LeaveGroupRequest { group_id, members: leaving(op, member_id) })
            }
            Kind::Commit => Request::OffsetCommit(OffsetCommitRequest {
                group_id,
                generation,
                member_id,
                group_instance_id,
                offsets: Arc::from([OffsetToCommit {
                    partition: TopicPartition::new(TopicName::from(op.topic.as_str()), op.partition),
                    offset: op.offset,
                    leader_epoch: None,
                    metadata: Arc::from(op.metadata.as_str()),
                }]),
                version: op.v,
            }),
            Kind::Fetch => {
                Request::OffsetFetch(OffsetFetchRequest { group_id, partitions: None, member: None })
            }
            Kind::DeleteGroup => return Err("deletegroup is no request".to_string()),
        })
    }

    /// The member id an operation speaks with.
    fn id_of(&self, op: &Op) -> MemberId {
        match op.id.as_deref() {
            Some("none") => MemberId::default(),
            Some("bogus") => MemberId::from("bogus-id"),
            Some(label) => {
                let known = self.labels.iter().find(|(_, known)| *known == label);
                known.map_or_else(|| MemberId::from(label), |(id, _)| *id)
            }
            None => self.clients.get(&op.who).map(|client| client.id).unwrap_or_default(),
        }
    }

    /// The leader gives every member of its last answer one "partition": the member's label.
    fn assignments(&self, op: &Op) -> SortedMap<MemberId, Assignment> {
        let members = self.clients.get(&op.who).map(|client| client.members.as_slice()).unwrap_or_default();
        let given = members.iter().map(|id| (*id, self.label(id)));
        given
            .filter(|(_, label)| !op.omit.contains(label))
            .map(|(id, label)| (id, Arc::from([TopicPartition::new(TopicName::from(label), 0)])))
            .collect()
    }
}

fn group_of(op: &Op) -> GroupId {
    GroupId::from(op.group.as_deref().unwrap_or(DEFAULT_GROUP))
}

fn join_request(op: &Op, member_id: MemberId) -> JoinGroupRequest {
    let user_data =
        if op.meta.is_empty() { UserData::None } else { UserData::Opaque(Arc::from(op.meta.as_str())) };
    let topics = op.topics.iter().map(|topic| TopicName::from(topic.as_str())).collect();
    let metadata = Subscription { topics, user_data, ..Subscription::default() };
    let protocols = op.protocols.iter().map(|name| JoinGroupProtocol {
        name: ProtocolName::from(name.as_str()),
        metadata: metadata.clone(),
    });
    JoinGroupRequest {
        group_id: group_of(op),
        member_id,
        group_instance_id: op.instance.as_deref().map(InstanceId::from),
        client_id: ClientId::from(op.who.as_str()),
        session_timeout: SimDuration::from_millis(op.session),
        rebalance_timeout: SimDuration::from_millis(op.rebalance),
        protocol_type: Arc::from(op.protocol_type.as_deref().unwrap_or("consumer")),
        protocols: protocols.collect(),
        version: op.v,
        reason: Arc::from(""),
    }
}

fn leaving(op: &Op, member_id: MemberId) -> Vec<LeavingMember> {
    let leaving = |member_id, instance: Option<&str>| LeavingMember {
        member_id,
        group_instance_id: instance.map(InstanceId::from),
        reason: Arc::from(""),
    };
    match &op.instances {
        Some(instances) => {
            instances.iter().map(|instance| leaving(MemberId::default(), Some(instance))).collect()
        }
        None => vec![leaving(member_id, op.instance.as_deref())],
    }
}
