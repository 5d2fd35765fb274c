//! Plays coordinator scripts: requests at given milliseconds against a [`GroupCoordinator`] under a virtual clock,
//! and every answer and state compared with what Kafka itself answered.

use super::protocol_play::play;
use super::protocol_script::Script;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What came of a folder of cases.
#[derive(Debug, Default)]
pub struct Report {
    /// Cases found.
    pub cases: usize,
    /// One text for each case that failed or could not be read.
    pub failures: Vec<String>,
}

/// Plays every script of every `*.jsonl` in the folder. A missing folder has no cases.
pub fn run(folder: &Path) -> Report {
    let mut report = Report::default();
    for file in script_files(folder, &mut report) {
        match fs::read_to_string(&file) {
            Ok(text) => run_file(&file, &text, &mut report),
            Err(error) => report.failures.push(format!("{}: {error}", file.display())),
        }
    }
    report
}

fn script_files(folder: &Path, report: &mut Report) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            println!("protocol: cannot read {}: {error}", folder.display());
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => files.push(entry.path()),
            Err(error) => report.failures.push(format!("{}: {error}", folder.display())),
        }
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files
}

fn run_file(file: &Path, text: &str, report: &mut Report) {
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        report.cases += 1;
        let place = format!("{}:{}", file.display(), number + 1);
        let outcome =
            serde_json::from_str::<Script>(line).map_err(|error| format!("malformed case: {error}"));
        let outcome = outcome.and_then(|script| {
            let ours = play(&script).map_err(|error| format!("malformed case {}: {error}", script.id))?;
            compare(&script, &ours)
        });
        if let Err(failure) = outcome {
            report.failures.push(format!("{place}: {failure}"));
        }
    }
}

/// The first line in which Kafka and we differ.
fn compare(script: &Script, ours: &[Value]) -> Result<(), String> {
    let longest = script.expect.len().max(ours.len());
    for line in 0..longest {
        let (kafka, mine) = (script.expect.get(line), ours.get(line));
        if kafka != mine {
            let show = |value: Option<&Value>| value.map_or("(nothing)".to_string(), Value::to_string);
            let what = script.what.as_deref().map(|what| format!(" ({what})")).unwrap_or_default();
            return Err(format!(
                "{}{what}, line {line} of {longest}\n  Kafka: {}\n  ours:  {}",
                script.id,
                show(kafka),
                show(mine)
            ));
        }
    }
    Ok(())
}
