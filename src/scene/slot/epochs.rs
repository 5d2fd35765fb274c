//! The slot of a member of a consumer group (KIP-848): how far it has come, what it has to give up or waits for, and
//! its session. What there is no room for is left out, the least important first.

use super::{MemberClock, Said, line, said, title};
use crate::cluster::observation::{GroupView, MemberOnItsWay, MemberView, Observation};
use crate::kafka::api::{Epoch, LEAVE_GROUP_STATIC};
use crate::kafka::coordinator::Reconciliation;
use crate::scene::identity::Badge;
use crate::scene::mark::{Area, Hue, Text, TextTone, within};
use crate::scene::owned::owned;
use crate::scene::text;
use crate::session::language::Lang;
use crate::session::language::epoch::EpochText;
use crate::session::language::units::span;
use crate::session::reconciling::{name_of, told};
use std::rc::Rc;

/// What a slot has of a consumer group. Its texts are among the clock's.
#[derive(Clone, Debug, PartialEq)]
pub struct EpochSlot {
    pub hue: Option<Hue>,
    /// Around the member's state.
    pub pill: Option<(Area, TextTone)>,
    /// An epoch each, and whether the member has reached it.
    pub boxes: Vec<(Area, bool)>,
    /// The time it has to give something up, and how much of it is left, in pixels.
    pub bar: Area,
    pub left: f64,
}

/// A slot narrower than this, in units, has its words below one another.
const WIDE: f64 = 180.0;
/// The width of the words before a row.
const LABEL: f64 = 74.0;
const SIZE: f64 = 12.0;
/// What stays free for the state beside epochs in the row of the name.
const BESIDE: f64 = 100.0;
/// At the most.
const BOXES: usize = 5;

/// A row, in the order from top to bottom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SlotRow {
    State,
    Epoch,
    Assigned,
    Step,
    Detail,
    Session,
}

/// What a member has to do, or waits for.
struct SlotStep {
    label: String,
    partitions: String,
    detail: String,
}

/// While it is drawn.
struct SlotDrawing<'a> {
    lang: Lang,
    observation: &'a Observation,
    group: &'a GroupView,
    member: &'a MemberView,
    way: &'a MemberOnItsWay,
    said: Said,
    clock: MemberClock,
    slot: EpochSlot,
    left: f64,
    right: f64,
    /// How high its boxes are, so that they touch neither those above nor those below.
    box_height: f64,
}

/// The slot of `member`, which is so far on its way.
pub(super) fn slot(
    lang: Lang,
    observation: &Observation,
    group: &GroupView,
    (member, way): (&MemberView, &MemberOnItsWay),
    (area, unit): (Area, f64),
) -> MemberClock {
    let said = said(lang, observation, group, member);
    let middle = if area.height / unit < 34.0 { 13.0 } else { 16.0 };
    let badge = |identity| Badge {
        identity,
        x: area.x + 18.0 * unit,
        y: area.y + middle * unit,
        radius: 8.0 * unit,
        ended: member.former.is_some(),
    };
    let words = std::iter::once(title(lang, member, &said)).chain(told(lang, group, member));
    let clock = MemberClock {
        area,
        badge: said.badge.map(badge),
        texts: Vec::new(),
        bar: Area::default(),
        left: None,
        silent: said.due.is_some(),
        awaited: member.awaited,
        tick: None,
        unit,
        title: words.collect::<Vec<_>>().join("\n"),
        epochs: None,
    };
    let slot = EpochSlot {
        hue: said.badge.map(|identity| identity.hue),
        pill: None,
        boxes: Vec::new(),
        bar: Area::default(),
        left: 0.0,
    };
    let (left, right) = (area.x + 10.0 * unit, area.right() - 8.0 * unit);
    let box_height = 18.0 * unit;
    let mut drawing =
        SlotDrawing { lang, observation, group, member, way, said, clock, slot, left, right, box_height };
    drawing.draw(area.y + (middle + 4.5) * unit);
    drawing.finished()
}

impl SlotDrawing<'_> {
    fn draw(&mut self, name_y: f64) {
        let u = self.clock.unit;
        let (wide, plain) = (self.clock.area.width >= WIDE * u, self.clock.area.height / u);
        if plain < 34.0 && !wide {
            return line(&mut self.clock, &self.said, (self.left + 22.0 * u, self.right, name_y));
        }
        let step = self.step();
        let mut order = match wide {
            true => vec![SlotRow::Step, SlotRow::Session, SlotRow::Epoch, SlotRow::Assigned, SlotRow::Detail],
            false => vec![SlotRow::Session, SlotRow::State, SlotRow::Step, SlotRow::Detail],
        };
        order.retain(|row| match row {
            SlotRow::Step => step.is_some(),
            SlotRow::Detail if wide && !self.way.revoking.is_empty() => true,
            SlotRow::Detail if wide => step.as_ref().is_some_and(|step| !self.fits_beside(step)),
            SlotRow::Detail => step.as_ref().is_some_and(|step| !step.partitions.is_empty()),
            SlotRow::State | SlotRow::Epoch | SlotRow::Assigned | SlotRow::Session => true,
        });
        let least = if wide { 18.0 } else { 16.0 };
        order.truncate(((plain - 18.0) / least).max(0.0) as usize);
        order.sort();
        let room = self.clock.area.bottom() - 3.0 * u - name_y;
        let apart = (room / (order.len().max(1) as f64 * u)).min(24.0) * u;
        self.box_height = within(apart - 4.0 * u, 14.0 * u, 18.0 * u);
        self.head(name_y, wide, order.contains(&SlotRow::Epoch));
        for (n, row) in order.into_iter().enumerate() {
            let y = name_y + apart * (n + 1) as f64;
            match row {
                SlotRow::State => self.pill((self.left, y), 10.5 * u, false),
                SlotRow::Epoch => self.epochs(y),
                SlotRow::Assigned => {
                    let words = owned(self.lang, &self.way.assigned, SIZE * u, self.right - self.beside());
                    self.label(y, EpochText::Assigned, TextTone::Muted);
                    self.put(self.beside(), y, TextTone::Ink, words, true);
                }
                SlotRow::Step => step.iter().for_each(|step| self.tell_step(step, y, wide)),
                SlotRow::Detail if wide && !self.way.revoking.is_empty() => self.time_left(y),
                SlotRow::Detail => step.iter().for_each(|step| match wide {
                    true => {
                        // Too long for that, it begins further to the left.
                        let x = (self.right - text::width(&step.detail, SIZE * u)).min(self.beside());
                        self.put(x.max(self.left), y, TextTone::Muted, step.detail.clone(), false);
                    }
                    false => _ = self.put(self.left, y, TextTone::Stake, step.partitions.clone(), true),
                }),
                SlotRow::Session => self.session(y, wide),
            }
        }
    }

    fn finished(mut self) -> MemberClock {
        self.clock.left = self.said.share.map(|share| (self.clock.bar.width * share).round());
        self.clock.epochs = Some(Rc::new(self.slot));
        self.clock
    }

    /// Where a row begins, behind its label.
    fn beside(&self) -> f64 {
        self.left + LABEL * self.clock.unit
    }

    /// Words in what is left of the row; returns where they end.
    fn put(&mut self, x: f64, y: f64, tone: TextTone, words: String, bold: bool) -> f64 {
        let size = SIZE * self.clock.unit;
        let text = Text::new(x, y, size, tone, text::fit(&words, size, (self.right - x).max(0.0)));
        let text = if bold { text.bold() } else { text };
        let end = text.extent().1;
        self.clock.texts.push(text);
        end
    }

    fn label(&mut self, y: f64, words: EpochText, tone: TextTone) {
        let words = self.lang.say(words);
        self.put(self.left, y, tone, words, tone == TextTone::Stake);
    }

    /// Name and state; and the epochs, where they have no row of their own.
    fn head(&mut self, y: f64, wide: bool, epochs_below: bool) {
        let (u, x) = (self.clock.unit, self.left + 22.0 * self.clock.unit);
        let tone = self.said.badge.map_or(TextTone::Ink, |identity| TextTone::Hue(identity.hue));
        if !wide {
            let (epoch, target) = (self.way.epoch, self.target());
            let (words, at) = match epoch == target {
                true => (epoch.to_string(), TextTone::Good),
                false => (format!("{epoch} → {target}"), TextTone::Stake),
            };
            let epoch = Text::new(self.right, y, SIZE * u, at, words).end().bold();
            let name = text::fit(&self.said.name, 13.0 * u, epoch.extent().0 - x - 4.0 * u);
            let name = Text::new(x, y, 13.0 * u, tone, name).bold();
            self.protocol(&name, y, epoch.extent().0);
            self.clock.texts.extend([name, epoch]);
            return;
        }
        let name = text::fit(&self.said.name, 13.0 * u, (self.right - x) * 0.4);
        let name = Text::new(x, y, 13.0 * u, tone, name).bold();
        if epochs_below {
            self.pill((name.extent().1 + 8.0 * u, y), 11.0 * u, true);
            let right = self.slot.pill.map_or(self.right, |(pill, _)| pill.x);
            self.protocol(&name, y, right);
        } else {
            let end = self.protocol(&name, y, self.right - BESIDE * u) + 8.0 * u;
            let end = self.boxes((end, y), 3, BESIDE) + 6.0 * u;
            self.pill((end, y), 11.0 * u, true);
        }
        self.clock.texts.push(name);
    }

    /// The epoch that it is on its way to.
    fn target(&self) -> Epoch {
        self.group.epochs.map_or(self.way.epoch, |epochs| epochs.assignment_epoch)
    }

    /// The broker's name of its state, in a pill that begins there, or ends at the right edge.
    fn pill(&mut self, (x, y): (f64, f64), size: f64, at_end: bool) {
        let u = self.clock.unit;
        let away = self.way.epoch == LEAVE_GROUP_STATIC;
        let (words, tone) = match self.way.state {
            _ if away => (self.lang.say(EpochText::AwayForSuccessor), TextTone::Muted),
            Reconciliation::Stable => (self.way.state.name().to_owned(), TextTone::Good),
            Reconciliation::UnrevokedPartitions | Reconciliation::UnreleasedPartitions => {
                (self.way.state.name().to_owned(), TextTone::Stake)
            }
        };
        let (pad, room) = (8.0 * u, self.right - x);
        let short = words.strip_suffix("_PARTITIONS").unwrap_or(&words);
        let words = match text::width(&words, size) + 2.0 * pad <= room {
            true => words,
            false => text::fit(short, size, (room - 2.0 * pad).max(0.0)),
        };
        let width = text::width(&words, size) + 2.0 * pad;
        let x = if at_end { self.right - width } else { x };
        let height = if self.clock.area.height < 48.0 * u { 17.0 * u } else { self.box_height + u };
        let area = Area { x, y: y - size * 0.35 - height / 2.0, width, height };
        let on = if tone == TextTone::Good { TextTone::OnFill } else { tone };
        self.slot.pill = Some((area, tone));
        self.clock.texts.push(Text::new(x + width / 2.0, y, size, on, words).middle().bold());
    }

    /// The last epochs up to the target, as boxes from there on, at most so many; returns where they end.
    /// `least_beside` is what is to stay free beside up to three of them.
    fn boxes(&mut self, (mut x, y): (f64, f64), most: usize, least_beside: f64) -> f64 {
        let (u, size, reached) = (self.clock.unit, 11.0 * self.clock.unit, self.way.epoch);
        let last = self.target().max(reached);
        let width = (text::width(&last.to_string(), size) + 10.0 * u).max(22.0 * u);
        let step = width + 4.0 * u;
        let fit = |beside: f64| ((self.right - beside * u - x) / step).max(1.0) as usize;
        let shown = most.min(fit(100.0).max(fit(least_beside).min(3))) as Epoch;
        let mut epochs: Vec<Epoch> = ((last - shown + 1).max(1)..=last).collect();
        // One that is far behind is shown with what it has before it.
        if let Some(first) = epochs.first_mut().filter(|first| **first > reached && reached > 0) {
            *first = reached;
        }
        for epoch in epochs {
            let height = self.box_height;
            let area = Area { x, y: y - size * 0.35 - height / 2.0, width, height };
            let is_reached = epoch <= reached;
            let tone = if is_reached { TextTone::OnFill } else { TextTone::Muted };
            self.slot.boxes.push((area, is_reached));
            self.clock
                .texts
                .push(Text::new(x + width / 2.0, y, size, tone, epoch.to_string()).middle().bold());
            x += step;
        }
        x - 4.0 * u
    }

    fn epochs(&mut self, y: f64) {
        self.label(y, EpochText::Epoch, TextTone::Muted);
        let end = self.boxes((self.beside(), y), BOXES, 0.0) + 8.0 * self.clock.unit;
        let behind = (self.target() - self.way.epoch).max(0) as u64;
        let words = match behind {
            _ if self.way.epoch == LEAVE_GROUP_STATIC => return,
            0 => (TextTone::Good, EpochText::Arrived),
            behind => (TextTone::Stake, EpochText::Behind(behind)),
        };
        let said = self.lang.say(words.1);
        if end + text::width(&said, SIZE * self.clock.unit) > self.right {
            return;
        }
        self.put(end, y, words.0, said, true);
    }

    /// Behind the name, as far as there is room before `right`: that it speaks the other protocol. Returns where that
    /// ends.
    fn protocol(&mut self, name: &Text, y: f64, right: f64) -> f64 {
        let (u, end) = (self.clock.unit, name.extent().1);
        let words = self.lang.say(EpochText::SpeaksClassic);
        let said = Text::new(end + 6.0 * u, y, SIZE * u, TextTone::Muted, words);
        let said_end = said.extent().1;
        if !self.way.classic || said_end + 4.0 * u > right {
            return end;
        }
        self.clock.texts.push(said);
        said_end
    }

    /// What it has to give up, or waits for; or when it hears that there is something new.
    fn step(&self) -> Option<SlotStep> {
        let (lang, now, way) = (self.lang, self.observation.time, self.way);
        let size = SIZE * self.clock.unit;
        let wide = self.clock.area.width >= WIDE * self.clock.unit;
        let room = self.right - if wide { self.beside() } else { self.left };
        let listed = |partitions: &[_]| owned(lang, partitions, size, room);
        if !way.revoking.is_empty() {
            let detail = way.revocation_deadline.map(|at| lang.say(EpochText::OrRemoved(at)));
            return Some(SlotStep {
                label: lang.say(EpochText::GivesUp),
                partitions: listed(&way.revoking),
                detail: detail.unwrap_or_default(),
            });
        }
        let withheld: Vec<_> = self.group.withheld(way).collect();
        let own = self.observation.next_heartbeat(self.member).map(|at| at - now);
        if withheld.is_empty() {
            let hears = own.filter(|_| way.epoch < self.target() && way.epoch > 0)?;
            let label = lang.say(EpochText::NextHeartbeat(hears));
            let label = match text::width(&label, size) <= self.right - self.left {
                true => label,
                false => lang.say(EpochText::NextHeartbeatShort(hears)),
            };
            return Some(SlotStep { label, partitions: String::new(), detail: String::new() });
        }
        let partitions: Vec<_> = withheld.iter().map(|one| one.partition).collect();
        let untold = withheld.iter().filter(|one| !one.is_told).find_map(|one| {
            let holder = one.holder?;
            let at = self.observation.next_heartbeat(holder)?;
            Some(EpochText::HeldUntold { by: name_of(holder), until: at - now })
        });
        let mut holders: Vec<&str> = withheld.iter().filter_map(|one| one.holder).map(name_of).collect();
        holders.dedup();
        let detail = match (untold, holders.is_empty(), own) {
            (Some(untold), ..) => lang.say(untold),
            (None, true, Some(own)) => lang.say(EpochText::Free(own)),
            (None, true, None) => String::new(),
            (None, false, _) => lang.say(EpochText::HeldBy(&holders.join(", "))),
        };
        Some(SlotStep { label: lang.say(EpochText::WaitsFor), partitions: listed(&partitions), detail })
    }

    fn tell_step(&mut self, step: &SlotStep, y: f64, wide: bool) {
        let u = self.clock.unit;
        let tone = if step.partitions.is_empty() { TextTone::Muted } else { TextTone::Stake };
        let bold = tone == TextTone::Stake;
        if !wide {
            self.put(self.left, y, tone, step.label.clone(), bold);
            return;
        }
        self.put(self.left, y, tone, step.label.clone(), bold);
        if step.partitions.is_empty() {
            return;
        }
        let end = self.put(self.beside(), y, tone, step.partitions.clone(), bold) + 8.0 * u;
        if self.fits_beside(step) {
            self.put(end, y, TextTone::Muted, step.detail.clone(), false);
        }
    }

    /// Whether what more there is to say of a step finds room in its row.
    fn fits_beside(&self, step: &SlotStep) -> bool {
        let (u, size) = (self.clock.unit, SIZE * self.clock.unit);
        let words = text::width(&step.partitions, size) + text::width(&step.detail, size);
        self.beside() + words + 8.0 * u <= self.right
    }

    /// How long it still has to give up what it must.
    fn time_left(&mut self, y: f64) {
        let Some(deadline) = self.way.revocation_deadline else { return };
        let (u, left) = (self.clock.unit, deadline.since(self.observation.time));
        let end = self.put(self.left, y, TextTone::Stake, span(self.lang, left), true);
        let x = self.beside().max(end + 6.0 * u);
        let whole = self.way.rebalance_timeout.as_micros().max(1) as f64;
        self.slot.bar = Area { x, y: y - 7.0 * u, width: (self.right - x).max(0.0), height: 6.0 * u };
        self.slot.left = (self.slot.bar.width * (left.as_micros() as f64 / whole).min(1.0)).round();
    }

    fn session(&mut self, y: f64, wide: bool) {
        let u = self.clock.unit;
        let value = text::fit(&self.said.value, SIZE * u, self.right - self.left);
        let value = Text::new(self.right, y, SIZE * u, self.said.tone, value).end();
        let end = value.extent().0 - 8.0 * u;
        let x = if wide { self.beside() } else { self.left };
        if wide {
            self.label(y, EpochText::Session, TextTone::Muted);
        }
        if self.said.share.is_some() {
            self.clock.bar = Area { x, y: y - 7.0 * u, width: (end - x).max(0.0), height: 6.0 * u };
        }
        self.clock.texts.push(value);
    }
}
