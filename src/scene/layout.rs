//! Where things stand: columns, lane heights. Depends on how many there are (lanes, and cards beside them) and on the
//! size of the stage, not on what they do, so that nothing jumps while records are read.

pub use crate::cluster::observation::MOST_LANES_WITH_CELLS;
use crate::cluster::observation::{GroupView, Observation};
use crate::scene::crowd;
use crate::scene::mark::within;
use std::borrow::Cow;

/// Records of a lane that are looked at for a stage `width` pixels wide: what it can show, and as much again, so that
/// there is enough on both sides of the position.
pub fn window_for(width: i32) -> usize {
    (width.max(0) as usize / 4).clamp(96, 640)
}

/// A stage narrower than this has no path and no arm: cards are small, and clocks stand below the lanes.
pub const NARROW: f64 = 640.0;

const MARGIN: f64 = 14.0;
const NARROW_MARGIN: f64 = 12.0;
/// On a narrow stage: the least width of a lane's name, its share of the width, what is between cells and card, a card.
const NARROW_NAME: (f64, f64) = (56.0, 0.22);
const NARROW_RIBBON: f64 = 46.0;
const NARROW_CARD: f64 = 54.0;
/// How high a lane is there, where nothing limits it.
const NARROW_LANE: f64 = 66.0;
/// More lanes than these are tight, though.
const NARROW_LANES: usize = 8;

/// The stage for which the sizes below are meant; a larger one enlarges them all.
const PLAIN: (f64, f64) = (1096.0, 616.0);
const LARGEST_UNIT: f64 = 2.2;

/// The size of a lane's name, in units.
const NAME_SIZE: f64 = 13.0;
/// The least width of a lane's name, and the most.
const NAME: (f64, f64) = (64.0, 130.0);
/// The far past of a log, squeezed.
const PAST: f64 = 56.0;
/// Between cells and card: who reads, and the ribbon.
const RIBBON: f64 = 66.0;
const CARD: f64 = 200.0;
/// Between card and coordinator: requests and answers on their way.
const PATH: f64 = 97.0;
/// The coordinator's arm: a slot for each member, beside its card.
const ARM: f64 = 120.0;
/// How much wider the arm of a consumer group is, at the most and at the least.
const WIDER_ARM: f64 = 188.0;
const LEAST_WIDER: f64 = 80.0;
/// Cells that have less room than this, in units, are given what cards, path and arm can do without.
const LEAST_CELLS: f64 = 240.0;

/// The vertical division of the stage: logs, readers, coordinator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns {
    pub narrow: bool,
    /// Several groups share the height, and it is little: heads of one line, and lanes and cards close together.
    pub low: bool,
    /// What a pixel of the plain stage measures here: 1 to 2.2.
    pub unit: f64,
    pub left: f64,
    pub right: f64,
    /// How wide a lane's name may be.
    pub name_width: f64,
    /// Where the squeezed past begins, and how wide it is; there is none on a narrow stage.
    pub past_x: f64,
    pub past_width: f64,
    pub cells_x: f64,
    pub cells_width: f64,
    pub card_x: f64,
    pub card_width: f64,
    /// Where requests and answers travel, between card and coordinator.
    pub path_x: f64,
    pub path_width: f64,
    /// The coordinator's arm.
    pub arm_x: f64,
    pub arm_width: f64,
}

/// How wide the columns are, in units.
struct ColumnWidths {
    name: f64,
    past: f64,
    /// Before the cells.
    gap: f64,
    ribbon: f64,
    card: f64,
    path: f64,
    arm: f64,
}

impl Columns {
    /// For a stage of this size with so many lanes, whose longest name measures `name` pixels at a size of 1.
    pub fn of_lanes(width: f64, height: f64, lanes: usize, name: f64) -> Columns {
        if lanes <= 2 {
            let large = Columns::new(width, height, name * NAME_SIZE * FEW.0);
            if large.has_wide_cells() {
                return large;
            }
        }
        Columns::new(width, height, name * NAME_SIZE)
    }

    /// The same with a wide arm, as the members of a consumer group need it, if the cells can do without.
    pub fn with_wide_arm(self) -> Columns {
        let spare = (self.cells_width - LEAST_CELLS * self.unit).min(WIDER_ARM * self.unit).floor();
        if self.narrow || spare < LEAST_WIDER * self.unit {
            return self;
        }
        Columns {
            cells_width: self.cells_width - spare,
            card_x: self.card_x - spare,
            path_x: self.path_x - spare,
            arm_x: self.arm_x - spare,
            arm_width: self.arm_width + spare,
            ..self
        }
    }

    fn has_wide_cells(&self) -> bool {
        self.cells_width >= WIDE_CELLS * self.unit
    }

    /// For a stage of this size whose longest lane name measures `name` pixels.
    pub fn new(width: f64, height: f64, name: f64) -> Columns {
        if width < NARROW {
            return Columns::narrow(width, name);
        }
        let unit = within((width / PLAIN.0).min(height / PLAIN.1), 1.0, LARGEST_UNIT);
        let plain = Columns::plain(width, unit, name);
        match plain.cells_width < LEAST_CELLS * unit {
            true => Columns::close((0.0, width), unit, within(name, NAME.0, NAME.1)),
            false => plain,
        }
    }

    fn plain(width: f64, unit: f64, name: f64) -> Columns {
        let name = within(name, NAME.0, NAME.1);
        let widths =
            ColumnWidths { name, past: PAST, gap: 8.0, ribbon: RIBBON, card: CARD, path: PATH, arm: ARM };
        Columns::of((MARGIN, width - 8.0), unit, &widths)
    }

    /// Columns for a stage, or a half of one, of this width from `x` on, where room is dear: cards and arm are
    /// narrower, the path is a short one, and there is no strip for the past.
    pub fn close((x, width): (f64, f64), unit: f64, name: f64) -> Columns {
        let widths =
            ColumnWidths { name, past: 0.0, gap: 4.0, ribbon: 54.0, card: 170.0, path: 38.0, arm: 112.0 };
        Columns::of((x + MARGIN, x + width - 8.0), unit, &widths)
    }

    /// From both edges inwards; the cells take what is left.
    fn of((left, right): (f64, f64), unit: f64, widths: &ColumnWidths) -> Columns {
        // Whole pixels, for sharp edges.
        let whole = |plain: f64| (plain * unit).round();
        let name_width = widths.name * unit;
        let (card_width, path_width, arm_width) = (whole(widths.card), whole(widths.path), whole(widths.arm));
        let arm_x = right - arm_width;
        let path_x = arm_x - path_width;
        let card_x = path_x - card_width;
        let past_x = (left + name_width).round();
        let past_width = whole(widths.past);
        let cells_x = past_x + past_width + whole(widths.gap);
        let cells_width = (card_x - whole(widths.ribbon) - cells_x).floor().max(40.0);
        Columns {
            narrow: false,
            low: false,
            unit,
            left,
            right,
            name_width,
            past_x,
            past_width,
            cells_x,
            cells_width,
            card_x,
            card_width,
            path_x,
            path_width,
            arm_x,
            arm_width,
        }
    }

    fn narrow(width: f64, name: f64) -> Columns {
        let (left, right) = (NARROW_MARGIN, (width - NARROW_MARGIN).max(NARROW_MARGIN + 200.0));
        let most = ((right - left) * NARROW_NAME.1).max(NARROW_NAME.0);
        let name_width = within(name, NARROW_NAME.0, most).round();
        let cells_x = left + name_width + 6.0;
        let card_x = right - NARROW_CARD;
        Columns {
            narrow: true,
            low: false,
            unit: 1.0,
            left,
            right,
            name_width,
            past_x: cells_x,
            past_width: 0.0,
            cells_x,
            cells_width: card_x - NARROW_RIBBON - cells_x,
            card_x,
            card_width: NARROW_CARD,
            path_x: right,
            path_width: 0.0,
            arm_x: right,
            arm_width: 0.0,
        }
    }

    /// From a bar's end to its ribbon, where its reader's name stands.
    pub fn beside_bar(&self) -> f64 {
        if self.narrow { 4.0 } else { (self.ribbon() - 24.0).min(44.0) }
    }

    /// How much room there is between cells and cards.
    pub fn ribbon(&self) -> f64 {
        self.card_x - self.cells_x - self.cells_width
    }
}

/// How a lane is drawn, from roomy to a mere bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneStyle {
    /// Labels above and below the cells.
    Roomy,
    /// Numbers in columns beside the cells.
    Tight,
    /// A strip.
    Bar,
}

/// The vertical positions inside a lane, from its upper edge, and the sizes of what stands there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneFrame {
    pub style: LaneStyle,
    pub height: f64,
    /// What enlarges its texts and markers.
    pub unit: f64,
    pub name_y: f64,
    pub lag_y: f64,
    /// Baseline of the labels above the cells.
    pub above_y: f64,
    pub cell_y: f64,
    pub cell_height: f64,
    /// Height of a cell that is safe.
    pub rest: f64,
    pub below_y: f64,
}

/// A lane that is lower has its numbers in columns, and one that is lower than the second is a bar.
const LEAST_ROOMY: f64 = 60.0;
const LEAST_TIGHT: f64 = 34.0;
const HIGHEST: f64 = 128.0;
/// Names of this height still stand apart.
const LOWEST: f64 = 10.0;
/// One or two lanes are drawn so much larger where there is room: their texts, their cells.
const FEW: (f64, f64) = (1.4, 2.2);
/// From so wide cells on, in units, larger texts find room above and below them.
const WIDE_CELLS: f64 = 370.0;
/// What the numbers of a tight lane (committed, position, lag) take of its cells' width, in units: all of them, without
/// the first, only the last, none.
const NUMBERS: [f64; 4] = [190.0, 122.0, 58.0, 0.0];

/// How many of its numbers a tight lane has room for, and how much that is, in units. Most of it is for cells.
pub fn numbers(cells_width: f64, unit: f64) -> (usize, f64) {
    let fits = |&(_, room): &(usize, f64)| room * unit <= cells_width * 0.45;
    (0..=3).rev().zip(NUMBERS).find(fits).unwrap_or((0, 0.0))
}

/// From one cell to the next, for so many lanes. It does not change while time runs.
pub fn pitch(lanes: usize, unit: f64) -> f64 {
    let plain = match lanes {
        0..=2 => 16.0,
        3..=12 => 8.0,
        _ => 6.0,
    };
    (plain * unit).round()
}

/// The height of a stage that nothing limits: enough for lanes with cells, and for a card beside each two of them.
pub fn free_height(observation: &Observation, groups: &[Cow<'_, GroupView>], side_by_side: bool) -> f64 {
    let height = |group: &Cow<GroupView>| {
        if crowd::is_crowd(observation, group) {
            return FREE_CROWD;
        }
        let lanes = group.lanes.len();
        let cards = observation.consumers.iter().filter(|consumer| consumer.group == group.id).count();
        let lanes = lanes as f64 * if lanes <= NARROW_LANES { LEAST_ROOMY } else { LEAST_TIGHT };
        FREE_HEAD + lanes.max(cards.min(FREE_CARDS) as f64 * FREE_CARD)
    };
    let heights = groups.iter().map(height);
    if side_by_side { heights.fold(0.0, f64::max) } else { heights.sum() }
}

/// What stands above the lanes, and below.
const FREE_HEAD: f64 = 190.0;
const FREE_CROWD: f64 = 560.0;
/// A card with its tracks, and so many of them as have room for those.
const FREE_CARD: f64 = 120.0;
const FREE_CARDS: usize = 4;

impl LaneFrame {
    /// The frame for `lanes` lanes in `available` pixels.
    pub fn choose(lanes: usize, available: f64, columns: &Columns) -> LaneFrame {
        let unit = columns.unit;
        // Where all stands in one column the stage is as high as it has to be.
        if columns.narrow && available <= 0.0 && lanes <= MOST_LANES_WITH_CELLS {
            return match lanes <= NARROW_LANES {
                true => LaneFrame::rows(LaneStyle::Roomy, NARROW_LANE, (1.0, 1.0)),
                false => LaneFrame::tight(LEAST_TIGHT, 1.0),
            };
        }
        // Beside the lanes stands at least a card. Whole pixels, for sharp edges.
        let least = LEAST_TIGHT * lanes.min(3) as f64;
        let each = (available.max(least) / lanes.max(1) as f64).floor();
        if lanes > MOST_LANES_WITH_CELLS {
            return LaneFrame::bar(each, columns.low);
        }
        let large = (if columns.has_wide_cells() { FEW.0 * unit } else { unit }, FEW.1 * unit);
        let highest = HIGHEST * if lanes <= 2 { large.1 } else { unit };
        let height = each.min(highest.floor());
        if lanes <= 2 && LaneFrame::needed(large) <= height {
            LaneFrame::rows(LaneStyle::Roomy, height, large)
        } else if each >= LEAST_ROOMY {
            let unit = unit.min(each / LEAST_ROOMY);
            LaneFrame::rows(LaneStyle::Roomy, height, (unit, unit))
        } else if each >= LEAST_TIGHT {
            LaneFrame::tight(height, unit.min(each / LEAST_TIGHT))
        } else {
            LaneFrame::bar(each, columns.low)
        }
    }

    /// How high labels and cells are together, for the units of both.
    fn needed((text, cells): (f64, f64)) -> f64 {
        36.0 * text + 24.0 * cells
    }

    fn rows(style: LaneStyle, height: f64, (text, cells): (f64, f64)) -> LaneFrame {
        let top = (height - LaneFrame::needed((text, cells))) / 2.0;
        let (cell_y, cell_height) = ((top + 20.0 * text).round(), (24.0 * cells).round());
        let name_y = cell_y + cell_height / 2.0 - 3.0 * text;
        LaneFrame {
            style,
            height,
            unit: text,
            name_y,
            lag_y: name_y + 16.0 * text,
            above_y: cell_y - 9.0 * text,
            cell_y,
            cell_height,
            rest: (9.0 * cells).round(),
            below_y: cell_y + cell_height + 15.0 * text,
        }
    }

    fn tight(height: f64, unit: f64) -> LaneFrame {
        let cell_height = (18.0 * unit).round();
        let cell_y = ((height - cell_height) / 2.0).round();
        let name_y = cell_y + cell_height / 2.0 + 4.0 * unit;
        LaneFrame {
            style: LaneStyle::Tight,
            height,
            unit,
            name_y,
            lag_y: name_y,
            above_y: name_y,
            cell_y,
            cell_height,
            rest: (7.0 * unit).round(),
            below_y: name_y,
        }
    }

    fn bar(each: f64, low: bool) -> LaneFrame {
        let height = within(each.floor(), if low { LOWEST } else { 13.0 }, 22.0);
        let cell_y = ((height - 9.0) / 2.0).floor();
        let frame = LaneFrame::tight(height, 1.0);
        let name_y = cell_y + 8.5;
        LaneFrame { style: LaneStyle::Bar, name_y, cell_y, cell_height: 9.0, rest: 3.0, ..frame }
    }

    /// The middle of the cells.
    pub fn middle(&self) -> f64 {
        self.cell_y + self.cell_height / 2.0
    }

    /// The lower edge of the cells.
    pub fn cell_bottom(&self) -> f64 {
        self.cell_y + self.cell_height
    }

    /// The size of the lane's name.
    pub fn name_size(&self) -> f64 {
        match self.style {
            LaneStyle::Bar => 11.0,
            // It stands beside the past, not above it.
            LaneStyle::Tight => (NAME_SIZE - 0.5) * self.unit,
            _ => NAME_SIZE * self.unit,
        }
    }

    /// Half the width of a marker, and its height.
    pub fn marker(&self) -> (f64, f64) {
        let unit = self.unit * if self.style == LaneStyle::Tight { 0.8 } else { 1.0 };
        (5.0 * unit, 7.0 * unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_each_other() {
        for width in [760.0, 896.0, 1400.0, 2560.0] {
            let c = Columns::new(width, 616.0, 90.0);
            assert!(c.left < c.past_x && c.past_x + c.past_width < c.cells_x && c.cells_width >= 40.0);
            assert!(c.cells_x + c.cells_width < c.card_x && c.card_x + c.card_width == c.path_x);
            assert_eq!((c.path_x + c.path_width, c.arm_x + c.arm_width), (c.arm_x, c.right));
        }
        let plain = Columns::new(1096.0, 616.0, 60.0);
        assert_eq!((plain.unit, plain.cells_width), (1.0, 463.0));
        assert_eq!(Columns::new(2560.0, 1400.0, 60.0).unit, 2.2);
        for width in [300.0, 360.0, 630.0] {
            let c = Columns::new(width, 800.0, 90.0);
            assert!(c.narrow && c.left < c.cells_x && c.cells_width >= 100.0 && c.ribbon() == NARROW_RIBBON);
            assert_eq!(
                (c.cells_x + c.cells_width + c.ribbon(), c.card_x + c.card_width),
                (c.card_x, c.right)
            );
        }
    }

    #[test]
    fn lanes_share_the_height_and_shrink_and_then_turn_into_bars() {
        let columns = Columns::new(1096.0, 616.0, 60.0);
        let frame = |lanes| LaneFrame::choose(lanes, 480.0, &columns);
        let styles = [1, 6, 8, 9, 14, 15, 25].map(|lanes| frame(lanes).style);
        let (roomy, tight, bar) = (LaneStyle::Roomy, LaneStyle::Tight, LaneStyle::Bar);
        assert_eq!(styles, [roomy, roomy, roomy, tight, tight, bar, bar]);
        assert_eq!([1, 6].map(|lanes| frame(lanes).height), [281.0, 80.0]);
        assert_eq!((frame(1).cell_height, frame(6).cell_height, frame(6).rest), (53.0, 24.0, 9.0));
        assert!(
            (1..=24).all(|lanes| frame(lanes).height * lanes as f64 <= 480.0),
            "nothing is to be scrolled"
        );
    }

    #[test]
    fn what_a_lane_shows_lies_within_it() {
        for (width, height) in [(760.0, 300.0), (1096.0, 616.0), (2216.0, 1116.0), (340.0, 600.0)] {
            let columns = Columns::new(width, height, 60.0);
            for lanes in 1..30 {
                let frame = LaneFrame::choose(lanes, height - 130.0, &columns);
                let (_, marker) = frame.marker();
                let text = if frame.style == LaneStyle::Bar { 0.0 } else { 10.0 * frame.unit };
                assert!(frame.above_y - text >= -0.5 && frame.below_y <= frame.height, "{lanes} {frame:?}");
                let markers = if frame.style == LaneStyle::Bar { 0.0 } else { marker + 1.0 };
                assert!(frame.cell_y - markers >= 0.0 && frame.cell_bottom() + markers <= frame.height);
            }
        }
    }

    #[test]
    fn the_pitch_follows_from_the_number_of_lanes_and_the_unit() {
        assert_eq!([1, 2, 3, 12, 13, 24].map(|lanes| pitch(lanes, 1.0)), [16.0, 16.0, 8.0, 8.0, 6.0, 6.0]);
        assert_eq!(pitch(6, 1.7), 14.0);
    }
}
