//! The coordinator as one L: on top the group's state as a chain, generation, leader, and whom it waits for; down the
//! right an arm with a slot for each member beside its card (`slot`). On a narrow stage it is a box above all.

mod epochs;
mod words;

use words::sentence;
pub use words::status;

use crate::cluster::observation::{GroupView, MemberView, Observation};
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::scene::clock_fold::{self, ClockFold};
use crate::scene::identity::{Badge, Identity};
use crate::scene::layout::Columns;
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::slot::{self, MemberClock};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::coarse;
use std::rc::Rc;

/// The coordinator, ready to be drawn. Coordinates are relative to its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct CoordinatorScene {
    pub test_id: String,
    /// The language of its texts.
    pub lang: Lang,
    pub group: GroupId,
    /// Head and arm together.
    pub area: Area,
    /// How high the head is.
    pub head: f64,
    /// Its outline.
    pub outline: String,
    /// The strokes between the slots.
    pub dividers: String,
    /// What a pixel of the plain stage measures here.
    pub unit: f64,
    pub states: Vec<StatePill>,
    pub texts: Vec<Text>,
    /// Who leads.
    pub badge: Option<Badge>,
    /// Left edge and baseline of the leader's crown.
    pub crown: Option<(f64, f64)>,
    pub members: Vec<Rc<MemberClock>>,
    /// The clocks of a crowd, together.
    pub fold: Option<ClockFold>,
    pub state: &'static str,
    pub generation: Generation,
    pub leader: Option<ClientName>,
    /// The coordinator in a sentence.
    pub title: String,
    pub selected: bool,
}

impl CoordinatorScene {
    /// Whether only its clocks may differ from those of `other`.
    pub fn looks_like(&self, other: &CoordinatorScene) -> bool {
        self.group == other.group
            && (self.area, self.unit, self.selected) == (other.area, other.unit, other.selected)
            && (self.state, self.generation, self.leader) == (other.state, other.generation, other.leader)
            && (self.lang, self.members.len()) == (other.lang, other.members.len())
    }
}

/// One of the four states.
#[derive(Clone, Debug, PartialEq)]
pub struct StatePill {
    pub area: Area,
    pub name: String,
    pub size: f64,
    pub lit: bool,
    pub tone: TextTone,
}

const CHAIN: [GroupState; 4] =
    [GroupState::Empty, GroupState::PreparingRebalance, GroupState::CompletingRebalance, GroupState::Stable];

/// The states of the group's protocol in their order: their names, whether it is in them, their tones.
fn states(group: &GroupView) -> [(&'static str, bool, TextTone); 4] {
    match &group.epochs {
        Some(epochs) if group.coordinator_lost.is_none() => epochs::chain(epochs),
        Some(epochs) => epochs::chain(epochs).map(|(name, _, tone)| (name, false, tone)),
        None => CHAIN.map(|state| (state.name(), is_in(group, state), tone_of(state))),
    }
}

/// The height of a head of three lines, in units.
pub const HIGHEST_HEAD: f64 = 88.0;

/// The head of `group`'s coordinator with its upper edge at `y`. On a narrow stage, and in a `crowd`, that is all of
/// it.
pub fn coordinator(
    lang: Lang,
    observation: &Observation,
    group: &GroupView,
    columns: &Columns,
    (y, crowd): (f64, bool),
) -> CoordinatorScene {
    let width = columns.right - columns.left;
    let mut scene = CoordinatorScene {
        test_id: format!("coordinator-{}", group.id),
        lang,
        group: group.id,
        area: Area { x: columns.left, y, width, height: 0.0 },
        head: 0.0,
        outline: String::new(),
        dividers: String::new(),
        unit: columns.unit,
        states: Vec::new(),
        texts: Vec::new(),
        badge: None,
        crown: None,
        members: Vec::new(),
        fold: None,
        state: group.state_name(),
        generation: group.generation,
        leader: group.leader,
        title: sentence(lang, observation, group),
        selected: false,
    };
    if columns.narrow {
        let top = narrow_head(&mut scene, observation, group, width);
        let bottom = match crowd {
            true => {
                let edges = (12.0, scene.area.width - 8.0, 84.0);
                clock_fold::fold(&mut scene, observation, group, edges, top);
                top + 84.0
            }
            false => top,
        };
        scene.area.height = bottom;
        scene.head = scene.area.height;
        scene.outline = outline(&scene.area, scene.area.height, 0.0);
    } else {
        scene.head = wide_head(&mut scene, observation, group, (columns, crowd));
        scene.area.height = scene.head;
        if crowd {
            scene.outline = outline(&scene.area, scene.head, 0.0);
        }
    }
    scene
}

/// Where the arm is, and what stands in it: each member with its slot, which is an area of the stage.
pub struct CoordinatorArm<'a> {
    pub slots: Vec<(&'a MemberView, Area)>,
    /// Where it begins, if something stands between it and the head.
    pub top: Option<f64>,
    pub bottom: f64,
}

/// Adds the arm.
pub fn arm(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    columns: &Columns,
    arm: &CoordinatorArm,
) {
    scene.area.height = (arm.bottom - scene.area.y).max(scene.head);
    let left = columns.arm_x - scene.area.x;
    scene.outline = match arm.top {
        None => outline(&scene.area, scene.head, left),
        Some(top) => {
            let (x, y) = (Num(left), Num(top - scene.area.y));
            let (width, height) = (Num(scene.area.width - left), Num(arm.bottom - top));
            let below = format!("M{x} {y}h{width}v{height}H{x}z");
            outline(&Area { height: scene.head, ..scene.area }, scene.head, left) + &below
        }
    };
    if group.epochs.is_some() && !columns.low && arm.top.is_none() && !arm.slots.is_empty() {
        epochs::path_title(scene, columns);
    }
    for (member, area) in &arm.slots {
        let area = Area { x: area.x - scene.area.x, y: area.y - scene.area.y, ..*area };
        let (x, y, right) = (Num(left), Num(area.y - 5.0 * scene.unit), Num(scene.area.width));
        scene.dividers += &format!("M{x} {y}H{right}");
        scene.members.push(Rc::new(slot::slot(scene.lang, observation, group, member, (area, scene.unit))));
    }
}

/// Adds the clocks of a narrow stage, below the lanes; returns where they end on the stage.
pub fn below(scene: &mut CoordinatorScene, observation: &Observation, group: &GroupView, top: f64) -> f64 {
    let from = top - scene.area.y;
    let bottom = slot::across(scene, observation, group, from + 4.0) + 8.0;
    let (y, width, height) = (Num(from), Num(scene.area.width), Num(bottom - from));
    scene.outline += &format!("M0 {y}h{width}v{height}H0z");
    scene.area.height = bottom;
    scene.area.y + bottom
}

/// A rounded L, or a rounded box where the head is all of it.
fn outline(area: &Area, head: f64, arm: f64) -> String {
    let (width, height) = (area.width, area.height);
    let corner = |x: f64, y: f64| format!("a8 8 0 0 1 {} {}", Num(x), Num(y));
    let right = format!("M8 0H{}{}V{}", Num(width - 8.0), corner(8.0, 8.0), Num(height - 8.0));
    let foot = corner(-8.0, 8.0);
    let left = format!("{}V8{}z", corner(-8.0, -8.0), corner(8.0, -8.0));
    if height - head < 16.0 {
        return format!("{right}{foot}H8{left}");
    }
    let inner = format!("H{}{}V{}H8", Num(arm + 8.0), corner(-8.0, -8.0), Num(head));
    format!("{right}{foot}{inner}{left}")
}

/// A head of one line: the group, its state, what is said of it, generation and leader.
fn low_head(scene: &mut CoordinatorScene, observation: &Observation, group: &GroupView) -> f64 {
    let (u, lang) = (scene.unit, scene.lang);
    let facts = facts(scene, observation, group, (scene.area.width - 12.0 * u, 22.0 * u, false));
    let title = text::fit(group.id.as_str(), 13.0 * u, 120.0 * u);
    let title = Text::new(14.0 * u, 22.0 * u, 13.0 * u, TextTone::Ink, title).bold();
    let x = title.extent().1 + 14.0 * u;
    scene.texts.push(title);
    let x = short_chain(scene, group, (x, 7.0 * u), 6.0 * u) + 8.0 * u;
    let room = (facts - 14.0 * u - x).max(0.0);
    let (tone, words) = status(lang, observation, group);
    let parts: Vec<&str> = words.split(" · ").collect();
    let fits = |said: &&[&str]| text::width(&said.join(" · "), 11.0 * u) <= room;
    // The first parts say most; what does not fit is left out. If not even the first one does, the last may.
    let first = (1..=parts.len()).rev().map(|count| &parts[..count]).find(fits);
    let said = first.or_else(|| parts.chunks(1).next_back().filter(fits)).unwrap_or(&parts[..1]);
    let words = text::fit(&said.join(" · "), 11.0 * u, room);
    scene.texts.push(Text::new(x, 21.0 * u, 11.0 * u, tone, words));
    34.0 * u
}

/// The four states, of which only the one it is in is spelled out; returns where they end.
fn short_chain(scene: &mut CoordinatorScene, group: &GroupView, (mut x, y): (f64, f64), gap: f64) -> f64 {
    let u = scene.unit;
    for (name, lit, tone) in states(group) {
        let name = if lit { name } else { "" };
        let width = if lit { text::width(name, 11.0 * u) + 20.0 * u } else { 18.0 * u };
        scene.states.push(StatePill {
            area: Area { x, y, width, height: 20.0 * u },
            name: name.to_string(),
            size: 11.0 * u,
            lit,
            tone,
        });
        x += width + gap;
    }
    x
}

/// Title and group at the left, the chain and what is said of the state, generation and leader, and over the arm what
/// its clocks are. Where that is too much for one row, the chain has a row of its own.
fn wide_head(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    (columns, crowd): (&Columns, bool),
) -> f64 {
    if columns.low {
        return low_head(scene, observation, group);
    }
    let (u, lang, left) = (columns.unit, scene.lang, 14.0 * columns.unit);
    let arm = match crowd {
        true => clock_fold::left(scene.area.width / u, left / u + 164.0 + chain_width(group, 11.0, 9.0)) * u,
        false => columns.arm_x - columns.left,
    };
    let facts = match crowd {
        true => arm,
        false => {
            let over = (arm + 10.0 * u, scene.area.width - 6.0 * u);
            if !epochs::arm_title(scene, group, over) {
                clocks_title(scene, group, over);
            }
            facts(scene, observation, group, (arm - 20.0 * u, 26.0 * u, true))
        }
    };
    let title = lang.stage_label(StageLabel::Coordinator);
    scene.texts.push(Text::new(left, 24.0 * u, 13.0 * u, TextTone::Ink, title).bold());
    let id = group.id.as_str();
    let where_ = lang.say(match group.id.is_none() {
        true => StagePhrase::OfNobody(id),
        false => StagePhrase::Broker { broker: group.coordinator.0.into(), group: id },
    });
    let chain_x = left + 164.0 * u;
    let one_row = chain_x + chain_width(group, 11.0 * u, 9.0 * u) <= facts - 14.0 * u;
    let (chain_x, chain_y, words_y, height, place) = match one_row {
        true => (chain_x, 11.0 * u, 49.0 * u, 58.0 * u, (left, 42.0 * u, 152.0 * u)),
        false => {
            let x = left + text::width(title, 13.0 * u) + 12.0 * u;
            (left, 36.0 * u, 76.0 * u, HIGHEST_HEAD * u, (x, 24.0 * u, facts - 12.0 * u - x))
        }
    };
    let where_ = text::fit(&where_, 12.0 * u, place.2.max(0.0));
    scene.texts.push(Text::new(place.0, place.1, 12.0 * u, TextTone::Muted, where_));
    let room = arm - 12.0 * u - chain_x;
    let (size, pad) = match chain_width(group, 11.0 * u, 9.0 * u) <= room {
        true => (11.0 * u, 9.0 * u),
        false => (10.0 * u, 5.0 * u),
    };
    chain(scene, group, chain_x, (chain_y, 22.0 * u), (size, pad));
    let (tone, mut words) = status(lang, observation, group);
    let room = arm - 12.0 * u - chain_x;
    if crowd {
        let generation = match &group.epochs {
            Some(epochs) => lang.say(EpochText::InEpoch(epochs.group_epoch)),
            None => format!("{} {}", lang.stage_label(StageLabel::Generation), group.generation),
        };
        words = format!("{words} · {generation}");
        let leads = lang.stage_label(StageLabel::Leader);
        let leader = group.leader.as_ref().map(|leader| format!(" · {leads} {leader}"));
        let fits = |more: &String| text::width(&words, 11.0 * u) + text::width(more, 11.0 * u) <= room;
        let leader = leader.filter(fits);
        words.push_str(leader.as_deref().unwrap_or_default());
        clock_fold::fold(scene, observation, group, (arm, scene.area.width - 8.0 * u, height), 0.0);
    }
    let size = if text::width(&words, 12.0 * u) <= room { 12.0 * u } else { 11.0 * u };
    let words = text::fit(&words, size, room);
    scene.texts.push(Text::new(chain_x, words_y, size, tone, words));
    height
}

/// `session clocks`, and how long the sessions are.
fn clocks_title(scene: &mut CoordinatorScene, group: &GroupView, (left, right): (f64, f64)) {
    let (u, lang) = (scene.unit, scene.lang);
    let mut line = |y: f64, words: &str| {
        let sizes = [12.0 * u, 11.0 * u];
        let size = if text::width(words, sizes[0]) <= right - left { sizes[0] } else { sizes[1] };
        let words = text::fit(words, size, right - left);
        scene.texts.push(Text::new(left, y * u, size, TextTone::Muted, words));
    };
    line(24.0, lang.stage_label(StageLabel::SessionClocks));
    let sessions = group.members.iter().map(|member| member.session_timeout);
    let (Some(least), Some(most)) = (sessions.clone().min(), sessions.max()) else { return };
    match least == most {
        true => line(42.0, &lang.say(StagePhrase::Each(&coarse(lang, least)))),
        false => {
            let (from, to) = (coarse(lang, least), coarse(lang, most));
            line(42.0, &lang.say(StagePhrase::FromTo { from: &from, to: &to }));
        }
    }
}

fn narrow_head(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    width: f64,
) -> f64 {
    let facts = facts(scene, observation, group, (width - 12.0, 21.0, false));
    let title = text::fit(group.id.as_str(), 13.0, facts - 24.0);
    scene.texts.push(Text::new(12.0, 21.0, 13.0, TextTone::Ink, title).bold());
    // There is room for the state it is in only.
    let mut x = 12.0;
    for (name, lit, tone) in states(group).into_iter().filter(|(_, lit, _)| *lit) {
        let w = text::width(name, 11.0) + 20.0;
        scene.states.push(StatePill {
            area: Area { x, y: 31.0, width: w, height: 20.0 },
            name: name.to_string(),
            size: 11.0,
            lit,
            tone,
        });
        x += w + 10.0;
    }
    // How long beside the state, the rest below.
    let (tone, words) = status(scene.lang, observation, group);
    let (rest, span) = words
        .rsplit_once('·')
        .map_or(("", words.as_str()), |(rest, span)| (rest.trim_end(), span.trim_start()));
    let (span, rest) =
        if text::width(span, 11.0) > width - 12.0 - x { ("", words.as_str()) } else { (span, rest) };
    scene.texts.push(Text::new(x, 46.0, 11.0, tone, span));
    scene.texts.push(Text::new(12.0, 66.0, 11.0, tone, text::fit(rest, 11.0, width - 24.0)));
    76.0
}

/// A narrower head has no word before the leader.
const LEAST_WITH_LEADER: f64 = 340.0;

/// Generation and leader, or the epochs of a consumer group, whose names may have two lines: their right end and
/// baseline there; returns their left edge.
fn facts(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    (right, y, two_lines): (f64, f64, bool),
) -> f64 {
    if let Some(epochs) = &group.epochs {
        return epochs::facts(scene, epochs, (right, y), two_lines);
    }
    let (u, lang) = (scene.unit, scene.lang);
    let identity = group.leader.as_ref().and_then(|leader| Identity::of(observation, leader));
    let none = lang.stage_label(StageLabel::NoLeader).to_string();
    let leader = group.leader.as_ref().map_or(none, |leader| text::fit(leader.as_str(), 13.0 * u, 60.0 * u));
    let mut x = right;
    if group.leader.is_some() {
        x -= 15.0 * u;
        scene.crown = Some((x, y));
        x -= 6.0 * u;
    }
    let tone = identity.map_or(TextTone::Muted, |identity| TextTone::Hue(identity.hue));
    let leader = Text::new(x, y, 13.0 * u, tone, leader).end().bold();
    x = leader.extent().0 - 5.0 * u;
    scene.texts.push(leader);
    if let Some(identity) = identity {
        x -= 9.0 * u;
        scene.badge = Some(Badge { identity, x, y: y - 5.0 * u, radius: 8.0 * u, ended: false });
        x -= 16.0 * u;
    }
    let scene_width = scene.area.width;
    let mut put = |text: Text, space: f64| {
        let left = text.extent().0;
        scene.texts.push(text);
        left - space * u
    };
    // Where there is little room the crown alone says what it is.
    if group.leader.is_none() || scene_width >= LEAST_WITH_LEADER {
        x = put(Text::new(x, y, 12.0 * u, TextTone::Muted, lang.stage_label(StageLabel::Leader)).end(), 20.0);
    }
    let generation = group.generation.to_string();
    x = put(Text::new(x, y + 2.0 * u, 20.0 * u, TextTone::Ink, generation).end().bold(), 7.0);
    put(Text::new(x, y, 12.0 * u, TextTone::Muted, lang.stage_label(StageLabel::Generation)).end(), 0.0)
}

fn chain_width(group: &GroupView, size: f64, pad: f64) -> f64 {
    states(group).iter().map(|(name, ..)| text::width(name, size) + 2.0 * pad).sum::<f64>() + 3.0 * 10.0
}

fn chain(scene: &mut CoordinatorScene, group: &GroupView, x: f64, vertical: (f64, f64), set: (f64, f64)) {
    let ((y, height), (size, pad)) = (vertical, set);
    let mut x = x;
    for (name, lit, tone) in states(group) {
        let width = text::width(name, size) + 2.0 * pad;
        let area = Area { x, y, width, height };
        scene.states.push(StatePill { area, name: name.to_string(), size, lit, tone });
        x += width + 10.0;
    }
}

/// Whether the group is in this state. One that the coordinator does not know is Empty to everybody who looks; while
/// the coordinator is lost, its state is unknown.
fn is_in(group: &GroupView, state: GroupState) -> bool {
    match group.state {
        _ if group.coordinator_lost.is_some() => false,
        GroupState::Dead => state == GroupState::Empty,
        known => known == state,
    }
}

fn tone_of(state: GroupState) -> TextTone {
    match state {
        GroupState::Stable => TextTone::Good,
        GroupState::PreparingRebalance | GroupState::CompletingRebalance => TextTone::Stake,
        GroupState::Empty | GroupState::Dead => TextTone::Muted,
    }
}
