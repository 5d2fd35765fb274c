//! What members say they owned, and whom the leader believes.
//!
//! Mirrors the claims part of `AbstractStickyAssignor` of Kafka 4.0 (`allSubscriptionsEqual`,
//! `prepopulateCurrentAssignments`): the newest generation wins; two claims in one generation are both void.
//!
//! Not modelled: see the assignor.

use crate::kafka::assignor::group::{AssignedGroup, NOBODY};

/// A member's memory of its last assignment.
pub(super) struct Memory {
    /// Partitions that still exist.
    pub partitions: Vec<u32>,
    /// The generation they were given in, as the assignor's own memory has it; -1 for none.
    pub generation: i32,
    /// The generation in the subscription itself. Kafka measures a *later* claim against this one; the two
    /// differ where a member was evicted: its user data still names the generation it was assigned in.
    pub told_generation: i32,
}

/// All claims, weighed.
pub(super) struct Previous {
    memories: Vec<Memory>,
    /// The rightful owner of each partition.
    pub holder: Vec<u32>,
    /// Partitions that two members claimed for the same generation.
    pub contested: Vec<bool>,
}

impl Previous {
    /// Weighs the claims of all members, one memory for each.
    pub fn new(group: &AssignedGroup, memories: Vec<Memory>) -> Self {
        let mut holder = vec![NOBODY; group.partition_count()];
        let mut contested = vec![false; group.partition_count()];
        // The one to compare the next claim with; after a draw that is the later claimant, empty-handed.
        let mut rival = holder.clone();
        for (member, memory) in memories.iter().enumerate() {
            for &partition in &memory.partitions {
                let place = partition as usize;
                let other = rival[place];
                let against = memories.get(other as usize).map(|rival| rival.told_generation);
                match against.map(|against| memory.generation.cmp(&against)) {
                    None | Some(std::cmp::Ordering::Greater) => holder[place] = member as u32,
                    Some(std::cmp::Ordering::Less) => continue,
                    Some(std::cmp::Ordering::Equal) => {
                        contested[place] = true;
                        holder[place] = NOBODY;
                    }
                }
                rival[place] = member as u32;
            }
        }
        Previous { memories, holder, contested }
    }

    /// For each partition who had it before its holder: the newest claim older than the newest generation.
    pub fn former_holders(&self) -> Vec<u32> {
        let newest = self.memories.iter().map(|memory| memory.generation).max().unwrap_or(-1);
        let mut former = vec![NOBODY; self.holder.len()];
        for (member, memory) in self.memories.iter().enumerate() {
            if memory.generation >= newest {
                continue;
            }
            for &partition in &memory.partitions {
                let known = &mut former[partition as usize];
                let older =
                    self.memories.get(*known as usize).is_none_or(|m| m.generation < memory.generation);
                if older {
                    *known = member as u32;
                }
            }
        }
        former
    }
}
