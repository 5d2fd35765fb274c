//! One partition as one group reads it: name, lag, cells, the two markers, what is at stake, who reads.

mod past;
mod rows;
mod told;

pub use past::{PastCount, PastStrip};

#[cfg(test)]
mod tests;

use crate::cluster::observation::{AppThread, CellRun, LaneView, Observation};
use crate::kafka::ids::*;
use crate::scene::cells::{self, CellPath, CellRow, Focus, Window};
use crate::scene::identity::{Badge, Identity};
use crate::scene::layout::{self, Columns, LaneFrame, LaneStyle};
use crate::scene::mark::{Hue, Text, TextTone};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::LaneText;
use crate::sim::sorted::SortedMap;
use std::rc::Rc;

/// A lane, ready to be drawn. Coordinates are relative to its upper edge; x counts from the stage's left.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneScene {
    pub test_id: String,
    /// The language of its texts.
    pub lang: Lang,
    pub group: GroupId,
    pub partition: TopicPartition,
    pub y: f64,
    pub frame: LaneFrame,
    /// The owner's colour.
    pub hue: Option<Hue>,
    pub texts: Vec<Text>,
    pub cells: Vec<CellPath>,
    /// Where the cells begin, and where the ribbon does: after the badge.
    pub base: (f64, f64),
    /// What lies left of the cells, if anything does.
    pub past: Option<PastStrip>,
    /// Who reads it, by number.
    pub badge: Option<Badge>,
    pub markers: Vec<Marker>,
    /// Under what would come twice: a path.
    pub bracket: Option<String>,
    /// Around what comes twice, since its reader is dead: a path.
    pub alarm: Option<String>,
    /// Says that no consumer reads, and what is chosen.
    pub strokes: Vec<(TextTone, String)>,
    pub window: Window,
    pub values: LaneValues,
    /// The records that were looked at, for [`LaneScene::told`].
    pub runs: Vec<CellRun>,
    /// All consumers; a run's `by` is an index into them.
    pub readers: Rc<[ClientName]>,
    /// The lane in a sentence.
    pub title: String,
    pub selected: bool,
}

impl LaneScene {
    /// Who reads it, and whether that process runs.
    pub fn owner(&self) -> (Option<&ClientName>, bool) {
        (self.values.owner.as_ref(), self.values.owner_running)
    }

    /// Whether this lane may stand for `lane` at `place` for some frames: the same process reads it, so that only its
    /// records, what is said of them, and whether it is paused may differ. That the stage has the same size and
    /// language, and that the same record is chosen, is for the caller to know.
    pub(super) fn stands_for(&self, lane: &LaneView, place: (f64, LaneFrame, bool)) -> bool {
        self.partition == lane.partition
            && (self.y, self.frame, self.selected) == place
            && self.owner() == (lane.owner.as_ref(), lane.owner_running)
            && self.values.assigned_to == lane.assigned_to
    }

    /// The same for another drawing of the lane.
    pub fn looks_like(&self, other: &LaneScene) -> bool {
        self.test_id == other.test_id
            && (self.y, self.frame, self.selected) == (other.y, other.frame, other.selected)
            && self.owner() == other.owner()
            && self.values.assigned_to == other.values.assigned_to
    }
}

/// What tests and tools read off a lane's attributes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneValues {
    pub owner: Option<ClientName>,
    pub owner_running: bool,
    pub assigned_to: Option<ClientName>,
    pub committed: Option<Offset>,
    pub position: Option<Offset>,
    pub log_end: Offset,
    pub lag: Option<u64>,
    /// `None`: not to be told while a question stands.
    pub at_stake: Option<u64>,
    pub at_risk: u64,
    pub duplicates: u64,
    pub gaps: u64,
    pub paused: bool,
}

/// The position or the committed offset.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    pub kind: MarkerKind,
    pub d: String,
    pub hue: Option<Hue>,
}

/// The two markers of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkerKind {
    Position,
    Committed,
}

/// What lanes of one group have in common.
pub struct LaneContext<'a> {
    pub lang: Lang,
    pub observation: &'a Observation,
    /// The names of its consumers.
    pub readers: Rc<[ClientName]>,
    pub group: &'a GroupId,
    /// Put the group into the lane's test id (all groups but the first).
    pub qualified: bool,
    pub columns: &'a Columns,
    pub frame: LaneFrame,
    /// The longest window of the group, for bars.
    pub longest: u64,
    /// From one cell to the next.
    pub pitch: f64,
    /// How a topic is written before the number of its partition.
    pub topics: SortedMap<TopicName, String>,
    /// The stretches that are to be seen as a whole.
    pub focus: &'a [Focus],
    /// Where the first lane is.
    pub top: f64,
}

/// The drawing of `lane` at height `y`.
///
/// `chosen` is the record to be framed, if one of this lane is chosen.
pub fn lane(
    context: &LaneContext,
    lane: &LaneView,
    y: f64,
    selected: bool,
    chosen: Option<Offset>,
) -> LaneScene {
    let (frame, columns) = (context.frame, context.columns);
    let bar = frame.style == LaneStyle::Bar;
    let width = match frame.style {
        LaneStyle::Tight => {
            columns.cells_width - layout::numbers(columns.cells_width, frame.unit).1 * frame.unit
        }
        _ => columns.cells_width,
    };
    let focus = Focus::of(context.focus, *context.group, lane.partition);
    let window = match focus {
        _ if bar => Window::strip(lane, columns.cells_x, width, context.longest),
        Some(focus) => Window::focused(lane, focus, columns.cells_x, width, context.pitch),
        None => Window::choose(lane, columns.cells_x, width, context.pitch),
    };
    let row = CellRow { y: frame.cell_y, height: frame.cell_height, rest: frame.rest, solid: bar };
    let safe = lane.committed.max(lane.stored).unwrap_or(0);
    let end = columns.cells_x + columns.cells_width;
    // A ribbon begins 9 pixels beyond.
    let ribbon = if bar || columns.narrow { end } else { end + 20.0 * columns.unit - 9.0 };
    let mut scene = LaneScene {
        test_id: lane_id(context.qualified.then_some(context.group), &lane.partition),
        lang: context.lang,
        group: *context.group,
        partition: lane.partition,
        y,
        frame,
        hue: lane.owner.as_ref().and_then(|owner| hue_of(context.observation, owner)),
        texts: Vec::new(),
        cells: cells::paths(&window, &lane.cells, row, safe, in_work(context.observation, lane)),
        base: (columns.cells_x, ribbon),
        past: None,
        badge: None,
        markers: Vec::new(),
        bracket: None,
        alarm: None,
        strokes: Vec::new(),
        window,
        values: values(lane),
        runs: lane.cells.clone(),
        readers: context.readers.clone(),
        title: told::sentence(context.lang, context.observation, lane),
        selected,
    };
    head(&mut scene, context, lane);
    if bar {
        ticks(&mut scene);
        reader_at_end(&mut scene, context, lane);
    } else {
        rows::rows(&mut scene, context, lane);
        reader(&mut scene, context, lane);
    }
    if let Some(offset) = chosen {
        frame_record(&mut scene, offset);
    }
    scene
}

/// The colour of a consumer.
pub fn hue_of(observation: &Observation, name: &ClientName) -> Option<Hue> {
    observation.consumers.iter().position(|consumer| consumer.name == *name).map(Hue::of)
}

/// A lane's test id; with its group where that is not the first.
pub fn lane_id(group: Option<&GroupId>, partition: &TopicPartition) -> String {
    match group {
        Some(group) => format!("lane-{group}-{partition}"),
        None => format!("lane-{partition}"),
    }
}

/// What is read off a lane.
pub(super) fn values(lane: &LaneView) -> LaneValues {
    LaneValues {
        owner: lane.owner,
        owner_running: lane.owner_running,
        assigned_to: lane.assigned_to,
        committed: lane.committed,
        position: lane.position,
        log_end: lane.log_end,
        lag: lane.lag,
        at_stake: lane.at_stake,
        at_risk: lane.at_risk,
        duplicates: lane.duplicates,
        gaps: lane.gaps,
        paused: lane.paused,
    }
}

/// The record of this partition in its owner's handler, or the one a worker will be done with first, and how much of it
/// is done.
fn in_work(observation: &Observation, lane: &LaneView) -> Option<(Offset, f64)> {
    let owner = lane.owner.as_ref()?;
    let consumer = observation.consumers.iter().find(|consumer| consumer.name == *owner)?;
    let here = consumer.workers.iter().filter(|work| work.partition == lane.partition);
    let (offset, started, ends) = match &consumer.thread {
        AppThread::Processing { partition, offset, started, ends } if *partition == lane.partition => {
            (*offset, *started, *ends)
        }
        _ => here.map(|work| (work.offset, work.started, work.ends)).min_by_key(|work| (work.2, work.0))?,
    };
    let whole = (ends - started).as_micros().max(1) as f64;
    Some((offset, ((observation.time - started).as_micros() as f64 / whole).min(1.0)))
}

/// The lane's name, its lag, and that it is paused.
fn head(scene: &mut LaneScene, context: &LaneContext, lane: &LaneView) {
    let (frame, columns, lang) = (scene.frame, context.columns, scene.lang);
    let bar = frame.style == LaneStyle::Bar;
    let size = frame.name_size();
    let topic = context.topics.get(&lane.partition.topic).map_or("", String::as_str);
    let name = format!("{topic}-{}", lane.partition.partition);
    let mut name = Text::new(columns.left, frame.name_y, size, TextTone::Ink, name);
    name.bold = !bar;
    scene.texts.push(name);
    if bar {
        return;
    }
    let small = 11.0 * frame.unit;
    let paused = match frame.style {
        LaneStyle::Roomy => (columns.left, frame.above_y),
        _ => (columns.left, frame.name_y + small),
    };
    let without_numbers = layout::numbers(columns.cells_width, frame.unit).0 == 0;
    if frame.style != LaneStyle::Tight || (without_numbers && !lane.paused) {
        let no_commit = || lang.stage_label(StageLabel::NoCommit).to_string();
        let lag = lane.lag.map_or_else(no_commit, |lag| lang.say(LaneText::Lag(lag)));
        let x = columns.left;
        // Without a past there is nothing before the cells.
        let end = if scene.window.first == 0 { columns.cells_x - 5.0 } else { columns.past_x - 1.0 };
        let size = if frame.style == LaneStyle::Tight { small } else { 12.0 * frame.unit };
        let size = if text::width(&lag, size) > end - x { small } else { size };
        let y = if frame.style == LaneStyle::Tight { paused.1 } else { frame.lag_y };
        scene.texts.push(Text::new(x, y, size, TextTone::Muted, text::fit(&lag, size, end - x)));
    }
    if lane.paused {
        let words = lang.stage_label(StageLabel::Paused);
        // On the same line above the cells stands what is before them.
        let room =
            if frame.style == LaneStyle::Roomy { columns.past_x - columns.left - 8.0 } else { f64::MAX };
        let size = small.min(small * room / text::width(words, small));
        scene.texts.push(Text::new(paused.0, paused.1, size, TextTone::Stake, words).bold());
    }
}

/// Whether a consumer of the group ever read it: that nobody reads what nobody has read yet is no alarm.
pub(super) fn was_read(lane: &LaneView) -> bool {
    lane.processed > 0 || lane.committed.is_some() || lane.owner.is_some()
}

fn nobody_tone(lane: &LaneView) -> TextTone {
    if was_read(lane) { TextTone::Gap } else { TextTone::Muted }
}

/// The badge of its reader, or a loose end where the ribbon would begin; and that nobody reads.
fn reader(scene: &mut LaneScene, context: &LaneContext, lane: &LaneView) {
    let (columns, frame) = (context.columns, scene.frame);
    let (end, unit, y) = (columns.cells_x + columns.cells_width, columns.unit, frame.middle());
    let size = 11.0 * unit;
    let words = context.lang.stage_label(StageLabel::Nobody);
    let tone = nobody_tone(lane);
    let Some(name) = lane.owner.or(lane.assigned_to) else {
        if columns.narrow {
            above_ribbon(scene, columns, words, tone);
            return;
        }
        let at = |x: f64| end + x * unit;
        let room = |x: f64| columns.card_x - 1.0 - at(x);
        // The word matters more than the sign before it.
        let from = if text::width(words, size) <= room(22.0) { 22.0 } else { 4.0 };
        if from > 4.0 {
            let [left, right, stop, low, high] =
                [at(4.0), at(15.0), at(18.0), y - 6.0 * unit, 12.0 * unit].map(Num);
            scene.strokes.push((tone, format!("M{left} {}H{right}M{stop} {low}v{high}", Num(y))));
        }
        let words = text::fit(words, size, room(from));
        scene.texts.push(Text::new(at(from), y + size * 0.35, size, tone, words).bold());
        return;
    };
    let Some(identity) = Identity::of(context.observation, &name) else { return };
    let radius = 7.0 * unit;
    let badge = Badge { identity, x: end + 11.0 * unit, y, radius, ended: !lane.owner_running };
    // Where the ribbon is short, its card is near.
    scene.badge = (!columns.narrow).then_some(badge);
    let dead = lane.owner.is_some() && !lane.owner_running;
    if dead && frame.style == LaneStyle::Roomy {
        above_ribbon(scene, columns, words, TextTone::Gap);
    }
}

/// That nobody reads, above the place of the ribbon.
fn above_ribbon(scene: &mut LaneScene, columns: &Columns, words: &str, tone: TextTone) {
    let (size, y) = (11.0 * columns.unit, scene.frame.above_y);
    let x = columns.cells_x + columns.cells_width + 5.0 * columns.unit;
    let words = text::fit(words, size, columns.card_x - 1.0 - x);
    scene.texts.push(Text::new(x, y, size, tone, words).bold());
}

/// A frame around the chosen record, or its place in the past.
fn frame_record(scene: &mut LaneScene, offset: Offset) {
    let (frame, window) = (scene.frame, scene.window);
    let (x, width) = match &scene.past {
        _ if (window.first..window.end).contains(&offset) => {
            (window.at(offset) - 2.5, if frame.style == LaneStyle::Bar { 5.0 } else { window.pitch + 3.0 })
        }
        Some(past) if offset < window.first && past.area.width > 0.0 => (past.at(offset, &window) - 2.5, 5.0),
        _ => return,
    };
    let (y, width, height) = (frame.cell_y - 2.5, Num(width), Num(frame.cell_height + 5.0));
    scene.strokes.push((TextTone::Accent, format!("M{} {}h{width}v{height}h-{width}z", Num(x), Num(y))));
}

/// Who reads, in words, beside a bar; where bars are narrow their ribbons alone say it.
fn reader_at_end(scene: &mut LaneScene, context: &LaneContext, lane: &LaneView) {
    let (columns, frame) = (context.columns, scene.frame);
    if columns.narrow {
        return;
    }
    let (tone, words) = told::reader(scene.lang, context.observation, lane);
    let tone = tone.unwrap_or_else(|| nobody_tone(lane));
    let x = columns.cells_x + columns.cells_width + 4.0;
    // Where nobody reads no ribbon begins.
    let unread = lane.owner.is_none() && lane.assigned_to.is_none();
    let room = if unread { columns.card_x - 1.0 - x } else { columns.beside_bar() - 6.0 };
    // Who is to read it matters more than the sign before the name.
    let name = words.trim_start_matches("→ ");
    let words = text::fit(if text::width(&words, 11.0) <= room { &words } else { name }, 11.0, room);
    scene.texts.push(Text::new(x, frame.name_y, 11.0, tone, words));
}

/// In a bar the two markers are strokes across it.
fn ticks(scene: &mut LaneScene) {
    let (window, frame) = (scene.window, scene.frame);
    let found =
        [(MarkerKind::Committed, scene.values.committed), (MarkerKind::Position, scene.values.position)];
    for (kind, offset) in found {
        if let Some(offset) = offset {
            let x = window.at(offset.clamp(window.first, window.end)) - 0.8;
            let (y, height) = (frame.cell_y - 1.5, frame.cell_height + 3.0);
            let d = format!("M{} {}h1.6v{}h-1.6z", Num(x), Num(y), Num(height));
            scene.markers.push(Marker { kind, d, hue: scene.hue });
        }
    }
}
