//! Where things stand: columns, lane heights, card sizes. Depends on how many there are and on the size of
//! the stage, never on what they do, so that nothing jumps while the simulation runs.

use crate::scene::mark::within;

/// Narrower than this, everything stands in one column.
pub const NARROW: f64 = 700.0;

/// More lanes than this in a group become bars.
pub const MOST_LANES_WITH_CELLS: usize = 24;

const MARGIN: f64 = 14.0;
const NARROW_MARGIN: f64 = 12.0;

/// The stage for which the sizes below are meant; a larger one enlarges them all.
const PLAIN: (f64, f64) = (1096.0, 616.0);
const LARGEST_UNIT: f64 = 2.2;

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

/// The vertical division of the stage: logs, readers, coordinator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns {
    pub narrow: bool,
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

impl Columns {
    /// For a stage of this size whose longest lane name measures `name` pixels.
    pub fn new(width: f64, height: f64, name: f64) -> Columns {
        if width < NARROW {
            return Columns::narrow(width);
        }
        let unit = within((width / PLAIN.0).min(height / PLAIN.1), 1.0, LARGEST_UNIT);
        // Whole pixels, for sharp edges.
        let whole = |plain: f64| (plain * unit).round();
        let (left, right) = (MARGIN, width - 8.0);
        let name_width = within(name, NAME.0, NAME.1) * unit;
        let (card_width, path_width, arm_width) = (whole(CARD), whole(PATH), whole(ARM));
        let arm_x = right - arm_width;
        let path_x = arm_x - path_width;
        let card_x = path_x - card_width;
        let past_x = (left + name_width).round();
        let past_width = whole(PAST);
        let cells_x = past_x + past_width + whole(8.0);
        let cells_width = (card_x - whole(RIBBON) - cells_x).floor().max(40.0);
        Columns {
            narrow: false,
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

    fn narrow(width: f64) -> Columns {
        let (left, right) = (NARROW_MARGIN, (width - NARROW_MARGIN).max(NARROW_MARGIN + 200.0));
        let across = right - left;
        Columns {
            narrow: true,
            unit: 1.0,
            left,
            right,
            name_width: across * 0.42,
            past_x: left,
            past_width: 0.0,
            cells_x: left,
            cells_width: across,
            card_x: left,
            card_width: across,
            path_x: left,
            path_width: across,
            arm_x: left,
            arm_width: across,
        }
    }
}

/// How a lane is drawn, from roomy to a mere bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneStyle {
    /// Labels above and below the cells.
    Roomy,
    /// The same, closer together.
    Snug,
    /// One line of labels, below the cells.
    Tight,
    /// Name and owner above, cells over the whole width, labels below: for phones.
    Stacked,
    /// A strip.
    Bar,
}

/// The vertical positions inside a lane, from its upper edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneFrame {
    pub style: LaneStyle,
    pub height: f64,
    pub name_y: f64,
    pub lag_y: f64,
    /// Baseline of the labels above the cells; the same as `below_y` where there is only one line.
    pub above_y: f64,
    pub cell_y: f64,
    pub cell_height: f64,
    pub below_y: f64,
    pub label_size: f64,
    /// Size of the two markers.
    pub marker: f64,
}

impl LaneFrame {
    /// The frame for `lanes` lanes in `available` pixels.
    pub fn choose(lanes: usize, available: f64, narrow: bool) -> LaneFrame {
        if lanes > MOST_LANES_WITH_CELLS {
            return frame(LaneStyle::Bar, 15.0, (11.0, 11.0, 11.0, 3.0, 9.0, 11.0), 9.5, 3.0);
        }
        if narrow {
            return frame(LaneStyle::Stacked, 70.0, (12.0, 12.0, 61.0, 24.0, 17.0, 61.0), 10.0, 4.5);
        }
        let each = available / lanes.max(1) as f64;
        if each >= 96.0 {
            frame(LaneStyle::Roomy, each.min(116.0), (45.0, 61.0, 14.0, 30.0, 23.0, 81.0), 11.5, 6.0)
        } else if each >= 74.0 {
            frame(LaneStyle::Roomy, each.min(78.0), (38.0, 53.0, 12.0, 26.0, 18.0, 68.0), 10.5, 5.0)
        } else if each >= 60.0 {
            frame(LaneStyle::Snug, each, (30.0, 44.0, 10.0, 20.0, 17.0, 57.0), 10.0, 4.5)
        } else {
            frame(LaneStyle::Tight, each.max(47.0), (18.0, 31.0, 42.0, 7.0, 15.0, 42.0), 10.0, 4.0)
        }
    }

    /// The middle of the cells.
    pub fn middle(&self) -> f64 {
        self.cell_y + self.cell_height / 2.0
    }

    /// The line below the cells.
    pub fn base_y(&self) -> f64 {
        self.cell_y + self.cell_height + 3.0
    }
}

fn frame(
    style: LaneStyle,
    height: f64,
    y: (f64, f64, f64, f64, f64, f64),
    label_size: f64,
    marker: f64,
) -> LaneFrame {
    let (name_y, lag_y, above_y, cell_y, cell_height, below_y) = y;
    LaneFrame { style, height, name_y, lag_y, above_y, cell_y, cell_height, below_y, label_size, marker }
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
        let phone = Columns::new(360.0, 800.0, 90.0);
        assert!(phone.narrow && phone.cells_width == 336.0);
    }

    #[test]
    fn lanes_shrink_and_then_turn_into_bars() {
        let style = |lanes| LaneFrame::choose(lanes, 480.0, false).style;
        assert_eq!(
            [style(1), style(6), style(8), style(12), style(24), style(25)],
            [
                LaneStyle::Roomy,
                LaneStyle::Roomy,
                LaneStyle::Snug,
                LaneStyle::Tight,
                LaneStyle::Tight,
                LaneStyle::Bar
            ]
        );
    }
}
