//! The coordinator's box: the group's state as a chain, generation, leader, a session clock for each member,
//! and whom it waits for.

use crate::cluster::observation::{
    AppThread, ConsumerView, GroupView, MemberView, Observation, ProcessState,
};
use crate::cluster::whom::FormerMember;
use crate::kafka::group_state::GroupState;
use crate::kafka::ids::*;
use crate::scene::lane::hue_of;
use crate::scene::layout::Columns;
use crate::scene::mark::{Area, Hue, Text, TextTone};
use crate::scene::text;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::span;
use crate::sim::time::SimTime;
use std::rc::Rc;

/// The coordinator, ready to be drawn. Coordinates are relative to its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct CoordinatorScene {
    pub test_id: String,
    /// The language of its texts.
    pub lang: Lang,
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
    pub tone: TextTone,
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
    lang: Lang,
    observation: &Observation,
    group: &GroupView,
    columns: &Columns,
    y: f64,
) -> CoordinatorScene {
    let width = columns.right - columns.left;
    let mut scene = CoordinatorScene {
        test_id: format!("coordinator-{}", group.id),
        lang,
        group: group.id,
        area: Area { x: columns.left, y, width, height: 0.0 },
        states: Vec::new(),
        texts: Vec::new(),
        crown: None,
        members: Vec::new(),
        state: group.state.name(),
        generation: group.generation,
        leader: group.leader,
        title: sentence(lang, observation, group),
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
    let (side, lang) = (164.0, scene.lang);
    let title = lang.stage_label(StageLabel::Coordinator);
    scene.texts.push(Text::new(14.0, 23.0, 13.0, TextTone::Ink, title).bold());
    let id = group.id.as_str();
    let where_ = lang.say(match group.id.is_none() {
        true => StagePhrase::OfNobody(id),
        false => StagePhrase::Broker { broker: group.coordinator.0.into(), group: id },
    });
    scene.texts.push(Text::new(14.0, 41.0, 10.5, TextTone::Muted, text::fit(&where_, 10.5, side - 14.0)));
    // The facts at the right end decide how much room the chain has.
    let facts = facts(scene, observation, group, width - 14.0, 25.0);
    let chain_x = 14.0 + side;
    let room = facts - 12.0 - chain_x;
    let size = [10.5, 9.8, 9.0].into_iter().find(|size| chain_width(*size, 10.0) <= room).unwrap_or(8.6);
    let pad = if chain_width(size, 10.0) <= room { 10.0 } else { 5.0 };
    chain(scene, group, chain_x, (10.0, 22.0), (size, pad));
    let (tone, words) = status(lang, observation, group);
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
    scene.texts.push(Text::new(12.0, 21.0, 13.0, TextTone::Ink, title).bold());
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
    let (tone, words) = status(scene.lang, observation, group);
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
    let label = |label| scene.lang.stage_label(label);
    let (leader_label, generation_label) = (label(StageLabel::Leader), label(StageLabel::Generation));
    let none = label(StageLabel::NoLeader);
    let leader =
        group.leader.as_ref().map_or(none.to_string(), |leader| text::fit(leader.as_str(), 12.0, 60.0));
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
    let tone = hue.map_or(TextTone::Muted, TextTone::Hue);
    x = put(Text::new(x, y, 12.0, tone, leader).end().bold(), 6.0);
    x = put(Text::new(x, y, 10.5, TextTone::Muted, leader_label).end(), 14.0);
    x = put(Text::new(x, y + 2.0, 19.0, TextTone::Ink, group.generation.to_string()).end().bold(), 6.0);
    put(Text::new(x, y, 10.5, TextTone::Muted, generation_label).end(), 0.0)
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

fn tone_of(state: GroupState) -> TextTone {
    match state {
        GroupState::Stable => TextTone::Good,
        GroupState::PreparingRebalance | GroupState::CompletingRebalance => TextTone::Stake,
        GroupState::Empty | GroupState::Dead => TextTone::Muted,
    }
}

/// The line under the chain: whom the group waits for, or that all is well.
pub fn status(lang: Lang, observation: &Observation, group: &GroupView) -> (TextTone, String) {
    if group.id.is_none() {
        return (TextTone::Muted, lang.stage_label(StageLabel::NoGroupId).to_string());
    }
    let now = observation.time;
    if !matches!(group.state, GroupState::PreparingRebalance | GroupState::CompletingRebalance) {
        let standing = StagePhrase::StateFor { state: group.state.name(), span: now - group.state_since };
        let rebalances = lang.say(StagePhrase::Rebalances(group.rebalances));
        let protocol = group.protocol.as_ref().map_or(String::new(), |name| format!("{name} · "));
        return (TextTone::Muted, [&protocol, &rebalances, " · ", &lang.say(standing)].concat());
    }
    let members = group.members.iter().filter(|member| member.awaited);
    let waiting: Vec<(String, String)> = members.map(|member| awaited(lang, observation, member)).collect();
    // The reasons of many do not fit on the line; each card tells its own.
    let few = waiting.len() <= 2;
    let one = |(name, why): &(String, String)| if few { format!("{name} ({why})") } else { name.clone() };
    let mut words = match waiting.is_empty() {
        true => lang.say(StagePhrase::RebalancingFor(now - group.state_since)),
        false => lang.say(StagePhrase::WaitingFor(&waiting.iter().map(one).collect::<Vec<_>>().join(", "))),
    };
    if let Some(deadline) = group.phase_deadline {
        words.push_str(" · ");
        words.push_str(&lang.say(StagePhrase::AtMost(deadline.since(now))));
    }
    (TextTone::Stake, words)
}

/// A member that the group waits for, and why it has not come.
fn awaited(lang: Lang, observation: &Observation, member: &MemberView) -> (String, String) {
    let now = observation.time;
    let name = member.client.as_ref().map_or(member.member_id.as_str(), |client| client.as_str());
    let consumer = member.client.as_ref().and_then(|c| observation.consumers.iter().find(|v| v.name == *c));
    let label = |label| lang.stage_label(label).to_string();
    let why = match (&member.former, consumer) {
        (Some(FormerMember::Process(end)), _) => {
            ended(lang, *end, now).unwrap_or_else(|| label(StageLabel::EarlierProcess))
        }
        (Some(FormerMember::Membership), _) => label(StageLabel::EarlierMembership),
        (None, Some(consumer)) => reason(lang, consumer, now),
        (None, None) => label(StageLabel::Unknown),
    };
    let earlier = member.former.is_some();
    (if earlier { lang.say(StagePhrase::TheEarlier(name)) } else { name.to_string() }, why)
}

/// How a process ended, or why it stands still.
fn ended(lang: Lang, process: ProcessState, now: SimTime) -> Option<String> {
    match process {
        ProcessState::Killed { since } => Some(lang.say(StagePhrase::KilledAgo(now - since))),
        ProcessState::Closed { since } => Some(lang.say(StagePhrase::ClosedAgo(now - since))),
        ProcessState::Failed { .. } => Some(lang.stage_label(StageLabel::Failed).to_string()),
        ProcessState::Frozen => Some(lang.stage_label(StageLabel::Frozen).to_string()),
        ProcessState::Running | ProcessState::Stalled | ProcessState::Closing => None,
    }
}

/// Why the coordinator has not heard from a member yet.
fn reason(lang: Lang, consumer: &ConsumerView, now: SimTime) -> String {
    if let Some(end) = ended(lang, consumer.process, now) {
        return end;
    }
    let label = |label| lang.stage_label(label).to_string();
    if consumer.cut_off {
        return label(StageLabel::CutOff);
    }
    let phrase = match &consumer.thread {
        AppThread::Processing { started, .. } => StagePhrase::StillProcessing(now - *started),
        AppThread::Blocked { since, .. } => StagePhrase::HandlerBlocked(now - *since),
        AppThread::OffsetsForTimes { since } => {
            StagePhrase::InCall { call: "offsetsForTimes", span: now - *since }
        }
        AppThread::CommitSync { since } => StagePhrase::InCall { call: "commitSync", span: now - *since },
        AppThread::Callback { callback, since } => {
            StagePhrase::InCall { call: callback.name(), span: now - *since }
        }
        AppThread::Unsubscribed => return label(StageLabel::Unsubscribed),
        AppThread::PollJoining => return label(StageLabel::Joining),
        AppThread::Poll => return label(StageLabel::NotHeardYet),
        AppThread::Close | AppThread::None => return label(StageLabel::Going),
    };
    lang.say(phrase)
}

fn members(s: &mut CoordinatorScene, o: &Observation, group: &GroupView, columns: &Columns, top: f64) -> f64 {
    let count = group.members.len();
    if count == 0 {
        let words = s.lang.stage_label(StageLabel::NoMembers);
        s.texts.push(Text::new(14.0, top + 14.0, 11.0, TextTone::Muted, words));
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
        let syncing = group.state == GroupState::CompletingRebalance;
        s.members.push(Rc::new(clock(s.lang, o, member, syncing, area)));
    }
    bottom
}

fn clock(
    lang: Lang,
    observation: &Observation,
    member: &MemberView,
    syncing: bool,
    area: Area,
) -> MemberClock {
    let now = observation.time;
    let hue = member.client.as_ref().and_then(|client| hue_of(observation, client));
    let name = member.client.as_ref().map_or("?", |client| client.as_str());
    let earlier = member.former.is_some();
    let name = if earlier { lang.say(StagePhrase::Earlier(name)) } else { name.to_string() };
    let left = member.session_deadline.map(|deadline| {
        let whole = member.session_timeout.as_micros().max(1) as f64;
        (deadline.since(now).as_micros() as f64 / whole).min(1.0)
    });
    let words = match (member.session_deadline, member.awaited) {
        (Some(deadline), _) => span(lang, deadline.since(now)),
        (None, true) => lang.stage_label(StageLabel::Awaited).to_string(),
        (None, false) if syncing => lang.stage_label(StageLabel::Waits).to_string(),
        (None, false) => lang.stage_label(StageLabel::Joined).to_string(),
    };
    let low = left.is_some_and(|left| left < LOW);
    let tone = if low { TextTone::Gap } else { TextTone::Muted };
    let (x, inner) = (area.x, area.width);
    let roomy = area.height > 34.0;
    let name_y = area.y + if roomy { 17.0 } else { area.height / 2.0 + 4.0 };
    let shown = text::fit(&name, 12.0, if roomy { inner * 0.4 } else { inner * 0.3 });
    let after = x + 26.0 + text::width(&shown, 12.0) + 9.0;
    let mut texts = vec![Text::new(x + 26.0, name_y, 12.0, TextTone::Ink, shown).bold()];
    let value_width = (text::width(&words, 10.0) + 10.0).max(44.0);
    let bar = if roomy {
        let id = text::fit(member.member_id.as_str(), 10.0, x + inner - 10.0 - after);
        texts.push(Text::new(after, name_y, 10.0, TextTone::Muted, id));
        Area { x: x + 10.0, y: area.y + 26.0, width: inner - 20.0 - value_width, height: 5.0 }
    } else {
        let end = x + inner - 8.0 - value_width;
        Area { x: after, y: area.y + area.height / 2.0 - 2.5, width: (end - after).max(4.0), height: 5.0 }
    };
    let value_y = if roomy { area.y + 32.0 } else { name_y };
    texts.push(Text::new(x + inner - 8.0, value_y, 10.0, tone, words.clone()).end());
    let title =
        lang.say(StagePhrase::Session { name: &name, member: member.member_id.as_str(), left: &words });
    let left = left.map(|left| (bar.width * left).round());
    MemberClock { area, hue, texts, bar, left, low, awaited: member.awaited, title }
}

fn sentence(lang: Lang, observation: &Observation, group: &GroupView) -> String {
    let (_, status) = status(lang, observation, group);
    lang.say(StagePhrase::Group {
        group: group.id.as_str(),
        state: group.state.name(),
        generation: group.generation.0,
        members: group.members.len(),
        status: &status,
    })
}
