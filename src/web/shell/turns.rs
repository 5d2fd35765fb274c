//! Whose turn it is: while time runs, not everything is drawn anew in every frame.
//!
//! Where there are few lanes and cards, all of them are. Else frames come by threes: in the first of three lanes, cards
//! and the coordinator are drawn, some of them; in the second the time axis is; the third is drawn only if something is
//! on its way between a card and the coordinator, which moves in all three. A record that is drawn a tenth of a second
//! late is not seen to be late, and a frame is. What a visitor does is drawn at once.

use crate::scene::card::CardScene;
use crate::scene::coordinator::CoordinatorScene;
use crate::scene::crowd::CrowdBlock;
use crate::scene::lane::LaneScene;
use crate::scene::motion::{EnvelopeKind, EnvelopeMark};
use crate::scene::{GroupScene, Scene};
use std::rc::Rc;

/// How much of the page is brought in line with the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// Time ran on by a frame: what has its turn.
    Frame,
    /// One of many instants that are gone to one after the other, as when the scrubber is dragged: all that is drawn,
    /// and nothing of what is written.
    InHaste,
}

/// What is drawn in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameTurn {
    All,
    /// The stage's, for the so manieth time.
    Stage(usize),
    Axis,
    Nobody,
}

/// With no more lanes and cards than this, all are drawn in every frame.
const FEW: usize = 9;

impl FrameTurn {
    /// Whose turn it is in this frame of time that runs.
    pub fn of(frame: usize, scene: &Scene) -> FrameTurn {
        let parts = |group: &GroupScene| {
            let blocks = group.crowd.as_ref().map_or(0, |crowd| crowd.blocks.len());
            group.lanes.len() + group.cards.len() + blocks
        };
        match frame % 3 {
            _ if scene.groups.iter().map(parts).sum::<usize>() <= FEW => FrameTurn::All,
            0 => FrameTurn::Stage(frame / 3),
            1 => FrameTurn::Axis,
            _ => FrameTurn::Nobody,
        }
    }

    pub const fn has_axis(self) -> bool {
        matches!(self, FrameTurn::All | FrameTurn::Axis)
    }

    pub const fn has_stage(self) -> bool {
        matches!(self, FrameTurn::All | FrameTurn::Stage(_))
    }
}

/// Parts of a kind: how many of a group's are drawn in a turn, and in how many turns each is at least once.
#[derive(Clone, Copy)]
struct Turns {
    at_once: usize,
    most: usize,
}

const LANES: Turns = Turns { at_once: 6, most: 2 };
/// Their tracks move by a pixel or two meanwhile.
const CARDS: Turns = Turns { at_once: 4, most: 2 };
/// Of a crowd.
const BLOCKS: Turns = Turns { at_once: 15, most: 2 };

/// Leaves the parts whose turn it is not as they were; without words, what is not drawn but can be read off them, too.
pub fn take(scene: &mut Scene, before: &Scene, turn: FrameTurn, words: bool) {
    if turn == FrameTurn::All {
        return;
    }
    for (group, before) in scene.groups.iter_mut().zip(&before.groups) {
        // With the words come the numbers of all lanes, whoever's turn it is.
        if !words {
            wait(&mut group.lanes, &before.lanes, (turn, LANES), LaneScene::looks_like);
            keep_values(&mut group.lanes, &before.lanes);
        }
        wait(&mut group.cards, &before.cards, (turn, CARDS), CardScene::looks_like);
        if let (Some(crowd), Some(before)) = (&mut group.crowd, &before.crowd) {
            let blocks = &mut Rc::make_mut(crowd).blocks;
            wait(blocks, &before.blocks, (turn, BLOCKS), CrowdBlock::looks_like);
        }
        if !turn.has_stage() {
            rest(group, before);
        }
    }
}

/// Of those that look like before, only some are drawn in a turn of the stage, and none in another.
fn wait<T>(
    new: &mut [Rc<T>],
    before: &[Rc<T>],
    (turn, turns): (FrameTurn, Turns),
    alike: impl Fn(&T, &T) -> bool,
) {
    let every = new.len().div_ceil(turns.at_once).clamp(1, turns.most);
    for (n, (new, before)) in new.iter_mut().zip(before).enumerate() {
        let drawn = match turn {
            FrameTurn::Stage(turn) => (n + turn).is_multiple_of(every),
            FrameTurn::All | FrameTurn::Axis | FrameTurn::Nobody => false,
        };
        if !drawn && alike(new, before) {
            *new = Rc::clone(before);
        }
    }
}

/// The numbers that are not drawn, but can be read off a lane, are written with the words.
fn keep_values(new: &mut [Rc<LaneScene>], before: &[Rc<LaneScene>]) {
    for (new, before) in new.iter_mut().zip(before) {
        if let Some(lane) = Rc::get_mut(new)
            && lane.looks_like(before)
        {
            lane.values = before.values;
        }
    }
}

/// Clocks and ages stand still when it is not the stage's turn.
fn rest(group: &mut GroupScene, before: &GroupScene) {
    if CoordinatorScene::looks_like(&group.coordinator, &before.coordinator) {
        group.coordinator = Rc::clone(&before.coordinator);
    }
    let stands = |(new, old): (&EnvelopeMark, &EnvelopeMark)| {
        new.kind != EnvelopeKind::UnderWay
            && new.kind == old.kind
            && new.key == old.key
            && new.area == old.area
    };
    let (new, old) = (&group.envelopes, &before.envelopes);
    if new.len() == old.len() && new.iter().zip(old).all(stands) {
        group.envelopes.clone_from(old);
    }
}
