//! Maps and sets as sorted vectors, and sorting that is compiled once.
//!
//! Nearly every map here has a handful of entries, is read far more often than written, and is cloned with every
//! snapshot: a sorted vector does that as fast as a tree. The standard library's B-trees and sorts are compiled
//! anew for each type, at 4 to 8 KB a type in WebAssembly; with some 90 types they were a third of the page's code.
//! The methods are named and behave as those of `BTreeMap` and `BTreeSet`. Inserting before other keys moves these:
//! for tens of thousands of keys in random order, collect instead, which sorts once.

mod map;
mod set;
mod sort;

pub use map::{MapEntry, SortedMap};
pub use set::SortedSet;
pub use sort::{sort, sort_by, sort_by_key};

use std::ops::{Bound, RangeBounds};

/// The places a range of keys spans; `find` says where a key is, or where it would be inserted.
fn places<Q: ?Sized>(
    range: &impl RangeBounds<Q>,
    len: usize,
    find: impl Fn(&Q) -> Result<usize, usize>,
) -> (usize, usize) {
    let first_at = |key: &Q| find(key).unwrap_or_else(|at| at);
    let first_after = |key: &Q| find(key).map_or_else(|at| at, |at| at + 1);
    let from = match range.start_bound() {
        Bound::Included(key) => first_at(key),
        Bound::Excluded(key) => first_after(key),
        Bound::Unbounded => 0,
    };
    let to = match range.end_bound() {
        Bound::Included(key) => first_after(key),
        Bound::Excluded(key) => first_at(key),
        Bound::Unbounded => len,
    };
    (from, to.max(from))
}

#[cfg(test)]
mod tests;
