//! The fragment of the document's address.

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
