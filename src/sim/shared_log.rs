//! A list that only grows and is cheap to clone: full segments are shared between the clones.
//!
//! A snapshot of the world holds every log and the whole journal; with this it costs a few pointers.

use std::sync::Arc;

/// Elements of a segment.
const SEGMENT: usize = 64;
/// Segments of a block.
const BLOCK: usize = 64;

/// A growing list with shared segments, and shared blocks of segments: a clone copies what is not full yet.
#[derive(Clone, Debug)]
pub struct SharedLog<T> {
    blocks: Vec<Arc<[Arc<[T]>]>>,
    /// Full, and not enough for a block.
    segments: Vec<Arc<[T]>>,
    tail: Vec<T>,
}

impl<T> Default for SharedLog<T> {
    fn default() -> Self {
        SharedLog { blocks: Vec::new(), segments: Vec::new(), tail: Vec::new() }
    }
}

impl<T> SharedLog<T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.full() + self.tail.len()
    }

    /// How many elements are in full segments.
    fn full(&self) -> usize {
        (self.blocks.len() * BLOCK + self.segments.len()) * SEGMENT
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Append one element.
    pub fn push(&mut self, element: T) {
        self.tail.push(element);
        if self.tail.len() == SEGMENT {
            self.segments.push(self.tail.drain(..).collect());
            if self.segments.len() == BLOCK {
                self.blocks.push(self.segments.drain(..).collect());
            }
        }
    }

    /// The element at `index`.
    pub fn get(&self, index: usize) -> Option<&T> {
        let segment = index / SEGMENT;
        let segments = match self.blocks.get(segment / BLOCK) {
            Some(block) => &**block,
            None => self.segments.get((segment / BLOCK - self.blocks.len()) * BLOCK..)?,
        };
        match segments.get(segment % BLOCK) {
            Some(segment) => segment.get(index % SEGMENT),
            None => self.tail.get(index - self.full()),
        }
    }

    /// The newest element.
    pub fn last(&self) -> Option<&T> {
        self.len().checked_sub(1).and_then(|index| self.get(index))
    }

    /// A full segment, or after the last of them the tail.
    fn segment(&self, number: usize) -> &[T] {
        match self.blocks.get(number / BLOCK) {
            Some(block) => &block[number % BLOCK],
            None => self.segments.get(number % BLOCK).map_or(&self.tail, |segment| &**segment),
        }
    }

    /// The elements from `start` on.
    pub fn iter_from(&self, start: usize) -> impl DoubleEndedIterator<Item = &T> {
        let start = start.min(self.len());
        let first = start / SEGMENT;
        let from = move |number| if number == first { start % SEGMENT } else { 0 };
        (first..=self.full() / SEGMENT).flat_map(move |number| &self.segment(number)[from(number)..])
    }

    /// All elements.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.iter_from(0)
    }

    /// The first index whose element does not satisfy `before`; the elements must be sorted that way.
    pub fn partition_point(&self, before: impl Fn(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_does_not_see_what_comes_later() {
        let mut log = SharedLog::default();
        (0..9000).for_each(|number| log.push(number));
        let before = log.clone();
        log.push(9000);
        assert_eq!((before.len(), log.len()), (9000, 9001));
        assert_eq!(log.iter().copied().collect::<Vec<_>>(), (0..=9000).collect::<Vec<_>>());
        assert_eq!((before.get(8999), before.get(9000), log.last()), (Some(&8999), None, Some(&9000)));
        assert_eq!(log.partition_point(|number| *number < 300), 300);
    }

    #[test]
    fn it_is_gone_through_from_anywhere_in_both_directions() {
        let mut log = SharedLog::default();
        for number in 0..5000 {
            log.push(number);
        }
        for start in
            [0, 1, SEGMENT - 1, SEGMENT, SEGMENT * BLOCK - 1, SEGMENT * BLOCK, 4980, 4999, 5000, 6000]
        {
            assert!(log.iter_from(start).copied().eq(start..5000), "{start}");
            assert!(log.iter_from(start).rev().copied().eq((start..5000).rev()), "{start}");
        }
    }

    #[test]
    fn beyond_its_end_there_is_nothing_however_long_it_is() {
        let mut log = SharedLog::default();
        for length in 0..2 * SEGMENT * BLOCK {
            let beyond = [0, 1, SEGMENT - 1, SEGMENT, SEGMENT * BLOCK, 3 * SEGMENT * BLOCK];
            assert!(beyond.into_iter().all(|by| log.get(length + by).is_none()), "{length}");
            assert_eq!(log.get(usize::MAX), None);
            log.push(length);
            assert_eq!((log.get(length), log.get(length / 2)), (Some(&length), Some(&(length / 2))));
        }
    }
}
