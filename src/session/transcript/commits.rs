//! How a commit failed, in words: what was answered, or what became of it though no answer came.

use crate::kafka::api::ErrorCode;
use crate::kafka::fact::{CommitFailure, CommitFate};

/// What follows "could not commit".
pub(super) fn failure(error: ErrorCode, failure: CommitFailure) -> String {
    match failure {
        CommitFailure::Answered if error.is_none() => String::new(),
        CommitFailure::Answered => format!(": {error}"),
        CommitFailure::Disconnected { fate, .. } => {
            format!(": the connection was closed before the answer came; {}", became(fate, "it"))
        }
    }
}

/// What the coordinator had done with a commit, or with several.
pub(in crate::session) fn became(fate: CommitFate, it: &str) -> String {
    match fate {
        CommitFate::Unknown => format!("nobody knows what became of {it}"),
        CommitFate::NotReceived => format!("the coordinator had not received {it}"),
        CommitFate::Stored => format!("the coordinator had stored {it}"),
        CommitFate::Refused => format!("the coordinator had refused {it}"),
        CommitFate::NotStored => format!("the coordinator did not store {it}"),
    }
}
