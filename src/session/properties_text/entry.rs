//! What each way of writing settings comes to: a key, a value, and where the key stands.

use crate::session::lexer::Span;

/// A setting as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEntry {
    /// Nested keys are joined by dots.
    pub key: String,
    pub value: FoundValue,
    /// Where the key begins.
    pub span: Span,
    /// Where the first `\u` stands that is not followed by four digits: Java throws.
    pub malformed: Option<Span>,
    /// Whether a sign (`=`, `:`) stands between key and value.
    pub separated: bool,
    /// The line whose backslash makes the line after it a part of the value, though it looks like a setting.
    pub continued: Option<u32>,
    /// Settings that a backslash made a part of the value.
    pub swallowed: Vec<(String, Span)>,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundValue {
    Text(String),
    /// `null`, `None`.
    Nothing,
    /// Something that only a program knows: a variable, a function's result.
    Computed,
}

impl FoundValue {
    /// The text; nothing of what is no text.
    pub fn text(&self) -> &str {
        match self {
            FoundValue::Text(text) => text,
            FoundValue::Nothing | FoundValue::Computed => "",
        }
    }
}

/// A bare word of YAML, JSON, Python or JavaScript: a number may have underscores, a truth value several names.
pub fn bare(word: &str) -> FoundValue {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let grouped = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.contains('_')
        && digits.chars().all(|c| c.is_ascii_digit() || c == '_');
    if grouped {
        return FoundValue::Text(word.replace('_', ""));
    }
    match word.to_ascii_lowercase().as_str() {
        "null" | "none" | "nil" | "undefined" | "~" => FoundValue::Nothing,
        "yes" | "on" | "true" => FoundValue::Text("true".to_owned()),
        "no" | "off" | "false" => FoundValue::Text("false".to_owned()),
        _ => FoundValue::Text(word.to_owned()),
    }
}
