//! One command, one place: the files that a new command touches, told by the example of one that is there.

use super::source::{Source, rust};

/// The files under src/ whose code has one of these words, or a text that is exactly the keyword; unit tests left out.
fn naming(words: &[&str], keyword: &str) -> Vec<String> {
    let quoted = format!("\"{keyword}\"");
    let named = |source: &Source| {
        source.words().any(|(_, word)| words.contains(&word)) || source.text.contains(&quoted)
    };
    let sources = rust("src/");
    let named = sources.iter().filter(|source| !source.path.ends_with("tests.rs") && named(source));
    named.map(|source| source.path.clone()).collect()
}

#[test]
fn a_command_is_named_in_three_files_and_in_its_translation() {
    let mut files = naming(&["DeleteRecords", "DELETE_RECORDS"], "delete-records");
    files.sort();
    assert_eq!(
        files,
        [
            // What it is, and which part of the world carries it out.
            "src/cluster/command.rs",
            // Its place in the reference, and that a command of this kind is written by this rule.
            "src/session/grammar/mod.rs",
            // The rule.
            "src/session/grammar/topic.rs",
            // Its help in another language.
            "src/session/language/ko/words.rs",
        ],
        "ARCHITECTURE.md says which files a new command touches; a match over commands elsewhere adds one."
    );
}

#[test]
fn one_more_file_carries_it_out() {
    let mut files = naming(&["delete_records"], "delete-records");
    files.retain(|path| path.starts_with("src/cluster/"));
    files.sort();
    assert_eq!(files, ["src/cluster/command.rs", "src/cluster/topics.rs"]);
}
