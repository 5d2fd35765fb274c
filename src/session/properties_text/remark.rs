//! What is to be said of pasted settings, as data. `session::language` says it in each language.

use super::foreign::Origin;
use super::ignored::Ignored;
use crate::kafka::assignor::AssignorName;
use crate::kafka::known_keys::Unsimulated;
use crate::kafka::property::PropertyError;

/// What is wrong with a line of a pasted text, or to be known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Kafka does not take the value, or not together with others.
    Property(PropertyError),
    /// A key has no effect.
    Key(KeyRemark),
    /// A key or a value is taken for another.
    Taken(TakenRemark),
    /// The text as a whole, or some of its lines.
    Text(TextRemark),
    /// A value is not taken.
    Value(ValueRemark),
}

impl Remark {
    /// The properties whose values are wrong.
    pub fn names(&self) -> &[&'static str] {
        match self {
            Remark::Property(error) => error.names(),
            Remark::Value(remark) => remark.names(),
            Remark::Key(_) | Remark::Taken(_) | Remark::Text(_) => &[],
        }
    }
}

/// Why a key has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRemark {
    Unsimulated(Unsimulated),
    /// A key of a producer.
    OfProducer(String),
    OfBrokers,
    Ignored(Ignored),
    /// An unknown key, and what may have been meant.
    NoSuchKey(Option<&'static str>),
    /// The same where the line may be a part of a secret. `goes_on`: of a value of several lines.
    NotRepeated {
        nearest: Option<&'static str>,
        goes_on: bool,
    },
    JavaCode,
    Code,
    NoValue,
    Computed,
    Placeholder,
    /// Another setting may stand in the value.
    MayHoldMore,
    OwnAssignor,
}

/// What a key or a value is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenRemark {
    ReadAs {
        key: String,
        name: &'static str,
    },
    NameOf {
        key: String,
        whose: Origin,
        name: &'static str,
    },
    SpringReads {
        key: String,
        name: &'static str,
    },
    NamesOf(Origin),
    /// A word of the ZooKeeper consumer, too, or of librdkafka alone.
    OffsetWord {
        written: String,
        zookeeper: bool,
        word: &'static str,
    },
    PlaceholderDefault(&'static str),
    /// Assignors are written in words; in Java they are these classes.
    InWords(String),
}

/// What is to be said of a text or of some of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextRemark {
    TooLarge(usize),
    NothingUnderstood,
    /// With enable.auto.commit=false nothing says how the application commits.
    NothingCommits,
    MalformedEscape,
    /// The value goes on in the line after this one.
    Continued {
        name: &'static str,
        line: u32,
    },
    /// A setting became a part of the value above it, and this number of settings below did, too.
    Swallowed {
        inside: String,
        key: String,
        line: u32,
        more: usize,
    },
    /// A property is set in other lines as well: the first of them, and how many there are.
    SetAgain {
        name: &'static str,
        first: Vec<u32>,
        count: usize,
        preferred: Preferred,
    },
    SecondTime {
        key: String,
        first: u32,
    },
    ManyTimes {
        key: String,
        first: Vec<u32>,
        count: usize,
    },
}

/// Why a value is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueRemark {
    /// A line break is missing; this key stands in the middle of the value.
    LineBreak {
        name: &'static str,
        inside: Option<&'static str>,
    },
    ControlCharacter(&'static str),
    /// The length of a value that must not be repeated.
    Unfit {
        name: &'static str,
        length: usize,
    },
    NoClass {
        class: String,
        right: String,
    },
    UnknownAssignor {
        class: Option<String>,
        nearest: Option<AssignorName>,
    },
    NeedsAssignor,
    NoDuration {
        name: &'static str,
        text: Option<String>,
    },
    NoSize {
        name: &'static str,
        text: Option<String>,
    },
}

impl ValueRemark {
    fn names(&self) -> &[&'static str] {
        use ValueRemark::*;
        match self {
            LineBreak { name, .. }
            | ControlCharacter(name)
            | Unfit { name, .. }
            | NoDuration { name, .. }
            | NoSize { name, .. } => std::slice::from_ref(name),
            NoClass { .. } | UnknownAssignor { .. } | NeedsAssignor => &["partition.assignment.strategy"],
        }
    }
}

/// Why one of several settings counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preferred {
    /// They are of different channels.
    OfItsChannel,
    /// It is closer to the consumer.
    Closer,
    Last,
}

macro_rules! kinds {
    ($($kind:ident($of:ty))*) => {
        $(impl From<$of> for Remark {
            fn from(of: $of) -> Self {
                Remark::$kind(of)
            }
        })*
    };
}

kinds! {
    Property(PropertyError)
    Key(KeyRemark)
    Taken(TakenRemark)
    Text(TextRemark)
    Value(ValueRemark)
}

impl From<Ignored> for Remark {
    fn from(why: Ignored) -> Self {
        Remark::Key(KeyRemark::Ignored(why))
    }
}

impl From<Unsimulated> for Remark {
    fn from(why: Unsimulated) -> Self {
        Remark::Key(KeyRemark::Unsimulated(why))
    }
}
