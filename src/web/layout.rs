//! How the page is laid out: header, controls, stage, story, timeline, and what lies over them.

use crate::web::action::{Action, Verb};
use crate::web::app::App;
use crate::web::browser::when;
use crate::web::controls::Controls;
use crate::web::files;
use crate::web::help::Help;
use crate::web::icons::{Icon, icon};
use crate::web::journal_list::JournalList;
use crate::web::notice::{ProblemPanel, view_notice};
use crate::web::page::Page;
use crate::web::scenario_picker::ScenarioPicker;
use crate::web::story::Story;
use crate::web::totals::TotalsRow;
use crate::web::transport::{Clock, Transport, icon_button};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

impl App {
    /// The whole page.
    pub(super) fn view(&self) -> Html {
        let page = self.page.borrow();
        let (over, gone, dropped) = self.drag_handlers();
        html! {
            <div class="page" ondragenter={over.clone()} ondragover={over} ondragleave={gone} ondrop={dropped}
                onclick={Callback::from(let_go)} onchange={Callback::from(let_go_of_list)}>
                <header class="head">
                    { self.view_brand(&page) }
                    { self.view_transport(&page) }
                    { self.view_tools() }
                </header>
                <aside id="controls" class={classes!("controls", self.drawer.then_some("open"))} aria-label="Controls">
                    <Controls panel={self.shown.panel.clone()} chosen={page.chosen().cloned()}
                        refusal={page.refusal.clone()} dispatch={self.dispatch.clone()} />
                </aside>
                <main class="stage-area" aria-label="Stage">
                    <div class="stage-room" ref={self.stage_room.clone()}>
                        { self.drawings.view_stage(&self.on_select) }
                    </div>
                    { view_notice(page.notice.as_ref(), &self.dispatch) }
                </main>
                <aside class="told" aria-label="Story and journal">
                    <Story title={self.shown.title.clone()} captions={self.shown.captions.clone()}
                        reached={self.shown.reached} lang={self.lang} dispatch={self.dispatch.clone()} />
                    <JournalList lines={self.shown.lines.clone()} dispatch={self.dispatch.clone()} />
                </aside>
                <section class="times" aria-label="Timeline and totals">
                    <div class="axis" ref={self.axis_room.clone()}>{ self.drawings.view_time_bar(&self.on_seek) }</div>
                    <div class="sums">
                        <TotalsRow totals={page.seen.totals.clone()} />
                        <div class="charts-room">{ self.drawings.view_charts() }</div>
                    </div>
                </section>
                { self.view_above(&page) }
            </div>
        }
    }

    fn view_brand(&self, page: &Page) -> Html {
        let toggle = self.dispatch.reform(|_: MouseEvent| Action::Do(Verb::Controls));
        html! {
            <div class="brand">
                <h1>{ "groupscope" }</h1>
                <ScenarioPicker open={page.scenario} title={self.shown.title.clone()} lang={self.lang}
                    dispatch={self.dispatch.clone()} />
                <button type="button" class="square drawer-button" data-testid="controls" aria-label="Controls"
                    aria-expanded={self.drawer.to_string()} aria-controls="controls" onclick={toggle}>
                    { icon(if self.drawer { Icon::Close } else { Icon::Sliders }) }
                </button>
            </div>
        }
    }

    fn view_transport(&self, page: &Page) -> Html {
        html! {
            <div class="transport" role="group" aria-label="Time">
                <Transport playing={page.playback.playing()} speed={page.playback.speed()}
                    dispatch={self.dispatch.clone()} />
                <Clock now={page.session.now()} />
                <Travel undo={page.session.can_undo()} redo={page.session.can_redo()}
                    dispatch={self.dispatch.clone()} />
            </div>
        }
    }

    fn view_tools(&self) -> Html {
        let theme_name = match self.theme.word() {
            "auto" => "Colours: as the system has them",
            "light" => "Colours: light",
            _ => "Colours: dark",
        };
        let language = self.dispatch.reform(|_: MouseEvent| Action::Do(Verb::Language));
        html! {
            <div class="tools" role="group" aria-label="Session and page">
                { word_button(Verb::Open, &self.dispatch) }
                { word_button(Verb::Save, &self.dispatch) }
                { word_button(Verb::SaveReport, &self.dispatch) }
                { icon_button(Verb::Theme, self.theme.icon(), theme_name, &self.dispatch) }
                <button type="button" data-testid="language" title={Verb::Language.hint()}
                    aria-label="Captions in Korean or in English" onclick={language}>
                    { Verb::Language.row().label }
                </button>
                { word_button(Verb::Help, &self.dispatch) }
                { files::view_chooser(&self.chooser, &self.dispatch) }
            </div>
        }
    }

    /// What lies over the page, and what only a screen reader gets.
    fn view_above(&self, page: &Page) -> Html {
        let problem = page.problem.as_ref().map(|problem| {
            html! { <ProblemPanel problem={problem.clone()} dispatch={self.dispatch.clone()} /> }
        });
        html! {
            <div class="above">
                <div>{ for problem }</div>
                <div><Help open={self.help} dispatch={self.dispatch.clone()} /></div>
                { files::view_drop_zone(self.held) }
                <p class="unseen" aria-live="polite" data-testid="spoken">{ &self.shown.spoken }</p>
            </div>
        }
    }

    /// Held over the page, gone again, let fall.
    fn drag_handlers(&self) -> (Callback<DragEvent>, Callback<DragEvent>, Callback<DragEvent>) {
        let held = self.on_held.clone();
        let over = Callback::from(move |event: DragEvent| {
            if files::carried(&event).is_some() {
                event.prevent_default();
                held.emit(true);
            }
        });
        let gone = when(&self.on_held, |event: DragEvent| {
            // Passing from one element to another inside the page is no leaving.
            event.related_target().is_none().then_some(false)
        });
        let (held, dispatch) = (self.on_held.clone(), self.dispatch.clone());
        let dropped = Callback::from(move |event: DragEvent| {
            held.emit(false);
            let Some(transfer) = files::carried(&event) else { return };
            event.prevent_default();
            if let Some(file) = transfer.files().and_then(|files| files.get(0)) {
                files::read(file, dispatch.clone());
            }
        });
        (over, gone, dropped)
    }
}

/// A button pressed with the pointer lets go of the focus, so that the space bar plays and pauses and does not
/// press it again. Buttons pressed by keyboard keep it.
fn let_go(event: MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("button").ok().flatten());
    if event.detail() > 0
        && let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok())
    {
        let _ = button.blur();
    }
}

/// The same for a list that was chosen from with the pointer.
fn let_go_of_list(event: Event) {
    let list = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(list) =
        list.filter(|list| list.tag_name() == "SELECT" && list.matches(":focus-visible") == Ok(false))
    {
        let _ = list.blur();
    }
}

fn word_button(verb: Verb, dispatch: &Callback<Action>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
    let row = verb.row();
    html! {
        <button type="button" data-testid={row.id} title={verb.hint()} {onclick}>{ row.label }</button>
    }
}

/// What undo and redo are given.
#[derive(PartialEq, Properties)]
struct TravelProps {
    undo: bool,
    redo: bool,
    dispatch: Callback<Action>,
}

/// Undo and redo.
struct Travel;

impl Component for Travel {
    type Message = ();
    type Properties = TravelProps;

    fn create(_: &Context<Self>) -> Self {
        Travel
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let TravelProps { undo, redo, dispatch } = ctx.props();
        let button = |verb: Verb, picture: Icon, name: &'static str, possible: bool| {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
            html! {
                <button type="button" class="square" data-testid={verb.row().id} title={verb.hint()} aria-label={name}
                    disabled={!possible} {onclick}>
                    { icon(picture) }
                </button>
            }
        };
        html! {
            <span class="travel">
                { button(Verb::Undo, Icon::Undo, "Undo", *undo) }
                { button(Verb::Redo, Icon::Redo, "Redo", *redo) }
            </span>
        }
    }
}
