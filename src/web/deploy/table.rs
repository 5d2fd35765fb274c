//! The table: a row for each way to do the deploy, a column for each thing that it costs, a dot for each simulated
//! deploy. All rows of a column have the same axis.

use crate::scene::dot_plot::{Dot, DotAxis, dots};
use crate::scene::mark::within;
use crate::scene::text::Num;
use crate::session::Lang;
use crate::session::language::deploy::{DeployLabel, DeployPhrase};
use crate::session::what_if::{DeployColumn, RowSummary, Spread, Study, StudyRow};
use crate::web::deploy::chosen::{WantedRun, row_name};
use crate::web::deploy::{DeployMsg, DeployPlace};
use crate::web::icons::{Icon, icon};
use crate::web::markup::{class_if, markup};
use crate::web::part::Context;
use std::fmt::Write;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// How high the dots of a plot may lie, where its axis is, and how high it is in all.
pub const DOTS_HEIGHT: f64 = 44.0;
const AXIS: f64 = 64.0;
const HEIGHT: f64 = 82.0;
/// No tick stands between two multiples of this, where time is counted.
const HALF_A_SECOND: u64 = 500;

/// A column that is drawn.
#[derive(Clone, Copy, Debug)]
pub struct PlotColumn {
    pub column: DeployColumn,
    pub axis: DotAxis,
}

impl PlotColumn {
    /// With the axis for all rows.
    pub fn of(study: &Study, column: DeployColumn, width: i32) -> PlotColumn {
        let all = study.rows.iter().flat_map(|row| &row.outcomes).map(|outcome| column.of(outcome));
        let unit = match column {
            DeployColumn::Unowned | DeployColumn::Recovery => HALF_A_SECOND,
            DeployColumn::Rebalances | DeployColumn::Duplicates | DeployColumn::Gaps => 1,
        };
        PlotColumn { column, axis: DotAxis::of(all, f64::from(width), unit) }
    }

    /// The numbers of a row.
    pub fn numbers(&self, study: &Study, row: usize) -> Vec<Option<u64>> {
        study.outcomes(row).iter().map(|outcome| self.column.of(outcome)).collect()
    }
}

/// Those of this study: gaps only where there are any.
fn columns(study: &Study, width: i32) -> Vec<PlotColumn> {
    let all = [DeployColumn::Unowned, DeployColumn::Duplicates, DeployColumn::Gaps, DeployColumn::Recovery];
    let gaps = study.rows.iter().any(|row| row.outcomes.iter().any(|outcome| outcome.gaps > 0));
    let shown = all.into_iter().filter(|column| *column != DeployColumn::Gaps || gaps);
    shown.map(|column| PlotColumn::of(study, column, width)).collect()
}

impl DeployPlace {
    pub(super) fn view_table(&self, ctx: &Context<Self>, study: &Study) -> Html {
        let lang = ctx.props().lang;
        let columns = columns(study, self.plot_width);
        let summaries: Vec<RowSummary> = (0..study.rows.len()).map(|row| study.summary(row)).collect();
        let head = |column: DeployColumn| {
            let [name, counts] = lang.column_of_deploys(column);
            markup! { <div key={column as usize} role="columnheader"><b>{ name }</b><span>{ counts }</span></div> }
        };
        let heads = std::iter::once(DeployColumn::Rebalances).chain(columns.iter().map(|plot| plot.column));
        let class = ["plots", class_if(columns.len() > 3, "with-gaps")];
        let row = |place: usize| self.view_row(ctx, study, place, &summaries, &columns);
        markup! {
            <div class="runs" role="group" tabindex="0" data-testid="deploy-table"
                aria-label={lang.deploy_label(DeployLabel::Choose)}
                onkeydown={on_key(ctx)} onclick={on_click(ctx)}>
                <div {class} role="table" aria-label={lang.deploy_label(DeployLabel::Place)}>
                    <div class="plots-head" role="row">
                        <div role="columnheader"><b>{ lang.say(DeployPhrase::DeploysEach(study.seeds)) }</b></div>
                        { for heads.map(head) }
                    </div>
                    { for (0..study.rows.len()).map(row) }
                </div>
            </div>
        }
    }

    fn view_row(
        &self,
        ctx: &Context<Self>,
        study: &Study,
        place: usize,
        summaries: &[RowSummary],
        columns: &[PlotColumn],
    ) -> Html {
        let (lang, row, summary) = (ctx.props().lang, &study.rows[place], &summaries[place]);
        let least = |column: DeployColumn| summary.is_least(column, summaries);
        let chosen = self.chosen_place().filter(|(row, _)| *row == place).map(|(_, seed)| seed);
        let plot = |(number, plot): (usize, &PlotColumn)| {
            let node = if place == 0 && number == 0 { self.plot.clone() } else { NodeRef::default() };
            let is_least = least(plot.column);
            let [name, _] = lang.column_of_deploys(plot.column);
            let numbers = plot.numbers(study, place);
            let told = lang.spread_of(plot.column, summary.spread(plot.column));
            let label =
                lang.say(DeployPhrase::Plot { column: name, row: &row_name(lang, &row.way), told: &told });
            let drawn = DrawnPlot { plot, spread: summary.spread(plot.column), is_least, chosen, lang };
            markup! {
                <div key={plot.column as usize} role="cell" class={["cell", class_if(is_least, "is-least")]}>
                    <b class="plot-name">{ name }</b>
                    <div class="plot" ref={node} data-row={place.to_string()} data-column={plot.column.name()}>
                        { drawn.view(&numbers, label) }
                    </div>
                </div>
            }
        };
        let rebalances = summary.spread(DeployColumn::Rebalances);
        let is_least = least(DeployColumn::Rebalances);
        let [name, _] = lang.column_of_deploys(DeployColumn::Rebalances);
        markup! {
            <div key={row.way.word()} class={["plots-row", class_if(chosen.is_some(), "has-chosen")]} role="row"
                data-testid={format!("deploy-row-{}", row.way.word())}
                data-done={study.outcomes(place).len().to_string()}>
                { self.view_row_head(ctx, study, row, place) }
                <div role="cell" class={["cell", "count", class_if(is_least, "is-least")]}>
                    <b class="plot-name">{ name }</b>
                    <strong>{ counts(lang, rebalances, study.outcomes(place).is_empty()) }</strong>
                    <span hidden={!is_least}>{ lang.deploy_label(DeployLabel::Least) }{ " ✓" }</span>
                </div>
                { for columns.iter().enumerate().map(plot) }
            </div>
        }
    }

    /// What the row is, how far it is, and the button that removes it.
    fn view_row_head(&self, ctx: &Context<Self>, study: &Study, row: &StudyRow, place: usize) -> Html {
        let lang = ctx.props().lang;
        let (done, all) = (study.outcomes(place).len(), study.seeds as usize);
        let name = row_name(lang, &row.way);
        let same = row.same_as.map(|other| {
            markup! { <span class="is">{ lang.say(DeployPhrase::SameAs(&study.rows[other].way.word())) }</span> }
        });
        let progress = (done < all).then(|| {
            markup! {
                <span class="progress">
                    <progress max={all.to_string()} value={done.to_string()} aria-hidden="true"></progress>
                    <span>{ lang.say(DeployPhrase::Done { done, all }) }</span>
                </span>
            }
        });
        let way = row.way.clone();
        let onclick = ctx.link().callback(move |_: MouseEvent| DeployMsg::Remove(way.clone()));
        markup! {
            <div role="rowheader" class="row-name">
                <b>{ &name }</b>
                <span class="is"><code>{ kind_of(row) }</code></span>
                { for same }
                <div>{ for progress }</div>
                <button type="button" class="quiet" hidden={place == 0} {onclick}
                    data-testid={format!("deploy-remove-{}", row.way.word())}
                    aria-label={lang.say(DeployPhrase::Remove(&name))}
                    title={lang.deploy_label(DeployLabel::RemoveRow)}>
                    { icon(Icon::Close) }
                </button>
            </div>
        }
    }
}

/// What a row's consumers are, in Kafka's words.
fn kind_of(row: &StudyRow) -> String {
    let membership = if row.deploy.is_static { "static" } else { "dynamic" };
    let mut strategy = row.deploy.strategy();
    if strategy.is_empty() {
        strategy.push(row.deploy.config.group_protocol.name());
    }
    std::iter::once(membership).chain(strategy).collect::<Vec<_>>().join(", ")
}

/// `8`, or `12–13`.
fn counts(lang: Lang, spread: &Spread, is_empty: bool) -> String {
    let told = |count| lang.told(DeployColumn::Rebalances, count);
    match is_empty {
        true => "–".to_owned(),
        false if spread.is_sharp() => told(spread.median),
        false => format!("{}–{}", told(spread.low), told(spread.high)),
    }
}

/// The arrow keys go through the dots, Enter opens the chosen one.
fn on_key(ctx: &Context<DeployPlace>) -> Callback<KeyboardEvent> {
    ctx.link().batch_callback(|event: KeyboardEvent| {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        if event.ctrl_key() || event.meta_key() || event.alt_key() || !target.class_list().contains("runs") {
            return None;
        }
        let message = match event.key().as_str() {
            "ArrowLeft" => DeployMsg::Step { across: true, onward: false },
            "ArrowRight" => DeployMsg::Step { across: true, onward: true },
            "ArrowUp" => DeployMsg::Step { across: false, onward: false },
            "ArrowDown" => DeployMsg::Step { across: false, onward: true },
            "Enter" => DeployMsg::Open(WantedRun::OnStage),
            _ => return None,
        };
        event.prevent_default();
        event.stop_propagation();
        Some(message)
    })
}

/// A click chooses the nearest dot of its plot.
fn on_click(ctx: &Context<DeployPlace>) -> Callback<MouseEvent> {
    ctx.link().batch_callback(|event: MouseEvent| {
        let plot = event.target()?.dyn_into::<Element>().ok()?.closest(".plot").ok()??;
        let row = plot.get_attribute("data-row")?.parse().ok()?;
        let name = plot.get_attribute("data-column")?;
        let column = DeployColumn::ALL.into_iter().find(|column| column.name() == name)?;
        let place = plot.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - place.left();
        let above = place.top() + AXIS - f64::from(event.client_y());
        Some(DeployMsg::Point { row, column, x, above })
    })
}

/// A plot, and what stands out in it.
struct DrawnPlot<'a> {
    plot: &'a PlotColumn,
    spread: &'a Spread,
    is_least: bool,
    /// The place of the chosen dot.
    chosen: Option<usize>,
    lang: Lang,
}

impl DrawnPlot<'_> {
    fn view(&self, numbers: &[Option<u64>], label: String) -> Html {
        let (column, axis, lang) = (self.plot.column, &self.plot.axis, self.lang);
        let drawn = dots(axis, numbers, DOTS_HEIGHT);
        let end = axis.x(None) + 11.0;
        let class = match column {
            DeployColumn::Duplicates => "twice",
            DeployColumn::Gaps => "lost",
            DeployColumn::Rebalances | DeployColumn::Unowned | DeployColumn::Recovery => "",
        };
        let chosen = self.chosen.and_then(|place| drawn.get(place)).map(|dot| {
            let (x, y) = (Num(dot.x), Num(AXIS - 3.0 - dot.above));
            markup! { <path class="chosen-dot" d={format!("M{x} {y}m0-6l6 6-6 6-6-6z")} /> }
        });
        let median = (!numbers.is_empty()).then(|| self.view_median());
        markup! {
            <svg role="img" aria-label={label} viewBox={format!("0 0 {} {}", Num(end), Num(HEIGHT))}
                width={Num(end)} height={Num(HEIGHT)}>
                <path class={["dots", class]} d={path_of(&drawn)} />
                <path class="axis-line" d={format!("M{} {}H{}", Num(axis.x(Some(0))), Num(AXIS), Num(axis.x(None)))} />
                { for self.view_ticks(lang) }
                { for median }
                { for chosen }
            </svg>
        }
    }

    fn view_ticks(&self, lang: Lang) -> Vec<Html> {
        let (column, axis) = (self.plot.column, &self.plot.axis);
        let all: Vec<u64> = axis.ticks().collect();
        let tick = |(place, count): (usize, &u64)| {
            let last = place + 1 == all.len();
            let text = lang.tick_of(column, *count, last);
            markup! {
                <text key={place} class="tick" x={Num(axis.x(Some(*count)))} y={Num(HEIGHT - 3.0)}>{ text }</text>
            }
        };
        let mut ticks: Vec<Html> = all.iter().enumerate().map(tick).collect();
        if axis.has_never {
            let (x, text) = (Num(axis.x(None) + 11.0), lang.told(column, None));
            ticks.push(markup! {
                <text key="never" class="tick never" {x} y={Num(HEIGHT - 3.0)}>{ text }</text>
            });
        }
        ticks
    }

    /// The bar from 5 to 95 of 100, the median on it, and its number above.
    fn view_median(&self) -> Html {
        let (axis, spread) = (&self.plot.axis, self.spread);
        let (low, median, high) = (axis.x(spread.low), axis.x(spread.median), axis.x(spread.high));
        let end = axis.x(None) + 11.0;
        let bar =
            format!("M{} {AXIS}H{}M{} {}v9", Num(low - 1.0), Num(high + 1.0), Num(median), Num(AXIS - 4.5));
        let right = median > end / 2.0;
        let (least_x, least_class) = if right { (0.0, "least") } else { (end, "least at-end") };
        let least = self.is_least.then(|| {
            markup! {
                <text class={least_class} x={Num(least_x)} y="11">
                    { self.lang.deploy_label(DeployLabel::Least) }{ " ✓" }
                </text>
            }
        });
        let middle = within(median, 24.0, (end - 24.0).max(24.0));
        markup! {
            <g>
                <path class="bar" d={bar} />
                <text class="median" x={Num(middle)} y="11">
                    { self.lang.told(self.plot.column, spread.median) }
                </text>
                { for least }
            </g>
        }
    }
}

/// All dots as one path: each is a line without length, whose ends are round.
fn path_of(drawn: &[Dot]) -> String {
    let mut path = String::with_capacity(drawn.len() * 14);
    for dot in drawn {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{} {}h0", Num(dot.x), Num(AXIS - 3.0 - dot.above));
    }
    path
}
