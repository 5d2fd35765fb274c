//! The texts of the page's deploy calculator. Its sentences about a deploy are those of [`super::what_if`].

use crate::session::language::template::{Sentence, Slots, number, slots};
use crate::session::language::what_if::{grouped, rounded};
use crate::session::language::{Lang, en, ko};
use crate::session::what_if::{DeployColumn, DeployInput, Spread};

/// A fixed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeployLabel {
    Place,
    Settings,
    /// In the empty text field.
    Paste,
    Application,
    TheDeploy,
    Compute,
    TakeSession,
    ComputeAgain,
    Cancel,
    GoOn,
    /// The form has changed since the numbers were computed.
    Changed,
    /// In place of a verdict.
    NothingYet,
    WrongInput,
    Assumed,
    /// The row that changes nothing.
    AsYouHaveIt,
    Least,
    RemoveRow,
    OtherRows,
    AddRow,
    /// How a plot is read.
    Plots,
    /// What the arrow keys go through.
    Row,
    Dot,
    Choose,
    OpenRun,
    Preparing,
    Numbers,
    CopyNumbers,
    Why,
    /// What onPartitionsRevoked does.
    RevokedNothing,
    RevokedCommits,
    RevokedSaves,
    RevokedDrains,
}

/// A text with names or numbers in it.
#[derive(Clone, Copy, Debug)]
pub enum DeployPhrase<'a> {
    /// How many settings of a text are used.
    Used(usize),
    /// The same of a session, whose group this is.
    OfSession {
        group: &'a str,
        used: usize,
    },
    NoEffect(usize),
    Noted(usize),
    DeploysEach(u32),
    Done {
        done: usize,
        all: usize,
    },
    /// What was chosen.
    Seed {
        seed: u64,
        row: &'a str,
    },
    CompareWith(&'a str),
    SameAs(&'a str),
    /// A plot, for those who do not see it.
    Plot {
        column: &'a str,
        row: &'a str,
        told: &'a str,
    },
    Remove(&'a str),
}

impl Sentence for DeployPhrase<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => en::deploy::phrase(self),
            Lang::Ko => ko::deploy::phrase(self),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        use DeployPhrase::*;
        match *self {
            Used(count) | NoEffect(count) | Noted(count) => slots([number(count as u64)]),
            OfSession { group, used } => slots([group.into(), number(used as u64)]),
            DeploysEach(seeds) => slots([grouped(seeds.into()).into()]),
            Done { done, all } => slots([grouped(done as u64).into(), grouped(all as u64).into()]),
            Seed { seed, row } => slots([number(seed), row.into()]),
            CompareWith(row) | SameAs(row) | Remove(row) => slots([row.into()]),
            Plot { column, row, told } => slots([column.into(), row.into(), told.into()]),
        }
    }
}

/// A number of a column, with what it counts.
struct CountedRecords<'a>(DeployColumn, Option<u64>, &'a str);

impl Sentence for CountedRecords<'_> {
    fn template(&self, lang: Lang) -> &'static str {
        match (lang, self.1) {
            (_, None) => "{0}",
            (Lang::En, Some(_)) => en::deploy::counted(self.0),
            (Lang::Ko, Some(_)) => ko::deploy::counted(self.0),
        }
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        slots([self.2.into()])
    }
}

/// A median and its range.
struct MedianOf([String; 3]);

impl Sentence for MedianOf {
    fn template(&self, lang: Lang) -> &'static str {
        lang.choose(en::deploy::MEDIAN, ko::deploy::MEDIAN)
    }

    fn slots(&self, _: Lang) -> Slots<'_> {
        let [median, low, high] = &self.0;
        slots([median.into(), low.into(), high.into()])
    }
}

impl Lang {
    /// A fixed text of the deploy calculator.
    pub const fn deploy_label(self, label: DeployLabel) -> &'static str {
        match self {
            Lang::En => en::deploy::label(label),
            Lang::Ko => ko::deploy::label(label),
        }
    }

    /// What stands before a field.
    pub const fn input(self, input: DeployInput) -> &'static str {
        match self {
            Lang::En => en::deploy::input(input),
            Lang::Ko => ko::deploy::input(input),
        }
    }

    /// What a field means and takes.
    pub const fn input_meaning(self, input: DeployInput) -> &'static str {
        match self {
            Lang::En => en::deploy::meaning(input),
            Lang::Ko => ko::deploy::meaning(input),
        }
    }

    /// The head of a column, and what is counted in it.
    pub const fn column_of_deploys(self, column: DeployColumn) -> [&'static str; 2] {
        match self {
            Lang::En => en::deploy::column(column),
            Lang::Ko => ko::deploy::column(column),
        }
    }

    /// A number of a column.
    pub fn told(self, column: DeployColumn, count: Option<u64>) -> String {
        match (count, column) {
            (None, _) => self.choose(en::what_if::NEVER, ko::what_if::NEVER).to_owned(),
            (Some(millis), DeployColumn::Unowned | DeployColumn::Recovery) => rounded(self, millis),
            (Some(count), _) => grouped(count),
        }
    }

    /// A tick of a column's axis; `last`, with the unit where there is one.
    pub fn tick_of(self, column: DeployColumn, count: u64, last: bool) -> String {
        let unit = if last { self.choose(en::deploy::SECOND, ko::deploy::SECOND) } else { "" };
        match column {
            DeployColumn::Unowned | DeployColumn::Recovery if count.is_multiple_of(1_000) => {
                format!("{}{unit}", grouped(count / 1_000))
            }
            DeployColumn::Unowned | DeployColumn::Recovery => {
                format!("{}.{}{unit}", count / 1_000, count % 1_000 / 100)
            }
            DeployColumn::Rebalances | DeployColumn::Duplicates | DeployColumn::Gaps => grouped(count),
        }
    }

    /// The same with what it counts: `3,407 twice`.
    pub fn counted(self, column: DeployColumn, count: Option<u64>) -> String {
        self.say(CountedRecords(column, count, &self.told(column, count)))
    }

    /// A median, and where most of the numbers lie.
    pub fn spread_of(self, column: DeployColumn, spread: &Spread) -> String {
        let parts = [spread.median, spread.low, spread.high].map(|count| self.told(column, count));
        if spread.is_sharp() {
            parts.into_iter().next().unwrap_or_default()
        } else {
            self.say(MedianOf(parts))
        }
    }
}
