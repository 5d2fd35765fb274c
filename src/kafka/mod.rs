//! Kafka's own parts as state machines: a request or a timer comes in, [`effects::Effects`](effects::Effects) go out.
//!
//! Nothing here knows the queue, the links, the history or the other nodes.

pub mod ids;
pub mod known_keys;
pub mod property;
pub mod release;

pub mod api;
pub mod effects;
pub mod exception;
pub mod group_state;
pub mod offset_causes;
pub mod rebalance_causes;
pub mod topic_metadata;

pub mod log;
pub mod partitioner;
pub mod producer;

pub mod broker;

pub mod coordinator;

pub mod assignor;

pub mod consumer;

pub mod on_demand;
