//! The texts in English.

pub mod actions;
pub mod page;
pub mod sentences;
pub mod stage;
pub mod why;
