//! The lanes: each with its name, its reader, its cells and what is to be said of it. Where there are too many for
//! rows, each is a name with its reader.

use crate::cluster::observation::{AppThread, LaneView};
use crate::kafka::ids::{Offset, TopicName, TopicPartition};
use crate::scene::cells::{self, CellPath, CellRow, Focus, Window};
use crate::scene::identity::{Badge, Identity};
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::presenter::card::RoomCard;
use crate::scene::presenter::{CARDS, CELLS_END, EDGE, RoomContext, SMALL};
use crate::scene::ribbon::{RibbonKind, curve, ribbon_kind};
use crate::scene::text::{self, Num};
use crate::session::language::label::StageLabel;
use crate::session::language::present::PresentPhrase;

/// The least height of a row, of one with words below its cells, of one with words above them as well; the highest.
pub const LOW: f64 = 52.0;
const MIDDLE: f64 = 108.0;
const TALL: f64 = 152.0;
const HIGHEST: f64 = 260.0;
/// The size of names, and half the side of a badge.
const NAME: f64 = 40.0;
const BADGE: f64 = 24.0;
/// What the words take in a row that has them beside its cells.
const BESIDE: f64 = 330.0;
/// Half the side of a badge in a chip, and the greatest height of a row of chips.
const CHIP_BADGE: f64 = 19.0;
const CHIP_ROW: f64 = 82.0;

/// How a lane leads to its reader.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomRibbon {
    pub kind: RibbonKind,
    pub hue: Option<Hue>,
    pub d: String,
    /// The middle of a cross: the owner is silent.
    pub cross: Option<(f64, f64)>,
}

/// A lane.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomLane {
    pub partition: TopicPartition,
    pub area: Area,
    pub hue: Option<Hue>,
    pub badge: Option<Badge>,
    /// Whether it is a name with its reader, and no more.
    pub is_chip: bool,
    /// Whether nobody reads it.
    pub unread: bool,
    pub texts: Vec<Text>,
    pub cells: Vec<CellPath>,
    pub window: Option<Window>,
    /// Where the cells stand, with the room for those to come.
    pub track: Area,
    /// Where the reader is, and where the group has committed.
    pub position: Option<String>,
    pub committed: Option<String>,
    /// Below what is at stake; around it, if its reader is gone.
    pub bracket: Option<String>,
    pub alarm: Option<Area>,
    pub ribbons: Vec<RoomRibbon>,
    /// Where the cells end, if nothing stands between them and the ribbon.
    lead: Option<f64>,
}

impl RoomLane {
    /// The cell of a record, if it is in the window.
    pub fn record(&self, offset: Offset) -> Option<Area> {
        let window = self.window.filter(|window| (window.first..window.end).contains(&offset))?;
        Some(Area { x: window.at(offset), width: (window.pitch - 3.0).max(2.0), ..self.track })
    }

    /// The record at a place of the picture.
    pub fn offset_at(&self, x: f64, y: f64) -> Option<Offset> {
        let window = self.window?;
        let Area { y: top, height, .. } = self.track;
        let place = (x - window.x) / window.pitch;
        let inside = y >= top - 6.0 && y <= top + height + 6.0;
        let shown = place >= 0.0 && place < (window.end - window.first) as f64;
        (inside && shown).then(|| window.first + place as u64)
    }
}

/// The group's lanes within an area, and how many there are besides.
pub fn lanes(context: &RoomContext, body: Area) -> (Vec<RoomLane>, Option<Text>) {
    let lanes = &context.group.lanes;
    if lanes.is_empty() {
        return (Vec::new(), None);
    }
    let names = names(lanes);
    let widest = names.iter().map(|name| text::width(name, NAME)).fold(0.0, f64::max);
    let height = body.height / lanes.len() as f64;
    if height < LOW {
        return chips(context, body, (&names, widest));
    }
    let height = within(height, LOW, HIGHEST);
    // Few lanes stand in the middle.
    let top = body.y + (body.height - height * lanes.len() as f64).max(0.0) / 2.0;
    let row = |(n, lane): (usize, &LaneView)| {
        let area =
            Area { x: EDGE - 12.0, y: top + n as f64 * height, width: CELLS_END - EDGE + 24.0, height };
        row(context, lane, area, (&names[n], widest))
    };
    (lanes.iter().enumerate().map(row).collect(), None)
}

/// Names of one topic are `p2`; of several topics they are whole, or their end.
pub fn names(lanes: &[LaneView]) -> Vec<String> {
    let mut topics: Vec<TopicName> = lanes.iter().map(|lane| lane.partition.topic).collect();
    topics.dedup();
    let short = text::short_topics(&topics, 12);
    let name = |lane: &LaneView| {
        let of = topics.iter().position(|topic| *topic == lane.partition.topic).unwrap_or(0);
        match topics.len() {
            1 => format!("p{}", lane.partition.partition),
            _ => format!("{}-{}", short[of], lane.partition.partition),
        }
    };
    lanes.iter().map(name).collect()
}

fn blank(context: &RoomContext, lane: &LaneView, area: Area) -> RoomLane {
    let observation = context.observation;
    let reader = lane.owner.or(lane.assigned_to);
    let identity = reader.and_then(|name| Identity::of(observation, &name));
    RoomLane {
        partition: lane.partition,
        area,
        hue: identity.map(|identity| identity.hue),
        badge: None,
        is_chip: false,
        unread: lane.owner.is_none() || !lane.owner_running,
        texts: Vec::new(),
        cells: Vec::new(),
        window: None,
        track: area,
        position: None,
        committed: None,
        bracket: None,
        alarm: None,
        ribbons: Vec::new(),
        lead: None,
    }
}

fn badge(context: &RoomContext, lane: &LaneView, (x, y): (f64, f64)) -> Option<Badge> {
    let identity = Identity::of(context.observation, &lane.owner?)?;
    Some(Badge { identity, x, y, radius: BADGE, ended: !lane.owner_running })
}

/// Names with readers, in columns.
fn chips(
    context: &RoomContext,
    body: Area,
    (names, widest): (&[String], f64),
) -> (Vec<RoomLane>, Option<Text>) {
    let lanes = &context.group.lanes;
    let flawed = !context.hides && lanes.iter().any(|lane| lane.duplicates + lane.gaps > 0);
    let mark = if flawed { text::width("000×", SMALL) + 8.0 } else { 0.0 };
    let wide = widest + 14.0 + 2.0 * BADGE + 8.0 + mark + 16.0;
    let room = CARDS.0 - EDGE - 20.0;
    let columns = ((room / wide) as usize).max(1);
    let rows = ((body.height / (LOW + 4.0)) as usize).max(1);
    let more = lanes.len() > rows * columns;
    let shown = if more { (rows * columns).saturating_sub(2).max(1) } else { lanes.len() };
    let used = if more { rows } else { lanes.len().div_ceil(columns) };
    let pitch = within(body.height / used as f64, LOW + 4.0, CHIP_ROW);
    let place = |n: usize| {
        let (column, row) = (n % columns, n / columns);
        Area {
            x: EDGE - 8.0 + column as f64 * wide,
            y: body.y + row as f64 * pitch,
            width: wide - 8.0,
            height: pitch - 6.0,
        }
    };
    let chip = |(n, lane): (usize, &LaneView)| {
        let mut chip = blank(context, lane, place(n));
        let (x, base) = (chip.area.x + 8.0, chip.area.y + chip.area.height / 2.0 + NAME * 0.36);
        let badge_at = (x + widest + 14.0 + BADGE, chip.area.y + chip.area.height / 2.0);
        chip.is_chip = true;
        chip.texts.push(Text::new(x, base, NAME, TextTone::Ink, names[n].clone()).bold());
        chip.badge = badge(context, lane, badge_at).map(|badge| Badge { radius: CHIP_BADGE, ..badge });
        if chip.badge.is_none() {
            chip.texts.push(Text::new(badge_at.0, base, NAME, TextTone::Gap, "–").middle().bold());
        }
        let beside = badge_at.0 + BADGE + 8.0;
        let (count, tone, sign) = match (lane.gaps, lane.duplicates) {
            (0, twice) => (twice, TextTone::Duplicate, "×"),
            (lost, _) => (lost, TextTone::Gap, "−"),
        };
        if flawed && (1..1000).contains(&count) {
            chip.texts.push(Text::new(beside, base, SMALL, tone, format!("{count}{sign}")).bold());
        }
        chip
    };
    let chips = lanes.iter().take(shown).enumerate().map(chip).collect();
    let folded = more.then(|| {
        let at = place(shown);
        let words = context.lang.say(PresentPhrase::More(lanes.len() - shown));
        Text::new(at.x + 8.0, at.y + at.height / 2.0 + SMALL * 0.36, SMALL, TextTone::Muted, words)
    });
    (chips, folded)
}

/// Where the parts of a row stand.
struct RowFrame {
    cells: (f64, f64),
    cell: (f64, f64),
    /// Baselines of what is written above, and below.
    above: Option<f64>,
    below: Option<f64>,
}

impl RowFrame {
    fn of(area: &Area, count: usize, left: f64, hides: bool) -> RowFrame {
        let (y, h) = (area.y, area.height);
        let high = if count <= 2 { 116.0 } else { 56.0 };
        if h >= TALL {
            let cell = (h - 100.0).min(high);
            let top = y + 46.0;
            return RowFrame {
                cells: (left, CELLS_END),
                cell: (top, cell),
                above: Some(y + 34.0),
                below: Some(top + cell + 46.0),
            };
        }
        if h >= MIDDLE {
            let top = y + 6.0 + ((h - MIDDLE) / 2.0).min(10.0);
            return RowFrame {
                cells: (left, CELLS_END),
                cell: (top, 46.0),
                above: None,
                below: Some(top + 46.0 + 46.0),
            };
        }
        let cell = (h - 16.0).min(46.0);
        RowFrame {
            cells: (left, CELLS_END - if hides { 0.0 } else { BESIDE }),
            cell: (y + (h - cell) / 2.0, cell),
            above: None,
            below: None,
        }
    }
}

fn row(context: &RoomContext, lane: &LaneView, area: Area, (name, widest): (&str, f64)) -> RoomLane {
    let mut out = blank(context, lane, area);
    let left = EDGE + widest + 16.0 + 2.0 * BADGE + 24.0;
    let count = context.group.lanes.len();
    let frame = RowFrame::of(&area, count, left, context.hides);
    let (y, height) = frame.cell;
    let middle = y + height / 2.0;
    out.track = Area { x: left, y, width: frame.cells.1 - left, height };
    out.texts.push(Text::new(EDGE, middle + NAME * 0.36, NAME, TextTone::Ink, name).bold());
    out.badge = badge(context, lane, (EDGE + widest + 16.0 + BADGE, middle));
    let pitch = if count <= 2 { 24.0 } else { 13.0 };
    let window = match Focus::of(context.focus, context.group.id, lane.partition) {
        Some(focus) => Window::focused(lane, focus, left, out.track.width, pitch),
        None => Window::choose(lane, left, out.track.width, pitch),
    };
    let row = CellRow { y, height, rest: (height * 0.36).round(), solid: false };
    out.cells = cells::paths(&window, &lane.cells, row, lane.committed.unwrap_or(0), done(context, lane));
    out.window = Some(window);
    markers(&mut out, lane, &window, frame.cell);
    if !context.hides {
        stake(&mut out, lane, &window, frame.cell);
    }
    words(context, &mut out, lane, &frame);
    out
}

/// The record in its reader's handler, and how much of it is done.
fn done(context: &RoomContext, lane: &LaneView) -> Option<(Offset, f64)> {
    let reader = context.observation.consumers.iter().find(|consumer| Some(consumer.name) == lane.owner)?;
    match reader.thread {
        AppThread::Processing { partition, offset, started, ends } if partition == lane.partition => {
            let (past, whole) = (context.observation.time.since(started), ends.since(started));
            Some((offset, past.as_micros() as f64 / whole.as_micros().max(1) as f64))
        }
        _ => None,
    }
}

fn markers(out: &mut RoomLane, lane: &LaneView, window: &Window, (y, height): (f64, f64)) {
    let at = |offset: Offset| window.shows(offset).then(|| Num(window.at(offset) - 1.5));
    out.position = lane.position.and_then(at).map(|x| format!("M{x} {}l-8 -9h16z", Num(y + 3.0)));
    out.committed = lane.committed.and_then(at).map(|x| format!("M{x} {}l-8 9h16z", Num(y + height - 3.0)));
}

fn stake(out: &mut RoomLane, lane: &LaneView, window: &Window, (y, height): (f64, f64)) {
    let Some((from, to)) = cells::at_stake(lane) else { return };
    let (from, to) = (from.clamp(window.first, window.end), to.clamp(window.first, window.end));
    if from >= to {
        return;
    }
    let (x, end) = (window.at(from), window.at(to) - 3.0);
    match lane.owner_running {
        true => {
            let base = y + height + 9.0;
            out.bracket =
                Some(format!("M{} {}v-6M{} {}v6H{}", Num(x), Num(base), Num(end), Num(base - 6.0), Num(x)));
        }
        false => {
            out.alarm = Some(Area { x: x - 5.0, y: y - 5.0, width: end - x + 10.0, height: height + 10.0 });
        }
    }
}

/// What is to be said of a lane, the gravest first.
fn matters(context: &RoomContext, lane: &LaneView) -> Vec<(String, TextTone)> {
    if context.hides {
        return Vec::new();
    }
    let stake = match lane.owner_running || lane.owner.is_none() {
        true => (PresentPhrase::AtStake(lane.stake()), TextTone::Stake),
        false => (PresentPhrase::Again(lane.stake()), TextTone::Gap),
    };
    let all = [
        (lane.gaps, PresentPhrase::Lost(lane.gaps), TextTone::Gap),
        (lane.duplicates, PresentPhrase::Twice(lane.duplicates), TextTone::Duplicate),
        (lane.stake(), stake.0, stake.1),
    ];
    let said = all.iter().filter(|(count, ..)| *count > 0);
    said.map(|(_, phrase, tone)| (context.lang.say(phrase), *tone)).collect()
}

/// So much is free between two texts of a row.
const BETWEEN: f64 = 30.0;

fn words(context: &RoomContext, out: &mut RoomLane, lane: &LaneView, frame: &RowFrame) {
    let lang = context.lang;
    let (from, to) = match frame.below {
        Some(_) => frame.cells,
        None => (frame.cells.1 + 20.0, CELLS_END),
    };
    let base = frame.below.unwrap_or(frame.cell.0 + frame.cell.1 / 2.0 + SMALL * 0.36);
    let mut end = to;
    out.lead = frame.below.is_none().then_some(frame.cells.1 + 4.0);
    for (words, tone) in matters(context, lane) {
        let wide = text::width(&words, SMALL);
        if end - wide >= from {
            out.texts.push(Text::new(end, base, SMALL, tone, words).end().bold());
            end -= wide + BETWEEN;
            out.lead = None;
        }
    }
    let committed = lane.committed.map(|offset| lang.say(PresentPhrase::Committed(offset)));
    let position = lane.position.map(|offset| lang.say(PresentPhrase::Position(offset)));
    if let Some(above) = frame.above {
        let text = position.map(|words| Text::new(to, above, SMALL, TextTone::Muted, words).end());
        out.texts.extend(text);
        let words = committed.filter(|words| from + text::width(words, SMALL) <= end);
        out.texts.extend(words.map(|words| Text::new(from, base, SMALL, TextTone::Muted, words)));
    } else if frame.below.is_some() {
        let both = [committed.clone(), position].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let fits = |words: &String| !words.is_empty() && from + text::width(words, SMALL) <= end;
        let words = [Some(both), committed].into_iter().flatten().find(fits);
        out.texts.extend(words.map(|words| Text::new(from, base, SMALL, TextTone::Muted, words)));
    }
    let begun = lane.position.or(lane.committed).is_some() || lane.log_end > 0;
    if lane.owner.is_none() && lane.assigned_to.is_none() && begun {
        let (words, base) =
            (lang.stage_label(StageLabel::Nobody), frame.cell.0 + frame.cell.1 / 2.0 + SMALL * 0.36);
        out.texts.push(Text::new(CELLS_END + 24.0, base, SMALL, TextTone::Gap, words).bold());
    }
}

/// Draws the ribbons from the lanes to the cards.
pub fn join(context: &RoomContext, lanes: &mut [RoomLane], cards: &[RoomCard]) {
    for card in cards {
        let reader = context.observation.consumers.iter().find(|consumer| consumer.name == card.client);
        let Some(reader) = reader else { continue };
        let ends: Vec<(usize, RibbonKind)> = (context.group.lanes.iter().take(lanes.len()).enumerate())
            .filter_map(|(n, lane)| ribbon_kind(lane, reader).map(|kind| (n, kind)))
            .filter(|(n, _)| !lanes[*n].is_chip)
            .collect();
        for (k, (n, kind)) in ends.iter().enumerate() {
            let share = (k as f64 + 1.0) / (ends.len() as f64 + 1.0);
            let Area { y, height, .. } = lanes[*n].track;
            let from = (CELLS_END + 16.0, y + height / 2.0);
            // Where nothing stands between the cells and there, the ribbon begins at the cells.
            let lead = lanes[*n]
                .lead
                .map_or(String::new(), |x| format!("M{} {}H{}", Num(x), Num(from.1), Num(from.0)));
            let to = (card.area.x, card.area.y + card.area.height * share);
            let cross = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
            // In a classic group the last one stands for all.
            if context.group.epochs.is_none() {
                lanes[*n].ribbons.clear();
            }
            lanes[*n].ribbons.push(RoomRibbon {
                kind: *kind,
                hue: Some(card.hue),
                d: lead + &curve(from, to),
                cross: (*kind == RibbonKind::Dead).then_some(cross),
            });
        }
    }
}
