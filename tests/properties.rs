//! Pasted settings: each file in `tests/properties/` is a text as people have it, and beside it, in `NAME.out`, stands
//! what `groupscope properties NAME` prints. `REWRITE=1` writes what is the case now; read the difference before you
//! commit it.

#[path = "support/effort.rs"]
mod effort;

use effort::Effort;
use groupscope::session::properties_text::{Pasted, read, read_bytes};
use groupscope::session::scenario::Scenario;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

const FOLDER: &str = "tests/properties";
/// Stands in every file where a secret would.
const SECRET: &str = "correct-horse";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(root().join(FOLDER)).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending != "out"));
    files.sort();
    assert!(files.len() >= 22, "the folder has lost its files");
    files
}

fn groupscope(file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupscope"));
    command.arg("properties").arg(file).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn each_kind_of_text_comes_to_what_stands_beside_it() {
    for file in files() {
        let output = groupscope(&file);
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{}", file.display());
        let mut beside = file.clone().into_os_string();
        beside.push(".out");
        if std::env::var_os("REWRITE").is_some() {
            std::fs::write(&beside, out(&output)).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap();
        assert_eq!(out(&output), expected, "{}", file.display());
        assert!(!expected.contains(SECRET), "{}", file.display());
        assert!(Scenario::read(expected.as_bytes()).is_ok(), "what is printed is a session: {expected}");
        let first = expected.lines().next().unwrap();
        assert!(first.starts_with("group ") && first.contains('='), "{}: {first}", file.display());
    }
}

#[test]
fn every_key_of_a_text_is_in_one_of_its_lists() {
    for name in ["java.properties", "librdkafka.properties", "zookeeper.properties", "confluent.properties"] {
        let text = std::fs::read_to_string(root().join(FOLDER).join(name)).unwrap();
        let Pasted { settings, left_out, .. } = read(&text);
        let mut places: Vec<u32> = settings.iter().map(|setting| setting.span.line).collect();
        places.extend(left_out.iter().map(|left| left.span.line));
        for (line, number) in text.lines().zip(1..) {
            let begins = line.contains(['=', ':']) && !line.starts_with(['#', ' ']);
            // A duplicate's first value is in a note.
            let noted = line.starts_with("max.poll.records");
            assert!(!begins || noted || places.contains(&number), "{name}: line {number} is lost");
        }
    }
}

#[test]
fn only_a_wrong_value_is_refused_and_all_of_them_at_once() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong.properties");
    let text = "my.own=1\nsesion.timeout.ms=1\nmax.poll.records=0\nsession.timeout.ms=3000\n\
                partition.assignment.strategy=roundrobin\nheartbeat.interval.ms=3000\n";
    std::fs::write(&file, text).unwrap();
    let output = groupscope(&file);
    assert_eq!(output.status.code(), Some(1));
    let complaints = err(&output);
    let told: Vec<&str> =
        complaints.lines().map(|line| line.strip_prefix(file.to_str().unwrap()).unwrap()).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with(":3:1: max.poll.records takes a whole number from 1"), "{}", told[0]);
    assert!(told[1].ends_with("write org.apache.kafka.clients.consumer.RoundRobinAssignor."), "{}", told[1]);
    assert!(
        told[2].starts_with(":6:1: heartbeat.interval.ms (3000) must be lower than session.timeout.ms"),
        "{}",
        told[2]
    );
    assert!(!out(&output).contains("group "), "no line is printed that does not say all: {}", out(&output));
    assert!(
        out(&output).contains("left out `sesion.timeout.ms`: ")
            && out(&output).contains("`session.timeout.ms`?")
    );
    std::fs::remove_file(&file).unwrap();
    let missing = groupscope(&file);
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("cannot be read"), "{}", err(&missing));
}

#[test]
fn a_megabyte_of_anything_is_answered_soon() {
    let many = |line: fn(usize) -> String, times: usize| (0..times).map(line).collect::<String>();
    let texts = [
        many(|number| format!("a{number}.b=1\n"), 80_000),
        many(|number| format!("sesion.timeot.m{number}=1\n"), 45_000),
        many(|_| "a: [\n".to_owned(), 200_000),
        many(|_| "- b\n".to_owned(), 250_000),
        "{\"a\":".repeat(200_000),
        "[".repeat(1_000_000),
        "${a:".repeat(250_000),
        format!("client.id={}", "x=".repeat(500_000)),
        "'\n".repeat(500_000),
        "spring.kafka.properties.".repeat(40_000),
        many(|_| "session.timeout.ms=6000\n".to_owned(), 43_000),
    ];
    for text in texts {
        let begun = Effort::begin();
        let listed = read_bytes(text.as_bytes()).listing(false);
        assert!(begun.spent() < Duration::from_secs(20), "{}", text.chars().take(40).collect::<String>());
        assert!(listed.len() <= 1_001);
    }
}
