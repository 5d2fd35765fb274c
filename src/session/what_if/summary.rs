//! What the trials of a row have in common: for each column the median, and from where to where 90 of 100 lie.

use crate::session::what_if::trial::{DeployOutcome, RECOVERY_STEP};
use crate::sim::sorted::sort;

/// A number of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeployColumn {
    Rebalances,
    /// In milliseconds, of all partitions together.
    Unowned,
    Duplicates,
    Gaps,
    /// In milliseconds.
    Recovery,
}

impl DeployColumn {
    /// All, in the order in which they are told.
    pub const ALL: [DeployColumn; 5] = [
        DeployColumn::Rebalances,
        DeployColumn::Unowned,
        DeployColumn::Duplicates,
        DeployColumn::Gaps,
        DeployColumn::Recovery,
    ];

    /// Its name in CSV and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            DeployColumn::Rebalances => "rebalances",
            DeployColumn::Unowned => "unowned_ms",
            DeployColumn::Duplicates => "duplicates",
            DeployColumn::Gaps => "gaps",
            DeployColumn::Recovery => "recovery_ms",
        }
    }

    /// Medians that differ by no more than this are told as equal.
    pub const fn least_difference(self) -> u64 {
        match self {
            DeployColumn::Unowned => 500,
            DeployColumn::Recovery => RECOVERY_STEP.as_millis(),
            DeployColumn::Rebalances | DeployColumn::Duplicates | DeployColumn::Gaps => 0,
        }
    }

    /// The number in an outcome; `None` for a recovery that did not come.
    pub fn of(self, outcome: &DeployOutcome) -> Option<u64> {
        match self {
            DeployColumn::Rebalances => Some(outcome.rebalances),
            DeployColumn::Unowned => Some(outcome.unowned_ms),
            DeployColumn::Duplicates => Some(outcome.duplicates),
            DeployColumn::Gaps => Some(outcome.gaps),
            DeployColumn::Recovery => outcome.recovery_ms,
        }
    }
}

/// Where the numbers of a column lie, by the nearest rank; `None` where there is no number, which is worse than any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// 5 of 100 are no greater.
    pub low: Option<u64>,
    pub median: Option<u64>,
    /// 95 of 100 are no greater.
    pub high: Option<u64>,
}

impl Spread {
    /// Of these numbers.
    pub fn of(numbers: impl Iterator<Item = Option<u64>>) -> Spread {
        let mut all: Vec<u64> = numbers.map(|number| number.unwrap_or(u64::MAX)).collect();
        sort(&mut all);
        let rank = |of_100: usize| {
            let place = (all.len() * of_100).div_ceil(100).max(1) - 1;
            all.get(place).copied().filter(|number| *number < u64::MAX)
        };
        Spread { low: rank(5), median: rank(50), high: rank(95) }
    }

    /// Whether nearly all numbers are the same.
    pub fn is_sharp(&self) -> bool {
        self.low == self.high
    }

    /// Whether the two differ by more than chance: one's median lies outside of where 90 of 100 of the other lie, and
    /// by more than `least`.
    pub fn differs(&self, other: &Spread, least: u64) -> bool {
        let number = |number: Option<u64>| number.unwrap_or(u64::MAX);
        let (ours, theirs) = (number(self.median), number(other.median));
        let outside = |median: u64, of: &Spread| median < number(of.low) || median > number(of.high);
        ours.abs_diff(theirs) > least && (outside(ours, other) || outside(theirs, self))
    }

    /// Whether its median is the smaller one.
    pub fn is_below(&self, other: &Spread) -> bool {
        self.median.unwrap_or(u64::MAX) < other.median.unwrap_or(u64::MAX)
    }
}

/// The columns of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowSummary {
    spreads: [Spread; 5],
    /// In how many trials the group had not recovered when it was given up.
    pub unrecovered: usize,
}

impl RowSummary {
    /// Of these trials.
    pub fn of(outcomes: &[DeployOutcome]) -> RowSummary {
        RowSummary {
            spreads: DeployColumn::ALL
                .map(|column| Spread::of(outcomes.iter().map(|outcome| column.of(outcome)))),
            unrecovered: outcomes.iter().filter(|outcome| outcome.recovery_ms.is_none()).count(),
        }
    }

    /// Whether no row has clearly less in this column, and some row has clearly more.
    pub fn is_least(&self, column: DeployColumn, all: &[RowSummary]) -> bool {
        let (ours, least) = (self.spread(column), column.least_difference());
        let differs = |other: &&RowSummary| other.spread(column).differs(ours, least);
        let mut others = all.iter().filter(differs).peekable();
        others.peek().is_some() && others.all(|other| ours.is_below(other.spread(column)))
    }

    /// One of its columns.
    pub fn spread(&self, column: DeployColumn) -> &Spread {
        &self.spreads[column as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_worse_than_any() {
        let of = |numbers: &[Option<u64>]| Spread::of(numbers.iter().copied());
        let all: Vec<Option<u64>> = (1..=100).map(Some).collect();
        assert_eq!(of(&all), Spread { low: Some(5), median: Some(50), high: Some(95) });
        assert_eq!(of(&[Some(7)]), Spread { low: Some(7), median: Some(7), high: Some(7) });
        assert_eq!(of(&[None, Some(3), None]), Spread { low: Some(3), median: None, high: None });
        assert_eq!(of(&[]), Spread::default());
    }

    #[test]
    fn a_difference_is_told_where_a_median_is_out_of_the_others_range() {
        let of = |from: u64, to: u64| Spread::of((from..=to).map(Some));
        assert!(of(1, 9).differs(&of(10, 20), 0) && of(1, 9).is_below(&of(10, 20)));
        assert!(
            of(0, 100).differs(&of(2, 3), 0),
            "2 lies in the range of the wide one, 50 not in that of the narrow one"
        );
        assert!(!of(0, 100).differs(&of(20, 120), 0));
        assert!(!of(8, 8).differs(&of(8, 8), 0) && !of(8, 8).differs(&of(9, 9), 1));
    }
}
