//! What holds whatever clients, administrators and the clock do: nothing panics, every request is answered (but for
//! the two exceptions), generations never fall, no partition is given twice, every deadline has its timer, and a
//! coordinator rebuilt from the log is the one that wrote it.

use super::*;
use crate::kafka::api::*;
use crate::kafka::coordinator::story::{CoordinatorStory, GROUP, RequestNumber};
use crate::kafka::coordinator::*;
use crate::kafka::effects::Effects;
use crate::sim::sorted::SortedSet;
use crate::sim::time::SimDuration;
use proptest::prelude::*;

/// One thing that somebody does.
#[derive(Clone, Debug)]
enum Deed {
    /// Everybody does what clients do when all goes well.
    AllGoesWell,
    Join,
    JoinAnew,
    Sync,
    Heartbeat,
    Commit(u32, Offset),
    Leave,
    RemoveInstance,
    /// The client believes in another generation than it was told.
    Misremember(i32),
    /// The client changes what it says of itself.
    Change(usize),
    DeleteGroup,
    DeleteTopic,
    /// A timer that an earlier coordinator had set fires.
    StrayTimer,
    Pass(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::AllGoesWell),
        8 => Just(Deed::Join),
        3 => Just(Deed::JoinAnew),
        6 => Just(Deed::Sync),
        4 => Just(Deed::Heartbeat),
        3 => (0..3u32, 0..100u64).prop_map(|(partition, offset)| Deed::Commit(partition, offset)),
        2 => Just(Deed::Leave),
        1 => Just(Deed::RemoveInstance),
        1 => (-1..4i32).prop_map(Deed::Misremember),
        2 => (0..6usize).prop_map(Deed::Change),
        1 => Just(Deed::DeleteGroup),
        1 => Just(Deed::DeleteTopic),
        1 => Just(Deed::StrayTimer),
        8 => prop_oneof![4 => 0..4000u64, 2 => 4000..30_000u64, 1 => 30_000..700_000u64].prop_map(Deed::Pass),
    ]
}

fn script() -> impl Strategy<Value = Vec<(usize, Deed)>> {
    prop::collection::vec((0..5usize, deed()), 1..120)
}

/// Small limits, so that they are met.
fn config() -> impl Strategy<Value = CoordinatorConfig> {
    (prop_oneof![Just(0u64), Just(3000)], 1..5u32).prop_map(|(delay, group_max_size)| CoordinatorConfig {
        initial_rebalance_delay: SimDuration::from_millis(delay),
        group_max_size,
        offsets_retention: SimDuration::from_secs(1200),
        ..CoordinatorConfig::default()
    })
}

fn perform(story: &mut CoordinatorStory, who: usize, deed: &Deed) {
    let name = format!("c{who}");
    let name = name.as_str();
    // Two of the five are twins with one instance id, a third is static too.
    let instance = [None, None, Some("i1"), Some("i2"), Some("i2")][who];
    match deed {
        Deed::AllGoesWell => all_goes_well(story),
        Deed::Join => {
            story.join(name);
        }
        Deed::JoinAnew => {
            let client = story.client(name);
            client.id = MemberId::default();
            client.instance = instance.map(InstanceId::from);
            story.join(name);
        }
        Deed::Sync => {
            story.sync(name);
        }
        Deed::Heartbeat => {
            story.heartbeat(name);
        }
        Deed::Commit(partition, offset) => {
            story.commit(name, *partition, *offset);
        }
        Deed::Leave => {
            story.leave(name);
        }
        Deed::RemoveInstance => {
            let group_instance_id = instance.map(InstanceId::from);
            let member =
                LeavingMember { member_id: MemberId::default(), group_instance_id, reason: "".into() };
            let request = LeaveGroupRequest { group_id: GroupId::from(GROUP), members: vec![member] };
            story.ask("admin", Request::LeaveGroup(request));
        }
        Deed::Misremember(generation) => story.client(name).generation = Generation(*generation),
        Deed::Change(choice) => change(story.client(name), *choice),
        Deed::DeleteGroup => {
            let group = GroupId::from(GROUP);
            story.act(|coordinator, now, effects| coordinator.delete_group(&group, now, effects));
        }
        Deed::DeleteTopic => {
            let topic = TopicName::from("orders");
            story.act(|coordinator, now, effects| coordinator.topic_deleted(&topic, now, effects));
        }
        Deed::StrayTimer => stray_timers(story),
        Deed::Pass(millis) => story.pass(*millis),
    }
}

/// Fires every timer of the group before its time, which nothing may come of.
fn stray_timers(story: &mut CoordinatorStory) {
    let before = durable(&story.coordinator);
    for (timer, (at, _)) in story.timers.clone() {
        if at > story.now && timer != CoordinatorTimer::CleanUp {
            story.act(|coordinator, now, effects| coordinator.on_timer(timer, now, effects));
        }
    }
    assert_eq!(durable(&story.coordinator), before);
}

fn all_goes_well(story: &mut CoordinatorStory) {
    let clients = ["c0", "c1", "c2", "c3"];
    for client in clients {
        story.enter(client);
    }
    story.pass(7000);
    for client in clients {
        story.sync(client);
    }
}

fn change(client: &mut crate::kafka::coordinator::story::Client, choice: usize) {
    match choice {
        0 => client.protocols = vec!["range", "sticky"],
        1 => client.protocols = vec!["sticky", "range"],
        2 => client.protocols = vec!["range"],
        3 => client.topics = vec![TopicName::from("clicks")],
        4 => client.rebalance = SimDuration::ZERO,
        _ => client.version = 3,
    }
}

/// What must hold of the group at every moment.
fn check_group(group: &ClassicGroup, story: &CoordinatorStory) {
    let ids: Vec<_> = group.members().map(|member| *member.member_id()).collect();
    let empty = matches!(group.state(), GroupState::Empty | GroupState::PreparingRebalance) && ids.is_empty();
    assert_eq!(group.leader().is_none(), empty, "there is a leader exactly if there are members");
    assert!(group.leader().is_none_or(|leader| ids.contains(leader)));
    let mut given = SortedSet::new();
    for member in group.members() {
        assert_eq!(group.member(member.member_id()), Some(member), "each is found by its id");
        let state = group.state();
        assert!(!member.awaiting_join() || state == GroupState::PreparingRebalance);
        assert!(!member.awaiting_sync() || state == GroupState::CompletingRebalance);
        for partition in member.assignment().into_iter().flat_map(|partitions| partitions.iter()) {
            assert!(given.insert(partition), "{partition} is given twice");
        }
        let timer = CoordinatorTimer::Session { group: *group.id(), member: *member.member_id() };
        if let Some(deadline) = member.session_deadline() {
            assert_eq!(story.timers.get(&timer).map(|timer| timer.0), Some(deadline));
        }
    }
    for (pending, _) in group.pending_members() {
        let timer = CoordinatorTimer::Session { group: *group.id(), member: *pending };
        assert!(story.timers.contains_key(&timer));
    }
    let join = CoordinatorTimer::Join { group: *group.id() };
    let waits = group.state() == GroupState::PreparingRebalance;
    assert_eq!(story.timers.contains_key(&join), waits, "a join phase ends by itself");
}

/// Requests without an answer are parked, or among the exceptions: replaced by a later one of the same member, or a
/// sync whose member is gone.
fn check_answers(story: &CoordinatorStory) {
    let group = story.coordinator.group(&GroupId::from(GROUP));
    let parked: SortedSet<RequestNumber> = group
        .into_iter()
        .flat_map(|group| group.members())
        .flat_map(|member| [&member.parked_join, &member.parked_sync])
        .filter_map(|parked| parked.as_ref().map(|correlation| correlation.number))
        .collect();
    for (ticket, (who, request)) in story.asked.iter().enumerate() {
        let open = !story.answers.contains_key(&(ticket as RequestNumber));
        if open && !parked.contains(&(ticket as RequestNumber)) {
            let mut later = story.asked[ticket + 1..].iter().filter(|asked| asked.0 == *who);
            let replaced = later.any(|(_, later)| later.api_key() == request.api_key());
            let gone = match request {
                Request::SyncGroup(sync) => group.is_none_or(|group| group.member(&sync.member_id).is_none()),
                _ => false,
            };
            assert!(replaced || gone, "{who} waits in vain for {request:?}");
        }
    }
}

fn classic(group: &Group) -> &ClassicGroup {
    match group {
        Group::Classic(group) => group,
        Group::Consumer(group) => panic!("nobody sent a heartbeat of its protocol: {group:?}"),
    }
}

/// What the log remembers of a group, comparably.
fn durable(coordinator: &GroupCoordinator) -> Vec<String> {
    let member = |member: &Member| {
        (member.member_id, member.group_instance_id, member.assignment.clone(), member.session_timeout)
    };
    let view = |group: &ClassicGroup| {
        let members: Vec<_> = group.members().map(member).collect();
        let selected: Vec<_> = group
            .members()
            .map(|member| group.protocol_name().and_then(|name| member.metadata(name)).cloned())
            .collect();
        let head = (group.state, group.state_since, group.generation, group.leader);
        let kind = (group.protocol_type.clone(), group.protocol_name);
        format!("{head:?} {kind:?} {members:?} {selected:?} {:?}", group.offsets)
    };
    coordinator.groups().map(|(_, group)| view(classic(group))).collect()
}

fn rebuilt(story: &CoordinatorStory) -> GroupCoordinator {
    // With room for all: a group that is too large for its new coordinator must rebalance at once.
    let config = CoordinatorConfig { group_max_size: 100, ..*story.coordinator.config() };
    GroupCoordinator::rebuild(story.coordinator.log().clone(), config, story.now, &mut Effects::new())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_requests_and_timers_is_survived(config in config(), script in script()) {
        let mut story = CoordinatorStory::with(config);
        let mut generation = Generation(0);
        for (who, deed) in &script {
            perform(&mut story, *who, deed);
            match story.coordinator.group(&GroupId::from(GROUP)) {
                Some(group) => {
                    prop_assert!(group.generation() >= generation);
                    generation = group.generation();
                    check_group(classic(group), &story);
                }
                None => generation = Generation(0),
            }
            check_answers(&story);
        }
        story.pass(3_600_000);
        let state = story.state();
        prop_assert!(matches!(state, GroupState::Empty | GroupState::Dead), "all sessions ended, yet {state:?}");
        check_answers(&story);
    }

    #[test]
    fn a_coordinator_rebuilt_from_the_log_is_the_one_that_wrote_it(config in config(), script in script()) {
        let mut story = CoordinatorStory::with(config);
        let id = GroupId::from(GROUP);
        for (who, deed) in &script {
            perform(&mut story, *who, deed);
            let (rebuilt, living) = (rebuilt(&story), &story.coordinator);
            if matches!(story.state(), GroupState::Empty | GroupState::Stable | GroupState::Dead) {
                prop_assert_eq!(durable(&rebuilt), durable(living));
            } else {
                // In the middle of a rebalance the log knows the group as it was before; commits it knows all.
                prop_assert!(rebuilt.commits(&id).eq(living.commits(&id)));
                let (old, new) = (rebuilt.group(&id), living.group(&id));
                prop_assert!(old.map(Group::generation) <= new.map(Group::generation));
                let settled = |group: &Group| matches!(group.state(), GroupState::Empty | GroupState::Stable);
                prop_assert!(old.is_some_and(settled));
            }
        }
    }

    #[test]
    fn a_takeover_leaves_nobody_waiting_and_reuses_no_id(config in config(), script in script()) {
        let mut story = CoordinatorStory::with(config);
        script.iter().for_each(|(who, deed)| perform(&mut story, *who, deed));
        let known: SortedSet<_> = story.clients.values().map(|client| client.id).collect();
        let mut effects = Effects::new();
        let living = std::mem::replace(&mut story.coordinator, GroupCoordinator::new(config));
        let log = living.resign(story.now, &mut effects);
        story.carry_out(effects);
        prop_assert!(story.timers.is_empty(), "{:?}", story.timers);
        check_answers(&story);
        let mut effects = Effects::new();
        story.coordinator = GroupCoordinator::rebuild(log, config, story.now, &mut effects);
        story.carry_out(effects);
        story.client("late").protocols = vec!["range", "sticky"];
        story.enter("late");
        prop_assert!(!known.contains(&story.clients["late"].id) || story.clients["late"].id.is_empty());
        if let Some(group) = story.coordinator.group(&GroupId::from(GROUP)) {
            check_group(classic(group), &story);
        }
    }
}

#[test]
fn a_copy_of_a_coordinator_goes_its_own_way() {
    let mut story = CoordinatorStory::stable(&["c1"]);
    let snapshot = story.coordinator.clone();
    story.commit("c1", 0, 7);
    story.leave("c1");
    assert_eq!(snapshot.group(&GroupId::from(GROUP)).map(Group::state), Some(GroupState::Stable));
    assert_eq!(snapshot.commits(&GroupId::from(GROUP)).count(), 0);
}

#[test]
fn what_compaction_drops_nobody_misses() {
    let mut story = CoordinatorStory::stable(&["c1", "c2"]);
    for offset in 0..10_000 {
        story.commit("c1", 0, offset);
        story.commit("c2", 1, offset * 2);
    }
    assert!(story.coordinator.log().len() < 20_000);
    assert_eq!(durable(&rebuilt(&story)), durable(&story.coordinator));
}
