//! What the author of a document is told of a page in it: `ready` once it is there, `time` when another instant is
//! shown, `entry` for each line of the story that time brings, `question` when it waits for an answer, `error` when
//! something could not be opened. Entries and errors are told in words that are not in the first module, once they are
//! there.

use crate::session::language::notice::Notice;
use crate::session::telling::{Level, telling};
use crate::sim::time::SimTime;
use crate::web::lang::Lang;
use crate::web::mount::root::Root;
use crate::web::shared::Shared;
use crate::web::shell::notice::Problem;
use crate::web::shell::page::Page;
use crate::web::story::text_of;
use crate::web::touched::{self, TouchedModule};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// Of more new entries than these nothing is told, unless time runs: an instant far away was gone to.
const MOST_ENTRIES: usize = 256;

/// What was told last.
#[derive(Default)]
pub struct ToldSoFar {
    ready: bool,
    time: Option<(SimTime, bool)>,
    /// How many entries the journal had, of which edition.
    entries: (u64, usize),
    asking: bool,
    problem: Option<Shared<Problem>>,
}

impl ToldSoFar {
    /// Tells what is new. `drawn`: all that the page shows can be drawn.
    pub fn tell(&mut self, page: &Page, root: &Root, drawn: bool) {
        if root.has_listener() {
            self.refresh(page, root, drawn);
        }
    }

    /// A part of the page did not come: as long as there is nothing to be seen, that is told.
    pub fn missing(&self, root: &Root) {
        if root.has_listener() && !self.ready {
            root.tell("error", &detail([("message", root.lang().say(Notice::PartMissing).into())]));
        }
    }

    fn refresh(&mut self, page: &Page, root: &Root, drawn: bool) {
        let lang = root.lang();
        let is_open = drawn && page.coming.is_none() && !page.awaits_link && !page.unopened;
        if is_open && !std::mem::replace(&mut self.ready, true) {
            self.entries = (page.edition, page.session.cluster().journal().len());
            let scenario = page.scenario.map_or(JsValue::UNDEFINED, JsValue::from_str);
            root.tell("ready", &detail([("scenario", scenario)]));
        }
        if page.problem.is_none() {
            self.problem = None;
        } else if self.problem != page.problem
            && let Some((problem, touched)) = page.problem.as_ref().zip(touched::here())
        {
            self.problem.clone_from(&page.problem);
            let message = (touched.problem_text)(problem, lang);
            root.tell("error", &detail([("message", message.trim_end().into())]));
        }
        // Before that there is nothing to be told of.
        if !self.ready {
            return;
        }
        if let Some(touched) = touched::here() {
            self.tell_entries(page, root, touched);
        }
        let time = (page.session.now(), page.playback.playing());
        if self.time.replace(time) != Some(time) {
            root.tell("time", &detail([("time", seconds(time.0)), ("playing", time.1.into())]));
        }
        if std::mem::replace(&mut self.asking, page.asking()) != page.asking() && page.asking() {
            root.tell(
                "question",
                &detail([("time", seconds(time.0)), ("text", question(page, lang).into())]),
            );
        }
    }

    fn tell_entries(&mut self, page: &Page, root: &Root, touched: &TouchedModule) {
        let journal = page.session.cluster().journal();
        let (edition, before) = self.entries;
        self.entries = (page.edition, journal.len());
        let is_far = journal.len() > before + MOST_ENTRIES && !page.playback.playing();
        if edition != page.edition || journal.len() <= before || is_far {
            return;
        }
        for entry in (before..journal.len()).filter_map(|place| journal.get(place)) {
            if telling(&entry.fact).level <= Level::Story {
                let text = (touched.sentence)(&page.session, root.lang(), entry);
                root.tell("entry", &detail([("time", seconds(entry.time)), ("text", text.into())]));
            }
        }
    }
}

fn question(page: &Page, lang: Lang) -> String {
    let now = page.session.now();
    let asked = page.session.captions().iter().rfind(|caption| caption.asks() && caption.at <= now);
    asked.map(|caption| text_of(caption, lang).to_owned()).unwrap_or_default()
}

fn seconds(time: SimTime) -> JsValue {
    (time.as_micros() as f64 / 1e6).into()
}

fn detail<const N: usize>(pairs: [(&str, JsValue); N]) -> JsValue {
    let detail = Object::new();
    for (name, value) in pairs {
        // A plain object takes every value.
        let _ = Reflect::set(&detail, &JsValue::from_str(name), &value);
    }
    detail.into()
}
