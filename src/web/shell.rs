//! The page as a whole: the app that every action passes through, what it holds, how it is laid out, and what belongs
//! to the visitor and not to a session (theme, files, help, notices).

pub mod app;
pub mod asked;
pub mod beside;
pub mod configure;
pub mod deadlines;
pub mod desk;
pub mod dock;
pub mod drawings;
pub mod figure;
pub mod files;
pub mod head;
pub mod help;
pub mod keys;
pub mod later_part;
pub mod layout;
pub mod notice;
pub mod opening;
pub mod page;
pub mod panic_banner;
pub mod presenting;
pub mod remembering;
pub mod scenario_picker;
pub mod sharing;
pub mod shown;
pub mod theme;
pub mod turns;
pub mod workplace;
