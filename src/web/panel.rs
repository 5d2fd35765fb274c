//! What the left panel shows, as plain data made from an observation, and whether it must be made anew.

pub mod command_form;
pub mod controls;
pub mod paste;
pub mod refused;
pub mod settings;

use crate::cluster::observation::{ConsumerView, MemberState, Observation, ProcessState};
use crate::kafka::assignor::AssignorName;
use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{ClientName, GroupId, TopicName, TopicPartition};
use crate::kafka::producer::Rate;
use crate::session::Session;
use crate::session::language::label::StageLabel;
use crate::session::offers::Target;
use crate::session::scenario::Setup;
use crate::web::action::Verb;
use std::sync::Arc;

/// The left panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub topics: Vec<TopicPanel>,
    pub groups: Vec<GroupPanel>,
    pub settings: Vec<GroupSettings>,
    /// The world before its first instant, with what is set on the brokers.
    pub setup: Setup,
    /// The page's: another one when somebody did something.
    pub edition: u64,
}

/// The settings of a group's consumers.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSettings {
    pub id: GroupId,
    pub consumers: Vec<ConsumerSettings>,
    /// Those of one that would be added, under its name.
    pub next: ConsumerSettings,
    /// Who is restarted in a while, because a visitor wanted it.
    pub restarts_ahead: Vec<ClientName>,
}

/// The settings of a consumer.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerSettings {
    pub name: ClientName,
    /// Whether its process exists.
    pub alive: bool,
    pub config: Arc<ConsumerConfig>,
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
    /// Its consumers speak the protocol of consumer groups (KIP-848): no assignor of theirs counts.
    pub is_new: bool,
    /// One of them does.
    pub has_new: bool,
    /// The one assignor all are configured with, if it is one.
    pub assignor: Option<AssignorName>,
    /// The strategy lists in use, each once.
    pub strategies: Vec<String>,
    pub consumers: Vec<ConsumerPanel>,
    /// The name that one more would get.
    pub next: ClientName,
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
pub fn panel(session: &Session, seen: &Observation, edition: u64) -> Panel {
    let topics = seen.topics.iter().map(|topic| TopicPanel {
        name: topic.name,
        partitions: topic.partitions,
        rate: Rate(topic.rate_millis).a_second(),
        producers: topic.producers.clone(),
    });
    let mut ids: Vec<&GroupId> = seen.groups.iter().map(|group| &group.id).collect();
    // A group whose consumers have not reached the coordinator yet.
    for consumer in &seen.consumers {
        if !ids.contains(&&consumer.group) {
            ids.push(&consumer.group);
        }
    }
    let ahead = session.restarts_ahead();
    let settings = ids.iter().map(|id| group_settings(session, seen, id, &ahead)).collect();
    let groups = ids.into_iter().map(|id| group_panel(session, seen, id));
    Panel {
        topics: topics.collect(),
        groups: groups.collect(),
        settings,
        setup: session.setup().clone(),
        edition,
    }
}

fn group_settings(
    session: &Session,
    seen: &Observation,
    id: &GroupId,
    ahead: &[ClientName],
) -> GroupSettings {
    let consumers: Vec<ConsumerSettings> = seen
        .consumers
        .iter()
        .filter(|consumer| &consumer.group == id)
        .filter_map(|consumer| {
            let spec = session.cluster().consumer_spec(&consumer.name)?;
            Some(ConsumerSettings { name: spec.name, alive: lives(consumer), config: spec.config.clone() })
        })
        .collect();
    let of_group = |name: &&ClientName| consumers.iter().any(|consumer| consumer.name == **name);
    let restarts_ahead = ahead.iter().filter(of_group).copied().collect();
    let next = session.new_consumer(id);
    let next = ConsumerSettings { name: next.name, alive: false, config: next.config };
    GroupSettings { id: *id, consumers, next, restarts_ahead }
}

fn group_panel(session: &Session, seen: &Observation, id: &GroupId) -> GroupPanel {
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
    let (is_new, has_new) = (speaks_new_protocol(&seen.consumers, id), has_new_protocol(&seen.consumers, id));
    let assignors = assignors.filter(|_| !has_new);
    GroupPanel {
        id: *id,
        is_new,
        has_new,
        cooperative: assignors.as_ref().map(|list| list.iter().all(|one| one.supports_cooperative())),
        assignor: assignors.filter(|list| list.len() == 1).and_then(|list| list.first().copied()),
        strategies: lists.iter().map(|list| format!("[{}]", list.join(", "))).collect(),
        consumers: members.iter().map(|(place, consumer)| consumer_panel(*place, consumer)).collect(),
        next: session.new_consumer(id).name,
    }
}

/// Whether all consumers of a group that live speak the protocol of consumer groups (KIP-848).
fn speaks_new_protocol(consumers: &[ConsumerView], group: &GroupId) -> bool {
    let mut living = living_of(consumers, group).peekable();
    living.peek().is_some() && living.all(is_new)
}

/// Whether one of them does: what leads to the classic protocol is a migration then.
pub fn has_new_protocol(consumers: &[ConsumerView], group: &GroupId) -> bool {
    living_of(consumers, group).any(is_new)
}

fn living_of<'a>(consumers: &'a [ConsumerView], group: &GroupId) -> impl Iterator<Item = &'a ConsumerView> {
    consumers.iter().filter(move |consumer| consumer.group == *group && lives(consumer))
}

fn is_new(consumer: &ConsumerView) -> bool {
    matches!(consumer.member_state, MemberState::OfConsumerGroup(_))
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
