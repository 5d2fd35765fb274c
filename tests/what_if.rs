//! The deploy calculator: its numbers are those of the sessions that it leaves behind, the same natively, in slices and
//! on the command line; what is known of rolling deploys comes out; its sentences read well in both languages.
//!
//! In `tests/what_if/` stand settings of three characters, and in `NAME.out` what is said of them in English and in
//! Korean. `REWRITE=1` writes what is the case now; read the difference before you commit it.

#[path = "korean/english.rs"]
mod english;

use english::english;
use groupscope::kafka::consumer::config::CommitMode;
use groupscope::kafka::producer::Rate;
use groupscope::session::report::Report;
use groupscope::session::scenario::Scenario;
use groupscope::session::what_if::{
    Deploy, DeployColumn, DeployOutcome, DeployTrial, RowSummary, StopBy, Study, Way, WhatIfMistake,
    of_session, script,
};
use groupscope::session::{Lang, Session};
use groupscope::sim::time::{SimDuration, SimTime};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Small enough for a test that checks all invariants all the time.
fn small() -> Deploy {
    let mut deploy = Deploy {
        consumers: 2,
        partitions: 4,
        rate: Rate::per_second(40),
        gap: SimDuration::from_secs(16),
        down_least: SimDuration::from_secs(1),
        down_most: SimDuration::from_secs(2),
        ..Deploy::default()
    };
    for (name, text) in [("session.timeout.ms", "6000"), ("heartbeat.interval.ms", "2000")] {
        deploy.config.set(name, text).unwrap();
    }
    deploy.commit_by(CommitMode::SYNC_PER_BATCH);
    deploy
}

fn way(word: &str) -> Way {
    Way::from_word(word).unwrap()
}

fn outcomes(deploy: &Deploy, word: &str, seeds: u64) -> Vec<DeployOutcome> {
    let changed = way(word).apply(deploy).unwrap();
    changed.check().unwrap();
    let trial = |seed| DeployTrial::new(&changed, &way(word), seed).advance(u64::MAX).unwrap();
    (1..=seeds).map(trial).collect()
}

fn median(outcomes: &[DeployOutcome], column: DeployColumn) -> u64 {
    RowSummary::of(outcomes).spread(column).median.unwrap()
}

fn end_of(text: &str) -> Report {
    let mut session =
        Session::open("trial", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
    session.seek(session.script_end());
    assert_eq!(session.fault(), None);
    session.report()
}

#[test]
fn a_trial_is_the_same_every_time_and_in_slices() {
    let (deploy, as_is) = (small(), Way::as_is());
    let mut whole = DeployTrial::new(&deploy, &as_is, 3);
    let outcome = whole.advance(u64::MAX);
    let mut sliced = DeployTrial::new(&deploy, &as_is, 3);
    let mut slices = 1;
    while sliced.advance(997).is_none() {
        slices += 1;
    }
    assert!(slices > 3, "{slices} slices");
    assert_eq!((sliced.advance(1), sliced.script()), (outcome, whole.script()));
    assert_eq!(script(&deploy, &as_is, 3), whole.script());
    assert_ne!(script(&deploy, &as_is, 4), whole.script());
}

#[test]
fn a_trials_numbers_are_those_of_its_session() {
    let mut kills = small();
    (kills.stop, kills.config.behaviour.commit_every) = (StopBy::Kill, 25);
    kills.commit_by(CommitMode::SYNC_EVERY);
    for (deploy, words) in [
        (small(), ["as-is", "static", "cooperative+commit-on-revoke", "static+consumer", "consumer"]),
        (kills, ["as-is", "static", "cooperative+commit-on-revoke", "static+consumer", "consumer"]),
    ] {
        for (word, seed) in words.into_iter().zip([1, 2, 77, 3, 1]) {
            let changed = way(word).apply(&deploy).unwrap();
            let mut trial = DeployTrial::new(&changed, &way(word), seed);
            let outcome = trial.advance(u64::MAX).unwrap();
            let text = trial.script();
            let first = ["\nclose ", "\nkill "].iter().filter_map(|stop| text.find(stop)).min().unwrap();
            let (before, after) = (end_of(&text[..=first]), end_of(&text));
            assert_eq!(before.time_ms, trial.counted_from().as_millis());
            assert_eq!(after.time_ms, trial.now().as_millis());
            let of = |report: &Report| {
                let group = &report.groups[0];
                [group.rebalances, group.unowned_ms, report.totals.duplicates, report.totals.gaps]
            };
            let (before, after) = (of(&before), of(&after));
            let difference = [0, 1, 2, 3].map(|place| after[place].saturating_sub(before[place]));
            let DeployOutcome { rebalances, unowned_ms, duplicates, gaps, .. } = outcome;
            assert_eq!([rebalances, unowned_ms, duplicates, gaps], difference, "{word} {seed}\n{text}");
            // Killed static members of a consumer group are refused when they come back (UNRELEASED_INSTANCE_ID), and
            // so none of them reads any more.
            let all_refused = deploy.stop == StopBy::Kill && word == "static+consumer";
            assert_eq!(outcome.recovery_ms.is_none(), all_refused, "{word} {seed}");
            if let Some(took) = outcome.recovery_ms {
                let recovered = trial.last_restart() + SimDuration::from_millis(took);
                assert!(trial.now().since(recovered) < SimDuration::from_millis(1));
            }
        }
    }
}

#[test]
fn a_study_in_slices_has_the_numbers_of_the_command_line() {
    let file = "tests/what_if/manual.properties";
    let options = "--seeds 2 --consumers 2 --partitions 4 --rate 40 --work 8ms --gap 16s --down 1s-2s --commit \
                   every:25 --stop close --rows static,dynamic";
    let output = groupscope(file, &format!("{options} --format csv"));
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let settings = std::fs::read(root().join(file)).unwrap();
    let pasted = groupscope::session::properties_text::read_bytes(&settings);
    let mut deploy = groupscope::session::what_if::of_properties(&pasted).unwrap();
    let small = small();
    (deploy.consumers, deploy.partitions, deploy.rate) = (small.consumers, small.partitions, small.rate);
    (deploy.gap, deploy.down_least, deploy.down_most) = (small.gap, small.down_least, small.down_most);
    deploy.config.behaviour.commit_every = 25;
    deploy.commit_by(CommitMode::SYNC_EVERY);
    let mut study = Study::new(&deploy, &[way("static"), way("dynamic")], 2).unwrap();
    assert_eq!((study.trials(), study.rows[2].same_as), (4, Some(0)), "dynamic is what it is");
    let mut slices = 1;
    while !study.advance(20_000) {
        slices += 1;
        assert!(slices < 10_000 && study.done() <= study.trials());
    }
    let mut expected = vec!["row,seed,rebalances,unowned_ms,duplicates,gaps,recovery_ms".to_owned()];
    for (place, row) in study.rows.iter().enumerate() {
        for (seed, one) in study.outcomes(place).iter().enumerate() {
            let recovery = one.recovery_ms.map(|millis| millis.to_string()).unwrap_or_default();
            let DeployOutcome { rebalances, unowned_ms, duplicates, gaps, .. } = one;
            let (word, seed) = (row.way.word(), seed + 1);
            expected.push(format!("{word},{seed},{rebalances},{unowned_ms},{duplicates},{gaps},{recovery}"));
        }
    }
    assert_eq!(out(&output).lines().collect::<Vec<_>>(), expected);
    assert_eq!(expected.len(), 7);
}

// ---- what is known of rolling deploys

#[test]
fn an_eager_close_costs_two_rebalances_and_a_static_one_none() {
    // Everybody has heard of the leave, and the rebalance is over, before the consumer is back.
    let (least, most) = (SimDuration::from_millis(3_000), SimDuration::from_millis(3_500));
    let slow = Deploy { down_least: least, down_most: most, ..small() };
    for one in outcomes(&slow, "as-is", 6) {
        assert_eq!((one.rebalances, one.gaps), (4, 0), "one for each leave and one for each join");
        assert!(one.unowned_ms > 0 && one.recovery_ms.is_some(), "{one:?}");
    }
    for one in outcomes(&small(), "static", 6) {
        assert_eq!(one.rebalances, 0, "it is back before its session ends");
        assert!(
            (4_000..=12_000).contains(&one.unowned_ms),
            "two partitions, 1 to 2 s down, and twice: {one:?}"
        );
    }
}

#[test]
fn a_static_member_that_is_down_for_longer_than_its_session_is_missed() {
    let long = SimDuration::from_secs(9);
    let deploy = Deploy { down_least: long, down_most: long, gap: SimDuration::from_secs(30), ..small() };
    for one in outcomes(&deploy, "static", 3) {
        assert!(one.rebalances >= 4, "{one:?}");
    }
}

#[test]
fn after_a_kill_nobody_reads_until_the_session_ends() {
    let long = SimDuration::from_secs(10);
    let deploy = Deploy {
        stop: StopBy::Kill,
        down_least: long,
        down_most: long,
        gap: SimDuration::from_secs(30),
        ..small()
    };
    let closed = Deploy { stop: StopBy::Close, ..deploy.clone() };
    let (killed, closed) = (outcomes(&deploy, "as-is", 4), outcomes(&closed, "as-is", 4));
    for one in &killed {
        // The last heartbeat was at most 2 s before the kill: two partitions, for 4 s at least, and twice.
        assert!(one.unowned_ms >= 16_000, "{one:?}");
    }
    let column = DeployColumn::Unowned;
    assert!(median(&killed, column) > 2 * median(&closed, column));
}

#[test]
fn a_commit_on_revoke_saves_what_a_rebalance_would_repeat() {
    let mut deploy = small();
    deploy.config.behaviour.commit_every = 100;
    deploy.commit_by(CommitMode::SYNC_EVERY);
    let column = DeployColumn::Duplicates;
    let without = median(&outcomes(&deploy, "as-is", 5), column);
    let with = median(&outcomes(&deploy, "commit-on-revoke", 5), column);
    assert!(without > 50 && with * 4 < without, "{with} instead of {without}");
}

#[test]
fn of_a_row_without_an_outcome_nothing_is_said() {
    let mut study = Study::new(&small(), &[way("cooperative"), way("static")], 1).unwrap();
    while study.outcomes(0).is_empty() {
        study.advance(1_000);
    }
    assert!(study.outcomes(1).is_empty(), "the rows are simulated in turn");
    let said = |study: &Study| {
        let verdict = groupscope::session::what_if::DeployVerdict::of(study);
        let said: Vec<String> = verdict.sentences().map(|said| Lang::En.say(said)).collect();
        said.join("\n")
    };
    assert!(!said(&study).to_lowercase().contains("cooperative"), "{}", said(&study));
    while !study.advance(1_000_000) {}
    assert!(said(&study).contains("With cooperative rebalancing"), "{}", said(&study));
}

#[test]
fn who_cannot_keep_up_does_not_recover() {
    let mut deploy = Deploy { consumers: 1, ..small() };
    deploy.config.behaviour.processing_time = SimDuration::from_millis(30);
    assert!(!deploy.keeps_up());
    let study = {
        let mut study = Study::new(&deploy, &[], 1).unwrap();
        while !study.advance(1_000_000) {}
        study
    };
    assert_eq!(study.outcomes(0)[0].recovery_ms, None);
    let verdict = groupscope::session::what_if::DeployVerdict::of(&study);
    let told: Vec<String> = verdict.sentences().map(|said| Lang::En.say(said)).collect();
    assert!(told[0].contains("are work for 1.2 consumers, and 1 read."), "{told:?}");
    assert!(
        told.iter().any(|said| said.starts_with("In 1 of 1 runs the group did not read as before")),
        "{told:?}"
    );
}

// ---- what is read

#[test]
fn every_scenario_is_a_deploy_or_says_why_not() {
    let mut read = 0;
    for entry in std::fs::read_dir(root().join("static/scenarios")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|ending| ending != "session") {
            continue;
        }
        let scenario = Scenario::read(&std::fs::read(&file).unwrap()).unwrap();
        match of_session(&scenario) {
            Ok(deploy) => {
                deploy.check().unwrap_or_else(|mistake| panic!("{}: {mistake:?}", file.display()));
                read += 1;
            }
            Err(mistake) => assert_eq!(mistake, WhatIfMistake::NoMembers, "{}", file.display()),
        }
    }
    assert!(read > 35, "{read} deploys");
}

#[test]
fn a_session_says_what_is_deployed() {
    let text = "cluster latency=3ms\ntopic a partitions=2\ntopic orders partitions=7\n\
                group billing topics=orders commit=sync session.timeout.ms=9000\n\
                consumers c1 group=billing group.instance.id=x processing_time=3ms\nconsumers c2 c3 group=billing\n\
                producer p1 topic=orders rate=30/s keys=uniform:5\nproducer p2 topic=orders rate=12/s\n";
    let deploy = of_session(&Scenario::read(text.as_bytes()).unwrap()).unwrap();
    assert_eq!((deploy.consumers, deploy.partitions, deploy.rate), (3, 7, Rate::per_second(42)));
    assert_eq!(deploy.config.behaviour.processing_time, SimDuration::from_millis(3));
    assert!(deploy.is_static && deploy.config.group_instance_id.is_none());
    assert_eq!(deploy.setup.latency(), SimDuration::from_millis(3));
    let assumed: Vec<&str> = deploy.assumed.iter().map(|field| field.option()).collect();
    assert_eq!(assumed, ["gap", "down", "stop"]);
    let wrong = |text: &str| of_session(&Scenario::read(text.as_bytes()).unwrap()).unwrap_err();
    assert_eq!(wrong("topic t partitions=1\n"), WhatIfMistake::NoGroup);
    assert_eq!(wrong("topic t partitions=1\nconsumers c assign=t-0\n"), WhatIfMistake::NoMembers);
}

// ---- the command line

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn groupscope(file: &str, options: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupscope"));
    command.current_dir(root()).args(["what-if", file]).args(options.split_whitespace()).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn nonsense_is_answered_in_a_sentence() {
    let file = "tests/what_if/manual.properties";
    for (options, part) in [
        ("--consumers 0", "consumers takes a number from 1 to 100."),
        ("--consumers 101", "consumers takes a number from 1 to 100."),
        ("--partitions 0", "partitions takes a number from 1 to 1,000."),
        ("--seeds 0", "seeds takes a number from 1 to 10,000."),
        ("--seeds 1000000000", "seeds takes a number from 1 to 10,000."),
        ("--gap 0s", "gap takes a time from 100ms to 3600s."),
        ("--gap 24", "--gap"),
        ("--down 5s-3s", "The shortest time down is longer than the longest"),
        ("--down 2min-24000min", "24 hours"),
        ("--down soon", "--down"),
        ("--rate 0", "Nothing is written: give a rate above 0."),
        ("--rate 100000", "records may be written during one deploy, and 3,000,000 are the most."),
        ("--gap 3600s --consumers 100", "One deploy may take"),
        ("--rows statc", "`statc` is no row. Did you mean `static`?"),
        ("--rows static+dynamic", "A row cannot be static and dynamic: choose one of them."),
        ("--commit external --rows commit-on-revoke", "leave that row out."),
        ("--commit sometimes", "--commit"),
        ("--commit every:0", "--commit"),
        ("--commit contiguous", "workers"),
    ] {
        for lang in ["en", "ko"] {
            let output = groupscope(file, &format!("{options} --lang {lang}"));
            assert_eq!((output.status.code(), out(&output)), (Some(1), String::new()), "{options}");
            assert_eq!(err(&output).lines().count(), 1, "{options}: {}", err(&output));
            let korean = err(&output).chars().any(|c| ('가'..='힣').contains(&c));
            assert_eq!(korean, lang == "ko", "{options}: {}", err(&output));
            assert!(korean || err(&output).contains(part), "{options}: {}", err(&output));
        }
    }
    for options in ["--format xml", "--stop gently", "--consumers -1", "--seeds many"] {
        assert_eq!(groupscope(file, options).status.code(), Some(2), "{options}");
    }
}

#[test]
fn the_json_has_the_deploy_its_rows_and_what_they_mean() {
    let options = "--seeds 1 --consumers 1 --partitions 2 --rate 20 --rows static,eager --format json";
    let output = groupscope("tests/what_if/static.properties", options);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["deploy"]["static"], true);
    assert_eq!(json["deploy"]["protocol"], "classic");
    assert_eq!(json["deploy"]["assumed"], serde_json::json!(["work", "commit", "gap", "down", "stop"]));
    let rows: Vec<&str> =
        json["rows"].as_array().unwrap().iter().map(|row| row["row"].as_str().unwrap()).collect();
    assert_eq!(rows, ["as-is", "static", "eager"]);
    assert_eq!(
        (&json["rows"][0]["same_as"], &json["rows"][1]["same_as"]),
        (&serde_json::Value::Null, &"as-is".into())
    );
    assert_eq!(json["rows"][1]["deploys"], json["rows"][0]["deploys"]);
    assert_eq!(json["rows"][0]["summary"]["rebalances"], serde_json::json!({"p5": 0, "median": 0, "p95": 0}));
    assert!(json["verdict"].as_array().unwrap().len() >= 3, "{json}");
    assert_eq!(json["notes"].as_array().unwrap().len(), 1, "{json}");
}

/// The settings and how they are asked about.
const TOLD: [(&str, &str); 3] =
    [("defaults", ""), ("manual", "--commit every:200"), ("static", "--rows dynamic,cooperative,eager")];

#[test]
fn what_it_means_is_told_in_both_languages() {
    for (name, options) in TOLD {
        let file = format!("tests/what_if/{name}.properties");
        let told = |lang: &str| {
            let output = groupscope(&file, &format!("{options} --seeds 8 --lang {lang}"));
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
            out(&output)
        };
        let (en, ko) = (told("en"), told("ko"));
        assert_eq!(en.lines().count(), ko.lines().count(), "{ko}");
        let sentences = ko.lines().take_while(|line| !line.starts_with("row "));
        let foreign: Vec<String> = sentences.filter_map(english).collect();
        assert!(foreign.is_empty(), "{foreign:?}\n{ko}");
        assert!(!ko.contains(['{', '}']) && !en.contains(['{', '}']), "{en}{ko}");
        let both = format!("{en}\n{ko}");
        let beside: PathBuf = root().join(format!("tests/what_if/{name}.out"));
        if std::env::var_os("REWRITE").is_some() {
            std::fs::write(&beside, &both).unwrap();
        }
        assert_eq!(both, std::fs::read_to_string(&beside).unwrap(), "{name}");
    }
}

// ---- whatever is asked

prop_compose! {
    fn deploys()(
        consumers in 1..4_u32, partitions in 1..5_u32, rate in 1..60_000_u64, work in 0..60_u64, gap in 100..9_000_u64,
        least in 0..4_000_u64, spread in 0..3_000_u64, kill in any::<bool>(), is_static in any::<bool>(),
        mode in 0..CommitMode::ALL.len(), session in 6_000..12_000_u64, cooperative in any::<bool>(),
    ) -> Deploy {
        let mut deploy = small();
        (deploy.consumers, deploy.partitions, deploy.rate) = (consumers, partitions, Rate(rate));
        deploy.gap = SimDuration::from_millis(gap);
        deploy.down_least = SimDuration::from_millis(least);
        deploy.down_most = SimDuration::from_millis(least + spread);
        (deploy.stop, deploy.is_static) = (if kill { StopBy::Kill } else { StopBy::Close }, is_static);
        deploy.config.behaviour.processing_time = SimDuration::from_millis(work);
        deploy.config.set("session.timeout.ms", &session.to_string()).unwrap();
        if cooperative {
            deploy.config.set("partition.assignment.strategy", "cooperative-sticky").unwrap();
        }
        if CommitMode::ALL[mode].needs_workers() {
            deploy.config.behaviour.workers = 2;
        }
        deploy.commit_by(CommitMode::ALL[mode]);
        deploy
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_deployed_comes_to_its_end_and_leaves_its_session(deploy in deploys(), seed in any::<u64>()) {
        deploy.check().unwrap();
        for way in Way::usual(&deploy).iter().rev().take(3) {
            let changed = way.apply(&deploy).unwrap();
            let mut trial = DeployTrial::new(&changed, way, seed);
            let outcome = trial.advance(u64::MAX).unwrap();
            prop_assert!(trial.now() <= SimTime::ZERO + SimDuration::from_secs(24 * 3600));
            let restarts = trial.script().lines().filter(|line| line.starts_with("restart ")).count();
            prop_assert_eq!(restarts, deploy.consumers as usize);
            let end = end_of(&trial.script());
            prop_assert_eq!(end.time_ms, trial.now().as_millis());
            prop_assert!(end.totals.duplicates >= outcome.duplicates && end.totals.gaps >= outcome.gaps);
        }
    }
}
