//! The page: what a visitor sees of a session, and what a visitor can do to it.
//!
//! A click, a key, a dropped file: each becomes an [`action::Action`] and goes through the app's one `dispatch`.
//! An animation frame moves the session on and shows it again. Panels are components whose properties compare
//! cheaply, so that only what changed is drawn anew.

pub mod action;
mod app;
mod browser;
pub mod charts;
mod controls;
mod deeds;
mod drawings;
mod files;
mod frame_clock;
mod head;
mod help;
mod hooks;
mod icons;
mod journal_list;
mod lang;
mod layout;
mod notice;
mod page;
mod panel;
mod panic_banner;
mod paste;
mod refused;
mod scenario_picker;
mod settings;
mod shared;
mod shown;
pub mod stage;
mod stage_card;
mod stage_coordinator;
mod stage_envelope;
mod stage_lane;
mod stage_parts;
mod story;
mod theme;
pub mod time_bar;
mod totals;
mod transport;
mod why_panel;

/// The element the page is mounted in; where it is missing, another page only carries this program along.
const MOUNT: &str = "groupscope";

/// Mounts the page, where there is a place for it.
pub fn main() {
    let root = browser::window().and_then(|window| window.document()?.get_element_by_id(MOUNT));
    if let Some(root) = root {
        panic_banner::install();
        root.set_inner_html("");
        yew::Renderer::<app::Root>::with_root(root).render();
    }
}
