//! What differs between Kafka's releases: `docs/releases.md` has a row for each named rule, with its value in each
//! release and a story. The sessions of `tests/releases/` are played under every release: what one of them expects of
//! one release comes true there, and not where the rule has another value.
//!
//! A line `# 4.0, 4.4: expect ...` of such a session holds in these releases, `# 4.0, 4.4: error ...` is the mistake
//! that it is there.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::kafka::release::Release;
use groupscope::session::Session;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Where rules are told that no session can bring about.
const TOLD_BY_TESTS: [&str; 2] = ["releases.rs", "patterns.rs"];

fn text(name: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

/// The rules of a release with their values, those of its brokers first.
fn rules(release: Release) -> Vec<(String, String)> {
    let written = format!("{:?}, {:?}", release.broker_rules(), release.client_rules());
    let fields = written.split([',', '{', '}']).filter_map(|field| field.split_once(": "));
    fields.map(|(rule, value)| (rule.trim().to_owned(), value.trim().to_owned())).collect()
}

/// The cells of the table's rows, without backquotes.
fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().filter(|line| line.starts_with("| `"));
    lines
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`')).collect())
        .collect()
}

/// The sessions: the rule that each is named after, and its text.
fn stories() -> Vec<(String, String)> {
    let open = |file: PathBuf| {
        let rule = file.file_stem().unwrap().to_string_lossy().into_owned();
        (rule, std::fs::read_to_string(file).unwrap())
    };
    runs::files("tests/releases", "session").into_iter().map(open).collect()
}

/// What a session says of one release: the script with the lines that hold there, and the mistake it is there.
fn said_of(story: &str, release: Release) -> (String, Option<String>) {
    let mut mistake = None;
    let mut script = String::new();
    for line in story.lines() {
        let said = line.strip_prefix("# ").and_then(|line| line.split_once(": "));
        let holds = |names: &str| names.split(", ").any(|name| name == release.name());
        match said.filter(|(names, _)| holds(names)) {
            Some((_, what)) if what.starts_with("expect ") => script.push_str(what),
            Some((_, what)) => mistake = what.strip_prefix("error ").map(str::to_owned),
            None => script.push_str(line),
        }
        script.push('\n');
    }
    (script, mistake)
}

/// What is not as a session says of one release when it is played under another.
fn wrong(story: &str, said: Release, played: Release) -> Vec<String> {
    let (script, mistake) = said_of(story, said);
    let script = script.replace("kafka=4.4", &format!("kafka={}", played.name()));
    match (Session::open("story", script.as_bytes()), mistake) {
        (Err(errors), Some(mistake)) if errors.iter().any(|error| error.to_string().contains(&mistake)) => {
            Vec::new()
        }
        (Err(errors), _) => errors.iter().map(ToString::to_string).collect(),
        (Ok(_), Some(mistake)) => vec![format!("no mistake: {mistake}")],
        (Ok(session), None) => {
            let failed = session.expectations().iter().filter(|expectation| !expectation.passed);
            failed.map(|expectation| expectation.sentence.clone()).collect()
        }
    }
}

#[test]
fn every_rule_has_a_row_with_its_values_and_a_story() {
    let table = text("docs/releases.md");
    let rows = rows(&table);
    let named: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    let rules = Release::ALL.map(rules);
    assert_eq!(named, rules[0].iter().map(|(rule, _)| rule).collect::<Vec<_>>(), "every rule, in order");
    let stories: BTreeSet<String> = stories().into_iter().map(|(rule, _)| rule).collect();
    let tests: String = TOLD_BY_TESTS
        .map(|file| text(&format!("src/kafka/coordinator/consumer_group/tests/{file}")))
        .concat();
    for (place, row) in rows.iter().enumerate() {
        for (of, value) in rules.iter().zip(&row[1..=Release::ALL.len()]) {
            assert_eq!(of[place].1, *value, "{}", row[0]);
        }
        match row[5].strip_suffix(".session") {
            Some(story) => assert!(story == row[0] && stories.contains(story), "{}: {story}", row[0]),
            None => {
                assert!(tests.contains(&format!("fn {}()", row[5])), "{}: no test {}", row[0], row[5]);
                assert!(!stories.contains(row[0]), "{} has a session", row[0]);
            }
        }
    }
    let in_vain: Vec<&String> = stories.iter().filter(|story| !named.contains(&story.as_str())).collect();
    assert!(in_vain.is_empty(), "no rule has these names: {in_vain:?}");
}

#[test]
fn one_session_comes_out_otherwise_where_the_rule_is_another() {
    let mut found = Vec::new();
    for (rule, story) in stories() {
        let value = |release| rules(release).into_iter().find(|(name, _)| *name == rule);
        for said in Release::ALL {
            for played in Release::ALL {
                let wrong = wrong(&story, said, played);
                let differs = value(said) != value(played);
                if differs == wrong.is_empty() {
                    let [said, played] = [said, played].map(Release::name);
                    found.push(format!("{rule}: said of {said}, played under {played}: {wrong:?}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
