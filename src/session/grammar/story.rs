//! What a scenario says: its title, the world it begins with, captions and questions.

use super::{Keyword, Rule, script};
use crate::kafka::property::Scope;
use crate::kafka::release::Release;
use crate::session::caption::CaptionKind;
use crate::session::interpret::Interpreter;
use crate::session::scenario::Reader;
use crate::session::values::Takes;
use crate::session::words::{TEXTS, may, must};

pub static TITLE: Rule = Rule {
    arguments: TEXTS,
    help: "Names the scenario.",
    check: Reader::begin,
    // Read before the run began, as are the seed and the cluster.
    ..script(Keyword::Title, "title", |_, _| {})
};

pub static SEED: Rule = Rule {
    positional: &[must("N", Takes::Number { min: 0, max: u64::MAX })],
    help: "Chooses the chance that jitter and keys follow from (1 if left out).",
    check: Reader::begin,
    ..script(Keyword::Seed, "seed", |_, _| {})
};

pub static CLUSTER: Rule = Rule {
    arguments: &[
        may("brokers", Takes::Number { min: 1, max: 5 }),
        may("racks", Takes::Names),
        may("latency", Takes::Span),
        may("jitter", Takes::Span),
        may("kafka", Takes::Word(&Release::NAMES)),
    ],
    properties: Some(Scope::Broker),
    help: "Sets the brokers (with `racks=a,b,c` a rack for each), the network, the release (`kafka`, 4.4 if left out) \
           and any broker property.",
    check: Reader::begin,
    ..script(Keyword::Cluster, "cluster", |_, _| {})
};

pub static SAY: Rule = Rule {
    arguments: TEXTS,
    help: "Shows a caption from here on.",
    ..script(Keyword::Say, "say", |run, line| run.caption(CaptionKind::Say, line))
};

pub static ASK: Rule = Rule {
    arguments: TEXTS,
    help: "Asks a question before the decisive moment; `option` lines follow, or a `predict` line, or both.",
    check: Reader::ask,
    ..script(Keyword::Ask, "ask", |run, line| {
        run.caption(CaptionKind::Ask { options: Vec::new(), prediction: None }, line);
    })
};

pub static OPTION: Rule = Rule {
    arguments: &[must("en", Takes::Text), may("ko", Takes::Text), may("right", Takes::Word(&["yes", "no"]))],
    help: "One answer to the question above; exactly one is right=yes.",
    check: Reader::option,
    ..script(Keyword::Option, "option", Interpreter::option)
};

pub static ANSWER: Rule = Rule {
    arguments: TEXTS,
    help: "Shows, when it has been seen, why the right answer to the last question is right.",
    check: Reader::answer,
    ..script(Keyword::Answer, "answer", |run, line| run.caption(CaptionKind::Answer, line))
};
