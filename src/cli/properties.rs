//! `groupscope properties FILE`: a consumer's settings as a line of a session.

use crate::cli::bytes_of;
use crate::cli::output::{complain, print};
use groupscope::session::Lang;
use groupscope::session::lexer::{ScriptError, Span};
use groupscope::session::mistake::Mistake;
use groupscope::session::properties_text::read_bytes;
use std::path::Path;

/// Prints what was understood, and whether all values are right.
pub fn run(file: &Path, lang: Lang) -> bool {
    let Some(bytes) = bytes_of(file) else { return false };
    let pasted = read_bytes(&bytes);
    let errors = pasted.errors_of_values();
    let listing = pasted.listing_in(lang, errors.is_empty());
    let printed = listing.is_empty() || print(&listing.join("\n"));
    let place = |span: Span| Span { line: span.line.max(1), column: span.column.max(1) };
    let errors: Vec<ScriptError> = errors
        .iter()
        .map(|error| ScriptError::new(place(error.span), Mistake::Told(lang.say(&error.why))))
        .collect();
    complain(file, &errors, lang);
    errors.is_empty() && printed
}
