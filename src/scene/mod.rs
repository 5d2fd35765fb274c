//! What is to be seen at one instant, as plain data: computed from an [`Observation`], a size and a selection.
//!
//! A scene knows no browser. Of the scene before it, it knows at most which lanes need not be drawn anew. Everything
//! that moves is where it is because of the simulated time; so pausing, stepping and going back need no code here.
//! Floats are coordinates, nothing else.
//! Not modelled: folding of sections.

pub mod card;
pub mod cells;
pub mod clock_fold;
pub mod coordinator;
pub mod crew;
pub mod crowd;
pub mod deck;
pub mod dot_plot;
pub mod foretold;
pub mod halves;
pub mod identity;
pub mod labels;
pub mod lane;
pub mod layout;
pub mod mark;
pub mod motion;
pub mod owned;
pub mod picture;
pub mod presenter;
pub mod ribbon;
pub mod sequence;
pub mod series;
pub mod slot;
pub mod small;
pub mod summary;
pub mod text;
pub mod time_axis;
pub mod time_rows;
pub mod time_scale;
pub mod time_words;
pub mod track;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use crate::cluster::observation::{Direction, Effort, Former, GroupView, LaneView, Observation};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::scene::card::{CardContext, CardScene};
use crate::scene::cells::Focus;
use crate::scene::coordinator::{CoordinatorArm, CoordinatorScene};
use crate::scene::crew::{Crew, Folded};
use crate::scene::crowd::CrowdScene;
use crate::scene::foretold::ForetoldScene;
use crate::scene::halves::Verdict;
use crate::scene::lane::{LaneContext, LaneScene};
use crate::scene::layout::{Columns, LaneFrame, LaneStyle};
use crate::scene::mark::{Text, TextTone};
use crate::scene::motion::{EnvelopeMark, WirePath};
use crate::scene::ribbon::Ribbon;
use crate::scene::summary::TwinRow;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::sim::sorted::{SortedMap, SortedSet};
use crate::sim::time::{SimDuration, SimTime};
use std::borrow::Cow;
use std::rc::Rc;

/// What a scene is computed from.
#[derive(Clone, Copy)]
pub struct SceneInput<'a> {
    /// The language of all texts. They are measured here, so the scene is another one in another language.
    pub lang: Lang,
    pub observation: &'a Observation,
    /// The stage's width in CSS pixels.
    pub width: f64,
    /// The height the viewport offers; the scene may become higher, and the stage then scrolls. 0: as high as it likes.
    pub height: f64,
    pub selection: Option<Selection>,
    /// Whether the stage is wanted in words, too: its summary, and the table twins. They are empty without.
    pub words: bool,
    /// Lays out the groups that have too many partitions or consumers for lanes and cards: [`crowd::crowd`]. Without it
    /// their place stays empty.
    pub crowd: Option<CrowdLayout>,
    /// The stretches that are to be seen as a whole.
    pub focus: &'a [Focus],
    /// What may stay as it was.
    pub standing: Option<StandingLanes<'a>>,
}

/// A scene of a moment ago. While time runs, not every lane is drawn anew in every frame.
#[derive(Clone, Copy)]
pub struct StandingLanes<'a> {
    pub scene: &'a Scene,
    /// Whether the lane at a zero-based place of its group is drawn anew in any case. The second number is how many
    /// lanes the group has.
    pub is_drawn: &'a dyn Fn(usize, usize) -> bool,
}

/// See [`SceneInput::crowd`].
pub type CrowdLayout = fn(&SceneInput, &GroupView, &Columns, (f64, f64), bool) -> (CrowdScene, f64);

/// Something on the stage that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    Coordinator(GroupId),
    Consumer(ClientName),
    Lane(GroupId, TopicPartition),
    Record(GroupId, TopicPartition, Offset),
    Envelope { client: ClientName, number: u64, direction: Direction },
}

/// A picture of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub time: SimTime,
    pub width: f64,
    pub height: f64,
    pub groups: Vec<GroupScene>,
    /// Stands in the middle of a stage on which there is nothing yet.
    pub empty: Option<Text>,
    /// The whole stage in a sentence or two.
    pub summary: String,
    /// The table twin of the lanes.
    pub twin: Rc<Vec<TwinRow>>,
    /// That of the crowds: each consumer, and its partitions.
    pub crowd_twin: Rc<Vec<(String, String)>>,
    /// What is foretold on it.
    pub foretold: Option<Rc<ForetoldScene>>,
}

/// A group's section.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupScene {
    pub id: GroupId,
    pub narrow: bool,
    pub coordinator: Rc<CoordinatorScene>,
    pub lanes: Vec<Rc<LaneScene>>,
    pub ribbons: Rc<Vec<Ribbon>>,
    pub cards: Vec<Rc<CardScene>>,
    /// One line for the processes that are long gone.
    pub folded: Option<Rc<Folded>>,
    pub wires: Vec<WirePath>,
    pub envelopes: Vec<EnvelopeMark>,
    /// How its partitions fare, where another group stands beside it.
    pub verdict: Option<Verdict>,
    /// Its partitions and consumers where they are too many for lanes and cards; there are none of those then.
    pub crowd: Option<Rc<CrowdScene>>,
}

impl Scene {
    /// Whether nothing that is drawn differs from `before`, a scene of a moment ago, except lanes. Cards and
    /// coordinators count as different unless they are shared. The summary and the twins are words, and not compared.
    pub fn differs_only_in_lanes(&self, before: &Scene) -> bool {
        let Scene { time: _, width, height, groups, empty, summary: _, twin: _, crowd_twin: _, foretold } =
            self;
        let mut pairs = groups.iter().zip(&before.groups);
        (*width, *height, groups.len()) == (before.width, before.height, before.groups.len())
            && *empty == before.empty
            && *foretold == before.foretold
            && pairs.all(|(group, before)| group.differs_only_in_lanes(before))
    }
}

impl GroupScene {
    fn differs_only_in_lanes(&self, before: &GroupScene) -> bool {
        let GroupScene {
            id,
            narrow,
            coordinator,
            lanes: _,
            ribbons,
            cards,
            folded,
            wires,
            envelopes,
            verdict,
            crowd,
        } = self;
        (*id, *narrow, cards.len()) == (before.id, before.narrow, before.cards.len())
            && Rc::ptr_eq(coordinator, &before.coordinator)
            && cards.iter().zip(&before.cards).all(|(card, before)| Rc::ptr_eq(card, before))
            && *ribbons == before.ribbons
            && (folded, verdict) == (&before.folded, &before.verdict)
            && (wires, envelopes) == (&before.wires, &before.envelopes)
            && crowd.is_none()
            && before.crowd.is_none()
    }
}

/// The scene of this instant.
pub fn scene(input: &SceneInput) -> Scene {
    let observation = input.observation;
    let width = input.width.max(300.0);
    let all = groups(observation);
    let side_by_side = halves::beside(all.len(), width);
    let free = input.height <= 0.0 && !Columns::new(width, 0.0, 0.0).narrow;
    let offered = if free { layout::free_height(observation, &all, side_by_side) } else { input.height };
    let room = SceneInput { height: offered, ..*input };
    let (groups, y) = match side_by_side {
        true => halves::halves(&room, &all, width),
        false => stacked(&room, &all, width),
    };
    let empty = groups.is_empty().then(|| {
        let words = input.lang.stage_label(StageLabel::Empty);
        Text::new(width / 2.0, input.height.max(EMPTY) / 2.0, 13.0, TextTone::Muted, words).middle()
    });
    let twin = input.words.then(|| summary::twin(input.lang, observation));
    let crowd_twin = input.words.then(|| summary::crowd_twin(input.lang, observation));
    Scene {
        time: observation.time,
        width,
        height: (y - 8.0 + LEGEND).max(input.height).max(if empty.is_some() { EMPTY } else { 0.0 }),
        groups,
        empty,
        summary: if input.words { summary::summary(input.lang, observation) } else { String::new() },
        twin: twin.map(Rc::new).unwrap_or_default(),
        crowd_twin: crowd_twin.map(Rc::new).unwrap_or_default(),
        foretold: None,
    }
}

/// One group below the other, and where the last one ends, with a gap.
fn stacked(input: &SceneInput, all: &[Cow<'_, GroupView>], width: f64) -> (Vec<GroupScene>, f64) {
    let whole = input.height / all.len().max(1) as f64;
    let low = is_low(input, all, width);
    let (mut y, gap) = if low { (8.0, 8.0) } else { (14.0, SECTION_GAP) };
    let height = room(input, all.len(), gap);
    let mut groups = Vec::with_capacity(all.len());
    for (i, group) in all.iter().enumerate() {
        let names = group.lanes.iter().map(|lane| text::width(&lane.partition.to_string(), 1.0));
        let columns = Columns::of_lanes(width, whole, group.lanes.len(), names.fold(0.0, f64::max));
        let wide = group.epochs.is_some() && !crowd::is_crowd(input.observation, group);
        let columns = if wide { columns.with_wide_arm() } else { columns };
        let columns = Columns { low, ..columns };
        let place = SectionPlace { columns, top: y, height, qualified: i > 0, verdict: false };
        let (section, bottom) = section(input, group, &place);
        groups.push(section);
        y = bottom + gap;
    }
    (groups, y)
}

/// Whether several groups, one below the other, have so little height that their lanes would become mere bars below
/// heads of three lines.
fn is_low(input: &SceneInput, all: &[Cow<'_, GroupView>], width: f64) -> bool {
    let columns = Columns::new(width, 0.0, 0.0);
    let available = room(input, all.len(), SECTION_GAP) - coordinator::HIGHEST_HEAD - SPACE;
    let bars = |group: &Cow<GroupView>| {
        LaneFrame::choose(group.lanes.len(), available, &columns).style == LaneStyle::Bar
    };
    let crowded = || all.iter().any(|group| crowd::is_crowd(input.observation, group));
    all.len() > 1 && !columns.narrow && all.iter().any(bars) && !crowded()
}

/// The groups, and those that so far only consumers speak of: the coordinator hears of a group when the first
/// of them joins.
fn groups(observation: &Observation) -> Vec<Cow<'_, GroupView>> {
    let mut groups: Vec<Cow<GroupView>> = observation.groups.iter().map(Cow::Borrowed).collect();
    for consumer in &observation.consumers {
        if groups.iter().all(|group| group.id != consumer.group) {
            groups.push(Cow::Owned(GroupView {
                id: consumer.group,
                coordinator: BrokerId(0),
                state: GroupState::Empty,
                generation: Generation(0),
                coordinator_lost: None,
                leader: None,
                protocol: None,
                members: Vec::new(),
                phase_deadline: None,
                epochs: None,
                state_since: SimTime::ZERO,
                rebalances: 0,
                unowned: SimDuration::ZERO,
                effort: Effort::default(),
                lanes: Vec::new(),
                former: Former::default(),
            }));
        }
    }
    groups
}

/// Below a section.
const SECTION_GAP: f64 = 24.0;

/// Between a head and the lanes.
const SPACE: f64 = 24.0;
/// The least height of a stage on which there is nothing yet.
const EMPTY: f64 = 120.0;

/// What the legend takes at the lower edge of the stage. A second line, of consumer groups, lies in the gap above.
const LEGEND: f64 = 30.0;

/// The height that each of so many sections has, one below the other: what is around them is [`scene`]'s.
fn room(input: &SceneInput, sections: usize, gap: f64) -> f64 {
    (input.height - LEGEND - 6.0).max(0.0) / sections.max(1) as f64 - gap
}

/// Where a group's section stands.
struct SectionPlace {
    columns: Columns,
    top: f64,
    /// What the viewport offers for it.
    height: f64,
    /// Its lanes carry the group's name.
    qualified: bool,
    /// Another group stands beside it.
    verdict: bool,
}

/// A group's section, and where it ends.
fn section(input: &SceneInput, group: &GroupView, place: &SectionPlace) -> (GroupScene, f64) {
    let (observation, columns) = (input.observation, &place.columns);
    let crowded = crowd::is_crowd(observation, group);
    let mut coordinator =
        coordinator::coordinator(input.lang, observation, group, columns, (place.top, crowded));
    coordinator.selected = input.selection == Some(Selection::Coordinator(group.id));
    let head_end = coordinator.area.bottom();
    let verdict = place.verdict.then(|| halves::verdict(input.lang, group, columns, head_end + 8.0));
    let head_end = verdict.as_ref().map_or(head_end, |verdict| verdict.area.bottom());
    let left = place.top + place.height - head_end;
    let space = match (columns.low, columns.narrow || crowded) {
        (true, _) => low_space(observation, group, left, columns),
        (_, true) => 14.0,
        _ => SPACE * columns.unit,
    };
    let lanes_top = head_end + space;
    let below = match columns.narrow && !crowded {
        true => slot::height_across(columns.right - columns.left, group),
        false => 0.0,
    };
    let available = (place.height - (lanes_top - place.top) - below).max(0.0);
    if crowded {
        let vertical = (lanes_top, available);
        let crowd = input.crowd.map(|lay_out| lay_out(input, group, columns, vertical, place.qualified));
        let (crowd, bottom) = crowd.map_or((None, lanes_top), |(crowd, bottom)| (Some(crowd), bottom));
        return (crowd_section(group, columns, coordinator, (crowd, verdict)), bottom);
    }
    let crew = Crew::of(observation, group);
    // The cards beside the lanes take their height, if that is more.
    let least = deck::deck(&crew.rows(), columns, lanes_top, 0.0, available).1;
    // Where all stands in one column nothing limits them.
    let room = if columns.narrow && available <= 0.0 { 0.0 } else { available.max(least) };
    let lanes = lanes(input, group, columns, (lanes_top, room), place.qualified);
    let lanes_height = lanes.last().map_or(0.0, |lane| lane.y + lane.frame.height - lanes_top);
    let (places, cards_height) = deck::deck(&crew.rows(), columns, lanes_top, lanes_height, available);
    let mut bottom = lanes_top + lanes_height.max(cards_height);
    if columns.narrow {
        bottom = coordinator::below(&mut coordinator, observation, group, bottom + 8.0);
    } else {
        let top = verdict.as_ref().map(|verdict| verdict.area.bottom() + 6.0);
        let arm = CoordinatorArm { slots: crew.slots(&places), top, bottom };
        coordinator::arm(&mut coordinator, observation, group, columns, &arm);
    }
    let context = CardContext { lang: input.lang, observation, group };
    let cards = crew.drawn(&context, &places, input.selection);
    let ribbons = ribbon::ribbons(observation, &group.lanes, &lanes, &cards, columns);
    // A narrow stage has no path for them.
    let (wires, envelopes) = match columns.narrow {
        true => (Vec::new(), Vec::new()),
        false => motion::paths(input.lang, observation, group, &cards, columns),
    };
    let section = GroupScene {
        id: group.id,
        narrow: columns.narrow,
        coordinator: Rc::new(coordinator),
        lanes,
        ribbons: Rc::new(ribbons),
        cards,
        folded: crew.folded(&context, &places, input.selection),
        wires,
        envelopes,
        verdict,
        crowd: None,
    };
    (section, bottom)
}

/// Between a head of one line and the lanes, of what is left below it: the columns of numbers have heads, bars have
/// none.
fn low_space(observation: &Observation, group: &GroupView, left: f64, columns: &Columns) -> f64 {
    let (bare, headed) = (8.0, 20.0);
    let least = deck::deck(&Crew::of(observation, group).rows(), columns, 0.0, 0.0, left - bare).1;
    let frame = LaneFrame::choose(group.lanes.len(), least.max(left - bare), columns);
    if frame.style == LaneStyle::Bar { bare } else { headed }
}

/// The section of a group whose partitions and consumers are too many for lanes and cards.
fn crowd_section(
    group: &GroupView,
    columns: &Columns,
    coordinator: CoordinatorScene,
    (crowd, verdict): (Option<CrowdScene>, Option<Verdict>),
) -> GroupScene {
    GroupScene {
        id: group.id,
        narrow: columns.narrow,
        coordinator: Rc::new(coordinator),
        lanes: Vec::new(),
        ribbons: Rc::default(),
        cards: Vec::new(),
        folded: None,
        wires: Vec::new(),
        envelopes: Vec::new(),
        verdict,
        crowd: crowd.map(Rc::new),
    }
}

fn lanes(
    input: &SceneInput,
    group: &GroupView,
    columns: &Columns,
    vertical: (f64, f64),
    qualified: bool,
) -> Vec<Rc<LaneScene>> {
    let (top, available) = vertical;
    let frame = LaneFrame::choose(group.lanes.len(), available, columns);
    let longest = group.lanes.iter().map(|lane| lane.cells_to() - lane.cells_from).max().unwrap_or(0);
    let context = LaneContext {
        lang: input.lang,
        observation: input.observation,
        readers: input.observation.consumers.iter().map(|consumer| consumer.name).collect(),
        group: &group.id,
        qualified,
        columns,
        frame,
        longest,
        pitch: layout::pitch(group.lanes.len(), columns.unit),
        topics: topics(group, &frame, columns),
        focus: input.focus,
        top,
    };
    let selected = |partition: &TopicPartition| match &input.selection {
        Some(Selection::Lane(of, at)) if *of == group.id && at == partition => (true, None),
        Some(Selection::Record(of, at, offset)) if *of == group.id && at == partition => {
            (true, Some(*offset))
        }
        _ => (false, None),
    };
    let standing = input.standing.and_then(|standing| {
        let before = standing.scene.groups.iter().find(|before| before.id == group.id)?;
        Some((before, standing.is_drawn))
    });
    let stands = |i: usize| {
        let (before, is_drawn) = standing?;
        before.lanes.get(i).filter(|_| !is_drawn(i, group.lanes.len()))
    };
    let draw = |(i, lane): (usize, &LaneView)| {
        let (selected, chosen) = selected(&lane.partition);
        let y = top + i as f64 * frame.height;
        match stands(i).filter(|before| before.stands_for(lane, (y, frame, selected))) {
            Some(before) => Rc::clone(before),
            None => Rc::new(lane::lane(&context, lane, y, selected, chosen)),
        }
    };
    group.lanes.iter().enumerate().map(draw).collect()
}

/// How the topics of a group are written before the numbers of their partitions.
fn topics(group: &GroupView, frame: &LaneFrame, columns: &Columns) -> SortedMap<TopicName, String> {
    let names: SortedSet<TopicName> = group.lanes.iter().map(|lane| lane.partition.topic).collect();
    let highest = group.lanes.iter().map(|lane| lane.partition.partition).max().unwrap_or(0);
    let letters = (columns.name_width / text::width("0", frame.name_size()) + 1e-6) as usize;
    let names: Vec<TopicName> = names.into_iter().collect();
    let short = text::short_topics(&names, letters.saturating_sub(format!("-{highest}").len()));
    names.into_iter().zip(short).collect()
}
