//! Whose member id is this? The coordinator knows members by ids, people know consumers by name.

use crate::cluster::journal::Journal;
use crate::kafka::fact::Fact;
use crate::kafka::ids::{ClientName, MemberId};
use std::collections::{BTreeMap, BTreeSet};

/// The names behind member ids, learnt from what happened.
#[derive(Clone, Debug, Default)]
pub struct Names {
    clients: BTreeSet<ClientName>,
    members: BTreeMap<MemberId, ClientName>,
    /// How many journal entries were read.
    read: usize,
}

impl Names {
    /// All names that a journal reveals.
    pub fn of(journal: &Journal) -> Names {
        let mut names = Names::default();
        names.read_on(journal);
        names
    }

    /// Reads the entries that are new since the last time. A journal that became shorter holds nothing new: ids
    /// that were learnt stay right, because the same commands hand out the same ids.
    pub fn read_on(&mut self, journal: &Journal) {
        for entry in journal.iter_from(self.read) {
            self.learn(&entry.fact);
        }
        self.read = journal.len();
    }

    /// Learns from one fact.
    pub fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::ProcessStarted { client, .. } => {
                self.clients.insert(client.clone());
            }
            Fact::JoinedGroup { client, member, .. } => {
                self.members.insert(member.clone(), client.clone());
            }
            _ => {}
        }
    }

    /// The consumer's name; before it joined, as much of the id as tells whose it is.
    pub fn member<'a>(&'a self, member: &'a MemberId) -> &'a str {
        if let Some(name) = self.members.get(member) {
            return name.as_str();
        }
        // A member id is `client.id`, a dash and a unique part, and clients are named after their processes.
        let begins = |client: &&ClientName| {
            member.as_str().strip_prefix(client.as_str()).is_some_and(|rest| rest.starts_with('-'))
        };
        let longest = self.clients.iter().filter(begins).max_by_key(|client| client.as_str().len());
        longest.map_or(if member.is_empty() { "nobody" } else { member.as_str() }, ClientName::as_str)
    }
}
