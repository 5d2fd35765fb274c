//! The page: what a visitor sees of a session, and what a visitor can do to it.
//!
//! A click, a key, a dropped file: each becomes an [`action::Action`] and goes through the app's one `dispatch`.
//! An animation frame moves the session on and shows it again. Panels are components whose properties compare
//! cheaply, so that only what changed is drawn anew.

pub mod action;
mod browser;
mod compare;
mod course;
mod deploy;
mod editor;
mod icons;
mod lang;
mod later;
mod markup;
pub mod memory;
pub mod mount;
pub mod panel;
mod part;
mod present;
pub mod share;
mod shared;
mod shell;
pub mod stage;
pub mod still;
mod story;
mod symptoms;
mod terminal;
pub mod time;
mod touched;

use wasm_bindgen::JsValue;

/// The element that index.html mounts its page in, and the name under which it leaves the page's handle. Where the
/// element is missing, another page only carries this program along.
const OWN: &str = "groupscope";

/// Mounts groupscope's own page, where there is a place for it.
pub fn main() {
    let place = browser::window().and_then(|window| window.document()?.get_element_by_id(OWN));
    let Some(place) = place else { return };
    place.set_inner_html("");
    match mount::mount_with(&place, &mount::options::Options::of_document()) {
        Ok(handle) => {
            let (name, handle) = (JsValue::from_str(OWN), JsValue::from(handle));
            // A global object takes every property.
            let _ = js_sys::Reflect::set(&js_sys::global(), &name, &handle);
        }
        // boot.js hears it, and says so in the page's place.
        Err(sentence) => wasm_bindgen::throw_str(&sentence),
    }
}
