//! A prediction on the stage: what a reader marks while a question stands, and beside it, once it has happened, what
//! happened. It lies over the lanes and is computed from them.

use crate::cluster::observation::{LaneView, Observation};
use crate::kafka::ids::{GroupId, Offset, TopicPartition};
use crate::scene::cells::{Focus, Window};
use crate::scene::labels::LabelRow;
use crate::scene::lane::LaneScene;
use crate::scene::layout::LaneStyle;
use crate::scene::mark::{Area, Text, TextTone, within};
use crate::scene::text::{self, Num};
use crate::scene::{Scene, Selection};
use crate::session::foretelling::{ForetellDeed, Foretelling};
use crate::session::language::Lang;
use crate::session::language::lesson::{LessonLabel, LessonPhrase};
use crate::session::prediction::truth::Truth;
use crate::session::prediction::{Guess, Prediction, PredictionKind};

/// What it is computed from.
#[derive(Clone, Copy)]
pub struct ForetoldInput<'a> {
    pub lang: Lang,
    pub prediction: &'a Prediction,
    /// What is marked, or was said.
    pub guess: &'a Guess,
    /// Whether it can still be changed.
    pub open: bool,
    /// What happened, once the answer is told.
    pub truth: Option<&'a Truth>,
}

/// The prediction on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct ForetoldScene {
    pub width: f64,
    pub height: f64,
    pub open: bool,
    pub lanes: Vec<ForetoldLane>,
}

/// One lane of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ForetoldLane {
    pub group: GroupId,
    pub partition: TopicPartition,
    /// The whole lane.
    pub area: Area,
    /// Its cells, with the room for those to come.
    pub cells: Area,
    pub window: Window,
    pub kind: PredictionKind,
    /// Whether the question is about this lane.
    pub concerned: bool,
    /// Whether the lane itself is what was said, and what happened.
    pub said: bool,
    pub seen: bool,
    /// Around the marked records, and at their two ends.
    pub marked: Option<Area>,
    pub handles: Vec<Area>,
    /// The cells to come: a path.
    pub future: String,
    /// Around what happened.
    pub happened: Vec<Area>,
    pub texts: Vec<Text>,
}

/// Records that stand before what is to be seen as a whole, and, while it is open, at least behind it.
const BEFORE_FOCUS: Offset = 4;
const LEAST_AHEAD: Offset = 12;

/// What is to be seen as a whole of the lanes in which records are marked: from the commit on, with room for those to
/// come; once it has happened, what was marked and what happened.
pub fn focus(foretelling: &Foretelling, world: &Observation) -> Vec<Focus> {
    let Some(Guess::Records(marks)) = &foretelling.guess else { return Vec::new() };
    let prediction = &foretelling.prediction;
    let group = prediction.group().map(GroupId::from);
    let groups = world.groups.iter().filter(|view| group.is_none_or(|it| it == view.id));
    let lanes = groups.flat_map(|view| &view.lanes);
    let focus = |lane: &LaneView| {
        let mark = marks.get(&lane.partition).filter(|(from, to)| from < to);
        let marked = mark.map_or(Offset::MAX, |(from, _)| *from);
        let mark_end = mark.map_or(0, |(_, to)| *to);
        let (from, to) = match &foretelling.seen {
            None if foretelling.asked || foretelling.given => {
                let from = lane.committed.unwrap_or(lane.log_start).min(marked);
                (from, lane.log_end + ((lane.log_end.saturating_sub(from)) / 2).max(LEAST_AHEAD))
            }
            // Who said nothing compares nothing: the lane is as ever.
            Some((Truth::Records(found), _)) if foretelling.given => {
                let found = found.get(&lane.partition).and_then(|found| found.first()).map(|first| first.0);
                (marked.min(found.unwrap_or(Offset::MAX)), lane.log_end)
            }
            None | Some(_) => return None,
        };
        let from = from.saturating_sub(BEFORE_FOCUS);
        (from < lane.log_end).then_some(Focus {
            group,
            partition: lane.partition,
            from,
            to: to.max(mark_end),
        })
    };
    lanes
        .filter(|lane| foretelling.prediction.partitions.contains(&lane.partition))
        .filter_map(focus)
        .collect()
}

/// What is done to what is ringed. Of records first one is marked, and then all from there to another one.
pub fn deed_on(foretelling: &Foretelling, ringed: &Selection) -> Option<ForetellDeed> {
    let (group, partition, offset) = match *ringed {
        Selection::Lane(group, partition) => (group, partition, None),
        Selection::Record(group, partition, offset) => (group, partition, Some(offset)),
        _ => return None,
    };
    if foretelling.prediction.group().is_some_and(|name| name != group.as_str()) {
        return None;
    }
    let concerned = foretelling.prediction.partitions.contains(&partition);
    match (&foretelling.guess, offset) {
        (Some(Guess::Records(marks)), Some(here)) if concerned => Some(match marks.get(&partition) {
            Some((from, to)) if from + 1 == *to && *from == here => ForetellDeed::Unmark(partition),
            Some((from, to)) if from + 1 == *to => {
                ForetellDeed::Mark(partition, here.min(*from), here.max(*from) + 1)
            }
            _ => ForetellDeed::Mark(partition, here, here + 1),
        }),
        (Some(Guess::Partitions(_)), _) => Some(ForetellDeed::Toggle(partition)),
        (Some(Guess::Owners(_)), _) if concerned => Some(ForetellDeed::NextOwner(partition)),
        _ => None,
    }
}

/// Where a lane stands, on the page's stage or in the picture for a room.
#[derive(Clone, Copy)]
pub struct ForetoldPlace {
    pub group: GroupId,
    pub partition: TopicPartition,
    pub area: Area,
    pub cells: Area,
    pub window: Window,
    /// Whether cells to come can be drawn beside the others.
    pub has_future: bool,
    /// The size of its words, and how far frames stand off.
    pub size: f64,
    pub off: f64,
}

/// The prediction over this scene.
pub fn foretold(scene: &Scene, input: &ForetoldInput) -> ForetoldScene {
    let lanes = scene
        .groups
        .iter()
        .filter(|group| input.prediction.group().is_none_or(|name| name == group.id.as_str()));
    let lanes = lanes.flat_map(|group| &group.lanes).map(|lane| lane_of(lane, input)).collect();
    ForetoldScene { width: scene.width, height: scene.height, open: input.open, lanes }
}

/// Where the frame around a lane ends: where its ribbon begins, or before a word that lies across that place, such as
/// that nobody reads.
pub(super) fn right_edge(lane: &LaneScene) -> f64 {
    let edge = lane.base.1 + 6.0;
    let across = |(from, till): &(f64, f64)| *from > lane.window.right() && *from < edge && *till > edge;
    let words = lane.texts.iter().map(Text::extent).filter(across);
    words.map(|(from, _)| from - 3.0).fold(edge, f64::min)
}

fn lane_of(lane: &LaneScene, input: &ForetoldInput) -> ForetoldLane {
    let frame = lane.frame;
    let (from, to) = lane.base;
    let cells =
        Area { x: from, y: lane.y + frame.cell_y, width: (to - from).max(0.0), height: frame.cell_height };
    let place = ForetoldPlace {
        group: lane.group,
        partition: lane.partition,
        area: Area { x: 4.0, y: lane.y, width: right_edge(lane) - 4.0, height: frame.height },
        cells,
        window: lane.window,
        has_future: frame.style != LaneStyle::Bar,
        size: 14.0 * frame.unit,
        off: 1.0,
    };
    let mut drawn = foretold_lane(&place, input);
    if let (Some(area), Some((from, to))) = (drawn.marked, input.marked(lane.partition)) {
        let words = match input.truth {
            Some(_) => LessonPhrase::SaidOnLane { count: to - from, first: from, last: to - 1 },
            None => LessonPhrase::Records(to - from),
        };
        drawn.texts.extend(label(lane, &area, input.lang.say(words)));
    }
    drawn
}

/// The prediction over one lane, without what is said of the records that are marked.
pub fn foretold_lane(place: &ForetoldPlace, input: &ForetoldInput) -> ForetoldLane {
    let ForetoldPlace { group, partition, area, cells, window, .. } = *place;
    let prediction = input.prediction;
    let concerned = match prediction.kind {
        PredictionKind::Partitions(_) => true,
        PredictionKind::Records(_) | PredictionKind::Owner | PredictionKind::Number => {
            prediction.partitions.contains(&partition)
        }
    };
    let said = matches!(input.guess, Guess::Partitions(named) if named.contains(&partition));
    let seen = matches!(input.truth, Some(Truth::Partitions(named)) if named.contains(&partition));
    let mut drawn = ForetoldLane {
        group,
        partition,
        area,
        cells,
        window,
        kind: prediction.kind,
        concerned,
        said,
        seen,
        marked: None,
        handles: Vec::new(),
        future: String::new(),
        happened: Vec::new(),
        texts: Vec::new(),
    };
    match prediction.kind {
        PredictionKind::Records(_) if concerned => records(&mut drawn, place, input),
        PredictionKind::Owner if concerned => owner(&mut drawn, place.size, input),
        _ => {}
    }
    drawn
}

impl ForetoldInput<'_> {
    /// The records that are marked of a partition.
    fn marked(&self, partition: TopicPartition) -> Option<(Offset, Offset)> {
        let Guess::Records(marks) = self.guess else { return None };
        marks.get(&partition).copied().filter(|(from, to)| from < to)
    }
}

/// The marked records, those to come, and what happened.
fn records(drawn: &mut ForetoldLane, place: &ForetoldPlace, input: &ForetoldInput) {
    let (window, cells) = (&place.window, &place.cells);
    let around = |(from, to): (Offset, Offset), grow: f64| {
        let at = |offset: Offset| within(window.at(offset) - 1.0, cells.x - 2.0, cells.right() + 2.0);
        let (x, end, grow) = (at(from), at(to), grow * place.off);
        Area { x, y: cells.y - grow, width: end - x, height: cells.height + 2.0 * grow }
    };
    drawn.marked = input.marked(place.partition).map(|mark| around(mark, 5.0));
    let found = match input.truth {
        Some(Truth::Records(found)) => found.get(&place.partition).cloned().unwrap_or_default(),
        _ => Vec::new(),
    };
    drawn.happened =
        found.iter().map(|stretch| around(*stretch, 2.0)).filter(|area| area.width > 0.5).collect();
    if input.open {
        let size = 10.0 * (place.size / 14.0).min(1.4);
        let handle =
            |x: f64| Area { x: x - size / 2.0, y: cells.y - 2.0, width: size, height: cells.height + 4.0 };
        drawn.handles = drawn.marked.iter().flat_map(|area| [handle(area.x), handle(area.right())]).collect();
        if place.has_future && window.hidden == 0 {
            drawn.future = future(window, cells);
        }
    }
}

/// The cells to come, right of the last one.
fn future(window: &Window, cells: &Area) -> String {
    let width = Num((window.pitch - 2.0).max(1.0));
    let (y, height) = (Num(cells.y + 1.0), Num(cells.height - 2.0));
    let places =
        (window.end..).map(|offset| window.at(offset)).take_while(|x| x + window.pitch <= cells.right());
    places.map(|x| format!("M{} {y}h{width}v{height}h-{width}z", Num(x))).collect()
}

/// A label above the cells where no other stands; `None` where there is no room.
fn label(lane: &LaneScene, area: &Area, words: String) -> Option<Text> {
    let frame = lane.frame;
    if frame.style != LaneStyle::Roomy {
        return None;
    }
    let size = 12.0 * frame.unit;
    let mut row = LabelRow::new(lane.base.0, lane.base.1, 8.0 * frame.unit);
    let counts = lane.past.iter().flat_map(|past| &past.counts).map(|count| &count.text);
    for text in lane.texts.iter().chain(counts).filter(|text| (text.y - frame.below_y).abs() < 2.0) {
        row.keep(text.x, text.x + text::width(&text.text, text.size));
    }
    let width = text::width(&words, size);
    let x = row.take_near(area.x + (area.width - width) / 2.0, width, lane.base.1 - lane.base.0)?;
    Some(Text::new(x, lane.y + frame.below_y, size, TextTone::Accent, words).bold())
}

/// Who was said to have it.
fn owner(drawn: &mut ForetoldLane, size: f64, input: &ForetoldInput) {
    let Guess::Owners(owners) = input.guess else { return };
    let Some(owner) = owners.get(&drawn.partition) else { return };
    let name = owner.map_or(input.lang.lesson_label(LessonLabel::Nobody).to_owned(), |name| name.to_string());
    let y = drawn.cells.y + drawn.cells.height / 2.0 + size * 0.35;
    drawn.texts.push(
        Text::new(drawn.cells.right() - 4.0, y, size, TextTone::Accent, format!("→ {name}")).end().bold(),
    );
    drawn.said = true;
    drawn.seen = match input.truth {
        Some(Truth::Owners(seen)) => seen.get(&drawn.partition) == Some(owner),
        _ => false,
    };
}

impl ForetoldLane {
    /// The record at a share of the width of the cells, from 0 to 1; also one to come.
    pub fn offset_at(&self, share: f64) -> Offset {
        self.offset_at_x(self.cells.x + within(share, 0.0, 1.0) * self.cells.width)
    }

    /// The record at this place.
    pub fn offset_at_x(&self, x: f64) -> Offset {
        self.window.first + ((x - self.window.x) / self.window.pitch).max(0.0) as u64
    }
}
