//! Who is who: 24 consumers told apart by colour, fill and number, and their groups by the outline.
//!
//! The colour repeats after eight; the first eight are solid, the next eight a ring, the next eight a band. From
//! the 25th on only the number tells them apart. The number is always written.

use crate::cluster::observation::Observation;
use crate::kafka::ids::{ClientName, GroupId};
use crate::scene::mark::{Area, Hue, Text, TextTone};
use crate::scene::text::Num;

/// How much of a badge is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeFill {
    /// 1 to 8: all of it.
    Solid,
    /// 9 to 16: a broad outline.
    Ring,
    /// 17 to 24: an outline and a band at its foot.
    Band,
    /// 25 and more: none of it.
    Plain,
}

impl BadgeFill {
    /// As its CSS class has it.
    pub const fn class(self) -> &'static str {
        match self {
            BadgeFill::Solid => "solid",
            BadgeFill::Ring => "ringed",
            BadgeFill::Band => "band",
            BadgeFill::Plain => "plain",
        }
    }
}

/// The outline of a badge says which group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeOutline {
    /// The first group.
    Square,
    /// The second.
    Circle,
    /// The third, and all after it.
    Diamond,
}

/// What a consumer is known by wherever it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its place among the consumers of its group, from 1.
    pub number: usize,
    pub hue: Hue,
    pub fill: BadgeFill,
    pub outline: BadgeOutline,
}

impl Identity {
    /// Of the consumer with this name.
    pub fn of(observation: &Observation, name: &ClientName) -> Option<Identity> {
        let index = observation.consumers.iter().position(|consumer| consumer.name == *name)?;
        let group = observation.consumers[index].group;
        let before = observation.consumers[..index].iter().filter(|consumer| consumer.group == group).count();
        Some(Identity::at(before + 1, Hue::of(index), outline(observation, &group)))
    }

    fn at(number: usize, hue: Hue, outline: BadgeOutline) -> Identity {
        let fill = match number {
            0..=8 => BadgeFill::Solid,
            9..=16 => BadgeFill::Ring,
            17..=24 => BadgeFill::Band,
            _ => BadgeFill::Plain,
        };
        Identity { number, hue, fill, outline }
    }
}

fn outline(observation: &Observation, group: &GroupId) -> BadgeOutline {
    match observation.groups.iter().position(|view| view.id == *group) {
        Some(0) => BadgeOutline::Square,
        Some(1) => BadgeOutline::Circle,
        None if observation.groups.is_empty() => BadgeOutline::Square,
        _ => BadgeOutline::Diamond,
    }
}

/// An identity at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Badge {
    pub identity: Identity,
    /// Its middle.
    pub x: f64,
    pub y: f64,
    /// Half the side of a square one.
    pub radius: f64,
    /// The process has ended: dashed and empty.
    pub ended: bool,
}

impl Badge {
    /// The outline as a path.
    pub fn path(&self) -> String {
        let (x, y, r) = (self.x, self.y, self.radius);
        match self.identity.outline {
            BadgeOutline::Square => {
                let (corner, side) = (r * 0.45, 2.0 * r - r * 0.9);
                let [c, minus, s, back] = [corner, -corner, side, -side].map(Num);
                let upper = format!("h{s}q{c} 0 {c} {c}v{s}q0 {c} {minus} {c}");
                let lower = format!("h{back}q{minus} 0 {minus} {minus}v{back}q0 {minus} {c} {minus}z");
                format!("M{} {}{upper}{lower}", Num(x - r + corner), Num(y - r))
            }
            BadgeOutline::Circle => {
                let r = r * 1.1;
                let (radius, across, back) = (Num(r), Num(2.0 * r), Num(-2.0 * r));
                let arcs = format!("a{radius} {radius} 0 1 1 {across} 0a{radius} {radius} 0 1 1 {back} 0z");
                format!("M{} {}{arcs}", Num(x - r), Num(y))
            }
            BadgeOutline::Diamond => {
                let r = r * 1.35;
                let (plus, minus) = (Num(r), Num(-r));
                format!("M{} {}l{plus} {plus}l{minus} {plus}l{minus} {minus}z", Num(x), Num(y - r))
            }
        }
    }

    /// The band at its foot, where it has one.
    pub fn band(&self) -> Option<Area> {
        let (r, narrower) = match self.identity.outline {
            BadgeOutline::Square => (self.radius, 0.0),
            _ => (self.radius, self.radius * 0.3),
        };
        (self.identity.fill == BadgeFill::Band).then_some(Area {
            x: self.x - r + narrower,
            y: self.y + r * 0.55,
            width: 2.0 * (r - narrower),
            height: r * 0.45,
        })
    }

    /// The number in it.
    pub fn text(&self) -> Text {
        let Identity { number, hue, fill, .. } = self.identity;
        let size = self.radius
            * match number {
                0..=9 => 1.35,
                10..=99 => 1.1,
                _ => 0.92,
            };
        let up = if fill == BadgeFill::Band { self.radius * 0.15 } else { 0.0 };
        let tone = match fill {
            BadgeFill::Solid if !self.ended => TextTone::OnFill,
            _ => TextTone::Hue(hue),
        };
        Text::new(self.x, self.y + size * 0.36 - up, size, tone, number.to_string()).middle().bold()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::fixture;

    fn identities(world: &Observation) -> Vec<Identity> {
        world.consumers.iter().filter_map(|consumer| Identity::of(world, &consumer.name)).collect()
    }

    #[test]
    fn twenty_four_consumers_are_told_apart_without_their_numbers() {
        let all = identities(&fixture::crowd(30, 26));
        assert_eq!(all.len(), 26);
        for (i, one) in all[..24].iter().enumerate() {
            assert!(all[..i].iter().all(|other| (other.hue, other.fill) != (one.hue, one.fill)), "{one:?}");
        }
        let fills = [0, 7, 8, 15, 16, 23, 24].map(|i| all[i].fill);
        use BadgeFill::*;
        assert_eq!(fills, [Solid, Solid, Ring, Ring, Band, Band, Plain]);
        assert_eq!(all[25].number, 26);
    }

    #[test]
    fn the_outline_says_which_group_and_numbers_begin_anew_in_each() {
        let mut world = fixture::crowd(4, 4);
        for (id, from) in [("audit", 2), ("third", 3)] {
            let mut group = world.groups[0].clone();
            group.id = id.into();
            world.groups.push(group);
            world.consumers[from..].iter_mut().for_each(|consumer| consumer.group = id.into());
        }
        let told: Vec<_> = identities(&world).iter().map(|one| (one.number, one.outline)).collect();
        use BadgeOutline::*;
        assert_eq!(told, [(1, Square), (2, Square), (1, Circle), (1, Diamond)]);
    }
}
