//! The ground everything stands on: virtual time and chance. No Kafka word appears here.

pub mod random;
pub mod time;

pub mod timeline;
