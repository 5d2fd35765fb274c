//! `groupscope import` and `groupscope describe` as their users meet them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupscope"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    told(command(arguments).output().unwrap())
}

fn told(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_session_goes_to_standard_output_and_what_differs_to_standard_error() {
    let file = "tests/import/all-groups.txt";
    let (code, session, notes) = run(&["import", file]);
    assert_eq!(code, Some(0), "{notes}");
    assert!(session.contains("\ngroup alpha strategy=range\n"), "{session}");
    assert!(
        notes.contains("note: The text has several groups. This is alpha; left out: beta, gamma.\n"),
        "{notes}"
    );
    assert!(notes.contains("tests/import/all-groups.txt:16: note: The tool says"), "{notes}");
    let (code, session, _) = run(&["import", file, "--group", "gamma"]);
    assert!(code == Some(0) && session.contains("\ngroup gamma "), "{session}");
    let (code, session, notes) = run(&["import", file, "--group", "gama", "--lang", "ko"]);
    assert_eq!((code, session.as_str()), (Some(1), ""));
    assert_eq!(notes, "--group gama: 텍스트에 그런 그룹이 없습니다. 있는 그룹: alpha, beta, gamma.\n");

    let mut child = command(&["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(file).unwrap()).unwrap();
    let (code, piped, _) = told(child.wait_with_output().unwrap());
    assert!(code == Some(0) && piped.contains("\ngroup alpha "), "{piped}");
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let (code, session, errors) = run(&["import", "tests/import/broken-offset.txt"]);
    assert_eq!((code, session.as_str()), (Some(1), ""));
    assert!(
        errors.starts_with("tests/import/broken-offset.txt:3:60: LOG-END-OFFSET is a whole number"),
        "{errors}"
    );
}

#[test]
fn the_tool_and_the_log_can_be_printed() {
    let file = "static/scenarios/crash-after-auto-commit.session";
    let (code, table, errors) = run(&["describe", file, "--at", "9"]);
    assert_eq!(code, Some(0), "{errors}");
    assert!(table.starts_with("\nGROUP           TOPIC           PARTITION "), "{table}");
    let (_, members, _) = run(&["describe", file, "--group", "billing", "--members", "--verbose"]);
    assert!(members.contains("CURRENT-ASSIGNMENT"), "{members}");
    assert_eq!(run(&["describe", file, "--members", "--state"]).0, Some(2));
    assert_eq!(run(&["describe", file, "--at", "0"]).0, Some(1));
    let (code, log, _) = run(&["run", file, "--format", "log"]);
    assert!(code == Some(0) && log.starts_with("[2026-01-01 00:00:00,"), "{log}");
}
