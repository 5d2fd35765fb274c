//! A cell for each partition, filled as high as its lag; of what went wrong in it only that it did.

use super::blocks::{self, CrowdShare};
use super::{CrowdBlock, CrowdContext, nice, open};
use crate::cluster::observation::GroupView;
use crate::scene::cells::{CellLook, CellPath};
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::text::{self, Num};
use crate::session::language::label::StageLabel;
use crate::sim::sorted::{SortedMap, sort_by};
use std::fmt::Write;
use std::rc::Rc;

const SIZE: f64 = 11.0;
const HEAD: f64 = 13.0;
/// Beside a block, and below it.
const GAP: (f64, f64) = (8.0, 5.0);
/// Between two lines of a block's cells.
const LINES: f64 = 3.0;
/// From one cell to the next, and their heights: the first that find room.
const PITCHES: [f64; 7] = [10.4, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0];
const HEIGHTS: [f64; 5] = [22.0, 18.0, 14.0, 11.0, 8.0];

/// How the cells stand.
#[derive(Clone, Copy, Debug)]
pub struct GridPlan {
    /// What stands above the cells: a name, where there is room for names.
    head: f64,
    /// Cells in a line of a block.
    line: usize,
    pitch: f64,
    height: f64,
    /// From one block to the next.
    across: f64,
    columns: usize,
}

impl GridPlan {
    fn block_height(&self, cells: usize) -> f64 {
        let lines = cells.div_ceil(self.line).max(1) as f64;
        self.head + lines * self.height + (lines - 1.0) * LINES
    }

    fn total(&self, counts: &[usize], u: f64) -> f64 {
        let rows = counts.chunks(self.columns);
        rows.map(|row| self.block_height(row.iter().copied().max().unwrap_or(0)) + GAP.1 * u).sum()
    }
}

/// The largest cells that find room; without names, if there is none with them; else the lowest that there are.
pub fn plan(context: &CrowdContext, shares: &[CrowdShare], area: Area) -> GridPlan {
    let u = context.unit;
    let counts: Vec<usize> = shares.iter().map(|share| share.lanes.len()).collect();
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let named = shares.iter().filter_map(|share| share.consumer).map(|(_, consumer)| consumer.name);
    let name = named.map(|name| text::width(name.as_str(), SIZE * u)).fold(20.0 * u, f64::max).min(60.0 * u);
    let mut sizes: Vec<(f64, f64)> =
        HEIGHTS.iter().flat_map(|height| PITCHES.map(|pitch| (pitch * u, height * u))).collect();
    sort_by(&mut sizes, |a, b| (b.0 * b.1).total_cmp(&(a.0 * a.1)));
    let mut lowest: Option<(f64, GridPlan)> = None;
    for (head, name) in [(HEAD * u, name), (2.0 * u, 0.0)] {
        for &(pitch, height) in &sizes {
            for parts in 1..=8 {
                let line = largest.div_ceil(parts).min((area.width / pitch) as usize).max(1);
                let across = (line as f64 * pitch).max(name) + GAP.0 * u;
                let columns = (((area.width + GAP.0 * u) / across) as usize).max(1);
                let plan = GridPlan { head, line, pitch, height, across, columns };
                let total = plan.total(&counts, u) - GAP.1 * u;
                if total <= area.height || context.narrow {
                    return plan;
                }
                if lowest.is_none_or(|(least, _)| total < least) {
                    lowest = Some((total, plan));
                }
            }
        }
    }
    let one = GridPlan { head: 0.0, line: 1, pitch: 4.0, height: 8.0, across: area.width, columns: 1 };
    lowest.map_or(one, |(_, plan)| plan)
}

/// The lag of a full cell.
pub fn full(group: &GroupView) -> u64 {
    nice(group.lanes.iter().map(open).max().unwrap_or(0)).max(100)
}

/// The blocks, row by row.
pub fn blocks(
    context: &CrowdContext,
    shares: &[CrowdShare],
    plan: &GridPlan,
    area: Area,
    full: u64,
) -> Vec<CrowdBlock> {
    let u = context.unit;
    let mut outlines: SortedMap<usize, Rc<str>> = SortedMap::new();
    let mut y = area.y;
    let mut blocks = Vec::with_capacity(shares.len());
    for row in shares.chunks(plan.columns) {
        let height = row.iter().map(|share| plan.block_height(share.lanes.len())).fold(0.0, f64::max);
        for (column, share) in row.iter().enumerate() {
            let x = area.x + column as f64 * plan.across;
            let own = Area { x, y, width: plan.across - GAP.0 * u, height };
            let mut block = blocks::block(context, share, own);
            if plan.head >= HEAD * u {
                head(context, &mut block, own.width);
            }
            let count = share.lanes.len();
            block.outline = Rc::clone(outlines.entry(count).or_insert_with(|| outline(plan, count)));
            fill(context, &mut block, share, (plan, full));
            blocks.push(block);
        }
        y += height + GAP.1 * u;
    }
    blocks
}

fn head(context: &CrowdContext, block: &mut CrowdBlock, width: f64) {
    let u = context.unit;
    let name = match &block.consumer {
        Some(consumer) => consumer.name.as_str(),
        None => context.input.lang.stage_label(StageLabel::Nobody),
    };
    let tone = if block.alarm { TextTone::Gap } else { TextTone::Muted };
    let wrong = block.consumer.as_ref().is_some_and(|c| !c.condition.runs() || c.cut_off);
    let mut name = Text::new(0.0, 9.5 * u, SIZE * u, tone, text::fit(name, SIZE * u, width + 1.0));
    name.bold = block.alarm;
    // Where it finds no room, the frame around the block tells as much.
    let sign_fits = name.extent().1 + 9.0 * u <= width;
    block.texts.push(name);
    if wrong && sign_fits {
        block.texts.push(Text::new(width, 9.5 * u, SIZE * u, TextTone::Gap, sign(block)).end().bold());
    }
}

/// What is wrong with its consumer, as a sign.
fn sign(block: &CrowdBlock) -> &'static str {
    use crate::scene::card::Condition::*;
    match block.consumer.as_ref().map(|consumer| consumer.condition) {
        Some(Killed | Failed) => "✕",
        Some(Frozen) => "‖",
        Some(Closed) => "–",
        _ => "+",
    }
}

fn place(plan: &GridPlan, at: usize) -> (f64, f64) {
    let (column, line) = ((at % plan.line) as f64, (at / plan.line) as f64);
    (column * plan.pitch, plan.head + line * (plan.height + LINES))
}

/// The width of a cell: a little is left free beside it.
fn cell_width(plan: &GridPlan) -> f64 {
    plan.pitch - (plan.pitch * 0.14).max(1.0)
}

/// The outlines of so many cells.
fn outline(plan: &GridPlan, count: usize) -> Rc<str> {
    let (width, height) = (Num(cell_width(plan) - 1.0), Num(plan.height - 1.0));
    let mut d = String::new();
    for at in 0..count {
        let (x, y) = place(plan, at);
        // Writing to a string cannot fail.
        let _ = write!(d, "M{} {}h{width}v{height}h-{width}z", Num(x + 0.5), Num(y + 0.5));
    }
    Rc::from(d.as_str())
}

fn fill(context: &CrowdContext, block: &mut CrowdBlock, share: &CrowdShare, (plan, full): (&GridPlan, u64)) {
    let width = cell_width(plan);
    let [mut lag, mut twice, mut gap, mut strike] = [const { String::new() }; 4];
    for (at, view) in share.lanes.iter().enumerate() {
        let (x, y) = place(plan, at);
        let area = Area { x, y, width: plan.pitch, height: plan.height + LINES };
        let lane = blocks::lane(context, view, area, false);
        if lane.selected {
            block.ring = Some(Area { x: x - 2.0, y: y - 2.0, width: width + 4.0, height: plan.height + 4.0 });
        }
        let rect = |d: &mut String, from: f64, height: f64, inset: f64| {
            let _ = write!(
                d,
                "M{} {}h{w}v{}h-{w}z",
                Num(x + inset),
                Num(from + inset),
                Num(height - 2.0 * inset),
                w = Num(width - 2.0 * inset)
            );
        };
        let open = open(view);
        if open > 0 {
            // In whole pixels: a cell that looks the same is not drawn anew.
            let high = (plan.height * (open as f64 / full as f64).min(1.0)).ceil();
            rect(&mut lag, y + plan.height - high, high, 0.0);
        }
        if view.duplicates > 0 {
            rect(&mut twice, y, (plan.height * 0.45).min(width), 0.5);
        }
        if view.gaps > 0 {
            rect(&mut gap, y, plan.height, 0.5);
            let (right, low) = (Num(width - 3.0), Num(plan.height * 0.5));
            let _ = write!(strike, "M{} {}l{right} -{low}", Num(x + 1.5), Num(y + plan.height * 0.75));
        }
        block.lanes.push(lane);
    }
    let looks = [
        (CellLook::Processed, lag),
        (CellLook::Duplicate, twice),
        (CellLook::Gap, gap),
        (CellLook::GapStrike, strike),
    ];
    let drawn = looks.into_iter().filter(|(_, d)| !d.is_empty());
    block.cells = drawn.map(|(look, d)| CellPath { look, hue: None, d }).collect();
}
