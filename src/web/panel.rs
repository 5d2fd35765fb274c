//! What the left panel shows, as plain data made from an observation, and whether it must be made anew.

pub mod command_form;
pub mod controls;
pub mod paste;
pub mod refused;
pub mod settings;

use crate::cluster::observation::{ConsumerView, Observation, ProcessState};
use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{ClientName, GroupId, TopicName, TopicPartition};
use crate::kafka::producer::Rate;
use crate::kafka::property::{PROPERTIES, Scope};
use crate::session::Session;
use crate::session::language::Lang;
use crate::session::language::label::{Label, StageLabel};
use crate::session::offers::Target;
use crate::session::settings::knobs;
use crate::sim::sorted::sort_by_key;
use crate::web::action::Verb;

/// Settings that are listed even where they have Kafka's defaults.
const ALWAYS: [&str; 7] = [
    "enable.auto.commit",
    "auto.commit.interval.ms",
    "session.timeout.ms",
    "heartbeat.interval.ms",
    "max.poll.interval.ms",
    "max.poll.records",
    "auto.offset.reset",
];

/// The left panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub topics: Vec<TopicPanel>,
    pub groups: Vec<GroupPanel>,
}

/// A topic's part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicPanel {
    pub name: TopicName,
    pub partitions: u32,
    /// Records a second, as a visitor would type it.
    pub rate: String,
    pub producers: Vec<ClientName>,
}

impl TopicPanel {
    /// What its menu belongs to.
    pub fn target(&self) -> Target {
        Target::Topic {
            name: self.name.to_string(),
            partitions: (0..self.partitions).map(|number| format!("{}-{number}", self.name)).collect(),
            producers: self.producers.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A group's part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPanel {
    pub id: GroupId,
    /// Whether its consumers run the cooperative protocol; `None` if they differ or there are none.
    pub cooperative: Option<bool>,
    /// The one assignor all are configured with, if it is one.
    pub assignor: Option<AssignorName>,
    /// The strategy lists in use, each once.
    pub strategies: Vec<String>,
    pub consumers: Vec<ConsumerPanel>,
    /// The name that one more would get.
    pub next: ClientName,
    pub settings: Vec<SettingLine>,
    /// Whose settings these are, if the group's consumers differ.
    pub settings_of: Option<ClientName>,
}

/// A consumer's line.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerPanel {
    pub name: ClientName,
    /// Its colour: 1 to 8, the same as on the stage.
    pub colour: usize,
    pub process: ProcessState,
    pub cut_off: bool,
    /// The partitions it has.
    pub owned: Vec<TopicPartition>,
    /// What can be done to it now.
    pub offers: Vec<Verb>,
}

impl ConsumerPanel {
    /// What its menu belongs to.
    pub fn target(&self) -> Target {
        let partitions = self.owned.iter().map(ToString::to_string).collect();
        Target::Consumer { name: self.name.to_string(), partitions }
    }

    /// What ended it, in full.
    pub fn ended_by(&self) -> Option<&'static str> {
        match self.process {
            ProcessState::Failed { exception, .. } => Some(exception.name()),
            _ => None,
        }
    }

    /// How it is, where that is worth a word.
    pub fn state_label(&self) -> Option<StageLabel> {
        match self.process {
            ProcessState::Running if self.cut_off => Some(StageLabel::CutOff),
            ProcessState::Running => None,
            ProcessState::Stalled => Some(StageLabel::Stalled),
            ProcessState::Frozen => Some(StageLabel::Frozen),
            ProcessState::Killed { .. } => Some(StageLabel::Killed),
            ProcessState::Closing => Some(StageLabel::Closing),
            ProcessState::Closed { .. } => Some(StageLabel::Closed),
            ProcessState::Failed { .. } => Some(StageLabel::Failed),
        }
    }
}

/// A setting's line.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingLine {
    pub name: &'static str,
    pub value: String,
    /// Kafka's default; `None` for our own knobs.
    pub default: Option<&'static str>,
    pub meaning: &'static str,
    /// The same in Korean, where there is one.
    pub meaning_ko: &'static str,
    /// Where Kafka's documentation speaks of it; our own knobs have none.
    pub link: Option<String>,
    /// What it takes; empty for our own knobs.
    pub range: String,
    /// The same in Korean.
    pub range_ko: String,
}

impl SettingLine {
    /// Whether it differs from what Kafka would have.
    pub fn changed(&self) -> bool {
        self.default.is_some_and(|default| !same_value(default, &self.value))
    }
}

fn same_value(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.trim_matches(['[', ']', ' ']).replace(' ', "");
    bare(a) == bare(b)
}

/// Whether both instants give the same panel: compared without making anything.
pub fn unchanged(a: &Observation, b: &Observation) -> bool {
    a.topics == b.topics
        && a.groups.len() == b.groups.len()
        && a.groups.iter().zip(&b.groups).all(|(a, b)| a.id == b.id)
        && a.consumers.len() == b.consumers.len()
        && a.consumers.iter().zip(&b.consumers).all(|(a, b)| {
            a.name == b.name
                && a.group == b.group
                && a.process == b.process
                && a.cut_off == b.cut_off
                && a.strategy == b.strategy
                && a.owned == b.owned
        })
}

/// Makes the panel.
pub fn panel(session: &Session, seen: &Observation, chosen: Option<&ClientName>) -> Panel {
    let topics = seen.topics.iter().map(|topic| TopicPanel {
        name: topic.name,
        partitions: topic.partitions,
        rate: Rate(topic.rate_millis).to_string().trim_end_matches("/s").to_owned(),
        producers: topic.producers.clone(),
    });
    let mut ids: Vec<&GroupId> = seen.groups.iter().map(|group| &group.id).collect();
    // A group whose consumers have not reached the coordinator yet.
    for consumer in &seen.consumers {
        if !ids.contains(&&consumer.group) {
            ids.push(&consumer.group);
        }
    }
    let groups = ids.into_iter().map(|id| group_panel(session, seen, id, chosen));
    Panel { topics: topics.collect(), groups: groups.collect() }
}

fn group_panel(
    session: &Session,
    seen: &Observation,
    id: &GroupId,
    chosen: Option<&ClientName>,
) -> GroupPanel {
    let members: Vec<(usize, &ConsumerView)> =
        seen.consumers.iter().enumerate().filter(|(_, consumer)| &consumer.group == id).collect();
    let mut lists: Vec<&[&'static str]> = Vec::new();
    // Dead consumers say nothing about the group's protocol, as long as others live.
    let alive = members.iter().any(|(_, consumer)| lives(consumer));
    for (_, consumer) in members.iter().filter(|(_, consumer)| lives(consumer) || !alive) {
        if !lists.contains(&consumer.strategy.as_slice()) {
            lists.push(&consumer.strategy);
        }
    }
    let only = match lists.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let named =
        |list: &[&'static str]| list.iter().filter_map(|name| AssignorName::from_name(name)).collect();
    let assignors: Option<Vec<AssignorName>> = only.map(named);
    let (settings, settings_of) = settings_of_group(session, &members, chosen);
    GroupPanel {
        id: *id,
        cooperative: assignors.as_ref().map(|list| list.iter().all(|one| one.supports_cooperative())),
        assignor: assignors.filter(|list| list.len() == 1).and_then(|list| list.first().copied()),
        strategies: lists.iter().map(|list| format!("[{}]", list.join(", "))).collect(),
        consumers: members.iter().map(|(place, consumer)| consumer_panel(*place, consumer)).collect(),
        next: session.new_consumer(id).name,
        settings,
        settings_of,
    }
}

fn lives(consumer: &ConsumerView) -> bool {
    !matches!(
        consumer.process,
        ProcessState::Killed { .. } | ProcessState::Closed { .. } | ProcessState::Failed { .. }
    )
}

fn consumer_panel(place: usize, consumer: &ConsumerView) -> ConsumerPanel {
    ConsumerPanel {
        name: consumer.name,
        colour: place % 8 + 1,
        process: consumer.process,
        cut_off: consumer.cut_off,
        owned: consumer.owned.clone(),
        offers: Verb::ON_CONSUMER.into_iter().filter(|verb| verb.command(consumer).is_some()).collect(),
    }
}

/// The chosen consumer's settings, else those of the group's first; and whose they are, if that matters.
fn settings_of_group(
    session: &Session,
    members: &[(usize, &ConsumerView)],
    chosen: Option<&ClientName>,
) -> (Vec<SettingLine>, Option<ClientName>) {
    let shown = members.iter().find(|(_, consumer)| Some(&consumer.name) == chosen).or(members.first());
    let Some((_, shown)) = shown else { return (Vec::new(), None) };
    let config = |name: &ClientName| session.cluster().consumer_spec(name).map(|spec| &spec.config);
    let Some(own) = config(&shown.name) else { return (Vec::new(), None) };
    let differ = members.iter().any(|(_, consumer)| config(&consumer.name).is_some_and(|other| other != own));
    (settings(own), differ.then_some(shown.name))
}

/// The settings worth a line: the usual ones, those that were set, and our own knobs.
fn settings(config: &ConsumerConfig) -> Vec<SettingLine> {
    let set =
        |name: &str| config.explicit.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str());
    let mut list: Vec<SettingLine> = PROPERTIES
        .iter()
        .filter(|property| property.scope() == Scope::Consumer)
        // The assignor has its own place in the panel.
        .filter(|property| property.name != "partition.assignment.strategy")
        .filter(|property| ALWAYS.contains(&property.name) || set(property.name).is_some())
        .map(|property| SettingLine {
            name: property.name,
            value: set(property.name).unwrap_or(property.default).to_owned(),
            default: Some(property.default),
            meaning: property.meaning,
            meaning_ko: property.meaning_ko,
            link: property.link(),
            range: Lang::En.range(property),
            range_ko: Lang::Ko.range(property),
        })
        .collect();
    sort_by_key(&mut list, |setting| {
        ALWAYS.iter().position(|name| *name == setting.name).unwrap_or(ALWAYS.len())
    });
    let own = |name, value, meaning| SettingLine {
        name,
        value,
        default: None,
        meaning: Lang::En.label(meaning),
        meaning_ko: Lang::Ko.label(meaning),
        link: None,
        range: String::new(),
        range_ko: String::new(),
    };
    let time = config.behaviour.processing_time.to_string();
    list.push(own("processing_time", time, Label::ProcessingTimeMeaning));
    list.push(own("commit", config.behaviour.commit.word.to_owned(), Label::CommitMeaning));
    let usual = knobs(&ConsumerConfig::default());
    for ((name, value), _) in knobs(config).into_iter().zip(usual).filter(|(ours, usual)| ours != usual) {
        list.push(own(name, value, Label::KnobMeaning));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_kafkas_default_is_known() {
        let mut config = ConsumerConfig::default();
        config.set("session.timeout.ms", "6000").unwrap();
        config.set("max.poll.records", "500").unwrap();
        config.set("fetch.min.bytes", "10").unwrap();
        let changed: Vec<_> =
            settings(&config).into_iter().filter(SettingLine::changed).map(|setting| setting.name).collect();
        assert_eq!(changed, ["session.timeout.ms", "fetch.min.bytes"]);
    }
}
