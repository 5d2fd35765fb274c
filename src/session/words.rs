//! The words that the lines of several keywords share: what may follow them, and what each takes.

use crate::kafka::consumer::config::{CommitMode, Listener, ListenerThrows, OnPoison, WorkerOrder};
use crate::session::values::Takes;

/// Something that follows a keyword: a plain word (positional) or `key=value`.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    pub name: &'static str,
    pub takes: Takes,
    pub required: bool,
}

/// Something that must be given.
pub const fn must(name: &'static str, takes: Takes) -> Argument {
    Argument { name, takes, required: true }
}

/// Something that may be left out.
pub const fn may(name: &'static str, takes: Takes) -> Argument {
    Argument { name, takes, required: false }
}

/// The one Kafka property a producer has here: how late it may learn of new partitions.
pub const PRODUCERS_METADATA: &str = "metadata.max.age.ms";
/// What `show` can print.
pub const TABLES: &[&str] = &["group", "members", "lanes", "consumers", "causes", "totals", "rebalances"];
/// What `until=` can wait for.
pub const CONDITIONS: &[&str] = &["stable", "committed", "empty", "rebalancing", "unowned"];
/// How much of what happens a transcript tells.
pub const LEVELS: &[&str] = &["nothing", "story", "detail", "wire"];

/// A pool of more would only be slow to draw.
const MOST_WORKERS: u64 = 64;
pub const MANY: u64 = 1_000_000_000;
/// The consumers that a line is about.
pub const NAMES: &[Argument] = &[must("NAMES", Takes::Name)];
pub const NAME: Argument = must("NAME", Takes::Name);
pub const GROUP: Argument = must("GROUP", Takes::Name);
pub const TEXTS: &[Argument] = &[must("en", Takes::Text), may("ko", Takes::Text)];

pub const TOPICS: Argument = may("topics", Takes::Names);
pub const CONSUMER: Argument = must("CONSUMER", Takes::Name);
pub const TO_TIME: Argument = may("to_time", Takes::Instant);
pub const PATTERN: Argument = may("pattern", Takes::Pattern);
pub const SUBSCRIPTION_PATTERN: Argument = may("subscription_pattern", Takes::SubscriptionPattern);
pub const COMMIT: Argument = may("commit", Takes::Word(&CommitMode::NAMES));
pub const COMMIT_EVERY: Argument = may("commit_every", Takes::Number { min: 1, max: 1_000_000 });
pub const LISTENER: Argument = may("listener", Takes::Word(&Listener::NAMES));
pub const LISTENER_THROWS: Argument = may("listener_throws", Takes::Word(&ListenerThrows::NAMES));
pub const WORKERS: Argument = may("workers", Takes::Number { min: 0, max: MOST_WORKERS });
pub const QUEUE: Argument = may("queue", Takes::Number { min: 1, max: 1_000_000 });
pub const ORDER: Argument = may("order", Takes::Word(&WorkerOrder::NAMES));
pub const SPIKE: Argument = may("spike", Takes::Span);
pub const SPIKE_EVERY: Argument = may("spike_every", Takes::Number { min: 1, max: 1_000_000 });
pub const PROCESSING: Argument = may("processing_time", Takes::Span);
pub const POLL: Argument = may("poll_timeout", Takes::Span);
pub const CALLBACK: Argument = may("callback_time", Takes::Span);
pub const ON_POISON: Argument = may("on_poison", Takes::Word(&OnPoison::NAMES));
pub const RACK: Argument = may("rack", Takes::Name);
/// On a line whose command the world is expected to refuse; the reference says so once for all of them.
pub static REFUSED: Argument = may("refused", Takes::Word(&["yes", "no"]));
pub const STRATEGY: Argument = may("strategy", Takes::Assignors);
/// How an application behaves: on the lines that start consumers, and on their group's.
pub const BEHAVIOUR: &[Argument] = &[
    COMMIT,
    COMMIT_EVERY,
    LISTENER,
    LISTENER_THROWS,
    CALLBACK,
    PROCESSING,
    SPIKE,
    SPIKE_EVERY,
    WORKERS,
    QUEUE,
    ORDER,
    POLL,
    ON_POISON,
    RACK,
    STRATEGY,
];

/// Several lists as one of `N` arguments. Does not compile with another `N`.
pub const fn joined<const N: usize>(lists: &[&[Argument]]) -> [Argument; N] {
    let mut all = [NAME; N];
    let (mut list, mut count) = (0, 0);
    while list < lists.len() {
        let mut place = 0;
        while place < lists[list].len() {
            all[count] = lists[list][place];
            (place, count) = (place + 1, count + 1);
        }
        list += 1;
    }
    assert!(count == N);
    all
}

// The largest number a measure is compared with; far above anything a run counts.
pub(crate) const LARGEST_MEASURE: u64 = MANY * MANY;
