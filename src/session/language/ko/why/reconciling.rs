//! Why a partition of a consumer group is not yet with the member that is to have it.

use crate::session::language::why::reconciling::{EpochClaim, HeardOf};

pub fn reconciling(claim: &EpochClaim) -> &'static str {
    match claim {
        EpochClaim::Held { .. } => "{0:가} 받을 {1:는} 아직 {2:가} 가지고 있습니다",
        EpochClaim::Free { due: None, .. } => {
            "{1:는} 아무도 가지고 있지 않으며, {0:가} 다음 하트비트에서 받습니다"
        }
        EpochClaim::Free { due: Some(_), .. } => {
            "{1:는} 아무도 가지고 있지 않으며, {0:가} 다음 하트비트({2}초)에서 받습니다"
        }
        EpochClaim::Awaited { .. } => "{1:는} 아무도 가지고 있지 않으며, {0:가} 받기로 되어 있습니다",
        EpochClaim::Arriving { .. } => {
            "{1:는} 아무도 가지고 있지 않으며, {0:가} 지금 가고 있는 하트비트에서 받습니다"
        }
        EpochClaim::Given { told: HeardOf::Yes, .. } => {
            "{0:는} {1:를} 받았으며, 다음 poll에서 읽기 시작합니다"
        }
        EpochClaim::Given { told: HeardOf::Coming, .. } => {
            "{0:는} {1:를} 받았지만, 이를 알리는 응답이 아직 가는 중입니다"
        }
        EpochClaim::Given { told: HeardOf::Not, .. } => "{0:는} {1:를} 받았지만, 아직 이를 모릅니다",
        EpochClaim::Unwanted { pattern: None, .. } => {
            "{0:는} {1:를} 읽지 않습니다. {0:는} {2:가} 준 것을 구독하지 않습니다"
        }
        EpochClaim::Unwanted { pattern: Some(_), .. } => {
            "{0:는} {1:를} 읽지 않습니다. {0:가} 구독하지 않는 패턴 {3:를} {2:가} 아직 가지고 있습니다"
        }
        EpochClaim::NotInTarget { .. } => "{0:는} {1}에 합류했지만, {1}의 목표는 그 전에 계산한 것입니다",
        EpochClaim::NotDealtOut { .. } => {
            "{0:를} 받을 멤버가 없습니다. {1}의 목표가 마지막 변경보다 오래되었습니다"
        }
        EpochClaim::NextTarget { from: None, .. } => ". 다음 하트비트에서 목표를 새로 계산합니다",
        EpochClaim::NextTarget { from: Some(_), .. } => {
            ". {1}초 이후의 첫 하트비트에서 목표를 새로 계산합니다({0})"
        }
        EpochClaim::NotFound { .. } => {
            "{0:를} 받을 멤버가 없습니다. {1}의 코디네이터가 이 토픽이 {2}에 맞는다는 것을 아직 찾지 못했습니다"
        }
        EpochClaim::PatternUntold { due: None, .. } => {
            "{0:를} 받을 멤버가 없습니다. {1:는} 패턴 {3:를} 다음 하트비트에서야 {2}에 알립니다"
        }
        EpochClaim::PatternUntold { .. } => {
            "{0:를} 받을 멤버가 없습니다. {1:는} 패턴 {3:를} 다음 하트비트({4}초)에서야 {2}에 알립니다"
        }
        EpochClaim::NextLook { again: None } => ". 다음 하트비트에서 토픽을 찾습니다",
        EpochClaim::NextLook { again: Some(_) } => {
            ". 마지막으로 찾은 지 {1:가} 지나는 {0}초 이후의 첫 하트비트에서 다시 찾습니다"
        }
        EpochClaim::ByBeat { on_its_way: false, .. } => ". 그 하트비트는 늦어도 {0}초에 보냅니다",
        EpochClaim::ByBeat { .. } => ". 그 하트비트는 늦어도 {0}초에 도착합니다",
        EpochClaim::Learning { .. } => "{0:는} 지금 가고 있는 하트비트의 응답에서야 이를 알게 됩니다",
        EpochClaim::Rejoins { .. } => "{0:는} 다시 합류해야 한다는 것을 알았지만, 아직 합류하지 않았습니다",
        EpochClaim::Untold { due: None, .. } => "{0:는} 다음 하트비트의 응답에서야 이를 알게 됩니다",
        EpochClaim::Untold { due: Some(_), .. } => {
            "{0:는} 다음 하트비트({1}초)의 응답에서야 이를 알게 됩니다"
        }
        EpochClaim::GivesUp { by: None, .. } => "{0:는} {1:를} 내놓아야 합니다",
        EpochClaim::GivesUp { by: Some(_), .. } => "{0:는} {1:를} 내놓아야 하며, 아니면 {2}초에 제거됩니다",
        EpochClaim::WaitsFor { .. } => "{0:는} {1:를} 기다립니다. 아직 {2:가} 가지고 있습니다",
        EpochClaim::NotRevoked { within: None, .. } => {
            "{0:는} 내놓으라고 한 것을 내놓았다고 알리지 않았습니다"
        }
        EpochClaim::NotRevoked { within: Some(_), .. } => {
            "{0:는} 내놓으라고 한 것을 {1}(max.poll.interval.ms) 안에 내놓았다고 알리지 않았습니다"
        }
    }
}
