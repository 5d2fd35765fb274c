//! What is to be said of a pasted text and of the session that is made of it, as data. `session::language` says it in
//! each language.

use crate::kafka::ids::TopicPartition;

/// A remark on lines of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedRemark {
    /// From 1; 0 for the text as a whole.
    pub line: u32,
    pub remark: ImportRemark,
}

/// What is to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportRemark {
    /// Lines that are no part of a table: the first of them, and how many there are.
    LinesIgnored { first: Vec<u32>, count: usize },
    /// A column that is not known, and not needed.
    ColumnIgnored(String),
    /// The partition stands in the text before; what stands here counts.
    PartitionAgain(TopicPartition),
    /// The tool says that a group does not exist.
    GroupMissing(String),
    /// Of several groups this one was taken.
    OneOfSeveral { taken: String, others: Vec<String> },
    /// Nothing names the group; in the session it has this name.
    GroupNamed(String),
    /// The name is none that a script can have.
    GroupRenamed { from: String, to: String },
    /// An instance id is none that a script can have.
    InstanceRenamed { from: String, to: String },
    /// The group is a consumer group.
    ProtocolTold(ToldProtocol),
    /// The group was rebalancing: the text may tell half of the truth.
    WasRebalancing,
    /// No members are known; the session has none.
    NoMembers,
    /// The tool counts more members than the text names.
    MembersMissing { counted: u64, named: usize },
    /// Who has which partition is not told.
    OwnersUnknown,
    /// The assignor is not told; this one gives each member what it has.
    AssignorFound(&'static str),
    /// The assignor is not told, and none gives each member what it has; this one comes closest.
    AssignorAssumed(&'static str),
    /// The assignor is one that is not simulated; this one is used instead.
    AssignorReplaced { told: String, used: &'static str },
    /// Who subscribes to what is not told: each member to the topics of which it has a partition.
    OwnTopics,
    /// Not all members have partitions of the same topics, and who subscribes to what is not told: here all do to all.
    AllTopics,
    /// The assignor gives so many partitions to others than had them: the first of them, who had it, who gets it.
    AssignmentDiffers { count: usize, of: usize, first: TopicPartition, had: String, gets: String },
    /// Processes are called c1, c2, ... since client ids are no names for them: what each of them stands for. (It is
    /// said here and not in the session: member ids and hosts are nothing that a link should carry.)
    Renamed(Vec<String>),
    /// The topic has partitions that the text does not show.
    PartitionsAssumed { topic: String, shown: usize, total: u32 },
    /// All partitions of a topic end at the same offset, so that offsets differ from the real ones.
    OffsetsShifted { first: TopicPartition, end: u64, real: u64 },
    /// Lags are divided: by what, and the largest one before and after.
    LagsDivided { by: u64, first: TopicPartition, real: u64, lag: u64 },
    /// A committed offset beyond the log's end is set to the end: how many, and the first.
    BeyondEnd { count: usize, first: TopicPartition },
    /// What is below a committed offset was processed before the text was printed.
    DoneBefore,
    /// Nothing was committed: how many, and the first.
    NotCommitted { count: usize, first: TopicPartition },
    /// The log's end is not known, so the lag is not either: how many, and the first.
    LagUnknown { count: usize, first: TopicPartition },
    /// Settings, processing time, how the application commits, and the rate (records a second for each topic).
    SettingsUnknown { rate: u32 },
}

/// Which protocol the members of a consumer group speak, as the text tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldProtocol {
    /// The members speak the protocol of KIP-848: the broker may give them other partitions as they join one by one.
    Consumer,
    /// The same, and so many members still speak the classic protocol.
    Mixed(usize),
    /// All members that are told speak the classic protocol, which a consumer group cannot be of: here none does.
    NoneUpgraded,
}
