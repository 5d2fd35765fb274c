//! Sessions as documentation: each file in `tests/sessions/` is a script whose blocks are followed, after a line
//! `----`, by the transcript they lead to; an empty line ends it. `REWRITE=1` writes what is the case now; read
//! the difference before you commit it.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::cluster::cause::{DuplicateCause, GapCause};
use groupscope::session::interpret::Interpreter;
use groupscope::session::scenario::Scenario;
use groupscope::session::script::Statement;
use groupscope::session::transcript::Level;
use groupscope::sim::time::SimTime;
use std::path::Path;

/// The commands of a block end before this line; then comes the transcript.
struct Block {
    commands: Vec<String>,
    end_line: u32,
    expected: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut list = Vec::new();
    let mut commands = Vec::new();
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        if line != "----" {
            commands.push(line.to_owned());
            continue;
        }
        let mut expected = Vec::new();
        while let Some((line, _)) = lines.next_if(|(line, _)| !line.is_empty()) {
            expected.push(line.to_owned());
        }
        lines.next();
        list.push(Block { commands: std::mem::take(&mut commands), end_line: number, expected });
    }
    assert!(commands.is_empty(), "a file ends with `----` and what is expected");
    list
}

/// The script alone, every command on the line it has in the file.
fn script(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        let start = block.end_line as usize - 1 - block.commands.len();
        lines.resize(start, String::new());
        lines.extend(block.commands.iter().cloned());
    }
    lines.join("\n")
}

fn outputs(blocks: &[Block]) -> Vec<Vec<String>> {
    let text = script(blocks);
    let scenario = match Scenario::read(text.as_bytes()) {
        Ok(scenario) => scenario,
        Err(errors) => {
            assert_eq!(blocks.len(), 1, "a file with errors has one block: {errors:?}");
            return vec![errors.iter().map(ToString::to_string).collect()];
        }
    };
    let mut run = Interpreter::new(&scenario.setup, Level::Story, SimTime::MAX).unwrap();
    let mut rest: &[Statement] = &scenario.statements;
    let mut list = Vec::new();
    for block in blocks {
        let count = rest.iter().take_while(|statement| statement.span.line < block.end_line).count();
        let (now, later) = rest.split_at(count);
        run.run(now);
        rest = later;
        list.push(run.take_output());
    }
    let violations = run.timeline.present().violations();
    assert!(violations.is_empty(), "{violations:?}\n{text}");
    list
}

fn rewritten(blocks: &[Block], outputs: &[Vec<String>]) -> String {
    let texts = blocks.iter().zip(outputs).map(|(block, output)| {
        let lines = block.commands.iter().map(String::as_str).chain(["----"]);
        lines.chain(output.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect::<String>()
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// What is the case now. Errors name lines, and transcripts move lines: so until nothing changes any more.
fn accepted(mut text: String) -> String {
    for _ in 0..5 {
        let blocks = blocks(&text);
        let next = rewritten(&blocks, &outputs(&blocks));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn difference(file: &Path, block: &Block, found: &[String]) -> String {
    let place = block.expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    let line = |list: &[String]| list.get(place).cloned().unwrap_or_else(|| "(nothing more)".to_owned());
    format!(
        "{}:{}:\n  expected {}\n  but found {}",
        file.file_name().unwrap_or_default().to_string_lossy(),
        block.end_line as usize + 1 + place,
        line(&block.expected),
        line(found)
    )
}

#[test]
fn every_session_tells_what_its_file_says() {
    let mut differences = Vec::new();
    for file in runs::files("tests/sessions", "txt") {
        let text = std::fs::read_to_string(&file).unwrap();
        if std::env::var_os("REWRITE").is_some() {
            std::fs::write(&file, accepted(text)).unwrap();
            continue;
        }
        let blocks = blocks(&text);
        let outputs = outputs(&blocks);
        for (block, output) in
            blocks.iter().zip(&outputs).filter(|(block, output)| block.expected != **output)
        {
            differences.push(difference(&file, block, output));
        }
    }
    assert!(differences.is_empty(), "{}\nREWRITE=1 accepts what is the case now.", differences.join("\n"));
}

/// Each cause has a story that reaches it, named after it, and asks for it by its measure.
#[test]
fn every_cause_has_a_story() {
    let duplicates = DuplicateCause::ALL.iter().map(|cause| ("duplicate", cause.key(), cause.measure()));
    let gaps = GapCause::ALL.iter().map(|cause| ("gap", cause.key(), cause.measure()));
    for (kind, key, measure) in duplicates.chain(gaps) {
        let name = format!("tests/sessions/causes/{kind}-{key}.txt");
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name));
        let text = text.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(text.contains(&format!(" {measure}=")), "{name} expects no {measure}");
        assert!(text.contains(&format!("({key})\n  because ")), "{name} does not tell why");
    }
}
