//! The head of a consumer group's coordinator (KIP-848): two epochs in the place of generation and leader, and a chain
//! of other states.

use super::CoordinatorScene;
use crate::cluster::observation::{GroupEpochs, GroupView};
use crate::kafka::group_state::ConsumerGroupState;
use crate::scene::layout::Columns;
use crate::scene::mark::{Text, TextTone};
use crate::scene::text;
use crate::session::language::epoch::EpochText;

/// The states in their order: their names, whether the group is in them, their tones.
pub(super) fn chain(epochs: &GroupEpochs) -> [(&'static str, bool, TextTone); 4] {
    use ConsumerGroupState::*;
    [Empty, Assigning, Reconciling, Stable].map(|state| {
        let tone = match state {
            Empty => TextTone::Muted,
            Assigning | Reconciling => TextTone::Stake,
            Stable => TextTone::Good,
        };
        (state.name(), epochs.state == state, tone)
    })
}

/// A narrower head has room for the group's own epoch only.
const LEAST_WITH_BOTH: f64 = 340.0;

/// The two epochs, their right end and baseline there; returns their left edge. In a head with room for it their names
/// have two lines.
pub(super) fn facts(
    scene: &mut CoordinatorScene,
    epochs: &GroupEpochs,
    (right, y): (f64, f64),
    two_lines: bool,
) -> f64 {
    let (u, lang) = (scene.unit, scene.lang);
    let behind = epochs.assignment_epoch < epochs.group_epoch;
    let tone = if behind { TextTone::Stake } else { TextTone::Ink };
    let mut facts = vec![(EpochText::GroupEpoch, epochs.group_epoch, TextTone::Ink)];
    if scene.area.width >= LEAST_WITH_BOTH * u {
        facts.push((EpochText::AssignmentEpoch, epochs.assignment_epoch, tone));
    }
    let mut x = right;
    for (name, epoch, tone) in facts.into_iter().rev() {
        let name = lang.say(name);
        let number = |x: f64| Text::new(x, y + 2.0 * u, 20.0 * u, tone, epoch.to_string()).end().bold();
        match name.split_once(' ').filter(|_| two_lines) {
            Some((first, second)) => {
                let size = 11.0 * u;
                let width = text::width(first, size).max(text::width(second, size));
                for (line, words) in [(-7.0, first), (6.0, second)] {
                    scene.texts.push(Text::new(x - width, y + line * u, size, TextTone::Muted, words));
                }
                let number = number(x - width - 7.0 * u);
                x = number.extent().0;
                scene.texts.push(number);
            }
            None => {
                let number = number(x);
                let name = Text::new(number.extent().0 - 7.0 * u, y, 12.0 * u, TextTone::Muted, name).end();
                x = name.extent().0;
                scene.texts.extend([number, name]);
            }
        }
        x -= 18.0 * u;
    }
    x + 18.0 * u
}

/// An arm narrower than this has the title of the clocks.
const LEAST_WITH_TITLE: f64 = 200.0;

/// Over the arm: where its members are; whether there was room for it.
pub(super) fn arm_title(scene: &mut CoordinatorScene, group: &GroupView, (left, right): (f64, f64)) -> bool {
    let Some(epochs) = &group.epochs else { return false };
    let (u, lang) = (scene.unit, scene.lang);
    if right - left < LEAST_WITH_TITLE * u {
        return false;
    }
    let epoch = epochs.group_epoch;
    let where_ = match group.is_at_target() {
        _ if group.members.is_empty() => EpochText::NobodyYet,
        true => EpochText::AllAt(epoch),
        false => EpochText::OnTheWayTo(epoch),
    };
    let (size, room) = (12.0 * u, right - left);
    let first = text::fit(&lang.say(where_), size, room);
    scene.texts.push(Text::new(left, 24.0 * u, size, TextTone::Ink, first).bold());
    let second = lang.say(EpochText::LearnsAlone);
    let size = if text::width(&second, size) <= room { size } else { 11.0 * u };
    let second = text::fit(&second, size, room);
    scene.texts.push(Text::new(left, 42.0 * u, size, TextTone::Muted, second));
    true
}

/// Above the paths: the whole name of what is called Heartbeat on them.
pub(super) fn path_title(scene: &mut CoordinatorScene, columns: &Columns) {
    let u = scene.unit;
    let words = scene.lang.say(EpochText::WholeName);
    let widest = words.lines().map(|line| text::width(line, 11.0 * u)).fold(0.0, f64::max);
    if widest > columns.path_width - 4.0 {
        return;
    }
    let x = columns.path_x + columns.path_width / 2.0 - scene.area.x;
    for (n, line) in words.lines().enumerate() {
        let y = scene.head + (16.0 + 13.0 * n as f64) * u;
        scene.texts.push(Text::new(x, y, 11.0 * u, TextTone::Muted, line).middle());
    }
}
