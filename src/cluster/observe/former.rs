//! What became of records of deleted topics.

use super::{Cluster, missed};
use crate::cluster::nodes::ConsumerId;
use crate::cluster::observation::{Former, Totals};
use crate::kafka::ids::*;
use crate::kafka::topic_metadata::TopicId;

impl Cluster {
    /// The sums over a group's partitions of deleted topics.
    pub(super) fn observe_former(&self, group: &GroupId) -> Former {
        let mut former = Former::default();
        for (partition, id, lane) in self.past.ledger.former(group) {
            let held = self.held_of_former(group, partition, id);
            let (counts, missed) = (lane.ledger.counts(), missed(&lane.ledger, Some(&held), lane.end));
            former.processed += counts.processed;
            former.duplicates += counts.duplicates;
            former.gaps += missed.gaps;
            former.at_risk += missed.at_risk;
            former.skipped_at_start += counts.at_start;
            former.causes.add(&missed.causes);
        }
        former
    }

    /// Records of a partition of a deleted topic that live consumers still have in hand.
    pub(in crate::cluster) fn held_of_former(
        &self,
        group: &GroupId,
        partition: &TopicPartition,
        id: TopicId,
    ) -> Vec<(Offset, Offset, ConsumerId)> {
        let of_lane = self.in_hand(group).filter(|(of, _, _, consumer, poll)| {
            *of == partition && self.nodes[*consumer].topic_id(partition, *poll) == id
        });
        of_lane.map(|(_, from, to, consumer, _)| (from, to, consumer)).collect()
    }
}

impl Totals {
    /// What became of records of deleted topics counts as well.
    pub(super) fn add_former(&mut self, former: &Former) {
        self.processed += former.processed;
        self.duplicates += former.duplicates;
        self.gaps += former.gaps;
        self.at_risk += former.at_risk;
        self.skipped_at_start += former.skipped_at_start;
        self.causes.add(&former.causes);
    }
}
