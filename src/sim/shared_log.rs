//! A list that only grows and is cheap to clone: what is full is shared between the clones.
//!
//! A snapshot of the world holds every log and the whole journal; with this it costs a few pointers and a few elements.

use std::cmp::Ordering;
use std::sync::Arc;

/// Elements of a segment, segments of a block, blocks of a volume.
const WIDTH: usize = 16;

type Segment<T> = Arc<[T]>;
type Block<T> = Arc<[Segment<T>]>;
type Volume<T> = Arc<[Block<T>]>;

/// A growing list in shared segments, blocks and volumes: a clone copies what is not full yet.
#[derive(Clone, Debug)]
pub struct SharedLog<T> {
    volumes: Vec<Volume<T>>,
    /// Full, and not enough for a volume.
    blocks: Vec<Block<T>>,
    /// Full, and not enough for a block.
    segments: Vec<Segment<T>>,
    tail: Vec<T>,
}

impl<T> Default for SharedLog<T> {
    fn default() -> Self {
        SharedLog { volumes: Vec::new(), blocks: Vec::new(), segments: Vec::new(), tail: Vec::new() }
    }
}

/// What is full becomes one of what is greater.
fn fold<T>(full: &mut Vec<T>, into: &mut Vec<Arc<[T]>>) {
    if full.len() == WIDTH {
        into.push(full.drain(..).collect());
    }
}

impl<T> SharedLog<T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.full() * WIDTH + self.tail.len()
    }

    /// How many segments are full.
    fn full(&self) -> usize {
        (self.volumes.len() * WIDTH + self.blocks.len()) * WIDTH + self.segments.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Append one element.
    pub fn push(&mut self, element: T) {
        self.tail.push(element);
        fold(&mut self.tail, &mut self.segments);
        fold(&mut self.segments, &mut self.blocks);
        fold(&mut self.blocks, &mut self.volumes);
    }

    /// The element at `index`.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.segment(index / WIDTH).get(index % WIDTH)
    }

    /// The newest element.
    pub fn last(&self) -> Option<&T> {
        self.len().checked_sub(1).and_then(|index| self.get(index))
    }

    /// A full segment, after the last of them the tail, and after that nothing.
    fn segment(&self, number: usize) -> &[T] {
        let (block, place) = (number / WIDTH, number % WIDTH);
        if let Some(volume) = self.volumes.get(block / WIDTH) {
            return &volume[block % WIDTH][place];
        }
        let block = block - self.volumes.len() * WIDTH;
        if let Some(block) = self.blocks.get(block) {
            return &block[place];
        }
        let place = place + (block - self.blocks.len()) * WIDTH;
        match place.cmp(&self.segments.len()) {
            Ordering::Less => &self.segments[place],
            Ordering::Equal => &self.tail,
            Ordering::Greater => &[],
        }
    }

    /// The elements from `start` on.
    pub fn iter_from(&self, start: usize) -> impl DoubleEndedIterator<Item = &T> {
        let start = start.min(self.len());
        let first = start / WIDTH;
        let from = move |number| if number == first { start % WIDTH } else { 0 };
        (first..=self.full()).flat_map(move |number| &self.segment(number)[from(number)..])
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
            [0, 1, WIDTH - 1, WIDTH, WIDTH * WIDTH * WIDTH - 1, WIDTH * WIDTH * WIDTH, 4980, 4999, 5000, 6000]
        {
            assert!(log.iter_from(start).copied().eq(start..5000), "{start}");
            assert!(log.iter_from(start).rev().copied().eq((start..5000).rev()), "{start}");
        }
    }

    #[test]
    fn beyond_its_end_there_is_nothing_however_long_it_is() {
        let mut log = SharedLog::default();
        for length in 0..2 * WIDTH * WIDTH * WIDTH {
            let beyond = [0, 1, WIDTH - 1, WIDTH, WIDTH * WIDTH * WIDTH, 3 * WIDTH * WIDTH * WIDTH];
            assert!(beyond.into_iter().all(|by| log.get(length + by).is_none()), "{length}");
            assert_eq!(log.get(usize::MAX), None);
            log.push(length);
            assert_eq!((log.get(length), log.get(length / 2)), (Some(&length), Some(&(length / 2))));
        }
    }
}
