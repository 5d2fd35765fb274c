//! What a visitor has open: a scenario, what was done to its world and when, and a cursor in time.
//!
//! Truth is the scenario and the list of commands; the rest follows from them. Text comes in as a script and
//! goes out as a script or a transcript.

pub mod lexer;
pub mod mistake;
pub mod nearest;
pub mod values;
pub mod words;

pub mod completion;
pub mod grammar;
pub mod offers;
pub mod properties_text;
pub mod script;

pub mod bench;
pub mod rollout;
pub mod settings;
pub mod variation;

pub mod report;

pub mod terminal;

pub mod client_log;

pub mod import;

pub mod measure;
mod tally;

pub mod expect;
pub mod scenario;

pub mod names;
pub mod sequence;
mod tables;
pub mod telling;
pub mod transcript;
pub mod why;

pub mod caption;
mod cast;
mod condition;
pub mod interpret;
mod writing;

pub mod compare;
pub mod course;
pub mod deeds;
pub mod describe;
pub mod embedding;
pub mod export;
pub mod foretelling;
pub mod frames;
pub mod link;
pub mod reach;
pub mod storyboard;

pub mod journal_filter;
pub mod language;
pub mod matter;
pub mod migration;
pub mod pace;
pub mod playback;
pub mod prediction;
pub mod question;
pub mod reconciling;
pub mod steps;
pub mod suggestion;
pub mod symptom;
pub mod tasks;

pub mod what_if;

use crate::cluster::Cluster;
use crate::cluster::CommandError;
use crate::cluster::command::{Command, ConsumerSpec};
use crate::cluster::journal::{Entry, Journal};
use crate::kafka::ids::{ClientName, GroupId, TopicName};
use crate::session::caption::Caption;
use crate::session::expect::Expectation;
use crate::session::interpret::Interpreter;
pub use crate::session::language::Lang;
use crate::session::lexer::{ScriptError, in_order};
use crate::session::mistake::WhyMistake;
use crate::session::names::Names;
use crate::session::question::answer_of;
use crate::session::report::Report;
use crate::session::scenario::{Scenario, Texts};
use crate::session::settings::GroupDefaults;
use crate::session::tasks::LessonTask;
use crate::session::transcript::Level;
use crate::session::why::{AnswerLine, ForetoldLine, Question, ToldRebalance};
use crate::sim::sorted::{SortedSet, sort};
use crate::sim::time::SimTime;
pub use crate::sim::timeline::Reach;
use crate::sim::timeline::Timeline;
use std::sync::Arc;

/// An open session.
#[derive(Clone)]
pub struct Session {
    name: String,
    /// The file it was opened from.
    text: Arc<str>,
    /// Whether this text is the visitor's own: the same run again with other settings.
    is_rewritten: bool,
    scenario: Scenario,
    timeline: Timeline<Cluster>,
    captions: Vec<Caption>,
    tasks: Vec<LessonTask>,
    learned: Option<Texts>,
    expectations: Vec<Expectation>,
    script_end: SimTime,
    /// When the script, played as it is written, tells something or lets it be seen; ascending.
    moments: Vec<SimTime>,
    names: Names,
}

/// What should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionFault {
    /// An invariant did not hold.
    Violation(String),
    /// A command was refused when it was repeated.
    Refused(CommandError),
}

impl SessionFault {
    /// The sentence, in English; `say` puts a refusal into words.
    pub fn told(&self, say: impl FnOnce(&CommandError) -> String) -> String {
        match self {
            SessionFault::Violation(what) => what.clone(),
            SessionFault::Refused(why) => format!("A command was refused when it was repeated: {}", say(why)),
        }
    }
}

/// No more than this happens in a script that is opened: on a page nothing else moves meanwhile.
const MOST_STEPS_OF_AN_OPENING: u64 = 10_000_000;
/// No more than this happens in one [`Session::seek`], so that a page can show where it has come.
const MOST_STEPS_OF_A_SEEK: u64 = 1_000_000;

impl Session {
    /// Reads a session file and runs it once to its end; the cursor is then at the beginning. Expectations that
    /// failed are no error: see [`Session::expectations`].
    ///
    /// # Errors
    /// Everything that is wrong with the file, in the order of its places; no session then. Also if so much happens in
    /// it that a visitor would not wait for its end (the command line has more patience).
    pub fn open(name: &str, bytes: &[u8]) -> Result<Session, Vec<ScriptError>> {
        let scenario = Scenario::read(bytes)?;
        let run = Interpreter::new(&scenario.setup, Level::Nothing, SimTime::MAX).map_err(|e| vec![e])?;
        Session::run(name, bytes, scenario, run)
    }

    /// The same for a scenario of which it is known that its questions have answers, and that what it expects can be
    /// expected: neither is looked at.
    ///
    /// # Errors
    /// As [`Session::open`] has them.
    pub fn open_known(name: &str, bytes: &[u8]) -> Result<Session, Vec<ScriptError>> {
        let scenario = Scenario::read_known(bytes)?;
        let run = Interpreter::silent(&scenario.setup).map_err(|e| vec![e])?;
        Session::run(name, bytes, scenario, run)
    }

    /// The same for a page that only shows it: every line is read and checked as [`Session::open`] does, but what the
    /// script expects and prints is left alone.
    ///
    /// # Errors
    /// As [`Session::open`] has them, but for those of what is expected.
    pub fn open_to_show(name: &str, bytes: &[u8]) -> Result<Session, Vec<ScriptError>> {
        let scenario = Scenario::read(bytes)?;
        let run = Interpreter::silent(&scenario.setup).map_err(|e| vec![e])?;
        Session::run(name, bytes, scenario, run)
    }

    fn run(
        name: &str,
        bytes: &[u8],
        scenario: Scenario,
        mut run: Interpreter,
    ) -> Result<Session, Vec<ScriptError>> {
        run.most_steps = MOST_STEPS_OF_AN_OPENING;
        run.run(&scenario.statements);
        if !run.errors.is_empty() {
            return Err(in_order(run.errors));
        }
        let Interpreter { mut timeline, captions, tasks, learned, expectations, .. } = run;
        let script_end = timeline.now();
        let journal = timeline.present().journal();
        let (names, moments) = (Names::of(journal), moments(journal, &captions));
        timeline.seek(SimTime::ZERO);
        let name = name.to_owned();
        let text = String::from_utf8_lossy(bytes).into();
        Ok(Session {
            name,
            text,
            is_rewritten: false,
            scenario,
            timeline,
            captions,
            tasks,
            learned,
            expectations,
            script_end,
            moments,
            names,
        })
    }

    /// The name it was opened under, a file name without its ending for instance.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text it was opened from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a visitor changed settings from its start on: its text is no file's any more.
    pub fn is_rewritten(&self) -> bool {
        self.is_rewritten
    }

    /// The scenario's title; the name if it has none.
    pub fn title(&self, lang: Lang) -> &str {
        let title = match lang {
            Lang::En => &self.scenario.title.en,
            Lang::Ko => &self.scenario.title.ko,
        };
        if title.is_empty() { &self.name } else { title }
    }

    /// The cursor.
    pub fn now(&self) -> SimTime {
        self.timeline.now()
    }

    /// Where the script ends; if a visitor acted before its end, where the visitor left it.
    pub fn script_end(&self) -> SimTime {
        self.timeline.departed().map_or(self.script_end, |departed| departed.min(self.script_end))
    }

    /// The latest instant that was simulated so far on the present list of commands.
    pub fn furthest(&self) -> SimTime {
        self.timeline.furthest()
    }

    /// Moves the cursor. Beyond the script's end the world runs on by itself. If very much happens on the way, it
    /// stops there: the cursor is at [`Session::now`], and another call goes on.
    pub fn seek(&mut self, time: SimTime) -> Reach {
        self.seek_towards(time, MOST_STEPS_OF_A_SEEK)
    }

    /// The same in slices of one's own: `most` things happen at the most.
    pub fn seek_towards(&mut self, time: SimTime, most: u64) -> Reach {
        let reach = self.timeline.seek_towards(time.min(SimTime::ZERO + values::LONGEST), most);
        self.names.read_on(self.timeline.present().journal());
        reach
    }

    /// The world at the cursor.
    pub fn cluster(&self) -> &Cluster {
        self.timeline.present()
    }

    /// What should not be: the first invariant that did not hold, or the first command that was refused when it was
    /// repeated. Either is a bug of groupscope.
    pub fn fault(&self) -> Option<(SimTime, SessionFault)> {
        let violation = self.cluster().violations().first();
        let violation =
            violation.map(|violation| (violation.time, SessionFault::Violation(violation.what.clone())));
        violation.or_else(|| {
            let (time, refused) = self.timeline.refusals().first()?;
            Some((*time, SessionFault::Refused(refused.clone())))
        })
    }

    /// Does something at the cursor. What lay ahead, commands of the script and captions, is set aside.
    ///
    /// # Errors
    /// The world refuses, with a sentence; nothing changed.
    pub fn act(&mut self, command: Command) -> Result<(), CommandError> {
        self.timeline.act(command)?;
        self.names = Names::of(self.timeline.present().journal());
        Ok(())
    }

    /// Does what a line of a script says, at the cursor: a verb that acts, as [`offers::Offer::line`] writes it.
    ///
    /// # Errors
    /// What is wrong with the line, and where in it; or the world refuses. Nothing changed then.
    pub fn act_line(&mut self, text: &str) -> Result<(), ScriptError> {
        let mut cast = self.cast();
        for (_, command) in &self.timeline.commands()[..self.timeline.applied()] {
            grammar::learn(&mut cast, command);
        }
        let commands = offers::commands(&cast, text)?;
        for (done, (command, span)) in commands.into_iter().enumerate() {
            if let Err(refused) = self.act(command) {
                for _ in 0..done {
                    self.undo();
                }
                return Err(ScriptError::new(span, refused));
            }
        }
        Ok(())
    }

    /// Takes the last act back, at the same time; what it had set aside is there again.
    pub fn undo(&mut self) -> bool {
        let undone = self.timeline.undo();
        self.names = Names::of(self.timeline.present().journal());
        undone
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) -> bool {
        let redone = self.timeline.redo();
        self.names = Names::of(self.timeline.present().journal());
        redone
    }

    /// Whether there is an act to take back.
    pub fn can_undo(&self) -> bool {
        self.timeline.can_undo()
    }

    /// When the visitor left the script, by the first act that was not taken back.
    pub fn departed(&self) -> Option<SimTime> {
        self.timeline.departed()
    }

    /// Takes all acts back: what lies ahead is the script's again.
    pub fn back_to_script(&mut self) {
        while self.undo() {}
    }

    /// Whether there is an undone act to do again.
    pub fn can_redo(&self) -> bool {
        self.timeline.can_redo()
    }

    /// All commands with their times, those ahead of the cursor included.
    pub fn commands(&self) -> &[(SimTime, Command)] {
        self.timeline.commands()
    }

    /// The captions that still belong to what happens, in order of time.
    pub fn captions(&self) -> &[Caption] {
        let valid = self.timeline.departed().map_or(self.captions.len(), |departed| {
            self.captions.partition_point(|caption| caption.at <= departed)
        });
        &self.captions[..valid]
    }

    /// What the script expected, in the order of its lines.
    pub fn expectations(&self) -> &[Expectation] {
        &self.expectations
    }

    /// What happened in one sentence, in English.
    pub fn sentence(&self, entry: &Entry) -> String {
        self.sentence_in(Lang::En, entry)
    }

    /// What happened in one sentence.
    pub fn sentence_in(&self, lang: Lang, entry: &Entry) -> String {
        transcript::sentence(lang, &self.names, entry)
    }

    /// Why something at the cursor is as it is: the answer to the question, each sentence because of the next.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn why(&self, lang: Lang, question: &Question) -> Result<Vec<AnswerLine>, WhyMistake> {
        why::answer(self.timeline.present(), &self.names, lang, question)
    }

    /// Where that answer goes on: what will happen by itself if nobody interferes, the soonest first.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn foretold(&self, lang: Lang, question: &Question) -> Result<Vec<ForetoldLine>, WhyMistake> {
        why::foretold(self.timeline.present(), &self.names, lang, question)
    }

    /// All rebalances of a group up to the cursor, in words, oldest first.
    pub fn rebalances(&self, lang: Lang, group: &GroupId) -> Vec<ToldRebalance> {
        why::told_rebalances(self.timeline.present(), &self.names, lang, group)
    }

    /// The scenario's setup and what was done up to the cursor, each command at its exact time, as a session
    /// file: opened again and run to its end it shows the same state. If a question stands at the cursor, what follows
    /// belongs to it, up to its answer: without that it could only be asked.
    pub fn to_script(&self) -> String {
        let (end, applied) = (self.end_of_question(), self.timeline.applied());
        let all = self.commands();
        let ahead = all[applied..].partition_point(|(at, _)| *at <= end);
        let done = &all[..if end > self.now() { applied + ahead } else { applied }];
        writing::script(&self.scenario, done, self.captions(), end) + &self.written_tasks(end)
    }

    /// If a question stands at the cursor, when its answer is told; of one without an answer, when the next caption is.
    fn end_of_question(&self) -> SimTime {
        let now = self.now();
        if !self.is_asked() || self.timeline.departed().is_some_and(|departed| departed <= now) {
            return now;
        }
        let (captions, told) = (self.captions(), self.told());
        let asked = captions[..told].iter().rposition(Caption::asks);
        let answer = asked.and_then(|asked| answer_of(captions, asked)).unwrap_or(told);
        captions.get(answer).map_or(self.script_end(), |answer| answer.at).max(now)
    }

    /// The numbers at the cursor, as the public JSON has them.
    pub fn report(&self) -> Report {
        Report::of(self.timeline.present())
    }

    /// A consumer as the group's line would start it, under the first free name `c1`, `c2`, ...; with the
    /// strategy that the last bounce gave to the group, and in the protocol to which it was migrated.
    pub fn new_consumer(&self, group: &GroupId) -> ConsumerSpec {
        let done = &self.commands()[..self.timeline.applied()];
        let nothing = GroupDefaults::default();
        let defaults = self.scenario.groups.get(group).unwrap_or(&nothing);
        let mut config = defaults.config.clone();
        let mut taken: SortedSet<&ClientName> = SortedSet::new();
        let mut topics: Vec<TopicName> = Vec::new();
        let mut of_group: SortedSet<ClientName> = SortedSet::new();
        for (_, command) in done {
            match command {
                Command::StartConsumer(spec) => {
                    taken.insert(&spec.name);
                    if spec.group == *group {
                        of_group.insert(spec.name);
                    }
                }
                Command::StartProducer(spec) => drop(taken.insert(&spec.name)),
                Command::CreateTopic { topic, .. } => topics.push(*topic),
                Command::DeleteTopic { topic } => topics.retain(|known| known != topic),
                Command::BounceGroup { group: bounced, strategy } if bounced == group => {
                    config.set_strategy(strategy);
                }
                Command::RestartProcess { client, config: Some(other) }
                    if other.group_protocol != config.group_protocol && of_group.contains(client) =>
                {
                    config = (**other).clone();
                    config.group_instance_id = None;
                    config.explicit.retain(|(name, _)| !matches!(*name, "group.instance.id" | "client.id"));
                }
                _ => {}
            }
        }
        let free =
            (1..).map(|number| ClientName::from(format!("c{number}"))).find(|name| !taken.contains(name));
        ConsumerSpec {
            name: free.unwrap_or_default(),
            group: *group,
            assigned: Vec::new(),
            topics: match &defaults.pattern {
                Some(_) => Vec::new(),
                None => defaults.topics.clone().unwrap_or(topics),
            },
            pattern: defaults.pattern.clone(),
            config: Arc::new(config),
        }
    }
}

/// When something is told, or is to be seen.
fn moments(journal: &Journal, captions: &[Caption]) -> Vec<SimTime> {
    let entries = journal.iter().filter(|entry| pace::is_moment(&entry.fact)).map(|entry| entry.time);
    let mut moments: Vec<SimTime> = entries.chain(captions.iter().map(|caption| caption.at)).collect();
    sort(&mut moments);
    moments.dedup();
    moments
}

#[cfg(test)]
mod tests;
