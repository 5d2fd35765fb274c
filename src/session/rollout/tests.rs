//! Restarts are commands like others: at their times, in the saved session, taken back in one go.

use super::*;
use crate::session::Lang;
use crate::session::bench::value_of;

const SCRIPT: &str = "cluster group.initial.rebalance.delay.ms=1000\n\
    topic orders partitions=6\n\
    group billing topics=orders auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000\n\
    consumers c1 c2 c3 group=billing\nproducer p1 topic=orders rate=12/s\nrun for=10s\nkill c1\nrun for=20s\n";

fn at(seconds: u64) -> SimTime {
    SimTime::ZERO + SimDuration::from_secs(seconds)
}

fn opened() -> Session {
    let mut session = Session::open("rollout", SCRIPT.as_bytes()).unwrap();
    session.seek(at(5));
    session
}

fn with(session: &Session, names: &[&str], edits: &Edits) -> Vec<Restart> {
    let config = |name: &&str| {
        let name = ClientName::from(*name);
        let spec = session.cluster().consumer_spec(&name).unwrap();
        (name, Arc::new(edited(&spec.config, edits).unwrap()))
    };
    names.iter().map(config).collect()
}

fn value(session: &Session, client: &str, name: &str) -> String {
    value_of(&session.cluster().consumer_spec(&ClientName::from(client)).unwrap().config, name)
}

/// Times of the closing and of the restarting of each consumer, in order.
fn done(session: &Session) -> Vec<(SimTime, String)> {
    let told = |(at, command): &(SimTime, Command)| match command {
        Command::CloseConsumer { client } => Some((*at, format!("close {client}"))),
        Command::RestartProcess { client, .. } => Some((*at, format!("restart {client}"))),
        _ => None,
    };
    session.commands().iter().filter_map(told).collect()
}

#[test]
fn rolling_restarts_one_after_the_other_and_waits_until_the_group_is_stable() {
    let mut session = opened();
    let restarts = with(&session, &["c1", "c2", "c3"], &vec![("max.poll.records", "7".to_owned())]);
    session.restart(&restarts, RestartOrder::Rolling).unwrap();
    assert_eq!(session.now(), at(5), "the rest lies ahead");
    assert_eq!(session.restarts_ahead().len(), 3);
    let plan = done(&session);
    let order: Vec<&str> = plan.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(order, ["close c1", "restart c1", "close c2", "restart c2", "close c3", "restart c3"]);
    for (next, _) in [&plan[2], &plan[4]] {
        session.seek(*next);
        let world = session.cluster().observe(0);
        assert_eq!(world.groups[0].members.len(), 3, "at {next}");
    }
    session.seek(plan[5].0 + SimDuration::from_secs(20));
    assert!(session.restarts_ahead().is_empty());
    for client in ["c1", "c2", "c3"] {
        assert_eq!(value(&session, client, "max.poll.records"), "7");
    }
    assert_eq!(session.fault(), None);
    let text = session.to_script();
    let mut again = Session::open("again", text.as_bytes()).unwrap();
    again.seek(session.now());
    assert_eq!(again.report().to_json(), session.report().to_json(), "{text}");
    assert!(session.undo() && !session.can_undo(), "it was one act");
    assert_eq!(value(&session, "c2", "max.poll.records"), "500");
}

#[test]
fn all_at_once_starts_again_when_all_have_closed() {
    let mut session = opened();
    let restarts = with(&session, &["c1", "c2", "c3"], &vec![("fetch.min.bytes", "9".to_owned())]);
    session.restart(&restarts, RestartOrder::AllAtOnce).unwrap();
    let plan = done(&session);
    assert!(plan[..3].iter().all(|(at, what)| *at == plan[0].0 && what.starts_with("close")));
    assert!(plan[3..].iter().all(|(at, what)| *at == plan[3].0 && what.starts_with("restart")));
    session.seek(at(20));
    assert_eq!(value(&session, "c3", "fetch.min.bytes"), "9");
    assert_eq!(session.fault(), None);
}

#[test]
fn acting_meanwhile_sets_the_rest_aside() {
    let mut session = opened();
    let restarts = with(&session, &["c1", "c2"], &vec![("fetch.min.bytes", "9".to_owned())]);
    session.restart(&restarts, RestartOrder::Rolling).unwrap();
    session.seek(done(&session)[1].0);
    session.act(Command::KillProcess { client: ClientName::from("c3") }).unwrap();
    assert!(session.restarts_ahead().is_empty());
    assert!(session.undo());
    assert_eq!(session.restarts_ahead(), [ClientName::from("c2")]);
}

#[test]
fn what_would_not_come_to_its_end_changes_nothing_and_says_why() {
    let mut session = opened();
    let stalled = ClientName::from("c2");
    session.act(Command::StallHandler { client: stalled, span: None }).unwrap();
    session.seek(at(6));
    let before = (session.to_script(), session.commands().len());
    let restarts = with(&session, &["c1", "c2", "c3"], &vec![("fetch.min.bytes", "9".to_owned())]);
    let refused = session.restart(&restarts, RestartOrder::AllAtOnce).unwrap_err();
    assert!(Lang::En.say(&refused).starts_with("c2 would not close within"), "{refused:?}");
    let refused = session.restart(&restarts, RestartOrder::Rolling).unwrap_err();
    assert!(matches!(refused, Complaint::NotStable { .. } | Complaint::NotClosed { .. }), "{refused:?}");
    let taken = Command::StartConsumer(session.cluster().consumer_spec(&stalled).unwrap().clone());
    session.act_together(vec![Command::ResumeHandler { client: stalled }, taken]).unwrap_err();
    assert_eq!((session.to_script(), session.commands().len()), before);
}

#[test]
fn from_the_start_it_is_the_same_run_with_other_settings() {
    let mut session = opened();
    session.seek(at(12));
    let edits =
        vec![("max.poll.records", "9".to_owned()), ("group.initial.rebalance.delay.ms", "0".to_owned())];
    let billing = GroupId::from("billing");
    let mut other = session.from_the_start(&billing, None, &edits).unwrap();
    assert_eq!((other.now(), other.script_end()), (at(12), session.script_end()));
    assert_eq!(
        (value(&other, "c2", "max.poll.records").as_str(), other.commands().len()),
        ("9", session.commands().len())
    );
    assert_eq!(value_of(&other.new_consumer(&billing).config, "max.poll.records"), "9");
    let text = other.to_script();
    assert!(text.contains("group.initial.rebalance.delay.ms=0"), "{text}");
    other.seek(at(1));
    session.seek(at(1));
    let generation = |session: &Session| session.cluster().observe(0).groups[0].generation.0;
    assert!(generation(&other) > generation(&session), "nobody waited for the delay");
    let one = session.from_the_start(&billing, Some(&ClientName::from("c3")), &edits).unwrap();
    assert_eq!(
        (value(&one, "c3", "max.poll.records").as_str(), value(&one, "c1", "max.poll.records").as_str()),
        ("9", "500")
    );
}

#[test]
fn from_the_start_one_group_has_other_settings_on_the_brokers() {
    let script = SCRIPT.replace("kill c1", "").replace(
        "group billing topics=orders auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000",
        "group billing topics=orders group.protocol=consumer",
    );
    let session = Session::open("rollout", script.as_bytes()).unwrap();
    let billing = GroupId::from("billing");
    let own = |text: &str| vec![("consumer.assignment.interval.ms", text.to_owned())];
    let other = session.from_the_start(&billing, None, &own("0")).unwrap();
    let text = other.to_script();
    assert!(
        text.contains("group billing topics=orders group.protocol=consumer consumer.assignment"),
        "{text}"
    );
    let back = other.from_the_start(&billing, None, &own("1000")).unwrap().to_script();
    assert!(!back.contains("consumer.assignment.interval.ms"), "{back}");
    let refused = session.from_the_start(&billing, None, &own("20000")).map(drop).unwrap_err();
    assert!(Lang::En.say(&refused).contains("must be from 0 to 15000"), "{}", Lang::En.say(&refused));
}
