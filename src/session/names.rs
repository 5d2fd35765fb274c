//! Whose member id is this? The coordinator knows members by ids, people know consumers by name.

// A match names all that there is: the compiler asks where a new fact belongs.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::cluster::fact::{Fact, WorldFact};
use crate::cluster::journal::{Cause, Entry, EntryId, Journal};
use crate::kafka::api::ApiKey;
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::coordinator::fact::GroupFact;
use crate::kafka::ids::{ClientName, GroupId, MemberId, TopicPartition};
use crate::sim::sorted::{SortedMap, SortedSet};
use std::fmt;

/// The names behind member ids, and what each assignment changed, learnt from what happened.
#[derive(Clone, Debug, Default)]
pub struct Names {
    clients: SortedSet<ClientName>,
    members: SortedMap<MemberId, ClientName>,
    /// Since when each member is known.
    since: SortedMap<MemberId, EntryId>,
    /// When the process of each name was started again.
    restarts: SortedMap<ClientName, Vec<EntryId>>,
    /// Who was given each partition last, by name.
    last: SortedMap<(GroupId, TopicPartition), String>,
    changes: SortedMap<EntryId, Change>,
    /// How many journal entries were read.
    read: usize,
}

/// What an assignment changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Partitions whose last owner was another consumer.
    pub moved: u64,
    /// Partitions that the same consumer had last.
    pub kept: u64,
    /// Partitions that had no owner before.
    pub new: u64,
}

/// Whose JoinGroup led to this entry.
fn sender(journal: &Journal, entry: &Entry) -> Option<ClientName> {
    let mut cause = entry.cause();
    while let Cause::Entry(id) = cause {
        let earlier = journal.get(id.place())?;
        if let Fact::Consumer(client, ConsumerFact::RequestSent { api: ApiKey::JoinGroup, .. }) =
            &earlier.fact
        {
            return Some(*client);
        }
        cause = earlier.cause();
    }
    None
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.moved, "moved"), (self.kept, "kept"), (self.new, "new")];
        let told: Vec<String> = parts
            .iter()
            .filter(|(number, what)| *number > 0 || *what == "moved" && self.kept > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        f.write_str(&told.join(", "))
    }
}

impl Names {
    /// All that a journal reveals.
    pub fn of(journal: &Journal) -> Names {
        let mut names = Names::default();
        names.read_on(journal);
        names
    }

    /// Reads the entries that are new. After a step back in time on the same commands nothing is: the same
    /// things will happen again. On other commands a new reading has to begin.
    pub fn read_on(&mut self, journal: &Journal) {
        for entry in journal.iter_from(self.read) {
            self.learn(journal, entry);
        }
        self.read = self.read.max(journal.len());
    }

    /// Reads on to this entry and no further: what is said of it then depends on nothing that came later.
    pub fn read_to(&mut self, journal: &Journal, last: &Entry) {
        for entry in journal.iter_from(self.read).take_while(|entry| entry.id <= last.id) {
            self.learn(journal, entry);
            self.read += 1;
        }
    }

    fn learn(&mut self, journal: &Journal, entry: &Entry) {
        match &entry.fact {
            Fact::World(WorldFact::ProcessStarted { client, incarnation }) => {
                self.clients.insert(*client);
                if *incarnation > 1 {
                    let mut restarts = self.restarts.get(client).cloned().unwrap_or_default();
                    restarts.push(entry.id);
                    self.restarts.insert(*client, restarts);
                }
            }
            Fact::Consumer(client, ConsumerFact::JoinedGroup { member, .. }) => {
                self.members.insert(*member, *client);
            }
            Fact::Group(group, said) => self.learn_of_group(journal, entry, group, said),
            Fact::World(_) | Fact::Consumer(..) | Fact::Broker(..) => {}
        }
    }

    fn learn_of_group(&mut self, journal: &Journal, entry: &Entry, group: &GroupId, said: &GroupFact) {
        use GroupFact::*;
        match said {
            // The coordinator knows a member before its client does.
            MemberIdHandedOut { member }
            | MemberAdded { member, .. }
            | StaticMemberReplaced { new: member, .. } => {
                if self.since.get(member).is_none() {
                    self.since.insert(*member, entry.id);
                }
                if let Some(client) = sender(journal, entry) {
                    self.members.insert(*member, client);
                }
            }
            AssignmentStored { assignments, .. } => {
                let mut change = Change::default();
                for (member, partitions) in assignments.iter() {
                    let name = self.member(member).to_owned();
                    for partition in partitions.iter() {
                        let place = (*group, *partition);
                        match self.last.insert(place, name.clone()) {
                            None => change.new += 1,
                            Some(before) if before == name => change.kept += 1,
                            Some(_) => change.moved += 1,
                        }
                    }
                }
                self.changes.insert(entry.id, change);
            }
            GroupStateChanged { .. }
            | PendingMemberExpired { .. }
            | PendingMemberRemoved { .. }
            | MemberRemoved { .. }
            | RebalanceStarted { .. }
            | StaticMemberAbsent { .. }
            | JoinPhaseExtended { .. }
            | GenerationStarted { .. }
            | ProtocolsDiffer { .. }
            | LeaderElected { .. }
            | OffsetCommitted { .. }
            | OffsetCommitRefused { .. }
            | OffsetCommitLost { .. }
            | OffsetsExpired { .. }
            | OffsetsDeleted { .. }
            | ConsumerGroupBegan
            | GroupUpgraded { .. }
            | GroupDowngraded { .. }
            | ConsumerGroupStateChanged { .. }
            | GroupEpochRaised { .. }
            | TargetComputed { .. }
            | RevocationAsked { .. }
            | RevocationAcknowledged { .. }
            | MemberAdvanced { .. }
            | StaticMemberAway { .. }
            | HeartbeatRefused { .. }
            | GroupDeleted => {}
        }
    }

    /// The same names and one more.
    pub fn with(&self, member: &MemberId, client: ClientName) -> Names {
        let mut names = self.clone();
        names.members.insert(*member, client);
        names
    }

    /// What the assignment stored by this entry changed, if it assigned anything.
    pub fn change(&self, entry: EntryId) -> Option<Change> {
        self.changes.get(&entry).copied().filter(|change| *change != Change::default())
    }

    /// Whether the process of a member had been started again before an entry.
    pub fn is_earlier(&self, member: &MemberId, before: EntryId) -> bool {
        let client = self.members.get(member).and_then(|client| self.restarts.get(client));
        let again = client.and_then(|restarts| restarts.iter().rev().find(|again| **again < before));
        again.zip(self.since.get(member)).is_some_and(|(again, since)| since < again)
    }

    /// The consumer's name; before it joined, as much of the id as tells whose it is.
    pub fn member<'a>(&'a self, member: &'a MemberId) -> &'a str {
        if let Some(name) = self.members.get(member) {
            return name.as_str();
        }
        // A member id is `client.id`, a dash and a unique part, and clients are named after their processes
        // unless they have a `client.id` of their own.
        let id = member.as_str().strip_prefix("consumer-").unwrap_or(member.as_str());
        let begins =
            |client: &&ClientName| id.strip_prefix(client.as_str()).is_some_and(|rest| rest.starts_with('-'));
        let longest = self.clients.iter().filter(begins).max_by_key(|client| client.as_str().len());
        longest.map_or(if member.is_empty() { "nobody" } else { member.as_str() }, ClientName::as_str)
    }
}
