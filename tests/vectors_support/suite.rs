//! Runs one suite of vectors: finds its files, plays every line, counts, and says what went wrong where.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// How a case can fail.
pub enum Failure {
    /// The line is not a case of this suite.
    Malformed(String),
    /// We answered otherwise than Kafka: which case, and both answers.
    Differs(String),
}

/// A case that is no JSON of its format.
pub fn unreadable(error: &serde_json::Error) -> Failure {
    // The line is the file's, not the one that a parser of single lines knows of.
    Failure::Malformed(error.to_string().replace(" at line 1 column ", ", column "))
}

/// What became of a case that fills a file.
pub enum Outcome {
    Equal,
    /// Where, and how.
    Failed(String, Failure),
    /// Why it could not be played.
    NotRun(String),
}

/// The script that re-enacts the recording in `file`: the one beside it, else the repository's own of that name.
pub fn script_of(file: &Path) -> Result<(PathBuf, Vec<u8>), Outcome> {
    let beside = file.with_extension("session");
    let suite = file.parent().and_then(Path::file_name).unwrap_or_default();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(suite);
    let own = own.join(beside.file_name().unwrap_or_default());
    let found = [&beside, &own].into_iter().find_map(|script| Some((script.clone(), fs::read(script).ok()?)));
    found.ok_or_else(|| {
        let (beside, own) = (beside.display(), own.display());
        Outcome::NotRun(format!("nothing re-enacts it: there is neither {beside} nor {own}"))
    })
}

/// What a case is, and what plays it.
pub enum Cases {
    /// One on each line.
    Lines(fn(&str) -> Result<(), Failure>),
    /// One in each file.
    Files(fn(&Path, &str) -> Outcome),
}

/// A sub-folder of the vectors.
pub struct Suite {
    /// The folder's name.
    pub name: &'static str,
    pub cases: Cases,
}

/// How many cases there were, and what became of them.
#[derive(Default)]
struct Count {
    cases: usize,
    equal: usize,
    not_run: usize,
}

impl Suite {
    /// Plays all cases under `vectors`, prints the count, and answers whether all were equal.
    pub fn run(&self, vectors: &Path) -> bool {
        let folder = vectors.join(self.name);
        let files = match case_files(&folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                println!("{}: 0 of 0 cases equal (there is no folder {})", self.name, folder.display());
                return true;
            }
            Err(error) => {
                println!("error: {}: {error}", folder.display());
                return false;
            }
        };
        let (mut count, mut readable) = (Count::default(), true);
        for file in files {
            let text = match fs::read_to_string(&file) {
                Ok(text) => text,
                Err(error) => {
                    println!("error: {}: {error}", file.display());
                    readable = false;
                    continue;
                }
            };
            match self.cases {
                Cases::Lines(check) => {
                    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
                    for (index, line) in lines {
                        let place = format!("{}:{}", file.display(), index + 1);
                        count.play(&place, || match check(line) {
                            Ok(()) => Outcome::Equal,
                            Err(failure) => Outcome::Failed(place.clone(), failure),
                        });
                    }
                }
                Cases::Files(check) => count.play(&file.display().to_string(), || check(&file, &text)),
            }
        }
        let Count { cases, equal, not_run } = count;
        let said = if not_run > 0 { format!(" ({not_run} not run)") } else { String::new() };
        println!("{}: {equal} of {cases} cases equal{said}", self.name);
        readable && equal + not_run == cases
    }
}

impl Count {
    fn play(&mut self, place: &str, case: impl FnOnce() -> Outcome) {
        self.cases += 1;
        // A case that panics must not hide the ones after it.
        match catch_unwind(AssertUnwindSafe(case)) {
            Ok(Outcome::Equal) => self.equal += 1,
            Ok(Outcome::NotRun(why)) => {
                self.not_run += 1;
                println!("not run: {place}: {why}");
            }
            Ok(Outcome::Failed(place, Failure::Malformed(what))) => {
                println!("error: {place}: malformed case: {what}");
            }
            Ok(Outcome::Failed(place, Failure::Differs(what))) => println!("differs: {place}: {what}"),
            Err(_) => println!("error: {place}: the case panicked"),
        }
    }
}

/// All `*.jsonl` files of a folder, by name.
fn case_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What was asked for on the command line.
#[derive(Default)]
pub struct Arguments {
    /// Only list the suites.
    pub list: bool,
    exact: bool,
    wanted: Vec<String>,
    skipped: Vec<String>,
}

impl Arguments {
    /// Reads the arguments that `cargo test` hands on.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Self {
        let mut parsed = Arguments::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--list" => parsed.list = true,
                "--exact" => parsed.exact = true,
                "--skip" => parsed.skipped.extend(arguments.next()),
                // These bring a value of their own, which is no name of a suite.
                "--test-threads" | "--color" | "--format" | "--logfile" | "--shuffle-seed" | "-Z" => {
                    arguments.next();
                }
                option if option.starts_with('-') => {}
                name => parsed.wanted.push(name.to_owned()),
            }
        }
        parsed
    }

    /// Whether a suite of this name is to run.
    pub fn selects(&self, name: &str) -> bool {
        let matches = |word: &String| if self.exact { name == word } else { name.contains(word.as_str()) };
        (self.wanted.is_empty() || self.wanted.iter().any(matches)) && !self.skipped.iter().any(matches)
    }
}
