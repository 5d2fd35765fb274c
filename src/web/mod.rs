//! The page: what a visitor sees of a session, and what a visitor can do to it.
//!
//! A click, a key, a dropped file: each becomes an [`action::Action`] and goes through the app's one `dispatch`.
//! An animation frame moves the session on and shows it again. Panels are components whose properties compare
//! cheaply, so that only what changed is drawn anew.

pub mod action;
mod browser;
mod icons;
mod lang;
pub mod panel;
mod shared;
mod shell;
pub mod stage;
mod story;
pub mod time;

/// The element the page is mounted in; where it is missing, another page only carries this program along.
const MOUNT: &str = "groupscope";

/// Mounts the page, where there is a place for it.
pub fn main() {
    let root = browser::window().and_then(|window| window.document()?.get_element_by_id(MOUNT));
    if let Some(root) = root {
        shell::panic_banner::install();
        root.set_inner_html("");
        yew::Renderer::<shell::app::Root>::with_root(root).render();
    }
}
