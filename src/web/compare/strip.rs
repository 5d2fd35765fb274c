//! The strip between the two time axes: when the runs differ, and how.

use crate::scene::text;
use crate::scene::text::Num;
use crate::scene::time_scale::TimeScale;
use crate::session::compare::spans::{DifferenceSpan, RunDifference};
use crate::session::language::compare::CompareLabel;
use crate::web::compare::{CompareNow, span_words};
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::part::Part;
use crate::web::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

const HEIGHT: f64 = 18.0;
const SIZE: f64 = 11.0;

/// What it is given.
#[derive(PartialEq)]
pub struct DifferenceStrip {
    pub now: Shared<CompareNow>,
    pub scale: Rc<TimeScale>,
    pub width: f64,
    pub lang: Lang,
}

impl Part for DifferenceStrip {
    fn view(&self) -> Html {
        let DifferenceStrip { now, scale, width, lang } = self;
        let label = lang.compare_label(CompareLabel::Differences);
        let name = text::fit(label, SIZE, scale.x - 20.0);
        markup! {
            <svg class="strip" data-testid="strip" role="img" aria-label={label} width={Num(*width).to_string()}
                height="18">
                <text x={Num(scale.x - 10.0).to_string()} y="13" class="name">{ name }</text>
                <g>{ for now.spans.iter().enumerate().map(|(key, span)| self.view_span(key, span)) }</g>
            </svg>
        }
    }
}

impl DifferenceStrip {
    fn view_span(&self, key: usize, span: &DifferenceSpan) -> Html {
        let (from, to) = (self.scale.x_of(span.from), self.scale.x_of(span.to));
        let width = to - from;
        let words = span_words(span.how, self.lang);
        let kind = match span.how {
            RunDifference::None => "same",
            RunDifference::Owners => "owners",
            RunDifference::Unread { .. } => "unread",
        };
        // A word that is cut says less than none: the whole is in its title.
        let brief = match span.how {
            RunDifference::Unread { a, b } => format!("{a} | {b}"),
            RunDifference::None | RunDifference::Owners => String::new(),
        };
        let fits = |words: &&String| text::width(words, SIZE) + 8.0 <= width;
        let shown = [&words, &brief].into_iter().find(fits).cloned().unwrap_or_default();
        markup! {
            <g key={key} class={kind} data-from={span.from.as_micros().to_string()}
                data-to={span.to.as_micros().to_string()}>
                <rect x={Num(from).to_string()} y="1" width={Num(width.max(0.5)).to_string()}
                    height={Num(HEIGHT - 2.0).to_string()} />
                <text x={Num(from + 5.0).to_string()} y="13">{ shown }</text>
                <title>{ words }</title>
            </g>
        }
    }
}
