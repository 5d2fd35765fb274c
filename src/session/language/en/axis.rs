//! English: the time axis and its charts.

use crate::session::language::axis::{AxisLabel, AxisText, Quantity, SequenceWord};

pub const fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Lag => "lag",
        Quantity::AtStake => "at stake",
        Quantity::Duplicates => "duplicates",
        Quantity::Gaps => "gaps",
        Quantity::Unowned => "unowned",
        Quantity::Throughput => "throughput",
        Quantity::Latency => "latency",
    }
}

pub const fn meaning(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Lag => "Log end less committed offset, of all partitions with a commit.",
        Quantity::AtStake => {
            "Records that are processed and not committed: they come twice if their reader dies now."
        }
        Quantity::Duplicates => "Processings of a record after its first one.",
        Quantity::Gaps => "Records below the committed offset that nobody processed or holds.",
        Quantity::Unowned => "Partitions that no running consumer owns.",
        Quantity::Throughput => "Records processed in a second.",
        Quantity::Latency => {
            "From produce to the end of the first processing, on average over the last second."
        }
    }
}

pub const fn label(label: AxisLabel) -> &'static str {
    match label {
        AxisLabel::ZoomIn => "Zoom in on the present",
        AxisLabel::ZoomOut => "Zoom out",
        AxisLabel::WholeRun => "Show the whole run",
        AxisLabel::AllCharts => "Show all charts",
        AxisLabel::FewCharts => "Show the chief charts alone",
        AxisLabel::Sequence => "Show the requests as a sequence diagram",
        AxisLabel::Journal => "Show what happened as a list",
    }
}

pub const fn sequence(word: SequenceWord) -> &'static str {
    match word {
        SequenceWord::Coordinator => "coordinator",
        SequenceWord::Started => "starts",
        SequenceWord::Killed => "✕ killed",
        SequenceWord::Frozen => "frozen",
        SequenceWord::CutOff => "cut off",
        SequenceWord::GoesOn => "goes on",
        SequenceWord::Closes => "closes",
        SequenceWord::OwnsNothing => "owns nothing",
        SequenceWord::Title => "Sequence",
        SequenceWord::Empty => "No request has been sent yet.",
    }
}

pub const fn words(text: &AxisText) -> &'static str {
    match text {
        AxisText::WithoutBreak { .. } => "{0} of {1}, read without a break",
        AxisText::Generations { .. } => "gen {0} to {1}",
        AxisText::SessionEnds { .. } => "{0}'s session ends {1}",
        AxisText::JoinEnds(_) => "waits until {0}",
        AxisText::EachSecond(_) => "{0}/s",
        AxisText::NoResponse(_) => "no answer to {0}",
        AxisText::Owns(_) => "owns {0}",
        AxisText::Removed(_) => "{0} is removed",
    }
}
