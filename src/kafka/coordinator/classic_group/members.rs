//! The members of a group in the order they joined, with an index by id: a group of a thousand looks each of them up
//! many times.
//!
//! Only the methods here may add a member, remove one or change its id.

use super::member::Member;
use crate::kafka::ids::MemberId;
use crate::sim::sorted::SortedMap;
use std::ops::{Deref, DerefMut};

/// The members of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members {
    list: Vec<Member>,
    /// Where in the list the member of an id stands.
    places: SortedMap<MemberId, usize>,
}

impl Members {
    /// The place of the member of this id.
    pub fn place(&self, id: &MemberId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Adds the member that joined last.
    pub fn push(&mut self, member: Member) {
        self.places.insert(member.member_id, self.list.len());
        self.list.push(member);
    }

    /// Takes a member out; those behind it move up.
    pub fn remove(&mut self, index: usize) -> Member {
        let gone = self.list.remove(index);
        self.places.remove(&gone.member_id);
        self.places.values_mut().filter(|place| **place > index).for_each(|place| *place -= 1);
        gone
    }

    /// Gives a member another id; returns the old one.
    pub fn rename(&mut self, index: usize, id: MemberId) -> MemberId {
        let old = std::mem::replace(&mut self.list[index].member_id, id);
        self.places.remove(&old);
        self.places.insert(id, index);
        old
    }
}

impl FromIterator<Member> for Members {
    fn from_iter<I: IntoIterator<Item = Member>>(members: I) -> Self {
        let mut all = Members::default();
        members.into_iter().for_each(|member| all.push(member));
        all
    }
}

impl Deref for Members {
    type Target = [Member];

    fn deref(&self) -> &[Member] {
        &self.list
    }
}

impl DerefMut for Members {
    fn deref_mut(&mut self) -> &mut [Member] {
        &mut self.list
    }
}
