//! Names and numbers that Kafka gives to things, each with a type of its own.

use crate::sim::sorted::SortedMap;
use serde::{Deserialize, Deserializer, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// Every name that was ever used, each once. A name is never freed, so it is a plain reference that anything may copy.
/// A process leaks what its scripts name, at most a file's size for each script, and the ids that members are given.
static NAMES: Mutex<SortedMap<&'static str, Name>> = Mutex::new(SortedMap::new());

/// A text of which there is one copy: the place of that copy stands for it.
#[derive(Clone, Copy, Eq, Serialize)]
#[serde(transparent)]
struct Name(&'static &'static str);

impl Name {
    fn of(text: &str) -> Name {
        // A panic elsewhere leaves the map whole: names are only ever added.
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(text) {
            return *known;
        }
        let text: &'static str = Box::leak(Box::from(text));
        let name = Name(Box::leak(Box::new(text)));
        names.insert(text, name);
        name
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the text: an order that does not depend on which name was used first.
impl Ord for Name {
    #[inline(never)]
    fn cmp(&self, other: &Name) -> Ordering {
        if self == other { Ordering::Equal } else { self.0.cmp(other.0) }
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Name);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &'static str {
                self.0.0
            }

            /// Whether the name is the empty string.
            pub fn is_empty(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(Name::of(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(Name::of(&text))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $name::from("")
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok($name::from(String::deserialize(deserializer)?))
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.as_str())
            }
        }
    };
}

name_type!(
    /// The name of a topic.
    TopicName
);
impl TopicName {
    /// No topic's name is longer: its partitions are folders, and file names have an end.
    pub const LONGEST: usize = 249;

    /// Whether a topic may be called that (`Topic.validate`).
    pub fn is_legal(text: &str) -> bool {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let folder = matches!(text, "." | "..");
        !text.is_empty() && !folder && text.len() <= Self::LONGEST && text.chars().all(fits)
    }

    /// Whether the two would be one among the broker's metrics, in whose names `.` is `_` (`Topic.hasCollision`).
    pub fn collides_with(&self, other: &TopicName) -> bool {
        let (ours, theirs) = (self.as_str().bytes(), other.as_str().bytes());
        let in_metrics = |byte: u8| if byte == b'.' { b'_' } else { byte };
        ours.len() == theirs.len() && ours.map(in_metrics).eq(theirs.map(in_metrics)) && self != other
    }
}

name_type!(
    /// `group.id`.
    GroupId
);
impl GroupId {
    /// What stands where a consumer has no `group.id`. No group can be called that.
    pub fn none(client: &ClientName) -> GroupId {
        GroupId::from(format!("({client})"))
    }

    /// Whether it stands where there is no group.
    pub fn is_none(&self) -> bool {
        self.as_str().starts_with('(')
    }
}

name_type!(
    /// The id the coordinator gave to a member; empty while it has none.
    MemberId
);
name_type!(
    /// `group.instance.id`: what makes a member static.
    InstanceId
);
name_type!(
    /// `client.id`.
    ClientId
);
name_type!(
    /// The name of an assignor as it travels in JoinGroup: `range`, `cooperative-sticky`, ...
    ProtocolName
);
name_type!(
    /// Our own name of a simulated process: `c1`, `p1`. Kafka never sees it.
    ClientName
);

/// A record's place in its partition. Offsets start at 0 and are never reused.
pub type Offset = u64;

/// The largest offset that a script may name: far beyond the end of any log here, and small enough to count with.
pub const LARGEST_OFFSET: Offset = 1_000_000_000_000;

/// A partition of a topic; prints as Kafka prints it: `orders-2`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TopicPartition {
    /// The topic.
    pub topic: TopicName,
    /// The partition's number, from 0.
    pub partition: u32,
}

impl TopicPartition {
    /// Partition `partition` of `topic`.
    pub fn new(topic: TopicName, partition: u32) -> Self {
        TopicPartition { topic, partition }
    }
}

impl fmt::Display for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.partition)
    }
}

impl fmt::Debug for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A group's generation: 0 in a new group, one more each time a join phase completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Generation(pub i32);

impl Generation {
    /// What a client says that is in no generation (`Generation.NO_GENERATION`).
    pub const NONE: Generation = Generation(-1);

    /// Whether this names a generation at all.
    pub const fn exists(self) -> bool {
        self.0 >= 0
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A broker's number, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BrokerId(pub u8);

/// A client process: its name and how often it was started, so that an answer meant for a process that died
/// never reaches the one that took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessId {
    /// The process's name.
    pub name: ClientName,
    /// 1 for the first start, 2 after one restart, ...
    pub incarnation: u32,
}

/// Ties an answer to its request: the process that asked and its running number (Kafka's correlation id).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Correlation {
    /// Who asked.
    pub process: ProcessId,
    /// The number of the request among those of its process.
    pub number: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_called_what_a_folder_can_be_called() {
        for good in ["orders", "orders.eu-1_a", "...", &"x".repeat(249)] {
            assert!(TopicName::is_legal(good), "{good}");
        }
        for bad in ["", ".", "..", "a b", "ordérs", "a/b", &"x".repeat(250)] {
            assert!(!TopicName::is_legal(bad), "{bad}");
        }
    }

    #[test]
    fn a_dot_and_an_underscore_are_one_in_metrics() {
        let collide = |a: &str, b: &str| TopicName::from(a).collides_with(&TopicName::from(b));
        assert!(collide("a.b", "a_b") && collide("a_b.c", "a.b_c"));
        assert!(!collide("a.b", "a.b") && !collide("a.b", "a-b"));
    }
}
