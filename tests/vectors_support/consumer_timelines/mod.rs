//! The suite `consumer-timelines`: what real consumers of the protocol of KIP-848 did, request by request, and a
//! session script for each recording that does the same in the simulation. Compared is what each client said in
//! heartbeats that say something, was answered, and called, in its order; intervals within a fifth or one heartbeat
//! interval. How many heartbeats that say nothing fit between two other events may differ by one. Of commits and of
//! what was asked of committed offsets it is compared for which partitions, in which epoch and in which order they
//! were.
//!
//! Not compared: commits in the first second after the first assignment, for which the positions have to be found
//! before the first heartbeat is answered; how often in a row the same partitions were committed; offsets; what never
//! reached the broker; the order of events of different clients.

mod compare;
mod recording;
mod replay;

use crate::suite::{Failure, Outcome, script_of};
use std::collections::BTreeMap;
use std::path::Path;

/// How long after its first assignment a client's commits depend on whether it knows its positions yet.
const START: f64 = 1_000.0;

/// Something a client did that is compared one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Milliseconds.
    pub at: f64,
    /// `heartbeat`, `onPartitionsAssigned`, `start`, ...
    pub what: String,
    /// What was asked, told and answered, by name.
    pub told: BTreeMap<String, String>,
    /// Heartbeats before it that say nothing.
    pub quiet: u32,
}

/// What one client did.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub steps: Vec<Step>,
    /// Epoch and partitions of its commits; the same in a row count once.
    pub commits: Vec<String>,
    /// Partitions whose committed offsets it asked for.
    pub fetched: Vec<String>,
    /// Heartbeats since the last step that say nothing.
    pub quiet: u32,
}

impl Timeline {
    fn step(&mut self, at: f64, what: &str, told: BTreeMap<String, String>) {
        let quiet = std::mem::take(&mut self.quiet);
        self.steps.push(Step { at, what: what.to_owned(), told, quiet });
    }

    fn commit(&mut self, at: f64, epoch: &str, partitions: &str) {
        let assigned = |step: &&Step| {
            step.what == "onPartitionsAssigned" && step.told.values().any(|partitions| !partitions.is_empty())
        };
        let began = self.steps.iter().find(assigned).map(|step| step.at);
        if began.is_none_or(|began| at < began + START) {
            return;
        }
        let commit = format!("epoch {epoch}: {partitions}");
        if self.commits.last() != Some(&commit) {
            self.commits.push(commit);
        }
    }
}

/// What each client did.
pub type Timelines = BTreeMap<String, Timeline>;

/// The words in one order, so that lists compare as sets.
fn sorted(words: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.sort();
    words.join(" ")
}

/// Re-enacts the recording in `file` with its script.
pub fn check(file: &Path, text: &str) -> Outcome {
    let recorded = match recording::read(text) {
        Ok(recorded) => recorded,
        Err((line, what)) => {
            return Outcome::Failed(format!("{}:{line}", file.display()), Failure::Malformed(what));
        }
    };
    let (script, bytes) = match script_of(file) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let replayed = match replay::play(&bytes) {
        Ok(replayed) => replayed,
        Err(errors) => return Outcome::Failed(script.display().to_string(), Failure::Malformed(errors)),
    };
    match compare::compare(&recorded, &replayed) {
        Ok(()) => Outcome::Equal,
        Err(what) => Outcome::Failed(file.display().to_string(), Failure::Differs(what)),
    }
}
