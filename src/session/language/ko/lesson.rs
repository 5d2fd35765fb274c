//! 예측, 해 볼 일, 레슨의 끝을 한국어로.

use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::prediction::verdict::{GuessVerdict, GuessedBy};

#[rustfmt::skip]
pub const fn label(label: LessonLabel) -> &'static str {
    match label {
        LessonLabel::OrMark => "또는 스테이지에 표시하기",
        LessonLabel::OrNumber => "또는 수로 답하기",
        LessonLabel::GiveAnswer => "이렇게 답합니다",
        LessonLabel::Clear => "지우기",
        LessonLabel::ShowMe => "모르겠습니다. 보여 주세요",
        LessonLabel::First => "처음",
        LessonLabel::Last => "마지막",
        LessonLabel::MarkRecords => "레인 위를 끌어서 표시합니다. 아직 오지 않은 레코드는 그 오른쪽까지 끌면 됩니다. 양 끝의 오프셋을 입력해도 됩니다.",
        LessonLabel::ChooseLanes => "레인을 누르거나 여기서 고릅니다.",
        LessonLabel::ChooseOwners => "컨슈머 이름이 나올 때까지 레인을 누르거나 여기서 고릅니다.",
        LessonLabel::NotChosen => "답하지 않음",
        LessonLabel::YourNumber => "답",
        LessonLabel::InSeconds => "초",
        LessonLabel::YouSaid => "예측",
        LessonLabel::WhatHappened => "실제",
        LessonLabel::NoneOfThem => "없음",
        LessonLabel::NoAnswer => "답 없음",
        LessonLabel::Nobody => "아무도 없음",
        LessonLabel::TryIt => "직접 해 보기",
        LessonLabel::Stays => "남는 것",
        LessonLabel::YouSaidAll => "내가 한 예측",
        LessonLabel::Otherwise => "다른 답이 맞았습니다",
        LessonLabel::TaskDone => "완료",
        LessonLabel::TaskOpen => "아직",
    }
}

pub const fn phrase(phrase: &LessonPhrase) -> &'static str {
    match phrase {
        LessonPhrase::Records(_) => "레코드 {0}개",
        LessonPhrase::SaidOnLane { .. } => "예측 {0}개: {1} … {2}",
        LessonPhrase::EndOf { .. } => "{0}: {1}",
        LessonPhrase::OwnerOf(_) => "{0:를} 가진 컨슈머",
        LessonPhrase::TickedAt(_) => "{0}에 완료",
        LessonPhrase::TasksDone { .. } => "{1}개 중 {0}개 완료",
        LessonPhrase::Verdict(verdict) => match verdict {
            GuessVerdict::Same => "예측대로입니다",
            GuessVerdict::More(GuessedBy::Records(_)) => "표시한 것보다 {0}개 많습니다",
            GuessVerdict::Fewer(GuessedBy::Records(_)) => "표시한 것보다 {0}개 적습니다",
            GuessVerdict::More(GuessedBy::Count(_)) => "예측보다 {0}만큼 많습니다",
            GuessVerdict::Fewer(GuessedBy::Count(_)) => "예측보다 {0}만큼 적습니다",
            GuessVerdict::More(GuessedBy::Span(_)) => "예측보다 {0} 깁니다",
            GuessVerdict::Fewer(GuessedBy::Span(_)) => "예측보다 {0} 짧습니다",
            GuessVerdict::Elsewhere => "개수는 같지만 다른 레코드입니다",
            GuessVerdict::Partly { .. } => "{1}개 중 {0}개가 예측대로입니다",
            GuessVerdict::Open => "실제로 일어난 일",
        },
    }
}
