//! `groupscope properties FILE`: a consumer's settings as a line of a session.

use crate::cli::bytes_of;
use crate::cli::output::{complain_of, print};
use groupscope::session::Lang;
use groupscope::session::lexer::Span;
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
    complain_of(file, errors.iter().map(|error| (place(error.span), lang.say(&error.why))), lang);
    errors.is_empty() && printed
}
