//! A group of more partitions or consumers than there is room for as lanes and cards: a block for each consumer, in it
//! its partitions, as bars where all of them find room, else as a grid of cells whose height is the lag. Beside it what
//! is worth a look.
//!
//! Where a block stands depends on who owns how many partitions, so that nothing moves while records are read.

mod bars;
mod blocks;
mod grid;
mod loupe;
#[cfg(test)]
mod tests;
mod watch;

pub use loupe::{LoupeRow, LoupeScene};
pub use watch::{WatchItem, WatchList};

use crate::cluster::observation::{GroupView, LaneView, Observation};
use crate::kafka::ids::*;
use crate::scene::card::Condition;
use crate::scene::cells::CellPath;
use crate::scene::identity::Badge;
use crate::scene::lane::{LaneValues, was_read};
use crate::scene::layout::{Columns, MOST_LANES_WITH_CELLS};
use crate::scene::mark::{Area, Text};
use crate::scene::{SceneInput, Selection, text};
use crate::session::language::Lang;
use crate::sim::sorted::{SortedMap, SortedSet};
use std::rc::Rc;

/// More consumers than this find no room for a card or a line each.
const MOST_CONSUMERS: usize = 24;

/// How the partitions are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrowdStyle {
    Bars,
    Grid,
}

/// The partitions and consumers of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdScene {
    pub style: CrowdStyle,
    pub lang: Lang,
    pub group: GroupId,
    /// Test ids of lanes carry the group's name.
    pub qualified: bool,
    pub unit: f64,
    /// Where the blocks are.
    pub area: Area,
    pub blocks: Vec<Rc<CrowdBlock>>,
    /// The lag of a full cell; of bars, how many records one is long.
    pub full: u64,
    /// Where the partitions of one consumer are shown larger.
    pub loupe: Option<Area>,
    pub watch: Rc<WatchList>,
}

/// A consumer and its partitions, or those that no consumer has. Coordinates are relative to its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdBlock {
    pub test_id: String,
    pub lang: Lang,
    pub area: Area,
    /// Nobody, if there is none.
    pub consumer: Option<CrowdConsumer>,
    pub badge: Option<Badge>,
    /// Left edge and baseline of the leader's crown.
    pub crown: Option<(f64, f64)>,
    pub texts: Vec<Text>,
    /// Its partitions have no reader, and had one.
    pub alarm: bool,
    pub unit: f64,
    pub cells: Vec<CellPath>,
    /// The outlines of a grid's cells: the same for all blocks of so many.
    pub outline: Rc<str>,
    pub lanes: Vec<CrowdLane>,
    /// Around the partition that is chosen.
    pub ring: Option<Area>,
    /// The block in a sentence.
    pub spoken: String,
    pub selected: bool,
}

/// What is known of a block's consumer.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdConsumer {
    pub name: ClientName,
    pub condition: Condition,
    pub cut_off: bool,
    pub leader: bool,
    /// As a card's: the member's state, or how the process ended.
    pub state: &'static str,
    pub state_label: &'static str,
    pub owned: Vec<TopicPartition>,
}

/// A partition in its block.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdLane {
    /// Empty in a grid, where the loupe has it.
    pub test_id: String,
    pub partition: TopicPartition,
    pub area: Area,
    /// Its name and its lag; none in a grid.
    pub texts: Vec<Text>,
    pub values: LaneValues,
    pub selected: bool,
}

/// What lies at a place of a crowd, or has its focus: a block, and a partition of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrowdPlace {
    pub block: usize,
    pub lane: Option<usize>,
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrowdMove {
    Before,
    After,
    Above,
    Below,
    First,
    Last,
}

impl CrowdBlock {
    /// Whether only its numbers may differ from those of `other`: it stands there, is the same consumer's, and holds
    /// the same partitions.
    pub fn looks_like(&self, other: &CrowdBlock) -> bool {
        let same = |(one, other): (&CrowdLane, &CrowdLane)| {
            one.partition == other.partition && one.values.owner_running == other.values.owner_running
        };
        self.area == other.area
            && self.test_id == other.test_id
            && (self.alarm, self.selected, self.ring, self.lang)
                == (other.alarm, other.selected, other.ring, other.lang)
            && self.consumer == other.consumer
            && self.lanes.len() == other.lanes.len()
            && self.lanes.iter().zip(&other.lanes).all(same)
    }
}

/// Whether a group is drawn as a crowd.
pub fn is_crowd(observation: &Observation, group: &GroupView) -> bool {
    let consumers = observation.consumers.iter().filter(|consumer| consumer.group == group.id);
    group.lanes.len() > MOST_LANES_WITH_CELLS
        || (consumers.count() > MOST_CONSUMERS && !group.lanes.is_empty())
}

/// What all blocks have in common.
struct CrowdContext<'a> {
    input: &'a SceneInput<'a>,
    group: &'a GroupView,
    /// The lanes' test ids carry the group's name.
    qualified: bool,
    unit: f64,
    narrow: bool,
}

/// The crowd of `group` from `top` on, within so much height if that can be, and where it ends.
pub fn crowd(
    input: &SceneInput,
    group: &GroupView,
    columns: &Columns,
    (top, available): (f64, f64),
    qualified: bool,
) -> (CrowdScene, f64) {
    let context = CrowdContext { input, group, qualified, unit: columns.unit, narrow: columns.narrow };
    let u = columns.unit;
    let whole = Area { x: columns.left, y: top, width: columns.right - columns.left, height: available };
    let side = if columns.narrow { 0.0 } else { (SIDE * u).min(whole.width * 0.27) };
    let gap = if columns.narrow { 0.0 } else { 16.0 * u };
    let area = Area { width: whole.width - side - gap, ..whole };
    // Without what stands beside them, and with a line of it below.
    let below = Area { height: whole.height - 26.0 * u, ..whole };
    let shares = blocks::shares(&context);
    let counts: Vec<usize> = shares.iter().map(|share| share.lanes.len()).collect();
    let beside = bars::plan(&context, &counts, area).map(|plan| (plan, area));
    let line = beside.is_none();
    let plan = beside.or_else(|| bars::plan(&context, &counts, below).map(|plan| (plan, below)));
    let (style, blocks, full) = match &plan {
        Some((plan, area)) => {
            let full = bars::length(group);
            (CrowdStyle::Bars, bars::blocks(&context, &shares, plan, *area, full), full)
        }
        None => {
            let full = grid::full(group);
            let plan = grid::plan(&context, &shares, area);
            (CrowdStyle::Grid, grid::blocks(&context, &shares, &plan, area, full), full)
        }
    };
    let line = line && plan.is_some();
    let area = plan.map_or(area, |(_, area)| area);
    let end = blocks.iter().map(|block| block.area.bottom()).fold(top, f64::max);
    let aside = match columns.narrow {
        true => Area { x: whole.x, y: end + 14.0, width: whole.width, height: 300.0 },
        false if line => Area { y: whole.bottom() - 24.0 * u, height: 24.0 * u, ..whole },
        false => Area { x: area.right() + gap, width: side, ..whole },
    };
    let loupe = (style == CrowdStyle::Grid).then_some(Area { height: aside.height * 0.46, ..aside });
    let rest = loupe.map_or(aside, |loupe| Area {
        y: loupe.bottom() + 8.0 * u,
        height: aside.bottom() - loupe.bottom() - 8.0 * u,
        ..aside
    });
    let watch = if line { watch::line(&context, rest) } else { watch::watch(&context, rest) };
    let bottom = if columns.narrow { rest.y + watch.height } else { end.max(top + available) };
    let scene = CrowdScene {
        style,
        lang: input.lang,
        group: group.id,
        qualified,
        unit: u,
        area: Area { height: end - top, ..area },
        blocks: blocks.into_iter().map(Rc::new).collect(),
        full,
        loupe,
        watch: Rc::new(watch),
    };
    (scene, bottom)
}

/// The width of what stands beside the blocks, in units.
const SIDE: f64 = 216.0;

impl CrowdScene {
    /// What lies at a place of the stage.
    pub fn at(&self, x: f64, y: f64) -> Option<CrowdPlace> {
        let within = |area: &Area, x: f64, y: f64| {
            (area.x..area.right()).contains(&x) && (area.y..area.bottom()).contains(&y)
        };
        let block = self.blocks.iter().position(|block| within(&block.area, x, y))?;
        let (x, y) = (x - self.blocks[block].area.x, y - self.blocks[block].area.y);
        let lane = self.blocks[block].lanes.iter().position(|lane| within(&lane.area, x, y));
        Some(CrowdPlace { block, lane })
    }

    /// What choosing this place means.
    pub fn selection(&self, place: CrowdPlace) -> Option<Selection> {
        let block = self.blocks.get(place.block)?;
        match (place.lane.and_then(|lane| block.lanes.get(lane)), &block.consumer) {
            (Some(lane), _) => Some(Selection::Lane(self.group, lane.partition)),
            (None, Some(consumer)) => Some(Selection::Consumer(consumer.name)),
            (None, None) => None,
        }
    }

    /// What the focus can be on, and where it is: bars, and in a grid blocks.
    fn stops(&self) -> Vec<(CrowdPlace, Area)> {
        let mut stops = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            if self.style == CrowdStyle::Grid {
                stops.push((CrowdPlace { block: at, lane: None }, block.area));
                continue;
            }
            let (x, y) = (block.area.x, block.area.y);
            stops.extend(block.lanes.iter().enumerate().map(|(lane, view)| {
                let area = Area { x: x + view.area.x, y: y + view.area.y, ..view.area };
                (CrowdPlace { block: at, lane: Some(lane) }, area)
            }));
        }
        stops
    }

    /// Where the focus begins.
    pub fn first(&self) -> Option<CrowdPlace> {
        self.stops().first().map(|(place, _)| *place)
    }

    /// Where it goes from `from`; stays where there is nothing.
    pub fn moved(&self, from: CrowdPlace, by: CrowdMove) -> CrowdPlace {
        let stops = self.stops();
        let Some(at) = stops.iter().position(|(place, _)| *place == from) else {
            return self.first().unwrap_or(from);
        };
        let area = stops[at].1;
        let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        let beyond = |other: &Area| match by {
            CrowdMove::Above => other.bottom() <= area.y + 0.5,
            _ => other.y >= area.bottom() - 0.5,
        };
        let far = |other: &Area| {
            let (dx, dy) = (other.x + other.width / 2.0 - x, other.y + other.height / 2.0 - y);
            dx.abs() * 4.0 + dy.abs()
        };
        let found = match by {
            CrowdMove::Before => stops.get(at.wrapping_sub(1)),
            CrowdMove::After => stops.get(at + 1),
            CrowdMove::First => stops.first(),
            CrowdMove::Last => stops.last(),
            CrowdMove::Above | CrowdMove::Below => stops
                .iter()
                .filter(|(_, other)| beyond(other))
                .min_by(|(_, one), (_, other)| far(one).total_cmp(&far(other))),
        };
        found.map_or(from, |(place, _)| *place)
    }
}

/// How topics are written in so many pixels before a partition's number: whole where that is enough; a group's only
/// topic is left out.
fn names(group: &GroupView, size: f64, room: f64) -> SortedMap<TopicName, String> {
    let topics: SortedSet<TopicName> = group.lanes.iter().map(|lane| lane.partition.topic).collect();
    let topics: Vec<TopicName> = topics.into_iter().collect();
    if room >= longest(group, size) {
        return topics.into_iter().map(|topic| (topic, format!("{topic}-"))).collect();
    }
    if let [topic] = topics[..] {
        return [(topic, "p".to_owned())].into_iter().collect();
    }
    let letters = (room / text::width("0", size) + 1e-6) as usize;
    let digits = group.lanes.iter().map(|lane| lane.partition.partition).max().unwrap_or(0).to_string().len();
    let short = text::short_topics(&topics, letters.saturating_sub(digits + 1));
    topics.into_iter().zip(short.into_iter().map(|name| format!("{name}-"))).collect()
}

/// The width of the longest name.
fn longest(group: &GroupView, size: f64) -> f64 {
    let width = |lane: &LaneView| {
        let digits = if lane.partition.partition < 10 { 1 } else { lane.partition.partition.ilog10() + 1 };
        text::width(lane.partition.topic.as_str(), size) + (digits + 1) as f64 * text::width("0", size)
    };
    group.lanes.iter().map(width).fold(0.0, f64::max)
}

/// The next of 1, 2, 5, 10, 20, 50 ... from `n` on.
fn nice(n: u64) -> u64 {
    let mut step = 1;
    loop {
        for of in [1, 2, 5] {
            if n <= step * of {
                return step * of;
            }
        }
        if step > u64::MAX / 100 {
            return n;
        }
        step *= 10;
    }
}

/// Whether nobody reads it and nobody is about to, though there is something to read or somebody has read it.
fn is_left_alone(lane: &LaneView) -> bool {
    let unread = lane.owner.is_none() || !lane.owner_running;
    unread && lane.assigned_to.is_none() && (was_read(lane) || lane.log_end > 0)
}

/// What is not committed of a lane: its lag, or without a commit all that is in the log.
fn open(lane: &LaneView) -> u64 {
    lane.lag.unwrap_or(lane.log_end - lane.log_start.min(lane.log_end))
}
