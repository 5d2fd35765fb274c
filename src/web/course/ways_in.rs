//! The ways into the page, below its first caption, until something is done: the course, a symptom, one's own settings.

use crate::session::course::{CHAPTERS, lessons};
use crate::session::language::course::{CourseLabel, CourseText};
use crate::session::symptom::SYMPTOMS;
use crate::web::action::{Action, Verb};
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use yew::prelude::*;

/// See the head of this file.
#[derive(PartialEq)]
pub struct WaysIn {
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for WaysIn {
    fn view(&self) -> Html {
        let WaysIn { lang, dispatch } = self;
        let way = |verb: Verb, picture: Icon, label: CourseLabel, aside: String| {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
            markup! {
                <li key={verb.row().id}>
                    <button type="button" data-testid={["way-", verb.row().id].concat()} {onclick}>
                        { icon(picture) }
                        <span>{ lang.course_label(label) }</span>
                        <small>{ aside }</small>
                    </button>
                </li>
            }
        };
        let course = CourseText::Chapters { chapters: CHAPTERS.len(), lessons: lessons().count() };
        markup! {
            <nav class="ways-in" data-testid="ways-in" aria-label={lang.course_label(CourseLabel::WaysIn)}>
                <ul>
                    { way(Verb::Course, Icon::Course, CourseLabel::TheCourse, lang.say(course)) }
                    { way(Verb::Symptoms, Icon::Symptom, CourseLabel::FindSymptom,
                        lang.say(CourseText::Symptoms(SYMPTOMS.len()))) }
                    { way(Verb::OwnSettings, Icon::Sliders, CourseLabel::OwnSettings, String::new()) }
                </ul>
                <p>{ lang.course_label(CourseLabel::FirstDeed) }</p>
            </nav>
        }
    }
}
