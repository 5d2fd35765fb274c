//! Something to try next: one thing that makes sense in the world as it is.

use crate::cluster::observation::{ConsumerView, Observation, ProcessState};
use crate::kafka::ids::ClientName;

/// See the head of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A process that is gone can come back.
    Restart(ClientName),
    /// A handler that is blocked can go on.
    Resume(ClientName),
    Thaw(ClientName),
    /// A link that is cut can be mended.
    Mend(ClientName),
    Kill(ClientName),
    /// Nobody could take over from the only consumer.
    AddConsumer,
}

/// What is worth trying: first to mend what is broken, else to break something, if somebody is left to take over.
pub fn suggestion(seen: &Observation) -> Suggestion {
    let reading = |consumer: &&ConsumerView| !consumer.owned.is_empty();
    let running = || seen.consumers.iter().filter(|consumer| consumer.process == ProcessState::Running);
    let victim = running().find(reading);
    let survives = |victim: &ConsumerView| {
        running().any(|other| other.group == victim.group && other.name != victim.name)
    };
    seen.consumers.iter().find_map(mending).unwrap_or_else(|| match victim {
        Some(victim) if survives(victim) => Suggestion::Kill(victim.name),
        _ => Suggestion::AddConsumer,
    })
}

fn mending(consumer: &ConsumerView) -> Option<Suggestion> {
    match consumer.process {
        ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. } => {
            Some(Suggestion::Restart(consumer.name))
        }
        ProcessState::Stalled => Some(Suggestion::Resume(consumer.name)),
        ProcessState::Frozen => Some(Suggestion::Thaw(consumer.name)),
        _ if consumer.cut_off => Some(Suggestion::Mend(consumer.name)),
        ProcessState::Running | ProcessState::Closing => None,
    }
}
