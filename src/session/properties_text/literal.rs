//! JSON, and the dictionaries and calls of Python and JavaScript: `{"a": 1}`, `KafkaConsumer(a=1)`.
//!
//! Not an interpreter: what is no constant is only known to be computed. Nothing is refused; what makes no sense is
//! passed over.

use super::entry::{FoundEntry, FoundValue, bare};
use super::keys::{kebab, letters};
use crate::session::lexer::{Span, is_letter_or_digit};

/// No text nests deeper; what lies deeper is not looked at.
const DEEPEST: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
enum CodeToken {
    Open(char),
    Close,
    Comma,
    /// `:` or `=`.
    Sign,
    Text(String),
    Word(String),
    Other(char),
}

type PlacedToken = (CodeToken, Span);

/// The settings of a whole text.
pub fn entries(text: &str) -> Vec<FoundEntry> {
    let tokens = tokens(text, Span { line: 1, column: 1 });
    let mut reader = LiteralReader::new(&tokens, false);
    reader.container(0, tokens.len(), "", 0);
    reader.found
}

/// The settings of a value in YAML that is written like JSON, with words that need no quotes.
pub fn flow(text: &str, key: &str, span: Span) -> Vec<FoundEntry> {
    let tokens = tokens(text, span);
    let mut reader = LiteralReader::new(&tokens, true);
    reader.value(key, span, 0, tokens.len(), 1);
    reader.found
}

fn tokens(text: &str, begin: Span) -> Vec<PlacedToken> {
    let mut found = Vec::new();
    let mut lexer = Lexer { rest: text.chars().collect(), at: 0, span: begin };
    while let Some(c) = lexer.peek(0) {
        let span = lexer.span;
        let token = match c {
            _ if c.is_whitespace() => {
                lexer.next();
                continue;
            }
            '#' => {
                lexer.line();
                continue;
            }
            '/' if lexer.peek(1) == Some('/') => {
                lexer.line();
                continue;
            }
            '/' if lexer.peek(1) == Some('*') => {
                lexer.comment();
                continue;
            }
            '"' | '\'' | '`' => CodeToken::Text(lexer.quoted(c)),
            _ if is_of_word(c) => lexer.word(),
            _ => {
                lexer.next();
                match c {
                    '{' | '(' | '[' => CodeToken::Open(c),
                    '}' | ')' | ']' => CodeToken::Close,
                    ',' | ';' => CodeToken::Comma,
                    '=' if lexer.peek(0) == Some('>')
                        && matches!(found.last(), Some((CodeToken::Text(_), _))) =>
                    {
                        // `'group.id' => 'billing'` of PHP and Ruby.
                        lexer.next();
                        CodeToken::Sign
                    }
                    ':' | '=' => CodeToken::Sign,
                    other => CodeToken::Other(other),
                }
            }
        };
        found.push((token, span));
    }
    found
}

fn is_of_word(c: char) -> bool {
    is_letter_or_digit(c) || matches!(c, '_' | '.' | '-' | '$' | '@' | '%' | '+')
}

struct Lexer {
    rest: Vec<char>,
    at: usize,
    span: Span,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        self.span.column += 1;
        if c == '\n' {
            self.span = Span { line: self.span.line + 1, column: 1 };
        }
        Some(c)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    fn line(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.next();
        }
    }

    fn comment(&mut self) {
        while self.peek(0).is_some() && !(self.peek(0) == Some('*') && self.peek(1) == Some('/')) {
            self.next();
        }
        self.next();
        self.next();
    }

    fn word(&mut self) -> CodeToken {
        let mut word = String::new();
        while let Some(c) = self.peek(0).filter(|c| is_of_word(*c)) {
            // `${NAME}` is one word with its braces.
            word.push(c);
            self.next();
            if c == '$' && self.peek(0) == Some('{') {
                while let Some(c) = self.next() {
                    word.push(c);
                    if c == '}' {
                        break;
                    }
                }
            }
        }
        match (word.as_str(), self.peek(0)) {
            // Python's marks of raw texts and of bytes.
            ("r" | "b" | "u" | "R" | "B" | "U", Some(quote @ ('"' | '\''))) => {
                CodeToken::Text(self.quoted(quote))
            }
            _ => CodeToken::Word(word),
        }
    }

    /// A text in quotes, three of them perhaps.
    fn quoted(&mut self, quote: char) -> String {
        let three = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        let width = if three { 3 } else { 1 };
        self.skip(width);
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if (0..width).all(|ahead| self.peek(ahead) == Some(quote)) {
                self.skip(width);
                break;
            }
            self.next();
            match (c, self.peek(0)) {
                ('\\', Some(escaped)) => {
                    self.next();
                    text.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        other => other,
                    });
                }
                _ => text.push(c),
            }
        }
        text
    }
}

struct LiteralReader<'a> {
    tokens: &'a [PlacedToken],
    /// Of each opening bracket, where it is closed.
    ends: Vec<usize>,
    /// Words without quotes are texts, as in YAML; elsewhere they are names of something.
    words_are_texts: bool,
    found: Vec<FoundEntry>,
}

impl LiteralReader<'_> {
    fn new(tokens: &[PlacedToken], words_are_texts: bool) -> LiteralReader<'_> {
        let mut ends = vec![tokens.len(); tokens.len()];
        let mut open = Vec::new();
        for (place, (token, _)) in tokens.iter().enumerate() {
            match token {
                CodeToken::Open(_) => open.push(place),
                CodeToken::Close => {
                    if let Some(begin) = open.pop() {
                        ends[begin] = place;
                    }
                }
                _ => {}
            }
        }
        LiteralReader { tokens, ends, words_are_texts, found: Vec::new() }
    }

    fn token(&self, place: usize) -> Option<&CodeToken> {
        self.tokens.get(place).map(|(token, _)| token)
    }

    /// The pairs between two places; `depth` 0: the whole text, where what is given a name is no setting's part.
    fn container(&mut self, begin: usize, end: usize, prefix: &str, depth: usize) {
        let mut place = begin;
        while place < end {
            let key = match self.token(place) {
                Some(CodeToken::Text(text) | CodeToken::Word(text))
                    if self.token(place + 1) == Some(&CodeToken::Sign) =>
                {
                    text.clone()
                }
                Some(CodeToken::Open(_)) if depth < DEEPEST => {
                    let close = self.ends[place].min(end);
                    self.container(place + 1, close, prefix, depth + 1);
                    place = close + 1;
                    continue;
                }
                _ => {
                    place += 1;
                    continue;
                }
            };
            let span = self.tokens[place].1;
            let until = self.end_of_value(place + 2, end, depth);
            let path = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            self.value(&path, span, place + 2, until, depth);
            place = until.max(place + 2);
        }
    }

    /// Where a value ends: at a comma, or, outside of all brackets, at the end of its line.
    fn end_of_value(&self, begin: usize, end: usize, depth: usize) -> usize {
        let mut place = begin;
        while place < end {
            match self.token(place) {
                Some(CodeToken::Comma | CodeToken::Close) => return place,
                Some(CodeToken::Open(_)) => place = self.ends[place].min(end),
                _ => {}
            }
            place += 1;
            let line = |place: usize| self.tokens.get(place).map(|(_, span)| span.line);
            // C# opens a bracket in a line of its own.
            let opens = matches!(self.token(place), Some(CodeToken::Open('{')));
            if depth == 0 && place < end && line(place) > line(place - 1) && !opens {
                return place;
            }
        }
        place.min(end)
    }

    fn value(&mut self, path: &str, span: Span, begin: usize, end: usize, depth: usize) {
        let inner = (begin..end).find(|place| matches!(self.token(*place), Some(CodeToken::Open(_))));
        let opens = inner.map(|place| (place, self.token(place).cloned()));
        let is_whole = |place: usize| place == begin && self.ends[place] + 1 >= end;
        match opens {
            // `conf = {...}`, `consumer = KafkaConsumer(...)`: what the program calls it is no part of a key.
            Some((place, _)) if depth == 0 => self.container(place, end, "", 1),
            Some((place, Some(CodeToken::Open('{')))) if is_whole(place) && depth < DEEPEST => {
                self.container(place + 1, self.ends[place].min(end), path, depth + 1);
            }
            // `dict(...)` of Python, `kafka.ConfigMap{...}` of Go.
            Some((place, Some(CodeToken::Open(bracket))))
                if place == begin + 1 && depth < DEEPEST && (bracket == '{' || self.is_dict(begin)) =>
            {
                self.container(place + 1, self.ends[place].min(end), path, depth + 1);
            }
            Some((place, _)) if is_whole(place) => {
                let value = self.list(place + 1, self.ends[place].min(end));
                self.add(path, span, value);
            }
            Some(_) => self.add(path, span, FoundValue::Computed),
            None => {
                let value = match (self.scalar(begin, end, self.words_are_texts), self.token(begin)) {
                    (FoundValue::Computed, Some(CodeToken::Word(word))) if end == begin + 1 => {
                        of_enumeration(path, word).map_or(FoundValue::Computed, FoundValue::Text)
                    }
                    (value, _) => value,
                };
                self.add(path, span, value);
            }
        }
    }

    fn is_dict(&self, place: usize) -> bool {
        matches!(self.token(place), Some(CodeToken::Word(word)) if word == "dict")
    }

    fn add(&mut self, path: &str, span: Span, value: FoundValue) {
        self.found.push(FoundEntry {
            key: path.to_owned(),
            value,
            span,
            malformed: None,
            separated: true,
            continued: None,
            swallowed: Vec::new(),
        });
    }

    /// The elements of a list, with commas between them.
    fn list(&self, begin: usize, end: usize) -> FoundValue {
        let (mut texts, mut place) = (Vec::new(), begin);
        while place < end {
            let until = self.end_of_value(place, end, 1);
            match self.scalar(place, until, true) {
                FoundValue::Text(text) => texts.push(text),
                FoundValue::Nothing => {}
                FoundValue::Computed => return FoundValue::Computed,
            }
            place = until + 1;
        }
        FoundValue::Text(texts.join(","))
    }

    /// A value without brackets; `words`: names are taken as they stand.
    fn scalar(&self, begin: usize, end: usize, words: bool) -> FoundValue {
        let all = &self.tokens[begin.min(end)..end];
        let texts: Option<Vec<&str>> = all.iter().map(|(token, _)| text_of(token)).collect();
        match (all, texts) {
            ([], _) => FoundValue::Nothing,
            ([_, ..], Some(texts)) => FoundValue::Text(texts.concat()),
            ([(CodeToken::Word(word), _)], None) => match bare(word) {
                FoundValue::Text(text) if !words && !is_constant(&text) => FoundValue::Computed,
                given => given,
            },
            _ if words && self.words_are_texts => FoundValue::Text(plain(all)),
            _ => product(all).map_or(FoundValue::Computed, |number| FoundValue::Text(number.to_string())),
        }
    }
}

fn text_of(token: &CodeToken) -> Option<&str> {
    match token {
        CodeToken::Text(text) => Some(text),
        _ => None,
    }
}

/// What needs no program to be known: a number, a truth value, a placeholder.
fn is_constant(word: &str) -> bool {
    let first = word.trim_start_matches(['-', '+']).chars().next();
    first.is_some_and(|c| c.is_ascii_digit()) || matches!(word, "true" | "false") || word.contains("${")
}

/// `AutoOffsetReset = AutoOffsetReset.Earliest`: what an enumeration named as the setting says, as Kafka writes it.
fn of_enumeration(key: &str, word: &str) -> Option<String> {
    let (class, member) = word.rsplit_once('.')?;
    let class = letters(class.rsplit('.').next().unwrap_or(class));
    if class.is_empty() || !letters(key).ends_with(&class) {
        return None;
    }
    match member.contains(|c: char| c.is_ascii_lowercase()) {
        true => Some(kebab(member).trim_start_matches('-').to_owned()),
        false => Some(member.to_ascii_lowercase().replace('_', "-")),
    }
}

/// Several words of YAML, such as an address with its port.
fn plain(tokens: &[PlacedToken]) -> String {
    let sign = |token: &CodeToken| match token {
        CodeToken::Text(text) | CodeToken::Word(text) => text.clone(),
        CodeToken::Sign => ":".to_owned(),
        CodeToken::Other(c) => c.to_string(),
        CodeToken::Open(_) | CodeToken::Close | CodeToken::Comma => String::new(),
    };
    tokens.iter().map(|(token, _)| sign(token)).collect()
}

/// `5 * 60 * 1000`.
fn product(tokens: &[PlacedToken]) -> Option<u64> {
    let mut result = 1_u64;
    for (place, (token, _)) in tokens.iter().enumerate() {
        match token {
            CodeToken::Word(word) if place % 2 == 0 => {
                result = result.checked_mul(word.replace('_', "").parse().ok()?)?;
            }
            CodeToken::Other('*') if place % 2 == 1 => {}
            _ => return None,
        }
    }
    (tokens.len() % 2 == 1).then_some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let told = |given: FoundValue| match given {
            FoundValue::Text(text) => text,
            FoundValue::Nothing => "nothing".to_owned(),
            FoundValue::Computed => "computed".to_owned(),
        };
        entries(text).into_iter().map(|entry| (entry.key, told(entry.value))).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn json_is_read_with_its_nesting() {
        let text = "{\n \"a.b\": 6_000, \"c\": {\"d\": \"x, \\\"y\\\"\", \"e\": [\"p\", \"q\"]}, \
                    \"f\": null,\n \"g\": true }";
        let expected =
            pairs(&[("a.b", "6000"), ("c.d", "x, \"y\""), ("c.e", "p,q"), ("f", "nothing"), ("g", "true")]);
        assert_eq!(read(text), expected);
        assert_eq!(entries(text)[4].span, Span { line: 3, column: 2 });
    }

    #[test]
    fn python_is_read_as_far_as_it_is_constant() {
        let text = "from kafka import KafkaConsumer\n\nconsumer = KafkaConsumer(\n    'orders', 'refunds',  # topics\n\
                    \x20   session_timeout_ms=30 * 1000, enable_auto_commit=False,\n\
                    \x20   value_deserializer=lambda m: json.loads(m.decode('ascii')),\n\
                    \x20   client_id=os.environ['HOST'], group_id=GROUP, api_version=(2, 0))\nconf = dict(a='b' 'c')\n";
        let expected = pairs(&[
            ("session_timeout_ms", "30000"),
            ("enable_auto_commit", "false"),
            ("value_deserializer", "computed"),
            ("client_id", "computed"),
            ("group_id", "computed"),
            ("api_version", "2,0"),
            ("a", "bc"),
        ]);
        assert_eq!(read(text), expected);
    }

    #[test]
    fn nothing_is_too_deep() {
        let deep = "{\"a\":".repeat(10_000);
        assert!(read(&deep).len() <= 1);
        let _ = read(&"[".repeat(100_000));
    }
}
