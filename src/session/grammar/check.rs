//! Lines that look at the world: what is expected of it, tables, explanations, how much is told.

use super::{Keyword, Rule, script};
use crate::session::interpret::Interpreter;
use crate::session::scenario::Reader;
use crate::session::values::Takes;
use crate::session::words::{GROUP, LEVELS, TABLES, may, must};

pub static EXPECT: Rule = Rule {
    arguments: &[
        may("group", Takes::Name),
        may("partition", Takes::Names),
        may("consumer", Takes::Names),
        may("since", Takes::Name),
        may("vary", Takes::Word(&["yes", "no"])),
    ],
    help: "Checks measures, written MEASURE=VALUE, or with != < <= > >=; `since` takes the difference to a mark; \
           `vary=no` says that it holds for this very timing only.",
    check: Reader::expect,
    ..script(Keyword::Expect, "expect", Interpreter::expect)
};

pub static SHOW: Rule = Rule {
    positional: &[must("TABLES", Takes::Word(TABLES))],
    repeats: true,
    arguments: &[may("group", Takes::Name)],
    help: "Prints tables into the transcript.",
    check: Reader::know_argument_group,
    ..script(Keyword::Show, "show", |run, line| {
        for (table, _) in line.names() {
            run.show(table, line.text("group"));
        }
    })
};

pub static LAG: Rule = Rule {
    positional: &[GROUP],
    help: "Prints a group's partitions, their lag and who reads them.",
    check: |reader, line| reader.know_group(line.name(), line.span),
    ..script(Keyword::Lag, "lag", |run, line| run.show("lanes", Some(line.name())))
};

pub static WHY: Rule = Rule {
    positional: &[must("WHAT", Takes::Name)],
    arguments: &[may("offset", Takes::Number { min: 0, max: u64::MAX }), may("group", Takes::Name)],
    help: "Explains a consumer's state, who has a partition, what became of one of its records, or a group's last \
           rebalance: each sentence because of the next, down to the command or fault it began with.",
    check: Reader::know_argument_group,
    ..script(Keyword::Why, "why", Interpreter::explain)
};

pub static TELL: Rule = Rule {
    positional: &[must("LEVEL", Takes::Word(LEVELS))],
    help: "From here on the transcript tells the story, every detail, or every request on the wire as well.",
    ..script(Keyword::Tell, "tell", |run, line| run.tell_as(line.name()))
};
