//! A short queue as a vector: first in, first out.
//!
//! Taking the first item moves the others. Most queues here hold a few items, the longest some thousand small ones. A
//! vector is much less code in WebAssembly than a ring buffer for each type of item.

use std::ops::{Deref, DerefMut};

/// A queue with the interface of `VecDeque` where items come and go, and that of `Vec` otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue<T> {
    items: Vec<T>,
}

impl<T> Queue<T> {
    /// An empty queue; it allocates nothing.
    pub const fn new() -> Self {
        Queue { items: Vec::new() }
    }

    /// Appends an item.
    pub fn push_back(&mut self, item: T) {
        self.items.push(item);
    }

    /// Takes the first item.
    pub fn pop_front(&mut self) -> Option<T> {
        if self.items.is_empty() { None } else { Some(self.items.remove(0)) }
    }

    /// The first item.
    pub fn front(&self) -> Option<&T> {
        self.items.first()
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue::new()
    }
}

impl<T> Deref for Queue<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.items
    }
}

impl<T> DerefMut for Queue<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }
}

impl<T> From<Vec<T>> for Queue<T> {
    fn from(items: Vec<T>) -> Self {
        Queue { items }
    }
}

impl<T> FromIterator<T> for Queue<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Queue { items: items.into_iter().collect() }
    }
}

impl<T> IntoIterator for Queue<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Queue<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_first_goes_first() {
        let mut queue: Queue<u32> = (1..=3).collect();
        queue.push_back(4);
        assert_eq!(queue.front(), Some(&1));
        assert_eq!((queue.pop_front(), queue.pop_front()), (Some(1), Some(2)));
        assert_eq!(queue.into_iter().collect::<Vec<_>>(), [3, 4]);
        assert_eq!(Queue::<u32>::new().pop_front(), None);
    }
}
