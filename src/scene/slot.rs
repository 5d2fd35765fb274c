//! What the coordinator believes of one member: how much of its session is left, and since when it has heard nothing.

mod epochs;

pub use epochs::EpochSlot;

use crate::cluster::observation::{Direction, GroupView, MemberView, Observation};
use crate::kafka::group_state::GroupState;
use crate::scene::coordinator::CoordinatorScene;
use crate::scene::identity::{Badge, Identity};
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::text;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::{short, span};
use crate::sim::time::{SimDuration, SimTime};
use std::rc::Rc;

/// A member's session running out.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberClock {
    pub area: Area,
    pub badge: Option<Badge>,
    pub texts: Vec<Text>,
    /// The whole bar.
    pub bar: Area,
    /// How much of the session is left, in whole pixels of the bar; `None` while it does not run. A clock that runs
    /// for seconds is the same in most frames, and is then not drawn anew.
    pub left: Option<f64>,
    /// Nothing was heard for longer than a heartbeat interval.
    pub silent: bool,
    pub awaited: bool,
    /// Left end and baseline of the tick: it has joined, and no clock runs.
    pub tick: Option<(f64, f64)>,
    pub unit: f64,
    pub title: String,
    /// Of a member of a consumer group: how far it has come.
    pub epochs: Option<Rc<EpochSlot>>,
}

/// When the coordinator heard from a member last, as far as its session clock tells.
fn heard(member: &MemberView, now: SimTime) -> Option<SimTime> {
    let at = member.session_deadline?.before(member.session_timeout);
    // A new member has another time-out until it has joined.
    (at <= now && member.session_deadline? - at == member.session_timeout).then_some(at)
}

/// When a member's heartbeat was due, if it is missing: more than `heartbeat.interval.ms` has passed since the
/// coordinator heard from it, and nothing of it is on its way.
pub fn missing(observation: &Observation, member: &MemberView) -> Option<SimTime> {
    let heard = heard(member, observation.time)?;
    let consumer = observation.consumers.iter().find(|consumer| member.client == Some(consumer.name));
    let current = consumer.filter(|_| member.former.is_none());
    let interval = consumer.map_or(third(member.session_timeout), |consumer| consumer.heartbeat_interval);
    let due = heard + interval;
    let under_way = observation.envelopes.iter().any(|envelope| {
        let mine = current.is_some_and(|consumer| consumer.name == envelope.client);
        mine && envelope.direction == Direction::ToBroker && !envelope.held()
    });
    (due < observation.time && !under_way).then_some(due)
}

fn third(span: SimDuration) -> SimDuration {
    SimDuration::from_micros(span.as_micros() / 3)
}

/// What a slot says, before it has a place.
struct Said {
    name: String,
    badge: Option<Identity>,
    role: &'static str,
    /// Seconds left, or what it waits for instead.
    value: String,
    share: Option<f64>,
    due: Option<SimTime>,
    tone: TextTone,
}

fn said(lang: Lang, observation: &Observation, group: &GroupView, member: &MemberView) -> Said {
    let now = observation.time;
    let share = member.session_deadline.map(|deadline| {
        let whole = member.session_timeout.as_micros().max(1) as f64;
        (deadline.since(now).as_micros() as f64 / whole).min(1.0)
    });
    let syncing = group.state == GroupState::CompletingRebalance;
    let value = match (member.session_deadline, member.awaited) {
        (Some(deadline), _) => span(lang, deadline.since(now)),
        (None, true) => lang.stage_label(StageLabel::Awaited).to_string(),
        (None, false) if syncing => lang.stage_label(StageLabel::Waits).to_string(),
        (None, false) => lang.stage_label(StageLabel::Joined).to_string(),
    };
    let leads = member.client.is_some() && member.client == group.leader;
    let role = match member.former {
        Some(_) => StageLabel::EarlierShort,
        None if leads => StageLabel::IsLeader,
        None => StageLabel::Member,
    };
    let due = missing(observation, member);
    Said {
        name: member.client.as_ref().map_or("?", |client| client.as_str()).to_string(),
        badge: member.client.as_ref().and_then(|client| Identity::of(observation, client)),
        role: lang.stage_label(role),
        value,
        share,
        due,
        tone: if due.is_some() { TextTone::Gap } else { TextTone::Ink },
    }
}

/// The slot of `member` in this part of the coordinator's arm: everything where there is room for it, else a line or
/// two.
pub fn slot(
    lang: Lang,
    observation: &Observation,
    group: &GroupView,
    member: &MemberView,
    (area, unit): (Area, f64),
) -> MemberClock {
    if let Some(way) = &member.on_its_way {
        return epochs::slot(lang, observation, group, (member, way), (area, unit));
    }
    let said = said(lang, observation, group, member);
    let (left, right) = (area.x + 10.0 * unit, area.right() - 8.0 * unit);
    let mut clock = MemberClock {
        area,
        badge: None,
        texts: Vec::new(),
        bar: Area::default(),
        left: None,
        silent: said.due.is_some(),
        awaited: member.awaited,
        tick: None,
        unit,
        title: title(lang, member, &said),
        epochs: None,
    };
    let plain = area.height / unit;
    let row = if plain < 34.0 { (8.0, 13.0) } else { (8.0, 16.0) };
    let badge = |identity| Badge {
        identity,
        x: left + row.0 * unit,
        y: area.y + row.1 * unit,
        radius: 8.0 * unit,
        ended: member.former.is_some(),
    };
    clock.badge = said.badge.map(badge);
    let name_x = left + 22.0 * unit;
    let name_y = area.y + (row.1 + 4.5) * unit;
    if plain < 34.0 {
        line(&mut clock, &said, (name_x, right, name_y));
    } else {
        named(&mut clock, &said, (name_x, right, name_y));
        match plain < 70.0 {
            true => two_lines(&mut clock, &said, (left, right, name_y)),
            false => roomy(&mut clock, lang, observation, member, &said, (left, right)),
        }
    }
    clock.left = said.share.map(|share| (clock.bar.width * share).round());
    clock
}

/// Who it is, and what it is.
fn named(clock: &mut MemberClock, said: &Said, (x, right, y): (f64, f64, f64)) {
    let u = clock.unit;
    let room = right - x;
    let role = text::fit(said.role, 11.0 * u, room * 0.62);
    let name_room = room - text::width(&role, 11.0 * u) - 5.0 * u;
    let name = text::fit(&said.name, 13.0 * u, name_room);
    let tone = said.badge.map_or(TextTone::Ink, |identity| TextTone::Hue(identity.hue));
    clock.texts.push(Text::new(x, y, 13.0 * u, tone, name).bold());
    clock.texts.push(Text::new(right, y, 11.0 * u, TextTone::Muted, role).end());
}

/// All on one line: name, bar, seconds.
fn line(clock: &mut MemberClock, said: &Said, (x, right, y): (f64, f64, f64)) {
    let u = clock.unit;
    let value = text::fit(&said.value, 11.0 * u, (right - x) * 0.62);
    let value_left = right - text::width(&value, 11.0 * u);
    let name = text::fit(&said.name, 12.0 * u, (value_left - x - 4.0 * u).max(0.0));
    let after = x + text::width(&name, 12.0 * u) + 5.0 * u;
    let tone = said.badge.map_or(TextTone::Ink, |identity| TextTone::Hue(identity.hue));
    clock.texts.push(Text::new(x, y, 12.0 * u, tone, name).bold());
    clock.bar = Area {
        x: after,
        y: y - 6.5 * u,
        width: (value_left - 5.0 * u - after).max(0.0),
        height: if said.share.is_some() { 5.0 * u } else { 0.0 },
    };
    clock.texts.push(Text::new(right, y, 11.0 * u, said.tone, value).end());
}

/// Bar and seconds below the name.
fn two_lines(clock: &mut MemberClock, said: &Said, (left, right, name_y): (f64, f64, f64)) {
    let u = clock.unit;
    let y = name_y + 16.0 * u;
    let value = text::fit(&said.value, 12.0 * u, right - left);
    let end = right - text::width(&value, 12.0 * u) - 6.0 * u;
    if said.share.is_some() {
        clock.bar = Area { x: left, y: y - 7.0 * u, width: (end - left).max(0.0), height: 6.0 * u };
    }
    clock.texts.push(Text::new(right, y, 12.0 * u, said.tone, value).end().bold());
}

/// Seconds in large figures, the bar, since when it was heard, until when it is believed alive.
fn roomy(
    clock: &mut MemberClock,
    lang: Lang,
    observation: &Observation,
    member: &MemberView,
    said: &Said,
    (left, right): (f64, f64),
) {
    let (u, top, now) = (clock.unit, clock.area.y, observation.time);
    let y = top + 55.0 * u;
    if said.share.is_none() {
        clock.tick = Some((left, y - 2.0 * u));
        let value = text::fit(&said.value, 13.0 * u, right - left - 20.0 * u);
        let tone = if member.awaited { TextTone::Stake } else { TextTone::Good };
        clock.texts.push(Text::new(left + 20.0 * u, y, 13.0 * u, tone, value).bold());
        clock.tick = clock.tick.filter(|_| !member.awaited);
        return;
    }
    let sizes = [22.0, 18.0, 15.0, 12.0].map(|size| size * u);
    let size = sizes.into_iter().find(|size| text::width(&said.value, *size) <= right - left);
    let size = size.unwrap_or(sizes[3]);
    let value = text::fit(&said.value, size, right - left);
    clock.texts.push(Text::new(left, y, size, said.tone, value).bold());
    clock.bar = Area { x: left, y: top + 64.0 * u, width: right - left, height: 6.0 * u };
    let mut y = top + 87.0 * u;
    let bottom = clock.area.bottom();
    let mut say = |words: &str, tone: TextTone, bold: bool| {
        if y + 3.0 * u > bottom {
            return;
        }
        let mut line = Text::new(left, y, 11.0 * u, tone, text::fit(words, 11.0 * u, right - left + 6.0 * u));
        line.bold = bold;
        clock.texts.push(line);
        y += 16.0 * u;
    };
    if member.awaited {
        say(lang.stage_label(StageLabel::NotJoined), TextTone::Stake, true);
    }
    let tone = if said.due.is_some() { TextTone::Gap } else { TextTone::Muted };
    if let Some(at) = heard(member, now) {
        let ago = now - at;
        match ago < JUST_NOW {
            true => say(lang.stage_label(StageLabel::HeardNow), tone, false),
            false => say(&lang.say(StagePhrase::HeardAgo(ago)), tone, false),
        }
    }
    if let Some(deadline) = member.session_deadline.filter(|_| said.due.is_some()) {
        say(lang.stage_label(StageLabel::BelievedAlive), tone, true);
        say(&lang.say(StagePhrase::Until(&short(deadline))), tone, false);
    }
}

/// What was heard no longer ago than this was heard just now.
const JUST_NOW: SimDuration = SimDuration::from_millis(100);

fn title(lang: Lang, member: &MemberView, said: &Said) -> String {
    let name = match member.former {
        Some(_) => lang.say(StagePhrase::Earlier(&said.name)),
        None => said.name.clone(),
    };
    lang.say(StagePhrase::Session { name: &name, member: member.member_id.as_str(), left: &said.value })
}

/// How many of a group's clocks stand in a row so wide: those of a consumer group say more.
fn in_a_row(width: f64, group: &GroupView) -> usize {
    let least = if group.epochs.is_some() { 300.0 } else { 110.0 };
    ((width / least) as usize).clamp(1, group.members.len().max(1))
}

/// How high the clocks of a group's members are, with what is around them.
pub fn height_across(width: f64, group: &GroupView) -> f64 {
    20.0 + 44.0 * group.members.len().max(1).div_ceil(in_a_row(width, group)) as f64
}

/// The clocks of all members from `top` on, as many in a row as find room; returns where they end.
pub fn across(scene: &mut CoordinatorScene, observation: &Observation, group: &GroupView, top: f64) -> f64 {
    let count = group.members.len();
    if count == 0 {
        let words = scene.lang.stage_label(StageLabel::NoMembers);
        scene.texts.push(Text::new(12.0, top + 14.0, 11.0, TextTone::Muted, words));
        return top + 20.0;
    }
    let (gap, columns) = (2.0, in_a_row(scene.area.width, group));
    let width = (scene.area.width - gap * (columns as f64 - 1.0)) / columns as f64;
    let mut bottom = top;
    for (i, member) in group.members.iter().enumerate() {
        let (column, row) = ((i % columns) as f64, (i / columns) as f64);
        let area = Area { x: column * (width + gap), y: top + row * 44.0, width, height: 40.0 };
        bottom = area.bottom();
        let clock = slot(scene.lang, observation, group, member, (area, 1.0));
        scene.members.push(Rc::new(clock));
    }
    bottom
}
