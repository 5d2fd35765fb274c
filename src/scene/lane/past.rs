//! What lies left of the cells: to scale, squeezed into a strip, with a count of what went wrong there.

use super::{LaneContext, LaneScene};
use crate::cluster::observation::{CellState, FlawKind, FlawRun, LaneView, MOST_FLAWS};
use crate::kafka::ids::Offset;
use crate::scene::cells::{CellLook, CellPath, Window, rectangle};
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::text::Num;
use crate::session::language::Lang;
use crate::session::language::stage::LaneText;

/// The records before the window, to scale.
#[derive(Clone, Debug, PartialEq)]
pub struct PastStrip {
    /// Where it is; as wide as nothing on a narrow stage.
    pub area: Area,
    pub cells: Vec<CellPath>,
    /// Between it and the cells: a path.
    pub zigzag: String,
    /// The middle of the zigzag.
    pub end: f64,
    pub counts: Vec<PastCount>,
}

/// How many records are there, or have a flaw: a button that leads to the newest of them.
#[derive(Clone, Debug, PartialEq)]
pub struct PastCount {
    pub test_id: String,
    pub text: Text,
    /// What takes the mouse.
    pub area: Area,
    pub flaw: Option<FlawKind>,
    /// The newest of them.
    pub newest: Offset,
    /// For those who do not see where it stands.
    pub spoken: String,
}

impl PastStrip {
    /// The place of `offset`, which is before the window.
    pub fn at(&self, offset: Offset, window: &Window) -> f64 {
        self.area.x + self.area.width * offset as f64 / window.first.max(1) as f64
    }
}

/// The least width of a flaw.
const LEAST: f64 = 3.0;

/// Draws what is before the window; returns the counts, which have no place yet.
pub(super) fn past(scene: &mut LaneScene, context: &LaneContext, lane: &LaneView) -> Vec<PastCount> {
    let (columns, frame, window) = (context.columns, scene.frame, scene.window);
    if window.first == 0 {
        return Vec::new();
    }
    let flaws = flaws(lane, &window);
    let high = (frame.cell_height / 2.0).round();
    let end = columns.past_x + columns.past_width;
    let mut strip = PastStrip {
        area: Area {
            x: columns.past_x,
            y: frame.cell_y - 2.0,
            width: columns.past_width,
            height: frame.cell_height + 4.0,
        },
        cells: Vec::new(),
        zigzag: String::new(),
        end: (end + columns.cells_x) / 2.0 - 1.0,
        counts: Vec::new(),
    };
    if !columns.narrow {
        ground(&mut strip, scene, lane, high);
        marks(&mut strip, &flaws, &window, (frame.cell_bottom(), high));
        let (x, y, step) = (end + 1.0, frame.cell_bottom() - 14.0 * frame.unit, Num(4.0 * frame.unit));
        let (x, y) = (Num(x), Num(y.max(frame.cell_y)));
        strip.zigzag = format!("M{x} {y}l4 {step}l-4 {step}l4 {step}l-4 {step}");
    }
    scene.past = Some(strip);
    counts(scene.lang, lane, &window, &flaws)
}

/// What is committed, what is not, and what is deleted.
fn ground(strip: &mut PastStrip, scene: &LaneScene, lane: &LaneView, high: f64) {
    let window = scene.window;
    let bottom = scene.frame.cell_bottom();
    let low = (5.0 * scene.frame.unit).round();
    let committed = lane.committed.max(lane.stored).unwrap_or(0);
    let deleted = lane.log_start.min(window.first);
    let safe = committed.clamp(deleted, window.first);
    let (open, open_high) =
        if lane.at_stake != Some(0) { (CellLook::Processed, high) } else { (CellLook::Unread, low) };
    let parts = [
        (CellLook::Deleted, 0, deleted, 2.0),
        (CellLook::Committed, deleted, safe, low),
        (open, safe, window.first, open_high),
    ];
    for (look, from, to, height) in parts {
        let (left, right) = (strip.at(from, &window), strip.at(to, &window));
        if right - left >= 0.5 {
            let inset = if look == CellLook::Unread { 0.5 } else { 0.0 };
            let mut d = String::new();
            let (x, y) = (left + inset, bottom - height + inset);
            rectangle(&mut d, (x, y), (right - left - 2.0 * inset).max(0.2), height - 2.0 * inset);
            let hue = if look == CellLook::Deleted { None } else { scene.hue };
            strip.cells.push(CellPath { look, hue, d });
        }
    }
}

/// Each flaw at its place.
fn marks(strip: &mut PastStrip, flaws: &[FlawRun], window: &Window, (bottom, high): (f64, f64)) {
    for (kind, look) in [(FlawKind::Duplicate, CellLook::DuplicateSafe), (FlawKind::Gap, CellLook::Gap)] {
        let mut d = String::new();
        for run in flaws.iter().filter(|run| run.kind == kind) {
            let (left, right) = (strip.at(run.from, window), strip.at(run.to, window));
            let width = (right - left).max(LEAST);
            let x = within(left, strip.area.x, strip.area.right() - width);
            rectangle(&mut d, (x + 0.5, bottom - high + 0.5), width - 1.0, high - 1.0);
        }
        if !d.is_empty() {
            strip.cells.push(CellPath { look, hue: None::<Hue>, d });
        }
    }
}

/// The flaws before the window: those that are known as such, and those among the cells that are not in sight.
fn flaws(lane: &LaneView, window: &Window) -> Vec<FlawRun> {
    let mut runs: Vec<FlawRun> = Vec::new();
    let between = window.first / MOST_FLAWS;
    for run in lane.flaws.iter().filter(|run| run.from < window.first) {
        FlawRun::add(&mut runs, *run, between);
    }
    for run in lane.cells.iter().filter(|run| run.from < window.first) {
        let to = run.to.min(window.first);
        let (kind, weight) = match run.state {
            CellState::Duplicate { repeats } => (FlawKind::Duplicate, u64::from(repeats)),
            CellState::Gap => (FlawKind::Gap, 1),
            _ => continue,
        };
        FlawRun::add(
            &mut runs,
            FlawRun { kind, from: run.from, to, count: (to - run.from) * weight },
            between,
        );
    }
    runs
}

fn counts(lang: Lang, lane: &LaneView, window: &Window, flaws: &[FlawRun]) -> Vec<PastCount> {
    let count = |flaw: Option<FlawKind>, newest: Offset, words: String| {
        let (tone, name) = match flaw {
            Some(FlawKind::Duplicate) => (TextTone::Duplicate, "past-duplicates"),
            Some(FlawKind::Gap) => (TextTone::Gap, "past-lost"),
            None => (TextTone::Muted, "past"),
        };
        let mut text = Text::new(0.0, 0.0, 0.0, tone, format!("‹ {words}"));
        text.bold = flaw.is_some();
        let spoken = format!("{}: {words}", lane.partition);
        let test_id = format!("{name}-{}", lane.partition);
        PastCount { test_id, text, area: Area::default(), flaw, newest, spoken }
    };
    let of_kind = |kind: FlawKind| {
        let mut all = flaws.iter().filter(move |run| run.kind == kind);
        let sum: u64 = all.clone().map(|run| run.count).sum();
        let newest = all.next_back()?.to - 1;
        let number = sum.to_string();
        let words = lang.say(match kind {
            FlawKind::Duplicate => LaneText::Duplicates(&number),
            FlawKind::Gap => LaneText::Lost(sum),
        });
        Some(count(Some(kind), newest, words))
    };
    let mut found: Vec<PastCount> =
        [FlawKind::Duplicate, FlawKind::Gap].into_iter().filter_map(of_kind).collect();
    if found.is_empty() {
        found.push(count(None, window.first - 1, lang.say(LaneText::Earlier(window.first))));
    }
    found
}
