//! How what was said compares with what happened: never "wrong", but by how much it differs.

use super::truth::Truth;
use super::{Guess, Prediction};
use crate::kafka::ids::{Offset, TopicPartition};
use crate::sim::sorted::{SortedMap, SortedSet};

/// Two spans of time that differ by less than this, in microseconds, are told as the same: nobody types more digits.
const SAME_SPAN: i128 = 50_000;

/// What the comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessVerdict {
    /// It happened as it was said.
    Same,
    /// So many more than was said, or so much longer (in microseconds).
    More(GuessedBy),
    Fewer(GuessedBy),
    /// As many records as were marked, but others.
    Elsewhere,
    /// Of so many partitions, this many are as was said.
    Partly {
        right: u64,
        of: u64,
    },
    /// Nothing that could be compared.
    Open,
}

/// A number of things, or a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessedBy {
    Records(u64),
    Count(u64),
    /// In microseconds.
    Span(u64),
}

impl GuessVerdict {
    /// Compares a guess with what happened.
    pub fn of(prediction: &Prediction, guess: &Guess, truth: &Truth) -> GuessVerdict {
        match (guess, truth) {
            (Guess::Records(said), Truth::Records(seen)) => records(said, seen),
            (Guess::Partitions(said), Truth::Partitions(seen)) => partitions(said, seen),
            (Guess::Owners(said), Truth::Owners(seen)) => {
                let right = seen.iter().filter(|(partition, owner)| said.get(*partition) == Some(*owner));
                let (right, of) = (right.count() as u64, seen.len() as u64);
                if right == of { GuessVerdict::Same } else { GuessVerdict::Partly { right, of } }
            }
            (Guess::Number(said), Truth::Number(Some(seen))) => {
                let is_span = prediction.is_span();
                let by = (seen - said).unsigned_abs().try_into().unwrap_or(u64::MAX);
                let amount = if is_span { GuessedBy::Span(by) } else { GuessedBy::Count(by) };
                match seen - said {
                    0 => GuessVerdict::Same,
                    by if is_span && by.abs() < SAME_SPAN => GuessVerdict::Same,
                    by if by > 0 => GuessVerdict::More(amount),
                    _ => GuessVerdict::Fewer(amount),
                }
            }
            _ => GuessVerdict::Open,
        }
    }
}

fn records(
    said: &SortedMap<TopicPartition, (Offset, Offset)>,
    seen: &SortedMap<TopicPartition, Vec<(Offset, Offset)>>,
) -> GuessVerdict {
    let marked = |partition: &TopicPartition| said.get(partition).copied().filter(|(from, to)| from < to);
    let same = seen.iter().all(|(partition, found)| match (marked(partition), &found[..]) {
        (None, []) => true,
        (Some(mark), [only]) => mark == *only,
        _ => false,
    });
    let said: u64 = said.values().map(|(from, to)| to.saturating_sub(*from)).sum();
    let seen: u64 = seen.values().flatten().map(|(from, to)| to - from).sum();
    match seen.cmp(&said) {
        _ if same => GuessVerdict::Same,
        std::cmp::Ordering::Greater => GuessVerdict::More(GuessedBy::Records(seen - said)),
        std::cmp::Ordering::Less => GuessVerdict::Fewer(GuessedBy::Records(said - seen)),
        std::cmp::Ordering::Equal => GuessVerdict::Elsewhere,
    }
}

/// Right are those that were named and those only; `of` counts all that were named or should have been.
fn partitions(said: &SortedSet<TopicPartition>, seen: &SortedSet<TopicPartition>) -> GuessVerdict {
    let right = seen.iter().filter(|partition| said.contains(*partition)).count() as u64;
    let of = said.len() as u64 + seen.len() as u64 - right;
    if right == of { GuessVerdict::Same } else { GuessVerdict::Partly { right, of } }
}
