//! The lessons of the scenarios: each has a sentence that stays and something to try, what is to be foretold comes to
//! what Kafka does, and a visitor's own deeds tick each task, alone and all in one run, none of which is for nothing.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::kafka::ids::ClientName;
use groupscope::session::Session;
use groupscope::session::caption::CaptionKind;
use groupscope::session::prediction::Prediction;
use groupscope::session::prediction::truth::Truth;
use groupscope::session::tasks::TaskList;
use groupscope::sim::time::{SimDuration, SimTime};
use std::collections::BTreeMap;

/// For each task, by scenario and in the order of its lines, what a visitor does: lines as the page's forms write them,
/// and how many seconds pass in between. A second is for a restart; more are for what the text waits for (a batch to be
/// begun, a session to end), and the last ones for what follows.
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
    ("crash-after-auto-commit", &["restart c2; 3; close c2; 6", "kill c3; 12"]),
    ("expired-offsets", &["close l1; 1; reset-offsets late to=earliest; restart l1; 5"]),
    ("external-offsets", &["rate p1 40/s; 3; kill s2; 1; restart s2; 14"]),
    ("fenced-twin", &["restart c2; 5"]),
    ("fetch-tuning", &["rate p1 200/s; 7"]),
    ("first-join", &["consumers c4 group=billing; 6"]),
    ("join-cooperative", &["consumers c4 group=billing; 8"]),
    ("join-eager", &["stall c2 for=4s; consumers c4 group=billing; 8"]),
    ("migrate-online", &["close c1; 1; restart c1 group.protocol=consumer; 12"]),
    ("new-assignment-interval", &["close b4; 7"]),
    ("new-crash", &["restart c2; 8; close c2; 8"]),
    ("new-deploy", &["close m1; 10; restart m1; 11"]),
    ("new-first-join", &["consumers n2 group=new; 9"]),
    ("new-join", &["close c2; 7"]),
    ("new-partitions", &["add-partitions orders total=8; 8"]),
    ("new-poll-interval", &["stall c1 for=10s; 16"]),
    ("new-rebalance-timeout", &["consumers c3 group=billing; 8"]),
    ("new-slow-revoke", &["consumers c4 group=billing; 16"]),
    ("new-static-crash", &["close n1; 1; restart n1; 4"]),
    ("new-static-restart", &["close c2; 53"]),
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
    ("stale-epoch", &["add-partitions orders total=6; 6"]),
    ("standalone", &["kill r1; 14"]),
    ("static-gone", &["restart c2; 4; close c2 leave=yes; 4"]),
    ("static-restart", &["close c2; 2; restart c2; 3", "close c2; 10"]),
    ("sticky-leave", &["close s1; 5"]),
    ("three-protocols", &["consumers m4 group=modern; 14"]),
    ("two-bounce", &["consumers c4 group=billing strategy=range; 4"]),
    ("two-groups", &["consumers a2 group=audit; 5"]),
    ("two-threads", &["second-thread c1; 2"]),
    ("workers-auto-commit", &["burst p1 records=40; 1.2; kill b1; 1; restart b1; 16"]),
    ("zombie", &["burst p1 records=100; 0.5; freeze c1 for=10s; 14"]),
];
/// How often the page looks at its tasks here.
const FRAME: SimDuration = SimDuration::from_millis(50);
/// What each prediction comes to, by scenario and in the order of its questions, and why Kafka does so. Records are
/// `PARTITION FROM..END`, owners `PARTITION=CONSUMER`; a span of time is between two.
const FORETOLD: &[(&str, &str, &str)] = &[
    (
        "add-partitions",
        "orders-3 0..57, orders-4 0..12, orders-5 0..26",
        "with latest all that is there when ListOffsets is answered, from the first record on",
    ),
    ("async-retry", "10", "the older commit, sent again, is the last to arrive"),
    ("async-then-sync", "10", "l1's last commit failed; s1 committed once more before it closed"),
    (
        "book-examples",
        "T1-0=C1, T1-1=C1, T1-2=C2, T2-0=C1, T2-1=C1, T2-2=C2",
        "range: in each topic the first of two has two of three",
    ),
    (
        "book-examples",
        "T1-0=C1, T1-1=C2, T1-2=C1, T2-0=C2, T2-1=C1, T2-2=C2",
        "roundrobin: one row, dealt out in turn",
    ),
    ("clean-close", "1ms..2100ms", "at the most until c1's next heartbeat, every 2 s"),
    (
        "commit-async",
        "5",
        "55 records in 5.5 s, one of ten takes 4 s, and the first of these began 3.5 s ago",
    ),
    ("commit-every-n", "orders-0 150..157", "killed after 157, committed after each 10"),
    ("commit-first", "orders-0 30..40", "the second batch of 20 is committed, and 10 of it are processed"),
    (
        "commit-on-revoke",
        "orders-3 100..300",
        "the commit after 1000 of 1200 records left 200 of the last lane",
    ),
    ("commit-sync", "orders-0 40..52", "two batches of 20 are committed, and 12 of the third are processed"),
    ("coordinator-down", "0", "the new coordinator reads members and assignment from the log"),
    (
        "crash-after-auto-commit",
        "orders-2 70..100, orders-3 70..100",
        "3 s after the commit, 10 a second in each",
    ),
    (
        "expired-offsets",
        "orders-0 0..50, orders-1 0..50",
        "earliest starts at 0, and the last 10 of each were new to it",
    ),
    (
        "external-offsets",
        "60",
        "k1 was 3.03 s in its batch, 50 ms a record; the store holds each of s1's once",
    ),
    ("fenced-twin", "orders-2, orders-3", "the newcomer gets what the instance id had"),
    ("fetch-tuning", "500ms..530ms", "fetch.max.wait.ms, and the way"),
    ("first-join", "4s..4050ms", "twice 3 s from c1's joining on, 2 s ago"),
    ("join-cooperative", "orders-4, orders-5", "c1 and c2 have every other one, and each gives its last"),
    (
        "join-eager",
        "orders-0, orders-1, orders-2, orders-3, orders-4, orders-5",
        "c1 gave up its own; and c2, once it polled",
    ),
    ("migrate-online", "2", "each of the two gives one"),
    ("new-assignment-interval", "0", "the target is computed by b1's next heartbeat, 5 s after its last"),
    (
        "new-crash",
        "40s..50s",
        "the session of 45 s began with its last heartbeat, and up to 5 s until c1's next one",
    ),
    ("new-deploy", "orders-0, orders-1", "m1's, until the others' next heartbeats"),
    ("new-deploy", "0", "the successor's heartbeat is the first after the leave, and brings the target"),
    ("new-first-join", "4", "they are in the answer to the first heartbeat"),
    ("new-join", "orders-2, orders-3", "c1 keeps the first half"),
    ("new-partitions", "0ms..5200ms", "until c2's next heartbeat, every 5 s"),
    ("new-poll-interval", "1", "the commit comes after it has left"),
    ("new-rebalance-timeout", "1", "12 s after it was told it is removed"),
    ("new-slow-revoke", "orders-2", "c2 revokes in poll, and is in its handler"),
    ("new-static-crash", "1", "the instance id is not released before the session ends"),
    ("new-static-restart", "3", "the successor takes over, and no epoch is raised"),
    ("off-by-one", "orders-0 49..50", "49 is committed of 50"),
    ("poison-pill", "50", "the position stays before the record that poll throws at"),
    ("poll-size", "500", "a batch of max.poll.records, lost just before its commit"),
    ("range-skew", "6", "two of four in each of three topics"),
    ("replay", "10", "one batch of max.poll.records from 0 on"),
    ("reset-none", "100", "k1 goes on at its commit, n1 ends"),
    ("reset-offsets", "orders-0 50..65, orders-1 50..65", "50 were committed, and 15 more came to each"),
    (
        "retention-overtakes",
        "orders-0 145..319",
        "from the end of what c1 held, 10 a second, to the log's new start",
    ),
    ("rolling-deploy", "8", "two changes of the members for each of four restarts"),
    (
        "scale-out",
        "orders-0=c1, orders-1=c2, orders-2=c3, orders-3=c4",
        "the fifth in order gets none of four",
    ),
    ("session-timeout", "5990ms..6s", "the session of 6 s began anew with the commit, 1 ms before the kill"),
    ("slow-handler", "orders-0 20..120", "of the batch of 100 behind the commit of 20 nothing was committed"),
    (
        "slow-member",
        "orders-0, orders-1, orders-2, orders-3, orders-4, orders-5, orders-6, orders-7",
        "e1 and e2 revoked theirs; e3, in its batch, has the last four",
    ),
    ("stale-epoch", "1", "the commit under way names the epoch before"),
    ("standalone", "100", "10 a second for 10 s, and nobody takes over"),
    ("static-gone", "5900ms..8100ms", "the session of 6 s, and at the most 2 s until c1's heartbeat"),
    ("static-restart", "0", "it is back within its session"),
    (
        "sticky-leave",
        "orders-3, orders-4, orders-5, orders-6, orders-7, orders-8, orders-9, orders-10, orders-11",
        "of 12 dealt out in turn, to three and not to four, only the first three stay",
    ),
    ("three-protocols", "orders-2", "m1 gives it up at its heartbeat; m2 is in its handler"),
    ("two-bounce", "orders-3", "four partitions for three: one of those who have two gives its last"),
    ("two-groups", "4", "a group of its own, and a1 is alone in it"),
    ("two-threads", "orders-2, orders-3", "c2's, until c1's next heartbeat"),
    (
        "workers-auto-commit",
        "orders-0 7..10, orders-1 7..10, orders-2 7..10, orders-3 7..10",
        "28 of 40 are done, and the position is committed",
    ),
    ("zombie", "orders-1 41..89", "48 of the batch are done twice; its last is in c2's hands"),
];
/// The scenarios in which only a choice makes sense, and why.
const CHOSEN: &[(&str, &str)] = &[
    ("rack-aware", "which bytes cross racks: how many they are depends on how records are packed"),
    ("regex-topic", "when a topic is found: it depends on when the metadata was last refreshed"),
];

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

/// What happened, as `FORETOLD` writes it; a span of time in microseconds.
fn told(truth: &Truth) -> String {
    let all: Vec<String> = match truth {
        Truth::Records(found) => {
            let lane = |(partition, stretches): (_, &Vec<_>)| {
                let stretch = |(from, end): &(u64, u64)| format!("{from}..{end}");
                format!("{partition} {}", stretches.iter().map(stretch).collect::<Vec<_>>().join(" "))
            };
            found.iter().map(lane).collect()
        }
        Truth::Partitions(found) => found.iter().map(ToString::to_string).collect(),
        Truth::Owners(found) => {
            let owner = |(partition, owner): (_, &Option<ClientName>)| {
                format!("{partition}={}", owner.map_or("nobody".to_owned(), |owner| owner.to_string()))
            };
            found.iter().map(owner).collect()
        }
        Truth::Number(found) => found.iter().map(ToString::to_string).collect(),
    };
    all.join(", ")
}

/// "4s" and "4050ms", in microseconds.
fn micros(span: &str) -> i128 {
    let (number, unit) =
        span.strip_suffix("ms").map_or((span.trim_end_matches('s'), 1_000_000), |ms| (ms, 1000));
    number.parse::<i128>().expect(span) * unit
}

fn comes_to(prediction: &Prediction, truth: &Truth, expected: &str) -> bool {
    match truth {
        Truth::Number(found) if prediction.is_span() => {
            let (from, to) = expected.split_once("..").expect("a span is between two");
            found.is_some_and(|found| (micros(from)..=micros(to)).contains(&found))
        }
        _ => told(truth) == expected,
    }
}

#[test]
fn what_is_to_be_foretold_comes_to_what_kafka_does() {
    let mut wrong = Vec::new();
    let mut expected = FORETOLD.iter();
    let mut chosen = Vec::new();
    for (name, session) in scenarios() {
        let mut predicts = false;
        for (place, caption) in session.captions().iter().enumerate() {
            let CaptionKind::Ask { prediction: Some(prediction), .. } = &caption.kind else { continue };
            let truth =
                session.truth(place).unwrap_or_else(|| panic!("{name}: {} has no answer", caption.en));
            predicts = true;
            match expected.next() {
                Some((of, what, why)) if *of == name => {
                    if !comes_to(prediction, &truth, what) {
                        wrong.push(format!("{name}: {} and not {what}, though {why}", told(&truth)));
                    }
                }
                other => panic!("{name}: `{}` comes before {other:?}", prediction.to_line()),
            }
        }
        if !predicts {
            chosen.push(name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(expected.next(), None, "no scenario has it");
    assert_eq!(chosen, CHOSEN.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "these foretell nothing");
}

/// When each task is ticked if a visitor does this once the script is over; nothing if one of it is refused.
fn tried(session: &mut Session, deeds: &[&str]) -> Option<Vec<Option<SimTime>>> {
    let mut now = session.script_end();
    session.seek(now);
    let mut tasks = TaskList::default();
    tasks.look(session);
    for deed in deeds {
        let Ok(seconds) = deed.parse::<f64>() else {
            session.act_line(deed).ok()?;
            continue;
        };
        let end = now + SimDuration::from_millis((seconds * 1000.0) as u64);
        while now < end {
            now = (now + FRAME).min(end);
            session.seek(now);
            tasks.look(session);
        }
    }
    Some(tasks.ticked())
}

/// What is wrong with a task if a visitor does this for it: it must be ticked, and not before all of it was done.
fn wrong_with(session: &Session, task: usize, deeds: &str) -> Vec<String> {
    let ticks = |deeds: &[&str]| tried(&mut session.clone(), deeds).map(|ticked| ticked[task].is_some());
    let all: Vec<&str> = deeds.split("; ").collect();
    let mut wrong = Vec::new();
    match ticks(&all) {
        None => wrong.push(format!("refused: {deeds}")),
        Some(false) => wrong.push(format!("not ticked by {deeds}")),
        Some(true) => {}
    }
    for (place, deed) in all.iter().enumerate().filter(|(_, deed)| deed.parse::<f64>().is_err()) {
        let mut others = all.clone();
        others.remove(place);
        if ticks(&others) == Some(true) {
            wrong.push(format!("ticked without `{deed}` of {deeds}"));
        }
    }
    wrong
}

/// Which tasks tick by what is done for another, though that is not all that is done for them.
fn ticked_by_another(session: &Session, of_it: &[&str]) -> Vec<String> {
    let done = |task: usize| of_it[task].split("; ").filter(|deed| deed.parse::<f64>().is_err());
    let mut wrong = Vec::new();
    for (other, did) in of_it.iter().enumerate() {
        let deeds: Vec<&str> = did.split("; ").collect();
        let ticked = tried(&mut session.clone(), &deeds).unwrap_or_default();
        for (task, _) in ticked.iter().enumerate().filter(|(task, at)| *task != other && at.is_some()) {
            if !done(task).all(|deed| deeds.contains(&deed)) {
                wrong.push(format!("task {task} is ticked by {did}"));
            }
        }
    }
    wrong
}

#[test]
fn each_task_ticks_by_all_that_a_visitor_does_for_it_and_by_nothing_less() {
    let deeds: BTreeMap<&str, &[&str]> = DEEDS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, session) in scenarios() {
        let of_it = deeds.get(name.as_str()).copied().unwrap_or_default();
        assert_eq!(of_it.len(), session.tasks().len(), "{name}: its tasks, and those tried here");
        let idle = tried(&mut session.clone(), &["20"]).expect("nothing is refused");
        wrong.extend(idle.iter().flatten().map(|at| format!("{name}: ticked at {at:?} for nothing")));
        wrong.extend(ticked_by_another(&session, of_it).into_iter().map(|what| format!("{name}: {what}")));
        for (task, deeds) in of_it.iter().enumerate() {
            wrong.extend(wrong_with(&session, task, deeds).into_iter().map(|what| format!("{name}: {what}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The lessons whose tasks tick in their order only, and why.
const ONE_WAY: &[(&str, &str)] = &[
    ("rolling-deploy", "no rebalance, and then one: the other way round there has been one"),
    ("scale-out", "with c1 closed there are five, and not six, until it is started again"),
    ("static-restart", "no rebalance, and then one: the other way round there has been one"),
];

/// What is wrong if a visitor does all of a lesson's tasks in one run, in the order of `tasks`: each must be ticked.
fn wrong_in_one_run(session: &Session, of_it: &[&str], tasks: &[usize]) -> Vec<String> {
    let deeds: Vec<&str> = tasks.iter().flat_map(|task| of_it[*task].split("; ")).collect();
    let Some(ticked) = tried(&mut session.clone(), &deeds) else {
        return vec![format!("refused in {tasks:?}: {deeds:?}")];
    };
    let left = tasks.iter().filter(|task| ticked[**task].is_none());
    left.map(|task| format!("task {task} is not ticked in {tasks:?}: {deeds:?}")).collect()
}

#[test]
fn all_tasks_of_a_lesson_tick_in_one_run_whichever_comes_first() {
    let deeds: BTreeMap<&str, &[&str]> = DEEDS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, session) in scenarios() {
        let of_it = deeds[name.as_str()];
        let there: Vec<usize> = (0..of_it.len()).collect();
        let back: Vec<usize> = there.iter().rev().copied().collect();
        let both_ways = ONE_WAY.iter().all(|(one_way, _)| *one_way != name);
        for tasks in [Some(there), both_ways.then_some(back)].into_iter().flatten() {
            wrong.extend(
                wrong_in_one_run(&session, of_it, &tasks).iter().map(|what| format!("{name}: {what}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
