//! Who plays in a session: what a line leaves out is taken from the group's defaults and from what the same consumer
//! had before. What the lines mean stands in [`crate::session::grammar`].

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::session::script::Statement;
use crate::session::settings::{GroupDefaults, configure};
use crate::sim::sorted::SortedMap;

/// Everything with a name so far.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    pub(super) topics: Vec<TopicName>,
    pub(super) groups: SortedMap<GroupId, GroupDefaults>,
    /// The settings with which each consumer would start again.
    pub(super) consumers: SortedMap<ClientName, (GroupId, ConsumerConfig)>,
}

impl Cast {
    /// Remembers a group's defaults.
    pub fn group(&mut self, line: &Statement) {
        let topics =
            line.list("topics").map(|list| list.iter().map(|name| TopicName::from(name.as_str())).collect());
        let pattern = line.pattern().cloned();
        let mut defaults = GroupDefaults { topics, pattern, ..GroupDefaults::default() };
        // The scenario was checked: what is wrong with the line was said there.
        let _ = configure(&mut defaults.config, line);
        self.groups.insert(GroupId::from(line.name()), defaults);
    }

    /// The same, of a scenario that was read.
    pub fn know_group(&mut self, id: GroupId, defaults: GroupDefaults) {
        self.groups.insert(id, defaults);
    }

    /// The settings with which a consumer would start again.
    pub fn settings(&self, consumer: &ClientName) -> Option<&ConsumerConfig> {
        self.consumers.get(consumer).map(|(_, config)| config)
    }
}
