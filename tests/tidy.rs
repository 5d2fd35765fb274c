//! The repository tests itself: who may use whom, what may not appear where, how long things may get, and that
//! nothing lies about unused. A failure names every place and the rule.

#[path = "tidy/one_name.rs"]
mod one_name;
#[path = "tidy/one_place.rs"]
mod one_place;
#[path = "tidy/source.rs"]
mod source;

use source::{Source, files, line_of, rust, text, words};
use std::collections::BTreeSet;

/// From the ground up: a layer uses those before it, never those after it.
const LAYERS: [&str; 6] = ["sim", "kafka", "cluster", "session", "scene", "web"];

/// The layers whose state must come out the same on every machine.
const EXACT: [&str; 3] = ["sim", "kafka", "cluster"];

const BROWSER: [&str; 9] = [
    "yew",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo",
    "gloo_timers",
    "plotters",
    "stylist",
];

const MAX_FUNCTION_LINES: usize = 70;
const MAX_FILE_LINES: usize = 500;
const MAX_LINE_CHARS: usize = 120;

/// Fails with every offence if there is one.
fn hold(rule: &str, offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{rule}\n  {}\n", offences.join("\n  "));
}

fn layer(source: &Source) -> Option<&str> {
    let inside = source.path.strip_prefix("src/")?;
    let first = inside.split('/').next()?.trim_end_matches(".rs");
    (!matches!(first, "lib" | "main" | "cli")).then_some(first)
}

fn all_rust() -> Vec<Source> {
    ["src/", "tests/", "benches/", "fuzz/"].into_iter().flat_map(rust).collect()
}

/// Every place in these files where the code holds a word that is wrong there.
fn words_that<'a>(
    sources: impl IntoIterator<Item = &'a Source>,
    wrong: impl Fn(&Source, usize, &str) -> bool,
) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources {
        let found = source.words().filter(|(at, word)| wrong(source, *at, word));
        offences.extend(found.map(|(at, word)| format!("{}: {word}", source.at(at))));
    }
    offences
}

// ---- who may use whom

#[test]
fn a_layer_uses_only_the_layers_above_it() {
    let mut offences = Vec::new();
    for source in rust("src/") {
        let Some(layer) = layer(&source) else { continue };
        let Some(height) = LAYERS.iter().position(|name| *name == layer) else {
            offences.push(format!("{}: `{layer}` is no layer", source.path));
            continue;
        };
        for (used, at) in source.crate_paths() {
            if !LAYERS[..=height].contains(&used) {
                offences.push(format!("{}: `{layer}` uses `crate::{used}`", source.at(at)));
            }
        }
    }
    hold(&format!("A layer may use itself and those before it: {}.", LAYERS.join(" < ")), offences);
}

#[test]
fn super_does_not_leave_its_layer() {
    let mut offences = Vec::new();
    for source in rust("src/").iter().filter(|source| layer(source).is_some()) {
        let inside = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let inline = source.inline_modules();
        for (at, _) in source.words().filter(|(_, word)| *word == "super") {
            let steps = source.code[at..].split("::").take_while(|step| *step == "super").count();
            let depth = inside.split('/').count() + inline.iter().filter(|block| block.contains(&at)).count();
            if steps >= depth {
                offences.push(source.at(at));
            }
        }
    }
    hold(
        "`super::` must not climb to the crate's root: write `crate::`, so that the layers can be checked.",
        offences,
    );
}

#[test]
fn only_the_page_knows_the_browser() {
    let sources = rust("src/");
    let below =
        sources.iter().filter(|source| !source.path.starts_with("src/web") && source.path != "src/main.rs");
    hold(
        "The browser's crates are used in src/web and main.rs only.",
        words_that(below, |source, at, word| BROWSER.contains(&word) && is_path(source, at, word)),
    );
}

#[test]
fn chance_comes_from_one_place() {
    let crates = ["rand", "rand_core", "rand_pcg", "rand_chacha", "fastrand", "getrandom"];
    let sources = rust("src/");
    let others = sources.iter().filter(|source| source.path != "src/sim/random.rs");
    hold(
        "Chance comes from sim::random only, or a run would not follow from its seed.",
        words_that(others, |source, at, word| crates.contains(&word) && is_path(source, at, word)),
    );
}

/// Whether this word is used as the name of a crate: `word::` or `use word`.
fn is_path(source: &Source, at: usize, word: &str) -> bool {
    source.code[at + word.len()..].starts_with("::") || source.code[..at].trim_end().ends_with("use")
}

#[test]
fn state_is_exact() {
    let names = ["HashMap", "HashSet", "Instant", "SystemTime"];
    let sources = rust("src/");
    let exact = sources.iter().filter(|source| layer(source).is_some_and(|layer| EXACT.contains(&layer)));
    hold(
        "Below `session` there are no hashed collections (their order is not told), no clocks but SimTime, no floats.",
        words_that(exact, |source, at, word| names.contains(&word) || is_float(&source.code, at, word)),
    );
}

/// `f64`, `1f64`, `1e6`, and the part before the point of `1.5` (but not of `pair.0.1` or `0..1`).
fn is_float(code: &str, at: usize, word: &str) -> bool {
    if matches!(word, "f32" | "f64") {
        return true;
    }
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let number = word.starts_with(|c: char| c.is_ascii_digit()) && !code[..at].ends_with('.');
    let exponent = word.split_once('e').is_some_and(|(left, right)| all_digits(left) && all_digits(right));
    let suffix = !word.starts_with("0x") && (word.ends_with("f32") || word.ends_with("f64"));
    let point = code[at + word.len()..]
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    number && (exponent || suffix || all_digits(word) && point)
}

// ---- how things are written

#[test]
fn every_file_says_what_it_is() {
    let heads = rust("src/").into_iter().filter(|source| !source.text.starts_with("//!"));
    hold("A file opens with `//!`: what it is.", heads.map(|source| format!("{}:1", source.path)));
}

#[test]
fn a_function_fits_a_screen() {
    let mut offences = Vec::new();
    for source in all_rust() {
        let long = source.functions().into_iter().filter(|(_, _, lines)| *lines > MAX_FUNCTION_LINES);
        offences.extend(
            long.map(|(name, at, lines)| format!("{}: fn {name} takes {lines} lines", source.at(at))),
        );
    }
    hold(&format!("A function takes at most {MAX_FUNCTION_LINES} lines."), offences);
}

#[test]
fn a_file_is_one_idea() {
    let sized = all_rust().into_iter().map(|source| (source.text.lines().count(), source.path));
    let long = sized.filter(|(lines, _)| *lines > MAX_FILE_LINES);
    hold(
        &format!("A file takes at most {MAX_FILE_LINES} lines."),
        long.map(|(lines, path)| format!("{path}: {lines} lines")),
    );
}

#[test]
fn a_line_can_be_read() {
    let mut offences = Vec::new();
    for path in files().iter().filter(|path| [".rs", ".mjs", ".js"].iter().any(|end| path.ends_with(end))) {
        let text = text(path).unwrap_or_default();
        let long = text.lines().enumerate().filter(|(_, line)| line.chars().count() > MAX_LINE_CHARS);
        offences
            .extend(long.map(|(i, line)| format!("{path}:{}: {} characters", i + 1, line.chars().count())));
    }
    hold(&format!("A line has at most {MAX_LINE_CHARS} characters."), offences);
}

#[test]
fn nothing_is_left_undone() {
    let macros = ["todo", "unimplemented", "dbg"];
    let sources = all_rust();
    let mut offences = words_that(&sources, |source, at, word| {
        macros.contains(&word) && source.code[at + word.len()..].starts_with('!')
    });
    offences.extend(words_that(&sources, |source, at, word| {
        matches!(word, "ignore" | "should_panic") && source.code[..at].ends_with("#[")
    }));
    hold(
        "No todo!, unimplemented!, dbg!, #[ignore] or #[should_panic]: finish it, or leave it out.",
        offences,
    );
}

// ---- nothing lies about unused

#[test]
fn every_source_file_is_a_module() {
    let sources = rust("src/");
    let mut open = vec!["src/lib.rs".to_owned(), "src/main.rs".to_owned()];
    let mut reached = BTreeSet::new();
    while let Some(path) = open.pop() {
        let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
        if !reached.insert(path.clone()) {
            continue;
        }
        let (folder, stem) = path.trim_end_matches(".rs").rsplit_once('/').expect("it is under src/");
        let inside = if ["lib", "main", "mod"].contains(&stem) {
            folder.to_owned()
        } else {
            format!("{folder}/{stem}")
        };
        for (name, _) in source.declared_modules() {
            open.extend([format!("{inside}/{name}.rs"), format!("{inside}/{name}/mod.rs")]);
        }
    }
    let dead = sources.into_iter().map(|source| source.path).filter(|path| !reached.contains(path));
    hold("Every file under src/ is declared as a module by its parent.", dead);
}

#[test]
fn every_scenario_is_tested() {
    let scenarios: Vec<String> = files()
        .into_iter()
        .filter(|path| path.starts_with("static/scenarios/") && path.ends_with(".session"))
        .collect();
    assert!(
        !scenarios.is_empty(),
        "static/scenarios/ holds no .session file yet: the page needs its scenarios."
    );
    // A test that walks the folder runs them all; otherwise each must be named.
    let tests = test_texts();
    let runner = text("tests/scenarios.rs").unwrap_or_default();
    let walked = runner.contains("sessions(\"static/scenarios\")") && lists_folders();
    let named = |path: &String| {
        let file = path.trim_start_matches("static/scenarios/");
        let quoted = format!("\"{}\"", file.trim_end_matches(".session"));
        tests.iter().any(|text| text.contains(file) || text.contains(&quoted))
    };
    hold(
        "Every scenario is run or named by a test.",
        scenarios.into_iter().filter(|path| !walked && !named(path)),
    );
}

#[test]
fn every_session_test_runs() {
    let sessions: Vec<String> =
        files().into_iter().filter(|path| path.starts_with("tests/sessions/")).collect();
    assert!(
        !sessions.is_empty(),
        "tests/sessions/ holds no .txt file yet: sessions with their transcripts go there."
    );
    let runner = text("tests/sessions.rs")
        .expect("tests/sessions.rs runs the files of tests/sessions/; it is absent.");
    let walks = runner.contains("runs::files(\"tests/sessions\"") && lists_folders();
    assert!(
        walks,
        "tests/sessions.rs: it must walk tests/sessions/ (runs::files), so that no file is forgotten."
    );
    hold(
        "In tests/sessions/ a file is a session with its transcript and is called *.txt; others are not run.",
        sessions.into_iter().filter(|path| !path.ends_with(".txt")),
    );
}

/// What the test suites list their files with does walk the folder.
fn lists_folders() -> bool {
    text("tests/docs_support/runs.rs").is_some_and(|text| text.contains("read_dir"))
}

fn test_texts() -> Vec<String> {
    let paths = files().into_iter().filter(|path| path.starts_with("tests/") && *path != "tests/tidy.rs");
    paths
        .filter(|path| path.ends_with(".rs") || path.ends_with(".mjs"))
        .filter_map(|path| text(&path))
        .collect()
}

#[test]
fn every_static_file_is_used() {
    let all = files();
    let users = all.iter().filter(|path| {
        ["src/", "hooks/"].iter().any(|folder| path.starts_with(folder))
            || ["index.html", "Makefile", "Trunk.toml"].contains(&path.as_str())
    });
    let users: String = users.filter_map(|path| text(path)).collect();
    let used = |path: &str| {
        users.contains(path) || users.contains(path.rsplit_once('/').map_or(path, |(_, name)| name))
    };
    let own = all.iter().filter(|path| path.starts_with("static/") && !path.starts_with("static/scenarios/"));
    hold(
        "A file under static/ is named by index.html, the build or the source.",
        own.filter(|path| !used(path)).cloned(),
    );
}

// ---- the repository as a whole

#[test]
fn the_map_names_every_module() {
    let map = text("ARCHITECTURE.md").expect("ARCHITECTURE.md is absent: it maps the modules for a reader.");
    let named = |source: &Source| {
        let path = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let Some((folder, stem)) = path.rsplit_once('/') else {
            return words(&map).any(|(_, word)| word == path);
        };
        map.contains(path) || map.contains(&path.replace('/', "::")) || listed(&map, folder, stem)
    };
    let sources = rust("src/");
    hold(
        "ARCHITECTURE.md names every module: as a path (`sim/time`), or in a list that begins with its folder.",
        sources.iter().filter(|source| !named(source)).map(|source| source.path.clone()),
    );
}

/// Whether a line that begins with `src/FOLDER/` has the word `stem`, or one of the lines that continue it.
fn listed(map: &str, folder: &str, stem: &str) -> bool {
    let mut inside = false;
    for line in map.lines() {
        let start = line.trim_start().trim_start_matches(['-', '*', '`', '|', ' ']);
        if let Some(rest) = start.strip_prefix("src/") {
            inside = rest.strip_prefix(folder).is_some_and(|rest| rest.starts_with(['/', '`', ' ']));
        } else if start.is_empty() {
            inside = false;
        }
        if inside && words(line).any(|(_, word)| word == stem) {
            return true;
        }
    }
    false
}

/// A text that a person reads: two words beside each other, or Hangul.
fn is_a_text(literal: &str) -> bool {
    let word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words: Vec<&str> =
        literal.split(' ').map(|word| word.trim_end_matches(['.', ',', ':', ';', '!', '?'])).collect();
    words.windows(2).any(|pair| pair.iter().all(|one| word(one)))
        || literal.chars().any(|c| ('가'..='힣').contains(&c))
}

#[test]
fn every_text_of_the_page_is_in_its_language() {
    // What stands as it is in every language: names, and a line of a file.
    let pasted = r"session.timeout.ms=45000\nmax.poll.records=500";
    let names = ["groupscope", "kafka.apache.org", "consumer.properties", pasted];
    let read = ["aria-label", "title", "placeholder", "alt", "label", "aria-valuetext"];
    let mut offences = Vec::new();
    for source in rust("src/web").into_iter().chain(rust("src/scene")) {
        // What the embedding interface throws is read by programmers in a console, in English as all of its kind.
        if source.path.contains("src/web/mount") {
            continue;
        }
        let code = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let ends = ["/tests.rs", "scene/tests/stage.rs", "scene/tests/epochs.rs", "scene/fixture.rs"];
        let only_tests = ends.iter().any(|end| source.path.ends_with(end));
        let lines =
            code.lines().enumerate().filter(|(_, line)| !only_tests && !line.trim().starts_with("//"));
        for (number, line) in lines {
            let pieces: Vec<&str> = line.split('"').collect();
            for (place, literal) in pieces.iter().enumerate().filter(|(place, _)| place % 2 == 1) {
                let before = pieces[place - 1].trim_end_matches(['{', '=', ' ']);
                let child = pieces[place - 1].trim_start() == "{ " || pieces[place - 1].ends_with(">{ ");
                let named = child || read.iter().any(|name| before.ends_with(name));
                let spoken = named && literal.chars().filter(|c| c.is_alphabetic()).count() > 1;
                // Classes, selectors and SVG are for the browser.
                let technical =
                    ["class", "query_selector", "closest", "<svg"].iter().any(|mark| line.contains(mark));
                if !names.contains(literal) && (spoken || (is_a_text(literal) && !technical)) {
                    offences.push(format!("{}:{}: {literal}", source.path, number + 1));
                }
            }
        }
    }
    hold("A text that a person reads is in src/session/language, once for each language.", offences);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let folders = ["work", "root", "home"].map(|name| format!("/{name}/"));
    let hosts =
        [["crates", ".io"], ["npmjs", ".org"], ["npmjs", ".com"], ["pypi", ".org"], ["deb.debian", ".org"]];
    let wrong: Vec<String> = folders.into_iter().chain(hosts.map(|parts| parts.concat())).collect();
    let mut offences = Vec::new();
    for path in files().iter().filter(|path| !path.ends_with(".lock") && !path.ends_with("-lock.json")) {
        let Some(text) = text(path) else { continue };
        for what in &wrong {
            offences.extend(
                text.match_indices(what).map(|(at, _)| format!("{path}:{}: {what}", line_of(&text, at))),
            );
        }
    }
    hold("No file names a folder of someone's machine or the host of a package registry.", offences);
}

#[test]
fn every_tool_is_pinned() {
    let mut offences = Vec::new();
    let package = text("package.json").expect("package.json pins the tools from npm; it is absent.");
    let package: serde_json::Value = serde_json::from_str(&package).expect("package.json is JSON");
    for (name, version) in package["devDependencies"].as_object().expect("devDependencies is an object") {
        let version = version.as_str().unwrap_or_default();
        if !version.starts_with(|c: char| c.is_ascii_digit()) {
            offences.push(format!("package.json: {name} is `{version}`, not one version"));
        }
    }
    for path in ["Makefile", ".ci/run"] {
        let text = text(path).unwrap_or_else(|| panic!("{path} is absent."));
        for (i, line) in text.lines().enumerate() {
            let installs = line.contains("$(CARGO_INSTALL) ") && !line.contains("_VERSION)");
            let floats = ["npx ", "npm install", "npm i ", "@latest"].iter().any(|way| line.contains(way));
            if installs || floats {
                offences.push(format!("{path}:{}: {}", i + 1, line.trim()));
            }
        }
    }
    hold("Every tool is installed in one version, written down here.", offences);
}

// ---- the tests of these tests

#[test]
fn code_is_told_from_words() {
    let text = r####"
        // fn comment() { /* {
        fn a<'x>(c: &'x str) -> char { let _ = ("fn no() {", '{', '\'', b'"', r##"" fn no() { "#"##, "\"{"); '"' }
        /* fn no() { /* nested { */ { */ fn b() {} type F = fn(u8) -> u8; fn c(_: [u8; 2]);
    "####;
    let source = Source::new("x.rs", text.to_owned());
    let names: Vec<&str> = source.functions().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(source.code.len(), text.len());
    assert_eq!(source.code.matches('{').count(), source.code.matches('}').count());
}

#[test]
fn a_function_is_measured_to_its_closing_brace() {
    let source = Source::new("x.rs", "fn a() {\n  if x {\n    '}';\n  }\n}\n\nfn b() {}\n".to_owned());
    let lines: Vec<usize> = source.functions().into_iter().map(|(_, _, lines)| lines).collect();
    assert_eq!(lines, [5, 1]);
}

#[test]
fn uses_are_found_in_groups() {
    let source =
        Source::new("x.rs", "use crate::{a::B, c::{d, e}, f}; crate::g::h(); // crate::no\n".to_owned());
    let heads: Vec<&str> = source.crate_paths().into_iter().map(|(head, _)| head).collect();
    assert_eq!(heads, ["a", "c", "f", "g"]);
}

#[test]
fn types_are_told_from_what_belongs_to_one() {
    let text = "struct A;\nimpl B for A { type Item = u8; }\nmod tests { type C = u8; enum D {} }\ntrait E { type F; }";
    let source = Source::new("x.rs", text.to_owned());
    let names: Vec<&str> = source.types().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["A", "C", "D", "E"]);
}

#[test]
fn floats_are_told_from_other_numbers() {
    let code = "1.5 2e6 3f64 x.0.1 0..1 10usize 0x1e6 0xf32 1_000 self.0 v1.2";
    let source = Source::new("x.rs", code.to_owned());
    let floats: Vec<&str> =
        source.words().filter(|(at, word)| is_float(&source.code, *at, word)).map(|(_, word)| word).collect();
    assert_eq!(floats, ["1", "2e6", "3f64"]);
}
