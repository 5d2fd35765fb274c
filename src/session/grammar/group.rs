//! A group: its defaults, a change of its strategy, and what goes wrong at its coordinator.

use super::{Keyword, Parsed, Rule, Subject, command, one, script};
use crate::cluster::command::Command;
use crate::kafka::assignor::AssignorName;
use crate::kafka::ids::GroupId;
use crate::kafka::offset_causes::CommitFault;
use crate::kafka::property::{Scope, assignors_text};
use crate::session::interpret::Interpreter;
use crate::session::scenario::Reader;
use crate::session::script::Statement;
use crate::session::values::Takes;
use crate::session::words::{self, NAME, may, must};

pub static GROUP: Rule = Rule {
    positional: &[NAME],
    arguments: &words::joined::<18>(&[
        &[words::TOPICS, words::PATTERN, words::SUBSCRIPTION_PATTERN],
        words::BEHAVIOUR,
    ]),
    properties: Some(Scope::Consumer),
    help: "Names a group and the defaults of its consumers; `strategy` is short for partition.assignment.strategy, \
           `rack` is where they stand (if not in their client.rack), `on_poison` what they do with a record that \
           cannot be deserialized: poll again for ever, seek past it, or end.",
    check: Reader::group,
    ..script(Keyword::Group, "group", Interpreter::group)
};

pub static BOUNCE: Rule = Rule {
    positional: &[words::GROUP],
    arguments: &[must("strategy", Takes::Assignors)],
    help: "Closes all consumers of a group and starts them again with this strategy: static members at once if \
           they knew one of its assignors before, else when the sessions of all members have ended.",
    check: group_exists,
    learn: |cast, command| {
        if let Command::BounceGroup { group, strategy } = command {
            for (_, config) in cast.consumers.values_mut().filter(|(of, _)| of == group) {
                config.set_strategy(strategy);
            }
        }
    },
    ..command(
        Keyword::Bounce,
        "bounce",
        Subject::Group,
        |_, line| {
            let strategy = line.assignors("strategy").map(<[AssignorName]>::to_vec).unwrap_or_default();
            one(line, Command::BounceGroup { group: GroupId::from(line.name()), strategy })
        },
        written!(Command::BounceGroup { group, strategy } => {
            format!(" {group} strategy={}", assignors_text(strategy))
        }),
    )
};

pub static FAILOVER: Rule = Rule {
    positional: &[words::GROUP],
    arguments: &[must("for", Takes::Span)],
    help: "The group's coordinator goes (NOT_COORDINATOR); after a while another has read the group from \
           `__consumer_offsets`.",
    check: group_exists,
    ..command(
        Keyword::Failover,
        "failover",
        Subject::Group,
        |_, line| {
            let span = line.span_of("for").unwrap_or_default();
            one(line, Command::FailOver { group: GroupId::from(line.name()), span })
        },
        written!(Command::FailOver { group, span } => format!(" {group} for={span}")),
    )
};

pub static LOSE_COMMIT: Rule = Rule {
    positional: &[words::GROUP],
    arguments: &[may("count", Takes::Number { min: 0, max: 1_000 })],
    help: "The group's next commit (or the next `count`) is not replicated: COORDINATOR_NOT_AVAILABLE after \
           offsets.commit.timeout.ms, and not stored. `count=0` takes back what is still to come.",
    check: group_exists,
    ..command(
        Keyword::LoseCommit,
        "lose-commit",
        Subject::Group,
        |_, line| disturbance(line, CommitFault::Lost),
        written!(Command::DisturbCommits { group, count, fault: CommitFault::Lost } => {
            format!(" {group} count={count}")
        }),
    )
};

pub static FAIL_COMMIT: Rule = Rule {
    positional: &[words::GROUP],
    arguments: &[may("count", Takes::Number { min: 0, max: 1_000 }), may("after", Takes::Span)],
    help: "The group's next commit (or the next `count`) meets a coordinator that is loading: \
           COORDINATOR_LOAD_IN_PROGRESS, after a while if one is given, and not stored.",
    check: group_exists,
    ..command(
        Keyword::FailCommit,
        "fail-commit",
        Subject::Group,
        |_, line| {
            disturbance(line, CommitFault::Loading { after: line.span_of("after").unwrap_or_default() })
        },
        written!(Command::DisturbCommits { group, count, fault: CommitFault::Loading { after } } => {
            format!(" {group} count={count} after={after}")
        }),
    )
};

pub(super) fn group_exists(reader: &mut Reader, line: &Statement) {
    reader.know_group(line.name(), line.span);
}

fn disturbance(line: &Statement, fault: CommitFault) -> Parsed {
    let count = line.number("count").unwrap_or(1) as u32;
    one(line, Command::DisturbCommits { group: GroupId::from(line.name()), count, fault })
}
