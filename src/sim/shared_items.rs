//! A list of large items, of which few change at a time: clones share every item until one of them writes to it.
//!
//! A snapshot of the world holds every client process that ever ran, and those that have ended never change again.

use std::ops::{Index, IndexMut};
use std::sync::Arc;

/// A list whose clones share the items that neither has changed since.
#[derive(Clone, Debug)]
pub struct SharedItems<T> {
    items: Vec<Arc<T>>,
}

impl<T> Default for SharedItems<T> {
    fn default() -> Self {
        SharedItems { items: Vec::new() }
    }
}

impl<T> SharedItems<T> {
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Append one item.
    pub fn push(&mut self, item: T) {
        self.items.push(Arc::new(item));
    }

    /// The item at `index`.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.items.get(index).map(|item| &**item)
    }

    /// All items, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> + DoubleEndedIterator + Clone {
        self.items.iter().map(|item| &**item)
    }
}

impl<T> Index<usize> for SharedItems<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.items[index]
    }
}

/// Writing copies the item first where a clone still has it.
impl<T: Clone> IndexMut<usize> for SharedItems<T> {
    fn index_mut(&mut self, index: usize) -> &mut T {
        Arc::make_mut(&mut self.items[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_it_had_and_shares_what_did_not_change() {
        let mut list = SharedItems::default();
        list.push("one".to_owned());
        list.push("two".to_owned());
        let before = list.clone();
        list[1].push_str(" and more");
        assert_eq!(before.iter().collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(list.iter().collect::<Vec<_>>(), ["one", "two and more"]);
        assert!(Arc::ptr_eq(&before.items[0], &list.items[0]), "the first is still one and the same");
        assert!(!Arc::ptr_eq(&before.items[1], &list.items[1]));
    }
}
