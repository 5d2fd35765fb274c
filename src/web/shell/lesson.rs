//! What a page holds of a lesson: what is foretold at the question that stands, what was said before, and which tasks
//! are done. What is done with it comes with a later module.

use crate::cluster::observation::LaneView;
use crate::kafka::ids::TopicPartition;
use crate::session::caption::Caption;
use crate::session::foretelling::{ForetellDeed, Foretelling};
use crate::session::language::Lang;
use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::prediction::truth::Truth;
use crate::session::prediction::verdict::GuessVerdict;
use crate::session::prediction::{Guess, Prediction, PredictionKind};
use crate::session::question::{QuestionAnswer, answer_of};
use crate::session::tasks::{LessonTask, TaskList};
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use crate::web::later;
use crate::web::shared::Shared;
use crate::web::shell::page::Page;
use crate::web::story::{Foretold, ToTry, in_language};

/// See the head of this file.
#[derive(Default)]
pub struct PageLesson {
    /// The prediction of the question that stands.
    pub standing: Option<Shared<Foretelling>>,
    /// When each task was ticked; nothing before the visitor has taken over.
    pub ticked: Shared<Vec<Option<SimTime>>>,
    /// How what was said compared with what happened, by question.
    pub verdicts: Shared<SortedMap<usize, GuessVerdict>>,
    /// The option that was chosen, by question.
    pub chosen: Shared<SortedMap<usize, usize>>,
    said: SortedMap<usize, Guess>,
    truths: SortedMap<usize, Truth>,
    tasks: TaskList,
    /// The tasks, as the column lists them.
    listed: Shared<Vec<LessonTask>>,
    /// Of which session and which fresh start all this is.
    of: Option<(u64, u64)>,
}

/// What of a lesson was read out: of the verdicts and of the options the questions, and of the tasks those that are
/// ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeardOfLesson {
    verdicts: Vec<usize>,
    options: Vec<usize>,
    tasks: Vec<usize>,
}

/// How what was said compares with what happened, and which tasks are done, where that is new.
pub fn news_of_lesson(page: &Page, heard: &mut HeardOfLesson, lang: Lang) -> Vec<String> {
    let lesson = &page.lesson;
    let verdicts: Vec<usize> = lesson.verdicts.keys().copied().collect();
    let ticked = lesson.ticked.iter().enumerate().filter(|(_, ticked)| ticked.is_some());
    let tasks: Vec<usize> = ticked.map(|(task, _)| task).collect();
    let mut news = Vec::new();
    for (place, verdict) in lesson.verdicts.iter().filter(|(place, _)| !heard.verdicts.contains(place)) {
        news.push(lang.say(LessonPhrase::Verdict(*verdict)));
        if let Some((prediction, truth)) =
            page.session.captions().get(*place).and_then(Caption::prediction).zip(lesson.truths.get(place))
        {
            let happened = lang.truth(prediction, truth).join(", ");
            news.push([lang.lesson_label(LessonLabel::WhatHappened), ": ", &happened].concat());
        }
    }
    let told = page.session.told();
    let judged = lesson
        .chosen
        .iter()
        .filter(|(place, _)| answer_of(page.session.captions(), **place).is_some_and(|at| at < told));
    let judged: Vec<(usize, usize)> = judged.map(|(place, option)| (*place, *option)).collect();
    for (place, option) in judged.iter().filter(|(place, _)| !heard.options.contains(place)) {
        let options = page.session.captions()[*place].options();
        news.push(match options.get(*option).is_some_and(|option| option.right) {
            true => lang.say(LessonPhrase::Verdict(GuessVerdict::Same)),
            false => lang.lesson_label(LessonLabel::Otherwise).to_owned(),
        });
    }
    let options = judged.into_iter().map(|(place, _)| place).collect();
    for task in tasks.iter().filter(|task| !heard.tasks.contains(task)) {
        if let Some(task) = lesson.listed.get(*task) {
            let text = in_language(&task.texts.en, &task.texts.ko, lang).replace(['*', '`'], "");
            news.push([lang.lesson_label(LessonLabel::TaskDone), ": ", &text].concat());
        }
    }
    *heard = HeardOfLesson { verdicts, options, tasks };
    news
}

impl Page {
    /// An option of a question is chosen, or none any more.
    pub(super) fn choose(&mut self, question: usize, option: Option<usize>) {
        let mut chosen = (*self.lesson.chosen).clone();
        match option {
            Some(option) => {
                chosen.insert(question, option);
                self.halt_at_answer(question);
            }
            None => {
                chosen.remove(&question);
                self.playback.halt_at_answer(None);
            }
        }
        self.lesson.chosen = Shared::new(chosen);
    }

    /// Who has said something sees what became of it before time goes on.
    fn halt_at_answer(&mut self, question: usize) {
        let captions = self.session.captions();
        let answered = answer_of(captions, question).map(|place| captions[place].at);
        self.playback.halt_at_answer(answered.filter(|_| self.halts_at_answers));
    }

    /// Does something to what is foretold. Whether playback is to go on.
    pub(in crate::web) fn foretell(&mut self, deed: &ForetellDeed) -> bool {
        let Some(standing) = &self.lesson.standing else { return false };
        let mut changed = (**standing).clone();
        match deed {
            _ if !changed.open => return false,
            ForetellDeed::Show => return true,
            ForetellDeed::Give { goes_on } => {
                if let Some(guess) = &changed.guess {
                    self.lesson.said.insert(changed.place, guess.clone());
                    self.halt_at_answer(changed.place);
                }
                self.keep_lesson();
                return changed.guess.is_some() && *goes_on;
            }
            deed => changed.change(deed),
        }
        self.lesson.standing = Some(Shared::new(changed));
        self.look();
        false
    }

    /// Brings what the page holds of the lesson up to the cursor.
    pub(in crate::web) fn keep_lesson(&mut self) {
        let of = Some((self.opened, self.fresh));
        if self.lesson.of != of {
            let listed = Shared::new(self.session.tasks().to_vec());
            // An option may be chosen before this has come.
            let chosen =
                if self.lesson.of.is_none() { self.lesson.chosen.clone() } else { Shared::default() };
            self.lesson = PageLesson { of, listed, chosen, ..PageLesson::default() };
        }
        let standing = self.standing_prediction();
        let lesson = &mut self.lesson;
        if lesson.standing.as_deref() != standing.as_ref() {
            lesson.standing = standing.map(Shared::new);
        }
        if let Some(later) = later::here().filter(|_| !self.session.tasks().is_empty()) {
            (later.keep_tasks)(self);
        }
    }

    /// Ticks what is done of the tasks.
    pub(in crate::web) fn keep_tasks(&mut self) {
        self.lesson.tasks.look(&self.session);
        let ticked = self.lesson.tasks.ticked();
        if *self.lesson.ticked != ticked {
            self.lesson.ticked = Shared::new(ticked);
        }
    }

    fn standing_prediction(&mut self) -> Option<Foretelling> {
        let standing = self.session.standing_question()?;
        let place = standing.place;
        let prediction = self.session.captions()[place].prediction()?.clone();
        let is_answered = matches!(standing.answer, QuestionAnswer::At(_));
        let before = self.lesson.standing.clone().filter(|standing| standing.place == place);
        let said = self.lesson.said.get(&place).cloned();
        let given = said.is_some();
        let marked = before.as_deref().map(|before| before.guess.clone());
        let guess = said.or_else(|| marked.unwrap_or_else(|| Foretelling::nothing(&prediction)));
        let seen = if is_answered {
            self.seen_of(place, &prediction, guess.as_ref().filter(|_| given))
        } else {
            None
        };
        let consumers = match &before {
            Some(before) => before.consumers.clone(),
            None if prediction.kind == PredictionKind::Owner => self.session.possible_owners(place),
            None => Vec::new(),
        };
        let asked = self.session.conceals();
        let cleared = before.map_or(0, |before| before.cleared);
        let open = asked && !given;
        Some(Foretelling { place, prediction, guess, asked, open, given, seen, consumers, cleared })
    }

    /// What happened, and how that compares with what was said; it is kept for the lesson's end.
    fn seen_of(
        &mut self,
        place: usize,
        prediction: &Prediction,
        said: Option<&Guess>,
    ) -> Option<(Truth, GuessVerdict)> {
        if !self.lesson.truths.contains_key(&place) {
            let truth = self.session.truth_by(place, later::here().map(|later| later.number))?;
            self.lesson.truths.insert(place, truth);
        }
        let truth = self.lesson.truths.get(&place)?.clone();
        let verdict = said.map_or(GuessVerdict::Open, |guess| GuessVerdict::of(prediction, guess, &truth));
        if said.is_some() && self.lesson.verdicts.get(&place) != Some(&verdict) {
            let mut verdicts = (*self.lesson.verdicts).clone();
            verdicts.insert(place, verdict);
            self.lesson.verdicts = Shared::new(verdicts);
        }
        Some((truth, verdict))
    }

    /// What is foretold, for the column.
    pub(super) fn foretold(&self) -> Option<Foretold> {
        let standing = self.lesson.standing.clone()?;
        let group = standing.prediction.group();
        let groups = self.seen.groups.iter().filter(|view| group.is_none_or(|name| name == view.id.as_str()));
        let lanes: Vec<&LaneView> = groups.flat_map(|group| &group.lanes).collect();
        let end = |partition: &TopicPartition| {
            let lane = lanes.iter().find(|lane| lane.partition == *partition);
            lane.map_or((0, 0), |lane| (lane.position.unwrap_or(lane.log_end), lane.log_end))
        };
        let ends = standing.prediction.partitions.iter().map(end).collect();
        let partitions = lanes.iter().map(|lane| lane.partition).collect();
        Some(Foretold { standing, partitions, ends })
    }

    /// What there is to try; `None` before the visitor has taken over.
    pub(super) fn to_try(&self) -> Option<ToTry> {
        let (tasks, ticked) = (self.lesson.listed.clone(), self.lesson.ticked.clone());
        (!ticked.is_empty()).then_some(ToTry { tasks, ticked })
    }
}
