//! Consumers as processes: how they start, what they suffer, and how they end.

use super::calls::{partitions, subscription};
use super::{Background, Keyword, Parsed, Rule, Subject, command, each, listed, one};
use crate::cluster::command::{Command, ConsumerSpec};
use crate::kafka::consumer::close_options::GroupMembershipOperation;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{BrokerId, ClientName, GroupId, TopicName};
use crate::kafka::property::Scope;
use crate::session::cast::Cast;
use crate::session::lexer::Span;
use crate::session::scenario::{ClientKind, Reader};
use crate::session::script::Statement;
use crate::session::settings::{self, GroupDefaults, configure, settle_without_group, unsettled};
use crate::session::values::{Given, Takes};
use crate::session::words::{self, Argument, CONSUMER, NAMES, may, must};
use crate::sim::time::SimDuration;
use std::sync::Arc;

const INHERIT: Argument = may("inherit", Takes::Word(&["yes", "no"]));
const FOR: Argument = may("for", Takes::Span);

pub static CONSUMERS: Rule = Rule {
    positional: NAMES,
    repeats: true,
    arguments: &words::joined::<21>(&[
        &[may("group", Takes::Name), words::TOPICS, words::PATTERN, words::SUBSCRIPTION_PATTERN],
        &[may("assign", Takes::Names)],
        words::BEHAVIOUR,
        &[INHERIT],
    ]),
    properties: Some(Scope::Consumer),
    help: "Starts consumers now. Topics, if left out: the group's, else all topics so far; a pattern takes every topic \
           whose whole name matches, at its next metadata refresh. A subscription_pattern (only with \
           group.protocol=consumer) goes to the coordinator, which finds the topics and looks again at a heartbeat, \
           ten seconds after the last time at the earliest. With `assign=orders-0,orders-1` it assigns itself \
           partitions instead and joins no group; then `group` may be left out, and nothing can be committed. \
           `inherit=no` leaves the group's defaults aside.",
    adds: Reader::adds_consumers,
    check: Reader::consumers,
    learn: |cast, command| {
        if let Command::StartConsumer(spec) = command {
            let config = ConsumerConfig::clone(&spec.config);
            cast.consumers.insert(spec.name, (spec.group, config));
        }
    },
    ..command(Keyword::Consumers, "consumers", Subject::World, starts, |command, background| match command {
        Command::StartConsumer(spec) => Some(consumer_rest(spec, background)),
        _ => None,
    })
};

pub static KILL: Rule = each_consumer!(
    Kill, "kill" => KillProcess,
    "kill -9: both threads stop for good, without a word."
);

pub static CLOSE: Rule = Rule {
    positional: NAMES,
    repeats: true,
    arguments: &[may("leave", Takes::Word(&["yes", "no", "remain"])), may("grace", Takes::Span)],
    help: "The consumer finishes the batch in hand and closes; a dynamic member leaves the group, a static one stays a \
           member. With `leave=yes` a static one leaves as well, with `leave=remain` none does (CloseOptions, \
           KIP-1092); with `leave=no` it goes at once, after a last automatic commit, and the group waits for its \
           session to end. With `grace=30s` it is killed (SIGKILL) if it has not closed by then.",
    check: consumers_exist,
    ..command(
        Keyword::Close,
        "close",
        Subject::Client,
        |_, line| each(line, &|client| close(line, client)),
        |command, _| close_rest(command),
    )
};

pub static CLOSE_NOW: Rule = each_consumer!(
    CloseNow, "close-now" => CloseInMidBatch,
    "The consumer closes in the middle of its batch: the rest of it is given up, and so is what workers hold; \
           with auto-commit the position is committed all the same."
);

pub static RESTART: Rule = Rule {
    positional: NAMES,
    repeats: true,
    arguments: &words::joined::<16>(&[words::BEHAVIOUR, &[INHERIT]]),
    properties: Some(Scope::Consumer),
    help: "Starts a process again that was killed, closed or failed, with changed settings if any are given; \
           `inherit=no` starts from Kafka's defaults.",
    check: Reader::restart,
    learn: |cast, command| {
        if let Command::RestartProcess { client, config: Some(config) } = command
            && let Some((_, known)) = cast.consumers.get_mut(client)
        {
            *known = ConsumerConfig::clone(config);
        }
    },
    ..command(Keyword::Restart, "restart", Subject::Client, restarts, |command, background| match command {
        Command::RestartProcess { client, config } => {
            let known = background.cast.settings(client).cloned().unwrap_or_default();
            let changes = config.as_ref().map(|config| {
                let changes = settings::words(&known, config, true);
                // The same settings again still are settings that are given.
                if changes.is_empty() { " inherit=yes".to_owned() } else { changes }
            });
            Some(format!(" {client}{}", changes.unwrap_or_default()))
        }
        _ => None,
    })
};

pub static STALL: Rule = each_consumer!(
    Stall, "stall" => StallHandler for span,
    "Blocks the application thread in its handler; heartbeats go on."
);

pub static RESUME: Rule = each_consumer!(
    Resume, "resume" => ResumeHandler,
    "A stalled handler goes on."
);

pub static FREEZE: Rule = each_consumer!(
    Freeze, "freeze" => FreezeProcess for span,
    "Both threads stand still (SIGSTOP, a long GC pause)."
);

pub static THAW: Rule = each_consumer!(
    Thaw, "thaw" => ThawProcess,
    "A frozen process runs on."
);

pub static CUT: Rule = Rule {
    positional: NAMES,
    repeats: true,
    arguments: &[may("broker", Takes::Number { min: 0, max: 4 }), FOR],
    help: "Cuts the network between a process and all brokers, or one of them (counted from 0), both ways. What is \
           under way is held, as TCP does, and arrives when the cut is mended, unless request.timeout.ms ends the \
           connection before.",
    check: consumers_exist,
    ..command(
        Keyword::Cut,
        "cut",
        Subject::Client,
        |_, line| {
            let broker = line.number("broker").map(|number| BrokerId(number as u8));
            each(line, &|client| Command::CutLink { client, broker, span: line.span_of("for") })
        },
        written!(Command::CutLink { client, broker, span } => {
            let broker = broker.map(|broker| format!(" broker={}", broker.0)).unwrap_or_default();
            format!(" {client}{broker}{}", lasting(*span))
        }),
    )
};

pub static RESTORE: Rule = each_consumer!(
    Restore, "restore" => RestoreLink,
    "Mends a cut network."
);

pub static PROCESSING: Rule = Rule {
    positional: &[CONSUMER, must("TIME", Takes::Span)],
    help: "Changes how long the handler takes for one record.",
    check: consumer_exists,
    learn: |cast, command| {
        if let Command::SetProcessingTime { client, processing_time } = command
            && let Some((_, known)) = cast.consumers.get_mut(client)
        {
            known.behaviour.processing_time = *processing_time;
        }
    },
    ..command(
        Keyword::Processing,
        "processing",
        Subject::Client,
        |_, line| {
            let processing_time = match line.at(1) {
                Some(Given::Span(span)) => *span,
                _ => SimDuration::ZERO,
            };
            one(line, Command::SetProcessingTime { client: ClientName::from(line.name()), processing_time })
        },
        written!(Command::SetProcessingTime { client, processing_time } => {
            format!(" {client} {processing_time}")
        }),
    )
};

/// Every plain word of the line names a consumer.
pub(super) fn consumers_exist(reader: &mut Reader, line: &Statement) {
    reader.clients(line, ClientKind::Consumer, usize::MAX);
}

/// The first plain word of the line names a consumer.
pub(super) fn consumer_exists(reader: &mut Reader, line: &Statement) {
    reader.clients(line, ClientKind::Consumer, 1);
}

fn starts(cast: &Cast, line: &Statement) -> Parsed {
    let group = GroupId::from(line.text("group").unwrap_or_default());
    let defaults = cast.groups.get(&group);
    let inherited = defaults.filter(|_| line.text("inherit") != Some("no"));
    let mut config = inherited.map(|defaults| defaults.config.clone()).unwrap_or_default();
    configure(&mut config, line)?;
    let assigned = partitions(line, "assign")?;
    if line.text("group").is_none() {
        settle_without_group(&mut config);
    }
    let given = line.list("topics");
    let own = line.pattern().cloned();
    let inherits = given.is_none() && assigned.is_empty();
    let pattern = own.or_else(|| defaults?.pattern.clone().filter(|_| inherits));
    let topics = match given {
        Some(list) => list.iter().map(|name| TopicName::from(name.as_str())).collect(),
        None if pattern.is_some() || !assigned.is_empty() => Vec::new(),
        None => defaults.and_then(|defaults| defaults.topics.clone()).unwrap_or_else(|| cast.topics.clone()),
    };
    let config = Arc::new(config);
    each(line, &|name| {
        let (topics, pattern, config) = (topics.clone(), pattern.clone(), Arc::clone(&config));
        let group = if group.is_empty() { GroupId::none(&name) } else { group };
        Command::StartConsumer(ConsumerSpec {
            name,
            group,
            assigned: assigned.clone(),
            topics,
            pattern,
            config,
        })
    })
}

fn restarts(cast: &Cast, line: &Statement) -> Parsed {
    let changes = !line.settings.is_empty() || !line.arguments.is_empty();
    let restart = |(name, span): (&str, Span)| {
        let client = ClientName::from(name);
        let config = match cast.settings(&client) {
            Some(known) if changes => {
                let inherit = line.text("inherit") != Some("no");
                let mut config = if inherit { known.clone() } else { ConsumerConfig::default() };
                configure(&mut config, line)?;
                if cast.consumers.get(&client).is_some_and(|(group, _)| group.is_none()) {
                    settle_without_group(&mut config);
                }
                Some(Arc::new(config))
            }
            _ => None,
        };
        Ok((Command::RestartProcess { client, config }, span))
    };
    line.names().map(restart).collect()
}

fn consumer_rest(spec: &ConsumerSpec, background: &Background) -> String {
    let nothing = GroupDefaults::default();
    let assigned = listed("assign", spec.assigned.iter().map(ToString::to_string));
    if spec.group.is_none() {
        let settings = settings::words(&nothing.config, &unsettled(&spec.config), true);
        return format!(" {}{assigned}{settings}", spec.name);
    }
    let defaults = background.scenario.groups.get(&spec.group).unwrap_or(&nothing);
    let settings = settings::words(&defaults.config, &spec.config, true);
    let reads = match spec.assigned.is_empty() {
        true => subscription(&spec.topics, spec.pattern.as_ref()),
        false => assigned,
    };
    format!(" {} group={}{reads}{settings}", spec.name, spec.group)
}

/// `close`, with its options if there are any; `leave=no` goes at once, so that there is nothing to wait for.
fn close(line: &Statement, client: ClientName) -> Command {
    use GroupMembershipOperation::{Default, LeaveGroup, RemainInGroup};
    let (leave, grace) = (line.text("leave"), line.span_of("grace"));
    match leave {
        Some("no") => Command::CloseWithoutLeaving { client },
        None if grace.is_none() => Command::CloseConsumer { client },
        Some("yes") => Command::CloseWithOptions { client, operation: LeaveGroup, grace },
        Some("remain") => Command::CloseWithOptions { client, operation: RemainInGroup, grace },
        _ => Command::CloseWithOptions { client, operation: Default, grace },
    }
}

fn close_rest(command: &Command) -> Option<String> {
    Some(match command {
        Command::CloseConsumer { client } => format!(" {client}"),
        Command::CloseWithoutLeaving { client } => format!(" {client} leave=no"),
        Command::CloseWithOptions { client, operation, grace } => {
            let leave = match operation {
                GroupMembershipOperation::Default => "",
                GroupMembershipOperation::LeaveGroup => " leave=yes",
                GroupMembershipOperation::RemainInGroup => " leave=remain",
            };
            let grace = grace.map(|grace| format!(" grace={grace}")).unwrap_or_default();
            format!(" {client}{leave}{grace}")
        }
        _ => return None,
    })
}

fn lasting(span: Option<SimDuration>) -> String {
    span.map(|span| format!(" for={span}")).unwrap_or_default()
}
