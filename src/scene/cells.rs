//! The cells of a lane: which stretch of the log is in the window, and one path for all cells that look alike.

use crate::cluster::observation::{CellRun, CellState, LaneView};
use crate::kafka::ids::{ClientName, GroupId, Offset, TopicPartition};
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
    /// The dot in a fetched cell.
    FetchedDot,
    Processing,
    /// The part of a cell in its handler that is done.
    ProcessingFill,
    Processed,
    Duplicate,
    /// Repeated, and covered by a commit.
    DuplicateSafe,
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
            CellLook::FetchedDot => "fetched-dot",
            CellLook::Processing => "processing",
            CellLook::ProcessingFill => "processing-fill",
            CellLook::Processed => "processed",
            CellLook::Duplicate | CellLook::DuplicateSafe => "duplicate",
            CellLook::Gap => "gap",
            CellLook::GapStrike => "gap-strike",
            CellLook::AtRisk => "at-risk",
        }
    }

    /// Whether it is drawn as low as what is safe.
    const fn is_sunk(self) -> bool {
        matches!(self, CellLook::Committed | CellLook::DuplicateSafe)
    }

    /// Whether it has an outline.
    const fn is_stroked(self) -> bool {
        !matches!(self, CellLook::Committed | CellLook::Processed | CellLook::Deleted)
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
    /// Records beyond the right edge, and those of them that no reader has processed.
    pub hidden: u64,
    pub hidden_unread: u64,
}

/// A stretch of a log that is to be seen as a whole, to the log's end; it may reach beyond that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// As this group reads it; `None`: as each does.
    pub group: Option<GroupId>,
    pub partition: TopicPartition,
    pub from: Offset,
    /// One past the last.
    pub to: Offset,
}

impl Focus {
    /// The stretch of this lane, if one of it is to be seen.
    pub fn of(all: &[Focus], group: GroupId, partition: TopicPartition) -> Option<&Focus> {
        all.iter().find(|focus| focus.partition == partition && focus.group.is_none_or(|it| it == group))
    }
}

/// Cells are not drawn narrower than this for its sake, from one to the next.
const LEAST_PITCH: f64 = 2.0;

/// So many cells stand left of the position, if there are so many records.
pub const BEFORE_POSITION: u64 = 8;

impl Window {
    /// The newest records, as many as `width` holds. When the position (without one, the committed offset) lags so far
    /// behind that it would leave the window or come close to its left edge, the window stays with it, with some of
    /// what is to be read to its right. What is at stake stays in it as a whole, if it has room; if it has none and the
    /// reader is dead, its beginning does. What lies beyond the edges is counted.
    pub fn choose(lane: &LaneView, x: f64, width: f64, pitch: f64) -> Window {
        let room = (width / pitch + 1e-6).floor().max(1.0) as u64;
        let mut first = lane.log_end.saturating_sub(room);
        if let Some(kept) = lane.position.or(lane.committed) {
            first = first.min(kept.saturating_sub(BEFORE_POSITION.min(room / 2)));
        }
        let stake = at_stake(lane).map(|(from, to)| (from, to.max(lane.position.unwrap_or(to))));
        match stake {
            Some((from, to)) if to - from < room => {
                // The marker of the commit needs a cell before it, if there is room for one.
                let before = BEFORE_POSITION.min((room - (to - from)) / 2);
                first = first.min(from.saturating_sub(before));
            }
            // The next reader begins at the commit.
            Some((from, _)) if !lane.owner_running => first = first.min(from.saturating_sub(1)),
            _ => {}
        }
        let first = first.max(lane.cells_from.min(lane.log_end));
        let end = (first + room).min(lane.cells_to()).max(first);
        Window::of(lane, (first, end), x, pitch)
    }

    /// That stretch, with narrower cells if it needs them. If it has no room even so, what else would be seen.
    pub fn focused(lane: &LaneView, focus: &Focus, x: f64, width: f64, pitch: f64) -> Window {
        let needed = focus.to.saturating_sub(focus.from).max(1);
        if needed as f64 * LEAST_PITCH > width {
            return Window::choose(lane, x, width, pitch);
        }
        let pitch = pitch.min(width / needed as f64);
        let room = (width / pitch + 1e-6).floor().max(1.0) as u64;
        let first = focus.from.max(lane.cells_from.min(lane.log_end));
        let end = (first + room).min(lane.cells_to()).max(first);
        Window::of(lane, (first, end), x, pitch)
    }

    fn of(lane: &LaneView, (first, end): (Offset, Offset), x: f64, pitch: f64) -> Window {
        let hidden = lane.log_end.saturating_sub(end);
        let beyond = lane.cells.iter().filter(|run| run.to > end && is_done(run.state));
        let done: u64 = beyond.map(|run| run.to - run.from.max(end)).sum();
        Window { first, end, x, pitch, hidden, hidden_unread: hidden.saturating_sub(done) }
    }

    /// The whole observed window squeezed into a strip; `longest` is the longest one of the group.
    pub fn strip(lane: &LaneView, x: f64, width: f64, longest: u64) -> Window {
        let pitch = width / longest.max(1) as f64;
        let (first, end) = (lane.cells_from, lane.cells_to());
        let x = x + longest.saturating_sub(end - first) as f64 * pitch;
        Window::of(lane, (first, end), x, pitch)
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

/// Whether a record was processed, or passed over.
fn is_done(state: CellState) -> bool {
    !matches!(state, CellState::Unread | CellState::Fetched | CellState::Processing | CellState::BeforeStart)
}

/// What would come twice if the owner died now: from the committed offset to the last processed record above it.
pub fn at_stake(lane: &LaneView) -> Option<(Offset, Offset)> {
    let from = lane.committed.unwrap_or(lane.log_start);
    let processed = |run: &&CellRun| {
        matches!(run.state, CellState::Processed | CellState::Duplicate { .. }) && run.to > from
    };
    let to = lane.cells.iter().filter(processed).map(|run| run.to).max()?;
    (lane.stake() > 0).then_some((from, to))
}

/// The vertical place of the cells.
#[derive(Clone, Copy, Debug)]
pub struct CellRow {
    pub y: f64,
    pub height: f64,
    /// The height of what is safe.
    pub rest: f64,
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

/// One path for each look and hand. What lies before `safe` is covered by a commit; `done` is the offset in its handler
/// and how much of it is done, 0 to 1.
pub fn paths(
    window: &Window,
    cells: &[CellRun],
    row: CellRow,
    safe: Offset,
    done: Option<(Offset, f64)>,
) -> Vec<CellPath> {
    let mut drafts: SortedMap<(CellLook, Option<Hue>), String> = SortedMap::new();
    let parts = |run: CellRun| {
        let cut = safe.clamp(run.from, run.to);
        [CellRun { to: cut, ..run }, CellRun { from: cut, ..run }]
    };
    for run in window.runs(cells).flat_map(parts).filter(|run| run.from < run.to) {
        let hue = run.by.map(|by| Hue::of(usize::from(by)));
        let (look, hue) = match run.state {
            CellState::Unread => (CellLook::Unread, None),
            CellState::Fetched => (CellLook::Fetched, hue),
            CellState::Processing => (CellLook::Processing, hue),
            CellState::Processed => (CellLook::Processed, hue),
            CellState::Committed => (CellLook::Committed, hue),
            CellState::Duplicate { .. } if run.to <= safe => (CellLook::DuplicateSafe, None),
            CellState::Duplicate { .. } => (CellLook::Duplicate, None),
            CellState::Gap => (CellLook::Gap, None),
            CellState::AtRisk => (CellLook::AtRisk, None),
            CellState::BeforeStart | CellState::Deleted => (CellLook::Deleted, None),
        };
        outline(drafts.entry((look, hue)).or_default(), window, &run, look, row);
        let second = match look {
            CellLook::Fetched => CellLook::FetchedDot,
            CellLook::Processing => CellLook::ProcessingFill,
            CellLook::Gap => CellLook::GapStrike,
            _ => continue,
        };
        if !row.solid {
            let d = drafts.entry((second, hue)).or_default();
            inside(d, window, &run, second, (row, done));
        }
    }
    let drawn = drafts.into_iter().filter(|(_, d)| !d.is_empty());
    drawn.map(|((look, hue), d)| CellPath { look, hue, d }).collect()
}

/// Width of a cell without the space after it.
fn cell_width(pitch: f64) -> f64 {
    match pitch {
        11.0.. => pitch - 3.0,
        5.0.. => pitch - 2.0,
        // Only where a stretch is to be seen as a whole.
        _ => pitch * 0.7,
    }
}

/// A rectangle, for a path.
pub fn rectangle(d: &mut String, (x, y): (f64, f64), width: f64, height: f64) {
    let _ = write!(d, "M{} {}h{}v{}h-{}z", Num(x), Num(y), Num(width), Num(height), Num(width));
}

fn outline(d: &mut String, window: &Window, run: &CellRun, look: CellLook, row: CellRow) {
    let inset = if look.is_stroked() { 0.5 } else { 0.0 };
    let bottom = row.y + row.height;
    let (y, height) = match look {
        CellLook::Deleted => (bottom - 2.0, 2.0),
        _ if look.is_sunk() => (bottom - row.rest + inset, row.rest - 2.0 * inset),
        _ => (row.y + inset, row.height - 2.0 * inset),
    };
    if row.solid {
        let width = ((run.to - run.from) as f64 * window.pitch - 2.0 * inset).max(0.5);
        rectangle(d, (window.at(run.from) + inset, y), width, height);
        return;
    }
    let width = (cell_width(window.pitch) - 2.0 * inset).max(0.5);
    let shape = format!("h{}v{}h-{}z", Num(width), Num(height), Num(width));
    for offset in run.from..run.to {
        let _ = write!(d, "M{} {}{shape}", Num(window.at(offset) + inset), Num(y));
    }
}

/// What is inside of an outline.
fn inside(
    d: &mut String,
    window: &Window,
    run: &CellRun,
    look: CellLook,
    (row, done): (CellRow, Option<(Offset, f64)>),
) {
    let width = cell_width(window.pitch);
    let (middle, bottom) = (row.y + row.height / 2.0, row.y + row.height);
    for offset in run.from..run.to {
        let x = window.at(offset);
        match look {
            CellLook::GapStrike => {
                let (left, right) = (x + 1.0, x + width - 1.0);
                let _ = write!(d, "M{} {}L{} {}", Num(left), Num(bottom - 4.0), Num(right), Num(row.y + 4.0));
            }
            CellLook::FetchedDot => {
                let dot = (width / 3.0).round().max(2.0);
                rectangle(d, (x + (width - dot) / 2.0, middle - dot / 2.0), dot, dot);
            }
            _ => {
                let part = done.filter(|(at, _)| *at == offset).map_or(0.0, |(_, done)| done);
                let height = row.height * within(part, 0.0, 1.0);
                rectangle(d, (x, bottom - height), width, height);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::fixture::{lane, paint};

    fn drawn(lane: &LaneView, row: CellRow) -> Vec<CellPath> {
        let window = Window::choose(lane, 0.0, 480.0, 8.0);
        paths(&window, &lane.cells, row, lane.committed.unwrap_or(0), Some((104, 0.5)))
    }

    const ROW: CellRow = CellRow { y: 0.0, height: 24.0, rest: 9.0, solid: false };

    #[test]
    fn what_is_safe_is_sunk_and_everything_else_as_high_as_the_row() {
        let mut lane = lane(0, 0, 110, 108, 104, 100);
        paint(&mut lane, 98, 102, CellState::Duplicate { repeats: 1 });
        let paths = drawn(&lane, ROW);
        let of = |look| paths.iter().find(|path: &&CellPath| path.look == look).map_or("", |path| &path.d);
        assert!(
            of(CellLook::Committed).ends_with("15h6v9h-6z")
                && of(CellLook::Processed).ends_with("0h6v24h-6z")
        );
        assert_eq!(of(CellLook::DuplicateSafe).matches("v8h").count(), 2, "98 and 99 are committed");
        assert_eq!(of(CellLook::Duplicate).matches("v23h").count(), 2, "100 and 101 are not");
        assert!(
            of(CellLook::ProcessingFill).ends_with("12h6v12h-6z"),
            "half done is filled by half, from below"
        );
        assert_eq!(of(CellLook::FetchedDot).matches("h2v2h-2z").count(), 3);
    }

    #[test]
    fn a_bar_draws_each_run_as_one_block() {
        let lane = lane(0, 0, 110, 108, 104, 100);
        let window = Window::strip(&lane, 0.0, 480.0, 200);
        let paths = paths(&window, &lane.cells, CellRow { solid: true, ..ROW }, 100, None);
        assert!(paths.iter().all(|path| path.d.matches('M').count() == 1));
    }
}
