//! The twenty things that are most often got wrong about consumer groups: `docs/coverage.md` names for each the lesson,
//! the moment at which it is seen there, and the `expect` line that proves it. Here each is looked up, and run.

use groupscope::session::Session;
use groupscope::sim::time::SimTime;
use std::path::PathBuf;

const TABLE: &str = "docs/coverage.md";
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
    let (_, table) =
        table.split_once("| # | confusion | seen at |\n|---|---|---|\n").expect("the table of confusions");
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
    let at =
        SimTime::from_millis(at.parse().unwrap_or_else(|_| panic!("seconds with three decimals: {place}")));
    Sight { scenario, at, line }
}

/// When the lesson shows it, or why it does not.
fn seen(sight: &Sight<'_>) -> Result<Vec<SimTime>, String> {
    let script = text(&format!("static/scenarios/{}.session", sight.scenario));
    let session = Session::open(sight.scenario, script.as_bytes()).expect("it runs");
    let stands = |line: u32| script.lines().nth(line as usize - 1) == Some(sight.line);
    let found: Vec<_> =
        session.expectations().iter().filter(|expectation| stands(expectation.span.line)).collect();
    match () {
        () if found.is_empty() => Err(format!("{}: `{}` does not stand there", sight.scenario, sight.line)),
        () if !found.iter().all(|expectation| expectation.passed) => {
            Err(format!("{}: `{}` is not met", sight.scenario, sight.line))
        }
        () => Ok(found.iter().map(|found| SimTime::from_millis(found.at.as_micros() / 1000)).collect()),
    }
}

#[test]
fn each_confusion_is_resolved_by_what_a_lesson_shows() {
    let table = text(TABLE);
    let rows = rows(&table);
    let numbers: Vec<usize> = rows.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=CONFUSIONS).collect::<Vec<_>>());
    let (mut wrong, mut renewed) = (Vec::new(), table.clone());
    for sight in rows.iter().flat_map(|(.., sights)| sights) {
        let place = |at: SimTime| format!("`{}@{at}s`: `{}`", sight.scenario, sight.line);
        match seen(sight) {
            Err(why) => wrong.push(why),
            Ok(at) if !at.contains(&sight.at) => {
                renewed = renewed.replace(&place(sight.at), &place(at[0]));
                wrong.push(format!("{} is the moment of {}", place(at[0]), place(sight.at)));
            }
            Ok(_) => {}
        }
    }
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(TABLE), renewed).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{TABLE} (REWRITE=1 renews the moments):\n{}", wrong.join("\n"));
}
