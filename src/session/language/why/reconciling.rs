//! Why a partition of a consumer group (KIP-848) is not yet with the member that is to have it.

use super::clause;
use crate::kafka::ids::*;
use crate::session::language::why::member::Who;
use crate::sim::time::{SimDuration, SimTime};

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum EpochClaim {
    /// Another member has it.
    Held { client: ClientName, partition: TopicPartition, holder: String },
    /// Nobody has it, and the member's next heartbeat brings it.
    Free { client: ClientName, partition: TopicPartition, due: Option<SimTime> },
    /// The holder has not been told yet: it learns it from the answer to its next heartbeat.
    Untold { holder: String, due: Option<SimTime> },
    /// What a member has to give up, and when it is removed if it does not.
    GivesUp { client: ClientName, partitions: Vec<TopicPartition>, by: Option<SimTime> },
    /// What a member waits for, and who has it.
    WaitsFor { client: ClientName, partitions: Vec<TopicPartition>, holders: String, several: bool },
    /// A member was removed that did not give up what it had been told to.
    NotRevoked { who: Who, within: Option<SimDuration> },
}

clause!(EpochClaim, reconciling, |claim, parts| {
    use EpochClaim::*;
    match claim {
        Held { client, partition, holder } => parts.name(client).place(partition).name(holder),
        Free { client, partition, due } => parts.name(client).place(partition).time_if(*due),
        Untold { holder, due } => parts.name(holder).time_if(*due),
        GivesUp { client, partitions, by } => parts.name(client).few(partitions).time_if(*by),
        WaitsFor { client, partitions, holders, .. } => parts.name(client).few(partitions).name(holders),
        NotRevoked { who, within } => parts.clause(who).span_if(*within),
    }
});
