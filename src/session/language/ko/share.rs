//! Texts where a session is shared or found again.

use crate::session::language::label::ShareLabel;

pub const fn label(label: ShareLabel) -> &'static str {
    match label {
        ShareLabel::Link => "링크",
        ShareLabel::Copy => "복사",
        ShareLabel::Moment => "지금 이 순간, 내가 한 일과 함께",
        ShareLabel::Start => "처음부터, 내가 한 일과 함께",
        ShareLabel::Plain => "시나리오 그대로",
        ShareLabel::NoServer => {
            "실행 전체가 링크에 들어 있습니다. 시나리오, 시각, 하신 일까지입니다. 서버에는 아무것도 남지 않습니다."
        }
        ShareLabel::TooLong => "모든 프로그램이 받아들이는 링크보다 세션이 깁니다. 파일로 저장하세요.",
        ShareLabel::QrCode => "링크의 QR 코드",
        ShareLabel::NoQrCode => "QR 코드로 만들기에는 링크가 깁니다.",
        ShareLabel::SessionFile => "다시 열 수 있는 텍스트",
        ShareLabel::Svg => "그림. 여기에 놓으면 실행이 돌아옵니다",
        ShareLabel::Png => "슬라이드용 그림",
        ShareLabel::Moving => "반복 구간 또는 최근 10초",
        ShareLabel::Storyboard => "설명마다 그림 한 장, 인쇄용",
        ShareLabel::Handout => "예측을 적을 자리가 있는 인쇄용",
        ShareLabel::Room => "스테이지와 설명만 크게",
        ShareLabel::Sequence => "텍스트로 된 시퀀스 다이어그램",
        ShareLabel::Report => "JSON으로 된 숫자",
        ShareLabel::Numbers => "표로 된 숫자",
        ShareLabel::Journal => "표로 된 기록",
        ShareLabel::KeptHere => "최근 20개를 이 브라우저에만 보관합니다. 아무것도 보내지 않습니다.",
        ShareLabel::NothingYet => "아직 없습니다. 세션에서 한 일은 저절로 여기에 보관됩니다.",
        ShareLabel::OpenFile => "파일 열기 …",
        ShareLabel::Embed => "페이지에 넣기",
        ShareLabel::Kinds => "링크와 파일",
        ShareLabel::Remove => "지우기",
    }
}
