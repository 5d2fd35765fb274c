//! Why a command was refused: what is inserted into the sentences.

use crate::cluster::command_error::{CommandError, Limit};
use crate::cluster::{
    LARGEST_BURST, MAX_ALL_PARTITIONS, MAX_CONSUMERS, MAX_PARTITIONS, MAX_PRODUCERS, MOST_COMMIT_FAULTS,
};
use crate::kafka::ids::{LARGEST_OFFSET, TopicName};
use crate::session::language::template::{Sentence, Slots, list, number, slots};
use crate::session::language::{Lang, en, ko};

impl Sentence for CommandError {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::refusals::refusal(self),
            Lang::Ko => ko::refusals::refusal(self),
        }
    }

    fn slots(&self, lang: Lang) -> Slots<'_> {
        use CommandError::*;
        match self {
            NoOffsetsWithoutGroup | NoAssignor => slots([]),
            Client(client, _) => slots([client.as_str().into()]),
            Group(group, _) => slots([group.as_str().into()]),
            Topic(topic, _) => slots([topic.as_str().into(), number(TopicName::LONGEST as u64)]),
            Limit(limit) => slots(limits(limit).map(number)),
            Property(error) => error.slots(lang),
            NoConsumer { client, known } => slots([client.as_str().into(), list(known)]),
            NoBroker { number: broker, last } => slots([number((*broker).into()), number((*last).into())]),
            NothingToAssign { client, partition } => {
                slots([client.as_str().into(), partition.to_string().into()])
            }
            DoesNotOwn { client, partition, owned } => {
                slots([client.as_str().into(), partition.to_string().into(), list(owned)])
            }
            NoStaticMember { group, instance, known } => {
                slots([group.as_str().into(), instance.as_str().into(), list(known)])
            }
            NotEmpty { group, state, members, .. } => {
                slots([group.as_str().into(), (*state).into(), list(members), number(members.len() as u64)])
            }
            NothingCommitted { group, topic } | TopicSubscribed { group, topic } => {
                slots([group.as_str().into(), topic.as_str().into()])
            }
            NoTopic { topic, known } | TopicCollides { topic, known } => {
                slots([topic.as_str().into(), list(known)])
            }
            SamePartitions { topic, present } | FewerPartitions { topic, present } => {
                slots([topic.as_str().into(), number(*present)])
            }
            NoPartition { partition, present } => slots([
                partition.topic.as_str().into(),
                number(*present as u64),
                partition.to_string().into(),
            ]),
            PartitionNotThere(partition) => slots([partition.to_string().into()]),
            BeyondEnd { partition, end: edge, before: offset }
            | BeforeStart { partition, start: edge, before: offset }
            | AlreadyWritten { partition, end: edge, offset } => {
                slots([partition.to_string().into(), number(*edge), number(*offset)])
            }
        }
    }
}

/// The limit, and what there is or was asked for.
fn limits(limit: &Limit) -> [u64; 2] {
    match *limit {
        Limit::Consumers => [MAX_CONSUMERS as u64, 0],
        Limit::Producers => [MAX_PRODUCERS as u64, 0],
        Limit::CommitFaults(count) => [MOST_COMMIT_FAULTS.into(), count.into()],
        Limit::Offset(offset) => [LARGEST_OFFSET, offset],
        Limit::NoPartitions => [1, 0],
        Limit::Partitions(count) => [MAX_PARTITIONS.into(), count.into()],
        Limit::AllPartitions(present) => [MAX_ALL_PARTITIONS as u64, present as u64],
        Limit::Burst(count) => [LARGEST_BURST.into(), count.into()],
    }
}
