//! Light, dark, or as what is around the page has it: the system, or the page that it is embedded in.
//!
//! What groupscope's own page remembers is read again by index.html before the first paint.

use crate::web::icons::Icon;
use crate::web::mount::root::Root;

/// What it is remembered as.
const KEY: &str = "theme";

/// Which colours the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system or the page around has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The theme of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Theme::Auto, Theme::Light, Theme::Dark].into_iter().find(|theme| theme.word() == word)
    }

    /// The one that was remembered, else `Auto`.
    pub fn remembered(root: &Root) -> Self {
        root.storage().get(KEY).and_then(|word| Theme::of_word(&word)).unwrap_or_default()
    }

    /// The one the button turns to: away from what is seen now, then back to that of what is around.
    pub fn next(self, root: &Root) -> Self {
        match (self, auto_is_dark(root)) {
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

    /// Shows it.
    pub fn apply(self, root: &Root) {
        let themed = root.themed();
        let _ = match self {
            Theme::Auto => themed.remove_attribute("data-theme"),
            _ => themed.set_attribute("data-theme", self.word()),
        };
    }

    /// Remembers it, if the page may.
    pub fn remember(self, root: &Root) {
        root.storage().set(KEY, (self != Theme::Auto).then_some(self.word()));
    }
}

/// Whether `Auto` is dark now.
fn auto_is_dark(root: &Root) -> bool {
    match root.color_scheme_around().as_deref() {
        Some("dark") => true,
        Some(both) if both.contains("dark") => matches_media("(prefers-color-scheme: dark)"),
        _ => false,
    }
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
