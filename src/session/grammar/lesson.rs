//! What makes a lesson of a scenario: what its reader is to foretell, what to try afterwards, and what stays.

use super::{Keyword, Rule, script};
use crate::session::interpret::Interpreter;
use crate::session::scenario::Reader;
use crate::session::values::Takes;
use crate::session::words::{TEXTS, may, must};

pub static PREDICT: Rule = Rule {
    positional: &[
        must("WHAT", Takes::Word(&["records", "partitions", "owner", "number"])),
        may("MEASURE", Takes::Name),
    ],
    arguments: &[may("group", Takes::Name), may("partition", Takes::Names), may("consumer", Takes::Names)],
    help: "Has the question above answered on the stage, and the answer judged by the run up to the `answer` line: \
           `records duplicates|gaps` of these partitions, `partitions moved|unowned`, the `owner` of these partitions, \
           or a `number` of any measure that is a number.",
    check: Reader::predict,
    ..script(Keyword::Predict, "predict", Interpreter::predict)
};

pub static TASK: Rule = Rule {
    arguments: &[
        must("en", Takes::Text),
        may("ko", Takes::Text),
        may("group", Takes::Name),
        may("partition", Takes::Names),
        may("consumer", Takes::Names),
    ],
    help: "Something to try once the script is over or left. It ticks itself when all of this holds; what counts up is \
           counted from there on.",
    check: Reader::expect,
    ..script(Keyword::Task, "task", Interpreter::task)
};

pub static LEARNED: Rule = Rule {
    arguments: TEXTS,
    help: "The one sentence that stays, shown when the script is over.",
    check: Reader::learned,
    ..script(Keyword::Learned, "learned", Interpreter::learned)
};
