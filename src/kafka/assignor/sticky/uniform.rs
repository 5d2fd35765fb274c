//! The sticky assignment of a group whose members all subscribe to the same topics.
//!
//! Mirrors `AbstractStickyAssignor.ConstrainedAssignmentBuilder` of Kafka 4.0. Everybody's number of
//! partitions is known beforehand: either the quotient or one more. So each member keeps what it held up to
//! its quota, and the rest is dealt out to those below theirs. Nothing is ever moved twice.
//!
//! Not modelled: racks.

use super::previous::Previous;
use crate::kafka::assignor::group::{AssignedGroup, NOBODY};
use crate::sim::sorted::{sort, sort_by_key};

/// The owner of each partition, and the partitions that change hands between living members, ascending.
pub(super) fn assign(group: &AssignedGroup, previous: Previous) -> (Vec<u32>, Vec<u32>) {
    let mut table = Table::new(group);
    let mut held = vec![Vec::new(); group.members.len()];
    for (partition, (&holder, &contested)) in previous.holder.iter().zip(&previous.contested).enumerate() {
        if holder != NOBODY && !contested {
            held[holder as usize].push(partition as u32);
        }
    }
    for &member in &group.turns {
        table.keep(group, member, std::mem::take(&mut held[member as usize]));
    }
    sort(&mut table.below);
    sort(&mut table.at_quota);
    let dealt = table.deal();
    let changing_hands = dealt.into_iter().filter(|&partition| {
        let place = partition as usize;
        let given_up_by = table.given_up_by[place];
        previous.contested[place] || (given_up_by != NOBODY && given_up_by != table.owners[place])
    });
    let changing_hands = changing_hands.collect();
    (table.owners, changing_hands)
}

/// The assignment in the making.
struct Table {
    owners: Vec<u32>,
    /// Who held the partition and was cut to its quota.
    given_up_by: Vec<u32>,
    /// What everybody gets at least.
    quota: usize,
    /// How many members get one more than that.
    richer: usize,
    /// How many of these are settled already.
    richer_settled: usize,
    /// Members that hold less than the quota, and how many they hold.
    below: Vec<(u32, usize)>,
    /// Members with exactly the quota that may still get one more.
    at_quota: Vec<u32>,
}

impl Table {
    fn new(group: &AssignedGroup) -> Self {
        let partitions = group.partition_count();
        Table {
            owners: vec![NOBODY; partitions],
            given_up_by: vec![NOBODY; partitions],
            quota: partitions / group.members.len(),
            richer: partitions % group.members.len(),
            richer_settled: 0,
            below: Vec::new(),
            at_quota: Vec::new(),
        }
    }

    /// Lets `member` keep what it held, as far as its quota goes: lowest partition numbers first, so that all
    /// topics are cut alike.
    fn keep(&mut self, group: &AssignedGroup, member: u32, mut held: Vec<u32>) {
        let open = self.richer_settled < self.richer;
        let kept = if held.len() < self.quota {
            self.below.push((member, held.len()));
            held.len()
        } else if open && held.len() > self.quota {
            self.richer_settled += 1;
            self.quota + 1
        } else {
            if open {
                self.at_quota.push(member);
            }
            self.quota
        };
        if held.len() > kept {
            sort_by_key(&mut held, |&partition| (group.number_of(partition), partition));
        }
        for (place, partition) in held.into_iter().enumerate() {
            let list = if place < kept { &mut self.owners } else { &mut self.given_up_by };
            list[partition as usize] = member;
        }
    }

    /// Deals out the partitions that no member kept, and returns them.
    fn deal(&mut self) -> Vec<u32> {
        if self.richer_settled == self.richer {
            self.at_quota.clear();
        }
        let ownerless = self.owners.iter().enumerate().filter(|(_, owner)| **owner == NOBODY);
        let dealt: Vec<u32> = ownerless.map(|(partition, _)| partition as u32).collect();
        let mut next = dealt.iter().map(|partition| *partition as usize);
        // In turns until everybody has the quota ...
        while !self.below.is_empty() {
            let mut still_below = Vec::with_capacity(self.below.len());
            for &(member, count) in &self.below {
                let Some(partition) = next.next() else {
                    return dealt;
                };
                self.owners[partition] = member;
                if count + 1 == self.quota {
                    self.at_quota.push(member);
                } else {
                    still_below.push((member, count + 1));
                }
            }
            self.below = still_below;
        }
        // ... then one more each, for those who had it first.
        for (partition, &member) in next.zip(&self.at_quota) {
            self.owners[partition] = member;
        }
        dealt
    }
}
