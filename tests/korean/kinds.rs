//! All kinds of errors, by name. A match over each enum asks the compiler whether one is missing here.

use groupscope::cluster::command_error::{ClientError, CommandError, GroupError, Limit, TopicError};
use groupscope::kafka::property::{PropertyError, ValueError};
use groupscope::session::mistake::{
    ExpectMistake, LineMistake, Mistake, NameMistake, ScenarioMistake, SettingMistake, TextMistake, Unmet,
    ValueMistake, WhyMistake,
};
use groupscope::session::properties_text::ignored::{Ignored, Obsolete, OfClients, OfFrameworks};
use groupscope::session::properties_text::remark::{KeyRemark, Remark, TakenRemark, TextRemark, ValueRemark};

macro_rules! kinds {
    ($($kinds:ident $of:ident: $($variant:ident)*;)*) => {
        $(
            fn $kinds(of: &$of) -> &'static str {
                match of {
                    $($of::$variant { .. } => concat!(stringify!($of), "::", stringify!($variant)),)*
                }
            }
        )*

        /// All of them.
        pub const ALL: &[&str] = &[$($(concat!(stringify!($of), "::", stringify!($variant)),)*)*];
    };
}

kinds! {
    mistake Mistake: Text Line Value Name Scenario Expect Endless NotReached Command Property Why;
    why WhyMistake: SeveralLines OffsetWithoutPartition SeveralGroups Unknown NotWritten NeverRebalanced;
    text TextMistake: TooLarge NotText QuoteWithoutKey OperatorWithoutKey AfterQuote Backslash OpenQuote;
    line LineMistake: UnknownVerb NoPlace NamedTwice NotEqual ListedTwice SetTwice NoSetting
        Missing StrategyTwice NoPartition NoPartitionFirst
        TwoDestinations NoDestination NotOneLine DoesNothing;
    setting SettingMistake: BrokerProperty GroupProperty ConsumerProperty NoEffect OfProducer UnknownKey;
    value ValueMistake: NotAmong OutOfRange NoNumber NoOffset OffsetTooFar NoOffsets PartitionTwice OnlyDots
        NoName NoUnit TooLong NoSpan TooFast NoRate NoKeyModel PatternSize NoPattern;
    name NameMistake: NoTopic NoTopicInFile TopicExists NoGroup GroupTwice Taken NoConsumer NoProducer
        NotConsumer NotProducer NoPartition NoMark MarkExists;
    scenario ScenarioMistake: GivenTwice TooLate Racks Latency SubscribesToNothing TopicsAndPattern
        PatternNeedsConsumerProtocol PatternNeedsKafka40 SubscribesAndAssigns NoGroup NoTopics NoEnd Alone
        LonelyOption LonelyPrediction PredictsTwice NeverAnswered PredictsOtherwise PredictsOfNothing Question
        TooMany TooLong GoesBack;
    expect ExpectMistake: Nothing SeveralFilters NoMeasure WrongFilter ElapsedSinceWhen NoDifference
        NotANumber Never PartitionOfSeveral MeasureOfSeveral;
    unmet Unmet: NoGroup GroupIs ConsumerGroupIs NothingRebalances NoCommit NobodyRuns StillMember NotSettled
        HasToJoin NotAssigned Unread Read;
    command CommandError: Client Group Topic Limit Property NoConsumer NoBroker NothingToAssign DoesNotOwn
        NoOffsetsWithoutGroup NoStaticMember NotEmpty NothingCommitted TopicSubscribed NoAssignor NoTopic
        TopicCollides SamePartitions FewerPartitions NoPartition PartitionNotThere BeyondEnd BeforeStart
        AlreadyWritten;
    client ClientError: NameTaken NoConsumers IsProducer NoProducer NotRunning StillRuns NothingToKill Frozen
        FrozenInBounce NotFrozen AlreadyStalled NotStalled AlreadyCutOff NotCutOff Closing ReadsNothing
        ReadsInSeveralWays SubscribesWithoutGroup NoTopicToSubscribe TopicsAndPattern PatternNeedsConsumerProtocol
        PatternNeedsKafka40 CannotSubscribe Standalone
        StoreIsNeverRead CommitsWithoutGroup SubscribesToNothing OwnsNothing;
    group GroupError: NotThereYet NotFound NoConsumer CoordinatorAlreadyAway CoordinatorAway NoStaticMembers
        NothingToReset AlreadyBounced Bounced AssignedByBroker;
    topic TopicError: IllegalName Exists NoTopics NotThere;
    limit Limit: Consumers Producers CommitFaults Offset NoPartitions Partitions AllPartitions Burst;
    property PropertyError: NotOfConsumers NotOfBrokers Value NoAssignor AssignorTwice Heartbeat NeedsWorkers
        NeedsPollThread ExternalOutOfOrder DrainWithoutWorkers Racks SessionTimeouts
        ClassicOnly ConsumerOnly Outside;
    property_value ValueError: NoFlag NeedsDuration NegativeDuration NoDuration NoWord NoInstanceId NoNumber
        OutOfRange UnknownAssignor;
    remark Remark: Property Key Taken Text Value;
    key_remark KeyRemark: Unsimulated OfProducer OfBrokers Ignored NoSuchKey NotRepeated JavaCode Code NoValue
        Computed Placeholder MayHoldMore OwnAssignor;
    taken_remark TakenRemark: ReadAs NameOf SpringReads NamesOf OffsetWord PlaceholderDefault InWords;
    text_remark TextRemark: TooLarge NothingUnderstood NothingCommits MalformedEscape Continued Swallowed SetAgain
        SecondTime ManyTimes;
    value_remark ValueRemark: LineBreak ControlCharacter Unfit NoClass UnknownAssignor NeedsAssignor
        NoDuration NoSize;
    ignored Ignored: OfClients Obsolete OfFrameworks;
    of_clients OfClients: Addresses Queues Stored Logging Requests Rebalancing CommitsThere Threads LoopEnds
        Records SpringAcks Callbacks GoEvents KafkaJsRetries AnotherPart FetchPause PatternTopics PartitionEnd
        Security TopicConfig AiokafkaRebalance CommitCallback Topics KafkaJsRebalance CommitThreshold SideBySide
        KafkaJsAssignors FromBeginning Transactions Handler;
    obsolete Obsolete: ZooKeeperAddress SessionOfMember ConnectionTimeouts ZooKeeperSync ReplacedByServers
        ReplacedBySession ReplacedByRequest ReplacedByGroup MemberIds StreamsGroup StreamsThreads
        StreamsTransactions StreamsCommits Streams StreamsOrTopic GoneFromBrokers ZooKeeper;
    of_frameworks OfFrameworks: RegistryAddress Plugins Confluent Producer SpringConcurrency PollTimeout
        SpringListener SpringRetries Connections TheTopics Concurrency Framework Failures SmallRyeCommits
        BinderCommits ListenerName AssignSeek RecordAge Batch PauseWhenFull ResetOffsets;
}

/// The names of a mistake: its own, and that of what it holds.
pub fn of(found: &Mistake) -> Vec<&'static str> {
    let mut kinds = vec![mistake(found)];
    kinds.extend(match found {
        Mistake::Text(wrong) => Some(text(wrong)),
        Mistake::Line(wrong) => Some(line(wrong)),
        Mistake::Value { wrong, .. } => Some(value(wrong)),
        Mistake::Name { wrong, .. } => Some(name(wrong)),
        Mistake::Scenario(wrong) => Some(scenario(wrong)),
        Mistake::Expect(wrong) => Some(expect(wrong)),
        Mistake::NotReached { unmet: missing, .. } => Some(unmet(missing)),
        Mistake::Command(error) => Some(command(error)),
        Mistake::Why(wrong) => Some(why(wrong)),
        Mistake::Endless(_) | Mistake::Property(_) => None,
    });
    if let Mistake::Line(LineMistake::NoSetting { keyword, key }) = found {
        kinds.push(setting(&SettingMistake::of(*keyword, key)));
    }
    if let Mistake::Property(error) = found {
        kinds.extend(of_property(error));
    }
    if let Mistake::Command(error) = found {
        kinds.extend(match error {
            CommandError::Client(_, wrong) => Some(client(wrong)),
            CommandError::Group(_, wrong) => Some(group(wrong)),
            CommandError::Topic(_, wrong) => Some(topic(wrong)),
            CommandError::Limit(reached) => Some(limit(reached)),
            _ => None,
        });
    }
    kinds
}

/// The names of a property's error.
fn of_property(error: &PropertyError) -> Vec<&'static str> {
    let mut kinds = vec![property(error)];
    if let PropertyError::Value { wrong, .. } = error {
        kinds.push(property_value(wrong));
    }
    kinds
}

/// The names of a remark: its own, and those of what it holds.
pub fn of_remark(found: &Remark) -> Vec<&'static str> {
    let mut kinds = vec![remark(found)];
    match found {
        Remark::Property(error) => kinds.extend(of_property(error)),
        Remark::Key(of) => kinds.push(key_remark(of)),
        Remark::Taken(of) => kinds.push(taken_remark(of)),
        Remark::Text(of) => kinds.push(text_remark(of)),
        Remark::Value(of) => kinds.push(value_remark(of)),
    }
    if let Remark::Key(KeyRemark::Ignored(why)) = found {
        kinds.push(ignored(why));
        kinds.push(match why {
            Ignored::OfClients(why) => of_clients(why),
            Ignored::Obsolete(why) => obsolete(why),
            Ignored::OfFrameworks(why) => of_frameworks(why),
        });
    }
    kinds
}
