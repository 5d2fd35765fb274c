//! Observations made by hand, for the tests of this layer.

use crate::cluster::observation::*;
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::assignor::server::ServerAssignorName;
use crate::kafka::coordinator::Reconciliation;
use crate::kafka::exception::Exception;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::kafka::ids::*;
use crate::kafka::rebalance_causes::Callback;
use crate::sim::time::{SimDuration, SimTime};
use std::sync::Arc;

/// 12.480 s, as in the drawing.
pub const NOW: SimTime = SimTime::from_millis(12_480);

/// `ms` milliseconds before now.
pub fn ago(ms: u64) -> SimTime {
    NOW.before(SimDuration::from_millis(ms))
}

/// `ms` milliseconds from now.
pub fn ahead(ms: u64) -> SimTime {
    NOW + SimDuration::from_millis(ms)
}

/// A consumer that runs and is a member.
pub fn consumer(name: &str, group: &str) -> ConsumerView {
    ConsumerView {
        name: name.into(),
        group: group.into(),
        process: ProcessState::Running,
        cut_off: false,
        member_state: MemberState::Stable,
        member_id: format!("consumer-{name}-7f2a").into(),
        group_instance_id: None,
        generation: Generation(4),
        leader: name == "c1",
        zombie: false,
        standalone: false,
        thread: AppThread::Poll,
        last_heartbeat: Some(ago(1900)),
        next_poll_due: Some(ahead(299_400)),
        owned: Vec::new(),
        batch: None,
        workers: Vec::new(),
        queued: 0,
        strategy: vec!["cooperative-sticky"],
        paused: SimDuration::ZERO,
        fetches: 0,
        last_answer: Some(AnswerView { api: ApiKey::Heartbeat, error: ErrorCode::None, at: ago(1895) }),
        heartbeat_interval: SimDuration::from_secs(2),
        heartbeat_due: None,
        next_auto_commit: None,
        rack: None,
        tracks: Arc::default(),
    }
}

/// A lane: offsets of log end, position, end of what is processed, committed; the last `window` records.
pub fn lane(
    partition: u32,
    by: u16,
    log_end: u64,
    position: u64,
    processed: u64,
    committed: u64,
) -> LaneView {
    let known = LaneView {
        committed: Some(committed),
        position: Some(position),
        ..LaneView::untouched(TopicPartition::new("orders".into(), partition), 0, log_end)
    };
    let stretch = known.stretch(200);
    let mut cells = Vec::new();
    let mut run = |from: u64, to: u64, state: CellState, by: Option<u16>| {
        let (from, to) = (from.max(stretch.start), to.min(stretch.end));
        if from < to {
            cells.push(CellRun { from, to, state, by });
        }
    };
    run(0, committed, CellState::Committed, Some(by));
    run(committed, processed, CellState::Processed, Some(by));
    run(processed, (processed + 1).min(position), CellState::Processing, Some(by));
    run((processed + 1).min(position), position, CellState::Fetched, Some(by));
    run(position, log_end, CellState::Unread, None);
    LaneView {
        owner: Some(format!("c{}", by + 1).as_str().into()),
        owner_running: true,
        lag: Some(log_end - committed),
        processed,
        at_stake: Some(processed - committed),
        cells_from: stretch.start,
        cells,
        ..known
    }
}

/// Turns `from..to` of a lane into something else.
pub fn paint(lane: &mut LaneView, from: u64, to: u64, state: CellState) {
    let mut cells = Vec::new();
    for run in &lane.cells {
        for (a, b, keep) in [
            (run.from, run.to.min(from), true),
            (run.from.max(from), run.to.min(to), false),
            (run.from.max(to), run.to, true),
        ] {
            if a < b {
                cells.push(CellRun {
                    from: a,
                    to: b,
                    state: if keep { run.state } else { state },
                    by: run.by,
                });
            }
        }
    }
    lane.cells = cells;
}

/// A member with so much of its 6 s session left.
pub fn member(name: &str, left_ms: u64) -> MemberView {
    MemberView {
        member_id: format!("consumer-{name}-7f2a").into(),
        client: Some(name.into()),
        former: None,
        session_timeout: SimDuration::from_secs(6),
        session_deadline: Some(ahead(left_ms)),
        awaited: false,
        on_its_way: None,
    }
}

/// A stable group with these lanes; members and what the consumers own follow from them.
pub fn world(lanes: Vec<LaneView>, consumers: usize) -> Observation {
    let names: Vec<String> = (1..=consumers).map(|i| format!("c{i}")).collect();
    let mut views: Vec<ConsumerView> = names.iter().map(|name| consumer(name, "billing")).collect();
    for lane in &lanes {
        if let Some(view) = views.iter_mut().find(|view| Some(&view.name) == lane.owner.as_ref()) {
            view.owned.push(lane.partition);
        }
    }
    let totals = Totals {
        produced: lanes.iter().map(|lane| lane.log_end).sum(),
        processed: lanes.iter().map(|lane| lane.processed).sum(),
        lag: lanes.iter().filter_map(|lane| lane.lag).sum(),
        ..Totals::default()
    };
    Observation {
        time: NOW,
        topics: Vec::new(),
        groups: vec![GroupView {
            id: "billing".into(),
            coordinator: BrokerId(2),
            state: GroupState::Stable,
            generation: Generation(4),
            coordinator_lost: None,
            leader: Some("c1".into()),
            protocol: Some("cooperative-sticky".into()),
            members: names
                .iter()
                .enumerate()
                .map(|(i, name)| member(name, 5600 - 700 * (i as u64 % 3)))
                .collect(),
            phase_deadline: None,
            epochs: None,
            state_since: ago(9468),
            rebalances: 4,
            unowned: SimDuration::ZERO,
            effort: Effort::default(),
            lanes,
            former: Former::default(),
        }],
        consumers: views,
        envelopes: Vec::new(),
        totals,
    }
}

/// The drawing: six partitions, three consumers, c3 dead for 2.5 s, duplicates and a gap in sight.
pub fn drawing() -> Observation {
    let mut lanes = vec![
        lane(0, 0, 134, 130, 129, 124),
        lane(1, 0, 139, 136, 135, 131),
        lane(2, 1, 131, 123, 122, 118),
        lane(3, 1, 107, 101, 100, 96),
        lane(4, 2, 121, 101, 100, 91),
        lane(5, 2, 117, 98, 97, 88),
    ];
    paint(&mut lanes[1], 111, 114, CellState::Gap);
    lanes[1].gaps = 3;
    paint(&mut lanes[2], 105, 109, CellState::Duplicate { repeats: 1 });
    lanes[2].duplicates = 4;
    lanes[4].owner_running = false;
    lanes[5].owner_running = false;
    let mut world = world(lanes, 3);
    let processing = |partition: TopicPartition, offset| AppThread::Processing {
        partition,
        offset,
        started: ago(40),
        ends: ahead(30),
    };
    let (first, third) = (TopicPartition::new("orders".into(), 1), TopicPartition::new("orders".into(), 2));
    world.consumers[0].thread = processing(first, 135);
    world.consumers[1].thread = processing(third, 122);
    let dead = &mut world.consumers[2];
    dead.process = ProcessState::Killed { since: ago(2480) };
    dead.thread = AppThread::None;
    dead.last_heartbeat = Some(ago(2900));
    world.groups[0].members[2].session_deadline = Some(ahead(2100));
    world.envelopes.push(envelope("c1", ApiKey::Heartbeat, Direction::ToBroker, ErrorCode::None, 0.5));
    world.totals.duplicates = 4;
    world.totals.gaps = 3;
    world
}

/// A request or answer that has so much of its 10 ms behind it.
pub fn envelope(client: &str, api: ApiKey, direction: Direction, error: ErrorCode, done: f64) -> Envelope {
    let behind = (10_000.0 * done) as u64;
    Envelope {
        client: client.into(),
        broker: BrokerId(2),
        api,
        number: 17,
        direction,
        sent_at: NOW.before(SimDuration::from_micros(behind)),
        arrives_at: NOW + SimDuration::from_micros(10_000 - behind),
        error,
        fields: vec![("group_id", "billing".to_string()), ("generation", "4".to_string())],
    }
}

/// An eager rebalance: everything revoked, the group waits for c2.
pub fn rebalance() -> Observation {
    let mut world = drawing();
    let group = &mut world.groups[0];
    group.state = GroupState::PreparingRebalance;
    group.state_since = ago(3200);
    group.phase_deadline = Some(ahead(14_200));
    for lane in &mut group.lanes {
        lane.owner = None;
        lane.owner_running = false;
        lane.position = None;
    }
    for (i, member) in group.members.iter_mut().enumerate() {
        member.awaited = i == 1;
        if i != 1 {
            member.session_deadline = None;
        }
    }
    let states = [MemberState::PreparingRebalance, MemberState::Stable, MemberState::PreparingRebalance];
    for (consumer, state) in world.consumers.iter_mut().zip(states) {
        consumer.owned.clear();
        consumer.process = ProcessState::Running;
        consumer.strategy = vec!["range"];
        consumer.member_state = state;
        consumer.thread = AppThread::PollJoining;
        consumer.last_heartbeat = Some(ago(800));
    }
    let partition = TopicPartition::new("orders".into(), 2);
    world.consumers[1].thread =
        AppThread::Processing { partition, offset: 122, started: ago(3200), ends: ahead(900) };
    world.envelopes = vec![
        envelope("c1", ApiKey::JoinGroup, Direction::ToBroker, ErrorCode::None, 0.8),
        envelope("c3", ApiKey::JoinGroup, Direction::ToBroker, ErrorCode::None, 0.9),
        envelope("c2", ApiKey::Heartbeat, Direction::ToClient, ErrorCode::RebalanceInProgress, 0.3),
    ];
    world
}

/// `partitions` partitions over `consumers` consumers, all well.
pub fn crowd(partitions: u32, consumers: usize) -> Observation {
    let lanes = (0..partitions)
        .map(|p| {
            let by = (p as usize * consumers / partitions as usize) as u16;
            let base = 80 + u64::from(p) * 7 % 60;
            lane(p, by, base + 14 + u64::from(p) % 5, base + 8, base + 6, base - u64::from(p) % 9)
        })
        .collect();
    world(lanes, consumers)
}

/// One of each way in which a consumer can be unwell.
pub fn troubles() -> Observation {
    let mut world = crowd(8, 8);
    let lanes = &mut world.groups[0].lanes;
    for at in [1, 2] {
        lanes[at].owner_running = false;
    }
    lanes[5].owner = None;
    lanes[5].assigned_to = Some("c8".into());
    lanes[6].owner = None;
    lanes[6].position = None;
    paint(&mut lanes[0], 70, 74, CellState::AtRisk);
    lanes[0].at_risk = 4;
    let c = &mut world.consumers;
    c[0].thread = AppThread::CommitSync { since: ago(5) };
    c[1].process = ProcessState::Killed { since: ago(4100) };
    c[2].process = ProcessState::Frozen;
    c[3].process = ProcessState::Stalled;
    let partition = TopicPartition::new("orders".into(), 3);
    c[3].thread = AppThread::Blocked { partition: Some(partition), offset: Some(100), since: ago(7100) };
    c[3].next_poll_due = Some(ahead(2900));
    c[4].zombie = true;
    c[5].process = ProcessState::Failed { exception: Exception::CommitFailed, since: ago(900) };
    c[5].owned.clear();
    c[6].process = ProcessState::Closed { since: ago(6000) };
    c[6].owned.clear();
    c[7].cut_off = true;
    c[7].thread = AppThread::Callback { callback: Callback::OnPartitionsRevoked, since: ago(120) };
    world.envelopes = vec![
        envelope("c1", ApiKey::OffsetCommit, Direction::ToBroker, ErrorCode::None, 0.2),
        envelope("c5", ApiKey::OffsetCommit, Direction::ToClient, ErrorCode::UnknownMemberId, 0.6),
    ];
    world
}

/// The same with a group of KIP-848 in the middle of a reconciliation: of each four members one is at its target, one
/// has to give its last partition up, one waits for that, and one has not heard of the target yet.
pub fn reconciling(mut world: Observation, epoch: i32) -> Observation {
    for group in &mut world.groups {
        let state = ConsumerGroupState::Reconciling;
        let (group_epoch, assignment_epoch, assignor) = (epoch, epoch, ServerAssignorName::Uniform);
        group.epochs = Some(GroupEpochs { state, group_epoch, assignment_epoch, assignor });
        (group.leader, group.generation) = (None, Generation(epoch));
        let mut moves = Vec::new();
        for (i, member) in group.members.iter_mut().enumerate() {
            let mine = |lane: &&LaneView| lane.owner.is_some() && lane.owner == member.client;
            let mut assigned: Vec<_> = group.lanes.iter().filter(mine).map(|lane| lane.partition).collect();
            let revoking: Vec<_> = if i % 4 == 1 { assigned.pop().into_iter().collect() } else { Vec::new() };
            moves.extend(&revoking);
            let mut target = assigned.clone();
            if i % 4 == 2 {
                target.append(&mut moves);
            }
            let (state, epoch) = match i % 4 {
                1 => (Reconciliation::UnrevokedPartitions, epoch - 1),
                2 => (Reconciliation::UnreleasedPartitions, epoch),
                3 => (Reconciliation::Stable, epoch - 1),
                _ => (Reconciliation::Stable, epoch),
            };
            for lane in group.lanes.iter_mut().filter(|lane| revoking.contains(&lane.partition)) {
                lane.being_revoked = true;
            }
            let waits = |lane: &&mut LaneView| {
                target.contains(&lane.partition) && !assigned.contains(&lane.partition)
            };
            for lane in group.lanes.iter_mut().filter(waits) {
                lane.target = member.client;
            }
            let revocation_deadline = (!revoking.is_empty()).then(|| ahead(289_800));
            let rebalance_timeout = SimDuration::from_secs(300);
            let classic = i % 4 == 3;
            member.on_its_way = Some(MemberOnItsWay {
                epoch,
                classic,
                state,
                pattern: None,
                assigned,
                revoking,
                target,
                revocation_deadline,
                rebalance_timeout,
            });
        }
    }
    for consumer in &mut world.consumers {
        consumer.leader = false;
        consumer.member_state = MemberState::OfConsumerGroup(ConsumerMemberState::Reconciling);
        let (api, error) = (ApiKey::ConsumerGroupHeartbeat, ErrorCode::None);
        consumer.last_answer = Some(AnswerView { api, error, at: ago(400) });
    }
    world
}
