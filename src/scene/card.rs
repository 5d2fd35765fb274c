//! A consumer's card: who it is, what its two threads did and do, what it commits next, what it owns.

mod owning;
mod words;

use words::sentence;
pub use words::thread;

use crate::cluster::observation::{
    AppThread, ConsumerView, GroupView, MemberState, Observation, ProcessState,
};
use crate::kafka::api::ErrorCode;
use crate::kafka::ids::*;
use crate::scene::deck::{CardFrame, CardStyle};
use crate::scene::identity::{Badge, Identity};
use crate::scene::mark::{Area, Hue, Text, TextTone};
use crate::scene::small;
use crate::scene::text;
use crate::scene::track::{self, TrackScene};
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::coarse;
use crate::sim::time::{SimDuration, SimTime};
use std::rc::Rc;

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

    /// Whether its threads run.
    pub const fn runs(self) -> bool {
        matches!(self, Condition::Running | Condition::Stalled | Condition::Closing | Condition::Zombie)
    }

    /// Whether the process has ended.
    pub const fn ended(self) -> bool {
        matches!(self, Condition::Killed | Condition::Closed | Condition::Failed)
    }

    /// The colour of the words for it.
    pub const fn tone(self) -> TextTone {
        match self {
            Condition::Running => TextTone::Good,
            Condition::Stalled | Condition::Zombie => TextTone::Stake,
            Condition::Killed | Condition::Failed | Condition::Frozen => TextTone::Gap,
            Condition::Closing | Condition::Closed => TextTone::Muted,
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
    /// What a pixel of the plain stage measures here.
    pub unit: f64,
    pub style: CardStyle,
    pub badge: Option<Badge>,
    pub condition: Condition,
    pub cut_off: bool,
    /// It was told that it is no member.
    pub fenced: bool,
    pub leader: bool,
    /// Left edge and baseline of the crown.
    pub crown: (f64, f64),
    /// Right end and baseline of the state's symbol.
    pub symbol: (f64, f64),
    /// The rack in which it stands, in a frame.
    pub rack: Option<RackTag>,
    pub texts: Vec<Text>,
    /// Through what it has to give up.
    pub strike: Option<String>,
    /// What its threads did.
    pub tracks: Option<Rc<TrackScene>>,
    /// The killed, failed, frozen or member state, for `data-state`.
    pub state: &'static str,
    /// The same as the page names it.
    pub state_label: &'static str,
    pub owned: Vec<TopicPartition>,
    /// The card in a sentence.
    pub title: String,
    pub selected: bool,
}

impl CardScene {
    /// Whether only what passes by on it may differ from `other`: it stands there, and is in the same state.
    pub fn looks_like(&self, other: &CardScene) -> bool {
        self.test_id == other.test_id
            && (self.area, self.unit, self.condition) == (other.area, other.unit, other.condition)
            && (self.cut_off, self.fenced, self.leader) == (other.cut_off, other.fenced, other.leader)
            && (self.state, self.selected, self.lang) == (other.state, other.selected, other.lang)
            && self.owned == other.owned
    }

    /// Its colour.
    pub fn hue(&self) -> Option<Hue> {
        self.badge.map(|badge| badge.identity.hue)
    }
}

/// A rack's name in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct RackTag {
    pub area: Area,
    pub text: Text,
}

impl RackTag {
    /// With its left edge there, around a baseline.
    pub fn new(name: &str, (x, y): (f64, f64), unit: f64) -> RackTag {
        let size = 11.0 * unit;
        let name = text::fit(name, size, 60.0 * unit);
        let width = text::width(&name, size) + 8.0 * unit;
        let area = Area { x, y: y - 11.5 * unit, width, height: 15.0 * unit };
        let text = Text::new(x + width / 2.0, y, size, TextTone::Ink, name).middle();
        RackTag { area, text }
    }
}

/// Whether an answer with this error says that the one it goes to is no member.
pub fn fenced(error: ErrorCode) -> bool {
    matches!(error, ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration | ErrorCode::FencedInstanceId)
}

/// Whether a line is enough for this consumer: it has ended, and no lane still waits for it.
pub fn is_gone(observation: &Observation, consumer: &ConsumerView) -> bool {
    let owns = || {
        let lanes = observation.groups.iter().flat_map(|group| &group.lanes);
        lanes.into_iter().any(|lane| lane.owner.as_ref() == Some(&consumer.name))
    };
    Condition::of(consumer).ended() && !owns()
}

/// How long a process that is gone keeps a line of its own.
const LINE_FOR: SimDuration = SimDuration::from_secs(30);

/// Whether not even a line is needed: it has been gone for a while.
pub fn is_long_gone(observation: &Observation, consumer: &ConsumerView) -> bool {
    let since = match consumer.process {
        ProcessState::Killed { since }
        | ProcessState::Closed { since }
        | ProcessState::Failed { since, .. } => since,
        _ => return false,
    };
    observation.time.since(since) >= LINE_FOR && is_gone(observation, consumer)
}

/// What cards of one group have in common.
#[derive(Clone, Copy)]
pub struct CardContext<'a> {
    pub lang: Lang,
    pub observation: &'a Observation,
    pub group: &'a GroupView,
}

/// The card of `consumer`.
pub fn card(context: &CardContext, consumer: &ConsumerView, frame: CardFrame) -> CardScene {
    let (lang, now) = (context.lang, context.observation.time);
    let condition = Condition::of(consumer);
    let identity = Identity::of(context.observation, &consumer.name);
    let unit = frame.unit;
    let (x, y, radius) = match frame.style {
        CardStyle::Small => (25.0, 18.0, 9.0),
        _ if small::is_small(&frame) => (16.0, 13.0, 8.0),
        CardStyle::Line | CardStyle::Gone => (19.0, 13.0, 8.0),
        CardStyle::Chip => (19.0, 14.0, 8.0),
        CardStyle::Full | CardStyle::Snug | CardStyle::Medium => (22.0, 19.0, 9.0),
    };
    let badge = |identity| Badge {
        identity,
        x: x * unit,
        y: y * unit,
        radius: radius * unit,
        ended: condition.ended(),
    };
    let mut scene = CardScene {
        test_id: format!("consumer-{}", consumer.name),
        lang,
        client: consumer.name,
        area: frame.area,
        unit,
        style: frame.style,
        badge: identity.map(badge),
        condition,
        cut_off: consumer.cut_off && !condition.ended(),
        fenced: condition.runs() && consumer.last_answer.is_some_and(|last| fenced(last.error)),
        leader: consumer.leader && !condition.ended(),
        crown: (0.0, 0.0),
        symbol: (0.0, 0.0),
        rack: None,
        texts: Vec::new(),
        strike: None,
        tracks: None,
        state: state(consumer, condition),
        state_label: state_label(lang, consumer, condition),
        owned: consumer.owned.clone(),
        title: sentence(lang, consumer, condition, now),
        selected: false,
    };
    if small::is_small(&frame) {
        small::draw(&mut scene);
        return scene;
    }
    head(&mut scene, consumer, now);
    let first = does(context, consumer);
    let second = next(context, consumer);
    match frame.style {
        CardStyle::Full => {
            draw_tracks(&mut scene, consumer, now);
            lines(&mut scene, (context, consumer), &[first, second], &[104.0, 121.0, 141.0]);
        }
        CardStyle::Snug => {
            draw_tracks(&mut scene, consumer, now);
            lines(&mut scene, (context, consumer), &[first], &[85.0, 103.0]);
        }
        CardStyle::Medium => lines(&mut scene, (context, consumer), &[first, second], &[42.0, 57.0, 75.0]),
        CardStyle::Chip => chip(&mut scene, consumer, first),
        CardStyle::Small | CardStyle::Line | CardStyle::Gone => {}
    }
    scene
}

fn draw_tracks(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let unit = scene.unit;
    let (x, y) = (44.0 * unit, 38.0 * unit);
    let width = scene.area.width - 14.0 * unit - x;
    let area = Area { x, y, width, height: track::HEIGHT * unit };
    let axis = scene.style == CardStyle::Full;
    scene.tracks = Some(Rc::new(track::tracks(scene.lang, consumer, now, (area, unit), axis)));
}

/// What stands where others have the state of their membership.
const STANDALONE: &str = "standalone";

/// The state of its process or of its member, for `data-state`.
pub(super) fn state(consumer: &ConsumerView, condition: Condition) -> &'static str {
    match condition {
        Condition::Running if consumer.standalone => STANDALONE,
        Condition::Running | Condition::Zombie => consumer.member_state.name(),
        other => other.word(),
    }
}

/// The same as the page names it.
pub(super) fn state_label(lang: Lang, consumer: &ConsumerView, condition: Condition) -> &'static str {
    match condition {
        Condition::Running if consumer.standalone => lang.stage_label(StageLabel::Standalone),
        Condition::Running | Condition::Zombie => consumer.member_state.name(),
        other => lang.stage_label(other.label()),
    }
}

/// The client's state; that of a member of a consumer group as Kafka writes it.
fn told_state(consumer: &ConsumerView) -> &'static str {
    match consumer.member_state {
        MemberState::OfConsumerGroup(state) => state.kafka_name(),
        state => state.name(),
    }
}

/// Whether a member of a consumer group is on its way to another assignment.
fn is_reconciling(consumer: &ConsumerView) -> bool {
    matches!(consumer.member_state, MemberState::OfConsumerGroup(state) if state.name() != "Stable")
}

/// `killed 12 s`, `CommitFailedException`, `zombie`, `Stable`.
fn badge(lang: Lang, consumer: &ConsumerView, now: SimTime) -> String {
    let label = match consumer.process {
        ProcessState::Killed { since } => return lang.say(StagePhrase::KilledFor(now - since)),
        ProcessState::Closed { since } => return lang.say(StagePhrase::ClosedAgo(now - since)),
        ProcessState::Failed { exception, .. } => return exception.name().to_string(),
        ProcessState::Running if consumer.cut_off => StageLabel::CutOff,
        ProcessState::Running if consumer.zombie => StageLabel::Zombie,
        ProcessState::Running if consumer.standalone => StageLabel::Standalone,
        ProcessState::Running => return told_state(consumer).to_string(),
        // What the sign beside it says is not the news.
        ProcessState::Stalled if is_reconciling(consumer) => return told_state(consumer).to_string(),
        ProcessState::Stalled => StageLabel::Stalled,
        ProcessState::Frozen => StageLabel::Frozen,
        ProcessState::Closing => StageLabel::Closing,
    };
    lang.stage_label(label).to_string()
}

/// Identity, name, crown and rack at the left, the state with its symbol at the right.
fn head(scene: &mut CardScene, consumer: &ConsumerView, now: SimTime) {
    let unit = scene.unit;
    let (size, y) = match scene.style {
        CardStyle::Small | CardStyle::Line | CardStyle::Gone => (12.5, 17.5),
        CardStyle::Chip => (12.5, 18.5),
        CardStyle::Full | CardStyle::Snug | CardStyle::Medium => (13.0, 24.0),
    };
    let (size, y) = (size * unit, y * unit);
    let right = scene.area.width - 12.0 * unit;
    let left_edge = 38.0 * unit;
    let crown = if scene.leader { 18.0 * unit } else { 0.0 };
    let symbol = if scene.condition == Condition::Running && !scene.cut_off { 0.0 } else { 16.0 * unit };
    let name_width = text::width(consumer.name.as_str(), size).min(44.0 * unit);
    let room = right - left_edge - name_width - crown - symbol - 8.0 * unit;
    let mut words = badge(scene.lang, consumer, now);
    let mut badge_size = 12.0 * unit;
    if text::width(&words, badge_size) > room {
        badge_size = 11.0 * unit;
    }
    if text::width(&words, badge_size) > room {
        // CommitFailedException: everybody knows what it is without the last word.
        words.truncate(words.strip_suffix("Exception").map_or(words.len(), str::len));
    }
    let words = text::fit(&words, badge_size, room);
    let left = right - text::width(&words, badge_size) - symbol;
    let name = text::fit(consumer.name.as_str(), size, left - left_edge - crown - 4.0 * unit);
    let after = left_edge + text::width(&name, size) + 5.0 * unit;
    scene.crown = (after, y);
    scene.symbol = (left + 7.0 * unit, y - 4.5 * unit);
    let tone = scene.hue().map_or(TextTone::Ink, TextTone::Hue);
    scene.texts.push(Text::new(left_edge, y, size, tone, name).bold());
    let tone = match consumer.process {
        ProcessState::Running if scene.cut_off || scene.fenced => TextTone::Gap,
        ProcessState::Running if consumer.standalone => TextTone::Ink,
        ProcessState::Running if !consumer.zombie && consumer.member_state.name() != "Stable" => {
            TextTone::Stake
        }
        _ => scene.condition.tone(),
    };
    scene.texts.push(Text::new(right, y, badge_size, tone, words).end().bold());
    let tag = consumer.rack.as_ref().map(|rack| RackTag::new(rack, (after + crown, y), unit));
    scene.rack = tag.filter(|tag| tag.area.right() < left - 2.0 * unit);
}

/// A line of a card: its parts in the order of their weight; those that do not fit are left out.
type CardLine = (Vec<String>, TextTone);

/// Lines of text, and below them what it owns; each at its `y`.
fn lines(
    scene: &mut CardScene,
    (context, consumer): (&CardContext, &ConsumerView),
    lines: &[Option<CardLine>],
    y: &[f64],
) {
    let unit = scene.unit;
    let (left, size) = (14.0 * unit, 12.0 * unit);
    let room = scene.area.width - 18.0 * unit;
    let way = context.group.way_of(&consumer.name);
    let mut other = way.filter(|way| way.classic).map(|_| context.lang.say(EpochText::SpeaksClassic));
    for (y, line) in y.iter().zip(lines) {
        let (mut parts, tone) = match line {
            Some((parts, tone)) => (parts.as_slice(), *tone),
            None => (&[] as &[String], TextTone::Ink),
        };
        while parts.len() > 1 && text::width(&parts.join(" · "), size) > room {
            parts = &parts[..parts.len() - 1];
        }
        let words = text::fit(&parts.join(" · "), size, room);
        // That it speaks the other protocol than its group stands where there is room.
        let right = scene.area.width - 12.0 * unit;
        let beside = right - left - text::width(&words, size) - 8.0 * unit;
        if let Some(said) = other.take_if(|said| text::width(said, size) <= beside) {
            let said = Text::new(right, y * unit, size, TextTone::Muted, said);
            scene.texts.push(if words.is_empty() { Text { x: left, ..said } } else { said.end() });
        }
        if !words.is_empty() {
            scene.texts.push(Text::new(left, y * unit, size, tone, words));
        }
    }
    owning::draw(scene, consumer, way, y.last().copied().unwrap_or_default() * unit);
}

fn chip(scene: &mut CardScene, consumer: &ConsumerView, first: Option<CardLine>) {
    let unit = scene.unit;
    let (left, right, size, y) = (14.0 * unit, scene.area.width - 12.0 * unit, 11.0 * unit, 38.0 * unit);
    let (words, tone) =
        first.map_or((String::new(), TextTone::Ink), |(parts, tone)| (parts[0].clone(), tone));
    let count = match consumer.owned.len() {
        0 => scene.lang.stage_label(StageLabel::Idle).to_string(),
        1 => consumer.owned[0].to_string(),
        n => scene.lang.say(StagePhrase::Partitions(n)),
    };
    let words = text::fit(&words, size, (right - left) * 0.56);
    let room = right - left - text::width(&words, size) - 10.0 * unit;
    scene.texts.push(Text::new(left, y, size, TextTone::Ink, text::fit(&count, size, room)).bold());
    scene.texts.push(Text::new(right, y, size, tone, words).end());
}

/// What the application does now, or why it does nothing.
fn does(context: &CardContext, consumer: &ConsumerView) -> Option<CardLine> {
    let (lang, now) = (context.lang, context.observation.time);
    let label = |label, tone| Some((vec![lang.stage_label(label).to_string()], tone));
    match Condition::of(consumer) {
        Condition::Killed | Condition::Failed => return label(StageLabel::NoPollNoHeartbeat, TextTone::Gap),
        Condition::Closed => return None,
        Condition::Frozen => return label(StageLabel::BothThreadsStop, TextTone::Gap),
        _ if consumer.cut_off => return label(StageLabel::NothingArrives, TextTone::Gap),
        _ => {}
    }
    let (words, tone) = thread(lang, consumer, now);
    let due = consumer.next_poll_due.filter(|_| !consumer.standalone);
    let due = due.map(|due| lang.say(StagePhrase::NextIn(&coarse(lang, due.since(now)))));
    Some((std::iter::once(words).chain(due).collect(), tone))
}

/// What comes next: a poll that is nearly late, a commit, or how far the batch is.
fn next(context: &CardContext, consumer: &ConsumerView) -> Option<CardLine> {
    let (lang, now) = (context.lang, context.observation.time);
    let condition = Condition::of(consumer);
    if matches!(condition, Condition::Killed | Condition::Failed | Condition::Frozen) {
        let lanes = context.group.lanes.iter().filter(|lane| lane.owner == Some(consumer.name));
        let stake: u64 = lanes.map(|lane| lane.stake()).sum();
        return (stake > 0).then(|| (vec![lang.say(StagePhrase::Uncommitted(stake))], TextTone::Gap));
    }
    if let Some(last) = consumer.last_answer.filter(|last| fenced(last.error)) {
        return Some((vec![last.error.name().to_string()], TextTone::Gap));
    }
    let due = consumer.next_poll_due.map(|due| due.since(now));
    if let Some(left) = due.filter(|left| *left < SimDuration::from_secs(10)) {
        let words = match left.is_zero() {
            true => lang.stage_label(StageLabel::Overdue).to_string(),
            false => lang.say(StagePhrase::PollDueIn(left)),
        };
        return Some((vec![words], TextTone::Gap));
    }
    // It has been told to give something up, and does so in poll.
    let busy = matches!(consumer.thread, AppThread::Processing { .. } | AppThread::Blocked { .. });
    if busy && context.group.way_of(&consumer.name).is_some_and(|way| !way.revoking.is_empty()) {
        return Some((vec![lang.say(EpochText::RevokesInPoll)], TextTone::Stake));
    }
    if let Some(at) = consumer.next_auto_commit {
        let words = match at > now {
            true => lang.say(StagePhrase::AutoCommitIn(at - now)),
            false => lang.stage_label(StageLabel::AutoCommitDue).to_string(),
        };
        return Some((vec![words], TextTone::Muted));
    }
    let (done, all) = consumer.batch?;
    Some((vec![lang.say(StagePhrase::BatchDone { done, all })], TextTone::Muted))
}
