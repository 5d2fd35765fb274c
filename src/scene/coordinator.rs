//! The coordinator's box: the group's state as a chain, generation, leader, a session clock for each member,
//! and whom it waits for.

use crate::cluster::observation::{
    AppThread, ConsumerView, GroupView, MemberView, Observation, ProcessState,
};
use crate::cluster::whom::FormerMember;
use crate::kafka::fact::GroupState;
use crate::kafka::ids::*;
use crate::scene::lane::hue_of;
use crate::scene::layout::Columns;
use crate::scene::mark::{Area, Hue, Text, Tone};
use crate::scene::text;
use crate::sim::time::SimTime;
use std::rc::Rc;

/// The coordinator, ready to be drawn. Coordinates are relative to its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct CoordinatorScene {
    pub test_id: String,
    pub group: GroupId,
    pub area: Area,
    pub states: Vec<StatePill>,
    pub texts: Vec<Text>,
    /// Left edge and baseline of the leader's crown.
    pub crown: Option<(f64, f64, Option<Hue>)>,
    pub members: Vec<Rc<MemberClock>>,
    pub state: &'static str,
    pub generation: Generation,
    pub leader: Option<ClientName>,
    /// The coordinator in a sentence.
    pub title: String,
    pub selected: bool,
}

/// One of the four states.
#[derive(Clone, Debug, PartialEq)]
pub struct StatePill {
    pub area: Area,
    /// Empty where only the state it is in is spelled out.
    pub name: String,
    pub size: f64,
    pub lit: bool,
    pub tone: Tone,
}

/// A member's session running out.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberClock {
    pub area: Area,
    pub hue: Option<Hue>,
    pub texts: Vec<Text>,
    /// The whole bar.
    pub bar: Area,
    /// How much of the session is left, in whole pixels of the bar; `None` while it does not run. A clock that runs
    /// for seconds is the same in most frames, and is then not drawn anew.
    pub left: Option<f64>,
    pub low: bool,
    pub awaited: bool,
    pub title: String,
}

const CHAIN: [GroupState; 4] =
    [GroupState::Empty, GroupState::PreparingRebalance, GroupState::CompletingRebalance, GroupState::Stable];

/// Below this share of its session a member's clock turns red: with a heartbeat interval of at most a third of the
/// session, a heartbeat must have been missed.
const LOW: f64 = 0.5;

/// The drawing of `group`'s coordinator with its upper edge at `y`.
pub fn coordinator(
    observation: &Observation,
    group: &GroupView,
    columns: &Columns,
    y: f64,
) -> CoordinatorScene {
    let width = columns.right - columns.left;
    let mut scene = CoordinatorScene {
        test_id: format!("coordinator-{}", group.id),
        group: group.id.clone(),
        area: Area { x: columns.left, y, width, height: 0.0 },
        states: Vec::new(),
        texts: Vec::new(),
        crown: None,
        members: Vec::new(),
        state: group.state.name(),
        generation: group.generation,
        leader: group.leader.clone(),
        title: sentence(observation, group),
        selected: false,
    };
    let top = if columns.narrow {
        narrow_head(&mut scene, observation, group, width)
    } else {
        wide_head(&mut scene, observation, group, width)
    };
    let bottom = members(&mut scene, observation, group, columns, top);
    scene.area.height = bottom + 10.0;
    scene
}

fn wide_head(scene: &mut CoordinatorScene, observation: &Observation, group: &GroupView, width: f64) -> f64 {
    let side = 164.0;
    scene.texts.push(Text::new(14.0, 23.0, 13.0, Tone::Ink, "Group coordinator").bold());
    let where_ = match group.id.is_none() {
        true => format!("of nobody · {}", group.id),
        false => format!("broker {} · {}", group.coordinator.0, group.id),
    };
    scene.texts.push(Text::new(14.0, 41.0, 10.5, Tone::Muted, text::fit(&where_, 10.5, side - 14.0)));
    // The facts at the right end decide how much room the chain has.
    let facts = facts(scene, observation, group, width - 14.0, 25.0);
    let chain_x = 14.0 + side;
    let room = facts - 12.0 - chain_x;
    let size = [10.5, 9.8, 9.0].into_iter().find(|size| chain_width(*size, 10.0) <= room).unwrap_or(8.6);
    let pad = if chain_width(size, 10.0) <= room { 10.0 } else { 5.0 };
    chain(scene, group, chain_x, (10.0, 22.0), (size, pad));
    let (tone, words) = status(observation, group);
    let words = text::fit(&words, 10.5, width - 14.0 - chain_x);
    scene.texts.push(Text::new(chain_x, 47.0, 10.5, tone, words));
    57.0
}

fn narrow_head(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    width: f64,
) -> f64 {
    let facts = facts(scene, observation, group, width - 12.0, 21.0);
    let title = text::fit(group.id.as_str(), 13.0, facts - 24.0);
    scene.texts.push(Text::new(12.0, 21.0, 13.0, Tone::Ink, title).bold());
    // Only the state it is in is spelled out.
    let mut x = 12.0;
    for state in CHAIN {
        let lit = state == group.state;
        let name = if lit { state.name() } else { "" };
        let w = if lit { text::width(name, 10.5) + 20.0 } else { 18.0 };
        scene.states.push(StatePill {
            area: Area { x, y: 32.0, width: w, height: 20.0 },
            name: name.to_string(),
            size: 10.5,
            lit,
            tone: tone_of(state),
        });
        x += w + 8.0;
    }
    let (tone, words) = status(observation, group);
    let (first, second) = words.rsplit_once(" · ").unwrap_or((words.as_str(), ""));
    scene.texts.push(Text::new(12.0, 68.0, 10.0, tone, text::fit(first, 10.0, width - 24.0)));
    scene.texts.push(Text::new(12.0, 82.0, 10.0, tone, text::fit(second, 10.0, width - 24.0)));
    91.0
}

/// Generation and leader, right-aligned; returns their left edge.
fn facts(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    right: f64,
    y: f64,
) -> f64 {
    let leader =
        group.leader.as_ref().map_or("none".to_string(), |leader| text::fit(leader.as_str(), 12.0, 60.0));
    let hue = group.leader.as_ref().and_then(|leader| hue_of(observation, leader));
    let mut x = right;
    if group.leader.is_some() {
        x -= 15.0;
        scene.crown = Some((x, y, hue));
        x -= 5.0;
    }
    let mut put = |text: Text, space: f64| {
        let left = text.extent().0;
        scene.texts.push(text);
        left - space
    };
    let tone = hue.map_or(Tone::Muted, Tone::Hue);
    x = put(Text::new(x, y, 12.0, tone, leader).end().bold(), 6.0);
    x = put(Text::new(x, y, 10.5, Tone::Muted, "leader").end(), 14.0);
    x = put(Text::new(x, y + 2.0, 19.0, Tone::Ink, group.generation.to_string()).end().bold(), 6.0);
    put(Text::new(x, y, 10.5, Tone::Muted, "generation").end(), 0.0)
}

fn chain_width(size: f64, pad: f64) -> f64 {
    CHAIN.iter().map(|state| text::width(state.name(), size) + 2.0 * pad).sum::<f64>() + 3.0 * 10.0
}

fn chain(scene: &mut CoordinatorScene, group: &GroupView, x: f64, vertical: (f64, f64), set: (f64, f64)) {
    let ((y, height), (size, pad)) = (vertical, set);
    let mut x = x;
    for state in CHAIN {
        let lit = state == group.state;
        let width = text::width(state.name(), size) + 2.0 * pad;
        let area = Area { x, y, width, height };
        scene.states.push(StatePill {
            area,
            name: state.name().to_string(),
            size,
            lit,
            tone: tone_of(state),
        });
        x += width + 10.0;
    }
}

fn tone_of(state: GroupState) -> Tone {
    match state {
        GroupState::Stable => Tone::Good,
        GroupState::PreparingRebalance | GroupState::CompletingRebalance => Tone::Stake,
        GroupState::Empty | GroupState::Dead => Tone::Muted,
    }
}

/// The line under the chain: whom the group waits for, or that all is well.
pub fn status(observation: &Observation, group: &GroupView) -> (Tone, String) {
    if group.id.is_none() {
        return (Tone::Muted, "no group.id: nothing to join, nothing to commit".to_string());
    }
    let now = observation.time;
    if !matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
        let since = text::span(now - group.state_since);
        let protocol = group.protocol.as_ref().map_or(String::new(), |name| format!("{name} · "));
        let rebalances = text::count(group.rebalances, "rebalance", "rebalances");
        return (Tone::Muted, format!("{protocol}{rebalances} · {} for {since}", group.state.name()));
    }
    let mut waiting = Vec::new();
    for member in group.members.iter().filter(|member| member.awaited) {
        let name = member.client.as_ref().map_or(member.member_id.as_str(), |client| client.as_str());
        let consumer =
            member.client.as_ref().and_then(|c| observation.consumers.iter().find(|v| v.name == *c));
        let why = match (&member.former, consumer) {
            (Some(FormerMember::Process(end)), _) => {
                ended(*end, now).unwrap_or_else(|| "an earlier process".to_string())
            }
            (Some(FormerMember::Membership), _) => "an earlier membership".to_string(),
            (None, Some(consumer)) => reason(consumer, now),
            (None, None) => "unknown".to_string(),
        };
        let whom = if member.former.is_some() { format!("the earlier {name}") } else { name.to_string() };
        waiting.push((whom, why));
    }
    // The reasons of many do not fit on the line; each card tells its own.
    let few = waiting.len() <= 2;
    let one = |(name, why): &(String, String)| if few { format!("{name} ({why})") } else { name.clone() };
    let mut words = match waiting.is_empty() {
        true => format!("rebalancing for {}", text::span(now - group.state_since)),
        false => format!("waiting for {}", waiting.iter().map(one).collect::<Vec<_>>().join(", ")),
    };
    if let Some(deadline) = group.phase_deadline {
        words.push_str(&format!(" · at most {} more", text::span(deadline.since(now))));
    }
    (Tone::Stake, words)
}

/// How a process ended, or why it stands still.
fn ended(process: ProcessState, now: SimTime) -> Option<String> {
    match process {
        ProcessState::Killed { since } => Some(format!("killed {} ago", text::span(now - since))),
        ProcessState::Closed { since } => Some(format!("closed {} ago", text::span(now - since))),
        ProcessState::Failed { .. } => Some("failed".to_string()),
        ProcessState::Frozen => Some("frozen".to_string()),
        ProcessState::Running | ProcessState::Stalled | ProcessState::Closing => None,
    }
}

/// Why the coordinator has not heard from a member yet.
fn reason(consumer: &ConsumerView, now: SimTime) -> String {
    if let Some(end) = ended(consumer.process, now) {
        return end;
    }
    if consumer.cut_off {
        return "cut off".to_string();
    }
    match &consumer.thread {
        AppThread::Processing { started, .. } => format!("still processing, {}", text::span(now - *started)),
        AppThread::Blocked { since, .. } => format!("handler blocked, {}", text::span(now - *since)),
        AppThread::OffsetsForTimes { since } => {
            format!("in offsetsForTimes, {}", text::span(now - *since))
        }
        AppThread::Unsubscribed => "unsubscribed".to_string(),
        AppThread::CommitSync { since } => format!("in commitSync, {}", text::span(now - *since)),
        AppThread::Callback { callback, since } => {
            format!("in {}, {}", callback.name(), text::span(now - *since))
        }
        AppThread::PollJoining => "joining".to_string(),
        AppThread::Poll => "has not heard of it yet".to_string(),
        AppThread::Close | AppThread::None => "going".to_string(),
    }
}

fn members(s: &mut CoordinatorScene, o: &Observation, group: &GroupView, columns: &Columns, top: f64) -> f64 {
    let count = group.members.len();
    if count == 0 {
        s.texts.push(Text::new(14.0, top + 14.0, 11.0, Tone::Muted, "no members"));
        return top + 20.0;
    }
    let pad = if columns.narrow { 12.0 } else { 14.0 };
    let (room, gap) = (columns.right - columns.left - 2.0 * pad, 12.0);
    let (across, height) = match (columns.narrow, count) {
        (true, _) => (2.min(count), 30.0),
        (false, 0..=4) => (count.max(3), 38.0),
        (false, _) => (4, 26.0),
    };
    let width = (room - gap * (across as f64 - 1.0)) / across as f64;
    let mut bottom = top;
    for (i, member) in group.members.iter().enumerate() {
        let (column, row) = ((i % across) as f64, (i / across) as f64);
        let area = Area { x: pad + column * (width + gap), y: top + row * (height + 6.0), width, height };
        bottom = area.bottom();
        s.members.push(Rc::new(clock(o, member, group.state == GroupState::CompletingRebalance, area)));
    }
    bottom
}

fn clock(observation: &Observation, member: &MemberView, syncing: bool, area: Area) -> MemberClock {
    let now = observation.time;
    let hue = member.client.as_ref().and_then(|client| hue_of(observation, client));
    let name = member.client.as_ref().map_or("?", |client| client.as_str());
    let name = if member.former.is_some() { format!("{name} (earlier)") } else { name.to_string() };
    let left = member.session_deadline.map(|deadline| {
        let whole = member.session_timeout.as_micros().max(1) as f64;
        (deadline.since(now).as_micros() as f64 / whole).min(1.0)
    });
    let words = match (member.session_deadline, member.awaited) {
        (Some(deadline), _) => text::span(deadline.since(now)),
        (None, true) => "awaited".to_string(),
        (None, false) if syncing => "waits".to_string(),
        (None, false) => "joined".to_string(),
    };
    let low = left.is_some_and(|left| left < LOW);
    let tone = if low { Tone::Gap } else { Tone::Muted };
    let (x, inner) = (area.x, area.width);
    let roomy = area.height > 34.0;
    let name_y = area.y + if roomy { 17.0 } else { area.height / 2.0 + 4.0 };
    let shown = text::fit(&name, 12.0, if roomy { inner * 0.4 } else { inner * 0.3 });
    let after = x + 26.0 + text::width(&shown, 12.0) + 9.0;
    let mut texts = vec![Text::new(x + 26.0, name_y, 12.0, Tone::Ink, shown).bold()];
    let value_width = (text::width(&words, 10.0) + 10.0).max(44.0);
    let bar = if roomy {
        let id = text::fit(member.member_id.as_str(), 10.0, x + inner - 10.0 - after);
        texts.push(Text::new(after, name_y, 10.0, Tone::Muted, id));
        Area { x: x + 10.0, y: area.y + 26.0, width: inner - 20.0 - value_width, height: 5.0 }
    } else {
        let end = x + inner - 8.0 - value_width;
        Area { x: after, y: area.y + area.height / 2.0 - 2.5, width: (end - after).max(4.0), height: 5.0 }
    };
    let value_y = if roomy { area.y + 32.0 } else { name_y };
    texts.push(Text::new(x + inner - 8.0, value_y, 10.0, tone, words.clone()).end());
    let title = format!("{name} ({}): session {words}", member.member_id);
    let left = left.map(|left| (bar.width * left).round());
    MemberClock { area, hue, texts, bar, left, low, awaited: member.awaited, title }
}

fn sentence(observation: &Observation, group: &GroupView) -> String {
    let members = text::count(group.members.len() as u64, "member", "members");
    let (_, status) = status(observation, group);
    format!(
        "Group {}: {}, generation {}, {members}; {status}",
        group.id,
        group.state.name(),
        group.generation
    )
}
