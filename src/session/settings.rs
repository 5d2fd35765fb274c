//! From words on a line to a consumer's settings, and back.

use crate::kafka::consumer::config::{
    ApplicationBehaviour, CommitMode, ConsumerConfig, Listener, ListenerThrows, OnPoison, WorkerOrder,
};
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::ids::TopicName;
use crate::kafka::property::{AUTO_COMMIT, PropertyError, STRATEGY, Scope, property};
use crate::kafka::release::Release;
use crate::session::lexer::{ScriptError, quote};
use crate::session::mistake::{LineMistake, Mistake};
use crate::session::script::Statement;
use crate::session::values::Given;
use crate::session::words;
use crate::sim::time::SimDuration;
use std::sync::Arc;

/// What a group gives to consumers that do not say otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupDefaults {
    /// `None`: all topics there are when the consumer starts.
    pub topics: Option<Vec<TopicName>>,
    /// What they subscribe to instead.
    pub pattern: Option<TopicPattern>,
    pub config: ConsumerConfig,
}

/// One of our own settings. `commit` is not among them: it goes together with a property of Kafka's.
struct Knob {
    name: &'static str,
    /// The value as a script writes it; empty if a script cannot write it.
    get: fn(&ApplicationBehaviour) -> String,
    /// Takes over what a line gives. Returns `None`, and changes nothing, if that is of another type.
    set: fn(&mut ApplicationBehaviour, &Given) -> Option<()>,
    /// As it is if nobody says otherwise.
    reset: fn(&mut ApplicationBehaviour),
}

/// A row of [`KNOBS`]: the word, the field of `ApplicationBehaviour`, how a script writes the field's value, and how
/// it is read.
macro_rules! knob {
    ($word:ident, $field:ident, $write:expr, $read:expr) => {
        Knob {
            name: words::$word.name,
            get: |behaviour| $write(&behaviour.$field),
            set: |behaviour, given| {
                behaviour.$field = $read(given)?;
                Some(())
            },
            reset: |behaviour| behaviour.$field = ApplicationBehaviour::default().$field,
        }
    };
}

/// Our own settings, in the order in which a script is written.
const KNOBS: &[Knob] = &[
    knob!(PROCESSING, processing_time, SimDuration::to_string, Given::span),
    knob!(POLL, poll_timeout, SimDuration::to_string, Given::span),
    knob!(CALLBACK, callback_time, SimDuration::to_string, Given::span),
    knob!(COMMIT_EVERY, commit_every, u32::to_string, count),
    knob!(LISTENER, listener, |it: &Listener| it.word().to_owned(), |it| word(it, Listener::from_word)),
    knob!(LISTENER_THROWS, listener_throws, |it: &ListenerThrows| it.word().to_owned(), |it| {
        word(it, ListenerThrows::from_word)
    }),
    knob!(WORKERS, workers, u32::to_string, count),
    knob!(QUEUE, queue, u32::to_string, count),
    knob!(ORDER, worker_order, |it: &WorkerOrder| it.word().to_owned(), |it| {
        word(it, WorkerOrder::from_word)
    }),
    knob!(SPIKE, spike, |it: &Option<SimDuration>| it.unwrap_or_default().to_string(), |it| {
        Given::span(it).map(|span| Some(span).filter(|span| !span.is_zero()))
    }),
    knob!(SPIKE_EVERY, spike_every, u32::to_string, count),
    knob!(ON_POISON, on_poison, |it: &OnPoison| it.word().to_owned(), |it| word(it, OnPoison::from_word)),
    knob!(RACK, rack, |it: &Option<Arc<str>>| it.as_deref().unwrap_or_default().to_owned(), |it| {
        word(it, |rack| Some(Some(Arc::from(rack))))
    }),
];

fn count(given: &Given) -> Option<u32> {
    u32::try_from(given.number()?).ok()
}

fn word<T>(given: &Given, read: fn(&str) -> Option<T>) -> Option<T> {
    read(given.text()?)
}

/// Sets everything that the line says about a consumer, and checks the whole.
///
/// # Errors
/// At the place on the line where the combination went wrong.
pub fn configure(config: &mut ConsumerConfig, line: &Statement) -> Result<(), ScriptError> {
    for setting in line.settings.iter().filter(|setting| !is_of_group(setting.name)) {
        config.set(setting.name, &setting.text).map_err(|error| ScriptError::new(setting.span, error))?;
    }
    if let Some(list) = line.assignors("strategy") {
        if let Some(setting) = line.settings.iter().find(|setting| setting.name == STRATEGY) {
            let place = setting.span.max(line.place("strategy"));
            return Err(ScriptError::new(place, LineMistake::StrategyTwice));
        }
        config.set_strategy(list);
    }
    for knob in KNOBS {
        if let Some(given) = line.argument(knob.name) {
            // The line's rule has checked the type.
            let _ = (knob.set)(&mut config.behaviour, given);
        }
    }
    if let Some(mode) = line.text("commit").and_then(CommitMode::from_word) {
        set_commit(config, mode);
    }
    config.validate().map_err(|error| on_line(error, line))
}

/// Whether a property is set on the brokers for one group, and not in its consumers.
pub fn is_of_group(name: &str) -> bool {
    property(name).is_some_and(|known| known.scope() == Scope::Group)
}

/// Checks that the settings go with the group protocol, as clients of this release do.
///
/// # Errors
/// At the place on the line where the combination went wrong.
pub fn check_protocol(
    config: &ConsumerConfig,
    release: Release,
    line: &Statement,
) -> Result<(), ScriptError> {
    config.validate_protocol(&release.client_rules()).map_err(|error| on_line(error, line))
}

fn on_line(error: PropertyError, line: &Statement) -> ScriptError {
    let culprit = line.settings.iter().find(|setting| error.names().contains(&setting.name));
    ScriptError::new(culprit.map_or(line.span, |setting| setting.span), error)
}

/// Every mode but `commit=auto` switches auto-commit off, as such an application would, unless the script
/// itself says otherwise.
fn set_commit(config: &mut ConsumerConfig, mode: CommitMode) {
    config.behaviour.commit = mode;
    if !config.is_explicit(AUTO_COMMIT) {
        config.enable_auto_commit = mode == CommitMode::AUTO;
    }
}

/// A consumer without a group cannot commit: auto-commit is off, unless the script sets it.
pub fn settle_without_group(config: &mut ConsumerConfig) {
    if leaves_auto_commit_open(config) {
        config.enable_auto_commit = false;
    }
}

/// The settings from which [`settle_without_group`] makes these.
pub fn unsettled(config: &ConsumerConfig) -> ConsumerConfig {
    let auto = config.enable_auto_commit || leaves_auto_commit_open(config);
    ConsumerConfig { enable_auto_commit: auto, ..config.clone() }
}

fn leaves_auto_commit_open(config: &ConsumerConfig) -> bool {
    config.behaviour.commit == CommitMode::AUTO && !config.is_explicit(AUTO_COMMIT)
}

/// The words that turn `base` into `config`, each with a space in front; they start with `inherit=no` (where
/// `inherit` allows it) if only Kafka's defaults can be the base.
pub fn words(base: &ConsumerConfig, config: &ConsumerConfig, inherit: bool) -> String {
    let from_base = difference(base, config);
    if inherit && replay(base, config) != *config {
        return format!(" inherit=no{}", difference(&ConsumerConfig::default(), config));
    }
    from_base
}

fn difference(base: &ConsumerConfig, config: &ConsumerConfig) -> String {
    let mut text = String::new();
    if config.behaviour.commit != base.behaviour.commit
        || config.enable_auto_commit != base.enable_auto_commit
    {
        text += &format!(" commit={}", config.behaviour.commit.word);
    }
    for knob in KNOBS {
        let value = (knob.get)(&config.behaviour);
        if value != (knob.get)(&base.behaviour) && !value.is_empty() {
            text += &format!(" {}={value}", knob.name);
        }
    }
    for (name, value) in changed(base, config) {
        // Spaces after commas are Kafka's habit; without them no quotes are needed.
        let value = if *name == STRATEGY { value.replace(' ', "") } else { value.clone() };
        text += &format!(" {name}={}", quote(&value));
    }
    text
}

/// Our own settings by name, in the order in which a script is written; `commit` first.
pub fn knobs() -> impl Iterator<Item = &'static str> {
    std::iter::once(words::COMMIT.name).chain(KNOBS.iter().map(|knob| knob.name))
}

/// One of our own settings as a script writes it; empty if a script cannot write it, or there is none of the name.
pub fn knob_text(config: &ConsumerConfig, name: &str) -> String {
    match KNOBS.iter().find(|knob| knob.name == name) {
        Some(knob) => (knob.get)(&config.behaviour),
        None if name == words::COMMIT.name => config.behaviour.commit.word.to_owned(),
        None => String::new(),
    }
}

/// Sets one of our own settings to what was typed; nothing typed is as it is if nobody says otherwise. Another commit
/// mode has to be settled with [`settle_commit`] afterwards.
///
/// # Errors
/// Why it does not take that.
pub fn set_knob(config: &mut ConsumerConfig, name: &str, text: &str) -> Result<(), Mistake> {
    let behaviour = &mut config.behaviour;
    let knob = KNOBS.iter().find(|knob| knob.name == name);
    if text.is_empty() {
        match knob {
            Some(knob) => (knob.reset)(behaviour),
            None => behaviour.commit = ApplicationBehaviour::default().commit,
        }
        return Ok(());
    }
    let Some(argument) = words::BEHAVIOUR.iter().find(|argument| argument.name == name) else {
        return Ok(());
    };
    let given = argument.takes.read(name, text)?;
    match knob {
        // What it takes is of the right type.
        Some(knob) => drop((knob.set)(behaviour, &given)),
        None => behaviour.commit = CommitMode::from_word(text).unwrap_or(behaviour.commit),
    }
    Ok(())
}

/// Switches auto-commit on or off as the commit mode wants it, unless it is set.
pub fn settle_commit(config: &mut ConsumerConfig) {
    set_commit(config, config.behaviour.commit);
}

/// The properties to set on top of `base`: all from the first that differs on, so that their order is kept.
fn changed<'a>(base: &ConsumerConfig, config: &'a ConsumerConfig) -> &'a [(&'static str, String)] {
    let same = base.explicit.iter().zip(&config.explicit).take_while(|(a, b)| a == b).count();
    &config.explicit[same..]
}

/// What [`difference`] leads to when it is read on top of `base`.
fn replay(base: &ConsumerConfig, config: &ConsumerConfig) -> ConsumerConfig {
    let mut result = base.clone();
    for (name, value) in changed(base, config) {
        if result.set(name, value).is_err() {
            return result;
        }
    }
    result.behaviour = ApplicationBehaviour {
        commit: result.behaviour.commit,
        rack: config.behaviour.rack.clone().or(result.behaviour.rack),
        ..config.behaviour.clone()
    };
    if config.behaviour.commit != base.behaviour.commit
        || config.enable_auto_commit != base.enable_auto_commit
    {
        set_commit(&mut result, config.behaviour.commit);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::language::Lang;
    use crate::session::script::parse;

    fn read(base: &ConsumerConfig, line: &str) -> Result<ConsumerConfig, ScriptError> {
        let statements = parse(line.as_bytes()).unwrap();
        let mut config = base.clone();
        configure(&mut config, &statements[0])?;
        Ok(config)
    }

    #[test]
    fn what_is_written_is_read_back() {
        let group = "group g commit=sync strategy=range session.timeout.ms=6000 heartbeat.interval.ms=2000";
        let base = read(&ConsumerConfig::default(), group).unwrap();
        assert!(!base.enable_auto_commit);
        for line in [
            "consumers c group=g",
            "consumers c group=g commit=auto processing_time=5ms",
            "consumers c group=g session.timeout.ms=9000 client.id=\"a b\" callback_time=2s",
            "consumers c group=g on_poison=skip rack=a receive.buffer.bytes=-1",
            "consumers c group=g enable.auto.commit=true commit=none strategy=sticky,range",
            "consumers c group=g commit=every commit_every=7 listener=commit spike=5s spike_every=3",
            "consumers c group=g commit=contiguous workers=4 queue=20 order=free listener=drain",
        ] {
            let config = read(&base, line).unwrap();
            let again = format!("consumers c group=g{}", words(&base, &config, true));
            let from = if again.contains("inherit=no") { ConsumerConfig::default() } else { base.clone() };
            assert_eq!(read(&from, &again).unwrap(), config, "{line} -> {again}");
        }
        let foreign = ConsumerConfig { max_poll_records: 500, ..ConsumerConfig::default() };
        assert_eq!(words(&base, &foreign, true), " inherit=no");
    }

    #[test]
    fn a_heartbeat_interval_not_below_the_session_timeout_is_refused_in_its_place() {
        let line = "group g heartbeat.interval.ms=6000 session.timeout.ms=6000";
        let error = read(&ConsumerConfig::default(), line).unwrap_err();
        assert_eq!(error.span.column, 9);
        assert!(error.message(Lang::En).contains("must be lower than session.timeout.ms (6000)"));
        let line = "group g commit=contiguous";
        assert!(
            read(&ConsumerConfig::default(), line).unwrap_err().message(Lang::En).contains("add workers=4")
        );
        let line = "group g strategy=range partition.assignment.strategy=sticky";
        assert_eq!(read(&ConsumerConfig::default(), line).unwrap_err().span.column, 24);
    }

    #[test]
    fn without_a_group_nothing_is_committed_by_itself_unless_somebody_insists() {
        let mut config = ConsumerConfig::default();
        settle_without_group(&mut config);
        assert!(!config.enable_auto_commit && unsettled(&config).enable_auto_commit);
        config.set("enable.auto.commit", "true").unwrap();
        settle_without_group(&mut config);
        assert!(config.enable_auto_commit);
    }
}
