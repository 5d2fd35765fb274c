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
        let subscribers = &self.subscribers[topic];
        let sizes = subscribers.iter().map(|member| self.sizes[*member as usize]);
        if sizes.clone().max() <= sizes.min().map(|least| least + 1) {
            return false;
        }
        let mut loads = Loads::new(subscribers, &self.sizes);
        let mut held =
            HeldOfTopic::new(self.group.topics[topic].partitions(), &self.owners, self.sizes.len());
        let mut moved = false;
        while !loads.are_level() {
            let giver = loads.most_loaded(&self.sizes, |member| held.has_one(member));
            let Some(partition) = giver.and_then(|giver| held.take_last(giver)) else { break };
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

/// Each owner's partitions of one topic; the last one is given up first.
struct HeldOfTopic {
    /// For each member its last partition.
    last: Vec<u32>,
    /// For each partition the one of the same owner before it.
    before: Vec<u32>,
    /// The topic's first partition.
    first: u32,
}

impl HeldOfTopic {
    fn new(partitions: std::ops::Range<u32>, owners: &[u32], members: usize) -> Self {
        let mut held =
            HeldOfTopic { last: vec![NOBODY; members], before: Vec::new(), first: partitions.start };
        let last = &mut held.last;
        let owners = &owners[partitions.start as usize..partitions.end as usize];
        held.before = partitions
            .zip(owners)
            .map(|(partition, owner)| std::mem::replace(&mut last[*owner as usize], partition))
            .collect();
        held
    }

    fn has_one(&self, member: u32) -> bool {
        self.last[member as usize] != NOBODY
    }

    fn take_last(&mut self, member: u32) -> Option<u32> {
        let partition = Some(self.last[member as usize]).filter(|partition| *partition != NOBODY)?;
        self.last[member as usize] = self.before[(partition - self.first) as usize];
        Some(partition)
    }
}

/// Members by what they have, the lightest first, equals in the order in which `members` has them: by counting, unless
/// what they have lies far apart.
fn lightest_first(members: &[u32], sizes: &[u32]) -> Vec<u32> {
    let size = |member: u32| sizes[member as usize];
    let least = members.iter().map(|member| size(*member)).min().unwrap_or(0);
    let most = members.iter().map(|member| size(*member)).max().unwrap_or(0);
    let mut sorted = members.to_vec();
    if (most - least) as usize > 4 * members.len() {
        sort_by_key(&mut sorted, |member| size(*member));
        return sorted;
    }
    // Where the members of each size begin.
    let mut places = vec![0; (most - least) as usize + 2];
    members.iter().for_each(|member| places[(size(*member) - least) as usize + 1] += 1);
    for size in 1..places.len() {
        places[size] += places[size - 1];
    }
    for &member in members {
        let place: &mut usize = &mut places[(size(member) - least) as usize];
        sorted[*place] = member;
        *place += 1;
    }
    sorted
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
        let members = lightest_first(subscribers, sizes);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lightest_come_first_and_equals_stay_in_their_order() {
        let sizes = [3, 1, 3, 0, 1, 100_000];
        assert_eq!(lightest_first(&[0, 1, 2, 3, 4], &sizes), [3, 1, 4, 0, 2]);
        assert_eq!(lightest_first(&[0, 1, 2, 3, 4, 5], &sizes), [3, 1, 4, 0, 2, 5], "too far apart to count");
        assert!(lightest_first(&[], &sizes).is_empty());
    }

    #[test]
    fn an_owner_gives_its_last_partition_first() {
        let owners = [9, 1, 0, 1, 1];
        let mut held = HeldOfTopic::new(1..5, &owners, 2);
        assert_eq!([held.take_last(1), held.take_last(1), held.take_last(1)], [Some(4), Some(3), Some(1)]);
        assert!(!held.has_one(1) && held.has_one(0));
        assert_eq!(held.take_last(1), None);
    }
}
