//! A list that only grows and is cheap to clone: full segments are shared between the clones.
//!
//! A snapshot of the world holds every log and the whole journal; with this it costs a few pointers.

use std::sync::Arc;

const SEGMENT: usize = 256;

/// A growing list with shared segments.
#[derive(Clone, Debug)]
pub struct SharedLog<T> {
    full: Vec<Arc<Vec<T>>>,
    tail: Vec<T>,
}

impl<T> Default for SharedLog<T> {
    fn default() -> Self {
        SharedLog { full: Vec::new(), tail: Vec::new() }
    }
}

impl<T> SharedLog<T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.full.len() * SEGMENT + self.tail.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Append one element.
    pub fn push(&mut self, element: T) {
        self.tail.push(element);
        if self.tail.len() == SEGMENT {
            let segment = std::mem::replace(&mut self.tail, Vec::with_capacity(SEGMENT));
            self.full.push(Arc::new(segment));
        }
    }

    /// The element at `index`.
    pub fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / SEGMENT) {
            Some(segment) => segment.get(index % SEGMENT),
            None => self.tail.get(index - self.full.len() * SEGMENT),
        }
    }

    /// The newest element.
    pub fn last(&self) -> Option<&T> {
        self.len().checked_sub(1).and_then(|index| self.get(index))
    }

    /// The elements from `start` on.
    pub fn iter_from(&self, start: usize) -> impl DoubleEndedIterator<Item = &T> {
        (start.min(self.len())..self.len()).filter_map(|index| self.get(index))
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
        (0..1000).for_each(|number| log.push(number));
        let before = log.clone();
        log.push(1000);
        assert_eq!((before.len(), log.len()), (1000, 1001));
        assert_eq!(log.iter().copied().collect::<Vec<_>>(), (0..=1000).collect::<Vec<_>>());
        assert_eq!((before.get(999), before.get(1000), log.last()), (Some(&999), None, Some(&1000)));
        assert_eq!(log.partition_point(|number| *number < 300), 300);
    }
}
