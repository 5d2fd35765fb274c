//! Why a partition of a consumer group is not yet with the member that is to have it.

use crate::session::language::why::reconciling::EpochClaim;

pub fn reconciling(claim: &EpochClaim) -> &'static str {
    match claim {
        EpochClaim::Held { .. } => "{0} is to have {1}, which {2} still has",
        EpochClaim::Free { due: None, .. } => "nobody has {1}: {0} gets it with its next heartbeat",
        EpochClaim::Free { due: Some(_), .. } => {
            "nobody has {1}: {0} gets it with its next heartbeat, due {2}"
        }
        EpochClaim::Untold { due: None, .. } => "{0} learns it only from the answer to its next heartbeat",
        EpochClaim::Untold { due: Some(_), .. } => {
            "{0} learns it only from the answer to its next heartbeat, due {1}"
        }
        EpochClaim::GivesUp { by: None, .. } => "{0} has to give up {1}",
        EpochClaim::GivesUp { by: Some(_), .. } => "{0} has to give up {1}, or is removed at {2}",
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
