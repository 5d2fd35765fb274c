//! Whose turn it is: while time runs, not everything is drawn anew in every frame.
//!
//! Where there are few lanes and cards, all of them are. Else each frame draws a quarter of a group's lanes, or of a
//! crowd's blocks (all of them if they are fewer than four), and every fourth frame draws the cards and the rest of the
//! page too. Every quarter of a second one frame draws all, with the words. What is on its way between a card and
//! the coordinator moves in every frame. A record that is drawn a fifteenth of a second late is not seen to be late,
//! and a frame is. What a visitor does is drawn at once.

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
    /// An instant that was gone to just now: all that is drawn. Of what is written, only what stands on the stage, the
    /// captions and the bench; the journal, the answer, the charts and the table follow.
    InHaste,
}

/// What is drawn in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameTurn {
    All,
    /// All that is seen, without the numbers that can be read off it.
    Picture,
    /// One of [`SHARES`] parts of it.
    Share(usize),
}

const SHARES: usize = 4;

/// With no more lanes and cards than this, all are drawn in every frame.
const FEW: usize = 9;

impl FrameTurn {
    /// Whose turn it is in this frame of time that runs.
    pub fn of(frame: usize, scene: &Scene) -> FrameTurn {
        let parts = |group: &GroupScene| {
            let blocks = group.crowd.as_ref().map_or(0, |crowd| crowd.blocks.len());
            group.lanes.len() + group.cards.len() + blocks
        };
        match scene.groups.iter().map(parts).sum::<usize>() <= FEW {
            true => FrameTurn::All,
            false => FrameTurn::Share(frame % SHARES),
        }
    }

    /// Whether clocks, ages and the rest of the page go on, too.
    pub const fn has_page(self) -> bool {
        matches!(self, FrameTurn::All | FrameTurn::Picture | FrameTurn::Share(0))
    }

    /// Whether the part at `place` (zero-based) of `of` parts of its kind is drawn. Parts fewer than the shares are
    /// drawn in each frame; else there would be frames in which nothing is. The turn that has the page has the smallest
    /// share.
    pub const fn has(self, place: usize, of: usize) -> bool {
        match self {
            FrameTurn::All | FrameTurn::Picture => true,
            FrameTurn::Share(share) => of < SHARES || (place + 1) % SHARES == share,
        }
    }
}

/// Leaves the parts whose turn it is not as they were; without words, what is not drawn but can be read off them, too.
pub fn keep_waiting_parts(scene: &mut Scene, before: &Scene, turn: FrameTurn, words: bool) {
    if turn == FrameTurn::All {
        return;
    }
    for group in &mut scene.groups {
        let Some(before) = before.groups.iter().find(|before| before.id == group.id) else { continue };
        // With the words come the numbers of all lanes. A lane whose turn it is not is not even computed
        // (`StandingLanes`).
        if !words {
            keep_values(&mut group.lanes, &before.lanes);
        }
        keep_unless_due(&mut group.cards, &before.cards, |_| turn.has_page(), CardScene::looks_like);
        if let (Some(crowd), Some(before)) = (&mut group.crowd, &before.crowd) {
            let blocks = &mut Rc::make_mut(crowd).blocks;
            let of = blocks.len();
            keep_unless_due(blocks, &before.blocks, |place| turn.has(place, of), CrowdBlock::looks_like);
        }
        if !turn.has_page() {
            keep_clocks(group, before);
        }
    }
}

/// Those that look like before are drawn only if it is their turn.
fn keep_unless_due<T>(
    new: &mut [Rc<T>],
    before: &[Rc<T>],
    has_turn: impl Fn(usize) -> bool,
    alike: impl Fn(&T, &T) -> bool,
) {
    for (place, (new, before)) in new.iter_mut().zip(before).enumerate() {
        if !has_turn(place) && alike(new, before) {
            *new = Rc::clone(before);
        }
    }
}

/// The numbers that are not drawn, but can be read off a lane, are written with the words.
fn keep_values(new: &mut [Rc<LaneScene>], before: &[Rc<LaneScene>]) {
    for (new, before) in new.iter_mut().zip(before) {
        // One that stands is shared.
        if let Some(lane) = Rc::get_mut(new)
            && lane.looks_like(before)
        {
            lane.values = before.values;
        }
    }
}

/// Clocks and ages stand still.
fn keep_clocks(group: &mut GroupScene, before: &GroupScene) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_turn_once_in_four_frames_and_few_parts_in_all() {
        for of in 1..=40 {
            for place in 0..of {
                let turns = (0..SHARES).filter(|share| FrameTurn::Share(*share).has(place, of)).count();
                assert_eq!(turns, if of < SHARES { SHARES } else { 1 }, "part {place} of {of}");
            }
        }
        let with_page = (0..SHARES).filter(|share| FrameTurn::Share(*share).has_page()).count();
        assert_eq!(with_page, 1);
    }

    #[test]
    fn no_frame_of_a_large_world_draws_nothing() {
        for of in 1..=40 {
            for share in 0..SHARES {
                assert!((0..of).any(|place| FrameTurn::Share(share).has(place, of)), "share {share} of {of}");
            }
        }
    }
}
