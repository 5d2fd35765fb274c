//! The document's address: its fragment, and what is asked for before it.

use crate::web::browser::window;
use wasm_bindgen::JsValue;

/// What stands behind `#`, without it; empty without one.
pub fn read() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The address of the document with this fragment.
pub fn with(fragment: &str) -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let place = href.split('#').next().unwrap_or_default();
    if fragment.is_empty() { place.to_owned() } else { format!("{place}#{fragment}") }
}

/// The same for somebody else: without what the address says of this visitor's page alone.
pub fn to_share(fragment: &str) -> String {
    let address = with(fragment);
    let (place, fragment) = address.split_once('#').unwrap_or((&address, ""));
    let Some((path, search)) = place.split_once('?') else { return address };
    let own = |pair: &&str| OWN.contains(&pair.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = search.split('&').filter(|pair| !pair.is_empty() && !own(pair)).collect();
    let search = if kept.is_empty() { String::new() } else { ["?", &kept.join("&")].concat() };
    let hash = if fragment.is_empty() { String::new() } else { ["#", fragment].concat() };
    [path, &search, &hash].concat()
}

/// Whose language, one visitor after the other, a phone in a room.
const OWN: [&str; 3] = ["lang", "kiosk", "audience"];

/// Replaces the fragment, without a new entry in the browser's history.
pub fn write(fragment: &str) {
    if read() == fragment {
        return;
    }
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // A document in a sandbox has no address of its own to change.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&with(fragment)));
    }
}

/// What the address says of this name before its fragment: `?lang=ko`; empty for a name alone.
pub fn parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    let mut pairs = search.trim_start_matches('?').split('&');
    pairs.find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (key == name).then(|| value.to_owned())
    })
}

/// Opens the document afresh, without a fragment.
pub fn begin_afresh() {
    let Some(window) = window() else { return };
    let location = window.location();
    let (path, search) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    let address = [path, search].concat();
    if let Ok(history) = window.history() {
        // A document in a sandbox has no address of its own to change; it is opened afresh as it was.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    let _ = location.reload();
}
