//! `groupscope compare A B`: two runs side by side.

use crate::cli::bytes_of;
use crate::cli::output::{complain, print, say};
use groupscope::session::compare::{CompareRow, CompareSide, Parting, lacks_a_number, partings, table};
use groupscope::session::language::Lang;
use groupscope::session::language::compare::CompareText;
use groupscope::session::language::units::duration;
use groupscope::session::variation::Variation;
use groupscope::session::{Reach, Session};
use groupscope::sim::time::{SimDuration, SimTime};
use std::path::Path;

/// So many lines are printed of where the runs part.
const MOST: usize = 12;

/// Runs both and prints what they came to.
pub fn run(
    a: &Path,
    b: Option<&Path>,
    with: Option<&str>,
    (until, json): (Option<SimTime>, bool),
    lang: Lang,
) -> bool {
    let Some(mut one) = opened(a, lang) else { return false };
    let (mut other, name) = match (b, with) {
        (Some(b), _) => match opened(b, lang) {
            Some(other) => (other, b.display().to_string()),
            None => return false,
        },
        (None, with) => {
            let word = with.unwrap_or_default();
            let Ok(variation) = Variation::from_word(word) else {
                say(&lang.say(CompareText::NoSuchChange(word)));
                return false;
            };
            match one.varied(&variation) {
                Ok(other) => (other, format!("{} {word}", a.display())),
                Err(why) => {
                    say(&lang.say(CompareText::NotPossible(&lang.say(why))));
                    return false;
                }
            }
        }
    };
    for session in [&mut one, &mut other] {
        let end = until.unwrap_or(session.script_end());
        while session.seek(end) == Reach::More {}
    }
    let rows = table(&one.report(), &other.report());
    let parted = partings(&one, &other, lang, MOST);
    let (name_a, name_b) = (a.display().to_string(), name);
    match json {
        true => print(&as_json(&rows, &parted)),
        false => {
            let head = lang.say(CompareText::Runs { a: &name_a, b: &name_b });
            print(&format!("{head}\n\n{}\n\n{}", as_text(&rows, lang), as_lines(&parted, lang)))
        }
    }
}

fn opened(file: &Path, lang: Lang) -> Option<Session> {
    let bytes = bytes_of(file)?;
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Session::open(&name, &bytes).map_err(|errors| complain(file, &errors, lang)).ok()
}

fn as_text(rows: &[CompareRow], lang: Lang) -> String {
    let cell = |row: &CompareRow, number: Option<u64>, side: CompareSide| {
        let text = match number {
            None => "–".to_owned(),
            Some(number) if row.measure.is_time() => duration(lang, SimDuration::from_millis(number)),
            Some(number) => number.to_string(),
        };
        if row.better() == Some(side) { format!("{text} <") } else { text }
    };
    let lines = rows.iter().map(|row| {
        let (a, b) = (cell(row, row.a, CompareSide::A), cell(row, row.b, CompareSide::B));
        format!("{a:>14} {b:>14}   {}", lang.measure(row.measure))
    });
    let mut lines: Vec<String> = std::iter::once(format!("{:>14} {:>14}", "A", "B")).chain(lines).collect();
    if lacks_a_number(rows) {
        lines.push(lang.say(CompareText::NoRebalancing));
    }
    lines.join("\n")
}

fn as_lines(parted: &[Parting], lang: Lang) -> String {
    if parted.is_empty() {
        return lang.say(CompareText::Same);
    }
    let line = |parting: &Parting| {
        let side = if parting.side == CompareSide::A { "A" } else { "B" };
        format!("{:>10} {side} {}", parting.time.to_string(), parting.sentence)
    };
    let lines: Vec<String> = parted.iter().map(line).collect();
    format!("{}\n{}", lang.say(CompareText::WhereTheyPart), lines.join("\n"))
}

fn as_json(rows: &[CompareRow], parted: &[Parting]) -> String {
    let side = |side: CompareSide| if side == CompareSide::A { "a" } else { "b" };
    let rows: serde_json::Map<String, serde_json::Value> = rows
        .iter()
        .map(|row| (row.measure.key().to_owned(), serde_json::json!({ "a": row.a, "b": row.b })))
        .collect();
    let parted: Vec<serde_json::Value> = parted
        .iter()
        .map(|parting| {
            let time_ms = parting.time.as_micros() / 1000;
            serde_json::json!({ "time_ms": time_ms, "side": side(parting.side), "sentence": parting.sentence })
        })
        .collect();
    serde_json::json!({ "measures": rows, "partings": parted }).to_string()
}
