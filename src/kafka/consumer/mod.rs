//! The consumer client: an application thread and a heartbeat thread.

pub mod config;
