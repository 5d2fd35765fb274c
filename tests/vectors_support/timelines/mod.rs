//! The suite `timelines`: what real consumers did, request by request, and a session script for each recording
//! that does the same in the simulation. Compared is what each client sent, was answered and called, in its order;
//! not milliseconds, but intervals within a fifth or one heartbeat interval. What a wall clock decides, how many
//! plain heartbeats or automatic commits fit between two other events, may differ by one.
//!
//! Not compared: request versions, the offsets in commits and the order of partitions in a list; the order of
//! events of different clients.

mod compare;
mod event;
mod leads;
mod recording;
mod replay;

use crate::suite::{Failure, Outcome, script_of};
use std::path::Path;

/// Re-enacts the recording in `file` with its script.
pub fn check(file: &Path, text: &str) -> Outcome {
    let recorded = match recording::read(text) {
        Ok(recorded) => recorded,
        Err((line, what)) => {
            let place = format!("{}:{line}", file.display());
            return Outcome::Failed(place, Failure::Malformed(what));
        }
    };
    let (script, bytes) = match script_of(file) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let replayed = match replay::play(&bytes) {
        Ok(replayed) => replayed,
        Err(errors) => {
            return Outcome::Failed(script.display().to_string(), Failure::Malformed(errors));
        }
    };
    match compare::compare(recorded, replayed) {
        Ok(()) => Outcome::Equal,
        Err(what) => Outcome::Failed(file.display().to_string(), Failure::Differs(what)),
    }
}
