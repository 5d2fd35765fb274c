//! As much of YAML as settings are written in: nested keys, lists, quotes, comments, texts of several lines.
//!
//! Keys are joined by dots, lists by commas, as Spring does it. Not modelled: anchors (what refers to one is computed),
//! tags, complex keys.

use super::entry::{FoundEntry, FoundValue, bare};
use super::literal;
use crate::session::lexer::Span;

/// The settings of a text.
pub fn entries(text: &str) -> Vec<FoundEntry> {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader =
        YamlReader { lines, at: 0, open: Vec::new(), childless: None, list: None, found: Vec::new() };
    while reader.at < reader.lines.len() {
        let line = reader.lines[reader.at];
        reader.at += 1;
        reader.line(line);
    }
    reader.close_childless(0);
    reader.found
}

/// A key that has others below it.
struct OpenKey {
    indent: usize,
    path: String,
    span: Span,
}

struct YamlReader<'a> {
    lines: Vec<&'a str>,
    /// The line to be read next.
    at: usize,
    open: Vec<OpenKey>,
    /// The key of the last line, of which nothing is known yet: its indent.
    childless: Option<usize>,
    /// The list whose elements are being read: its place in `found`.
    list: Option<usize>,
    found: Vec<FoundEntry>,
}

impl YamlReader<'_> {
    fn line(&mut self, line: &str) {
        let text = without_comment(line);
        let mut content = text.trim_start();
        let mut indent = text.len() - content.len();
        content = content.trim_end();
        if content.is_empty() || content.starts_with('%') {
            return;
        }
        if indent == 0 && (content == "---" || content == "...") {
            self.close_childless(0);
            self.open.clear();
            return;
        }
        let mut element = false;
        while let Some(rest) = content.strip_prefix("- ").or((content == "-").then_some("")) {
            element = true;
            indent += content.len() - rest.trim_start().len();
            content = rest.trim_start();
        }
        if element {
            // A list may stand as far left as its key.
            self.childless = None;
            indent = indent.max(1);
        } else {
            self.close_childless(indent);
        }
        let span =
            Span { line: self.at as u32, column: text[..text.len().min(indent)].chars().count() as u32 + 1 };
        match split(content) {
            Some((key, value)) => {
                self.open.retain(|open| open.indent < indent);
                self.pair(&key, value, indent, span);
            }
            None if element => self.element(content, indent),
            None => self.rest_of_text(content, span),
        }
    }

    fn path(&self, key: &str) -> String {
        match self.open.last() {
            Some(open) => format!("{}.{key}", open.path),
            None => key.to_owned(),
        }
    }

    fn pair(&mut self, key: &str, value: &str, indent: usize, span: Span) {
        self.list = None;
        let path = self.path(key);
        let value = without_tag(value);
        match value.chars().next() {
            None => {
                self.open.push(OpenKey { indent, path, span });
                self.childless = Some(indent);
            }
            Some('|' | '>') => {
                let text = self.block(indent);
                self.add(path, FoundValue::Text(text), span);
            }
            Some('*') => self.add(path, FoundValue::Computed, span),
            Some('{' | '[') if !value.starts_with("{{") => {
                let whole = self.until(value, is_balanced);
                self.found.extend(literal::flow(&whole, &path, span));
            }
            Some(quote @ ('"' | '\'')) => {
                let whole = self.until(value, |text| unquoted(text, quote).is_some());
                let text = unquoted(&whole, quote).unwrap_or(whole);
                self.add(path, FoundValue::Text(text), span);
            }
            Some(_) => self.add(path, bare(value), span),
        }
    }

    /// An element of the list that belongs to the innermost key.
    fn element(&mut self, content: &str, indent: usize) {
        let Some(open) = self.open.iter().rev().find(|open| open.indent < indent) else { return };
        let (path, span) = (open.path.clone(), open.span);
        let text = match content.chars().next() {
            Some(quote @ ('"' | '\'')) => unquoted(content, quote).unwrap_or_else(|| content.to_owned()),
            _ => content.to_owned(),
        };
        let list = self.list.filter(|place| self.found[*place].key == path);
        match list.map(|place| &mut self.found[place].value) {
            Some(FoundValue::Text(whole)) => *whole += &format!(",{text}"),
            _ => {
                self.add(path, FoundValue::Text(text), span);
                self.list = Some(self.found.len() - 1);
            }
        }
    }

    /// A line that is neither a key nor an element goes on with the text before it.
    fn rest_of_text(&mut self, content: &str, span: Span) {
        match self.found.last_mut() {
            Some(FoundEntry { value: FoundValue::Text(text), .. }) if span.column > 1 => {
                *text += &format!(" {content}")
            }
            _ => {
                let (key, value) = (content.to_owned(), FoundValue::Nothing);
                self.found.push(FoundEntry {
                    key,
                    value,
                    span,
                    malformed: None,
                    separated: false,
                    continued: None,
                    swallowed: Vec::new(),
                });
            }
        }
    }

    /// A key with nothing behind and nothing below it is there, and has no value.
    fn close_childless(&mut self, indent: usize) {
        let Some(childless) = self.childless.take().filter(|childless| indent <= *childless) else { return };
        if let Some(open) = self.open.pop().filter(|open| open.indent == childless) {
            self.add(open.path, FoundValue::Nothing, open.span);
        }
    }

    fn add(&mut self, key: String, value: FoundValue, span: Span) {
        self.found.push(FoundEntry {
            key,
            value,
            span,
            malformed: None,
            separated: true,
            continued: None,
            swallowed: Vec::new(),
        });
    }

    /// The lines that stand further right than their key.
    fn block(&mut self, indent: usize) -> String {
        let mut text = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            let content = line.trim();
            if !content.is_empty() && line.len() - line.trim_start().len() <= indent {
                break;
            }
            text.push(content);
            self.at += 1;
        }
        text.join("\n").trim_end().to_owned()
    }

    /// The value with as many of the next lines as it takes.
    fn until(&mut self, value: &str, is_whole: impl Fn(&str) -> bool) -> String {
        let (mut whole, begin) = (value.to_owned(), self.at);
        while !is_whole(&whole) && self.at < begin + LONGEST_VALUE {
            let Some(line) = self.lines.get(self.at) else { break };
            whole += " ";
            whole += without_comment(line).trim();
            self.at += 1;
        }
        if !is_whole(&whole) {
            // It is never closed: only its own line is taken.
            self.at = begin;
            return value.to_owned();
        }
        whole
    }
}

/// The number of lines within which a value in brackets or quotes ends.
const LONGEST_VALUE: usize = 20;

/// `key: value`, or `key:`.
fn split(content: &str) -> Option<(String, &str)> {
    if let Some(quote @ ('"' | '\'')) = content.chars().next() {
        let end = 1 + content[1..].find(quote)?;
        let rest = content[end + 1..].trim_start().strip_prefix(':')?;
        return (rest.is_empty() || rest.starts_with(char::is_whitespace))
            .then(|| (content[1..end].to_owned(), rest.trim()));
    }
    let colon = content
        .char_indices()
        .find(|(place, c)| *c == ':' && content[place + 1..].chars().next().is_none_or(char::is_whitespace));
    let (place, _) = colon?;
    let key = content[..place].trim_end();
    let fits = !key.is_empty() && !key.contains(char::is_whitespace);
    fits.then(|| (key.to_owned(), content[place + 1..].trim()))
}

/// The text of a line up to its comment.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (place, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') if matches!(before, ' ' | ':' | '[' | ',' | '{' | '-') => quote = Some(c),
            (None, '#') if before.is_whitespace() => return &line[..place],
            _ => {}
        }
        before = c;
    }
    line
}

/// `!!str 6000`, `&name 6000`.
fn without_tag(value: &str) -> &str {
    let mut value = value;
    while value.starts_with(['!', '&']) {
        value = value.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    }
    value
}

/// The text between the quotes, if both are there.
fn unquoted(text: &str, quote: char) -> Option<String> {
    let mut found = String::new();
    let mut rest = text.chars().skip(1).peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' if quote == '"' => match rest.next()? {
                'n' => found.push('\n'),
                't' => found.push('\t'),
                other => found.push(other),
            },
            _ if c == quote => {
                if quote != '\'' || rest.next_if_eq(&quote).is_none() {
                    return Some(found);
                }
                found.push(quote);
            }
            _ => found.push(c),
        }
    }
    None
}

fn is_balanced(text: &str) -> bool {
    let count = |signs: [char; 2]| text.matches(signs).count();
    count(['{', '[']) <= count(['}', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let told = |entry: FoundEntry| (entry.key, format!("{:?}", entry.value).replace("Text", ""));
        entries(text).into_iter().map(told).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn nested_keys_lists_and_quotes_are_read() {
        let text = "spring:\n  kafka:  # ours\n    bootstrap-servers:\n    - a:9092\n    - b:9092\n    consumer:\n\
                    \x20     group-id: \"bill#ing\" # no comment inside\n      properties:\n\
                    \x20       \"[session.timeout.ms]\": 6_000\n        max.poll.records: '5''0'\n\
                    \x20     topics: [orders, 'refunds']\n      auto: {offset: {reset: earliest}}\n\
                    \x20     empty:\n    jaas: >\n      first\n      second\nother: on\n";
        let expected = pairs(&[
            ("spring.kafka.bootstrap-servers", "(\"a:9092,b:9092\")"),
            ("spring.kafka.consumer.group-id", "(\"bill#ing\")"),
            ("spring.kafka.consumer.properties.[session.timeout.ms]", "(\"6000\")"),
            ("spring.kafka.consumer.properties.max.poll.records", "(\"5'0\")"),
            ("spring.kafka.consumer.topics", "(\"orders,refunds\")"),
            ("spring.kafka.consumer.auto.offset.reset", "(\"earliest\")"),
            ("spring.kafka.consumer.empty", "Nothing"),
            ("spring.kafka.jaas", "(\"first\\nsecond\")"),
            ("other", "(\"true\")"),
        ]);
        assert_eq!(read(text), expected);
        assert_eq!(entries(text)[1].span, Span { line: 7, column: 7 });
    }

    #[test]
    fn what_is_never_closed_ends_with_its_line() {
        assert_eq!(read("a: [x, y\nb: 1\n")[1].0, "b");
        assert_eq!(read("a: \"x\nb: 1\n")[1], ("b".to_owned(), "(\"1\")".to_owned()));
    }
}
