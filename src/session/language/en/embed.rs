//! Texts where a figure for another page is made.

use crate::session::language::label::EmbedLabel;

pub const fn label(label: EmbedLabel) -> &'static str {
    match label {
        EmbedLabel::As => "as",
        EmbedLabel::Html => "HTML",
        EmbedLabel::Frame => "iframe",
        EmbedLabel::Markdown => "Markdown",
        EmbedLabel::Stretch => "stretch",
        EmbedLabel::From => "from",
        EmbedLabel::To => "to",
        EmbedLabel::Start => "start",
        EmbedLabel::End => "end",
        EmbedLabel::Loop => "again and again",
        EmbedLabel::NoInstant => "An instant is written like 9.5s.",
        EmbedLabel::Backwards => "The stretch has to end after its beginning.",
        EmbedLabel::Controls => "controls",
        EmbedLabel::Minimal => "transport",
        EmbedLabel::NoControls => "none",
        EmbedLabel::AllControls => "all",
        EmbedLabel::Theme => "theme",
        EmbedLabel::AsThePage => "as the page",
        EmbedLabel::Light => "light",
        EmbedLabel::Dark => "dark",
        EmbedLabel::Language => "language",
        EmbedLabel::English => "English",
        EmbedLabel::Korean => "한국어",
        EmbedLabel::Loads => "loads",
        EmbedLabel::WhenNear => "when near",
        EmbedLabel::AtOnce => "at once",
        EmbedLabel::OnClick => "on a click",
        EmbedLabel::Preview => "Live preview",
        EmbedLabel::Width => "Width in pixels",
        EmbedLabel::Snippet => "What to write into the page",
        EmbedLabel::Weight => "Page weight",
        EmbedLabel::Policy => "CSP",
        EmbedLabel::WithoutScripts => "Without scripts",
        EmbedLabel::PictureStays => "the picture inside the tag stays: save it as SVG under Link and files",
    }
}
