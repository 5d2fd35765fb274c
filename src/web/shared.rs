//! Values that are passed to components by pointer.

use std::ops::Deref;
use std::rc::Rc;

/// Two are equal when they are the same one: cheap to compare and to clone, so that a panel is drawn anew only when it
/// was given something new.
#[derive(Debug)]
pub struct Shared<T: ?Sized>(Rc<T>);

impl<T> Shared<T> {
    /// Shares `value`.
    pub fn new(value: T) -> Self {
        Shared(Rc::new(value))
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Shared::new(T::default())
    }
}

impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(Rc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A part of a scene. Two are equal when they are the same one, and also when they look the same: most that did not
/// change are the same one, and are not compared.
#[derive(Debug)]
pub struct Drawn<T>(Rc<T>);

impl<T> Drawn<T> {
    /// Passes it on.
    pub fn of(drawn: &Rc<T>) -> Self {
        Drawn(Rc::clone(drawn))
    }
}

impl<T> Clone for Drawn<T> {
    fn clone(&self) -> Self {
        Drawn(Rc::clone(&self.0))
    }
}

impl<T: PartialEq> PartialEq for Drawn<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T> Deref for Drawn<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
