//! The language of the page: which it is, and where the document says so.

pub use crate::session::Lang;
use crate::session::language::label::Label;

/// The language of what the layers below tell in sentences of their own: the journal, the errors of commands and
/// scripts. Every element that shows one of these has this as its `lang`.
pub const TOLD: &str = Lang::En.tag();

/// The document's language, else the browser's, else English.
pub fn of_visitor() -> Lang {
    let Some(window) = web_sys::window() else { return Lang::En };
    let kept = window
        .document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.get_attribute("data-captions"));
    let language = kept.or_else(|| window.navigator().language());
    if language.is_some_and(|language| language.starts_with("ko")) { Lang::Ko } else { Lang::En }
}

/// Gives the document its language and its title.
pub fn apply(lang: Lang) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    document.set_title(lang.label(Label::PageTitle));
    if let Some(root) = document.document_element() {
        // Refused only for names that are no attributes.
        let _ = root.set_attribute("lang", lang.tag());
    }
}
