//! All kinds of errors, by name. A match over each enum asks the compiler whether one is missing here.

use groupscope::cluster::command_error::{ClientError, CommandError, GroupError, Limit, TopicError};
use groupscope::session::mistake::{
    ExpectMistake, LineMistake, Mistake, NameMistake, ScenarioMistake, TextMistake, Unmet, ValueMistake,
};

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
    mistake Mistake: Text Line Value Name Scenario Expect Endless NotReached Command Property Told;
    text TextMistake: TooLarge NotText QuoteWithoutKey OperatorWithoutKey AfterQuote Backslash OpenQuote;
    line LineMistake: UnknownVerb NoPlace NamedTwice NotEqual ListedTwice SetTwice BrokerProperty
        ConsumerProperty NoEffect OfProducer UnknownKey Missing StrategyTwice NoPartition NoPartitionFirst
        TwoDestinations NoDestination NotOneLine DoesNothing;
    value ValueMistake: NotAmong OutOfRange NoNumber NoOffset OffsetTooFar NoOffsets PartitionTwice OnlyDots
        NoName NoUnit TooLong NoSpan TooFast NoRate NoKeyModel PatternSize NoPattern;
    name NameMistake: NoTopic NoTopicInFile TopicExists NoGroup GroupTwice Taken NoConsumer NoProducer
        NotConsumer NotProducer NoPartition NoMark MarkExists;
    scenario ScenarioMistake: GivenTwice TooLate Racks Latency SubscribesToNothing TopicsAndPattern
        SubscribesAndAssigns NoGroup NoTopics NoEnd Alone LonelyOption Question TooMany TooLong GoesBack;
    expect ExpectMistake: Nothing SeveralFilters NoMeasure WrongFilter ElapsedSinceWhen NoDifference
        NotANumber Never PartitionOfSeveral MeasureOfSeveral;
    unmet Unmet: NoGroup GroupIs NothingRebalances NoCommit NobodyRuns StillMember NotSettled
        HasToJoin NotAssigned Unread Read;
    command CommandError: Client Group Topic Limit Property NoConsumer NoBroker NothingToAssign DoesNotOwn
        NoOffsetsWithoutGroup NoStaticMember NotEmpty NothingCommitted TopicSubscribed NoAssignor NoTopic
        TopicCollides SamePartitions FewerPartitions NoPartition PartitionNotThere BeyondEnd BeforeStart
        AlreadyWritten;
    client ClientError: NameTaken NoConsumers IsProducer NoProducer NotRunning StillRuns NothingToKill Frozen
        FrozenInBounce NotFrozen AlreadyStalled NotStalled AlreadyCutOff NotCutOff Closing ReadsNothing
        ReadsInSeveralWays SubscribesWithoutGroup NoTopicToSubscribe TopicsAndPattern CannotSubscribe Standalone
        StoreIsNeverRead CommitsWithoutGroup SubscribesToNothing OwnsNothing;
    group GroupError: NotThereYet NotFound NoConsumer CoordinatorAlreadyAway CoordinatorAway NoStaticMembers
        NothingToReset AlreadyBounced Bounced;
    topic TopicError: IllegalName Exists NoTopics NotThere;
    limit Limit: Consumers Producers CommitFaults Offset NoPartitions Partitions AllPartitions Burst;
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
        Mistake::Endless(_) | Mistake::Property(_) | Mistake::Told(_) => None,
    });
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
