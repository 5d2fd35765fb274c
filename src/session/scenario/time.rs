//! What the `run` lines say about time before anything runs: it is a certain time at least, later after `until=`.

use super::Reader;
use crate::session::script::Statement;
use crate::session::values::LONGEST;
use crate::sim::time::SimTime;

/// What is told to somebody who runs past the longest session.
pub const TOO_LONG: &str = "A session lasts 24 hours of virtual time at the most; end it earlier.";

/// What is told to somebody who runs into the past.
pub fn goes_back(now: SimTime) -> String {
    format!("It is {now} s already; time does not go back. Write a later instant.")
}

impl Reader {
    /// Time passes.
    pub(super) fn pass(&mut self, line: &Statement) {
        let span = line.span_of("for").unwrap_or_default();
        let target = line.instant("to").unwrap_or(self.earliest + span);
        if target < self.earliest {
            self.error(line.place("to"), goes_back(self.earliest));
        } else if target > SimTime::ZERO + LONGEST {
            self.error(line.span, TOO_LONG);
        } else {
            self.earliest = target;
        }
    }
}
