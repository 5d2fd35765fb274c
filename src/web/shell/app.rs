//! The app: one component that holds the [`Page`], the browser's side of it, and the one door for everything a
//! visitor does.

use crate::scene::Selection;
use crate::scene::layout::window_for;
use crate::session::journal_filter::JournalFilter;
use crate::sim::time::{SimDuration, SimTime};
use crate::web::action::{Action, Verb};
use crate::web::browser::{DomListener, SizeWatch, wall_millis};
use crate::web::lang::{self, Lang};
use crate::web::later;
use crate::web::memory::WorkMemory;
use crate::web::mount::options::{Attribute, Options, View};
use crate::web::mount::root::Root;
use crate::web::mount::told::ToldSoFar;
use crate::web::shell::beside::ComparedRuns;
use crate::web::shell::drawings::{Drawings, Size};
use crate::web::shell::files::{self, Downloads};
use crate::web::shell::help;
use crate::web::shell::keys::listen_for_keys;
use crate::web::shell::later_part::AskedFor;
use crate::web::shell::layout::PageHandlers;
use crate::web::shell::opening::{JOURNAL, begin};
use crate::web::shell::page::Page;
use crate::web::shell::remembering::{listen_for_leaving, soon};
use crate::web::shell::sharing::Sharing;
use crate::web::shell::shown::Shown;
use crate::web::shell::study::Studying;
use crate::web::shell::theme::{Theme, reduced_motion};
use crate::web::shell::turns::Extent;
use crate::web::shell::workplace::Workplace;
use crate::web::time::frame_clock::FrameClock;
use crate::web::time::time_bar::AxisView;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How long a notice stays, in milliseconds.
const NOTICE_STAYS: u32 = 10_000;
/// Under this name it is remembered whether the controls are folded, and how.
const FOLDED: &str = "folded";
const IS_FOLDED: [&str; 2] = ["no", "yes"];
/// After an instant was gone to and drawn, its words are written this many milliseconds later. The browser paints in
/// between.
const WORDS_AFTER: u32 = 20;
/// While instants are gone to one after the other, words wait this many milliseconds for the next instant.
const WORDS_AFTER_HASTE: u32 = 120;
/// Words that have waited this many milliseconds are written, whatever comes next.
const WORDS_AT_LAST: f64 = 2_000.0;
/// The sizes of stage and time axis until they are measured.
const UNMEASURED: (Size, Size) = ((900, 600), (1000, 200));
/// With reduced motion, playing shows one picture in this time.
const UNMOVED: SimDuration = SimDuration::from_millis(500);

/// Where there is a drawing that fills its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Stage,
    Axis,
}

/// What reaches the app.
pub enum Msg {
    /// A visitor wants something done.
    Do(Action),
    /// An animation frame, so long after the last.
    Frame(SimDuration),
    /// The stage, or the time axis, has this much room.
    Sized(Room, Size),
    /// Another part of the time axis is to be seen.
    Look(AxisView),
    /// A file is held over the page, or no longer.
    Held(bool),
    /// The notice has stood long enough.
    Hush,
    /// What is not in the first module is to be fetched; it has come, or not.
    FetchLater,
    LaterCame(bool),
    /// The page was changed from outside.
    Changed,
    /// An instant was gone to from outside.
    Sought,
    /// What is written is to follow the instant that was gone to.
    CaughtUp,
    /// Something is to be so from now on.
    Set(Attribute),
    /// The work is to be written down.
    Remember,
}

/// What the app is given.
#[derive(Clone, Properties)]
pub struct AppProps {
    pub root: Root,
    /// Shared with the handle that the author of the document has.
    pub page: Rc<RefCell<Page>>,
    pub options: Options,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

/// The app.
pub struct App {
    pub(super) root: Root,
    pub(super) page: Rc<RefCell<Page>>,
    /// What the panels were given last.
    pub(super) shown: Shown,
    pub(super) theme: Theme,
    pub(super) lang: Lang,
    pub(super) drawings: Drawings,
    /// Of the stage and of the time axis.
    pub(super) sizes: (Size, Size),
    pub(super) help: NodeRef,
    pub(super) sharing: Sharing,
    /// What stands in the place of the stage.
    pub(super) workplace: Workplace,
    pub(super) studying: Studying,
    /// The run beside the open one, and whether the table has the whole of both.
    pub(super) comparison: Option<Box<ComparedRuns>>,
    pub(super) whole_runs: bool,
    /// The scenario that is set beside the open one, in a figure.
    pub(super) compared_with: Option<&'static str>,
    /// Whether the bench was folded before.
    pub(super) folded_before: bool,
    /// Whether there are controls, and how much of the page there is.
    pub(super) controls: bool,
    pub(super) view: View,
    /// Whether the controls are drawn out, on a narrow screen.
    pub(super) drawer: bool,
    /// Whether the controls are folded into the rail, on a wide one.
    pub(super) folded: bool,
    pub(super) held: bool,
    pub(super) chooser: NodeRef,
    pub(super) stage_room: NodeRef,
    pub(super) axis_room: NodeRef,
    pub(super) dispatch: Callback<Action>,
    pub(super) handlers: PageHandlers,
    pub(super) on_seek: Callback<SimTime>,
    pub(super) on_view: Callback<AxisView>,
    /// Goes to an instant and stays there.
    pub(super) on_visit: Callback<SimTime>,
    pub(super) on_select: Callback<Selection>,
    /// What the author of the document was told last.
    pub(super) told: ToldSoFar,
    reduced_motion: bool,
    /// Wall time not shown yet, with reduced motion.
    saved: SimDuration,
    clock: Option<FrameClock>,
    /// Where scenarios are fetched from, and which one is being fetched.
    pub(super) scenarios: String,
    fetching: Option<&'static str>,
    hush: Option<Timeout>,
    /// When an instant was gone to last, in milliseconds of the page's life.
    sought_at: f64,
    /// Whether what is written is still of an earlier instant, since when, and what brings it in line.
    pub(super) behind: bool,
    behind_since: f64,
    /// Whether that instant was gone to soon after another.
    in_haste: bool,
    words_due: Option<Timeout>,
    /// What waits for what is fetched after the first module; that is asked for again.
    pub(super) waiting: Vec<Action>,
    /// The height of a figure's stage, if it is given one; else 0.
    pub(super) offered: i32,
    pub(super) asked_for: AskedFor,
    pub(super) asking_again: Option<Timeout>,
    /// What was offered as a download.
    pub(super) downloads: Downloads,
    /// What was written down of the visitor's work, and what will do so next.
    pub(super) memory: Rc<RefCell<WorkMemory>>,
    pub(super) remembering: Option<Timeout>,
    _leaving: [Option<DomListener>; 3],
    _keys: [Option<DomListener>; 2],
    size_watches: [Option<SizeWatch>; 3],
}

impl Component for App {
    type Message = Msg;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        App::new(ctx)
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let extent = match &msg {
            Msg::Frame(_) if !self.reduced_motion => Extent::Frame,
            Msg::Sought | Msg::Do(Action::Seek(_)) => self.hurry(),
            _ => Extent::Whole,
        };
        match msg {
            Msg::Do(action) => self.dispatch(action),
            Msg::Frame(wall) => {
                if !self.frame(wall) {
                    return false;
                }
            }
            Msg::Sized(room, mut size) => {
                if room == Room::Stage {
                    size.1 = self.height_of_stage(size);
                }
                let known = match room {
                    Room::Stage => &mut self.sizes.0,
                    Room::Axis => &mut self.sizes.1,
                };
                if std::mem::replace(known, size) == size {
                    return false;
                }
                self.page.borrow_mut().set_window(window_for(self.sizes.0.0));
            }
            Msg::Held(held) => return std::mem::replace(&mut self.held, held) != held,
            Msg::Look(view) => self.look_at(view),
            Msg::Hush => self.page.borrow_mut().notice = None,
            Msg::FetchLater => self.fetch_rest(ctx),
            Msg::LaterCame(came) => self.later_came(ctx, came),
            Msg::Changed | Msg::Sought => {}
            Msg::CaughtUp => {
                self.words_due = None;
                if !self.behind {
                    return false;
                }
            }
            Msg::Set(attribute) => self.set(attribute),
            Msg::Remember => return self.remember(ctx),
        }
        if extent != Extent::Frame {
            self.behind = extent == Extent::InHaste;
        }
        self.settle(ctx, extent)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            let watch = |room: Room, element: &NodeRef| {
                let on_size = ctx.link().callback(move |size| Msg::Sized(room, size));
                SizeWatch::start(element.cast::<HtmlElement>()?, on_size)
            };
            let root = self.root.clone();
            let whole = SizeWatch::start(root.container().clone(), Callback::from(move |_| root.measure()));
            self.size_watches =
                [whole, watch(Room::Stage, &self.stage_room), watch(Room::Axis, &self.axis_room)];
            self.settle(ctx, Extent::Whole);
        }
        self.focus_what_was_asked_for();
        self.fetch_compared();
        self.fetch_if_needed(ctx);
        if self.behind {
            self.await_words(ctx);
        }
        // What waited for another module may need what it has drawn by now.
        if self.is_whole() {
            for action in std::mem::take(&mut self.waiting) {
                ctx.link().send_message(Msg::Do(action));
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match self.view {
            View::App => self.view_page(),
            View::Figure | View::Bare => self.view_figure(&ctx.props().options),
        }
    }
}

impl App {
    fn new(ctx: &Context<App>) -> Self {
        let AppProps { root, page: shared, options } = ctx.props();
        let reduced_motion = reduced_motion();
        let lang = options.lang.unwrap_or_else(|| lang::of_visitor(root.storage()));
        let theme = options.theme.unwrap_or_else(|| Theme::remembered(root));
        theme.apply(root);
        root.speak(lang);
        let mut page = shared.borrow_mut();
        begin(&mut page, root, options, reduced_motion);
        let mut drawings = Drawings::new(&page, lang, UNMEASURED.0, UNMEASURED.1);
        drawings.look_at(AxisView::Sequence(options.sequence));
        let shown = Shown::new(&page, lang).keeping(options.waits_to_reveal);
        root.keep_session(page.session.to_script());
        drop(page);
        let dispatch = ctx.link().callback(Msg::Do);
        let memory = Rc::new(RefCell::new(WorkMemory::new(root, &options.link)));
        App {
            _leaving: listen_for_leaving(root, shared, &memory, &dispatch),
            root: root.clone(),
            page: Rc::clone(shared),
            shown,
            theme,
            lang,
            drawings,
            sizes: UNMEASURED,
            help: NodeRef::default(),
            sharing: Sharing::default(),
            workplace: Workplace::default(),
            studying: Studying::new(options.kiosk),
            comparison: None,
            whole_runs: true,
            compared_with: options.compare,
            folded_before: false,
            controls: options.controls,
            view: options.view,
            drawer: false,
            folded: root.storage().get(FOLDED).map_or(root.tight(), |word| word == IS_FOLDED[1]),
            held: false,
            chooser: NodeRef::default(),
            stage_room: NodeRef::default(),
            axis_room: NodeRef::default(),
            handlers: PageHandlers::new(root, &ctx.link().callback(Msg::Held), &dispatch),
            dispatch,
            on_seek: ctx.link().callback(|time| Msg::Do(Action::Seek(time))),
            on_visit: ctx.link().callback(|time| Msg::Do(Action::Visit(time))),
            on_view: ctx.link().callback(Msg::Look),
            on_select: ctx.link().callback(|chosen| Msg::Do(Action::Select(Some(chosen)))),
            told: ToldSoFar::default(),
            reduced_motion,
            saved: SimDuration::ZERO,
            clock: None,
            scenarios: options.scenarios.clone(),
            fetching: None,
            hush: None,
            sought_at: f64::NEG_INFINITY,
            behind: false,
            behind_since: 0.0,
            in_haste: false,
            words_due: None,
            waiting: options.opens(),
            offered: options.view.offered(options.height),
            asked_for: AskedFor::default(),
            asking_again: None,
            downloads: Downloads::default(),
            memory,
            remembering: None,
            _keys: listen_for_keys(root, shared, options.view != View::App, ctx.link().callback(Msg::Do)),
            size_watches: [None, None, None],
        }
    }

    /// The one door: buttons, keys, files and notices all come through here.
    fn dispatch(&mut self, action: Action) {
        match action {
            action if !self.is_whole() && action.needs_later() => self.waiting.push(action),
            action => {
                self.make_way(&action);
                let left = self.share(action).and_then(|action| self.work_or_study(action));
                if let Some(action) = left {
                    self.carry_out(action);
                }
                self.arrive_in_lesson();
            }
        }
    }

    fn carry_out(&mut self, action: Action) {
        match action {
            Action::Do(Verb::Open) => files::choose(&self.chooser),
            Action::Do(Verb::Save) => {
                let text = self.page.borrow().session.to_script();
                self.save(".session", "text/plain", &text);
            }
            Action::Do(Verb::SaveReport) => {
                let text = later::here()
                    .map(|later| (later.report)(&self.page.borrow().session))
                    .unwrap_or_default();
                self.save(".json", "application/json", &text);
            }
            Action::Do(Verb::Theme) => {
                self.set(Attribute::Theme(self.theme.next(&self.root)));
                self.theme.remember(&self.root);
            }
            Action::Do(Verb::Language) => self.set(Attribute::Lang(self.lang.other())),
            Action::Do(Verb::Controls) if self.root.one_column() => self.drawer = !self.drawer,
            Action::Do(Verb::Controls) => {
                self.folded = !self.folded;
                self.root.storage().set(FOLDED, Some(IS_FOLDED[usize::from(self.folded)]));
            }
            Action::Do(Verb::Help) => help::toggle(&self.help),
            Action::Filter(filter) => {
                let plain = JournalFilter::PLAIN.iter().position(|plain| *plain == filter);
                self.root.storage().set(JOURNAL, plain.map(|place| place.to_string()).as_deref());
                self.page.borrow_mut().apply(Action::Filter(filter));
            }
            Action::Do(Verb::Dismiss) => {
                for dialog in [&self.help, &self.sharing.share, &self.sharing.works] {
                    help::close(dialog);
                }
                if self.drawer {
                    self.drawer = false;
                } else {
                    self.page.borrow_mut().apply(action);
                }
            }
            action => self.page.borrow_mut().apply(action),
        }
    }

    /// What the author of the document asks for is not remembered: it is no choice of the visitor's.
    fn set(&mut self, attribute: Attribute) {
        match attribute {
            Attribute::Theme(theme) => {
                self.theme = theme;
                theme.apply(&self.root);
            }
            Attribute::Lang(lang) => {
                self.lang = lang;
                self.root.speak(lang);
            }
            Attribute::Controls(shown) => self.controls = shown,
            Attribute::Scenario(id) => self.dispatch(Action::OpenScenario(id)),
            Attribute::Height(height) => {
                self.offered = self.view.offered(height);
                self.sizes.0.1 = self.height_of_stage(self.sizes.0);
            }
        }
    }

    /// Whether anything is to be shown anew.
    fn frame(&mut self, wall: SimDuration) -> bool {
        self.saved += wall;
        if self.reduced_motion && self.saved < UNMOVED {
            return false;
        }
        let wall = std::mem::take(&mut self.saved);
        self.studying.moved = true;
        let mut page = self.page.borrow_mut();
        page.frame(wall);
        // What is asked of one run is no question about two.
        if page.asking() && self.comparison.is_some() {
            page.apply(Action::GoOn);
        }
        true
    }

    /// An instant was gone to: first comes its picture, and soon after it all that is written.
    fn hurry(&mut self) -> Extent {
        let now = wall_millis();
        self.in_haste = now - self.sought_at < f64::from(WORDS_AFTER_HASTE);
        self.sought_at = now;
        if !self.behind {
            self.behind_since = now;
        }
        match now - self.behind_since < WORDS_AT_LAST {
            true => Extent::InHaste,
            false => Extent::Whole,
        }
    }

    /// The picture of an instant stands in the document; its words follow when it has been painted.
    fn await_words(&mut self, ctx: &Context<App>) {
        let wait = if self.in_haste { WORDS_AFTER_HASTE } else { WORDS_AFTER };
        let link = ctx.link().clone();
        self.words_due = Some(Timeout::new(wait, move || link.send_message(Msg::CaughtUp)));
    }

    /// Brings what follows from the page's state in line with it. Whether the page is to be drawn anew.
    pub(super) fn settle(&mut self, ctx: &Context<App>, extent: Extent) -> bool {
        self.note_progress();
        let extent = self.follow(extent);
        if extent == Extent::Frame && self.pass() {
            return false;
        }
        self.refresh_second(extent);
        let page = self.page.borrow();
        if self.shown.edition != page.edition {
            self.root.keep_session(page.session.to_script());
        }
        // Without its diagram a figure is not there.
        let drawn = !self.drawings.has_sequence() || later::here().is_some();
        self.told.tell(&page, &self.root, drawn);
        self.drawings.refresh(&page, self.lang, self.sizes, extent);
        let notice_changed = self.shown.refresh(&page, self.lang, extent);
        if std::mem::replace(&mut self.fetching, page.coming) != page.coming
            && let Some(id) = page.coming.filter(|id| !id.is_empty())
        {
            files::fetch_scenario(&self.scenarios, id, self.dispatch.clone());
        }
        let changed = self.has_news(&page);
        self.remembering = changed.then(|| soon(ctx)).or(self.remembering.take());
        match (page.playback.playing(), &self.clock) {
            (true, None) => self.clock = Some(FrameClock::start(ctx.link().callback(Msg::Frame))),
            (false, Some(_)) => self.clock = None,
            _ => {}
        }
        if notice_changed {
            let link = ctx.link().clone();
            self.hush = page
                .notice
                .as_ref()
                .map(|_| Timeout::new(NOTICE_STAYS, move || link.send_message(Msg::Hush)));
        }
        true
    }
}
