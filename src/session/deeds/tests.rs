//! What a visitor did is done again, with the same to undo.

use super::*;
use crate::session::Lang;
use crate::sim::time::SimDuration;

const WORLD: &[u8] = b"topic orders partitions=4\n\
    group billing auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000\n\
    consumers c1 c2 group=billing\n\
    producer p1 topic=orders rate=40/s\n\
    run for=20s\n";

fn opened() -> Session {
    Session::open("world", WORLD).unwrap()
}

fn at(millis: u64) -> SimTime {
    SimTime::ZERO + SimDuration::from_millis(millis)
}

/// The report and every sentence of the journal.
fn state(session: &Session) -> (String, Vec<String>) {
    let journal = session.cluster().journal();
    let told = journal.iter().map(|entry| format!("{} {}", entry.time, session.sentence(entry)));
    (format!("{:?}", session.report()), told.collect())
}

fn again(session: &Session) -> Session {
    let mut again = opened();
    again.repeat(&session.deeds()).unwrap();
    again.seek(session.now());
    again
}

#[test]
fn what_was_done_is_done_again_with_what_can_be_undone_and_redone() {
    let mut session = opened();
    session.seek(at(5_000));
    session.act_line("kill c2").unwrap();
    session.seek(at(7_250));
    session.act_line("consumers c3 group=billing max.poll.records=50").unwrap();
    session.seek(at(9_000));
    session.act_line("stall c1 for=2s").unwrap();
    session.undo();
    session.seek(at(14_000));

    let mut other = again(&session);
    assert_eq!(state(&other), state(&session));
    assert_eq!(other.deeds(), session.deeds());
    assert!(session.redo() && other.redo());
    assert_eq!(state(&other), state(&session));
    while session.undo() {
        assert!(other.undo());
        assert_eq!(state(&other), state(&session));
    }
    assert!(!other.can_undo());
}

#[test]
fn a_rolling_restart_is_one_act_again() {
    let mut session = opened();
    session.seek(at(6_000));
    let restart = |name: &str| {
        let name = crate::kafka::ids::ClientName::from(name);
        let spec = session.cluster().consumer_spec(&name).unwrap();
        (name, spec.config.clone())
    };
    let restarts = [restart("c1"), restart("c2")];
    session.restart(&restarts, crate::session::rollout::RestartOrder::Rolling).unwrap();
    let deeds = session.deeds();
    assert_eq!(deeds.all.len(), 1);
    assert!(deeds.all[0].lines.len() == 4 && deeds.all[0].lines[3].0 > deeds.all[0].at, "{deeds:?}");
    session.seek(at(20_000));
    let mut other = again(&session);
    assert_eq!(state(&other), state(&session));
    assert!(other.undo() && !other.can_undo());
}

#[test]
fn what_cannot_be_done_again_is_named_and_what_came_before_is_done() {
    let mut session = opened();
    session.seek(at(5_000));
    session.act_line("kill c2").unwrap();
    let mut deeds = session.deeds();
    deeds.all.push(VisitorDeed { at: 6_000_000, lines: vec![(6_000_000, "kill c9".to_owned())] });
    deeds.all.push(VisitorDeed { at: 7_000_000, lines: vec![(7_000_000, "kill c1".to_owned())] });
    let mut other = opened();
    let why = other.repeat(&deeds).unwrap_err();
    assert_eq!(
        Lang::En.say(&why),
        "Change 2 of 3 in the link could not be made again: `kill c9` at 00:06.000. There is no consumer `c9`; there \
         is c1, c2. The changes before it were made, those after it were not."
    );
    assert_eq!(other.deeds().all, deeds.all[..1]);
}

#[test]
fn deeds_at_the_end_of_time_come_to_an_end() {
    let lines = vec![(u64::MAX, "kill c1".to_owned())];
    let deeds = Deeds { all: vec![VisitorDeed { at: u64::MAX, lines }], undone: 7 };
    let fast =
        b"cluster latency=100us\ntopic orders partitions=4\ngroup billing\nconsumers c1 group=billing\n\
        producer p1 topic=orders rate=100000/s\nrun for=1s\n";
    let why = Session::open("world", fast).unwrap().repeat(&deeds).unwrap_err();
    assert_eq!((why.number, why.of), (1, 1));
}
