//! The teacher's guide in both languages names every lesson once and nothing else, in one order, with the time it
//! takes, all its wrong options and no number that it does not hold; its plans take the time they say; and the lesson
//! that `docs/sessions.md` writes as an example runs.

#[path = "docs_support/runs.rs"]
mod runs;

use groupscope::session::Session;
use groupscope::session::caption::CaptionKind;
use groupscope::session::course;
use std::collections::BTreeMap;
use std::path::PathBuf;

const GUIDES: [&str; 2] = ["docs/teaching.md", "docs/teaching.ko.md"];
/// The minutes of the plans, and what their headings have beside the number.
const PLANS: [u32; 2] = [45, 90];
/// Reading a line that is told, and watching what it is about, takes so many seconds; so many take a question and what
/// follows it.
const SECONDS_SAID: usize = 20;
const SECONDS_ASKED: usize = 40;

fn text(name: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split(" | ").map(str::trim).collect()
}

/// The rows of a guide that are about one lesson each: its name, and the other cells.
fn lessons(guide: &str) -> Vec<(String, Vec<&str>)> {
    let rows =
        guide.lines().filter(|line| line.starts_with("| `")).map(cells).filter(|cells| cells.len() == 5);
    rows.map(|cells| (cells[0].trim_matches('`').to_owned(), cells[1..].to_vec())).collect()
}

/// The scenarios, by name: the text, and the session.
fn scenarios() -> BTreeMap<String, (String, Session)> {
    let open = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let session = Session::open(&name, text.as_bytes()).unwrap();
        (name, (text, session))
    };
    runs::files("static/scenarios", "session").into_iter().map(open).collect()
}

/// The whole numbers of a text that do not stand in code.
fn numbers(text: &str) -> Vec<String> {
    let prose = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let words = prose.split(|c: char| !c.is_ascii_alphanumeric());
    let number = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    words.filter(number).map(str::to_owned).collect()
}

/// What stands in quotes in a text, and the rest of it.
fn quoted(text: &str) -> (Vec<&str>, String) {
    let parts: Vec<&str> = text.split('"').collect();
    (parts.iter().skip(1).step_by(2).copied().collect(), parts.iter().step_by(2).copied().collect())
}

/// The wrong options of a lesson's questions, in the language of a guide.
fn wrong_options(session: &Session, korean: bool) -> Vec<&str> {
    let options = session.captions().iter().flat_map(|caption| caption.options());
    let wrong = options.filter(|option| !option.right);
    wrong.map(|option| if korean { option.ko.as_str() } else { option.en.as_str() }).collect()
}

/// About how many minutes a lesson takes.
fn minutes(session: &Session) -> usize {
    let asks =
        session.captions().iter().filter(|caption| matches!(caption.kind, CaptionKind::Ask { .. })).count();
    let says = session.captions().len() - asks;
    (says * SECONDS_SAID + asks * SECONDS_ASKED).div_ceil(60)
}

#[test]
fn both_guides_name_every_lesson_once_in_one_order() {
    let guides = GUIDES.map(text);
    let named =
        guides.each_ref().map(|guide| lessons(guide).into_iter().map(|row| row.0).collect::<Vec<_>>());
    assert_eq!(named[0], named[1]);
    let mut sorted = named[0].clone();
    sorted.sort();
    assert_eq!(sorted, scenarios().into_keys().collect::<Vec<_>>());
    let course: Vec<&str> = course::lessons().map(|lesson| lesson.id).collect();
    assert_eq!(named[0], course, "the order is that of the course");
}

#[test]
fn what_a_guide_says_of_a_lesson_the_lesson_holds() {
    let scenarios = scenarios();
    let mut wrong = Vec::new();
    for name in GUIDES {
        for (lesson, row) in lessons(&text(name)) {
            let (script, session) = &scenarios[&lesson];
            let expected: Vec<String> =
                script.lines().filter(|line| line.starts_with("expect ")).flat_map(numbers).collect();
            if row[0] != minutes(session).to_string() {
                wrong.push(format!("{name}: {lesson} takes {} minutes", minutes(session)));
            }
            let korean = name.ends_with("ko.md");
            let (options, rest) = quoted(row[2]);
            let rest = rest.trim_matches([',', '.', ' ']);
            let aloud = if korean { "말로: " } else { "Aloud: " };
            if options != wrong_options(session, korean) || !(rest.is_empty() || rest.contains(aloud)) {
                wrong.push(format!("{name}: {lesson}: no answers of its questions: {}", row[2]));
            }
            let nothing_aloud = rest.is_empty() && !options.is_empty();
            let of_the_guide = [row[1], row[3]].into_iter().chain((!nothing_aloud).then_some(rest));
            for said in of_the_guide {
                let hangul = said.chars().any(|c| ('가'..='힣').contains(&c));
                let held = numbers(said).into_iter().all(|number| expected.contains(&number));
                if said.is_empty() || hangul != korean || !held {
                    wrong.push(format!("{name}: {lesson}: {said}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_plans_take_the_time_they_say() {
    let scenarios = scenarios();
    for name in GUIDES {
        let guide = text(name);
        let plans: Vec<&str> =
            guide.split("\n## ").filter(|part| cells_of_plan(part).next().is_some()).collect();
        assert_eq!(plans.len(), PLANS.len(), "{name}");
        for (plan, minutes) in plans.into_iter().zip(PLANS) {
            assert_eq!(numbers(plan.lines().next().unwrap()), [minutes.to_string()], "{name}");
            assert_eq!(cells_of_plan(plan).map(|step| step.0).sum::<u32>(), minutes, "{name}");
            for (_, lesson) in cells_of_plan(plan) {
                assert!(
                    lesson.is_empty() || scenarios.contains_key(lesson),
                    "{name}: there is no lesson {lesson}"
                );
            }
        }
    }
}

/// The steps of a plan: minutes, and the lesson.
fn cells_of_plan(part: &str) -> impl Iterator<Item = (u32, &str)> {
    part.lines().filter(|line| line.starts_with("| ")).filter_map(|line| {
        let cells = cells(line);
        Some((cells[0].parse().ok()?, cells[1].trim_matches('`')))
    })
}

#[test]
fn the_lesson_that_is_written_as_an_example_is_one() {
    let manual = text("docs/sessions.md");
    let (_, section) = manual.split_once("\n## Write a lesson\n").expect("the section");
    let (_, fence) = section.split_once("```groupscope\n").expect("a lesson in it");
    let (lesson, _) = fence.split_once("```").expect("its end");
    let session = Session::open("example", lesson.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let unmet: Vec<_> = session.expectations().iter().filter(|found| !found.passed).collect();
    assert!(unmet.is_empty() && session.expectations().len() >= 2, "{unmet:?}");
    let asked = session.captions().iter().position(|caption| matches!(caption.kind, CaptionKind::Ask { .. }));
    assert!(session.truth(asked.expect("a question")).is_some());
    assert!(!session.tasks().is_empty() && session.learned().is_some());
}
