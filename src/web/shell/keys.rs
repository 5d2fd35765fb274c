//! Which keys that are pressed in the document are meant for a page, and what is pasted into it outside of all fields.

use crate::session::steps::Stride;
use crate::web::action::{Action, is_single_character, of_key};
use crate::web::browser::{DomListener, is_pressed_by_keys, origin, takes_text};
use crate::web::mount::root::Root;
use crate::web::shell::desk::DeskAction;
use crate::web::shell::page::Page;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, KeyboardEvent};
use yew::Callback;

/// Keys, unless they are typed into something or pressed together with a modifier that means something else. A figure
/// has no use for what opens a part of the page that it does not have.
pub fn listen_for_keys(
    root: &Root,
    page: &Rc<RefCell<Page>>,
    is_figure: bool,
    dispatch: Callback<Action>,
) -> [Option<DomListener>; 2] {
    let pasted = if is_figure { None } else { listen_for_pasted(root, dispatch.clone()) };
    let (root, page) = (root.clone(), Rc::clone(page));
    let keys = DomListener::on(root.listens_at(), "keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        if !root.is_meant(&event) {
            return;
        }
        let target = origin(&event);
        let key = event.key();
        let command_key = event.ctrl_key() || event.meta_key();
        let presses =
            matches!(key.as_str(), " " | "Enter") && target.as_ref().is_some_and(is_pressed_by_keys);
        let switched_off = is_single_character(&key, command_key) && !root.has_letter_keys();
        let is_typed = presses || target.as_ref().is_some_and(takes_text);
        if event.alt_key() || event.default_prevented() || is_typed || switched_off {
            return;
        }
        let playing = page.try_borrow().is_ok_and(|page| page.playback.playing());
        let action = of_key(&key, command_key, event.shift_key(), playing);
        if let Some(action) = action.filter(|action| !is_figure || !action.needs_page()) {
            // Holding a key down steps on; it does not add forty consumers.
            let repeats = matches!(action, Action::Do(verb) if verb.stride(Stride::Line).is_some());
            event.prevent_default();
            if repeats || !event.repeat() {
                dispatch.emit(action);
            }
        }
    });
    [keys, pasted]
}

/// Text that is pasted, unless into a field.
fn listen_for_pasted(root: &Root, dispatch: Callback<Action>) -> Option<DomListener> {
    let root = root.clone();
    DomListener::on(root.listens_at(), "paste", move |event| {
        let Ok(event) = event.dyn_into::<ClipboardEvent>() else { return };
        if event.default_prevented()
            || !root.is_meant(&event)
            || origin(&event).as_ref().is_some_and(takes_text)
        {
            return;
        }
        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        if !text.is_empty() {
            dispatch.emit(Action::Desk(DeskAction::Pasted(text)));
        }
    })
}
