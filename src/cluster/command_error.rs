//! Why a command was refused, as data. `session/language` says it in each language.

use crate::kafka::ids::*;
use crate::kafka::property::PropertyError;

/// Why the world refused a command. Nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// What is wrong with a process.
    Client(ClientName, ClientError),
    /// What is wrong with a group.
    Group(GroupId, GroupError),
    /// What is wrong with a topic.
    Topic(TopicName, TopicError),
    /// There is too much of something, or too little.
    Limit(Limit),
    /// Settings that contradict each other.
    Property(PropertyError),
    NoConsumer {
        client: ClientName,
        known: Vec<ClientName>,
    },
    NoBroker {
        number: u8,
        last: u8,
    },
    NothingToAssign {
        client: ClientName,
        partition: TopicPartition,
    },
    DoesNotOwn {
        client: ClientName,
        partition: TopicPartition,
        owned: Vec<TopicPartition>,
    },
    NoOffsetsWithoutGroup,
    NoStaticMember {
        group: GroupId,
        instance: InstanceId,
        known: Vec<InstanceId>,
    },
    NotEmpty {
        group: GroupId,
        /// As Kafka spells it.
        state: &'static str,
        /// By their names, where they have one.
        members: Vec<String>,
        task: EmptyTask,
    },
    NothingCommitted {
        group: GroupId,
        topic: TopicName,
    },
    TopicSubscribed {
        group: GroupId,
        topic: TopicName,
    },
    NoAssignor,
    NoTopic {
        topic: TopicName,
        known: Vec<TopicName>,
    },
    /// Kafka would count both under one name in its metrics.
    TopicCollides {
        topic: TopicName,
        known: Vec<TopicName>,
    },
    /// A topic has this many partitions already, and was asked to have that many again.
    SamePartitions {
        topic: TopicName,
        present: u64,
    },
    FewerPartitions {
        topic: TopicName,
        present: u64,
    },
    /// A topic has no more than this number of partitions.
    NoPartition {
        partition: TopicPartition,
        present: usize,
    },
    /// A partition out of a list of partitions.
    PartitionNotThere(TopicPartition),
    BeyondEnd {
        partition: TopicPartition,
        end: Offset,
        before: Offset,
    },
    BeforeStart {
        partition: TopicPartition,
        start: Offset,
        before: Offset,
    },
    AlreadyWritten {
        partition: TopicPartition,
        end: Offset,
        offset: Offset,
    },
}

/// What is wrong with a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// A process of this name is there already.
    NameTaken,
    /// There is no consumer at all.
    NoConsumers,
    IsProducer,
    NoProducer,
    NotRunning,
    StillRuns,
    NothingToKill,
    Frozen,
    /// It is to be bounced, and cannot close.
    FrozenInBounce,
    NotFrozen,
    AlreadyStalled,
    NotStalled,
    AlreadyCutOff,
    NotCutOff,
    Closing,
    ReadsNothing,
    /// A list of topics, a pattern, partitions of its own: more than one of them.
    ReadsInSeveralWays,
    SubscribesWithoutGroup,
    /// A new subscription, without topics and without a pattern.
    NoTopicToSubscribe,
    TopicsAndPattern,
    /// A pattern for the broker, and the classic group protocol.
    PatternNeedsConsumerProtocol,
    /// A pattern for the broker, and the recorded Kafka, whose clients send none.
    PatternNeedsKafka40,
    /// A new subscription of a consumer without a group.
    CannotSubscribe,
    /// A new subscription of a consumer that assigned its partitions itself.
    Standalone,
    StoreIsNeverRead,
    CommitsWithoutGroup,
    SubscribesToNothing,
    OwnsNothing,
}

/// What is wrong with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupError {
    NotThereYet,
    /// Not there, or there no longer.
    NotFound,
    NoConsumer,
    /// Its coordinator was to be taken away, and is away.
    CoordinatorAlreadyAway,
    CoordinatorAway,
    NoStaticMembers,
    NothingToReset,
    AlreadyBounced,
    Bounced,
    /// It was to be bounced to another strategy, and has consumers of the new protocol (KIP-848).
    AssignedByBroker,
}

/// What is wrong with a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicError {
    IllegalName,
    Exists,
    /// There is no topic at all.
    NoTopics,
    /// A topic out of a list of topics.
    NotThere,
}

/// What there is too much of, or too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Consumers,
    Producers,
    CommitFaults(u32),
    Offset(Offset),
    NoPartitions,
    Partitions(u32),
    /// The number of partitions that exist already.
    AllPartitions(usize),
    Burst(u32),
}

/// What is done only to a group that is Empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyTask {
    ResetOffsets,
    DeleteGroup,
}

impl ClientError {
    /// This is wrong with that process.
    pub fn of(self, client: &ClientName) -> CommandError {
        CommandError::Client(*client, self)
    }
}

impl GroupError {
    /// This is wrong with that group.
    pub fn of(self, group: &GroupId) -> CommandError {
        CommandError::Group(*group, self)
    }
}

impl TopicError {
    /// This is wrong with that topic.
    pub fn of(self, topic: &TopicName) -> CommandError {
        CommandError::Topic(*topic, self)
    }
}

impl From<PropertyError> for CommandError {
    fn from(error: PropertyError) -> Self {
        CommandError::Property(error)
    }
}
