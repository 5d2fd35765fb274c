//! What became of the newest records of a lane, as runs of equal cells.

use super::{Cluster, Held};
use crate::cluster::nodes::ConsumerId;
use crate::cluster::observation::{AppThread, CellRun, CellState, LaneView};
use crate::kafka::ids::*;

impl Cluster {
    /// The window `cells_from..log_end` of a lane.
    pub(super) fn cells(
        &self,
        group: &GroupId,
        partition: &TopicPartition,
        lane: &LaneView,
        held: &Held,
    ) -> Vec<CellRun> {
        let ledger = self.past.ledger.partition(group, partition);
        let held = held.get(partition).map_or(&[][..], Vec::as_slice);
        let buffered = self.buffered(group, partition);
        let in_work = self.in_work(group, partition);
        let committed = lane.committed.max(lane.stored).unwrap_or(0);
        let mut runs: Vec<CellRun> = Vec::new();
        for offset in lane.cells_from..lane.log_end {
            let holder = held.iter().find(|(from, to, _)| (*from..*to).contains(&offset)).map(|held| held.2);
            let truth = ledger.map(|ledger| ledger.truth(offset));
            let (times, passed) = truth.map_or((0, false), |truth| (truth.times, truth.passed));
            let before_start = truth.is_some_and(|truth| truth.at_start);
            let worker = in_work.iter().find(|work| work.0 == offset).map(|work| work.1);
            let fetcher = buffered.iter().find(|b| (b.0..b.1).contains(&offset)).map(|b| b.2);
            let (state, by) = match truth.and_then(|truth| truth.by) {
                _ if worker.is_some() && times == 0 => (CellState::Processing, worker),
                by if times > 1 => (CellState::Duplicate { repeats: times - 1 }, by),
                by if times == 1 && offset < committed => (CellState::Committed, by),
                by if times == 1 => (CellState::Processed, by),
                _ if passed && holder.is_some() => (CellState::AtRisk, holder),
                _ if passed => (CellState::Gap, None),
                _ if holder.is_some() || fetcher.is_some() => (CellState::Fetched, holder.or(fetcher)),
                _ if before_start => (CellState::BeforeStart, None),
                _ if offset < lane.log_start => (CellState::Deleted, None),
                _ => (CellState::Unread, None),
            };
            let by = by.map(|id| id.0);
            match runs.last_mut() {
                Some(run) if run.state == state && run.by == by => run.to = offset + 1,
                _ => runs.push(CellRun { from: offset, to: offset + 1, state, by }),
            }
        }
        runs
    }

    /// Buffered records of a partition: from, to, by whom.
    fn buffered(&self, group: &GroupId, partition: &TopicPartition) -> Vec<(Offset, Offset, ConsumerId)> {
        let mut all = Vec::new();
        for (id, process) in self.nodes.consumers() {
            if process.spec.group == *group && process.alive() {
                let of_partition =
                    process.consumer.fetcher().buffered().filter(|b| b.partition == *partition);
                all.extend(of_partition.map(|buffered| (buffered.from, buffered.to, id)));
            }
        }
        all
    }

    /// Records of a partition that a handler processes now.
    fn in_work(&self, group: &GroupId, partition: &TopicPartition) -> Vec<(Offset, ConsumerId)> {
        let mut all = Vec::new();
        for (id, process) in self.nodes.consumers() {
            if process.spec.group != *group {
                continue;
            }
            if process.alive() {
                let jobs = process.consumer.application().pool().jobs();
                let here = jobs.filter(|job| job.partition == *partition);
                all.extend(here.map(|job| (job.offset, id)));
            }
            if let AppThread::Processing { partition: of, offset, .. }
            | AppThread::Blocked { partition: Some(of), offset: Some(offset), .. } =
                super::app_thread(process)
                && of == *partition
            {
                all.push((offset, id));
            }
        }
        all
    }
}
