//! Runs a session script and reads off the journal what each consumer did.

use super::{Timelines, sorted};
use groupscope::cluster::Cluster;
use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::kafka::api::{ConsumerGroupHeartbeatRequest, ErrorCode, Request, Response};
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::ids::ClientName;
use groupscope::session::interpret::Interpreter;
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::Level;
use groupscope::sim::time::SimTime;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Runs the script. An error tells what is wrong with it.
pub fn play(bytes: &[u8]) -> Result<Timelines, String> {
    let shown = |errors: &[_]| errors.iter().map(ToString::to_string).collect::<Vec<String>>().join("; ");
    let scenario = Scenario::read(bytes).map_err(|errors| shown(&errors))?;
    let mut run =
        Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).map_err(|error| error.to_string())?;
    run.run(&scenario.statements);
    if !run.errors.is_empty() {
        return Err(shown(&run.errors));
    }
    Ok(observe(run.timeline.present()))
}

/// Requests by client and number, with when they were sent.
type Sent = BTreeMap<(ClientName, u64), (f64, Arc<Request>)>;

fn observe(cluster: &Cluster) -> Timelines {
    let mut clients = Timelines::new();
    let mut sent = Sent::new();
    let mut steps: Vec<(f64, ClientName, Happening)> = Vec::new();
    let mut epochs: BTreeMap<ClientName, String> = BTreeMap::new();
    for entry in cluster.journal().iter() {
        let at = entry.time.as_micros() as f64 / 1000.0;
        match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, .. })
                if cluster.consumer_spec(client).is_some() =>
            {
                steps.push((at, *client, Happening::Event("start", None)));
            }
            Fact::World(WorldFact::CloseRequested { client, leave }) => {
                let what = if *leave { "close" } else { "crash" };
                steps.push((at, *client, Happening::Event(what, None)));
            }
            Fact::Consumer(client, said) => {
                said_by(*client, said, at, &mut sent, &mut steps, &mut epochs);
            }
            _ => {}
        }
    }
    // The place of a request is where it was sent, as that of a recorded one is where it came in.
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at, client, happening) in steps {
        let timeline = clients.entry(client.to_string()).or_default();
        match happening {
            Happening::Event(what, partitions) => {
                let told = partitions.map(|partitions| ("partitions".to_owned(), partitions));
                timeline.step(at, what, told.into_iter().collect());
            }
            Happening::Heartbeat(told) => timeline.step(at, "heartbeat", told),
            Happening::Quiet => timeline.quiet += 1,
            Happening::Commit(epoch, partitions) => timeline.commit(at, &epoch, &partitions),
            Happening::Fetched(partitions) => timeline.fetched.push(partitions),
        }
    }
    clients
}

enum Happening {
    Event(&'static str, Option<String>),
    Heartbeat(BTreeMap<String, String>),
    Quiet,
    Commit(String, String),
    Fetched(String),
}

fn said_by(
    client: ClientName,
    said: &ConsumerFact,
    at: f64,
    sent: &mut Sent,
    steps: &mut Vec<(f64, ClientName, Happening)>,
    epochs: &mut BTreeMap<ClientName, String>,
) {
    let list = |partitions: &[groupscope::kafka::ids::TopicPartition]| {
        sorted(partitions.iter().map(ToString::to_string))
    };
    match said {
        ConsumerFact::ProcessClosed => steps.push((at, client, Happening::Event("closed", None))),
        ConsumerFact::HandlerStalled { .. } => steps.push((at, client, Happening::Event("stall", None))),
        ConsumerFact::CallbackStarted { callback, partitions } => {
            steps.push((at, client, Happening::Event(callback.name(), Some(list(partitions)))));
        }
        ConsumerFact::EpochReached { epoch, .. } => drop(epochs.insert(client, epoch.to_string())),
        ConsumerFact::CommitSucceeded { offsets, .. } => {
            let partitions = sorted(offsets.iter().map(|(partition, _)| partition.to_string()));
            let epoch = epochs.get(&client).cloned().unwrap_or_default();
            steps.push((at, client, Happening::Commit(epoch, partitions)));
        }
        ConsumerFact::RequestSent { number, request: Some(request), .. } => {
            sent.insert((client, *number), (at, request.clone()));
        }
        ConsumerFact::ResponseReceived { number, error, response: Some(response), .. } => {
            let Some((at, request)) = sent.remove(&(client, *number)) else { return };
            match (&*request, &**response) {
                (Request::ConsumerGroupHeartbeat(request), Response::ConsumerGroupHeartbeat(answer)) => {
                    let assigned = answer.assignment.as_ref().map(|given| sorted(given.iter().map(text)));
                    let mut told = asked(request);
                    let mut tell = |name: &str, value: String| drop(told.insert(name.to_owned(), value));
                    tell("error", error.name().to_owned());
                    tell("newEpoch", answer.member_epoch.to_string());
                    tell("intervalMs", answer.heartbeat_interval.as_millis().to_string());
                    tell("assigned", assigned.unwrap_or_else(|| "unchanged".to_owned()));
                    let unchanged = ["owned", "subscribed", "assigned"].map(|name| told[name] == "unchanged");
                    let quiet = unchanged == [true; 3] && told["epoch"] == told["newEpoch"];
                    steps.push((
                        at,
                        client,
                        match quiet && *error == ErrorCode::None {
                            true => Happening::Quiet,
                            false => Happening::Heartbeat(told),
                        },
                    ));
                }
                (Request::OffsetFetch(_), Response::OffsetFetch(answer)) => {
                    let partitions = answer.offsets.iter().map(|fetched| fetched.partition.to_string());
                    steps.push((at, client, Happening::Fetched(sorted(partitions))));
                }
                _ => {}
            }
        }
        _ => {}
    }
}

fn text(one: &groupscope::kafka::api::TopicIdPartition) -> String {
    one.to_string()
}

fn asked(request: &ConsumerGroupHeartbeatRequest) -> BTreeMap<String, String> {
    let unchanged = || "unchanged".to_owned();
    let owned = request.owned.as_ref().map(|owned| sorted(owned.iter().map(text)));
    let topics = request.subscribed_topics.as_ref();
    let subscribed = topics.map(|topics| sorted(topics.iter().map(ToString::to_string)));
    BTreeMap::from([
        ("epoch".to_owned(), request.member_epoch.to_string()),
        ("instance".to_owned(), request.instance_id.map_or("none".to_owned(), |id| id.to_string())),
        ("owned".to_owned(), owned.unwrap_or_else(unchanged)),
        ("subscribed".to_owned(), subscribed.unwrap_or_else(unchanged)),
    ])
}
