//! The keys of the page for a room, and the browser's whole screen.
//!
//! They are heard before those of the page, which hears none of them meanwhile.

use crate::web::browser::{DomListener, origin, takes_text, window};
use crate::web::present::is_button;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKey {
    /// On to the next caption.
    Onward,
    /// The same, and where time runs it is held.
    Hold,
    Back,
    Black,
    Code,
    Leave,
    /// The room says this choice, from 1.
    Say(usize),
    /// The next thing is ringed, or the one before.
    Ring(bool),
    /// The next record of the lane that is ringed, or the one before.
    Record(bool),
}

/// What a key does, as browsers name keys; clickers send the page keys, `.` and `b`.
pub fn room_key(key: &str, shift: bool) -> Option<RoomKey> {
    Some(match key {
        "ArrowRight" if shift => RoomKey::Record(true),
        "ArrowLeft" if shift => RoomKey::Record(false),
        "PageDown" | "ArrowRight" => RoomKey::Onward,
        " " => RoomKey::Hold,
        "PageUp" | "ArrowLeft" | "Backspace" => RoomKey::Back,
        "ArrowDown" => RoomKey::Ring(true),
        "ArrowUp" => RoomKey::Ring(false),
        "b" | "B" | "." => RoomKey::Black,
        "q" | "Q" => RoomKey::Code,
        "Escape" | "g" | "G" => RoomKey::Leave,
        _ => match key.parse() {
            Ok(number @ 1..=9) => RoomKey::Say(number),
            _ => return None,
        },
    })
}

/// Theme and language stay with the page.
const OF_THE_PAGE: [&str; 4] = ["t", "T", "l", "L"];

/// Hears keys, and that the whole screen was left.
pub fn listen(pressed: Callback<RoomKey>, unfull: Callback<()>) -> [Option<DomListener>; 2] {
    let Some(window) = window() else { return [None, None] };
    let keys = DomListener::first(window.clone().into(), "keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let (key, target) = (event.key(), origin(&event));
        let command = event.ctrl_key() || event.meta_key() || event.alt_key();
        // The dialog with the code has keys of its own; only the one that opened it closes it as well.
        let in_dialog = target.as_ref().is_some_and(takes_text);
        let presses = matches!(key.as_str(), " " | "Enter") && target.as_ref().is_some_and(is_button);
        if command || in_dialog || presses || OF_THE_PAGE.contains(&key.as_str()) || key == "Tab" {
            return;
        }
        event.stop_propagation();
        if let Some(found) = room_key(&key, event.shift_key()) {
            event.prevent_default();
            let repeats = matches!(found, RoomKey::Ring(_) | RoomKey::Record(_));
            if repeats || !event.repeat() {
                pressed.emit(found);
            }
        }
    });
    let document = window.document().map(Into::into);
    let left = document.and_then(|document| {
        DomListener::first(document, "fullscreenchange", move |_| {
            if !has_fullscreen() {
                unfull.emit(());
            }
        })
    });
    [keys, left]
}

/// Whether something of the document has the whole screen.
pub fn has_fullscreen() -> bool {
    window().and_then(|window| window.document()?.fullscreen_element()).is_some()
}

/// Asks for the whole screen. Where it is refused, the page is as large as the window.
pub fn take_fullscreen(place: &Element) {
    ask(place, "requestFullscreen");
}

/// Gives the whole screen back.
pub fn leave_fullscreen() {
    if let Some(document) = window().and_then(|window| window.document()) {
        ask(&document, "exitFullscreen");
    }
}

/// Calls a method whose refusal does not matter.
fn ask(of: &JsValue, method: &str) {
    let method = Reflect::get(of, &method.into()).ok().and_then(|method| method.dyn_into::<Function>().ok());
    if let Some(answer) = method.and_then(|method| method.call0(of).ok()) {
        spawn_local(async move {
            let _ = JsFuture::from(Promise::resolve(&answer)).await;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clicker_goes_on_goes_back_and_blackens() {
        use RoomKey::*;
        for (key, wanted) in [
            ("PageDown", Some(Onward)),
            ("PageUp", Some(Back)),
            (".", Some(Black)),
            ("b", Some(Black)),
            (" ", Some(Hold)),
            ("3", Some(Say(3))),
            ("0", None),
            ("Escape", Some(Leave)),
            ("k", None),
        ] {
            assert_eq!(room_key(key, false), wanted, "{key}");
        }
        assert_eq!(room_key("ArrowRight", true), Some(Record(true)));
    }
}
