//! Why a consumer has nothing, or more than others: what the assignor does with these members and these topics.

use super::Asked;
use crate::cluster::observation::{ConsumerView, GroupView};
use crate::kafka::api::Assignment;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::session::transcript::count;
use crate::sim::sorted::SortedSet;

/// A member's share of the newest assignment.
struct Share {
    client: ClientName,
    topics: SortedSet<TopicName>,
    partitions: Assignment,
}

impl Asked<'_> {
    fn shares(&self, group: &GroupView) -> Vec<Share> {
        let stored = self.stored(&group.id, self.end(), |_, _| true);
        let fact = stored.and_then(|stored| self.cluster.entry(stored)).map(|entry| &entry.fact);
        let Some(Fact::AssignmentStored { assignments, .. }) = fact else { return Vec::new() };
        let share = |(member, partitions): &(MemberId, Assignment)| {
            let client = self.cluster.client_of_member(member)?;
            let topics = self.cluster.subscribed_topics(&client).into_iter().collect();
            Some(Share { client, topics, partitions: partitions.clone() })
        };
        assignments.iter().filter_map(share).collect()
    }

    fn partitions_of(&self, topic: &TopicName) -> u64 {
        let known = self.world.topics.iter().find(|view| view.name == *topic);
        known.map_or(0, |view| u64::from(view.partitions))
    }

    /// Why a member has nothing.
    pub(super) fn idle(&self, group: &GroupView, consumer: &ConsumerView) -> String {
        let (id, name) = (&group.id, &consumer.name);
        let topics = self.cluster.subscribed_topics(name);
        if topics.is_empty() {
            return format!("{name} is idle: none of the topics it subscribes to exists");
        }
        let withheld = self.newest(|fact| matches!(fact, Fact::AssignmentComputed { .. }));
        let withheld = withheld.and_then(|entry| self.cluster.entry(entry)).map(|entry| &entry.fact);
        if let Some(Fact::AssignmentComputed { withheld: 1.., client, .. }) = withheld
            && self.consumer(client.as_str()).is_some_and(|leader| leader.group == *id)
        {
            return format!(
                "{name} has nothing yet: what is moving is withheld until its owner has given it up"
            );
        }
        let shares = self.shares(group);
        let readers =
            |topic: &TopicName| shares.iter().filter(|share| share.topics.contains(topic)).count() as u64;
        let members = count(group.members.len() as u64, "member");
        let names: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
        let names = names.join(", ");
        let all: u64 = topics.iter().map(|topic| self.partitions_of(topic)).sum();
        let differ = shares.iter().any(|share| share.topics.len() != topics.len());
        let largest = topics.iter().map(|topic| self.partitions_of(topic)).max().unwrap_or(0);
        let range = group.protocol.as_ref().is_some_and(|protocol| protocol.as_str() == "range");
        if range && topics.len() > 1 && all >= shares.len() as u64 {
            let most = topics.iter().map(readers).max().unwrap_or(0);
            let largest = count(largest, "partition");
            return format!(
                "{name} is idle: range divides each topic by itself, and no topic has more than {largest} for its \
                 {} ({names})",
                count(most, "member")
            );
        }
        if differ {
            let readers = topics.iter().map(readers).max().unwrap_or(0);
            return format!(
                "{name} is idle: it subscribes only to {names}, with {} for {}",
                count(all, "partition"),
                count(readers, "member")
            );
        }
        format!("{name} is idle: {id} has {members} and {}", count(all, "partition"))
    }

    /// Why a member has more than others, or less, where that is no matter of one partition.
    pub(super) fn uneven(&self, group: &GroupView, consumer: &ConsumerView) -> Option<String> {
        let shares = self.shares(group);
        let sizes = || shares.iter().map(|share| share.partitions.len());
        let (least, most) = (sizes().min()?, sizes().max()?);
        let own = consumer.owned.len();
        if most - least < 2 || own != least && own != most {
            return None;
        }
        let name = &consumer.name;
        let all: usize = sizes().sum();
        let head = format!("{name} has {own} of {}", count(all as u64, "partition"));
        let mine = &shares.iter().find(|share| share.client == *name)?.topics;
        if let Some(other) = shares.iter().find(|share| share.topics != *mine) {
            let list = |topics: &SortedSet<TopicName>| {
                topics.iter().map(TopicName::as_str).collect::<Vec<_>>().join(", ")
            };
            let (mine, theirs) = (list(mine), list(&other.topics));
            return Some(format!("{head}: it subscribes to {mine}, and {} to {theirs}", other.client));
        }
        let range = group.protocol.as_ref().is_some_and(|protocol| protocol.as_str() == "range");
        range.then(|| {
            format!(
                "{head}: range divides each topic by itself, and what is left over of each goes to the members that \
                 come first"
            )
        })
    }
}
