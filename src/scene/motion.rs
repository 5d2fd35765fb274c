//! What moves between cards and coordinator, on a path of its own: requests to the right, answers to the left.
//!
//! Where an envelope is follows from when it was sent, when it arrives and what time it is; nothing is
//! remembered from frame to frame.

use crate::cluster::observation::{Direction, Envelope, GroupView, Observation};
use crate::kafka::api::{ApiKey, ErrorCode};
use crate::kafka::ids::ClientName;
use crate::scene::card::CardScene;
use crate::scene::labels::{self, Wish};
use crate::scene::layout::Columns;
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::slot;
use crate::scene::text::{self, Num};
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::{short, span};
use crate::sim::time::{SimDuration, SimTime};
use std::rc::Rc;

/// What an envelope tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeKind {
    /// On its way.
    UnderWay,
    /// It has arrived; shown until the next request.
    Answered,
    /// A heartbeat is due and does not come.
    Missing,
}

/// A request or an answer on its way, the last answer, or the heartbeat that is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvelopeMark {
    pub key: String,
    pub client: ClientName,
    pub number: Option<u64>,
    pub direction: Direction,
    pub area: Area,
    pub hue: Option<Hue>,
    pub kind: EnvelopeKind,
    /// Its error is worth an alarm.
    pub refused: bool,
    /// In it, relative to its corner: the request's name, or the error's, on as many lines as it needs.
    pub lines: Vec<Text>,
    /// The same in one word.
    pub label: String,
    /// The error's name, if it has one.
    pub error: Option<String>,
    /// Below it, where there is room: its age, or when it was due. Relative to its corner.
    pub notes: Vec<Text>,
    /// All its fields.
    pub title: String,
}

/// The way between a card and the coordinator.
#[derive(Clone, Debug, PartialEq)]
pub struct WirePath {
    pub key: String,
    pub d: String,
    /// The heads at its ends.
    pub heads: String,
    /// Nothing comes along it that should.
    pub broken: bool,
}

const LABEL: f64 = 11.0;

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

/// Everything on the paths of a group: the wires, and what travels or lies on them.
pub fn paths(
    lang: Lang,
    observation: &Observation,
    group: &GroupView,
    cards: &[Rc<CardScene>],
    columns: &Columns,
) -> (Vec<WirePath>, Vec<EnvelopeMark>) {
    let (mut wires, mut marks) = (Vec::new(), Vec::new());
    for card in cards {
        let due = missing(observation, group, card);
        let mine = observation.envelopes.iter().filter(|envelope| envelope.client == card.client);
        let mut here: Vec<EnvelopeMark> =
            mine.map(|envelope| travelling(lang, envelope, card, columns, observation.time)).collect();
        if let Some(due) = due {
            here.push(absent(lang, card, columns, due));
        }
        if here.is_empty() {
            here.extend(last_answer(lang, observation, card, columns));
        }
        wires.extend(wire(observation, card, columns, due.is_some()));
        marks.extend(spread_down(here, card));
    }
    (wires, marks)
}

/// When the heartbeat of this card's process was due, if it is missing.
fn missing(observation: &Observation, group: &GroupView, card: &CardScene) -> Option<SimTime> {
    let mut members = group.members.iter();
    let member = members.find(|member| member.client == Some(card.client) && member.former.is_none())?;
    slot::missing(observation, member)
}

/// Where envelopes travel: the height of the wire.
fn level(card: &CardScene) -> f64 {
    card.area.y + (card.area.height / 2.0).min(58.0 * card.unit)
}

/// From where to where they travel.
fn way(columns: &Columns) -> (f64, f64) {
    (columns.path_x + 3.0, columns.path_x + columns.path_width - 3.0)
}

/// The wire is there while the process is, and while the coordinator waits for its heartbeat.
fn wire(observation: &Observation, card: &CardScene, columns: &Columns, broken: bool) -> Option<WirePath> {
    let consumer = observation.consumers.iter().find(|consumer| consumer.name == card.client)?;
    if (card.condition.ended() || consumer.standalone) && !broken {
        return None;
    }
    let (y, k) = (level(card), card.unit);
    let (from, to) = (columns.path_x, columns.path_x + columns.path_width);
    let d = format!("M{} {}H{}", Num(from), Num(y), Num(to));
    let (left, right) = (Num(from + 6.0 * k), Num(to - 6.0 * k));
    let (up, down, across, back) = (Num(y - 4.0 * k), Num(4.0 * k), Num(6.0 * k), Num(-6.0 * k));
    let heads =
        format!("M{right} {up}l{across} {down}l{back} {down}M{left} {up}l{back} {down}l{across} {down}");
    let heads = if broken { String::new() } else { heads };
    Some(WirePath { key: card.client.to_string(), d, heads, broken })
}

/// Words for a pill, on one line, or on two where an error's name is too long; and its size.
fn pill(words: &str, tone: TextTone, columns: &Columns, card: &CardScene) -> (Vec<Text>, f64, f64) {
    let unit = card.unit;
    let size = LABEL * unit;
    let most = columns.path_width - 6.0;
    if most < TIGHT * unit {
        // A path as short as this has room for a sign only.
        return (Vec::new(), 22.0 * unit, 14.0 * unit);
    }
    let room = most - 10.0 * unit;
    let one = text::width(words, size) <= room || card.style.is_line();
    let lines = if one { vec![words.to_string()] } else { halves(words) };
    let lines: Vec<String> = lines.iter().map(|line| text::fit(line, size, room)).collect();
    let widest = lines.iter().map(|line| text::width(line, size)).fold(0.0, f64::max);
    let (width, step) = (widest + 10.0 * unit, 13.0 * unit);
    let height = 20.0 * unit + step * (lines.len() as f64 - 1.0);
    let line = |(n, line): (usize, String)| {
        Text::new(width / 2.0, 14.0 * unit + step * n as f64, size, tone, line).middle()
    };
    (lines.into_iter().enumerate().map(line).collect(), width, height)
}

/// A path shorter than this, on the plain stage, shows no words.
const TIGHT: f64 = 70.0;

/// An error's name parted at the underscore next to its middle; a request's name has none and stays whole.
fn halves(words: &str) -> Vec<String> {
    let middle = words.len() / 2;
    let marks = words.match_indices('_').map(|(at, _)| at + 1);
    match marks.min_by_key(|at| at.abs_diff(middle)) {
        Some(at) => vec![words[..at].to_string(), words[at..].to_string()],
        None => vec![words.to_string()],
    }
}

/// Whether an error is a fault. It is none that the coordinator gives out a member id in a first join, or tells a
/// member in the answer to its heartbeat that the group rebalances.
fn is_fault(api: ApiKey, error: ErrorCode) -> bool {
    match error {
        ErrorCode::None | ErrorCode::MemberIdRequired => false,
        ErrorCode::RebalanceInProgress => api != ApiKey::Heartbeat,
        _ => true,
    }
}

/// The request's name, or that of the error, where it tells more. A member of a consumer group sends heartbeats of one
/// kind only, and their whole name is too long for the path.
fn shown(api: ApiKey, error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::None | ErrorCode::MemberIdRequired if api == ApiKey::ConsumerGroupHeartbeat => {
            ApiKey::Heartbeat.name()
        }
        ErrorCode::None | ErrorCode::MemberIdRequired => api.name(),
        told => told.name(),
    }
}

fn travelling(lang: Lang, e: &Envelope, card: &CardScene, columns: &Columns, now: SimTime) -> EnvelopeMark {
    let (error, refused) = (error_name(e.error), is_fault(e.api, e.error));
    let up = e.direction == Direction::ToBroker;
    let (lines, width, height) = pill(shown(e.api, e.error), TextTone::OnFill, columns, card);
    let done = progress(e, now);
    let share = if up { done } else { 1.0 - done };
    let (from, to) = way(columns);
    let left = from + (to - width - from).max(0.0) * share;
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
        area: Area { x: left, y: level(card) - height / 2.0, width, height },
        hue: card.hue(),
        kind: EnvelopeKind::UnderWay,
        refused,
        lines,
        label: e.api.name().to_string(),
        error,
        notes: Vec::new(),
        title,
    }
}

fn error_name(error: ErrorCode) -> Option<String> {
    (!error.is_none()).then(|| error.name().to_string())
}

/// In the middle of the path.
fn resting(card: &CardScene, columns: &Columns, width: f64, height: f64) -> Area {
    let (from, to) = way(columns);
    Area { x: (from + to - width) / 2.0, y: level(card) - height / 2.0, width, height }
}

/// Lines below a pill of this size.
fn notes(words: &[String], tone: TextTone, card: &CardScene, columns: &Columns, area: &Area) -> Vec<Text> {
    if columns.path_width < TIGHT * card.unit {
        return Vec::new();
    }
    let (size, step) = (LABEL * card.unit, 14.0 * card.unit);
    let room = columns.path_width - 4.0;
    let line = |(n, words): (usize, &String)| {
        let y = area.height + 15.0 * card.unit + step * n as f64;
        let below = area.y + y + 3.0 * card.unit <= card.area.bottom();
        let words = text::fit(words, size, room);
        below.then(|| Text::new(area.width / 2.0, y, size, tone, words).middle())
    };
    words.iter().enumerate().filter_map(line).collect()
}

/// The last answer, until the next request.
fn last_answer(
    lang: Lang,
    observation: &Observation,
    card: &CardScene,
    columns: &Columns,
) -> Option<EnvelopeMark> {
    let consumer = observation.consumers.iter().find(|consumer| consumer.name == card.client)?;
    let last = consumer.last_answer?;
    let age = observation.time - last.at;
    if card.condition.ended() {
        return None;
    }
    let refused = is_fault(last.api, last.error);
    let ago = match age < JUST_NOW {
        true => lang.say(StagePhrase::Ago(&format!("{} ms", age.as_millis()))),
        false => lang.say(StagePhrase::Ago(&span(lang, age))),
    };
    let words = shown(last.api, last.error);
    let tone = match (refused, card.hue()) {
        (true, _) => TextTone::OnFill,
        (false, Some(hue)) => TextTone::Hue(hue),
        (false, None) => TextTone::Ink,
    };
    let (lines, width, height) = pill(words, tone, columns, card);
    let area = resting(card, columns, width, height);
    let said = match matches!(last.error, ErrorCode::None | ErrorCode::MemberIdRequired) {
        true => {
            let epoch = Some(consumer.generation.0)
                .filter(|epoch| last.api == ApiKey::ConsumerGroupHeartbeat && *epoch > 0);
            let epoch = epoch.map(|epoch| lang.say(EpochText::InEpoch(epoch)));
            std::iter::once(format!("✓ {ago}")).chain(epoch).collect()
        }
        false => vec![shown(last.api, ErrorCode::None).to_string(), ago],
    };
    Some(EnvelopeMark {
        key: format!("{}-last", card.client),
        client: card.client,
        number: None,
        direction: Direction::ToClient,
        area,
        hue: card.hue(),
        kind: EnvelopeKind::Answered,
        refused,
        lines,
        label: last.api.name().to_string(),
        error: error_name(last.error),
        notes: notes(&said, TextTone::Muted, card, columns, &area),
        title: lang.say(StagePhrase::Answer {
            api: last.api.name(),
            outcome: last.error.name(),
            at: last.at,
        }),
    })
}

/// What is younger than this has its age in milliseconds.
const JUST_NOW: SimDuration = SimDuration::from_millis(100);

/// The heartbeat that was due and has not come.
fn absent(lang: Lang, card: &CardScene, columns: &Columns, due: SimTime) -> EnvelopeMark {
    let words = lang.stage_label(StageLabel::NoHeartbeat);
    let (lines, width, height) = pill(words, TextTone::Gap, columns, card);
    let area = resting(card, columns, width, height);
    let when = lang.say(StagePhrase::DueAt(&short(due)));
    EnvelopeMark {
        key: format!("{}-missing", card.client),
        client: card.client,
        number: None,
        direction: Direction::ToBroker,
        area,
        hue: card.hue(),
        kind: EnvelopeKind::Missing,
        refused: false,
        lines,
        label: ApiKey::Heartbeat.name().to_string(),
        error: None,
        title: format!("{words}, {when}"),
        notes: notes(&[when], TextTone::Gap, card, columns, &area),
    }
}

/// Envelopes of one card that would cover each other move apart, beside the card. Only one on its own has notes.
fn spread_down(mut marks: Vec<EnvelopeMark>, card: &CardScene) -> Vec<EnvelopeMark> {
    if marks.len() < 2 {
        return marks;
    }
    let (top, bottom) = (card.area.y - 4.0, card.area.bottom() + 4.0);
    let wish = |mark: &EnvelopeMark| Wish { center: level(card), width: mark.area.height, rank: rank(mark) };
    let wishes: Vec<Wish> = marks.iter().map(wish).collect();
    let mut places = labels::place(&wishes, top, bottom, 3.0).into_iter();
    marks.retain_mut(|mark| places.next().flatten().map(|y| mark.area.y = y).is_some());
    if marks.len() > 1 {
        marks.iter_mut().for_each(|mark| mark.notes.clear());
    }
    marks
}

/// Which envelopes stay where there is no room for all: a missing one, errors, then what is on its way.
fn rank(mark: &EnvelopeMark) -> u8 {
    match mark.kind {
        EnvelopeKind::Missing => 3,
        _ if mark.refused => 2,
        EnvelopeKind::UnderWay => 1,
        EnvelopeKind::Answered => 0,
    }
}
