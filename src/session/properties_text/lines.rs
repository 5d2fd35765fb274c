//! The lines of a properties text as Java's `Properties.load` reads them: continued ones joined, escapes resolved.
//!
//! Unlike Java's, a malformed escape ends the reading of nothing: it is told with its place.

use super::entry::{FoundEntry, FoundValue};
use super::keys::meaning;
use crate::session::lexer::Span;
use std::iter::Peekable;
use std::vec::IntoIter;

/// No key of Kafka's is nearly as long.
const LONGEST_KEY: usize = 200;

/// A character with its place in the text.
type PlacedChar = (char, Span);

/// The lines that say something.
pub fn lines(text: &str) -> Vec<FoundEntry> {
    let text = text.replace("\r\n", "\n");
    let mut found = Vec::new();
    let mut natural = text.split(['\n', '\r']).zip(1..);
    while let Some((line, number)) = natural.next() {
        let mut whole = without_indent(line, number);
        let Some(&(first, span)) = whole.first() else { continue };
        if matches!(first, '#' | '!') {
            continue;
        }
        let (mut continued, mut swallowed) = (None, Vec::new());
        while continues(&whole) {
            whole.pop();
            let Some((more, number)) = natural.next() else { break };
            continued = continued.or_else(|| looks_like_setting(more).then_some(number - 1));
            let more = without_indent(more, number);
            swallowed.extend(known_setting(&more));
            whole.extend(more);
        }
        let mut reader = LineReader { rest: whole.into_iter().peekable(), malformed: None };
        let (key, separated, value) = reader.key_and_value();
        let (value, malformed) = (FoundValue::Text(value), reader.malformed);
        found.push(FoundEntry { key, value, span, malformed, separated, continued, swallowed });
    }
    found
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{c}')
}

fn without_indent(line: &str, number: u32) -> Vec<PlacedChar> {
    let placed = line.chars().zip(1..).map(|(c, column)| (c, Span { line: number, column }));
    placed.skip_while(|(c, _)| is_space(*c)).collect()
}

/// Whether a line ends in a backslash that is not itself escaped.
fn continues(line: &[PlacedChar]) -> bool {
    line.iter().rev().take_while(|(c, _)| *c == '\\').count() % 2 == 1
}

/// Whether a line begins with a key and a sign, or with a key that is known.
fn looks_like_setting(line: &str) -> bool {
    let line = line.trim_start_matches(is_space);
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-[]".contains(c);
    let (key, rest) = line.split_at(line.find(|c| !fits(c)).unwrap_or(line.len()));
    let rest = rest.trim_start_matches(is_space);
    !key.is_empty() && (rest.starts_with(['=', ':']) || !rest.is_empty() && !meaning(key).is_unknown())
}

/// The key of a line that is a setting of its own for sure: it is known, has dots, and a sign follows. The options of a
/// login module have neither, but for those of Strimzi's OAuth.
fn known_setting(line: &[PlacedChar]) -> Option<(String, Span)> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-[]%".contains(c);
    let key: String = line.iter().map(|(c, _)| *c).take_while(|c| fits(*c)).take(LONGEST_KEY).collect();
    let mut rest = line.iter().skip(key.len()).skip_while(|(c, _)| is_space(*c));
    let signed = rest.next().is_some_and(|(c, _)| matches!(c, '=' | ':'));
    let known = signed && key.contains('.') && !key.starts_with("oauth.") && !meaning(&key).is_unknown();
    known.then(|| (key, line[0].1))
}

struct LineReader {
    rest: Peekable<IntoIter<PlacedChar>>,
    malformed: Option<Span>,
}

impl LineReader {
    fn key_and_value(&mut self) -> (String, bool, String) {
        let key = self.unescaped(|c| is_space(c) || matches!(c, '=' | ':'));
        self.space();
        let separated = self.rest.next_if(|(c, _)| matches!(c, '=' | ':')).is_some();
        if separated {
            self.space();
        }
        (key, separated, self.unescaped(|_| false))
    }

    fn space(&mut self) {
        while self.rest.next_if(|(c, _)| is_space(*c)).is_some() {}
    }

    /// Up to the first unescaped character that ends it.
    fn unescaped(&mut self, ends: fn(char) -> bool) -> String {
        // Java's characters are units of UTF-16: two escapes may make one character.
        let mut units: Vec<u16> = Vec::new();
        while let Some((c, place)) = self.rest.next_if(|(c, _)| !ends(*c)) {
            let c = match (c, (c == '\\').then(|| self.rest.next()).flatten()) {
                ('\\', None) => continue,
                ('\\', Some(('u', _))) => {
                    match self.unit() {
                        Some(unit) => units.push(unit),
                        None => self.malformed = self.malformed.or(Some(place)),
                    }
                    continue;
                }
                ('\\', Some((escaped, _))) => meant(escaped),
                (plain, _) => plain,
            };
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
        let characters = char::decode_utf16(units);
        characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }

    /// The four digits after `\u`.
    fn unit(&mut self) -> Option<u16> {
        let digits: String =
            (0..4).map_while(|_| self.rest.next_if(|(c, _)| c.is_ascii_hexdigit())).map(|(c, _)| c).collect();
        u16::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4)
    }
}

/// What a backslash makes of a character.
fn meant(escaped: char) -> char {
    match escaped {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{c}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> String {
        lines(text).remove(0).value.text().to_owned()
    }

    #[test]
    fn escapes_are_units_of_utf_16() {
        assert_eq!(value("a=\\ud83d\\ude00\\u00e9\\t."), "\u{1f600}\u{e9}\t.");
        assert_eq!(value("a=\\ud83d!"), "\u{fffd}!", "half a character is none");
        assert_eq!(value("a=\\u00\\\n   65b"), "eb", "lines are joined first");
    }

    #[test]
    fn a_malformed_escape_is_told_with_its_place() {
        let found = lines("a=1\nb=x\\\n  y\\user\\u12\n");
        assert_eq!(found[0].malformed, None);
        assert_eq!(found[1].span, Span { line: 2, column: 1 });
        assert_eq!(found[1].malformed, Some(Span { line: 3, column: 4 }));
    }

    #[test]
    fn lines_end_as_on_any_system() {
        let keys: Vec<_> = lines("a=1\r\nb 2\rc:3")
            .into_iter()
            .map(|line| (line.key.clone(), line.value.text().to_owned()))
            .collect();
        let pairs = [("a", "1"), ("b", "2"), ("c", "3")];
        assert_eq!(keys, pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }
}
