//! The stage in sentences.

use crate::session::language::described::DescribedText;

pub fn text(text: &DescribedText) -> &'static str {
    match text {
        DescribedText::At(_) => "지금 시각은 {0}입니다.",
        DescribedText::Group { .. } => "그룹 {0}: {1}, 세대 {2}, 멤버 {3}개.",
        DescribedText::NoCoordinator(_) => "그룹 {0}에는 지금 코디네이터가 없습니다.",
        DescribedText::Reads { .. } => "{0:는} {1:를} 읽습니다.",
        DescribedText::SubscribesByPattern { .. } => {
            "{0:가} 패턴 {1:를} 구독하고, 맞는 토픽은 코디네이터가 찾습니다."
        }
        DescribedText::Idle(_) => "{0:는} 가진 파티션이 없습니다.",
        DescribedText::Dead { .. } => "{0:는} 죽었습니다. {1:는} 아직 다른 컨슈머에게 넘어가지 않았습니다.",
        DescribedText::DeadWithNothing(_) => "{0:는} 죽었습니다.",
        DescribedText::Frozen { .. } => "{0:는} 얼어 있습니다. {1:를} 가지고 있습니다.",
        DescribedText::Stalled { .. } => "{0:는} 핸들러에서 막혀 있습니다. {1:를} 가지고 있습니다.",
        DescribedText::Closing(_) => "{0:는} 닫히는 중입니다.",
        DescribedText::Closed(_) => "{0:는} 닫혔습니다.",
        DescribedText::Failed { .. } => "{0:는} {1:로} 끝났습니다.",
        DescribedText::CutOff(_) => "{0:는} 브로커와 끊겨 있습니다.",
        DescribedText::Zombie(_) => "{0:는} 이미 멤버가 아닌데 아직 모릅니다.",
        DescribedText::MoreConsumers(_) => "이 밖에 컨슈머 {0}개가 더 있습니다.",
        DescribedText::NobodyReads(_) => "{0:는} 아무도 읽지 않습니다.",
        DescribedText::Lags(_) => "랙: {0}.",
        DescribedText::TotalLag(_) => "모든 파티션의 랙은 합해서 {0}입니다.",
        DescribedText::Cost { .. } => "지금까지 두 번 처리된 레코드 {0}개, 잃은 레코드 {1}개.",
        DescribedText::Asked(_) => "질문: {0}",
        DescribedText::Option { .. } => "{0}번: {1}.",
    }
}
