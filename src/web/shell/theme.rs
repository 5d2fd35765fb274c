//! Light, dark, or as the system has it; and the guarded memory of the browser it is kept in.
//!
//! In a sandboxed frame the very access to `localStorage` throws, so every access may fail, and then nothing is
//! remembered. The stored word is read again by index.html before the first paint.

use crate::web::icons::Icon;

const KEY: &str = "groupscope.theme";

/// Which colours the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The theme the document already shows.
    pub fn of_document() -> Self {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        match root.and_then(|root| root.get_attribute("data-theme")).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        }
    }

    /// The one the button turns to: away from what is seen now, then back to the system's.
    pub fn next(self) -> Self {
        match (self, system_is_dark()) {
            (Theme::Auto, true) => Theme::Light,
            (Theme::Auto, false) => Theme::Dark,
            (Theme::Light, true) | (Theme::Dark, false) => match self {
                Theme::Light => Theme::Dark,
                _ => Theme::Light,
            },
            (Theme::Light, false) | (Theme::Dark, true) => Theme::Auto,
        }
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Its picture.
    pub const fn icon(self) -> Icon {
        match self {
            Theme::Auto => Icon::Auto,
            Theme::Light => Icon::Light,
            Theme::Dark => Icon::Dark,
        }
    }

    /// Shows it, and remembers it if the browser lets us.
    pub fn apply(self) {
        if let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) {
            let _ = match self {
                Theme::Auto => root.remove_attribute("data-theme"),
                _ => root.set_attribute("data-theme", self.word()),
            };
        }
        if let Some(storage) = storage() {
            let _ = match self {
                Theme::Auto => storage.remove_item(KEY),
                _ => storage.set_item(KEY, self.word()),
            };
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn system_is_dark() -> bool {
    matches_media("(prefers-color-scheme: dark)")
}

/// Whether the visitor asked the system for less motion.
pub fn reduced_motion() -> bool {
    matches_media("(prefers-reduced-motion: reduce)")
}

fn matches_media(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}
