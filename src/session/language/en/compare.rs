//! Two runs side by side.

use crate::session::compare::CompareMeasure;
use crate::session::language::compare::CompareText;

pub fn text(text: &CompareText) -> &'static str {
    match text {
        CompareText::Runs { .. } => "A: {0}\nB: {1}",
        CompareText::WhereTheyPart => "where the runs part",
        CompareText::Same => "Both runs tell the same story.",
        CompareText::NoSuchChange(_) => {
            "`{0}` is no change. Choose eager, cooperative, static, dynamic, close, kill, commit-on-revoke, defaults, \
             or write a setting of the consumers' as key=value."
        }
        CompareText::NotPossible(_) => "The run cannot be changed so: {0}",
    }
}

pub const fn measure(measure: CompareMeasure) -> &'static str {
    match measure {
        CompareMeasure::Rebalances => "rebalances",
        CompareMeasure::Rebalancing => "time in rebalances",
        CompareMeasure::Paused => "consumers paused, all together",
        CompareMeasure::Unowned => "unowned, all partitions together",
        CompareMeasure::UnownedPartitions => "partitions unowned at all",
        CompareMeasure::LongestUnowned => "longest that one was unowned",
        CompareMeasure::Moved => "partitions moved",
        CompareMeasure::Duplicates => "processed twice",
        CompareMeasure::Gaps => "lost (gaps)",
        CompareMeasure::Lag => "lag at the end",
    }
}
