//! What is worth a look in a crowd: sessions that run out, partitions that nobody reads, the largest lags, what came
//! twice, what was lost. A few of each kind, the worst first, and how many more there are.

use super::{CrowdContext, is_left_alone};
use crate::cluster::observation::{LaneView, MemberView};
use crate::kafka::ids::ClientName;
use crate::scene::Selection;
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::slot;
use crate::scene::text;
use crate::session::language::label::StageLabel;
use crate::session::language::stage::{LaneText, StagePhrase};
use crate::session::language::units::span;
use crate::sim::sorted::{SortedMap, sort_by_key};
use std::cmp::Reverse;

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchList {
    pub unit: f64,
    /// What it takes, from its upper edge.
    pub height: f64,
    /// Its head, and how many more of a kind there are.
    pub texts: Vec<Text>,
    pub items: Vec<WatchItem>,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchItem {
    pub test_id: String,
    pub selection: Selection,
    pub area: Area,
    pub texts: Vec<Text>,
    /// In a sentence.
    pub spoken: String,
}

/// Of each kind; fewer where there is less room.
const MOST: usize = 4;
const HEAD: f64 = 26.0;
const ROW: f64 = 24.0;

/// Something found, before it has a place.
struct WatchFinding {
    name: String,
    words: String,
    tone: TextTone,
    selection: Selection,
}

/// All that was found, by kind.
fn kinds(context: &CrowdContext) -> [(&'static str, Vec<WatchFinding>); 5] {
    let lang = context.input.lang;
    let short = |n| lang.say(LaneText::DuplicatesShort(n));
    let lag = lag_worth_a_look(context);
    [
        ("session", sessions(context)),
        ("unowned", unowned(context)),
        ("lag", largest(context, TextTone::Ink, lag, |n| lang.say(LaneText::Lag(n)))),
        ("duplicates", largest(context, TextTone::Duplicate, |lane| lane.duplicates, short)),
        ("gaps", largest(context, TextTone::Gap, |lane| lane.gaps, |n| lang.say(LaneText::Lost(n)))),
    ]
}

/// The same on one line, where there is no room beside the bars: of each kind the worst, then the next ones.
pub fn line(context: &CrowdContext, area: Area) -> WatchList {
    let (lang, u) = (context.input.lang, context.unit);
    let (size, y) = (12.0 * u, area.y + 16.0 * u);
    let head = Text::new(area.x, y, size, TextTone::Muted, lang.stage_label(StageLabel::ToLookAt));
    let mut x = head.extent().1 + 12.0 * u;
    let mut list = WatchList { unit: u, height: ROW * u, texts: vec![head], items: Vec::new() };
    let found = kinds(context);
    let longest = found.iter().map(|(_, found)| found.len()).max().unwrap_or(0);
    let mut left: usize = found.iter().map(|(_, found)| found.len()).sum();
    let mut found = found.map(|(kind, found)| (kind, found.into_iter()));
    let room = area.right() - 70.0 * u;
    'all: for at in 0..longest {
        for (kind, rest) in &mut found {
            let Some(one) = rest.next() else { continue };
            let width = text::width(&one.name, size) + text::width(&one.words, size) + 26.0 * u;
            if x + width > room {
                break 'all;
            }
            let own = Area { x: x - 8.0 * u, y: area.y, width, height: ROW * u };
            let words_end = own.right() - 10.0 * u;
            list.items.push(item(one, format!("look-{kind}-{at}"), own, (x, words_end, u)));
            x += width;
            left -= 1;
        }
    }
    if left > 0 {
        let words = lang.say(StagePhrase::AndMore(left));
        list.texts.push(Text::new(area.right(), y, 11.0 * u, TextTone::Muted, words).end());
    } else if list.items.is_empty() {
        let words = lang.stage_label(StageLabel::NothingToLookAt);
        list.texts.push(Text::new(x, y, size, TextTone::Good, words));
    }
    list
}

/// The list in this part of the stage.
pub fn watch(context: &CrowdContext, area: Area) -> WatchList {
    let (lang, u) = (context.input.lang, context.unit);
    let kinds = kinds(context);
    let (left, right) = (area.x + 10.0 * u, area.right() - 10.0 * u);
    let head = lang.stage_label(StageLabel::ToLookAt);
    let mut list = WatchList {
        unit: u,
        height: 0.0,
        texts: vec![Text::new(left, area.y + 17.0 * u, 12.0 * u, TextTone::Muted, head)],
        items: Vec::new(),
    };
    let mut y = area.y + HEAD * u;
    let most = most_of_each(&kinds.each_ref().map(|(_, found)| found.len()), area.height / u);
    for (kind, found) in kinds {
        let more = found.len().saturating_sub(most);
        for (at, found) in found.into_iter().take(most).enumerate() {
            let own = Area { y, height: ROW * u, ..area };
            list.items.push(item(found, format!("look-{kind}-{at}"), own, (left, right, u)));
            y += ROW * u;
        }
        if more > 0 {
            let words = lang.say(StagePhrase::AndMore(more));
            list.texts.push(Text::new(right, y + 10.0 * u, 11.0 * u, TextTone::Muted, words).end());
            y += MORE * u;
        }
    }
    if list.items.is_empty() {
        let words = lang.stage_label(StageLabel::NothingToLookAt);
        let words = text::fit(words, 12.0 * u, right - left);
        list.texts.push(Text::new(left, y + 14.0 * u, 12.0 * u, TextTone::Good, words));
        y += ROW * u;
    }
    list.height = y - area.y;
    list
}

const MORE: f64 = 16.0;

/// So many of each kind find room.
fn most_of_each(counts: &[usize], height: f64) -> usize {
    let needed = |most: usize| {
        let rows = |count: &usize| {
            let more = if *count > most { MORE } else { 0.0 };
            (*count).min(most) as f64 * ROW + more
        };
        HEAD + counts.iter().map(rows).sum::<f64>()
    };
    (1..=MOST).rev().find(|most| needed(*most) <= height).unwrap_or(1)
}

fn item(found: WatchFinding, test_id: String, area: Area, (left, right, u): (f64, f64, f64)) -> WatchItem {
    let (y, size) = (area.y + 16.0 * u, 12.0 * u);
    let spoken = format!("{}: {}", found.name, found.words);
    // A long name gives way to the words, and keeps a third.
    let kept = text::width(&found.name, size).min((right - left) * 0.34);
    let words = text::fit(&found.words, size, right - left - kept - 5.0 * u);
    let words = Text::new(right, y, size, found.tone, words).end();
    let room = words.extent().0 - left - 6.0 * u;
    let name = text::fit(&found.name, size, room);
    let name = Text::new(left, y, size, TextTone::Accent, name).bold();
    WatchItem { test_id, selection: found.selection, area, texts: vec![name, words], spoken }
}

/// Members of which nothing is heard, those first that are removed first.
pub fn silent<'a>(context: &CrowdContext<'a>) -> Vec<&'a MemberView> {
    let members = context.group.members.iter();
    let mut silent: Vec<&MemberView> =
        members.filter(|member| slot::missing(context.input.observation, member).is_some()).collect();
    sort_by_key(&mut silent, |member| member.session_deadline);
    silent
}

fn sessions(context: &CrowdContext) -> Vec<WatchFinding> {
    let (lang, now) = (context.input.lang, context.input.observation.time);
    let told = |member: &&MemberView| {
        let (client, deadline) = (member.client?, member.session_deadline?);
        Some(WatchFinding {
            name: client.to_string(),
            words: lang.say(StagePhrase::SessionEndsIn(&span(lang, deadline.since(now)))),
            tone: TextTone::Gap,
            selection: Selection::Consumer(client),
        })
    };
    silent(context).iter().filter_map(told).collect()
}

/// The partitions without a reader, together with the others that the same consumer left.
fn unowned(context: &CrowdContext) -> Vec<WatchFinding> {
    let mut left: SortedMap<Option<ClientName>, (&LaneView, usize)> = SortedMap::new();
    for lane in &context.group.lanes {
        if is_left_alone(lane) {
            left.entry(lane.owner).or_insert((lane, 0)).1 += 1;
        }
    }
    let mut found: Vec<(&LaneView, usize)> = left.into_iter().map(|(_, found)| found).collect();
    sort_by_key(&mut found, |(_, count)| Reverse(*count));
    let words = context.input.lang.stage_label(StageLabel::NobodyReads);
    let told = |(lane, count): (&LaneView, usize)| WatchFinding {
        name: match count {
            1 => lane.partition.to_string(),
            count => format!("{} +{}", lane.partition, count - 1),
        },
        words: words.to_owned(),
        tone: TextTone::Gap,
        selection: Selection::Lane(context.group.id, lane.partition),
    };
    found.into_iter().map(told).collect()
}

/// The lag of a lane that lags much more than half of the others do, and is read.
fn lag_worth_a_look(context: &CrowdContext) -> impl Fn(&LaneView) -> u64 {
    let mut lags: Vec<u64> = context.group.lanes.iter().filter_map(|lane| lane.lag).collect();
    sort_by_key(&mut lags, |lag| *lag);
    let middle = lags.get(lags.len() / 2).copied().unwrap_or(0);
    move |lane| match lane.lag {
        Some(lag) if lane.owner_running && lag >= 20.max(middle * 3) => lag,
        _ => 0,
    }
}

/// The lanes for which `of` is most, without those for which it is nothing.
fn largest(
    context: &CrowdContext,
    tone: TextTone,
    of: impl Fn(&LaneView) -> u64,
    say: impl Fn(u64) -> String,
) -> Vec<WatchFinding> {
    let lanes = context.group.lanes.iter().map(|lane| (of(lane), lane));
    let mut found: Vec<(u64, &LaneView)> = lanes.filter(|(n, _)| *n > 0).collect();
    sort_by_key(&mut found, |(n, _)| Reverse(*n));
    let told = |(n, lane): (u64, &LaneView)| WatchFinding {
        name: lane.partition.to_string(),
        words: say(n),
        tone,
        selection: Selection::Lane(context.group.id, lane.partition),
    };
    found.into_iter().map(told).collect()
}
