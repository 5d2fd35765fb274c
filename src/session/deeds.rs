//! What a visitor did, as lines of a script with their times: enough to do it again on the same scenario, with the same
//! to undo and to redo. Links and saved work carry it.

use crate::cluster::Cluster;
use crate::session::cast::Cast;
use crate::session::grammar::{self, Background};
use crate::session::language::notice::Complaint;
use crate::session::lexer::{ScriptError, Span};
use crate::session::mistake::Mistake;
use crate::session::names::Names;
use crate::session::{Session, offers, values};
use crate::sim::time::SimTime;
use crate::sim::timeline::{Reach, Timeline};
use serde::{Deserialize, Serialize};

/// One step of undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorDeed {
    /// Where the cursor was, in microseconds of virtual time.
    pub at: u64,
    /// What was done: when, in microseconds, and the line of a script that does it. A restart that waits for something
    /// has lines that lie ahead of the cursor.
    pub lines: Vec<(u64, String)>,
}

/// Everything that a visitor did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deeds {
    /// The oldest first, those that were undone included.
    pub all: Vec<VisitorDeed>,
    /// How many of them, the newest, were undone.
    pub undone: u32,
}

/// A deed that could not be done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRepeated {
    /// Which of the deeds it is, from 1, and how many there are.
    pub number: usize,
    pub of: usize,
    /// When it was done.
    pub at: SimTime,
    /// Its first line.
    pub line: String,
    pub why: Complaint,
}

/// No more than this happens while deeds are done again: on a page nothing else moves meanwhile.
const MOST_STEPS: u64 = 20_000_000;

impl Session {
    /// What the visitor did in it.
    pub fn deeds(&self) -> Deeds {
        let (acts, done) = self.timeline.acts();
        let undone = (acts.len() - done) as u32;
        let all = acts.into_iter().map(|act| {
            let mut cast = self.cast();
            let mut lines = Vec::new();
            for (place, (at, command)) in act.commands.iter().enumerate() {
                if place >= act.first {
                    let background = Background { scenario: &self.scenario, cast: &cast };
                    lines.push((at.as_micros(), grammar::line(command, &background)));
                }
                grammar::learn(&mut cast, command);
            }
            VisitorDeed { at: act.at.as_micros(), lines }
        });
        Deeds { all: all.collect(), undone }
    }

    /// Does all of it again, in a session in which nothing was done yet. The cursor is then where the last of it was
    /// done.
    ///
    /// # Errors
    /// The first that cannot be done again; those before it are done, those after it are not.
    pub fn repeat(&mut self, deeds: &Deeds) -> Result<(), NotRepeated> {
        let mut left = MOST_STEPS;
        let of = deeds.all.len();
        let all = deeds.all.iter().enumerate();
        let done = all.into_iter().try_for_each(|(place, deed)| {
            self.repeat_one(deed, &mut left).map_err(|why| NotRepeated {
                number: place + 1,
                of,
                at: SimTime::from_micros(deed.at),
                line: deed.lines.first().map(|(_, line)| line.clone()).unwrap_or_default(),
                why,
            })
        });
        if done.is_ok() {
            for _ in 0..deeds.undone {
                self.timeline.undo();
            }
        }
        self.names = Names::of(self.timeline.present().journal());
        done
    }

    fn repeat_one(&mut self, deed: &VisitorDeed, left: &mut u64) -> Result<(), Complaint> {
        run_to(&mut self.timeline, deed.at, left)?;
        let mut ahead = self.timeline.blank_ahead();
        for (at, line) in &deed.lines {
            run_to(&mut ahead, *at, left)?;
            let mut cast = self.cast();
            for (_, command) in &ahead.commands()[..ahead.applied()] {
                grammar::learn(&mut cast, command);
            }
            for (command, _) in offers::commands(&cast, line)? {
                ahead.append(command)?;
            }
        }
        let planned = ahead.commands()[self.timeline.applied()..].to_vec();
        self.timeline.act_ahead(&planned);
        Ok(())
    }

    /// Who plays in it before anything was done.
    pub(super) fn cast(&self) -> Cast {
        let mut cast = Cast::default();
        for (id, defaults) in &self.scenario.groups {
            cast.know_group(*id, defaults.clone());
        }
        cast
    }
}

/// Runs to an instant in as many steps as are left.
fn run_to(timeline: &mut Timeline<Cluster>, micros: u64, left: &mut u64) -> Result<(), Complaint> {
    const SLICE: u64 = 100_000;
    let time = SimTime::from_micros(micros).min(SimTime::ZERO + values::LONGEST);
    while timeline.seek_towards(time, SLICE) == Reach::More {
        *left = left.saturating_sub(SLICE);
        if *left == 0 {
            let place = Span { line: 1, column: 1 };
            return Err(ScriptError::new(place, Mistake::Endless(timeline.now())).into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
