//! `docs/consumer-client.md`: every row of what real clients were recorded to do has its stories, every story its row.

use super::runs;
use std::path::PathBuf;

/// As many rows the recordings have.
const ROWS: usize = 32;

/// The names in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Checks the table: what is missing, and what it names in vain.
pub fn check() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("docs/consumer-client.md")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| row"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let numbers: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=ROWS).collect::<Vec<_>>(), "every row, in order");

    let files = runs::files("tests/consumer_client", "session");
    let stories: Vec<&str> =
        files.iter().filter_map(|file| file.file_stem().and_then(|stem| stem.to_str())).collect();
    let mut wrong = Vec::new();
    for row in &rows {
        if quoted(row[3]).next().is_none() {
            wrong.push(format!("row {} has no story", row[0]));
        }
        let missing = quoted(row[3]).filter(|name| !stories.contains(name));
        wrong.extend(missing.map(|name| format!("row {}: there is no story {name}", row[0])));
    }
    let told = |story: &&&str| rows.iter().any(|row| quoted(row[3]).any(|name| name == **story));
    wrong.extend(stories.iter().filter(|story| !told(story)).map(|story| format!("{story} is in no row")));
    assert!(wrong.is_empty(), "docs/consumer-client.md:\n{}", wrong.join("\n"));
}
