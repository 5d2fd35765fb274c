//! What the stage says of a consumer group.

use crate::session::language::epoch::EpochText;

pub fn text(text: &EpochText) -> &'static str {
    match text {
        EpochText::GroupEpoch => "그룹 에포크",
        EpochText::AssignmentEpoch => "할당 에포크",
        EpochText::BrokerComputes(_) => "리더 없음: 브로커가 목표를 계산 ({0})",
        EpochText::OnTheWayTo(_) => "멤버들이 에포크 {0}까지 가는 중",
        EpochText::AllAt(_) => "모든 멤버가 에포크 {0}에 있음",
        EpochText::NobodyYet => "멤버 없음",
        EpochText::LearnsAlone => "저마다 자기 하트비트에서만 알게 됨",
        EpochText::WholeName => "ConsumerGroup-\nHeartbeat",
        EpochText::Epoch => "에포크",
        EpochText::InEpoch(_) => "에포크 {0}",
        EpochText::Arrived => "도달",
        EpochText::Behind(_) => "{0} 뒤처짐",
        EpochText::Assigned => "할당됨",
        EpochText::GivesUp => "내놓을 것",
        EpochText::OrRemoved(_) => "아니면 {0}에 제거",
        EpochText::WaitsFor => "기다림",
        EpochText::HeldBy(_) => "{0} 보유",
        EpochText::HeldUntold { .. } => "{0} 보유, {1} 뒤 통보",
        EpochText::Free(_) => "비어 있음, {0} 뒤 받음",
        EpochText::NextHeartbeat(_) => "{0} 뒤 알게 됨",
        EpochText::Session => "세션",
        EpochText::AwayForSuccessor => "후임에게 자리를 맡기고 떠남",
        EpochText::SpeaksClassic => "classic 사용",
        EpochText::ToGiveUp => "내놓아야 함",
        EpochText::RevokesInPoll => "onPartitionsRevoked 대기",
        EpochText::MemberAt { .. } => "{0}: 에포크 {1}, {2}",
        EpochText::MemberGivesUp { .. } => "{0:는} {1:를} 내놓아야 하며, 아니면 {2}에 제거됩니다",
        EpochText::MemberWaits { .. } => "{0:는} {2:가} 가진 {1:를} 기다립니다",
        EpochText::MemberWaitsForHeartbeat { .. } => "{0:는} 다음 하트비트에서 {1:를} 받습니다",
        EpochText::GroupTold { .. } => "그룹 {0}: {1}, 그룹 에포크 {2}, 할당 에포크 {3}, 멤버 {4}개; {5}",
    }
}
