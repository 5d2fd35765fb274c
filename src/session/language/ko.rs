//! The texts in Korean.

pub mod actions;
pub mod page;
pub mod sentences;
pub mod stage;
pub mod why;
pub mod words;
