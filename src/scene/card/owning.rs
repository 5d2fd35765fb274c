//! The last line of a card: what the consumer owns, and, struck out, what it has to give up.

use super::CardScene;
use crate::cluster::observation::{ConsumerView, MemberOnItsWay};
use crate::kafka::ids::TopicPartition;
use crate::scene::mark::{Text, TextTone};
use crate::scene::owned::owned;
use crate::scene::text::{self, Num};
use crate::session::language::epoch::EpochText;

/// Draws it with its baseline at `y`; `way` is where the coordinator of a consumer group has the member.
pub(super) fn draw(scene: &mut CardScene, consumer: &ConsumerView, way: Option<&MemberOnItsWay>, y: f64) {
    let unit = scene.unit;
    let (left, size, room) = (14.0 * unit, 12.5 * unit, scene.area.width - 18.0 * unit);
    let given_up = way.map(|way| struck(scene, consumer, way, (left, y), (size, room)));
    if given_up == Some(true) {
        return;
    }
    let words = owned(scene.lang, &consumer.owned, size, room);
    let tone = if consumer.owned.is_empty() { TextTone::Muted } else { TextTone::Ink };
    scene.texts.push(Text::new(left, y, size, tone, words).bold());
}

/// `orders-3 4`, then `5` struck out and `to give up`; whether there is such a thing, and room for it.
fn struck(
    scene: &mut CardScene,
    consumer: &ConsumerView,
    way: &MemberOnItsWay,
    (left, y): (f64, f64),
    (size, room): (f64, f64),
) -> bool {
    let is_revoked = |partition: &&TopicPartition| way.revoking.contains(partition);
    let (revoked, kept): (Vec<TopicPartition>, Vec<TopicPartition>) =
        consumer.owned.iter().copied().partition(|partition| is_revoked(&partition));
    if revoked.is_empty() {
        return false;
    }
    let one_topic = consumer.owned.iter().all(|one| one.topic == revoked[0].topic);
    let going = match one_topic && !kept.is_empty() {
        true => revoked.iter().map(|one| one.partition.to_string()).collect::<Vec<_>>().join(" "),
        false => owned(scene.lang, &revoked, size, room),
    };
    let stays = if kept.is_empty() { String::new() } else { owned(scene.lang, &kept, size, room) };
    let gap = if kept.is_empty() { 0.0 } else { text::width(" ", size) };
    let from = left + text::width(&stays, size) + gap;
    let to = from + text::width(&going, size);
    if to > left + room {
        return false;
    }
    if !stays.is_empty() {
        scene.texts.push(Text::new(left, y, size, TextTone::Ink, stays).bold());
    }
    scene.texts.push(Text::new(from, y, size, TextTone::Stake, going).bold());
    let over = size * 0.15;
    scene.strike = Some(format!("M{} {}H{}", Num(from - over), Num(y - size * 0.34), Num(to + over)));
    let words = scene.lang.say(EpochText::ToGiveUp);
    let x = to + text::width(" ", size);
    if x + text::width(&words, 11.0 * scene.unit) <= left + room {
        scene.texts.push(Text::new(x, y, 11.0 * scene.unit, TextTone::Stake, words));
    }
    true
}
