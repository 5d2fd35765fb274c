//! A consumer's card: what its two threads do, how long until it would be thrown out, what it owns.

use crate::cluster::observation::{AppThread, ConsumerView, Observation, ProcessState};
use crate::kafka::ids::*;
use crate::scene::layout::{CardFrame, CardStyle};
use crate::scene::mark::{Area, Hue, Text, TextTone};
use crate::scene::text;
use crate::session::language::Lang;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::span;
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

    /// As its CSS class and its attribute have it.
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

    /// As the page names it.
    pub const fn label(self) -> StageLabel {
        match self {
            Condition::Running => StageLabel::Running,
            Condition::Stalled => StageLabel::Stalled,
            Condition::Frozen => StageLabel::Frozen,
            Condition::Killed => StageLabel::Killed,
            Condition::Closing => StageLabel::Closing,
            Condition::Closed => StageLabel::Closed,
            Condition::Failed => StageLabel::Failed,
            Condition::Zombie => StageLabel::Zombie,
        }
    }

    /// Whether the process has ended.
    pub const fn ended(self) -> bool {
        matches!(self, Condition::Killed | Condition::Closed | Condition::Failed)
    }

    const fn tone(self) -> TextTone {
        match self {
            Condition::Running => TextTone::Good,
            Condition::Stalled | Condition::Zombie => TextTone::Stake,
            Condition::Killed | Condition::Failed => TextTone::Gap,
            Condition::Frozen | Condition::Closing | Condition::Closed => TextTone::Muted,
        }
    }
}

/// A card, ready to be drawn. Coordinates are relative to its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct CardScene {
    pub test_id: String,
    /// The language of its texts.
    pub lang: Lang,
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
    /// The same as the page names it.
    pub state_label: &'static str,
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
pub fn card(
    lang: Lang,
    consumer: &ConsumerView,
    now: SimTime,
    hue: Hue,
    frame: CardFrame,
    answer: bool,
) -> CardScene {
    let condition = Condition::of(consumer);
    let mut scene = CardScene {
        test_id: format!("consumer-{}", consumer.name),
        lang,
        client: consumer.name,
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
        state_label: state_label(lang, consumer, condition),
        owned: consumer.owned.clone(),
        title: sentence(lang, consumer, condition, now),
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

fn state_label(lang: Lang, consumer: &ConsumerView, condition: Condition) -> &'static str {
    match condition {
        Condition::Running if consumer.standalone => lang.stage_label(StageLabel::Standalone),
        Condition::Running | Condition::Zombie => consumer.member_state.name(),
        other => lang.stage_label(other.label()),
    }
}

/// `killed 12 s ago`, `CommitFailedException`, `zombie`, `Stable`.
fn badge(lang: Lang, consumer: &ConsumerView, now: SimTime) -> String {
    let label = match consumer.process {
        ProcessState::Killed { since } => return lang.say(StagePhrase::KilledAgo(now - since)),
        ProcessState::Closed { since } => return lang.say(StagePhrase::ClosedAgo(now - since)),
        ProcessState::Failed { exception, .. } => return exception.name().to_string(),
        ProcessState::Running if consumer.zombie => StageLabel::Zombie,
        ProcessState::Running if consumer.standalone => StageLabel::Standalone,
        ProcessState::Running => return consumer.member_state.name().to_string(),
        ProcessState::Stalled => StageLabel::Stalled,
        ProcessState::Frozen => StageLabel::Frozen,
        ProcessState::Closing => StageLabel::Closing,
    };
    lang.stage_label(label).to_string()
}

fn head(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let (size, y) = if scene.style.is_line() { (12.0, 17.0) } else { (14.0, 20.0) };
    let right = scene.area.width - 12.0;
    let mut badge = badge(scene.lang, consumer, now);
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
    scene.texts.push(Text::new(18.0, y, size, TextTone::Hue(scene.hue), name).bold());
    let tone = match consumer.process {
        ProcessState::Running if consumer.standalone => TextTone::Ink,
        ProcessState::Running if !consumer.zombie && consumer.member_state.name() != "Stable" => {
            TextTone::Stake
        }
        _ => scene.condition.tone(),
    };
    scene.texts.push(Text::new(right, y, size_of_badge, tone, badge).end());
}

fn full(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime, y: [f64; 4]) {
    let lang = scene.lang;
    row(scene, y[0], (StageLabel::AppThread, StageLabel::AppThreadShort), thread(lang, consumer, now));
    let beat = heartbeat(lang, consumer, scene.condition, now);
    row(scene, y[1], (StageLabel::Heartbeat, StageLabel::Heartbeat), beat);
    let due = poll_due(lang, consumer, scene.condition, now);
    row(scene, y[2], (StageLabel::PollDue, StageLabel::PollDueShort), due);
    owned(scene, consumer, y[3], 11.0);
}

fn medium(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let lang = scene.lang;
    row(scene, 38.0, (StageLabel::AppThread, StageLabel::AppThreadShort), thread(lang, consumer, now));
    let beat = heartbeat(lang, consumer, scene.condition, now);
    row(scene, 55.0, (StageLabel::Heartbeat, StageLabel::Heartbeat), beat);
    owned(scene, consumer, 73.0, 10.5);
}

fn chip(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let (words, tone) = thread(scene.lang, consumer, now);
    let count = match consumer.owned.len() {
        0 => scene.lang.stage_label(StageLabel::Idle).to_string(),
        1 => consumer.owned[0].to_string(),
        n => scene.lang.say(StagePhrase::Partitions(n)),
    };
    let right = scene.area.width - 12.0;
    let words = text::fit(&words, 10.5, (right - 18.0) * 0.56);
    let room = right - 18.0 - text::width(&words, 10.5) - 10.0;
    scene.texts.push(Text::new(18.0, 37.0, 10.5, TextTone::Ink, text::fit(&count, 10.5, room)).bold());
    scene.texts.push(Text::new(right, 37.0, 10.5, tone, words).end());
}

/// A label at the left, its value at the right; the short label if both do not fit.
fn row(scene: &mut CardScene, y: f64, labels: (StageLabel, StageLabel), value: (String, TextTone)) {
    const SIZE: f64 = 10.8;
    let labels = (scene.lang.stage_label(labels.0), scene.lang.stage_label(labels.1));
    let right = scene.area.width - 12.0;
    let room = |label: &str| right - 18.0 - text::width(label, SIZE) - 8.0;
    let (words, tone) = value;
    let label = if text::width(&words, SIZE) <= room(labels.0) { labels.0 } else { labels.1 };
    let words = text::fit(&words, SIZE, room(label));
    scene.texts.push(Text::new(18.0, y, SIZE, TextTone::Muted, label));
    scene.texts.push(Text::new(right, y, SIZE, tone, words).end());
}

fn owned(scene: &mut CardScene, consumer: &ConsumerView, y: f64, size: f64) {
    let room = scene.area.width - 30.0;
    let all: Vec<String> = consumer.owned.iter().map(ToString::to_string).collect();
    let mut words = all.join("  ");
    if all.is_empty() {
        words = scene.lang.stage_label(StageLabel::NoPartitions).to_string();
    } else if text::width(&words, size) > room {
        words = by_topic(&consumer.owned);
    }
    let tone = if all.is_empty() { TextTone::Muted } else { TextTone::Ink };
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
pub fn thread(lang: Lang, consumer: &ConsumerView, now: SimTime) -> (String, TextTone) {
    let nothing = || ("—".to_string(), TextTone::Muted);
    let label = |label, tone| (lang.stage_label(label).to_string(), tone);
    let say = |phrase, tone| (lang.say::<StagePhrase>(phrase), tone);
    if Condition::of(consumer).ended() {
        return nothing();
    }
    if consumer.process == ProcessState::Frozen {
        return label(StageLabel::StandsStill, TextTone::Gap);
    }
    match &consumer.thread {
        AppThread::None => nothing(),
        AppThread::Poll if !consumer.workers.is_empty() => {
            say(StagePhrase::AtWork(consumer.workers.len()), TextTone::Ink)
        }
        AppThread::Poll => ("poll()".to_string(), TextTone::Ink),
        AppThread::PollJoining => label(StageLabel::PollJoining, TextTone::Stake),
        AppThread::Processing { offset, .. } => say(StagePhrase::Processing(*offset), TextTone::Ink),
        AppThread::Blocked { offset: Some(offset), .. } => {
            say(StagePhrase::BlockedOn(*offset), TextTone::Gap)
        }
        AppThread::Blocked { since, .. } => say(StagePhrase::BlockedFor(now - *since), TextTone::Gap),
        AppThread::OffsetsForTimes { .. } => ("offsetsForTimes()".to_string(), TextTone::Ink),
        AppThread::Unsubscribed => label(StageLabel::Unsubscribed, TextTone::Muted),
        AppThread::CommitSync { .. } => ("commitSync()".to_string(), TextTone::Ink),
        AppThread::Callback { callback, .. } => (callback.name().to_string(), TextTone::Stake),
        AppThread::Close => ("close()".to_string(), TextTone::Muted),
    }
}

fn heartbeat(lang: Lang, consumer: &ConsumerView, condition: Condition, now: SimTime) -> (String, TextTone) {
    let Some(last) = consumer.last_heartbeat else {
        return (lang.stage_label(StageLabel::NoHeartbeatYet).to_string(), TextTone::Muted);
    };
    let age = now - last;
    let (phrase, tone) = match condition {
        Condition::Closed => return ("—".to_string(), TextTone::Muted),
        Condition::Killed | Condition::Failed | Condition::Frozen => {
            (StagePhrase::SilentFor(age), TextTone::Gap)
        }
        _ if consumer.cut_off => (StagePhrase::HeldAgo(age), TextTone::Gap),
        _ => (StagePhrase::Ago(age), TextTone::Ink),
    };
    (lang.say(phrase), tone)
}

fn poll_due(lang: Lang, consumer: &ConsumerView, condition: Condition, now: SimTime) -> (String, TextTone) {
    match consumer.next_poll_due {
        Some(due) if !condition.ended() => {
            let left = due.since(now);
            let tone = if left < SimDuration::from_secs(5) { TextTone::Gap } else { TextTone::Ink };
            let overdue = || lang.stage_label(StageLabel::Overdue).to_string();
            (if left.is_zero() { overdue() } else { span(lang, left) }, tone)
        }
        _ => ("—".to_string(), TextTone::Muted),
    }
}

/// `Heartbeat → NONE, 0.4 s ago`.
fn last_answer(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime, y: f64) {
    let Some(last) = consumer.last_answer else { return };
    if scene.condition.ended() {
        return;
    }
    let tone = if last.error.is_none() { TextTone::Muted } else { TextTone::Gap };
    let right = scene.area.width - 12.0;
    let ago = scene.lang.say(StagePhrase::Ago(now - last.at));
    let ok = last.error.is_none();
    let outcome = if ok { scene.lang.stage_label(StageLabel::Answered) } else { last.error.name() };
    let mut words = format!("{} → {outcome}", last.api.name());
    let mut size = 10.0;
    let room = |size: f64| right - 18.0 - text::width(&ago, size) - 6.0;
    if text::width(&words, size) > room(size) {
        // The error says more than the request.
        (words, size) = (outcome.to_string(), 9.4);
    }
    let words = text::fit(&words, size, room(size));
    scene.texts.push(Text::new(18.0, y, size, tone, words));
    scene.texts.push(Text::new(right, y, size, TextTone::Muted, ago).end());
}

fn sentence(lang: Lang, consumer: &ConsumerView, condition: Condition, now: SimTime) -> String {
    let mut out = format!("{}: {}", consumer.name, badge(lang, consumer, now));
    let mut add = |mark: &str, words: &str| {
        out.push_str(mark);
        out.push_str(words);
    };
    if consumer.leader && !condition.ended() {
        add(", ", lang.stage_label(StageLabel::IsLeader));
    }
    if consumer.cut_off {
        add(", ", lang.stage_label(StageLabel::CutOffFromBrokers));
    }
    if !condition.ended() {
        add("; ", &lang.say(StagePhrase::AppThreadDoes(&thread(lang, consumer, now).0)));
    }
    match consumer.owned.len() {
        0 => add("; ", lang.stage_label(StageLabel::OwnsNothing)),
        _ => add("; ", &lang.say(StagePhrase::Owns(&by_topic(&consumer.owned)))),
    }
    out
}
