//! Where cards stand, and beside each of them what the coordinator believes of its member. Cards are spread over
//! the height of the lanes; where there is too little room the tracks give way first, then lines.

use crate::scene::layout::Columns;
use crate::scene::mark::Area;

/// More cards than this in a group become chips.
pub const MOST_FULL_CARDS: usize = 6;

/// More cards than this in a group are a line each.
pub const MOST_CHIPS: usize = 12;

/// Between two cards, and between two that are a line each.
const CARD_GAP: f64 = 10.0;
const LINE_GAP: f64 = 6.0;
/// The latter where the stage is low.
const LOW_GAP: f64 = 2.0;

/// The least height of a slot with seconds and bar, and of one on a line.
const SLOT: f64 = 74.0;
const SLOT_LINE: f64 = 26.0;

/// How much of a consumer its card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStyle {
    /// Both tracks with their axis, two lines, partitions.
    Full,
    /// Both tracks, one line, partitions.
    Snug,
    /// Two lines and partitions.
    Medium,
    /// Name, state, what it does.
    Chip,
    /// Badge, name, and what is wrong: for phones.
    Small,
    /// One line: name and state.
    Line,
    /// One line for a process that is gone and owns nothing.
    Gone,
}

impl CardStyle {
    /// Whether name and state are all it shows, on one line.
    pub fn is_line(self) -> bool {
        matches!(self, CardStyle::Line | CardStyle::Gone)
    }

    /// How high such a card is on the plain stage.
    pub fn height(self) -> f64 {
        match self {
            CardStyle::Full => 152.0,
            CardStyle::Snug => 114.0,
            CardStyle::Medium => 84.0,
            CardStyle::Small => 56.0,
            CardStyle::Chip => 46.0,
            CardStyle::Line | CardStyle::Gone => 26.0,
        }
    }
}

/// A card's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardFrame {
    pub style: CardStyle,
    pub area: Area,
    /// What a pixel of the plain stage measures here.
    pub unit: f64,
}

/// What stands in one row: a card, or the line for several that are gone, or only slots.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DeckRow {
    /// A line is enough.
    pub gone: bool,
    /// How many members the coordinator has for it.
    pub slots: usize,
}

/// Where everything of a row is.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckPlace {
    pub card: CardFrame,
    /// The slots in the coordinator's arm, one below the other.
    pub slots: Vec<Area>,
}

/// Places the rows from `top` on over the height of the `lanes` beside them; `available` is what the viewport
/// offers. Returns also the height they take.
pub fn deck(
    rows: &[DeckRow],
    columns: &Columns,
    top: f64,
    lanes: f64,
    available: f64,
) -> (Vec<DeckPlace>, f64) {
    let unit = columns.unit;
    let gap = |style: CardStyle| match style.is_line() {
        true if columns.low => LOW_GAP,
        true => unit * LINE_GAP,
        false => unit * CARD_GAP,
    };
    // What stands on a line takes its own height; the others share the rest.
    let line = |row: &DeckRow| need(row, CardStyle::Gone, columns) + gap(CardStyle::Gone);
    let lines: f64 = rows.iter().filter(|row| row.gone).map(line).sum();
    let live = rows.iter().filter(|row| !row.gone).count();
    let room = lanes.max(available) - lines;
    let share = room / live.max(1) as f64;
    let fits = |style: CardStyle| share >= unit * style.height() + gap(style);
    use CardStyle::*;
    let styles: &[CardStyle] = match live {
        _ if columns.narrow => &[Small],
        n if n > MOST_CHIPS => &[],
        n if n > MOST_FULL_CARDS => &[Chip],
        _ => &[Full, Snug, Medium, Chip],
    };
    let style = styles.iter().copied().find(|style| fits(*style)).unwrap_or(Line);
    let spread = (lanes - lines) / live.max(1) as f64;
    let mut y = top;
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let style = if row.gone { CardStyle::Gone } else { style };
        let height = unit * style.height();
        let least = need(row, style, columns) + gap(style);
        let whole = if row.gone { least } else { spread.max(least) };
        let above = (whole - height) / 2.0;
        let above = if row.slots > 1 && !columns.narrow { above.min(gap(style)) } else { above };
        let area = Area { x: columns.card_x, y: y + above, width: columns.card_width, height };
        let slots = slots(row, style, columns, (area.y, y + whole));
        places.push(DeckPlace { card: CardFrame { style, area, unit }, slots });
        y += whole;
    }
    (places, y - top)
}

/// The height that a row needs for its card and its slots.
fn need(row: &DeckRow, style: CardStyle, columns: &Columns) -> f64 {
    let card = style.height();
    if columns.narrow {
        return columns.unit * card;
    }
    let first = if roomy(style) { SLOT } else { SLOT_LINE };
    let slots = first + SLOT_LINE * row.slots.saturating_sub(1) as f64;
    columns.unit * card.max(slots)
}

fn roomy(style: CardStyle) -> bool {
    matches!(style, CardStyle::Full | CardStyle::Snug | CardStyle::Medium)
}

/// The first slot has what the others, a line each, leave of the row.
fn slots(row: &DeckRow, style: CardStyle, columns: &Columns, (top, bottom): (f64, f64)) -> Vec<Area> {
    let line = SLOT_LINE * columns.unit;
    let others = row.slots.saturating_sub(1);
    let first = if roomy(style) { bottom - top - line * others as f64 } else { line };
    let place = |n: usize| {
        let (y, height) = match n {
            0 => (top, first),
            n => (top + first + line * (n as f64 - 1.0), line),
        };
        Area { x: columns.arm_x, y, width: columns.arm_width, height }
    };
    if columns.narrow { Vec::new() } else { (0..row.slots).map(place).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(gone: bool, slots: usize) -> DeckRow {
        DeckRow { gone, slots }
    }

    #[test]
    fn cards_and_slots_do_not_overlap_and_stay_in_order() {
        for (width, height) in [(896.0, 480.0), (1096.0, 616.0), (2560.0, 1400.0)] {
            let columns = Columns::new(width, height, 60.0);
            for n in [0, 1, 2, 3, 6, 7, 12, 13, 40] {
                let rows: Vec<DeckRow> = (0..n).map(|i| row(i % 3 == 2, i % 4)).collect();
                let (places, taken) = deck(&rows, &columns, 100.0, 456.0, 480.0);
                for pair in places.windows(2) {
                    assert!(pair[0].card.area.bottom() < pair[1].card.area.y);
                }
                let slots: Vec<Area> = places.iter().flat_map(|place| place.slots.clone()).collect();
                for pair in slots.windows(2) {
                    assert!(pair[0].bottom() <= pair[1].y + 0.01, "{pair:?}");
                }
                assert!(places.iter().all(|place| place.card.area.bottom() <= 100.0 + taken));
                assert!(slots.iter().all(|slot| slot.bottom() <= 100.0 + taken + 0.01));
            }
        }
    }

    #[test]
    fn the_tracks_give_way_first_and_then_lines() {
        let columns = Columns::new(1096.0, 616.0, 60.0);
        let style = |cards: usize, height: f64| {
            let rows = vec![row(false, 1); cards];
            deck(&rows, &columns, 0.0, height, height).0[0].card.style
        };
        assert_eq!(style(3, 492.0), CardStyle::Full);
        assert_eq!(style(4, 500.0), CardStyle::Snug);
        assert_eq!(style(5, 500.0), CardStyle::Medium);
        assert_eq!(style(6, 500.0), CardStyle::Chip);
        assert_eq!(style(8, 500.0), CardStyle::Chip);
        assert_eq!(style(12, 500.0), CardStyle::Line);
        assert_eq!(style(13, 500.0), CardStyle::Line);
    }

    #[test]
    fn a_slot_begins_beside_its_card() {
        let columns = Columns::new(1096.0, 616.0, 60.0);
        let (places, _) = deck(&[row(false, 1), row(false, 2), row(true, 1)], &columns, 0.0, 492.0, 492.0);
        for place in &places {
            assert_eq!(place.slots[0].y, place.card.area.y);
            assert_eq!(place.slots[0].x, columns.arm_x);
        }
        assert!(places[1].slots[1].y >= places[1].card.area.y + SLOT);
    }
}
