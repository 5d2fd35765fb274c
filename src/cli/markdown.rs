//! Sessions in Markdown: the fences whose language is `groupscope`, with the places of their lines in the file.

use groupscope::session::lexer::Span;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::path::Path;

/// The language of the fences, as the first word behind the backticks.
const LANGUAGE: &str = "groupscope";

/// A session that stands in a Markdown file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FencedSession {
    pub script: String,
    /// Of each of its lines: which line of the file it is, and how many characters stand before it there (a list or a
    /// quotation indents).
    lines: Vec<Span>,
}

impl FencedSession {
    /// Where in the file is what is in this place of the session. What is beyond its last line is there too.
    pub fn place(&self, span: Span) -> Span {
        let last = self.lines.len().saturating_sub(1);
        let Some(start) = self.lines.get((span.line.max(1) as usize - 1).min(last)) else { return span };
        Span { line: start.line, column: start.column + span.column }
    }
}

/// Whether this is a Markdown file, by its name.
pub fn is_markdown(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("md" | "markdown" | "mdx"))
}

/// The sessions of a Markdown text, in order.
pub fn fenced_sessions(text: &str) -> Vec<FencedSession> {
    // A byte order mark is none of Markdown's characters.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let starts = line_starts(text);
    let mut found = Vec::new();
    let mut open: Option<FencedSession> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = info.split([' ', '\t', ',', '{']).next();
                open = (language == Some(LANGUAGE)).then(|| FencedSession {
                    script: String::new(),
                    // An empty fence has a place too.
                    lines: vec![place_of(text, &starts, range.start)],
                });
            }
            Event::Text(piece) => {
                let Some(session) = &mut open else { continue };
                if session.script.is_empty() {
                    session.lines.clear();
                }
                let mut at = range.start;
                // A line may come in several pieces, and a piece may end one line and begin the next.
                for part in piece.split_inclusive('\n') {
                    if session.script.is_empty() || session.script.ends_with('\n') {
                        session.lines.push(place_of(text, &starts, at));
                    }
                    session.script += part;
                    at += part.len();
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

/// Where each line begins.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect()
}

/// The line of a byte, from 1, and how many characters of that line are before it.
fn place_of(text: &str, starts: &[usize], byte: usize) -> Span {
    let line = starts.partition_point(|start| *start <= byte);
    let start = starts[line.saturating_sub(1)];
    let before = text.get(start..byte).unwrap_or_default();
    Span { line: line as u32, column: before.chars().count() as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_of_other_languages_are_left_alone() {
        let text =
            "```rust\nfn main() {}\n```\n\n    topic orders\n\n~~~groupscope,height=300\ntopic orders\n~~~\n";
        let found = fenced_sessions(text);
        assert_eq!(
            found.iter().map(|session| session.script.as_str()).collect::<Vec<_>>(),
            ["topic orders\n"]
        );
        assert_eq!(found[0].place(Span { line: 1, column: 7 }), Span { line: 8, column: 7 });
    }

    #[test]
    fn a_place_in_a_list_or_a_quotation_is_that_of_the_file() {
        let listed = "- Try it:\n\n  ```groupscope\n  topic orders\n  groop billing\n  ```\n\n";
        let text = &format!("{listed}> ```groupscope\n> seed x\n> ```\n");
        let found = fenced_sessions(text);
        assert_eq!(found[0].script, "topic orders\ngroop billing\n");
        assert_eq!(found[0].place(Span { line: 2, column: 1 }), Span { line: 5, column: 3 });
        assert_eq!(found[1].script, "seed x\n");
        assert_eq!(found[1].place(Span { line: 1, column: 6 }), Span { line: 9, column: 8 });
    }

    #[test]
    fn a_place_is_found_whatever_ends_a_line_and_indents_it() {
        let place = |text: &str, line: u32| {
            let found = fenced_sessions(text);
            assert_eq!(found.len(), 1, "{text:?}");
            let lines: Vec<&str> = found[0].script.lines().collect();
            assert_eq!(lines, ["topic orders", "group billing", "groop x"], "{text:?}");
            found[0].place(Span { line, column: 1 })
        };
        let fence = "```groupscope\ntopic orders\ngroup billing\ngroop x\n```\n";
        let listed = "- one\n\n  ```groupscope\n  topic orders\n  group billing\n  groop x\n  ```\n";
        let tabs = "-\t```groupscope\n\ttopic orders\n\tgroup billing\n\tgroop x\n\t```\n";
        let quoted = "> ```groupscope\n> topic orders\n> group billing\n> groop x\n> ```\n";
        for (text, first, indent) in [(fence, 1, 0), (listed, 3, 2), (tabs, 1, 1), (quoted, 1, 2)] {
            for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
                for line in 1..=3 {
                    let expected = Span { line: first + line, column: indent + 1 };
                    assert_eq!(place(&text, line), expected, "{text:?}, line {line}");
                }
            }
        }
    }

    #[test]
    fn a_fence_without_an_end_or_without_a_line_is_read_all_the_same() {
        let found = fenced_sessions("한글\n```groupscope\ntopic orders");
        assert_eq!((found[0].script.as_str(), found[0].lines[0].line), ("topic orders", 3));
        let empty = fenced_sessions("```groupscope\n```\n");
        assert_eq!((empty[0].script.as_str(), empty[0].place(Span { line: 1, column: 1 }).line), ("", 1));
    }
}
