//! What became of the records of a lane: of those that are looked at one by one, as runs of equal cells; of those
//! before them, what went wrong.

use super::{Cluster, Held};
use crate::cluster::ledger::PartitionLedger;
use crate::cluster::nodes::ConsumerId;
use crate::cluster::observation::{AppThread, CellRun, CellState, FlawKind, FlawRun, LaneView, MOST_FLAWS};
use crate::kafka::ids::*;
use crate::sim::sorted::sort_by_key;
use std::ops::Range;

impl Cluster {
    /// A stretch of a lane.
    pub(super) fn cells(
        &self,
        group: &GroupId,
        lane: &LaneView,
        stretch: Range<Offset>,
        held: &Held,
    ) -> Vec<CellRun> {
        let partition = &lane.partition;
        let ledger = self.past.ledger.partition(group, partition);
        let held = held.get(partition).map_or(&[][..], Vec::as_slice);
        let buffered = self.buffered(group, partition);
        let in_work = self.in_work(group, partition);
        let committed = lane.committed.max(lane.stored).unwrap_or(0);
        let mut runs: Vec<CellRun> = Vec::new();
        for offset in stretch {
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

    /// What went wrong before the stretch of a lane.
    pub(super) fn flaws(&self, group: &GroupId, lane: &LaneView, held: &Held) -> Vec<FlawRun> {
        let end = lane.cells_from;
        let Some(ledger) = self.past.ledger.partition(group, &lane.partition).filter(|_| end > 0) else {
            return Vec::new();
        };
        let between = end / MOST_FLAWS;
        let mut runs = Vec::new();
        for (offset, count) in ledger.repeated_before(end) {
            let run = FlawRun { kind: FlawKind::Duplicate, from: offset, to: offset + 1, count };
            FlawRun::add(&mut runs, run, between);
        }
        for (from, to) in lost(ledger, held.get(&lane.partition), end) {
            FlawRun::add(&mut runs, FlawRun { kind: FlawKind::Gap, from, to, count: to - from }, between);
        }
        sort_by_key(&mut runs, |run| run.from);
        runs
    }

    /// The records of a partition that were passed over and that nobody holds, as stretches, ascending.
    pub fn lost(&self, group: &GroupId, partition: &TopicPartition) -> Vec<(Offset, Offset)> {
        let held = self.held(group);
        let end = self.nodes.brokers.log(partition).map_or(0, |log| log.end());
        let ledger = self.past.ledger.partition(group, partition);
        ledger.map_or(Vec::new(), |ledger| lost(ledger, held.get(partition), end))
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

/// The stretches before `end` that were passed over. What is still in somebody's hands is at risk, not lost.
fn lost(
    ledger: &PartitionLedger,
    held: Option<&Vec<(Offset, Offset, ConsumerId)>>,
    end: Offset,
) -> Vec<(Offset, Offset)> {
    let held = held.map_or(&[][..], Vec::as_slice);
    let mut found = Vec::new();
    for (mut from, to) in ledger.lost_before(end) {
        while from < to {
            let holding = held.iter().filter(|held| held.1 > from && held.0 < to);
            let next = holding.min_by_key(|held| held.0).map_or((to, to), |held| (held.0, held.1));
            if from < next.0 {
                found.push((from, next.0));
            }
            from = next.1;
        }
    }
    found
}
