//! The commands so far and snapshots along the way: the state of a model at any time.
//!
//! Truth is the initial state and the list of commands with their times; everything else can be computed again.
//! The state at `t` is defined by the straight run: for each command at or before `t`, in order, advance to its
//! time, apply it, and advance to the same time once more (so that what it set off at that very instant has
//! happened); then advance to `t`. A seek from a snapshot repeats the rest of that run and nothing else.
//!
//! Not modelled: a tree of branches. Acting in the past sets the old future aside as a whole; undo brings it back.

use crate::sim::time::{SimDuration, SimTime};

/// Something that time and commands move.
pub trait Model: Clone {
    /// What can be done to it.
    type Command: Clone;
    /// Why it refuses.
    type Error: Clone;

    /// Its present instant.
    fn now(&self) -> SimTime;

    /// Does `command` at the present instant.
    ///
    /// # Errors
    /// The command is refused, and nothing changed.
    fn apply(&mut self, command: &Self::Command) -> Result<(), Self::Error>;

    /// Lets everything happen that is due at or before `time`; then `time` is the present.
    fn advance_to(&mut self, time: SimTime);

    /// Lets exactly one thing happen if one is due at or before `limit`, and stays at its instant; otherwise
    /// `limit` is the present and the answer is `false`.
    fn step(&mut self, limit: SimTime) -> bool;

    /// About how many bytes a clone of it has for itself, beside what it shares with others.
    fn weight(&self) -> usize;
}

/// How far a bounded run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To where it was asked to.
    Reached,
    /// It had done as much as it may and stopped on the way, possibly within an instant. Asked again it goes on from
    /// there; if time did not move at all, it may never.
    More,
}

/// Snapshots kept at the most; one more, and every second one goes. What lies between two of them is simulated again
/// whenever somebody goes there.
const MOST_SNAPSHOTS: usize = 2_400;
/// So many may be kept however heavy they are.
const FEWEST_SNAPSHOTS: usize = 60;
/// What all of them together may weigh else, in bytes.
const HEAVIEST: usize = 72 << 20;

#[derive(Clone, Debug)]
struct Snapshot<M> {
    time: SimTime,
    /// How many commands it has behind it.
    applied: usize,
    state: M,
}

/// One list of commands: the present one, or one set aside.
#[derive(Clone, Debug)]
struct Plan<C> {
    commands: Vec<(SimTime, C)>,
    /// A number for each command that no other ever gets: lists with the same numbers have the same commands.
    serials: Vec<u64>,
    departed: Option<SimTime>,
    /// Where the cursor was when the act was done that this list begins with; `ZERO` without any.
    acted_at: SimTime,
    furthest: SimTime,
}

/// Something that somebody did, as opposed to recorded: one step of undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act<'a, C> {
    /// Where the cursor was.
    pub at: SimTime,
    /// All commands of the list that came of it, and which of them are its own: those from `first` on.
    pub commands: &'a [(SimTime, C)],
    pub first: usize,
}

/// A model, what was done to it when, and a cursor.
#[derive(Clone, Debug)]
pub struct Timeline<M: Model> {
    /// Ascending in time; the first is the initial state and is never dropped.
    snapshots: Vec<Snapshot<M>>,
    spacing: SimDuration,
    present: M,
    /// How many of the plan's commands the present has behind it.
    applied: usize,
    plan: Plan<M::Command>,
    past: Vec<Plan<M::Command>>,
    future: Vec<Plan<M::Command>>,
    next_serial: u64,
    /// What the model refused to do again.
    refusals: Vec<(SimTime, M::Error)>,
}

impl<M: Model> Timeline<M> {
    /// A timeline that begins with `initial`, to which nothing was done yet, at [`SimTime::ZERO`].
    pub fn new(initial: M) -> Self {
        let mut present = initial.clone();
        present.advance_to(initial.now());
        let time = present.now();
        Timeline {
            snapshots: vec![Snapshot { time, applied: 0, state: present.clone() }],
            spacing: SimDuration::from_secs(1),
            present,
            applied: 0,
            plan: Plan {
                commands: Vec::new(),
                serials: Vec::new(),
                departed: None,
                acted_at: time,
                furthest: time,
            },
            past: Vec::new(),
            future: Vec::new(),
            next_serial: 0,
            refusals: Vec::new(),
        }
    }

    /// The model at the cursor.
    pub fn present(&self) -> &M {
        &self.present
    }

    /// The cursor.
    pub fn now(&self) -> SimTime {
        self.present.now()
    }

    /// The latest instant that was ever shown on this list of commands.
    pub fn furthest(&self) -> SimTime {
        self.plan.furthest.max(self.now())
    }

    /// All commands with their times, those ahead of the cursor included.
    pub fn commands(&self) -> &[(SimTime, M::Command)] {
        &self.plan.commands
    }

    /// How many of [`Timeline::commands`] lie behind the cursor.
    pub fn applied(&self) -> usize {
        self.applied
    }

    /// Commands that were accepted once and refused when they were repeated, at which time and why. The same command
    /// in the same state is accepted again, so this is empty, or the model does not follow from its commands.
    pub fn refusals(&self) -> &[(SimTime, M::Error)] {
        &self.refusals
    }

    /// The earliest instant at which somebody acted, as opposed to recording; `None` if nobody did.
    pub fn departed(&self) -> Option<SimTime> {
        self.plan.departed
    }

    /// What lies ahead of the cursor because of what was done up to it: nothing of the recording, and nothing that is
    /// done later.
    pub fn planned(&self) -> &[(SimTime, M::Command)] {
        let now = self.now();
        let end = match self.plan.departed {
            Some(first) if first > now => self.applied,
            Some(_) if self.plan.acted_at > now => self.next_act(now),
            Some(_) => self.plan.commands.len(),
            None => self.applied,
        };
        &self.plan.commands[self.applied..end.max(self.applied)]
    }

    /// Where the commands of the first act after this instant begin.
    fn next_act(&self, now: SimTime) -> usize {
        let (acts, done) = self.acts();
        let mut kept: Vec<&Act<'_, M::Command>> = Vec::new();
        for act in &acts[..done] {
            // What was done later in simulated time was set aside by it.
            kept.retain(|earlier| earlier.at <= act.at);
            kept.push(act);
        }
        kept.iter().find(|act| act.at > now).map_or(self.plan.commands.len(), |act| act.first)
    }

    /// Everything that was done, the oldest first, and how much of it was not undone: done again on the same recording
    /// it leads to the same lists of commands, with the same to undo and to redo.
    pub fn acts(&self) -> (Vec<Act<'_, M::Command>>, usize) {
        let undone = self.future.iter().rev();
        let lists: Vec<&Plan<M::Command>> = self.past.iter().chain([&self.plan]).chain(undone).collect();
        let act = |pair: &[&'_ Plan<M::Command>]| {
            let (before, after) = (&pair[0].serials, &pair[1].serials);
            before.iter().zip(after).take_while(|(a, b)| a == b).count()
        };
        let acts = lists.windows(2).map(|pair| Act {
            at: pair[1].acted_at,
            commands: &pair[1].commands,
            first: act(pair),
        });
        (acts.collect(), self.past.len())
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Moves the cursor to `time`, from the nearest snapshot or from here.
    pub fn seek(&mut self, time: SimTime) {
        // Nothing has so many steps.
        let _ = self.seek_towards(time, u64::MAX);
    }

    /// Moves the cursor towards `time` in `most` steps at the most, a step being one thing that happens. Repeated until
    /// it is reached, it leads to the same state as [`Timeline::seek`].
    pub fn seek_towards(&mut self, time: SimTime, most: u64) -> Reach {
        self.plan.furthest = self.furthest();
        let nearest = self.snapshots.partition_point(|snapshot| snapshot.time <= time).saturating_sub(1);
        if let Some(snapshot) = self.snapshots.get(nearest)
            && (self.now() > time || snapshot.time > self.now())
        {
            self.present = snapshot.state.clone();
            self.applied = snapshot.applied;
        }
        let reach = self.run_towards(time, most);
        self.plan.furthest = self.furthest();
        reach
    }

    /// Lets one thing happen, if one is due at or before `limit`; otherwise moves to `limit` and says `false`.
    pub fn step(&mut self, limit: SimTime) -> bool {
        loop {
            let target = self.stop_before(limit);
            if self.present.step(target) {
                return true;
            }
            self.take_snapshot_if_due();
            if self.apply_due() {
                return true;
            }
            if target >= limit {
                return false;
            }
        }
    }

    /// The same from here on, without a past: to look ahead and throw away.
    pub fn ahead(&self) -> Timeline<M> {
        Timeline {
            snapshots: self.snapshots.iter().take(1).cloned().collect(),
            // It is never sought back in.
            spacing: SimDuration::MAX,
            present: self.present.clone(),
            applied: self.applied,
            plan: self.plan.clone(),
            past: Vec::new(),
            future: Vec::new(),
            next_serial: self.next_serial,
            refusals: self.refusals.clone(),
        }
    }

    /// The same without the commands that lie ahead: to try what somebody wants to do in place of them.
    pub fn blank_ahead(&self) -> Timeline<M> {
        let mut blank = self.ahead();
        blank.plan.commands.truncate(self.applied);
        blank.plan.serials.truncate(self.applied);
        blank
    }

    /// Does `command` at the cursor. What lay ahead is set aside.
    ///
    /// # Errors
    /// The model refuses; nothing is recorded, and what lay ahead stays.
    pub fn act(&mut self, command: M::Command) -> Result<(), M::Error> {
        let now = self.now();
        self.try_now(&command)?;
        self.depart(now);
        self.record(now, command);
        Ok(())
    }

    /// Does these commands in one act, each at its time, none of which lies before the cursor. What lay ahead is set
    /// aside. They must have been tried, in [`Timeline::blank_ahead`]: one that is refused is left out.
    pub fn act_ahead(&mut self, planned: &[(SimTime, M::Command)]) {
        let now = self.now();
        self.depart(now);
        for planned in planned {
            self.plan.commands.push(planned.clone());
            self.plan.serials.push(self.next_serial);
            self.next_serial += 1;
        }
        self.seek(now);
    }

    /// Sets aside what lies ahead of `now`, the cursor, because somebody acts.
    fn depart(&mut self, now: SimTime) {
        self.past.push(self.plan.clone());
        self.future.clear();
        self.plan.commands.truncate(self.applied);
        self.plan.serials.truncate(self.applied);
        let applied = self.applied;
        self.snapshots.retain(|snapshot| snapshot.time <= now && snapshot.applied <= applied);
        self.plan.departed = Some(self.plan.departed.map_or(now, |earlier| earlier.min(now)));
        self.plan.acted_at = now;
        self.plan.furthest = now;
    }

    /// Does `command` at the cursor as part of the recording: nothing is set aside and nothing can be undone.
    ///
    /// # Errors
    /// The model refuses; nothing is recorded.
    pub fn append(&mut self, command: M::Command) -> Result<(), M::Error> {
        let now = self.now();
        self.try_now(&command)?;
        self.record(now, command);
        Ok(())
    }

    /// Takes the last act back: the list of commands as it was before, at the same time.
    pub fn undo(&mut self) -> bool {
        let Some(plan) = self.past.pop() else { return false };
        let left = self.install(plan);
        self.future.push(left);
        true
    }

    /// Does the act again that was undone last.
    pub fn redo(&mut self) -> bool {
        let Some(plan) = self.future.pop() else { return false };
        let left = self.install(plan);
        self.past.push(left);
        true
    }

    /// Makes `plan` the present one, keeps what both lists agree on, and returns the other.
    fn install(&mut self, plan: Plan<M::Command>) -> Plan<M::Command> {
        let now = self.now();
        self.plan.furthest = self.furthest();
        let left = std::mem::replace(&mut self.plan, plan);
        let common = left.serials.iter().zip(&self.plan.serials).take_while(|(a, b)| a == b).count();
        let commands = &self.plan.commands;
        // A state is good on both lists if it has only common commands behind it and misses none of the new ones.
        let good = |applied: usize, time: SimTime| {
            applied <= common && commands.get(applied).is_none_or(|(next, _)| *next >= time)
        };
        self.snapshots.retain(|snapshot| good(snapshot.applied, snapshot.time));
        if !good(self.applied, now)
            && let Some(first) = self.snapshots.first()
        {
            self.present = first.state.clone();
            self.applied = first.applied;
        }
        self.seek(now);
        left
    }

    /// Writes down what was done at the cursor.
    fn record(&mut self, now: SimTime, command: M::Command) {
        self.plan.commands.insert(self.applied, (now, command));
        self.plan.serials.insert(self.applied, self.next_serial);
        self.next_serial += 1;
        self.applied += 1;
    }

    /// Applies a command between the two advances that the straight run has around it.
    fn try_now(&mut self, command: &M::Command) -> Result<(), M::Error> {
        let now = self.now();
        self.present.advance_to(now);
        self.present.apply(command)?;
        self.present.advance_to(now);
        Ok(())
    }

    fn run_towards(&mut self, time: SimTime, most: u64) -> Reach {
        let mut left = most;
        let now = self.now();
        if !self.advance_within(now, &mut left) {
            return Reach::More;
        }
        loop {
            self.take_snapshot_if_due();
            if self.apply_due() {
                continue;
            }
            if self.now() >= time {
                return Reach::Reached;
            }
            let target = self.stop_before(time);
            if !self.advance_within(target, &mut left) {
                return Reach::More;
            }
        }
    }

    /// `advance_to` step by step, as long as there are some left; whether it came to its end.
    fn advance_within(&mut self, target: SimTime, left: &mut u64) -> bool {
        while *left > 0 {
            if !self.present.step(target) {
                return true;
            }
            *left -= 1;
        }
        false
    }

    /// Applies the next command if its time has come. All that was due before it must have happened. One that is
    /// refused is no longer among the commands: those are what was done.
    fn apply_due(&mut self) -> bool {
        let now = self.now();
        let Some((_, command)) = self.plan.commands.get(self.applied).filter(|(at, _)| *at <= now) else {
            return false;
        };
        let command = command.clone();
        match self.try_now(&command) {
            Ok(()) => self.applied += 1,
            Err(error) => self.refused(error),
        }
        true
    }

    /// The next command was accepted before and is not now: it was not done, and states that have it behind them are
    /// none of this list any more.
    fn refused(&mut self, error: M::Error) {
        let place = self.applied;
        self.refusals.push((self.now(), error));
        self.plan.commands.remove(place);
        self.plan.serials.remove(place);
        self.snapshots.retain(|snapshot| snapshot.applied <= place);
    }

    /// Where a run towards `limit` has to stop first: the next command, the next snapshot, or `limit`.
    fn stop_before(&self, limit: SimTime) -> SimTime {
        let command = self.plan.commands.get(self.applied).map_or(SimTime::MAX, |(at, _)| *at);
        limit.min(command.max(self.now())).min(self.next_snapshot())
    }

    /// The first instant from now on, beyond the last snapshot, that is a whole number of spacings.
    fn next_snapshot(&self) -> SimTime {
        let spacing = self.spacing.as_micros();
        let from_here = self.now().as_micros().div_ceil(spacing).saturating_mul(spacing);
        let last = self.snapshots.last().map_or(SimTime::ZERO, |snapshot| snapshot.time);
        SimTime::from_micros(from_here).max(last + self.spacing)
    }

    fn take_snapshot_if_due(&mut self) {
        if self.now() != self.next_snapshot() {
            return;
        }
        let (time, applied) = (self.now(), self.applied);
        self.snapshots.push(Snapshot { time, applied, state: self.present.clone() });
        let bearable = HEAVIEST / self.present.weight().max(1);
        if self.snapshots.len() > bearable.clamp(FEWEST_SNAPSHOTS, MOST_SNAPSHOTS) {
            self.spacing = self.spacing * 2;
            let spacing = self.spacing.as_micros();
            self.snapshots.retain(|snapshot| snapshot.time.as_micros().is_multiple_of(spacing));
        }
    }
}

#[cfg(test)]
mod tests;
