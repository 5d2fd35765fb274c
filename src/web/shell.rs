//! The page as a whole: the app that every action passes through, what it holds, how it is laid out, and what belongs
//! to the visitor and not to a session (theme, files, help, notices).

pub mod acting;
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
pub mod focus;
pub mod foretelling;
pub mod head;
pub mod help;
pub mod keys;
pub mod kiosk;
pub mod later_part;
pub mod layout;
pub mod lesson;
pub mod notice;
pub mod opening;
pub mod page;
pub mod panic_banner;
pub mod presenting;
pub mod remembering;
pub mod scenario_picker;
pub mod sharing;
pub mod shown;
pub mod study;
pub mod theme;
pub mod turns;
pub mod workplace;
