//! What Kafka's own tool prints of a group, and what the Java clients log, at several moments of scenarios. The files
//! in `tests/terminal/` were read beside Kafka's source. `REWRITE=1` writes what is the case now; read the difference.

#[path = "support/effort.rs"]
mod effort;
#[path = "docs_support/runs.rs"]
mod runs;

use effort::Effort;
use groupscope::cluster::Cluster;
use groupscope::kafka::ids::GroupId;
use groupscope::session::Session;
use groupscope::session::client_log::{LogLevel, client_log, clock};
use groupscope::session::terminal::{DescribeView, describe, describe_command};
use groupscope::sim::time::SimTime;
use std::path::Path;

fn open(scenario: &str) -> Session {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("static/scenarios/{scenario}.session"));
    Session::open(scenario, &std::fs::read(file).unwrap()).unwrap()
}

/// Compares with a file, or writes it.
fn hold(file: &str, current: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terminal").join(file);
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&path, current).unwrap();
    } else {
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            golden == current,
            "{file} is out of date; REWRITE=1 cargo test --test terminal renews it.\n{current}"
        );
    }
}

/// All views of a group at these instants, in milliseconds.
fn views(scenario: &str, group: &str, moments: &[u64]) -> String {
    let mut session = open(scenario);
    let group = GroupId::from(group);
    let mut out = String::new();
    for millis in moments {
        session.seek(SimTime::from_millis(*millis));
        out += &format!("==== {}\n", clock(session.now()));
        for view in DescribeView::ALL {
            for verbose in [false, true] {
                out += &format!("$ {}\n", describe_command(&group, view, verbose));
                out += &(describe(session.cluster(), &group, view, verbose).join("\n") + "\n\n");
            }
        }
    }
    out
}

/// ConsumerGroupDescribe tells epochs and targets; a member has its old assignment until it has given it up.
#[test]
fn a_consumer_group_has_epochs_and_targets() {
    hold("new-slow-revoke.txt", &views("new-slow-revoke", "billing", &[500, 9_000, 12_000, 20_000]));
}

/// In a group of both protocols a further column says who speaks the new one.
#[test]
fn a_group_of_both_protocols_says_who_is_upgraded() {
    hold("migrate-online.txt", &views("migrate-online", "billing", &[5_000, 10_000, 20_000, 50_000]));
}

#[test]
fn a_killed_member_keeps_its_rows_until_its_session_ends() {
    hold(
        "crash-after-auto-commit.txt",
        &views("crash-after-auto-commit", "billing", &[500, 9_000, 16_055, 20_000]),
    );
}

#[test]
fn static_members_have_a_column_of_their_own() {
    hold("static-restart.txt", &views("static-restart", "billing", &[2_000, 6_000]));
}

#[test]
fn what_assigned_itself_is_no_member() {
    hold("standalone.txt", &views("standalone", "reports", &[1, 8_000]));
}

#[test]
fn a_group_without_members_still_has_offsets() {
    hold("reset-offsets.txt", &views("reset-offsets", "billing", &[5_000, 13_000]));
}

#[test]
fn without_a_coordinator_the_tool_fails() {
    hold("coordinator-down.txt", &views("coordinator-down", "billing", &[6_500, 8_500]));
}

/// All that the clients of a scenario write.
fn log(cluster: &Cluster) -> String {
    let lines = cluster.journal().iter().flat_map(|entry| client_log(cluster, entry));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_clients_log_what_javas_would() {
    for scenario in ["crash-after-auto-commit", "join-cooperative", "zombie"] {
        let mut session = open(scenario);
        session.seek(session.script_end());
        hold(&format!("{scenario}.log.txt"), &log(session.cluster()));
    }
}

/// Members of consumer groups log other classes' lines: of joins and leaves, of what is given up, of a poll that comes
/// too late, of refused heartbeats and commits, of a listener that throws, and of a lost coordinator.
#[test]
fn members_of_consumer_groups_log_what_javas_would() {
    let story = include_str!("terminal/consumer-group.session");
    let mut session = Session::open("story", story.as_bytes()).expect("a script");
    session.seek(session.script_end());
    hold("consumer-group.log.txt", &log(session.cluster()));
    let mut session = open("migrate-online");
    session.seek(session.script_end());
    let of_c1 = log(session.cluster()).lines().filter(|line| line.contains("consumer-c1,")).count();
    let classic = log(session.cluster()).lines().filter(|line| line.contains("(Re-)joining group")).count();
    assert!(of_c1 > 10 && classic > 5, "{of_c1} {classic}");
}

/// A client that makes up its id names it from the first line on; one whose broker does that names none before its
/// first epoch. A line says the same whenever it is read.
#[test]
fn a_member_names_the_id_that_it_has() {
    let named = |kafka: &str| {
        let story = format!(
            "cluster kafka={kafka}\ntopic t partitions=1\n\
             group g group.protocol=consumer commit=sync auto.offset.reset=earliest\n\
             consumers c1 group=g group.instance.id=one\nrun for=1s\n\
             consumers c2 group=g group.instance.id=one\nrun for=1s\n"
        );
        let mut session = Session::open("story", story.as_bytes()).expect("a script");
        session.seek(SimTime::from_millis(1));
        let early = log(session.cluster());
        session.seek(session.script_end());
        let whole = log(session.cluster());
        assert!(!early.is_empty() && whole.starts_with(&early), "{early}\n{whole}");
        let of_c2 = whole.lines().filter(|line| line.contains("clientId=consumer-c2"));
        let of_c2: Vec<String> = of_c2.filter(|line| line.contains("Member ")).map(str::to_owned).collect();
        assert!(of_c2.len() > 2, "{whole}");
        of_c2
    };
    for release in ["4.0", "4.4"] {
        let lines = named(release);
        assert!(lines.iter().all(|line| line.contains("Member consumer-c2-")), "{lines:#?}");
    }
    let lines = named("recorded");
    assert!(lines.iter().all(|line| line.contains("Member  with epoch 0 ")), "{lines:#?}");
}

#[test]
fn every_scenario_has_a_log_and_it_ends_quickly() {
    let mut levels = Vec::new();
    for file in runs::files("static/scenarios", "session") {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let mut session = open(&name);
        session.seek(session.script_end());
        let begun = Effort::begin();
        let cluster = session.cluster();
        let lines: Vec<_> = cluster.journal().iter().flat_map(|entry| client_log(cluster, entry)).collect();
        assert!(!lines.is_empty(), "{name}");
        assert!(begun.spent().as_secs() < 5, "{name}: {:?}", begun.spent());
        levels.extend(lines.iter().map(|line| line.level));
        for line in &lines {
            assert!(line.prefix.is_empty() || line.prefix.ends_with("] "), "{line}");
            assert!(!line.message.is_empty() && line.class.contains('.'), "{line}");
        }
    }
    assert!([LogLevel::Info, LogLevel::Warn, LogLevel::Error].iter().all(|level| levels.contains(level)));
}
