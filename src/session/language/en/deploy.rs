//! The page's deploy calculator.

use crate::session::language::deploy::{DeployLabel, DeployPhrase};
use crate::session::what_if::{DeployColumn, DeployInput};

/// A median, and from where to where 90 of 100 lie.
pub const MEDIAN: &str = "median {0}, 90 of 100 from {1} to {2}";

/// Behind the last number of an axis.
pub const SECOND: &str = " s";

pub const fn label(label: DeployLabel) -> &'static str {
    match label {
        DeployLabel::Place => "Deploy calculator",
        DeployLabel::Settings => "Your consumer.properties",
        DeployLabel::Paste => "# Paste a consumer's settings, or a session.\nsession.timeout.ms=45000",
        DeployLabel::Application => "Your application",
        DeployLabel::TheDeploy => "The deploy",
        DeployLabel::Compute => "Compute",
        DeployLabel::TakeSession => "Take the session that is open now",
        DeployLabel::ComputeAgain => "Compute again",
        DeployLabel::Cancel => "cancel",
        DeployLabel::GoOn => "go on",
        DeployLabel::Changed => "The numbers are those of the settings before.",
        DeployLabel::NothingYet => "What does one rolling deploy cost?",
        DeployLabel::WrongInput => "Nothing is computed until what is marked is mended.",
        DeployLabel::Assumed => "assumed",
        DeployLabel::AsYouHaveIt => "as you have it",
        DeployLabel::Least => "least",
        DeployLabel::RemoveRow => "remove",
        DeployLabel::OtherRows => "Other ways to do it, each as a row:",
        DeployLabel::AddRow => "Add as a row:",
        DeployLabel::Plots => "One dot is one simulated deploy. Tick: median. Bar: 5 to 95 of 100.",
        DeployLabel::Row => "row",
        DeployLabel::Dot => "dot",
        DeployLabel::Choose => "The simulated deploys: choose one with the arrow keys, open it with Enter",
        DeployLabel::OpenRun => "Open this run",
        DeployLabel::Preparing => "Preparing …",
        DeployLabel::Numbers => "All numbers",
        DeployLabel::CopyNumbers => "Copy as CSV",
        DeployLabel::Why => "The other rows, and why",
        DeployLabel::RevokedNothing => "does nothing",
        DeployLabel::RevokedCommits => "commits",
        DeployLabel::RevokedSaves => "commits, saves",
        DeployLabel::RevokedDrains => "waits, commits",
    }
}

pub const fn phrase(phrase: &DeployPhrase) -> &'static str {
    match phrase {
        DeployPhrase::Used(_) => "{0} setting{0:s} used. The rest are Kafka's defaults.",
        DeployPhrase::OfSession { .. } => {
            "A session: its group {0} is deployed, with {1} setting{1:s}. The rest are Kafka's defaults."
        }
        DeployPhrase::NoEffect(_) => "{0} without effect here",
        DeployPhrase::Noted(_) => "{0} note{0:s}",
        DeployPhrase::DeploysEach(_) => "{0} deploy{0:s} each",
        DeployPhrase::Done { .. } => "{0} of {1}",
        DeployPhrase::Seed { .. } => "seed {0} · {1}",
        DeployPhrase::CompareWith(_) => "A | B: {0}, same seed",
        DeployPhrase::SameAs(_) => "the same deploy as the row `{0}`",
        DeployPhrase::Plot { .. } => "{0}, {1}: {2}",
        DeployPhrase::Remove(_) => "Remove the row: {0}",
    }
}

pub const fn input(input: DeployInput) -> &'static str {
    match input {
        DeployInput::Consumers => "consumers",
        DeployInput::Partitions => "partitions",
        DeployInput::Rate => "records a second",
        DeployInput::Work => "work per record",
        DeployInput::Commit => "commits",
        DeployInput::CommitEvery => "commit after",
        DeployInput::Revoked => "onPartitionsRevoked",
        DeployInput::Gap => "one restart every",
        DeployInput::Down => "down for",
        DeployInput::Stop => "stops by",
        DeployInput::Seeds => "seeds",
    }
}

pub const fn meaning(input: DeployInput) -> &'static str {
    match input {
        DeployInput::Consumers => "each restarted once; 1–100",
        DeployInput::Partitions => "of one topic; 1–1,000",
        DeployInput::Rate => "of all partitions together",
        DeployInput::Work => "such as 8ms",
        DeployInput::Commit => "as commit= in a session",
        DeployInput::CommitEvery => "so many records",
        DeployInput::Revoked => "what the listener does",
        DeployInput::Gap => "100ms to 1h",
        DeployInput::Down => "until started again",
        DeployInput::Stop => "killed after 30 s",
        DeployInput::Seeds => "deploys a row; 1–1,000",
    }
}

pub const fn column(column: DeployColumn) -> [&'static str; 2] {
    match column {
        DeployColumn::Rebalances => ["Rebalances", "completed"],
        DeployColumn::Unowned => ["Unowned", "partition-seconds, nobody reads"],
        DeployColumn::Duplicates => ["Duplicates", "records processed twice"],
        DeployColumn::Gaps => ["Gaps", "records never processed"],
        DeployColumn::Recovery => ["Recovery", "last restart until caught up"],
    }
}

pub const fn counted(column: DeployColumn) -> &'static str {
    match column {
        DeployColumn::Rebalances => "{0} rebalance{0:s}",
        DeployColumn::Unowned => "{0} unowned",
        DeployColumn::Duplicates => "{0} twice",
        DeployColumn::Gaps => "{0} lost",
        DeployColumn::Recovery => "{0} to recover",
    }
}
