//! What became of single records, and why nobody reads what is new or is gone.

use super::{Part, clause, place};
use crate::cluster::cause::{DuplicateCause, GapCause};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// Who processed a record more than once.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    KnownAlready {
        partition: TopicPartition,
        client: ClientName,
    },
    /// The topic, or one partition of it; the age of metadata, if that decides.
    NotKnown {
        partition: TopicPartition,
        client: ClientName,
        what: String,
        at: SimTime,
        age: Option<SimDuration>,
    },
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
        KnownAlready { partition, client } => vec![place(partition), Part::Name(client.as_str())],
        NotKnown { partition, client, what, at, age } => {
            let parts = [place(partition), Part::Name(client.as_str()), Part::Name(what), Part::Time(*at)];
            parts.into_iter().chain(age.map(Part::Span)).collect()
        }
        NobodySubscribes { partition, group } => {
            let group = group.as_ref().map(|group| Part::Name(group.as_str()));
            [place(partition), Part::Name(partition.topic.as_str())].into_iter().chain(group).collect()
        }
        TopicDeletedAt { topic, at } => vec![Part::Name(topic.as_str()), Part::Time(*at)],
    }
});
