//! The same session is the same wherever one comes from: run twice, sought at random, saved and opened again.

use groupscope::cluster::Cluster;
use groupscope::session::Session;
use groupscope::session::interpret::Interpreter;
use groupscope::session::scenario::Scenario;
use groupscope::session::steps::{Landing, Stride};
use groupscope::session::transcript::Level;
use groupscope::sim::random::Random;
use groupscope::sim::time::{SimDuration, SimTime};

/// Many ways to commit and to process, and most of what can happen to them.
const WAYS: &str = "cluster group.initial.rebalance.delay.ms=100\n\
    topic orders partitions=3\n\
    group pool commit=contiguous workers=3 order=free queue=10 listener=drain spike=900ms spike_every=7 \
    processing_time=40ms auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000\n\
    group apart commit=external processing_time=20ms auto.offset.reset=earliest\n\
    group late commit=async-retry listener=save callback_time=300ms auto.offset.reset=earliest\n\
    group often commit=every-async commit_every=3 auto.offset.reset=earliest\n\
    producer p1 topic=orders rate=50/s\n\
    consumers a1 a2 group=pool\n\
    consumers b1 group=apart\n\
    consumers c1 c2 group=late\n\
    consumers d1 group=often commit_every=5\n\
    run for=3s\n\
    freeze a1 for=1500ms\n\
    stall a2 for=2s\n\
    fail-commit late count=3 after=700ms\n\
    lose-commit often\n\
    run for=1234ms\n\
    kill b1\n\
    restart b1\n\
    close-now d1\n\
    consumers a3 group=pool queue=5 listener=none\n\
    run for=4s\n\
    wakeup a2 c1\n\
    second-thread c2\n\
    restart d1 commit=sync-record\n\
    run for=4s\n";

const FILES: [(&str, &str); 4] = [
    ("crash-after-auto-commit", include_str!("../static/scenarios/crash-after-auto-commit.session")),
    ("join-eager", include_str!("../static/scenarios/join-eager.session")),
    ("join-cooperative", include_str!("../static/scenarios/join-cooperative.session")),
    ("ways", WAYS),
];

fn transcript(text: &str) -> Vec<String> {
    let scenario = Scenario::read(text.as_bytes()).unwrap();
    let mut run = Interpreter::new(&scenario.setup, Level::Wire, SimTime::MAX).unwrap();
    run.run(&scenario.statements);
    run.show("lanes", None);
    run.show("totals", None);
    run.take_output()
}

fn same(a: &Cluster, b: &Cluster, what: &str) {
    assert_eq!(a.now(), b.now(), "{what}");
    assert_eq!(a.observe(200), b.observe(200), "{what}");
    assert!(a.journal().iter().eq(b.journal().iter()), "{what}: the journals differ");
    assert!(a.samples().iter().eq(b.samples().iter()), "{what}: the samples differ");
}

#[test]
fn the_same_scenario_twice_gives_the_same_transcript() {
    for (name, text) in FILES {
        let lines = transcript(text);
        assert!(lines.len() > 100, "{name}");
        assert_eq!(lines, transcript(text), "{name}");
    }
}

#[test]
fn a_seek_to_random_times_equals_the_straight_run() {
    for (name, text) in FILES {
        let mut session = Session::open(name, text.as_bytes()).unwrap();
        let commands = session.commands().to_vec();
        let scenario = Scenario::read(text.as_bytes()).unwrap();
        let end = session.script_end().as_micros() + 5_000_000;
        let mut random = Random::new(7);
        for round in 0..50 {
            // Every fifth time at the very instant of a command, where the order of things matters.
            let time = match commands.get(random.below(commands.len() as u64) as usize) {
                Some((at, _)) if round % 5 == 0 => *at,
                _ => SimTime::from_micros(random.below(end)),
            };
            session.seek(time);
            let mut straight = groupscope::session::interpret::world(&scenario.setup).unwrap();
            straight.advance_to(SimTime::ZERO);
            for (at, command) in commands.iter().filter(|(at, _)| *at <= time) {
                straight.advance_to(*at);
                straight.apply(command).unwrap();
                straight.advance_to(*at);
            }
            straight.advance_to(time);
            same(session.cluster(), &straight, &format!("{name} at {time}"));
        }
    }
}

#[test]
fn what_is_saved_at_any_time_opens_to_the_same_state() {
    for (name, text) in FILES {
        let mut session = Session::open(name, text.as_bytes()).unwrap();
        let end = session.script_end().as_micros();
        let mut random = Random::new(11);
        for _ in 0..6 {
            session.seek(SimTime::from_micros(random.below(end)));
            let saved = session.to_script();
            let mut again = Session::open(name, saved.as_bytes()).unwrap();
            again.seek(again.script_end());
            same(session.cluster(), again.cluster(), name);
            assert_eq!(session.report().to_json(), again.report().to_json());
        }
    }
}

#[test]
fn stepping_from_entry_to_entry_misses_nothing() {
    let mut session = Session::open("steps", FILES[1].1.as_bytes()).unwrap();
    let from = SimTime::from_millis(4_000);
    session.seek(SimTime::from_millis(6_000));
    let mut expected: Vec<SimTime> =
        session.cluster().journal().iter().map(|entry| entry.time).filter(|time| *time > from).collect();
    expected.dedup();
    session.seek(from);
    let mut found = Vec::new();
    while found.len() < expected.len() && session.step(Stride::Entry) == Landing::There {
        found.push(session.now());
    }
    assert_eq!(found, expected);
    session.seek(expected[3]);
    assert_eq!((session.step_back(Stride::Entry), session.now()), (Landing::There, expected[2]));
    session.seek(expected[3] + SimDuration::from_micros(1));
    session.step_back(Stride::Entry);
    assert_eq!(session.now(), expected[3]);
}
