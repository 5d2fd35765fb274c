//! A rebalance on one line of a list.

use super::clause;
use crate::kafka::ids::*;
use crate::sim::time::SimDuration;

/// What a rebalance led to.
#[derive(Clone, Copy, Debug)]
pub enum LedTo {
    Generation(i32),
    /// It lasts.
    NotYet,
    /// It was cut short before there was a generation.
    Nothing,
}

clause!(LedTo, led_to, |led_to, parts| match led_to {
    LedTo::Generation(number) => parts.generation(Generation(*number)),
    LedTo::NotYet | LedTo::Nothing => parts,
});

/// How many partitions moved, and which.
#[derive(Clone, Copy, Debug)]
pub struct SoManyMoved<'a>(pub &'a [TopicPartition]);

clause!(SoManyMoved<'_>, so_many_moved, |moved, parts| parts.number(moved.0.len() as u64).few(moved.0));

/// See the head of this file. The reason and what held it up are in words already.
#[derive(Clone, Debug)]
pub struct ListedRebalance<'a> {
    pub led_to: LedTo,
    pub reason: &'a str,
    pub took: SimDuration,
    pub held_up: Option<&'a str>,
    pub moved: SoManyMoved<'a>,
    pub cut_short: bool,
}

clause!(ListedRebalance<'_>, listed_rebalance, |listed, parts| {
    parts
        .clause(&listed.led_to)
        .name(listed.reason)
        .span(listed.took)
        .clause(&listed.moved)
        .name(listed.held_up.unwrap_or_default())
});
