//! What the ledger says of records, counted again: what was passed over from the journal alone, what was processed
//! record by record from the cells, and each cause from the reasons of single records.

use super::watch::Watch;
use groupscope::cluster::cause::{DuplicateCause, GapCause};
use groupscope::cluster::fact::{Fact, WorldFact};
use groupscope::cluster::ledger::history::DeliveryReason;
use groupscope::cluster::observation::{CellState, FlawKind, GroupView, LaneView, MOST_LANES_WITH_CELLS};
use groupscope::cluster::{Cluster, Entry, EntryId};
use groupscope::kafka::broker::fact::BrokerFact;
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::ids::{ClientName, GroupId, MemberId, Offset, TopicPartition};
use groupscope::kafka::offset_causes::PositionSource;
use std::collections::{BTreeMap, BTreeSet};

/// What the journal tells of one partition of a group.
#[derive(Default)]
struct Told {
    committed: Option<Offset>,
    /// What was skipped for good: from, to.
    skipped: Vec<(Offset, Offset)>,
    /// What readers skip ahead of the log's end: as much of it as is written while they read.
    ahead: BTreeMap<ClientName, Ahead>,
    /// Written before the group first started, and not skipped before.
    before_start: BTreeSet<Offset>,
    /// Somebody has read it.
    read: bool,
    /// It was committed before, and is no longer.
    gone: bool,
}

/// How a group started.
#[derive(Default)]
struct Start {
    /// What was first assigned, and when; without the time once the topic is deleted.
    given: BTreeMap<TopicPartition, Option<EntryId>>,
    /// Assignments that the coordinator stored.
    assignments: u32,
}

#[derive(Clone, Copy)]
struct Ahead {
    from: Offset,
    to: Offset,
    /// The reader lost its place, and may have it again.
    suspended: bool,
}

impl Told {
    fn skips(&self, offset: Offset) -> bool {
        let within = |(from, to): &(Offset, Offset)| (*from..*to).contains(&offset);
        let ahead = self.ahead.values().filter(|ahead| !ahead.suspended);
        self.skipped.iter().any(within)
            || ahead.into_iter().any(|ahead| (ahead.from..ahead.to).contains(&offset))
    }

    /// A reader goes on from `at`, or nowhere: what it skipped and was written by then, it has skipped for good.
    fn settle(&mut self, client: &ClientName, at: Offset, end: Offset) -> Option<Ahead> {
        let ahead = self.ahead.remove(client)?;
        if ahead.suspended {
            return None;
        }
        self.skipped.push((ahead.from, ahead.to.min(end)));
        let left = Ahead { from: ahead.from.max(end), to: ahead.to.min(at), suspended: false };
        (left.from < left.to).then_some(left)
    }

    /// A reader lost its place.
    fn suspend(&mut self, client: &ClientName, end: Offset) {
        if let Some(ahead) = self.ahead.get_mut(client).filter(|ahead| !ahead.suspended) {
            self.skipped.push((ahead.from, ahead.to.min(end)));
            ahead.suspended = true;
        }
    }
}

type Tale = BTreeMap<(GroupId, TopicPartition), Told>;

/// Compares everything.
///
/// # Errors
/// What does not agree.
pub fn recount(cluster: &Cluster, watch: &Watch) -> Result<(), String> {
    let mut teller = Teller {
        cluster,
        watch,
        tale: Tale::new(),
        sought: BTreeMap::new(),
        kept: BTreeSet::new(),
        starts: BTreeMap::new(),
        members: BTreeMap::new(),
    };
    cluster.journal().iter().for_each(|entry| teller.read(entry));
    let tale = teller.tale;
    let world = cluster.observe(usize::MAX);
    let mut sums = (0, 0);
    for group in &world.groups {
        for lane in &group.lanes {
            recount_lane(cluster, &tale, group, lane)
                .map_err(|what| format!("{} of {}: {what}", lane.partition, group.id))?;
            sums = (sums.0 + lane.duplicates, sums.1 + lane.gaps);
        }
        // What became of records of deleted topics stays true.
        sums = (sums.0 + group.former.duplicates, sums.1 + group.former.gaps);
    }
    let near = cluster.observe(8);
    let few = |group: &&GroupView| group.lanes.len() <= MOST_LANES_WITH_CELLS;
    for (group, near) in world.groups.iter().filter(few).zip(near.groups.iter().filter(few)) {
        for (lane, near) in group.lanes.iter().zip(&near.lanes) {
            recount_flaws(lane, near)
                .map_err(|what| format!("{} of {}: {what}", lane.partition, group.id))?;
        }
    }
    same("duplicates and gaps of all causes", world.totals.causes.sums(), sums)?;
    same("duplicates and gaps of everything", (world.totals.duplicates, world.totals.gaps), sums)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, counted: T) -> Result<(), String> {
    if found == counted { Ok(()) } else { Err(format!("{what}: {found:?}, counted again {counted:?}")) }
}

/// Reads the journal: what was committed, and what was skipped.
struct Teller<'a> {
    cluster: &'a Cluster,
    watch: &'a Watch,
    tale: Tale,
    /// Where positions stood that a client sought away from.
    sought: BTreeMap<(ClientName, TopicPartition), Option<Offset>>,
    /// Positions that clients have kept from an earlier topic of the name.
    kept: BTreeSet<(ClientName, TopicPartition)>,
    starts: BTreeMap<GroupId, Start>,
    /// Which client is which member.
    members: BTreeMap<MemberId, ClientName>,
}

impl Teller<'_> {
    fn group_of(&self, client: &ClientName) -> GroupId {
        self.cluster.consumer_spec(client).map(|spec| spec.group).unwrap_or_default()
    }

    fn read(&mut self, entry: &Entry) {
        match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, .. }) => {
                self.sought.retain(|(of, _), _| of != client);
                self.members.retain(|_, of| of != client);
                self.kept.retain(|(of, _)| of != client);
                self.stops(entry, client, |_| false);
            }
            Fact::World(WorldFact::ProcessKilled { client, .. }) => self.stops(entry, client, |_| false),
            Fact::Consumer(client, ConsumerFact::AssignmentChanged { owned }) => {
                if !self.members.values().any(|member| member == client) {
                    self.assigns_itself(entry, client, owned);
                }
                self.kept.retain(|(of, partition)| of != client || owned.contains(partition));
                self.stops(entry, client, |partition| owned.contains(partition));
                self.goes_on(client);
            }
            Fact::Consumer(client, ConsumerFact::JoinedGroup { member, .. }) => {
                self.members.retain(|_, of| of != client);
                self.members.insert(*member, *client);
            }
            Fact::Consumer(
                client,
                ConsumerFact::MembershipLost { .. } | ConsumerFact::PollIntervalExceeded { .. },
            ) => {
                self.loses_its_place(entry, client);
            }
            Fact::Group(
                _,
                GroupFact::MemberRemoved { member, .. }
                | GroupFact::StaticMemberAbsent { member, .. }
                | GroupFact::StaticMemberReplaced { old: member, .. },
            ) => {
                if let Some(client) = self.members.get(member).cloned() {
                    self.loses_its_place(entry, &client);
                }
            }
            Fact::World(WorldFact::CoordinatorTookOver { .. }) => self.some_go_on(entry),
            Fact::Consumer(client, ConsumerFact::Sought { partition, from, .. }) => {
                self.sought.insert((*client, *partition), *from);
            }
            Fact::Consumer(client, ConsumerFact::TopicIdChanged { kept, .. }) => {
                let positions = kept.iter().map(|(partition, _)| (*client, *partition));
                self.kept.extend(positions);
            }
            Fact::Consumer(client, ConsumerFact::PollReturned { records }) => {
                for (partition, from, _) in records.iter() {
                    self.reads_on_from_an_earlier_topic(client, partition, *from);
                }
            }
            Fact::Consumer(client, ConsumerFact::PositionSet { partition, offset, source }) => {
                self.kept.remove(&(*client, *partition));
                self.reads_on(entry, client, partition, *offset, *source);
            }
            Fact::Consumer(client, ConsumerFact::RecordSkipped { partition, offset }) => {
                let group = self.group_of(client);
                lane(&mut self.tale, &group, partition).skipped.push((*offset, offset + 1));
            }
            _ => self.read_of_offsets(entry),
        }
    }

    fn read_of_offsets(&mut self, entry: &Entry) {
        match &entry.fact {
            Fact::Group(group, GroupFact::OffsetCommitted { offsets, .. }) => {
                for (partition, offset) in offsets.iter() {
                    let told = lane(&mut self.tale, group, partition);
                    (told.committed, told.gone) = (Some(*offset), false);
                }
            }
            Fact::Group(
                group,
                GroupFact::OffsetsExpired { partitions } | GroupFact::OffsetsDeleted { partitions },
            ) => {
                for partition in partitions.iter() {
                    let told = lane(&mut self.tale, group, partition);
                    told.gone |= told.committed.take().is_some();
                }
            }
            Fact::Group(group, GroupFact::AssignmentStored { assignments, .. }) => {
                let start = self.starts.entry(*group).or_default();
                start.assignments += 1;
                for partition in assignments.iter().flat_map(|(_, given)| given.iter()) {
                    if start.assignments == 1 {
                        start.given.entry(*partition).or_insert(Some(entry.id));
                    }
                }
            }
            Fact::Broker(_, BrokerFact::RecordsDeleted { partition, from, to, .. }) => {
                let readers = self.tale.iter_mut().filter(|((_, of), _)| of == partition);
                readers.for_each(|(_, told)| told.skipped.push((*from, *to)));
            }
            Fact::World(WorldFact::OffsetsReset { group, offsets, start: true, .. }) => {
                for (partition, offset) in offsets.iter() {
                    let told = lane(&mut self.tale, group, partition);
                    let from = told.committed.unwrap_or(0);
                    let new: Vec<Offset> = (from..*offset).filter(|offset| !told.skips(*offset)).collect();
                    told.before_start.extend(new);
                    told.skipped.push((from, *offset));
                }
            }
            Fact::World(WorldFact::TopicDeleted { topic }) => {
                self.tale.retain(|(_, partition), _| partition.topic != *topic);
                let given = self.starts.values_mut().flat_map(|start| &mut start.given);
                given.filter(|(partition, _)| partition.topic == *topic).for_each(|(_, since)| *since = None);
            }
            _ => {}
        }
    }

    fn reads_on(
        &mut self,
        entry: &Entry,
        client: &ClientName,
        partition: &TopicPartition,
        offset: Offset,
        source: PositionSource,
    ) {
        let from = self.sought.remove(&(*client, *partition));
        if source == PositionSource::GivenBack {
            return;
        }
        let (group, end) = (self.group_of(client), self.watch.end_at(partition, entry.id));
        let told = lane(&mut self.tale, &group, partition);
        let left = told.settle(client, offset, end);
        if source == PositionSource::ResetLatest {
            let start = self.starts.get(&group).filter(|_| told.committed.is_none() && !told.gone);
            let since = start.and_then(|start| Some((start, (*start.given.get(partition)?)?)));
            if let Some((start, since)) = since {
                let starting = start.assignments <= 1 && !told.read;
                let before = if starting { offset } else { self.watch.end_at(partition, since) };
                let new = (0..before.min(offset)).filter(|offset| !told.skips(*offset));
                let new: Vec<Offset> = new.collect();
                told.before_start.extend(new);
            }
            told.skipped.push((told.committed.unwrap_or(0), offset));
        }
        told.read = true;
        let mut ahead = left;
        if let (PositionSource::Seek, Some(from)) = (source, from) {
            let from = from.or(told.committed).unwrap_or(offset);
            told.skipped.push((from, offset.min(end)));
            let from = left.map_or(from.max(end), |left| left.from.min(from.max(end)));
            ahead = Some(Ahead { from, to: offset, suspended: false });
        }
        if let Some(ahead) = ahead {
            told.ahead.insert(*client, ahead);
        }
    }

    /// Where it stood in the earlier topic it has begun to read the present one: what is before it, it skips.
    fn reads_on_from_an_earlier_topic(
        &mut self,
        client: &ClientName,
        partition: &TopicPartition,
        from: Offset,
    ) {
        if self.kept.remove(&(*client, *partition)) {
            let group = self.group_of(client);
            let told = lane(&mut self.tale, &group, partition);
            told.skipped.push((told.committed.unwrap_or(0), from));
        }
    }

    /// A client that never joined has partitions: it has assigned them itself.
    fn assigns_itself(&mut self, entry: &Entry, client: &ClientName, owned: &[TopicPartition]) {
        let given = &mut self.starts.entry(self.group_of(client)).or_default().given;
        for partition in owned {
            given.entry(*partition).or_insert(Some(entry.id));
        }
    }

    /// A client reads no longer, but for what is kept.
    fn stops(&mut self, entry: &Entry, client: &ClientName, kept: impl Fn(&TopicPartition) -> bool) {
        for ((_, partition), told) in self.tale.iter_mut().filter(|((_, partition), _)| !kept(partition)) {
            told.settle(client, 0, self.watch.end_at(partition, entry.id));
        }
    }

    fn loses_its_place(&mut self, entry: &Entry, client: &ClientName) {
        for ((_, partition), told) in self.tale.iter_mut() {
            told.suspend(client, self.watch.end_at(partition, entry.id));
        }
    }

    fn goes_on(&mut self, client: &ClientName) {
        for ahead in self.tale.values_mut().filter_map(|told| told.ahead.get_mut(client)) {
            ahead.suspended = false;
        }
    }

    /// Whom the new coordinator knows: it has what was stored last.
    fn some_go_on(&mut self, entry: &Entry) {
        let Fact::World(WorldFact::CoordinatorTookOver { group, members, .. }) = &entry.fact else { return };
        let stored = self.cluster.last_before(
            entry.id,
            |fact| matches!(fact, Fact::Group(of, GroupFact::AssignmentStored { .. }) if of == group),
        );
        let stored = stored.and_then(|stored| self.cluster.entry(stored));
        if let Some(Fact::Group(_, GroupFact::AssignmentStored { assignments, .. })) =
            stored.map(|entry| &entry.fact)
            && *members > 0
        {
            let known: BTreeSet<ClientName> =
                assignments.iter().filter_map(|(member, _)| self.members.get(member).cloned()).collect();
            known.iter().for_each(|client| self.goes_on(client));
        }
    }
}

fn lane<'a>(tale: &'a mut Tale, group: &GroupId, partition: &TopicPartition) -> &'a mut Told {
    tale.entry((*group, *partition)).or_default()
}

/// What is told of records that are not looked at one by one, against the records themselves.
fn recount_flaws(whole: &LaneView, near: &LaneView) -> Result<(), String> {
    for kind in [FlawKind::Duplicate, FlawKind::Gap] {
        let weight = |state: CellState| match (kind, state) {
            (FlawKind::Duplicate, CellState::Duplicate { repeats }) => u64::from(repeats),
            (FlawKind::Gap, CellState::Gap) => 1,
            _ => 0,
        };
        let records = whole.cells.iter().flat_map(|run| (run.from..run.to).map(|at| (at, weight(run.state))));
        let flawed: Vec<(u64, u64)> =
            records.filter(|(at, weight)| *at < near.cells_from && *weight > 0).collect();
        let runs: Vec<_> = near.flaws.iter().filter(|run| run.kind == kind).collect();
        let counted: u64 = flawed.iter().map(|(_, weight)| weight).sum();
        same("flaws before the cells", runs.iter().map(|run| run.count).sum(), counted)?;
        same("the newest", runs.last().map(|run| run.to - 1), flawed.last().map(|(at, _)| *at))?;
        same("the oldest", runs.first().map(|run| run.from), flawed.first().map(|(at, _)| *at))?;
        let within = |at: u64| runs.iter().any(|run| (run.from..run.to).contains(&at));
        same("flaws within the runs", flawed.iter().filter(|(at, _)| within(*at)).count(), flawed.len())?;
    }
    Ok(())
}

fn recount_lane(cluster: &Cluster, tale: &Tale, group: &GroupView, lane: &LaneView) -> Result<(), String> {
    let nothing = Told::default();
    let told = tale.get(&(group.id, lane.partition)).unwrap_or(&nothing);
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
        let passed = offset < told.committed.unwrap_or(0) || told.skips(offset);
        open += u64::from(times == 0 && passed);
        match (times, ledger.reason(offset)) {
            (2.., Some(DeliveryReason::Duplicate { cause, .. })) => *last.entry(*cause).or_default() += 1,
            (2.., other) => return Err(format!("{offset} was done {times} times because of {other:?}")),
            (0, Some(DeliveryReason::Gap { cause, .. })) if passed => {
                if state == CellState::Gap {
                    gaps += 1;
                    *by_cause.entry(*cause).or_default() += 1;
                }
            }
            (0, Some(DeliveryReason::AtStart { .. })) if told.before_start.contains(&offset) => before += 1,
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
