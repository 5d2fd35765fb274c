//! From words on a line to a consumer's settings, and back.

use crate::kafka::consumer::config::{CommitMode, ConsumerConfig, Listener, OnPoison, WorkerOrder};
use crate::kafka::consumer::subscription::TopicPattern;
use crate::kafka::ids::TopicName;
use crate::session::language::Lang;
use crate::session::lexer::{ScriptError, quote};
use crate::session::mistake::LineMistake;
use crate::session::script::Statement;
use crate::session::values::assignors_word;
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

const STRATEGY: &str = "partition.assignment.strategy";
const AUTO_COMMIT: &str = "enable.auto.commit";

/// Sets everything that the line says about a consumer, and checks the whole.
///
/// # Errors
/// At the place on the line where the combination went wrong.
pub fn configure(config: &mut ConsumerConfig, line: &Statement) -> Result<(), ScriptError> {
    for setting in &line.settings {
        config.set(setting.name, &setting.text).map_err(|error| ScriptError::new(setting.span, error))?;
    }
    if let Some(list) = line.assignors("strategy") {
        if let Some(setting) = line.settings.iter().find(|setting| setting.name == STRATEGY) {
            let place = setting.span.max(line.place("strategy"));
            return Err(ScriptError::new(place, LineMistake::StrategyTwice));
        }
        config
            .set(STRATEGY, &assignors_word(list))
            .map_err(|error| ScriptError::new(line.place("strategy"), error))?;
    }
    if let Some(span) = line.span_of("processing_time") {
        config.behaviour.processing_time = span;
    }
    if let Some(span) = line.span_of("poll_timeout") {
        config.behaviour.poll_timeout = span;
    }
    if let Some(span) = line.span_of("callback_time") {
        config.behaviour.callback_time = span;
    }
    configure_application(config, line);
    if let Some(word) = line.text("on_poison") {
        let known = OnPoison::WORDS.iter().find(|(known, _)| *known == word);
        config.behaviour.on_poison = known.map_or(OnPoison::Retry, |(_, meaning)| *meaning);
    }
    if let Some(rack) = line.text("rack") {
        config.behaviour.rack = Some(Arc::from(rack));
    }
    if let Some(word) = line.text("commit") {
        set_commit(config, word);
    }
    config.validate().map_err(|error| {
        let culprit = line.settings.iter().find(|setting| Lang::En.say(&error).contains(setting.name));
        ScriptError::new(culprit.map_or(line.span, |setting| setting.span), error)
    })
}

/// Our own knobs for what the application does with records and offsets.
fn configure_application(config: &mut ConsumerConfig, line: &Statement) {
    let number = |name| line.number(name).map(|number| number as u32);
    config.behaviour.commit_every = number("commit_every").unwrap_or(config.behaviour.commit_every);
    config.behaviour.workers = number("workers").unwrap_or(config.behaviour.workers);
    config.behaviour.queue = number("queue").unwrap_or(config.behaviour.queue);
    config.behaviour.spike_every = number("spike_every").unwrap_or(config.behaviour.spike_every);
    if let Some(span) = line.span_of("spike") {
        config.behaviour.spike = Some(span).filter(|span| !span.is_zero());
    }
    config.behaviour.listener = line.text("listener").map_or(config.behaviour.listener, Listener::from_word);
    config.behaviour.worker_order =
        line.text("order").map_or(config.behaviour.worker_order, WorkerOrder::from_word);
}

/// Every mode but `commit=auto` switches auto-commit off, as such an application would, unless the script
/// itself says otherwise.
fn set_commit(config: &mut ConsumerConfig, word: &str) {
    config.behaviour.commit = CommitMode::from_word(word).unwrap_or(CommitMode::AUTO);
    if !config.explicit.iter().any(|(name, _)| *name == AUTO_COMMIT) {
        config.enable_auto_commit = config.behaviour.commit == CommitMode::AUTO;
    }
}

/// A consumer without a group has nobody to commit for: auto-commit is off, unless somebody insists.
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
    let explicit = config.explicit.iter().any(|(name, _)| *name == AUTO_COMMIT);
    config.behaviour.commit == CommitMode::AUTO && !explicit
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
        text += &format!(" commit={}", config.behaviour.commit.word());
    }
    for (name, value, default) in [
        ("processing_time", config.behaviour.processing_time, base.behaviour.processing_time),
        ("poll_timeout", config.behaviour.poll_timeout, base.behaviour.poll_timeout),
        ("callback_time", config.behaviour.callback_time, base.behaviour.callback_time),
    ] {
        if value != default {
            text += &format!(" {name}={value}");
        }
    }
    for (ours, of_base) in knobs(config).into_iter().zip(knobs(base)) {
        if ours != of_base {
            text += &format!(" {}={}", ours.0, ours.1);
        }
    }
    if config.behaviour.on_poison != base.behaviour.on_poison {
        text += &format!(" on_poison={}", config.behaviour.on_poison.word());
    }
    if let Some(rack) =
        config.behaviour.rack.as_ref().filter(|rack| Some(*rack) != base.behaviour.rack.as_ref())
    {
        text += &format!(" rack={rack}");
    }
    for (name, value) in changed(base, config) {
        // Spaces after commas are Kafka's habit; without them no quotes are needed.
        let value = if *name == STRATEGY { value.replace(' ', "") } else { value.clone() };
        text += &format!(" {name}={}", quote(&value));
    }
    text
}

/// What the application does with records and offsets, as it is written in a script.
pub fn knobs(config: &ConsumerConfig) -> [(&'static str, String); 7] {
    [
        ("commit_every", config.behaviour.commit_every.to_string()),
        ("listener", config.behaviour.listener.word().to_owned()),
        ("workers", config.behaviour.workers.to_string()),
        ("queue", config.behaviour.queue.to_string()),
        ("order", config.behaviour.worker_order.word().to_owned()),
        ("spike", config.behaviour.spike.unwrap_or_default().to_string()),
        ("spike_every", config.behaviour.spike_every.to_string()),
    ]
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
    result.behaviour.processing_time = config.behaviour.processing_time;
    result.behaviour.poll_timeout = config.behaviour.poll_timeout;
    result.behaviour.callback_time = config.behaviour.callback_time;
    result.behaviour.commit_every = config.behaviour.commit_every;
    (result.behaviour.listener, result.behaviour.workers) =
        (config.behaviour.listener, config.behaviour.workers);
    (result.behaviour.queue, result.behaviour.worker_order) =
        (config.behaviour.queue, config.behaviour.worker_order);
    (result.behaviour.spike, result.behaviour.spike_every) =
        (config.behaviour.spike, config.behaviour.spike_every);
    result.behaviour.on_poison = config.behaviour.on_poison;
    result.behaviour.rack = config.behaviour.rack.clone().or(result.behaviour.rack);
    if config.behaviour.commit != base.behaviour.commit
        || config.enable_auto_commit != base.enable_auto_commit
    {
        set_commit(&mut result, config.behaviour.commit.word());
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
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
