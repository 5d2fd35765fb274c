//! Things to try once a script is over or left: each ticks itself, with its time, when the run shows it.

use crate::cluster::Cluster;
use crate::session::Session;
use crate::session::expect::{self, Check, Remembered};
use crate::session::prediction::numbers::moment;
use crate::session::scenario::Texts;
use crate::session::script::Statement;
use crate::session::tally::{Moment, Tally};
use crate::sim::time::SimTime;
use crate::sim::timeline::Timeline;
use std::sync::Arc;

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonTask {
    pub texts: Texts,
    /// Its comparisons.
    pub line: Statement,
}

impl Session {
    /// What there is to try once the script is over or left, in the order of its lines.
    pub fn tasks(&self) -> &[LessonTask] {
        &self.tasks
    }

    /// The sentence that stays when the script is over.
    pub fn learned(&self) -> Option<&Texts> {
        self.learned.as_ref()
    }

    /// The script's own run, without what a visitor did.
    pub(in crate::session) fn script_run(&self) -> Timeline<Cluster> {
        let mut run = self.timeline.clone();
        while run.undo() {}
        run
    }

    /// The lines of the tasks and of the sentence that stays, for a script that ends at `end`: before the script's own
    /// end they may name what is not there yet, and there is nothing to try.
    pub(in crate::session) fn written_tasks(&self, end: SimTime) -> String {
        if end < self.script_end {
            return String::new();
        }
        let tasks = self.tasks.iter().map(LessonTask::to_line);
        let learned = self.learned.as_ref().map(|texts| format!("learned {}\n", texts.written()));
        tasks.chain(learned).collect()
    }
}

impl LessonTask {
    fn to_line(&self) -> String {
        let compared = self
            .line
            .comparisons
            .iter()
            .map(|one| format!(" {}{}{}", one.measure, one.operator.sign(), one.value));
        let lists = ["partition", "consumer"]
            .iter()
            .filter_map(|name| self.line.list(name).map(|names| format!(" {name}={}", names.join(","))));
        let group = self.line.text("group").map(|group| format!(" group={group}"));
        let rest: String = compared.chain(group).chain(lists).collect();
        format!("task {}{rest}\n", self.texts.written())
    }
}

/// How far a visitor has come with the tasks of a session.
#[derive(Clone, Debug, Default)]
pub struct TaskList {
    /// When the visitor took over, and the numbers of that instant; `None` before.
    since: Option<(SimTime, Remembered)>,
    tasks: Vec<TaskState>,
    tally: Arc<Tally>,
    /// The instant that was looked at last, and how many acts had been done.
    looked: SimTime,
    acts: usize,
}

#[derive(Clone, Debug)]
struct TaskState {
    checks: Vec<Check>,
    /// It was not so at some time since: what is so from the beginning is no deed of the visitor's.
    was_open: bool,
    /// When, and how many acts had been done by then: who takes an act back takes its tick as well.
    ticked: Option<(SimTime, usize)>,
}

impl TaskList {
    /// Looks at the world of the cursor. Called wherever time comes to, it ticks what holds there; going back before a
    /// tick takes it away.
    pub fn look(&mut self, session: &Session) {
        let (now, start) = (session.now(), session.script_end());
        if session.tasks().is_empty() || now < start {
            *self = TaskList::default();
            return;
        }
        if self.since.as_ref().is_none_or(|(since, _)| *since != start) {
            self.begin(session, start);
        }
        let acts = session.timeline.acts().1;
        if now < self.looked || acts < self.acts {
            // The journal is shorter than what was read of it, or another one.
            self.tally = Arc::default();
        }
        (self.looked, self.acts) = (now, acts);
        Arc::make_mut(&mut self.tally).read_on(session.cluster().journal());
        let moment = Moment { world: session.cluster().observe(0), tally: Arc::clone(&self.tally) };
        let Some((_, mark)) = &self.since else { return };
        for (task, state) in session.tasks().iter().zip(&mut self.tasks) {
            state.ticked = state.ticked.filter(|(ticked, done)| *ticked <= now && *done <= acts);
            if state.ticked.is_none() {
                let holds = expect::all_hold(&task.line, &state.checks, &moment, mark);
                state.was_open |= !holds;
                state.ticked = (holds && state.was_open).then_some((now, acts));
            }
        }
    }

    fn begin(&mut self, session: &Session, start: SimTime) {
        let mut run = session.script_run();
        run.seek(start);
        let before = moment(run.present());
        let lines: Vec<&Statement> = session.tasks().iter().map(|task| &task.line).collect();
        let mark = Remembered::of(&lines, &before);
        let state = |task: &LessonTask| {
            let checks = expect::compile(&task.line).unwrap_or_default();
            let was_open = !expect::all_hold(&task.line, &checks, &before, &mark);
            TaskState { checks, was_open, ticked: None }
        };
        let tasks = session.tasks().iter().map(state).collect();
        *self = TaskList { since: Some((start, mark)), tasks, ..TaskList::default() };
    }

    /// When each task was ticked, in their order; nothing before the visitor has taken over.
    pub fn ticked(&self) -> Vec<Option<SimTime>> {
        self.tasks.iter().map(|state| state.ticked.map(|(at, _)| at)).collect()
    }
}
