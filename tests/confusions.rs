//! The twenty things that are most often got wrong about consumer groups: `docs/coverage.md` names for each the lesson, the
//! moment at which it is seen there, and the `expect` line that proves it. Here each is looked up, and run.

use groupscope::session::Session;
use groupscope::sim::time::SimTime;
use std::path::PathBuf;

/// How many there are.
const CONFUSIONS: usize = 20;

/// What one row says is seen: in which scenario, at which millisecond, by which line.
#[derive(Debug)]
struct Sight<'a> {
    scenario: &'a str,
    at: SimTime,
    line: &'a str,
}

fn text(name: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The rows of the table: the number, what people think, and what shows that it is otherwise.
fn rows(table: &str) -> Vec<(usize, &str, Vec<Sight<'_>>)> {
    let (_, table) = table.split_once("| # | confusion | seen at |\n|---|---|---|\n").expect("the table of confusions");
    let lines = table.lines().take_while(|line| line.starts_with("| "));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [number, confusion, seen] = cells[..] else { panic!("three cells: {line}") };
            let number = number.parse().unwrap_or_else(|_| panic!("a number: {line}"));
            (number, confusion, seen.split("<br>").map(sight).collect())
        })
        .collect()
}

/// Reads "`zombie@11.005s`: `expect ...`".
fn sight(text: &str) -> Sight<'_> {
    let parts: Vec<&str> = text.trim().trim_matches('`').split("`: `").collect();
    let [place, line] = parts[..] else { panic!("`NAME@TIME`: `expect ...`, not {text}") };
    let (scenario, at) = place.split_once('@').unwrap_or_else(|| panic!("NAME@TIME: {place}"));
    let at = at.trim_end_matches('s').replace('.', "");
    let at = SimTime::from_millis(at.parse().unwrap_or_else(|_| panic!("seconds with three decimals: {place}")));
    Sight { scenario, at, line }
}

/// Why the lesson does not show it, if so.
fn objection(sight: &Sight<'_>) -> Option<String> {
    let script = text(&format!("static/scenarios/{}.session", sight.scenario));
    let session = Session::open(sight.scenario, script.as_bytes()).expect("it runs");
    let said = |what: &str| Some(format!("{}: `{}` {what}", sight.scenario, sight.line));
    let places: Vec<u32> =
        (1u32..).zip(script.lines()).filter(|(_, line)| *line == sight.line).map(|(place, _)| place).collect();
    if places.is_empty() {
        return said("does not stand there");
    }
    let of_it = session.expectations().iter().filter(|found| places.contains(&found.span.line));
    let at: Vec<String> = of_it.clone().map(|found| SimTime::from_millis(found.at.as_micros() / 1000).to_string()).collect();
    match () {
        () if of_it.clone().any(|found| !found.passed) => said("is not met"),
        () if !at.contains(&sight.at.to_string()) => said(&format!("is met at {}, not at {}", at.join(", "), sight.at)),
        () => None,
    }
}

#[test]
fn each_confusion_is_resolved_by_what_a_lesson_shows() {
    let table = text("docs/coverage.md");
    let rows = rows(&table);
    let numbers: Vec<usize> = rows.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=CONFUSIONS).collect::<Vec<_>>());
    let wrong: Vec<String> = rows
        .iter()
        .flat_map(|(number, confusion, seen)| {
            assert!(!confusion.is_empty() && !seen.is_empty(), "{number}");
            seen.iter().filter_map(objection)
        })
        .collect();
    assert!(wrong.is_empty(), "docs/coverage.md:\n{}", wrong.join("\n"));
}
