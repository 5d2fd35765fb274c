//! The picture for a room: the stage and one caption on 1920 x 1080 units, in letters of 36 units and more, so that a
//! quarter of its size can still be read. What has no room at that size is folded, and never set smaller.
//!
//! While a question is open, nothing is shown that counts what the room is asked for.

pub mod card;
pub mod head;
pub mod lane;
pub mod prose;
pub mod said;
pub mod telling;
#[cfg(test)]
mod tests;

use crate::cluster::observation::{GroupView, Observation};
use crate::kafka::ids::GroupId;
use crate::scene::Selection;
use crate::scene::cells::Focus;
use crate::scene::foretold::ForetoldScene;
use crate::scene::mark::{Area, Text};
use crate::scene::presenter::card::RoomCard;
use crate::scene::presenter::head::RoomHead;
use crate::scene::presenter::lane::RoomLane;
use crate::scene::presenter::said::RoomStanding;
use crate::scene::presenter::telling::{RoomCaption, RoomStory, caption};
use crate::session::language::Lang;

/// The picture's size, and the size of its smallest letters.
pub const WIDTH: f64 = 1920.0;
pub const HEIGHT: f64 = 1080.0;
pub const SMALL: f64 = 36.0;
/// What stays free at the left and at the right.
pub const EDGE: f64 = 40.0;
/// The cells of a lane end here, the cards stand between these, the clocks up to the right edge.
pub const CELLS_END: f64 = 950.0;
pub const CARDS: (f64, f64) = (1172.0, 1502.0);
pub const CLOCKS: (f64, f64) = (1556.0, WIDTH - EDGE);
/// So many records of each lane are looked at.
pub const WINDOW: usize = 256;

/// What the picture is computed from. The observation has [`WINDOW`] records of each lane.
#[derive(Clone, Copy)]
pub struct RoomInput<'a> {
    pub lang: Lang,
    pub observation: &'a Observation,
    pub story: RoomStory<'a>,
    /// What is foretold.
    pub standing: Option<RoomStanding<'a>>,
    /// What is ringed.
    pub ringed: Option<Selection>,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomScene {
    pub caption: RoomCaption,
    pub sections: Vec<RoomSection>,
    /// Over the lanes: what is asked, said and seen.
    pub foretold: Option<ForetoldScene>,
    /// Around what is pointed at; `None` where that is not in the picture.
    pub ring: Option<Area>,
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomSection {
    pub group: GroupId,
    pub head: RoomHead,
    pub lanes: Vec<RoomLane>,
    pub cards: Vec<RoomCard>,
    /// How many lanes and cards found no room.
    pub folded: Vec<Text>,
}

/// What the parts of a section have in common.
#[derive(Clone, Copy)]
pub struct RoomContext<'a> {
    pub lang: Lang,
    pub observation: &'a Observation,
    pub group: &'a GroupView,
    /// A question is open: nothing that counts its answer is shown.
    pub hides: bool,
    /// What is to be seen as a whole of the lanes.
    pub focus: &'a [Focus],
}

/// The picture of this instant.
pub fn presenter(input: &RoomInput) -> RoomScene {
    let caption = caption(input);
    let groups = crate::scene::groups(input.observation);
    let (top, gap) = (20.0, 18.0);
    let whole = caption.area.y - top - gap;
    let room = (whole - gap * groups.len().saturating_sub(1) as f64) / groups.len().max(1) as f64;
    // No more groups than have a head and a row of lanes.
    let shown = groups.len().min(((whole + gap) / (head::LOW + lane::LOW + gap)) as usize).max(1);
    let room = if shown < groups.len() { (whole - gap * (shown - 1) as f64) / shown as f64 } else { room };
    let mut sections = Vec::with_capacity(shown);
    let focus = input.standing.map_or(Vec::new(), |standing| standing.in_sight());
    for (n, group) in groups.iter().take(shown).enumerate() {
        let area =
            Area { x: EDGE, y: top + n as f64 * (room + gap), width: WIDTH - 2.0 * EDGE, height: room };
        sections.push(section(input, group, area, (n, groups.len(), caption.open), &focus));
    }
    let ring = input.ringed.and_then(|ringed| ring(&sections, &ringed));
    let standing = input.standing.filter(|standing| caption.question == Some(standing.place));
    // At an open question nothing has happened, and after it nothing more can be said.
    let standing = standing.filter(|standing| !caption.open || standing.seen.is_none());
    let foretold = standing.map(|standing| {
        RoomStanding { open: standing.open && caption.open, ..standing }.over(input.lang, &sections)
    });
    RoomScene { caption, sections, foretold, ring }
}

fn section(
    input: &RoomInput,
    group: &GroupView,
    area: Area,
    (place, all, hides): (usize, usize, bool),
    focus: &[Focus],
) -> RoomSection {
    let context = RoomContext { lang: input.lang, observation: input.observation, group, hides, focus };
    let height = if all == 1 { head::HIGH } else { head::LOW };
    let head = head::head(&context, Area { height, ..area }, (all == 1, place == 0));
    let below = if all == 1 { 20.0 } else { 6.0 };
    let body = Area { y: area.y + height + below, height: area.height - height - below, ..area };
    let (cards, more_cards) = card::cards(&context, body);
    let (mut lanes, more_lanes) = lane::lanes(&context, body);
    lane::join(&context, &mut lanes, &cards);
    let folded = [more_lanes, more_cards].into_iter().flatten().collect();
    RoomSection { group: group.id, head, lanes, cards, folded }
}

/// Where the thing is that is pointed at. A record that has left the window is where its lane begins.
fn ring(sections: &[RoomSection], ringed: &Selection) -> Option<Area> {
    let around = |area: Area, by: f64| Area {
        x: area.x - by,
        y: area.y - by,
        width: area.width + 2.0 * by,
        height: area.height + 2.0 * by,
    };
    let lane_of = |group, partition| {
        let section = sections.iter().find(|section| section.group == group)?;
        section.lanes.iter().find(|lane| lane.partition == partition)
    };
    match ringed {
        Selection::Lane(group, partition) => Some(around(lane_of(*group, *partition)?.area, 0.0)),
        Selection::Record(group, partition, offset) => {
            let lane = lane_of(*group, *partition)?;
            Some(around(lane.record(*offset).unwrap_or(lane.area), 7.0))
        }
        Selection::Consumer(client) | Selection::Envelope { client, .. } => {
            let mut cards = sections.iter().flat_map(|section| &section.cards);
            Some(around(cards.find(|card| card.client == *client)?.area, 6.0))
        }
        Selection::Coordinator(group) => {
            Some(around(sections.iter().find(|section| section.group == *group)?.head.area, 4.0))
        }
    }
}

impl RoomScene {
    /// Whether something can be foretold.
    pub fn is_asked(&self) -> bool {
        self.foretold.as_ref().is_some_and(|foretold| foretold.open)
    }

    /// Everything that can be ringed with the arrow keys, in reading order: lanes, cards, coordinators.
    pub fn things(&self) -> Vec<Selection> {
        let mut things = Vec::new();
        for section in &self.sections {
            things.push(Selection::Coordinator(section.group));
            things.extend(section.lanes.iter().map(|lane| Selection::Lane(section.group, lane.partition)));
            things.extend(section.cards.iter().map(|card| Selection::Consumer(card.client)));
        }
        things
    }

    /// What is at a place of the picture.
    pub fn at(&self, x: f64, y: f64) -> Option<Selection> {
        let inside = |area: &Area| x >= area.x && x <= area.right() && y >= area.y && y <= area.bottom();
        for section in &self.sections {
            if inside(&section.head.area) {
                return Some(Selection::Coordinator(section.group));
            }
            if let Some(card) = section.cards.iter().find(|card| inside(&card.area)) {
                return Some(Selection::Consumer(card.client));
            }
            if let Some(lane) = section.lanes.iter().find(|lane| inside(&lane.area)) {
                return Some(match lane.offset_at(x, y) {
                    Some(offset) => Selection::Record(section.group, lane.partition, offset),
                    None => Selection::Lane(section.group, lane.partition),
                });
            }
        }
        None
    }

    /// The neighbour of the record that is ringed, if it is in the picture; in a ringed lane the newest one.
    pub fn beside(&self, ringed: &Selection, onward: bool) -> Option<Selection> {
        let (group, partition, offset) = match ringed {
            Selection::Lane(group, partition) => (*group, *partition, None),
            Selection::Record(group, partition, offset) => (*group, *partition, Some(*offset)),
            _ => return None,
        };
        let section = self.sections.iter().find(|section| section.group == group)?;
        let window = section.lanes.iter().find(|lane| lane.partition == partition)?.window?;
        let last = window.end.checked_sub(1)?;
        let next = match (offset, onward) {
            (None, _) => last,
            (Some(offset), true) => offset + 1,
            (Some(offset), false) => offset.checked_sub(1)?,
        };
        (window.first..=last).contains(&next).then_some(Selection::Record(group, partition, next))
    }
}
