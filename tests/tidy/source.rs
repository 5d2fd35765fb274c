//! Reads the repository's files for the tidiness tests, and Rust source closely enough to judge it: comments,
//! strings and characters are blanked out, so that what is left is code and every brace counts.

use std::fs;
use std::ops::Range;
use std::path::Path;

const TYPE_WORDS: [&str; 5] = ["struct", "enum", "trait", "union", "type"];

/// One Rust file. `code` is `text` with comments and literals blanked out, byte for byte.
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
}

impl Source {
    pub fn new(path: &str, text: String) -> Self {
        let code = blank(&text);
        Self { path: path.to_owned(), text, code }
    }

    pub fn line(&self, offset: usize) -> usize {
        line_of(&self.text, offset)
    }

    /// "file:line", where an editor jumps to.
    pub fn at(&self, offset: usize) -> String {
        format!("{}:{}", self.path, self.line(offset))
    }

    /// Identifiers, keywords and numbers of the code, each with its offset.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        words(&self.code)
    }

    /// The functions with a body: name, offset of `fn`, and how many lines they take up to the closing brace.
    pub fn functions(&self) -> Vec<(&str, usize, usize)> {
        let mut found = Vec::new();
        for (at, word) in self.words().filter(|(_, word)| *word == "fn") {
            let after = at + word.len();
            // `fn(u8) -> u8` is a type: no name follows.
            let Some(name) = first_word(&self.code[after..]) else { continue };
            if let Some(body) = self.body(after) {
                found.push((name, at, self.line(body.end) - self.line(at) + 1));
            }
        }
        found
    }

    /// The `mod name;` declarations: name and offset.
    pub fn declared_modules(&self) -> Vec<(&str, usize)> {
        let mods = self.words().filter(|(_, word)| *word == "mod");
        mods.filter_map(|(at, word)| {
            let rest = &self.code[at + word.len()..];
            let name = first_word(rest)?;
            let end = rest.find(name)? + name.len();
            rest[end..].trim_start().starts_with(';').then_some((name, at))
        })
        .collect()
    }

    /// Where the blocks of `mod name { ... }` are.
    pub fn inline_modules(&self) -> Vec<Range<usize>> {
        let mods = self.words().filter(|(_, word)| *word == "mod");
        mods.filter_map(|(at, word)| self.body(at + word.len())).collect()
    }

    /// The types it defines: name and offset. A `type` within a trait or an `impl` belongs to that.
    pub fn types(&self) -> Vec<(&str, usize)> {
        let modules = self.inline_modules();
        let mut found = Vec::new();
        for (at, word) in self.words().filter(|(_, word)| TYPE_WORDS.contains(word)) {
            let braces = |brace: u8| self.code.bytes().take(at).filter(|byte| *byte == brace).count();
            let within = modules.iter().filter(|range| range.contains(&at)).count();
            if word == "type" && braces(b'{') - braces(b'}') > within {
                continue;
            }
            found.extend(first_word(&self.code[at + word.len()..]).map(|name| (name, at)));
        }
        found
    }

    /// What is named directly after `crate::`, also in a group: each with its offset.
    pub fn crate_paths(&self) -> Vec<(&str, usize)> {
        let mut found = Vec::new();
        for (at, word) in self.words().filter(|(_, word)| *word == "crate") {
            let Some(rest) = self.code[at + word.len()..].strip_prefix("::") else { continue };
            if rest.starts_with('{') {
                let end = closing_brace(rest, 0).unwrap_or(rest.len());
                found.extend(group_heads(&rest[1..end]).into_iter().map(|head| (head, at)));
            } else {
                found.extend(first_word(rest).map(|head| (head, at)));
            }
        }
        found
    }

    /// The block that opens after `from`, unless a `;` ends the item before one does.
    fn body(&self, from: usize) -> Option<Range<usize>> {
        let mut depth = 0;
        for (i, byte) in self.code.bytes().enumerate().skip(from) {
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth -= 1,
                b';' if depth == 0 => return None,
                b'{' if depth == 0 => return Some(i..closing_brace(&self.code, i)?),
                _ => {}
            }
        }
        None
    }
}

pub fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = code.as_bytes();
    let mut i = 0;
    std::iter::from_fn(move || {
        let start = (i..bytes.len()).find(|at| is_word(bytes[*at]))?;
        i = (start..bytes.len()).find(|at| !is_word(bytes[*at])).unwrap_or(bytes.len());
        Some((start, &code[start..i]))
    })
}

/// The word that follows, if nothing but space is before it.
fn first_word(code: &str) -> Option<&str> {
    let code = code.trim_start();
    words(code).next().filter(|(at, _)| *at == 0).map(|(_, word)| word)
}

fn closing_brace(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(i),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first word of each member of `a::b, c::{d, e}`: a, c.
fn group_heads(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let members = group.split(|c| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    });
    members.filter_map(first_word).collect()
}

/// Comments and the insides of strings and characters become spaces; line ends stay.
fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut i = 0;
    while i < bytes.len() {
        let end = literal_end(bytes, i);
        for byte in &mut out[i..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        i = end.max(i + 1);
    }
    String::from_utf8(out).expect("whole characters are blanked")
}

/// Where the comment or literal that starts at `i` ends; `i` itself if none does.
fn literal_end(bytes: &[u8], i: usize) -> usize {
    let find = |from: usize, what: &[u8]| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    match bytes[i] {
        b'/' if bytes[i..].starts_with(b"//") => find(i, b"\n").unwrap_or(bytes.len()),
        b'/' if bytes[i..].starts_with(b"/*") => block_comment_end(bytes, i),
        b'"' => match raw_hashes(bytes, i) {
            Some(hashes) => {
                let mut close = vec![b'#'; hashes + 1];
                close[0] = b'"';
                find(i + 1, &close).map_or(bytes.len(), |at| at + close.len())
            }
            None => string_end(bytes, i + 1, b'"'),
        },
        b'\'' => character_end(bytes, i),
        _ => i,
    }
}

fn block_comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut depth, mut i) = (0, start);
    while i < bytes.len() {
        let step = match &bytes[i..] {
            [b'/', b'*', ..] => 1,
            [b'*', b'/', ..] => -1,
            _ => 0,
        };
        depth += step;
        i += if step == 0 { 1 } else { 2 };
        if depth == 0 {
            break;
        }
    }
    i
}

/// How many `#` stand between an `r` and the quote at `quote`; nothing for a string with escapes.
fn raw_hashes(bytes: &[u8], quote: usize) -> Option<usize> {
    let hashes = bytes[..quote].iter().rev().take_while(|byte| **byte == b'#').count();
    let prefix: Vec<u8> =
        bytes[..quote - hashes].iter().rev().take_while(|byte| is_word(**byte)).copied().collect();
    matches!(prefix.as_slice(), b"r" | b"rb" | b"rc").then_some(hashes)
}

fn string_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut i = from;
    while i < bytes.len() && bytes[i] != quote {
        i += if bytes[i] == b'\\' { 2 } else { 1 };
    }
    (i + 1).min(bytes.len())
}

/// `'x'` and `'\n'` are characters, `'x` is a lifetime or a label.
fn character_end(bytes: &[u8], quote: usize) -> usize {
    let Some(first) = bytes.get(quote + 1) else { return quote };
    if *first == b'\\' {
        return string_end(bytes, quote + 1, b'\'');
    }
    let length = match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    };
    if bytes.get(quote + 1 + length) == Some(&b'\'') { quote + length + 2 } else { quote }
}

// ---- files

/// Every file that belongs to the repository: what .gitignore does not name. Sorted, with `/` between folders.
pub fn files() -> Vec<String> {
    let ignored = fs::read_to_string(root(".gitignore")).expect(".gitignore is there");
    let mut skip: Vec<&str> = ignored.lines().filter_map(|line| line.strip_prefix('/')).collect();
    skip.push(".git");
    let mut found = Vec::new();
    walk("", &skip, &mut found);
    found.sort();
    found
}

fn walk(folder: &str, skip: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(root(folder)).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().into_string().expect("file names are UTF-8");
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if skip.contains(&path.as_str()) {
            continue;
        }
        if entry.file_type().expect("the file can be read").is_dir() {
            walk(&path, skip, found);
        } else {
            found.push(path);
        }
    }
}

pub fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file; nothing if it is absent or no text.
pub fn text(path: &str) -> Option<String> {
    fs::read(root(path)).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

/// The Rust files under a folder.
pub fn rust(folder: &str) -> Vec<Source> {
    let paths = files().into_iter().filter(|path| path.starts_with(folder) && path.ends_with(".rs"));
    paths.map(|path| Source::new(&path, text(&path).expect("Rust files are UTF-8"))).collect()
}
