//! Runs the lines of a session against a world, and records what it does at which instant.

use crate::cluster::Cluster;
use crate::cluster::command::Command;
use crate::cluster::command_error::CommandError;
use crate::cluster::journal::Entry;
use crate::session::caption::{Caption, CaptionKind, Choice};
use crate::session::cast::Cast;
use crate::session::condition::{WaitCondition, Watch};
use crate::session::expect::{self, Expectation, Remembered};
use crate::session::grammar::{self, Does, Keyword};
use crate::session::language::Lang;
use crate::session::language::mistake::{Outcome, Placed};
use crate::session::lexer::{ScriptError, Span};
use crate::session::mistake::{Mistake, ScenarioMistake, Unmet, WhyMistake};
use crate::session::names::Names;
use crate::session::prediction::Prediction;
use crate::session::scenario::{Setup, Texts};
use crate::session::script::Statement;
use crate::session::tables;
use crate::session::tally::{Moment, Tally};
use crate::session::tasks::LessonTask;
use crate::session::telling::{Level, telling};
use crate::session::transcript;
use crate::session::values::LONGEST;
use crate::session::why::{self, AnswerLine, Question};
use crate::session::words::REFUSED;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use crate::sim::timeline::{Model, Reach, Timeline};
use std::sync::Arc;

/// How long `run until=` waits if nothing else is said.
const PATIENCE: SimDuration = SimDuration::from_secs(600);

/// A script in which more happens than this is not worth waiting for, if nothing else is said.
const MOST_STEPS: u64 = 50_000_000;
/// If more than this happens without time passing, it never will.
pub const MOST_STEPS_OF_AN_INSTANT: u64 = 200_000;

impl Model for Cluster {
    type Command = Command;
    type Error = CommandError;

    fn now(&self) -> SimTime {
        Cluster::now(self)
    }

    fn apply(&mut self, command: &Command) -> Result<(), CommandError> {
        Cluster::apply(self, command)
    }

    fn advance_to(&mut self, time: SimTime) {
        Cluster::advance_to(self, time);
    }

    fn step(&mut self, limit: SimTime) -> bool {
        Cluster::step(self, limit)
    }

    fn weight(&self) -> usize {
        Cluster::weight(self)
    }
}

/// The world that a setup describes.
///
/// # Errors
/// A broker property the cluster refuses; the setup of a checked scenario has none.
pub fn world(setup: &Setup) -> Result<Cluster, ScriptError> {
    let config = setup.cluster().map_err(|error| ScriptError::new(Span { line: 1, column: 1 }, error))?;
    Ok(Cluster::new(config))
}

/// How a run prints what its lines ask for.
pub struct Printer {
    why: fn(&Interpreter, &Question) -> Result<Vec<String>, WhyMistake>,
    table: fn(&Interpreter, &str, Option<&str>) -> Vec<String>,
    entry: fn(Lang, &Names, &Entry) -> String,
    expect: fn(&mut Interpreter, &Statement),
    mark: fn(&mut Interpreter, &str, Option<&Vec<&Statement>>),
    refusal: fn(&mut Interpreter, &Statement, Span, Option<CommandError>),
    error: fn(Lang, &ScriptError) -> String,
}

/// A run of a script: the world with its history, and everything the script produced along the way.
pub struct Interpreter {
    pub timeline: Timeline<Cluster>,
    pub captions: Vec<Caption>,
    /// What there is to try afterwards.
    pub tasks: Vec<LessonTask>,
    /// The sentence that stays.
    pub learned: Option<Texts>,
    pub expectations: Vec<Expectation>,
    pub errors: Vec<ScriptError>,
    /// Whether the script's end was not reached, because the run ended before or something never came.
    pub stopped: bool,
    /// The language of the transcript and of its tables.
    pub lang: Lang,
    /// The script is given up, with an error, when more than this has happened in it.
    pub most_steps: u64,
    cast: Cast,
    marks: SortedMap<String, Remembered>,
    tally: Arc<Tally>,
    /// The world as it was looked at last, if nothing has happened since.
    looked: Option<Arc<Moment>>,
    watch: Watch,
    names: Names,
    level: Level,
    /// How many journal entries the transcript has told.
    told: usize,
    /// `None` prints nothing, and does not ask whether what is to be printed can be.
    printer: Option<&'static Printer>,
    output: Vec<String>,
    end: SimTime,
    steps: u64,
    /// How many of them since time moved last.
    steps_of_instant: u64,
}

impl Interpreter {
    /// Begins a run that tells `level` and goes no further than `end`.
    ///
    /// # Errors
    /// A setup that makes no world.
    pub fn new(setup: &Setup, level: Level, end: SimTime) -> Result<Interpreter, ScriptError> {
        let run = Interpreter::silent(setup)?;
        Ok(Interpreter { level, end, printer: Some(&PRINTER), ..run })
    }

    /// Begins a run that prints nothing. Whether a `why` of the script has an answer is not asked.
    ///
    /// # Errors
    /// A setup that makes no world.
    pub fn silent(setup: &Setup) -> Result<Interpreter, ScriptError> {
        Ok(Interpreter {
            timeline: Timeline::new(world(setup)?),
            captions: Vec::new(),
            tasks: Vec::new(),
            learned: None,
            expectations: Vec::new(),
            errors: Vec::new(),
            stopped: false,
            lang: Lang::default(),
            most_steps: MOST_STEPS,
            cast: Cast::default(),
            marks: SortedMap::new(),
            tally: Arc::default(),
            looked: None,
            watch: Watch::default(),
            names: Names::default(),
            level: Level::Nothing,
            told: 0,
            printer: None,
            output: Vec::new(),
            end: SimTime::MAX,
            steps: 0,
            steps_of_instant: 0,
        })
    }

    /// Runs these lines.
    pub fn run(&mut self, statements: &[Statement]) {
        let asked = expect::asked_of_marks(statements);
        for statement in statements {
            if self.stopped {
                return;
            }
            match statement.keyword {
                Keyword::Mark => {
                    if let Some(printer) = self.printer {
                        (printer.mark)(self, statement.name(), asked.get(statement.name()));
                    }
                }
                _ => self.statement(statement),
            }
            self.tell();
        }
    }

    /// Lets time pass towards `time` after the script's end, for no longer than a caller may be kept waiting.
    /// Call this until it returns `Reached`. A run that can make no progress also returns `Reached`, and records an
    /// error.
    pub fn run_on(&mut self, time: SimTime) -> Reach {
        let before = self.timeline.now();
        self.looked = None;
        let mut reach = Reach::Reached;
        if !self.exhausted() {
            reach = self.timeline.seek_towards(time.max(before), MOST_STEPS_OF_AN_INSTANT);
        }
        if reach == Reach::More && self.timeline.now() == before {
            self.steps_of_instant = MOST_STEPS_OF_AN_INSTANT + 1;
            self.fail(ScriptError::new(Span { line: 1, column: 1 }, Mistake::Endless(before)));
            reach = Reach::Reached;
        }
        self.tell();
        reach
    }

    /// The lines of the transcript since the last call.
    pub fn take_output(&mut self) -> Vec<String> {
        std::mem::take(&mut self.output)
    }

    /// Prints a table into the transcript.
    pub fn show(&mut self, table: &str, group: Option<&str>) {
        if let Some(printer) = self.printer {
            let lines = (printer.table)(self, table, group);
            self.output.extend(lines);
        }
    }

    fn statement(&mut self, line: &Statement) {
        match line.keyword.rule().does {
            Does::Commands { parse, .. } => self.act(line, parse),
            Does::Script(run) => run(self, line),
        }
    }

    /// From here on consumers that start in a group have its defaults.
    pub(super) fn group(&mut self, line: &Statement) {
        self.cast.group(line);
    }

    /// Shows a caption of this kind from here on.
    pub(super) fn caption(&mut self, kind: CaptionKind, line: &Statement) {
        self.captions.push(Caption::new(self.timeline.now(), kind, Texts::of(line)));
    }

    /// Tells as much as `level` says from here on; what happened before is told as before.
    pub(super) fn tell_as(&mut self, level: &str) {
        self.tell();
        self.level = Level::from_word(level).unwrap_or(self.level);
    }

    pub(super) fn explain(&mut self, line: &Statement) {
        self.tell();
        let Some(printer) = self.printer else { return };
        match (printer.why)(self, &Question::of(line)) {
            Ok(lines) => self.output.extend(lines),
            Err(mistake) => self.fail(ScriptError::new(line.span, mistake)),
        }
    }

    /// Why something is as it is at this instant.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn why(&self, lang: Lang, question: &Question) -> Result<Vec<AnswerLine>, WhyMistake> {
        why::answer(self.timeline.present(), &self.names, lang, question)
    }

    fn act(&mut self, line: &Statement, parse: grammar::Parse) {
        let commands = match parse(&self.cast, line) {
            Ok(commands) => commands,
            Err(error) => return self.fail(error),
        };
        self.looked = None;
        let to_be_refused = line.text(REFUSED.name) == Some("yes");
        for (command, span) in commands {
            let outcome = self.timeline.append(command.clone());
            if outcome.is_ok() {
                grammar::learn(&mut self.cast, &command);
            }
            match outcome {
                _ if to_be_refused => {
                    if let Some(printer) = self.printer {
                        (printer.refusal)(self, line, span, outcome.err());
                    }
                }
                Ok(()) => {}
                Err(error) => self.fail(ScriptError::new(span, error)),
            }
        }
    }

    /// A command that was expected to be refused, and what the world said.
    fn told_refusal(&mut self, line: &Statement, span: Span, error: Option<CommandError>) {
        self.tell();
        let (at, verb) = (self.timeline.now(), line.keyword.name());
        let passed = error.is_some();
        let sentence = match error {
            Some(error) => self.lang.say(Outcome::Refused { verb, why: &self.lang.say(error) }),
            None => self.lang.say(Outcome::CarriedOut(verb)),
        };
        if self.level > Level::Nothing || !passed {
            self.output.push(self.lang.say(Outcome::Line { line: span.line, sentence: &sentence }));
        }
        self.expectations.push(Expectation { at, span, passed, sentence });
    }

    /// The world as it is now, and what there has been so far.
    fn moment(&mut self) -> Arc<Moment> {
        if let Some(looked) = &self.looked {
            return Arc::clone(looked);
        }
        let cluster = self.timeline.present();
        Arc::make_mut(&mut self.tally).read_on(cluster.journal());
        let moment = Moment { world: cluster.observe(0), tally: Arc::clone(&self.tally) };
        Arc::clone(self.looked.insert(Arc::new(moment)))
    }

    /// Of this instant a mark keeps the numbers that these lines ask for, and nothing else.
    fn keep(&mut self, name: &str, asked: Option<&Vec<&Statement>>) {
        if let Some(lines) = asked {
            let moment = self.moment();
            self.marks.insert(name.to_owned(), Remembered::of(lines, &moment));
        }
    }

    pub(super) fn option(&mut self, line: &Statement) {
        if let Some(Caption { kind: CaptionKind::Ask { options, .. }, .. }) = self.captions.last_mut() {
            let texts = Texts::of(line);
            options.push(Choice { en: texts.en, ko: texts.ko, right: line.text("right") == Some("yes") });
        }
    }

    pub(super) fn predict(&mut self, line: &Statement) {
        if let Some(Caption { kind: CaptionKind::Ask { prediction, .. }, .. }) = self.captions.last_mut() {
            *prediction = Prediction::read(line).ok().map(Box::new);
        }
    }

    pub(super) fn task(&mut self, line: &Statement) {
        self.tasks.push(LessonTask { texts: Texts::of(line), line: line.clone() });
    }

    pub(super) fn learned(&mut self, line: &Statement) {
        self.learned = Some(Texts::of(line));
    }

    pub(super) fn expect(&mut self, line: &Statement) {
        if let Some(printer) = self.printer {
            (printer.expect)(self, line);
        }
    }

    fn judge(&mut self, line: &Statement) {
        let checks = match expect::compile(line) {
            Ok(checks) => checks,
            Err(errors) => return errors.into_iter().for_each(|error| self.fail(error)),
        };
        let moment = self.moment();
        let open = expect::ambiguous(line, &checks, &moment.world);
        if !open.is_empty() {
            return open.into_iter().for_each(|error| self.fail(error));
        }
        let mark = line.text("since").and_then(|mark| self.marks.get(mark));
        let outcomes = expect::evaluate(self.lang, line, &checks, &moment, mark);
        self.tell();
        for outcome in outcomes.iter().filter(|outcome| !outcome.passed) {
            let (line, sentence) = (outcome.span.line, outcome.sentence.as_str());
            self.output.push(self.lang.say(Outcome::Line { line, sentence }));
        }
        self.expectations.extend(outcomes);
    }

    /// Writes down an error; the run goes on, so that all of them are found.
    fn fail(&mut self, error: ScriptError) {
        self.tell();
        if let Some(printer) = self.printer {
            self.output.push((printer.error)(self.lang, &error));
        }
        self.errors.push(error);
    }

    pub(super) fn pass(&mut self, line: &Statement) {
        let now = self.timeline.now();
        if let Some(condition) = condition(line) {
            self.wait(line, &condition);
        } else {
            let target = line.instant("to").unwrap_or(now + line.span_of("for").unwrap_or(SimDuration::ZERO));
            if target < now {
                return self.fail(ScriptError::new(line.place("to"), ScenarioMistake::GoesBack(now)));
            }
            if target > SimTime::ZERO + LONGEST {
                return self.fail(ScriptError::new(line.span, ScenarioMistake::TooLong));
            }
            self.stopped = target > self.end;
            let end = target.min(self.end).max(now);
            while self.step(line, end) {}
            self.settle();
        }
        // What the line shows, it shows at its end.
        if let Some(table) = line.text("show").filter(|_| !self.stopped) {
            self.tell();
            self.show(table, line.text("group"));
        }
    }

    fn wait(&mut self, line: &Statement, condition: &WaitCondition) {
        let patience = line.span_of("within").unwrap_or(PATIENCE);
        let limit = (self.timeline.now() + patience).min(SimTime::ZERO + LONGEST);
        let stop = limit.min(self.end);
        self.watch.begin(self.timeline.present().journal());
        let mut missing = self.missing(condition);
        while missing.is_some() && self.step(line, stop) {
            // Nothing that a condition looks at changes without an entry in the journal that could mean it.
            if self.watch.read_on(self.timeline.present().journal()) {
                missing = self.missing(condition);
            }
        }
        self.settle();
        let Some(unmet) = missing.filter(|_| !self.exhausted()) else { return };
        self.stopped = true;
        if stop == limit {
            let word = line.text("until").unwrap_or_default().to_owned();
            let mistake = Mistake::NotReached { word, patience, unmet };
            self.fail(ScriptError::new(line.place("until"), mistake));
        }
    }

    /// One thing happens if one is due by `limit`, unless the run has become endless.
    fn step(&mut self, line: &Statement, limit: SimTime) -> bool {
        let before = self.timeline.now();
        self.looked = None;
        if self.exhausted() || !self.timeline.step(limit) {
            return false;
        }
        self.steps += 1;
        self.steps_of_instant = if self.timeline.now() > before { 1 } else { self.steps_of_instant + 1 };
        if self.exhausted() {
            self.stopped = true;
            self.fail(ScriptError::new(line.span, Mistake::Endless(self.timeline.now())));
        }
        true
    }

    fn exhausted(&self) -> bool {
        self.steps > self.most_steps || self.steps_of_instant > MOST_STEPS_OF_AN_INSTANT
    }

    /// A run ends with the end of an instant: commands come after all that is due.
    fn settle(&mut self) {
        self.looked = None;
        if !self.exhausted() {
            let now = self.timeline.now();
            if self.timeline.seek_towards(now, MOST_STEPS_OF_AN_INSTANT) == Reach::More {
                // Whatever comes next finds it exhausted, and says so.
                self.steps_of_instant = MOST_STEPS_OF_AN_INSTANT + 1;
            }
        }
    }

    fn missing(&mut self, condition: &WaitCondition) -> Option<Unmet> {
        self.watch.missing(condition, self.timeline.present())
    }

    /// Tells what happened since the last time.
    fn tell(&mut self) {
        let Some(printer) = self.printer else { return };
        let journal = self.timeline.present().journal();
        for entry in journal.iter_from(self.told) {
            // A line says what was known at its instant: the transcript of a shorter run begins in the same way.
            self.names.read_to(journal, entry);
            if telling(&entry.fact).level <= self.level {
                self.output.push((printer.entry)(self.lang, &self.names, entry));
            }
        }
        self.told = journal.len();
    }
}

static PRINTER: Printer = Printer {
    why: |run, question| Ok(why::lines(run.lang, &run.why(run.lang, question)?)),
    table: |run, table, group| {
        let (lang, cluster) = (run.lang, run.timeline.present());
        match table {
            "rebalances" => tables::rebalances(lang, cluster, &run.names, group),
            _ => tables::table(lang, table, &cluster.observe(0), group),
        }
    },
    entry: transcript::line,
    expect: Interpreter::judge,
    mark: Interpreter::keep,
    refusal: Interpreter::told_refusal,
    error: |lang, error| lang.say(Placed(error)),
};

fn condition(line: &Statement) -> Option<WaitCondition> {
    let group = line.text("group").map(str::to_owned);
    Some(match line.text("until")? {
        "committed" => WaitCondition::Committed { group, consumer: line.text("consumer").map(str::to_owned) },
        "empty" => WaitCondition::Empty { group },
        "rebalancing" => WaitCondition::Rebalancing { group },
        "unowned" => WaitCondition::Unowned { group },
        _ => WaitCondition::Stable { group },
    })
}
