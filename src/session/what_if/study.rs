//! The trials of all rows and seeds: which there are, which is next, what came of them.

use crate::session::what_if::deploy::{Deploy, MOST_SEEDS};
use crate::session::what_if::mistake::WhatIfMistake;
use crate::session::what_if::summary::RowSummary;
use crate::session::what_if::trial::{DeployOutcome, DeployTrial};
use crate::session::what_if::way::Way;

/// One way to do the deploy, and what came of it.
#[derive(Clone, Debug)]
pub struct StudyRow {
    pub way: Way,
    /// The deploy done in this way.
    pub deploy: Deploy,
    /// The row before it that is the very same deploy: it is not simulated again.
    pub same_as: Option<usize>,
    /// What came of it, by seed, from 1 on; as many as were simulated so far.
    pub outcomes: Vec<DeployOutcome>,
}

/// A deploy, done in several ways with the same seeds.
pub struct Study {
    pub deploy: Deploy,
    /// The first is the deploy as it is.
    pub rows: Vec<StudyRow>,
    pub seeds: u32,
    /// The trial under way, and which row it belongs to.
    trial: Option<(usize, DeployTrial)>,
}

impl Study {
    /// Of these rows, and of the deploy as it is before them.
    ///
    /// # Errors
    /// What cannot be simulated, or does not go together.
    pub fn new(deploy: &Deploy, ways: &[Way], seeds: u32) -> Result<Study, WhatIfMistake> {
        if seeds == 0 || seeds > MOST_SEEDS {
            return Err(WhatIfMistake::Seeds { most: MOST_SEEDS.into() });
        }
        deploy.check()?;
        let mut rows: Vec<StudyRow> = Vec::new();
        for way in std::iter::once(&Way::as_is()).chain(ways) {
            if rows.iter().any(|row| row.way == *way) {
                continue;
            }
            let changed = way.apply(deploy)?;
            let same = |row: &StudyRow| row.same_as.is_none() && row.deploy.bare() == changed.bare();
            let same_as = rows.iter().position(same);
            rows.push(StudyRow { way: way.clone(), deploy: changed, same_as, outcomes: Vec::new() });
        }
        Ok(Study { deploy: deploy.clone(), rows, seeds, trial: None })
    }

    /// How many trials there are in all.
    pub fn trials(&self) -> usize {
        self.rows.iter().filter(|row| row.same_as.is_none()).count() * self.seeds as usize
    }

    /// How many of them are done.
    pub fn done(&self) -> usize {
        self.rows.iter().filter(|row| row.same_as.is_none()).map(|row| row.outcomes.len()).sum()
    }

    /// Simulates on, row by row and seed by seed, until `most_steps` things have happened; whether all trials are done.
    /// A caller that wants no more of it just does not call again: what was found stays.
    pub fn advance(&mut self, most_steps: u64) -> bool {
        if self.trial.is_none() {
            self.trial = self.next_trial();
        }
        let Some((row, trial)) = &mut self.trial else { return true };
        if let Some(outcome) = trial.advance(most_steps) {
            self.rows[*row].outcomes.push(outcome);
            self.trial = None;
        }
        self.trial.is_none() && self.done() == self.trials()
    }

    fn next_trial(&self) -> Option<(usize, DeployTrial)> {
        let open = |row: &StudyRow| row.same_as.is_none() && row.outcomes.len() < self.seeds as usize;
        let place = self.rows.iter().position(open)?;
        let row = &self.rows[place];
        Some((place, DeployTrial::new(&row.deploy, &row.way, row.outcomes.len() as u64 + 1)))
    }

    /// What came of a row so far; of one that is the same as another, what came of that.
    pub fn outcomes(&self, row: usize) -> &[DeployOutcome] {
        &self.rows[self.rows[row].same_as.unwrap_or(row)].outcomes
    }

    /// What the trials of a row have in common.
    pub fn summary(&self, row: usize) -> RowSummary {
        RowSummary::of(self.outcomes(row))
    }
}
