//! What can be wrong with a script, as data. `session::language` says it in each language.

use crate::cluster::CommandError;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::{ClientName, Generation, GroupId, Offset, TopicPartition};
use crate::kafka::known_keys::{Unsimulated, of_a_producer, unsimulated};
use crate::kafka::property::{PROPERTIES, PropertyError, Scope, property};
use crate::session::grammar::Keyword;
use crate::session::lexer::Operator;
use crate::session::measure::Whose;
use crate::session::nearest::{Hint, meant, similar};
use crate::sim::time::{SimDuration, SimTime};

/// What is wrong with a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The file or a line is no text of the grammar.
    Text(TextMistake),
    /// The words of a line do not belong together.
    Line(LineMistake),
    /// A value is not of the kind that is taken there.
    Value {
        /// The name of the argument, or the keyword in backticks.
        what: String,
        /// What was given, or the part of it that is wrong.
        text: String,
        wrong: ValueMistake,
    },
    /// Something is not there yet, or is there already.
    Name { name: String, wrong: NameMistake, hint: Hint },
    /// The lines do not belong together.
    Scenario(ScenarioMistake),
    /// An `expect` line asks for nothing that can be answered.
    Expect(ExpectMistake),
    /// So much happens that time does not get past this instant.
    Endless(SimTime),
    /// What `until=` waits for did not come.
    NotReached { word: String, patience: SimDuration, unmet: Unmet },
    /// The world refused the command.
    Command(CommandError),
    /// A property of Kafka's does not take the value.
    Property(PropertyError),
    /// A question has no answer.
    Why(WhyMistake),
}

/// What is no text of the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextMistake {
    /// The number of bytes in the file.
    TooLarge(usize),
    /// A byte that no text has, counted from 1.
    NotText {
        place: usize,
        code: u32,
    },
    QuoteWithoutKey,
    OperatorWithoutKey(Operator),
    AfterQuote,
    Backslash,
    OpenQuote,
}

/// Words of a line that do not belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineMistake {
    UnknownVerb {
        word: String,
        hint: Hint,
    },
    NoPlace {
        word: String,
        keyword: Keyword,
    },
    NamedTwice(String),
    NotEqual {
        key: String,
        operator: Operator,
    },
    ListedTwice {
        argument: &'static str,
        name: String,
    },
    SetTwice(String),
    /// A setting that no line of this keyword takes. [`SettingMistake::of`] finds out why when it is said.
    NoSetting {
        keyword: Keyword,
        key: String,
    },
    Missing {
        keyword: Keyword,
        what: String,
    },
    StrategyTwice,
    /// A partition is wanted, and this is none.
    NoPartition(String),
    /// The same as the first word of a line.
    NoPartitionFirst(String),
    TwoDestinations,
    NoDestination,
    /// One line was expected where a line is typed.
    NotOneLine,
    DoesNothing,
}

/// Why no line of a keyword takes a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingMistake {
    BrokerProperty(String),
    ConsumerProperty(String),
    /// It is set for a group, where that is named.
    GroupProperty(String),
    /// A key of Kafka's that changes nothing here.
    NoEffect {
        key: String,
        why: Unsimulated,
    },
    /// A key of a producer.
    OfProducer(String),
    UnknownKey {
        keyword: Keyword,
        key: String,
        hint: Hint,
    },
}

impl SettingMistake {
    /// Why no line of this keyword takes that key.
    pub fn of(keyword: Keyword, key: &str) -> SettingMistake {
        let (rule, named) = (keyword.rule(), key.to_owned());
        match property(key).map(|property| property.scope()) {
            Some(Scope::Broker) => return SettingMistake::BrokerProperty(named),
            Some(Scope::Consumer) => return SettingMistake::ConsumerProperty(named),
            Some(Scope::Group) => return SettingMistake::GroupProperty(named),
            None => {}
        }
        // A session says only what has an effect; and what is secret has no place in a file that is passed on.
        if let Some(why) = unsimulated(key) {
            return SettingMistake::NoEffect { key: named, why };
        }
        if of_a_producer(key).is_some() {
            return SettingMistake::OfProducer(named);
        }
        let properties = PROPERTIES.iter().filter(|property| rule.takes_property(property));
        let names = properties.map(|property| property.name);
        // Our own knobs carry no dots; look for the nearest word on the right side first.
        let arguments = rule.arguments.iter().map(|argument| argument.name);
        let hint = if key.contains('.') && rule.properties.is_some() {
            match similar(key, names) {
                Hint::None => Hint::Documented,
                found => found,
            }
        } else {
            meant(key, arguments)
        };
        SettingMistake::UnknownKey { keyword, key: named, hint }
    }
}

/// Why a value is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueMistake {
    NotAmong {
        words: &'static [&'static str],
        hint: Hint,
    },
    /// `None` for `max`: the upper limit is too large to mention.
    OutOfRange {
        min: u64,
        max: Option<u64>,
    },
    NoNumber {
        min: u64,
        max: Option<u64>,
    },
    NoOffset {
        words: &'static [&'static str],
        hint: Hint,
    },
    OffsetTooFar,
    NoOffsets,
    PartitionTwice,
    /// `.` or `..`.
    OnlyDots,
    NoName,
    NoUnit,
    TooLong,
    NoSpan,
    TooFast,
    NoRate,
    NoKeyModel(Hint),
    PatternSize,
    /// With what the reader of patterns says.
    NoPattern(String),
}

/// What is not there yet, or is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMistake {
    NoTopic,
    NoTopicInFile,
    TopicExists,
    NoGroup,
    GroupTwice,
    Taken,
    NoConsumer,
    NoProducer,
    NotConsumer,
    NotProducer,
    NoPartition,
    NoMark,
    MarkExists,
}

/// Lines that do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScenarioMistake {
    GivenTwice,
    TooLate,
    Racks {
        racks: usize,
        brokers: u8,
    },
    Latency,
    SubscribesToNothing,
    TopicsAndPattern,
    /// A pattern for the broker, and the classic group protocol.
    PatternNeedsConsumerProtocol,
    /// A pattern for the broker, and the recorded Kafka, whose clients send none.
    PatternNeedsKafka40,
    SubscribesAndAssigns,
    NoGroup,
    NoTopics,
    NoEnd,
    /// An argument that says something only beside another one.
    Alone {
        argument: &'static str,
        partner: &'static str,
    },
    LonelyOption,
    /// A `predict` line without a question above it.
    LonelyPrediction,
    PredictsTwice,
    /// Something is to be foretold, and no `answer` line says when it has happened.
    NeverAnswered,
    /// What follows `predict records` and the like is none of the words it takes.
    PredictsOtherwise {
        kind: &'static str,
        words: &'static [&'static str],
    },
    /// It is not said of which partition.
    PredictsOfNothing {
        kind: &'static str,
    },
    Question {
        options: u32,
        right: u32,
    },
    TooMany {
        what: Countable,
        count: u64,
        most: u64,
    },
    TooLong,
    GoesBack(SimTime),
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyMistake {
    /// The question has more than one line.
    SeveralLines,
    /// `offset` with something that is no partition.
    OffsetWithoutPartition(String),
    /// A partition that several groups read.
    SeveralGroups { partition: String, groups: Vec<String> },
    /// Nothing has that name.
    Unknown { subject: String, hint: Hint },
    /// The log has not come to that offset.
    NotWritten { partition: TopicPartition, offset: Offset, next: Offset },
    /// The group has completed no rebalance.
    NeverRebalanced(GroupId),
}

/// What the size of a session is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Countable {
    Statements,
    Consumers,
    Producers,
    Partitions,
}

/// What an `expect` line asks for without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectMistake {
    /// The line compares no measure.
    Nothing(Keyword),
    SeveralFilters,
    NoMeasure {
        name: String,
        hint: Hint,
    },
    /// The measure is of something else.
    WrongFilter {
        name: String,
        of: &'static [Whose],
        given: Whose,
    },
    ElapsedSinceWhen,
    /// A quantile of all records so far.
    NoDifference(String),
    NotANumber(String),
    Never {
        measure: &'static str,
        word: String,
        hint: Hint,
    },
    PartitionOfSeveral {
        name: String,
        groups: Vec<String>,
    },
    MeasureOfSeveral {
        name: String,
        groups: Vec<String>,
    },
}

/// Why a condition does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    NoGroup,
    GroupIs(GroupId, GroupState),
    /// The same of a consumer group (KIP-848).
    ConsumerGroupIs(GroupId, ConsumerGroupState),
    NothingRebalances,
    NoCommit,
    NobodyRuns,
    StillMember(ClientName),
    NotSettled(ClientName, Generation),
    HasToJoin(ClientName),
    NotAssigned(ClientName),
    Unread(TopicPartition),
    Read(TopicPartition),
}

impl NameMistake {
    /// This is wrong with that name.
    pub fn of(self, name: &str) -> Mistake {
        self.with(name, Hint::None)
    }

    /// The same, with what may have been meant.
    pub fn with(self, name: &str, hint: Hint) -> Mistake {
        Mistake::Name { name: name.to_owned(), wrong: self, hint }
    }
}

impl ValueMistake {
    /// This is wrong with that value of `what`.
    pub fn of(self, what: &str, text: &str) -> Mistake {
        Mistake::Value { what: what.to_owned(), text: text.to_owned(), wrong: self }
    }
}

macro_rules! kinds {
    ($($kind:ident($of:ty))*) => {
        $(impl From<$of> for Mistake {
            fn from(of: $of) -> Self {
                Mistake::$kind(of)
            }
        })*
    };
}

kinds! {
    Text(TextMistake)
    Line(LineMistake)
    Scenario(ScenarioMistake)
    Expect(ExpectMistake)
    Command(CommandError)
    Property(PropertyError)
    Why(WhyMistake)
}
