//! Texts of the course, of the symptom finder, of the ways into the page, and of what a visitor leaves behind.

use crate::session::course::ChapterSubject;
use crate::session::language::course::{CourseLabel, CourseText};

pub fn chapter(subject: ChapterSubject) -> &'static str {
    match subject {
        ChapterSubject::Groups => "그룹과 파티션",
        ChapterSubject::Rebalances => "리밸런스",
        ChapterSubject::StaticMembers => "정적 멤버십",
        ChapterSubject::PollLoop => "폴링 루프와 스레드",
        ChapterSubject::Settings => "설정",
        ChapterSubject::Commits => "오프셋과 커밋",
        ChapterSubject::Listeners => "리스너와 자체 저장소",
        ChapterSubject::Seeking => "위치 옮기기와 재설정",
        ChapterSubject::Leaving => "그룹 떠나기",
        ChapterSubject::Standalone => "독립 실행 컨슈머",
        ChapterSubject::NewProtocol => "새 프로토콜 (KIP-848)",
    }
}

#[rustfmt::skip]
pub fn label(label: CourseLabel) -> &'static str {
    match label {
        CourseLabel::Done => "마침",
        CourseLabel::Begun => "하는 중",
        CourseLabel::NotYet => "아직",
        CourseLabel::KeptHere => "진도는 이 브라우저에만 보관됩니다.",
        CourseLabel::KeepsNothing => "이 브라우저는 아무것도 보관하지 않습니다. 페이지를 닫으면 진도가 사라집니다.",
        CourseLabel::Forget => "진도 지우기",
        CourseLabel::ForgetWarns => "지우면 되돌릴 수 없습니다.",
        CourseLabel::AllDone => "모든 레슨을 마쳤습니다.",
        CourseLabel::BeginCourse => "코스 시작하기",
        CourseLabel::WaysIn => "여기서 갈 수 있는 곳",
        CourseLabel::TheCourse => "코스",
        CourseLabel::FindSymptom => "증상 찾기",
        CourseLabel::OwnSettings => "내 설정으로 실행하기",
        CourseLabel::FirstDeed => "여기서 바로 해 볼 수도 있습니다. c2를 kill 하고 누가 이어받는지 보세요.",
        CourseLabel::WhatDoYouSee => "무엇이 보이나요? 낱말이나 로그 한 줄",
        CourseLabel::SearchHint => "낱말이나 로그 한 줄로 증상 찾기",
        CourseLabel::NothingFound => "이에 맞는 증상이 없습니다. 낱말 하나나 오류 이름으로 찾아 보세요.",
        CourseLabel::HowToTell => "알아보는 법",
        CourseLabel::WhatMends => "고치는 법",
        CourseLabel::SeeIt => "직접 보기",
        CourseLabel::TryOwn => "여기에 없나요? 내 설정으로 실행하고 스테이지에 이유를 물어보세요.",
        CourseLabel::LetterKeys => "한 글자 단축키",
        CourseLabel::LettersAreOff => "꺼져 있습니다. 나머지 키는 그대로 쓸 수 있습니다.",
        CourseLabel::Description => "말로 옮긴 스테이지",
        CourseLabel::CloseDescription => "설명 닫기",
        CourseLabel::AnyInputKeeps => "화면을 건드리거나 아무 키나 누르면 그대로 이어집니다.",
    }
}

pub fn text(text: &CourseText) -> &'static str {
    match text {
        CourseText::DoneOf { .. } => "레슨 {1}개 중 {0}개 마침",
        CourseText::GoOn(_) => "이어 하기: {0}",
        CourseText::GoOnAt { .. } => "이어 하기: {0}, {1}번째 줄",
        CourseText::LineOf { .. } => "{1}줄 중 {0}번째",
        CourseText::Minutes(_) => "{0}분",
        CourseText::Chapters { .. } => "{0}장 · 레슨 {1}개",
        CourseText::Symptoms(_) => "증상 {0}개",
        CourseText::CausesOf(_) => "원인 {0}개",
        CourseText::NextIn(_) => "{0}초 뒤 다음 방문자를 위해 처음부터 다시 시작합니다.",
    }
}
