//! The texts in English.

pub mod actions;
pub mod axis;
pub mod compare;
pub mod deploy;
pub mod desk;
pub mod embed;
pub mod ignored;
pub mod import;
pub mod journal;
pub mod links;
pub mod mistakes;
pub mod page;
pub mod phrases;
pub mod picture;
pub mod present;
pub mod properties;
pub mod refusals;
pub mod remarks;
pub mod sentences;
pub mod share;
pub mod stage;
pub mod what_if;
pub mod why;
