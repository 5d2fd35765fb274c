//! Ribbons from lanes to their readers: who reads, who waits, who is silent, and what crosses racks.

use crate::cluster::observation::{AppThread, ConsumerView, LaneView, Observation};
use crate::kafka::rebalance_causes::Callback;
use crate::scene::card::{CardScene, RackTag};
use crate::scene::lane::LaneScene;
use crate::scene::layout::{Columns, LaneStyle};
use crate::scene::mark::Hue;
use crate::scene::text::Num;
use crate::sim::sorted::SortedMap;
use std::fmt::Write;
use std::rc::Rc;

/// How a ribbon is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RibbonKind {
    /// The owner reads: solid.
    Reading,
    /// The owner does not run, so no consumer reads: dashed, with a cross.
    Dead,
    /// About to be taken away: thick dashes on a thin line.
    Revoking,
    /// Assigned, but the client does not have it yet: dotted.
    Waiting,
}

/// From a lane (or several) to a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Ribbon {
    pub key: String,
    pub kind: RibbonKind,
    pub hue: Option<Hue>,
    pub d: String,
    /// A cross in the middle: the owner is silent.
    pub cross: Option<(f64, f64)>,
    /// Two notches: it leads from one rack to another.
    pub notches: Option<String>,
    /// The rack at its start.
    pub rack: Option<RackTag>,
}

/// The kind of ribbon between `lane` and the consumer `to`, if there is one.
pub fn ribbon_kind(lane: &LaneView, to: &ConsumerView) -> Option<RibbonKind> {
    let waits = lane.assigned_to.as_ref() == Some(&to.name) || lane.target.as_ref() == Some(&to.name);
    if lane.owner.as_ref() != Some(&to.name) {
        return waits.then_some(RibbonKind::Waiting);
    }
    let taken_away = matches!(
        to.thread,
        AppThread::Callback { callback: Callback::OnPartitionsRevoked | Callback::OnPartitionsLost, .. }
    ) && !to.strategy.iter().any(|name| name.starts_with("cooperative"));
    match lane {
        _ if !lane.owner_running => Some(RibbonKind::Dead),
        _ if taken_away || lane.being_revoked || (lane.assigned_to.is_some() && !waits) => {
            Some(RibbonKind::Revoking)
        }
        _ => Some(RibbonKind::Reading),
    }
}

/// All ribbons of a group. Those of bars are bundled: one path for each card and kind.
pub fn ribbons(
    observation: &Observation,
    lanes: &[LaneView],
    drawn: &[Rc<LaneScene>],
    cards: &[Rc<CardScene>],
    columns: &Columns,
) -> Vec<Ribbon> {
    let mut out = Vec::new();
    for card in cards {
        let Some(consumer) = observation.consumers.iter().find(|c| c.name == card.client) else { continue };
        let ends: Vec<(usize, RibbonKind)> = lanes
            .iter()
            .enumerate()
            .filter_map(|(i, lane)| ribbon_kind(lane, consumer).map(|kind| (i, kind)))
            .collect();
        let mut bundles: SortedMap<RibbonKind, String> = SortedMap::new();
        for (k, (i, kind)) in ends.iter().enumerate() {
            let lane = &drawn[*i];
            let bar = lane.frame.style == LaneStyle::Bar;
            let share = (k as f64 + 1.0) / (ends.len() as f64 + 1.0);
            let away = match bar || columns.narrow {
                true => columns.beside_bar(),
                false => 20.0 * card.unit,
            };
            let mut from = (lane.base.1 + away, lane.y + lane.frame.middle());
            let rack = lanes[*i].rack.as_ref().filter(|_| !bar);
            let tag = rack.map(|rack| RackTag::new(rack, (from.0, from.1 + 4.0 * card.unit), card.unit));
            if let Some(tag) = &tag {
                from.0 = tag.area.right().min(card.area.x - 20.0 * card.unit);
            }
            let to = (card.area.x, card.area.y + card.area.height * share);
            let d = curve(from, to);
            if bar {
                bundles.entry(*kind).or_default().push_str(&d);
                continue;
            }
            let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
            let across = lanes[*i].rack.as_ref().zip(consumer.rack.as_ref());
            let reads = matches!(kind, RibbonKind::Reading | RibbonKind::Revoking);
            let across = across.is_some_and(|(there, here)| reads && there != here);
            out.push(Ribbon {
                key: format!("{}-{}", lane.test_id, card.client),
                kind: *kind,
                hue: card.hue(),
                d,
                cross: (*kind == RibbonKind::Dead).then_some(middle),
                notches: across.then(|| notches(from, to, card.unit)),
                rack: tag,
            });
        }
        let bundled = |(kind, d)| Ribbon {
            key: format!("{}-{kind:?}", card.client),
            kind,
            hue: card.hue(),
            d,
            cross: None,
            notches: None,
            rack: None,
        };
        out.extend(bundles.into_iter().map(bundled));
    }
    out
}

/// Two cuts across the middle of the curve.
fn notches(from: (f64, f64), to: (f64, f64), unit: f64) -> String {
    // In its middle the curve is twice as steep as the straight line.
    let (dx, dy) = (to.0 - from.0, 2.0 * (to.1 - from.1));
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (along, side) = ((dx / length, dy / length), (-dy / length, dx / length));
    let (x, y) = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let mut d = String::new();
    for step in [-3.0, 3.0] {
        let (x, y) = (x + along.0 * step * unit, y + along.1 * step * unit);
        let (across, down) = (side.0 * 5.0 * unit, side.1 * 5.0 * unit);
        let (across2, down2) = (Num(2.0 * across), Num(2.0 * down));
        let _ = write!(d, "M{} {}l{across2} {down2}", Num(x - across), Num(y - down));
    }
    d
}

/// From one place to another, level at both ends.
pub fn curve(from: (f64, f64), to: (f64, f64)) -> String {
    let middle = (from.0 + to.0) / 2.0;
    let mut d = String::new();
    let _ = write!(d, "M{} {}C{} {}", Num(from.0), Num(from.1), Num(middle), Num(from.1));
    let _ = write!(d, " {} {} {} {}", Num(middle), Num(to.1), Num(to.0), Num(to.1));
    d
}
