//! What the command line writes: results to standard output, complaints to standard error, and neither without end.

use groupscope::session::Lang;
use groupscope::session::lexer::{ScriptError, Span};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// No more bytes of complaints than this are written; what says how many more there are comes on top.
const MOST_COMPLAINTS: usize = 63 << 10;

/// How many bytes of complaints were written.
static WRITTEN: AtomicUsize = AtomicUsize::new(0);
/// A complaint could not be written.
static UNSAID: AtomicBool = AtomicBool::new(false);

/// Writes a result; whether it was written. A reader that closed the pipe (`| head`) has what it wanted.
pub fn print(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    match write!(out, "{text}{newline}").and_then(|()| out.flush()) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => true,
        Err(error) => {
            say(&format!("Standard output cannot be written: {error}"));
            false
        }
    }
}

/// Writes a line to standard error.
pub fn say(line: &str) {
    let written = writeln!(std::io::stderr().lock(), "{line}");
    if written.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
        UNSAID.store(true, Ordering::Relaxed);
    }
}

/// Whether every complaint could be written.
pub fn all_was_said() -> bool {
    !UNSAID.load(Ordering::Relaxed)
}

/// Writes errors with their places, up to a limit, and the number of the others.
pub fn complain(file: &Path, errors: &[ScriptError], lang: Lang) {
    complain_of(file, errors.iter().map(|error| (error.span, error.message(lang))), lang);
}

/// The same for sentences.
pub fn complain_of(file: &Path, errors: impl ExactSizeIterator<Item = (Span, String)>, lang: Lang) {
    let count = errors.len();
    let mut text = String::new();
    let room = MOST_COMPLAINTS.saturating_sub(WRITTEN.load(Ordering::Relaxed));
    let mut told = 0;
    for (Span { line, column }, sentence) in errors {
        let complaint = format!("{}:{line}:{column}: {sentence}\n", file.display());
        if text.len() + complaint.len() > room {
            break;
        }
        text += &complaint;
        told += 1;
    }
    WRITTEN.fetch_add(text.len(), Ordering::Relaxed);
    if told < count {
        let more = count - told;
        let sentence = match lang {
            Lang::En => format!("and {more} more errors."),
            Lang::Ko => format!("이 밖에 오류 {more}개가 더 있습니다."),
        };
        text += &format!("{}: {sentence}\n", file.display());
    }
    if !text.is_empty() {
        say(text.trim_end());
    }
}
