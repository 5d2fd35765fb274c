//! The cells of a lane: which stretch of the log is in the window, and one path for all cells that look alike.

use crate::cluster::observation::{CellRun, CellState, LaneView};
use crate::kafka::ids::{ClientName, Offset};
use crate::scene::mark::{Hue, within};
use crate::scene::text::Num;
use crate::session::language::Lang;
use crate::session::language::stage::LaneText;
use crate::sim::sorted::SortedMap;
use std::fmt::Write;

/// How a cell is drawn. Each differs in fill *and* shape, so that no two are told apart by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellLook {
    Deleted,
    Committed,
    Unread,
    Fetched,
    /// The lower part of a fetched cell.
    FetchedFill,
    Processing,
    /// The part of a cell in its handler that is done.
    ProcessingFill,
    Processed,
    Duplicate,
    Gap,
    /// The stroke through a gap.
    GapStrike,
    AtRisk,
}

impl CellLook {
    /// The CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            CellLook::Deleted => "deleted",
            CellLook::Committed => "committed",
            CellLook::Unread => "unread",
            CellLook::Fetched => "fetched",
            CellLook::FetchedFill => "fetched-fill",
            CellLook::Processing => "processing",
            CellLook::ProcessingFill => "processing-fill",
            CellLook::Processed => "processed",
            CellLook::Duplicate => "duplicate",
            CellLook::Gap => "gap",
            CellLook::GapStrike => "gap-strike",
            CellLook::AtRisk => "at-risk",
        }
    }
}

/// All cells of one look and one hand in a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct CellPath {
    pub look: CellLook,
    pub hue: Option<Hue>,
    /// The path's `d`.
    pub d: String,
}

/// The stretch of a log that is drawn, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub first: Offset,
    /// One past the last cell.
    pub end: Offset,
    /// Left edge of the first cell.
    pub x: f64,
    /// From one cell to the next.
    pub pitch: f64,
    /// Records beyond the right edge.
    pub hidden: u64,
}

/// From one cell to the next, for all lanes of a group: comfortable, as long as every lane has room for what
/// matters in it, and narrower when one has not. The same for all, so that lengths can be compared.
pub fn pitch(lanes: &[LaneView], width: f64) -> f64 {
    let (comfortable, least) = (within(width / 52.0, 6.2, 11.6), within(width / 140.0, 2.6, 4.4));
    let most = (width / least).floor() as u64;
    let needed = lanes.iter().map(|lane| needed(lane, most)).max().unwrap_or(0);
    let pitch = within(width / needed.max(1) as f64, least, comfortable);
    // In steps of half a pixel: the cells keep still while a lane grows, and their edges stay sharp.
    (pitch * 2.0).floor() / 2.0
}

/// How many of the newest records have to be seen: from the committed offset on, or from the oldest duplicate or
/// gap that is still near enough.
fn needed(lane: &LaneView, most: u64) -> u64 {
    let flawed = |run: &&CellRun| {
        let flaw = matches!(run.state, CellState::Duplicate { .. } | CellState::Gap | CellState::AtRisk);
        flaw && lane.log_end - run.from.min(lane.log_end) + HISTORY <= most
    };
    let oldest = lane.cells.iter().find(flawed).map(|run| run.from);
    let kept = lane.committed.or(lane.position);
    let from = [oldest, kept].into_iter().flatten().min().unwrap_or(lane.log_end).max(lane.cells_from);
    lane.log_end.saturating_sub(from) + HISTORY
}

/// How many committed records stay in sight beside the first that is not.
const HISTORY: u64 = 4;

impl Window {
    /// The newest records, at the right edge once the log is longer than the lane. When the group lags by more
    /// than the lane holds, the window stays with the committed offset and the position, because there it is
    /// decided what comes twice; what lies beyond the right edge is counted.
    pub fn choose(lane: &LaneView, x: f64, width: f64, pitch: f64) -> Window {
        let room = (width / pitch + 1e-6).floor().max(1.0) as u64;
        let newest = lane.log_end.saturating_sub(room).max(lane.cells_from.min(lane.log_end));
        let mut first = newest;
        if let Some(kept) = lane.committed.or(lane.position) {
            first = first.min(kept.saturating_sub(HISTORY).max(lane.cells_from));
        }
        if let Some(position) = lane.position {
            first = first.max((position + 3).saturating_sub(room)).min(newest);
        }
        let end = lane.log_end.min(first + room);
        let x = if first > 0 { x + width - (end - first) as f64 * pitch } else { x };
        Window { first, end, x, pitch, hidden: lane.log_end - end }
    }

    /// The whole observed window squeezed into a strip; `longest` is the longest one of the group.
    pub fn strip(lane: &LaneView, x: f64, width: f64, longest: u64) -> Window {
        let pitch = width / longest.max(1) as f64;
        let first = lane.cells_from.min(lane.log_end);
        let x = x + (longest.saturating_sub(lane.log_end - first)) as f64 * pitch;
        Window { first, end: lane.log_end, x, pitch, hidden: 0 }
    }

    /// The left edge of `offset`'s cell.
    pub fn at(&self, offset: Offset) -> f64 {
        self.x + (offset as f64 - self.first as f64) * self.pitch
    }

    /// The right edge of the last cell.
    pub fn right(&self) -> f64 {
        self.at(self.end)
    }

    /// Whether a boundary before `offset` lies within the window.
    pub fn shows(&self, offset: Offset) -> bool {
        (self.first..=self.end).contains(&offset)
    }

    /// The runs within the window, cut at its edges.
    pub fn runs<'a>(&'a self, cells: &'a [CellRun]) -> impl Iterator<Item = CellRun> + 'a {
        cells
            .iter()
            .map(|run| CellRun { from: run.from.max(self.first), to: run.to.min(self.end), ..*run })
            .filter(|run| run.from < run.to)
    }
}

/// The vertical place of the cells.
#[derive(Clone, Copy, Debug)]
pub struct CellRow {
    pub y: f64,
    pub height: f64,
    /// Draw each run as one block (bars) instead of cell by cell.
    pub solid: bool,
}

/// What became of one record, in words; `by` is the consumer that holds it or processed it last.
pub fn told(lang: Lang, offset: Offset, state: CellState, by: Option<&ClientName>) -> String {
    let by = by.map_or(String::new(), |by| lang.say(LaneText::By(by.as_str())));
    let by = by.as_str();
    lang.say(match state {
        CellState::Unread => LaneText::Unread(offset),
        CellState::Fetched => LaneText::Fetched { offset, by },
        CellState::Processing => LaneText::InHand { offset, by },
        CellState::Processed => LaneText::Processed { offset, by },
        CellState::Committed => LaneText::ProcessedAndCommitted { offset, by },
        CellState::Duplicate { repeats } => LaneText::Repeated { offset, by, times: u32::from(repeats) + 1 },
        CellState::Gap => LaneText::Gap(offset),
        CellState::AtRisk => LaneText::Risked { offset, by },
        CellState::BeforeStart => LaneText::BeforeStart(offset),
        CellState::Deleted => LaneText::Deleted(offset),
    })
}

/// One path for each look and hand. `done` is the offset in its handler and how much of it is done, 0 to 1.
pub fn paths(window: &Window, cells: &[CellRun], row: CellRow, done: Option<(Offset, f64)>) -> Vec<CellPath> {
    let mut drafts: SortedMap<(CellLook, Option<Hue>), String> = SortedMap::new();
    for run in window.runs(cells) {
        let hue = run.by.map(|by| Hue::of(usize::from(by)));
        let (look, hue) = match run.state {
            CellState::Unread => (CellLook::Unread, None),
            CellState::Fetched => (CellLook::Fetched, hue),
            CellState::Processing => (CellLook::Processing, hue),
            CellState::Processed => (CellLook::Processed, hue),
            CellState::Committed => (CellLook::Committed, hue),
            CellState::Duplicate { .. } => (CellLook::Duplicate, None),
            CellState::Gap => (CellLook::Gap, None),
            CellState::AtRisk => (CellLook::AtRisk, None),
            CellState::BeforeStart | CellState::Deleted => (CellLook::Deleted, None),
        };
        outline(drafts.entry((look, hue)).or_default(), window, &run, look, row);
        let (second, part) = match look {
            CellLook::Fetched => (CellLook::FetchedFill, 0.3),
            CellLook::Processing => (CellLook::ProcessingFill, 0.0),
            CellLook::Gap => (CellLook::GapStrike, 0.0),
            _ => continue,
        };
        if !row.solid {
            let d = drafts.entry((second, hue)).or_default();
            inside(d, window, &run, second, (row, part, done));
        }
    }
    let drawn = drafts.into_iter().filter(|(_, d)| !d.is_empty());
    drawn.map(|((look, hue), d)| CellPath { look, hue, d }).collect()
}

/// Width of a cell without the space after it.
fn cell_width(pitch: f64) -> f64 {
    pitch - within(pitch * 0.22, 0.8, 2.6)
}

fn outline(d: &mut String, window: &Window, run: &CellRun, look: CellLook, row: CellRow) {
    let stroked = matches!(
        look,
        CellLook::Unread
            | CellLook::Fetched
            | CellLook::Processing
            | CellLook::Duplicate
            | CellLook::Gap
            | CellLook::AtRisk
    );
    let inset = if stroked { 0.5 } else { 0.0 };
    let (y, height) = match look {
        CellLook::Committed if !row.solid => (row.y + 2.0, row.height - 4.0),
        CellLook::Deleted => (row.y + row.height / 2.0 - 1.0, 2.0),
        CellLook::Unread if row.solid => (row.y + 2.5, row.height - 5.0),
        _ => (row.y + inset, row.height - 2.0 * inset),
    };
    if row.solid {
        let width = (run.to - run.from) as f64 * window.pitch;
        let _ = write!(
            d,
            "M{} {}h{}v{}h-{}z",
            Num(window.at(run.from)),
            Num(y),
            Num(width),
            Num(height),
            Num(width)
        );
        return;
    }
    // Outlines of very narrow cells would be nothing but strokes: one outline for the run.
    let together = stroked && window.pitch < 4.8 && look != CellLook::Processing;
    let count = if together { run.to - run.from } else { 1 };
    let width = ((count - 1) as f64 * window.pitch + cell_width(window.pitch) - 2.0 * inset).max(0.5);
    let shape = format!("h{}v{}h-{}z", Num(width), Num(height), Num(width));
    for offset in (run.from..run.to).step_by(count as usize) {
        let _ = write!(d, "M{} {}{shape}", Num(window.at(offset) + inset), Num(y));
    }
}

fn inside(
    d: &mut String,
    window: &Window,
    run: &CellRun,
    look: CellLook,
    how: (CellRow, f64, Option<(Offset, f64)>),
) {
    let (row, part, done) = how;
    let width = cell_width(window.pitch);
    // Narrow cells keep a visible inside.
    let margin = (width * 0.2).min(1.5);
    for offset in run.from..run.to {
        let x = window.at(offset);
        if look == CellLook::GapStrike {
            let (left, right) = (x + margin, x + width - margin);
            let (low, high) = (row.y + row.height - 3.0, row.y + 3.0);
            let _ = write!(d, "M{} {}L{} {}", Num(left), Num(low), Num(right), Num(high));
            continue;
        }
        let part = match done {
            Some((at, done)) if look == CellLook::ProcessingFill && at == offset => done,
            _ => part,
        };
        let height = (row.height - 3.0) * within(part, 0.0, 1.0);
        let bottom = row.y + row.height - 1.5;
        let inner = width - 2.0 * margin;
        let _ = write!(
            d,
            "M{} {}h{}v{}h-{}z",
            Num(x + margin),
            Num(bottom - height),
            Num(inner),
            Num(height),
            Num(inner)
        );
    }
}
