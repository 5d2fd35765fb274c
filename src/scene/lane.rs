//! One partition as one group reads it: name, lag, cells, the two markers, what is at stake, who reads.

use crate::cluster::observation::{AppThread, CellRun, CellState, LaneView, Observation};
use crate::kafka::ids::*;
use crate::scene::card::Condition;
use crate::scene::cells::{self, CellPath, CellRow, Window};
use crate::scene::labels::{self, Wish};
use crate::scene::layout::{Columns, LaneFrame, LaneStyle};
use crate::scene::mark::{Hue, Text, TextTone, within};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::LaneText;
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
    /// The thin line under the cells: from, to.
    pub base: (f64, f64),
    pub markers: Vec<Marker>,
    /// What would come twice: a path.
    pub bracket: Option<String>,
    /// Says that the log goes on beyond the right edge, or that no consumer reads.
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

    /// What became of the record at `offset`, in words, and the lane in a sentence: the text under the pointer.
    pub fn told(&self, offset: Offset) -> String {
        let run = self.runs.iter().find(|run| (run.from..run.to).contains(&offset));
        let Some(run) = run else { return self.title.clone() };
        let by = run.by.and_then(|by| self.readers.get(usize::from(by)));
        format!("{}\n{}", cells::told(self.lang, offset, run.state, by), self.title)
    }
}

impl LaneScene {
    /// The lane's name and reader, for those who do not see it; its numbers are in the table beside the drawing.
    pub fn spoken(&self) -> String {
        let partition = &self.partition.to_string();
        self.lang.say(match self.owner() {
            (Some(owner), true) => LaneText::SpokenRead { partition, owner: owner.as_str() },
            (Some(owner), false) => LaneText::SpokenHeld { partition, owner: owner.as_str() },
            (None, _) => LaneText::SpokenUnread(partition),
        })
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
    pub at_stake: u64,
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
    let window = if bar {
        Window::strip(lane, columns.cells_x, columns.cells_width, context.longest)
    } else {
        Window::choose(lane, columns.cells_x, columns.cells_width, context.pitch)
    };
    let hue = lane.owner.as_ref().and_then(|owner| hue_of(context.observation, owner));
    let row = CellRow { y: frame.cell_y, height: frame.cell_height, solid: bar };
    let mut scene = LaneScene {
        test_id: test_id(context, &lane.partition),
        lang: context.lang,
        group: *context.group,
        partition: lane.partition,
        y,
        frame,
        hue,
        texts: Vec::new(),
        cells: cells::paths(&window, &lane.cells, row, in_work(context.observation, lane)),
        base: (columns.cells_x, columns.cells_x + columns.cells_width),
        markers: Vec::new(),
        bracket: None,
        strokes: Vec::new(),
        window,
        values: values(lane),
        runs: lane.cells.clone(),
        readers: context.readers.clone(),
        title: sentence(context.lang, context.observation, lane),
        selected,
    };
    head(&mut scene, columns, lane);
    if let Some(offset) = chosen.filter(|offset| (window.first..window.end).contains(offset)) {
        frame_record(&mut scene, offset);
    }
    if bar {
        ticks(&mut scene);
        reader_at_end(&mut scene, columns, lane, context.observation);
    } else {
        marks(&mut scene, columns, lane);
        edge(&mut scene);
        if columns.narrow {
            reader_at_end(&mut scene, columns, lane, context.observation);
        } else if lane.owner.is_none() && lane.assigned_to.is_none() {
            nobody(&mut scene, columns);
        }
    }
    scene
}

/// The colour of a consumer.
pub fn hue_of(observation: &Observation, name: &ClientName) -> Option<Hue> {
    observation.consumers.iter().position(|consumer| consumer.name == *name).map(Hue::of)
}

fn test_id(context: &LaneContext, partition: &TopicPartition) -> String {
    if context.qualified {
        format!("lane-{}-{partition}", context.group)
    } else {
        format!("lane-{partition}")
    }
}

fn values(lane: &LaneView) -> LaneValues {
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

fn sentence(lang: Lang, observation: &Observation, lane: &LaneView) -> String {
    let reader = lang.say(match (&lane.owner, &lane.assigned_to) {
        (Some(owner), _) if lane.owner_running => LaneText::ReadBy(owner.as_str()),
        (Some(owner), _) => {
            let consumer = observation.consumers.iter().find(|consumer| consumer.name == *owner);
            match consumer.map(|consumer| Condition::of(consumer).label()) {
                Some(label) => {
                    LaneText::OwnerDoesNotRead { owner: owner.as_str(), state: lang.stage_label(label) }
                }
                None => LaneText::OwnerDoesNotRun(owner.as_str()),
            }
        }
        (None, Some(next)) => LaneText::AssignedTo(next.as_str()),
        (None, None) => LaneText::ReadByNobody,
    });
    let none = || lang.stage_label(StageLabel::NoOffset).to_string();
    let offset = |n: Option<u64>| n.map_or_else(none, |n| n.to_string());
    let offsets = [&offset(lane.committed), &offset(lane.position), &lane.log_end.to_string()];
    let offsets = offsets.map(String::as_str);
    let mut out =
        lang.say(LaneText::Told { partition: &lane.partition.to_string(), reader: &reader, offsets });
    let mut add = |words: &str| {
        out.push_str("; ");
        out.push_str(words);
    };
    if lane.paused {
        add(lang.stage_label(StageLabel::PausedByReader));
    }
    if lane.at_stake > 0 {
        add(&lang.say(LaneText::AtStake(lane.at_stake)));
    }
    if lane.at_risk > 0 {
        add(&lang.say(LaneText::AtRisk(&lane.at_risk.to_string())));
    }
    if lane.duplicates > 0 {
        add(&lang.say(LaneText::Duplicates(&lane.duplicates.to_string())));
    }
    if lane.gaps > 0 {
        add(&lang.say(LaneText::Lost(lane.gaps)));
    }
    out
}

fn head(scene: &mut LaneScene, columns: &Columns, lane: &LaneView) {
    let frame = scene.frame;
    let bar = frame.style == LaneStyle::Bar;
    let size = if bar { 9.5 } else { 12.5 };
    let name = text::fit_partition(&lane.partition, size, columns.name_width);
    let width = text::width(&name, size);
    let mut name = Text::new(columns.left, frame.name_y, size, TextTone::Ink, name);
    name.bold = !bar;
    scene.texts.push(name);
    if bar {
        return;
    }
    let lang = scene.lang;
    let no_commit = || lang.stage_label(StageLabel::NoCommit).to_string();
    let lag = lane.lag.map_or_else(no_commit, |lag| lang.say(LaneText::Lag(lag)));
    let x = if columns.narrow { columns.left + width + 10.0 } else { columns.left };
    if lane.paused {
        let x = x + text::width(&format!("{lag} "), 10.5);
        scene.texts.push(Text::new(
            x,
            frame.lag_y,
            10.5,
            TextTone::Stake,
            lang.stage_label(StageLabel::Paused),
        ));
    }
    scene.texts.push(Text::new(x, frame.lag_y, 10.5, TextTone::Muted, lag));
}

/// Markers, bracket, and all labels of the lane, kept apart.
fn marks(scene: &mut LaneScene, columns: &Columns, lane: &LaneView) {
    let frame = scene.frame;
    let window = scene.window;
    let lang = scene.lang;
    let limits = (columns.cells_x, columns.cells_x + columns.cells_width);
    let mut above: Vec<(Wish, TextTone, String)> = Vec::new();
    let mut below: Vec<(Wish, TextTone, String)> = Vec::new();
    let one_line = frame.above_y == frame.below_y;
    let wish =
        |center: f64, text: &str, rank: u8| Wish { center, width: text::width(text, frame.label_size), rank };
    if let Some(position) = lane.position {
        let x = marker(scene, MarkerKind::Position, position);
        let label = lang.say(LaneText::Position(position));
        let tone = scene.hue.map_or(TextTone::Ink, TextTone::Hue);
        let line = if one_line { &mut below } else { &mut above };
        line.push((wish(x, &label, 4), tone, label));
    }
    if let Some(committed) = lane.committed {
        let x = marker(scene, MarkerKind::Committed, committed);
        let label = lang.say(LaneText::Committed(committed));
        below.push((wish(x, &label, 5), TextTone::Muted, label));
    }
    if let Some((from, to)) = at_stake(lane, &window) {
        let (y, size) = (frame.base_y() + frame.marker - 1.0, frame.marker - 0.5);
        scene.bracket = Some(format!("M{} {}v{}H{}v-{}", Num(from), Num(y), Num(size), Num(to), Num(size)));
        let label = lang.say(LaneText::AtStake(lane.at_stake));
        below.push((wish((from + to) / 2.0 + 1.0, &label, 3), TextTone::Stake, label));
    }
    for (tone, center, label) in findings(lang, lane, &window) {
        below.push((wish(center, &label, 2), tone, label));
    }
    if window.hidden > 0 {
        let label = lang.say(LaneText::Beyond(window.hidden));
        below.push((wish(limits.1, &label, 1), TextTone::Muted, label));
    }
    for (line, y) in [(above, frame.above_y), (below, frame.below_y)] {
        let wishes: Vec<Wish> = line.iter().map(|(wish, ..)| *wish).collect();
        let places = labels::place(&wishes, limits.0, limits.1, 9.0);
        for ((_, tone, label), left) in line.into_iter().zip(places) {
            if let Some(x) = left {
                scene.texts.push(Text::new(x, y, frame.label_size, tone, label));
            }
        }
    }
}

/// Adds the marker and returns where it points.
fn marker(scene: &mut LaneScene, kind: MarkerKind, offset: Offset) -> f64 {
    let (frame, window) = (scene.frame, scene.window);
    let gap = within(window.pitch * 0.11, 0.4, 1.3);
    let s = Num(frame.marker);
    let (two, tall) = (Num(frame.marker * 2.0), Num(frame.marker * 1.5));
    let tip = match kind {
        MarkerKind::Position => frame.cell_y - 3.0,
        MarkerKind::Committed => frame.base_y(),
    };
    let outside = !window.shows(offset);
    let x = window.at(offset.clamp(window.first, window.end)) - gap;
    let d = match kind {
        // Pinned at an edge of the window: an arrow pointing to where it really is.
        _ if outside => {
            let sign = if offset < window.first { "" } else { "-" };
            let back = if offset < window.first { "-" } else { "" };
            let y = if kind == MarkerKind::Position { tip - frame.marker } else { tip + frame.marker };
            format!("M{} {}l{sign}{tall} -{s}v{two}l{back}{tall} -{s}z", Num(x), Num(y))
        }
        MarkerKind::Position => format!("M{} {}l-{s} -{tall}h{two}z", Num(x), Num(tip)),
        MarkerKind::Committed => format!("M{} {}l-{s} {tall}h{two}z", Num(x), Num(tip)),
    };
    scene.markers.push(Marker { kind, d, hue: scene.hue });
    x
}

/// From the committed offset to the last processed record above it.
fn at_stake(lane: &LaneView, window: &Window) -> Option<(f64, f64)> {
    let from = lane.committed.unwrap_or(lane.log_start);
    let to = window
        .runs(&lane.cells)
        .filter(|run| {
            matches!(run.state, CellState::Processed | CellState::Duplicate { .. }) && run.to > from
        })
        .map(|run| run.to)
        .max()?;
    (lane.at_stake > 0).then(|| (window.at(from.max(window.first)) + 1.5, window.at(to) - 2.5))
}

/// Duplicates, gaps and records at risk that are in sight: where they are, and how many of how many.
fn findings(lang: Lang, lane: &LaneView, window: &Window) -> Vec<(TextTone, f64, String)> {
    let of = |seen: u64, all: u64| {
        if seen < all { lang.say(LaneText::OfAll { seen, all }) } else { seen.to_string() }
    };
    let mut out = Vec::new();
    for kind in 0..3 {
        let (mut seen, mut sum, mut cells) = (0, 0.0, 0);
        for run in window.runs(&lane.cells) {
            let weight = match (kind, run.state) {
                (0, CellState::Duplicate { repeats }) => u64::from(repeats),
                (1, CellState::Gap) | (2, CellState::AtRisk) => 1,
                _ => continue,
            };
            seen += weight * (run.to - run.from);
            cells += run.to - run.from;
            sum += (window.at(run.from) + window.at(run.to)) / 2.0 * (run.to - run.from) as f64;
        }
        if cells == 0 {
            continue;
        }
        let (tone, label) = match kind {
            0 => (TextTone::Duplicate, lang.say(LaneText::Duplicates(&of(seen, lane.duplicates)))),
            1 => (TextTone::Gap, lang.say(LaneText::Gaps(&of(seen, lane.gaps)))),
            _ => (TextTone::Gap, lang.say(LaneText::AtRisk(&of(seen, lane.at_risk)))),
        };
        out.push((tone, sum / cells as f64, label));
    }
    out
}

/// The chosen record's frame.
fn frame_record(scene: &mut LaneScene, offset: Offset) {
    let (x, width) = (scene.window.at(offset) - 2.5, Num(scene.window.pitch + 2.6));
    let (y, height) = (scene.frame.cell_y - 2.5, Num(scene.frame.cell_height + 5.0));
    scene.strokes.push((TextTone::Accent, format!("M{} {}h{width}v{height}h-{width}z", Num(x), Num(y))));
}

/// The log goes on beyond the right edge.
fn edge(scene: &mut LaneScene) {
    if scene.window.hidden > 0 {
        let (x, y) = (scene.window.right() + 0.5, scene.frame.middle());
        scene.strokes.push((TextTone::Muted, format!("M{} {}l4 4l-4 4", Num(x), Num(y - 4.0))));
    }
}

/// A loose end where the ribbon would begin.
fn nobody(scene: &mut LaneScene, columns: &Columns) {
    let (x, y) = (columns.cells_x + columns.cells_width + 10.0, scene.frame.middle());
    scene.strokes.push((TextTone::Gap, format!("M{} {}h22m0 -5v10", Num(x), Num(y))));
    let words = scene.lang.stage_label(StageLabel::Nobody);
    scene.texts.push(Text::new(x + 29.0, y + 3.6, 11.0, TextTone::Gap, words).bold());
}

/// Who reads, in words, where no ribbon leads there (phones, bars).
fn reader_at_end(scene: &mut LaneScene, columns: &Columns, lane: &LaneView, observation: &Observation) {
    let narrow = columns.narrow && scene.frame.style != LaneStyle::Bar;
    let size = if narrow { 11.5 } else { 9.5 };
    let room = if narrow { columns.cells_width * 0.36 } else { 70.0 };
    let (tone, words) = match (&lane.owner, &lane.assigned_to) {
        (Some(owner), _) if lane.owner_running => {
            (scene.hue.map_or(TextTone::Ink, TextTone::Hue), owner.to_string())
        }
        (Some(owner), _) => {
            let consumer = observation.consumers.iter().find(|consumer| consumer.name == *owner);
            let label = consumer.map_or(StageLabel::Gone, |consumer| Condition::of(consumer).label());
            let state = scene.lang.stage_label(label);
            (TextTone::Gap, scene.lang.say(LaneText::OwnerIs { owner: owner.as_str(), state }))
        }
        (None, Some(next)) => (TextTone::Stake, format!("→ {next}")),
        (None, None) => (TextTone::Gap, scene.lang.stage_label(StageLabel::Nobody).to_string()),
    };
    let words = text::fit(&words, size, room);
    let text = if narrow {
        Text::new(columns.right, scene.frame.name_y, size, tone, words).end().bold()
    } else if columns.narrow {
        return;
    } else {
        Text::new(columns.cells_x + columns.cells_width + 6.0, scene.frame.name_y, size, tone, words)
    };
    scene.texts.push(text);
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
