//! A process that was killed and started again under its name: what was under way for the earlier one is none of its
//! business.

#[path = "invariants/answers.rs"]
mod answers;
#[path = "support/specs.rs"]
mod specs;

use groupscope::cluster::fact::Fact;
use groupscope::cluster::{Cluster, ClusterConfig, Command};
use groupscope::kafka::consumer::config::{ApplicationBehaviour, CommitMode, ConsumerConfig, OffsetReset};
use groupscope::kafka::consumer::fact::ConsumerFact;
use groupscope::kafka::coordinator::fact::GroupFact;
use groupscope::kafka::offset_causes::CommitFault;
use groupscope::sim::time::{SimDuration, SimTime};
use specs::{consumer, producer};
use std::sync::Arc;

fn millis(millis: u64) -> SimDuration {
    SimDuration::from_millis(millis)
}

/// A consumer of 20 records a second that commits in this way.
fn world(commit: CommitMode) -> Cluster {
    let mut config = ClusterConfig::default();
    config.set("group.initial.rebalance.delay.ms", "0").unwrap();
    let mut cluster = Cluster::new(config);
    let config = ConsumerConfig {
        enable_auto_commit: false,
        auto_offset_reset: OffsetReset::Earliest,
        session_timeout: millis(6_000),
        heartbeat_interval: millis(2_000),
        behaviour: ApplicationBehaviour { commit, ..ApplicationBehaviour::default() },
        ..ConsumerConfig::default()
    };
    for command in [
        Command::CreateTopic { topic: "orders".into(), partitions: 1 },
        producer(20),
        consumer("c1", Arc::new(config)),
    ] {
        cluster.apply(&command).unwrap();
    }
    cluster
}

fn start_again(cluster: &mut Cluster) {
    cluster.apply(&Command::KillProcess { client: "c1".into() }).unwrap();
    cluster.apply(&Command::RestartProcess { client: "c1".into(), config: None }).unwrap();
}

fn fail_commits(cluster: &mut Cluster, count: u32, after: SimDuration) {
    let fault = CommitFault::Loading { after };
    cluster.apply(&Command::DisturbCommits { group: "billing".into(), count, fault }).unwrap();
}

fn count(cluster: &Cluster, wanted: impl Fn(&Fact) -> bool) -> usize {
    cluster.journal().iter().filter(|entry| wanted(&entry.fact)).count()
}

fn run_until(cluster: &mut Cluster, wanted: impl Fn(&Fact) -> bool) {
    let end = cluster.now() + SimDuration::from_secs(60);
    while count(cluster, &wanted) == 0 {
        assert!(cluster.step(end), "it never happened");
    }
}

#[test]
fn whenever_it_is_killed_no_answer_to_it_reaches_its_successor() {
    for instant in (0..300).map(millis) {
        let mut cluster = world(CommitMode::SYNC_PER_BATCH);
        cluster.advance_to(SimTime::ZERO + instant);
        start_again(&mut cluster);
        cluster.advance_to(cluster.now() + millis(9_000));
        assert_eq!(answers::strays(&cluster), Vec::<String>::new(), "killed after {instant}");
    }
}

#[test]
fn whenever_a_held_commit_is_answered_its_successor_does_not_hear_of_it() {
    for after in (0..200).map(millis) {
        let mut cluster = world(CommitMode::SYNC_PER_BATCH);
        cluster.advance_to(SimTime::ZERO + millis(100));
        fail_commits(&mut cluster, 1, after);
        run_until(&mut cluster, |fact| matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. })));
        start_again(&mut cluster);
        let restarted = cluster.now();
        cluster.advance_to(restarted + millis(9_000));
        assert_eq!(answers::strays(&cluster), Vec::<String>::new(), "answered after {after}");
        let unheard = |fact: &Fact| !matches!(fact, Fact::Consumer(_, ConsumerFact::CommitFailed { .. }));
        assert!(cluster.journal().iter().all(|entry| entry.time < restarted || unheard(&entry.fact)));
    }
}

#[test]
fn a_commit_held_for_an_earlier_process_holds_up_nothing_of_the_later() {
    let mut cluster = world(CommitMode::SYNC_PER_BATCH);
    cluster.advance_to(SimTime::ZERO + millis(100));
    fail_commits(&mut cluster, 1, millis(60_000));
    run_until(&mut cluster, |fact| matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. })));
    cluster.advance_to(cluster.now() + millis(500));
    start_again(&mut cluster);
    let handed_out = |fact: &Fact| matches!(fact, Fact::Group(_, GroupFact::MemberIdHandedOut { .. }));
    let before = count(&cluster, handed_out);
    cluster.advance_to(cluster.now() + millis(200));
    assert_eq!(count(&cluster, handed_out), before + 1, "its JoinGroup is handled at once");
    // The earlier one's session runs out, and everything goes on, long before that commit is answered.
    cluster.advance_to(cluster.now() + millis(20_000));
    let lane = &cluster.observe(0).groups[0].lanes[0];
    assert!(lane.owner_running && lane.lag.is_some_and(|lag| lag < 20), "{lane:?}");
}

#[test]
fn each_of_two_commits_that_go_wrong_at_once_is_answered() {
    let mut cluster = world(CommitMode::ASYNC);
    cluster.advance_to(SimTime::ZERO + millis(500));
    let callbacks = |fact: &Fact| matches!(fact, Fact::Consumer(_, ConsumerFact::CommitCallback { .. }));
    let started = |fact: &Fact| matches!(fact, Fact::Consumer(_, ConsumerFact::CommitStarted { .. }));
    let open = |cluster: &Cluster| count(cluster, started) - count(cluster, callbacks);
    fail_commits(&mut cluster, 2, millis(2_000));
    run_until(&mut cluster, |fact| matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. })));
    cluster.advance_to(cluster.now() + millis(1_500));
    assert!(open(&cluster) >= 2, "several commits are under way");
    let now = count(&cluster, started);
    // Sooner than any request times out.
    cluster.advance_to(cluster.now() + millis(12_000));
    assert_eq!(count(&cluster, |fact| matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. }))), 2);
    assert!(count(&cluster, callbacks) >= now, "all that were under way have been answered");
    let failed = |fact: &Fact| {
        matches!(fact, Fact::Consumer(_, ConsumerFact::CommitCallback { exception: Some(_), .. }))
    };
    assert_eq!((count(&cluster, failed), answers::strays(&cluster)), (2, Vec::new()));
    let lag = cluster.observe(0).groups[0].lanes[0].lag;
    assert!(lag.is_some_and(|lag| lag < 20), "and later ones are stored: {lag:?}");
}

#[test]
fn what_an_earlier_process_had_sent_is_handled_though_a_commit_of_the_later_goes_wrong() {
    let mut cluster = world(CommitMode::ASYNC);
    cluster.advance_to(SimTime::ZERO + millis(500));
    fail_commits(&mut cluster, 2, millis(10_000));
    run_until(&mut cluster, |fact| matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. })));
    cluster.advance_to(cluster.now() + millis(500));
    let member = cluster.observe_consumers()[0].member_id;
    let sent = count(&cluster, |fact| matches!(fact, Fact::Consumer(_, ConsumerFact::CommitStarted { .. })));
    start_again(&mut cluster);
    // The earlier one's session is over after 6 s; the later one's first commits meet the fault before the 10 s are.
    cluster.advance_to(cluster.now() + millis(40_000));
    let of_the_earlier = |fact: &Fact| match fact {
        Fact::Group(
            _,
            GroupFact::OffsetCommitted { member: of, .. }
            | GroupFact::OffsetCommitRefused { member: of, .. }
            | GroupFact::OffsetCommitLost { member: of, .. },
        ) => *of == member,
        _ => false,
    };
    assert_eq!(count(&cluster, of_the_earlier), sent, "each has come to something");
    assert_eq!(count(&cluster, |fact| matches!(fact, Fact::Group(_, GroupFact::OffsetCommitLost { .. }))), 2);
    assert_eq!(answers::strays(&cluster), Vec::<String>::new());
    let lag = cluster.observe(0).groups[0].lanes[0].lag;
    assert!(lag.is_some_and(|lag| lag < 20), "{lag:?}");
}
