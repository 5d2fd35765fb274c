//! Runs a session script and reads off the journal what each consumer did.

use super::event::{Clients, Event, Ids, sorted};
use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::cluster::{Cluster, Entry};
use groupscope::kafka::api::*;
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::exception::Exception;
use groupscope::kafka::ids::{ClientName, TopicPartition};
use groupscope::session::interpret::Interpreter;
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::Level;
use groupscope::sim::time::SimTime;
use std::collections::BTreeMap;

/// What each consumer of the script did, and its heartbeat interval in milliseconds.
pub struct Replay {
    pub clients: Clients,
    pub heartbeat: BTreeMap<String, f64>,
}

/// Runs the script. An error tells what is wrong with it.
pub fn play(bytes: &[u8]) -> Result<Replay, String> {
    let shown = |errors: &[_]| errors.iter().map(ToString::to_string).collect::<Vec<String>>().join("; ");
    let scenario = Scenario::read(bytes).map_err(|errors| shown(&errors))?;
    let mut run =
        Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).map_err(|error| error.to_string())?;
    run.run(&scenario.statements);
    if !run.errors.is_empty() {
        return Err(shown(&run.errors));
    }
    let cluster = run.timeline.present();
    let mut observer = Observer { cluster, ids: ids(cluster), clients: BTreeMap::new() };
    cluster.journal().iter().for_each(|entry| observer.observe(entry));
    let heartbeat = cluster.consumer_names().filter_map(|name| {
        let interval = cluster.consumer_spec(name)?.config.heartbeat_interval;
        Some((name.to_string(), interval.as_micros() as f64 / 1000.0))
    });
    let heartbeat = heartbeat.collect();
    let clients = observer.clients.into_iter().map(|(name, client)| (name.to_string(), client.events));
    Ok(Replay { clients: clients.collect(), heartbeat })
}

fn ids(cluster: &Cluster) -> Ids {
    let mut ids = Ids::default();
    for entry in cluster.journal().iter() {
        if let Fact::Consumer(client, ConsumerFact::ResponseReceived { response: Some(response), .. }) =
            &entry.fact
            && let Response::JoinGroup(answer) = &**response
        {
            ids.learn(client.as_str(), answer.member_id.as_str());
        }
    }
    ids
}

#[derive(Default)]
struct Client {
    events: Vec<Event>,
    /// Which event a request's answer belongs to.
    open: BTreeMap<u64, usize>,
    member: String,
    generation: String,
    /// The partitions of the commit about to be sent.
    committing: String,
}

struct Observer<'a> {
    cluster: &'a Cluster,
    ids: Ids,
    clients: BTreeMap<ClientName, Client>,
}

impl Observer<'_> {
    fn observe(&mut self, entry: &Entry) {
        let at = entry.time.as_micros() as f64 / 1000.0;
        let mut happened = |client: &ClientName, event: Event| {
            self.clients.entry(*client).or_default().events.push(event);
        };
        match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, .. }) => {
                let Some(spec) = self.cluster.consumer_spec(client) else { return };
                let topics = sorted(spec.topics.iter().map(ToString::to_string));
                happened(client, Event::new(at, "start").with("topics", topics));
            }
            Fact::World(WorldFact::CloseRequested { client, leave }) => {
                happened(client, Event::new(at, if *leave { "close" } else { "crash" }));
            }
            Fact::Consumer(client, ConsumerFact::ProcessClosed) => happened(client, Event::new(at, "closed")),
            Fact::Consumer(client, ConsumerFact::HandlerStalled { .. }) => {
                happened(client, Event::new(at, "stall"))
            }
            Fact::Consumer(client, ConsumerFact::ExceptionThrown { exception }) if fatal(*exception) => {
                happened(client, Event::new(at, "pollException").with("exception", exception.name()));
                happened(client, Event::new(at, "close"));
            }
            Fact::Consumer(client, ConsumerFact::CallbackStarted { callback, partitions }) => {
                happened(client, Event::new(at, callback.name()).with("partitions", list(partitions)));
            }
            Fact::Consumer(client, ConsumerFact::JoinedGroup { member, generation, .. }) => {
                let member = self.ids.label(member.as_str());
                let client = self.clients.entry(*client).or_default();
                (client.member, client.generation) = (member, generation.to_string());
            }
            Fact::Consumer(client, ConsumerFact::CommitStarted { offsets, .. }) => {
                let partitions = sorted(offsets.iter().map(|(partition, _)| partition.to_string()));
                self.clients.entry(*client).or_default().committing = partitions;
            }
            Fact::Group(_, GroupFact::OffsetCommitted { member, .. }) => self.stored(member.as_str()),
            Fact::Consumer(client, ConsumerFact::RequestSent { api, number, request }) => {
                self.sent(at, client, *api, *number, request.as_deref());
            }
            Fact::Consumer(client, ConsumerFact::ResponseReceived { number, error, response, .. }) => {
                self.answered(client, *number, *error, response.as_deref());
            }
            _ => {}
        }
    }

    fn sent(&mut self, at: f64, name: &ClientName, api: ApiKey, number: u64, request: Option<&Request>) {
        let Some(what) = kafka_name(api) else { return };
        let mut event = Event::new(at, what);
        if api != ApiKey::FindCoordinator {
            event.tell("error", "unanswered");
        }
        let client = self.clients.entry(*name).or_default();
        if matches!(api, ApiKey::Heartbeat | ApiKey::OffsetCommit | ApiKey::SyncGroup) {
            event.tell("member", &*client.member);
            event.tell("generation", &*client.generation);
        }
        if api == ApiKey::OffsetCommit {
            event.tell("partitions", &*client.committing);
        }
        match request {
            Some(Request::JoinGroup(request)) => tell_join(&mut event, request, &self.ids),
            Some(Request::SyncGroup(request)) => {
                for (member, partitions) in &request.assignments {
                    let name = format!("assignment of {}", self.ids.label(member.as_str()));
                    event.tell(&name, list(partitions));
                }
            }
            Some(Request::LeaveGroup(request)) => {
                let members = request.members.iter().map(|member| {
                    format!("{} ({})", self.ids.label(member.member_id.as_str()), member.reason)
                });
                event.tell("members", members.collect::<Vec<_>>().join(","));
            }
            _ => {}
        }
        client.open.insert(number, client.events.len());
        client.events.push(event);
    }

    fn answered(&mut self, name: &ClientName, number: u64, error: ErrorCode, answer: Option<&Response>) {
        let Some(client) = self.clients.get_mut(name) else { return };
        let Some(event) = client.open.remove(&number).map(|index| &mut client.events[index]) else { return };
        if event.what != "FIND_COORDINATOR" {
            event.tell("error", error.name());
        }
        match answer {
            Some(Response::JoinGroup(answer)) => {
                event.tell("assignedId", self.ids.label(answer.member_id.as_str()));
                event.tell("generation", answer.generation.to_string());
                let protocol = answer.protocol_name.as_ref().map(ToString::to_string);
                event.tell("protocol", protocol.unwrap_or_default());
                event.tell("leader", self.ids.label(answer.leader.as_str()));
                let members = answer.members.iter().map(|member| member.member_id.as_str());
                event.tell("members", self.ids.labels(members));
                event.tell("skipAssignment", answer.skip_assignment.to_string());
            }
            Some(Response::SyncGroup(answer)) => {
                if let Some(assigned) = &answer.assignment {
                    event.tell("assigned", list(assigned));
                }
            }
            Some(Response::OffsetFetch(answer)) => {
                let found = |offset: &Option<_>| if offset.is_some() { "some" } else { "none" };
                let offsets = answer.offsets.iter();
                let offsets =
                    offsets.map(|fetched| format!("{}@{}", fetched.partition, found(&fetched.offset)));
                event.tell("offsets", sorted(offsets));
            }
            Some(Response::LeaveGroup(answer)) => {
                event.tell("error", answer.error.name());
                let errors = answer.members.iter().map(|error| error.name());
                event.tell("memberErrors", errors.collect::<Vec<_>>().join(","));
            }
            _ => {}
        }
    }

    /// The coordinator stored a commit: that is its answer where the client did not live to see it.
    fn stored(&mut self, member: &str) {
        let label = self.ids.label(member);
        for client in self.clients.values_mut().filter(|client| client.member == label) {
            let open =
                |event: &&mut Event| event.what == "OFFSET_COMMIT" && event.told["error"] == "unanswered";
            if let Some(event) = client.events.iter_mut().rev().find(open) {
                event.tell("error", ErrorCode::None.name());
            }
        }
    }
}

fn tell_join(event: &mut Event, request: &JoinGroupRequest, ids: &Ids) {
    event.tell("member", ids.label(request.member_id.as_str()));
    let instance = request.group_instance_id.as_ref().map(ToString::to_string);
    event.tell("instance", instance.unwrap_or("none".to_owned()));
    event.tell("reason", ids.label(&request.reason));
    event.tell("sessionMs", request.session_timeout.as_millis().to_string());
    event.tell("rebalanceMs", request.rebalance_timeout.as_millis().to_string());
    let names: Vec<String> = request.protocols.iter().map(|protocol| protocol.name.to_string()).collect();
    event.tell("protocols", names.join(","));
    for protocol in request.protocols.iter() {
        let subscription = &protocol.metadata;
        let generation = subscription.generation.map_or(-1, |generation| generation.0);
        event.tell("subscriptionGeneration", generation.to_string());
        event.tell(&format!("owned:{}", protocol.name), list(&subscription.owned_partitions));
    }
}

/// Exceptions that end the application's loop.
fn fatal(exception: Exception) -> bool {
    !matches!(exception, Exception::CommitFailed | Exception::RebalanceInProgress | Exception::Timeout)
}

fn kafka_name(api: ApiKey) -> Option<&'static str> {
    Some(match api {
        ApiKey::FindCoordinator => "FIND_COORDINATOR",
        ApiKey::JoinGroup => "JOIN_GROUP",
        ApiKey::SyncGroup => "SYNC_GROUP",
        ApiKey::Heartbeat => "HEARTBEAT",
        ApiKey::LeaveGroup => "LEAVE_GROUP",
        ApiKey::OffsetCommit => "OFFSET_COMMIT",
        ApiKey::OffsetFetch => "OFFSET_FETCH",
        ApiKey::ConsumerGroupHeartbeat
        | ApiKey::Metadata
        | ApiKey::ListOffsets
        | ApiKey::OffsetsForLeaderEpoch
        | ApiKey::Fetch
        | ApiKey::Produce => return None,
    })
}

fn list(partitions: &[TopicPartition]) -> String {
    sorted(partitions.iter().map(ToString::to_string))
}
