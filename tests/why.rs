//! In all scenarios and all stories of `tests/sessions/`, whatever is asked why: each answer ends in a command or a
//! fault, and can be told in Korean.

#[path = "invariants/chains.rs"]
mod chains;
#[path = "why/korean.rs"]
mod korean;

use groupscope::session::grammar::Keyword;
use groupscope::session::interpret::Interpreter;
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::Level;
use groupscope::sim::time::SimTime;
use std::path::{Path, PathBuf};

/// All files in a folder and those below it, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The script of a story without what it leads to.
fn script(text: &str) -> String {
    let mut told = false;
    let kept = text.lines().filter(|line| {
        told = (told || *line == "----") && !line.is_empty();
        !told
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// Runs a script and asks after each of its runs.
fn unfounded(name: &str, text: &str) -> Vec<String> {
    let Ok(scenario) = Scenario::read(text.as_bytes()) else { return Vec::new() };
    let mut run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).unwrap();
    let mut wrong = Vec::new();
    let mut rest = &scenario.statements[..];
    while !rest.is_empty() {
        let until =
            rest.iter().position(|line| line.keyword == Keyword::Run).map_or(rest.len(), |place| place + 1);
        let (now, later) = rest.split_at(until);
        run.run(now);
        rest = later;
        let at = run.timeline.now();
        let cluster = run.timeline.present();
        let found = chains::unfounded(cluster).into_iter().chain(korean::not_korean(cluster));
        wrong.extend(found.map(|e| format!("{name} at {at}: {e}")));
    }
    wrong
}

fn all_of(folder: &str, script: impl Fn(&str) -> String) -> Vec<String> {
    let all = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let texts = all.iter().map(|file| (file, script(&std::fs::read_to_string(file).unwrap())));
    texts.flat_map(|(file, text)| unfounded(&file.file_stem().unwrap().to_string_lossy(), &text)).collect()
}

#[test]
fn every_answer_in_a_scenario_begins_somewhere() {
    let wrong = all_of("static/scenarios", str::to_owned);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_answer_in_a_story_begins_somewhere() {
    let wrong = all_of("tests/sessions", script);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
