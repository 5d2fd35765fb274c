//! A deploy read from what somebody has: a session, or the settings of a consumer.

use crate::cluster::command::{Command, ConsumerSpec, ProducerSpec};
use crate::kafka::consumer::config::{CommitMode, ConsumerConfig};
use crate::kafka::ids::{GroupId, TopicName};
use crate::kafka::known_keys::Unsimulated;
use crate::kafka::producer::Rate;
use crate::session::cast::Cast;
use crate::session::grammar::{self, Keyword};
use crate::session::properties_text::remark::{KeyRemark, Remark, TextRemark};
use crate::session::properties_text::{Pasted, Refused};
use crate::session::scenario::Scenario;
use crate::session::what_if::deploy::{Deploy, DeployField};
use crate::session::what_if::mistake::WhatIfMistake;
use crate::sim::sorted::SortedMap;

/// Whether a text is a session, as opposed to settings: its first line that says something begins with a keyword.
pub fn is_session(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let Some(first) = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with(['#', '!'])) else {
        return false;
    };
    let (word, rest) = first.split_once(char::is_whitespace).unwrap_or((first, ""));
    grammar::find(word).is_some() && !rest.trim_start().starts_with(['=', ':'])
}

/// The deploy of a session's first group: all consumers that the session ever starts in it, with the settings of the
/// first of them; the topic that this one reads, and all that is written to it. What happens in the session else is
/// left out.
///
/// # Errors
/// It has no group with consumers.
pub fn of_session(scenario: &Scenario) -> Result<Deploy, WhatIfMistake> {
    let found = Finds::of(scenario);
    let Some(first) = found.consumers.iter().find(|spec| spec.assigned.is_empty()) else {
        return Err(if found.consumers.is_empty() {
            WhatIfMistake::NoGroup
        } else {
            WhatIfMistake::NoMembers
        });
    };
    let in_group = found.consumers.iter().filter(|spec| spec.group == first.group).count();
    let mut deploy = Deploy { setup: scenario.setup.clone(), group: first.group, ..Deploy::default() };
    if deploy.setup.jitter.is_zero() {
        deploy.setup.jitter = Deploy::default().setup.jitter.min(deploy.setup.latency());
    }
    deploy.take(ConsumerConfig::clone(&first.config));
    deploy.consumers = u32::try_from(in_group).unwrap_or(u32::MAX);
    let read = found.topics.iter().find(|(topic, _)| first.subscribes_to(topic));
    for field in [DeployField::Consumers, DeployField::Work, DeployField::Commit] {
        deploy.is_given(field);
    }
    if let Some((topic, partitions)) = read {
        (deploy.topic, deploy.partitions) = (*topic, *partitions);
        deploy.is_given(DeployField::Partitions);
    }
    let written: u64 =
        found.producers.values().filter(|spec| spec.topic == deploy.topic).map(|spec| spec.rate.0).sum();
    if written > 0 {
        deploy.rate = Rate(written);
        deploy.is_given(DeployField::Rate);
    }
    if let Some(spec) = found.producers.values().find(|spec| spec.topic == deploy.topic) {
        (deploy.record_size, deploy.keys) = (spec.record_size, spec.keys);
    }
    Ok(deploy)
}

/// The deploy of a group whose consumers have these settings.
///
/// # Errors
/// Values that do not fit.
pub fn of_properties(pasted: &Pasted) -> Result<Deploy, Vec<Refused>> {
    let mut deploy = Deploy::default();
    let work = deploy.config.behaviour.processing_time;
    let mut config = pasted.apply(&ConsumerConfig::default())?;
    config.behaviour.processing_time = work;
    let commits_itself = config.enable_auto_commit;
    deploy.take(config);
    if let Some(group) = &pasted.group {
        deploy.group = GroupId::from(group.as_str());
    }
    if commits_itself {
        deploy.is_given(DeployField::Commit);
    } else {
        // How the application commits is not in its settings; nearly all that do it themselves do it like this.
        deploy.commit_by(CommitMode::SYNC_PER_BATCH);
    }
    Ok(deploy)
}

/// Leaves out of the remarks what the deploy answers by itself: the group has its name, and how the application commits
/// is asked.
pub fn leave_to_deploy(pasted: &mut Pasted) {
    pasted.left_out.retain(|left| left.why != Remark::Key(KeyRemark::Unsimulated(Unsimulated::Group)));
    pasted.notes.retain(|note| note.why != Remark::Text(TextRemark::NothingCommits));
}

impl Deploy {
    /// Takes these settings for all consumers: what is one consumer's own is left out.
    fn take(&mut self, mut config: ConsumerConfig) {
        self.is_static = config.group_instance_id.take().is_some();
        config.explicit.retain(|(name, _)| *name != "group.instance.id");
        self.config = config;
    }
}

/// What the lines of a session bring into being.
#[derive(Default)]
struct Finds {
    topics: Vec<(TopicName, u32)>,
    consumers: Vec<ConsumerSpec>,
    producers: SortedMap<String, ProducerSpec>,
}

impl Finds {
    fn of(scenario: &Scenario) -> Finds {
        let (mut found, mut cast) = (Finds::default(), Cast::default());
        for line in &scenario.statements {
            if line.keyword == Keyword::Group {
                cast.group(line);
            }
            // The scenario was checked: what is wrong with a line was said there.
            for (command, _) in grammar::commands(&cast, line).unwrap_or_default() {
                grammar::learn(&mut cast, &command);
                found.command(command);
            }
        }
        found
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::CreateTopic { topic, partitions } => {
                self.topics.retain(|(known, _)| *known != topic);
                self.topics.push((topic, partitions));
            }
            Command::AddPartitions { topic, partitions } => {
                let known = self.topics.iter_mut().find(|(known, _)| *known == topic);
                known.into_iter().for_each(|(_, count)| *count = partitions);
            }
            Command::StartConsumer(spec) => self.consumers.push(spec),
            Command::StartProducer(spec) => drop(self.producers.insert(spec.name.to_string(), spec)),
            Command::SetRate { producer, rate } if rate.0 > 0 => {
                let known = self.producers.get_mut(producer.as_str());
                known.into_iter().for_each(|spec| spec.rate = rate);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_told_from_settings() {
        for text in ["# a\n\ntopic orders partitions=4\n", "\u{feff}seed 3", "group g", "title en=\"x\""] {
            assert!(is_session(text), "{text}");
        }
        for text in
            ["", "# topic", "group.id=billing", "group = x", "seed: 3", "{\"group.id\": \"x\"}", "spring:\n"]
        {
            assert!(!is_session(text), "{text}");
        }
    }
}
