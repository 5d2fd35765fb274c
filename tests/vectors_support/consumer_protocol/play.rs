//! Plays one script and writes down what was answered and what became of the group, in the script's own format.
//!
//! A *step* is one operation, or all timers of one millisecond.

use super::requests::{join_request, offset, partition, plain};
use super::script::{Kind, Op, Partitions, Script, coordinator_config};
use super::shown;
use groupscope::kafka::api::*;
use groupscope::kafka::coordinator::{CoordinatorTimer, Group, GroupConfig, GroupCoordinator};
use groupscope::kafka::effects::{Answer, Effect, Effects};
use groupscope::kafka::ids::*;
use groupscope::sim::sorted::SortedMap;
use groupscope::sim::time::{SimDuration, SimTime};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const GROUP: &str = "g";

/// Plays a script to its end. An error means that the script makes no sense.
pub fn play(script: &Script) -> Result<Vec<Value>, String> {
    let mut player = Player::new(script)?;
    for (number, op) in script.ops.iter().enumerate() {
        player.run_timers_until(SimTime::from_millis(op.at));
        player.operate(number, op)?;
    }
    player.run_timers_until(SimTime::from_millis(script.until));
    let open = player.open.iter().map(|number| json!({"op": number, "unanswered": true}));
    Ok(player.lines.iter().cloned().chain(open).collect())
}

struct Player<'a> {
    script: &'a Script,
    coordinator: GroupCoordinator,
    effects: Effects<CoordinatorTimer>,
    /// Deadlines; equal ones in the order they were last armed.
    timers: BTreeSet<(SimTime, u64, CoordinatorTimer)>,
    armed: u64,
    now: SimTime,
    topics: TopicMetadata,
    /// Every topic that there was: its partitions now, and how often it was created.
    created: BTreeMap<String, (u32, u32)>,
    labels: BTreeMap<MemberId, String>,
    open: BTreeSet<usize>,
    answers: Vec<(usize, Value)>,
    /// The group as it was shown last, with its members.
    group: Value,
    members: BTreeMap<String, Value>,
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
            now: SimTime::ZERO,
            topics: TopicMetadata::default(),
            created: BTreeMap::new(),
            labels: BTreeMap::new(),
            open: BTreeSet::new(),
            answers: Vec::new(),
            group: Value::Null,
            members: BTreeMap::new(),
            lines: vec![json!({"t": 0, "group": null})],
        };
        for (topic, partitions) in &script.topics {
            player.set_topic(topic, *partitions);
        }
        player.coordinator.set_topics(player.topics.clone());
        player.coordinator.start(player.now, &mut player.effects);
        player.carry_out();
        Ok(player)
    }

    /// All timers of one millisecond are one step.
    fn run_timers_until(&mut self, end: SimTime) {
        while let Some(at) = self.timers.first().map(|(at, ..)| *at).filter(|at| *at <= end) {
            self.now = self.now.max(at);
            while self.timers.first().is_some_and(|(due, ..)| *due <= self.now) {
                let Some((_, _, timer)) = self.timers.pop_first() else { break };
                self.coordinator.on_timer(timer, self.now, &mut self.effects);
                self.carry_out();
            }
            self.finish_step();
        }
        self.now = self.now.max(end);
    }

    fn operate(&mut self, number: usize, op: &Op) -> Result<(), String> {
        let answer = match op.op {
            Kind::Hb => Some(self.heartbeat(op)),
            Kind::Topics => self.change_topics(op)?,
            Kind::Config => self.change_config(op)?,
            Kind::Failover => self.fail_over(),
            Kind::Describe => Some(self.describe()),
            Kind::DescribeClassic => Some(self.describe_classic()),
            Kind::List => Some(self.list(op)),
            Kind::DeleteGroup => {
                let group = GroupId::from(GROUP);
                let error = self.coordinator.delete_group(&group, self.now, &mut self.effects);
                Some(json!({"error": error.name()}))
            }
            Kind::Commit | Kind::Fetch | Kind::Join | Kind::Sync | Kind::Heartbeat | Kind::Leave => {
                let request = self.request(op)?;
                let process = ProcessId { name: ClientName::from(op.who.as_str()), incarnation: 1 };
                let from = Correlation { process, number: number as u64 };
                self.open.insert(number);
                self.coordinator.handle(from, request, self.now, &mut self.effects);
                None
            }
        };
        self.answers.extend(answer.map(|answer| (number, answer)));
        self.carry_out();
        self.finish_step();
        Ok(())
    }

    /// Carries out what the coordinator asked for.
    fn carry_out(&mut self) {
        for effect in self.effects.drain().collect::<Vec<_>>() {
            match effect {
                Effect::SetTimer { key, at } => {
                    self.timers.retain(|(_, _, armed)| *armed != key);
                    self.armed += 1;
                    self.timers.insert((at, self.armed, key));
                }
                Effect::CancelTimer { key } => self.timers.retain(|(_, _, armed)| *armed != key),
                Effect::Ask(Answer { to, response }) => {
                    let number = to.number as usize;
                    self.open.remove(&number);
                    let shown = self.answer(number, &response);
                    self.answers.push((number, shown));
                }
                Effect::Note(_) => {}
            }
        }
    }

    /// Writes the step's answers in the order of their operations, then what changed.
    fn finish_step(&mut self) {
        let t = self.now.as_millis();
        self.answers.sort_by_key(|(number, _)| *number);
        for (number, answer) in std::mem::take(&mut self.answers) {
            let mut line = Map::from_iter([("t".to_string(), json!(t)), ("op".to_string(), json!(number))]);
            line.extend(answer.as_object().cloned().unwrap_or_default());
            self.lines.push(Value::Object(line));
        }
        if let Some(group) = self.changed_group() {
            self.lines.push(json!({"t": t, "group": group}));
        }
    }

    /// The group, if it is another than before: of a consumer group's members those that changed.
    fn changed_group(&mut self) -> Option<Value> {
        let group = self.coordinator.group(&GroupId::from(GROUP)).cloned();
        let (shown, members) = match &group {
            None => (Value::Null, BTreeMap::new()),
            Some(Group::Classic(group)) => {
                (shown::classic_group(group, |id| self.label(id)), BTreeMap::new())
            }
            Some(Group::Consumer(group)) => {
                let shown = json!({
                    "type": "consumer",
                    "state": group.state().name(),
                    "epoch": group.group_epoch(),
                    "target": group.assignment_epoch(),
                });
                let member = |id: &MemberId| Some(shown::member(group.member(id)?, &group.target(id)));
                let ids = group.members().map(|member| member.member_id);
                (shown, ids.filter_map(|id| Some((self.label(&id), member(&id)?))).collect())
            }
        };
        let was = std::mem::replace(&mut self.group, shown.clone());
        let old = std::mem::replace(&mut self.members, members.clone());
        if was == shown && old == members {
            return None;
        }
        let mut line = shown;
        let changed: BTreeMap<_, _> =
            members.iter().filter(|(label, member)| old.get(*label) != Some(member)).collect();
        let gone: Vec<_> = old.keys().filter(|label| !members.contains_key(*label)).collect();
        if line.get("type") == Some(&json!("consumer")) {
            if !changed.is_empty() {
                line["members"] = json!(changed);
            }
            if !gone.is_empty() {
                line["gone"] = json!(gone);
            }
        }
        Some(line)
    }

    fn label(&self, id: &MemberId) -> String {
        self.labels.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The member id that a label stands for.
    fn id(&self, label: &str) -> MemberId {
        let known = self.labels.iter().find(|(_, known)| *known == label);
        known.map_or_else(|| MemberId::from(label), |(id, _)| *id)
    }

    /// Gives the broker's ids their labels, in the order in which they appear in answers to one process.
    fn note_id(&mut self, who: &str, id: &MemberId) {
        let made_up = id.as_str().len() > 1 && id.as_str() != "bogus";
        if made_up && !self.labels.contains_key(id) {
            let prefix = format!("{who}#");
            let count = self.labels.values().filter(|label| label.starts_with(&prefix)).count();
            self.labels.insert(*id, format!("{prefix}{}", count + 1));
        }
    }

    fn heartbeat(&mut self, op: &Op) -> Value {
        let topic = |name: &String| TopicName::from(name.as_str());
        let request = ConsumerGroupHeartbeatRequest {
            group_id: GroupId::from(op.group.as_deref().unwrap_or(GROUP)),
            member_id: self.id(op.id.as_deref().unwrap_or(&op.who)),
            member_epoch: op.epoch.unwrap_or(0),
            instance_id: op.instance.as_deref().map(InstanceId::from),
            rack_id: op.rack.as_deref().map(Arc::from),
            client_id: ClientId::from(op.who.as_str()),
            rebalance_timeout: op.rebalance.map(SimDuration::from_millis),
            subscribed_topics: op.topics.as_ref().map(|topics| topics.iter().map(topic).collect()),
            server_assignor: op.assignor.as_deref().map(Arc::from),
            owned: op.owned.as_ref().map(|owned| self.with_ids(owned)),
            subscribed_topic_regex: op.regex.as_deref().map(Arc::from),
        };
        let answer = self.coordinator.consumer_group_heartbeat(&request, self.now, &mut self.effects);
        if !answer.error.is_none() {
            return json!({"error": answer.error.name()});
        }
        self.note_id(&op.who, &answer.member_id);
        let mut shown = json!({
            "error": "NONE",
            "id": self.label(&answer.member_id),
            "epoch": answer.member_epoch,
            "interval": answer.heartbeat_interval.as_millis(),
        });
        if let Some(assignment) = &answer.assignment {
            shown["assigned"] = shown::partitions(assignment);
        }
        shown
    }

    /// Partitions of the topics that are meant by their labels.
    fn with_ids(&self, owned: &Partitions) -> Vec<TopicIdPartition> {
        let mut all = Vec::new();
        for (label, numbers) in owned {
            let (name, nth) = label.split_once('~').unwrap_or((label, "1"));
            let id = TopicId(nth.parse::<u32>().map_or(0, |nth| nth - 1));
            let topic = TopicName::from(name);
            all.extend(numbers.iter().map(|partition| TopicIdPartition { topic, id, partition: *partition }));
        }
        all
    }

    fn set_topic(&mut self, name: &str, partitions: u32) {
        let (now, times) = self.created.entry(name.to_string()).or_default();
        if *now == 0 && partitions > 0 {
            *times += 1;
        }
        *now = partitions;
        let there = self.created.iter().filter(|(_, (partitions, _))| *partitions > 0);
        self.topics = TopicMetadata::new(there.map(|(name, (partitions, times))| {
            (TopicName::from(name.as_str()), *partitions, TopicId(times - 1))
        }));
    }

    fn change_topics(&mut self, op: &Op) -> Result<Option<Value>, String> {
        for (name, partitions) in &op.set {
            let partitions = partitions.as_u64().ok_or_else(|| format!("{name}: no number"))? as u32;
            self.set_topic(name, partitions);
            let topic = TopicName::from(name.as_str());
            if partitions == 0 {
                self.coordinator.topic_deleted(&topic, self.now, &mut self.effects);
                // The recorded coordinator was asked directly: no broker looked at a commit's topics before it.
                self.coordinator.topic_created(&topic, u32::MAX);
            }
        }
        self.coordinator.set_topics(self.topics.clone());
        Ok(None)
    }

    fn change_config(&mut self, op: &Op) -> Result<Option<Value>, String> {
        let mut config = GroupConfig::default();
        for (name, value) in &op.set {
            let millis = value.as_str().and_then(|text| text.parse().ok()).or(value.as_u64());
            let millis = millis.map(SimDuration::from_millis);
            match name.as_str() {
                "consumer.session.timeout.ms" => config.session_timeout = millis,
                "consumer.heartbeat.interval.ms" => config.heartbeat_interval = millis,
                _ => return Err(format!("unknown property {name}")),
            }
        }
        self.coordinator.set_group_config(&GroupId::from(GROUP), config);
        Ok(None)
    }

    fn fail_over(&mut self) -> Option<Value> {
        let group = GroupId::from(GROUP);
        self.coordinator.resign_group(&group, self.now, &mut self.effects);
        self.coordinator.take_over_group(&group, self.now, &mut self.effects);
        self.coordinator.start(self.now, &mut self.effects);
        None
    }

    fn describe(&self) -> Value {
        let described = match self.coordinator.describe_consumer_group(&GroupId::from(GROUP)) {
            Ok(described) => described,
            Err(error) => return json!({"error": error.name()}),
        };
        let member = |member: &DescribedMember| {
            let topics: Vec<&str> = member.topics.iter().map(|topic| topic.as_str()).collect();
            let mut shown = json!({
                "epoch": member.member_epoch,
                "topics": topics,
                "assigned": shown::partitions(&member.assigned),
                "target": shown::partitions(&member.target),
            });
            if let Some(instance) = &member.instance_id {
                shown["instance"] = json!(instance.as_str());
            }
            shown
        };
        let members: BTreeMap<_, _> =
            described.members.iter().map(|(id, described)| (self.label(id), member(described))).collect();
        json!({
            "error": "NONE",
            "state": described.state.name(),
            "epoch": described.group_epoch,
            "target": described.assignment_epoch,
            "assignor": described.assignor.name(),
            "members": members,
        })
    }

    /// DescribeGroups knows classic groups only.
    fn describe_classic(&self) -> Value {
        let mut shown = match self.coordinator.group(&GroupId::from(GROUP)) {
            Some(Group::Classic(group)) => shown::classic_group(group, |id| self.label(id)),
            Some(Group::Consumer(_)) | None => json!({"state": "Dead", "protocol": "", "members": []}),
        };
        for not_told in ["type", "epoch", "leader"] {
            shown.as_object_mut().and_then(|shown| shown.remove(not_told));
        }
        shown["error"] = json!("NONE");
        shown
    }

    fn list(&self, op: &Op) -> Value {
        let wanted = |wanted: &[String], is: &str| {
            wanted.is_empty() || wanted.iter().any(|word| word.eq_ignore_ascii_case(is))
        };
        let group = self.coordinator.group(&GroupId::from(GROUP)).map(|group| match group {
            Group::Classic(group) => {
                ("classic", group.state().name(), group.protocol_type().unwrap_or_default().to_string())
            }
            Group::Consumer(group) => ("consumer", group.state().name(), "consumer".to_string()),
        });
        let listed = group.filter(|(kind, state, _)| wanted(&op.types, kind) && wanted(&op.states, state));
        let shown = listed.map(|(kind, state, protocol_type)| {
            json!({"group": GROUP, "type": kind, "state": state, "protocolType": protocol_type})
        });
        json!({"error": "NONE", "groups": shown.into_iter().collect::<Vec<_>>()})
    }

    fn answer(&mut self, number: usize, response: &Response) -> Value {
        let error = response.error().name();
        let who = self.script.ops[number].who.clone();
        match response {
            Response::JoinGroup(answer) => {
                self.note_id(&who, &answer.member_id);
                let id = self.label(&answer.member_id);
                if !answer.error.is_none() {
                    return json!({"error": error, "id": id});
                }
                let mut members: Vec<_> =
                    answer.members.iter().map(|member| self.label(&member.member_id)).collect();
                members.sort();
                let mut shown = json!({
                    "error": error,
                    "id": id,
                    "generation": answer.generation.0,
                    "protocol": answer.protocol_name.as_ref().map(ProtocolName::as_str),
                    "leader": self.label(&answer.leader),
                    "members": members,
                });
                if answer.skip_assignment {
                    shown["skipAssignment"] = json!(true);
                }
                shown
            }
            Response::SyncGroup(answer) if answer.error.is_none() => {
                let mut topics: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
                for partition in answer.assignment.iter().flat_map(|assignment| assignment.iter()) {
                    topics.entry(partition.topic.as_str()).or_default().push(partition.partition);
                }
                json!({"error": error, "assigned": topics})
            }
            Response::LeaveGroup(answer) => {
                let members: Vec<_> = answer.members.iter().map(|error| error.name()).collect();
                json!({"error": answer.error.name(), "members": members})
            }
            Response::OffsetFetch(answer) if answer.error.is_none() => {
                let offsets: BTreeMap<_, _> = answer
                    .offsets
                    .iter()
                    .map(|one| (one.partition.to_string(), one.offset.map_or(-1, |offset| offset as i64)))
                    .collect();
                json!({"error": error, "offsets": offsets})
            }
            _ => json!({"error": error}),
        }
    }

    fn request(&self, op: &Op) -> Result<Request, String> {
        let group_id = GroupId::from(op.group.as_deref().unwrap_or(GROUP));
        let member_id = self.id(op.id.as_deref().unwrap_or(""));
        let group_instance_id = op.instance.as_deref().map(InstanceId::from);
        let generation = Generation(op.generation.or(op.epoch).unwrap_or(-1));
        Ok(match op.op {
            Kind::Commit => Request::OffsetCommit(OffsetCommitRequest {
                group_id,
                generation,
                member_id,
                group_instance_id,
                offsets: op.offsets.iter().map(offset).collect::<Result<_, _>>()?,
                version: op.v.unwrap_or(9),
            }),
            Kind::Fetch => {
                let named = |list: &Vec<String>| list.iter().map(|text| partition(text)).collect();
                let member = (!op.admin).then_some((member_id, op.epoch.unwrap_or(-1)));
                let partitions = op.partitions.as_ref().map(named).transpose()?;
                Request::OffsetFetch(OffsetFetchRequest { group_id, partitions, member })
            }
            Kind::Join => Request::JoinGroup(join_request(op, group_id, member_id)),
            Kind::Sync => Request::SyncGroup(SyncGroupRequest {
                group_id,
                generation,
                member_id,
                group_instance_id,
                protocol_type: Some(Arc::from(op.protocol_type.as_deref().unwrap_or("consumer"))),
                protocol_name: op.protocol.as_deref().map(ProtocolName::from),
                assignments: self.assignments(op),
            }),
            Kind::Heartbeat => {
                Request::Heartbeat(HeartbeatRequest { group_id, generation, member_id, group_instance_id })
            }
            Kind::Leave => {
                let leaving = |member_id, group_instance_id| LeavingMember {
                    member_id,
                    group_instance_id,
                    reason: Arc::from(""),
                };
                let members = match &op.instances {
                    Some(instances) => {
                        let instances = instances.iter().map(|one| InstanceId::from(one.as_str()));
                        instances.map(|one| leaving(MemberId::default(), Some(one))).collect()
                    }
                    None => vec![leaving(member_id, group_instance_id)],
                };
                Request::LeaveGroup(LeaveGroupRequest { group_id, members })
            }
            _ => return Err("this is no request".to_string()),
        })
    }

    fn assignments(&self, op: &Op) -> SortedMap<MemberId, Assignment> {
        op.assign.iter().map(|(label, partitions)| (self.id(label), plain(partitions).into())).collect()
    }
}
