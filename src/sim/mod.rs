//! The ground everything stands on. No Kafka word appears here.

pub mod time;

pub mod queue;
pub mod random;

pub mod schedule;

pub mod link;

pub mod sorted;

pub mod shared_log;

pub mod shared_items;

pub mod timeline;
