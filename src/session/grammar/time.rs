//! Lines that let time pass, and remember an instant.

use super::{Keyword, Rule, script};
use crate::session::interpret::Interpreter;
use crate::session::scenario::Reader;
use crate::session::values::Takes;
use crate::session::words::{CONDITIONS, NAME, TABLES, may};

pub static RUN: Rule = Rule {
    arguments: &[
        may("for", Takes::Span),
        may("to", Takes::Instant),
        may("until", Takes::Word(CONDITIONS)),
        may("group", Takes::Name),
        may("consumer", Takes::Name),
        may("within", Takes::Span),
        may("show", Takes::Word(TABLES)),
    ],
    help: "Lets time pass: for a while, to an instant, or until the end of the first instant at which something \
           holds (an error if it does not within 10min, or `within`).",
    check: Reader::run,
    ..script(Keyword::Run, "run", Interpreter::pass)
};

pub static MARK: Rule = Rule {
    positional: &[NAME],
    help: "Remembers the numbers of this instant under a name.",
    check: Reader::add_mark,
    // Set by `Interpreter::run`, where it is known what is asked of it.
    ..script(Keyword::Mark, "mark", |_, _| {})
};
