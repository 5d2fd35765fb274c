//! What the ledger says of records, counted again: what was passed over from the journal alone, what was processed
//! record by record from the cells, and each cause from the reasons of single records.

use groupscope::cluster::Cluster;
use groupscope::cluster::cause::{DuplicateCause, GapCause};
use groupscope::cluster::ledger::history::Reason;
use groupscope::cluster::observation::{CellState, GroupView, LaneView};
use groupscope::kafka::fact::{Fact, PositionSource};
use groupscope::kafka::ids::{ClientName, GroupId, Offset, TopicPartition};
use groupscope::sim::time::{SimDuration, SimTime};
use std::collections::{BTreeMap, BTreeSet};

/// What the journal tells of one partition of a group.
#[derive(Default)]
struct Told {
    committed: Option<Offset>,
    skipped: BTreeSet<Offset>,
    /// Of these, those written before the group first started.
    before_start: BTreeSet<Offset>,
    /// Somebody has read it.
    read: bool,
    /// It was committed before, and is no longer.
    gone: bool,
}

/// A group's very first assignment.
struct Start {
    time: SimTime,
    given: BTreeSet<TopicPartition>,
    /// Assignments since, this one included.
    assignments: u32,
}

type Tale = BTreeMap<(GroupId, TopicPartition), Told>;

/// Compares everything.
///
/// # Errors
/// What does not agree.
pub fn recount(cluster: &Cluster) -> Result<(), String> {
    let tale = tell(cluster);
    let world = cluster.observe(usize::MAX);
    let mut sums = (0, 0);
    for group in &world.groups {
        for lane in &group.lanes {
            recount_lane(cluster, &tale, group, lane)
                .map_err(|what| format!("{} of {}: {what}", lane.partition, group.id))?;
            sums = (sums.0 + lane.duplicates, sums.1 + lane.gaps);
        }
    }
    same("duplicates and gaps of all causes", world.totals.causes.sums(), sums)?;
    same("duplicates and gaps of everything", (world.totals.duplicates, world.totals.gaps), sums)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, counted: T) -> Result<(), String> {
    if found == counted { Ok(()) } else { Err(format!("{what}: {found:?}, counted again {counted:?}")) }
}

/// Reads the journal: what was committed, and what was skipped.
fn tell(cluster: &Cluster) -> Tale {
    let mut tale = Tale::new();
    let group_of = |client: &ClientName| {
        cluster.consumer_spec(client).map(|spec| spec.group.clone()).unwrap_or_default()
    };
    // Where positions stood that a client sought away from.
    let mut sought: BTreeMap<(ClientName, TopicPartition), Option<Offset>> = BTreeMap::new();
    let mut starts: BTreeMap<GroupId, Start> = BTreeMap::new();
    for entry in cluster.journal().iter() {
        match &entry.fact {
            Fact::AssignmentStored { group, assignments, .. } => {
                let given = || assignments.iter().flat_map(|(_, given)| given.iter().cloned()).collect();
                let first = || Start { time: entry.time, given: given(), assignments: 0 };
                starts.entry(group.clone()).or_insert_with(first).assignments += 1;
            }
            Fact::ProcessStarted { client, .. } => sought.retain(|(of, _), _| of != client),
            Fact::Sought { client, partition, from, .. } => {
                sought.insert((client.clone(), partition.clone()), *from);
            }
            Fact::OffsetCommitted { group, offsets, .. } => {
                for (partition, offset) in offsets.iter() {
                    let told = lane(&mut tale, group, partition);
                    (told.committed, told.gone) = (Some(*offset), false);
                }
            }
            Fact::OffsetsExpired { group, partitions } | Fact::OffsetsDeleted { group, partitions } => {
                for partition in partitions.iter() {
                    let told = lane(&mut tale, group, partition);
                    (told.committed, told.gone) = (None, true);
                }
            }
            Fact::PositionSet { client, partition, offset, source } => {
                let told = lane(&mut tale, &group_of(client), partition);
                if *source == PositionSource::ResetLatest {
                    let start = starts.get(&group_of(client)).filter(|start| start.given.contains(partition));
                    if let Some(start) = start.filter(|_| told.committed.is_none() && !told.gone) {
                        let starting = start.assignments == 1 && !told.read;
                        let end = if starting { *offset } else { end_at(cluster, partition, start.time) };
                        let new = (0..end.min(*offset)).filter(|offset| !told.skipped.contains(offset));
                        let new: Vec<Offset> = new.collect();
                        told.before_start.extend(new);
                    }
                    told.skipped.extend(told.committed.unwrap_or(0)..*offset);
                }
                told.read |= *source != PositionSource::GivenBack;
                let from = sought.remove(&(client.clone(), partition.clone()));
                if let (PositionSource::Seek, Some(from)) = (source, from) {
                    let from = from.or(told.committed).unwrap_or(*offset);
                    told.skipped.extend(from..end_at(cluster, partition, entry.time).min(*offset));
                }
            }
            Fact::RecordSkipped { client, partition, offset } => {
                lane(&mut tale, &group_of(client), partition).skipped.insert(*offset);
            }
            Fact::RecordsDeleted { partition, from, to, .. } => {
                let readers = tale.iter_mut().filter(|((_, of), _)| of == partition);
                readers.for_each(|(_, told)| told.skipped.extend(*from..*to));
            }
            Fact::TopicDeleted { topic } => tale.retain(|(_, partition), _| partition.topic != *topic),
            _ => {}
        }
    }
    tale
}

/// Where a log ended at that instant.
fn end_at(cluster: &Cluster, partition: &TopicPartition, time: SimTime) -> Offset {
    let next = time + SimDuration::from_micros(1);
    cluster.brokers().log(partition).map_or(0, |log| log.first_at_or_after(next).unwrap_or(log.end()))
}

fn lane<'a>(tale: &'a mut Tale, group: &GroupId, partition: &TopicPartition) -> &'a mut Told {
    tale.entry((group.clone(), partition.clone())).or_default()
}

fn recount_lane(cluster: &Cluster, tale: &Tale, group: &GroupView, lane: &LaneView) -> Result<(), String> {
    let nothing = Told::default();
    let told = tale.get(&(group.id.clone(), lane.partition.clone())).unwrap_or(&nothing);
    let Some(ledger) = cluster.ledger().partition(&group.id, &lane.partition) else { return Ok(()) };
    // The coordinator may be away; the ledger remembers.
    same("the committed offset", ledger.committed(), told.committed)?;
    let (mut processed, mut repeats, mut open, mut gaps, mut before) = (0, 0, 0, 0, 0);
    let mut last: BTreeMap<DuplicateCause, u64> = BTreeMap::new();
    let mut by_cause: BTreeMap<GapCause, u64> = BTreeMap::new();
    for (offset, state) in lane.cells.iter().flat_map(|run| (run.from..run.to).map(|at| (at, run.state))) {
        let times = match state {
            CellState::Committed | CellState::Processed => 1,
            CellState::Duplicate { repeats } => u64::from(repeats) + 1,
            _ => 0,
        };
        processed += times;
        repeats += times.saturating_sub(1);
        let passed = offset < told.committed.unwrap_or(0) || told.skipped.contains(&offset);
        open += u64::from(times == 0 && passed);
        match (times, ledger.reason(offset)) {
            (2.., Some(Reason::Duplicate { cause, .. })) => *last.entry(*cause).or_default() += 1,
            (2.., other) => return Err(format!("{offset} was done {times} times because of {other:?}")),
            (0, Some(Reason::Gap { cause, .. })) if passed => {
                if state == CellState::Gap {
                    gaps += 1;
                    *by_cause.entry(*cause).or_default() += 1;
                }
            }
            (0, Some(Reason::AtStart { .. })) if told.before_start.contains(&offset) => before += 1,
            (0, other) if passed => return Err(format!("{offset} was passed over because of {other:?}")),
            (_, None) => {}
            (_, other) => return Err(format!("{offset} is in order, and yet {other:?}")),
        }
    }
    same("processed", lane.processed, processed)?;
    same("duplicates", lane.duplicates, repeats)?;
    same("gaps, at risk and skipped at start", lane.gaps + lane.at_risk + lane.skipped_at_start, open)?;
    same("skipped at start", lane.skipped_at_start, before)?;
    same("gaps", lane.gaps, gaps)?;
    same("duplicates and gaps by cause", lane.causes.sums(), (repeats, gaps))?;
    for cause in GapCause::ALL {
        let counted = by_cause.get(cause).copied().unwrap_or(0);
        same(cause.measure(), lane.causes.gaps(*cause), counted)?;
    }
    for cause in DuplicateCause::ALL {
        let (counted, least) = (lane.causes.duplicates(*cause), last.get(cause).copied().unwrap_or(0));
        if counted < least {
            return Err(format!("{}: {counted}, and {least} records were repeated so last", cause.measure()));
        }
    }
    Ok(())
}
