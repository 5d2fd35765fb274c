//! The command line as its users meet it: what it prints where, and how it ends.

use groupscope::session::Session;
use groupscope::session::report::Report;
use groupscope::sim::time::SimTime;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DEFAULT: &str = "static/scenarios/crash-after-auto-commit.session";

fn groupscope(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupscope"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A file of the test's own, which is gone when the test is.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, bytes: &[u8]) -> Scratch {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&file, bytes).unwrap();
        Scratch(file)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_json_of_a_run_is_that_of_the_session_on_the_page() {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(DEFAULT)).unwrap();
    let mut session = Session::open("default", &bytes).unwrap();
    for until in [None, Some("9.5s"), Some("3"), Some("40s")] {
        let mut arguments = vec!["run", DEFAULT, "--format", "json"];
        arguments.extend(until.iter().flat_map(|until| ["--until", until]));
        let output = groupscope(&arguments);
        assert!(output.status.success(), "{}", err(&output));
        let time = match until {
            None => session.script_end(),
            Some("9.5s") => SimTime::from_millis(9_500),
            Some("3") => SimTime::from_millis(3_000),
            Some(_) => SimTime::from_millis(40_000),
        };
        session.seek(time);
        assert_eq!(out(&output), format!("{}\n", session.report().to_json()));
        let report: Report = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!(report.time_ms, time.as_millis());
    }
}

#[test]
fn a_run_tells_what_happened_and_ends_with_a_table() {
    let text = out(&groupscope(&["run", DEFAULT, "--tell", "story"]));
    assert!(text.contains("c2 killed; 60 processed records were not committed yet\n"), "{text}");
    assert!(text.contains("c2 removed from billing: no heartbeat for session.timeout.ms\n"), "{text}");
    assert!(text.trim_end().ends_with("duplicates 60, gaps 0, at risk 0"), "{text}");
}

#[test]
fn a_run_and_settings_are_told_in_korean() {
    let text = out(&groupscope(&["run", DEFAULT, "--tell", "story", "--lang", "ko"]));
    assert!(
        text.contains("c2가 kill 되었습니다: 처리했지만 아직 커밋하지 않은 레코드가 60개 있습니다\n"),
        "{text}"
    );
    assert!(
        text.contains("c2가 billing에서 제거되었습니다(session.timeout.ms 동안 하트비트가 없음)\n"),
        "{text}"
    );
    assert!(text.trim_end().ends_with("중복 60, 갭 0, 위험 0"), "{text}");
    assert_eq!(text.lines().count(), out(&groupscope(&["run", DEFAULT, "--tell", "story"])).lines().count());

    let file = std::env::temp_dir().join(format!("groupscope-ko-{}.properties", std::process::id()));
    std::fs::write(&file, "key.deserializer=x\nmax.poll.records=7\n").unwrap();
    let read = |lang: &str| out(&groupscope(&["--lang", lang, "properties", file.to_str().unwrap()]));
    let (english, korean) = (read("en"), read("ko"));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(english.lines().next(), korean.lines().next());
    assert!(english.contains("# line 1: left out `key.deserializer`: "), "{english}");
    assert!(korean.contains("# 1번째 줄: 제외함 `key.deserializer`: "), "{korean}");
    assert_eq!(groupscope(&["run", DEFAULT, "--lang", "fr"]).status.code(), Some(2));
}

#[test]
fn a_run_can_be_asked_why() {
    let questions = ["--why", "c2", "--why", "orders-2"];
    let text = out(&groupscope(&[&["run", DEFAULT, "--tell", "nothing"], &questions[..]].concat()));
    assert!(text.contains("\nwhy c2\nc2 was killed\n\nwhy orders-2\n"), "{text}");
    assert!(text.trim_end().ends_with("\n  because c2 was killed"), "{text}");
    let json = out(&groupscope(&[&["run", DEFAULT, "--format", "json"], &questions[..]].concat()));
    let plain = out(&groupscope(&["run", DEFAULT, "--format", "json"]));
    let asked = format!("{},\"why\":[{{\"question\":\"c2\",", plain.trim_end().trim_end_matches('}'));
    assert!(json.replace('}', "").starts_with(&asked.replace('}', "")), "{json}");
    assert!(plain.contains("\"causes\":{\"duplicates\":{\"killed-before-commit\":"), "{plain}");
    let output = groupscope(&["run", DEFAULT, "--format", "json", "--why", "orders-9"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("There is no consumer, partition or group `orders-9`."),
        "{}",
        err(&output)
    );
}

#[test]
fn bad_input_is_named_with_its_place() {
    let mut cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("verb", b"topc orders\n".to_vec(), ":1:1: `topc` is not a verb. Did you mean `topic`?"),
        ("range", b"group g max.poll.records=0\n".to_vec(), ":1:26: max.poll.records takes a whole number"),
        (
            "decrease",
            b"topic t partitions=4\nadd-partitions t total=2\n".to_vec(),
            ":2:1: t has 4 partitions and",
        ),
        (
            "heartbeat",
            b"group g session.timeout.ms=3000\n".to_vec(),
            ":1:9: heartbeat.interval.ms (3000) must",
        ),
        ("binary", b"topic t\x00partitions=1".to_vec(), ":1:8: This is not a text file: byte 8 (0x00)"),
        (
            "latin",
            b"topic t partitions=1 # caf\xe9".to_vec(),
            ":1:27: This is not a text file: byte 27 (0xE9)",
        ),
    ];
    cases.push((
        "large",
        vec![b'#'; 10_000_000],
        ":1:1: The file has 10000000 bytes, and a session may have 1048576",
    ));
    cases.push(("expect", b"expect produced=7\n".to_vec(), ":1:8: Expected produced=7, but found 0."));
    for (name, bytes, expected) in cases {
        let file = Scratch::new(&format!("{name}.session"), &bytes);
        for verb in ["check", "run"] {
            let output = groupscope(&[verb, file.path()]);
            assert_eq!(output.status.code(), Some(1), "{name}");
            let wanted = format!("{}{expected}", file.path());
            assert!(err(&output).starts_with(&wanted), "{wanted}\n{}", err(&output));
        }
    }
    let output = groupscope(&["check", "no-such-file.session"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("no-such-file.session: cannot be read"));
}

#[test]
fn the_sessions_in_a_markdown_file_are_checked_where_they_stand() {
    let text = "# Docs\n\n```groupscope\ntopic orders partitions=2\nexpect produced=0\n```\n\n1. Then:\n\n   \
                ```groupscope height=300\n   topic orders partitions=2\n   groop billing\n   ```\n\n```sh\nrm -r /\n\
                ```\n\n```groupscope\ntopic orders partitions=2\nexpect produced=7\n```\n";
    let file = Scratch::new("fences.md", text.as_bytes());
    let output = groupscope(&["check", file.path()]);
    assert_eq!(output.status.code(), Some(1));
    let told: Vec<String> = err(&output).lines().map(|line| line.replace(file.path(), "")).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with(":12:4: `groop` is not a verb"), "{told:?}");
    assert_eq!(told[1], ":21:8: Expected produced=7, but found 0.");
    let good = Scratch::new("good.md", text.replace("groop", "group").replace("=7", "=0").as_bytes());
    let output = groupscope(&["check", good.path()]);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
    let none = Scratch::new("none.md", b"# Nothing\n");
    let output = groupscope(&["check", none.path()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("has no fence with the language groupscope"), "{}", err(&output));
}

#[test]
fn wrong_usage_is_told_apart() {
    for arguments in [
        &["rn"][..],
        &["run"],
        &["run", DEFAULT, "--until", "soon"],
        &["run", DEFAULT, "--until", "86401s"],
        &["run", DEFAULT, "--format", "xml"],
    ] {
        let output = groupscope(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).starts_with("error: "), "{}", err(&output));
    }
}

#[test]
fn errors_are_not_without_end() {
    let unknown: Vec<String> = (0..130_000).map(|number| format!("c{number}")).collect();
    let unknown = unknown.join(" ");
    let topics = |count: usize| (0..count).map(|n| format!("topic t{n} partitions=1\n")).collect::<String>();
    let base = "topic t partitions=1\ngroup g\nconsumers c group=g\n";
    for (name, text, part) in [
        ("again", format!("{base}kill {}", "c ".repeat(500_000)), "`c` is named twice"),
        ("unknown", format!("{base}kill {unknown}"), "There is no consumer `c0`"),
        ("names", format!("topic t partitions=1\ngroup g\nconsumers {unknown} group=g"), "1000 are the most"),
        ("topics", topics(20_000), "the session has 10001 partitions, and 10000 are the most"),
        ("long", format!("topic {} partitions=1", "x".repeat(1_000_000)), "takes a name of up to 249"),
        ("verb", "x".repeat(1_000_000), "is not a verb"),
        ("expected", format!("{base}run for=1s\n{}", "expect produced=1\n".repeat(20_000)), "more errors."),
        ("list", format!("{base}subscribe c topics=t,t"), ":4:20: topics names `t` twice; once is enough."),
    ] {
        let file = Scratch::new(&format!("bounds-{name}.session"), text.as_bytes());
        let output = groupscope(&["check", file.path()]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let told = err(&output);
        assert!(told.len() <= 64 << 10, "{name}: {} bytes", told.len());
        assert!(told.contains(part), "{name}: {}", told.chars().take(500).collect::<String>());
    }
}

#[test]
fn marks_and_thousands_of_topics_cost_what_they_say() {
    let marks: String = (0..20_000).map(|n| format!("mark m{n}\n")).collect();
    let asked = "topic t partitions=1000\nproducer p topic=t rate=40/s\nrun for=5s\nmark first\n";
    let topics: String = (0..10_000).map(|n| format!("topic t{n} partitions=1\n")).collect();
    for (name, text) in [
        ("marks", format!("{asked}{marks}run for=5s\nexpect produced=200 elapsed=5s since=first\n")),
        ("topics", format!("{topics}run for=1s\n")),
        ("statements", format!("{asked}{}", "rate p 40/s\n".repeat(80_000))),
    ] {
        let file = Scratch::new(&format!("large-{name}.session"), text.as_bytes());
        let output = groupscope(&["check", file.path()]);
        assert!(output.status.success(), "{name}: {}", err(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_an_error() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groupscope"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
        command
    };
    for arguments in [
        &["run", DEFAULT][..],
        &["run", DEFAULT, "--format", "json"],
        &["run", DEFAULT, "--tell", "nothing", "--until", "1s"],
        &["properties", "tests/properties/java.properties"],
        &["--help"],
        &["run", "--help"],
        &["--version"],
    ] {
        let output = run(arguments).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(err(&output).starts_with("Standard output cannot be written: "), "{}", err(&output));
    }
    let output = run(&["check", "no-such-file.session"]).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a complaint that cannot be written is no success either");
    // A reader that has seen enough is no error.
    let mut child =
        run(&["run", DEFAULT, "--tell", "wire"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}
