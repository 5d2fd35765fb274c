//! The page as something that is mounted: `mount(element, options)` puts one into an element of any document, and gives
//! back a [`Handle`] to it. Several live in one document, with a shadow root each or without, and none notices another.
//!
//! index.html is the first embed: it mounts its page the same way, and leaves the handle as `window.groupscope`.
//!
//! What an author is told of it: `told`.

pub mod options;
pub mod root;
pub mod storage;
mod styles;
pub mod told;

use crate::session::transcript;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::mount::options::{Attribute, Options};
use crate::web::mount::root::Root;
use crate::web::shell::app::{App, AppProps, Msg};
use crate::web::shell::page::Page;
use crate::web::shell::panic_banner;
use crate::web::{later, touched};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;

const UNMOUNTED: &str = "This page was unmounted.";
const BUSY: &str = "The page is in the middle of something: call again when it has returned.";
const NOT_WHOLE: &str = "A part of the page has not come yet: call again in a moment.";

/// Mounts a page at the end of `element`. `options` is an object with the names that `Options` has. Throws a sentence
/// where an option is not known or the element can hold no page.
#[wasm_bindgen]
pub fn mount(element: JsValue, options: JsValue) -> Result<Handle, JsError> {
    let mounted = element
        .dyn_into::<Element>()
        .map_err(|_| "A page is mounted in an element; this is none.".to_owned())
        .and_then(|element| mount_with(&element, &Options::read(&options)?));
    mounted.map_err(|sentence| JsError::new(&sentence))
}

/// The same for Rust.
///
/// # Errors
/// A sentence, as [`mount`] throws it.
pub fn mount_with(element: &Element, options: &Options) -> Result<Handle, String> {
    panic_banner::install();
    let page = Page::start(options.starts_with()).map_err(|errors| {
        let line = errors.first().map_or(0, |error| error.span.line);
        format!("The scenario that comes with this page is broken at line {line}: check it with `groupscope check`.")
    })?;
    let root = Root::grow(element, options)?;
    let page = Rc::new(RefCell::new(page));
    let props = AppProps { root: root.clone(), page: Rc::clone(&page), options: options.clone() };
    let container = Element::clone(root.container());
    let app = yew::Renderer::<App>::with_root_and_props(container, props).render();
    Ok(Handle { mounted: RefCell::new(Some(Mounted { root, page, app })) })
}

/// Operates a mounted page from outside. A handle that is let go of leaves its page as it is. After `unmount` the
/// other methods throw, or return as a sentence, that the page was unmounted.
#[wasm_bindgen]
pub struct Handle {
    mounted: RefCell<Option<Mounted>>,
}

struct Mounted {
    root: Root,
    page: Rc<RefCell<Page>>,
    app: AppHandle<App>,
}

#[wasm_bindgen]
impl Handle {
    /// Takes the page away with all that belongs to it. To do so again changes nothing.
    pub fn unmount(&self) {
        if let Some(mounted) = self.mounted.try_borrow_mut().ok().and_then(|mut mounted| mounted.take()) {
            mounted.root.uproot();
            mounted.app.destroy();
        }
    }

    /// Lets time run.
    pub fn play(&self) -> Result<(), JsError> {
        self.apply(Action::Do(Verb::Play))
    }

    /// Holds time still.
    pub fn pause(&self) -> Result<(), JsError> {
        self.apply(Action::Do(Verb::Pause))
    }

    /// Goes to this instant, in seconds of the simulated time; throws where it is none. The picture comes first; the
    /// numbers on the lanes' attributes, the table and the journal are of that instant once `aria-busy` is false again.
    pub fn seek(&self, seconds: f64) -> Result<(), JsError> {
        if !(seconds.is_finite() && seconds >= 0.0) {
            return Err(JsError::new("An instant is a number of seconds from 0 on."));
        }
        self.apply(Action::Seek(SimTime::from_micros((seconds * 1e6).round() as u64)))
    }

    /// Goes so many steps on, or back: told lines, or what the option `step` says.
    pub fn step(&self, count: i32) -> Result<(), JsError> {
        let verb = if count < 0 { Verb::StepBack } else { Verb::Step };
        (0..count.unsigned_abs()).try_for_each(|_| self.apply(Action::Do(verb)))
    }

    /// Fetches what a figure does without until it is touched: `link`, `act` and `transcript` need it, and `report`
    /// needs all the rest. The promise is kept when it is there.
    pub async fn whole(&self, all: bool) -> Result<(), JsError> {
        self.with(|mounted| mounted.app.send_message(Msg::FetchLater))
            .map_err(|sentence| JsError::new(&sentence))?;
        let came = if all { later::arrive().await } else { touched::arrive().await };
        came.map_err(|_| JsError::new(NOT_WHOLE))
    }

    /// The token of a link that leads to this state, as `groupscope link` prints it.
    pub fn link(&self) -> Result<String, JsError> {
        let touched = touched::here().ok_or_else(|| JsError::new(NOT_WHOLE))?;
        self.look(touched.link)
    }

    /// Opens what such a token, or a link with it, leads to.
    pub fn open(&self, state: &str) -> Result<(), JsError> {
        let done = self.with(|mounted| {
            let fragment = state.rsplit('#').next().unwrap_or_default().to_owned();
            mounted.app.send_message(Msg::Do(Action::OpenLink(fragment)));
        });
        done.map_err(|sentence| JsError::new(&sentence))
    }

    /// Does what a line of the script says, at this instant. Returns why it was refused, in the language of the page,
    /// or nothing; that the page is busy or gone is said in English, as to a program.
    pub fn act(&self, line: &str) -> Option<String> {
        let done = self.with(|mounted| {
            let mut page = mounted.page.try_borrow_mut().map_err(|_| BUSY.to_owned())?;
            let touched = touched::here().ok_or_else(|| NOT_WHOLE.to_owned())?;
            page.act_line(line).map_err(|error| (touched.message)(&error, mounted.root.lang()))?;
            drop(page);
            mounted.app.send_message(Msg::Changed);
            Ok(())
        });
        done.and_then(|done| done).err()
    }

    /// Sets an attribute: `theme`, `lang`, `scenario`, `controls` or `height`. Returns why it was refused, or nothing.
    pub fn set(&self, name: &str, value: &str) -> Option<String> {
        let set = |mounted: &Mounted| match Attribute::read(name, value)? {
            Attribute::Scenario(id) => mounted.apply(Action::OpenScenario(id)),
            other => {
                mounted.app.send_message(Msg::Set(other));
                Ok(())
            }
        };
        self.with(set).and_then(|done| done).err()
    }

    /// How the page stands: `{ time, playing, speed, scenario }`, the time in seconds; `scenario` is the one that is
    /// open or being fetched, and `undefined` for a file.
    pub fn state(&self) -> Result<JsValue, JsError> {
        self.look(|page| {
            let state = js_sys::Object::new();
            let put = |name: &str, value: JsValue| {
                // A plain object takes every value.
                let _ = js_sys::Reflect::set(&state, &JsValue::from_str(name), &value);
            };
            put("time", (page.session.now().as_micros() as f64 / 1e6).into());
            put("playing", page.playback.playing().into());
            put("speed", (page.playback.rate() as f64 / 10_000.0).into());
            put("scenario", page.coming.or(page.scenario).map_or(JsValue::UNDEFINED, JsValue::from_str));
            state.into()
        })
    }

    /// The numbers of this instant, as the command line's `run --format json` ends with.
    pub fn report(&self) -> Result<String, JsError> {
        let later = later::here().ok_or_else(|| JsError::new(NOT_WHOLE))?;
        self.look(|page| (later.report)(&page.session))
    }

    /// Everything that happened up to now, a line of the transcript for each entry of the journal.
    pub fn transcript(&self) -> Result<String, JsError> {
        let touched = touched::here().ok_or_else(|| JsError::new(NOT_WHOLE))?;
        self.look(touched.transcript)
    }

    /// The script together with what was done, as "save" writes it.
    pub fn session(&self) -> Result<String, JsError> {
        self.look(|page| page.session.to_script())
    }
}

impl Handle {
    fn with<T>(&self, work: impl FnOnce(&Mounted) -> T) -> Result<T, String> {
        let mounted = self.mounted.try_borrow().map_err(|_| BUSY.to_owned())?;
        mounted.as_ref().map(work).ok_or_else(|| UNMOUNTED.to_owned())
    }

    fn apply(&self, action: Action) -> Result<(), JsError> {
        let done = self.with(|mounted| mounted.apply(action)).and_then(|done| done);
        done.map_err(|sentence| JsError::new(&sentence))
    }

    fn look<T>(&self, answer: impl FnOnce(&Page) -> T) -> Result<T, JsError> {
        let seen = self.with(|mounted| match mounted.page.try_borrow() {
            Ok(page) => Ok(answer(&page)),
            Err(_) => Err(BUSY.to_owned()),
        });
        seen.and_then(|seen| seen).map_err(|sentence| JsError::new(&sentence))
    }
}

impl Mounted {
    fn apply(&self, action: Action) -> Result<(), String> {
        let changed = if matches!(action, Action::Seek(_)) { Msg::Sought } else { Msg::Changed };
        self.page.try_borrow_mut().map_err(|_| BUSY.to_owned())?.apply(action);
        self.app.send_message(changed);
        Ok(())
    }
}

/// Everything that happened, line by line.
pub fn transcript_of(page: &Page) -> String {
    let journal = page.session.cluster().journal();
    let mut text = String::new();
    for entry in (0..journal.len()).filter_map(|place| journal.get(place)) {
        text.push_str(&transcript::stamped(entry.time, &page.session.sentence(entry)));
        text.push('\n');
    }
    text
}
