//! The page as a figure in somebody else's text: stage, transport, caption; of all else only what is wrong.

use crate::session::language::label::Label;
use crate::session::language::present::PresentLabel;
use crate::session::language::units::clock;
use crate::sim::time::SimTime;
use crate::web::action::Action;
use crate::web::browser::when;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::mount::options::{Options, View};
use crate::web::part::{Part, part, piece};
use crate::web::shell::app::App;
use crate::web::shell::notice::ProblemProps;
use crate::web::shell::page::Page;
use crate::web::story::{Story, StoryProps};
use crate::web::time::transport::{Clock, Transport, TransportProps};
use crate::web::touched;
use web_sys::HtmlInputElement;
use yew::prelude::*;

impl App {
    /// The whole figure.
    pub(super) fn view_figure(&self, options: &Options) -> Html {
        let page = self.page.borrow();
        let lang = self.lang;
        let story = piece::<Story>(StoryProps {
            title: self.shown.title.clone(),
            captions: self.shown.captions.clone(),
            reached: self.shown.reached,
            asking: page.asking(),
            fresh: page.fresh,
            chosen: page.lesson.chosen.clone(),
            takes_focus: false,
            foretold: page.foretold(),
            verdicts: page.lesson.verdicts.clone(),
            has_digits: false,
            beside: None,
            afterwards: None,
            waits_to_reveal: options.waits_to_reveal,
            lang,
            dispatch: self.dispatch.clone(),
        });
        let audience = class_if(self.is_audience(), "audience");
        let asking = class_if(self.is_audience() && page.session.is_asked(), "asking");
        let head = self.is_audience().then(|| view_head(&self.shown.title, lang));
        let comparing = class_if(self.comparison.is_some(), "comparing");
        let busy = page.coming.is_some() || page.awaits_link || self.behind;
        markup! {
            <div class={["page figure", comparing, audience, asking]} part="figure" lang={lang.tag()} data-testid="page"
                data-scenario={page.scenario} aria-busy={busy.to_string()}
                data-whole={self.is_whole().to_string()} onclick={self.handlers.clicked()}>
                <div class="audience-head">{ for head }</div>
                { self.view_stage_area(&page) }
                <div class="figure-bar" part="transport" role="group" aria-label={lang.label(Label::Time)}
                    data-testid="transport" hidden={self.view == View::Bare}>
                    { self.view_figure_transport(&page) }
                </div>
                { story }
                <div class="above">{ for self.view_problem(&page) }</div>
                <p class="unseen" aria-live="polite" data-testid="spoken">{ &self.shown.spoken }</p>
            </div>
        }
    }

    fn view_figure_transport(&self, page: &Page) -> Html {
        let transport = piece::<Transport>(TransportProps {
            playing: page.playback.playing(),
            pace: page.playback.pace(),
            stride: page.stride,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        });
        let end = page.playback.end(page.session.script_end());
        markup! {
            <>
                { transport }
                { part(Clock { now: self.drawings.time, lang: self.lang }) }
                { part(TimeSlider {
                    now: self.drawings.time,
                    from: page.stretch.from,
                    to: page.stretch.to.unwrap_or(end.max(page.session.now())),
                    lang: self.lang,
                    dispatch: self.dispatch.clone(),
                }) }
            </>
        }
    }

    /// What could not be opened, and why.
    fn view_problem(&self, page: &Page) -> Option<Html> {
        let (problem, touched) = page.problem.as_ref().zip(touched::here())?;
        let (lang, dispatch) = (self.lang, self.dispatch.clone());
        Some((touched.problem)(ProblemProps { problem: problem.clone(), lang, dispatch }))
    }
}

/// On a phone in a room: what is shown, and where it comes from.
fn view_head(title: &AttrValue, lang: Lang) -> Html {
    markup! {
        <header data-testid="audience">
            <span>{ lang.present_label(PresentLabel::Audience) }</span>
            <b>{ title.clone() }</b>
        </header>
    }
}

/// Where in the stretch the figure is.
#[derive(PartialEq)]
struct TimeSlider {
    now: SimTime,
    from: SimTime,
    to: SimTime,
    lang: Lang,
    dispatch: Callback<Action>,
}

impl Part for TimeSlider {
    fn view(&self) -> Html {
        let TimeSlider { now, from, to, lang, dispatch } = self;
        let oninput = when(dispatch, |event: InputEvent| {
            // Not a number becomes 0. To read a number is the browser's: floats are dear here.
            let seconds = event.target_dyn_into::<HtmlInputElement>()?.value_as_number();
            Some(Action::Seek(SimTime::from_micros((seconds * 1e6).round() as u64)))
        });
        markup! {
            <input type="range" class="time-slider" data-testid="time-slider" min={from.to_string()}
                max={to.to_string()} step="0.01" value={now.to_string()} aria-label={lang.label(Label::SimulatedTime)}
                aria-valuetext={clock(*now)} {oninput} />
        }
    }
}
