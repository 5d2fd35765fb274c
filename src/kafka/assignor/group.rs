//! A group as numbers, so that assignors never compare names: topics and members in ascending order, and all
//! partitions in one row, topic after topic.
//!
//! Mirrors `AbstractPartitionAssignor`: only topics that have a subscriber and metadata count.
//!
//! Not modelled: see the module above.

use super::AssignorMember;
use crate::kafka::ids::{MemberId, TopicName, TopicPartition};
use crate::sim::sorted::{SortedMap, sort, sort_by, sort_by_key};

/// Stands where a member's index could, and means that there is none.
pub(super) const NOBODY: u32 = u32::MAX;

/// A topic and its place in the row of all partitions.
pub(super) struct AssignedTopic<'a> {
    name: &'a TopicName,
    /// Index of its partition 0.
    pub first: u32,
    /// Number of partitions; 0 if no member subscribes to it.
    pub count: u32,
}

impl AssignedTopic<'_> {
    /// Its partitions.
    pub fn partitions(&self) -> std::ops::Range<u32> {
        self.first..self.first + self.count
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }
}

/// Members, topics and partitions under their indices.
pub(super) struct AssignedGroup<'a> {
    /// Ascending by member id.
    pub members: Vec<&'a AssignorMember>,
    /// Whose turn it is when, where turns are taken: the members' indices.
    pub turns: Vec<u32>,
    /// Ascending by name.
    pub topics: Vec<AssignedTopic<'a>>,
    /// For each member the topics it subscribes to and that exist, ascending.
    pub subscriptions: Vec<Vec<u32>>,
    /// For each partition its topic.
    pub topic_of: Vec<u32>,
}

impl<'a> AssignedGroup<'a> {
    /// Gives everything its index.
    pub fn new(counts: &'a SortedMap<TopicName, u32>, members: &'a [AssignorMember]) -> Self {
        let mut members: Vec<&AssignorMember> = members.iter().collect();
        sort_by(&mut members, |a, b| a.member_id.cmp(&b.member_id));
        let known = counts.iter().filter(|(_, count)| **count > 0);
        let mut topics: Vec<AssignedTopic> =
            known.map(|(name, count)| AssignedTopic { name, first: 0, count: *count }).collect();

        let subscriptions = subscriptions(&topics, &members);
        let mut subscribed = vec![false; topics.len()];
        for &topic in subscriptions.iter().flatten() {
            subscribed[topic as usize] = true;
        }
        let mut topic_of = Vec::new();
        for (index, topic) in topics.iter_mut().enumerate() {
            topic.first = topic_of.len() as u32;
            if subscribed[index] {
                topic_of.resize(topic_of.len() + topic.count as usize, index as u32);
            } else {
                topic.count = 0;
            }
        }
        let turns = (0..members.len() as u32).collect();
        AssignedGroup { members, turns, topics, subscriptions, topic_of }
    }

    /// The same, with turns in the order in which members are listed.
    pub fn as_listed(counts: &'a SortedMap<TopicName, u32>, members: &'a [AssignorMember]) -> Self {
        let mut group = AssignedGroup::new(counts, members);
        let places: SortedMap<&MemberId, usize> =
            members.iter().enumerate().map(|(place, member)| (&member.member_id, place)).collect();
        let sorted = &group.members;
        sort_by_key(&mut group.turns, |index| places.get(&sorted[*index as usize].member_id));
        group
    }

    /// Number of partitions to be assigned.
    pub fn partition_count(&self) -> usize {
        self.topic_of.len()
    }

    /// All members' indices, by ascending member id.
    pub fn member_indices(&self) -> std::ops::Range<u32> {
        0..self.members.len() as u32
    }

    /// The number that a partition has inside its topic.
    pub fn number_of(&self, partition: u32) -> u32 {
        partition - self.topics[self.topic_of[partition as usize] as usize].first
    }

    /// The indices of those of `partitions` that exist, in the given order.
    pub fn indices_of(&self, partitions: &[TopicPartition]) -> Vec<u32> {
        let mut finder = Finder::new(&self.topics);
        let existing = partitions.iter().filter_map(|owned| {
            let topic = &self.topics[finder.find(&owned.topic)? as usize];
            (owned.partition < topic.count).then(|| topic.first + owned.partition)
        });
        existing.collect()
    }

    /// For each topic its subscribers, in the order in which `members` names them.
    pub fn subscribers(&self, members: impl Iterator<Item = u32>) -> Vec<Vec<u32>> {
        let mut subscribers = vec![Vec::new(); self.topics.len()];
        for member in members {
            for &topic in &self.subscriptions[member as usize] {
                subscribers[topic as usize].push(member);
            }
        }
        subscribers
    }

    /// Who subscribes to what.
    pub fn subscription_table(&self) -> SubscriptionTable {
        let topics = self.topics.len();
        let mut cells = vec![false; topics * self.members.len()];
        for (member, subscription) in self.subscriptions.iter().enumerate() {
            for &topic in subscription {
                cells[member * topics + topic as usize] = true;
            }
        }
        SubscriptionTable { cells, topics }
    }

    /// Members as `AbstractPartitionAssignor.MemberInfo` sorts them: static ones first, by instance id, then
    /// dynamic ones by member id.
    pub fn static_members_first(&self) -> Vec<u32> {
        let mut order: Vec<u32> = self.member_indices().collect();
        sort_by_key(&mut order, |member| {
            let instance = self.members[*member as usize].group_instance_id.as_ref();
            (instance.is_none(), instance)
        });
        order
    }

    /// Names again: each member's partitions from each partition's owner.
    pub fn assignment(&self, owners: &[u32]) -> SortedMap<MemberId, Vec<TopicPartition>> {
        let mut sizes = vec![0; self.members.len()];
        for &owner in owners.iter().filter(|owner| **owner != NOBODY) {
            sizes[owner as usize] += 1;
        }
        let mut lists: Vec<Vec<TopicPartition>> = sizes.into_iter().map(Vec::with_capacity).collect();
        for topic in &self.topics {
            for partition in topic.partitions() {
                let owner = owners[partition as usize];
                if owner != NOBODY {
                    let named = TopicPartition::new(*topic.name, partition - topic.first);
                    lists[owner as usize].push(named);
                }
            }
        }
        self.members.iter().map(|member| member.member_id).zip(lists).collect()
    }
}

/// Answers in one step whether a member subscribes to a topic.
pub(super) struct SubscriptionTable {
    cells: Vec<bool>,
    topics: usize,
}

impl SubscriptionTable {
    /// Whether `member` subscribes to `topic`.
    pub fn has(&self, member: u32, topic: u32) -> bool {
        self.cells[member as usize * self.topics + topic as usize]
    }
}

/// Finds topics by name and guesses well, because lists of names are mostly ascending.
struct Finder<'g, 'a> {
    topics: &'g [AssignedTopic<'a>],
    last: usize,
}

impl<'g, 'a> Finder<'g, 'a> {
    fn new(topics: &'g [AssignedTopic<'a>]) -> Self {
        Finder { topics, last: 0 }
    }

    fn find(&mut self, name: &TopicName) -> Option<u32> {
        let near = [self.last, self.last + 1];
        let guess = near.into_iter().find(|index| self.topics.get(*index).is_some_and(|t| t.name == name));
        self.last = match guess {
            Some(index) => index,
            None => self.topics.binary_search_by(|topic| topic.name.cmp(name)).ok()?,
        };
        Some(self.last as u32)
    }
}

fn subscriptions(topics: &[AssignedTopic], members: &[&AssignorMember]) -> Vec<Vec<u32>> {
    let mut finder = Finder::new(topics);
    let mut all: Vec<Vec<u32>> = Vec::with_capacity(members.len());
    let mut previous: Option<&AssignorMember> = None;
    for member in members {
        let names = &member.subscription.topics;
        // Most groups are uniform: comparing with the neighbour is cheaper than looking every name up.
        let indices = match (all.last(), previous) {
            (Some(last), Some(previous)) if previous.subscription.topics == *names => last.clone(),
            _ => {
                let mut found: Vec<u32> = names.iter().filter_map(|name| finder.find(name)).collect();
                sort(&mut found);
                found.dedup();
                found
            }
        };
        all.push(indices);
        previous = Some(member);
    }
    all
}
