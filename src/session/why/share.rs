//! Why a consumer has nothing, or more than others: what the assignor does with these members and these topics.

use super::{Asked, Link};
use crate::cluster::observation::{ConsumerView, GroupView};
use crate::kafka::api::Assignment;
use crate::kafka::fact::Fact;
use crate::kafka::ids::*;
use crate::session::language::Lang;
use crate::session::language::journal::Noun;
use crate::session::transcript::count;
use crate::sim::sorted::{SortedSet, sort_by_key};

/// So many partitions, or topics, are told one by one.
const TOLD: usize = 3;

/// A member's share of the newest assignment.
struct Share {
    client: ClientName,
    topics: SortedSet<TopicName>,
    partitions: Assignment,
}

/// What of a topic there is to divide, and among how many.
struct Divided {
    topic: TopicName,
    partitions: u64,
    members: u64,
}

impl Divided {
    /// `2 partitions for 3 members`.
    fn for_whom(&self) -> String {
        format!(
            "{} for {}",
            count(Lang::En, self.partitions, Noun::Partition),
            count(Lang::En, self.members, Noun::Member)
        )
    }
}

/// Each partition that was given to somebody, in order, with who has it.
fn given(shares: &[Share]) -> impl Iterator<Item = (&TopicPartition, &Share)> {
    let mut all: Vec<(&TopicPartition, &Share)> = shares
        .iter()
        .flat_map(|share| share.partitions.iter().map(move |partition| (partition, share)))
        .collect();
    sort_by_key(&mut all, |(partition, _)| *partition);
    all.into_iter()
}

/// `foo has 2, bar has 3 and baz has 1`.
fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<String> = parts.collect();
    match (parts.pop(), parts.is_empty()) {
        (Some(last), false) => format!("{} and {last}", parts.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
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

    /// What a member has to share with whom, of each topic that it subscribes to.
    fn divided(&self, topics: &[TopicName], shares: &[Share]) -> Vec<Divided> {
        let divided = |topic: &TopicName| Divided {
            topic: topic.clone(),
            partitions: given(shares).filter(|(partition, _)| partition.topic == *topic).count() as u64,
            members: shares.iter().filter(|share| share.topics.contains(topic)).count() as u64,
        };
        topics.iter().map(divided).collect()
    }

    /// Why a member has nothing.
    pub(super) fn idle(&self, group: &GroupView, consumer: &ConsumerView) -> String {
        let (id, name) = (&group.id, &consumer.name);
        let withheld = self.newest(|fact| matches!(fact, Fact::AssignmentComputed { .. }));
        let withheld = withheld.and_then(|entry| self.cluster.entry(entry)).map(|entry| &entry.fact);
        if let Some(Fact::AssignmentComputed { withheld: 1.., client, .. }) = withheld
            && self.consumer(client.as_str()).is_some_and(|leader| leader.group == *id)
        {
            return format!(
                "{name} has nothing yet: what is moving is withheld until its owner has given it up"
            );
        }
        let topics = self.cluster.subscribed_topics(name);
        let shares = self.shares(group);
        let divided = self.divided(&topics, &shares);
        let all: u64 = divided.iter().map(|divided| divided.partitions).sum();
        let members = shares.len() as u64;
        let its: SortedSet<TopicName> = topics.iter().cloned().collect();
        let differ = shares.iter().any(|share| share.topics != its);
        if !differ && all < members {
            let (members, all) =
                (count(Lang::En, members, Noun::Member), count(Lang::En, all, Noun::Partition));
            return format!("{name} is idle: {id} has {members} and {all}");
        }
        let protocol = group.protocol.as_ref().map_or("", ProtocolName::as_str);
        let each =
            divided.iter().take(TOLD).map(|divided| format!("{} has {}", divided.topic, divided.for_whom()));
        let more = divided.len().saturating_sub(TOLD) as u64;
        let more = (more > 0).then(|| match more {
            1 => "1 other topic has too few, too".to_owned(),
            _ => format!("{more} other topics have too few, too"),
        });
        let each = each.chain(more).collect::<Vec<_>>().join(", ");
        if protocol == "range" {
            return format!(
                "{name} is idle: range divides each topic by itself: {each}, and {name} comes after those that got one"
            );
        }
        let subscribes = match &divided[..] {
            [only] => format!("it subscribes only to {}, with {}", only.topic, only.for_whom()),
            _ => format!("of the topics to which it subscribes, {each}"),
        };
        format!("{name} is idle: {subscribes}{}", self.went_to(protocol, &topics, &shares))
    }

    /// Who has what a member could have had, and how the assignor came to that.
    fn went_to(&self, protocol: &str, topics: &[TopicName], shares: &[Share]) -> String {
        let its = || given(shares).filter(|(partition, _)| topics.contains(&partition.topic));
        let alone = its().all(|(_, share)| share.partitions.len() == 1);
        let told = its().take(TOLD).map(|(partition, share)| format!("{partition} went to {}", share.client));
        let told: Vec<String> = told.collect();
        if told.is_empty() {
            return String::new();
        }
        let more = match its().count() - told.len() {
            0 => String::new(),
            more => format!(" and {more} more to others"),
        };
        let told = told.join(", ") + &more;
        match protocol {
            "roundrobin" => {
                format!("; roundrobin gives each to the next member that subscribes to its topic: {told}")
            }
            _ if alone => format!("; {told}, and {protocol} takes nobody's only partition"),
            _ => format!("; {told}"),
        }
    }

    /// Partitions of a member's topics that are in nobody's assignment.
    pub(super) fn left_over(&self, group: &GroupView, consumer: &ConsumerView) -> Option<TopicPartition> {
        let shares = self.shares(group);
        let topics = self.cluster.subscribed_topics(&consumer.name);
        let is_given = |wanted: &TopicPartition| given(&shares).any(|(partition, _)| partition == wanted);
        let lanes = group.lanes.iter().map(|lane| &lane.partition);
        lanes
            .filter(|partition| topics.contains(&partition.topic))
            .find(|partition| !is_given(partition))
            .cloned()
    }

    /// Why a member has nothing to subscribe to: its topics were deleted, or never were.
    pub(super) fn without_topics(&self, consumer: &ConsumerView) -> Vec<Link> {
        let name = &consumer.name;
        let head = format!("{name} is idle: none of the topics it subscribes to exists");
        let Some(spec) = self.cluster.consumer_spec(name) else { return Vec::new() };
        let mut deleted: Vec<&TopicName> = Vec::new();
        let mut because: Vec<Link> = Vec::new();
        for entry in self.cluster.journal().iter().rev() {
            let Fact::TopicDeleted { topic } = &entry.fact else { continue };
            if spec.subscribes_to(topic) && !deleted.contains(&topic) && deleted.len() < TOLD {
                deleted.push(topic);
                let mut chain = self.chain(entry.id);
                chain[0].also = !because.is_empty();
                because.append(&mut chain);
            }
        }
        let never: Vec<&str> =
            spec.topics.iter().filter(|topic| !deleted.contains(topic)).map(TopicName::as_str).collect();
        let start = self.cluster.start_of(self.end(), name);
        let never = match &spec.pattern {
            Some(pattern) if deleted.is_empty() => {
                Some(format!("there was never a topic that matches {}", pattern.as_str()))
            }
            None if deleted.len() < TOLD && !never.is_empty() => {
                let were = if never.len() == 1 { "was" } else { "were" };
                Some(format!("{} {were} never created", joined(never.iter().map(ToString::to_string))))
            }
            _ => None,
        };
        if let (Some(never), Some(start)) = (never, start) {
            let mut link = self.at(never, Some(start), self.all_of(Some(start)));
            link[0].also = !because.is_empty();
            because.append(&mut link);
        }
        let entry = because.first().map(|link| link.entry);
        self.told(head, entry, because)
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
        let head = format!("{name} has {own} of {}", count(Lang::En, all as u64, Noun::Partition));
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
