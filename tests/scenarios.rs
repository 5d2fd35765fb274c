//! Every scenario runs to its end, and everything it expects comes true.

use groupscope::session::caption::CaptionKind;
use groupscope::session::{Lang, Session, script};
use std::path::PathBuf;

fn scenarios() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static/scenarios");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "session"));
    files.sort();
    let name = |file: &PathBuf| file.file_stem().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), std::fs::read(file).unwrap())).collect()
}

#[test]
fn every_expectation_of_every_scenario_comes_true() {
    let mut failures = Vec::new();
    for (name, bytes) in scenarios() {
        match Session::open(&name, &bytes) {
            Ok(session) => {
                assert!(session.expectations().len() >= 5, "{name} checks next to nothing");
                let failed = session.expectations().iter().filter(|expectation| !expectation.passed);
                failures.extend(failed.map(|e| format!("{name}:{}: {}", e.span.line, e.sentence)));
                let mut session = session;
                session.seek(session.script_end());
                let violations = session.cluster().violations();
                failures.extend(violations.iter().map(|violation| format!("{name}: {violation:?}")));
            }
            Err(errors) => failures.extend(errors.iter().map(|error| format!("{name}: {error}"))),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_five_scenarios_of_the_page_are_there_in_both_languages() {
    let names: Vec<String> = scenarios().into_iter().map(|(name, _)| name).collect();
    for name in
        ["clean-close", "crash-after-auto-commit", "join-cooperative", "join-eager", "session-timeout"]
    {
        assert!(names.iter().any(|found| found == name), "{name} is missing");
    }
    for (name, bytes) in scenarios() {
        let session = Session::open(&name, &bytes).unwrap();
        assert!(
            session.title(Lang::En) != name && session.title(Lang::Ko) != session.title(Lang::En),
            "{name}"
        );
        for line in script::parse(&bytes).unwrap() {
            let place = line.span.line;
            assert!(line.text("en").is_none() || line.text("ko").is_some(), "{name}:{place} has no ko=");
        }
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let asks = |kind: &CaptionKind| matches!(kind, CaptionKind::Ask { .. });
        for caption in session.captions() {
            assert!(
                !caption.en.is_empty() && !hangul(&caption.en) && hangul(&caption.ko),
                "{name}: {caption:?}"
            );
        }
        let count = |wanted: fn(&CaptionKind) -> bool| {
            session.captions().iter().filter(|caption| wanted(&caption.kind)).count()
        };
        assert!(count(asks) >= 1, "{name} asks nothing");
        assert_eq!(count(asks), count(|kind| *kind == CaptionKind::Answer), "{name} owes an answer");
    }
}
