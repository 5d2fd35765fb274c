//! A bar for each partition: the newest records, up to the log's end at its right, to the same scale everywhere.

use super::blocks::{self, CrowdShare};
use super::{CrowdBlock, CrowdContext, CrowdLane, is_left_alone, longest, names, nice, open};
use crate::cluster::observation::{CellState, FlawKind, GroupView, LaneView};
use crate::kafka::ids::{Offset, TopicName};
use crate::scene::cells::{CellLook, CellPath};
use crate::scene::mark::{Area, Text, TextTone, within};
use crate::scene::text::{self, Num};
use crate::session::language::stage::LaneText;
use crate::sim::sorted::SortedMap;
use std::fmt::Write;

const SIZE: f64 = 11.0;
/// A block's first line, and what is left free below it and beside it.
const HEAD: f64 = 16.0;
const GAP: (f64, f64) = (14.0, 5.0);
/// From one bar to the next: at least so much, for their names do not touch then, and no more than that.
const PITCH: (f64, f64) = (10.0, 15.0);
/// The least length of a bar, and the room for a number behind it.
const BAR: f64 = 26.0;
const NUMBER: f64 = 40.0;

/// How the bars stand.
pub struct BarPlan {
    columns: usize,
    /// Bars of a block, one below the other; a consumer that has more has several columns of them.
    most: usize,
    pitch: f64,
    name: f64,
}

/// Where all bars find room with a name that can be read, if they do.
pub fn plan(context: &CrowdContext, counts: &[usize], area: Area) -> Option<BarPlan> {
    let u = context.unit;
    let all = context.group.lanes.len();
    if all > MOST_BARS {
        return None;
    }
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let whole = longest(context.group, SIZE * u);
    if context.narrow {
        let name = whole.min(area.width * 0.4);
        return Some(BarPlan { columns: 1, most: largest, pitch: PITCH.1, name });
    }
    // Shorter where the whole names leave no room.
    [whole, (7.0 * SIZE * 0.605 * u).min(whole), (4.0 * SIZE * 0.605 * u).min(whole)].into_iter().find_map(
        |name| {
            let least = name + (5.0 + BAR + NUMBER + GAP.0) * u;
            let across = ((area.width + GAP.0 * u) / least) as usize;
            let plans = (1..=8).flat_map(|parts| (1..=across).map(move |columns| (parts, columns)));
            let fitting = plans.filter_map(|(parts, columns)| {
                let most = largest.div_ceil(parts);
                let blocks: usize = counts.iter().map(|count| count.div_ceil(most).max(1)).sum();
                let rows = blocks.div_ceil(columns) as f64;
                let each = (area.height + GAP.1 * u) / rows - (HEAD + GAP.1) * u;
                let pitch = (each / most as f64).min(PITCH.1 * u);
                (pitch >= PITCH.0 * u).then_some(BarPlan { columns, most, pitch, name })
            });
            // The highest; of those the widest.
            fitting.reduce(|best, plan| match plan.pitch > best.pitch + 0.01 {
                true => plan,
                false => best,
            })
        },
    )
}

/// More bars would be more to draw in a frame than there is time for.
const MOST_BARS: usize = 200;

/// How many records all bars are long.
pub fn length(group: &GroupView) -> u64 {
    let most = group.lanes.iter().map(open).max().unwrap_or(0);
    nice(most + most / 4).max(100)
}

/// The blocks, row by row.
pub fn blocks(
    context: &CrowdContext,
    shares: &[CrowdShare],
    plan: &BarPlan,
    area: Area,
    full: u64,
) -> Vec<CrowdBlock> {
    let u = context.unit;
    let names = names(context.group, SIZE * u, plan.name);
    let width = (area.width - GAP.0 * u * (plan.columns as f64 - 1.0)) / plan.columns as f64;
    let parts: Vec<(&CrowdShare, &[&LaneView], usize)> = shares
        .iter()
        .flat_map(|share| {
            // As many in each.
            let columns = share.lanes.len().div_ceil(plan.most).max(1);
            let each = share.lanes.len().div_ceil(columns).max(1);
            let empty: &[&LaneView] = &[];
            let chunks = share.lanes.chunks(each).chain(share.lanes.is_empty().then_some(empty));
            chunks.enumerate().map(move |(part, lanes)| (share, lanes, part))
        })
        .collect();
    let mut y = area.y;
    let mut blocks = Vec::with_capacity(parts.len());
    for row in parts.chunks(plan.columns) {
        let most = row.iter().map(|(_, lanes, _)| lanes.len()).max().unwrap_or(0);
        let height = HEAD * u + most as f64 * plan.pitch;
        for (column, (share, lanes, part)) in row.iter().enumerate() {
            let x = area.x + column as f64 * (width + GAP.0 * u);
            let mut block = blocks::block(context, share, Area { x, y, width, height });
            match part {
                0 => blocks::head(context, &mut block, share, width),
                part => block.test_id = format!("{}-part-{}", block.test_id, part + 1),
            }
            fill(context, &mut block, share, lanes, (plan, &names, full));
            blocks.push(block);
        }
        y += height + GAP.1 * u;
    }
    blocks
}

/// Its bars: names, paths, numbers.
fn fill(
    context: &CrowdContext,
    block: &mut CrowdBlock,
    share: &CrowdShare,
    lanes: &[&LaneView],
    (plan, names, full): (&BarPlan, &SortedMap<TopicName, String>, u64),
) {
    let (u, width) = (context.unit, block.area.width);
    let x = plan.name + 5.0 * u;
    let mut paths = BarPaths {
        left: x,
        width: (width - NUMBER * u - x).max(8.0),
        height: (9.0 * u).min(plan.pitch - 2.2 * u),
        full,
        looks: [const { String::new() }; 6],
    };
    for (row, view) in lanes.iter().enumerate() {
        let top = HEAD * u + row as f64 * plan.pitch;
        let area = Area { x: 0.0, y: top, width, height: plan.pitch };
        let topic = names.get(&view.partition.topic).map_or("", String::as_str);
        let name = format!("{topic}{}", view.partition.partition);
        let mut lane = blocks::lane(context, view, area, true);
        write_down(context, &mut lane, view, &name, (plan.name, width));
        if lane.selected {
            block.ring = Some(Area { x: -4.0, width: width + 8.0, ..area });
        }
        paths.add(view, top + (plan.pitch - paths.height) / 2.0);
        block.lanes.push(lane);
    }
    let hue = share.hue();
    let looks = LOOKS.into_iter().zip(paths.looks).filter(|(_, d)| !d.is_empty());
    block.cells = looks.map(|(look, d)| CellPath { look, hue, d }).collect();
}

/// Name and number of a bar.
fn write_down(
    context: &CrowdContext,
    lane: &mut CrowdLane,
    view: &LaneView,
    name: &str,
    (name_end, end): (f64, f64),
) {
    let (lang, u) = (context.input.lang, context.unit);
    let (size, y) = (SIZE * u, lane.area.y + lane.area.height / 2.0 + SIZE * u * 0.34);
    let unread = is_left_alone(view);
    let tone = if unread { TextTone::Ink } else { TextTone::Muted };
    lane.texts.push(Text::new(name_end, y, size, tone, text::fit(name, size, name_end + 1.0)).end());
    let lag = || view.lag.map_or("—".to_owned(), |lag| lag.to_string());
    let (tone, words) = match (view.gaps, view.duplicates) {
        (0, 0) if unread => (TextTone::Gap, lag()),
        (0, 0) => (TextTone::Muted, lag()),
        (0, duplicates) => (TextTone::Duplicate, lang.say(LaneText::DuplicatesShort(duplicates))),
        (gaps, _) => (TextTone::Gap, lang.say(LaneText::Lost(gaps))),
    };
    let words = text::fit(&words, size, NUMBER * u);
    let mut words = Text::new(end, y, size, tone, words).end();
    words.bold = tone != TextTone::Muted;
    lane.texts.push(words);
}

/// In the order in which they are drawn.
const LOOKS: [CellLook; 6] = [
    CellLook::Committed,
    CellLook::Unread,
    CellLook::Processed,
    CellLook::Duplicate,
    CellLook::Gap,
    CellLook::GapStrike,
];

/// One path for all bars of a block in one look.
struct BarPaths {
    left: f64,
    width: f64,
    height: f64,
    full: u64,
    looks: [String; 6],
}

impl BarPaths {
    fn x(&self, view: &LaneView, offset: Offset) -> f64 {
        let back = view.log_end.saturating_sub(offset) as f64 / self.full.max(1) as f64;
        self.left + self.width * (1.0 - within(back, 0.0, 1.0))
    }

    fn add(&mut self, view: &LaneView, y: f64) {
        let (left, height, end) = (self.left, self.height, self.left + self.width);
        let low = (height / 3.0).max(2.0);
        // Writing to a string cannot fail.
        let rect = |d: &mut String, from: f64, to: f64, y: f64, height: f64| {
            let _ = write!(d, "M{} {}H{}v{}H{}z", Num(from), Num(y), Num(to), Num(height), Num(from));
        };
        let safe = view.committed.max(view.stored);
        let safe = safe.unwrap_or(view.position.unwrap_or(view.log_start).saturating_sub(view.stake()));
        // Where that is not to be told, as much as its reader has got.
        let done = view.at_stake.map_or(view.position.unwrap_or(safe).max(safe), |at_stake| safe + at_stake);
        let (committed, done, is_open) = (self.x(view, safe), self.x(view, done), done > safe);
        if committed > left {
            rect(&mut self.looks[0], left, committed, y + height - low, low);
        }
        if done + 0.5 < end {
            rect(&mut self.looks[1], done + 0.5, end - 0.5, y + 0.5, height - 1.0);
        }
        if is_open {
            rect(&mut self.looks[2], committed.min(end - 2.0), done.max(committed + 2.0).min(end), y, height);
        }
        let seen = view.cells.iter().filter_map(|run| match run.state {
            CellState::Duplicate { .. } => Some((FlawKind::Duplicate, run.from, run.to)),
            CellState::Gap => Some((FlawKind::Gap, run.from, run.to)),
            _ => None,
        });
        let flaws = view.flaws.iter().map(|flaw| (flaw.kind, flaw.from, flaw.to)).chain(seen);
        for (kind, from, to) in flaws {
            let from = self.x(view, from).min(end - 4.0);
            let to = self.x(view, to).max(from + 4.0);
            match kind {
                FlawKind::Duplicate => rect(&mut self.looks[3], from, to, y, height),
                FlawKind::Gap => {
                    rect(&mut self.looks[4], from, to, y + 0.5, height - 1.0);
                    let (x, rise) = (Num((from + to) / 2.0 - 1.5), Num(2.0 - height));
                    let _ = write!(self.looks[5], "M{x} {}l3 {rise}", Num(y + height - 1.0));
                }
            }
        }
    }
}
