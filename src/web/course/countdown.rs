//! Where many visitors use the page one after the other: how soon the next one begins, and how to stay.

use crate::session::language::course::{CourseLabel, CourseText};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use yew::prelude::*;

/// See the head of this file.
#[derive(PartialEq)]
pub struct Countdown {
    pub seconds: u32,
    pub lang: Lang,
}

impl Part for Countdown {
    fn view(&self) -> Html {
        let Countdown { seconds, lang } = self;
        // What changes each second is not read out again and again.
        markup! {
            <div class="next-visitor" data-testid="next-visitor-in" data-seconds={seconds.to_string()}>
                <strong aria-hidden="true">{ lang.say(CourseText::NextIn(*seconds)) }</strong>
                <span>{ lang.course_label(CourseLabel::AnyInputKeeps) }</span>
            </div>
        }
    }
}
