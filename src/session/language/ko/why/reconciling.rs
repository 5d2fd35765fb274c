//! Why a partition of a consumer group is not yet with the member that is to have it.

use crate::session::language::why::reconciling::EpochClaim;

pub fn reconciling(claim: &EpochClaim) -> &'static str {
    match claim {
        EpochClaim::Held { .. } => "{0:가} 받을 {1:는} 아직 {2:가} 가지고 있습니다",
        EpochClaim::Free { due: None, .. } => {
            "{1:는} 아무도 가지고 있지 않으며, {0:가} 다음 하트비트에서 받습니다"
        }
        EpochClaim::Free { due: Some(_), .. } => {
            "{1:는} 아무도 가지고 있지 않으며, {0:가} 다음 하트비트({2})에서 받습니다"
        }
        EpochClaim::Untold { due: None, .. } => "{0:는} 다음 하트비트의 응답에서야 이를 알게 됩니다",
        EpochClaim::Untold { due: Some(_), .. } => "{0:는} 다음 하트비트({1})의 응답에서야 이를 알게 됩니다",
        EpochClaim::GivesUp { by: None, .. } => "{0:는} {1:를} 내놓아야 합니다",
        EpochClaim::GivesUp { by: Some(_), .. } => "{0:는} {1:를} 내놓아야 하며, 아니면 {2}에 제거됩니다",
        EpochClaim::WaitsFor { .. } => "{0:는} {1:를} 기다립니다. 아직 {2:가} 가지고 있습니다",
        EpochClaim::NotRevoked { within: None, .. } => {
            "{0:는} 내놓으라고 한 것을 내놓았다고 알리지 않았습니다"
        }
        EpochClaim::NotRevoked { within: Some(_), .. } => {
            "{0:는} 내놓으라고 한 것을 {1}(max.poll.interval.ms) 안에 내놓았다고 알리지 않았습니다"
        }
    }
}
