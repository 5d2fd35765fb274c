//! The dot that was chosen: one simulated deploy, its numbers, and the ways to see it as a run.

use crate::scene::dot_plot::{dots, nearest_dot, next_in_order};
use crate::session::Lang;
use crate::session::language::deploy::{DeployLabel, DeployPhrase};
use crate::session::what_if::{DeployColumn, DeployTrial, DeployVerdict, Study, VerdictSentence, Way};
use crate::web::action::Action;
use crate::web::deploy::table::{DOTS_HEIGHT, PlotColumn};
use crate::web::deploy::{DeployMsg, DeployPlace};
use crate::web::markup::markup;
use crate::web::part::Context;
use yew::prelude::*;

/// A row and a seed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenRun {
    pub way: Way,
    pub seed: u64,
}

/// How the chosen run is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedRun {
    OnStage,
    BesideAnother,
}

/// Runs that are simulated once more, for their text.
pub struct Opening {
    name: String,
    trials: Vec<DeployTrial>,
    texts: Vec<String>,
}

impl Opening {
    /// Lets some things happen; whether all is there.
    pub fn advance(&mut self, steps: u64) -> bool {
        if let Some(trial) = self.trials.first_mut()
            && trial.advance(steps).is_some()
        {
            self.texts.push(trial.script());
            self.trials.remove(0);
        }
        self.trials.is_empty()
    }

    /// What is to be done with the texts.
    pub fn action(self) -> Action {
        let Opening { name, mut texts, .. } = self;
        match (texts.pop(), texts.pop()) {
            (Some(b), Some(a)) => Action::CompareTexts { a, b },
            (text, _) => Action::OpenBytes { name, bytes: text.unwrap_or_default().into_bytes() },
        }
    }
}

/// The row that the chosen run is compared with: the deploy as it is, or what helps most against it.
fn other_row(study: &Study, row: usize) -> Option<usize> {
    if row > 0 {
        return Some(0);
    }
    let best = DeployVerdict::of(study).rows.into_iter().find_map(|said| match said {
        VerdictSentence::Row { way, better, .. } if !better.is_empty() => Some(way),
        _ => None,
    });
    let best = best.and_then(|best| study.rows.iter().position(|row| row.way == best));
    best.or_else(|| (1..study.rows.len()).find(|row| study.rows[*row].same_as.is_none()))
}

impl DeployPlace {
    /// The chosen run: its row, and the place of its seed.
    pub(super) fn chosen_place(&self) -> Option<(usize, usize)> {
        let (chosen, study) = (self.chosen.as_ref()?, self.study.as_ref()?);
        let row = study.rows.iter().position(|row| row.way == chosen.way)?;
        let place = usize::try_from(chosen.seed).ok()?.checked_sub(1)?;
        (place < study.outcomes(row).len()).then_some((row, place))
    }

    fn choose(&mut self, row: usize, place: usize) {
        let way = self.study.as_ref().and_then(|study| study.rows.get(row)).map(|row| row.way.clone());
        self.chosen = way.map(|way| ChosenRun { way, seed: place as u64 + 1 });
    }

    /// The dot that is nearest.
    pub(super) fn point(&mut self, row: usize, column: DeployColumn, x: f64, above: f64) {
        let Some(study) = &self.study else { return };
        let plot = PlotColumn::of(study, column, self.plot_width);
        let drawn = dots(&plot.axis, &plot.numbers(study, row), DOTS_HEIGHT);
        if let Some(place) = nearest_dot(&drawn, x, above) {
            self.column = column;
            self.choose(row, place);
        }
    }

    /// To the next dot of the row, or the same seed in the next row.
    pub(super) fn step(&mut self, across: bool, onward: bool) {
        let Some(study) = &self.study else { return };
        let found = match self.chosen_place() {
            None => Some((0, 0)).filter(|_| !study.outcomes(0).is_empty()),
            Some((row, place)) if across => {
                let numbers = PlotColumn::of(study, self.column, self.plot_width).numbers(study, row);
                Some((row, next_in_order(&numbers, place, onward)))
            }
            Some((row, place)) => {
                let row = if onward { row + 1 } else { row.wrapping_sub(1) };
                Some((row, place)).filter(|_| row < study.rows.len() && place < study.outcomes(row).len())
            }
        };
        if let Some((row, place)) = found {
            self.choose(row, place);
        }
    }

    /// Simulates the chosen run once more, for its text.
    pub(super) fn open(&mut self, ctx: &Context<Self>, wanted: WantedRun) {
        let (Some((row, place)), Some(study)) = (self.chosen_place(), &self.study) else { return };
        let seed = place as u64 + 1;
        let trial = |row: usize| DeployTrial::new(&study.rows[row].deploy, &study.rows[row].way, seed);
        let other = other_row(study, row).filter(|_| wanted == WantedRun::BesideAnother);
        let name = format!("deploy-{}-seed-{seed}.session", study.rows[row].way.word());
        let trials = std::iter::once(row).chain(other).map(trial).collect();
        self.opening = Some(Opening { name, trials, texts: Vec::new() });
        self.plan(ctx);
    }

    /// The bar below the table.
    pub(super) fn view_chosen(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let study = self.study.as_ref();
        let Some((study, (row, place))) = study.zip(self.chosen_place()) else {
            return markup! { <div class="chosen-run nothing" role="status"></div> };
        };
        let outcome = &study.outcomes(row)[place];
        let gaps = study.rows.iter().any(|row| row.outcomes.iter().any(|outcome| outcome.gaps > 0));
        let told = [
            (DeployColumn::Duplicates, true),
            (DeployColumn::Gaps, gaps),
            (DeployColumn::Unowned, true),
            (DeployColumn::Recovery, true),
            (DeployColumn::Rebalances, true),
        ];
        let told: Vec<String> = told
            .into_iter()
            .filter(|(_, told)| *told)
            .map(|(column, _)| lang.counted(column, column.of(outcome)))
            .collect();
        let name = row_name(lang, &study.rows[row].way);
        let busy = self.opening.is_some();
        let open = link.callback(|_: MouseEvent| DeployMsg::Open(WantedRun::OnStage));
        let beside = other_row(study, row).map(|other| {
            let onclick = link.callback(|_: MouseEvent| DeployMsg::Open(WantedRun::BesideAnother));
            let text = lang.say(DeployPhrase::CompareWith(&row_name(lang, &study.rows[other].way)));
            markup! {
                <button type="button" data-testid="deploy-compare" disabled={busy} {onclick}>{ text }</button>
            }
        });
        let opens = if busy { DeployLabel::Preparing } else { DeployLabel::OpenRun };
        markup! {
            <div class="chosen-run" data-testid="deploy-chosen" data-seed={(place + 1).to_string()}
                data-row={study.rows[row].way.word()}>
                <p role="status">
                    <b>{ lang.say(DeployPhrase::Seed { seed: place as u64 + 1, row: &name }) }</b>
                    <span>{ told.join(", ") }</span>
                </p>
                <div>
                    <button type="button" class="primary" data-testid="deploy-open" disabled={busy} onclick={open}>
                        { lang.deploy_label(opens) }
                    </button>
                    { for beside }
                </div>
            </div>
        }
    }
}

/// What a row is called.
pub(super) fn row_name(lang: Lang, way: &Way) -> String {
    match way.steps().is_empty() {
        true => lang.deploy_label(DeployLabel::AsYouHaveIt).to_owned(),
        false => lang.way(way),
    }
}
