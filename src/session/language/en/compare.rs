//! Two runs side by side.

use crate::session::compare::CompareMeasure;
use crate::session::compare::pairs::ReadyPair;
use crate::session::language::compare::{CompareLabel, CompareText};

pub fn text(text: &CompareText) -> &'static str {
    match text {
        CompareText::Runs { .. } => "A: {0}\nB: {1}",
        CompareText::NoRebalancing => {
            "–: a consumer group (KIP-848) has no rebalance that all members are in; they read on while partitions \
             change hands."
        }
        CompareText::WhereTheyPart => "where the runs part",
        CompareText::Same => "Both runs tell the same story.",
        CompareText::NoSuchChange(_) => {
            "`{0}` is no change. Choose eager, cooperative, consumer, static, dynamic, close, kill, commit-on-revoke, \
             defaults, or write a setting of the consumers' as key=value."
        }
        CompareText::NotPossible(_) => "The run cannot be changed so: {0}",
        CompareText::Unread { .. } => "nobody reads: A {0}, B {1}",
        CompareText::Instead { .. } => "{0} {1} instead of {2}",
        CompareText::Gains(_) => "B does better: {0}.",
        CompareText::Price(_) => "A does better: {0}.",
        CompareText::Until(_) => "until {0}",
        CompareText::Equal => "Both come to the same.",
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
        CompareMeasure::Lag => "lag",
    }
}

pub const fn label(label: CompareLabel) -> &'static str {
    match label {
        CompareLabel::Deploy => "deploy",
        CompareLabel::SameCommands => "same seed, same commands; you act on both",
        CompareLabel::WhatItCameTo => "What it came to",
        CompareLabel::WholeRun => "whole run",
        CompareLabel::SoFar => "so far",
        CompareLabel::WhereTheyPart => "Where the runs part",
        CompareLabel::OtherPairs => "Pairs",
        CompareLabel::SomethingElse => "One setting otherwise",
        CompareLabel::Setting => "setting",
        CompareLabel::Value => "value in B",
        CompareLabel::TwoTexts => "Two settings texts",
        CompareLabel::FirstText => "consumer.properties of A",
        CompareLabel::SecondText => "consumer.properties of B",
        CompareLabel::Compare => "Compare",
        CompareLabel::Leave => "Back to one run",
        CompareLabel::Pair => "What is compared",
        CompareLabel::FirstRun => "Run A",
        CompareLabel::SecondRun => "Run B",
        CompareLabel::OwnersDiffer => "other readers",
        CompareLabel::Differences => "differs",
        CompareLabel::AsItIs => "as it is",
        CompareLabel::Otherwise => "otherwise",
        CompareLabel::Better => "better",
        CompareLabel::NoSuchSetting => "There is no such setting of a consumer. Choose one of the list.",
    }
}

pub const fn pair(pair: ReadyPair) -> (&'static str, &'static str) {
    match pair {
        ReadyPair::EagerCooperative => ("eager", "cooperative"),
        ReadyPair::EagerConsumer => ("eager", "consumer (KIP-848)"),
        ReadyPair::CooperativeConsumer => ("cooperative", "consumer (KIP-848)"),
        ReadyPair::RangeSticky => ("range", "sticky"),
        ReadyPair::DynamicStatic => ("dynamic members", "static members"),
        ReadyPair::KillClose => ("kill", "close"),
        ReadyPair::AutoSync => ("auto-commit", "commitSync"),
        ReadyPair::CommitOnRevoke => ("revoked without commit", "commit on revoke"),
        ReadyPair::MaxPollRecords => ("max.poll.records=500", "max.poll.records=50"),
        ReadyPair::KafkasDefaults => ("as it is", "Kafka's defaults"),
    }
}
