//! What automation can ask of the page: `window.groupscope` with three functions that change nothing.
//!
//! - `report()`: the numbers of this instant, as the command line's `run --format json` ends with.
//! - `transcript()`: everything that happened up to now, a line of the transcript for each entry of the journal.
//! - `session()`: the script together with what the visitor did, as "save" writes it.

use crate::session::transcript;
use crate::web::shell::page::Page;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

type Asked = Closure<dyn Fn() -> String>;

/// Keeps the functions alive; dropping it takes them away.
pub struct Hooks {
    _functions: [Asked; 3],
}

impl Hooks {
    /// Puts the functions on the window.
    pub fn install(page: &Rc<RefCell<Page>>) -> Result<Self, JsValue> {
        let functions = [
            asked(page, |page| page.session.report().to_json()),
            asked(page, transcript_of),
            asked(page, |page| page.session.to_script()),
        ];
        let object = js_sys::Object::new();
        for (name, function) in ["report", "transcript", "session"].iter().zip(&functions) {
            js_sys::Reflect::set(&object, &JsValue::from_str(name), function.as_ref())?;
        }
        js_sys::Reflect::set(&js_sys::global(), &JsValue::from_str("groupscope"), &object)?;
        Ok(Hooks { _functions: functions })
    }
}

impl Drop for Hooks {
    fn drop(&mut self) {
        let _ = js_sys::Reflect::delete_property(&js_sys::global(), &JsValue::from_str("groupscope"));
    }
}

fn asked(page: &Rc<RefCell<Page>>, answer: fn(&Page) -> String) -> Asked {
    let page = Rc::clone(page);
    Closure::new(move || page.try_borrow().map(|page| answer(&page)).unwrap_or_default())
}

fn transcript_of(page: &Page) -> String {
    let journal = page.session.cluster().journal();
    let mut text = String::new();
    for entry in (0..journal.len()).filter_map(|place| journal.get(place)) {
        text.push_str(&transcript::stamped(entry.time, &page.session.sentence(entry)));
        text.push('\n');
    }
    text
}
