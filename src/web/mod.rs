//! The page: what a visitor sees of a session.

pub mod charts;
pub mod stage;
mod stage_card;
mod stage_coordinator;
mod stage_envelope;
mod stage_lane;
mod stage_parts;
pub mod time_bar;
