//! What became of single records, and why nobody reads what is new or is gone.

use super::clause;
use crate::cluster::cause::{DuplicateCause, GapCause};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// Who processed a record more than once.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Unknown,
    Twice(ClientName),
    AndAgain(ClientName, ClientName),
}

clause!(By, by, |by, parts| match by {
    By::Unknown => parts,
    By::Twice(client) => parts.name(client),
    By::AndAgain(former, later) => parts.name(former).name(later),
});

/// When somebody who does not know of a topic asks for metadata.
#[derive(Clone, Copy, Debug)]
pub enum Asks {
    /// Then; the age of metadata, if that decides.
    At(SimTime, Option<SimDuration>),
    UnderWay,
    /// It is over, stands still, or is cut off.
    Silent,
}

clause!(Asks, asks, |asks, parts| match asks {
    Asks::At(at, age) => parts.time(*at).span_if(*age),
    Asks::UnderWay | Asks::Silent => parts,
});

/// See the head of this file.
#[derive(Clone, Debug)]
pub enum RecordClaim {
    ProcessedAgain {
        offset: Offset,
        partition: TopicPartition,
        by: By,
        cause: DuplicateCause,
    },
    PassedOver {
        offset: Offset,
        partition: TopicPartition,
        cause: GapCause,
    },
    /// It is passed over, and somebody has it in hand all the same.
    PassedOverInHand {
        offset: Offset,
        partition: TopicPartition,
        cause: GapCause,
    },
    BeforeStart {
        offset: Offset,
        partition: TopicPartition,
        group: GroupId,
    },
    /// An administrator had the group start after it.
    NotOfGroup {
        offset: Offset,
        partition: TopicPartition,
        group: GroupId,
    },
    /// Before the start, when somebody had been started already: before the first assignment.
    BeforeAssignment {
        offset: Offset,
        partition: TopicPartition,
        client: ClientName,
        started: SimTime,
        group: GroupId,
        at: SimTime,
    },
    /// The same, before somebody knew where to begin.
    BeforeReading {
        offset: Offset,
        partition: TopicPartition,
        written: SimTime,
        client: ClientName,
        at: SimTime,
    },
    ProcessedOnce {
        offset: Offset,
        partition: TopicPartition,
        by: Option<ClientName>,
    },
    NotYet {
        offset: Offset,
        partition: TopicPartition,
    },
    InHand(ClientName),
    Stuck(ClientName),
    NotComeToIt {
        client: ClientName,
        position: Option<Offset>,
    },
    NoneSubscribes {
        partition: TopicPartition,
        group: GroupId,
    },
    /// Somebody knows of it who is to join again, or was until its process was over.
    KnownAlready {
        partition: TopicPartition,
        client: ClientName,
        over: bool,
    },
    /// It came after this generation, whose leader took that over and knew of the partition then.
    NothingBegins {
        partition: TopicPartition,
        leader: ClientName,
        group: GroupId,
        generation: Generation,
    },
    /// The topic, or one partition of it.
    NotKnown {
        partition: TopicPartition,
        client: ClientName,
        what: String,
        asks: Asks,
    },
    /// It is withheld in the first round of a cooperative rebalance.
    Moves(TopicPartition),
    /// No consumer at all subscribes, or none of this group.
    NobodySubscribes {
        partition: TopicPartition,
        group: Option<GroupId>,
    },
    TopicDeletedAt {
        topic: TopicName,
        at: SimTime,
    },
}

clause!(RecordClaim, record, |claim, parts| {
    use RecordClaim::*;
    match claim {
        ProcessedAgain { offset, partition, by, cause } => {
            parts.number(*offset).place(partition).clause(by).name(cause.key())
        }
        PassedOver { offset, partition, cause } | PassedOverInHand { offset, partition, cause } => {
            parts.number(*offset).place(partition).name(cause.key())
        }
        BeforeStart { offset, partition, group } | NotOfGroup { offset, partition, group } => {
            parts.number(*offset).place(partition).name(group)
        }
        BeforeAssignment { offset, partition, client, started, group, at } => {
            parts.number(*offset).place(partition).name(client).time(*started).name(group).time(*at)
        }
        BeforeReading { offset, partition, written, client, at } => {
            parts.number(*offset).place(partition).time(*written).name(client).time(*at)
        }
        ProcessedOnce { offset, partition, by } => {
            parts.number(*offset).place(partition).name_if(by.as_ref())
        }
        NotYet { offset, partition } => parts.number(*offset).place(partition),
        InHand(client) | Stuck(client) => parts.name(client),
        NotComeToIt { client, position } => parts.name(client).number_if(*position),
        NoneSubscribes { partition, group } => parts.place(partition).name(group).name(&partition.topic),
        KnownAlready { partition, client, .. } => parts.place(partition).name(client),
        NothingBegins { partition, leader, group, generation } => {
            parts.place(partition).name(leader).name(group).generation(*generation)
        }
        NotKnown { partition, client, what, asks } => {
            parts.place(partition).name(client).name(what).clause(asks)
        }
        Moves(partition) => parts.place(partition),
        NobodySubscribes { partition, group } => {
            parts.place(partition).name(&partition.topic).name_if(group.as_ref())
        }
        TopicDeletedAt { topic, at } => parts.name(topic).time(*at),
    }
});
