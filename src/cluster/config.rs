//! The cluster's own settings: brokers, network, chance, and the brokers' properties.

use crate::kafka::broker::BrokerConfig;
use crate::kafka::coordinator::{CoordinatorConfig, GroupConfig};
use crate::kafka::ids::GroupId;
use crate::kafka::property::field::PropertyField;
use crate::kafka::property::{Explicit, PropertyError, note, property};
use crate::kafka::release::Release;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimDuration;

/// The largest number of brokers.
pub const MAX_BROKERS: u8 = 5;

/// Everything a world is made with.
#[derive(Clone, Debug)]
pub struct ClusterConfig {
    /// Decides all chance: jitter and keys.
    pub seed: u64,
    /// 1 to 5.
    pub brokers: u8,
    /// How long a message takes from a client to a broker or back.
    pub latency: SimDuration,
    /// Up to this much is added to the latency, by chance.
    pub jitter: SimDuration,
    /// Which Kafka it is. The coordinator's rules are those of this release.
    pub release: Release,
    /// The coordinator's settings.
    pub coordinator: CoordinatorConfig,
    /// What is set for single groups.
    pub groups: SortedMap<GroupId, GroupConfig>,
    /// The brokers' other settings, and where they stand.
    pub broker: BrokerConfig,
    /// Names of the broker properties that were set, with their text.
    pub explicit: Explicit,
}

impl Default for ClusterConfig {
    fn default() -> Self {
        let release = Release::default();
        let mut coordinator = CoordinatorConfig::default();
        coordinator.consumer.rules = release.broker_rules();
        ClusterConfig {
            seed: 1,
            brokers: 1,
            latency: SimDuration::from_millis(5),
            jitter: SimDuration::ZERO,
            release,
            coordinator,
            groups: SortedMap::new(),
            broker: BrokerConfig::default(),
            explicit: Vec::new(),
        }
    }
}

impl ClusterConfig {
    /// Chooses which Kafka it is.
    pub fn set_release(&mut self, release: Release) {
        self.release = release;
        self.coordinator.consumer.rules = release.broker_rules();
    }

    /// Sets a broker property by Kafka's name.
    ///
    /// # Errors
    /// A sentence, if there is no such broker property or the value does not fit it.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), PropertyError> {
        let unknown = || PropertyError::NotOfBrokers(name.to_owned());
        let known = property(name).ok_or_else(unknown)?;
        let written = match &known.field {
            PropertyField::Coordinator(access) => known.write(access, &mut self.coordinator, text)?,
            PropertyField::Broker(access) => known.write(access, &mut self.broker, text)?,
            PropertyField::Consumer(_) | PropertyField::Group(_) => return Err(unknown()),
        };
        note(&mut self.explicit, known.name, written);
        Ok(())
    }

    /// Sets a property of one group by Kafka's name.
    ///
    /// # Errors
    /// A sentence, if there is no such property of groups or the value does not fit it.
    pub fn set_of_group(&mut self, group: GroupId, name: &str, text: &str) -> Result<(), PropertyError> {
        match property(name).map(|known| (known, &known.field)) {
            Some((known, PropertyField::Group(access))) => {
                known.write(access, self.groups.entry(group).or_default(), text).map(drop)
            }
            _ => Err(PropertyError::NotOfBrokers(name.to_owned())),
        }
    }

    /// Checks what no single property can know.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn validate(&self) -> Result<(), PropertyError> {
        let (coordinator, racks) = (&self.coordinator, self.broker.racks.len());
        if racks > 0 && racks != usize::from(self.brokers) {
            let brokers = self.brokers;
            return Err(PropertyError::Racks { racks, brokers });
        }
        let (min, max) = (coordinator.min_session_timeout, coordinator.max_session_timeout);
        if min > max {
            let (min, max) = (min.as_millis(), max.as_millis());
            return Err(PropertyError::SessionTimeouts { min, max });
        }
        let groups = &coordinator.consumer;
        let sessions = [groups.min_session_timeout, groups.max_session_timeout];
        within("group.consumer.session.timeout.ms", groups.session_timeout, sessions)?;
        let intervals = [groups.min_heartbeat_interval, groups.max_heartbeat_interval];
        within("group.consumer.heartbeat.interval.ms", groups.heartbeat_interval, intervals)?;
        let pauses = [groups.min_assignment_interval, groups.max_assignment_interval];
        within("group.consumer.assignment.interval.ms", groups.assignment_interval, pauses)?;
        for group in self.groups.values() {
            within("consumer.session.timeout.ms", group.session_timeout(groups), sessions)?;
            within("consumer.heartbeat.interval.ms", group.heartbeat_interval(groups), intervals)?;
            within("consumer.assignment.interval.ms", group.assignment_interval(groups), pauses)?;
        }
        Ok(())
    }
}

/// Checks that a setting of consumer groups is between its bounds.
fn within(name: &'static str, value: SimDuration, [min, max]: [SimDuration; 2]) -> Result<(), PropertyError> {
    let (value, min, max) = (value.as_millis(), min.as_millis(), max.as_millis());
    match (min..=max).contains(&value) {
        true => Ok(()),
        false => Err(PropertyError::Outside { name, value, min, max }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::property::{PROPERTIES, Scope};

    #[test]
    fn the_defaults_are_those_of_the_table() {
        let mut config = ClusterConfig::default();
        for property in PROPERTIES.iter().filter(|property| property.scope() == Scope::Broker) {
            config.set(property.name, property.default).unwrap();
        }
        assert_eq!(config.coordinator, ClusterConfig::default().coordinator);
        assert_eq!(config.broker, BrokerConfig::default());
    }
}
