//! Which assignors a group can use, and the vote for one (Kafka 4.0: `ClassicGroup.supportsProtocols`,
//! `selectProtocol`, `computeSubscribedTopics`).
//!
//! Not modelled: subscriptions that cannot be read.

use super::{CONSUMER, ClassicGroup};
use crate::kafka::api::JoinGroupProtocol;
use crate::kafka::coordinator::java_hash::hash_map_bucket;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::ProtocolName;
use std::sync::Arc;

impl ClassicGroup {
    /// Whether a member with these protocols may join. In Empty anything will do; otherwise the type must be the
    /// group's and one protocol known to *all* members, among whom a rejoining member's old list still counts.
    pub(super) fn supports(&self, protocol_type: &str, protocols: &[JoinGroupProtocol]) -> bool {
        if self.state == GroupState::Empty {
            return !protocol_type.is_empty() && !protocols.is_empty();
        }
        self.protocol_type.as_deref() == Some(protocol_type)
            && protocols.iter().any(|protocol| self.is_common(&protocol.name))
    }

    /// Whether all members know this assignor, so that a member with it may join.
    pub fn knows(&self, protocol: &ProtocolName) -> bool {
        self.is_common(protocol)
    }

    fn is_common(&self, protocol: &ProtocolName) -> bool {
        self.members.iter().all(|member| member.supports(protocol))
    }

    /// Each member votes for the first of its protocols that all know; most votes win. Equal votes: the one
    /// that comes first in Java's hash order, since Kafka counts in a `HashMap`.
    pub(super) fn select_protocol(&self) -> Option<ProtocolName> {
        let mut votes: Vec<(&ProtocolName, u32)> = Vec::new();
        for member in self.members.iter() {
            let choice = member.protocols.iter().map(|known| &known.name).find(|name| self.is_common(name));
            if let Some(choice) = choice {
                match votes.iter_mut().find(|(name, _)| *name == choice) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((choice, 1)),
                }
            }
        }
        let keys = votes.len();
        let winner = votes
            .into_iter()
            .min_by_key(|(name, count)| (std::cmp::Reverse(*count), hash_map_bucket(name.as_str(), keys)));
        winner.map(|(name, _)| *name)
    }

    /// Notes what the members of the new generation subscribe to; asked when offsets expire.
    pub(super) fn compute_subscribed_topics(&mut self) {
        self.subscribed_topics = None;
        if self.protocol_type.as_deref() != Some(CONSUMER) {
            return;
        }
        let selected = self.protocol_name.as_ref();
        let metadata = self.members.iter().filter_map(|member| member.metadata(selected?));
        let topics = metadata.flat_map(|subscription| subscription.topics.iter().cloned()).collect();
        self.subscribed_topics = Some(Arc::new(topics));
    }
}

#[cfg(test)]
mod tests {
    use crate::kafka::coordinator::story::CoordinatorStory;

    fn selected(preferences: &[&[&'static str]]) -> String {
        let mut story = CoordinatorStory::new();
        for (number, protocols) in preferences.iter().enumerate() {
            let name = format!("c{number}");
            story.client(&name).protocols = protocols.to_vec();
            story.enter(&name);
        }
        story.pass(6000);
        story.group().protocol_name().map(|name| name.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_most_wanted_of_those_all_know_is_selected() {
        assert_eq!(selected(&[&["sticky", "range"], &["range", "sticky"], &["range", "sticky"]]), "range");
        assert_eq!(selected(&[&["cooperative-sticky", "range"], &["range"]]), "range");
    }

    #[test]
    fn equal_votes_are_decided_by_javas_hash_order() {
        assert_eq!(selected(&[&["range", "sticky"], &["sticky", "range"]]), "sticky");
        assert_eq!(selected(&[&["cooperative-sticky", "range"], &["range", "cooperative-sticky"]]), "range");
    }
}
