//! The lessons of the scenarios: each has a sentence that stays and something to try, what is to be foretold really
//! comes about, and a visitor's own deeds tick each task.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::session::caption::CaptionKind;
use groupscope::session::prediction::truth::Truth;
use groupscope::session::tasks::TaskList;
use groupscope::session::{Lang, Session};
use groupscope::sim::time::{SimDuration, SimTime};
use std::collections::{BTreeMap, BTreeSet};

/// For each task, by scenario and in the order of its lines, what a visitor does: lines as the page's forms write them,
/// and how many seconds pass in between.
const DEEDS: &[(&str, &[&str])] = &[
    ("add-partitions", &["add-partitions orders total=8; 12"]),
    ("async-retry", &["seek n1 to=beginning; 3"]),
    ("async-then-sync", &["rate p1 100/s; 8.3; kill s1; 1; restart s1; 12"]),
    ("book-examples", &["consumers C3 group=books strategy=roundrobin; 4"]),
    ("clean-close", &["restart c2; 4; kill c2; 9"]),
    ("commit-async", &["fail-commit billing; 2"]),
    ("commit-every-n", &["burst p1 records=200; 7.5; kill c1; 1; restart c1; 9"]),
    (
        "commit-first",
        &["close c1; 1; restart c1 commit=sync; 2; rate p1 20/s; 5.5; kill c1; 1; restart c1; 12"],
    ),
    ("commit-on-revoke", &["rate p1 100/s; 3; kill b1; 12"]),
    ("commit-sync", &["rate p1 20/s; 5; kill b1; 1; restart b1; 12"]),
    ("coordinator-down", &["failover billing for=3s; 2.9; kill c1; 14"]),
    ("crash-after-auto-commit", &["close c1; 6", "kill c1; 12"]),
    ("expired-offsets", &["close l1; 1; reset-offsets late to=earliest; restart l1; 5"]),
    ("external-offsets", &["rate p1 40/s; 3; kill s2; 1; restart s2; 14"]),
    ("fenced-twin", &["restart c2; 5"]),
    ("fetch-tuning", &["rate p1 200/s; 7"]),
    ("first-join", &["consumers c4 group=billing; 6"]),
    ("join-cooperative", &["consumers c4 group=billing; 8"]),
    ("join-eager", &["stall c2 for=4s; consumers c4 group=billing; 8"]),
    (
        "off-by-one",
        &["close c1; 1; restart c1 commit=off-by-one; 2; burst p1 records=5; 2; close c1; 1; restart c1; 4"],
    ),
    ("poison-pill", &["poison orders-1; 8", "poison orders-1; 3; seek c2 orders-1 to=end; 4"]),
    (
        "poll-size",
        &[
            "close b1; 9; restart b1 max.poll.records=50; 9; burst p1 records=500; 2.3; kill b1; 1; restart b1; 12",
        ],
    ),
    ("rack-aware", &["close f1; 1; restart f1 client.rack=b; 6"]),
    ("range-skew", &["bounce billing strategy=range; 8; consumers c4 group=billing; 5"]),
    ("regex-topic", &["add-partitions orders-us total=4; 20"]),
    ("replay", &["seek c1 to=beginning; 8"]),
    ("reset-none", &["restart k1 auto.offset.reset=earliest; 5"]),
    ("reset-offsets", &["close c1 c2; 2; reset-offsets billing to=earliest; restart c1 c2; 5"]),
    ("retention-overtakes", &["retention orders retention.ms=5000; processing c1 100ms; rate p1 40/s; 30"]),
    ("rolling-deploy", &["close s1; 2; restart s1; 3", "close s1; 10"]),
    ("scale-out", &["consumers c6 group=billing; 5", "close c1; 6"]),
    (
        "session-timeout",
        &["restart c2; 3; close c2; 3", "restart c2 session.timeout.ms=12000; 4; kill c2; 16"],
    ),
    ("slow-handler", &["burst p1 records=20; 1; stall c1 for=12s; 13"]),
    ("slow-member", &["stall k1 for=10s; consumers k5 group=coop; 16"]),
    ("standalone", &["kill r1; 14"]),
    ("static-gone", &["restart c2; 4; close c2 leave=yes; 4"]),
    ("static-restart", &["close c2; 2; restart c2; 3", "close c2; 10"]),
    ("sticky-leave", &["close s1; 5"]),
    ("two-bounce", &["consumers c4 group=billing strategy=range; 4"]),
    ("two-groups", &["consumers a2 group=audit; 5"]),
    ("two-threads", &["second-thread c1; 2"]),
    ("workers-auto-commit", &["burst p1 records=40; 1.2; kill b1; 1; restart b1; 16"]),
    ("zombie", &["burst p1 records=100; 0.5; freeze c1 for=10s; 14"]),
];
/// How often the page looks at its tasks here.
const FRAME: SimDuration = SimDuration::from_millis(50);
/// At least so many scenarios have something to be foretold on the stage.
const PREDICTING: usize = 20;

fn scenarios() -> Vec<(String, Session)> {
    let open = |file: std::path::PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let session = Session::open(&name, &std::fs::read(&file).unwrap());
        (name.clone(), session.unwrap_or_else(|errors| panic!("{name}: {errors:?}")))
    };
    runs::files("static/scenarios", "session").into_iter().map(open).collect()
}

#[test]
fn every_scenario_has_something_to_try_and_a_sentence_that_stays() {
    for (name, session) in scenarios() {
        let learned = session.learned().unwrap_or_else(|| panic!("{name} leaves nothing behind"));
        let texts = session.tasks().iter().map(|task| &task.texts).chain([learned]);
        for text in texts {
            let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(!hangul(&text.en) && hangul(&text.ko), "{name}: {text:?}");
            assert!(text.en.chars().count() <= 160, "{name}: too long for the card: {}", text.en);
        }
        assert!(!session.tasks().is_empty(), "{name} has nothing to try");
    }
}

#[test]
fn what_is_to_be_foretold_comes_about() {
    let mut predicting = BTreeSet::new();
    for (name, session) in scenarios() {
        for (place, caption) in session.captions().iter().enumerate() {
            let CaptionKind::Ask { prediction: Some(prediction), .. } = &caption.kind else { continue };
            let truth =
                session.truth(place).unwrap_or_else(|| panic!("{name}: {} has no answer", caption.en));
            let something = match &truth {
                Truth::Records(found) => found.values().all(|stretches| !stretches.is_empty()),
                Truth::Partitions(found) => !found.is_empty(),
                Truth::Owners(found) => found.values().all(Option::is_some),
                Truth::Number(found) => found.is_some(),
            };
            println!("{name}: {}: {truth:?}", prediction.to_line());
            assert!(something, "{name}: {}: {truth:?}", caption.en);
            predicting.insert(name.clone());
        }
    }
    assert!(predicting.len() >= PREDICTING, "only {predicting:?}");
}

/// When each task is ticked if a visitor does this once the script is over.
fn tried(session: &mut Session, deeds: &str) -> Vec<Option<SimTime>> {
    let mut now = session.script_end();
    session.seek(now);
    let mut tasks = TaskList::default();
    tasks.look(session);
    for deed in deeds.split("; ") {
        let Ok(seconds) = deed.parse::<f64>() else {
            session.act_line(deed).unwrap_or_else(|error| {
                panic!("{}: {deed}: {}", session.title(Lang::En), error.message(Lang::En))
            });
            continue;
        };
        let end = now + SimDuration::from_millis((seconds * 1000.0) as u64);
        while now < end {
            now = (now + FRAME).min(end);
            session.seek(now);
            tasks.look(session);
        }
    }
    tasks.ticked()
}

#[test]
fn each_task_ticks_by_what_a_visitor_can_do_and_not_by_itself() {
    let deeds: BTreeMap<&str, &[&str]> = DEEDS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, mut session) in scenarios() {
        let of_it = deeds.get(name.as_str()).copied().unwrap_or_default();
        if of_it.len() != session.tasks().len() {
            wrong.push(format!(
                "{name} has {} tasks, and {} are tried here",
                session.tasks().len(),
                of_it.len()
            ));
            continue;
        }
        let idle = tried(&mut session, "20");
        wrong.extend(idle.iter().flatten().map(|at| format!("{name}: ticked at {at:?} for nothing")));
        for (task, deeds) in of_it.iter().enumerate() {
            let mut own = session.clone();
            if tried(&mut own, deeds)[task].is_none() {
                wrong.push(format!("{name}: not ticked by {deeds}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
