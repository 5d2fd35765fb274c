//! What there is to try once a script is over or left, with a tick for what the run has shown.

use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::tasks::LessonTask;
use crate::sim::time::SimTime;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::story::{in_language, rich, tag_of};
use yew::prelude::*;

/// The list.
#[derive(PartialEq)]
pub struct TasksToTry {
    pub tasks: Shared<Vec<LessonTask>>,
    pub ticked: Shared<Vec<Option<SimTime>>>,
    pub lang: Lang,
}

impl Part for TasksToTry {
    fn view(&self) -> Html {
        let TasksToTry { tasks, ticked, lang } = self;
        let done = ticked.iter().flatten().count();
        let task = |(at, task): (usize, &LessonTask)| {
            let texts = &task.texts;
            let when = ticked.get(at).copied().flatten();
            let state = if when.is_some() { LessonLabel::TaskDone } else { LessonLabel::TaskOpen };
            markup! {
                <li key={at} class={["task", class_if(when.is_some(), "done")]} data-testid={format!("task-{}", at + 1)}
                    data-done={when.is_some().to_string()}>
                    <span class="box" aria-hidden="true">{ if when.is_some() { "✓" } else { "" } }</span>
                    <span lang={tag_of(&texts.en, &texts.ko, *lang)}>
                        <span class="unseen">{ lang.lesson_label(state) }{ ": " }</span>
                        { rich(in_language(&texts.en, &texts.ko, *lang)) }
                        <small>{ for when.map(|at| lang.say(LessonPhrase::TickedAt(at))) }</small>
                    </span>
                </li>
            }
        };
        markup! {
            <section class="tasks" data-testid="tasks" aria-label={lang.lesson_label(LessonLabel::TryIt)}>
                <p class="tasks-head">
                    { lang.lesson_label(LessonLabel::TryIt) }
                    <span>{ lang.say(LessonPhrase::TasksDone { done, of: tasks.len() }) }</span>
                </p>
                <ul>{ for tasks.iter().enumerate().map(task) }</ul>
            </section>
        }
    }
}
