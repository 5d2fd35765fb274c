//! Every scenario runs to its end, and everything it expects comes true: with its own timing, and, unless a line says
//! `vary=no`, with twenty others, for a lesson that holds for one seed only is none.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::session::caption::CaptionKind;
use groupscope::session::grammar::Keyword;
use groupscope::session::interpret::Interpreter;
use groupscope::session::scenario::Scenario;
use groupscope::session::script::Statement;
use groupscope::session::transcript::Level;
use groupscope::session::values::Given;
use groupscope::session::{Lang, Session, script};
use groupscope::sim::time::{SimDuration, SimTime};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// How many other timings each scenario is run with.
const VARIATIONS: u64 = 20;
/// The heartbeat interval of the scenarios; the shifts of all variations together go once around it.
const HEARTBEAT: SimDuration = SimDuration::from_secs(2);

fn scenarios() -> Vec<(String, Vec<u8>)> {
    sessions("static/scenarios")
}

fn sessions(folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = runs::files(folder, "session");
    let name = |file: &PathBuf| file.file_stem().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), std::fs::read(file).unwrap())).collect()
}

#[test]
fn every_expectation_of_every_scenario_comes_true() {
    let mut failures = Vec::new();
    for (name, bytes) in scenarios() {
        match Session::open(&name, &bytes) {
            Ok(session) => {
                assert!(session.expectations().len() >= 5, "{name} checks next to nothing");
                let failed = session.expectations().iter().filter(|expectation| !expectation.passed);
                failures.extend(failed.map(|e| format!("{name}:{}: {}", e.span.line, e.sentence)));
                let mut session = session;
                session.seek(session.script_end());
                let violations = session.cluster().violations();
                failures.extend(violations.iter().map(|violation| format!("{name}: {violation:?}")));
            }
            Err(errors) => failures.extend(errors.iter().map(|error| format!("{name}: {error}"))),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_scenario_is_told_in_both_languages_and_answers_what_it_asks() {
    for (name, bytes) in scenarios() {
        let session = Session::open(&name, &bytes).unwrap();
        assert!(
            session.title(Lang::En) != name && session.title(Lang::Ko) != session.title(Lang::En),
            "{name}"
        );
        for line in script::parse(&bytes).unwrap() {
            let place = line.span.line;
            assert!(line.text("en").is_none() || line.text("ko").is_some(), "{name}:{place} has no ko=");
        }
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let asks = |kind: &CaptionKind| matches!(kind, CaptionKind::Ask { .. });
        for caption in session.captions() {
            assert!(
                !caption.en.is_empty() && !hangul(&caption.en) && hangul(&caption.ko),
                "{name}: {caption:?}"
            );
        }
        let count = |wanted: fn(&CaptionKind) -> bool| {
            session.captions().iter().filter(|caption| wanted(&caption.kind)).count()
        };
        assert!(count(asks) >= 1, "{name} asks nothing");
        assert_eq!(count(asks), count(|kind| *kind == CaptionKind::Answer), "{name} owes an answer");
    }
}

/// The same scenario with another seed, a few milliseconds of jitter, and consumers that start (or come back) later by
/// a part of the heartbeat interval; those that start together still do. What the script does at a certain time it
/// then does as much later.
fn varied(scenario: &Scenario, variation: u64) -> Scenario {
    let mut varied = scenario.clone();
    varied.setup.seed += variation;
    varied.setup.jitter = SimDuration::from_millis(1 + variation % 4);
    let shift = SimDuration::from_micros(HEARTBEAT.as_micros() * variation / (VARIATIONS + 1));
    let wait = script::parse(format!("run for={}us", shift.as_micros()).as_bytes()).unwrap().remove(0);
    varied.statements.clear();
    let mut later = SimDuration::ZERO;
    let mut starting = false;
    for line in &scenario.statements {
        let starts = matches!(line.keyword, Keyword::Consumers | Keyword::Restart);
        if starts && !starting {
            varied.statements.push(wait.clone());
            later += shift;
        }
        starting = starts;
        varied.statements.push(put_off(line.clone(), later));
    }
    varied
}

/// `run to=` an instant becomes one to a later instant.
fn put_off(mut line: Statement, later: SimDuration) -> Statement {
    for (_, given) in &mut line.arguments {
        if let Given::Instant(instant) = &mut given.value {
            *instant += later;
        }
    }
    line
}

/// What fails in one variation, how much was expected in it, and how much of that was checked.
fn fails_when_varied(name: &str, scenario: &Scenario, variation: u64) -> (Vec<String>, usize, usize) {
    let of_this_timing =
        |line: &&Statement| line.keyword == Keyword::Expect && line.text("vary") == Some("no");
    let exempt: BTreeSet<u32> =
        scenario.statements.iter().filter(of_this_timing).map(|line| line.span.line).collect();
    let varied = varied(scenario, variation);
    let mut run = Interpreter::new(&varied.setup, Level::Nothing, SimTime::MAX).unwrap();
    run.run(&varied.statements);
    let said = |line: u32, what: &str| format!("{name}:{line}: {what} (variation {variation})");
    let mut failures: Vec<String> =
        run.errors.iter().map(|error| said(error.span.line, &error.message(Lang::En))).collect();
    let checked: Vec<_> =
        run.expectations.iter().filter(|found| !exempt.contains(&found.span.line)).collect();
    let failed = checked.iter().filter(|found| !found.passed);
    failures.extend(failed.map(|found| said(found.span.line, &found.sentence)));
    let violations = run.timeline.present().violations();
    failures.extend(violations.iter().map(|violation| said(0, &format!("{violation:?}"))));
    (failures, run.expectations.len(), checked.len())
}

fn fails_in_variations(name: &str, scenario: &Scenario) -> (Vec<String>, usize, usize) {
    let mut failures = Vec::new();
    let (mut expected, mut checked) = (0, 0);
    for variation in 1..=VARIATIONS {
        let failed;
        (failed, expected, checked) = fails_when_varied(name, scenario, variation);
        failures.extend(failed);
    }
    (failures, expected, checked)
}

/// What Kafka's own consumers were recorded to do, each file as its head says: with its own timing and with others.
#[test]
fn clients_do_what_real_consumers_did() {
    let mut failures = Vec::new();
    for (name, bytes) in sessions("tests/client").into_iter().chain(sessions("tests/consumer_client")) {
        let session = Session::open(&name, &bytes).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let failed = session.expectations().iter().filter(|expectation| !expectation.passed);
        failures.extend(failed.map(|e| format!("{name}:{}: {}", e.span.line, e.sentence)));
        failures.extend(fails_in_variations(&name, &Scenario::read(&bytes).unwrap()).0);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Gaps, duplicates, rebalances and owners follow from what happens and not from when; what does follow from when is
/// written as a range, or marked `vary=no`.
#[test]
fn what_is_expected_comes_true_with_twenty_other_timings_as_well() {
    let mut failures = Vec::new();
    let (mut all, mut all_checked) = (0, 0);
    for (name, bytes) in scenarios() {
        let scenario = Scenario::read(&bytes).unwrap();
        let (failed, expected, checked) = fails_in_variations(&name, &scenario);
        failures.extend(failed);
        if checked < 5 {
            failures.push(format!("{name}: next to nothing in it is true of other timings"));
        }
        all += expected;
        all_checked += checked;
    }
    println!("{all_checked} of {all} expectations are checked with {VARIATIONS} other timings each");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
