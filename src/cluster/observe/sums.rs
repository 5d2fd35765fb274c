//! Sums over partitions: those of all groups for the report, and those of each group for the charts.

use super::Cluster;
use crate::cluster::observation::{Sample, Totals};
use crate::kafka::ids::GroupId;
use crate::kafka::log::PartitionLog;

impl Cluster {
    /// Sums over all groups.
    pub fn totals(&self) -> Totals {
        let topics = self.nodes.brokers.topics().iter();
        let produced = topics.flat_map(|topic| &topic.partitions).map(PartitionLog::end).sum();
        let produced: u64 = produced;
        let mut totals =
            Totals { produced: produced + self.nodes.brokers.deleted_records(), ..Totals::default() };
        for group in self.group_ids() {
            let held = self.held(&group);
            totals.add_former(&self.observe_former(&group));
            for partition in self.lanes(&group) {
                let lane = self.measure(&group, &partition, &held);
                totals.processed += lane.processed;
                totals.duplicates += lane.duplicates;
                totals.gaps += lane.gaps;
                totals.at_risk += lane.at_risk;
                totals.skipped_at_start += lane.skipped_at_start;
                totals.lag += lane.lag.unwrap_or(0);
                totals.causes.add(&lane.causes);
            }
        }
        totals
    }

    /// A group's totals, for the charts.
    pub(in crate::cluster) fn sample_of(&self, group: &GroupId) -> Sample {
        let (held, owners) = (self.held(group), self.owners(group));
        let account = self.past.accounts.group(group);
        let (first, waited) = account.map(|account| account.work().latency().sum()).unwrap_or_default();
        let mut sample = Sample::nothing(self.now, *group);
        (sample.first, sample.waited) = (first, waited);
        for partition in self.lanes(group) {
            let lane = self.measure(group, &partition, &held);
            let owner = owners.consumer(&partition);
            sample.unowned += u32::from(!owner.is_some_and(|id| self.nodes[id].running()));
            sample.at_stake += lane.stake();
            sample.duplicates += lane.duplicates;
            sample.gaps += lane.gaps;
            sample.processed += lane.processed;
            if let Some(lag) = lane.lag {
                sample.lag = Some(sample.lag.unwrap_or(0) + lag);
            }
        }
        let former = self.observe_former(group);
        sample.duplicates += former.duplicates;
        sample.gaps += former.gaps;
        sample.processed += former.processed;
        sample
    }
}
