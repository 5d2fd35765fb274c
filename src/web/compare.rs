//! Two runs side by side: how the second is made, what both came to, and where they part.

pub mod chooser;
pub mod strip;

use crate::cluster::observation::GroupView;
use crate::kafka::ids::TopicPartition;
use crate::session::compare::pairs::{Beside, ComparePlan};
use crate::session::compare::spans::{DifferenceSpan, RunDifference, differences};
use crate::session::compare::{CompareRow, CompareSide, Parting, in_short, lacks_a_number, partings, table};
use crate::session::language::compare::{CompareLabel, CompareText};
use crate::session::language::notice::Complaint;
use crate::session::language::units::hundredths;
use crate::session::variation::Variation;
use crate::session::{Reach, Session};
use crate::sim::sorted::sort;
use crate::sim::time::{SimDuration, SimTime};
use crate::web::action::Action;
use crate::web::lang::Lang;
use crate::web::markup::{class_if, markup};
use crate::web::part::Part;
use crate::web::shared::Shared;
use crate::web::shell::page::{Page, ShelvedSession};
use yew::prelude::*;

/// So many lines are shown of where the runs part.
const MOST: usize = 12;

/// What the whole runs came to.
pub struct CompareResult {
    pub end: SimTime,
    pub rows: Vec<CompareRow>,
    pub partings: Vec<Parting>,
    /// When they begin to differ in another way.
    pub changes: Vec<SimTime>,
    /// Whether the sides of the plan have changed places.
    pub turned: bool,
}

/// What they came to so far.
pub struct CompareNow {
    pub rows: Vec<CompareRow>,
    pub spans: Vec<DifferenceSpan>,
}

/// The second run, at the first one's instant.
pub struct MadeBeside {
    pub session: Session,
    pub result: CompareResult,
    pub now: CompareNow,
    /// The session that was open, if the first run is another one.
    pub own: Option<ShelvedSession>,
}

/// Makes the runs of a plan. The open session is set aside if the plan has its first run otherwise.
///
/// # Errors
/// Why there can be no second run.
pub fn beside(plan: &ComparePlan, first: &mut Page, lang: Lang) -> Result<MadeBeside, Complaint> {
    let runs = plan.runs(&first.session)?;
    let own = runs.a.map(|otherwise| first.set_aside(otherwise));
    let mut session = runs.b;
    let now = first.session.now();
    let mut end = first.session.script_end().max(first.session.furthest());
    if matches!(plan.b, Beside::Text { .. }) {
        end = end.max(session.script_end());
    }
    go(&mut first.session, end);
    go(&mut session, end);
    let rows = table(&first.session.report(), &session.report());
    let parted = partings(&first.session, &session, lang, MOST);
    let spans_at_end = spans(first, &session, &first.session.cluster().observe(1).groups);
    let mut changes: Vec<SimTime> = spans_at_end.into_iter().skip(1).map(|span| span.from).collect();
    changes.extend(parted.first().map(|parting| parting.time));
    sort(&mut changes);
    changes.dedup();
    go(&mut first.session, now);
    go(&mut session, now);
    let result = CompareResult { end, rows, partings: parted, changes, turned: runs.turned };
    let now = so_far(first, &session);
    Ok(MadeBeside { session, result, now, own })
}

fn go(session: &mut Session, to: SimTime) {
    while session.seek(to) == Reach::More {}
}

/// What both came to by now.
pub fn compare_now(first: &Page, second: &Page) -> CompareNow {
    so_far(first, &second.session)
}

fn so_far(first: &Page, second: &Session) -> CompareNow {
    let rows = table(&first.session.report(), &second.report());
    CompareNow { rows, spans: spans(first, second, &first.seen.groups) }
}

fn spans(first: &Page, second: &Session, groups: &[GroupView]) -> Vec<DifferenceSpan> {
    let Some(group) = first.group() else { return Vec::new() };
    let lanes = groups.iter().filter(|view| view.id == group).flat_map(|view| &view.lanes);
    let partitions: Vec<TopicPartition> = lanes.map(|lane| lane.partition).collect();
    let now = first.session.now();
    differences((first.session.cluster(), second.cluster()), &group, &partitions, now)
}

/// Above a stage: which side it is, and what is done there.
#[derive(PartialEq)]
pub struct SideHead {
    pub plan: ComparePlan,
    pub side: CompareSide,
    pub turned: bool,
    pub lang: Lang,
}

impl Part for SideHead {
    fn view(&self) -> Html {
        let SideHead { plan, side, turned, lang } = self;
        let (mark, id) = match side {
            CompareSide::A => ("A", "side-a"),
            CompareSide::B => ("B", "side-b"),
        };
        markup! {
            <p class="run-head">
                <b class="mark">{ mark }</b>
                <span data-testid={id}>{ side_words(plan, *side, *turned, *lang) }</span>
            </p>
        }
    }
}

/// What the sides of a plan do, in a few words.
fn side_words(plan: &ComparePlan, side: CompareSide, turned: bool, lang: Lang) -> String {
    let side = match (side, turned) {
        (CompareSide::A, true) => CompareSide::B,
        (CompareSide::B, true) => CompareSide::A,
        (side, false) => side,
    };
    if let Some(pair) = plan.pair {
        return lang.side_of(pair, side).to_owned();
    }
    let variation = match (side, &plan.b) {
        (CompareSide::A, _) => plan.a.as_ref(),
        (CompareSide::B, Beside::Varied(variation)) => Some(variation),
        (CompareSide::B, Beside::Text { name, .. }) => return name.clone(),
    };
    match variation {
        None => lang.compare_label(CompareLabel::AsItIs).to_owned(),
        Some(Variation::Settings(edits)) if !edits.is_empty() => {
            let first: Vec<String> =
                edits.iter().take(2).map(|(name, text)| [name, "=", text.as_str()].concat()).collect();
            let more = if edits.len() > 2 { ", ..." } else { "" };
            [&first.join(", "), more].concat()
        }
        Some(_) => lang.compare_label(CompareLabel::Otherwise).to_owned(),
    }
}

/// The column at the right.
#[derive(PartialEq)]
pub struct ComparePanel {
    pub result: Shared<CompareResult>,
    pub now: Shared<CompareNow>,
    /// Whether the table has the whole runs.
    pub whole: bool,
    pub time: SimTime,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

impl Part for ComparePanel {
    fn view(&self) -> Html {
        let ComparePanel { result, now, whole, time, lang, dispatch } = self;
        // Beyond the end that was known when they were compared, the whole is what there is so far.
        let at_end = *whole && *time <= result.end;
        let rows = if at_end { &result.rows } else { &now.rows };
        let short = short(rows, *lang);
        let choice = |label: CompareLabel, is_whole: bool| {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::CompareWhole(is_whole));
            let pressed = (*whole == is_whole).to_string();
            markup! {
                <button type="button" class="chip" aria-pressed={pressed} {onclick}
                    data-testid={if is_whole { "compare-whole" } else { "compare-so-far" }}>
                    { lang.compare_label(label) }
                </button>
            }
        };
        markup! {
            <div class="compare-panel" data-testid="compare-panel">
                <header>
                    <h2>{ lang.compare_label(CompareLabel::WhatItCameTo) }</h2>
                    <span class="chips">
                        { choice(CompareLabel::WholeRun, true) }
                        { choice(CompareLabel::SoFar, false) }
                    </span>
                </header>
                { view_table(rows, if at_end { result.end } else { *time }, *lang) }
                <div class="in-short">{ for short.into_iter().enumerate().map(view_line) }</div>
                { self.view_partings() }
            </div>
        }
    }
}

fn view_line((key, line): (usize, String)) -> Html {
    markup! { <p key={key}>{ line }</p> }
}

/// What the second run gains, and what it pays.
fn short(all: &[CompareRow], lang: Lang) -> Vec<String> {
    let told = |row: &&CompareRow| number(row, row.a, lang) != number(row, row.b, lang);
    let rows: Vec<CompareRow> = all.iter().filter(told).copied().collect();
    let (gains, price) = in_short(&rows);
    let said = |rows: &[CompareRow]| {
        let row = |row: &CompareRow| {
            let (a, b) = (number(row, row.a, lang), number(row, row.b, lang));
            lang.say(CompareText::Instead { measure: lang.measure(row.measure), b: &b, a: &a })
        };
        rows.iter().map(row).collect::<Vec<_>>().join("; ")
    };
    let turned: Vec<CompareRow> =
        price.iter().map(|row| CompareRow { measure: row.measure, a: row.b, b: row.a }).collect();
    let mut lines = Vec::new();
    if !gains.is_empty() {
        lines.push(lang.say(CompareText::Gains(&said(&gains))));
    }
    if !turned.is_empty() {
        lines.push(lang.say(CompareText::Price(&said(&turned))));
    }
    if lines.is_empty() {
        lines.push(lang.say(CompareText::Equal));
    }
    if lacks_a_number(all) {
        lines.push(lang.say(CompareText::NoRebalancing));
    }
    lines
}

fn number(row: &CompareRow, number: Option<u64>, lang: Lang) -> String {
    match number {
        None => "–".to_owned(),
        Some(number) if row.measure.is_time() => hundredths(lang, SimDuration::from_millis(number)),
        Some(number) => number.to_string(),
    }
}

fn view_table(rows: &[CompareRow], until: SimTime, lang: Lang) -> Html {
    let cell = |row: &CompareRow, value: Option<u64>, side: CompareSide| {
        // What reads the same is no better.
        let differs = number(row, row.a, lang) != number(row, row.b, lang);
        let better = differs && row.better() == Some(side);
        let none = value.is_none().then(|| lang.say(CompareText::NoRebalancing));
        markup! {
            <td class={class_if(better, "better")} title={none}
                data-value={value.map(|value| value.to_string()).unwrap_or_default()}>
                { number(row, value, lang) }
                <span class="unseen">{ if better { lang.compare_label(CompareLabel::Better) } else { "" } }</span>
            </td>
        }
    };
    let line = |row: &CompareRow| {
        markup! {
            <tr key={row.measure as usize} data-measure={row.measure.key()}>
                <th scope="row">{ lang.measure(row.measure) }</th>
                { cell(row, row.a, CompareSide::A) }
                { cell(row, row.b, CompareSide::B) }
            </tr>
        }
    };
    markup! {
        <table data-testid="compare-table">
            <thead>
                <tr>
                    <td class="until" data-until={until.as_micros().to_string()}>
                        { lang.say(CompareText::Until(until)) }
                    </td>
                    <th scope="col">{ "A" }</th>
                    <th scope="col">{ "B" }</th>
                </tr>
            </thead>
            <tbody>{ for rows.iter().map(line) }</tbody>
        </table>
    }
}

impl ComparePanel {
    fn view_partings(&self) -> Html {
        let ComparePanel { result, time, lang, dispatch, .. } = self;
        let here = result.partings.iter().rposition(|parting| parting.time <= *time);
        let line = |(key, parting): (usize, &Parting)| {
            let at = parting.time;
            let onclick = dispatch.reform(move |_: MouseEvent| Action::Visit(at));
            let side = if parting.side == CompareSide::A { "A" } else { "B" };
            markup! {
                <li key={key} class={class_if(here == Some(key), "here")}>
                    <button type="button" {onclick}>
                        <time>{ at.to_string() }</time>
                        <b>{ side }</b>
                        <span>{ &parting.sentence }</span>
                    </button>
                </li>
            }
        };
        let same = result.partings.is_empty().then(|| markup! { <p>{ lang.say(CompareText::Same) }</p> });
        markup! {
            <section class="partings">
                <h2>{ lang.compare_label(CompareLabel::WhereTheyPart) }</h2>
                <div>{ for same }</div>
                <ol data-testid="partings">{ for result.partings.iter().enumerate().map(line) }</ol>
            </section>
        }
    }
}

/// The words on a stretch of the strip.
pub fn span_words(how: RunDifference, lang: Lang) -> String {
    match how {
        RunDifference::None => String::new(),
        RunDifference::Owners => lang.compare_label(CompareLabel::OwnersDiffer).to_owned(),
        RunDifference::Unread { a, b } => lang.say(CompareText::Unread { a, b }),
    }
}
