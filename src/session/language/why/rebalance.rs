//! A rebalance on one line of a list.

use super::{Clause, Part, clause};
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

clause!(LedTo, led_to, |led_to| match led_to {
    LedTo::Generation(number) => vec![Part::Generation(Generation(*number))],
    LedTo::NotYet | LedTo::Nothing => Vec::new(),
});

/// How many partitions moved, and which.
#[derive(Clone, Copy, Debug)]
pub struct SoManyMoved<'a>(pub &'a [TopicPartition]);

clause!(SoManyMoved<'_>, so_many_moved, |moved| vec![Part::Number(moved.0.len() as u64), Part::Few(moved.0)]);

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

clause!(ListedRebalance<'_>, listed_rebalance, |listed| {
    let (reason, took) = (Part::Name(listed.reason), Part::Span(listed.took));
    let held_up = Part::Name(listed.held_up.unwrap_or_default());
    vec![Part::Clause(&listed.led_to), reason, took, Part::Clause(&listed.moved as &dyn Clause), held_up]
});
