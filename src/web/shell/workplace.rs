//! What stands in the place of the stage: two runs side by side, the deploy calculator, or the session's text.

use crate::scene::layout::NARROW;
use crate::session::compare::CompareSide;
use crate::session::language::compare::CompareLabel;
use crate::session::language::notice::Complaint;
use crate::web::action::{Action, Verb};
use crate::web::browser::window;
use crate::web::compare::chooser::ChooserProps;
use crate::web::compare::strip::DifferenceStrip;
use crate::web::compare::{ComparePanel, SideHead};
use crate::web::deploy::DeployProps;
use crate::web::later;
use crate::web::markup::markup;
use crate::web::memory::jotted::Jotter;
use crate::web::mount::options::View;
use crate::web::shared::Shared;
use crate::web::shell::app::App;
use crate::web::shell::beside::{ComparedRuns, SecondRun, SharedAxis};
use crate::web::shell::drawings::Size;
use crate::web::shell::files;
use crate::web::shell::notice::Problem;
use crate::web::shell::page::Page;
use crate::web::shell::scenario_picker::scenario;
use crate::web::shell::turns::Extent;
use crate::web::time::time_bar::AxisView;
use yew::prelude::*;

/// What stands above each stage of a figure that has two, in CSS pixels: static/figure.css has it as well.
const FIGURE_HEAD: i32 = 34;

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workplace {
    /// The stage itself.
    #[default]
    Stage,
    Compare,
    Deploy,
    Text,
    Course,
    Symptoms,
}

impl Workplace {
    /// The page's class for it.
    pub const fn class(self) -> &'static str {
        match self {
            Workplace::Stage => "",
            Workplace::Compare => "comparing",
            Workplace::Deploy | Workplace::Text | Workplace::Course | Workplace::Symptoms => "at-work",
        }
    }
}

impl App {
    /// Does what belongs to these places; gives back what does not.
    pub(super) fn work(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Do(Verb::Compare) => self.compare(),
            Action::ComparePlanned(plan) => self.begin_comparing(ComparedRuns::of(plan)),
            Action::CompareWhole(whole) => self.whole_runs = whole,
            Action::CompareTexts { a, b } => self.compare_texts(&a, &b),
            Action::ScenarioCame(id, text) if self.awaits_compared(id) => self.compare_with(id, text),
            Action::Do(verb @ (Verb::NextRebalance | Verb::PreviousRebalance))
                if self.comparison.is_some() =>
            {
                if !self.go_to_difference(verb) {
                    return Some(action);
                }
            }
            Action::Do(Verb::Deploy) => self.go(Workplace::Deploy),
            Action::Do(Verb::EditText) => self.go(Workplace::Text),
            Action::Do(Verb::Terminal) => self.toggle_terminal(),
            Action::Desk(action) => {
                let opens =
                    later::here().is_some_and(|later| (later.desk)(&mut self.page.borrow_mut(), action));
                if opens {
                    self.leave_for_another();
                }
            }
            action => return self.present(action),
        }
        None
    }

    /// Whether it opens another session, which is to be seen on the stage. What was done a moment ago is written down.
    pub(super) fn make_way(&mut self, action: &Action) {
        let opens = matches!(
            action,
            Action::OpenBytes { .. } | Action::OpenScenario(_) | Action::OpenLink(_) | Action::OpenWork(_)
        );
        if opens {
            self.remember_at_once();
            self.leave();
        }
    }

    /// Whether there is something to write down. What is only tried beside another run is no work.
    pub(super) fn has_news(&self, page: &Page) -> bool {
        let tried = self.comparison.as_ref().is_some_and(|runs| runs.is_tried(page));
        self.root.has_the_document() && !tried && self.memory.borrow_mut().has_news(page)
    }

    /// Goes to this place; from there, back to the stage.
    pub(super) fn go(&mut self, place: Workplace) {
        let before = self.workplace;
        self.leave();
        if before != place {
            self.workplace = place;
        }
        self.page.borrow_mut().playback.pause();
        // On a phone its place in the rail stands at the page's foot, and what it opens at the top.
        if self.root.one_column()
            && let Some(window) = window().filter(|_| self.root.has_the_document())
        {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Goes back to the stage, and to the visitor's own session.
    pub(super) fn leave(&mut self) {
        if let Some(runs) = &mut self.comparison {
            runs.restore(&mut self.page.borrow_mut());
        }
        self.leave_for_another();
    }

    /// Goes back to the stage, where another session is open by now.
    fn leave_for_another(&mut self) {
        self.workplace = Workplace::Stage;
        // A figure keeps the run that it has beside its own: it follows whatever is opened.
        if self.compared_with.is_none() && self.comparison.take().is_some() {
            self.drawings.beside = SharedAxis::default();
            self.drawings.reduce(false);
            self.folded = self.folded_before;
        }
    }

    /// Two stages need the bench's room; it can be unfolded.
    fn begin_comparing(&mut self, runs: ComparedRuns) {
        match self.comparison.replace(Box::new(runs)) {
            Some(mut before) => before.restore(&mut self.page.borrow_mut()),
            None => {
                self.drawings.reduce(true);
                self.folded_before = std::mem::replace(&mut self.folded, true);
            }
        }
    }

    /// Sets another run beside the open one, or takes it away again.
    fn compare(&mut self) {
        self.go(Workplace::Compare);
        if self.workplace == Workplace::Compare {
            self.begin_comparing(ComparedRuns::default());
        }
    }

    fn compare_texts(&mut self, a: &str, b: &str) {
        let side = |name: &str| [self.lang.compare_label(CompareLabel::Deploy), " ", name].concat();
        let (first, second) = (side("A"), side("B"));
        self.remember_at_once();
        self.leave();
        let mut page = self.page.borrow_mut();
        page.open(&first, a.as_bytes(), None);
        page.playback.pause();
        drop(page);
        self.begin_comparing(ComparedRuns::beside_text(second, b));
        self.workplace = Workplace::Compare;
    }

    /// Asks for the scenario that a figure has beside its own, once that is open: what is said then stays.
    pub(super) fn fetch_compared(&mut self) {
        let page = self.page.borrow();
        let is_due = self.waiting.is_empty() && page.coming.is_none() && !page.unopened;
        drop(page);
        if let Some(id) = self.compared_with.filter(|_| is_due && !self.asked_for.compared) {
            self.asked_for.compared = true;
            files::fetch_scenario(&self.scenarios, id, self.dispatch.clone());
        }
    }

    fn awaits_compared(&self, id: &'static str) -> bool {
        self.compared_with == Some(id) && self.comparison.is_none() && self.page.borrow().coming != Some(id)
    }

    fn compare_with(&mut self, id: &'static str, text: Result<String, Complaint>) {
        match text {
            Ok(text) => self.begin_comparing(ComparedRuns::beside_text(id.to_owned(), &text)),
            Err(why) => self.page.borrow_mut().problem = Some(Shared::new(Problem::whole(id, why))),
        }
    }

    /// The height that the stage is laid out for, in a place of this size. In a figure, and in one column, it is as
    /// high as it likes, or as a figure offers: where it is narrow, one below the other takes what it needs.
    pub(super) fn height_of_stage(&self, place: Size) -> i32 {
        if self.view == View::App && !self.root.one_column() {
            return place.1;
        }
        let likes = f64::from(place.0) < NARROW || self.drawings.has_sequence();
        let below = self.compared_with.is_some() && self.root.tight();
        match likes {
            true => 0,
            false if below => (self.offered / 2 - FIGURE_HEAD).max(0),
            false => self.offered,
        }
    }

    /// Whether there is one.
    fn go_to_difference(&mut self, verb: Verb) -> bool {
        let mut page = self.page.borrow_mut();
        let onward = verb == Verb::NextRebalance;
        let now = page.session.now();
        let time = self.comparison.as_ref().and_then(|runs| runs.neighbour(now, onward));
        if let Some(time) = time {
            page.apply(Action::Visit(time));
        }
        time.is_some()
    }

    /// Brings the second run to where the first one is. What is to be drawn anew then.
    pub(super) fn follow(&mut self, extent: Extent) -> Extent {
        let Some(runs) = &mut self.comparison else { return extent };
        match runs.follow(&mut self.page.borrow_mut(), self.lang, self.sizes) {
            true => Extent::Whole,
            false => extent,
        }
    }

    /// Draws a frame of all stages past the page; whether that is all there is to draw.
    pub(super) fn pass(&mut self) -> bool {
        if self.sharing.presenting.on {
            return false;
        }
        let (page, lang, stage) = (self.page.borrow(), self.lang, self.sizes.0);
        let first = self.drawings.pass(&page, lang, stage);
        let second = self.comparison.as_mut().is_none_or(|runs| runs.pass(lang, stage));
        first && second
    }

    /// Brings the second run's drawings up to this instant.
    pub(super) fn refresh_second(&mut self, extent: Extent) {
        let Some(runs) = &mut self.comparison else { return };
        let page = self.page.borrow();
        if let Some(second) = runs.second.as_mut().filter(|_| extent != Extent::Frame) {
            second.drawings.beside = SharedAxis::beside(&page);
            self.drawings.beside = SharedAxis::beside(&second.page);
        }
        runs.refresh(&page, self.lang, self.sizes, extent);
    }

    /// Shows another part of the time axes.
    pub(super) fn look_at(&mut self, view: AxisView) {
        if let Some(second) = self.comparison.as_mut().and_then(|runs| runs.second.as_mut()) {
            second.drawings.look_at(view);
        }
        self.drawings.look_at(view);
    }

    /// What is compared, above the stages.
    pub(super) fn view_chooser(&self) -> Option<Html> {
        let (runs, later) = (self.comparison.as_ref()?, later::here()?);
        Some((later.pair_chooser)(ChooserProps {
            instance: self.root.instance(),
            plan: runs.plan.clone(),
            problem: runs.problem.clone(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }

    /// Above a stage, which side it is.
    pub(super) fn view_side(&self, side: CompareSide) -> Option<Html> {
        if let Some(beside) = self.compared_with {
            let (mark, title) = match side {
                CompareSide::A => ("A", self.shown.title.clone()),
                CompareSide::B => ("B", AttrValue::Static(scenario(beside)?.title(self.lang))),
            };
            return Some(markup! { <p class="run-head"><b class="mark">{ mark }</b>{ title }</p> });
        }
        let (runs, later) = (self.comparison.as_ref()?, later::here()?);
        let turned = runs.turned();
        Some((later.side_head)(SideHead { plan: runs.plan.clone(), side, turned, lang: self.lang }))
    }

    fn second(&self) -> Option<&SecondRun> {
        self.comparison.as_ref()?.second.as_ref()
    }

    /// The second run's stage.
    pub(super) fn view_second_stage(&self) -> Option<Html> {
        let stage = self.second()?.drawings.view_stage(
            self.root.instance().beside(),
            self.lang,
            &self.on_select,
            &self.dispatch,
        );
        Some(markup! {
            <>
                <div class="side">{ for self.view_side(CompareSide::B) }</div>
                <div class="stage-room">{ stage }</div>
            </>
        })
    }

    /// The second run's time axis, below the strip of differences.
    pub(super) fn view_second_axis(&self) -> Option<Html> {
        let (second, later) = (self.second()?, later::here()?);
        let strip = (later.difference_strip)(DifferenceStrip {
            now: second.now.clone(),
            scale: self.drawings.scale(),
            width: f64::from(self.sizes.1.0),
            lang: self.lang,
        });
        let bar = second.drawings.view_time_bar(&second.page, self.lang, (&self.on_seek, &self.on_view));
        Some(markup! { <>{ strip }<div class="axis" data-testid="axis-b">{ bar }</div></> })
    }

    /// What both came to, in the place of the story.
    pub(super) fn view_compared(&self, page: &Page) -> Option<Html> {
        let (second, later) = (self.second()?, later::here()?);
        Some((later.compare_panel)(ComparePanel {
            result: second.result.clone(),
            now: second.now.clone(),
            whole: self.whole_runs,
            time: page.session.now(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }

    /// The place that covers the stage.
    pub(super) fn view_workplace(&self, page: &Page) -> Html {
        let inside: Option<Html> = later::here().and_then(|later| match self.workplace {
            Workplace::Stage | Workplace::Compare => None,
            Workplace::Deploy => None,
            Workplace::Text => Some((later.editor)(self.editor_props(page))),
            Workplace::Course => Some((later.course)(self.course_place())),
            Workplace::Symptoms => Some((later.symptoms)(self.symptom_finder())),
        });
        let hidden = inside.is_none() && self.workplace != Workplace::Deploy;
        markup! { <div class="workplace" {hidden}>{ self.view_deploy() }{ for inside }</div> }
    }

    /// The deploy calculator stays in the document: nothing that was typed or computed is lost meanwhile.
    fn view_deploy(&self) -> Html {
        let shown = self.workplace == Workplace::Deploy;
        let deploy = later::here().map(|later| {
            (later.deploy)(DeployProps {
                instance: self.root.instance(),
                text: if shown { self.root.kept_session().into() } else { AttrValue::default() },
                shown,
                lang: self.lang,
                jotter: Jotter::of(&self.root, "deploy"),
                dispatch: self.dispatch.clone(),
            })
        });
        markup! { <div class="place" hidden={!shown}>{ for deploy }</div> }
    }
}
