//! The consumers: name, what the thread does now in a word or two, and the clock of the session that the coordinator
//! holds for it.

use crate::cluster::observation::{AppThread, ConsumerView, MemberOnItsWay, MemberView};
use crate::kafka::ids::{ClientName, TopicPartition};
use crate::kafka::rebalance_causes::Callback;
use crate::scene::card::{Condition, is_long_gone};
use crate::scene::identity::{Badge, Identity};
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::owned::owned;
use crate::scene::presenter::{CARDS, CLOCKS, RoomContext, SMALL};
use crate::scene::slot::missing;
use crate::scene::text;
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::present::{PresentLabel, PresentPhrase};
use crate::session::language::units::span;
use crate::sim::time::{SimDuration, SimTime};

/// The least heights of a card of two lines, and of one of a line; the highest.
const TWO_LINES: f64 = 104.0;
const ONE_LINE: f64 = 54.0;
const HIGHEST: f64 = 240.0;
const NAME: f64 = 44.0;
const CLOCK: f64 = 54.0;
const BADGE: f64 = 24.0;
/// From then on a record is worth a word of its own.
const LONG: SimDuration = SimDuration::from_secs(1);

/// The clock of a member's session.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomClock {
    pub area: Area,
    /// Whether it stands in a box of its own.
    pub boxed: bool,
    /// No heartbeat came when one was due.
    pub silent: bool,
    pub bar: Option<Area>,
    /// How much of the session is left, 0 to 1.
    pub left: f64,
    pub texts: Vec<Text>,
}

/// A card.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomCard {
    pub client: ClientName,
    pub area: Area,
    pub hue: Hue,
    pub condition: Condition,
    pub cut_off: bool,
    pub badge: Badge,
    /// Left end and baseline of the leader's crown.
    pub crown: Option<(f64, f64)>,
    pub texts: Vec<Text>,
    pub clock: Option<RoomClock>,
}

/// How cards are laid out.
#[derive(Clone, Copy, PartialEq)]
enum RoomCardStyle {
    TwoLines,
    OneLine,
    /// A line in one of two columns, without a clock.
    Half,
}

/// The group's cards within an area, and how many there are besides.
pub fn cards(context: &RoomContext, body: Area) -> (Vec<RoomCard>, Option<Text>) {
    let observation = context.observation;
    let all: Vec<&ConsumerView> = observation
        .consumers
        .iter()
        .filter(|consumer| consumer.group == context.group.id && !is_long_gone(observation, consumer))
        .collect();
    if all.is_empty() {
        return (Vec::new(), None);
    }
    let gap = 10.0;
    let height = (body.height + gap) / all.len() as f64 - gap;
    let style = match height {
        _ if height >= TWO_LINES => RoomCardStyle::TwoLines,
        _ if height >= ONE_LINE => RoomCardStyle::OneLine,
        _ => RoomCardStyle::Half,
    };
    let (columns, height) = match style {
        RoomCardStyle::TwoLines => (1, within(height, TWO_LINES, HIGHEST)),
        RoomCardStyle::OneLine => (1, within(height, ONE_LINE, 80.0)),
        RoomCardStyle::Half => {
            let rows = all.len().div_ceil(2) as f64;
            (2, within((body.height + gap) / rows - gap, ONE_LINE, 76.0))
        }
    };
    let rows = (((body.height + gap) / (height + gap) + 1e-6) as usize).max(1);
    let more = all.len() > rows * columns;
    let shown = if more { (rows * columns).saturating_sub(1).max(1) } else { all.len() };
    // Few cards stand in the middle, as few lanes do.
    let used = shown.div_ceil(columns) as f64 * (height + gap) - gap;
    let top = match style {
        RoomCardStyle::Half => body.y,
        _ => body.y + (body.height - used).max(0.0) / 2.0,
    };
    let wide = match style {
        RoomCardStyle::TwoLines => CARDS.1 - CARDS.0,
        RoomCardStyle::OneLine => CLOCKS.1 - CARDS.0,
        RoomCardStyle::Half => (CLOCKS.1 - CARDS.0 - gap) / 2.0,
    };
    let place = |n: usize| Area {
        x: CARDS.0 + (n % columns) as f64 * (wide + gap),
        y: top + (n / columns) as f64 * (height + gap),
        width: wide,
        height,
    };
    let draw = |(n, consumer): (usize, &&ConsumerView)| card(context, consumer, place(n), style);
    let cards = all.iter().take(shown).enumerate().filter_map(draw).collect();
    let folded = more.then(|| {
        let (at, words) = (place(shown), context.lang.say(PresentPhrase::More(all.len() - shown)));
        Text::new(at.x + 12.0, at.y + height / 2.0 + SMALL * 0.36, SMALL, TextTone::Muted, words)
    });
    (cards, folded)
}

/// What a consumer does, in a word or two.
pub fn doing(lang: Lang, consumer: &ConsumerView, now: SimTime) -> (&'static str, TextTone) {
    let condition = Condition::of(consumer);
    let label = |label, tone| (lang.present_label(label), tone);
    if !matches!(condition, Condition::Running | Condition::Stalled) {
        return (lang.stage_label(condition.label()), condition.tone());
    }
    if consumer.cut_off {
        return (lang.stage_label(StageLabel::CutOff), TextTone::Gap);
    }
    match consumer.thread {
        AppThread::Blocked { .. } => (lang.stage_label(StageLabel::Stalled), TextTone::Stake),
        AppThread::Processing { started, .. } if now.since(started) >= LONG => {
            label(PresentLabel::Works, TextTone::Ink)
        }
        AppThread::Processing { .. } => label(PresentLabel::Reads, TextTone::Ink),
        AppThread::Poll | AppThread::None if consumer.owned.is_empty() => {
            label(PresentLabel::Idle, TextTone::Muted)
        }
        AppThread::Poll | AppThread::None => label(PresentLabel::Reads, TextTone::Ink),
        AppThread::PollJoining => label(PresentLabel::Joins, TextTone::Stake),
        AppThread::CommitSync { .. } => label(PresentLabel::Commits, TextTone::Ink),
        AppThread::OffsetsForTimes { .. } => label(PresentLabel::LooksUp, TextTone::Ink),
        AppThread::Unsubscribed => label(PresentLabel::Idle, TextTone::Muted),
        AppThread::Close => (lang.stage_label(StageLabel::Closing), TextTone::Muted),
        AppThread::Callback { callback, .. } => match callback {
            Callback::OnPartitionsRevoked => label(PresentLabel::GivesUp, TextTone::Stake),
            Callback::OnPartitionsAssigned => label(PresentLabel::TakesOver, TextTone::Stake),
            Callback::OnPartitionsLost => label(PresentLabel::LostAll, TextTone::Gap),
        },
    }
}

fn card(
    context: &RoomContext,
    consumer: &ConsumerView,
    area: Area,
    style: RoomCardStyle,
) -> Option<RoomCard> {
    let identity = Identity::of(context.observation, &consumer.name)?;
    let condition = Condition::of(consumer);
    let (says, tone) = doing(context.lang, consumer, context.observation.time);
    let two = style == RoomCardStyle::TwoLines;
    let middle = area.y + area.height / 2.0;
    let size = if style == RoomCardStyle::Half { SMALL } else { NAME };
    let (x, first) = (area.x + 26.0, if two { middle - 10.0 } else { middle + size * 0.36 });
    let name_x = x + 2.0 * BADGE + 14.0;
    let room = area.right() - 12.0 - name_x;
    let name = tail(consumer.name.as_str(), size, room);
    let name_end = name_x + text::width(&name, size);
    let mut texts = vec![Text::new(name_x, first, size, TextTone::Hue(identity.hue), name).bold()];
    let badge_y = if two { middle - 10.0 - NAME * 0.34 } else { middle };
    // In half a line there is room for what it does, and not for a crown as well.
    let has_room = style != RoomCardStyle::Half && name_end + 70.0 <= area.right();
    let leads = consumer.leader && !condition.ended() && has_room;
    let clock = clock(context, consumer, area, style);
    let words = match style {
        RoomCardStyle::TwoLines => Text::new(x, middle + 46.0, SMALL, tone, says).bold(),
        _ => {
            let after = name_end + if leads { 76.0 } else { 22.0 };
            Text::new(after, middle + SMALL * 0.36, SMALL, tone, says).bold()
        }
    };
    let end = match (&clock, style) {
        (Some(clock), RoomCardStyle::OneLine) => clock.area.x - 14.0,
        _ => area.right() - 8.0,
    };
    if words.extent().1 <= end {
        texts.push(words);
    }
    Some(RoomCard {
        client: consumer.name,
        area,
        hue: identity.hue,
        condition,
        cut_off: consumer.cut_off,
        badge: Badge {
            identity,
            x: x + BADGE,
            y: badge_y,
            radius: if two { BADGE } else { 20.0 },
            ended: condition.ended(),
        },
        crown: leads.then_some((name_end + 22.0, first - 2.0)),
        texts,
        clock: clock.filter(|_| style != RoomCardStyle::Half),
    })
}

/// A name, or as much of its end as there is room for.
fn tail(name: &str, size: f64, room: f64) -> String {
    let letters = (room / text::width("0", size)) as usize;
    let count = name.chars().count();
    match count > letters {
        false => name.to_owned(),
        true => format!("…{}", name.chars().skip(count + 1 - letters.max(1)).collect::<String>()),
    }
}

/// What the coordinator holds of a consumer.
fn clock(
    context: &RoomContext,
    consumer: &ConsumerView,
    card: Area,
    style: RoomCardStyle,
) -> Option<RoomClock> {
    let (lang, now) = (context.lang, context.observation.time);
    let mut members = context.group.members.iter();
    let member: Option<&MemberView> = members.find(|member| member.client == Some(consumer.name));
    if context.group.id.is_none()
        || consumer.standalone
        || (member.is_none() && style != RoomCardStyle::TwoLines)
    {
        return None;
    }
    let silent = member.is_some_and(|member| missing(context.observation, member).is_some());
    let way = member.and_then(|member| member.on_its_way.as_ref());
    let revoked_by = way.and_then(|way| way.revocation_deadline.filter(|_| !way.revoking.is_empty()));
    let session = member.and_then(|member| member.session_deadline);
    let left = revoked_by.or(session).map(|deadline| deadline.since(now));
    let (label, said) = match (member, left) {
        (None, _) => (PresentLabel::NotMember, None),
        (Some(member), None) if member.awaited => (PresentLabel::Awaited, None),
        (Some(_), None) => (PresentLabel::Member, None),
        (Some(_), Some(left)) if silent => (PresentLabel::StillMember, Some(span(lang, left))),
        (Some(_), Some(left)) => (PresentLabel::Member, Some(span(lang, left))),
    };
    let whole = match (revoked_by, way, member) {
        (Some(_), Some(way), _) => way.rebalance_timeout,
        (_, _, Some(member)) => member.session_timeout,
        (_, _, None) => SimDuration::ZERO,
    };
    let share = left.map_or(0.0, |left| left.as_micros() as f64 / whole.as_micros().max(1) as f64);
    let (tone, muted) = match (silent, revoked_by) {
        (true, _) => (TextTone::Gap, TextTone::Gap),
        (false, Some(_)) => (TextTone::Stake, TextTone::Stake),
        (false, None) => (TextTone::Ink, TextTone::Muted),
    };
    let middle = card.y + card.height / 2.0;
    let left = within(share, 0.0, 1.0);
    if style != RoomCardStyle::TwoLines {
        let words = Text::new(CLOCKS.1 - 18.0, middle + SMALL * 0.36, SMALL, tone, said?).end().bold();
        let (from, _) = words.extent();
        let bar = Area { x: from - 106.0, y: middle - 8.0, width: 90.0, height: 16.0 };
        let area = Area { x: bar.x, y: card.y, width: CLOCKS.1 - bar.x, height: card.height };
        return Some(RoomClock { area, boxed: false, silent, bar: Some(bar), left, texts: vec![words] });
    }
    let area = Area { x: CLOCKS.0, width: CLOCKS.1 - CLOCKS.0, ..card };
    let x = area.x + 20.0;
    let tall = card.height >= 150.0;
    let mut texts = Vec::new();
    let (label_y, time_y) = if tall { (middle - 26.0, middle + 32.0) } else { (0.0, middle + 10.0) };
    if tall || said.is_none() {
        let y = if said.is_some() { label_y } else { middle + SMALL * 0.36 };
        let room = area.width - 40.0;
        let words = way.filter(|_| !silent).map(|way| way_in_short(lang, way, room));
        texts.push(Text::new(
            x,
            y,
            SMALL,
            muted,
            words.unwrap_or_else(|| lang.present_label(label).to_owned()),
        ));
    }
    let has_clock = said.is_some();
    texts.extend(said.map(|said| Text::new(x, time_y, fitted(&said, area.width - 40.0), tone, said).bold()));
    let bar = has_clock.then_some(Area { x, y: time_y + 18.0, width: area.width - 40.0, height: 16.0 });
    Some(RoomClock { area, boxed: true, silent, bar, left, texts })
}

/// What a member of a consumer group has to give up, or waits for, if there is room for it; else its epoch.
fn way_in_short(lang: Lang, way: &MemberOnItsWay, room: f64) -> String {
    let waits_for: Vec<TopicPartition> = way.waits_for().copied().collect();
    let (label, partitions) = match way.revoking.is_empty() {
        true => (EpochText::WaitsFor, &waits_for),
        false => (EpochText::GivesUp, &way.revoking),
    };
    let numbers: Vec<String> = partitions.iter().map(|one| one.partition.to_string()).collect();
    let label = lang.say(label);
    let told = format!("{label} {}", owned(lang, partitions, SMALL, room));
    let short = format!("{label} {}", numbers.join(" "));
    let fits = |words: &String| !partitions.is_empty() && text::width(words, SMALL) <= room;
    [told, short].into_iter().find(fits).unwrap_or_else(|| lang.say(EpochText::InEpoch(way.epoch)))
}

/// The largest size at which the time fits.
fn fitted(words: &str, room: f64) -> f64 {
    if text::width(words, CLOCK) <= room { CLOCK } else { SMALL }
}
