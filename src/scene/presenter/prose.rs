//! Sentences in lines: how wide a proportional face sets them, and where they are broken.
//!
//! SVG breaks no lines. The widths are those of the widest of the usual faces, so that what is broken here fits in any.

/// A line's height, in units of its size.
pub const LINE: f64 = 1.26;

/// A stretch of a line in one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseSpan {
    pub text: String,
    pub strong: bool,
    pub code: bool,
}

/// A line of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct ProseLine {
    pub x: f64,
    /// Of the baseline.
    pub y: f64,
    pub size: f64,
    pub spans: Vec<ProseSpan>,
}

impl ProseLine {
    /// How wide it is at most.
    pub fn width(&self) -> f64 {
        self.spans.iter().map(|span| span_width(span) * self.size).sum()
    }

    /// The line without its marks.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// The advance of a letter, in units of the size.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | 'I' => 0.3,
        ' ' | ',' | '.' | ':' | ';' | '!' | '|' | '/' | '-' | '`' => 0.36,
        '(' | ')' | '[' | ']' | 'f' | 't' | 'r' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '→' | '…' => 1.0,
        'a'..='z' => 0.635,
        '0'..='9' => 0.64,
        'A'..='Z' => 0.78,
        '·' => 0.36,
        '\u{1100}'.. => 0.97,
        _ => 0.64,
    }
}

fn span_width(span: &ProseSpan) -> f64 {
    let wide = |c: char| match span.code {
        true if (c as u32) < 0x1100 => 0.605,
        true => 1.0,
        false => advance(c),
    };
    let width: f64 = span.text.chars().map(wide).sum();
    if span.strong { width * 1.09 } else { width }
}

/// A text with its `**strong**` words and `` `code` ``, in words: a word may change its face on the way.
fn words(text: &str, strong: bool) -> Vec<Vec<ProseSpan>> {
    let mut words: Vec<Vec<ProseSpan>> = vec![Vec::new()];
    for (place, part) in text.split("**").enumerate() {
        for (inner, piece) in part.split('`').enumerate() {
            let (strong, code) = (strong || place % 2 == 1, inner % 2 == 1);
            for (n, word) in piece.split(' ').enumerate() {
                if n > 0 {
                    words.push(Vec::new());
                }
                if let Some(last) = words.last_mut().filter(|_| !word.is_empty()) {
                    last.push(ProseSpan { text: word.to_owned(), strong, code });
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The text in lines of at most `room`; `y` is where the first one's upper edge is. A word that is wider than a line
/// has one of its own.
pub fn lines(text: &str, (x, y): (f64, f64), size: f64, room: f64, strong: bool) -> Vec<ProseLine> {
    let space = ProseSpan { text: " ".to_owned(), strong, code: false };
    let mut broken: Vec<Vec<ProseSpan>> = Vec::new();
    let mut used = 0.0;
    for word in words(text, strong) {
        let wide: f64 = word.iter().map(|span| span_width(span) * size).sum();
        let gap = span_width(&space) * size;
        match broken.last_mut().filter(|_| used + gap + wide <= room) {
            Some(line) => {
                line.push(space.clone());
                line.extend(word);
                used += gap + wide;
            }
            None => {
                broken.push(word);
                used = wide;
            }
        }
    }
    let place = |(n, spans): (usize, Vec<ProseSpan>)| ProseLine {
        x,
        y: y + size * (LINE * n as f64 + 0.98),
        size,
        spans: joined(spans),
    };
    broken.into_iter().enumerate().map(place).collect()
}

/// Neighbours in the same face as one.
fn joined(spans: Vec<ProseSpan>) -> Vec<ProseSpan> {
    let mut out: Vec<ProseSpan> = Vec::new();
    for span in spans {
        match out.last_mut().filter(|last| (last.strong, last.code) == (span.strong, span.code)) {
            Some(last) => last.text.push_str(&span.text),
            None => out.push(span),
        }
    }
    out
}

/// The first sentence of a text and the rest of it, if the text has both and no mark goes across.
pub fn first_sentence(text: &str) -> Option<(&str, &str)> {
    let end = text.match_indices(['.', '?', '!', ':']).find_map(|(at, mark)| {
        let end = at + mark.len();
        text[end..].starts_with(' ').then_some(end)
    })?;
    let (head, rest) = (&text[..end], text[end..].trim_start());
    let whole = head.matches("**").count() % 2 == 0 && head.matches('`').count() % 2 == 0;
    (whole && !head.ends_with(':') && !rest.is_empty()).then_some((head, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_its_room_and_no_word_is_lost() {
        let text = "c1 reads `orders-0`, and **nobody** reads orders-1. 레코드 하나에 20 ms가 걸립니다.";
        let told = lines(text, (40.0, 0.0), 42.0, 500.0, false);
        assert!(told.len() > 2, "{told:?}");
        assert!(told.iter().all(|line| line.width() <= 500.0 && line.x == 40.0));
        let whole: Vec<String> = told.iter().map(ProseLine::text).collect();
        assert_eq!(whole.join(" "), text.replace(['`', '*'], ""));
        assert!(told.iter().any(|line| line.spans.iter().any(|span| span.code && span.text == "orders-0")));
    }

    #[test]
    fn the_first_sentence_is_one_only_before_another() {
        assert_eq!(first_sentence("c2 is dead. Nobody knows."), Some(("c2 is dead.", "Nobody knows.")));
        assert_eq!(first_sentence("It waits 1.5 s."), None);
        assert_eq!(first_sentence("A **b. c** d"), None);
    }
}
