//! The coordinator as one line: its state, its generation, and whom it waits for.

use crate::cluster::observation::GroupView;
use crate::kafka::group_state::{ConsumerGroupState, GroupState};
use crate::scene::mark::{Area, Text, TextTone};
use crate::scene::presenter::{RoomContext, SMALL};
use crate::scene::text;
use crate::session::language::epoch::EpochText;
use crate::session::language::label::StageLabel;
use crate::session::language::present::PresentPhrase;
use crate::session::language::stage::StagePhrase;
use crate::session::language::units::short;

/// The heights of the line: of one group, of several.
pub const HIGH: f64 = 88.0;
pub const LOW: f64 = 54.0;

/// The line.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomHead {
    pub area: Area,
    /// Whether it stands on a ground of its own.
    pub framed: bool,
    /// Around the state.
    pub pill: Option<(Area, TextTone)>,
    pub texts: Vec<Text>,
}

/// Places one text behind the other, as long as there is room.
struct LineDraft {
    x: f64,
    end: f64,
    base: f64,
    texts: Vec<Text>,
}

impl LineDraft {
    /// Whether there was room, with so much of it around the words.
    fn put(&mut self, words: String, size: f64, tone: TextTone, bold: bool, around: f64) -> bool {
        let wide = text::width(&words, size) + 2.0 * around;
        let fits = self.x + wide <= self.end && !words.is_empty();
        if fits {
            let line = Text::new(self.x + around, self.base, size, tone, words);
            self.texts.push(if bold { line.bold() } else { line });
            self.x += wide + 34.0;
        }
        fits
    }
}

pub fn head(context: &RoomContext, area: Area, (alone, first): (bool, bool)) -> RoomHead {
    let RoomContext { lang, observation, group, .. } = *context;
    let inset = if alone { 28.0 } else { 0.0 };
    let base = area.y + area.height / 2.0 + SMALL * 0.36;
    let mut line = LineDraft { x: area.x + inset, end: area.right() - inset, base, texts: Vec::new() };
    if first {
        let clock = short(observation.time);
        let clock = match &observation.topics[..] {
            [only] if alone && only.name.as_str().len() <= 12 => format!("{} · {clock}", only.name),
            _ => clock,
        };
        let clock = Text::new(line.end, base, SMALL, TextTone::Ink, clock).end().bold();
        line.end = clock.extent().0 - 34.0;
        line.texts.push(clock);
    }
    let title = match (alone, group.id.is_none()) {
        (_, true) => lang.stage_label(StageLabel::Standalone).to_owned(),
        (true, false) => lang.stage_label(StageLabel::Coordinator).to_owned(),
        (false, false) => group.id.as_str().to_owned(),
    };
    line.put(title, SMALL, TextTone::Ink, true, 0.0);
    let mut pill = None;
    match group.coordinator_lost {
        _ if group.id.is_none() => {}
        Some(since) => {
            let words = lang.say(StagePhrase::CoordinatorLost(observation.time - since));
            line.put(words, SMALL, TextTone::Gap, true, 0.0);
        }
        None => {
            let (x, tone) = (line.x, tone_of(group));
            if line.put(group.state_name().to_owned(), SMALL, TextTone::OnFill, true, 22.0) {
                let height = 50.0;
                let y = area.y + (area.height - height) / 2.0;
                pill = Some((Area { x, y, width: line.x - 34.0 - x, height }, tone));
            }
        }
    }
    if let Some(words) = awaited(context) {
        line.put(words, SMALL, TextTone::Stake, true, 0.0);
    }
    if group.generation.0 > 0 && group.coordinator_lost.is_none() {
        let words = match &group.epochs {
            Some(epochs) => lang.say(EpochText::InEpoch(epochs.group_epoch)),
            None => lang.say(PresentPhrase::Generation(group.generation.0)),
        };
        line.put(words, SMALL, TextTone::Muted, false, 0.0);
    }
    RoomHead { area, framed: alone, pill, texts: line.texts }
}

fn tone_of(group: &GroupView) -> TextTone {
    use ConsumerGroupState::{Assigning, Reconciling};
    let moves = group.epochs.is_some_and(|epochs| matches!(epochs.state, Assigning | Reconciling));
    match group.state {
        _ if moves => TextTone::Stake,
        GroupState::Stable => TextTone::Good,
        GroupState::PreparingRebalance | GroupState::CompletingRebalance => TextTone::Stake,
        GroupState::Empty | GroupState::Dead => TextTone::Muted,
    }
}

/// Whom the coordinator waits for: two of them by name.
fn awaited(context: &RoomContext) -> Option<String> {
    let RoomContext { lang, group, .. } = *context;
    let names: Vec<&str> = group
        .members
        .iter()
        .filter(|member| member.awaited)
        .map(|member| member.client.as_ref().map_or(member.member_id.as_str(), |client| client.as_str()))
        .collect();
    match names.len() {
        0 => None,
        1 | 2 => Some(lang.say(PresentPhrase::WaitsFor(&names.join(", ")))),
        many => Some(lang.say(PresentPhrase::WaitsForMany(many))),
    }
}
