//! The trials of all rows and seeds: which there are, which is next, what came of them.

use crate::session::what_if::deploy::{Deploy, MOST_SEEDS};
use crate::session::what_if::mistake::WhatIfMistake;
use crate::session::what_if::summary::{DeployColumn, RowSummary};
use crate::session::what_if::trial::{DeployOutcome, DeployTrial};
use crate::session::what_if::way::{Way, WayStep};

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

    /// Takes over what another study found of the same deploys with the same seeds: it is not simulated again.
    pub fn take_over(&mut self, other: &Study) {
        for row in self.rows.iter_mut().filter(|row| row.same_as.is_none()) {
            let bare = row.deploy.bare();
            let twin = other.rows.iter().position(|twin| twin.deploy.bare() == bare);
            let found = twin.map(|twin| other.outcomes(twin)).unwrap_or_default();
            row.outcomes = found.iter().take(self.seeds as usize).copied().collect();
        }
    }

    /// Simulates on, all rows alike, until `most_steps` things have happened; whether all trials are done.
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
        let places = (0..self.rows.len()).filter(|place| open(&self.rows[*place]));
        // The row with the fewest: early on, there is something of each to compare.
        let place = places.min_by_key(|place| self.rows[*place].outcomes.len())?;
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

    /// Other ways to do the deploy, of which none is the same deploy as a row that is there.
    pub fn offers(&self) -> Vec<Way> {
        use WayStep::{CommitOnRevoke, Consumer, Cooperative, Dynamic, Eager, Static};
        let pairs = [
            (Static, Cooperative),
            (Static, Consumer),
            (Static, CommitOnRevoke),
            (Cooperative, CommitOnRevoke),
        ];
        let singles = [Static, Dynamic, Cooperative, Eager, Consumer, CommitOnRevoke].map(Way::of);
        let mut known: Vec<Deploy> = self.rows.iter().map(|row| row.deploy.bare()).collect();
        let mut offers = Vec::new();
        for way in singles.into_iter().chain(pairs.map(|(one, other)| Way::of(one).and(other))) {
            if let Ok(deploy) = way.apply(&self.deploy)
                && !known.contains(&deploy.bare())
            {
                known.push(deploy.bare());
                offers.push(way);
            }
        }
        offers
    }

    /// A line for each trial: `row,seed,rebalances,unowned_ms,duplicates,gaps,recovery_ms`. A group that did not
    /// recover has nothing in the last column. A row that is the same deploy as another has its numbers.
    pub fn csv(&self) -> String {
        let heads: Vec<&str> =
            ["row", "seed"].into_iter().chain(DeployColumn::ALL.map(DeployColumn::name)).collect();
        let mut lines = vec![heads.join(",")];
        for (place, row) in self.rows.iter().enumerate() {
            for (seed, outcome) in (1_u64..).zip(self.outcomes(place)) {
                let number = |column: DeployColumn| {
                    column.of(outcome).map(|number| number.to_string()).unwrap_or_default()
                };
                let cells =
                    [row.way.word(), seed.to_string()].into_iter().chain(DeployColumn::ALL.map(number));
                lines.push(cells.collect::<Vec<String>>().join(","));
            }
        }
        lines.join("\n")
    }
}
