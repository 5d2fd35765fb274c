//! The session clocks of a crowd: how many there are, how they are spread over the time that is left, and those of
//! which nothing is heard by name, as many as there is room for.

use crate::cluster::observation::{GroupView, MemberView, Observation};
use crate::scene::coordinator::CoordinatorScene;
use crate::scene::mark::{Area, Text, TextTone, within};
use crate::scene::slot;
use crate::scene::text::{self, Num};
use crate::session::language::label::StageLabel;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::span;
use crate::sim::sorted::sort_by_key;
use crate::sim::time::SimDuration;
use std::fmt::Write;
use std::rc::Rc;

/// The spread of the clocks: how many have how much left, as columns.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockFold {
    /// From nothing left to the longest session.
    pub axis: String,
    pub healthy: String,
    pub silent: String,
}

/// The width of the words and of the spread, and of a clock that stands by itself.
const WORDS: f64 = 136.0;
const SPREAD: f64 = 76.0;
const CLOCK: f64 = 112.0;
/// From one clock to the next below it.
const LINE: f64 = 26.0;
const COLUMNS: usize = 24;

/// Where the clocks begin in a head of this width whose state chain is so long, in units: beside the chain where both
/// find room, else the chain has a line of its own, and they begin behind it.
pub fn left(width: f64, chain: f64) -> f64 {
    match width - chain >= 472.0 {
        true => width - 460.0,
        false => (width - 360.0).max(chain - 164.0 + 14.0),
    }
}

/// Puts the clocks of `group` between these edges of the coordinator's head, into so much height from `top` on.
pub fn fold(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    (left, right, height): (f64, f64, f64),
    top: f64,
) {
    let u = scene.unit;
    let mut silent: Vec<&MemberView> =
        group.members.iter().filter(|member| slot::missing(observation, member).is_some()).collect();
    sort_by_key(&mut silent, |member| member.session_deadline);
    words(scene, observation, group, &silent, (left, top));
    // Below the words where there is room for it.
    let below = height >= 80.0 * u;
    let spread = match below {
        true => Area { x: left, y: top + 54.0 * u, width: SPREAD * u, height: height - 74.0 * u },
        false => Area { x: left + WORDS * u, y: top + 8.0 * u, width: SPREAD * u, height: height - 26.0 * u },
    };
    scene.fold = Some(spread_of(scene, observation, group, spread));
    let x = if below { left + WORDS * u } else { spread.right() + 14.0 * u };
    let columns = (((right - x) / (CLOCK * u)) as usize).max(1);
    let each = ((right - x) / columns as f64).min(150.0 * u);
    let rows = ((height - 4.0 * u) / (LINE * u)) as usize;
    let room = columns * rows;
    let shown = if silent.len() <= room { silent.len() } else { room.saturating_sub(1) };
    let place = |at: usize| {
        let (column, row) = ((at / rows.max(1)) as f64, (at % rows.max(1)) as f64);
        Area {
            x: x + column * each,
            y: top + 3.0 * u + row * LINE * u,
            width: each - 4.0 * u,
            height: LINE * u,
        }
    };
    for (at, member) in silent.iter().take(shown).enumerate() {
        let clock = slot::slot(scene.lang, observation, group, member, (place(at), u));
        scene.members.push(Rc::new(clock));
    }
    if shown < silent.len() {
        let area = place(shown);
        let words = scene.lang.say(StagePhrase::AndMore(silent.len() - shown));
        scene.texts.push(Text::new(area.x + 8.0 * u, area.y + 17.0 * u, 12.0 * u, TextTone::Gap, words));
    }
}

/// How many clocks there are, and how much those have left of which something is heard.
fn words(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    silent: &[&MemberView],
    (x, top): (f64, f64),
) {
    let (u, lang, now) = (scene.unit, scene.lang, observation.time);
    let heard = group.members.iter().filter(|member| !silent.iter().any(|s| s.member_id == member.member_id));
    let left: Vec<SimDuration> =
        heard.filter_map(|member| Some(member.session_deadline?.since(now))).collect();
    let mut line = |y: f64, size: f64, tone: TextTone, words: &str| {
        let words = text::fit(words, size * u, (WORDS - 3.0) * u);
        scene.texts.push(Text::new(x, top + y * u, size * u, tone, words));
    };
    line(20.0, 12.0, TextTone::Ink, &lang.say(StagePhrase::ClocksFolded(group.members.len())));
    let (Some(least), Some(most)) = (left.iter().min(), left.iter().max()) else {
        return line(36.0, 11.0, TextTone::Muted, lang.stage_label(StageLabel::NoClockRuns));
    };
    let (from, to) = (span(lang, *least), span(lang, *most));
    let range = lang.say(StagePhrase::FromTo { from: &from, to: &to });
    line(34.0, 11.0, TextTone::Muted, &lang.say(StagePhrase::HealthyClocks(left.len())));
    line(47.0, 11.0, TextTone::Muted, &range);
}

/// The columns, and the line on which they stand with its two ends written below it.
fn spread_of(
    scene: &mut CoordinatorScene,
    observation: &Observation,
    group: &GroupView,
    area: Area,
) -> ClockFold {
    let (u, now) = (scene.unit, observation.time);
    let longest = group.members.iter().map(|member| member.session_timeout).max().unwrap_or_default();
    let whole = longest.as_micros().max(1) as f64;
    let mut counts = [[0usize; COLUMNS]; 2];
    for member in &group.members {
        let Some(deadline) = member.session_deadline else { continue };
        let share = within(deadline.since(now).as_micros() as f64 / whole, 0.0, 1.0);
        let column = ((share * COLUMNS as f64) as usize).min(COLUMNS - 1);
        counts[usize::from(slot::missing(observation, member).is_some())][column] += 1;
    }
    let most = counts.iter().flatten().copied().max().unwrap_or(0).max(1) as f64;
    let step = area.width / COLUMNS as f64;
    let columns = |counts: &[usize; COLUMNS]| {
        let mut d = String::new();
        for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            // One of many is still to be seen.
            let high = (area.height * *count as f64 / most).max(3.0).round();
            let (x, y, width) = (area.x + at as f64 * step, area.bottom() - high, step - 0.6);
            let _ = write!(d, "M{} {}h{w}v{}h-{w}z", Num(x), Num(y), Num(high), w = Num(width));
        }
        d
    };
    let (healthy, silent) = (columns(&counts[0]), columns(&counts[1]));
    let y = area.bottom() + 12.0 * u;
    let end = crate::session::language::units::coarse(scene.lang, longest);
    scene.texts.push(Text::new(area.x, y, 11.0 * u, TextTone::Muted, "0"));
    scene.texts.push(Text::new(area.right(), y, 11.0 * u, TextTone::Muted, end).end());
    ClockFold {
        axis: format!("M{} {}h{}", Num(area.x), Num(area.bottom() + 0.5), Num(area.width)),
        healthy,
        silent,
    }
}
