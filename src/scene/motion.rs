//! What connects and what moves: ribbons from lanes to their readers, envelopes between cards and coordinator.
//!
//! Where an envelope is follows from when it was sent, when it arrives and what time it is; nothing is
//! remembered from frame to frame.

use crate::cluster::observation::{AppThread, ConsumerView, Direction, Envelope, LaneView, Observation};
use crate::kafka::ids::ClientName;
use crate::kafka::rebalance_causes::Callback;
use crate::scene::card::CardScene;
use crate::scene::labels::{self, Wish};
use crate::scene::lane::LaneScene;
use crate::scene::layout::{Columns, LaneStyle};
use crate::scene::mark::{Area, Hue, within};
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::sim::sorted::SortedMap;
use crate::sim::time::{SimDuration, SimTime};
use std::fmt::Write;

/// How a ribbon is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RibbonKind {
    /// The owner reads: solid.
    Reading,
    /// The owner does not run, so no consumer reads. Thin and dashed.
    Dead,
    /// About to be taken away: fading.
    Revoking,
    /// Assigned, but the client does not have it yet: dotted.
    Waiting,
}

/// From a lane (or several) to a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Ribbon {
    pub key: String,
    pub kind: RibbonKind,
    pub hue: Hue,
    pub d: String,
}

/// A request or an answer on its way, or one that has just arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvelopeMark {
    pub key: String,
    pub client: ClientName,
    pub number: Option<u64>,
    pub direction: Direction,
    pub area: Area,
    pub hue: Hue,
    /// The request's name and an arrow.
    pub label: String,
    /// The error's name, for the second line.
    pub error: Option<String>,
    /// It has arrived; this is its trace.
    pub trace: bool,
    /// The way it takes, if it is on it.
    pub wire: String,
    /// All its fields.
    pub title: String,
}

/// How long an answer stays visible at the card it went to. Simulated time, as everything here.
pub const TRACE: SimDuration = SimDuration::from_millis(700);

const LABEL: f64 = 10.0;
const ERROR: f64 = 8.8;

/// The kind of ribbon between `lane` and the consumer `to`, if there is one.
pub fn ribbon_kind(lane: &LaneView, to: &ConsumerView) -> Option<RibbonKind> {
    let waits = lane.assigned_to.as_ref() == Some(&to.name);
    if lane.owner.as_ref() != Some(&to.name) {
        return waits.then_some(RibbonKind::Waiting);
    }
    let taken_away = matches!(
        to.thread,
        AppThread::Callback { callback: Callback::OnPartitionsRevoked | Callback::OnPartitionsLost, .. }
    ) && !to.strategy.iter().any(|name| name.starts_with("cooperative"));
    match lane {
        _ if !lane.owner_running => Some(RibbonKind::Dead),
        _ if taken_away || (lane.assigned_to.is_some() && !waits) => Some(RibbonKind::Revoking),
        _ => Some(RibbonKind::Reading),
    }
}

/// All ribbons of a group. Those of bars are bundled: one path for each card and kind.
pub fn ribbons(
    observation: &Observation,
    lanes: &[LaneView],
    drawn: &[std::rc::Rc<LaneScene>],
    cards: &[std::rc::Rc<CardScene>],
) -> Vec<Ribbon> {
    let mut out = Vec::new();
    for card in cards {
        let Some(consumer) = observation.consumers.iter().find(|c| c.name == card.client) else { continue };
        let ends: Vec<(usize, RibbonKind)> = lanes
            .iter()
            .enumerate()
            .filter_map(|(i, lane)| ribbon_kind(lane, consumer).map(|kind| (i, kind)))
            .collect();
        let mut bundles: SortedMap<RibbonKind, String> = SortedMap::new();
        for (k, (i, kind)) in ends.iter().enumerate() {
            let lane = &drawn[*i];
            let bar = lane.frame.style == LaneStyle::Bar;
            let share = (k as f64 + 1.0) / (ends.len() as f64 + 1.0);
            let from = (lane.base.1 + if bar { 44.0 } else { 9.0 }, lane.y + lane.frame.middle());
            let to = (card.area.x, card.area.y + card.area.height * share);
            let d = curve(from, to);
            if bar {
                bundles.entry(*kind).or_default().push_str(&d);
            } else {
                let key = format!("{}-{}", lane.test_id, card.client);
                out.push(Ribbon { key, kind: *kind, hue: card.hue, d });
            }
        }
        let bundled = |(kind, d)| Ribbon { key: format!("{}-{kind:?}", card.client), kind, hue: card.hue, d };
        out.extend(bundles.into_iter().map(bundled));
    }
    out
}

fn curve(from: (f64, f64), to: (f64, f64)) -> String {
    let middle = (from.0 + to.0) / 2.0;
    let mut d = String::new();
    let _ = write!(d, "M{} {}C{} {}", Num(from.0), Num(from.1), Num(middle), Num(from.1));
    let _ = write!(d, " {} {} {} {}", Num(middle), Num(to.1), Num(to.0), Num(to.1));
    d
}

/// Where a cut holds an envelope, as a part of its way.
const HELD_AT: f64 = 0.3;

/// How much of its way an envelope has behind it, 0 to 1.
pub fn progress(envelope: &Envelope, now: SimTime) -> f64 {
    if envelope.held() {
        return HELD_AT;
    }
    let whole = (envelope.arrives_at - envelope.sent_at).as_micros();
    if whole == 0 {
        return 1.0;
    }
    within((now - envelope.sent_at).as_micros() as f64 / whole as f64, 0.0, 1.0)
}

/// The envelopes of the group whose cards these are. `top` is where the coordinator ends.
pub fn envelopes(
    lang: Lang,
    observation: &Observation,
    cards: &[std::rc::Rc<CardScene>],
    columns: &Columns,
    top: f64,
) -> Vec<EnvelopeMark> {
    let now = observation.time;
    let mut out = Vec::new();
    for card in cards {
        let mine = observation.envelopes.iter().filter(|envelope| envelope.client == card.client);
        let before = out.len();
        for envelope in mine {
            out.push(travelling(lang, envelope, card, (columns, top), now));
        }
        if out.len() == before
            && let Some(mark) = trace(lang, observation, card, columns)
        {
            out.push(mark);
        }
        if columns.narrow {
            let mine = out.split_off(before);
            out.extend(spread_across(mine, card));
        }
    }
    if !columns.narrow {
        spread_down(&mut out, top, cards);
    }
    out
}

/// Whether an envelope of this consumer is to be seen.
pub fn is_busy(observation: &Observation, consumer: &ConsumerView) -> bool {
    let fresh = consumer.last_answer.is_some_and(|last| observation.time - last.at < TRACE);
    fresh || observation.envelopes.iter().any(|envelope| envelope.client == consumer.name)
}

/// Where envelopes leave the card and arrive.
fn port(card: &CardScene, columns: &Columns) -> (f64, f64) {
    if columns.narrow {
        (card.area.x + 18.0, card.area.bottom() - 19.5)
    } else {
        (columns.path_x + columns.path_width / 2.0, card.area.y + (card.area.height / 2.0).min(20.0))
    }
}

/// The left edge of a pill of this width: it ends just before the cards, wherever the wire is.
fn beside(columns: &Columns, width: f64) -> f64 {
    columns.path_x + (columns.path_width - width) / 2.0
}

fn pill(label: &str, error: Option<&String>) -> (f64, f64) {
    let first = text::width(label, LABEL);
    let second = error.map_or(0.0, |error| text::width(error, ERROR));
    ((first + 18.0).max(second + 12.0), if error.is_some() { 31.0 } else { 19.0 })
}

fn travelling(
    lang: Lang,
    e: &Envelope,
    card: &CardScene,
    (columns, top): (&Columns, f64),
    now: SimTime,
) -> EnvelopeMark {
    let error = (!e.error.is_none()).then(|| e.error.name().to_string());
    let up = e.direction == Direction::ToBroker;
    let label = format!("{} {}", e.api.name(), if up { "↑" } else { "↓" });
    let (width, height) = pill(&label, error.as_ref());
    let done = progress(e, now);
    let share = if up { done } else { 1.0 - done };
    let at = port(card, columns);
    let (left, y, wire) = if columns.narrow {
        let (from, to) = (card.area.x + 12.0, card.area.right() - 10.0 - width);
        let wire = format!("M{} {}H{}", Num(card.area.x + 14.0), Num(at.1), Num(card.area.right() - 12.0));
        (from + (to - from) * share, at.1, wire)
    } else {
        let wire = format!("M{} {}H{}V{}", Num(card.area.x), Num(at.1), Num(at.0), Num(top));
        (beside(columns, width), at.1 + (top + 13.0 - at.1) * share, wire)
    };
    let fields: Vec<String> = e.fields.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let (api, broker) = (e.api.name(), e.broker.0.into());
    let way = if up { StagePhrase::Request { api, broker } } else { StagePhrase::Response { api, broker } };
    let mut title = lang.say(way);
    if let Some(error) = &error {
        title += ": ";
        title += error;
    }
    if e.held() {
        title += ", ";
        title += lang.stage_label(StageLabel::HeldByCut);
    }
    title += "\n";
    title += &fields.join("\n");
    EnvelopeMark {
        key: format!("{}-{}-{}", e.client, e.number, if up { "up" } else { "down" }),
        client: e.client,
        number: Some(e.number),
        direction: e.direction,
        area: Area { x: left, y: y - height / 2.0, width, height },
        hue: card.hue,
        title,
        label,
        error,
        trace: false,
        wire,
    }
}

/// The last answer stays at its card for a moment: a latency of 5 ms is shorter than a frame.
fn trace(lang: Lang, observation: &Observation, card: &CardScene, columns: &Columns) -> Option<EnvelopeMark> {
    let consumer = observation.consumers.iter().find(|consumer| consumer.name == card.client)?;
    let last = consumer.last_answer?;
    let age = observation.time - last.at;
    if age >= TRACE || card.condition.ended() {
        return None;
    }
    let error = (!last.error.is_none()).then(|| last.error.name().to_string());
    let label =
        if error.is_some() { format!("{} ↓", last.api.name()) } else { format!("{} ✓", last.api.name()) };
    let (width, height) = pill(&label, error.as_ref());
    let (x, y) = port(card, columns);
    let left = if columns.narrow { x - 6.0 } else { beside(columns, width) };
    Some(EnvelopeMark {
        key: format!("{}-last", card.client),
        client: card.client,
        number: None,
        direction: Direction::ToClient,
        area: Area { x: left, y: y - height / 2.0, width, height },
        hue: card.hue,
        title: lang.say(StagePhrase::Answer { api: last.api.name(), outcome: last.error.name(), ago: age }),
        label,
        error,
        trace: true,
        wire: String::new(),
    })
}

/// Envelopes that would cover each other move apart along the wire.
fn spread_down(marks: &mut Vec<EnvelopeMark>, top: f64, cards: &[std::rc::Rc<CardScene>]) {
    let bottom = cards.iter().map(|card| card.area.bottom()).fold(top, f64::max) + 4.0;
    let wish = |mark: &EnvelopeMark| Wish {
        center: mark.area.y + mark.area.height / 2.0,
        width: mark.area.height,
        rank: rank(mark),
    };
    let wishes: Vec<Wish> = marks.iter().map(wish).collect();
    let mut places = labels::place(&wishes, top + 3.0, bottom, 3.0).into_iter();
    marks.retain_mut(|mark| places.next().flatten().map(|y| mark.area.y = y).is_some());
}

/// The same along a card's own line on a phone.
fn spread_across(mut marks: Vec<EnvelopeMark>, card: &CardScene) -> Vec<EnvelopeMark> {
    let wish = |mark: &EnvelopeMark| Wish {
        center: mark.area.x + mark.area.width / 2.0,
        width: mark.area.width,
        rank: rank(mark),
    };
    let wishes: Vec<Wish> = marks.iter().map(wish).collect();
    let mut places = labels::place(&wishes, card.area.x + 8.0, card.area.right() - 8.0, 4.0).into_iter();
    marks.retain_mut(|mark| places.next().flatten().map(|x| mark.area.x = x).is_some());
    marks
}

/// Which envelopes stay where there is no room for all: errors, then what is on its way.
fn rank(mark: &EnvelopeMark) -> u8 {
    u8::from(mark.error.is_some()) * 2 + u8::from(!mark.trace)
}
