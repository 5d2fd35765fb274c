//! Two runs side by side: the table has the numbers that each run alone comes to, and the same run done otherwise has
//! the same seed and the same commands at the same times.

use groupscope::cluster::command::Command;
use groupscope::kafka::ids::ClientName;
use groupscope::session::compare::pairs::ReadyPair;
use groupscope::session::compare::{CompareMeasure, CompareSide, lacks_a_number, partings, table};
use groupscope::session::report::Report;
use groupscope::session::variation::Variation;
use groupscope::session::{Lang, Session};
use std::process::Command as Process;

fn scenario(name: &str) -> String {
    format!("{}/static/scenarios/{name}.session", env!("CARGO_MANIFEST_DIR"))
}

fn at_its_end(name: &str) -> Session {
    let bytes = std::fs::read(scenario(name)).unwrap();
    let mut session = Session::open(name, &bytes).unwrap();
    session.seek(session.script_end());
    session
}

/// What the command line prints.
fn groupscope(arguments: &[&str]) -> String {
    let done = Process::new(env!("CARGO_BIN_EXE_groupscope")).args(arguments).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The report of a run of its own.
fn ran(name: &str) -> Report {
    let text = groupscope(&["run", &scenario(name), "--format", "json"]);
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

#[test]
fn the_table_has_the_numbers_of_two_runs_of_their_own() {
    let printed = groupscope(&["compare", &scenario("join-eager"), &scenario("join-cooperative"), "--json"]);
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let (a, b) = (ran("join-eager"), ran("join-cooperative"));
    let rows = table(&a, &b);
    assert_eq!(rows.len(), CompareMeasure::ALL.len());
    for row in &rows {
        let measure = &printed["measures"][row.measure.key()];
        assert_eq!((measure["a"].as_u64(), measure["b"].as_u64()), (row.a, row.b), "{row:?}");
    }
    let of = |measure| rows.iter().find(|row| row.measure == measure).unwrap();
    assert!(of(CompareMeasure::Rebalances).better() == Some(CompareSide::A), "cooperative needs one more");
    assert!(of(CompareMeasure::Paused).better() == Some(CompareSide::B), "and pauses nobody");
}

#[test]
fn a_run_that_is_done_otherwise_has_the_same_commands_at_the_same_times() {
    let eager = at_its_end("join-eager");
    let mut other = eager.varied(&Variation::from_word("cooperative").unwrap()).unwrap();
    other.seek(eager.now());
    let times = |session: &Session| session.commands().iter().map(|(at, _)| *at).collect::<Vec<_>>();
    assert_eq!(times(&other), times(&eager));
    let parted = partings(&eager, &other, Lang::En, 4);
    assert!(!parted.is_empty());
    let rows = table(&eager.report(), &other.report());
    let of = |measure| rows.iter().find(|row| row.measure == measure).copied().unwrap();
    assert!(of(CompareMeasure::Paused).b == Some(0) && of(CompareMeasure::Paused).a > Some(0), "{rows:?}");
    // The same once more is the same run.
    let mut again = other.varied(&Variation::from_word("cooperative").unwrap()).unwrap();
    again.seek(other.now());
    assert_eq!(again.report(), other.report());
    assert_eq!(partings(&other, &again, Lang::En, 4), []);
}

#[test]
fn the_same_slow_member_in_the_other_protocol_and_back() {
    let classic = at_its_end("slow-member");
    let modern = |session: &Session| {
        let groups = session.cluster().observe(0).groups;
        groups.iter().map(|group| group.epochs.is_some()).collect::<Vec<_>>()
    };
    let made = ReadyPair::EagerConsumer.plan().runs(&classic).unwrap();
    let (mut eager, mut consumer) = (made.a.unwrap(), made.b);
    eager.seek(classic.now());
    consumer.seek(classic.now());
    assert_eq!((modern(&eager), modern(&consumer)), (vec![false; 2], vec![true; 2]));
    let rows = table(&eager.report(), &consumer.report());
    let of = |measure| rows.iter().find(|row| row.measure == measure).unwrap();
    let paused = of(CompareMeasure::Paused);
    assert!(paused.b.unwrap() * 10 < paused.a.unwrap(), "nobody waits: {rows:?}");
    // A consumer group is never in a rebalance, which is no better time than that of the other group.
    let rebalancing = of(CompareMeasure::Rebalancing);
    assert!(rebalancing.a > Some(0) && rebalancing.b.is_none() && rebalancing.better().is_none());
    assert!(lacks_a_number(&rows) && !lacks_a_number(&table(&eager.report(), &eager.report())));
    // A run of the new protocol is the second of its pair already, and has nothing of the other one's settings.
    let made = ReadyPair::CooperativeConsumer.plan().runs(&consumer).unwrap();
    assert!(made.turned && made.a.is_none());
    let mut cooperative = made.b;
    cooperative.seek(classic.now());
    assert_eq!(modern(&cooperative), [false; 2]);
    let settings = cooperative.cluster().consumer_spec(&ClientName::from("k1")).unwrap().config.clone();
    let set: Vec<&str> = settings.explicit.iter().map(|(name, _)| *name).collect();
    assert!(
        set.contains(&"partition.assignment.strategy") && !set.contains(&"session.timeout.ms"),
        "{set:?}"
    );
}

#[test]
fn killed_and_closed_static_and_dynamic() {
    let crash = at_its_end("crash-after-auto-commit");
    let mut closed = crash.varied(&Variation::Closed).unwrap();
    closed.seek(crash.now());
    let kills = |session: &Session| {
        session
            .commands()
            .iter()
            .filter(|(_, command)| matches!(command, Command::KillProcess { .. }))
            .count()
    };
    assert!(kills(&crash) > 0 && kills(&closed) == 0);
    let duplicates = |session: &Session| session.report().totals.duplicates;
    assert!(duplicates(&crash) > 0 && duplicates(&closed) == 0, "close() commits what was processed");
    let mut killed = closed.varied(&Variation::Killed).unwrap();
    killed.seek(crash.now());
    assert_eq!(killed.report(), crash.report());

    let fixed = crash.varied(&Variation::Static).unwrap();
    let mut loose = fixed.varied(&Variation::Dynamic).unwrap();
    loose.seek(crash.now());
    assert_eq!(loose.report(), crash.report());
}

#[test]
fn ones_own_settings_beside_kafkas_defaults() {
    let own = at_its_end("crash-after-auto-commit");
    let defaults = own.varied(&Variation::KafkasDefaults).unwrap();
    let timeout = |session: &Session| {
        session.commands().iter().find_map(|(_, command)| match command {
            Command::StartConsumer(spec) => {
                Some(spec.config.explicit.iter().any(|(name, _)| *name == "session.timeout.ms"))
            }
            _ => None,
        })
    };
    assert_eq!((timeout(&own), timeout(&defaults)), (Some(true), Some(false)));
}

#[test]
fn a_change_that_there_is_not_is_answered_with_those_that_there_are() {
    for word in ["", "fast", "max.poll.record=5", "topics=x"] {
        assert!(Variation::from_word(word).is_err(), "{word}");
    }
    assert!(Variation::from_word("max.poll.records=50").is_ok());
    let session = at_its_end("join-eager");
    let wrong = session.varied(&Variation::from_word("max.poll.records=0").unwrap()).err().unwrap();
    assert!(Lang::En.say(&wrong).contains("max.poll.records"), "{}", Lang::En.say(&wrong));
}
