//! Korean: the time axis and its charts.

use crate::session::language::axis::{AxisLabel, AxisText, Quantity, SequenceWord};

pub const fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Lag => "랙",
        Quantity::AtStake => "미커밋",
        Quantity::Duplicates => "중복",
        Quantity::Gaps => "갭",
        Quantity::Unowned => "담당 없음",
        Quantity::Throughput => "처리량",
        Quantity::Latency => "지연 시간",
    }
}

pub const fn meaning(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Lag => "커밋이 있는 모든 파티션의 로그 끝에서 커밋된 오프셋을 뺀 값.",
        Quantity::AtStake => "처리했지만 커밋하지 않은 레코드. 읽는 컨슈머가 지금 죽으면 두 번 처리됩니다.",
        Quantity::Duplicates => "레코드를 처음 처리한 뒤에 다시 처리한 횟수.",
        Quantity::Gaps => "커밋된 오프셋보다 앞에 있지만 아무도 처리하지 않았고 갖고 있지도 않은 레코드.",
        Quantity::Unowned => "실행 중인 컨슈머가 담당하지 않는 파티션.",
        Quantity::Throughput => "1초에 처리한 레코드 수.",
        Quantity::Latency => "produce부터 첫 처리가 끝날 때까지 걸린 시간의 최근 1초 평균.",
    }
}

pub const fn label(label: AxisLabel) -> &'static str {
    match label {
        AxisLabel::ZoomIn => "현재 시각 중심으로 확대",
        AxisLabel::ZoomOut => "축소",
        AxisLabel::WholeRun => "전체 실행 보기",
        AxisLabel::AllCharts => "모든 차트 보기",
        AxisLabel::FewCharts => "주요 차트만 보기",
        AxisLabel::Sequence => "요청을 시퀀스 다이어그램으로 보기",
        AxisLabel::Journal => "일어난 일을 목록으로 보기",
    }
}

pub const fn sequence(word: SequenceWord) -> &'static str {
    match word {
        SequenceWord::Coordinator => "코디네이터",
        SequenceWord::Started => "시작",
        SequenceWord::Killed => "✕ kill 됨",
        SequenceWord::Frozen => "얼어붙음",
        SequenceWord::CutOff => "연결 끊김",
        SequenceWord::GoesOn => "다시 진행",
        SequenceWord::Closes => "종료 중",
        SequenceWord::OwnsNothing => "담당 파티션 없음",
        SequenceWord::Title => "시퀀스",
        SequenceWord::Empty => "아직 보낸 요청이 없습니다.",
    }
}

pub const fn words(text: &AxisText) -> &'static str {
    match text {
        AxisText::WithoutBreak { .. } => "{1}개 중 {0}개는 끊김 없이 읽힘",
        AxisText::Generations { .. } => "세대 {0}~{1}",
        AxisText::SessionEnds { .. } => "{1}에 {0} 세션 만료",
        AxisText::JoinEnds(_) => "{0}까지 기다림",
        AxisText::EachSecond(_) => "초당 {0}",
        AxisText::NoResponse(_) => "{0} 응답 없음",
        AxisText::Owns(_) => "담당: {0}",
        AxisText::Removed(_) => "{0} 제거됨",
    }
}
