//! Many nodes become one world.

pub mod command;
pub mod observation;
