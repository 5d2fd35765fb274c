//! Why a partition of a consumer group (KIP-848) is not yet with the member that is to have it.

use super::clause;
use crate::kafka::ids::*;
use crate::session::language::why::member::Who;
use crate::sim::time::{SimDuration, SimTime};

/// Whether a member has heard what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeardOf {
    Yes,
    /// The answer that says so is on its way.
    Coming,
    Not,
}

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum EpochClaim {
    /// Another member has it.
    Held { client: ClientName, partition: TopicPartition, holder: String },
    /// Nobody has it, and the member's next heartbeat brings it.
    Free { client: ClientName, partition: TopicPartition, due: Option<SimTime> },
    /// Nobody has it, and the member that is to have it sends no heartbeats any more.
    Awaited { client: ClientName, partition: TopicPartition },
    /// Nobody has it, and the heartbeat that brings it to the member is on its way.
    Arriving { client: ClientName, partition: TopicPartition },
    /// What the coordinator has given to a member that has not taken it over; whether the member knows of it.
    Given { client: ClientName, partitions: Vec<TopicPartition>, told: HeardOf },
    /// What the coordinator has given to a member that does not subscribe to it, perhaps for a pattern that was not
    /// taken back. The member asks for no metadata of it, and does not read it.
    Unwanted { client: ClientName, partitions: Vec<TopicPartition>, group: GroupId, pattern: Option<String> },
    /// A member joined after the target was computed.
    NotInTarget { client: ClientName, group: GroupId },
    /// A partition that no member is to have, by a target that was computed before the group, or its topic, changed.
    NotDealtOut { partition: TopicPartition, group: GroupId },
    /// What a sentence about an old target goes on with: from when on the next one may be computed, if that is still
    /// to come, and which property says so.
    NextTarget { from: Option<SimTime>, setting: &'static str },
    /// A partition of a topic of which the coordinator has not found out yet that a pattern matches it.
    NotFound { partition: TopicPartition, group: GroupId, pattern: String },
    /// A partition of a topic that a pattern matches of which the coordinator has not heard yet.
    PatternUntold {
        partition: TopicPartition,
        client: ClientName,
        group: GroupId,
        pattern: String,
        due: Option<SimTime>,
    },
    /// What that goes on with: when the coordinator looks again, and how long after the last time that is at least.
    NextLook { again: Option<(SimTime, SimDuration)> },
    /// What both go on with: when the heartbeat that does so is sent or, if it is on its way, arrives.
    ByBeat { at: SimTime, on_its_way: bool },
    /// The holder learns it from the answer to a heartbeat that is on its way.
    Learning { holder: String },
    /// The holder speaks the classic protocol, and has heard that it has to join again.
    Rejoins { holder: String },
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
        Awaited { client, partition } | Arriving { client, partition } => parts.name(client).place(partition),
        Given { client, partitions, .. } => parts.name(client).few(partitions),
        Unwanted { client, partitions, group, pattern } => {
            parts.name(client).few(partitions).name(group).name(pattern.as_deref().unwrap_or_default())
        }
        NotInTarget { client, group } => parts.name(client).name(group),
        NotDealtOut { partition, group } => parts.place(partition).name(group),
        NextTarget { from, setting } => parts.text(setting).time_if(*from),
        NotFound { partition, group, pattern } => parts.place(partition).name(group).name(pattern),
        PatternUntold { partition, client, group, pattern, due } => {
            parts.place(partition).name(client).name(group).name(pattern).time_if(*due)
        }
        NextLook { again: None } => parts,
        NextLook { again: Some((after, since)) } => parts.time(*after).span(*since),
        ByBeat { at, .. } => parts.time(*at),
        Learning { holder } | Rejoins { holder } => parts.name(holder),
        Untold { holder, due } => parts.name(holder).time_if(*due),
        GivesUp { client, partitions, by } => parts.name(client).few(partitions).time_if(*by),
        WaitsFor { client, partitions, holders, .. } => parts.name(client).few(partitions).name(holders),
        NotRevoked { who, within } => parts.clause(who).span_if(*within),
    }
});
