//! The deploy calculator: what a rolling deploy of a consumer group costs, as it is and done in other ways. Settings
//! and fields at the left; at the right the answer in sentences, and a dot for each simulated deploy.
//!
//! It computes in slices: no frame waits for it. What `session::what_if` finds is what the command line finds.

mod answer;
mod chosen;
mod fields;
mod table;

use crate::session::Lang;
use crate::session::scenario::Scenario;
use crate::session::what_if::{
    DeployColumn, DeployForm, DeployInput, InputError, Study, Way, WhatIfMistake, of_session, opening,
};
use crate::web::action::Action;
use crate::web::browser::{SizeWatch, wall_millis};
use crate::web::deploy::chosen::{ChosenRun, Opening, WantedRun};
use crate::web::markup::markup;
use crate::web::memory::jotted::Jotter;
use crate::web::mount::root::Instance;
use crate::web::part::{Context, Piece};
use gloo_timers::callback::Timeout;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A slice takes about so many milliseconds, and the time is looked at after about so many.
const SLICE: f64 = 12.0;
const LOOK: f64 = 2.0;
/// Between two looks no more happens than this, whatever the clock says.
const MOST_STEPS: u64 = 4_096;
/// While it computes, the answer is drawn anew after so many milliseconds.
const DRAWN_EVERY: f64 = 220.0;
/// Until a plot has been measured.
const USUAL_WIDTH: i32 = 220;

/// What the calculator is given.
#[derive(PartialEq)]
pub struct DeployProps {
    pub instance: Instance,
    /// The text of the open session, while the calculator is shown.
    pub text: AttrValue,
    pub shown: bool,
    pub lang: Lang,
    /// Where what is typed is kept.
    pub jotter: Jotter,
    pub dispatch: Callback<Action>,
}

/// See the head of this file.
pub struct DeployPlace {
    form: DeployForm,
    field: NodeRef,
    /// Whether it was shown already.
    begun: bool,
    /// The session that it began with.
    taken: AttrValue,
    /// The rows besides the deploy as it is; `None` for the usual ones.
    ways: Option<Vec<Way>>,
    study: Option<Study>,
    refused: Option<WhatIfMistake>,
    /// Whether it was asked for a computation with something wrong in the form.
    wrong: bool,
    /// The form is another one than at the last computation.
    changed: bool,
    running: bool,
    /// So many steps take about [`LOOK`].
    steps: u64,
    drawn_at: f64,
    turn: Option<Timeout>,
    chosen: Option<ChosenRun>,
    /// The column whose dots the arrow keys go through.
    column: DeployColumn,
    opening: Option<Opening>,
    /// A plot, to know how wide they are.
    plot: NodeRef,
    plot_width: i32,
    plot_watch: Option<SizeWatch>,
    /// Whether the numbers are listed.
    listed: bool,
}

/// What happens in it.
pub enum DeployMsg {
    Text(String),
    Typed(DeployInput, String),
    Compute,
    /// The deploy of the session that is open.
    TakeSession,
    Cancel,
    GoOn,
    Turn,
    Add(Way),
    Remove(Way),
    /// A point of a row's plot was pointed at: where in the element, and how high above the axis.
    Point {
        row: usize,
        column: DeployColumn,
        x: f64,
        above: f64,
    },
    /// To another dot, or another row.
    Step {
        across: bool,
        onward: bool,
    },
    Open(WantedRun),
    Sized(i32),
    List(bool),
}

impl Piece for DeployPlace {
    type Message = DeployMsg;
    type Properties = DeployProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut place = DeployPlace {
            form: DeployForm::default(),
            field: NodeRef::default(),
            begun: false,
            taken: AttrValue::default(),
            ways: None,
            study: None,
            refused: None,
            wrong: false,
            changed: false,
            running: false,
            steps: 64,
            drawn_at: 0.0,
            turn: None,
            chosen: None,
            column: DeployColumn::Duplicates,
            opening: None,
            plot: NodeRef::default(),
            plot_width: USUAL_WIDTH,
            plot_watch: None,
            listed: false,
        };
        place.show(ctx);
        place
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &DeployProps) -> bool {
        let props = ctx.props();
        if props.shown != old.shown {
            self.show(ctx);
        }
        props.shown != old.shown || props.lang != old.lang
    }

    fn update(&mut self, ctx: &Context<Self>, msg: DeployMsg) -> bool {
        match msg {
            DeployMsg::Text(text) => {
                self.form.set_text(text);
                self.keep_form(ctx);
            }
            DeployMsg::Typed(input, text) => {
                self.form.type_in(input, text);
                self.keep_form(ctx);
            }
            DeployMsg::Compute => self.compute(ctx),
            DeployMsg::TakeSession => self.take_session(ctx),
            DeployMsg::Cancel => (self.running, self.opening) = (false, None),
            DeployMsg::GoOn => self.go_on(ctx),
            DeployMsg::Turn => return self.take_turn(ctx),
            DeployMsg::Add(way) => {
                self.ways.get_or_insert_with(|| ways_of(self.study.as_ref())).push(way);
                self.arrange(ctx);
            }
            DeployMsg::Remove(way) => {
                let ways = self.ways.get_or_insert_with(|| ways_of(self.study.as_ref()));
                ways.retain(|other| *other != way);
                self.chosen.take_if(|chosen| chosen.way == way);
                self.arrange(ctx);
            }
            DeployMsg::Point { row, column, x, above } => self.point(row, column, x, above),
            DeployMsg::Step { across, onward } => self.step(across, onward),
            DeployMsg::Open(wanted) => self.open(ctx, wanted),
            DeployMsg::Sized(width) => {
                return width > 0 && std::mem::replace(&mut self.plot_width, width) != width;
            }
            DeployMsg::List(listed) => return std::mem::replace(&mut self.listed, listed) != listed,
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>) {
        if self.plot_watch.is_none()
            && let Some(plot) = self.plot.cast::<HtmlElement>()
        {
            self.plot_watch =
                SizeWatch::start(plot, ctx.link().callback(|(width, _)| DeployMsg::Sized(width)));
        }
        // What was read from the session is put in once; from then on the field is the visitor's.
        if let Some(field) = self.field.cast::<HtmlTextAreaElement>()
            && field.value() != self.form.text()
        {
            field.set_value(self.form.text());
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        if !self.begun {
            return Html::default();
        }
        markup! {
            <div class="deploy" data-testid="deploy-place" data-state={self.state()}>
                { self.view_form(ctx) }
                { self.view_answer(ctx) }
            </div>
        }
    }
}

/// The rows that are shown besides the first.
fn ways_of(study: Option<&Study>) -> Vec<Way> {
    let rows = study.map(|study| study.rows.as_slice()).unwrap_or_default();
    rows.iter().skip(1).map(|row| row.way.clone()).collect()
}

impl DeployPlace {
    /// What tests wait for.
    fn state(&self) -> &'static str {
        match &self.study {
            _ if self.opening.is_some() => "opening",
            _ if self.running => "computing",
            Some(study) if study.done() == study.trials() => "done",
            Some(_) => "stopped",
            None => "empty",
        }
    }

    /// It is shown, or no longer. The first time it begins with the session that is open, and computes.
    fn show(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        if !props.shown {
            self.turn = None;
            return;
        }
        if !self.begun {
            self.begun = true;
            match props.jotter.kept() {
                Some(written) => {
                    self.form = DeployForm::read_back(&written);
                    self.compute(ctx);
                }
                None => self.take_session(ctx),
            }
        } else {
            self.plan(ctx);
        }
    }

    /// The form is another one.
    fn keep_form(&mut self, ctx: &Context<Self>) {
        ctx.props().jotter.keep(Some(&self.form.written()));
        self.changed = true;
    }

    /// Begins with the session that is open.
    fn take_session(&mut self, ctx: &Context<Self>) {
        ctx.props().jotter.keep(None);
        self.taken = ctx.props().text.clone();
        let scenario = Scenario::read_known(ctx.props().text.as_bytes()).ok();
        let deploy = scenario.and_then(|scenario| of_session(&scenario).ok());
        self.form = DeployForm::of(deploy.map(|deploy| opening(&deploy)).unwrap_or_default());
        self.compute(ctx);
    }

    /// Another turn, if there is something to do.
    fn plan(&mut self, ctx: &Context<Self>) {
        let busy = self.running || self.opening.is_some();
        let link = ctx.link();
        self.turn =
            (busy && ctx.props().shown).then(|| Timeout::new(0, move || link.send_message(DeployMsg::Turn)));
    }

    /// What is asked for, as the form says.
    fn compute(&mut self, ctx: &Context<Self>) {
        match self.form.read(ctx.props().lang) {
            Ok((deploy, seeds)) => {
                let ways = self.ways.clone().unwrap_or_else(|| Way::usual(&deploy));
                let ways: Vec<Way> = ways.into_iter().filter(|way| way.apply(&deploy).is_ok()).collect();
                self.begin(ctx, Study::new(&deploy, &ways, seeds));
            }
            Err(_) => self.wrong = true,
        }
    }

    /// The same deploy with other rows.
    fn arrange(&mut self, ctx: &Context<Self>) {
        if let (Some(study), Some(ways)) = (&self.study, &self.ways) {
            let other = Study::new(&study.deploy, ways, study.seeds);
            let changed = self.changed;
            self.begin(ctx, other);
            self.changed = changed;
        }
    }

    fn begin(&mut self, ctx: &Context<Self>, study: Result<Study, WhatIfMistake>) {
        match study {
            Ok(mut study) => {
                if let Some(old) = &self.study {
                    study.take_over(old);
                }
                self.study = Some(study);
                (self.refused, self.wrong, self.changed) = (None, false, false);
                self.go_on(ctx);
            }
            Err(mistake) => self.refused = Some(mistake),
        }
    }

    fn go_on(&mut self, ctx: &Context<Self>) {
        self.running = self.study.as_ref().is_some_and(|study| study.done() < study.trials());
        self.drawn_at = wall_millis();
        self.plan(ctx);
    }

    /// Either draws or computes, so that neither waits for the other. Whether it is to be drawn.
    fn take_turn(&mut self, ctx: &Context<Self>) -> bool {
        let begun = wall_millis();
        if self.opening.is_none() && begun - self.drawn_at > DRAWN_EVERY {
            self.drawn_at = begun;
            self.plan(ctx);
            return true;
        }
        let mut over = false;
        let mut looked = begun;
        while !over && looked - begun < SLICE {
            over = match (&mut self.opening, &mut self.study) {
                (Some(opening), _) => opening.advance(self.steps),
                (None, Some(study)) => study.advance(self.steps),
                (None, None) => true,
            };
            let now = wall_millis();
            self.steps = match now - looked {
                took if took > 2.0 * LOOK => (self.steps / 2).max(8),
                took if took < LOOK / 2.0 => (self.steps * 2).min(MOST_STEPS),
                _ => self.steps,
            };
            looked = now;
        }
        if over {
            match self.opening.take() {
                Some(opening) => ctx.props().dispatch.emit(opening.action()),
                None => self.running = false,
            }
        }
        self.plan(ctx);
        over
    }

    /// What is wrong in the fields.
    fn errors(&self, lang: Lang) -> Vec<InputError> {
        self.form.read(lang).err().unwrap_or_default()
    }
}
