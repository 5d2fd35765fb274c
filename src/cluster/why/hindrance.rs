//! What hindered a consumer during a time that is over: it was frozen, cut off, stalled in its handler, or in
//! `commitSync`.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use crate::kafka::fact::{CommitOrigin, Fact};
use crate::kafka::ids::*;
use crate::sim::time::{SimDuration, SimTime};

/// What kept a consumer from what it had to do, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hindrance {
    pub kind: Hindered,
    /// What is to be told as its reason.
    pub entry: EntryId,
    pub from: SimTime,
    pub until: SimTime,
}

/// See [`Hindrance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindered {
    Frozen,
    CutOff,
    Stalled,
    /// Its application was in `commitSync`.
    CommitSync,
}

impl Hindrance {
    /// How much of the time between two instants it took.
    fn within(&self, from: SimTime, until: SimTime) -> SimDuration {
        let (from, until) = (self.from.max(from), self.until.min(until));
        if until > from { until.since(from) } else { SimDuration::ZERO }
    }
}

/// The journal of one consumer, read backwards.
struct Reading {
    until: SimTime,
    thawed: Option<SimTime>,
    restored: Option<SimTime>,
    resumed: Option<SimTime>,
    /// Blocking attempts of one commit.
    commit: Option<Hindrance>,
    found: Vec<Hindrance>,
}

impl Cluster {
    /// What took most of the time from `from` until an entry, if a hindrance did.
    pub fn hindered(&self, before: EntryId, from: SimTime, client: &ClientName) -> Option<Hindrance> {
        let until = self.entry(EntryId(before.0.checked_sub(1)?))?.time;
        let until = self.entry(before).map_or(until, |entry| entry.time);
        let coordinator = self.nodes.brokers.coordinator(self.group_of(client)?);
        let (thawed, restored, resumed, commit) = (None, None, None, None);
        let mut reading = Reading { until, thawed, restored, resumed, commit, found: Vec::new() };
        for entry in self.backwards(before) {
            if matches!(&entry.fact, Fact::ProcessStarted { client: of, .. } if of == client) {
                break;
            }
            reading.read(entry, client, coordinator);
        }
        reading.commit_ends();
        let half = |found: &Hindrance| {
            let took = found.within(from, until);
            !took.is_zero() && took + took >= until.since(from)
        };
        let found = reading.found.into_iter().filter(half);
        // What was done to it stands before a commit, which it may have kept from its end.
        found.rev().max_by_key(|found| {
            let done = matches!(found.kind, Hindered::Frozen | Hindered::CutOff | Hindered::Stalled);
            (done, found.within(from, until))
        })
    }
}

impl Reading {
    fn read(&mut self, entry: &Entry, client: &ClientName, coordinator: BrokerId) {
        match &entry.fact {
            Fact::ProcessThawed { client: of } if of == client => self.thawed = Some(entry.time),
            Fact::LinkRestored { client: of } if of == client => self.restored = Some(entry.time),
            Fact::HandlerResumed { client: of, .. } if of == client => self.resumed = Some(entry.time),
            Fact::ProcessFrozen { client: of } if of == client => {
                self.begins(Hindered::Frozen, entry, self.thawed);
            }
            Fact::LinkCut { client: of, broker }
                if of == client && broker.is_none_or(|broker| broker == coordinator) =>
            {
                self.begins(Hindered::CutOff, entry, self.restored);
            }
            Fact::HandlerStalled { client: of, .. } if of == client => {
                self.begins(Hindered::Stalled, entry, self.resumed);
            }
            Fact::PollReturned { client: of, .. } if of == client => self.commit_ends(),
            Fact::CommitSucceeded { client: of, origin, .. } if of == client && blocks(*origin) => {
                self.commit_ends();
                self.commits(entry, entry.time);
            }
            Fact::CommitFailed { client: of, origin, .. } if of == client && blocks(*origin) => {
                self.commits(entry, entry.time);
            }
            Fact::CommitStarted { client: of, origin, .. } if of == client && blocks(*origin) => {
                self.commits(entry, self.until);
            }
            _ => {}
        }
    }

    fn begins(&mut self, kind: Hindered, entry: &Entry, end: Option<SimTime>) {
        let until = end.unwrap_or(self.until);
        self.found.push(Hindrance { kind, entry: entry.id, from: entry.time, until });
    }

    /// An attempt of the commit that is read, or the last one of another.
    fn commits(&mut self, entry: &Entry, until: SimTime) {
        let kind = Hindered::CommitSync;
        let last = Hindrance { kind, entry: entry.id, from: entry.time, until };
        self.commit.get_or_insert(last).from = entry.time;
    }

    fn commit_ends(&mut self) {
        self.found.extend(self.commit.take());
    }
}

fn blocks(origin: CommitOrigin) -> bool {
    matches!(origin, CommitOrigin::Sync | CommitOrigin::Callback)
}
