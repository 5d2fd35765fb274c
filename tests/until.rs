//! `run FILE --until T` is a beginning of the whole run: the same state at T, the same transcript up to T, and the same
//! as of a file that ends there.

use groupscope::session::interpret::Interpreter;
use groupscope::session::report::Report;
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::Level;
use groupscope::sim::time::SimTime;
use groupscope::sim::timeline::Reach;
use std::path::Path;

/// A run as far as `end`: its transcript and its numbers at the end.
fn run(text: &str, end: SimTime) -> (Vec<String>, String) {
    let scenario = Scenario::read(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
    let mut run = Interpreter::new(&scenario.setup, Level::Wire, end).unwrap();
    run.run(&scenario.statements);
    while end != SimTime::MAX && run.run_on(end) == Reach::More {}
    let report = Report::of(run.timeline.present()).to_json();
    (run.take_output(), report)
}

/// The text of each scenario, and of this one, whose member has an id that does not begin with its client's name.
fn texts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios");
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    texts.sort();
    let statics = "topic t partitions=2\ngroup g group.instance.id=two session.timeout.ms=6000\nconsumers c1 group=g\n\
                   run for=4s show=group\nconsumers c2 group=g group.instance.id=c1 client.id=c1-x\nrun for=4s\n\
                   consumers c1-x group=g group.instance.id=three client.id=c2\nrun for=4s show=members\nkill c1\n\
                   run until=stable\nrestart c1\nrun for=5s";
    texts.push(("static members".to_owned(), statics.to_owned()));
    texts
}

#[test]
fn a_shorter_run_is_a_beginning_of_the_whole() {
    for (name, text) in texts() {
        let scenario = Scenario::read(text.as_bytes()).unwrap();
        let mut whole = Interpreter::new(&scenario.setup, Level::Wire, SimTime::MAX).unwrap();
        whole.run(&scenario.statements);
        let (all, end) = (whole.take_output(), whole.timeline.now());
        for place in 1..=7 {
            // Not round: between what happens, and once just after the beginning, when members have no names yet.
            let time = match place {
                7 => SimTime::from_micros(16_001),
                _ => SimTime::from_micros(end.as_micros() * place / 6 + 1_234 * (place % 2)),
            };
            let (told, report) = run(&text, time);
            whole.timeline.seek(time);
            assert_eq!(report, Report::of(whole.timeline.present()).to_json(), "{name} at {time}");
            let known = told.len().min(all.len());
            assert_eq!(told[..known], all[..known], "{name} at {time}");
        }
    }
}

#[test]
fn a_shorter_run_is_that_of_a_file_that_ends_there() {
    for (name, text) in texts() {
        let lines: Vec<&str> = text.lines().collect();
        let runs = (0..lines.len()).filter(|place| lines[*place].starts_with("run "));
        for place in runs.step_by(2) {
            let begin = lines[..=place].join("\n");
            let scenario = Scenario::read(begin.as_bytes()).unwrap();
            let mut shorter = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
            shorter.run(&scenario.statements);
            let time = SimTime::from_micros(shorter.timeline.now().as_micros().saturating_sub(1));
            assert_eq!(run(&begin, time), run(&text, time), "{name}, line {}", place + 1);
        }
    }
}
