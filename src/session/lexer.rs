//! The first step of reading a script: bytes to lines of tokens, each knowing its place.
//!
//! A token is a word, or a key with an operator and a value: `topic=orders`, `lag<=5`, `en="Watch \"c2\"."`.
//! `#` at the beginning of a token starts a comment.

use crate::session::language::Lang;
use crate::session::language::mistake::Placed;
use crate::session::mistake::{Mistake, TextMistake};
use crate::sim::sorted::sort_by_key;
use std::fmt;

/// The largest file that is read.
pub const LARGEST_FILE: usize = 1 << 20;

/// Whether a character can be part of a word. Outside ASCII everything can that is no space: the tables of Unicode that
/// tell letters from signs weigh more than the difference is worth.
pub fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || c.is_control())
}

/// A place in a file: line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub line: u32,
    pub column: u32,
}

/// What is wrong with a script, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    pub span: Span,
    pub mistake: Mistake,
}

impl ScriptError {
    /// An error at `span`.
    pub fn new(span: Span, mistake: impl Into<Mistake>) -> Self {
        ScriptError { span, mistake: mistake.into() }
    }

    /// What is wrong and what to do: one sentence or two.
    pub fn message(&self, lang: Lang) -> String {
        self.mistake.message(lang)
    }
}

impl Mistake {
    /// What is wrong and what to do: one sentence or two.
    pub fn message(&self, lang: Lang) -> String {
        shortened(lang.say(self))
    }
}

/// The errors in the order of their places, each once.
pub fn in_order(mut errors: Vec<ScriptError>) -> Vec<ScriptError> {
    sort_by_key(&mut errors, |error| error.span);
    let mut ordered: Vec<ScriptError> = Vec::new();
    for error in errors {
        let mut of_the_place = ordered.iter().rev().take_while(|other| other.span == error.span);
        if !of_the_place.any(|other| *other == error) {
            ordered.push(error);
        }
    }
    ordered
}

/// The longest message, in bytes: the longest list of words that is told fits, a file that is echoed does not.
const LONGEST_MESSAGE: usize = 2_000;
/// The longest word that is told whole: every name that there may be fits.
const LONGEST_TOLD: usize = 300;

/// A message that is too long to read loses its middle: it may echo a name of a megabyte.
fn shortened(message: String) -> String {
    if message.len() <= LONGEST_MESSAGE {
        return message;
    }
    let words = message.split(' ').map(|word| without_middle(word, LONGEST_TOLD));
    without_middle(&words.collect::<Vec<_>>().join(" "), LONGEST_MESSAGE)
}

fn without_middle(text: &str, longest: usize) -> String {
    if text.len() <= longest {
        return text.to_owned();
    }
    let begin = text.floor_char_boundary(longest / 4);
    let end = text.ceil_char_boundary(text.len() - longest / 4);
    format!("{}...{}", &text[..begin], &text[end..])
}

/// In English.
impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Lang::En.say(Placed(self)))
    }
}

impl std::error::Error for ScriptError {}

/// What stands between a key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// Longer ones first, so that `<=` is not read as `<`.
    const ALL: [(&'static str, Operator); 6] = [
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("=", Operator::Equal),
    ];

    /// As it is written.
    pub fn sign(self) -> &'static str {
        Self::ALL.iter().find(|(_, operator)| *operator == self).map_or("=", |(sign, _)| sign)
    }
}

/// The part of a token after its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenValue {
    pub operator: Operator,
    pub text: String,
    pub span: Span,
}

/// A word, or a key with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word or the key.
    pub text: String,
    pub span: Span,
    pub value: Option<TokenValue>,
}

/// Checks that `bytes` are a text of a size that is read at all.
///
/// # Errors
/// One error, naming the size and the limit or the place of the first byte that no text has.
pub fn decode(bytes: &[u8]) -> Result<&str, ScriptError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ScriptError::new(Span { line: 1, column: 1 }, TextMistake::TooLarge(bytes.len())));
    }
    let (text, broken) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = error.valid_up_to();
            (std::str::from_utf8(&bytes[..good]).unwrap_or_default(), bytes.get(good).copied())
        }
    };
    let control = text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if let Some((place, found)) = control {
        return Err(not_text(&text[..place], place, u32::from(found)));
    }
    if let Some(byte) = broken {
        return Err(not_text(text, text.len(), u32::from(byte)));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn not_text(before: &str, place: usize, code: u32) -> ScriptError {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    ScriptError::new(
        Span { line: line as u32, column: column as u32 },
        TextMistake::NotText { place: place + 1, code },
    )
}

/// The tokens of one line; errors go to `errors`, and the rest of such a line is left out.
pub fn tokens(line: u32, text: &str, errors: &mut Vec<ScriptError>) -> Vec<Token> {
    let characters: Vec<char> = text.trim_end_matches('\r').chars().collect();
    let mut reader = TokenReader { line, characters: &characters, place: 0 };
    let mut list = Vec::new();
    loop {
        match reader.token() {
            Ok(Some(token)) => list.push(token),
            Ok(None) => return list,
            Err(error) => {
                errors.push(error);
                return list;
            }
        }
    }
}

struct TokenReader<'a> {
    line: u32,
    characters: &'a [char],
    place: usize,
}

impl TokenReader<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.place).copied()
    }

    fn span(&self) -> Span {
        Span { line: self.line, column: self.place as u32 + 1 }
    }

    fn operator(&self) -> Option<Operator> {
        let rest = &self.characters[self.place..];
        let starts = |sign: &str| sign.chars().zip(rest).filter(|(a, b)| a == *b).count() == sign.len();
        Operator::ALL.into_iter().find(|(sign, _)| starts(sign)).map(|(_, operator)| operator)
    }

    fn token(&mut self) -> Result<Option<Token>, ScriptError> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.place += 1;
        }
        let span = self.span();
        if self.peek().is_none_or(|c| c == '#') {
            return Ok(None);
        }
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() {
                break;
            }
            if c == '"' {
                return Err(ScriptError::new(self.span(), TextMistake::QuoteWithoutKey));
            }
            if let Some(operator) = self.operator() {
                if text.is_empty() {
                    return Err(ScriptError::new(span, TextMistake::OperatorWithoutKey(operator)));
                }
                self.place += operator.sign().len();
                let span_of_value = self.span();
                let value = TokenValue { operator, text: self.value()?, span: span_of_value };
                return Ok(Some(Token { text, span, value: Some(value) }));
            }
            text.push(c);
            self.place += 1;
        }
        Ok(Some(Token { text, span, value: None }))
    }

    fn value(&mut self) -> Result<String, ScriptError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace()) {
            text.push(c);
            self.place += 1;
        }
        Ok(text)
    }

    fn quoted(&mut self) -> Result<String, ScriptError> {
        let open = self.span();
        self.place += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.place += 1;
            match c {
                '"' => {
                    if self.peek().is_some_and(|next| !next.is_whitespace()) {
                        return Err(ScriptError::new(self.span(), TextMistake::AfterQuote));
                    }
                    return Ok(text);
                }
                '\\' => match self.peek() {
                    Some(escaped @ ('"' | '\\')) => {
                        text.push(escaped);
                        self.place += 1;
                    }
                    _ => return Err(ScriptError::new(self.span(), TextMistake::Backslash)),
                },
                other => text.push(other),
            }
        }
        Err(ScriptError::new(open, TextMistake::OpenQuote))
    }
}

/// Writes `text` so that [`tokens`] reads it back: bare if possible, else quoted.
pub fn quote(text: &str) -> String {
    let bare = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '"' || c == '\\');
    if bare {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // A line has no other line in it.
            '\n' | '\r' => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Vec<Token>, ScriptError> {
        let mut errors = Vec::new();
        let list = tokens(1, text, &mut errors);
        errors.pop().map_or(Ok(list), Err)
    }

    #[test]
    fn a_line_is_words_and_pairs_and_a_comment() {
        let list = read("  kill c2  since=m lag<=5 en=\"a \\\"b\\\" # c\"  # never read").unwrap();
        let texts: Vec<_> = list.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["kill", "c2", "since", "lag", "en"]);
        let value = list[4].value.as_ref().unwrap();
        assert_eq!((value.text.as_str(), value.span.column), ("a \"b\" # c", 30));
        assert_eq!(list[3].value.as_ref().unwrap().operator, Operator::LessOrEqual);
    }

    #[test]
    fn broken_lines_say_where() {
        assert_eq!(read("say en=\"open").unwrap_err().span.column, 8);
        assert_eq!(read("say \"x\"").unwrap_err().span.column, 5);
        assert_eq!(read("kill =c2").unwrap_err().span.column, 6);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let error = decode(b"topic a\nkill \xff").unwrap_err();
        assert_eq!(error.span, Span { line: 2, column: 6 });
        assert!(error.message(Lang::En).contains("byte 14 (0xFF)"), "{error}");
        assert_eq!(decode(b"a\0b\xff").unwrap_err().span.column, 2);
        let error = decode(&vec![b'a'; LARGEST_FILE + 1]).unwrap_err();
        assert!(
            error.message(Lang::En).contains("1048577 bytes") && error.message(Lang::En).contains("1048576"),
            "{error}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_quoted_text_is_read_back(text in "[^\\n\\r]*") {
            let line = format!("say en={}", quote(&text));
            let found = read(&line).unwrap().remove(1).value.unwrap().text;
            prop_assert_eq!(found, text);
        }
    }
}
