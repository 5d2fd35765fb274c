//! A consumer's card: what its two threads do, how long until it would be thrown out, what it owns.

use crate::cluster::observation::{AppThread, ConsumerView, Observation, ProcessState};
use crate::kafka::ids::*;
use crate::scene::layout::{CardFrame, CardStyle};
use crate::scene::mark::{Area, Hue, Text, Tone};
use crate::scene::text;
use crate::sim::time::{SimDuration, SimTime};

/// What is wrong with a consumer, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    Running,
    /// Its handler is blocked, or will be at its next record; the heartbeat thread is not.
    Stalled,
    /// Neither thread moves.
    Frozen,
    Killed,
    Closing,
    Closed,
    /// Ended by an exception.
    Failed,
    /// Runs, but is no longer a member, and does not know it.
    Zombie,
}

impl Condition {
    /// Of this consumer.
    pub fn of(consumer: &ConsumerView) -> Condition {
        match consumer.process {
            ProcessState::Running if consumer.zombie => Condition::Zombie,
            ProcessState::Running => Condition::Running,
            ProcessState::Stalled => Condition::Stalled,
            ProcessState::Frozen => Condition::Frozen,
            ProcessState::Killed { .. } => Condition::Killed,
            ProcessState::Closing => Condition::Closing,
            ProcessState::Closed { .. } => Condition::Closed,
            ProcessState::Failed { .. } => Condition::Failed,
        }
    }

    /// As the card, its CSS class and its attribute have it.
    pub const fn word(self) -> &'static str {
        match self {
            Condition::Running => "running",
            Condition::Stalled => "stalled",
            Condition::Frozen => "frozen",
            Condition::Killed => "killed",
            Condition::Closing => "closing",
            Condition::Closed => "closed",
            Condition::Failed => "failed",
            Condition::Zombie => "zombie",
        }
    }

    /// Whether the process has ended.
    pub const fn ended(self) -> bool {
        matches!(self, Condition::Killed | Condition::Closed | Condition::Failed)
    }

    const fn tone(self) -> Tone {
        match self {
            Condition::Running => Tone::Good,
            Condition::Stalled | Condition::Zombie => Tone::Stake,
            Condition::Killed | Condition::Failed => Tone::Gap,
            Condition::Frozen | Condition::Closing | Condition::Closed => Tone::Muted,
        }
    }
}

/// A card, ready to be drawn. Coordinates are relative to its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct CardScene {
    pub test_id: String,
    pub client: ClientName,
    pub area: Area,
    pub style: CardStyle,
    pub hue: Hue,
    pub condition: Condition,
    pub cut_off: bool,
    pub leader: bool,
    /// Left edge and baseline of the crown.
    pub crown: (f64, f64),
    /// Right end and baseline of the state's symbol.
    pub symbol: (f64, f64),
    pub texts: Vec<Text>,
    /// The killed, failed, frozen or member state, for `data-state`.
    pub state: &'static str,
    pub owned: Vec<TopicPartition>,
    /// The card in a sentence.
    pub title: String,
    pub selected: bool,
}

/// Whether a line is enough for this consumer: it has ended, and no lane still waits for it.
pub fn is_gone(observation: &Observation, consumer: &ConsumerView) -> bool {
    let owns = || {
        let lanes = observation.groups.iter().flat_map(|group| &group.lanes);
        lanes.into_iter().any(|lane| lane.owner.as_ref() == Some(&consumer.name))
    };
    Condition::of(consumer).ended() && !owns()
}

/// The card of `consumer`.
///
/// `answer` adds the line of the last answer; on a narrow stage envelopes travel where it stands.
pub fn card(consumer: &ConsumerView, now: SimTime, hue: Hue, frame: CardFrame, answer: bool) -> CardScene {
    let condition = Condition::of(consumer);
    let mut scene = CardScene {
        test_id: format!("consumer-{}", consumer.name),
        client: consumer.name.clone(),
        area: frame.area,
        style: frame.style,
        hue,
        condition,
        cut_off: consumer.cut_off,
        leader: consumer.leader && !condition.ended(),
        crown: (0.0, 0.0),
        symbol: (0.0, 0.0),
        texts: Vec::new(),
        state: state(consumer, condition),
        owned: consumer.owned.clone(),
        title: sentence(consumer, condition, now),
        selected: false,
    };
    head(&mut scene, consumer, now);
    match frame.style {
        CardStyle::Full => full(&mut scene, consumer, now, [41.0, 60.0, 79.0, 102.0]),
        CardStyle::Snug => full(&mut scene, consumer, now, [37.0, 53.0, 69.0, 86.0]),
        CardStyle::Medium => medium(&mut scene, consumer, now),
        CardStyle::Chip => chip(&mut scene, consumer, now),
        CardStyle::Line | CardStyle::Gone => {}
    }
    if answer && !frame.style.is_line() {
        let below = match frame.style {
            CardStyle::Full => 13.0,
            CardStyle::Snug => 9.0,
            _ => 15.0,
        };
        last_answer(&mut scene, consumer, now, frame.area.height - below);
    }
    scene
}

/// What stands where others have the state of their membership.
const STANDALONE: &str = "standalone";

fn state(consumer: &ConsumerView, condition: Condition) -> &'static str {
    match condition {
        Condition::Running if consumer.standalone => STANDALONE,
        Condition::Running | Condition::Zombie => consumer.member_state.name(),
        other => other.word(),
    }
}

/// `killed 12 s ago`, `CommitFailedException`, `zombie`, `Stable`.
fn badge(consumer: &ConsumerView, now: SimTime) -> String {
    match consumer.process {
        ProcessState::Killed { since } => format!("killed {} ago", text::span(now - since)),
        ProcessState::Closed { since } => format!("closed {} ago", text::span(now - since)),
        ProcessState::Failed { exception, .. } => exception.name().to_string(),
        ProcessState::Running if consumer.zombie => "zombie".to_string(),
        ProcessState::Running if consumer.standalone => STANDALONE.to_string(),
        ProcessState::Running => consumer.member_state.name().to_string(),
        ProcessState::Stalled => "stalled".to_string(),
        ProcessState::Frozen => "frozen".to_string(),
        ProcessState::Closing => "closing".to_string(),
    }
}

fn head(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let (size, y) = if scene.style.is_line() { (12.0, 17.0) } else { (14.0, 20.0) };
    let right = scene.area.width - 12.0;
    let mut badge = badge(consumer, now);
    if text::width(&badge, 10.0) > right - 66.0 {
        // CommitFailedException: everybody knows what it is without the last word.
        badge = badge.trim_end_matches("Exception").to_string();
    }
    let size_of_badge = if text::width(&badge, 11.0) > right - 78.0 { 10.0 } else { 11.0 };
    let badge = text::fit(&badge, size_of_badge, right - 66.0);
    let symbol = !matches!(scene.condition, Condition::Running) as u8 as f64 * 15.0;
    let left = right - text::width(&badge, size_of_badge) - symbol;
    let crown = if scene.leader { 17.0 } else { 0.0 };
    let name = text::fit(consumer.name.as_str(), size, left - 26.0 - crown);
    scene.crown = (18.0 + text::width(&name, size) + 5.0, y);
    scene.symbol = (left + 5.0, y - 4.0);
    scene.texts.push(Text::new(18.0, y, size, Tone::Hue(scene.hue), name).bold());
    let tone = match consumer.process {
        ProcessState::Running if consumer.standalone => Tone::Ink,
        ProcessState::Running if !consumer.zombie && consumer.member_state.name() != "Stable" => Tone::Stake,
        _ => scene.condition.tone(),
    };
    scene.texts.push(Text::new(right, y, size_of_badge, tone, badge).end());
}

fn full(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime, y: [f64; 4]) {
    let (words, tone) = thread(consumer, now);
    row(scene, y[0], ("app thread", "app"), (words, tone));
    let (words, tone) = heartbeat(consumer, scene.condition, now);
    row(scene, y[1], ("heartbeat", "heartbeat"), (words, tone));
    let (words, tone) = poll_due(consumer, scene.condition, now);
    row(scene, y[2], ("next poll due in", "poll due in"), (words, tone));
    owned(scene, consumer, y[3], 11.0);
}

fn medium(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let (words, tone) = thread(consumer, now);
    row(scene, 38.0, ("app thread", "app"), (words, tone));
    let (words, tone) = heartbeat(consumer, scene.condition, now);
    row(scene, 55.0, ("heartbeat", "heartbeat"), (words, tone));
    owned(scene, consumer, 73.0, 10.5);
}

fn chip(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let (words, tone) = thread(consumer, now);
    let count = match consumer.owned.len() {
        0 => "idle".to_string(),
        1 => consumer.owned[0].to_string(),
        n => text::count(n as u64, "partition", "partitions"),
    };
    let right = scene.area.width - 12.0;
    let words = text::fit(&words, 10.5, (right - 18.0) * 0.56);
    let room = right - 18.0 - text::width(&words, 10.5) - 10.0;
    scene.texts.push(Text::new(18.0, 37.0, 10.5, Tone::Ink, text::fit(&count, 10.5, room)).bold());
    scene.texts.push(Text::new(right, 37.0, 10.5, tone, words).end());
}

/// A label at the left, its value at the right; the short label if both do not fit.
fn row(scene: &mut CardScene, y: f64, labels: (&str, &str), value: (String, Tone)) {
    const SIZE: f64 = 10.8;
    let right = scene.area.width - 12.0;
    let room = |label: &str| right - 18.0 - text::width(label, SIZE) - 8.0;
    let (words, tone) = value;
    let label = if text::width(&words, SIZE) <= room(labels.0) { labels.0 } else { labels.1 };
    let words = text::fit(&words, SIZE, room(label));
    scene.texts.push(Text::new(18.0, y, SIZE, Tone::Muted, label));
    scene.texts.push(Text::new(right, y, SIZE, tone, words).end());
}

fn owned(scene: &mut CardScene, consumer: &ConsumerView, y: f64, size: f64) {
    let room = scene.area.width - 30.0;
    let all: Vec<String> = consumer.owned.iter().map(ToString::to_string).collect();
    let mut words = all.join("  ");
    if all.is_empty() {
        words = "no partitions".to_string();
    } else if text::width(&words, size) > room {
        words = by_topic(&consumer.owned);
    }
    let tone = if all.is_empty() { Tone::Muted } else { Tone::Ink };
    scene.texts.push(Text::new(18.0, y, size, tone, text::fit(&words, size, room)).bold());
}

/// `orders-0 1 4 5  payments-2`.
fn by_topic(owned: &[TopicPartition]) -> String {
    let mut out = String::new();
    let mut topic: Option<&TopicName> = None;
    for partition in owned {
        if topic == Some(&partition.topic) {
            out.push_str(&format!(" {}", partition.partition));
        } else {
            let space = if out.is_empty() { "" } else { "  " };
            out.push_str(&format!("{space}{partition}"));
            topic = Some(&partition.topic);
        }
    }
    out
}

/// What the application thread does.
pub fn thread(consumer: &ConsumerView, now: SimTime) -> (String, Tone) {
    if Condition::of(consumer).ended() {
        return ("—".to_string(), Tone::Muted);
    }
    if consumer.process == ProcessState::Frozen {
        return ("stands still".to_string(), Tone::Gap);
    }
    match &consumer.thread {
        AppThread::None => ("—".to_string(), Tone::Muted),
        AppThread::Poll if !consumer.workers.is_empty() => {
            (format!("poll(), {} at work", consumer.workers.len()), Tone::Ink)
        }
        AppThread::Poll => ("poll()".to_string(), Tone::Ink),
        AppThread::PollJoining => ("poll(): joining".to_string(), Tone::Stake),
        AppThread::Processing { offset, .. } => (format!("processing #{offset}"), Tone::Ink),
        AppThread::Blocked { offset: Some(offset), .. } => (format!("blocked on #{offset}"), Tone::Gap),
        AppThread::Blocked { since, .. } => (format!("blocked {}", text::span(now - *since)), Tone::Gap),
        AppThread::OffsetsForTimes { .. } => ("offsetsForTimes()".to_string(), Tone::Ink),
        AppThread::Unsubscribed => ("unsubscribed".to_string(), Tone::Muted),
        AppThread::CommitSync { .. } => ("commitSync()".to_string(), Tone::Ink),
        AppThread::Callback { callback, .. } => (callback.name().to_string(), Tone::Stake),
        AppThread::Close => ("close()".to_string(), Tone::Muted),
    }
}

fn heartbeat(consumer: &ConsumerView, condition: Condition, now: SimTime) -> (String, Tone) {
    let Some(last) = consumer.last_heartbeat else { return ("none yet".to_string(), Tone::Muted) };
    let age = text::span(now - last);
    match condition {
        Condition::Closed => ("—".to_string(), Tone::Muted),
        Condition::Killed | Condition::Failed | Condition::Frozen => (format!("silent for {age}"), Tone::Gap),
        _ if consumer.cut_off => (format!("held, {age} ago"), Tone::Gap),
        _ => (format!("{age} ago"), Tone::Ink),
    }
}

fn poll_due(consumer: &ConsumerView, condition: Condition, now: SimTime) -> (String, Tone) {
    match consumer.next_poll_due {
        Some(due) if !condition.ended() => {
            let left = due.since(now);
            let tone = if left < SimDuration::from_secs(5) { Tone::Gap } else { Tone::Ink };
            (if left.is_zero() { "overdue".to_string() } else { text::span(left) }, tone)
        }
        _ => ("—".to_string(), Tone::Muted),
    }
}

/// `Heartbeat → NONE, 0.4 s ago`.
fn last_answer(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime, y: f64) {
    let Some(last) = consumer.last_answer else { return };
    if scene.condition.ended() {
        return;
    }
    let tone = if last.error.is_none() { Tone::Muted } else { Tone::Gap };
    let right = scene.area.width - 12.0;
    let ago = format!("{} ago", text::span(now - last.at));
    let outcome = if last.error.is_none() { "ok" } else { last.error.name() };
    let mut words = format!("{} → {outcome}", last.api.name());
    let mut size = 10.0;
    let room = |size: f64| right - 18.0 - text::width(&ago, size) - 6.0;
    if text::width(&words, size) > room(size) {
        // The error says more than the request.
        (words, size) = (outcome.to_string(), 9.4);
    }
    let words = text::fit(&words, size, room(size));
    scene.texts.push(Text::new(18.0, y, size, tone, words));
    scene.texts.push(Text::new(right, y, size, Tone::Muted, ago).end());
}

fn sentence(consumer: &ConsumerView, condition: Condition, now: SimTime) -> String {
    let mut out = format!("{}: {}", consumer.name, badge(consumer, now));
    if consumer.leader && !condition.ended() {
        out.push_str(", leader");
    }
    if consumer.cut_off {
        out.push_str(", cut off from the brokers");
    }
    if !condition.ended() {
        out.push_str(&format!("; application thread {}", thread(consumer, now).0));
    }
    match consumer.owned.len() {
        0 => out.push_str("; owns nothing"),
        _ => out.push_str(&format!("; owns {}", by_topic(&consumer.owned))),
    }
    out
}
