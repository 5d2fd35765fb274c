//! The generations of a group never go back.
//!
//! With one exception that Kafka has, too: only what was written to `__consumer_offsets` survives the coordinator
//! (the generation when the group became Empty, at the leader's SyncGroup, at a static replacement). A coordinator
//! that takes over in the middle of a rebalance has never heard of a generation that only began, and will count to it
//! once more.

use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::api::Epoch;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::{Generation, GroupId};
use crate::sim::sorted::SortedMap;

/// What is known of all groups' generations.
#[derive(Clone, Debug, Default)]
pub struct Generations {
    groups: SortedMap<GroupId, Known>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    latest: Generation,
    /// The one that a new coordinator would find.
    written: Generation,
}

impl Default for Known {
    fn default() -> Self {
        Known { latest: Generation(0), written: Generation(0) }
    }
}

impl Generations {
    /// Follows a fact of a coordinator that begins consumer groups in this epoch; what should not be, as a sentence.
    pub fn follow(&mut self, fact: &Fact, first: Epoch) -> Option<String> {
        match fact {
            // What was before it was Empty, and is forgotten.
            Fact::Group(group, GroupFact::ConsumerGroupBegan) => {
                let first = Generation(first);
                self.groups.insert(*group, Known { latest: first, written: first });
                None
            }
            Fact::Group(group, said) => self.follow_group(group, said),
            Fact::World(WorldFact::CoordinatorTookOver { group, generation, .. }) => {
                let known = self.groups.entry(*group).or_default();
                known.latest = *generation;
                let written = known.written;
                (*generation != written).then(|| {
                    format!(
                        "{group} was taken over in generation {generation}; generation {written} was written."
                    )
                })
            }
            Fact::World(_) | Fact::Consumer(..) | Fact::Broker(..) => None,
        }
    }

    fn follow_group(&mut self, group: &GroupId, said: &GroupFact) -> Option<String> {
        use GroupFact::*;
        match said {
            GenerationStarted { generation, .. } => {
                let known = self.groups.entry(*group).or_default();
                let before = std::mem::replace(&mut known.latest, *generation);
                (*generation <= before)
                    .then(|| format!("{group} began generation {generation} after generation {before}."))
            }
            AssignmentStored { generation, .. } => {
                let known = self.groups.entry(*group).or_default();
                known.written = *generation;
                let latest = known.latest;
                (*generation != latest).then(|| {
                    format!("{group} stored an assignment of generation {generation} in generation {latest}.")
                })
            }
            GroupDeleted => {
                self.groups.remove(group);
                None
            }
            // A consumer group writes down all that it does, at once.
            GroupEpochRaised { epoch, .. } => {
                let known = self.groups.entry(*group).or_default();
                let before = std::mem::replace(&mut known.latest, Generation(*epoch));
                known.written = known.latest;
                (known.latest <= before)
                    .then(|| format!("{group} raised its epoch from {before} to {epoch}."))
            }
            GroupStateChanged { from: GroupState::Dead, .. } => {
                self.groups.remove(group);
                None
            }
            GroupStateChanged { to: GroupState::Empty, .. } => {
                let known = self.groups.entry(*group).or_default();
                known.written = known.latest;
                None
            }
            ConsumerGroupBegan
            | GroupStateChanged { .. }
            | MemberIdHandedOut { .. }
            | PendingMemberExpired { .. }
            | PendingMemberRemoved { .. }
            | MemberAdded { .. }
            | MemberRemoved { .. }
            | StaticMemberReplaced { .. }
            | RebalanceStarted { .. }
            | StaticMemberAbsent { .. }
            | JoinPhaseExtended { .. }
            | ProtocolsDiffer { .. }
            | LeaderElected { .. }
            | OffsetCommitted { .. }
            | OffsetCommitRefused { .. }
            | OffsetCommitLost { .. }
            | OffsetsExpired { .. }
            | GroupUpgraded { .. }
            | GroupDowngraded { .. }
            | ConsumerGroupStateChanged { .. }
            | TargetComputed { .. }
            | RevocationAsked { .. }
            | RevocationAcknowledged { .. }
            | MemberAdvanced { .. }
            | StaticMemberAway { .. }
            | HeartbeatRefused { .. }
            | OffsetsDeleted { .. } => None,
        }
    }

    /// Whether a group stands where its facts left it.
    pub fn check(&self, group: &GroupId, generation: Generation) -> Option<String> {
        let known = self.groups.get(group).map_or(Generation(0), |known| known.latest);
        (generation != known)
            .then(|| format!("{group} is in generation {generation}, and generation {known} was the last."))
    }
}
