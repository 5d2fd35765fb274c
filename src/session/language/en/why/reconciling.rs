//! Why a partition of a consumer group is not yet with the member that is to have it.

use crate::session::language::why::reconciling::{EpochClaim, HeardOf};

pub fn reconciling(claim: &EpochClaim) -> &'static str {
    match claim {
        EpochClaim::Held { .. } => "{0} is to have {1}, which {2} still has",
        EpochClaim::Free { due: None, .. } => "nobody has {1}: {0} gets it with its next heartbeat",
        EpochClaim::Free { due: Some(_), .. } => {
            "nobody has {1}: {0} gets it with its next heartbeat, due {2} s"
        }
        EpochClaim::Awaited { .. } => "nobody has {1}: {0} is to have it",
        EpochClaim::Arriving { .. } => "nobody has {1}: {0} gets it with the heartbeat that is on its way",
        EpochClaim::Given { told: HeardOf::Yes, .. } => {
            "{0} was given {1}, and begins to read in its next poll"
        }
        EpochClaim::Given { told: HeardOf::Coming, .. } => {
            "{0} was given {1}: the answer that says so is on its way"
        }
        EpochClaim::Given { told: HeardOf::Not, .. } => "{0} was given {1}, and has not heard of it yet",
        EpochClaim::Unwanted { pattern: None, .. } => {
            "{0} does not read {1}: it does not subscribe to what {2} gave it"
        }
        EpochClaim::Unwanted { pattern: Some(_), .. } => {
            "{0} does not read {1}: {2} still has the pattern {3} for it, to which it does not subscribe"
        }
        EpochClaim::NotInTarget { .. } => "{0} has joined {1}, whose target was computed before that",
        EpochClaim::NotDealtOut { .. } => {
            "nobody is to have {0}: the target of {1} is older than its last change"
        }
        EpochClaim::NextTarget { from: None, .. } => "; the next heartbeat brings a new one",
        EpochClaim::NextTarget { from: Some(_), .. } => {
            "; the first heartbeat from {1} s on brings a new one ({0})"
        }
        EpochClaim::NotFound { .. } => {
            "nobody is to have {0}: the coordinator of {1} has not found yet that {2} matches it"
        }
        EpochClaim::PatternUntold { due: None, .. } => {
            "nobody is to have {0}: {1} tells {2} of its pattern {3} with its next heartbeat"
        }
        EpochClaim::PatternUntold { .. } => {
            "nobody is to have {0}: {1} tells {2} of its pattern {3} with its next heartbeat, due {4} s"
        }
        EpochClaim::NextLook { again: None } => "; it looks at the next heartbeat",
        EpochClaim::NextLook { again: Some(_) } => {
            "; it looks again at the first heartbeat after {0} s, {1} after it last did"
        }
        EpochClaim::ByBeat { on_its_way: false, .. } => ", sent at {0} s at the latest",
        EpochClaim::ByBeat { .. } => ", which arrives at {0} s at the latest",
        EpochClaim::Learning { .. } => {
            "{0} learns it only from the answer to the heartbeat that is on its way"
        }
        EpochClaim::Rejoins { .. } => "{0} has heard that it has to join again, and has not done so yet",
        EpochClaim::Untold { due: None, .. } => "{0} learns it only from the answer to its next heartbeat",
        EpochClaim::Untold { due: Some(_), .. } => {
            "{0} learns it only from the answer to its next heartbeat, due {1} s"
        }
        EpochClaim::GivesUp { by: None, .. } => "{0} has to give up {1}",
        EpochClaim::GivesUp { by: Some(_), .. } => "{0} has to give up {1}, or is removed at {2} s",
        EpochClaim::WaitsFor { several: false, .. } => "{0} waits for {1}, which {2} still has",
        EpochClaim::WaitsFor { .. } => "{0} waits for {1}, which {2} still have",
        EpochClaim::NotRevoked { within: None, .. } => {
            "{0} did not say that it had given up what it was told to"
        }
        EpochClaim::NotRevoked { within: Some(_), .. } => {
            "{0} did not say within {1} (max.poll.interval.ms) that it had given up what it was told to"
        }
    }
}
