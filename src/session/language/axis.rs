//! The words of the time axis and of the charts on it.

use crate::kafka::ids::Generation;
use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::units::short;
use crate::session::language::{Lang, en, ko};
use crate::sim::time::SimTime;

/// A quantity that has a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Log end less committed offset.
    Lag,
    /// Processed records that are not committed.
    AtStake,
    Duplicates,
    Gaps,
    /// Partitions that no running consumer owns.
    Unowned,
    /// Records processed in a second.
    Throughput,
    /// From produce to the end of the first processing.
    Latency,
}

impl Quantity {
    /// All of them, in the order of the charts.
    pub const ALL: [Quantity; 7] = [
        Quantity::Lag,
        Quantity::AtStake,
        Quantity::Duplicates,
        Quantity::Gaps,
        Quantity::Unowned,
        Quantity::Throughput,
        Quantity::Latency,
    ];

    /// Those that always stand under the rows.
    pub const CHIEF: [Quantity; 4] = [Quantity::Lag, Quantity::AtStake, Quantity::Duplicates, Quantity::Gaps];

    /// Its name.
    pub const fn name(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::axis::quantity(self),
            Lang::Ko => ko::axis::quantity(self),
        }
    }

    /// What it counts, in a sentence.
    pub const fn meaning(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::axis::meaning(self),
            Lang::Ko => ko::axis::meaning(self),
        }
    }

    /// As its CSS class and its attribute have it.
    pub const fn word(self) -> &'static str {
        match self {
            Quantity::Lag => "lag",
            Quantity::AtStake => "at-stake",
            Quantity::Duplicates => "duplicates",
            Quantity::Gaps => "gaps",
            Quantity::Unowned => "unowned",
            Quantity::Throughput => "throughput",
            Quantity::Latency => "latency",
        }
    }
}

/// What the buttons of the axis do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisLabel {
    ZoomIn,
    ZoomOut,
    WholeRun,
    AllCharts,
    FewCharts,
    Sequence,
    Journal,
}

impl Lang {
    /// A button's name.
    pub const fn axis_label(self, label: AxisLabel) -> &'static str {
        match self {
            Lang::En => en::axis::label(label),
            Lang::Ko => ko::axis::label(label),
        }
    }
}

/// Words of the sequence diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SequenceWord {
    Coordinator,
    Started,
    Killed,
    Frozen,
    CutOff,
    GoesOn,
    Closes,
    OwnsNothing,
    /// The name of the diagram.
    Title,
    /// There are no requests yet.
    Empty,
}

impl Lang {
    /// A word of the sequence diagram.
    pub const fn sequence_word(self, word: SequenceWord) -> &'static str {
        match self {
            Lang::En => en::axis::sequence(word),
            Lang::Ko => ko::axis::sequence(word),
        }
    }
}

/// What stands on the axis or in the sequence diagram in words.
#[derive(Clone, Copy, Debug)]
pub enum AxisText<'a> {
    /// So many of all partitions have been read since their first assignment.
    WithoutBreak { read: usize, all: usize },
    /// Neighbouring generations that share a label.
    Generations { first: Generation, last: Generation },
    /// A member that is not heard of any more is removed then.
    SessionEnds { client: &'a str, at: SimTime },
    /// The coordinator waits for members until then.
    JoinEnds(SimTime),
    /// So many records in a second.
    EachSecond(u64),
    /// A request of this kind came to nothing.
    NoResponse(&'static str),
    /// These partitions are a consumer's now.
    Owns(&'a str),
    /// This member was removed.
    Removed(&'a str),
}

impl Sentence for AxisText<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::axis::words(self),
            Lang::Ko => ko::axis::words(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        match *self {
            AxisText::WithoutBreak { read, all } => slots([number(read as u64), number(all as u64)]),
            AxisText::Generations { first, last } => {
                slots([first.to_string().into(), last.to_string().into()])
            }
            AxisText::SessionEnds { client, at } => slots([client.into(), short(at).into()]),
            AxisText::JoinEnds(at) => slots([short(at).into()]),
            AxisText::EachSecond(n) => slots([number(n)]),
            AxisText::NoResponse(words) | AxisText::Owns(words) | AxisText::Removed(words) => {
                slots([words.into()])
            }
        }
    }
}
