//! The course as a place of the page: all lessons in their chapters, how far one has come, and one button that goes on.

pub mod countdown;
pub mod described_panel;
pub mod ways_in;

use crate::session::course::progress::{CourseProgress, LessonState};
use crate::session::course::{CHAPTERS, Chapter, Lesson, lessons, number};
use crate::session::language::course::{CourseLabel, CourseText};
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::shell::study::{LessonMoment, StudyAction};
use yew::prelude::*;

/// See the head of this file.
#[derive(PartialEq)]
pub struct CoursePlace {
    pub progress: Shared<CourseProgress>,
    /// Whether the browser keeps it.
    pub is_kept: bool,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// What a click on a link to a lesson does: the lesson is opened in this page, unless it was asked for in another one.
pub fn opens(
    dispatch: &Callback<Action>,
    lesson: &'static str,
    moment: LessonMoment,
    look: &'static str,
) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        if event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        {
            event.prevent_default();
            dispatch.emit(Action::Study(StudyAction::Open { lesson, moment, look }));
        }
    })
}

/// A lesson as it is named where it is linked to: `6.1 Crash after an auto-commit`.
pub fn full_name(lesson: &Lesson, lang: Lang) -> String {
    [&number(lesson.id), " ", lesson.title(lang)].concat()
}

impl Part for CoursePlace {
    fn view(&self) -> Html {
        let CoursePlace { progress, is_kept, lang, dispatch } = self;
        let lang = *lang;
        let (done, all) = (progress.done(lessons()), lessons().count());
        let forget = dispatch.reform(|_: MouseEvent| Action::Study(StudyAction::Forget));
        let kept = if *is_kept { CourseLabel::KeptHere } else { CourseLabel::KeepsNothing };
        let ahead = progress.goes_on();
        let mark = |picture: Icon, label: CourseLabel| {
            markup! { <span>{ icon(picture) }{ lang.course_label(label) }</span> }
        };
        markup! {
            <section class="place course" data-testid="course-place" aria-label={lang.action(Verb::Course)}>
                <header>
                    <h2 data-testid="course-done">{ lang.say(CourseText::DoneOf { done, lessons: all }) }</h2>
                    <progress value={done.to_string()} max={all.to_string()} aria-hidden="true"></progress>
                    { self.view_go_on(ahead) }
                </header>
                <div class="chapters">
                    { for CHAPTERS.iter().enumerate().map(|(n, chapter)| {
                        self.view_chapter(n, chapter, ahead.map(|(lesson, _)| lesson.id))
                    }) }
                </div>
                <footer>
                    <p class="marks">
                        { mark(Icon::Done, CourseLabel::Done) }
                        { mark(Icon::Begun, CourseLabel::Begun) }
                        { mark(Icon::NotYet, CourseLabel::NotYet) }
                    </p>
                    <p>
                        { lang.course_label(kept) }{ " " }
                        <span hidden={progress.is_empty()}>
                            <button type="button" class="link" data-testid="forget-progress" onclick={forget}>
                                { lang.course_label(CourseLabel::Forget) }
                            </button>{ " " }{ lang.course_label(CourseLabel::ForgetWarns) }
                        </span>
                    </p>
                </footer>
            </section>
        }
    }
}

impl CoursePlace {
    /// The one button.
    fn view_go_on(&self, ahead: Option<(&'static Lesson, u16)>) -> Html {
        let CoursePlace { progress, lang, dispatch, .. } = self;
        let Some((lesson, line)) = ahead else {
            return markup! { <p class="all-done">{ lang.course_label(CourseLabel::AllDone) }</p> };
        };
        let name = full_name(lesson, *lang);
        let said = match line {
            _ if progress.is_empty() => [lang.course_label(CourseLabel::BeginCourse), ": ", &name].concat(),
            0 => lang.say(CourseText::GoOn(&name)),
            line => lang.say(CourseText::GoOnAt { lesson: &name, line }),
        };
        let (lesson, look) = (lesson.id, "");
        let moment = if line == 0 { LessonMoment::Start } else { LessonMoment::Line(line) };
        let onclick =
            dispatch.reform(move |_: MouseEvent| Action::Study(StudyAction::Open { lesson, moment, look }));
        markup! {
            <button type="button" class="primary" data-testid="course-go-on" data-lesson={lesson} {onclick}>
                { said }
            </button>
        }
    }

    fn view_chapter(&self, place: usize, chapter: &'static Chapter, ahead: Option<&'static str>) -> Html {
        let (done, all) = (self.progress.done(chapter.lessons.iter()), chapter.lessons.len());
        let is_here = chapter.lessons.iter().any(|lesson| ahead == Some(lesson.id));
        let count = [&done.to_string(), "/", &all.to_string()].concat();
        let told = self.lang.say(CourseText::DoneOf { done, lessons: all });
        markup! {
            <section key={place} class={["chapter", class_if(is_here, "here")]}>
                <h3>
                    <span class="number">{ (place + 1).to_string() }</span>
                    { self.lang.chapter(chapter.subject) }
                    <small aria-hidden="true">{ count }</small>
                    <span class="unseen">{ told }</span>
                </h3>
                <ul>
                    { for chapter.lessons.iter().map(|lesson| self.view_lesson(lesson, ahead == Some(lesson.id))) }
                </ul>
            </section>
        }
    }

    fn view_lesson(&self, lesson: &'static Lesson, is_ahead: bool) -> Html {
        let CoursePlace { progress, lang, dispatch, .. } = self;
        let lines = lesson.lines();
        let (picture, label, word) = match progress.of(lesson.id) {
            LessonState::Done => (Icon::Done, CourseLabel::Done, "done"),
            LessonState::Begun(_) => (Icon::Begun, CourseLabel::Begun, "begun"),
            LessonState::Open => (Icon::NotYet, CourseLabel::NotYet, "open"),
        };
        let aside = match progress.of(lesson.id) {
            LessonState::Begun(line) => lang.say(CourseText::LineOf { line, lines }),
            LessonState::Open | LessonState::Done => lang.say(CourseText::Minutes(lesson.minutes())),
        };
        markup! {
            <li key={lesson.id} class={[word, class_if(is_ahead, "ahead")]}>
                <a href={["#", lesson.id].concat()} data-testid={["lesson-", lesson.id].concat()} data-state={word}
                    onclick={opens(dispatch, lesson.id, LessonMoment::Start, "")}>
                    { icon(picture) }
                    <span class="unseen">{ lang.course_label(label) }</span>
                    <span class="title">{ lesson.title(*lang) }</span>
                    <small>{ aside }</small>
                </a>
            </li>
        }
    }
}
