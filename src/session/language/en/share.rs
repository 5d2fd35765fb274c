//! Texts where a session is shared or found again.

use crate::session::language::label::ShareLabel;

pub const fn label(label: ShareLabel) -> &'static str {
    match label {
        ShareLabel::Link => "Link",
        ShareLabel::Copy => "Copy",
        ShareLabel::Moment => "This moment, with what I did",
        ShareLabel::Start => "From the start, with what I did",
        ShareLabel::Plain => "The scenario as it is",
        ShareLabel::NoServer => {
            "The whole run is in the link: scenario, moment and what you did. No server keeps it."
        }
        ShareLabel::TooLong => {
            "The session is too long for a link that every program takes. Save it as a file."
        }
        ShareLabel::QrCode => "QR code of the link",
        ShareLabel::NoQrCode => "The link is too long for a QR code.",
        ShareLabel::SessionFile => "plain text, to open again",
        ShareLabel::Svg => "picture; dropped here, the run is back",
        ShareLabel::Png => "picture for slides",
        ShareLabel::Moving => "the loop, or the last 10 seconds",
        ShareLabel::Storyboard => "a picture for each caption, to print",
        ShareLabel::Handout => "with room for predictions, to print",
        ShareLabel::Room => "stage and caption, large",
        ShareLabel::Sequence => "sequence diagram as text",
        ShareLabel::Report => "numbers as JSON",
        ShareLabel::Numbers => "numbers as a table",
        ShareLabel::Journal => "what happened, as a table",
        ShareLabel::KeptHere => "Kept in this browser only, the last 20. Nothing is sent anywhere.",
        ShareLabel::NothingYet => "Nothing yet. What you do in a session is kept here by itself.",
        ShareLabel::OpenFile => "Open a file …",
        ShareLabel::Embed => "Embed",
        ShareLabel::Kinds => "Link and files",
        ShareLabel::Remove => "Remove",
    }
}
