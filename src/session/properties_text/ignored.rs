//! Why a key of pasted settings has no effect, as data. `session/language` says it in each language.

/// Why a key that is known is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    OfClients(OfClients),
    Obsolete(Obsolete),
    OfFrameworks(OfFrameworks),
}

/// Names of other clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfClients {
    Addresses,
    Queues,
    Stored,
    Logging,
    Requests,
    Rebalancing,
    CommitsThere,
    Threads,
    LoopEnds,
    Records,
    SpringAcks,
    Callbacks,
    GoEvents,
    KafkaJsRetries,
    AnotherPart,
    FetchPause,
    PatternTopics,
    PartitionEnd,
    Security,
    TopicConfig,
    AiokafkaRebalance,
    CommitCallback,
    Topics,
    KafkaJsRebalance,
    CommitThreshold,
    SideBySide,
    KafkaJsAssignors,
    FromBeginning,
    Transactions,
    Handler,
}

/// What was replaced, and what belongs to other parts of Kafka.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obsolete {
    ZooKeeperAddress,
    SessionOfMember,
    ConnectionTimeouts,
    ZooKeeperSync,
    ReplacedByServers,
    ReplacedBySession,
    ReplacedByRequest,
    ReplacedByGroup,
    MemberIds,
    StreamsGroup,
    StreamsThreads,
    StreamsTransactions,
    StreamsCommits,
    Streams,
    StreamsOrTopic,
    GoneFromBrokers,
    ZooKeeper,
}

/// Names of what is built around a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfFrameworks {
    RegistryAddress,
    Plugins,
    Confluent,
    Producer,
    SpringConcurrency,
    PollTimeout,
    SpringListener,
    SpringRetries,
    Connections,
    TheTopics,
    Concurrency,
    Framework,
    Failures,
    SmallRyeCommits,
    BinderCommits,
    ListenerName,
    AssignSeek,
    RecordAge,
    Batch,
    PauseWhenFull,
    ResetOffsets,
}

impl Ignored {
    /// Whether the value may be a secret, and so is not looked at.
    pub fn keeps_a_secret(self) -> bool {
        matches!(
            self,
            Ignored::OfClients(OfClients::Security) | Ignored::OfFrameworks(OfFrameworks::RegistryAddress)
        )
    }
}
