//! What happened to topics and processes, and what an application was at.

use super::{Part, clause, place};
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

clause!(Event, event, |event| {
    use Event::*;
    let number = |number: &u32| Part::Number((*number).into());
    match event {
        TopicCreated { topic, partitions }
        | TopicCreatedAgain { topic, partitions }
        | MorePartitions { topic, partitions } => vec![Part::Name(topic.as_str()), number(partitions)],
        TopicDeleted(topic) => vec![Part::Name(topic.as_str())],
        PositionKept { client, topic, kept } => {
            vec![Part::Name(client.as_str()), Part::Name(topic.as_str()), Part::Offsets(kept)]
        }
        CannotBeDeserialized { partition, offset } => vec![place(partition), Part::Number(*offset)],
        Learnt { client, at, age } => {
            let parts = [Part::Name(client.as_str()), Part::Time(*at)];
            parts.into_iter().chain(age.map(Part::Span)).collect()
        }
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
        | ClosedInMidBatch(client)
        | InCommitSync(client)
        | InAutomaticCommit(client) => vec![Part::Name(client.as_str())],
        CutOff { client, broker } => {
            let broker = broker.map(|broker| Part::Names(broker.0.to_string()));
            std::iter::once(Part::Name(client.as_str())).chain(broker).collect()
        }
        Stalled { client, since, lasted } => {
            let until = match lasted {
                Lasted::Until(until) | Lasted::WillEnd(until) => Some(Part::Time(*until)),
                Lasted::Open => None,
            };
            [Part::Name(client.as_str()), Part::Time(*since)].into_iter().chain(until).collect()
        }
        CallAsked { client, call } => vec![Part::Name(client.as_str()), Part::Call(call)],
        ClosedAsStatic { client, instance } => {
            vec![Part::Name(client.as_str()), Part::Name(instance.as_str())]
        }
        StillInClose { client, grace } => vec![Part::Name(client.as_str()), Part::Given(*grace)],
        NotClosed { client, grace, in_hand } => {
            vec![Part::Name(client.as_str()), Part::Given(*grace), Part::Number(*in_hand)]
        }
        RemovalAsked { instance, group } => vec![Part::Name(instance.as_str()), Part::Name(group.as_str())],
        NotPolled { client, silent } => vec![Part::Name(client.as_str()), Part::Number(silent.as_millis())],
        AtWork { client, records } => vec![Part::Name(client.as_str()), Part::Number(*records)],
        InCallback { client, callback } => vec![Part::Name(client.as_str()), Part::Name(callback.name())],
        RunsWith { client, settings } => vec![Part::Name(client.as_str()), Part::Name(settings)],
    }
});
