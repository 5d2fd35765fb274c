//! What stands above and below a lane's cells: markers, bracket, labels. Labels take their places in turn, and one that
//! finds none is left out: no label lies on another.

use super::past::{self, PastCount};
use super::{LaneContext, LaneScene, Marker, MarkerKind};
use crate::cluster::observation::{CellState, LaneView};
use crate::kafka::ids::Offset;
use crate::scene::cells::{Window, at_stake};
use crate::scene::labels::LabelRow;
use crate::scene::layout::{self, LaneStyle};
use crate::scene::mark::{Area, Text, TextTone, within};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::stage::{LaneText, column_heads};
use std::fmt::Write;

/// From a marker to its label, in units.
const BESIDE: f64 = 9.0;

/// All that stands around the cells.
pub(super) fn rows(scene: &mut LaneScene, context: &LaneContext, lane: &LaneView) {
    let mut counts = past::past(scene, context, lane);
    let position = lane.position.map(|offset| (offset, marker(scene, MarkerKind::Position, offset)));
    let committed = lane.committed.map(|offset| (offset, marker(scene, MarkerKind::Committed, offset)));
    let stake = stake_in_sight(lane, &scene.window);
    let lost = stake.filter(|_| !lane.owner_running);
    if let Some((from, to)) = lost {
        alarm(scene, from, to);
    } else if let Some((from, to)) = stake {
        bracket(scene, from, to);
    }
    if scene.frame.style == LaneStyle::Tight {
        numbers(scene, context, lane);
        // No room for words: each count has its share of the strip.
        if let Some(past) = &scene.past {
            let width = past.area.width / counts.len().max(1) as f64;
            for (at, count) in counts.iter_mut().enumerate() {
                count.text.text.clear();
                count.area = Area { x: past.area.x + at as f64 * width, width, ..past.area };
            }
        }
    } else {
        let beyond = above(scene, context, position, &mut counts, lost.is_some());
        let mut row = below(scene, context, lane, committed, stake);
        // Where the words have no room, the number alone has.
        let y = scene.frame.below_y;
        if beyond.and_then(|words| at_the_right(scene, context, &mut row, y, words)).is_some() {
            let number = format!("{} ›", scene.window.hidden);
            at_the_right(scene, context, &mut row, y, number);
        }
    }
    match &mut scene.past {
        Some(past) => past.counts = counts,
        None => debug_assert!(counts.is_empty()),
    }
}

fn size(scene: &LaneScene) -> f64 {
    12.0 * scene.frame.unit
}

/// What was before the cells, where the position is, and what is beyond the right edge: that is returned, if it finds
/// no place.
fn above(
    scene: &mut LaneScene,
    context: &LaneContext,
    position: Option<(Offset, f64)>,
    counts: &mut Vec<PastCount>,
    dead: bool,
) -> Option<String> {
    let (columns, lang, y) = (context.columns, scene.lang, scene.frame.above_y);
    let (size, beside) = (size(scene), BESIDE * scene.frame.unit);
    let mut row = LabelRow::new(columns.past_x, columns.cells_x + columns.cells_width, beside);
    let mut x = columns.past_x;
    counts.retain_mut(|count| {
        let width = text::width(&count.text.text, size);
        let Some(taken) = row.take(x, width) else { return false };
        count.text = Text { x: taken, y, size, ..count.text.clone() };
        count.area = Area { x: taken - 2.0, y: y - 17.0, width: width + 4.0, height: 24.0 };
        x += width + beside;
        true
    });
    let place = |words: String, tone: TextTone, x: f64| Text::new(x, y, size, tone, words);
    let mut texts = Vec::new();
    let half = scene.frame.marker().0;
    if let Some((offset, x)) = position {
        let words = lang.say(LaneText::Position(offset));
        let width = text::width(&words, size);
        let beside_it = row.take(x - beside - width, width).or_else(|| row.take(x + beside, width));
        row.keep(x - half, x + half);
        let found = beside_it.or_else(|| row.take_near(x + beside, width, columns.cells_width));
        let tone = scene.hue.map_or(TextTone::Ink, TextTone::Hue);
        texts.extend(found.map(|x| place(words, tone, x)));
        // What a dead reader leaves unread is said beside its position.
        let unread = scene.window.end.saturating_sub(offset);
        if dead && unread > 0 && scene.window.hidden == 0 {
            let words = lang.say(LaneText::LeftUnread(unread));
            let width = text::width(&words, size);
            let found = row.take_near(x + half + beside, width, columns.cells_width);
            texts.extend(found.map(|x| place(words, TextTone::Muted, x)));
        }
    }
    scene.texts.extend(texts);
    let Window { hidden, hidden_unread, .. } = scene.window;
    let all = hidden == hidden_unread;
    let words = || lang.say(if all { LaneText::UnreadBeyond(hidden) } else { LaneText::Beyond(hidden) });
    at_the_right(scene, context, &mut row, y, (hidden > 0).then(words)?)
}

/// Writes what is beyond the right edge of the cells there; returns it, if there is no room.
fn at_the_right(
    scene: &mut LaneScene,
    context: &LaneContext,
    row: &mut LabelRow,
    y: f64,
    words: String,
) -> Option<String> {
    let size = size(scene);
    let width = text::width(&words, size);
    let right = row_end(&scene.window, context.columns.cells_x + context.columns.cells_width);
    let Some(x) = row.take(right - width, width) else { return Some(words) };
    scene.texts.push(Text::new(x, y, size, TextTone::Muted, words));
    None
}

/// Where the cells of a full window end.
fn row_end(window: &Window, limit: f64) -> f64 {
    window.right().min(limit)
}

/// What is committed, what is at stake, and what went wrong in sight. Returns the row: there may be room left.
fn below(
    scene: &mut LaneScene,
    context: &LaneContext,
    lane: &LaneView,
    committed: Option<(Offset, f64)>,
    stake: Option<(f64, f64)>,
) -> LabelRow {
    let (columns, lang, y) = (context.columns, scene.lang, scene.frame.below_y);
    let (size, beside) = (size(scene), BESIDE * scene.frame.unit);
    let end = columns.card_x - 4.0 * columns.unit;
    let mut row = LabelRow::new(columns.left, end, beside);
    let mut texts = Vec::new();
    let commit = |row: &mut LabelRow, texts: &mut Vec<Text>| {
        let Some((offset, x)) = committed else { return };
        let words = lang.say(LaneText::Committed(offset));
        let width = text::width(&words, size);
        let found = row.take(x - beside - width, width).or_else(|| row.take(x + beside, width));
        texts.extend(found.map(|x| Text::new(x, y, size, TextTone::Muted, words)));
    };
    // Where there is little room, and where the commit is out of sight, what is at stake says more.
    let says_more = columns.narrow || committed.is_some_and(|(offset, _)| offset < scene.window.first);
    if !says_more {
        commit(&mut row, &mut texts);
    }
    // Labels keep clear of the marker, which is narrower than the gap between them.
    if let Some((_, x)) = committed {
        row.keep(x, x);
    }
    // What is at stake may lie before the cells, all of it.
    let hidden = (lane.stake() > 0).then_some((scene.window.x, scene.window.x));
    if let Some((from, to)) = stake.or(hidden) {
        let from = committed.map_or(from, |(_, x)| x);
        let short = lang.say(LaneText::AtStake(lane.stake()));
        let width = text::width(&short, size);
        if lane.owner_running {
            let left = || columns.narrow.then_some(from - beside - width);
            let found = row.take(from + beside, width).or_else(|| row.take(left()?, width));
            let found = found.or_else(|| row.take_near(from + beside, width, columns.cells_width));
            texts.extend(found.map(|x| Text::new(x, y, size, TextTone::Stake, short)));
        } else {
            let again = lang.say(LaneText::Again(lane.stake()));
            let whole = text::width(&again, size);
            let middle = ((from + to) / 2.0 - whole / 2.0).max(from + beside);
            let found = row.take_near(middle, whole, 60.0 * columns.unit).map(|x| (x, again));
            let found = found.or_else(|| row.take_near(from + beside, width, 40.0).map(|x| (x, short)));
            let text = |(x, words)| Text::new(x, y, size, TextTone::Gap, words).bold();
            texts.extend(found.map(text));
        }
    }
    if says_more {
        commit(&mut row, &mut texts);
    }
    for (tone, center, words) in findings(lang, lane, &scene.window) {
        let width = text::width(&words, size);
        let found = row.take_near(center - width / 2.0, width, 60.0 * columns.unit);
        texts.extend(found.map(|x| Text::new(x, y, size, tone, words)));
    }
    scene.texts.extend(texts);
    row
}

/// The numbers of a lane that has no room for labels, and above the first lane what they are.
fn numbers(scene: &mut LaneScene, context: &LaneContext, lane: &LaneView) {
    let (columns, frame) = (context.columns, scene.frame);
    let unit = frame.unit;
    let end = columns.cells_x + columns.cells_width;
    let number = |n: Option<u64>| n.map_or("—".to_string(), |n| n.to_string());
    let hue = scene.hue.map_or(TextTone::Ink, TextTone::Hue);
    let cells = [
        (112.0, 64.0, TextTone::Ink, number(lane.committed)),
        (48.0, 60.0, hue, number(lane.position)),
        (0.0, 44.0, TextTone::Ink, number(lane.lag)),
    ];
    let room_for = layout::numbers(columns.cells_width, unit).0;
    let first = scene.y <= context.top;
    let columns_of_numbers = cells.into_iter().zip(column_heads(scene.lang));
    for ((x, room, tone, words), head) in columns_of_numbers.skip(3 - room_for) {
        let x = end - (x + 6.0) * unit;
        let mut write = |y: f64, size: f64, tone: TextTone, words: &str| {
            let words = text::fit(words, size, room * unit);
            scene.texts.push(Text::new(x, y, size, tone, words).end());
        };
        write(frame.name_y, 12.0 * unit, tone, &words);
        if first {
            write(frame.cell_y.min(0.0) - 4.0, 11.0 * unit, TextTone::Muted, head);
        }
    }
}

/// Adds the marker and returns where it points.
fn marker(scene: &mut LaneScene, kind: MarkerKind, offset: Offset) -> f64 {
    let (frame, window) = (scene.frame, scene.window);
    let (half, height) = frame.marker();
    let (s, tall, two) = (Num(half), Num(height), Num(half * 2.0));
    let tip = match kind {
        MarkerKind::Position => frame.cell_y - 1.0,
        MarkerKind::Committed => frame.cell_bottom() + 3.0 * frame.unit.min(1.4),
    };
    let past = scene.past.as_ref().map_or(window.x, |past| past.end);
    let (x, outside) = match offset {
        _ if offset < window.first => (past, false),
        _ if offset > window.end => (window.right(), true),
        _ => (window.at(offset) - 1.0, false),
    };
    let d = match kind {
        // Beyond the right edge: an arrow pointing there.
        _ if outside => {
            let y = if kind == MarkerKind::Position { tip - half } else { tip + half };
            format!("M{} {}l-{tall} -{s}v{two}z", Num(x), Num(y))
        }
        MarkerKind::Position => format!("M{} {}l-{s} -{tall}h{two}z", Num(x), Num(tip)),
        MarkerKind::Committed => format!("M{} {}l-{s} {tall}h{two}z", Num(x), Num(tip)),
    };
    scene.markers.push(Marker { kind, d, hue: scene.hue });
    x
}

/// Where in sight lies what is at stake.
fn stake_in_sight(lane: &LaneView, window: &Window) -> Option<(f64, f64)> {
    let (from, to) = at_stake(lane)?;
    let (from, to) = (from.max(window.first), to.min(window.end));
    (from < to).then(|| (window.at(from) - 1.0, window.at(to) - 1.0))
}

fn bracket(scene: &mut LaneScene, from: f64, to: f64) {
    let (half, _) = scene.frame.marker();
    let from = (from + half + 1.0).min(to - 2.0);
    let y = scene.frame.cell_bottom() + 4.0 * scene.frame.unit;
    scene.bracket = Some(format!("M{} {}H{}v-{}", Num(from), Num(y), Num(to - 1.0), Num(3.0)));
}

fn alarm(scene: &mut LaneScene, from: f64, to: f64) {
    let frame = scene.frame;
    let (x, y) = (from - 2.0, frame.cell_y - 3.0);
    let (width, height) = (Num(to - from + 3.0), Num(frame.cell_height + 6.0));
    let mut d = String::new();
    let _ = write!(d, "M{} {}h{width}v{height}h-{width}z", Num(x), Num(y));
    scene.alarm = Some(d);
}

/// Duplicates, gaps and records at risk that are in sight: where they are, and how many.
fn findings(lang: Lang, lane: &LaneView, window: &Window) -> Vec<(TextTone, f64, String)> {
    let mut out = Vec::new();
    for kind in 0..3 {
        let (mut seen, mut sum, mut cells) = (0, 0.0, 0);
        for run in window.runs(&lane.cells) {
            let weight = match (kind, run.state) {
                (0, CellState::Duplicate { repeats }) => u64::from(repeats),
                (1, CellState::Gap) | (2, CellState::AtRisk) => 1,
                _ => continue,
            };
            let width = run.to - run.from;
            seen += width * weight;
            cells += width;
            sum += (window.at(run.from) + window.at(run.to)) / 2.0 * width as f64;
        }
        if cells == 0 {
            continue;
        }
        let center = within(sum / cells as f64, window.x, window.right());
        let count = &seen.to_string();
        out.push(match kind {
            0 => (TextTone::Duplicate, center, lang.say(LaneText::Duplicates(count))),
            1 => (TextTone::Gap, center, lang.say(LaneText::Gaps(count))),
            _ => (TextTone::Gap, center, lang.say(LaneText::AtRisk(count))),
        });
    }
    out
}
