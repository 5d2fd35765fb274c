//! Whose an answer is: it reaches the process that asked, no later one of the same name, and no sooner than the network
//! allows.

use groupscope::cluster::Cluster;
use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::kafka::api::ApiKey;
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::ids::ClientName;
use groupscope::sim::time::SimTime;
use std::collections::BTreeMap;

/// Answers for which no process waits, as sentences.
pub fn strays(cluster: &Cluster) -> Vec<String> {
    let round_trip = cluster.config().latency * 2;
    let mut asked: BTreeMap<(&ClientName, u64), (SimTime, ApiKey)> = BTreeMap::new();
    let mut strays = Vec::new();
    for entry in cluster.journal().iter() {
        match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, .. }) => asked.retain(|(of, _), _| *of != client),
            Fact::Consumer(client, ConsumerFact::RequestSent { api, number, .. }) => {
                asked.insert((client, *number), (entry.time, *api));
            }
            Fact::Consumer(client, ConsumerFact::ResponseReceived { api, number, .. }) => {
                match asked.remove(&(client, *number)) {
                    None => strays.push(format!("{client} had not asked for {api:?} {number}")),
                    Some((_, other)) if other != *api => {
                        strays.push(format!("{client} asked {other:?} {number} and was answered {api:?}"));
                    }
                    Some((sent, _)) if entry.time < sent + round_trip => {
                        strays.push(format!(
                            "{client} asked {api:?} {number} at {sent} and knew at {}",
                            entry.time
                        ));
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
    }
    strays
}
