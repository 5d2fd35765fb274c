//! The keys of the page for a room, as the list of keys shows them, and the browser's whole screen.
//!
//! They are heard before those of the page, which hears none of them meanwhile.

use crate::session::language::present::PresentLabel;
use crate::web::action::is_single_character;
use crate::web::browser::{DomListener, origin, window};
use crate::web::mount::root::Root;
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
    /// What is ringed is what the room foretells.
    Mark,
}

/// A row of the table.
pub struct RoomRow {
    /// What the key does; of two opposite ones, that onward.
    pub key: RoomKey,
    /// The keys, as browsers name them; a page of a clicker, and its black screen, among them.
    pub keys: &'static [&'static str],
    /// The opposite, and its keys.
    pub opposite: Option<(RoomKey, &'static [&'static str])>,
    pub help: PresentLabel,
}

const fn row(key: RoomKey, keys: &'static [&'static str], help: PresentLabel) -> RoomRow {
    RoomRow { key, keys, opposite: None, help }
}

/// The table: what it does not list, no key does. The digits stand for all of them.
pub const ROOM_KEYS: [RoomRow; 10] = [
    row(RoomKey::Onward, &["ArrowRight", "PageDown"], PresentLabel::Next),
    row(RoomKey::Hold, &[" "], PresentLabel::Holds),
    row(RoomKey::Back, &["ArrowLeft", "PageUp", "Backspace"], PresentLabel::Back),
    row(RoomKey::Say(1), &["1–9"], PresentLabel::Choices),
    RoomRow {
        opposite: Some((RoomKey::Ring(false), &["ArrowUp"])),
        ..row(RoomKey::Ring(true), &["ArrowDown"], PresentLabel::Rings)
    },
    RoomRow {
        opposite: Some((RoomKey::Record(false), &["Shift+ArrowLeft"])),
        ..row(RoomKey::Record(true), &["Shift+ArrowRight"], PresentLabel::RingsRecord)
    },
    row(RoomKey::Mark, &["Enter"], PresentLabel::Marks),
    row(RoomKey::Black, &[".", "b"], PresentLabel::Black),
    row(RoomKey::Code, &["q"], PresentLabel::Code),
    row(RoomKey::Leave, &["Escape", "g"], PresentLabel::Leave),
];

/// What a key does.
pub fn room_key(key: &str, shift: bool) -> Option<RoomKey> {
    if let Ok(number @ 1..=9) = key.parse() {
        return Some(RoomKey::Say(number));
    }
    let letter = key.to_ascii_lowercase();
    let named = match key.len() {
        1 => letter,
        _ if shift => ["Shift+", key].concat(),
        _ => key.to_owned(),
    };
    let rows = ROOM_KEYS.iter().flat_map(|row| {
        let both = [Some((row.key, row.keys)), row.opposite];
        both.into_iter().flatten()
    });
    let found = |named: &str| rows.clone().find(|(_, keys)| keys.contains(&named)).map(|(key, _)| key);
    // With the shift key most mean the same.
    found(&named).or_else(|| found(key))
}

/// A key of the table as a person reads it.
pub fn shown(key: &str) -> String {
    let arrows =
        [("ArrowRight", "→"), ("ArrowLeft", "←"), ("ArrowUp", "↑"), ("ArrowDown", "↓"), ("Escape", "Esc")];
    match key {
        " " => "Space".to_owned(),
        _ => arrows.iter().fold(key.to_owned(), |key, (name, sign)| key.replace(name, sign)),
    }
}

/// Theme and language stay with the page.
const OF_THE_PAGE: [&str; 4] = ["t", "T", "l", "L"];

/// Hears keys, and that the whole screen was left.
pub fn listen(root: &Root, pressed: Callback<RoomKey>, unfull: Callback<()>) -> [Option<DomListener>; 2] {
    let Some(window) = window() else { return [None, None] };
    let root = root.clone();
    let keys = DomListener::first(window.clone().into(), "keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let (key, target) = (event.key(), origin(&event));
        let within = |selector: &str| {
            target.as_ref().is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
        };
        let command = event.ctrl_key() || event.meta_key() || event.alt_key();
        let presses = matches!(key.as_str(), " " | "Enter") && within("[role=button], button");
        let typed = key != "Escape" && within("input");
        if command || typed || presses || OF_THE_PAGE.contains(&key.as_str()) || key == "Tab" {
            return;
        }
        // A clicker sends the dot, and nobody says it unawares.
        let switched_off = is_single_character(&key, false) && key != "." && !root.has_letter_keys();
        let found = room_key(&key, event.shift_key()).filter(|_| !switched_off);
        // With the code before it nothing is done to the picture, and the code can be scrolled.
        let of_code = matches!(found, Some(RoomKey::Black | RoomKey::Code | RoomKey::Leave));
        if within("dialog.room-code") && !of_code {
            return;
        }
        event.stop_propagation();
        if let Some(found) = found {
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
    use RoomKey::*;

    #[test]
    fn a_clicker_goes_on_goes_back_and_blackens() {
        for (key, wanted) in [
            ("PageDown", Some(Onward)),
            ("PageUp", Some(Back)),
            (".", Some(Black)),
            ("b", Some(Black)),
            ("B", Some(Black)),
            (" ", Some(Hold)),
            ("3", Some(Say(3))),
            ("0", None),
            ("Escape", Some(Leave)),
            ("k", None),
        ] {
            assert_eq!(room_key(key, false), wanted, "{key}");
        }
        assert_eq!(room_key("ArrowRight", true), Some(Record(true)));
        assert_eq!(room_key("PageDown", true), Some(Onward));
    }

    #[test]
    fn every_key_is_listed_and_does_what_its_row_says() {
        let listed = |wanted: RoomKey| {
            let is = |row: &RoomRow| row.key == wanted || row.opposite.is_some_and(|(key, _)| key == wanted);
            ROOM_KEYS.iter().find(|row| is(row))
        };
        // Who adds a key adds it here: the next one of each.
        let next = |key: RoomKey| match key {
            Onward => Some(Hold),
            Hold => Some(Back),
            Back => Some(Say(1)),
            Say(_) => Some(Ring(true)),
            Ring(true) => Some(Ring(false)),
            Ring(false) => Some(Record(true)),
            Record(true) => Some(Record(false)),
            Record(false) => Some(Mark),
            Mark => Some(Black),
            Black => Some(Code),
            Code => Some(Leave),
            Leave => None,
        };
        let all: Vec<RoomKey> = std::iter::successors(Some(Onward), |key| next(*key)).collect();
        assert_eq!(all.len(), 12);
        for key in all {
            let row = listed(key).unwrap_or_else(|| panic!("{key:?} is not listed"));
            let keys = row.opposite.filter(|(other, _)| *other == key).map_or(row.keys, |(_, keys)| keys);
            for named in keys.iter().filter(|named| **named != "1–9") {
                let plain = named.trim_start_matches("Shift+");
                assert_eq!(room_key(plain, plain != *named), Some(key), "{named}");
                assert!(!shown(named).contains("Arrow"), "{named}");
            }
        }
    }
}
