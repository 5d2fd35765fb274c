//! The language of the page.

pub use crate::session::Lang;
use crate::web::mount::storage::Storage;

/// The language of what is there in English only: what the banner of a panic tells. Its elements have this as their
/// `lang`.
pub const TOLD: &str = Lang::En.tag();

/// Under this name the language is remembered that a visitor chose.
pub const LANG: &str = "lang";

/// The language that was chosen before, else the document's, else the browser's, else English.
pub fn of_visitor(storage: &Storage) -> Lang {
    if let Some(chosen) = storage.get(LANG).and_then(|tag| of_tag(&tag)) {
        return chosen;
    }
    let Some(window) = web_sys::window() else { return Lang::En };
    let kept = window
        .document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.get_attribute("data-captions"));
    let language = kept.or_else(|| window.navigator().language());
    if language.is_some_and(|language| language.starts_with("ko")) { Lang::Ko } else { Lang::En }
}

/// The language with this tag.
pub fn of_tag(tag: &str) -> Option<Lang> {
    match tag.split('-').next() {
        Some("en") => Some(Lang::En),
        Some("ko") => Some(Lang::Ko),
        _ => None,
    }
}
