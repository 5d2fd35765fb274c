//! Texts where a figure for another page is made.

use crate::session::language::label::EmbedLabel;

pub const fn label(label: EmbedLabel) -> &'static str {
    match label {
        EmbedLabel::As => "형식",
        EmbedLabel::Html => "HTML",
        EmbedLabel::Frame => "iframe",
        EmbedLabel::Markdown => "Markdown",
        EmbedLabel::Stretch => "구간",
        EmbedLabel::From => "시작 시각",
        EmbedLabel::To => "끝 시각",
        EmbedLabel::Start => "처음",
        EmbedLabel::End => "끝",
        EmbedLabel::Loop => "반복",
        EmbedLabel::NoInstant => "시각은 9.5s처럼 적습니다.",
        EmbedLabel::Backwards => "구간의 끝은 시작보다 뒤여야 합니다.",
        EmbedLabel::Controls => "컨트롤",
        EmbedLabel::Minimal => "재생 단추",
        EmbedLabel::NoControls => "없음",
        EmbedLabel::AllControls => "전체",
        EmbedLabel::Theme => "테마",
        EmbedLabel::AsThePage => "페이지 설정에 따름",
        EmbedLabel::Light => "밝게",
        EmbedLabel::Dark => "어둡게",
        EmbedLabel::Language => "언어",
        EmbedLabel::English => "English",
        EmbedLabel::Korean => "한국어",
        EmbedLabel::Loads => "불러오기",
        EmbedLabel::WhenNear => "가까워지면",
        EmbedLabel::AtOnce => "바로",
        EmbedLabel::OnClick => "누르면",
        EmbedLabel::Preview => "미리 보기",
        EmbedLabel::Width => "너비(픽셀)",
        EmbedLabel::Snippet => "페이지에 적을 내용",
        EmbedLabel::Weight => "받는 용량",
        EmbedLabel::Policy => "CSP",
        EmbedLabel::WithoutScripts => "스크립트가 없으면",
        EmbedLabel::PictureStays => "태그 안의 그림이 그대로 보입니다. 링크와 파일 탭에서 SVG로 저장하세요",
    }
}
