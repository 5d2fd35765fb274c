//! What is taken out of a scenario's file while the program is compiled: its titles, and how much of it is told. The
//! file itself is then no part of the program.

/// Where the quoted text after `mark` stands in the script's line `title`. Without such a line, or such a text in it,
/// the program does not compile.
pub const fn quoted_in_title(script: &[u8], mark: &[u8]) -> (usize, usize) {
    let mut at = 0;
    while !(starts_with(script, b"title ", at) && (at == 0 || script[at - 1] == b'\n')) {
        at += 1;
    }
    while !starts_with(script, mark, at) {
        // No such text in it.
        assert!(script[at] != b'\n');
        at += 1;
    }
    let from = at + mark.len();
    let mut to = from;
    while script[to] != b'"' {
        to += 1;
    }
    (from, to)
}

/// How many of the script's lines begin with this word and a space.
pub const fn lines_of(script: &[u8], word: &[u8]) -> u16 {
    let (mut at, mut count) = (0, 0);
    while at + word.len() < script.len() {
        if starts_with(script, word, at) && script[at + word.len()] == b' ' {
            count += 1;
        }
        while at < script.len() && script[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    count
}

/// A copy of so many bytes: with a slice of it, the whole text would be part of the program.
pub const fn copy<const N: usize>(text: &[u8], from: usize) -> [u8; N] {
    let mut copied = [0; N];
    let mut i = 0;
    while i < N {
        copied[i] = text[from + i];
        i += 1;
    }
    copied
}

const fn starts_with(text: &[u8], with: &[u8], at: usize) -> bool {
    let mut i = 0;
    while i < with.len() {
        if at + i >= text.len() || text[at + i] != with[i] {
            return false;
        }
        i += 1;
    }
    true
}
