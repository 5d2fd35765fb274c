//! groupscope simulates a consumer group of Apache Kafka exactly, and lets people watch it.
//!
//! The modules are declared in reading order. Each layer may use the ones above it, never those below.

/// Virtual time, chance, an ordered schedule, links with latency, snapshots and replay.
pub mod sim;

/// The protocol's state machines: coordinator, consumer, producer, broker log, assignors.
pub mod kafka;

/// Many nodes become one world: commands, journal, ledger, invariants.
pub mod cluster;

/// What a visitor has open: a scenario, what was done, a cursor; script text in, transcript text out.
pub mod session;

/// What is to be seen at one instant, as plain data.
pub mod scene;

/// The page: Yew components and what a browser has to offer.
#[cfg(feature = "web")]
pub mod web;
