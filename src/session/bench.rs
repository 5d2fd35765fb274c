//! The bench: every setting of a consumer and of the brokers by name, with its value, its default and its theme, and
//! what becomes of a configuration that somebody edits.

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::GroupId;
use crate::kafka::property::field::PropertyField;
use crate::kafka::property::{AUTO_COMMIT, Kind, PROPERTIES, PropertyError, Scope, Value, property};
use crate::session::mistake::Mistake;
use crate::session::scenario::Setup;
use crate::session::settings::{is_of_group, knob_text, set_knob, settle_commit};
use crate::session::values::Takes;
use crate::session::words;

/// What settings of one kind are about, in the order of [`THEMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingTheme {
    Committing,
    Membership,
    Processing,
    Fetching,
    Asking,
    Identity,
    Brokers,
}

/// Every setting there is, by what it is about; those first that are changed most.
pub const THEMES: [(SettingTheme, &[&str]); 7] = [
    (
        SettingTheme::Committing,
        &[
            AUTO_COMMIT,
            "auto.commit.interval.ms",
            "auto.offset.reset",
            "commit",
            "commit_every",
            "listener",
            "listener_throws",
            "callback_time",
        ],
    ),
    (
        SettingTheme::Membership,
        &[
            "group.protocol",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "max.poll.interval.ms",
            "group.instance.id",
            "partition.assignment.strategy",
            "group.remote.assignor",
        ],
    ),
    (
        SettingTheme::Processing,
        &[
            "processing_time",
            "max.poll.records",
            "poll_timeout",
            "spike",
            "spike_every",
            "workers",
            "queue",
            "order",
            "on_poison",
        ],
    ),
    (
        SettingTheme::Fetching,
        &[
            "fetch.min.bytes",
            "fetch.max.wait.ms",
            "fetch.max.bytes",
            "max.partition.fetch.bytes",
            "receive.buffer.bytes",
            "send.buffer.bytes",
        ],
    ),
    (
        SettingTheme::Asking,
        &[
            "request.timeout.ms",
            "default.api.timeout.ms",
            "retry.backoff.ms",
            "retry.backoff.max.ms",
            "metadata.max.age.ms",
        ],
    ),
    (SettingTheme::Identity, &["client.id", "client.rack", "rack"]),
    (
        SettingTheme::Brokers,
        &[
            "group.initial.rebalance.delay.ms",
            "group.min.session.timeout.ms",
            "group.max.session.timeout.ms",
            "group.max.size",
            "group.consumer.session.timeout.ms",
            "group.consumer.min.session.timeout.ms",
            "group.consumer.max.session.timeout.ms",
            "group.consumer.heartbeat.interval.ms",
            "group.consumer.min.heartbeat.interval.ms",
            "group.consumer.max.heartbeat.interval.ms",
            "group.consumer.max.size",
            "group.consumer.assignors",
            "group.consumer.assignment.interval.ms",
            "group.consumer.min.assignment.interval.ms",
            "group.consumer.max.assignment.interval.ms",
            "group.consumer.migration.policy",
            "consumer.session.timeout.ms",
            "consumer.heartbeat.interval.ms",
            "consumer.assignment.interval.ms",
            "offsets.retention.minutes",
            "offsets.retention.check.interval.ms",
            "offsets.commit.timeout.ms",
            "log.retention.check.interval.ms",
            "log.initial.task.delay.ms",
            "replica.selector.class",
        ],
    ),
];

/// Settings that tell one process from others: no set of values for a whole group touches them.
const OF_ONE_PROCESS: [&str; 4] = ["group.instance.id", "client.id", "client.rack", "rack"];

/// Times short enough to wait for in a lesson; the scenarios have them as well.
const CLASSROOM_TIMES: [(&str, &str); 4] = [
    ("session.timeout.ms", "6000"),
    ("heartbeat.interval.ms", "2000"),
    ("max.poll.interval.ms", "8000"),
    ("metadata.max.age.ms", "8000"),
];

/// A set of values to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Kafka's own default for every property of Kafka's that a whole group can have.
    KafkaDefaults,
    ClassroomTimes,
    /// Every setting as it is if nobody sets it.
    Everything,
}

/// Values that were typed, by the name of the setting; an empty one where nothing is to be set.
pub type Edits = Vec<(&'static str, String)>;

/// A value that does not fit its setting, alone or together with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    pub name: &'static str,
    pub why: Mistake,
}

/// All settings of a consumer.
pub fn of_consumers() -> impl Iterator<Item = &'static str> {
    THEMES.into_iter().flat_map(|(_, names)| names.iter().copied()).filter(|name| !of_brokers(name))
}

/// Whether it is set on the brokers.
pub fn of_brokers(name: &str) -> bool {
    property(name).is_some_and(|property| property.scope() != Scope::Consumer)
}

/// What it is if nobody sets it; a list without spaces.
pub fn default_of(name: &str) -> String {
    match property(name) {
        Some(property) => property.default.to_owned(),
        None => knob_text(&ConsumerConfig::default(), name),
    }
}

/// What it is in a consumer.
pub fn value_of(config: &ConsumerConfig, name: &str) -> String {
    let Some(property) = property(name) else { return knob_text(config, name) };
    if let Some((_, text)) = config.explicit.iter().find(|(set, _)| *set == name) {
        return text.clone();
    }
    match &property.field {
        // What was not set can still follow from something else, as auto-commit from the commit mode.
        PropertyField::Consumer(access) => match (access.get)(config) {
            Value::Bool(flag) => flag.to_string(),
            _ => property.default.to_owned(),
        },
        PropertyField::Coordinator(_) | PropertyField::Broker(_) | PropertyField::Group(_) => {
            property.default.to_owned()
        }
    }
}

/// Whether two texts are the same value of it.
pub fn same(name: &str, one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    let equal = match (property(name), takes(name)) {
        (Some(property), _) => property.parse(one).is_ok_and(|one| property.parse(other) == Ok(one)),
        (None, Some(takes)) => takes.read(name, one).is_ok_and(|one| takes.read(name, other) == Ok(one)),
        (None, None) => false,
    };
    one == other || equal
}

/// The words that it takes, if it takes a few words only.
pub fn choices(name: &str) -> Vec<&'static str> {
    match property(name).map(|property| property.kind) {
        Some(Kind::Bool) => vec!["true", "false"],
        Some(Kind::OneOf(words)) => words.to_vec(),
        Some(_) => Vec::new(),
        None => match takes(name) {
            Some(Takes::Word(words)) => words.to_vec(),
            _ => Vec::new(),
        },
    }
}

/// What one of our own settings takes.
pub fn takes(name: &str) -> Option<Takes> {
    words::BEHAVIOUR.iter().find(|argument| argument.name == name).map(|argument| argument.takes)
}

/// The values of the set, where they are others than those in `config`.
pub fn preset(preset: Preset, config: &ConsumerConfig) -> Edits {
    let default = |name: &'static str| (name, default_of(name));
    let edits: Edits = match preset {
        Preset::ClassroomTimes => CLASSROOM_TIMES.map(|(name, text)| (name, text.to_owned())).to_vec(),
        Preset::KafkaDefaults => of_consumers()
            .filter(|name| property(name).is_some() && !OF_ONE_PROCESS.contains(name))
            .map(default)
            .collect(),
        Preset::Everything => of_consumers().map(default).collect(),
    };
    edits.into_iter().filter(|(name, text)| !same(name, text, &value_of(config, name))).collect()
}

/// What becomes of a consumer's settings with these edits. What is back at its default counts as not set.
///
/// # Errors
/// Every value that does not fit.
pub fn edited(config: &ConsumerConfig, edits: &Edits) -> Result<ConsumerConfig, Vec<Misfit>> {
    let edits = || edits.iter().filter(|(name, _)| !of_brokers(name));
    let is_edited = |name: &str| edits().any(|(edited, _)| *edited == name);
    let mut errors = Vec::new();
    let mut fresh = ConsumerConfig { behaviour: config.behaviour.clone(), ..ConsumerConfig::default() };
    for (name, text) in config.explicit.iter().filter(|(name, _)| !is_edited(name)) {
        // It was taken once.
        let _ = fresh.set(name, text);
    }
    for (name, text) in edits() {
        let text = text.trim();
        let done = match property(name) {
            Some(_) if text.is_empty() || same(name, text, &default_of(name)) => Ok(()),
            Some(_) => fresh.set(name, text).map_err(Mistake::from),
            None => set_knob(&mut fresh, name, text),
        };
        errors.extend(done.err().map(|why| Misfit { name, why }));
    }
    settle_commit(&mut fresh);
    // The default was asked for, and without being set it would not be the value.
    if edits().any(|(name, text)| *name == AUTO_COMMIT && same(name, text, "true"))
        && !fresh.enable_auto_commit
    {
        let _ = fresh.set(AUTO_COMMIT, "true");
    }
    if errors.is_empty() {
        errors.extend(fresh.validate().err().and_then(|error| together(error, is_edited)));
    }
    if errors.is_empty() { Ok(fresh) } else { Err(errors) }
}

/// What does not fit together stands at the first of its settings that was edited.
fn together(error: PropertyError, is_edited: impl Fn(&str) -> bool) -> Option<Misfit> {
    let names = error.names();
    let name = names.iter().find(|name| is_edited(name)).or(names.first())?;
    Some(Misfit { name, why: error.into() })
}

/// The brokers' setting for all groups, of which one group can have its own under this name.
fn for_all_groups(name: &str) -> Option<&'static str> {
    let known = PROPERTIES.iter().find(|known| known.name.strip_prefix("group.") == Some(name))?;
    is_of_group(name).then_some(known.name)
}

/// What a setting of the brokers is: a group's own where it has one.
pub fn value_on_brokers(setup: &Setup, group: Option<&GroupId>, name: &str) -> String {
    let own = setup.of_groups.iter().find(|(of, set, _)| Some(of) == group && *set == name);
    let set = setup.properties.iter().find(|(set, _)| *set == name);
    let text = own.map(|(.., text)| text).or(set.map(|(_, text)| text));
    text.cloned().unwrap_or_else(|| default_on_brokers(setup, name))
}

/// What it is if nobody sets it: for one group, what the brokers have for all groups.
pub fn default_on_brokers(setup: &Setup, name: &str) -> String {
    for_all_groups(name).map_or_else(|| default_of(name), |all| value_on_brokers(setup, None, all))
}

/// What becomes of the settings on the brokers, those of this group among them, with these edits. What is back at its
/// default counts as not set.
///
/// # Errors
/// Every value that does not fit.
pub fn edited_setup(setup: &Setup, group: &GroupId, edits: &Edits) -> Result<Setup, Vec<Misfit>> {
    let of_brokers = || edits.iter().filter(|(name, _)| of_brokers(name));
    let misfit = |(name, text): &(&'static str, String)| {
        let why = property(name).filter(|_| !text.trim().is_empty())?.parse(text).err()?;
        Some(Misfit { name, why: why.into() })
    };
    let misfits: Vec<Misfit> = of_brokers().filter_map(misfit).collect();
    if !misfits.is_empty() {
        return Err(misfits);
    }
    let mut fresh = setup.clone();
    // What one group has by default follows from what is set for all.
    let (of_group, for_all): (Vec<_>, Vec<_>) = of_brokers().partition(|(name, _)| is_of_group(name));
    for (name, text) in for_all.into_iter().chain(of_group) {
        let text = text.trim();
        let is_set = !text.is_empty() && !same(name, text, &default_on_brokers(&fresh, name));
        let text = is_set.then(|| text.to_owned());
        if is_of_group(name) {
            fresh.of_groups.retain(|(of, set, _)| of != group || set != name);
            fresh.of_groups.extend(text.map(|text| (*group, *name, text)));
        } else {
            fresh.properties.retain(|(set, _)| set != name);
            fresh.properties.extend(text.map(|text| (*name, text)));
        }
    }
    let is_edited = |name: &str| of_brokers().any(|(edited, _)| *edited == name);
    match fresh.cluster() {
        Err(error) if of_brokers().next().is_some() => Err(together(error, is_edited).into_iter().collect()),
        _ => Ok(fresh),
    }
}

#[cfg(test)]
mod tests;
