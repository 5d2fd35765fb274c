//! Where the drawings are plugged into the page: the stage, the time axis, the charts. Each is computed once for
//! an instant, and what changes rarely is kept from one frame to the next.

use crate::cluster::observation::{GroupView, Mark, Sample};
use crate::kafka::ids::{ClientName, GroupId, TopicPartition};
use crate::scene::mark::Hue;
use crate::scene::sequence::{SequenceInput, SequenceScene};
use crate::scene::series::Quantity;
use crate::scene::time_axis::{AxisSection, TimeAxis, TimeInput, time_axis};
use crate::scene::time_scale::{TimeScale, nice_end};
use crate::scene::{Scene, Selection, StandingLanes};
use crate::session::caption::CaptionKind;
use crate::sim::shared_log::SharedLog;
use crate::sim::time::{SimDuration, SimTime};
use crate::web::action::Action;
use crate::web::browser::wall_millis;
use crate::web::lang::Lang;
use crate::web::later;
use crate::web::mount::root::Instance;
use crate::web::part::piece;
use crate::web::shared::Shared;
use crate::web::shell::beside::SharedAxis;
use crate::web::shell::deadlines::deadlines;
use crate::web::shell::foretelling::scene_of;
use crate::web::shell::page::Page;
use crate::web::shell::turns::{self, Extent, FrameTurn};
use crate::web::stage::{SceneFeed, Stage, StageProps};
use crate::web::story::sequence::SequenceDiagram;
use crate::web::time::charts::{DrawnChart, PresentValue, PresentValues, present};
use crate::web::time::time_bar::{AxisView, TimeBar, TimeBarProps};
use std::rc::Rc;
use yew::prelude::*;

/// Width and height in CSS pixels.
pub type Size = (i32, i32);

/// While time runs the stage's words (its summary and its table twin) and the charts are written anew this often at
/// most, in milliseconds: nobody reads faster, and they are dear to lay out.
const WORDS_EVERY: f64 = 250.0;

/// So many pixels the scrubber moves at a time, in a large world.
const SCRUBBED: f64 = 2.0;

/// Groups on the time axis.
const MOST_SECTIONS: usize = 3;
/// The sequence diagram's width in the right column, and how many consumers it has at most.
const SEQUENCE_WIDTH: i32 = 438;
const MOST_LIVES: usize = 8;
/// From this height of the time axis on, in pixels, it has all charts.
const ROOM_FOR_ALL: i32 = 340;

/// What the drawings show.
pub struct Drawings {
    /// Of which instant the page is, with its clock. While time runs in a large world parts of the stage are some
    /// frames newer.
    pub time: SimTime,
    scene: Rc<Scene>,
    /// Zero-based count of the scenes so far.
    number: u64,
    feed: SceneFeed,
    /// The language of its words.
    lang: Lang,
    /// Counts the frames, for the turns.
    frame: usize,
    turn: FrameTurn,
    /// When the stage's words and the charts were written.
    words_at: f64,
    axis: Rc<TimeAxis>,
    samples: Vec<Sample>,
    charts: Shared<Vec<DrawnChart>>,
    values: Vec<PresentValue>,
    /// Of which instant they are.
    valued_at: SimTime,
    past: AxisOfPast,
    /// The part of the range that is seen, if it is not the whole.
    range: Option<(SimTime, SimTime)>,
    /// The instant that was kept in sight last, and how often somebody had begun afresh by then.
    followed: (SimTime, u64),
    /// What its time axis shares with that of a run beside it.
    pub beside: SharedAxis,
    /// Whose charts are drawn.
    charted: Option<GroupId>,
    /// Whether the time axis has all charts.
    pub tall: bool,
    /// The sequence diagram, if it is shown, and of which state of the world it is.
    sequence: Option<Rc<SequenceScene>>,
    sequence_of: (u64, usize, SimTime, i32, Option<GroupId>),
}

/// What the time axis is made of, for as long as nothing new happens.
#[derive(Default)]
struct AxisOfPast {
    edition: u64,
    entries: usize,
    /// The group of the charts.
    shown: Option<GroupId>,
    /// Whether that is all there is.
    reduced: bool,
    sections: Vec<AxisSection>,
    marks: Vec<Mark>,
    consumers: Vec<ClientName>,
}

impl Drawings {
    /// The drawings of this instant.
    pub fn new(page: &Page, lang: Lang, stage: Size, axis: Size) -> Self {
        let mut past = AxisOfPast::default();
        past.renew(page);
        let mut drawings = Drawings {
            time: page.session.now(),
            scene: Rc::new(scene_of(page, lang, stage, (true, None))),
            number: 0,
            feed: SceneFeed::default(),
            lang,
            frame: 0,
            turn: FrameTurn::All,
            words_at: 0.0,
            axis: axis_of(page, lang, (&past, &SharedAxis::default()), (axis, None)),
            samples: page.session.cluster().samples().iter().copied().collect(),
            charts: Shared::new(Vec::new()),
            values: Vec::new(),
            valued_at: page.session.now(),
            past,
            range: None,
            followed: (page.session.now(), page.fresh),
            beside: SharedAxis::default(),
            charted: None,
            tall: false,
            sequence: None,
            sequence_of: Default::default(),
        };
        drawings.draw_charts(page);
        drawings
    }

    /// Time went on by a frame. If a part of the stage is all that has its turn in it, it is drawn; if not, the page is
    /// to be refreshed. Whether it was drawn.
    pub fn pass(&mut self, page: &Page, lang: Lang, stage: Size) -> bool {
        self.frame += 1;
        self.turn = FrameTurn::of(self.frame, &self.scene);
        // In a loop, time goes back.
        let onward = page.playback.playing() && page.session.now() >= self.time;
        let goes_on = onward && (self.past.edition, self.lang) == (page.edition, lang);
        if !goes_on || self.turn.has_page() || self.words_are_due() {
            return false;
        }
        let before = Rc::clone(&self.scene);
        self.refresh_stage(page, stage, (self.turn, false));
        self.feed.send(&self.scene, &before)
    }

    fn words_are_due(&self) -> bool {
        wall_millis() - self.words_at >= WORDS_EVERY
    }

    /// Whether the scrubber has come far enough to be drawn anew, or leaves the axis.
    fn is_scrubbed(&self, page: &Page) -> bool {
        let (axis, now) = (&self.axis.drawing, page.session.now());
        let come = axis.x_of(now) - self.axis.now_x;
        come.abs() >= SCRUBBED || !(axis.scale.from..=axis.scale.to).contains(&now)
    }

    /// Whether what is written is of the instant that is drawn.
    pub fn has_news(&self) -> bool {
        self.valued_at == self.time
    }

    /// Brings them up to this instant, as far as they are to be.
    pub fn refresh(&mut self, page: &Page, lang: Lang, (stage, axis): (Size, Size), extent: Extent) {
        let cluster = page.session.cluster();
        let same_past = self.past.edition == page.edition;
        if !same_past {
            self.samples.clear();
            keep_up(&mut self.samples, cluster.samples());
        }
        let translated = std::mem::replace(&mut self.lang, lang) != lang;
        let went_back = extent == Extent::Frame && page.session.now() < self.time;
        let extent = if translated || !same_past || went_back { Extent::Whole } else { extent };
        let in_passing = extent == Extent::Frame && page.playback.playing();
        let words = match extent {
            Extent::InHaste => false,
            _ => !in_passing || self.words_are_due(),
        };
        let turn = match extent {
            Extent::InHaste => FrameTurn::Picture,
            _ if in_passing => self.turn,
            _ => FrameTurn::All,
        };
        self.time = page.session.now();
        self.refresh_stage(page, stage, (turn, words));
        let sampled = self.samples.last() != cluster.samples().last();
        if words {
            self.words_at = wall_millis();
            keep_up(&mut self.samples, cluster.samples());
        }
        // What happened is on it with the words, however little the scrubber moved.
        if words || !matches!(turn, FrameTurn::Share(_)) || self.is_scrubbed(page) {
            self.refresh_axis(page, axis);
        }
        if words {
            if sampled || translated || !same_past {
                self.draw_charts(page);
            }
            self.draw_values(page);
        }
        if translated {
            self.sequence_of = Default::default();
        }
        if extent != Extent::InHaste {
            // Where all stands in one column the diagram is as wide as the stage.
            self.draw_sequence(page, (stage.1 == 0).then_some(stage.0));
        }
    }

    /// The parts of the stage wait for their turns; without words, it keeps those it has.
    fn refresh_stage(&mut self, page: &Page, size: Size, (turn, words): (FrameTurn, bool)) {
        let is_drawn = |place: usize, of: usize| turn.has(place, of);
        let before = StandingLanes { scene: &self.scene, is_drawn: &is_drawn };
        let some_stand = !words && matches!(turn, FrameTurn::Share(_));
        let mut scene = scene_of(page, self.lang, size, (words, some_stand.then_some(before)));
        turns::keep_waiting_parts(&mut scene, &self.scene, turn, words);
        if !words {
            scene.twin = Rc::clone(&self.scene.twin);
            scene.crowd_twin = Rc::clone(&self.scene.crowd_twin);
            scene.summary.clone_from(&self.scene.summary);
        }
        self.scene = Rc::new(scene);
        self.number += 1;
    }

    fn refresh_axis(&mut self, page: &Page, size: Size) {
        let now = (page.edition, page.session.cluster().journal().len(), page.group());
        if (self.past.edition, self.past.entries, self.past.shown) != now {
            self.past.renew(page);
        }
        self.follow(page);
        let new = axis_of(page, self.lang, (&self.past, &self.beside), (size, self.range));
        let redrawn = new.drawing != self.axis.drawing;
        let (before, after) = (&self.axis.drawing, &new.drawing);
        let moved = before.scale != after.scale || before.charts != after.charts;
        // They come with a later module.
        let awaited = later::here().is_some() && self.charts.is_empty();
        let moved = moved || awaited || self.charted != self.past.shown;
        let same = Rc::clone(&self.axis.drawing);
        self.axis = new;
        if !redrawn {
            // One that is the same is not compared again.
            Rc::make_mut(&mut self.axis).drawing = same;
        }
        if moved {
            keep_up(&mut self.samples, page.session.cluster().samples());
            self.draw_charts(page);
        }
    }

    /// Where two axes share the room, each has the chosen group and two charts.
    pub fn reduce(&mut self, reduced: bool) {
        self.past = AxisOfPast { reduced, ..AxisOfPast::default() };
    }

    /// The part of the axis that is seen, as another one is to show it.
    pub fn looked_at(&self) -> AxisView {
        AxisView::Range(self.range)
    }

    /// Its scale, on which instants have their places.
    pub fn scale(&self) -> Rc<TimeScale> {
        Rc::clone(&self.axis.drawing.scale)
    }

    /// Shows another part of the time axis.
    pub fn look_at(&mut self, view: AxisView) {
        match view {
            AxisView::Range(range) => self.range = range,
            AxisView::Tall(tall) => self.tall = tall,
            AxisView::Sequence(shown) => {
                self.sequence = shown.then(Rc::default);
                self.sequence_of = Default::default();
            }
        }
    }

    /// Whether the sequence diagram is shown.
    pub fn has_sequence(&self) -> bool {
        self.sequence.is_some()
    }

    fn draw_sequence(&mut self, page: &Page, narrow: Option<i32>) {
        let journal = page.session.cluster().journal();
        let width = narrow.map_or(SEQUENCE_WIDTH, |width| width - 24);
        let state = (page.edition, journal.len(), page.session.now(), width, self.past.shown);
        if self.sequence.is_none() || self.sequence_of == state {
            return;
        }
        let group = self.past.shown.unwrap_or_else(|| GroupId::from(""));
        let all = page.seen.consumers.iter().enumerate();
        let consumers: Vec<(ClientName, Hue)> = all
            .filter(|(_, consumer)| consumer.group == group)
            .map(|(index, consumer)| (consumer.name, Hue::of(index)))
            .take(MOST_LIVES)
            .collect();
        let names: Vec<ClientName> = consumers.iter().map(|(name, _)| *name).collect();
        let Some(later) = later::here() else { return };
        self.sequence_of = state;
        let lines = (later.sequence_lines)(journal, page.session.now(), &group, &names);
        let width = f64::from(width);
        let input = SequenceInput {
            lang: self.lang,
            lines: &lines,
            consumers: &consumers,
            now: page.session.now(),
            width,
        };
        self.sequence = Some(Rc::new((later.sequence)(&input)));
    }

    /// The sequence diagram, where it is shown.
    pub fn view_sequence(&self, lang: Lang, on_seek: &Callback<SimTime>) -> Option<Html> {
        let scene = self.sequence.clone()?;
        Some((later::here()?.sequence_diagram)(SequenceDiagram { scene, lang, on_seek: on_seek.clone() }))
    }

    /// The present stays in sight: a part of the range that it leaves moves on with it. A fresh start shows the whole.
    fn follow(&mut self, page: &Page) {
        let now = page.session.now();
        let before = std::mem::replace(&mut self.followed, (now, page.fresh));
        if before.1 != page.fresh {
            self.range = None;
        }
        if let Some((from, to)) = self.range
            && before.0 != now
            && (now < from || now > to)
        {
            let span = to - from;
            let start = now.before(SimDuration::from_micros(span.as_micros() / 4));
            self.range = Some((start, start + span));
        }
    }

    fn draw_charts(&mut self, page: &Page) {
        self.charted = self.past.shown;
        let group = self.past.shown.unwrap_or_else(|| GroupId::from(""));
        self.charts = Shared::new(
            later::here()
                .map(|later| (later.charts)(&self.axis.drawing, &self.samples, &group, self.lang))
                .unwrap_or_default(),
        );
        self.draw_values(page);
    }

    fn draw_values(&mut self, page: &Page) {
        self.valued_at = page.session.now();
        self.values = present(shown_group(page), &self.samples, self.valued_at);
    }

    /// The stage.
    pub fn view_stage(
        &self,
        instance: Instance,
        lang: Lang,
        on_select: &Callback<Selection>,
        dispatch: &Callback<Action>,
    ) -> Html {
        piece::<Stage>(StageProps {
            instance,
            scene: Rc::clone(&self.scene),
            number: self.number,
            feed: self.feed.clone(),
            lang,
            on_select: Some(on_select.clone()),
            dispatch: Some(dispatch.clone()),
        })
    }

    /// Who read what, when, with charts and the scrubber.
    pub fn view_time_bar(
        &self,
        page: &Page,
        lang: Lang,
        (on_seek, on_view): (&Callback<SimTime>, &Callback<AxisView>),
    ) -> Html {
        piece::<TimeBar>(TimeBarProps {
            axis: Rc::clone(&self.axis),
            charts: self.charts.clone(),
            values: PresentValues {
                charts: self.charts.clone(),
                values: self.values.clone(),
                at: self.valued_at,
                lang,
            },
            group: self.past.shown,
            several: page.seen.groups.len() > 1,
            lang,
            whole: whole_of(page, self.beside.end),
            tall: self.tall,
            sequence: self.has_sequence(),
            on_seek: on_seek.clone(),
            on_view: on_view.clone(),
        })
    }
}

/// The group whose charts are shown.
fn shown_group(page: &Page) -> Option<&GroupView> {
    let group = page.group()?;
    page.seen.groups.iter().find(|view| view.id == group)
}

impl AxisOfPast {
    fn renew(&mut self, page: &Page) {
        let cluster = page.session.cluster();
        if self.edition != page.edition {
            self.marks.clear();
        }
        (self.edition, self.entries) = (page.edition, cluster.journal().len());
        self.shown = page.group();
        let several = page.seen.groups.len() > 1;
        let section = |group: &GroupView| {
            let row = |partition: &TopicPartition| (*partition, cluster.ownership(&group.id, partition));
            AxisSection {
                name: several.then_some(group.id),
                rows: group.lanes.iter().map(|lane| row(&lane.partition)).collect(),
                rebalances: cluster.rebalances(&group.id),
                epochs: cluster.epochs(&group.id),
                revocations: cluster.revocations(&group.id),
            }
        };
        // The chosen group and two beside it: more would have no room.
        let mut groups: Vec<&GroupView> = page.seen.groups.iter().collect();
        while groups.len() > if self.reduced { 1 } else { MOST_SECTIONS } {
            let spare = groups.iter().rposition(|group| Some(group.id) != self.shown).unwrap_or(0);
            groups.remove(spare);
        }
        self.sections = groups.into_iter().map(section).collect();
        keep_up(&mut self.marks, cluster.marks());
        self.consumers = page.seen.consumers.iter().map(|consumer| consumer.name).collect();
    }
}

/// Brings what is known of a list, all of it at some other instant of the same past, up to what it is now.
fn keep_up<T: Clone>(known: &mut Vec<T>, now: &SharedLog<T>) {
    known.truncate(now.len());
    known.extend(now.iter_from(known.len()).cloned());
}

/// All there is to see, and a little more.
fn whole_of(page: &Page, least: SimTime) -> (SimTime, SimTime) {
    (SimTime::ZERO, nice_end(page.session.script_end().max(page.session.furthest()).max(least)))
}

fn axis_of(
    page: &Page,
    lang: Lang,
    (past, beside): (&AxisOfPast, &SharedAxis),
    ((width, height), range): (Size, Option<(SimTime, SimTime)>),
) -> Rc<TimeAxis> {
    let (from, to) = range.unwrap_or_else(|| whole_of(page, beside.end));
    let now = page.session.now();
    let reached = page.session.captions().iter().filter(|caption| caption.at <= now);
    let told = reached.filter_map(|caption| match caption.kind {
        CaptionKind::Say => Some((caption.at, false)),
        CaptionKind::Ask { .. } => Some((caption.at, true)),
        CaptionKind::Answer => None,
    });
    let told: Vec<(SimTime, bool)> = told.collect();
    Rc::new(time_axis(&TimeInput {
        lang,
        now,
        from,
        to,
        sections: &past.sections,
        marks: &past.marks,
        told: &told,
        busy: &beside.busy,
        deadlines: &deadlines(page, lang),
        repeated: page.playback.looped.and_then(|looped| Some((looped.from, looped.to?))),
        consumers: &past.consumers,
        charts: match (past.reduced, height >= ROOM_FOR_ALL) {
            (true, _) => &Quantity::CHIEF[..2],
            (false, true) => &Quantity::ALL,
            (false, false) => &Quantity::CHIEF,
        },
        width: f64::from(width),
        height: f64::from(height),
    }))
}
