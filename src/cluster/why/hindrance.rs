//! What hindered a consumer during a time that is over: it was frozen, cut off, stalled in its handler, in
//! `commitSync`, or committed by itself before it joined again or left.

use super::super::Cluster;
use super::super::journal::{Entry, EntryId};
use super::incidents::{AppStep, Incident};
use crate::cluster::fact::{Fact, WorldFact};
use crate::kafka::consumer::fact::ConsumerFact;
use crate::kafka::exception::Exception;
use crate::kafka::ids::*;
use crate::kafka::offset_causes::CommitOrigin;
use crate::sim::time::{SimDuration, SimTime};

/// So soon after a commit was held the next one may be.
const BETWEEN_COMMITS: SimDuration = SimDuration::from_millis(500);

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
    /// Its poll made an automatic commit before it joined again.
    CommitBeforeJoin,
    /// Its close() made an automatic commit.
    CommitInClose,
    /// The coordinator held its commit, and answered later what came after that.
    BehindCommit,
    /// It was at work on what poll had returned.
    AtWork,
}

impl Hindrance {
    /// How much of the time between two instants it took.
    fn within(&self, from: SimTime, until: SimTime) -> SimDuration {
        let (from, until) = (self.from.max(from), self.until.min(until));
        if until > from { until.since(from) } else { SimDuration::ZERO }
    }
}

/// The journal of one consumer, read backwards.
struct ReadingOn {
    until: SimTime,
    thawed: Option<SimTime>,
    restored: Option<SimTime>,
    resumed: Option<SimTime>,
    /// Blocking attempts of one commit.
    commit: Option<Hindrance>,
    /// When a commit threw: it waited until then since its last attempt failed.
    thrown: Option<SimTime>,
    /// Attempts of one automatic commit, until the reading comes to what it was made for.
    auto: Option<Hindrance>,
    /// One of them failed, and is to be told.
    failed: bool,
    found: Vec<Hindrance>,
}

impl Cluster {
    /// What took most of the time from `from` until an entry, if a hindrance did.
    pub fn hindered(&self, before: EntryId, from: SimTime, client: &ClientName) -> Option<Hindrance> {
        let until = self.entry(EntryId::at(before.place().checked_sub(1)?))?.time;
        let until = self.entry(before).map_or(until, |entry| entry.time);
        let (thawed, restored, resumed, commit, auto) = (None, None, None, None, None);
        let (thrown, failed, found) = (None, false, Vec::new());
        let mut reading = ReadingOn { until, thawed, restored, resumed, commit, thrown, auto, failed, found };
        for entry in self.backwards(before) {
            if entry.fact.starts(client) {
                break;
            }
            reading.read(entry, self.incident(&entry.fact, client), entry.fact.of_consumer(client));
            if let Some(after) = self.held_back(&entry.fact, client) {
                reading.held(entry, after);
            }
        }
        reading.commit_ends();
        let began = |found: Hindrance| {
            if found.kind != Hindered::Stalled {
                return Some(found);
            }
            let keeps = self.stall_keeps_from_poll(found.entry, from, until);
            let began = self.stall_began(found.entry).filter(|_| keeps)?;
            Some(Hindrance { from: began, ..found })
        };
        let half = |found: &Hindrance| {
            let took = found.within(from, until);
            !took.is_zero() && took + took >= until.since(from)
        };
        let found = reading.found.into_iter().filter_map(began).filter(half);
        // What was done to it stands before a commit, which it may have kept from its end.
        found.rev().max_by_key(|found| {
            let done = matches!(found.kind, Hindered::Frozen | Hindered::CutOff | Hindered::Stalled);
            (done, found.kind != Hindered::BehindCommit, found.within(from, until))
        })
    }

    /// The same, or else what a consumer had in hand before an entry, if that took most of the time.
    pub fn hindered_or_at_work(
        &self,
        before: EntryId,
        from: SimTime,
        client: &ClientName,
    ) -> Option<Hindrance> {
        self.hindered(before, from, client).or_else(|| {
            let until = self.entry(before)?.time;
            let work = self.work_in_hand(before, client)?;
            let took = work.within(from, until);
            (!took.is_zero() && took + took >= until.since(from)).then_some(work)
        })
    }

    /// What the last poll before an entry returned, and how long the poll thread is at work on that, or was.
    fn work_in_hand(&self, before: EntryId, client: &ClientName) -> Option<Hindrance> {
        let entry = self.last_said_since_start(
            before,
            client,
            |said| matches!(said, ConsumerFact::PollReturned { records } if !records.is_empty()),
        )?;
        let Fact::Consumer(_, ConsumerFact::PollReturned { records }) = &entry.fact else { return None };
        let config = self.settings_before(entry.id, client).filter(|config| config.behaviour.workers == 0)?;
        let set = self.processing_time_set(before, client).and_then(|set| self.entry(set));
        let set = set.and_then(|set| set.fact.done());
        let time = if let Some(WorldFact::ProcessingTimeChanged { time, .. }) = set {
            *time
        } else {
            config.behaviour.processing_time
        };
        let every = u64::from(config.behaviour.spike_every.max(1));
        let of_record = |offset: Offset| match config.behaviour.spike {
            Some(spike) if (offset + 1).is_multiple_of(every) => spike,
            _ => time,
        };
        let offsets = records.iter().flat_map(|(_, from, to)| *from..*to);
        let work = offsets.map(of_record).fold(SimDuration::ZERO, |all, time| all + time);
        let until = (entry.time + work).min(self.entry(before)?.time);
        Some(Hindrance { kind: Hindered::AtWork, entry: entry.id, from: entry.time, until })
    }
}

impl ReadingOn {
    fn read(&mut self, entry: &Entry, incident: Option<Incident>, said: Option<&ConsumerFact>) {
        match incident {
            Some(Incident::Thawed) => self.thawed = Some(entry.time),
            Some(Incident::Mended) => self.restored = Some(entry.time),
            Some(Incident::Frozen) => self.begins(Hindered::Frozen, entry, self.thawed),
            Some(Incident::CutOff) => self.begins(Hindered::CutOff, entry, self.restored),
            Some(Incident::CloseRequested) => {
                let auto = self.auto.take().map(|auto| Hindrance { kind: Hindered::CommitInClose, ..auto });
                self.found.extend(auto);
                self.commit_ends();
            }
            Some(
                Incident::Started
                | Incident::Killed
                | Incident::CoordinatorLost
                | Incident::CoordinatorTookOver,
            )
            | None => {}
        }
        if let Some(step) = said.and_then(AppStep::of) {
            self.read_step(entry, step);
        }
    }

    /// An automatic commit is waited for if it was made to join again, or to close.
    fn read_step(&mut self, entry: &Entry, step: AppStep) {
        match step {
            AppStep::Resumed => self.resumed = Some(entry.time),
            AppStep::Stalled => self.begins(Hindered::Stalled, entry, self.resumed),
            AppStep::Polled => {
                self.commit_ends();
                self.thrown = None;
            }
            AppStep::Threw(Exception::Timeout) => {
                self.commit_ends();
                self.thrown = Some(entry.time);
            }
            AppStep::CommitSucceeded(origin) if origin.blocks() => {
                self.commit_ends();
                self.commits(entry, entry.time);
            }
            AppStep::CommitFailed(origin, _) if origin.blocks() => self.commits(entry, entry.time),
            AppStep::CommitStarted(origin) if origin.blocks() => self.commits(entry, self.until),
            AppStep::CommitSucceeded(CommitOrigin::Auto) => self.commits_by_itself(entry, entry.time),
            AppStep::CommitFailed(CommitOrigin::Auto, _) => {
                self.commits_by_itself(entry, entry.time);
                let told = self.auto.as_mut().filter(|_| !self.failed);
                self.failed = told.map(|auto| auto.entry = entry.id).is_some() || self.failed;
            }
            AppStep::CommitStarted(CommitOrigin::Auto) => self.commits_by_itself(entry, self.until),
            AppStep::RejoinNeeded => self.found.extend(self.auto),
            AppStep::Joins => (self.auto, self.failed) = (None, false),
            AppStep::Threw(_)
            | AppStep::CallbackStarted
            | AppStep::CallbackFinished
            | AppStep::CommitStarted(_)
            | AppStep::CommitSucceeded(_)
            | AppStep::CommitFailed(..) => {}
        }
    }

    fn commits_by_itself(&mut self, entry: &Entry, until: SimTime) {
        let kind = Hindered::CommitBeforeJoin;
        let last = Hindrance { kind, entry: entry.id, from: entry.time, until };
        self.auto.get_or_insert(last).from = entry.time;
    }

    /// The coordinator held a commit for so long; one that it held right after that belongs to it.
    fn held(&mut self, entry: &Entry, after: SimDuration) {
        let until = (entry.time + after).min(self.until);
        let next = self
            .found
            .iter_mut()
            .find(|found| found.kind == Hindered::BehindCommit && found.from <= until + BETWEEN_COMMITS);
        match next {
            Some(next) => next.from = entry.time,
            None => {
                let (kind, entry, from) = (Hindered::BehindCommit, entry.id, entry.time);
                self.found.push(Hindrance { kind, entry, from, until });
            }
        }
    }

    fn begins(&mut self, kind: Hindered, entry: &Entry, end: Option<SimTime>) {
        let until = end.unwrap_or(self.until);
        self.found.push(Hindrance { kind, entry: entry.id, from: entry.time, until });
    }

    /// An attempt of the commit that is read, or the last one of another.
    fn commits(&mut self, entry: &Entry, until: SimTime) {
        let kind = Hindered::CommitSync;
        let until = self.thrown.take().unwrap_or(until);
        let last = Hindrance { kind, entry: entry.id, from: entry.time, until };
        self.commit.get_or_insert(last).from = entry.time;
    }

    fn commit_ends(&mut self) {
        self.found.extend(self.commit.take());
    }
}
