//! Steps, onward and back: none is missed, and no question passed.

use super::*;
use crate::cluster::command::Command;
use crate::kafka::ids::ClientName;

const SCRIPT: &str = r#"seed 4
cluster latency=2ms group.initial.rebalance.delay.ms=500
topic orders partitions=4
group billing commit=sync strategy=range session.timeout.ms=6000 heartbeat.interval.ms=2000
consumers c1 c2 group=billing
producer p1 topic=orders rate=40/s
say en="Two consumers."
run for=3s
ask en="What now?"
option en="This" right=yes
option en="That"
run for=1s
kill c2
run for=8s
answer en="See."
run for=1s
"#;

const ALL: [Stride; 5] = [Stride::Line, Stride::Entry, Stride::Request, Stride::Rebalance, Stride::Caption];

fn open(text: &str) -> Session {
    Session::open("steps", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

/// Every instant up to `until` that steps of this kind must come to.
fn expected(stride: Stride, until: SimTime) -> Vec<SimTime> {
    let mut session = open(SCRIPT);
    session.seek(until);
    let entries = session.cluster().journal().iter().filter(|entry| stride.meets(&entry.fact));
    let captions = session.captions().iter().filter(|caption| stride.stops_at(caption));
    let mut times: Vec<SimTime> =
        entries.map(|entry| entry.time).chain(captions.map(|caption| caption.at)).collect();
    times.sort();
    times.dedup();
    times.retain(|time| *time > SimTime::ZERO && *time <= until);
    times
}

#[test]
fn steps_onward_come_to_every_instant_of_their_kind_and_stop_at_questions() {
    for stride in ALL {
        let (mut session, mut found) = (open(SCRIPT), Vec::new());
        let expected = expected(stride, at(12_500));
        assert!(expected.contains(&at(3_000)), "{stride:?} stops at the question");
        assert!(expected.len() >= 2, "{stride:?}: {expected:?}");
        while found.len() < expected.len() && session.step(stride) == Landing::There {
            found.push(session.now());
        }
        assert_eq!(found, expected, "{stride:?}");
    }
}

#[test]
fn steps_back_come_to_the_same_instants() {
    for stride in [Stride::Line, Stride::Caption] {
        let (mut session, mut found) = (open(SCRIPT), Vec::new());
        session.seek(at(12_500));
        while session.step_back(stride) == Landing::There {
            found.push(session.now());
        }
        found.reverse();
        let mut expected = expected(stride, at(12_499));
        expected.insert(0, SimTime::ZERO);
        assert_eq!(found, expected, "{stride:?}");
        assert_eq!(session.now(), SimTime::ZERO, "it stays where there is nothing more");
    }
}

#[test]
fn a_step_leads_to_the_very_state_that_playing_leads_to() {
    let (mut stepped, mut played) = (open(SCRIPT), open(SCRIPT));
    for stride in [Stride::Line, Stride::Rebalance, Stride::Request, Stride::Line] {
        stepped.step(stride);
        played.seek(stepped.now());
        assert_eq!(stepped.report(), played.report());
        assert_eq!(stepped.cluster().journal().len(), played.cluster().journal().len());
    }
}

#[test]
fn rebalances_are_told_by_their_starts_and_ends() {
    let times = expected(Stride::Rebalance, at(12_500));
    let mut session = open(SCRIPT);
    session.seek(at(12_500));
    let spans = session.cluster().rebalances(&"billing".into());
    let mut edges: Vec<SimTime> =
        spans.iter().flat_map(|span| [Some(span.started), span.ended]).flatten().collect();
    edges.push(at(3_000)); // the question
    edges.sort();
    edges.retain(|edge| *edge > SimTime::ZERO);
    assert_eq!(times, edges);
    assert!(spans.len() >= 2, "the first join, and the one after the kill");
}

#[test]
fn beyond_the_script_a_step_lets_the_world_run_on() {
    let mut session = open(SCRIPT);
    session.seek(at(4_500));
    session.act(Command::KillProcess { client: ClientName::from("c1") }).unwrap();
    assert_eq!(session.step(Stride::Rebalance), Landing::There, "the sessions expire");
    assert!(session.now() > at(4_500) && session.now() < at(12_000), "{:?}", session.now());
}

#[test]
fn where_nothing_is_told_a_step_ends_after_a_minute() {
    let mut session = open("topic orders partitions=1\nproducer p1 topic=orders rate=1/s\nrun for=1s\n");
    session.seek(at(1_000));
    assert_eq!((session.step(Stride::Line), session.now()), (Landing::Nothing, at(61_000)));
    assert_eq!(
        (session.step(Stride::Caption), session.now()),
        (Landing::Nothing, at(61_000)),
        "captions are known"
    );
    session.seek(SimTime::ZERO + values::LONGEST);
    let end = session.now();
    assert_eq!((session.step(Stride::Line), session.now()), (Landing::Nothing, end));
}
