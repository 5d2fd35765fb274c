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
    let victim = running().find(reading).or_else(|| running().next());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;
    use crate::sim::time::SimTime;

    #[test]
    fn what_is_suggested_follows_from_the_state() {
        let text = "topic t partitions=4\ngroup g\nconsumers c1 group=g\nrun for=9s\n";
        let mut session =
            Session::open("tries", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}"));
        session.seek(SimTime::from_millis(5_000));
        let tries = |session: &Session| suggestion(&session.cluster().observe(1));
        let (c1, c2) = (ClientName::from("c1"), ClientName::from("c2"));
        assert_eq!(tries(&session), Suggestion::AddConsumer, "nobody could take over from c1");
        for (line, expected) in [
            ("consumers c2 group=g", Suggestion::Kill(c1)),
            ("stall c2", Suggestion::Resume(c2)),
            ("resume c2", Suggestion::Kill(c1)),
            ("freeze c2", Suggestion::Thaw(c2)),
            ("thaw c2", Suggestion::Kill(c1)),
            ("cut c2", Suggestion::Mend(c2)),
            ("kill c1", Suggestion::Restart(c1)),
        ] {
            session.act_line(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(tries(&session), expected, "{line}");
        }
    }
}
