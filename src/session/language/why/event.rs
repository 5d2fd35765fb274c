//! What happened to topics and processes, and what an application was at.

use super::clause;
use crate::cluster::Lasted;
use crate::kafka::consumer::calls::Call;
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::Callback;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum Event {
    TopicCreated {
        topic: TopicName,
        partitions: u32,
    },
    TopicCreatedAgain {
        topic: TopicName,
        partitions: u32,
    },
    MorePartitions {
        topic: TopicName,
        partitions: u32,
    },
    TopicDeleted(TopicName),
    PositionKept {
        client: ClientName,
        topic: TopicName,
        kept: Arc<[(TopicPartition, Offset)]>,
    },
    CannotBeDeserialized {
        partition: TopicPartition,
        offset: Offset,
    },
    /// When a consumer learnt what happened to a topic; the age of its metadata, if that decided.
    Learnt {
        client: ClientName,
        at: SimTime,
        age: Option<SimDuration>,
    },
    Started(ClientName),
    StartedAgain(ClientName),
    Killed(ClientName),
    Frozen(ClientName),
    CutOff {
        client: ClientName,
        broker: Option<BrokerId>,
    },
    Stalled {
        client: ClientName,
        since: SimTime,
        lasted: Lasted,
    },
    WokenUp(ClientName),
    CallAsked {
        client: ClientName,
        call: Call,
    },
    CloseAsked {
        client: ClientName,
        operation: GroupMembershipOperation,
    },
    /// To go at once, without LeaveGroup.
    CloseWithoutLeavingAsked(ClientName),
    Closed(ClientName),
    ClosedWithoutLeaving(ClientName),
    /// It would have left, but for a coordinator.
    ClosedWithoutCoordinator(ClientName),
    /// It sent LeaveGroup, which did not come to a coordinator.
    LeaveGroupLost(ClientName),
    ClosedAsStatic {
        client: ClientName,
        instance: InstanceId,
    },
    /// The last heartbeat of a member of a consumer group did not come to a coordinator.
    LastHeartbeatLost {
        client: ClientName,
        for_successor: bool,
    },
    /// A member of a consumer group closed, and sent no heartbeat that says so.
    ClosedWithoutSaying(ClientName),
    /// A static member of a consumer group closed, and told its group to wait for its successor.
    ClosedForSuccessor {
        client: ClientName,
        instance: InstanceId,
    },
    ClosedInMidBatch(ClientName),
    StillInClose {
        client: ClientName,
        grace: SimDuration,
    },
    NotClosed {
        client: ClientName,
        grace: SimDuration,
        in_hand: u64,
    },
    RemovalAsked {
        instance: InstanceId,
        group: GroupId,
    },
    NotPolled {
        client: ClientName,
        silent: SimDuration,
    },
    AtWork {
        client: ClientName,
        records: u64,
    },
    InCallback {
        client: ClientName,
        callback: Callback,
    },
    InCommitSync(ClientName),
    InAutomaticCommit(ClientName),
    /// The settings as a script or a properties file has them.
    RunsWith {
        client: ClientName,
        settings: String,
    },
}

clause!(Event, event, |event, parts| {
    use Event::*;
    match event {
        TopicCreated { topic, partitions }
        | TopicCreatedAgain { topic, partitions }
        | MorePartitions { topic, partitions } => parts.name(topic).number((*partitions).into()),
        TopicDeleted(topic) => parts.name(topic),
        PositionKept { client, topic, kept } => parts.name(client).name(topic).offsets(kept),
        CannotBeDeserialized { partition, offset } => parts.place(partition).number(*offset),
        Learnt { client, at, age } => parts.name(client).time(*at).span_if(*age),
        Started(client)
        | StartedAgain(client)
        | Killed(client)
        | Frozen(client)
        | WokenUp(client)
        | CloseAsked { client, .. }
        | CloseWithoutLeavingAsked(client)
        | Closed(client)
        | ClosedWithoutLeaving(client)
        | ClosedWithoutCoordinator(client)
        | LeaveGroupLost(client)
        | LastHeartbeatLost { client, .. }
        | ClosedWithoutSaying(client)
        | ClosedInMidBatch(client)
        | InCommitSync(client)
        | InAutomaticCommit(client) => parts.name(client),
        CutOff { client, broker } => {
            parts.name(client);
            match broker {
                Some(broker) => parts.names(broker.0.to_string()),
                None => parts,
            }
        }
        Stalled { client, since, lasted } => {
            let until = match lasted {
                Lasted::Until(until) | Lasted::WillEnd(until) => Some(*until),
                Lasted::Open => None,
            };
            parts.name(client).time(*since).time_if(until)
        }
        CallAsked { client, call } => parts.name(client).call(call),
        ClosedAsStatic { client, instance } | ClosedForSuccessor { client, instance } => {
            parts.name(client).name(instance)
        }
        StillInClose { client, grace } => parts.name(client).given(*grace),
        NotClosed { client, grace, in_hand } => parts.name(client).given(*grace).number(*in_hand),
        RemovalAsked { instance, group } => parts.name(instance).name(group),
        NotPolled { client, silent } => parts.name(client).number(silent.as_millis()),
        AtWork { client, records } => parts.name(client).number(*records),
        InCallback { client, callback } => parts.name(client).name(callback.name()),
        RunsWith { client, settings } => parts.name(client).name(settings),
    }
});
