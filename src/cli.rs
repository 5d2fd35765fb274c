//! The command line: runs a session file and prints what happened, or checks it.

use clap::{Parser, Subcommand, ValueEnum};
use groupscope::cluster::Cluster;
use groupscope::session::Lang;
use groupscope::session::export;
use groupscope::session::export::diagram::{DiagramNotation, sequence};
use groupscope::session::interpret::Interpreter;
use groupscope::session::language::table::TableText;
use groupscope::session::lexer::{ScriptError, Span, in_order};
use groupscope::session::mistake::Mistake;
use groupscope::session::names::Names;
use groupscope::session::report::{AnswerReport, Report};
use groupscope::session::scenario::Scenario;
use groupscope::session::transcript::{self, Level};
use groupscope::session::values;
use groupscope::session::why::{self, AnswerLine, Question};
use groupscope::sim::time::SimTime;
use groupscope::sim::timeline::Reach;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

mod compare;
mod describe;
mod import;
mod link;
mod markdown;
mod output;
mod properties;
#[cfg(feature = "ssr")]
mod render;
mod what_if;

use markdown::FencedSession;
use output::{complain, complain_of, print, say};

/// How often a long run says how far it has come.
const SIGN_OF_LIFE: Duration = Duration::from_secs(3);

/// Simulates an Apache Kafka consumer group exactly.
#[derive(Parser)]
#[command(name = "groupscope", version)]
struct Arguments {
    /// The language of what is printed: English or Korean.
    #[arg(long, global = true, default_value = "en")]
    lang: Language,
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run a session file and print what happened.
    Run {
        /// The .session file.
        file: PathBuf,
        /// Run to this instant of virtual time (12.480s; without a unit: seconds), before or after the file's end.
        #[arg(long, value_name = "T", value_parser = instant)]
        until: Option<SimTime>,
        /// What to print: a transcript with a table at the end, one JSON object, comma-separated values, a diagram, or
        /// the log of the Java clients.
        #[arg(long, default_value = "text")]
        format: ReportFormat,
        /// How much the transcript tells.
        #[arg(long, default_value = "detail")]
        tell: Told,
        /// A question about the end of the run, as a `why` line asks it: "orders-2 offset=135". May be repeated.
        #[arg(long, value_name = "QUESTION")]
        why: Vec<String>,
    },
    /// Read a consumer's settings (consumer.properties, Spring's YAML, librdkafka's or kafka-python's names, JSON) and
    /// print the line of a session that sets them, what was left out, and why.
    Properties {
        /// The file with the settings.
        file: PathBuf,
    },
    /// Print the fragment of a link that opens a session file in the page: put it behind the page's address and `#`.
    Link {
        /// The .session file.
        file: PathBuf,
        /// The instant at which it opens (12.480s; without a unit: seconds).
        #[arg(long, value_name = "T", value_parser = instant)]
        at: Option<SimTime>,
    },
    /// Simulate rolling deploys of a consumer group, as it is and done in other ways, each many times with another
    /// seed, and print what they cost: rebalances, partitions without a reader, records that come twice or are lost,
    /// recovery.
    WhatIf(what_if::WhatIf),
    /// Read what `kafka-consumer-groups.sh --describe` printed of a real group, and print a session with its topics,
    /// partitions, members, assignor and lags. What differs is told on standard error.
    Import {
        /// The file with the output; `-` for standard input.
        file: PathBuf,
        /// The group to take, if there are several.
        #[arg(long)]
        group: Option<String>,
    },
    /// Run a session file and print what `kafka-consumer-groups.sh --describe` prints of its groups at the end.
    Describe {
        /// The .session file.
        file: PathBuf,
        /// The group to describe; all groups if left out.
        #[arg(long)]
        group: Option<String>,
        /// Describe the members.
        #[arg(long, conflicts_with = "state")]
        members: bool,
        /// Describe the group itself.
        #[arg(long)]
        state: bool,
        /// Print the columns that the tool prints with --verbose as well.
        #[arg(long)]
        verbose: bool,
        /// The instant of virtual time, before or after the file's end (12.480s; without a unit: seconds).
        #[arg(long, value_name = "T", value_parser = instant)]
        at: Option<SimTime>,
    },
    /// Run two sessions, or one as it is and with one thing done otherwise, and print what each came to and where they
    /// part.
    Compare {
        /// The .session file of run A.
        a: PathBuf,
        /// That of run B.
        #[arg(required_unless_present = "with")]
        b: Option<PathBuf>,
        /// Run B is run A with this: eager, cooperative, consumer, static, dynamic, close, kill, commit-on-revoke,
        /// defaults, or key=value for a setting of the consumers'.
        #[arg(long, value_name = "CHANGE", conflicts_with = "b")]
        with: Option<String>,
        /// Run both to this instant (12.480s; without a unit: seconds); without it, each to its end.
        #[arg(long, value_name = "T", value_parser = instant)]
        until: Option<SimTime>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Draw the stage at an instant as an SVG document, a stretch as one that moves, or the stage at each caption as a
    /// page to print.
    #[cfg(feature = "ssr")]
    Render(render::Render),
    /// Check session files: run each to its end, print every error and every expectation that failed.
    Check {
        /// The .session files; or Markdown files, of which the fences with the language `groupscope` are checked.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum ReportFormat {
    Text,
    Json,
    /// The numbers of the end: a line for each partition of each group.
    Csv,
    /// Everything that happened: a line for each entry of the journal.
    JournalCsv,
    /// The newest requests of the first group as a sequence diagram for Mermaid.
    Mermaid,
    /// The same for PlantUML.
    #[value(name = "plantuml")]
    PlantUml,
    Log,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    En,
    Ko,
}

impl Language {
    fn lang(self) -> Lang {
        match self {
            Language::En => Lang::En,
            Language::Ko => Lang::Ko,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Told {
    Nothing,
    Story,
    Detail,
    Wire,
}

impl Told {
    fn level(self) -> Level {
        match self {
            Told::Nothing => Level::Nothing,
            Told::Story => Level::Story,
            Told::Detail => Level::Detail,
            Told::Wire => Level::Wire,
        }
    }
}

fn instant(text: &str) -> Result<SimTime, String> {
    let with_unit =
        if text.ends_with(|c: char| c.is_ascii_digit()) { format!("{text}s") } else { text.to_owned() };
    let span = values::span("T", &with_unit).map_err(|mistake| Lang::En.say(mistake))?;
    Ok(SimTime::from_micros(span.as_micros()))
}

/// Does what the command line asks for. Exit code 1: the file is wrong or an expectation failed; 2: wrong usage.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are wanted, and go to standard output.
        Err(asked) if !asked.use_stderr() => {
            return if print(&asked.render().to_string()) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Err(wrong) => {
            say(wrong.render().to_string().trim_end());
            return ExitCode::from(2);
        }
    };
    let lang = arguments.lang.lang();
    let good = match arguments.command {
        Task::Run { file, until, format, tell, why } => run(&file, until, format, (tell.level(), lang), &why),
        // Every file is checked, even after errors in earlier ones.
        Task::Check { files } => {
            files.iter().map(|file| check(file, lang)).fold(true, |all, good| all & good)
        }
        Task::Compare { a, b, with, until, json } => {
            compare::run(&a, b.as_deref(), with.as_deref(), (until, json), lang)
        }
        #[cfg(feature = "ssr")]
        Task::Render(asked) => render::run(&asked, lang),
        Task::Link { file, at } => link::run(&file, at.unwrap_or_default(), lang),
        Task::Properties { file } => properties::run(&file, lang),
        Task::WhatIf(asked) => what_if::run(&asked, lang),
        Task::Import { file, group } => import::run(&file, group, lang),
        Task::Describe { file, group, members, state, verbose, at } => {
            let view = describe::view(members, state);
            describe::run(&file, group.as_deref(), (view, verbose), at, lang)
        }
    };
    let good = good && output::all_was_said();
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn bytes_of(file: &Path) -> Option<Vec<u8>> {
    std::fs::read(file).map_err(|error| say(&format!("{}: cannot be read: {error}", file.display()))).ok()
}

fn read(file: &Path, lang: Lang) -> Option<Scenario> {
    let bytes = bytes_of(file)?;
    Scenario::read(&bytes).map_err(|errors| complain(file, &errors, lang)).ok()
}

fn execute(file: &Path, scenario: &Scenario, told: (Level, Lang), end: SimTime) -> Option<Interpreter> {
    run_through(scenario, told, end).map_err(|error| complain(file, &[error], told.1)).ok()
}

/// Runs the lines of a session.
fn run_through(
    scenario: &Scenario,
    (level, lang): (Level, Lang),
    end: SimTime,
) -> Result<Interpreter, ScriptError> {
    let mut interpreter = Interpreter::new(&scenario.setup, level, end)?;
    interpreter.lang = lang;
    interpreter.run(&scenario.statements);
    Ok(interpreter)
}

/// Prints errors and failed expectations; whether there were none.
fn judge(file: &Path, interpreter: &mut Interpreter) -> bool {
    let wrong = found_wrong(interpreter);
    let none = wrong.is_empty();
    complain_of(file, wrong.into_iter(), interpreter.lang);
    none
}

/// The errors of a run, and its failed expectations.
fn found_wrong(interpreter: &mut Interpreter) -> Vec<(Span, String)> {
    let lang = interpreter.lang;
    let errors = in_order(std::mem::take(&mut interpreter.errors));
    let failed = interpreter.expectations.iter().filter(|expectation| !expectation.passed);
    let failed = failed.map(|failed| (failed.span, failed.sentence.clone()));
    errors.iter().map(|error| (error.span, error.message(lang))).chain(failed).collect()
}

/// Runs on for as long as it takes, and says from time to time how far it has come.
fn run_on(interpreter: &mut Interpreter, until: SimTime) {
    let mut said = Instant::now();
    while interpreter.run_on(until) == Reach::More {
        if said.elapsed() > SIGN_OF_LIFE {
            said = Instant::now();
            say(&format!("at {} s of {until} s", interpreter.timeline.now()));
        }
    }
}

fn run(
    file: &Path,
    until: Option<SimTime>,
    format: ReportFormat,
    (level, lang): (Level, Lang),
    why: &[String],
) -> bool {
    let Some(scenario) = read(file, lang) else { return false };
    let Some(mut interpreter) = execute(file, &scenario, (level, lang), until.unwrap_or(SimTime::MAX)) else {
        return false;
    };
    if let Some(until) = until {
        run_on(&mut interpreter, until);
    }
    let (answers, unanswered) = answers(&interpreter, why);
    let text = match format {
        ReportFormat::Json => {
            let report = Report::of(interpreter.timeline.present());
            let why: Vec<AnswerReport> =
                answers.iter().map(|(question, links)| AnswerReport::of(question, links)).collect();
            vec![if why.is_empty() { report.to_json() } else { report.to_json_with(&why) }]
        }
        ReportFormat::Csv => vec![export::numbers(&Report::of(interpreter.timeline.present()))],
        ReportFormat::JournalCsv => {
            let world = interpreter.timeline.present();
            let names = Names::of(world.journal());
            vec![export::journal(world, |entry| transcript::sentence(lang, &names, entry))]
        }
        ReportFormat::Mermaid => vec![diagram(interpreter.timeline.present(), DiagramNotation::Mermaid)],
        ReportFormat::PlantUml => vec![diagram(interpreter.timeline.present(), DiagramNotation::PlantUml)],
        ReportFormat::Log => describe::log(interpreter.timeline.present()),
        ReportFormat::Text => {
            let now = interpreter.timeline.now();
            let mut lines = interpreter.take_output();
            lines.push(format!("\n{}", lang.say(TableText::Instant(&now.to_string()))));
            for table in ["group", "consumers", "lanes", "causes", "totals"] {
                interpreter.show(table, None);
            }
            lines.extend(interpreter.take_output());
            for (question, links) in &answers {
                lines.push(format!("\nwhy {question}"));
                lines.extend(why::lines(lang, links));
            }
            lines
        }
    };
    let printed = print(&text.join("\n"));
    unanswered.iter().for_each(|sentence| say(sentence));
    judge(file, &mut interpreter) && unanswered.is_empty() && printed
}

/// The sequence diagram of the first group.
fn diagram(world: &Cluster, notation: DiagramNotation) -> String {
    let groups = Report::of(world).groups;
    sequence(world, &groups.first().map_or("", |group| &group.id).into(), notation)
}

/// The answers at the end of the run, and a sentence for each question that has none.
fn answers(interpreter: &Interpreter, questions: &[String]) -> (Vec<(String, Vec<AnswerLine>)>, Vec<String>) {
    let (mut answers, mut unanswered) = (Vec::new(), Vec::new());
    for question in questions {
        let answer = Question::read(question)
            .and_then(|asked| interpreter.why(interpreter.lang, &asked).map_err(Mistake::from));
        match answer {
            Ok(links) => answers.push((question.clone(), links)),
            Err(mistake) => {
                unanswered.push(format!("--why \"{question}\": {}", mistake.message(interpreter.lang)))
            }
        }
    }
    (answers, unanswered)
}

/// Checks a session file, or the sessions in the fences of a Markdown file.
fn check(file: &Path, lang: Lang) -> bool {
    let Some(bytes) = bytes_of(file) else { return false };
    let wrong = match std::str::from_utf8(&bytes) {
        Ok(text) if markdown::is_markdown(file) => {
            let sessions = markdown::fenced_sessions(text);
            if sessions.is_empty() {
                say(&nothing_fenced(file, lang));
            }
            let wrong_in = |session: &FencedSession| {
                let wrong = check_script(session.script.as_bytes(), lang).into_iter();
                wrong.map(|(span, sentence)| (session.place(span), sentence)).collect::<Vec<_>>()
            };
            sessions.iter().flat_map(wrong_in).collect()
        }
        _ => check_script(&bytes, lang),
    };
    let none = wrong.is_empty();
    complain_of(file, wrong.into_iter(), lang);
    none
}

fn nothing_fenced(file: &Path, lang: Lang) -> String {
    let file = file.display();
    match lang {
        Lang::En => format!("{file}: has no fence with the language groupscope; nothing was checked."),
        Lang::Ko => format!("{file}: groupscope 언어의 코드 블록이 없어 검사한 것이 없습니다."),
    }
}

/// Runs a session to its end: its errors and failed expectations.
fn check_script(script: &[u8], lang: Lang) -> Vec<(Span, String)> {
    let told =
        |errors: &[ScriptError]| errors.iter().map(|error| (error.span, error.message(lang))).collect();
    let scenario = match Scenario::read(script) {
        Ok(scenario) => scenario,
        Err(errors) => return told(&errors),
    };
    match run_through(&scenario, (Level::Nothing, lang), SimTime::MAX) {
        Ok(mut interpreter) => found_wrong(&mut interpreter),
        Err(error) => told(&[error]),
    }
}
