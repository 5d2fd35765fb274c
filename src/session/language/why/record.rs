//! What became of single records, and why nobody reads what is new or is gone.

use super::{Part, clause, place};
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

clause!(By, by, |by| match by {
    By::Unknown => Vec::new(),
    By::Twice(client) => vec![Part::Name(client.as_str())],
    By::AndAgain(former, later) => vec![Part::Name(former.as_str()), Part::Name(later.as_str())],
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

clause!(Asks, asks, |asks| match asks {
    Asks::At(at, age) => std::iter::once(Part::Time(*at)).chain(age.map(Part::Span)).collect(),
    Asks::UnderWay | Asks::Silent => Vec::new(),
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
    /// The same, when somebody had been started already: before the first assignment.
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

clause!(RecordClaim, record, |claim| {
    use RecordClaim::*;
    match claim {
        ProcessedAgain { offset, partition, by, cause } => {
            vec![Part::Number(*offset), place(partition), Part::Clause(by), Part::Name(cause.key())]
        }
        PassedOver { offset, partition, cause } | PassedOverInHand { offset, partition, cause } => {
            vec![Part::Number(*offset), place(partition), Part::Name(cause.key())]
        }
        BeforeStart { offset, partition, group } => {
            vec![Part::Number(*offset), place(partition), Part::Name(group.as_str())]
        }
        BeforeAssignment { offset, partition, client, started, group, at } => vec![
            Part::Number(*offset),
            place(partition),
            Part::Name(client.as_str()),
            Part::Time(*started),
            Part::Name(group.as_str()),
            Part::Time(*at),
        ],
        BeforeReading { offset, partition, written, client, at } => {
            let (written, at) = (Part::Time(*written), Part::Time(*at));
            vec![Part::Number(*offset), place(partition), written, Part::Name(client.as_str()), at]
        }
        ProcessedOnce { offset, partition, by } => {
            let by = by.as_ref().map(|by| Part::Name(by.as_str()));
            [Part::Number(*offset), place(partition)].into_iter().chain(by).collect()
        }
        NotYet { offset, partition } => vec![Part::Number(*offset), place(partition)],
        InHand(client) | Stuck(client) => vec![Part::Name(client.as_str())],
        NotComeToIt { client, position } => {
            std::iter::once(Part::Name(client.as_str())).chain(position.map(Part::Number)).collect()
        }
        NoneSubscribes { partition, group } => {
            vec![place(partition), Part::Name(group.as_str()), Part::Name(partition.topic.as_str())]
        }
        KnownAlready { partition, client, .. } => vec![place(partition), Part::Name(client.as_str())],
        NothingBegins { partition, leader, group, generation } => {
            let (leader, group) = (Part::Name(leader.as_str()), Part::Name(group.as_str()));
            vec![place(partition), leader, group, Part::Generation(*generation)]
        }
        NotKnown { partition, client, what, asks } => {
            vec![place(partition), Part::Name(client.as_str()), Part::Name(what), Part::Clause(asks)]
        }
        Moves(partition) => vec![place(partition)],
        NobodySubscribes { partition, group } => {
            let group = group.as_ref().map(|group| Part::Name(group.as_str()));
            [place(partition), Part::Name(partition.topic.as_str())].into_iter().chain(group).collect()
        }
        TopicDeletedAt { topic, at } => vec![Part::Name(topic.as_str()), Part::Time(*at)],
    }
});
