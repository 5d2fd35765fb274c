//! A small world for tests: named clients that ask a coordinator under a virtual clock, and what they are told.
//!
//! A client remembers its member id, its generation and, as leader, the members, like a real one. Answers are kept
//! under the ticket that asking gave out.

use super::*;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::effects::{Answer, Effect};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimDuration;

/// The group of every story.
pub(super) const GROUP: &str = "billing";

/// A request's running number.
pub(super) type RequestNumber = u64;

/// A client of the group.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub id: MemberId,
    pub generation: Generation,
    pub members: Vec<MemberId>,
    pub instance: Option<InstanceId>,
    pub protocols: Vec<&'static str>,
    pub topics: Vec<TopicName>,
    pub session: SimDuration,
    pub rebalance: SimDuration,
    pub version: i16,
}

impl Default for Client {
    fn default() -> Self {
        Client {
            id: MemberId::default(),
            generation: Generation::NONE,
            members: Vec::new(),
            instance: None,
            protocols: vec!["range"],
            topics: vec![TopicName::from("orders")],
            session: SimDuration::from_secs(10),
            rebalance: SimDuration::from_secs(20),
            version: 9,
        }
    }
}

/// A coordinator, its clients and the time.
pub(super) struct CoordinatorStory {
    pub coordinator: GroupCoordinator,
    pub now: SimTime,
    pub clients: SortedMap<String, Client>,
    pub answers: SortedMap<RequestNumber, Response>,
    /// Every request so far, by ticket, with the name of who asked.
    pub asked: Vec<(String, Request)>,
    pub facts: Vec<GroupFact>,
    pub timers: SortedMap<CoordinatorTimer, (SimTime, u64)>,
    armed: u64,
}

impl CoordinatorStory {
    /// A fresh coordinator with Kafka's settings.
    pub fn new() -> Self {
        Self::with(CoordinatorConfig::default())
    }

    /// A fresh coordinator.
    pub fn with(config: CoordinatorConfig) -> Self {
        let mut story = CoordinatorStory {
            coordinator: GroupCoordinator::new(config),
            now: SimTime::ZERO,
            clients: SortedMap::new(),
            answers: SortedMap::new(),
            asked: Vec::new(),
            facts: Vec::new(),
            timers: SortedMap::new(),
            armed: 0,
        };
        story.act(GroupCoordinator::start);
        story
    }

    /// Lets the coordinator do something and carries out what it asks for.
    pub fn act<T>(
        &mut self,
        action: impl FnOnce(&mut GroupCoordinator, SimTime, &mut Effects<CoordinatorTimer>) -> T,
    ) -> T {
        let mut effects = Effects::new();
        let result = action(&mut self.coordinator, self.now, &mut effects);
        self.carry_out(effects);
        result
    }

    pub fn carry_out(&mut self, mut effects: Effects<CoordinatorTimer>) {
        for effect in effects.drain() {
            match effect {
                Effect::SetTimer { key, at } => {
                    self.armed += 1;
                    self.timers.insert(key, (at, self.armed));
                }
                Effect::CancelTimer { key } => drop(self.timers.remove(&key)),
                Effect::Ask(Answer { to, response }) => self.receive(to, response),
                Effect::Note((_, fact)) => self.facts.push(fact),
            }
        }
    }

    fn receive(&mut self, to: Correlation, response: Response) {
        let client = self.clients.entry(to.process.name.to_string()).or_default();
        if let Response::JoinGroup(answer) = &response {
            if matches!(answer.error, ErrorCode::None | ErrorCode::MemberIdRequired) {
                client.id = answer.member_id;
            }
            if answer.error.is_none() {
                client.generation = answer.generation;
                client.members = answer.members.iter().map(|member| member.member_id).collect();
            }
        }
        let before = self.answers.insert(to.number, response);
        assert!(before.is_none(), "request {} was answered twice", to.number);
    }

    /// Sends a request.
    pub fn ask(&mut self, who: &str, request: Request) -> RequestNumber {
        let ticket = self.asked.len() as RequestNumber;
        self.asked.push((who.to_string(), request.clone()));
        let process = ProcessId { name: ClientName::from(who), incarnation: 1 };
        let from = Correlation { process, number: ticket };
        self.act(|coordinator, now, effects| coordinator.handle(from, request, now, effects));
        ticket
    }

    /// Lets time pass, firing what is due.
    pub fn pass(&mut self, millis: u64) {
        let end = self.now + SimDuration::from_millis(millis);
        while let Some((at, _, timer)) = self
            .timers
            .iter()
            .map(|(timer, (at, order))| (*at, *order, timer))
            .min()
            .filter(|due| due.0 <= end)
        {
            let timer = *timer;
            self.now = self.now.max(at);
            self.timers.remove(&timer);
            self.act(|coordinator, now, effects| coordinator.on_timer(timer, now, effects));
        }
        self.now = end;
    }

    /// The client of this name, with the defaults if it is new.
    pub fn client(&mut self, who: &str) -> &mut Client {
        self.clients.entry(who.to_string()).or_default()
    }

    /// JoinGroup, with the id the client has.
    pub fn join(&mut self, who: &str) -> RequestNumber {
        let client = self.client(who).clone();
        let metadata = Subscription { topics: client.topics.clone(), ..Subscription::default() };
        let protocols = client
            .protocols
            .iter()
            .map(|name| JoinGroupProtocol { name: ProtocolName::from(*name), metadata: metadata.clone() });
        let request = JoinGroupRequest {
            group_id: GroupId::from(GROUP),
            member_id: client.id,
            group_instance_id: client.instance,
            client_id: ClientId::from(who),
            session_timeout: client.session,
            rebalance_timeout: client.rebalance,
            protocol_type: Arc::from("consumer"),
            protocols: protocols.collect(),
            version: client.version,
            reason: Arc::from(""),
        };
        self.ask(who, Request::JoinGroup(request))
    }

    /// A newcomer's JoinGroups: the one that gets an id, and the one that counts.
    pub fn enter(&mut self, who: &str) -> RequestNumber {
        let first = self.join(who);
        if self.error(first) == Some(ErrorCode::MemberIdRequired) { self.join(who) } else { first }
    }

    /// A static newcomer's JoinGroup, or that of one back from a restart.
    pub fn enter_static(&mut self, who: &str, instance: &str) -> RequestNumber {
        let client = self.client(who);
        client.id = MemberId::default();
        client.instance = Some(InstanceId::from(instance));
        self.join(who)
    }

    /// SyncGroup; a leader gives each member the partition of its place in the list.
    pub fn sync(&mut self, who: &str) -> RequestNumber {
        let client = self.client(who).clone();
        let part = |place| Arc::from([TopicPartition::new(TopicName::from("orders"), place)]);
        let assignments = client.members.iter().cloned().zip((0..).map(part)).collect();
        let request = SyncGroupRequest {
            group_id: GroupId::from(GROUP),
            generation: client.generation,
            member_id: client.id,
            group_instance_id: client.instance,
            protocol_type: Some(Arc::from("consumer")),
            protocol_name: None,
            assignments,
        };
        self.ask(who, Request::SyncGroup(request))
    }

    /// Heartbeat.
    pub fn heartbeat(&mut self, who: &str) -> RequestNumber {
        let client = self.client(who).clone();
        let request = HeartbeatRequest {
            group_id: GroupId::from(GROUP),
            generation: client.generation,
            member_id: client.id,
            group_instance_id: client.instance,
        };
        self.ask(who, Request::Heartbeat(request))
    }

    /// LeaveGroup.
    pub fn leave(&mut self, who: &str) -> RequestNumber {
        let client = self.client(who).clone();
        let leaving = LeavingMember {
            member_id: client.id,
            group_instance_id: client.instance,
            reason: Arc::from("close"),
        };
        let request = LeaveGroupRequest { group_id: GroupId::from(GROUP), members: vec![leaving] };
        self.ask(who, Request::LeaveGroup(request))
    }

    /// OffsetCommit of one partition of `orders`.
    pub fn commit(&mut self, who: &str, partition: u32, offset: Offset) -> RequestNumber {
        let client = self.client(who).clone();
        let request = OffsetCommitRequest {
            group_id: GroupId::from(GROUP),
            generation: client.generation,
            member_id: client.id,
            group_instance_id: client.instance,
            offsets: Arc::from([OffsetToCommit {
                partition: orders(partition),
                offset,
                leader_epoch: None,
                metadata: Arc::from(""),
            }]),
            version: 9,
        };
        self.ask(who, Request::OffsetCommit(request))
    }

    /// What a request was answered; `None` while it is parked.
    pub fn error(&self, ticket: RequestNumber) -> Option<ErrorCode> {
        self.answers.get(&ticket).map(Response::error)
    }

    /// The answer to a JoinGroup.
    pub fn joined(&self, ticket: RequestNumber) -> &JoinGroupResponse {
        match &self.answers[&ticket] {
            Response::JoinGroup(answer) => answer,
            other => panic!("no JoinGroup was answered, but {other:?}"),
        }
    }

    /// The answer to a SyncGroup: the partitions of `orders`.
    pub fn assigned(&self, ticket: RequestNumber) -> Vec<u32> {
        match &self.answers[&ticket] {
            Response::SyncGroup(answer) => answer
                .assignment
                .iter()
                .flat_map(|partitions| partitions.iter())
                .map(|p| p.partition)
                .collect(),
            other => panic!("no SyncGroup was answered, but {other:?}"),
        }
    }

    /// The group; it must exist.
    pub fn group(&self) -> &ClassicGroup {
        match self.coordinator.group(&GroupId::from(GROUP)) {
            Some(Group::Classic(group)) => group,
            other => panic!("no classic group, but {other:?}"),
        }
    }

    /// The group's state; `Dead` if there is no group.
    pub fn state(&self) -> GroupState {
        self.coordinator.group(&GroupId::from(GROUP)).map_or(GroupState::Dead, Group::state)
    }

    /// A group of these dynamic members in Stable, at whatever time that took.
    pub fn stable(members: &[&str]) -> CoordinatorStory {
        let mut story = CoordinatorStory::new();
        for who in members {
            story.enter(who);
        }
        story.pass(6000);
        for who in members {
            story.sync(who);
        }
        assert_eq!(story.state(), GroupState::Stable);
        story
    }
}

/// A partition of `orders`.
pub(super) fn orders(partition: u32) -> TopicPartition {
    TopicPartition::new(TopicName::from("orders"), partition)
}
