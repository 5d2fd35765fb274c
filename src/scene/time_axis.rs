//! Who reads what, when: rows of ownership over time, rebalances as bands, marks, the charts below on the same axis,
//! and the present.

use crate::cluster::observation::{EpochBegan, Mark, OwnershipSpan, RebalanceSpan, RevocationSpan};
use crate::kafka::ids::*;
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::series::Quantity;
use crate::scene::text::{self, Num};
use crate::scene::time_rows::{AxisRow, fold_rows};
use crate::scene::time_scale::{TimeScale, quiet};
use crate::scene::time_words;
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::{span, tick};
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use std::fmt::Write;
use std::rc::Rc;

/// What a time axis is computed from.
pub struct TimeInput<'a> {
    pub lang: Lang,
    pub now: SimTime,
    /// The visible range.
    pub from: SimTime,
    pub to: SimTime,
    pub sections: &'a [AxisSection],
    pub marks: &'a [Mark],
    /// When something was told or asked (then true).
    pub told: &'a [(SimTime, bool)],
    /// When something else happened that is not to be folded away.
    pub busy: &'a [SimTime],
    pub deadlines: &'a [Deadline],
    /// The stretch that is played again and again.
    pub repeated: Option<(SimTime, SimTime)>,
    /// All consumers in the order of the observation: this decides their colours.
    pub consumers: &'a [ClientName],
    /// The charts below the rows.
    pub charts: &'a [Quantity],
    pub width: f64,
    pub height: f64,
}

/// One group on the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AxisSection {
    /// Its name, if there are others.
    pub name: Option<GroupId>,
    /// Each partition with its readers, in the order of the lanes.
    pub rows: Vec<(TopicPartition, Vec<OwnershipSpan>)>,
    pub rebalances: Vec<RebalanceSpan>,
    /// Of a consumer group: its epochs, with the process that each was raised because of, and what was being revoked.
    pub epochs: Vec<(EpochBegan, Option<ClientName>)>,
    pub revocations: Vec<RevocationSpan>,
}

/// What will happen at a time unless something comes between.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    pub time: SimTime,
    pub words: String,
}

/// The time axis, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeAxis {
    pub now: SimTime,
    pub now_x: f64,
    /// The scrubber's line.
    pub scrub_y: f64,
    /// Dashed lines of what is still to come, one path, and what they say.
    pub deadlines: String,
    pub deadline_words: Vec<Text>,
    /// All that does not follow the scrubber. While time runs it grows with the spans that still last; else it is the
    /// same from one frame to the next.
    pub drawing: Rc<AxisDrawing>,
}

/// What stands still while time passes.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisDrawing {
    pub width: f64,
    pub height: f64,
    pub scale: Rc<TimeScale>,
    /// From the first row to the last chart.
    pub plot: Area,
    pub ticks: Vec<(f64, Text)>,
    /// Where quiet stretches are folded: strokes, one path.
    pub folds: String,
    /// The repeated stretch: left edge and width.
    pub repeated: Option<(f64, f64)>,
    /// Rebalances, one path.
    pub bands: String,
    pub names: Vec<Text>,
    /// All bars of one colour, one path each; without a colour where many readers stand in one row.
    pub bars: Vec<(Option<Hue>, String)>,
    /// One path over the spans in which no consumer reads.
    pub nobody: String,
    /// One path over the spans in which a partition is being revoked.
    pub revoked: String,
    /// Names in bars, generations and marks above.
    pub labels: Vec<Text>,
    /// Brackets of generations that share a label, and the marks that have no room for words: one path.
    pub brackets: String,
    /// Vertical strokes of deaths, one path.
    pub deaths: String,
    /// Commits by colour.
    pub commits: Vec<(Option<Hue>, String)>,
    /// On the scrubber's line: where something was told, and where asked.
    pub told: String,
    pub asked: String,
    pub charts: Vec<ChartFrame>,
    /// The axis in a sentence.
    pub title: String,
}

/// Where a chart is.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartFrame {
    pub quantity: Quantity,
    pub area: Area,
}

impl AxisDrawing {
    /// Where `time` is, kept within the plot.
    pub fn x_of(&self, time: SimTime) -> f64 {
        self.scale.x_of(time)
    }

    /// Whether it is on the axis.
    fn shows(&self, time: SimTime) -> bool {
        (self.scale.from..=self.scale.to).contains(&time)
    }
}

/// Above the rows: what happened to processes.
const HEAD: f64 = 18.0;
/// Above each section: its generations.
pub const SECTION_HEAD: f64 = 16.0;
/// Below each section: commits.
const COMMITS: f64 = 11.0;
/// Below the charts: ticks and the scrubber.
const FOOT: f64 = 36.0;
/// What a row takes where there is room.
const ROW: f64 = 17.0;
const SIZE: f64 = 11.0;

/// The time axis of this instant.
pub fn time_axis(input: &TimeInput) -> TimeAxis {
    let rows: Vec<Vec<AxisRow>> = input.sections.iter().map(|section| fold_rows(input, section)).collect();
    let names = rows.iter().flatten().map(|row| text::width(&row.name, SIZE));
    let charts = input.charts.iter().map(|quantity| text::width(quantity.name(input.lang), SIZE));
    let name_width =
        within(names.chain(charts).fold(0.0, f64::max), 40.0, within(input.width * 0.22, 40.0, 150.0));
    let left = 14.0 + name_width + 10.0;
    // The charts' present values stand at the right.
    let values = if input.width < 560.0 { 60.0 } else { 92.0 };
    let plot = Area {
        x: left,
        y: HEAD,
        width: (input.width - left - values).max(60.0),
        height: (input.height - HEAD - FOOT).max(20.0),
    };
    let mut axis = AxisDrawing {
        width: input.width,
        height: input.height,
        scale: Rc::new(scale_of(input, &plot)),
        plot,
        ticks: Vec::new(),
        folds: String::new(),
        repeated: None,
        bands: String::new(),
        names: Vec::new(),
        bars: Vec::new(),
        nobody: String::new(),
        revoked: String::new(),
        labels: Vec::new(),
        brackets: String::new(),
        deaths: String::new(),
        commits: Vec::new(),
        told: String::new(),
        asked: String::new(),
        charts: Vec::new(),
        title: input.lang.say(StagePhrase::WhoReads(input.sections.iter().map(|s| s.rows.len()).sum())),
    };
    let rows_end = chart_frames(&mut axis, input, &rows);
    sections(&mut axis, input, &rows, rows_end);
    ticks(&mut axis, input.lang);
    time_words::marks(&mut axis, input);
    foot(&mut axis, input);
    let now_x = axis.x_of(input.now);
    let (deadlines, deadline_words) = time_words::deadlines(&axis, input);
    let scrub_y = input.height - 9.0;
    TimeAxis { now: input.now, now_x, scrub_y, deadlines, deadline_words, drawing: Rc::new(axis) }
}

fn scale_of(input: &TimeInput, plot: &Area) -> TimeScale {
    let told = input.told.iter().map(|(time, _)| *time);
    let rebalances = input.sections.iter().flat_map(|section| &section.rebalances);
    let all = happenings(input.marks.iter(), rebalances).chain(told).chain(input.busy.iter().copied());
    TimeScale::new(
        (input.from, input.to),
        (plot.x, plot.width),
        &quiet(all.collect(), (input.from, input.to)),
    )
}

/// When something happened that is not to be folded away.
pub fn happenings<'a>(
    marks: impl Iterator<Item = &'a Mark>,
    rebalances: impl Iterator<Item = &'a RebalanceSpan>,
) -> impl Iterator<Item = SimTime> {
    let happened = marks.filter(|mark| !mark.is_routine()).map(|mark| mark.time);
    happened.chain(rebalances.flat_map(|span| [Some(span.started), span.ended]).flatten())
}

/// Lays the charts out at the foot of the plot; returns where the rows have to end.
fn chart_frames(axis: &mut AxisDrawing, input: &TimeInput, rows: &[Vec<AxisRow>]) -> f64 {
    let plot = axis.plot;
    let rows = rows.iter().map(|rows| SECTION_HEAD + COMMITS + rows.len() as f64 * ROW).sum::<f64>();
    let each = within((plot.height - rows) / input.charts.len().max(1) as f64, 17.0, 46.0).floor();
    let top = plot.bottom() - each * input.charts.len() as f64;
    for (i, quantity) in input.charts.iter().enumerate() {
        let area = Area { x: plot.x, y: top + i as f64 * each + 3.0, width: plot.width, height: each - 4.0 };
        let name = text::fit(quantity.name(input.lang), SIZE, plot.x - 20.0);
        axis.names.push(Text::new(plot.x - 10.0, area.bottom() - 1.0, SIZE, TextTone::Muted, name).end());
        axis.charts.push(ChartFrame { quantity: *quantity, area });
    }
    top
}

fn sections(axis: &mut AxisDrawing, input: &TimeInput, rows: &[Vec<AxisRow>], end: f64) {
    let count: usize = rows.iter().map(Vec::len).sum();
    let heads = rows.len() as f64 * (SECTION_HEAD + COMMITS);
    let pitch = within((end - axis.plot.y - heads) / count.max(1) as f64, 1.5, 24.0);
    let mut bars: SortedMap<Option<Hue>, String> = SortedMap::new();
    let mut y = axis.plot.y;
    for (section, rows) in input.sections.iter().zip(rows) {
        let top = y + SECTION_HEAD;
        let area = Area { y: top, height: rows.len() as f64 * pitch, ..axis.plot };
        if let Some(name) = section.name {
            let name = text::fit(name.as_str(), SIZE, area.x - 20.0);
            axis.names.push(Text::new(area.x - 10.0, top - 5.0, SIZE, TextTone::Ink, name).end().bold());
        }
        bands(axis, section, input.now, &area);
        time_words::generations(axis, input, section, top - 5.0);
        draw_rows(axis, input, rows, (&area, pitch), &mut bars);
        y = area.bottom() + COMMITS;
    }
    axis.bars = bars.into_iter().collect();
}

fn bands(axis: &mut AxisDrawing, section: &AxisSection, now: SimTime, area: &Area) {
    for rebalance in &section.rebalances {
        let ended = rebalance.ended.unwrap_or(now);
        if rebalance.started >= axis.scale.to || ended < axis.scale.from {
            continue;
        }
        let (from, to) = (axis.x_of(rebalance.started), axis.x_of(ended));
        let (width, height) = (Num((to - from).max(2.0)), Num(area.height));
        let _ = write!(axis.bands, "M{} {}h{width}v{height}h-{width}z", Num(from), Num(area.y));
    }
}

fn draw_rows(
    axis: &mut AxisDrawing,
    input: &TimeInput,
    rows: &[AxisRow],
    (area, pitch): (&Area, f64),
    bars: &mut SortedMap<Option<Hue>, String>,
) {
    let height = (pitch * 0.84).max(1.2);
    // Where the names have no room beside each other, some stand for the rest.
    let every = (11.5 / pitch).ceil().max(1.0) as usize;
    for (i, row) in rows.iter().enumerate() {
        let y = area.y + i as f64 * pitch + (pitch - height) / 2.0;
        if i % every == 0 {
            let name = row.fitted(SIZE, area.x - 22.0);
            let baseline = y + height / 2.0 + 3.8;
            axis.names.push(Text::new(area.x - 10.0, baseline, SIZE, TextTone::Muted, name).end());
        }
        for bar in &row.spans {
            let to = bar.to.unwrap_or(input.now).min(axis.scale.to);
            let place = (axis.x_of(bar.from), grown(axis.x_of(to), bar.to.is_none() && to == input.now));
            if bar.from >= axis.scale.to || to <= axis.scale.from || place.1 - place.0 < 0.2 {
                continue;
            }
            let tone = match bar.reader {
                Some(hue) => {
                    solid(bars.entry(hue).or_default(), place, y, height);
                    TextTone::OnFill
                }
                None => {
                    outline(&mut axis.nobody, place, y, height);
                    TextTone::Gap
                }
            };
            if height >= 10.5 && text::width(&bar.words, SIZE) + 10.0 <= place.1 - place.0 {
                let baseline = y + height / 2.0 + 3.8;
                axis.labels.push(Text::new(place.0 + 5.0, baseline, SIZE, tone, bar.words.clone()));
            }
        }
        revoked(axis, input, row, (y, height));
    }
}

/// Over the bars: when the partition was being revoked.
fn revoked(axis: &mut AxisDrawing, input: &TimeInput, row: &AxisRow, (y, height): (f64, f64)) {
    for (from, to) in &row.revoked {
        let until = to.unwrap_or(input.now).min(axis.scale.to);
        let place = (axis.x_of(*from), grown(axis.x_of(until), to.is_none() && until == input.now));
        if *from >= axis.scale.to || until <= axis.scale.from || place.1 - place.0 < 1.0 {
            continue;
        }
        outline(&mut axis.revoked, place, y, height);
        let words = input.lang.say(EpochText::RevokedSince(*from));
        if height >= 10.5 && text::width(&words, SIZE) + 10.0 <= place.1 - place.0 {
            let x = (place.0 + place.1) / 2.0;
            axis.labels.push(Text::new(x, y + height / 2.0 + 3.8, SIZE, TextTone::Stake, words).middle());
        }
    }
}

/// Bars that still grow do so in steps, the rest of which the line of the present covers: a bar that is the same as in
/// the frame before need not be drawn again.
pub(super) fn grown(x: f64, grows: bool) -> f64 {
    const STEP: f64 = 2.0;
    if grows { (x / STEP).floor() * STEP } else { x }
}

fn solid(d: &mut String, x: (f64, f64), y: f64, height: f64) {
    let r = (height / 4.0).min(3.0).min((x.1 - x.0) / 2.0);
    let (w, h) = (Num(x.1 - x.0 - 2.0 * r), Num(height - 2.0 * r));
    let r = Num(r);
    let _ = write!(d, "M{} {}h{w}q{r} 0 {r} {r}v{h}q0 {r} -{r} {r}", Num(x.0 + r.0), Num(y));
    let _ = write!(d, "h-{w}q-{r} 0 -{r} -{r}v-{h}q0 -{r} {r} -{r}z");
}

fn outline(d: &mut String, x: (f64, f64), y: f64, height: f64) {
    let width = (x.1 - x.0 - 1.0).max(0.5);
    let _ = write!(
        d,
        "M{} {}h{}v{}h-{}z",
        Num(x.0 + 0.5),
        Num(y + 0.5),
        Num(width),
        Num((height - 1.0).max(0.2)),
        Num(width)
    );
}

fn ticks(axis: &mut AxisDrawing, lang: Lang) {
    let wanted = 64.0 / axis.scale.pixels_a_second().max(0.0001);
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0];
    let step = steps.into_iter().find(|step| *step >= wanted).unwrap_or(7200.0);
    let step = SimDuration::from_micros((step * 1e6) as u64);
    let y = axis.plot.bottom() + 16.0;
    let mut folds: Vec<Text> = Vec::new();
    for fold in axis.scale.folds() {
        // Two strokes through the line say that the axis is not to scale here; between them, how long it is.
        for x in [fold.x, fold.x + fold.width] {
            let _ = write!(axis.folds, "M{} {}V{}", Num(x), Num(axis.plot.y), Num(axis.plot.bottom() + 4.0));
        }
        let words = span(lang, fold.lasts);
        folds.push(Text::new(fold.x + fold.width / 2.0, y, SIZE, TextTone::Muted, words).middle());
    }
    let mut at =
        SimTime::from_micros(axis.scale.from.as_micros().div_ceil(step.as_micros()) * step.as_micros());
    let mut free = f64::MIN;
    while at <= axis.scale.to {
        let x = axis.x_of(at);
        let words = Text::new(x, y, SIZE, TextTone::Muted, tick(lang, at.as_micros())).middle();
        let extent = words.extent();
        let apart =
            folds.iter().all(|fold| extent.1 + 4.0 < fold.extent().0 || extent.0 - 4.0 > fold.extent().1);
        if !axis.scale.is_folded(at) && apart && extent.0 > free {
            free = extent.1 + 4.0;
            axis.ticks.push((x, words));
        }
        at += step;
    }
    axis.labels.extend(folds);
}

/// The scrubber's line: where something was told or asked, and the stretch that is repeated.
fn foot(axis: &mut AxisDrawing, input: &TimeInput) {
    let y = input.height - 9.0;
    for (time, asks) in input.told {
        if !axis.shows(*time) {
            continue;
        }
        let x = axis.x_of(*time);
        let _ = match asks {
            true => write!(axis.asked, "M{} {}l4.5 4.5l-4.5 4.5l-4.5 -4.5z", Num(x), Num(y - 4.5)),
            false => write!(axis.told, "M{} {}a3 3 0 1 1 0.1 0z", Num(x), Num(y + 3.0)),
        };
    }
    let touches = |(from, to): &(SimTime, SimTime)| *from < axis.scale.to && *to > axis.scale.from;
    if let Some((from, to)) = input.repeated.filter(touches) {
        let (from, to) = (axis.x_of(from), axis.x_of(to));
        axis.repeated = Some((from, (to - from).max(1.0)));
    }
}

#[cfg(test)]
#[path = "time_axis/tests.rs"]
mod tests;
