//! Two runs side by side.

use crate::session::compare::CompareMeasure;
use crate::session::language::compare::CompareText;

pub fn text(text: &CompareText) -> &'static str {
    match text {
        CompareText::Runs { .. } => "A 실행: {0}\nB 실행: {1}",
        CompareText::WhereTheyPart => "두 실행이 갈라지는 곳",
        CompareText::Same => "두 실행의 이야기가 같습니다.",
        CompareText::NoSuchChange(_) => {
            "{0:`는} 바꿀 수 있는 것이 아닙니다. eager, cooperative, static, dynamic, close, kill, commit-on-revoke, defaults \
             가운데 고르거나 컨슈머의 설정을 key=value로 쓰세요."
        }
        CompareText::NotPossible(_) => "실행을 그렇게 바꿀 수 없습니다: {0}",
    }
}

pub const fn measure(measure: CompareMeasure) -> &'static str {
    match measure {
        CompareMeasure::Rebalances => "리밸런스",
        CompareMeasure::Rebalancing => "리밸런스에 걸린 시간",
        CompareMeasure::Paused => "컨슈머가 멈춘 시간의 합",
        CompareMeasure::Unowned => "읽는 컨슈머가 없던 시간의 합",
        CompareMeasure::UnownedPartitions => "읽는 컨슈머가 없던 적이 있는 파티션",
        CompareMeasure::LongestUnowned => "한 파티션에 읽는 컨슈머가 없던 가장 긴 시간",
        CompareMeasure::Moved => "옮겨진 파티션",
        CompareMeasure::Duplicates => "두 번 처리된 레코드",
        CompareMeasure::Gaps => "유실(갭)",
        CompareMeasure::Lag => "끝의 랙",
    }
}
