//! `docs/coverage.md`: every section of the notes, and what is named beside it.

use super::runs;
use std::path::{Path, PathBuf};

/// The headings of the notes under which something is said, in their order (misspelt names of settings put right).
const HEADINGS: [&str; 34] = [
    "컨슈머와 컨슈머 그룹",
    "컨슈머 그룹과 파티션 리밸런스",
    "정적 그룹 멤버십",
    "카프카 컨슈머 생성하기",
    "토픽 구독하기",
    "폴링 루프",
    "스레드 안정성",
    "fetch.min.bytes",
    "fetch.max.wait.ms",
    "fetch.max.bytes",
    "max.poll.records",
    "max.partition.fetch.bytes",
    "session.timeout.ms, heartbeat.interval.ms",
    "max.poll.interval.ms",
    "default.api.timeout.ms",
    "request.timeout.ms",
    "auto.offset.reset",
    "enable.auto.commit",
    "partition.assignment.strategy",
    "client.id",
    "client.rack",
    "group.instance.id",
    "receive.buffer.bytes, send.buffer.bytes",
    "offsets.retention.minutes",
    "오프셋과 커밋",
    "자동 커밋",
    "현재 오프셋 커밋하기",
    "비동기적 커밋",
    "동기적 커밋과 비동기적 커밋을 함께 사용하기",
    "특정 오프셋 커밋하기",
    "리밸런스 리스너",
    "특정 오프셋의 레코드 읽어오기",
    "폴링 루프를 벗어나는 방법",
    "디시리얼라이저",
];
/// The last section's heading goes on after a colon.
const LAST_HEADING: &str = "독립 실행 컨슈머";

/// All source and test files as one text.
fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            *into += &std::fs::read_to_string(path).unwrap();
        }
    }
}

/// Whether a function of that name stands directly below `#[test]`, its other attributes and comments.
fn is_a_test(code: &str, name: &str) -> bool {
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let declared = |line: &&str| line.starts_with(&format!("fn {name}("));
    lines.iter().enumerate().filter(|(_, line)| declared(line)).any(|(place, _)| {
        let above =
            lines[..place].iter().rev().take_while(|line| line.starts_with('#') || line.starts_with("//"));
        above.into_iter().any(|line| *line == "#[test]")
    })
}

/// Whether one `expect` line of the file has all these words.
fn expects(file: &Path, words: &str) -> bool {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines().filter(|line| line.starts_with("expect "));
    lines.any(|line| words.split(' ').all(|word| line.split(' ').any(|found| found == word)))
}

/// Why what is named shows nothing, if so.
fn objection(named: &str, code: &str) -> Option<&'static str> {
    let (kind, rest) = named.split_once(' ')?;
    let (name, expected) = match rest.split_once(" expecting ") {
        Some((name, expected)) => (name, Some(expected.trim_matches('`'))),
        None => (rest, None),
    };
    let name = name.trim_matches('`');
    let run: Vec<PathBuf> = match kind {
        "scenario" => runs::files("static/scenarios", "session"),
        "story" => runs::files("tests/sessions", "txt"),
        "test" if expected.is_none() => {
            return (!is_a_test(code, name)).then_some("there is no such test");
        }
        _ => return Some("it is neither a scenario nor a story nor a test"),
    };
    let file = run.iter().find(|file| file.file_stem().is_some_and(|stem| stem == name));
    match (file, expected) {
        (None, _) => Some("no test runs it"),
        (Some(file), Some(words)) if !expects(file, words) => Some("no line of it expects that"),
        _ => None,
    }
}

/// Checks the table: what is missing, and what it names in vain.
pub fn check() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("docs/coverage.md")).unwrap();
    let mut code = String::new();
    sources(&root.join("src"), &mut code);
    sources(&root.join("tests"), &mut code);
    // The tables below it have tests of their own.
    let (sections, _) = table.split_once("\n## ").unwrap_or((&table, ""));
    let rows: Vec<Vec<&str>> = sections
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| section"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let mut wrong = Vec::new();
    for heading in HEADINGS.into_iter().chain([LAST_HEADING]) {
        if !rows.iter().any(|row| row[0] == heading) {
            wrong.push(format!("nothing is said of the section {heading}"));
        }
    }
    for row in &rows {
        let (section, shown) = (row[0], row[2]);
        if !HEADINGS.contains(&section) && section != LAST_HEADING {
            wrong.push(format!("the notes have no section {section}"));
        }
        for named in shown.split(", ") {
            let objection = if named.is_empty() { Some("nothing shows it") } else { objection(named, &code) };
            wrong.extend(objection.map(|why| format!("{section}: {named}: {why}")));
        }
    }
    assert!(wrong.is_empty(), "docs/coverage.md:\n{}", wrong.join("\n"));
}
