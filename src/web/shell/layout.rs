//! How the page is laid out: header, controls, stage, story, timeline, and what lies over them.

use crate::session::compare::CompareSide;
use crate::session::course::before;
use crate::session::language::label::Label;
use crate::session::suggestion::suggestion;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::when;
use crate::web::icons::{Icon, icon};
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::markup::{class_if, markup};
use crate::web::mount::options::View;
use crate::web::mount::root::{Instance, Root};
use crate::web::panel::controls::{Controls, ControlsProps};
use crate::web::part::{Part, part, piece};
use crate::web::share::ShareProps;
use crate::web::share::work_list::WorkList;
use crate::web::shell::app::App;
use crate::web::shell::files;
use crate::web::shell::head::{Brand, Tools};
use crate::web::shell::help::Help;
use crate::web::shell::notice::{ProblemProps, view_notice};
use crate::web::shell::page::Page;
use crate::web::shell::scenario_picker::after;
use crate::web::shell::workplace::Workplace;
use crate::web::story::journal_list::JournalList;
use crate::web::story::why_panel::WhyPanel;
use crate::web::story::{Afterwards, LessonsBeside, Story, StoryProps};
use crate::web::time::transport::{Clock, TimeMenu, Transport, TransportProps};
use crate::web::touched;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

impl App {
    /// The whole page.
    pub(super) fn view_page(&self) -> Html {
        let page = self.page.borrow();
        let (handlers, lang) = (self.handlers.clone(), self.lang);
        let instance = self.root.instance();
        let whole = later::here().is_some();
        let controls = piece::<Controls>(ControlsProps {
            panel: self.shown.panel.clone(),
            chosen: page.chosen().cloned(),
            refusal: page.refusal.clone(),
            whole,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        });
        let class = self.classes();
        let drawer = ["controls", class_if(self.drawer, "open")];
        markup! {
            <div {class} lang={lang.tag()} data-testid="page" data-scenario={page.scenario}
                aria-busy={(page.coming.is_some() || self.behind).to_string()} data-whole={whole.to_string()}
                ondragenter={handlers.over.clone()} ondragover={handlers.over}
                ondragleave={handlers.gone} ondrop={handlers.dropped} onclick={handlers.clicked}
                onchange={handlers.changed}>
                <header class="head">
                    { part(Brand {
                        instance,
                        open: page.coming.or(page.scenario),
                        title: self.shown.title.clone(),
                        lang: self.lang,
                        drawer: self.drawer,
                        dispatch: self.dispatch.clone(),
                    }) }
                    { self.view_transport(&page) }
                    { part(Tools {
                        theme: self.theme,
                        lang,
                        chooser: self.chooser.clone(),
                        dispatch: self.dispatch.clone(),
                    }) }
                </header>
                { self.view_rail() }
                <aside id={instance.id("controls")} class={drawer} aria-label={lang.label(Label::Bench)}>
                    { controls }
                </aside>
                <div class="scrim" hidden={!self.drawer} onclick={handlers.aside}></div>
                { self.view_stage_area(&page) }
                { self.view_told(&page) }
                <section class="times" aria-label={lang.label(Label::TimelineAndTotals)}>
                    { self.view_dock_tabs(&page) }
                    <div class="axis" ref={self.axis_room.clone()} role="tabpanel" id={instance.id("axis-panel")}
                        aria-labelledby={instance.id("axis-tab")}>
                        { self.drawings.view_time_bar(&page, lang, (&self.on_seek, &self.on_view)) }
                    </div>
                    <div class="axis-b">{ for self.view_second_axis() }</div>
                    <div class="terminal-room">{ for self.view_terminal(&page) }</div>
                </section>
                { self.view_workplace(&page) }
                { self.view_above(&page) }
            </div>
        }
    }

    fn view_journal(&self, page: &Page) -> Option<Html> {
        Some((later::here()?.journal_list)(JournalList {
            lines: self.shown.lines.clone(),
            filter: page.filter.clone(),
            names: self.shown.names.clone(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }

    fn view_why(&self) -> Option<Html> {
        let (answer, dispatch) = (self.shown.answer.clone(), self.dispatch.clone());
        Some((later::here()?.why_panel)(WhyPanel { answer, lang: self.lang, dispatch }))
    }

    /// The column at the right: the question, why, and what happened.
    fn view_told(&self, page: &Page) -> Html {
        let lang = self.lang;
        if let Some(compared) = self.view_compared(page) {
            return markup! {
                <aside class="told" aria-label={lang.label(Label::StoryAndJournal)}>{ compared }</aside>
            };
        }
        let story = piece::<Story>(StoryProps {
            title: self.shown.title.clone(),
            captions: self.shown.captions.clone(),
            reached: self.shown.reached,
            asking: page.asking(),
            fresh: page.fresh,
            chosen: page.lesson.chosen.clone(),
            takes_focus: self.root.has_the_document(),
            foretold: page.foretold(),
            verdicts: page.lesson.verdicts.clone(),
            has_digits: self.root.has_letter_keys() && page.session.is_asked(),
            beside: page.scenario.map(|id| LessonsBeside { before: before(id), after: after(id) }),
            afterwards: afterwards(page),
            waits_to_reveal: false,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        });
        markup! {
            <aside class="told" aria-label={lang.label(Label::StoryAndJournal)}>
                { story }
                <div class="ways-room">{ for self.view_ways_in(page) }</div>
                { for self.view_why() }
                { for self.drawings.view_sequence(lang, &self.on_visit) }
                { for self.view_journal(page) }
            </aside>
        }
    }

    /// How the areas are laid out.
    fn classes(&self) -> [&'static str; 7] {
        [
            "page",
            self.workplace.class(),
            class_if(self.folded, "folded"),
            class_if(!self.controls, "without-controls"),
            class_if(self.drawings.tall, "tall-axis"),
            class_if(self.drawings.has_sequence(), "with-sequence"),
            class_if(self.sharing.presenting.on, "presenting"),
        ]
    }

    pub(super) fn view_stage_area(&self, page: &Page) -> Html {
        let (lang, instance) = (self.lang, self.root.instance());
        let stage = match self.view != View::App && self.drawings.has_sequence() {
            // It comes with a later module.
            true => self.drawings.view_sequence(lang, &self.on_visit).unwrap_or_default(),
            false => self.drawings.view_stage(instance, lang, &self.on_select, &self.dispatch),
        };
        let inside = markup! {
            <>
                <div>{ for self.view_chooser() }</div>
                <div class="stages">
                    <div class="side">{ for self.view_side(CompareSide::A) }</div>
                    <div class="stage-room" ref={self.stage_room.clone()}>
                        { stage }
                    </div>
                    <div class="run-b" data-testid="run-b">{ for self.view_second_stage() }</div>
                </div>
                <div class="imported-room">{ for self.view_imported(page) }</div>
                { view_notice(page.notice.as_ref(), self.has_hints(page), lang, &self.dispatch) }
            </>
        };
        let label = lang.label(Label::Stage);
        // A document has one main part, and that is not what is embedded in it.
        match self.root.has_the_document() {
            true => markup! { <main class="stage-area" aria-label={label}>{ inside }</main> },
            false => {
                markup! { <section class="stage-area" part="stage" aria-label={label}>{ inside }</section> }
            }
        }
    }

    fn view_transport(&self, page: &Page) -> Html {
        let (lang, looped) = (self.lang, page.playback.looped);
        let micros = |time: SimTime| time.as_micros().to_string();
        let transport = piece::<Transport>(TransportProps {
            playing: page.playback.playing(),
            pace: page.playback.pace(),
            stride: page.stride,
            lang,
            dispatch: self.dispatch.clone(),
        });
        markup! {
            <div class="transport" role="group" aria-label={lang.label(Label::Time)} data-testid="transport"
                data-loop-from={looped.map(|looped| micros(looped.from))}
                data-loop-to={looped.and_then(|looped| looped.to).map(micros)}>
                { transport }
                { part(TimeMenu { lang, dispatch: self.dispatch.clone() }) }
                { part(Clock { now: self.drawings.time, lang }) }
                { part(Travel {
                    undo: page.session.can_undo(),
                    redo: page.session.can_redo(),
                    lang,
                    dispatch: self.dispatch.clone(),
                }) }
            </div>
        }
    }

    /// What lies over the page, and what only a screen reader gets.
    fn view_above(&self, page: &Page) -> Html {
        let problem = page.problem.as_ref().zip(touched::here()).map(|(problem, touched)| {
            (touched.problem)(ProblemProps {
                problem: problem.clone(),
                lang: self.lang,
                dispatch: self.dispatch.clone(),
            })
        });
        markup! {
            <div class="above">
                <div>{ for problem }</div>
                <div>
                    { for later::here().map(|later| (later.help)(Help {
                        instance: self.root.instance(),
                        dialog: self.help.clone(),
                        opened: self.sharing.helped,
                        letter_keys: self.root.has_letter_keys(),
                        lang: self.lang,
                        dispatch: self.dispatch.clone(),
                    })) }
                </div>
                <div>{ for self.view_share() }</div>
                <div>{ for self.view_work() }</div>
                <div>{ for self.view_paste_output(page) }</div>
                <div class="room">{ for self.view_presenter(page) }</div>
                { files::view_drop_zone(self.held, self.lang) }
                { self.view_said_on_request() }
                <p class="unseen" aria-live="polite" data-testid="spoken">{ &self.shown.spoken }</p>
            </div>
        }
    }
}

impl App {
    fn view_rail(&self) -> Html {
        part(Rail {
            instance: self.root.instance(),
            open: !self.folded && matches!(self.workplace, Workplace::Stage | Workplace::Compare),
            works: self.root.has_the_document(),
            workplace: self.workplace,
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        })
    }

    fn view_share(&self) -> Option<Html> {
        Some((later::here()?.share)(ShareProps {
            instance: self.root.instance(),
            dialog: self.sharing.share.clone(),
            sheet: self.sharing.sheet.clone(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }

    fn view_work(&self) -> Option<Html> {
        Some((later::here()?.work_list)(WorkList {
            instance: self.root.instance(),
            dialog: self.sharing.works.clone(),
            works: self.sharing.kept.clone(),
            lang: self.lang,
            dispatch: self.dispatch.clone(),
        }))
    }
}

/// What there is to say and to do once the script is left or over.
pub(super) fn afterwards(page: &Page) -> Option<Afterwards> {
    let session = &page.session;
    let (now, end) = (session.now(), session.script_end());
    let departed = session.departed().filter(|departed| now >= *departed);
    let over = end > SimTime::ZERO && now >= end;
    (departed.is_some() || over).then(|| Afterwards {
        departed,
        next: page.scenario.and_then(after),
        suggestion: suggestion(&page.seen),
        learned: session.learned().filter(|_| departed.is_none_or(|departed| departed >= end)).cloned(),
        to_try: page.to_try(),
    })
}

/// What the page as a whole listens to; made once, because new callbacks in every frame are new work in every frame.
#[derive(Clone)]
pub struct PageHandlers {
    over: Callback<DragEvent>,
    gone: Callback<DragEvent>,
    dropped: Callback<DragEvent>,
    clicked: Callback<MouseEvent>,
    /// A tap beside the drawer.
    aside: Callback<MouseEvent>,
    changed: Callback<Event>,
}

impl PageHandlers {
    /// What lets buttons go.
    pub fn clicked(&self) -> Callback<MouseEvent> {
        self.clicked.clone()
    }

    /// Files held over the page, gone again, let fall; buttons and lists that let go of the focus.
    pub fn new(root: &Root, on_held: &Callback<bool>, dispatch: &Callback<Action>) -> Self {
        let held = on_held.clone();
        let over = Callback::from(move |event: DragEvent| {
            if files::carried(&event).is_some() {
                event.prevent_default();
                held.emit(true);
            }
        });
        let page = root.clone();
        let gone = when(on_held, move |event: DragEvent| {
            // Passing from one element to another inside the page is no leaving.
            event.related_target().is_none_or(|to| !page.holds(&to)).then_some(false)
        });
        let aside = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Dismiss));
        let (held, dispatch) = (on_held.clone(), dispatch.clone());
        let dropped = Callback::from(move |event: DragEvent| {
            held.emit(false);
            let Some(transfer) = files::carried(&event) else { return };
            event.prevent_default();
            if let Some(file) = transfer.files().and_then(|files| files.get(0)) {
                files::read(file, dispatch.clone());
            }
        });
        let (clicked, changed) = (root.clone(), root.clone());
        PageHandlers {
            over,
            gone,
            dropped,
            clicked: Callback::from(move |event| let_go(&clicked, event)),
            aside,
            changed: Callback::from(move |event| let_go_of_list(&changed, event)),
        }
    }
}

/// A button pressed with the pointer lets go of the focus, so that the space bar plays and pauses and does not
/// press it again. Buttons pressed by keyboard keep it.
fn let_go(root: &Root, event: MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("button").ok().flatten());
    if event.detail() > 0
        && let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok())
    {
        root.let_go(&button);
    }
}

/// The same for a list that was chosen from with the pointer.
fn let_go_of_list(root: &Root, event: Event) {
    let list = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(list) =
        list.filter(|list| list.tag_name() == "SELECT" && list.matches(":focus-visible") == Ok(false))
    {
        root.let_go(&list);
    }
}

/// The places of the page, at its left edge: the bench, where things are changed, what takes the place of the stage,
/// and the visitor's work.
#[derive(PartialEq)]
struct Rail {
    instance: Instance,
    /// Whether the bench is.
    open: bool,
    /// Whether the page keeps a visitor's work.
    works: bool,
    workplace: Workplace,
    lang: Lang,
    dispatch: Callback<Action>,
}

impl Part for Rail {
    fn view(&self) -> Html {
        let Rail { instance, open, works, workplace, lang, dispatch } = self;
        let open_work = dispatch.reform(|_: MouseEvent| Action::Do(Verb::MyWork));
        let place = |verb: Verb, picture: Icon, place: Workplace| {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
            let current = (*workplace == place).then_some("page");
            markup! {
                <button type="button" data-testid={verb.row().id} title={verb.hint(*lang)} aria-current={current}
                    {onclick}>
                    { icon(picture) }
                    <span>{ lang.action(verb) }</span>
                </button>
            }
        };
        let onclick = dispatch.reform(|_: MouseEvent| Action::Do(Verb::Controls));
        markup! {
            <nav class="rail" aria-label={lang.label(Label::Places)}>
                { place(Verb::Course, Icon::Course, Workplace::Course) }
                { place(Verb::Symptoms, Icon::Symptom, Workplace::Symptoms) }
                <button type="button" data-testid="bench" title={Verb::Controls.hint(*lang)}
                    aria-expanded={open.to_string()} aria-controls={instance.id("controls")} {onclick}>
                    { icon(Icon::Sliders) }
                    <span>{ lang.label(Label::Bench) }</span>
                </button>
                { place(Verb::Compare, Icon::Compare, Workplace::Compare) }
                { place(Verb::Deploy, Icon::Deploy, Workplace::Deploy) }
                { place(Verb::EditText, Icon::Text, Workplace::Text) }
                <button type="button" data-testid="my-work" title={Verb::MyWork.hint(*lang)} hidden={!works}
                    onclick={open_work}>
                    { icon(Icon::Work) }
                    <span>{ lang.action(Verb::MyWork) }</span>
                </button>
            </nav>
        }
    }
}

/// Undo and redo.
#[derive(PartialEq)]
struct Travel {
    undo: bool,
    redo: bool,
    lang: Lang,
    dispatch: Callback<Action>,
}

impl Part for Travel {
    fn view(&self) -> Html {
        let Travel { undo, redo, lang, dispatch } = self;
        let button = |verb: Verb, picture: Icon, name: Label, possible: bool| {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Do(verb));
            markup! {
                <button type="button" class="square" data-testid={verb.row().id} title={verb.hint(*lang)}
                    aria-label={lang.label(name)}                    disabled={!possible} {onclick}>
                    { icon(picture) }
                </button>
            }
        };
        markup! {
            <span class="travel">
                { button(Verb::Undo, Icon::Undo, Label::Undo, *undo) }
                { button(Verb::Redo, Icon::Redo, Label::Redo, *redo) }
            </span>
        }
    }
}
