//! What the `run` lines say about time before anything runs: it is a certain time at least, later after `until=`.

use super::Reader;
use crate::session::mistake::ScenarioMistake;
use crate::session::script::Statement;
use crate::session::values::LONGEST;
use crate::sim::time::SimTime;

impl Reader {
    /// Time passes.
    pub(super) fn pass(&mut self, line: &Statement) {
        let span = line.span_of("for").unwrap_or_default();
        let target = line.instant("to").unwrap_or(self.earliest + span);
        if target < self.earliest {
            self.error(line.place("to"), ScenarioMistake::GoesBack(self.earliest));
        } else if target > SimTime::ZERO + LONGEST {
            self.error(line.span, ScenarioMistake::TooLong);
        } else {
            self.earliest = target;
        }
    }
}
