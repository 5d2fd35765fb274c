//! `uniform` for a group whose members subscribe to different topics.
//!
//! Mirrors `UniformHeterogeneousAssignmentBuilder` of Kafka 4.0. Members keep what they had. What nobody has goes to
//! the least loaded subscribers, topics with many partitions for each subscriber first. Then partitions move, topic
//! after topic, from the most to the least loaded subscribers, until a whole round of topics moves nothing or sixteen
//! rounds are over.

use super::previous_targets;
use crate::kafka::assignor::group::{AssignedGroup, NOBODY};
use crate::sim::sorted::{sort_by, sort_by_key};
use std::cmp::Ordering;

/// How often all topics are levelled at most (`MAX_ITERATION_COUNT`).
const ROUNDS: usize = 16;

/// The owner of each partition.
pub(super) fn owners(group: &AssignedGroup) -> Vec<u32> {
    let mut leveller = Leveller::new(group);
    leveller.keep_previous();
    let order = leveller.topics_by_share();
    for &topic in &order {
        leveller.place_unassigned(topic);
    }
    leveller.level_all(&order);
    leveller.owners
}

/// The assignment in the making.
struct Leveller<'g> {
    group: &'g AssignedGroup<'g>,
    /// Subscribers of each topic, ascending.
    subscribers: Vec<Vec<u32>>,
    owners: Vec<u32>,
    /// How many partitions each member has.
    sizes: Vec<u32>,
}

impl<'g> Leveller<'g> {
    fn new(group: &'g AssignedGroup) -> Self {
        Leveller {
            group,
            subscribers: group.subscribers(group.member_indices()),
            owners: vec![NOBODY; group.partition_count()],
            sizes: vec![0; group.members.len()],
        }
    }

    /// Members keep what they had of the topics they still subscribe to.
    fn keep_previous(&mut self) {
        let table = self.group.subscription_table();
        for (member, previous) in previous_targets(self.group).enumerate() {
            for partition in previous {
                if table.has(member as u32, self.group.topic_of[partition as usize]) {
                    self.give(partition, member as u32);
                }
            }
        }
    }

    fn give(&mut self, partition: u32, member: u32) {
        let owner = std::mem::replace(&mut self.owners[partition as usize], member);
        if owner != NOBODY {
            self.sizes[owner as usize] -= 1;
        }
        self.sizes[member as usize] += 1;
    }

    /// Topics with subscribers: those with most partitions for each subscriber first, then those with few
    /// subscribers, then by name.
    fn topics_by_share(&self) -> Vec<usize> {
        let wanted = |topic: &usize| !self.subscribers[*topic].is_empty();
        let mut topics: Vec<usize> = (0..self.group.topics.len()).filter(wanted).collect();
        let measures = |topic: usize| (self.group.topics[topic].count, self.subscribers[topic].len());
        sort_by(&mut topics, |a, b| by_share(measures(*a), measures(*b)).then(a.cmp(b)));
        topics
    }

    /// Gives each partition of the topic that nobody has to the least loaded subscriber.
    fn place_unassigned(&mut self, topic: usize) {
        let unassigned = |partition: &u32| self.owners[*partition as usize] == NOBODY;
        let unassigned: Vec<u32> = self.group.topics[topic].partitions().filter(unassigned).collect();
        let mut loads = Loads::new(&self.subscribers[topic], &self.sizes);
        for partition in unassigned {
            let member = loads.least_loaded(&self.sizes);
            self.give(partition, member);
        }
    }

    fn level_all(&mut self, order: &[usize]) {
        let shared: Vec<usize> =
            order.iter().copied().filter(|topic| self.subscribers[*topic].len() > 1).collect();
        let mut last_moved = None;
        for _ in 0..ROUNDS {
            for &topic in &shared {
                if last_moved == Some(topic) {
                    return;
                }
                if self.level(topic) || last_moved.is_none() {
                    last_moved = Some(topic);
                }
            }
        }
    }

    /// Moves partitions of one topic from its most to its least loaded subscribers; whether there was anything to
    /// move.
    fn level(&mut self, topic: usize) -> bool {
        let mut loads = Loads::new(&self.subscribers[topic], &self.sizes);
        if loads.spread(&self.sizes) <= 1 {
            return false;
        }
        // Each owner's partitions of the topic, ascending; the last one is given up first.
        let mut held: Vec<Vec<u32>> = vec![Vec::new(); self.sizes.len()];
        for partition in self.group.topics[topic].partitions() {
            held[self.owners[partition as usize] as usize].push(partition);
        }
        let mut moved = false;
        while !loads.are_level() {
            let giver = loads.most_loaded(&self.sizes, |member| !held[member as usize].is_empty());
            let Some(partition) = giver.and_then(|giver| held[giver as usize].pop()) else { break };
            let taker = loads.least_loaded(&self.sizes);
            if loads.are_level() {
                break;
            }
            self.give(partition, taker);
            moved = true;
        }
        moved
    }
}

/// More partitions for each subscriber come first, then fewer subscribers.
fn by_share((partitions_a, members_a): (u32, usize), (partitions_b, members_b): (u32, usize)) -> Ordering {
    let (a, b) = (u64::from(partitions_a) * members_b as u64, u64::from(partitions_b) * members_a as u64);
    b.cmp(&a).then(members_a.cmp(&members_b))
}

/// The subscribers of one topic by what they have, with a range at either end: the least loaded ones, which take
/// partition after partition in turn, and the most loaded ones, which give them (`MemberAssignmentBalancer`).
struct Loads {
    /// The lightest first.
    members: Vec<u32>,
    least: LeastLoaded,
    most: MostLoaded,
}

/// The members before `end` all had `level` partitions when the present turn began; `next` is whose turn it is.
struct LeastLoaded {
    end: usize,
    level: i64,
    next: usize,
}

/// The same for the members from `start` to `end`, whose turns run downwards: the one before `next` is next.
struct MostLoaded {
    start: usize,
    end: usize,
    level: i64,
    next: usize,
}

impl Loads {
    fn new(subscribers: &[u32], sizes: &[u32]) -> Self {
        let mut members = subscribers.to_vec();
        sort_by_key(&mut members, |member| (sizes[*member as usize], *member));
        let size = |member: Option<&u32>| member.map_or(0, |member| i64::from(sizes[*member as usize]));
        let (lightest, heaviest, count) = (size(members.first()), size(members.last()), members.len());
        Loads {
            members,
            least: LeastLoaded { end: 0, level: lightest - 1, next: 0 },
            most: MostLoaded { start: count, end: count, level: heaviest + 1, next: count },
        }
    }

    fn size(&self, place: usize, sizes: &[u32]) -> i64 {
        i64::from(sizes[self.members[place] as usize])
    }

    /// How many partitions lie between the lightest and the heaviest.
    fn spread(&self, sizes: &[u32]) -> i64 {
        let last = self.members.len() - 1;
        self.size(last, sizes) - self.size(0, sizes)
    }

    /// Whether the two ranges are at most one partition apart.
    fn are_level(&self) -> bool {
        self.most.level - self.least.level <= 1
    }

    /// Who takes the next partition.
    fn least_loaded(&mut self, sizes: &[u32]) -> u32 {
        if self.least.next >= self.least.end {
            self.least.level += 1;
            while self.least.end < self.members.len() && self.size(self.least.end, sizes) == self.least.level
            {
                self.least.end += 1;
            }
            self.least.next = 0;
        }
        self.least.next += 1;
        self.members[self.least.next - 1]
    }

    /// Who gives the next partition; members that have none are passed over for good. `None` if nobody has one.
    fn most_loaded(&mut self, sizes: &[u32], has_one: impl Fn(u32) -> bool) -> Option<u32> {
        loop {
            if self.most.next <= self.most.start {
                self.widen(sizes);
            }
            self.most.next = self.most.next.checked_sub(1)?;
            let member = self.members[self.most.next];
            if has_one(member) {
                return Some(member);
            }
            self.most.end -= 1;
            self.members.swap(self.most.next, self.most.end);
        }
    }

    /// Every member of the range at the heavy end has given one: the range goes down a step, and takes in who is as
    /// heavy as that.
    fn widen(&mut self, sizes: &[u32]) {
        let empty = self.most.end <= self.most.start && self.most.start > 0;
        self.most.level = match empty {
            true => self.size(self.most.start - 1, sizes),
            false => self.most.level - 1,
        };
        while self.most.start > 0 && self.size(self.most.start - 1, sizes) == self.most.level {
            self.most.start -= 1;
        }
        self.most.next = self.most.end;
    }
}
