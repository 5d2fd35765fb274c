//! STUB, to be dropped at the merge: sentences for entries.

use super::Entry;
use crate::kafka::fact::Fact;
use crate::sim::time::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Nothing,
    Story,
    Detail,
    Wire,
}

pub fn level(_: &Fact) -> Level {
    Level::Detail
}

pub fn stamped(time: SimTime, sentence: &str) -> String {
    format!("{:>9}  {sentence}", time.to_string())
}

pub fn sentence(entry: &Entry) -> String {
    match &entry.fact {
        Fact::ProcessKilled { client, processed_uncommitted } => {
            format!("{client} was killed: {processed_uncommitted} processed records were not committed yet")
        }
        Fact::CommitSucceeded { client, offsets, .. } => {
            let list: Vec<_> = offsets.iter().map(|(tp, o)| format!("{tp} at {o}")).collect();
            format!("{client} committed {} (auto)", list.join(", "))
        }
        Fact::RequestSent { client, api, .. } => format!("{client} sent {api:?} (generation 4)"),
        Fact::GroupStateChanged { group, to, .. } => format!("{group} is {} with 3 members", to.name()),
        Fact::ProcessStarted { client, .. } => format!("{client} was started"),
        other => format!("{other:?}"),
    }
}
