//! What the journal holds of a client up to an entry: what the client knows when it writes a line.

use super::node;
use crate::cluster::Cluster;
use crate::cluster::command::ConsumerSpec;
use crate::cluster::fact::WorldFact;
use crate::cluster::journal::Entry;
use crate::kafka::api::{ApiKey, Assignment, Epoch, ErrorCode, JOIN_GROUP, Request, Response};
use crate::kafka::consumer::config::{ConsumerConfig, GroupProtocol};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::consumer::membership::ConsumerMemberState;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::{Callback, RejoinCause};
use crate::kafka::topic_metadata::TopicIdPartition;
use std::fmt;

/// A client and the entry at which it writes.
#[derive(Clone, Copy)]
pub(super) struct ClientSeen<'a> {
    pub cluster: &'a Cluster,
    pub client: ClientName,
    pub entry: &'a Entry,
}

/// `AbstractCoordinator.Generation`, printed as Java does.
pub(super) struct ClientGeneration {
    pub id: Generation,
    pub member: MemberId,
    pub protocol: Option<ProtocolName>,
}

impl fmt::Display for ClientGeneration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = self.protocol.as_ref().map_or("null", |protocol| protocol.as_str());
        write!(f, "Generation{{generationId={}, memberId='{}', protocol='{protocol}'}}", self.id, self.member)
    }
}

impl<'a> ClientSeen<'a> {
    /// What happened before the entry since the process was started, latest first.
    fn since_start(self) -> impl Iterator<Item = &'a Entry> {
        let journal = self.cluster.journal();
        let earlier = (0..self.entry.id.place()).rev().filter_map(|place| journal.get(place));
        earlier.take_while(move |entry| !entry.fact.starts(&self.client))
    }

    /// What was noted of the client before the entry since its process was started, latest first.
    pub fn before(self) -> impl Iterator<Item = (&'a Entry, &'a ConsumerFact)> {
        self.since_start().filter_map(move |entry| Some((entry, entry.fact.of_consumer(&self.client)?)))
    }

    /// Whether the process was asked to close before the entry.
    pub fn closes(self) -> bool {
        let group = self.group();
        self.since_start().any(|entry| {
            let asked = |done: &WorldFact| {
                use WorldFact::*;
                matches!(done, CloseRequested { .. } | CloseRequestedWith { .. } | ClosedInMidBatch { .. })
            };
            let bounced = |done: &WorldFact| matches!(done, WorldFact::GroupBounced { .. });
            entry.fact.of_process(&self.client).is_some_and(asked)
                || entry.fact.done_to_group(&group).is_some_and(bounced)
        })
    }

    /// What was known when the request of this number was sent.
    pub fn when_sent(self, number: u64) -> ClientSeen<'a> {
        let sent = self.before().find_map(|(entry, fact)| {
            let ConsumerFact::RequestSent { number: sent, .. } = fact else { return None };
            (*sent == number).then_some(entry)
        });
        ClientSeen { entry: sent.unwrap_or(self.entry), ..self }
    }

    fn spec(self) -> Option<&'a ConsumerSpec> {
        self.cluster.consumer_spec(&self.client)
    }

    /// Whether the process speaks the protocol of consumer groups.
    pub fn is_of_consumer_group(self) -> bool {
        let settings = self.cluster.settings_before(self.entry.id, &self.client);
        settings.is_some_and(|settings| settings.group_protocol == GroupProtocol::Consumer)
    }

    /// What was done to the process, or to its group, since its start.
    pub fn done(self) -> impl Iterator<Item = &'a WorldFact> {
        self.since_start().filter_map(move |entry| entry.fact.of_process(&self.client))
    }

    /// The id of a member of a consumer group: its own, or the one that its broker gave it; empty until that has come.
    pub fn member(self) -> MemberId {
        let id = |fact: &ConsumerFact| {
            let ConsumerFact::EpochReached { member, .. } = fact else { return None };
            Some(*member)
        };
        let own = self.cluster.own_member_id(self.entry.id, &self.client);
        own.or_else(|| self.before().find_map(|(_, fact)| id(fact))).unwrap_or_default()
    }

    /// The epoch of a member of a consumer group, as far as it knows.
    pub fn member_epoch(self) -> Epoch {
        let reached = self.before().find_map(|(_, fact)| {
            let joins =
                matches!(fact, ConsumerFact::MemberStateChanged { to: ConsumerMemberState::Joining, .. });
            if let ConsumerFact::EpochReached { epoch, .. } = fact {
                Some(*epoch)
            } else {
                joins.then_some(0)
            }
        });
        reached.unwrap_or(0)
    }

    /// The state of a member of a consumer group.
    pub fn member_state(self) -> ConsumerMemberState {
        let state = self.before().find_map(|(_, fact)| {
            let ConsumerFact::MemberStateChanged { to, .. } = fact else { return None };
            Some(*to)
        });
        state.unwrap_or_default()
    }

    /// Whether the callback that is called now is the first one for an assignment, or for another attempt at it.
    pub fn reconciliation_begins(self) -> bool {
        let last = self.before().find_map(|(_, fact)| {
            if let ConsumerFact::CallbackFinished { threw, .. } = fact {
                return Some(*threw);
            }
            matches!(fact, ConsumerFact::MemberStateChanged { .. }).then_some(true)
        });
        last.unwrap_or(false)
    }

    /// The newest assignment that a coordinator gave a member since it joined, and how many were there before.
    pub fn local_assignment(self) -> (usize, Vec<TopicPartition>) {
        let joins = |fact: &ConsumerFact| {
            matches!(fact, ConsumerFact::MemberStateChanged { to: ConsumerMemberState::Joining, .. })
        };
        let since_joined = self.before().take_while(|(_, fact)| !joins(fact));
        let mut all: Vec<_> = since_joined
            .filter_map(|(_, fact)| {
                let Response::ConsumerGroupHeartbeat(answer) = Self::answer(fact)? else { return None };
                answer.assignment.clone()
            })
            .collect();
        all.dedup();
        let plain = |one: &TopicIdPartition| TopicPartition::new(one.topic, one.partition);
        let newest = all.first().map(|newest| newest.iter().map(plain).collect()).unwrap_or_default();
        (all.len().saturating_sub(1), newest)
    }

    /// Whether the request of this number was the heartbeat with which a member left.
    pub fn has_left_with(self, number: u64) -> bool {
        self.before().any(|(_, fact)| {
            let ConsumerFact::RequestSent { number: sent, request: Some(request), .. } = fact else {
                return false;
            };
            *sent == number
                && matches!(&**request, Request::ConsumerGroupHeartbeat(beat) if beat.member_epoch < JOIN_GROUP)
        })
    }

    /// How the client was started last.
    pub fn config(self) -> Option<&'a ConsumerConfig> {
        self.spec().map(|spec| &*spec.config)
    }

    /// Whether it subscribes to a pattern.
    pub fn pattern(self) -> Option<String> {
        self.spec().and_then(|spec| spec.pattern.as_ref()).map(|pattern| pattern.as_str().to_owned())
    }

    /// `group.id`.
    pub fn group(self) -> GroupId {
        self.spec().map(|spec| spec.group).unwrap_or_default()
    }

    /// `client.id`.
    pub fn client_id(self) -> String {
        let own = self.config().map(|config| config.client_id).filter(|id| !id.is_empty());
        own.map_or_else(|| format!("consumer-{}", self.client), |id| id.to_string())
    }

    /// `Optional.toString` of `group.instance.id`.
    pub fn instance(self) -> String {
        optional(self.config().and_then(|config| config.group_instance_id))
    }

    /// `group.instance.id`, or `null`.
    pub fn instance_id(self) -> String {
        let instance = self.config().and_then(|config| config.group_instance_id);
        instance.map_or_else(|| "null".to_owned(), |instance| instance.to_string())
    }

    /// What stands in front of a message (`LogContext`).
    pub fn prefix(self) -> String {
        let instance = self.config().and_then(|config| config.group_instance_id);
        let instance = instance.map(|id| format!("instanceId={id}, ")).unwrap_or_default();
        let group = self.group();
        let group = if group.is_none() { "null" } else { group.as_str() };
        format!("[Consumer {instance}clientId={}, groupId={group}] ", self.client_id())
    }

    /// The group's coordinator as the client names it: with a connection of its own.
    pub fn coordinator(self) -> String {
        let broker = self.cluster.brokers().coordinator(&self.group());
        node(i32::MAX - i32::from(broker.0), broker, None)
    }

    /// Whether it knows the coordinator.
    pub fn knows_coordinator(self) -> bool {
        let last = self.before().find_map(|(_, fact)| match Self::answer(fact) {
            Some(Response::FindCoordinator { error, .. }) => Some(error.is_none()),
            Some(_) | None => matches!(fact, ConsumerFact::CoordinatorUnknown).then_some(false),
        });
        last.unwrap_or(false)
    }

    /// The answer in a fact, where the journal keeps answers of its kind.
    fn answer(fact: &'a ConsumerFact) -> Option<&'a Response> {
        let ConsumerFact::ResponseReceived { response, .. } = fact else { return None };
        response.as_deref()
    }

    /// The answers before the entry that the journal keeps, latest first.
    pub fn answers(self) -> impl Iterator<Item = &'a Response> {
        self.before().filter_map(|(_, fact)| Self::answer(fact))
    }

    /// The method of the listener that was called last, and for which partitions.
    pub fn last_callback(self) -> Option<(Callback, &'a Assignment)> {
        self.before().find_map(|(_, fact)| {
            let ConsumerFact::CallbackStarted { callback, partitions } = fact else { return None };
            Some((*callback, partitions))
        })
    }

    /// What the client owns.
    pub fn owned(self) -> Option<Assignment> {
        self.before().find_map(|(_, fact)| owned(fact))
    }

    /// The generation that the client is in: that of its last JoinGroup, unless it lost it since.
    pub fn generation(self) -> ClientGeneration {
        let none = |member| ClientGeneration { id: Generation::NONE, member, protocol: None };
        let mut void = false;
        for (_, fact) in self.before() {
            if let ConsumerFact::RejoinNeeded { cause } = fact {
                match loss(cause) {
                    Loss::Nothing => {}
                    Loss::Generation => void = true,
                    Loss::Member => break,
                    Loss::All(member) => return none(member),
                }
            }
            let Some(Response::JoinGroup(answer)) = Self::answer(fact) else { continue };
            if answer.error.is_none() && void {
                return none(answer.member_id);
            }
            if answer.error.is_none() {
                let (id, protocol) = (answer.generation, answer.protocol_name);
                return ClientGeneration { id, member: answer.member_id, protocol };
            }
        }
        none(MemberId::default())
    }

    /// If the client acts upon SyncGroup's answer for the first time now: what it was assigned, and what it owned.
    pub fn fresh_assignment(self) -> Option<(Assignment, Assignment)> {
        let mut before = self.before();
        let (_, ended) = before.by_ref().find(|(_, fact)| {
            let joins = matches!(fact, ConsumerFact::RequestSent { api: ApiKey::JoinGroup, .. });
            let synced =
                matches!(Self::answer(fact), Some(Response::SyncGroup(answer)) if answer.error.is_none());
            joins || synced || matches!(fact, ConsumerFact::CallbackStarted { .. })
        })?;
        let Some(Response::SyncGroup(answer)) = Self::answer(ended) else { return None };
        let assigned = answer.assignment.clone().unwrap_or_default();
        Some((assigned, before.find_map(|(_, fact)| owned(fact)).unwrap_or_default()))
    }
}

/// What a reason to join again says that the client has lost.
enum Loss {
    Nothing,
    /// The generation; the member id stays.
    Generation,
    /// Both.
    Member,
    /// It begins with this id.
    All(MemberId),
}

fn loss(cause: &RejoinCause) -> Loss {
    match cause {
        RejoinCause::MembershipLost { error: ErrorCode::IllegalGeneration, .. } => Loss::Generation,
        RejoinCause::MembershipLost { .. }
        | RejoinCause::Leaving
        | RejoinCause::ModifiedByHeartbeatThread { .. } => Loss::Member,
        RejoinCause::GivenMemberId(member) => Loss::All(*member),
        RejoinCause::AlreadyRebalancing
        | RejoinCause::CommitWhileRebalancing
        | RejoinCause::MetadataChanged
        | RejoinCause::SubscriptionChanged
        | RejoinCause::AssignmentDoesNotMatch
        | RejoinCause::NeedToRevoke
        | RejoinCause::Failed(_)
        | RejoinCause::Disconnected => Loss::Nothing,
    }
}

fn owned(fact: &ConsumerFact) -> Option<Assignment> {
    let ConsumerFact::AssignmentChanged { owned } = fact else { return None };
    Some(owned.clone())
}

/// `Optional.toString`.
pub(super) fn optional(value: Option<impl fmt::Display>) -> String {
    value.map_or("Optional.empty".to_owned(), |value| format!("Optional[{value}]"))
}

/// Partitions with commas between them.
pub(super) fn joined(partitions: &[TopicPartition]) -> String {
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
