//! Where the drawings are plugged into the page: the stage, the time axis, the charts. Each is computed once for
//! an instant, and what changes rarely is kept from one frame to the next.

use crate::cluster::observation::{Mark, OwnershipSpan, RebalanceSpan, Sample};
use crate::kafka::ids::{ClientName, GroupId, TopicPartition};
use crate::scene::time_axis::{TimeAxis, TimeInput, nice_end, time_axis};
use crate::scene::{Scene, SceneInput, Selection, scene};
use crate::sim::time::SimTime;
use crate::web::browser::wall_millis;
use crate::web::lang::Lang;
use crate::web::mount::root::Instance;
use crate::web::part::{part, piece};
use crate::web::shell::page::Page;
use crate::web::stage::Stage;
use crate::web::time::charts::{Charts, ChartsProps};
use crate::web::time::time_bar::{TimeBar, TimeBarProps};
use std::rc::Rc;
use yew::prelude::*;

/// Width and height in CSS pixels.
pub type Size = (i32, i32);

/// Records of a lane that are looked at for a stage `width` pixels wide: what it can show, and as much again, so that
/// there is enough on both sides of the position.
pub fn window_for(width: i32) -> usize {
    (width.max(0) as usize / 4).clamp(96, 640)
}

/// While time runs the stage's words (its summary and its table twin) and the charts are written anew this often at
/// most, in milliseconds: nobody reads faster, and they are dear to lay out.
const WORDS_EVERY: f64 = 250.0;

/// While time runs so many lanes of a group are drawn anew in a frame, in turns, and each at least in every fourth: a
/// record that is drawn a frame or two late is not seen to be late, and the frame is.
const LANES_A_FRAME: usize = 6;

/// What the drawings show.
pub struct Drawings {
    scene: Rc<Scene>,
    /// The language of its words.
    lang: Lang,
    /// Counts the frames, for the lanes' turns.
    frame: usize,
    /// When the stage's words and the charts were written.
    words_at: f64,
    axis: Rc<TimeAxis>,
    samples: Rc<Vec<Sample>>,
    past: AxisOfPast,
    now: SimTime,
}

/// What the time axis is made of, for as long as nothing new happens.
#[derive(Default)]
struct AxisOfPast {
    edition: u64,
    entries: usize,
    /// The group that is shown, and the same if there are others.
    shown: Option<GroupId>,
    group: Option<GroupId>,
    rows: Vec<(TopicPartition, Vec<OwnershipSpan>)>,
    rebalances: Vec<RebalanceSpan>,
    marks: Vec<Mark>,
    consumers: Vec<ClientName>,
}

impl Drawings {
    /// The drawings of this instant.
    pub fn new(page: &Page, lang: Lang, stage: Size, axis: Size) -> Self {
        let mut past = AxisOfPast::default();
        past.renew(page);
        Drawings {
            scene: Rc::new(scene_of(page, lang, stage)),
            lang,
            frame: 0,
            words_at: 0.0,
            axis: axis_of(page, lang, &past, axis),
            samples: Rc::new(page.session.cluster().samples().copied().collect()),
            now: page.session.now(),
            past,
        }
    }

    /// Brings them up to this instant.
    pub fn refresh(&mut self, page: &Page, lang: Lang, stage: Size, axis: Size) {
        let cluster = page.session.cluster();
        let known = self.past.edition == page.edition && self.past.entries == cluster.journal().len();
        if !known || self.past.shown != page.group() {
            self.past.renew(page);
        }
        let mut scene = scene_of(page, lang, stage);
        let translated = std::mem::replace(&mut self.lang, lang) != lang;
        self.frame += 1;
        if page.playback.playing() && !translated {
            take_turns(&mut scene, &self.scene, self.frame);
        }
        let wall = wall_millis();
        if page.playback.playing() && !translated && wall - self.words_at < WORDS_EVERY {
            scene.twin = Rc::clone(&self.scene.twin);
            scene.summary.clone_from(&self.scene.summary);
        } else {
            self.words_at = wall;
            if self.samples.last() != cluster.samples().next_back() {
                self.samples = Rc::new(cluster.samples().copied().collect());
            }
        }
        self.scene = Rc::new(scene);
        self.axis = axis_of(page, lang, &self.past, axis);
        self.now = page.session.now();
    }

    /// The stage.
    pub fn view_stage(&self, instance: Instance, lang: Lang, on_select: &Callback<Selection>) -> Html {
        part(Stage { instance, scene: Rc::clone(&self.scene), lang, on_select: Some(on_select.clone()) })
    }

    /// Who read what, when, with the scrubber.
    pub fn view_time_bar(&self, lang: Lang, on_seek: &Callback<SimTime>) -> Html {
        piece::<TimeBar>(TimeBarProps { axis: Rc::clone(&self.axis), lang, on_seek: on_seek.clone() })
    }

    /// Lag, duplicates and gaps over time; their names and present values stand above them already.
    pub fn view_charts(&self, lang: Lang) -> Html {
        piece::<Charts>(ChartsProps {
            samples: Rc::clone(&self.samples),
            now: self.now,
            lang,
            headings: false,
        })
    }
}

impl AxisOfPast {
    fn renew(&mut self, page: &Page) {
        let cluster = page.session.cluster();
        (self.edition, self.entries) = (page.edition, cluster.journal().len());
        self.shown = page.group();
        let group = self.shown;
        let group = page.seen.groups.iter().find(|view| Some(&view.id) == group.as_ref());
        self.group = group.filter(|_| page.seen.groups.len() > 1).map(|group| group.id);
        self.rows = group.map_or_else(Vec::new, |group| {
            let row = |partition: &TopicPartition| (*partition, cluster.ownership(&group.id, partition));
            group.lanes.iter().map(|lane| row(&lane.partition)).collect()
        });
        self.rebalances = group.map_or_else(Vec::new, |group| cluster.rebalances(&group.id));
        self.marks = cluster.marks().cloned().collect();
        self.consumers = page.seen.consumers.iter().map(|consumer| consumer.name).collect();
    }
}

/// Leaves the lanes whose turn it is not as they were.
fn take_turns(scene: &mut Scene, before: &Scene, frame: usize) {
    for (group, before) in scene.groups.iter_mut().zip(&before.groups) {
        let turns = group.lanes.len().div_ceil(LANES_A_FRAME).clamp(1, 4);
        let lanes = group.lanes.iter_mut().zip(&before.lanes).enumerate();
        for (n, (lane, before)) in lanes {
            let stands_still =
                lane.y == before.y && lane.test_id == before.test_id && lane.frame == before.frame;
            if !(n + frame).is_multiple_of(turns) && stands_still && lane.owner() == before.owner() {
                *lane = Rc::clone(before);
            }
        }
    }
}

fn scene_of(page: &Page, lang: Lang, (width, height): Size) -> Scene {
    let (width, height) = (f64::from(width), f64::from(height));
    scene(&SceneInput { lang, observation: &page.seen, width, height, selection: page.selection })
}

fn axis_of(page: &Page, lang: Lang, past: &AxisOfPast, (width, height): Size) -> Rc<TimeAxis> {
    Rc::new(time_axis(&TimeInput {
        lang,
        group: past.group.as_ref().map(GroupId::as_str),
        now: page.session.now(),
        from: SimTime::ZERO,
        to: nice_end(page.session.script_end().max(page.session.furthest())),
        rows: &past.rows,
        rebalances: &past.rebalances,
        marks: &past.marks,
        consumers: &past.consumers,
        width: f64::from(width),
        height: f64::from(height),
    }))
}
