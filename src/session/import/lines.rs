//! What a line of a pasted text is: cleaned of what terminals, shells and chats add, and told apart from rows by how it
//! begins.

use super::mistake::{ImportError, ImportMistake};
use crate::session::lexer::Span;

/// A line as it is seen.
pub(super) struct PastedLine {
    /// From 1.
    pub number: u32,
    /// How many characters were taken away at its beginning.
    pub indent: usize,
    /// Without escapes, quotation marks of a chat, and white space around it.
    pub text: String,
    /// The same with its tabs.
    pub tabbed: String,
}

impl PastedLine {
    /// The place of a character of `text`, counted from 0.
    pub fn span(&self, at: usize) -> Span {
        Span { line: self.number, column: (self.indent + at + 1) as u32 }
    }
}

/// What the tool says in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToolSays {
    /// The group has no members.
    NoMembers,
    /// It is rebalancing.
    Rebalancing,
    /// There is no such group.
    NoGroup,
    /// The tool failed.
    Failed,
}

/// The text of these bytes.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, ImportError> {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    };
    text.ok_or_else(|| {
        let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let before = String::from_utf8_lossy(&bytes[..good]).into_owned();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let line = before.matches('\n').count() as u32 + 1;
        let span = Span { line, column: last.chars().count() as u32 + 1 };
        ImportError { span, mistake: ImportMistake::NotText }
    })
}

/// The lines of a text. A carriage return ends a line where no line feed follows it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = PastedLine> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<PastedLine> =
        text.split('\n').zip(1..).map(|(line, number)| cleaned(line, number)).collect();
    lines.into_iter()
}

fn cleaned(line: &str, number: u32) -> PastedLine {
    let visible = without_escapes(line);
    let mut rest = visible.as_str();
    // Chats and mails quote with `>`; a table in Markdown has bars.
    while let Some(quoted) = rest.trim_start().strip_prefix("> ") {
        rest = quoted;
    }
    let barred = rest.trim_start().starts_with('|');
    let rest: String = rest.chars().map(|c| if barred && c == '|' { ' ' } else { c }).collect();
    let tabbed = rest.trim().to_owned();
    let expanded = expand(&rest);
    let text = expanded.trim().to_owned();
    let seen = visible.chars().count() - rest.chars().count();
    let indent = seen + expanded.chars().take_while(|c| c.is_whitespace()).count();
    PastedLine { number, indent, text, tabbed }
}

/// Without the escapes that colour and embolden, other control characters, and marks that take no room. White space of
/// any kind becomes a space.
fn without_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => {
                if chars.next_if_eq(&'[').is_some() {
                    // Parameters, then a letter.
                    while chars.next_if(|c| !('@'..='~').contains(c)).is_some() {}
                }
                chars.next();
            }
            '\t' => out.push('\t'),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// With spaces for tabs, up to the next eighth column.
fn expand(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        let (c, width) = if c == '\t' { (' ', 8 - column % 8) } else { (c, 1) };
        out.extend(std::iter::repeat_n(c, width));
        column += width;
    }
    out
}

/// What shells, Java and log frameworks print between tables. None of it is a row.
pub(super) fn is_noise(text: &str) -> bool {
    const BEGIN: [&str; 26] = [
        "SLF4J",
        "log4j",
        "Log4j",
        "ERROR",
        "WARN",
        "INFO",
        "DEBUG",
        "WARNING:",
        "OpenJDK ",
        "Java HotSpot",
        "Picked up ",
        "Note: ",
        "NOTE: ",
        "at ",
        "Caused by:",
        "... ",
        "Exception in thread",
        "java.",
        "org.apache.",
        "```",
        "$ ",
        "# ",
        "% ",
        "PS ",
        "~~~",
        "Warning: --",
    ];
    let rule = |c: char| matches!(c, '-' | '=' | '+' | ':' | '_' | ' ');
    let date = |part: &str| part.len() >= 8 && part.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let logged = text.trim_start_matches('[').split([' ', 'T', ',']).next().is_some_and(|first| {
        date(first) && (first.matches('-').count() == 2 || first.matches(':').count() == 2)
    });
    BEGIN.iter().any(|begin| text.starts_with(begin))
        || logged
        || (text.contains("--") || text.contains("==")) && text.chars().all(rule)
        || is_command(text)
        || text.starts_with("No topic available")
        || text.starts_with("Could not fetch offset")
}

/// Whether the line is the command itself, behind whatever prompt.
pub(super) fn is_command(text: &str) -> bool {
    let called = ["kafka-consumer-groups", "ConsumerGroupCommand", "ConsumerOffsetChecker"];
    called.iter().any(|name| text.contains(name)) && (text.contains("--") || text.contains(".sh"))
}

/// The group that a command names, if it names one.
pub(super) fn group_of_command(text: &str) -> Option<String> {
    let after = text.split("--group").nth(1)?;
    let after = after.strip_prefix('=').or_else(|| after.strip_prefix(' '))?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let name = match quote {
        Some(quote) => after[1..].split(quote).next(),
        None => after.split_whitespace().next(),
    }?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// What the tool says of a group, and of which; the name is empty where it names none.
pub(super) fn said(text: &str) -> Option<(ToolSays, String)> {
    let named = || {
        let quote = text.find(['\'', '`'])?;
        let rest = &text[quote + 1..];
        // A name may have such a mark in it: the last one ends it.
        let end = rest.rfind(['\'', '`'])?;
        Some(rest[..end].to_owned())
    };
    let lower = text.to_ascii_lowercase();
    let about_group = lower.contains("consumer group");
    let said = if about_group && lower.contains("has no active members") {
        ToolSays::NoMembers
    } else if lower.contains("does not exist or is rebalancing") {
        ToolSays::NoGroup
    } else if about_group && lower.contains("is rebalancing") {
        ToolSays::Rebalancing
    } else if about_group && lower.contains("does not exist") {
        ToolSays::NoGroup
    } else if lower.contains("groupidnotfoundexception: group ") {
        let name = text.split("Group ").nth(1).and_then(|rest| rest.split(" not found").next());
        return Some((ToolSays::NoGroup, name.unwrap_or_default().to_owned()));
    } else if lower.starts_with("error: ") || lower.starts_with("error while executing") {
        return Some((ToolSays::Failed, String::new()));
    } else {
        return None;
    };
    Some((said, named().unwrap_or_default()))
}
